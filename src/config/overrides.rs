//! `--set PATH=VALUE`: values from the command line, written into the tree before anything is checked.
//!
//! The path must be one of the table of keys, or lead into a law (`….each.gamma.mean`). Values are TOML; what is not
//! TOML and looks like a word or an interval is taken as text.

use unicode_normalization::UnicodeNormalization;

use super::Override;
use super::assumptions;
use super::keys::{self, Match, What};
use super::laws;
use super::problem::{Kind, Problem};
use super::syntax;
use super::tree::{At, Entry, Node, Table, Texts, Value};
use super::words;

/// Writes all overrides into the tree, in order; the last of two for one path holds.
pub(super) fn apply(
    overrides: &[&Override],
    texts: &mut Texts,
    tree: &mut Table,
    problems: &mut Vec<Problem>,
) {
    for change in overrides {
        let path: Vec<String> =
            change.path.trim().split('.').map(|word| word.trim().nfc().collect()).collect();
        let name = format!("--set {}", change.path.trim());
        let text = texts.push(name, change.value.trim().to_string());
        let at = texts.at(text, 0..usize::MAX);
        if path == ["extends"] {
            let expected = "extends in the file itself";
            let problem = texts.problem(Kind::Use, at, "extends", texts.raw(at), expected);
            problems.push(
                problem.help("what a scenario goes on from decides what the other --set mean"),
            );
            continue;
        }
        // What [assumptions] holds is checked with it.
        if path[0] != assumptions::TABLE
            && let Err(problem) = check_path(texts, at, &path, tree)
        {
            problems.push(*problem);
            continue;
        }
        let path = assumptions::redirected(path, tree);
        match value(texts, text, at, &change.value, problems) {
            Ok(node) => put(tree, &path, node, at),
            Err(problem) => problems.push(*problem),
        }
    }
}

/// Is the path one that a value can stand at?
pub(super) fn check_path(
    texts: &Texts,
    at: At,
    path: &[String],
    tree: &Table,
) -> Result<(), Box<Problem>> {
    let dotted = path.join(".");
    let unknown = |depth: usize| {
        let (expected, hint) = words::suggest(&path[..depth - 1], &path[depth - 1]);
        let found = format!("key {}", path[depth - 1]);
        Err(Box::new(texts.problem(Kind::Unk, at, &dotted, found, expected).help(hint)))
    };
    for depth in 1..=path.len() {
        let begin = &path[..depth];
        if let Some((_, key)) = keys::find(begin) {
            if depth == 2
                && path.len() > 2
                && keys::find(&path[..1]).is_some_and(|(_, k)| matches!(k.what, What::Ids))
                && let Some(Value::Table(ids)) = tree.get(&path[0]).map(|e| &e.node.value)
                && !ids.contains_key(&path[1])
            {
                let known: Vec<&str> = ids.keys().map(String::as_str).collect();
                let hint = words::did_you_mean(&path[1], &known);
                let found = format!("{} {}", path[0], path[1]);
                let problem = texts.problem(Kind::Ref, at, &dotted, found, "an id of the file");
                return Err(Box::new(problem.help(hint)));
            }
            if matches!(key.what, What::Number { .. })
                && keys::words_below(begin).iter().all(|w| path.get(depth).is_none_or(|p| p != w))
            {
                // The rest of the path leads into a law.
                return match path[depth..].iter().position(|word| !laws::is_law_word(word)) {
                    Some(wrong) => unknown(depth + wrong + 1),
                    None => Ok(()),
                };
            }
        } else if !keys::KEYS.iter().any(|key| key.matches(begin) == Match::Begins) {
            return unknown(depth);
        }
    }
    Ok(())
}

fn value(
    texts: &Texts,
    text: usize,
    at: At,
    typed: &str,
    problems: &mut Vec<Problem>,
) -> Result<Node, Box<Problem>> {
    let typed = typed.trim();
    match syntax::parse_value(texts, text, typed, problems) {
        Ok(node) => Ok(node),
        Err(message) => {
            if typed.is_empty() || typed.starts_with(['"', '\'', '[', '{']) {
                let found = if typed.is_empty() { "nothing" } else { typed };
                return Err(Box::new(
                    texts
                        .problem(Kind::Syn, at, "", found, format!("a TOML value ({message})"))
                        .help("for example --set study.weeks=26 or --set 'study.baseline=\"nothing\"'"),
                ));
            }
            Ok(Node { at, value: Value::Text(typed.nfc().collect()) })
        }
    }
}

/// Writes a value at a path, making tables on the way; a value in the way is replaced.
fn put(tree: &mut Table, path: &[String], node: Node, at: At) {
    let Some((word, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        tree.insert(word.clone(), Entry { key_at: at, node });
        return;
    }
    let entry = tree.entry(word.clone()).or_insert_with(|| Entry {
        key_at: at,
        node: Node { at, value: Value::Table(Table::new()) },
    });
    put_in(&mut entry.node, word, rest, node, at);
}

fn put_in(slot: &mut Node, word: &str, rest: &[String], node: Node, at: At) {
    if let Value::Array(items) = &mut slot.value {
        let idx = rest[0].parse().ok().or_else(|| laws::parameter_idx(word, &rest[0]));
        if let Some(item) = idx.and_then(|idx: usize| items.get_mut(idx)) {
            match rest {
                [_] => *item = node,
                [position, deeper @ ..] => put_in(item, position, deeper, node, at),
                [] => {}
            }
            return;
        }
    }
    if !matches!(slot.value, Value::Table(_)) {
        *slot = Node { at, value: Value::Table(Table::new()) };
    }
    if let Value::Table(table) = &mut slot.value {
        // Evidence is not in the path of a number: what leads into the number leads into its value.
        let has_evidence = table.contains_key("value") && table.contains_key("grade");
        if has_evidence
            && !laws::EVIDENCE.contains(&rest[0].as_str())
            && let Some(value) = table.get_mut("value")
        {
            put_in(&mut value.node, word, rest, node, at);
            return;
        }
        put(table, rest, node, at);
    }
}
