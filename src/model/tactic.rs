//! Tactics: what money is spent on. How it reaches people × what it says; direction and stream follow.

use super::auction::ClickPrice;
use super::commitment::{Committed, Sells};
use super::journey::{N_STAGES, Stage};
use super::number::{NumberId, World};
use super::people::People;
use super::richness::Richness;
use super::upsell::Upsell;
use super::wear::Wear;
use super::word_of_mouth::Referral;

/// One thing money is spent on.
#[derive(Clone, Debug, PartialEq)]
pub struct Tactic {
    pub id: String,
    pub label: String,
    /// index into `Scenario::channels`
    pub channel: usize,
    pub reach: Reach,
    pub says: Says,
    /// what a tripwire sells; only there
    pub sells: Option<Sells>,
    /// what it is about: tactics with the same message repeat each other where channels act as one; absent is its own id
    pub message: Option<String>,
    /// θ of M2; absent is 0
    pub adstock_per_week: Option<NumberId>,
    /// M3; absent: effect proportional to contacts
    pub saturation: Option<Saturation>,
    /// M4; absent: every contact has the same force
    pub wear: Option<Wear>,
    /// M22; absent: orders hold what they hold
    pub upsell: Option<Upsell>,
    /// absent: no programme runs
    pub referral: Option<Referral>,
    pub richness: Richness,
    /// what one contact adds to the forward hazard, by *from* stage; only stranger … advocate and lost have entries
    pub moves: [Option<NumberId>; N_STAGES],
    /// what one contact adds to the need rate, as a share of it; absent is 0
    pub stirs_need: Option<NumberId>,
    /// what one contact adds to the attraction of our offer when a need is decided; absent is 0
    pub persuades: Option<NumberId>,
    /// what one contact gives the person who asked for it, from 0 to 1; trust grows by it (M11); absent is 0
    pub value: Option<NumberId>,
    /// share of what is not known of a customer's taste that one contact tells; absent is 0
    pub learns_taste: Option<NumberId>,
    /// annoyance that one contact adds (M13); absent is 0
    pub annoys: Option<NumberId>,
    /// hazard to opt out of the channel that one contact brings (M12); absent is 0
    pub opt_out_per_contact: Option<NumberId>,
    /// goodwill that one contact for every person of the market adds; absent is 0
    pub builds_brand: Option<NumberId>,
}

/// Where contacts happen; permission, audience membership and affinity belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    pub id: String,
}

/// How a tactic comes into contact with people.
#[derive(Clone, Debug, PartialEq)]
pub enum Reach {
    /// TV, out-of-home, radio, press, display: bought, whoever sees it
    Broadcast {
        /// share who can be reached at all; absent is everybody
        audience: Option<NumberId>,
        /// currency per 1000 impressions
        cost_per_thousand: NumberId,
        /// absent: one price for any budget
        price_rise: Option<PriceRise>,
    },
    /// as broadcast, with the share `precision` of impressions on those aimed at
    Targeted {
        audience: Option<NumberId>,
        cost_per_thousand: NumberId,
        price_rise: Option<PriceRise>,
        precision: NumberId,
        aim: Aim,
        /// once rivals were studied, is it aimed at the gap in place of its segments?
        finds_gaps: bool,
    },
    /// e-mail, SMS, phone to those with permission
    Direct {
        cost_per_send: NumberId,
        sends_per_week: u32,
        /// by stage: whom it goes to; subscribed … promoter unless it says otherwise
        to: [bool; N_STAGES],
        /// currency per message written, whoever it goes to; absent is 0
        cost_per_issue: Option<NumberId>,
    },
    /// bids on open needs
    Search { price: ClickPrice, query_share: NumberId },
    /// posts that people with open needs find; see [`super::content::Visibility`]
    Content {
        cost_per_post: NumberId,
        /// hazard per week that one post of visibility 1 is found by a person with a need
        found_per_post: NumberId,
        fades_per_week: NumberId,
        /// absent: no post compounds
        compounds: Option<Compounding>,
        /// absent is 0
        lag_weeks: Option<NumberId>,
        /// absent is 1
        quality: Option<NumberId>,
    },
    /// our own site, which people who know us visit whatever their need
    Site { cost_per_week: NumberId, visits_per_week: NumberId },
    /// our own shop: whoever lives near passes by, and whoever needs something comes more often
    Store {
        cost_per_week: NumberId,
        /// share of customers who live near
        near_share: NumberId,
        /// hazard per week that one of them, whoever she is, comes in
        passes_per_week: NumberId,
        /// what a need adds to it; absent is 0
        need_adds_per_week: Option<NumberId>,
    },
    /// our own social pages: people engaged or further follow them, and a few of them see a post
    Community { cost_per_week: NumberId, posts_per_week: NumberId, seen_share: NumberId },
    /// staff who call on leads, one after the other; see [`super::people`]
    People(Box<People>),
}

/// Whom targeted impressions are meant for.
#[derive(Clone, Debug, PartialEq)]
pub enum Aim {
    /// indices into `Scenario::segments`, sorted, not empty, not all
    Segments(Vec<usize>),
    /// people who visited lately: content, site, store or a click in search
    Lookers {
        within_weeks: u32,
        /// impressions for each of them on average
        most_per_week: NumberId,
    },
}

/// The part of posts that is found more as it ages (M7); see [`super::content::Compounds`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compounding {
    pub share: NumberId,
    pub factor: NumberId,
    pub weeks: NumberId,
    pub fades_per_week: NumberId,
}

/// How the price of impressions rises with the weekly budget (M5); see [`super::media::Price`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceRise {
    pub exponent: NumberId,
    /// currency per week at which `cost_per_thousand` holds
    pub reference_budget: NumberId,
}

/// Half saturation in contacts and Hill exponent of M3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Saturation {
    pub half_saturation: NumberId,
    /// absent is 1
    pub hill_exponent: Option<NumberId>,
}

/// What a tactic says; the number is the intimacy level it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Brand,
    Teach,
    Remind,
    LeadMagnet,
    Nurture,
    Commit,
    Tripwire,
    Offer,
    Upsell,
    AskReview,
    AskReferral,
    Care,
}

/// Who starts the contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Outbound,
    Inbound,
}

/// What the money buys: stocks for later (upstream) or this week's decision (downstream).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Upstream,
    Downstream,
}

impl Says {
    pub const ALL: [Says; 12] = [
        Says::Brand,
        Says::Teach,
        Says::Remind,
        Says::LeadMagnet,
        Says::Nurture,
        Says::Commit,
        Says::Tripwire,
        Says::Offer,
        Says::Upsell,
        Says::AskReview,
        Says::AskReferral,
        Says::Care,
    ];

    /// Name in the scenario file.
    pub fn name(self) -> &'static str {
        match self {
            Says::Brand => "brand",
            Says::Teach => "teach",
            Says::Remind => "remind",
            Says::LeadMagnet => "lead_magnet",
            Says::Nurture => "nurture",
            Says::Commit => "commit",
            Says::Tripwire => "tripwire",
            Says::Offer => "offer",
            Says::Upsell => "upsell",
            Says::AskReview => "ask_review",
            Says::AskReferral => "ask_referral",
            Says::Care => "care",
        }
    }

    /// What whoever is converted by it has given.
    pub fn commits(self) -> Committed {
        match self {
            Says::Tripwire => Committed::Money,
            Says::Commit => Committed::Time,
            _ => Committed::Not,
        }
    }

    /// The level of intimacy that it asks for (M12); care asks for nothing.
    pub fn level(self) -> u8 {
        match self {
            Says::Care => 0,
            Says::Brand => 1,
            Says::Teach => 2,
            Says::Remind => 3,
            Says::LeadMagnet | Says::Nurture => 4,
            Says::Commit => 6,
            Says::Tripwire => 7,
            Says::Offer => 8,
            Says::Upsell => 10,
            Says::AskReview => 11,
            Says::AskReferral => 12,
        }
    }
}

impl Tactic {
    /// May a contact drive people to opt out?
    pub fn opts_out(&self) -> bool {
        self.opt_out_per_contact.is_some()
    }
}

impl Reach {
    /// Does it aim at the gap, once rivals were studied?
    pub fn finds_gaps(&self) -> bool {
        matches!(self, Reach::Targeted { finds_gaps: true, .. })
    }

    /// Is it aimed at people who looked?
    pub fn aims_at_lookers(&self) -> bool {
        matches!(self, Reach::Targeted { aim: Aim::Lookers { .. }, .. })
    }

    /// Does its money count in our share of voice: are impressions bought?
    pub fn speaks(&self) -> bool {
        matches!(self, Reach::Broadcast { .. } | Reach::Targeted { .. })
    }

    /// Is a contact a visit: someone who came to us by what she looked for?
    pub fn is_visited(&self) -> bool {
        matches!(
            self,
            Reach::Search { .. } | Reach::Content { .. } | Reach::Site { .. } | Reach::Store { .. }
        )
    }

    /// Can what is said be made for the person it is said to?
    pub fn is_personal(&self) -> bool {
        matches!(self, Reach::Direct { .. } | Reach::Site { .. })
    }

    /// Can people refuse it for good: a message, or a call?
    pub fn needs_permission(&self) -> bool {
        matches!(self, Reach::Direct { .. } | Reach::People(_))
    }

    /// Is it media money, which raises our share of voice?
    pub fn is_bought(&self) -> bool {
        matches!(self, Reach::Broadcast { .. } | Reach::Targeted { .. })
    }

    /// Is it a channel of our own, not a medium of others?
    pub fn is_owned(&self) -> bool {
        !self.is_bought()
    }

    /// Name in the scenario file.
    pub fn name(&self) -> &'static str {
        match self {
            Reach::Broadcast { .. } => "broadcast",
            Reach::Targeted { .. } => "targeted",
            Reach::Direct { .. } => "direct",
            Reach::Search { .. } => "search",
            Reach::Content { .. } => "content",
            Reach::Site { .. } => "site",
            Reach::Store { .. } => "store",
            Reach::Community { .. } => "community",
            Reach::People(_) => "people",
        }
    }
}

impl Tactic {
    /// Outbound if we start the contact with people who did not ask; inbound if they search or gave permission.
    pub fn direction(&self) -> Direction {
        match self.reach {
            Reach::Broadcast { .. } | Reach::Targeted { .. } | Reach::People(_) => {
                Direction::Outbound
            }
            Reach::Direct { .. }
            | Reach::Search { .. }
            | Reach::Content { .. }
            | Reach::Site { .. }
            | Reach::Store { .. }
            | Reach::Community { .. } => Direction::Inbound,
        }
    }

    /// Upstream for brand and teach, downstream for remind, commit, tripwire, offer and upsell, whatever the reach; what else content may say is upstream,
    /// what else sales staff may say downstream, and of other reaches follows the stage of its largest `moves` in a typical
    /// world: before excited upstream, from it on downstream (where it has none, care is downstream and the rest upstream).
    pub fn stream(&self, typical: &World) -> Stream {
        match self.says {
            Says::Brand | Says::Teach => Stream::Upstream,
            Says::Remind | Says::Commit | Says::Tripwire | Says::Offer | Says::Upsell => {
                Stream::Downstream
            }
            _ if matches!(self.reach, Reach::Content { .. }) => Stream::Upstream,
            _ if matches!(self.reach, Reach::People(_)) => Stream::Downstream,
            Says::LeadMagnet | Says::Nurture | Says::AskReview | Says::AskReferral | Says::Care => {
                let delights = self.says == Says::Care;
                let nobody = if delights { Stage::Ascended } else { Stage::Stranger };
                let mut largest = (0.0, nobody);
                for stage in Stage::ALL {
                    let effect = typical.get_or(self.moves[stage.idx()], 0.0);
                    if effect > largest.0 {
                        largest = (effect, stage);
                    }
                }
                if largest.1 < Stage::Excited { Stream::Upstream } else { Stream::Downstream }
            }
        }
    }
}

impl Direction {
    pub fn name(self) -> &'static str {
        match self {
            Direction::Outbound => "outbound",
            Direction::Inbound => "inbound",
        }
    }
}

impl Stream {
    pub fn name(self) -> &'static str {
        match self {
            Stream::Upstream => "upstream",
            Stream::Downstream => "downstream",
        }
    }
}
