//! Trust over columns (M11): how it changes by the week, and what it does to moves.

use crate::model::journey::N_STAGES;
use crate::model::trust::{asked_for, exponent_of_share};
use crate::model::{Stage, Trust, World};

use super::coefficients::narrow;
use super::decide::{exp, p_any};
use super::dispatch::pass;
use super::saturation::of_stage;

/// The numbers of trust in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrustOf {
    /// at the start, by starting stage
    pub start: [f32; N_STAGES],
    /// −ln(1 − η_c): what an order adds to `learned`
    pub learns_by_order: f32,
    /// what every week adds to `doubted`
    pub fades: f32,
    /// −ln(1 − ρ): what a refused early ask adds to `doubted`, for each level it goes too far
    pub doubts_per_level: f32,
    /// none where trust does not count in moves
    pub lean: Option<Lean>,
    pub calms_opt_out: f32,
}

/// What trust does to moves, by stage; where it does nothing the steepness is 0 and the multiplier exactly 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lean {
    steepness: [f32; 16],
    threshold: [f32; 16],
    /// 1/σ(k(T_ref − θ))
    scale: [f32; 16],
}

impl TrustOf {
    pub fn new(trust: &Trust, world: &World) -> TrustOf {
        let thresholds = trust.thresholds(world);
        let start = |s: usize| match trust.starts {
            Some(id) => world.get(id),
            None => asked_for(&thresholds, s),
        };
        let steepness = world.get_or(trust.steepness, 0.0);
        TrustOf {
            start: std::array::from_fn(|s| narrow(start(s))),
            learns_by_order: narrow(exponent_of_share(world.get_or(trust.gain_per_order, 0.0))),
            fades: narrow(world.get_or(trust.fades_per_week, 0.0)),
            doubts_per_level: narrow(exponent_of_share(world.get_or(trust.loss_per_level, 0.0))),
            lean: (steepness > 0.0)
                .then(|| Lean::new(&thresholds, steepness, trust.reference.map(|r| world.get(r)))),
            calms_opt_out: narrow(world.get_or(trust.calms_opt_out, 0.0)),
        }
    }
}

impl Lean {
    fn new(thresholds: &[f64; N_STAGES], k: f64, reference: Option<f64>) -> Lean {
        let mut lean = Lean { steepness: [0.0; 16], threshold: [0.0; 16], scale: [2.0; 16] };
        let until = Stage::Advocate.idx() + 1;
        for (s, &threshold) in thresholds.iter().enumerate().take(until) {
            let distance = reference.map_or(0.0, |r| r - threshold);
            lean.steepness[s] = narrow(k);
            lean.threshold[s] = narrow(threshold);
            lean.scale[s] = narrow(1.0 + libm::exp(-k * distance));
        }
        lean
    }

    /// The multiplier of one customer's hazard forward, `model::trust::multiplier` in f32.
    #[inline(always)]
    pub fn at(&self, stage: u8, trust: f32) -> f32 {
        let x = of_stage(&self.steepness, stage) * (trust - of_stage(&self.threshold, stage));
        of_stage(&self.scale, stage) / (1.0 + exp(-x))
    }
}

pass! {
    /// Multiplies the hazards forward.
    pub(super) fn lean_on(lean: &Lean, stages: &[u8], trust: &[f32], ahead: &mut [f32]) {
        for ((ahead, &stage), &trust) in ahead.iter_mut().zip(stages).zip(trust) {
            *ahead *= lean.at(stage, trust);
        }
    }
}

pass! {
    /// `learned[i] += rate · contacts[i]`.
    pub(super) fn learn(rate: f32, contacts: &[u32], learned: &mut [f32]) {
        for (sum, &count) in learned.iter_mut().zip(contacts) {
            #[expect(clippy::cast_precision_loss, reason = "contacts in a week are far below 2^24")]
            let count = count as f32;
            *sum += rate * count;
        }
    }
}

pass! {
    /// A week's gains and losses, `model::trust::after` in f32; nothing learned and nothing doubted leaves every bit.
    pub(super) fn change(learned: &[f32], offence: &[f32], per_level: f32, fades: f32, trust: &mut [f32]) {
        for ((trust, &learned), &offence) in trust.iter_mut().zip(learned).zip(offence) {
            let gained = *trust + (1.0 - *trust) * p_any(learned);
            *trust = gained * exp(-(per_level * offence + fades));
        }
    }
}

/// Units of [`sum`]: 2⁻²².
pub const UNITS: f64 = 4_194_304.0;

pass! {
    /// Trust of those not lost, summed in units of 2⁻²² so that no order of adding matters.
    pub(super) fn sum(trust: &[f32], stages: &[u8]) -> u64 {
        const SHIFT: f32 = 8_388_608.0;
        let mut sum = 0u64;
        for (&trust, &stage) in trust.iter().zip(stages) {
            // A whole number of up to 2²² above 2²³ is in the low bits.
            let units = (trust * 4_194_304.0 + SHIFT).to_bits() & 0x007f_ffff;
            sum = sum.wrapping_add(u64::from(if stage < 9 { units } else { 0 }));
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dispatch::Isa;
    use crate::model::trust::{THRESHOLD, after, multiplier};

    #[test]
    fn columns_follow_the_formulas() {
        let lean = Lean::new(&THRESHOLD, 9.0, Some(0.4));
        for s in 0..8u8 {
            for step in 0..=100u16 {
                let trust = f32::from(step) / 100.0;
                let exact = multiplier(f64::from(trust), 9.0, THRESHOLD[usize::from(s)], 0.4);
                let found = f64::from(lean.at(s, trust));
                assert!((found / exact - 1.0).abs() < 2e-6, "{s} {trust}: {found} for {exact}");
            }
        }
        for stage in [8, 9, 10] {
            assert_eq!(lean.at(stage, 0.3).to_bits(), 1f32.to_bits());
        }
        let mut trust = [0.0f32, 0.3, 0.3, 1.0];
        change(Isa::detect(), &[0.1, 0.0, 2.0, 0.0], &[0.0, 0.0, 3.0, 100.0], 0.2, 0.0, &mut trust);
        let want = [(0.0, 0.1, 0.0), (0.3, 0.0, 0.0), (0.3, 2.0, 0.6), (1.0, 0.0, 20.0)];
        for (found, (t, l, d)) in trust.iter().zip(want) {
            assert!((f64::from(*found) - after(t, l, d)).abs() < 1e-7);
        }
        assert_eq!(trust[1].to_bits(), 0.3f32.to_bits(), "an idle week leaves every bit");
        assert_eq!(sum(Isa::detect(), &[0.5, 1.0, 1.0], &[0, 8, 9]), 6_291_456);
    }
}
