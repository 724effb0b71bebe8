//! Upsells of orders (M22): like the orders themselves one by one, not in a pass.

use crate::model::upsell::basket_factor;
use crate::model::{Upsell, World};
use crate::random::Purpose;

use super::coefficients::narrow;
use super::decide::{luck_below, p_any};
use super::journey::persuasion;
use super::pacing::{Acceptance, Accepted};
use super::population::Shard;
use super::week::Week;

/// An upsell in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct UpsellOf {
    pub accepts_per_contact: f32,
    adds_to_basket: f64,
}

impl UpsellOf {
    /// `carried`: what the medium carries of the message.
    pub fn new(upsell: &Upsell, world: &World, carried: f64) -> UpsellOf {
        UpsellOf {
            accepts_per_contact: narrow(world.get(upsell.accepts_per_contact) * carried),
            adds_to_basket: world.get(upsell.adds_to_basket),
        }
    }
}

/// How many times its basket an order holds; what was taken up is an ask accepted.
pub(super) fn basket(shard: &mut Shard, week: &Week<'_>, i: usize, attempt: u32) -> f64 {
    let mut added = Vec::new();
    for (t, tactic) in week.coefficients.tactics.iter().enumerate() {
        let Some(of) = &tactic.upsell else { continue };
        if shard.stocks[t].is_empty() {
            continue;
        }
        let weight = week.moves_of(shard.segment).upsells[t];
        let hazard = persuasion(week, shard, i, t, weight);
        let purpose: Purpose = week.coefficients.segments[shard.segment].purpose.upsell[t];
        let draw = week.luck.draw(week.place(purpose, attempt), shard.number(i));
        if hazard > 0.0 && luck_below(draw, f64::from(p_any(hazard))) {
            added.push(of.adds_to_basket);
            if week.coefficients.minds.watch() {
                let level = tactic.ask.level;
                let of = Accepted::Tactic(t);
                shard.scratch.acceptances.push(Acceptance { i, level, of });
            }
        }
    }
    basket_factor(added.into_iter())
}
