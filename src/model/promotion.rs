//! Promotions (M18): what a lower price does to needs, what people come to expect, and what they take home.
//!
//! Prices are shares of the regular price: 1 is the regular price, 0.8 is 20 % off.

use super::number::{NumberId, World};

/// How people take a price that is not the regular one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promotion {
    /// log of the factor on needs per share of the price taken off; absent is 0
    pub lifts_needs: Option<NumberId>,
    /// what each share of the price taken off adds to the attraction of our offer; absent is 0
    pub lifts_choice: Option<NumberId>,
    /// the same per share by which the price is below the reference price
    pub gain_lifts_needs: Option<NumberId>,
    /// per share by which it is above it
    pub loss_lowers_needs: Option<NumberId>,
    /// share of the reference price that a week leaves as it was; absent is 1
    pub reference_kept_per_week: Option<NumberId>,
    /// share of customers who buy ahead; absent is 1
    pub deal_buyers_share: Option<NumberId>,
    /// baskets that a deal buyer adds to an order below the regular price
    pub extra_baskets: u32,
    /// of a deal buyer's orders that only the price brought, the share that a later need would have brought; absent is 0
    pub brought_forward_share: Option<NumberId>,
    /// log of the factor on needs per basket at home, as a loss; absent is 0
    pub home_stock_lowers_needs: Option<NumberId>,
}

impl Promotion {
    /// Can anybody ever take anything home?
    pub fn takes_home(&self) -> bool {
        self.extra_baskets > 0 || self.brought_forward_share.is_some()
    }

    /// What prices do in one world.
    pub fn effects(&self, world: &World) -> PriceEffects {
        PriceEffects {
            own: world.get_or(self.lifts_needs, 0.0),
            gain: world.get_or(self.gain_lifts_needs, 0.0),
            loss: world.get_or(self.loss_lowers_needs, 0.0),
        }
    }
}

/// Weeks `first` to `last`, both included, in which a share of the price is taken off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceOff {
    pub first: u32,
    pub last: u32,
    /// share of the regular price, from 0 to below 1
    pub share: f64,
}

/// What a price does to needs: β, λ₊, λ₋ of M18, each per share of the regular price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceEffects {
    pub own: f64,
    pub gain: f64,
    pub loss: f64,
}

/// The largest |exponent|: beyond e^±30 a need rate is a flood or nothing at all.
const MOST: f64 = 30.0;

/// Factor on the needs of who may buy: `e^{β(1 − p) + λ₊·max(0, ρ − p) − λ₋·max(0, p − ρ)}`, the exponent kept within ±30.
///
/// The multinomial logit of buying now or not, where in any one moment not buying is by far the likelier: the hazard of a
/// purchase is then in proportion to e^u. Exactly 1 at the regular price with the reference price there, and with effects of 0.
///
/// - `price` p > 0 and `reference` ρ > 0: shares of the regular price
///
/// Source: reference prices with loss aversion: Hardie, Johnson & Fader, "Modeling loss aversion and reference dependence
/// effects on brand choice", Marketing Science 12(4), 1993.
pub fn need_factor(price: f64, reference: f64, effects: PriceEffects) -> f64 {
    let PriceEffects { own, gain, loss } = effects;
    let away = gain * (reference - price).max(0.0) - loss * (price - reference).max(0.0);
    libm::exp((own * (1.0 - price) + away).clamp(-MOST, MOST))
}

/// Reference price after a week: `ρ + (1 − α)(p − ρ)`; exactly ρ where p = ρ, and where α = 1.
///
/// - `before` ρ and `price` p: shares of the regular price
/// - `kept` α: share of it that a week leaves as it was
pub fn reference_after(before: f64, price: f64, kept: f64) -> f64 {
    before + (1.0 - kept) * (price - before)
}

/// Factor on needs of `baskets` H at home: `e^{−η·H}`; exactly 1 with nothing at home or η = 0.
pub fn home_factor(lowers: f64, baskets: u32) -> f64 {
    libm::exp(-lowers * f64::from(baskets))
}

/// Probability that a need which arrived this week was brought forward: `f·max(0, 1 − 1/m)`.
///
/// Of needs that arrive at m times their rate, the share 1 − 1/m came by the price; the share f of these takes the place of
/// a later one.
pub fn brought_forward(share: f64, factor: f64) -> f64 {
    share * (1.0 - 1.0 / factor).max(0.0)
}

/// Share of the needs of a week that would have come at the regular price too: `min(1, m(1)/m(p))`, both beside the same
/// reference price.
pub fn came_anyway(price: f64, reference: f64, effects: PriceEffects) -> f64 {
    let [regular, lower] = [1.0, price].map(|p| need_factor(p, reference, effects));
    (regular / lower).min(1.0)
}

/// How many more units a price cut must sell to earn what it gives up, as a share of those sold without it:
/// `d/(m − d)`; infinite where nothing is earned on a unit any more.
///
/// - `price_off` d and `margin` m: shares of the regular price
pub fn break_even(price_off: f64, margin: f64) -> f64 {
    if price_off >= margin { f64::INFINITY } else { price_off / (margin - price_off) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EFFECTS: PriceEffects = PriceEffects { own: 1.5, gain: 1.2, loss: 2.0 };

    /// Seen to catch: gain and loss exchanged.
    #[test]
    fn a_price_below_what_was_expected_lifts_and_one_above_it_lowers() {
        let of = |price, reference| libm::log(need_factor(price, reference, EFFECTS));
        for (price, reference, want) in [
            (0.8, 1.0, 0.2 * 1.5 + 0.2 * 1.2),
            (0.8, 0.9, 0.2 * 1.5 + 0.1 * 1.2),
            (0.8, 0.8, 0.2 * 1.5),
            (1.0, 0.9, -0.1 * 2.0),
            (0.8, 0.7, 0.2 * 1.5 - 0.1 * 2.0),
        ] {
            let found = of(price, reference);
            assert!((found - want).abs() < 1e-12, "{price} beside {reference}: {found} for {want}");
        }
    }

    /// Of those who come at a lower price as many stay at the regular one as would have come for it, whatever was expected.
    /// Seen to catch: the share of those who came for the price in its place.
    #[test]
    fn those_who_would_have_come_anyway_are_as_many_as_come_at_the_regular_price() {
        for reference in [0.7, 0.9, 1.0] {
            let [lower, regular] = [0.8, 1.0].map(|price| need_factor(price, reference, EFFECTS));
            let stay = lower * came_anyway(0.8, reference, EFFECTS);
            assert!((stay - regular).abs() < 1e-12, "{reference}: {stay} for {regular}");
        }
        let repels = PriceEffects { own: -1.0, gain: 0.0, loss: 0.0 };
        assert_eq!(came_anyway(0.8, 0.8, repels), 1.0, "nobody came for a price that repels");
    }

    /// A fifth off that sells 73 % more: the mean of temporary promotions (van Heerde & Neslin 2008).
    #[test]
    fn the_published_response_to_a_fifth_off() {
        let effects = PriceEffects { own: 1.37, gain: 1.37, loss: 0.0 };
        let more = need_factor(0.8, 1.0, effects) - 1.0;
        assert!((more - 0.73).abs() < 0.005, "{more}");
    }

    #[test]
    fn nothing_taken_off_or_felt_is_a_factor_of_one_bit_for_bit() {
        let one = 1f64.to_bits();
        assert_eq!(need_factor(1.0, 1.0, EFFECTS).to_bits(), one);
        let unfelt = PriceEffects { own: 0.0, gain: 0.0, loss: 0.0 };
        for (price, reference) in [(0.3, 1.0), (1.0, 0.3)] {
            assert_eq!(need_factor(price, reference, unfelt).to_bits(), one);
        }
        assert_eq!(home_factor(0.0, 9).to_bits(), one);
        assert_eq!(home_factor(0.7, 0).to_bits(), one);
        for kept in [0.0, 0.7, 0.9, 1.0] {
            assert_eq!(reference_after(1.0, 1.0, kept).to_bits(), one);
        }
        assert_eq!(reference_after(0.8, 0.3, 1.0), 0.8);
        assert_eq!(brought_forward(0.5, 1.0), 0.0);
        assert_eq!(brought_forward(0.5, 0.5), 0.0);
    }

    /// ρ after n weeks at p is p + (ρ₀ − p)·αⁿ.
    #[test]
    fn what_people_expect_follows_the_price() {
        let mut reference = 1.0;
        for week in 1..=30i32 {
            reference = reference_after(reference, 0.75, 0.8);
            let want = 0.75 + 0.25 * libm::pow(0.8, f64::from(week));
            assert!((reference - want).abs() < 1e-14, "week {week}: {reference} for {want}");
        }
    }

    /// The identity of every textbook of pricing.
    #[test]
    fn a_fifth_off_at_two_fifths_of_margin_must_sell_twice_as_much() {
        assert!((break_even(0.2, 0.4) - 1.0).abs() < 1e-15);
        assert!((break_even(0.1, 0.4) - 1.0 / 3.0).abs() < 1e-15);
        assert_eq!(break_even(0.0, 0.4), 0.0);
        assert_eq!(break_even(0.4, 0.4), f64::INFINITY);
    }

    #[test]
    fn no_exponent_is_too_large() {
        let wild = PriceEffects { own: 1e9, gain: 1e9, loss: 1e9 };
        assert!(need_factor(0.1, 1.0, wild).is_finite() && need_factor(1.0, 0.1, wild) > 0.0);
    }
}
