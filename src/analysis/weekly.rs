//! Measures week by week, over histories.

use super::estimate::{Estimate, Quantiles};
use super::money::{Ledger, contribution, whole};

/// A measure of `weekly.csv`; `docs/OUTPUTS.md` says what each is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Spend,
    Contacts,
    Orders,
    OrdersCumulative,
    NewCustomers,
    Revenue,
    Contribution,
    NetCumulative,
}

impl Measure {
    pub const ALL: [Measure; 8] = [
        Measure::Spend,
        Measure::Contacts,
        Measure::Orders,
        Measure::OrdersCumulative,
        Measure::NewCustomers,
        Measure::Revenue,
        Measure::Contribution,
        Measure::NetCumulative,
    ];

    /// Name in files.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Spend => "spend",
            Measure::Contacts => "contacts",
            Measure::Orders => "orders",
            Measure::OrdersCumulative => "orders_cumulative",
            Measure::NewCustomers => "new_customers",
            Measure::Revenue => "revenue",
            Measure::Contribution => "contribution",
            Measure::NetCumulative => "net_cumulative",
        }
    }

    /// Is it an amount of money?
    pub fn is_money(self) -> bool {
        matches!(
            self,
            Measure::Spend | Measure::Revenue | Measure::Contribution | Measure::NetCumulative
        )
    }

    fn of(self, ledger: &Ledger<'_>, s: usize, h: usize) -> Vec<f64> {
        let weeks = ledger.weeks(s, h);
        let count = |n: u64| whole(n.into());
        match self {
            Measure::Spend => weeks.iter().map(|w| ledger.units(w.spend.into())).collect(),
            Measure::Contacts => weeks.iter().map(|w| count(w.contacts)).collect(),
            Measure::Orders => weeks.iter().map(|w| count(w.orders)).collect(),
            Measure::OrdersCumulative => {
                let mut sum = 0;
                weeks
                    .iter()
                    .map(|w| {
                        sum += w.orders;
                        count(sum)
                    })
                    .collect()
            }
            Measure::NewCustomers => weeks.iter().map(|w| count(w.new_customers)).collect(),
            Measure::Revenue => weeks.iter().map(|w| ledger.units(w.revenue)).collect(),
            Measure::Contribution => weeks.iter().map(|w| ledger.units(contribution(w))).collect(),
            Measure::NetCumulative => ledger.net_cumulative(s, h),
        }
    }
}

/// One measure in one week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeekAnswer {
    pub mean: Estimate,
    pub quantiles: Quantiles,
}

/// Every measure in every week for one strategy.
pub fn weekly(ledger: &Ledger<'_>, s: usize, per_world: usize) -> Vec<(Measure, Vec<WeekAnswer>)> {
    Measure::ALL
        .into_iter()
        .map(|measure| {
            let by_history: Vec<Vec<f64>> =
                (0..ledger.n_histories()).map(|h| measure.of(ledger, s, h)).collect();
            let weeks = (0..ledger.n_weeks())
                .map(|w| {
                    let values: Vec<f64> = by_history.iter().map(|weeks| weeks[w]).collect();
                    WeekAnswer {
                        mean: Estimate::of_mean(&values, per_world),
                        quantiles: Quantiles::of(&values),
                    }
                })
                .collect();
            (measure, weeks)
        })
        .collect()
}
