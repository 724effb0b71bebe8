//! The move over columns: one draw decides whether and which; the few who move are picked out and sent.

use crate::model::Stage;

use super::coefficients::Coefficients;
use super::decide::{below, bound, collect, p_any};
use super::dispatch::pass;
use super::population::{Shard, ShardTraits};
use super::saturation::of_stage;
use super::week::{Block, Week};

/// Events of the draw, in the order in which they lie on it; the tactics follow from 3 on.
const EXIT: usize = 0;
const BACK: usize = 1;
const FORWARD: usize = 2;
/// First tactic among the events.
const TACTICS: usize = 3;

pass! {
    fn natural(table: &[f32; 16], stages: &[u8], totals: &mut [f32]) {
        for (total, &stage) in totals.iter_mut().zip(stages) {
            *total = of_stage(table, stage);
        }
    }
}

pass! {
    fn moves(draws: &[u32], totals: &[f32], flags: &mut [u8]) {
        for ((flag, &draw), &total) in flags.iter_mut().zip(draws).zip(totals) {
            *flag = u8::from(below(draw, bound(p_any(total))));
        }
    }
}

/// Step 5 of the week: who would move, and how, into `scratch.movers`; nothing is applied yet.
pub(super) fn decide(shard: &mut Shard, week: &Week<'_>, block: Block) {
    shard.scratch.movers.clear();
    let r = block.live();
    let n = r.len();
    if !week.anyone_moves || n == 0 {
        return;
    }
    let isa = week.isa;
    let c = week.coefficients;
    shard.draw(week, c.segments[shard.segment].purpose.move_, block);
    let scratch = &mut shard.scratch;
    let stages = &shard.stage[r.clone()];
    natural(isa, &c.natural_total, stages, &mut scratch.hazards[..n]);
    for (tactic, stocks) in c.tactics.iter().zip(&shard.stocks) {
        if tactic.has_moves && !stocks.is_empty() {
            let totals = &mut scratch.hazards[..n];
            tactic.response.add_by_stage(isa, &tactic.moves, stages, &stocks[r.clone()], totals);
        }
    }
    moves(isa, &scratch.draws[..n], &scratch.hazards[..n], &mut scratch.flags[..n]);
    scratch.list.clear();
    collect(&scratch.flags[..n], &mut scratch.list);
    for at in 0..scratch.list.len() {
        let offset = scratch.list[at] as usize;
        let i = block.start + offset;
        let total = scratch.hazards[offset];
        let u = f64::from(scratch.draws[offset]) / 4_294_967_296.0;
        let position = u * f64::from(total) / f64::from(p_any(total));
        let event = event_at(position, c, &shard.stocks, i, shard.stage[i]);
        scratch.movers.push((i, event));
    }
}

/// The event at a position along the cumulated hazards of a customer, `model::journey::pick` without the list: most
/// positions lie before the tactics, and those are asked only as far as needed.
fn event_at(position: f64, c: &Coefficients, stocks: &[Vec<f32>], i: usize, stage: u8) -> usize {
    let mut cumulated = 0.0;
    let mut last = EXIT;
    for (event, &hazard) in c.natural[usize::from(stage)].iter().enumerate() {
        cumulated += f64::from(hazard);
        if hazard > 0.0 {
            last = event;
            if position < cumulated {
                return event;
            }
        }
    }
    for (t, (tactic, stocks)) in c.tactics.iter().zip(stocks).enumerate() {
        let weight = of_stage(&tactic.moves, stage);
        if weight > 0.0 && !stocks.is_empty() {
            let hazard = weight * tactic.response.at(stocks[i]);
            cumulated += f64::from(hazard);
            if hazard > 0.0 {
                last = TACTICS + t;
                if position < cumulated {
                    return last;
                }
            }
        }
    }
    last
}

/// The move of step 5 is applied, unless an order or a loss has made it void.
pub(super) fn apply(shard: &mut Shard, t: &ShardTraits, week: &Week<'_>, block: Block) {
    for at in 0..shard.scratch.movers.len() {
        let (i, event) = shard.scratch.movers[at];
        if shard.scratch.void[i - block.start] != 0 {
            continue;
        }
        let from = shard.stage[i];
        match event {
            EXIT => {
                shard.tally.exit[usize::from(from)] += 1;
                shard.set_stage(i, Stage::Lost as u8, week.week, &week.rules);
            }
            BACK => {
                shard.tally.back[usize::from(from)] += 1;
                shard.set_stage(i, week.back_to[usize::from(from)], week.week, &week.rules);
            }
            _ => {
                if event >= TACTICS {
                    shard.tally.moves_caused[event - TACTICS] += 1;
                }
                forward(shard, t, week, i);
            }
        }
    }
}

/// One step forward: from lost back to aware, else to the next stage; without needs, excited → ascended is the order.
fn forward(shard: &mut Shard, t: &ShardTraits, week: &Week<'_>, i: usize) {
    let from = shard.stage[i];
    if from == Stage::Excited as u8 && !week.rules.has_needs {
        super::purchase::order(shard, t, week, i, 0);
        return;
    }
    shard.tally.forward[usize::from(from)] += 1;
    let to = if from == Stage::Lost as u8 { Stage::Aware as u8 } else { from + 1 };
    shard.set_stage(i, to, week.week, &week.rules);
}

/// Who ends the week at or past `buys_from` with a need still open: it is decided next week.
pub(super) fn ripen(shard: &mut Shard, week: &Week<'_>) {
    for at in 0..shard.scratch.movers.len() {
        let (i, event) = shard.scratch.movers[at];
        let arrived = event >= FORWARD && shard.stage[i] >= week.rules.buys_from;
        if arrived && shard.open.get(i).is_some_and(|&open| open != 0) {
            shard.ripe_next.push(i);
        }
    }
}
