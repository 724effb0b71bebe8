//! Reviews of one history: how many there are, week by week. One number for the whole market.

use crate::model::reviews::{after, proof};
use crate::model::{Reviews, World};

use super::coefficients::Coefficients;

/// Numbers of reviews in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReviewsOf {
    starts: f64,
    fades_per_week: f64,
    elasticity: f64,
}

/// Reviews as they stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    of: ReviewsOf,
    now: f64,
}

impl ReviewsOf {
    pub fn new(reviews: &Reviews, world: &World) -> ReviewsOf {
        ReviewsOf {
            starts: world.get(reviews.starts),
            fades_per_week: world.get_or(reviews.fades_per_week, 0.0),
            elasticity: world.get(reviews.elasticity),
        }
    }
}

impl Written {
    /// At the start of a history; `None` without reviews.
    pub fn new(coefficients: &Coefficients) -> Option<Written> {
        coefficients.reviews.map(|of| Written { of, now: of.starts })
    }

    /// What the reviews that the week before left do to readers' hazards forward.
    pub fn proof(&self) -> f64 {
        proof(self.now, self.of.starts, self.of.elasticity)
    }

    /// The reviews after a week in which so many people wrote one.
    pub fn settle(&mut self, people: f64) -> f64 {
        self.now = after(self.now, people, self.of.fades_per_week);
        self.now
    }
}
