//! The command line: arguments, progress, signals, exit codes. One file per command; alone knows the terminal.

mod args;
mod batch;
mod check;
mod complete;
mod explain;
mod failure;
mod input;
mod lessons;
mod new;
mod presets;
mod run;
mod trace;
mod watch;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser};

pub use args::Arguments;
use args::Command;
pub use failure::Failure;

/// Parses the arguments, does what they say, prints what is to be printed, and gives the exit code.
pub fn run() -> u8 {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output with 0, mistakes to standard error with 2.
            let text = error.render();
            let printed = if error.use_stderr() {
                eprint(&format!("{text}{}", suggestion(&error)));
                Ok(())
            } else {
                crate::store::print(&text.to_string()).map(|_| ())
            };
            return match printed {
                Ok(()) => u8::try_from(error.exit_code()).unwrap_or(2),
                Err(error) => Failure::from(error).report(),
            };
        }
    };
    let done = match &arguments.command {
        Command::Run(run) => run::run(run),
        Command::Check(check) => check::check(check),
        Command::Lessons(lessons) => lessons::lessons(lessons),
        Command::Explain(explain) => explain::explain(explain),
        Command::Trace(trace) => trace::trace(trace),
        Command::Schema => complete::schema(),
        Command::Completions(completions) => complete::completions(completions),
        Command::Man(man) => complete::man(man),
        Command::New(new) => new::new(new),
        Command::Presets(presets) => presets::presets(presets),
    };
    match done {
        Ok(()) => 0,
        Err(failure) => failure.report(),
    }
}

/// Advice for a mistyped command where clap has none (it finds no likeness in swapped letters).
fn suggestion(error: &clap::Error) -> String {
    let typed = match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(typed))) => typed,
        _ => return String::new(),
    };
    if error.get(ContextKind::SuggestedSubcommand).is_some() {
        return String::new();
    }
    let command = Arguments::command();
    let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    format!("\n  tip: {}\n", crate::config::did_you_mean(typed, &known))
}

/// Writes to standard error; there is nowhere left to report a failure of that.
fn eprint(text: &str) {
    use std::io::Write;
    let mut stderr = std::io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes());
    let _ = stderr.flush();
}

/// May messages be coloured?
fn colors() -> bool {
    use std::io::IsTerminal;
    std::env::var_os("NO_COLOR").is_none()
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        && std::io::stderr().is_terminal()
}
