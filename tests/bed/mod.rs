//! A folder in which the program runs, for tests that meet it as people and scripts do.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests: each test file uses some of them"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub const SMALL: &str = r#"title = "A small question"

[study]
weeks = 8
worlds = 3
replications = 2
seed = 7
baseline = "nothing"

[market]
customers = 300
currency = "USD"

[segment.a]
label = "Người chạy"
share = 1
needs_per_year = { each = { gamma = { mean = "8 to 12", shape = 1.2 } } }
lapse_per_week = "0.1 to 0.3"
starts = { stranger = 0.5, engaged = 0.5 }

[offer]
price = 95
unit_cost = 48.5
buys_from = "engaged"

[tactic.tv]
reach = { broadcast = { audience = 0.6, cost_per_thousand = "12 to 20" } }
says = "brand"
moves = { stranger = 0.02, aware = 0.02 }

[strategy.nothing]

[strategy.push]
label = "Chiến lược"
weekly_budget = { tv = 80 }
"#;

/// A folder with `small.toml` in it, in which the program runs.
pub struct Bed(TempDir);

pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Bed {
    pub fn new() -> Bed {
        let bed = Bed(tempfile::tempdir().unwrap());
        bed.put("small.toml", SMALL);
        bed
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn put(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The small scenario with one piece replaced.
    pub fn put_edited(&self, name: &str, from: &str, to: &str) {
        assert!(SMALL.contains(from), "the small scenario has {from}");
        self.put(name, &SMALL.replacen(from, to, 1));
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Done {
        done(self.command(arguments).output().unwrap())
    }

    /// Runs and must succeed.
    pub fn ok(&self, arguments: &[&str]) -> Done {
        let done = self.run(arguments);
        assert_eq!(done.code, Some(0), "{arguments:?}\n{}", done.err);
        done
    }

    /// Must end with this code, say something on standard error only, and leave the folder as it was.
    pub fn refused(&self, code: i32, arguments: &[&str]) -> String {
        let before = tree(self.path());
        let done = self.run(arguments);
        assert_eq!(done.code, Some(code), "{arguments:?}\n{}", done.err);
        assert_eq!(done.out, "", "{arguments:?}");
        assert!(!done.err.trim().is_empty(), "{arguments:?} is refused with a message");
        assert!(tree(self.path()) == before, "{arguments:?} changed the folder");
        done.err
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap()
    }

    /// The run of a scenario that takes minutes, once it has begun to work on `out`.
    pub fn start_long(&self, edits: &[&str]) -> Child {
        let sets = ["study.worlds=10000000", "study.weeks=50"].iter().chain(edits);
        let sets = sets.flat_map(|set| ["--set", set]);
        let common = ["run", "small.toml", "-o", "out", "--max-gb", "1000", "--max-hours", "1000"];
        let arguments: Vec<&str> = common.into_iter().chain(sets).collect();
        let mut command = self.command(&arguments);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let begin = Instant::now();
        while !self.path().join(".out.headwater-lock").exists() {
            assert!(begin.elapsed() < Duration::from_secs(20), "the run does not begin");
            std::thread::sleep(Duration::from_millis(5));
        }
        child
    }
}

pub fn done(output: Output) -> Done {
    Done {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Everything below a folder, hidden files too: files with their bytes, links by where they lead.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().unwrap();
            if kind.is_symlink() {
                let to = fs::read_link(entry.path()).unwrap();
                found.insert(name, to.to_string_lossy().into_owned().into_bytes());
            } else if kind.is_dir() {
                found.insert(format!("{name}/"), Vec::new());
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, "", &mut found);
    found
}

pub fn files(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().filter(|name| !name.ends_with('/')).collect()
}

/// A scenario as editors hand it to a schema: a day is text.
pub fn as_json(table: toml::Table) -> Value {
    fn with_days(value: Value) -> Value {
        match value {
            Value::Object(map) => match map.get("$__toml_private_datetime") {
                Some(day) => day.clone(),
                None => map.into_iter().map(|(k, v)| (k, with_days(v))).collect(),
            },
            Value::Array(items) => items.into_iter().map(with_days).collect(),
            other => other,
        }
    }
    with_days(serde_json::to_value(table).unwrap())
}
