//! Nobody and nothing is lost between two weeks: customers, flows, money.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]
#![allow(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
#![allow(clippy::needless_range_loop, reason = "a week is a place in many columns")]

mod support;

use std::collections::BTreeMap;

use support::relations::*;

#[test]
fn customers_in_all_stages_are_the_population_every_week() {
    let feels: Vec<&str> = RICH.iter().copied().chain(FEELS).collect();
    for sets in [RICH, &feels] {
        let done = run(PLAIN, sets);
        for strategy in ["nothing", "some"] {
            let customers = done.journey(strategy, "customers");
            assert_eq!(customers.len(), STAGES.len());
            for week in 0..=18 {
                let sum: f64 = STAGES.iter().map(|s| customers[*s][week]).sum();
                close(&format!("{strategy}, week {week}"), sum, 2000.0, 1e-12);
            }
        }
    }
}

// Seen to catch: `back_to` ignored by the move: 36 customers missing in the first week.
#[test]
fn flows_between_stages_explain_every_change_of_their_customers() {
    let mut pure = edit(PLAIN, "buys_from = \"engaged\"\n", "");
    let search = "search = { cost_per_click = 1.5, query_share = 0.5 }";
    pure = edit(&pure, search, "broadcast = { cost_per_thousand = 20 }");
    for needs in [6, 4] {
        let keys = format!("needs_per_year = {needs}\nlapse_per_week = 0.2\n");
        pure = edit(&pure, &keys, "");
    }
    let journey = [
        "study.weeks=30",
        "journey.subscribed={ forward_per_week = 0.3, back_per_week = 0.2, back_to = \"aware\", exit_per_week = 0.05 }",
        "journey.converted={ forward_per_week = 0.3, back_per_week = 0.1, exit_per_week = 0.05 }",
        "journey.excited={ forward_per_week = 0.3, back_per_week = 0.1, exit_per_week = 0.05 }",
        "journey.ascended={ forward_per_week = 0.3, back_per_week = 0.1, exit_per_week = 0.05 }",
        "journey.advocate={ forward_per_week = 0.3, back_per_week = 0.1, back_to = \"excited\" }",
        "journey.promoter={ back_per_week = 0.1, exit_per_week = 0.05 }",
        "journey.lost.returns_per_week=0.05",
    ];
    let done = run(&pure, &journey);
    let histories = 6.0;
    for strategy in ["nothing", "some"] {
        let [customers, forward, back, exit] =
            ["customers", "forward", "back", "exit"].map(|column| done.journey(strategy, column));
        for week in 1..=30 {
            let at = |table: &BTreeMap<String, Vec<f64>>, stage: &str| table[stage][week];
            for (s, stage) in STAGES.iter().enumerate() {
                let mut inflow = 0.0;
                if s > 0 && s < 9 {
                    inflow += at(&forward, STAGES[s - 1]);
                }
                for (from, leaves) in STAGES.iter().enumerate() {
                    let to = match *leaves {
                        "subscribed" => "aware",
                        "advocate" => "excited",
                        "stranger" | "aware" | "lost" => continue,
                        _ => STAGES[from - 1],
                    };
                    if to == *stage {
                        inflow += at(&back, leaves);
                    }
                }
                match *stage {
                    "aware" => inflow += at(&forward, "lost"),
                    "lost" => inflow += STAGES.iter().map(|s| at(&exit, s)).sum::<f64>(),
                    _ => {}
                }
                let outflow = at(&forward, stage) + at(&back, stage) + at(&exit, stage);
                let change = customers[*stage][week] - customers[*stage][week - 1];
                let missing = (change - inflow + outflow) * histories;
                assert!(
                    missing.abs() < 1e-6,
                    "{strategy}, {stage}, week {week}: {missing} customers"
                );
            }
        }
        assert!(back["promoter"][30] > 0.0 && forward["lost"][30] > 0.0, "something happens");
    }
}

// Seen to catch: a dropout that is not counted as an exit: 48 customers missing in the first week.
#[test]
fn flows_with_orders_lose_nobody() {
    // An order carries its buyer to ascended from any stage; what goes in and out of the stages beyond engaged is then
    // known for all of them together.
    let done = run(PLAIN, RICH);
    for strategy in ["nothing", "some"] {
        let [customers, forward, back, exit] =
            ["customers", "forward", "back", "exit"].map(|column| done.journey(strategy, column));
        for week in 1..=18 {
            let leave = |s: &str| forward[s][week] + back[s][week] + exit[s][week];
            let change = |s: &str| customers[s][week] - customers[s][week - 1];
            let beyond = &STAGES[3..9];
            let cases = [
                ("stranger", change("stranger"), -leave("stranger")),
                (
                    "aware",
                    change("aware"),
                    forward["stranger"][week]
                        + back["engaged"][week]
                        + back["subscribed"][week]
                        + forward["lost"][week]
                        - leave("aware"),
                ),
                ("engaged", change("engaged"), forward["aware"][week] - leave("engaged")),
                (
                    "subscribed and beyond",
                    beyond.iter().map(|s| change(s)).sum(),
                    forward["engaged"][week]
                        - back["subscribed"][week]
                        - beyond.iter().map(|s| exit[*s][week]).sum::<f64>(),
                ),
                (
                    "lost",
                    change("lost"),
                    STAGES.iter().map(|s| exit[*s][week]).sum::<f64>() - leave("lost"),
                ),
            ];
            for (stages, change, flows) in cases {
                let missing = (change - flows) * 6.0;
                assert!(missing.abs() < 1e-6, "{strategy}, {stages}, week {week}: {missing}");
            }
        }
    }
}

// Seen to catch: discounting that begins with week 0: 47 925 by hand, 48 013 in roi.csv.
#[test]
fn weeks_add_up_to_the_totals_and_their_discounted_sum_is_the_net() {
    for (worlds, replications) in [(1, 1), (3, 2)] {
        let size = [format!("study.worlds={worlds}"), format!("study.replications={replications}")];
        let sets: Vec<&str> = RICH.iter().copied().chain(size.iter().map(String::as_str)).collect();
        let done = run(PLAIN, &sets);
        for strategy in ["nothing", "some"] {
            for (measure, total) in [
                ("revenue", "revenue"),
                ("contribution", "contribution"),
                ("spend", "cost"),
                ("orders", "orders"),
            ] {
                let weeks: f64 = done.weekly(strategy, measure).iter().sum();
                close(measure, weeks, mean(&done.histories(strategy, total)), 1e-12);
            }
        }
        let net: f64 = (0..18)
            .map(|k| {
                let more =
                    |measure| done.weekly("some", measure)[k] - done.weekly("nothing", measure)[k];
                let discount = libm::pow(1.1, -((k + 1) as f64) / 52.0);
                discount * (more("contribution") - more("spend"))
            })
            .sum();
        let found = mean(&done.histories("some", "net_discounted"));
        println!("discounted by hand {net}, in roi.csv {found}");
        close("net", net, found, 1e-9);
        close(
            "net at the end",
            *done.weekly("some", "net_cumulative").last().unwrap(),
            found,
            1e-9,
        );
        for row in done.of("roi.csv", "some") {
            let roi = number(&row, "net_discounted") / number(&row, "incremental_cost_discounted");
            close("ROI", roi, number(&row, "roi"), 1e-9);
        }
    }
}
