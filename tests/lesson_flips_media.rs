//! The shipped questions of media, messages and what follows a sale: with the mechanism switched off, the answer is the other one.
#![allow(clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use support::{number, run_text};

macro_rules! lesson {
    ($name:literal) => {
        include_str!(concat!("../configs/lessons/", $name, ".toml"))
    };
}

/// Net of one plan beyond that of another, over its error.
fn z(text: &str, sets: &[&str], a: &str, b: &str) -> f64 {
    let sets: Vec<&str> = sets.iter().copied().chain(["study.worlds=40"]).collect();
    let rows = run_text(text, &sets).rows("comparison.csv");
    let row = |a: &str, b: &str| {
        rows.iter().find(|r| r["strategy_a"] == a && r["strategy_b"] == b).cloned()
    };
    let (row, sign) = row(a, b).map_or_else(|| (row(b, a).unwrap(), -1.0), |row| (row, 1.0));
    let (net, se) = (sign * number(&row, "net_diff_mean"), number(&row, "net_diff_se"));
    println!("{sets:?}: {a} over {b} {net:.0} ± {se:.0}, z {:.1}", net / se);
    net / se
}

/// With half of their effect at ten contacts, both kinds of banners alike, those that follow are ahead; where they follow nobody and
/// fall on everybody, the two are one.
#[test]
fn banners_win_by_following_those_who_looked() {
    const FOLLOW: &str = lesson!("follow-or-spread");
    const BOTH: [&str; 2] = [
        "tactic.follow.saturation.half_saturation=10",
        "tactic.banners.saturation.half_saturation=10",
    ];
    assert!(z(FOLLOW, &BOTH, "follow", "spread") > 3.0);
    let lookers = "targeted = { cost_per_thousand = 12, precision = 0.95, lookers = { within_weeks = 4, most_per_week = 10 } }";
    let everybody = FOLLOW.replace(lookers, "broadcast = { cost_per_thousand = 12 }");
    assert_ne!(everybody, FOLLOW);
    assert!(z(&everybody, &BOTH, "follow", "spread").abs() < 3.0);
}

/// Where all clicks cost what the low bid pays, more of them are better, at the margin too at which the high bid loses.
#[test]
fn more_clicks_are_worse_only_where_they_are_dearer() {
    const BID: &str = lesson!("bid-high-or-low");
    const THIN: &str = "offer.unit_cost=450";
    assert!(z(BID, &[THIN], "low", "high") > 3.0);
    let one_price = BID
        .replace("auction = { rivals = 4, bid_high = 3.8 }", "cost_per_click = 2.16")
        .replace("bids = { search = 2.7 }\n", "")
        .replace("bids = { search = 3.8 }\n", "");
    assert!(z(&one_price, &[THIN], "high", "low") > 3.0);
}

#[test]
fn questions_whose_answers_nobody_keeps_only_cost() {
    let sets = ["fit.lifts_moves=3", "tactic.quiz.learns_taste=0"];
    assert!(z(lesson!("ask-her-taste"), &sets, "same", "hers") > 3.0);
}

/// Seen to catch writers of reviews who, alone among buyers, were never lost: asking was then worth 840 with no reader.
#[test]
fn reviews_that_nobody_reads_are_not_worth_asking_for() {
    let sets = ["tactic.ask.opt_out_per_contact=0.001", "reviews.elasticity=0"];
    assert!(z(lesson!("ask-for-reviews"), &sets, "leave", "ask") > 3.0);
}

#[test]
fn an_upsell_that_nobody_takes_up_is_worth_less_than_a_call_to_come_back() {
    let sets = [
        "tactic.take_more.upsell.adds_to_basket=0.5",
        "tactic.take_more.upsell.accepts_per_contact=0",
    ];
    assert!(z(lesson!("more-or-again"), &sets, "again", "more") > 3.0);
}

/// A film that needs no large screen, and a phone that carries it whole: the cheaper view wins, be television as cheap as it can.
#[test]
fn television_wins_only_by_what_its_screen_carries() {
    const FILM: &str = lesson!("large-or-small-screen");
    const CHEAP: &str = "tactic.television.reach.broadcast.cost_per_thousand=12";
    for off in ["tactic.phone.message_richness=0.5", "tactic.phone.medium_richness=1"] {
        assert!(z(FILM, &[CHEAP, off], "small", "large") > 3.0);
    }
}

#[test]
fn pages_that_no_follower_sees_are_worse_than_none() {
    const PAGES: &str = lesson!("own-pages-or-paid");
    let sets = ["tactic.pages.reach.community.seen_share=0"];
    assert!(z(PAGES, &sets, "paid", "pages") > 3.0);
    // The same cost in every world: there is no error to divide by.
    assert!(z(PAGES, &sets, "nothing", "pages") > 3.0);
}

/// Where letters drive nobody away the more of them the better, however much worse the second would be than the first.
#[test]
fn a_cap_helps_only_where_letters_cost_readers() {
    let sets = ["pressure.opt_out_per_extra_contact=1", "tactic.letter.opt_out_per_contact=0"];
    assert!(z(lesson!("cap-or-not"), &sets, "four", "two") > 3.0);
}

/// Both without the essays' value and where no step asks for trust.
#[test]
fn essays_win_by_the_trust_they_earn() {
    for off in ["tactic.teach.value=0", "trust.steepness=0"] {
        let sets = ["trust.gain_per_value=0.15", off];
        assert!(z(lesson!("teach-or-chase"), &sets, "chase", "teach") > 3.0);
    }
}

/// A price that every channel knows already is not worth a system that makes it known.
#[test]
fn a_price_that_everybody_knows_needs_no_system() {
    const PRICE: &str = lesson!("one-price-everywhere");
    let sets = [
        "coordination.promotion.known.omnichannel=0.9",
        "coordination.promotion.known.multichannel=0.9",
    ];
    assert!(z(PRICE, &sets, "side_by_side", "as_one") > 3.0);
}

/// However soon the system is ready, where nobody fetches anything it only costs, and where people fetch without it too.
#[test]
fn orders_that_are_driven_anyway_need_no_system() {
    const COLLECT: &str = lesson!("collect-or-deliver");
    const SOON: &str = "strategy.as_one.coordination.omnichannel.setup_weeks=8";
    assert!(z(COLLECT, &[SOON], "as_one", "side_by_side") > 3.0);
    for off in
        ["coordination.collect.share.omnichannel=0", "coordination.collect.share.multichannel=0.4"]
    {
        assert!(z(COLLECT, &[SOON, off], "side_by_side", "as_one") > 3.0);
    }
}
