//! `[strategy.ID]`: money per tactic and week, and the flights that replace it.

use crate::model::media::Price;
use crate::model::money::to_minor;
use crate::model::{Aim, ClickPrice, Flight, Reach, Scenario, Strategy};

use super::super::problem::Kind;
use super::super::read::Typed;
use super::super::words::did_you_mean;
use super::{Check, MAX_MINOR, is_whole_minor};

/// Most contacts per person and week that a plan may buy at central values: beyond, a number has a slip.
const MAX_CONTACTS: f64 = 1000.0;

impl Check<'_> {
    pub(super) fn strategies(&mut self, scenario: &Scenario) -> Vec<Strategy> {
        let ids = self.below("strategy");
        let mut strategies = Vec::with_capacity(ids.len());
        for id in ids {
            let table = format!("strategy.{id}.weekly_budget");
            let mut weekly_budget = vec![0; scenario.tactics.len()];
            for word in self.below(&table) {
                let path = format!("{table}.{word}");
                if let Some(tactic) = self.tactic(&path, word, scenario)
                    && let Some(amount) = self.amount(&path, tactic, scenario)
                {
                    weekly_budget[tactic] = amount;
                }
            }
            let flights = self.flights(&format!("strategy.{id}"), scenario);
            let paid = |t: usize| {
                weekly_budget[t] > 0 || flights.iter().any(|f| f.tactic == t && f.weekly_budget > 0)
            };
            let bids = self.bids(&format!("strategy.{id}"), scenario, &paid);
            strategies.push(Strategy {
                id: id.to_string(),
                label: self.label("strategy", id),
                weekly_budget,
                flights,
                bids,
                caps: self.caps(&format!("strategy.{id}.caps"), scenario),
                promotions: self.promotions(&format!("strategy.{id}"), scenario),
                research: self.interviews(&format!("strategy.{id}"), scenario),
                redesign_every_weeks: (self.small(&format!("strategy.{id}.redesign_every_weeks")))
                    .unwrap_or(1),
                omnichannel: self.omnichannel(&format!("strategy.{id}"), scenario),
                rival_analysis: self.rival_analysis(&format!("strategy.{id}"), scenario),
                eased: None,
            });
        }
        self.idle(scenario, &strategies);
        strategies
    }

    /// Index of a tactic named at a path.
    fn tactic(&mut self, path: &str, id: &str, scenario: &Scenario) -> Option<usize> {
        let idx = scenario.tactics.iter().position(|t| t.id == id);
        if idx.is_none() && !self.may_lack("tactic") {
            let known: Vec<&str> = scenario.tactics.iter().map(|t| t.id.as_str()).collect();
            let hint = match did_you_mean(id, &known) {
                hint if hint.is_empty() => format!("define [tactic.{id}]"),
                hint => hint,
            };
            let at = self.item(path).map_or(self.texts.end(), |item| item.key_at);
            let found = format!("tactic {id}");
            let problem = self.texts.problem(Kind::Ref, at, path, found, "a tactic of this file");
            self.problems.push(problem.help(hint));
        }
        idx
    }

    /// A weekly amount in minor units, small enough in sum and in what it buys.
    fn amount(&mut self, path: &str, tactic: usize, scenario: &Scenario) -> Option<i64> {
        let amount = self.fixed(path)?;
        match self.minor_of(amount, scenario) {
            Ok(minor) => {
                self.few_contacts(path, &format!("{amount} a week"), amount, tactic, scenario);
                self.site_runs(path, amount, tactic, scenario);
                self.somebody_works(path, amount, tactic, scenario);
                Some(minor)
            }
            Err((expected, hint)) => {
                self.refuse(Kind::Rng, path, expected, hint);
                None
            }
        }
    }

    /// An amount of a week in minor units, or what is needed and what to do.
    pub(super) fn minor_of(
        &self,
        amount: f64,
        scenario: &Scenario,
    ) -> Result<i64, (String, &'static str)> {
        if !self.has("market.currency") || self.is_bad("market.currency") {
            return Ok(i64::from(amount > 0.0));
        }
        let currency = &scenario.market.currency;
        let minor = currency.minor_per_unit();
        if amount * minor * f64::from(scenario.horizon.weeks) > MAX_MINOR {
            let expected = "a budget that can be counted in minor units over all weeks";
            return Err((expected.into(), "check the unit: budgets are in units of the currency"));
        }
        if !is_whole_minor(amount, minor) {
            let expected = format!("at most {} decimals in {}", currency.digits, currency.code);
            return Err((expected, "budgets are whole minor units"));
        }
        Ok(to_minor(amount * minor))
    }

    /// Refuses an amount that buys more contacts than any plan would.
    pub(super) fn few_contacts(
        &mut self,
        path: &str,
        found: &str,
        amount: f64,
        tactic: usize,
        scenario: &Scenario,
    ) {
        if !self.has("market.currency") || self.is_bad("market.currency") {
            return;
        }
        let contacts = self.contacts(amount, tactic, scenario);
        if contacts > MAX_CONTACTS {
            let found = format!("{found}: about {contacts:.0} contacts per person and week");
            let expected = format!("a plan of at most {MAX_CONTACTS} contacts per person and week");
            let hint = "check the budget, cost_per_thousand, audience and people_per_customer";
            self.refuse_found(Kind::Lim, path, found, expected, hint);
        }
    }

    /// A budget that keeps no site, shop or community running is not spent.
    fn site_runs(&mut self, path: &str, amount: f64, tactic: usize, scenario: &Scenario) {
        let tactic = &scenario.tactics[tactic];
        let kind = tactic.reach.name();
        let (Reach::Site { .. } | Reach::Store { .. } | Reach::Community { .. }) = tactic.reach
        else {
            return;
        };
        let cost = self.centre(&format!("tactic.{}.reach.{kind}.cost_per_week", tactic.id));
        if amount > 0.0 && cost.is_some_and(|cost| amount < cost) {
            let hint = format!(
                "in weeks with less than cost_per_week the {kind} does not run and costs nothing"
            );
            self.warn(path, "at least the cost of a week, as a rule", hint);
        }
    }

    /// A budget that hires nobody is not spent.
    fn somebody_works(&mut self, path: &str, amount: f64, tactic: usize, scenario: &Scenario) {
        let tactic = &scenario.tactics[tactic];
        let Reach::People(_) = tactic.reach else { return };
        let wage = self.centre(&format!("tactic.{}.reach.people.wage_per_week", tactic.id));
        if amount > 0.0 && wage.is_some_and(|wage| amount < wage) {
            let hint = "less than one wage hires nobody and costs nothing";
            self.warn(path, "at least one wage_per_week, as a rule", hint);
        }
    }

    /// Contacts per reachable person and week that an amount buys, at central values; the larger of two groups.
    fn contacts(&self, amount: f64, tactic: usize, scenario: &Scenario) -> f64 {
        let people_of = |chosen: &dyn Fn(usize) -> bool| -> f64 {
            let counted = scenario.segments.iter().enumerate().filter(|(idx, _)| chosen(*idx));
            let customers: f64 = counted.map(|(_, s)| f64::from(s.n_customers)).sum();
            customers * f64::from(scenario.market.people_per_customer)
        };
        let path = |word: &str| {
            let tactic = &scenario.tactics[tactic];
            format!("tactic.{}.reach.{}.{word}", tactic.id, tactic.reach.name())
        };
        let audience = self.centre(&path("audience")).unwrap_or(1.0);
        let price = |cost: f64| Price {
            per_thousand: cost,
            exponent: self.centre(&path("price_rise.exponent")).unwrap_or(0.0),
            reference: self.centre(&path("price_rise.reference_budget")).unwrap_or(1.0),
        };
        let impressions = self
            .centre(&path("cost_per_thousand"))
            .map_or(0.0, |cost| 1000.0 * amount / price(cost).at(amount));
        let per_person = |impressions: f64, people: f64| {
            if people > 0.0 { impressions / (people * audience) } else { 0.0 }
        };
        match &scenario.tactics[tactic].reach {
            Reach::Broadcast { .. } => per_person(impressions, people_of(&|_| true)),
            // How many look, only a run can say; they have a cap of their own.
            Reach::Targeted { aim: Aim::Lookers { .. }, .. } => {
                let precision = self.centre(&path("precision")).unwrap_or(1.0);
                per_person(impressions * (1.0 - precision), people_of(&|_| true))
            }
            Reach::Targeted { aim: Aim::Segments(segments), finds_gaps, .. } => {
                let precision = self.centre(&path("precision")).unwrap_or(1.0);
                let named =
                    per_person(impressions * precision, people_of(&|i| segments.contains(&i)));
                let others = per_person(
                    impressions * (1.0 - precision),
                    people_of(&|i| !segments.contains(&i)),
                );
                // The gap may be any segment.
                let gaps = (0..scenario.segments.len()).filter(|_| *finds_gaps);
                let at_gap =
                    gaps.map(|s| per_person(impressions * precision, people_of(&|i| i == s)));
                at_gap.fold(named.max(others), f64::max)
            }
            Reach::Direct { .. }
            | Reach::Search { .. }
            | Reach::Content { .. }
            | Reach::Site { .. }
            | Reach::Store { .. }
            | Reach::Community { .. }
            | Reach::People(_) => 0.0,
        }
    }

    /// Bids by tactic: where clicks are auctioned and there is money for them, and nowhere else.
    fn bids(
        &mut self,
        strategy: &str,
        scenario: &Scenario,
        paid: &dyn Fn(usize) -> bool,
    ) -> Vec<Option<f64>> {
        let table = format!("{strategy}.bids");
        let auctioned = |t: usize| {
            let price = match &scenario.tactics[t].reach {
                Reach::Search { price, .. } => Some(price),
                _ => None,
            };
            matches!(price, Some(ClickPrice::Auction { .. }))
        };
        let mut bids = vec![None; scenario.tactics.len()];
        for word in self.below(&table) {
            let path = format!("{table}.{word}");
            let Some(tactic) = self.tactic(&path, word, scenario) else { continue };
            if !auctioned(tactic) {
                let hint = "give its reach an auction, or remove the bid";
                self.refuse_key(&path, "a tactic whose clicks are auctioned", hint);
            }
            let minor = scenario.market.currency.minor_per_unit();
            bids[tactic] = self.fixed(&path).map(|bid| bid * minor);
        }
        for (t, tactic) in scenario.tactics.iter().enumerate() {
            let path = format!("{table}.{}", tactic.id);
            let twice = self.has(&format!("tactic.{}.reach.search.cost_per_click", tactic.id));
            if auctioned(t) && paid(t) && !twice && !self.has(&path) {
                let hint = format!("write bids = {{ {} = … }} in [{strategy}]", tactic.id);
                let at = self.item(strategy).map_or(self.texts.end(), |item| item.at);
                let expected = "a bid: its clicks are auctioned, and there is money for them";
                let problem = self.texts.problem(Kind::Mis, at, &path, "nothing", expected);
                self.problems.push(problem.help(hint));
            }
        }
        bids
    }

    /// Caps by channel; only what is sent to a person can be withheld from her.
    fn caps(&mut self, table: &str, scenario: &Scenario) -> Vec<Option<u32>> {
        let mut caps = vec![None; scenario.channels.len()];
        let known: Vec<&str> = scenario.channels.iter().map(|c| c.id.as_str()).collect();
        for channel in self.below(table) {
            let path = format!("{table}.{channel}");
            let Some(idx) = known.iter().position(|k| *k == channel) else {
                if !self.may_lack("tactic") && !self.any_bad_below("tactic.") {
                    let at = self.item(&path).map_or(self.texts.end(), |item| item.key_at);
                    let found = format!("channel {channel}");
                    let expected = "a channel of a tactic of this file";
                    let problem = self.texts.problem(Kind::Ref, at, &path, found, expected);
                    self.problems.push(problem.help(did_you_mean(channel, &known)));
                }
                continue;
            };
            let direct = |t: &crate::model::Tactic| matches!(t.reach, Reach::Direct { .. });
            if !scenario.tactics.iter().any(|t| t.channel == idx && direct(t)) {
                let hint = "remove it: bought impressions and clicks are not sent to anybody";
                self.refuse_key(&path, "a channel with a direct tactic", hint);
            }
            caps[idx] = self.small(&path);
        }
        caps
    }

    /// Weeks of a strategy with a budget of their own, typed or listed in a file, in order.
    fn flights(&mut self, strategy: &str, scenario: &Scenario) -> Vec<Flight> {
        let csv = format!("{strategy}.budget_csv");
        let listed = self.budget_csv(&csv, scenario);
        let mut flights: Vec<(Flight, String)> =
            listed.into_iter().map(|flight| (flight, csv.clone())).collect();
        let path = &format!("{strategy}.flights");
        for idx in self.below(path) {
            let row = format!("{path}.{idx}");
            let name = format!("{row}.tactic");
            let Some(id) = self.text(&name) else { continue };
            let Some(tactic) = self.tactic(&name, &id, scenario) else { continue };
            let budget = self.amount(&format!("{row}.weekly_budget"), tactic, scenario);
            let weeks = format!("{row}.weeks");
            let Some(&Typed::Weeks(first, last)) = self.item(&weeks).map(|item| &item.typed) else {
                continue;
            };
            let media = scenario.horizon.weeks;
            if self.integer("study.weeks").is_some() && last > media {
                let hint = if first > media {
                    "this flight never runs"
                } else {
                    "the rest of this flight never runs"
                };
                self.warn(&weeks, format!("weeks up to {media}, the last with media"), hint);
            }
            let weekly_budget = budget.unwrap_or(0);
            flights.push((Flight { tactic, first, last, weekly_budget }, weeks));
        }
        flights.sort_by_key(|(f, _)| (f.tactic, f.first, f.last));
        for pair in flights.windows(2) {
            let [(a, _), (b, weeks)] = pair else { continue };
            if a.tactic == b.tactic && b.first <= a.last {
                let found =
                    format!("weeks {} to {} beside {} to {}", b.first, b.last, a.first, a.last);
                let expected = "flights of one tactic that do not overlap";
                self.refuse_found(Kind::Con, weeks, found, expected, "shorten or join them");
                if *weeks == csv {
                    break;
                }
            }
        }
        flights.into_iter().map(|(flight, _)| flight).collect()
    }
}

/// Does a plan spend anything in its weeks of media?
pub(super) fn spends(strategy: &Strategy, media_weeks: u32) -> bool {
    let runs = |f: &&Flight| f.first <= media_weeks;
    let by_flight = strategy.flights.iter().filter(runs).any(|f| f.weekly_budget > 0);
    let by_week = strategy.weekly_budget.iter().enumerate().any(|(tactic, budget)| {
        let replaced: u32 = strategy
            .flights
            .iter()
            .filter(runs)
            .filter(|f| f.tactic == tactic)
            .map(|f| f.last.min(media_weeks) + 1 - f.first)
            .sum();
        *budget > 0 && replaced < media_weeks
    });
    let asks = strategy.research.iter().any(|r| r.first <= media_weeks);
    let studies = strategy.rival_analysis.is_some_and(|a| a.cost > 0);
    by_flight || by_week || asks || studies || strategy.omnichannel.is_some()
}
