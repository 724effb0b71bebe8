//! Scenarios, runs and figures for relations between runs that hold whatever the truth is.
#![allow(clippy::cast_precision_loss, reason = "counts stay below 2^53")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A small scenario with every way to reach people and nothing optional; cases switch things on with `--set`.
pub const PLAIN: &str = r#"title = "Relations"

[study]
weeks = 12
worlds = 3
replications = 2
seed = 37
baseline = "nothing"

[market]
customers = 2_000
currency = "USD"

[segment.a]
share = 0.4
needs_per_year = 6
lapse_per_week = 0.2
starts = { stranger = 0.5, aware = 0.2, subscribed = 0.2, ascended = 0.1 }

[segment.b]
share = 0.6
needs_per_year = 4
lapse_per_week = 0.2

[offer]
price = 95
buys_from = "engaged"

[journey.aware]
forward_per_week = 0.05

[journey.engaged]
forward_per_week = 0.05

[tactic.tv]
reach = { broadcast = { cost_per_thousand = 12 } }
says = "brand"
moves = { stranger = 0.05, aware = 0.05 }

[tactic.search]
reach = { search = { cost_per_click = 1.5, query_share = 0.5 } }
says = "offer"
moves = { stranger = 0.3, aware = 0.3 }

[tactic.mail]
reach = { direct = { cost_per_send = 0.01, sends_per_week = 1 } }
says = "teach"
moves = { subscribed = 0.1 }

[strategy.nothing]
label = "Nothing"

[strategy.some]
label = "Some"
weekly_budget = { tv = 30, search = 100, mail = 10 }
"#;

/// Everything optional on, on top of [`PLAIN`].
pub const RICH: &[&str] = &[
    "study.tail_weeks=6",
    "study.discount_per_year=0.1",
    "market.season={ amplitude = 0.3, peak_week = 5 }",
    "segment.a.needs_per_year={ each = { gamma = { mean = 6, shape = 1.5 } } }",
    "segment.a.basket={ each_order = { lognormal = { mean = 1.3, cv = 0.5 } } }",
    "segment.b.affinity={ tv = 0.7, search = \"1.2 to 1.6\" }",
    "offer.unit_cost=\"30 to 50\"",
    "offer.dropout_per_purchase={ each = { beta = [0.8, 2.4] } }",
    "journey.aware.exit_per_week=0.03",
    "journey.engaged.back_per_week=0.05",
    "journey.subscribed.back_per_week=0.05",
    "journey.subscribed.back_to=\"aware\"",
    "journey.ascended.back_per_week=0.02",
    "journey.lost.returns_per_week=0.05",
    "tactic.tv.reach.broadcast.audience=0.6",
    "tactic.tv.adstock_per_week=\"0.3 to 0.8\"",
    "tactic.tv.saturation={ half_saturation = 2, hill_exponent = 1.5 }",
    "tactic.tv.stirs_need=0.05",
    "strategy.some.flights=[{ tactic = \"search\", weeks = [4, 6], weekly_budget = 200 }]",
];

/// People talk.
pub const TALK: &str = "word_of_mouth={ talks_from = \"ascended\", moves = { stranger = 0.5 } }";

/// Baskets that are left behind; what buyers ask; a plan that joins its channels from week 3 on; curves along which repetitions
/// meet.
pub const TOLD: &str = "coordination.promotion={ elsewhere_share = 0.6, known = { multichannel = 0.1, omnichannel = 0.75 } }";
pub const COLLECT: &str = "coordination.collect={ share = { multichannel = 0.3, omnichannel = 0.8 }, saves_per_order = 2, buys_more_share = 0.4 }";
pub const BASKETS: &str = "coordination.basket={ abandoned_share = 0.7, kept = { multichannel = 0.1, omnichannel = 0.75 } }";
pub const SERVICE: &str = "coordination.service={ requests_per_order = 1, handed_over = { multichannel = 0.2, omnichannel = 0.85 }, cost_per_contact = 2 }";
pub const JOINED: &str = "strategy.some.coordination={ omnichannel = { setup_weeks = 2, setup_cost = 5, weekly_cost = 1 } }";
pub const CURVED: [&str; 2] = [
    "tactic.tv.saturation={ half_saturation = 1, hill_exponent = 2 }",
    "tactic.search.saturation={ half_saturation = 1 }",
];

/// Tastes that nobody knows, what asking costs, and somebody who asks.
pub const FIT: &str = "fit={ dimensions = 1, taste_spread = 1, drift_per_quarter = 0.1, lifts_moves = 2, reference = 0.6 }";
pub const PRICE: &str = "research={ cost_per_interview = 1.5, noise = 2 }";
pub const ASKS: &str = "strategy.some.research=[{ weeks = [2, 3], interviews = 3 }]";
/// A sale, and people who feel it.
pub const SALE: &str = "strategy.some.promotions=[{ weeks = [3, 5], price_off = 0.2 }]";
pub const FELT: &str = "promotion={ lifts_needs = 2, gain_lifts_needs = 1, loss_lowers_needs = 2, reference_kept_per_week = 0.8, extra_baskets = 1, brought_forward_share = 0.3, home_stock_lowers_needs = 0.7 }";

/// Buyers who are looked after, expect more with each order, and leave by what they feel or at a moment of their own.
pub const FEELS: [&str; 4] = [
    "tactic.mail.says=\"care\"",
    "satisfaction={ gain_per_care = 0.1, expects_per_order = 0.3, fades_per_week = 0.05, churn_odds_per_unit = 0.6, lifts_needs = 0.3, lifts_moves = 0.3 }",
    "offer.churn_odds_per_order=0.9",
    "offer.dropout_per_week={ each = { gamma = { mean = 0.05, shape = 0.7 } } }",
];

/// Stages in the order of the journey, and lost.
pub const STAGES: [&str; 10] = [
    "stranger",
    "aware",
    "engaged",
    "subscribed",
    "converted",
    "excited",
    "ascended",
    "advocate",
    "promoter",
    "lost",
];

/// A finished run: its folder lives as long as this.
pub struct Done {
    pub _place: TempDir,
    pub out: PathBuf,
}

/// How to run: environment, options.
#[derive(Default)]
pub struct How<'a> {
    pub isa: Option<&'a str>,
    pub options: Vec<String>,
    pub charts: bool,
}

pub fn quickstart() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/quickstart.toml");
    std::fs::read_to_string(file).unwrap()
}

pub fn run_as(text: &str, sets: &[&str], how: &How<'_>) -> Done {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("scenario.toml");
    std::fs::write(&file, text).unwrap();
    let out = place.path().join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.arg("run").arg(&file).arg("-o").arg(&out).arg("-q").args(&how.options);
    if !how.charts {
        command.arg("--no-charts");
    }
    if let Some(isa) = how.isa {
        command.env("HEADWATER_ISA", isa);
    }
    for set in sets {
        command.args(["--set", set]);
    }
    let answer = command.output().unwrap();
    let said = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{sets:?}: {said}");
    Done { _place: place, out }
}

pub fn run(text: &str, sets: &[&str]) -> Done {
    run_as(text, sets, &How::default())
}

/// `text` with one part replaced; the part must be there.
pub fn edit(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

/// Rows of a table, a map from column to cell each.
pub type Rows = Vec<BTreeMap<String, String>>;

impl Done {
    pub fn bytes(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.out.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
    }

    /// All files but the one that says how long it took; charts by their path.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.out.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("timings.json") {
                    let name = path.strip_prefix(&self.out).unwrap().display().to_string();
                    files.insert(name, std::fs::read(path).unwrap());
                }
            }
        }
        assert!(files.len() >= 9, "{:?}", files.keys());
        files
    }

    pub fn rows(&self, table: &str) -> Rows {
        let mut reader = csv::Reader::from_path(self.out.join(table)).unwrap();
        let header = reader.headers().unwrap().clone();
        let pairs = |row: csv::StringRecord| {
            header.iter().zip(&row).map(|(h, cell)| (h.to_string(), cell.to_string())).collect()
        };
        reader.records().map(|row| pairs(row.unwrap())).collect()
    }

    /// The rows of one strategy, without its id and label.
    pub fn of(&self, table: &str, strategy: &str) -> Rows {
        let mut rows = self.rows(table);
        rows.retain(|row| row["strategy"] == strategy);
        assert!(!rows.is_empty(), "{table}: {strategy}");
        for row in &mut rows {
            row.remove("strategy");
            row.remove("label");
        }
        rows
    }

    /// A column of roi.csv, one number per history.
    pub fn histories(&self, strategy: &str, column: &str) -> Vec<f64> {
        self.of("roi.csv", strategy).iter().map(|row| number(row, column)).collect()
    }

    pub fn summary(&self, strategy: &str, column: &str) -> f64 {
        number(&self.of("summary.csv", strategy)[0], column)
    }

    /// Week → mean of a measure of weekly.csv.
    pub fn weekly(&self, strategy: &str, measure: &str) -> Vec<f64> {
        let rows = self.of("weekly.csv", strategy);
        rows.iter().filter(|r| r["measure"] == measure).map(|r| number(r, "mean")).collect()
    }

    /// Stage → week → a column of journey.csv.
    pub fn journey(&self, strategy: &str, column: &str) -> BTreeMap<String, Vec<f64>> {
        let mut stages: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for row in self.of("journey.csv", strategy) {
            let cell = &row[column];
            let x = if cell.is_empty() { 0.0 } else { cell.parse().unwrap() };
            stages.entry(row["stage"].clone()).or_default().push(x);
        }
        stages
    }
}

pub fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    let cell = row.get(column).unwrap_or_else(|| panic!("{column}: {row:?}"));
    cell.parse().unwrap_or_else(|_| panic!("{column}: {cell:?}"))
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

pub fn variance(values: &[f64]) -> f64 {
    let m = mean(values);
    values.iter().map(|x| (x - m) * (x - m)).sum::<f64>() / (values.len() as f64 - 1.0)
}

pub fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Prints expected, found, error and z; |z| at most 4.
pub fn check(case: &str, expected: f64, found: f64, se: f64) {
    let z = (found - expected) / se;
    println!(
        "{case:<44} expected {expected:>14.6}  found {found:>14.6}  SE {se:>11.3e}  z {z:>6.2}"
    );
    assert!(z.abs() <= 4.0, "{case}: expected {expected}, found {found}, SE {se}, z {z}");
}

/// Equal but for the rounding of a long sum.
pub fn close(case: &str, a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * a.abs().max(b.abs()).max(1.0), "{case}: {a} and {b}");
}

pub fn same_files(case: &str, a: &Done, b: &Done) {
    let (a, b) = (a.files(), b.files());
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "{case}");
    for (name, bytes) in &a {
        assert!(b[name] == *bytes, "{case}: {name} differs");
    }
}
