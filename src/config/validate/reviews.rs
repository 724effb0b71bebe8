//! `[reviews]`, and what tactics that sell more, ask for reviews or reward referrals need beside them.

use crate::model::{Referral, Reviews, Says, Scenario, Upsell};

use super::Check;

impl Check<'_> {
    pub(super) fn reviews(&mut self) -> Option<Reviews> {
        self.has("reviews").then(|| Reviews {
            starts: self.needed("reviews.starts"),
            fades_per_week: self.number("reviews.fades_per_week"),
            elasticity: self.needed("reviews.elasticity"),
        })
    }

    pub(super) fn upsell(&self, tactic: &str) -> Option<Upsell> {
        let path = |word: &str| format!("tactic.{tactic}.upsell.{word}");
        self.has(&format!("tactic.{tactic}.upsell")).then(|| Upsell {
            accepts_per_contact: self.needed(&path("accepts_per_contact")),
            adds_to_basket: self.needed(&path("adds_to_basket")),
        })
    }

    pub(super) fn referral(&self, tactic: &str) -> Option<Referral> {
        let path = |word: &str| format!("tactic.{tactic}.referral.{word}");
        self.has(&format!("tactic.{tactic}.referral")).then(|| Referral {
            reward_per_referred: self.number(&path("reward_per_referred")),
            lifts_talk: self.number(&path("lifts_talk")),
        })
    }

    /// Reviews that nobody writes only fade.
    pub(super) fn reviews_act(&mut self, scenario: &Scenario) {
        let asks = scenario.tactics.iter().any(|t| t.says == Says::AskReview);
        let fades = self.acts("reviews.fades_per_week");
        if scenario.reviews.is_none() || self.may_lack("tactic") || self.any_bad_below("tactic.") {
            return;
        }
        let hint = "let a tactic say ask_review, give fades_per_week, or remove the table";
        let expected =
            "a tactic that says ask_review, or fades_per_week: else reviews stay as they are";
        self.wants("reviews", asks || fades, expected, hint);
    }

    /// What is sold more needs an order to be sold with, a programme somebody who talks; each says what it is.
    pub(super) fn asks_act(&mut self, scenario: &Scenario) {
        for tactic in &scenario.tactics {
            let path = |word: &str| format!("tactic.{}.{word}", tactic.id);
            let (upsell, referral) = (path("upsell"), path("referral"));
            if self.is_bad(&path("says"))
                || self.is_misspelt(&format!("tactic.{}", tactic.id), "says")
            {
                continue;
            }
            let hint = "write says = \"upsell\", or remove this";
            self.wants(&upsell, tactic.says == Says::Upsell, "a tactic that says upsell", hint);
            let hint = "write says = \"ask_referral\", or remove this";
            let expected = "a tactic that says ask_referral";
            self.wants(&referral, tactic.says == Says::AskReferral, expected, hint);
            if !self.may_lack("offer") {
                let hint = "give an [offer], or remove this";
                let expected = "an [offer]: without one nothing is sold";
                self.wants(&upsell, self.has("offer"), expected, hint);
            }
            if !self.may_lack("word_of_mouth") {
                let hint = "give a [word_of_mouth], or remove this";
                let expected = "a [word_of_mouth]: without one nobody is referred";
                self.wants(&referral, self.has("word_of_mouth"), expected, hint);
            }
            if self.has(&referral) && self.below(&referral).is_empty() {
                let hint = "give one of them, or remove the table";
                self.refuse_key(&referral, "reward_per_referred or lifts_talk", hint);
            }
        }
    }
}
