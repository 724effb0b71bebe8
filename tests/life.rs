//! The life that `trace` tells is the one that was lived: the lives of all customers add up to the history.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test may stop at the first surprise; its numbers are small"
)]

use headwater::config::{Override, Source, load};
use headwater::engine::{Engine, Isa, Life, Outcome, Serial, draw_world, held};
use headwater::model::{Scenario, Stage};

fn scenario(path: &str, sets: &[&str]) -> Scenario {
    let text = std::fs::read(path).unwrap();
    let sets: Vec<Override> = sets.iter().map(|s| Override::parse(s).unwrap()).collect();
    let loaded = load(&Source { name: path.into(), text }, &sets);
    loaded.unwrap_or_else(|p| panic!("{}", headwater::config::render_all(&p, false))).scenario
}

/// A history, and the lives of all its customers.
fn lives(scenario: &Scenario, strategy: usize) -> (Outcome, Vec<Life>) {
    let world = draw_world(scenario, 2);
    let engine = Engine::new(scenario, &world, 2, Isa::detect());
    let traits = engine.traits(1, &Serial);
    let (outcome, _) = engine.history(&traits, strategy, None, &Serial, &mut |_, _| {}).unwrap();
    let mut lives = Vec::new();
    for (s, segment) in scenario.segments.iter().enumerate() {
        for number in 0..segment.n_customers {
            lives.push(engine.life(&traits, strategy, s, number).unwrap());
        }
        assert!(engine.life(&traits, strategy, s, segment.n_customers).is_none());
    }
    (outcome, lives)
}

fn sum(lives: &[Life], of: impl Fn(&headwater::engine::LifeWeek) -> u64) -> u64 {
    lives.iter().flat_map(|life| &life.weeks).map(of).sum()
}

/// Everything that a history counts is the sum over its customers' lives. Seen to fail: a customer left in the shard that
/// lives without her (needs), her stock not carried over (contacts), the week's state taken before it (stages).
fn add_up(scenario: &Scenario, strategy: usize, with_needs: bool) -> Outcome {
    let (outcome, lives) = lives(scenario, strategy);
    assert_eq!(lives.len() as u64, scenario.n_customers());
    for (t, row) in outcome.tactics.iter().enumerate() {
        assert_eq!(sum(&lives, |w| w.contacts[t].into()), row.contacts, "contacts of {t}");
        assert_eq!(sum(&lives, |w| w.counted.moves_caused[t]), row.moves_caused, "moves by {t}");
    }
    for (idx, stages) in outcome.journey.iter().enumerate().skip(1) {
        for (s, row) in stages.iter().enumerate() {
            let week = |life: &Life| life.weeks[idx - 1].clone();
            let there = lives.iter().filter(|l| held(&week(l).held, "stage", None) == s as f64);
            assert_eq!(there.count() as u64, row.customers, "week {idx}, stage {s}");
            let count = |of: fn(&headwater::engine::Counted) -> &[u64; 10]| -> u64 {
                lives.iter().map(|l| of(&week(l).counted)[s]).sum()
            };
            assert_eq!(count(|c| &c.forward), row.forward, "week {idx}, forward from {s}");
            assert_eq!(count(|c| &c.back), row.back, "week {idx}, back from {s}");
            assert_eq!(count(|c| &c.exit), row.exit, "week {idx}, exit from {s}");
        }
    }
    let orders: u64 = outcome.weeks.iter().map(|w| w.orders).sum();
    let last = |life: &Life, name| held(&life.weeks.last().unwrap().held, name, None);
    assert_eq!(lives.iter().map(|l| last(l, "orders")).sum::<f64>() as u64, orders);
    if with_needs {
        let needs = outcome.needs;
        assert!(needs.met > 0 && needs.lapsed > 0, "the case has all kinds of needs: {needs:?}");
        assert_eq!(sum(&lives, |w| w.counted.needs.arrived), needs.arrived);
        assert_eq!(sum(&lives, |w| w.counted.needs.met), needs.met);
        assert_eq!(sum(&lives, |w| w.counted.needs.lapsed), needs.lapsed);
        assert_eq!(sum(&lives, |w| w.counted.needs.rivals), needs.rivals);
        assert_eq!(sum(&lives, |w| w.counted.needs.refused), needs.refused);
        assert_eq!(sum(&lives, |w| w.counted.needs.void), needs.void);
        assert_eq!(lives.iter().map(|l| last(l, "open")).sum::<f64>() as u64, needs.open);
    }
    outcome
}

#[test]
fn lives_of_a_market_with_needs_and_media_add_up_to_its_history() {
    let sets = ["market.customers=150", "study.weeks=30", "study.tail_weeks=4"];
    let few = scenario("configs/quickstart.toml", &sets);
    let both = few.strategies.iter().position(|s| s.id == "both").unwrap();
    let outcome = add_up(&few, both, true);
    assert!(outcome.tactics.iter().all(|t| t.contacts > 0), "{:?}", outcome.tactics);
}

#[test]
fn lives_of_a_pure_journey_add_up_to_its_history() {
    let few = scenario("configs/textbook/journey.toml", &["market.customers=150"]);
    add_up(&few, 0, false);
}

#[test]
fn lives_beside_rivals_add_up_to_their_history() {
    let few = scenario("tests/twin/rivals.toml", &["market.customers=120"]);
    let all = few.strategies.iter().position(|s| s.id == "all").unwrap();
    let outcome = add_up(&few, all, true);
    assert!(outcome.needs.rivals > 0 && outcome.needs.refused > 0, "{:?}", outcome.needs);
    assert!(outcome.tactics.iter().all(|t| t.contacts > 0), "{:?}", outcome.tactics);
}

#[test]
fn lives_under_contract_add_up_to_their_history() {
    let few = scenario("configs/textbook/renewals.toml", &["market.customers=60"]);
    let outcome = add_up(&few, 0, false);
    assert!(outcome.weeks.iter().map(|w| w.orders).sum::<u64>() > 0, "somebody renews");
}

#[test]
fn lives_of_people_who_trust_or_tire_add_up_to_their_history() {
    let sets = ["market.customers=200"];
    let few = scenario("tests/twin/minds.toml", &sets);
    let strategy = few.strategies.len() - 1;
    let outcome = add_up(&few, strategy, true);
    let (_, lives) = lives(&few, strategy);
    let out = |columns: &[headwater::engine::Held]| {
        columns.iter().filter(|h| h.name == "opted_out").map(|h| h.value).sum::<f64>()
    };
    let told: f64 = lives.iter().map(|l| out(&l.weeks.last().unwrap().held)).sum();
    let opted_out: u64 = outcome.weeks.iter().map(|w| w.opt_outs).sum();
    assert!(opted_out > 0 && told > 0.0, "{opted_out} {told}");
}

/// A rumour moves strangers and nothing else does; with a hazard of their own it is a part of them. `trace` says so of one.
///
/// Seen to catch: every move forward told as talk; what the shard has counted so far taken for hers (410 670 for 115).
#[test]
fn lives_moved_by_talk_are_told_so() {
    let sets = [
        "market.customers=300",
        "study.weeks=20",
        "study.replications=2",
        "segment.others.share=0.9",
        "segment.seeds.share=0.1",
    ];
    let of = |sets: &[&str]| {
        let few = scenario("configs/textbook/cascade.toml", sets);
        let outcome = add_up(&few, 0, false);
        let left: u64 = outcome.journey.iter().map(|week| week[0].forward).sum();
        (left, lives(&few, 0).1)
    };
    let (left, told) = of(&sets);
    assert!(left > 30, "the rumour spreads: {left}");
    assert_eq!(sum(&told, |w| w.counted.moves_by_talk), left);
    let moved = |life: &Life| life.weeks.iter().any(|w| w.counted.moves_by_talk > 0);
    let trace = |number: usize, sets: &[&str], lang: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_headwater"));
        command.args(["trace", "configs/textbook/cascade.toml", "--world", "3"]);
        command.args(["--replication", "2", "--customer", &format!("others.{number}")]);
        command.args(["--lang", lang]);
        for set in sets {
            command.args(["--set", set]);
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let told_by_talk = "stranger → aware: by word of mouth";
    let number = told.iter().position(moved).unwrap();
    assert!(trace(number, &sets, "en").contains(told_by_talk), "{}", trace(number, &sets, "en"));
    assert!(trace(number, &sets, "vi").contains("nhờ truyền miệng"));

    let own = [&sets[..], &["journey.stranger.forward_per_week=0.1"]].concat();
    let (left, told) = of(&own);
    let by_talk = sum(&told, |w| w.counted.moves_by_talk);
    assert!(0 < by_talk && by_talk < left, "{by_talk} of {left}");
    let alone = |life: &Life| life.weeks.iter().any(|w| w.counted.forward[0] > 0) && !moved(life);
    let number = told.iter().position(alone).unwrap();
    let text = trace(number, &own, "en");
    assert!(
        text.contains("stranger → aware: by herself") && !text.contains(told_by_talk),
        "{text}"
    );
}

#[test]
fn lives_of_people_who_buy_ahead_add_up_to_their_history() {
    let few = scenario("tests/twin/promotions.toml", &["market.customers=200"]);
    for strategy in 1..3 {
        let outcome = add_up(&few, strategy, true);
        let (_, lives) = lives(&few, strategy);
        let used: u64 = outcome.weeks.iter().map(|w| w.used_at_home).sum();
        assert!(used > 0);
        assert_eq!(sum(&lives, |w| w.counted.used_at_home), used);
        for (idx, week) in outcome.weeks.iter().enumerate() {
            let at_home = |l: &Life| held(&l.weeks[idx].held, "home_stock", None) as u64;
            assert_eq!(lives.iter().map(at_home).sum::<u64>(), week.home_stock, "week {idx}");
        }
        let buyers = lives.iter().filter(|l| held(&l.traits, "deal_buyer", None) > 0.0);
        assert!((20..180).contains(&buyers.count()));
    }
}

/// Where a message wears, contacts are told by the column that counts them, not by the stock. Seen to catch: by
/// the stock.
#[test]
fn lives_with_messages_that_wear_add_up_to_their_history() {
    let few = scenario("tests/twin/wear.toml", &["market.customers=200"]);
    for strategy in 1..3 {
        add_up(&few, strategy, true);
    }
}

#[test]
fn following_somebody_changes_nothing() {
    let few = scenario("configs/quickstart.toml", &["market.customers=100", "study.weeks=12"]);
    let world = draw_world(&few, 0);
    let engine = Engine::new(&few, &world, 0, Isa::detect());
    let traits = engine.traits(0, &Serial);
    let mut stages = Vec::new();
    let watch = &mut |_: u32, p: &headwater::engine::Population| {
        stages.push(p.shards()[0].stages()[7]);
    };
    engine.history(&traits, 1, None, &Serial, watch).unwrap();
    let life = engine.life(&traits, 1, 0, 7).unwrap();
    let told: Vec<u8> = std::iter::once(&life.start)
        .chain(life.weeks.iter().map(|w| &w.held))
        .map(|columns| held(columns, "stage", None) as u8)
        .collect();
    assert_eq!(told, stages);
    assert!(told.iter().all(|&s| usize::from(s) < Stage::ALL.len()));
}
