//! `[journey.STAGE]`: natural moves.

use crate::model::{Journey, Stage};

use super::super::problem::Kind;
use super::Check;

impl Check<'_> {
    pub(super) fn journey(&mut self) -> Journey {
        let mut journey = Journey::default();
        for stage in Stage::ALL {
            let path = |word: &str| format!("journey.{}.{word}", stage.name());
            let idx = stage.idx();
            let forward =
                if stage == Stage::Lost { "returns_per_week" } else { "forward_per_week" };
            journey.forward_per_week[idx] = self.number(&path(forward));
            journey.back_per_week[idx] = self.number(&path("back_per_week"));
            journey.exit_per_week[idx] = self.number(&path("exit_per_week"));
            journey.back_to[idx] = self.back_to(stage, &path("back_to"), &path("back_per_week"));
        }
        journey.false_details_share = self.number("journey.subscribed.false_details_share");
        journey
    }

    fn back_to(&mut self, stage: Stage, path: &str, back: &str) -> Option<Stage> {
        let target = self.text(path).and_then(|name| Stage::from_name(&name))?;
        if target >= stage || target == Stage::Stranger {
            let before: Vec<&str> = Stage::ALL
                .into_iter()
                .filter(|s| *s > Stage::Stranger && *s < stage)
                .map(Stage::name)
                .collect();
            let expected = format!("a stage before {}: {}", stage.name(), before.join(", "));
            self.refuse(Kind::Rng, path, expected, "nobody becomes a stranger again");
            return None;
        }
        if !self.has(back) {
            let hint = format!("give {back}, or remove back_to");
            self.refuse_key(path, "back_per_week beside it", hint);
        }
        Some(target)
    }
}
