//! Satisfaction (MODEL.md section 12): as its closed forms say, and what must hold whatever the numbers are.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use support::{check, check_size, number, run, run_text};

/// A probability with its odds times a factor.
fn odds(p: f64, factor: f64) -> f64 {
    p * factor / (1.0 - p + p * factor)
}

/// Mean of f over beta(a, b), by midpoints of y = p^a, in which the density has no pole at 0.
fn beta_mean(a: f64, b: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut mass) = (0.0, 0.0);
    let n = 200_000u32;
    for k in 0..n {
        let p = libm::pow((f64::from(k) + 0.5) / f64::from(n), 1.0 / a);
        let weight = libm::pow(1.0 - p, b - 1.0);
        sum += weight * f(p);
        mass += weight;
    }
    sum / mass
}

/// Renewals of V14 where everybody is one standard deviation more satisfied, or less, and stays so: each customer's odds to leave
/// are multiplied by 0.7 to the power of that, and survival is the mean of (1 − p')^t over the beta law.
///
/// With the factor on the probability in place of its odds it was seen to part from the run: z -72 (renewal 1); upside down: z
/// -127.
#[test]
fn the_satisfied_renew_at_odds_that_are_shifted() {
    for (starts, factor) in [(1.0, 0.7), (-1.0, 1.0 / 0.7)] {
        let table = format!("satisfaction={{ starts = {starts:?}, churn_odds_per_unit = 0.7 }}");
        let rows = run("configs/textbook/renewals.toml", &[&table]).rows("journey.csv");
        for t in [1u32, 2, 4, 8] {
            let exact = beta_mean(0.704, 1.182, |p| libm::pow(1.0 - odds(p, factor), f64::from(t)));
            let week = t.to_string();
            let lost = rows.iter().find(|r| r["week"] == week && r["stage"] == "lost").unwrap();
            let found = 1.0 - number(lost, "customers") / 1000.0;
            let se = f64::sqrt(exact * (1.0 - exact) / (1000.0 * 300.0));
            let case = format!("satisfaction {starts}, renewal {t}");
            check_size(&case, exact, se, 0.02);
            check(&case, exact, found, se);
        }
    }
}

/// Buyers with gamma rates who may be lost after each order: `E[X(t)] = (1 − (α'/(α' + p'·t))^r)/p'`, where satisfaction S makes
/// the needs come faster, α' = α·e^{−bS}, and the odds to leave lower.
///
/// Seen to part with needs that are lifted by 1.4 in place of 1.5: z 8.7 (week 1); not lifted: z -129; only the gathered rates
/// lifted, not those of one customer: z -24.
#[test]
fn the_satisfied_buy_faster_and_leave_later() {
    let (r, alpha, lifts, factor) = (0.243, 4.414, 0.3, 0.7);
    let sets = [
        "offer.dropout_per_purchase=0.3",
        "satisfaction={ starts = 1.5, churn_odds_per_unit = 0.7, lifts_needs = 0.3 }",
    ];
    let done = run("configs/textbook/buyers.toml", &sets);
    let alpha = alpha * libm::exp(-lifts * 1.5);
    let p = odds(0.3, libm::pow(factor, 1.5));
    for week in [1, 13, 39, 78] {
        let (found, se) = done.weekly("as_it_is", "orders_cumulative", week);
        let orders = (1.0 - libm::pow(alpha / (alpha + p * f64::from(week)), r)) / p;
        let case = format!("orders by week {week}");
        check_size(&case, 2000.0 * orders, se, 0.02);
        check(&case, 2000.0 * orders, found, se);
    }
}

/// Each order so far makes the odds to leave smaller: the n-th renewal, after n − 1 orders, is refused at odds times 0.8^{n−1}.
///
/// Seen to part with the order of the renewal itself among those so far: z -57 (renewal 1).
#[test]
fn a_habit_of_ordering_shifts_the_odds_order_by_order() {
    let sets = ["offer.contract.churn_per_renewal=0.3", "offer.churn_odds_per_order=0.8"];
    let rows = run("configs/textbook/renewals.toml", &sets).rows("journey.csv");
    let mut exact = 1.0;
    for t in 1..=12u32 {
        exact *= 1.0 - odds(0.3, libm::pow(0.8, f64::from(t - 1)));
        let week = t.to_string();
        let lost = rows.iter().find(|r| r["week"] == week && r["stage"] == "lost").unwrap();
        let se = f64::sqrt(exact * (1.0 - exact) / (1000.0 * 300.0));
        check(&format!("renewal {t}"), exact, 1.0 - number(lost, "customers") / 1000.0, se);
    }
}

const CARED_FOR: &str = r#"title = "Care"

[study]
weeks = 20
tail_weeks = 10
worlds = 40
seed = 21
baseline = "none"

[market]
customers = 2_000
currency = "USD"

[segment.buyers]
share = 1
starts = { ascended = 1 }

[offer]
price = 20

[journey.ascended]
forward_per_week = 0.01
exit_per_week = 0.03

[satisfaction]
starts = 0.4
gain_per_care = 0.1
fades_per_week = 0.05
churn_odds_per_unit = 0.6
lifts_moves = 0.5

[tactic.thanks]
reach = { direct = { cost_per_send = 0.01, sends_per_week = 2, to = ["ascended"] } }
says = "care"

[strategy.none]

[strategy.care]
weekly_budget = { thanks = 1_000 }
"#;

/// Two contacts of care a week: S of a week is (S of the week before · e^{−δ}) + 0.2, less what fades at its end; and who is left,
/// stays or recommends us by it, week by week.
///
/// Seen to part with exits that do not see the care of their own week: z -4.2 (lost, week 2); with moves that are not lifted:
/// z -6.3 (advocate, week 1); and with satisfaction that does not fade.
#[test]
fn satisfaction_follows_its_recursion_and_people_follow_satisfaction() {
    // Who has moved on to advocate gets no care any more: without that move everybody is alike.
    let plain = run_text(CARED_FOR, &["journey.ascended.forward_per_week=0"]);
    let done = run_text(CARED_FOR, &[]);
    for (strategy, care) in [("none", 0.0), ("care", 0.2)] {
        let (mut felt, mut here, mut gone, mut on) = (0.4, 1.0, 0.0, 0.0);
        let rows = done.rows("journey.csv");
        for week in 1..=30u32 {
            felt += if week <= 20 { care } else { 0.0 };
            let exit = 0.03 * libm::pow(0.6, felt);
            let forward = 0.01 * libm::exp(0.5 * felt);
            let all = exit + forward;
            let moved = here * (1.0 - libm::exp(-all));
            here -= moved;
            gone += moved * exit / all;
            on += moved * forward / all;
            felt *= libm::exp(-0.05);
            let (mean, _) = plain.weekly(strategy, "satisfaction_mean", week);
            assert!((mean - felt).abs() < 3e-5, "{strategy}, week {week}: {mean} for {felt}");
            for (stage, share) in [("ascended", here), ("lost", gone), ("advocate", on)] {
                let week = week.to_string();
                let row = rows.iter().find(|r| {
                    r["strategy"] == strategy && r["week"] == week && r["stage"] == stage
                });
                let found = number(row.unwrap(), "customers") / 2000.0;
                let se = f64::sqrt(share * (1.0 - share) / (2000.0 * 40.0));
                check(&format!("{strategy}, week {week}: {stage}"), share, found, se);
            }
        }
    }
    let thanks = done.rows("tactics.csv");
    let thanks = thanks.iter().find(|r| r["strategy"] == "care").unwrap();
    assert_eq!(thanks["stream"], "downstream", "care without moves is for those who have bought");
}

const ORDERS: &str = r#"title = "Orders"

[study]
weeks = 52
worlds = 4
replications = 2
seed = 3

[market]
customers = 2_000
currency = "USD"

[segment.a]
share = 0.5
needs_per_year = { each = { gamma = { mean = 6, shape = 1.5 } } }
lapse_per_week = 0.3
starts = { stranger = 0.5, ascended = 0.5 }

[segment.b]
share = 0.5
needs_per_year = 12
lapse_per_week = 0.3
starts = { stranger = 0.5, engaged = 0.3, promoter = 0.2 }

[offer]
price = 20
unit_cost = 8
buys_from = "engaged"
dropout_per_purchase = { each = { beta = [0.8, 2.4] } }

[journey.stranger]
forward_per_week = 0.02

[journey.aware]
forward_per_week = 0.05

[satisfaction]
starts = 0
expects_per_order = 0.2
churn_odds_per_unit = 0.7

[strategy.as_it_is]
"#;

/// Dropout is the only way out, and every draw is the same: in each history who is more satisfied orders at least as often.
///
/// Seen to catch: odds to leave that are upside down, expectations that please, orders that satisfy nobody.
#[test]
fn the_happier_never_leave_sooner() {
    let orders = |sets: &[&str]| -> Vec<f64> {
        let rows = run_text(ORDERS, sets).rows("roi.csv");
        rows.iter().map(|r| number(r, "orders")).collect()
    };
    let mut before = vec![0.0; 8];
    for starts in ["-2", "-0.5", "0", "1", "3"] {
        let found = orders(&[&format!("satisfaction.starts={starts}")]);
        assert!(before.iter().zip(&found).all(|(b, f)| b <= f), "{starts}: {before:?} {found:?}");
        assert!(before.iter().sum::<f64>() < found.iter().sum::<f64>());
        before = found;
    }
    let demanding = orders(&["satisfaction.expects_per_order=0.5"]);
    let easy = orders(&["satisfaction.expects_per_order=0"]);
    assert!(demanding.iter().zip(&easy).all(|(d, e)| d < e), "abandoned buyers leave");
}

/// What an order adds is what the offer fits beyond the reference: a fit that is known and perfect against references below it.
///
/// Seen to catch: orders that add nothing.
#[test]
fn a_better_fit_than_expected_satisfies() {
    let at = |reference: &str| {
        let sets = [
            "fit={ taste_spread = 0, lifts_moves = 1 }".to_string(),
            format!("fit.reference={reference}"),
            "satisfaction={ gain_per_fit = 0.5, churn_odds_per_unit = 1 }".into(),
            "segment.a.starts={ ascended = 1 }".into(),
            "segment.b.starts={ ascended = 1 }".into(),
            "offer.dropout_per_purchase=0".into(),
        ];
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        let done = run_text(ORDERS, &sets);
        let orders = done.weekly("as_it_is", "orders_cumulative", 52).0;
        (done.weekly("as_it_is", "satisfaction_mean", 52).0, orders / 2000.0)
    };
    for (reference, each) in [("1", 0.0), ("0.6", 0.2), ("0.2", 0.4)] {
        let (felt, orders) = at(reference);
        assert!((felt - each * orders).abs() < 1e-4 * orders, "{reference}: {felt} of {orders}");
    }
}

/// What changes nothing, and what nothing changes, is the same as its absence, to the byte.
#[test]
fn satisfaction_at_its_neutral_values_is_the_same_as_an_absent_table() {
    let table = "[satisfaction]\nstarts = 0\nexpects_per_order = 0.2\nchurn_odds_per_unit = 0.7\n";
    let fit = "[fit]\ntaste_spread = 0\nlifts_moves = 1\n";
    let bytes = |table_now: &str, sets: &[&str]| {
        let done = run_text(&ORDERS.replace(table, &format!("{fit}\n{table_now}")), sets);
        let read = |t| std::fs::read(done.folder().join(t)).unwrap();
        ["roi.csv", "journey.csv", "customers.csv"].map(read)
    };
    let absent = bytes("", &[]);
    for idle in [
        "starts = 2\nexpects_per_order = 0.2\nchurn_odds_per_unit = 1",
        "starts = 0\nexpects_per_order = 0\ngain_per_fit = 5\nlifts_moves = 2\nlifts_needs = 2",
        "starts = 0\nexpects_per_order = 0\nchurn_odds_per_unit = 0.5",
    ] {
        assert!(bytes(&format!("[satisfaction]\n{idle}\n"), &[]) == absent, "{idle}");
    }
    assert!(bytes("", &["offer.churn_odds_per_order=1"]) == absent);
    assert!(bytes("", &["offer.churn_odds_per_order=0.9"]) != absent);
}

const TALK: &str = r#"title = "Talk"

[study]
weeks = 8
worlds = 200
seed = 5

[market]
customers = 1_000
currency = "USD"

[segment.a]
share = 1
starts = { aware = 0.5, ascended = 0.5 }

[offer]
price = 20

[satisfaction]
starts = 0.3
talks_above = 0.2

[word_of_mouth]
talks_from = "ascended"
moves = { aware = 0.2 }
warns_per_week = 0.1

[strategy.as_it_is]
"#;

/// Half of all are ascended and feel 0.3: above the threshold they talk, below it they are silent, and below the other one warn.
///
/// Seen to catch: each of the two thresholds left out.
#[test]
fn who_talks_and_who_warns_hangs_on_how_they_feel() {
    for (network, talks, warns, moved, lost) in [
        ("", "0.2", "-1", 0.1, 0.0),
        ("", "0.4", "-1", 0.0, 0.0),
        ("", "0.2", "0.4", 0.0, 0.05),
        ("watts_strogatz = { links = 6, rewired_share = 1 }", "0.2", "0.4", 0.0, 0.05),
        ("watts_strogatz = { links = 6, rewired_share = 1 }", "0.2", "-1", 0.1, 0.0),
    ] {
        let above = format!("satisfaction.talks_above={talks}");
        let below = format!("satisfaction.warns_below={warns}");
        let who = format!("word_of_mouth.network={{ {network} }}");
        let mut sets = vec![above.as_str(), below.as_str()];
        if !network.is_empty() {
            sets.push(&who);
        }
        let rows = run_text(TALK, &sets).rows("journey.csv");
        let at = |stage: &str| {
            let row = rows.iter().find(|r| r["week"] == "8" && r["stage"] == stage).unwrap();
            number(row, "customers")
        };
        let case = format!("{network} talks above {talks}, warns below {warns}");
        // In a network how many of one's acquaintances talk differs, so that it is no closed form.
        for (stage, hazard) in [("engaged", moved), ("lost", lost)] {
            let share = 0.5 * (1.0 - libm::exp(-8.0 * hazard));
            if share == 0.0 {
                assert_eq!(at(stage), 0.0, "{case}");
            } else if network.is_empty() {
                let se = f64::sqrt(share * (1.0 - share) / (1000.0 * 200.0));
                check(&format!("{case}: {stage}"), share, at(stage) / 1000.0, se);
            } else {
                assert!((at(stage) / 1000.0 - share).abs() < 0.1 * share, "{case}: {}", at(stage));
            }
        }
    }
}

/// The lesson's answer at odds of 0.6 is that buyers are worth looking after; where care satisfies nobody, or where nobody stays
/// for being satisfied, the money is better spent on new ones.
///
/// Seen to catch: odds to leave that are upside down.
#[test]
fn buyers_are_worth_looking_after_only_if_they_stay_for_it() {
    const CONFIG: &str = "configs/lessons/after-the-sale.toml";
    let best = "satisfaction.churn_odds_per_unit=0.6";
    for (sets, sign) in [
        (vec![best], -1.0),
        (vec![best, "satisfaction.gain_per_care=0"], 1.0),
        (vec!["satisfaction.churn_odds_per_unit=1"], 1.0),
    ] {
        let sets: Vec<&str> = sets.into_iter().chain(["study.worlds=30"]).collect();
        let rows = run(CONFIG, &sets).rows("comparison.csv");
        let row = rows.iter().find(|r| r["strategy_a"] == "hunt" && r["strategy_b"] == "keep");
        let (mean, se) =
            (number(row.unwrap(), "net_diff_mean"), number(row.unwrap(), "net_diff_se"));
        println!("{sets:?}: hunt over keep {mean:.0} ± {se:.0}");
        assert!(sign * mean >= 3.0 * se, "{sets:?}: {mean} ± {se}");
    }
}
