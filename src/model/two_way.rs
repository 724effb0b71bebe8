//! Two-way contacts teach the firm a customer's taste, so that what it sends to her alone fits better (M17). Contacts that are
//! bought are one-way: they teach nothing.

/// What is known of a customer's taste after contacts that told `learned`: `1 − (1 − k)·e^{−L}`, from 0 to 1. A contact that
/// tells the share ℓ of what is not known yet adds `−ln(1 − ℓ)` to L.
pub fn after(known: f64, learned: f64) -> f64 {
    1.0 - (1.0 - known) * libm::exp(-learned)
}

/// How well a message fits that is made for her, where the offer to her segment fits by `fit`: `fit + k·(1 − fit)`.
pub fn personal_fit(fit: f64, known: f64) -> f64 {
    fit + known * (1.0 - fit)
}

/// Exponent of what full knowledge of a customer adds to the force of personal messages, `b·(1 − fit)`: with k of it known they
/// have e^{k} of that, the factor of [`personal_fit`] over that of `fit` ([`super::fit::factor`]).
pub fn gain(lifts_moves: f64, fit: f64) -> f64 {
    (lifts_moves * (1.0 - fit)).min(30.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fit::factor;

    #[test]
    fn what_is_known_grows_towards_all_of_it() {
        let each = -libm::log(1.0 - 0.3);
        assert!((after(after(0.0, each), each) - 0.51).abs() < 1e-15);
        assert_eq!(after(0.0, 0.0).to_bits(), 0f64.to_bits());
    }

    #[test]
    fn a_message_made_for_her_has_the_factor_of_its_own_fit() {
        let (b, fit, known) = (2.0, 0.4, 0.25);
        let whole = factor(b, personal_fit(fit, known), 0.6);
        let parts = factor(b, fit, 0.6) * libm::exp(known * gain(b, fit));
        assert!((whole - parts).abs() < 1e-12);
        assert_eq!(libm::exp(0.0 * gain(b, fit)).to_bits(), 1f64.to_bits());
    }
}
