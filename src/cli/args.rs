//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::report::Lang;

/// Simulates marketing strategies on synthetic customers: which plan, with what probability, at what risk.
#[derive(Debug, Parser)]
#[command(name = "headwater", version, about, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run scenarios: the ranking in the terminal, tables and charts in output/<file name>/
    Run(Run),
    /// Check scenarios without running them: every problem at once, with its place
    Check(Check),
    /// Write a scenario to begin with, commented, to standard output or a file
    New(New),
    /// List the presets of products and tactics with their sources, or show one whole
    Presets(Presets),
    /// List the lessons, each a question whose answer one number turns round, or live one
    Lessons(Lessons),
    /// Explain a scenario: who is reached by what at which cost, what is on and off, what is not known, what looks odd
    Explain(Explain),
    /// Tell one customer's life week by week: contacts, needs, moves and what caused them, orders
    Trace(Trace),
    /// Print the JSON Schema of the scenario file, for editors
    Schema,
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page, of the program or of one command
    Man(Man),
}

#[derive(Debug, Args)]
pub struct New {
    /// Preset of a product, e.g. hobby; left out, they are listed
    #[arg(value_name = "PRESET", conflicts_with = "ask")]
    pub preset: Option<String>,
    /// Ask a dozen questions and write a scenario of the answers
    #[arg(long)]
    pub ask: bool,
    /// File to write; an existing one only with --force
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output")]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Presets {
    /// Preset to show whole
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

#[derive(Debug, Args)]
pub struct Lessons {
    /// Lesson to live: its question, what to change, what to look at, what happened
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Print the scenario of the lesson instead, to save and change
    #[arg(long, requires = "name")]
    pub scenario: bool,
    #[command(flatten)]
    pub reader: Reader,
}

#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    pub input: Input,
    /// Folder for the results [default: output/<file name>]; of several files DIR/<file name> each, and DIR/batch.csv
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write into the output folder even if it holds other files
    #[arg(long)]
    pub force: bool,
    /// Threads [default: one per processor]; the results are the same for any number
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub threads: Option<usize>,
    /// Run nothing and write nothing: print the resolved scenario, and about how much time and memory a run takes
    #[arg(long, conflicts_with_all = ["json", "quiet"])]
    pub dry_run: bool,
    /// Print the answer as JSON instead of the table
    #[arg(long)]
    pub json: bool,
    /// Write CSV files that Excel opens right (byte order mark, CRLF)
    #[arg(long)]
    pub excel: bool,
    /// Write no charts
    #[arg(long)]
    pub no_charts: bool,
    /// Try shares of a tactic's budget in every strategy that spends on it and print ROAS and mROAS, e.g.
    /// --scale-budget tv=0,0.5,1,1.5,2 (0 and 1 are always among them); may be repeated for other tactics
    #[arg(long, value_name = "TACTIC=LIST")]
    pub scale_budget: Vec<String>,
    /// Ask which step of the journey holds each strategy back: what 10 % more of it would bring
    #[arg(long)]
    pub bottleneck: bool,
    #[command(flatten)]
    pub reader: Reader,
    #[command(flatten)]
    pub caps: Caps,
    /// Print nothing but errors; the files say it all
    #[arg(short, long, conflicts_with_all = ["json", "verbose"])]
    pub quiet: bool,
    /// Say more: sizes, speed, the hash of the result, files
    #[arg(short, long)]
    pub verbose: bool,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub reader: Reader,
    #[command(flatten)]
    pub caps: Caps,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    pub input: One,
    #[command(flatten)]
    pub reader: Reader,
}

#[derive(Debug, Args)]
pub struct Trace {
    #[command(flatten)]
    pub input: One,
    /// Whose life: SEGMENT.NUMBER, e.g. runners.12; numbers begin at 0
    #[arg(long, value_name = "ID")]
    pub customer: String,
    /// World, as in roi.csv
    #[arg(long, value_name = "W", default_value_t = 1)]
    pub world: u32,
    /// Replication in the world, as in roi.csv
    #[arg(long, value_name = "R", default_value_t = 1)]
    pub replication: u32,
    /// Strategy that she lives under [default: the first that is not the baseline]
    #[arg(long, value_name = "ID")]
    pub strategy: Option<String>,
    #[command(flatten)]
    pub reader: Reader,
    #[command(flatten)]
    pub caps: Caps,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// Shell to complete in
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct Man {
    /// Command to describe [default: the program as a whole]
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Scenarios and what is changed in each.
#[derive(Debug, Args)]
pub struct Input {
    /// Scenario files (TOML), or folders: all *.toml directly in them
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub change: Change,
}

/// One scenario and what is changed in it.
#[derive(Debug, Args)]
pub struct One {
    /// Scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub change: Change,
}

/// What is changed in a scenario.
#[derive(Debug, Args)]
pub struct Change {
    /// Set any key of the scenario, e.g. --set study.weeks=26; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Same as --set study.seed=N
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Same as --set study.worlds=N
    #[arg(long, value_name = "N")]
    pub worlds: Option<u64>,
    /// Same as --set study.replications=N
    #[arg(long, value_name = "N")]
    pub replications: Option<u64>,
}

/// Who reads what is printed and drawn.
#[derive(Clone, Copy, Debug, Args)]
pub struct Reader {
    /// Language of the terminal and of charts, number formats included: en or vi; files for programs stay as they are
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = language)]
    pub lang: Lang,
}

/// What the machine may be asked for.
#[derive(Clone, Copy, Debug, Args)]
pub struct Caps {
    /// Refuse to start if more memory would be needed
    #[arg(long, value_name = "GB", default_value_t = 8.0, value_parser = positive)]
    pub max_gb: f64,
    /// Refuse to start if more time would be needed
    #[arg(long, value_name = "HOURS", default_value_t = 24.0, value_parser = positive)]
    pub max_hours: f64,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(n) if n > 0 => Ok(n),
        _ => Err("needs a whole number of 1 or more".into()),
    }
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x.is_finite() && x > 0.0 => Ok(x),
        _ => Err("needs a number above 0".into()),
    }
}

fn language(text: &str) -> Result<Lang, String> {
    let known = Lang::ALL.into_iter().find(|lang| lang.code() == text);
    known.ok_or_else(|| "needs en (English) or vi (tiếng Việt)".into())
}
