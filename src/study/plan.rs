//! Sizes before work: what a study will take, and its refusal if that is too much.

use crate::engine::{Isa, purpose_names};
use crate::model::{Acquaintances, Scenario};
use crate::random::first_collision;

/// A scenario together with how to run it.
#[derive(Clone, Copy, Debug)]
pub struct Study<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) threads: usize,
    pub(super) isa: Isa,
}

/// What a study will take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub customer_weeks: u128,
    pub histories: u128,
    pub memory_gb: f64,
    /// on this many threads, at [`CUSTOMER_WEEKS_PER_SECOND`] each
    pub seconds: f64,
}

/// What the caller is ready to give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Caps {
    pub memory_gb: f64,
    pub hours: f64,
}

/// Why a study was not started.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("asked for {found} threads, allowed are {MOST_THREADS}")]
    Threads { found: usize },
    #[error(
        "needs about {} GB of memory and {}, allowed are {} GB",
        shown(estimate.memory_gb), duration(estimate.seconds), shown(*allowed_gb)
    )]
    Memory { estimate: Estimate, allowed_gb: f64 },
    #[error(
        "needs about {} and {} GB of memory, allowed are {}",
        duration(estimate.seconds), shown(estimate.memory_gb), duration(3600.0 * allowed_hours)
    )]
    Time { estimate: Estimate, allowed_hours: f64 },
    #[error(
        "the names {first:?} and {second:?} hash alike and would share their luck: rename one of the ids in them"
    )]
    SharedLuck { first: String, second: String },
}

/// Customer-weeks per second and thread that estimates reckon with: a scenario with several tactics and needs, on an
/// ordinary machine (see `cargo bench`; simple scenarios run several times faster).
pub const CUSTOMER_WEEKS_PER_SECOND: f64 = 30e6;

/// More threads than any machine of today has processors.
pub const MOST_THREADS: usize = 1024;

/// Bytes of one customer of a history in flight, without its tactics, and for each tactic: columns of
/// `engine::population`, traits included.
const BYTES_PER_CUSTOMER: f64 = 70.0;
const BYTES_PER_CUSTOMER_AND_TACTIC: f64 = 10.0;
/// Bytes of a week of one history in the results, the sorted copies that quantiles need included.
const BYTES_PER_HISTORY_WEEK: f64 = 120.0;

impl<'a> Study<'a> {
    /// Checks the size of a study against what the caller is ready to give.
    ///
    /// # Errors
    /// [`Refusal`] if it would take too much memory or time, or if two of its purposes would share their luck.
    pub fn plan(
        scenario: &'a Scenario,
        threads: usize,
        isa: Isa,
        caps: Caps,
    ) -> Result<Study<'a>, Refusal> {
        if threads > MOST_THREADS {
            return Err(Refusal::Threads { found: threads });
        }
        let study = Study { scenario, threads: threads.max(1), isa };
        let estimate = study.estimate();
        if estimate.memory_gb > caps.memory_gb {
            return Err(Refusal::Memory { estimate, allowed_gb: caps.memory_gb });
        }
        if estimate.seconds > caps.hours * 3600.0 {
            return Err(Refusal::Time { estimate, allowed_hours: caps.hours });
        }
        if let Some((first, second)) = first_collision(&purpose_names(scenario)) {
            return Err(Refusal::SharedLuck { first, second });
        }
        Ok(study)
    }

    /// What this study will take.
    pub fn estimate(&self) -> Estimate {
        let s = self.scenario;
        let tasks = f64::from(s.sampling.worlds) * f64::from(s.sampling.replications);
        let weeks = f64::from(s.horizon.total_weeks());
        let strategies = count(s.strategies.len());
        let tactics = count(s.tactics.len());
        let customer = BYTES_PER_CUSTOMER + BYTES_PER_CUSTOMER_AND_TACTIC * tactics + talk_bytes(s);
        // A history in flight on each thread, beside the baseline it is compared with.
        let in_flight = 2.0 * count(self.threads).min(tasks);
        let customers = big(u128::from(s.n_customers()));
        let memory =
            customers * customer * in_flight + tasks * strategies * weeks * BYTES_PER_HISTORY_WEEK;
        let customer_weeks = s.customer_weeks();
        let speed = CUSTOMER_WEEKS_PER_SECOND * count(self.threads);
        Estimate {
            customer_weeks,
            histories: u128::from(s.sampling.worlds)
                * u128::from(s.sampling.replications)
                * s.strategies.len() as u128,
            memory_gb: memory / 1e9,
            seconds: big(customer_weeks) / speed + tasks * strategies * 2e-5,
        }
    }
}

/// Bytes of one customer in a network: her links, at both ends and while they are made, and what she hears.
fn talk_bytes(scenario: &Scenario) -> f64 {
    let mean_links = match scenario.word_of_mouth.as_ref().map(|talk| talk.acquaintances) {
        None | Some(Acquaintances::Everybody) => return 0.0,
        Some(Acquaintances::WattsStrogatz { links, .. }) => f64::from(links),
        Some(Acquaintances::BarabasiAlbert { links }) => 2.0 * f64::from(links),
    };
    45.0 + 6.0 * mean_links
}

/// Two digits of a size.
fn shown(x: f64) -> String {
    match x {
        x if x >= 10.0 => format!("{x:.0}"),
        x if x >= 1.0 => format!("{x:.1}"),
        x => format!("{x:.2}"),
    }
}

/// Seconds as people say them.
fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 120.0 => format!("{} s", shown(s)),
        s if s < 7200.0 => format!("{} minutes", shown(s / 60.0)),
        s if s < 172_800.0 => format!("{} hours", shown(s / 3600.0)),
        s => format!("{} days", shown(s / 86_400.0)),
    }
}

fn count(n: usize) -> f64 {
    big(n as u128)
}

fn big(n: u128) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let x = n as f64;
    x
}
