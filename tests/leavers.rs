//! People who leave without an order (MODEL.md section 5): as Pareto/NBD says, and what must hold whatever the numbers are.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use support::{check, check_size, number, run};

/// CDNOW's buyers by Pareto/NBD, from their first order on: orders `r·β/(α(s−1))·(1 − (β/(β+t))^{s−1})` by week t, and the share
/// `(β/(β+t))^s` still there. Seen to part with s = .626: z 7.5 (there in week 1); with everybody leaving at the
/// end of the week (z 5.6, orders by week 1), or at its start (z -6.0).
#[test]
fn buyers_who_leave_in_time_order_as_often_as_the_curve_says() {
    let (r, alpha, s, beta) = (0.553, 10.578, 0.606, 11.669);
    let done = run("configs/textbook/leavers.toml", &[]);
    let rows = done.rows("journey.csv");
    for week in [1, 3, 13, 32, 52, 78] {
        let left = beta / (beta + f64::from(week));
        let orders = r * beta / (alpha * (s - 1.0)) * (1.0 - libm::pow(left, s - 1.0));
        let (found, se) = done.weekly("as_it_is", "orders_cumulative", week);
        let case = format!("orders by week {week}");
        check_size(&case, 2000.0 * orders, se, 0.02);
        check(&case, 2000.0 * orders, found, se);
        let here = libm::pow(left, s);
        let se = f64::sqrt(here * (1.0 - here) / (2000.0 * 600.0));
        let week = week.to_string();
        let row = rows.iter().find(|r| r["week"] == week && r["stage"] == "ascended").unwrap();
        check(&format!("there in week {week}"), here, number(row, "customers") / 2000.0, se);
    }
}

/// Satisfaction that stays multiplies the hazard: β becomes β/c^S. Seen to part with S = 1: z 6.3 (week 1); odds upside
/// down: z -126.
#[test]
fn the_satisfied_leave_later() {
    let table = "satisfaction={ starts = 1.2, churn_odds_per_unit = 0.6 }";
    let rows =
        run("configs/textbook/leavers.toml", &[table, "study.worlds=60"]).rows("journey.csv");
    let beta = 11.669 / libm::pow(0.6, 1.2);
    for week in [1, 13, 52] {
        let here = libm::pow(beta / (beta + f64::from(week)), 0.606);
        let se = f64::sqrt(here * (1.0 - here) / (2000.0 * 60.0));
        let week = week.to_string();
        let row = rows.iter().find(|r| r["week"] == week && r["stage"] == "ascended").unwrap();
        check(&format!("week {week}"), here, number(row, "customers") / 2000.0, se);
    }
}

/// Who comes in during a week can leave from her own moment on: each has been there half a week on average, and the share still
/// there is the mean of e^{−0.3·x} over the week. Seen to part with a whole week for everybody: z 126.
#[test]
fn who_comes_in_during_a_week_leaves_from_her_moment_on() {
    let sets = [
        "segment.cohort={ enters = { each_week = [2000] }, starts = { ascended = 1 }, needs_per_year = 1 }",
        "offer.dropout_per_week=0.3",
        "study.worlds=100",
        "study.weeks=2",
    ];
    let text = std::fs::read_to_string("configs/textbook/leavers.toml").unwrap();
    let text = text.replace("customers = 2000\n", "");
    let rows = support::run_text(&text, &sets).rows("journey.csv");
    let first = (1.0 - libm::exp(-0.3)) / 0.3;
    for (week, here) in [("1", first), ("2", first * libm::exp(-0.3))] {
        let row = rows.iter().find(|r| r["week"] == week && r["stage"] == "ascended").unwrap();
        let se = f64::sqrt(here * (1.0 - here) / (2000.0 * 100.0));
        check(&format!("week {week}"), here, number(row, "customers") / 2000.0, se);
    }
}
