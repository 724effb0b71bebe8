//! Media: what a week's budget buys, and how many contacts that means for a person (M1).
//!
//! Amounts are in minor units of the currency, unit costs in units of the currency; people are simulated customers,
//! each standing for `people_per_customer` real ones.

use super::money::to_minor;

/// Impressions that a budget buys: `⌊1000 · budget / cost_per_thousand⌋`.
pub fn impressions(budget_minor: i64, cost_per_thousand_minor: f64) -> f64 {
    libm::floor(1000.0 * to_f64(budget_minor) / cost_per_thousand_minor)
}

/// What impressions cost, in whole minor units, at most the budget.
pub fn impressions_cost(impressions: f64, cost_per_thousand_minor: f64, budget_minor: i64) -> i64 {
    to_minor(impressions * cost_per_thousand_minor / 1000.0).min(budget_minor)
}

/// Expected contacts per week of a person with affinity 1 who is in the audience:
/// `impressions / (people · audience · mean affinity)`.
///
/// - `people`: real people among whom the impressions fall; 0 when there is nobody: then nobody is reached
pub fn contacts_per_person(
    impressions: f64,
    people: f64,
    audience: f64,
    mean_affinity: f64,
) -> f64 {
    let reachable = people * audience * mean_affinity;
    if reachable > 0.0 { impressions / reachable } else { 0.0 }
}

/// How many simulated customers a budget can send to: `⌊budget / (cost_per_send · sends · people_per_customer)⌋`.
pub fn sendable_customers(
    budget_minor: i64,
    cost_per_send_minor: f64,
    sends_per_week: u32,
    people_per_customer: u32,
) -> f64 {
    let cost_per_customer =
        cost_per_send_minor * f64::from(sends_per_week) * f64::from(people_per_customer);
    libm::floor(to_f64(budget_minor) / cost_per_customer)
}

/// What so many sends cost, in whole minor units, at most the budget.
pub fn sends_cost(sends: u64, cost_per_send_minor: f64, budget_minor: i64) -> i64 {
    to_minor(count_f64(sends) * cost_per_send_minor).min(budget_minor)
}

/// Share of searching people whom the bids can reach: `min(query_share, budget/(cost_per_click · O))`.
///
/// - `open_needs` O: expected searching people, real, weighted by affinity; 0 means that nobody searches
pub fn search_share(
    query_share: f64,
    budget_minor: i64,
    cost_per_click_minor: f64,
    open_needs: f64,
) -> f64 {
    let cost = cost_per_click_minor * open_needs;
    if cost > 0.0 { query_share.min(to_f64(budget_minor) / cost) } else { query_share }
}

/// What clicks cost: `min(budget, clicks · cost_per_click)` in whole minor units.
pub fn clicks_cost(clicks: u64, cost_per_click_minor: f64, budget_minor: i64) -> i64 {
    to_minor(count_f64(clicks) * cost_per_click_minor).min(budget_minor)
}

fn to_f64(minor: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "config bounds budgets below 2^53")]
    let x = minor as f64;
    x
}

fn count_f64(count: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 people are ever simulated")]
    let x = count as f64;
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_never_overspent() {
        for budget in [0, 1, 99, 12_345] {
            let i = impressions(budget, 1234.5);
            assert!(impressions_cost(i, 1234.5, budget) <= budget);
        }
        assert_eq!(clicks_cost(1_000, 150.0, 9_999), 9_999);
    }

    #[test]
    fn impressions_are_spread_over_those_who_can_see_them() {
        assert_eq!(contacts_per_person(500.0, 1000.0, 0.5, 1.0), 1.0);
        assert_eq!(contacts_per_person(500.0, 0.0, 0.5, 1.0), 0.0);
    }
}
