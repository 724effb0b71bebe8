//! What more or less money for a tactic brings, as a person reads it in a terminal: a table per tactic.

use crate::analysis::{Answer, ResponseCurve};
use crate::model::Scenario;

use super::lang::{Lang, say};
use super::terminal::aligned;
use super::words::quoted;

/// A table for each tactic that was scaled; nothing where none was.
pub fn response_text(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let mut tactics: Vec<usize> = answer.response.iter().map(|curve| curve.tactic).collect();
    tactics.sort_unstable();
    tactics.dedup();
    let mut out = String::new();
    for tactic in tactics {
        let label = quoted(&scenario.tactics[tactic].label);
        out.push_str(&say!(
            lang,
            "\nThe budget of {label}, scaled:\n",
            "\nNgân sách của {label}, thay đổi theo tỷ lệ:\n"
        ));
        out.push_str(&aligned(&table(lang, scenario, answer, tactic)));
    }
    if !out.is_empty() {
        out.push_str(lang.pick(
            "ROAS: revenue beyond the plan without the tactic ÷ cost beyond it; mROAS: the same beyond the step before. A step pays where its mROAS is above break-even.\n",
            "ROAS: doanh thu thêm so với chiến lược khi không có chiến thuật ÷ chi phí thêm; mROAS: như vậy, so với bước trước. Một bước đáng tiền khi mROAS của nó trên mức hòa vốn.\n",
        ));
    }
    out
}

fn table(lang: Lang, scenario: &Scenario, answer: &Answer, tactic: usize) -> Vec<Vec<String>> {
    let currency = &scenario.market.currency;
    let code = &currency.code;
    let cost = say!(lang, "cost, {code}", "chi phí, {code}");
    let heads = match lang {
        Lang::En => ["", "strategy", "budget", &cost, "ROAS", "mROAS", "break-even"],
        Lang::Vi => ["", "chiến lược", "ngân sách", &cost, "ROAS", "mROAS", "hòa vốn"],
    };
    let mut rows = vec![heads.map(String::from).to_vec()];
    for (place, curve) in ranked(answer).into_iter().filter(|(_, curve)| curve.tactic == tactic) {
        for (idx, step) in curve.steps.iter().enumerate() {
            let name = |text: String| if idx == 0 { text } else { String::new() };
            let breakeven = curve.breakeven.map_or("–".into(), |x| lang.grouped(x, 2));
            rows.push(vec![
                name(place.to_string()),
                name(scenario.strategies[curve.strategy].label.clone()),
                format!("× {}", lang.exact(step.scale)),
                lang.with_error(step.spend, 0, 0),
                lang.with_error(step.roas, 2, 2),
                lang.with_error(step.mroas, 2, 2),
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
