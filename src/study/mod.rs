//! Many histories: how many, how big, and living them on several threads with the same bytes as on one.
//!
//! The only room that names the thread pool. Touches no file, clock or terminal. Start at [`Study::plan`].

mod cells;
mod cost;
mod plan;
mod run;

pub use cells::{
    Cells, ClassCell, CohortRow, JourneyCell, Moments, N_ORDER_CLASSES, RoleRow, TacticCell,
};
pub use plan::{Caps, Estimate, Refusal, Study};
pub use run::{Histories, Observer, Quiet, StrategyHistories};
