//! Our own shop (MODEL.md sections 4 and 16): who lives near comes in as the formula says, through the scenario file and the tables.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use headwater::config::Kind;
use support::lives::lived;
use support::refusals::refused;
use support::{check, check_size, number, run_text};

/// Strangers without needs, a shop that is open in weeks 2 to 4.
const STREET: &str = r#"title = "A street"
[study]
weeks = 5
worlds = 60
seed = 31
baseline = "nothing"
[market]
customers = 2_000
currency = "USD"
[segment.all]
share = 1
[tactic.shop]
reach = { store = { cost_per_week = 7.25, near_share = 0.3, passes_per_week = 0.2 } }
says = "brand"
[strategy.nothing]
[strategy.open]
flights = [{ tactic = "shop", weeks = [2, 4], weekly_budget = 8 }, { tactic = "shop", weeks = [5, 5], weekly_budget = 7.24 }]
"#;

/// Who lives near, stranger or not, comes in with probability 1 − e^−h·a, h = .2 and with a need .2 + .6: .3 of all times that. The
/// same people live near every week: of them 1 − e^−3h came in at least once in three weeks. A closed shop is free.
/// Seen to catch: everybody near; a need that adds nothing; the lost coming in.
#[test]
fn who_lives_near_comes_in_as_the_formula_says() {
    // far more needs than weeks: somebody without an open one is as good as never met
    let needy = [
        "segment.all.needs_per_year=2600",
        "segment.all.lapse_per_week=0.1",
        "tactic.shop.reach.store.need_adds_per_week=0.6",
    ];
    let keen = ["segment.all.affinity={ shop = 2.5 }"];
    let some = ["segment.all.affinity={ shop = { each = { gamma = { mean = 1, shape = 2 } } } }"];
    let half_lost = [
        "segment.all.starts={ stranger = 0.5, promoter = 0.5 }",
        "journey.promoter.exit_per_week=1000",
    ];
    let n = 2000.0 * 60.0;
    // of a gamma with shape 2 the mean of e^−h·a is (1 + h/2)^−2
    for (name, sets, left, left_of_three) in [
        ("strangers", &[][..], libm::exp(-0.2), libm::exp(-0.6)),
        ("strangers with a need", &needy[..], libm::exp(-0.8), libm::exp(-2.4)),
        ("keen strangers", &keen[..], libm::exp(-0.5), libm::exp(-1.5)),
        ("keen and others", &some[..], libm::pow(1.1, -2.0), libm::pow(1.3, -2.0)),
    ] {
        let done = run_text(STREET, sets);
        for week in [2, 4] {
            let p = 0.3 * (1.0 - left);
            let (found, _) = done.weekly("open", "visits", week);
            let se = f64::sqrt(p * (1.0 - p) / n);
            check(&format!("{name}, week {week}"), p, found / 2000.0, se);
            check_size(&format!("{name}, week {week}"), p, se, 0.05);
            assert!((done.weekly("open", "spend", week).0 - 7.25).abs() < 1e-9);
        }
        for week in [1, 5] {
            assert_eq!(done.weekly("open", "visits", week).0, 0.0, "{name}: closed");
            assert_eq!(done.weekly("open", "spend", week).0, 0.0, "{name}: closed");
        }
        let row = done.rows("tactics.csv");
        let row = row.iter().find(|r| r["strategy"] == "open" && r["tactic"] == "shop").unwrap();
        let p = 0.3 * (1.0 - left_of_three);
        let se = f64::sqrt(p * (1.0 - p) / n);
        check(&format!("{name}, at least once"), p, number(row, "reach_1plus"), se);
    }
    let done = run_text(STREET, &half_lost);
    let p = 0.15 * (1.0 - libm::exp(-0.2));
    let se = f64::sqrt(p * (1.0 - p) / n);
    check("the lost stay away", p, done.weekly("open", "visits", 3).0 / 2000.0, se);
}

/// Seen to catch: nothing said where nobody ever needs anything.
#[test]
fn a_need_that_brings_people_in_is_one_that_somebody_has() {
    let near = "passes_per_week = 0.2 }";
    let text = STREET.replace(near, "passes_per_week = 0.2, need_adds_per_week = 0.6 }");
    assert_ne!(text, STREET);
    refused(900, text, Kind::Con, "tactic.shop.reach.store.need_adds_per_week", "needs_per_year");
}

/// Buyers with a need a week on average, a shop that is closed in week 4.
const COUNTER: &str = r#"title = "A counter"
[study]
weeks = 5
worlds = 100
seed = 37
baseline = "nothing"
[market]
customers = 500
people_per_customer = 3
currency = "USD"
[segment.all]
share = 1
needs_per_year = 52
starts = { ascended = 1 }
[offer]
price = 40
unit_cost = 30
[coordination.collect]
share = { multichannel = 0.1, omnichannel = 0.6 }
saves_per_order = 2.35
buys_more_share = 0.25
[tactic.shop]
reach = { store = { cost_per_week = 7.25, near_share = 0.5, passes_per_week = 0.2, need_adds_per_week = 0.3 } }
says = "brand"
[strategy.nothing]
[strategy.apart]
flights = [{ tactic = "shop", weeks = [1, 3], weekly_budget = 8 }, { tactic = "shop", weeks = [5, 5], weekly_budget = 8 }]
[strategy.joined]
flights = [{ tactic = "shop", weeks = [1, 3], weekly_budget = 8 }, { tactic = "shop", weeks = [5, 5], weekly_budget = 8 }]
coordination = { omnichannel = { setup_weeks = 2, setup_cost = 100, weekly_cost = 9.25 } }
"#;

/// Half live near, e^−.5 of those who order were not in the shop: of their Poisson orders the share s is fetched, .25 of these with
/// another basket. A count that is Poisson(s) with probability q and else 0 has the mean q·s and the mean square q·(s + s²).
/// Seen to catch: plans exchanged; those who were in the shop fetching too; everybody near; fetched from a closed shop, and from one
/// that a failure shut; one draw for fetching and for the basket beside it; savings of one person in three.
#[test]
fn orders_are_fetched_as_the_formula_says_and_save_to_the_cent() {
    let done = run_text(COUNTER, &[]);
    let n = 500.0 * 100.0;
    let q = 0.5 * libm::exp(-0.5);
    let week = |strategy: &str, measure: &str, week| done.weekly(strategy, measure, week).0;
    for (strategy, w, share) in [
        ("apart", 1, 0.1),
        ("apart", 5, 0.1),
        ("joined", 2, 0.1),
        ("joined", 3, 0.6),
        ("joined", 5, 0.6),
    ] {
        for (measure, s) in [("collected_orders", share), ("collected_baskets", 0.25 * share)] {
            let mean = q * s;
            let se = f64::sqrt((q * (s + s * s) - mean * mean) / n);
            let name = format!("{strategy}, week {w}: {measure}");
            check(&name, mean, week(strategy, measure, w) / 500.0, se);
        }
        let s = 0.6;
        check_size("fetched", q * s, f64::sqrt((q * (s + s * s) - q * s * q * s) / n), 0.05);
    }
    for strategy in ["apart", "joined"] {
        for w in 1..=5 {
            let [orders, fetched, baskets, saved, revenue, earned] = [
                "orders",
                "collected_orders",
                "collected_baskets",
                "collect_savings",
                "revenue",
                "contribution",
            ]
            .map(|measure| week(strategy, measure, w));
            let close = |what: &str, a: f64, b: f64| {
                assert!((a - b).abs() < 1e-6, "{strategy}, week {w}: {what} {a} for {b}");
            };
            close("savings", saved, 3.0 * 2.35 * fetched);
            close("revenue", revenue, 3.0 * 40.0 * (orders + baskets));
            close("contribution", earned, 3.0 * 10.0 * (orders + baskets) + saved);
            assert_eq!(fetched > 0.0, w != 4, "{strategy}, week {w}");
        }
    }
    let out = run_text(COUNTER, &["coordination.outage_per_week=1000"]);
    assert_eq!(out.weekly("joined", "collected_orders", 3).0, 0.0, "the shop is shut");
    assert!((out.weekly("joined", "spend", 3).0 - 7.25 - 9.25).abs() < 1e-9, "and paid");
    assert!(out.weekly("apart", "collected_orders", 3).0 > 0.0);
}

/// Fetching orders changes neither orders nor people: revenue and costs differ by the baskets that are taken beside them and by what
/// is saved, in every history and week, whatever else acts.
/// Seen to catch: savings of one person in three.
#[test]
fn fetching_orders_changes_nothing_but_baskets_and_what_is_saved() {
    let flights = "flights = [{ tactic = \"shop\", weeks = [1, 3], weekly_budget = 8 }, { tactic = \"shop\", weeks = [5, 5], weekly_budget = 8 }]";
    let dropout = "dropout_per_purchase = 0.2";
    let contract = "contract = { renews_every_weeks = 2, churn_per_renewal = 0.2 }";
    for offer in [dropout, contract] {
        let text = COUNTER
            .replace(flights, "weekly_budget = { shop = 8 }")
            .replace("weeks = 5", "weeks = 20")
            .replace("worlds = 100", "worlds = 10")
            .replace(
                "{ ascended = 1 }",
                "{ stranger = 0.4, engaged = 0.3, ascended = 0.3 }\nlapse_per_week = 0.2",
            )
            .replace(
                "says = \"brand\"",
                "says = \"offer\"\nmoves = { stranger = 0.2, aware = 0.3 }",
            )
            .replace(
                "unit_cost = 30",
                &format!("unit_cost = 30\nbuys_from = \"engaged\"\n{offer}"),
            );
        let (mut more, mut orders) = (0, 0);
        for plans in lived(&text) {
            let [apart, joined, ..] = &plans[..] else { panic!("two plans") };
            assert!(apart.journey == joined.journey, "people move alike");
            for (a, j) in apart.weeks.iter().zip(&joined.weeks) {
                let same = [(a.orders, j.orders), (a.visits, j.visits), (a.people, j.people)];
                assert!(same.iter().all(|(a, j)| a == j), "{same:?}");
                assert!(a.collected_orders <= j.collected_orders, "luck is one");
                let baskets =
                    3 * (i128::from(j.collected_baskets) - i128::from(a.collected_baskets));
                assert_eq!(j.revenue - a.revenue, 4000 * baskets);
                let saved = j.collect_savings - a.collect_savings;
                assert_eq!(j.unit_cost - a.unit_cost, 3000 * baskets - saved);
                assert_eq!(j.collect_savings, 3 * 235 * i128::from(j.collected_orders));
                more += j.collected_orders - a.collected_orders;
                orders += j.orders;
            }
        }
        assert!(more > 100 && orders > 10 * more / 3, "{more} of {orders}");
    }
}
