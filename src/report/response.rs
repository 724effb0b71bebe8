//! What more or less money for a tactic brings, as a person reads it in a terminal: a table per tactic.

use crate::analysis::{Answer, ResponseCurve};
use crate::model::Scenario;

use super::terminal::aligned;
use super::words::{grouped, quoted, with_error};

/// A table for each tactic that was scaled; nothing where none was.
pub fn response_text(scenario: &Scenario, answer: &Answer) -> String {
    let mut tactics: Vec<usize> = answer.response.iter().map(|curve| curve.tactic).collect();
    tactics.sort_unstable();
    tactics.dedup();
    let mut out = String::new();
    for tactic in tactics {
        let label = quoted(&scenario.tactics[tactic].label);
        out.push_str(&format!("\nThe budget of {label}, scaled:\n"));
        out.push_str(&aligned(&table(scenario, answer, tactic)));
    }
    if !out.is_empty() {
        out.push_str(
            "ROAS: revenue beyond the plan without the tactic ÷ cost beyond it; mROAS: the same beyond the step before. A step pays where its mROAS is above break-even.\n",
        );
    }
    out
}

fn table(scenario: &Scenario, answer: &Answer, tactic: usize) -> Vec<Vec<String>> {
    let currency = &scenario.market.currency;
    let cost = format!("cost, {}", currency.code);
    let heads = ["", "strategy", "budget", &cost, "ROAS", "mROAS", "break-even"];
    let mut rows = vec![heads.map(String::from).to_vec()];
    for (place, curve) in ranked(answer).into_iter().filter(|(_, curve)| curve.tactic == tactic) {
        for (idx, step) in curve.steps.iter().enumerate() {
            let name = |text: String| if idx == 0 { text } else { String::new() };
            let breakeven = curve.breakeven.map_or("–".into(), |x| grouped(x, 2));
            rows.push(vec![
                name(place.to_string()),
                name(scenario.strategies[curve.strategy].label.clone()),
                format!("× {}", step.scale),
                with_error(step.spend, 0, 0),
                with_error(step.roas, 2, 2),
                with_error(step.mroas, 2, 2),
                if idx == 0 { "–".into() } else { breakeven },
            ]);
        }
    }
    rows
}

/// The curves by place of their strategy in the ranking, with that place.
pub(super) fn ranked(answer: &Answer) -> Vec<(usize, &ResponseCurve)> {
    let curves_of = |s: usize| answer.response.iter().filter(move |curve| curve.strategy == s);
    let places = (1..).zip(&answer.ranking);
    places.flat_map(|(place, &s)| curves_of(s).map(move |curve| (place, curve))).collect()
}
