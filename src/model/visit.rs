//! Visits: people who come to us by themselves, to what they find (M7) or straight to our site.

/// Hazards above this are certainties for anybody whose affinity is not 0; it keeps products finite.
const CERTAIN: f64 = 1e12;

/// Hazard per week of a visit, for affinity 1: `h = found · lift`; P(a visit in a week) is `1 − e^{−h·a}` for affinity a.
///
/// - `found`: `found_per_post · K` for content, `visits_per_week` for a site
/// - `lift`: the brand's factor on visits, 1 without a brand
pub fn hazard(found: f64, lift: f64) -> f64 {
    (found * lift).min(CERTAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_lifted_in_proportion_and_never_beyond_numbers() {
        assert_eq!(hazard(0.2, 1.0), 0.2);
        assert_eq!(hazard(0.2, 3.0), 0.2 * 3.0);
        assert_eq!(hazard(1e300, 1e300), CERTAIN);
    }
}
