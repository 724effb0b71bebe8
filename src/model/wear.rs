//! Wear-in and wear-out (M4): a message must be met a few times before it works, and after many times it works no more.

use super::number::{NumberId, World};

/// How a message wears in and out with the contacts of one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wear {
    /// contacts over which it wears in; absent: it has all its force from the first
    pub in_contacts: Option<NumberId>,
    /// absent: it never wears out
    pub out: Option<WearOut>,
}

/// When a message wears out, and how fast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WearOut {
    /// contacts up to which nothing is lost
    pub after_contacts: NumberId,
    /// further contacts that leave 1/e of the force
    pub decay_contacts: NumberId,
}

/// Wear in one world: n_in, n_out and τ_out of M4, in contacts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wearing {
    pub wears_in: Option<f64>,
    pub wears_out: Option<(f64, f64)>,
}

impl Wear {
    /// The numbers of one world.
    pub fn at(&self, world: &World) -> Wearing {
        Wearing {
            wears_in: self.in_contacts.map(|id| world.get(id)),
            wears_out: self
                .out
                .map(|out| (world.get(out.after_contacts), world.get(out.decay_contacts))),
        }
    }
}

/// Force of the n-th contact of a person with a message, as a share of its full force:
/// `q(n) = (1 − e^{−n/n_in})·e^{−max(0, n − n_out)/τ_out}`; a part that is absent is exactly 1.
///
/// Source: form of M4; wear-in is fast and wear-out slow: Tellis, "Generalizations about advertising effectiveness in markets",
/// Journal of Advertising Research 49(2), 2009.
pub fn force(n: f64, wear: Wearing) -> f64 {
    let worn_in = wear.wears_in.map_or(1.0, |contacts| -libm::expm1(-n / contacts));
    let left =
        wear.wears_out.map_or(1.0, |(after, decay)| libm::exp(-(n - after).max(0.0) / decay));
    worn_in * left
}

/// Number of the contact that stands for all `contacts` x ≥ 1 of a week, the last of which is her n-th: the one in the middle,
/// `n − (x − 1)/2`.
pub fn middle(n: f64, contacts: f64) -> f64 {
    n - 0.5 * (contacts - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEAR: Wearing = Wearing { wears_in: Some(2.0), wears_out: Some((10.0, 5.0)) };

    /// Seen to catch: wear-out from the first contact.
    #[test]
    fn a_message_wears_in_stands_and_wears_out() {
        for (n, want) in [
            (0.0, 0.0),
            (1.0, 0.393_469_340_287_366_6),
            (2.0, 0.632_120_558_828_557_7),
            (10.0, 0.993_262_053_000_914_5),
            (15.0, 0.999_446_915_629_851 * 0.367_879_441_171_442_3),
        ] {
            let found = force(n, WEAR);
            assert!((found - want).abs() < 1e-12, "{found} for {want} at {n}");
        }
    }

    #[test]
    fn force_is_a_share_and_faster_wear_out_never_raises_it() {
        for step in 0..4000i32 {
            let n = f64::from(step) * 0.25;
            let mut before = 0.0;
            for decay in [1e-6, 0.5, 5.0, 20.0, 1e6] {
                let wear = Wearing { wears_in: Some(3.0), wears_out: Some((8.0, decay)) };
                let found = force(n, wear);
                assert!((0.0..=1.0).contains(&found) && found >= before, "{n} {decay}: {found}");
                before = found;
            }
        }
    }

    #[test]
    fn what_does_not_wear_has_all_its_force_bit_for_bit() {
        let never = Wearing { wears_in: None, wears_out: None };
        let late = Wearing { wears_in: Some(1e-6), wears_out: Some((1e9, 3.0)) };
        for n in [1.0, 2.0, 700.0] {
            assert_eq!(force(n, never).to_bits(), 1f64.to_bits());
            assert_eq!(force(n, late).to_bits(), 1f64.to_bits());
        }
    }

    /// The third of three contacts of a week is her seventh: numbers 5, 6 and 7.
    #[test]
    fn a_week_of_contacts_is_that_of_its_middle_one() {
        assert_eq!(middle(7.0, 3.0), 6.0);
        assert_eq!(middle(7.0, 1.0), 7.0);
        assert_eq!(middle(2.0, 2.0), 1.5);
    }
}
