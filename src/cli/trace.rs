//! `headwater trace`: one life, week by week.

use crate::config::{Kind, Problem, did_you_mean};
use crate::engine::{Engine, Isa, Serial, draw_world};
use crate::model::{Sampling, Scenario};
use crate::report::{Whose, trace as told};
use crate::store;
use crate::study::{Caps, Study};

use super::failure::Failure;
use super::{args, input};

/// Tells the life of one customer.
pub fn trace(arguments: &args::Trace) -> Result<(), Failure> {
    let input = &arguments.input;
    let given = input::read(&input.file, &input::changes(&input.change)?)?;
    let scenario = &given.loaded.scenario;
    let (segment, number) = customer(scenario, &arguments.customer)?;
    let strategy = strategy(scenario, arguments.strategy.as_deref())?;
    let sampling = scenario.sampling;
    let world = up_to("--world", arguments.world, sampling.worlds)?;
    let replication = up_to("--replication", arguments.replication, sampling.replications)?;

    // One history is lived whole, so it must fit like any other.
    let mut alone = scenario.clone();
    alone.sampling = Sampling { worlds: 1, replications: 1, ..sampling };
    alone.strategies = vec![scenario.strategies[strategy].clone()];
    alone.baseline = 0;
    let caps = Caps { memory_gb: arguments.caps.max_gb, hours: arguments.caps.max_hours };
    Study::plan(&alone, 1, Isa::detect(), caps)?;

    let drawn = draw_world(scenario, world - 1);
    let engine = Engine::new(scenario, &drawn, world - 1, Isa::detect());
    let traits = engine.traits(replication - 1, &Serial);
    let life = engine.life(&traits, strategy, segment, number);
    let Some(life) = life else { return Err(nobody(scenario, &arguments.customer)) };
    let whose = Whose { scenario, strategy, segment, number, world, replication };
    store::print(&told(arguments.reader.lang, whose, &life))?;
    Ok(())
}

/// `SEGMENT.NUMBER`, also with `:` or `/` between them: ids hold none of the three.
fn customer(scenario: &Scenario, typed: &str) -> Result<(usize, u32), Failure> {
    let parts = typed.rsplit_once(['.', ':', '/']);
    let Some((id, number)) = parts else { return Err(nobody(scenario, typed)) };
    let Some(segment) = scenario.segments.iter().position(|s| s.id == id) else {
        let known: Vec<&str> = scenario.segments.iter().map(|s| s.id.as_str()).collect();
        return Err(wrong(
            "--customer",
            typed,
            known_customers(scenario),
            did_you_mean(id, &known),
        ));
    };
    match number.parse::<u32>() {
        Ok(number) if number < scenario.segments[segment].n_customers => Ok((segment, number)),
        _ => Err(nobody(scenario, typed)),
    }
}

fn strategy(scenario: &Scenario, typed: Option<&str>) -> Result<usize, Failure> {
    let all = &scenario.strategies;
    let Some(id) = typed else {
        // The first one that does something; the baseline where it is alone.
        return Ok((0..all.len()).find(|s| *s != scenario.baseline).unwrap_or(scenario.baseline));
    };
    let known: Vec<&str> = all.iter().map(|s| s.id.as_str()).collect();
    known.iter().position(|k| *k == id).ok_or_else(|| {
        let expected = format!("a strategy of this file: {}", known.join(", "));
        wrong("--strategy", id, expected, did_you_mean(id, &known))
    })
}

fn up_to(option: &str, typed: u32, most: u32) -> Result<u32, Failure> {
    if (1..=most).contains(&typed) {
        return Ok(typed);
    }
    Err(wrong(option, &typed.to_string(), format!("a number from 1 to {most}"), String::new()))
}

fn nobody(scenario: &Scenario, typed: &str) -> Failure {
    let example = scenario.segments.first().map_or("", |s| s.id.as_str());
    let hint = format!("for example {example}.0");
    wrong("--customer", typed, known_customers(scenario), hint)
}

fn known_customers(scenario: &Scenario) -> String {
    let known: Vec<String> = (scenario.segments.iter())
        .filter(|s| s.n_customers > 0)
        .map(|s| format!("{id}.0 to {id}.{}", s.n_customers - 1, id = s.id))
        .collect();
    format!("SEGMENT.NUMBER: {}", known.join(", "))
}

fn wrong(option: &str, found: &str, expected: String, hint: String) -> Failure {
    vec![Problem::new(Kind::Use, option, "", found, expected).help(hint)].into()
}
