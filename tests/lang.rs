//! `--lang`: every text that people read exists in both languages, and nothing that programs read hangs on it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod bed;

use std::collections::BTreeSet;

use bed::{Bed, SMALL, tree};
use headwater::config::keys::{Absent, KEYS, What};
use headwater::report::vietnamese;

/// Words of the scenario file, of machines and of the field that stand in both languages.
const SHARED: [&str; 9] =
    ["avx", "ROI", "ROAS", "mROAS", "USD", "Monte", "Carlo", "inbound", "outbound"];

/// The words of a text in Latin letters, those with a dot, an underscore or a slash apart: keys, paths and files.
fn words(text: &str) -> BTreeSet<String> {
    // `explain` begins a line with the key that it tells of.
    let told = text.lines().map(|line| match line.trim_start().split_once([':', '=']) {
        Some((key, rest)) if !key.trim_end().contains(' ') => rest,
        _ => line,
    });
    let text = told.collect::<Vec<_>>().join("\n");
    let tokens = text.split(|c: char| c.is_whitespace() || "();,:“”=".contains(c));
    let plain = tokens.filter(|t| !t.trim_end_matches('.').contains(['.', '_', '/', '-', '…']));
    let words = plain.map(|t| t.trim_matches(|c: char| !c.is_alphabetic()).to_string());
    words.filter(|w| w.len() > 2 && w.chars().all(|c| c.is_ascii_alphabetic())).collect()
}

/// English words that are left in a Vietnamese text, what the scenario itself says apart.
fn left(english: &str, vietnamese: &str, scenario: &str) -> Vec<String> {
    let (en, vi, own) = (words(english), words(vietnamese), words(scenario));
    assert!(en.len() > 8, "a text to compare: {english}");
    let meant = |w: &&String| !own.contains(*w) && !SHARED.contains(&w.as_str());
    en.intersection(&vi).filter(meant).cloned().collect()
}

fn texts_of_keys() -> Vec<&'static str> {
    let mut texts = Vec::new();
    for key in KEYS {
        let told = matches!(
            key.what,
            What::Table
                | What::OneOf
                | What::Rows
                | What::Number { .. }
                | What::Integer { .. }
                | What::Switch
                | What::Word(_)
        );
        let told = told || key.pattern == "rival";
        let Absent::Is(same) = key.absent else { continue };
        if told && !key.pattern.ends_with('*') {
            texts.extend([key.doc, same]);
        }
        if let What::Number { unit, .. } = key.what {
            texts.push(unit);
        }
    }
    texts
}

/// What `explain` tells of a key has a Vietnamese text; names of stages and numbers are what the file says.
#[test]
fn every_text_of_the_table_of_keys_is_in_the_dictionary() {
    let as_typed = |text: &str| text == "excited" || text.parse::<f64>().is_ok();
    let missing: Vec<&str> = texts_of_keys()
        .into_iter()
        .filter(|text| !as_typed(text) && vietnamese(text).is_none())
        .collect();
    assert!(missing.is_empty(), "src/report/dictionary.rs lacks {missing:#?}");
}

/// A scenario with minds, talk, a list, content and a plan that cannot be spent: most sentences are said of it.
fn rich() -> String {
    let text = SMALL.replace(
        "starts = { stranger = 0.5, engaged = 0.5 }",
        "starts = { stranger = 0.3, engaged = 0.3, subscribed = 0.4 }",
    );
    text.replace(
        "weekly_budget = { tv = 80 }",
        "weekly_budget = { tv = 80, list = 900, blog = 30 }\ncoordination = { omnichannel = { setup_weeks = 3, setup_cost = 10, weekly_cost = 1 } }",
    ) + r#"
[tactic.list]
message = "blog"
reach = { direct = { cost_per_send = 0.01, sends_per_week = 2 } }
says = "nurture"
value = 0.3
annoys = 0.1
opt_out_per_contact = 0.02
moves = { subscribed = 0.1 }
[tactic.blog]
message = "blog"
reach = { content = { cost_per_post = 20, found_per_post = 0.05, fades_per_week = 0.02 } }
says = "teach"
builds_brand = 0.001
[trust]
gain_per_value = 0.2
steepness = 4
[annoyance]
fades_per_week = 0.3
opt_out_per_unit = 0.5
[brand]
fades_per_week = 0.1
lifts_moves = 0.2
[fit]
dimensions = 2
taste_spread = "0.5 to 1.5"
drift_per_quarter = 0.1
lifts_moves = 0.1
reference = 0.5
[research]
cost_per_interview = 1.5
noise = 2
[coordination]
basket = { abandoned_share = 0.4, kept = { multichannel = 0.2, omnichannel = 0.8 } }
service = { requests_per_order = 1, handed_over = { multichannel = 0.2, omnichannel = 0.8 }, cost_per_contact = 1 }
[word_of_mouth]
talks_from = "ascended"
moves = { stranger = 0.3 }
network = { watts_strogatz = { links = 4, rewired_share = 0.1 } }
[journey.aware]
exit_per_week = 0.01
[assumptions]
"journey.subscribed.back_per_week" = 0.05
"#
}

fn rich_bed() -> Bed {
    let bed = Bed::new();
    bed.put("rich.toml", &rich());
    bed
}

#[test]
fn terminal_check_explain_and_trace_leave_no_english_word() {
    let bed = rich_bed();
    let commands: [&[&str]; 5] = [
        &["run", "rich.toml", "-v", "--scale-budget", "tv=0.5,1.25"],
        &["run", "small.toml", "--worlds", "1"],
        &["check", "rich.toml"],
        &["explain", "rich.toml"],
        &["run", "rich.toml", "--dry-run", "--set", "market.people_per_customer=3"],
    ];
    for arguments in commands {
        let en = bed.ok(arguments).out;
        let vi = bed.ok(&[arguments, &["--lang", "vi"]].concat()).out;
        // A dry run prints the scenario below its comment; files are named as they are.
        let part = |text: &str| match arguments.contains(&"--dry-run") {
            true => text.lines().next().unwrap_or_default().to_string(),
            false => text.lines().filter(|l| !l.contains("sha")).collect::<Vec<_>>().join("\n"),
        };
        let left = left(&part(&en), &part(&vi), &rich());
        assert!(left.is_empty(), "{arguments:?}: {left:?}\n{vi}");
    }
    let (mut en, mut vi) = (String::new(), String::new());
    for customer in 0..60 {
        let id = format!("a.{customer}");
        let of = |lang: &str| {
            let arguments = [
                "trace",
                "rich.toml",
                "--customer",
                &id,
                "--set",
                "study.weeks=40",
                "--lang",
                lang,
            ];
            bed.ok(&arguments).out
        };
        en.push_str(&of("en"));
        vi.push_str(&of("vi"));
    }
    for told in
        ["nảy sinh", "đơn hàng", "truyền miệng", "nhờ “", "hủy nhận tin", "lòng tin", "bị bỏ lại"]
    {
        assert!(vi.contains(told), "sixty lives tell {told}");
    }
    let left = left(&en, &vi, &rich());
    assert!(left.is_empty(), "trace: {left:?}\n{vi}");
}

/// Staff that calls on leads, and a life in which it does.
#[test]
fn staff_is_told_in_the_language() {
    let text = include_str!("twin/calls.toml");
    let bed = Bed::new();
    bed.put("calls.toml", text);
    let commands: [&[&str]; 3] = [
        &["explain", "calls.toml"],
        &["run", "calls.toml", "--worlds", "2"],
        &["trace", "calls.toml", "--customer", "homes.3", "--strategy", "all"],
    ];
    let mut told = String::new();
    for arguments in commands {
        let en = bed.ok(arguments).out;
        let vi = bed.ok(&[arguments, &["--lang", "vi"]].concat()).out;
        let left = left(&en, &vi, text);
        assert!(left.is_empty(), "{arguments:?}: {left:?}\n{vi}");
        told.push_str(&vi);
    }
    for words in ["cuộc mỗi tuần", "gọi trước", "không được gọi", "chờ được gọi", "cuộc gọi thứ 1"]
    {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

#[test]
fn a_batch_speaks_the_language_and_names_what_failed() {
    let bed = Bed::new();
    bed.put("batch/one.toml", SMALL);
    bed.put("batch/two.toml", &SMALL.replace("weeks = 8", "weeks = 0"));
    let of = |lang: &str| bed.run(&["run", "batch", "--lang", lang]);
    let (en, vi) = (of("en"), of("vi"));
    assert_eq!((en.code, vi.code), (Some(1), Some(1)));
    assert!(vi.out.contains("xong 1 trong 2 tệp; không chạy được:"), "{}", vi.out);
    // What went wrong is told in the words of `check`, in English.
    let summary =
        |text: &str| text.lines().filter(|l| !l.contains("exit code")).collect::<String>();
    assert_eq!(
        left(&(summary(&en.out) + " best strategy net file done"), &summary(&vi.out), SMALL),
        [""; 0]
    );
}

#[test]
fn charts_speak_the_language() {
    let bed = rich_bed();
    let run = |lang: &str| {
        let scale =
            ["--worlds", "30", "--scale-budget", "tv=0.5,1.25", "--set", "study.start=2026-01-05"];
        bed.ok(&[
            &["run", "rich.toml", "-o", lang, "--lang", lang, "--set", "study.tail_weeks=4"],
            &scale[..],
        ]
        .concat());
        let files = tree(&bed.path().join(lang).join("charts"));
        files.into_iter().filter(|(name, _)| name.ends_with(".svg")).collect::<Vec<_>>()
    };
    let texts = |svg: &[u8]| {
        let svg = String::from_utf8_lossy(svg);
        let texts = svg.split("<text").skip(1).filter_map(|t| t.split_once('>'));
        texts.filter_map(|(_, t)| t.split("</text>").next()).collect::<Vec<_>>().join("\n")
    };
    let (en, vi) = (run("en"), run("vi"));
    assert_eq!(en.len(), 6, "{:?}", en.iter().map(|f| &f.0).collect::<Vec<_>>());
    for ((name, en), (_, vi)) in en.iter().zip(&vi) {
        let left = left(&texts(en), &texts(vi), &rich());
        assert!(left.is_empty(), "{name}: {left:?}\n{}", texts(vi));
    }
    let net = vi.iter().find(|(name, _)| name == "net.svg").map(|(_, svg)| texts(svg)).unwrap();
    assert!(net.contains("tuần 1 bắt đầu ngày 05/01/2026"), "{net}");
}

/// Labels are whole, their errors too, and the figures of an axis differ. Seen to catch: labels in a room of one width for all, and an
/// axis around nothing ("0" six times).
#[test]
fn labels_of_charts_are_whole_and_figures_of_an_axis_differ() {
    let bed = Bed::new();
    let texts = |svg: &str| -> Vec<String> {
        let texts = svg.split("<text").skip(1).filter_map(|t| t.split_once('>'));
        texts.filter_map(|(_, t)| Some(t.split("</text>").next()?.trim().to_string())).collect()
    };
    for lesson in ["fight-or-widen", "third-seller", "push-or-pull-hobby"] {
        let file = format!("{}/configs/lessons/{lesson}.toml", env!("CARGO_MANIFEST_DIR"));
        for lang in ["en", "vi"] {
            bed.ok(&["run", &file, "--worlds", "12", "-o", "out", "--force", "--lang", lang, "-q"]);
            for chart in ["journey", "net"] {
                let texts = texts(&bed.read(&format!("out/charts/{chart}.svg")));
                let cut: Vec<&String> = texts.iter().filter(|t| t.contains('…')).collect();
                assert!(cut.is_empty(), "{lesson}, {lang}, {chart}: {cut:?}");
            }
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/configs/textbook/lanchester.toml");
    bed.ok(&["run", file, "--set", "study.weeks=30", "-o", "out", "--force", "-q"]);
    let texts = texts(&bed.read("out/charts/orders.svg"));
    assert!(texts.iter().filter(|t| *t == "0").count() <= 2, "weeks, and orders: {texts:?}");
}

/// The tornado of a plan without television has no number of television: what moves it there is chance.
#[test]
fn the_tornado_shows_what_the_plan_uses() {
    let quickstart = concat!(env!("CARGO_MANIFEST_DIR"), "/configs/quickstart.toml");
    let bed = Bed::new();
    let out = bed.ok(&["run", quickstart, "--worlds", "40", "-o", "out"]).out;
    assert!(out.contains("1  Pull: search"), "{out}");
    let chart = bed.read("out/charts/tornado.svg");
    assert!(chart.contains("tactic.search.moves.stranger") && !chart.contains("tactic.tv."));
    assert!(bed.read("out/tornado.csv").contains("tactic.tv."), "the table has all, by strategy");
}

/// Numbers are written as each language writes them, and are the same numbers.
#[test]
fn the_two_languages_say_the_same_numbers() {
    let bed = rich_bed();
    let arguments = ["run", "rich.toml", "--set", "market.customers=3000"];
    let said = |lang: &str| {
        let run = bed.ok(&[&arguments[..], &["--lang", lang]].concat()).out;
        run + &bed.ok(&["check", "rich.toml", "--lang", lang]).out
    };
    let (en, vi) = (said("en"), said("vi"));
    assert!(en.contains("3,000 customers") && vi.contains("3.000 khách hàng"), "{vi}");
    // A sentence may name its figures in another order.
    let digits = |text: &str| -> Vec<Vec<char>> {
        let of = |line: &str| {
            let mut digits: Vec<char> = line.chars().filter(char::is_ascii_digit).collect();
            digits.sort_unstable();
            digits
        };
        text.lines().filter(|l| l.contains('±')).map(of).collect()
    };
    assert_eq!(digits(&en), digits(&vi));
    let has = |text: &str, mark: u8| {
        let figure = |w: &[u8]| w[0].is_ascii_digit() && w[1] == mark && w[2].is_ascii_digit();
        text.as_bytes().windows(3).any(figure)
    };
    assert!(has(&en, b'.') && has(&vi, b','), "decimals are there to compare");
    assert!(!vi.contains(" %"), "no blank before the sign of percent");
}

#[test]
fn what_programs_read_hangs_on_no_language() {
    let bed = rich_bed();
    for lang in ["en", "vi"] {
        bed.ok(&["run", "rich.toml", "-q", "-o", lang, "--lang", lang]);
    }
    let [en, vi] = ["en", "vi"].map(|lang| tree(&bed.path().join(lang)));
    assert_eq!(en.keys().collect::<Vec<_>>(), vi.keys().collect::<Vec<_>>());
    for (name, bytes) in &en {
        let chart = name.ends_with(".svg") || name.ends_with(".png");
        let speaks = chart || name == "manifest.json" || name == "timings.json";
        assert_eq!(*bytes == vi[name], !speaks, "{name}");
    }
    assert_eq!(bed.json("en/manifest.json")["lang"], "en");
    assert_eq!(bed.json("vi/manifest.json")["lang"], "vi");
    let (en, vi) = (bed.json("en/manifest.json"), bed.json("vi/manifest.json"));
    assert_eq!(en["result_sha256"], vi["result_sha256"]);
    let said = bed.ok(&["run", "rich.toml", "--json", "--lang", "vi"]).out;
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert!(said["sentence"].as_str().unwrap().contains("lần mô phỏng"), "{said}");
}

#[test]
fn a_language_that_is_not_spoken_is_refused() {
    let bed = Bed::new();
    let said = bed.refused(2, &["run", "small.toml", "--lang", "fr"]);
    assert!(said.contains("needs en (English) or vi (tiếng Việt)"), "{said}");
}
