//! Means, ratios and quantiles with errors that treat the world as the unit.

/// Half length of a 95 % interval in standard errors.
pub(super) const Z975: f64 = 1.959_963_984_540_054;
/// What was never seen in n worlds has, with this probability, just not been met.
const UNSEEN: f64 = 0.05;
/// Shares of a world are sums of at most some thousand parts: errors up to this are rounding.
const ROUNDING: f64 = 1e-12;

/// A figure and its Monte Carlo standard error; either may be missing (nothing to average; one world only).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: Option<f64>,
    pub se: Option<f64>,
}

/// Quantiles by linear interpolation (type 7); missing where there is nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantiles {
    pub p05: Option<f64>,
    pub p25: Option<f64>,
    pub p50: Option<f64>,
    pub p75: Option<f64>,
    pub p95: Option<f64>,
}

impl Estimate {
    /// Nothing to show.
    pub const NONE: Estimate = Estimate { value: None, se: None };

    /// Mean of a value per history, `per_world` histories to a world, world after world.
    ///
    /// Standard error: sd of world means over √worlds; none with one world.
    pub fn of_mean(values: &[f64], per_world: usize) -> Estimate {
        let some: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        Estimate::of_mean_where_some(&some, per_world)
    }

    /// Mean of a share in [0, 1] per history: that of [`Estimate::of_mean`], but where all worlds agree the error is not 0.
    ///
    /// If a world differed with probability p, n worlds would all agree with probability (1 − p)ⁿ: with 95 % confidence p
    /// is at most `1 − .05^{1/n}`, about 3/n. A world that differs moves the share by at most `max(share, 1 − share)`. The
    /// error is that over 1.96, so that ± 1.96 errors end at the bound.
    ///
    /// - `known`: the share is what it is by construction, not because so many histories say so
    ///
    /// Source: Clopper & Pearson, Biometrika 26, 1934; Hanley & Lippman-Hand, "If nothing goes wrong, is everything all
    /// right?", JAMA 249, 1983.
    pub fn of_share(shares: &[f64], per_world: usize, known: bool) -> Estimate {
        let found = Estimate::of_mean(shares, per_world);
        match (found.value, found.se) {
            (Some(share), Some(se)) if se <= ROUNDING && !known => {
                let worlds = count(shares.len() / per_world);
                let differs = -libm::expm1(libm::log(UNSEEN) / worlds);
                Estimate { value: Some(share), se: Some(differs * share.max(1.0 - share) / Z975) }
            }
            _ => found,
        }
    }

    /// Mean over the histories that have a value. With every value there, the error is that of [`Estimate::of_mean`];
    /// where some are missing, that of the ratio (sum of values)/(number of values) over worlds.
    pub fn of_mean_where_some(values: &[Option<f64>], per_world: usize) -> Estimate {
        let sums: Vec<f64> =
            values.chunks(per_world).map(|w| w.iter().flatten().sum::<f64>()).collect();
        let counts: Vec<f64> =
            values.chunks(per_world).map(|w| count(w.iter().flatten().count())).collect();
        Estimate::of_ratio(&sums, &counts, 1)
    }

    /// Ratio of the sums of two values per history, with the error of a ratio estimate by the delta method over worlds:
    /// `se² = Σ_w (a_w − ratio·b_w)² / (W (W − 1)) / b̄²`. None where the denominator sums to 0 or less.
    pub fn of_ratio(numerators: &[f64], denominators: &[f64], per_world: usize) -> Estimate {
        let by_world = |xs: &[f64]| -> Vec<f64> {
            xs.chunks(per_world).map(|w| w.iter().sum::<f64>()).collect()
        };
        let (a, b) = (by_world(numerators), by_world(denominators));
        let total: f64 = b.iter().sum();
        if total <= 0.0 {
            return Estimate::NONE;
        }
        let ratio = a.iter().sum::<f64>() / total;
        let worlds = count(a.len());
        let se = (a.len() > 1).then(|| {
            let squares: f64 =
                a.iter().zip(&b).map(|(a, b)| (a - ratio * b) * (a - ratio * b)).sum();
            libm::sqrt(squares * worlds / (worlds - 1.0)) / total
        });
        Estimate { value: Some(ratio), se }
    }
}

impl Estimate {
    /// The estimate of so many times the quantity.
    #[must_use]
    pub fn times(self, factor: f64) -> Estimate {
        Estimate { value: self.value.map(|x| factor * x), se: self.se.map(|x| factor.abs() * x) }
    }
}

impl Quantiles {
    /// Of all values, none missing.
    pub fn of(values: &[f64]) -> Quantiles {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |p| quantile_sorted(&sorted, p);
        Quantiles { p05: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) }
    }
}

/// Quantile p of values in any order (type 7); none of nothing. Infinite values are allowed.
pub fn quantile(values: &[f64], p: f64) -> Option<f64> {
    let (idx, weight) = position(values.len(), p)?;
    let mut values = values.to_vec();
    // Two values are wanted, not an order of all: a selection is linear in their number.
    let (_, &mut low, above) = values.select_nth_unstable_by(idx, f64::total_cmp);
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    Some(between(low, high, weight))
}

/// Quantile p of values in rising order (type 7); none of nothing.
pub(super) fn quantile_sorted(sorted: &[f64], p: f64) -> Option<f64> {
    let (idx, weight) = position(sorted.len(), p)?;
    Some(between(sorted[idx], sorted[(idx + 1).min(sorted.len() - 1)], weight))
}

/// Where quantile p of n sorted values lies: after value `idx`, `weight` of the way to the next.
fn position(n: usize, p: f64) -> Option<(usize, f64)> {
    let position = p * count(n.checked_sub(1)?);
    let below = libm::floor(position);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the last index"
    )]
    let idx = below as usize;
    Some((idx, position - below))
}

fn between(low: f64, high: f64, weight: f64) -> f64 {
    // Two infinities have no difference; a weight of 0 must not meet one.
    if weight == 0.0 || low == high { low } else { low + weight * (high - low) }
}

/// Mean of the ⌈share·n⌉ smallest values.
pub fn cvar(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let wanted = libm::ceil(share * count(sorted.len()));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the number of values"
    )]
    let n = (wanted as usize).max(1).min(sorted.len());
    mean(&sorted[..n])
}

/// Mean; of nothing 0.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / count(values.len()) }
}

/// `a / b` of counts; 0 of nothing.
pub fn ratio(a: usize, b: usize) -> f64 {
    if b == 0 { 0.0 } else { count(a) / count(b) }
}

/// Share of variance between worlds by one-way analysis of variance, as it comes (it may be below 0):
/// `σ²_between = (MSB − MSW)/n`, share = σ²_between/(σ²_between + MSW).
pub fn variance_share_between(values: &[f64], per_world: usize) -> Option<f64> {
    let worlds = values.len() / per_world;
    if per_world < 2 || worlds < 2 {
        return None;
    }
    let n = count(per_world);
    let grand = mean(values);
    let (mut between, mut within) = (0.0, 0.0);
    for world in values.chunks(per_world) {
        let centre = mean(world);
        between += n * (centre - grand) * (centre - grand);
        within += world.iter().map(|x| (x - centre) * (x - centre)).sum::<f64>();
    }
    let between = between / count(worlds - 1);
    let within = within / (count(worlds) * (n - 1.0));
    let ignorance = (between - within) / n;
    let total = ignorance + within;
    (total > 0.0).then(|| ignorance / total)
}

/// A number of histories, worlds or values as a real one.
pub(super) fn count(n: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of histories are far below 2^53")]
    let x = n as f64;
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_as_type_seven() {
        let xs = [3.0, 1.0, 2.0, 4.0];
        assert_eq!(quantile(&xs, 0.5), Some(2.5));
        assert_eq!(quantile(&xs, 0.25), Some(1.75));
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[1.0, f64::INFINITY, f64::INFINITY], 0.5), Some(f64::INFINITY));
    }

    #[test]
    fn a_selection_finds_what_an_order_finds() {
        let xs: Vec<f64> = (0..37u32).map(|i| f64::from((i * 29) % 37)).collect();
        let all = Quantiles::of(&xs);
        assert_eq!(quantile(&xs, 0.05), all.p05);
        assert_eq!(quantile(&xs, 0.25), all.p25);
        assert_eq!(quantile(&xs, 0.95), all.p95);
        assert_eq!(quantile(&xs, 1.0), Some(36.0));
    }

    #[test]
    fn the_error_of_a_mean_takes_the_world_as_unit() {
        // Two worlds, replications alike inside each: the two worlds are all the information there is.
        let e = Estimate::of_mean(&[1.0, 1.0, 1.0, 3.0, 3.0, 3.0], 3);
        assert_eq!(e.value, Some(2.0));
        assert!((e.se.unwrap() - 1.0).abs() < 1e-12, "sd of (1, 3) is √2, over √2 worlds");
        assert_eq!(Estimate::of_mean(&[1.0, 2.0], 2).se, None);
    }

    /// Of 59 worlds without a loss one says: less than 5 in a hundred, for .95⁵⁹ is just below .05.
    ///
    /// Seen to catch: the error of a mean, 0 for .0495; histories taken for worlds, .0051; 2.5 % in place of 5 %, .0606; a third
    /// moved by a whole share, .259 for .173; an error where the share is known.
    #[test]
    fn what_all_worlds_agree_on_is_not_known_for_sure_unless_by_construction() {
        let ends_at = |shares: &[f64], per_world| {
            let e = Estimate::of_share(shares, per_world, false);
            (e.value.unwrap(), Z975 * e.se.unwrap())
        };
        let close = |(share, reach): (f64, f64), (expected, bound): (f64, f64)| {
            assert!((share - expected).abs() < 1e-12, "{share}");
            assert!((reach - bound).abs() < 1e-12, "{reach} for {bound}");
        };
        let bound = |worlds: f64| 1.0 - libm::pow(0.05, 1.0 / worlds);
        assert!(bound(59.0) < 0.05 && bound(58.0) > 0.05);
        close(ends_at(&[0.0; 59], 1), (0.0, bound(59.0)));
        close(ends_at(&[1.0; 59], 1), (1.0, bound(59.0)));
        close(ends_at(&[0.0; 590], 10), (0.0, bound(59.0)));
        // Three that share being best: one world may take away a third of a share or add two.
        close(ends_at(&[1.0 / 3.0; 70], 7), (1.0 / 3.0, bound(10.0) * 2.0 / 3.0));
        assert_eq!(Estimate::of_share(&[0.0; 59], 1, true).se, Some(0.0));
        assert_eq!(Estimate::of_share(&[0.0; 9], 9, false).se, None, "one world");
        let some = [1.0, 0.0, 0.0, 0.0];
        assert_eq!(Estimate::of_share(&some, 2, false), Estimate::of_mean(&some, 2));
    }

    #[test]
    fn missing_values_are_left_out_and_nothing_gives_nothing() {
        let e = Estimate::of_mean_where_some(&[Some(1.0), None, Some(3.0)], 1);
        assert_eq!(e.value, Some(2.0));
        assert_eq!(Estimate::of_mean_where_some(&[None, None], 1), Estimate::NONE);
    }

    #[test]
    fn cvar_is_the_mean_of_the_worst_twentieth() {
        let xs: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(cvar(&xs, 0.05), 2.0);
        assert_eq!(cvar(&[7.0], 0.05), 7.0);
    }

    #[test]
    fn variance_between_worlds_alone_is_all_of_it() {
        assert_eq!(variance_share_between(&[1.0, 1.0, 3.0, 3.0], 2), Some(1.0));
        let chance = variance_share_between(&[1.0, 3.0, 1.0, 3.0], 2).unwrap();
        assert!(chance < 0.0, "as it comes: {chance}");
        assert_eq!(variance_share_between(&[1.0, 2.0], 1), None);
    }
}
