//! Money of histories: incremental to the baseline of the same world and replication, discounted week by week (M29).

use crate::engine::WeekRow;
use crate::model::Scenario;
use crate::model::money::discount_factor;
use crate::study::Histories;

/// Sums of one history, currency units; undiscounted unless the name says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistoryMoney {
    pub orders: u64,
    pub new_customers: f64,
    /// whole minor units, exact
    pub revenue_minor: i128,
    pub contribution_minor: i128,
    pub cost_minor: i128,
    pub incremental_contribution_minor: i128,
    pub incremental_cost_minor: i128,
    pub cost: f64,
    pub incremental_revenue: f64,
    pub incremental_cost: f64,
    /// incremental cost less what tripwires earned beyond those of the baseline: what it took to win customers
    pub incremental_acquisition: f64,
    pub incremental_cost_discounted: f64,
    pub net_discounted: f64,
    /// none where the discounted incremental cost is 0 or negative
    pub roi: Option<f64>,
}

/// The books of a study.
pub struct Ledger<'a> {
    histories: &'a Histories,
    baseline: usize,
    minor: f64,
    /// discount factor of week w at index w − 1
    discount: Vec<f64>,
    money: Vec<Vec<HistoryMoney>>,
}

impl<'a> Ledger<'a> {
    /// Opens the books.
    pub fn new(scenario: &Scenario, histories: &'a Histories) -> Ledger<'a> {
        let discount = (1u32..)
            .take(histories.n_weeks)
            .map(|w| discount_factor(scenario.discount_per_year, w))
            .collect();
        let mut ledger = Ledger {
            histories,
            baseline: scenario.baseline,
            minor: scenario.market.currency.minor_per_unit(),
            discount,
            money: Vec::new(),
        };
        // Scaled copies may stand behind the strategies of the scenario: they have no books.
        ledger.money = (0..scenario.strategies.len())
            .map(|s| (0..ledger.n_histories()).map(|h| ledger.sum(s, h)).collect())
            .collect();
        ledger
    }

    /// Number of (world, replication) pairs.
    pub fn n_histories(&self) -> usize {
        self.histories.n_worlds * self.histories.n_replications
    }

    /// Weeks of the study, tail included.
    pub fn n_weeks(&self) -> usize {
        self.histories.n_weeks
    }

    /// Sums of every history of a strategy.
    pub fn money(&self, strategy: usize) -> &[HistoryMoney] {
        &self.money[strategy]
    }

    /// Weeks of one history.
    pub fn weeks(&self, strategy: usize, history: usize) -> &[WeekRow] {
        self.histories.strategies[strategy].weeks(history)
    }

    /// A whole number of minor units in currency units.
    pub fn units(&self, minor: i128) -> f64 {
        whole(minor) / self.minor
    }

    /// Discounted contribution and cost of each week of a history beyond those of another plan in it, currency units.
    fn beyond(&self, a: usize, b: usize, h: usize) -> impl Iterator<Item = (f64, f64)> {
        let weeks = self.weeks(a, h).iter().zip(self.weeks(b, h));
        weeks.zip(&self.discount).map(|((a, b), d)| {
            let contribution = contribution(a) - contribution(b);
            let cost = i128::from(a.spend) - i128::from(b.spend);
            (d * self.units(contribution), d * self.units(cost))
        })
    }

    /// Incremental contribution and cost of each week, currency units, discounted.
    fn discounted(&self, s: usize, h: usize) -> impl Iterator<Item = (f64, f64)> {
        self.beyond(s, self.baseline, h)
    }

    /// Discounted net of every history of a plan beyond that of another, which may both be copies.
    pub fn net_beyond(&self, a: usize, b: usize) -> Vec<f64> {
        let net =
            |h: usize| self.beyond(a, b, h).map(|(contribution, cost)| contribution - cost).sum();
        (0..self.n_histories()).map(net).collect()
    }

    /// Discounted net up to and including each week.
    pub fn net_cumulative(&self, s: usize, h: usize) -> Vec<f64> {
        let mut net = 0.0;
        self.discounted(s, h)
            .map(|(contribution, cost)| {
                net += contribution - cost;
                net
            })
            .collect()
    }

    /// Discounted incremental cost of each week.
    pub fn incremental_costs(&self, s: usize, h: usize) -> impl Iterator<Item = f64> {
        self.discounted(s, h).map(|(_, cost)| cost)
    }

    /// Discounted net and ROI of the first `until` weeks.
    pub fn net_and_roi(&self, s: usize, h: usize, until: usize) -> (f64, Option<f64>) {
        let (net, cost) = self
            .discounted(s, h)
            .take(until)
            .fold((0.0, 0.0), |(net, sum), (contribution, cost)| {
                (net + (contribution - cost), sum + cost)
            });
        (net, (cost > 0.0).then(|| net / cost))
    }

    fn sum(&self, s: usize, h: usize) -> HistoryMoney {
        let total = |s: usize, f: &dyn Fn(&WeekRow) -> i128| -> i128 {
            self.weeks(s, h).iter().map(f).sum()
        };
        let beyond = |f: &dyn Fn(&WeekRow) -> i128| total(s, f) - total(self.baseline, f);
        let spend = |w: &WeekRow| i128::from(w.spend);
        let revenue = |w: &WeekRow| w.revenue;
        let (net_discounted, roi) = self.net_and_roi(s, h, self.n_weeks());
        let cost_minor = total(s, &spend);
        let incremental_cost_minor = beyond(&spend);
        HistoryMoney {
            orders: self.weeks(s, h).iter().map(|w| w.orders).sum(),
            new_customers: whole(total(s, &|w| w.new_customers.into())),
            revenue_minor: total(s, &revenue),
            contribution_minor: total(s, &contribution),
            cost_minor,
            incremental_contribution_minor: beyond(&contribution),
            incremental_cost_minor,
            cost: self.units(cost_minor),
            incremental_revenue: self.units(beyond(&revenue)),
            incremental_cost: self.units(incremental_cost_minor),
            incremental_acquisition: self
                .units(incremental_cost_minor - beyond(&|w| w.tripwires_earned)),
            incremental_cost_discounted: self.discounted(s, h).map(|(_, cost)| cost).sum(),
            net_discounted,
            roi,
        }
    }
}

/// Revenue less unit cost of a week, minor units.
pub(super) fn contribution(week: &WeekRow) -> i128 {
    week.revenue - week.unit_cost
}

/// A whole number as a real one.
pub(super) fn whole(n: i128) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "figures shown have far fewer than 53 bits")]
    let x = n as f64;
    x
}
