//! From a path and options to a valid scenario.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use crate::analysis::Measure;
use crate::config::{
    File, Files, Kind, Loaded, MAX_BYTES, Observed, Override, Problem, Source, Unread, load_with,
    parse_observed,
};
use crate::store::{self, StoreError};

use super::args::{Change, Input};
use super::failure::Failure;

/// A scenario, what it names, and which files that was.
pub struct Given {
    pub loaded: Loaded,
    /// nothing where the scenario names no observed series
    pub observed: Observed,
    /// every file that was asked for: none of them may be written over
    pub inputs: Vec<PathBuf>,
}

/// The files that the arguments name, folders spread out; whether they are a batch: several, or a folder.
pub fn files(input: &Input) -> Result<(Vec<PathBuf>, bool), Failure> {
    let mut files = Vec::new();
    let mut is_batch = input.files.len() > 1;
    for named in &input.files {
        if named.is_dir() {
            is_batch = true;
            files.extend(store::files_in(named, "toml")?);
        } else {
            files.push(named.clone());
        }
    }
    Ok((files, is_batch))
}

/// Reads and checks a file and everything it names.
pub fn read(file: &Path, overrides: &[Override]) -> Result<Given, Failure> {
    let beside = Beside::new(file);
    let (loaded, observed) = load(file, overrides, &beside)?;
    Ok(Given { loaded, observed, inputs: beside.asked.into_inner() })
}

/// A file and every file that it names, as far as it can be read: what is wrong with it is told when it is run.
pub fn named(file: &Path, overrides: &[Override]) -> Vec<PathBuf> {
    let beside = Beside::new(file);
    drop(load(file, overrides, &beside));
    beside.asked.into_inner()
}

fn load(
    file: &Path,
    overrides: &[Override],
    beside: &Beside<'_>,
) -> Result<(Loaded, Observed), Failure> {
    let name = file.display().to_string();
    let text = store::read_capped(file, MAX_BYTES)?;
    let loaded = load_with(&Source { name, text }, overrides, beside)?;
    let observed = match loaded.data_of("observed.csv") {
        Some(file) => {
            let measures: Vec<&str> =
                Measure::of_scenario(&loaded.scenario).iter().map(|m| m.name()).collect();
            parse_observed(&file.name, &file.bytes, &measures)?
        }
        None => Observed::default(),
    };
    Ok((loaded, observed))
}

/// The files that a scenario names, relative to the scenario.
struct Beside<'a> {
    folder: &'a Path,
    /// the scenario, and whatever was asked for since
    asked: RefCell<Vec<PathBuf>>,
}

impl Beside<'_> {
    fn new(scenario: &Path) -> Beside<'_> {
        let folder = scenario.parent().unwrap_or(Path::new(""));
        Beside { folder, asked: RefCell::new(vec![scenario.to_owned()]) }
    }
}

impl Files for Beside<'_> {
    fn read(&self, path: &Path, max_bytes: usize) -> Result<File, Unread> {
        let path = self.folder.join(path);
        self.asked.borrow_mut().push(path.clone());
        let bytes = store::read_capped(&path, max_bytes).map_err(|error| {
            let kind = match error {
                StoreError::TooLarge { .. } => Kind::Lim,
                _ => Kind::Io,
            };
            Unread { kind, why: error.to_string() }
        })?;
        Ok(File { name: path.display().to_string(), bytes })
    }
}

/// What the arguments change in every file.
pub fn changes(change: &Change) -> Result<Vec<Override>, Failure> {
    let mut problems = Vec::new();
    let mut overrides = Vec::new();
    for argument in &change.set {
        match Override::parse(argument) {
            Ok(parsed) => overrides.push(parsed),
            Err(problem) => problems.push(*problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let short = [
        ("study.seed", change.seed),
        ("study.worlds", change.worlds),
        ("study.replications", change.replications),
    ];
    for (path, value) in short {
        if let Some(value) = value {
            overrides.push(Override { path: path.into(), value: value.to_string() });
        }
    }
    Ok(overrides)
}

/// Warnings as lines.
pub fn render_warnings(warnings: &[Problem]) -> String {
    warnings.iter().map(|w| format!("{}\n", w.render(super::colors()).trim_end())).collect()
}
