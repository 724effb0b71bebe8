//! headwater: a parallel Monte Carlo simulator of marketing strategy.
//!
//! A question comes in as text ([`config`]), becomes a valid [`model::Scenario`], is lived through many times ([`study`] on
//! [`engine`], with luck from [`random`]), is summed up ([`analysis`]) and shown ([`report`]). [`cli`] and [`store`] are the
//! binary's: nothing else touches terminal or disk. `docs/MODEL.md` has every equation, `docs/ARCHITECTURE.md` the map.
//!
//! ```
//! use headwater::{analysis, config, engine::Isa, study};
//!
//! let text = r#"
//!     [study]
//!     weeks = 13
//!     worlds = 20
//!     seed = 1
//!     [market]
//!     customers = 1000
//!     currency = "USD"
//!     [segment.all]
//!     share = 1
//!     needs_per_year = 4
//!     lapse_per_week = 0.2
//!     [offer]
//!     price = 30
//!     unit_cost = 10
//!     buys_from = "aware"
//!     [tactic.radio]
//!     says = "brand"
//!     reach = { broadcast = { cost_per_thousand = 8 } }
//!     moves = { stranger = 0.01 }
//!     [strategy.nothing]
//!     [strategy.radio]
//!     weekly_budget = { radio = 20 }
//! "#;
//! let source = config::Source { name: "example".into(), text: text.into() };
//! let scenario = config::load(&source, &[]).expect("a valid scenario").scenario;
//! let caps = study::Caps { memory_gb: 1.0, hours: 0.1 };
//! let study = study::Study::plan(&scenario, 2, Isa::detect(), caps).expect("a small study");
//! let histories = study.run(&study::Quiet).expect("nobody stops it");
//! let answer = analysis::answer(&scenario, &histories);
//! let radio = &answer.strategies[1];
//! assert!(radio.net.mean.value > Some(0.0), "a contact costs 0.8 cents and an order brings 20 dollars");
//! ```

pub mod analysis;
pub mod cli;
pub mod config;
pub mod engine;
pub mod model;
pub mod random;
pub mod report;
pub mod store;
pub mod study;
