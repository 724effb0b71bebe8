//! Customers as columns: the state of one history. What they bring with them is in [`super::traits`].

use crate::model::{EntryUnit, Scenario, Stage};
use crate::random::{Luck, Place, TILE};

use super::coefficients::Coefficients;
use super::pacing::Acceptance;
use super::people::Leads;
use super::promotion::Used;
use super::tally::Tally;
use super::touch::Touched;
use super::traits::{ShardTraits, Traits};
use super::{pacing, pressure};

/// Customers that one pass works on: their columns stay in the nearest cache while a week goes over them.
pub const BLOCK: usize = 1024;
/// Customers that one thread works on between two barriers; a whole number of blocks.
pub const SHARD: usize = 65_536;
/// Stage of a customer who has not come in yet.
pub const ABSENT: u8 = 10;
/// No such week.
pub(super) const NEVER: u16 = u16::MAX;

const _: () = assert!(SHARD.is_multiple_of(BLOCK) && BLOCK.is_multiple_of(TILE));

/// Scratch columns of a block; what they hold means nothing after the block is done.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    pub draws: Vec<u32>,
    pub contacts: Vec<u32>,
    pub hazards: Vec<f32>,
    /// need rates of the week, where prices, home stocks or satisfaction weigh on them
    pub rates: Vec<f32>,
    /// needs met from home stocks, in order of position
    pub used: Vec<Used>,
    pub flags: Vec<u8>,
    /// a need arrived this week
    pub need_flags: Vec<u8>,
    /// this week's move is void
    pub void: Vec<u8>,
    pub list: Vec<u32>,
    pub decisions: Vec<Decision>,
    /// contacts of the week by tactic, where they are needed until its end
    pub counts: Vec<Vec<u32>>,
    /// does a tactic have contacts in this block and week?
    pub had: Vec<bool>,
    /// a bit for each tactic in contact this week; empty where roles are not counted
    pub touches: Vec<u64>,
    /// 1 for who was in an open shop this week; as it was where no order is fetched from one
    pub came_in: Vec<u8>,
    /// 1 for who visited this week; empty where nobody remembers
    pub looked: Vec<u8>,
    pub sums: Vec<u32>,
    /// by message that several tactics share: what is remembered of it
    pub together: Vec<Vec<f32>>,
    /// by such a message, where it wears: contacts of the week, and so far with them
    pub repeats: Vec<[Vec<u32>; 2]>,
    /// the part of a message that one tactic has
    pub part: Vec<f32>,
    /// positions of those who had to say it again to service staff, once for each time
    pub repeated: Vec<usize>,
    pub so_far: Vec<f32>,
    /// what tactics add to the hazards forward
    pub pushes: Vec<f32>,
    /// what a week adds to trust, as an exponent; takes from it, in levels that refused asks went too far; and annoys
    pub learned: Vec<f32>,
    /// what personal tactics add to the hazards forward; what contacts tell of tastes
    pub personal: Vec<f32>,
    pub offence: Vec<f32>,
    pub annoyed: Vec<f32>,
    /// what customers of the block accepted this week, in the order in which they did
    pub acceptances: Vec<Acceptance>,
    /// where on their hazards the draws of those in `list` lie
    pub positions: Vec<f64>,
    /// position in the shard, event: 0 exit, 1 back, 2 natural forward, 3 by word of mouth, 4 + t tactic t
    pub movers: Vec<(usize, usize)>,
}

/// A need to be decided this week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decision {
    /// position in the shard
    pub i: usize,
    pub moment: u32,
    pub attempt: u32,
}

impl Scratch {
    fn new(
        n_tactics: usize,
        n_messages: usize,
        watch: bool,
        weighs_needs: bool,
        roles: bool,
    ) -> Scratch {
        let n_watched = if watch { n_tactics } else { 0 };
        Scratch {
            draws: vec![0; BLOCK],
            contacts: vec![0; BLOCK],
            hazards: vec![0.0; BLOCK],
            rates: vec![0.0; if weighs_needs { BLOCK } else { 0 }],
            used: Vec::new(),
            flags: vec![0; BLOCK],
            need_flags: vec![0; BLOCK],
            void: vec![0; BLOCK],
            list: Vec::new(),
            decisions: Vec::new(),
            counts: vec![vec![0; BLOCK]; n_watched],
            had: vec![false; n_tactics],
            touches: vec![0; if roles { BLOCK } else { 0 }],
            came_in: Vec::new(),
            looked: Vec::new(),
            acceptances: Vec::new(),
            sums: vec![0; BLOCK],
            together: vec![vec![0.0; BLOCK]; n_messages],
            repeats: vec![[vec![0; BLOCK], vec![0; BLOCK]]; n_messages],
            part: vec![0.0; if n_messages > 0 { BLOCK } else { 0 }],
            repeated: Vec::new(),
            so_far: vec![0.0; BLOCK],
            pushes: vec![0.0; BLOCK],
            learned: vec![0.0; BLOCK],
            personal: vec![0.0; BLOCK],
            offence: vec![0.0; BLOCK],
            annoyed: vec![0.0; BLOCK],
            positions: Vec::new(),
            movers: Vec::new(),
        }
    }
}

/// Customers of one segment, numbered from `first`, in the state that one strategy has brought them to.
#[derive(Clone, Debug)]
pub struct Shard {
    pub(super) segment: usize,
    pub(super) first: u32,
    /// position of its first customer among all
    pub(super) base: usize,
    /// customers who have come in, a prefix of the shard
    pub(super) present: usize,
    pub(super) stage: Vec<u8>,
    /// furthest stage so far in the low bits, and the flags below
    pub(super) furthest: Vec<u8>,
    /// 1 where a need is open; empty without needs
    pub(super) open: Vec<u8>,
    /// P(a need arrives this week); empty without needs
    pub(super) chance: Vec<f32>,
    /// `chance` was already computed for the week to come
    pub(super) chance_ready: bool,
    /// baskets at home; empty where nobody takes any home
    pub(super) home: Vec<u32>,
    /// adstock by tactic; empty where the strategy never uses the tactic
    pub(super) stocks: Vec<Vec<f32>>,
    /// contacts so far, up to 3, by tactic
    pub(super) seen: Vec<Vec<u8>>,
    /// week of the last visit, 0 without one; empty where nobody remembers
    pub(super) last_visit: Vec<u16>,
    /// all contacts so far, by tactic; empty where its message wears neither for it nor for another that shares it, and nobody
    /// calls
    pub(super) so_far: Vec<Vec<u32>>,
    /// empty where roles are not counted
    pub(super) touched: Vec<Touched>,
    /// by tactic; without columns where it has no staff
    pub(super) leads: Vec<Leads>,
    pub(super) orders: Vec<u32>,
    /// minor units
    pub(super) revenue: Vec<i64>,
    pub(super) contribution: Vec<i64>,
    /// satisfaction; empty where nobody stays, buys or talks for it
    pub(super) satisfaction: Vec<f32>,
    /// share of her taste that is known; empty where nobody learns it
    pub(super) taste_known: Vec<f32>,
    /// how each came to be converted, `Committed as u8`; empty where it changes nothing
    pub(super) committed: Vec<u8>,
    /// week in which she heard of us by word of mouth, 0 if she did not; empty where nobody is rewarded for it
    pub(super) told_in: Vec<u16>,
    /// trust; empty where nobody trusts or doubts
    pub(super) trust: Vec<f32>,
    /// level of intimacy reached; empty where nothing depends on it
    pub(super) level: Vec<u8>,
    /// empty where nobody is annoyed
    pub(super) annoyance: Vec<f32>,
    /// by channel: why no message reaches her although her stage permits it; empty where that cannot be
    pub(super) barred: Vec<Vec<u8>>,
    /// week of the first order; of those who had ordered before, week of coming in; `NEVER` before
    pub(super) first_order: Vec<u16>,
    /// week at whose end the contract is up for renewal; `NEVER` without one; empty where there are no contracts
    pub(super) renews_at: Vec<u16>,
    /// who carries an open need into a week that starts at or past `buys_from`, in order
    pub(super) ripe: Vec<usize>,
    pub(super) ripe_next: Vec<usize>,
    pub(super) tally: Tally,
    pub(super) scratch: Scratch,
}

/// Has been lost at some time.
pub(super) const WAS_LOST: u8 = 0x80;
/// Has been counted as lost within the 52 weeks of the cohort.
pub(super) const COUNTED_LOST: u8 = 0x40;
/// Heard of us by word of mouth.
pub(super) const REFERRED_TO_US: u8 = 0x20;
pub(super) const STAGE_BITS: u8 = 0x0f;

/// All customers of a history.
#[derive(Clone, Debug)]
pub struct Population {
    pub(super) shards: Vec<Shard>,
}

impl Population {
    /// Everybody before the start: absent, without memory.
    pub(super) fn new(
        scenario: &Scenario,
        coefficients: &Coefficients,
        traits: &Traits,
        active: &[bool],
        watch: bool,
        promotes: bool,
        joins: bool,
    ) -> Population {
        let takes_home = promotes && coefficients.promotion.is_some_and(|p| p.takes_home);
        let weighs_needs = promotes || coefficients.satisfaction.is_some();
        let minds = &coefficients.minds;
        let n_tactics = scenario.tactics.len();
        let reminds =
            active.iter().zip(&scenario.tactics).any(|(a, t)| *a && t.reach.aims_at_lookers());
        let messages = &coefficients.coordination;
        let n_messages = if joins { messages.messages.len() } else { 0 };
        let counted =
            |t: usize| coefficients.tactics[t].wear.is_some() || (joins && messages.wears(t));
        let rewards = coefficients.tactics.iter().any(|t| t.referral.is_some());
        let contracts = scenario.offer.as_ref().is_some_and(|o| o.contract.is_some());
        let shards = (traits.shards.iter())
            .map(|t| {
                let needs = if t.needs_per_year.is_some() { t.n } else { 0 };
                let of_active = |a: &bool| if *a { t.n } else { 0 };
                Shard {
                    segment: t.segment,
                    first: t.first,
                    base: t.base,
                    present: 0,
                    stage: vec![ABSENT; t.n],
                    furthest: vec![0; t.n],
                    open: vec![0; needs],
                    chance: vec![0.0; needs],
                    chance_ready: false,
                    home: vec![0; if takes_home { needs } else { 0 }],
                    stocks: active.iter().map(|a| vec![0.0; of_active(a)]).collect(),
                    seen: active.iter().map(|a| vec![0; of_active(a)]).collect(),
                    last_visit: vec![0; if reminds { t.n } else { 0 }],
                    so_far: (active.iter().zip(&coefficients.tactics).enumerate())
                        .map(|(t, (a, tactic))| {
                            let kept = counted(t) || tactic.has_staff();
                            vec![0; if kept { of_active(a) } else { 0 }]
                        })
                        .collect(),
                    leads: (active.iter().zip(&coefficients.tactics))
                        .map(|(a, tactic)| {
                            Leads::of(if tactic.has_staff() { of_active(a) } else { 0 })
                        })
                        .collect(),
                    touched: vec![Touched::default(); if scenario.roles { t.n } else { 0 }],
                    orders: vec![0; t.n],
                    revenue: vec![0; t.n],
                    contribution: vec![0; t.n],
                    satisfaction: (coefficients.satisfaction.iter())
                        .flat_map(|of| std::iter::repeat_n(of.starts, t.n))
                        .collect(),
                    taste_known: vec![0.0; if scenario.learns_tastes() { t.n } else { 0 }],
                    committed: vec![0; if coefficients.commitment.is_some() { t.n } else { 0 }],
                    told_in: vec![0; if rewards { t.n } else { 0 }],
                    trust: (minds.trust.iter())
                        .flat_map(|trust| t.start.iter().map(|&s| trust.start[usize::from(s)]))
                        .collect(),
                    level: match minds.levels {
                        true => t.start.iter().map(|&s| pacing::start(s)).collect(),
                        false => Vec::new(),
                    },
                    annoyance: vec![0.0; if minds.annoyance.is_some() { t.n } else { 0 }],
                    barred: pressure::start_barred(t, &minds.bars),
                    first_order: vec![NEVER; t.n],
                    renews_at: vec![NEVER; if contracts { t.n } else { 0 }],
                    ripe: Vec::new(),
                    ripe_next: Vec::new(),
                    tally: Tally::new(n_tactics),
                    scratch: Scratch {
                        looked: vec![0; if reminds { BLOCK } else { 0 }],
                        ..Scratch::new(n_tactics, n_messages, watch, weighs_needs, scenario.roles)
                    },
                }
            })
            .collect();
        Population { shards }
    }

    /// The shards, in order of segment and number.
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }
}

impl Shard {
    /// Index of the segment its customers belong to.
    pub fn segment_idx(&self) -> usize {
        self.segment
    }

    /// Number in the segment of its first customer.
    pub fn first_number(&self) -> u32 {
        self.first
    }

    /// Stage of each customer: `Stage as u8`, or [`ABSENT`].
    pub fn stages(&self) -> &[u8] {
        &self.stage
    }

    /// Orders so far of each customer.
    pub fn orders(&self) -> &[u32] {
        &self.orders
    }

    /// Contribution so far of each customer, minor units, of one real person.
    pub fn contribution(&self) -> &[i64] {
        &self.contribution
    }

    /// Satisfaction of each customer; empty where nothing hangs on it.
    pub fn satisfaction(&self) -> &[f32] {
        &self.satisfaction
    }

    /// Trust of each customer; empty where nobody trusts or doubts.
    pub fn trust(&self) -> &[f32] {
        &self.trust
    }

    /// Level of intimacy of each customer; empty where nothing depends on it.
    pub fn levels(&self) -> &[u8] {
        &self.level
    }

    /// Share of her taste that is known, of each customer; empty where nobody learns it.
    pub fn taste_known(&self) -> &[f32] {
        &self.taste_known
    }

    /// Annoyance of each customer; empty where nobody is annoyed.
    pub fn annoyance(&self) -> &[f32] {
        &self.annoyance
    }

    /// By channel, for each customer: may a message be sent to her, were her stage to permit it? Empty where nothing else
    /// than the stage decides.
    pub fn barred(&self) -> &[Vec<u8>] {
        &self.barred
    }

    /// Baskets at home of each customer; empty where nobody takes any home.
    pub fn home(&self) -> &[u32] {
        &self.home
    }

    /// 1 for each customer with an open need; empty where the segment has no needs.
    pub fn open(&self) -> &[u8] {
        &self.open
    }

    /// Number in the segment of the customer at a position.
    pub(super) fn number(&self, i: usize) -> u32 {
        self.first + u32::try_from(i).expect("a shard holds 65 536")
    }

    /// Brings in the customers up to position `until` (exclusive) in week `week` (0 at the start).
    pub(super) fn admit(&mut self, traits: &ShardTraits, until: usize, week: u32, rules: &Rules) {
        for i in self.present..until {
            let start = traits.start[i];
            self.stage[i] = start;
            self.furthest[i] = start;
            self.tally.customers[usize::from(start)] += 1;
            for s in 0..=usize::from(start) {
                self.tally.reached[s] += 1;
            }
            if start >= Stage::Ascended as u8 {
                self.first_order[i] = week_u16(week);
                self.tally.cohort.followed += u64::from(week + 52 <= rules.total_weeks);
                if let Some(every) = rules.renews_every_weeks {
                    self.renews_at[i] = week_u16(week + every);
                }
            }
        }
        self.present = self.present.max(until);
    }

    /// Moves a customer to another stage, with everything that hangs on it.
    pub(super) fn set_stage(&mut self, i: usize, to: u8, week: u32, rules: &Rules) {
        let from = self.stage[i];
        self.stage[i] = to;
        self.tally.customers[usize::from(from)] -= 1;
        self.tally.customers[usize::from(to)] += 1;
        if to == Stage::Lost as u8 {
            self.lose(i, week, rules);
            return;
        }
        let furthest = self.furthest[i] & STAGE_BITS;
        if to > furthest {
            for s in furthest + 1..=to {
                self.tally.reached[usize::from(s)] += 1;
            }
            self.furthest[i] = (self.furthest[i] & !STAGE_BITS) | to;
        }
    }

    fn lose(&mut self, i: usize, week: u32, rules: &Rules) {
        if self.furthest[i] & WAS_LOST == 0 {
            self.furthest[i] |= WAS_LOST;
            self.tally.reached[Stage::Lost.idx()] += 1;
        }
        if let Some(open) = self.open.get_mut(i)
            && *open != 0
        {
            *open = 0;
            self.tally.needs.void += 1;
        }
        if let Some(renews_at) = self.renews_at.get_mut(i) {
            *renews_at = NEVER;
        }
        let first = u32::from(self.first_order[i]);
        if self.first_order[i] != NEVER
            && first + 52 <= rules.total_weeks
            && week <= first + 52
            && self.furthest[i] & COUNTED_LOST == 0
        {
            self.furthest[i] |= COUNTED_LOST;
            self.tally.cohort.lost += 1;
        }
    }
}

/// Rules of a scenario that change what happens to a customer, the same for all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub total_weeks: u32,
    pub renews_every_weeks: Option<u32>,
    pub has_needs: bool,
    pub buys_from: u8,
    pub needy: Needy,
}

/// Stages whose customers can have needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Needy {
    last: u8,
    /// one more stage, or `last` again
    beside: u8,
}

impl Needy {
    /// - `has_contract`: who signed one has no needs
    /// - `has_rivals`: the lost go on having needs, which are decided without us
    fn new(has_contract: bool, has_rivals: bool) -> Needy {
        let last = if has_contract { Stage::Excited } else { Stage::Promoter } as u8;
        Needy { last, beside: if has_rivals { Stage::Lost as u8 } else { last } }
    }

    #[inline(always)]
    pub const fn may_be(self, stage: u8) -> bool {
        (stage <= self.last) | (stage == self.beside)
    }
}

impl Rules {
    pub fn new(scenario: &Scenario, has_rivals: bool) -> Rules {
        let contract = scenario.offer.as_ref().and_then(|o| o.contract.as_ref());
        Rules {
            total_weeks: scenario.horizon.total_weeks(),
            renews_every_weeks: contract.map(|c| c.renews_every_weeks),
            has_needs: scenario.has_needs(),
            buys_from: scenario.buys_from() as u8,
            needy: Needy::new(contract.is_some(), has_rivals),
        }
    }
}

pub(super) fn week_u16(week: u32) -> u16 {
    u16::try_from(week).expect("config caps weeks at 5200 and renewals at as many")
}

/// When the customers of a segment come in.
#[derive(Clone, Debug)]
pub(super) struct Entries {
    unit: EntryUnit,
    /// customers in up to and including each entry of the list
    cumulated: Vec<u32>,
    /// customers in by the end of week w, index w
    by_week: Vec<u32>,
}

impl Entries {
    pub fn new(entry: &crate::model::Entry, total_weeks: u32) -> Entries {
        let mut by_week = vec![0; total_weeks as usize + 1];
        let mut cumulated = Vec::with_capacity(entry.counts.len());
        let mut sum = 0;
        for (idx, count) in entry.counts.iter().enumerate() {
            sum += count;
            cumulated.push(sum);
            for slot in by_week.iter_mut().skip(entry.week_of(idx) as usize) {
                *slot = sum;
            }
        }
        Entries { unit: entry.unit, cumulated, by_week }
    }

    /// Customers of the segment who have come in by the end of `week`.
    pub fn by_week(&self, week: u32) -> u32 {
        self.by_week[week as usize]
    }

    /// Moment in her week, in (0, 1], at which customer `number` comes in.
    pub fn moment(&self, number: u32, luck: Luck, place: Place) -> f64 {
        match self.unit {
            EntryUnit::Day => {
                let day_idx = self.cumulated.partition_point(|&c| c <= number);
                let day_of_week = u32::try_from(day_idx % 7).expect("below 7") + 1;
                f64::from(day_of_week) / 7.0
            }
            EntryUnit::Week => f64::from(luck.draw(place, number)) / 4_294_967_296.0,
        }
    }
}
