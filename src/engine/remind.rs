//! Retargeting over columns: impressions for people who looked, that is, who visited lately, and the share of them that
//! misses and falls on everybody else.
//!
//! Who looked is known from the weeks before; this week's visits count from the next one on, whatever the order of tactics.

use std::sync::Mutex;

use crate::model::media::{contacts_per_person, most_impressions};
use crate::model::poisson::poisson_count;

use super::coefficients::{AimOf, ReachOf, narrow};
use super::decide::{collect, happens};
use super::dispatch::pass;
use super::history::{Executor, Gathered};
use super::media::{Bought, Contacts, from_fixed, keep_audience, to_f64};
use super::need::fixed;
use super::population::{Population, Shard, week_u16};
use super::traits::{Column, ShardTraits, Traits};
use super::week::{Block, Week};

/// People who looked lately, as a week begins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pool {
    people: u64,
    /// their affinities to the channel, in units of 2⁻³²
    affinity: u128,
}

/// Expected contacts of a week for affinity 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aimed {
    lookers: f64,
    others: f64,
    /// whoever last looked in this week or later is remembered
    since: u16,
}

/// First week whose visits are still remembered in a week; 0 stands for no visit at all.
fn since(week: u32, within_weeks: u32) -> u16 {
    week_u16(week.saturating_sub(within_weeks).max(1))
}

/// Does this tactic aim at people who looked?
fn within(week: &Week<'_>, tactic: usize) -> Option<u32> {
    match &week.coefficients.tactics[tactic].reach {
        ReachOf::Targeted { aim: AimOf::Lookers { within_weeks, .. }, .. } => Some(*within_weeks),
        _ => None,
    }
}

/// By tactic: who is remembered as the week opens.
pub(super) fn gather(
    population: &mut Population,
    traits: &Traits,
    week: &Week<'_>,
    executor: &dyn Executor,
) -> Vec<Pool> {
    let n_tactics = week.contacts.len();
    let pools = Mutex::new(vec![Pool::default(); n_tactics]);
    executor.each_shard(&mut population.shards, &|idx, shard| {
        let mut sums = vec![Pool::default(); n_tactics];
        for (t, sum) in sums.iter_mut().enumerate() {
            let Some(within) = within(week, t) else { continue };
            let affinity = &traits.shards[idx].affinity[week.channels[t]];
            let from = since(week.week, within);
            let looked = shard.last_visit.iter().take(shard.present).enumerate();
            for (i, _) in looked.filter(|(_, last)| **last >= from) {
                sum.people += 1;
                sum.affinity += fixed(affinity.at(i));
            }
        }
        let mut pools = pools.lock().expect("no thread panics while it adds");
        for (pool, sum) in pools.iter_mut().zip(sums) {
            pool.people += sum.people;
            pool.affinity += sum.affinity;
        }
    });
    pools.into_inner().expect("no thread panics while it adds")
}

/// Step 2 of the week: what a budget's impressions are to those aimed at and to everybody else; nothing is bought for nobody.
pub(super) fn plan(week: &Week<'_>, tactic: usize, budget: i64, gathered: &Gathered) -> Contacts {
    let ReachOf::Targeted { audience, price, precision, aim, .. } =
        &week.coefficients.tactics[tactic].reach
    else {
        return Contacts::None;
    };
    let AimOf::Lookers { within_weeks, most_per_week } = aim else { return Contacts::None };
    let pool = gathered.pools.get(tactic).copied().unwrap_or_default();
    if pool.people == 0 {
        return Contacts::None;
    }
    let per_customer = f64::from(week.scenario.market.people_per_customer);
    let people = to_f64(pool.people) * per_customer;
    let most = most_impressions(*most_per_week, people, *audience, *precision);
    let Bought { impressions, cost } = Bought::up_to(most, budget, price);
    if impressions < 1.0 {
        return Contacts::None;
    }
    let channel = week.channels[tactic];
    let all_people: u64 = gathered.people.iter().sum();
    let all_affinity: u128 = gathered.affinity.iter().map(|of| of[channel]).sum();
    let each = |share: f64, people: u64, affinity: u128| {
        let mean = if people > 0 { from_fixed(affinity) / to_f64(people) } else { 0.0 };
        contacts_per_person(impressions * share, to_f64(people) * per_customer, *audience, mean)
    };
    let aimed = Aimed {
        lookers: each(*precision, pool.people, pool.affinity),
        others: each(1.0 - precision, all_people - pool.people, all_affinity - pool.affinity),
        since: since(week.week, *within_weeks),
    };
    Contacts::Lookers { aimed, cost }
}

pass! {
    fn means_same(last: &[u16], since: u16, lookers: f32, others: f32, means: &mut [f32]) {
        for (mean, &last) in means.iter_mut().zip(last) {
            *mean = if last >= since { lookers } else { others };
        }
    }
}

pass! {
    fn means_each(
        last: &[u16], since: u16, lookers: f32, others: f32, affinity: &[f32], means: &mut [f32],
    ) {
        for ((mean, &last), &a) in means.iter_mut().zip(last).zip(affinity) {
            *mean = a * (if last >= since { lookers } else { others });
        }
    }
}

pass! {
    fn look(counts: &[u32], looked: &mut [u8]) {
        for (looked, &count) in looked.iter_mut().zip(counts) {
            *looked |= u8::from(count > 0);
        }
    }
}

pass! {
    fn keep(looked: &[u8], week: u16, last: &mut [u16]) {
        for (last, &looked) in last.iter_mut().zip(looked) {
            *last = if looked != 0 { week } else { *last };
        }
    }
}

/// Step 4: this week's contacts of the block's customers into `scratch.contacts`.
pub(super) fn contact(
    shard: &mut Shard,
    t: &ShardTraits,
    week: &Week<'_>,
    block: Block,
    tactic: usize,
    aimed: Aimed,
) {
    let (r, isa) = (block.live(), week.isa);
    let n = r.len();
    shard.draw(week, week.coefficients.segments[shard.segment].purpose.contact[tactic], block);
    let affinity = &t.affinity[week.channels[tactic]];
    let last = &shard.last_visit[r.clone()];
    let scratch = &mut shard.scratch;
    let means = &mut scratch.hazards[..n];
    match affinity {
        Column::Same(a) => {
            let [lookers, others] = [aimed.lookers * a, aimed.others * a].map(narrow);
            means_same(isa, last, aimed.since, lookers, others, means);
        }
        Column::Each(a) => {
            let [lookers, others] = [aimed.lookers, aimed.others].map(narrow);
            means_each(isa, last, aimed.since, lookers, others, &a[r.clone()], means);
        }
    }
    happens(isa, &scratch.draws[..n], means, &mut scratch.flags[..n]);
    scratch.contacts[..n].fill(0);
    scratch.list.clear();
    collect(&scratch.flags[..n], &mut scratch.list);
    for &offset in &scratch.list {
        let offset = offset as usize;
        let looked = last[offset] >= aimed.since;
        let mean =
            affinity.at(r.start + offset) * if looked { aimed.lookers } else { aimed.others };
        scratch.contacts[offset] = poisson_count(mean, scratch.draws[offset]).max(1);
    }
    if let Some(audience) = &t.audience[tactic] {
        keep_audience(isa, &audience[r], &mut scratch.contacts[..n]);
    }
}

/// Before the contacts of a week: nobody has looked in it yet.
pub(super) fn begin(shard: &mut Shard) {
    shard.scratch.looked.fill(0);
}

/// The contacts in `scratch.contacts` were visits.
pub(super) fn visited(shard: &mut Shard, week: &Week<'_>, n: usize) {
    if !shard.last_visit.is_empty() {
        let scratch = &mut shard.scratch;
        look(week.isa, &scratch.contacts[..n], &mut scratch.looked[..n]);
    }
}

/// After the contacts of a week: who looked is remembered from the next one on.
pub(super) fn end(shard: &mut Shard, week: &Week<'_>, block: Block) {
    if !shard.last_visit.is_empty() {
        let r = block.live();
        let looked = &shard.scratch.looked[..r.len()];
        keep(week.isa, looked, week_u16(week.week), &mut shard.last_visit[r]);
    }
}
