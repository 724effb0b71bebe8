//! From a path and options to a valid scenario.

use std::path::{Path, PathBuf};

use crate::analysis::Measure;
use crate::config::{
    Kind, Loaded, MAX_BYTES, Observed, ObservedRef, Override, Problem, Source, load, parse_observed,
};
use crate::store;

use super::args::Input;
use super::failure::Failure;

/// Largest data file that a scenario may name.
const MAX_DATA_BYTES: usize = 16 << 20;

/// A scenario with the data it names.
pub struct Given {
    pub loaded: Loaded,
    pub observed: Option<Data>,
}

/// A data file: its bytes for the copy beside the results, and what it says.
pub struct Data {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    pub observed: Observed,
}

/// Reads and checks everything the arguments name.
pub fn read(input: &Input) -> Result<Given, Failure> {
    let overrides = overrides(input)?;
    let name = input.file.display().to_string();
    let text = store::read_capped(&input.file, MAX_BYTES)?;
    let loaded = load(&Source { name, text }, &overrides)?;
    let observed = match &loaded.observed {
        Some(named) => Some(data(&input.file, named)?),
        None => None,
    };
    Ok(Given { loaded, observed })
}

fn overrides(input: &Input) -> Result<Vec<Override>, Failure> {
    let mut problems = Vec::new();
    let mut overrides = Vec::new();
    for argument in &input.set {
        match Override::parse(argument) {
            Ok(parsed) => overrides.push(parsed),
            Err(problem) => problems.push(*problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let short = [
        ("study.seed", input.seed),
        ("study.worlds", input.worlds),
        ("study.replications", input.replications),
    ];
    for (path, value) in short {
        if let Some(value) = value {
            overrides.push(Override { path: path.into(), value: value.to_string() });
        }
    }
    Ok(overrides)
}

/// The data file that a scenario names, relative to the scenario.
fn data(scenario: &Path, named: &ObservedRef) -> Result<Data, Failure> {
    let path = scenario.parent().unwrap_or(Path::new("")).join(&named.csv);
    let bytes = store::read_capped(&path, MAX_DATA_BYTES).map_err(|error| {
        let problem = named.problem(Kind::Io, named.csv.clone(), "a readable CSV file");
        Failure::from(vec![problem.help(error.to_string())])
    })?;
    let measures: Vec<&str> = Measure::ALL.iter().map(|m| m.name()).collect();
    let observed = parse_observed(&path.display().to_string(), &bytes, &measures)?;
    Ok(Data { path, bytes, observed })
}

/// Warnings as lines.
pub fn render_warnings(warnings: &[Problem]) -> String {
    warnings.iter().map(|w| format!("{}\n", w.render(super::colors()).trim_end())).collect()
}
