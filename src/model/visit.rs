//! Visits: people who come to us by themselves, to what they find (M7), straight to our site or into our shop.

/// Hazards above this are certainties for anybody whose affinity is not 0; it keeps products finite.
const CERTAIN: f64 = 1e12;

/// Hazard per week of a visit, for affinity 1: `h = found · lift`; P(a visit in a week) is `1 − e^{−h·a}` for affinity a.
///
/// - `found`: `found_per_post · K` for content, `visits_per_week` for a site, `passes_per_week` for a store, and with a need
///   `passes_per_week + need_adds_per_week`
/// - `lift`: the brand's factor on visits, 1 without a brand
pub fn hazard(found: f64, lift: f64) -> f64 {
    (found * lift).min(CERTAIN)
}

/// Hazard per week that a follower of our pages sees any of the week's posts: `−n·ln(1 − s)`, so that for affinity 1 all n of
/// them are missed with probability `(1 − s)^n`.
pub fn seen(posts: f64, seen_share: f64) -> f64 {
    (-posts * libm::log1p(-seen_share)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_sees_no_post_missed_all_of_them() {
        assert!((libm::exp(-seen(3.0, 0.04)) - 0.96 * 0.96 * 0.96).abs() < 1e-15);
        assert_eq!(seen(3.0, 0.0).to_bits(), 0f64.to_bits());
    }

    #[test]
    fn a_visit_is_lifted_in_proportion_and_never_beyond_numbers() {
        assert_eq!(hazard(0.2, 1.0), 0.2);
        assert_eq!(hazard(0.2, 3.0), 0.2 * 3.0);
        assert_eq!(hazard(1e300, 1e300), CERTAIN);
    }
}
