//! Multichannel and omnichannel (M26): the same channels, side by side or as one. What differs are the numbers below and how
//! long a message is remembered with whom; there is no bonus factor.

use super::number::{NumberId, World};

/// What it changes that channels know of each other; absent parts change nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Coordination {
    pub basket: Option<LeftBehind>,
    pub promotion: Option<Told>,
    pub collect: Option<Collect>,
    pub service: Option<Service>,
    /// hazard of a week in which one failure stops all of our own channels; absent is 0
    pub outage_per_week: Option<NumberId>,
    /// absent: customers leave as often as they would
    pub loyalty: Option<Loyalty>,
}

/// A number of plans whose channels stand side by side, and of plans in which they act as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Both {
    pub multichannel: NumberId,
    pub omnichannel: NumberId,
}

/// Baskets that are left behind: she goes on with another device, or in another channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeftBehind {
    pub abandoned_share: NumberId,
    /// share of them that is waiting where she goes on
    pub kept: Both,
}

impl LeftBehind {
    /// Share of needs at the basket that are ordered where channels stand side by side, and where they act as one:
    /// `1 − abandoned·(1 − kept)`.
    pub fn ordered(&self, world: &World) -> [f64; 2] {
        let of = |kept| 1.0 - world.get(self.abandoned_share) * (1.0 - world.get(kept));
        [of(self.kept.multichannel), of(self.kept.omnichannel)]
    }
}

/// Lower prices that one channel tells of and another one does not know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// share of orders that are placed in another channel than the one that told of the price
    pub elsewhere_share: NumberId,
    /// share of them at which it is known there
    pub known: Both,
    /// satisfaction that not finding it costs; absent is 0
    pub satisfaction_loss: Option<NumberId>,
}

impl Told {
    /// Share of those who would order at a lower price who find it, where channels stand side by side, and where they act as one:
    /// `1 − elsewhere·(1 − known)`.
    pub fn found(&self, world: &World) -> [f64; 2] {
        let of = |known| 1.0 - world.get(self.elsewhere_share) * (1.0 - world.get(known));
        [of(self.known.multichannel), of(self.known.omnichannel)]
    }
}

/// Orders that are fetched from our own shop, where it is near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Collect {
    /// share of the orders of those who live near an open shop and were in none this week
    pub share: Both,
    /// currency that one of them costs less, since nobody drives it to her door; absent is 0
    pub saves_per_order: Option<NumberId>,
    /// share of them to which she adds another basket while she is there; absent is 0
    pub buys_more_share: Option<NumberId>,
}

/// What buyers ask service staff, and what becomes of it on the way from one to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    pub requests_per_order: NumberId,
    pub handed_over: Both,
    /// currency; absent is 0
    pub cost_per_contact: Option<NumberId>,
    /// real contacts that the staff can handle in a week; absent: any number
    pub contacts_per_week: Option<u64>,
    /// annoyance of having to say it all again; absent is 0
    pub annoys_per_repeat: Option<NumberId>,
    /// share of trust that it costs; absent is 0
    pub trust_loss_per_repeat: Option<NumberId>,
    /// satisfaction that it costs; absent is 0
    pub satisfaction_loss_per_repeat: Option<NumberId>,
    /// satisfaction that each week costs which a request waits for staff; absent is 0
    pub satisfaction_loss_per_week_waited: Option<NumberId>,
}

/// What being known everywhere does to those who would leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loyalty {
    /// odds ratio of leaving, after an order and at a renewal
    Odds(NumberId),
    /// a vendor's claim: so much more retention, as a share of it
    KeepsMore(NumberId),
}

/// The decision to join channels: it costs, and acts only when it is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Omnichannel {
    pub setup_weeks: u32,
    /// minor units, in week 1
    pub setup_cost: i64,
    /// minor units, from week 1 on, in the tail too
    pub weekly_cost: i64,
}

impl Omnichannel {
    /// Do channels act as one in this week (from 1)?
    pub fn acts(&self, week: u32) -> bool {
        week > self.setup_weeks
    }

    /// What it costs in this week (from 1), in minor units.
    pub fn cost(&self, week: u32) -> i64 {
        self.weekly_cost + if week == 1 { self.setup_cost } else { 0 }
    }
}

/// P(leaves) where so much more of those who stay do stay: `1 − (1 + more)·(1 − p)`; `p` itself where more is 0.
///
/// - `(1 + more)·(1 − p)` at most 1: no more can be kept than there are
pub fn keeping_more(p: f64, more: f64) -> f64 {
    if more == 0.0 { p } else { (1.0 - (1.0 + more) * (1.0 - p)).max(0.0) }
}

/// What one of several tactics with the same message comes to: its part of what all of them come to together,
/// `own/together · R(together)`, in contacts remembered. R itself where it is the only one, whatever R; its own contacts where R is
/// in proportion.
pub fn part(own: f64, together: f64, response: impl Fn(f64) -> f64) -> f64 {
    if together > 0.0 { own / together * response(together) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::saturation::response;

    #[test]
    fn parts_of_a_message_add_up_to_what_it_does() {
        let r = |a: f64| response(a, 6.0, 2.0);
        let parts = part(1.0, 4.0, r) + part(3.0, 4.0, r);
        assert!((parts - r(4.0)).abs() < 1e-12);
        assert!((part(3.0, 3.0, r) - r(3.0)).abs() < 1e-12, "alone");
        assert!((part(1.0, 4.0, |a| a) - 1.0).abs() < 1e-12, "in proportion");
        assert!(parts > r(1.0) + r(3.0), "below the knee of an S repetitions help each other");
        let h = |a: f64| response(a, 2.0, 1.0);
        assert!(part(1.0, 4.0, h) + part(3.0, 4.0, h) < h(1.0) + h(3.0), "else they crowd");
        assert_eq!(part(0.0, 0.0, r), 0.0);
    }

    #[test]
    fn a_claim_keeps_what_it_says() {
        assert_eq!(keeping_more(0.3, 0.0), 0.3);
        assert!((keeping_more(0.6, 0.91) - 0.236).abs() < 1e-12);
    }

    #[test]
    fn a_plan_pays_before_it_acts() {
        let plan = Omnichannel { setup_weeks: 2, setup_cost: 60, weekly_cost: 7 };
        assert_eq!([1, 2, 3].map(|w| plan.cost(w)), [67, 7, 7]);
        assert_eq!([1, 2, 3].map(|w| plan.acts(w)), [false, false, true]);
    }
}
