//! Promotions over columns (M18): the price of a week, what it does to needs, and the home stocks of deal buyers.

use crate::model::money::to_minor;
use crate::model::poisson::poisson_count;
use crate::model::promotion::{
    PriceEffects, brought_forward, came_anyway, home_factor, need_factor, reference_after,
};
use crate::model::{NumberId, Promotion, Scenario, Stage, World};

use super::coefficients::{Coefficients, minor_f64, narrow};
use super::decide::{exp, luck_below};
use super::dispatch::pass;
use super::need::stirred_at;
use super::population::{Scratch, Shard};
use super::satisfaction;
use super::traits::ShardTraits;
use super::week::{Block, Week};

/// How people take prices in one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct PromotionOf {
    effects: PriceEffects,
    reference_kept: f64,
    pub deal_buyers: f64,
    extra_baskets: u32,
    brought_forward: f64,
    home_lowers: f64,
    /// does anybody ever take anything home?
    pub takes_home: bool,
}

/// The price of a week, and what it does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offered {
    /// minor units
    pub price: f64,
    /// is it below the regular one? Contracts renew at the regular price all the same
    pub is_off: bool,
    /// m_price: on the needs of those who may buy
    factor: f64,
    /// P(a need that arrived this week takes the place of a later one), of deal buyers
    brought_forward: f64,
    /// share of this week's needs that would have come at the regular price too
    pub came_anyway: f64,
    /// what being below the regular price adds to the attraction of our offer
    pub attracts: f64,
}

/// What people expect to pay, as it stands: one number for the whole market.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    coefficients: &'a Coefficients,
    /// share of the regular price
    reference: f64,
}

impl PromotionOf {
    pub fn new(promotion: &Promotion, scenario: &Scenario, world: &World) -> PromotionOf {
        let of = |number: Option<NumberId>| world.get_or(number, 0.0);
        let brought_forward = of(promotion.brought_forward_share);
        let weeks = scenario.horizon.weeks;
        PromotionOf {
            effects: promotion.effects(world),
            reference_kept: world.get_or(promotion.reference_kept_per_week, 1.0),
            deal_buyers: world.get_or(promotion.deal_buyers_share, 1.0),
            extra_baskets: promotion.extra_baskets,
            brought_forward,
            home_lowers: of(promotion.home_stock_lowers_needs),
            takes_home: (promotion.extra_baskets > 0 || brought_forward > 0.0)
                && scenario.strategies.iter().any(|s| s.promotes(weeks)),
        }
    }
}

impl Offered {
    /// The regular price, as everybody expects it.
    pub fn regularly(price: f64) -> Offered {
        Offered {
            price,
            is_off: false,
            factor: 1.0,
            brought_forward: 0.0,
            came_anyway: 1.0,
            attracts: 0.0,
        }
    }
}

impl<'a> Expected<'a> {
    /// At the start of a history: the regular price.
    pub fn new(coefficients: &'a Coefficients) -> Expected<'a> {
        Expected { coefficients, reference: 1.0 }
    }

    /// A week's price, with this share taken off.
    pub fn meets(&self, price_off: f64) -> Offered {
        let regular = self.coefficients.price;
        let is_off = price_off > 0.0;
        let price = if is_off { off(regular, price_off) } else { regular };
        let mut offered = Offered { price, is_off, ..Offered::regularly(regular) };
        if let Some(of) = &self.coefficients.promotion {
            offered.factor = need_factor(1.0 - price_off, self.reference, of.effects);
            offered.brought_forward = brought_forward(of.brought_forward, offered.factor);
            offered.came_anyway = came_anyway(1.0 - price_off, self.reference, of.effects);
        }
        if let Some(choice) = &self.coefficients.choice {
            offered.attracts = choice.lifted_by(price_off);
        }
        offered
    }

    /// What people expect after a week at this price, as a share of the regular one.
    pub fn settle(&mut self, price_off: f64) -> f64 {
        if let Some(of) = &self.coefficients.promotion {
            self.reference = reference_after(self.reference, 1.0 - price_off, of.reference_kept);
        }
        self.reference
    }
}

/// The price with a share of it taken off, in whole minor units.
fn off(regular: f64, share: f64) -> f64 {
    minor_f64(to_minor(regular * (1.0 - share)))
}

pass! {
    /// Times `factor` for who may buy.
    fn weigh_by_price(factor: f32, buys_from: u8, stages: &[u8], rates: &mut [f32]) {
        for (rate, &stage) in rates.iter_mut().zip(stages) {
            let may_buy = (stage >= buys_from) & (stage < Stage::Lost as u8);
            *rate *= if may_buy { factor } else { 1.0 };
        }
    }
}

pass! {
    /// Times `e^{−η·H}` of the baskets at home.
    fn weigh_by_home(lowers: f32, home: &[u32], rates: &mut [f32]) {
        for (rate, &baskets) in rates.iter_mut().zip(home) {
            #[expect(clippy::cast_precision_loss, reason = "beyond 2^24 baskets the factor is 0")]
            let baskets = baskets as f32;
            *rate *= exp(-lowers * baskets);
        }
    }
}

pass! {
    fn any(home: &[u32]) -> bool {
        let mut seen = 0u32;
        for &baskets in home {
            seen |= baskets;
        }
        seen != 0
    }
}

/// Do prices or home stocks weigh on this shard's needs this week?
pub(super) fn weighs(shard: &Shard, week: &Week<'_>) -> bool {
    week.offered.factor != 1.0 || !shard.home.is_empty()
}

/// The need rates in `scratch.rates`, of the customers of a block, times what prices and home stocks make of them.
pub(super) fn weigh(shard: &mut Shard, week: &Week<'_>, block: Block) {
    let Some(of) = &week.coefficients.promotion else { return };
    let r = block.all();
    let rates = &mut shard.scratch.rates[..r.len()];
    if week.offered.factor != 1.0 {
        let factor = narrow(week.offered.factor);
        weigh_by_price(week.isa, factor, week.rules.buys_from, &shard.stage[r.clone()], rates);
    }
    if !shard.home.is_empty() {
        weigh_by_home(week.isa, narrow(of.home_lowers), &shard.home[r], rates);
    }
}

/// The same factor for one customer.
pub(super) fn weight_at(shard: &Shard, week: &Week<'_>, i: usize) -> f64 {
    let Some(of) = &week.coefficients.promotion else { return 1.0 };
    let may_buy = (week.rules.buys_from..Stage::Lost as u8).contains(&shard.stage[i]);
    let price = if may_buy { week.offered.factor } else { 1.0 };
    price * shard.home.get(i).map_or(1.0, |&baskets| home_factor(of.home_lowers, baskets))
}

/// Needs of a customer and week that her home stock meets, as far as it goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used {
    /// position in the block
    offset: usize,
    baskets: u32,
    /// needs for which nothing was left: they go shopping like others
    beyond: u32,
    /// no other need came this week
    alone: bool,
}

/// Needs met from home stocks this week, into `scratch.used`. The stock itself is as it was until [`take_from_home`].
pub(super) fn use_home(shard: &mut Shard, t: &ShardTraits, week: &Week<'_>, block: Block) {
    shard.scratch.used.clear();
    let (Some(of), Some(rates)) = (&week.coefficients.promotion, &t.needs_per_year) else { return };
    let r = block.all();
    if shard.home.is_empty() || !any(week.isa, &shard.home[r.clone()]) {
        return;
    }
    let purpose = week.coefficients.segments[shard.segment].purpose.home;
    shard.draw(week, purpose, block);
    for (offset, i) in r.enumerate() {
        let baskets = shard.home[i];
        if baskets == 0 || !week.rules.needy.may_be(shard.stage[i]) {
            continue;
        }
        let rate = rates.at(i)
            * week.need_factor
            * (1.0 + stirred_at(shard, week, i))
            * satisfaction::weight_at(shard, week, i);
        let stay_away = rate * (1.0 - home_factor(of.home_lowers, baskets));
        let needs = poisson_count(stay_away, shard.scratch.draws[offset]);
        if needs > 0 {
            let beyond = needs.saturating_sub(baskets);
            let used = Used { offset, baskets: needs.min(baskets), beyond, alone: false };
            shard.scratch.used.push(used);
        }
    }
}

/// Needs that no home stock could meet arrive like others.
pub(super) fn add_beyond(shard: &mut Shard) {
    let Scratch { used, need_flags, .. } = &mut shard.scratch;
    for used in used.iter_mut().filter(|used| used.beyond > 0) {
        let flag = &mut need_flags[used.offset];
        used.alone = *flag == 0;
        *flag = 1;
    }
}

/// Needs of the customer at this offset, with those that her home stock could not meet.
pub(super) fn count_beyond(shard: &Shard, offset: usize, count: u32) -> u32 {
    let used = &shard.scratch.used;
    let Ok(at) = used.binary_search_by_key(&offset, |used| used.offset) else { return count };
    let Used { beyond, alone, .. } = used[at];
    if alone { beyond } else { count.saturating_add(beyond) }
}

/// What was used this week leaves the home stocks.
pub(super) fn take_from_home(shard: &mut Shard, block: Block) {
    for &Used { offset, baskets, .. } in &shard.scratch.used {
        shard.home[block.start + offset] -= baskets;
        shard.tally.used_at_home += u64::from(baskets);
        shard.tally.home_stock -= u64::from(baskets);
    }
}

/// Baskets of an order below the regular price; those that nobody needs yet go to the home stock of a deal buyer.
pub(super) fn baskets(
    shard: &mut Shard,
    t: &ShardTraits,
    week: &Week<'_>,
    i: usize,
    attempt: u32,
) -> u32 {
    let Some(of) = &week.coefficients.promotion else { return 1 };
    let buys_ahead = t.deals.as_ref().is_none_or(|deals| deals[i] != 0);
    if shard.home.is_empty() || !buys_ahead {
        return 1;
    }
    let mut ahead = of.extra_baskets;
    let chance = week.offered.brought_forward;
    if attempt > 0 && chance > 0.0 {
        let purpose = week.coefficients.segments[shard.segment].purpose.brought_forward;
        let draw = week.luck.draw(week.place(purpose, attempt), shard.number(i));
        ahead += u32::from(luck_below(draw, chance));
    }
    shard.home[i] += ahead;
    shard.tally.home_stock += u64::from(ahead);
    1 + of.extra_baskets
}
