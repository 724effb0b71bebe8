//! Sales staff (M9, M10, M13): so many leads a week each, the others wait; what a call is worth by its wait and its number.

use super::journey::{N_STAGES, Stage};
use super::money::whole_units;
use super::number::{NumberId, World};

/// Staff who call on leads.
#[derive(Clone, Debug, PartialEq)]
pub struct People {
    /// currency per week and member of staff
    pub wage_per_week: NumberId,
    /// calls that one member makes in a week, on average
    pub leads_per_week: NumberId,
    /// stages whose customers are leads
    pub serves: [bool; N_STAGES],
    /// one after the other; empty: one call of full force
    pub attempts: Vec<Attempt>,
    /// absent: waiting costs nothing
    pub force_by_wait: Option<ForceByWait>,
    /// absent: all leads are alike
    pub score: Option<Score>,
}

/// One of the calls that a lead may get.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// share of the full force
    pub force: NumberId,
    /// share of those whose turn it would be who are called; absent is 1
    pub called_share: Option<NumberId>,
}

/// What a wait leaves of the force of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForceByWait {
    /// between an hour and a day
    pub within_day: NumberId,
    /// after more than a day
    pub later: NumberId,
}

/// Points of a lead (M9): what she did, what she needs, who she is.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// for each visit so far, of each tactic the first three; absent is 0
    pub per_visit: Option<NumberId>,
    /// for an open need; absent is 0
    pub open_need: Option<NumberId>,
    /// by segment; absent is 0
    pub profile: Vec<Option<NumberId>>,
    /// fewer points are not called; absent: everybody is
    pub routed_from: Option<NumberId>,
    pub first: First,
}

/// Who is called first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// who has waited longest
    Oldest,
    /// who has most points; of several, who has waited longest
    Best,
}

impl First {
    /// Name in the scenario file.
    pub fn name(self) -> &'static str {
        match self {
            First::Oldest => "oldest",
            First::Best => "best",
        }
    }
}

impl People {
    /// The stages whose customers are leads, in order.
    pub fn stages(&self) -> impl Iterator<Item = Stage> + '_ {
        Stage::ALL.into_iter().filter(|s| self.serves[s.idx()])
    }
}

/// Scoring in one world.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    pub per_visit: f64,
    pub open_need: f64,
    /// by segment
    pub profile: Vec<f64>,
    /// −∞ where everybody is called
    pub routed_from: f64,
    pub first: First,
}

impl Score {
    /// The numbers of one world.
    pub fn at(&self, world: &World) -> Points {
        Points {
            per_visit: world.get_or(self.per_visit, 0.0),
            open_need: world.get_or(self.open_need, 0.0),
            profile: self.profile.iter().map(|&id| world.get_or(id, 0.0)).collect(),
            routed_from: self.routed_from.map_or(f64::NEG_INFINITY, |id| world.get(id)),
            first: self.first,
        }
    }
}

impl Points {
    /// `score = profile_k + per_visit · visits + open_need · 1{a need is open}`.
    pub fn of(&self, segment: usize, visits: u32, open: bool) -> f64 {
        let need = if open { self.open_need } else { 0.0 };
        self.profile[segment] + self.per_visit * f64::from(visits) + need
    }
}

/// Staff that a weekly budget hires: `⌊budget/wage⌋` whole members; both in minor units.
pub fn staff(budget_minor: i64, wage_minor: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "kept within 0 and the largest u32; nobody has so much staff"
    )]
    let staff = whole_units(budget_minor, 0.0, wage_minor).clamp(0.0, f64::from(u32::MAX)) as u32;
    staff
}

/// Hours of a week.
pub const HOURS: f64 = 168.0;

/// What a wait leaves of the force of a call: 1 up to an hour, `within_day` up to 24 hours, then `later`.
///
/// Source: the steps of Oldroyd, McElheran & Elkington, "The short life of online sales leads" (Harvard Business Review, 2011); their
/// sizes there, 1/7 and 1/60, are those of a vendor.
pub fn force_of_wait(wait_weeks: f64, within_day: f64, later: f64) -> f64 {
    match wait_weeks * HOURS {
        hours if hours <= 1.0 => 1.0,
        hours if hours <= 24.0 => within_day,
        _ => later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_staff_is_hired() {
        assert_eq!(staff(449_999, 150_000.0), 2);
        assert_eq!(staff(450_000, 150_000.0), 3);
        assert_eq!(staff(149_999, 150_000.0), 0);
        assert_eq!(staff(i64::MAX >> 10, 1e-9), u32::MAX);
    }

    #[test]
    fn a_call_loses_force_after_an_hour_and_after_a_day() {
        let force = |hours: f64| force_of_wait(hours / HOURS, 0.4, 0.1);
        assert_eq!([0.0, 0.99, 1.01, 23.9, 24.1, 1e6].map(force), [1.0, 1.0, 0.4, 0.4, 0.1, 0.1]);
    }

    #[test]
    fn points_add_up() {
        let points = Points {
            per_visit: 2.0,
            open_need: 5.0,
            profile: vec![0.0, 10.0],
            routed_from: 0.0,
            first: First::Best,
        };
        assert_eq!(points.of(0, 0, false), 0.0);
        assert_eq!(points.of(1, 3, true), 21.0);
    }
}
