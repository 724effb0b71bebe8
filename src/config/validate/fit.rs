//! `[fit]`, `[research]` and `research` of strategies: what is not known of tastes, and who asks.

use crate::model::{Fit, Interviews, Reach, Research, Scenario, Tactic};

use super::super::problem::Kind;
use super::super::read::Typed;
use super::Check;

impl Check<'_> {
    pub(super) fn fit(&mut self) -> Option<Fit> {
        self.has("fit").then(|| Fit {
            dimensions: self.small("fit.dimensions").unwrap_or(1),
            taste_spread: self.needed("fit.taste_spread"),
            drift_per_quarter: self.number("fit.drift_per_quarter"),
            lifts_moves: self.needed("fit.lifts_moves"),
            lifts_choice: self.number("fit.lifts_choice"),
            reference: self.number("fit.reference"),
            targeting_gain: self.number("fit.targeting_gain"),
        })
    }

    pub(super) fn research(&mut self) -> Option<Research> {
        self.has("research").then(|| Research {
            cost_per_interview: self.needed("research.cost_per_interview"),
            noise: self.needed("research.noise"),
        })
    }

    /// Weeks of a strategy in which people are asked, in order.
    pub(super) fn interviews(&mut self, strategy: &str, scenario: &Scenario) -> Vec<Interviews> {
        let path = format!("{strategy}.research");
        let mut found: Vec<(Interviews, String)> = Vec::new();
        for idx in self.below(&path) {
            let weeks = format!("{path}.{idx}.weeks");
            let Some(&Typed::Weeks(first, last)) = self.item(&weeks).map(|item| &item.typed) else {
                continue;
            };
            let media = scenario.horizon.weeks;
            if self.integer("study.weeks").is_some() && last > media {
                let hint = if first > media {
                    "this research never comes"
                } else {
                    "the rest of this research never comes"
                };
                self.warn(&weeks, format!("weeks up to {media}, the last of the plan"), hint);
            }
            let each = self.small(&format!("{path}.{idx}.interviews")).unwrap_or(0);
            found.push((Interviews { first, last, each }, weeks));
        }
        found.sort_by_key(|(r, _)| (r.first, r.last));
        for pair in found.windows(2) {
            let [(a, _), (b, weeks)] = pair else { continue };
            if b.first <= a.last {
                let found =
                    format!("weeks {} to {} beside {} to {}", b.first, b.last, a.first, a.last);
                let expected = "research of one strategy that does not overlap";
                self.refuse_found(Kind::Con, weeks, found, expected, "shorten or join them");
            }
        }
        if !found.is_empty() && !self.has("research") && !self.may_lack("research") {
            let hint = "give a [research] with cost_per_interview and noise, or remove research";
            self.refuse_key(&path, "a [research]: nobody knows what an interview costs", hint);
        }
        let redesign = format!("{strategy}.redesign_every_weeks");
        if self.has(&redesign) && !self.has(&path) && !self.is_misspelt(strategy, "research") {
            let hint = "give research, or remove redesign_every_weeks";
            self.refuse_key(&redesign, "research beside it: without, there is nothing new", hint);
        }
        found.into_iter().map(|(r, _)| r).collect()
    }

    /// Research needs something to learn, and somebody who asks.
    pub(super) fn fit_acts(&mut self, scenario: &Scenario) {
        let gain = "fit.targeting_gain";
        if self.has(gain) && !self.may_lack("tactic") && !self.any_bad_below("tactic.") {
            let aims = |t: &Tactic| matches!(t.reach, Reach::Targeted { .. });
            let by_segment = |t: &&Tactic| aims(t) && !t.reach.aims_at_lookers();
            if !scenario.tactics.iter().any(|t| by_segment(&t)) {
                let hint = "remove it, or add such a tactic";
                self.refuse_key(gain, "a tactic targeted at segments: it sharpens their aim", hint);
            }
            if scenario.research.is_none() && !self.may_lack("research") {
                let hint = "give a [research], or remove it";
                self.refuse_key(gain, "a [research]: the aim gets sharper by what it tells", hint);
            }
        }
        if scenario.research.is_none() {
            return;
        }
        if scenario.fit.is_none() && !self.may_lack("fit") {
            let hint = "give a [fit], or remove [research]";
            self.refuse_key("research", "a [fit]: without one there is nothing to learn", hint);
        }
        let asks = scenario.strategies.iter().any(|s| !s.research.is_empty());
        if !asks && !self.may_lack("strategy") && !self.any_bad_below("strategy.") {
            let hint = "no strategy asks anybody: it never acts";
            let expected = "research in some strategy, as a rule";
            self.warn_found("research", "no interviews", expected, hint);
        }
    }
}
