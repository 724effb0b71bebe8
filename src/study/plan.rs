//! Sizes before work: what a study will take, and its refusal if that is too much.

use crate::engine::{Isa, purpose_names};
use crate::model::Scenario;
use crate::random::first_collision;

use super::cost::Cost;

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
    /// on the study's threads, from reading to charts
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

/// More threads than any machine of today has processors.
pub const MOST_THREADS: usize = 1024;

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
        let threads = count(self.threads);
        let cost = Cost::of(s, threads);
        Estimate {
            customer_weeks: s.customer_weeks(),
            histories: u128::from(s.sampling.worlds)
                * u128::from(s.sampling.replications)
                * s.strategies.len() as u128,
            memory_gb: cost.bytes / 1e9,
            seconds: (cost.living_ns / threads + cost.telling_ns) / 1e9,
        }
    }
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
