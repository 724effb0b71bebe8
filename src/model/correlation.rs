//! Rank correlations between numbers of the world: a Gaussian copula.
//!
//! Numbers that hang together (two prices of media) are drawn together; each keeps its own law. Source: Iman & Conover
//! (1982) for rank correlations of inputs; the copula of a normal vector has Spearman correlation
//! `ρ = (6/π) arcsin(r/2)` (Pearson 1907), so `r = 2 sin(π ρ/6)`.

use super::number::NumberId;

/// Two numbers and the rank correlation (Spearman) between them over worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankPair {
    pub between: [NumberId; 2],
    /// from −1 to 1
    pub rank: f64,
}

/// All numbers that have a rank correlation, ready to be drawn together; empty where none has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correlations {
    pairs: Vec<RankPair>,
    /// in order of their position in the table
    members: Vec<NumberId>,
    /// rows of the lower triangle L with L·Lᵀ = R, the Pearson correlations of the scores
    factor: Vec<Vec<f64>>,
}

/// Correlations that no numbers can have together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotPositiveDefinite {
    /// of the matrix of Pearson correlations: at or below 0
    pub smallest_eigenvalue: f64,
}

/// Below this an eigenvalue counts as 0: rounding alone moves eigenvalues by less.
const LEAST_EIGENVALUE: f64 = 1e-9;

/// Pearson correlation of normal scores whose ranks have this Spearman correlation: `2 sin(π ρ/6)`.
pub fn pearson_of_rank(rank: f64) -> f64 {
    2.0 * libm::sin(std::f64::consts::PI / 6.0 * rank)
}

impl Correlations {
    /// Prepares the pairs, no two of which are of the same numbers. A rank of 0 is the same as no pair, bit for bit.
    ///
    /// # Errors
    /// If no numbers can be correlated like that.
    pub fn new(pairs: &[RankPair]) -> Result<Correlations, NotPositiveDefinite> {
        let pairs: Vec<RankPair> = pairs.iter().copied().filter(|p| p.rank != 0.0).collect();
        let mut members: Vec<NumberId> = pairs.iter().flat_map(|p| p.between).collect();
        members.sort();
        members.dedup();
        let place = |id: NumberId| members.binary_search(&id).unwrap_or(0);
        let n = members.len();
        let mut matrix = vec![vec![0.0; n]; n];
        for (idx, row) in matrix.iter_mut().enumerate() {
            row[idx] = 1.0;
        }
        for pair in &pairs {
            let [a, b] = pair.between.map(place);
            let r = pearson_of_rank(pair.rank);
            (matrix[a][b], matrix[b][a]) = (r, r);
        }
        let smallest_eigenvalue = smallest_eigenvalue(&matrix);
        if n > 0 && smallest_eigenvalue < LEAST_EIGENVALUE {
            return Err(NotPositiveDefinite { smallest_eigenvalue });
        }
        Ok(Correlations { pairs, factor: cholesky(&matrix), members })
    }

    /// Is nothing correlated?
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The pairs with a correlation other than 0.
    pub fn pairs(&self) -> &[RankPair] {
        &self.pairs
    }

    /// The numbers that are drawn together.
    pub fn members(&self) -> &[NumberId] {
        &self.members
    }

    /// Correlated standard normal scores from independent ones, one for each member: `L·z`.
    pub fn scores(&self, independent: &[f64]) -> Vec<f64> {
        let dot = |row: &Vec<f64>| row.iter().zip(independent).map(|(l, z)| l * z).sum();
        self.factor.iter().map(dot).collect()
    }
}

/// Lower triangle L with L·Lᵀ = `matrix`, which is positive definite (Cholesky).
fn cholesky(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (i, row) in matrix.iter().enumerate() {
        let mut own: Vec<f64> = Vec::with_capacity(i + 1);
        for (j, above) in factor.iter().enumerate() {
            let known: f64 = own.iter().zip(above).map(|(a, b)| a * b).sum();
            own.push((row[j] - known) / above[j]);
        }
        let known: f64 = own.iter().map(|a| a * a).sum();
        own.push(libm::sqrt(row[i] - known));
        factor.push(own);
    }
    factor
}

/// Smallest eigenvalue of a symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan, section 8.5); 0 of nothing.
fn smallest_eigenvalue(matrix: &[Vec<f64>]) -> f64 {
    let n = matrix.len();
    let mut a = matrix.to_vec();
    for _sweep in 0..64 {
        let off: f64 =
            (0..n).flat_map(|p| (0..p).map(move |q| (p, q))).map(|(p, q)| a[p][q].abs()).sum();
        if off < 1e-15 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                if a[p][q] == 0.0 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + libm::sqrt(theta * theta + 1.0));
                let c = 1.0 / libm::sqrt(t * t + 1.0);
                let s = t * c;
                for row in &mut a {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                let (above, below) = a.split_at_mut(q);
                for (x, y) in above[p].iter_mut().zip(&mut below[0]) {
                    (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
                }
            }
        }
    }
    (0..n).map(|i| a[i][i]).reduce(f64::min).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: u32, b: u32, rank: f64) -> RankPair {
        RankPair { between: [NumberId(a), NumberId(b)], rank }
    }

    // Closed forms: two numbers have 1 ± r; three alike 1 + 2r and 1 − r.
    // Seen to catch: the rank itself taken as Pearson's correlation.
    #[test]
    fn correlations_that_cannot_be_are_refused_with_the_smallest_eigenvalue() {
        let three =
            |rank| Correlations::new(&[pair(0, 1, rank), pair(0, 2, rank), pair(1, 2, rank)]);
        let refused = three(-0.6).unwrap_err().smallest_eigenvalue;
        assert!((refused - (1.0 + 2.0 * pearson_of_rank(-0.6))).abs() < 1e-12, "{refused}");
        assert!(three(-0.4).is_ok());
        let same = Correlations::new(&[pair(3, 7, 1.0)]).unwrap_err().smallest_eigenvalue;
        assert!(same.abs() < 1e-12, "{same}");
        assert!(
            (pearson_of_rank(1.0) - 1.0).abs() < 1e-15
                && (pearson_of_rank(0.5) - 0.517_638_090_205).abs() < 1e-12
        );
    }

    #[test]
    fn the_factor_squared_is_the_matrix() {
        let c = Correlations::new(&[pair(5, 2, 0.6), pair(2, 9, -0.3), pair(9, 5, 0.2)]).unwrap();
        assert_eq!(c.members(), [NumberId(2), NumberId(5), NumberId(9)]);
        let columns: Vec<Vec<f64>> =
            (0..3).map(|k| c.scores(&[0, 1, 2].map(|i| f64::from(u8::from(i == k))))).collect();
        let entry = |i: usize, j: usize| columns.iter().map(|l| l[i] * l[j]).sum::<f64>();
        for (i, j, rank) in [(0, 1, 0.6), (0, 2, -0.3), (1, 2, 0.2)] {
            assert!((entry(i, j) - pearson_of_rank(rank)).abs() < 1e-14);
            assert!((entry(i, i) - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn a_rank_of_zero_is_no_correlation() {
        assert_eq!(Correlations::new(&[pair(0, 1, 0.0)]), Ok(Correlations::default()));
    }
}
