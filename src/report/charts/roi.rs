//! The distribution of ROI, a row per strategy.

use plotters::style::Color;

use crate::analysis::{Answer, StrategyAnswer, quantile};
use crate::model::Scenario;

use super::super::words::{percent, percent_with_error, quoted};
use super::canvas::{Canvas, GREY, INK, LIGHT, Look, PALETTE, fitted, ticks, wrapped};
use super::weekly::{heading, sample_line};

const LEFT: f64 = 400.0;
const RIGHT: f64 = 1130.0;
const TOP: f64 = 190.0;
const BOTTOM: f64 = 790.0;
const BINS: usize = 72;
/// Rows that a chart can hold and still be read.
const MOST_ROWS: usize = 10;

pub(super) fn draw(canvas: &mut dyn Canvas, scenario: &Scenario, answer: &Answer) {
    heading(canvas, &title(scenario, answer), &sample_line(scenario, answer));
    let ranked: Vec<usize> =
        answer.ranking.iter().copied().filter(|&s| s != answer.baseline).collect();
    let shown = &ranked[..ranked.len().min(MOST_ROWS)];
    let pooled: Vec<f64> = shown
        .iter()
        .flat_map(|&s| answer.strategies[s].money.iter().filter_map(|m| m.roi))
        .collect();
    let (low, high) = range(&pooled);
    let axis = Axis { low, high };
    scale(canvas, axis);
    let step = ((BOTTOM - TOP) / count(shown.len().max(1))).min(220.0);
    for (rank, &s) in shown.iter().enumerate() {
        let row = Row { top: TOP + step * count(rank), height: step, axis };
        let place = answer.ranking.iter().position(|&r| r == s).unwrap_or(rank) + 1;
        strategy(canvas, scenario, answer, s, place, PALETTE[rank % PALETTE.len()], row);
    }
    notes(canvas, &pooled, axis, ranked.len() - shown.len());
}

fn title(scenario: &Scenario, answer: &Answer) -> String {
    let best = answer.ranking[0];
    let baseline = quoted(&scenario.strategies[answer.baseline].label);
    if best == answer.baseline {
        return format!("No plan earns more than {baseline} on average");
    }
    let a = &answer.strategies[best];
    format!(
        "{} returns {} on its cost and loses money in {} of histories",
        quoted(&scenario.strategies[best].label),
        percent_with_error(a.roi.mean),
        percent_with_error(a.p_loss),
    )
}

/// From the 1st to the 99th percentile of all ROIs, break-even always in sight.
fn range(pooled: &[f64]) -> (f64, f64) {
    let low = quantile(pooled, 0.01).unwrap_or(-1.0).min(0.0);
    let high = quantile(pooled, 0.99).unwrap_or(1.0).max(0.0);
    let pad = (0.05 * (high - low)).max(0.02);
    (low - pad, high + pad)
}

#[derive(Clone, Copy)]
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    fn x(self, roi: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (roi - self.low) / (self.high - self.low)
    }

    fn holds(self, roi: f64) -> bool {
        (self.low..=self.high).contains(&roi)
    }
}

#[derive(Clone, Copy)]
struct Row {
    top: f64,
    height: f64,
    axis: Axis,
}

fn scale(canvas: &mut dyn Canvas, axis: Axis) {
    for tick in ticks(axis.low, axis.high, 8.0) {
        let x = axis.x(tick);
        canvas.line(&[(x, TOP), (x, BOTTOM)], LIGHT.to_rgba(), 1.0);
        canvas.text((x, BOTTOM + 24.0), &percent(tick), 24.0, Look::middle(GREY));
    }
    let zero = axis.x(0.0);
    canvas.line(&[(zero, TOP - 8.0), (zero, BOTTOM)], INK.to_rgba(), 3.0);
    canvas.text((zero, TOP - 24.0), "break-even", 22.0, Look::middle(INK));
    let middle = f64::midpoint(LEFT, RIGHT);
    let name = "ROI: discounted net ÷ discounted incremental cost";
    canvas.text((middle, BOTTOM + 60.0), name, 24.0, Look::middle(GREY));
}

fn strategy(
    canvas: &mut dyn Canvas,
    scenario: &Scenario,
    answer: &Answer,
    s: usize,
    place: usize,
    color: plotters::style::RGBColor,
    row: Row,
) {
    let a = &answer.strategies[s];
    let middle = row.top + row.height * 0.5;
    label(canvas, &format!("{place}  {}", scenario.strategies[s].label), middle, row.height);
    let rois: Vec<f64> = a.money.iter().filter_map(|m| m.roi).collect();
    if rois.is_empty() {
        let text = "no ROI: it costs no more than the baseline";
        canvas.text((LEFT + 20.0, middle), text, 24.0, Look::left(GREY));
        return;
    }
    let floor = row.top + row.height * 0.78;
    canvas.area(&density(&rois, row, floor), color.mix(0.4));
    let axis = row.axis;
    let clamp = |roi: f64| axis.x(roi.clamp(axis.low, axis.high));
    let q = a.roi.quantiles;
    if let (Some(p05), Some(p50), Some(p95)) = (q.p05, q.p50, q.p95) {
        let width = (row.height * 0.05).clamp(4.0, 9.0);
        canvas.line(&[(clamp(p05), floor), (clamp(p95), floor)], color.to_rgba(), width);
        let tick = row.height * 0.09;
        let median = clamp(p50);
        canvas.line(&[(median, floor - tick), (median, floor + tick)], INK.to_rgba(), 4.0);
    }
    if let Some(mean) = a.roi.mean.value {
        canvas.dot((clamp(mean), floor), (row.height * 0.06).clamp(6.0, 10.0), INK.to_rgba());
    }
    figures(canvas, a, middle, row.height);
}

fn label(canvas: &mut dyn Canvas, text: &str, middle: f64, height: f64) {
    let size = if height >= 90.0 { 26.0 } else { 22.0 };
    let room = LEFT - 80.0;
    let lines = wrapped(canvas, text, size, true, room);
    let most = if height >= 90.0 { 3 } else { 1 };
    let lines: Vec<String> = if lines.len() > most {
        let mut kept = lines[..most - 1].to_vec();
        kept.push(lines[most - 1..].join(" "));
        kept
    } else {
        lines
    };
    let top = middle - (count(lines.len()) - 1.0) * size * 0.65;
    for (idx, line) in lines.iter().enumerate() {
        let line = fitted(canvas, line, size, true, room);
        let at = (60.0, top + count(idx) * size * 1.3);
        canvas.text(at, &line, size, Look::left(INK).bold());
    }
}

fn figures(canvas: &mut dyn Canvas, a: &StrategyAnswer, middle: f64, height: f64) {
    let x = RIGHT + 30.0;
    let interval = match (a.roi.quantiles.p05, a.roi.quantiles.p95) {
        (Some(low), Some(high)) => format!("{} … {}", percent(low), percent(high)),
        _ => String::new(),
    };
    let mean = format!("mean {}", percent_with_error(a.roi.mean));
    let loss = format!("loses in {}", percent_with_error(a.p_loss));
    if height >= 100.0 {
        canvas.text((x, middle - 32.0), &mean, 26.0, Look::left(INK).bold());
        canvas.text((x, middle), &format!("90 %: {interval}"), 24.0, Look::left(INK));
        canvas.text((x, middle + 32.0), &loss, 24.0, Look::left(INK));
    } else {
        canvas.text((x, middle - 13.0), &mean, 22.0, Look::left(INK).bold());
        canvas.text((x, middle + 13.0), &format!("{interval}; {loss}"), 20.0, Look::left(INK));
    }
}

/// Outline of the smoothed histogram of the ROIs in sight, standing on `floor`, each row as high as its own peak.
fn density(rois: &[f64], row: Row, floor: f64) -> Vec<(f64, f64)> {
    let axis = row.axis;
    let width = (axis.high - axis.low) / count(BINS);
    let mut bins = [0.0; BINS];
    for &roi in rois.iter().filter(|&&r| axis.holds(r)) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "inside the axis, so from 0 to BINS"
        )]
        let idx = (((roi - axis.low) / width) as usize).min(BINS - 1);
        bins[idx] += 1.0;
    }
    let at = |idx: usize, shift: usize| {
        (idx + shift).checked_sub(2).and_then(|i| bins.get(i)).copied().unwrap_or(0.0)
    };
    let smooth: Vec<f64> = (0..BINS)
        .map(|i| (at(i, 0) + 2.0 * at(i, 1) + 3.0 * at(i, 2) + 2.0 * at(i, 3) + at(i, 4)) / 9.0)
        .collect();
    let peak = smooth.iter().copied().fold(1e-9, f64::max);
    let mut points = vec![(axis.x(axis.low), floor)];
    for (idx, height) in smooth.iter().enumerate() {
        let x = axis.x(axis.low + (count(idx) + 0.5) * width);
        points.push((x, floor - height / peak * row.height * 0.66));
    }
    points.push((axis.x(axis.high), floor));
    points
}

fn notes(canvas: &mut dyn Canvas, pooled: &[f64], axis: Axis, hidden: usize) {
    let outside = pooled.iter().filter(|&&r| !axis.holds(r)).count();
    let mut text = String::from(
        "bar: 90 % of histories; tick: median; dot: mean; ± Monte Carlo standard error",
    );
    if outside > 0 {
        let share = 100.0 * count(outside) / count(pooled.len());
        text.push_str(&format!(
            "; {outside} of {} ROIs ({share:.1} %) lie outside the axis",
            pooled.len()
        ));
    }
    if hidden > 0 {
        text.push_str(&format!("; {hidden} more strategies in summary.csv"));
    }
    canvas.text((60.0, 880.0), &text, 20.0, Look::left(GREY));
}

fn count(n: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "rows, bins and histories")]
    let x = n as f64;
    x
}
