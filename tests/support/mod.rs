//! Runs a config through the binary and reads what it wrote.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests: each test file uses some of them"
)]

pub mod lives;
pub mod refusals;
pub mod relations;
pub mod scenario;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The files of one run.
pub struct Run(tempfile::TempDir);

/// A row of a CSV file by column.
pub type Row = BTreeMap<String, String>;

/// Runs a config with `--set`s; the run must succeed.
pub fn run(config: &str, sets: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(["run", config, "--no-charts", "-q", "-o"]).arg(folder.path().join("out"));
    for set in sets {
        command.args(["--set", set]);
    }
    let done = command.output().unwrap();
    assert!(done.status.success(), "{config} {sets:?}: {}", String::from_utf8_lossy(&done.stderr));
    Run(folder)
}

/// Runs a scenario from its text with `--set`s; the run must succeed.
pub fn run_text(text: &str, sets: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scenario.toml");
    std::fs::write(&file, text).unwrap();
    run(file.to_str().unwrap(), sets)
}

impl Run {
    pub fn folder(&self) -> std::path::PathBuf {
        self.0.path().join("out")
    }

    pub fn rows(&self, file: &str) -> Vec<Row> {
        read(&self.folder().join(file))
    }

    /// Mean and error of a measure at a week.
    pub fn weekly(&self, strategy: &str, measure: &str, week: u32) -> (f64, f64) {
        let week = week.to_string();
        let rows = self.rows("weekly.csv");
        let row = rows
            .iter()
            .find(|r| r["strategy"] == strategy && r["measure"] == measure && r["week"] == week)
            .unwrap();
        (number(row, "mean"), number(row, "se"))
    }
}

pub fn read(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|r| names.iter().map(String::from).zip(r.unwrap().iter().map(String::from)).collect())
        .collect()
}

pub fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {:?}", row[column]))
}

/// Prints a comparison and holds it to four standard errors (false alarm 6·10⁻⁵; the seeds are fixed).
pub fn check(case: &str, expected: f64, found: f64, se: f64) {
    let z = (found - expected) / se;
    println!("{case:<44} expected {expected:>12.6} found {found:>12.6} SE {se:>10.6} z {z:>6.2}");
    assert!(z.abs() <= 4.0, "{case}: found {found}, expected {expected}, z {z:.1}");
}

/// The study is large enough: 4 SE are at most this share of what is expected.
pub fn check_size(case: &str, expected: f64, se: f64, share: f64) {
    assert!(4.0 * se <= share * expected.abs(), "{case}: 4 SE {} of {expected}", 4.0 * se);
}

/// Orders of one of CDNOW's buyers in t weeks from her first on:
/// `E[X(t)] = (a+b−1)/(a−1) · (1 − (α/(α+t))^r · ₂F₁(r, b; a+b−1; t/(α+t)))`, Fader, Hardie & Lee 2005, equation 9.
pub fn expected_orders(t: f64) -> f64 {
    let (r, alpha, a, b) = (0.243, 4.414, 0.793, 2.426);
    let z = t / (alpha + t);
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 0..20_000 {
        let k = f64::from(k);
        term *= (r + k) * (b + k) / ((a + b - 1.0 + k) * (k + 1.0)) * z;
        sum += term;
    }
    (a + b - 1.0) / (a - 1.0) * (1.0 - libm::pow(alpha / (alpha + t), r) * sum)
}
