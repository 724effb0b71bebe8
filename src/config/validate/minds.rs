//! `[trust]`, `[pacing]`, `[annoyance]`, `[pressure]`: what people make of contacts, and that each key has something to act on.

use crate::model::journey::N_STAGES;
use crate::model::{Annoyance, Direction, Pacing, Pressure, Reach, Scenario, Stage, Tactic, Trust};

use super::Check;

impl Check<'_> {
    pub(super) fn trust(&mut self) -> Option<Trust> {
        let mut threshold = [None; N_STAGES];
        for stage in Stage::ALL {
            threshold[stage.idx()] = self.number(&format!("trust.threshold.{}", stage.name()));
        }
        self.has("trust").then(|| Trust {
            starts: self.number("trust.starts"),
            gain_per_value: self.number("trust.gain_per_value"),
            gain_per_order: self.number("trust.gain_per_order"),
            fades_per_week: self.number("trust.fades_per_week"),
            loss_per_level: self.number("trust.loss_per_level"),
            steepness: self.number("trust.steepness"),
            threshold,
            reference: self.number("trust.reference"),
            calms_opt_out: self.number("trust.calms_opt_out"),
        })
    }

    pub(super) fn pacing(&mut self) -> Option<Pacing> {
        self.has("pacing").then(|| Pacing {
            acceptance_loss_per_level: self.number("pacing.acceptance_loss_per_level"),
            annoyance_per_level: self.number("pacing.annoyance_per_level"),
            opt_out_per_level: self.number("pacing.opt_out_per_level"),
        })
    }

    pub(super) fn annoyance(&mut self) -> Option<Annoyance> {
        self.has("annoyance").then(|| Annoyance {
            fades_per_week: self.number("annoyance.fades_per_week"),
            tolerated: self.number("annoyance.tolerated"),
            opt_out_per_unit: self.number("annoyance.opt_out_per_unit"),
            acceptance_loss_per_unit: self.number("annoyance.acceptance_loss_per_unit"),
        })
    }

    pub(super) fn pressure(&mut self) -> Option<Pressure> {
        self.has("pressure").then(|| Pressure {
            tolerated_per_week: self.small("pressure.tolerated_per_week").unwrap_or(0),
            opt_out_per_extra_contact: self.needed("pressure.opt_out_per_extra_contact"),
        })
    }

    /// Every key finds what it acts on.
    pub(super) fn minds(&mut self, scenario: &Scenario) {
        if self.may_lack("tactic") || self.any_bad_below("tactic.") {
            return;
        }
        let any = |what: fn(&Tactic) -> bool| scenario.tactics.iter().any(what);
        let direct = any(|t| matches!(t.reach, Reach::Direct { .. }));
        let calls = any(|t| matches!(t.reach, Reach::People(_)));
        let value = any(|t| t.value.is_some());
        let annoys = any(|t| t.annoys.is_some());
        let opt_outs = any(|t| t.opt_out_per_contact.is_some());
        self.tactics_suit(scenario);

        self.wants(
            "trust",
            self.has("trust.steepness") || self.has("trust.calms_opt_out"),
            "steepness or calms_opt_out",
            "trust that counts in no move and calms nobody has no effect",
        );
        self.wants(
            "trust.gain_per_value",
            value,
            "a tactic with value",
            "give an inbound tactic value, or remove this",
        );
        for word in ["threshold", "reference"] {
            self.wants(
                &format!("trust.{word}"),
                self.has("trust.steepness"),
                "trust.steepness",
                "without it trust does not count in moves",
            );
        }
        let opt_out_hint = "give a direct tactic opt_out_per_contact, or remove this";
        for path in [
            "trust.calms_opt_out",
            "pacing.opt_out_per_level",
            "annoyance.opt_out_per_unit",
            "pressure",
        ] {
            self.wants(path, opt_outs, "a tactic with opt_out_per_contact", opt_out_hint);
        }
        self.wants(
            "annoyance.tolerated",
            self.has("annoyance.opt_out_per_unit"),
            "annoyance.opt_out_per_unit",
            "what is tolerated is compared with nothing else",
        );
        let annoyed = annoys
            || self.has("pacing.annoyance_per_level")
            || self.has("coordination.service.annoys_per_repeat");
        self.wants(
            "annoyance",
            annoyed,
            "a tactic with annoys, pacing.annoyance_per_level, or annoys_per_repeat of service",
            "nothing annoys anybody here",
        );
        let matters = self.has("annoyance.opt_out_per_unit")
            || self.has("annoyance.acceptance_loss_per_unit");
        self.wants(
            "annoyance",
            matters,
            "opt_out_per_unit or acceptance_loss_per_unit",
            "annoyance that costs nothing has no effect",
        );
        self.wants(
            "pacing.annoyance_per_level",
            self.has("annoyance"),
            "[annoyance]",
            "say what annoyance costs",
        );
        let false_details = "journey.subscribed.false_details_share";
        self.wants(
            false_details,
            direct || calls,
            "a direct tactic, or one of people",
            "false details matter to messages alone",
        );
    }

    fn tactics_suit(&mut self, scenario: &Scenario) {
        for tactic in &scenario.tactics {
            let path = |word: &str| format!("tactic.{}.{word}", tactic.id);
            if tactic.direction() == Direction::Outbound {
                let hint = "trust is earned by contacts that people asked for or searched for: bought ones are one-way";
                self.wants(&path("value"), false, "an inbound tactic", hint);
            }
            self.wants(
                &path("value"),
                self.has("trust.gain_per_value"),
                "trust.gain_per_value",
                "value builds trust and nothing else",
            );
            if tactic.direction() == Direction::Outbound {
                let hint = "bought contacts are one-way: nobody answers, and nothing is learned";
                self.wants(&path("learns_taste"), false, "an inbound tactic", hint);
            } else {
                let hint = "say in [fit] how little is known of tastes, or remove this";
                let fit = self.has("fit") || self.may_lack("fit");
                self.wants(&path("learns_taste"), fit, "a [fit]: without one all fits", hint);
                let uses =
                    |t: &Tactic| t.reach.is_personal() && t.moves.iter().any(Option::is_some);
                let used = !fit || scenario.tactics.iter().any(uses);
                let hint = "only what is said to one person can be made for her";
                let expected = "a direct or site tactic with moves: they use what is learned";
                self.wants(&path("learns_taste"), used, expected, hint);
            }
            self.wants(
                &path("annoys"),
                self.has("annoyance"),
                "[annoyance]",
                "say what annoyance costs",
            );
            let direct = tactic.reach.needs_permission();
            self.wants(
                &path("opt_out_per_contact"),
                direct,
                "a direct tactic, or one of people",
                "only a channel with permission can be left",
            );
        }
    }

    /// A key that is there although what it acts on is not.
    pub(super) fn wants(&mut self, path: &str, met: bool, expected: &str, hint: &str) {
        let misspelt = path
            .rsplit_once('.')
            .is_some_and(|(table, _)| self.any_bad_below(&format!("{table}.")));
        if self.has(path) && !met && !self.is_bad(path) && !misspelt {
            self.refuse_key(path, expected, hint);
        }
    }
}
