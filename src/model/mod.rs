//! What is true: plain valid types and pure formulas, one file per mechanism.
//!
//! Knows no file, thread, clock or randomness. Every equation stands once more, in words, in `docs/MODEL.md`.
//! Start at [`Scenario`]; the numbers a scenario holds live in one table, [`Numbers`].

pub mod adstock;
pub mod auction;
pub mod bottleneck;
pub mod brand;
pub mod calendar;
pub mod choice;
pub mod commitment;
pub mod content;
pub mod coordination;
pub mod correlation;
pub mod evidence;
pub mod fit;
pub mod journey;
pub mod law;
pub mod media;
pub mod money;
pub mod need;
pub mod network;
pub mod number;
pub mod pacing;
pub mod people;
pub mod poisson;
pub mod pressure;
pub mod promotion;
pub mod purchase;
pub mod quantile;
pub mod queue;
pub mod reviews;
pub mod richness;
pub mod rival;
pub mod satisfaction;
pub mod saturation;
pub mod scaling;
pub mod scenario;
pub mod season;
pub mod segment;
pub mod strategy;
pub mod tactic;
pub mod trust;
pub mod two_way;
pub mod upsell;
pub mod visit;
pub mod wear;
pub mod word_of_mouth;

pub use auction::ClickPrice;
pub use bottleneck::EasedPlan;
pub use brand::Brand;
pub use calendar::Date;
pub use choice::Choice;
pub use commitment::{Commitment, Committed, Sells};
pub use coordination::{
    Both, Collect, Coordination, LeftBehind, Loyalty, Omnichannel, Service, Told,
};
pub use correlation::{Correlations, RankPair};
pub use evidence::{Evidence, Grade};
pub use fit::{Fit, Research};
pub use journey::{Journey, Phase, Stage};
pub use law::{Family, Law, LawKind};
pub use money::Currency;
pub use network::{Acquaintances, Network};
pub use number::{Domain, Number, NumberId, Numbers, World};
pub use pacing::Pacing;
pub use people::{Attempt, First, ForceByWait, People, Score};
pub use pressure::{Annoyance, Pressure};
pub use promotion::{PriceOff, Promotion};
pub use purchase::{Basket, Contract, Offer};
pub use reviews::Reviews;
pub use richness::Richness;
pub use rival::{Rival, RivalAnalysis, Voice};
pub use satisfaction::Satisfaction;
pub use scaling::{ScaledPlan, Scaling, WithCopies};
pub use scenario::{Draws, Horizon, Market, Sampling, Scenario, Season};
pub use season::normalised;
pub use segment::{Entry, EntryUnit, Segment, Trait};
pub use strategy::{Flight, Interviews, Strategy};
pub use tactic::{
    Aim, Channel, Compounding, Direction, PriceRise, Reach, Saturation, Says, Stream, Tactic,
};
pub use trust::Trust;
pub use upsell::Upsell;
pub use wear::{Wear, WearOut};
pub use word_of_mouth::{Referral, WordOfMouth};
