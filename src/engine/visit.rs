//! Visits over columns (M7): who finds our content by a need, who comes to our site because she knows us, who comes into our shop
//! because she lives near.

use crate::model::Stage;

use super::coefficients::narrow;
use super::decide::{below, bound, p_any};
use super::dispatch::pass;
use super::media::keep_audience;
use super::population::Shard;
use super::traits::{Column, ShardTraits};
use super::week::{Block, Week};

/// Whom a tactic waits for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Who {
    /// someone whose need was open before or arrived this week
    InNeed,
    /// everybody aware or later, not lost
    Aware,
    /// everybody engaged or later, not lost
    Followers,
    /// everybody who lives near and is not lost; `calm`: hazard of those without a need
    Near { calm: f64 },
}

pass! {
    fn in_need(open: &[u8], arrived: &[u8], flags: &mut [u8]) {
        for ((flag, &open), &arrived) in flags.iter_mut().zip(open).zip(arrived) {
            *flag = open | arrived;
        }
    }
}

pass! {
    /// From a stage on, not lost.
    fn at_least(from: u8, stages: &[u8], flags: &mut [u8]) {
        for (flag, &stage) in flags.iter_mut().zip(stages) {
            *flag = u8::from((from..=8).contains(&stage));
        }
    }
}

pass! {
    /// A visit of those who may and whose draw is below the bound.
    fn visit_same(draws: &[u32], limit: f32, flags: &[u8], counts: &mut [u32]) {
        for ((count, &draw), &flag) in counts.iter_mut().zip(draws).zip(flags) {
            *count = u32::from(below(draw, limit) & (flag != 0));
        }
    }
}

pass! {
    /// As `visit_same` with each customer's own affinity.
    fn visit_each(draws: &[u32], hazard: f32, affinity: &[f32], flags: &[u8], counts: &mut [u32]) {
        for (((count, &draw), &a), &flag) in counts.iter_mut().zip(draws).zip(affinity).zip(flags) {
            *count = u32::from(below(draw, bound(p_any(hazard * a))) & (flag != 0));
        }
    }
}

pass! {
    /// A visit of those who are not lost and whose draw is below the bound: one without a need, one with.
    fn pass_by_same(draws: &[u32], limits: [f32; 2], needs: &[u8], stages: &[u8], counts: &mut [u32]) {
        for (((count, &draw), &need), &stage) in counts.iter_mut().zip(draws).zip(needs).zip(stages) {
            let limit = if need != 0 { limits[1] } else { limits[0] };
            *count = u32::from(below(draw, limit) & (stage < LOST));
        }
    }
}

pass! {
    /// As `pass_by_same` with each customer's own affinity.
    fn pass_by_each(
        draws: &[u32], hazards: [f32; 2], affinity: &[f32], needs: &[u8], stages: &[u8], counts: &mut [u32],
    ) {
        for ((((count, &draw), &a), &need), &stage) in
            counts.iter_mut().zip(draws).zip(affinity).zip(needs).zip(stages)
        {
            let hazard = if need != 0 { hazards[1] } else { hazards[0] };
            *count = u32::from(below(draw, bound(p_any(hazard * a))) & (stage < LOST));
        }
    }
}

const LOST: u8 = Stage::Lost as u8;

/// This week's visits of the block's customers into `scratch.contacts`; false where there are none at all.
pub(super) fn visit(
    shard: &mut Shard,
    t: &ShardTraits,
    week: &Week<'_>,
    block: Block,
    tactic_idx: usize,
    (hazard, who): (f64, Who),
) -> bool {
    if hazard <= 0.0 || (who == Who::InNeed && shard.open.is_empty()) {
        return false;
    }
    let purpose = week.coefficients.segments[shard.segment].purpose.contact[tactic_idx];
    shard.draw(week, purpose, block);
    let r = block.live();
    let n = r.len();
    let scratch = &mut shard.scratch;
    let flags = &mut scratch.flags[..n];
    match who {
        Who::InNeed => in_need(week.isa, &shard.open[r.clone()], &scratch.need_flags[..n], flags),
        Who::Aware => at_least(week.isa, 1, &shard.stage[r.clone()], flags),
        Who::Followers => at_least(week.isa, 2, &shard.stage[r.clone()], flags),
        Who::Near { calm } => {
            match shard.open.get(r.clone()) {
                Some(open) => in_need(week.isa, open, &scratch.need_flags[..n], flags),
                None => flags.fill(0),
            }
            let (draws, stages) = (&scratch.draws[..n], &shard.stage[r.clone()]);
            let counts = &mut scratch.contacts[..n];
            match &t.affinity[week.scenario.tactics[tactic_idx].channel] {
                Column::Same(a) => {
                    let limits = [calm, hazard].map(|h| bound(p_any(narrow(h * a))));
                    pass_by_same(week.isa, draws, limits, flags, stages, counts);
                }
                Column::Each(a) => {
                    let hazards = [calm, hazard].map(narrow);
                    pass_by_each(week.isa, draws, hazards, &a[r.clone()], flags, stages, counts);
                }
            }
            if let Some(near) = &t.audience[tactic_idx] {
                keep_audience(week.isa, &near[r], counts);
            }
            return true;
        }
    }
    let (draws, counts) = (&scratch.draws[..n], &mut scratch.contacts[..n]);
    match &t.affinity[week.scenario.tactics[tactic_idx].channel] {
        Column::Same(a) => {
            visit_same(week.isa, draws, bound(p_any(narrow(hazard * a))), flags, counts);
        }
        Column::Each(a) => visit_each(week.isa, draws, narrow(hazard), &a[r], flags, counts),
    }
    true
}
