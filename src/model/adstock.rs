//! Adstock: carry-over of contacts from week to week (M2).

/// Stocks below this are set to 0: nobody feels 10⁻¹⁸ of a contact, and numbers near the smallest `f32` are slow.
pub const FLOOR: f32 = 1e-18;

/// This week's adstock: `A_t = x_t + θ·A_{t−1}`, not normalised, so one contact adds up to `1/(1−θ)` over all time.
///
/// - `contacts` x: contacts of this week
/// - `kept` θ: share kept per week, in `[0, 1)`; 0 means no carry-over
///
/// Source: Broadbent, "One way TV advertisements work", J. Market Res. Soc. 21(3), 1979.
#[inline(always)]
pub fn adstock(contacts: f32, kept: f32, before: f32) -> f32 {
    let stock = contacts + kept * before;
    if stock < FLOOR { 0.0 } else { stock }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V01: x = [100,0,0,50,0,0,0,0], θ = .7. Seen to catch: a normalised stock, 30 for 100; last week's stock not kept, 0 for 70; this
    /// week's contacts faded too, 70 for 100.
    #[test]
    fn carry_over_of_two_bursts() {
        let expected = [100.0, 70.0, 49.0, 84.3, 59.01, 41.307, 28.9149, 20.24043];
        let mut stock = 0.0;
        for (x, want) in [100.0, 0.0, 0.0, 50.0, 0.0, 0.0, 0.0, 0.0].into_iter().zip(expected) {
            stock = adstock(x, 0.7, stock);
            assert!((stock - want).abs() < 1e-6 * want, "{stock} for {want}");
        }
    }

    /// V01: a steady 100 with θ = .7 comes to 100/(1 − θ). Seen to catch: a normalised stock, 100.
    #[test]
    fn steady_contacts_pile_up_to_a_bound() {
        let stock = (0..100).fold(0.0, |stock, _| adstock(100.0, 0.7, stock));
        assert!((stock - 333.333_34).abs() < 1e-6 * 333.3, "{stock}");
    }

    #[test]
    fn without_carry_over_the_stock_is_this_week() {
        assert_eq!(adstock(3.0, 0.0, 17.0).to_bits(), 3f32.to_bits());
    }
}
