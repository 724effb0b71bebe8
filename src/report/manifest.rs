//! The manifest: what was run, with which seed and versions, and a hash of every file. The same bytes on any machine;
//! what depends on the machine (time, threads) is in `timings.json`.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::analysis::Answer;
use crate::model::Scenario;

use super::lang::Lang;
use super::settled::{UnsettledRow, unsettled_rows};
use super::tables::File;

/// Version of the layout of the output files; moves when a column or file changes its meaning.
pub const OUTPUT_VERSION: u32 = 3;

/// Crates whose versions can move a draw.
const LUCK: [(&str, &str); 2] = [("rand", "0.10"), ("rand_distr", "0.6")];

#[derive(Serialize)]
struct Manifest<'a> {
    program: &'static str,
    version: &'static str,
    output_version: u32,
    title: &'a str,
    /// hash of `scenario.toml`
    scenario_sha256: String,
    /// as text: JSON numbers lose digits above 2⁵³
    seed: String,
    worlds: u32,
    replications: u32,
    strategies: Vec<&'a str>,
    baseline: &'a str,
    customers: u64,
    weeks: u32,
    tail_weeks: u32,
    /// numbers of grade X, by path
    assumptions: Vec<Assumption<'a>>,
    generator: &'static str,
    luck_crates: Vec<String>,
    /// language of charts
    lang: &'static str,
    /// hash over the plain CSV tables, whatever `--excel` and charts
    result_sha256: &'a str,
    /// rankings that this many worlds leave open
    unsettled: Vec<UnsettledRow>,
    /// budgets that were scaled
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scale_budget: Vec<Scaled<'a>>,
    /// was the bottleneck asked for?
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    bottleneck: bool,
    files: Vec<Listed>,
}

/// A tactic and the shares of its budget that were tried.
#[derive(Serialize)]
struct Scaled<'a> {
    tactic: &'a str,
    scales: Vec<f64>,
}

#[derive(Serialize)]
struct Assumption<'a> {
    path: &'a str,
    value: String,
    unit: &'static str,
}

#[derive(Serialize)]
struct Listed {
    name: String,
    bytes: usize,
    sha256: String,
}

/// Hash over the CSV tables in their plain spelling: equal results have equal hashes, on any machine.
pub fn result_sha256(plain_tables: &[File]) -> String {
    let mut result = Sha256::new();
    for table in plain_tables {
        result.update(table.name.as_bytes());
        result.update([0]);
        result.update(&table.bytes);
    }
    hex(&result.finalize())
}

/// `manifest.json` for these files.
pub fn manifest(
    lang: Lang,
    scenario: &Scenario,
    answer: &Answer,
    echo: &str,
    result_sha256: &str,
    files: &[File],
) -> File {
    let manifest = Manifest {
        program: "headwater",
        version: env!("CARGO_PKG_VERSION"),
        output_version: OUTPUT_VERSION,
        title: &scenario.title,
        scenario_sha256: hex(&Sha256::digest(echo.as_bytes())),
        seed: scenario.sampling.seed.to_string(),
        worlds: scenario.sampling.worlds,
        replications: scenario.sampling.replications,
        strategies: scenario.strategies.iter().map(|s| s.id.as_str()).collect(),
        baseline: &scenario.strategies[scenario.baseline].id,
        customers: scenario.n_customers(),
        weeks: scenario.horizon.weeks,
        tail_weeks: scenario.horizon.tail_weeks,
        assumptions: (scenario.numbers.assumptions())
            .map(|n| Assumption { path: &n.path, value: n.law.describe(), unit: n.unit })
            .collect(),
        generator: "philox4x32-10",
        luck_crates: LUCK.iter().map(|(name, version)| format!("{name} {version}")).collect(),
        lang: lang.code(),
        result_sha256,
        unsettled: unsettled_rows(scenario, answer),
        scale_budget: scaled(scenario, answer),
        bottleneck: !answer.bottleneck.is_empty(),
        files: files
            .iter()
            .map(|f| Listed {
                name: f.name.clone(),
                bytes: f.bytes.len(),
                sha256: hex(&Sha256::digest(&f.bytes)),
            })
            .collect(),
    };
    json_file("manifest.json", &manifest)
}

fn scaled<'a>(scenario: &'a Scenario, answer: &Answer) -> Vec<Scaled<'a>> {
    let tactics = scenario.tactics.iter().enumerate();
    tactics
        .filter_map(|(idx, tactic)| {
            let curve = answer.response.iter().find(|curve| curve.tactic == idx)?;
            let scales = curve.steps.iter().map(|step| step.scale).collect();
            Some(Scaled { tactic: &tactic.id, scales })
        })
        .collect()
}

/// What a run took, and on what: differs from run to run.
#[derive(Clone, Debug, Serialize)]
pub struct Timings {
    pub threads: usize,
    pub instruction_set: &'static str,
    pub simulation_seconds: f64,
    pub total_seconds: f64,
    pub customer_weeks: String,
    pub customer_weeks_per_second: f64,
}

/// `timings.json`.
pub fn timings(timings: &Timings) -> File {
    json_file("timings.json", timings)
}

/// Any value as a JSON file with a final line end.
pub fn json_file<T: Serialize>(name: &str, value: &T) -> File {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain structs become JSON");
    bytes.push(b'\n');
    File { name: name.into(), bytes }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
