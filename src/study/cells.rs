//! What is only ever averaged: mean and spread over worlds of many small quantities, kept without the histories.

use crate::engine::Outcome;
use crate::model::Scenario;
use crate::model::journey::N_STAGES;

pub use crate::engine::N_ORDER_CLASSES;

/// Mean and sum of squared deviations over worlds, in the order of worlds (Welford), so that the bits never depend on
/// threads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moments {
    n: u32,
    mean: Vec<f64>,
    squares: Vec<f64>,
}

impl Moments {
    /// Takes in one world's values.
    pub(super) fn add(&mut self, values: &[f64]) {
        if self.mean.is_empty() {
            self.mean = vec![0.0; values.len()];
            self.squares = vec![0.0; values.len()];
        }
        self.n += 1;
        let n = f64::from(self.n);
        for ((mean, squares), &x) in self.mean.iter_mut().zip(&mut self.squares).zip(values) {
            let delta = x - *mean;
            *mean += delta / n;
            *squares += delta * (x - *mean);
        }
    }

    /// Mean over worlds.
    pub fn mean(&self, idx: usize) -> f64 {
        self.mean[idx]
    }

    /// Standard error of the mean over worlds; none with one world.
    pub fn se(&self, idx: usize) -> Option<f64> {
        (self.n > 1).then(|| {
            let n = f64::from(self.n);
            libm::sqrt((self.squares[idx] / (n - 1.0)).max(0.0) / n)
        })
    }
}

/// Quantities of a stage and week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JourneyCell {
    Customers,
    Forward,
    Back,
    Exit,
    Reached,
}

/// Quantities of a tactic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TacticCell {
    Spend,
    Contacts,
    Reach1,
    Reach3,
    MovesCaused,
    SentOn,
}

/// Quantities of a class of customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassCell {
    Customers,
    Revenue,
    Contribution,
    Incremental,
}

const JOURNEY_CELLS: usize = 5;
const TACTIC_CELLS: usize = 6;
const CLASS_CELLS: usize = 4;

/// Where each quantity of an outcome lies in one flat list of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    n_weeks: usize,
    n_tactics: usize,
    n_segments: usize,
}

impl Cells {
    pub(super) fn new(scenario: &Scenario) -> Cells {
        Cells {
            n_weeks: scenario.horizon.total_weeks() as usize + 1,
            n_tactics: scenario.tactics.len(),
            n_segments: scenario.segments.len(),
        }
    }

    /// Position of a stage's quantity in a week (0 is the start).
    pub fn journey(&self, week: usize, stage: usize, cell: JourneyCell) -> usize {
        (week * N_STAGES + stage) * JOURNEY_CELLS + cell as usize
    }

    /// Position of a tactic's quantity.
    pub fn tactic(&self, tactic: usize, cell: TacticCell) -> usize {
        self.n_weeks * N_STAGES * JOURNEY_CELLS + tactic * TACTIC_CELLS + cell as usize
    }

    /// Position of a class's quantity.
    pub fn class(&self, segment: usize, class: usize, cell: ClassCell) -> usize {
        self.tactic(self.n_tactics, TacticCell::Spend)
            + (segment * N_ORDER_CLASSES + class) * CLASS_CELLS
            + cell as usize
    }

    /// Length of the list.
    pub fn len(&self) -> usize {
        self.class(self.n_segments, 0, ClassCell::Customers)
    }

    /// Is there nothing to keep?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the quantities of one outcome to a list.
    pub(super) fn add(&self, outcome: &Outcome, list: &mut [f64]) {
        let journey = outcome.journey.iter().flatten().flat_map(|row| {
            [row.customers, row.forward, row.back, row.exit, row.reached].map(|n| whole(n.into()))
        });
        let tactics = outcome.tactics.iter().flat_map(|row| {
            [
                i128::from(row.spend),
                row.contacts.into(),
                row.reach_1plus.into(),
                row.reach_3plus.into(),
                row.moves_caused.into(),
                row.sent_on.into(),
            ]
            .map(whole)
        });
        let classes = outcome.classes.iter().flatten().flat_map(|row| {
            [row.customers.into(), row.revenue, row.contribution, row.incremental_contribution]
                .map(whole)
        });
        for (slot, value) in list.iter_mut().zip(journey.chain(tactics).chain(classes)) {
            *slot += value;
        }
    }
}

/// Customers followed for a year, summed over the replications of a world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CohortRow {
    pub followed: f64,
    pub lost: f64,
    pub acquired: f64,
    /// minor units by weeks since the first order; empty where nobody was acquired in time
    pub contribution_by_age: Vec<f64>,
}

impl CohortRow {
    pub(super) fn add(&mut self, cohort: &crate::engine::Cohort) {
        self.followed += whole(cohort.followed.into());
        self.lost += whole(cohort.lost.into());
        if cohort.acquired > 0 {
            self.acquired += whole(cohort.acquired.into());
            self.contribution_by_age.resize(cohort.contribution_by_age.len(), 0.0);
            for (sum, &x) in self.contribution_by_age.iter_mut().zip(&cohort.contribution_by_age) {
                *sum += whole(x);
            }
        }
    }
}

/// New customers in whose first order a tactic had a part, summed over the replications of a world.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RoleRow {
    pub first: f64,
    pub middle: f64,
    pub last: f64,
}

impl RoleRow {
    pub(super) fn add(&mut self, roles: &crate::engine::Roles) {
        self.first += whole(roles.first.into());
        self.middle += whole(roles.middle.into());
        self.last += whole(roles.last.into());
    }
}

/// A whole number as a real one.
pub(super) fn whole(n: i128) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "averages are real numbers; sums above 2^53 lose nothing that is shown"
    )]
    let x = n as f64;
    x
}
