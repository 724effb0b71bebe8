//! The shipped question in which pacing decides: its answer flips with the named number, within the range in which nobody
//! has measured it.
#![allow(clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use support::{number, run};

/// Net of a plan and its error.
fn net(sets: &[&str], strategy: &str) -> (f64, f64) {
    let rows = run("configs/lessons/early-or-earned.toml", sets).rows("summary.csv");
    let row = rows.iter().find(|r| r["strategy"] == strategy).unwrap();
    (number(row, "net_mean"), number(row, "net_se"))
}

/// Seen to catch: asks that keep their force however early they come (the eager plan then wins at 1 as well).
#[test]
fn asking_at_once_wins_where_skipped_levels_cost_little_and_loses_where_they_cost_much() {
    for (loss, winner, loser) in [("0.3", "eager", "patient"), ("1", "patient", "eager")] {
        let set = format!("pacing.acceptance_loss_per_level={loss}");
        let sets = [set.as_str(), "study.worlds=40"];
        let ((won, won_se), (lost, lost_se)) = (net(&sets, winner), net(&sets, loser));
        let z = (won - lost) / f64::sqrt(won_se * won_se + lost_se * lost_se);
        println!("{loss} a level: {winner} {won:.0} against {loser} {lost:.0}, z {z:.0}");
        assert!(z > 3.0, "{loss}: z {z}");
    }
}

/// Where skipped levels cost all of an ask's force, trust decides: with none (steepness 0) the eager plan wins by the weeks
/// it gains, with steepness 3 the patient one by what its letters earned.
#[test]
fn trust_turns_the_answer_round_where_skipped_levels_cost_much() {
    for (steepness, winner, loser) in [("0", "eager", "patient"), ("3", "patient", "eager")] {
        let set = format!("trust.steepness={steepness}");
        let sets = ["pacing.acceptance_loss_per_level=1", &set, "study.worlds=40"];
        let ((won, won_se), (lost, lost_se)) = (net(&sets, winner), net(&sets, loser));
        let z = (won - lost) / f64::sqrt(won_se * won_se + lost_se * lost_se);
        println!("steepness {steepness}: {winner} {won:.0} against {loser} {lost:.0}, z {z:.0}");
        assert!(z > 3.0, "{steepness}: z {z}");
    }
}

/// Annoyance decides where skipped levels cost something and annoy: with annoyance that drives nobody away the eager plan
/// wins, with an opt-out hazard that grows by e^2 for each unit of it the patient one.
#[test]
fn annoyance_turns_the_answer_round_where_skipped_levels_annoy() {
    for (per_unit, winner, loser) in [("0", "eager", "patient"), ("2", "patient", "eager")] {
        let set = format!("annoyance.opt_out_per_unit={per_unit}");
        let sets = ["pacing.annoyance_per_level=0.5", &set];
        let ((won, won_se), (lost, lost_se)) = (net(&sets, winner), net(&sets, loser));
        let z = (won - lost) / f64::sqrt(won_se * won_se + lost_se * lost_se);
        println!("{per_unit} a unit: {winner} {won:.0} against {loser} {lost:.0}, z {z:.0}");
        assert!(z > 3.0, "{per_unit}: z {z}");
    }
}

/// Where a message costs 500 to write, false details decide whether writing pays at all: with none the eager plan earns,
/// with three in ten it loses.
#[test]
fn false_details_turn_round_whether_writing_pays() {
    for (share, pays) in [("0", true), ("0.3", false)] {
        let set = format!("journey.subscribed.false_details_share={share}");
        let sets = [
            "pacing.acceptance_loss_per_level=1",
            "tactic.offer.reach.direct.cost_per_issue=500",
            "strategy.eager.weekly_budget={ offer = 1000 }",
            &set,
            "study.worlds=40",
        ];
        let (net, se) = net(&sets, "eager");
        println!("{share} false: {net:.0}, z {:.0}", net / se);
        assert!(if pays { net > 3.0 * se } else { net < -3.0 * se }, "{share}: {net} ± {se}");
    }
}

/// Where offers come three times a week, pressure decides: if the second and third cost no more permission than the first the
/// eager plan wins, if each costs three times as much more the patient one, who sends them for ten weeks only.
#[test]
fn pressure_turns_the_answer_round_where_offers_come_often() {
    for (extra, winner, loser) in [("0", "eager", "patient"), ("3", "patient", "eager")] {
        let set =
            format!("pressure={{ tolerated_per_week = 1, opt_out_per_extra_contact = {extra} }}");
        let sets = [
            "tactic.offer.reach.direct.sends_per_week=3",
            "pacing.acceptance_loss_per_level=0.7",
            &set,
            "study.worlds=40",
        ];
        let ((won, won_se), (lost, lost_se)) = (net(&sets, winner), net(&sets, loser));
        let z = (won - lost) / f64::sqrt(won_se * won_se + lost_se * lost_se);
        println!("{extra} more: {winner} {won:.0} against {loser} {lost:.0}, z {z:.0}");
        assert!(z > 3.0, "{extra}: z {z}");
    }
}

/// Leaving the steps out loses to taking them quickly at either end of the number by which the paces of the steps trade places.
#[test]
fn leaving_steps_out_loses_to_taking_them_quickly() {
    for per_level in ["0.5", "2"] {
        let set = format!("pacing.opt_out_per_level={per_level}");
        let sets = [set.as_str(), "study.worlds=40"];
        let rows = run("configs/lessons/speed-without-skipping.toml", &sets).rows("comparison.csv");
        let row = rows.iter().find(|r| r["strategy_a"] == "quick" && r["strategy_b"] == "skip");
        let row = row.unwrap();
        let z = number(row, "net_diff_mean") / number(row, "net_diff_se");
        println!("{per_level}: z {z:.1}");
        assert!(z > 3.0, "{per_level}: z {z}");
    }
}
