//! The customer value journey: nine stages and *lost*, and the one equation of a move.

use super::number::{NumberId, World};

/// Where a customer stands with us. The order is the order of the journey; `Lost` stands apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Stage {
    Stranger = 0,
    Aware = 1,
    Engaged = 2,
    Subscribed = 3,
    Converted = 4,
    Excited = 5,
    Ascended = 6,
    Advocate = 7,
    Promoter = 8,
    Lost = 9,
}

/// The four phases of inbound marketing, a roll-up of the stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Attract,
    Convert,
    Close,
    Delight,
    /// gone: no phase of the four
    Gone,
}

/// Number of stages, lost included.
pub const N_STAGES: usize = 10;

impl Stage {
    /// All stages in the order of the journey, lost last.
    pub const ALL: [Stage; N_STAGES] = [
        Stage::Stranger,
        Stage::Aware,
        Stage::Engaged,
        Stage::Subscribed,
        Stage::Converted,
        Stage::Excited,
        Stage::Ascended,
        Stage::Advocate,
        Stage::Promoter,
        Stage::Lost,
    ];

    /// Name in files and reports.
    pub fn name(self) -> &'static str {
        [
            "stranger",
            "aware",
            "engaged",
            "subscribed",
            "converted",
            "excited",
            "ascended",
            "advocate",
            "promoter",
            "lost",
        ][self as usize]
    }

    /// The stage of this name.
    pub fn from_name(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Position in [`Stage::ALL`].
    pub fn idx(self) -> usize {
        self as usize
    }

    /// The phase this stage belongs to.
    pub fn phase(self) -> Phase {
        match self {
            Stage::Stranger | Stage::Aware => Phase::Attract,
            Stage::Engaged | Stage::Subscribed => Phase::Convert,
            Stage::Converted | Stage::Excited => Phase::Close,
            Stage::Ascended | Stage::Advocate | Stage::Promoter => Phase::Delight,
            Stage::Lost => Phase::Gone,
        }
    }

    /// The next stage; promoter and lost have none (a return from lost is not a step forward along the journey).
    pub fn next(self) -> Option<Stage> {
        match self {
            Stage::Promoter | Stage::Lost => None,
            s => Some(Stage::ALL[s.idx() + 1]),
        }
    }

    /// The stage before; stranger and lost have none.
    pub fn before(self) -> Option<Stage> {
        match self {
            Stage::Stranger | Stage::Lost => None,
            s => Some(Stage::ALL[s.idx() - 1]),
        }
    }
}

impl Phase {
    /// Name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Attract => "attract",
            Phase::Convert => "convert",
            Phase::Close => "close",
            Phase::Delight => "delight",
            Phase::Gone => "",
        }
    }
}

/// Natural hazards of the journey by *from* stage, before any tactic; absent is 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journey {
    /// per week, towards the next stage; of `lost`: the return to aware
    pub forward_per_week: [Option<NumberId>; N_STAGES],
    /// per week, towards `back_to`
    pub back_per_week: [Option<NumberId>; N_STAGES],
    /// per week, towards lost
    pub exit_per_week: [Option<NumberId>; N_STAGES],
    /// where a step back leads, where it is not the stage before
    pub back_to: [Option<Stage>; N_STAGES],
    /// share of those who come to be subscribed whose details are false (M8); absent is 0
    pub false_details_share: Option<NumberId>,
}

impl Journey {
    /// Where a step back from `stage` leads.
    pub fn back_target(&self, stage: Stage) -> Option<Stage> {
        self.back_to[stage.idx()].or(stage.before())
    }

    /// The natural hazards in one world: `[exit, back, forward]` by stage.
    pub fn hazards(&self, world: &World) -> [[f64; 3]; N_STAGES] {
        std::array::from_fn(|s| {
            [self.exit_per_week[s], self.back_per_week[s], self.forward_per_week[s]]
                .map(|id| world.get_or(id, 0.0))
        })
    }
}

/// P(anything happens in a week) under total hazard Λ: `1 − e^{−Λ}`.
pub fn p_any(total_hazard: f64) -> f64 {
    -libm::expm1(-total_hazard)
}

/// The hazard per week of a lone weekly probability: `−ln(1 − p)`.
pub fn hazard_of_probability(p: f64) -> f64 {
    -libm::log1p(-p)
}

/// Which of several competing hazards a uniform draw picks, if any: one draw decides whether and which.
///
/// The hazards lie on the draw from 0 upward in the order given (exit, back, natural forward, tactics by id): something
/// happens if `u < 1 − e^{−Λ}`; then event j with `h_1 + … + h_{j−1} ≤ u·Λ/(1 − e^{−Λ}) < h_1 + … + h_j`. A larger
/// last hazard can turn nothing into a forward move, or an exit into a step back or forward, never the other way.
pub fn competing(draw: f64, hazards: &[f64]) -> Option<usize> {
    let total: f64 = hazards.iter().sum();
    let p = p_any(total);
    if draw >= p || total <= 0.0 {
        return None;
    }
    Some(pick(draw * total / p, hazards))
}

/// The event at `position` in `[0, Λ)` along the cumulated hazards; the last positive one where rounding overshoots.
pub fn pick(position: f64, hazards: &[f64]) -> usize {
    let mut cumulated = 0.0;
    let mut last = 0;
    for (event, &hazard) in hazards.iter().enumerate() {
        cumulated += hazard;
        if hazard > 0.0 {
            last = event;
            if position < cumulated {
                return event;
            }
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V37.4: one stage under competing hazards at step 1 equals two steps of half a week.
    #[test]
    fn two_half_weeks_equal_one_week_within_a_stage() {
        let hazards = [0.07, 0.3, 0.02, 0.4];
        let total: f64 = hazards.iter().sum();
        for h in hazards {
            let whole = h / total * p_any(total);
            let half = h / total * p_any(total / 2.0);
            let twice = half + (1.0 - p_any(total / 2.0)) * half;
            assert!((whole - twice).abs() < 1e-12);
        }
    }

    #[test]
    fn each_event_takes_its_share_of_the_draw() {
        let hazards = [0.1, 0.0, 0.25, 0.05];
        let total: f64 = hazards.iter().sum();
        let n = 1_000_000u32;
        let mut counts = [0u32; 4];
        for i in 0..n {
            if let Some(event) = competing((f64::from(i) + 0.5) / f64::from(n), &hazards) {
                counts[event] += 1;
            }
        }
        for (count, h) in counts.iter().zip(hazards) {
            let expected = h / total * p_any(total);
            assert!((f64::from(*count) / f64::from(n) - expected).abs() < 3e-6);
        }
    }

    /// A stronger tactic never makes a leaver of a stayer, nor anything else of a forward move.
    #[test]
    fn more_advertising_only_turns_worse_into_better() {
        let rank = |event: Option<usize>| match event {
            Some(0) => 0, // exit
            Some(1) => 1, // back
            None => 2,
            Some(_) => 3, // forward
        };
        for i in 0..10_000 {
            let u = (f64::from(i) + 0.5) / 10_000.0;
            let mut before = competing(u, &[0.1, 0.05, 0.08, 0.0]);
            for strength in [0.05, 0.2, 1.0, 5.0] {
                let now = competing(u, &[0.1, 0.05, 0.08, strength]);
                assert!(rank(now) >= rank(before) || before.is_none(), "{before:?} became {now:?}");
                assert!(before.is_some() || now.is_none() || rank(now) == 3);
                before = now;
            }
        }
    }

    #[test]
    fn a_lone_probability_and_its_hazard_are_the_same_thing() {
        assert!((p_any(hazard_of_probability(0.0125)) - 0.0125).abs() < 1e-15);
    }
}
