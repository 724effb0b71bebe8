//! Money: whole minor units, discounting, and the textbook identities of investment (M29).

/// A currency: its code and how many digits its minor unit has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 code, e.g. `VND`
    pub code: String,
    /// digits of the minor unit: 0 (VND, JPY), 2 (USD, EUR) or 3 (KWD)
    pub digits: u32,
}

impl Currency {
    /// The currency of an ISO 4217 code: three capital letters. Codes without a minor unit and with three digits are
    /// listed here (ISO 4217:2015, list one); every other code has two digits.
    pub fn from_code(code: &str) -> Option<Currency> {
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        let digits = match code {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF"
            | "UGX" | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        };
        Some(Currency { code: code.to_string(), digits })
    }

    /// Minor units in one unit of the currency: 1, 100 or 1000.
    pub fn minor_per_unit(&self) -> f64 {
        match self.digits {
            0 => 1.0,
            3 => 1000.0,
            _ => 100.0,
        }
    }
}

/// The nearest whole number of minor units, halves away from zero.
///
/// Exact for |x| < 2⁵³; `config` refuses prices and baskets whose orders could come near that.
pub fn to_minor(x: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "config bounds amounts below 2^53")]
    let minor = libm::round(x) as i64;
    minor
}

/// Whole units that money buys: `⌊(money − fixed)/unit⌋`, all in minor units; below 1 it buys none.
///
/// A price in units of the currency is seldom a whole number of minor units to the last bit: 512.07 · 100 is a little more than
/// 51 207. A quotient that falls short of a whole number by no more than 10⁻¹² of `money/unit` is that number, so that a budget
/// which is exactly the price buys what it pays for.
pub fn whole_units(money: i64, fixed: f64, unit: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "config bounds budgets below 2^53")]
    let money = money as f64;
    libm::floor((money - fixed) / unit + 1e-12 * (money / unit))
}

/// Discount factor of week `week`: `(1 + i)^(−week/52)`; exactly 1 without discounting.
pub fn discount_factor(discount_per_year: f64, week: u32) -> f64 {
    if discount_per_year == 0.0 {
        return 1.0;
    }
    libm::pow(1.0 + discount_per_year, -f64::from(week) / super::season::WEEKS_PER_YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V30: −1000, 300, 400, 500, 200 at 10 % a year, a year apart.
    #[test]
    fn present_value_of_the_textbook_project() {
        let npv: f64 = [-1000.0, 300.0, 400.0, 500.0, 200.0]
            .iter()
            .zip(0u32..)
            .map(|(flow, year)| flow * discount_factor(0.10, 52 * year))
            .sum();
        assert!((npv - 115.565_877).abs() < 1e-6 * 115.565_877, "{npv}");
        let weekly_rate = 1.0 / discount_factor(0.10, 1) - 1.0;
        assert!((weekly_rate - 0.001_834_57).abs() < 5e-9, "{weekly_rate}");
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!([to_minor(2.5), to_minor(-2.5), to_minor(0.49)], [3, -3, 0]);
    }

    /// Seen to catch: the floor of the plain quotient.
    #[test]
    fn a_budget_that_is_the_price_to_the_cent_buys_what_it_pays_for() {
        for cents in 10_000i64..=300_000 {
            let unit = f64::from(u32::try_from(cents).unwrap()) / 100.0 * 100.0;
            let fixed = 7.0 * unit;
            for n in [1i64, 3, 52] {
                let whole = f64::from(u32::try_from(n).unwrap());
                assert_eq!(whole_units(n * cents, 0.0, unit), whole, "{n} at {unit}");
                assert_eq!(whole_units(n * cents - 1, 0.0, unit), whole - 1.0, "{n} at {unit}");
                assert_eq!(whole_units((n + 7) * cents, fixed, unit), whole, "{n} at {unit}");
            }
        }
        assert!(whole_units(0, 0.0, 0.1) < 1.0 && whole_units(5, 9.0, 0.1) < 1.0);
    }

    #[test]
    fn no_discount_is_one_bit_for_bit() {
        assert_eq!(discount_factor(0.0, 51).to_bits(), 1f64.to_bits());
    }
}
