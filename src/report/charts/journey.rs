//! Where customers stand, week by week: a panel per strategy, stages upon each other.

use plotters::style::{Color, RGBColor};

use crate::analysis::{Answer, Estimate, StageAnswer};
use crate::model::journey::N_STAGES;
use crate::model::{Scenario, Stage};

use super::super::lang::{Lang, say};
use super::super::words::quoted;
use super::axis::time_ticks;
use super::canvas::{Canvas, GREY, INK, Look, fitted, ticks};
use super::panels::{MOST_PANELS, Panel, Span, grid};
use super::weekly::{beside, foot, heading, media_end, more_strategies, sample_line};

/// Stages that are drawn, from the bottom, with their colours (Okabe & Ito 2008): who knows us. Strangers and the lost
/// would dwarf them and are said in words.
const DRAWN: [(Stage, RGBColor); 8] = [
    (Stage::Promoter, RGBColor(204, 121, 167)),
    (Stage::Advocate, RGBColor(213, 94, 0)),
    (Stage::Ascended, RGBColor(0, 114, 178)),
    (Stage::Excited, RGBColor(230, 159, 0)),
    (Stage::Converted, RGBColor(240, 228, 66)),
    (Stage::Subscribed, RGBColor(140, 208, 180)),
    (Stage::Engaged, RGBColor(0, 158, 115)),
    (Stage::Aware, RGBColor(86, 180, 233)),
];
/// A stage that never holds this share of the highest pile is not seen and not drawn.
const SEEN: f64 = 0.002;

pub(super) fn draw(canvas: &mut dyn Canvas, lang: Lang, scenario: &Scenario, answer: &Answer) {
    heading(canvas, &title(lang, scenario, answer), &sample_line(lang, scenario, answer));
    let shown = &answer.ranking[..answer.ranking.len().min(MOST_PANELS)];
    let highest = (shown.iter())
        .flat_map(|&s| &answer.strategies[s].journey)
        .map(|week| DRAWN.iter().map(|(stage, _)| customers(week, *stage)).sum::<f64>())
        .fold(1e-9, f64::max);
    let seen: Vec<(Stage, RGBColor)> = (DRAWN.into_iter())
        .filter(|(stage, _)| {
            let weeks = shown.iter().flat_map(|&s| &answer.strategies[s].journey);
            weeks.map(|week| customers(week, *stage)).fold(0.0, f64::max) >= SEEN * highest
        })
        .collect();
    let span = Span { low: 0.0, high: 1.04 * highest };
    let labels = Labels::of(canvas, lang, answer, shown, &seen);
    for (idx, (&s, panel)) in shown.iter().zip(grid(shown.len(), labels.room, 42.0)).enumerate() {
        let place = if answer.ranking.len() > 1 { format!("{}  ", idx + 1) } else { String::new() };
        let name = format!("{place}{}", scenario.strategies[s].label);
        let weeks = &answer.strategies[s].journey;
        panel.title(canvas, &name, &not_drawn(lang, weeks));
        axes(canvas, panel, lang, scenario, span, idx == 0);
        pile(canvas, panel, lang, &seen, weeks, (span, labels));
    }
    let mut text = String::from(lang.pick(
        "customers (means over histories) in each stage; strangers and lost are not drawn; ± Monte Carlo standard error at the end",
        "khách hàng (trung bình các lần mô phỏng) ở mỗi giai đoạn; không vẽ người lạ và người đã rời bỏ; ± sai số chuẩn Monte Carlo lúc cuối",
    ));
    text.push_str(&more_strategies(lang, answer.ranking.len() - shown.len(), "journey.csv"));
    foot(canvas, &text);
}

/// How labels at the right of every panel are set, so that the widest of them is whole.
#[derive(Clone, Copy)]
struct Labels {
    /// at the right of a panel
    room: f64,
    size: f64,
    /// most places of a figure
    places: i32,
}

/// From the plot to the text of a label.
const LEADER: f64 = 26.0;

impl Labels {
    /// As large and as exact as they can be where panels keep a plot of some width; narrow panels get smaller labels first, then
    /// fewer places.
    fn of(
        canvas: &dyn Canvas,
        lang: Lang,
        answer: &Answer,
        shown: &[usize],
        stages: &[(Stage, RGBColor)],
    ) -> Labels {
        let narrow = shown.len() == 3 || shown.len() > 4;
        let most = if narrow { 230.0 } else { 280.0 };
        let ends = shown.iter().filter_map(|&s| answer.strategies[s].journey.last());
        let figures: Vec<(Stage, Estimate)> =
            ends.flat_map(|end| stages.iter().map(|(s, _)| (*s, end[s.idx()].customers))).collect();
        let room = |size: f64, places: i32| {
            let width = |(stage, of): &(Stage, Estimate)| {
                canvas.width(&label(lang, *stage, *of, places), size, false)
            };
            LEADER + 4.0 + figures.iter().map(width).fold(100.0, f64::max)
        };
        let tried = [(18.0, 2), (18.0, 1), (18.0, 0), (16.0, 0), (14.0, 0)];
        let fits = |(size, places): &(f64, i32)| room(*size, *places) <= most;
        let (size, places) = tried.into_iter().find(fits).unwrap_or((14.0, 0));
        Labels { room: room(size, places).min(most + 60.0), size, places }
    }
}

fn label(lang: Lang, stage: Stage, of: Estimate, places: i32) -> String {
    format!("{} {}", lang.stage(stage), lang.with_error(of, 0, places))
}

fn customers(week: &[StageAnswer; N_STAGES], stage: Stage) -> f64 {
    week[stage.idx()].customers.value.unwrap_or(0.0)
}

/// How many have got how far, under the best plan and under the baseline.
fn title(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let best = answer.ranking[0];
    let reached = |s: usize, stage: Stage| -> Estimate {
        let end = answer.strategies[s].journey.last();
        end.map_or(Estimate::NONE, |week| week[stage.idx()].reached)
    };
    let far = |stage: &Stage| {
        answer.ranking.iter().any(|&s| reached(s, *stage).value.is_some_and(|n| n > 0.0))
    };
    // The first order is what counts; where nobody gets so far, the furthest stage that somebody does.
    let until_order = Stage::ALL.into_iter().filter(|s| *s <= Stage::Ascended);
    let stage = until_order.rev().find(far).unwrap_or(Stage::Stranger);
    let weeks = lang.weeks(scenario.horizon.total_weeks());
    let all = lang.grouped(whole(scenario.n_customers()), 0);
    let name = |s: usize| quoted(&scenario.strategies[s].label);
    let count = |s: usize| lang.with_error(reached(s, stage), 0, 0);
    let (first, of_first, stage_name) = (name(best), count(best), lang.stage(stage));
    let mut text = say!(
        lang,
        "After {weeks} {of_first} of {all} customers have reached the stage {stage_name} under {first}",
        "Sau {weeks}, {of_first} trong {all} khách hàng đã đến giai đoạn {stage_name} dưới {first}"
    );
    let other =
        if best == answer.baseline { answer.ranking.get(1) } else { Some(&answer.baseline) };
    if let Some(&other) = other {
        let (second, of_second) = (name(other), count(other));
        text.push_str(&say!(lang, ", {of_second} under {second}", ", {of_second} dưới {second}"));
    }
    text
}

/// What is not drawn, at the end.
fn not_drawn(lang: Lang, weeks: &[[StageAnswer; N_STAGES]]) -> String {
    let Some(end) = weeks.last() else { return String::new() };
    let stages = [
        (Stage::Stranger, lang.pick("strangers", "người lạ")),
        (Stage::Lost, lang.pick("lost", "đã rời bỏ")),
    ];
    let said: Vec<String> = (stages.into_iter())
        .filter(|(stage, _)| customers(end, *stage) > 0.0)
        .map(|(stage, name)| {
            format!("{} {name}", lang.with_error(end[stage.idx()].customers, 0, 0))
        })
        .collect();
    let said = said.join(", ");
    if said.is_empty() {
        said
    } else {
        say!(lang, "at the end also {said}", "lúc cuối còn {said}")
    }
}

fn axes(
    canvas: &mut dyn Canvas,
    panel: Panel,
    lang: Lang,
    scenario: &Scenario,
    span: Span,
    first: bool,
) {
    let steps = ticks(span.low, span.high, 5.0);
    panel.levels(canvas, &steps, span, &lang.axis(&steps));
    let weeks = weeks_span(scenario.horizon.total_weeks());
    // A date is wide; where panels are narrow there are fewer.
    let room = if scenario.start.is_some() { 110.0 } else { 80.0 };
    let most = ((panel.right - panel.left) / room).clamp(2.0, 5.0);
    for (tick, name) in time_ticks(lang, scenario, weeks.high, most) {
        let x = panel.x(tick, weeks);
        canvas.line(&[(x, panel.bottom), (x, panel.bottom + 6.0)], GREY.to_rgba(), 1.0);
        let is_first_week = tick == 0.0 && scenario.start.is_none();
        let name = if is_first_week { lang.pick("week 0", "tuần 0").into() } else { name };
        canvas.text((x, panel.bottom + 22.0), &name, 20.0, Look::middle(GREY));
    }
    if scenario.horizon.tail_weeks > 0 {
        let x = panel.x(f64::from(scenario.horizon.weeks), weeks);
        panel.dashed(canvas, (x, panel.top), (x, panel.bottom), GREY);
        // Where it does not fit beside the axis, the line is explained by the week it stands at.
        let (at, look) = beside(canvas, media_end(lang), 18.0, x, panel.left);
        if first && at < x {
            canvas.text((at, panel.top + 8.0), media_end(lang), 18.0, look);
        }
    }
}

fn weeks_span(total: u32) -> Span {
    Span { low: 0.0, high: f64::from(total.max(1)) }
}

fn pile(
    canvas: &mut dyn Canvas,
    panel: Panel,
    lang: Lang,
    stages: &[(Stage, RGBColor)],
    weeks: &[[StageAnswer; N_STAGES]],
    (span, labels): (Span, Labels),
) {
    let last = u32::try_from(weeks.len()).unwrap_or(1).saturating_sub(1);
    let across = weeks_span(last);
    let mut floor = vec![0.0; weeks.len()];
    let mut ends: Vec<(f64, Stage, RGBColor)> = Vec::new();
    for &(stage, color) in stages {
        let top: Vec<f64> =
            floor.iter().zip(weeks).map(|(f, week)| f + customers(week, stage)).collect();
        let line = |heights: &[f64]| -> Vec<(f64, f64)> {
            let points = (0u32..).zip(heights);
            points.map(|(w, &h)| (panel.x(f64::from(w), across), panel.y(h, span))).collect()
        };
        let (mut outline, mut lower) = (line(&top), line(&floor));
        lower.reverse();
        outline.extend(lower);
        canvas.area(&outline, color.mix(0.75));
        let (low, high) = (floor.last().copied(), top.last().copied());
        let middle = f64::midpoint(low.unwrap_or(0.0), high.unwrap_or(0.0));
        // What no history of this plan ever holds needs no label.
        if weeks.iter().any(|week| customers(week, stage) > 0.0) {
            ends.push((panel.y(middle, span), stage, color));
        }
        floor = top;
    }
    // From the top of the sheet downward.
    ends.reverse();
    let wanted: Vec<f64> = ends.iter().map(|e| e.0).collect();
    let Some(end) = weeks.last() else { return };
    for ((from, stage, color), y) in ends.into_iter().zip(panel.spread(&wanted, 23.0)) {
        let x = panel.right + LEADER;
        canvas.line(&[(panel.right + 2.0, from), (x - 6.0, y)], color.to_rgba(), 3.0);
        let text = label(lang, stage, end[stage.idx()].customers, labels.places);
        let text = fitted(canvas, &text, labels.size, false, panel.end - x);
        canvas.text((x, y), &text, labels.size, Look::left(INK));
    }
}

fn whole(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "shown to the ones")]
    let x = n as f64;
    x
}
