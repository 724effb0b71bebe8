//! What if a tactic had more money, or less? Copies of strategies in which its budget is scaled.
//!
//! Luck never depends on the strategy, so a copy is paired with its original: all that differs is what the money did.

use super::bottleneck::EasedPlan;
use super::journey::Stage;
use super::money::to_minor;
use super::scenario::Scenario;
use super::strategy::Strategy;

/// A tactic and the shares of its budget to try.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    /// index into `Scenario::tactics`
    pub tactic: usize,
    /// rising; 0 and 1 are among them
    pub scales: Vec<f64>,
}

/// One strategy at one step of a scaling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaledPlan {
    /// the original, index into `Scenario::strategies`
    pub strategy: usize,
    pub tactic: usize,
    pub scale: f64,
    /// where its histories are: index into the strategies of [`WithCopies::scenario`]
    pub lived_as: usize,
}

/// A scenario whose strategies are followed by scaled copies of them.
#[derive(Clone, Debug, PartialEq)]
pub struct WithCopies {
    /// the original strategies keep their indices; a copy has the id of its original
    pub scenario: Scenario,
    /// by strategy, by tactic, by rising scale
    pub plans: Vec<ScaledPlan>,
    /// by strategy, by stage; none unless asked for
    pub eased: Vec<EasedPlan>,
}

impl Strategy {
    /// The same plan with the budget of one tactic, weekly and in flights, times `scale`, each rounded to whole minor
    /// units, halves away from zero.
    #[must_use]
    pub fn scaled(&self, tactic: usize, scale: f64) -> Strategy {
        let times = |budget: i64| {
            #[expect(clippy::cast_precision_loss, reason = "config bounds budgets below 2^53")]
            let budget = budget as f64;
            to_minor(budget * scale)
        };
        let mut scaled = self.clone();
        scaled.weekly_budget[tactic] = times(self.weekly_budget[tactic]);
        for flight in scaled.flights.iter_mut().filter(|f| f.tactic == tactic) {
            flight.weekly_budget = times(flight.weekly_budget);
        }
        scaled
    }
}

impl WithCopies {
    /// Adds to every strategy that spends on a tactic its copies. A copy that plans the very same as its original or as
    /// another copy of it (scale 1; nothing at all left of two tactics) is not lived twice.
    pub fn new(scenario: &Scenario, scalings: &[Scaling]) -> WithCopies {
        let mut copied =
            WithCopies { scenario: scenario.clone(), plans: Vec::new(), eased: Vec::new() };
        for (s, strategy) in scenario.strategies.iter().enumerate() {
            for scaling in scalings {
                if strategy.total_budget(scaling.tactic, scenario.horizon.weeks) == 0 {
                    continue;
                }
                for &scale in &scaling.scales {
                    let lived_as = copied.living(strategy.scaled(scaling.tactic, scale));
                    let tactic = scaling.tactic;
                    copied.plans.push(ScaledPlan { strategy: s, tactic, scale, lived_as });
                }
            }
        }
        copied
    }

    /// Adds to each of the first `n` strategies, the originals, a copy for each step of the journey, which is easier in it.
    #[must_use]
    pub fn with_easier_steps(mut self, n: usize) -> WithCopies {
        let steps: Vec<Stage> = self.scenario.steps().collect();
        for strategy in 0..n {
            for &stage in &steps {
                let original = self.scenario.strategies[strategy].clone();
                let lived_as = self.living(Strategy { eased: Some(stage), ..original });
                self.eased.push(EasedPlan { strategy, stage, lived_as });
            }
        }
        self
    }

    /// Index of this plan among the strategies that are lived; put behind them if it is not there.
    fn living(&mut self, plan: Strategy) -> usize {
        let strategies = &mut self.scenario.strategies;
        if let Some(idx) = strategies.iter().position(|s| *s == plan) {
            return idx;
        }
        strategies.push(plan);
        strategies.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::super::strategy::Flight;
    use super::*;

    fn strategy() -> Strategy {
        let flight = |tactic, weekly_budget| Flight { tactic, first: 2, last: 3, weekly_budget };
        Strategy {
            id: "s".into(),
            label: "s".into(),
            weekly_budget: vec![101, 70],
            flights: vec![flight(0, 33), flight(1, 9)],
            bids: vec![None],
            caps: vec![None, Some(2)],
            promotions: Vec::new(),
            research: Vec::new(),
            redesign_every_weeks: 1,
            omnichannel: None,
            rival_analysis: None,
            eased: None,
        }
    }

    /// Seen to fail when flights kept their budget and when halves were cut off.
    #[test]
    fn budgets_and_flights_of_the_tactic_are_scaled_to_whole_minor_units() {
        let half = strategy().scaled(0, 0.5);
        assert_eq!(half.weekly_budget, [51, 70]);
        let flights: Vec<i64> = half.flights.iter().map(|f| f.weekly_budget).collect();
        assert_eq!(flights, [17, 9]);
        assert_eq!(strategy().scaled(1, 1.0), strategy());
        assert_eq!(strategy().scaled(1, 0.0).total_budget(1, 10), 0);
    }
}
