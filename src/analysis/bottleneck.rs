//! Which step of the journey holds a plan back: what an easier step brings, from paired copies of a strategy.

use crate::model::bottleneck::EASIER;
use crate::model::{EasedPlan, Scenario, Stage};
use crate::study::Histories;

use super::estimate::Estimate;
use super::money::Ledger;

/// The steps of one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Bottleneck {
    pub strategy: usize,
    /// in the order of the journey
    pub steps: Vec<EasedStep>,
}

/// What an easier step brings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EasedStep {
    /// where the step starts
    pub stage: Stage,
    /// discounted net beyond that of the plan as it is, currency units, where the hazards of the step are [`EASIER`] times
    /// as large
    pub net_gain: Estimate,
    /// `(net gain ÷ net)/(EASIER − 1)`, a ratio of means; none where the net of the plan is not above 0 by two of its
    /// errors
    pub elasticity_of_net: Estimate,
}

impl Bottleneck {
    /// The step with the largest gain, if that is above 0 by two of its errors.
    pub fn step(&self) -> Option<&EasedStep> {
        let gain = |step: &EasedStep| step.net_gain.value.unwrap_or(f64::NEG_INFINITY);
        let largest = self.steps.iter().max_by(|a, b| gain(a).total_cmp(&gain(b)))?;
        surely_above_zero(largest.net_gain).then_some(largest)
    }
}

/// The steps of these plans, neighbours with the same strategy together.
///
/// - `histories`: of the scenario with its copies
pub fn bottleneck(
    scenario: &Scenario,
    eased: &[EasedPlan],
    histories: &Histories,
) -> Vec<Bottleneck> {
    if eased.is_empty() {
        return Vec::new();
    }
    let ledger = Ledger::new(scenario, histories);
    let per_world = histories.n_replications;
    eased
        .chunk_by(|a, b| a.strategy == b.strategy)
        .map(|plans| {
            let strategy = plans[0].strategy;
            let net: Vec<f64> = ledger.money(strategy).iter().map(|m| m.net_discounted).collect();
            let pays = surely_above_zero(Estimate::of_mean(&net, per_world));
            let steps = plans.iter().map(|plan| {
                let gain = ledger.net_beyond(plan.lived_as, strategy);
                let shares: Vec<f64> = gain.iter().map(|g| g / (EASIER - 1.0)).collect();
                EasedStep {
                    stage: plan.stage,
                    net_gain: Estimate::of_mean(&gain, per_world),
                    elasticity_of_net: match pays {
                        true => Estimate::of_ratio(&shares, &net, per_world),
                        false => Estimate::NONE,
                    },
                }
            });
            Bottleneck { strategy, steps: steps.collect() }
        })
        .collect()
}

fn surely_above_zero(e: Estimate) -> bool {
    matches!((e.value, e.se), (Some(value), Some(se)) if value > 2.0 * se)
}
