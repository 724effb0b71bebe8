//! Ends other than success, each with its exit code and what to print.

use crate::config::{Problem, exit_code, render_all};
use crate::store::StoreError;
use crate::study::Refusal;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// problems of the input
    Input(Vec<Problem>),
    /// too large for what is allowed
    TooLarge(Refusal),
    Store(StoreError),
    /// ended by this signal
    Signal(i32),
}

impl Failure {
    /// Prints the failure to standard error and gives its exit code.
    pub fn report(&self) -> u8 {
        let text = match self {
            Failure::Input(problems) => render_all(problems, super::colors()),
            Failure::TooLarge(refusal) => format!("LIM: {refusal}{}", what_to_do(refusal)),
            Failure::Store(error) => error.to_string(),
            Failure::Signal(_) => "stopped; nothing was written".into(),
        };
        super::eprint(&format!("{}\n", text.trim_end()));
        match self {
            Failure::Input(problems) => exit_code(problems),
            Failure::TooLarge(Refusal::SharedLuck { .. }) => 2,
            Failure::TooLarge(_) => 4,
            Failure::Store(error) => error.exit_code(),
            Failure::Signal(signal) => u8::try_from(128 + signal).unwrap_or(130),
        }
    }
}

fn what_to_do(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Memory { .. } => {
            "\nhelp: fewer customers (with market.people_per_customer above 1), worlds or replications, or raise --max-gb"
        }
        Refusal::Time { .. } => {
            "\nhelp: fewer customers, weeks, worlds or replications, or raise --max-hours"
        }
        Refusal::Threads { .. } => {
            "\nhelp: one thread per processor is the default: leave --threads out"
        }
        Refusal::SharedLuck { .. } => "",
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error)
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Failure {
        Failure::Input(problems)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::TooLarge(refusal)
    }
}
