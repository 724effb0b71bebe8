//! Trust: what people believe of us, and how much further it lets them come (M11).

use super::journey::N_STAGES;
use super::number::{NumberId, World};

/// How trust grows, is lost, and counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Trust {
    /// trust of everybody at the start; absent: what the stage they start in asked for
    pub starts: Option<NumberId>,
    /// η_v: share of the missing trust that a contact of value 1 adds; absent is 0
    pub gain_per_value: Option<NumberId>,
    /// η_c: share of the missing trust that an order adds, a promise kept; absent is 0
    pub gain_per_order: Option<NumberId>,
    /// δ: hazard per week at which trust fades; absent is 0
    pub fades_per_week: Option<NumberId>,
    /// ρ: share of trust that a refused early ask costs for each level it goes too far; absent is 0
    pub loss_per_level: Option<NumberId>,
    /// k: how sharply trust counts in a move; absent: it does not
    pub steepness: Option<NumberId>,
    /// θ by *from* stage; absent: [`THRESHOLD`]
    pub threshold: [Option<NumberId>; N_STAGES],
    /// trust at which a move has its own hazard; absent: the threshold of its stage
    pub reference: Option<NumberId>,
    /// κ_T: log factor by which full trust lowers the hazard to opt out; absent is 0
    pub calms_opt_out: Option<NumberId>,
}

/// θ: trust that a move from each stage asks for. No one has measured it (grade X); the order is that of commitment and
/// trust in Morgan & Hunt, "The commitment-trust theory of relationship marketing", J. Marketing 58(3), 1994.
pub const THRESHOLD: [f64; N_STAGES] = [0.0, 0.05, 0.15, 0.30, 0.35, 0.50, 0.65, 0.75, 0.0, 0.0];

impl Trust {
    /// θ of each from stage in one world.
    pub fn thresholds(&self, world: &World) -> [f64; N_STAGES] {
        std::array::from_fn(|s| world.get_or(self.threshold[s], THRESHOLD[s]))
    }
}

/// Trust at the start of someone who starts in a stage: what the move into it asked for.
pub fn asked_for(thresholds: &[f64; N_STAGES], stage_idx: usize) -> f64 {
    stage_idx.checked_sub(1).map_or(0.0, |before| thresholds[before])
}

/// The exponent a with `(1 − share)^x = e^{−a·x}`: gains and losses of shares add up in it, whatever their order.
///
/// - `share` in `[0, 1)`
pub fn exponent_of_share(share: f64) -> f64 {
    -libm::log1p(-share)
}

/// Trust after gains and losses of a week: `(1 − (1 − T)·e^{−L})·e^{−D}`.
///
/// - `trust` T in `[0, 1]`
/// - `learned` L: Σ over contacts of `−ln(1 − η_v·value)`, and `−ln(1 − η_c)` for each order
/// - `doubted` D: `δ` of the week, and `−ln(1 − ρ)` for each level of each refused early ask
pub fn after(trust: f64, learned: f64, doubted: f64) -> f64 {
    (1.0 - (1.0 - trust) * libm::exp(-learned)) * libm::exp(-doubted)
}

/// What trust does to the hazard of a move: `m = σ(k(T − θ))/σ(k(T_ref − θ))`, `σ(x) = 1/(1 + e^{−x})`; 1 at the reference.
pub fn multiplier(trust: f64, steepness: f64, threshold: f64, reference: f64) -> f64 {
    let sigma = |t: f64| 1.0 / (1.0 + libm::exp(-steepness * (t - threshold)));
    sigma(trust) / sigma(reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V20: T += η(1 − T), η = .15, from 0.
    #[test]
    fn trust_grows_by_a_share_of_what_is_missing() {
        let learned = exponent_of_share(0.15);
        let mut trust = 0.0;
        for want in [0.15, 0.2775, 0.385875, 0.477994, 0.556295, 0.622850, 0.679423, 0.727509] {
            trust = after(trust, learned, 0.0);
            assert!((trust - want).abs() < 1e-6, "{trust} for {want}");
        }
    }

    #[test]
    fn trust_stays_a_share_whatever_happens() {
        for trust in [0.0, 0.3, 1.0] {
            for learned in [0.0, 0.5, 1e9] {
                for doubted in [0.0, 0.5, 1e9] {
                    assert!((0.0..=1.0).contains(&after(trust, learned, doubted)));
                }
            }
        }
    }

    #[test]
    fn the_reference_customer_moves_as_the_journey_says() {
        assert!((multiplier(0.5, 8.0, 0.5, 0.5) - 1.0).abs() < 1e-15);
        assert!((multiplier(0.7, 0.0, 0.5, 0.1) - 1.0).abs() < 1e-15, "no steepness, no effect");
        assert!(multiplier(0.6, 8.0, 0.5, 0.5) > 1.0 && multiplier(0.4, 8.0, 0.5, 0.5) < 1.0);
        let all = multiplier(1.0, 50.0, 0.5, 0.5);
        assert!((all - 2.0).abs() < 1e-9, "twice the hazard of the threshold at most: {all}");
    }
}
