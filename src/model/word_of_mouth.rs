//! Word of mouth (M23): who talks about us moves those who listen, and who left us warns them.

use super::journey::{N_STAGES, Stage};
use super::network::Acquaintances;
use super::number::NumberId;

/// What people say to the people they know.
#[derive(Clone, Debug, PartialEq)]
pub struct WordOfMouth {
    /// people in this stage or a later one, up to promoter, talk about us
    pub talks_from: Stage,
    /// per week, by *from* stage: the hazard forward that is added where everybody one knows talks
    pub moves: [Option<NumberId>; N_STAGES],
    /// per week: the hazard to be lost that is added for [`LISTENERS`] where everybody one knows was lost after an order
    pub warns_per_week: Option<NumberId>,
    pub acquaintances: Acquaintances,
}

/// A referral programme: runs in the weeks in which its tactic has a budget that its medium can use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Referral {
    /// currency for each new customer who came by word of mouth, beside the budget; absent is 0
    pub reward_per_referred: Option<NumberId>,
    /// share by which talk moves more while it runs; absent is 0
    pub lifts_talk: Option<NumberId>,
}

/// Stages whose people listen to warnings: they know of us and have not bought yet.
pub const LISTENERS: std::ops::RangeInclusive<usize> =
    Stage::Aware as usize..=Stage::Excited as usize;

/// Hazard per week that talk adds: `strength · speakers / acquaintances`, 0 without acquaintances.
///
/// A speaker who reaches ν random acquaintances a week, of whom the share π takes it up, has the strength ν·π: the number
/// of calls that reach a person is Poisson with mean ν·π·speakers/acquaintances, and one that is enough.
/// Source: Bass (1969) as competing risks of individuals; Goldenberg, Libai & Muller (2001).
pub fn hazard(strength: f64, speakers: f64, acquaintances: f64) -> f64 {
    if acquaintances > 0.0 { strength * (speakers / acquaintances) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_to_talk_to_is_no_talk() {
        assert!(hazard(0.4, 0.0, 0.0).abs() < 1e-300);
        assert!((hazard(0.4, 3.0, 12.0) - 0.1).abs() < 1e-15);
    }
}
