//! Several scenarios at once: one table over all, a short table for the terminal, one array for programs.
//! `docs/OUTPUTS.md` describes the columns and fields.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::analysis::Answer;
use crate::model::Scenario;

use super::dialect::{Dialect, harmless};
use super::lang::{Lang, say};
use super::tables::{SummaryRow, summary};
use super::terminal::aligned;

/// Name of the table over all files.
pub const BATCH_TABLE: &str = "batch.csv";
/// How a table over all files begins, in either spelling.
pub const BATCH_BEGINS: [&[u8]; 2] =
    [b"file,status,exit_code,message", b"\xef\xbb\xbffile,status,exit_code,message"];

/// What became of one file.
#[derive(Debug)]
pub struct BatchFile {
    /// its name, without its folder: names differ within a batch, and results tell no paths
    file: String,
    /// 0, or that of a run of this file alone
    exit_code: u8,
    /// why it was not done
    message: String,
    summary: Vec<SummaryRow>,
    /// best strategy, its net, its P(loss)
    cells: [String; 3],
    answer: Option<Box<RawValue>>,
}

impl BatchFile {
    /// A file that was run; `document` is its answer as [`super::json()`] prints it.
    pub fn done(
        lang: Lang,
        file: &str,
        scenario: &Scenario,
        answer: &Answer,
        document: Option<String>,
    ) -> BatchFile {
        let best = answer.ranking.first().copied().unwrap_or(answer.baseline);
        let a = &answer.strategies[best];
        let currency = &scenario.market.currency;
        let digits = i32::try_from(currency.digits).unwrap_or(2);
        let (net, loss) = if best == answer.baseline {
            (lang.pick("0 (baseline)", "0 (mốc so sánh)").into(), "–".into())
        } else {
            let net = lang.with_error(a.net.mean, 0, digits);
            let loss = match scenario.sells_anything() {
                true => lang.probability(a.p_loss),
                false => "–".into(),
            };
            (format!("{net} {}", currency.code), loss)
        };
        BatchFile {
            file: file.into(),
            exit_code: 0,
            message: String::new(),
            summary: summary(scenario, answer),
            cells: [scenario.strategies[best].label.clone(), net, loss],
            answer: document.and_then(|d| RawValue::from_string(d.trim_end().into()).ok()),
        }
    }

    /// A file that was not run, or whose run failed.
    pub fn failed(file: &str, exit_code: u8, message: &str) -> BatchFile {
        BatchFile {
            file: file.into(),
            exit_code,
            message: message.into(),
            summary: Vec::new(),
            cells: ["–", "–", "–"].map(String::from),
            answer: None,
        }
    }

    /// 0, or the exit code of a run of this file alone.
    pub fn exit_code(&self) -> u8 {
        self.exit_code
    }

    fn status(&self) -> &'static str {
        if self.exit_code == 0 { "ok" } else { "failed" }
    }
}

/// `batch.csv`: a row for each strategy of a file that was run, one for each other; behind its own columns those of
/// `summary.csv`.
pub fn batch_table(files: &[BatchFile], dialect: Dialect) -> Vec<u8> {
    let mut names: Vec<String> =
        ["file", "status", "exit_code", "message"].map(String::from).to_vec();
    let own = names.len();
    // Files may have more columns than the plainest summary: each column once, where it was first seen.
    let plainest = records(&[]);
    let tables: Vec<Vec<Vec<String>>> = files.iter().map(|f| records(&f.summary)).collect();
    for table in std::iter::once(&plainest).chain(&tables) {
        for name in table.first().into_iter().flatten() {
            if !names[own..].contains(name) {
                names.push(name.clone());
            }
        }
    }
    let mut rows = Vec::new();
    for (file, table) in files.iter().zip(&tables) {
        let begin = [
            harmless(&file.file),
            file.status().into(),
            file.exit_code.to_string(),
            harmless(&file.message),
        ];
        let header = table.first().map_or(&[][..], |h| &h[..]);
        let found: &[Vec<String>] = if table.len() > 1 { &table[1..] } else { &[Vec::new()] };
        for row in found {
            let cell = |name: &String| {
                let at = header.iter().position(|h| h == name);
                at.and_then(|at| row.get(at)).cloned().unwrap_or_default()
            };
            rows.push(begin.iter().cloned().chain(names[own..].iter().map(cell)).collect());
        }
    }
    rows.insert(0, names);
    dialect.records(&rows)
}

/// Rows of `summary.csv` as its cells, the header first.
fn records(rows: &[SummaryRow]) -> Vec<Vec<String>> {
    let bytes = Dialect::Plain.csv(rows);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
    let cells = |r: csv::Result<csv::StringRecord>| {
        r.expect("what was just written can be read").iter().map(String::from).collect()
    };
    reader.records().map(cells).collect()
}

/// The table at the end of a batch, and how many failed.
pub fn batch_terminal(lang: Lang, files: &[BatchFile]) -> String {
    let heads = match lang {
        Lang::En => ["  file", "best strategy", "net", "P(loss)"],
        Lang::Vi => ["  tệp", "chiến lược tốt nhất", "lãi góp ròng", "P(lỗ)"],
    };
    let mut rows = vec![heads.map(String::from).to_vec()];
    for file in files {
        let [best, net, loss] = file.cells.clone();
        let mark = if file.exit_code == 0 { "✓" } else { "✗" };
        rows.push(vec![format!("{mark} {}", file.file), best, net, loss]);
    }
    let mut text = aligned(&rows);
    let failed: Vec<&BatchFile> = files.iter().filter(|f| f.exit_code != 0).collect();
    let (all, done) = (files.len(), files.len() - failed.len());
    let of = if all == 1 { "file" } else { "files" };
    text.push_str(&match lang {
        Lang::En => format!("\n{done} of {all} {of} done"),
        Lang::Vi => format!("\nxong {done} trong {all} tệp"),
    });
    if !failed.is_empty() {
        text.push_str(lang.pick("; not done:", "; không chạy được:"));
        for BatchFile { file, exit_code: code, message, .. } in failed {
            text.push_str(&say!(
                lang,
                "\n  {file} (exit code {code}): {message}",
                "\n  {file} (mã thoát {code}): {message}"
            ));
        }
    }
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    file: &'a str,
    status: &'static str,
    exit_code: u8,
    message: &'a str,
    /// what `run --json` prints for this file alone
    answer: Option<&'a RawValue>,
}

/// One array with an object for each file, ending in a line end.
pub fn batch_json(files: &[BatchFile]) -> String {
    let documents: Vec<Document<'_>> = files
        .iter()
        .map(|f| Document {
            file: &f.file,
            status: f.status(),
            exit_code: f.exit_code,
            message: &f.message,
            answer: f.answer.as_deref(),
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&documents).expect("plain structs become JSON");
    text.push('\n');
    text
}
