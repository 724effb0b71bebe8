//! `[assumptions]`: constants that nobody has measured, in one place, each under the quoted path of its number.
//!
//! Before the tree is read, each is laid at the place of its number as `{ value = …, grade = "X" }`; from there on it is a
//! number like any other, and problems with it stand where it was typed.

use super::keys::{self, Key, What};
use super::laws::{self, EVIDENCE};
use super::overrides::check_path;
use super::problem::{Kind, Problem};
use super::tree::{At, Entry, Node, Table, Texts, Value};

/// Name of the table.
pub(super) const TABLE: &str = "assumptions";

/// The tree with every assumption at the place of its number; `None` where there are none.
pub(super) fn graft(texts: &Texts, tree: &Table, problems: &mut Vec<Problem>) -> Option<Table> {
    let Value::Table(assumptions) = &tree.get(TABLE)?.node.value else { return None };
    let mut grafted = tree.clone();
    for (word, entry) in assumptions {
        let path: Vec<String> = word.split('.').map(String::from).collect();
        let laid = check(texts, tree, word, &path, entry)
            .and_then(|()| lay(texts, &mut grafted, &path, word, entry));
        if let Err(problem) = laid {
            problems.push(*problem);
        }
    }
    Some(grafted)
}

/// The path of a number that may be uncertain, or of a parameter of its law: the key, and how many words of the path
/// are its own.
pub(super) fn number_at(path: &[String]) -> Option<(&'static Key, usize)> {
    let (depth, key) = (1..=path.len()).rev().find_map(|depth| {
        let (_, key) = keys::find(&path[..depth])?;
        matches!(key.what, What::Number { .. }).then_some((depth, key))
    })?;
    let What::Number { scopes, .. } = key.what else { return None };
    let rest: Vec<&str> = path[depth..].iter().map(String::as_str).collect();
    let law = match rest.as_slice() {
        ["each" | "each_order", law @ ..] => law,
        law => law,
    };
    let whole = match law {
        [] => rest.is_empty(),
        [law, parameter] => laws::has_parameter(law, parameter),
        _ => false,
    };
    (whole && scopes.uncertain()).then_some((key, depth))
}

fn check(
    texts: &Texts,
    tree: &Table,
    word: &str,
    path: &[String],
    entry: &Entry,
) -> Result<(), Box<Problem>> {
    let name = format!("{TABLE}.{word}");
    let refuse = |kind, at, found: String, expected: &str, hint: &str| {
        Err(Box::new(texts.problem(kind, at, &name, found, expected).help(hint)))
    };
    if path.len() == 1 && matches!(entry.node.value, Value::Table(_)) {
        return refuse(
            Kind::Unk,
            entry.key_at,
            format!("key {word}"),
            "the whole path of a number, in quotes",
            "for example \"journey.aware.forward_per_week\" = \"0.02 to 0.05\"",
        );
    }
    check_path(texts, entry.key_at, path, tree)?;
    let id_exists = || match tree.get(&path[0]).map(|e| &e.node.value) {
        Some(Value::Table(ids)) => ids.contains_key(&path[1]),
        _ => false,
    };
    let by_id = keys::find(&path[..1]).is_some_and(|(_, key)| matches!(key.what, What::Ids));
    if by_id && path.len() > 1 && !id_exists() {
        let found = format!("{} {}", path[0], path[1]);
        return refuse(Kind::Ref, entry.key_at, found, "an id of the file", "");
    }
    if number_at(path).is_none() {
        return refuse(
            Kind::Typ,
            entry.key_at,
            word.to_string(),
            "the path of a number that may be uncertain",
            "decisions and what says how we look are no assumptions",
        );
    }
    if let Value::Table(table) = &entry.node.value
        && table.keys().any(|word| EVIDENCE.contains(&word.as_str()))
    {
        return refuse(
            Kind::Typ,
            entry.node.at,
            "a number with evidence".into(),
            "the number alone: here it has grade X",
            "with a source it belongs at its own place",
        );
    }
    Ok(())
}

/// Puts one assumption at its place, making tables on the way.
fn lay(
    texts: &Texts,
    tree: &mut Table,
    path: &[String],
    word: &str,
    entry: &Entry,
) -> Result<(), Box<Problem>> {
    let twice = |at: At, found: String| {
        let name = format!("{TABLE}.{word}");
        let expected = "a number that is given once";
        let problem = texts.problem(Kind::Con, entry.key_at, &name, found, expected);
        let hint = match texts.locate(at) {
            Some((line, ..)) => {
                format!("line {line} gives it at its own place; remove one of them")
            }
            None => "it is given at its own place too; remove one of them".into(),
        };
        Err(Box::new(problem.help(hint)))
    };
    let Some((last, tables)) = path.split_last() else { return Ok(()) };
    let mut table = tree;
    for step in tables {
        let below = table.entry(step.clone()).or_insert_with(|| Entry {
            key_at: entry.key_at,
            node: Node { at: entry.key_at, value: Value::Table(Table::new()) },
        });
        let at = below.node.at;
        let Value::Table(inner) = &mut below.node.value else {
            return twice(at, format!("{word}, and {step} beside it"));
        };
        // What leads into a number with evidence leads into its value.
        table = if inner.contains_key("value") && inner.contains_key("grade") {
            match inner.get_mut("value").map(|e| &mut e.node.value) {
                Some(Value::Table(value)) => value,
                _ => return twice(at, format!("{word}, and {step} beside it")),
            }
        } else {
            inner
        };
    }
    if let Some(given) = table.get(last) {
        return twice(given.key_at, word.to_string());
    }
    let part = |value| Entry { key_at: entry.key_at, node: Node { at: entry.node.at, value } };
    let graded = Table::from([
        ("value".to_string(), part(entry.node.value.clone())),
        ("grade".to_string(), part(Value::Text("X".into()))),
    ]);
    table.insert(last.clone(), part(Value::Table(graded)));
    Ok(())
}

/// A path of `--set` that concerns an assumption: what sets the number sets the assumption.
pub(super) fn redirected(path: Vec<String>, tree: &Table) -> Vec<String> {
    if path.len() > 1 && path[0] == TABLE {
        let number = path[1..].join(".");
        return vec![TABLE.into(), number.trim_matches('"').into()];
    }
    let Some(Value::Table(assumptions)) = tree.get(TABLE).map(|e| &e.node.value) else {
        return path;
    };
    for word in assumptions.keys() {
        let own: Vec<&str> = word.split('.').collect();
        if path.len() >= own.len() && path.iter().zip(&own).all(|(a, b)| a == b) {
            let rest = path[own.len()..].iter().skip_while(|word| *word == "value");
            let begin = [TABLE.to_string(), word.clone()];
            return begin.into_iter().chain(rest.cloned()).collect();
        }
    }
    path
}
