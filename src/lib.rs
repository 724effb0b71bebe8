//! headwater: a parallel Monte Carlo simulator of marketing strategy.
pub mod model;
pub mod random;
