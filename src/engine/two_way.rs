//! Two-way contacts over columns: what the firm learns of each customer's taste, and what it makes of personal messages.

use super::decide::{exp, p_any};
use super::dispatch::pass;
use super::population::Shard;
use super::trust;
use super::week::{Block, Week};

/// What knowing a customer gives to the force of personal messages: `e^{gain·k}`.
#[inline(always)]
pub(super) fn force(gain: f32, known: f32) -> f32 {
    exp(gain * known)
}

pass! {
    /// What personal tactics add to the hazards forward, with the force of what is known.
    pub(super) fn add_known(gain: f32, known: &[f32], pushes: &[f32], sums: &mut [f32]) {
        for ((sum, &push), &known) in sums.iter_mut().zip(pushes).zip(known) {
            *sum += push * force(gain, known);
        }
    }
}

pass! {
    /// `model::two_way::after` in f32; nothing learned leaves every bit.
    fn grow(learned: &[f32], known: &mut [f32]) {
        for (known, &learned) in known.iter_mut().zip(learned) {
            *known += (1.0 - *known) * p_any(learned);
        }
    }
}

/// Step 8: what the week's contacts told.
pub(super) fn learn(shard: &mut Shard, week: &Week<'_>, block: Block) {
    let r = block.live();
    let n = r.len();
    if shard.taste_known.is_empty() || n == 0 {
        return;
    }
    let scratch = &mut shard.scratch;
    let learned = &mut scratch.personal[..n];
    learned.fill(0.0);
    for (t, tactic) in week.coefficients.tactics.iter().enumerate() {
        if scratch.had[t] && tactic.learns_taste > 0.0 {
            trust::learn(week.isa, tactic.learns_taste, &scratch.counts[t][..n], learned);
        }
    }
    grow(week.isa, learned, &mut shard.taste_known[r]);
}
