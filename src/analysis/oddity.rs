//! What looks odd in a scenario: it may well be meant, and a reader should see it.

use crate::model::{ClickPrice, PriceRise, Reach, Scenario, Stage, Strategy, Tactic, World};

use super::estimate::Estimate;
use super::explain::Unknown;
use super::line::LineFacts;
use super::money::whole;
use super::unspent::{Left, price};
use super::used::Used;

/// Something that may well be meant, and that a reader should see.
#[derive(Clone, Debug, PartialEq)]
pub enum Oddity {
    /// a hazard above 1 per week: most who can move do so within the week
    FastHazard {
        path: String,
        per_week: f64,
    },
    /// needs that hardly live a week
    FastLapse {
        path: String,
        per_week: f64,
    },
    /// memory with a half-life of more than a quarter
    LongMemory {
        path: String,
        kept: f64,
    },
    /// the upper end is more than 100 times the lower
    Wide {
        path: String,
        range: (f64, f64),
    },
    /// satisfaction that is never forgotten adds up over the years
    NoFading,
    /// a rival that answers us with so many times its usual money, and takes as much more
    LoudAnswer {
        rival: usize,
        strategy: usize,
        times: f64,
    },
    /// an order loses money
    NoMargin {
        price: f64,
        unit_cost: f64,
    },
    HighDiscount {
        per_year: f64,
    },
    ManyContacts {
        strategy: usize,
        tactic: usize,
        per_week: f64,
    },
    /// money that buys no contact at all, and why what is left of it is left
    NoContact {
        strategy: usize,
        tactic: usize,
        budget: f64,
        why: Vec<Left>,
    },
    /// money that is mostly not spent, and why
    Unspent {
        strategy: usize,
        tactic: usize,
        share: f64,
        why: Vec<Left>,
    },
    /// impressions far below their usual price, because the budget is far below the one that it is told for
    NearlyFree {
        strategy: usize,
        tactic: usize,
        /// currency, of a week
        budget: f64,
        reference: f64,
        /// price, as a share of `cost_per_thousand`
        share: f64,
    },
    /// two tactics that buy in one channel, each at a price of its own: together they are cheaper than one
    SplitPrice {
        strategy: usize,
        tactics: (usize, usize),
        /// two bids; else two prices that rise with the budget
        is_auction: bool,
    },
    /// a referral programme that lifts everybody's talk while it is told to hardly anybody
    UntoldProgramme {
        strategy: usize,
        tactic: usize,
        /// share of customers whom its medium reaches
        reached: f64,
        /// currency per week, of its medium and of its rewards
        spend: f64,
        rewards: f64,
    },
    /// calls that become due faster than staff makes them
    GrowingLine {
        strategy: usize,
        tactic: usize,
        waiting: f64,
        served: f64,
    },
    /// orders per contact outside what such channels have been seen to bring
    Orders {
        strategy: usize,
        tactic: usize,
        /// counted are customers with their first order
        is_first: bool,
        per_contact: f64,
        usual: (f64, f64),
    },
}

/// What is odd about the numbers themselves.
pub(super) fn of_numbers(scenario: &Scenario, typical: &World, unknown: &[Unknown]) -> Vec<Oddity> {
    let mut odd = Vec::new();
    for (number, &centre) in scenario.numbers.rows().iter().zip(typical.values()) {
        let path = number.path.clone();
        let is_lapse = path.split('.').any(|word| word == "lapse_per_week");
        if is_lapse && centre > 2.0 {
            odd.push(Oddity::FastLapse { path, per_week: centre });
        } else if number.unit == "per week" && !is_lapse && centre > 1.0 {
            odd.push(Oddity::FastHazard { path, per_week: centre });
        } else if number.unit == "share kept per week" && centre > 0.95 {
            odd.push(Oddity::LongMemory { path, kept: centre });
        }
    }
    for u in unknown {
        let (low, high) = u.range;
        if low > 0.0 && high > 100.0 * low {
            let path = scenario.numbers.rows()[u.row].path.clone();
            odd.push(Oddity::Wide { path, range: u.range });
        }
    }
    if let Some(offer) = &scenario.offer {
        let (price, unit_cost) = (typical.get(offer.price), typical.get_or(offer.unit_cost, 0.0));
        if price <= unit_cost {
            odd.push(Oddity::NoMargin { price, unit_cost });
        }
    }
    if let Some(felt) = &scenario.satisfaction {
        let gains = [felt.gain_per_care, felt.gain_per_fit, felt.expects_per_order];
        let grows = gains.into_iter().flatten().any(|gain| typical.get(gain) > 0.0);
        if grows && typical.get_or(felt.fades_per_week, 0.0) <= 0.0 {
            odd.push(Oddity::NoFading);
        }
    }
    odd.extend((0..scenario.rivals.len()).filter_map(|r| loud_answer(scenario, typical, r)));
    if scenario.discount_per_year > 0.5 {
        odd.push(Oddity::HighDiscount { per_year: scenario.discount_per_year });
    }
    odd
}

/// A rival whose answer to our largest plan is more than ten times its usual money: what it takes grows with the root of that.
fn loud_answer(scenario: &Scenario, typical: &World, rival: usize) -> Option<Oddity> {
    const LOUD: f64 = 10.0;
    let of = &scenario.rivals[rival];
    of.takes_per_week.filter(|takes| typical.get(*takes) > 0.0)?;
    let (usual, reacts) = (typical.get(of.weekly_spend?), typical.get(of.reacts?));
    let weeks = scenario.horizon.weeks;
    let bought = |strategy: &Strategy, week: u32| -> i64 {
        let media = (0..scenario.tactics.len()).filter(|t| scenario.tactics[*t].reach.is_bought());
        media.map(|t| strategy.budget(t, week, weeks)).sum()
    };
    let most = |s: &Strategy| (1..=weeks).map(|week| bought(s, week)).max().unwrap_or(0);
    let loudest = scenario.strategies.iter().map(most).enumerate().max_by_key(|(_, most)| *most)?;
    let minor = scenario.market.currency.minor_per_unit();
    let times = 1.0 + reacts * whole(loudest.1.into()) / minor / usual;
    (times > LOUD).then_some(Oddity::LoudAnswer { rival, strategy: loudest.0, times })
}

/// What is odd about what a strategy buys.
pub(super) fn of_plans(scenario: &Scenario) -> Vec<Oddity> {
    let weeks = scenario.horizon.weeks;
    let mut odd = Vec::new();
    for (strategy, plan) in scenario.strategies.iter().enumerate() {
        let paid = |t: &usize| plan.total_budget(*t, weeks) > 0;
        let paid: Vec<usize> = (0..scenario.tactics.len()).filter(paid).collect();
        for (idx, &a) in paid.iter().enumerate() {
            for &b in &paid[idx + 1..] {
                let (one, other) = (&scenario.tactics[a], &scenario.tactics[b]);
                let rises = price_rise(&one.reach).is_some() && price_rise(&other.reach).is_some();
                let is_auction = is_auctioned(&one.reach) && is_auctioned(&other.reach);
                if one.channel == other.channel && (rises || is_auction) {
                    odd.push(Oddity::SplitPrice { strategy, tactics: (a, b), is_auction });
                }
            }
        }
    }
    odd
}

fn price_rise(reach: &Reach) -> Option<PriceRise> {
    match reach {
        Reach::Broadcast { price_rise, .. } | Reach::Targeted { price_rise, .. } => *price_rise,
        _ => None,
    }
}

fn is_auctioned(reach: &Reach) -> bool {
    matches!(reach, Reach::Search { price: ClickPrice::Auction { .. }, .. })
}

/// A price of impressions below a tenth of the usual one, in the week with the least budget.
fn nearly_free(scenario: &Scenario, typical: &World, u: &Used) -> Option<Oddity> {
    const FREE: f64 = 0.1;
    let rise = price_rise(&scenario.tactics[u.tactic].reach)?;
    let (weeks, minor) = (scenario.horizon.weeks, scenario.market.currency.minor_per_unit());
    let budgets = (1..=weeks).map(|w| scenario.strategies[u.strategy].budget(u.tactic, w, weeks));
    let budget = whole(budgets.filter(|b| *b > 0).min()?.into()) / minor;
    // Who looked may be too few to spend it on: then less is paid, at the price of that.
    let spent = budget * (u.spend.value? / u.budget).min(1.0);
    let share = price(typical, 1.0, Some(rise), 1.0).at(spent);
    let reference = typical.get(rise.reference_budget);
    let (strategy, tactic) = (u.strategy, u.tactic);
    (spent > 0.0 && share < FREE).then_some(Oddity::NearlyFree {
        strategy,
        tactic,
        budget: spent,
        reference,
        share,
    })
}

/// Share of customers below which the medium of a referral programme tells hardly anybody.
pub const TELLS_FEW: f64 = 0.05;

/// A programme acts on everybody's talk in each week in which its medium runs, however few are told of it.
fn untold_programme(scenario: &Scenario, u: &Used) -> Option<Oddity> {
    /// Cost of the medium, as a share of the rewards, below which it is next to nothing.
    const CHEAP: f64 = 0.01;
    scenario.tactics[u.tactic].referral?;
    let weeks = f64::from(scenario.horizon.weeks);
    let (reached, spend, rewards) = (u.reached.value?, u.spend.value?, u.rewards.value?);
    (rewards > 0.0 && (reached < TELLS_FEW || spend < CHEAP * rewards)).then_some(
        Oddity::UntoldProgramme {
            strategy: u.strategy,
            tactic: u.tactic,
            reached,
            spend: spend / weeks,
            rewards: rewards / weeks,
        },
    )
}

/// What is odd about a tactic as a strategy uses it.
pub(super) fn of_use(scenario: &Scenario, typical: &World, u: &Used) -> Vec<Oddity> {
    let (strategy, tactic) = (u.strategy, u.tactic);
    let mut odd = Vec::new();
    let value = |e: Estimate| e.value.unwrap_or(0.0);
    odd.extend(nearly_free(scenario, typical, u));
    odd.extend(untold_programme(scenario, u));
    // What only the small market cannot buy, for its customers stand for more people, is not odd.
    let is_small = u.people > scenario.market.people_per_customer;
    let hangs_on_it =
        |left: &[Left]| !left.is_empty() && left.iter().all(|l| l.why.is_of_simulation());
    let is_spent = is_small && hangs_on_it(&u.left);
    let why = u.left.clone();
    if is_spent {
        // As far as the small market can tell.
    } else if u.cost_per_contact.value.is_none() {
        odd.push(Oddity::NoContact { strategy, tactic, budget: u.budget, why });
    } else if value(u.spend) < 0.5 * u.budget {
        odd.push(Oddity::Unspent { strategy, tactic, share: value(u.spend) / u.budget, why });
    }
    if let Some(line) = u.line.filter(LineFacts::grows) {
        let (waiting, served) = (value(line.waiting[1]), line.served);
        odd.push(Oddity::GrowingLine { strategy, tactic, waiting, served });
    }
    let per_week = value(u.contacts_per_reached_week);
    if per_week > 20.0 {
        odd.push(Oddity::ManyContacts { strategy, tactic, per_week });
    }
    // Fewer orders than this are chance; their absence is odd only after enough contacts to have seen some.
    let expects_orders = scenario.offer.is_some() && value(u.contacts_per_week) > 0.0;
    if let (true, Some(usual)) = (expects_orders, usual_orders(&scenario.tactics[tactic].reach)) {
        let is_first = wins_customers(&scenario.tactics[tactic]);
        let (per_contact, more) = match is_first {
            true => (value(u.customers_per_contact), u.more_customers),
            false => (value(u.orders_per_contact), u.more_orders),
        };
        if more > 30 && per_contact > usual.1 {
            odd.push(Oddity::Orders { strategy, tactic, is_first, per_contact, usual });
        }
    }
    odd
}

/// Does a tactic only bring people up to their first order? What they order in the years after is not what its contact was seen to
/// bring: studies count buyers.
fn wins_customers(tactic: &Tactic) -> bool {
    let moves_buyers = Stage::ALL[Stage::Ascended.idx()..=Stage::Promoter.idx()]
        .iter()
        .any(|stage| tactic.moves[stage.idx()].is_some());
    let acts_on_buyers =
        tactic.persuades.is_some() || tactic.stirs_need.is_some() || tactic.upsell.is_some();
    !moves_buyers && !acts_on_buyers
}

/// Orders per contact that such channels have been seen to bring: the usual figure, and one that would be news.
///
/// Search: 3.75 % of clicks of an ordinary account (WordStream 2018); 15 % is four times that. E-mail: 0.68 points more
/// buyers per recipient (Hillstrom's experiment); 3 % is four times that.
fn usual_orders(reach: &Reach) -> Option<(f64, f64)> {
    match reach {
        Reach::Search { .. } => Some((0.0375, 0.15)),
        Reach::Direct { .. } => Some((0.0068, 0.03)),
        _ => None,
    }
}
