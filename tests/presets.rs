//! Presets: whole and sourced, written out by `like`, and scenarios to begin with that run at once.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use std::collections::BTreeSet;

use headwater::config::{
    Kind, Loaded, Override, PRODUCTS, Problem, ProductPreset, Source, TacticPreset, load,
    render_all, tactic_presets,
};
use headwater::engine::Isa;
use headwater::study::{Caps, Quiet, Study};
use support::scenario::{BASE, load_in};

fn fine(loaded: Result<Loaded, Vec<Problem>>) -> Loaded {
    loaded.unwrap_or_else(|p| panic!("{}", render_all(&p, false)))
}

fn told(loaded: Result<Loaded, Vec<Problem>>) -> Vec<Problem> {
    loaded.map(|_| ()).expect_err("a bad scenario")
}

/// Something to look at, for presets that aim at people who looked.
const HOME: &str = "[tactic.home]\nreach = { site = { cost_per_week = 1, visits_per_week = 0.1 } }\nsays = \"teach\"\n\n";

/// The base with another tactic in it, paid for.
fn with_tactic(lines: &str) -> String {
    let text = BASE.replace(
        "[strategy.nothing]",
        &format!("{HOME}[tactic.it]\n{lines}\n\n[strategy.nothing]"),
    );
    text.replace("{ tv = 80,", "{ it = 5, tv = 80,")
        .replace("unit_cost = 48.5", "unit_cost = 48.5\nbuys_from = \"engaged\"")
}

/// What a preset cannot give: who is aimed at.
fn aim(preset: &TacticPreset) -> &'static str {
    let has = |path: &str| preset.values.iter().any(|v| v.path.starts_with(path));
    if has("reach.targeted.precision") && !has("reach.targeted.lookers") {
        "reach.targeted.segments = [\"a\"]"
    } else {
        ""
    }
}

fn leaves(table: &toml::Table) -> usize {
    let of = |value: &toml::Value| match value {
        toml::Value::Table(inner) if !inner.contains_key("grade") => leaves(inner),
        _ => 1,
    };
    table.values().map(of).sum()
}

/// Seen to fail with a key that the format does not have.
#[test]
fn every_number_of_a_preset_has_a_source_and_a_grade_and_every_key_is_one() {
    let text = std::fs::read_to_string("presets/tactics.toml").unwrap();
    let file: toml::Table = text.parse().unwrap();
    let presets = tactic_presets();
    assert_eq!(presets.len(), file.len());
    for preset in &presets {
        let id = &preset.id;
        assert!(!preset.name.is_empty() && preset.about.len() > 20, "{id}");
        for value in &preset.values {
            let evidence = value.evidence.as_ref();
            assert_eq!(evidence.is_some(), !value.unit.is_empty(), "{id}: {}", value.path);
            assert!(evidence.is_none_or(|e| e.source.is_some()), "{id}: {}", value.path);
        }
        let about = 2 + usize::from(preset.contacts_per_week.is_some());
        let table = file[id].as_table().unwrap();
        assert_eq!(preset.values.len() + about, leaves(table), "{id}: keys that nothing reads");
    }
}

#[test]
fn like_writes_the_preset_out_and_the_echo_has_no_like() {
    for preset in tactic_presets() {
        let text = with_tactic(&format!("like = \"{}\"\n{}", preset.id, aim(&preset)));
        let loaded = fine(load_in(&[], &text, &[]));
        assert!(!loaded.echo.contains("like ="), "{}", loaded.echo);
        for value in &preset.values {
            let line = match &value.evidence {
                Some(e) => format!(
                    "{} = {{ value = {}, source = \"{}\", grade = \"{}\" }}",
                    value.path,
                    value.value,
                    e.source.as_deref().unwrap(),
                    e.grade.name()
                ),
                None => format!("{} = {}", value.path, value.value),
            };
            assert!(loaded.echo.contains(&line), "{line}\n{}", loaded.echo);
        }
        let again = fine(load_in(&[], &loaded.echo, &[]));
        assert_eq!(again.scenario, loaded.scenario, "{}", preset.id);
        assert_eq!(again.echo, loaded.echo, "{}", preset.id);
    }
}

/// Seen to fail when the preset was laid over the tactic.
#[test]
fn what_is_typed_below_like_wins_by_path() {
    let text = with_tactic(
        "like = \"tv\"\nmoves = { aware = 0 }\nreach = { broadcast = { audience = 0.5 } }\nsays = \"teach\"",
    );
    let echo = fine(load_in(&[], &text, &[])).echo;
    let tactic = echo.split("[tactic.it]").nth(1).unwrap().split("\n\n").next().unwrap();
    for line in ["moves.aware = 0", "reach.broadcast.audience = 0.5", "says = \"teach\""] {
        assert!(tactic.lines().any(|l| l == line), "{line}\n{tactic}");
    }
    for rest in ["moves.stranger = {", "reach.broadcast.cost_per_thousand = {", "stirs_need = {"] {
        assert!(tactic.contains(rest), "{rest}\n{tactic}");
    }
    // Another way to reach people is another choice, not a second one.
    let text =
        with_tactic("like = \"email_offer\"\nreach = { broadcast = { cost_per_thousand = 5 } }");
    let echo = fine(load_in(&[], &text, &[])).echo;
    let tactic = echo.split("[tactic.it]").nth(1).unwrap().split("\n\n").next().unwrap();
    assert!(!tactic.contains("reach.direct") && tactic.contains("stirs_need"), "{tactic}");
}

/// Seen to fail when the preset and the assumption were one number given twice.
#[test]
fn an_assumption_wins_over_the_preset() {
    let text = with_tactic("like = \"tv\"")
        + "\n[assumptions]\n\"tactic.it.moves.aware\" = \"0.1 to 0.2\"\n";
    let echo = fine(load_in(&[], &text, &[])).echo;
    let tactic = echo.split("[tactic.it]").nth(1).unwrap().split("\n\n").next().unwrap();
    assert!(!tactic.contains("moves.aware") && tactic.contains("moves.stranger"), "{tactic}");
    assert_eq!(fine(load_in(&[], &echo, &[])).echo, echo);
}

#[test]
fn overrides_reach_the_preset_and_what_it_gives() {
    let text = with_tactic("like = \"tv\"");
    let sets = ["tactic.it.like=\"radio\"", "tactic.it.reach.broadcast.audience=0.25"];
    let echo = fine(load_in(&[], &text, &sets)).echo;
    assert!(echo.contains("median 6.75") && !echo.contains("prime time"), "{echo}");
    assert!(echo.contains("reach.broadcast.audience = 0.25"), "{echo}");
}

#[test]
fn like_extends_like_any_key() {
    let base = with_tactic("like = \"tv\"");
    let text = "extends = \"shared/base.toml\"\n[tactic.it]\nlike = \"radio\"\n";
    let echo = fine(load_in(&[("shared/base.toml", base.as_str())], text, &[])).echo;
    assert!(echo.contains("median 6.75"), "{echo}");
}

/// Seen to fail when the missing reach and says of an unknown preset were told too.
#[test]
fn a_misspelt_preset_is_one_problem_with_advice() {
    let text = with_tactic("like = \"e_mail_offer\"");
    let problems = told(load_in(&[], &text, &[]));
    let [problem] = &problems[..] else { panic!("{}", render_all(&problems, false)) };
    assert_eq!((problem.kind, problem.key.as_str()), (Kind::Ref, "tactic.it.like"));
    assert_eq!(problem.hint.as_deref(), Some("did you mean email_offer?"));
    assert_eq!(problem.snippet.as_deref(), Some("like = \"e_mail_offer\""));
    let problems = told(load_in(&[], &with_tactic("like = \"hobby\""), &[]));
    assert!(problems[0].hint.as_deref().unwrap().contains("paid_search"), "all are listed");
    let problems = told(load_in(&[], &with_tactic("like = 3"), &[]));
    assert_eq!(
        (problems[0].kind, problems.len()),
        (Kind::Typ, 1),
        "{}",
        render_all(&problems, false)
    );
}

/// Seen to fail when dollars were taken for đồng.
#[test]
fn in_another_currency_exactly_the_prices_must_be_typed() {
    let dong = |lines: &str| {
        let text = with_tactic(lines).replace("\"USD\"", "\"VND\"");
        text.replace("2.50", "25_000").replace("price = 95", "price = 950_000")
    };
    let send = ("reach.direct.cost_per_send", "0.0005 to 0.002");
    let issue = ("reach.direct.cost_per_issue", "20 to 100");
    for (like, prices) in [
        ("tv", &[("reach.broadcast.cost_per_thousand", "12 to 36")][..]),
        ("paid_search", &[("reach.search.cost_per_click", "1.5 to 4.5")]),
        ("email_offer", &[send, issue]),
    ] {
        let line = format!("like = \"{like}\"");
        let problems = told(load_in(&[], &dong(&line), &[]));
        assert_eq!(problems.len(), prices.len(), "{}", render_all(&problems, false));
        for (key, figure) in prices {
            let key = format!("tactic.it.{key}");
            let problem = problems.iter().find(|p| p.key == key).unwrap();
            let hint = format!("the preset's {figure} is in US dollars: type the price in VND");
            assert_eq!((problem.kind, problem.hint.as_deref()), (Kind::Mis, Some(hint.as_str())));
            assert_eq!(problem.snippet.as_deref(), Some(line.as_str()));
        }
        let typed: Vec<String> = prices.iter().map(|(key, _)| format!("{key} = 300")).collect();
        fine(load_in(&[], &dong(&format!("{line}\n{}", typed.join("\n"))), &[]));
        let sets: Vec<String> =
            prices.iter().map(|(key, _)| format!("tactic.it.{key}=300")).collect();
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        fine(load_in(&[], &dong(&line), &sets));
    }
    let text = with_tactic("like = \"tv\"").replace("2.50", "25");
    told(load_in(&[], &text, &["market.currency=\"VND\""]));
}

/// A problem that a preset's value has with the rest of the file points at the like.
#[test]
fn a_preset_that_does_not_suit_the_file_is_told_at_its_like() {
    let text = with_tactic("like = \"paid_search\"").replace("needs_per_year", "basket");
    let text = text
        .replace("lapse_per_week = \"0.1 to 0.3\"\n", "")
        .replace("\nbuys_from = \"engaged\"", "");
    let problems = told(load_in(&[], &text, &[]));
    assert!(
        problems.iter().all(|p| p.snippet.as_deref() == Some("like = \"paid_search\"")),
        "{}",
        render_all(&problems, false)
    );
}

// ---- scenarios to begin with ----

fn small(text: &str) -> Loaded {
    let set = |path: &str, value: &str| Override { path: path.into(), value: value.into() };
    let sets =
        [set("study.worlds", "2"), set("study.replications", "1"), set("market.customers", "400")];
    fine(load(&Source { name: "preset".into(), text: text.into() }, &sets))
}

fn product(product: &ProductPreset) {
    let loaded = fine(load(&Source { name: product.id.into(), text: product.text.into() }, &[]));
    let id = product.id;
    assert!(loaded.warnings.is_empty(), "{id}: {}", render_all(&loaded.warnings, false));
    assert_eq!(loaded.scenario.title, product.title(), "{id}");
    assert!(product.title().ends_with('?'), "{id} asks");
    assert!(loaded.scenario.strategies.len() >= 4, "{id}: the baseline and three plans");
    let again = fine(load(&Source { name: id.into(), text: loaded.echo.clone().into() }, &[]));
    assert_eq!((again.scenario, again.echo), (loaded.scenario.clone(), loaded.echo), "{id}");
    let unsourced: Vec<&str> = loaded
        .scenario
        .numbers
        .rows()
        .iter()
        .filter(|n| !n.law.is_point() && n.evidence.is_none())
        .map(|n| n.path.as_str())
        .collect();
    assert!(unsourced.is_empty(), "{id}: {unsourced:?}");
    let caps = Caps { memory_gb: 1.0, hours: 0.1 };
    let study = Study::plan(&loaded.scenario, 2, Isa::detect(), caps).unwrap();
    assert!(study.estimate().seconds < 10.0, "{id}: {} s", study.estimate().seconds);
}

/// Seen to fail with a title that asks nothing.
#[test]
fn every_product_is_a_valid_scenario_that_asks_and_runs_at_once() {
    let ids: BTreeSet<&str> = PRODUCTS.iter().map(|p| p.id).collect();
    assert_eq!(ids.len(), PRODUCTS.len());
    for preset in PRODUCTS {
        product(&preset);
        let loaded = small(preset.text);
        let caps = Caps { memory_gb: 1.0, hours: 0.1 };
        let study = Study::plan(&loaded.scenario, 2, Isa::detect(), caps).unwrap();
        let histories = study.run(&Quiet).unwrap();
        let orders =
            histories.strategies.iter().map(|s| s.weeks(0).iter().map(|w| w.orders).sum::<u64>());
        assert!(orders.min().unwrap() > 0, "{}: somebody buys under every plan", preset.id);
    }
}

// ---- the page ----

const PATH: &str = "docs/PRESETS.md";
const MARK: &str = "<!-- what follows is made from the presets: see tests/presets.rs -->\n";

fn page() -> String {
    let mut text =
        String::from("\n## Products\n| `headwater new …` | product | asks |\n|---|---|---|\n");
    for product in PRODUCTS {
        text.push_str(&format!("| `{}` | {} | {} |\n", product.id, product.name, product.title()));
    }
    text.push_str("\n## Tactics\n");
    for preset in tactic_presets() {
        let weight = preset.contacts_per_week.map_or(String::new(), |n| {
            format!(" Strength was set at {n} contacts per reachable person and week.")
        });
        text.push_str(&format!(
            "\n### `{}`: {}\n{}{weight}\n\n",
            preset.id, preset.name, preset.about
        ));
        text.push_str("| key | value | unit | grade | source |\n|---|---|---|---|---|\n");
        for value in preset.values {
            let unit = value.unit.replace("currency", "USD");
            let (grade, source) = match &value.evidence {
                Some(e) => (e.grade.name(), e.source.as_deref().unwrap_or("")),
                None => ("", ""),
            };
            text.push_str(&format!(
                "| `{}` | {} | {unit} | {grade} | {source} |\n",
                value.path,
                value.value.trim_matches('"')
            ));
        }
    }
    text
}

/// Renew the page with `HEADWATER_RENEW=1 cargo test --test presets`.
#[test]
fn every_preset_is_documented_as_the_program_has_it() {
    let text = std::fs::read_to_string(PATH).unwrap();
    let (intro, found) = text.split_once(MARK).unwrap();
    let made = page();
    if std::env::var_os("HEADWATER_RENEW").is_some() {
        std::fs::write(PATH, format!("{intro}{MARK}{made}")).unwrap();
        return;
    }
    assert!(made == found, "renew {PATH} as its test says");
}
