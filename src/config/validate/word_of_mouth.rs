//! `[word_of_mouth]`: who talks, to whom, and what it does.

use crate::model::journey::N_STAGES;
use crate::model::{Acquaintances, Scenario, Stage, WordOfMouth};

use super::super::problem::Kind;
use super::Check;

impl Check<'_> {
    pub(super) fn word_of_mouth(&mut self) -> Option<WordOfMouth> {
        if !self.has("word_of_mouth") {
            return None;
        }
        let talks_from = self.text("word_of_mouth.talks_from");
        let mut moves = [None; N_STAGES];
        for stage in Stage::ALL {
            moves[stage.idx()] = self.number(&format!("word_of_mouth.moves.{}", stage.name()));
        }
        Some(WordOfMouth {
            talks_from: talks_from.and_then(|s| Stage::from_name(&s)).unwrap_or(Stage::Promoter),
            moves,
            warns_per_week: self.number("word_of_mouth.warns_per_week"),
            acquaintances: self.acquaintances(),
        })
    }

    fn acquaintances(&mut self) -> Acquaintances {
        const SMALL_WORLD: &str = "word_of_mouth.network.watts_strogatz";
        const HUBS: &str = "word_of_mouth.network.barabasi_albert";
        if self.has(SMALL_WORLD) {
            let path = format!("{SMALL_WORLD}.links");
            let links = self.small(&path).unwrap_or(2);
            if !links.is_multiple_of(2) {
                let hint = "half of them are on either side of the ring";
                self.refuse(Kind::Rng, &path, "an even number", hint);
            }
            let rewired_share = self.needed(&format!("{SMALL_WORLD}.rewired_share"));
            return Acquaintances::WattsStrogatz { links, rewired_share };
        }
        if self.has(HUBS) {
            let links = self.small(&format!("{HUBS}.links")).unwrap_or(1);
            return Acquaintances::BarabasiAlbert { links };
        }
        Acquaintances::Everybody
    }

    /// Nobody can know more people than there are.
    fn links_fit(&mut self, scenario: &Scenario, talk: &WordOfMouth) {
        let (links, kind) = match talk.acquaintances {
            Acquaintances::Everybody => return,
            Acquaintances::WattsStrogatz { links, .. } => (links, "watts_strogatz"),
            Acquaintances::BarabasiAlbert { links } => (links, "barabasi_albert"),
        };
        if u64::from(links) >= scenario.n_customers() {
            let path = format!("word_of_mouth.network.{kind}.links");
            let hint = "use fewer links, or leave network out: then everybody knows everybody";
            self.refuse(Kind::Con, &path, "fewer links than customers", hint);
        }
    }

    /// Talk needs something to say, and somebody to say it.
    pub(super) fn talk_has_effect(&mut self, scenario: &Scenario) {
        const WARNS: &str = "word_of_mouth.warns_per_week";
        let Some(talk) = &scenario.word_of_mouth else { return };
        if self.any_bad_below("word_of_mouth") || self.any_bad_below("segment.") {
            return;
        }
        self.links_fit(scenario, talk);
        let moves = !self.below("word_of_mouth.moves").is_empty();
        if !moves && !self.has(WARNS) {
            let hint = "for example moves = { stranger = 0.02 }, or remove the table";
            let expected = "moves or warns_per_week: without them talk has no effect";
            self.refuse_found(Kind::Con, "word_of_mouth", "neither of them", expected, hint);
            return;
        }
        let reached = scenario.segments.iter().fold([false; N_STAGES], |mut all, segment| {
            for (all, here) in all.iter_mut().zip(self.reachable(scenario, &segment.starts)) {
                *all |= here;
            }
            all
        });
        let from = talk.talks_from;
        if moves && !reached[from.idx()..=Stage::Promoter.idx()].contains(&true) {
            let expected = format!("customers who can be at or past {}", from.name());
            let hint = "nobody ever talks here: start customers there, or let them move there";
            self.warn("word_of_mouth.talks_from", expected, hint);
        }
        let buyers_leave = Stage::ALL[Stage::Aware.idx()..=Stage::Promoter.idx()]
            .iter()
            .any(|s| self.acts(&format!("journey.{}.exit_per_week", s.name())))
            || self.acts("offer.dropout_per_purchase")
            || self.acts("offer.dropout_per_week")
            || self.acts("offer.contract.churn_per_renewal");
        if self.acts(WARNS) && !buyers_leave {
            let expected = "customers who can be lost after an order";
            let hint = "nobody is ever disappointed here: give an exit_per_week or a dropout";
            self.warn(WARNS, expected, hint);
        }
    }
}
