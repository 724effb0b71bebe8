//! The brand of one history (M15): goodwill from week to week, and what it lifts. One number for the whole market.

use crate::model::brand::{goodwill, lift};
use crate::model::{Brand, World};

use super::coefficients::Coefficients;

/// Numbers of the brand in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct BrandOf {
    starts: f64,
    fades_per_week: f64,
    lifts_moves: f64,
    lifts_visits: f64,
    lifts_search: f64,
}

/// Factors of this week, all of them 1 without a brand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lifts {
    /// on hazards forward
    pub moves: f64,
    /// on hazards of visits to content and site
    pub visits: f64,
    /// on the share of searching people who click
    pub search: f64,
}

/// Goodwill as it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goodwill<'a> {
    coefficients: &'a Coefficients,
    now: f64,
}

impl BrandOf {
    pub fn new(brand: &Brand, world: &World) -> BrandOf {
        BrandOf {
            starts: world.get_or(brand.starts, 0.0),
            fades_per_week: world.get(brand.fades_per_week),
            lifts_moves: world.get_or(brand.lifts_moves, 0.0),
            lifts_visits: world.get_or(brand.lifts_visits, 0.0),
            lifts_search: world.get_or(brand.lifts_search, 0.0),
        }
    }
}

impl<'a> Goodwill<'a> {
    /// At the start of a history.
    pub fn new(coefficients: &'a Coefficients) -> Goodwill<'a> {
        let now = coefficients.brand.map_or(0.0, |of| of.starts);
        Goodwill { coefficients, now }
    }

    /// What the goodwill that the week before left lifts this week.
    pub fn lifts(&self) -> Lifts {
        let Some(of) = &self.coefficients.brand else { return Lifts::NONE };
        let gained = self.now - of.starts;
        Lifts {
            moves: lift(of.lifts_moves, gained),
            visits: lift(of.lifts_visits, gained),
            search: lift(of.lifts_search, gained),
        }
    }

    /// Goodwill beyond the start; 0 without a brand.
    pub fn gained(&self) -> f64 {
        self.coefficients.brand.map_or(0.0, |of| self.now - of.starts)
    }

    /// The week's contacts (by tactic, of simulated customers) build, and the week takes its share away; gives the goodwill
    /// at its end. `people`: simulated customers who could be in contact.
    pub fn settle(&mut self, contacts: &[u64], people: u64) -> f64 {
        let Some(of) = &self.coefficients.brand else { return 0.0 };
        let tactics = &self.coefficients.tactics;
        let built: f64 = tactics.iter().zip(contacts).map(|(t, &n)| t.builds_brand * real(n)).sum();
        let input = if people > 0 { built / real(people) } else { 0.0 };
        self.now = goodwill(self.now, input, of.fades_per_week);
        self.now
    }
}

impl Lifts {
    /// Without a brand.
    pub const NONE: Lifts = Lifts { moves: 1.0, visits: 1.0, search: 1.0 };
}

fn real(count: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 people and contacts")]
    let x = count as f64;
    x
}
