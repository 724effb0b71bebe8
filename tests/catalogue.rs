//! The catalogue of bad inputs as a whole: every number of it has its test or the reason why nothing of ours can express
//! it; names that a spreadsheet or a browser would run do no harm; the worst files end in their exit code within 200 MB of
//! address space and 1 s of processor time (a loaded machine takes longer, but not more of it).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops by panicking")]

mod bed;

use std::collections::BTreeSet;
use std::fs;

use bed::{Bed, Done, SMALL, done, files};

/// The numbers of the catalogue: A text, B structure, C numbers, D contradictions, E size, F names, G data files, and of
/// H what concerns this program.
const CATALOGUE: [&[std::ops::RangeInclusive<u32>]; 8] = [
    &[1..=24],
    &[32..=44],
    &[49..=62, 64..=66, 68..=68, 70..=71, 73..=74],
    &[79..=93],
    &[100..=108],
    &[115..=130, 132..=132],
    &[138..=157],
    &[165..=168, 174..=179],
];

/// Cases that no input of ours can express, with the reason.
const NOT_EXPRESSIBLE: [(u32, &str); 13] = [
    (62, "no law counts trials: nothing waits for a success of probability 1e-17"),
    (71, "no law counts successes: the binomial is no law of a key"),
    (86, "no tactic has a spend that it must not go below"),
    (88, "there is no warm-up: week 1 counts"),
    (93, "moves are hazards, whose sum may be anything; no row of probabilities is typed"),
    (102, "there are no sweeps"),
    (104, "no file has a row per customer"),
    (108, "outputs are built in memory below --max-gb, far below a disk; a full disk is case 166"),
    (130, "there is no page that others could send a scenario to"),
    (149, "no column holds a date; one in a column of weeks is refused (case 320)"),
    (157, "no Parquet is read"),
    (169, "there are no checkpoints"),
    (178, "results read no clock: see the test of case 177 and the pure rooms in architecture.rs"),
];

/// Files with tables of cases by number.
const TABLES: [&str; 4] = ["bad_input.rs", "bad_references.rs", "any_input.rs", "bad_data.rs"];

/// Cases that are tested elsewhere than in [`TABLES`]: file and test.
const ELSEWHERE: [(u32, &str, &str); 23] = [
    (22, "batch.rs", "a_folder_without_a_scenario_is_refused"),
    (92, "uncertainty.rs", "correlations_that_cannot_be_are_refused"),
    (107, "catalogue.rs", "threads_beyond_reason_are_a_size"),
    (116, "bad_input.rs", "f_names"),
    (120, "catalogue.rs", "names_of_devices_and_long_names_are_never_file_names"),
    (121, "catalogue.rs", "names_of_devices_and_long_names_are_never_file_names"),
    (122, "catalogue.rs", "text_that_a_spreadsheet_would_run_is_neutral_and_numbers_stay"),
    (123, "catalogue.rs", "text_that_a_spreadsheet_would_run_is_neutral_and_numbers_stay"),
    (132, "catalogue.rs", "text_that_a_spreadsheet_would_run_is_neutral_and_numbers_stay"),
    (124, "catalogue.rs", "text_that_a_browser_would_run_is_neutral"),
    (125, "catalogue.rs", "text_that_a_browser_would_run_is_neutral"),
    (126, "catalogue.rs", "text_that_a_browser_would_run_is_neutral"),
    (127, "catalogue.rs", "glyphs_that_charts_lack_are_told"),
    (128, "cli.rs", "links_files_and_places_that_cannot_be_written_are_refused_before_work"),
    (129, "cli.rs", "a_folder_that_is_not_ours_is_refused_and_kept_even_by_force"),
    (165, "cli.rs", "links_files_and_places_that_cannot_be_written_are_refused_before_work"),
    (166, "../src/store/crash.rs", "full"),
    (
        167,
        "cli.rs",
        "a_second_process_on_the_same_folder_is_refused_and_a_killed_one_leaves_no_lock",
    ),
    (168, "cli.rs", "a_reader_who_has_seen_enough_is_no_failure"),
    (
        174,
        "cli.rs",
        "help_and_version_are_no_mistakes_and_what_is_mistyped_is_named_with_a_suggestion",
    ),
    (
        175,
        "cli.rs",
        "help_and_version_are_no_mistakes_and_what_is_mistyped_is_named_with_a_suggestion",
    ),
    (176, "cli.rs", "a_full_disk_under_standard_output_is_told"),
    (177, "cli.rs", "a_bare_environment_changes_nothing"),
];

/// Cases of which `bad_data.rs` or `batch.rs` says more than one line.
const SPREAD: [(u32, &str, &str); 7] = [
    (138, "bad_data.rs", "138 ; and decimal comma"),
    (148, "bad_data.rs", "check(148,"),
    (153, "bad_data.rs", "153 spaces"),
    (154, "bad_data.rs", "154 sep="),
    (155, "bad_data.rs", "155 BOM"),
    (156, "catalogue.rs", "156: "),
    (179, "batch.rs", "fn bad_files_among_ten_are_listed_and_the_rest_is_finished"),
];

fn source(file: &str) -> String {
    let path = format!("{}/tests/{file}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn every_case_of_the_catalogue_has_its_test_or_its_reason() {
    let tables = TABLES.map(source).concat();
    let in_tables = |n: u32| {
        [
            format!("({n}, "),
            format!("({n},\n"),
            format!("        {n},\n"),
            format!("\"{n}\""),
            format!(" {n}: "),
        ]
        .iter()
        .any(|mark| tables.contains(mark))
    };
    let mut missing = Vec::new();
    for number in CATALOGUE.iter().flat_map(|part| part.iter()).cloned().flatten() {
        let reason = NOT_EXPRESSIBLE.iter().find(|(n, _)| *n == number);
        if let Some((_, reason)) = reason {
            println!("case {number} cannot be expressed: {reason}");
            continue;
        }
        let elsewhere = ELSEWHERE.iter().filter(|(n, ..)| *n == number);
        let mut marks: Vec<(&str, String)> =
            elsewhere.map(|(_, file, test)| (*file, format!("fn {test}"))).collect();
        if number == 166 {
            marks = vec![("../src/store/crash.rs", "full".into())];
        }
        marks.extend(SPREAD.iter().filter(|s| s.0 == number).map(|s| (s.1, s.2.to_string())));
        let said =
            !marks.is_empty() && marks.iter().all(|(file, mark)| source(file).contains(mark));
        if !(said || marks.is_empty() && in_tables(number)) {
            missing.push(number);
        }
    }
    assert!(missing.is_empty(), "no test and no reason: {missing:?}");
}

#[test]
fn threads_beyond_reason_are_a_size() {
    let bed = Bed::new();
    let told = bed.refused(4, &["run", "small.toml", "--threads", "1000000"]);
    assert!(told.contains("--threads"), "{told}");
}

// ---- names ----

/// A scenario whose every text for people is this.
fn named(text: &str) -> String {
    let quoted = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    SMALL
        .replace("\"A small question\"", &quoted)
        .replace("\"Người chạy\"", &quoted)
        .replace("\"Chiến lược\"", &quoted)
        .replace("says = \"brand\"", &format!("says = \"brand\"\nlabel = {quoted}"))
        .replace("[strategy.nothing]\n", &format!("[strategy.nothing]\nlabel = {quoted}\n"))
}

/// The leading signs that a spreadsheet takes for a formula and that a name can begin with (the others are control
/// characters, which no name may hold). Seen to fail with the full-width signs left out of the table of triggers.
#[test]
fn text_that_a_spreadsheet_would_run_is_neutral_and_numbers_stay() {
    let bed = Bed::new();
    bed.ok(&["run", "small.toml", "--no-charts", "-o", "plain"]);
    let cells = |folder: &str, file: &str| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(bed.path().join(folder).join(file))
            .unwrap();
        reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
    };
    let texts = [
        "=HYPERLINK(\"http://x?\"&A1)",
        "+1+1",
        "-50% Tết",
        "@SUM(1+1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "=1,\"=2\"",
    ];
    for text in texts {
        bed.put("a.toml", &named(text));
        let shown = bed.ok(&["run", "a.toml", "--no-charts", "-o", "named"]).out;
        assert!(shown.contains(text), "people read it whole: {shown}");
        let mut seen = 0;
        for file in files(&bed.path().join("named")).into_iter().filter(|f| f.ends_with(".csv")) {
            let (found, plain) = (cells("named", &file), cells("plain", &file));
            assert_eq!(found.len(), plain.len(), "{file}");
            for (cell, plain) in found.iter().flatten().zip(plain.iter().flatten()) {
                if cell.contains(text) {
                    seen += 1;
                    assert_eq!(*cell, format!("'{text}"), "{file}");
                } else if !plain.contains("Chiến lược") && plain != "nothing" {
                    assert_eq!(cell, plain, "{file}: numbers and ids stay");
                }
                let runs = cell.starts_with([
                    '=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '\0',
                ]);
                assert!(!runs || cell.parse::<f64>().is_ok(), "{file}: {cell}");
            }
        }
        assert!(seen >= 2, "both labels stand in some table");
    }
    for control in ["\\t=1", "\\r=1", "\\n=1", "\\u0000=1"] {
        bed.put("a.toml", &SMALL.replace("A small question", control));
        assert!(bed.refused(2, &["check", "a.toml"]).contains("RNG title"), "{control}");
    }
}

/// What an SVG holds besides text: the names of its elements and attributes.
fn marks(svg: &str) -> BTreeSet<String> {
    let mut marks = BTreeSet::new();
    for tag in svg.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        let bare: Vec<&str> = tag.split('"').step_by(2).collect();
        marks.extend(
            bare.concat().split([' ', '\n', '/']).filter(|w| !w.is_empty()).map(String::from),
        );
    }
    marks
}

/// Names add no element and no attribute to a chart.
#[test]
fn text_that_a_browser_would_run_is_neutral() {
    let bed = Bed::new();
    bed.ok(&["run", "small.toml", "-o", "plain"]);
    let charts = |folder: &str| -> Vec<String> {
        let svgs = files(&bed.path().join(folder)).into_iter().filter(|f| f.ends_with(".svg"));
        svgs.map(|file| bed.read(&format!("{folder}/{file}"))).collect()
    };
    let plain: BTreeSet<String> = charts("plain").iter().flat_map(|svg| marks(svg)).collect();
    for text in [
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "</text><foreignObject>x",
        "&lt;b&gt; ]]> <!-- <?xml <![CDATA[",
        "' onclick='x",
    ] {
        bed.put("a.toml", &named(text));
        bed.ok(&["run", "a.toml", "-o", "named"]);
        let found = charts("named");
        assert!(found.len() >= 2);
        for svg in found {
            let more: Vec<String> = marks(&svg).difference(&plain).cloned().collect();
            assert!(more.is_empty(), "{text}: {more:?}");
            let amps = svg.split('&').skip(1).filter(|rest| {
                !["lt;", "gt;", "amp;", "quot;", "apos;", "#"].iter().any(|e| rest.starts_with(e))
            });
            assert_eq!(amps.count(), 0, "{text}");
        }
        let manifest = bed.json("named/manifest.json");
        assert!(manifest.is_object());
    }
}

/// Names of people reach no file name; ids that are names of devices stand inside longer ones.
#[test]
fn names_of_devices_and_long_names_are_never_file_names() {
    let bed = Bed::new();
    bed.ok(&["run", "small.toml", "-o", "plain"]);
    let long = format!("{}.csv", "ế".repeat(60));
    for text in ["CON", "nul.csv", long.as_str(), "../../x", "a/b"] {
        bed.put("a.toml", &named(text));
        bed.ok(&["run", "a.toml", "-o", "named"]);
        assert_eq!(files(&bed.path().join("named")), files(&bed.path().join("plain")), "{text}");
    }
    let id = "x".repeat(64);
    for id in ["CON", "nul", id.as_str()] {
        let listed = format!("[strategy.{id}]\nbudget_csv = \"b.csv\"");
        bed.put("b.csv", "week,tv\n1,5\n");
        bed.put("a.toml", &SMALL.replace("[strategy.push]", &listed));
        bed.ok(&["run", "a.toml", "--no-charts", "-o", "ids"]);
        assert_eq!(bed.read(&format!("ids/strategy.{id}.budget.csv")), "week,tv\n1,5\n");
    }
}

#[test]
fn glyphs_that_charts_lack_are_told() {
    let bed = Bed::new();
    bed.put("a.toml", &named("Khuyến mãi Tết 🎉 漢字"));
    let told = bed.ok(&["run", "a.toml", "-o", "out"]).err;
    assert!(told.contains("no glyphs for") && told.contains('🎉') && told.contains('漢'), "{told}");
    assert!(bed.read("out/summary.csv").contains("Khuyến mãi Tết 🎉 漢字"));
}

// ---- the worst files ----

/// Address space in kilobytes and processor seconds: no resident memory can be above the former.
const LIMITS: &str = "ulimit -v 204800 && ulimit -t 1 && exec \"$0\" \"$@\"";

/// Runs the program within the limits; beyond them it is killed and has no exit code of its own.
fn bounded(bed: &Bed, arguments: &[&str]) -> Done {
    let mut command = std::process::Command::new("sh");
    command.args(["-c", LIMITS, env!("CARGO_BIN_EXE_headwater")]).args(arguments);
    // As many threads as the smallest machine has: each takes address space.
    command.current_dir(bed.path()).env("RAYON_NUM_THREADS", "2");
    done(command.output().unwrap())
}

fn ends(bed: &Bed, what: &str, code: i32) {
    let begin = std::time::Instant::now();
    let done = bounded(bed, &["check", "a.toml"]);
    println!("{what}: exit code {:?}, {:.2} s", done.code, begin.elapsed().as_secs_f64());
    assert_eq!(
        done.code,
        Some(code),
        "{what}: {}",
        done.err.chars().take(2000).collect::<String>()
    );
    assert!(done.err.len() < 60_000, "{what}: {} bytes of messages", done.err.len());
}

/// Seen to fail where every error of a broken file was kept (1 MB of broken lines took more than 200 MB).
#[cfg(target_os = "linux")]
#[test]
fn the_worst_scenarios_end_in_time_and_space() {
    let bed = Bed::new();
    ends_with(&bed, "the small scenario", SMALL.into(), 0);
    let many = |n: usize, line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    let big = 1 << 20;
    ends_with(&bed, "40 MB of numbers", format!("a = [{}]", "1,".repeat(20_000_000)), 4);
    ends_with(&bed, "1 MB of brackets", "[".repeat(big), 2);
    ends_with(&bed, "1 MB of nested tables", format!("a = {}", "{a=".repeat(big / 3 - 9)), 2);
    ends_with(&bed, "1 MB of dots", "a.".repeat(big / 2), 2);
    ends_with(&bed, "1 MB of broken lines", "=\n".repeat(big / 2), 2);
    ends_with(&bed, "1 MB of headers", "[x]\n".repeat(big / 4), 2);
    ends_with(&bed, "1 MB of tables in a list", "[[x]]\n".repeat(big / 6), 2);
    ends_with(&bed, "1 MB of quotes", "\"".repeat(big), 2);
    ends_with(&bed, "1 MB of unknown keys", many(90_000, &|i| format!("k{i}=1\n")), 4);
    ends_with(&bed, "1 MB of one title", format!("title = \"{}\"", "ế".repeat(big / 3 - 9)), 2);
    let entries = format!("[segment.a]\nenters = {{ each_day = [{}] }}", "1,".repeat(500_000));
    ends_with(&bed, "half a million entries", entries, 2);
    let flights =
        many(9_000, &|i| format!("{{ tactic = \"tv\", weeks = [{i}, {i}], weekly_budget = 1 }}, "));
    let flights = SMALL.replace("weekly_budget = { tv = 80 }", &format!("flights = [{flights}]"));
    ends_with(&bed, "9000 flights", flights, 4);
    let flights = many(3_000, &|i| {
        format!("{{ tactic = \"tv\", weeks = [{}, 5200], weekly_budget = 1 }}, ", i + 1)
    });
    let flights = SMALL.replace("weekly_budget = { tv = 80 }", &format!("flights = [{flights}]"));
    ends_with(&bed, "3000 flights upon each other", flights, 2);
    let binary: String = (0..big / 2).map(|i| char::from(u8::try_from(i % 128).unwrap())).collect();
    ends_with(&bed, "every control character", binary, 2);

    let sparse = fs::File::create(bed.path().join("a.toml")).unwrap();
    sparse.set_len(10 << 30).unwrap();
    ends(&bed, "a scenario of 10 GB", 4);
    bed.put("b.toml", "");
    fs::File::create(bed.path().join("b.toml")).unwrap().set_len(10 << 30).unwrap();
    ends_with(&bed, "a base of 10 GB", "extends = \"b.toml\"\n".into(), 4);
    ends_with(&bed, "itself", "extends = \"a.toml\"\n".into(), 2);
    ends_with(&bed, "a device", "extends = \"/dev/zero\"\n".into(), 5);
    ends_with(&bed, "a folder", "extends = \".\"\n".into(), 5);
    for n in 0..8 {
        let text =
            format!("extends = \"c{}.toml\"\n{}", n + 1, many(9_000, &|i| format!("k{n}x{i}=1\n")));
        bed.put(&format!("c{n}.toml"), &text);
    }
    ends_with(&bed, "a chain of unknown keys", "extends = \"c0.toml\"\n".into(), 4);
}

fn ends_with(bed: &Bed, what: &str, text: String, code: i32) {
    bed.put("a.toml", &text);
    ends(bed, what, code);
}

/// Seen to fail where each separator of a line made a field (16 MB of separators) and where files were read on after all of
/// them together were too much (200 files of 8 MB).
#[cfg(target_os = "linux")]
#[test]
fn the_worst_data_ends_in_time_and_space() {
    const CAP: usize = 1 << 24;
    let bed = Bed::new();
    bed.put("a.toml", &SMALL.replace("weekly_budget = { tv = 80 }", "budget_csv = \"d.csv\""));
    let data = |what: &str, text: &str, code: i32| {
        bed.put("d.csv", text);
        ends(&bed, what, code);
    };
    let filled =
        |head: &str, line: &str| format!("{head}{}", line.repeat((CAP - head.len()) / line.len()));
    let head = "week,tactic,budget\n";
    data("a good file", "week,tv\n1,5\n", 0);
    data("one digit a line, 16 MB", &filled(head, "1\n"), 3);
    data("16 MB of line ends", &filled(head, "\n"), 3);
    data("16 MB of separators", &filled(head, ","), 3);
    data("16 MB of separators in the header", &filled("", ","), 3);
    data("16 MB of quotes", &filled(head, "\""), 3);
    data("a header of 16 MB", &filled("week", "x"), 3);
    data("one row, again and again", &filled(head, "1,tv,5\n"), 3);
    data("decimal commas, again and again", &filled("week;tactic;budget\n", "1;tv;1,234\n"), 3);
    data("16 MB of zero bytes", &filled("", "\0"), 2);
    let all: String = (1..=5200).map(|w| format!("{w},{}.{:02}\n", w % 7, w % 100)).collect();
    data("every week there is", &format!("week,tv\n{all}"), 0);
    data("one byte too many", &filled(head, "1,tv,5\n").replace("1,tv,5\n", "1,tv,55\n"), 4);
    // 156: a file of 10 GB is refused by its cap.
    fs::File::create(bed.path().join("d.csv")).unwrap().set_len(10 << 30).unwrap();
    ends(&bed, "10 GB of data", 4);
    fs::remove_file(bed.path().join("d.csv")).unwrap();
    ends(&bed, "no data", 5);
    let fifo = std::process::Command::new("mkfifo").arg(bed.path().join("d.csv")).status().unwrap();
    assert!(fifo.success());
    ends(&bed, "a pipe that nobody writes", 5);

    // Many files: each small enough, all together not.
    let strategies: String =
        (0..200).map(|i| format!("[strategy.s{i}]\nbudget_csv = \"d{i}.csv\"\n")).collect();
    for i in 0..200 {
        let file = fs::File::create(bed.path().join(format!("d{i}.csv"))).unwrap();
        file.set_len(1 << 23).unwrap();
    }
    ends_with(&bed, "200 files of 8 MB", format!("{SMALL}{strategies}"), 4);
}
