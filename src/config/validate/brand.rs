//! `[brand]`: goodwill, what builds it and what it lifts.

use crate::model::{Brand, Reach, Scenario};

use super::Check;

impl Check<'_> {
    pub(super) fn brand(&mut self) -> Option<Brand> {
        self.has("brand").then(|| Brand {
            starts: self.number("brand.starts"),
            fades_per_week: self.needed("brand.fades_per_week"),
            lifts_moves: self.number("brand.lifts_moves"),
            lifts_visits: self.number("brand.lifts_visits"),
            lifts_search: self.number("brand.lifts_search"),
            lifts_choice: self.number("brand.lifts_choice"),
        })
    }

    /// Goodwill needs something that builds it, and builders need a brand; each lift needs what it lifts.
    pub(super) fn brand_acts(&mut self, scenario: &Scenario) {
        let builders: Vec<String> =
            scenario.tactics.iter().map(|t| format!("tactic.{}.builds_brand", t.id)).collect();
        if scenario.brand.is_none() {
            for path in &builders {
                if self.has(path) && !self.may_lack("brand") {
                    let hint = "give a [brand], or remove builds_brand";
                    self.refuse_key(path, "a [brand]: without one there is nothing to build", hint);
                }
            }
            return;
        }
        if self.may_lack("tactic") {
            return;
        }
        let built = builders.iter().any(|path| self.has(path) || self.is_misspelt_path(path));
        if !built && !self.has("brand.starts") && !self.is_misspelt("brand", "starts") {
            let expected = "builds_brand in some tactic, or starts";
            let hint = "goodwill would stay at 0: say what builds it, or remove [brand]";
            self.refuse_key("brand", expected, hint);
        }
        let found = |r: &Reach| {
            matches!(r, Reach::Content { .. } | Reach::Site { .. } | Reach::Store { .. })
        };
        let searched = |r: &Reach| matches!(r, Reach::Search { .. });
        self.lifts(scenario, "brand.lifts_visits", "content, site or store", &found);
        self.lifts(scenario, "brand.lifts_search", "search", &searched);
    }

    fn lifts(
        &mut self,
        scenario: &Scenario,
        path: &str,
        what: &str,
        is_it: &dyn Fn(&Reach) -> bool,
    ) {
        if self.has(path) && !scenario.tactics.iter().any(|t| is_it(&t.reach)) {
            let expected = format!("a tactic with reach {what}: without one it has no effect");
            self.refuse_key(path, expected, "remove it, or add such a tactic");
        }
    }
}
