//! Why money of a budget was left: what it would have had to buy, and how much of it was left for each reason.

use crate::engine::draw_world;
use crate::model::auction;
use crate::model::journey::N_STAGES;
use crate::model::media::{Price, impressions};
use crate::model::money::whole_units;
use crate::model::{Aim, ClickPrice, NumberId, PriceRise, Reach, Scenario, Strategy, World};

use super::estimate::mean;
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

/// Why money was left; costs are in currency, and figures are means over worlds.
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

/// Worlds over which reasons are weighed: one where every number is known.
pub fn weighed(scenario: &Scenario, n_worlds: usize) -> Vec<World> {
    /// Enough for shares that are only compared.
    const MOST: u32 = 200;
    if !scenario.numbers.any_uncertain() {
        return vec![scenario.numbers.centre()];
    }
    let n = u32::try_from(n_worlds).unwrap_or(MOST).clamp(1, MOST);
    (0..n).map(|w| draw_world(scenario, w)).collect()
}

/// Why the money of a tactic was left under a strategy, the largest part first; nothing where nothing was left.
///
/// Weeks of failure take their budgets, and each price so much as it does not divide, on average over worlds; the rest found nobody.
///
/// - `worlds`: in which it was lived, or some of them, at least one
pub fn unspent(
    scenario: &Scenario,
    worlds: &[World],
    (strategy, tactic): (usize, usize),
    lived: &Lived,
) -> Vec<Left> {
    let weeks = scenario.horizon.weeks;
    let plan = &scenario.strategies[strategy];
    let budgets = (1..=weeks).map(|week| plan.budget(tactic, week, weeks));
    // Only messages cost nothing in a week of failure.
    let is_sent = matches!(scenario.tactics[tactic].reach, Reach::Direct { .. });
    let outage = |week: usize| lived.outages.get(week).copied().filter(|_| is_sent).unwrap_or(0.0);
    let case = Case {
        scenario,
        worlds,
        plan,
        tactic,
        weeks: budgets.enumerate().map(|(week, b)| (b, 1.0 - outage(week))).collect(),
        spent: lived.spend * scenario.market.currency.minor_per_unit(),
        contacts: lived.contacts,
    };
    let left = case.budget() - case.spent;
    if left <= 0.0 {
        return Vec::new();
    }
    let mut parts = vec![(Why::Outage, case.lost())];
    let found_nobody = case.parts(left, &mut parts);
    let explained: f64 = parts.iter().map(|(_, part)| part).sum();
    parts.push((found_nobody, (left - explained).max(0.0)));
    let mut told: Vec<Left> = (parts.into_iter())
        .map(|(why, part)| Left { why, share: part / left })
        .filter(|l| l.share >= TOLD)
        .collect();
    told.sort_by(|a, b| b.share.total_cmp(&a.share));
    told
}

/// A tactic under a strategy; money in minor units.
struct Case<'a> {
    scenario: &'a Scenario,
    worlds: &'a [World],
    plan: &'a Strategy,
    tactic: usize,
    /// budget of each week, and the probability that nothing stopped it
    weeks: Vec<(i64, f64)>,
    spent: f64,
    contacts: f64,
}

impl Case<'_> {
    fn minor(&self) -> f64 {
        self.scenario.market.currency.minor_per_unit()
    }

    /// Over the study.
    fn budget(&self) -> f64 {
        self.weeks.iter().map(|(budget, _)| whole((*budget).into())).sum()
    }

    /// Budgets of weeks of failure.
    fn lost(&self) -> f64 {
        self.weeks.iter().map(|(budget, up)| (1.0 - up) * whole((*budget).into())).sum()
    }

    /// On average over worlds.
    fn mean(&self, of: impl Fn(&World) -> f64) -> f64 {
        mean(&self.worlds.iter().map(of).collect::<Vec<f64>>())
    }

    fn number(&self, id: NumberId) -> f64 {
        self.mean(|world| world.get(id))
    }

    /// A part of each week's budget over the study, on average over worlds.
    fn sum(&self, part: impl Fn(&World, i64) -> f64) -> f64 {
        let of_world = |world: &World| -> f64 {
            self.weeks.iter().map(|(budget, up)| up * part(world, *budget)).sum()
        };
        self.mean(of_world)
    }

    /// Budgets that do not buy one of what is bought in whole pieces, and what is left beside those that others buy.
    ///
    /// - `price`: what is paid once, and for each piece
    fn pieces(&self, price: impl Fn(&World) -> (f64, f64)) -> (f64, f64) {
        let part = |world: &World, budget: i64| -> (f64, f64) {
            let (fixed, unit) = price(world);
            let all = whole(budget.into());
            match whole_units(budget, fixed, unit) {
                n if n < 1.0 => (all, 0.0),
                n => (0.0, (all - fixed - n * unit).max(0.0)),
            }
        };
        (self.sum(|w, b| part(w, b).0), self.sum(|w, b| part(w, b).1))
    }

    /// Parts of the `left` money with a reason of their own; gives the reason of the rest.
    fn parts(&self, left: f64, parts: &mut Vec<(Why, f64)>) -> Why {
        let minor = self.minor();
        match &self.scenario.tactics[self.tactic].reach {
            Reach::Search { query_share, .. } if self.number(*query_share) <= 0.0 => Why::NoQueries,
            Reach::Search { price, query_share } => self.clicks(*price, *query_share, left),
            Reach::Direct { to, .. } => self.messages(*to, parts),
            Reach::Content { cost_per_post, .. } => {
                Why::BelowOnePost { cost: self.number(*cost_per_post) }
            }
            Reach::Site { cost_per_week, .. }
            | Reach::Store { cost_per_week, .. }
            | Reach::Community { cost_per_week, .. } => {
                let cost = self.number(*cost_per_week);
                let (below, _) = self.pieces(|world| (0.0, world.get(*cost_per_week) * minor));
                parts.push((Why::BelowOneWeek { cost }, below));
                Why::WholeWeek { cost }
            }
            Reach::People(desk) => {
                let wage = self.number(desk.wage_per_week);
                let (below, _) = self.pieces(|world| (0.0, world.get(desk.wage_per_week) * minor));
                parts.push((Why::BelowOneWage { wage }, below));
                Why::NoMoreStaff { wage }
            }
            Reach::Broadcast { cost_per_thousand, price_rise, .. }
            | Reach::Targeted { cost_per_thousand, price_rise, .. } => {
                let buys_none = |world: &World, budget: i64| {
                    let all = whole(budget.into());
                    let price = price(world, world.get(*cost_per_thousand), *price_rise, minor);
                    match budget > 0 && impressions(budget, price.at(all)) < 1.0 {
                        true => all,
                        false => 0.0,
                    }
                };
                parts.push((Why::BelowOneImpression, self.sum(buys_none)));
                match &self.scenario.tactics[self.tactic].reach {
                    Reach::Targeted { aim: Aim::Lookers { .. }, .. } => Why::FewLookers,
                    _ => Why::NobodyThere,
                }
            }
        }
    }

    fn clicks(&self, price: ClickPrice, query_share: NumberId, left: f64) -> Why {
        let (each, wins) = match price {
            ClickPrice::Fixed(cost) => (self.number(cost), None),
            ClickPrice::Auction { rivals, bid_high } => {
                let bid = self.plan.bids[self.tactic].unwrap_or(0.0) / self.minor();
                let wins = self.mean(|world| auction::win(bid, rivals, world.get(bid_high)));
                let each = self.mean(|world| auction::price(bid, rivals, world.get(bid_high)));
                (each, Some(wins).filter(|wins| *wins < 1.0))
            }
        };
        let cost = each * f64::from(self.scenario.market.people_per_customer);
        // Chance leaves about as much as one click costs.
        match left < cost * self.minor() {
            true => Why::DearClick { cost },
            false => Why::NoMoreClicks { seen: self.number(query_share), wins },
        }
    }

    fn messages(&self, to: [bool; N_STAGES], parts: &mut Vec<(Why, f64)>) -> Why {
        let of = &self.scenario.tactics[self.tactic];
        let Reach::Direct { cost_per_send, sends_per_week, cost_per_issue, .. } = of.reach else {
            return Why::NobodyPermitted;
        };
        let cap = self.plan.caps[of.channel];
        let sends = f64::from(cap.map_or(sends_per_week, |cap| cap.min(sends_per_week)));
        let people = f64::from(self.scenario.market.people_per_customer);
        let fixed = |world: &World| sends * world.get_or(cost_per_issue, 0.0);
        let unit = |world: &World| sends * people * world.get(cost_per_send);
        let minor = self.minor();
        let (below, beside) = self.pieces(|world| (fixed(world) * minor, unit(world) * minor));
        parts.push((Why::BelowOneSend { cost: self.mean(|w| fixed(w) + unit(w)) }, below));
        // Where not everybody was sent to: else the rest would have found nobody either.
        if self.spent >= 0.98 * (self.budget() - self.lost() - below - beside) {
            parts.push((Why::NoMoreSends { cost: self.mean(unit) }, beside));
        }
        match self.contacts > 0.0 {
            true => {
                Why::EverybodySent { capped: cap.is_some(), some_stages: !served(to).is_empty() }
            }
            false => Why::NobodyPermitted,
        }
    }
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
