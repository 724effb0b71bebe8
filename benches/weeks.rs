//! Customer-weeks per second of one core, for the scenarios that a user waits for. `cargo bench` prints a row each.
#![allow(
    clippy::cast_precision_loss,
    clippy::panic,
    reason = "a bench: figures of a few digits, and it may stop"
)]

use headwater::config::{Source, load};
use headwater::engine::{Engine, Isa, Serial, draw_world};
use headwater::model::Scenario;

#[path = "../tests/twin/mod.rs"]
mod twin;

fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

fn scenario(path: &str) -> Scenario {
    let text = std::fs::read(path).expect("the config is in the repository");
    parse(Source { name: path.into(), text })
}

fn parse(source: Source) -> Scenario {
    load(&source, &[])
        .map(|l| l.scenario)
        .unwrap_or_else(|problems| panic!("{}", headwater::config::render_all(&problems, false)))
}

/// All strategies of a few (world, replication) pairs on one core.
fn live(scenario: &Scenario, isa: Isa, pairs: u32) -> f64 {
    let weeks = f64::from(scenario.horizon.total_weeks()) * scenario.n_customers() as f64;
    let started = cpu_seconds();
    for world_idx in 0..pairs {
        let world = draw_world(scenario, world_idx);
        let engine = Engine::new(scenario, &world, world_idx, isa);
        let traits = engine.traits(0, &Serial);
        for strategy in 0..scenario.strategies.len() {
            let done = engine.history(&traits, strategy, None, &Serial, &mut |_, _| {});
            std::hint::black_box(done.is_some());
        }
    }
    let histories = f64::from(pairs) * scenario.strategies.len() as f64;
    weeks * histories / (cpu_seconds() - started) / 1e6
}

/// One history of the slow twin of the tests, on one core.
fn live_twin(scenario: &Scenario) -> f64 {
    let world = draw_world(scenario, 0);
    let started = cpu_seconds();
    let mut twin = twin::Twin::new(scenario, &world, 0, 0, scenario.strategies.len() - 1);
    for _ in 0..scenario.horizon.total_weeks() {
        twin.live_week();
    }
    std::hint::black_box(&twin.segments);
    let weeks = f64::from(scenario.horizon.total_weeks()) * scenario.n_customers() as f64;
    weeks / (cpu_seconds() - started) / 1e6
}

fn row(name: &str, isa: &str, mut rates: Vec<f64>) {
    rates.sort_by(f64::total_cmp);
    let (low, mid, high) = (rates[0], rates[rates.len() / 2], rates[rates.len() - 1]);
    println!("{name:<32} {isa:<9} {mid:>8.1}  ({low:.1} … {high:.1})");
}

fn main() {
    println!(
        "million customer-weeks per second of one core (CPU time): median (lowest … highest) of 7"
    );
    let yardstick = |mut w1: Scenario| {
        w1.strategies.retain(|s| s.id == "all");
        w1.baseline = 0;
        w1
    };
    let w1 = yardstick(scenario("configs/bench/w1.toml"));
    let talking = yardstick(scenario("configs/bench/w1-word-of-mouth.toml"));
    // The same where ten acquaintances are looked at in place of everybody.
    let small_world = {
        let text = std::fs::read_to_string("configs/bench/w1-word-of-mouth.toml")
            .expect("the config is in the repository");
        let network = "moves = { stranger = 0.5 }\nnetwork = { watts_strogatz = { links = 10, rewired_share = 0.1 } }";
        let text = text.replace("moves = { stranger = 0.5 }", network).into_bytes();
        yardstick(parse(Source { name: "w1, small world".into(), text }))
    };
    let quickstart = scenario("configs/quickstart.toml");
    for name in ["avx512", "avx2", "baseline"] {
        let Some(isa) = Isa::named(name) else { continue };
        for (label, scenario, pairs) in [
            ("quickstart", &quickstart, 10),
            ("w1", &w1, 1),
            ("w1, word of mouth", &talking, 1),
            ("w1, word of mouth, small world", &small_world, 1),
        ] {
            live(scenario, isa, 1);
            row(label, name, (0..7).map(|_| live(scenario, isa, pairs)).collect());
        }
    }
    row("w1, the slow twin of the tests", "f64", (0..7).map(|_| live_twin(&w1)).collect());
}
