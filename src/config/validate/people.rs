//! `reach.people`: staff who call on leads, what calls are worth, who is called first.

use crate::model::journey::N_STAGES;
use crate::model::{
    Attempt, First, ForceByWait, Law, LawKind, People, Reach, Scenario, Score, Stage,
};

use super::super::problem::Kind;
use super::super::read::Typed;
use super::super::words::did_you_mean;
use super::Check;

/// Most calls that a lead may get.
const MAX_ATTEMPTS: usize = 100;

impl Check<'_> {
    pub(super) fn people(&mut self, path: &str) -> Reach {
        let part = |word: &str| format!("{path}.{word}");
        Reach::People(Box::new(People {
            wage_per_week: self.needed(&part("wage_per_week")),
            leads_per_week: self.needed(&part("leads_per_week")),
            serves: self.served(&part("serves")),
            attempts: self.attempts(&part("attempts")),
            force_by_wait: self.has(&part("force_by_wait")).then(|| ForceByWait {
                within_day: self.needed(&part("force_by_wait.within_day")),
                later: self.needed(&part("force_by_wait.later")),
            }),
            score: self.score(&part("score")),
        }))
    }

    fn served(&mut self, path: &str) -> [bool; N_STAGES] {
        let mut serves = [false; N_STAGES];
        let Some(Typed::IdList(named)) = self.item(path).map(|item| &item.typed) else {
            return serves;
        };
        let known: Vec<&str> =
            Stage::ALL.iter().map(|s| s.name()).filter(|n| *n != "lost").collect();
        if named.is_empty() {
            let hint = "name the stages whose customers are leads";
            self.refuse(Kind::Con, path, "at least one stage", hint);
        }
        for (id, at) in named {
            let stage = Stage::ALL.into_iter().find(|s| s.name() == id && *s != Stage::Lost);
            let (kind, found, expected, hint) = match stage {
                None => {
                    let expected = format!("stages: {}", known.join(", "));
                    (Kind::Ref, id.clone(), expected, did_you_mean(id, &known))
                }
                Some(stage) if serves[stage.idx()] => (
                    Kind::Con,
                    format!("{id} twice"),
                    "each stage once".into(),
                    "remove one of them".into(),
                ),
                Some(stage) => {
                    serves[stage.idx()] = true;
                    continue;
                }
            };
            let problem = self.texts.problem(kind, *at, path, found, expected);
            self.problems.push(problem.help(hint));
        }
        serves
    }

    fn attempts(&mut self, path: &str) -> Vec<Attempt> {
        let n = self.below(path).len();
        if self.has(path) && !self.is_bad(path) && n == 0 {
            let hint = "give each call its force, or remove the list: then there is one call";
            self.refuse(Kind::Con, path, "at least one call", hint);
        }
        if n > MAX_ATTEMPTS {
            let expected = format!("at most {MAX_ATTEMPTS} calls");
            self.refuse_found(Kind::Lim, path, format!("{n} calls"), expected, "call it a day");
        }
        (0..n.min(MAX_ATTEMPTS))
            .map(|idx| Attempt {
                force: self.needed(&format!("{path}.{idx}.force")),
                called_share: self.number(&format!("{path}.{idx}.called_share")),
            })
            .collect()
    }

    fn score(&mut self, path: &str) -> Option<Score> {
        if !self.has(path) {
            return None;
        }
        let part = |word: &str| format!("{path}.{word}");
        let segments = self.below("segment");
        let typed = self.below(&part("profile"));
        for id in typed {
            if !segments.contains(&id) && !self.may_lack("segment") {
                let path = format!("{path}.profile.{id}");
                let at = self.item(&path).map_or(self.texts.end(), |item| item.key_at);
                let found = format!("segment {id}");
                let problem =
                    self.texts.problem(Kind::Ref, at, &path, found, "a segment of this file");
                self.problems.push(problem.help(did_you_mean(id, &segments)));
            }
        }
        let first = match self.text(&part("first")).as_deref() {
            Some(word) if word == First::Best.name() => First::Best,
            _ => First::Oldest,
        };
        let uses = self.has(&part("routed_from")) || first == First::Best;
        let misspelt = ["routed_from", "first"].iter().any(|word| self.is_misspelt(path, word));
        if !uses && !misspelt {
            let hint = "say below how many points nobody is called, or who is called first";
            self.refuse_key(
                path,
                "routed_from, or first = \"best\": else points are for nothing",
                hint,
            );
        }
        let points = ["per_visit", "open_need", "profile"];
        let gives = |word: &&str| self.has(&part(word)) || self.is_misspelt(path, word);
        if !points.iter().any(gives) {
            let hint = "say what gives points, or remove the table";
            self.refuse_key(path, "per_visit, open_need or profile: else nobody has points", hint);
        }
        Some(Score {
            per_visit: self.number(&part("per_visit")),
            open_need: self.number(&part("open_need")),
            profile: segments
                .iter()
                .map(|id| self.number(&format!("{}.{id}", part("profile"))))
                .collect(),
            routed_from: self.number(&part("routed_from")),
            first,
        })
    }

    /// Points and shops need what they count on, a line needs real people, and a call that fades is none that wears.
    pub(super) fn people_act(&mut self, scenario: &Scenario) {
        let visited = scenario.tactics.iter().any(|t| t.reach.is_visited());
        let needs =
            scenario.segments.iter().any(|s| self.has(&format!("segment.{}.needs_per_year", s.id)));
        let staff = scenario.tactics.iter().filter(|t| matches!(t.reach, Reach::People(_)));
        let ids: Vec<&str> = staff.map(|t| t.id.as_str()).collect();
        for id in &ids {
            let path = format!("tactic.{id}.reach.people");
            let visits = format!("{path}.score.per_visit");
            if self.has(&visits) && !visited && !self.any_bad_below("tactic.") {
                let hint = "add the tactic whose visits count, or remove per_visit";
                self.refuse_key(
                    &visits,
                    "a tactic with reach search, content, site or store",
                    hint,
                );
            }
            let open = format!("{path}.score.open_need");
            if self.has(&open) && !needs && !self.any_bad_below("segment.") {
                let hint = "give a segment needs_per_year, or remove open_need";
                self.refuse_key(&open, "needs_per_year in some segment", hint);
            }
            self.somebody_is_called(&format!("{path}.score"), scenario);
            let wear = format!("tactic.{id}.wear");
            if self.has(&wear) {
                let hint = "give reach.people attempts with a force each, and remove wear";
                self.refuse_key(
                    &wear,
                    "no wear where people call: calls have a force by attempt",
                    hint,
                );
            }
        }
        for tactic in scenario.tactics.iter().filter(|t| matches!(t.reach, Reach::Store { .. })) {
            let adds = format!("tactic.{}.reach.store.need_adds_per_week", tactic.id);
            if self.has(&adds) && !needs && !self.any_bad_below("segment.") {
                let hint = "give a segment needs_per_year, or remove it";
                self.refuse_key(&adds, "needs_per_year in some segment", hint);
            }
        }
        let people = "market.people_per_customer";
        if !ids.is_empty() && scenario.market.people_per_customer > 1 {
            let hint =
                "simulate as many customers as there are people: staff answers people one by one";
            self.refuse(Kind::Con, people, "1 beside a tactic with reach people", hint);
        }
    }

    /// A score that nobody can reach calls nobody.
    fn somebody_is_called(&mut self, score: &str, scenario: &Scenario) {
        let routed = format!("{score}.routed_from");
        let Some(from) = self.law(&routed).map(|law| bounds(law).0) else { return };
        let most = |path: String| match self.law(&path) {
            Some(law) => bounds(law).1,
            None if self.has(&path) => f64::INFINITY,
            None => 0.0,
        };
        let visited = scenario.tactics.iter().filter(|t| t.reach.is_visited()).count().max(1);
        let visits = (0..visited).map(|_| 3.0 * most(format!("{score}.per_visit"))).sum::<f64>();
        let profile = format!("{score}.profile");
        let profile = (self.below(&profile).into_iter())
            .map(|id| most(format!("{profile}.{id}")))
            .fold(0.0, f64::max);
        let points = visits + most(format!("{score}.open_need")) + profile;
        let gives = ["per_visit", "open_need", "profile"];
        let gives = gives.iter().any(|word| self.has(&format!("{score}.{word}")));
        if gives && from > points && !self.any_bad_below("tactic.") {
            let expected = format!("at most {points}: no lead can have more points");
            let hint = "nobody would be called: lower it, or give more points";
            self.refuse(Kind::Con, &routed, expected, hint);
        }
    }
}

/// Smallest and largest value of a law; infinite where it has no bound that a law's name tells.
fn bounds(Law { kind, params }: Law) -> (f64, f64) {
    match kind {
        LawKind::Point => (params[0], params[0]),
        LawKind::Uniform => (params[0], params[1]),
        LawKind::Triangular => (params[0], params[2]),
        _ => (0.0, f64::INFINITY),
    }
}
