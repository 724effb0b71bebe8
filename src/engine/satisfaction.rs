//! Satisfaction over columns (M20, M21): what care and orders leave, and what it does to leaving, needs and moves.

use crate::model::satisfaction::{per_order, with_odds};
use crate::model::{Says, Scenario, Stage, Tactic, World};

use super::coefficients::narrow;
use super::decide::exp;
use super::dispatch::pass;
use super::population::Shard;
use super::saturation::of_stage;
use super::week::{Block, Week};

/// The numbers of satisfaction in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct SatisfactionOf {
    gain_per_fit: f64,
    expects_per_order: f64,
    pub starts: f32,
    /// share kept over a week
    kept: f32,
    /// the log of the factor on the odds to leave; 0 where nobody stays or goes for it
    ln_odds: f64,
    lifts_needs: f64,
    lifts_moves: f32,
    /// who is below does not talk; who has ordered and is below warns; absent where it does not matter
    speaks: Option<(f32, f32)>,
}

impl SatisfactionOf {
    pub fn new(scenario: &Scenario, world: &World) -> Option<SatisfactionOf> {
        let of = scenario.satisfaction?;
        Some(SatisfactionOf {
            gain_per_fit: world.get_or(of.gain_per_fit, 0.0),
            expects_per_order: world.get_or(of.expects_per_order, 0.0),
            starts: narrow(world.get_or(of.starts, 0.0)),
            kept: narrow(libm::exp(-world.get_or(of.fades_per_week, 0.0))),
            ln_odds: libm::log(world.get_or(of.churn_odds_per_unit, 1.0)),
            lifts_needs: world.get_or(of.lifts_needs, 0.0),
            lifts_moves: narrow(world.get_or(of.lifts_moves, 0.0)),
            speaks: (of.talks_above.is_some() || of.warns_below.is_some()).then(|| {
                let limit = |id| narrow(world.get_or(id, f64::NEG_INFINITY));
                (limit(of.talks_above), limit(of.warns_below))
            }),
        })
    }

    /// What a contact of a tactic adds.
    pub fn per_contact(tactic: &Tactic, scenario: &Scenario, world: &World) -> f32 {
        match (tactic.says, scenario.satisfaction) {
            (Says::Care, Some(of)) => narrow(world.get_or(of.gain_per_care, 0.0)),
            _ => 0.0,
        }
    }

    /// What an order of this week adds, by how much better than the reference the offer fits.
    pub fn per_order(&self, fit_beyond: f64) -> f32 {
        narrow(per_order(self.gain_per_fit, fit_beyond, self.expects_per_order))
    }

    /// The satisfaction below which nobody talks, and below which who has ordered warns, where it matters.
    pub fn speaks(&self) -> Option<(f32, f32)> {
        self.speaks
    }

    /// What satisfaction does to hazards forward, where it does anything.
    pub fn lifts_moves(&self) -> Option<f32> {
        (self.lifts_moves != 0.0).then_some(self.lifts_moves)
    }

    /// What it does to the hazards to leave of those who have bought, where it does anything: a log factor for each unit.
    pub fn leaves(&self) -> Option<f32> {
        (self.ln_odds != 0.0).then(|| narrow(self.ln_odds))
    }
}

/// First stage from which satisfaction bears on exits.
pub(super) const LEAVES_FROM: usize = Stage::Ascended as usize;

/// `e^{b·S}`, the factor on one customer's hazards.
#[inline(always)]
pub(super) fn factor(per_unit: f32, satisfaction: f32) -> f32 {
    exp(per_unit * satisfaction)
}

pass! {
    /// Multiplies hazards.
    pub(super) fn weigh(per_unit: f32, satisfaction: &[f32], hazards: &mut [f32]) {
        for (hazard, &s) in hazards.iter_mut().zip(satisfaction) {
            *hazard *= factor(per_unit, s);
        }
    }
}

pass! {
    /// Multiplies need rates, but those of the lost: what they need has nothing to do with us any more.
    fn weigh_rates(per_unit: f32, stages: &[u8], satisfaction: &[f32], rates: &mut [f32]) {
        for ((rate, &stage), &s) in rates.iter_mut().zip(stages).zip(satisfaction) {
            let felt = factor(per_unit, s);
            *rate *= if stage < Stage::Lost as u8 { felt } else { 1.0 };
        }
    }
}

pass! {
    /// Exits that hang on satisfaction join what lies ahead.
    pub(super) fn leave(
        exits: &[f32; 16], per_unit: f32, stages: &[u8], satisfaction: &[f32], totals: &mut [f32],
    ) {
        for ((total, &stage), &s) in totals.iter_mut().zip(stages).zip(satisfaction) {
            *total += of_stage(exits, stage) * factor(per_unit, s);
        }
    }
}

pass! {
    /// A week passes.
    fn fade(kept: f32, satisfaction: &mut [f32]) {
        for s in satisfaction {
            let left = *s * kept;
            *s = if left.abs() < 1e-18 { 0.0 } else { left };
        }
    }
}

/// Units of [`sum`]: 2⁻¹⁶.
pub const UNITS: f64 = 65_536.0;

pass! {
    /// Satisfaction of those who have bought and are not lost, in units of 2⁻¹⁶, each within ±32 768.
    pub(super) fn sum(satisfaction: &[f32], stages: &[u8]) -> i64 {
        let mut sum = 0i64;
        for (&s, &stage) in satisfaction.iter().zip(stages) {
            #[expect(clippy::cast_possible_truncation, reason = "saturates, as it says")]
            let units = (s * 65_536.0) as i32;
            let counts = (6..=8).contains(&stage);
            sum = sum.wrapping_add(if counts { i64::from(units) } else { 0 });
        }
        sum
    }
}

const _: () = assert!(Stage::Ascended as u8 == 6 && Stage::Promoter as u8 == 8);

/// The end of a week: what customers of a block feel about us fades.
pub(super) fn end_week(shard: &mut Shard, week: &Week<'_>, block: Block) {
    if let Some(of) = &week.coefficients.satisfaction
        && of.kept < 1.0
    {
        fade(week.isa, of.kept, &mut shard.satisfaction[block.all()]);
    }
}

/// Does satisfaction weigh on needs?
pub(super) fn weighs(week: &Week<'_>) -> bool {
    week.coefficients.satisfaction.is_some_and(|of| of.lifts_needs != 0.0)
}

/// The need rates in `scratch.rates`, of the customers of a block, times what satisfaction makes of them.
pub(super) fn weigh_needs(shard: &mut Shard, week: &Week<'_>, block: Block) {
    if let Some(of) = week.coefficients.satisfaction.filter(|of| of.lifts_needs != 0.0) {
        let r = block.all();
        let rates = &mut shard.scratch.rates[..r.len()];
        let (stages, felt) = (&shard.stage[r.clone()], &shard.satisfaction[r]);
        weigh_rates(week.isa, narrow(of.lifts_needs), stages, felt, rates);
    }
}

/// The same factor for one customer.
pub(super) fn weight_at(shard: &Shard, week: &Week<'_>, i: usize) -> f64 {
    match week.coefficients.satisfaction {
        Some(of) if of.lifts_needs != 0.0 && shard.stage[i] < Stage::Lost as u8 => {
            libm::exp(of.lifts_needs * f64::from(shard.satisfaction[i]))
        }
        _ => 1.0,
    }
}

/// Probability that a customer leaves, who would with this one at her first order were all as expected.
pub(super) fn leaving(shard: &Shard, week: &Week<'_>, i: usize, probability: f64) -> f64 {
    let felt = match week.coefficients.satisfaction {
        Some(of) if of.ln_odds != 0.0 => of.ln_odds * f64::from(shard.satisfaction[i]),
        _ => 0.0,
    };
    let loyal = match week.coefficients.ln_odds_per_order {
        0.0 => 0.0,
        per_order => per_order * f64::from(shard.orders[i]),
    };
    with_odds(probability, felt + loyal)
}

/// An order is measured against what she expects.
pub(super) fn order(shard: &mut Shard, week: &Week<'_>, i: usize) {
    if let Some(felt) = shard.satisfaction.get_mut(i) {
        *felt += week.order_satisfies[shard.segment];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dispatch::Isa;

    #[test]
    fn all_instruction_sets_feel_alike_and_a_mean_counts_buyers_alone() {
        let stages: Vec<u8> = (0..=10).cycle().take(1000).collect();
        let lived = |name| {
            Isa::named(name).map(|isa| {
                let mut felt: Vec<f32> = (0..1000u16).map(|i| f32::from(i) * 0.01 - 5.0).collect();
                let mut hazards = vec![0.1f32; 1000];
                weigh(isa, 0.4, &felt, &mut hazards);
                leave(isa, &[0.05; 16], -0.3, &stages, &felt, &mut hazards);
                fade(isa, 0.9, &mut felt);
                let bits = |v: &[f32]| v.iter().map(|x| x.to_bits()).collect::<Vec<u32>>();
                (bits(&hazards), bits(&felt), sum(isa, &felt, &stages))
            })
        };
        let baseline = lived("baseline");
        for name in ["avx2", "avx512"] {
            assert!(lived(name).is_none() || lived(name) == baseline, "{name}");
        }
        assert_eq!(sum(Isa::detect(), &[1.0, -0.5, 4.0, 8.0], &[6, 8, 9, 5]), 32_768);
    }
}
