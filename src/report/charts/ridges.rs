//! Distributions, a row each: what several charts share.

use plotters::style::{Color, RGBColor};

use crate::analysis::quantile;

use super::super::lang::{Lang, say};
use super::canvas::{Canvas, GREY, INK, LIGHT, Look, fitted, ticks, wrapped};

const LEFT: f64 = 400.0;
const RIGHT: f64 = 1130.0;
const TOP: f64 = 190.0;
const BOTTOM: f64 = 790.0;
const BINS: usize = 240;
/// Bandwidths beyond the last value in sight after which nothing of a density is seen.
const TAIL: f64 = 2.6;
/// Rows that a chart can hold and still be read.
pub(super) const MOST_ROWS: usize = 10;

/// One distribution.
pub(super) struct Ridge {
    pub name: String,
    pub color: RGBColor,
    /// values over histories, in any order
    pub values: Vec<f64>,
    pub mean: Option<f64>,
    /// said to the right: the mean, the interval, one figure more
    pub figures: [String; 3],
    /// said in place of a distribution without values
    pub empty: &'static str,
}

/// What the horizontal axis says.
pub(super) struct Scale<'a> {
    pub name: &'a str,
    /// at 0
    pub zero: &'a str,
    /// of all figures of the axis
    pub ticks: &'a dyn Fn(&[f64]) -> Vec<String>,
}

/// Draws the rows under one axis, from the 1st to the 99th percentile of all values and as far beyond as densities need to run
/// out, 0 always in sight. Says below how to read them, what lies outside the axis, and `more`.
pub(super) fn draw(
    canvas: &mut dyn Canvas,
    lang: Lang,
    ridges: &[Ridge],
    scale: &Scale<'_>,
    more: &str,
) {
    let pooled: Vec<f64> = ridges.iter().flat_map(|r| r.values.iter().copied()).collect();
    let axis = Axis::around(ridges, &pooled);
    draw_scale(canvas, axis, scale);
    let height = ((BOTTOM - TOP) / count(ridges.len().max(1))).min(220.0);
    for (idx, ridge) in ridges.iter().enumerate() {
        draw_row(canvas, lang, ridge, Row { top: TOP + height * count(idx), height, axis });
    }
    notes(canvas, lang, &pooled, axis, more);
}

#[derive(Clone, Copy)]
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    fn around(ridges: &[Ridge], pooled: &[f64]) -> Axis {
        let (first, last) = (quantile(pooled, 0.01), quantile(pooled, 0.99));
        let (mut low, mut high) = (first.unwrap_or(-1.0).min(0.0), last.unwrap_or(1.0).max(0.0));
        for ridge in ridges {
            let tail = TAIL * bandwidth(&ridge.values);
            let end = |p: f64| quantile(&ridge.values, p);
            if let (Some(from), Some(until), Some(first), Some(last)) =
                (end(0.0), end(1.0), first, last)
            {
                low = low.min(from.max(first) - tail);
                high = high.max(until.min(last) + tail);
            }
        }
        // Where nothing differs at all there is still an axis to draw.
        let pad = if high > low { 0.02 * (high - low) } else { 0.02 };
        Axis { low: low - pad, high: high + pad }
    }

    fn x(self, value: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (value - self.low) / (self.high - self.low)
    }

    fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

#[derive(Clone, Copy)]
struct Row {
    top: f64,
    height: f64,
    axis: Axis,
}

fn draw_scale(canvas: &mut dyn Canvas, axis: Axis, scale: &Scale<'_>) {
    let steps = ticks(axis.low, axis.high, 8.0);
    for (&tick, text) in steps.iter().zip(&(scale.ticks)(&steps)) {
        let x = axis.x(tick);
        canvas.line(&[(x, TOP), (x, BOTTOM)], LIGHT.to_rgba(), 1.0);
        canvas.text((x, BOTTOM + 24.0), text, 24.0, Look::middle(GREY));
    }
    let zero = axis.x(0.0);
    canvas.line(&[(zero, TOP - 8.0), (zero, BOTTOM)], INK.to_rgba(), 3.0);
    canvas.text((zero, TOP - 24.0), scale.zero, 22.0, Look::middle(INK));
    let middle = f64::midpoint(LEFT, RIGHT);
    canvas.text((middle, BOTTOM + 60.0), scale.name, 24.0, Look::middle(GREY));
}

fn draw_row(canvas: &mut dyn Canvas, lang: Lang, ridge: &Ridge, row: Row) {
    let middle = row.top + row.height * 0.5;
    label(canvas, &ridge.name, middle, row.height);
    if ridge.values.is_empty() {
        canvas.text((LEFT + 20.0, middle), ridge.empty, 24.0, Look::left(GREY));
        return;
    }
    let floor = row.top + row.height * 0.78;
    let outline = density(&ridge.values, row, floor);
    if !outline.is_empty() {
        canvas.area(&outline, ridge.color.mix(0.4));
    }
    let axis = row.axis;
    let clamp = |value: f64| axis.x(value.clamp(axis.low, axis.high));
    let at = |p: f64| quantile(&ridge.values, p);
    if let (Some(p05), Some(p50), Some(p95)) = (at(0.05), at(0.5), at(0.95)) {
        let width = (row.height * 0.05).clamp(4.0, 9.0);
        canvas.line(&[(clamp(p05), floor), (clamp(p95), floor)], ridge.color.to_rgba(), width);
        let tick = row.height * 0.09;
        let median = clamp(p50);
        canvas.line(&[(median, floor - tick), (median, floor + tick)], INK.to_rgba(), 4.0);
    }
    if let Some(mean) = ridge.mean {
        canvas.dot((clamp(mean), floor), (row.height * 0.06).clamp(6.0, 10.0), INK.to_rgba());
    }
    figures(canvas, lang, &ridge.figures, middle, row.height);
}

fn label(canvas: &mut dyn Canvas, text: &str, middle: f64, height: f64) {
    let (size, most) = match height {
        h if h >= 108.0 => (26.0, 3),
        h if h >= 78.0 => (20.0, 3),
        _ => (18.0, 2),
    };
    let room = LEFT - 80.0;
    let lines = wrapped(canvas, text, size, true, room);
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

fn figures(
    canvas: &mut dyn Canvas,
    lang: Lang,
    [mean, interval, more]: &[String; 3],
    middle: f64,
    height: f64,
) {
    let x = RIGHT + 30.0;
    if height >= 100.0 {
        canvas.text((x, middle - 32.0), mean, 26.0, Look::left(INK).bold());
        canvas.text(
            (x, middle),
            &say!(lang, "90 %: {interval}", "90%: {interval}"),
            24.0,
            Look::left(INK),
        );
        canvas.text((x, middle + 32.0), more, 24.0, Look::left(INK));
    } else {
        canvas.text((x, middle - 13.0), mean, 22.0, Look::left(INK).bold());
        let text = fitted(canvas, &format!("{interval}; {more}"), 20.0, false, 1590.0 - x);
        canvas.text((x, middle + 13.0), &text, 20.0, Look::left(INK));
    }
}

/// Outline of the density of the values in sight, standing on `floor`, each row as high as its own peak; none where all
/// values are one. A Gaussian kernel over fine bins.
fn density(values: &[f64], row: Row, floor: f64) -> Vec<(f64, f64)> {
    let axis = row.axis;
    let width = (axis.high - axis.low) / count(BINS);
    let bandwidth = bandwidth(values);
    if bandwidth <= 0.0 {
        return Vec::new();
    }
    let mut bins = [0.0; BINS];
    for &value in values.iter().filter(|&&v| axis.holds(v)) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "inside the axis, so from 0 to BINS"
        )]
        let idx = (((value - axis.low) / width) as usize).min(BINS - 1);
        bins[idx] += 1.0;
    }
    // Narrower than a bin nothing can be drawn.
    let spread = (bandwidth / width).max(0.7);
    let kernel: Vec<f64> = (0..BINS)
        .map(|d| {
            let z = count(d) / spread;
            if z > 5.0 { 0.0 } else { libm::exp(-0.5 * z * z) }
        })
        .collect();
    let smooth: Vec<f64> = (0..BINS)
        .map(|i| bins.iter().enumerate().map(|(j, n)| n * kernel[i.abs_diff(j)]).sum())
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

/// `0.9·min(sd, IQR/1.34)·n^(−1/5)` (Silverman, "Density Estimation", 1986, eq. 3.31); 0 where all values are one.
fn bandwidth(values: &[f64]) -> f64 {
    let n = count(values.len().max(1));
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let sd = libm::sqrt(variance);
    let quarters = (quantile(values, 0.25), quantile(values, 0.75));
    let spread = match quarters {
        (Some(low), Some(high)) if high > low => sd.min((high - low) / 1.34),
        _ => sd,
    };
    0.9 * spread * libm::pow(n, -0.2)
}

fn notes(canvas: &mut dyn Canvas, lang: Lang, pooled: &[f64], axis: Axis, more: &str) {
    let outside = pooled.iter().filter(|&&v| !axis.holds(v)).count();
    let mut text = String::from(lang.pick(
        "bar: 90 % of histories; tick: median; dot: mean; shape: density, each to its own peak; ± Monte Carlo standard error",
        "thanh: 90% số lần mô phỏng; vạch: trung vị; chấm: trung bình; hình: mật độ, theo đỉnh riêng; ± sai số chuẩn Monte Carlo",
    ));
    if outside > 0 {
        let share = lang.percent_to(count(outside) / count(pooled.len()), 1);
        text.push_str(&say!(
            lang,
            "; {share} of histories lie outside the axis",
            "; {share} số lần mô phỏng nằm ngoài trục"
        ));
    }
    text.push_str(more);
    canvas.text((60.0, 880.0), &text, 20.0, Look::left(GREY));
}

fn count(n: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "rows, bins and histories")]
    let x = n as f64;
    x
}
