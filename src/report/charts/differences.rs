//! The best plan against each other one in the same histories: how far it is ahead, and how surely.

use plotters::style::RGBColor;

use crate::analysis::{Answer, PairAnswer, pair_of};
use crate::model::Scenario;

use super::super::lang::{Lang, say};
use super::super::terminal::histories;
use super::super::words::quoted;
use super::canvas::{Canvas, GREY, PALETTE};
use super::ridges::{self, MOST_ROWS, Ridge, Scale};
use super::weekly::{heading, more_strategies, sample_line};

pub(super) fn draw(canvas: &mut dyn Canvas, lang: Lang, scenario: &Scenario, answer: &Answer) {
    let best = answer.ranking[0];
    heading(canvas, &title(lang, scenario, answer), &sample_line(lang, scenario, answer));
    let others = &answer.ranking[1..];
    let shown = &others[..others.len().min(MOST_ROWS)];
    let rows: Vec<Ridge> = (2..)
        .zip(shown)
        .filter_map(|(place, &s)| {
            let label = &scenario.strategies[s].label;
            let name = say!(lang, "over {place}  {label}", "so với {place}  {label}");
            Some(row(lang, scenario, answer, name, &pair_of(&answer.pairs, best, s)?))
        })
        .collect();
    let currency = &scenario.market.currency.code;
    let label = quoted(&scenario.strategies[best].label);
    let name = say!(
        lang,
        "net of {label} less net of the other, {currency}, same luck",
        "lãi góp ròng của {label} trừ của chiến lược kia, {currency}, cùng may rủi"
    );
    let zero = lang.pick("no difference", "không chênh lệch");
    let scale = Scale { name: &name, zero, ticks: &|ticks| lang.axis(ticks) };
    let more = more_strategies(lang, others.len() - shown.len(), "comparison.csv");
    ridges::draw(canvas, lang, &rows, &scale, &more);
}

fn row(lang: Lang, scenario: &Scenario, answer: &Answer, name: String, pair: &PairAnswer) -> Ridge {
    let net = |s: usize| answer.strategies[s].money.iter().map(|m| m.net_discounted);
    let difference = pair.net_diff;
    let interval = match (difference.p05, difference.p95) {
        (Some(low), Some(high)) => lang.short_interval(low, high, difference.mean.se),
        _ => String::new(),
    };
    let digits = i32::try_from(scenario.market.currency.digits).unwrap_or(2);
    let ahead = lang.short_with_error(difference.mean, digits);
    let better = lang.probability(pair.p_better);
    Ridge {
        name,
        color: color_of(answer, pair.b),
        values: net(pair.a).zip(net(pair.b)).map(|(a, b)| a - b).collect(),
        mean: difference.mean.value,
        figures: [
            say!(lang, "ahead by {ahead}", "hơn {ahead}"),
            interval,
            say!(lang, "better in {better}", "tốt hơn trong {better}"),
        ],
        empty: lang.pick("no histories", "không có lần mô phỏng nào"),
    }
}

/// The colour that a strategy has in the other charts; the baseline, which is in none of them, is grey.
fn color_of(answer: &Answer, s: usize) -> RGBColor {
    let mut ranked = answer.ranking.iter().filter(|&&r| r != answer.baseline);
    ranked.position(|&r| r == s).map_or(GREY, |rank| PALETTE[rank % PALETTE.len()])
}

fn title(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let (best, next) = (answer.ranking[0], answer.ranking[1]);
    let name = |s: usize| quoted(&scenario.strategies[s].label);
    let Some(pair) = pair_of(&answer.pairs, best, next) else { return name(best) };
    let currency = &scenario.market.currency;
    let digits = i32::try_from(currency.digits).unwrap_or(2);
    let ahead = lang.short_with_error(pair.net_diff.mean, digits);
    let (first, second, code) = (name(best), name(next), &currency.code);
    let open = answer.unsettled.iter().any(|u| (u.better, u.worse) == (best, next));
    if open {
        let size = histories(lang, answer);
        return say!(
            lang,
            "{first} and {second} are not settled with {size}: ahead by {ahead} {code}",
            "{first} và {second} chưa ngã ngũ với {size}: hơn {ahead} {code}"
        );
    }
    if !scenario.sells_anything() {
        return say!(
            lang,
            "Orders have no value here: {first} costs {ahead} {code} less than {second}",
            "Ở đây đơn hàng không có giá trị: {first} tốn ít hơn {second} {ahead} {code}"
        );
    }
    let better = lang.probability(pair.p_better);
    say!(
        lang,
        "{first} is {ahead} {code} ahead of {second} and better in {better} of histories",
        "{first} hơn {second} {ahead} {code} và tốt hơn trong {better} số lần mô phỏng"
    )
}
