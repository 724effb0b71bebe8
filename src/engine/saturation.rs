//! Saturation over columns (M3): the response to adstocked contacts, added where it is used.

use super::coefficients::narrow;
use super::dispatch::{Isa, pass};
use super::pacing::of_level;

/// R(A) with its coefficients ready.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Response {
    /// R(A) = A
    Linear,
    /// η = 1: `R = (1 + K)·A/(A + K)`
    Hill { half: f32 },
    /// `R = (1 + c)·A^η/(A^η + c)`, `c = K^η`
    HillPower { c: f32, exponent: f32 },
}

impl Response {
    /// The Hill response of this half saturation, up to 1000, and exponent, up to 10: K^η is within 32 bits, and above 0.
    #[expect(clippy::float_cmp, reason = "exactly 1 has a formula of its own")]
    pub fn hill(half_saturation: f64, hill_exponent: f64) -> Response {
        if hill_exponent == 1.0 {
            Response::Hill { half: narrow(half_saturation).max(f32::MIN_POSITIVE) }
        } else {
            Response::HillPower {
                c: narrow(libm::pow(half_saturation, hill_exponent)).max(f32::MIN_POSITIVE),
                exponent: narrow(hill_exponent),
            }
        }
    }

    /// R of one stock.
    #[inline]
    pub fn at(self, stock: f32) -> f32 {
        match self {
            Response::Linear => stock,
            Response::Hill { half } => hill(stock, half),
            Response::HillPower { c, exponent } => hill_power(stock, c, exponent),
        }
    }

    /// R of what is remembered of a message, in the part that one of its tactics has; see `model::coordination::part`.
    #[inline]
    pub fn part_at(self, own: f32, together: f32) -> f32 {
        match self {
            Response::Linear => own,
            Response::Hill { half } => hill_part(own, together, half),
            Response::HillPower { c, exponent } => hill_power_part(own, together, c, exponent),
        }
    }

    /// `out[i] = part(own[i], together[i])`.
    pub fn part(self, isa: Isa, own: &[f32], together: &[f32], out: &mut [f32]) {
        match self {
            Response::Linear => out.copy_from_slice(own),
            Response::Hill { half } => part_hill(isa, half, own, together, out),
            Response::HillPower { c, exponent } => {
                part_hill_power(isa, c, exponent, own, together, out);
            }
        }
    }

    /// `sums[i] += weight[stage[i]] · R(stock[i])`.
    pub fn add_by_stage(
        self,
        isa: Isa,
        weights: &[f32; 16],
        stages: &[u8],
        stocks: &[f32],
        sums: &mut [f32],
    ) {
        match self {
            Response::Linear => add_linear(isa, weights, stages, stocks, sums),
            Response::Hill { half } => add_hill(isa, half, weights, stages, stocks, sums),
            Response::HillPower { c, exponent } => {
                add_hill_power(isa, c, exponent, weights, stages, stocks, sums);
            }
        }
    }

    /// As [`Response::add_by_stage`], each customer's weight times the table's entry for her level.
    pub fn add_paced(
        self,
        isa: Isa,
        weights: &[f32; 16],
        stages: &[u8],
        (table, levels): (&[f32; 16], &[u8]),
        stocks: &[f32],
        sums: &mut [f32],
    ) {
        match self {
            Response::Linear => paced_linear(isa, weights, stages, table, levels, stocks, sums),
            Response::Hill { half } => {
                paced_hill(isa, half, weights, stages, table, levels, stocks, sums);
            }
            Response::HillPower { c, exponent } => {
                paced_hill_power(isa, c, exponent, weights, stages, table, levels, stocks, sums);
            }
        }
    }
}

#[inline(always)]
fn hill(stock: f32, half: f32) -> f32 {
    (1.0 + half) * stock / (stock + half)
}

#[inline(always)]
fn hill_part(own: f32, together: f32, half: f32) -> f32 {
    (1.0 + half) * own / (together + half)
}

#[inline(always)]
fn hill_power_part(own: f32, together: f32, c: f32, exponent: f32) -> f32 {
    let all = hill_power(together, c, exponent);
    if together > 0.0 { all * (own / together) } else { 0.0 }
}

#[inline(always)]
fn hill_power(stock: f32, c: f32, exponent: f32) -> f32 {
    let a = power(stock, exponent);
    // Above 2¹²⁶ the ratio is 1 to all digits, c being below 2¹⁰⁰, and a stays finite.
    (1.0 + c) * (a / (a + c))
}

/// `x^exponent` for x ≥ 0, relative error below 4·10⁻⁷ for x between 2⁻⁸ and 2⁸ and exponents up to 3.
#[inline(always)]
fn power(x: f32, exponent: f32) -> f32 {
    // Halve the mantissa's range around 1: x = 2^e · m, m in [√½, √2).
    let bits = x.to_bits();
    let shifted = bits.wrapping_add(0x3f80_0000 - 0x3f35_04f3);
    let e_bits = shifted >> 23;
    let m = f32::from_bits((shifted & 0x007f_ffff).wrapping_add(0x3f35_04f3));
    // A whole number up to 255 in the low bits of 2²³ is that number.
    let e = f32::from_bits(0x4b00_0000 | e_bits) - 8_388_608.0 - 127.0;
    let s = (m - 1.0) / (m + 1.0);
    let s2 = s * s;
    let series = 1.0 + s2 * (1.0 / 3.0 + s2 * (1.0 / 5.0 + s2 * (1.0 / 7.0 + s2 * (1.0 / 9.0))));
    let log2 = e + 2.0 * std::f32::consts::LOG2_E * (s * series);
    let y = exponent * log2;
    let y = if y < 126.0 { y } else { 126.0 };
    let y = if y > -120.0 { y } else { -120.0 };
    let rounder = 12_582_912.0f32;
    let whole = y + rounder;
    let n_bits = whole.to_bits().wrapping_sub(rounder.to_bits());
    let f = (y - (whole - rounder)) * std::f32::consts::LN_2;
    let exp = 1.0
        + f * (1.0
            + f * (0.5
                + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0 + f * (1.0 / 720.0))))));
    let result = exp * f32::from_bits(n_bits.wrapping_add(127) << 23);
    if x > 0.0 { result } else { 0.0 }
}

/// The stage's entry of a table; the mask keeps every index in range without a check.
#[inline(always)]
pub(super) fn of_stage(table: &[f32; 16], stage: u8) -> f32 {
    table[usize::from(stage & 15)]
}

pass! {
    fn part_hill(half: f32, own: &[f32], together: &[f32], out: &mut [f32]) {
        for ((out, &own), &together) in out.iter_mut().zip(own).zip(together) {
            *out = hill_part(own, together, half);
        }
    }
}

pass! {
    fn part_hill_power(c: f32, exponent: f32, own: &[f32], together: &[f32], out: &mut [f32]) {
        for ((out, &own), &together) in out.iter_mut().zip(own).zip(together) {
            *out = hill_power_part(own, together, c, exponent);
        }
    }
}

pass! {
    fn add_linear(weights: &[f32; 16], stages: &[u8], stocks: &[f32], sums: &mut [f32]) {
        for ((sum, &stage), &stock) in sums.iter_mut().zip(stages).zip(stocks) {
            *sum += of_stage(weights, stage) * stock;
        }
    }
}

pass! {
    fn add_hill(half: f32, weights: &[f32; 16], stages: &[u8], stocks: &[f32], sums: &mut [f32]) {
        for ((sum, &stage), &stock) in sums.iter_mut().zip(stages).zip(stocks) {
            *sum += of_stage(weights, stage) * hill(stock, half);
        }
    }
}

pass! {
    fn add_hill_power(
        c: f32, exponent: f32, weights: &[f32; 16], stages: &[u8], stocks: &[f32], sums: &mut [f32],
    ) {
        for ((sum, &stage), &stock) in sums.iter_mut().zip(stages).zip(stocks) {
            *sum += of_stage(weights, stage) * hill_power(stock, c, exponent);
        }
    }
}

/// A pass that adds a response by stage and level, from the response of one stock.
macro_rules! paced {
    ($name:ident($($arg:ident: $ty:ty),*), $stock:ident => $response:expr) => {
        pass! {
            fn $name(
                $($arg: $ty,)* weights: &[f32; 16], stages: &[u8], table: &[f32; 16], levels: &[u8],
                stocks: &[f32], sums: &mut [f32],
            ) {
                for (((sum, &stage), &level), &$stock) in sums.iter_mut().zip(stages).zip(levels).zip(stocks) {
                    *sum += of_stage(weights, stage) * of_level(table, level) * $response;
                }
            }
        }
    };
}
paced!(paced_linear(), stock => stock);
paced!(paced_hill(half: f32), stock => hill(stock, half));
paced!(paced_hill_power(c: f32, exponent: f32), stock => hill_power(stock, c, exponent));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::saturation::response;

    #[test]
    fn columns_follow_the_formula() {
        for (half, exponent) in [(5.0, 1.0), (0.8, 2.0), (3.0, 0.7), (2.0, 3.0)] {
            let ready = Response::hill(half, exponent);
            for step in 0..4000u16 {
                let stock = f32::from(step) * 0.01;
                let exact = response(f64::from(stock), half, exponent);
                let found = f64::from(ready.at(stock));
                assert!(
                    (found - exact).abs() <= 1e-6 * exact,
                    "{stock} {half} {exponent}: {found} {exact}"
                );
            }
        }
    }

    /// Seen to catch: K^η that left 32 bits (nothing, or 0/0, of 8000 and 10^−5 at 10).
    #[test]
    fn the_ends_of_what_may_be_typed_follow_the_formula() {
        for half in [1e-300, 1e-46, 1e-5, 0.1, 30.0, 1000.0] {
            for exponent in [0.01, 1.0, 3.0, 10.0] {
                let ready = Response::hill(half, exponent);
                assert_eq!(ready.at(0.0), 0.0, "{half} {exponent}");
                for stock in [0.01, 1.0, 40.0, 999.0, 1000.0, 5000.0] {
                    let exact = response(stock, half, exponent);
                    let found = f64::from(ready.at(narrow(stock)));
                    let near = (found - exact).abs() <= 2e-5 * exact + 1e-12;
                    assert!(near, "{stock} {half} {exponent}: {found} {exact}");
                }
            }
        }
    }

    #[test]
    fn extreme_stocks_stay_finite() {
        for exponent in [0.3f32, 1.7, 10.0] {
            for stock in [0.0f32, 1e-18, 1e-6, 1e6, 1e30] {
                let r = hill_power(stock, 2.0, exponent);
                assert!(r.is_finite() && r >= 0.0, "{stock}^{exponent}: {r}");
            }
        }
    }
}
