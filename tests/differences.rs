//! Inbound against outbound, for the same money: what the trade says of the two, as figures that a run writes.
//!
//! One way or two ways: `trust_mean`. About the product or about the customer: `moves_caused` where asks may come too early.
//! Demand now or trust: `orders` by week. Alone, or behind an integrated campaign: `visits` with and without broadcast. How
//! easily each is measured is not here: the model has no tracking.
#![allow(clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use support::{Run, check, number, run_text};

/// A blog and a broadcast for the same 400 a week over thirteen weeks. Nobody leaves and orders build no trust, so that what
/// differs is what the contacts did.
const MARKET: &str = r#"
[study]
weeks = 13
tail_weeks = 26
worlds = 24
seed = 4411
baseline = "nothing"

[market]
customers = 4_000
currency = "USD"

[segment.all]
share = 1
needs_per_year = 3
lapse_per_week = 0.3
starts = { stranger = 0.6, aware = 0.3, ascended = 0.1 }

[offer]
price = 60
unit_cost = 30
buys_from = "engaged"

[journey.aware]
forward_per_week = 0.01

[trust]
gain_per_value = 0.1
steepness = 6

[pacing]
acceptance_loss_per_level = 0

[tactic.film]
label = "Film with an offer"
reach = { broadcast = { cost_per_thousand = 20 } }
says = "offer"
stirs_need = 0.05
moves = { stranger = 0.002, aware = 0.004 }

[tactic.blog]
label = "Answers on the blog"
reach = { content = { cost_per_post = 200, found_per_post = 0.02, fades_per_week = 0.02, lag_weeks = 6 } }
says = "teach"
value = 0.8
moves = { stranger = 0.1, aware = 0.2 }

[tactic.search]
reach = { search = { cost_per_click = 1, query_share = 0.4 } }
says = "offer"
moves = { aware = 0.05 }

[strategy.nothing]

[strategy.outbound]
weekly_budget = { film = 400 }

[strategy.inbound]
weekly_budget = { blog = 400 }

[strategy.clicks]
weekly_budget = { search = 2_000 }

[strategy.clicks_and_film]
weekly_budget = { search = 2_000, film = 400 }
"#;

const WEEKS: u32 = 13;

fn caused(done: &Run, strategy: &str, tactic: &str) -> f64 {
    let rows = done.rows("tactics.csv");
    let row = rows.iter().find(|r| r["strategy"] == strategy && r["tactic"] == tactic).unwrap();
    number(row, "moves_caused")
}

/// Mean of a measure over some weeks.
fn mean(done: &Run, strategy: &str, measure: &str, weeks: std::ops::RangeInclusive<u32>) -> f64 {
    let n = f64::from(weeks.end() - weeks.start() + 1);
    weeks.map(|week| done.weekly(strategy, measure, week).0).sum::<f64>() / n
}

/// Without needs nobody finds anything, and the film is seen as often as ever.
#[test]
fn outbound_reaches_people_whatever_they_need_and_inbound_only_those_who_need() {
    let (needs, none) =
        (run_text(MARKET, &[]), run_text(MARKET, &["segment.all.needs_per_year=0"]));
    let contacts = |done: &Run, strategy: &str| mean(done, strategy, "contacts", 1..=WEEKS);
    assert!(contacts(&needs, "inbound") > 10.0);
    assert!(contacts(&none, "inbound") == 0.0);
    assert!(contacts(&none, "outbound") == contacts(&needs, "outbound"));
}

/// One way: the film leaves trust as it was, week by week and to the last bit. Two ways: the blog raises it.
#[test]
fn two_way_contacts_build_trust_and_one_way_contacts_none() {
    let done = run_text(MARKET, &[]);
    for week in 1..=WEEKS {
        let trust = |strategy: &str| done.weekly(strategy, "trust_mean", week).0;
        assert!(trust("outbound") == trust("nothing"), "week {week}");
    }
    let (nothing, _) = done.weekly("nothing", "trust_mean", WEEKS);
    let (inbound, se) = done.weekly("inbound", "trust_mean", WEEKS);
    assert!(inbound - nothing > 4.0 * se, "{nothing} to {inbound} ± {se}");
}

/// A message about the product asks for an order (level 8), one about the customer's question for attention (level 2). Where
/// early asks lose force, the first loses by it and the second does not, to the last move.
#[test]
fn messages_about_the_product_come_too_early_and_those_about_the_customer_do_not() {
    let free = run_text(MARKET, &[]);
    let dear = run_text(MARKET, &["pacing.acceptance_loss_per_level=0.6"]);
    assert!(caused(&dear, "inbound", "blog") == caused(&free, "inbound", "blog"));
    let (before, after) = (caused(&free, "outbound", "film"), caused(&dear, "outbound", "film"));
    // Strangers are asked six levels too far and the aware five, so that less than a tenth is left of either.
    assert!(before > 50.0 && after < 0.1 * before, "{before} to {after}");
}

/// In its first weeks the film brings the orders and the blog none; half a year later, long after the money has stopped, the
/// blog brings more. What is left of the film's lift are the people it brought along: nobody forgets us in this market.
#[test]
fn outbound_stirs_demand_now_and_inbound_brings_it_later() {
    let done = run_text(MARKET, &[]);
    let lift = |strategy: &str, weeks: std::ops::RangeInclusive<u32>| {
        mean(&done, strategy, "orders", weeks.clone()) - mean(&done, "nothing", "orders", weeks)
    };
    let (early, late) = (2..=4, 30..=39);
    let (film, blog) = (lift("outbound", early.clone()), lift("inbound", early));
    println!("weeks 2 to 4: film {film:.2}, blog {blog:.2} orders more a week");
    assert!(film > 2.0 * blog.abs());
    let (film, blog) = (lift("outbound", late.clone()), lift("inbound", late));
    println!("weeks 30 to 39: film {film:.2}, blog {blog:.2} orders more a week");
    assert!(blog > 1.3 * film);
}

/// A broadcast stirs needs, and those who have one search: from the week after, there is more to click on. A film that stirs
/// nothing and moves nobody leaves every click where it was.
#[test]
fn broadcast_backs_search_from_the_week_after() {
    let visits = |done: &Run, strategy: &str, week| done.weekly(strategy, "visits", week).0;
    let done = run_text(MARKET, &[]);
    assert!(visits(&done, "clicks_and_film", 1) == visits(&done, "clicks", 1), "none yet");
    let more = |week| visits(&done, "clicks_and_film", week) - visits(&done, "clicks", week);
    let lift = (2..=WEEKS).map(more).sum::<f64>();
    println!("{lift:.1} clicks more over the weeks");
    assert!((2..=WEEKS).all(|week| more(week) > 0.0));

    let idle = run_text(MARKET, &["tactic.film.stirs_need=0", "tactic.film.moves={}"]);
    for week in 1..=WEEKS + 26 {
        assert!(visits(&idle, "clicks_and_film", week) == visits(&idle, "clicks", week));
    }
}

/// A broadcast makes strangers aware, and the aware come to our site by themselves: from the week after, there are as many visits
/// more as those who came to know us, times their chance to come. A film that moves nobody leaves every visit where it was. Seen to catch: visits of strangers
/// too.
#[test]
fn broadcast_brings_direct_visits_from_the_week_after() {
    let visits = |done: &Run, strategy: &str, week| done.weekly(strategy, "visits", week).0;
    let site = [
        "tactic.home={ reach = { site = { cost_per_week = 10, visits_per_week = 0.05 } }, says = \"offer\", moves = { aware = 0.05 } }",
        "strategy.clicks.weekly_budget={ home = 10 }",
        "strategy.clicks_and_film.weekly_budget={ home = 10, film = 400 }",
    ];
    let done = run_text(MARKET, &site);
    let more = |week| visits(&done, "clicks_and_film", week) - visits(&done, "clicks", week);
    assert!(visits(&done, "clicks", 1) > 0.0);
    assert!(more(1) == 0.0, "none yet");
    // 5 contacts on average, Poisson, each with a hazard of 0.002, on 2400 strangers.
    let told = 2400.0 * (1.0 - libm::exp(-5.0 * (1.0 - libm::exp(-0.002))));
    let mean = told * (1.0 - libm::exp(-0.05));
    check("week 2", mean, more(2), f64::sqrt(mean / 24.0));
    assert!((2..=WEEKS).all(|week| more(week) > 0.0));

    let idle = ["tactic.film.stirs_need=0", "tactic.film.moves={}"];
    let idle = run_text(MARKET, &[&site[..], &idle[..]].concat());
    for week in 1..=WEEKS + 26 {
        assert!(visits(&idle, "clicks_and_film", week) == visits(&idle, "clicks", week));
    }
}
