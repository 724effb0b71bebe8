//! The resolved scenario as TOML: what was typed, with overrides written out, in one fixed order and form.
//!
//! Every number stands on a line of its own with its digits as typed, and says which family an uncertain one is drawn
//! from. A data file is named by its copy. Loading an echo gives the same scenario and the same echo.

use std::fmt::Write;

use crate::model::Number;

use super::files::Named;
use super::keys::{self, What};
use super::laws;
use super::read::Reading;
use super::tree::{Entry, Node, Table, Texts, Value};

/// The echo of a tree without problems.
pub(super) fn write(texts: &Texts, tree: &Table, reading: &Reading, files: &Named<'_>) -> String {
    let mut echo = Echo { texts, reading, files, text: String::new() };
    let mut path = Vec::new();
    for (word, entry) in in_order(&path, tree) {
        path.push(word.to_string());
        match keys::find(&path).map(|(_, key)| key.what) {
            Some(What::Table) if word != "journey" => echo.section(&path, &entry.node),
            Some(What::Table | What::Ids) => echo.sections(&mut path, &entry.node),
            _ => echo.line(&path, word, &entry.node),
        }
        path.pop();
    }
    echo.text
}

/// Keys in the order of the table of keys, ids in their own.
fn in_order<'t>(path: &[String], table: &'t Table) -> Vec<(&'t str, &'t Entry)> {
    let mut path = path.to_vec();
    let mut entries: Vec<(usize, usize, &str, &Entry)> = Vec::new();
    for (word, entry) in table {
        path.push(word.clone());
        let found = keys::find(&path);
        let rank = found.map_or(usize::MAX, |(rank, _)| rank);
        // Words that share one line of the table, such as stages, stand in the order of that line.
        let place = found
            .and_then(|(_, key)| key.parts().last())
            .and_then(|last| last.split('|').position(|w| w == word))
            .or_else(|| laws::parameter_order(word));
        entries.push((rank, place.unwrap_or(usize::MAX), word, entry));
        path.pop();
    }
    entries.sort_by_key(|(rank, place, word, _)| (*rank, *place, *word));
    entries.into_iter().map(|(_, _, word, entry)| (word, entry)).collect()
}

struct Echo<'a> {
    texts: &'a Texts,
    reading: &'a Reading,
    files: &'a Named<'a>,
    text: String,
}

impl Echo<'_> {
    fn sections(&mut self, path: &mut Vec<String>, node: &Node) {
        let Value::Table(table) = &node.value else { return };
        for (word, entry) in in_order(path, table) {
            path.push(word.to_string());
            self.section(path, &entry.node);
            path.pop();
        }
    }

    fn section(&mut self, path: &[String], node: &Node) {
        let Value::Table(table) = &node.value else { return };
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.put(format_args!("[{}]\n", path.join(".")));
        self.lines(&mut path.to_vec(), path.len(), table);
    }

    /// The lines of a section; tables inside it become dotted keys.
    fn lines(&mut self, path: &mut Vec<String>, section: usize, table: &Table) {
        for (word, entry) in in_order(path, table) {
            path.push(word.to_string());
            match (&entry.node.value, keys::find(path).map(|(_, key)| key.what)) {
                (Value::Table(inner), Some(What::Table | What::OneOf)) => {
                    self.lines(path, section, inner);
                }
                (Value::Table(inner), Some(What::Number { .. }))
                    if inner.keys().any(|w| keys::words_below(path).contains(&w.as_str())) =>
                {
                    self.lines(path, section, inner);
                }
                (_, Some(What::Assumption)) => {
                    self.line(path, &format!("\"{word}\""), &entry.node);
                }
                _ => self.line(path, &path[section..].join("."), &entry.node),
            }
            path.pop();
        }
    }

    fn line(&mut self, path: &[String], name: &str, node: &Node) {
        let dotted = path.join(".");
        self.put(format_args!("{name} = "));
        match &node.value {
            Value::Array(items)
                if keys::find(path).is_some_and(|(_, k)| matches!(k.what, What::Rows)) =>
            {
                self.text.push_str("[\n");
                for item in items {
                    self.text.push_str("  ");
                    self.inline(path, item);
                    self.text.push_str(",\n");
                }
                self.text.push(']');
            }
            _ => self.inline(path, node),
        }
        let families = match keys::find(path).map(|(_, key)| key.what) {
            Some(What::Assumption) => self.families(&path[1]),
            _ => self.families(&dotted),
        };
        if !families.is_empty() {
            self.put(format_args!("  # {}", families.join("; ")));
        }
        self.text.push('\n');
    }

    fn inline(&mut self, path: &[String], node: &Node) {
        match &node.value {
            // A file is named by its copy, which lies beside the echo.
            Value::Text(text) => self.quoted(self.files.copy_at(node.at).unwrap_or(text)),
            Value::Array(items) => {
                self.text.push('[');
                for (n, item) in items.iter().enumerate() {
                    if n > 0 {
                        self.text.push_str(", ");
                    }
                    self.inline(path, item);
                }
                self.text.push(']');
            }
            Value::Table(table) => {
                // Rows of a list stand one level deeper in the table of keys; their position does not matter there.
                let mut below = path.to_vec();
                if matches!(keys::find(path), Some((_, key)) if matches!(key.what, What::Rows)) {
                    below.push("0".into());
                }
                self.text.push('{');
                for (n, (word, entry)) in in_order(&below, table).into_iter().enumerate() {
                    self.put(format_args!("{} {word} = ", if n > 0 { "," } else { "" }));
                    self.inline(&below, &entry.node);
                }
                self.text.push_str(" }");
            }
            Value::Integer { .. } | Value::Float(_) | Value::Boolean | Value::Date => {
                let raw = self.texts.raw(node.at).to_string();
                self.text.push_str(&raw);
            }
        }
    }

    /// What the uncertain numbers of a line are drawn from.
    fn families(&self, path: &str) -> Vec<String> {
        let below = format!("{path}.");
        let rows = self.reading.rows.range(path.to_string()..);
        rows.take_while(|(row, _)| row.starts_with(path))
            .filter(|(row, _)| *row == path || row.starts_with(&below))
            .filter(|(_, number)| !number.law.is_point())
            .map(|(row, Number { law, .. })| match row.strip_prefix(&below) {
                Some(part) => format!("{part}: {}", law.kind.name()),
                None => law.kind.name().to_string(),
            })
            .collect()
    }

    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.text.extend(['\\', c]),
                c if c.is_control() => self.put(format_args!("\\u{:04X}", u32::from(c))),
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    fn put(&mut self, words: std::fmt::Arguments<'_>) {
        self.text.write_fmt(words).expect("writing into a String does not fail");
    }
}
