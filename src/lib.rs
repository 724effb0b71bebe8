//! headwater: a parallel Monte Carlo simulator of marketing strategy.
pub mod analysis;
pub mod config;
pub mod engine;
pub mod model;
pub mod random;
pub mod study;
