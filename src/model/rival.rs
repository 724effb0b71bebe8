//! Rivals: what they say beside us, whom they take, how they answer (M24).

use super::number::NumberId;

/// A firm that wants the same customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    pub id: String,
    pub label: String,
    /// V of its offer, log of the odds against buying nothing; absent: nobody ever chooses it
    pub attraction: Option<NumberId>,
    /// by segment: V there, in place of `attraction`
    pub attraction_by_segment: Vec<Option<NumberId>>,
    /// media money a week while we buy no media, currency; absent is 0
    pub weekly_spend: Option<NumberId>,
    /// what each unit of our money on bought media adds to its own a week later; absent is 0
    pub reacts: Option<NumberId>,
    /// hazard at `weekly_spend` to be lost to it; absent is 0
    pub takes_per_week: Option<NumberId>,
}

/// A study of the rivals: from the week after it, tactics that find gaps aim at the gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RivalAnalysis {
    pub week: u32,
    /// minor units
    pub cost: i64,
}

impl Rival {
    /// V in a segment; absent: nobody there ever chooses it.
    pub fn attraction_in(&self, segment: usize) -> Option<NumberId> {
        self.attraction_by_segment.get(segment).copied().flatten().or(self.attraction)
    }

    /// Does anybody ever choose it?
    pub fn is_chosen(&self) -> bool {
        self.attraction.is_some() || self.attraction_by_segment.iter().any(Option::is_some)
    }
}

/// The gap: the segment in which all rivals together weigh least, of several alike the first; `weights` are `Σ_r e^{V_r}` by segment.
pub fn gap(weights: &[f64]) -> Option<usize> {
    let weakest = |a: &(usize, &f64), b: &(usize, &f64)| a.1.total_cmp(b.1);
    weights.iter().enumerate().min_by(weakest).map(|(segment, _)| segment)
}

/// How the voice of rivals drowns ours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Voice {
    /// γ
    pub interference: NumberId,
    /// share of voice at which bought contacts have just their force; absent is 1
    pub reference: Option<NumberId>,
}

/// Media money of a rival in a week: `w₀ + r·u`, u our bought media money of the week before.
pub fn spend(usual: f64, reacts: f64, ours_before: f64) -> f64 {
    usual + reacts * ours_before
}

/// Share of voice: `u / (u + w)`, our part of all bought media money of a week; 0 where nobody speaks.
pub fn share_of_voice(ours: f64, theirs: f64) -> f64 {
    if ours > 0.0 { ours / (ours + theirs) } else { 0.0 }
}

/// Force of a bought contact among those of rivals: `(SOV/SOV₀)^γ`; exactly 1 with γ = 0. Never more where rivals say more.
///
/// Source: that competing messages within the week interfere, and how they hurt: Danaher, Bonfrer & Dhar, "The effect of
/// competitive advertising interference on sales for packaged goods", Journal of Marketing Research 45, 2008. The form is a
/// power for want of a better one.
pub fn force(share: f64, reference: f64, interference: f64) -> f64 {
    libm::pow(share / reference, interference)
}

/// Hazard to be lost to a rival: `k·√(w/w₀)`, the law of Lanchester as Kimball and Little have it for advertising; 0 where
/// it spends nothing as a rule.
///
/// - `per_week` k: the hazard at its usual money w₀
///
/// Source: Kimball, "Some industrial applications of military operations research methods", Operations Research 5, 1957; Little,
/// "Aggregate advertising models: the state of the art", Operations Research 27, 1979.
pub fn taken(per_week: f64, usual: f64, now: f64) -> f64 {
    if usual > 0.0 { per_week * libm::sqrt(now / usual) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_who_speaks_is_no_share_and_no_force_is_lost_without_interference() {
        assert_eq!(share_of_voice(0.0, 0.0), 0.0);
        assert_eq!(share_of_voice(0.0, 7.0), 0.0);
        assert_eq!(share_of_voice(3.0, 0.0), 1.0);
        assert_eq!(share_of_voice(3.0, 9.0), 0.25);
        for share in [0.0, 0.1, 1.0] {
            assert_eq!(force(share, 0.3, 0.0).to_bits(), 1f64.to_bits());
        }
        assert_eq!(force(0.25, 0.25, 0.7), 1.0);
        assert!((force(0.25, 1.0, 0.5) - 0.5).abs() < 1e-15);
    }

    #[test]
    fn the_gap_is_where_rivals_weigh_least_and_of_several_alike_the_first() {
        assert_eq!(gap(&[3.0, 1.0, 2.0, 1.0]), Some(1));
        assert_eq!(gap(&[2.0, 2.0]), Some(0));
        assert_eq!(gap(&[]), None);
    }

    #[test]
    fn a_louder_rival_never_helps() {
        let forces: Vec<f64> =
            (0..50).map(|w| force(share_of_voice(4.0, f64::from(w)), 0.3, 0.6)).collect();
        assert!(forces.windows(2).all(|pair| pair[1] < pair[0]));
        let takes: Vec<f64> = (0..50).map(|w| taken(0.02, 5.0, f64::from(w))).collect();
        assert!(takes.windows(2).all(|pair| pair[1] > pair[0]));
        assert_eq!(taken(0.02, 5.0, 5.0), 0.02);
        assert_eq!(taken(0.02, 0.0, 0.0), 0.0);
        assert_eq!((spend(5.0, 0.0, 9.0), spend(5.0, 0.5, 9.0)), (5.0, 9.5));
    }

    /// V38: dM/dt = k₁√u·(1 − M) − k₂√w·M with k₁ = .3, k₂ = .2, u = 4, w = 1, M₀ = .2, in steps of .01 of moves that compete.
    #[test]
    fn small_steps_follow_lanchester() {
        let (win, lose, step) = (taken(0.3, 1.0, 4.0), taken(0.2, 1.0, 1.0), 0.01);
        let share = |hazard: f64| -libm::expm1(-hazard * step);
        let mut m = 0.2;
        let mut path = vec![m];
        for _ in 0..5000 {
            m += share(win) * (1.0 - m) - share(lose) * m;
            path.push(m);
        }
        for (t, want) in [
            (100, 0.502_869_07),
            (200, 0.638_956_92),
            (500, 0.739_926_40),
            (1000, 0.749_815_50),
            (5000, 0.75),
        ] {
            assert!((path[t] - want).abs() < 1e-3, "{t}: {} for {want}", path[t]);
        }
    }
}
