//! Small commitments (M8): whoever has once paid a little, or given an hour, goes on more readily than one who has not.

use super::journey::Stage;
use super::number::NumberId;

/// What a commitment does to later steps; absent factors are 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Commitment {
    /// u of those whom a tripwire converted
    pub money_factor: Option<NumberId>,
    /// u of those whom a webinar, trial or consultation converted
    pub time_factor: Option<NumberId>,
}

/// How somebody came to be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    Not = 0,
    Money = 1,
    Time = 2,
}

/// The small thing that a tripwire sells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sells {
    /// currency
    pub price: NumberId,
    /// currency; absent is 0
    pub unit_cost: Option<NumberId>,
}

/// Stages from which a commitment counts: between it and the core order.
pub const COUNTS_FROM: [Stage; 2] = [Stage::Converted, Stage::Excited];

/// Factor on every hazard forward from these stages: u of her kind of commitment, 1 without one and from all other stages.
///
/// That people who agreed to something small agree more readily to something large: Freedman & Fraser, "Compliance without
/// pressure: the foot-in-the-door technique", 1966. Of buyers no one has measured u.
pub fn factor(committed: Committed, stage: Stage, money: f64, time: f64) -> f64 {
    match committed {
        _ if !COUNTS_FROM.contains(&stage) => 1.0,
        Committed::Not => 1.0,
        Committed::Money => money,
        Committed::Time => time,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_counts_until_the_core_order_and_no_longer() {
        let at = |stage| factor(Committed::Money, stage, 2.0, 3.0);
        let counts = Stage::ALL.map(|stage| at(stage) > 1.0);
        assert_eq!(counts.iter().filter(|c| **c).count(), 2);
        assert!(counts[Stage::Converted.idx()] && counts[Stage::Excited.idx()]);
        assert!((factor(Committed::Time, Stage::Excited, 2.0, 3.0) - 3.0).abs() < 1e-15);
        assert_eq!(factor(Committed::Not, Stage::Excited, 2.0, 3.0).to_bits(), 1f64.to_bits());
    }
}
