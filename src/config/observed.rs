//! Observed series: a CSV with the columns week, measure, value, in any order.
//!
//! Read by hand rather than with a CSV crate: three plain fields need none of its freedom, and every problem here has
//! the column of its own field. The simulation never sees these numbers.

use std::collections::HashSet;

use super::MAX_PROBLEMS;
use super::problem::{Kind, Problem};
use super::syntax;
use super::words::did_you_mean;

/// Largest data file, in bytes.
const MAX_DATA_BYTES: usize = 1 << 24;
const COLUMNS: [&str; 3] = ["week", "measure", "value"];

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

/// Observed points from the bytes of a CSV file: UTF-8 (a byte order mark is fine), comma-separated, or separated as a
/// first line `sep=;` says; numbers with a decimal point; blank lines are skipped, spaces around fields too.
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
    let text = syntax::decode(name, bytes, MAX_DATA_BYTES).map_err(|problem| vec![*problem])?;
    let mut table = Rows { name, text: &text, separator: ',', problems: Vec::new() };
    let observed = table.read(known_measures);
    if table.problems.is_empty() { Ok(observed) } else { Err(table.problems) }
}

/// One field: its text without quotes, and its column.
struct Field {
    text: String,
    column: usize,
}

struct Rows<'a> {
    name: &'a str,
    text: &'a str,
    separator: char,
    problems: Vec<Problem>,
}

impl Rows<'_> {
    fn read(&mut self, known_measures: &[&str]) -> Observed {
        let mut lines = self
            .text
            .lines()
            .enumerate()
            .map(|(idx, line)| (idx + 1, line))
            .filter(|(_, line)| !line.trim().is_empty())
            .peekable();
        if let Some((_, first)) = lines.peek()
            && let Some(separator) = first.trim().strip_prefix("sep=")
            && let Some(separator) = separator.chars().next()
        {
            self.separator = separator;
            lines.next();
        }
        let Some((header_line, header)) = lines.next() else {
            self.refuse(1, 1, "", "", "an empty file", "the header week,measure,value", "");
            return Observed::default();
        };
        let Some(order) = self.header(header_line, header) else { return Observed::default() };
        let mut observed = Observed::default();
        let mut seen = HashSet::new();
        for (number, line) in lines {
            if self.problems.len() >= MAX_PROBLEMS {
                break;
            }
            let Some(fields) = self.fields(number, line) else { continue };
            if fields.len() != COLUMNS.len() {
                let found = format!("{} fields", fields.len());
                let hint = "a number has a decimal point, not a comma";
                self.refuse(number, 1, line, "", &found, "3 fields: week, measure, value", hint);
                continue;
            }
            let [week, measure, value] = order.map(|idx| &fields[idx]);
            let parsed = (
                self.week(number, line, week),
                self.measure(number, line, measure, known_measures),
                self.value(number, line, value),
            );
            let (Some(week_number), Some(measure_name), Some(value)) = parsed else { continue };
            if !seen.insert((week_number, measure_name.clone())) {
                let found = format!("{measure_name} of week {week_number} again");
                self.refuse(
                    number,
                    week.column,
                    line,
                    "week",
                    &found,
                    "each measure once a week",
                    "remove one",
                );
                continue;
            }
            observed.points.push(ObservedPoint { week: week_number, measure: measure_name, value });
        }
        if observed.points.is_empty() && self.problems.is_empty() {
            self.refuse(
                header_line,
                1,
                header,
                "",
                "a header without rows",
                "at least one row",
                "",
            );
        }
        observed
    }

    /// Where each of the columns is.
    fn header(&mut self, number: usize, line: &str) -> Option<[usize; 3]> {
        let fields = self.fields(number, line)?;
        let names: Vec<String> = fields.iter().map(|f| f.text.to_lowercase()).collect();
        let mut order = [0; 3];
        let complete = order.iter_mut().zip(COLUMNS).all(|(slot, column)| {
            let position = names.iter().position(|n| n == column);
            *slot = position.unwrap_or(0);
            position.is_some()
        });
        if complete && names.len() == COLUMNS.len() {
            return Some(order);
        }
        let hint = if line.contains(';') {
            "separate fields by commas, or write sep=; on the first line"
        } else if line.contains('\t') {
            "separate fields by commas, not by tabs"
        } else {
            "the first line is: week,measure,value"
        };
        let expected = "the columns week, measure and value, each once";
        self.refuse(number, 1, line, "", line.trim(), expected, hint);
        None
    }

    fn week(&mut self, number: usize, line: &str, field: &Field) -> Option<u32> {
        match field.text.parse::<u32>() {
            Ok(week) if week >= 1 => Some(week),
            _ => {
                let expected = "a week, a whole number from 1";
                self.refuse(number, field.column, line, "week", &field.text, expected, "");
                None
            }
        }
    }

    fn measure(
        &mut self,
        number: usize,
        line: &str,
        field: &Field,
        known: &[&str],
    ) -> Option<String> {
        if known.contains(&field.text.as_str()) {
            return Some(field.text.clone());
        }
        let expected = format!("one of {}", known.join(", "));
        let hint = did_you_mean(&field.text, known);
        self.refuse(number, field.column, line, "measure", &field.text, &expected, &hint);
        None
    }

    fn value(&mut self, number: usize, line: &str, field: &Field) -> Option<f64> {
        let plain =
            field.text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        match field.text.parse::<f64>() {
            Ok(x) if plain && x.is_finite() => Some(x + 0.0),
            _ => {
                let hint = if field.text.contains(',') {
                    "use a decimal point and no thousands separator"
                } else {
                    ""
                };
                self.refuse(
                    number,
                    field.column,
                    line,
                    "value",
                    &field.text,
                    "a finite number",
                    hint,
                );
                None
            }
        }
    }

    /// Splits a line; a quote that is not closed on its line is a problem of that line.
    fn fields(&mut self, number: usize, line: &str) -> Option<Vec<Field>> {
        let mut fields = Vec::new();
        let mut field = Field { text: String::new(), column: 1 };
        let mut quoted_from = None;
        let mut chars = line.chars().enumerate().peekable();
        while let Some((idx, c)) = chars.next() {
            match (c, quoted_from) {
                ('"', Some(_)) if chars.next_if(|(_, next)| *next == '"').is_some() => {
                    field.text.push('"');
                }
                ('"', Some(_)) => quoted_from = None,
                ('"', None) if field.text.trim().is_empty() => quoted_from = Some(idx + 1),
                (c, None) if c == self.separator => {
                    fields.push(field);
                    field = Field { text: String::new(), column: idx + 2 };
                }
                (c, _) => field.text.push(c),
            }
        }
        fields.push(field);
        if let Some(column) = quoted_from {
            self.refuse(
                number,
                column,
                line,
                "",
                "a quote that is not closed",
                "a closing \" on the same line",
                "",
            );
            return None;
        }
        for field in &mut fields {
            field.text = field.text.trim().to_string();
        }
        Some(fields)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a message, each named at the end")]
    fn refuse(
        &mut self,
        line: usize,
        column: usize,
        text: &str,
        key: &str,
        found: &str,
        expected: &str,
        hint: &str,
    ) {
        let mut problem = Problem::new(Kind::Dat, self.name, key, found, expected).help(hint);
        problem.line = Some(line);
        problem.column = Some(column);
        problem.snippet = Some(text.to_string());
        self.problems.push(problem);
    }
}

#[cfg(test)]
mod tests {
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
        assert_eq!(first("week;measure;value\n1;orders;2\n").0, 1);
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
