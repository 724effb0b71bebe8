//! Contacts over columns (M1): what a week's budget buys in expectation, who is in contact, and what it costs.

use crate::model::fit::precision as precision_of;
use crate::model::media::{self, Price};
use crate::model::money::{to_minor, whole_units};
use crate::model::poisson::{PoissonThresholds, poisson_count};
use crate::model::{Reach, visit};

use super::coefficients::{AimOf, ReachOf, minor_f64, narrow};
use super::decide::{below, bound, collect, happens};
use super::dispatch::{Isa, pass};
use super::history::Gathered;
use super::people;
use super::population::{BLOCK, Population, Shard};
use super::pressure::{goes_to, keep_permitted, permits};
use super::remind::{self, Aimed};
use super::traits::{Column, ShardTraits};
use super::visit::{self as visits, Who};
use super::week::{Block, Week};

/// What one tactic does this week.
#[derive(Clone, Debug)]
pub(super) enum Contacts {
    /// no budget, or not enough of it, or nobody to meet
    None,
    /// Poisson contacts; `per_person` by segment for affinity 1, and the thresholds where a segment has one affinity; what the
    /// impressions cost, in minor units
    Poisson { per_person: Vec<f64>, thresholds: Vec<Option<PoissonThresholds>>, cost: i64 },
    /// Poisson contacts with people who looked, and with everybody else; what the impressions cost, in minor units
    Lookers { aimed: Aimed, cost: i64 },
    /// so many contacts to everyone with permission, or to those before the cut
    Direct { sends: u32, cut: Option<Cut> },
    /// clicks of people with a need; whether money is what limits them
    Search { share: f64, by_money: bool },
    /// visits of people who come by themselves, those of the largest hazard; what the week costs, in minor units
    Visits { hazard: f64, who: Who, cost: i64 },
    /// the calls that staff made last week; who is at work this week, and what that costs, in minor units
    Calls { staff: u32, cost: i64 },
}

/// The last customer whom a budget for direct contacts still reaches, in order of priority, segment, number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cut {
    priority: u32,
    segment: usize,
    number: u32,
}

/// Impressions and what they cost, in minor units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bought {
    pub impressions: f64,
    pub cost: i64,
}

impl Bought {
    /// What a week's budget buys.
    pub fn by(budget: i64, price: &Price) -> Bought {
        let each = price.at(minor_f64(budget));
        let impressions = media::impressions(budget, each);
        Bought { impressions, cost: media::impressions_cost(impressions, each, budget) }
    }

    /// What it buys where no more than so many impressions are to be had: they are paid as by a budget that they use up.
    pub fn up_to(most: f64, budget: i64, price: &Price) -> Bought {
        let bought = Bought::by(budget, price);
        if bought.impressions <= most {
            return bought;
        }
        Bought { impressions: most, cost: media::impressions_cost(most, price.of(most), budget) }
    }
}

/// Step 2 of the week: the plan of one tactic. `budget`: of search what its [account](media::ClickAccount) has.
pub(super) fn plan(
    week: &Week<'_>,
    tactic_idx: usize,
    budget: i64,
    gathered: &Gathered,
    population: &mut Population,
) -> Contacts {
    let kept = match week.coefficients.tactics[tactic_idx].reach {
        ReachOf::Site { cost_per_week, visits_per_week } => {
            let hazard = visit::hazard(visits_per_week, week.lifts.visits);
            Some((cost_per_week, hazard, Who::Aware))
        }
        ReachOf::Store { cost_per_week, passes_per_week, need_adds_per_week, .. } => {
            let hazard = |found| visit::hazard(found, week.lifts.visits);
            let calm = hazard(passes_per_week);
            let in_need = hazard(passes_per_week + need_adds_per_week);
            Some((cost_per_week, in_need, Who::Near { calm }))
        }
        ReachOf::Community { cost_per_week, seen_per_week } => {
            Some((cost_per_week, seen_per_week, Who::Followers))
        }
        _ => None,
    };
    if let Some((cost_per_week, hazard, who)) = kept {
        if whole_units(budget, 0.0, cost_per_week) < 1.0 {
            return Contacts::None;
        }
        let cost = to_minor(cost_per_week).min(budget);
        return Contacts::Visits { hazard, who, cost };
    }
    if let ReachOf::People(of) = &week.coefficients.tactics[tactic_idx].reach {
        return people::plan(of, budget);
    }
    if budget == 0 || gathered.people.iter().sum::<u64>() == 0 {
        return Contacts::None;
    }
    let everybody: Vec<usize> = (0..gathered.people.len()).collect();
    match &week.coefficients.tactics[tactic_idx].reach {
        ReachOf::Broadcast { audience, price } => {
            let bought = Bought::by(budget, price);
            let parts = [(bought.impressions, everybody)];
            poisson(week, tactic_idx, *audience, bought, &parts, gathered)
        }
        ReachOf::Targeted { audience, price, precision, aim, finds_gaps } => {
            let found: Option<Vec<usize>> = week.gap.filter(|_| *finds_gaps).map(|gap| vec![gap]);
            let segments = match aim {
                AimOf::Segments(segments) => found.as_ref().unwrap_or(segments),
                AimOf::Lookers { .. } => return remind::plan(week, tactic_idx, budget, gathered),
            };
            let bought = Bought::by(budget, price);
            let impressions = bought.impressions;
            let precision = precision_of(*precision, week.sharper);
            let others = everybody.into_iter().filter(|s| !segments.contains(s)).collect();
            let parts = [
                (impressions * precision, segments.clone()),
                (impressions * (1.0 - precision), others),
            ];
            poisson(week, tactic_idx, *audience, bought, &parts, gathered)
        }
        ReachOf::Direct(sending) => {
            let per_customer = week.scenario.market.people_per_customer;
            let room = sending.customers(budget, per_customer, cap(week, tactic_idx));
            let cut = direct_cut(week, tactic_idx, room, population);
            match cut {
                Ok(cut) => Contacts::Direct { sends: sending.sends_per_week, cut },
                Err(NoRoom) => Contacts::None,
            }
        }
        ReachOf::Search { price, query_share } => {
            let (cost_per_click, won) = price.at(week.bids[tactic_idx]);
            let per_customer = f64::from(week.scenario.market.people_per_customer);
            let open_needs = from_fixed(gathered.searching[tactic_idx]) * per_customer;
            let query_share = query_share * won * week.lifts.search;
            let (share, by_money) =
                media::search_share(query_share, budget, cost_per_click, open_needs);
            Contacts::Search { share, by_money }
        }
        // Decided above, or by `content::plan`.
        ReachOf::Content(_)
        | ReachOf::Site { .. }
        | ReachOf::Store { .. }
        | ReachOf::Community { .. }
        | ReachOf::People(_) => Contacts::None,
    }
}

/// Expected contacts by segment, for parts of the impressions that fall on groups of segments.
fn poisson(
    week: &Week<'_>,
    tactic_idx: usize,
    audience: f64,
    bought: Bought,
    parts: &[(f64, Vec<usize>)],
    gathered: &Gathered,
) -> Contacts {
    if bought.impressions < 1.0 {
        return Contacts::None;
    }
    let channel = week.scenario.tactics[tactic_idx].channel;
    let per_customer = f64::from(week.scenario.market.people_per_customer);
    let mut per_person = vec![0.0; gathered.people.len()];
    for (impressions, segments) in parts {
        let people = to_f64(segments.iter().map(|&s| gathered.people[s]).sum());
        let affinity = segments.iter().map(|&s| gathered.affinity[s][channel]).sum();
        let mean_affinity = if people > 0.0 { from_fixed(affinity) / people } else { 0.0 };
        let expected = media::contacts_per_person(
            *impressions,
            people * per_customer,
            audience,
            mean_affinity,
        );
        for &s in segments {
            per_person[s] = expected;
        }
    }
    let thresholds = (week.coefficients.segments.iter().zip(&per_person))
        .map(|(segment, &expected)| match segment.affinity[channel] {
            _ if segment.selection.is_some() => None,
            super::coefficients::PerCustomer::Same(a) => Some(PoissonThresholds::new(expected * a)),
            super::coefficients::PerCustomer::Each(..) => None,
        })
        .collect();
    Contacts::Poisson { per_person, thresholds, cost: bought.cost }
}

pub(super) fn from_fixed(units: u128) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a sum of affinities, used as a real number")]
    let x = units as f64 / 4_294_967_296.0;
    x
}

pub(super) fn to_f64(count: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 people are ever simulated")]
    let x = count as f64;
    x
}

/// The budget does not reach anybody.
struct NoRoom;

/// Whom a budget with room for `room` customers reaches: everybody with permission (no cut), or up to a cut.
fn direct_cut(
    week: &Week<'_>,
    tactic_idx: usize,
    room: f64,
    population: &mut Population,
) -> Result<Option<Cut>, NoRoom> {
    let channel = week.scenario.tactics[tactic_idx].channel;
    let to = week.coefficients.tactics[tactic_idx].to;
    let eligible: u64 = population.shards.iter().map(|s| eligible(s, channel, to)).sum();
    if room < 1.0 || eligible == 0 {
        return Err(NoRoom);
    }
    if to_f64(eligible) <= room {
        return Ok(None);
    }
    let mut queue: Vec<Cut> = Vec::new();
    for shard in &mut population.shards {
        let segment = shard.segment;
        let purpose = week.coefficients.segments[segment].purpose.priority[tactic_idx];
        for block in Block::all_of(shard.present, shard.present) {
            shard.draw(week, purpose, block);
            let (draws, first) = (&shard.scratch.draws, shard.number(block.start));
            for ((&priority, i), number) in draws.iter().zip(block.all()).zip(first..) {
                if permits(shard, channel, to, i) {
                    queue.push(Cut { priority, segment, number });
                }
            }
        }
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "room is a whole number from 1 to below the number of eligible customers"
    )]
    let last = room as usize - 1;
    let (_, cut, _) = queue.select_nth_unstable(last);
    Ok(Some(*cut))
}

/// Customers of a shard to whom a direct tactic of a channel may be sent.
fn eligible(shard: &Shard, channel: usize, to: u16) -> u64 {
    if shard.barred[channel].is_empty() {
        let customers = (0u8..).zip(&shard.tally.customers);
        return customers.filter(|(stage, _)| goes_to(to, *stage)).map(|(_, n)| n).sum();
    }
    (0..shard.present).filter(|&i| permits(shard, channel, to, i)).count() as u64
}

pass! {
    /// `counts[i] = certain + #{thresholds above the draw}`, for the first four thresholds (0 is never above a draw).
    fn begin_thresholds(draws: &[u32], certain: u32, thresholds: [u32; 4], counts: &mut [u32]) {
        let [a, b, c, d] = thresholds;
        for (count, &draw) in counts.iter_mut().zip(draws) {
            let more = u32::from(draw < a)
                .wrapping_add(u32::from(draw < b))
                .wrapping_add(u32::from(draw < c))
                .wrapping_add(u32::from(draw < d));
            *count = certain.wrapping_add(more);
        }
    }
}

pass! {
    /// `counts[i] += #{thresholds above the draw}`, four thresholds at a time (0 is never above a draw).
    fn count_thresholds(draws: &[u32], thresholds: [u32; 4], counts: &mut [u32]) {
        let [a, b, c, d] = thresholds;
        for (count, &draw) in counts.iter_mut().zip(draws) {
            let more = u32::from(draw < a)
                .wrapping_add(u32::from(draw < b))
                .wrapping_add(u32::from(draw < c))
                .wrapping_add(u32::from(draw < d));
            *count = count.wrapping_add(more);
        }
    }
}

pass! {
    /// Contacts of those outside the audience do not happen.
    pub(super) fn keep_audience(audience: &[u8], counts: &mut [u32]) {
        for (count, &member) in counts.iter_mut().zip(audience) {
            *count = if member != 0 { *count } else { 0 };
        }
    }
}

pass! {
    fn scale(affinity: &[f32], factor: f32, out: &mut [f32]) {
        for (out, &a) in out.iter_mut().zip(affinity) {
            *out = a * factor;
        }
    }
}

pass! {
    /// `sends` contacts for everyone in the stages it goes to.
    fn send(sends: u32, to: u16, stages: &[u8], counts: &mut [u32]) {
        for (count, &stage) in counts.iter_mut().zip(stages) {
            *count = if goes_to(to, stage) { sends } else { 0 };
        }
    }
}

pass! {
    /// A click for those who have a need and whose draw is below the bound.
    fn click_same(draws: &[u32], limit: f32, open: &[u8], arrived: &[u8], counts: &mut [u32]) {
        for (((count, &draw), &open), &arrived) in counts.iter_mut().zip(draws).zip(open).zip(arrived) {
            *count = u32::from(below(draw, limit) & ((open | arrived) != 0));
        }
    }
}

pass! {
    /// As `click_same` with each customer's own affinity.
    fn click_each(
        draws: &[u32], share: f32, affinity: &[f32], open: &[u8], arrived: &[u8], counts: &mut [u32],
    ) {
        for ((((count, &draw), &a), &open), &arrived) in
            counts.iter_mut().zip(draws).zip(affinity).zip(open).zip(arrived)
        {
            let p = share * a;
            *count = u32::from(below(draw, bound(p)) & ((open | arrived) != 0));
        }
    }
}

/// Step 4 of the week for one tactic: this week's contacts of the block's customers into `scratch.contacts`; false where
/// there are none at all.
pub(super) fn contact(
    shard: &mut Shard,
    t: &ShardTraits,
    week: &Week<'_>,
    block: Block,
    tactic_idx: usize,
) -> bool {
    let of = &week.coefficients.segments[shard.segment];
    let channel = week.scenario.tactics[tactic_idx].channel;
    let r = block.live();
    let n = r.len();
    let isa = week.isa;
    match &week.contacts[tactic_idx] {
        Contacts::None => return false,
        Contacts::Lookers { aimed, .. } => {
            remind::contact(shard, t, week, block, tactic_idx, *aimed);
        }
        Contacts::Visits { hazard, who, .. } => {
            return visits::visit(shard, t, week, block, tactic_idx, (*hazard, *who));
        }
        Contacts::Calls { .. } => return people::contact(shard, block, tactic_idx),
        Contacts::Poisson { per_person, thresholds, .. } => {
            let expected = per_person[shard.segment];
            if expected <= 0.0 {
                return false;
            }
            shard.draw(week, of.purpose.contact[tactic_idx], block);
            match (&thresholds[shard.segment], &t.affinity[channel]) {
                (Some(table), _) => {
                    let (draws, counts) =
                        (&shard.scratch.draws[..n], &mut shard.scratch.contacts[..n]);
                    counts_of(isa, table, draws, counts);
                }
                (None, Column::Each(affinity)) => {
                    varied(shard, isa, expected, &affinity[r.clone()], n);
                }
                (None, Column::Same(_)) => return false,
            }
            if let Some(audience) = &t.audience[tactic_idx] {
                keep_audience(isa, &audience[r], &mut shard.scratch.contacts[..n]);
            }
        }
        Contacts::Direct { sends, cut } => {
            if cut.is_some() {
                shard.draw(week, of.purpose.priority[tactic_idx], block);
            }
            let (segment, first) = (shard.segment, shard.number(block.start));
            let counts = &mut shard.scratch.contacts[..n];
            let to = week.coefficients.tactics[tactic_idx].to;
            send(isa, *sends, to, &shard.stage[r.clone()], counts);
            if !shard.barred[channel].is_empty() {
                keep_permitted(isa, &shard.barred[channel][r], counts);
            }
            if let Some(cut) = cut {
                let priorities = &shard.scratch.draws;
                for ((count, &priority), number) in counts.iter_mut().zip(priorities).zip(first..) {
                    if (Cut { priority, segment, number }) > *cut {
                        *count = 0;
                    }
                }
            }
        }
        Contacts::Search { share, .. } => {
            if shard.open.is_empty() {
                return false;
            }
            shard.draw(week, of.purpose.contact[tactic_idx], block);
            let scratch = &mut shard.scratch;
            let (draws, arrived) = (&scratch.draws[..n], &scratch.need_flags[..n]);
            let counts = &mut scratch.contacts[..n];
            match &t.affinity[channel] {
                Column::Same(a) => {
                    let limit = bound(narrow(share * a));
                    click_same(isa, draws, limit, &shard.open[r], arrived, counts);
                }
                Column::Each(a) => {
                    let share = narrow(*share);
                    click_each(isa, draws, share, &a[r.clone()], &shard.open[r], arrived, counts);
                }
            }
        }
    }
    true
}

fn counts_of(isa: Isa, table: &PoissonThresholds, draws: &[u32], counts: &mut [u32]) {
    let mut fours = table.thresholds.chunks(4).map(|four| {
        let mut padded = [0; 4];
        padded[..four.len()].copy_from_slice(four);
        padded
    });
    let first = fours.next().unwrap_or([0; 4]);
    begin_thresholds(isa, draws, table.certain, first, counts);
    for four in fours {
        count_thresholds(isa, draws, four, counts);
    }
}

/// Counts where each customer has an own mean: whether any by column, how many for the few that have some.
fn varied(shard: &mut Shard, isa: Isa, expected: f64, affinity: &[f32], n: usize) {
    let scratch = &mut shard.scratch;
    scale(isa, affinity, narrow(expected), &mut scratch.hazards[..n]);
    happens(isa, &scratch.draws[..n], &scratch.hazards[..n], &mut scratch.flags[..n]);
    scratch.contacts[..n].fill(0);
    scratch.list.clear();
    collect(&scratch.flags[..n], &mut scratch.list);
    for &offset in &scratch.list {
        let offset = offset as usize;
        let mean = expected * f64::from(affinity[offset]);
        scratch.contacts[offset] = poisson_count(mean, scratch.draws[offset]).max(1);
    }
}

/// Step 8: what this week's contacts of a tactic cost, in minor units.
pub(super) fn cost(week: &Week<'_>, tactic_idx: usize, budget: i64, contacts: u64) -> i64 {
    let real = contacts * u64::from(week.scenario.market.people_per_customer);
    if let Contacts::Visits { cost, .. }
    | Contacts::Calls { cost, .. }
    | Contacts::Poisson { cost, .. }
    | Contacts::Lookers { cost, .. } = week.contacts[tactic_idx]
    {
        return cost;
    }
    match (&week.contacts[tactic_idx], &week.coefficients.tactics[tactic_idx].reach) {
        (Contacts::Direct { .. }, ReachOf::Direct(sending)) => {
            sending.cost(real, budget, cap(week, tactic_idx))
        }
        (Contacts::Search { .. }, ReachOf::Search { price, .. }) => {
            media::clicks_cost(real, price.at(week.bids[tactic_idx]).0)
        }
        _ => 0,
    }
}

/// What the week's impressions cost together, in minor units: our voice.
pub(super) fn voice(week: &Week<'_>) -> i64 {
    let paid = |contacts: &Contacts| match contacts {
        Contacts::Poisson { cost, .. } | Contacts::Lookers { cost, .. } => *cost,
        _ => 0,
    };
    week.contacts.iter().map(paid).sum()
}

/// Does the medium of a tactic run this week? With a budget, and enough of it: impressions or clicks that are bought, staff that is
/// hired, somebody who is sent to, a site, a shop or pages that are kept, posts that are written or found.
pub(super) fn runs(week: &Week<'_>, tactic_idx: usize, budget: i64) -> bool {
    budget > 0
        && match &week.contacts[tactic_idx] {
            Contacts::None => false,
            Contacts::Poisson { .. } | Contacts::Lookers { .. } | Contacts::Direct { .. } => true,
            Contacts::Search { share, .. } => *share > 0.0,
            Contacts::Visits { hazard, cost, .. } => *cost > 0 || *hazard > 0.0,
            Contacts::Calls { staff, .. } => *staff > 0,
        }
}

/// Most messages of a tactic's channel to a person in a week.
fn cap(week: &Week<'_>, tactic_idx: usize) -> Option<u32> {
    week.caps[week.scenario.tactics[tactic_idx].channel]
}

/// Does this tactic find people by their open needs?
pub(super) fn is_search(reach: &Reach) -> bool {
    matches!(reach, Reach::Search { .. })
}

const _: () = assert!(BLOCK <= u16::MAX as usize);
