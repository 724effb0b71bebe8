//! The best plan against each other one in the same histories: how far it is ahead, and how surely.

use plotters::style::RGBColor;

use crate::analysis::{Answer, PairAnswer, pair_of};
use crate::model::Scenario;

use super::super::terminal::histories;
use super::super::words::{compact, percent_with_error, quoted, short_interval, short_with_error};
use super::canvas::{Canvas, GREY, PALETTE};
use super::ridges::{self, MOST_ROWS, Ridge, Scale};
use super::weekly::{heading, sample_line};

pub(super) fn draw(canvas: &mut dyn Canvas, scenario: &Scenario, answer: &Answer) {
    let best = answer.ranking[0];
    heading(canvas, &title(scenario, answer), &sample_line(scenario, answer));
    let others = &answer.ranking[1..];
    let shown = &others[..others.len().min(MOST_ROWS)];
    let rows: Vec<Ridge> = (2..)
        .zip(shown)
        .filter_map(|(place, &s)| {
            let name = format!("over {place}  {}", scenario.strategies[s].label);
            Some(row(scenario, answer, name, &pair_of(&answer.pairs, best, s)?))
        })
        .collect();
    let currency = &scenario.market.currency.code;
    let name = format!(
        "net of {} less net of the other, {currency}, same luck",
        quoted(&scenario.strategies[best].label)
    );
    let scale = Scale { name: &name, zero: "no difference", tick: &compact };
    let more = match others.len() - shown.len() {
        0 => String::new(),
        hidden => format!("; {hidden} more strategies in comparison.csv"),
    };
    ridges::draw(canvas, &rows, &scale, &more);
}

fn row(scenario: &Scenario, answer: &Answer, name: String, pair: &PairAnswer) -> Ridge {
    let net = |s: usize| answer.strategies[s].money.iter().map(|m| m.net_discounted);
    let difference = pair.net_diff;
    let interval = match (difference.p05, difference.p95) {
        (Some(low), Some(high)) => short_interval(low, high, difference.mean.se),
        _ => String::new(),
    };
    let digits = i32::try_from(scenario.market.currency.digits).unwrap_or(2);
    Ridge {
        name,
        color: color_of(answer, pair.b),
        values: net(pair.a).zip(net(pair.b)).map(|(a, b)| a - b).collect(),
        mean: difference.mean.value,
        figures: [
            format!("ahead by {}", short_with_error(difference.mean, digits)),
            interval,
            format!("better in {}", percent_with_error(pair.p_better)),
        ],
        empty: "no histories",
    }
}

/// The colour that a strategy has in the other charts; the baseline, which is in none of them, is grey.
fn color_of(answer: &Answer, s: usize) -> RGBColor {
    let mut ranked = answer.ranking.iter().filter(|&&r| r != answer.baseline);
    ranked.position(|&r| r == s).map_or(GREY, |rank| PALETTE[rank % PALETTE.len()])
}

fn title(scenario: &Scenario, answer: &Answer) -> String {
    let (best, next) = (answer.ranking[0], answer.ranking[1]);
    let name = |s: usize| quoted(&scenario.strategies[s].label);
    let Some(pair) = pair_of(&answer.pairs, best, next) else { return name(best) };
    let currency = &scenario.market.currency;
    let digits = i32::try_from(currency.digits).unwrap_or(2);
    let ahead = short_with_error(pair.net_diff.mean, digits);
    let open = answer.unsettled.iter().any(|u| (u.better, u.worse) == (best, next));
    if open {
        return format!(
            "{} and {} are not settled with {}: ahead by {ahead} {}",
            name(best),
            name(next),
            histories(answer),
            currency.code,
        );
    }
    format!(
        "{} is {ahead} {} ahead of {} and better in {} of histories",
        name(best),
        currency.code,
        name(next),
        percent_with_error(pair.p_better),
    )
}
