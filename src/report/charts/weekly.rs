//! A measure week by week: mean with bands, labelled where the line ends.

use plotters::style::{Color, RGBColor};

use crate::analysis::{Answer, Estimate, Measure, WeekAnswer};
use crate::model::Scenario;

use super::super::lang::{Lang, say};
use super::super::terminal::histories;
use super::super::words::quoted;
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
    let lines = wrapped(canvas, title, 36.0, true, 1480.0);
    // A long title is set smaller before any of it is cut.
    let small = wrapped(canvas, title, 32.0, true, 1480.0);
    let size = match (lines.len(), small.len()) {
        (0 | 1, _) => 36.0,
        (_, 0..=2) => 32.0,
        _ => 26.0,
    };
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
pub(super) fn sample_line(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let size = histories(lang, answer);
    let size = match scenario.strategies.len() {
        1 => size,
        _ => {
            let baseline = quoted(&scenario.strategies[answer.baseline].label);
            say!(lang, "{size} against {baseline}", "{size}, so với {baseline}")
        }
    };
    if scenario.title.is_empty() {
        size
    } else {
        format!("{} – {size}", lang.title(&scenario.title))
    }
}

/// What there was no room for; nothing where all is drawn.
pub(super) fn more_strategies(lang: Lang, hidden: usize, table: &str) -> String {
    match hidden {
        0 => String::new(),
        n => say!(lang, "; {n} more strategies in {table}", "; {n} chiến lược nữa trong {table}"),
    }
}

/// The label of the week in which media end.
pub(super) fn media_end(lang: Lang) -> &'static str {
    lang.pick("media end", "hết truyền thông")
}

/// Where a label of an upright line stands: left of it, or right where the axis at `left` would be in its way.
pub(super) fn beside(canvas: &dyn Canvas, text: &str, size: f64, x: f64, left: f64) -> (f64, Look) {
    match x - 20.0 - canvas.width(text, size, false) > left {
        true => (x - 12.0, Look::right(GREY)),
        false => (x + 12.0, Look::left(GREY)),
    }
}

/// How to read lines with bands.
fn bands(lang: Lang) -> &'static str {
    lang.pick(
        "line: mean; dark band: half of histories; light band: 90 %; ± Monte Carlo standard error",
        "đường: trung bình; dải đậm: một nửa số lần mô phỏng; dải nhạt: 90%; ± sai số chuẩn Monte Carlo",
    )
}

/// Cumulative net of each strategy.
pub(super) fn draw_net(canvas: &mut dyn Canvas, lang: Lang, scenario: &Scenario, answer: &Answer) {
    let ranked: Vec<usize> =
        answer.ranking.iter().copied().filter(|&s| s != answer.baseline).collect();
    let shown = &ranked[..ranked.len().min(MOST_LINES)];
    heading(canvas, &net_title(lang, scenario, answer), &sample_line(lang, scenario, answer));
    let currency = &scenario.market.currency.code;
    let lines: Vec<Line<'_>> = shown
        .iter()
        .enumerate()
        .map(|(rank, &s)| {
            let weeks = weeks_of(answer, s, Measure::NetCumulative);
            let figure = |e| format!("{} {currency}", lang.short_with_error(e, 2));
            Line {
                label: scenario.strategies[s].label.clone(),
                figure: last(weeks).map_or(String::new(), figure),
                color: PALETTE[rank % PALETTE.len()],
                weeks,
            }
        })
        .collect();
    let frame = Frame::around(scenario, &lines, &[]);
    let unit = say!(
        lang,
        "cumulative net contribution, {currency}, discounted",
        "lãi góp ròng cộng dồn, {currency}, đã chiết khấu"
    );
    frame.draw(canvas, lang, scenario, &unit);
    draw_lines(canvas, frame, &lines);
    let more = more_strategies(lang, ranked.len() - shown.len(), "weekly.csv");
    foot(canvas, &format!("{}{more}", bands(lang)));
}

fn net_title(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let code = &scenario.market.currency.code;
    let weeks = lang.weeks(scenario.horizon.total_weeks());
    let baseline = quoted(&scenario.strategies[answer.baseline].label);
    let best = answer.ranking[0];
    if !scenario.sells_anything() {
        let first = quoted(&scenario.strategies[best].label);
        return say!(
            lang,
            "Orders have no value here: after {weeks} {first} has cost least",
            "Ở đây đơn hàng không có giá trị: sau {weeks}, {first} tốn ít nhất"
        );
    }
    if best == answer.baseline {
        return say!(
            lang,
            "After {weeks} no plan is ahead of {baseline} on average",
            "Sau {weeks}, trung bình không chiến lược nào hơn {baseline}"
        );
    }
    let a = &answer.strategies[best];
    let payback = a.payback_week_p50.map_or(String::new(), |week| {
        let week = lang.grouped(week, 0);
        say!(
            lang,
            "; half of histories have paid back by week {week}",
            "; một nửa số lần mô phỏng hoàn vốn đến tuần {week}"
        )
    });
    let label = quoted(&scenario.strategies[best].label);
    let net = lang.short_with_error(a.net.mean, 2);
    say!(
        lang,
        "After {weeks} {label} is {net} {code} ahead of {baseline}{payback}",
        "Sau {weeks}, {label} hơn {baseline} {net} {code}{payback}"
    )
}

/// Orders so far under the only strategy.
pub(super) fn draw_orders(
    canvas: &mut dyn Canvas,
    lang: Lang,
    scenario: &Scenario,
    answer: &Answer,
) {
    let s = answer.baseline;
    let measured = weeks_of(answer, s, Measure::OrdersCumulative);
    let label = scenario.strategies[s].label.clone();
    let total = lang.with_error(last(measured).unwrap_or(Estimate::NONE), 0, 2);
    let (name, weeks) = (quoted(&label), lang.weeks(scenario.horizon.total_weeks()));
    let title =
        say!(lang, "{name}: {total} orders in {weeks}", "{name}: {total} đơn hàng trong {weeks}");
    heading(canvas, &title, &sample_line(lang, scenario, answer));
    let lines = [Line { label, figure: total, color: PALETTE[0], weeks: measured }];
    let frame = Frame::around(scenario, &lines, &[]);
    let unit = lang.pick("orders since the start", "đơn hàng từ đầu");
    frame.draw(canvas, lang, scenario, unit);
    draw_lines(canvas, frame, &lines);
    foot(canvas, bands(lang));
}

/// What was expected and what was seen.
pub(super) fn draw_observed(
    canvas: &mut dyn Canvas,
    lang: Lang,
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
    let name = lang.word(series.measure.name()).replace('_', " ");
    let title = match points.last() {
        Some(&(week, seen)) => {
            let expected = weeks[week as usize - 1].mean;
            let off = expected.value.filter(|e| *e != 0.0).map(|e| Estimate {
                value: Some(seen / e - 1.0),
                se: expected.se.map(|se| seen * se / (e * e)),
            });
            let off = off.map_or(String::new(), |o| {
                let off = lang.percent_with_error(o);
                say!(lang, " ({off} off)", " (lệch {off})")
            });
            let name = capitalised(&name);
            let expected = lang.with_error(expected, 0, 2);
            let seen = lang.grouped(seen, if seen.fract() == 0.0 { 0 } else { 2 });
            say!(
                lang,
                "{name} by week {week}: expected {expected}, observed {seen}{off}",
                "{name} đến tuần {week}: dự kiến {expected}, quan sát {seen}{off}"
            )
        }
        None => say!(
            lang,
            "{name}: nothing observed within the study",
            "{name}: không quan sát gì trong thời gian nghiên cứu"
        ),
    };
    heading(canvas, &title, &sample_line(lang, scenario, answer));
    let lines = [Line {
        label: lang.pick("expected", "dự kiến").into(),
        figure: last(weeks).map_or(String::new(), |e| lang.with_error(e, 0, 2)),
        color: PALETTE[0],
        weeks,
    }];
    let frame = Frame::around(scenario, &lines, &points);
    let unit = if series.measure.is_money() {
        format!("{name}, {}", scenario.market.currency.code)
    } else {
        name
    };
    frame.draw(canvas, lang, scenario, &unit);
    draw_lines(canvas, frame, &lines);
    let radius = if points.len() > 60 { 4.0 } else { 6.0 };
    for &(week, value) in &points {
        canvas.dot((frame.x(f64::from(week)), frame.y(value)), radius, PALETTE[1].to_rgba());
    }
    if let Some(&(week, value)) = points.get(points.len() / 3) {
        // The label hangs below the points, clear of the line.
        let at = (frame.x(f64::from(week)) + 24.0, frame.y(value) + 44.0);
        let label = lang.pick("observed (dots)", "quan sát (chấm)");
        canvas.text(at, label, 26.0, Look::left(PALETTE[1]).bold());
    }
    let dots = lang.pick("dots: observed", "chấm: quan sát");
    foot(canvas, &format!("{}; {dots}", bands(lang)));
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
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
        // Where nothing ever is, the axis shows where one would be.
        let pad = if high > low { 0.04 * (high - low) } else { 1.0 };
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

    fn draw(self, canvas: &mut dyn Canvas, lang: Lang, scenario: &Scenario, unit: &str) {
        let steps = ticks(self.low, self.high, 8.0);
        for (&tick, text) in steps.iter().zip(&lang.axis(&steps)) {
            let y = self.y(tick);
            let (color, width) = if tick == 0.0 { (INK, 2.0) } else { (LIGHT, 1.0) };
            canvas.line(&[(LEFT, y), (RIGHT, y)], color.to_rgba(), width);
            canvas.text((LEFT - 14.0, y), text, 24.0, Look::right(GREY));
        }
        for (tick, name) in time_ticks(lang, scenario, self.last_week, 8.0) {
            let x = self.x(tick);
            canvas.line(&[(x, BOTTOM), (x, BOTTOM + 8.0)], GREY.to_rgba(), 1.0);
            canvas.text((x, BOTTOM + 28.0), &name, 24.0, Look::middle(GREY));
        }
        let name = match scenario.start {
            None => lang.pick("week", "tuần").into(),
            Some(day) => {
                let day = lang.day(day);
                say!(lang, "week 1 begins on {day}", "tuần 1 bắt đầu ngày {day}")
            }
        };
        canvas.text((f64::midpoint(LEFT, RIGHT), BOTTOM + 62.0), &name, 24.0, Look::middle(GREY));
        canvas.text((60.0, TOP - 32.0), unit, 24.0, Look::left(GREY));
        if scenario.horizon.tail_weeks > 0 {
            let x = self.x(f64::from(scenario.horizon.weeks));
            let mut y = TOP;
            while y < BOTTOM {
                canvas.line(&[(x, y), (x, (y + 10.0).min(BOTTOM))], GREY.to_rgba(), 2.0);
                y += 20.0;
            }
            let (at, look) = beside(canvas, media_end(lang), 22.0, x, LEFT);
            canvas.text((at, TOP + 8.0), media_end(lang), 22.0, look);
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
        let room = 1590.0 - x;
        // A long name is set on two smaller lines before any of it is cut.
        let is_long = canvas.width(&line.label, 24.0, true) > room;
        let (size, mut at) = if is_long { (20.0, y - 33.0) } else { (24.0, y - 14.0) };
        let lines = wrapped(canvas, &line.label, size, true, room);
        let rest = lines.get(1..).map_or(String::new(), |rest| rest.join(" "));
        for text in lines.first().into_iter().chain((!rest.is_empty()).then_some(&rest)) {
            let text = fitted(canvas, text, size, true, room);
            canvas.text((x, at), &text, size, Look::left(line.color).bold());
            at += 23.0;
        }
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
