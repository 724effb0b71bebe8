//! `like = "…"`: the values of a preset, written into the tree below what was typed.
//!
//! Happens before anything is checked, so that a preset's value is checked, drawn and echoed like one that was typed.
//! Money in presets is in US dollars: in another currency it is left out, and has to be typed.

use std::collections::BTreeMap;

use super::assumptions;
use super::keys::{self, Key, What};
use super::presets;
use super::problem::{Kind, Problem};
use super::read::Reading;
use super::tree::{At, Entry, Node, Table, Texts, Value};
use super::words::{did_you_mean, unseen};

/// Longest name, as of any text.
const MAX_TEXT_BYTES: usize = 200;

/// The only currency whose money presets know.
const PRESET_CURRENCY: &str = "USD";

/// Keys that have no sense but with the preset's own way to reach people.
const OF_REACH: [&str; 2] = ["value", "opt_out_per_contact"];

/// What presets could not give.
#[derive(Default)]
pub(super) struct Ungiven {
    /// money that has to be typed, by path: what to say where it is not
    money: BTreeMap<String, Problem>,
    /// tactics whose preset is not known
    unknown: Vec<String>,
}

/// Does it depend on this key which preset is used, or how?
pub(super) fn depends_on(path: &str) -> bool {
    let words: Vec<&str> = path.split('.').map(str::trim).collect();
    matches!(words[..], ["tactic", _, "like"] | ["market", "currency"])
}

/// Writes all presets that are asked for into the tree; a `like` that names no preset stays where it is.
pub(super) fn expand(texts: &mut Texts, tree: &mut Table, problems: &mut Vec<Problem>) -> Ungiven {
    let mut ungiven = Ungiven::default();
    let currency = currency(tree);
    let assumed = assumed(tree);
    let Some(Value::Table(tactics)) = tree.get_mut("tactic").map(|entry| &mut entry.node.value)
    else {
        return ungiven;
    };
    let asked = |entry: &Entry| match &entry.node.value {
        Value::Table(tactic) => tactic.contains_key("like"),
        _ => false,
    };
    if !tactics.values().any(asked) {
        return ungiven;
    }
    let shelf = presets::tactics();
    for (id, entry) in tactics {
        let Value::Table(tactic) = &mut entry.node.value else { continue };
        let Some(Entry { node: Node { at, value }, .. }) = tactic.get("like") else { continue };
        let at = *at;
        let Some(name) = named(value) else {
            // That it is no name is told when the tree is read.
            ungiven.unknown.push(format!("tactic.{id}."));
            continue;
        };
        let Some(Value::Table(preset)) = shelf.tree.get(name).map(|entry| &entry.node.value) else {
            let path = format!("tactic.{id}.like");
            let problem =
                texts.problem(Kind::Ref, at, &path, name.as_str(), "the name of a preset");
            problems.push(problem.help(advice(name, &shelf.ids())));
            ungiven.unknown.push(format!("tactic.{id}."));
            continue;
        };
        tactic.remove("like");
        let text = texts.lend(&shelf.text, at);
        let mut path = vec!["tactic".to_string(), id.clone()];
        let foreign = currency.as_deref().filter(|code| *code != PRESET_CURRENCY);
        let elsewhere = reaches_otherwise(tactic, preset);
        let mut lender = Lender {
            texts,
            text,
            at,
            shelf: &shelf,
            foreign,
            assumed: &assumed,
            elsewhere,
            ungiven: &mut ungiven,
        };
        lender.fill(&mut path, tactic, preset);
    }
    ungiven
}

/// The text of a `like`, if it is text that can be seen.
fn named(value: &Value) -> Option<&String> {
    match value {
        Value::Text(name) if unseen(name, MAX_TEXT_BYTES).is_none() => Some(name),
        _ => None,
    }
}

fn advice(name: &str, known: &[&str]) -> String {
    match did_you_mean(name, known) {
        hint if hint.starts_with("did") => hint,
        _ => format!("there is: {}", known.join(", ")),
    }
}

/// The currency of the scenario, if it is typed.
fn currency(tree: &Table) -> Option<String> {
    let Value::Table(market) = &tree.get("market")?.node.value else { return None };
    match &market.get("currency")?.node.value {
        Value::Text(code) => Some(code.clone()),
        _ => None,
    }
}

/// Paths of numbers that are assumed, which are typed as much as any.
fn assumed(tree: &Table) -> Vec<String> {
    match tree.get(assumptions::TABLE).map(|entry| &entry.node.value) {
        Some(Value::Table(assumptions)) => assumptions.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

impl Ungiven {
    /// Says of missing keys why the preset does not give them, and drops those that follow from an unknown preset.
    pub fn explain(&self, reading: &Reading, problems: &mut Vec<Problem>) {
        let follows = |p: &Problem| {
            p.kind == Kind::Mis && self.unknown.iter().any(|tactic| p.key.starts_with(tactic))
        };
        problems.retain(|problem| !follows(problem));
        for (path, untyped) in &self.money {
            match problems.iter_mut().find(|p| p.kind == Kind::Mis && p.key == *path) {
                Some(told) => *told = untyped.clone(),
                // A price that may be absent would be none at all: it is asked for like any other.
                None if is_absent(reading, path) => problems.push(untyped.clone()),
                None => {}
            }
        }
    }
}

/// Is the table of a key there, and the key is not?
fn is_absent(reading: &Reading, path: &str) -> bool {
    let table = path.rsplit_once('.').map_or("", |(table, _)| table);
    reading.items.contains_key(table) && !reading.items.contains_key(path)
}

/// Copies one preset into one tactic.
struct Lender<'a> {
    texts: &'a Texts,
    /// number of the lent text
    text: usize,
    /// the `like`
    at: At,
    shelf: &'a presets::Shelf,
    /// the scenario's currency, if it is not that of presets
    foreign: Option<&'a str>,
    /// paths that `[assumptions]` gives
    assumed: &'a [String],
    /// people are reached another way: what belongs to the preset's own stays out
    elsewhere: bool,
    ungiven: &'a mut Ungiven,
}

impl Lender<'_> {
    /// Adds what is not there; what is there stays.
    fn fill(&mut self, path: &mut Vec<String>, typed: &mut Table, preset: &Table) {
        for (word, entry) in preset {
            path.push(word.clone());
            if let Some((_, key)) = keys::find(path) {
                match (key.what, &entry.node.value) {
                    (What::Table | What::OneOf, Value::Table(inner)) => {
                        let at = self.at.moved_to(self.text);
                        let slot = typed.entry(word.clone()).or_insert_with(|| Entry {
                            key_at: at,
                            node: Node { at, value: Value::Table(Table::new()) },
                        });
                        if let Value::Table(there) = &mut slot.node.value
                            && !(matches!(key.what, What::OneOf) && chooses(there, inner))
                        {
                            self.fill(path, there, inner);
                        }
                    }
                    _ if typed.contains_key(word) || self.is_assumed(path) => {}
                    _ if self.elsewhere && OF_REACH.contains(&word.as_str()) => {}
                    (What::Number { unit, .. }, _) if unit.starts_with("currency") => {
                        self.money(key, path, typed, word, entry);
                    }
                    _ => self.give(typed, word, entry),
                }
            }
            path.pop();
        }
    }

    /// Does `[assumptions]` give the number at this path, or a part of it?
    fn is_assumed(&self, path: &[String]) -> bool {
        let path = path.join(".");
        let leads = |rest: &str| rest.is_empty() || rest.starts_with('.');
        self.assumed.iter().any(|assumed| assumed.strip_prefix(&path).is_some_and(leads))
    }

    fn money(&mut self, key: &Key, path: &[String], typed: &mut Table, word: &str, entry: &Entry) {
        let Some(code) = self.foreign else { return self.give(typed, word, entry) };
        let figure = self.shelf.figure(entry);
        let hint = format!("the preset's {figure} is in US dollars: type the price in {code}");
        let path = path.join(".");
        let problem = self.texts.problem(Kind::Mis, self.at, &path, "nothing", key.doc).help(hint);
        self.ungiven.money.insert(path, problem);
    }

    fn give(&self, typed: &mut Table, word: &str, entry: &Entry) {
        let key_at = entry.key_at.moved_to(self.text);
        typed.insert(word.to_string(), Entry { key_at, node: self.moved(&entry.node) });
    }

    /// A node of the preset, at home in the lent text.
    fn moved(&self, node: &Node) -> Node {
        let value = match &node.value {
            Value::Table(table) => {
                let moved = |(word, entry): (&String, &Entry)| {
                    let key_at = entry.key_at.moved_to(self.text);
                    (word.clone(), Entry { key_at, node: self.moved(&entry.node) })
                };
                Value::Table(table.iter().map(moved).collect())
            }
            Value::Array(items) => Value::Array(items.iter().map(|n| self.moved(n)).collect()),
            other => other.clone(),
        };
        Node { at: node.at.moved_to(self.text), value }
    }
}

/// Does the tactic reach people another way than the preset?
fn reaches_otherwise(tactic: &Table, preset: &Table) -> bool {
    let reach = |table: &Table| match table.get("reach").map(|entry| &entry.node.value) {
        Some(Value::Table(reach)) => Some(reach.clone()),
        _ => None,
    };
    matches!((reach(tactic), reach(preset)), (Some(typed), Some(preset)) if chooses(&typed, &preset))
}

/// Does the user choose something else than the preset, where one is to be chosen?
fn chooses(typed: &Table, preset: &Table) -> bool {
    typed.keys().any(|word| !preset.contains_key(word))
}
