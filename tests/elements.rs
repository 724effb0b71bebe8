//! The table of elements in `docs/MODEL.md`: what a row names (a file, a key, a column, a test) is there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use headwater::analysis::Measure;
use headwater::config::keys::KEYS;
use headwater::config::{Source, load};

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.path() {
            path if path.is_dir() => sources(&path, found),
            path if path.extension().is_some_and(|e| e == "rs") => found.push(path),
            _ => {}
        }
    }
}

/// Every `fn` of the tests and of the library's own tests.
fn functions() -> Vec<String> {
    let mut files = Vec::new();
    for folder in ["src", "tests"] {
        sources(&home().join(folder), &mut files);
    }
    let texts = files.iter().map(|f| fs::read_to_string(f).unwrap());
    let names = texts.flat_map(|text| {
        let lines: Vec<String> = text.lines().map(String::from).collect();
        lines.into_iter().filter_map(|line| {
            let rest = line.trim_start().strip_prefix("fn ")?;
            Some(rest.split('(').next()?.to_string())
        })
    });
    names.collect()
}

/// Does the table of keys have this path, a stage or id written as `*`?
fn is_key(path: &str) -> bool {
    let fits = |(part, word): (&str, &str)| {
        part == word || word == "*" || part.split('|').any(|p| p == word)
    };
    KEYS.iter().any(|key| {
        let parts: Vec<&str> = key.parts().collect();
        let words: Vec<&str> = path.split('.').collect();
        parts.len() == words.len() && parts.into_iter().zip(words).all(fits)
    })
}

#[test]
fn every_row_names_what_is_there() {
    let page = fs::read_to_string(home().join("docs/MODEL.md")).unwrap();
    let outputs = fs::read_to_string(home().join("docs/OUTPUTS.md")).unwrap();
    let functions = functions();
    let measures: Vec<&str> = Measure::ALL.iter().map(|m| m.name()).collect();
    let sections = page.split("\n## ");
    let table = sections.into_iter().find(|s| s.contains("What marketers name, and")).unwrap();
    let rows: Vec<Vec<&str>> = (table.lines().filter(|line| line.starts_with("| ")))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let (mut built, mut absent) = (0, 0);
    for row in &rows[1..] {
        assert_eq!(row.len(), 5, "{row:?}");
        if row[1..].iter().all(|cell| *cell == "–") {
            absent += 1;
            continue;
        }
        built += 1;
        let [file, key, column, test] = [1, 2, 3, 4].map(|c| row[c].trim_matches('`'));
        assert!(home().join(file).is_file(), "{}: no file {file}", row[0]);
        assert!(is_key(key), "{}: no key {key}", row[0]);
        let told = measures.contains(&column) || outputs.contains(&format!("`{column}"));
        assert!(told, "{}: no column {column}", row[0]);
        assert!(functions.iter().any(|f| f == test), "{}: no test {test}", row[0]);
    }
    println!("{built} elements are built, {absent} are not");
    assert!(built > 30 && absent > 0, "a table was read");
}

/// Who starts the contact makes the direction; what is said makes the stream, and where that leaves it open, the reach or
/// the stage that is moved most. Written from the words of `docs/MODEL.md`, not from the code.
#[test]
fn direction_and_stream_follow_from_reach_and_words() {
    let bought = [
        ("broadcast", "{ broadcast = { cost_per_thousand = 10 } }"),
        (
            "targeted",
            "{ targeted = { cost_per_thousand = 10, precision = 0.8, segments = [\"a\"] } }",
        ),
    ];
    let asked_for = [
        ("direct", "{ direct = { cost_per_send = 0.01, sends_per_week = 1 } }"),
        ("search", "{ search = { cost_per_click = 1, query_share = 0.3 } }"),
        (
            "content",
            "{ content = { cost_per_post = 10, found_per_post = 0.1, fades_per_week = 0.1 } }",
        ),
        ("site", "{ site = { cost_per_week = 10, visits_per_week = 0.1 } }"),
        ("store", "{ store = { cost_per_week = 10, near_share = 0.2, passes_per_week = 0.1 } }"),
        (
            "community",
            "{ community = { cost_per_week = 10, posts_per_week = 3, seen_share = 0.04 } }",
        ),
    ];
    let reaches = bought.iter().map(|r| (r, "outbound"));
    let reaches: Vec<_> = reaches.chain(asked_for.iter().map(|r| (r, "inbound"))).collect();
    let early = "{ aware = 0.2, ascended = 0.1 }";
    let late = "{ aware = 0.1, ascended = 0.2 }";
    let streams = [
        ("brand", late, "upstream"),
        ("teach", late, "upstream"),
        ("remind", early, "downstream"),
        ("commit", early, "downstream"),
        ("tripwire", "{ subscribed = 0.1 }\nsells = { price = 7 }", "downstream"),
        ("offer", early, "downstream"),
        ("lead_magnet", early, "upstream"),
        ("nurture", early, "upstream"),
        ("nurture", late, "downstream"),
        ("ask_review", late, "downstream"),
        ("ask_referral", late, "downstream"),
    ];
    let market = "[study]\nweeks = 2\nworlds = 1\nseed = 1\nbaseline = \"x\"\n[market]\ncustomers = 10\ncurrency = \"USD\"\n[segment.a]\nshare = 0.5\nneeds_per_year = 1\nlapse_per_week = 0.1\n[segment.b]\nshare = 0.5\n[strategy.x]\n";
    assert_eq!(reaches.len(), 8);
    for ((reach, table), direction) in &reaches {
        let mut text = market.to_string();
        let mut expected = Vec::new();
        for (idx, (says, moves, stream)) in streams.iter().enumerate() {
            let id = format!("{reach}_{says}_{idx}");
            text.push_str(&format!(
                "[tactic.{id}]\nreach = {table}\nsays = \"{says}\"\nmoves = {moves}\n"
            ));
            let open = ["lead_magnet", "nurture", "ask_review", "ask_referral"].contains(says);
            let stream = if *reach == "content" && open { "upstream" } else { stream };
            expected.push((id, *direction, stream));
        }
        let source = Source { name: "elements".into(), text: text.into_bytes() };
        let scenario = load(&source, &[])
            .map(|l| l.scenario)
            .unwrap_or_else(|p| panic!("{}", headwater::config::render_all(&p, false)));
        let typical = scenario.numbers.centre();
        assert_eq!(scenario.tactics.len(), streams.len());
        for (id, direction, stream) in expected {
            let tactic = scenario.tactics.iter().find(|t| t.id == id).unwrap();
            assert_eq!(tactic.direction().name(), direction, "{id}");
            assert_eq!(tactic.stream(&typical).name(), stream, "{id}");
        }
    }
}
