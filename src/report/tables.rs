//! The CSV files. `docs/OUTPUTS.md` describes every column; a test holds the two together.

use serde::Serialize;

use crate::analysis::{Answer, Estimate, Quantiles};
use crate::model::{Grade, Scenario, Stage};

use super::dialect::{Dialect, harmless};
use super::words::minor_text;

/// A file of a study, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// All CSV files of a study.
pub fn tables(scenario: &Scenario, answer: &Answer, dialect: Dialect) -> Vec<File> {
    let file = |name: &str, bytes: Vec<u8>| File { name: name.into(), bytes };
    let mut files = vec![
        file("roi.csv", dialect.csv(&roi(scenario, answer))),
        file("summary.csv", dialect.csv(&summary(scenario, answer))),
        file("weekly.csv", dialect.csv(&weekly(scenario, answer))),
        file("journey.csv", dialect.csv(&journey(scenario, answer))),
        file("tactics.csv", dialect.csv(&tactics(scenario, answer))),
        file("customers.csv", dialect.csv(&customers(scenario, answer))),
        file("horizons.csv", dialect.csv(&horizons(scenario, answer))),
    ];
    if scenario.strategies.len() > 1 {
        files.push(file("comparison.csv", dialect.csv(&comparison(scenario, answer))));
    }
    if !answer.tornado.is_empty() {
        files.push(file("tornado.csv", dialect.csv(&tornado(scenario, answer))));
    }
    files
}

#[derive(Default, Serialize)]
struct RoiRow<'a> {
    strategy: &'a str,
    world: usize,
    replication: usize,
    orders: u64,
    revenue: String,
    contribution: String,
    cost: String,
    incremental_contribution: String,
    incremental_cost: String,
    incremental_cost_discounted: f64,
    net_discounted: f64,
    roi: Option<f64>,
}

fn roi<'a>(scenario: &'a Scenario, answer: &Answer) -> Vec<RoiRow<'a>> {
    let digits = scenario.market.currency.digits;
    let mut rows = Vec::new();
    for (strategy, found) in scenario.strategies.iter().zip(&answer.strategies) {
        for (history, m) in found.money.iter().enumerate() {
            let money = |minor: i128| minor_text(minor, digits);
            rows.push(RoiRow {
                strategy: &strategy.id,
                world: history / answer.n_replications + 1,
                replication: history % answer.n_replications + 1,
                orders: m.orders,
                revenue: money(m.revenue_minor),
                contribution: money(m.contribution_minor),
                cost: money(m.cost_minor),
                incremental_contribution: money(m.incremental_contribution_minor),
                incremental_cost: money(m.incremental_cost_minor),
                incremental_cost_discounted: m.incremental_cost_discounted,
                net_discounted: m.net_discounted,
                roi: m.roi,
            });
        }
    }
    rows
}

/// One row of `summary.csv`; also what `--json` gives for each strategy.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SummaryRow {
    pub strategy: String,
    pub label: String,
    pub worlds: usize,
    pub replications: usize,
    pub roi_mean: Option<f64>,
    pub roi_se: Option<f64>,
    pub roi_p05: Option<f64>,
    pub roi_p25: Option<f64>,
    pub roi_p50: Option<f64>,
    pub roi_p75: Option<f64>,
    pub roi_p95: Option<f64>,
    pub net_mean: Option<f64>,
    pub net_se: Option<f64>,
    pub net_p05: Option<f64>,
    pub net_p50: Option<f64>,
    pub net_p95: Option<f64>,
    pub p_loss: Option<f64>,
    pub p_loss_se: Option<f64>,
    pub cvar05: f64,
    pub p_best: Option<f64>,
    pub p_best_se: Option<f64>,
    pub roi_empty_share: f64,
    pub payback_week_p50: Option<f64>,
    pub never_pays_back: Option<f64>,
    pub variance_share_worlds: Option<f64>,
    pub regret_mean: Option<f64>,
    pub regret_se: Option<f64>,
    pub spend_mean: Option<f64>,
    pub spend_se: Option<f64>,
    pub incremental_revenue_mean: Option<f64>,
    pub incremental_revenue_se: Option<f64>,
    pub roas_mean: Option<f64>,
    pub roas_se: Option<f64>,
    pub new_customers_mean: Option<f64>,
    pub new_customers_se: Option<f64>,
    pub cac_paid_mean: Option<f64>,
    pub cac_paid_se: Option<f64>,
    pub retention_52w_mean: Option<f64>,
    pub retention_52w_se: Option<f64>,
    pub clv_52w_mean: Option<f64>,
    pub clv_52w_se: Option<f64>,
    pub roi_p05_se: Option<f64>,
    pub roi_p50_se: Option<f64>,
    pub roi_p95_se: Option<f64>,
    pub net_p05_se: Option<f64>,
    pub net_p50_se: Option<f64>,
    pub net_p95_se: Option<f64>,
    /// no column where no rival sells anything, and so the three after it
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stolen_orders_mean: Option<Cell>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stolen_orders_se: Option<Cell>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_orders_mean: Option<Cell>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_orders_se: Option<Cell>,
}

/// A cell of a column that not every scenario has; it may be empty.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Cell(pub Option<f64>);

/// The rows of `summary.csv`, in order of strategy.
pub fn summary(scenario: &Scenario, answer: &Answer) -> Vec<SummaryRow> {
    let rows = scenario.strategies.iter().zip(&answer.strategies);
    rows.map(|(strategy, a)| SummaryRow {
        strategy: strategy.id.clone(),
        label: harmless(&strategy.label),
        worlds: answer.n_worlds,
        replications: answer.n_replications,
        roi_mean: a.roi.mean.value,
        roi_se: a.roi.mean.se,
        roi_p05: a.roi.quantiles.p05,
        roi_p25: a.roi.quantiles.p25,
        roi_p50: a.roi.quantiles.p50,
        roi_p75: a.roi.quantiles.p75,
        roi_p95: a.roi.quantiles.p95,
        net_mean: a.net.mean.value,
        net_se: a.net.mean.se,
        net_p05: a.net.quantiles.p05,
        net_p50: a.net.quantiles.p50,
        net_p95: a.net.quantiles.p95,
        p_loss: a.p_loss.value,
        p_loss_se: a.p_loss.se,
        cvar05: a.cvar05,
        p_best: a.p_best.value,
        p_best_se: a.p_best.se,
        roi_empty_share: a.roi_empty_share,
        payback_week_p50: a.payback_week_p50,
        never_pays_back: a.never_pays_back,
        variance_share_worlds: a.variance_share_worlds,
        regret_mean: a.regret.value,
        regret_se: a.regret.se,
        spend_mean: a.spend.value,
        spend_se: a.spend.se,
        incremental_revenue_mean: a.incremental_revenue.value,
        incremental_revenue_se: a.incremental_revenue.se,
        roas_mean: a.roas.value,
        roas_se: a.roas.se,
        new_customers_mean: a.new_customers.value,
        new_customers_se: a.new_customers.se,
        cac_paid_mean: a.cac_paid.value,
        cac_paid_se: a.cac_paid.se,
        retention_52w_mean: a.retention_52w.value,
        retention_52w_se: a.retention_52w.se,
        clv_52w_mean: a.clv_52w.value,
        clv_52w_se: a.clv_52w.se,
        roi_p05_se: a.roi.errors.p05,
        roi_p50_se: a.roi.errors.p50,
        roi_p95_se: a.roi.errors.p95,
        net_p05_se: a.net.errors.p05,
        net_p50_se: a.net.errors.p50,
        net_p95_se: a.net.errors.p95,
        stolen_orders_mean: a.won.map(|won| Cell(won.stolen.value)),
        stolen_orders_se: a.won.map(|won| Cell(won.stolen.se)),
        new_orders_mean: a.won.map(|won| Cell(won.new.value)),
        new_orders_se: a.won.map(|won| Cell(won.new.se)),
    })
    .collect()
}

#[derive(Default, Serialize)]
struct WeeklyRow<'a> {
    strategy: &'a str,
    week: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    measure: &'static str,
    mean: Option<f64>,
    se: Option<f64>,
    p05: Option<f64>,
    p25: Option<f64>,
    p50: Option<f64>,
    p75: Option<f64>,
    p95: Option<f64>,
}

fn weekly<'a>(scenario: &'a Scenario, answer: &Answer) -> Vec<WeeklyRow<'a>> {
    let mut rows = Vec::new();
    for (strategy, found) in scenario.strategies.iter().zip(&answer.strategies) {
        for (measure, weeks) in &found.weekly {
            for (week, w) in (1..).zip(weeks) {
                let Quantiles { p05, p25, p50, p75, p95 } = w.quantiles;
                let Estimate { value: mean, se } = w.mean;
                let measure = measure.name();
                let strategy = &strategy.id;
                let date = scenario.start.map(|start| start.of_week(week).to_string());
                #[rustfmt::skip]
                rows.push(WeeklyRow { strategy, week, date, measure, mean, se, p05, p25, p50, p75, p95 });
            }
        }
    }
    rows
}

#[derive(Default, Serialize)]
struct JourneyRow<'a> {
    strategy: &'a str,
    week: usize,
    phase: &'static str,
    stage: &'static str,
    customers: Option<f64>,
    forward: Option<f64>,
    back: Option<f64>,
    exit: Option<f64>,
    reached: Option<f64>,
    customers_se: Option<f64>,
    forward_se: Option<f64>,
    back_se: Option<f64>,
    exit_se: Option<f64>,
    reached_se: Option<f64>,
}

fn journey<'a>(scenario: &'a Scenario, answer: &Answer) -> Vec<JourneyRow<'a>> {
    let mut rows = Vec::new();
    for (strategy, found) in scenario.strategies.iter().zip(&answer.strategies) {
        for (week, stages) in found.journey.iter().enumerate() {
            for (stage, a) in Stage::ALL.iter().zip(stages) {
                rows.push(JourneyRow {
                    strategy: &strategy.id,
                    week,
                    phase: stage.phase().name(),
                    stage: stage.name(),
                    customers: a.customers.value,
                    forward: a.forward.value,
                    back: a.back.value,
                    exit: a.exit.value,
                    reached: a.reached.value,
                    customers_se: a.customers.se,
                    forward_se: a.forward.se,
                    back_se: a.back.se,
                    exit_se: a.exit.se,
                    reached_se: a.reached.se,
                });
            }
        }
    }
    rows
}

#[derive(Default, Serialize)]
struct TacticRow<'a> {
    strategy: &'a str,
    tactic: &'a str,
    direction: &'static str,
    stream: &'static str,
    budget: f64,
    spend: Option<f64>,
    contacts: Option<f64>,
    reach_1plus: Option<f64>,
    reach_3plus: Option<f64>,
    frequency: Option<f64>,
    moves_caused: Option<f64>,
    // The role of touches: no columns where it is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    role_first: Option<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_middle: Option<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_last: Option<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_on: Option<Option<f64>>,
    spend_se: Option<f64>,
    contacts_se: Option<f64>,
    reach_1plus_se: Option<f64>,
    reach_3plus_se: Option<f64>,
    moves_caused_se: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_first_se: Option<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_middle_se: Option<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_last_se: Option<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_on_se: Option<Option<f64>>,
}

fn tactics<'a>(scenario: &'a Scenario, answer: &Answer) -> Vec<TacticRow<'a>> {
    let typical = scenario.numbers.centre();
    let mut rows = Vec::new();
    for (strategy, found) in scenario.strategies.iter().zip(&answer.strategies) {
        for a in &found.tactics {
            let tactic = &scenario.tactics[a.tactic];
            rows.push(TacticRow {
                strategy: &strategy.id,
                tactic: &tactic.id,
                direction: tactic.direction().name(),
                stream: tactic.stream(&typical).name(),
                budget: a.budget,
                spend: a.spend.value,
                contacts: a.contacts.value,
                reach_1plus: a.reach_1plus.value,
                reach_3plus: a.reach_3plus.value,
                frequency: a.frequency,
                moves_caused: a.moves_caused.value,
                role_first: a.roles.map(|r| r.first.value),
                role_middle: a.roles.map(|r| r.middle.value),
                role_last: a.roles.map(|r| r.last.value),
                sent_on: a.roles.map(|r| r.sent_on.value),
                spend_se: a.spend.se,
                contacts_se: a.contacts.se,
                reach_1plus_se: a.reach_1plus.se,
                reach_3plus_se: a.reach_3plus.se,
                moves_caused_se: a.moves_caused.se,
                role_first_se: a.roles.map(|r| r.first.se),
                role_middle_se: a.roles.map(|r| r.middle.se),
                role_last_se: a.roles.map(|r| r.last.se),
                sent_on_se: a.roles.map(|r| r.sent_on.se),
            });
        }
    }
    rows
}

#[derive(Default, Serialize)]
struct CustomerRow<'a> {
    strategy: &'a str,
    segment: &'a str,
    orders: String,
    customers: Option<f64>,
    revenue: Option<f64>,
    contribution: Option<f64>,
    incremental_contribution_mean: Option<f64>,
    incremental_contribution_se: Option<f64>,
    customers_se: Option<f64>,
    revenue_se: Option<f64>,
    contribution_se: Option<f64>,
}

fn customers<'a>(scenario: &'a Scenario, answer: &Answer) -> Vec<CustomerRow<'a>> {
    let mut rows = Vec::new();
    for (strategy, found) in scenario.strategies.iter().zip(&answer.strategies) {
        for a in &found.classes {
            let last = a.orders + 1 == crate::study::N_ORDER_CLASSES;
            rows.push(CustomerRow {
                strategy: &strategy.id,
                segment: &scenario.segments[a.segment].id,
                orders: format!("{}{}", a.orders, if last { "+" } else { "" }),
                customers: a.customers.value,
                revenue: a.revenue.value,
                contribution: a.contribution.value,
                incremental_contribution_mean: a.incremental_contribution.value,
                incremental_contribution_se: a.incremental_contribution.se,
                customers_se: a.customers.se,
                revenue_se: a.revenue.se,
                contribution_se: a.contribution.se,
            });
        }
    }
    rows
}

#[derive(Default, Serialize)]
struct HorizonRow<'a> {
    strategy: &'a str,
    week: String,
    net_mean: Option<f64>,
    net_se: Option<f64>,
    p_loss: Option<f64>,
    roi_mean: Option<f64>,
    roi_se: Option<f64>,
}

fn horizons<'a>(scenario: &'a Scenario, answer: &Answer) -> Vec<HorizonRow<'a>> {
    let mut rows = Vec::new();
    for (strategy, found) in scenario.strategies.iter().zip(&answer.strategies) {
        for a in &found.horizons {
            rows.push(HorizonRow {
                strategy: &strategy.id,
                week: a.week.map_or("end".into(), |w| w.to_string()),
                net_mean: a.net.value,
                net_se: a.net.se,
                p_loss: a.p_loss.value,
                roi_mean: a.roi.value,
                roi_se: a.roi.se,
            });
        }
    }
    rows
}

#[derive(Default, Serialize)]
struct ComparisonRow<'a> {
    strategy_a: &'a str,
    strategy_b: &'a str,
    net_diff_mean: Option<f64>,
    net_diff_se: Option<f64>,
    net_diff_p05: Option<f64>,
    net_diff_p95: Option<f64>,
    roi_diff_mean: Option<f64>,
    roi_diff_se: Option<f64>,
    roi_diff_p05: Option<f64>,
    roi_diff_p95: Option<f64>,
    p_better: Option<f64>,
    p_better_se: Option<f64>,
}

fn comparison<'a>(scenario: &'a Scenario, answer: &Answer) -> Vec<ComparisonRow<'a>> {
    let pairs = answer.pairs.iter();
    pairs
        .map(|p| ComparisonRow {
            strategy_a: &scenario.strategies[p.a].id,
            strategy_b: &scenario.strategies[p.b].id,
            net_diff_mean: p.net_diff.mean.value,
            net_diff_se: p.net_diff.mean.se,
            net_diff_p05: p.net_diff.p05,
            net_diff_p95: p.net_diff.p95,
            roi_diff_mean: p.roi_diff.mean.value,
            roi_diff_se: p.roi_diff.mean.se,
            roi_diff_p05: p.roi_diff.p05,
            roi_diff_p95: p.roi_diff.p95,
            p_better: p.p_better.value,
            p_better_se: p.p_better.se,
        })
        .collect()
}

/// One row of `response.csv`; also what `--json` gives for each step.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ResponseRow {
    pub strategy: String,
    pub tactic: String,
    pub scale: f64,
    pub spend: Option<f64>,
    pub spend_se: Option<f64>,
    pub roas: Option<f64>,
    pub roas_se: Option<f64>,
    pub mroas: Option<f64>,
    pub mroas_se: Option<f64>,
}

/// The rows of `response.csv`, in order of strategy, tactic and scale; none where no budget was scaled.
pub fn response(scenario: &Scenario, answer: &Answer) -> Vec<ResponseRow> {
    let mut rows = Vec::new();
    for curve in &answer.response {
        for step in &curve.steps {
            rows.push(ResponseRow {
                strategy: scenario.strategies[curve.strategy].id.clone(),
                tactic: scenario.tactics[curve.tactic].id.clone(),
                scale: step.scale,
                spend: step.spend.value,
                spend_se: step.spend.se,
                roas: step.roas.value,
                roas_se: step.roas.se,
                mroas: step.mroas.value,
                mroas_se: step.mroas.se,
            });
        }
    }
    rows
}

/// `response.csv`, where a budget was scaled. It stands apart from [`tables`]: a further question changes no number of
/// the study, and so not the hash of its result.
pub fn response_table(scenario: &Scenario, answer: &Answer, dialect: Dialect) -> Option<File> {
    let rows = response(scenario, answer);
    let bytes = (!rows.is_empty()).then(|| dialect.csv(&rows))?;
    Some(File { name: "response.csv".into(), bytes })
}

/// One row of `bottleneck.csv`; also what `--json` gives for each step.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BottleneckRow {
    pub strategy: String,
    pub stage: &'static str,
    pub net_gain: Option<f64>,
    pub net_gain_se: Option<f64>,
    pub elasticity_of_net: Option<f64>,
    pub elasticity_of_net_se: Option<f64>,
}

/// The rows of `bottleneck.csv`, in order of strategy and stage; none where it was not asked for.
pub fn bottleneck(scenario: &Scenario, answer: &Answer) -> Vec<BottleneckRow> {
    let mut rows = Vec::new();
    for of in &answer.bottleneck {
        rows.extend(of.steps.iter().map(|step| BottleneckRow {
            strategy: scenario.strategies[of.strategy].id.clone(),
            stage: step.stage.name(),
            net_gain: step.net_gain.value,
            net_gain_se: step.net_gain.se,
            elasticity_of_net: step.elasticity_of_net.value,
            elasticity_of_net_se: step.elasticity_of_net.se,
        }));
    }
    rows
}

/// `bottleneck.csv`, where it was asked for; it stands apart like [`response_table`].
pub fn bottleneck_table(scenario: &Scenario, answer: &Answer, dialect: Dialect) -> Option<File> {
    let rows = bottleneck(scenario, answer);
    let bytes = (!rows.is_empty()).then(|| dialect.csv(&rows))?;
    Some(File { name: "bottleneck.csv".into(), bytes })
}

#[derive(Default, Serialize)]
struct TornadoRow<'a> {
    strategy: &'a str,
    number: &'a str,
    grade: &'static str,
    rank_correlation: Option<f64>,
    rank_correlation_se: Option<f64>,
    low: f64,
    high: f64,
}

fn tornado<'a>(scenario: &'a Scenario, answer: &Answer) -> Vec<TornadoRow<'a>> {
    let mut rows = Vec::new();
    for (s, strategy) in scenario.strategies.iter().enumerate() {
        if s == answer.baseline {
            continue;
        }
        for row in &answer.tornado {
            let number = scenario.numbers.get(row.number);
            rows.push(TornadoRow {
                strategy: &strategy.id,
                number: &number.path,
                grade: number.grade().map_or("", Grade::name),
                rank_correlation: row.rank_correlation[s].value,
                rank_correlation_se: row.rank_correlation[s].se,
                low: row.low,
                high: row.high,
            });
        }
    }
    rows
}
