//! Presets: values with sources that come with the program, for `like` and `headwater presets`.
//!
//! The data are `presets/tactics.toml`, in the format of the scenario file itself, so that a preset is read, checked and
//! drawn by the same code as what is typed. Start at [`tactic_presets`].

use std::sync::Arc;

use crate::model::{Evidence, Grade};

use super::keys::{self, What};
use super::syntax;
use super::tree::{Entry, Node, Table, Texts, Value};

/// Presets of tactics, as text.
const TACTICS: &str = include_str!("../../presets/tactics.toml");

/// A preset of a tactic.
#[derive(Clone, Debug, PartialEq)]
pub struct TacticPreset {
    /// what `like` names
    pub id: String,
    /// name for people
    pub name: String,
    /// what it stands for, in a sentence or two
    pub about: String,
    /// contacts of a reachable person in a usual week: the weight at which its strength was set; for search, clicks are
    /// made by need and there is none
    pub contacts_per_week: Option<f64>,
    /// in the order of the scenario file
    pub values: Vec<PresetValue>,
}

/// One value of a preset.
#[derive(Clone, Debug, PartialEq)]
pub struct PresetValue {
    /// below the tactic, e.g. `reach.broadcast.audience`
    pub path: String,
    /// as TOML
    pub value: String,
    /// unit of a number; empty for words and whole numbers
    pub unit: &'static str,
    /// what stands behind a number; words and decisions need nothing
    pub evidence: Option<Evidence>,
}

/// All presets of tactics, in the order of their file.
pub fn tactic_presets() -> Vec<TacticPreset> {
    let shelf = tactics();
    shelf.ids().into_iter().filter_map(|id| shelf.preset(id)).collect()
}

/// The preset of a name.
pub fn tactic_preset(id: &str) -> Option<TacticPreset> {
    tactics().preset(id)
}

/// The presets as a tree over their text.
pub(super) struct Shelf {
    pub text: Arc<str>,
    pub tree: Table,
    texts: Texts,
}

/// Presets of tactics. That their file is whole is for a test to say.
pub(super) fn tactics() -> Shelf {
    let texts = Texts::new("presets/tactics.toml", TACTICS.to_string());
    let tree = syntax::parse(&texts, 0, &mut Vec::new());
    Shelf { text: TACTICS.into(), tree, texts }
}

impl TacticPreset {
    /// Does it do its work in a scenario without other tactics and tables? Retargeting needs something to look at, a
    /// tripwire pays by what follows it, staff needs leads and a market in which each customer is one person, and a shop
    /// needs its whole rent.
    pub fn stands_alone(&self) -> bool {
        let needs = ["reach.targeted.lookers.", "sells.", "reach.people.", "reach.store."];
        !self.values.iter().any(|value| needs.iter().any(|word| value.path.starts_with(word)))
    }
}

impl Shelf {
    /// Names in the order of the file.
    pub fn ids(&self) -> Vec<&str> {
        let mut entries: Vec<_> = self.tree.iter().collect();
        entries.sort_by_key(|(_, entry)| entry.key_at);
        entries.into_iter().map(|(id, _)| id.as_str()).collect()
    }

    fn preset(&self, id: &str) -> Option<TacticPreset> {
        let Value::Table(table) = &self.tree.get(id)?.node.value else { return None };
        let text = |word: &str| match table.get(word).map(|entry| &entry.node.value) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let contacts = table.get("contacts_per_week").map(|e| self.texts.raw(e.node.at));
        let mut values = Vec::new();
        self.values(&mut vec!["tactic".into(), id.into()], table, &mut values);
        values.sort_by_key(|(rank, value)| (*rank, value.path.clone()));
        Some(TacticPreset {
            id: id.to_string(),
            name: text("name"),
            about: text("about"),
            contacts_per_week: contacts.and_then(|raw| raw.parse().ok()),
            values: values.into_iter().map(|(_, value)| value).collect(),
        })
    }

    /// Values below a path, with their place in the order of keys.
    fn values(
        &self,
        path: &mut Vec<String>,
        table: &Table,
        values: &mut Vec<(usize, PresetValue)>,
    ) {
        for (word, entry) in table {
            path.push(word.clone());
            if let Some((rank, key)) = keys::find(path) {
                match (key.what, &entry.node.value) {
                    (What::Table | What::OneOf, Value::Table(inner)) => {
                        self.values(path, inner, values);
                    }
                    (what, _) => {
                        let unit = if let What::Number { unit, .. } = what { unit } else { "" };
                        let (value, evidence) = self.sourced(&entry.node);
                        let path = path[2..].join(".");
                        values.push((
                            rank * 16 + place(key, word),
                            PresetValue { path, value, unit, evidence },
                        ));
                    }
                }
            }
            path.pop();
        }
    }

    /// A number as typed, without quotes and evidence.
    pub fn figure(&self, entry: &Entry) -> String {
        self.sourced(&entry.node).0.trim_matches('"').to_string()
    }

    /// A value as TOML and what stands behind it.
    fn sourced(&self, node: &Node) -> (String, Option<Evidence>) {
        let raw = |entry: &Entry| self.texts.raw(entry.node.at).to_string();
        if let Value::Table(table) = &node.value
            && let Some(value) = table.get("value")
        {
            let text = |word: &str| match table.get(word).map(|entry| &entry.node.value) {
                Some(Value::Text(text)) => text.clone(),
                _ => String::new(),
            };
            let grade = Grade::from_name(&text("grade"));
            let source = Some(text("source")).filter(|source| !source.is_empty());
            return (raw(value), grade.map(|grade| Evidence { grade, source }));
        }
        (self.texts.raw(node.at).to_string(), None)
    }
}

/// Place of a word among those that share a line of the table of keys.
fn place(key: &keys::Key, word: &str) -> usize {
    key.parts().last().and_then(|last| last.split('|').position(|w| w == word)).unwrap_or(0)
}
