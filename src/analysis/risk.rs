//! Which strategy is best how often, and when money is back.

/// For each strategy and history the share it has of being best: 1 where its net is the highest, 1/k where k tie.
///
/// - `nets`: `[strategy][history]`, the baseline's zeros included
pub fn p_best(nets: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n_histories = nets.first().map_or(0, Vec::len);
    let mut shares = vec![vec![0.0; n_histories]; nets.len()];
    for h in 0..n_histories {
        let top = nets.iter().map(|n| n[h]).fold(f64::NEG_INFINITY, f64::max);
        let ties: Vec<usize> = (0..nets.len()).filter(|&s| nets[s][h] >= top).collect();
        let share = 1.0 / f64::from(u32::try_from(ties.len()).expect("few strategies"));
        for s in ties {
            shares[s][h] = share;
        }
    }
    shares
}

/// When money is back in a history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Payback {
    /// nothing was ever spent beyond the baseline, and nothing lost: there is nothing to get back
    Nothing,
    /// [`first_lasting_payback`]
    Week(u32),
    Never,
}

/// - `cost`: incremental cost of each week
pub fn payback(net_cumulative: &[f64], mut cost: impl Iterator<Item = f64>) -> Payback {
    let lost = net_cumulative.iter().any(|net| *net < 0.0);
    match first_lasting_payback(net_cumulative) {
        Some(_) if !lost && !cost.any(|cost| cost > 0.0) => Payback::Nothing,
        Some(week) => Payback::Week(week),
        None => Payback::Never,
    }
}

/// First week from which the cumulated net stays at 0 or above to the end; none if it ends below.
fn first_lasting_payback(net_cumulative: &[f64]) -> Option<u32> {
    let below = net_cumulative.iter().rposition(|&net| net < 0.0);
    let week = below.map_or(1, |idx| idx + 2);
    (week <= net_cumulative.len()).then(|| u32::try_from(week).expect("weeks are few"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_being_best() {
        let shares = p_best(&[vec![0.0, 0.0], vec![1.0, 0.0], vec![-1.0, -2.0]]);
        assert_eq!(shares, [vec![0.0, 0.5], vec![1.0, 0.5], vec![0.0, 0.0]]);
    }

    /// Seen to fail when a plan that never spends was held to be back in week 1.
    #[test]
    fn where_nothing_was_spent_or_lost_nothing_pays_back() {
        let of = |net: &[f64], cost: &[f64]| payback(net, cost.iter().copied());
        assert_eq!(of(&[0.0, 0.0], &[0.0, 0.0]), Payback::Nothing);
        assert_eq!(of(&[2.0, 3.0], &[-1.0, 0.0]), Payback::Nothing, "it saves");
        assert_eq!(of(&[0.0, 3.0], &[1.0, 0.0]), Payback::Week(1));
        assert_eq!(of(&[-1.0, 3.0], &[0.0, 0.0]), Payback::Week(2), "a lower price");
        assert_eq!(of(&[-1.0, -1.0], &[0.0, 0.0]), Payback::Never);
    }

    #[test]
    fn payback_must_last() {
        assert_eq!(first_lasting_payback(&[-5.0, 1.0, -1.0, 0.0, 2.0]), Some(4));
        assert_eq!(first_lasting_payback(&[-5.0, -1.0]), None);
        assert_eq!(first_lasting_payback(&[0.0, 1.0]), Some(1));
    }
}
