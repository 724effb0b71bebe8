//! Errors of quantiles, with the world as the unit.

use super::estimate::{Estimate, Quantiles, Z975, quantile_sorted};

impl Quantiles {
    /// Standard errors of [`Quantiles::of`] the values that are there, `per_world` histories to a world, world after world.
    ///
    /// The share p has an error by worlds; the values at p ± 1.96 of its errors are the ends of a 95 % interval of the
    /// quantile, and its length over 2 · 1.96 is the error. Where values repeat there (returns on a lattice) a quantile
    /// jumps, and the distance to the further end over 1.96 is the error, so that ± 1.96 errors hold the whole interval.
    /// None with one world.
    ///
    /// Source: Woodruff, "Confidence intervals for medians and other position measures", JASA 47, 1952.
    pub fn errors(values: &[Option<f64>], per_world: usize) -> Quantiles {
        let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        let at = |p| error(&sorted, values, per_world, p);
        Quantiles { p05: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) }
    }
}

fn error(sorted: &[f64], values: &[Option<f64>], per_world: usize, p: f64) -> Option<f64> {
    let middle = quantile_sorted(sorted, p)?;
    let reach = Z975 * error_of_share(sorted.len(), values, per_world, p, middle)?;
    let low = quantile_sorted(sorted, (p - reach).max(0.0))?;
    let high = quantile_sorted(sorted, (p + reach).min(1.0))?;
    let inside =
        &sorted[sorted.partition_point(|&x| x < low)..sorted.partition_point(|&x| x <= high)];
    let lattice = inside.windows(2).any(|pair| pair[0] >= pair[1]);
    let half = if lattice { (middle - low).max(high - middle) } else { 0.5 * (high - low) };
    Some(half / Z975)
}

/// Error by worlds of the share of values at or below `middle`, for a true share p: `√(p(1 − p)/n)` of n independent
/// values, times what the worlds add to that (the design effect, from the share that was found).
fn error_of_share(
    n: usize,
    values: &[Option<f64>],
    per_world: usize,
    p: f64,
    middle: f64,
) -> Option<f64> {
    let below: Vec<Option<f64>> =
        values.iter().map(|x| x.map(|x| f64::from(u8::from(x <= middle)))).collect();
    let share = Estimate::of_mean_where_some(&below, per_world);
    let (found, se) = (share.value?, share.se?);
    let size = super::estimate::count(n);
    let alone = found * (1.0 - found) / size;
    let design = if alone > 0.0 { se * se / alone } else { 1.0 };
    Some(libm::sqrt(design * p * (1.0 - p) / size))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of a normal law's quantiles, shuffled by a fixed stride: a sample without luck.
    fn normal(n: u32) -> Vec<f64> {
        let at = |i: u32| {
            let p = (f64::from(i * 7919 % n) + 0.5) / f64::from(n);
            // The logistic has closed quantiles; density at the median 1/4, at 5 %: .0475.
            libm::log(p / (1.0 - p))
        };
        (0..n).map(at).collect()
    }

    // Asymptotic error: √(p(1−p)/n)/f(q). Seen to catch: the length of the interval not halved.
    #[test]
    fn the_error_of_a_quantile_is_that_of_its_share_over_the_density() {
        let values: Vec<Option<f64>> = normal(10_007).into_iter().map(Some).collect();
        let found = Quantiles::errors(&values, 1);
        for (p, found) in [(0.05f64, found.p05), (0.5, found.p50), (0.95, found.p95)] {
            let expected = (p * (1.0 - p) / 10_007.0).sqrt() / (p * (1.0 - p));
            let found = found.unwrap();
            assert!((found / expected - 1.0).abs() < 0.02, "{p}: {found} for {expected}");
        }
    }

    // Replications that all say the same add nothing: as many as worlds are there count. Seen to catch: histories taken
    // as independent (half of the error).
    #[test]
    fn replications_that_say_the_same_do_not_shrink_the_error() {
        let once = normal(2003);
        let four: Vec<Option<f64>> = once.iter().flat_map(|x| [Some(*x); 4]).collect();
        let once: Vec<Option<f64>> = once.into_iter().map(Some).collect();
        let (a, b) = (Quantiles::errors(&once, 1), Quantiles::errors(&four, 4));
        for (a, b) in [(a.p05, b.p05), (a.p50, b.p50), (a.p95, b.p95)] {
            let ratio = b.unwrap() / a.unwrap();
            // Values that repeat count as a lattice, and its further end is a little further.
            assert!((0.97..1.15).contains(&ratio), "{ratio}");
        }
    }

    #[test]
    fn one_world_has_no_error_and_a_constant_none_to_speak_of() {
        assert_eq!(Quantiles::errors(&[Some(1.0), Some(2.0)], 2).p50, None);
        assert_eq!(Quantiles::errors(&[None, None], 1).p50, None);
        assert_eq!(Quantiles::errors(&[Some(3.0), Some(3.0), None], 1).p50, Some(0.0));
    }
}
