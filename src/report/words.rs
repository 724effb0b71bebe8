//! Numbers as people read them: rounded to what their error lets one know, thousands apart.

use crate::analysis::Estimate;

/// A whole number of minor units as an exact decimal: 12345 with 2 digits is `123.45`.
pub fn minor_text(minor: i128, digits: u32) -> String {
    if digits == 0 {
        return minor.to_string();
    }
    let scale = 10u128.pow(digits);
    let size = minor.unsigned_abs();
    let sign = if minor < 0 { "-" } else { "" };
    let width = digits as usize;
    format!("{sign}{}.{:0width$}", size / scale, size % scale)
}

/// Digits after the point (negative: zeros before it) to which a figure with this error is worth showing: two digits of
/// the error.
fn places(se: Option<f64>, fallback: i32) -> i32 {
    let Some(se) = se.filter(|se| *se > 0.0 && se.is_finite()) else { return fallback };
    #[expect(clippy::cast_possible_truncation, reason = "exponents of f64 are small")]
    let leading = libm::floor(libm::log10(se)) as i32;
    1 - leading
}

/// A number with thousands apart, to so many places (below 0: rounded to tens, hundreds, …).
pub fn grouped(x: f64, places: i32) -> String {
    let rounded = if places < 0 {
        let scale = libm::pow(10.0, f64::from(-places));
        libm::round(x / scale) * scale
    } else {
        x
    };
    let decimals = usize::try_from(places.clamp(0, 6)).expect("clamped");
    let text = format!("{:.decimals$}", rounded.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (idx, digit) in whole.chars().enumerate() {
        if idx > 0 && (whole.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    // What rounds to nothing has no sign.
    let nothing = !out.contains(|c: char| c.is_ascii_digit() && c != '0');
    if x < 0.0 && !nothing { format!("−{out}") } else { out }
}

/// A positive number rounded up to two digits: what is said with "about" and must be enough.
pub fn two_digits_up(x: f64) -> f64 {
    if x <= 99.0 {
        return libm::ceil(x);
    }
    let scale = libm::pow(10.0, libm::floor(libm::log10(x)) - 1.0);
    libm::ceil(x / scale) * scale
}

/// `12,340 ± 210`, both to the same place; without an error just the number; nothing as `–`.
pub fn with_error(e: Estimate, fallback_places: i32, most_places: i32) -> String {
    let Some(value) = e.value else { return "–".into() };
    let places = places(e.se, fallback_places).min(most_places);
    match e.se {
        Some(se) => format!("{} ± {}", grouped(value, places), grouped(se, places)),
        None => grouped(value, fallback_places.min(most_places)),
    }
}

/// An interval, short enough for a chart, each end to the place to which a mean with this error is shown.
pub fn short_interval(low: f64, high: f64, se: Option<f64>) -> String {
    let (scale, unit) = short_unit(low.abs().max(high.abs()));
    let (fallback, most) = if unit.is_empty() { (0, 0) } else { (1, 2) };
    let places = places(se.map(|se| se / scale), fallback).min(most);
    format!("{} … {}{unit}", grouped(low / scale, places), grouped(high / scale, places))
}

/// A share as percent with its error in points: `12.3 ± 0.4 %`.
pub fn percent_with_error(e: Estimate) -> String {
    let scaled = Estimate { value: e.value.map(|x| 100.0 * x), se: e.se.map(|x| 100.0 * x) };
    match scaled.value {
        Some(_) => format!("{} %", with_error(scaled, 0, 1)),
        None => "–".into(),
    }
}

/// The unit in which amounts up to `largest` are short enough for a chart, and what it is called: 1e6 and ` M`.
pub fn short_unit(largest: f64) -> (f64, &'static str) {
    match largest {
        x if x >= 1e9 => (1e9, " bn"),
        x if x >= 1e6 => (1e6, " M"),
        _ => (1.0, ""),
    }
}

/// An amount with its error, short enough for a chart: `195 ± 45 M`, `9,800 ± 1,300`.
pub fn short_with_error(e: Estimate, most_places: i32) -> String {
    let (scale, unit) = short_unit(e.value.unwrap_or(0.0).abs());
    let scaled = Estimate { value: e.value.map(|x| x / scale), se: e.se.map(|x| x / scale) };
    let places = if unit.is_empty() { most_places } else { 2 };
    format!("{}{unit}", with_error(scaled, if unit.is_empty() { 0 } else { 1 }, places))
}

/// A number for an axis: `20 k`, `1.5 M`, `−3 bn`.
pub fn compact(x: f64) -> String {
    let size = x.abs();
    let (scale, unit) = match size {
        s if s >= 1e9 => (1e9, " bn"),
        s if s >= 1e6 => (1e6, " M"),
        s if s >= 1e4 => (1e3, " k"),
        _ => (1.0, ""),
    };
    let scaled = x / scale;
    let places = [0, 1, 2].into_iter().find(|&p| {
        let factor = libm::pow(10.0, f64::from(p));
        (scaled * factor - libm::round(scaled * factor)).abs() < 1e-6
    });
    format!("{}{unit}", grouped(scaled, places.unwrap_or(3)))
}

/// A number to three digits, without zeros that say nothing.
pub fn short(x: f64) -> String {
    if x == 0.0 {
        return "0".into();
    }
    #[expect(clippy::cast_possible_truncation, reason = "exponents of f64 are small")]
    let leading = libm::floor(libm::log10(x.abs())) as i32;
    let text = grouped(x, (2 - leading).clamp(-12, 6));
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text,
    }
}

/// A name in quotation marks.
pub fn quoted(label: &str) -> String {
    format!("“{label}”")
}

/// A share as whole percent.
pub fn percent(x: f64) -> String {
    format!("{} %", grouped(100.0 * x, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_are_exact() {
        assert_eq!(minor_text(12_345, 2), "123.45");
        assert_eq!(minor_text(-5, 2), "-0.05");
        assert_eq!(minor_text(30_000_000, 0), "30000000");
        assert_eq!(minor_text(1, 3), "0.001");
    }

    #[test]
    fn figures_are_rounded_to_their_error() {
        let e = |value, se| Estimate { value: Some(value), se: Some(se) };
        assert_eq!(with_error(e(12_344.4, 213.0), 0, 2), "12,340 ± 210");
        assert_eq!(with_error(e(-0.4, 3.2), 0, 1), "−0.4 ± 3.2");
        assert_eq!(with_error(e(1_234_567.0, 0.0), 0, 2), "1,234,567 ± 0");
        assert_eq!(percent_with_error(e(0.1234, 0.004)), "12.3 ± 0.4 %");
        assert_eq!(percent_with_error(e(0.1287, 0.0434)), "12.9 ± 4.3 %");
        assert_eq!(grouped(-0.2, 0), "0");
    }

    #[test]
    fn amounts_on_charts_are_short() {
        let e = |value, se| Estimate { value: Some(value), se: Some(se) };
        assert_eq!(short_with_error(e(195_123_456.0, 45_300_000.0), 0), "195 ± 45 M");
        assert_eq!(short_with_error(e(-1_950_000_000.0, 45_300_000.0), 0), "−1.95 ± 0.05 bn");
        assert_eq!(short_with_error(e(9_812.0, 1_300.0), 2), "9,800 ± 1,300");
        let interval = |low, high, se| short_interval(low, high, Some(se));
        assert_eq!(interval(-168e6, 1_144e6, 93e6), "−0.17 … 1.14 bn");
        assert_eq!(interval(-4_612.0, 29_800.0, 1_300.0), "−4,600 … 29,800");
    }

    #[test]
    fn what_must_be_enough_is_rounded_up() {
        for (x, up) in [(0.2, 1.0), (7.0, 7.0), (98.3, 99.0), (300.0, 300.0), (1_234.0, 1_300.0)] {
            assert_eq!(two_digits_up(x), up);
        }
    }
}
