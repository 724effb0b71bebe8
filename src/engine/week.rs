//! A week, in order. `docs/MODEL.md` section 3 is this file in words.

use std::ops::Range;

use crate::model::journey::N_STAGES;
use crate::model::need::weekly_factor;
use crate::model::season::week_of_year_idx;
use crate::model::{Reach, Scenario};
use crate::random::{Luck, Place, Purpose, TILE};

use super::brand::Lifts;
use super::coefficients::{Coefficients, narrow};
use super::decide::fill;
use super::dispatch::Isa;
use super::journey::Moves;
use super::media::Contacts;
use super::population::{BLOCK, Entries, Rules, Shard};
use super::promotion::Offered;
use super::rival::Spoken;
use super::traits::ShardTraits;
use super::word_of_mouth::Heard;
use super::{
    adstock, coordination, dropout, journey, media, need, pacing, people, pressure, purchase,
    remind, satisfaction, touch, trust, two_way, wear,
};

/// What a week is, before anybody lives it: the handful of numbers that *open* settles.
pub(super) struct Week<'a> {
    pub scenario: &'a Scenario,
    pub coefficients: &'a Coefficients,
    pub entries: &'a [Option<Entries>],
    /// by channel: most direct contacts of a person
    pub caps: &'a [Option<u32>],
    /// by tactic: minor units for a click, where clicks are auctioned
    pub bids: &'a [Option<f64>],
    /// by tactic
    pub channels: &'a [usize],
    pub rules: Rules,
    pub back_to: &'a [u8; N_STAGES],
    pub luck: Luck,
    pub replication: u32,
    pub isa: Isa,
    /// from 1
    pub week: u32,
    /// by tactic
    pub contacts: Vec<Contacts>,
    /// yearly rate → rate of this week, before anything is stirred
    pub need_factor: f64,
    /// does any tactic of the strategy stir needs?
    pub stirs: bool,
    pub moves: Moves,
    /// by segment: the moves where offers fit each segment in its own way; empty without `[fit]`
    pub fitted: Vec<Moves>,
    /// by how much what is known of tastes sharpens the aim of targeted tactics; 0 without
    pub sharper: f64,
    /// the segment in which rivals are weakest, once they were studied
    pub gap: Option<usize>,
    /// by segment: exponent of what knowing a customer's taste gives to personal messages; empty without `[fit]`
    pub personal: Vec<f32>,
    /// satisfaction that a request to service staff costs by its wait
    pub wait_dissatisfies: f32,
    /// what customers hear from those they know; absent where everybody knows everybody, or nobody talks
    pub heard: Option<&'a Heard<'a>>,
    /// what the brand lifts
    pub lifts: Lifts,
    /// by segment: what an order adds to satisfaction
    pub order_satisfies: Vec<f32>,
    /// do channels act as one this week?
    pub joined: bool,
    /// tactics from which orders are fetched this week
    pub shops: Vec<usize>,
    /// the price, and what it does
    pub offered: Offered,
    /// by segment: how attractive our offer is before anybody is persuaded; empty without a choice
    pub attractions: Vec<f64>,
    /// our voice among those of rivals, and what theirs does
    pub spoken: Spoken,
    /// can anybody move at all under this strategy?
    pub anyone_moves: bool,
    /// by tactic: searches this week
    pub search: Vec<bool>,
}

impl Week<'_> {
    /// Where in the history a draw of this week is used.
    pub fn place(&self, purpose: Purpose, attempt: u32) -> Place {
        Place { replication: self.replication, week: self.week, attempt, purpose }
    }

    /// The moves that the brand lifts this week, and in each segment an offer that fits: `fits` by segment, empty without `[fit]`.
    pub fn lift(&mut self, fits: &[f64]) {
        let lifts = self.lifts;
        let lifted = |factor: f64| {
            let mut moves = self.moves.clone();
            moves.lift(factor);
            moves
        };
        self.fitted = fits.iter().map(|fit| lifted(lifts.moves * fit)).collect();
        self.moves.lift(lifts.moves);
    }

    /// What the voices of this week do, before anything is lifted: who knows us may be lost to a rival.
    pub fn speak(&mut self, spoken: Spoken) {
        if spoken.taken > 0.0 {
            self.moves.take(spoken.taken);
            self.anyone_moves = true;
        }
        self.spoken = spoken;
    }

    /// What moves the customers of a segment this week.
    pub fn moves_of(&self, segment: usize) -> &Moves {
        self.fitted.get(segment).unwrap_or(&self.moves)
    }

    /// Does this tactic search this week?
    pub fn searches(&self, tactic: usize) -> bool {
        self.search[tactic]
    }

    /// Does this tactic send to people with permission?
    pub fn is_direct(&self, tactic: usize) -> bool {
        matches!(self.scenario.tactics[tactic].reach, Reach::Direct { .. })
    }

    /// Does this tactic reach only those who have not refused it for good?
    pub fn needs_permission(&self, tactic: usize) -> bool {
        self.scenario.tactics[tactic].reach.needs_permission()
    }

    /// The seasonal part of this week's need rate.
    pub fn need_factor(coefficients: &Coefficients, week: u32) -> f64 {
        weekly_factor(coefficients.season[week_of_year_idx(week)], 0.0)
    }
}

/// Consecutive customers of a shard on whom the passes of a week run one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// position in the shard of the first
    pub start: usize,
    /// how many had come in before this week: they can be in contact and move
    live: usize,
    /// how many have come in by the end of it: they can have needs
    all: usize,
}

impl Block {
    /// The blocks of a shard whose first `live` customers had come in before this week and first `all` by its end.
    pub fn all_of(live: usize, all: usize) -> impl Iterator<Item = Block> {
        (0..all).step_by(BLOCK).map(move |start| Block {
            start,
            live: live.saturating_sub(start).min(BLOCK),
            all: (all - start).min(BLOCK),
        })
    }

    pub fn live(self) -> Range<usize> {
        self.start..self.start + self.live
    }

    pub fn all(self) -> Range<usize> {
        self.start..self.end()
    }

    pub fn end(self) -> usize {
        self.start + self.all
    }

    /// Draws to fill for the block: whole tiles.
    fn tiles(self) -> usize {
        self.all.next_multiple_of(TILE)
    }

    pub fn has_entrants(self) -> bool {
        self.all > self.live
    }

    pub fn is_entrant(self, i: usize) -> bool {
        i >= self.start + self.live
    }
}

impl Shard {
    /// This week's draws of one purpose for the customers of a block, into `scratch.draws`.
    pub(super) fn draw(&mut self, week: &Week<'_>, purpose: Purpose, block: Block) {
        let (place, first) = (week.place(purpose, 0), self.number(block.start));
        fill(week.isa, &week.luck, place, first, &mut self.scratch.draws[..block.tiles()]);
    }
}

/// *Live*: the customers of a shard go through the week.
pub(super) fn live(shard: &mut Shard, traits: &ShardTraits, week: &Week<'_>) {
    shard.tally.begin_week();
    let live = shard.present;
    let all = present_by(shard, traits, week);
    shard.admit(traits, all, week.week, &week.rules);
    for block in Block::all_of(live, all) {
        need::arrive(shard, traits, week, block);
        dropout::arrive(shard, traits, week, block);
        begin_minds(shard, week, block);
        contacts(shard, traits, week, block);
        journey::decide(shard, week, block);
        shard.scratch.void[..block.all().len()].fill(0);
        purchase::decide(shard, traits, week, block);
        journey::apply(shard, traits, week, block);
        need::lapse(shard, week, block);
        purchase::renew(shard, traits, week, block);
        // Before minds forgive what was accepted: all contacts tell something.
        two_way::learn(shard, week, block);
        minds(shard, week, block);
        satisfaction::end_week(shard, week, block);
        people::notice(shard, week, block);
        journey::ripen(shard, week);
    }
    if !shard.trust.is_empty() {
        shard.tally.trust = trust::sum(week.isa, &shard.trust[..all], &shard.stage[..all]);
    }
    if !shard.satisfaction.is_empty() {
        let felt = &shard.satisfaction[..all];
        shard.tally.satisfaction = satisfaction::sum(week.isa, felt, &shard.stage[..all]);
    }
    if !shard.taste_known.is_empty() {
        shard.tally.taste_known =
            trust::sum(week.isa, &shard.taste_known[..all], &shard.stage[..all]);
    }
    if week.coefficients.minds.false_details > 0.0 {
        shard.tally.false_details = pressure::count_false(shard);
    }
    shard.chance_ready = false;
    shard.ripe.clear();
    std::mem::swap(&mut shard.ripe, &mut shard.ripe_next);
}

/// Customers of the shard who have come in by the end of the week.
fn present_by(shard: &Shard, traits: &ShardTraits, week: &Week<'_>) -> usize {
    match &week.entries[shard.segment] {
        None => traits.n,
        Some(entries) => {
            (entries.by_week(week.week).saturating_sub(shard.first) as usize).min(traits.n)
        }
    }
}

/// Step 4: contacts and adstock, tactic by tactic.
fn contacts(shard: &mut Shard, traits: &ShardTraits, week: &Week<'_>, block: Block) {
    let n = block.live().len();
    let watch = !shard.scratch.counts.is_empty();
    remind::begin(shard);
    coordination::begin(shard, week);
    for tactic in 0..week.contacts.len() {
        shard.scratch.had[tactic] = false;
        if shard.stocks[tactic].is_empty() || n == 0 {
            continue;
        }
        if !media::contact(shard, traits, week, block, tactic) {
            let kept = week.coefficients.tactics[tactic].kept;
            adstock::fade(week.isa, kept, &mut shard.stocks[tactic][block.live()]);
            continue;
        }
        if week.scenario.tactics[tactic].reach.is_visited() {
            remind::visited(shard, week, n);
            coordination::visited(shard, week, tactic, n);
        }
        if watch {
            let scratch = &mut shard.scratch;
            scratch.had[tactic] = true;
            std::mem::swap(&mut scratch.contacts, &mut scratch.counts[tactic]);
        } else {
            remember(shard, week, block, tactic);
        }
    }
    remind::end(shard, week, block);
    if !watch {
        return;
    }
    pressure::cap(shard, week, block);
    touch::note(shard, week, block);
    coordination::count_repetitions(shard, week, block);
    for tactic in 0..week.contacts.len() {
        if shard.scratch.had[tactic] {
            let scratch = &mut shard.scratch;
            std::mem::swap(&mut scratch.contacts, &mut scratch.counts[tactic]);
            remember(shard, week, block, tactic);
            let scratch = &mut shard.scratch;
            std::mem::swap(&mut scratch.contacts, &mut scratch.counts[tactic]);
        }
    }
}

/// The contacts in `scratch.contacts` join the stocks and the books of their tactic.
fn remember(shard: &mut Shard, week: &Week<'_>, block: Block, tactic: usize) {
    let r = block.live();
    let felt = people::felt(shard, &week.coefficients.tactics[tactic], block, tactic);
    let counts = &shard.scratch.contacts[..r.len()];
    let of = &week.coefficients.tactics[tactic];
    let (stocks, seen) = (&mut shard.stocks[tactic][r.clone()], &mut shard.seen[tactic][r.clone()]);
    let sum = match &of.wear {
        None => adstock::carry_over(week.isa, counts, of.kept, stocks, seen),
        Some(worn) => {
            let so_far = &mut shard.so_far[tactic][r.clone()];
            let heard = match week.scenario.tactics[tactic].reach.is_bought() {
                true => narrow(week.spoken.force),
                false => 1.0,
            };
            match week.shared(tactic) {
                None => {
                    wear::carry_over(week.isa, counts, of.kept, worn, heard, stocks, seen, so_far)
                }
                Some(message) => {
                    let [now, all] = &shard.scratch.repeats[message];
                    let met = (&now[..r.len()], &all[..r.len()]);
                    wear::carry_over_shared(
                        week.isa, counts, of.kept, worn, heard, met, stocks, seen, so_far,
                    )
                }
            }
        }
    };
    if of.cares > 0.0 {
        let felt = &mut shard.satisfaction[block.live()];
        trust::learn(week.isa, of.cares, counts, felt);
    }
    for (i, stock) in felt {
        shard.stocks[tactic][i] = stock;
        shard.so_far[tactic][i] += 1;
    }
    if of.wear.is_none()
        && !of.has_staff()
        && let Some(so_far) = shard.so_far[tactic].get_mut(r)
    {
        coordination::count_up(week.isa, counts, so_far);
    }
    shard.tally.contacts[tactic] += u64::from(sum);
}

/// Nothing learned, doubted or annoyed yet this week.
fn begin_minds(shard: &mut Shard, week: &Week<'_>, block: Block) {
    if !week.coefficients.minds.watch() {
        return;
    }
    let n = block.all().len();
    let scratch = &mut shard.scratch;
    for column in [&mut scratch.learned, &mut scratch.offence, &mut scratch.annoyed] {
        column[..n].fill(0.0);
    }
    scratch.acceptances.clear();
    scratch.repeated.clear();
}

/// Step 8: what the week's contacts and orders leave in people's minds.
fn minds(shard: &mut Shard, week: &Week<'_>, block: Block) {
    let minds = &week.coefficients.minds;
    if minds.watch() {
        let n = block.live().len();
        for (t, tactic) in week.coefficients.tactics.iter().enumerate() {
            let scratch = &mut shard.scratch;
            if !scratch.had[t] {
                continue;
            }
            if minds.trust.is_some() && tactic.learns > 0.0 {
                trust::learn(
                    week.isa,
                    tactic.learns,
                    &scratch.counts[t][..n],
                    &mut scratch.learned[..n],
                );
            }
            if minds.annoyance.is_some() && tactic.annoys > 0.0 {
                trust::learn(
                    week.isa,
                    tactic.annoys,
                    &scratch.counts[t][..n],
                    &mut scratch.annoyed[..n],
                );
            }
        }
        pacing::forgive(shard, week, block);
        pressure::opt_out(shard, week, block);
        if minds.levels {
            for (t, tactic) in week.coefficients.tactics.iter().enumerate() {
                let scratch = &mut shard.scratch;
                if scratch.had[t] {
                    let levels = &shard.level[block.live()];
                    pacing::offend(
                        week.isa,
                        &tactic.ask.gap,
                        levels,
                        &scratch.counts[t][..n],
                        &mut scratch.offence[..n],
                    );
                }
            }
        }
        let r = block.all();
        let n = r.len();
        let scratch = &shard.scratch;
        if let Some(trust) = &minds.trust {
            trust::change(
                week.isa,
                &scratch.learned[..n],
                &scratch.offence[..n],
                trust.doubts_per_level,
                trust.fades,
                &mut shard.trust[r.clone()],
            );
            if let Some(service) = &week.coefficients.coordination.service {
                for &i in &scratch.repeated {
                    shard.trust[i] *= service.trust_kept;
                }
            }
        }
        if let Some(annoyance) = &minds.annoyance {
            pressure::tire(
                week.isa,
                annoyance.fades,
                annoyance.per_level,
                &scratch.annoyed[..n],
                &scratch.offence[..n],
                &mut shard.annoyance[r],
            );
        }
        pacing::rise(shard);
    }
}
