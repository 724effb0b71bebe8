//! From a hazard and a draw to a decision, for whole columns: the one place where the engine says yes or no in bulk.

use super::dispatch::pass;
use crate::random::{Luck, Place};

const LOG2_E: f32 = std::f32::consts::LOG2_E;
/// ln 2 in two parts; the high one has so few bits that its product with a small whole number is exact.
const LN2_HIGH: f32 = 0.693_359_4;
const LN2_LOW: f32 = -2.121_944_4e-4;
/// Adding 1.5·2²³ leaves a small number rounded to a whole one in the low bits.
const ROUNDER: f32 = 12_582_912.0;
const TWO32: f32 = 4_294_967_296.0;

/// `1 − e^{−h}` in its expm1 form: small hazards keep all their digits.
///
/// - `hazard` ≥ 0; infinity gives 1, 0 gives 0
/// - relative error below 1.5·10⁻⁷ (2.5 units of 2⁻²⁴) for every `f32`; never falls by more than one unit in the last place
///   as the hazard rises (tests below walk through all of them)
///
/// With h = n·ln 2 + r, |r| ≤ ln 2 / 2: `1 − e^{−h} = (1 − 2^{−n}) + 2^{−n}·(1 − e^{−r})`, and `1 − e^{−r}` by its series.
#[inline(always)]
pub fn p_any(hazard: f32) -> f32 {
    let h = if hazard < 40.0 { hazard } else { 40.0 };
    let shifted = h * LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = (h - n * LN2_HIGH) - n * LN2_LOW;
    let n_bits = shifted.to_bits().wrapping_sub(ROUNDER.to_bits());
    let scale = f32::from_bits(127u32.wrapping_sub(n_bits) << 23);
    let series =
        1.0 / 6.0 + r * (-1.0 / 24.0 + r * (1.0 / 120.0 + r * (-1.0 / 720.0 + r * (1.0 / 5040.0))));
    let small = r - r * r * (0.5 - r * series);
    (1.0 - scale) + scale * small
}

/// `e^x`, relative error below 2·10⁻⁷ for |x| up to 80; beyond, that of ±80: as a factor on a hazard nothing tells them apart.
/// `exp(0)` is exactly 1.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = if x < 80.0 { x } else { 80.0 };
    let x = if x > -80.0 { x } else { -80.0 };
    let shifted = x * LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    let n_bits = shifted.to_bits().wrapping_sub(ROUNDER.to_bits());
    let scale = f32::from_bits(n_bits.wrapping_add(127) << 23);
    let series = 0.5
        + r * (1.0 / 6.0
            + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0)))));
    scale * (1.0 + (r + r * r * series))
}

/// The bound below which a draw means yes: `2³²·p`, infinite where p is 1, so that certainty is certain.
#[inline(always)]
pub fn bound(p: f32) -> f32 {
    if p >= 1.0 { f32::INFINITY } else { p * TWO32 }
}

/// Is the draw below the bound? Draws above 2²⁴ are compared after rounding to 24 bits.
#[inline(always)]
pub fn below(draw: u32, bound: f32) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "the rounding is the documented one")]
    let draw = draw as f32;
    draw < bound
}

/// Does a thing of this probability happen under this draw?
pub fn luck_below(draw: u32, probability: f64) -> bool {
    f64::from(draw) < probability * 4_294_967_296.0
}

pass! {
    /// The draws of a block; see [`Luck::fill`].
    pub fn fill(luck: &Luck, place: Place, first: u32, out: &mut [u32]) {
        luck.fill(place, first, out);
    }
}

pass! {
    /// 1 where a thing of this hazard happens under this draw, else 0.
    pub fn happens(draws: &[u32], hazards: &[f32], flags: &mut [u8]) {
        for ((flag, &draw), &hazard) in flags.iter_mut().zip(draws).zip(hazards) {
            *flag = u8::from(below(draw, bound(p_any(hazard))));
        }
    }
}

/// Appends the positions of all flags that are not 0 (each is 0 or 1), in order.
///
/// Eight flags are squeezed into eight bits by one multiplication, 64 of them are walked bit by bit: one badly predicted
/// branch for 64 flags in place of one for each hit.
pub fn collect(flags: &[u8], list: &mut Vec<u32>) {
    let mut base = 0u32;
    for chunk in flags.chunks(64) {
        let mut mask = 0u64;
        let words = chunk.chunks_exact(8);
        let rest = words.remainder();
        let mut shift = 0;
        for word in words {
            let word = word.first_chunk::<8>().map_or(0, |w| u64::from_le_bytes(*w));
            mask |= (word.wrapping_mul(0x0102_0408_1020_4080) >> 56) << shift;
            shift += 8;
        }
        for &flag in rest {
            mask |= u64::from(flag) << shift;
            shift += 1;
        }
        while mask != 0 {
            list.push(base + mask.trailing_zeros());
            mask &= mask - 1;
        }
        base += 64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dispatch::Isa;

    /// Every positive `f32` up to 64, in order: relative error and monotonicity.
    #[test]
    fn one_minus_exp_is_right_for_every_hazard() {
        let (mut worst, mut before, mut falls, mut deepest) = (0.0f64, 0.0f32, 0u64, 0u32);
        let mut bits = 1e-12f32.to_bits();
        let last = 64f32.to_bits();
        while bits <= last {
            let hazard = f32::from_bits(bits);
            let p = p_any(hazard);
            if p < before {
                falls += 1;
                deepest = deepest.max(before.to_bits() - p.to_bits());
            }
            before = p;
            if bits.is_multiple_of(61) {
                let exact = -libm::expm1(-f64::from(hazard));
                worst = worst.max((f64::from(p) / exact - 1.0).abs());
            }
            bits += 1;
        }
        println!(
            "worst relative error {worst:.3e}; {falls} falls, deepest {deepest} units in the last place"
        );
        assert!(worst < 1.5e-7, "{worst}");
        assert!(deepest <= 1, "{deepest}");
        assert_eq!(p_any(0.0).to_bits(), 0);
        assert_eq!(p_any(f32::INFINITY), 1.0);
    }

    #[test]
    fn the_exponential_is_right_from_end_to_end() {
        let mut worst = 0.0f64;
        for step in -80_000..=80_000i32 {
            #[expect(clippy::cast_precision_loss, reason = "a grid")]
            let x = step as f32 * 1e-3;
            let exact = libm::exp(f64::from(x));
            worst = worst.max((f64::from(exp(x)) / exact - 1.0).abs());
        }
        println!("worst relative error {worst:.3e}");
        assert!(worst < 2e-7, "{worst}");
        assert_eq!(exp(0.0).to_bits(), 1f32.to_bits());
        assert!(exp(f32::INFINITY).is_finite() && exp(f32::NEG_INFINITY) > 0.0);
    }

    #[test]
    fn nothing_happens_at_zero_and_everything_at_infinity() {
        for draw in [0, 1, u32::MAX - 1, u32::MAX] {
            assert!(!below(draw, bound(p_any(0.0))));
            assert!(below(draw, bound(p_any(f32::INFINITY))));
        }
    }

    #[test]
    fn all_instruction_sets_decide_alike() {
        let draws: Vec<u32> = (0..4096u32).map(|i| i.wrapping_mul(2_654_435_761)).collect();
        let hazards: Vec<f32> = (0..4096u16).map(|i| f32::from(i) * 1e-3).collect();
        let flags = |name| {
            Isa::named(name).map(|isa| {
                let mut flags = vec![0; 4096];
                happens(isa, &draws, &hazards, &mut flags);
                flags
            })
        };
        let baseline = flags("baseline");
        for name in ["avx2", "avx512"] {
            assert!(flags(name).is_none() || flags(name) == baseline);
        }
    }

    #[test]
    fn flags_become_positions() {
        let mut list = Vec::new();
        collect(&[0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0], &mut list);
        assert_eq!(list, [1, 8, 9]);
        for n in [0, 1, 7, 8, 63, 64, 65, 200, 1024u32] {
            let flags: Vec<u8> = (0..n).map(|i| u8::from(i * i % 7 < 3)).collect();
            let mut list = Vec::new();
            collect(&flags, &mut list);
            let plain: Vec<u32> = (0..n).filter(|i| i * i % 7 < 3).collect();
            assert_eq!(list, plain);
        }
    }
}
