//! Which of the things we do not know move the answer: rank correlations of uncertain numbers with net, over worlds.

use crate::model::{NumberId, Scenario};
use crate::study::Histories;

use super::estimate::{Estimate, count, mean, quantile};
use super::money::Ledger;

/// Fewest worlds from which a rank correlation is worth a look.
const FEWEST_WORLDS: usize = 10;

/// One number and what hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoRow {
    pub number: NumberId,
    /// value of the number at 5 % and 95 % of worlds; both the number itself where it is known
    pub low: f64,
    pub high: f64,
    /// Spearman's rank correlation with the mean net of a world, by strategy; none for the baseline, and where the number
    /// or the net is the same in all worlds
    pub rank_correlation: Vec<Estimate>,
}

/// A row for each uncertain number and each assumption, in order of path. Empty where nothing is uncertain, where there
/// is nothing to compare, or with fewer than 10 worlds.
pub fn tornado(scenario: &Scenario, histories: &Histories, ledger: &Ledger<'_>) -> Vec<TornadoRow> {
    let numbers = &scenario.numbers;
    let enough = histories.n_worlds >= FEWEST_WORLDS && scenario.strategies.len() > 1;
    if !enough || !numbers.any_uncertain() {
        return Vec::new();
    }
    let nets: Vec<Option<Ranked>> = (0..scenario.strategies.len())
        .map(|s| {
            let nets: Vec<f64> = ledger.money(s).iter().map(|m| m.net_discounted).collect();
            let by_world: Vec<f64> = nets.chunks(histories.n_replications).map(mean).collect();
            (s != scenario.baseline).then(|| Ranked::new(&by_world))
        })
        .collect();
    (0..)
        .map(NumberId)
        .zip(numbers.rows())
        .filter(|(_, number)| !number.law.is_point() || number.is_assumption())
        .map(|(id, _)| {
            let values: Vec<f64> = histories.worlds.iter().map(|world| world.get(id)).collect();
            let ranked = Ranked::new(&values);
            let with = |net: &Option<Ranked>| {
                net.as_ref().map_or(Estimate::NONE, |net| correlation(&ranked, net))
            };
            TornadoRow {
                number: id,
                low: quantile(&values, 0.05).unwrap_or(0.0),
                high: quantile(&values, 0.95).unwrap_or(0.0),
                rank_correlation: nets.iter().map(with).collect(),
            }
        })
        .collect()
}

/// Spearman's rank correlation of two quantities of the same worlds, ties averaged, with its standard error.
///
/// The correlation is that of the ranks. Its error is the delta method for what it estimates,
/// `12 E[F(X) G(Y)] − 3`: each world's influence is `F(x)G(y) + E[1{X > x} G(Y)] + E[F(X) 1{Y > y}]`, and the error
/// is 12 times the sd of influences over √worlds, on the scale of the ties. So it needs no independence: near ±1 it goes to
/// 0, and of unrelated quantities it is about `1/√(worlds − 1)`.
///
/// Source: Borkowf, "Computing the nonnull asymptotic variance and the asymptotic relative efficiency of Spearman's rank
/// correlation", Comput. Stat. Data Anal. 39, 2002.
pub fn rank_correlation(x: &[f64], y: &[f64]) -> Estimate {
    correlation(&Ranked::new(x), &Ranked::new(y))
}

/// Values by rank.
struct Ranked {
    /// positions of the values in rising order
    order: Vec<usize>,
    /// middle ranks, scaled to (0, 1): the share of values below, and half of those that are equal
    shares: Vec<f64>,
}

impl Ranked {
    fn new(values: &[f64]) -> Ranked {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        let n = count(values.len());
        let mut shares = vec![0.0; values.len()];
        let mut before = 0;
        for ties in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
            let share = (count(before) + 0.5 * count(ties.len())) / n;
            for &idx in ties {
                shares[idx] = share;
            }
            before += ties.len();
        }
        Ranked { order, shares }
    }

    /// `Σ (share − ½)²`
    fn squares(&self) -> f64 {
        self.shares.iter().map(|f| (f - 0.5) * (f - 0.5)).sum()
    }

    /// For each value the mean over all worlds of `other`'s share where this one's value is larger, ties half.
    fn others_above(&self, other: &Ranked) -> Vec<f64> {
        let n = count(self.order.len());
        let mut means = vec![0.0; self.order.len()];
        let mut above: f64 = other.shares.iter().sum();
        for ties in self.order.chunk_by(|&a, &b| self.shares[a] >= self.shares[b]) {
            let own: f64 = ties.iter().map(|&idx| other.shares[idx]).sum();
            for &idx in ties {
                means[idx] = (above - 0.5 * own) / n;
            }
            above -= own;
        }
        means
    }
}

fn correlation(x: &Ranked, y: &Ranked) -> Estimate {
    let (xx, yy) = (x.squares(), y.squares());
    if xx <= 0.0 || yy <= 0.0 {
        return Estimate::NONE;
    }
    let scale = libm::sqrt(xx * yy);
    let shared: f64 = x.shares.iter().zip(&y.shares).map(|(f, g)| (f - 0.5) * (g - 0.5)).sum();
    let n = count(x.shares.len());
    let above = x.others_above(y).into_iter().zip(y.others_above(x));
    let influences: Vec<f64> =
        x.shares.iter().zip(&y.shares).zip(above).map(|((f, g), (a, b))| f * g + a + b).collect();
    let centre = mean(&influences);
    let squares: f64 = influences.iter().map(|i| (i - centre) * (i - centre)).sum();
    let se = libm::sqrt(squares / (n - 1.0) / n) * n / scale;
    Estimate { value: Some((shared / scale).clamp(-1.0, 1.0)), se: (n > 1.0).then_some(se) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Worked by hand: ranks 1 2 3 4 against 2 1 4 3 differ by 1 each, 1 − 6·4/(4·15) = 0.6.
    // Seen to catch: ties ranked in order of appearance.
    #[test]
    fn rank_correlations_are_those_of_the_ranks_with_ties_averaged() {
        let of = |x: &[f64], y: &[f64]| rank_correlation(x, y).value.unwrap();
        assert!((of(&[1.0, 5.0, 6.0, 9.0], &[2.0, -1.0, 40.0, 3.0]) - 0.6).abs() < 1e-12);
        assert!((of(&[1.0, 2.0, 3.0], &[1.0, 8.0, 27.0]) - 1.0).abs() < 1e-12);
        assert!((of(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]) + 1.0).abs() < 1e-12);
        // Pearson of (1.5, 1.5, 3, 4) and (1, 2, 3.5, 3.5).
        let expected = 4.0 / (4.5f64 * 4.5).sqrt();
        assert!((of(&[7.0, 7.0, 8.0, 9.0], &[0.0, 1.0, 5.0, 5.0]) - expected).abs() < 1e-12);
        assert_eq!(rank_correlation(&[1.0, 1.0], &[1.0, 2.0]), Estimate::NONE);
    }
}
