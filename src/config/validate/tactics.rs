//! `[tactic.ID]`: how it reaches people, what it says, what it does; and the channels that follow from them.

use crate::model::journey::N_STAGES;
use crate::model::{
    Aim, Channel, ClickPrice, Compounding, PriceRise, Reach, Richness, Saturation, Says, Stage,
    Tactic, Wear, WearOut,
};

use super::super::problem::Kind;
use super::super::read::Typed;
use super::super::words::did_you_mean;
use super::Check;

/// What works through what is remembered of a message: it wears, and a poor medium takes from it.
const FELT: [&str; 4] = ["moves", "stirs_need", "persuades", "upsell"];

impl Check<'_> {
    /// Channels and tactics, each in order of id.
    pub(super) fn tactics(&mut self) -> (Vec<Channel>, Vec<Tactic>) {
        let ids = self.below("tactic");
        let homes: Vec<String> = ids
            .iter()
            .map(|id| {
                self.text(&format!("tactic.{id}.channel")).unwrap_or_else(|| (*id).to_string())
            })
            .collect();
        let mut names = homes.clone();
        names.sort_unstable();
        names.dedup();
        self.channels_differ(&ids, &homes);
        let mut tactics = Vec::with_capacity(ids.len());
        for (id, home) in ids.iter().zip(&homes) {
            let path = |word: &str| format!("tactic.{id}.{word}");
            let mut moves = [None; N_STAGES];
            for stage in Stage::ALL {
                moves[stage.idx()] = self.number(&format!("{}.{}", path("moves"), stage.name()));
            }
            let saturation = self.has(&path("saturation")).then(|| Saturation {
                half_saturation: self.needed(&path("saturation.half_saturation")),
                hill_exponent: self.number(&path("saturation.hill_exponent")),
            });
            let wear = self.wear(id);
            let says = self.text(&path("says"));
            let sells = self.sells(id);
            tactics.push(Tactic {
                id: (*id).to_string(),
                label: self.label("tactic", id),
                channel: names.iter().position(|name| name == home).unwrap_or(0),
                reach: self.reach(&path("reach")),
                says: Says::ALL
                    .into_iter()
                    .find(|s| Some(s.name()) == says.as_deref())
                    .unwrap_or(Says::Brand),
                sells,
                message: self.text(&path("message")),
                adstock_per_week: self.number(&path("adstock_per_week")),
                saturation,
                wear,
                upsell: self.upsell(id),
                referral: self.referral(id),
                richness: self.richness(id),
                moves,
                stirs_need: self.number(&path("stirs_need")),
                persuades: self.number(&path("persuades")),
                value: self.number(&path("value")),
                learns_taste: self.number(&path("learns_taste")),
                annoys: self.number(&path("annoys")),
                opt_out_per_contact: self.number(&path("opt_out_per_contact")),
                builds_brand: self.number(&path("builds_brand")),
            });
        }
        self.somebody_looks(&tactics);
        (names.into_iter().map(|id| Channel { id }).collect(), tactics)
    }

    /// How the message wears; a table that says nothing, or a message that does nothing, is refused.
    fn wear(&mut self, tactic: &str) -> Option<Wear> {
        let table = format!("tactic.{tactic}.wear");
        if !self.has(&table) {
            return None;
        }
        let path = |word: &str| format!("{table}.{word}");
        let wear = Wear {
            in_contacts: self.number(&path("in_contacts")),
            out: self.has(&path("out")).then(|| WearOut {
                after_contacts: self.needed(&path("out.after_contacts")),
                decay_contacts: self.needed(&path("out.decay_contacts")),
            }),
        };
        if self.below(&table).is_empty() {
            let hint = "give one of them, or remove the table";
            self.refuse_key(&table, "in_contacts or out: without them nothing wears", hint);
        }
        let tactic = format!("tactic.{tactic}");
        let acts =
            |word: &&str| self.has(&format!("{tactic}.{word}")) || self.is_misspelt(&tactic, word);
        if !FELT.iter().any(acts) {
            let hint = "give the tactic one of them, or remove the table";
            self.refuse_key(
                &table,
                "moves, stirs_need, persuades or an upsell beside it: else there is nothing to wear",
                hint,
            );
        }
        Some(wear)
    }

    /// What medium and message carry and need; a need alone, or a medium on which nothing acts, is refused.
    fn richness(&mut self, tactic: &str) -> Richness {
        let table = format!("tactic.{tactic}");
        let [medium, message] =
            ["medium_richness", "message_richness"].map(|word| format!("{table}.{word}"));
        let acts =
            |word: &&str| self.has(&format!("{table}.{word}")) || self.is_misspelt(&table, word);
        let acts = FELT.iter().any(acts);
        if self.has(&message) && !self.has(&medium) && !self.is_misspelt(&table, "medium_richness")
        {
            let hint = "give medium_richness, or remove it";
            self.refuse_key(&message, "medium_richness beside it: media carry all without", hint);
        } else if self.has(&medium) && !acts {
            let hint = "give the tactic one of them, or remove it";
            let expected =
                "moves, stirs_need, persuades or an upsell beside it: it takes from these";
            self.refuse_key(&medium, expected, hint);
        }
        Richness { medium: self.number(&medium), message: self.number(&message) }
    }

    /// Two channels whose ids differ only in capitals are a slip.
    fn channels_differ(&mut self, ids: &[&str], homes: &[String]) {
        for (i, (id, home)) in ids.iter().zip(homes).enumerate() {
            let path = format!("tactic.{id}.channel");
            let twin = homes
                .iter()
                .enumerate()
                .find(|(j, h)| *j != i && *h != home && h.eq_ignore_ascii_case(home));
            if let (Some((_, twin)), true) = (twin, self.has(&path)) {
                let found = format!("{home} beside {twin}");
                let expected = "channels that differ in more than capitals";
                self.refuse_found(
                    Kind::Con,
                    &path,
                    found,
                    expected,
                    format!("write \"{twin}\", or rename one"),
                );
            }
        }
    }

    fn reach(&mut self, path: &str) -> Reach {
        let part = |kind: &str, word: &str| format!("{path}.{kind}.{word}");
        if self.has(&format!("{path}.targeted")) {
            return Reach::Targeted {
                audience: self.number(&part("targeted", "audience")),
                cost_per_thousand: self.needed(&part("targeted", "cost_per_thousand")),
                price_rise: self.price_rise(&part("targeted", "price_rise")),
                precision: self.needed(&part("targeted", "precision")),
                aim: self.aim(&format!("{path}.targeted")),
                finds_gaps: self.switch(&part("targeted", "finds_gaps")),
            };
        }
        if self.has(&format!("{path}.direct")) {
            return Reach::Direct {
                cost_per_send: self.needed(&part("direct", "cost_per_send")),
                cost_per_issue: self.number(&part("direct", "cost_per_issue")),
                sends_per_week: self.small(&part("direct", "sends_per_week")).unwrap_or(1),
                to: self.stages_served(&part("direct", "to")),
            };
        }
        if self.has(&format!("{path}.search")) {
            return Reach::Search {
                price: self.click_price(&format!("{path}.search")),
                query_share: self.needed(&part("search", "query_share")),
            };
        }
        if self.has(&format!("{path}.content")) {
            return self.content(&format!("{path}.content"));
        }
        if self.has(&format!("{path}.site")) {
            return Reach::Site {
                cost_per_week: self.needed(&part("site", "cost_per_week")),
                visits_per_week: self.needed(&part("site", "visits_per_week")),
            };
        }
        if self.has(&format!("{path}.store")) {
            return Reach::Store {
                cost_per_week: self.needed(&part("store", "cost_per_week")),
                near_share: self.needed(&part("store", "near_share")),
                passes_per_week: self.needed(&part("store", "passes_per_week")),
                need_adds_per_week: self.number(&part("store", "need_adds_per_week")),
            };
        }
        if self.has(&format!("{path}.community")) {
            return Reach::Community {
                cost_per_week: self.needed(&part("community", "cost_per_week")),
                posts_per_week: self.needed(&part("community", "posts_per_week")),
                seen_share: self.needed(&part("community", "seen_share")),
            };
        }
        if self.has(&format!("{path}.people")) {
            return self.people(&format!("{path}.people"));
        }
        Reach::Broadcast {
            audience: self.number(&part("broadcast", "audience")),
            cost_per_thousand: self.needed(&part("broadcast", "cost_per_thousand")),
            price_rise: self.price_rise(&part("broadcast", "price_rise")),
        }
    }

    fn content(&self, path: &str) -> Reach {
        let part = |word: &str| format!("{path}.{word}");
        Reach::Content {
            cost_per_post: self.needed(&part("cost_per_post")),
            found_per_post: self.needed(&part("found_per_post")),
            fades_per_week: self.needed(&part("fades_per_week")),
            compounds: self.has(&part("compounds")).then(|| Compounding {
                share: self.needed(&part("compounds.share")),
                factor: self.needed(&part("compounds.factor")),
                weeks: self.needed(&part("compounds.weeks")),
                fades_per_week: self.needed(&part("compounds.fades_per_week")),
            }),
            lag_weeks: self.number(&part("lag_weeks")),
            quality: self.number(&part("quality")),
        }
    }

    fn price_rise(&self, path: &str) -> Option<PriceRise> {
        self.has(path).then(|| PriceRise {
            exponent: self.needed(&format!("{path}.exponent")),
            reference_budget: self.needed(&format!("{path}.reference_budget")),
        })
    }

    /// By stage: does what is sent go there?
    fn stages_served(&mut self, path: &str) -> [bool; N_STAGES] {
        let mut to = [false; N_STAGES];
        let Some(Typed::IdList(named)) = self.item(path).map(|item| &item.typed) else {
            to[Stage::Subscribed.idx()..=Stage::Promoter.idx()].fill(true);
            return to;
        };
        if named.is_empty() {
            let hint =
                "name the stages, or leave it out: it then goes to everybody with permission";
            self.refuse(Kind::Con, path, "at least one stage", hint);
        }
        for (name, at) in named {
            let Some(stage) = Stage::from_name(name) else { continue };
            if std::mem::replace(&mut to[stage.idx()], true) {
                let (found, expected) = (format!("{name} twice"), "each stage once");
                let problem = self.texts.problem(Kind::Con, *at, path, found, expected);
                self.problems.push(problem.help("remove one of them"));
            }
        }
        to
    }

    /// One price for all clicks or an auction, one of them.
    fn click_price(&mut self, table: &str) -> ClickPrice {
        let (fixed, auction) = (format!("{table}.cost_per_click"), format!("{table}.auction"));
        if !self.has(&auction) {
            if !self.has(&fixed) && !self.is_misspelt(table, "auction") {
                let hint = "give cost_per_click, or an auction with rivals and bid_high";
                self.missing(table, "cost_per_click", "price of one click, or an auction", hint);
            }
            return ClickPrice::Fixed(self.needed(&fixed));
        }
        if self.has(&fixed) {
            let hint = "keep one of them";
            self.refuse_key(&auction, "cost_per_click or an auction, not both", hint);
        }
        ClickPrice::Auction {
            rivals: self.small(&format!("{auction}.rivals")).unwrap_or(1),
            bid_high: self.needed(&format!("{auction}.bid_high")),
        }
    }

    /// Segments or lookers, one of them.
    fn aim(&mut self, table: &str) -> Aim {
        let (segments, lookers) = (format!("{table}.segments"), format!("{table}.lookers"));
        if !self.has(&lookers) {
            if !self.has(&segments) && !self.is_misspelt(table, "lookers") {
                let hint = "name segments, or give lookers with within_weeks and most_per_week";
                self.missing(table, "segments", "the named segments, or lookers", hint);
            }
            return Aim::Segments(self.named_segments(&segments));
        }
        if self.has(&segments) {
            let hint = "keep one of them";
            self.refuse_key(
                &lookers,
                "segments or lookers, not both: it aims at one of them",
                hint,
            );
        }
        Aim::Lookers {
            within_weeks: self.small(&format!("{lookers}.within_weeks")).unwrap_or(1),
            most_per_week: self.needed(&format!("{lookers}.most_per_week")),
        }
    }

    /// Those who looked did so at a tactic that waits for visits.
    fn somebody_looks(&mut self, tactics: &[Tactic]) {
        if self.may_lack("tactic") || tactics.iter().any(|t| t.reach.is_visited()) {
            return;
        }
        for tactic in tactics.iter().filter(|t| t.reach.aims_at_lookers()) {
            let table = format!("tactic.{}.reach.targeted", tactic.id);
            let path = format!("{table}.lookers");
            // What is wrong with it by itself comes first.
            if self.has(&format!("{table}.segments")) || !self.has(&format!("{path}.most_per_week"))
            {
                continue;
            }
            let hint = "add such a tactic, or aim at segments";
            let expected =
                "a tactic with reach search, content, site or store: nobody looks without one";
            self.refuse_key(&path, expected, hint);
        }
    }

    fn named_segments(&mut self, path: &str) -> Vec<usize> {
        let Some(Typed::IdList(named)) = self.item(path).map(|item| &item.typed) else {
            return Vec::new();
        };
        let known = self.below("segment");
        if known.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (id, at) in named {
            match known.iter().position(|k| k == id) {
                Some(idx) if found.contains(&idx) => {
                    let problem = self.texts.problem(
                        Kind::Con,
                        *at,
                        path,
                        format!("{id} twice"),
                        "each segment once",
                    );
                    self.problems.push(problem.help("remove one of them"));
                }
                Some(idx) => found.push(idx),
                None => {
                    let expected = "the id of a segment of this file";
                    let problem = self.texts.problem(Kind::Ref, *at, path, id.clone(), expected);
                    self.problems.push(problem.help(did_you_mean(id, &known)));
                }
            }
        }
        if named.is_empty() {
            let hint = "name the segments, or use broadcast for everybody";
            self.refuse(Kind::Con, path, "at least one segment", hint);
        } else if found.len() == known.len() {
            let hint = "use broadcast: it reaches everybody";
            self.refuse_found(Kind::Con, path, "all segments", "some segments, not all", hint);
        }
        found.sort_unstable();
        found
    }
}
