//! V32: a real experiment through the public interface. Hillstrom's e-mail test of 2008, 21 307 customers with a mail about
//! men's wear against 21 306 without (MineThatData E-Mail Analytics And Data Mining Challenge, public release).
//!
//! An arm of an experiment is other people: the mail is taken from a run with one seed, no mail from a run with another. A world
//! is one more luck of the whole test, so that the spread of differences between worlds is the error that Hillstrom had.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use support::{Run, check, check_size, number, run};

const CONFIG: &str = "configs/textbook/hillstrom.toml";
const WORLDS: f64 = 1500.0;

/// What was counted in an arm, and what a buyer of it spent.
struct Arm {
    customers: f64,
    visits: f64,
    orders: f64,
    spend: f64,
}

const MAIL: Arm = Arm { customers: 21_307.0, visits: 3894.0, orders: 267.0, spend: 30_311.69 };
const NO_MAIL: Arm = Arm { customers: 21_306.0, visits: 2262.0, orders: 122.0, spend: 13_908.33 };
/// Standard deviation of what a buyer of the mail spent.
const SPEND_SD: f64 = 111.682_811_860_055_71;

fn hazard(p: f64) -> f64 {
    -libm::log(1.0 - p)
}

/// Seen to catch, in the file: a move 2 % too large, an adstock of .4 that the second move does not know of.
#[test]
fn every_number_of_the_scenario_is_made_of_the_counts() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(CONFIG);
    let file: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let at = |path: &str| {
        let mut words = path.split('.');
        let top = &file[words.next().unwrap()];
        let value = words.fold(top, |value, word| &value[word]);
        value
            .as_float()
            .or_else(|| value.as_integer().map(|n| f64::from(i32::try_from(n).unwrap())))
            .unwrap()
    };
    let visits = [NO_MAIL, MAIL].map(|arm| hazard(arm.visits / arm.customers));
    let orders = [NO_MAIL, MAIL].map(|arm| hazard(arm.orders / arm.visits));
    let mean = MAIL.spend / MAIL.orders;
    let kept = at("tactic.mail.adstock_per_week");
    for (key, expected) in [
        ("market.customers", MAIL.customers),
        ("journey.converted.forward_per_week", visits[0]),
        ("journey.excited.forward_per_week", orders[0]),
        ("tactic.mail.moves.converted", visits[1] - visits[0]),
        ("tactic.mail.moves.excited", (orders[1] - orders[0]) / kept),
        ("segment.customers.basket.each_order.gamma.mean", mean),
        ("segment.customers.basket.each_order.gamma.shape", (mean / SPEND_SD) * (mean / SPEND_SD)),
    ] {
        assert!((at(key) / expected - 1.0).abs() < 1e-12, "{key}: {} for {expected}", at(key));
    }
}

/// Mean over worlds and standard deviation between worlds, per customer.
#[derive(Clone, Copy)]
struct Seen {
    mean: f64,
    sd: f64,
}

fn seen(values: &[f64]) -> Seen {
    let mean = values.iter().sum::<f64>() / WORLDS;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Seen { mean, sd: f64::sqrt(squares / (WORLDS - 1.0)) }
}

/// Visits, orders and spend per customer of one plan.
struct Outcome {
    visits: Seen,
    orders: Vec<f64>,
    spend: Vec<f64>,
}

fn outcome(run: &Run, strategy: &str, arm: &Arm) -> Outcome {
    let journey = run.rows("journey.csv");
    let visit = journey
        .iter()
        .find(|r| r["strategy"] == strategy && r["week"] == "1" && r["stage"] == "excited")
        .unwrap();
    let histories = run.rows("roi.csv");
    let column = |name: &str| -> Vec<f64> {
        let own = histories.iter().filter(|r| r["strategy"] == strategy);
        own.map(|r| number(r, name) / arm.customers).collect()
    };
    Outcome {
        visits: Seen {
            mean: number(visit, "reached") / arm.customers,
            sd: number(visit, "reached_se") * WORLDS.sqrt() / arm.customers,
        },
        orders: column("orders"),
        spend: column("revenue"),
    }
}

/// The lift between arms that share no luck, against what was published of the file.
///
/// The error of a standard deviation of `WORLDS` nearly normal values is the 1/√(2·WORLDS) part of it.
fn check_lift(what: &str, mail: Seen, no_mail: Seen, lift: f64, se: f64) {
    let found = mail.mean - no_mail.mean;
    let found_se = f64::hypot(mail.sd, no_mail.sd);
    let case = format!("V32 lift in {what}");
    check_size(&case, lift, se / WORLDS.sqrt(), 0.02);
    check(&case, lift, found, found_se / WORLDS.sqrt());
    let case = format!("V32 error of the lift in {what}");
    println!("{case:<44} expected {se:>12.6} found {found_se:>12.6}");
    check_size(&case, se, se / f64::sqrt(2.0 * WORLDS), 0.1);
    assert!((found_se / se - 1.0).abs() <= 0.1, "{case}: {found_se} against {se}");
}

/// Seen to catch: the mail forgotten after its week, z = -120 (orders); a tenth less of it kept, z = -11.2; a move 2 % too large,
/// z = 17.3 (visits); every order worth the mean, an error of spend of .105; both arms from one run, an error of orders of .00056
/// (the last lines below).
#[test]
fn hillstroms_mail_lifts_visits_orders_and_spend_with_the_errors_of_two_arms() {
    let with = run(CONFIG, &["study.seed=32", "market.customers=21307"]);
    let without = run(CONFIG, &["study.seed=2008", "market.customers=21306"]);
    let mail = outcome(&with, "mail", &MAIL);
    let no_mail = outcome(&without, "no_mail", &NO_MAIL);

    check_lift("visits", mail.visits, no_mail.visits, 0.076_590, 0.003_386);
    check_lift("orders", seen(&mail.orders), seen(&no_mail.orders), 0.006_805, 0.000_921);
    check_lift("spend", seen(&mail.spend), seen(&no_mail.spend), 0.769_827, 0.145_247);

    // Each arm alone; spend at the mean of the mail's buyers, which the scenario gives both arms.
    let basket = MAIL.spend / MAIL.orders;
    for (name, arm, found) in [("mail", MAIL, &mail), ("no mail", NO_MAIL, &no_mail)] {
        let (orders, spend) = (seen(&found.orders), seen(&found.spend));
        let rate = arm.orders / arm.customers;
        for (what, expected, seen) in [
            ("visits", arm.visits / arm.customers, found.visits),
            ("orders", rate, orders),
            ("spend", rate * basket, spend),
        ] {
            check(&format!("V32 {what} with {name}"), expected, seen.mean, seen.sd / WORLDS.sqrt());
        }
    }

    // Within one run both plans share all luck: whoever orders without mail orders with it too, so the difference is one more
    // order of a customer or none, with a variance of its own.
    let at_home = outcome(&with, "no_mail", &MAIL);
    let paired: Vec<f64> = mail.orders.iter().zip(&at_home.orders).map(|(m, n)| m - n).collect();
    let lift = MAIL.orders / MAIL.customers - NO_MAIL.orders / NO_MAIL.customers;
    let (found, exact) = (seen(&paired), f64::sqrt(lift * (1.0 - lift) / MAIL.customers));
    check("V32 paired lift in orders", lift, found.mean, found.sd / WORLDS.sqrt());
    let case = "V32 error of the paired lift in orders";
    check(case, exact, found.sd, exact / f64::sqrt(2.0 * WORLDS));
}
