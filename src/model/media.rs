//! Media: what a week's budget buys, and how many contacts that means for a person (M1).
//!
//! Amounts are in minor units of the currency, unit costs in units of the currency; people are simulated customers,
//! each standing for `people_per_customer` real ones.

use super::money::{to_minor, whole_units};

/// What 1000 impressions cost, and how that rises with the budget of a week (M5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// c of a week that spends the reference budget
    pub per_thousand: f64,
    /// ε in `[0, 1)`; 0 is one price for any budget
    pub exponent: f64,
    /// B₀ > 0, in the unit of the budgets asked about
    pub reference: f64,
}

impl Price {
    /// The price of 1000 impressions in a week with this budget: `c·(B/B₀)^ε`; cheaper than c below B₀.
    ///
    /// Impressions then grow as `B^{1−ε}`: the cheap ones are bought first.
    pub fn at(&self, budget: f64) -> f64 {
        self.per_thousand * libm::pow(budget / self.reference, self.exponent)
    }
}

impl Price {
    /// The price of 1000 of so many impressions, where a limit on them leaves part of the budget: that of a week whose budget is
    /// what they cost, `c·(I·c/(1000·B₀))^{ε/(1−ε)}`, which solves `I·x/1000 = B, x = c·(B/B₀)^ε`.
    pub fn of(&self, impressions: f64) -> f64 {
        let usual = impressions * self.per_thousand / 1000.0;
        self.per_thousand * libm::pow(usual / self.reference, self.exponent / (1.0 - self.exponent))
    }
}

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

/// Most impressions that are bought for those aimed at, whole: as many as give each of `people` who can be reached `most`
/// on average, when the share `precision` falls on them.
pub fn most_impressions(most: f64, people: f64, audience: f64, precision: f64) -> f64 {
    libm::floor(most * people * audience / precision)
}

/// What a week of direct messages costs: each is written once and sent to each person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sending {
    /// c, minor units for one message to one person
    pub per_send: f64,
    /// F, minor units for writing one message
    pub per_issue: f64,
    /// messages of a week to each person
    pub sends_per_week: u32,
}

impl Sending {
    /// How many simulated customers a budget can send to: `⌊(budget − n·F)/(c · n · people_per_customer)⌋`; below 1
    /// nothing is written.
    ///
    /// - `cap`: most messages that a person gets in a week; n is that, or `sends_per_week` if it is fewer
    pub fn customers(&self, budget_minor: i64, people_per_customer: u32, cap: Option<u32>) -> f64 {
        let per_person = self.per_send * self.messages(cap);
        whole_units(budget_minor, self.writing(cap), per_person * f64::from(people_per_customer))
    }

    /// What so many contacts cost, `n·F + contacts·c` in whole minor units, at most the budget; nothing if there are none.
    pub fn cost(&self, contacts: u64, budget_minor: i64, cap: Option<u32>) -> i64 {
        if contacts == 0 {
            return 0;
        }
        to_minor(self.writing(cap) + count_f64(contacts) * self.per_send).min(budget_minor)
    }

    fn writing(&self, cap: Option<u32>) -> f64 {
        self.messages(cap) * self.per_issue
    }

    /// n: messages of a week that a person can get.
    fn messages(&self, cap: Option<u32>) -> f64 {
        f64::from(cap.map_or(self.sends_per_week, |cap| cap.min(self.sends_per_week)))
    }
}

/// Share of searching people whom the bids can reach: `min(query_share, money/(cost_per_click · O))`, and whether the money
/// is what limits it.
///
/// - `open_needs` O: expected searching people, real, weighted by affinity; 0 means that nobody searches
pub fn search_share(
    query_share: f64,
    money_minor: i64,
    cost_per_click_minor: f64,
    open_needs: f64,
) -> (f64, bool) {
    let cost = cost_per_click_minor * open_needs;
    let affordable = to_f64(money_minor) / cost;
    if cost > 0.0 && affordable < query_share { (affordable, true) } else { (query_share, false) }
}

/// What clicks cost, each its price: `clicks · cost_per_click` in whole minor units.
pub fn clicks_cost(clicks: u64, cost_per_click_minor: f64) -> i64 {
    to_minor(count_f64(clicks) * cost_per_click_minor)
}

/// Money for clicks from week to week. How many people click is chance: a week's clicks may cost more than its budget, and the
/// weeks after it have so much less; what chance left of a budget that was the limit is theirs too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClickAccount {
    /// minor units; below 0 more was spent than there was
    left: i64,
}

impl ClickAccount {
    /// What a week with this budget can spend, in minor units: `max(0, budget + left)`; nothing without a budget.
    pub fn money(self, budget_minor: i64) -> i64 {
        if budget_minor > 0 { (budget_minor + self.left).max(0) } else { 0 }
    }

    /// The week's clicks are paid: `left ← left + budget − cost`; where money was not the limit, what nobody clicked for is
    /// lost: `left ← min(left + budget − cost, max(left, 0))`.
    pub fn settle(&mut self, budget_minor: i64, cost_minor: i64, money_is_the_limit: bool) {
        let left = self.left + budget_minor - cost_minor;
        self.left = if money_is_the_limit { left } else { left.min(self.left.max(0)) };
    }
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

    /// V39: CPM = 10·(S/10⁴)^¼ for S = 1, 2, 4·10⁴; impressions are whole.
    #[test]
    fn impressions_grow_more_slowly_than_the_budget() {
        let price = Price { per_thousand: 1000.0, exponent: 0.25, reference: 1e6 };
        for (budget, want) in [(1, 1_000_000.0), (2, 1_681_792.83), (4, 2_828_427.12)] {
            let budget = budget * 1_000_000;
            let found = impressions(budget, price.at(to_f64(budget)));
            assert!((found - libm::floor(want)).abs() <= 1e-6 * want, "{found} for {want}");
        }
    }

    #[test]
    fn impressions_have_the_price_of_the_budget_that_they_cost() {
        let price = Price { per_thousand: 500.0, exponent: 0.3, reference: 2500.0 };
        for spend in [100.0, 2500.0, 70_000.0] {
            let each = price.at(spend);
            let found = price.of(1000.0 * spend / each);
            assert!((found - each).abs() <= 1e-12 * each, "{found} for {each}");
        }
        let flat = Price { exponent: 0.0, ..price };
        assert_eq!(flat.of(77.7).to_bits(), 500f64.to_bits());
    }

    #[test]
    fn without_an_exponent_the_price_is_one_bit_for_bit() {
        let price = Price { per_thousand: 1234.5, exponent: 0.0, reference: 7.0 };
        for budget in [0.0, 1.0, 999_999.0] {
            assert_eq!(price.at(budget).to_bits(), 1234.5f64.to_bits());
        }
    }

    #[test]
    fn a_budget_is_never_overspent() {
        for budget in [0, 1, 99, 12_345] {
            let i = impressions(budget, 1234.5);
            assert!(impressions_cost(i, 1234.5, budget) <= budget);
        }
    }

    #[test]
    fn each_click_is_paid_and_chance_of_one_week_is_made_up_for_in_the_next() {
        assert_eq!(clicks_cost(1_000, 150.5), 150_500);
        assert_eq!(search_share(0.4, 100, 2.0, 500.0), (0.1, true));
        assert_eq!(search_share(0.4, 1_000, 2.0, 500.0), (0.4, false));
        assert_eq!(search_share(0.4, 1_000, 2.0, 0.0), (0.4, false), "nobody searches");
        let mut account = ClickAccount::default();
        account.settle(100, 130, true);
        assert_eq!((account.money(100), account.money(20), account.money(0)), (70, 0, 0));
        account.settle(100, 60, true);
        assert_eq!(account.money(100), 110, "10 were left by chance");
        account.settle(100, 40, false);
        assert_eq!(account.money(100), 110, "60 found nobody who clicked");
        account.settle(100, 125, false);
        assert_eq!(account.money(100), 85);
        account.settle(100, 0, false);
        assert_eq!(account.money(100), 100, "an idle week pays what was overspent");
    }

    #[test]
    fn a_message_is_written_once_and_sent_to_each() {
        let mail = Sending { per_send: 2.0, per_issue: 500.0, sends_per_week: 3 };
        assert_eq!(mail.customers(2_100, 10, None), 10.0);
        assert_eq!(mail.cost(300, 2_100, None), 2_100);
        assert_eq!(mail.cost(30, 2_100, None), 1_560);
        assert_eq!(mail.cost(0, 2_100, None), 0, "nobody to write to");
        assert!(mail.customers(1_559, 10, None) < 1.0, "no message that nobody gets");
        assert_eq!(mail.cost(20, 2_100, Some(2)), 1_040, "what a cap drops is not written");
        assert_eq!(mail.customers(1_040, 10, Some(2)), 1.0, "nor kept for: 2 · 500 + 10 · 2 · 2");
        assert_eq!(mail.cost(30, 2_100, Some(9)), 1_560, "a cap that drops nothing");
    }

    #[test]
    fn impressions_are_spread_over_those_who_can_see_them() {
        assert_eq!(contacts_per_person(500.0, 1000.0, 0.5, 1.0), 1.0);
        assert_eq!(contacts_per_person(500.0, 0.0, 0.5, 1.0), 0.0);
    }
}
