//! Relations between runs that hold whatever the truth is: what must not move a number, what must, and by how much luck in
//! common helps. Everything goes through the program and its tables; equal means equal bytes unless a bound is given.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]
#![allow(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
#![allow(clippy::needless_range_loop, reason = "a week is a place in many columns")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A small scenario with every way to reach people and nothing optional; cases switch things on with `--set`.
const PLAIN: &str = r#"title = "Relations"

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
const RICH: &[&str] = &[
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
const TALK: &str = "word_of_mouth={ talks_from = \"ascended\", moves = { stranger = 0.5 } }";

/// People talk to everybody, to those they know in a small world, and where some know many; whoever drops out warns.
const TALK_AND_WARNINGS: [&str; 3] = [
    "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0.5, aware = 0.2 }, warns_per_week = 0.5 }",
    "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0.5, aware = 0.2 }, warns_per_week = 0.5, network = { watts_strogatz = { links = 6, rewired_share = \"0.1 to 0.3\" } } }",
    "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0.5, aware = 0.2 }, warns_per_week = 0.5, network = { barabasi_albert = { links = 3 } } }",
];

/// [`RICH`], with talk of some kind or without.
fn rich_and(talk: Option<&'static str>) -> Vec<&'static str> {
    RICH.iter().copied().chain(talk).collect()
}

/// A sale, and people who feel it.
const SALE: &str = "strategy.some.promotions=[{ weeks = [3, 5], price_off = 0.2 }]";
const FELT: &str = "promotion={ lifts_needs = 2, gain_lifts_needs = 1, loss_lowers_needs = 2, reference_kept_per_week = 0.8, extra_baskets = 1, brought_forward_share = 0.3, home_stock_lowers_needs = 0.7 }";

/// A finished run: its folder lives as long as this.
struct Done {
    _place: TempDir,
    out: PathBuf,
}

/// How to run: environment, options.
#[derive(Default)]
struct How<'a> {
    isa: Option<&'a str>,
    options: Vec<String>,
    charts: bool,
}

fn quickstart() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/quickstart.toml");
    std::fs::read_to_string(file).unwrap()
}

fn run_as(text: &str, sets: &[&str], how: &How<'_>) -> Done {
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

fn run(text: &str, sets: &[&str]) -> Done {
    run_as(text, sets, &How::default())
}

/// `text` with one part replaced; the part must be there.
fn edit(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

/// Rows of a table, a map from column to cell each.
type Rows = Vec<BTreeMap<String, String>>;

impl Done {
    fn bytes(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.out.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
    }

    /// All files but the one that says how long it took; charts by their path.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
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

    fn rows(&self, table: &str) -> Rows {
        let mut reader = csv::Reader::from_path(self.out.join(table)).unwrap();
        let header = reader.headers().unwrap().clone();
        let pairs = |row: csv::StringRecord| {
            header.iter().zip(&row).map(|(h, cell)| (h.to_string(), cell.to_string())).collect()
        };
        reader.records().map(|row| pairs(row.unwrap())).collect()
    }

    /// The rows of one strategy, without its id and label.
    fn of(&self, table: &str, strategy: &str) -> Rows {
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
    fn histories(&self, strategy: &str, column: &str) -> Vec<f64> {
        self.of("roi.csv", strategy).iter().map(|row| number(row, column)).collect()
    }

    fn summary(&self, strategy: &str, column: &str) -> f64 {
        number(&self.of("summary.csv", strategy)[0], column)
    }

    /// Week → mean of a measure of weekly.csv.
    fn weekly(&self, strategy: &str, measure: &str) -> Vec<f64> {
        let rows = self.of("weekly.csv", strategy);
        rows.iter().filter(|r| r["measure"] == measure).map(|r| number(r, "mean")).collect()
    }

    /// Stage → week → a column of journey.csv.
    fn journey(&self, strategy: &str, column: &str) -> BTreeMap<String, Vec<f64>> {
        let mut stages: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for row in self.of("journey.csv", strategy) {
            let cell = &row[column];
            let x = if cell.is_empty() { 0.0 } else { cell.parse().unwrap() };
            stages.entry(row["stage"].clone()).or_default().push(x);
        }
        stages
    }
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    let cell = row.get(column).unwrap_or_else(|| panic!("{column}: {row:?}"));
    cell.parse().unwrap_or_else(|_| panic!("{column}: {cell:?}"))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let m = mean(values);
    values.iter().map(|x| (x - m) * (x - m)).sum::<f64>() / (values.len() as f64 - 1.0)
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Prints expected, found, error and z; |z| at most 4.
fn check(case: &str, expected: f64, found: f64, se: f64) {
    let z = (found - expected) / se;
    println!(
        "{case:<44} expected {expected:>14.6}  found {found:>14.6}  SE {se:>11.3e}  z {z:>6.2}"
    );
    assert!(z.abs() <= 4.0, "{case}: expected {expected}, found {found}, SE {se}, z {z}");
}

/// Equal but for the rounding of a long sum.
fn close(case: &str, a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * a.abs().max(b.abs()).max(1.0), "{case}: {a} and {b}");
}

fn same_files(case: &str, a: &Done, b: &Done) {
    let (a, b) = (a.files(), b.files());
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "{case}");
    for (name, bytes) in &a {
        assert!(b[name] == *bytes, "{case}: {name} differs");
    }
}

// Seen to catch: luck keyed by the strategy, in every table.
#[test]
fn a_plan_without_money_is_the_baseline_and_has_no_roi() {
    let text =
        format!("{PLAIN}\n[strategy.zero]\nweekly_budget = {{ tv = 0, search = 0, mail = 0 }}\n");
    let done = run(&text, RICH);
    for table in ["roi.csv", "weekly.csv", "journey.csv", "customers.csv", "horizons.csv"] {
        assert_eq!(done.of(table, "zero"), done.of(table, "nothing"), "{table}");
    }
    for row in done.of("roi.csv", "zero") {
        assert_eq!(row["roi"], "", "never 0");
        for column in [
            "cost",
            "incremental_contribution",
            "incremental_cost",
            "incremental_cost_discounted",
            "net_discounted",
        ] {
            assert_eq!(number(&row, column), 0.0, "{column}");
        }
    }
    assert!(done.histories("some", "cost").iter().all(|cost| *cost > 0.0));
}

// Seen to catch: the share heard in a network times 1 + 0.001 for each thread.
#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let large =
        ["market.customers=150000", "study.weeks=3", "study.worlds=1", "study.replications=1"];
    let large = |talk| -> Vec<&str> {
        rich_and(talk).into_iter().filter(|s| !s.contains("flights")).chain(large).collect()
    };
    let [_, small_world, hubs] = TALK_AND_WARNINGS.map(Some);
    for (case, sets, charts) in [
        ("many histories", rich_and(None), true),
        ("many histories in a small world", rich_and(small_world), false),
        ("many histories with hubs", rich_and(hubs), false),
        ("one large one", large(None), false),
        ("one large small world", large(small_world), false),
        ("one large one with hubs", large(hubs), false),
    ] {
        let with = |threads: &str| {
            let options = vec!["--threads".to_string(), threads.to_string()];
            run_as(PLAIN, &sets, &How { options, charts, isa: None })
        };
        let one = with("1");
        for threads in ["2", "3", "7"] {
            same_files(&format!("{case}, {threads} threads"), &one, &with(threads));
        }
    }
}

// Seen to catch: warnings to everybody 1 % stronger with AVX2.
#[test]
fn the_same_bytes_with_any_instruction_set() {
    for talk in std::iter::once(None).chain(TALK_AND_WARNINGS.map(Some)) {
        let sets = rich_and(talk);
        let with = |isa| run_as(PLAIN, &sets, &How { isa: Some(isa), ..How::default() });
        let baseline = with("baseline");
        for isa in ["avx2", "avx512"] {
            if headwater::engine::Isa::named(isa).is_none() {
                println!("this machine has no {isa}");
                continue;
            }
            let done = with(isa);
            let timings = String::from_utf8(done.bytes("timings.json")).unwrap();
            println!("asked for {isa}: {}", timings.replace('\n', " "));
            same_files(&format!("{isa}, {talk:?}"), &baseline, &done);
        }
    }
}

#[test]
fn labels_and_the_order_of_tables_move_no_number() {
    let mut tables: Vec<&str> = PLAIN.split("\n\n").collect();
    tables[1..].reverse();
    let mut other = tables.join("\n\n");
    other = edit(&other, "title = \"Relations\"", "title = \"Another title\"");
    other = edit(&other, "label = \"Some\"", "label = \"Một kế hoạch khác\"");
    other = edit(&other, "tv = 30, search = 100, mail = 10", "search = 100, mail = 10, tv = 30");
    other = edit(&other, "[segment.b]", "[segment.b]\nlabel = \"The others\"");
    other = edit(&other, "[tactic.tv]", "[tactic.tv]\nlabel = \"Television\"");
    let (a, b) = (run(PLAIN, RICH), run(&other, RICH));
    for table in ["roi", "weekly", "journey", "tactics", "customers", "horizons"] {
        let table = format!("{table}.csv");
        assert!(a.bytes(&table) == b.bytes(&table), "{table}");
    }
    for strategy in ["nothing", "some"] {
        assert_eq!(a.of("summary.csv", strategy), b.of("summary.csv", strategy));
    }
    assert!(a.bytes("summary.csv") != b.bytes("summary.csv"), "the label is new");
}

#[test]
fn return_rises_with_the_margin() {
    let mut before = f64::NEG_INFINITY;
    for unit_cost in [70, 60, 50, 40, 0] {
        let done = run(PLAIN, &["study.worlds=20", &format!("offer.unit_cost={unit_cost}")]);
        let roi = done.summary("some", "roi_mean");
        println!("unit cost {unit_cost}: mean ROI {roi}");
        assert!(roi > before, "{roi} after {before}");
        before = roi;
    }
}

// Seen to catch: the response taken as linear: the marginal net then rises around 120, z = -23.6.
#[test]
fn more_money_returns_less_per_unit_where_contacts_saturate() {
    let mut text = PLAIN.to_string();
    let budgets = [0.0, 120.0, 240.0, 480.0, 960.0, 1920.0];
    for budget in &budgets[1..] {
        text.push_str(&format!("\n[strategy.b{budget}]\nweekly_budget = {{ tv = {budget} }}\n"));
    }
    let sets = [
        "market.customers=20000",
        "study.worlds=60",
        "study.replications=1",
        "tactic.tv.saturation={ half_saturation = 0.5 }",
    ];
    let done = run(&text, &sets);
    let gained = |budget: f64| match budget {
        0.0 => vec![0.0; 60],
        _ => done.histories(&format!("b{budget}"), "net_discounted"),
    };
    let marginal: Vec<Vec<f64>> = budgets
        .windows(2)
        .map(|b| {
            let step = (b[1] - b[0]) * 12.0;
            difference(&gained(b[1]), &gained(b[0])).iter().map(|net| net / step).collect()
        })
        .collect();
    for (pair, budgets) in marginal.windows(2).zip(budgets.windows(3)) {
        let fall = difference(&pair[0], &pair[1]);
        let se = (variance(&fall) / fall.len() as f64).sqrt();
        let z = mean(&fall) / se;
        let (low, high) = (mean(&pair[0]), mean(&pair[1]));
        println!(
            "marginal net per unit around {}: {low:.4}, then {high:.4}, z of the fall {z:.1}",
            budgets[1]
        );
        assert!(z > 4.0, "around {}: {low}, then {high}", budgets[1]);
    }
}

// Seen to catch: the error of a mean without its factor √worlds, z = -8.4.
#[test]
fn another_seed_moves_means_by_less_than_four_errors() {
    let text = quickstart();
    let sets = ["market.customers=1000", "study.worlds=150"];
    let with = |seed: &str| run(&text, &[sets[0], sets[1], seed]);
    let (a, b) = (with("study.seed=1"), with("study.seed=2"));
    for strategy in ["push", "pull", "both"] {
        for what in ["roi", "net", "spend", "incremental_revenue", "new_customers"] {
            let both = |column: &str| {
                let column = format!("{what}_{column}");
                (a.summary(strategy, &column), b.summary(strategy, &column))
            };
            let ((mean_a, mean_b), (se_a, se_b)) = (both("mean"), both("se"));
            let case = format!("{strategy}: {what} under another seed");
            if se_a == 0.0 && se_b == 0.0 {
                assert_eq!(mean_a, mean_b, "{case}");
            } else {
                check(&case, mean_a, mean_b, (se_a * se_a + se_b * se_b).sqrt());
            }
        }
    }
}

const STAGES: [&str; 10] = [
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

#[test]
fn customers_in_all_stages_are_the_population_every_week() {
    let done = run(PLAIN, RICH);
    for strategy in ["nothing", "some"] {
        let customers = done.journey(strategy, "customers");
        assert_eq!(customers.len(), STAGES.len());
        for week in 0..=18 {
            let sum: f64 = STAGES.iter().map(|s| customers[*s][week]).sum();
            close(&format!("{strategy}, week {week}"), sum, 2000.0, 1e-12);
        }
    }
}

// Seen to catch: `back_to` ignored by the move: 36 customers missing in the first week.
#[test]
fn flows_between_stages_explain_every_change_of_their_customers() {
    let mut pure = edit(PLAIN, "buys_from = \"engaged\"\n", "");
    let search = "search = { cost_per_click = 1.5, query_share = 0.5 }";
    pure = edit(&pure, search, "broadcast = { cost_per_thousand = 20 }");
    for needs in [6, 4] {
        let keys = format!("needs_per_year = {needs}\nlapse_per_week = 0.2\n");
        pure = edit(&pure, &keys, "");
    }
    let journey = [
        "study.weeks=30",
        "journey.subscribed={ forward_per_week = 0.3, back_per_week = 0.2, back_to = \"aware\", exit_per_week = 0.05 }",
        "journey.converted={ forward_per_week = 0.3, back_per_week = 0.1, exit_per_week = 0.05 }",
        "journey.excited={ forward_per_week = 0.3, back_per_week = 0.1, exit_per_week = 0.05 }",
        "journey.ascended={ forward_per_week = 0.3, back_per_week = 0.1, exit_per_week = 0.05 }",
        "journey.advocate={ forward_per_week = 0.3, back_per_week = 0.1, back_to = \"excited\" }",
        "journey.promoter={ back_per_week = 0.1, exit_per_week = 0.05 }",
        "journey.lost.returns_per_week=0.05",
    ];
    let done = run(&pure, &journey);
    let histories = 6.0;
    for strategy in ["nothing", "some"] {
        let [customers, forward, back, exit] =
            ["customers", "forward", "back", "exit"].map(|column| done.journey(strategy, column));
        for week in 1..=30 {
            let at = |table: &BTreeMap<String, Vec<f64>>, stage: &str| table[stage][week];
            for (s, stage) in STAGES.iter().enumerate() {
                let mut inflow = 0.0;
                if s > 0 && s < 9 {
                    inflow += at(&forward, STAGES[s - 1]);
                }
                for (from, leaves) in STAGES.iter().enumerate() {
                    let to = match *leaves {
                        "subscribed" => "aware",
                        "advocate" => "excited",
                        "stranger" | "aware" | "lost" => continue,
                        _ => STAGES[from - 1],
                    };
                    if to == *stage {
                        inflow += at(&back, leaves);
                    }
                }
                match *stage {
                    "aware" => inflow += at(&forward, "lost"),
                    "lost" => inflow += STAGES.iter().map(|s| at(&exit, s)).sum::<f64>(),
                    _ => {}
                }
                let outflow = at(&forward, stage) + at(&back, stage) + at(&exit, stage);
                let change = customers[*stage][week] - customers[*stage][week - 1];
                let missing = (change - inflow + outflow) * histories;
                assert!(
                    missing.abs() < 1e-6,
                    "{strategy}, {stage}, week {week}: {missing} customers"
                );
            }
        }
        assert!(back["promoter"][30] > 0.0 && forward["lost"][30] > 0.0, "something happens");
    }
}

// Seen to catch: a dropout that is not counted as an exit: 48 customers missing in the first week.
#[test]
fn flows_with_orders_lose_nobody() {
    // An order carries its buyer to ascended from any stage; what goes in and out of the stages beyond engaged is then
    // known for all of them together.
    let done = run(PLAIN, RICH);
    for strategy in ["nothing", "some"] {
        let [customers, forward, back, exit] =
            ["customers", "forward", "back", "exit"].map(|column| done.journey(strategy, column));
        for week in 1..=18 {
            let leave = |s: &str| forward[s][week] + back[s][week] + exit[s][week];
            let change = |s: &str| customers[s][week] - customers[s][week - 1];
            let beyond = &STAGES[3..9];
            let cases = [
                ("stranger", change("stranger"), -leave("stranger")),
                (
                    "aware",
                    change("aware"),
                    forward["stranger"][week]
                        + back["engaged"][week]
                        + back["subscribed"][week]
                        + forward["lost"][week]
                        - leave("aware"),
                ),
                ("engaged", change("engaged"), forward["aware"][week] - leave("engaged")),
                (
                    "subscribed and beyond",
                    beyond.iter().map(|s| change(s)).sum(),
                    forward["engaged"][week]
                        - back["subscribed"][week]
                        - beyond.iter().map(|s| exit[*s][week]).sum::<f64>(),
                ),
                (
                    "lost",
                    change("lost"),
                    STAGES.iter().map(|s| exit[*s][week]).sum::<f64>() - leave("lost"),
                ),
            ];
            for (stages, change, flows) in cases {
                let missing = (change - flows) * 6.0;
                assert!(missing.abs() < 1e-6, "{strategy}, {stages}, week {week}: {missing}");
            }
        }
    }
}

// Seen to catch: discounting that begins with week 0: 47 925 by hand, 48 013 in roi.csv.
#[test]
fn weeks_add_up_to_the_totals_and_their_discounted_sum_is_the_net() {
    for (worlds, replications) in [(1, 1), (3, 2)] {
        let size = [format!("study.worlds={worlds}"), format!("study.replications={replications}")];
        let sets: Vec<&str> = RICH.iter().copied().chain(size.iter().map(String::as_str)).collect();
        let done = run(PLAIN, &sets);
        for strategy in ["nothing", "some"] {
            for (measure, total) in [
                ("revenue", "revenue"),
                ("contribution", "contribution"),
                ("spend", "cost"),
                ("orders", "orders"),
            ] {
                let weeks: f64 = done.weekly(strategy, measure).iter().sum();
                close(measure, weeks, mean(&done.histories(strategy, total)), 1e-12);
            }
        }
        let net: f64 = (0..18)
            .map(|k| {
                let more =
                    |measure| done.weekly("some", measure)[k] - done.weekly("nothing", measure)[k];
                let discount = libm::pow(1.1, -((k + 1) as f64) / 52.0);
                discount * (more("contribution") - more("spend"))
            })
            .sum();
        let found = mean(&done.histories("some", "net_discounted"));
        println!("discounted by hand {net}, in roi.csv {found}");
        close("net", net, found, 1e-9);
        close(
            "net at the end",
            *done.weekly("some", "net_cumulative").last().unwrap(),
            found,
            1e-9,
        );
        for row in done.of("roi.csv", "some") {
            let roi = number(&row, "net_discounted") / number(&row, "incremental_cost_discounted");
            close("ROI", roi, number(&row, "roi"), 1e-9);
        }
    }
}

/// Every uncertain number of quickstart at one value.
const FIXED_WORLD: [&str; 7] = [
    "segment.runners.lapse_per_week=0.18",
    "segment.casual.lapse_per_week=0.18",
    "tactic.tv.reach.broadcast.cost_per_thousand=16",
    "tactic.tv.adstock_per_week=0.55",
    "tactic.tv.moves.stranger=0.001",
    "tactic.search.reach.search.cost_per_click=1.7",
    "tactic.search.moves={ stranger = 0.1, aware = 0.1 }",
];

// Seen to catch: luck keyed by the strategy: 1.5 times in place of 17.
#[test]
fn luck_in_common_makes_two_like_plans_comparable() {
    let text = format!(
        "{}\n[strategy.pull_more]\nweekly_budget = {{ search = 440, newsletter = 1 }}\nflights = [{{ tactic = \"search\", weeks = [18, 26], weekly_budget = 880 }}]\n\n[strategy.pull_again]\nweekly_budget = {{ search = 400, newsletter = 1 }}\nflights = [{{ tactic = \"search\", weeks = [18, 26], weekly_budget = 800 }}]\n",
        quickstart().split("[strategy.both]").next().unwrap(),
    );
    let text =
        edit(&text, "[strategy.push]\nlabel = \"Push: TV\"\nweekly_budget = { tv = 400 }\n", "");
    let mut sets = FIXED_WORLD.to_vec();
    sets.extend(["study.worlds=400", "study.replications=1"]);
    let done = run(&text, &sets);
    let echo = String::from_utf8(done.bytes("scenario.toml")).unwrap();
    assert!(!echo.contains(" to "), "a number is still uncertain:\n{echo}");
    let plan = done.histories("pull", "net_discounted");
    let more = done.histories("pull_more", "net_discounted");
    sets.push("study.seed=2027");
    let elsewhere = run(&text, &sets).histories("pull_more", "net_discounted");

    let paired = variance(&difference(&more, &plan));
    let unpaired = variance(&plan) + variance(&elsewhere);
    println!(
        "variance of the difference: paired {paired:.0}, unpaired {unpaired:.0}, {:.1} times",
        unpaired / paired
    );
    assert!(unpaired >= 10.0 * paired, "only {} times", unpaired / paired);

    assert_eq!(
        done.of("roi.csv", "pull"),
        done.of("roi.csv", "pull_again"),
        "a plan against itself"
    );
    assert_eq!(done.of("weekly.csv", "pull"), done.of("weekly.csv", "pull_again"));
}

// Seen to catch: luck keyed by the position of the strategy.
#[test]
fn a_strategy_does_not_depend_on_the_others_or_on_their_order() {
    let other = "\n[strategy.other]\nweekly_budget = { tv = 500 }\n";
    let alone = run(PLAIN, RICH).of("roi.csv", "some");
    let behind = run(&format!("{PLAIN}{other}"), RICH).of("roi.csv", "some");
    assert_eq!(alone, behind);
    let before = edit(PLAIN, "[strategy.nothing]", &format!("{other}\n[strategy.nothing]"));
    assert_eq!(alone, run(&before, RICH).of("roi.csv", "some"));
    // Nor on its id's place among the ids.
    let first = format!("{PLAIN}\n[strategy.aaa]\nweekly_budget = {{ mail = 3 }}\n");
    assert_eq!(alone, run(&first, RICH).of("roi.csv", "some"));
}

#[test]
fn the_first_worlds_of_a_longer_study_are_those_of_the_shorter_one() {
    let with = |worlds: &'static str| {
        let sets: Vec<&str> = RICH.iter().copied().chain([worlds]).collect();
        run(PLAIN, &sets).of("roi.csv", "some")
    };
    let (short, long) = (with("study.worlds=5"), with("study.worlds=10"));
    assert_eq!((short.len(), long.len()), (10, 20));
    assert_eq!(short[..], long[..10]);
    assert_ne!(long[..10], long[10..], "the later worlds are others");
}

#[test]
fn the_scenario_that_a_run_writes_gives_the_same_bytes() {
    for (text, sets) in [
        (PLAIN.to_string(), RICH.to_vec()),
        (quickstart(), vec!["market.customers=500", "study.worlds=5", "study.seed=99"]),
    ] {
        let first = run(&text, &sets);
        let echo = String::from_utf8(first.bytes("scenario.toml")).unwrap();
        same_files("run again", &first, &run(&echo, &[]));
    }
}

// Another currency with smaller or larger minor units: returns move by the rounding of amounts alone.
#[test]
fn another_currency_leaves_returns_as_they_are_but_for_rounding() {
    let basket = "segment.a.basket={ each_order = { lognormal = { mean = 1.3, cv = 0.5 } } }";
    let sets = [basket, "offer.unit_cost=40", "study.worlds=10"];
    let dollars = run(PLAIN, &sets);
    // 100 won for a dollar: the same whole numbers of minor units.
    let won = [
        basket,
        "offer.unit_cost=4000",
        "study.worlds=10",
        "market.currency=\"KRW\"",
        "offer.price=9500",
        "tactic.tv.reach.broadcast.cost_per_thousand=1200",
        "tactic.search.reach.search.cost_per_click=150",
        "tactic.mail.reach.direct.cost_per_send=1",
        "strategy.some.weekly_budget={ tv = 3000, search = 10000, mail = 1000 }",
    ];
    let won = run(PLAIN, &won);
    // A dollar is a dinar of 1000 fils: amounts are rounded to a tenth of a cent.
    let dinar = run(PLAIN, &[sets[0], sets[1], sets[2], "market.currency=\"KWD\""]);
    for (name, other, minor_per_unit, rate) in
        [("won", won, 1.0, 100.0), ("dinar", dinar, 1000.0, 1.0)]
    {
        let base = dollars.of("roi.csv", "nothing");
        let ours = dollars.of("roi.csv", "some");
        let mut largest = 0.0_f64;
        for ((here, there), base) in ours.iter().zip(other.of("roi.csv", "some")).zip(base) {
            let moved = (number(here, "roi") - number(&there, "roi")).abs();
            // value and unit cost of every order, and each tactic's cost each week
            let orders = number(here, "orders") + number(&base, "orders");
            let amounts = 2.0 * orders + 3.0 * 12.0;
            let half_units = 0.5 * (0.01 + 1.0 / (minor_per_unit * rate));
            let bound =
                amounts * half_units * (1.0 + number(here, "roi").abs()) / number(here, "cost");
            assert!(moved <= bound, "{name}: {moved} above {bound}");
            largest = largest.max(moved);
            assert_eq!(here["orders"], there["orders"], "{name}");
        }
        println!("in {name}: ROI moves by at most {largest:e}");
        if name == "won" {
            assert!(largest <= 1e-9, "the same minor units");
        }
    }
}

#[test]
fn neutral_values_are_the_same_as_absent_keys() {
    let plain = run(PLAIN, &[]).bytes("roi.csv");
    let saturated = "tactic.tv.saturation={ half_saturation = 2 }";
    let with_saturation = run(PLAIN, &[saturated]).bytes("roi.csv");
    for set in [
        "study.tail_weeks=0",
        "study.discount_per_year=0",
        "market.people_per_customer=1",
        "market.season={ amplitude = 0, peak_week = 20 }",
        "segment.a.basket=1",
        "segment.a.affinity={ tv = 1, search = 1 }",
        "segment.b.starts={ stranger = 1 }",
        "offer.unit_cost=0",
        "offer.dropout_per_purchase=0",
        "journey.stranger.forward_per_week=0",
        "journey.aware.exit_per_week=0",
        "journey.engaged.back_per_week=0",
        "journey.engaged={ forward_per_week = 0.05, back_per_week = 0, back_to = \"aware\" }",
        "journey.lost.returns_per_week=0",
        "tactic.tv.reach.broadcast.audience=1",
        "tactic.tv.reach.broadcast.price_rise={ exponent = 0, reference_budget = 7 }",
        "tactic.tv.adstock_per_week=0",
        "tactic.tv.stirs_need=0",
        "tactic.mail.moves.aware=0",
        "tactic.mail.reach.direct.cost_per_issue=0",
        "tactic.tv.channel=\"tv\"",
        "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0, ascended = 0 } }",
        "word_of_mouth={ talks_from = \"aware\", warns_per_week = 0 }",
        "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0 }, network = { barabasi_albert = { links = 2 } } }",
        "strategy.nothing.weekly_budget={ tv = 0 }",
        "strategy.some.flights=[{ tactic = \"tv\", weeks = [2, 5], weekly_budget = 30 }]",
        "strategy.some.flights=[]",
    ] {
        assert!(run(PLAIN, &[set]).bytes("roi.csv") == plain, "{set}");
    }
    let exponent = "tactic.tv.saturation={ half_saturation = 2, hill_exponent = 1 }";
    assert!(run(PLAIN, &[exponent]).bytes("roi.csv") == with_saturation, "hill_exponent = 1");
    assert!(plain != with_saturation);
}

/// The scenario with a blog in place of the mail, to be found by half of those with a need for each post.
const BLOG: &str = "tactic.mail={ reach = { content = { cost_per_post = 25, found_per_post = 0.1, fades_per_week = 0.1 } }, says = \"teach\", moves = { stranger = 0.4, aware = 0.3 } }";
/// … with a site in place of the mail.
const SITE: &str = "tactic.mail={ reach = { site = { cost_per_week = 9, visits_per_week = 0.3 } }, says = \"teach\", moves = { aware = 0.3 } }";
/// A brand that television builds and that lifts every move.
const BRAND: [&str; 2] =
    ["brand={ fades_per_week = 0.1, lifts_moves = 0.5 }", "tactic.tv.builds_brand=0.4"];

const COMPOUNDS: &str = "tactic.mail.reach.content.compounds={ share = 0.5, factor = 4, weeks = 3, fades_per_week = 0.1 }";

#[test]
fn stocks_at_their_neutral_values_are_the_same_as_absent_keys() {
    let same = |case: &str, absent: &[&str], neutral: &[&str]| {
        let sets: Vec<&str> = absent.iter().chain(neutral).copied().collect();
        for table in ["roi.csv", "journey.csv", "tactics.csv", "customers.csv"] {
            assert!(run(PLAIN, &sets).bytes(table) == run(PLAIN, absent).bytes(table), "{case}");
        }
    };
    let idle = "brand={ starts = 3, fades_per_week = 0.1, lifts_moves = 0, lifts_search = 0 }";
    same("a brand that lifts nothing", &[], &[idle, "tactic.tv.builds_brand=1"]);
    let still = "brand={ starts = 3, fades_per_week = 0, lifts_moves = 2, lifts_search = 2 }";
    same("a brand that stays as it is", &[], &[still, "tactic.tv.builds_brand=0"]);
    let content = |key: &str| format!("tactic.mail.reach.content.{key}");
    let compounds = content("compounds={ share = 0, factor = 7, weeks = 3, fades_per_week = 0.2 }");
    same("no post compounds", &[BLOG], &[&compounds]);
    same("no lag", &[BLOG], &[&content("lag_weeks=0")]);
    same("the best quality", &[BLOG], &[&content("quality=1")]);
    let posts = run(PLAIN, &[BLOG]);
    assert!(posts.summary("some", "net_mean") != run(PLAIN, &[]).summary("some", "net_mean"));
    let (visits, contacts) = (posts.weekly("some", "visits"), posts.weekly("some", "contacts"));
    assert!(visits.iter().zip(&contacts).all(|(v, c)| v < c), "television is no visit");
}

// Seen to catch: posts found only from their second week on; no visits in weeks without a budget.
#[test]
fn more_posts_are_found_more_and_go_on_being_found_without_money() {
    let mut text = PLAIN.to_string();
    for posts in [1, 2, 4, 8] {
        let budget = 25 * posts;
        text.push_str(&format!(
            "\n[strategy.p{posts}]\nflights = [{{ tactic = \"mail\", weeks = [1, 4], weekly_budget = {budget} }}]\n"
        ));
    }
    let done = run(&text, &[BLOG, "study.tail_weeks=20", "market.customers=20000"]);
    let mut before = vec![0.0; 32];
    for posts in [1.0, 2.0, 4.0, 8.0] {
        let strategy = format!("p{posts}");
        assert_eq!(done.summary(&strategy, "spend_mean"), 4.0 * 25.0 * posts);
        let stock = done.weekly(&strategy, "content_stock");
        let visits = done.weekly(&strategy, "visits");
        assert_eq!(visits[0], 0.0, "a post is found from the week after");
        for week in 1..32 {
            // weeks 1 to 4 brought posts, each of which is at age a as visible as e^(-0.1 a)
            let written = (1..=4.min(week)).map(|w| libm::exp(-0.1 * (week + 1 - w) as f64));
            close("stock", stock[week], posts * written.sum::<f64>(), 1e-12);
            assert!(visits[week] > before[week], "week {week}: {} visits", visits[week]);
        }
        before = visits;
    }
}

// Seen to catch: goodwill that never fades: above its bound from week 14 on.
#[test]
fn goodwill_stays_between_nothing_and_what_its_input_can_hold() {
    let text = format!(
        "{PLAIN}\n[strategy.burst]\nflights = [{{ tactic = \"tv\", weeks = [1, 3], weekly_budget = 300 }}]\n"
    );
    let sets = [
        BRAND[0],
        BRAND[1],
        "tactic.mail.builds_brand=0.2",
        "study.weeks=40",
        "study.tail_weeks=40",
    ];
    let done = run(&text, &sets);
    for strategy in ["nothing", "some", "burst"] {
        let goodwill = done.weekly(strategy, "goodwill");
        // goodwill per contact is at most 0.4, and the 2000 customers are all there
        let inputs = done.weekly(strategy, "contacts");
        let most = inputs.iter().fold(0.0, |a: f64, n| a.max(0.4 * n / 2000.0));
        for (week, pair) in goodwill.windows(2).enumerate() {
            assert!(pair[0] >= 0.0 && pair[0] <= most / 0.1 + 1e-12, "{strategy}, week {week}");
            if inputs[week + 1] == 0.0 {
                close("faded", pair[1], pair[0] * libm::exp(-0.1), 1e-12);
            }
        }
        assert_eq!(strategy == "nothing", goodwill.iter().all(|g| *g == 0.0));
        let awareness = done.weekly(strategy, "awareness");
        assert!(awareness.iter().all(|share| (0.0..=1.0).contains(share)));
        let customers = done.journey(strategy, "customers");
        let aware: f64 = STAGES[1..9].iter().map(|s| customers[*s][10]).sum();
        close("awareness", awareness[9], aware / 2000.0, 1e-12);
    }
}

// Seen to catch: `back_to` ignored by the move and saturation ignored by the response.
#[test]
fn every_switch_moves_the_output() {
    let targeted = |precision: &str| {
        format!(
            "tactic.tv.reach={{ targeted = {{ cost_per_thousand = 12, precision = {precision}, segments = [\"a\"] }} }}"
        )
    };
    let (half, sharp) = (targeted("0.5"), targeted("0.9"));
    let none: &[&str] = &[];
    let cases: &[(&str, &[&str], &str)] = &[
        ("adstock", none, "tactic.tv.adstock_per_week=0.5"),
        ("saturation", none, "tactic.tv.saturation={ half_saturation = 1 }"),
        (
            "hill_exponent",
            &["tactic.tv.saturation={ half_saturation = 1 }"],
            "tactic.tv.saturation.hill_exponent=2",
        ),
        ("season", none, "market.season={ amplitude = 0.5, peak_week = 4 }"),
        (
            "peak_week",
            &["market.season={ amplitude = 0.5, peak_week = 4 }"],
            "market.season.peak_week=30",
        ),
        ("stirs_need", none, "tactic.tv.stirs_need=0.3"),
        ("affinity", none, "segment.a.affinity={ tv = 2 }"),
        ("affinity to search", none, "segment.a.affinity={ search = 2 }"),
        ("channel", &["segment.a.affinity={ search = 2 }"], "tactic.tv.channel=\"search\""),
        ("audience", none, "tactic.tv.reach.broadcast.audience=0.5"),
        ("targeted", none, &half),
        ("precision", &[&half], &sharp),
        ("cost_per_thousand", none, "tactic.tv.reach.broadcast.cost_per_thousand=20"),
        (
            "price_rise",
            none,
            "tactic.tv.reach.broadcast.price_rise={ exponent = 0.3, reference_budget = 10 }",
        ),
        (
            "price_rise.reference_budget",
            &["tactic.tv.reach.broadcast.price_rise={ exponent = 0.3, reference_budget = 10 }"],
            "tactic.tv.reach.broadcast.price_rise.reference_budget=5",
        ),
        ("cost_per_click", none, "tactic.search.reach.search.cost_per_click=3"),
        ("cost_per_issue", none, "tactic.mail.reach.direct.cost_per_issue=1.5"),
        ("cost_per_send", none, "tactic.mail.reach.direct.cost_per_send=0.02"),
        ("sends_per_week", none, "tactic.mail.reach.direct.sends_per_week=2"),
        ("query_share", none, "tactic.search.reach.search.query_share=0.2"),
        ("moves", none, "tactic.tv.moves.stranger=0.1"),
        ("needs", none, "segment.a.needs_per_year=8"),
        (
            "needs between customers",
            none,
            "segment.a.needs_per_year={ each = { gamma = { mean = 6, shape = 1 } } }",
        ),
        ("lapse", none, "segment.a.lapse_per_week=2"),
        ("starts", none, "segment.b.starts={ aware = 1 }"),
        ("dropout", none, "offer.dropout_per_purchase=0.3"),
        ("buys_from", none, "offer.buys_from=\"aware\""),
        ("forward", none, "journey.stranger.forward_per_week=0.05"),
        ("back", none, "journey.engaged.back_per_week=0.3"),
        (
            "back_to",
            &["journey.subscribed.back_per_week=0.5"],
            "journey.subscribed.back_to=\"aware\"",
        ),
        ("exit", none, "journey.aware.exit_per_week=0.1"),
        ("returns", &["journey.aware.exit_per_week=0.3"], "journey.lost.returns_per_week=0.3"),
        ("word of mouth", none, TALK),
        ("talks_from", &[TALK], "word_of_mouth.talks_from=\"promoter\""),
        (
            "small world",
            &[TALK],
            "word_of_mouth.network={ watts_strogatz = { links = 6, rewired_share = 0 } }",
        ),
        (
            "rewired_share",
            &[TALK, "word_of_mouth.network={ watts_strogatz = { links = 6, rewired_share = 0 } }"],
            "word_of_mouth.network.watts_strogatz.rewired_share=0.3",
        ),
        ("hubs", &[TALK], "word_of_mouth.network={ barabasi_albert = { links = 2 } }"),
        (
            "links",
            &[TALK, "word_of_mouth.network={ barabasi_albert = { links = 2 } }"],
            "word_of_mouth.network.barabasi_albert.links=5",
        ),
        ("moves by talk", &[TALK], "word_of_mouth.moves.aware=0.3"),
        (
            "warns_per_week",
            &["offer.dropout_per_purchase=0.5"],
            "word_of_mouth={ talks_from = \"ascended\", warns_per_week = 2 }",
        ),
        (
            "flights",
            none,
            "strategy.some.flights=[{ tactic = \"tv\", weeks = [3, 4], weekly_budget = 90 }]",
        ),
        ("tail", none, "study.tail_weeks=4"),
        ("discount", none, "study.discount_per_year=0.1"),
        ("price", none, "offer.price=96"),
        ("unit_cost", none, "offer.unit_cost=40"),
        ("basket", none, "segment.a.basket=1.5"),
        (
            "basket between orders",
            none,
            "segment.a.basket={ each_order = { gamma = { mean = 1, shape = 2 } } }",
        ),
        (
            "basket between customers",
            none,
            "segment.a.basket={ each = { gamma = { mean = 1, shape = 2 } } }",
        ),
        (
            "gamma-gamma basket",
            none,
            "segment.a.basket={ gamma_gamma = { p = 6, q = 4, gamma = 0.5 } }",
        ),
        ("contract", none, "offer.contract={ renews_every_weeks = 4, churn_per_renewal = 0.1 }"),
        (
            "churn",
            &["offer.contract={ renews_every_weeks = 4, churn_per_renewal = 0.1 }"],
            "offer.contract.churn_per_renewal=0.4",
        ),
        ("people_per_customer", none, "market.people_per_customer=3"),
        ("brand", none, "brand={ starts = 2, fades_per_week = 0.1, lifts_moves = 0.5 }"),
        ("builds_brand", &BRAND, "tactic.tv.builds_brand=0.6"),
        ("brand.starts", &BRAND, "brand.starts=2"),
        ("brand.fades_per_week", &BRAND, "brand.fades_per_week=0.3"),
        ("brand.lifts_moves", &BRAND, "brand.lifts_moves=0.7"),
        (
            "brand.lifts_search",
            // few enough clicks for the budget: beyond it, more people who would click change nothing
            &[BRAND[0], BRAND[1], "tactic.search.reach.search.query_share=0.03"],
            "brand.lifts_search=0.5",
        ),
        ("brand.lifts_visits, site", &[BRAND[0], BRAND[1], SITE], "brand.lifts_visits=0.5"),
        ("brand.lifts_visits, content", &[BRAND[0], BRAND[1], BLOG], "brand.lifts_visits=0.5"),
        ("site", none, SITE),
        ("cost_per_week", &[SITE], "tactic.mail.reach.site.cost_per_week=8"),
        ("visits_per_week", &[SITE], "tactic.mail.reach.site.visits_per_week=0.4"),
        ("affinity to a site", &[SITE], "segment.a.affinity={ mail = 2 }"),
        ("content", none, BLOG),
        ("cost_per_post", &[BLOG], "tactic.mail.reach.content.cost_per_post=20"),
        ("found_per_post", &[BLOG], "tactic.mail.reach.content.found_per_post=0.15"),
        ("content.fades_per_week", &[BLOG], "tactic.mail.reach.content.fades_per_week=0.3"),
        ("lag_weeks", &[BLOG], "tactic.mail.reach.content.lag_weeks=3"),
        ("quality", &[BLOG], "tactic.mail.reach.content.quality=0.5"),
        ("compounds", &[BLOG], COMPOUNDS),
        ("compounds.share", &[BLOG, COMPOUNDS], "tactic.mail.reach.content.compounds.share=0.9"),
        ("compounds.factor", &[BLOG, COMPOUNDS], "tactic.mail.reach.content.compounds.factor=9"),
        ("compounds.weeks", &[BLOG, COMPOUNDS], "tactic.mail.reach.content.compounds.weeks=1"),
        (
            "compounds.fades_per_week",
            &[BLOG, COMPOUNDS],
            "tactic.mail.reach.content.compounds.fades_per_week=1",
        ),
        ("affinity to content", &[BLOG], "segment.a.affinity={ mail = 2 }"),
        ("promotions", none, SALE),
        ("price_off", &[SALE], "strategy.some.promotions=[{ weeks = [3, 5], price_off = 0.3 }]"),
        (
            "weeks of promotions",
            &[SALE],
            "strategy.some.promotions=[{ weeks = [4, 6], price_off = 0.2 }]",
        ),
        ("lifts_needs", &[SALE], "promotion={ lifts_needs = 2 }"),
        ("gain_lifts_needs", &[SALE], "promotion={ gain_lifts_needs = 2 }"),
        ("reference_kept_per_week", &[SALE, FELT], "promotion.reference_kept_per_week=0.2"),
        ("loss_lowers_needs", &[SALE, FELT], "promotion.loss_lowers_needs=5"),
        ("extra_baskets", &[SALE, FELT], "promotion.extra_baskets=3"),
        ("brought_forward_share", &[SALE, FELT], "promotion.brought_forward_share=0.9"),
        ("deal_buyers_share", &[SALE, FELT], "promotion.deal_buyers_share=0.3"),
        ("home_stock_lowers_needs", &[SALE, FELT], "promotion.home_stock_lowers_needs=2"),
        ("seed", none, "study.seed=38"),
    ];
    let mut silent = Vec::new();
    for (name, before, switch) in cases {
        let off = run(PLAIN, before).bytes("roi.csv");
        let sets: Vec<&str> = before.iter().chain([switch]).copied().collect();
        if run(PLAIN, &sets).bytes("roi.csv") == off {
            silent.push(*name);
        }
    }
    // The same 2000 customers, who come in over the first two weeks.
    let text = edit(PLAIN, "customers = 2_000\n", "");
    let entering = |when: &str, who: &str| {
        let a = edit(&text, "share = 0.4", &format!("enters = {{ {when} = [{who}] }}"));
        run(&edit(&a, "share = 0.6", "enters = { each_day = [1200] }"), &[]).bytes("roi.csv")
    };
    let together = entering("each_day", "800");
    if entering("each_day", "0, 0, 0, 0, 400, 0, 0, 0, 400") == together {
        silent.push("enters, by day");
    }
    if entering("each_week", "400, 400") == together {
        silent.push("enters, by week");
    }
    assert!(silent.is_empty(), "moved nothing: {silent:?}");
}
