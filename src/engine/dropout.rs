//! Dropout in time (M20): who leaves without an order, and when in the week.

use crate::model::Stage;
use crate::random::Place;

use super::coefficients::narrow;
use super::decide::{collect, happens};
use super::dispatch::pass;
use super::population::{Decision, Shard};
use super::satisfaction;
use super::traits::{Column, ShardTraits};
use super::week::{Block, Week};

/// Attempt of a decision that is no need but a dropout; it is never drawn with.
pub(super) const DROPS_OUT: u32 = u32::MAX;

pass! {
    /// Hazards of those who have bought and are not lost.
    fn of_buyers(rates: &[f32], stages: &[u8], hazards: &mut [f32]) {
        for ((hazard, &rate), &stage) in hazards.iter_mut().zip(rates).zip(stages) {
            let has_bought = (stage >= Stage::Ascended as u8) & (stage < Stage::Lost as u8);
            *hazard = if has_bought { rate } else { 0.0 };
        }
    }
}

pass! {
    fn scale(factor: f32, hazards: &mut [f32]) {
        for hazard in hazards {
            *hazard *= factor;
        }
    }
}

/// Whoever drops out this week waits among the needs to be decided, at her moment.
pub(super) fn arrive(shard: &mut Shard, t: &ShardTraits, week: &Week<'_>, block: Block) {
    let Some(rates) = &t.dropout_in_time else { return };
    let r = block.all();
    let n = r.len();
    let of = &week.coefficients.segments[shard.segment];
    shard.draw(week, of.purpose.dropout_in_time, block);
    let scratch = &mut shard.scratch;
    let (stages, hazards) = (&shard.stage[r.clone()], &mut scratch.hazards[..n]);
    match rates {
        Column::Same(rate) => {
            scratch.pushes[..n].fill(narrow(*rate));
            of_buyers(week.isa, &scratch.pushes[..n], stages, hazards);
        }
        Column::Each(rates) => of_buyers(week.isa, &rates[r.clone()], stages, hazards),
    }
    let leaves = week.coefficients.satisfaction.and_then(|of| of.leaves());
    if let Some(per_unit) = leaves {
        satisfaction::weigh(week.isa, per_unit, &shard.satisfaction[r], hazards);
    }
    let joined = week.drops_out();
    if joined != 1.0 {
        scale(week.isa, narrow(joined), hazards);
    }
    happens(week.isa, &scratch.draws[..n], hazards, &mut scratch.flags[..n]);
    scratch.list.clear();
    collect(&scratch.flags[..n], &mut scratch.list);
    for at in 0..shard.scratch.list.len() {
        let offset = shard.scratch.list[at] as usize;
        let i = block.start + offset;
        let u = f64::from(shard.scratch.draws[offset]) / TWO32;
        let waited = -libm::log1p(-u) / f64::from(shard.scratch.hazards[offset]);
        let moment = came_in(shard, week, block, i) + waited;
        if moment < 1.0 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and 2^32"
            )]
            let moment = (moment * TWO32) as u32;
            shard.scratch.decisions.push(Decision { i, moment, attempt: DROPS_OUT });
        }
    }
    shard.scratch.decisions.sort_unstable();
}

const TWO32: f64 = 4_294_967_296.0;

/// Moment of the week from which a customer is there.
fn came_in(shard: &Shard, week: &Week<'_>, block: Block, i: usize) -> f64 {
    if !block.is_entrant(i) {
        return 0.0;
    }
    week.entries[shard.segment].as_ref().map_or(0.0, |entries| {
        let purpose = week.coefficients.segments[shard.segment].purpose.entry;
        let place = Place { replication: week.replication, week: 0, attempt: 0, purpose };
        entries.moment(shard.number(i), week.luck, place)
    })
}
