//! The pages in `docs/` and the README say what the program does: every column, field, purpose, command and option (keys: `scenario_doc.rs`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use headwater::analysis::Measure;
use headwater::config::{Override, Source, load};
use headwater::engine::purpose_names;
use headwater::model::{Correlations, Draws, NumberId, RankPair};
use serde_json::Value;

const QUICKSTART: &str = "configs/quickstart.toml";

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(home().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn headwater(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(arguments).current_dir(home()).output().unwrap()
}

/// Sections of a page: the words of a `##` heading and what stands below it.
fn sections(page: &str) -> Vec<(&str, &str)> {
    page.split("\n## ").skip(1).map(|s| s.split_once('\n').unwrap_or((s, ""))).collect()
}

/// What stands below the `##` heading that has this name in it, alone or in backticks.
fn section<'a>(page: &'a str, name: &str) -> &'a str {
    let is_it = |heading: &str| heading.split_whitespace().any(|w| w.trim_matches('`') == name);
    let mut found = sections(page).into_iter().filter(|(heading, _)| is_it(heading));
    let text = found.next().unwrap_or_else(|| panic!("no heading ## {name}")).1;
    assert!(found.next().is_none(), "two headings ## {name}");
    text
}

/// Words in backticks.
fn ticked(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Words in backticks in the first cells of tables.
fn first_cells(text: &str) -> Vec<&str> {
    let rows = text.lines().filter_map(|line| line.trim().strip_prefix('|'));
    rows.flat_map(|row| ticked(row.split('|').next().unwrap_or_default())).collect()
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items
}

/// Beside a rival who sells, `summary.csv` has all of its columns.
const CHOICE: &str = "choice={ attraction = 1 }";
const RIVAL: &str = "rival={ other = { attraction = 0 } }";

/// The files of a small run of the quickstart, by name, and its `--json`.
fn small_run() -> (BTreeMap<String, Vec<u8>>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let customers = "market.customers=200";
    #[rustfmt::skip]
    let done = headwater(&["run", QUICKSTART, "--worlds", "10", "--set", customers, "--set", "study.start=2026-01-05", "--set", "study.roles=true", "--set", CHOICE, "--set", RIVAL, "--json", "--scale-budget", "tv=2", "--bottleneck", "-o", out.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&out).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            for inner in fs::read_dir(entry.path()).unwrap().map(Result::unwrap) {
                let inner_name = inner.file_name().into_string().unwrap();
                files.insert(format!("{name}/{inner_name}"), fs::read(inner.path()).unwrap());
            }
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    (files, serde_json::from_slice(&done.stdout).unwrap())
}

#[test]
fn every_file_column_and_field_of_a_run_is_described_and_nothing_else() {
    let page = page("docs/OUTPUTS.md");
    let (files, json) = small_run();
    let fields = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for (name, bytes) in &files {
        if let Some(chart) = name.strip_prefix("charts/") {
            let stem = chart.rsplit_once('.').unwrap().0;
            assert!(ticked(section(&page, "charts")).contains(&stem), "chart {stem}");
            continue;
        }
        let text = section(&page, name);
        if name.ends_with(".csv") {
            let line = String::from_utf8(bytes.clone()).unwrap();
            let mut columns: Vec<&str> = line.lines().next().unwrap().split(',').collect();
            if name == "weekly.csv" {
                columns.extend(Measure::ALL.iter().map(|m| m.name()));
            }
            assert_eq!(sorted(first_cells(text)), sorted(columns), "{name}");
        } else if name.ends_with(".json") {
            let value: Value = serde_json::from_slice(bytes).unwrap();
            let mut named = fields(&value);
            if let Some(listed) = value["files"].as_array() {
                named.extend(fields(&listed[0]));
            }
            for field in named {
                assert!(ticked(text).contains(&field.as_str()), "{name}: {field}");
            }
        }
    }
    assert_eq!(sorted(first_cells(section(&page, "--json"))), sorted(fields(&json)));
    let described: Vec<&str> = sections(&page)
        .iter()
        .flat_map(|(heading, _)| heading.split_whitespace().map(|w| w.trim_matches('`')))
        .filter(|word| [".csv", ".json", ".toml"].iter().any(|end| word.ends_with(end)))
        .collect();
    for name in described {
        let elsewhere = ["observed.csv", "batch.csv"].contains(&name);
        assert!(elsewhere || files.contains_key(name), "no run writes {name}");
    }
}

#[test]
fn the_own_columns_and_fields_of_a_batch_are_described() {
    let page = page("docs/OUTPUTS.md");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let done = headwater(&["run", "none.toml", "nor.toml", "--json", "-o", out.to_str().unwrap()]);
    let json: Value = serde_json::from_slice(&done.stdout).unwrap();
    for field in json[0].as_object().unwrap().keys() {
        assert!(ticked(section(&page, "--json")).contains(&field.as_str()), "{field}");
    }
    let table = fs::read_to_string(out.join("batch.csv")).unwrap();
    let summary = first_cells(section(&page, "summary.csv"));
    let own: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    let own: Vec<&str> = own.into_iter().filter(|c| !summary.contains(c)).collect();
    assert_eq!(first_cells(section(&page, "batch.csv")), own);
}

#[test]
fn every_purpose_of_a_draw_is_named_in_the_model() {
    let page = page("docs/MODEL.md");
    let source = Source { name: QUICKSTART.into(), text: self::page(QUICKSTART).into() };
    let sets = [CHOICE, RIVAL].map(|set| Override::parse(set).unwrap());
    let mut scenario = load(&source, &sets).unwrap().scenario;
    // The quickstart has no rank correlations and no draws from files; their purposes are named all the same.
    let pair = RankPair { between: [NumberId(0), NumberId(1)], rank: 0.5 };
    scenario.correlations = Correlations::new(&[pair]).unwrap();
    scenario.draws = vec![Draws { n_rows: 1, columns: vec![(NumberId(2), vec![1.0])] }];
    let kind = |name: &str| name.split([':', '@']).next().unwrap().to_owned();
    let mut kinds: Vec<String> = purpose_names(&scenario).iter().map(|n| kind(n)).collect();
    kinds.sort();
    kinds.dedup();
    assert!(kinds.len() > 10, "{kinds:?}");
    let named: Vec<String> = first_cells(section(&page, "Luck")).into_iter().map(kind).collect();
    assert_eq!(sorted(named), kinds);
}

/// Lines of the fenced code of a page that call the program or cargo, continued lines joined.
fn commands(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let blocks = page.split("\n```").skip(1).step_by(2);
    for block in blocks {
        let body = block.split_once('\n').map_or("", |(_, body)| body).replace("\\\n", " ");
        for line in body.lines() {
            let line = line.trim().trim_start_matches("$ ");
            let command = line.split(" #").next().unwrap();
            // The shell's part is not the program's.
            let command = command.split(" > ").next().unwrap().trim();
            if command.starts_with("cargo ") || command.starts_with("headwater ") {
                commands.push(command.to_owned());
            }
        }
    }
    commands
}

/// Does the program take this command? A run is refused for its size once everything else was found right.
fn taken(arguments: &[&str]) -> Result<(), String> {
    let mut tried = arguments.to_vec();
    let file = arguments.iter().find(|a| a.ends_with(".toml"));
    let is_ours = file.is_some_and(|f| f.starts_with("configs/"));
    let is_there = file.is_some_and(|f| home().join(f).exists());
    let expected = match arguments.first() {
        Some(&"run") => {
            tried.extend(["--max-gb", "0.0000001"]);
            if is_there { 4 } else { 5 }
        }
        Some(&"check") if !is_there => 5,
        // Nobody answers here.
        Some(&"new") if arguments.contains(&"--ask") => 2,
        _ => 0,
    };
    let done = headwater(&tried);
    if done.status.code() == Some(expected) && is_there >= is_ours {
        return Ok(());
    }
    Err(format!("{}: {}", arguments.join(" "), String::from_utf8_lossy(&done.stderr)))
}

#[test]
fn every_command_of_the_readme_works() {
    let commands = commands(&page("README.md"));
    assert!(commands.iter().any(|c| c == &format!("cargo run --release -- run {QUICKSTART}")));
    assert!(commands.iter().any(|c| c.starts_with("cargo test")), "how to run all tests");
    let mut wrong = Vec::new();
    for command in &commands {
        let words: Vec<&str> = command.split_whitespace().collect();
        let arguments = match words[..] {
            ["headwater", ..] => &words[1..],
            ["cargo", "run", ..] => {
                let dashes = words.iter().position(|w| *w == "--").unwrap_or(words.len() - 1);
                &words[dashes + 1..]
            }
            ["cargo", "test" | "bench" | "build" | "install" | "doc", ..] => continue,
            _ => {
                wrong.push(format!("{command}: not a command that is known here"));
                continue;
            }
        };
        wrong.extend(taken(arguments).err());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The table and the pictures that README shows are those of its first command. Seen to fail: a picture of an older axis.
#[test]
fn the_answer_that_the_readme_shows_is_that_of_its_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let done = headwater(&["run", QUICKSTART, "-o", out.to_str().unwrap()]);
    let said = String::from_utf8(done.stdout).unwrap();
    let readme = page("README.md");
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(shown.lines().count() > 3 && said.contains(shown), "{shown}\nis not in\n{said}");
    for name in ["roi", "net"] {
        let drawn = fs::read(out.join(format!("charts/{name}.png"))).unwrap();
        let kept = fs::read(home().join(format!("docs/images/quickstart-{name}.png"))).unwrap();
        assert!(drawn == kept, "docs/images/quickstart-{name}.png is not what the run draws");
    }
}

#[test]
fn every_option_that_a_page_names_is_an_option() {
    let help = String::from_utf8(headwater(&["run", "--help"]).stdout).unwrap();
    let known = |option: &str| {
        help.split([' ', ',', '\n']).any(|word| word == option) || option == "--help"
    };
    for name in ["README.md", "docs/OUTPUTS.md", "docs/SCENARIO.md"] {
        let text = page(name);
        let options = ticked(&text).into_iter().filter_map(|words| words.split([' ', '=']).next());
        for option in options.filter(|o| o.starts_with('-') && o.len() > 1 && *o != "--") {
            assert!(known(option), "{name}: {option}");
        }
    }
}

#[test]
fn files_that_the_pages_name_exist() {
    let mut pages = vec!["README.md".to_string()];
    for entry in fs::read_dir(home().join("docs")).unwrap().map(Result::unwrap) {
        pages.push(format!("docs/{}", entry.file_name().to_string_lossy()));
    }
    let mut missing = Vec::new();
    for name in pages.iter().filter(|name| name.ends_with(".md")) {
        let text = page(name);
        let folder = home().join(name);
        // Links, from the page's own folder.
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let link = link.split(['#', ' ']).next().unwrap();
            let is_local =
                !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:");
            if is_local && !folder.parent().unwrap().join(link).exists() {
                missing.push(format!("{name}: {link}"));
            }
        }
        // Paths in backticks, from the top.
        for path in ticked(&text) {
            let is_path =
                ["src/", "docs/", "tests/", "configs/"].iter().any(|f| path.starts_with(f))
                    && path.chars().all(|c| c.is_ascii_lowercase() || "_./".contains(c));
            if is_path && !home().join(path).exists() {
                missing.push(format!("{name}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

/// Names of test functions in `src/` and `tests/`.
fn test_names() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let tests = text.split("#[test]").skip(1);
                let names = tests.filter_map(|t| t.split_once("fn ")?.1.split('(').next());
                found.extend(names.map(String::from));
            }
        }
    }
    let mut found = Vec::new();
    walk(&home().join("src"), &mut found);
    walk(&home().join("tests"), &mut found);
    found
}

/// Seen to catch: the test of V02 renamed, the row of V33 gone.
#[test]
fn the_page_of_validation_has_every_case_once_and_names_tests_that_exist() {
    let text = page("docs/VALIDATION.md");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| V"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let cases: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    let all: Vec<String> = (1..=40).map(|n| format!("V{n:02}")).collect();
    assert_eq!(cases, all);
    let tests = test_names();
    let mut wrong = Vec::new();
    for row in &rows {
        assert_eq!(row.len(), 4, "{row:?}");
        let named = ticked(row[2]);
        assert_eq!(named.is_empty(), row[2] == "–", "{}: shown by a test, or –", row[0]);
        assert!(row[2] != "–" || !row[3].is_empty(), "{}: a reason", row[0]);
        wrong.extend(named.into_iter().filter(|name| !tests.iter().any(|test| test == name)));
    }
    assert!(wrong.is_empty(), "no such tests: {wrong:?}");
}
