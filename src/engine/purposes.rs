//! Names of all draws; `docs/MODEL.md` section 7 lists them.
//!
//! A draw's name is its luck: two draws with one name would be one, so that each stands here once.

use crate::model::{Draws, Scenario};
use crate::random::Purpose;

use super::coordination::OUTAGE;
use super::word_of_mouth::LINK;

/// One field for each draw of a segment, its constructor, and the names: of the segment alone, by tactic, by channel.
macro_rules! purposes_of_segment {
    (
        plain { $($(#[$doc:meta])* $plain:ident = $plain_name:literal,)* }
        tactics { $($(#[$tactic_doc:meta])* $tactic:ident = $tactic_name:literal,)* }
        channels { $($(#[$channel_doc:meta])* $channel:ident = $channel_name:literal,)* }
    ) => {
        /// Purposes of a segment's draws.
        #[derive(Clone, Debug)]
        pub(super) struct SegmentPurposes {
            $($(#[$doc])* pub $plain: Purpose,)*
            $($(#[$tactic_doc])* pub $tactic: Vec<Purpose>,)*
            $($(#[$channel_doc])* pub $channel: Vec<Purpose>,)*
            /// by rival: its clock
            pub rivals: Vec<Purpose>,
        }

        const PLAIN: &[&str] = &[$($plain_name),*];
        const OF_TACTICS: &[&str] = &[$($tactic_name),*];
        const OF_CHANNELS: &[&str] = &[$($channel_name),*];

        impl SegmentPurposes {
            pub fn new(scenario: &Scenario, id: &str) -> SegmentPurposes {
                let of = |what: &str| Purpose::new(&format!("{what}@{id}"));
                let of_tactics = |what: &str| {
                    scenario.tactics.iter().map(|t| of(&format!("{what}:{}", t.id))).collect()
                };
                let of_channels = |what: &str| {
                    scenario.channels.iter().map(|c| of(&format!("{what}:{}", c.id))).collect()
                };
                SegmentPurposes {
                    $($plain: of($plain_name),)*
                    $($tactic: of_tactics($tactic_name),)*
                    $($channel: of_channels($channel_name),)*
                    rivals: (scenario.rivals.iter())
                        .map(|r| Purpose::new(&rival_purpose(&r.id, id)))
                        .collect(),
                }
            }
        }
    };
}

purposes_of_segment! {
    plain {
        start = "start",
        entry = "entry",
        need = "need",
        need_moment = "need_moment",
        move_ = "move",
        lapse = "lapse",
        dropout = "dropout",
        renewal = "renewal",
        basket = "basket",
        details = "details",
        network = "network",
        deal = "deal",
        home = "home",
        brought_forward = "brought_forward",
        taste = "taste",
        drift = "drift",
        interview = "interview",
        dropout_in_time = "dropout_in_time",
        /// us
        choice = "choice",
        nothing = "nothing",
        abandoned = "abandoned",
        kept = "kept",
        /// ordered in another channel than the one that told of a price
        elsewhere = "elsewhere",
        known = "known",
        came_anyway = "came_anyway",
        collected = "collected",
        buys_more = "buys_more",
        request = "request",
        handed_over = "handed_over",
    }
    tactics {
        contact = "contact",
        priority = "priority",
        touch = "touch",
        /// moment at which a call is due
        lead = "lead",
        /// how long a call takes
        service = "service",
        /// is a further call made?
        again = "again",
        cap = "cap",
        upsell = "upsell",
    }
    channels {
        audience = "audience",
        opt_out = "opt_out",
    }
}

/// Name of the draw of a row: after the first number that the file gives, since files are renamed.
pub(super) fn rows_purpose(scenario: &Scenario, draws: &Draws) -> String {
    let first = draws.columns.first().map_or("", |(id, _)| &scenario.numbers.get(*id).path);
    format!("rows:{first}")
}

/// The names of every purpose that a scenario's draws have: no two may share a hash, or they would share their luck.
pub fn purpose_names(scenario: &Scenario) -> Vec<String> {
    let mut names: Vec<String> =
        scenario.numbers.rows().iter().map(|n| format!("number:{}", n.path)).collect();
    names.extend(scenario.draws.iter().map(|draws| rows_purpose(scenario, draws)));
    let members = scenario.correlations.members().iter();
    names.extend(members.map(|id| format!("copula:{}", scenario.numbers.get(*id).path)));
    names.push(LINK.into());
    names.push(OUTAGE.into());
    for segment in &scenario.segments {
        let id = &segment.id;
        for what in PLAIN {
            names.push(format!("{what}@{id}"));
        }
        for tactic in &scenario.tactics {
            for what in OF_TACTICS {
                names.push(format!("{what}:{}@{id}", tactic.id));
            }
        }
        for rival in &scenario.rivals {
            names.push(rival_purpose(&rival.id, id));
        }
        for channel in &scenario.channels {
            for what in OF_CHANNELS {
                names.push(format!("{what}:{}@{id}", channel.id));
            }
            names.push(format!("trait:segment.{id}.affinity.{}@{id}", channel.id));
        }
        for path in [
            format!("segment.{id}.needs_per_year"),
            format!("segment.{id}.basket"),
            "offer.dropout_per_purchase".into(),
            "offer.dropout_per_week".into(),
            "offer.contract.churn_per_renewal".into(),
        ] {
            names.push(format!("trait:{path}@{id}"));
        }
    }
    names
}

/// Name of the draw of a rival's clock.
fn rival_purpose(rival: &str, segment: &str) -> String {
    format!("rival:{rival}@{segment}")
}

/// The draw of a trait, named by the path of its number.
pub(super) fn trait_purpose(path: &str, segment: &str) -> Purpose {
    Purpose::new(&format!("trait:{path}@{segment}"))
}
