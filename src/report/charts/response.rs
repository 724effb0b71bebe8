//! What more or less money for a tactic brings: a panel per strategy and tactic, ROAS along the budget.

use plotters::style::{Color, RGBColor};

use crate::analysis::{Answer, Estimate, ResponseCurve, ResponseStep};
use crate::model::Scenario;

use super::super::lang::{Lang, say};
use super::super::response::ranked;
use super::super::words::quoted;
use super::canvas::{Canvas, GREY, INK, Look, PALETTE, fitted, ticks};
use super::panels::{MOST_PANELS, Panel, Span, grid};
use super::weekly::{foot, heading, sample_line};

const ROAS: RGBColor = PALETTE[0];
const MROAS: RGBColor = PALETTE[1];

pub(super) fn draw(canvas: &mut dyn Canvas, lang: Lang, scenario: &Scenario, answer: &Answer) {
    let curves = ranked(answer);
    heading(canvas, &title(lang, scenario, answer), &sample_line(lang, scenario, answer));
    let shown = &curves[..curves.len().min(MOST_PANELS)];
    let currency = &scenario.market.currency.code;
    let span = span(shown.iter().map(|(_, curve)| *curve));
    for (&(place, curve), panel) in shown.iter().zip(grid(shown.len(), 218.0, 64.0)) {
        let strategy = &scenario.strategies[curve.strategy].label;
        let tactic = &scenario.tactics[curve.tactic].label;
        let below = say!(
            lang,
            "budget of {tactic}; below it the cost of the plan, {currency}",
            "ngân sách của {tactic}; dưới đó là chi phí của chiến lược, {currency}"
        );
        panel.title(canvas, &format!("{place}  {strategy}"), &below);
        draw_curve(canvas, panel, lang, curve, span);
    }
    let mut text = String::from(lang.pick(
        "ROAS: against the plan without the tactic; mROAS: against the step before; bars: two standard errors each way",
        "ROAS: so với chiến lược khi không có chiến thuật; mROAS: so với bước trước; vạch: hai sai số chuẩn mỗi phía",
    ));
    let hidden = curves.len() - shown.len();
    if hidden > 0 {
        text.push_str(&say!(
            lang,
            "; {hidden} more in response.csv",
            "; {hidden} đường nữa trong response.csv"
        ));
    }
    foot(canvas, &text);
}

/// What the first step above the plan brings, or the last one where there is none.
fn title(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let curves = ranked(answer);
    let Some((_, curve)) = curves.first() else { return String::new() };
    let code = &scenario.market.currency.code;
    let more = curve.steps.iter().find(|step| step.scale > 1.0);
    let Some(step) = more.or(curve.steps.last()) else { return String::new() };
    let tactic = quoted(&scenario.tactics[curve.tactic].label);
    let strategy = quoted(&scenario.strategies[curve.strategy].label);
    let place = match more {
        Some(_) => say!(
            lang,
            "More money for {tactic} in {strategy}",
            "Thêm tiền cho {tactic} trong {strategy}"
        ),
        None => say!(
            lang,
            "The last money for {tactic} in {strategy}",
            "Khoản tiền cuối cho {tactic} trong {strategy}"
        ),
    };
    let (Some(brings), Some(needed)) = (step.mroas.value, curve.breakeven) else {
        return say!(
            lang,
            "{place} is not spent or brings no contribution",
            "{place} không được tiêu hoặc không đem lại lãi góp"
        );
    };
    let verdict = match step.mroas.se {
        Some(se) if (brings - needed).abs() < 2.0 * se => {
            lang.pick("whether it pays is not settled", "có đáng hay không thì chưa ngã ngũ")
        }
        _ if brings > needed => lang.pick("it pays", "đáng tiền"),
        _ => lang.pick("it does not pay", "không đáng tiền"),
    };
    let (brings, needed) = (lang.with_error(step.mroas, 2, 2), lang.grouped(needed, 2));
    say!(
        lang,
        "{place} brings {brings} {code} of revenue per {code}; {needed} are needed: {verdict}",
        "{place} đem lại {brings} {code} doanh thu trên mỗi {code}; cần {needed}: {verdict}"
    )
}

/// From 0 or the lowest to the highest figure with its bar, and break-even.
fn span<'a>(curves: impl Iterator<Item = &'a ResponseCurve>) -> Span {
    let mut values: Vec<f64> = Vec::new();
    for curve in curves {
        values.extend(curve.breakeven);
        for e in curve.steps.iter().flat_map(|step| [step.roas, step.mroas]) {
            if let Some((low, high)) = bar(e) {
                values.extend([low, high]);
            }
        }
    }
    let (low, high) = values.iter().fold((0.0f64, 0.0f64), |(l, h), &x| (l.min(x), h.max(x)));
    let pad = (0.05 * (high - low)).max(1e-9);
    Span { low: if low < 0.0 { low - pad } else { 0.0 }, high: high + pad }
}

/// Two errors each way.
fn bar(e: Estimate) -> Option<(f64, f64)> {
    let (value, error) = (e.value?, 2.0 * e.se.unwrap_or(0.0));
    Some((value - error, value + error))
}

fn draw_curve(
    canvas: &mut dyn Canvas,
    panel: Panel,
    lang: Lang,
    curve: &ResponseCurve,
    span: Span,
) {
    let levels = ticks(span.low, span.high, 5.0);
    panel.levels(canvas, &levels, span, &lang.axis(&levels));
    let last = curve.steps.last().map_or(1.0, |step| step.scale);
    let across = Span { low: 0.0, high: last };
    steps(canvas, panel, lang, &curve.steps, across);
    let mut ends: Vec<(f64, String, RGBColor)> = Vec::new();
    if let Some(needed) = curve.breakeven {
        let y = panel.y(needed, span);
        panel.dashed(canvas, (panel.left, y), (panel.right, y), INK);
        let needed = lang.grouped(needed, 2);
        ends.push((y, say!(lang, "break-even {needed}", "hòa vốn {needed}"), INK));
    }
    let at = |scale: f64, value: f64| (panel.x(scale, across), panel.y(value, span));
    for pair in curve.steps.windows(2) {
        let [before, step] = pair else { continue };
        let Some(value) = step.mroas.value else { continue };
        // What lies between two steps is drawn between them.
        let line = [at(before.scale, value), at(step.scale, value)];
        canvas.line(&line, MROAS.to_rgba(), 5.0);
        whisker(canvas, f64::midpoint(line[0].0, line[1].0), step.mroas, panel, span, MROAS);
    }
    let with_roas: Vec<(f64, Estimate)> =
        curve.steps.iter().map(|s| (s.scale, s.roas)).filter(|(_, e)| e.value.is_some()).collect();
    let line: Vec<(f64, f64)> =
        with_roas.iter().map(|(scale, e)| at(*scale, e.value.unwrap_or(0.0))).collect();
    canvas.line(&line, ROAS.to_rgba(), 3.0);
    for ((_, e), point) in with_roas.iter().zip(&line) {
        whisker(canvas, point.0, *e, panel, span, ROAS);
        canvas.dot(*point, 6.0, ROAS.to_rgba());
    }
    let of_last = |of: fn(&ResponseStep) -> Estimate| {
        curve.steps.iter().rev().map(of).find(|e| e.value.is_some())
    };
    for (name, found, color) in
        [("ROAS", of_last(|s| s.roas), ROAS), ("mROAS", of_last(|s| s.mroas), MROAS)]
    {
        if let Some((e, value)) = found.and_then(|e| Some((e, e.value?))) {
            ends.push((
                panel.y(value, span),
                format!("{name} {}", lang.with_error(e, 2, 2)),
                color,
            ));
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let wanted: Vec<f64> = ends.iter().map(|e| e.0).collect();
    for ((from, text, color), y) in ends.into_iter().zip(panel.spread(&wanted, 26.0)) {
        let x = panel.right + 24.0;
        canvas.line(&[(panel.right + 4.0, from), (x - 6.0, y)], color.mix(0.6), 2.0);
        let text = fitted(canvas, &text, 18.0, true, panel.end - x);
        canvas.text((x, y), &text, 18.0, Look::left(color).bold());
    }
}

fn whisker(
    canvas: &mut dyn Canvas,
    x: f64,
    e: Estimate,
    panel: Panel,
    span: Span,
    color: RGBColor,
) {
    if let Some((low, high)) = bar(e).filter(|(low, high)| high > low) {
        let ends = [(x, panel.y(low, span)), (x, panel.y(high, span))];
        canvas.line(&ends, color.to_rgba(), 2.0);
    }
}

/// Ticks at the steps: the share of the budget, and below it what the plan costs. Where two would touch, the last, the
/// plan as it is and the first go before the others.
fn steps(canvas: &mut dyn Canvas, panel: Panel, lang: Lang, steps: &[ResponseStep], across: Span) {
    let mut wanted: Vec<(usize, &ResponseStep)> = steps.iter().enumerate().collect();
    let last = steps.len().saturating_sub(1);
    wanted.sort_by_key(|&(idx, step)| match idx {
        _ if idx == last => 0,
        _ if step.scale == 1.0 => 1,
        idx => idx + 2,
    });
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (_, step) in wanted {
        let x = panel.x(step.scale, across);
        canvas.line(&[(x, panel.bottom), (x, panel.bottom + 6.0)], GREY.to_rgba(), 1.0);
        let share = format!("× {}", lang.exact(step.scale));
        let cost = step.spend.value.map_or(String::new(), |cost| lang.compact(three_digits(cost)));
        let width = canvas.width(&share, 20.0, false).max(canvas.width(&cost, 18.0, false));
        let (from, to) = (x - width / 2.0 - 5.0, x + width / 2.0 + 5.0);
        if taken.iter().any(|&(a, b)| from < b && a < to) {
            continue;
        }
        taken.push((from, to));
        canvas.text((x, panel.bottom + 22.0), &share, 20.0, Look::middle(INK));
        canvas.text((x, panel.bottom + 44.0), &cost, 18.0, Look::middle(GREY));
    }
}

/// Three digits of an amount.
pub(super) fn three_digits(x: f64) -> f64 {
    if x.abs() < 1.0 {
        return libm::round(x * 100.0) / 100.0;
    }
    let scale = libm::pow(10.0, libm::floor(libm::log10(x.abs())) - 2.0);
    libm::round(x / scale) * scale
}
