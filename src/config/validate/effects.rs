//! Nothing that is typed may be without effect: keys that need other keys, or exclude them.

use crate::model::journey::N_STAGES;
use crate::model::word_of_mouth::LISTENERS;
use crate::model::{Law, LawKind, Reach, Scenario, Stage};

use super::super::problem::Kind;
use super::Check;

impl Check<'_> {
    pub(super) fn effects(&mut self, scenario: &Scenario) {
        let needs: Vec<String> =
            scenario.segments.iter().map(|s| format!("segment.{}.needs_per_year", s.id)).collect();
        if needs.iter().any(|path| self.has(path)) {
            self.order_is_the_move(scenario);
        } else if !needs.iter().any(|path| self.is_misspelt_path(path)) {
            self.needs_are_missed(scenario);
        }
        for segment in &scenario.segments {
            self.lapse(scenario, &segment.id, &segment.starts);
            let basket = format!("segment.{}.basket", segment.id);
            if self.has(&basket) && !self.has("offer") && !self.may_lack("offer") {
                let hint = "give an [offer] with a price, or remove the basket";
                self.refuse_key(&basket, "an [offer]: without a price a basket has no value", hint);
            }
            self.gamma_gamma_has_a_mean(&basket);
        }
    }

    pub(super) fn is_misspelt_path(&self, path: &str) -> bool {
        path.rsplit_once('.').is_some_and(|(table, word)| self.is_misspelt(table, word))
    }

    /// With needs, excited → ascended is the order and nothing else.
    fn order_is_the_move(&mut self, scenario: &Scenario) {
        let moves = scenario.tactics.iter().map(|t| format!("tactic.{}.moves.excited", t.id));
        let others = ["journey.excited.forward_per_week", "word_of_mouth.moves.excited"];
        for path in moves.chain(others.map(String::from)) {
            if self.has(&path) {
                let hint = "remove it, or move people up to the stage that offer.buys_from names";
                self.refuse_key(
                    &path,
                    "no move from excited where there are needs: the order is that move",
                    hint,
                );
            }
        }
    }

    /// Without needs, keys about needs have no effect.
    fn needs_are_missed(&mut self, scenario: &Scenario) {
        let always = ["market.season", "offer.buys_from", "promotion"];
        let mut paths: Vec<String> = always.map(String::from).to_vec();
        for tactic in &scenario.tactics {
            paths.push(format!("tactic.{}.stirs_need", tactic.id));
            if matches!(tactic.reach, Reach::Search { .. } | Reach::Content { .. }) {
                paths.push(format!("tactic.{}.reach.{}", tactic.id, tactic.reach.name()));
            }
        }
        for path in paths {
            if self.has(&path) {
                let hint = "give a segment needs_per_year, or remove this";
                self.refuse_key(
                    &path,
                    "needs_per_year in some segment: without needs it has no effect",
                    hint,
                );
            }
        }
    }

    fn lapse(&mut self, scenario: &Scenario, segment: &str, starts: &[f64; 9]) {
        let table = format!("segment.{segment}");
        let lapse = format!("{table}.lapse_per_week");
        let needs = self.has(&format!("{table}.needs_per_year"));
        if !needs {
            if self.has(&lapse) && !self.is_misspelt(&table, "needs_per_year") {
                let hint = "give needs_per_year, or remove lapse_per_week";
                self.refuse_key(
                    &lapse,
                    "needs_per_year beside it: without needs nothing lapses",
                    hint,
                );
            }
            return;
        }
        let starts_known = !self.any_bad_below(&format!("{table}.starts"));
        if !starts_known || self.is_bad("offer.buys_from") || self.may_lack("offer") {
            return;
        }
        let can_wait =
            self.reachable(scenario, starts)[..scenario.buys_from().idx()].contains(&true);
        if can_wait && !self.has(&lapse) {
            let expected = "hazard per week that an open need ends by itself, 0 for never";
            let hint = format!(
                "customers can be before {}, where needs stay open",
                scenario.buys_from().name()
            );
            self.missing(&table, "lapse_per_week", expected, hint);
        }
        if !can_wait && self.has(&lapse) {
            let hint = "all needs are decided in their own week: lapse_per_week has no effect here";
            self.warn(&lapse, format!("customers before {}", scenario.buys_from().name()), hint);
        }
    }

    /// Stages that customers with these starts can ever be in.
    pub(super) fn reachable(&self, scenario: &Scenario, starts: &[f64; 9]) -> [bool; N_STAGES] {
        let mut reached = [false; N_STAGES];
        for (slot, share) in reached.iter_mut().zip(starts) {
            *slot = *share > 0.0;
        }
        let leaves_by_order = self.acts("offer.dropout_per_purchase")
            || self.acts("offer.contract.churn_per_renewal");
        loop {
            let before = reached;
            for stage in Stage::ALL.into_iter().filter(|s| before[s.idx()]) {
                let path = |word: &str| format!("journey.{}.{word}", stage.name());
                let moved = |t: &crate::model::Tactic| {
                    self.acts(&format!("tactic.{}.moves.{}", t.id, stage.name()))
                };
                let forward = self.acts(&path("forward_per_week"))
                    || scenario.tactics.iter().any(moved)
                    || self.acts(&format!("word_of_mouth.moves.{}", stage.name()));
                if let (true, Some(next)) = (forward, stage.next()) {
                    reached[next.idx()] = true;
                }
                if let (true, Some(back)) =
                    (self.acts(&path("back_per_week")), scenario.journey.back_target(stage))
                {
                    reached[back.idx()] = true;
                }
                let buys = stage >= scenario.buys_from() && stage != Stage::Lost;
                if buys {
                    reached[Stage::Ascended.idx()] = true;
                }
                let warned =
                    LISTENERS.contains(&stage.idx()) && self.acts("word_of_mouth.warns_per_week");
                let taken = (Stage::Aware..=Stage::Promoter).contains(&stage)
                    && scenario
                        .rivals
                        .iter()
                        .any(|r| self.acts(&format!("rival.{}.takes_per_week", r.id)));
                let drops_out = (Stage::Ascended..Stage::Lost).contains(&stage)
                    && self.acts("offer.dropout_per_week");
                let lost = self.acts(&path("exit_per_week")) || drops_out || warned || taken;
                if lost || (buys && leaves_by_order) {
                    reached[Stage::Lost.idx()] = true;
                }
                let won_back =
                    self.acts(&path("returns_per_week")) || scenario.tactics.iter().any(moved);
                if stage == Stage::Lost && won_back {
                    reached[Stage::Aware.idx()] = true;
                }
            }
            if reached == before {
                return reached;
            }
        }
    }

    /// The mean p·gamma/(q − 1) exists only for q above 1, in every world.
    fn gamma_gamma_has_a_mean(&mut self, basket: &str) {
        let path = format!("{basket}.gamma_gamma.q");
        let Some(Law { kind, params }) = self.law(&path) else { return };
        let above_one = match kind {
            LawKind::Point | LawKind::Uniform | LawKind::Triangular => params[0] > 1.0,
            _ => false,
        };
        if !above_one {
            let hint = match kind {
                LawKind::Point => "at 1 or below, the mean order is infinite",
                _ => {
                    "use { uniform = [a, b] } or { triangular = [a, m, b] } above 1: other laws can fall below"
                }
            };
            self.refuse(Kind::Rng, &path, "a number above 1", hint);
        }
    }
}
