//! The answer to a study: for each strategy what it earned beyond the baseline, how surely, and how it came about.

use crate::engine::WeekRow;
use crate::model::Scenario;
use crate::model::journey::N_STAGES;
use crate::study::{ClassCell, Histories, JourneyCell, N_ORDER_CLASSES, RoleRow, TacticCell};

use super::bottleneck::Bottleneck;
use super::compare::{PairAnswer, Unsettled, pairs, regrets, unsettled};
use super::estimate::{Estimate, Quantiles, cvar};
use super::money::{HistoryMoney, Ledger};
use super::response::ResponseCurve;
use super::risk::{Payback, p_best, payback};
use super::tornado::{TornadoRow, tornado};
use super::weekly::{Measure, WeekAnswer, weekly};

/// Everything a report shows. Strategies stand in the order of the scenario (by id); money is in currency units.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub n_worlds: usize,
    pub n_replications: usize,
    pub baseline: usize,
    /// strategies by mean net, best first, the baseline among them (its net is 0)
    pub ranking: Vec<usize>,
    pub strategies: Vec<StrategyAnswer>,
    /// every pair of strategies, in order of index
    pub pairs: Vec<PairAnswer>,
    /// what the ranking leaves open
    pub unsettled: Vec<Unsettled>,
    /// along budgets that were scaled; see [`super::response()`]
    pub response: Vec<ResponseCurve>,
    /// where steps of the journey were made easier; see [`super::bottleneck()`]
    pub bottleneck: Vec<Bottleneck>,
    /// uncertain numbers and what hangs on them; empty where there is nothing to tell
    pub tornado: Vec<TornadoRow>,
}

/// A quantity over all histories: mean with its error, and quantiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    pub mean: Estimate,
    pub quantiles: Quantiles,
    /// standard errors of the quantiles
    pub errors: Quantiles,
}

impl Summary {
    /// Of a value per history, over those that have one.
    fn new(values: &[Option<f64>], per_world: usize) -> Summary {
        let some: Vec<f64> = values.iter().flatten().copied().collect();
        Summary {
            mean: Estimate::of_mean_where_some(values, per_world),
            quantiles: Quantiles::of(&some),
            errors: Quantiles::errors(values, per_world),
        }
    }
}

/// One strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategyAnswer {
    /// by history (world · replications + replication)
    pub money: Vec<HistoryMoney>,
    /// over histories with an incremental cost above 0
    pub roi: Summary,
    pub net: Summary,
    pub p_loss: Estimate,
    /// mean of the ⌈.05 n⌉ smallest nets
    pub cvar05: f64,
    pub p_best: Estimate,
    pub roi_empty_share: f64,
    /// median over histories in which something was spent or lost beyond the baseline, one that never pays back counted as
    /// infinitely late: none where half or more never do; none for the baseline
    pub payback_week_p50: Option<f64>,
    /// share of the same histories; none where there are none, and for the baseline
    pub never_pays_back: Option<f64>,
    /// highest net of all strategies in a history less this one's: what choosing it gives away
    pub regret: Estimate,
    /// share of the variance of net that lies between worlds; none with one replication, one world or no variance
    pub variance_share_worlds: Option<f64>,
    /// orders of simulated customers
    pub orders: Estimate,
    /// orders beyond those of the baseline: what rivals sold less, and the rest; none where no rival sells anything
    pub won: Option<Won>,
    pub revenue: Estimate,
    pub contribution: Estimate,
    pub spend: Estimate,
    pub incremental_revenue: Estimate,
    /// incremental revenue ÷ incremental cost, over histories with an incremental cost above 0
    pub roas: Estimate,
    /// customers with their first order
    pub new_customers: Estimate,
    /// incremental cost less what tripwires earned ÷ incremental new customers (ratio of means)
    pub cac_paid: Estimate,
    /// share not lost within 52 weeks of the first order
    pub retention_52w: Estimate,
    /// discounted contribution of an acquired customer in her first 52 weeks
    pub clv_52w: Estimate,
    pub weekly: Vec<(Measure, Vec<WeekAnswer>)>,
    /// `[week][stage]`, week 0 is the start
    pub journey: Vec<[StageAnswer; N_STAGES]>,
    /// by tactic
    pub tactics: Vec<TacticAnswer>,
    pub classes: Vec<ClassAnswer>,
    pub horizons: Vec<HorizonAnswer>,
}

/// Orders beyond those of the baseline in the same histories, of simulated customers: `stolen + new`, in each of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Won {
    /// orders that rivals have fewer
    pub stolen: Estimate,
    /// all others: nobody would have sold them
    pub new: Estimate,
}

/// One stage at the end of one week: means over histories, simulated customers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageAnswer {
    pub customers: Estimate,
    pub forward: Estimate,
    pub back: Estimate,
    pub exit: Estimate,
    pub reached: Estimate,
}

/// One tactic under one strategy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TacticAnswer {
    pub tactic: usize,
    /// planned over the study
    pub budget: f64,
    pub spend: Estimate,
    pub contacts: Estimate,
    /// share of all customers of the market with at least one contact
    pub reach_1plus: Estimate,
    pub reach_3plus: Estimate,
    /// contacts per customer reached at least once; none where nobody was
    pub frequency: Option<f64>,
    pub moves_caused: Estimate,
    /// absent where roles are not counted
    pub roles: Option<RolesAnswer>,
}

/// What part the touches of a tactic have in first orders: shares of new customers, none where there are none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RolesAnswer {
    pub first: Estimate,
    pub middle: Estimate,
    pub last: Estimate,
    /// customers whose next touch after one of this tactic was another channel's
    pub sent_on: Estimate,
}

/// Customers of one segment with so many orders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassAnswer {
    pub segment: usize,
    /// 0 … 6, and 7 for seven or more
    pub orders: usize,
    pub customers: Estimate,
    pub revenue: Estimate,
    pub contribution: Estimate,
    /// beyond what the same customers brought under the baseline
    pub incremental_contribution: Estimate,
}

/// Money up to a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HorizonAnswer {
    /// 13, 26, 52, 104, or none for the end
    pub week: Option<u32>,
    pub net: Estimate,
    pub p_loss: Estimate,
    pub roi: Estimate,
}

/// Weeks at which `horizons` looks, besides the end.
const HORIZONS: [u32; 4] = [13, 26, 52, 104];

/// Answers a study: everything but what scaled copies of its strategies, if there are any behind them, bring.
pub fn answer(scenario: &Scenario, histories: &Histories) -> Answer {
    let ledger = Ledger::new(scenario, histories);
    let nets: Vec<Vec<f64>> = (0..scenario.strategies.len())
        .map(|s| ledger.money(s).iter().map(|m| m.net_discounted).collect())
        .collect();
    let among: Vec<Among> = p_best(&nets)
        .into_iter()
        .zip(regrets(&nets))
        .map(|(best, regret)| Among { best, regret })
        .collect();
    let strategies: Vec<StrategyAnswer> = among
        .iter()
        .enumerate()
        .map(|(s, among)| strategy_answer(scenario, histories, &ledger, s, among))
        .collect();
    let mut ranking: Vec<usize> = (0..strategies.len()).collect();
    let net = |s: &usize| strategies[*s].net.mean.value.unwrap_or(0.0);
    // Ties keep the order of ids.
    ranking.sort_by(|a, b| net(b).total_cmp(&net(a)));
    let money: Vec<&[HistoryMoney]> = (0..strategies.len()).map(|s| ledger.money(s)).collect();
    let pairs = pairs(&money, histories.n_replications, &|a, b| same_plan(scenario, a, b));
    let unsettled = unsettled(&pairs, &ranking, histories.n_worlds);
    Answer {
        n_worlds: histories.n_worlds,
        n_replications: histories.n_replications,
        baseline: scenario.baseline,
        ranking,
        strategies,
        pairs,
        unsettled,
        response: Vec::new(),
        bottleneck: Vec::new(),
        tornado: tornado(scenario, histories, &ledger),
    }
}

/// Do two strategies decide the same? Then they live the same histories, and how they compare is known.
fn same_plan(scenario: &Scenario, a: usize, b: usize) -> bool {
    let plans = &scenario.strategies;
    a == b || plans[a].decides_as(&plans[b], scenario.horizon.weeks)
}

/// How a strategy stands among all, by history.
struct Among {
    best: Vec<f64>,
    regret: Vec<f64>,
}

fn strategy_answer(
    scenario: &Scenario,
    histories: &Histories,
    ledger: &Ledger<'_>,
    s: usize,
    among: &Among,
) -> StrategyAnswer {
    let per_world = histories.n_replications;
    let money = ledger.money(s);
    let is_baseline = s == scenario.baseline;
    let as_baseline = same_plan(scenario, s, scenario.baseline);
    let one_plan = (0..scenario.strategies.len()).all(|other| same_plan(scenario, s, other));
    let net: Vec<f64> = money.iter().map(|m| m.net_discounted).collect();
    let roi: Vec<Option<f64>> = money.iter().map(|m| m.roi).collect();
    let mean_of = |f: &dyn Fn(&HistoryMoney) -> f64| {
        Estimate::of_mean(&money.iter().map(f).collect::<Vec<_>>(), per_world)
    };
    let loss: Vec<f64> = net.iter().map(|&x| f64::from(u8::from(x < 0.0))).collect();
    let back = |h| payback(&ledger.net_cumulative(s, h), ledger.incremental_costs(s, h));
    let paybacks: Vec<f64> = (0..money.len())
        .filter_map(|h| match back(h) {
            Payback::Nothing => None,
            Payback::Week(week) => Some(f64::from(week)),
            Payback::Never => Some(f64::INFINITY),
        })
        .collect();
    let never: Vec<f64> = paybacks.iter().map(|p| f64::from(u8::from(p.is_infinite()))).collect();
    let baseline_money = ledger.money(scenario.baseline);
    let new_beyond: Vec<f64> = (money.iter().zip(baseline_money))
        .map(|(m, b)| m.new_customers - b.new_customers)
        .collect();
    let won_at: Vec<f64> = money.iter().map(|m| m.incremental_acquisition).collect();
    // Money is that of real people, and so must be those whom it brought.
    let people = f64::from(scenario.market.people_per_customer);
    let roas: Vec<Option<f64>> = money
        .iter()
        .map(|m| (m.incremental_cost > 0.0).then(|| m.incremental_revenue / m.incremental_cost))
        .collect();
    StrategyAnswer {
        roi: Summary::new(&roi, per_world),
        net: Summary::new(&net.iter().copied().map(Some).collect::<Vec<_>>(), per_world),
        p_loss: Estimate::of_share(&loss, per_world, as_baseline),
        cvar05: cvar(&net, 0.05),
        p_best: Estimate::of_share(&among.best, per_world, one_plan),
        roi_empty_share: 1.0 - super::estimate::ratio(roi.iter().flatten().count(), roi.len()),
        payback_week_p50: (!is_baseline)
            .then(|| super::estimate::quantile(&paybacks, 0.5))
            .flatten()
            .filter(|p| p.is_finite()),
        never_pays_back: (!is_baseline && !never.is_empty()).then(|| super::estimate::mean(&never)),
        regret: Estimate::of_mean(&among.regret, per_world),
        variance_share_worlds: super::estimate::variance_share_between(&net, per_world),
        orders: mean_of(&|m| super::money::whole(m.orders.into())),
        won: scenario.sells_beside_rivals().then(|| won(scenario, ledger, s, per_world)),
        revenue: mean_of(&|m| ledger.units(m.revenue_minor)),
        contribution: mean_of(&|m| ledger.units(m.contribution_minor)),
        spend: mean_of(&|m| m.cost),
        incremental_revenue: mean_of(&|m| m.incremental_revenue),
        roas: Estimate::of_mean_where_some(&roas, per_world),
        new_customers: mean_of(&|m| m.new_customers),
        cac_paid: if is_baseline {
            Estimate::NONE
        } else {
            Estimate::of_ratio(&won_at, &new_beyond, per_world).times(1.0 / people)
        },
        retention_52w: retention(histories, s),
        clv_52w: clv(scenario, histories, s),
        weekly: weekly(ledger, &Measure::of_scenario(scenario), s, per_world),
        journey: journey(histories, s),
        tactics: tactics(scenario, histories, s),
        classes: classes(scenario, histories, s),
        horizons: horizons(ledger, s, per_world, as_baseline),
        money: money.to_vec(),
    }
}

fn retention(histories: &Histories, s: usize) -> Estimate {
    let cohorts = &histories.strategies[s].cohorts;
    let kept: Vec<f64> = cohorts.iter().map(|c| c.followed - c.lost).collect();
    let followed: Vec<f64> = cohorts.iter().map(|c| c.followed).collect();
    Estimate::of_ratio(&kept, &followed, 1)
}

/// Stolen and new orders of a strategy.
fn won(scenario: &Scenario, ledger: &Ledger<'_>, s: usize, per_world: usize) -> Won {
    let sum = |s: usize, h: usize, of: fn(&WeekRow) -> u64| -> i128 {
        ledger.weeks(s, h).iter().map(|week| i128::from(of(week))).sum()
    };
    let beyond = |of: fn(&WeekRow) -> u64| -> Vec<i128> {
        let beyond = |h| sum(s, h, of) - sum(scenario.baseline, h, of);
        (0..ledger.n_histories()).map(beyond).collect()
    };
    let (ours, theirs) = (beyond(|w| w.orders), beyond(|w| w.rival_orders));
    let stolen: Vec<f64> = theirs.iter().map(|&n| super::money::whole(-n)).collect();
    let new: Vec<f64> =
        ours.iter().zip(&theirs).map(|(&o, &t)| super::money::whole(o + t)).collect();
    Won { stolen: Estimate::of_mean(&stolen, per_world), new: Estimate::of_mean(&new, per_world) }
}

fn clv(scenario: &Scenario, histories: &Histories, s: usize) -> Estimate {
    let cohorts = &histories.strategies[s].cohorts;
    let minor = scenario.market.currency.minor_per_unit();
    let value = |c: &crate::study::CohortRow| -> f64 {
        c.contribution_by_age
            .iter()
            .zip(0u32..)
            .map(|(x, age)| {
                x / minor * crate::model::money::discount_factor(scenario.discount_per_year, age)
            })
            .sum()
    };
    let values: Vec<f64> = cohorts.iter().map(value).collect();
    let people = f64::from(scenario.market.people_per_customer);
    let acquired: Vec<f64> = cohorts.iter().map(|c| c.acquired * people).collect();
    Estimate::of_ratio(&values, &acquired, 1)
}

fn journey(histories: &Histories, s: usize) -> Vec<[StageAnswer; N_STAGES]> {
    let (cells, moments) = (histories.cells, &histories.strategies[s].moments);
    (0..=histories.n_weeks)
        .map(|week| {
            std::array::from_fn(|stage| {
                let of = |cell| {
                    let idx = cells.journey(week, stage, cell);
                    Estimate { value: Some(moments.mean(idx)), se: moments.se(idx) }
                };
                StageAnswer {
                    customers: of(JourneyCell::Customers),
                    forward: of(JourneyCell::Forward),
                    back: of(JourneyCell::Back),
                    exit: of(JourneyCell::Exit),
                    reached: of(JourneyCell::Reached),
                }
            })
        })
        .collect()
}

fn tactics(scenario: &Scenario, histories: &Histories, s: usize) -> Vec<TacticAnswer> {
    let (cells, moments) = (histories.cells, &histories.strategies[s].moments);
    let minor = scenario.market.currency.minor_per_unit();
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 customers and minor units")]
    let customers = scenario.n_customers() as f64;
    let new_customers = |world: usize| -> f64 {
        let of_world = world * histories.n_replications..(world + 1) * histories.n_replications;
        let weeks = of_world.flat_map(|h| histories.strategies[s].weeks(h));
        super::money::whole(weeks.map(|week| i128::from(week.new_customers)).sum())
    };
    let by_world = &histories.strategies[s].roles;
    let new_customers: Vec<f64> = (0..by_world.len()).map(new_customers).collect();
    (0..scenario.tactics.len())
        .map(|tactic| {
            let of = |cell, scale: f64| {
                let idx = cells.tactic(tactic, cell);
                Estimate {
                    value: Some(moments.mean(idx) / scale),
                    se: moments.se(idx).map(|se| se / scale),
                }
            };
            #[expect(clippy::cast_precision_loss, reason = "config bounds budgets below 2^53")]
            let budget = scenario.strategies[s].total_budget(tactic, scenario.horizon.weeks) as f64;
            let contacts = moments.mean(cells.tactic(tactic, TacticCell::Contacts));
            let reached = moments.mean(cells.tactic(tactic, TacticCell::Reach1));
            TacticAnswer {
                tactic,
                budget: budget / minor,
                spend: of(TacticCell::Spend, minor),
                contacts: of(TacticCell::Contacts, 1.0),
                reach_1plus: of(TacticCell::Reach1, customers),
                reach_3plus: of(TacticCell::Reach3, customers),
                frequency: (reached > 0.0).then(|| contacts / reached),
                moves_caused: of(TacticCell::MovesCaused, 1.0),
                roles: scenario.roles.then(|| {
                    let share = |part: fn(&RoleRow) -> f64| {
                        let parts: Vec<f64> = by_world.iter().map(|w| part(&w[tactic])).collect();
                        Estimate::of_ratio(&parts, &new_customers, 1)
                    };
                    RolesAnswer {
                        first: share(|role| role.first),
                        middle: share(|role| role.middle),
                        last: share(|role| role.last),
                        sent_on: of(TacticCell::SentOn, 1.0),
                    }
                }),
            }
        })
        .collect()
}

fn classes(scenario: &Scenario, histories: &Histories, s: usize) -> Vec<ClassAnswer> {
    let (cells, moments) = (histories.cells, &histories.strategies[s].moments);
    let minor = scenario.market.currency.minor_per_unit();
    let mut rows = Vec::new();
    for segment in 0..scenario.segments.len() {
        for orders in 0..N_ORDER_CLASSES {
            let of = |cell, scale: f64| {
                let idx = cells.class(segment, orders, cell);
                Estimate {
                    value: Some(moments.mean(idx) / scale),
                    se: moments.se(idx).map(|se| se / scale),
                }
            };
            rows.push(ClassAnswer {
                segment,
                orders,
                customers: of(ClassCell::Customers, 1.0),
                revenue: of(ClassCell::Revenue, minor),
                contribution: of(ClassCell::Contribution, minor),
                incremental_contribution: of(ClassCell::Incremental, minor),
            });
        }
    }
    rows
}

fn horizons(
    ledger: &Ledger<'_>,
    s: usize,
    per_world: usize,
    as_baseline: bool,
) -> Vec<HorizonAnswer> {
    let weeks = HORIZONS.into_iter().filter(|&w| (w as usize) < ledger.n_weeks()).map(Some);
    weeks
        .chain([None])
        .map(|week| {
            let until = week.map_or(ledger.n_weeks(), |w| w as usize);
            let money: Vec<(f64, Option<f64>)> =
                (0..ledger.n_histories()).map(|h| ledger.net_and_roi(s, h, until)).collect();
            let net: Vec<f64> = money.iter().map(|m| m.0).collect();
            let loss: Vec<f64> = net.iter().map(|&x| f64::from(u8::from(x < 0.0))).collect();
            let roi: Vec<Option<f64>> = money.iter().map(|m| m.1).collect();
            HorizonAnswer {
                week,
                net: Estimate::of_mean(&net, per_world),
                p_loss: Estimate::of_share(&loss, per_world, as_baseline),
                roi: Estimate::of_mean_where_some(&roi, per_world),
            }
        })
        .collect()
}
