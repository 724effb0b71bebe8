//! `headwater new`: a scenario to begin with, from a preset or from answers.

use std::io::{BufRead, IsTerminal, Read};

use crate::config::{Interview, Kind, Problem, product_preset, tactic_preset};
use crate::store::{self, OutputFile};

use super::args;
use super::failure::Failure;
use super::presets;

/// Longest line of an answer.
const MAX_ANSWER_BYTES: u64 = 10_000;

/// Writes a scenario to standard output or into a file; without a name, lists what there is.
pub fn new(arguments: &args::New) -> Result<(), Failure> {
    let text = match &arguments.preset {
        _ if arguments.ask => ask()?,
        Some(name) => preset(name)?,
        None => {
            let listed = presets::products();
            let text = format!(
                "headwater new NAME > my.toml writes a scenario to begin with:\n{listed}\nheadwater new --ask > my.toml asks a dozen questions first.\n"
            );
            store::print(&text)?;
            return Ok(());
        }
    };
    match &arguments.output {
        Some(path) => {
            OutputFile::claim_path(path, arguments.force)?.replace(text.as_bytes())?;
            super::eprint(&format!("{0}: written; headwater run {0}\n", path.display()));
        }
        None => {
            store::print(&text)?;
        }
    }
    Ok(())
}

fn preset(name: &str) -> Result<String, Failure> {
    if let Some(product) = product_preset(name) {
        return Ok(product.text.to_string());
    }
    if tactic_preset(name).is_some() {
        let problem = Problem::new(Kind::Use, "new", "", name, "the preset of a product");
        let hint =
            format!("{name} is the preset of a tactic: write like = \"{name}\" in a [tactic.ID]");
        return Err(vec![problem.help(hint)].into());
    }
    Err(presets::unknown("new", name).into())
}

/// Asks on standard error, so that standard output is the scenario and nothing else.
fn ask() -> Result<String, Failure> {
    let stdin = std::io::stdin();
    let patient = stdin.is_terminal();
    let mut lines = stdin.lock();
    let mut interview = Interview::new();
    super::eprint("An empty line takes what stands in [brackets].\n");
    while let Some(question) = interview.question() {
        let default = question.default.map_or(String::new(), |d| format!(" [{d}]"));
        super::eprint(&format!("\n{}\n  ({})\n{default}: ", question.text, question.allowed));
        let line = read_line(&mut lines, &question.text)?;
        match interview.answer(&line) {
            Ok(()) => {}
            Err(why) if patient => super::eprint(&format!("  needs {why}\n")),
            // Behind a pipe, the next line answers the next question.
            Err(why) => {
                let problem = Problem::new(Kind::Use, "new --ask", "", line.trim(), why);
                return Err(
                    vec![problem.help(format!("the question was: {}", question.text))].into()
                );
            }
        }
    }
    super::eprint("\n");
    Ok(interview.text())
}

fn read_line(lines: &mut impl BufRead, question: &str) -> Result<String, Failure> {
    let refuse = |found: &str, hint: String| {
        let problem =
            Problem::new(Kind::Use, "new --ask", "", found, "an answer on a line of its own");
        Failure::from(vec![problem.help(hint)])
    };
    let mut bytes = Vec::new();
    let read = lines.take(MAX_ANSWER_BYTES).read_until(b'\n', &mut bytes);
    match read {
        Ok(0) => {
            let hint = format!(
                "the question was: {question}; headwater new lists scenarios that ask nothing"
            );
            Err(refuse("the end of the input", hint))
        }
        Ok(_) => String::from_utf8(bytes)
            .map_err(|_| refuse("bytes that are no UTF-8", "type it again".into())),
        Err(error) => Err(refuse(&error.to_string(), "standard input cannot be read".into())),
    }
}
