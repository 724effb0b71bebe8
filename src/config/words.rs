//! Words: what an id is, which known word a typed one may be meant for, and where a word belongs.

use crate::model::Stage;

use super::{keys, problem};

/// Is the text an id: a letter, then letters, digits, `_`, `-`, at most 64?
pub(super) fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Likeness from which one word may be meant for another.
const LIKE: f64 = 0.8;

fn likeness(typed: &str, known: &str) -> f64 {
    strsim::jaro_winkler(&typed.to_lowercase(), &known.to_lowercase())
}

/// May `typed` be meant for `known`, and is no key by itself?
pub(super) fn is_like(typed: &str, known: &str) -> bool {
    keys::home_of(typed).is_none()
        && keys::find(&[typed.to_string()]).is_none()
        && likeness(typed, known) >= LIKE
}

/// May one of the words that were typed be meant for this one?
pub(super) fn is_like_any(known: &str, typed: &[&str]) -> bool {
    typed.iter().any(|word| likeness(word, known) >= LIKE)
}

/// What text for people must be where this one is not: visible, whole, not too long.
pub(super) fn unseen(text: &str, max_bytes: usize) -> Option<String> {
    if text.chars().any(problem::steers) {
        Some("text without control characters".into())
    } else if text.trim().is_empty() {
        Some("text that can be seen".into())
    } else if text.len() > max_bytes {
        Some(format!("at most {max_bytes} bytes of text, not {}", text.len()))
    } else {
        None
    }
}

/// Advice for a word that is not known among those that are; empty if nothing can be said.
pub fn did_you_mean(word: &str, known: &[&str]) -> String {
    let best = known.iter().map(|k| (likeness(word, k), k)).max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((likeness, best)) if likeness >= LIKE => format!("did you mean {best}?"),
        _ if known.is_empty() => String::new(),
        _ if known.len() <= 12 => format!("there is: {}", known.join(", ")),
        _ => format!("there is: {}, …", known[..12].join(", ")),
    }
}

/// What is allowed in a table, and advice for a word that is not.
pub(super) fn suggest(table: &[String], word: &str) -> (String, String) {
    let known = keys::words_below(table);
    let place = if table.is_empty() { "the file".into() } else { format!("[{}]", table.join(".")) };
    let expected = if known.is_empty() {
        format!("no key here: {place} holds a value")
    } else {
        format!("a key of {place}: {}", known.join(", "))
    };
    let close = did_you_mean(word, &known);
    let is_near = known.iter().any(|k| is_plural(word, k));
    let is_step = Stage::from_name(word).is_some() && known.contains(&Stage::Aware.name());
    let own = keys::words_below(&[]).contains(&word) && !table.is_empty();
    let hint = match keys::home_of(word) {
        Some(_) if is_near => close,
        _ if is_step => format!("there is no such step from {word}"),
        _ if own => format!("{word} stands by itself: write [{word}] on a line of its own"),
        Some(home) => format!("{word} belongs in [{home}]"),
        None if close.starts_with("did") => close,
        None => "remove it, or look for the key that this version has".into(),
    };
    (expected, hint)
}

/// Is a word the plural of a known one?
fn is_plural(word: &str, known: &str) -> bool {
    word.strip_suffix('s') == Some(known)
}

/// What a tactic will be able to say: known words, refused with their own advice.
pub(super) const LATER_SAYS: &[&str] = &["promotion"];
