//! `extends`: a scenario that says only what differs from another, through files in memory.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use headwater::config::{Kind, Loaded, Problem, render_all};
use support::scenario::{BASE, load_in};

fn extended(base: &str, text: &str) -> Result<Loaded, Vec<Problem>> {
    load_in(&[("shared/base.toml", base)], &format!("extends = \"shared/base.toml\"\n{text}"), &[])
}

fn fine(loaded: Result<Loaded, Vec<Problem>>) -> Loaded {
    loaded.unwrap_or_else(|p| panic!("{}", render_all(&p, false)))
}

fn told(loaded: Result<Loaded, Vec<Problem>>) -> String {
    render_all(&loaded.map(|_| ()).expect_err("a bad scenario"), false)
}

fn starts(with: &str, loaded: Result<Loaded, Vec<Problem>>) {
    let told = told(loaded);
    assert!(told.starts_with(with), "{told}");
}

/// Seen to fail where the base's text stayed under the scenario's.
#[test]
fn what_the_scenario_says_holds_and_the_rest_is_the_bases() {
    let alone = fine(load_in(&[], BASE, &[]));
    let same = fine(extended(BASE, ""));
    assert_eq!(same.scenario, alone.scenario);
    assert_eq!(same.echo, alone.echo, "the echo has no extends");

    let changed = fine(extended(
        BASE,
        "title = \"Other\"\n[study]\nweeks = 12\n[strategy.push]\nflights = []\n[strategy.more.weekly_budget]\ntv = 90\n",
    ));
    let by_hand =
        BASE.replace("A small question", "Other").replace("weeks = 10", "weeks = 12").replace(
            "flights = [{ tactic = \"tv\", weeks = [3, 4], weekly_budget = 10 }]",
            "flights = []",
        ) + "\n[strategy.more]\nweekly_budget = { tv = 90 }\n";
    let by_hand = fine(load_in(&[], &by_hand, &[]));
    assert_eq!(changed.scenario, by_hand.scenario);
    assert_eq!(changed.echo, by_hand.echo);
}

/// Seen to fail when choices and numbers merged like tables: `reach` had two words then.
#[test]
fn a_choice_and_a_number_are_replaced_whole() {
    let text = "[tactic.tv]\nreach = { search = { cost_per_click = 1, query_share = 0.3 } }\n\
                [segment.a]\nneeds_per_year = { each = { beta = [1, 2] } }\n\
                [journey.aware]\nforward_per_week = 0.5\n[offer]\nprice = { uniform = [90, 99] }\n";
    let echo = fine(extended(BASE, text)).echo;
    assert!(
        echo.contains("reach.search.query_share = 0.3") && !echo.contains("broadcast"),
        "{echo}"
    );
    assert!(echo.contains("needs_per_year = { each = { beta = [1, 2] } }"), "{echo}");
    let season = BASE.replace("currency", "season = { csv = \"none.csv\" }\ncurrency");
    let text = "[market.season]\namplitude = 0.1\npeak_week = 5\n";
    assert!(fine(extended(&season, text)).echo.contains("season.peak_week = 5"));
    let text = "[tactic.tv]\nreach = { broadcast = { audience = 0.5 } }\n";
    let echo = fine(extended(BASE, text)).echo;
    assert!(echo.contains("audience = 0.5") && echo.contains("cost_per_thousand = \"12 to 20\""));
}

#[test]
fn problems_say_which_file_and_line() {
    let broken = BASE.replace("price = 95", "price = -95");
    starts("shared/base.toml:24:9: RNG offer.price: ", extended(&broken, ""));
    let text = "[study]\nworlds = 0\n";
    let both = told(extended(&broken, text));
    assert!(both.starts_with("base.toml:3:10: RNG study.worlds: "), "the scenario first: {both}");
    assert!(both.contains("\nshared/base.toml:24:9: RNG offer.price: "), "{both}");
    assert!(fine(extended(&broken, "[offer]\nprice = 95\n")).warnings.is_empty(), "mended above");
    let syntax = BASE.replace("price = 95", "price = ");
    starts("shared/base.toml:24:9: SYN offer.price", extended(&syntax, ""));
    let unknown = told(extended(BASE, "[study]\nwekes = 3\n"));
    assert!(unknown.starts_with("base.toml:3:1: UNK study.wekes: "), "{unknown}");
    let missing = BASE.replace("currency = \"USD\"\n", "");
    starts("shared/base.toml:9:1: MIS market.currency", extended(&missing, ""));
    starts("base.toml:2:1: MIS market.currency", extended(&missing, "[market]\n"));
    let latin = load_in(&[("b.toml", "title = \"a\0\"")], "extends = \"b.toml\"", &[]);
    starts("b.toml:1:", latin);
}

#[test]
fn a_chain_is_followed_from_folder_to_folder_and_has_an_end() {
    let seen = format!("{BASE}\n[observed]\ncsv = \"seen.csv\"\n");
    let files = [
        ("a/middle.toml", "extends = \"../b/base.toml\"\n[study]\nworlds = 3\nweeks = 11\n"),
        ("a/../b/base.toml", &seen),
        ("a/../b/seen.csv", "seen"),
    ];
    let loaded = fine(load_in(&files, "extends = \"a/middle.toml\"\n[study]\nworlds = 4\n", &[]));
    assert_eq!((loaded.scenario.sampling.worlds, loaded.scenario.horizon.weeks), (4, 11));
    assert_eq!(loaded.data[0].bytes, b"seen", "a path is relative to the file that names it");

    let text = "extends = \"base.toml\"\n";
    let itself = told(load_in(&[("base.toml", text)], text, &[]));
    assert!(itself.contains("CON extends: found base.toml → base.toml, needs"), "{itself}");
    let ring = [("b.toml", "extends = \"x/../c.toml\""), ("x/../c.toml", "extends = \"b.toml\"")];
    let ring = told(load_in(&ring, "extends = \"b.toml\"", &[]));
    assert!(
        ring.starts_with(
            "x/../c.toml:1:11: CON extends: found base.toml → b.toml → c.toml → b.toml"
        ),
        "{ring}"
    );

    let names: Vec<String> = (0..9).map(|n| format!("f{n}.toml")).collect();
    let link = |n: usize| format!("extends = \"f{n}.toml\"\n");
    let texts: Vec<String> = (1..9).map(link).chain([BASE.to_string()]).collect();
    let files: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    assert!(load_in(&files, &link(2), &[]).is_ok(), "eight files");
    let deep = told(load_in(&files, &link(1), &[]));
    assert!(
        deep.starts_with("f7.toml:1:11: LIM extends: found file 9, needs a chain of at most 8"),
        "{deep}"
    );
}

#[test]
fn what_cannot_be_extended_is_refused_in_its_kind() {
    let cases = [
        ("extends = 5\n", Kind::Typ, "path of a scenario file"),
        ("extends = \"none.toml\"\n", Kind::Io, "no none.toml"),
        ("extends = \"\"\n", Kind::Io, "no "),
        ("extends = [\"a.toml\"]\n", Kind::Typ, "found a list of 1"),
    ];
    for (text, kind, says) in cases {
        let problems = load_in(&[], text, &[]).map(|_| ()).expect_err(text);
        assert!(
            problems.len() == 1,
            "what is missing may be there: {}",
            render_all(&problems, false)
        );
        assert!(
            problems[0].kind == kind && problems[0].to_string().contains(says),
            "{}",
            problems[0]
        );
    }
    let problems = load_in(&[], BASE, &["extends=base.toml"]).map(|_| ()).expect_err("--set");
    assert!(
        problems.len() == 1 && problems[0].kind == Kind::Use,
        "{}",
        render_all(&problems, false)
    );
    let large = format!("{BASE}#{}\n", "x".repeat(1 << 19));
    let two = [("b.toml", large.as_str())];
    let large =
        told(load_in(&two, &format!("extends = \"b.toml\"\n#{}\n", "x".repeat(1 << 19)), &[]));
    assert!(large.starts_with("base.toml:1:11: LIM extends: found 10"), "{large}");
}

/// Overrides see the merged scenario.
#[test]
fn a_set_changes_what_was_extended() {
    let files = [("b.toml", BASE)];
    let sets = ["tactic.tv.reach.broadcast.audience=0.25", "study.weeks=20"];
    let loaded = fine(load_in(&files, "extends = \"b.toml\"\n[study]\nweeks = 12\n", &sets));
    assert_eq!(loaded.scenario.horizon.weeks, 20);
    assert!(loaded.echo.contains("audience = 0.25"));
}

/// Through the program: the resolved scenario gives the same bytes in a place where there is no base, and what was read
/// is not written over.
#[test]
fn a_run_writes_the_merged_scenario_and_spares_the_base() {
    let bed = tempfile::tempdir().unwrap();
    let path = |name: &str| bed.path().join(name);
    std::fs::create_dir(path("base")).unwrap();
    std::fs::write(path("base/base.toml"), BASE).unwrap();
    std::fs::write(path("a.toml"), "extends = \"base/base.toml\"\ntitle = \"A\"\n").unwrap();
    let run = |scenario: &str, out: &str, force: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_headwater"));
        command.args(["run", "--no-charts", "-q"]).args(force).arg(path(scenario));
        command.arg("-o").arg(path(out)).output().unwrap()
    };
    assert!(run("a.toml", "one", &[]).status.success());
    assert!(run("one/scenario.toml", "two", &[]).status.success());
    for name in ["scenario.toml", "roi.csv", "manifest.json"] {
        let read = |out: &str| std::fs::read(path(out).join(name)).unwrap();
        assert!(read("one") == read("two"), "{name}");
    }
    let refused = run("a.toml", "base", &["--force"]);
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
    assert_eq!(std::fs::read_to_string(path("base/base.toml")).unwrap(), BASE);
}
