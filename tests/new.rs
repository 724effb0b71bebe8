//! `headwater new` and `presets`: what is printed, what is written, what is asked, and that every answer sheet makes a
//! scenario that loads.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops by panicking")]

use std::io::Write;
use std::process::{Command, Stdio};

use headwater::config::{
    Interview, Loaded, Override, PRODUCTS, Source, load, render_all, tactic_presets,
};

/// Runs the program with this on its standard input: exit code, output, errors.
fn headwater(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_headwater"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end before it has read all.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

/// The scenario of these answers, whose questions contain these words; all others take their defaults.
fn answered(answers: &[(&str, &str)]) -> String {
    let mut interview = Interview::new();
    let mut left = answers.to_vec();
    while let Some(question) = interview.question() {
        let answer = left
            .iter()
            .position(|(words, _)| question.text.contains(words))
            .map(|n| left.remove(n).1);
        let answered = interview.answer(answer.unwrap_or(""));
        assert_eq!(answered, Ok(()), "{}", question.text);
    }
    assert!(left.is_empty(), "never asked: {left:?}");
    interview.text()
}

fn loaded(text: &str) -> Loaded {
    let source = Source { name: "answers".into(), text: text.into() };
    let loaded = load(&source, &[]).unwrap_or_else(|p| panic!("{}\n{text}", render_all(&p, false)));
    assert!(loaded.warnings.is_empty(), "{}\n{text}", render_all(&loaded.warnings, false));
    let again =
        load(&Source { name: "echo".into(), text: loaded.echo.clone().into() }, &[]).unwrap();
    assert_eq!((&again.scenario, &again.echo), (&loaded.scenario, &loaded.echo), "{text}");
    loaded
}

#[test]
fn new_lists_and_writes_and_never_writes_over() {
    let (code, listed, _) = headwater(&["new"], "");
    assert_eq!(code, 0);
    for product in PRODUCTS {
        assert!(listed.contains(product.id) && listed.contains(product.title()), "{listed}");
        let (code, text, said) = headwater(&["new", product.id], "");
        assert_eq!((code, text.as_str(), said.as_str()), (0, product.text, ""));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my.toml");
    let path = path.to_str().unwrap();
    let (code, text, said) = headwater(&["new", "hobby", "-o", path], "");
    assert_eq!((code, text.as_str()), (0, ""));
    assert!(said.contains("headwater run"), "{said}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), PRODUCTS[0].text);
    std::fs::write(path, "mine").unwrap();
    let (code, _, said) = headwater(&["new", "hobby", "-o", path], "");
    assert!(code == 5 && said.contains("--force"), "{code} {said}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "mine");
    assert_eq!(headwater(&["new", "hobby", "-o", path, "--force"], "").0, 0);
    assert_eq!(std::fs::read_to_string(path).unwrap(), PRODUCTS[0].text);
}

#[test]
fn names_that_are_none_get_advice() {
    for (arguments, says) in [
        (&["new", "hoby"][..], "did you mean hobby?"),
        (&["new", "tv"], "like = \"tv\""),
        (&["presets", "paid_socail"], "did you mean paid_social?"),
        (&["presets", "zzz"], "headwater presets lists them"),
    ] {
        let (code, _, said) = headwater(arguments, "");
        assert!(code == 2 && said.contains(says), "{arguments:?}: {code} {said}");
    }
    assert_eq!(headwater(&["new", "hobby", "--ask"], "").0, 2);
    assert_eq!(headwater(&["new", "hobby", "--force"], "").0, 2, "nothing to force");
}

#[test]
fn presets_are_listed_and_shown_with_their_sources() {
    let (code, listed, _) = headwater(&["presets"], "");
    assert_eq!(code, 0);
    for preset in tactic_presets() {
        assert!(listed.contains(&preset.id), "{listed}");
        let (_, shown, _) = headwater(&["presets", &preset.id], "");
        for value in &preset.values {
            assert!(shown.contains(&format!("{} = {}", value.path, value.value)), "{shown}");
            let source = value.evidence.as_ref().and_then(|e| e.source.clone()).unwrap_or_default();
            assert!(shown.contains(&source), "{source}");
        }
    }
    let (_, shown, _) = headwater(&["presets", "hobby"], "");
    assert_eq!(shown, PRODUCTS[0].text);
}

#[test]
fn asking_works_through_a_pipe_and_a_closed_one_is_told() {
    let (code, text, said) = headwater(&["new", "--ask"], &"\n".repeat(11));
    assert_eq!(code, 0, "{said}");
    assert_eq!(text, answered(&[]));
    for asked in ["What do you sell?", "[hobby]", "one of hobby, durable", "a month, in USD"] {
        assert!(said.contains(asked), "{asked}: {said}");
    }
    for input in ["", "hobby\nUSD\n"] {
        let (code, text, said) = headwater(&["new", "--ask"], input);
        assert_eq!((code, text.as_str()), (2, ""), "{said}");
        assert!(
            said.contains("the end of the input") && said.contains("the question was"),
            "{said}"
        );
    }
    // Without a line end the last answer counts.
    assert_eq!(headwater(&["new", "--ask"], &format!("{}900", "\n".repeat(10))).0, 0);
    let (code, text, said) = headwater(&["new", "--ask"], "shoes\n");
    assert_eq!((code, text.as_str()), (2, ""), "{said}");
    assert!(said.contains("shoes") && said.contains("one of hobby"), "{said}");
}

/// Seen to fail when an affinity to a channel that was not chosen stayed in the file.
#[test]
fn every_product_with_every_channel_is_a_scenario() {
    let alone = tactic_presets().into_iter().filter(headwater::config::TacticPreset::stands_alone);
    let channels: Vec<String> = alone.map(|p| p.id).collect();
    let all = channels.join(", ");
    for product in PRODUCTS {
        let plans = loaded(&answered(&[("sell", product.id)])).scenario.strategies.len();
        assert!((3..=6).contains(&plans), "{}", product.id);
        loaded(&answered(&[("sell", product.id), ("Which channels", &all)]));
        for channel in &channels {
            loaded(&answered(&[("sell", product.id), ("Which channels", channel)]));
        }
    }
    for channel in &channels {
        for with in ["sms", "tv"] {
            loaded(&answered(&[("Which channels", &format!("{channel}; {with}"))]));
        }
    }
}

#[test]
fn the_answers_stand_in_the_scenario() {
    let text = answered(&[
        ("sell", "fashion"),
        ("Price", "80"),
        ("cost you", "60%"),
        ("could ever buy", "123 457"),
        ("have bought", "1000"),
        ("gave you an address", "500"),
        ("How often", "5.38"),
        ("Which channels", "paid_search, email_offer"),
        ("weeks", "26"),
        ("a month", "5200"),
    ]);
    let scenario = loaded(&text).scenario;
    assert_eq!(scenario.title, "Fashion sold online: how to spend 5 200 USD a month?");
    assert_eq!(scenario.horizon.weeks, 26);
    let n: f64 = scenario.segments.iter().map(|s| f64::from(s.n_customers)).sum();
    let people = n * f64::from(scenario.market.people_per_customer);
    assert!((people / 123_457.0 - 1.0).abs() < 0.01, "{people}");
    assert!(text.contains("price = 80\n") && text.contains("unit_cost = 48\n"), "{text}");
    for segment in &scenario.segments {
        assert!((segment.starts[6] - 1000.0 / 123_457.0).abs() < 1e-6);
        assert!((segment.starts[3] - 500.0 / 123_457.0).abs() < 1e-6);
        assert!((segment.starts.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
    // 5.38 is twice and a half the 2.11 of the preset: 0.3 of 4 and 0.7 of 1.3.
    assert!(text.contains("mean = 10.2") && text.contains("mean = 3.31"), "{text}");
    // 5200 a month are 1200 a week.
    let most: i64 = scenario.strategies.iter().map(|s| s.weekly_budget.iter().sum()).max().unwrap();
    assert!((115_000..=121_000).contains(&most), "{most}");
}

/// Seen to fail when prices of channels stayed in dollars: television then reached everybody 5046 times a week.
#[test]
fn amounts_in_dong_are_whole() {
    let vnd = [
        ("sell", "hobby"),
        ("Which currency", "vnd"),
        ("US dollar", "26_000"),
        ("Price", "450 000"),
        ("cost you", "220000"),
        ("Which channels", "tv, paid_social, paid_search, email_offer, sms"),
        ("a month", "50_000_000"),
    ];
    let text = answered(&vnd);
    let scenario = loaded(&text).scenario;
    assert_eq!(
        (scenario.market.currency.code.as_str(), scenario.market.currency.digits),
        ("VND", 0)
    );
    assert!(text.contains("price = 450_000\n") && text.contains("unit_cost = 220_000\n"), "{text}");
    assert!(text.contains("\"312000 to 936000\"  # 12 to 36 US dollars, at 26_000 each"), "{text}");
    assert!(text.contains("cost_per_send = \"13 to 52\""), "{text}");
    let money = ["price", "unit_cost", "weekly_budget", "cost_per"];
    for line in text
        .lines()
        .filter(|l| money.iter().any(|m| l.trim_start().starts_with(m) || l.contains("cost_per")))
    {
        let typed = line.split('#').next().unwrap();
        let fraction = typed
            .as_bytes()
            .windows(3)
            .any(|w| w[0].is_ascii_digit() && w[1] == b'.' && w[2].is_ascii_digit());
        assert!(!fraction, "{line}");
    }
    let defaults = answered(&[("Which currency", "VND")]);
    loaded(&defaults);
    assert!(defaults.contains("price = 910_000\n"), "{defaults}");
}

#[test]
fn a_wrong_answer_is_told_with_what_is_allowed_and_asked_again() {
    let mut interview = Interview::new();
    for (question, wrong, says, right) in [
        ("sell", "fashon", "did you mean fashion?", "fashion"),
        ("currency", "dong", "ISO 4217", "VND"),
        ("US dollar", "0", "above 0", "26000"),
        ("Price", "1.950.000", "write 1950000", "1950000"),
        ("cost you", "22.000", "write 22000 or 22.0000", "55%"),
        ("ever buy", "12", "from 100", "20000"),
        ("have bought", "20000", "below 20 000", "300"),
        ("an address", "-5", "from 0, below 19 700", "0"),
        ("often", "1,5", "a decimal point", "1.5"),
        ("channels", "tvv", "did you mean tv?", "TV paid_search"),
        ("weeks", "5.5", "whole number from 4 to 520", "52"),
        ("a month", "900000000000", "1000 contacts per person and week", "50000000"),
    ] {
        let asked = interview.question().unwrap();
        assert!(asked.text.contains(question), "{}", asked.text);
        let told = interview.answer(wrong).unwrap_err();
        assert!(told.contains(says), "{wrong}: {told}");
        assert_eq!(interview.question().as_ref(), Some(&asked), "the same question stands");
        interview.answer(right).unwrap();
    }
    assert_eq!(interview.question(), None);
    loaded(&interview.text());
}

/// What --ask writes runs at once: two small worlds of it here.
#[test]
fn a_scenario_of_answers_runs() {
    use headwater::engine::Isa;
    use headwater::study::{Caps, Quiet, Study};
    let text = answered(&[("Which currency", "VND"), ("Which channels", "tv, email_nurture")]);
    let sets = [("study.worlds", "2"), ("study.replications", "1"), ("market.customers", "300")];
    let sets = sets.map(|(path, value)| Override { path: path.into(), value: value.into() });
    let scenario = load(&Source { name: "vnd".into(), text: text.into() }, &sets).unwrap().scenario;
    let caps = Caps { memory_gb: 1.0, hours: 0.1 };
    let study = Study::plan(&scenario, 1, Isa::detect(), caps).unwrap();
    assert!(study.run(&Quiet).is_some());
}
