//! Histories → answers: incremental money, distributions, risk, ranking, each with its Monte Carlo error.
//!
//! Errors treat the world as the unit: replications of one world are not independent. Touches no file. Start at
//! [`answer()`]; `docs/MODEL.md` section 6 has the definitions, `docs/OUTPUTS.md` what becomes of each figure.

mod answer;
mod bottleneck;
mod compare;
mod estimate;
mod explain;
mod line;
mod money;
mod oddity;
mod quantile_error;
mod response;
mod risk;
mod tornado;
mod unspent;
mod used;
mod weekly;

pub use answer::{
    Answer, ClassAnswer, HorizonAnswer, StageAnswer, StrategyAnswer, Summary, TacticAnswer, answer,
};
pub use bottleneck::{Bottleneck, EasedStep, bottleneck};
pub use compare::{Difference, PairAnswer, SettledBy, Unsettled, pair_of};
pub use estimate::{Estimate, Quantiles, cvar, quantile};
pub use explain::{Explained, StaffFacts, TacticFacts, USUAL_LOAD, Unknown, WEAR_AT, explain};
pub use money::{HistoryMoney, Ledger};
pub use oddity::{Oddity, TELLS_FEW};
pub use response::{ResponseCurve, ResponseStep, response};
pub use tornado::{TornadoRow, rank_correlation};
pub use unspent::{Left, Lived, Why, unspent, weighed};
pub use used::Used;
pub use weekly::{Measure, WeekAnswer};
