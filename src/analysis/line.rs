//! How long calls wait, and whether a line grows, as a small market lived it.

use super::estimate::{Estimate, mean};
use super::money::whole;
use crate::engine::{Outcome, WeekRow};

/// The line of calls that was lived, of all staff of a strategy together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineFacts {
    /// days that a call of the weeks of media had waited; none where nobody was called
    pub wait_days: Estimate,
    /// calls that wait halfway through the weeks of media, and after the last of them
    pub waiting: [Estimate; 2],
    /// calls made in the last week of media
    pub served: f64,
}

impl LineFacts {
    /// - `outcomes`: by life
    pub(super) fn of(outcomes: &[&Outcome], media_weeks: u32) -> LineFacts {
        let weeks = (media_weeks as usize).max(1);
        let sums: Vec<(f64, f64)> = outcomes
            .iter()
            .map(|o| {
                o.weeks.iter().take(weeks).fold((0.0, 0.0), |(hours, calls), w| {
                    (hours + w.wait_hours, calls + whole(w.leads_served.into()))
                })
            })
            .collect();
        let (hours, calls): (Vec<f64>, Vec<f64>) = sums.into_iter().unzip();
        let at = |week: usize, of: fn(&WeekRow) -> u64| -> Vec<f64> {
            let week = |o: &&Outcome| o.weeks.get(week - 1).map_or(0.0, |w| whole(of(w).into()));
            outcomes.iter().map(week).collect()
        };
        let waiting = |week| Estimate::of_mean(&at(week, |w| w.leads_waiting), 1);
        LineFacts {
            wait_days: Estimate::of_ratio(&hours, &calls, 1).times(1.0 / 24.0),
            waiting: [waiting(weeks.div_ceil(2)), waiting(weeks)],
            served: mean(&at(weeks, |w| w.leads_served)),
        }
    }

    /// Is the line longer than a week of calls, and still growing when the media end? One that nobody serves any more is left.
    pub fn grows(&self) -> bool {
        let [halfway, at_end] = self.waiting.map(|e| e.value.unwrap_or(0.0));
        self.served > 0.0 && at_end > self.served.max(5.0) && at_end > 1.25 * halfway
    }
}
