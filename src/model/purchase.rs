//! Orders: what one is worth, and whether its buyer stays (M18 price part, M20).

use super::journey::Stage;
use super::law::Family;
use super::number::NumberId;
use super::segment::Trait;

/// What the firm sells.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// price of one unit, currency
    pub price: NumberId,
    /// cost of one unit, currency; absent is 0
    pub unit_cost: Option<NumberId>,
    /// first stage from which a need becomes an order
    pub buys_from: Stage,
    /// probability that a customer is lost after an order; absent is 0
    pub dropout_per_purchase: Option<Trait>,
    /// hazard per week at which a customer who has bought is lost without an order; absent is 0
    pub dropout_per_week: Option<Trait>,
    /// factor on the odds to leave after an order, or not to renew, for each order so far; absent is 1
    pub churn_odds_per_order: Option<NumberId>,
    /// contracts that renew in place of new needs
    pub contract: Option<Contract>,
}

/// A subscription: signed by an order, up for renewal every so many weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    pub renews_every_weeks: u32,
    /// probability that a customer does not renew
    pub churn_per_renewal: Trait,
}

/// How many units an order holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Basket {
    /// exactly one
    One,
    /// the same for all, per world
    Same(NumberId),
    /// one draw per customer
    Each(Family),
    /// one draw per order
    EachOrder(Family),
    /// `ν ~ Gamma(q, rate gamma)` per customer, order `~ Gamma(p, rate ν)`; mean `p·gamma/(q − 1)`.
    /// Source: Fader & Hardie, "The Gamma-Gamma model of monetary value", 2013.
    GammaGamma { p: NumberId, q: NumberId, gamma: NumberId },
}

/// Survival of a cohort under the shifted beta-geometric law: `S(t) = Π_{k=1..t} (β + k − 1)/(α + β + k − 1)`.
///
/// Source: Fader & Hardie, "How to project customer retention", J. Interactive Marketing 21(1), 2007.
pub fn sbg_survival(alpha: f64, beta: f64, renewals: u32) -> f64 {
    (1..=renewals)
        .map(|k| (beta + f64::from(k) - 1.0) / (alpha + beta + f64::from(k) - 1.0))
        .product()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V14: the "regular" customers of Fader & Hardie 2007.
    #[test]
    fn survival_of_the_published_cohort() {
        let percent =
            [62.67, 47.38, 38.80, 33.21, 29.24, 26.25, 23.91, 22.01, 20.44, 19.12, 17.99, 17.01];
        for (t, want) in (1..).zip(percent) {
            let found = 100.0 * sbg_survival(0.704, 1.182, t);
            assert!((found - want).abs() <= 0.01, "year {t}: {found} for {want}");
        }
    }
}
