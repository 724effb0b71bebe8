//! The tree against the table of keys: unknown and missing keys, types and ranges, value by value.
//!
//! What is right becomes an [`Item`] under its dotted path; what is wrong becomes a problem and [`Typed::Bad`], so that
//! `validate` knows not to complain about it again. Nothing here looks at two keys at once.

use std::collections::BTreeMap;

use crate::model::{Date, Number};

use super::draws::FileDraws;
use super::files::Named;
use super::keys::{self, Absent, Key, What};
use super::laws::Spec;
use super::problem::{Kind, Problem};
use super::quantity::{NumberReader, Quantity};
use super::tree::{At, Entry, Node, Table, Texts, Value};
use super::words::{LATER_SAYS, did_you_mean, is_id, is_like, suggest, unseen};
use super::{MAX_KEYS, MAX_PROBLEMS};

/// Longest text for people, in bytes.
const MAX_TEXT_BYTES: usize = 200;
/// Longest path, in bytes.
const MAX_PATH_BYTES: usize = 1000;

/// A value that is right by itself.
#[derive(Clone, Debug)]
pub(super) enum Typed {
    Number(Quantity),
    Integer(i64),
    Switch(bool),
    Text(String),
    Date(Date),
    Counts(Vec<u32>),
    Weeks(u32, u32),
    IdList(Vec<(String, At)>),
    /// a data file that was read
    File,
    /// keys below it are items of their own
    Table,
    /// a problem was noted
    Bad,
}

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub key_at: At,
    pub at: At,
    /// as typed, for messages
    pub found: String,
    pub typed: Typed,
}

/// Everything that was read.
#[derive(Default)]
pub(super) struct Reading {
    /// by dotted path
    pub items: BTreeMap<String, Item>,
    /// rows of the table of numbers, by path
    pub rows: BTreeMap<String, Number>,
    /// columns of files that numbers are drawn from
    pub draws: FileDraws,
}

/// Reads the tree, and the data files that it names; problems are added.
pub(super) fn read(
    texts: &Texts,
    tree: &Table,
    files: &mut Named<'_>,
    problems: &mut Vec<Problem>,
) -> Reading {
    let mut reader = Reader { texts, files, problems, reading: Reading::default() };
    let n_keys = count_keys(tree);
    if n_keys > MAX_KEYS {
        let found = format!("{n_keys} keys");
        let expected = format!("at most {MAX_KEYS} keys");
        let problem = texts.problem(Kind::Lim, texts.end(), "", found, expected);
        reader.problems.push(problem.help("split the scenario: one file is one question"));
    } else {
        reader.table(&mut Vec::new(), tree, texts.end());
    }
    reader.reading
}

fn count_keys(table: &Table) -> usize {
    table.values().map(|entry| 1 + count_keys_in(&entry.node)).sum()
}

fn count_keys_in(node: &Node) -> usize {
    match &node.value {
        Value::Table(table) => count_keys(table),
        Value::Array(items) => items.iter().map(count_keys_in).sum(),
        _ => 0,
    }
}

struct Reader<'a, 'f> {
    texts: &'a Texts,
    files: &'a mut Named<'f>,
    problems: &'a mut Vec<Problem>,
    reading: Reading,
}

impl Reader<'_, '_> {
    fn table(&mut self, path: &mut Vec<String>, table: &Table, at: At) {
        for (word, entry) in table {
            if self.problems.len() >= MAX_PROBLEMS {
                return;
            }
            path.push(word.clone());
            if let Some((_, key)) = keys::find(path) {
                self.entry(key, path, word, entry);
            } else {
                let (expected, hint) = suggest(&path[..path.len() - 1], word);
                let found = format!("key {word}");
                self.refuse(Kind::Unk, entry.key_at, path, found, expected, hint);
                self.note(path, entry, Typed::Bad);
            }
            path.pop();
        }
        self.missing(path, table, at);
    }

    /// Required keys that are not there.
    fn missing(&mut self, path: &mut Vec<String>, table: &Table, at: At) {
        let required: Vec<(&Key, &str)> =
            keys::children(path).filter(|(key, _)| key.absent == Absent::Required).collect();
        for (key, word) in required {
            // A misspelt key was noted as unknown; that it is missing follows from it.
            if table.contains_key(word) || table.keys().any(|typed| is_like(typed, word)) {
                continue;
            }
            path.push(word.to_string());
            match key.what {
                What::Table => self.missing(path, &Table::new(), at),
                What::Ids => self.none_of(path, word, at),
                _ => {
                    self.refuse(
                        Kind::Mis,
                        at,
                        path,
                        "nothing".into(),
                        key.doc.into(),
                        String::new(),
                    );
                }
            }
            path.pop();
        }
    }

    fn none_of(&mut self, path: &[String], word: &str, at: At) {
        let hint = format!("write [{word}.ID] with an id of your own");
        self.refuse(Kind::Mis, at, path, "nothing".into(), format!("at least one {word}"), hint);
    }

    fn entry(&mut self, key: &'static Key, path: &mut Vec<String>, word: &str, entry: &Entry) {
        let by_id = key.pattern.ends_with('*') && !matches!(key.what, What::Assumption);
        if by_id && !is_id(word) {
            self.bad_id(path, word, entry.key_at);
            return;
        }
        let typed = self.value(key, path, entry).unwrap_or(Typed::Bad);
        self.note(path, entry, typed);
    }

    fn note(&mut self, path: &[String], entry: &Entry, typed: Typed) {
        let found = entry.node.found(self.texts);
        let item = Item { key_at: entry.key_at, at: entry.node.at, found, typed };
        self.reading.items.insert(path.join("."), item);
    }

    fn bad_id(&mut self, path: &[String], word: &str, at: At) {
        let unsafe_name = word.contains(['/', '\\', '.', ':']);
        let kind = if unsafe_name { Kind::Pth } else { Kind::Rng };
        let found = format!("\"{word}\"");
        let expected = "an id: a letter, then letters a-z, digits, _ and -, at most 64";
        self.refuse(
            kind,
            at,
            path,
            found,
            expected.into(),
            "names for people go into label".into(),
        );
    }

    /// A value of the right type, or a problem and `None`.
    fn value(&mut self, key: &'static Key, path: &mut Vec<String>, entry: &Entry) -> Option<Typed> {
        let node = &entry.node;
        match key.what {
            What::Table | What::Ids | What::OneOf => self.container(key, path, node),
            What::Rows => self.rows(path, node),
            What::Number { unit, domain, scopes } => {
                let dotted = path.join(".");
                if let Value::Table(table) = &node.value {
                    let deeper = keys::words_below(path);
                    if table.keys().any(|word| deeper.contains(&word.as_str())) {
                        return self.one_of(path, table, node.at);
                    }
                }
                let Reading { rows, draws, .. } = &mut self.reading;
                let (texts, files) = (self.texts, &mut *self.files);
                let problems = &mut *self.problems;
                let mut numbers = NumberReader { texts, files, problems, rows, draws };
                numbers.read(node, &dotted, Spec { unit, domain, scopes }).map(Typed::Number)
            }
            What::Integer { low, high, cap } => {
                self.integer(path, node, low, high, cap).map(Typed::Integer)
            }
            // It was laid at the place of its number, and is read there.
            What::Assumption => Some(Typed::Table),
            What::Counts => self.counts(path, node),
            What::Weeks => self.weeks(path, node),
            What::Text => self.text(path, node, MAX_TEXT_BYTES),
            What::Date => self.date(path, node),
            What::File => self.file(path, node),
            What::Switch => self.switch(path, node),
            What::Word(words) => self.word(path, node, words),
            What::Id => self.id(path, node),
            What::NumberPair => self.number_pair(path, node),
            What::WordList(words) => {
                let items = self.list(path, node, "a list of words")?;
                let words: Vec<Option<(String, At)>> = items
                    .iter()
                    .map(|item| match self.word(path, item, words) {
                        Some(Typed::Text(word)) => Some((word, item.at)),
                        _ => None,
                    })
                    .collect();
                words.into_iter().collect::<Option<_>>().map(Typed::IdList)
            }
            What::IdList => {
                let items = self.list(path, node, "a list of ids")?;
                let ids: Vec<Option<(String, At)>> = items
                    .iter()
                    .map(|item| match self.id(path, item) {
                        Some(Typed::Text(id)) => Some((id, item.at)),
                        _ => None,
                    })
                    .collect();
                ids.into_iter().collect::<Option<_>>().map(Typed::IdList)
            }
        }
    }

    fn container(&mut self, key: &Key, path: &mut Vec<String>, node: &Node) -> Option<Typed> {
        let Value::Table(table) = &node.value else {
            let name = path.join(".");
            let (expected, hint) = match key.what {
                What::Ids => (
                    "a table for each id".to_string(),
                    format!("write [{name}.ID], with an id of your own, once for each"),
                ),
                _ if path.len() == 2 && key.pattern.ends_with('*') => (
                    format!("a table: {name} is read as the id of a {}", path[0]),
                    format!("keys stand below [{}.ID], with an id of your own", path[0]),
                ),
                _ => ("a table".into(), format!("write [{name}] on a line of its own, or {{ … }}")),
            };
            let found = node.found(self.texts);
            self.refuse(Kind::Typ, node.at, path, found, expected, hint);
            return None;
        };
        if let What::OneOf = key.what {
            return self.one_of(path, table, node.at);
        }
        if let What::Ids = key.what {
            self.ids(path, table, node.at);
        }
        self.table(path, table, node.at);
        Some(Typed::Table)
    }

    fn ids(&mut self, path: &[String], table: &Table, at: At) {
        if table.is_empty() && path[0] != "tactic" {
            self.none_of(path, &path[0], at);
        }
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (id, entry) in table {
            if let Some(other) = seen.insert(id.to_lowercase(), id) {
                let mut path = path.to_vec();
                path.push(id.clone());
                self.refuse(
                    Kind::Con,
                    entry.key_at,
                    &path,
                    format!("{id} beside {other}"),
                    "ids that differ in more than capitals".into(),
                    "they would be the same file name on Windows and macOS: rename one".into(),
                );
            }
        }
    }

    fn one_of(&mut self, path: &mut Vec<String>, table: &Table, at: At) -> Option<Typed> {
        self.table(path, table, at);
        let known = keys::words_below(path);
        let given: Vec<&str> =
            table.keys().map(String::as_str).filter(|w| known.contains(w)).collect();
        match given.len() {
            1 if table.len() == 1 => return Some(Typed::Table),
            0 if !table.is_empty() => {}
            0 => {
                let expected = format!("one of {}", known.join(", "));
                self.refuse(Kind::Mis, at, path, "an empty table".into(), expected, String::new());
            }
            _ => {
                let found: Vec<&str> = table.keys().take(8).map(String::as_str).collect();
                let expected = format!("exactly one of {}", known.join(", "));
                self.refuse(
                    Kind::Con,
                    at,
                    path,
                    found.join(" and "),
                    expected,
                    "keep one of them".into(),
                );
            }
        }
        None
    }

    fn rows(&mut self, path: &mut Vec<String>, node: &Node) -> Option<Typed> {
        let items = self.list(path, node, "a list of tables [{ … }, { … }]")?.to_vec();
        for (idx, item) in items.iter().enumerate() {
            path.push(idx.to_string());
            if let Value::Table(table) = &item.value {
                self.table(path, table, item.at);
                let found = item.found(self.texts);
                let row = Item { key_at: item.at, at: item.at, found, typed: Typed::Table };
                self.reading.items.insert(path.join("."), row);
            } else {
                let found = item.found(self.texts);
                let words = keys::words_below(path).join(" = …, ");
                let expected = format!("a table {{ {words} = … }}");
                let row = found.clone();
                self.refuse(Kind::Typ, item.at, path, found, expected, String::new());
                let row = Item { key_at: item.at, at: item.at, found: row, typed: Typed::Bad };
                self.reading.items.insert(path.join("."), row);
            }
            path.pop();
        }
        Some(Typed::Table)
    }

    fn list<'n>(&mut self, path: &[String], node: &'n Node, expected: &str) -> Option<&'n [Node]> {
        if let Value::Array(items) = &node.value {
            return Some(items);
        }
        let found = node.found(self.texts);
        let hint = match &node.value {
            Value::Text(_) => format!("write [{found}]"),
            _ => String::new(),
        };
        self.refuse(Kind::Typ, node.at, path, found, expected.into(), hint);
        None
    }

    fn integer(
        &mut self,
        path: &[String],
        node: &Node,
        low: i64,
        high: i64,
        cap: Kind,
    ) -> Option<i64> {
        let expected = format!("a whole number from {low} to {high}");
        let found = node.found(self.texts);
        let Value::Integer { digits, radix } = &node.value else {
            let hint = match &node.value {
                Value::Float(digits) => match digits.parse::<f64>() {
                    Ok(x) if x.abs() < 1e15 && libm::trunc(x).to_bits() == x.to_bits() => {
                        format!("write {x:.0}")
                    }
                    _ => String::new(),
                },
                Value::Text(text) if text.trim().parse::<i64>().is_ok() => {
                    format!("write {} without quotes", text.trim())
                }
                Value::Table(_) => "this number cannot be uncertain".into(),
                Value::Text(text) if text.contains(" to ") => {
                    "this number cannot be uncertain".into()
                }
                _ => String::new(),
            };
            self.refuse(Kind::Typ, node.at, path, found, expected, hint);
            return None;
        };
        let kind = match i64::from_str_radix(digits, *radix) {
            Ok(i) if (low..=high).contains(&i) => return Some(i),
            Ok(i) if i > high => cap,
            _ => Kind::Rng,
        };
        let hint = if path.last().is_some_and(|word| word == "customers") && kind == Kind::Lim {
            "simulate fewer customers and set people_per_customer"
        } else {
            ""
        };
        self.refuse(kind, node.at, path, found, expected, hint.into());
        None
    }

    fn counts(&mut self, path: &[String], node: &Node) -> Option<Typed> {
        let items = self.list(path, node, "a list of whole numbers")?;
        let high = i64::try_from(keys::MAX_CUSTOMERS).unwrap_or(i64::MAX);
        let mut counts = Vec::with_capacity(items.len());
        for item in items {
            let count = self.integer(path, item, 0, high, Kind::Lim)?;
            counts.push(u32::try_from(count).ok()?);
        }
        Some(Typed::Counts(counts))
    }

    /// Paths are looked up by `validate`, which knows all numbers.
    fn number_pair(&mut self, path: &[String], node: &Node) -> Option<Typed> {
        let expected = "two paths of numbers, [\"…\", \"…\"]";
        let items = self.list(path, node, expected)?;
        let paths: Vec<(String, At)> = items
            .iter()
            .filter_map(|item| match &item.value {
                Value::Text(text) => Some((text.clone(), item.at)),
                _ => None,
            })
            .collect();
        if paths.len() == 2 && items.len() == 2 {
            return Some(Typed::IdList(paths));
        }
        let found = self.texts.raw(node.at).to_string();
        self.refuse(Kind::Typ, node.at, path, found, expected.into(), String::new());
        None
    }

    fn weeks(&mut self, path: &[String], node: &Node) -> Option<Typed> {
        let expected = "a list of the first and the last week, [a, b]";
        let items = self.list(path, node, expected)?;
        let [first, last] = items else {
            let found = node.found(self.texts);
            self.refuse(Kind::Typ, node.at, path, found, expected.into(), String::new());
            return None;
        };
        let high = i64::from(keys::MAX_WEEKS);
        let first_week = self.integer(path, first, 1, high, Kind::Rng);
        let last_week = self.integer(path, last, 1, high, Kind::Rng);
        let (first, last) = (u32::try_from(first_week?).ok()?, u32::try_from(last_week?).ok()?);
        if first > last {
            let hint = format!("write [{last}, {first}]");
            self.refuse(
                Kind::Con,
                node.at,
                path,
                format!("[{first}, {last}]"),
                "a first week that is not after the last".into(),
                hint,
            );
            return None;
        }
        Some(Typed::Weeks(first, last))
    }

    fn date(&mut self, path: &[String], node: &Node) -> Option<Typed> {
        let found = node.found(self.texts);
        let typed = match &node.value {
            Value::Date => found.as_str(),
            Value::Text(text) => text.trim(),
            _ => "",
        };
        let parts: Vec<Option<u32>> = typed.split('-').map(|part| part.parse().ok()).collect();
        let day = match parts[..] {
            [Some(year), Some(month), Some(day)] if typed.len() == 10 => {
                i32::try_from(year).ok().and_then(|year| Date::new(year, month, day))
            }
            _ => None,
        };
        let expected = "a day from 1900-01-01 to 2199-12-31, such as 2026-01-05";
        let (kind, hint) = match (&node.value, day) {
            (Value::Date, Some(day)) if (1900..2200).contains(&day.year()) => {
                return Some(Typed::Date(day));
            }
            (Value::Date, Some(_)) => (Kind::Rng, ""),
            (Value::Date, None) => (Kind::Typ, "write the day alone, without a time"),
            (_, Some(_)) => (Kind::Typ, "write it without quotes"),
            _ => (Kind::Typ, ""),
        };
        self.refuse(kind, node.at, path, found, expected.into(), hint.into());
        None
    }

    /// A path: the file is read.
    fn file(&mut self, path: &[String], node: &Node) -> Option<Typed> {
        let Typed::Text(typed) = self.text(path, node, MAX_PATH_BYTES)? else { return None };
        match self.files.open(self.texts, node.at, &path.join("."), &typed) {
            Ok(()) => Some(Typed::File),
            Err(problem) => {
                self.problems.push(*problem);
                None
            }
        }
    }

    /// Text for people, or a path: visible, whole, not too long.
    fn text(&mut self, path: &[String], node: &Node, max_bytes: usize) -> Option<Typed> {
        let Value::Text(text) = &node.value else {
            return self.no_text(path, node, "text in quotes");
        };
        let Some(expected) = unseen(text, max_bytes) else {
            return Some(Typed::Text(text.clone()));
        };
        let found = node.found(self.texts);
        self.refuse(Kind::Rng, node.at, path, found, expected, String::new());
        None
    }

    fn switch(&mut self, path: &[String], node: &Node) -> Option<Typed> {
        if let Value::Boolean = node.value {
            return Some(Typed::Switch(self.texts.raw(node.at) == "true"));
        }
        let found = node.found(self.texts);
        let hint = match found.trim_matches('"') {
            word @ ("true" | "false") => format!("write {word} without quotes"),
            "yes" | "on" | "1" | "có" => "write true".into(),
            "no" | "off" | "0" | "không" => "write false".into(),
            _ => String::new(),
        };
        self.refuse(Kind::Typ, node.at, path, found, "true or false".into(), hint);
        None
    }

    fn word(
        &mut self,
        path: &[String],
        node: &Node,
        words: &'static [&'static str],
    ) -> Option<Typed> {
        let expected = format!("one of {}", words.join(", "));
        let Value::Text(text) = &node.value else { return self.no_text(path, node, &expected) };
        if words.contains(&text.as_str()) {
            return Some(Typed::Text(text.clone()));
        }
        let later = path.last().is_some_and(|w| w == "says") && LATER_SAYS.contains(&text.as_str());
        let hint = if later {
            format!("{text} is not in this version")
        } else {
            did_you_mean(text, words)
        };
        let found = node.found(self.texts);
        self.refuse(Kind::Rng, node.at, path, found, expected, hint);
        None
    }

    fn id(&mut self, path: &[String], node: &Node) -> Option<Typed> {
        let Value::Text(text) = &node.value else {
            return self.no_text(path, node, "an id in quotes");
        };
        if is_id(text) {
            return Some(Typed::Text(text.clone()));
        }
        self.bad_id(path, text, node.at);
        None
    }

    fn no_text(&mut self, path: &[String], node: &Node, expected: &str) -> Option<Typed> {
        let found = node.found(self.texts);
        let hint = match &node.value {
            Value::Integer { .. } | Value::Float(_) => format!("write \"{found}\""),
            _ => String::new(),
        };
        self.refuse(Kind::Typ, node.at, path, found, expected.into(), hint);
        None
    }

    fn refuse(
        &mut self,
        kind: Kind,
        at: At,
        path: &[String],
        found: String,
        expected: String,
        hint: String,
    ) {
        let problem = self.texts.problem(kind, at, &path.join("."), found, expected).help(hint);
        self.problems.push(problem);
    }
}
