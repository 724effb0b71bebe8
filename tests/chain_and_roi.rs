//! Two textbook answers through the scenario file and the tables: a journey as an absorbing Markov chain, and the return of
//! one mailing as a compound binomial.
//!
//! Bands are four standard errors from the exact variance and the number of customers or histories, so large that four
//! errors are at most 2 % of what is expected (10 % for probabilities below .02 and standard deviations). Beside each test
//! stands the breakage of the program that it was seen to catch.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]
#![allow(clippy::cast_precision_loss, reason = "counts stay below 2^53")]

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Runs a scenario of configs/textbook with some keys set; the folder of its tables.
fn run(config: &str, sets: &[String]) -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/textbook").join(config);
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.arg("run").arg(file).arg("-o").arg(&out).args(["--no-charts", "-q"]);
    for set in sets {
        command.args(["--set", set]);
    }
    let answer = command.output().unwrap();
    assert!(answer.status.success(), "{config}: {}", String::from_utf8_lossy(&answer.stderr));
    (place, out)
}

/// The numbers of some columns of a table, in the rows that the first columns select (`None`: not defined).
fn rows(
    out: &Path,
    table: &str,
    select: &[(&str, &str)],
    columns: &[&str],
) -> Vec<Vec<Option<f64>>> {
    let mut reader = csv::Reader::from_path(out.join(table)).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| {
        header.iter().position(|h| h == name).unwrap_or_else(|| panic!("{table}: {name}"))
    };
    let select: Vec<(usize, &str)> =
        select.iter().map(|(name, value)| (at(name), *value)).collect();
    let columns: Vec<usize> = columns.iter().map(|name| at(name)).collect();
    let mut found = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).unwrap() {
        if select.iter().all(|&(k, value)| &record[k] == value) {
            let number = |&k: &usize| (!record[k].is_empty()).then(|| record[k].parse().unwrap());
            found.push(columns.iter().map(number).collect());
        }
    }
    found
}

/// Prints expected, found, error and z; both the band and the size of the run must be right.
fn check(case: &str, expected: f64, found: f64, se: f64) {
    let z = (found - expected) / se;
    println!(
        "{case:<44} expected {expected:>12.8}  found {found:>12.8}  SE {se:>11.3e}  z {z:>6.2}"
    );
    assert!(z.abs() <= 4.0, "{case}: expected {expected}, found {found}, SE {se}, z {z}");
}

/// [`check`] for a share of `n` independent ones.
fn check_share(case: &str, expected: f64, found: f64, n: f64) {
    check(case, expected, found, (expected * (1.0 - expected) / n).sqrt());
}

/// Is a run large enough that four errors are at most `share` of what is expected?
fn large_enough(case: &str, expected: f64, se: f64, share: f64) {
    assert!(4.0 * se <= share * expected, "{case}: 4 SE are {} of it", 4.0 * se / expected);
}

struct FromStage {
    stage: &'static str,
    promoter: f64,
    mean_steps: f64,
    var_steps: f64,
}

const FROM: [FromStage; 7] = [
    from("aware", 0.05418194, 4.414817, 26.44809644),
    from("engaged", 0.21672777, 7.659268, 46.79409810),
    from("subscribed", 0.37927360, 8.903719, 44.08717691),
    from("converted", 0.60954686, 8.666691, 30.37258511),
    from("excited", 0.69849555, 8.147682, 25.34566355),
    from("ascended", 0.79692608, 6.601266, 19.66234268),
    from("advocate", 0.88646174, 3.773418, 11.80004057),
];

const fn from(stage: &'static str, promoter: f64, mean_steps: f64, var_steps: f64) -> FromStage {
    FromStage { stage, promoter, mean_steps, var_steps }
}

/// Fourth central moment of the steps from aware.
const FOURTH_MOMENT_FROM_AWARE: f64 = 8_359.507_362_9;

const CUSTOMERS: f64 = 400_000.0;
const WORLDS: f64 = 2.0;
const WEEKS: usize = 104;

/// Customers of a stage at the end of weeks 0, 1, …
fn in_stage(out: &Path, stage: &str) -> Vec<f64> {
    let rows = rows(out, "journey.csv", &[("stage", stage)], &["customers"]);
    assert_eq!(rows.len(), WEEKS + 1, "{stage}");
    rows.iter().map(|row| row[0].unwrap()).collect()
}

/// `P(T > t)` for t = 0, 1, …: who is neither a promoter nor lost.
fn still_on_the_way(out: &Path) -> Vec<f64> {
    let mut on_the_way = vec![0.0; WEEKS + 1];
    for from in &FROM {
        for (sum, customers) in on_the_way.iter_mut().zip(in_stage(out, from.stage)) {
            *sum += customers / CUSTOMERS;
        }
    }
    on_the_way
}

// Kemeny & Snell: the fundamental matrix of an absorbing chain.
// Seen to catch: the hazard itself taken as probability in `p_any`, z = -168 (mean steps from aware; who gets to the
// end does not depend on it); exit and back exchanged on the draw, z = 65 (P(promoter) from aware).
#[test]
fn a_journey_ends_as_the_absorbing_chain_says_from_every_stage() {
    let n = CUSTOMERS * WORLDS;
    for from in &FROM {
        let sets = [format!("segment.all.starts={{ {} = 1 }}", from.stage)];
        let (_place, out) = run("journey.toml", &sets);
        let case = format!("P(promoter) from {}", from.stage);
        let promoters = in_stage(&out, "promoter")[WEEKS] / CUSTOMERS;
        check_share(&case, from.promoter, promoters, n);
        let se = (from.promoter * (1.0 - from.promoter) / n).sqrt();
        large_enough(&case, from.promoter, se, 0.02);

        let case = format!("mean steps from {}", from.stage);
        let on_the_way = still_on_the_way(&out);
        let mean: f64 = on_the_way.iter().sum();
        let se = (from.var_steps / n).sqrt();
        check(&case, from.mean_steps, mean, se);
        large_enough(&case, from.mean_steps, se, 0.02);
    }
}

// Seen to catch: the hazard itself taken as probability in `p_any`, z = -113; exit and back exchanged on the draw,
// z = 136 (variance of steps).
#[test]
fn a_journey_from_aware_goes_through_its_stages_in_the_time_that_the_chain_says() {
    let n = CUSTOMERS * WORLDS;
    let (_place, out) = run("journey.toml", &[]);

    let on_the_way = still_on_the_way(&out);
    let mean: f64 = on_the_way.iter().sum();
    let second: f64 = on_the_way.iter().zip(0u32..).map(|(p, t)| p * f64::from(2 * t + 1)).sum();
    let exact = FROM[0].var_steps;
    let se = ((FOURTH_MOMENT_FROM_AWARE - exact * exact) / n).sqrt();
    check("variance of steps from aware", exact, second - mean * mean, se);
    large_enough("variance of steps from aware", exact, se, 0.02);

    let reached = [
        ("engaged", 0.25),
        ("subscribed", 0.142_857_14),
        ("converted", 0.088_888_89),
        ("excited", 0.077_569_49),
        ("ascended", 0.067_988_67),
        ("advocate", 0.061_121_58),
        ("promoter", 0.054_181_94),
    ];
    for (stage, expected) in reached {
        let last = [("stage", stage), ("week", "104")];
        let found = rows(&out, "journey.csv", &last, &["reached"])[0][0].unwrap() / CUSTOMERS;
        let case = format!("ever reach {stage}");
        check_share(&case, expected, found, n);
        large_enough(&case, expected, (expected * (1.0 - expected) / n).sqrt(), 0.02);
    }

    let promoters = in_stage(&out, "promoter");
    for (week, expected) in [(10, 0.002_657_01), (26, 0.047_714_50), (52, 0.054_163_55)] {
        let case = format!("promoters after {week} weeks");
        check_share(&case, expected, promoters[week] / CUSTOMERS, n);
        let share = if expected < 0.02 { 0.1 } else { 0.02 };
        large_enough(&case, expected, (expected * (1.0 - expected) / n).sqrt(), share);
    }
    check_share("lost after 5 weeks", 0.772_186_25, in_stage(&out, "lost")[5] / CUSTOMERS, n);
}

/// The returns of a mailing, one per history, and what summary.csv says of them.
fn returns(config: &str, worlds: u32, replications: u32) -> (Vec<f64>, Vec<f64>) {
    let sets = [format!("study.worlds={worlds}"), format!("study.replications={replications}")];
    let (_place, out) = run(config, &sets);
    let mailing = [("strategy", "mailing")];
    let histories = rows(&out, "roi.csv", &mailing, &["roi"]);
    assert_eq!(histories.len(), (worlds * replications) as usize);
    let columns = ["roi_mean", "p_loss", "roi_p05", "roi_p50", "roi_p95"];
    let summary = rows(&out, "summary.csv", &mailing, &columns);
    let defined = |row: Vec<Option<f64>>| row.into_iter().map(Option::unwrap).collect();
    (histories.into_iter().map(|row| row[0].unwrap()).collect(), defined(summary[0].clone()))
}

fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

/// Error of a standard deviation: `sd · √((excess kurtosis + 2) / 4n)`.
///
/// A history is the sum over `people` of Y = (an order with probability p) × (a value with the raw moments `value`).
fn se_of_sd(sd: f64, people: f64, p: f64, value: [f64; 4], n: f64) -> f64 {
    let [m1, m2, m3, m4] = value.map(|m| p * m);
    let k2 = m2 - m1 * m1;
    let k4 = m4 - 4.0 * m3 * m1 - 3.0 * m2 * m2 + 12.0 * m2 * m1 * m1 - 6.0 * m1 * m1 * m1 * m1;
    let excess = people * k4 / (people * k2 * people * k2);
    sd * ((excess + 2.0) / (4.0 * n)).sqrt()
}

fn share(values: &[f64], is: impl Fn(f64) -> bool) -> f64 {
    values.iter().filter(|x| is(**x)).count() as f64 / values.len() as f64
}

/// Are two figures of one run the same but for the rounding of a long sum?
fn same(case: &str, a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9, "{case}: {a} and {b}");
}

// 20 000 people, orders with p = .02, gamma values of 60 ± 45, cost 20 000.
// Seen to catch: order values cut to whole dollars, z = -42 (mean); the hazard itself taken as probability in `p_any`, z = 51.
#[test]
fn a_mailing_with_gamma_orders_returns_what_the_compound_binomial_says() {
    let n: f64 = 100_000.0;
    let (roi, summary) = returns("mailing-a.toml", 1000, 100);
    let (mean, sd) = mean_and_sd(&roi);
    let exact_sd = 0.074_518_454_09;
    check("A: mean ROI", 0.20, mean, exact_sd / n.sqrt());
    large_enough("A: mean ROI", 0.20, exact_sd / n.sqrt(), 0.02);
    let (shape, scale): (f64, f64) = (60.0 * 60.0 / (45.0 * 45.0), 45.0 * 45.0 / 60.0);
    let mut moment = 1.0;
    let moments = [0.0, 1.0, 2.0, 3.0].map(|k| {
        moment *= scale * (shape + k);
        moment
    });
    let se = se_of_sd(exact_sd, 20_000.0, 0.02, moments, n);
    check("A: sd of ROI", exact_sd, sd, se);
    large_enough("A: sd of ROI", exact_sd, se, 0.1);
    check_share("A: P(loss)", 0.002_725, share(&roi, |x| x < 0.0), n);
    same("mean ROI in summary.csv", summary[0], mean);
    same("P(loss) in summary.csv", summary[1], share(&roi, |x| x < 0.0));
}

// 1000 people, orders of 50 with p = .03, cost 1200: a lattice.
// Seen to catch: the hazard itself taken as probability in `p_any`, z = 82 (mean).
#[test]
fn a_mailing_with_fixed_orders_returns_what_the_binomial_says() {
    let n: f64 = 910_000.0;
    let (roi, summary) = returns("mailing-b.toml", 910, 1000);
    let (mean, sd) = mean_and_sd(&roi);
    let exact_sd = 0.224_768_4;
    check("B: mean ROI", 0.25, mean, exact_sd / n.sqrt());
    large_enough("B: mean ROI", 0.25, exact_sd / n.sqrt(), 0.02);
    let value = [50.0, 2_500.0, 125_000.0, 6_250_000.0];
    let se = se_of_sd(exact_sd, 1000.0, 0.03, value, n);
    check("B: sd of ROI", exact_sd, sd, se);
    large_enough("B: sd of ROI", exact_sd, se, 0.1);
    for (case, expected, found) in [
        ("B: P(loss), net below 0", 0.111_035_06, share(&roi, |x| x < 0.0)),
        ("B: P(ROI = 0)", 0.042_325_46, share(&roi, |x| x == 0.0)),
    ] {
        check_share(case, expected, found, n);
        large_enough(case, expected, (expected * (1.0 - expected) / n).sqrt(), 0.02);
    }
    same("mean ROI in summary.csv", summary[0], mean);
    same("P(loss) in summary.csv", summary[1], share(&roi, |x| x < 0.0));
    let step = 50.0 / 1200.0;
    for (case, expected, found) in [
        ("B: ROI at 5 %", -0.125, summary[2]),
        ("B: median ROI", 0.25, summary[3]),
        ("B: ROI at 95 %", 0.625, summary[4]),
    ] {
        println!(
            "{case:<44} expected {expected:>12.8}  found {found:>12.8}  within one step {step:.6}"
        );
        assert!((found - expected).abs() <= step + 1e-9, "{case}: {found}");
    }
}
