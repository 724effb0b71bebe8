//! `{ value = …, source = …, grade = … }`: a number with what stands behind it.

use crate::model::{Evidence, Grade};

use super::laws::{EVIDENCE, Spec};
use super::problem::Kind;
use super::quantity::NumberReader;
use super::tree::{Node, Value};
use super::words::{did_you_mean, is_like_any, unseen};

impl NumberReader<'_, '_> {
    /// A number apart from its evidence, `{ value = …, source = …, grade = … }`: the path of the number is the same with
    /// and without, so that a source moves no draw.
    pub(super) fn evidence<'n>(
        &mut self,
        node: &'n Node,
        path: &str,
        spec: Spec,
    ) -> Option<(&'n Node, Option<Evidence>)> {
        let Value::Table(table) = &node.value else { return Some((node, None)) };
        if !table.keys().any(|word| EVIDENCE.contains(&word.as_str())) {
            return Some((node, None));
        }
        if !spec.scopes.uncertain() {
            let expected = spec.scopes.describe();
            let hint = "evidence is for numbers that the world decides; write the number itself";
            let found = "a number with evidence".into();
            self.refuse(Kind::Typ, node.at, path, found, expected, Some(hint.into()));
            return None;
        }
        let unknown: Vec<&str> =
            table.keys().map(String::as_str).filter(|w| !EVIDENCE.contains(w)).collect();
        for word in &unknown {
            let Some(entry) = table.get(*word) else { continue };
            self.refuse(
                Kind::Unk,
                entry.key_at,
                &format!("{path}.{word}"),
                format!("key {word}"),
                &format!("{} and nothing else", EVIDENCE.join(", ")),
                Some(did_you_mean(word, &EVIDENCE)),
            );
        }
        // What is missing may only be misspelt.
        let missing = |this: &mut Self, word: &str, expected: &str| {
            if !is_like_any(word, &unknown) {
                let path = format!("{path}.{word}");
                this.refuse(Kind::Mis, node.at, &path, "nothing".into(), expected, None);
            }
        };
        let value = table.get("value").map(|entry| &entry.node);
        if value.is_none() {
            missing(self, "value", "the number itself");
        }
        let grade = match table.get("grade") {
            Some(entry) => self.grade(&entry.node, &format!("{path}.grade")),
            None => {
                missing(self, "grade", &format!("how well it is known: {}", grades()));
                None
            }
        };
        let source = match table.get("source") {
            Some(entry) => Some(self.source(&entry.node, &format!("{path}.source"))?),
            None => {
                if grade.is_some_and(|grade| grade != Grade::X) {
                    missing(self, "source", "who says so: only grade X has no source");
                    return None;
                }
                None
            }
        };
        match (value, grade) {
            (Some(value), Some(grade)) if unknown.is_empty() => {
                Some((value, Some(Evidence { grade, source })))
            }
            _ => None,
        }
    }

    fn grade(&mut self, node: &Node, path: &str) -> Option<Grade> {
        let typed = match &node.value {
            Value::Text(text) => text.as_str(),
            _ => "",
        };
        let grade = Grade::from_name(typed);
        if grade.is_none() {
            let upper = Grade::from_name(&typed.trim().to_uppercase());
            let hint = upper.map(|grade| format!("write \"{}\"", grade.name()));
            self.refuse(Kind::Rng, node.at, path, node.found(self.texts), &grades(), hint);
        }
        grade
    }

    fn source(&mut self, node: &Node, path: &str) -> Option<String> {
        let expected = match &node.value {
            Value::Text(text) => match unseen(text, 200) {
                None => return Some(text.clone()),
                Some(expected) => expected,
            },
            _ => "text in quotes: who says so".into(),
        };
        let kind = if matches!(node.value, Value::Text(_)) { Kind::Rng } else { Kind::Typ };
        self.refuse(kind, node.at, path, node.found(self.texts), &expected, None);
        None
    }
}

/// The grades, for messages.
fn grades() -> String {
    let described = Grade::ALL.map(|g| format!("\"{}\" ({})", g.name(), g.describe()));
    format!("one of {}", described.join(", "))
}
