//! `[choice]`, `[voice]` and `[rival.ID]`: what a need becomes, and the firms that want the same customers.

use crate::model::{Choice, Rival, Scenario, Voice};

use super::Check;

impl Check<'_> {
    pub(super) fn choice(&mut self) -> Option<Choice> {
        self.has("choice").then(|| Choice { attraction: self.needed("choice.attraction") })
    }

    pub(super) fn voice(&mut self) -> Option<Voice> {
        self.has("voice").then(|| Voice {
            interference: self.needed("voice.interference"),
            reference: self.number("voice.reference"),
        })
    }

    /// Rivals, in order of id.
    pub(super) fn rivals(&mut self) -> Vec<Rival> {
        let ids = self.below("rival");
        let of = |id: &&str| {
            let number = |word: &str| self.number(&format!("rival.{id}.{word}"));
            Rival {
                id: (*id).to_string(),
                label: self.label("rival", id),
                attraction: number("attraction"),
                weekly_spend: number("weekly_spend"),
                reacts: number("reacts"),
                takes_per_week: number("takes_per_week"),
            }
        };
        ids.iter().map(of).collect()
    }

    /// A choice needs needs, and what bears on it a choice; a voice needs others, and something of ours that it drowns.
    pub(super) fn rivals_act(&mut self, scenario: &Scenario) {
        self.choice_acts(scenario);
        for rival in &scenario.rivals {
            self.rival_acts(&format!("rival.{}", rival.id));
        }
        if !self.has("voice") {
            return;
        }
        let speaks = scenario
            .rivals
            .iter()
            .any(|r| self.has(&format!("rival.{}.weekly_spend", r.id)) || r.reacts.is_some());
        if !speaks && !self.may_lack("rival") && !self.any_bad_below("rival.") {
            let hint = "give a rival a weekly_spend, or remove [voice]";
            self.refuse_key(
                "voice",
                "a rival with weekly_spend or reacts: nobody else speaks",
                hint,
            );
        }
        let bought = scenario.tactics.iter().any(|t| t.reach.is_bought());
        if !bought && !self.may_lack("tactic") && !self.any_bad_below("tactic.") {
            let hint = "add such a tactic, or remove [voice]";
            let expected = "a tactic with reach broadcast or targeted: no other is drowned";
            self.refuse_key("voice", expected, hint);
        }
    }

    fn choice_acts(&mut self, scenario: &Scenario) {
        if self.has("choice") {
            let needs = |id: &String| {
                let table = format!("segment.{id}");
                self.has(&format!("{table}.needs_per_year"))
                    || self.is_misspelt(&table, "needs_per_year")
            };
            if !scenario.segments.iter().any(|s| needs(&s.id)) && !self.may_lack("segment") {
                let hint = "give a segment needs_per_year, or remove [choice]";
                let expected = "needs_per_year in some segment: without needs nothing is chosen";
                self.refuse_key("choice", expected, hint);
            }
            return;
        }
        if self.may_lack("choice") {
            return;
        }
        let lifts = ["brand", "fit", "promotion"].map(|table| format!("{table}.lifts_choice"));
        let of_tactics = scenario.tactics.iter().map(|t| format!("tactic.{}.persuades", t.id));
        let of_rivals = scenario.rivals.iter().map(|r| format!("rival.{}.attraction", r.id));
        for path in lifts.into_iter().chain(of_tactics).chain(of_rivals) {
            if self.has(&path) {
                let hint = "give a [choice] with our own attraction, or remove this";
                self.refuse_key(&path, "a [choice]: without one nobody chooses", hint);
            }
        }
    }

    fn rival_acts(&mut self, rival: &str) {
        if self.any_bad_below(&format!("{rival}.")) {
            return;
        }
        let path = |word: &str| format!("{rival}.{word}");
        let [attracts, spends, reacts] =
            ["attraction", "weekly_spend", "reacts"].map(|word| self.has(&path(word)));
        if !attracts && !spends && !reacts {
            let expected = "attraction, weekly_spend (with takes_per_week, or a [voice]) or reacts: else it does nothing";
            self.refuse_key(rival, expected, "say what it does, or remove the rival");
        }
        let takes = path("takes_per_week");
        if self.has(&takes) && !self.acts(&path("weekly_spend")) {
            let expected = "weekly_spend above 0 beside it: the hazard is that at this money";
            self.refuse_key(&takes, expected, "give weekly_spend, or remove takes_per_week");
        }
    }
}
