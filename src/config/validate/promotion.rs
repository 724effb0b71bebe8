//! `[promotion]` and `promotions` of strategies: how people take prices, and which weeks are below the regular one.

use crate::model::{PriceOff, Promotion, Scenario};

use super::super::problem::Kind;
use super::super::read::Typed;
use super::Check;

const OWN: &str = "promotion.lifts_needs";
const CHOICE: &str = "promotion.lifts_choice";
const GAIN: &str = "promotion.gain_lifts_needs";
const LOSS: &str = "promotion.loss_lowers_needs";
const KEPT: &str = "promotion.reference_kept_per_week";
const DEALS: &str = "promotion.deal_buyers_share";
const EXTRA: &str = "promotion.extra_baskets";
const FORWARD: &str = "promotion.brought_forward_share";
const HOME: &str = "promotion.home_stock_lowers_needs";

impl Check<'_> {
    pub(super) fn promotion(&mut self) -> Option<Promotion> {
        self.has("promotion").then(|| Promotion {
            lifts_needs: self.number(OWN),
            lifts_choice: self.number(CHOICE),
            gain_lifts_needs: self.number(GAIN),
            loss_lowers_needs: self.number(LOSS),
            reference_kept_per_week: self.number(KEPT),
            deal_buyers_share: self.number(DEALS),
            extra_baskets: self.small(EXTRA).unwrap_or(0),
            brought_forward_share: self.number(FORWARD),
            home_stock_lowers_needs: self.number(HOME),
        })
    }

    /// Weeks of a strategy below the regular price, in order.
    pub(super) fn promotions(&mut self, strategy: &str, scenario: &Scenario) -> Vec<PriceOff> {
        let path = format!("{strategy}.promotions");
        let mut found: Vec<(PriceOff, String)> = Vec::new();
        for idx in self.below(&path) {
            let weeks = format!("{path}.{idx}.weeks");
            let price_off = format!("{path}.{idx}.price_off");
            let Some(&Typed::Weeks(first, last)) = self.item(&weeks).map(|item| &item.typed) else {
                continue;
            };
            let media = scenario.horizon.weeks;
            if self.integer("study.weeks").is_some() && last > media {
                let hint = if first > media {
                    "this promotion never comes"
                } else {
                    "the rest of this promotion never comes"
                };
                self.warn(&weeks, format!("weeks up to {media}, the last of the plan"), hint);
            }
            let share = self.fixed(&price_off).unwrap_or(0.0);
            self.earns(&price_off, share);
            found.push((PriceOff { first, last, share }, weeks));
        }
        found.sort_by_key(|(p, _)| (p.first, p.last));
        for pair in found.windows(2) {
            let [(a, _), (b, weeks)] = pair else { continue };
            if b.first <= a.last {
                let found =
                    format!("weeks {} to {} beside {} to {}", b.first, b.last, a.first, a.last);
                let expected = "promotions of one strategy that do not overlap";
                self.refuse_found(Kind::Con, weeks, found, expected, "shorten or join them");
            }
        }
        if !found.is_empty() && !self.has("offer") && !self.may_lack("offer") {
            let hint = "give an [offer] with a price, or remove promotions";
            self.refuse_key(&path, "an [offer]: without a price nothing can be taken off", hint);
        }
        found.into_iter().map(|(p, _)| p).collect()
    }

    /// A price below the cost is possible, and rarely meant.
    fn earns(&mut self, path: &str, share: f64) {
        let (price, cost) = (self.law("offer.price"), self.law("offer.unit_cost"));
        if let (Some(price), Some(cost)) = (price, cost)
            && (price.is_point() && cost.is_point())
            && share > 0.0
            && price.params[0] * (1.0 - share) < cost.params[0]
        {
            let hint = "every order at this price loses money";
            self.warn(path, "a price above the unit cost, as a rule", hint);
        }
    }

    /// Every number of `[promotion]` needs what it acts on.
    pub(super) fn promotion_acts(&mut self, scenario: &Scenario) {
        let promoting: Vec<String> = (scenario.strategies.iter())
            .map(|s| format!("strategy.{}.promotions", s.id))
            .filter(|path| self.has(path))
            .collect();
        if scenario.promotion.is_none() {
            if let (Some(path), false) = (promoting.first(), self.may_lack("promotion")) {
                let hint = "nobody buys more for a lower price: say in [promotion] who does";
                self.warn_found(path, "no [promotion]", "a [promotion] beside it, as a rule", hint);
            }
            return;
        }
        if self.any_bad_below("promotion") {
            return;
        }
        let lifts = self.has(OWN) || self.has(GAIN);
        let takes_home =
            scenario.promotion.is_some_and(|p| p.extra_baskets > 0) || self.has(FORWARD);
        let felt = self.has(GAIN) || self.has(LOSS);
        for (path, works, expected) in [
            (KEPT, felt, "gain_lifts_needs or loss_lowers_needs beside it"),
            (
                LOSS,
                self.has(KEPT),
                "reference_kept_per_week beside it: what people expect never falls below the regular price",
            ),
            (
                DEALS,
                takes_home || self.has(EXTRA),
                "extra_baskets or brought_forward_share beside it",
            ),
            (
                FORWARD,
                lifts,
                "lifts_needs or gain_lifts_needs beside it: no order is brought by the price alone",
            ),
            (
                HOME,
                takes_home || self.has(EXTRA),
                "extra_baskets or brought_forward_share beside it: nothing is ever taken home",
            ),
        ] {
            if self.has(path) && !works {
                self.refuse_key(path, expected, "add it, or remove this key: it has no effect");
            }
        }
        if !lifts && !takes_home && !self.has(EXTRA) && !self.has(CHOICE) {
            let expected = "lifts_needs, gain_lifts_needs, lifts_choice or extra_baskets";
            self.refuse_key("promotion", expected, "say what a price does, or remove [promotion]");
        }
        if scenario.offer.as_ref().is_some_and(|o| o.contract.is_some()) {
            for path in [EXTRA, FORWARD] {
                if self.has(path) {
                    let hint = "remove it: who is under contract has no needs";
                    self.refuse_key(path, "no home stock beside a contract", hint);
                }
            }
        }
        if promoting.is_empty() && !self.may_lack("strategy") && !self.any_bad_below("strategy.") {
            let hint = "no strategy takes anything off the price: it never acts";
            let expected = "promotions in some strategy, as a rule";
            self.warn_found("promotion", "no promotions", expected, hint);
        }
    }
}
