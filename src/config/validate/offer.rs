//! `[offer]`: price, cost, and whether buyers stay; and that no amount of money outgrows its number.

use crate::model::{Contract, Offer, Scenario, Stage, Trait};

use super::super::problem::Kind;
use super::{Check, MAX_MINOR, is_whole_minor};

/// The largest basket that is still plausible, as a multiple of the central one.
const BASKET_SPREAD: f64 = 1000.0;

impl Check<'_> {
    pub(super) fn offer(&mut self) -> Option<Offer> {
        if !self.has("offer") {
            return None;
        }
        let contract = self.has("offer.contract").then(|| Contract {
            renews_every_weeks: self.small("offer.contract.renews_every_weeks").unwrap_or(1),
            churn_per_renewal: self
                .trait_of("offer.contract.churn_per_renewal")
                .unwrap_or(Trait::Same(crate::model::NumberId(0))),
        });
        if contract.is_some() {
            self.contract_stays();
        }
        let leaves = self.has("offer.dropout_per_purchase") || contract.is_some();
        let hint = "give dropout_per_purchase or a contract, or remove this";
        let expected = "dropout_per_purchase or a contract";
        self.wants("offer.churn_odds_per_order", leaves, expected, hint);
        let buys_from = self.text("offer.buys_from").and_then(|name| Stage::from_name(&name));
        Some(Offer {
            price: self.needed("offer.price"),
            unit_cost: self.number("offer.unit_cost"),
            buys_from: buys_from.unwrap_or(Stage::Excited),
            dropout_per_purchase: self.trait_of("offer.dropout_per_purchase"),
            dropout_per_week: self.trait_of("offer.dropout_per_week"),
            churn_odds_per_order: self.number("offer.churn_odds_per_order"),
            contract,
        })
    }

    /// Who is under contract leaves by not renewing or by an exit, and does not step back.
    fn contract_stays(&mut self) {
        for dropout in ["offer.dropout_per_purchase", "offer.dropout_per_week"] {
            if self.has(dropout) {
                let hint = "remove it: under contract, churn_per_renewal says who leaves";
                self.refuse_key(dropout, "no dropout beside a contract", hint);
            }
        }
        for stage in [Stage::Ascended, Stage::Advocate, Stage::Promoter] {
            let back = format!("journey.{}.back_per_week", stage.name());
            let to = format!("journey.{}.back_to", stage.name());
            let target = self.text(&to).and_then(|name| Stage::from_name(&name)).or(stage.before());
            if self.has(&back) && target.is_some_and(|t| t < Stage::Ascended) {
                let path = if self.has(&to) { to } else { back };
                let hint =
                    "a customer under contract can be lost (exit_per_week) but not step back";
                self.refuse_key(&path, "no step back from ascended beside a contract", hint);
            }
        }
    }

    pub(super) fn money(&mut self, scenario: &Scenario) {
        const PRICE: &str = "offer.price";
        let minor = scenario.market.currency.minor_per_unit();
        let currency_known = self.has("market.currency") && !self.is_bad("market.currency");
        let Some(price) = self.law(PRICE) else { return };
        if price.is_point() && currency_known && !is_whole_minor(price.params[0], minor) {
            let code = &scenario.market.currency.code;
            let expected =
                format!("at most {} decimals in {code}", scenario.market.currency.digits);
            let hint = "prices are whole minor units; unit_cost may have fractions";
            self.refuse(Kind::Rng, PRICE, expected, hint);
        }
        let baskets = scenario.segments.iter().map(|s| self.basket_centre(&s.id));
        let extra = scenario.promotion.map_or(0, |p| p.extra_baskets);
        let largest = baskets.fold(1.0, f64::max) * BASKET_SPREAD * f64::from(1 + extra);
        let people = f64::from(scenario.market.people_per_customer);
        if price.centre() * minor * largest * people > MAX_MINOR {
            let expected =
                "price × basket × people_per_customer that can be counted in minor units";
            let hint =
                "use a larger unit of the offer, a smaller basket or fewer people per customer";
            self.refuse(Kind::Rng, PRICE, expected, hint);
        }
        let cost = self.law("offer.unit_cost");
        if cost.is_some_and(|cost| {
            cost.is_point() && price.is_point() && cost.params[0] > price.params[0]
        }) {
            let hint = "every order then loses money";
            self.warn("offer.unit_cost", "a cost below the price, as a rule", hint);
        }
    }

    fn basket_centre(&self, segment: &str) -> f64 {
        let path = format!("segment.{segment}.basket");
        let part = |word: &str| self.centre(&format!("{path}.gamma_gamma.{word}"));
        match (part("p"), part("q"), part("gamma")) {
            (Some(p), Some(q), Some(gamma)) if q > 1.0 => p * gamma / (q - 1.0),
            _ => self.centre(&path).unwrap_or(1.0),
        }
    }
}
