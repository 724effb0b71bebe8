//! The program as people and scripts meet it: exit codes, what is printed where, what is written and what is not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

mod bed;
use bed::{Bed, SMALL, done, files, tree};

/// Files that every run writes, charts apart.
const FILES: [&str; 11] = [
    "comparison.csv",
    "customers.csv",
    "horizons.csv",
    "journey.csv",
    "manifest.json",
    "roi.csv",
    "scenario.toml",
    "summary.csv",
    "tactics.csv",
    "timings.json",
    "weekly.csv",
];

const JSON_FIELDS: [&str; 15] = [
    "baseline",
    "bottleneck",
    "currency",
    "notes",
    "output",
    "program",
    "ranking",
    "response",
    "result_sha256",
    "sentence",
    "strategies",
    "title",
    "unsettled",
    "version",
    "warnings",
];

// ---- helpers ----

fn header(csv: &str) -> Vec<&str> {
    csv.lines().next().unwrap().split(',').collect()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

// ---- what a run gives ----

#[test]
fn a_run_prints_the_answer_and_writes_every_file_whole() {
    let bed = Bed::new();
    let done = bed.ok(&["run", "small.toml"]);
    assert!(done.out.starts_with("A small question\n3 worlds × 2 replications"), "{}", done.out);
    assert!(done.out.contains("“Chiến lược” earns"), "{}", done.out);
    assert!(done.out.contains("output/small"), "{}", done.out);
    assert_eq!(done.err, "", "no warning, and no progress bar where nobody watches");
    let written: Vec<String> = files(&bed.path().join("output/small"))
        .into_iter()
        .filter(|name| !name.starts_with("charts/"))
        .collect();
    assert_eq!(written, FILES);
    assert_eq!(files(bed.path()).iter().filter(|n| n.starts_with('.')).count(), 0);
    let histories = bed.read("output/small/roi.csv").lines().count() - 1;
    assert_eq!(histories, 2 * 3 * 2, "strategies × worlds × replications");
}

#[test]
fn a_second_run_replaces_the_folder_with_the_same_bytes() {
    let bed = Bed::new();
    bed.ok(&["run", "small.toml", "--threads", "1"]);
    let mut first = tree(&bed.path().join("output/small"));
    bed.ok(&["run", "small.toml", "--threads", "3"]);
    let mut second = tree(&bed.path().join("output/small"));
    assert!(first.remove("timings.json").is_some() && second.remove("timings.json").is_some());
    assert!(first == second, "results do not depend on threads or on an earlier run");
}

#[test]
fn options_are_the_same_as_keys() {
    let bed = Bed::new();
    bed.ok(&[
        "run",
        "small.toml",
        "-o",
        "a",
        "--seed",
        "9",
        "--worlds",
        "2",
        "--replications",
        "1",
    ]);
    let sets = ["study.seed=9", "study.worlds=2", "study.replications=1"];
    let sets = sets.iter().flat_map(|set| ["--set", set]);
    bed.ok(&["run", "small.toml", "-o", "b"].into_iter().chain(sets).collect::<Vec<_>>());
    assert_eq!(bed.json("a/manifest.json"), bed.json("b/manifest.json"));
    assert_eq!(bed.json("a/manifest.json")["seed"], "9");
}

#[test]
fn running_the_written_scenario_gives_the_same_bytes() {
    let bed = Bed::new();
    bed.put("data/seen.csv", "week,measure,value\n1,orders,5\n");
    bed.put("seen.toml", &format!("{SMALL}\n[observed]\ncsv = \"data/seen.csv\"\n"));
    bed.ok(&["run", "seen.toml", "-o", "a", "--set", "study.weeks=9"]);
    bed.ok(&["run", "a/scenario.toml", "-o", "b"]);
    let without_timings = |name: &str| {
        let mut files = tree(&bed.path().join(name));
        files.remove("timings.json");
        files
    };
    let (a, b) = (without_timings("a"), without_timings("b"));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = a.keys().filter(|name| a[*name] != b[*name]).collect();
    assert!(differ.is_empty(), "{differ:?}");
    assert_eq!(a["observed.csv"], bed.read("data/seen.csv").into_bytes(), "data lies beside");
}

#[test]
fn json_is_one_document_with_the_documented_fields_and_nothing_else() {
    let bed = Bed::new();
    let arguments = ["run", "small.toml", "--json", "--set", "study.worlds=1", "-o", "out"];
    let done = bed.ok(&arguments);
    let document: Value = serde_json::from_str(&done.out).expect("standard output is JSON");
    let mut fields: Vec<&String> = document.as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(fields, JSON_FIELDS);
    assert_eq!(document["program"], "headwater");
    assert_eq!(document["ranking"], serde_json::json!(["push", "nothing"]));
    assert_eq!(document["output"], "out");
    assert_eq!(document["result_sha256"], bed.json("out/manifest.json")["result_sha256"]);
    assert!(document["warnings"][0].as_str().unwrap().contains("study.worlds"));
    assert!(document["notes"][0].as_str().unwrap().contains("one world"));

    // The same rows as summary.csv, field by field.
    let summary = bed.read("out/summary.csv");
    let names = header(&summary);
    let rows = document["strategies"].as_array().unwrap();
    assert_eq!(rows.len(), summary.lines().count() - 1);
    for (row, line) in rows.iter().zip(summary.lines().skip(1)) {
        assert_eq!(row.as_object().unwrap().len(), names.len());
        for (name, cell) in names.iter().zip(line.split(',')) {
            match &row[*name] {
                Value::Null => assert_eq!(cell, "", "{name}"),
                Value::String(text) => assert_eq!(cell, text, "{name}"),
                Value::Number(number) => {
                    assert_eq!(cell.parse::<f64>().unwrap(), number.as_f64().unwrap(), "{name}");
                }
                other => panic!("{name}: {other}"),
            }
        }
    }
}

#[test]
fn excel_gets_a_mark_and_its_line_ends_and_the_same_numbers() {
    let bed = Bed::new();
    bed.ok(&["run", "small.toml", "-o", "plain"]);
    bed.ok(&["run", "small.toml", "-o", "excel", "--excel"]);
    let mut tables = 0;
    for name in FILES.iter().filter(|name| name.ends_with(".csv")) {
        let excel = bed.read(&format!("excel/{name}"));
        let text = excel.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{name}: no mark"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{name}");
        assert_eq!(text.replace("\r\n", "\n"), bed.read(&format!("plain/{name}")), "{name}");
        tables += 1;
    }
    assert_eq!(tables, 8);
    let result =
        |folder: &str| bed.json(&format!("{folder}/manifest.json"))["result_sha256"].clone();
    assert_eq!(result("plain"), result("excel"), "the hash is that of the numbers");
}

#[test]
fn charts_are_written_unless_they_are_not_wanted() {
    let bed = Bed::new();
    bed.ok(&["run", "small.toml", "-o", "without", "--no-charts"]);
    assert_eq!(files(&bed.path().join("without")), FILES);
    bed.ok(&["run", "small.toml", "-o", "with"]);
    let charts = files(&bed.path().join("with/charts"));
    let of = |kind: &str| -> Vec<&str> {
        charts.iter().filter_map(|name| name.strip_suffix(kind)).collect()
    };
    assert!(of(".svg").len() >= 2, "{charts:?}");
    assert_eq!(of(".svg"), of(".png"), "each chart in both formats");
}

#[test]
fn quiet_prints_nothing_and_verbose_says_more() {
    let bed = Bed::new();
    for command in ["run", "check"] {
        let done = bed.ok(&[command, "small.toml", "-q", "--set", "study.worlds=1"]);
        assert_eq!((done.out.as_str(), done.err.as_str()), ("", ""), "{command}");
    }
    let plain = bed.ok(&["run", "small.toml"]).out;
    let verbose = bed.ok(&["run", "small.toml", "-v"]).out;
    assert!(verbose.starts_with(plain.trim_end()), "the answer first, as ever");
    let result = bed.json("output/small/manifest.json")["result_sha256"].clone();
    for more in ["customer-weeks", "threads", result.as_str().unwrap(), "weekly.csv"] {
        assert!(verbose.contains(more) && !plain.contains(more), "{more}\n{verbose}");
    }
    bed.refused(2, &["run", "small.toml", "-q", "--json"]);
    bed.refused(2, &["run", "small.toml", "-q", "-v"]);
}

#[test]
fn a_bare_environment_changes_nothing() {
    let bed = Bed::new();
    bed.ok(&["run", "small.toml", "-o", "rich"]);
    let mut command = bed.command(&["run", "small.toml", "-o", "bare"]);
    let bare = done(command.env_clear().env("TERM", "dumb").env("LC_ALL", "C").output().unwrap());
    assert_eq!((bare.code, bare.err.as_str()), (Some(0), ""));
    assert!(bare.out.contains("Chiến lược") && !bare.out.contains('\u{1b}'), "{}", bare.out);
    assert_eq!(bed.json("rich/manifest.json"), bed.json("bare/manifest.json"));
    assert!(bed.read("bare/summary.csv").contains("Chiến lược"));
}

#[test]
fn a_decomposed_vietnamese_label_comes_out_composed_everywhere() {
    let bed = Bed::new();
    let decomposed: String = SMALL.nfd().collect();
    assert_ne!(decomposed, SMALL);
    bed.put("nfd.toml", &decomposed);
    let done = bed.ok(&["run", "nfd.toml", "-o", "out"]);
    assert!(done.out.contains("Chiến lược"));
    assert!(bed.read("out/summary.csv").contains("push,Chiến lược,"));
    for (name, bytes) in tree(&bed.path().join("out")) {
        if let Ok(text) = String::from_utf8(bytes) {
            assert!(text.nfc().eq(text.chars()), "{name} is composed");
        }
    }
}

#[test]
fn a_label_that_a_spreadsheet_would_run_is_disarmed_in_tables_and_whole_in_the_terminal() {
    let bed = Bed::new();
    bed.put_edited("label.toml", "Chiến lược", "-50% Tết");
    let done = bed.ok(&["run", "label.toml", "-o", "out"]);
    assert!(done.out.contains("“-50% Tết” earns"), "{}", done.out);
    assert!(bed.read("out/summary.csv").contains("push,'-50% Tết,"));
}

#[test]
fn the_manifest_lists_every_file_with_its_hash() {
    let bed = Bed::new();
    bed.put("seen.csv", "week,measure,value\n1,orders,5\n");
    bed.put("seen.toml", &format!("{SMALL}\n[observed]\ncsv = \"seen.csv\"\n"));
    bed.ok(&["run", "seen.toml", "-o", "out", "--excel"]);
    let written = tree(&bed.path().join("out"));
    let manifest = bed.json("out/manifest.json");
    let mut listed = Vec::new();
    for file in manifest["files"].as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        assert_eq!(file["sha256"], sha256(&written[name]), "{name}");
        assert_eq!(file["bytes"], written[name].len(), "{name}");
        listed.push(name.to_string());
    }
    listed.extend(["manifest.json".into(), "timings.json".into()]);
    listed.sort();
    assert_eq!(listed, files(&bed.path().join("out")));
    assert!(listed.contains(&"observed.csv".into()));
    assert_eq!(manifest["scenario_sha256"], sha256(&written["scenario.toml"]));
}

#[test]
fn results_do_not_tell_where_by_whom_or_on_which_machine_they_were_made() {
    let bed = Bed::new();
    bed.put("data/seen.csv", "week,measure,value\n1,orders,5\n");
    let scenario = bed.path().join("seen.toml");
    bed.put("seen.toml", &format!("{SMALL}\n[observed]\ncsv = \"data/seen.csv\"\n"));
    let out = bed.path().join("out");
    let mut command =
        bed.command(&["run", scenario.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    command.env("USER", "somebody-unusual").env("HOME", "/home/somebody-unusual");
    command.env("HOSTNAME", "a-host-of-its-own");
    assert_eq!(done(command.output().unwrap()).code, Some(0));
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let mut telling = vec!["somebody-unusual", "a-host-of-its-own", bed.path().to_str().unwrap()];
    // Short names may be words of the tables.
    telling.extend(Some(host.trim()).filter(|h| h.len() > 7));
    for (name, bytes) in tree(&out) {
        let text = String::from_utf8_lossy(&bytes);
        for word in &telling {
            assert!(!text.contains(word), "{name} tells {word}");
        }
    }
}

#[test]
fn check_says_how_big_and_writes_nothing() {
    let bed = Bed::new();
    let before = tree(bed.path());
    let done = bed.ok(&["check", "small.toml"]);
    assert!(done.out.starts_with("small.toml: valid\n"), "{}", done.out);
    assert!(done.out.contains("2 strategies, 300 customers, 12 histories"), "{}", done.out);
    assert!(tree(bed.path()) == before);
}

// ---- what is refused ----

#[test]
fn help_and_version_are_no_mistakes_and_what_is_mistyped_is_named_with_a_suggestion() {
    let bed = Bed::new();
    for (arguments, says) in
        [(&["--help"][..], "Usage"), (&["run", "--help"], "--seed"), (&["--version"], "headwater")]
    {
        let done = bed.ok(arguments);
        assert!(done.out.contains(says) && done.err.is_empty(), "{}", done.out);
    }
    for (arguments, says) in [
        (&["rnu", "small.toml"][..], "run"),
        (&["chekc", "small.toml"], "check"),
        (&["run", "small.toml", "--sead", "3"], "--seed"),
        (&["run", "small.toml", "--seed", "abc"], "--seed"),
        (&["run", "small.toml", "--seed", "-1"], "-1"),
        (&["run", "small.toml", "--threads", "0"], "--threads"),
        (&["run", "small.toml", "--max-gb", "nan"], "--max-gb"),
        (&["run", "small.toml", "--max-hours", "0"], "--max-hours"),
        (&["run", "small.toml", "--set", "study.weeks"], "PATH=VALUE"),
        (&["run", "small.toml", "--set", "study.wekes=5"], "weeks"),
        (&["run", "small.toml", "--seed", "18446744073709551615"], "study.seed"),
        (&["run"], "FILE"),
        (&[], "Usage"),
    ] {
        let text = bed.refused(2, arguments);
        assert!(text.contains(says), "{arguments:?}: no {says} in\n{text}");
    }
}

#[test]
fn all_problems_of_a_file_are_told_at_once_with_their_places() {
    let bed = Bed::new();
    let text = SMALL
        .replace("weeks = 8", "weeks = 0")
        .replace("share = 1\n", "share = 0.9\n")
        .replace("says = \"brand\"", "says = \"brnad\"")
        .replace("unit_cost", "unit_costs");
    bed.put("bad.toml", &text);
    for command in ["run", "check"] {
        let told = bed.refused(2, &[command, "bad.toml"]);
        for (line, key) in
            [(4, "study.weeks"), (16, "share"), (23, "offer.unit_costs"), (28, "tactic.tv.says")]
        {
            let place = format!("bad.toml:{line}:");
            let found = told.lines().any(|l| l.starts_with(&place) && l.contains(key));
            assert!(found, "{place} {key} in\n{told}");
        }
        assert!(told.contains("did you mean unit_cost?"), "{told}");
        assert!(!told.contains('\u{1b}'), "no colours where no terminal is");
    }
}

#[test]
fn check_and_run_give_the_same_verdict() {
    let bed = Bed::new();
    bed.put("bad.csv", "week,measure,value\n0,orders,5\n1,order,x\n");
    let observed = format!("{SMALL}\n[observed]\ncsv = \"NAME\"\n");
    bed.put("latin.toml", "");
    fs::write(bed.path().join("latin.toml"), b"title = \"T\xeat\"\n").unwrap();
    bed.put("big.toml", &"#".repeat((1 << 20) + 1));
    bed.put("bad_data.toml", &observed.replace("NAME", "bad.csv"));
    bed.put("no_data.toml", &observed.replace("NAME", "none.csv"));
    bed.put_edited("syntax.toml", "price = 95", "price = 95,5");
    bed.put_edited("type.toml", "price = 95", "price = true");
    bed.put_edited("contradiction.toml", "share = 1", "share = 0.5");
    bed.put_edited("reference.toml", "baseline = \"nothing\"", "baseline = \"nobody\"");
    bed.put("empty.toml", "");
    bed.put("empty/notes.txt", "no scenario");
    for (code, file) in [
        (2, "syntax.toml"),
        (2, "type.toml"),
        (2, "contradiction.toml"),
        (2, "reference.toml"),
        (2, "empty.toml"),
        (2, "latin.toml"),
        (3, "bad_data.toml"),
        (4, "big.toml"),
        (5, "no_data.toml"),
        (5, "none.toml"),
        (5, "empty"),
    ] {
        let run = bed.refused(code, &["run", file]);
        let check = bed.refused(code, &["check", file]);
        assert_eq!(run, check, "{file}");
    }
    for (code, set) in [
        (2, "market.currency=\"dollars\""),
        (4, "market.customers=1000000000000"),
        (4, "study.worlds=10000000"),
    ] {
        let run = bed.refused(code, &["run", "small.toml", "--set", set]);
        assert_eq!(run, bed.refused(code, &["check", "small.toml", "--set", set]), "{set}");
    }
}

#[test]
fn problems_of_data_are_told_at_the_key_or_at_their_row() {
    let bed = Bed::new();
    let observed = format!("{SMALL}\n[observed]\ncsv = \"NAME\"\n");
    bed.put("a.toml", &observed.replace("NAME", "none.csv"));
    let line = observed.lines().position(|l| l.starts_with("csv")).unwrap() + 1;
    let told = bed.refused(5, &["run", "a.toml"]);
    assert!(told.starts_with(&format!("a.toml:{line}:7: IO observed.csv: ")), "{told}");
    assert!(told.contains("none.csv"), "{told}");

    bed.put("a.toml", &observed.replace("NAME", "data"));
    bed.put(
        "data/seen.csv",
        "week,measure,value\n0,orders,5\n1,orderz,5\n2,orders,\"1,5\"\n3,orders\n",
    );
    assert!(bed.refused(5, &["run", "a.toml"]).contains("a folder"));

    bed.put("a.toml", &observed.replace("NAME", "data/seen.csv"));
    let told = bed.refused(3, &["run", "a.toml"]);
    for place in [":2:1: DAT week", ":3:3: DAT measure", ":4:10: DAT value", ":5:1: DAT"] {
        assert!(told.contains(&format!("seen.csv{place}")), "{place} in\n{told}");
    }
    assert!(told.contains("did you mean orders?"), "{told}");
}

#[test]
fn a_data_file_may_have_any_name_and_overwrites_no_result() {
    let bed = Bed::new();
    let seen = "week,measure,value\n1,orders,5\n";
    let long = format!("{}.csv", "x".repeat(240));
    for name in [
        "roi.csv",
        "ROI.csv",
        "scenario.toml",
        "manifest.json",
        "timings.json",
        "charts",
        "observed.csv",
        "tết.csv",
        "a b.csv",
        "=1.csv",
        ".csv",
        &long,
    ] {
        bed.put(&format!("data/{name}"), seen);
        bed.put("a.toml", &format!("{SMALL}\n[observed]\ncsv = \"data/{name}\"\n"));
        bed.ok(&["run", "a.toml", "-o", "out", "--no-charts", "-q"]);
        assert_eq!(bed.read("out/observed.csv"), seen, "{name}");
        assert!(bed.read("out/roi.csv").starts_with("strategy,"), "{name}");
        bed.ok(&["run", "out/scenario.toml", "-o", "again", "--no-charts", "-q"]);
        assert_eq!(bed.json("out/manifest.json"), bed.json("again/manifest.json"), "{name}");
        fs::remove_file(bed.path().join("data").join(name)).unwrap();
    }
}

#[test]
fn impossible_sizes_are_refused_at_once_with_the_estimate_the_cap_and_the_way_out() {
    let bed = Bed::new();
    for (sets, says) in [
        (
            &["market.customers=1000000000000"][..],
            &["1000000000000", "at most", "people_per_customer"][..],
        ),
        (&["study.weeks=1000000000"], &["1000000000", "5200"]),
        (&["study.worlds=1000000000000"], &["1000000000000", "10000000"]),
        (&["market.customers=4000000000"], &["GB", "allowed are 8.0 GB", "--max-gb"]),
        (&["study.worlds=10000000", "study.replications=10000000"], &["GB", "allowed", "--max-gb"]),
        (
            &["market.customers=400000", "study.worlds=500", "study.weeks=5200"],
            &["hours and", "allowed are 30 minutes", "--max-hours"],
        ),
    ] {
        for command in ["run", "check"] {
            let mut arguments = vec![command, "small.toml", "--max-hours", "0.5"];
            arguments.extend(sets.iter().flat_map(|set| ["--set", set]));
            let begin = Instant::now();
            let told = bed.refused(4, &arguments);
            assert!(begin.elapsed() < Duration::from_secs(1), "{sets:?}");
            for word in says {
                assert!(told.contains(word), "{sets:?}: no {word} in\n{told}");
            }
        }
    }
    bed.ok(&["check", "small.toml", "--set", "market.customers=400000000", "--max-gb", "100000"]);
}

// ---- where results may go ----

#[test]
fn a_folder_that_is_not_ours_is_refused_and_kept_even_by_force() {
    let bed = Bed::new();
    bed.put("theirs/thesis.txt", "precious");
    bed.put("theirs/roi.csv", "mine");
    let told = bed.refused(5, &["run", "small.toml", "-o", "theirs"]);
    assert!(told.contains("theirs") && told.contains("--force"), "{told}");
    bed.ok(&["run", "small.toml", "-o", "theirs", "--force", "--no-charts"]);
    assert_eq!(bed.read("theirs/thesis.txt"), "precious");
    assert!(bed.read("theirs/roi.csv").starts_with("strategy,"));
}

#[test]
fn by_force_no_input_of_the_run_is_overwritten() {
    let bed = Bed::new();
    bed.put("theirs/scenario.toml", &format!("# notes that must not be lost\n{SMALL}"));
    bed.put("theirs/roi.csv", "mine");
    bed.refused(2, &["run", "theirs/scenario.toml", "-o", "theirs", "--force"]);
}

#[test]
fn a_scenario_runs_into_the_folder_it_was_written_to() {
    let bed = Bed::new();
    bed.ok(&["run", "small.toml", "-o", "out", "-q"]);
    let before = bed.read("out/roi.csv");
    bed.ok(&["run", "out/scenario.toml", "-o", "out", "-q"]);
    assert_eq!(bed.read("out/roi.csv"), before);
}

#[test]
fn the_folder_of_the_scenario_itself_is_refused() {
    let bed = Bed::new();
    bed.refused(2, &["run", "small.toml", "-o", "."]);
    bed.put("sub/small.toml", SMALL);
    bed.refused(5, &["run", "sub/small.toml", "-o", "sub"]);
}

#[cfg(target_os = "linux")]
#[test]
fn links_files_and_places_that_cannot_be_written_are_refused_before_work() {
    let bed = Bed::new();
    bed.put("victim/precious.txt", "precious");
    std::os::unix::fs::symlink("victim", bed.path().join("link")).unwrap();
    std::os::unix::fs::symlink("nowhere", bed.path().join("dangling")).unwrap();
    // So long that work before the refusal would be seen.
    let long = ["run", "small.toml", "--worlds", "200000", "--max-gb", "1000", "-o"];
    for (code, output) in [
        (2, "link"),
        (2, "dangling"),
        (2, "small.toml"),
        (5, "small.toml/out"),
        (5, "/proc/out"),
        (5, "victim"),
        (2, "/"),
        (2, ".."),
    ] {
        for force in [&[][..], &["--force"]] {
            if output == "victim" && !force.is_empty() {
                continue;
            }
            let begin = Instant::now();
            bed.refused(code, &[&long[..], &[output], force].concat());
            assert!(begin.elapsed() < Duration::from_secs(1), "{output}");
        }
    }
    let through = "link/out";
    bed.ok(&["run", "small.toml", "-o", through, "-q"]);
    assert!(bed.path().join("victim/out/roi.csv").exists(), "a link on the way is as meant");
}

#[cfg(target_os = "linux")]
#[test]
fn a_second_process_on_the_same_folder_is_refused_and_a_killed_one_leaves_no_lock() {
    let bed = Bed::new();
    let mut first = bed.start_long(&[]);
    let begin = Instant::now();
    let second = bed.run(&["run", "small.toml", "-o", "out"]);
    assert_eq!(second.code, Some(7), "{}", second.err);
    assert!(second.err.contains(&format!("process {}", first.id())), "{}", second.err);
    assert!(begin.elapsed() < Duration::from_secs(2));
    bed.ok(&["run", "small.toml", "-o", "other", "-q"]);
    first.kill().unwrap();
    first.wait().unwrap();
    bed.ok(&["run", "small.toml", "-o", "out", "-q"]);
    assert_eq!(files(bed.path()).iter().filter(|n| n.starts_with('.')).count(), 0);
}

// ---- signals, pipes, full disks ----

/// Sends a signal after a while; the run must end within 2 s with this code, and as if it had never been.
#[cfg(target_os = "linux")]
fn stopped(bed: &Bed, mut child: Child, after: Duration, signal: &str, code: i32) {
    std::thread::sleep(after);
    assert!(child.try_wait().unwrap().is_none(), "it still runs when the signal comes");
    let begin = Instant::now();
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let done = done(child.wait_with_output().unwrap());
    let took = begin.elapsed();
    assert_eq!(done.code, Some(code), "{signal} after {after:?}\n{}", done.err);
    assert!(took < Duration::from_secs(2), "{signal} after {after:?} took {took:?}");
    assert_eq!(done.out, "");
    assert!(done.err.contains("nothing was written"), "{}", done.err);
    assert_eq!(files(bed.path()), ["small.toml"], "{signal} after {after:?}");
    assert!(!bed.path().join("out").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_a_long_run_within_two_seconds_and_nothing_is_left() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        for after in [30, 300, 900] {
            let bed = Bed::new();
            let child = bed.start_long(&[]);
            stopped(&bed, child, Duration::from_millis(after), signal, code);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_one_huge_history_within_two_seconds() {
    // About 1 GB, and minutes of work; while its customers are drawn, and while they live.
    let huge = ["study.worlds=1", "study.replications=1", "market.customers=20000000"];
    for (signal, code, after) in [("-INT", 130, 200), ("-TERM", 143, 700), ("-INT", 130, 2500)] {
        let bed = Bed::new();
        let child = bed.start_long(&[&huge[..], &["study.weeks=5000"]].concat());
        stopped(&bed, child, Duration::from_millis(after), signal, code);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let bed = Bed::new();
    for arguments in ["run small.toml", "run small.toml --json", "run small.toml -v", "--help"] {
        let program = env!("CARGO_BIN_EXE_headwater");
        for reader in ["head -1", "true"] {
            // The program's own exit code, whatever the reader's.
            let script = format!("{{ '{program}' {arguments}; echo $? >code; }} | {reader}");
            let status = Command::new("sh")
                .args(["-c", &script])
                .current_dir(bed.path())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .output()
                .unwrap();
            assert_eq!(bed.read("code"), "0\n", "{script}");
            assert_eq!(String::from_utf8_lossy(&status.stderr), "", "{script}");
        }
    }
    assert!(bed.path().join("output/small/roi.csv").exists(), "the files are there all the same");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_standard_output_is_told() {
    let bed = Bed::new();
    for arguments in [
        &["run", "small.toml"][..],
        &["run", "small.toml", "--json"],
        &["check", "small.toml"],
        &["--help"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let done = done(bed.command(arguments).stdout(full).output().unwrap());
        assert_eq!(done.code, Some(5), "{arguments:?}");
        assert!(done.err.contains("standard output: cannot write"), "{}", done.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn standard_error_that_nobody_reads_stops_nothing() {
    let bed = Bed::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = bed.command(&["run", "small.toml", "--set", "study.worlds=1"]);
    assert_eq!(done(command.stderr(full).output().unwrap()).code, Some(0));
}
