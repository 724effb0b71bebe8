//! A scenario: what is true, and the strategies to try in it. Valid by construction (`config` builds it), then read-only.

use super::brand::Brand;
use super::calendar::Date;
use super::choice::Choice;
use super::commitment::Commitment;
use super::coordination::Coordination;
use super::correlation::Correlations;
use super::fit::{Fit, Research};
use super::journey::{Journey, Stage};
use super::money::Currency;
use super::number::{NumberId, Numbers};
use super::pacing::Pacing;
use super::pressure::{Annoyance, Pressure};
use super::promotion::Promotion;
use super::purchase::Offer;
use super::reviews::Reviews;
use super::rival::{Rival, Voice};
use super::satisfaction::Satisfaction;
use super::segment::Segment;
use super::strategy::Strategy;
use super::tactic::{Channel, Tactic};
use super::trust::Trust;
use super::word_of_mouth::WordOfMouth;

/// Everything a study needs to know. Segments, channels, tactics and strategies are in order of their ids, whatever
/// their order in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub title: String,
    pub horizon: Horizon,
    /// first day of week 1: names weeks in reports, moves no number
    pub start: Option<Date>,
    pub sampling: Sampling,
    /// are the roles of touches counted?
    pub roles: bool,
    /// i of M29; 0 means no discounting
    pub discount_per_year: f64,
    pub market: Market,
    pub segments: Vec<Segment>,
    pub channels: Vec<Channel>,
    /// absent: orders have no value
    pub offer: Option<Offer>,
    /// absent: nobody buys more or less for another price
    pub promotion: Option<Promotion>,
    /// absent: a need of somebody who may buy is an order
    pub choice: Option<Choice>,
    /// in order of id; they act through choices, voice and whom they take
    pub rivals: Vec<Rival>,
    /// absent: a contact has its force, however loud rivals are
    pub voice: Option<Voice>,
    pub journey: Journey,
    /// absent: a small commitment changes nothing after it
    pub commitment: Option<Commitment>,
    /// absent: nobody trusts or doubts
    pub trust: Option<Trust>,
    /// absent: no ask comes too early
    pub pacing: Option<Pacing>,
    /// absent: nobody is annoyed
    pub annoyance: Option<Annoyance>,
    /// absent: one contact more costs what the first one costs
    pub pressure: Option<Pressure>,
    /// absent: nobody stays, buys or talks for being satisfied
    pub satisfaction: Option<Satisfaction>,
    /// absent: nobody reads what buyers have written
    pub reviews: Option<Reviews>,
    /// absent: no brand
    pub brand: Option<Brand>,
    /// absent: every offer fits as well as any other
    pub fit: Option<Fit>,
    /// absent: nobody is asked
    pub research: Option<Research>,
    /// absent: it changes nothing that channels know of each other
    pub coordination: Option<Coordination>,
    pub tactics: Vec<Tactic>,
    /// absent: nobody talks
    pub word_of_mouth: Option<WordOfMouth>,
    pub strategies: Vec<Strategy>,
    /// index of the strategy that the others are measured against
    pub baseline: usize,
    pub numbers: Numbers,
    /// which numbers hang together over worlds
    pub correlations: Correlations,
    /// numbers drawn together from the rows of files
    pub draws: Vec<Draws>,
}

/// Numbers that a file gives: every world takes one of its rows whole, so that they keep the joint distribution of the rows
/// (draws from a posterior).
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    pub n_rows: u32,
    /// in order of the numbers, at least one: the number, and its value in each row
    pub columns: Vec<(NumberId, Vec<f64>)>,
}

/// How long we look: media run in weeks 1 … `weeks`, what they caused goes on until `weeks + tail_weeks`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    pub weeks: u32,
    pub tail_weeks: u32,
}

/// How many histories, and their luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    pub worlds: u32,
    pub replications: u32,
    pub seed: u64,
}

/// The market as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    pub currency: Currency,
    /// real people for each simulated customer
    pub people_per_customer: u32,
    pub season: Option<Season>,
}

/// Season of needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Season {
    /// see [`super::season::season`]
    Wave { amplitude: NumberId, peak_week: NumberId },
    /// factors of the 52 weeks of a year, of mean 1
    Weeks(Box<[f64; 52]>),
}

impl Horizon {
    /// Weeks with and without media.
    pub fn total_weeks(self) -> u32 {
        self.weeks + self.tail_weeks
    }
}

impl Scenario {
    /// Do any customers have needs? Without, the journey alone decides and excited → ascended is the order.
    pub fn has_needs(&self) -> bool {
        self.segments.iter().any(|s| s.needs_per_year.is_some())
    }

    /// Is anything sold at a price? Without, plans differ by their cost alone.
    pub fn sells_anything(&self) -> bool {
        self.offer.is_some() || self.tactics.iter().any(|t| t.sells.is_some())
    }

    /// Can a need become an order of a rival?
    pub fn sells_beside_rivals(&self) -> bool {
        self.choice.is_some() && self.rivals.iter().any(Rival::is_chosen)
    }

    /// Does anybody pay for research: interviews, or a study of rivals?
    pub fn buys_research(&self) -> bool {
        self.research.is_some() || self.strategies.iter().any(|s| s.rival_analysis.is_some())
    }

    /// Does anybody but us buy media?
    pub fn speaks_beside_rivals(&self) -> bool {
        self.rivals.iter().any(|r| r.weekly_spend.is_some() || r.reacts.is_some())
    }

    /// First stage from which a need becomes an order.
    pub fn buys_from(&self) -> Stage {
        self.offer.as_ref().map_or(Stage::Excited, |o| o.buys_from)
    }

    /// Do contacts teach the firm what a customer likes?
    pub fn learns_tastes(&self) -> bool {
        self.fit.is_some() && self.tactics.iter().any(|t| t.learns_taste.is_some())
    }

    /// Does it matter in how many channels people are met?
    pub fn tells_channels_apart(&self) -> bool {
        self.coordination.is_some() || self.segments.iter().any(|s| s.selection.is_some())
    }

    /// Simulated customers of all segments.
    pub fn n_customers(&self) -> u64 {
        self.segments.iter().map(|s| u64::from(s.n_customers)).sum()
    }

    /// Customer-weeks of the whole study: customers × weeks × histories.
    pub fn customer_weeks(&self) -> u128 {
        u128::from(self.n_customers())
            * u128::from(self.horizon.total_weeks())
            * u128::from(self.sampling.worlds)
            * u128::from(self.sampling.replications)
            * self.strategies.len() as u128
    }
}
