//! Pressure: how contacts that were not wanted make people tire, and opt out of a channel (M12, M13).

use super::number::NumberId;

/// Annoyance: fades faster than memory, and costs acceptance and permission.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Annoyance {
    /// δ_N: hazard per week at which it fades; absent is 0
    pub fades_per_week: Option<NumberId>,
    /// N₀: annoyance that costs no permission; absent is 0
    pub tolerated: Option<NumberId>,
    /// κ_N: log factor on the hazard to opt out, for each unit above what is tolerated; absent is 0
    pub opt_out_per_unit: Option<NumberId>,
    /// the part of tactics in the hazard forward is multiplied by e to the minus this, for each unit; absent is 0
    pub acceptance_loss_per_unit: Option<NumberId>,
}

/// More contacts in a week than people care for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pressure {
    /// j₀: contacts of a week in one channel that cost no more than their own hazard
    pub tolerated_per_week: u32,
    /// b: what each further contact adds to the hazard of a contact, as a share of it
    pub opt_out_per_extra_contact: NumberId,
}

/// Σ over the first x contacts of a week of `1 + b·max(0, j − j₀)`, the j-th contact's weight: `x + b·m(m + 1)/2` with
/// `m = max(0, x − j₀)`.
///
/// - `contacts` x, `tolerated` j₀: contacts of the week in one channel
/// - `per_extra` b ≥ 0
pub fn weight(contacts: f32, tolerated: f32, per_extra: f32) -> f32 {
    let extra = if contacts > tolerated { contacts - tolerated } else { 0.0 };
    contacts + per_extra * (0.5 * extra * (extra + 1.0))
}

/// Annoyance after a week: `N·e^{−δ_N} + added`.
///
/// Source: two stocks of repetition, annoyance fading before memory does: Kronrod & Huber, "Ad wearout wearout",
/// Int. J. Research in Marketing 36(2), 2019.
pub fn annoyance(before: f64, fades_per_week: f64, added: f64) -> f64 {
    before * libm::exp(-fades_per_week) + added
}

/// What annoyance and trust make of the hazard to opt out: `e^{κ_N·max(0, N − N₀) − κ_T·T}`.
pub fn opt_out_factor(
    annoyance: f64,
    tolerated: f64,
    per_unit: f64,
    trust: f64,
    calms: f64,
) -> f64 {
    libm::exp(per_unit * (annoyance - tolerated).max(0.0) - calms * trust)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::poisson::poisson_count;

    /// V20 in the form of M12: h₀₀ = .182991, κ_T = 6.
    #[test]
    fn a_push_costs_less_permission_the_more_it_is_trusted() {
        let mut survived = 0.0;
        for (trust, want) in [
            (0.15, 0.074_399),
            (0.2775, 0.034_620),
            (0.385_875, 0.018_069),
            (0.477_994, 0.010_397),
            (0.556_295, 0.006_499),
        ] {
            let hazard = 0.182_991 * opt_out_factor(0.0, 0.0, 0.0, trust, 6.0);
            assert!((hazard - want).abs() < 1e-6, "{hazard} for {want}");
            survived += hazard;
        }
        assert!((libm::exp(-survived) - 0.865_902).abs() < 1e-6);
        assert!((libm::exp(-5.0f64 * 0.005) - 0.975_310).abs() < 1e-6);
    }

    /// V21: Poisson(3) contacts in a week, hazard .004(1 + .5·max(0, j − 2)) for the j-th: share that stays.
    #[test]
    fn a_week_of_random_contacts_keeps_the_share_of_the_validation_table() {
        let n = 1u32 << 20;
        let stays: f64 = (0..n)
            .map(|i| {
                #[expect(clippy::cast_possible_truncation, reason = "an even grid over all draws")]
                let draw = ((u64::from(i) * 2 + 1) << 32 >> 21) as u32;
                let contacts = f32::from(u16::try_from(poisson_count(3.0, draw)).unwrap());
                libm::exp(-0.004 * f64::from(weight(contacts, 2.0, 0.5)))
            })
            .sum();
        let stays = stays / f64::from(n);
        assert!((stays - 0.983_345_41).abs() < 1e-6, "{stays}");
    }

    #[test]
    fn the_weight_of_contacts_is_the_sum_over_them() {
        for contacts in 0u16..12 {
            let sum: f32 = (1..=contacts).map(|j| 1.0 + 0.3 * (f32::from(j) - 2.0).max(0.0)).sum();
            assert!((weight(f32::from(contacts), 2.0, 0.3) - sum).abs() < 1e-5);
        }
    }

    #[test]
    fn annoyance_fades_and_never_falls_below_nothing() {
        assert!((annoyance(2.0, 0.5, 0.0) - 2.0 * libm::exp(-0.5)).abs() < 1e-15);
        assert!(annoyance(0.0, 3.0, 0.0) == 0.0);
    }
}
