//! Adstock over columns (M2), and how often each customer has been in contact.

use super::dispatch::pass;
use crate::model::adstock::adstock;

pass! {
    /// This week's contacts join the stocks and what each customer has seen, up to three contacts: enough for reach at one
    /// and at three. Gives their sum.
    pub fn carry_over(contacts: &[u32], kept: f32, stocks: &mut [f32], seen: &mut [u8]) -> u32 {
        let mut sum = 0u32;
        for ((stock, seen), &count) in stocks.iter_mut().zip(seen).zip(contacts) {
            #[expect(clippy::cast_precision_loss, reason = "contacts in a week are far below 2^24")]
            let contacts = count as f32;
            *stock = adstock(contacts, kept, *stock);
            sum = sum.wrapping_add(count);
            let total = u32::from(*seen).wrapping_add(count);
            let capped = if total < 3 { total } else { 3 };
            #[expect(clippy::cast_possible_truncation, reason = "at most 3")]
            let capped = capped as u8;
            *seen = capped;
        }
        sum
    }
}

pass! {
    /// The stocks of a week without contacts.
    pub fn fade(kept: f32, stocks: &mut [f32]) {
        for stock in stocks {
            *stock = adstock(0.0, kept, *stock);
        }
    }
}
