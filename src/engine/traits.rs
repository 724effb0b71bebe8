//! What customers bring with them: traits, drawn once for a (world, replication) and shared by all strategies.

use crate::model::{Network, Scenario};
use crate::random::{Luck, Place, TILE};

use super::coefficients::{BasketOf, Coefficients, PerCustomer, ReachOf, SegmentOf, narrow};
use super::decide::luck_below;
use super::history::Executor;
use super::population::SHARD;
use super::pressure;

/// A trait of the customers of a shard.
#[derive(Clone, Debug)]
pub(super) enum Column {
    Same(f64),
    Each(Vec<f32>),
}

impl Column {
    pub fn at(&self, i: usize) -> f64 {
        match self {
            Column::Same(x) => *x,
            Column::Each(column) => f64::from(column[i]),
        }
    }
}

/// Traits of the customers of one shard.
#[derive(Clone, Debug)]
pub struct ShardTraits {
    pub(super) segment: usize,
    /// number in the segment of the first customer
    pub(super) first: u32,
    /// position of its first customer among all
    pub(super) base: usize,
    pub(super) n: usize,
    pub(super) start: Vec<u8>,
    pub(super) needs_per_year: Option<Column>,
    pub(super) dropout: Option<Column>,
    pub(super) dropout_in_time: Option<Column>,
    pub(super) churn: Option<Column>,
    pub(super) basket: Column,
    /// by channel
    pub(super) affinity: Vec<Column>,
    /// by tactic: 1 for who can be reached; absent where everybody can
    pub(super) audience: Vec<Option<Vec<u8>>>,
    /// `pressure::FALSE_DETAILS` for those who start with false details; absent where nobody does
    pub(super) details: Option<Vec<u8>>,
    /// 1 for who buys ahead when the price is low; absent where everybody or nobody does
    pub(super) deals: Option<Vec<u8>>,
}

/// What the customers of one (world, replication) bring with them, whatever the strategy.
#[derive(Clone, Debug)]
pub struct Traits {
    pub(super) replication: u32,
    pub(super) shards: Vec<ShardTraits>,
    /// who knows whom; absent where everybody knows everybody, or nobody talks
    pub(super) network: Option<Network>,
}

impl Traits {
    /// Who knows whom; absent where everybody knows everybody, or nobody talks.
    pub fn network(&self) -> Option<&Network> {
        self.network.as_ref()
    }

    pub(super) fn draw(
        scenario: &Scenario,
        coefficients: &Coefficients,
        luck: Luck,
        replication: u32,
        executor: &dyn Executor,
    ) -> Traits {
        let mut shards: Vec<ShardTraits> = Vec::new();
        let mut base = 0;
        for (segment, described) in scenario.segments.iter().enumerate() {
            let n = described.n_customers as usize;
            for first in (0..n).step_by(SHARD) {
                shards.push(ShardTraits {
                    segment,
                    first: u32::try_from(first).expect("segments hold fewer than 2^32 customers"),
                    base: base + first,
                    n: SHARD.min(n - first),
                    start: Vec::new(),
                    needs_per_year: None,
                    dropout: None,
                    dropout_in_time: None,
                    churn: None,
                    basket: Column::Same(1.0),
                    affinity: Vec::new(),
                    audience: Vec::new(),
                    details: None,
                    deals: None,
                });
            }
            base += n;
        }
        executor.each_trait(&mut shards, &|shard| {
            shard.fill(scenario, coefficients, luck, replication);
        });
        let network = (coefficients.talk)
            .and_then(|talk| talk.network(scenario, &coefficients.segments, luck, replication));
        Traits { replication, shards, network }
    }
}

impl ShardTraits {
    fn fill(
        &mut self,
        scenario: &Scenario,
        coefficients: &Coefficients,
        luck: Luck,
        replication: u32,
    ) {
        let of = &coefficients.segments[self.segment];
        let (first, n) = (self.first, self.n);
        let column = |per: &PerCustomer| match per {
            PerCustomer::Same(x) => Column::Same(*x),
            PerCustomer::Each(sampler, purpose) => {
                let place = Place { replication, week: 0, attempt: 0, purpose: *purpose };
                Column::Each(
                    numbers(first, n)
                        .map(|number| narrow(sampler.sample(&mut luck.stream(place, number))))
                        .collect(),
                )
            }
        };
        self.start = starting_stages(of, luck, replication, first, n);
        self.needs_per_year = of.needs_per_year.as_ref().map(column);
        self.dropout = of.dropout.as_ref().map(column);
        self.dropout_in_time = of.dropout_in_time.as_ref().map(column);
        self.churn = of.churn.as_ref().map(column);
        self.basket = match &of.basket {
            BasketOf::Customer(per) => column(per),
            BasketOf::Order(_) => Column::Same(1.0),
            BasketOf::GammaGamma { nu, .. } => column(nu),
        };
        self.affinity = of.affinity.iter().map(column).collect();
        if let (Some(selection), Some(rates)) = (of.selection, &self.needs_per_year) {
            for affinity in &mut self.affinity {
                *affinity = selected(affinity, rates, selection, n);
            }
        }
        let false_details = coefficients.minds.false_details;
        self.details = (false_details > 0.0).then(|| {
            let place = pressure::details_place(of.purpose.details, replication);
            let number = |i: usize| first + u32::try_from(i).expect("a shard holds 65 536");
            pressure::start_details(&self.start, false_details, |i| luck.draw(place, number(i)))
        });
        let deals = coefficients.promotion.filter(|p| p.takes_home && p.deal_buyers < 1.0);
        self.deals = deals.map(|of| {
            let purpose = coefficients.segments[self.segment].purpose.deal;
            let place = Place { replication, week: 0, attempt: 0, purpose };
            let buys = |number| u8::from(luck_below(luck.draw(place, number), of.deal_buyers));
            numbers(first, n).map(buys).collect()
        });
        self.audience = (coefficients.tactics.iter().zip(&scenario.tactics))
            .map(|(tactic, described)| {
                let audience = match tactic.reach {
                    ReachOf::Broadcast { audience, .. } | ReachOf::Targeted { audience, .. } => {
                        audience
                    }
                    ReachOf::Store { near_share, .. } => near_share,
                    ReachOf::Direct(_)
                    | ReachOf::Search { .. }
                    | ReachOf::Content(_)
                    | ReachOf::Site { .. }
                    | ReachOf::Community { .. }
                    | ReachOf::People(_) => 1.0,
                };
                let purpose = of.purpose.audience[described.channel];
                let place = Place { replication, week: 0, attempt: 0, purpose };
                (audience < 1.0).then(|| {
                    let member = |number| u8::from(luck_below(luck.draw(place, number), audience));
                    numbers(first, n).map(member).collect()
                })
            })
            .collect();
    }
}

/// Affinities of those who are met by how much they need: `a·(λ/λ̄)^s`.
fn selected(affinity: &Column, rates: &Column, (exponent, mean): (f64, f64), n: usize) -> Column {
    let more = |i| libm::pow(rates.at(i) / mean, exponent);
    Column::Each((0..n).map(|i| narrow(affinity.at(i) * more(i))).collect())
}

fn numbers(first: u32, n: usize) -> impl Iterator<Item = u32> {
    (first..).take(n)
}

fn starting_stages(of: &SegmentOf, luck: Luck, replication: u32, first: u32, n: usize) -> Vec<u8> {
    if let Some(counts) = &of.start_counts {
        return numbers(first, n).map(|number| stage_by_count(counts, number)).collect();
    }
    let stage_of = |draw: u32| {
        let below = of.start_bounds.iter().position(|&bound| u64::from(draw) < bound);
        u8::try_from(below.unwrap_or(0)).expect("nine stages")
    };
    if of.start_bounds[stage_of(0) as usize] == 1 << 32 {
        return vec![stage_of(0); n];
    }
    let place = Place { replication, week: 0, attempt: 0, purpose: of.purpose.start };
    let mut draws = vec![0; n.next_multiple_of(TILE)];
    luck.fill(place, first, &mut draws);
    draws.truncate(n);
    draws.into_iter().map(stage_of).collect()
}

/// Stage of the customer of this number where the first are strangers, the next aware, and so on, so many of each.
fn stage_by_count(counts: &[u32; 9], number: u32) -> u8 {
    let mut sum = 0;
    let below = counts.iter().position(|&count| {
        sum += u64::from(count);
        u64::from(number) < sum
    });
    u8::try_from(below.unwrap_or(0)).expect("nine stages")
}
