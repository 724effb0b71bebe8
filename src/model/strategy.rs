//! Strategies: what the marketer decides.

use super::journey::Stage;
use super::promotion::PriceOff;

/// A plan: money per tactic and week, and prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Strategy {
    pub id: String,
    pub label: String,
    /// minor units per week, by tactic (index into `Scenario::tactics`); 0 where the plan leaves the tactic out
    pub weekly_budget: Vec<i64>,
    /// weeks in which another budget replaces it; in order of tactic and week, and none of one tactic overlap
    pub flights: Vec<Flight>,
    /// most direct contacts of a person in a week, by channel (index into `Scenario::channels`)
    pub caps: Vec<Option<u32>>,
    /// weeks below the regular price, in order; none overlap
    pub promotions: Vec<PriceOff>,
    /// the stage from which the step is easier; only in copies that ask for the bottleneck
    pub eased: Option<Stage>,
}

/// Weeks `first` to `last`, both included, in which a tactic gets another weekly budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flight {
    pub tactic: usize,
    pub first: u32,
    pub last: u32,
    /// minor units per week
    pub weekly_budget: i64,
}

impl Strategy {
    /// Budget of a tactic in week `week` (from 1), in minor units; 0 after the last week of media.
    pub fn budget(&self, tactic: usize, week: u32, media_weeks: u32) -> i64 {
        if week > media_weeks {
            return 0;
        }
        // The last flight that begins no later: a file may list every week of every tactic.
        let after = self.flights.partition_point(|f| (f.tactic, f.first) <= (tactic, week));
        let begun = after.checked_sub(1).map(|idx| &self.flights[idx]);
        begun
            .filter(|f| f.tactic == tactic && week <= f.last)
            .map_or(self.weekly_budget[tactic], |f| f.weekly_budget)
    }

    /// Money planned for a tactic over the whole study, in minor units.
    pub fn total_budget(&self, tactic: usize, media_weeks: u32) -> i64 {
        (1..=media_weeks).map(|w| self.budget(tactic, w, media_weeks)).sum()
    }

    /// Share of the regular price that is taken off in week `week` (from 1); 0 after the last week of media.
    pub fn price_off(&self, week: u32, media_weeks: u32) -> f64 {
        let runs = |p: &&PriceOff| (p.first..=p.last).contains(&week) && week <= media_weeks;
        self.promotions.iter().find(runs).map_or(0.0, |p| p.share)
    }

    /// Is anything ever taken off?
    pub fn promotes(&self, media_weeks: u32) -> bool {
        self.promotions.iter().any(|p| p.share > 0.0 && p.first <= media_weeks)
    }

    /// Is it the same plan under another name: the same money and price in every week, the same caps?
    pub fn decides_as(&self, other: &Strategy, media_weeks: u32) -> bool {
        // Every decision by name, so that none is forgotten: flights are in the budgets of the weeks.
        let Strategy { id: _, label: _, weekly_budget, flights: _, caps, promotions: _, eased } =
            self;
        let price = |plan: &Strategy, week| plan.price_off(week, media_weeks).to_bits();
        let same_week = |week| {
            let budget = |plan: &Strategy, tactic| plan.budget(tactic, week, media_weeks);
            price(self, week) == price(other, week)
                && (0..weekly_budget.len()).all(|t| budget(self, t) == budget(other, t))
        };
        *caps == other.caps && *eased == other.eased && (1..=media_weeks).all(same_week)
    }

    /// Does the plan spend anything at all?
    pub fn spends(&self, media_weeks: u32) -> bool {
        (0..self.weekly_budget.len()).any(|t| self.total_budget(t, media_weeks) > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flight_replaces_the_budget_and_media_stop_with_the_tail() {
        let s = Strategy {
            id: "s".into(),
            label: "s".into(),
            weekly_budget: vec![100],
            flights: vec![Flight { tactic: 0, first: 2, last: 3, weekly_budget: 7 }],
            caps: vec![None],
            promotions: vec![PriceOff { first: 4, last: 9, share: 0.2 }],
            eased: None,
        };
        let off: Vec<f64> = (3..=6).map(|w| s.price_off(w, 5)).collect();
        assert_eq!(off, [0.0, 0.2, 0.2, 0.0]);
        assert!(s.promotes(5) && !s.promotes(3));
        let found: Vec<i64> = (1..=6).map(|w| s.budget(0, w, 5)).collect();
        assert_eq!(found, [100, 7, 7, 100, 100, 0]);
        assert_eq!(s.total_budget(0, 5), 314);
    }

    /// Seen to fail when caps or prices were not compared, and when the first week stood for all.
    #[test]
    fn two_plans_are_one_if_they_spend_the_same_every_week_under_the_same_caps_at_one_price() {
        let flight = |first, last, weekly_budget| Flight { tactic: 0, first, last, weekly_budget };
        let plan = |weekly: i64, flights: &[Flight], cap| Strategy {
            id: format!("{weekly} {}", flights.len()),
            label: String::new(),
            weekly_budget: vec![weekly],
            flights: flights.to_vec(),
            caps: vec![cap],
            promotions: Vec::new(),
            eased: None,
        };
        let even = plan(7, &[], None);
        assert!(even.decides_as(&plan(0, &[flight(1, 2, 7), flight(3, 5, 7)], None), 5));
        assert!(!even.decides_as(&plan(0, &[flight(1, 4, 7)], None), 5), "not in week 5");
        assert!(even.decides_as(&plan(0, &[flight(1, 4, 7)], None), 4), "the tail is no matter");
        assert!(!even.decides_as(&plan(7, &[], Some(1)), 5));
        let cheaper = Strategy {
            promotions: vec![PriceOff { first: 5, last: 5, share: 0.2 }],
            ..even.clone()
        };
        assert!(!even.decides_as(&cheaper, 5) && even.decides_as(&cheaper, 4));
    }
}
