//! Poisson counts from one draw: the count is the number of thresholds that the draw lies below.
//!
//! `N = #{k ≥ 1 : u < P(N ≥ k)}` for a uniform `u`: more of everything at a smaller draw, and a larger mean can only
//! raise the count of the same draw. That is what couples two strategies.

/// Thresholds `2³²·P(N ≥ k)` of a Poisson count for 32-bit draws.
#[derive(Clone, Debug, PartialEq)]
pub struct PoissonThresholds {
    /// every draw has at least so many
    pub certain: u32,
    /// `ceil(2³²·P(N ≥ certain + 1 + j))`, falling; a draw below entry j has one more
    pub thresholds: Vec<u32>,
}

const TWO32: f64 = 4_294_967_296.0;

impl PoissonThresholds {
    /// Thresholds of a Poisson count with this mean (finite, ≥ 0). `P(N ≥ k)` below 2⁻³² is beyond a 32-bit draw and
    /// left out, `P(N ≥ k)` above 1 − 2⁻³² counts as certain.
    pub fn new(mean: f64) -> PoissonThresholds {
        let mut found = PoissonThresholds { certain: 0, thresholds: Vec::new() };
        for_each_tail(mean, |k, tail| {
            let scaled = libm::ceil(tail * TWO32);
            if scaled >= TWO32 {
                found.certain = k;
            } else if tail * TWO32 >= 1.0 {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between 1 and 2^32 by the branch"
                )]
                found.thresholds.push(scaled as u32);
            } else {
                return false;
            }
            true
        });
        found
    }

    /// The count that belongs to a draw.
    pub fn count(&self, draw: u32) -> u32 {
        let mut count = self.certain;
        for &threshold in &self.thresholds {
            if draw >= threshold {
                break;
            }
            count += 1;
        }
        count
    }
}

/// The Poisson count that belongs to one draw, without a table: same value as [`PoissonThresholds::count`].
pub fn poisson_count(mean: f64, draw: u32) -> u32 {
    // P(N ≥ 2) ≤ mean²/2 and P(N ≥ 1) ≥ mean − mean²/2: most draws are settled without an exponential.
    let u = f64::from(draw) / TWO32;
    let at_most_two = 0.5 * mean * mean;
    if u >= at_most_two && u < mean - at_most_two {
        return 1;
    }
    let mut count = 0;
    for_each_tail(mean, |k, tail| {
        if f64::from(draw) >= libm::ceil(tail * TWO32) || tail * TWO32 < 1.0 {
            return false;
        }
        count = k;
        true
    });
    count
}

/// Calls `visit(k, P(N ≥ k))` for k = 1, 2, … until it answers false. Starts where the mass below is under 10⁻²⁰, so
/// that a mean of thousands costs as little as one of ten; probabilities by the recursion `p(k) = p(k−1)·mean/k`.
fn for_each_tail(mean: f64, mut visit: impl FnMut(u32, f64) -> bool) {
    if mean <= 0.0 {
        return;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "means are far below 2^32: config refuses more than a thousand contacts a week"
    )]
    let start = libm::floor(mean - 10.0 * libm::sqrt(mean) - 20.0).clamp(0.0, 4.0e9) as u32;
    let k = f64::from(start);
    let mut mass = if start == 0 {
        libm::exp(-mean)
    } else {
        libm::exp(k * libm::log(mean) - mean - libm::lgamma(k + 1.0))
    };
    if start > 0 && !visit(start, 1.0) {
        return;
    }
    let mut below = mass;
    let mut k = start;
    loop {
        k += 1;
        if !visit(k, (1.0 - below).max(0.0)) {
            return;
        }
        mass *= mean / f64::from(k);
        below += mass;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_and_single_draw_agree() {
        for mean in [1e-6, 0.05, 0.7, 3.0, 30.0, 250.0, 4000.0] {
            let table = PoissonThresholds::new(mean);
            for i in 0..2000u32 {
                let draw = i.wrapping_mul(2_147_483_629).wrapping_add(i);
                assert_eq!(table.count(draw), poisson_count(mean, draw), "mean {mean} draw {draw}");
            }
        }
    }

    /// Exact mean over all 2³² draws = Σ thresholds / 2³² + certain.
    #[test]
    fn mean_over_all_draws_is_the_mean() {
        for mean in [0.01, 0.7, 3.0, 30.0, 1000.0] {
            let t = PoissonThresholds::new(mean);
            let found = f64::from(t.certain)
                + t.thresholds.iter().map(|&x| f64::from(x) / TWO32).sum::<f64>();
            assert!((found - mean).abs() < 1e-8 * mean.max(1.0), "{found} for {mean}");
        }
    }

    #[test]
    fn a_larger_mean_never_lowers_the_count_of_a_draw() {
        for i in 0..500u32 {
            let draw = i.wrapping_mul(8_589_933);
            let counts = [0.0, 0.1, 0.5, 2.0, 9.0, 80.0].map(|m| poisson_count(m, draw));
            assert!(counts.is_sorted(), "{counts:?} at {draw}");
        }
    }
}
