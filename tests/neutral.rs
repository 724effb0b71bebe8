//! Switches: a neutral value is the same as an absent key, and every other one moves the output the way it says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]
#![allow(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
#![allow(clippy::needless_range_loop, reason = "a week is a place in many columns")]

mod support;

use support::relations::*;

#[test]
fn neutral_values_are_the_same_as_absent_keys() {
    let plain = run(PLAIN, &[]).bytes("roi.csv");
    let saturated = "tactic.tv.saturation={ half_saturation = 2 }";
    let with_saturation = run(PLAIN, &[saturated]).bytes("roi.csv");
    for set in [
        "study.tail_weeks=0",
        "study.discount_per_year=0",
        "market.people_per_customer=1",
        "market.season={ amplitude = 0, peak_week = 20 }",
        "segment.a.basket=1",
        "segment.a.affinity={ tv = 1, search = 1 }",
        "segment.b.starts={ stranger = 1 }",
        "offer.unit_cost=0",
        "offer.dropout_per_purchase=0",
        "offer.dropout_per_week=0",
        "journey.stranger.forward_per_week=0",
        "journey.aware.exit_per_week=0",
        "journey.engaged.back_per_week=0",
        "journey.engaged={ forward_per_week = 0.05, back_per_week = 0, back_to = \"aware\" }",
        "journey.lost.returns_per_week=0",
        "tactic.tv.reach.broadcast.audience=1",
        "tactic.tv.reach.broadcast.price_rise={ exponent = 0, reference_budget = 7 }",
        "tactic.tv.adstock_per_week=0",
        "tactic.tv.stirs_need=0",
        "tactic.tv.wear={ in_contacts = 1e-6 }",
        "tactic.search.wear={ out = { after_contacts = 1000000, decay_contacts = 5 } }",
        "tactic.tv.medium_richness=1",
        "study.roles=false",
        "tactic.mail.moves.aware=0",
        "tactic.mail.reach.direct.cost_per_issue=0",
        "tactic.tv.channel=\"tv\"",
        "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0, ascended = 0 } }",
        "word_of_mouth={ talks_from = \"aware\", warns_per_week = 0 }",
        "word_of_mouth={ talks_from = \"aware\", moves = { stranger = 0 }, network = { barabasi_albert = { links = 2 } } }",
        "fit={ taste_spread = 1, drift_per_quarter = 0.1, lifts_moves = 0 }",
        "fit={ dimensions = 3, taste_spread = 0, drift_per_quarter = 0.1, lifts_moves = 2 }",
        "satisfaction={ starts = 2, lifts_needs = 0, lifts_moves = 0 }",
        "satisfaction={ expects_per_order = 0, lifts_needs = 2, lifts_moves = 2 }",
        "tactic.mail.reach.direct.to=[\"subscribed\", \"converted\", \"excited\", \"ascended\", \"advocate\", \"promoter\"]",
        "choice={ attraction = 30 }",
        "rival={ acme = { weekly_spend = 90, reacts = 2, takes_per_week = 0 } }",
        "coordination={ basket = { abandoned_share = 0, kept = { multichannel = 0, omnichannel = 0 } } }",
        "coordination={ basket = { abandoned_share = 0.7, kept = { multichannel = 1, omnichannel = 1 } } }",
        "coordination={ service = { requests_per_order = 2, handed_over = { multichannel = 0, omnichannel = 1 } } }",
        "coordination={ outage_per_week = 2 }",
        "tactic.tv.message=\"one\"",
        "strategy.nothing.weekly_budget={ tv = 0 }",
        "strategy.some.flights=[{ tactic = \"tv\", weeks = [2, 5], weekly_budget = 30 }]",
        "strategy.some.flights=[]",
    ] {
        assert!(run(PLAIN, &[set]).bytes("roi.csv") == plain, "{set}");
    }
    let exponent = "tactic.tv.saturation={ half_saturation = 2, hill_exponent = 1 }";
    assert!(run(PLAIN, &[exponent]).bytes("roi.csv") == with_saturation, "hill_exponent = 1");
    assert!(plain != with_saturation);
}

/// The scenario with a blog in place of the mail, to be found by half of those with a need for each post.
const BLOG: &str = "tactic.mail={ reach = { content = { cost_per_post = 25, found_per_post = 0.1, fades_per_week = 0.1 } }, says = \"teach\", moves = { stranger = 0.4, aware = 0.3 } }";
/// … with a shop in place of the mail.
const STORE: &str = "tactic.mail={ reach = { store = { cost_per_week = 9, near_share = 0.5, passes_per_week = 0.2 } }, says = \"teach\", moves = { stranger = 0.3, aware = 0.3 } }";

/// … with a site in place of the mail.
const SITE: &str = "tactic.mail={ reach = { site = { cost_per_week = 9, visits_per_week = 0.3 } }, says = \"teach\", moves = { aware = 0.3 } }";
/// A brand that television builds and that lifts every move.
const BRAND: [&str; 2] =
    ["brand={ fades_per_week = 0.1, lifts_moves = 0.5 }", "tactic.tv.builds_brand=0.4"];

/// A need is a choice, a rival sells and speaks, and its voice drowns ours.
const GAP: &str = "rival.acme.attraction_by_segment.b=-3";
const AIMED: &str = "tactic.mail.reach={ targeted = { cost_per_thousand = 12, precision = 0.9, segments = [\"a\"], finds_gaps = true } }";
const STUDIED: &str = "strategy.some.rival_analysis={ week = 2, cost = 3 }";
const CHOICE: &str = "choice={ attraction = 0.5 }";
const RIVAL: &str = "rival={ acme = { attraction = 0.5, weekly_spend = 30 } }";
const VOICE: &str = "voice={ interference = 0.5 }";

/// A message that wears out.
const WORN: &str = "tactic.tv.wear={ out = { after_contacts = 1, decay_contacts = 2 } }";

/// Staff in place of the mail, which calls strangers and those who have heard of us.
const DESK: &str = "tactic.mail={ reach = { people = { wage_per_week = 3, leads_per_week = 500, serves = [\"stranger\", \"aware\"] } }, says = \"commit\", moves = { stranger = 0.5, aware = 0.5 } }";
const AGAIN: &str = "tactic.mail.reach.people.attempts=[{ force = 1 }, { force = 1 }]";
const WAITED: &str = "tactic.mail.reach.people.force_by_wait={ within_day = 0.4, later = 0.2 }";
const SCORE: &str = "tactic.mail.reach.people.score={ per_visit = 1, open_need = 1, profile = { a = 1 }, routed_from = 1 }";

const COMPOUNDS: &str = "tactic.mail.reach.content.compounds={ share = 0.5, factor = 4, weeks = 3, fades_per_week = 0.1 }";

#[test]
fn stocks_at_their_neutral_values_are_the_same_as_absent_keys() {
    let same = |case: &str, absent: &[&str], neutral: &[&str]| {
        let sets: Vec<&str> = absent.iter().chain(neutral).copied().collect();
        for table in ["roi.csv", "journey.csv", "tactics.csv", "customers.csv"] {
            assert!(run(PLAIN, &sets).bytes(table) == run(PLAIN, absent).bytes(table), "{case}");
        }
    };
    let idle = "brand={ starts = 3, fades_per_week = 0.1, lifts_moves = 0, lifts_search = 0 }";
    same("a brand that lifts nothing", &[], &[idle, "tactic.tv.builds_brand=1"]);
    let still = "brand={ starts = 3, fades_per_week = 0, lifts_moves = 2, lifts_search = 2 }";
    same("a brand that stays as it is", &[], &[still, "tactic.tv.builds_brand=0"]);
    let content = |key: &str| format!("tactic.mail.reach.content.{key}");
    let compounds = content("compounds={ share = 0, factor = 7, weeks = 3, fades_per_week = 0.2 }");
    const RIVALS: [&str; 2] = [CHOICE, RIVAL];
    same(
        "a rival as strong in b as everywhere",
        &RIVALS,
        &["rival.acme.attraction_by_segment.b=0.5"],
    );
    let gaps = |finds: &str| {
        format!(
            "tactic.tv.reach={{ targeted = {{ cost_per_thousand = 15, precision = 0.8, segments = [\"a\"]{finds} }} }}"
        )
    };
    let studied = [CHOICE, RIVAL, GAP, AIMED, STUDIED];
    let absent = gaps("");
    let absent: Vec<&str> = studied.iter().copied().chain([absent.as_str()]).collect();
    same("a tactic that does not follow the study", &absent, &[&gaps(", finds_gaps = false")]);
    same("no post compounds", &[BLOG], &[&compounds]);
    let told = "{ multichannel = 1, omnichannel = 0.2 }";
    let known =
        format!("coordination={{ promotion = {{ elsewhere_share = 0.8, known = {told} }} }}");
    same("a price that is known everywhere", &[SALE, FELT], &[&known]);
    let here = "coordination={ promotion = { elsewhere_share = 0, known = { multichannel = 0, omnichannel = 0 } } }";
    same("a price that is met where it is told", &[SALE, FELT], &[here]);
    let none = "coordination.collect={ share = { multichannel = 0, omnichannel = 0 }, saves_per_order = 2, buys_more_share = 0.4 }";
    same("nobody fetches an order", &[STORE], &[none]);
    let joined_only = "coordination.collect={ share = { multichannel = 0, omnichannel = 1 }, saves_per_order = 2, buys_more_share = 0.4 }";
    same("no plan joins its channels", &[STORE], &[joined_only]);
    let in_vain = "coordination.collect={ share = { multichannel = 1, omnichannel = 1 }, saves_per_order = 0, buys_more_share = 0 }";
    same("fetching saves nothing", &[STORE], &[in_vain]);
    same("a need adds nothing", &[STORE], &["tactic.mail.reach.store.need_adds_per_week=0"]);
    same("no lag", &[BLOG], &[&content("lag_weeks=0")]);
    same("the best quality", &[BLOG], &[&content("quality=1")]);
    let posts = run(PLAIN, &[BLOG]);
    assert!(posts.summary("some", "net_mean") != run(PLAIN, &[]).summary("some", "net_mean"));
    let (visits, contacts) = (posts.weekly("some", "visits"), posts.weekly("some", "contacts"));
    assert!(visits.iter().zip(&contacts).all(|(v, c)| v < c), "television is no visit");
}

// Seen to catch: posts found only from their second week on; no visits in weeks without a budget.
#[test]
fn more_posts_are_found_more_and_go_on_being_found_without_money() {
    let mut text = PLAIN.to_string();
    for posts in [1, 2, 4, 8] {
        let budget = 25 * posts;
        text.push_str(&format!(
            "\n[strategy.p{posts}]\nflights = [{{ tactic = \"mail\", weeks = [1, 4], weekly_budget = {budget} }}]\n"
        ));
    }
    let done = run(&text, &[BLOG, "study.tail_weeks=20", "market.customers=20000"]);
    let mut before = vec![0.0; 32];
    for posts in [1.0, 2.0, 4.0, 8.0] {
        let strategy = format!("p{posts}");
        assert_eq!(done.summary(&strategy, "spend_mean"), 4.0 * 25.0 * posts);
        let stock = done.weekly(&strategy, "content_stock");
        let visits = done.weekly(&strategy, "visits");
        assert_eq!(visits[0], 0.0, "a post is found from the week after");
        for week in 1..32 {
            // weeks 1 to 4 brought posts, each of which is at age a as visible as e^(-0.1 a)
            let written = (1..=4.min(week)).map(|w| libm::exp(-0.1 * (week + 1 - w) as f64));
            close("stock", stock[week], posts * written.sum::<f64>(), 1e-12);
            assert!(visits[week] > before[week], "week {week}: {} visits", visits[week]);
        }
        before = visits;
    }
}

// Seen to catch: goodwill that never fades: above its bound from week 14 on.
#[test]
fn goodwill_stays_between_nothing_and_what_its_input_can_hold() {
    let text = format!(
        "{PLAIN}\n[strategy.burst]\nflights = [{{ tactic = \"tv\", weeks = [1, 3], weekly_budget = 300 }}]\n"
    );
    let sets = [
        BRAND[0],
        BRAND[1],
        "tactic.mail.builds_brand=0.2",
        "study.weeks=40",
        "study.tail_weeks=40",
    ];
    let done = run(&text, &sets);
    for strategy in ["nothing", "some", "burst"] {
        let goodwill = done.weekly(strategy, "goodwill");
        // goodwill per contact is at most 0.4, and the 2000 customers are all there
        let inputs = done.weekly(strategy, "contacts");
        let most = inputs.iter().fold(0.0, |a: f64, n| a.max(0.4 * n / 2000.0));
        for (week, pair) in goodwill.windows(2).enumerate() {
            assert!(pair[0] >= 0.0 && pair[0] <= most / 0.1 + 1e-12, "{strategy}, week {week}");
            if inputs[week + 1] == 0.0 {
                close("faded", pair[1], pair[0] * libm::exp(-0.1), 1e-12);
            }
        }
        assert_eq!(strategy == "nothing", goodwill.iter().all(|g| *g == 0.0));
        let awareness = done.weekly(strategy, "awareness");
        assert!(awareness.iter().all(|share| (0.0..=1.0).contains(share)));
        let customers = done.journey(strategy, "customers");
        let aware: f64 = STAGES[1..9].iter().map(|s| customers[*s][10]).sum();
        close("awareness", awareness[9], aware / 2000.0, 1e-12);
    }
}

// Seen to catch: `back_to` ignored by the move and saturation ignored by the response.
#[test]
fn every_switch_moves_the_output() {
    let targeted = |precision: &str| {
        format!(
            "tactic.tv.reach={{ targeted = {{ cost_per_thousand = 12, precision = {precision}, segments = [\"a\"] }} }}"
        )
    };
    let (half, sharp) = (targeted("0.5"), targeted("0.9"));
    let none: &[&str] = &[];
    let cases: &[(&str, &[&str], &str)] = &[
        ("adstock", none, "tactic.tv.adstock_per_week=0.5"),
        ("saturation", none, "tactic.tv.saturation={ half_saturation = 1 }"),
        (
            "hill_exponent",
            &["tactic.tv.saturation={ half_saturation = 1 }"],
            "tactic.tv.saturation.hill_exponent=2",
        ),
        ("wear in", none, "tactic.tv.wear={ in_contacts = 2 }"),
        ("in_contacts", &["tactic.tv.wear={ in_contacts = 2 }"], "tactic.tv.wear.in_contacts=3"),
        ("wear out", none, WORN),
        ("after_contacts", &[WORN], "tactic.tv.wear.out.after_contacts=4"),
        ("decay_contacts", &[WORN], "tactic.tv.wear.out.decay_contacts=9"),
        ("season", none, "market.season={ amplitude = 0.5, peak_week = 4 }"),
        (
            "peak_week",
            &["market.season={ amplitude = 0.5, peak_week = 4 }"],
            "market.season.peak_week=30",
        ),
        ("stirs_need", none, "tactic.tv.stirs_need=0.3"),
        ("medium_richness", none, "tactic.tv.medium_richness=0.5"),
        ("message_richness", &["tactic.tv.medium_richness=0.5"], "tactic.tv.message_richness=0.7"),
        ("affinity", none, "segment.a.affinity={ tv = 2 }"),
        ("affinity to search", none, "segment.a.affinity={ search = 2 }"),
        ("channel", &["segment.a.affinity={ search = 2 }"], "tactic.tv.channel=\"search\""),
        ("audience", none, "tactic.tv.reach.broadcast.audience=0.5"),
        ("targeted", none, &half),
        ("precision", &[&half], &sharp),
        ("cost_per_thousand", none, "tactic.tv.reach.broadcast.cost_per_thousand=20"),
        (
            "price_rise",
            none,
            "tactic.tv.reach.broadcast.price_rise={ exponent = 0.3, reference_budget = 10 }",
        ),
        (
            "price_rise.reference_budget",
            &["tactic.tv.reach.broadcast.price_rise={ exponent = 0.3, reference_budget = 10 }"],
            "tactic.tv.reach.broadcast.price_rise.reference_budget=5",
        ),
        ("cost_per_click", none, "tactic.search.reach.search.cost_per_click=3"),
        ("cost_per_issue", none, "tactic.mail.reach.direct.cost_per_issue=1.5"),
        ("cost_per_send", none, "tactic.mail.reach.direct.cost_per_send=0.02"),
        ("sends_per_week", none, "tactic.mail.reach.direct.sends_per_week=2"),
        ("query_share", none, "tactic.search.reach.search.query_share=0.2"),
        ("moves", none, "tactic.tv.moves.stranger=0.1"),
        ("needs", none, "segment.a.needs_per_year=8"),
        (
            "needs between customers",
            none,
            "segment.a.needs_per_year={ each = { gamma = { mean = 6, shape = 1 } } }",
        ),
        ("lapse", none, "segment.a.lapse_per_week=2"),
        ("starts", none, "segment.b.starts={ aware = 1 }"),
        ("dropout", none, "offer.dropout_per_purchase=0.3"),
        ("buys_from", none, "offer.buys_from=\"aware\""),
        ("forward", none, "journey.stranger.forward_per_week=0.05"),
        ("back", none, "journey.engaged.back_per_week=0.3"),
        (
            "back_to",
            &["journey.subscribed.back_per_week=0.5"],
            "journey.subscribed.back_to=\"aware\"",
        ),
        ("exit", none, "journey.aware.exit_per_week=0.1"),
        ("returns", &["journey.aware.exit_per_week=0.3"], "journey.lost.returns_per_week=0.3"),
        ("word of mouth", none, TALK),
        ("talks_from", &[TALK], "word_of_mouth.talks_from=\"promoter\""),
        (
            "small world",
            &[TALK],
            "word_of_mouth.network={ watts_strogatz = { links = 6, rewired_share = 0 } }",
        ),
        (
            "rewired_share",
            &[TALK, "word_of_mouth.network={ watts_strogatz = { links = 6, rewired_share = 0 } }"],
            "word_of_mouth.network.watts_strogatz.rewired_share=0.3",
        ),
        ("hubs", &[TALK], "word_of_mouth.network={ barabasi_albert = { links = 2 } }"),
        (
            "links",
            &[TALK, "word_of_mouth.network={ barabasi_albert = { links = 2 } }"],
            "word_of_mouth.network.barabasi_albert.links=5",
        ),
        ("moves by talk", &[TALK], "word_of_mouth.moves.aware=0.3"),
        (
            "warns_per_week",
            &["offer.dropout_per_purchase=0.5"],
            "word_of_mouth={ talks_from = \"ascended\", warns_per_week = 2 }",
        ),
        (
            "flights",
            none,
            "strategy.some.flights=[{ tactic = \"tv\", weeks = [3, 4], weekly_budget = 90 }]",
        ),
        ("tail", none, "study.tail_weeks=4"),
        ("discount", none, "study.discount_per_year=0.1"),
        ("price", none, "offer.price=96"),
        ("unit_cost", none, "offer.unit_cost=40"),
        ("basket", none, "segment.a.basket=1.5"),
        (
            "basket between orders",
            none,
            "segment.a.basket={ each_order = { gamma = { mean = 1, shape = 2 } } }",
        ),
        (
            "basket between customers",
            none,
            "segment.a.basket={ each = { gamma = { mean = 1, shape = 2 } } }",
        ),
        (
            "gamma-gamma basket",
            none,
            "segment.a.basket={ gamma_gamma = { p = 6, q = 4, gamma = 0.5 } }",
        ),
        ("contract", none, "offer.contract={ renews_every_weeks = 4, churn_per_renewal = 0.1 }"),
        (
            "churn",
            &["offer.contract={ renews_every_weeks = 4, churn_per_renewal = 0.1 }"],
            "offer.contract.churn_per_renewal=0.4",
        ),
        ("people_per_customer", none, "market.people_per_customer=3"),
        ("brand", none, "brand={ starts = 2, fades_per_week = 0.1, lifts_moves = 0.5 }"),
        ("builds_brand", &BRAND, "tactic.tv.builds_brand=0.6"),
        ("brand.starts", &BRAND, "brand.starts=2"),
        ("brand.fades_per_week", &BRAND, "brand.fades_per_week=0.3"),
        ("brand.lifts_moves", &BRAND, "brand.lifts_moves=0.7"),
        (
            "brand.lifts_search",
            // few enough clicks for the budget: beyond it, more people who would click change nothing
            &[BRAND[0], BRAND[1], "tactic.search.reach.search.query_share=0.03"],
            "brand.lifts_search=0.5",
        ),
        ("brand.lifts_visits, site", &[BRAND[0], BRAND[1], SITE], "brand.lifts_visits=0.5"),
        ("brand.lifts_visits, content", &[BRAND[0], BRAND[1], BLOG], "brand.lifts_visits=0.5"),
        ("site", none, SITE),
        ("cost_per_week", &[SITE], "tactic.mail.reach.site.cost_per_week=8"),
        ("visits_per_week", &[SITE], "tactic.mail.reach.site.visits_per_week=0.4"),
        ("affinity to a site", &[SITE], "segment.a.affinity={ mail = 2 }"),
        ("store", none, STORE),
        ("collect.share", &[STORE, COLLECT], "coordination.collect.share.multichannel=0.7"),
        (
            "collect.share, joined",
            &[STORE, COLLECT, JOINED],
            "coordination.collect.share.omnichannel=0.3",
        ),
        ("saves_per_order", &[STORE, COLLECT], "coordination.collect.saves_per_order=3"),
        ("buys_more_share", &[STORE, COLLECT], "coordination.collect.buys_more_share=0.9"),
        ("store.cost_per_week", &[STORE], "tactic.mail.reach.store.cost_per_week=8"),
        ("near_share", &[STORE], "tactic.mail.reach.store.near_share=0.9"),
        ("passes_per_week", &[STORE], "tactic.mail.reach.store.passes_per_week=0.5"),
        ("need_adds_per_week", &[STORE], "tactic.mail.reach.store.need_adds_per_week=2"),
        ("brand.lifts_visits, store", &[BRAND[0], BRAND[1], STORE], "brand.lifts_visits=0.5"),
        ("affinity to a store", &[STORE], "segment.a.affinity={ mail = 2 }"),
        ("content", none, BLOG),
        ("cost_per_post", &[BLOG], "tactic.mail.reach.content.cost_per_post=20"),
        ("found_per_post", &[BLOG], "tactic.mail.reach.content.found_per_post=0.15"),
        ("content.fades_per_week", &[BLOG], "tactic.mail.reach.content.fades_per_week=0.3"),
        ("lag_weeks", &[BLOG], "tactic.mail.reach.content.lag_weeks=3"),
        ("quality", &[BLOG], "tactic.mail.reach.content.quality=0.5"),
        ("compounds", &[BLOG], COMPOUNDS),
        ("compounds.share", &[BLOG, COMPOUNDS], "tactic.mail.reach.content.compounds.share=0.9"),
        ("compounds.factor", &[BLOG, COMPOUNDS], "tactic.mail.reach.content.compounds.factor=9"),
        ("compounds.weeks", &[BLOG, COMPOUNDS], "tactic.mail.reach.content.compounds.weeks=1"),
        (
            "compounds.fades_per_week",
            &[BLOG, COMPOUNDS],
            "tactic.mail.reach.content.compounds.fades_per_week=1",
        ),
        ("affinity to content", &[BLOG], "segment.a.affinity={ mail = 2 }"),
        ("fit", none, FIT),
        ("fit.dimensions", &[FIT], "fit.dimensions=3"),
        ("fit.taste_spread", &[FIT], "fit.taste_spread=2"),
        ("fit.drift_per_quarter", &[FIT], "fit.drift_per_quarter=0.9"),
        ("fit.lifts_moves", &[FIT], "fit.lifts_moves=3"),
        ("fit.reference", &[FIT], "fit.reference=0.2"),
        ("research", &[FIT, PRICE], ASKS),
        ("cost_per_interview", &[FIT, PRICE, ASKS], "research.cost_per_interview=2"),
        ("noise", &[FIT, PRICE, ASKS], "research.noise=1"),
        (
            "interviews",
            &[FIT, PRICE, ASKS],
            "strategy.some.research=[{ weeks = [2, 3], interviews = 5 }]",
        ),
        (
            "weeks of research",
            &[FIT, PRICE, ASKS],
            "strategy.some.research=[{ weeks = [3, 4], interviews = 3 }]",
        ),
        ("redesign_every_weeks", &[FIT, PRICE, ASKS], "strategy.some.redesign_every_weeks=5"),
        ("choice", none, CHOICE),
        ("attraction", &[CHOICE], "choice.attraction=2"),
        ("rival.attraction", &[CHOICE, RIVAL], "rival.acme.attraction=-2"),
        ("attraction_by_segment", &[CHOICE, RIVAL], "rival.acme.attraction_by_segment.b=-2"),
        ("rival_analysis", &[CHOICE, RIVAL, AIMED], STUDIED),
        (
            "week of rival_analysis",
            &[
                CHOICE,
                RIVAL,
                GAP,
                "tactic.tv.reach={ targeted = { cost_per_thousand = 15, precision = 0.8, segments = [\"a\"], finds_gaps = true } }",
                STUDIED,
            ],
            "strategy.some.rival_analysis.week=5",
        ),
        (
            "cost of rival_analysis",
            &[CHOICE, RIVAL, AIMED, STUDIED],
            "strategy.some.rival_analysis.cost=5",
        ),
        (
            "finds_gaps",
            &[
                CHOICE,
                RIVAL,
                GAP,
                AIMED,
                "tactic.tv.reach={ targeted = { cost_per_thousand = 15, precision = 0.8, segments = [\"a\"] } }",
                STUDIED,
            ],
            "tactic.tv.reach.targeted.finds_gaps=true",
        ),
        ("persuades", &[CHOICE], "tactic.tv.persuades=0.5"),
        ("fit.lifts_choice", &[CHOICE, FIT], "fit.lifts_choice=2"),
        ("brand.lifts_choice", &[CHOICE, BRAND[0], BRAND[1]], "brand.lifts_choice=2"),
        ("promotion.lifts_choice", &[CHOICE, SALE], "promotion={ lifts_choice = 3 }"),
        ("takes_per_week", none, "rival={ acme = { weekly_spend = 90, takes_per_week = 0.02 } }"),
        ("rival.weekly_spend", &[RIVAL, CHOICE, VOICE], "rival.acme.weekly_spend=500"),
        ("reacts", &[RIVAL, CHOICE, VOICE], "rival.acme.reacts=3"),
        ("interference", &[RIVAL, CHOICE, VOICE], "voice.interference=1"),
        ("voice.reference", &[RIVAL, CHOICE, VOICE], "voice.reference=0.2"),
        ("moves of the lost", &["journey.aware.exit_per_week=0.2"], "tactic.tv.moves.lost=0.3"),
        ("basket", none, BASKETS),
        ("abandoned_share", &[BASKETS], "coordination.basket.abandoned_share=0.3"),
        ("kept", &[BASKETS], "coordination.basket.kept.multichannel=0.5"),
        ("kept by joined channels", &[BASKETS, JOINED], "coordination.basket.kept.omnichannel=0.9"),
        ("omnichannel", &[BASKETS], JOINED),
        (
            "setup_cost",
            none,
            "strategy.some.coordination={ omnichannel = { setup_weeks = 50, setup_cost = 5, weekly_cost = 0 } }",
        ),
        (
            "weekly_cost",
            none,
            "strategy.some.coordination={ omnichannel = { setup_weeks = 50, setup_cost = 0, weekly_cost = 5 } }",
        ),
        ("setup_weeks", &[BASKETS, JOINED], "strategy.some.coordination.omnichannel.setup_weeks=8"),
        ("cost_per_contact", &[SERVICE], "coordination.service.cost_per_contact=7"),
        ("requests_per_order", &[SERVICE], "coordination.service.requests_per_order=3"),
        ("handed_over", &[SERVICE], "coordination.service.handed_over.multichannel=0.9"),
        (
            "satisfaction_loss_per_week_waited",
            &[
                SERVICE,
                "coordination.service.contacts_per_week=2",
                "offer.dropout_per_purchase=0.3",
                "satisfaction={ expects_per_order = 0.1, churn_odds_per_unit = 0.5 }",
            ],
            "coordination.service.satisfaction_loss_per_week_waited=1",
        ),
        ("contacts_per_week", &[SERVICE], "coordination.service.contacts_per_week=2"),
        (
            "satisfaction_loss_per_repeat",
            &[
                SERVICE,
                "offer.dropout_per_purchase=0.3",
                "satisfaction={ expects_per_order = 0.1, churn_odds_per_unit = 0.5 }",
            ],
            "coordination.service.satisfaction_loss_per_repeat=1",
        ),
        ("outage_per_week", &[JOINED], "coordination.outage_per_week=0.7"),
        ("churn_odds", &[JOINED, "offer.dropout_per_purchase=0.6"], "coordination.churn_odds=0.3"),
        (
            "keeps_more_share",
            &[JOINED, "offer.dropout_per_purchase=0.6"],
            "coordination.keeps_more_share=0.91",
        ),
        (
            "message",
            &[JOINED, "tactic.search.message=\"one\"", CURVED[0], CURVED[1]],
            "tactic.tv.message=\"one\"",
        ),
        (
            "selection",
            &["segment.a.needs_per_year={ each = { gamma = { mean = 6, shape = 1 } } }"],
            "segment.a.selection=0.5",
        ),
        ("promotions", none, SALE),
        ("price_off", &[SALE], "strategy.some.promotions=[{ weeks = [3, 5], price_off = 0.3 }]"),
        (
            "weeks of promotions",
            &[SALE],
            "strategy.some.promotions=[{ weeks = [4, 6], price_off = 0.2 }]",
        ),
        ("elsewhere_share", &[SALE, TOLD], "coordination.promotion.elsewhere_share=1"),
        ("known", &[SALE, TOLD], "coordination.promotion.known.multichannel=0.9"),
        (
            "known by joined channels",
            &[SALE, TOLD, JOINED],
            "coordination.promotion.known.omnichannel=0.2",
        ),
        ("lifts_needs", &[SALE], "promotion={ lifts_needs = 2 }"),
        ("gain_lifts_needs", &[SALE], "promotion={ gain_lifts_needs = 2 }"),
        ("reference_kept_per_week", &[SALE, FELT], "promotion.reference_kept_per_week=0.2"),
        ("loss_lowers_needs", &[SALE, FELT], "promotion.loss_lowers_needs=5"),
        ("extra_baskets", &[SALE, FELT], "promotion.extra_baskets=3"),
        ("brought_forward_share", &[SALE, FELT], "promotion.brought_forward_share=0.9"),
        ("deal_buyers_share", &[SALE, FELT], "promotion.deal_buyers_share=0.3"),
        ("home_stock_lowers_needs", &[SALE, FELT], "promotion.home_stock_lowers_needs=2"),
        ("people", none, DESK),
        ("wage_per_week", &[DESK], "tactic.mail.reach.people.wage_per_week=5"),
        ("leads_per_week", &[DESK], "tactic.mail.reach.people.leads_per_week=40"),
        ("serves", &[DESK], "tactic.mail.reach.people.serves=[\"stranger\"]"),
        ("attempts", &[DESK], AGAIN),
        (
            "called_share",
            &[DESK, AGAIN],
            "tactic.mail.reach.people.attempts=[{ force = 1 }, { force = 1, called_share = 0.3 }]",
        ),
        (
            "force",
            &[DESK, AGAIN],
            "tactic.mail.reach.people.attempts=[{ force = 1 }, { force = 0.2 }]",
        ),
        ("force_by_wait", &[DESK], WAITED),
        ("within_day", &[DESK, WAITED], "tactic.mail.reach.people.force_by_wait.within_day=0.9"),
        ("later", &[DESK, WAITED], "tactic.mail.reach.people.force_by_wait.later=0.9"),
        ("score", &[DESK], SCORE),
        (
            "first",
            &[DESK, SCORE, "tactic.mail.reach.people.leads_per_week=20"],
            "tactic.mail.reach.people.score.first=\"best\"",
        ),
        ("routed_from", &[DESK, SCORE], "tactic.mail.reach.people.score.routed_from=3"),
        ("per_visit", &[DESK, SCORE], "tactic.mail.reach.people.score.per_visit=0.1"),
        ("open_need", &[DESK, SCORE], "tactic.mail.reach.people.score.open_need=0.1"),
        ("profile", &[DESK, SCORE], "tactic.mail.reach.people.score.profile.b=2"),
        ("seed", none, "study.seed=38"),
    ];
    let mut silent = Vec::new();
    for (name, before, switch) in cases {
        let off = run(PLAIN, before).bytes("roi.csv");
        let sets: Vec<&str> = before.iter().chain([switch]).copied().collect();
        if run(PLAIN, &sets).bytes("roi.csv") == off {
            silent.push(*name);
        }
    }
    // The same 2000 customers, who come in over the first two weeks.
    let text = edit(PLAIN, "customers = 2_000\n", "");
    let entering = |when: &str, who: &str| {
        let a = edit(&text, "share = 0.4", &format!("enters = {{ {when} = [{who}] }}"));
        run(&edit(&a, "share = 0.6", "enters = { each_day = [1200] }"), &[]).bytes("roi.csv")
    };
    let together = entering("each_day", "800");
    if entering("each_day", "0, 0, 0, 0, 400, 0, 0, 0, 400") == together {
        silent.push("enters, by day");
    }
    if entering("each_week", "400, 400") == together {
        silent.push("enters, by week");
    }
    assert!(silent.is_empty(), "moved nothing: {silent:?}");
}
