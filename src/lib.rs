//! headwater: a parallel Monte Carlo simulator of marketing strategy.
pub mod analysis;
pub mod cli;
pub mod config;
pub mod engine;
pub mod model;
pub mod random;
pub mod report;
pub mod store;
pub mod study;
