//! Upsell (M22): an order that holds more than she came for, where she takes up what was said to her.

use super::number::NumberId;

/// What an upsell adds, and how easily it is taken up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Upsell {
    /// hazard that one contact adds: an order takes it up with probability `1 − e^{−hazard}`
    pub accepts_per_contact: NumberId,
    /// u: share of the basket that it adds
    pub adds_to_basket: NumberId,
}

/// How many times its basket an order holds: `1 + Σ u` of what was taken up; nothing taken up is exactly 1.
pub fn basket_factor(added: impl Iterator<Item = f64>) -> f64 {
    added.fold(1.0, |factor, share| factor + share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_up_adds_up() {
        assert_eq!(basket_factor(std::iter::empty()).to_bits(), 1f64.to_bits());
        assert!((basket_factor([0.2, 0.5].into_iter()) - 1.7).abs() < 1e-15);
    }
}
