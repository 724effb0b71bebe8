//! A measure week by week: mean with bands, labelled where the line ends.

use plotters::style::{Color, RGBColor};

use crate::analysis::{Answer, Estimate, Measure, WeekAnswer};
use crate::model::Scenario;

use super::super::terminal::histories;
use super::super::words::{
    compact, grouped, percent_with_error, quoted, short_with_error, with_error,
};
use super::ObservedSeries;
use super::axis::time_ticks;
use super::canvas::{Canvas, GREY, INK, LIGHT, Look, PALETTE, fitted, ticks, wrapped};
use super::panels::spread;

const LEFT: f64 = 150.0;
const RIGHT: f64 = 1210.0;
const TOP: f64 = 200.0;
const BOTTOM: f64 = 780.0;
/// Lines that a chart can hold and still be read.
const MOST_LINES: usize = 6;

/// Title (up to two lines) and the line below it.
pub(super) fn heading(canvas: &mut dyn Canvas, title: &str, below: &str) {
    // A figure stays on one line with its error and its unit.
    let title = &title.replace(" ± ", "\u{a0}±\u{a0}").replace(" %", "\u{a0}%");
    let lines = wrapped(canvas, title, 36.0, true, 1480.0);
    let size = if lines.len() > 1 { 32.0 } else { 36.0 };
    let lines = wrapped(canvas, title, size, true, 1480.0);
    let mut y = 48.0;
    for (idx, line) in lines.iter().take(2).enumerate() {
        let last = idx == 1 && lines.len() > 2;
        let line = if last { format!("{line} …") } else { line.clone() };
        canvas.text((60.0, y), &line, size, Look::left(INK).bold());
        y += 44.0;
    }
    let below = fitted(canvas, below, 22.0, false, 1480.0);
    canvas.text((60.0, y), &below, 22.0, Look::left(GREY));
}

/// Title of the scenario and size of the study.
pub(super) fn sample_line(scenario: &Scenario, answer: &Answer) -> String {
    let size = match scenario.strategies.len() {
        1 => histories(answer),
        _ => {
            let baseline = &scenario.strategies[answer.baseline].label;
            format!("{} against {}", histories(answer), quoted(baseline))
        }
    };
    if scenario.title.is_empty() { size } else { format!("{} – {size}", scenario.title) }
}

/// Cumulative net of each strategy.
pub(super) fn draw_net(canvas: &mut dyn Canvas, scenario: &Scenario, answer: &Answer) {
    let ranked: Vec<usize> =
        answer.ranking.iter().copied().filter(|&s| s != answer.baseline).collect();
    let shown = &ranked[..ranked.len().min(MOST_LINES)];
    heading(canvas, &net_title(scenario, answer), &sample_line(scenario, answer));
    let currency = &scenario.market.currency.code;
    let lines: Vec<Line<'_>> = shown
        .iter()
        .enumerate()
        .map(|(rank, &s)| {
            let weeks = weeks_of(answer, s, Measure::NetCumulative);
            Line {
                label: scenario.strategies[s].label.clone(),
                figure: last(weeks)
                    .map_or(String::new(), |e| format!("{} {currency}", short_with_error(e, 2))),
                color: PALETTE[rank % PALETTE.len()],
                weeks,
            }
        })
        .collect();
    let frame = Frame::around(scenario, &lines, &[]);
    frame.draw(canvas, scenario, &format!("cumulative net contribution, {currency}, discounted"));
    draw_lines(canvas, frame, &lines);
    let hidden = ranked.len() - shown.len();
    let more = if hidden > 0 {
        format!("; {hidden} more strategies in weekly.csv")
    } else {
        String::new()
    };
    foot(
        canvas,
        &format!(
            "line: mean; dark band: half of histories; light band: 90 %; ± Monte Carlo standard error{more}"
        ),
    );
}

fn net_title(scenario: &Scenario, answer: &Answer) -> String {
    let currency = &scenario.market.currency.code;
    let weeks = scenario.horizon.total_weeks();
    let baseline = quoted(&scenario.strategies[answer.baseline].label);
    let best = answer.ranking[0];
    if best == answer.baseline {
        return format!("After {weeks} weeks no plan is ahead of {baseline} on average");
    }
    let a = &answer.strategies[best];
    let payback = a.payback_week_p50.map_or(String::new(), |week| {
        format!("; half of histories have paid back by week {}", grouped(week, 0))
    });
    format!(
        "After {weeks} weeks {} is {} {currency} ahead of {baseline}{payback}",
        quoted(&scenario.strategies[best].label),
        short_with_error(a.net.mean, 2),
    )
}

/// Orders so far under the only strategy.
pub(super) fn draw_orders(canvas: &mut dyn Canvas, scenario: &Scenario, answer: &Answer) {
    let s = answer.baseline;
    let weeks = weeks_of(answer, s, Measure::OrdersCumulative);
    let label = scenario.strategies[s].label.clone();
    let total = last(weeks).unwrap_or(Estimate::NONE);
    let title = format!(
        "{}: {} orders in {} weeks",
        quoted(&label),
        with_error(total, 0, 2),
        scenario.horizon.total_weeks()
    );
    heading(canvas, &title, &sample_line(scenario, answer));
    let lines = [Line { label, figure: with_error(total, 0, 2), color: PALETTE[0], weeks }];
    let frame = Frame::around(scenario, &lines, &[]);
    frame.draw(canvas, scenario, "orders since the start");
    draw_lines(canvas, frame, &lines);
    foot(
        canvas,
        "line: mean; dark band: half of histories; light band: 90 %; ± Monte Carlo standard error",
    );
}

/// What was expected and what was seen.
pub(super) fn draw_observed(
    canvas: &mut dyn Canvas,
    scenario: &Scenario,
    answer: &Answer,
    series: &ObservedSeries,
) {
    let weeks = weeks_of(answer, answer.baseline, series.measure);
    let points: Vec<(u32, f64)> = series
        .points
        .iter()
        .copied()
        .filter(|&(week, _)| (week as usize) <= weeks.len() && week > 0)
        .collect();
    let name = series.measure.name().replace('_', " ");
    let title = match points.last() {
        Some(&(week, seen)) => {
            let expected = weeks[week as usize - 1].mean;
            let off = expected.value.filter(|e| *e != 0.0).map(|e| Estimate {
                value: Some(seen / e - 1.0),
                se: expected.se.map(|se| seen * se / (e * e)),
            });
            let off = off.map_or(String::new(), |o| format!(" ({} off)", percent_with_error(o)));
            let mut name = name.clone();
            if let Some(first) = name.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            format!(
                "{name} by week {week}: expected {}, observed {}{off}",
                with_error(expected, 0, 2),
                grouped(seen, if seen.fract() == 0.0 { 0 } else { 2 }),
            )
        }
        None => format!("{name}: nothing observed within the study"),
    };
    heading(canvas, &title, &sample_line(scenario, answer));
    let lines = [Line {
        label: "expected".into(),
        figure: last(weeks).map_or(String::new(), |e| with_error(e, 0, 2)),
        color: PALETTE[0],
        weeks,
    }];
    let frame = Frame::around(scenario, &lines, &points);
    let unit = if series.measure.is_money() {
        format!("{name}, {}", scenario.market.currency.code)
    } else {
        name
    };
    frame.draw(canvas, scenario, &unit);
    draw_lines(canvas, frame, &lines);
    let radius = if points.len() > 60 { 4.0 } else { 6.0 };
    for &(week, value) in &points {
        canvas.dot((frame.x(f64::from(week)), frame.y(value)), radius, PALETTE[1].to_rgba());
    }
    if let Some(&(week, value)) = points.get(points.len() / 3) {
        // The label hangs below the points, clear of the line.
        let at = (frame.x(f64::from(week)) + 24.0, frame.y(value) + 44.0);
        canvas.text(at, "observed (dots)", 26.0, Look::left(PALETTE[1]).bold());
    }
    foot(
        canvas,
        "line: mean; dark band: half of histories; light band: 90 %; dots: observed; ± Monte Carlo standard error",
    );
}

struct Line<'a> {
    label: String,
    figure: String,
    color: RGBColor,
    weeks: &'a [WeekAnswer],
}

fn weeks_of(answer: &Answer, s: usize, measure: Measure) -> &[WeekAnswer] {
    let found = answer.strategies[s].weekly.iter().find(|(m, _)| *m == measure);
    found.map_or(&[], |(_, weeks)| weeks)
}

fn last(weeks: &[WeekAnswer]) -> Option<Estimate> {
    weeks.last().map(|w| w.mean)
}

/// The plot's rectangle and scales.
#[derive(Clone, Copy)]
struct Frame {
    last_week: f64,
    low: f64,
    high: f64,
}

impl Frame {
    /// Wide enough for all bands, points and zero.
    fn around(scenario: &Scenario, lines: &[Line<'_>], points: &[(u32, f64)]) -> Frame {
        let bands =
            lines.iter().flat_map(|l| l.weeks).flat_map(|w| [w.quantiles.p05, w.quantiles.p95]);
        let values = bands.flatten().chain(points.iter().map(|p| p.1));
        let (low, high) = values.fold((0.0f64, 0.0f64), |(l, h), x| (l.min(x), h.max(x)));
        let pad = (0.04 * (high - low)).max(1e-9);
        Frame {
            last_week: f64::from(scenario.horizon.total_weeks()),
            low: if low < 0.0 { low - pad } else { 0.0 },
            high: if high > 0.0 { high + pad } else { pad },
        }
    }

    fn x(self, week: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * week / self.last_week
    }

    fn y(self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * (value - self.low) / (self.high - self.low)
    }

    fn draw(self, canvas: &mut dyn Canvas, scenario: &Scenario, unit: &str) {
        for tick in ticks(self.low, self.high, 8.0) {
            let y = self.y(tick);
            let (color, width) = if tick == 0.0 { (INK, 2.0) } else { (LIGHT, 1.0) };
            canvas.line(&[(LEFT, y), (RIGHT, y)], color.to_rgba(), width);
            canvas.text((LEFT - 14.0, y), &compact(tick), 24.0, Look::right(GREY));
        }
        for (tick, name) in time_ticks(scenario, self.last_week, 8.0) {
            let x = self.x(tick);
            canvas.line(&[(x, BOTTOM), (x, BOTTOM + 8.0)], GREY.to_rgba(), 1.0);
            canvas.text((x, BOTTOM + 28.0), &name, 24.0, Look::middle(GREY));
        }
        let name = scenario.start.map_or("week".into(), |day| format!("week 1 begins on {day}"));
        canvas.text((f64::midpoint(LEFT, RIGHT), BOTTOM + 62.0), &name, 24.0, Look::middle(GREY));
        canvas.text((60.0, TOP - 32.0), unit, 24.0, Look::left(GREY));
        if scenario.horizon.tail_weeks > 0 {
            let x = self.x(f64::from(scenario.horizon.weeks));
            let mut y = TOP;
            while y < BOTTOM {
                canvas.line(&[(x, y), (x, (y + 10.0).min(BOTTOM))], GREY.to_rgba(), 2.0);
                y += 20.0;
            }
            canvas.text((x - 12.0, TOP + 8.0), "media end", 22.0, Look::right(GREY));
        }
    }
}

fn draw_lines(canvas: &mut dyn Canvas, frame: Frame, lines: &[Line<'_>]) {
    // The first is the one that matters: it is drawn last, on top.
    for line in lines.iter().rev() {
        band(canvas, frame, line, |w| (w.quantiles.p05, w.quantiles.p95), 0.13);
        band(canvas, frame, line, |w| (w.quantiles.p25, w.quantiles.p75), 0.22);
    }
    for line in lines.iter().rev() {
        let start = (frame.x(0.0), frame.y(0.0));
        let means = points(frame, line.weeks, |w| w.mean.value);
        let path: Vec<(f64, f64)> = std::iter::once(start).chain(means).collect();
        canvas.line(&path, line.color.to_rgba(), 4.0);
    }
    let mut ends: Vec<(f64, &Line<'_>)> =
        lines.iter().filter_map(|l| Some((frame.y(last(l.weeks)?.value?), l))).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let wanted: Vec<f64> = ends.iter().map(|e| e.0).collect();
    let places = spread(&wanted, 74.0, TOP + 10.0, BOTTOM + 20.0);
    for ((end, line), y) in ends.into_iter().zip(places) {
        let x = RIGHT + 40.0;
        canvas.line(&[(RIGHT + 4.0, end), (x - 8.0, y)], line.color.mix(0.6), 2.0);
        let label = fitted(canvas, &line.label, 24.0, true, 1590.0 - x);
        canvas.text((x, y - 14.0), &label, 24.0, Look::left(line.color).bold());
        canvas.text((x, y + 16.0), &line.figure, 24.0, Look::left(INK));
    }
}

fn points(
    frame: Frame,
    weeks: &[WeekAnswer],
    of: impl Fn(&WeekAnswer) -> Option<f64>,
) -> Vec<(f64, f64)> {
    (1u32..)
        .zip(weeks)
        .filter_map(|(week, w)| Some((frame.x(f64::from(week)), frame.y(of(w)?))))
        .collect()
}

fn band(
    canvas: &mut dyn Canvas,
    frame: Frame,
    line: &Line<'_>,
    of: impl Fn(&WeekAnswer) -> (Option<f64>, Option<f64>),
    strength: f64,
) {
    let start = (frame.x(0.0), frame.y(0.0));
    let mut outline = vec![start];
    outline.extend(points(frame, line.weeks, |w| of(w).1));
    let mut lower = points(frame, line.weeks, |w| of(w).0);
    lower.reverse();
    outline.extend(lower);
    canvas.area(&outline, line.color.mix(strength));
}

/// How to read a chart, at its foot.
pub(super) fn foot(canvas: &mut dyn Canvas, text: &str) {
    canvas.text((60.0, 880.0), text, 20.0, Look::left(GREY));
}
