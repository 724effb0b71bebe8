//! Orders, one by one (M20): value, dropout, contracts and their renewal. Orders are rare, so this is not a pass.

use crate::model::money::to_minor;
use crate::model::{Says, Stage};
use crate::random::{MAX_ATTEMPT, Sampler};

use super::choice;
use super::coefficients::BasketOf;
use super::coordination::{self, Handed, Price};
use super::decide::{collect, luck_below};
use super::dispatch::pass;
use super::dropout::DROPS_OUT;
use super::pacing::{Acceptance, Accepted};
use super::population::{BLOCK, NEVER, REFERRED_TO_US, Shard, week_u16};
use super::satisfaction;
use super::touch;
use super::traits::ShardTraits;
use super::upsell;
use super::week::{Block, Week};
use super::{pressure, promotion};

/// Step 6 of the week: needs waiting in `decisions` are decided, in order of customer and moment.
pub(super) fn decide(shard: &mut Shard, t: &ShardTraits, week: &Week<'_>, block: Block) {
    if shard.scratch.decisions.is_empty() {
        return;
    }
    for at in 0..shard.scratch.decisions.len() {
        let decision = shard.scratch.decisions[at];
        let i = decision.i;
        if decision.attempt == DROPS_OUT {
            if shard.stage[i] != Stage::Lost as u8 {
                shard.tally.exit[usize::from(shard.stage[i])] += 1;
                choice::takes_elsewhere(shard, week, i);
                shard.set_stage(i, Stage::Lost as u8, week.week, &week.rules);
                shard.scratch.void[i - block.start] = 1;
            }
            continue;
        }
        let carried = decision.attempt == 0;
        if carried && shard.open[i] == 0 {
            // Ended together with the customer earlier this week.
            continue;
        }
        if carried {
            shard.open[i] = 0;
        }
        let is_lost = shard.stage[i] == Stage::Lost as u8;
        if is_lost && choice::may_go_elsewhere(week) {
            choice::ends_without_us(shard, week, i, decision.attempt);
            continue;
        }
        if is_lost || under_contract(shard, i) {
            shard.tally.needs.void += 1;
            continue;
        }
        let price = coordination::find_price(shard, week, i, decision.attempt);
        if price != Price::Missed
            && !choice::is_ours(shard, week, i, decision.attempt, price == Price::Told)
        {
            continue;
        }
        if price == Price::Missed || coordination::is_left_behind(shard, week, i, decision.attempt)
        {
            shard.tally.needs.lapsed += 1;
            shard.tally.bought_nothing += 1;
            continue;
        }
        shard.tally.needs.met += 1;
        let before = shard.stage[i];
        order(shard, t, week, i, decision.attempt, price);
        if before < Stage::Ascended as u8 || shard.stage[i] == Stage::Lost as u8 {
            shard.scratch.void[i - block.start] = 1;
        }
    }
}

fn under_contract(shard: &Shard, i: usize) -> bool {
    shard.renews_at.get(i).is_some_and(|&w| w != NEVER)
}

/// An order: booked, its buyer moved up to ascended if she was below, and perhaps lost after it.
pub(super) fn order(
    shard: &mut Shard,
    t: &ShardTraits,
    week: &Week<'_>,
    i: usize,
    attempt: u32,
    price: Price,
) {
    let handed = coordination::hand_over(shard, t, week, i, attempt);
    book(shard, t, week, i, attempt, week.offered.is_off && price == Price::Told, handed);
    let from = shard.stage[i];
    if from < Stage::Ascended as u8 {
        shard.tally.forward[usize::from(from)] += 1;
        shard.set_stage(i, Stage::Ascended as u8, week.week, &week.rules);
    }
    if let Some(every) = week.rules.renews_every_weeks {
        shard.renews_at[i] = week_u16(week.week + every);
    }
    pressure::mend_details(shard, i);
    if week.coefficients.minds.watch() {
        let level = Says::Offer.level();
        shard.scratch.acceptances.push(Acceptance { i, level, of: Accepted::Level });
    }
    coordination::ask(shard, week, i, attempt);
    let of = &week.coefficients.segments[shard.segment];
    if let Some(dropout) = &t.dropout {
        let draw = week.luck.draw(week.place(of.purpose.dropout, attempt), shard.number(i));
        if luck_below(draw, satisfaction::leaving(shard, week, i, week.leaves(dropout.at(i)))) {
            shard.tally.exit[usize::from(shard.stage[i])] += 1;
            choice::takes_elsewhere(shard, week, i);
            shard.set_stage(i, Stage::Lost as u8, week.week, &week.rules);
        }
    }
}

/// Value and cost of an order, in whole minor units, into the books.
///
/// - `sold_off`: below the regular price
/// - `handed`: what it costs less, and holds more, where she fetches it
fn book(
    shard: &mut Shard,
    t: &ShardTraits,
    week: &Week<'_>,
    i: usize,
    attempt: u32,
    sold_off: bool,
    handed: Handed,
) {
    let c = week.coefficients;
    let of = &c.segments[shard.segment];
    let number = shard.number(i);
    let units = match &of.basket {
        BasketOf::Customer(_) => t.basket.at(i),
        BasketOf::Order(sampler) => {
            sampler.sample(&mut week.luck.stream(week.place(of.purpose.basket, attempt), number))
        }
        BasketOf::GammaGamma { p, .. } => {
            let stream = &mut week.luck.stream(week.place(of.purpose.basket, attempt), number);
            Sampler::gamma_rate(*p, t.basket.at(i)).sample(stream)
        }
    };
    let baskets = match sold_off {
        true => promotion::baskets(shard, t, week, i, attempt),
        false => 1,
    };
    let units = units * f64::from(baskets + handed.baskets);
    let came_for = units;
    let units = match c.upsells {
        true => units * upsell::basket(shard, week, i, attempt),
        false => units,
    };
    let price = if sold_off { week.offered.price } else { c.price };
    let value = to_minor(price * units);
    let cost = to_minor(c.unit_cost * units) - handed.saves;
    satisfaction::order(shard, week, i);
    let people = i128::from(week.scenario.market.people_per_customer);
    let tally = &mut shard.tally;
    tally.orders += 1;
    tally.revenue += i128::from(value) * people;
    tally.unit_cost += i128::from(cost) * people;
    tally.collect_savings += i128::from(handed.saves) * people;
    if c.upsells {
        tally.upsell_revenue += i128::from(value - to_minor(price * came_for)) * people;
    }
    if sold_off {
        tally.price_given_up += i128::from(to_minor(c.price * units) - value) * people;
    }
    shard.orders[i] += 1;
    if let Some(trust) = &c.minds.trust {
        shard.scratch.learned[i % BLOCK] += trust.learns_by_order;
    }
    shard.revenue[i] += value;
    shard.contribution[i] += value - cost;
    let had_ordered_before = t.start[i] >= Stage::Ascended as u8;
    if shard.first_order[i] == NEVER {
        shard.first_order[i] = week_u16(week.week);
        tally.new_customers += 1;
        tally.referred_customers += u64::from(shard.furthest[i] & REFERRED_TO_US != 0);
        tally.told_in.extend(shard.told_in.get(i).filter(|week| **week > 0));
        if week.week + 52 <= week.rules.total_weeks {
            tally.cohort.followed += 1;
            tally.cohort.acquired += 1;
        }
        touch::order(shard, i);
    }
    let tally = &mut shard.tally;
    let first = u32::from(shard.first_order[i]);
    let age = (week.week - first) as usize;
    if !had_ordered_before
        && first + 52 <= week.rules.total_weeks
        && let Some(sum) = tally.cohort.contribution_by_age.get_mut(age)
    {
        *sum += i128::from(value - cost) * people;
    }
}

pass! {
    fn due(renews_at: &[u16], week: u16, flags: &mut [u8]) {
        for (flag, &at) in flags.iter_mut().zip(renews_at) {
            *flag = u8::from(at == week);
        }
    }
}

/// Step 7: contracts up for renewal at the end of this week.
pub(super) fn renew(shard: &mut Shard, t: &ShardTraits, week: &Week<'_>, block: Block) {
    let (Some(every), Some(churn)) = (week.rules.renews_every_weeks, &t.churn) else { return };
    let r = block.all();
    let n = r.len();
    due(week.isa, &shard.renews_at[r], week_u16(week.week), &mut shard.scratch.flags[..n]);
    shard.scratch.list.clear();
    collect(&shard.scratch.flags[..n], &mut shard.scratch.list);
    let place = week.place(week.coefficients.segments[shard.segment].purpose.renewal, 0);
    for at in 0..shard.scratch.list.len() {
        let i = block.start + shard.scratch.list[at] as usize;
        let draw = week.luck.draw(place, shard.number(i));
        if luck_below(draw, satisfaction::leaving(shard, week, i, week.leaves(churn.at(i)))) {
            shard.tally.exit[usize::from(shard.stage[i])] += 1;
            shard.set_stage(i, Stage::Lost as u8, week.week, &week.rules);
        } else {
            // Contracts renew at the regular price.
            book(shard, t, week, i, MAX_ATTEMPT, false, Handed::default());
            shard.renews_at[i] = week_u16(week.week + every);
        }
    }
}
