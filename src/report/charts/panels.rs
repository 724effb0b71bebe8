//! Small multiples: where several pictures of one kind stand on a sheet.

use plotters::style::{Color, RGBColor};

use super::canvas::{Canvas, GREY, INK, LIGHT, Look, fitted, wrapped};

/// The sheet below the heading and above the foot.
const LEFT: f64 = 60.0;
const RIGHT: f64 = 1560.0;
const TOP: f64 = 168.0;
const BOTTOM: f64 = 850.0;
/// Room for the title of a panel and the line below it, for the figures of its axis, between panels.
const HEAD: f64 = 82.0;
const AXIS_LEFT: f64 = 76.0;
const GAP: f64 = 30.0;
/// Panels that a chart can hold and still be read.
pub(super) const MOST_PANELS: usize = 6;

/// One picture: the rectangle of its plot, its title above, direct labels right of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Panel {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    /// right end of the labels
    pub end: f64,
}

/// Where `n` panels stand, row by row; each has `labels` of room at its right and `below` under its plot.
pub(super) fn grid(n: usize, labels: f64, below: f64) -> Vec<Panel> {
    let columns: u8 = match n {
        0 | 1 => 1,
        2 | 4 => 2,
        _ => 3,
    };
    let rows: u8 = if n > 3 { 2 } else { 1 };
    let (columns, rows) = (f64::from(columns), f64::from(rows));
    let width = (RIGHT - LEFT - GAP * (columns - 1.0)) / columns;
    let height = (BOTTOM - TOP) / rows;
    let mut panels = Vec::new();
    let (mut x, mut y) = (LEFT, TOP);
    for _ in 0..n {
        let end = x + width;
        panels.push(Panel {
            left: x + AXIS_LEFT,
            right: end - labels,
            top: y + HEAD,
            bottom: y + height - below,
            end,
        });
        x = end + GAP;
        if x >= RIGHT {
            (x, y) = (LEFT, y + height);
        }
    }
    panels
}

/// A scale from 0 or below to the top of a panel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub low: f64,
    pub high: f64,
}

impl Panel {
    /// Draws the title over the whole width, in two lines at most, and a line below it.
    pub fn title(self, canvas: &mut dyn Canvas, text: &str, below: &str) {
        let (x, room) = (self.left - AXIS_LEFT, self.end - self.left + AXIS_LEFT);
        let lines = wrapped(canvas, text, 20.0, true, room);
        let rest = lines.get(1..).map_or(String::new(), |rest| rest.join(" "));
        let mut y = self.top - HEAD + 12.0;
        for line in lines.first().into_iter().chain((!rest.is_empty()).then_some(&rest)) {
            let line = fitted(canvas, line, 20.0, true, room);
            canvas.text((x, y), &line, 20.0, Look::left(INK).bold());
            y += 25.0;
        }
        let below = fitted(canvas, below, 18.0, false, room);
        canvas.text((x, y), &below, 18.0, Look::left(GREY));
    }

    /// Place along the horizontal axis.
    pub fn x(self, at: f64, span: Span) -> f64 {
        self.left + (self.right - self.left) * (at - span.low) / (span.high - span.low)
    }

    /// Place along the vertical axis.
    pub fn y(self, at: f64, span: Span) -> f64 {
        self.bottom - (self.bottom - self.top) * (at - span.low) / (span.high - span.low)
    }

    /// A line across at each tick, with its figure.
    pub fn levels(self, canvas: &mut dyn Canvas, ticks: &[f64], span: Span, texts: &[String]) {
        for (&tick, text) in ticks.iter().zip(texts) {
            let y = self.y(tick, span);
            let (color, width) = if tick == 0.0 { (INK, 2.0) } else { (LIGHT, 1.0) };
            canvas.line(&[(self.left, y), (self.right, y)], color.to_rgba(), width);
            canvas.text((self.left - 10.0, y), text, 20.0, Look::right(GREY));
        }
    }

    /// A dashed line between two points.
    pub fn dashed(
        self,
        canvas: &mut dyn Canvas,
        from: (f64, f64),
        to: (f64, f64),
        color: RGBColor,
    ) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = libm::sqrt(dx * dx + dy * dy).max(1.0);
        let mut at = 0.0;
        while at < length {
            let end = (at + 10.0).min(length);
            let point = |t: f64| (from.0 + dx * t / length, from.1 + dy * t / length);
            canvas.line(&[point(at), point(end)], color.to_rgba(), 2.0);
            at += 20.0;
        }
    }

    /// Heights for labels that want to stand at `wanted` (rising) but need `gap` between them, inside the panel.
    pub fn spread(self, wanted: &[f64], gap: f64) -> Vec<f64> {
        spread(wanted, gap, self.top, self.bottom)
    }
}

/// Heights for labels that want to stand at `wanted` (rising) but need `gap` between them, from `top` to `bottom`.
pub(super) fn spread(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut at = wanted.to_vec();
    let mut lowest = top;
    for y in &mut at {
        *y = y.max(lowest);
        lowest = *y + gap;
    }
    let mut highest = bottom;
    for y in at.iter_mut().rev() {
        *y = y.min(highest);
        highest = *y - gap;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_distance_and_stay_inside() {
        let at = spread(&[300.0, 305.0, 310.0, 790.0], 74.0, 210.0, 800.0);
        assert!(at.windows(2).all(|w| w[1] - w[0] >= 74.0 - 1e-9), "{at:?}");
        assert!(at.iter().all(|y| (210.0..=800.0).contains(y)));
    }

    #[test]
    fn panels_stand_beside_each_other_on_the_sheet() {
        for n in 1..=MOST_PANELS {
            let panels = grid(n, 200.0, 60.0);
            assert_eq!(panels.len(), n);
            for (idx, a) in panels.iter().enumerate() {
                assert!(a.left < a.right && a.right < a.end && a.end <= RIGHT + 1e-9, "{n} {a:?}");
                assert!(a.top < a.bottom && a.bottom <= BOTTOM, "{n} {a:?}");
                let apart = |b: &Panel| {
                    a.end < b.left || b.end < a.left || a.bottom < b.top || b.bottom < a.top
                };
                assert!(panels[idx + 1..].iter().all(apart), "{n}");
            }
        }
    }
}
