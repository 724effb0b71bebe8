//! What must not move a single byte: threads, instruction sets, labels, order, other strategies, more worlds.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use support::relations::*;

/// People talk to everybody, to those they know in a small world, and where some know many; whoever drops out warns.
const TALK_AND_WARNINGS: [&str; 3] = [
    "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0.5, aware = 0.2 }, warns_per_week = 0.5 }",
    "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0.5, aware = 0.2 }, warns_per_week = 0.5, network = { watts_strogatz = { links = 6, rewired_share = \"0.1 to 0.3\" } } }",
    "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0.5, aware = 0.2 }, warns_per_week = 0.5, network = { barabasi_albert = { links = 3 } } }",
];

/// [`RICH`], and more.
fn rich_and(more: &[&'static str]) -> Vec<&'static str> {
    RICH.iter().chain(more).copied().collect()
}

// Seen to catch: the share heard in a network times 1 + 0.001 for each thread.
#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let large =
        ["market.customers=150000", "study.weeks=3", "study.worlds=1", "study.replications=1"];
    let large = |more: &[&'static str]| -> Vec<&str> {
        rich_and(more).into_iter().filter(|s| !s.contains("flights")).chain(large).collect()
    };
    let [_, small_world, hubs] = TALK_AND_WARNINGS.map(|talk| [talk]);
    for (case, sets, charts) in [
        ("many histories", rich_and(&[]), true),
        ("many histories in a small world", rich_and(&small_world), false),
        ("many histories with hubs", rich_and(&hubs), false),
        ("many histories with a sale", rich_and(&[SALE, FELT]), false),
        ("many histories of buyers who feel", rich_and(&FEELS), false),
        ("one large one", large(&[]), false),
        ("one large small world", large(&small_world), false),
        ("one large one with hubs", large(&hubs), false),
    ] {
        let with = |threads: &str| {
            let options = vec!["--threads".to_string(), threads.to_string()];
            run_as(PLAIN, &sets, &How { options, charts, isa: None })
        };
        let one = with("1");
        for threads in ["2", "3", "7"] {
            same_files(&format!("{case}, {threads} threads"), &one, &with(threads));
        }
    }
}

// Seen to catch: warnings to everybody 1 % stronger with AVX2.
#[test]
fn the_same_bytes_with_any_instruction_set() {
    let talk = TALK_AND_WARNINGS.map(|talk| vec![talk]);
    for more in talk.into_iter().chain([vec![], vec![SALE, FELT], FEELS.to_vec()]) {
        let sets = rich_and(&more);
        let with = |isa| run_as(PLAIN, &sets, &How { isa: Some(isa), ..How::default() });
        let baseline = with("baseline");
        for isa in ["avx2", "avx512"] {
            if headwater::engine::Isa::named(isa).is_none() {
                println!("this machine has no {isa}");
                continue;
            }
            let done = with(isa);
            let timings = String::from_utf8(done.bytes("timings.json")).unwrap();
            println!("asked for {isa}: {}", timings.replace('\n', " "));
            same_files(&format!("{isa}, {more:?}"), &baseline, &done);
        }
    }
}

#[test]
fn labels_and_the_order_of_tables_move_no_number() {
    let mut tables: Vec<&str> = PLAIN.split("\n\n").collect();
    tables[1..].reverse();
    let mut other = tables.join("\n\n");
    other = edit(&other, "title = \"Relations\"", "title = \"Another title\"");
    other = edit(&other, "label = \"Some\"", "label = \"Một kế hoạch khác\"");
    other = edit(&other, "tv = 30, search = 100, mail = 10", "search = 100, mail = 10, tv = 30");
    other = edit(&other, "[segment.b]", "[segment.b]\nlabel = \"The others\"");
    other = edit(&other, "[tactic.tv]", "[tactic.tv]\nlabel = \"Television\"");
    let (a, b) = (run(PLAIN, RICH), run(&other, RICH));
    for table in ["roi", "weekly", "journey", "tactics", "customers", "horizons"] {
        let table = format!("{table}.csv");
        assert!(a.bytes(&table) == b.bytes(&table), "{table}");
    }
    for strategy in ["nothing", "some"] {
        assert_eq!(a.of("summary.csv", strategy), b.of("summary.csv", strategy));
    }
    assert!(a.bytes("summary.csv") != b.bytes("summary.csv"), "the label is new");
}

// Seen to catch: luck keyed by the position of the strategy.
#[test]
fn a_strategy_does_not_depend_on_the_others_or_on_their_order() {
    let other = "\n[strategy.other]\nweekly_budget = { tv = 500 }\n";
    let alone = run(PLAIN, RICH).of("roi.csv", "some");
    let behind = run(&format!("{PLAIN}{other}"), RICH).of("roi.csv", "some");
    assert_eq!(alone, behind);
    let before = edit(PLAIN, "[strategy.nothing]", &format!("{other}\n[strategy.nothing]"));
    assert_eq!(alone, run(&before, RICH).of("roi.csv", "some"));
    // Nor on its id's place among the ids.
    let first = format!("{PLAIN}\n[strategy.aaa]\nweekly_budget = {{ mail = 3 }}\n");
    assert_eq!(alone, run(&first, RICH).of("roi.csv", "some"));
}

#[test]
fn the_first_worlds_of_a_longer_study_are_those_of_the_shorter_one() {
    let with = |worlds: &'static str| {
        let sets: Vec<&str> = RICH.iter().copied().chain([worlds]).collect();
        run(PLAIN, &sets).of("roi.csv", "some")
    };
    let (short, long) = (with("study.worlds=5"), with("study.worlds=10"));
    assert_eq!((short.len(), long.len()), (10, 20));
    assert_eq!(short[..], long[..10]);
    assert_ne!(long[..10], long[10..], "the later worlds are others");
}

#[test]
fn the_scenario_that_a_run_writes_gives_the_same_bytes() {
    for (text, sets) in [
        (PLAIN.to_string(), RICH.to_vec()),
        (quickstart(), vec!["market.customers=500", "study.worlds=5", "study.seed=99"]),
    ] {
        let first = run(&text, &sets);
        let echo = String::from_utf8(first.bytes("scenario.toml")).unwrap();
        same_files("run again", &first, &run(&echo, &[]));
    }
}
