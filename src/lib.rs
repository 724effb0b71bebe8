//! headwater: a parallel Monte Carlo simulator of marketing strategy.
pub mod engine;
pub mod model;
pub mod random;
