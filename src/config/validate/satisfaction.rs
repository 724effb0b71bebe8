//! `[satisfaction]`: what people feel about what they got, and that each key has something to act on.

use crate::model::{Satisfaction, Says, Scenario, Stage};

use super::super::problem::Kind;
use super::Check;

impl Check<'_> {
    pub(super) fn satisfaction(&mut self) -> Option<Satisfaction> {
        let number = |word: &str| self.number(&format!("satisfaction.{word}"));
        self.has("satisfaction").then(|| Satisfaction {
            starts: number("starts"),
            gain_per_care: number("gain_per_care"),
            gain_per_fit: number("gain_per_fit"),
            expects_per_order: number("expects_per_order"),
            fades_per_week: number("fades_per_week"),
            churn_odds_per_unit: number("churn_odds_per_unit"),
            lifts_needs: number("lifts_needs"),
            lifts_moves: number("lifts_moves"),
            talks_above: number("talks_above"),
            warns_below: number("warns_below"),
        })
    }

    /// Satisfaction needs something that makes it, and something that hangs on it.
    pub(super) fn satisfaction_acts(&mut self, scenario: &Scenario) {
        const TABLE: &str = "satisfaction";
        let Some(of) = &scenario.satisfaction else { return };
        if self.any_bad_below("satisfaction.") || self.is_bad(TABLE) {
            return;
        }
        let effects = [
            of.churn_odds_per_unit,
            of.lifts_needs,
            of.lifts_moves,
            of.talks_above,
            of.warns_below,
        ];
        if effects.iter().all(Option::is_none) {
            let expected = "churn_odds_per_unit, lifts_needs, lifts_moves, talks_above or \
                            warns_below: without them nothing hangs on it";
            let hint = "for example churn_odds_per_unit = \"0.6 to 0.9\", or remove the table";
            self.refuse_found(Kind::Con, TABLE, "none of them", expected, hint);
        }
        let sources = [of.starts, of.gain_per_care, of.gain_per_fit, of.expects_per_order];
        let disappoints = [
            "coordination.service.satisfaction_loss_per_repeat",
            "coordination.service.satisfaction_loss_per_week_waited",
            "coordination.promotion.satisfaction_loss",
        ];
        if !disappoints.iter().any(|path| self.has(path)) && sources.iter().all(Option::is_none) {
            let expected = "starts, gain_per_care, gain_per_fit or expects_per_order: without \
                            them everybody feels as expected for ever";
            let hint = "for example expects_per_order = 0.3, or remove the table";
            self.refuse_found(Kind::Con, TABLE, "none of them", expected, hint);
        }
        if !self.may_lack("tactic") && !self.any_bad_below("tactic.") {
            let cares = scenario.tactics.iter().any(|t| t.says == Says::Care);
            let hint = "let a tactic say care, or remove this";
            self.wants("satisfaction.gain_per_care", cares, "a tactic that says care", hint);
        }
        if !self.may_lack("fit") {
            let hint = "give a [fit], or remove this";
            let expected = "a [fit]: without one every offer is as expected";
            self.wants("satisfaction.gain_per_fit", self.has("fit"), expected, hint);
        }
        if !self.may_lack("offer") && !self.any_bad_below("offer.") {
            let exit = |s: &Stage| self.has(&format!("journey.{}.exit_per_week", s.name()));
            let buyers = [Stage::Ascended, Stage::Advocate, Stage::Promoter];
            let leaves = self.has("offer.dropout_per_purchase")
                || self.has("offer.dropout_per_week")
                || self.has("offer.contract")
                || buyers.iter().any(exit);
            let hint = "give dropout_per_purchase, a contract or an exit_per_week from ascended on";
            let expected = "buyers who can leave";
            self.wants("satisfaction.churn_odds_per_unit", leaves, expected, hint);
        }
        if !self.any_bad_below("segment.") {
            let hint = "give a segment needs_per_year, or remove this";
            let expected = "needs_per_year in some segment";
            self.wants("satisfaction.lifts_needs", scenario.has_needs(), expected, hint);
        }
        if !self.may_lack("word_of_mouth") && !self.any_bad_below("word_of_mouth.") {
            let talk = self.has("word_of_mouth");
            let hint = "give a [word_of_mouth], or remove this";
            self.wants("satisfaction.talks_above", talk, "a [word_of_mouth]", hint);
            let warns = self.has("word_of_mouth.warns_per_week");
            let hint = "say what a warning does, or remove this";
            let expected = "word_of_mouth.warns_per_week";
            self.wants("satisfaction.warns_below", warns, expected, hint);
        }
    }
}
