//! `[coordination]`, `message` of tactics, `selection` of segments and `coordination` of strategies: what joined channels change,
//! and who joins them.

use crate::model::{
    Both, Collect, Coordination, LawKind, LeftBehind, Loyalty, Omnichannel, Reach, Scenario,
    Service, Told, Trait,
};

use super::super::problem::Kind;
use super::super::quantity::Quantity;
use super::Check;

const BASKET: &str = "coordination.basket";
const TOLD: &str = "coordination.promotion";
const COLLECT: &str = "coordination.collect";
const SERVICE: &str = "coordination.service";
const WAITED: &str = "satisfaction_loss_per_week_waited";
const ODDS: &str = "coordination.churn_odds";
const KEEPS_MORE: &str = "coordination.keeps_more_share";

impl Check<'_> {
    pub(super) fn coordination(&mut self) -> Option<Coordination> {
        if !self.has("coordination") {
            return None;
        }
        if self.has(ODDS) && self.has(KEEPS_MORE) {
            let hint = "remove one of them: both say how many more stay";
            self.refuse_key(KEEPS_MORE, "no churn_odds beside it", hint);
        }
        let both = |table: &str| Both {
            multichannel: self.needed(&format!("{table}.multichannel")),
            omnichannel: self.needed(&format!("{table}.omnichannel")),
        };
        let of = |word: &str| self.number(&format!("{SERVICE}.{word}"));
        Some(Coordination {
            basket: self.has(BASKET).then(|| LeftBehind {
                abandoned_share: self.needed(&format!("{BASKET}.abandoned_share")),
                kept: both(&format!("{BASKET}.kept")),
            }),
            promotion: self.has(TOLD).then(|| Told {
                elsewhere_share: self.needed(&format!("{TOLD}.elsewhere_share")),
                known: both(&format!("{TOLD}.known")),
                satisfaction_loss: self.number(&format!("{TOLD}.satisfaction_loss")),
            }),
            collect: self.has(COLLECT).then(|| Collect {
                share: both(&format!("{COLLECT}.share")),
                saves_per_order: self.number(&format!("{COLLECT}.saves_per_order")),
                buys_more_share: self.number(&format!("{COLLECT}.buys_more_share")),
            }),
            service: self.has(SERVICE).then(|| Service {
                requests_per_order: self.needed(&format!("{SERVICE}.requests_per_order")),
                handed_over: both(&format!("{SERVICE}.handed_over")),
                cost_per_contact: of("cost_per_contact"),
                contacts_per_week: (self.integer(&format!("{SERVICE}.contacts_per_week")))
                    .and_then(|n| u64::try_from(n).ok()),
                annoys_per_repeat: of("annoys_per_repeat"),
                trust_loss_per_repeat: of("trust_loss_per_repeat"),
                satisfaction_loss_per_repeat: of("satisfaction_loss_per_repeat"),
                satisfaction_loss_per_week_waited: of("satisfaction_loss_per_week_waited"),
            }),
            outage_per_week: self.number("coordination.outage_per_week"),
            loyalty: match self.number(KEEPS_MORE) {
                Some(more) => Some(Loyalty::KeepsMore(more)),
                None => self.number(ODDS).map(Loyalty::Odds),
            },
        })
    }

    /// The decision of a strategy to join its channels.
    pub(super) fn omnichannel(
        &mut self,
        strategy: &str,
        scenario: &Scenario,
    ) -> Option<Omnichannel> {
        let table = format!("{strategy}.coordination.omnichannel");
        if !self.has(&table) {
            return None;
        }
        let setup = format!("{table}.setup_weeks");
        let setup_weeks = self.small(&setup).unwrap_or(0);
        let total = scenario.horizon.total_weeks();
        if self.integer("study.weeks").is_some() && setup_weeks >= total {
            let hint = "it is paid for and never acts";
            self.warn(&setup, format!("fewer than the {total} weeks of the study"), hint);
        }
        Some(Omnichannel {
            setup_weeks,
            setup_cost: self.money_of(&format!("{table}.setup_cost"), scenario),
            weekly_cost: self.money_of(&format!("{table}.weekly_cost"), scenario),
        })
    }

    fn money_of(&mut self, path: &str, scenario: &Scenario) -> i64 {
        let Some(amount) = self.fixed(path) else { return 0 };
        match self.minor_of(amount, scenario) {
            Ok(minor) => minor,
            Err((expected, hint)) => {
                self.refuse(Kind::Rng, path, expected, hint);
                0
            }
        }
    }

    /// Joined channels need something to join, and what joins them somebody who does.
    pub(super) fn coordination_acts(&mut self, scenario: &Scenario) {
        self.selections(scenario);
        self.baskets_and_loyalty(scenario);
        self.minds_of_service();
        self.somewhere_to_collect(scenario);
        if self.may_lack("coordination") || self.any_bad_below("strategy.") {
            return;
        }
        if self.has(TOLD) && scenario.strategies.iter().all(|s| s.promotions.is_empty()) {
            let hint = "no strategy takes anything off the price: it never acts";
            self.warn_found(TOLD, "no promotions", "promotions in some strategy, as a rule", hint);
        }
        let joins = scenario.strategies.iter().any(|s| s.omnichannel.is_some());
        let of_joined = ["outage_per_week", "churn_odds", "keeps_more_share"];
        if !joins {
            for path in of_joined.map(|word| format!("coordination.{word}")) {
                if self.has(&path) {
                    let expected = "coordination = { omnichannel = … } in some strategy, as a rule";
                    self.warn(&path, expected, "no strategy joins its channels: it never acts");
                }
            }
        }
        for tactic in &scenario.tactics {
            let Some(message) = &tactic.message else { continue };
            let path = format!("tactic.{}.message", tactic.id);
            let others = scenario.tactics.iter().filter(|t| t.id != tactic.id);
            if !others.map(|t| t.message.as_ref()).any(|m| m == Some(message)) {
                let hint = "no other tactic has this message: nobody repeats it";
                self.warn(&path, "the same message in another tactic, as a rule", hint);
            } else if !joins {
                let expected = "coordination = { omnichannel = … } in some strategy, as a rule";
                self.warn(&path, expected, "no strategy joins its channels: it never acts");
            }
        }
        let shares = scenario.tactics.iter().any(|t| t.message.is_some());
        let idle = scenario.strategies.iter().filter(|s| s.omnichannel.is_some());
        if scenario.coordination.is_none() && !shares {
            for strategy in idle {
                let path = format!("strategy.{}.coordination", strategy.id);
                let hint = "without a [coordination] or a message that tactics share it costs and does nothing";
                self.warn_found(&path, "omnichannel", "something that it joins, as a rule", hint);
            }
        }
    }

    /// Whom selection tells apart: people with needs of their own.
    fn selections(&mut self, scenario: &Scenario) {
        for segment in &scenario.segments {
            let path = format!("segment.{}.selection", segment.id);
            let varied = matches!(segment.needs_per_year, Some(Trait::Each(_)));
            let needs = format!("segment.{}.needs_per_year", segment.id);
            if self.has(&path) && !varied && !self.is_bad(&needs) && !self.is_misspelt_path(&needs)
            {
                let hint = "give needs_per_year = { each = … }, or remove selection";
                let expected = "needs that differ between customers: else nobody is a heavy buyer";
                self.refuse_key(&path, expected, hint);
            }
        }
    }

    /// A basket needs a need, and loyalty somebody who can leave; nor can more customers be kept than there are.
    fn baskets_and_loyalty(&mut self, scenario: &Scenario) {
        if self.has(BASKET) && !scenario.has_needs() && !self.any_bad_below("segment.") {
            let hint = "give a segment needs_per_year, or remove the table";
            self.refuse_key(BASKET, "needs_per_year: without needs no basket is filled", hint);
        }
        const LEAVE: [&str; 2] = ["offer.dropout_per_purchase", "offer.contract.churn_per_renewal"];
        let leaves = LEAVE.iter().any(|p| self.has(p)) || self.may_lack("offer");
        let in_time = self.has("offer.dropout_per_week");
        let hint = "give the offer dropout_per_purchase or a contract, or remove this";
        let at_a_moment = "customers who can be lost after an order or at a renewal";
        for (path, leaves, hint) in [
            (
                ODDS,
                leaves || in_time,
                "give the offer dropout_per_purchase, dropout_per_week or a contract, or remove this",
            ),
            (KEEPS_MORE, leaves, hint),
        ] {
            if self.has(path) && !leaves && !self.any_bad_below("offer.") {
                self.refuse_key(path, at_a_moment, hint);
            }
        }
        let Some(most) = self.quantity(KEEPS_MORE).and_then(|q| self.bounds(q)).map(|b| b.1) else {
            return;
        };
        for path in LEAVE {
            let Some(least) = self.quantity(path).and_then(|q| self.bounds(q)).map(|b| b.0) else {
                continue;
            };
            let kept = (1.0 + most) * (1.0 - least);
            if kept > 1.0 {
                let (times, stay) = (1.0 + most, 1.0 - least);
                let found = match most.is_finite() {
                    true => format!("{times:.4} × {stay:.4} = {kept:.4} of the customers"),
                    false => format!("no upper end, × {stay:.4} of the customers"),
                };
                let expected = "(1 + keeps_more_share) × (1 − churn) of at most 1";
                let hint = format!(
                    "more customers kept than there are, at the least {path} that the numbers can \
                     take; use churn_odds, which can be any number"
                );
                self.refuse_found(Kind::Con, KEEPS_MORE, found, expected, hint);
            }
        }
    }

    /// Least and largest value that a number can take, whatever is not known.
    fn bounds(&self, quantity: &Quantity) -> Option<(f64, f64)> {
        let (kind, params) = match quantity {
            Quantity::Same(law) => (law.kind, law.params.map(|x| (x, x))),
            Quantity::Each(spread) | Quantity::EachOrder(spread) => {
                let mut params = [(0.0, 0.0); 3];
                for (slot, path) in params.iter_mut().zip(&spread.paths) {
                    let law = self.reading.rows.get(path)?.law;
                    *slot = self.bounds(&Quantity::Same(law))?;
                }
                (spread.kind, params)
            }
        };
        let [a, b, c] = params;
        Some(match kind {
            LawKind::Point => a,
            LawKind::Uniform => (a.0, b.1),
            LawKind::Triangular | LawKind::FromFile => (a.0, c.1),
            LawKind::Beta | LawKind::LogitNormalInterval => (0.0, 1.0),
            LawKind::LognormalInterval | LawKind::Lognormal | LawKind::Gamma => {
                (0.0, f64::INFINITY)
            }
            LawKind::Normal | LawKind::NormalInterval => (f64::NEG_INFINITY, f64::INFINITY),
        })
    }

    /// Orders are fetched from a shop, and something comes of it.
    fn somewhere_to_collect(&mut self, scenario: &Scenario) {
        if !self.has(COLLECT) {
            return;
        }
        let shop = scenario.tactics.iter().any(|t| matches!(t.reach, Reach::Store { .. }));
        if !shop && !self.may_lack("tactic") && !self.any_bad_below("tactic.") {
            let hint = "add a shop, or remove [coordination.collect]";
            let expected = "a tactic with reach store: there is nowhere to fetch an order";
            self.refuse_key(COLLECT, expected, hint);
        }
        let saves = format!("{COLLECT}.saves_per_order");
        let unit_cost = self.centre("offer.unit_cost").unwrap_or(0.0);
        if self.centre(&saves).is_some_and(|saves| saves > unit_cost) {
            let expected =
                "at most offer.unit_cost, of which driving an order is a part, as a rule";
            let hint = "an order of one unit then costs less than nothing where it is fetched";
            self.warn(&saves, expected, hint);
        }
        let words = ["saves_per_order", "buys_more_share"];
        if words
            .iter()
            .all(|w| !self.has(&format!("{COLLECT}.{w}")) && !self.is_misspelt(COLLECT, w))
        {
            let hint = "give one of them, or remove the table";
            let expected = "saves_per_order or buys_more_share: else nothing comes of it";
            self.refuse_key(COLLECT, expected, hint);
        }
    }

    /// What repeated requests and missed prices do to minds needs the minds.
    fn minds_of_service(&mut self) {
        for (of, word, table) in [
            (SERVICE, "annoys_per_repeat", "annoyance"),
            (SERVICE, "trust_loss_per_repeat", "trust"),
            (SERVICE, "satisfaction_loss_per_repeat", "satisfaction"),
            (SERVICE, WAITED, "satisfaction"),
            (TOLD, "satisfaction_loss", "satisfaction"),
        ] {
            let path = format!("{of}.{word}");
            if self.acts(&path) && !self.has(table) && !self.may_lack(table) {
                let hint = format!("give a [{table}], or remove {word}");
                self.refuse_key(&path, format!("a [{table}]: without one it has no effect"), hint);
            }
        }
        let (waited, staff) =
            (format!("{SERVICE}.{WAITED}"), format!("{SERVICE}.contacts_per_week"));
        if self.acts(&waited) && !self.has(&staff) && !self.may_lack(&staff) {
            let expected = "contacts_per_week: staff without a limit lets nobody wait";
            self.refuse_key(&waited, expected, "give contacts_per_week, or remove it");
        }
    }
}
