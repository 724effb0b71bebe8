//! `headwater schema`, `completions` and `man`: help for editors, shells and readers, to standard output.

use clap::CommandFactory;

use crate::config::{self, Kind, Problem, did_you_mean};
use crate::store;

use super::args::{self, Arguments};
use super::failure::Failure;

/// Prints the JSON Schema of the scenario file.
pub fn schema() -> Result<(), Failure> {
    print(config::schema().as_bytes())
}

/// Prints a completion script.
pub fn completions(arguments: &args::Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "headwater", &mut script);
    print(&script)
}

/// Prints a manual page.
pub fn man(arguments: &args::Man) -> Result<(), Failure> {
    let mut program = Arguments::command();
    program.build();
    let page = match &arguments.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone().display_name(format!("headwater-{name}")),
            None => {
                let known: Vec<&str> =
                    program.get_subcommands().map(clap::Command::get_name).collect();
                let expected = format!("a command: {}", known.join(", "));
                let problem = Problem::new(Kind::Use, "man", "", name, expected);
                return Err(vec![problem.help(did_you_mean(name, &known))].into());
            }
        },
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text).expect("memory takes all bytes");
    print(&text)
}

fn print(text: &[u8]) -> Result<(), Failure> {
    store::print(&String::from_utf8_lossy(text))?;
    Ok(())
}
