//! `[commitment]` and `sells` of tactics: what a small commitment does, and what it costs.

use crate::model::{Commitment, Committed, Scenario, Sells};

use super::super::problem::Kind;
use super::{Check, is_whole_minor};

impl Check<'_> {
    pub(super) fn commitment(&mut self) -> Option<Commitment> {
        self.has("commitment").then(|| Commitment {
            money_factor: self.number("commitment.money_factor"),
            time_factor: self.number("commitment.time_factor"),
        })
    }

    /// What a tactic sells on the way: a tripwire something, any other nothing.
    pub(super) fn sells(&mut self, tactic: &str) -> Option<Sells> {
        let table = format!("tactic.{tactic}");
        let path = format!("{table}.sells");
        let says = self.text(&format!("{table}.says"));
        let is_tripwire = says.as_deref() == Some("tripwire");
        if is_tripwire && !self.has(&path) {
            let hint = "write sells = { price = …, unit_cost = … }";
            self.missing(&table, "sells", "what the tripwire sells, and its price", hint);
        }
        if !is_tripwire && says.is_some() {
            let hint = "let it say tripwire, or remove it; the core offer is in [offer]";
            self.wants(&path, false, "a tactic that says tripwire", hint);
        }
        if is_tripwire {
            let converts = format!("{table}.moves.subscribed");
            let hint = "a tripwire turns leads into buyers: give moves.subscribed, or remove it";
            self.wants(&path, self.has(&converts), "moves.subscribed beside it", hint);
        }
        self.has(&path).then(|| Sells {
            price: self.needed(&format!("{path}.price")),
            unit_cost: self.number(&format!("{path}.unit_cost")),
        })
    }

    /// Each factor needs somebody who is converted in its way; prices are whole minor units.
    pub(super) fn commitment_acts(&mut self, scenario: &Scenario) {
        for tactic in &scenario.tactics {
            let path = format!("tactic.{}.sells.price", tactic.id);
            let currency = &scenario.market.currency;
            let known = self.has("market.currency") && !self.is_bad("market.currency");
            let Some(price) = self.law(&path).filter(|law| known && law.is_point()) else {
                continue;
            };
            if !is_whole_minor(price.params[0], currency.minor_per_unit()) {
                let expected = format!("at most {} decimals in {}", currency.digits, currency.code);
                let hint = "prices are whole minor units; unit_cost may have fractions";
                self.refuse(Kind::Rng, &path, expected, hint);
            }
        }
        if !self.has("commitment") || self.may_lack("tactic") || self.any_bad_below("tactic.") {
            return;
        }
        let converts = |how: Committed| {
            let of = |t: &crate::model::Tactic| {
                let path = format!("tactic.{}.moves.subscribed", t.id);
                t.says.commits() == how && self.has(&path)
            };
            scenario.tactics.iter().any(of)
        };
        let (money, time) = (converts(Committed::Money), converts(Committed::Time));
        let hint = "add such a tactic, or remove this";
        let expected = "a tactic that says tripwire, with moves.subscribed";
        self.wants("commitment.money_factor", money, expected, hint);
        let expected = "a tactic that says commit, with moves.subscribed";
        self.wants("commitment.time_factor", time, expected, hint);
        if self.below("commitment").is_empty() {
            let hint = "give one of them, or remove the table";
            self.refuse_key("commitment", "money_factor or time_factor", hint);
        }
    }
}
