//! A small valid scenario to edit, and folders of files in memory.

use std::path::Path;

use headwater::config::{File, Files, Kind, Loaded, Override, Problem, Source, Unread, load_with};

/// Valid, and with one of each kind of key.
pub const BASE: &str = r#"title = "A small question"

[study]
weeks = 10
worlds = 20
seed = 7
baseline = "nothing"

[market]
customers = 1000
currency = "USD"

[segment.a]
share = 0.4
needs_per_year = { each = { gamma = { mean = "2 to 3", shape = 1.2 } } }
lapse_per_week = "0.1 to 0.3"
affinity = { tv = 1.4 }
starts = { stranger = 0.9, aware = 0.1 }

[segment.b]
share = 0.6

[offer]
price = 95
unit_cost = 48.5

[journey.aware]
forward_per_week = 0.03

[tactic.tv]
reach = { broadcast = { audience = 0.6, cost_per_thousand = "12 to 20" } }
says = "brand"
moves = { stranger = 0.002 }

[tactic.mail]
channel = "list"
reach = { direct = { cost_per_send = 0.002, sends_per_week = 1 } }
says = "teach"
moves = { subscribed = 0.01 }

[strategy.nothing]

[strategy.push]
weekly_budget = { tv = 80, mail = 2.50 }
flights = [{ tactic = "tv", weeks = [3, 4], weekly_budget = 10 }]
"#;

/// The base with one piece replaced.
pub fn edited(from: &str, to: &str) -> String {
    assert!(BASE.contains(from), "the base has {from}");
    BASE.replacen(from, to, 1)
}

/// A folder of files in memory: path relative to the scenario, bytes.
pub struct Folder<'a>(pub &'a [(&'a str, &'a [u8])]);

impl Files for Folder<'_> {
    fn read(&self, path: &Path, _: usize) -> Result<File, Unread> {
        let found = self.0.iter().find(|(name, _)| Path::new(name) == path);
        let (name, bytes) =
            found.ok_or(Unread { kind: Kind::Io, why: format!("no {}", path.display()) })?;
        Ok(File { name: (*name).into(), bytes: bytes.to_vec() })
    }
}

/// Loads a scenario that lies in such a folder.
pub fn load_bytes_in(
    files: &[(&str, &[u8])],
    text: &str,
    sets: &[&str],
) -> Result<Loaded, Vec<Problem>> {
    let overrides: Vec<Override> =
        sets.iter().map(|s| Override::parse(s).expect("a path and a value")).collect();
    load_with(&Source { name: "base.toml".into(), text: text.into() }, &overrides, &Folder(files))
}

/// The same with files of text.
pub fn load_in(files: &[(&str, &str)], text: &str, sets: &[&str]) -> Result<Loaded, Vec<Problem>> {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    load_bytes_in(&files, text, sets)
}
