//! The role of touches: which tactic people met first, on the way and last before their first order, and whom it sent on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use support::relations::{PLAIN, Rows, check, close, number, run};

/// Everybody may order from the start, whatever she saw; two tactics are met by chance, and two more in one channel.
const CHANCE: &str = r#"
[study]
weeks = 12
worlds = 10
seed = 11
roles = true
[market]
customers = 4_000
currency = "USD"
[segment.all]
share = 1
starts = { excited = 1 }
[offer]
price = 10
[journey.excited]
forward_per_week = 0.1
[tactic.a]
reach = { broadcast = { cost_per_thousand = 10 } }
says = "brand"
moves = { aware = 0.1 }
[tactic.z]
reach = { broadcast = { cost_per_thousand = 10 } }
says = "brand"
moves = { aware = 0.1 }
[strategy.nothing]
[strategy.both]
weekly_budget = { a = 4, z = 12 }
"#;

fn of<'r>(
    rows: &'r Rows,
    strategy: &str,
    tactic: &str,
) -> &'r std::collections::BTreeMap<String, String> {
    rows.iter().find(|r| r["strategy"] == strategy && r["tactic"] == tactic).unwrap()
}

// Seen to catch: touches of a week in order of tactic id (first touches of a, z = 13).
#[test]
fn touches_are_first_and_last_as_often_as_chance_has_it() {
    let done = run(CHANCE, &[]);
    let rows = done.rows("tactics.csv");
    // 400 and 1200 impressions among 4000 people: somebody is in touch in a week with
    let (a, z) = (1.0 - libm::exp(-0.1), 1.0 - libm::exp(-0.3));
    let any = 1.0 - (1.0 - a) * (1.0 - z);
    // an order in week w, after w weeks of touches
    let (stays, mut ordered, mut touched) = (libm::exp(-0.1), 0.0, 0.0);
    for w in 1..=12 {
        let here = libm::pow(stays, f64::from(w - 1)) * (1.0 - stays);
        ordered += here;
        touched += here * (1.0 - libm::pow(1.0 - any, f64::from(w)));
    }
    let share = touched / ordered;
    let new_customers = 40_000.0 * ordered;
    for (tactic, own, other) in [("a", a, z), ("z", z, a)] {
        let expected = share * (own * (1.0 - other) + 0.5 * own * other) / any;
        let se = (expected * (1.0 - expected) / new_customers).sqrt();
        for role in ["role_first", "role_last"] {
            check(
                &format!("{tactic} {role}"),
                expected,
                number(of(&rows, "both", tactic), role),
                se,
            );
        }
    }
    let firsts: f64 = ["a", "z"].iter().map(|t| number(of(&rows, "both", t), "role_first")).sum();
    check("any touch", share, firsts, (share * (1.0 - share) / new_customers).sqrt());
}

/// The errors that are written are those of the counts: where worlds differ by luck alone, that of a binomial share of the new
/// customers. Seen to catch: the error of the count of one world over the mean of new customers (.0032 for .0023).
#[test]
fn a_share_of_new_customers_has_the_error_of_a_share() {
    let done = run(CHANCE, &["study.worlds=150", "market.customers=300"]);
    let rows = done.rows("tactics.csv");
    let new_customers = 150.0 * done.weekly("both", "new_customers").iter().sum::<f64>();
    for tactic in ["a", "z"] {
        let row = of(&rows, "both", tactic);
        for role in ["role_first", "role_middle", "role_last"] {
            let (share, se) = (number(row, role), number(row, &format!("{role}_se")));
            let binomial = (share * (1.0 - share) / new_customers).sqrt();
            println!("{tactic} {role}: {share:.4} ± {se:.6}, binomial {binomial:.6}");
            // An error from 150 worlds has itself one of 1/√298 of it.
            assert!((se / binomial - 1.0).abs() < 4.0 / f64::sqrt(298.0), "{se} for {binomial}");
        }
    }
    let one = run(CHANCE, &["study.worlds=1"]);
    assert!(of(&one.rows("tactics.csv"), "both", "a")["role_first_se"].is_empty());
}

/// Roles are looked at and change nothing else; in one channel nobody is sent on.
#[test]
fn roles_change_nothing_and_add_up() {
    let plain = run(PLAIN, &[]);
    let looked = run(PLAIN, &["study.roles=true"]);
    for table in ["roi.csv", "journey.csv", "customers.csv", "weekly.csv", "summary.csv"] {
        assert!(plain.bytes(table) == looked.bytes(table), "{table}");
    }
    assert!(plain.bytes("tactics.csv") == run(PLAIN, &["study.roles=false"]).bytes("tactics.csv"));
    assert!(!plain.rows("tactics.csv")[0].contains_key("role_first"), "absent is off");
    let rows = looked.of("tactics.csv", "some");
    let sum = |column: &str| rows.iter().map(|r| number(r, column)).sum::<f64>();
    close("as many first as last touches", sum("role_first"), sum("role_last"), 1e-12);
    assert!(sum("role_first") <= 1.0 && sum("role_middle") > 0.0 && sum("sent_on") > 0.0);
    let one = run(
        PLAIN,
        &["study.roles=true", "tactic.search.channel=\"tv\"", "tactic.mail.channel=\"tv\""],
    );
    assert!(one.of("tactics.csv", "some").iter().all(|r| number(r, "sent_on") == 0.0));
}
