//! Bad input: an edit of the small valid scenario, the kind of its refusal, its place and its advice.

use headwater::config::{Kind, Loaded, Override, Problem, Source, exit_code, load, render_all};

use super::scenario::{BASE, edited};

pub fn load_text(text: impl Into<Vec<u8>>, sets: &[&str]) -> Result<Loaded, Vec<Problem>> {
    let overrides: Vec<Override> =
        sets.iter().map(|s| Override::parse(s).expect("a path and a value")).collect();
    load(&Source { name: "base.toml".into(), text: text.into() }, &overrides)
}

/// One case: the file must be refused with this kind, naming `key`, saying `says` somewhere, and nothing else wrong.
pub fn check(number: u32, text: Vec<u8>, kind: Kind, key: &str, says: &str) -> Result<(), String> {
    let Err(problems) = load_text(text, &[]) else {
        return Err(format!("case {number} was accepted"));
    };
    let all = render_all(&problems, false);
    let hit =
        problems.iter().any(|p| p.kind == kind && p.key == key && p.to_string().contains(says));
    let placed = all.starts_with("base.toml:");
    if hit && problems.len() == 1 && placed && exit_code(&problems) == kind.exit_code() {
        return Ok(());
    }
    Err(format!("case {number}: not just one {} {key} with {says:?} in\n{all}", kind.name()))
}

pub fn refused(number: u32, text: impl Into<Vec<u8>>, kind: Kind, key: &str, says: &str) {
    check(number, text.into(), kind, key, says).unwrap_or_else(|why| panic!("{why}"));
}

/// Cases that replace one piece of the base; all that fail are shown.
pub fn refused_edits(cases: &[(u32, &str, &str, Kind, &str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|&(number, from, to, kind, key, says)| {
            check(number, edited(from, to).into(), kind, key, says).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

pub fn base() -> Loaded {
    load_text(BASE, &[]).expect("the base is valid")
}
