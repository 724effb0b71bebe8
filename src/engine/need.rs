//! Needs over columns (M19, M25): who has one this week, who carries one, whose lapses.

use crate::model::Stage;
use crate::model::poisson::poisson_count;
use crate::random::Place;

use super::choice;
use super::coefficients::narrow;
use super::decide::{below, bound, collect, p_any};
use super::dispatch::pass;
use super::population::{Decision, Needy, Scratch, Shard};
use super::satisfaction;
use super::saturation::Response;
use super::traits::{Column, ShardTraits};
use super::week::{Block, Week};
use super::{coordination, promotion};

pass! {
    /// P(a need arrives) for customers with one rate.
    fn chance_same(rate: f32, stirred: &[f32], stages: &[u8], needy: Needy, chances: &mut [f32]) {
        for ((chance, &stir), &stage) in chances.iter_mut().zip(stirred).zip(stages) {
            let p = p_any(rate * (1.0 + stir));
            *chance = if needy.may_be(stage) { p } else { 0.0 };
        }
    }
}

pass! {
    /// P(a need arrives) for customers with their own yearly rates.
    fn chance_each(
        rates: &[f32], factor: f32, stirred: &[f32], stages: &[u8], needy: Needy,
        chances: &mut [f32],
    ) {
        for (((chance, &rate), &stir), &stage) in
            chances.iter_mut().zip(rates).zip(stirred).zip(stages)
        {
            let p = p_any(rate * factor * (1.0 + stir));
            *chance = if needy.may_be(stage) { p } else { 0.0 };
        }
    }
}

pass! {
    /// As `chance_same`, with the rates of this week as prices, home stocks and satisfaction leave them.
    fn chance_weighed(
        rates: &[f32], stirred: &[f32], stages: &[u8], needy: Needy, chances: &mut [f32],
    ) {
        for (((chance, &rate), &stir), &stage) in
            chances.iter_mut().zip(rates).zip(stirred).zip(stages)
        {
            let p = p_any(rate * (1.0 + stir));
            *chance = if needy.may_be(stage) { p } else { 0.0 };
        }
    }
}

pass! {
    fn times(rates: &[f32], factor: f32, out: &mut [f32]) {
        for (out, &rate) in out.iter_mut().zip(rates) {
            *out = rate * factor;
        }
    }
}

pass! {
    fn arrives(draws: &[u32], chances: &[f32], flags: &mut [u8]) {
        for ((flag, &draw), &chance) in flags.iter_mut().zip(draws).zip(chances) {
            *flag = u8::from(below(draw, bound(chance)));
        }
    }
}

pass! {
    /// As `arrives` where all who can have needs have the same chance.
    fn arrives_same(draws: &[u32], limit: f32, stages: &[u8], needy: Needy, flags: &mut [u8]) {
        for ((flag, &draw), &stage) in flags.iter_mut().zip(draws).zip(stages) {
            *flag = u8::from(below(draw, limit) & needy.may_be(stage));
        }
    }
}

pass! {
    /// Open needs whose draw is below the bound end; gives how many.
    fn end_lapsed(draws: &[u32], limit: f32, open: &mut [u8]) -> u32 {
        let mut ended = 0u32;
        for (open, &draw) in open.iter_mut().zip(draws) {
            let ends = *open & u8::from(below(draw, limit));
            *open ^= ends;
            ended = ended.wrapping_add(u32::from(ends));
        }
        ended
    }
}

pass! {
    fn any(flags: &[u8]) -> bool {
        let mut seen = 0u8;
        for &flag in flags {
            seen |= flag;
        }
        seen != 0
    }
}

pass! {
    /// Σ affinity · (1 where a need is open, else the chance that one arrives) over customers not lost, in sixteen lanes
    /// so that the order of adding is the same on every machine.
    fn searching_same(affinity: f32, open: &[u8], chances: &[f32], stages: &[u8]) -> f32 {
        let mut lanes = [0f32; 16];
        let blocks = open.chunks(16).zip(chances.chunks(16)).zip(stages.chunks(16));
        for ((open, chances), stages) in blocks {
            for (((lane, &open), &chance), &stage) in lanes.iter_mut().zip(open).zip(chances).zip(stages) {
                let weight = if open != 0 { 1.0 } else { chance };
                *lane += if stage < 9 { weight } else { 0.0 };
            }
        }
        affinity * lanes.iter().sum::<f32>()
    }
}

pass! {
    /// As `searching_same` with each customer's own affinity.
    fn searching_each(affinity: &[f32], open: &[u8], chances: &[f32], stages: &[u8]) -> f32 {
        let mut lanes = [0f32; 16];
        let blocks =
            open.chunks(16).zip(chances.chunks(16)).zip(stages.chunks(16)).zip(affinity.chunks(16));
        for (((open, chances), stages), affinity) in blocks {
            for ((((lane, &open), &chance), &stage), &a) in
                lanes.iter_mut().zip(open).zip(chances).zip(stages).zip(affinity)
            {
                let weight = if open != 0 { a } else { a * chance };
                *lane += if stage < 9 { weight } else { 0.0 };
            }
        }
        lanes.iter().sum::<f32>()
    }
}

/// Expected searching people of a shard in the week to come, weighted by affinity to each search tactic's channel, in
/// units of 2⁻³²; keeps the chances it had to compute.
pub(super) fn gather_searching(
    shard: &mut Shard,
    t: &ShardTraits,
    next: &Week<'_>,
    sums: &mut [u128],
) {
    if t.needs_per_year.is_none() {
        return;
    }
    for block in Block::all_of(shard.present, shard.present) {
        fill_chances(shard, t, next, block);
        for (tactic, sum) in sums.iter_mut().enumerate() {
            if !next.searches(tactic) {
                continue;
            }
            let r = block.all();
            let (open, chances, stages) =
                (&shard.open[r.clone()], &shard.chance[r.clone()], &shard.stage[r.clone()]);
            let people = match &t.affinity[next.scenario.tactics[tactic].channel] {
                Column::Same(a) => searching_same(next.isa, narrow(*a), open, chances, stages),
                Column::Each(a) => searching_each(next.isa, &a[r], open, chances, stages),
            };
            *sum += fixed(f64::from(people));
        }
    }
    shard.chance_ready = true;
}

/// A non-negative number in units of 2⁻³².
pub(super) fn fixed(x: f64) -> u128 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sums of affinities are 0 or above and far below 2^96"
    )]
    let units = libm::round(x * 4_294_967_296.0) as u128;
    units
}

fn fill_chances(shard: &mut Shard, t: &ShardTraits, week: &Week<'_>, block: Block) {
    let Some(rates) = &t.needs_per_year else { return };
    let r = block.all();
    let n = r.len();
    let weighs = promotion::weighs(shard, week) || satisfaction::weighs(week);
    if week.stirs {
        coordination::recall(shard, week, r.clone());
    }
    let Scratch { hazards, together, part, .. } = &mut shard.scratch;
    let stirred = &mut hazards[..n];
    stirred.fill(0.0);
    for (t, (tactic, stocks)) in week.coefficients.tactics.iter().zip(&shard.stocks).enumerate() {
        if tactic.stirs_need > 0.0 && !stocks.is_empty() {
            let weights = [tactic.stirs_need; 16];
            let stages = &shard.stage[r.clone()];
            let (stocks, out) = (&stocks[r.clone()], &mut *part);
            let (response, stocks) = match week.shared(t) {
                None => (tactic.response, stocks),
                Some(m) => {
                    tactic.response.part(week.isa, stocks, &together[m][..n], &mut out[..n]);
                    (Response::Linear, &out[..n])
                }
            };
            response.add_by_stage(week.isa, &weights, stages, stocks, stirred);
        }
    }
    let needy = week.rules.needy;
    if weighs {
        let out = &mut shard.scratch.rates[..n];
        match rates {
            Column::Same(rate) => out.fill(narrow(rate * week.need_factor)),
            Column::Each(rates) => {
                times(week.isa, &rates[r.clone()], narrow(week.need_factor), out);
            }
        }
        promotion::weigh(shard, week, block);
        satisfaction::weigh_needs(shard, week, block);
        let (rates, stirred) = (&shard.scratch.rates[..n], &shard.scratch.hazards[..n]);
        let (stages, chances) = (&shard.stage[r.clone()], &mut shard.chance[r]);
        chance_weighed(week.isa, rates, stirred, stages, needy, chances);
        return;
    }
    let (stages, chances) = (&shard.stage[r.clone()], &mut shard.chance[r.clone()]);
    match rates {
        Column::Same(rate) => {
            let rate = narrow(rate * week.need_factor);
            chance_same(week.isa, rate, stirred, stages, needy, chances);
        }
        Column::Each(rates) => {
            chance_each(
                week.isa,
                &rates[r],
                narrow(week.need_factor),
                stirred,
                stages,
                needy,
                chances,
            );
        }
    }
}

/// Step 3 of the week: needs arrive; those of buyers wait in `decisions`, the others open or lapse.
pub(super) fn arrive(shard: &mut Shard, t: &ShardTraits, week: &Week<'_>, block: Block) {
    shard.scratch.decisions.clear();
    let n = block.all().len();
    shard.scratch.need_flags[..n].fill(0);
    let Some(rates) = &t.needs_per_year else { return };
    let of = &week.coefficients.segments[shard.segment];
    let r = block.all();
    let weighs = promotion::weighs(shard, week) || satisfaction::weighs(week);
    if weighs {
        promotion::use_home(shard, t, week, block);
    }
    shard.draw(week, of.purpose.need, block);
    let same = match rates {
        Column::Same(rate) if !week.stirs && !weighs && !shard.chance_ready => Some(*rate),
        _ => None,
    };
    if let Some(rate) = same {
        let limit = bound(p_any(narrow(rate * week.need_factor)));
        let (draws, stages) = (&shard.scratch.draws[..n], &shard.stage[r]);
        let needy = week.rules.needy;
        arrives_same(week.isa, draws, limit, stages, needy, &mut shard.scratch.need_flags[..n]);
    } else {
        if !shard.chance_ready || block.has_entrants() {
            fill_chances(shard, t, week, block);
        }
        let (draws, chances) = (&shard.scratch.draws[..n], &shard.chance[r]);
        arrives(week.isa, draws, chances, &mut shard.scratch.need_flags[..n]);
    }
    if weighs {
        promotion::add_beyond(shard);
    }
    shard.scratch.list.clear();
    collect(&shard.scratch.need_flags[..n], &mut shard.scratch.list);
    for hit in 0..shard.scratch.list.len() {
        let offset = shard.scratch.list[hit] as usize;
        let i = block.start + offset;
        let mut rate = rates.at(i) * week.need_factor * (1.0 + stirred_at(shard, week, i));
        if weighs {
            rate *= promotion::weight_at(shard, week, i) * satisfaction::weight_at(shard, week, i);
        }
        let mut count = poisson_count(rate, shard.scratch.draws[offset]).max(1);
        if weighs {
            count = promotion::count_beyond(shard, offset, count);
        }
        receive(shard, week, block, i, count);
    }
    if weighs {
        promotion::take_from_home(shard, block);
    }
    take_ripe(shard, week, block);
    shard.scratch.decisions.sort_unstable();
}

pub(super) fn stirred_at(shard: &Shard, week: &Week<'_>, i: usize) -> f64 {
    if !week.stirs {
        return 0.0;
    }
    (week.coefficients.tactics.iter().zip(&shard.stocks))
        .enumerate()
        .filter(|(_, (tactic, stocks))| tactic.stirs_need > 0.0 && !stocks.is_empty())
        .map(|(t, (tactic, _))| {
            f64::from(tactic.stirs_need) * f64::from(coordination::felt_at(shard, week, t, i))
        })
        .sum()
}

/// Sorts one customer's needs of the week: to be decided, opened, or lapsed on top of an open one.
fn receive(shard: &mut Shard, week: &Week<'_>, block: Block, i: usize, count: u32) {
    let of = &week.coefficients.segments[shard.segment];
    let number = shard.number(i);
    let entry = block.is_entrant(i).then(|| {
        let entries =
            week.entries[shard.segment].as_ref().expect("only an entry list has entrants");
        let place =
            Place { replication: week.replication, week: 0, attempt: 0, purpose: of.purpose.entry };
        entries.moment(number, week.luck, place)
    });
    let is_lost = shard.stage[i] == Stage::Lost as u8;
    let buys = shard.stage[i] >= week.rules.buys_from && !is_lost;
    if is_lost {
        // Whoever is lost does not look for us.
        shard.scratch.need_flags[i - block.start] = 0;
    }
    for attempt in 1..=count.min(MAX_NEEDS) {
        // One need alone needs no moment: nothing happens before or after it.
        let is_alone = count == 1 && !week.coefficients.drops_out_in_time;
        let moment = if !is_alone || entry.is_some() || shard.open[i] != 0 {
            week.luck.draw(week.place(of.purpose.need_moment, attempt), number)
        } else {
            0
        };
        if entry.is_some_and(|entry| f64::from(moment) / 4_294_967_296.0 <= entry) {
            continue;
        }
        shard.tally.needs.arrived += 1;
        if buys {
            shard.scratch.decisions.push(Decision { i, moment, attempt });
        } else if shard.open[i] == 0 && !is_lost {
            shard.open[i] = 1;
        } else {
            choice::ends_without_us(shard, week, i, attempt);
        }
    }
}

/// Needs of one customer in one week that have attempts of their own; the last attempt is that of a renewal.
const MAX_NEEDS: u32 = crate::random::MAX_ATTEMPT - 1;

/// Open needs whose owner starts this week at or past `buys_from`.
fn take_ripe(shard: &mut Shard, week: &Week<'_>, block: Block) {
    let of = &week.coefficients.segments[shard.segment];
    let place = week.place(of.purpose.need_moment, 0);
    let from = shard.ripe.partition_point(|&i| i < block.start);
    let until = shard.ripe.partition_point(|&i| i < block.end());
    for at in from..until {
        let i = shard.ripe[at];
        let moment = week.luck.draw(place, shard.number(i));
        shard.scratch.decisions.push(Decision { i, moment, attempt: 0 });
    }
}

/// Step 7: open needs that nobody met may lapse.
pub(super) fn lapse(shard: &mut Shard, week: &Week<'_>, block: Block) {
    let r = block.all();
    let n = r.len();
    if shard.open.is_empty() || !any(week.isa, &shard.open[r.clone()]) {
        return;
    }
    let of = &week.coefficients.segments[shard.segment];
    let hazard = narrow(of.lapse_per_week);
    if hazard <= 0.0 {
        return;
    }
    shard.draw(week, of.purpose.lapse, block);
    let limit = bound(p_any(hazard));
    if choice::may_go_elsewhere(week) {
        shard.scratch.flags[..n].copy_from_slice(&shard.open[r.clone()]);
    }
    let lapsed = end_lapsed(week.isa, &shard.scratch.draws[..n], limit, &mut shard.open[r.clone()]);
    if !choice::may_go_elsewhere(week) {
        shard.tally.needs.lapsed += u64::from(lapsed);
        shard.tally.bought_nothing += u64::from(lapsed);
        return;
    }
    for (flag, open) in shard.scratch.flags.iter_mut().zip(&shard.open[r]) {
        *flag ^= open;
    }
    shard.scratch.list.clear();
    collect(&shard.scratch.flags[..n], &mut shard.scratch.list);
    for at in 0..shard.scratch.list.len() {
        let i = block.start + shard.scratch.list[at] as usize;
        choice::ends_without_us(shard, week, i, 0);
    }
}
