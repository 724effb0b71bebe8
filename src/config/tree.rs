//! The file as typed: a tree of values that each know their place, and the texts they came from.
//!
//! Knows TOML, not what the keys mean. Only this file and `syntax` name the `toml` crate.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

use super::problem::{Kind, Problem};

/// Longest source line that is kept with a problem: thousands of problems may stand on one line.
const SNIPPET_BYTES: usize = 2000;

/// Where a value was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    /// 0 is the scenario, then come the files it extends, the overrides and the presets
    text: usize,
    start: usize,
    end: usize,
}

/// The texts that values come from: the scenario, the files that it extends, the overrides, the presets.
pub(super) struct Texts(Vec<Text>);

struct Text {
    /// as shown in messages
    name: String,
    text: Arc<str>,
    /// where its paths begin, relative to the scenario's folder
    folder: PathBuf,
    /// byte offsets at which the lines of a file start; overrides have no lines
    line_starts: Vec<usize>,
    /// where the user asked for a text of the program's own: messages about its values point there
    asked_at: Option<At>,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub at: At,
    pub value: Value,
}

/// A value as typed; numbers keep their digits.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// in NFC
    Text(String),
    Integer {
        digits: String,
        radix: u32,
    },
    Float(String),
    Boolean,
    Date,
    Array(Vec<Node>),
    Table(Table),
}

/// Keys of a table, in NFC, in order.
pub(super) type Table = BTreeMap<String, Entry>;

/// A value with the place of its key.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key_at: At,
    pub node: Node,
}

impl Texts {
    /// The scenario's name and text (UTF-8, no byte order mark).
    pub fn new(name: &str, text: String) -> Texts {
        let mut texts = Texts(Vec::new());
        texts.push_file(name.to_string(), Path::new(""), text);
        texts
    }

    /// Adds the text of a file and returns its number.
    ///
    /// - `folder`: of the file, relative to the scenario's
    pub fn push_file(&mut self, name: String, folder: &Path, text: String) -> usize {
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1))
            .collect();
        let (text, folder) = (text.into(), folder.to_owned());
        self.0.push(Text { name, text, folder, line_starts, asked_at: None });
        self.0.len() - 1
    }

    /// Adds the text of an override and returns its number.
    pub fn push(&mut self, name: String, text: String) -> usize {
        let (folder, line_starts) = (PathBuf::new(), Vec::new());
        let text = text.into();
        self.0.push(Text { name, text, folder, line_starts, asked_at: None });
        self.0.len() - 1
    }

    /// Adds a text of the program's own that was asked for at a place, and returns its number.
    pub fn lend(&mut self, text: &Arc<str>, asked_at: At) -> usize {
        let asker = &self.0[asked_at.text];
        let (name, folder) = (asker.name.clone(), asker.folder.clone());
        let text = Arc::clone(text);
        let line_starts = Vec::new();
        self.0.push(Text { name, text, folder, line_starts, asked_at: Some(asked_at) });
        self.0.len() - 1
    }

    /// A text by its number.
    pub fn text(&self, text: usize) -> &str {
        &self.0[text].text
    }

    /// A text's name without its folder.
    pub fn file_name(&self, text: usize) -> &Path {
        Path::new(Path::new(&self.0[text].name).file_name().unwrap_or_default())
    }

    /// A path typed at a place, relative to the scenario's folder.
    pub fn beside(&self, at: At, path: &str) -> PathBuf {
        self.0[at.text].folder.join(path)
    }

    /// A place in one of the texts.
    pub fn at(&self, text: usize, span: Range<usize>) -> At {
        let end = span.end.min(self.0[text].text.len());
        At { text, start: span.start.min(end), end }
    }

    /// The end of the scenario: where something missing would be written.
    pub fn end(&self) -> At {
        let end = self.text(0).trim_end().len();
        At { text: 0, start: end, end }
    }

    /// What was typed at a place.
    pub fn raw(&self, at: At) -> &str {
        self.text(at.text).get(at.start..at.end).unwrap_or("")
    }

    /// Where a place lies in its text, in bytes.
    pub fn span(&self, at: At) -> Range<usize> {
        at.start..at.end
    }

    /// The line of a place in a file, from 0; cheap.
    pub fn line_idx(&self, at: At) -> usize {
        let starts = &self.0[at.text].line_starts;
        starts.partition_point(|&start| start <= at.start).saturating_sub(1)
    }

    /// The file up to the line of a place.
    pub fn above(&self, at: At) -> &str {
        match self.0[at.text].line_starts.get(self.line_idx(at)) {
            Some(start) => &self.text(at.text)[..*start],
            None => "",
        }
    }

    /// Line and column (both from 1, the column in characters) and the line itself; overrides have none.
    pub fn locate(&self, at: At) -> Option<(usize, usize, &str)> {
        let at = self.0[at.text].asked_at.unwrap_or(at);
        let line_idx = self.line_idx(at);
        let start = *self.0[at.text].line_starts.get(line_idx)?;
        let text = self.text(at.text);
        let line = text[start..].split('\n').next().unwrap_or("").trim_end_matches('\r');
        let before = text.get(start..at.start).unwrap_or("");
        Some((line_idx + 1, before.chars().count() + 1, line))
    }

    /// A problem with the value at a place.
    pub fn problem(
        &self,
        kind: Kind,
        at: At,
        key: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Problem {
        let mut problem = Problem::new(kind, &self.0[at.text].name, key, found, expected);
        if let Some((line, column, snippet)) = self.locate(at) {
            problem.line = Some(line);
            problem.column = Some(column);
            problem.snippet = (snippet.len() <= SNIPPET_BYTES).then(|| snippet.to_string());
        }
        problem
    }
}

impl At {
    /// The same place in another copy of the text.
    pub fn moved_to(self, text: usize) -> At {
        At { text, ..self }
    }
}

impl Node {
    /// What the value is, for messages; numbers and texts as typed.
    pub fn found(&self, texts: &Texts) -> String {
        match &self.value {
            Value::Table(_) => "a table".into(),
            Value::Array(items) => format!("a list of {}", items.len()),
            _ => texts.raw(self.at).to_string(),
        }
    }
}

/// The tree of a parsed document or value. Two keys that are the same letters written differently are a problem.
pub(super) fn plant(
    texts: &Texts,
    text: usize,
    table: &DeTable<'_>,
    problems: &mut Vec<Problem>,
) -> Table {
    let mut planted = Table::new();
    // In the order of the file, so that of two equal keys the second is the one too many.
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let name: String = key.get_ref().nfc().collect();
        let key_at = texts.at(text, key.span());
        let node = plant_node(texts, text, value, problems);
        if planted.contains_key(&name) {
            problems.push(
                texts
                    .problem(Kind::Con, key_at, &name, "the same key twice", "each key once")
                    .help("two keys differ only in how their accents are encoded (NFC, NFD); remove one"),
            );
            continue;
        }
        planted.insert(name, Entry { key_at, node });
    }
    planted
}

/// The tree of one value.
pub(super) fn plant_node(
    texts: &Texts,
    text: usize,
    value: &Spanned<DeValue<'_>>,
    problems: &mut Vec<Problem>,
) -> Node {
    let at = texts.at(text, value.span());
    let value = match value.get_ref() {
        DeValue::String(s) => Value::Text(s.nfc().collect()),
        DeValue::Integer(i) => {
            Value::Integer { digits: i.as_str().replace('_', ""), radix: i.radix() }
        }
        DeValue::Float(f) => Value::Float(f.as_str().replace('_', "")),
        DeValue::Boolean(_) => Value::Boolean,
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|v| plant_node(texts, text, v, problems)).collect())
        }
        DeValue::Table(table) => Value::Table(plant(texts, text, table, problems)),
    };
    Node { at, value }
}
