//! Numbers as people read them: rounded to what their error lets one know, thousands apart, in the spelling of a language.

use crate::analysis::Estimate;

use super::lang::Lang;

/// A whole number of minor units as an exact decimal for files: 12345 with 2 digits is `123.45`.
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

/// A positive number rounded up to two digits: what is said with "about" and must be enough.
pub fn two_digits_up(x: f64) -> f64 {
    if x <= 99.0 {
        return libm::ceil(x);
    }
    let scale = libm::pow(10.0, libm::floor(libm::log10(x)) - 1.0);
    libm::ceil(x / scale) * scale
}

/// A name in quotation marks.
pub fn quoted(label: &str) -> String {
    format!("“{label}”")
}

impl Lang {
    /// Between thousands, before decimals.
    fn marks(self) -> (char, char) {
        match self {
            Lang::En => (',', '.'),
            Lang::Vi => ('.', ','),
        }
    }

    /// Percent of a number that is there already: `12.3 %`, `12,3%`.
    fn of_hundred(self, figure: &str) -> String {
        match self {
            Lang::En => format!("{figure} %"),
            Lang::Vi => format!("{figure}%"),
        }
    }

    /// A number with thousands apart, to so many places (below 0: rounded to tens, hundreds, …).
    pub fn grouped(self, x: f64, places: i32) -> String {
        let rounded = if places < 0 {
            let scale = libm::pow(10.0, f64::from(-places));
            libm::round(x / scale) * scale
        } else {
            x
        };
        let decimals = usize::try_from(places.clamp(0, 6)).expect("clamped");
        let out = self.marked(&format!("{:.decimals$}", rounded.abs()));
        // What rounds to nothing has no sign.
        let nothing = !out.contains(|c: char| c.is_ascii_digit() && c != '0');
        if x < 0.0 && !nothing { format!("−{out}") } else { out }
    }

    /// `12,340 ± 210`, both to the same place; without an error just the number; nothing as `–`.
    pub fn with_error(self, e: Estimate, fallback_places: i32, most_places: i32) -> String {
        let Some(value) = e.value else { return "–".into() };
        let places = places(e.se, fallback_places).min(most_places);
        match e.se {
            Some(se) => format!("{} ± {}", self.grouped(value, places), self.grouped(se, places)),
            None => self.grouped(value, fallback_places.min(most_places)),
        }
    }

    /// An interval, short enough for a chart, each end to the place to which a mean with this error is shown.
    pub fn short_interval(self, low: f64, high: f64, se: Option<f64>) -> String {
        let (scale, unit) = self.short_unit(low.abs().max(high.abs()));
        let (fallback, most) = if unit.is_empty() { (0, 0) } else { (1, 2) };
        let places = places(se.map(|se| se / scale), fallback).min(most);
        format!(
            "{} … {}{unit}",
            self.grouped(low / scale, places),
            self.grouped(high / scale, places)
        )
    }

    /// A share as percent with its error in points: `12.3 ± 0.4 %`.
    pub fn percent_with_error(self, e: Estimate) -> String {
        let scaled = Estimate { value: e.value.map(|x| 100.0 * x), se: e.se.map(|x| 100.0 * x) };
        match scaled.value {
            Some(_) => self.of_hundred(&self.with_error(scaled, 0, 1)),
            None => "–".into(),
        }
    }

    /// A probability as percent with its error; where every world agrees, the bound at 95 % in place of an error that
    /// would say too much: `0 % (≤ 3.7 %)`.
    pub fn probability(self, e: Estimate) -> String {
        let (Some(value), Some(se)) = (e.value, e.se.filter(|se| *se > 0.0)) else {
            return self.percent_with_error(e);
        };
        let (mark, bound) = match value {
            v if v <= 0.0 => ('≤', 1.96 * se),
            v if v >= 1.0 => ('≥', 1.0 - 1.96 * se),
            _ => return self.percent_with_error(e),
        };
        let places = if 1.96 * se < 0.1 { 1 } else { 0 };
        // Never tighter than it is.
        let scale = libm::pow(10.0, f64::from(2 + places));
        let bound =
            if mark == '≤' { libm::ceil(bound * scale) } else { libm::floor(bound * scale) };
        let bound = self.percent_to((bound / scale).clamp(0.0, 1.0), places);
        format!("{} ({mark} {bound})", self.percent(value))
    }

    /// `1 week`, `26 weeks`.
    pub fn weeks(self, n: u32) -> String {
        match (self, n) {
            (Lang::En, 1) => "1 week".into(),
            (Lang::En, n) => format!("{n} weeks"),
            (Lang::Vi, n) => format!("{n} tuần"),
        }
    }

    /// A share as whole percent.
    pub fn percent(self, x: f64) -> String {
        self.percent_to(x, 0)
    }

    /// A share as percent, to so many places.
    pub fn percent_to(self, x: f64, places: i32) -> String {
        self.of_hundred(&self.grouped(100.0 * x, places))
    }

    /// The unit in which amounts up to `largest` are short enough for a chart, and what it is called: 1e6 and ` M`.
    pub fn short_unit(self, largest: f64) -> (f64, &'static str) {
        match largest {
            x if x >= 1e9 => (1e9, self.pick(" bn", " tỷ")),
            x if x >= 1e6 => (1e6, self.pick(" M", " triệu")),
            _ => (1.0, ""),
        }
    }

    /// An amount with its error, short enough for a chart: `195 ± 45 M`, `9,800 ± 1,300`.
    pub fn short_with_error(self, e: Estimate, most_places: i32) -> String {
        let (scale, unit) = self.short_unit(e.value.unwrap_or(0.0).abs());
        let scaled = Estimate { value: e.value.map(|x| x / scale), se: e.se.map(|x| x / scale) };
        let places = if unit.is_empty() { most_places } else { 2 };
        format!("{}{unit}", self.with_error(scaled, if unit.is_empty() { 0 } else { 1 }, places))
    }

    /// A number for an axis: `20 k`, `1.5 M`, `−3 bn`.
    pub fn compact(self, x: f64) -> String {
        let (scale, unit) = self.unit_of(x.abs());
        let scaled = x / scale;
        let places = [0, 1, 2].into_iter().find(|&p| {
            let factor = libm::pow(10.0, f64::from(p));
            (scaled * factor - libm::round(scaled * factor)).abs() < 1e-6
        });
        format!("{}{unit}", self.grouped(scaled, places.unwrap_or(3)))
    }

    fn unit_of(self, size: f64) -> (f64, &'static str) {
        match size {
            s if s >= 1e9 => (1e9, self.pick(" bn", " tỷ")),
            s if s >= 1e6 => (1e6, self.pick(" M", " tr")),
            s if s >= 1e4 => (1e3, " k"),
            _ => (1.0, ""),
        }
    }

    /// The figures of an axis: all in the unit of the largest and with as many places as the finest needs; 0 alone has none.
    pub fn axis(self, ticks: &[f64]) -> Vec<String> {
        let (scale, unit) = self.unit_of(ticks.iter().fold(0.0, |most, x| x.abs().max(most)));
        let is_whole = |places: i32| {
            let factor = libm::pow(10.0, f64::from(places));
            let off = |x: &f64| {
                let scaled = x / scale * factor;
                (scaled - libm::round(scaled)).abs() > 1e-6
            };
            !ticks.iter().any(off)
        };
        let places = (0..=9).find(|places| is_whole(*places)).unwrap_or(9);
        let figure = |x: &f64| match *x == 0.0 {
            true => "0".into(),
            false => format!("{}{unit}", self.grouped(x / scale, places)),
        };
        ticks.iter().map(figure).collect()
    }

    /// A number to three digits, without zeros that say nothing.
    pub fn short(self, x: f64) -> String {
        if x == 0.0 {
            return "0".into();
        }
        #[expect(clippy::cast_possible_truncation, reason = "exponents of f64 are small")]
        let leading = libm::floor(libm::log10(x.abs())) as i32;
        let text = self.grouped(x, (2 - leading).clamp(-12, 6));
        let (_, point) = self.marks();
        match text.contains(point) {
            true => text.trim_end_matches('0').trim_end_matches(point).to_string(),
            false => text,
        }
    }

    /// A number with all its digits, as it was typed: `0.25`, `0,25`.
    pub fn exact(self, x: f64) -> String {
        let (_, point) = self.marks();
        x.to_string().replace('.', &point.to_string())
    }

    /// Seconds as people say them: two digits, in the unit that is nearest.
    pub fn duration(self, seconds: f64) -> String {
        let (x, unit) = match seconds {
            s if s < 120.0 => (s, self.pick("s", "giây")),
            s if s < 7200.0 => (s / 60.0, self.pick("minutes", "phút")),
            s if s < 172_800.0 => (s / 3600.0, self.pick("hours", "giờ")),
            s => (s / 86_400.0, self.pick("days", "ngày")),
        };
        format!("{} {unit}", self.two_digits(x))
    }

    /// What is estimated: two digits or so.
    pub fn two_digits(self, x: f64) -> String {
        let places = match x {
            x if x >= 10.0 => 0,
            x if x >= 1.0 => 1,
            _ => 2,
        };
        self.grouped(x, places)
    }

    /// A whole number of minor units to the last digit, thousands apart.
    pub fn money(self, minor: i128, digits: u32) -> String {
        let text = minor_text(minor, digits);
        match text.strip_prefix('-') {
            Some(size) => format!("−{}", self.marked(size)),
            None => self.marked(&text),
        }
    }

    /// Digits with a point or none, in the marks of the language.
    fn marked(self, plain: &str) -> String {
        let (thousands, point) = self.marks();
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let mut out = String::new();
        for (idx, digit) in whole.chars().enumerate() {
            if idx > 0 && (whole.len() - idx).is_multiple_of(3) {
                out.push(thousands);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(point);
            out.push_str(fraction);
        }
        out
    }
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
        assert_eq!(Lang::En.with_error(e(12_344.4, 213.0), 0, 2), "12,340 ± 210");
        assert_eq!(Lang::En.with_error(e(-0.4, 3.2), 0, 1), "−0.4 ± 3.2");
        assert_eq!(Lang::En.with_error(e(1_234_567.0, 0.0), 0, 2), "1,234,567 ± 0");
        assert_eq!(Lang::En.percent_with_error(e(0.1234, 0.004)), "12.3 ± 0.4 %");
        assert_eq!(Lang::En.percent_with_error(e(0.1287, 0.0434)), "12.9 ± 4.3 %");
        assert_eq!(Lang::En.grouped(-0.2, 0), "0");
    }

    #[test]
    fn amounts_on_charts_are_short() {
        let e = |value, se| Estimate { value: Some(value), se: Some(se) };
        assert_eq!(Lang::En.short_with_error(e(195_123_456.0, 45_300_000.0), 0), "195 ± 45 M");
        assert_eq!(
            Lang::En.short_with_error(e(-1_950_000_000.0, 45_300_000.0), 0),
            "−1.95 ± 0.05 bn"
        );
        assert_eq!(Lang::En.short_with_error(e(9_812.0, 1_300.0), 2), "9,800 ± 1,300");
        let interval = |low, high, se| Lang::En.short_interval(low, high, Some(se));
        assert_eq!(interval(-168e6, 1_144e6, 93e6), "−0.17 … 1.14 bn");
        assert_eq!(interval(-4_612.0, 29_800.0, 1_300.0), "−4,600 … 29,800");
    }

    #[test]
    fn what_must_be_enough_is_rounded_up() {
        for (x, up) in [(0.2, 1.0), (7.0, 7.0), (98.3, 99.0), (300.0, 300.0), (1_234.0, 1_300.0)] {
            assert_eq!(two_digits_up(x), up);
        }
    }

    #[test]
    fn where_every_world_agrees_a_bound_is_said() {
        let e = |value, se| Estimate { value: Some(value), se: Some(se) };
        // 20 worlds: 1 − .05^(1/20) = .139; 200 worlds: .0149.
        assert_eq!(Lang::En.probability(e(0.0, 0.139_1 / 1.96)), "0 % (≤ 14 %)");
        assert_eq!(Lang::En.probability(e(1.0, 0.014_87 / 1.96)), "100 % (≥ 98.5 %)");
        assert_eq!(Lang::Vi.probability(e(0.0, 0.014_87 / 1.96)), "0% (≤ 1,5%)");
        assert_eq!(Lang::En.probability(e(0.5, 0.1)), "50 ± 10 %");
        assert_eq!(Lang::En.probability(e(0.0, 0.0)), "0 ± 0 %");
    }

    #[test]
    fn each_language_has_its_own_marks() {
        let e = |value, se| Estimate { value: Some(value), se: Some(se) };
        assert_eq!(Lang::Vi.with_error(e(12_344.4, 213.0), 0, 2), "12.340 ± 210");
        assert_eq!(Lang::Vi.percent_with_error(e(0.1234, 0.004)), "12,3 ± 0,4%");
        assert_eq!(
            Lang::Vi.short_with_error(e(-1_950_000_000.0, 45_300_000.0), 0),
            "−1,95 ± 0,05 tỷ"
        );
        assert_eq!(Lang::Vi.compact(1_500_000.0), "1,5 tr");
        assert_eq!(Lang::En.axis(&[0.0, 5e3, 1e4, 1.5e4]), ["0", "5 k", "10 k", "15 k"]);
        assert_eq!(Lang::Vi.axis(&[-5e5, 0.0, 1e6]), ["−0,5 tr", "0", "1,0 tr"]);
        assert_eq!(Lang::En.axis(&[0.0, 0.000_05, 0.000_1]), ["0", "0.00005", "0.00010"]);
        assert_eq!(Lang::En.axis(&[0.0, 2e3, 4e3]), ["0", "2,000", "4,000"]);
        assert_eq!(
            (Lang::En.short(1_234.5), Lang::Vi.short(0.25)),
            ("1,230".into(), "0,25".into())
        );
        assert_eq!((Lang::En.exact(0.25), Lang::Vi.exact(1.0)), ("0.25".into(), "1".into()));
        assert_eq!(Lang::En.money(-123_456_789, 2), "−1,234,567.89");
        assert_eq!(Lang::Vi.money(1_234_567, 0), "1.234.567");
    }
}
