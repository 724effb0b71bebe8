//! Data files: delimited text → fields that know their place, and numbers that can be read in one way only.
//!
//! Read by hand rather than with a CSV crate: plain fields on plain lines need none of its freedom, and every problem
//! has the column of its own field. A file may have a byte order mark, a first line `sep=;`, `,` or `;` between fields,
//! quotes around them, blank lines; spaces around a field (no-break ones too) mean nothing. Knows nothing of what the
//! columns mean.

use super::MAX_PROBLEMS;
use super::csv_number::{Mark, is_decimal, number};
use super::files::MAX_DATA_BYTES;
use super::problem::{Kind, Problem};
use super::syntax;
use super::words::did_you_mean;

/// Longest line of a data file, in bytes: its fields take many times its size.
const MAX_LINE_BYTES: usize = 1 << 16;
/// Most columns of a data file.
const MAX_COLUMNS: usize = 1000;

/// A data file as text.
pub(super) struct CsvText {
    /// as shown in messages
    name: String,
    text: String,
}

impl CsvText {
    /// The text of a data file's bytes.
    ///
    /// # Errors
    /// Kind `ENC` or `LIM`, for the file as a whole.
    pub fn decode(name: &str, bytes: &[u8]) -> Result<CsvText, Box<Problem>> {
        let text = syntax::decode(name, bytes, MAX_DATA_BYTES)?;
        Ok(CsvText { name: name.to_string(), text })
    }

    /// The rows, from the first below the header.
    pub fn rows(&self) -> Rows<'_> {
        Rows::new(self)
    }
}

/// One field: its text without quotes and spaces around it, and its column in characters, from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    pub text: String,
    column: usize,
}

/// A line of fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Row<'t> {
    /// from 1
    line: usize,
    text: &'t str,
    pub fields: Vec<Field>,
}

/// The rows of a file, and the problems found on the way.
pub(super) struct Rows<'t> {
    file: &'t CsvText,
    /// what was not read yet, and the number of its first line
    rest: &'t str,
    line: usize,
    delimiter: char,
    mark: Mark,
    header: Row<'t>,
    n_rows: usize,
    pub problems: Vec<Problem>,
}

impl<'t> Rows<'t> {
    fn new(file: &'t CsvText) -> Rows<'t> {
        let mut rows = Rows {
            file,
            rest: &file.text,
            line: 1,
            delimiter: ',',
            mark: Mark::Point,
            header: Row::default(),
            n_rows: 0,
            problems: Vec::new(),
        };
        let begin = (rows.rest, rows.line);
        let first = rows.next_line().map_or("", |(_, line)| line);
        if let Some(told) = first.trim().strip_prefix("sep=") {
            rows.delimiter = told.chars().next().unwrap_or(',');
        } else {
            rows.delimiter = if first.contains(';') { ';' } else { ',' };
            (rows.rest, rows.line) = begin;
        }
        if !matches!(rows.delimiter, ',' | ';') {
            let found = format!("fields separated by {}", rows.delimiter);
            let hint = "save the file as CSV with , or ; between fields";
            rows.tell(
                &Row { line: 1, text: first, ..Row::default() },
                1,
                "",
                &found,
                ", or ;",
                hint,
            );
        }
        rows
    }

    /// The names of the columns, in small letters, each once; `None` if there is no such header, and that is noted.
    ///
    /// - `wanted`: what a header would say, for messages
    pub fn header(&mut self, wanted: &str) -> Option<Vec<String>> {
        if !self.problems.is_empty() {
            return None;
        }
        let Some((line, text)) = self.next_line() else {
            let row = Row { line: 1, text: "", fields: Vec::new() };
            self.tell(&row, 1, "", "an empty file", &format!("a header: {wanted}"), "");
            return None;
        };
        let fields = self.fields(line, text)?;
        let row = Row { line, text, fields };
        let names: Vec<String> = row.fields.iter().map(|f| f.text.to_lowercase()).collect();
        if names.len() > MAX_COLUMNS {
            let found = format!("{} columns", names.len());
            self.tell(&row, 1, "", &found, &format!("at most {MAX_COLUMNS} columns"), "");
            return None;
        }
        let twice = (1..names.len()).find(|&i| names[..i].contains(&names[i]));
        if let Some(idx) = twice {
            let found = match names[idx].as_str() {
                "" => "a column without a name".into(),
                name => format!("column {name} twice"),
            };
            let column = row.fields[idx].column;
            self.tell(&row, column, "", &found, "each column once", "rename or remove one");
            return None;
        }
        self.mark = self.mark_of_numbers();
        self.header = row;
        Some(names)
    }

    /// Positions of these columns, which are all that the file may have; `None` if it has others, and that is noted.
    pub fn columns<const N: usize>(&mut self, wanted: [&str; N]) -> Option<[usize; N]> {
        let names = self.header(&wanted.join(","))?;
        let mut order = [0; N];
        let mut missing = Vec::new();
        for (slot, column) in order.iter_mut().zip(wanted) {
            match names.iter().position(|n| n == column) {
                Some(position) => *slot = position,
                None => missing.push(column),
            }
        }
        let unknown = names.iter().position(|name| !wanted.contains(&name.as_str()));
        let (column, hint) = match (missing.first(), unknown) {
            (None, None) => return Some(order),
            (Some(_), _) if self.header.text.contains('\t') => {
                (1, "separate fields by , or ;, not by tabs".to_string())
            }
            (Some(column), Some(idx)) if names.len() == N => {
                let hint = format!("is {} the column {column}?", names[idx]);
                (self.header.fields[idx].column, hint)
            }
            (Some(column), _) => (1, format!("add the column {column}")),
            (None, Some(idx)) => {
                (self.header.fields[idx].column, format!("remove the column {}", names[idx]))
            }
        };
        let found = format!("the columns {}", names.join(", "));
        let expected = format!("the columns {}, each once", wanted.join(", "));
        let row = self.header.clone();
        self.tell(&row, column, "", &found, &expected, &hint);
        None
    }

    /// The next row with as many fields as the header; others are noted.
    pub fn next_row(&mut self) -> Option<Row<'t>> {
        while self.problems.len() < MAX_PROBLEMS {
            let Some((line, text)) = self.next_line() else { break };
            self.n_rows += 1;
            let Some(fields) = self.fields(line, text) else { continue };
            let row = Row { line, text, fields };
            let n = self.header.fields.len();
            if row.fields.len() == n {
                return Some(row);
            }
            let names: Vec<&str> =
                self.header.fields.iter().take(8).map(|f| f.text.as_str()).collect();
            let expected = format!("{n} fields: {}", names.join(", "));
            let hint = if row.fields.len() > n && self.delimiter == ',' {
                "a number has a decimal point and no thousands separator; decimal commas need ; between fields"
            } else {
                ""
            };
            let found = match row.fields.len() {
                1 => "1 field".into(),
                more => format!("{more} fields"),
            };
            self.tell(&row, 1, "", &found, &expected, hint);
        }
        if self.n_rows == 0 && self.problems.is_empty() {
            let row = self.header.clone();
            self.tell(&row, 1, "", "a header without rows", "at least one row", "");
        }
        None
    }

    /// A problem with a field of a row.
    pub fn refuse(&mut self, row: &Row<'t>, idx: usize, expected: &str, hint: &str) {
        let found = row.fields.get(idx).map_or("", |f| f.text.as_str());
        let found = if found.is_empty() { "nothing".to_string() } else { found.to_string() };
        self.refuse_found(row, idx, &found, expected, hint);
    }

    /// A problem with a field of a row, with what was found in other words.
    pub fn refuse_found(
        &mut self,
        row: &Row<'t>,
        idx: usize,
        found: &str,
        expected: &str,
        hint: &str,
    ) {
        let column = row.fields.get(idx).map_or(1, |f| f.column);
        let key = self.key(idx);
        self.tell(row, column, &key, found, expected, hint);
    }

    /// A problem with what the rows lack: told at the header.
    pub fn refuse_whole(&mut self, found: &str, expected: &str, hint: &str) {
        let row = self.header.clone();
        self.tell(&row, 1, "", found, expected, hint);
    }

    /// Name of a column.
    fn key(&self, idx: usize) -> String {
        self.header.fields.get(idx).map_or(String::new(), |f| f.text.to_lowercase())
    }

    /// The header, to refuse one of its fields.
    pub fn header_row(&self) -> Row<'t> {
        self.header.clone()
    }

    /// A week: a whole number from 1 to `last`.
    pub fn week(&mut self, row: &Row<'t>, idx: usize, last: u32) -> Option<u32> {
        match row.fields[idx].text.parse::<u32>() {
            Ok(week) if (1..=last).contains(&week) => Some(week),
            _ => {
                let is_date = row.fields[idx].text.contains(['/', '-']);
                let hint = if is_date { "weeks are counted from 1, not dated" } else { "" };
                let expected = format!("a week, a whole number from 1 to {last}");
                self.refuse(row, idx, &expected, hint);
                None
            }
        }
    }

    /// One of a few words.
    pub fn word(&mut self, row: &Row<'t>, idx: usize, known: &[&str]) -> Option<usize> {
        let text = row.fields[idx].text.as_str();
        let position = known.iter().position(|k| *k == text);
        if position.is_none() {
            let hint = did_you_mean(text, known);
            self.refuse(row, idx, &format!("one of {}", known.join(", ")), &hint);
        }
        position
    }

    /// A finite number that can be read in one way only.
    pub fn number(&mut self, row: &Row<'t>, idx: usize) -> Option<f64> {
        match number(&row.fields[idx].text, self.mark, self.delimiter) {
            Ok(x) => Some(x),
            Err(hint) => {
                self.refuse(row, idx, "a finite number", &hint);
                None
            }
        }
    }

    /// A number that is not negative.
    pub fn amount(&mut self, row: &Row<'t>, idx: usize) -> Option<f64> {
        let x = self.number(row, idx)?;
        if x < 0.0 {
            self.refuse(row, idx, "a number from 0", "");
            return None;
        }
        Some(x)
    }

    /// A whole number from 0 to `most`.
    pub fn count(&mut self, row: &Row<'t>, idx: usize, most: u64) -> Option<u64> {
        let x = self.amount(row, idx)?;
        #[expect(clippy::cast_precision_loss, reason = "caps are far below 2^53")]
        let most_f64 = most as f64;
        if libm::trunc(x).to_bits() != x.to_bits() || x > most_f64 {
            self.refuse(row, idx, &format!("a whole number from 0 to {most}"), "");
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole and within the cap"
        )]
        let whole = x as u64;
        Some(whole)
    }

    /// What the numbers of the file tell of their mark. With `,` between fields it is the point; with `;` it is the one
    /// that stands in a number where it cannot separate thousands, as long as the other does not.
    fn mark_of_numbers(&self) -> Mark {
        if self.delimiter == ',' {
            return Mark::Point;
        }
        let (mut point, mut comma) = (false, false);
        for field in self.rest.split([self.delimiter, '\n']) {
            if field.bytes().any(|b| matches!(b, b'.' | b',')) {
                let field = trim_quotes(field);
                point = point || is_decimal(field, '.');
                comma = comma || is_decimal(field, ',');
            }
        }
        match (point, comma) {
            (true, false) => Mark::Point,
            (false, true) => Mark::Comma,
            _ => Mark::Unknown,
        }
    }

    /// The next line that is not blank, with its number.
    fn next_line(&mut self) -> Option<(usize, &'t str)> {
        while !self.rest.is_empty() {
            // Blank lines by the byte: there may be millions.
            let blank = self.rest.bytes().take_while(|b| b.is_ascii_whitespace()).count();
            if let Some(end) = self.rest[..blank].rfind('\n') {
                self.line += self.rest.bytes().take(end + 1).filter(|b| *b == b'\n').count();
                self.rest = &self.rest[end + 1..];
            }
            let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
            let number = self.line;
            (self.rest, self.line) = (rest, number + 1);
            if !line.trim().is_empty() {
                return Some((number, line.strip_suffix('\r').unwrap_or(line)));
            }
        }
        None
    }

    /// Splits a line; a quote that is not closed on its line is a problem of that line.
    fn fields(&mut self, number: usize, line: &'t str) -> Option<Vec<Field>> {
        let mut fields = Vec::new();
        if line.len() > MAX_LINE_BYTES {
            let row = Row { line: number, text: line, fields };
            let found = format!("a line of {} bytes", line.len());
            let hint = "one row stands on one line: is this a CSV file?";
            self.tell(&row, 1, "", &found, &format!("at most {MAX_LINE_BYTES} bytes"), hint);
            return None;
        }
        let mut field = Field { text: String::new(), column: 1 };
        let mut quoted_from = None;
        let mut chars = line.chars().enumerate().peekable();
        while let Some((idx, c)) = chars.next() {
            match (c, quoted_from) {
                ('"', None) if field.text.trim().is_empty() => {
                    field.text.clear();
                    quoted_from = Some(idx + 1);
                }
                ('"', Some(_)) if chars.peek().is_some_and(|(_, next)| *next == '"') => {
                    field.text.push('"');
                    chars.next();
                }
                ('"', Some(_)) => quoted_from = None,
                (c, None) if c == self.delimiter => {
                    fields.push(std::mem::take(&mut field));
                    field.column = idx + 2;
                }
                (c, _) => field.text.push(c),
            }
        }
        fields.push(field);
        if let Some(column) = quoted_from {
            let row = Row { line: number, text: line, fields: Vec::new() };
            let expected = "a closing \" on the same line";
            self.tell(&row, column, "", "a quote that is not closed", expected, "");
            return None;
        }
        for field in &mut fields {
            // The place of a field is where its text begins.
            let blank = field.text.chars().take_while(|c| c.is_whitespace()).count();
            field.column += blank;
            field.text = field.text.trim().to_string();
        }
        Some(fields)
    }

    fn tell(
        &mut self,
        row: &Row<'t>,
        column: usize,
        key: &str,
        found: &str,
        expected: &str,
        hint: &str,
    ) {
        let problem = self.problem(row, column, key, found, expected).help(hint);
        self.problems.push(problem);
    }

    fn problem(
        &self,
        row: &Row<'t>,
        column: usize,
        key: &str,
        found: &str,
        expected: &str,
    ) -> Problem {
        let mut problem = Problem::new(Kind::Dat, self.file.name.as_str(), key, found, expected);
        problem.line = Some(row.line);
        problem.column = Some(column);
        problem.snippet = Some(row.text.chars().take(SNIPPET_CHARS).collect());
        problem
    }
}

/// Longest line kept with a problem: a line may be as long as the file.
const SNIPPET_CHARS: usize = 2000;

fn trim_quotes(field: &str) -> &str {
    field.trim().trim_matches('"').trim()
}
