//! Observed series: a CSV with the columns week, measure, value, in any order. The simulation never sees these numbers.

use std::collections::HashSet;

use super::csv_text::CsvText;
use super::problem::Problem;

/// What was observed, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    pub points: Vec<ObservedPoint>,
}

/// One observed value.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedPoint {
    /// from 1
    pub week: u32,
    pub measure: String,
    pub value: f64,
}

/// Observed points from the bytes of a CSV file.
///
/// - `known_measures`: the measures that a chart can show
///
/// # Errors
/// All bad rows with line and column, kind `DAT`; kind `ENC` or `LIM` for the file as a whole.
pub fn parse_observed(
    name: &str,
    bytes: &[u8],
    known_measures: &[&str],
) -> Result<Observed, Vec<Problem>> {
    let text = CsvText::decode(name, bytes).map_err(|problem| vec![*problem])?;
    let mut rows = text.rows();
    let mut observed = Observed::default();
    let Some([week, measure, value]) = rows.columns(["week", "measure", "value"]) else {
        return Err(rows.problems);
    };
    let mut seen = HashSet::new();
    while let Some(row) = rows.next_row() {
        let parsed = (
            rows.week(&row, week, u32::MAX),
            rows.word(&row, measure, known_measures),
            rows.number(&row, value),
        );
        let (Some(number), Some(known), Some(value)) = parsed else { continue };
        let name = known_measures[known];
        if !seen.insert((number, known)) {
            let found = format!("{name} of week {number} again");
            rows.refuse_found(&row, week, &found, "each measure once a week", "remove one");
            continue;
        }
        observed.points.push(ObservedPoint { week: number, measure: name.to_string(), value });
    }
    if rows.problems.is_empty() { Ok(observed) } else { Err(rows.problems) }
}

#[cfg(test)]
mod tests {
    use super::super::problem::Kind;
    use super::*;

    fn parse(text: &str) -> Result<Observed, Vec<Problem>> {
        parse_observed("x.csv", text.as_bytes(), &["orders", "orders_cumulative"])
    }

    /// First problem of a bad file: line, column, found.
    fn first(text: &str) -> (usize, usize, String) {
        let problems = parse(text).expect_err("bad data");
        let p = &problems[0];
        assert_eq!(p.kind, Kind::Dat, "{p}");
        (p.line.expect("a line"), p.column.expect("a column"), p.found.clone())
    }

    #[test]
    fn plain_quoted_and_excel_files_are_read() {
        let plain = parse("week,measure,value\n1,orders,2\n2,orders,3.5\n").expect("good data");
        assert_eq!(
            plain.points[1],
            ObservedPoint { week: 2, measure: "orders".into(), value: 3.5 }
        );
        for text in [
            "\u{feff}week,measure,value\r\n1,orders,2\r\n\r\n2,orders,3.5",
            "week;measure;value\n1;orders;2\n2;orders;3,5\n",
            "sep=;\nweek;measure;value\n1;orders;2\n2;orders;3.5\n",
            "value,\"week\", measure\n\"2\",1,orders\n3.5,2,\"orders\"\n",
        ] {
            assert_eq!(parse(text), Ok(plain.clone()), "{text}");
        }
    }

    #[test]
    fn bad_rows_are_found_with_line_and_column() {
        let head = "week,measure,value\n";
        assert_eq!(first(&format!("{head}0,orders,2\n")), (2, 1, "0".into()));
        assert_eq!(first(&format!("{head}1,orders,nan\n")), (2, 10, "nan".into()));
        assert_eq!(first(&format!("{head}1,orders,\"1,5\"\n")), (2, 10, "1,5".into()));
        assert_eq!(first(&format!("{head}1,orders,1e999\n")).1, 10);
        assert_eq!(first(&format!("{head}1,orders\n")), (2, 1, "2 fields".into()));
        assert_eq!(first(&format!("{head}1,\"orders,2\n2,orders,3\n")).0, 2);
        assert_eq!(first(&format!("{head}1,ordes,2\n")), (2, 3, "ordes".into()));
        assert_eq!(first(&format!("{head}1,orders,2\n1,orders,3\n")).0, 3);
        assert_eq!(first(head).2, "a header without rows");
        assert_eq!(first("").2, "an empty file");
        assert_eq!(first("week\tmeasure\tvalue\n1\torders\t2\n").0, 1);
        assert_eq!(first("week,week,value\n1,1,1\n").0, 1);
        let both = parse(&format!("{head}x,y,z\n1,orders,-\n")).expect_err("bad data");
        assert_eq!(both.len(), 4, "all problems at once");
    }

    #[test]
    fn other_encodings_are_named() {
        let problems =
            parse_observed("x.csv", b"week,measure,value\n1,caf\xe9,2\n", &[]).expect_err("bad");
        assert_eq!(
            (problems[0].kind, problems[0].line, problems[0].column),
            (Kind::Enc, Some(2), Some(6))
        );
    }
}
