//! The rooms of `src/` and the arrows between them: who may use whom, which crate lives where, what the pure rooms leave
//! alone. Read from the sources as tokens, so that comments, texts and test modules do not count.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms it may use. `docs/ARCHITECTURE.md` draws them.
const ROOMS: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("random", &["model"]),
    ("engine", &["model", "random"]),
    ("study", &["engine", "model", "random"]),
    ("analysis", &["study", "engine", "model"]),
    ("report", &["analysis", "study", "engine", "model"]),
    ("config", &["model"]),
    ("store", &[]),
    ("cli", &["model", "random", "engine", "study", "analysis", "report", "config", "store"]),
];

/// Every crate that the program depends on, with the rooms that may name it; none given: any.
const CRATES: [(&str, &[&str]); 23] = [
    ("base64", &["report"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("csv", &["report"]),
    ("indicatif", &["cli"]),
    ("libm", &[]),
    ("num_traits", &["random"]),
    ("plotters", &["report"]),
    ("png", &["report"]),
    ("rand", &["random"]),
    ("rand_distr", &["random"]),
    ("rayon", &["study"]),
    ("serde", &[]),
    ("serde_json", &["config", "report", "store"]),
    ("sha2", &["report"]),
    ("signal_hook", &["cli"]),
    ("strsim", &["config"]),
    ("tempfile", &["store"]),
    ("thiserror", &[]),
    ("toml", &["config"]),
    ("unicode_normalization", &["config", "report"]),
    ("unicode_width", &["config", "report"]),
];

/// Rooms that touch no file, clock, terminal or environment: a page or a cluster can call them as they are.
const PURE: [&str; 7] = ["model", "random", "engine", "study", "analysis", "report", "config"];
const OUTSIDE: [&str; 6] =
    ["std::fs", "std::env", "std::time", "std::net", "std::process", "std::thread"];
const STREAMS: [&str; 3] = ["io::stdin", "io::stdout", "io::stderr"];
const PRINTING: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

/// Rooms whose numbers are results: the bits of these functions differ between machines.
const EXACT: [&str; 5] = ["model", "random", "engine", "study", "analysis"];
#[rustfmt::skip]
const INEXACT: [&str; 25] = [
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "sin", "cos", "sin_cos", "tan", "sinh",
    "cosh", "tanh", "asin", "acos", "atan", "atan2", "cbrt", "hypot", "mul_add", "gamma",
];

/// The file of the newtype whose `exp`, `ln` and so on are those of `libm`.
const NEWTYPE_IN: &str = "random/exact.rs";

/// The one file with unsafe code: the dispatch of instruction sets.
const UNSAFE_IN: &str = "engine/dispatch.rs";

#[test]
fn rooms_use_only_what_lies_to_their_left() {
    assert_none(arrows);
}

#[test]
fn each_crate_is_named_in_its_room_only() {
    assert_none(crates);
}

#[test]
fn pure_rooms_touch_no_file_clock_terminal_or_environment() {
    assert_none(outside);
}

#[test]
fn results_come_from_no_function_whose_bits_differ_between_machines() {
    assert_none(inexact);
}

#[test]
fn unsafe_code_is_in_the_dispatch_of_instruction_sets_only() {
    assert_none(unsafety);
}

#[test]
fn every_folder_is_a_room_and_every_dependency_has_its_line_here() {
    let mut folders = Vec::new();
    for entry in fs::read_dir(source_folder()).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => folders.push(name),
            false => assert!(["lib.rs", "main.rs"].contains(&name.as_str()), "{name} has no room"),
        }
    }
    folders.sort();
    let mut rooms = ROOMS.map(|(room, _)| room);
    rooms.sort_unstable();
    assert_eq!(folders, rooms);

    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest: toml::Table = fs::read_to_string(manifest).unwrap().parse().unwrap();
    let named: Vec<String> =
        manifest["dependencies"].as_table().unwrap().keys().map(|k| k.replace('-', "_")).collect();
    let unplaced: Vec<&String> =
        named.iter().filter(|n| CRATES.iter().all(|(name, _)| name != n)).collect();
    assert!(unplaced.is_empty(), "without a room in tests/architecture.rs: {unplaced:?}");
}

/// Each rule, seen to fail: a line that breaks it, in a file that otherwise says nothing.
#[test]
fn every_rule_catches_a_line_that_breaks_it() {
    type Rule = fn(&File) -> Vec<String>;
    let broken: [(Rule, &str, &str); 25] = [
        (arrows, "model/a.rs", "use crate::engine::Isa;"),
        (arrows, "engine/a.rs", "use crate::{model::Stage, study::Study};"),
        (arrows, "random/a.rs", "fn f() { crate::engine::f() }"),
        (arrows, "config/a.rs", "use crate::store;"),
        (arrows, "store/a.rs", "use crate::model::Scenario;"),
        (arrows, "analysis/a.rs", "use crate::random::Luck;"),
        (arrows, "report/a.rs", "use crate::cli::Failure;"),
        (arrows, "report/a.rs", "use super::super::cli::Failure;"),
        (arrows, "report/mod.rs", "use super::cli::Failure;"),
        (arrows, "main.rs", "fn main() { headwater::study::run() }"),
        (crates, "model/a.rs", "use rand::Rng;"),
        (crates, "engine/a.rs", "fn f() { rayon::join(a, b); }"),
        (crates, "study/a.rs", "use {rand_distr::Gamma, std::fmt};"),
        (crates, "cli/a.rs", "use toml as t;"),
        (crates, "cli/a.rs", "fn f() { ::serde_json::to_string(x) }"),
        (outside, "report/a.rs", "use std::fs::File;"),
        (outside, "study/a.rs", "use std::{fmt, time::Instant};"),
        (outside, "config/a.rs", "use std::io; fn f() { io::stdout(); }"),
        (outside, "analysis/a.rs", "fn f() { println!(); }"),
        (inexact, "engine/a.rs", "fn f(x: f64) { x.exp() }"),
        (inexact, "analysis/a.rs", "fn f(x: f64) { x .powf(2.0) }"),
        (inexact, "model/a.rs", "fn f(x: f64) { xs.map(f64::ln) }"),
        (inexact, "random/exact.rs", "fn f(self) -> (f64, Exact) { (self.0.ln(), self.ln()) }"),
        (unsafety, "engine/week.rs", "fn f() { unsafe { g() } }"),
        (unsafety, "lib.rs", "unsafe fn f() {}"),
    ];
    for (rule, path, line) in broken {
        assert_eq!(rule(&File::new(path, line)).len(), 1, "{path}: {line}");
        for harmless in [
            format!("// {line}"),
            format!("/* {line} */"),
            format!("const A: &str = r#\"{line}\"#;"),
            format!("#[cfg(test)]\nmod tests {{ {line} }}"),
        ] {
            assert_eq!(rule(&File::new(path, &harmless)), [""; 0], "{path}: {harmless}");
        }
    }
    let after = "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::engine::Isa;";
    assert_eq!(arrows(&File::new("model/a.rs", after)).len(), 1, "code after a test module counts");
    let lifetimes =
        "fn f<'a>(c: char) -> &'a str { c == '\"'; crate::engine::g(b'\\'', '\\u{1f}') }";
    assert_eq!(arrows(&File::new("model/a.rs", lifetimes)).len(), 1, "quotes are told apart");
}

// ---- the rules: what a file does that it may not, one line each ----

fn arrows(file: &File) -> Vec<String> {
    let allowed = |to: &str| match file.room.as_str() {
        "lib.rs" => false,
        "main.rs" => to == "cli",
        room => to == room || ROOMS.iter().any(|(from, uses)| *from == room && uses.contains(&to)),
    };
    let is_room = |name: &str| ROOMS.iter().any(|(room, _)| *room == name);
    let mut found = Vec::new();
    for path in &file.paths {
        let supers = path.iter().take_while(|s| *s == "super").count();
        if supers > 0 && supers >= file.depth {
            found.push(format!("{}: leaves its room: name it as crate::…", path.join("::")));
        }
        if (path[0] == "crate" || path[0] == "headwater")
            && let Some(to) = path.get(1).filter(|to| is_room(to))
            && !allowed(to)
        {
            found.push(format!("{}: {} may not use {to}", path.join("::"), file.room));
        }
    }
    found
}

fn crates(file: &File) -> Vec<String> {
    let mut found = Vec::new();
    for path in &file.paths {
        let rooms = CRATES.iter().find(|(name, _)| *name == path[0]).map(|(_, rooms)| rooms);
        if rooms.is_some_and(|r| !r.is_empty() && !r.contains(&file.room.as_str())) {
            found.push(format!("{}: belongs to another room", path.join("::")));
        }
    }
    found
}

fn outside(file: &File) -> Vec<String> {
    if !PURE.contains(&file.room.as_str()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for path in file.paths.iter().map(|p| p.join("::")) {
        let whole = format!("{path}::");
        if OUTSIDE.iter().any(|o| whole.starts_with(&format!("{o}::")))
            || STREAMS.iter().any(|s| format!("::{whole}").contains(&format!("::{s}::")))
        {
            found.push(format!("{path}: a room that touches nothing outside"));
        }
    }
    for [name, bang] in file.tokens.array_windows() {
        if bang == "!" && PRINTING.contains(&name.as_str()) {
            found.push(format!("{name}!: a room that prints nothing"));
        }
    }
    found
}

fn inexact(file: &File) -> Vec<String> {
    if !EXACT.contains(&file.room.as_str()) {
        return Vec::new();
    }
    let is_float = |p: &Vec<String>| p[0] == "f64" || p[0] == "f32";
    let by_path = (file.paths.iter())
        .filter(|p| is_float(p) && p.get(1).is_some_and(|f| INEXACT.contains(&f.as_str())))
        .map(|p| p.join("::"));
    let is_call =
        |[dot, name, open]: [&str; 3]| dot == "." && open == "(" && INEXACT.contains(&name);
    let by_method = (file.tokens.array_windows())
        .filter(|[_, dot, name, open]| is_call([dot, name, open]))
        // The newtype may call its own methods, but not those of the number in it.
        .filter(|[on, ..]| file.path != NEWTYPE_IN || on == "0")
        .map(|[_, _, name, _]| format!(".{name}("));
    by_path.chain(by_method).map(|what| format!("{what}: use libm")).collect()
}

fn unsafety(file: &File) -> Vec<String> {
    let is_free = file.path == UNSAFE_IN;
    let uses = file.tokens.iter().filter(|t| *t == "unsafe" && !is_free);
    uses.map(|_| "unsafe: only in the dispatch of instruction sets".into()).collect()
}

// ---- reading sources ----

/// A source file without its comments, texts and tests.
struct File {
    /// below `src/`
    path: String,
    /// its folder; `lib.rs` and `main.rs` are rooms of their own
    room: String,
    /// how many `super` lead to the root of the crate
    depth: usize,
    tokens: Vec<String>,
    /// every path of two names or more, or that is imported
    paths: Vec<Vec<String>>,
}

impl File {
    fn new(path: &str, text: &str) -> File {
        let tokens = without_tests(tokens(text));
        let paths = paths(&tokens);
        let parts: Vec<&str> = path.split('/').collect();
        let is_head = path.ends_with("mod.rs") || parts.len() == 1;
        File {
            path: path.into(),
            room: parts[0].into(),
            depth: parts.len() - usize::from(is_head),
            tokens,
            paths,
        }
    }
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All source files; those that are test modules as a whole (`#[cfg(test)] mod x;`) are left out.
fn files() -> Vec<File> {
    fn walk(folder: &Path, texts: &mut BTreeMap<PathBuf, String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, texts);
            } else if path.extension().is_some_and(|e| e == "rs") {
                texts.insert(path.clone(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut texts = BTreeMap::new();
    walk(&source_folder(), &mut texts);
    assert!(texts.len() > 50, "the sources are where this test looks");
    let mut tests = Vec::new();
    for (path, text) in &texts {
        for name in whole_test_modules(&tokens(text)) {
            tests.push(path.parent().unwrap().join(format!("{name}.rs")));
        }
    }
    texts.retain(|path, _| !tests.contains(path));
    let below = |path: &Path| {
        path.strip_prefix(source_folder()).unwrap().to_str().unwrap().replace('\\', "/")
    };
    texts.iter().map(|(path, text)| File::new(&below(path), text)).collect()
}

fn assert_none(rule: impl Fn(&File) -> Vec<String>) {
    let found: Vec<String> = files()
        .iter()
        .flat_map(|file| rule(file).into_iter().map(|what| format!("src/{}: {what}", file.path)))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// Names, `::` and single signs; comments, texts, characters, numbers' signs and white space are gone.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens: Vec<String> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = at(i);
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            loop {
                match (at(i), at(i + 1)) {
                    ('/', '*') => (depth, i) = (depth + 1, i + 2),
                    ('*', '/') => (depth, i) = (depth - 1, i + 2),
                    _ => i += 1,
                }
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if c == '"' {
            // Raw if an r, with or without #, stands before it.
            let hashes = tokens.iter().rev().take_while(|t| *t == "#").count();
            let is_raw = tokens.iter().rev().nth(hashes).is_some_and(|t| t == "r" || t == "br");
            i += 1;
            while i < chars.len() {
                if at(i) == '\\' && !is_raw {
                    i += 2;
                    continue;
                }
                let ends = at(i) == '"' && (!is_raw || (1..=hashes).all(|h| at(i + h) == '#'));
                i += 1;
                if ends {
                    break;
                }
            }
        } else if c == '\'' && at(i + 1) == '\\' {
            i += 3;
            while i < chars.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
        } else if c == '\'' && at(i + 2) == '\'' {
            i += 3;
        } else if is_name(c) {
            let from = i;
            while i < chars.len() && is_name(at(i)) {
                i += 1;
            }
            tokens.push(chars[from..i].iter().collect());
        } else if c == ':' && at(i + 1) == ':' {
            tokens.push("::".into());
            i += 2;
        } else {
            if !c.is_whitespace() {
                tokens.push(c.into());
            }
            i += 1;
        }
    }
    tokens
}

const TEST_MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

fn without_tests(tokens: Vec<String>) -> Vec<String> {
    let mut kept = Vec::new();
    let mut rest = &tokens[..];
    while let Some(first) = rest.first() {
        if rest.len() < TEST_MARK.len() || rest[..TEST_MARK.len()] != TEST_MARK {
            kept.push(first.clone());
            rest = &rest[1..];
            continue;
        }
        // What is marked ends at its own `;` or at the end of its own braces.
        let mut depth = 0_i32;
        let end = rest.iter().position(|t| {
            depth += i32::from(t == "{") - i32::from(t == "}");
            depth == 0 && (t == "}" || t == ";")
        });
        rest = &rest[end.map_or(rest.len(), |e| e + 1)..];
    }
    kept
}

fn whole_test_modules(tokens: &[String]) -> Vec<String> {
    tokens
        .windows(TEST_MARK.len() + 3)
        .filter(|w| w[..TEST_MARK.len()] == TEST_MARK && w[7] == "mod" && w[9] == ";")
        .map(|w| w[8].clone())
        .collect()
}

/// Paths, with the braces of imports spread out: `use std::{fs, io::Write}` is `std::fs` and `std::io::Write`.
fn paths(tokens: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let imports = tokens[i] == "use";
        let starts = imports || is_name(&tokens[i]) || tokens[i] == "::";
        if !starts {
            i += 1;
            continue;
        }
        let before = found.len();
        i = tree(tokens, i + usize::from(imports), &[], &mut found);
        if !imports && found.len() == before + 1 && found[before].len() < 2 {
            found.pop();
        }
    }
    found
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Reads one path or tree of paths from `i`; returns where it ends.
fn tree(tokens: &[String], mut i: usize, stem: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = stem.to_vec();
    if tokens.get(i).is_some_and(|t| t == "::") {
        i += 1;
    }
    while let Some(token) = tokens.get(i) {
        if token == "{" {
            i += 1;
            while tokens.get(i).is_some_and(|t| t != "}") {
                i = match tokens[i] == "," {
                    true => i + 1,
                    false => tree(tokens, i, &path, found).max(i + 1),
                };
            }
            return i + 1;
        }
        if !is_name(token) {
            break;
        }
        path.push(token.clone());
        i += 1;
        if tokens.get(i).is_none_or(|t| t != "::") {
            break;
        }
        i += 1;
    }
    if path.len() > stem.len() {
        found.push(path);
    }
    i.max(1)
}
