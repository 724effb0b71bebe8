//! `docs/SCENARIO.md` lists every key as the table of keys has it. Renew it with `HEADWATER_RENEW=1 cargo test --test scenario_doc`.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use headwater::config::keys::{Absent, KEYS, Key, What};

const PATH: &str = "docs/SCENARIO.md";
const MARK: &str = "<!-- the table below is made from the program: see tests/scenario_doc.rs -->\n";

fn takes(key: &Key) -> String {
    match key.what {
        What::Table => "table".into(),
        What::Ids => "table by id".into(),
        What::OneOf => "table with exactly one of the keys below it".into(),
        What::Rows => "list of tables".into(),
        What::Number { domain, scopes, .. } => {
            format!("{}; {}", domain.describe(), scopes.describe().replace('|', "\\|"))
        }
        What::Integer { low, high, .. } => format!("a whole number from {low} to {high}"),
        What::Assumption => "what the number takes, its evidence apart".into(),
        What::Counts => "a list of whole numbers from 0".into(),
        What::Weeks => "`[first, last]`, both included".into(),
        What::Text => "text".into(),
        What::Date => "a day such as `2026-01-05`, without quotes".into(),
        What::File => "path of a file, relative to this one".into(),
        What::Switch => "`true` or `false`".into(),
        What::Word(words) => words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "),
        What::WordList(words) => {
            let words: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
            format!("a list of some of {}", words.join(", "))
        }
        What::Id => "an id".into(),
        What::NumberPair => "`[\"PATH\", \"PATH\"]`".into(),
        What::IdList => "a list of ids".into(),
    }
}

fn row(key: &Key) -> String {
    let unit = match key.what {
        What::Number { unit, .. } => unit,
        _ => "",
    };
    let absent = match key.absent {
        Absent::Required => "required",
        Absent::Is(says) | Absent::Depends(says) => says,
    };
    let pattern = key.pattern.replace('|', "\\|");
    format!("| `{pattern}` | {} | {unit} | {absent} | {} |\n", takes(key), key.doc)
}

#[test]
fn every_key_is_documented_as_the_program_has_it() {
    let table: String = KEYS.iter().map(row).collect();
    let made = format!(
        "{MARK}\n| key | takes | unit | absent | meaning |\n|---|---|---|---|---|\n{table}"
    );
    let text = std::fs::read_to_string(PATH).unwrap();
    let (intro, found) = text.split_once(MARK).unwrap();
    if std::env::var_os("HEADWATER_RENEW").is_some() {
        std::fs::write(PATH, format!("{intro}{made}")).unwrap();
        return;
    }
    assert!(made == format!("{MARK}{found}"), "renew {PATH} as its test says");
}
