//! Pressure over columns (M8, M12, M13): caps, permission lost and given, annoyance.

use crate::model::pressure::weight;
use crate::model::{Annoyance, Stage, World};
use crate::random::Place;

use super::coefficients::narrow;
use super::decide::{below, bound, collect, exp, luck_below, p_any};
use super::dispatch::pass;
use super::pacing::of_level;
use super::population::{BLOCK, Shard};
use super::traits::ShardTraits;
use super::week::{Block, Week};

/// No message reaches her in this channel: she has opted out of it.
pub(super) const OPTED_OUT: u8 = 1;
/// No message reaches her at all: the details she left are false.
pub(super) const FALSE_DETAILS: u8 = 2;

/// The numbers of annoyance in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnnoyanceOf {
    pub fades: f32,
    pub per_level: f32,
    pub tolerated: f32,
    pub opt_out_per_unit: f32,
    pub acceptance_loss_per_unit: f32,
}

impl AnnoyanceOf {
    pub fn new(annoyance: &Annoyance, per_level: f64, world: &World) -> AnnoyanceOf {
        let of = |id| narrow(world.get_or(id, 0.0));
        AnnoyanceOf {
            fades: of(annoyance.fades_per_week),
            per_level: narrow(per_level),
            tolerated: of(annoyance.tolerated),
            opt_out_per_unit: of(annoyance.opt_out_per_unit),
            acceptance_loss_per_unit: of(annoyance.acceptance_loss_per_unit),
        }
    }
}

/// What annoyance leaves of the force of tactics: `e^{−loss·N}`.
#[inline(always)]
pub(super) fn patience(loss: f32, annoyance: f32) -> f32 {
    exp(-(loss * annoyance))
}

pass! {
    /// What tactics add to the hazards forward, less what annoyance takes from it.
    pub(super) fn add_patient(loss: f32, annoyance: &[f32], pushes: &[f32], ahead: &mut [f32]) {
        for ((ahead, &push), &annoyance) in ahead.iter_mut().zip(pushes).zip(annoyance) {
            *ahead += push * patience(loss, annoyance);
        }
    }
}

pass! {
    pub(super) fn tire(fades: f32, per_level: f32, annoyed: &[f32], offence: &[f32], annoyance: &mut [f32]) {
        let kept = exp(-fades);
        for ((annoyance, &annoyed), &offence) in annoyance.iter_mut().zip(annoyed).zip(offence) {
            let left = *annoyance * kept + (annoyed + per_level * offence);
            *annoyance = if left < 1e-18 { 0.0 } else { left };
        }
    }
}

pass! {
    /// One tactic's contacts join those of its channel: each weighs what its place among them makes it weigh.
    fn press(
        opt_out: &[f32; 16], tolerated: f32, per_extra: f32, levels: &[u8], asks: &[u32],
        so_far: &mut [f32], weights: &mut [f32],
    ) {
        for (((sum, before), &count), &level) in weights.iter_mut().zip(so_far).zip(asks).zip(levels) {
            #[expect(clippy::cast_precision_loss, reason = "contacts in a week are far below 2^24")]
            let after = *before + count as f32;
            let more = weight(after, tolerated, per_extra) - weight(*before, tolerated, per_extra);
            *sum += of_level(opt_out, level) * more;
            *before = after;
        }
    }
}

pass! {
    /// What annoyance makes of the hazards to opt out.
    fn vex(per_unit: f32, tolerated: f32, annoyance: &[f32], hazards: &mut [f32]) {
        for (hazard, &annoyance) in hazards.iter_mut().zip(annoyance) {
            let above = annoyance - tolerated;
            let above = if above > 0.0 { above } else { 0.0 };
            *hazard *= exp(per_unit * above);
        }
    }
}

pass! {
    /// What trust makes of the hazards to opt out.
    fn calm(calms: f32, trust: &[f32], hazards: &mut [f32]) {
        for (hazard, &trust) in hazards.iter_mut().zip(trust) {
            *hazard *= exp(-(calms * trust));
        }
    }
}

pass! {
    fn leaves(draws: &[u32], hazards: &[f32], flags: &mut [u8]) {
        for ((flag, &draw), &hazard) in flags.iter_mut().zip(draws).zip(hazards) {
            *flag = u8::from(below(draw, bound(p_any(hazard))));
        }
    }
}

pass! {
    /// Contacts of those whom no message reaches do not happen.
    pub(super) fn keep_permitted(barred: &[u8], counts: &mut [u32]) {
        for (count, &barred) in counts.iter_mut().zip(barred) {
            *count = if barred == 0 { *count } else { 0 };
        }
    }
}

pass! {
    /// The flags of those whom no message reaches fall.
    pub(super) fn keep_permitted_flags(barred: &[u8], flags: &mut [u8]) {
        for (flag, &barred) in flags.iter_mut().zip(barred) {
            *flag = if barred == 0 { *flag } else { 0 };
        }
    }
}

pass! {
    fn add_counts(counts: &[u32], sums: &mut [u32]) {
        for (sum, &count) in sums.iter_mut().zip(counts) {
            *sum = sum.wrapping_add(count);
        }
    }
}

pass! {
    fn above(sums: &[u32], cap: u32, flags: &mut [u8]) {
        for (flag, &sum) in flags.iter_mut().zip(sums) {
            *flag = u8::from(sum > cap);
        }
    }
}

/// Step 4: direct contacts beyond a channel's cap are dropped, tactic by tactic in order of a keyed priority.
pub(super) fn cap(shard: &mut Shard, week: &Week<'_>, block: Block) {
    let n = block.live().len();
    for (channel, cap) in week.caps.iter().enumerate() {
        let Some(cap) = *cap else { continue };
        let sends = |t: &usize| week.is_direct(*t) && week.scenario.tactics[*t].channel == channel;
        let tactics: Vec<usize> =
            (0..week.contacts.len()).filter(sends).filter(|&t| shard.scratch.had[t]).collect();
        if tactics.is_empty() {
            continue;
        }
        let scratch = &mut shard.scratch;
        scratch.sums[..n].fill(0);
        for &t in &tactics {
            add_counts(week.isa, &scratch.counts[t][..n], &mut scratch.sums[..n]);
        }
        above(week.isa, &scratch.sums[..n], cap, &mut scratch.flags[..n]);
        scratch.list.clear();
        collect(&scratch.flags[..n], &mut scratch.list);
        for at in 0..shard.scratch.list.len() {
            let offset = shard.scratch.list[at] as usize;
            let number = shard.number(block.start + offset);
            let purposes = &week.coefficients.segments[shard.segment].purpose.cap;
            let mut order: Vec<(u32, usize)> = tactics
                .iter()
                .map(|&t| (week.luck.draw(week.place(purposes[t], 0), number), t))
                .collect();
            order.sort_unstable();
            let mut room = cap;
            for (_, t) in order {
                let count = &mut shard.scratch.counts[t][offset];
                *count = (*count).min(room);
                room -= *count;
            }
        }
    }
}

/// Step 7: who opts out of a channel after this week's refused asks, seen with the trust and annoyance of its start.
pub(super) fn opt_out(shard: &mut Shard, week: &Week<'_>, block: Block) {
    let r = block.live();
    let n = r.len();
    let c = week.coefficients;
    for channel in 0..week.caps.len() {
        if !c.minds.opts_out[channel] {
            continue;
        }
        let tactics =
            week.scenario.tactics.iter().enumerate().filter(|(_, t)| t.channel == channel);
        let scratch = &mut shard.scratch;
        let mut pressed = false;
        for (t, _) in tactics.filter(|(t, _)| week.needs_permission(*t)) {
            if !scratch.had[t] {
                continue;
            }
            if !pressed {
                scratch.so_far[..n].fill(0.0);
                scratch.hazards[..n].fill(0.0);
                pressed = true;
            }
            let ask = &c.tactics[t].ask;
            let levels: &[u8] =
                if shard.level.is_empty() { &NO_LEVELS[..n] } else { &shard.level[r.clone()] };
            // Without levels no ask goes too far: the table's entry for the highest level is that of any ask in time.
            press(
                week.isa,
                &ask.opt_out,
                c.minds.tolerated_contacts,
                c.minds.per_extra_contact,
                levels,
                &scratch.counts[t][..n],
                &mut scratch.so_far[..n],
                &mut scratch.hazards[..n],
            );
        }
        if !pressed {
            continue;
        }
        if let Some(annoyance) = c.minds.annoyance.filter(|a| a.opt_out_per_unit > 0.0) {
            let column = &shard.annoyance[r.clone()];
            vex(
                week.isa,
                annoyance.opt_out_per_unit,
                annoyance.tolerated,
                column,
                &mut scratch.hazards[..n],
            );
        }
        if let Some(trust) = c.minds.trust.filter(|t| t.calms_opt_out > 0.0) {
            calm(week.isa, trust.calms_opt_out, &shard.trust[r.clone()], &mut scratch.hazards[..n]);
        }
        shard.draw(week, c.segments[shard.segment].purpose.opt_out[channel], block);
        let scratch = &mut shard.scratch;
        leaves(week.isa, &scratch.draws[..n], &scratch.hazards[..n], &mut scratch.flags[..n]);
        scratch.list.clear();
        collect(&scratch.flags[..n], &mut scratch.list);
        for &offset in &scratch.list {
            shard.barred[channel][block.start + offset as usize] |= OPTED_OUT;
        }
        shard.tally.opt_outs += scratch.list.len() as u64;
    }
}

/// Levels of customers where nobody counts them: the highest, for which no ask comes too early.
static NO_LEVELS: [u8; BLOCK] = [crate::model::pacing::MAX_LEVEL; BLOCK];

/// Somebody left her details: permission is given anew in every channel, unless they are false.
pub(super) fn subscribe(shard: &mut Shard, week: &Week<'_>, i: usize) {
    let number = shard.number(i);
    let mut details = None;
    for barred in shard.barred.iter_mut().filter(|b| !b.is_empty()) {
        let details = *details.get_or_insert_with(|| {
            let place = week.place(week.coefficients.segments[shard.segment].purpose.details, 0);
            details_of(week.coefficients.minds.false_details, week.luck.draw(place, number))
        });
        barred[i] = details;
    }
}

/// An order needs true details: false ones are mended by it.
pub(super) fn mend_details(shard: &mut Shard, i: usize) {
    for barred in shard.barred.iter_mut().filter(|b| !b.is_empty()) {
        barred[i] &= !FALSE_DETAILS;
    }
}

fn details_of(false_share: f64, draw: u32) -> u8 {
    if luck_below(draw, false_share) { FALSE_DETAILS } else { 0 }
}

/// Details of those who start with us: 1 word of luck for each who left them before the start and has not ordered.
pub(super) fn start_details(
    starts: &[u8],
    false_share: f64,
    draw: impl Fn(usize) -> u32,
) -> Vec<u8> {
    let left = Stage::Subscribed as u8..Stage::Ascended as u8;
    let details = |(i, stage)| match left.contains(stage) {
        true => details_of(false_share, draw(i)),
        false => 0,
    };
    starts.iter().enumerate().map(details).collect()
}

/// Customers with permission by their stage whose details are false.
pub(super) fn count_false(shard: &Shard) -> u64 {
    let Some(barred) = shard.barred.iter().find(|b| !b.is_empty()) else { return 0 };
    let permitted = Stage::Subscribed as u8..=Stage::Promoter as u8;
    let both = barred.iter().zip(&shard.stage);
    both.filter(|(b, s)| **b & FALSE_DETAILS != 0 && permitted.contains(s)).count() as u64
}

/// Does what goes to these stages, one bit for each, go to this one?
#[inline(always)]
pub(super) fn goes_to(stages: u16, stage: u8) -> bool {
    (stages >> (stage & 15)) & 1 != 0
}

/// May a direct tactic of this channel, which goes to these stages, be sent to her?
pub(super) fn permits(shard: &Shard, channel: usize, to: u16, i: usize) -> bool {
    goes_to(to, shard.stage[i]) && shard.barred[channel].get(i).is_none_or(|&b| b == 0)
}

/// Details of a shard's customers at the start, one column for each channel that needs it.
pub(super) fn start_barred(t: &ShardTraits, needs: &[bool]) -> Vec<Vec<u8>> {
    let column = |&needed: &bool| match (needed, &t.details) {
        (false, _) => Vec::new(),
        (true, Some(details)) => details.clone(),
        (true, None) => vec![0; t.n],
    };
    needs.iter().map(column).collect()
}

/// Where the draw of somebody's details at the start stands.
pub(super) fn details_place(purpose: crate::random::Purpose, replication: u32) -> Place {
    Place { replication, week: 0, attempt: 0, purpose }
}
