//! Small commitments over columns (M8): how each was converted, what a tripwire earned, and what it does to later steps.

use crate::model::commitment::{COUNTS_FROM, factor};
use crate::model::money::to_minor;
use crate::model::{Commitment, Committed, Stage, World};

use super::coefficients::narrow;
use super::dispatch::pass;
use super::population::Shard;
use super::week::Week;

/// Factors of one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct CommitmentOf {
    money: f32,
    time: f32,
}

/// What a tripwire sells, in minor units; both rounded once, as those of an order.
#[derive(Clone, Copy, Debug)]
pub(super) struct SellsOf {
    pub price: i64,
    pub cost: i64,
}

impl CommitmentOf {
    pub fn new(commitment: &Commitment, world: &World) -> CommitmentOf {
        CommitmentOf {
            money: narrow(world.get_or(commitment.money_factor, 1.0)),
            time: narrow(world.get_or(commitment.time_factor, 1.0)),
        }
    }

    /// Factor on the hazards forward of one customer.
    pub fn at(self, stage: u8, committed: u8) -> f32 {
        let counts = COUNTS_FROM.map(|s| s as u8).contains(&stage);
        let how = match committed {
            1 => Committed::Money,
            2 => Committed::Time,
            _ => Committed::Not,
        };
        let stage = if counts { COUNTS_FROM[0] } else { Stage::Stranger };
        narrow(factor(how, stage, f64::from(self.money), f64::from(self.time)))
    }
}

impl SellsOf {
    pub fn new(price: f64, cost: f64) -> SellsOf {
        SellsOf { price: to_minor(price), cost: to_minor(cost) }
    }
}

const FIRST: u8 = COUNTS_FROM[0] as u8;
const LAST: u8 = COUNTS_FROM[1] as u8;

pass! {
    /// What commitments make of the hazards forward.
    pub fn hold(money: f32, time: f32, stages: &[u8], committed: &[u8], ahead: &mut [f32]) {
        for ((ahead, &stage), &committed) in ahead.iter_mut().zip(stages).zip(committed) {
            let of = if committed == 1 { money } else { time };
            let counts = (committed != 0) & (FIRST..=LAST).contains(&stage);
            *ahead *= if counts { of } else { 1.0 };
        }
    }
}

/// What commitments make of the hazards forward of a block's customers.
pub(super) fn lift(
    of: CommitmentOf,
    week: &Week<'_>,
    stages: &[u8],
    committed: &[u8],
    ahead: &mut [f32],
) {
    hold(week.isa, of.money, of.time, stages, committed, ahead);
}

/// Somebody steps from subscribed to converted, moved by a tactic or by nobody: how is remembered, and a small thing is paid.
pub(super) fn convert(shard: &mut Shard, week: &Week<'_>, i: usize, by: Option<usize>) {
    let how = by.map_or(Committed::Not, |t| week.scenario.tactics[t].says.commits());
    match how {
        Committed::Not => {}
        Committed::Money => shard.tally.converted_by_money += 1,
        Committed::Time => shard.tally.converted_by_time += 1,
    }
    if let Some(committed) = shard.committed.get_mut(i) {
        *committed = how as u8;
    }
    let Some(sells) = by.and_then(|t| week.coefficients.tactics[t].sells) else { return };
    let people = i128::from(week.scenario.market.people_per_customer);
    shard.revenue[i] += sells.price;
    shard.contribution[i] += sells.price - sells.cost;
    shard.tally.revenue += i128::from(sells.price) * people;
    shard.tally.unit_cost += i128::from(sells.cost) * people;
    shard.tally.tripwires_earned += i128::from(sells.price - sells.cost) * people;
}
