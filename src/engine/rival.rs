//! Rivals of one history (M24): their media money from week to week, our share of voice, whom they take. A handful of numbers
//! for the whole market.

use crate::model::rival::{force, share_of_voice, spend, taken};
use crate::model::{Rival, Scenario, World};

use super::coefficients::{Coefficients, minor_f64};

/// Numbers of one rival in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct RivalOf {
    /// minor units a week
    usual: f64,
    reacts: f64,
    takes_per_week: f64,
}

/// Numbers of interference in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct VoiceOf {
    interference: f64,
    reference: f64,
}

impl RivalOf {
    pub fn new(rival: &Rival, world: &World, minor: f64) -> RivalOf {
        RivalOf {
            usual: world.get_or(rival.weekly_spend, 0.0) * minor,
            reacts: world.get_or(rival.reacts, 0.0),
            takes_per_week: world.get_or(rival.takes_per_week, 0.0),
        }
    }
}

impl VoiceOf {
    /// `None` where nothing interferes.
    pub fn new(scenario: &Scenario, world: &World) -> Option<VoiceOf> {
        let voice = scenario.voice?;
        let interference = world.get(voice.interference);
        let reference = world.get_or(voice.reference, 1.0);
        (interference > 0.0).then_some(VoiceOf { interference, reference })
    }
}

/// Rivals as they stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rivals<'a> {
    coefficients: &'a Coefficients,
    /// our bought media money of the week before, minor units
    ours_before: f64,
}

/// What a week of all voices together does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken {
    /// our share of voice
    pub share: f64,
    /// force of a bought contact
    pub force: f64,
    /// hazard to be lost to a rival, of those who know us
    pub taken: f64,
}

impl Spoken {
    /// Without rivals.
    pub const ALONE: Spoken = Spoken { share: 0.0, force: 1.0, taken: 0.0 };
}

impl<'a> Rivals<'a> {
    /// At the start of a history: we have said nothing yet.
    pub fn new(coefficients: &'a Coefficients) -> Rivals<'a> {
        Rivals { coefficients, ours_before: 0.0 }
    }

    /// A week in which we pay `ours` minor units for bought media.
    pub fn speak(&mut self, ours: i64) -> Spoken {
        if self.coefficients.rivals.is_empty() {
            return Spoken::ALONE;
        }
        let ours = minor_f64(ours);
        let (mut theirs, mut lost) = (0.0, 0.0);
        for of in &self.coefficients.rivals {
            let now = spend(of.usual, of.reacts, self.ours_before);
            theirs += now;
            lost += taken(of.takes_per_week, of.usual, now);
        }
        self.ours_before = ours;
        let share = share_of_voice(ours, theirs);
        let force =
            self.coefficients.voice.map_or(1.0, |of| force(share, of.reference, of.interference));
        Spoken { share, force, taken: lost }
    }
}
