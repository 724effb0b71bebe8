//! Bad input, catalogue D: contradictions and references, each key right by itself. Cases are numbered as in
//! tests/bad_input.rs.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use headwater::config::{Kind, exit_code, render_all};
use support::refusals::*;
use support::scenario::{BASE, edited};

use Kind::{Con, Lim, Mis, Okw, Ref, Rng, Syn, Unk};

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
        (340, "{ broadcast = { audience", "{ targeted = { precision = 0.7, lookers = { within_weeks = 4, most_per_week = 5 }, audience", Con, "tactic.tv.reach.targeted.lookers", "search, content, site or store"),
        (341, "{ broadcast = { audience", "{ targeted = { precision = 0.7, segments = [\"a\"], lookers = { within_weeks = 4, most_per_week = 5 }, audience", Con, "tactic.tv.reach.targeted.lookers", "not both"),
        (342, "{ broadcast = { audience", "{ targeted = { precision = 0.7, audience", Mis, "tactic.tv.reach.targeted.segments", "lookers"),
        (343, "{ broadcast = { audience", "{ targeted = { precision = 0.7, lookers = { within_weeks = 4 }, audience", Mis, "tactic.tv.reach.targeted.lookers.most_per_week", "impressions"),
        (344, "{ broadcast = { audience = 0.6, cost_per_thousand = \"12 to 20\" } }", "{ search = { query_share = 0.3, auction = { rivals = 2, bid_high = 3 } } }", Mis, "strategy.push.bids.tv", "a bid"),
        (345, "{ broadcast = { audience = 0.6, cost_per_thousand = \"12 to 20\" } }", "{ search = { query_share = 0.3, cost_per_click = 1, auction = { rivals = 2, bid_high = 3 } } }", Con, "tactic.tv.reach.search.auction", "not both"),
        (346, "{ broadcast = { audience = 0.6, cost_per_thousand = \"12 to 20\" } }", "{ search = { query_share = 0.3 } }", Mis, "tactic.tv.reach.search.cost_per_click", "or an auction"),
        (347, "weekly_budget = { tv = 80,", "bids = { tv = 1 }\nweekly_budget = { tv = 80,", Con, "strategy.push.bids.tv", "auctioned"),
        (348, "moves = { stranger = 0.002 }", "moves = { stranger = 0.002 }\nmessage_richness = 0.5", Con, "tactic.tv.message_richness", "medium_richness beside it"),
        (349, "moves = { stranger = 0.002 }", "medium_richness = 0.5", Con, "tactic.tv.medium_richness", "moves, stirs_need, persuades or an upsell"),
        (350, "says = \"brand\"", "says = \"tripwire\"", Mis, "tactic.tv.sells", "what the tripwire sells"),
        (351, "says = \"brand\"", "says = \"brand\"\nsells = { price = 7 }", Con, "tactic.tv.sells", "says tripwire"),
        (352, "says = \"brand\"", "says = \"tripwire\"\nsells = { price = 7 }", Con, "tactic.tv.sells", "moves.subscribed"),
        (353, "[journey.aware]", "[commitment]\nmoney_factor = 2\n[journey.aware]", Con, "commitment.money_factor", "says tripwire"),
        (354, "[journey.aware]", "[commitment]\n[journey.aware]", Con, "commitment", "money_factor or time_factor"),
        (355, "moves = { stranger = 0.002 }", "moves = { stranger = 0.002 }\nlearns_taste = 0.2", Con, "tactic.tv.learns_taste", "an inbound tactic"),
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
        (303, "[journey.aware]", "[brand]\nstarts = 1\nfades_per_week = 0.1\nlifts_visits = 0.1\n[journey.aware]", Con, "brand.lifts_visits", "reach content, site or store"),
        (304, "[journey.aware]", "[brand]\nstarts = 1\nfades_per_week = 0.1\nlifts_search = 0.1\n[journey.aware]", Con, "brand.lifts_search", "reach search"),
        (340, "[journey.aware]", "[rival.acme]\nattraction = 1\n[journey.aware]", Con, "rival.acme.attraction", "a [choice]"),
        (341, "moves = { stranger = 0.002 }", "moves = { stranger = 0.002 }\npersuades = 0.1", Con, "tactic.tv.persuades", "a [choice]"),
        (342, "[journey.aware]", "[brand]\nstarts = 1\nfades_per_week = 0.1\nlifts_choice = 0.1\n[journey.aware]", Con, "brand.lifts_choice", "a [choice]"),
        (343, "[journey.aware]", "[choice]\n[journey.aware]", Mis, "choice.attraction", "how attractive"),
        (344, "[journey.aware]", "[choice]\nattraction = 31\n[journey.aware]", Rng, "choice.attraction", "30"),
        (345, "[journey.aware]", "[rival.acme]\nlabel = \"Acme\"\n[journey.aware]", Con, "rival.acme", "attraction, weekly_spend (with takes_per_week"),
        (346, "[journey.aware]", "[rival.acme]\nreacts = 1\ntakes_per_week = 0.1\n[journey.aware]", Con, "rival.acme.takes_per_week", "weekly_spend above 0"),
        (347, "[journey.aware]", "[voice]\ninterference = 0.5\n[journey.aware]", Con, "voice", "nobody else speaks"),
        (348, "[journey.aware]", "[rival.acme]\nweekly_spend = 50\n[voice]\nreference = 0.5\n[journey.aware]", Mis, "voice.interference", "share of voice"),
        (349, "[journey.aware]", "[rival.acme]\nweekly_spend = 50\n[voice]\ninterference = 0.5\nreference = 0\n[journey.aware]", Rng, "voice.reference", "above 0"),
        (330, "moves = { stranger = 0.002 }", "moves = { stranger = 0.002 }\nwear = {}", Con, "tactic.tv.wear", "in_contacts or out"),
        (331, "moves = { stranger = 0.002 }", "wear = { in_contacts = 2 }", Con, "tactic.tv.wear", "stirs_need, persuades or an upsell"),
        (332, "moves = { stranger = 0.002 }", "moves = { stranger = 0.002 }\nwear = { in_contacts = 0 }", Rng, "tactic.tv.wear.in_contacts", "above 0"),
        (333, "moves = { stranger = 0.002 }", "moves = { stranger = 0.002 }\nwear = { out = { after_contacts = 8 } }", Mis, "tactic.tv.wear.out.decay_contacts", "further contacts"),
        (340, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscriber\"] } }", Ref, "tactic.mail.reach.people.serves", "stages: stranger"),
        (341, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [] } }", Con, "tactic.mail.reach.people.serves", "at least one stage"),
        (342, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"lost\"] } }", Ref, "tactic.mail.reach.people.serves", "stages: stranger"),
        (343, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"aware\", \"aware\"] } }", Con, "tactic.mail.reach.people.serves", "each stage once"),
        (344, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], attempts = [] } }", Con, "tactic.mail.reach.people.attempts", "at least one call"),
        (345, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], attempts = [{ called_share = 0.5 }] } }", Mis, "tactic.mail.reach.people.attempts.0.force", "share of its full force"),
        (346, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], attempts = [{ force = 2 }] } }", Rng, "tactic.mail.reach.people.attempts.0.force", "from 0 to 1"),
        (347, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], force_by_wait = { within_day = 0.3 } } }", Mis, "tactic.mail.reach.people.force_by_wait.later", "longer wait"),
        (348, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], score = { open_need = 1 } } }", Con, "tactic.mail.reach.people.score", "routed_from"),
        (349, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], score = { routed_from = 1 } } }", Con, "tactic.mail.reach.people.score", "per_visit, open_need or profile"),
        (350, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], score = { per_visit = 1, routed_from = 1 } } }", Con, "tactic.mail.reach.people.score.per_visit", "search, content, site or store"),
        (351, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], score = { profile = { c = 1 }, routed_from = 1 } } }", Ref, "tactic.mail.reach.people.score.profile.c", "a segment"),
        // Seen to be valid, and to call nobody, before the most points were counted.
        (354, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], score = { open_need = 3, routed_from = 10 } } }", Con, "tactic.mail.reach.people.score.routed_from", "at most 3"),
        (355, "[offer]", "[rivals.big]\nattraction = 1\n[offer]", Unk, "rivals", "did you mean rival?"),
        (352, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"subscribed\"], score = { open_need = 1, routed_from = 1, first = \"newest\" } } }", Rng, "tactic.mail.reach.people.score.first", "oldest"),
        (353, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ people = { leads_per_week = 20, serves = [\"aware\"] } }", Mis, "tactic.mail.reach.people.wage_per_week", "whole ones"),
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
        (318, "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }", "{ store = { cost_per_week = 3, near_share = 0.2, passes_per_week = 0.1 } }", "strategy.push.weekly_budget.mail", "does not run"),
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

/// Research: somebody asks, at a price, and there is something to learn.
#[test]
fn research_finds_what_it_acts_on() {
    let asks =
        |rows: &str| edited("[strategy.push]", &format!("[strategy.push]\nresearch = [{rows}]"));
    const FIT: &str = "\n[fit]\ntaste_spread = 1\nlifts_moves = 2\n";
    const RESEARCH: &str = "\n[research]\ncost_per_interview = 100\nnoise = 2\n";
    let once = "{ weeks = [2, 3], interviews = 4 }";
    load_text(asks(once) + FIT + RESEARCH, &[]).expect("research of tastes");
    load_text(edited("[offer]", "[fit]\ntaste_spread = 1\nlifts_moves = 2\n[offer]"), &[])
        .expect("tastes that nobody asks about");
    let path = "strategy.push.research";
    refused(330, asks(once) + FIT, Con, path, "what an interview costs");
    refused(331, asks(once) + RESEARCH, Con, "research", "nothing to learn");
    let overlap = "{ weeks = [2, 4], interviews = 4 }, { weeks = [4, 5], interviews = 1 }";
    let text = asks(overlap) + FIT + RESEARCH;
    refused(332, text, Con, &format!("{path}.1.weeks"), "does not overlap");
    let nobody = asks("{ weeks = [2, 3], interviews = 0 }") + FIT + RESEARCH;
    refused(333, nobody, Rng, &format!("{path}.0.interviews"), "from 1 to 1000");
    let idle = edited("[strategy.push]", "[strategy.push]\nredesign_every_weeks = 4") + FIT;
    refused(334, idle, Con, "strategy.push.redesign_every_weeks", "nothing new");
    let wide = asks(once) + &FIT.replace("= 1", "= 1\ndimensions = 5") + RESEARCH;
    refused(335, wide, Rng, "fit.dimensions", "from 1 to 4");
    let warned = |text: String, key: &str, says: &str| {
        let warnings =
            load_text(text, &[]).unwrap_or_else(|p| panic!("{}", render_all(&p, false))).warnings;
        let hit = warnings.iter().any(|w| w.key == key && w.to_string().contains(says));
        assert!(hit, "{key}: {}", render_all(&warnings, false));
    };
    let late = asks("{ weeks = [2, 300], interviews = 4 }") + FIT + RESEARCH;
    warned(late, &format!("{path}.0.weeks"), "never comes");
    warned(format!("{BASE}{FIT}{RESEARCH}"), "research", "never acts");
}

/// Satisfaction: nothing that is typed may be without something to act on.
#[test]
fn satisfaction_finds_what_it_acts_on() {
    let with = |keys: &str| format!("{BASE}\n[satisfaction]\n{keys}");
    refused(360, with("starts = 1"), Con, "satisfaction", "nothing hangs on it");
    refused(361, with("lifts_needs = 0.2"), Con, "satisfaction", "as expected for ever");
    let expects = "expects_per_order = 0.3\n";
    for (number, key, says) in [
        (362, "lifts_needs = 0.1\ngain_per_care = 0.1", "a tactic that says care"),
        (363, "lifts_needs = 0.1\ngain_per_fit = 0.3", "a [fit]"),
        (364, "churn_odds_per_unit = 0.8", "buyers who can leave"),
        (365, "talks_above = 0", "a [word_of_mouth]"),
        (366, "warns_below = 0", "word_of_mouth.warns_per_week"),
    ] {
        let word = key.lines().last().and_then(|l| l.split(' ').next()).unwrap();
        let path = format!("satisfaction.{word}");
        refused(number, with(&format!("{expects}{key}")), Con, &path, says);
    }
    let better = with("expects_per_order = 0.3\nchurn_odds_per_unit = 1.2");
    refused(367, better, Rng, "satisfaction.churn_odds_per_unit", "at most 1");
    let habit = edited("unit_cost = 48.5", "unit_cost = 48.5\nchurn_odds_per_order = 0.9");
    refused(368, habit, Con, "offer.churn_odds_per_order", "dropout_per_purchase or a contract");
    let to = |stages: &str| {
        let sends = format!("sends_per_week = 1, to = [{stages}]");
        edited("sends_per_week = 1", &sends)
    };
    const TO: &str = "tactic.mail.reach.direct.to";
    refused(369, to(""), Con, TO, "at least one stage");
    refused(370, to("\"advocate\", \"advocate\""), Con, TO, "each stage once");
    refused(371, to("\"promotor\""), Rng, TO, "did you mean promoter?");
    refused(372, to("\"aware\""), Rng, TO, "one of subscribed");
    // Seen without a warning, and to move nobody, before stages reached were held against stages moved.
    let warned = |text: Vec<u8>, key: &str| {
        let warnings = load_text(text, &[]).expect("valid").warnings;
        warnings
            .iter()
            .any(|w| w.kind == Okw && w.key == key && w.to_string().contains("(subscribed)"))
    };
    assert!(warned(to("\"ascended\"").into(), TO), "messages to buyers that move leads");
    assert!(!warned(to("\"subscribed\", \"ascended\"").into(), TO), "one of them is moved");
    let staff = edited(
        "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }",
        "{ people = { wage_per_week = 900, leads_per_week = 20, serves = [\"promoter\"] } }",
    );
    assert!(warned(staff.into(), "tactic.mail.reach.people.serves"), "staff with nothing to do");
    load_text(with(&format!("{expects}lifts_needs = 0.2")), &[]).expect("demanding buyers");
    let cares = edited("says = \"teach\"\nmoves = { subscribed = 0.01 }", "says = \"care\"")
        + "\n[satisfaction]\ngain_per_care = 0.1\nlifts_needs = 0.2\n";
    let warnings = load_text(cares, &[]).expect("care that satisfies").warnings;
    assert!(warnings.iter().all(|w| w.key != "tactic.mail"), "it does something");
}

#[test]
fn dropout_in_time_is_no_part_of_a_contract() {
    let both = "unit_cost = 48.5\ndropout_per_week = 0.1\n\
                contract = { renews_every_weeks = 4, churn_per_renewal = 0.1 }";
    let text = edited("unit_cost = 48.5", both);
    refused(390, text, Con, "offer.dropout_per_week", "no dropout beside a contract");
}

/// Upsells, reviews and referral programmes: nothing that is typed may be without something to act on.
#[test]
fn what_is_asked_after_the_sale_finds_what_it_acts_on() {
    let mail =
        |says: &str, more: &str| edited("says = \"teach\"", &format!("says = \"{says}\"\n{more}"));
    const UPSELL: &str = "upsell = { accepts_per_contact = 0.2, adds_to_basket = 0.3 }";
    const REFERRAL: &str = "referral = { reward_per_referred = 20 }";
    let table = |text: &str| format!("{BASE}\n{text}");
    refused(380, mail("teach", UPSELL), Con, "tactic.mail.upsell", "says upsell");
    let talk = "\n[word_of_mouth]\ntalks_from = \"ascended\"\nmoves = { stranger = 0.1 }\n";
    let teaches = mail("teach", REFERRAL) + talk;
    refused(381, teaches, Con, "tactic.mail.referral", "says ask_referral");
    let no_talk = mail("ask_referral", REFERRAL);
    refused(382, no_talk, Con, "tactic.mail.referral", "a [word_of_mouth]");
    let empty = mail("ask_referral", "referral = {}") + talk;
    refused(383, empty, Con, "tactic.mail.referral", "reward_per_referred or lifts_talk");
    let half = mail("upsell", "upsell = { adds_to_basket = 0.3 }");
    refused(384, half, Mis, "tactic.mail.upsell.accepts_per_contact", "hazard");
    let nobody = table("[reviews]\nstarts = 50\nelasticity = 0.236");
    refused(385, nobody, Con, "reviews", "a tactic that says ask_review");
    let none = table("[reviews]\nstarts = 0\nfades_per_week = 0.1\nelasticity = 0.236");
    refused(386, none, Rng, "reviews.starts", "above 0");
    load_text(mail("upsell", UPSELL), &[]).expect("an upsell by mail");
    load_text(mail("ask_referral", REFERRAL) + talk, &[]).expect("a programme");
    let asked = mail("ask_review", "") + "\n[reviews]\nstarts = 50\nelasticity = 0.236\n";
    load_text(asked, &[]).expect("reviews that are asked for");
}

/// Joined channels: what they join is there, and what they change can be changed.
#[test]
fn joined_channels_find_what_they_act_on() {
    let joins = |how: &str| {
        edited(
            "[strategy.push]",
            &format!("[strategy.push]\ncoordination = {{ omnichannel = {{ {how} }} }}"),
        )
    };
    const COST: &str = "setup_weeks = 3, setup_cost = 50, weekly_cost = 2.5";
    const BASKET: &str = "\n[coordination.basket]\nabandoned_share = 0.7\nkept = { multichannel = 0.1, omnichannel = 0.8 }\n";
    load_text(joins(COST) + BASKET, &[]).expect("baskets that are kept");
    load_text(format!("{BASE}{BASKET}"), &[]).expect("baskets that are left behind by everybody");
    let path = "strategy.push.coordination.omnichannel";
    let cent = joins("setup_weeks = 3, setup_cost = 0.001, weekly_cost = 2") + BASKET;
    refused(350, cent, Rng, &format!("{path}.setup_cost"), "at most 2 decimals");
    let missing = joins("setup_weeks = 3, setup_cost = 5") + BASKET;
    refused(351, missing, Mis, &format!("{path}.weekly_cost"), "running it");
    let odds = joins(COST) + "\n[coordination]\nchurn_odds = 0.9\n";
    refused(352, odds, Con, "coordination.churn_odds", "customers who can be lost");
    let both = edited("unit_cost = 48.5", "unit_cost = 48.5\ndropout_per_purchase = 0.9")
        + "\n[coordination]\nchurn_odds = 0.9\nkeeps_more_share = 0.1\n";
    refused(353, both, Con, "coordination.keeps_more_share", "no churn_odds beside it");
    let service = "\n[coordination.service]\nrequests_per_order = 1\nhanded_over = { multichannel = 0.1, omnichannel = 0.8 }\n";
    let annoys = joins(COST) + service + "annoys_per_repeat = 1\n";
    refused(354, annoys, Con, "coordination.service.annoys_per_repeat", "[annoyance]");
    let doubts = joins(COST) + service + "trust_loss_per_repeat = 0.1\n";
    let sad = joins(COST) + service + "satisfaction_loss_per_repeat = 0.1\n";
    let feels = "[satisfaction]\nexpects_per_order = 0.1\nlifts_needs = 0.1\n";
    let waits = joins(COST) + service + "satisfaction_loss_per_week_waited = 0.1\n" + feels;
    refused(
        416,
        waits,
        Con,
        "coordination.service.satisfaction_loss_per_week_waited",
        "contacts_per_week",
    );
    refused(359, sad, Con, "coordination.service.satisfaction_loss_per_repeat", "[satisfaction]");
    refused(355, doubts, Con, "coordination.service.trust_loss_per_repeat", "[trust]");
    let same = edited("[segment.b]", "[segment.b]\nselection = 1");
    refused(356, same, Con, "segment.b.selection", "differ between customers");
    let only = joins(COST) + &BASKET.replace(", omnichannel = 0.8", "");
    refused(357, only, Mis, "coordination.basket.kept.omnichannel", "act as one");
    let needless = edited(
        "needs_per_year = { each = { gamma = { mean = \"2 to 3\", shape = 1.2 } } }\nlapse_per_week = \"0.1 to 0.3\"\n",
        "",
    );
    refused(358, needless + BASKET, Con, "coordination.basket", "no basket is filled");
    let warned = |text: String, key: &str, says: &str| {
        let warnings =
            load_text(text, &[]).unwrap_or_else(|p| panic!("{}", render_all(&p, false))).warnings;
        let hit = warnings.iter().any(|w| w.key == key && w.to_string().contains(says));
        assert!(hit, "{key}: {}", render_all(&warnings, false));
    };
    const TOLD: &str = "\n[coordination.promotion]\nelsewhere_share = 0.5\nknown = { multichannel = 0.1, omnichannel = 0.8 }\n";
    warned(joins(COST) + TOLD, "coordination.promotion", "it never acts");
    const FETCH: &str =
        "\n[coordination.collect]\nshare = { multichannel = 0, omnichannel = 0.8 }\n";
    let saves = "saves_per_order = 2\n";
    refused(361, joins(COST) + FETCH + saves, Con, "coordination.collect", "reach store");
    let shop = "{ store = { cost_per_week = 1, near_share = 0.2, passes_per_week = 0.1 } }";
    let mail = "{ direct = { cost_per_send = 0.002, sends_per_week = 1 } }";
    refused(
        362,
        (joins(COST) + FETCH).replace(mail, shop),
        Con,
        "coordination.collect",
        "buys_more_share",
    );
    let dear = (joins(COST) + FETCH).replace(mail, shop) + "saves_per_order = 9999\n";
    warned(dear, "coordination.collect.saves_per_order", "less than nothing");
    let sad = joins(COST) + TOLD + "satisfaction_loss = 0.1\n";
    refused(417, sad, Con, "coordination.promotion.satisfaction_loss", "[satisfaction]");
    warned(joins(COST), "strategy.push.coordination", "does nothing");
    warned(joins(&COST.replace('3', "30")) + BASKET, &format!("{path}.setup_weeks"), "never acts");
    let alone = edited("says = \"brand\"", "says = \"brand\"\nmessage = \"x\"");
    warned(alone, "tactic.tv.message", "nobody repeats it");
    warned(
        format!("{BASE}\n[coordination]\noutage_per_week = 0.1\n"),
        "coordination.outage_per_week",
        "never acts",
    );
}

/// A study of the rivals: it needs somebody to study, a week that comes, and a tactic that goes where they are weakest.
#[test]
fn a_study_of_rivals_finds_what_it_acts_on() {
    let with = |aim: &str, study: &str, more: &str| {
        let text = edited(
            "{ broadcast = { audience",
            &format!("{{ targeted = {{ precision = 0.7, {aim}, audience"),
        );
        let text = text.replace("[strategy.push]", &format!("[strategy.push]\n{study}"));
        format!("{text}\n{more}")
    };
    const AIM: &str = "segments = [\"a\"], finds_gaps = true";
    const STUDY: &str = "rival_analysis = { week = 2, cost = 30 }";
    const RIVAL: &str = "[choice]\nattraction = 0\n[rival.acme]\nattraction = 0.5\n";
    load_text(with(AIM, STUDY, RIVAL), &[]).expect("a study of a rival");
    let path = "strategy.push.rival_analysis";
    refused(410, with("segments = [\"a\"]", STUDY, RIVAL), Con, path, "finds_gaps = true");
    let aim = "tactic.tv.reach.targeted.finds_gaps";
    refused(411, with(AIM, STUDY, ""), Con, aim, "rivals whom somebody chooses");
    let late = "rival_analysis = { week = 300, cost = 30 }";
    refused(412, with(AIM, late, RIVAL), Rng, &format!("{path}.week"), "the last of the plan");
    let gives = "rival_analysis = { week = 2, cost = -1 }";
    refused(413, with(AIM, gives, RIVAL), Rng, &format!("{path}.cost"), "from 0 to");
    let free = "rival_analysis = { week = 2 }";
    refused(414, with(AIM, free, RIVAL), Mis, &format!("{path}.cost"), "what the study costs");
    let nowhere = format!("{RIVAL}attraction_by_segment = {{ aa = 1 }}\n");
    let there = "rival.acme.attraction_by_segment.aa";
    refused(415, with(AIM, STUDY, &nowhere), Ref, there, "did you mean a?");
    let warnings = load_text(with(AIM, "", RIVAL), &[]).expect("nobody studies").warnings;
    assert!(warnings.iter().any(|w| w.key == aim && w.to_string().contains("never acts")));
}
