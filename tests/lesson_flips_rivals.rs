//! The shipped questions in which rivals decide: with the mechanism switched off, the answer is the other one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops by panicking")]

mod support;

use support::{number, run_text};

const FIGHT: &str = include_str!("../configs/lessons/fight-or-widen.toml");
const GAP: &str = include_str!("../configs/lessons/find-the-gap.toml");
const ANSWERED: &str = include_str!("../configs/lessons/if-they-answer.toml");
const SHOUT: &str = include_str!("../configs/lessons/shout-or-be-found.toml");

/// Net of one plan beyond that of another, and its error.
fn ahead(text: &str, set: &str, a: &str, b: &str) -> (f64, f64) {
    let rows = run_text(text, &[set, "study.worlds=40"]).rows("comparison.csv");
    let row = |a: &str, b: &str| {
        rows.iter().find(|r| r["strategy_a"] == a && r["strategy_b"] == b).cloned()
    };
    let (row, sign) = row(a, b).map_or_else(|| (row(b, a).unwrap(), -1.0), |row| (row, 1.0));
    (sign * number(&row, "net_diff_mean"), number(&row, "net_diff_se"))
}

/// Where a need is an order nobody can be persuaded, and the challenger too had better widen the market.
#[test]
fn where_nobody_chooses_there_is_nothing_to_fight_for() {
    let cut = |text: &str, from: &str, until: &str| {
        let (start, end) = (text.find(from).unwrap(), text.find(until).unwrap());
        format!("{}{}", &text[..start], &text[end..])
    };
    let off = cut(FIGHT, "[choice]", "[tactic.why_us]");
    let off = off.replace("persuades = \"0.015 to 0.025\"", "stirs_need = 0");
    let (net, se) = ahead(&off, "study.tail_weeks=0", "widen", "fight");
    println!("without a choice: widen over fight {net:.0}, z {:.1}", net / se);
    assert!(net > 3.0 * se, "{net} ± {se}");
}

/// Where no voice drowns another, a rival may have nine tenths of it, and television wins.
#[test]
fn where_no_voice_drowns_another_shouting_pays_beside_any_rival() {
    for (interference, winner, loser) in [("0", "shout", "be_found"), ("0.5", "be_found", "shout")]
    {
        let set = format!("voice.interference={interference}");
        let (net, se) = ahead(SHOUT, &set, winner, loser);
        println!("{interference}: {winner} over {loser} {net:.0}, z {:.1}", net / se);
        assert!(net > 3.0 * se, "{interference}: {net} ± {se}");
    }
}

/// Where the rival is as strong in one place as in the other there is no gap, and who learns of one when the plan is over cannot go
/// there: the study is worth minus its cost, though the rival is weak in the country in the second case.
#[test]
fn without_a_gap_or_too_late_to_go_there_nobody_studies_the_rival() {
    let even = GAP.replace("attraction_by_segment = { country = -2 }\n", "");
    assert!(even != GAP);
    let late = "strategy.study.rival_analysis.week=52";
    for (text, set) in [(even.as_str(), "study.tail_weeks=0"), (GAP, late)] {
        let (net, se) = ahead(text, set, "start", "study");
        println!("start over study {net:.0} ± {se}");
        assert!((12_000.0..=15_000.0).contains(&net) && se < 1e-6, "{set}: {net} ± {se}");
    }
    let (net, se) = ahead(GAP, "study.tail_weeks=0", "study", "start");
    println!("with a gap: study over start {net:.0}, z {:.1}", net / se);
    assert!(net > 3.0 * se, "{net} ± {se}");
}

/// A rival that answers in full and takes nobody costs nothing: television wins as if nobody answered.
#[test]
fn an_answer_that_takes_nobody_is_no_reason_to_be_quiet() {
    let full = ANSWERED.replace("reacts = 0.5", "reacts = 1");
    let (net, se) = ahead(&full, "rival.leader.takes_per_week=0", "shout", "be_found");
    println!("an answer that takes nobody: shout over be_found {net:.0}, z {:.1}", net / se);
    assert!(net > 3.0 * se, "{net} ± {se}");
}
