//! Pacing: the twelve levels of intimacy, and what an ask that skips some of them costs (M12).

use super::journey::{N_STAGES, Stage};
use super::number::NumberId;

/// What an early ask costs, for each level it goes too far; absent is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pacing {
    /// κ_a: the part of an ask in the hazard forward is multiplied by `e^{−κ_a·g}`
    pub acceptance_loss_per_level: Option<NumberId>,
    /// ν: annoyance that a refused early ask adds
    pub annoyance_per_level: Option<NumberId>,
    /// κ_g: its hazard to opt out is multiplied by `e^{κ_g·g}`
    pub opt_out_per_level: Option<NumberId>,
}

/// Highest level of intimacy.
pub const MAX_LEVEL: u8 = 12;

/// Levels that an accepted ask can raise at once: the next one, and one that was skipped.
const STEP: u8 = 2;

impl Stage {
    /// Level that people in this stage have reached: that of the ask which leads into it. Of those lost it says nothing.
    pub fn level(self) -> u8 {
        const LEVELS: [u8; N_STAGES] = [0, 1, 2, 4, 6, 7, 8, 11, 12, 0];
        LEVELS[self.idx()]
    }
}

/// How many levels an ask goes too far: `g = max(0, asked − reached − 2)`; one level may be skipped.
///
/// Source: Morris, "Intimate behaviour", 1971: skipping one of the twelve steps is tolerated, two is too much. How fast
/// they follow one another says nothing.
pub fn gap(asked: u8, reached: u8) -> u8 {
    asked.saturating_sub(reached.saturating_add(STEP))
}

/// Level after an ask was accepted: `max(reached, min(asked, reached + 2))`.
pub fn accepted(asked: u8, reached: u8) -> u8 {
    reached.max(asked.min(reached.saturating_add(STEP))).min(MAX_LEVEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_level_may_be_skipped_and_no_more() {
        assert_eq!([5, 6, 7, 8].map(|asked| gap(asked, 4)), [0, 0, 1, 2]);
        assert_eq!(gap(12, 0), 10);
        assert_eq!(gap(1, 12), 0);
    }

    #[test]
    fn an_accepted_ask_raises_the_level_by_two_at_most_and_never_lowers_it() {
        assert_eq!(accepted(8, 0), 2);
        assert_eq!(accepted(4, 3), 4);
        assert_eq!(accepted(2, 7), 7);
        assert_eq!(accepted(12, 11), 12);
    }

    /// Accepting the ask of each stage in turn never skips more than one level: the journey itself is well paced.
    #[test]
    fn the_journey_itself_is_well_paced_but_for_the_review() {
        let mut level = 0;
        for stage in &Stage::ALL[1..9] {
            let too_far = gap(stage.level(), level);
            assert_eq!(too_far, u8::from(*stage == Stage::Advocate), "{stage:?}");
            level = accepted(stage.level(), level);
        }
    }
}
