//! How a CSV file is spelled: plain, or so that a double click in Excel opens it right.

use serde::Serialize;

/// The two spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// UTF-8, comma, LF: what programs read
    Plain,
    /// the same with a byte order mark and CRLF: what Excel needs to see Vietnamese whole
    Excel,
}

impl Dialect {
    /// Rows as CSV with a header, also where there are none; missing numbers are empty.
    pub fn csv<R: Serialize + Default>(self, rows: &[R]) -> Vec<u8> {
        if rows.is_empty() {
            // The names of the columns come with the first row: one is written and cut off again.
            let mut bytes = self.csv(&[R::default()]);
            let header = bytes.iter().position(|&b| b == b'\n').map_or(0, |at| at + 1);
            bytes.truncate(header);
            return bytes;
        }
        self.written(|writer| rows.iter().try_for_each(|row| writer.serialize(row)))
    }

    /// Cells as CSV, the header among them; all rows are as long as the first.
    pub fn records(self, rows: &[Vec<String>]) -> Vec<u8> {
        self.written(|writer| rows.iter().try_for_each(|row| writer.write_record(row)))
    }

    fn written(
        self,
        write: impl FnOnce(&mut csv::Writer<&mut Vec<u8>>) -> csv::Result<()>,
    ) -> Vec<u8> {
        let mut bytes = match self {
            Dialect::Plain => Vec::new(),
            Dialect::Excel => "\u{feff}".as_bytes().to_vec(),
        };
        let terminator = match self {
            Dialect::Plain => csv::Terminator::Any(b'\n'),
            Dialect::Excel => csv::Terminator::CRLF,
        };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(&mut bytes);
        write(&mut writer).expect("rows are flat and memory takes all bytes");
        writer.flush().expect("memory takes all bytes");
        drop(writer);
        bytes
    }
}

/// Text as a spreadsheet may hold it: what it would run as a formula gets an apostrophe in front.
pub fn harmless(text: &str) -> String {
    const TRIGGERS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if text.starts_with(TRIGGERS) || text.starts_with(['\t', '\r', '\n', '\0']) {
        format!("'{text}")
    } else {
        text.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default, Serialize)]
    struct Row {
        name: &'static str,
        x: Option<f64>,
    }

    #[test]
    fn excel_gets_a_mark_and_its_line_ends() {
        let rows = [Row { name: "Tết", x: Some(0.1) }, Row { name: "a,b", x: None }];
        assert_eq!(Dialect::Plain.csv(&rows), "name,x\nTết,0.1\n\"a,b\",\n".as_bytes());
        assert_eq!(Dialect::Plain.csv::<Row>(&[]), b"name,x\n");
        assert_eq!(Dialect::Excel.csv::<Row>(&[]), "\u{feff}name,x\r\n".as_bytes());
        let excel = Dialect::Excel.csv(&rows);
        assert_eq!(excel, "\u{feff}name,x\r\nTết,0.1\r\n\"a,b\",\r\n".as_bytes());
    }

    #[test]
    fn text_that_would_run_is_disarmed() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("-50% Tết"), "'-50% Tết");
        for sign in "=+-@\t\r\n\0＝＋－＠".chars() {
            assert_eq!(harmless(&format!("{sign}1")), format!("'{sign}1"));
        }
        assert_eq!(harmless("Tết"), "Tết");
    }
}
