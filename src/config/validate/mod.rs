//! What was read → a scenario: every check that looks at more than one key.
//!
//! One file per topic. Each builds its part and notes what contradicts itself; parts of a broken file are filled with
//! anything harmless, since a scenario only leaves this room when nothing was noted.

mod brand;
mod commitment;
mod coordination;
mod correlations;
mod data;
mod effects;
mod fit;
mod idle;
mod journey;
mod minds;
mod offer;
mod people;
mod promotion;
mod reviews;
mod rival;
mod satisfaction;
mod segments;
mod strategies;
mod study;
mod tactics;
mod word_of_mouth;

use std::collections::BTreeMap;

use crate::model::{Correlations, Family, Law, NumberId, Numbers, Scenario, Trait};

use super::files::Named;
use super::keys;
use super::problem::{Kind, Problem};
use super::quantity::{Quantity, Spread};
use super::read::{Item, Reading, Typed};
use super::tree::{At, Texts};
use super::words;

/// Amounts of money stay below this many minor units, so that an `f64` holds them exactly: 2⁵³.
pub(super) const MAX_MINOR: f64 = 9_007_199_254_740_992.0;

/// The scenario of a reading. Valid only if no problem was added.
pub(super) fn build(
    texts: &Texts,
    reading: &Reading,
    files: &Named<'_>,
    problems: &mut Vec<Problem>,
    warnings: &mut Vec<Problem>,
) -> Scenario {
    let numbers = reading.rows.keys().map(String::as_str).zip((0..).map(NumberId)).collect();
    let mut check = Check { texts, reading, files, numbers, problems, warnings };
    check.sizes();
    let horizon = check.horizon();
    let sampling = check.sampling();
    let (channels, tactics) = check.tactics();
    let mut scenario = Scenario {
        title: check.text("title").unwrap_or_default(),
        horizon,
        start: check.start(),
        sampling,
        roles: check.switch("study.roles"),
        discount_per_year: check.fixed("study.discount_per_year").unwrap_or(0.0),
        market: check.market(),
        segments: check.segments(&channels, horizon),
        channels,
        offer: check.offer(),
        promotion: check.promotion(),
        choice: check.choice(),
        rivals: check.rivals(),
        voice: check.voice(),
        journey: check.journey(),
        commitment: check.commitment(),
        trust: check.trust(),
        pacing: check.pacing(),
        annoyance: check.annoyance(),
        pressure: check.pressure(),
        satisfaction: check.satisfaction(),
        reviews: check.reviews(),
        brand: check.brand(),
        fit: check.fit(),
        research: check.research(),
        coordination: check.coordination(),
        tactics,
        word_of_mouth: check.word_of_mouth(),
        strategies: Vec::new(),
        baseline: 0,
        numbers: Numbers::new(),
        correlations: Correlations::default(),
        draws: Vec::new(),
    };
    for number in reading.rows.values() {
        scenario.numbers.push(number.clone());
    }
    scenario.draws = reading.draws.by_file(&check.numbers);
    scenario.correlations = check.correlations();
    scenario.strategies = check.strategies(&scenario);
    scenario.baseline = check.baseline(&scenario);
    check.affinities(&scenario);
    check.effects(&scenario);
    check.commitment_acts(&scenario);
    check.minds(&scenario);
    check.talk_has_effect(&scenario);
    check.satisfaction_acts(&scenario);
    check.reviews_act(&scenario);
    check.asks_act(&scenario);
    check.brand_acts(&scenario);
    check.promotion_acts(&scenario);
    check.fit_acts(&scenario);
    check.people_act(&scenario);
    check.rivals_act(&scenario);
    check.coordination_acts(&scenario);
    check.gaps_are_found(&scenario);
    check.money(&scenario);
    scenario
}

/// The reading under check.
struct Check<'a> {
    texts: &'a Texts,
    reading: &'a Reading,
    files: &'a Named<'a>,
    /// position of each path in the table of numbers
    numbers: BTreeMap<&'a str, NumberId>,
    problems: &'a mut Vec<Problem>,
    warnings: &'a mut Vec<Problem>,
}

impl<'a> Check<'a> {
    fn item(&self, path: &str) -> Option<&'a Item> {
        self.reading.items.get(path)
    }

    /// Is the key given, be it right or wrong?
    fn has(&self, path: &str) -> bool {
        self.reading.items.contains_key(path)
    }

    /// Is the key given and wrong by itself?
    fn is_bad(&self, path: &str) -> bool {
        self.item(path).is_some_and(|item| matches!(item.typed, Typed::Bad))
    }

    /// May entries of this table have got lost by a problem noted before? Nothing can be said of what refers to it then.
    fn may_lack(&self, table: &str) -> bool {
        self.is_bad(table)
            || self.reading.items.iter().any(|(path, item)| {
                !path.contains('.')
                    && matches!(item.typed, Typed::Bad)
                    && words::is_like(path, table)
            })
    }

    /// Is there an unknown key in the table that may be meant for this one?
    fn is_misspelt(&self, table: &str, word: &str) -> bool {
        let typed = self.below(table);
        typed.iter().any(|w| self.is_bad(&format!("{table}.{w}")) && words::is_like(w, word))
    }

    fn integer(&self, path: &str) -> Option<i64> {
        match self.item(path)?.typed {
            Typed::Integer(i) => Some(i),
            _ => None,
        }
    }

    /// A whole number that the table of keys keeps within 32 bits.
    fn small(&self, path: &str) -> Option<u32> {
        u32::try_from(self.integer(path)?).ok()
    }

    /// Is the key given and true?
    fn switch(&self, path: &str) -> bool {
        self.item(path).is_some_and(|item| matches!(item.typed, Typed::Switch(true)))
    }

    fn text(&self, path: &str) -> Option<String> {
        match &self.item(path)?.typed {
            Typed::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn quantity(&self, path: &str) -> Option<&'a Quantity> {
        match &self.item(path)?.typed {
            Typed::Number(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// The law of a number that is the same for all of a world.
    fn law(&self, path: &str) -> Option<Law> {
        match self.quantity(path)? {
            Quantity::Same(law) => Some(*law),
            _ => None,
        }
    }

    /// A number that cannot be uncertain.
    fn fixed(&self, path: &str) -> Option<f64> {
        self.law(path).map(|law| law.params[0])
    }

    /// Position of a number of one draw per world.
    fn number(&self, path: &str) -> Option<NumberId> {
        self.law(path)?;
        self.numbers.get(path).copied()
    }

    /// A number that must be there: its absence is a problem that was noted before.
    fn needed(&self, path: &str) -> NumberId {
        self.number(path).unwrap_or(NumberId(0))
    }

    fn trait_of(&self, path: &str) -> Option<Trait> {
        match self.quantity(path)? {
            Quantity::Same(_) => self.number(path).map(Trait::Same),
            Quantity::Each(spread) | Quantity::EachOrder(spread) => {
                Some(Trait::Each(self.family(spread)))
            }
        }
    }

    fn family(&self, spread: &Spread) -> Family {
        let mut params = [NumberId(0); 3];
        for (slot, path) in params.iter_mut().zip(&spread.paths) {
            *slot = self.numbers.get(path.as_str()).copied().unwrap_or(NumberId(0));
        }
        Family { kind: spread.kind, params }
    }

    /// Centre of a number, whatever its scope, for estimates of size.
    fn centre(&self, path: &str) -> Option<f64> {
        match self.quantity(path)? {
            Quantity::Same(law) => Some(law.centre()),
            Quantity::Each(spread) | Quantity::EachOrder(spread) => {
                let mut params = [0.0; 3];
                for (slot, path) in params.iter_mut().zip(&spread.paths) {
                    *slot = self.reading.rows.get(path)?.law.centre();
                }
                Some(Law { kind: spread.kind, params }.centre())
            }
        }
    }

    /// Can this number be anything but 0?
    fn acts(&self, path: &str) -> bool {
        self.has(path) && self.law(path) != Some(Law::point(0.0))
    }

    /// The words right below a table, in order.
    fn below(&self, table: &str) -> Vec<&'a str> {
        let prefix = format!("{table}.");
        self.reading
            .items
            .range(prefix.clone()..)
            .map(|(path, _)| path.as_str())
            .take_while(|path| path.starts_with(&prefix))
            .filter_map(|path| path.get(prefix.len()..))
            .filter(|word| !word.contains('.'))
            .collect()
    }

    /// Place of the value, or of nothing at the end of the file.
    fn place(&self, path: &str) -> At {
        self.item(path).map_or(self.texts.end(), |item| item.at)
    }

    /// A problem with the value of a key.
    fn refuse(
        &mut self,
        kind: Kind,
        path: &str,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let found = self.item(path).map_or("nothing".into(), |item| item.found.clone());
        self.refuse_found(kind, path, found, expected, hint);
    }

    /// A problem with the value of a key, with what was found in other words.
    fn refuse_found(
        &mut self,
        kind: Kind,
        path: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let problem = self.texts.problem(kind, self.place(path), path, found, expected).help(hint);
        self.problems.push(problem);
    }

    /// A problem with the presence of a key.
    fn refuse_key(&mut self, path: &str, expected: impl Into<String>, hint: impl Into<String>) {
        let at = self.item(path).map_or(self.texts.end(), |item| item.key_at);
        let word = path.rsplit('.').next().unwrap_or(path);
        let problem = self.texts.problem(Kind::Con, at, path, format!("key {word}"), expected);
        self.problems.push(problem.help(hint));
    }

    /// A required key that is not in its table.
    fn missing(
        &mut self,
        table: &str,
        word: &str,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) {
        if self.is_misspelt(table, word) {
            return;
        }
        let at = self.item(table).map_or(self.texts.end(), |item| item.at);
        let path = format!("{table}.{word}");
        let problem = self.texts.problem(Kind::Mis, at, &path, "nothing", expected).help(hint);
        self.problems.push(problem);
    }

    fn warn(&mut self, path: &str, expected: impl Into<String>, hint: impl Into<String>) {
        let found = self.item(path).map_or("nothing".into(), |item| item.found.clone());
        self.warn_found(path, found, expected, hint);
    }

    /// A warning, with what was found in other words.
    fn warn_found(
        &mut self,
        path: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let at = self.place(path);
        self.warnings.push(self.texts.problem(Kind::Okw, at, path, found, expected).help(hint));
    }

    /// Numbers of things that a study can hold.
    fn sizes(&mut self) {
        for (table, most) in [("tactic", 64), ("segment", 256), ("rival", 64), ("strategy", 256)] {
            let n = self.below(table).len();
            if n > most {
                self.refuse_found(
                    Kind::Lim,
                    table,
                    format!("{n} of them"),
                    format!("at most {most}"),
                    "split the scenario: one file is one question",
                );
            }
        }
    }

    /// Label of a segment, tactic or strategy: its id where none is given.
    fn label(&self, table: &str, id: &str) -> String {
        self.text(&format!("{table}.{id}.label")).unwrap_or_else(|| id.to_string())
    }
}

/// Is an amount a whole number of minor units? Typed decimals are the nearest `f64` to themselves, and so is a whole
/// number of minor units divided back.
fn is_whole_minor(amount: f64, minor_per_unit: f64) -> bool {
    let minor = libm::round(amount * minor_per_unit);
    (minor / minor_per_unit).to_bits() == amount.to_bits()
}

/// Most customers, in words.
fn customers_cap() -> String {
    format!("at most {} simulated customers", keys::MAX_CUSTOMERS)
}
