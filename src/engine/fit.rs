//! Research and fit of one history (M14, M17): what each segment would like best, what the firm has heard of it, what it
//! offers. A handful of numbers per segment, whoever lives there.

use crate::model::fit::{
    Belief, MOST_DIMENSIONS, Taste, factor, fit, known, mismatch, weekly_step,
};
use crate::model::law::{Law, LawKind};
use crate::model::money::to_minor;
use crate::model::two_way::gain;
use crate::model::{Scenario, Strategy, World};
use crate::random::{Luck, Place, Purpose, Sampler};

use super::coefficients::{Coefficients, narrow};
use super::tally::WeekRow;

/// Numbers of fit and research in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct FitOf {
    dimensions: usize,
    taste_spread: f64,
    /// what an ideal moves by in a week
    step: f64,
    lifts_moves: f64,
    reference: f64,
    targeting_gain: f64,
    /// minor units
    cost_per_interview: f64,
    noise: f64,
}

/// What is true of each segment, what is believed and what is offered, as it stands.
#[derive(Clone, Debug)]
pub(super) struct Tastes<'a> {
    of: FitOf,
    coefficients: &'a Coefficients,
    luck: Luck,
    replication: u32,
    segments: Vec<Segment>,
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    ideal: Taste,
    belief: Belief,
    offer: Taste,
    /// people asked so far
    asked: u32,
    /// share of all customers
    share: f64,
}

impl FitOf {
    pub fn new(scenario: &Scenario, world: &World) -> Option<FitOf> {
        let fit = scenario.fit?;
        let taste_spread = world.get(fit.taste_spread);
        let research = |pick: fn(&crate::model::Research) -> crate::model::NumberId| {
            scenario.research.as_ref().map_or(0.0, |r| world.get(pick(r)))
        };
        Some(FitOf {
            dimensions: fit.dimensions as usize,
            taste_spread,
            step: weekly_step(world.get_or(fit.drift_per_quarter, 0.0), taste_spread),
            lifts_moves: world.get(fit.lifts_moves),
            reference: world.get_or(fit.reference, 1.0),
            targeting_gain: world.get_or(fit.targeting_gain, 0.0),
            cost_per_interview: research(|r| r.cost_per_interview)
                * scenario.market.currency.minor_per_unit(),
            noise: research(|r| r.noise),
        })
    }
}

impl<'a> Tastes<'a> {
    /// At the start of a history: the first guess is offered. `None` without `[fit]`.
    pub fn new(
        scenario: &Scenario,
        coefficients: &'a Coefficients,
        luck: Luck,
        replication: u32,
    ) -> Option<Tastes<'a>> {
        let of = coefficients.fit?;
        #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 people")]
        let all = scenario.n_customers() as f64;
        let belief = Belief::before(of.taste_spread);
        let of_size = |n: u32| Segment {
            ideal: belief.mean,
            belief,
            offer: belief.mean,
            asked: 0,
            share: f64::from(n) / all,
        };
        let segments = scenario.segments.iter().map(|s| of_size(s.n_customers)).collect();
        let mut tastes = Tastes { of, coefficients, luck, replication, segments };
        for k in 0..tastes.segments.len() {
            let purpose = coefficients.segments[k].purpose.taste;
            tastes.segments[k].ideal = tastes.drawn(purpose, 0, 0, of.taste_spread);
        }
        Some(tastes)
    }

    /// A normal point of this standard deviation in each dimension.
    fn drawn(&self, purpose: Purpose, week: u32, number: u32, spread: f64) -> Taste {
        let mut point = [0.0; MOST_DIMENSIONS];
        if spread > 0.0 {
            let normal = Sampler::new(&Law { kind: LawKind::Normal, params: [0.0, 1.0, 0.0] });
            let place = Place { replication: self.replication, week, attempt: 0, purpose };
            let mut stream = self.luck.stream(place, number);
            for x in &mut point[..self.of.dimensions] {
                *x = spread * normal.sample(&mut stream);
            }
        }
        point
    }

    /// By segment: the factor on every hazard forward this week.
    pub fn factors(&self) -> Vec<f64> {
        let fits = self.segments.iter().map(|s| fit(mismatch(&s.offer, &s.ideal)));
        fits.map(|fit| factor(self.of.lifts_moves, fit, self.of.reference)).collect()
    }

    /// How much better than the reference the offer fits a segment this week.
    pub fn beyond_reference(&self, segment: usize) -> f64 {
        let s = &self.segments[segment];
        fit(mismatch(&s.offer, &s.ideal)) - self.of.reference
    }

    /// By segment: what knowing a customer's own taste gives to messages made for her.
    pub fn gains(&self) -> Vec<f32> {
        let fits = self.segments.iter().map(|s| fit(mismatch(&s.offer, &s.ideal)));
        fits.map(|fit| narrow(gain(self.of.lifts_moves, fit))).collect()
    }

    /// g·known: by how much what is known sharpens the aim this week. As many are asked in each segment, so all are known
    /// alike.
    pub fn sharper(&self) -> f64 {
        let known = |s: &Segment| known(s.belief.variance, self.of.taste_spread);
        self.of.targeting_gain * self.segments.first().map_or(0.0, known)
    }

    /// The week is told as customers met it; people are asked and paid, the offer follows at its dates, tastes move on.
    pub fn settle(&mut self, week: u32, strategy: &Strategy, media_weeks: u32, row: &mut WeekRow) {
        for s in &self.segments {
            let misses = mismatch(&s.offer, &s.ideal);
            row.fit += s.share * fit(misses);
            row.mismatch += s.share * misses;
            row.taste_variance += s.share * s.belief.variance;
        }
        let each = strategy.interviews(week, media_weeks);
        #[expect(clippy::cast_precision_loss, reason = "at most 256 segments")]
        let asked = f64::from(each) * self.segments.len() as f64;
        row.research = to_minor(asked * self.of.cost_per_interview);
        row.spend += row.research;
        for k in 0..self.segments.len() {
            let purpose = &self.coefficients.segments[k].purpose;
            let mut s = self.segments[k];
            for _ in 0..each {
                let mut heard = self.drawn(purpose.interview, 0, s.asked, self.of.noise);
                for (y, z) in heard.iter_mut().zip(s.ideal) {
                    *y += z;
                }
                s.belief = s.belief.after(&heard, self.of.noise);
                s.asked += 1;
            }
            if week.is_multiple_of(strategy.redesign_every_weeks) {
                s.offer = s.belief.mean;
            }
            let step = self.drawn(purpose.drift, week, 0, self.of.step);
            for (z, moved) in s.ideal.iter_mut().zip(step) {
                *z += moved;
            }
            s.belief = s.belief.aged(self.of.step);
            self.segments[k] = s;
        }
    }
}
