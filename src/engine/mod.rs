//! Living through it: one world, one replication, one strategy, week by week.
//!
//! Knows no file, thread pool, clock or terminal. Customers are columns in blocks; each mechanism is a pass, in a file of
//! the same name as its formula in `model`. Start at [`Engine`], then read `week.rs`: it is the order of events.

mod adstock;
mod brand;
mod choice;
pub mod coefficients;
mod commitment;
mod content;
mod coordination;
pub mod decide;
pub mod dispatch;
mod dropout;
mod fit;
mod follow;
mod history;
mod journey;
mod media;
mod need;
mod pacing;
mod people;
mod population;
mod pressure;
mod promotion;
mod purchase;
mod purposes;
mod queue;
mod remind;
mod reviews;
mod rival;
mod satisfaction;
mod saturation;
mod tally;
mod touch;
mod traits;
mod trust;
mod two_way;
mod upsell;
mod visit;
mod wear;
mod week;
mod word_of_mouth;
mod world;

pub use dispatch::Isa;
pub use follow::{Counted, Held, Life, LifeWeek, held};
pub use history::{Engine, Executor, Serial};
pub use population::{ABSENT, BLOCK, Population, SHARD, Shard};
pub use purposes::purpose_names;
pub use tally::{
    Class, Cohort, N_ORDER_CLASSES, NeedCount, Outcome, Roles, StageRow, TacticRow, WeekRow,
};
pub use traits::{ShardTraits, Traits};
pub use world::draw_world;
