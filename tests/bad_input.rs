//! Bad input: each line of the catalogue that the scenario file can express has its kind, its place and its advice.
//!
//! Every case is the small valid scenario below with an edit. Cases are numbered as in the catalogue of bad inputs
//! (A text, B structure, C numbers, D contradictions, E size, F names); numbers from 200 are this format's own.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use headwater::config::keys::KEYS;
use headwater::config::{
    Kind, Loaded, MAX_BYTES, Override, Problem, Source, exit_code, load, render_all,
};
use headwater::model::{Basket, LawKind, Stage, Trait};
use proptest::prelude::*;

mod bed;
use support::scenario::{BASE, edited, load_in};

fn load_text(text: impl Into<Vec<u8>>, sets: &[&str]) -> Result<Loaded, Vec<Problem>> {
    let overrides: Vec<Override> =
        sets.iter().map(|s| Override::parse(s).expect("a path and a value")).collect();
    load(&Source { name: "base.toml".into(), text: text.into() }, &overrides)
}

/// One case: the file must be refused with this kind, naming `key`, saying `says` somewhere, and nothing else wrong.
fn check(number: u32, text: Vec<u8>, kind: Kind, key: &str, says: &str) -> Result<(), String> {
    let Err(problems) = load_text(text, &[]) else {
        return Err(format!("case {number} was accepted"));
    };
    let all = render_all(&problems, false);
    let hit =
        problems.iter().any(|p| p.kind == kind && p.key == key && p.to_string().contains(says));
    let placed = all.starts_with("base.toml:");
    if hit && problems.len() == 1 && placed && exit_code(&problems) == kind.exit_code() {
        return Ok(());
    }
    Err(format!("case {number}: not just one {} {key} with {says:?} in\n{all}", kind.name()))
}

fn refused(number: u32, text: impl Into<Vec<u8>>, kind: Kind, key: &str, says: &str) {
    check(number, text.into(), kind, key, says).unwrap_or_else(|why| panic!("{why}"));
}

/// Cases that replace one piece of the base; all that fail are shown.
fn refused_edits(cases: &[(u32, &str, &str, Kind, &str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|&(number, from, to, kind, key, says)| {
            check(number, edited(from, to).into(), kind, key, says).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

use Kind::{Con, Enc, Io, Lim, Mis, Okw, Pth, Ref, Rng, Syn, Typ, Unk};

#[test]
fn the_base_is_valid_and_means_what_it_says() {
    let loaded = load_text(BASE, &[]).unwrap_or_else(|p| panic!("{}", render_all(&p, false)));
    let s = loaded.scenario;
    assert!(loaded.warnings.is_empty(), "{}", render_all(&loaded.warnings, false));
    assert_eq!(s.title, "A small question");
    assert_eq!((s.segments[0].n_customers, s.segments[1].n_customers), (400, 600));
    assert_eq!(s.segments[0].starts[..2], [0.9, 0.1]);
    assert_eq!(s.channels.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["list", "tv"]);
    assert!(matches!(s.segments[0].affinity[..], [None, Some(Trait::Same(_))]));
    let Some(Trait::Each(family)) = s.segments[0].needs_per_year else { panic!("a family") };
    assert_eq!(family.kind, LawKind::Gamma);
    let mean = s.numbers.get(family.params[0]);
    assert_eq!(mean.path, "segment.a.needs_per_year.each.gamma.mean");
    assert_eq!(mean.law.kind, LawKind::LognormalInterval);
    assert!(matches!(s.segments[1].basket, Basket::One));
    let paths: Vec<&str> = s.numbers.rows().iter().map(|n| n.path.as_str()).collect();
    assert!(paths.is_sorted(), "{paths:?}");
    let push = &s.strategies[1];
    assert_eq!(
        (push.weekly_budget[0], push.weekly_budget[1], push.flights[0].weekly_budget),
        (250, 8000, 1000)
    );
    assert_eq!((s.baseline, s.buys_from()), (0, Stage::Excited));
}

#[test]
fn a_text_syntax_encoding() {
    #[rustfmt::skip]
    refused_edits(&[
        (1, "weeks = 10", "weeks = ", Syn, "study.weeks", "write a value after the ="),
        (2, "\"A small question\"", "\"Tết", Syn, "title", "close the quotes"),
        (3, "price = 95", "price = 0,05", Syn, "offer.price", "use a decimal point: 0.05"),
        (4, "price = 95", "price = 5%", Syn, "offer.price", "0.05"),
        (5, "price = 95", "price = .5", Syn, "offer.price", "0.5"),
        (6, "worlds = 20", "worlds = 007", Syn, "study.worlds", "without leading zeros: 7"),
        (7, "\"A small question\"", "“Tết”", Syn, "title", "straight quotes"),
        (8, "price = 95", "price = 95\ngiá = 1", Syn, "offer.giá", "plain ASCII"),
        (9, "weeks = 10", "weeks = 10\nweeks = 10", Syn, "study.weeks", "each key and each [table] once"),
        (10, "[offer]", "[market]\n[offer]", Syn, "", "each key and each [table] once"),
        (23, "price = 95", "price = 2026-02-30", Syn, "offer.price", "2026-02-30"),
        (200, "baseline = \"nothing\"", "baseline = nothing", Syn, "study.baseline", "put text in quotes: \"nothing\""),
        (201, "\"0.1 to 0.3\"", "0.1 to 0.3", Syn, "segment.a.lapse_per_week", "put an interval in quotes: \"0.1 to 0.3\""),
        (202, "weeks = 10", "weeks: 10", Syn, "", "write key = value"),
        (203, "price = 95", "price =\u{a0}95", Syn, "offer.price", "no-break space"),
        (204, "price = 95", "price = \"a\0b\"", Syn, "offer.price", "control character"),
    ]);
    let caf = "title = \"A small question\"\n\"caf\u{e9}\" = 1\n\"cafe\u{301}\" = 1";
    let problems = load_text(edited("title = \"A small question\"", caf), &[])
        .expect_err("the same key twice");
    assert!(problems.iter().any(|p| p.kind == Con && p.line == Some(3)), "11");
    assert_eq!(load_text(format!("\u{feff}{BASE}"), &[]).expect("12").scenario, base().scenario);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(BASE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    refused(13, utf16.clone(), Enc, "", "UTF-16");
    refused(13, utf16[2..].to_vec(), Enc, "", "UTF-16");
    let bytes = [b"title = \"T\xea\"\n".as_slice(), BASE.as_bytes()].concat();
    refused(14, bytes, Enc, "", "base.toml:1:11");
    refused(15, BASE.replace('\n', "\r"), Syn, "", "carriage return");
    refused(20, "{\"study\": {\"weeks\": 5}}", Syn, "", "JSON");
    refused(21, edited("[offer]", "<<<<<<< HEAD\n[offer]"), Syn, "", "merge");
    assert_eq!(load_text(BASE.replace('\n', "\r\n"), &[]).expect("24").scenario, base().scenario);
    for text in ["", "\n# nothing\n"] {
        let problems = load_text(text, &[]).expect_err("18");
        assert!(problems.iter().all(|p| p.kind == Mis), "{}", render_all(&problems, false));
        for key in
            ["study.weeks", "study.worlds", "study.seed", "market.currency", "segment", "strategy"]
        {
            assert!(problems.iter().any(|p| p.key == key), "18: {key}");
        }
    }
    refused(19, "[".repeat(100_000), Syn, "", "base.toml:1:");
    refused(19, format!("title = {}", "[".repeat(100_000)), Syn, "title", "base.toml:1:");
    refused(19, format!("title = {}", "{a=".repeat(100_000)), Syn, "title", "base.toml:1:");
}

/// Edits of the base that spoil structure or types.
#[rustfmt::skip]
const B: &[(u32, &str, &str, Kind, &str, &str)] = &[
    (32, "customers", "custmers = 5\ncustomers", Unk, "market.custmers", "did you mean customers?"),
    (33, "weeks = 10", "weeks = 10\nWeeks = 5", Unk, "study.Weeks", "did you mean weeks?"),
    (34, "worlds = 20", "worlds = \"100\"", Typ, "study.worlds", "write 100 without quotes"),
    (34, "price = 95", "price = \"100\"", Typ, "offer.price", "write the number without quotes: 100"),
    (35, "worlds = 20", "worlds = 1e6", Typ, "study.worlds", "write 1000000"),
    (35, "worlds = 20", "worlds = 100.0", Typ, "study.worlds", "write 100"),
    (36, "worlds = 20", "worlds = true", Typ, "study.worlds", "a whole number from 1"),
    (37, "price = 95", "price = 2024-01-01", Typ, "offer.price", "a number above 0"),
    (38, "[segment.b]", "[[segment.b]]", Typ, "segment.b", "a table"),
    (42, "weeks = [3, 4]", "weeks = [1, \"a\"]", Typ, "strategy.push.flights.0.weeks", "a whole number"),
    (42, "weeks = [3, 4]", "weeks = [1]", Typ, "strategy.push.flights.0.weeks", "[a, b]"),
    (43, "currency", "worlds = 5\ncurrency", Unk, "market.worlds", "worlds belongs in [study]"),
    (44, "says = \"brand\"", "says = \"brandd\"", Rng, "tactic.tv.says", "did you mean brand?"),
    (44, "{ gamma =", "{ gauss =", Unk, "segment.a.needs_per_year.each.gauss", "one of point, normal"),
    (205, "says = \"brand\"", "says = \"remind\"", Rng, "tactic.tv.says", "remind is not in this version"),
    (206, "[journey.aware]", "[journey.aware]\nback_per_week = 0.1", Unk, "journey.aware.back_per_week", "belongs in"),
    (207, "weeks = 10\n", "", Mis, "study.weeks", "base.toml:3:1"),
    (208, "says = \"brand\"\n", "", Mis, "tactic.tv.says", "what it says"),
    (209, "currency = \"USD\"\n", "", Mis, "market.currency", "ISO 4217"),
    (210, "audience = 0.6, ", "audience = 0.6, precision = 0.5, ", Unk, "tactic.tv.reach.broadcast.precision", "targeted"),
    (211, "{ broadcast = {", "{ search = { cost_per_click = 1, query_share = 0.3 }, broadcast = {", Con, "tactic.tv.reach", "exactly one of"),
    (212, "reach = { broadcast = { audience = 0.6, cost_per_thousand = \"12 to 20\" } }", "reach = {}", Mis, "tactic.tv.reach", "one of broadcast"),
    (213, "shape = 1.2", "shpe = 1.2, shape = 1.2", Unk, "segment.a.needs_per_year.each.gamma.shpe", "did you mean shape?"),
    (214, ", shape = 1.2", "", Mis, "segment.a.needs_per_year.each.gamma.shape", "this parameter"),
    (215, "title = \"A small question\"", "title = 7", Typ, "title", "write \"7\""),
    (216, "says = \"brand\"", "says = \"brand\"\nlike = \"email\"", Ref, "tactic.tv.like", "the name of a preset"),
    (217, "price = 95", "price = { from_csv = { file = \"x\", column = \"y\" } }", Io, "offer.price.from_csv.file", "cannot name files"),
];

#[test]
fn b_structure_and_types() {
    refused_edits(B);
    refused(
        38,
        edited("[segment.b]\nshare = 0.6", "").replace("share = 0.4", "share = 1")
            + "\n[[tactic.x]]\n",
        Typ,
        "tactic.x",
        "a table",
    );
    let headless = edited("[segment.a]", "[segment]\nshare = 1\n[segment.a]");
    refused(38, headless, Typ, "segment.share", "[segment.ID]");
    let problems = load_text(
        edited("[study]\nweeks = 10\nworlds = 20\nseed = 7\nbaseline = \"nothing\"", ""),
        &[],
    );
    let keys: Vec<String> = problems.expect_err("39").into_iter().map(|p| p.key).collect();
    assert_eq!(keys, ["study.weeks", "study.worlds", "study.seed"], "39: each missing key once");
    let no_strategy = BASE
        .split("[strategy.nothing]")
        .next()
        .expect("a beginning")
        .replace("baseline = \"nothing\"\n", "");
    refused(40, no_strategy, Mis, "strategy", "at least one strategy");
    refused(
        40,
        edited("[tactic.tv]", "[tactic.x]\nreach = []\nsays = \"brand\"\n[tactic.tv]"),
        Typ,
        "tactic.x.reach",
        "a table",
    );
    refused(
        41,
        edited("[strategy.push]", "[strategy.\"\"]\n[strategy.push]"),
        Rng,
        "strategy.",
        "an id",
    );
}

#[test]
fn c_numbers() {
    #[rustfmt::skip]
    refused_edits(&[
        (49, "price = 95", "price = nan", Rng, "offer.price", "a finite number"),
        (50, "price = 95", "price = inf", Rng, "offer.price", "found inf"),
        (51, "forward_per_week = 0.03", "forward_per_week = -0.1", Rng, "journey.aware.forward_per_week", "from 0 to 1000"),
        (52, "audience = 0.6", "audience = 1.0000001", Rng, "tactic.tv.reach.broadcast.audience", "at most 1"),
        (52, "audience = 0.6", "audience = 60", Rng, "tactic.tv.reach.broadcast.audience", "60 % is 0.6"),
        (53, "worlds = 20", "worlds = 0", Rng, "study.worlds", "from 1 to 10000000"),
        (55, "weeks = 10", "weeks = -4", Rng, "study.weeks", "from 1 to 5200"),
        (56, "customers = 1000", "customers = 18446744073709551616", Rng, "market.customers", "a whole number"),
        (57, "seed = 7", "seed = -1", Rng, "study.seed", "from 0"),
        (58, "price = 95", "price = 1e400", Rng, "offer.price", "found 1e400"),
        (59, "forward_per_week = 0.03", "forward_per_week = 1e-400", Rng, "journey.aware.forward_per_week", "would become 0"),
        (60, "price = 95", "price = { lognormal = { mean = 3, cv = -1 } }", Rng, "offer.price.lognormal.cv", "above 0"),
        (64, "currency = \"USD\"", "currency = \"VND\"", Rng, "strategy.push.weekly_budget.mail", "at most 0 decimals in VND"),
        (64, "price = 95", "price = 95.001", Rng, "offer.price", "at most 2 decimals in USD"),
        (65, "price = 95", "price = { lognormal = { mean = 1e300, cv = 1 } }", Rng, "offer.price.lognormal.mean", "at most"),
        (68, "tv = 80", "tv = 1e12", Lim, "strategy.push.weekly_budget.tv", "contacts per person"),
        (73, "mean = \"2 to 3\"", "mean = nan", Rng, "segment.a.needs_per_year.each.gamma.mean", "a finite number"),
        (74, "mean = \"2 to 3\"", "mean = -0.0", Rng, "segment.a.needs_per_year.each.gamma.mean", "above 0"),
        (220, "\"0.1 to 0.3\"", "\"0.3 to 0.1\"", Con, "segment.a.lapse_per_week", "write \"0.1 to 0.3\""),
        (221, "\"0.1 to 0.3\"", "\"0.1 to 0.1\"", Con, "segment.a.lapse_per_week", "write the number itself: 0.1"),
        (222, "\"0.1 to 0.3\"", "\"0,1 to 0,3\"", Typ, "segment.a.lapse_per_week", "write \"0.1 to 0.3\""),
        (223, "\"0.1 to 0.3\"", "\"5 %\"", Typ, "segment.a.lapse_per_week", "write 0.05"),
        (224, "\"12 to 20\"", "\"22.000 to 35.000\"", Typ, "tactic.tv.reach.broadcast.cost_per_thousand", "\"22_000 to 35_000\" if you mean thousands"),
        (225, "\"0.1 to 0.3\"", "\"0 to 0.3\"", Rng, "segment.a.lapse_per_week", "uniform = [0, 0.3]"),
        (226, "audience = 0.6", "audience = \"0.5 to 1\"", Rng, "tactic.tv.reach.broadcast.audience", "below 1"),
        (227, "price = 95", "price = { normal = { mean = 95, sd = 5 } }", Rng, "offer.price.normal", "lognormal or gamma"),
        (228, "audience = 0.6", "audience = { gamma = { mean = 0.5, shape = 3 } }", Rng, "tactic.tv.reach.broadcast.audience.gamma", "beta"),
        (229, "audience = 0.6", "audience = { uniform = [0.5, 1.5] }", Rng, "tactic.tv.reach.broadcast.audience.uniform.high", "at most 1"),
        (230, "audience = 0.6", "audience = { uniform = [0.5, 0.5] }", Con, "tactic.tv.reach.broadcast.audience.uniform", "rising"),
        (231, "audience = 0.6", "audience = { triangular = [0.5, 0.4, 0.9] }", Con, "tactic.tv.reach.broadcast.audience.triangular", "rising"),
        (232, "audience = 0.6", "audience = { beta = [1] }", Typ, "tactic.tv.reach.broadcast.audience.beta", "a list [a, b]"),
        (233, "tv = 80", "tv = \"70 to 90\"", Typ, "strategy.push.weekly_budget.tv", "a decision cannot be uncertain"),
        (234, "share = 0.4", "share = { beta = [2, 3] }", Typ, "segment.a.share", "one known number"),
        (235, "price = 95", "price = { each = { gamma = { mean = 95, shape = 2 } } }", Typ, "offer.price", "one draw per world"),
        (236, "{ each = { gamma", "{ each_order = { gamma", Typ, "segment.a.needs_per_year", "or { each = … }"),
        (237, "price = 95", "price = { gamma = { mean = \"90 to 99\", shape = 2 } }", Typ, "offer.price.gamma.mean", "one known number"),
        (238, "price = 95", "price = { gamma = { mean = 9, shape = 2 }, beta = [1, 2] }", Con, "offer.price", "exactly one law"),
        (239, "price = 95", "price = {}", Mis, "offer.price", "a number or a law"),
        (240, "price = 95", "price = [95]", Typ, "offer.price", "a list of 1"),
        (241, "{ each = { gamma = { mean = \"2 to 3\", shape = 1.2 } } }", "{ each = 3 }", Typ, "segment.a.needs_per_year.each", "the same for everybody"),
        (242, "shape = 1.2", "shape = 1e-4", Rng, "segment.a.needs_per_year.each.gamma.shape", "at least 0.001"),
        (243, "\"0.1 to 0.3\"", "\"1e-400 to 0.3\"", Rng, "segment.a.lapse_per_week", "a computer can hold"),
        (244, "currency = \"USD\"", "currency = \"usd\"", Rng, "market.currency", "write \"USD\""),
        (245, "price = 95", "price = 1e12", Rng, "offer.price", "counted in minor units"),
        (246, "weeks = [3, 4]", "weeks = [0, 4]", Rng, "strategy.push.flights.0.weeks", "from 1"),
    ]);
    refused(
        68,
        edited("mail = 2.50", "mail = 9.9e11").replace("weeks = 10", "weeks = 5200"),
        Rng,
        "strategy.push.weekly_budget.mail",
        "counted in minor units",
    );
    // 61: nothing happens, and that is fine. 66: minus nothing is nothing. 70: exact beyond 2^53.
    let zero = load_text(edited("forward_per_week = 0.03", "forward_per_week = -0.0"), &[])
        .expect("66")
        .scenario;
    let id = zero.journey.forward_per_week[1].expect("a row");
    assert_eq!(zero.numbers.get(id).law.params[0].to_bits(), 0, "66");
    load_text(edited("{ each = { gamma = { mean = \"2 to 3\", shape = 1.2 } } }", "0"), &[])
        .expect("61");
    let seed = load_text(edited("seed = 7", "seed = 9007199254740993"), &[]).expect("70").scenario;
    assert_eq!(seed.sampling.seed, 9_007_199_254_740_993);
    let warned = load_text(edited("worlds = 20", "worlds = 1"), &[]).expect("54").warnings;
    assert!(warned.iter().any(|w| w.kind == Okw && w.key == "study.worlds"), "54");
}

#[test]
fn d_contradictions_and_references() {
    #[rustfmt::skip]
    refused_edits(&[
        (79, "share = 0.6", "share = 0.5", Con, "segment.a.share", "sum 0.9"),
        (80, "share = 0.6", "share = 0.7", Con, "segment.a.share", "sum 1.1"),
        (81, "affinity = { tv = 1.4 }", "affinity = { tvv = 1.4 }", Ref, "segment.a.affinity.tvv", "did you mean tv?"),
        (81, "weekly_budget = { tv = 80,", "weekly_budget = { tvv = 80,", Ref, "strategy.push.weekly_budget.tvv", "did you mean tv?"),
        (81, "tactic = \"tv\"", "tactic = \"tvv\"", Ref, "strategy.push.flights.0.tactic", "did you mean tv?"),
        (81, "baseline = \"nothing\"", "baseline = \"nothin\"", Ref, "study.baseline", "did you mean nothing?"),
        (82, "[offer]", "[segment.b]\n[offer]", Syn, "", "each [table] once"),
        (83, "[segment.b]\nshare = 0.6", "[segment.A]\nshare = 0.6", Con, "segment.a", "differ in more than capitals"),
        (83, "channel = \"list\"", "channel = \"TV\"", Con, "tactic.mail.channel", "differ in more than capitals"),
        (85, "weeks = [3, 4]", "weeks = [4, 3]", Con, "strategy.push.flights.0.weeks", "write [3, 4]"),
        (87, "{ stranger = 0.9, aware = 0.1 }", "{ stranger = 0, aware = 0 }", Con, "segment.a.starts", "sum 1"),
        (250, "{ stranger = 0.9, aware = 0.1 }", "{ stranger = 0.9, lost = 0.1 }", Unk, "segment.a.starts.lost", "a key of"),
        (251, "affinity = { tv = 1.4 }", "affinity = { list = 1.4 }", Con, "segment.a.affinity.list", "direct reaches everyone"),
        (252, "moves = { stranger = 0.002 }", "moves = { excited = 0.002 }", Con, "tactic.tv.moves.excited", "the order is that move"),
        (253, "[offer]", "[journey.excited]\nforward_per_week = 0.1\n[offer]", Con, "journey.excited.forward_per_week", "the order is that move"),
        (254, "lapse_per_week = \"0.1 to 0.3\"\n", "", Mis, "segment.a.lapse_per_week", "before excited"),
        (255, "share = 0.6", "share = 0.6\nlapse_per_week = 0.1", Con, "segment.b.lapse_per_week", "needs_per_year beside it"),
        (257, "[offer]", "[offer]\ndropout_per_purchase = 0.1\ncontract = { renews_every_weeks = 4, churn_per_renewal = 0.1 }", Con, "offer.dropout_per_purchase", "beside a contract"),
        (258, "[offer]", "[journey.ascended]\nback_per_week = 0.1\n[offer]\ncontract = { renews_every_weeks = 4, churn_per_renewal = 0.1 }", Con, "journey.ascended.back_per_week", "beside a contract"),
        (259, "[offer]", "[journey.promoter]\nback_per_week = 0.1\nback_to = \"aware\"\n[offer]\ncontract = { renews_every_weeks = 4, churn_per_renewal = 0.1 }", Con, "journey.promoter.back_to", "beside a contract"),
        (260, "[offer]", "[journey.engaged]\nback_per_week = 0.1\nback_to = \"excited\"\n[offer]", Rng, "journey.engaged.back_to", "a stage before engaged"),
        (800, "[offer]", "[word_of_mouth]\ntalks_from = \"aware\"\n[offer]", Con, "word_of_mouth", "moves or warns_per_week"),
        (804, "[offer]", "[word_of_mouth]\ntalks_from = \"aware\"\nmoves = { stranger = 0.1 }\nnetwork = { watts_strogatz = { links = 7, rewired_share = 0.1 } }\n[offer]", Rng, "word_of_mouth.network.watts_strogatz.links", "an even number"),
        (805, "[offer]", "[word_of_mouth]\ntalks_from = \"aware\"\nmoves = { stranger = 0.1 }\nnetwork = { watts_strogatz = { links = 1000, rewired_share = 0.1 } }\n[offer]", Con, "word_of_mouth.network.watts_strogatz.links", "fewer links than customers"),
        (801, "[offer]", "[word_of_mouth]\ntalks_from = \"aware\"\nmoves = { excited = 0.1 }\n[offer]", Con, "word_of_mouth.moves.excited", "the order is that move"),
        (261, "[offer]", "[journey.excited]\nback_to = \"aware\"\n[offer]", Con, "journey.excited.back_to", "back_per_week beside it"),
        (262, "{ broadcast = { audience", "{ targeted = { precision = 0.7, segments = [\"a\", \"b\"], audience", Con, "tactic.tv.reach.targeted.segments", "use broadcast"),
        (263, "{ broadcast = { audience", "{ targeted = { precision = 0.7, segments = [], audience", Con, "tactic.tv.reach.targeted.segments", "at least one"),
        (264, "{ broadcast = { audience", "{ targeted = { precision = 0.7, segments = [\"c\"], audience", Ref, "tactic.tv.reach.targeted.segments", "there is: a, b"),
        (265, "{ broadcast = { audience", "{ targeted = { precision = 0.7, segments = [\"a\", \"a\"], audience", Con, "tactic.tv.reach.targeted.segments", "each segment once"),
        (266, "flights = [", "flights = [{ tactic = \"tv\", weeks = [4, 5], weekly_budget = 1 }, ", Con, "strategy.push.flights.0.weeks", "do not overlap"),
        (267, "baseline = \"nothing\"\n", "baseline = \"nothing\"\ntail_weeks = 5195\n", Lim, "study.tail_weeks", "together"),
        (269, "share = 0.6\n", "share = 0.6\nbasket = { gamma_gamma = { p = 2, q = 0.9, gamma = 3 } }\n", Rng, "segment.b.basket.gamma_gamma.q", "above 1"),
        (270, "share = 0.6\n", "share = 0.6\nbasket = { gamma_gamma = { p = 2, q = \"2 to 3\", gamma = 3 } }\n", Rng, "segment.b.basket.gamma_gamma.q", "uniform"),
        (272, "share = 0.6\n", "", Mis, "segment.b.share", "share of the market"),
        (300, "moves = { stranger = 0.002 }", "moves = { stranger = 0.002 }\nbuilds_brand = 0.1", Con, "tactic.tv.builds_brand", "a [brand]"),
        (301, "[journey.aware]", "[brand]\nfades_per_week = 0.1\nlifts_moves = 0.1\n[journey.aware]", Con, "brand", "builds_brand in some tactic"),
        (302, "[journey.aware]", "[brand]\nstarts = 1\nlifts_moves = 0.1\n[journey.aware]", Mis, "brand.fades_per_week", "goodwill is forgotten"),
        (303, "[journey.aware]", "[brand]\nstarts = 1\nfades_per_week = 0.1\nlifts_visits = 0.1\n[journey.aware]", Con, "brand.lifts_visits", "reach content or site"),
        (304, "[journey.aware]", "[brand]\nstarts = 1\nfades_per_week = 0.1\nlifts_search = 0.1\n[journey.aware]", Con, "brand.lifts_search", "reach search"),
        (305, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ content = { cost_per_post = 10, found_per_post = 0.1 } }", Mis, "tactic.mail.reach.content.fades_per_week", "post is forgotten"),
        (306, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ content = { cost_per_post = 10, found_per_post = 0.1, fades_per_week = 0.1, quality = 1.5 } }", Rng, "tactic.mail.reach.content.quality", "from 0 to 1"),
        (307, "\"12 to 20\" }", "\"12 to 20\", price_rise = { exponent = 1, reference_budget = 80 } }", Rng, "tactic.tv.reach.broadcast.price_rise.exponent", "not including, 1"),
        (308, "\"12 to 20\" }", "\"12 to 20\", price_rise = { exponent = 0.2 } }", Mis, "tactic.tv.reach.broadcast.price_rise.reference_budget", "cost_per_thousand holds"),
        (273, "customers = 1000\n", "", Mis, "market.customers", "simulated customers"),
    ]);
    let no_offer = edited("[offer]\nprice = 95\nunit_cost = 48.5", "")
        .replace("share = 0.6", "share = 0.6\nbasket = 2");
    refused(256, no_offer, Con, "segment.b.basket", "an [offer]");
    refused(
        84,
        edited("price = 95", "price = { uniform = [99, 95] }"),
        Con,
        "offer.price.uniform",
        "rising",
    );
    // Without needs, what is about needs has no effect.
    let pure = BASE
        .replace("needs_per_year = { each = { gamma = { mean = \"2 to 3\", shape = 1.2 } } }\n", "")
        .replace("lapse_per_week = \"0.1 to 0.3\"\n", "");
    load_text(pure.clone(), &[]).expect("a pure journey");
    #[rustfmt::skip]
    let cases = [
        (274, "[segment.a]", "season = { amplitude = 0.1, peak_week = 3 }\n[segment.a]", "market.season"),
        (275, "price = 95", "price = 95\nbuys_from = \"aware\"", "offer.buys_from"),
        (276, "says = \"brand\"", "says = \"brand\"\nstirs_need = 0.1", "tactic.tv.stirs_need"),
        (277, "{ broadcast = { audience = 0.6, cost_per_thousand = \"12 to 20\" } }", "{ search = { cost_per_click = 1, query_share = 0.3 } }", "tactic.tv.reach.search"),
        (309, "{ broadcast = { audience = 0.6, cost_per_thousand = \"12 to 20\" } }", "{ content = { cost_per_post = 1, found_per_post = 0.3, fades_per_week = 0 } }", "tactic.tv.reach.content"),
    ];
    for (number, from, to, key) in cases {
        refused(number, pure.replacen(from, to, 1), Con, key, "without needs it has no effect");
    }
    // Baseline: none or two without spending.
    let unnamed = edited("baseline = \"nothing\"\n", "");
    assert_eq!(load_text(unnamed.clone(), &[]).expect("one idle strategy").scenario.baseline, 0);
    refused(
        278,
        unnamed.clone() + "[strategy.other]\n",
        Con,
        "study.baseline",
        "2 strategies without spending",
    );
    refused(
        279,
        unnamed.replace("[strategy.nothing]", "[strategy.nothing]\nweekly_budget = { tv = 1 }"),
        Con,
        "study.baseline",
        "no strategy without spending",
    );
}

#[test]
fn d_customers_who_enter() {
    let entering = BASE
        .replace("customers = 1000\n", "")
        .replace("share = 0.4", "enters = { each_day = [3, 0, 5] }")
        .replace("share = 0.6", "enters = { each_week = [1, 2] }");
    let s = load_text(entering.clone(), &[])
        .unwrap_or_else(|p| panic!("{}", render_all(&p, false)))
        .scenario;
    assert_eq!((s.segments[0].n_customers, s.segments[1].n_customers), (8, 3));
    let edit = |from: &str, to: &str| entering.replacen(from, to, 1);
    refused(280, edit("currency", "customers = 5\ncurrency"), Con, "market.customers", "remove it");
    refused(
        281,
        edit("[segment.b]", "[segment.b]\nshare = 0.1"),
        Con,
        "segment.b.share",
        "remove it",
    );
    refused(
        282,
        edit("enters = { each_week = [1, 2] }", ""),
        Con,
        "segment.b",
        "in every segment or in none",
    );
    refused(
        283,
        edit("[1, 2]", "[1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        Con,
        "segment.b.enters.each_week",
        "at most 10 weeks",
    );
    refused(284, edit("[1, 2]", "[1, -2]"), Rng, "segment.b.enters.each_week", "from 0");
    refused(
        285,
        edit("each_week = [1, 2]", "each_week = [1], each_day = [1]"),
        Con,
        "segment.b.enters",
        "exactly one",
    );
    refused(
        286,
        entering.replace("[1, 2]", "[]").replace("[3, 0, 5]", "[0]"),
        Con,
        "segment",
        "at least one customer",
    );
    refused(287, edit("[1, 2]", "[4000000000]"), Lim, "segment", "at most 4000000000");
}

#[test]
fn d_accepted_with_a_warning() {
    #[rustfmt::skip]
    let cases = [
        (89, "unit_cost = 48.5", "unit_cost = 96", "offer.unit_cost", "loses money"),
        (90, "weeks = [3, 4]", "weeks = [11, 12]", "strategy.push.flights.0.weeks", "never runs"),
        (91, ", mail = 2.50", "", "tactic.mail", "no strategy pays"),
        (802, "[offer]", "[word_of_mouth]\ntalks_from = \"aware\"\nwarns_per_week = 0.1\n[offer]", "word_of_mouth.warns_per_week", "nobody is ever disappointed"),
        (803, "[offer]", "[word_of_mouth]\ntalks_from = \"promoter\"\nmoves = { stranger = 0.1 }\n[offer]", "word_of_mouth.talks_from", "nobody ever talks"),
        (310, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ site = { cost_per_week = 3, visits_per_week = 0.1 } }", "strategy.push.weekly_budget.mail", "does not run"),
        (290, "moves = { stranger = 0.002 }\n", "", "tactic.tv", "spends and does nothing"),
    ];
    for (number, from, to, key, says) in cases {
        let warnings = load_text(edited(from, to), &[])
            .unwrap_or_else(|p| panic!("{}", render_all(&p, false)))
            .warnings;
        let text = render_all(&warnings, false);
        assert!(
            warnings.iter().any(|w| w.key == key && w.kind == Okw && w.to_string().contains(says)),
            "{number}: {text}"
        );
        assert_eq!(exit_code(&warnings), 0);
    }
}

#[test]
fn e_resource_demands() {
    #[rustfmt::skip]
    refused_edits(&[
        (100, "customers = 1000", "customers = 1_000_000_000_000", Lim, "market.customers", "people_per_customer"),
        (100, "customers = 1000", "customers = 1_000_000_000_001", Lim, "market.customers", "people_per_customer"),
        (101, "worlds = 20", "worlds = 1_000_000_000", Lim, "study.worlds", "10000000"),
        (103, "weeks = 10", "weeks = 1_000_000_000", Lim, "study.weeks", "5200"),
    ]);
    refused(105, vec![b'#'; MAX_BYTES + 1], Lim, "", "at most 1048576 bytes");
    let many = |n: usize, line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    let strategies = many(300, &|i| format!("[strategy.s{i}]\nweekly_budget = {{ tv = 1 }}\n"));
    refused(106, format!("{BASE}{strategies}"), Lim, "strategy", "at most 256");
    let keys = many(10_001, &|i| format!("k{i} = 1\n"));
    refused(106, format!("{keys}{BASE}"), Lim, "", "at most 10000 keys");
}

#[test]
fn f_names() {
    let named = |id: &str| BASE.replace("strategy.push", &format!("strategy.{}", toml_string(id)));
    for (number, id) in
        [(115, "../../etc/x"), (116, "/etc/passwd"), (117, "..\\..\\x"), (119, "."), (119, "..")]
    {
        refused(number, named(id), Pth, &format!("strategy.{id}"), "an id");
    }
    for id in ["", " ", "Tết", "1st", "a b", &"x".repeat(65)] {
        let problems = load_text(named(id), &[]).expect_err("no id");
        assert!(
            problems.len() == 1 && problems[0].kind == Rng,
            "{id}: {}",
            render_all(&problems, false)
        );
    }
    for id in ["CON", "nul", "x".repeat(64).as_str()] {
        load_text(named(id), &[]).expect("120: fine as an id");
    }
    let long = "ế".repeat(100);
    #[rustfmt::skip]
    let cases = [
        (16, "a\u{0}b", "control characters"),
        (17, "\u{1b}[31m", "control characters"),
        (17, "a\u{202e}b", "control characters"),
        (118, "", "can be seen"),
        (118, " \u{3000}", "can be seen"),
        (121, long.as_str(), "at most 200 bytes"),
    ];
    for (number, title, says) in cases {
        let text = BASE.replace("\"A small question\"", &toml_string(title));
        refused(number, text, Rng, "title", says);
    }
    for title in [
        "=HYPERLINK(\"http://x?\"&A1)",
        "-50% Tết",
        "<script>alert(1)</script>",
        "Khuyến mãi Tết 🎉 漢字",
        "＝1+1",
    ] {
        let text = BASE.replace("\"A small question\"", &toml_string(title));
        assert!(load_text(text, &[]).expect("shown whole").scenario.title.chars().count() > 3);
    }
    let nfd =
        load_text(edited("A small question", "Te\u{302}\u{301}t"), &[]).expect("NFD").scenario;
    assert_eq!(nfd.title, "T\u{1ebf}t");
    let text = edited("says = \"brand\"", "says = \"\\u001b[31m\\u202e\"");
    let shown = render_all(&load_text(text, &[]).expect_err("no such word"), true);
    assert!(!shown.contains('\u{202e}') && !shown.contains("\u{1b}[31m\\"));
}

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

fn base() -> Loaded {
    load_text(BASE, &[]).expect("the base is valid")
}

fn toml_string(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
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

/// Trust, pacing, annoyance, pressure and caps: nothing that is typed may be without something to act on.
#[test]
fn minds_find_what_they_act_on() {
    let with = |text: &str| format!("{BASE}\n{text}");
    let mail = |line: &str| edited("says = \"teach\"", &format!("says = \"teach\"\n{line}"));
    refused(300, with("[trust]\nstarts = 0.2"), Con, "trust", "steepness or calms_opt_out");
    refused(
        301,
        with("[trust]\nsteepness = 5\ngain_per_value = 0.1"),
        Con,
        "trust.gain_per_value",
        "a tactic with value",
    );
    refused(
        302,
        with("[trust]\ncalms_opt_out = 1"),
        Con,
        "trust.calms_opt_out",
        "opt_out_per_contact",
    );
    refused(303, mail("value = 0.5"), Con, "tactic.mail.value", "trust.gain_per_value");
    refused(304, mail("annoys = 0.5"), Con, "tactic.mail.annoys", "[annoyance]");
    refused(
        305,
        with("[pressure]\ntolerated_per_week = 2\nopt_out_per_extra_contact = 0.3"),
        Con,
        "pressure",
        "opt_out_per_contact",
    );
    refused(
        306,
        with("[pacing]\nannoyance_per_level = 0.3"),
        Con,
        "pacing.annoyance_per_level",
        "[annoyance]",
    );
    refused(
        307,
        with("[annoyance]\nfades_per_week = 0.3\nacceptance_loss_per_unit = 1"),
        Con,
        "annoyance",
        "annoys",
    );
    refused(308, with("[trust]\nsteepness = 900"), Rng, "trust.steepness", "from 0 to 50");
    refused(
        309,
        with("[trust]\nsteepness = 5\nloss_per_level = 1"),
        Rng,
        "trust.loss_per_level",
        "not including, 1",
    );
    let outbound = "says = \"brand\"\nvalue = 0.5\n";
    let text =
        edited("says = \"brand\"\n", outbound) + "\n[trust]\nsteepness = 5\ngain_per_value = 0.1\n";
    refused(310, text, Con, "tactic.tv.value", "one-way");
    let text = edited("says = \"brand\"\n", "says = \"brand\"\nopt_out_per_contact = 0.1\n");
    refused(311, text, Con, "tactic.tv.opt_out_per_contact", "a direct tactic");
    let capped = |caps: &str| edited("[strategy.push]", &format!("[strategy.push]\ncaps = {caps}"));
    refused(312, capped("{ lst = 2 }"), Ref, "strategy.push.caps.lst", "did you mean list?");
    refused(
        313,
        capped("{ tv = 2 }"),
        Con,
        "strategy.push.caps.tv",
        "a channel with a direct tactic",
    );
    refused(314, capped("{ list = 0 }"), Rng, "strategy.push.caps.list", "from 1 to 1000");
    load_text(capped("{ list = 2 }"), &[]).expect("a cap on a list");
}

/// Prices: nothing that is typed may be without something to act on.
#[test]
fn promotions_find_what_they_act_on() {
    let off = |weeks: &str| {
        edited("[strategy.push]", &format!("[strategy.push]\npromotions = [{weeks}]"))
    };
    let sale = || off("{ weeks = [2, 3], price_off = 0.2 }");
    let with = |text: &str| format!("{}\n[promotion]\n{text}\n", sale());
    let path = |key: &str| format!("promotion.{key}");
    for (number, text, key, says) in [
        (
            320,
            "lifts_needs = 2\nreference_kept_per_week = 0.8",
            "reference_kept_per_week",
            "gain_lifts_needs",
        ),
        (
            321,
            "lifts_needs = 2\nloss_lowers_needs = 1",
            "loss_lowers_needs",
            "reference_kept_per_week",
        ),
        (322, "lifts_needs = 2\ndeal_buyers_share = 0.5", "deal_buyers_share", "extra_baskets"),
        (
            323,
            "lifts_needs = 2\nhome_stock_lowers_needs = 1",
            "home_stock_lowers_needs",
            "taken home",
        ),
        (
            324,
            "extra_baskets = 2\nbrought_forward_share = 0.2",
            "brought_forward_share",
            "by the price alone",
        ),
    ] {
        refused(number, with(text), Con, &path(key), says);
    }
    refused(325, with(""), Con, "promotion", "lifts_needs");
    let overlap = "{ weeks = [2, 4], price_off = 0.2 }, { weeks = [4, 5], price_off = 0.1 }";
    refused(326, off(overlap), Con, "strategy.push.promotions.1.weeks", "do not overlap");
    let whole = "{ weeks = [2, 4], price_off = 1 }";
    refused(327, off(whole), Rng, "strategy.push.promotions.0.price_off", "not including, 1");
    let text = with("extra_baskets = 1").replace(
        "[offer]",
        "[offer]\ncontract = { renews_every_weeks = 4, churn_per_renewal = 0.1 }",
    );
    refused(328, text, Con, "promotion.extra_baskets", "contract");
    let warned = |text: String, key: &str, says: &str| {
        let warnings =
            load_text(text, &[]).unwrap_or_else(|p| panic!("{}", render_all(&p, false))).warnings;
        let hit = warnings.iter().any(|w| w.key == key && w.to_string().contains(says));
        assert!(hit, "{key}: {}", render_all(&warnings, false));
    };
    let promotions = "strategy.push.promotions";
    warned(sale(), promotions, "[promotion]");
    warned(
        off("{ weeks = [2, 300], price_off = 0.2 }"),
        &format!("{promotions}.0.weeks"),
        "never comes",
    );
    warned(format!("{BASE}\n[promotion]\nlifts_needs = 2\n"), "promotion", "never acts");
    let deep = off("{ weeks = [2, 3], price_off = 0.99 }");
    warned(deep, &format!("{promotions}.0.price_off"), "loses money");
    let silent =
        load_text(with("lifts_needs = 2\nextra_baskets = 0\nhome_stock_lowers_needs = 1"), &[]);
    assert!(silent.is_ok(), "extra_baskets of 0 are the neutral value");
}

/// The JSON Schema refuses what catalogue B spoils, but for what no schema can say.
///
/// Seen to fail: unknown keys allowed (32 to 44), the tree of required keys left out (207 to 209), laws without their
/// parameters (214).
#[test]
fn the_schema_refuses_what_spoils_structure_or_types() {
    // A whole number with a point or an exponent is a whole number to JSON; which presets there are is not in the table
    // of keys, and which files there are in no schema.
    const NOT_IN_A_SCHEMA: [(u32, &str); 4] = [
        (35, "worlds = 1e6"),
        (35, "worlds = 100.0"),
        (216, "says = \"brand\"\nlike = \"email\""),
        (217, "price = { from_csv = { file = \"x\", column = \"y\" } }"),
    ];
    let schema: serde_json::Value =
        serde_json::from_str(&headwater::config::schema()).expect("JSON");
    let validator = jsonschema::draft7::new(&schema).expect("a schema of draft 7");
    let valid = |text: &str| {
        let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{e}\n{text}"));
        validator.is_valid(&bed::as_json(table))
    };
    assert!(valid(BASE));
    for &(number, from, to, ..) in B {
        let text = edited(from, to);
        let expressible = !NOT_IN_A_SCHEMA.contains(&(number, to));
        assert_eq!(valid(&text), !expressible, "{number}: {to}");
    }
    for (number, text) in [
        (
            38,
            edited("[segment.b]\nshare = 0.6", "").replace("share = 0.4", "share = 1")
                + "\n[[tactic.x]]\n",
        ),
        (38, edited("[segment.a]", "[segment]\nshare = 1\n[segment.a]")),
        (39, edited("[study]\nweeks = 10\nworlds = 20\nseed = 7\nbaseline = \"nothing\"", "")),
        (
            40,
            BASE.split("[strategy.nothing]")
                .next()
                .unwrap()
                .replace("baseline = \"nothing\"\n", ""),
        ),
        (40, edited("[tactic.tv]", "[tactic.x]\nreach = []\nsays = \"brand\"\n[tactic.tv]")),
        (41, edited("[strategy.push]", "[strategy.\"\"]\n[strategy.push]")),
    ] {
        assert!(!valid(&text), "{number}:\n{text}");
    }
}
