//! Tornado: which uncertain numbers move the net of the best strategy.

use plotters::style::Color;

use crate::analysis::{Answer, Estimate, TornadoRow};
use crate::model::{Number, Scenario};

use super::super::lang::{Lang, say};
use super::super::words::quoted;
use super::canvas::{Canvas, GREY, INK, LIGHT, Look, PALETTE, fitted};
use super::response::three_digits;
use super::weekly::{heading, sample_line};

const LEFT: f64 = 660.0;
const RIGHT: f64 = 1200.0;
const TOP: f64 = 180.0;
const BOTTOM: f64 = 780.0;
/// Rows that a chart can hold and still be read.
const MOST_ROWS: usize = 12;

/// A row of the chart.
struct Bar<'a> {
    number: &'a Number,
    row: &'a TornadoRow,
    correlation: Estimate,
}

/// The chart; only called where there is a tornado.
pub(super) fn draw(canvas: &mut dyn Canvas, lang: Lang, scenario: &Scenario, answer: &Answer) {
    let Some(s) = answer.ranking.iter().copied().find(|&s| s != answer.baseline) else { return };
    // What a plan spends nothing on moves it by chance alone.
    let weeks = scenario.horizon.weeks;
    let unused: Vec<String> = (scenario.tactics.iter().enumerate())
        .filter(|(t, _)| scenario.strategies[s].total_budget(*t, weeks) == 0)
        .map(|(_, tactic)| format!("tactic.{}.", tactic.id))
        .collect();
    let acts = |row: &&TornadoRow| {
        let path = &scenario.numbers.get(row.number).path;
        !unused.iter().any(|tactic| path.starts_with(tactic))
    };
    let all: Vec<Bar<'_>> = (answer.tornado.iter().filter(acts))
        .map(|row| Bar {
            number: scenario.numbers.get(row.number),
            row,
            correlation: row.rank_correlation[s],
        })
        .collect();
    let bars = shown(&all);
    let label = &scenario.strategies[s].label;
    heading(canvas, &title(lang, &bars, label), &sample_line(lang, scenario, answer));
    axis(canvas, lang, label);
    let step = ((BOTTOM - TOP) / count(bars.len().max(1))).min(70.0);
    for (rank, bar) in bars.iter().enumerate() {
        draw_bar(canvas, lang, bar, TOP + step * (count(rank) + 0.5), step);
    }
    notes(canvas, lang, &bars, all.len() - bars.len());
}

/// Assumptions, and of the others as many as there is room for; the longest bars first.
fn shown<'b, 'a>(all: &'b [Bar<'a>]) -> Vec<&'b Bar<'a>> {
    let size = |bar: &Bar<'_>| bar.correlation.value.map_or(-1.0, f64::abs);
    let by_size = |a: &&Bar<'_>, b: &&Bar<'_>| size(b).total_cmp(&size(a));
    let (mut bars, mut others): (Vec<&Bar<'_>>, Vec<&Bar<'_>>) =
        all.iter().partition(|bar| bar.number.is_assumption());
    bars.sort_by(by_size);
    others.sort_by(by_size);
    bars.truncate(MOST_ROWS);
    others.truncate(MOST_ROWS - bars.len());
    bars.extend(others);
    bars.sort_by(by_size);
    bars
}

fn title(lang: Lang, bars: &[&Bar<'_>], label: &str) -> String {
    let sure = |bar: &&&Bar<'_>| {
        let Estimate { value: Some(rho), se: Some(se) } = bar.correlation else { return false };
        rho.abs() > 2.0 * se
    };
    match bars.first().filter(sure) {
        Some(bar) => {
            let falls = bar.correlation.value.is_some_and(|rho| rho < 0.0);
            let (label, path) = (quoted(label), &bar.number.path);
            match falls {
                true => say!(
                    lang,
                    "The net of {label} falls most surely with {path}",
                    "Lãi góp ròng của {label} giảm rõ nhất theo {path}"
                ),
                false => say!(
                    lang,
                    "The net of {label} rises most surely with {path}",
                    "Lãi góp ròng của {label} tăng rõ nhất theo {path}"
                ),
            }
        }
        None => {
            let label = quoted(label);
            say!(
                lang,
                "No uncertain number moves the net of {label} beyond chance",
                "Không con số bất định nào làm lãi góp ròng của {label} thay đổi hơn may rủi"
            )
        }
    }
}

fn x(rho: f64) -> f64 {
    LEFT + (RIGHT - LEFT) * 0.5 * (rho + 1.0)
}

fn axis(canvas: &mut dyn Canvas, lang: Lang, label: &str) {
    let ticks = [-1.0, -0.5, 0.0, 0.5, 1.0];
    for (tick, text) in ticks.into_iter().zip(&lang.axis(&ticks)) {
        canvas.line(&[(x(tick), TOP), (x(tick), BOTTOM)], LIGHT.to_rgba(), 1.0);
        canvas.text((x(tick), BOTTOM + 24.0), text, 24.0, Look::middle(GREY));
    }
    canvas.line(&[(x(0.0), TOP), (x(0.0), BOTTOM)], INK.to_rgba(), 2.0);
    let label = quoted(label);
    let name = say!(
        lang,
        "rank correlation with the net of {label}, over worlds",
        "tương quan hạng với lãi góp ròng của {label}, qua các thế giới"
    );
    let name = fitted(canvas, &name, 24.0, false, 1260.0);
    canvas.text((f64::midpoint(LEFT, RIGHT), BOTTOM + 60.0), &name, 24.0, Look::middle(GREY));
    canvas.text(
        (RIGHT + 40.0, TOP - 14.0),
        lang.pick("ρ ± error   number, 5 % … 95 %", "ρ ± sai số   con số, 5% … 95%"),
        20.0,
        Look::left(GREY),
    );
}

fn draw_bar(canvas: &mut dyn Canvas, lang: Lang, bar: &Bar<'_>, middle: f64, step: f64) {
    let assumed = bar.number.is_assumption();
    let grade = bar.number.grade().map_or(String::new(), |g| format!("  [{}]", g.name()));
    let name = fitted(canvas, &bar.number.path, 22.0, assumed, LEFT - 90.0 - 50.0);
    canvas.text(
        (LEFT - 20.0, middle),
        &format!("{name}{grade}"),
        22.0,
        Look { bold: assumed, ..Look::right(INK) },
    );
    let Some(rho) = bar.correlation.value else {
        let same = lang.pick("the same in all worlds", "như nhau trong mọi thế giới");
        canvas.text((x(0.0) + 12.0, middle), same, 20.0, Look::left(GREY));
        let value = figure(lang, bar.row.low, bar.row);
        let value = say!(lang, "at {value}", "ở {value}");
        canvas.text((RIGHT + 40.0, middle), &value, 22.0, Look::left(INK));
        return;
    };
    let color = if rho < 0.0 { PALETTE[1] } else { PALETTE[0] };
    let half = step * 0.3;
    let (from, to) = (x(rho.min(0.0)), x(rho.max(0.0)));
    let corners =
        [(from, middle - half), (to, middle - half), (to, middle + half), (from, middle + half)];
    canvas.area(&corners, color.mix(0.75));
    if let Some(se) = bar.correlation.se {
        let end = |z: f64| x((rho + z * se).clamp(-1.0, 1.0));
        canvas.line(&[(end(-1.96), middle), (end(1.96), middle)], INK.to_rgba(), 3.0);
    }
    let end = |value: f64| figure(lang, value, bar.row);
    let range = format!("{} … {}", end(bar.row.low), end(bar.row.high));
    let text = format!("{}   {}", lang.with_error(bar.correlation, 2, 2), range);
    let text = fitted(canvas, &text, 20.0, false, 1600.0 - RIGHT - 60.0);
    canvas.text((RIGHT + 40.0, middle), &text, 20.0, Look::left(INK));
}

/// A value with three digits of the larger end of its row.
fn figure(lang: Lang, value: f64, row: &TornadoRow) -> String {
    let size = row.low.abs().max(row.high.abs());
    if size >= 1e4 || size == 0.0 {
        return lang.compact(three_digits(value));
    }
    #[expect(clippy::cast_possible_truncation, reason = "exponents of f64 are small")]
    let places = 2 - libm::floor(libm::log10(size)) as i32;
    lang.grouped(value, places.max(0))
}

fn notes(canvas: &mut dyn Canvas, lang: Lang, bars: &[&Bar<'_>], hidden: usize) {
    let mut text = String::from(lang.pick(
        "line: 95 % interval; right: correlation ± its standard error, and the number itself",
        "vạch: khoảng 95%; bên phải: tương quan ± sai số chuẩn, và chính con số",
    ));
    if bars.iter().any(|bar| bar.number.grade().is_some()) {
        text.push_str(lang.pick(
            "; [A … X]: grade of evidence, bold: an assumption",
            "; [A … X]: hạng bằng chứng, đậm: giả định",
        ));
    }
    if hidden > 0 {
        text.push_str(&say!(
            lang,
            "; {hidden} more in tornado.csv",
            "; {hidden} số nữa trong tornado.csv"
        ));
    }
    canvas.text((60.0, 880.0), &text, 20.0, Look::left(GREY));
}

fn count(n: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "rows of a chart")]
    let x = n as f64;
    x
}
