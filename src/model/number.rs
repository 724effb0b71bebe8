//! The table of numbers: every quantity of a scenario that may be uncertain, with path, unit, domain and law.
//!
//! A [`World`] is one `Vec<f64>` over this table. Checks, draws, the echo and every later analysis of uncertainty
//! walk the table; a formula asks it by [`NumberId`] and never sees how the number was typed.

use super::evidence::{Evidence, Grade};
use super::law::Law;

/// What values a quantity may take; bounds are inclusive unless the name says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// any finite number from `low` to `high`
    Real { low: f64, high: f64 },
    /// above 0, up to `high`
    Positive { high: f64 },
    /// 0 or above, up to `high`
    NonNegative { high: f64 },
    /// from 0 to 1
    Share,
    /// from 0 up to, not including, 1
    ShareBelowOne,
    /// above 0, up to 1
    PositiveShare,
}

impl Domain {
    /// Is `x` allowed? NaN and infinities never are.
    pub fn contains(self, x: f64) -> bool {
        match self {
            Domain::Real { low, high } => (low..=high).contains(&x),
            Domain::Positive { high } => x > 0.0 && x <= high,
            Domain::NonNegative { high } => (0.0..=high).contains(&x),
            Domain::Share => (0.0..=1.0).contains(&x),
            Domain::ShareBelowOne => (0.0..1.0).contains(&x),
            Domain::PositiveShare => x > 0.0 && x <= 1.0,
        }
    }

    /// In words, for messages: "a share from 0 to 1".
    pub fn describe(self) -> String {
        match self {
            Domain::Real { low, high } => format!("a number from {low} to {high}"),
            Domain::Positive { high } => format!("a number above 0 and at most {high}"),
            Domain::NonNegative { high } => format!("a number from 0 to {high}"),
            Domain::Share => "a share from 0 to 1".into(),
            Domain::ShareBelowOne => "a share from 0 up to, not including, 1".into(),
            Domain::PositiveShare => "a share above 0 and at most 1".into(),
        }
    }
}

/// Position of a number in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NumberId(pub u32);

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// dotted path in the scenario file, e.g. `tactic.tv.reach.broadcast.cost_per_thousand`
    pub path: String,
    /// unit in words, e.g. `share`, `per week`, `currency per 1000 impressions`
    pub unit: &'static str,
    pub domain: Domain,
    /// what is known of it; a point where it is known
    pub law: Law,
    /// who says so; absent where the file does not tell
    pub evidence: Option<Evidence>,
}

impl Number {
    /// How well it is known, where the file tells.
    pub fn grade(&self) -> Option<Grade> {
        self.evidence.as_ref().map(|e| e.grade)
    }

    /// Is it a guess that nobody has measured (grade X)? Every report names these.
    pub fn is_assumption(&self) -> bool {
        self.grade() == Some(Grade::X)
    }
}

/// The table of numbers of one scenario, in order of path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    rows: Vec<Number>,
}

impl Numbers {
    /// An empty table.
    pub fn new() -> Numbers {
        Numbers::default()
    }

    /// Adds a row and returns its position.
    ///
    /// # Panics
    /// If the table already holds 2³² rows (the size caps of `config` keep it far below).
    pub fn push(&mut self, number: Number) -> NumberId {
        let id = u32::try_from(self.rows.len()).expect("config caps the number of keys");
        self.rows.push(number);
        NumberId(id)
    }

    /// All rows.
    pub fn rows(&self) -> &[Number] {
        &self.rows
    }

    /// One row.
    pub fn get(&self, id: NumberId) -> &Number {
        &self.rows[id.0 as usize]
    }

    /// The centre of every law: a typical world, for estimates of size.
    pub fn centre(&self) -> World {
        World::new(self.rows.iter().map(|n| n.law.centre()).collect())
    }

    /// The numbers that nobody has measured.
    pub fn assumptions(&self) -> impl Iterator<Item = &Number> {
        self.rows.iter().filter(|n| n.is_assumption())
    }

    /// Is any number uncertain?
    pub fn any_uncertain(&self) -> bool {
        self.rows.iter().any(|n| !n.law.is_point())
    }
}

/// One draw of everything uncertain: a value for each row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    values: Vec<f64>,
}

impl World {
    /// A world from one value per row, in the order of the table.
    pub fn new(values: Vec<f64>) -> World {
        World { values }
    }

    /// All values, in the order of the table.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The value of one number in this world.
    pub fn get(&self, id: NumberId) -> f64 {
        self.values[id.0 as usize]
    }

    /// The value of a number that may be absent; absent means its neutral value.
    pub fn get_or(&self, id: Option<NumberId>, neutral: f64) -> f64 {
        id.map_or(neutral, |id| self.get(id))
    }
}
