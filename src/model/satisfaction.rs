//! Satisfaction (M21): what customers make of what they got, beside what they expected, and what it does (M20).

use super::number::NumberId;

/// How satisfaction rises and falls, and what hangs on it. Its unit is one standard deviation between people; 0 is as expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Satisfaction {
    /// of everybody at the start; absent is 0
    pub starts: Option<NumberId>,
    /// w_s: what a contact of care adds; absent is 0
    pub gain_per_care: Option<NumberId>,
    /// w_f: what an order adds for each unit by which the offer fits better than the reference; absent is 0
    pub gain_per_fit: Option<NumberId>,
    /// what an order adds to what she expects, and so takes from satisfaction; absent is 0
    pub expects_per_order: Option<NumberId>,
    /// δ: hazard per week at which it fades towards 0; absent is 0
    pub fades_per_week: Option<NumberId>,
    /// factor on the odds to leave, for each unit; absent is 1
    pub churn_odds_per_unit: Option<NumberId>,
    /// log factor on the need rate, for each unit; absent is 0
    pub lifts_needs: Option<NumberId>,
    /// log factor on every hazard forward, for each unit; absent is 0
    pub lifts_moves: Option<NumberId>,
    /// who is less satisfied than this does not talk; absent: everybody may
    pub talks_above: Option<NumberId>,
    /// who has ordered and is less satisfied than this warns; absent: only the lost do
    pub warns_below: Option<NumberId>,
}

/// What one order adds to satisfaction: `w_f·(fit − reference) − expects`.
pub fn per_order(gain_per_fit: f64, fit_beyond: f64, expects: f64) -> f64 {
    gain_per_fit * fit_beyond - expects
}

/// A probability whose odds are multiplied by `e^x`: `p·e^x / (1 − p + p·e^x)`; exactly p at x = 0.
///
/// - `p` in [0, 1]; 0 and 1 stay what they are
/// - `x`: kept within ±30, a factor of 10¹³
pub fn with_odds(p: f64, x: f64) -> f64 {
    if x.abs() < f64::MIN_POSITIVE {
        return p;
    }
    let odds = p * libm::exp(x.clamp(-30.0, 30.0));
    odds / (1.0 - p + odds)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen to catch: the factor on the probability in place of its odds.
    #[test]
    fn odds_are_multiplied_and_certainties_stay() {
        let half = libm::log(0.5);
        assert!((with_odds(0.5, half) - 1.0 / 3.0).abs() < 1e-15);
        assert!((with_odds(0.9, half) - 9.0 / 11.0).abs() < 1e-15);
        for x in [-1e9, -2.0, 0.0, 2.0, 1e9] {
            assert!(with_odds(0.0, x).abs() < 1e-300 && (with_odds(1.0, x) - 1.0).abs() < 1e-15);
        }
        assert_eq!(with_odds(0.3, 0.0).to_bits(), 0.3f64.to_bits());
    }

    #[test]
    fn a_larger_exponent_never_lowers_a_probability() {
        for p in [1e-9, 0.1, 0.5, 0.99, 1.0] {
            let mut before = 0.0;
            for step in -80..=80 {
                let found = with_odds(p, f64::from(step) * 0.5);
                assert!((0.0..=1.0).contains(&found) && found >= before, "{p} {step}: {found}");
                before = found;
            }
        }
    }
}
