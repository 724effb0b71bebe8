//! Choice: whether a need becomes an order with us, an order with a rival, or nothing (M18, M24).

use super::number::NumberId;

/// How attractive we are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// V of our offer at its regular price, log of the odds against buying nothing
    pub attraction: NumberId,
}

/// The largest |V|: beyond e^±30 a choice is a certainty, with the draws of 32 bits that there are.
const MOST: f64 = 30.0;
const TWO32: f64 = 4_294_967_296.0;

/// Weight of an alternative: `e^V`, V kept within ±30; buying nothing has V = 0 and weight 1.
pub fn weight(attraction: f64) -> f64 {
    libm::exp(attraction.clamp(-MOST, MOST))
}

/// Multinomial logit: the share of each alternative, `e^{V_j} / Σ e^V`, from their weights.
///
/// Source: McFadden, "Conditional logit analysis of qualitative choice behavior", in Zarembka (ed.), Frontiers in
/// Econometrics, 1974.
pub fn shares(weights: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

/// Own elasticity of a share P: `b·p·(1 − P)`, where V changes by b for each unit of the thing p (a price: b below 0).
pub fn own_elasticity(slope: f64, level: f64, share: f64) -> f64 {
    slope * level * (1.0 - share)
}

/// When the clock of an alternative rings: `−ln((draw + ½)/2³²) / weight`; the first to ring is chosen.
///
/// Of exponential clocks the first to ring is j with probability `weight_j / Σ weight`: the multinomial logit, exactly. More
/// weight only makes a clock ring earlier, so that whatever makes one alternative more attractive turns people to it from
/// others, and nobody from one of the others to another.
///
/// Source: Luce, Individual Choice Behavior, 1959; Yellott, "The relationship between Luce's choice axiom, Thurstone's theory of
/// comparative judgment, and the double exponential distribution", Journal of Mathematical Psychology 15, 1977.
pub fn clock(draw: u32, weight: f64) -> f64 {
    -libm::log((f64::from(draw) + 0.5) / TWO32) / weight
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V07: V = (1, .5, 0), a price coefficient of −2 at p = 1.
    #[test]
    fn shares_elasticities_and_logsum_of_the_multinomial_logit() {
        let weights = [1.0, 0.5, 0.0].map(weight);
        let found = shares(&weights);
        for (share, want) in found.iter().zip([0.506_480_39, 0.307_195_89, 0.186_323_72]) {
            assert!((share - want).abs() < 5e-9, "{share} for {want}");
        }
        for (share, want) in found.iter().zip([-0.987_039_22, -1.385_608_22, -1.627_352_56]) {
            let elasticity = own_elasticity(-2.0, 1.0, *share);
            assert!((elasticity - want).abs() < 1e-8, "{elasticity} for {want}");
        }
        let logsum = libm::log(weights.iter().sum());
        assert!((logsum - 1.680_269_67).abs() < 5e-9, "{logsum}");
    }

    #[test]
    fn clocks_ring_first_as_often_as_the_shares_say() {
        let weights = [1.0, 0.5, 0.0].map(weight);
        let (n, mut first) = (200_000u32, [0u32; 3]);
        for i in 0..n {
            // A lattice of rank 1: each coordinate is even over the 32 bits, and so are all of them together.
            let draws = [2_654_435_761u32, 1_779_033_703, 3_144_134_277].map(|g| g.wrapping_mul(i));
            let mut rings: Vec<(f64, usize)> =
                (0..3).map(|j| (clock(draws[j], weights[j]), j)).collect();
            rings.sort_by(|a, b| a.0.total_cmp(&b.0));
            first[rings[0].1] += 1;
        }
        for (count, share) in first.iter().zip(shares(&weights)) {
            let found = f64::from(*count) / f64::from(n);
            assert!((found - share).abs() < 2e-3, "{found} for {share}");
        }
    }

    /// At the ends of V the draws of 32 bits leave no doubt.
    #[test]
    fn an_attraction_of_thirty_is_certain_and_one_of_minus_thirty_never_chosen() {
        let (soonest, latest) = (u32::MAX, 0);
        assert!(clock(latest, weight(30.0)) < clock(soonest, 1.0));
        assert!(clock(soonest, weight(-30.0)) > clock(latest, 1.0));
        assert!(weight(1e9).is_finite() && weight(-1e9) > 0.0);
    }
}
