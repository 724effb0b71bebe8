//! `run --bottleneck`: which step of the journey holds a plan back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod bed;
mod support;

use bed::Bed;
use support::{Row, number, read};

/// Everybody is moved by the one tactic, so the baseline moves nobody and a step is easier where the tactic's is.
const PUSHED: &str = r#"title = "Pushed along"
[study]
weeks = 26
worlds = 40
replications = 2
seed = 11
baseline = "nothing"
[market]
customers = 500
currency = "USD"
[segment.a]
share = 1
[offer]
price = 90
unit_cost = 40
[tactic.tv]
reach = { broadcast = { cost_per_thousand = 8 } }
says = "brand"
moves = { stranger = 0.0625, aware = 0.25, engaged = 0.25, subscribed = 0.25, converted = 0.25, excited = 0.5 }
[strategy.nothing]
[strategy.push]
weekly_budget = { tv = 4 }
"#;

fn rows(bed: &Bed, arguments: &[&str], file: &str) -> Vec<Row> {
    bed.ok(&[&["run", "pushed.toml", "-o", "out", "--no-charts", "-q"], arguments].concat());
    read(&bed.path().join("out").join(file))
}

fn pushed(text: &str) -> Bed {
    let bed = Bed::new();
    bed.put("pushed.toml", text);
    bed
}

fn nets(rows: &[Row]) -> Vec<f64> {
    rows.iter().filter(|r| r["strategy"] == "push").map(|r| number(r, "net_discounted")).collect()
}

/// A copy is the scenario in which that step of the tactic is 1.1 times as strong, history by history: the hazards are
/// powers of two, so that both roads round alike. Seen to fail with a factor of 1.2, with the stage one further, and with
/// the tactics left out of what is eased (gain 0).
#[test]
fn an_easier_step_is_the_scenario_in_which_it_is() {
    let bed = pushed(PUSHED);
    let found = rows(&bed, &["--bottleneck"], "bottleneck.csv");
    let steps = ["stranger", "aware", "engaged", "subscribed", "converted", "excited"];
    let of = |strategy: &str| -> Vec<&Row> {
        found.iter().filter(|r| r["strategy"] == strategy).collect()
    };
    let named: Vec<&str> = of("push").iter().map(|r| &*r["stage"]).collect();
    assert_eq!(named, steps, "the stages from which something leads forward");
    for row in of("nothing") {
        let gain = (number(row, "net_gain"), row["elasticity_of_net"].as_str());
        assert_eq!(gain, (0.0, ""), "nothing moves there");
    }
    let before = nets(&rows(&bed, &[], "roi.csv"));
    for (stage, hazard) in steps.into_iter().zip([0.0625, 0.25, 0.25, 0.25, 0.25, 0.5]) {
        let set = format!("tactic.tv.moves.{stage}={}", hazard * 1.1);
        let after = nets(&rows(&bed, &["--set", &set], "roi.csv"));
        let gain: Vec<f64> = after.iter().zip(&before).map(|(a, b)| a - b).collect();
        let mean = gain.iter().sum::<f64>() / 80.0;
        let by_world: Vec<f64> = gain.chunks(2).map(|w| f64::midpoint(w[0], w[1])).collect();
        let squares: f64 = by_world.iter().map(|g| (g - mean) * (g - mean)).sum();
        let se = (squares / 39.0 / 40.0).sqrt();
        let row = of("push").into_iter().find(|r| r["stage"] == stage).unwrap();
        let close = |column: &str, expected: f64| {
            let found = number(row, column);
            println!("{stage:<11} {column:<22} expected {expected:>12.6} found {found:>12.6}");
            assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{stage} {column}");
        };
        close("net_gain", mean);
        close("net_gain_se", se);
        let net = before.iter().sum::<f64>() / 80.0;
        close("elasticity_of_net", mean / net / 0.1);
    }
}

/// The first step is the hard one here, and in a plan whose last step is hard it is the last: the answer follows. The
/// elasticities of a chain of steps that all must be taken add up to about 1 only where time is no matter; here it is.
#[test]
fn the_bottleneck_is_where_the_journey_is_slow() {
    let said = |text: &str, lang: &str| {
        let arguments = ["run", "pushed.toml", "--no-charts", "--bottleneck", "--lang", lang];
        pushed(text).ok(&arguments).out
    };
    assert!(said(PUSHED, "en").contains("The bottleneck of “push” is stranger → aware:"));
    let vi = said(PUSHED, "vi");
    assert!(vi.contains("Điểm nghẽn của “push” là người lạ → nhận biết:"), "{vi}");
    let late = PUSHED
        .replace("stranger = 0.0625", "stranger = 0.5")
        .replace("excited = 0.5", "excited = 0.03125");
    let late = said(&late, "en");
    assert!(late.contains("The bottleneck of “push” is excited → ascended:"), "{late}");
    let lost = said(&PUSHED.replace("unit_cost = 40", "unit_cost = 90"), "en");
    assert!(lost.contains("No step shows as the bottleneck of “push” at this size."), "{lost}");
}

/// Asking moves no other number: the tables but bottleneck.csv are the same bytes.
#[test]
fn asking_for_the_bottleneck_moves_no_other_number() {
    let bed = pushed(PUSHED);
    let tables = |arguments: &[&str]| {
        rows(&bed, arguments, "roi.csv");
        let mut files = bed::tree(&bed.path().join("out"));
        files.retain(|name, _| name.ends_with(".csv") && name != "bottleneck.csv");
        files
    };
    assert!(tables(&[]) == tables(&["--bottleneck"]));
    assert_eq!(bed.json("out/manifest.json")["bottleneck"], true);
}
