//! Sales staff over columns (M9, M10, M13): who becomes a lead, who is called and when, what a call is worth.
//!
//! A customer who stands in a stage that the staff serves is a lead; each call that is due waits in a [`Queue`]. Who joins and who
//! leaves is noted while customers live, the line itself is lived in *settle*, one strand a history. A call of this week is a
//! contact of the next one.

use crate::model::adstock::adstock;
use crate::model::money::to_minor;
use crate::model::people::{First, HOURS, Points, force_of_wait, staff};
use crate::model::queue::service;
use crate::model::{People, World};

use super::coefficients::{ReachOf, TacticOf, narrow};
use super::decide::{collect, luck_below};
use super::dispatch::pass;
use super::media::Contacts;
use super::population::{Population, Shard};
use super::pressure::keep_permitted_flags;
use super::queue::{Job, Queue};
use super::tally::WeekRow;
use super::week::{Block, Week};

/// Stage of the lead, plus 1; 0: no lead.
const STAGE: u8 = 0x0f;
/// No further call.
const DONE: u8 = 0x40;
/// Waits for a call.
const WAITS: u8 = 0x80;

/// Staff with its numbers of one world; money in minor units.
#[derive(Clone, Debug)]
pub(super) struct PeopleOf {
    wage: f64,
    leads_per_week: f64,
    /// bit s: customers in stage s are leads
    serves: u32,
    /// force and called share
    attempts: Vec<(f64, f64)>,
    /// absent: waiting costs nothing
    by_wait: Option<(f64, f64)>,
    score: Option<Points>,
}

impl PeopleOf {
    pub fn new(people: &People, world: &World, minor: f64) -> PeopleOf {
        let attempts = people.attempts.iter();
        let mut attempts: Vec<(f64, f64)> =
            attempts.map(|a| (world.get(a.force), world.get_or(a.called_share, 1.0))).collect();
        if attempts.is_empty() {
            attempts.push((1.0, 1.0));
        }
        PeopleOf {
            wage: world.get(people.wage_per_week) * minor,
            leads_per_week: world.get(people.leads_per_week),
            serves: people.stages().map(|s| 1 << s.idx()).sum(),
            attempts,
            by_wait: people.force_by_wait.map(|f| (world.get(f.within_day), world.get(f.later))),
            score: people.score.as_ref().map(|score| score.at(world)),
        }
    }

    /// Force of a call: of its number (from 0) times of its wait, in weeks.
    fn force(&self, attempt: usize, waited: f64) -> f64 {
        let of_attempt = self.attempts.get(attempt).map_or(0.0, |(force, _)| *force);
        let of_wait = self.by_wait.map_or(1.0, |(day, later)| force_of_wait(waited, day, later));
        of_attempt * of_wait
    }
}

/// The leads of one tactic in a shard; empty columns where it has no staff.
#[derive(Clone, Debug, Default)]
pub(super) struct Leads {
    /// stage and flags of each customer
    pub state: Vec<u8>,
    /// calls that each lead has had
    pub calls: Vec<u8>,
    /// calls of last week, contacts of this one: position, force; in order
    called: Vec<(usize, f32)>,
    /// this week's: calls that are due …
    due: Vec<Due>,
    /// … and positions of those who wait no more, in order
    gone: Vec<usize>,
}

/// A call that is due.
#[derive(Clone, Copy, Debug)]
struct Due {
    i: usize,
    /// moment of the week, in (0, 1]
    moment: f64,
    service: f64,
    rank: f64,
}

impl Leads {
    /// Of `n` customers.
    pub fn of(n: usize) -> Leads {
        Leads { state: vec![0; n], calls: vec![0; n], ..Leads::default() }
    }

    /// Does the customer wait for a call?
    pub fn waits(&self, i: usize) -> bool {
        self.state[i] & WAITS != 0
    }

    /// Does nobody call the customer again in this stage?
    pub fn is_done(&self, i: usize) -> bool {
        self.state[i] & DONE != 0
    }

    /// Has a call become due this week? Known until the line is lived.
    pub fn is_due(&self, i: usize) -> bool {
        self.due.iter().any(|due| due.i == i)
    }

    /// Has the customer left the line without a call this week? Known until the line is lived.
    pub fn has_gone(&self, i: usize) -> bool {
        self.gone.contains(&i)
    }

    /// Nothing is known of the customer any more.
    pub fn forget(&mut self, i: usize) {
        if let Some(state) = self.state.get_mut(i) {
            *state = 0;
        }
        self.called.retain(|(called, _)| *called != i);
    }

    fn called_in(&self, block: Block) -> &[(usize, f32)] {
        let at = |i: usize| self.called.partition_point(|(called, _)| *called < i);
        &self.called[at(block.start)..at(block.end())]
    }
}

pass! {
    /// 1 for who stands in one of these stages.
    fn stands_in(serves: u32, stages: &[u8], flags: &mut [u8]) {
        for (flag, &stage) in flags.iter_mut().zip(stages) {
            *flag = u8::from((serves >> (stage & 15)) & 1 != 0);
        }
    }
}

pass! {
    /// From 1 for who should be a lead to 1 for whom something has to be done: who is none yet, who is one no more, who may be
    /// called again.
    fn look(stages: &[u8], states: &[u8], flags: &mut [u8]) {
        for ((flag, &stage), &state) in flags.iter_mut().zip(stages).zip(states) {
            let wanted = *flag != 0;
            let none = state == 0;
            let stays = wanted & ((state & STAGE) == stage.wrapping_add(1));
            let settled = stays & ((state & (WAITS | DONE)) != 0);
            *flag = u8::from((none & wanted) | (!none & !settled));
        }
    }
}

/// Step 2: staff that the week's budget hires, and what it costs.
pub(super) fn plan(of: &PeopleOf, budget: i64) -> Contacts {
    let staff = staff(budget, of.wage);
    Contacts::Calls { staff, cost: to_minor(f64::from(staff) * of.wage).min(budget) }
}

/// Step 4: the calls of last week into `scratch.contacts`; false where there are none.
pub(super) fn contact(shard: &mut Shard, block: Block, tactic_idx: usize) -> bool {
    let called = shard.leads[tactic_idx].called_in(block);
    if called.is_empty() {
        return false;
    }
    let counts = &mut shard.scratch.contacts[..block.live().len()];
    counts.fill(0);
    for (i, _) in called {
        counts[i - block.start] = 1;
    }
    true
}

/// The stocks of those who were called, by position: a call joins the adstock with its force.
pub(super) fn felt(
    shard: &Shard,
    of: &TacticOf,
    block: Block,
    tactic_idx: usize,
) -> Vec<(usize, f32)> {
    let Some(leads) = shard.leads.get(tactic_idx) else { return Vec::new() };
    let stocks = &shard.stocks[tactic_idx];
    let felt = leads.called_in(block).iter();
    felt.map(|&(i, force)| (i, adstock(force, of.kept, stocks[i]))).collect()
}

/// After the week's moves, losses and opt-outs: who is a lead now, who no more, whose call is due.
pub(super) fn notice(shard: &mut Shard, week: &Week<'_>, block: Block) {
    for t in 0..shard.leads.len() {
        let ReachOf::People(of) = &week.coefficients.tactics[t].reach else { continue };
        if shard.leads[t].state.is_empty() {
            continue;
        }
        let r = block.live();
        let n = r.len();
        let barred = &shard.barred[week.scenario.tactics[t].channel];
        let flags = &mut shard.scratch.flags[..n];
        let stages = &shard.stage[r.clone()];
        stands_in(week.isa, of.serves, stages, flags);
        if !barred.is_empty() {
            keep_permitted_flags(week.isa, &barred[r.clone()], flags);
        }
        look(week.isa, stages, &shard.leads[t].state[r], flags);
        shard.scratch.list.clear();
        collect(&shard.scratch.flags[..n], &mut shard.scratch.list);
        for at in 0..shard.scratch.list.len() {
            let i = block.start + shard.scratch.list[at] as usize;
            settle_lead(shard, week, (t, of), i);
        }
    }
}

fn settle_lead(shard: &mut Shard, week: &Week<'_>, (t, of): (usize, &PeopleOf), i: usize) {
    let number = shard.number(i);
    let purpose = &week.coefficients.segments[shard.segment].purpose;
    let stage = shard.stage[i];
    let barred = shard.barred[week.scenario.tactics[t].channel].get(i).is_some_and(|&b| b != 0);
    let wanted = (of.serves >> (stage & 15)) & 1 != 0 && !barred;
    let rank = of.score.as_ref().map(|points| {
        let open = shard.open.get(i).is_some_and(|&open| open != 0);
        (points.of(shard.segment, visits(shard, week, i), open), points)
    });
    let leads = &mut shard.leads[t];
    let state = leads.state[i];
    if state != 0 && !(wanted && state & STAGE == stage + 1) {
        if state & WAITS != 0 {
            leads.gone.push(i);
        }
        leads.state[i] = 0;
        leads.calls[i] = 0;
    }
    let routed = rank.as_ref().is_none_or(|(score, points)| *score >= points.routed_from);
    if !wanted || (leads.state[i] == 0 && !routed) {
        return;
    }
    let attempt = leads.calls[i];
    let share = of.attempts.get(usize::from(attempt)).map_or(0.0, |(_, share)| *share);
    let again = week.place(purpose.again[t], u32::from(attempt));
    if share < 1.0 && !luck_below(week.luck.draw(again, number), share) {
        leads.state[i] = (stage + 1) | DONE;
        return;
    }
    leads.state[i] = (stage + 1) | WAITS;
    let draw = |purpose| week.luck.draw(week.place(purpose, 0), number);
    leads.due.push(Due {
        i,
        moment: (f64::from(draw(purpose.lead[t])) + 1.0) / 4_294_967_296.0,
        service: service(draw(purpose.service[t]), of.leads_per_week),
        rank: match rank {
            Some((score, points)) if points.first == First::Best => score,
            _ => 0.0,
        },
    });
}

/// Visits so far: of each tactic that people come to by themselves the first three.
fn visits(shard: &Shard, week: &Week<'_>, i: usize) -> u32 {
    let tactics = week.scenario.tactics.iter().zip(&shard.seen);
    let visited = tactics.filter(|(tactic, _)| tactic.reach.is_visited());
    visited.map(|(_, seen)| seen.get(i).map_or(0, |&n| u32::from(n))).sum()
}

/// Settle: the lines of all tactics with staff live through the week.
pub(super) fn serve(
    week: &Week<'_>,
    queues: &mut [Queue],
    population: &mut Population,
    row: &mut WeekRow,
) {
    let until = f64::from(week.week);
    let from = until - 1.0;
    for (t, queue) in queues.iter_mut().enumerate() {
        let ReachOf::People(of) = &week.coefficients.tactics[t].reach else { continue };
        let staff = match week.contacts[t] {
            Contacts::Calls { staff, .. } => staff,
            _ => 0,
        };
        let (mut gone, mut due) = (Vec::new(), Vec::new());
        for (s, shard) in population.shards.iter_mut().enumerate() {
            let leads = &mut shard.leads[t];
            leads.called.clear();
            gone.extend(leads.gone.drain(..).map(|i| (s, i)));
            due.extend(leads.due.drain(..).map(|due| Job {
                who: (s, due.i),
                arrives: from + due.moment,
                service: due.service,
                rank: due.rank,
            }));
        }
        row.leads += due.len() as u64;
        row.leads_gone += gone.len() as u64;
        queue.leave(&gone);
        for begun in queue.run(due, staff, from, until) {
            let (s, i) = begun.who;
            let leads = &mut population.shards[s].leads[t];
            let force = of.force(usize::from(leads.calls[i]), begun.waited);
            leads.called.push((i, narrow(force)));
            leads.state[i] &= !WAITS;
            leads.calls[i] += 1;
            row.leads_served += 1;
            row.wait_hours += begun.waited * HOURS;
        }
        for shard in &mut population.shards {
            shard.leads[t].called.sort_unstable_by_key(|(i, _)| *i);
        }
        row.leads_waiting += queue.waiting();
    }
}
