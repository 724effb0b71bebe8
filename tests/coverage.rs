//! Do intervals hold the truth as often as they say? A thousand small studies of one mailing (V29), each with a seed of its
//! own, each with intervals of ± 1.96 of its errors.
//!
//! Of 1000 intervals that hold the truth with probability .95 each, 913 to 980 do (exact binomial, one in a million beyond).
//! Intervals of figures whose values are discrete hold it more often: they end on the lattice, so only the lower band holds.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]
#![allow(clippy::cast_precision_loss, reason = "counts stay below 2^53")]

use std::collections::BTreeMap;
use std::path::Path;

use headwater::analysis::{StrategyAnswer, answer};
use headwater::config::{Override, Source, load};
use headwater::engine::Isa;
use headwater::study::{Caps, Quiet, Study};

const STUDIES: u64 = 1000;
const BAND: std::ops::RangeInclusive<u64> = 913..=980;
const Z975: f64 = 1.959_963_984_540_054;

/// What the mailing is answered to be, in one study.
fn study(config: &str, sets: &[&str], seed: u64) -> StrategyAnswer {
    let name = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/textbook").join(config);
    let text = std::fs::read(name).unwrap();
    let seed = format!("study.seed={seed}");
    let sets = sets.iter().copied().chain([seed.as_str()]);
    let overrides: Vec<Override> = sets.map(|set| Override::parse(set).unwrap()).collect();
    let loaded = load(&Source { name: config.into(), text }, &overrides).unwrap();
    let scenario = &loaded.scenario;
    let caps = Caps { memory_gb: 1.0, hours: 1.0 };
    let study = Study::plan(scenario, 1, Isa::detect(), caps).unwrap();
    let answer = answer(scenario, &study.run(&Quiet).unwrap());
    let mailing = scenario.strategies.iter().position(|s| s.id == "mailing").unwrap();
    answer.strategies[mailing].clone()
}

/// A figure: its name, what it should be, its value and error in a study.
type Figure = (&'static str, f64, Of);
/// Value and error of a figure.
type Of = fn(&StrategyAnswer) -> (Option<f64>, Option<f64>);

/// In how many of the studies with seeds 1, 2, … the interval of each figure holds what it should be.
fn covered(config: &str, sets: &[&str], figures: &[Figure]) -> BTreeMap<&'static str, u64> {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let part = |thread: u64| {
        let mut hits = vec![0; figures.len()];
        for seed in (1..=STUDIES).filter(|seed| seed % threads == thread) {
            let found = study(config, sets, seed);
            for (hit, (_, truth, of)) in hits.iter_mut().zip(figures) {
                let (value, se) = of(&found);
                // The lattice of returns is exact only up to rounding.
                *hit += u64::from((value.unwrap() - truth).abs() <= Z975 * se.unwrap() + 1e-9);
            }
        }
        hits
    };
    let hits: Vec<Vec<u64>> = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|t| scope.spawn(move || part(t))).collect();
        parts.into_iter().map(|p| p.join().unwrap()).collect()
    });
    let mut covered = BTreeMap::new();
    for (idx, (name, truth, _)) in figures.iter().enumerate() {
        let sum: u64 = hits.iter().map(|h| h[idx]).sum();
        println!("{config} {name:<12} truth {truth:>10.6}: held by {sum} of {STUDIES} intervals");
        covered.insert(*name, sum);
    }
    covered
}

const ROI_MEAN: Of = |a| (a.roi.mean.value, a.roi.mean.se);
const P_LOSS: Of = |a| (a.p_loss.value, a.p_loss.se);
const P_BEST: Of = |a| (a.p_best.value, a.p_best.se);
const ROI_P05: Of = |a| (a.roi.quantiles.p05, a.roi.errors.p05);
const ROI_P50: Of = |a| (a.roi.quantiles.p50, a.roi.errors.p50);
const ROI_P95: Of = |a| (a.roi.quantiles.p95, a.roi.errors.p95);
const NET_P05: Of = |a| (a.net.quantiles.p05, a.net.errors.p05);

// Case A: gamma orders; studies of 20 worlds. Seen to catch: order values cut to whole
// dollars (871).
// P(loss) and P(best) are so far out that most studies see no loss at all. Seen to catch: no error where all worlds
// agree (60 of both).
#[test]
fn the_mean_of_a_mailing_with_gamma_orders_is_covered() {
    let sets = ["study.worlds=20", "study.replications=1"];
    let loss = 0.002_725;
    let figures: [Figure; 3] =
        [("mean", 0.20, ROI_MEAN), ("P(loss)", loss, P_LOSS), ("P(best)", 1.0 - loss, P_BEST)];
    let found = covered("mailing-a.toml", &sets, &figures);
    assert!(BAND.contains(&found["mean"]), "{found:?}");
    for (figure, held) in &found {
        assert!(held >= BAND.start(), "{figure}: {held}");
    }
}

// Case B: fixed orders, so returns lie on a lattice of .041667; studies of 100 worlds × 2 replications.
// Seen to catch: half of the interval of a quantile taken as its error on a lattice too (899 of the median, 907 at 5 %).
#[test]
fn figures_of_a_mailing_with_fixed_orders_are_covered() {
    let p_best = 1.0 - 0.153_360_52 + 0.5 * 0.042_325_46;
    let figures: [Figure; 7] = [
        ("mean", 0.25, ROI_MEAN),
        ("P(loss)", 0.111_035_06, P_LOSS),
        ("P(best)", p_best, P_BEST),
        ("ROI at 5 %", -0.125, ROI_P05),
        ("median ROI", 0.25, ROI_P50),
        ("ROI at 95 %", 0.625, ROI_P95),
        ("net at 5 %", -150.0, NET_P05),
    ];
    let sets = ["study.worlds=100", "study.replications=2"];
    let found = covered("mailing-b.toml", &sets, &figures);
    assert!(BAND.contains(&found["mean"]), "{found:?}");
    for (figure, held) in &found {
        assert!(held >= BAND.start(), "{figure}: {held}");
    }
}

/// `P(k orders of 1000 at .03)`.
fn binomial() -> Vec<f64> {
    let mut p = libm::exp(1000.0 * libm::log(0.97));
    (0..=1000u32)
        .map(|k| {
            let now = p;
            p *= f64::from(1000 - k) / f64::from(k + 1) * 0.03 / 0.97;
            now
        })
        .collect()
}

/// Share of histories with an ROI at or below `roi` where the price is uniform from 25 to 75.
fn share_below(roi: f64, orders: &[f64]) -> f64 {
    let at = |(k, p): (u32, &f64)| {
        let price = if k == 0 { 75.0 } else { 1200.0 * (1.0 + roi) / f64::from(k) };
        p * ((price - 25.0) / 50.0).clamp(0.0, 1.0)
    };
    (0..).zip(orders).map(at).sum()
}

/// The ROI with this share below it, by halving.
fn roi_at(share: f64, orders: &[f64]) -> f64 {
    let (mut low, mut high) = (-1.0, 5.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if share_below(middle, orders) < share { low = middle } else { high = middle }
    }
    low
}

// Case B with a price that nobody knows, uniform from 25 to 75: most of the spread lies between worlds, so replications are
// far from independent. Studies of 100 worlds × 4 replications. Seen to catch: errors by history in place of
// errors by world (708 of the mean, 721 of P(loss), 749 of the median).
#[test]
fn figures_of_a_mailing_whose_price_is_not_known_are_covered() {
    let orders = binomial();
    let loss = share_below(0.0, &orders);
    let figures: [Figure; 6] = [
        ("mean", 0.25, ROI_MEAN),
        ("P(loss)", loss, P_LOSS),
        ("P(best)", 1.0 - loss, P_BEST),
        ("ROI at 5 %", roi_at(0.05, &orders), ROI_P05),
        ("median ROI", roi_at(0.5, &orders), ROI_P50),
        ("ROI at 95 %", roi_at(0.95, &orders), ROI_P95),
    ];
    let sets = ["study.worlds=100", "study.replications=4", "offer.price={ uniform = [25, 75] }"];
    let found = covered("mailing-b.toml", &sets, &figures);
    assert!(BAND.contains(&found["mean"]), "{found:?}");
    for (figure, held) in &found {
        assert!(held >= BAND.start(), "{figure}: {held}");
    }
}

// A against A without luck in common: two studies of the same plan with seeds of their own (V37.2). With luck in common the
// difference is exactly 0: `luck_in_common_makes_two_like_plans_comparable`.
// Seen to catch: errors smaller by √2 (837).
#[test]
fn two_studies_of_one_plan_differ_by_what_their_errors_say() {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let sets = ["study.worlds=100", "study.replications=1"];
    let part = |thread: u64| -> u64 {
        let pairs = (1..=STUDIES).filter(|pair| pair % threads == thread);
        pairs
            .map(|pair| {
                let [a, b] =
                    [0, 1].map(|k| study("mailing-b.toml", &sets, 10_000 + 2 * pair + k).net.mean);
                let (a_se, b_se) = (a.se.unwrap(), b.se.unwrap());
                let away = (a.value.unwrap() - b.value.unwrap()).abs();
                u64::from(away <= Z975 * (a_se * a_se + b_se * b_se).sqrt())
            })
            .sum()
    };
    let covered: u64 = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|t| scope.spawn(move || part(t))).collect();
        parts.into_iter().map(|p| p.join().unwrap()).sum()
    });
    println!("A against A: 0 held by {covered} of {STUDIES} intervals");
    assert!(BAND.contains(&covered), "{covered}");
}
