//! Season: how needs swell and ebb over the year (M25, first harmonic).

/// Weeks in a year of the model.
pub const WEEKS_PER_YEAR: f64 = 52.0;
const WEEKS: u32 = 52;

/// Factor on the need rate in each of the 52 weeks of a year; its mean over them is 1.
///
/// `season(w) = exp(a·cos(2π(w − peak)/52)) / mean over w = 1…52`
///
/// - `amplitude` a: 0 means no season (every factor exactly 1)
/// - `peak_week`: week of the highest factor, 1 to 52
/// - index 0 of the result is week 1; week w uses index `(w − 1) mod 52`
pub fn season(amplitude: f64, peak_week: f64) -> [f64; WEEKS as usize] {
    if amplitude == 0.0 {
        return [1.0; WEEKS as usize];
    }
    let mut factors = [0.0; WEEKS as usize];
    for (factor, week) in factors.iter_mut().zip(1..=WEEKS) {
        let angle = 2.0 * std::f64::consts::PI * (f64::from(week) - peak_week) / WEEKS_PER_YEAR;
        *factor = libm::exp(amplitude * libm::cos(angle));
    }
    normalised(factors)
}

/// Factors of the 52 weeks of a year, brought to a mean of 1: `factor(w) / mean over w = 1…52`; equal factors are no
/// season, exactly.
pub fn normalised(factors: [f64; WEEKS as usize]) -> [f64; WEEKS as usize] {
    if factors.iter().all(|f| f.to_bits() == factors[0].to_bits()) {
        return [1.0; WEEKS as usize];
    }
    let mean = factors.iter().sum::<f64>() / WEEKS_PER_YEAR;
    factors.map(|f| f / mean)
}

/// Index of week `week` (from 1) in the factors of a year.
pub fn week_of_year_idx(week: u32) -> usize {
    ((week.max(1) - 1) % WEEKS) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_season_averages_one_and_peaks_where_told() {
        let s = season(0.4, 20.0);
        assert!((s.iter().sum::<f64>() / 52.0 - 1.0).abs() < 1e-12);
        let top = s.iter().cloned().fold(0.0, f64::max);
        assert_eq!(s[19], top);
        assert!((s[19] / s[45] - libm::exp(0.8)).abs() < 1e-12, "peak over trough is e^(2a)");
    }

    /// Seen to fail without the case of equal factors: 52 times 0.3 over 52 is not 0.3.
    #[test]
    fn listed_factors_average_one_and_equal_ones_are_no_season() {
        let mut factors = [1.0; 52];
        factors[3] = 53.0;
        let s = normalised(factors);
        assert_eq!((s[0], s[3]), (0.5, 26.5));
        assert!(normalised([0.3; 52]).iter().all(|f| f.to_bits() == 1f64.to_bits()));
    }

    #[test]
    fn no_amplitude_is_no_season_bit_for_bit() {
        assert!(season(0.0, 7.0).iter().all(|f| f.to_bits() == 1f64.to_bits()));
    }
}
