//! The command line: arguments, progress, signals, exit codes. One file per command; alone knows the terminal.

mod args;
mod check;
mod failure;
mod input;
mod run;
mod watch;

use clap::Parser;

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
                eprint(&text.to_string());
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
    };
    match done {
        Ok(()) => 0,
        Err(failure) => failure.report(),
    }
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
