//! Brand: goodwill that contacts build and time takes away (M15), and what it lifts.

use super::number::NumberId;

/// The numbers of a brand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brand {
    /// goodwill at week 0; absent is 0
    pub starts: Option<NumberId>,
    pub fades_per_week: NumberId,
    /// log of the factor on every hazard forward, per goodwill gained; absent is 0
    pub lifts_moves: Option<NumberId>,
    /// the same for visits to content and site
    pub lifts_visits: Option<NumberId>,
    /// the same for clicks in search
    pub lifts_search: Option<NumberId>,
    /// what goodwill gained adds to the attraction of our offer, per unit; absent is 0
    pub lifts_choice: Option<NumberId>,
}

/// The largest |exponent| of a lift: beyond e^±30 a hazard per week is a certainty or nothing at all.
const MOST: f64 = 30.0;

/// Goodwill at the end of a week: `G_w = G_{w−1}·e^{−δ} + A·(1 − e^{−δ})/δ`, with δ = 0 `G_{w−1} + A`.
///
/// The exact solution of dG/dt = A − δ·G over a week whose input comes evenly; with a constant input it tends to A/δ.
///
/// - `before` G_{w−1} ≥ 0
/// - `input` A ≥ 0: what the week's contacts build
/// - `fades_per_week` δ ≥ 0
///
/// Source: Nerlove & Arrow, "Optimal advertising policy under dynamic conditions", Economica 29, 1962.
pub fn goodwill(before: f64, input: f64, fades_per_week: f64) -> f64 {
    if fades_per_week == 0.0 {
        return before + input;
    }
    let faded = -libm::expm1(-fades_per_week);
    before * libm::exp(-fades_per_week) + input * faded / fades_per_week
}

/// Factor on a hazard or a probability: `e^{γ·(G − G_start)}`, the exponent kept within ±30.
///
/// - `lifts` γ ≥ 0: 0 gives exactly 1, and so does goodwill as it was at the start
/// - `gained` G − G_start; below 0 where the brand has faded
pub fn lift(lifts: f64, gained: f64) -> f64 {
    libm::exp((lifts * gained).clamp(-MOST, MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V08: A = 10, δ = .2; and its end, A/δ.
    #[test]
    fn goodwill_follows_nerlove_and_arrow() {
        let mut stock = 0.0;
        let mut path = vec![stock];
        for _ in 0..500 {
            stock = goodwill(stock, 10.0, 0.2);
            path.push(stock);
        }
        for (t, want) in [(1, 9.063_462_35), (5, 31.606_027_94), (10, 43.233_235_84), (500, 50.0)] {
            assert!((path[t] - want).abs() <= 1e-8 * want, "week {t}: {} for {want}", path[t]);
        }
    }

    #[test]
    fn goodwill_that_fades_slowly_is_near_goodwill_that_does_not() {
        assert_eq!(goodwill(3.0, 2.0, 0.0), 5.0);
        assert!((goodwill(3.0, 2.0, 1e-12) - 5.0).abs() < 1e-11);
    }

    #[test]
    fn a_lift_of_nothing_is_one_bit_for_bit() {
        for (lifts, gained) in [(0.0, 7.0), (0.3, 0.0), (0.0, -7.0)] {
            assert_eq!(lift(lifts, gained).to_bits(), 1f64.to_bits());
        }
        assert!(lift(1e3, 1e300).is_finite() && lift(1e3, -1e300) > 0.0);
    }
}
