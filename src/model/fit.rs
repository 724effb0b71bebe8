//! Research and fit (M14, M17): what people of a segment would like best, what the firm knows of it, and how well its offer fits.
//!
//! Tastes are points in `dimensions` dimensions, alike in all of them. Lengths are in units of the tolerance: an offer that
//! misses the ideal by 1 has a fit of e^−½.

use super::brand::lift;
use super::number::NumberId;

/// Most dimensions of taste.
pub const MOST_DIMENSIONS: usize = 4;

/// A point of taste; dimensions beyond those of the scenario are 0.
pub type Taste = [f64; MOST_DIMENSIONS];

/// Weeks of a quarter.
pub const QUARTER: f64 = 13.0;

/// How well an offer must fit, and how little is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// d, from 1 to [`MOST_DIMENSIONS`]
    pub dimensions: u32,
    /// τ₀: standard deviation of a segment's ideal around the first guess, in each dimension
    pub taste_spread: NumberId,
    /// standard deviation of what an ideal moves by in a quarter, as a share of τ₀; absent is 0
    pub drift_per_quarter: Option<NumberId>,
    /// b: log of the factor on every hazard forward, per unit of fit
    pub lifts_moves: NumberId,
    /// what fit beyond the reference adds to the attraction of our offer, per unit of fit; absent is 0
    pub lifts_choice: Option<NumberId>,
    /// the fit at which people move as the journey says; absent is 1
    pub reference: Option<NumberId>,
    /// g: share of the impressions beside their aim that knowing everything would bring to it; absent is 0
    pub targeting_gain: Option<NumberId>,
}

/// What asking people costs and tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Research {
    /// currency
    pub cost_per_interview: NumberId,
    /// σ: standard deviation of what one interview says around the ideal, in each dimension
    pub noise: NumberId,
}

/// What is believed of one ideal: normal, with the same variance in each dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    pub mean: Taste,
    /// v, in each dimension; 0 is certainty
    pub variance: f64,
}

impl Belief {
    /// Before anybody was asked: the first guess is the origin, v = τ₀².
    pub fn before(taste_spread: f64) -> Belief {
        Belief { mean: [0.0; MOST_DIMENSIONS], variance: taste_spread * taste_spread }
    }

    /// After one more interview that said `heard`: `m ← m + g·(y − m)`, `v ← v·(1 − g)` with `g = v/(v + σ²)`.
    ///
    /// After n interviews of a fixed ideal v = 1/(1/τ₀² + n/σ²), in whatever order they came. What is certain stays as it is,
    /// bit for bit.
    ///
    /// Source: conjugate normal updating; Raiffa & Schlaifer, "Applied Statistical Decision Theory", 1961.
    #[must_use]
    pub fn after(self, heard: &Taste, noise: f64) -> Belief {
        let gain = self.variance / (self.variance + noise * noise);
        let mut mean = self.mean;
        for (m, y) in mean.iter_mut().zip(heard) {
            *m += gain * (y - *m);
        }
        Belief { mean, variance: self.variance * (1.0 - gain) }
    }

    /// After the ideal has moved by a normal step of standard deviation `step` in each dimension: `v + step²`.
    #[must_use]
    pub fn aged(self, step: f64) -> Belief {
        Belief { variance: self.variance + step * step, ..self }
    }
}

/// What an ideal moves by in a week, as a standard deviation: `drift·τ₀/√13`, so that 13 weeks add up to a quarter's.
pub fn weekly_step(drift_per_quarter: f64, taste_spread: f64) -> f64 {
    drift_per_quarter * taste_spread / libm::sqrt(QUARTER)
}

/// The share of what could be known of an ideal that is known, `1 − v/τ₀²`; 0 where tastes have moved on so far that less is
/// known than at the start, and where there is nothing to know.
pub fn known(variance: f64, taste_spread: f64) -> f64 {
    if taste_spread > 0.0 { (1.0 - variance / (taste_spread * taste_spread)).max(0.0) } else { 0.0 }
}

/// Share of targeted impressions that falls on those aimed at: `p + (1 − p)·sharper`, sharper = g·[`known`]; exactly p where
/// that is 0.
pub fn precision(untaught: f64, sharper: f64) -> f64 {
    untaught + (1.0 - untaught) * sharper
}

/// |x − z|²: by how much an offer misses an ideal.
pub fn mismatch(offer: &Taste, ideal: &Taste) -> f64 {
    offer.iter().zip(ideal).map(|(x, z)| (x - z) * (x - z)).sum()
}

/// Fit of an offer that misses by `mismatch`: `e^{−|x − z|²/2}`; exactly 1 where it misses by nothing.
pub fn fit(mismatch: f64) -> f64 {
    libm::exp(-0.5 * mismatch)
}

/// Mean fit of the offer that is believed to be best: `(1 + v)^{−d/2}`. Its mean mismatch is d·v.
pub fn mean_fit(variance: f64, dimensions: u32) -> f64 {
    libm::pow(1.0 + variance, -0.5 * f64::from(dimensions))
}

/// Factor on every hazard forward: `e^{b·(fit − reference)}`, as goodwill lifts ([`lift`]).
pub fn factor(lifts_moves: f64, fit: f64, reference: f64) -> f64 {
    lift(lifts_moves, fit - reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(spread: f64, noise: f64, n: u32) -> Belief {
        (0..n).fold(Belief::before(spread), |belief, _| belief.after(&[1.0; 4], noise))
    }

    /// V22: prior standard deviation 3, noise 10.
    #[test]
    fn interviews_narrow_what_is_believed_as_normal_updating_has_it() {
        for (n, sd) in
            [(1, 2.873_479), (4, 2.572_479), (16, 1.920_553), (64, 1.153_846), (256, 0.611_863)]
        {
            let left = libm::sqrt(asked(3.0, 10.0, n).variance);
            assert!((left - sd).abs() < 1e-6, "{n}: {left} for {sd}");
        }
    }

    /// V24: two dimensions, spread 1, noise 2.
    #[test]
    fn mismatch_and_fit_after_so_many_interviews_are_the_published_ones() {
        for (n, misses, fits) in [
            (0, 2.0, 0.5),
            (4, 1.0, 2.0 / 3.0),
            (16, 0.4, 5.0 / 6.0),
            (64, 2.0 / 17.0, 17.0 / 18.0),
        ] {
            let belief = asked(1.0, 2.0, n);
            assert!((2.0 * belief.variance - misses).abs() < 1e-12, "{n}");
            assert!((mean_fit(belief.variance, 2) - fits).abs() < 1e-12, "{n}");
            assert!(
                (belief.mean[0] - (1.0 - belief.variance)).abs() < 1e-12,
                "{n}: the mean follows"
            );
        }
    }

    #[test]
    fn where_nothing_is_to_be_learned_nothing_is() {
        let one = 1f64.to_bits();
        let certain = asked(0.0, 2.0, 10).aged(weekly_step(0.15, 0.0));
        assert_eq!(certain, Belief::before(0.0));
        assert_eq!(fit(mismatch(&certain.mean, &[0.0; 4])).to_bits(), one);
        assert_eq!(factor(0.0, 0.3, 1.0).to_bits(), one);
        assert_eq!(factor(2.0, 1.0, 1.0).to_bits(), one);
        assert_eq!(mean_fit(0.0, 3).to_bits(), one);
        assert_eq!(precision(0.7, 0.9 * known(0.0, 0.0)).to_bits(), 0.7f64.to_bits());
        assert_eq!(known(2.0, 1.0).to_bits(), 0f64.to_bits());
    }

    #[test]
    fn thirteen_weeks_of_drift_are_a_quarter() {
        let belief = (0..13).fold(Belief::before(2.0), |b, _| b.aged(weekly_step(0.1, 2.0)));
        assert!((belief.variance - (4.0 + 0.2 * 0.2)).abs() < 1e-12);
    }
}
