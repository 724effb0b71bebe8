//! A small market, lived with and without each tactic of each strategy: what it reaches, costs and brings.

use crate::engine::{Engine, Isa, Outcome, Serial, TacticRow};
use crate::model::{Reach, Scenario, World};

use super::estimate::Estimate;
use super::line::LineFacts;
use super::money::whole;
use super::unspent::{Left, Lived, unspent};

/// Customers of the small market, about.
const TYPICAL_CUSTOMERS: u64 = 5_000;
/// How often it is lived, each time with other luck: errors come from the differences. A market that cannot be made small
/// is lived less often, so that it does not take long.
const MOST_LIVES: u64 = 8;
const LEAST_LIVES: u64 = 2;

/// A tactic in a strategy, in a typical world; errors are those of chance, over lives of the small market.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    pub strategy: usize,
    pub tactic: usize,
    /// currency over the study
    pub budget: f64,
    /// currency over the study, without the rewards of a referral programme, which no contact brings
    pub spend: Estimate,
    /// those rewards, currency over the study; 0 without
    pub rewards: Estimate,
    /// per customer of the market and week of media
    pub contacts_per_week: Estimate,
    /// share of customers with a contact
    pub reached: Estimate,
    /// contacts of a reached customer in a week of media
    pub contacts_per_reached_week: Estimate,
    /// currency; none without contacts
    pub cost_per_contact: Estimate,
    /// forward moves that were its part of the draw, per 1000 contacts
    pub moves_per_thousand: Estimate,
    /// absent where it has no staff
    pub line: Option<LineFacts>,
    /// orders beyond those of the same strategy without it, per contact
    pub orders_per_contact: Estimate,
    /// customers with a first order beyond those of the same strategy without it, per contact
    pub customers_per_contact: Estimate,
    /// such orders, and such customers, simulated, of all lives: below a few dozen they are mostly chance
    pub more_orders: i64,
    pub more_customers: i64,
    /// why money of its budget was left in the small market
    pub left: Vec<Left>,
    /// real people for each customer of the small market
    pub people: u32,
}

/// How often a market is lived.
pub(super) fn lives(small: &Scenario) -> u32 {
    let lives = (MOST_LIVES * TYPICAL_CUSTOMERS / small.n_customers().max(1))
        .clamp(LEAST_LIVES, MOST_LIVES);
    u32::try_from(lives).unwrap_or(1)
}

/// The same market with fewer simulated customers, each for more people; one whose customers come in, or wait in
/// a line, stays as it is.
pub(super) fn smaller(scenario: &Scenario) -> Scenario {
    let mut small = scenario.clone();
    let factor = scenario.n_customers() / TYPICAL_CUSTOMERS;
    let people = u64::from(scenario.market.people_per_customer).saturating_mul(factor);
    let enters = scenario.segments.iter().any(|s| s.entry.is_some())
        || scenario.tactics.iter().any(|t| matches!(t.reach, Reach::People(_)));
    if let (true, false, Ok(people)) = (factor > 1, enters, u32::try_from(people)) {
        small.market.people_per_customer = people;
        for segment in &mut small.segments {
            let n = u64::from(segment.n_customers).div_ceil(factor);
            segment.n_customers = u32::try_from(n).unwrap_or(segment.n_customers);
        }
    }
    small
}

/// Lives every strategy, and every strategy without each of its tactics.
pub(super) fn used(scenario: &Scenario, typical: &World, isa: Isa, lives: u32) -> Vec<Used> {
    let weeks = scenario.horizon.weeks;
    let mut tried = scenario.clone();
    let mut found = Vec::new();
    for (s, strategy) in scenario.strategies.iter().enumerate() {
        let spending: Vec<usize> =
            (0..scenario.tactics.len()).filter(|&t| strategy.total_budget(t, weeks) > 0).collect();
        if spending.is_empty() {
            continue;
        }
        tried.strategies = vec![strategy.clone()];
        for &t in &spending {
            let mut without = strategy.clone();
            without.weekly_budget[t] = 0;
            without.flights.retain(|f| f.tactic != t);
            tried.strategies.push(without);
        }
        let engine = Engine::new(&tried, typical, 0, isa);
        // By life, by strategy tried.
        let outcomes: Vec<Vec<Outcome>> = (0..lives)
            .map(|life| {
                let traits = engine.traits(life, &Serial);
                let lived = (0..tried.strategies.len())
                    .filter_map(|s| engine.history(&traits, s, None, &Serial, &mut |_, _| {}));
                lived.map(|(outcome, _)| outcome).collect()
            })
            .collect();
        for (at, &t) in spending.iter().enumerate() {
            let pairs: Vec<(&Outcome, &Outcome)> = (outcomes.iter())
                .filter_map(|lived| Some((lived.first()?, lived.get(at + 1)?)))
                .collect();
            found.push(one_use(scenario, typical, (s, t), &pairs));
        }
    }
    found
}

/// - `pairs`: by life, with the tactic and without it
fn one_use(
    scenario: &Scenario,
    typical: &World,
    (s, t): (usize, usize),
    pairs: &[(&Outcome, &Outcome)],
) -> Used {
    let weeks = f64::from(scenario.horizon.weeks);
    let minor = scenario.market.currency.minor_per_unit();
    let people = f64::from(scenario.market.people_per_customer);
    let customers = whole(scenario.n_customers().into()).max(1.0);
    let orders = |o: &Outcome| o.weeks.iter().map(|w| i128::from(w.orders)).sum::<i128>();
    let of = |what: &dyn Fn(&TacticRow) -> i128| -> Vec<f64> {
        pairs.iter().map(|(with, _)| whole(what(&with.tactics[t]))).collect()
    };
    let per = |numerators: &[f64], denominators: &[f64], factor: f64| {
        Estimate::of_ratio(numerators, denominators, 1).times(factor)
    };
    let contacts = of(&|row| row.contacts.into());
    let reached = of(&|row| row.reach_1plus.into());
    let spend = of(&|row| (row.spend - row.rewards).into());
    let rewards = of(&|row| row.rewards.into());
    let moves = of(&|row| row.moves_caused.into());
    let customers_of = |o: &Outcome| o.weeks.iter().map(|w| i128::from(w.new_customers)).sum();
    let beyond = |count: &dyn Fn(&Outcome) -> i128| -> (Vec<f64>, i64) {
        let more: Vec<i128> =
            pairs.iter().map(|(with, without)| count(with) - count(without)).collect();
        let all = i64::try_from(more.iter().sum::<i128>()).unwrap_or(i64::MAX);
        (more.into_iter().map(whole).collect(), all)
    };
    let (orders_beyond, more_orders) = beyond(&orders);
    let (customers_beyond, more_customers) = beyond(&customers_of);
    let mean = |values: &[f64]| Estimate::of_mean(values, 1).value.unwrap_or(0.0);
    let lived = Lived {
        spend: mean(&spend) / minor,
        contacts: mean(&contacts),
        outages: (0..scenario.horizon.weeks as usize)
            .map(|week| {
                let out = |(with, _): &(&Outcome, &Outcome)| {
                    whole(with.weeks.get(week).map_or(0, |row| row.outage).into())
                };
                mean(&pairs.iter().map(out).collect::<Vec<f64>>())
            })
            .collect(),
    };
    Used {
        strategy: s,
        tactic: t,
        left: unspent(scenario, std::slice::from_ref(typical), (s, t), &lived),
        people: scenario.market.people_per_customer,
        budget: whole(scenario.strategies[s].total_budget(t, scenario.horizon.weeks).into())
            / minor,
        spend: Estimate::of_mean(&spend, 1).times(1.0 / minor),
        rewards: Estimate::of_mean(&rewards, 1).times(1.0 / minor),
        contacts_per_week: Estimate::of_mean(&contacts, 1).times(1.0 / customers / weeks),
        reached: Estimate::of_mean(&reached, 1).times(1.0 / customers),
        contacts_per_reached_week: per(&contacts, &reached, 1.0 / weeks),
        cost_per_contact: per(&spend, &contacts, 1.0 / minor / people),
        line: matches!(scenario.tactics[t].reach, Reach::People(_)).then(|| {
            let lived: Vec<&Outcome> = pairs.iter().map(|(with, _)| *with).collect();
            LineFacts::of(&lived, scenario.horizon.weeks)
        }),
        moves_per_thousand: per(&moves, &contacts, 1000.0),
        orders_per_contact: per(&orders_beyond, &contacts, 1.0),
        customers_per_contact: per(&customers_beyond, &contacts, 1.0),
        more_orders,
        more_customers,
    }
}
