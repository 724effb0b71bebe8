//! `[choice]`, `[voice]` and `[rival.ID]`: what a need becomes, and the firms that want the same customers.

use crate::model::{Choice, Rival, RivalAnalysis, Scenario, Strategy, Voice};

use super::super::problem::Kind;
use super::super::words::did_you_mean;
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
        let (ids, segments) = (self.below("rival"), self.below("segment"));
        for id in &ids {
            let table = format!("rival.{id}.attraction_by_segment");
            for typed in self.below(&table) {
                if !segments.contains(&typed) && !self.may_lack("segment") {
                    let path = format!("{table}.{typed}");
                    let at = self.item(&path).map_or(self.texts.end(), |item| item.key_at);
                    let found = format!("segment {typed}");
                    let problem =
                        self.texts.problem(Kind::Ref, at, &path, found, "a segment of this file");
                    self.problems.push(problem.help(did_you_mean(typed, &segments)));
                }
            }
        }
        let of = |id: &&str| {
            let number = |word: &str| self.number(&format!("rival.{id}.{word}"));
            Rival {
                id: (*id).to_string(),
                label: self.label("rival", id),
                attraction: number("attraction"),
                attraction_by_segment: segments
                    .iter()
                    .map(|s| number(&format!("attraction_by_segment.{s}")))
                    .collect(),
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

    /// The study of rivals of a strategy.
    pub(super) fn rival_analysis(
        &mut self,
        strategy: &str,
        scenario: &Scenario,
    ) -> Option<RivalAnalysis> {
        let path = format!("{strategy}.rival_analysis");
        let (week, cost) = (format!("{path}.week"), format!("{path}.cost"));
        let (at, amount) = (self.small(&week)?, self.fixed(&cost)?);
        if self.integer("study.weeks").is_some() && at > scenario.horizon.weeks {
            let expected = format!("a week up to {}, the last of the plan", scenario.horizon.weeks);
            self.refuse(Kind::Rng, &week, expected, "study the rivals earlier");
        }
        match self.minor_of(amount, scenario) {
            Ok(cost) => Some(RivalAnalysis { week: at, cost }),
            Err((expected, hint)) => {
                self.refuse(Kind::Rng, &cost, expected, hint);
                None
            }
        }
    }

    /// Gaps are found among rivals whom somebody chooses, and a study needs a tactic that goes where they are weakest.
    pub(super) fn gaps_are_found(&mut self, scenario: &Scenario) {
        let tables = ["tactic", "strategy", "rival", "choice", "segment"];
        let lacks = tables.iter().any(|table| self.may_lack(table))
            || tables.iter().any(|table| self.any_bad_below(&format!("{table}.")));
        if lacks {
            return;
        }
        let finders: Vec<&str> = (scenario.tactics.iter())
            .filter(|t| t.reach.finds_gaps())
            .map(|t| t.id.as_str())
            .collect();
        let studies = |s: &Strategy| self.has(&format!("strategy.{}.rival_analysis", s.id));
        let studies: Vec<&str> =
            scenario.strategies.iter().filter(|s| studies(s)).map(|s| s.id.as_str()).collect();
        for id in &finders {
            let path = format!("tactic.{id}.reach.targeted.finds_gaps");
            if self.has(&format!("tactic.{id}.reach.targeted.lookers")) {
                let hint = "give it segments in place of lookers, or remove finds_gaps";
                self.refuse_key(&path, "segments beside it: lookers are no segment", hint);
            } else if !scenario.sells_beside_rivals() {
                let hint = "give a [choice] and a rival with attraction, or remove finds_gaps";
                self.refuse_key(&path, "rivals whom somebody chooses: else there is no gap", hint);
            } else if studies.is_empty() {
                let expected = "rival_analysis in some strategy, as a rule";
                self.warn_found(
                    &path,
                    "no study",
                    expected,
                    "nobody studies the rivals: it never acts",
                );
            }
        }
        for id in studies {
            if finders.is_empty() {
                let path = format!("strategy.{id}.rival_analysis");
                let expected = "a targeted tactic with finds_gaps = true: else nothing follows";
                let hint = "set reach.targeted.finds_gaps of a tactic, or remove rival_analysis";
                self.refuse_key(&path, expected, hint);
            }
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
        let of_segments =
            scenario.rivals.iter().map(|r| format!("rival.{}.attraction_by_segment", r.id));
        for path in lifts.into_iter().chain(of_tactics).chain(of_rivals).chain(of_segments) {
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
        let acts = ["attraction", "attraction_by_segment", "weekly_spend", "reacts"];
        if !acts.iter().any(|word| self.has(&path(word))) {
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
