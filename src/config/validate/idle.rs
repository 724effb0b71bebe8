//! What is typed right and does nothing, or the opposite of what people mean by it: warnings, since it may be meant.

use crate::model::{Reach, Says, Scenario, Stage, Strategy, Tactic};

use super::Check;

impl Check<'_> {
    /// - `strategies`: those of the scenario, which does not hold them yet
    pub(super) fn idle(&mut self, scenario: &Scenario, strategies: &[Strategy]) {
        for (idx, tactic) in scenario.tactics.iter().enumerate() {
            let path = format!("tactic.{}", tactic.id);
            let paid = strategies.iter().any(|s| {
                s.weekly_budget.get(idx).is_some_and(|b| *b > 0)
                    || s.flights.iter().any(|f| f.tactic == idx && f.weekly_budget > 0)
            });
            if !paid {
                let hint = "no strategy pays for this tactic: it never runs";
                self.warn_found(&path, "no budget", "money in some strategy, as a rule", hint);
            } else if self.is_bad(&path) || self.any_bad_below(&format!("{path}.")) {
                continue;
            } else if !self.does_something(tactic, scenario) {
                let hint = "this tactic spends and does nothing";
                let expected = match tactic.says {
                    Says::Care => "[satisfaction] with gain_per_care, as a rule",
                    Says::Upsell => "its upsell, as a rule",
                    Says::AskReview => "moves of the stages whose people write reviews, as a rule",
                    _ => "moves, stirs_need, persuades or builds_brand, as a rule",
                };
                self.warn_found(&path, "no effect", expected, hint);
            } else {
                self.reaches_whom_it_is_for(tactic, scenario);
                self.reviews_are_written(tactic);
                self.calls_are_worth_something(&path, tactic);
                self.gets_through(&path);
            }
        }
        self.somebody_may_buy(scenario);
        self.voices_do_something(scenario);
        self.offers_are_redesigned(scenario, strategies);
        self.somebody_may_leave();
        self.needs_are_shared(scenario);
    }

    /// Does anything that a tactic is given change anything?
    fn does_something(&self, tactic: &Tactic, scenario: &Scenario) -> bool {
        let path = |word: &str| format!("tactic.{}.{word}", tactic.id);
        let moves = |stage: Stage| self.acts(&path(&format!("moves.{}", stage.name())));
        let numbers = ["stirs_need", "persuades", "value", "builds_brand", "learns_taste"];
        let looked_for = |other: &Tactic| {
            other.reach.aims_at_lookers()
                || self.acts(&format!("tactic.{}.reach.people.score.per_visit", other.id))
        };
        Stage::ALL.into_iter().any(moves)
            || numbers.iter().any(|word| self.acts(&path(word)))
            || ["accepts_per_contact", "adds_to_basket"]
                .iter()
                .all(|word| self.acts(&path(&format!("upsell.{word}"))))
            || tactic.referral.is_some()
            // Orders are fetched there.
            || (matches!(tactic.reach, Reach::Store { .. }) && self.has("coordination.collect"))
            // In joined channels its contacts are remembered with those of others.
            || tactic.message.is_some()
            || (tactic.says == Says::Care && self.acts("satisfaction.gain_per_care"))
            || (tactic.reach.is_visited() && scenario.tactics.iter().any(looked_for))
            // Its money makes us louder among rivals, for our other tactics too.
            || (tactic.reach.speaks() && self.acts("voice.interference"))
    }

    /// Staff and messages that go to named stages move people of these, or sell more to who may buy.
    fn reaches_whom_it_is_for(&mut self, tactic: &Tactic, scenario: &Scenario) {
        let (stages, word) = match &tactic.reach {
            Reach::People(people) => (people.serves, "people.serves"),
            Reach::Direct { to, .. } => (*to, "direct.to"),
            _ => return,
        };
        let path = format!("tactic.{}.reach.{word}", tactic.id);
        if !self.has(&path) || tactic.adstock_per_week.is_some() {
            // What is remembered may count in another stage.
            return;
        }
        let goes_to = |stage: &Stage| stages[stage.idx()];
        let moved: Vec<Stage> =
            Stage::ALL.into_iter().filter(|s| tactic.moves[s.idx()].is_some()).collect();
        // Who is won back is in another stage when it counts.
        if !moved.is_empty() && !moved.contains(&Stage::Lost) && !moved.iter().any(goes_to) {
            let names: Vec<&str> = moved.iter().map(|s| s.name()).collect();
            let expected = format!("some stage of its moves ({}), as a rule", names.join(", "));
            let hint = "it reaches nobody whom it moves: name a stage of its moves, or give moves of these stages";
            self.warn(&path, expected, hint);
        }
        let buys_from = scenario.buys_from();
        let may_buy = |stage: &Stage| *stage >= buys_from && *stage < Stage::Lost;
        if tactic.upsell.is_some()
            && scenario.has_needs()
            && !Stage::ALL.iter().filter(|s| may_buy(s)).any(goes_to)
        {
            let expected = format!("some stage from {} on, as a rule", buys_from.name());
            let hint = "it reaches nobody who orders: an upsell is taken up with an order";
            self.warn(&path, expected, hint);
        }
    }

    /// A review is written by whom the ask for it moves, and of what somebody has bought.
    fn reviews_are_written(&mut self, tactic: &Tactic) {
        if tactic.says != Says::AskReview || !self.has("reviews") {
            return;
        }
        let path = format!("tactic.{}", tactic.id);
        let moves = |stage: &Stage| self.acts(&format!("{path}.moves.{}", stage.name()));
        if !Stage::ALL.iter().any(moves) {
            let expected = "moves of the stages whose people write reviews, as a rule";
            let hint = "nobody writes a review: who is moved by the ask does";
            self.warn_found(&path, "no moves", expected, hint);
        } else if !Stage::ALL[Stage::Ascended.idx()..].iter().any(moves) {
            let expected = "some stage from ascended on, as a rule";
            let hint = "people who have bought nothing would write the reviews";
            self.warn(&format!("{path}.moves"), expected, hint);
        }
    }

    /// Staff calls somebody, a call is worth something, and one that comes late no more than one that comes soon.
    fn calls_are_worth_something(&mut self, tactic: &str, of: &Tactic) {
        let Reach::People(people) = &of.reach else { return };
        let part = |word: &str| format!("{tactic}.reach.people.{word}");
        let later = part("force_by_wait.later");
        if let (Some(soon), Some(late)) =
            (self.centre(&part("force_by_wait.within_day")), self.centre(&later))
            && late > soon
        {
            let expected = format!("at most the {soon} of within_day, as a rule");
            self.warn(&later, expected, "here waiting helps: who is called later is worth more");
        }
        let force = |idx: usize| self.acts(&part(&format!("attempts.{idx}.force")));
        let n = people.attempts.len();
        if n > 0 && !(0..n).any(force) {
            let hint = "its calls are worth nothing: it spends and does nothing";
            self.warn(&part("attempts"), "a force above 0, as a rule", hint);
        }
        let first = part("attempts.0.called_share");
        if self.has(&first) && !self.acts(&first) {
            self.warn(&first, "a share above 0, as a rule", "nobody is ever called");
        }
    }

    fn gets_through(&mut self, tactic: &str) {
        let medium = format!("{tactic}.medium_richness");
        if self.has(&medium) && !self.acts(&medium) {
            let hint = "nothing of the message gets through";
            self.warn(&medium, "a share above 0, as a rule", hint);
        }
    }

    /// Somebody with needs can come as far as `buys_from`.
    fn somebody_may_buy(&mut self, scenario: &Scenario) {
        const PATH: &str = "offer.buys_from";
        if !self.has(PATH) || self.is_bad(PATH) {
            return;
        }
        for table in ["segment", "journey", "tactic", "word_of_mouth", "offer"] {
            if self.may_lack(table) || self.any_bad_below(&format!("{table}.")) {
                return;
            }
        }
        let from = scenario.buys_from().idx();
        let may_buy = |starts: &[f64; 9]| {
            self.reachable(scenario, starts)[from..Stage::Lost.idx()].contains(&true)
        };
        let needs = scenario.segments.iter().filter(|s| s.needs_per_year.is_some());
        if needs.clone().count() > 0 && !needs.clone().any(|s| may_buy(&s.starts)) {
            let hint = "nobody ever comes so far, so nobody buys: give the steps that lead there";
            self.warn(PATH, "a stage that somebody can reach, as a rule", hint);
        }
    }

    /// The money of a rival is heard or takes somebody, and a voice drowns something.
    fn voices_do_something(&mut self, scenario: &Scenario) {
        const INTERFERENCE: &str = "voice.interference";
        if self.has(INTERFERENCE) && !self.is_bad(INTERFERENCE) && !self.acts(INTERFERENCE) {
            let hint = "no voice drowns another: remove [voice], or give interference";
            self.warn(INTERFERENCE, "a number above 0, as a rule", hint);
        }
        if self.has("voice") || self.may_lack("voice") {
            return;
        }
        for rival in &scenario.rivals {
            let path = |word: &str| format!("rival.{}.{word}", rival.id);
            if self.any_bad_below(&path("")) || self.acts(&path("takes_per_week")) {
                continue;
            }
            let money = ["weekly_spend", "reacts"].map(path);
            if let Some(path) = money.iter().find(|path| self.acts(path)) {
                let hint = "its money only shows in share_of_voice, and does nothing to anybody";
                self.warn(path, "takes_per_week beside it, or a [voice], as a rule", hint);
            }
        }
    }
    /// What was asked is used: an offer that is redesigned at the end of the last week never meets anybody.
    fn offers_are_redesigned(&mut self, scenario: &Scenario, strategies: &[Strategy]) {
        if self.integer("study.weeks").is_none() {
            return;
        }
        let weeks = scenario.horizon.total_weeks();
        for strategy in strategies {
            let asked = strategy.total_interviews(scenario.horizon.weeks) > 0;
            let followed = strategy.interviews_followed(scenario.horizon.weeks, weeks) > 0;
            let path = |word: &str| format!("strategy.{}.{word}", strategy.id);
            let [every, research] = ["redesign_every_weeks", "research"].map(path);
            let bad = self.is_bad(&every)
                || self.is_bad(&research)
                || self.any_bad_below(&format!("{research}."));
            if !asked || followed || bad {
                continue;
            }
            let hint = "the offer never follows what was asked: the study ends before";
            if self.has(&every) {
                let expected = format!(
                    "a redesign after the first interviews and before the last of {weeks} weeks, as a rule"
                );
                self.warn(&every, expected, hint);
            } else {
                let expected = format!("interviews before the last of {weeks} weeks, as a rule");
                self.warn_found(&research, "interviews at the end", expected, hint);
            }
        }
    }

    /// What keeps customers needs some who would leave.
    fn somebody_may_leave(&mut self) {
        const LEAVE: [&str; 3] = [
            "offer.dropout_per_purchase",
            "offer.dropout_per_week",
            "offer.contract.churn_per_renewal",
        ];
        if self.any_bad_below("offer.") || !LEAVE.iter().any(|path| self.has(path)) {
            return;
        }
        if LEAVE.iter().any(|path| self.acts(path)) {
            return;
        }
        for path in ["coordination.churn_odds", "coordination.keeps_more_share"] {
            if self.acts(path) {
                let expected =
                    "a dropout_per_purchase, dropout_per_week or churn above 0, as a rule";
                self.warn(path, expected, "nobody ever leaves, so it keeps nobody");
            }
        }
    }

    /// Needs that are lifted are decided like all others: rivals sell more, too.
    fn needs_are_shared(&mut self, scenario: &Scenario) {
        let chosen = scenario.rivals.iter().any(crate::model::Rival::is_chosen);
        if !chosen || !self.has("choice") || self.is_bad("choice") {
            return;
        }
        const FELT: &str = "satisfaction.lifts_needs";
        if self.acts(FELT) {
            let hint = "who is satisfied with us needs more, and rivals meet their share of it: \
                        their sales rise with it";
            self.warn(FELT, "no [choice] beside it, as a rule", hint);
        }
        if self.acts("promotion.lifts_choice") {
            return;
        }
        for path in ["promotion.lifts_needs", "promotion.gain_lifts_needs"] {
            if self.acts(path) {
                let hint = "our low price makes more needs, and rivals meet their share of them; \
                            lifts_choice says how many choose us for it";
                self.warn(path, "lifts_choice beside it, as a rule", hint);
            }
        }
    }
}
