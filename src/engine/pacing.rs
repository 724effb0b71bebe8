//! Pacing over columns (M12): how far an ask goes too far for each customer, and the level that accepted asks raise.

use crate::model::pacing::{accepted, gap};
use crate::model::{Pacing, Stage, Tactic, World};

use super::coefficients::narrow;
use super::dispatch::pass;
use super::population::{Scratch, Shard};
use super::week::{Block, Week};

/// What one tactic's ask is to people of each level, padded so that any 4-bit index is in range.
#[derive(Clone, Copy, Debug)]
pub(super) struct AskOf {
    pub level: u8,
    /// g
    pub gap: [f32; 16],
    /// `e^{−κ_a·g}`
    pub acceptance: [f32; 16],
    /// `h₀₀·e^{κ_g·g}`
    pub opt_out: [f32; 16],
}

impl AskOf {
    pub fn new(tactic: &Tactic, pacing: Option<&Pacing>, world: &World) -> AskOf {
        let of = |pick: fn(&Pacing) -> Option<crate::model::NumberId>| {
            world.get_or(pacing.and_then(pick), 0.0)
        };
        let loss = of(|p| p.acceptance_loss_per_level);
        let drive = of(|p| p.opt_out_per_level);
        let own = world.get_or(tactic.opt_out_per_contact, 0.0);
        let level = tactic.says.level();
        let mut ask = AskOf { level, gap: [0.0; 16], acceptance: [1.0; 16], opt_out: [0.0; 16] };
        for reached in 0..16u8 {
            let g = f64::from(gap(level, reached));
            let at = usize::from(reached);
            ask.gap[at] = narrow(g);
            ask.acceptance[at] = narrow(libm::exp(-loss * g));
            ask.opt_out[at] = narrow(own * libm::exp(drive * g));
        }
        ask
    }
}

/// The table's entry for a level; the mask keeps every index in range without a check.
#[inline(always)]
pub(super) fn of_level(table: &[f32; 16], level: u8) -> f32 {
    table[usize::from(level & 15)]
}

pass! {
    /// `offence[i] += g(level[i]) · asks[i]`.
    pub(super) fn offend(gap: &[f32; 16], levels: &[u8], asks: &[u32], offence: &mut [f32]) {
        for ((sum, &level), &count) in offence.iter_mut().zip(levels).zip(asks) {
            #[expect(clippy::cast_precision_loss, reason = "contacts in a week are far below 2^24")]
            let count = count as f32;
            *sum += of_level(gap, level) * count;
        }
    }
}

/// Something that somebody did of her own will this week.
#[derive(Clone, Copy, Debug)]
pub(super) struct Acceptance {
    /// position in the shard
    pub i: usize,
    /// level that it means
    pub level: u8,
    /// whose asks were accepted by it
    pub of: Accepted,
}

/// Whose asks an acceptance answers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Accepted {
    /// nobody's: she came by herself
    Nobody,
    Tactic(usize),
    /// an order answers all asks of its level
    Level,
}

/// The asks of this week that were accepted are no longer among those that may offend.
pub(super) fn forgive(shard: &mut Shard, week: &Week<'_>, block: Block) {
    let Scratch { acceptances, counts, had, .. } = &mut shard.scratch;
    for accepted in acceptances.iter() {
        let offset = accepted.i - block.start;
        for (t, tactic) in week.coefficients.tactics.iter().enumerate() {
            let answered = match accepted.of {
                Accepted::Nobody => false,
                Accepted::Tactic(by) => by == t,
                Accepted::Level => tactic.ask.level == accepted.level,
            };
            if answered && had[t] {
                counts[t][offset] = 0;
            }
        }
    }
}

/// What was accepted this week raises the levels.
pub(super) fn rise(shard: &mut Shard) {
    if shard.level.is_empty() {
        return;
    }
    for at in 0..shard.scratch.acceptances.len() {
        let Acceptance { i, level, .. } = shard.scratch.acceptances[at];
        shard.level[i] = accepted(level, shard.level[i]);
    }
}

/// Level of those who start in a stage.
pub(super) fn start(stage: u8) -> u8 {
    Stage::ALL.get(usize::from(stage)).map_or(0, |s| s.level())
}
