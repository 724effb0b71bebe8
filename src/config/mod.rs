//! Text → [`Scenario`]: the only room that knows the format of the scenario file.
//!
//! The way of a file: `syntax` (bytes → text → tree, every slip of TOML), `extends` (the tree over those it goes on
//! from), `overrides` (`--set`), `like` (values of `presets`), `read` (the tree against the table of [`keys`]: names,
//! types, ranges), `validate` (everything that looks at two keys) and `echo` (the resolved scenario as text again). Each
//! gathers all problems it can tell apart, so that a file is mended once. Touches no file itself: callers hand over bytes,
//! and a way to the files that a scenario names (`files`). Start at [`load`].

mod assumptions;
mod csv_number;
mod csv_text;
mod draft;
mod draws;
mod echo;
mod evidence;
mod extends;
mod files;
mod interval;
mod interview;
pub mod keys;
mod laws;
mod lessons;
mod like;
mod observed;
mod overrides;
mod presets;
mod problem;
mod products;
mod quantity;
mod read;
mod scaling;
mod schema;
mod syntax;
mod tree;
mod uses;
mod validate;
mod words;

pub use draft::{Answers, draft};
pub use files::{DataFile, File, Files, MAX_DATA_BYTES, NoFiles, Unread};
pub use interview::{Interview, Question};
pub use lessons::{End, LESSONS, Lesson, lesson};
pub use observed::{Observed, ObservedPoint, parse_observed};
pub use presets::{PresetValue, TacticPreset, tactic_preset, tactic_presets};
pub use problem::{Kind, Problem, SHOWN, exit_code, render_all};
pub use products::{PRODUCTS, ProductPreset, product_preset};
pub use scaling::parse_scalings;
pub use schema::schema;
pub use uses::{Mechanism, Untyped, Uses};
pub use words::did_you_mean;

use crate::model::Scenario;

use files::Named;

/// Largest scenario file, in bytes: a parsed file takes about a hundred times its size.
pub const MAX_BYTES: usize = 1 << 20;
/// Most keys in a scenario file.
pub const MAX_KEYS: usize = 10_000;
/// Most problems that are gathered before reading stops.
const MAX_PROBLEMS: usize = 1000;

/// A scenario file as bytes.
#[derive(Clone, Debug)]
pub struct Source {
    /// as shown in messages
    pub name: String,
    pub text: Vec<u8>,
}

/// One `--set PATH=VALUE`.
#[derive(Clone, Debug)]
pub struct Override {
    pub path: String,
    pub value: String,
}

/// A valid scenario and what belongs to it.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub scenario: Scenario,
    /// the resolved scenario as TOML: loading it gives the same scenario and the same echo
    pub echo: String,
    /// data files that the scenario names, to be laid beside the echo under the names of their copies
    pub data: Vec<DataFile>,
    /// what is on and what is off, and what was left at its default
    pub uses: Uses,
    /// kind `OKW`
    pub warnings: Vec<Problem>,
}

impl Loaded {
    /// The data file that a key names.
    pub fn data_of(&self, key: &str) -> Option<&DataFile> {
        self.data.iter().find(|file| file.keys.iter().any(|k| k == key))
    }
}

impl Override {
    /// Splits `PATH=VALUE`.
    ///
    /// # Errors
    /// Kind `USE` if there is no `=` or no path before it.
    pub fn parse(argument: &str) -> Result<Override, Box<Problem>> {
        match argument.split_once('=') {
            Some((path, value)) if !path.trim().is_empty() => {
                Ok(Override { path: path.to_string(), value: value.to_string() })
            }
            _ => {
                let problem = Problem::new(Kind::Use, "--set", "", argument, "PATH=VALUE");
                Err(Box::new(problem.help("for example --set study.weeks=26")))
            }
        }
    }
}

/// A scenario from its text alone: one that names files is refused. See [`load_with`].
///
/// # Errors
/// As those of [`load_with`].
pub fn load(source: &Source, overrides: &[Override]) -> Result<Loaded, Vec<Problem>> {
    load_with(source, overrides, &NoFiles)
}

/// A scenario from its text and the files that it names.
///
/// # Errors
/// All problems that do not follow from one another, at least one, in order of their place.
pub fn load_with(
    source: &Source,
    overrides: &[Override],
    files: &dyn Files,
) -> Result<Loaded, Vec<Problem>> {
    let mut texts = syntax::decode_source(source).map_err(|problem| vec![*problem])?;
    let mut problems = Vec::new();
    let mut tree = extends::gather(&mut texts, files, &mut problems);
    let broken: Vec<Problem> = std::mem::take(&mut problems);
    // What a preset depends on comes before it, what may lie inside it after it.
    let (before, after): (Vec<&Override>, Vec<&Override>) =
        overrides.iter().partition(|change| like::depends_on(&change.path));
    overrides::apply(&before, &mut texts, &mut tree, &mut problems);
    let ungiven = like::expand(&mut texts, &mut tree, &mut problems);
    overrides::apply(&after, &mut texts, &mut tree, &mut problems);
    let mut named = Named::new(files);
    let grafted = assumptions::graft(&texts, &tree, &mut problems);
    let whole = grafted.as_ref().unwrap_or(&tree);
    let reading = read::read(&texts, whole, &mut named, &mut problems);
    if !broken.is_empty() {
        ungiven.explain(&reading, &mut problems);
        return Err(sorted(with_broken_lines(broken, problems), &source.name));
    }
    let mut warnings = Vec::new();
    let scenario = validate::build(&texts, &reading, &named, &mut problems, &mut warnings);
    ungiven.explain(&reading, &mut problems);
    if !problems.is_empty() {
        return Err(sorted(problems, &source.name));
    }
    named.name_copies();
    let echo = echo::write(&texts, &tree, &reading, &named);
    let uses = uses::of(&reading);
    let warnings = sorted(warnings, &source.name);
    Ok(Loaded { scenario, echo, data: named.into_data(), uses, warnings })
}

/// Problems of a file with broken lines: what is missing, or stands on such a line, may only follow from them; below a
/// broken table header nothing is where it should be.
fn with_broken_lines(broken: Vec<Problem>, others: Vec<Problem>) -> Vec<Problem> {
    let is_header =
        |p: &Problem| p.snippet.as_deref().is_none_or(|line| line.trim_start().starts_with('['));
    if broken.iter().any(|p| p.kind == Kind::Syn && is_header(p)) {
        return broken;
    }
    let independent = |p: &Problem| {
        p.kind != Kind::Mis
            && (p.line.is_none()
                || broken
                    .iter()
                    .all(|b| b.kind != Kind::Syn || (&b.file, b.line) != (&p.file, p.line)))
    };
    let others: Vec<Problem> = others.into_iter().filter(independent).collect();
    broken.into_iter().chain(others).collect()
}

/// In order of place: the scenario from top to bottom, then the files that it names, then overrides.
fn sorted(mut problems: Vec<Problem>, scenario: &str) -> Vec<Problem> {
    fn place<'p>(
        p: &'p Problem,
        scenario: &str,
    ) -> (bool, bool, &'p str, Option<usize>, Option<usize>) {
        let file = if p.line.is_some() { p.file.as_str() } else { "" };
        (p.line.is_none(), p.file != scenario, file, p.line, p.column)
    }
    problems.sort_by(|a, b| place(a, scenario).cmp(&place(b, scenario)));
    problems
}
