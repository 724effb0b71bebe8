//! Choices, one by one (M18, M24): whether a need becomes an order with us, one with a rival, or nothing.

use crate::model::choice::{clock, weight};
use crate::model::rival::gap;
use crate::model::{Rival, Scenario, World};

use super::journey;
use super::population::Shard;
use super::week::Week;

/// Numbers of the choice in one world.
#[derive(Clone, Debug)]
pub(super) struct ChoiceOf {
    /// V at the regular price
    ours: f64,
    /// what goodwill, a lower price and a fitting offer add to it, each per unit
    brand_lifts: f64,
    price_lifts: f64,
    fit_lifts: f64,
    /// `e^V` by segment and rival; 0 of one that nobody there ever chooses
    rivals: Vec<Vec<f64>>,
    /// the segment in which rivals are weakest
    pub gap: Option<usize>,
    /// can anybody choose a rival?
    pub has_rivals: bool,
}

impl ChoiceOf {
    pub fn new(scenario: &Scenario, world: &World) -> Option<ChoiceOf> {
        let choice = scenario.choice?;
        let of_segment = |s: usize| -> Vec<f64> {
            let of = |r: &Rival| r.attraction_in(s).map_or(0.0, |v| weight(world.get(v)));
            scenario.rivals.iter().map(of).collect()
        };
        let rivals: Vec<Vec<f64>> = (0..scenario.segments.len()).map(of_segment).collect();
        let together: Vec<f64> = rivals.iter().map(|of| of.iter().sum()).collect();
        Some(ChoiceOf {
            ours: world.get(choice.attraction),
            brand_lifts: world.get_or(scenario.brand.and_then(|b| b.lifts_choice), 0.0),
            price_lifts: world.get_or(scenario.promotion.and_then(|p| p.lifts_choice), 0.0),
            fit_lifts: world.get_or(scenario.fit.and_then(|f| f.lifts_choice), 0.0),
            has_rivals: rivals.iter().flatten().any(|w| *w > 0.0),
            gap: gap(&together),
            rivals,
        })
    }

    /// V of our offer in a segment this week, before anybody is persuaded.
    ///
    /// - `goodwill` and `fit` beyond the start and the reference; `price_off` as a share of the regular price
    pub fn attraction(&self, goodwill: f64, price_off: f64, fit: f64) -> f64 {
        self.ours + self.brand_lifts * goodwill + self.lifted_by(price_off) + self.fit_lifts * fit
    }

    /// The part of V that a price below the regular one adds.
    pub fn lifted_by(&self, price_off: f64) -> f64 {
        self.price_lifts * price_off
    }
}

/// Is a need of somebody who may buy an order with us? One that is not is counted here.
///
/// - `finds_price`: does she know of a price below the regular one where she orders?
pub(super) fn is_ours(
    shard: &mut Shard,
    week: &Week<'_>,
    i: usize,
    attempt: u32,
    finds_price: bool,
) -> bool {
    if week.coefficients.choice.is_none() {
        return true;
    }
    let tactics = week.coefficients.tactics.iter().zip(&shard.stocks);
    let persuaded: f64 = tactics
        .enumerate()
        .filter(|(_, (tactic, stocks))| tactic.persuades > 0.0 && !stocks.is_empty())
        .map(|(t, (tactic, _))| tactic.persuades * journey::taken(week, shard, i, t))
        .sum();
    let purpose = week.coefficients.segments[shard.segment].purpose.choice;
    let draw = week.luck.draw(week.place(purpose, attempt), shard.number(i));
    let attraction = week.attractions[shard.segment];
    let attraction = if finds_price { attraction } else { attraction - week.offered.attracts };
    let ours = clock(draw, weight(attraction + persuaded));
    let (theirs, is_rival) = elsewhere(shard, week, i, attempt);
    if ours <= theirs {
        return true;
    }
    if is_rival {
        shard.tally.needs.rivals += 1;
        shard.tally.rival_orders += 1;
    } else {
        shard.tally.needs.refused += 1;
        shard.tally.bought_nothing += 1;
    }
    false
}

/// Who is lost takes her open need elsewhere, at once.
pub(super) fn takes_elsewhere(shard: &mut Shard, week: &Week<'_>, i: usize) {
    if may_go_elsewhere(week) && shard.open.get(i).is_some_and(|&open| open != 0) {
        shard.open[i] = 0;
        ends_without_us(shard, week, i, 0);
    }
}

/// A need of somebody who does not come to us is over: a rival meets it, or nobody does.
pub(super) fn ends_without_us(shard: &mut Shard, week: &Week<'_>, i: usize, attempt: u32) {
    if may_go_elsewhere(week) && elsewhere(shard, week, i, attempt).1 {
        shard.tally.needs.rivals += 1;
        shard.tally.rival_orders += 1;
    } else {
        shard.tally.needs.lapsed += 1;
        shard.tally.bought_nothing += 1;
    }
}

/// Can a need that we do not meet go to a rival?
pub(super) fn may_go_elsewhere(week: &Week<'_>) -> bool {
    week.coefficients.has_rivals()
}

/// When the first clock but ours rings, and whether it is that of a rival.
fn elsewhere(shard: &Shard, week: &Week<'_>, i: usize, attempt: u32) -> (f64, bool) {
    let Some(of) = &week.coefficients.choice else { return (f64::INFINITY, false) };
    let purpose = &week.coefficients.segments[shard.segment].purpose;
    let draw = |purpose| week.luck.draw(week.place(purpose, attempt), shard.number(i));
    let mut first = (clock(draw(purpose.nothing), 1.0), false);
    for (weight, purpose) in of.rivals[shard.segment].iter().zip(&purpose.rivals) {
        if *weight > 0.0 {
            let ring = clock(draw(*purpose), *weight);
            if ring < first.0 {
                first = (ring, true);
            }
        }
    }
    first
}
