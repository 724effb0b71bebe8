//! `--scale-budget TACTIC=LIST`: budgets to try, from the command line.

use crate::model::{Scaling, Scenario};

use super::problem::{Kind, Problem};
use super::validate::MAX_MINOR;
use super::words::did_you_mean;

/// The option, as shown in messages.
const OPTION: &str = "--scale-budget";
/// Largest share of a budget that can be tried: beyond, nobody means it.
const MAX_SCALE: f64 = 10.0;
/// Most steps of one tactic, the added 0 and 1 apart.
const MAX_STEPS: usize = 20;
const EXAMPLE: &str = "for example --scale-budget tv=0,0.5,1,1.5,2";

/// What to try, in order of tactic; 0 (what the tactic brings is measured against it) and 1 (the plan as it is) are
/// always among the steps. Without a scenario only what can be told from the arguments alone is checked.
///
/// # Errors
/// All problems of the arguments, kind `USE`.
pub fn parse_scalings(
    arguments: &[String],
    scenario: Option<&Scenario>,
) -> Result<Vec<Scaling>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut found: Vec<Scaling> = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for argument in arguments {
        let Some((id, list)) = argument.split_once('=').map(|(id, list)| (id.trim(), list)) else {
            problems.push(refused("", argument, "TACTIC=LIST").help(EXAMPLE));
            continue;
        };
        if named.contains(&id) {
            let found = format!("{id} twice");
            problems.push(refused(id, &found, "each tactic once").help("join the two lists"));
        }
        named.push(id);
        let scales = scales(id, list, &mut problems);
        let Some(scenario) = scenario else { continue };
        if let Some(tactic) = tactic(id, scenario, &mut problems) {
            let scaling = Scaling { tactic, scales };
            countable(&scaling, scenario, &mut problems);
            found.push(scaling);
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    found.sort_by_key(|scaling| scaling.tactic);
    Ok(found)
}

fn refused(id: &str, found: &str, expected: &str) -> Problem {
    Problem::new(Kind::Use, OPTION, id, found, expected)
}

/// The steps of a list, rising.
fn scales(id: &str, list: &str, problems: &mut Vec<Problem>) -> Vec<f64> {
    let mut scales: Vec<f64> = Vec::new();
    let typed: Vec<&str> = list.split(',').map(str::trim).collect();
    if typed == [""] {
        problems.push(refused(id, "nothing", "shares of the budget").help(EXAMPLE));
        return scales;
    }
    if typed.len() > MAX_STEPS {
        let found = format!("{} steps", typed.len());
        problems.push(refused(id, &found, &format!("at most {MAX_STEPS} steps")));
    }
    for text in typed {
        let expected = format!("shares of the budget from 0 to {MAX_SCALE}, separated by commas");
        match text.parse::<f64>() {
            Ok(scale) if (0.0..=MAX_SCALE).contains(&scale) => {
                if scales.contains(&scale) {
                    let found = format!("{text} twice");
                    problems.push(refused(id, &found, "each step once"));
                } else {
                    // −0 is 0.
                    scales.push(scale.abs());
                }
            }
            _ => {
                let found = if text.is_empty() { "nothing between two commas" } else { text };
                let hint = "1 is the budget as planned, 1.2 a fifth more";
                problems.push(refused(id, found, &expected).help(hint));
            }
        }
    }
    for always in [0.0, 1.0] {
        if !scales.contains(&always) {
            scales.push(always);
        }
    }
    scales.sort_by(f64::total_cmp);
    scales
}

/// Index of a tactic that some strategy spends on.
fn tactic(id: &str, scenario: &Scenario, problems: &mut Vec<Problem>) -> Option<usize> {
    let Some(tactic) = scenario.tactics.iter().position(|t| t.id == id) else {
        let known: Vec<&str> = scenario.tactics.iter().map(|t| t.id.as_str()).collect();
        let found = format!("tactic {id}");
        let problem = refused(id, &found, "the id of a tactic of the scenario");
        problems.push(problem.help(did_you_mean(id, &known)));
        return None;
    };
    let weeks = scenario.horizon.weeks;
    if scenario.strategies.iter().all(|s| s.total_budget(tactic, weeks) == 0) {
        let problem = refused(id, "no strategy that spends on it", "a tactic with a budget");
        problems.push(problem.help("0 times any number is 0: give it a weekly_budget first"));
        return None;
    }
    Some(tactic)
}

/// Can the largest budgets still be counted in minor units?
fn countable(scaling: &Scaling, scenario: &Scenario, problems: &mut Vec<Problem>) {
    let largest = scaling.scales.last().copied().unwrap_or(1.0);
    let weeks = f64::from(scenario.horizon.weeks);
    let too_large = scenario.strategies.iter().any(|s| {
        let flights = s.flights.iter().filter(|f| f.tactic == scaling.tactic);
        let budgets = flights.map(|f| f.weekly_budget).chain([s.weekly_budget[scaling.tactic]]);
        budgets.into_iter().any(|budget| {
            #[expect(clippy::cast_precision_loss, reason = "config bounds budgets below 2^53")]
            let budget = budget as f64;
            budget * largest * weeks > MAX_MINOR
        })
    });
    if too_large {
        let id = &scenario.tactics[scaling.tactic].id;
        let expected = "a budget that can be counted in minor units over all weeks";
        problems.push(refused(id, &format!("{largest}"), expected));
    }
}
