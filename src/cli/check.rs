//! `headwater check`: is this scenario valid, and how big is it?

use std::path::Path;

use crate::config::Override;
use crate::engine::Isa;
use crate::store;
use crate::study::{Caps, Study};

use super::failure::Failure;
use super::{args, batch, input};

/// Checks one scenario, or several.
pub fn check(arguments: &args::Check) -> Result<(), Failure> {
    let overrides = input::changes(&arguments.input.change)?;
    let (files, is_batch) = input::files(&arguments.input)?;
    if !is_batch {
        return files.iter().try_for_each(|file| one(arguments, file, &overrides));
    }
    let outcomes = batch::each(&files, |file| one(arguments, file, &overrides))?;
    if !arguments.quiet {
        let valid = outcomes.iter().filter(|o| o.is_ok()).count();
        store::print(&format!("{valid} of {} files are valid\n", files.len()))?;
    }
    batch::verdict(&outcomes)
}

fn one(arguments: &args::Check, file: &Path, overrides: &[Override]) -> Result<(), Failure> {
    let given = input::read(file, overrides)?;
    let scenario = &given.loaded.scenario;
    let caps = Caps { memory_gb: arguments.caps.max_gb, hours: arguments.caps.max_hours };
    let study = Study::plan(scenario, super::run::default_threads(), Isa::detect(), caps)?;
    if arguments.quiet {
        return Ok(());
    }
    super::eprint(&input::render_warnings(&given.loaded.warnings));
    let size = study.estimate();
    let uncertain = scenario.numbers.rows().iter().filter(|n| !n.law.is_point()).count();
    let assumed = scenario.numbers.assumptions().count();
    store::print(&format!(
        "{}: valid\n{} strategies, {} customers, {} histories, {:.3} G customer-weeks; {uncertain} uncertain numbers, {assumed} assumed\nabout {} and {} GB on {} threads\n",
        file.display(),
        scenario.strategies.len(),
        scenario.n_customers(),
        size.histories,
        giga(size.customer_weeks),
        size.time(),
        size.memory(),
        super::run::default_threads(),
    ))?;
    let people = scenario.market.people_per_customer;
    if people > 1 {
        store::print(&format!(
            "each simulated customer stands for {people} people: chance comes out too wide by about √{people}\n"
        ))?;
    }
    Ok(())
}

fn giga(n: u128) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "shown to three places")]
    let x = n as f64 / 1e9;
    x
}
