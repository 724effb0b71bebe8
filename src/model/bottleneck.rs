//! Which step of the journey holds a plan back? Copies of strategies in which one step is easier.
//!
//! Luck never depends on the strategy, so a copy is paired with its original: all that differs is what the easier step did.

use super::journey::Stage;
use super::scenario::Scenario;

/// Factor on the hazards forward of a step that is easier.
pub const EASIER: f64 = 1.1;

/// One strategy with one step easier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EasedPlan {
    /// the original, index into `Scenario::strategies`
    pub strategy: usize,
    /// where the step starts
    pub stage: Stage,
    /// where its histories are: index into the strategies of the scenario with copies
    pub lived_as: usize,
}

impl Scenario {
    /// The stages from which somebody may step forward by a hazard (of the journey, of a tactic, of talk), in order.
    pub fn steps(&self) -> impl Iterator<Item = Stage> + '_ {
        Stage::ALL.into_iter().filter(|stage| {
            let s = stage.idx();
            let talk = self.word_of_mouth.as_ref();
            self.journey.forward_per_week[s].is_some()
                || self.tactics.iter().any(|t| t.moves[s].is_some())
                || talk.is_some_and(|t| t.moves[s].is_some())
        })
    }
}
