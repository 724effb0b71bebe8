//! Multichannel and omnichannel of one history (M26): messages that are remembered across channels, baskets that are left
//! behind, orders that are fetched from a shop, service staff that is told twice, a week in which everything is down.

use crate::model::coordination::keeping_more;
use crate::model::money::to_minor;
use crate::model::poisson::poisson_count;
use crate::model::satisfaction::with_odds;
use crate::model::{Both, Loyalty, NumberId, Reach, Scenario, World};
use crate::random::{Luck, Place, Purpose};

use super::coefficients::narrow;
use super::decide::luck_below;
use super::dispatch::pass;
use super::media::Contacts;
use super::population::{BLOCK, Shard};
use super::tally::WeekRow;
use super::traits::ShardTraits;
use super::week::{Block, Week};

/// Name of the draw of a week in which our own channels are down; the same for all who could be in contact.
pub(super) const OUTAGE: &str = "outage";

/// What coordination changes, in one world.
#[derive(Clone, Debug)]
pub(super) struct CoordinationOf {
    /// messages of two tactics or more
    pub messages: Vec<Message>,
    /// by tactic: which of `messages` it has
    pub message_of: Vec<Option<usize>>,
    basket: Option<BasketLeft>,
    told: Option<ToldOf>,
    collect: Option<CollectOf>,
    pub service: Option<ServiceOf>,
    /// hazard per week
    outage: f64,
    loyalty: Leaving,
}

/// A message of several tactics.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// in order
    pub tactics: Vec<usize>,
    /// does it wear for any of them?
    pub wears: bool,
}

#[derive(Clone, Copy, Debug)]
struct BasketLeft {
    abandoned: f64,
    /// side by side, joined
    kept: [f64; 2],
}

#[derive(Clone, Copy, Debug)]
struct ToldOf {
    elsewhere: f64,
    /// side by side, joined
    known: [f64; 2],
    dissatisfies: f32,
}

#[derive(Clone, Copy, Debug)]
struct CollectOf {
    /// side by side, joined
    share: [f64; 2],
    /// minor units
    saves: i64,
    buys_more: f64,
}

/// How an order comes to its buyer, and what that adds to it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Handed {
    /// minor units that it costs less
    pub saves: i64,
    /// baskets that she takes beside it
    pub baskets: u32,
}

/// At which price somebody finds our offer where she orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Price {
    /// that of the week
    Told,
    /// nobody there knows of a lower one
    Regular,
    /// nobody there knows of the one that she came for: she goes
    Missed,
}

/// What buyers ask, in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServiceOf {
    requests_per_order: f64,
    /// side by side, joined
    handed_over: [f64; 2],
    /// minor units
    cost_per_contact: f64,
    contacts_per_week: Option<u64>,
    annoys: f32,
    dissatisfies: f32,
    /// satisfaction per week that a request waits
    waiting_dissatisfies: f64,
    /// share of trust that a repeat leaves
    pub trust_kept: f32,
}

/// What becomes of P(leaves) where channels are joined.
#[derive(Clone, Copy, Debug)]
enum Leaving {
    AsEver,
    /// log of the odds ratio
    Odds(f64),
    KeepsMore(f64),
}

impl CoordinationOf {
    pub fn new(scenario: &Scenario, world: &World, minor: f64) -> CoordinationOf {
        let of = scenario.coordination.unwrap_or_default();
        let both = |b: Both| [world.get(b.multichannel), world.get(b.omnichannel)];
        let zero = |id: Option<NumberId>| world.get_or(id, 0.0);
        let tactics = &scenario.tactics;
        let mut messages: Vec<Message> = Vec::new();
        let mut message_of = vec![None; tactics.len()];
        for (first, tactic) in tactics.iter().enumerate() {
            let alike =
                |t: &usize| tactic.message.is_some() && tactics[*t].message == tactic.message;
            let group: Vec<usize> = (first..tactics.len()).filter(alike).collect();
            if message_of[first].is_none() && group.len() > 1 {
                for &t in &group {
                    message_of[t] = Some(messages.len());
                }
                let wears = group.iter().any(|&t| tactics[t].wear.is_some());
                messages.push(Message { tactics: group, wears });
            }
        }
        CoordinationOf {
            messages,
            message_of,
            basket: of.basket.map(|b| BasketLeft {
                abandoned: world.get(b.abandoned_share),
                kept: both(b.kept),
            }),
            told: of.promotion.map(|p| ToldOf {
                elsewhere: world.get(p.elsewhere_share),
                known: both(p.known),
                dissatisfies: narrow(zero(p.satisfaction_loss)),
            }),
            collect: of.collect.map(|c| CollectOf {
                share: both(c.share),
                saves: to_minor(zero(c.saves_per_order) * minor),
                buys_more: zero(c.buys_more_share),
            }),
            service: of.service.map(|s| ServiceOf {
                requests_per_order: world.get(s.requests_per_order),
                handed_over: both(s.handed_over),
                cost_per_contact: zero(s.cost_per_contact) * minor,
                contacts_per_week: s.contacts_per_week,
                annoys: narrow(zero(s.annoys_per_repeat)),
                dissatisfies: narrow(zero(s.satisfaction_loss_per_repeat)),
                waiting_dissatisfies: zero(s.satisfaction_loss_per_week_waited),
                trust_kept: narrow(1.0 - zero(s.trust_loss_per_repeat)),
            }),
            outage: zero(of.outage_per_week),
            loyalty: match of.loyalty {
                None => Leaving::AsEver,
                Some(Loyalty::Odds(odds)) => Leaving::Odds(libm::log(world.get(odds))),
                Some(Loyalty::KeepsMore(more)) => Leaving::KeepsMore(world.get(more)),
            },
        }
    }

    /// Must a plan that joins its channels count the contacts of a week by tactic until all of them are known?
    pub fn counts_repetitions(&self) -> bool {
        self.messages.iter().any(|m| m.wears)
    }

    /// Does the message of this tactic wear for it or for another one?
    pub fn wears(&self, tactic: usize) -> bool {
        self.message_of[tactic].is_some_and(|m| self.messages[m].wears)
    }

    /// Is this a week in which one failure stops all of our own channels, where they are joined?
    pub fn is_out(&self, luck: &Luck, replication: u32, week: u32) -> bool {
        let place = Place { replication, week, attempt: 0, purpose: Purpose::new(OUTAGE) };
        self.outage > 0.0 && luck_below(luck.draw(place, 0), -libm::expm1(-self.outage))
    }
}

impl Week<'_> {
    /// The message that this tactic shares with others, where they repeat each other.
    pub fn shared(&self, tactic: usize) -> Option<usize> {
        self.coefficients.coordination.message_of[tactic].filter(|_| self.joined)
    }

    /// The shops that are open this week, where orders are fetched from them at all.
    pub fn open_shops(&self) -> Vec<usize> {
        let share = self.coefficients.coordination.collect.map_or([0.0; 2], |c| c.share);
        let is_open = |t: &usize| {
            matches!(self.scenario.tactics[*t].reach, Reach::Store { .. })
                && matches!(self.contacts[*t], Contacts::Visits { .. })
        };
        match share[usize::from(self.joined)] > 0.0 {
            true => (0..self.contacts.len()).filter(is_open).collect(),
            false => Vec::new(),
        }
    }

    /// One failure stops all of our own channels: what runs is paid, and nobody is in contact.
    pub fn shut_down(&mut self) {
        for (contacts, tactic) in self.contacts.iter_mut().zip(&self.scenario.tactics) {
            if !tactic.reach.is_owned() {
                continue;
            }
            match contacts {
                Contacts::Visits { hazard, .. } => *hazard = 0.0,
                // Calls of last week are over, and heard; nobody begins another one.
                Contacts::Calls { staff, .. } => *staff = 0,
                _ => *contacts = Contacts::None,
            }
        }
    }

    /// Factor on the hazards to drop out in time.
    pub fn drops_out(&self) -> f64 {
        match self.coefficients.coordination.loyalty {
            Leaving::Odds(ln_odds) if self.joined => libm::exp(ln_odds),
            _ => 1.0,
        }
    }

    /// P(lost after an order, or at a renewal) of somebody with this probability.
    pub fn leaves(&self, p: f64) -> f64 {
        match self.coefficients.coordination.loyalty {
            Leaving::Odds(ln_odds) if self.joined => with_odds(p, ln_odds),
            Leaving::KeepsMore(more) if self.joined => keeping_more(p, more),
            _ => p,
        }
    }
}

pass! {
    fn add(stocks: &[f32], sums: &mut [f32]) {
        for (sum, &stock) in sums.iter_mut().zip(stocks) {
            *sum += stock;
        }
    }
}

pass! {
    fn add_counts(counts: &[u32], sums: &mut [u32]) {
        for (sum, &count) in sums.iter_mut().zip(counts) {
            *sum = sum.saturating_add(count);
        }
    }
}

pass! {
    /// Contacts of a tactic whose message wears for others, not for itself.
    pub fn count_up(counts: &[u32], so_far: &mut [u32]) {
        for (sum, &count) in so_far.iter_mut().zip(counts) {
            *sum = sum.saturating_add(count);
        }
    }
}

/// What each customer of a range remembers of a message, over all of its tactics, into `scratch.together`: stocks as they stand.
pub(super) fn recall(shard: &mut Shard, week: &Week<'_>, r: std::ops::Range<usize>) {
    if !week.joined {
        return;
    }
    for (m, message) in week.coefficients.coordination.messages.iter().enumerate() {
        let sums = &mut shard.scratch.together[m][..r.len()];
        sums.fill(0.0);
        for &t in &message.tactics {
            if let Some(stocks) = shard.stocks[t].get(r.clone()) {
                add(week.isa, stocks, sums);
            }
        }
    }
}

/// What the contacts of a tactic come to for one customer: R of its stock, or its part in what a message of several does.
pub(super) fn felt_at(shard: &Shard, week: &Week<'_>, tactic: usize, i: usize) -> f32 {
    let (own, response) = (shard.stocks[tactic][i], week.coefficients.tactics[tactic].response);
    let Some(message) = week.shared(tactic) else { return response.at(own) };
    let mut together = 0.0;
    for &t in &week.coefficients.coordination.messages[message].tactics {
        together += shard.stocks[t].get(i).copied().unwrap_or(0.0);
    }
    response.part_at(own, together)
}

/// Contacts with each message that wears, of this week and so far with this week's, over all of its tactics: into
/// `scratch.repeats`.
pub(super) fn count_repetitions(shard: &mut Shard, week: &Week<'_>, block: Block) {
    if !week.joined {
        return;
    }
    let r = block.live();
    for (m, message) in week.coefficients.coordination.messages.iter().enumerate() {
        if !message.wears {
            continue;
        }
        let scratch = &mut shard.scratch;
        let [now, so_far] = &mut scratch.repeats[m];
        let (now, so_far) = (&mut now[..r.len()], &mut so_far[..r.len()]);
        now.fill(0);
        so_far.fill(0);
        for &t in &message.tactics {
            if scratch.had[t] {
                add_counts(week.isa, &scratch.counts[t][..r.len()], now);
            }
            if let Some(before) = shard.so_far[t].get(r.clone()) {
                add_counts(week.isa, before, so_far);
            }
        }
        add_counts(week.isa, now, so_far);
    }
}

/// Is the basket of this need left behind for good?
pub(super) fn is_left_behind(shard: &mut Shard, week: &Week<'_>, i: usize, attempt: u32) -> bool {
    let Some(of) = &week.coefficients.coordination.basket else { return false };
    let purpose = &week.coefficients.segments[shard.segment].purpose;
    let number = shard.number(i);
    let draw = |purpose| week.luck.draw(week.place(purpose, attempt), number);
    if !luck_below(draw(purpose.abandoned), of.abandoned) {
        return false;
    }
    let kept = luck_below(draw(purpose.kept), of.kept[usize::from(week.joined)]);
    shard.tally.abandoned_carts += 1;
    shard.tally.recovered_carts += u64::from(kept);
    !kept
}

pass! {
    fn mark(counts: &[u32], flags: &mut [u8]) {
        for (flag, &count) in flags.iter_mut().zip(counts) {
            *flag |= u8::from(count > 0);
        }
    }
}

/// Before the contacts of a block: nobody was in an open shop this week.
pub(super) fn begin(shard: &mut Shard, week: &Week<'_>) {
    if !week.shops.is_empty() {
        shard.scratch.came_in.clear();
        shard.scratch.came_in.resize(BLOCK, 0);
    }
}

/// The contacts in `scratch.contacts` of the first `n` of a block were visits to a tactic: whoever was in a shop fetches nothing.
pub(super) fn visited(shard: &mut Shard, week: &Week<'_>, tactic: usize, n: usize) {
    if week.shops.contains(&tactic) {
        let scratch = &mut shard.scratch;
        mark(week.isa, &scratch.contacts[..n], &mut scratch.came_in[..n]);
    }
}

/// Does the buyer of an order fetch it from a shop, and what does she take with it?
pub(super) fn hand_over(
    shard: &mut Shard,
    t: &ShardTraits,
    week: &Week<'_>,
    i: usize,
    attempt: u32,
) -> Handed {
    let Some(of) = week.coefficients.coordination.collect.filter(|_| !week.shops.is_empty()) else {
        return Handed::default();
    };
    let is_near = |&s: &usize| t.audience[s].as_ref().is_none_or(|near| near[i] != 0);
    if shard.scratch.came_in[i % BLOCK] != 0 || !week.shops.iter().any(is_near) {
        return Handed::default();
    }
    let purpose = &week.coefficients.segments[shard.segment].purpose;
    let number = shard.number(i);
    let draw = |purpose| week.luck.draw(week.place(purpose, attempt), number);
    if !luck_below(draw(purpose.collected), of.share[usize::from(week.joined)]) {
        return Handed::default();
    }
    let more = luck_below(draw(purpose.buys_more), of.buys_more);
    shard.tally.collected_orders += 1;
    shard.tally.collected_baskets += u64::from(more);
    Handed { saves: of.saves, baskets: u32::from(more) }
}

/// The price that somebody who would order finds where she orders, in a week below the regular one.
///
/// - `attempt`: of a need that arrived this week above 0
pub(super) fn find_price(shard: &mut Shard, week: &Week<'_>, i: usize, attempt: u32) -> Price {
    let Some(of) = week.coefficients.coordination.told.filter(|_| week.offered.is_off) else {
        return Price::Told;
    };
    let purpose = &week.coefficients.segments[shard.segment].purpose;
    let number = shard.number(i);
    let draw = |purpose| week.luck.draw(week.place(purpose, attempt), number);
    if !luck_below(draw(purpose.elsewhere), of.elsewhere)
        || luck_below(draw(purpose.known), of.known[usize::from(week.joined)])
    {
        return Price::Told;
    }
    // What was open before did not come for this week's price.
    let stays = attempt == 0 || luck_below(draw(purpose.came_anyway), week.offered.came_anyway);
    shard.tally.missed_promotions += 1;
    if let Some(felt) = shard.satisfaction.get_mut(i) {
        *felt -= of.dissatisfies;
    }
    if stays { Price::Regular } else { Price::Missed }
}

/// What the buyer of an order asks service staff, and how often she has to say it again.
pub(super) fn ask(shard: &mut Shard, week: &Week<'_>, i: usize, attempt: u32) {
    let Some(of) = &week.coefficients.coordination.service else { return };
    let purpose = &week.coefficients.segments[shard.segment].purpose;
    let number = shard.number(i);
    let draw = week.luck.draw(week.place(purpose.request, attempt), number);
    let requests = poisson_count(of.requests_per_order, draw);
    if requests == 0 {
        return;
    }
    let stream = &mut week.luck.stream(week.place(purpose.handed_over, attempt), number);
    let known = of.handed_over[usize::from(week.joined)];
    let lost = (0..requests).filter(|_| !luck_below(stream.word(), known)).count() as u64;
    shard.tally.service_contacts += u64::from(requests) + lost;
    shard.tally.repeat_contacts += lost;
    if let Some(felt) = shard.satisfaction.get_mut(i) {
        for _ in 0..requests {
            *felt -= week.wait_dissatisfies;
        }
        for _ in 0..lost {
            *felt -= of.dissatisfies;
        }
    }
    if lost > 0 && week.coefficients.minds.watch() {
        let annoyed = &mut shard.scratch.annoyed[i % BLOCK];
        for _ in 0..lost {
            *annoyed += of.annoys;
            shard.scratch.repeated.push(i);
        }
    }
}

/// How much more a buyer has spent who was met in two channels or more than one who was met in one only, as a share: what an
/// observer sees, whoever caused it. 0 where there are none of either.
pub(super) fn channel_gap(scenario: &Scenario, shards: &[Shard]) -> f64 {
    let tactics_of = |channel| {
        let tactics = scenario.tactics.iter().enumerate();
        tactics.filter(move |(_, t)| t.channel == channel).map(|(t, _)| t)
    };
    let channels: Vec<Vec<usize>> =
        (0..scenario.channels.len()).map(|c| tactics_of(c).collect()).collect();
    // buyers and their revenue: met in one channel, in more
    let mut buyers = [0u64; 2];
    let mut revenue = [0i128; 2];
    for shard in shards {
        for i in (0..shard.present).filter(|&i| shard.orders[i] > 0) {
            let met = |tactics: &&Vec<usize>| {
                tactics.iter().any(|&t| shard.seen[t].get(i).is_some_and(|&seen| seen > 0))
            };
            let Some(more) = channels.iter().filter(met).count().checked_sub(1) else { continue };
            buyers[more.min(1)] += 1;
            revenue[more.min(1)] += i128::from(shard.revenue[i]);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a ratio of means, for people")]
    let mean = |group: usize| revenue[group] as f64 / buyers[group].max(1) as f64;
    if mean(0) > 0.0 && buyers[1] > 0 { mean(1) / mean(0) - 1.0 } else { 0.0 }
}

/// The requests of a history that wait for somebody.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Desk {
    /// contacts of real people
    waiting: u64,
}

impl Desk {
    /// Satisfaction that each request of a week costs by its wait, those before it being handled first: `loss·waiting/staff`.
    pub fn wait_dissatisfies(&self, of: &ServiceOf) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "contacts, far below 2^53")]
        let weeks = of.contacts_per_week.map_or(0.0, |most| self.waiting as f64 / most as f64);
        narrow(of.waiting_dissatisfies * weeks)
    }

    /// A week's contacts join those that wait; as many are handled and paid as there is staff for. Those that still wait at the
    /// end of the study are paid with its last week: somebody will have to answer them.
    pub fn settle(
        &mut self,
        of: &ServiceOf,
        contacts: u64,
        people: u64,
        is_last: bool,
        row: &mut WeekRow,
    ) {
        self.waiting += contacts * people;
        let handled = of.contacts_per_week.map_or(self.waiting, |most| self.waiting.min(most));
        self.waiting -= handled;
        #[expect(clippy::cast_precision_loss, reason = "contacts of a week, far below 2^53")]
        let (handled, waiting, people) = (handled as f64, self.waiting as f64, people as f64);
        let paid = if is_last { handled + waiting } else { handled };
        row.spend += to_minor(paid * of.cost_per_contact);
        row.service_contacts = handled / people;
        row.service_waiting = waiting / people;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen to catch: a backlog that is never paid.
    #[test]
    fn staff_handles_what_it_can_and_the_rest_waits() {
        let of = ServiceOf {
            requests_per_order: 0.0,
            handed_over: [0.0; 2],
            cost_per_contact: 2.5,
            contacts_per_week: Some(100),
            annoys: 0.0,
            dissatisfies: 0.0,
            waiting_dissatisfies: 0.5,
            trust_kept: 1.0,
        };
        let mut desk = Desk::default();
        let weeks = [(30, false), (0, false), (70, false), (0, true)].map(|(contacts, is_last)| {
            let mut row = WeekRow::default();
            let felt = desk.wait_dissatisfies(&of);
            desk.settle(&of, contacts, 5, is_last, &mut row);
            (felt, row.service_contacts, row.service_waiting, row.spend)
        });
        let asked = [(0.0, 20.0, 10.0, 250), (0.25, 10.0, 0.0, 125)];
        let rush = [(0.0, 20.0, 50.0, 250), (1.25, 20.0, 30.0, 625)];
        assert_eq!(weeks, [asked, rush].concat()[..]);
    }
}
