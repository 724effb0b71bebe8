//! Ends other than success, each with its exit code and what to print.

use crate::config::{Problem, exit_code, render_all};
use crate::store::StoreError;
use crate::study::Refusal;

/// What a program ends with that panics.
const PANIC_CODE: u8 = 101;

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
    /// our own mistake, caught so that the rest of a batch goes on
    Panicked(String),
    /// of several files, all told already, not all were done
    Batch(u8),
}

impl Failure {
    /// Prints the failure to standard error and gives its exit code.
    pub fn report(&self) -> u8 {
        let text = self.text(super::colors());
        if !text.is_empty() {
            super::eprint(&format!("{}\n", text.trim_end()));
        }
        self.exit_code()
    }

    fn text(&self, colors: bool) -> String {
        match self {
            Failure::Input(problems) => render_all(problems, colors),
            Failure::TooLarge(refusal) => format!("LIM: {refusal}{}", what_to_do(refusal)),
            Failure::Store(error) => error.to_string(),
            Failure::Signal(_) => "stopped; nothing was written".into(),
            Failure::Panicked(why) => {
                format!("headwater itself failed on this file ({why}): please report it")
            }
            Failure::Batch(_) => String::new(),
        }
    }

    /// The failure on one line, for a table: the first problem, and how many more there are.
    pub fn line(&self) -> String {
        let text = match self {
            Failure::Input(problems) => problems.first().map(|p| p.render(false)),
            _ => Some(self.text(false)),
        };
        let first = text.as_deref().and_then(|t| t.lines().next()).unwrap_or_default().to_string();
        match self {
            Failure::Input(problems) if problems.len() > 1 => {
                format!("{first}; and {} more", problems.len() - 1)
            }
            _ => first,
        }
    }

    /// What the program ends with because of it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Input(problems) => exit_code(problems),
            Failure::TooLarge(Refusal::SharedLuck { .. }) => 2,
            Failure::TooLarge(_) => 4,
            Failure::Store(error) => error.exit_code(),
            Failure::Panicked(_) => PANIC_CODE,
            Failure::Batch(code) => *code,
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
