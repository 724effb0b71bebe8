//! Wear-in and wear-out (MODEL.md section 4): as a recursion says, and what must hold whatever the numbers are.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use headwater::config::{Source, load, render_all};
use headwater::engine::{Engine, Isa, Population, Serial, draw_world};
use support::{Run, check, check_size, number, run, run_text};

const TEXTBOOK: &str = "configs/textbook/wear.toml";

/// Customers at a stage at the end of each week, week 0 first.
fn at_stage(done: &Run, strategy: &str, stage: &str) -> Vec<f64> {
    let rows = done.rows("journey.csv");
    let of = rows.iter().filter(|r| r["strategy"] == strategy && r["stage"] == stage);
    of.map(|r| number(r, "customers")).collect()
}

/// With the recursion broken in turn it was seen to part from the run: the last of the week's three contacts in place of the
/// middle one (z 18), no wear-in (z 64), force after saturation in place of before (z 126), the week before (z 145), wear-out from
/// the first contact (z 315). Seen to catch, in the engine: the last of the three, z -21 in week 1.
#[test]
fn people_move_as_the_recursion_of_a_worn_message_says() {
    let done = run(TEXTBOOK, &[]);
    let found = ["subscribed", "converted", "excited"].map(|s| at_stage(&done, "mails", s));
    let everybody: f64 = found.iter().map(|weeks| weeks[0]).sum();
    let (mut shares, mut stock) = ([1.0, 0.0, 0.0], 0.0);
    for week in 1..=20u32 {
        let n = f64::from(3 * week - 1);
        let force = (1.0 - libm::exp(-n / 4.0)) * libm::exp(-f64::max(0.0, n - 12.0) / 9.0);
        stock = 3.0 * force + 0.4 * stock;
        let response = 6.0 * stock / (stock + 5.0);
        let first = 1.0 - libm::exp(-(0.01 + 0.02 * response));
        let second = 1.0 - libm::exp(-0.04 * response);
        let [a, b, c] = shares;
        shares = [a * (1.0 - first), b * (1.0 - second) + a * first, c + b * second];
        for ((weeks, share), stage) in found.iter().zip(shares).zip(["first", "second", "third"]) {
            if share == 0.0 {
                assert!(weeks[week as usize] == 0.0, "two stages in the first week");
                continue;
            }
            let se = f64::sqrt(share * (1.0 - share) / (everybody * 20.0));
            let case = format!("week {week}, {stage} stage");
            check(&case, share, weeks[week as usize] / everybody, se);
            if share > 0.1 {
                check_size(&case, share, se, 0.02);
            }
        }
    }
}

const MANY: &str = r#"title = "Wear"

[study]
weeks = 20
tail_weeks = 6
worlds = 3
seed = 5
baseline = "none"

[market]
customers = 3_000
currency = "USD"

[segment.a]
share = 0.5
needs_per_year = 6
lapse_per_week = 0.3
affinity = { tv = { each = { uniform = [0.2, 2.0] } } }
starts = { stranger = 0.6, aware = 0.4 }

[segment.b]
share = 0.5
needs_per_year = 12
lapse_per_week = 0.3
starts = { stranger = 0.5, subscribed = 0.5 }

[offer]
price = 20
unit_cost = 8
buys_from = "excited"

[tactic.mail]
reach = { direct = { cost_per_send = 0.01, sends_per_week = 2 } }
says = "nurture"
adstock_per_week = 0.5
saturation = { half_saturation = 3, hill_exponent = 1.5 }
moves = { subscribed = 0.05, converted = 0.1 }
#mail

[tactic.tv]
reach = { broadcast = { cost_per_thousand = 10 } }
says = "brand"
adstock_per_week = "0.3 to 0.7"
stirs_need = 0.1
moves = { stranger = 0.05, aware = 0.05, engaged = 0.05 }
#tv

[strategy.none]

[strategy.both]
weekly_budget = { mail = 60, tv = 60 }
"#;

fn with(mail: &str, tv: &str) -> String {
    MANY.replace("#mail", mail).replace("#tv", tv)
}

/// Whatever does nothing is the same as its absence, to the byte. Seen to catch: a message that wears out without `out`.
#[test]
fn wear_at_its_neutral_values_is_the_same_as_an_absent_table() {
    let tables = ["roi.csv", "journey.csv", "customers.csv", "tactics.csv"];
    let bytes = |mail: &str, tv: &str| {
        let done = run_text(&with(mail, tv), &[]);
        tables.map(|t| std::fs::read(done.folder().join(t)).unwrap())
    };
    let absent = bytes("", "");
    let at_once = "wear = { in_contacts = 0.000001 }";
    let never = "wear = { out = { after_contacts = 1_000_000, decay_contacts = 5 } }";
    assert!(bytes(at_once, never) == absent);
    assert!(bytes(never, at_once) == absent);
    assert!(bytes("wear = { in_contacts = 2 }", never) != absent);
    let soon = "wear = { out = { after_contacts = 3, decay_contacts = 5 } }";
    assert!(bytes(at_once, soon) != absent);
}

/// With the same luck nobody is ever further on because a message wears out faster or wears in more slowly: not in any week, of
/// any world, with any curve behind it. Seen to catch: a force that grows with wear-out.
#[test]
fn a_message_that_wears_faster_brings_nobody_further() {
    let wear = |n_in: f64, decay: f64| {
        format!(
            "wear = {{ in_contacts = {n_in}, out = {{ after_contacts = 4, decay_contacts = {decay} }} }}"
        )
    };
    // from the most worn to the least
    let curves = [(3.0, 2.0), (3.0, 8.0), (1.0, 8.0), (1.0, 1e6), (1e-6, 1e6)];
    for world_idx in 0..3 {
        let mut before: Option<Vec<u8>> = None;
        for (n_in, decay) in curves {
            let text = with(&wear(n_in, decay), &wear(n_in, decay));
            let loaded = load(&Source { name: "wear.toml".into(), text: text.into() }, &[]);
            let scenario = loaded.unwrap_or_else(|p| panic!("{}", render_all(&p, false))).scenario;
            let world = draw_world(&scenario, world_idx);
            let engine = Engine::new(&scenario, &world, world_idx, Isa::detect());
            let traits = engine.traits(0, &Serial);
            let mut stages = Vec::new();
            let mut watch = |_: u32, population: &Population| {
                let all = population.shards().iter().flat_map(|s| s.stages().iter().copied());
                stages.extend(all.map(|stage| stage.min(5)));
            };
            let both = scenario.strategies.iter().position(|s| s.id == "both").unwrap();
            engine.history(&traits, both, None, &Serial, &mut watch).unwrap();
            let sum = |stages: &[u8]| stages.iter().map(|s| u64::from(*s)).sum::<u64>();
            if let Some(before) = &before {
                let ahead = stages.iter().zip(before).filter(|(less, more)| less < more).count();
                assert!(ahead == 0, "{n_in} {decay}: {ahead} are further with more wear");
                assert!(sum(&stages) > sum(before), "{n_in} {decay}");
            }
            before = Some(stages);
        }
    }
}
