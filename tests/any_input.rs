//! Any input, good or bad: all problems at once, changes from the command line, the echo, hostile and random bytes.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use headwater::config::keys::KEYS;
use headwater::config::{Kind, Override, Source, load, render_all};
use headwater::model::LawKind;
use proptest::prelude::*;
use support::refusals::*;
use support::scenario::{BASE, edited, load_in};

use Kind::{Io, Ref, Rng, Syn, Typ, Unk};

#[test]
fn all_independent_problems_are_found_at_once() {
    let text = BASE
        .replace("worlds = 20", "wrlds = 20\nworlds = 0")
        .replace("price = 95", "price = -1")
        .replace("tv = 80", "tvv = 80")
        .replace("moves = { stranger = 0.002 }", "moves = { stranger = \"a lot\" }")
        .replace("currency = \"USD\"", "currency = \"dollars\"");
    let problems = load_text(text, &[]).expect_err("six problems");
    let found: Vec<(Kind, &str)> = problems.iter().map(|p| (p.kind, p.key.as_str())).collect();
    assert_eq!(
        found,
        [
            (Unk, "study.wrlds"),
            (Rng, "study.worlds"),
            (Rng, "market.currency"),
            (Rng, "offer.price"),
            (Typ, "tactic.tv.moves.stranger"),
            (Ref, "strategy.push.weekly_budget.tvv"),
        ]
    );
    let lines: Vec<usize> = problems.iter().filter_map(|p| p.line).collect();
    assert!(lines.is_sorted() && lines.len() == 6);
    #[rustfmt::skip]
    let cases = [
        ("worlds", "wrlds", "study.wrlds"),
        ("share = 0.6", "shar = 0.6", "segment.b.shar"),
        ("customers", "custmers", "market.custmers"),
        ("lapse_per_week", "laps_per_week", "segment.a.laps_per_week"),
        ("needs_per_year", "need_per_year", "segment.a.need_per_year"),
        ("stranger = 0.9", "strangr = 0.9", "segment.a.starts.strangr"),
        ("cost_per_thousand", "cost_per_tousand", "tactic.tv.reach.broadcast.cost_per_tousand"),
        ("[offer]", "[ofer]", "ofer"),
        ("[market]", "[markets]", "markets"),
        ("weekly_budget = { tv", "weekly_budgets = { tv", "strategy.push.weekly_budgets"),
    ];
    for (from, to, key) in cases {
        let problems = load_text(edited(from, to), &[]).map(|_| ()).expect_err(key);
        let found: Vec<(Kind, &str)> = problems.iter().map(|p| (p.kind, p.key.as_str())).collect();
        assert_eq!(found, [(Unk, key)], "nothing follows from a misspelt key");
    }
    let broken = BASE
        .replace("weeks = 10", "weeks = ")
        .replace("price = 95", "price = 0,5")
        .replace("says = \"brand\"", "says = \"x\"");
    let problems = load_text(broken, &[]).expect_err("three problems");
    let found: Vec<(Kind, &str)> = problems.iter().map(|p| (p.kind, p.key.as_str())).collect();
    assert_eq!(found, [(Syn, "study.weeks"), (Syn, "offer.price"), (Rng, "tactic.tv.says")]);
}

#[test]
fn values_from_the_command_line() {
    let set = |sets: &[&str]| {
        load_text(BASE, sets).unwrap_or_else(|p| panic!("{}", render_all(&p, false))).scenario
    };
    assert_eq!(set(&["study.weeks=26"]).horizon.weeks, 26);
    assert_eq!(set(&["study.weeks=26", "study.weeks=27"]).horizon.weeks, 27);
    assert_eq!(set(&["study.baseline=push"]).baseline, 1);
    let s = set(&["segment.a.needs_per_year.each.gamma.mean=4"]);
    let mean = s.numbers.rows().iter().find(|n| n.path.ends_with("gamma.mean")).expect("a row");
    assert_eq!(mean.law.params[0], 4.0);
    let s = set(&["segment.a.lapse_per_week=0.2 to 0.4"]);
    let lapse = s.numbers.get(s.segments[0].lapse_per_week.expect("given"));
    assert_eq!(lapse.law.params, [0.2, 0.4, 0.0]);
    let s = set(&["offer.unit_cost={ beta = [2, 3] }", "offer.unit_cost.beta.b=4"]);
    let cost = s.numbers.get(s.offer.expect("an offer").unit_cost.expect("given"));
    assert_eq!((cost.law.kind, cost.law.params), (LawKind::Beta, [2.0, 4.0, 0.0]));
    assert_eq!(
        set(&["strategy.push.flights.0.weekly_budget=7"]).strategies[1].flights[0].weekly_budget,
        700
    );
    assert_eq!(
        set(&["segment.a.starts={ ascended = 1 }", "segment.b.starts.converted=1"]).segments[1]
            .starts[4],
        1.0
    );
    assert!(set(&["journey.lost.returns_per_week=0.1"]).journey.forward_per_week[9].is_some());
    assert_eq!(set(&["title=Tết 2027"]).title, "Tết 2027");

    #[rustfmt::skip]
    let cases = [
        ("study.wekes=26", Unk, "did you mean weeks?"),
        ("weeks=26", Unk, "weeks belongs in [study]"),
        ("stud.weeks=26", Unk, "did you mean study?"),
        ("=26", Kind::Use, ""),
        ("study.weeks=", Syn, "nothing"),
        ("study.weeks=many", Typ, "--set study.weeks: TYP study.weeks: found many"),
        ("study.weeks=[1", Syn, "TOML value"),
        ("study.weeks=0", Rng, "--set study.weeks: RNG"),
        ("tactic.tvv.says=brand", Ref, "did you mean tv?"),
        ("offer.price.gamm.mean=3", Unk, "offer.price.gamm.mean"),
        ("study.weeks.x=3", Unk, "study.weeks.x"),
        ("offer.price=0,5", Typ, "write 0.5"),
    ];
    for (sets, kind, says) in cases {
        let Ok(change) = Override::parse(sets) else {
            assert_eq!(kind, Kind::Use);
            continue;
        };
        let source = Source { name: "base.toml".into(), text: BASE.into() };
        let problems = load(&source, &[change]).map(|_| ()).expect_err(sets);
        let text = render_all(&problems, false);
        assert!(
            problems.len() == 1 && problems[0].kind == kind && text.contains(says),
            "{sets}: {text}"
        );
        assert!(text.starts_with("--set "), "{text}");
    }
    assert_eq!(Override::parse("study.weeks").expect_err("no =").kind.exit_code(), 2);
}

#[test]
fn the_echo_loads_to_the_same_scenario_and_the_same_echo() {
    let rich = edited("[offer]", "season = { amplitude = 0.2, peak_week = \"18 to 22\" }\n[offer]")
        .replace("season = { amplitude = 0.2, peak_week = \"18 to 22\" }\n", "")
        .replace("customers = 1000", "customers = 1_000\nseason = { amplitude = 0.2, peak_week = \"18 to 22\" }")
        .replace("share = 0.6", "share = 0.6\nlabel = \"Người \\\"chạy\\\" phong trào\"\nbasket = { gamma_gamma = { p = 6.25, q = { uniform = [3, 4] }, gamma = 15.44 } }")
        + "\n[observed]\ncsv = \"data/deep/x.csv\"\n";
    let sets = ["study.worlds=33", "journey.aware.exit_per_week={ beta = [2, 30] }"];
    let first = load_in(&[("data/deep/x.csv", "seen")], &rich, &sets)
        .unwrap_or_else(|p| panic!("{}", render_all(&p, false)));
    let copies: Vec<(&str, &str)> =
        first.data.iter().map(|d| (d.copy.as_str(), str::from_utf8(&d.bytes).unwrap())).collect();
    assert_eq!(copies, [("observed.csv", "seen")]);
    let again = load_in(&copies, &first.echo, &[])
        .unwrap_or_else(|p| panic!("{}\n{}", render_all(&p, false), first.echo));
    assert_eq!(first.scenario, again.scenario);
    assert_eq!(first.echo, again.echo);
    assert_eq!(first.data_of("observed.csv").map(|d| d.name.as_str()), Some("data/deep/x.csv"));
    assert_eq!(again.data_of("observed.csv").map(|d| d.name.as_str()), Some("observed.csv"));
    for line in [
        "worlds = 33\n",
        "customers = 1_000\n",
        "season.peak_week = \"18 to 22\"  # normal, 90 % interval\n",
        "needs_per_year = { each = { gamma = { mean = \"2 to 3\", shape = 1.2 } } }  # each.gamma.mean: lognormal, 90 % interval\n",
        "basket.gamma_gamma.q = { uniform = [3, 4] }  # uniform\n",
        "reach.broadcast.audience = 0.6\n",
        "exit_per_week = { beta = [2, 30] }  # beta\n",
        "label = \"Người \\\"chạy\\\" phong trào\"\n",
        "  { tactic = \"tv\", weeks = [3, 4], weekly_budget = 10 },\n",
    ] {
        assert!(first.echo.contains(line), "no {line:?} in\n{}", first.echo);
    }
}

#[test]
fn a_named_file_that_cannot_be_read_is_told_at_its_key_with_all_other_problems() {
    let text = edited("price = 95", "price = -1") + "\n[observed]\ncsv = \"x.csv\"\n";
    let problems = load_in(&[], &text, &[]).map(|_| ()).expect_err("no file");
    let told: Vec<(Kind, &str)> = problems.iter().map(|p| (p.kind, p.key.as_str())).collect();
    assert_eq!(told, [(Rng, "offer.price"), (Io, "observed.csv")]);
    assert_eq!((problems[1].column, problems[1].hint.as_deref()), (Some(7), Some("no x.csv")));
    let alone = load_text(text.replace("price = -1", "price = 1"), &[]).map(|_| ());
    assert_eq!(alone.expect_err("no folder")[0].kind, Io, "nothing is opened by itself");
}

#[test]
fn the_order_in_the_file_means_nothing() {
    let mut tables: Vec<&str> = BASE.split("\n\n").collect();
    let title = tables.remove(0);
    for seed in 0..20 {
        let shift = seed % tables.len();
        let other = (seed * 7) % tables.len();
        tables.rotate_left(shift);
        tables.swap(0, other);
        let text = format!("{title}\n\n{}\n", tables.join("\n\n"));
        let loaded = load_text(text, &[]).unwrap_or_else(|p| panic!("{}", render_all(&p, false)));
        assert_eq!(loaded.scenario, base().scenario);
        assert_eq!(loaded.echo, base().echo);
    }
}

#[test]
fn hostile_files_are_refused_quickly() {
    let started = std::time::Instant::now();
    let keys: String = (0..90_000).map(|i| format!("k{i}=x\n")).collect();
    let inline: String = (0..9_000).map(|i| format!("{}k{i} = 1, ", " ".repeat(90))).collect();
    for text in [
        "a.".repeat(400_000),
        "=\n".repeat(400_000),
        "[x]\n".repeat(200_000),
        "[[x]]\n".repeat(150_000),
        "\"".repeat(1_000_000),
        "x = \"\"\"".into(),
        keys,
        format!("study = {{ {inline} }}"),
        format!("[segment.a]\nenters = {{ each_day = [{}] }}", "1,".repeat(400_000)),
        format!("title = \"{}\"", "\u{1b}".repeat(400_000)),
    ] {
        let problems = load_text(text, &[]).map(|_| ()).expect_err("hostile");
        assert!(render_all(&problems, true).len() < 40_000);
    }
    assert!(started.elapsed().as_secs() < 10, "10 files took {:?}", started.elapsed());
}

/// Pieces that tend to break parsers, beside plain noise.
fn piece() -> impl Strategy<Value = String> {
    let known = [
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "\"\"\"",
        "=",
        ".",
        ",",
        "\n",
        "\r",
        "#",
        "nan",
        "1e999",
        "-0.0",
        "[[segment]]",
        "each = ",
        " to ",
        "0x",
        "\\u0000",
        "é",
        "[segment.a.needs_per_year]\n",
        "gamma_gamma = 3\n",
        "{ each = { each = 1 } }",
        "99999999999999999999",
        "[a]\n[a.a]\n[a]\n",
        "a.b = 1\n",
        "true",
        "2026-01-01",
    ];
    prop_oneof![proptest::sample::select(known.to_vec()).prop_map(String::from), "\\PC{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Err(problems) = load_text(bytes, &[]) {
            prop_assert!(!problems.is_empty() && !render_all(&problems, true).is_empty());
        }
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(
        cuts in proptest::collection::vec((0usize..BASE.len(), 0usize..20, piece()), 1..4),
    ) {
        let mut text = BASE.to_string();
        for (at, len, piece) in cuts {
            let at = text.floor_char_boundary(at);
            let end = text.floor_char_boundary(at + len).max(at);
            text.replace_range(at..end, &piece);
        }
        match load_text(text, &[]) {
            Err(problems) => prop_assert!(!problems.is_empty() && !render_all(&problems, true).is_empty()),
            Ok(loaded) => {
                let again = load_text(loaded.echo.clone(), &[]);
                let again = again.map_err(|p| TestCaseError::fail(render_all(&p, false)))?;
                prop_assert_eq!(again.scenario, loaded.scenario);
                prop_assert_eq!(again.echo, loaded.echo);
            }
        }
    }

    #[test]
    fn any_override_is_read_or_refused(path in "[a-z_.0-9]{0,40}", value in "\\PC{0,30}") {
        let change = Override { path, value };
        let source = Source { name: "base.toml".into(), text: BASE.into() };
        let _ = load(&source, &[change]);
    }
    #[test]
    fn an_override_of_any_key_is_read_or_refused(
        key in proptest::sample::select(KEYS.to_vec()),
        id in proptest::sample::select(vec!["a", "b", "tv", "mail", "push", "0"]),
        deeper in proptest::sample::select(vec!["", "", ".each", ".each.gamma.mean", ".beta.a", ".point", ".x", ".0"]),
        value in proptest::sample::select(vec![
            "0", "1", "3", "0.5", "-1", "1e300", "nan", "true", "a", "tv", "aware", "\"\"", "[]", "[1, 2]", "[\"a\"]", "{}",
            "0.2 to 0.4", "4 to 9", "{ beta = [1, 2] }", "{ each = { gamma = { mean = \"1 to 2\", shape = 3 } } }",
            "{ each_order = { lognormal = { mean = 1, cv = 0.5 } } }", "{ each = \"0.1 to 0.2\" }", "{ normal = { mean = 3, sd = 1 } }",
            "{ gamma_gamma = { p = 1, q = 2, gamma = 3 } }", "{ each_day = [1, 2] }", "{ direct = { cost_per_send = 1, sends_per_week = 2 } }",
        ]),
    ) {
        let words: Vec<&str> =
            key.pattern.split('.').map(|w| if w == "*" { id } else { w.split('|').next().unwrap_or(w) }).collect();
        let change = Override { path: format!("{}{deeper}", words.join(".")), value: value.into() };
        let source = Source { name: "base.toml".into(), text: BASE.into() };
        match load(&source, &[change]) {
            Err(problems) => prop_assert!(!problems.is_empty() && !render_all(&problems, true).is_empty()),
            Ok(loaded) => {
                let again = load_text(loaded.echo.clone(), &[]);
                let again = again.map_err(|p| TestCaseError::fail(render_all(&p, false)))?;
                prop_assert_eq!(again.scenario, loaded.scenario);
                prop_assert_eq!(again.echo, loaded.echo);
            }
        }
    }
}
