//! The move over columns: one draw decides whether and which; the few who move are picked out and sent.

use crate::model::Stage;

use super::coefficients::{Coefficients, narrow};
use super::decide::{collect, happens, p_any};
use super::dispatch::pass;
use super::pacing::{Acceptance, Accepted, of_level};
use super::population::{REFERRED_TO_US, Shard, week_u16};
use super::pressure::{add_patient, patience};
use super::satisfaction::{LEAVES_FROM, factor, leave, weigh};
use super::saturation::{Response, of_stage};
use super::traits::ShardTraits;
use super::trust::lean_on;
use super::two_way::{add_known, force};
use super::week::{Block, Week};
use super::{choice, commitment, coordination, pacing, pressure};

/// Events of the draw, in the order in which they lie on it; the tactics follow from 4 on.
pub(super) const EXIT: usize = 0;
const BACK: usize = 1;
const FORWARD: usize = 2;
/// By word of mouth.
const REFERRED: usize = 3;
/// First tactic among the events.
const TACTICS: usize = 4;

/// What moves customers this week, the same for all in a stage: tables by stage, padded so that any 4-bit index is in range.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    /// exit, back
    pub backward: [[f32; 16]; 2],
    /// natural forward
    pub forward: [f32; 16],
    /// by word of mouth; in a network: where all acquaintances talk
    pub referred: [f32; 16],
    /// exit by warnings in a network, where all acquaintances warn; elsewhere it is part of `backward`
    pub warned: [f32; 16],
    /// by tactic: what one contact adds to the hazard forward
    pub tactics: Vec<[f32; 16]>,
    /// by tactic: the hazard that one contact adds to take up an upsell, with what lifts moves
    pub upsells: Vec<f32>,
}

impl Moves {
    /// The moves of a week in which nothing but the journey and the tactics themselves act.
    pub fn new(coefficients: &Coefficients) -> Moves {
        let of = |part: usize| {
            let mut table = [0.0; 16];
            for (slot, parts) in table.iter_mut().zip(&coefficients.natural) {
                *slot = parts[part];
            }
            table
        };
        Moves {
            backward: [of(EXIT), of(BACK)],
            forward: of(FORWARD),
            referred: [0.0; 16],
            warned: [0.0; 16],
            tactics: coefficients.tactics.iter().map(|t| t.moves).collect(),
            upsells: (coefficients.tactics.iter())
                .map(|t| t.upsell.map_or(0.0, |u| u.accepts_per_contact))
                .collect(),
        }
    }

    /// Every hazard forward from a stage, times a factor.
    pub fn ease(&mut self, stage: Stage, factor: f64) {
        let tables = [&mut self.forward, &mut self.referred].into_iter().chain(&mut self.tactics);
        for table in tables {
            let hazard = &mut table[stage.idx()];
            *hazard = narrow(f64::from(*hazard) * factor);
        }
    }

    /// Every hazard forward, natural, by word of mouth and by tactics, times a factor: what the brand or a fitting offer lifts.
    pub fn lift(&mut self, factor: f64) {
        let tables = [&mut self.forward, &mut self.referred].into_iter().chain(&mut self.tactics);
        for hazard in tables.flatten().chain(&mut self.upsells) {
            *hazard = narrow(f64::from(*hazard) * factor);
        }
    }

    /// Every hazard forward of some stages, times a factor: what those in them have read.
    pub fn lift_stages(&mut self, stages: std::ops::RangeInclusive<usize>, factor: f64) {
        let tables = [&mut self.forward, &mut self.referred].into_iter().chain(&mut self.tactics);
        for table in tables {
            for hazard in &mut table[stages.clone()] {
                *hazard = narrow(f64::from(*hazard) * factor);
            }
        }
    }

    /// What talk moves, times a factor.
    pub fn lift_talk(&mut self, factor: f64) {
        for hazard in &mut self.referred {
            *hazard = narrow(f64::from(*hazard) * factor);
        }
    }

    /// A hazard to be lost, of everybody who knows us, whatever the stage.
    pub fn take(&mut self, hazard: f64) {
        for exit in &mut self.backward[EXIT][Stage::Aware.idx()..=Stage::Promoter.idx()] {
            *exit = narrow(f64::from(*exit) + hazard);
        }
    }

    /// Can anybody move at all, if these tactics are used?
    pub fn any(&self, active: &[bool]) -> bool {
        let acts = |table: &[f32; 16]| table.iter().any(|&h| h > 0.0);
        let tactics = self.tactics.iter().zip(active);
        acts(&self.forward)
            || acts(&self.referred)
            || acts(&self.warned)
            || self.backward.iter().any(acts)
            || tactics.into_iter().any(|(table, &active)| active && acts(table))
    }
}

pass! {
    /// The part of the hazard forward that hangs on the stage alone.
    fn natural(table: &[f32; 16], stages: &[u8], ahead: &mut [f32]) {
        for (ahead, &stage) in ahead.iter_mut().zip(stages) {
            *ahead = of_stage(table, stage);
        }
    }
}

pass! {
    /// Exit and back join what lies ahead.
    fn join(backward: &[f32; 16], stages: &[u8], totals: &mut [f32]) {
        for (total, &stage) in totals.iter_mut().zip(stages) {
            *total += of_stage(backward, stage);
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
    coordination::recall(shard, week, r.clone());
    let table = week.moves_of(shard.segment);
    shard.draw(week, c.segments[shard.segment].purpose.move_, block);
    let scratch = &mut shard.scratch;
    let stages = &shard.stage[r.clone()];
    let hazards = &mut scratch.hazards[..n];
    let lean = c.minds.trust.and_then(|t| t.lean);
    // What multiplies the hazards forward must not touch exit and back; where nothing does, one pass lays all of them.
    let mut backward = table.backward[EXIT];
    let leaves = c.satisfaction.and_then(|of| of.leaves());
    let mut exits = [0.0; 16];
    if leaves.is_some() {
        exits[LEAVES_FROM..].swap_with_slice(&mut backward[LEAVES_FROM..]);
    }
    for (sum, back) in backward.iter_mut().zip(table.backward[BACK]) {
        *sum += back;
    }
    let known = shard.base + block.start;
    let heard =
        week.heard.map(|heard| (&heard.talking[known..][..n], &heard.warning[known..][..n]));
    let mut first = table.forward;
    if heard.is_none() {
        for (sum, referred) in first.iter_mut().zip(table.referred) {
            *sum += referred;
        }
    }
    let lifts = c.satisfaction.and_then(|of| of.lifts_moves());
    let commits = c.commitment;
    let apart = lean.is_some() || lifts.is_some() || commits.is_some();
    if !apart {
        for (sum, back) in first.iter_mut().zip(backward) {
            *sum += back;
        }
    }
    natural(isa, &first, stages, hazards);
    if let Some((talking, _)) = heard {
        Response::Linear.add_by_stage(isa, &table.referred, stages, talking, hazards);
    }
    let impatient = c.minds.annoyance.filter(|a| a.acceptance_loss_per_unit > 0.0);
    let sums = match impatient {
        None => &mut *hazards,
        Some(_) => &mut scratch.pushes[..n],
    };
    if impatient.is_some() {
        sums.fill(0.0);
    }
    let knows = !shard.taste_known.is_empty();
    if knows {
        scratch.personal[..n].fill(0.0);
    }
    let both = (sums, &mut scratch.personal[..n]);
    let (sums, personal) = both;
    let tactics = c.tactics.iter().zip(&table.tactics).zip(&shard.stocks);
    for (t, ((tactic, weights), stocks)) in tactics.enumerate() {
        let sums = if tactic.is_personal { &mut *personal } else { &mut *sums };
        if tactic.has_moves && !stocks.is_empty() {
            let (stocks, part) = (&stocks[r.clone()], &mut scratch.part);
            let (response, stocks) = match week.shared(t) {
                None => (tactic.response, stocks),
                Some(m) => {
                    tactic.response.part(isa, stocks, &scratch.together[m][..n], &mut part[..n]);
                    (Response::Linear, &part[..n])
                }
            };
            if c.minds.paced {
                let asks = (&tactic.ask.acceptance, &shard.level[r.clone()]);
                response.add_paced(isa, weights, stages, asks, stocks, sums);
            } else {
                response.add_by_stage(isa, weights, stages, stocks, sums);
            }
        }
    }
    if knows {
        let (gain, known) = (week.personal[shard.segment], &shard.taste_known[r.clone()]);
        add_known(isa, gain, known, personal, sums);
    }
    if let Some(annoyance) = impatient {
        let (loss, column) = (annoyance.acceptance_loss_per_unit, &shard.annoyance[r.clone()]);
        add_patient(isa, loss, column, &scratch.pushes[..n], hazards);
    }
    if let Some(lean) = &lean {
        lean_on(isa, lean, stages, &shard.trust[r.clone()], hazards);
    }
    if let Some(per_unit) = lifts {
        weigh(isa, per_unit, &shard.satisfaction[r.clone()], hazards);
    }
    if let Some(of) = commits {
        commitment::lift(of, week, stages, &shard.committed[r.clone()], hazards);
    }
    if apart {
        join(isa, &backward, stages, hazards);
    }
    if let Some(per_unit) = leaves {
        leave(isa, &exits, per_unit, stages, &shard.satisfaction[r.clone()], hazards);
    }
    if let Some((_, warning)) = heard {
        Response::Linear.add_by_stage(isa, &table.warned, stages, warning, hazards);
    }
    happens(isa, &scratch.draws[..n], hazards, &mut scratch.flags[..n]);
    scratch.list.clear();
    collect(&scratch.flags[..n], &mut scratch.list);
    // Where each draw lies on its customer's hazards, apart from the walks along them: those guess their branches badly, and
    // what is here need not wait for them.
    scratch.positions.clear();
    scratch.positions.extend(scratch.list.iter().map(|&offset| {
        let total = hazards[offset as usize];
        let u = f64::from(scratch.draws[offset as usize]) / 4_294_967_296.0;
        u * f64::from(total) / f64::from(p_any(total))
    }));
    for at in 0..shard.scratch.list.len() {
        let i = block.start + shard.scratch.list[at] as usize;
        let event = event_at(shard.scratch.positions[at], week, shard, i);
        shard.scratch.movers.push((i, event));
    }
}

/// The event at a position along the cumulated hazards of a customer, `model::journey::pick` without the list: most
/// positions lie before the tactics, and those are asked only as far as needed.
fn event_at(position: f64, week: &Week<'_>, shard: &Shard, i: usize) -> usize {
    let table = week.moves_of(shard.segment);
    let stage = shard.stage[i];
    let of_hers = leaning(week, shard, i);
    let Leaning { lean, stays, .. } = of_hers;
    let mut walk = Walk { position, cumulated: 0.0, last: EXIT };
    let (talking, warning) = week.heard.map_or((1.0, 0.0), |heard| {
        let person = shard.base + i;
        (heard.talking[person], heard.warning[person])
    });
    let of = |table: &[f32; 16]| of_stage(table, stage);
    let natural = [
        of(&table.backward[EXIT]) * stays + of(&table.warned) * warning,
        of(&table.backward[BACK]),
        of(&table.forward) * lean,
        of(&table.referred) * talking * lean,
    ];
    for (event, hazard) in natural.into_iter().enumerate() {
        if walk.passes(event, hazard) {
            return event;
        }
    }
    for (t, (weights, stocks)) in table.tactics.iter().zip(&shard.stocks).enumerate() {
        let weight = of_stage(weights, stage);
        if weight > 0.0 && !stocks.is_empty() {
            let hazard = push(week, shard, i, t, weight, of_hers);
            if walk.passes(TACTICS + t, hazard) {
                return TACTICS + t;
            }
        }
    }
    walk.last
}

/// What multiplies the hazards of one customer: all forward, those of tactics, and to leave.
#[derive(Clone, Copy, Debug)]
struct Leaning {
    lean: f32,
    patience: f32,
    stays: f32,
}

fn leaning(week: &Week<'_>, shard: &Shard, i: usize) -> Leaning {
    let minds = &week.coefficients.minds;
    let stage = shard.stage[i];
    let mut lean = (minds.trust.and_then(|t| t.lean)).map_or(1.0, |l| l.at(stage, shard.trust[i]));
    let mut stays = 1.0;
    if let Some(of) = &week.coefficients.satisfaction {
        let felt = shard.satisfaction[i];
        lean *= of.lifts_moves().map_or(1.0, |b| factor(b, felt));
        if usize::from(stage) >= LEAVES_FROM {
            stays = of.leaves().map_or(1.0, |b| factor(b, felt));
        }
    }
    if let Some(of) = week.coefficients.commitment {
        lean *= of.at(stage, shard.committed[i]);
    }
    Leaning { lean, patience: patience_of(week, shard, i), stays }
}

/// What annoyance leaves of a tactic's part: `e^{−a·N}`.
fn patience_of(week: &Week<'_>, shard: &Shard, i: usize) -> f32 {
    match week.coefficients.minds.annoyance {
        Some(annoyance) if annoyance.acceptance_loss_per_unit > 0.0 => {
            patience(annoyance.acceptance_loss_per_unit, shard.annoyance[i])
        }
        _ => 1.0,
    }
}

/// What an ask that goes too far leaves of a tactic's part: `e^{−κ_a·g}`.
fn acceptance_of(week: &Week<'_>, shard: &Shard, i: usize, t: usize) -> f32 {
    match week.coefficients.minds.paced {
        true => of_level(&week.coefficients.tactics[t].ask.acceptance, shard.level[i]),
        false => 1.0,
    }
}

/// What a customer takes of what a tactic has left in her, as for a move: its response, less what annoys her or asks too much.
pub(super) fn taken(week: &Week<'_>, shard: &Shard, i: usize, t: usize) -> f64 {
    f64::from(coordination::felt_at(shard, week, t, i))
        * f64::from(acceptance_of(week, shard, i, t))
        * f64::from(patience_of(week, shard, i))
}

/// A tactic's part of a hazard: so much for each contact, as she takes it.
fn push(week: &Week<'_>, shard: &Shard, i: usize, t: usize, weight: f32, of: Leaning) -> f32 {
    let tactic = &week.coefficients.tactics[t];
    let mut weight = weight * acceptance_of(week, shard, i, t);
    if tactic.is_personal {
        weight *= force(week.personal[shard.segment], shard.taste_known[i]);
    }
    weight * coordination::felt_at(shard, week, t, i) * of.patience * of.lean
}

/// The hazard with which a customer takes up what a tactic says, as in a move.
pub(super) fn persuasion(week: &Week<'_>, shard: &Shard, i: usize, t: usize, weight: f32) -> f32 {
    push(week, shard, i, t, weight, leaning(week, shard, i))
}

/// A walk along cumulated hazards up to a position.
struct Walk {
    position: f64,
    cumulated: f64,
    /// the last event with a hazard above 0: the one where rounding overshoots
    last: usize,
}

impl Walk {
    /// Does the position lie in this event's part?
    fn passes(&mut self, event: usize, hazard: f32) -> bool {
        self.cumulated += f64::from(hazard);
        if hazard <= 0.0 {
            return false;
        }
        self.last = event;
        self.position < self.cumulated
    }
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
                choice::takes_elsewhere(shard, week, i);
                shard.set_stage(i, Stage::Lost as u8, week.week, &week.rules);
            }
            BACK => {
                shard.tally.back[usize::from(from)] += 1;
                shard.set_stage(i, week.back_to[usize::from(from)], week.week, &week.rules);
            }
            _ => {
                let by = event.checked_sub(TACTICS);
                if let Some(tactic) = by {
                    shard.tally.moves_caused[tactic] += 1;
                }
                if event == REFERRED {
                    shard.tally.moves_by_talk += 1;
                    if from == Stage::Stranger as u8 {
                        shard.furthest[i] |= REFERRED_TO_US;
                        if let Some(told_in) = shard.told_in.get_mut(i) {
                            *told_in = week_u16(week.week);
                        }
                    }
                }
                forward(shard, t, week, i, by);
            }
        }
    }
}

/// One step forward: from lost back to aware, else to the next stage; without needs, excited → ascended is the order.
fn forward(shard: &mut Shard, t: &ShardTraits, week: &Week<'_>, i: usize, by: Option<usize>) {
    let from = shard.stage[i];
    let is_order = from == Stage::Excited as u8 && !week.rules.has_needs;
    if is_order {
        let price = coordination::find_price(shard, week, i, 0);
        super::purchase::order(shard, t, week, i, 0, price);
    }
    if week.coefficients.minds.watch() {
        let acceptance = match by {
            Some(tactic) => {
                let level = week.coefficients.tactics[tactic].ask.level;
                Acceptance { i, level, of: Accepted::Tactic(tactic) }
            }
            None => Acceptance { i, level: pacing::start(from + 1), of: Accepted::Nobody },
        };
        shard.scratch.acceptances.push(acceptance);
    }
    if is_order {
        return;
    }
    shard.tally.forward[usize::from(from)] += 1;
    let to = if from == Stage::Lost as u8 { Stage::Aware as u8 } else { from + 1 };
    shard.set_stage(i, to, week.week, &week.rules);
    if from == Stage::Subscribed as u8 {
        commitment::convert(shard, week, i, by);
    }
    if to == Stage::Subscribed as u8 {
        pressure::subscribe(shard, week, i);
    }
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
