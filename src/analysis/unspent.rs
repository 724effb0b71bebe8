//! Why money of a budget was left: what it would have had to buy, and how much of it was left for each reason.

use crate::model::auction::win;
use crate::model::media::{Price, Sending, impressions};
use crate::model::money::whole_units;
use crate::model::people::staff;
use crate::model::{Aim, ClickPrice, PriceRise, Reach, Scenario, World};

use super::explain::served;
use super::money::whole;

/// What a tactic did under a strategy, as it was lived.
#[derive(Clone, Debug, PartialEq)]
pub struct Lived {
    /// currency, without the rewards of a referral programme
    pub spend: f64,
    pub contacts: f64,
    /// probability that a shared failure stopped our own channels, by week of media
    pub outages: Vec<f64>,
}

/// A reason why money was left, and the part of what was left that it explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Left {
    pub why: Why,
    /// of the money that was left
    pub share: f64,
}

/// Why money was left; costs are in currency, of a typical world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why {
    /// weeks in which one failure stopped all of our own channels
    Outage,
    /// search: bids answer no query
    NoQueries,
    /// search: every click that could be had was paid
    NoMoreClicks {
        /// `query_share`
        seen: f64,
        /// share of clicks that the bid wins; absent where every click has one price, or wins
        wins: Option<f64>,
    },
    /// search: one click of a simulated customer costs so much that the budget buys a few
    DearClick { cost: f64 },
    /// direct: a week's budget is below writing and sending to one simulated customer, which costs so much
    BelowOneSend { cost: f64 },
    /// direct: what is left in a week does not reach one more simulated customer, who costs so much
    NoMoreSends { cost: f64 },
    /// direct: nobody whom it goes to had given permission
    NobodyPermitted,
    /// direct: the messages to everybody who had given permission cost less, or those of them that a cap allows
    EverybodySent {
        capped: bool,
        /// it goes to some of the stages that can give permission
        some_stages: bool,
    },
    /// content: less than one post
    BelowOnePost { cost: f64 },
    /// site, shop and pages: a week costs more than its budget, and they were not kept
    BelowOneWeek { cost: f64 },
    /// site, shop and pages: a week costs less
    WholeWeek { cost: f64 },
    /// people: below one wage
    BelowOneWage { wage: f64 },
    /// people: what is left does not hire one more
    NoMoreStaff { wage: f64 },
    /// impressions: less than one
    BelowOneImpression,
    /// impressions: too few looked, and each is shown only so much
    FewLookers,
    /// impressions: nobody was there to see them
    NobodyThere,
}

impl Why {
    /// Does it hang on how many real people one simulated customer stands for?
    pub fn is_of_simulation(self) -> bool {
        matches!(self, Why::DearClick { .. } | Why::BelowOneSend { .. } | Why::NoMoreSends { .. })
    }
}

/// A reason that explains less than this part of what was left is not told beside others.
const TOLD: f64 = 0.1;

/// Why the money of a tactic was left under a strategy, the largest part first; nothing where nothing was left.
///
/// Weeks of failure take their budgets, and each price so much as it does not divide; the rest found nobody.
pub fn unspent(
    scenario: &Scenario,
    world: &World,
    (strategy, tactic): (usize, usize),
    lived: &Lived,
) -> Vec<Left> {
    let plan = &scenario.strategies[strategy];
    let of = &scenario.tactics[tactic];
    let minor = scenario.market.currency.minor_per_unit();
    let people = scenario.market.people_per_customer;
    let weeks = scenario.horizon.weeks;
    let budgets: Vec<i64> = (1..=weeks).map(|w| plan.budget(tactic, w, weeks)).collect();
    let left = whole(budgets.iter().map(|b| i128::from(*b)).sum()) - lived.spend * minor;
    if left <= 0.0 {
        return Vec::new();
    }
    // Only messages cost nothing in a week of failure.
    let is_sent = matches!(of.reach, Reach::Direct { .. });
    let up = |week: usize| match is_sent {
        true => 1.0 - lived.outages.get(week).copied().unwrap_or(0.0),
        false => 1.0,
    };
    let sum = |part: &dyn Fn(i64) -> f64| -> f64 {
        budgets.iter().enumerate().map(|(week, b)| up(week) * part(*b)).sum()
    };
    let all = |budget: i64| whole(budget.into());
    let lost = budgets.iter().enumerate().map(|(week, b)| (1.0 - up(week)) * all(*b)).sum();
    let mut parts: Vec<(Why, f64)> = vec![(Why::Outage, lost)];
    let get = |id| world.get(id);
    // What is bought in whole pieces: so much cannot buy one, so much is left beside them.
    let pieces = |fixed: f64, unit: f64| -> (f64, f64) {
        let bought = |budget: i64| whole_units(budget, fixed, unit).max(0.0);
        let below = sum(&|b| if bought(b) < 1.0 { all(b) } else { 0.0 });
        let beside = sum(&|b| match bought(b) {
            n if n < 1.0 => 0.0,
            n => (all(b) - fixed - n * unit).max(0.0),
        });
        (below, beside)
    };
    let found_nobody = match &of.reach {
        Reach::Search { query_share, .. } if get(*query_share) <= 0.0 => Why::NoQueries,
        Reach::Search { price, query_share } => {
            let (each, wins) = match *price {
                ClickPrice::Fixed(cost) => (get(cost), None),
                ClickPrice::Auction { rivals, bid_high } => {
                    let (bid, high) = (plan.bids[tactic].unwrap_or(0.0) / minor, get(bid_high));
                    let wins = win(bid, rivals, high);
                    (
                        crate::model::auction::price(bid, rivals, high),
                        Some(wins).filter(|w| *w < 1.0),
                    )
                }
            };
            let cost = each * f64::from(people);
            // Chance leaves about as much as one click costs.
            match left < cost * minor {
                true => Why::DearClick { cost },
                false => Why::NoMoreClicks { seen: get(*query_share), wins },
            }
        }
        Reach::Direct { cost_per_send, sends_per_week, cost_per_issue, to } => {
            let cap = plan.caps[of.channel];
            let sends = cap.map_or(*sends_per_week, |cap| cap.min(*sends_per_week));
            let sending = Sending {
                per_send: get(*cost_per_send) * minor,
                per_issue: world.get_or(*cost_per_issue, 0.0) * minor,
                sends_per_week: sends,
            };
            let fixed = f64::from(sends) * sending.per_issue;
            let unit = f64::from(sends) * sending.per_send * f64::from(people);
            let (below, beside) = pieces(fixed, unit);
            parts.push((Why::BelowOneSend { cost: (fixed + unit) / minor }, below));
            // Where not everybody was sent to: else the rest would have found nobody either.
            let can_spend =
                whole(budgets.iter().map(|b| i128::from(*b)).sum()) - lost - below - beside;
            if lived.spend * minor >= 0.98 * can_spend {
                parts.push((Why::NoMoreSends { cost: unit / minor }, beside));
            }
            match lived.contacts > 0.0 {
                true => Why::EverybodySent {
                    capped: cap.is_some(),
                    some_stages: !served(*to).is_empty(),
                },
                false => Why::NobodyPermitted,
            }
        }
        Reach::Content { cost_per_post, .. } => Why::BelowOnePost { cost: get(*cost_per_post) },
        Reach::Site { cost_per_week, .. }
        | Reach::Store { cost_per_week, .. }
        | Reach::Community { cost_per_week, .. } => {
            let cost = get(*cost_per_week);
            parts.push((Why::BelowOneWeek { cost }, pieces(0.0, cost * minor).0));
            Why::WholeWeek { cost }
        }
        Reach::People(desk) => {
            let wage = get(desk.wage_per_week);
            let hires_nobody = |b| if staff(b, wage * minor) < 1 { all(b) } else { 0.0 };
            parts.push((Why::BelowOneWage { wage }, sum(&hires_nobody)));
            Why::NoMoreStaff { wage }
        }
        Reach::Broadcast { cost_per_thousand, price_rise, .. }
        | Reach::Targeted { cost_per_thousand, price_rise, .. } => {
            let price = price(world, get(*cost_per_thousand), *price_rise, minor);
            let buys_none = |b: i64| match b > 0 && impressions(b, price.at(all(b))) < 1.0 {
                true => all(b),
                false => 0.0,
            };
            parts.push((Why::BelowOneImpression, sum(&buys_none)));
            match &of.reach {
                Reach::Targeted { aim: Aim::Lookers { .. }, .. } => Why::FewLookers,
                _ => Why::NobodyThere,
            }
        }
    };
    let explained: f64 = parts.iter().map(|(_, part)| part).sum();
    parts.push((found_nobody, (left - explained).max(0.0)));
    let mut told: Vec<Left> = (parts.into_iter())
        .map(|(why, part)| Left { why, share: part / left })
        .filter(|l| l.share >= TOLD)
        .collect();
    told.sort_by(|a, b| b.share.total_cmp(&a.share));
    told
}

/// The price of impressions in minor units, at budgets in minor units.
pub(super) fn price(
    world: &World,
    cost_per_thousand: f64,
    rise: Option<PriceRise>,
    minor: f64,
) -> Price {
    Price {
        per_thousand: cost_per_thousand * minor,
        exponent: rise.map_or(0.0, |r| world.get(r.exponent)),
        reference: rise.map_or(1.0, |r| world.get(r.reference_budget) * minor),
    }
}
