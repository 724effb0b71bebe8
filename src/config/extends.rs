//! `extends = "base.toml"`: a scenario that says only what differs from another.
//!
//! Keys override by path: tables merge, values and lists replace. A choice replaces when it chooses another word, and a
//! number is a value even where it is written as a table. The result has no `extends`.

use std::path::{Component, Path, PathBuf};

use super::MAX_BYTES;
use super::files::Files;
use super::keys::{self, What};
use super::problem::{Kind, Problem};
use super::syntax;
use super::tree::{Table, Texts, Value};

/// Most files in a chain, the scenario itself included.
const MAX_CHAIN: usize = 8;
const KEY: &str = "extends";

/// The tree of the scenario in `texts`, laid over those it extends; problems are added.
pub(super) fn gather(texts: &mut Texts, files: &dyn Files, problems: &mut Vec<Problem>) -> Table {
    let mut chain = vec![syntax::parse(texts, 0, problems)];
    let mut paths = vec![plain(texts.file_name(0))];
    while let Some(entry) = chain.last_mut().and_then(|tree| tree.remove(KEY)) {
        let at = entry.node.at;
        let mut refuse = |kind, found: String, expected: String, hint: &str| {
            problems.push(texts.problem(kind, at, KEY, found, expected).help(hint));
        };
        let Value::Text(typed) = &entry.node.value else {
            let found = entry.node.found(texts);
            refuse(Kind::Typ, found, "path of a scenario file, in quotes".into(), "");
            break;
        };
        let path = texts.beside(at, typed);
        let name = plain(&path);
        if paths.contains(&name) {
            let chain: Vec<String> =
                paths.iter().chain([&name]).map(|p| p.display().to_string()).collect();
            let expected = "a file that does not extend this one in turn";
            refuse(Kind::Con, chain.join(" → "), expected.into(), "remove one extends");
            break;
        }
        if paths.len() == MAX_CHAIN {
            let expected = format!("a chain of at most {MAX_CHAIN} files");
            refuse(Kind::Lim, format!("file {}", MAX_CHAIN + 1), expected, "join some of them");
            break;
        }
        let file = match files.read(&path, MAX_BYTES) {
            Ok(file) => file,
            Err(unread) => {
                let expected = "a readable scenario file";
                refuse(unread.kind, entry.node.found(texts), expected.into(), &unread.why);
                break;
            }
        };
        let before: usize = (0..paths.len()).map(|text| texts.text(text).len()).sum();
        if before + file.bytes.len() > MAX_BYTES {
            let expected = format!("at most {MAX_BYTES} bytes of scenario files in a chain");
            let found = format!("{} bytes", before + file.bytes.len());
            refuse(Kind::Lim, found, expected, "keep data in CSV files");
            break;
        }
        match syntax::decode(&file.name, &file.bytes, MAX_BYTES) {
            Ok(text) => {
                let idx = texts.push_file(file.name, path.parent().unwrap_or(Path::new("")), text);
                chain.push(syntax::parse(texts, idx, problems));
            }
            Err(problem) => {
                problems.push(*problem);
                break;
            }
        }
        paths.push(name);
    }
    let mut tree = chain.pop().unwrap_or_default();
    while let Some(over) = chain.pop() {
        overlay(&mut Vec::new(), &mut tree, over);
    }
    tree
}

/// Lays one table over another.
fn overlay(path: &mut Vec<String>, base: &mut Table, over: Table) {
    for (word, entry) in over {
        path.push(word.clone());
        match base.get_mut(&word) {
            Some(below) => match (&mut below.node.value, entry.node.value) {
                (Value::Table(inner), Value::Table(outer)) if merges(path, inner, &outer) => {
                    overlay(path, inner, outer);
                    // What is missing is to be written where the scenario goes on.
                    (below.key_at, below.node.at) = (entry.key_at, entry.node.at);
                }
                (slot, value) => {
                    *slot = value;
                    (below.key_at, below.node.at) = (entry.key_at, entry.node.at);
                }
            },
            None => {
                base.insert(word, entry);
            }
        }
        path.pop();
    }
}

/// Do two tables at a path merge, or is the upper one another choice?
fn merges(path: &[String], inner: &Table, outer: &Table) -> bool {
    match keys::find(path).map(|(_, key)| key.what) {
        Some(What::OneOf) => outer.keys().all(|word| inner.contains_key(word)),
        Some(What::Number { .. }) => false,
        // A season is a wave or a file.
        _ if path == ["market", "season"] => inner.contains_key("csv") == outer.contains_key("csv"),
        _ => true,
    }
}

/// A path without detours, to tell whether two are the same.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_plain_form() {
        for (path, expected) in [
            ("./a/../b.toml", "b.toml"),
            ("../a.toml", "../a.toml"),
            ("../../x/./a.toml", "../../x/a.toml"),
            ("/a/../b", "/b"),
        ] {
            assert_eq!(plain(Path::new(path)), Path::new(expected), "{path}");
        }
    }
}
