//! `{ from_csv = { file = "draws.csv", column = "cpm" } }`: a number that takes its values from the rows of a file.

use std::collections::BTreeMap;

use crate::model::{Domain, Draws, Law, LawKind, NumberId};

use super::csv_text::CsvText;
use super::laws::{FILE_PARTS, FROM_CSV, Spec};
use super::problem::Kind;
use super::quantity::NumberReader;
use super::tree::{Node, Value};
use super::words::{did_you_mean, is_like_any, unseen};

/// Longest name of a file or column, in bytes.
const MAX_NAME_BYTES: usize = 1000;

/// Columns of files, by file and path of the number.
#[derive(Default)]
pub(super) struct FileDraws(BTreeMap<(usize, String), Vec<f64>>);

impl FileDraws {
    /// The numbers of each file, files in order of their first number.
    pub fn by_file(&self, numbers: &BTreeMap<&str, NumberId>) -> Vec<Draws> {
        let mut files: BTreeMap<usize, Draws> = BTreeMap::new();
        for ((file, path), values) in &self.0 {
            let Some(id) = numbers.get(path.as_str()) else { continue };
            let n_rows = u32::try_from(values.len()).unwrap_or(u32::MAX);
            let draws = files.entry(*file).or_insert_with(|| Draws { n_rows, columns: Vec::new() });
            draws.columns.push((*id, values.clone()));
        }
        let mut draws: Vec<Draws> = files.into_values().collect();
        for file in &mut draws {
            file.columns.sort_by_key(|(id, _)| *id);
        }
        draws.sort_by_key(|file| file.columns.first().map(|(id, _)| *id));
        draws
    }
}

impl NumberReader<'_, '_> {
    /// The law of a column, once its rows are read.
    pub(super) fn column_law(&mut self, node: &Node, path: &str, spec: Spec) -> Option<Law> {
        let below = format!("{path}.{FROM_CSV}");
        let Value::Table(table) = &node.value else {
            let found = node.found(self.texts);
            let expected = "a table { file = \"…\", column = \"…\" }";
            self.refuse(Kind::Typ, node.at, &below, found, expected, None);
            return None;
        };
        let unknown: Vec<&str> =
            table.keys().map(String::as_str).filter(|word| !FILE_PARTS.contains(word)).collect();
        for word in &unknown {
            let Some(entry) = table.get(*word) else { continue };
            self.refuse(
                Kind::Unk,
                entry.key_at,
                &format!("{below}.{word}"),
                format!("key {word}"),
                &format!("{} and nothing else", FILE_PARTS.join(" and ")),
                Some(did_you_mean(word, &FILE_PARTS)),
            );
        }
        let mut parts = Vec::new();
        for word in FILE_PARTS {
            let key = format!("{below}.{word}");
            match table.get(word).map(|entry| &entry.node) {
                Some(part) => parts.extend(self.name(part, &key).map(|name| (part.at, key, name))),
                None if is_like_any(word, &unknown) => {}
                None => {
                    let expected = "the name of the file, and of the column in it";
                    self.refuse(Kind::Mis, node.at, &key, "nothing".into(), expected, None);
                }
            }
        }
        let [(file_at, file_key, file), (column_at, column_key, column)] = &parts[..] else {
            return None;
        };
        if !unknown.is_empty() {
            return None;
        }
        if let Err(problem) = self.files.open(self.texts, *file_at, file_key, file) {
            self.problems.push(*problem);
            return None;
        }
        let (idx, data) = self.files.at(*file_at)?;
        let text = match CsvText::decode(&data.name, &data.bytes) {
            Ok(text) => text,
            Err(problem) => {
                self.problems.push(*problem);
                return None;
            }
        };
        let values = match values(&text, column, spec.domain) {
            Column::Values(values) => values,
            Column::Missing(names) => {
                let expected = format!("a column of {file}");
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let hint = Some(did_you_mean(column, &names));
                self.refuse(Kind::Ref, *column_at, column_key, column.clone(), &expected, hint);
                return None;
            }
            Column::Bad(problems) => {
                self.problems.extend(problems);
                return None;
            }
        };
        let law = law(&values);
        self.draws.0.insert((idx, path.to_string()), values);
        Some(law)
    }

    fn name(&mut self, node: &Node, path: &str) -> Option<String> {
        let (kind, expected) = match &node.value {
            Value::Text(text) => match unseen(text, MAX_NAME_BYTES) {
                None => return Some(text.clone()),
                Some(expected) => (Kind::Rng, expected),
            },
            _ => (Kind::Typ, "text in quotes".into()),
        };
        self.refuse(kind, node.at, path, node.found(self.texts), &expected, None);
        None
    }
}

/// What became of a column.
enum Column {
    Values(Vec<f64>),
    /// it is not among these
    Missing(Vec<String>),
    /// of the file or of some of its rows, each with its line
    Bad(Vec<super::problem::Problem>),
}

fn values(text: &CsvText, column: &str, domain: Domain) -> Column {
    let mut rows = text.rows();
    let Some(names) = rows.header("names of columns") else { return Column::Bad(rows.problems) };
    let wanted = column.trim().to_lowercase();
    let Some(idx) = names.iter().position(|name| *name == wanted) else {
        return Column::Missing(names);
    };
    let mut values = Vec::new();
    while let Some(row) = rows.next_row() {
        match rows.number(&row, idx) {
            Some(x) if domain.contains(x) => values.push(x),
            Some(_) => rows.refuse(&row, idx, &domain.describe(), ""),
            None => {}
        }
    }
    if rows.problems.is_empty() { Column::Values(values) } else { Column::Bad(rows.problems) }
}

/// Least value, mean and largest of a column.
fn law(values: &[f64]) -> Law {
    #[expect(clippy::cast_precision_loss, reason = "a file has far fewer rows than 2^53")]
    let n = values.len() as f64;
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mean = values.iter().map(|x| x / n).sum();
    Law { kind: LawKind::FromFile, params: [least, mean, largest] }
}
