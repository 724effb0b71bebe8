//! Strategies against each other in the same histories: paired differences, regret, and which rankings are settled.
//!
//! Pairing takes out all luck that two strategies share, so a difference is known far better than the two figures.

use super::estimate::{Estimate, quantile};
use super::money::HistoryMoney;

/// Rankings are settled from so many errors of the paired difference.
const SETTLED: f64 = 2.0;

/// Strategy a against strategy b, history by history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairAnswer {
    pub a: usize,
    pub b: usize,
    /// discounted net of a less that of b, currency units
    pub net_diff: Difference,
    /// ROI of a less that of b, over histories in which both have one
    pub roi_diff: Difference,
    /// share of histories in which the net of a is above that of b, ties half
    pub p_better: Estimate,
}

/// A paired difference over histories.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub mean: Estimate,
    pub p05: Option<f64>,
    pub p95: Option<f64>,
}

/// Two places of the ranking that this many histories cannot tell apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unsettled {
    /// ranked before `worse`
    pub better: usize,
    pub worse: usize,
    /// paired difference of net, better less worse
    pub net_diff: Estimate,
    pub settled_by: SettledBy,
}

/// What would settle a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SettledBy {
    /// so many more worlds, if the difference stays what it is
    Worlds(f64),
    /// nothing: the plans come out the same in every history
    Nothing,
    /// cannot be said: there is no error with one world, and no number of worlds for a mean difference of 0
    Unknown,
}

/// Every pair of strategies, in order of index, a before b.
///
/// - `same_plan`: do two strategies decide the same?
pub fn pairs(
    money: &[&[HistoryMoney]],
    per_world: usize,
    same_plan: &dyn Fn(usize, usize) -> bool,
) -> Vec<PairAnswer> {
    let mut pairs = Vec::new();
    for a in 0..money.len() {
        for b in a + 1..money.len() {
            let both = || money[a].iter().zip(money[b]);
            let net: Vec<f64> = both().map(|(a, b)| a.net_discounted - b.net_discounted).collect();
            let roi: Vec<Option<f64>> = both().map(|(a, b)| Some(a.roi? - b.roi?)).collect();
            let better: Vec<f64> = net.iter().map(|&d| share_better(d)).collect();
            pairs.push(PairAnswer {
                a,
                b,
                net_diff: Difference::new(Estimate::of_mean(&net, per_world), &net),
                roi_diff: Difference::new(
                    Estimate::of_mean_where_some(&roi, per_world),
                    &roi.iter().flatten().copied().collect::<Vec<f64>>(),
                ),
                p_better: Estimate::of_share(&better, per_world, same_plan(a, b)),
            });
        }
    }
    pairs
}

fn share_better(difference: f64) -> f64 {
    match difference {
        d if d > 0.0 => 1.0,
        d if d < 0.0 => 0.0,
        _ => 0.5,
    }
}

impl Difference {
    fn new(mean: Estimate, values: &[f64]) -> Difference {
        Difference { mean, p05: quantile(values, 0.05), p95: quantile(values, 0.95) }
    }

    /// The same, b against a.
    fn turned(self) -> Difference {
        let minus = |x: Option<f64>| x.map(|x| -x);
        Difference {
            mean: Estimate { value: minus(self.mean.value), se: self.mean.se },
            p05: minus(self.p95),
            p95: minus(self.p05),
        }
    }
}

impl PairAnswer {
    /// The same pair with b first.
    pub fn turned(self) -> PairAnswer {
        PairAnswer {
            a: self.b,
            b: self.a,
            net_diff: self.net_diff.turned(),
            roi_diff: self.roi_diff.turned(),
            p_better: Estimate {
                value: self.p_better.value.map(|p| 1.0 - p),
                se: self.p_better.se,
            },
        }
    }
}

/// The pair of these two strategies, `a` first; none if they are one.
pub fn pair_of(pairs: &[PairAnswer], a: usize, b: usize) -> Option<PairAnswer> {
    pairs.iter().find_map(|p| match (p.a, p.b) {
        found if found == (a, b) => Some(*p),
        found if found == (b, a) => Some(p.turned()),
        _ => None,
    })
}

/// For each strategy and history the net that choosing it gives away: highest net of all strategies less its own.
///
/// - `nets`: `[strategy][history]`, the baseline's zeros included
pub fn regrets(nets: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n_histories = nets.first().map_or(0, Vec::len);
    let top: Vec<f64> = (0..n_histories)
        .map(|h| nets.iter().map(|n| n[h]).fold(f64::NEG_INFINITY, f64::max))
        .collect();
    nets.iter().map(|n| n.iter().zip(&top).map(|(own, top)| top - own).collect()).collect()
}

/// What is not settled: neighbours in the ranking whose paired difference is below two of its errors, then so the best
/// against the others.
pub fn unsettled(pairs: &[PairAnswer], ranking: &[usize], n_worlds: usize) -> Vec<Unsettled> {
    let neighbours = ranking.windows(2).map(|w| (w[0], w[1]));
    let from_best = ranking.iter().skip(2).map(|&other| (ranking[0], other));
    neighbours
        .chain(from_best)
        .filter_map(|(better, worse)| {
            let pair = pair_of(pairs, better, worse)?;
            let settled_by = settled_by(&pair.net_diff, n_worlds)?;
            Some(Unsettled { better, worse, net_diff: pair.net_diff.mean, settled_by })
        })
        .collect()
}

/// What would settle this difference; none if it is settled.
///
/// An error shrinks with the square root of the number of worlds n, so `|d| ≥ 2·se` takes `n·((2·se/|d|)² − 1)` more.
fn settled_by(difference: &Difference, n_worlds: usize) -> Option<SettledBy> {
    let size = difference.mean.value?.abs();
    let worlds = super::estimate::count(n_worlds);
    match difference.mean.se {
        Some(0.0) if size == 0.0 => Some(SettledBy::Nothing),
        None if (difference.p05, difference.p95) == (Some(0.0), Some(0.0)) => {
            Some(SettledBy::Nothing)
        }
        None => Some(SettledBy::Unknown),
        Some(_) if size == 0.0 => Some(SettledBy::Unknown),
        Some(se) if size < SETTLED * se => {
            let errors = SETTLED * se / size;
            Some(SettledBy::Worlds(worlds * (errors * errors - 1.0)))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(net: f64, roi: Option<f64>) -> HistoryMoney {
        HistoryMoney {
            orders: 0,
            new_customers: 0.0,
            revenue_minor: 0,
            contribution_minor: 0,
            cost_minor: 0,
            incremental_contribution_minor: 0,
            incremental_cost_minor: 0,
            cost: 0.0,
            incremental_revenue: 0.0,
            incremental_cost: 0.0,
            incremental_acquisition: 0.0,
            incremental_cost_discounted: 0.0,
            net_discounted: net,
            roi,
        }
    }

    fn histories(rows: &[(f64, Option<f64>)]) -> Vec<HistoryMoney> {
        rows.iter().map(|&(net, roi)| history(net, roi)).collect()
    }

    /// Two worlds of two replications, by hand: differences of net 2, 4 | −2, 0; of ROI 1 | −1.5 and one missing in
    /// each world. Seen to fail when a and b change places, when ties count 0, when a missing ROI counts as 0, and when
    /// the history is the unit of the error.
    #[test]
    fn a_pair_is_compared_history_by_history() {
        let a = histories(&[(5.0, Some(1.5)), (4.0, None), (1.0, Some(0.5)), (3.0, Some(2.0))]);
        let b = histories(&[(3.0, Some(0.5)), (0.0, Some(0.2)), (3.0, Some(2.0)), (3.0, None)]);
        let found = pairs(&[&a, &b], 2, &|_, _| false);
        let [pair] = found[..] else { unreachable!("one pair") };
        assert_eq!((pair.a, pair.b), (0, 1));
        // World means 3 and −1: mean 1, sd √8, error √8/√2 = 2.
        assert_eq!(pair.net_diff.mean, Estimate { value: Some(1.0), se: Some(2.0) });
        // Sorted −2, 0, 2, 4: position 3·0.05 = 0.15 and 2.85.
        assert!((pair.net_diff.p05.unwrap() + 1.7).abs() < 1e-12);
        assert!((pair.net_diff.p95.unwrap() - 3.7).abs() < 1e-12);
        // ROI: 1 in the first world, −1.5 in the second; one value in each.
        assert_eq!(pair.roi_diff.mean, Estimate { value: Some(-0.25), se: Some(1.25) });
        // Better, better | worse, tie: world means 1 and ¼.
        let p = pair.p_better;
        assert_eq!(p.value, Some(0.625));
        assert!((p.se.unwrap() - 0.375).abs() < 1e-12);

        let turned = pair_of(&found, 1, 0).unwrap();
        assert_eq!((turned.a, turned.b), (1, 0));
        assert_eq!(turned.net_diff.mean, Estimate { value: Some(-1.0), se: Some(2.0) });
        assert!((turned.net_diff.p95.unwrap() - 1.7).abs() < 1e-12);
        assert_eq!(turned.p_better.value, Some(0.375));
    }

    #[test]
    fn every_pair_is_there_once_in_order() {
        let one = histories(&[(1.0, None)]);
        let found = pairs(&[&one, &one, &one], 1, &|_, _| true);
        let names: Vec<(usize, usize)> = found.iter().map(|p| (p.a, p.b)).collect();
        assert_eq!(names, [(0, 1), (0, 2), (1, 2)]);
        assert_eq!(found[0].roi_diff.mean, Estimate::NONE);
        assert_eq!(pair_of(&found, 1, 1), None);
    }

    /// Seen to fail when the lowest net stood for the highest.
    #[test]
    fn regret_is_what_the_best_of_each_history_had_more() {
        let found = regrets(&[vec![0.0, 0.0], vec![3.0, -1.0], vec![1.0, -5.0]]);
        assert_eq!(found, [vec![3.0, 0.0], vec![0.0, 1.0], vec![2.0, 5.0]]);
    }

    fn pair(a: usize, b: usize, mean: f64, se: Option<f64>) -> PairAnswer {
        let none = Difference { mean: Estimate::NONE, p05: None, p95: None };
        let mean = Estimate { value: Some(mean), se };
        let net_diff = Difference { mean, ..none };
        PairAnswer { a, b, net_diff, roi_diff: none, p_better: Estimate::NONE }
    }

    /// Ranking 2, 0, 1, 3. Seen to fail when one error settled a ranking and when the −1 was left out.
    #[test]
    fn what_is_not_settled_is_named_neighbours_first() {
        let pairs = [
            pair(0, 1, 10.0, Some(2.0)),
            pair(0, 2, -1.0, Some(1.0)),
            pair(0, 3, 12.0, Some(9.0)),
            pair(1, 2, -11.0, Some(6.0)),
            pair(1, 3, 0.0, Some(0.0)),
            pair(2, 3, 9.0, Some(4.0)),
        ];
        let found = unsettled(&pairs, &[2, 0, 1, 3], 100);
        let expected = [
            // (2·1/1)² − 1 = 3 times the worlds there are
            (2, 0, Some(1.0), SettledBy::Worlds(300.0)),
            (1, 3, Some(0.0), SettledBy::Nothing),
            // the pair 2, 3 is settled (9 > 8); 0, 3 are neither neighbours nor with the best
            (2, 1, Some(11.0), SettledBy::Worlds(100.0 * (144.0 / 121.0 - 1.0))),
        ];
        let found: Vec<_> =
            found.iter().map(|u| (u.better, u.worse, u.net_diff.value, u.settled_by)).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!((found.0, found.1, found.2), (expected.0, expected.1, expected.2));
            match (found.3, expected.3) {
                (SettledBy::Worlds(a), SettledBy::Worlds(b)) => assert!((a - b).abs() < 1e-9),
                (a, b) => assert_eq!(a, b),
            }
        }
    }

    #[test]
    fn one_world_settles_nothing() {
        let found = unsettled(&[pair(0, 1, 10.0, None)], &[0, 1], 1);
        assert_eq!(found[0].settled_by, SettledBy::Unknown);
    }
}
