//! Reviews (M22, M23): what buyers have written when they were asked, and what it does to those who read it.

use super::brand::{goodwill, lift};
use super::number::NumberId;
use super::word_of_mouth::LISTENERS;

/// The numbers of reviews.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reviews {
    /// reviews that there are at week 0, above 0
    pub starts: NumberId,
    /// hazard at which a review is no longer read; absent is 0
    pub fades_per_week: Option<NumberId>,
    /// ε: a hundredth more reviews raise hazards forward by so many hundredths
    pub elasticity: NumberId,
}

/// Stages whose people read reviews: they know of us and have not bought yet.
pub const READERS: std::ops::RangeInclusive<usize> = LISTENERS;

/// Reviews at the end of a week, as goodwill: those of the week come evenly and fade from then on.
pub fn after(before: f64, written: f64, fades_per_week: f64) -> f64 {
    goodwill(before, written, fades_per_week)
}

/// Factor on a reader's hazards forward: `(V/V₀)^ε`, its logarithm kept within ±30.
///
/// - `reviews` V ≥ 0, `starts` V₀ > 0; V₀ gives exactly 1, and so does ε = 0 whatever is left of V
///
/// Source: constant elasticity of sales to the volume of electronic word of mouth, .236 on average over 51 studies: You,
/// Vadakkepatt & Joshi, "A meta-analysis of electronic word-of-mouth elasticity", Journal of Marketing 79(2), 2015.
pub fn proof(reviews: f64, starts: f64, elasticity: f64) -> f64 {
    if elasticity == 0.0 {
        return 1.0;
    }
    lift(elasticity, libm::log(reviews / starts))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen to catch: an exponent of the logarithm.
    #[test]
    fn twice_the_reviews_raise_by_two_to_the_elasticity() {
        assert!((proof(80.0, 40.0, 0.236) - libm::pow(2.0, 0.236)).abs() < 1e-12);
        assert!((proof(20.0, 40.0, 0.5) - libm::sqrt(0.5)).abs() < 1e-12);
        assert_eq!(proof(40.0, 40.0, 0.236).to_bits(), 1f64.to_bits());
        assert_eq!(proof(7.0, 40.0, 0.0).to_bits(), 1f64.to_bits());
    }

    /// Seen to catch: 0·ln 0, which is no number and moved everybody.
    #[test]
    fn reviews_that_nobody_reads_any_more_are_a_number_still() {
        assert_eq!(proof(0.0, 40.0, 0.0).to_bits(), 1f64.to_bits());
        assert!((proof(0.0, 40.0, 0.236) - libm::exp(-30.0)).abs() < 1e-20);
    }
}
