//! Wear-in and wear-out over columns (M4): contacts join the adstock with the force that the message still has for each customer.

use super::coefficients::narrow;
use super::decide::{exp, p_any};
use super::dispatch::pass;
use crate::model::adstock::adstock;
use crate::model::wear::Wearing;

/// `model::wear` with its coefficients ready.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct WearOf {
    /// 1/n_in
    in_rate: f32,
    /// n_out
    after: f32,
    /// 1/τ_out; 0 where it never wears out
    out_rate: f32,
}

/// A rate at which one contact is enough: e^−1e9 is 0 to all digits. It also stands for no wear-in at all, and keeps the
/// product with no contacts at 0.
const AT_ONCE: f32 = 1e9;

impl WearOf {
    /// A message that never wears.
    pub const NEVER: WearOf = WearOf { in_rate: AT_ONCE, after: 0.0, out_rate: 0.0 };

    pub fn new(wear: Wearing) -> WearOf {
        let rate = |contacts: f64| narrow(1.0 / contacts).min(AT_ONCE);
        let (after, out_rate) = match wear.wears_out {
            None => (0.0, 0.0),
            Some((after, decay)) => (narrow(after), rate(decay)),
        };
        WearOf { in_rate: wear.wears_in.map_or(AT_ONCE, rate), after, out_rate }
    }

    /// Force of her n-th contact.
    #[inline(always)]
    fn force(&self, n: f32) -> f32 {
        let beyond = n - self.after;
        let beyond = if beyond > 0.0 { beyond } else { 0.0 };
        p_any(n * self.in_rate) * exp(-(beyond * self.out_rate))
    }
}

pass! {
    /// As `adstock::carry_over`, each contact with its force, and with that which the voices of the week leave it; `so_far` counts
    /// every contact of a customer with the message.
    pub fn carry_over(
        contacts: &[u32], kept: f32, of: &WearOf, heard: f32, stocks: &mut [f32], seen: &mut [u8], so_far: &mut [u32],
    ) -> u32 {
        let mut sum = 0u32;
        for (((stock, seen), so_far), &count) in stocks.iter_mut().zip(seen).zip(so_far).zip(contacts) {
            let total = so_far.saturating_add(count);
            *so_far = total;
            sum = sum.wrapping_add(count);
            let capped = if total < 3 { total } else { 3 };
            #[expect(clippy::cast_possible_truncation, reason = "at most 3")]
            let capped = capped as u8;
            *seen = capped;
            #[expect(clippy::cast_precision_loss, reason = "contacts of a customer are far below 2^24")]
            let (n, x) = (total as f32, count as f32);
            // Without contacts in the week the middle one does not exist, and x is 0.
            let middle = n - 0.5 * (x - 1.0);
            *stock = adstock(x * of.force(middle) * heard, kept, *stock);
        }
        sum
    }
}

pass! {
    /// As [`carry_over`], where the message is that of other tactics too: `met` are its contacts of the week and so far, over all
    /// of them.
    pub fn carry_over_shared(
        contacts: &[u32], kept: f32, of: &WearOf, heard: f32, met: (&[u32], &[u32]), stocks: &mut [f32], seen: &mut [u8],
        so_far: &mut [u32],
    ) -> u32 {
        let mut sum = 0u32;
        let columns = stocks.iter_mut().zip(seen).zip(so_far).zip(contacts).zip(met.0).zip(met.1);
        for (((((stock, seen), so_far), &count), &now), &all) in columns {
            *so_far = so_far.saturating_add(count);
            sum = sum.wrapping_add(count);
            let total = u32::from(*seen).wrapping_add(count);
            let capped = if total < 3 { total } else { 3 };
            #[expect(clippy::cast_possible_truncation, reason = "at most 3")]
            let capped = capped as u8;
            *seen = capped;
            #[expect(clippy::cast_precision_loss, reason = "contacts of a customer are far below 2^24")]
            let (n, x, of_all) = (all as f32, count as f32, now as f32);
            let middle = n - 0.5 * (of_all - 1.0);
            *stock = adstock(x * of.force(middle) * heard, kept, *stock);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::adstock as plain;
    use crate::engine::dispatch::Isa;
    use crate::model::wear::{force, middle};

    /// Stocks, seen, so far and the sum at the end of a week.
    type Held = (Vec<f32>, Vec<u8>, Vec<u32>, u32);

    fn weeks(of: Wearing, isa: Isa) -> Vec<Held> {
        let (mut stocks, mut seen, mut so_far) = (vec![0.0; 67], vec![0; 67], vec![0; 67]);
        (0..40u32)
            .map(|week| {
                let contacts: Vec<u32> = (0..67).map(|i| (i * 7 + week * 5) % 11 / 3).collect();
                let of = WearOf::new(of);
                let sum =
                    carry_over(isa, &contacts, 0.6, &of, 1.0, &mut stocks, &mut seen, &mut so_far);
                (stocks.clone(), seen.clone(), so_far.clone(), sum)
            })
            .collect()
    }

    const SOME: Wearing = Wearing { wears_in: Some(2.5), wears_out: Some((9.0, 6.0)) };

    /// Seen to catch: the last contact of a week in place of its middle one; a force that grows with wear-out.
    #[test]
    fn columns_follow_the_formula() {
        let (mut stock, mut n) = (0.0, 0.0);
        for (week, (stocks, _, so_far, _)) in weeks(SOME, Isa::detect()).iter().enumerate() {
            let x = f64::from((4 * 7 + u32::try_from(week).unwrap_or(0) * 5) % 11 / 3);
            n += x;
            stock = x * force(middle(n, x.max(1.0)), SOME) + 0.6 * stock;
            assert!((f64::from(stocks[4]) - stock).abs() < 1e-5 * (1.0 + stock), "week {week}");
            assert_eq!(f64::from(so_far[4]), n);
        }
    }

    /// Whatever wears in at once and out never is the plain adstock, bit for bit. Seen to catch: a first contact of 99 % where nothing
    /// wears in.
    #[test]
    fn a_message_that_does_not_wear_is_the_plain_adstock() {
        let never = Wearing { wears_in: None, wears_out: None };
        let late = Wearing { wears_in: Some(1e-30), wears_out: Some((1e9, 1e-30)) };
        let isa = Isa::detect();
        let (mut stocks, mut seen) = (vec![0f32; 67], vec![0u8; 67]);
        for (week, (a, b)) in (0..).zip(weeks(never, isa).iter().zip(weeks(late, isa))) {
            let contacts: Vec<u32> = (0..67).map(|i| (i * 7 + week * 5) % 11 / 3).collect();
            let sum = plain::carry_over(isa, &contacts, 0.6, &mut stocks, &mut seen);
            assert!(*a == b && a.0 == stocks && a.1 == seen && a.3 == sum, "week {week}");
        }
    }

    #[test]
    fn all_instruction_sets_wear_alike() {
        let baseline = Isa::named("baseline").map(|isa| weeks(SOME, isa));
        for name in ["avx2", "avx512"] {
            let found = Isa::named(name).map(|isa| weeks(SOME, isa));
            assert!(found.is_none() || found == baseline, "{name}");
        }
    }
}
