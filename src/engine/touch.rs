//! Roles of touches: which tactic people met first, on the way and last before their first order, and which one sent them on
//! to another channel.
//!
//! A *touch* is a week in which a tactic was in contact with a customer, however often, at a keyed moment of that week. Roles
//! are looked at and change nothing: a scenario that does not count them has no column and runs no pass.

use super::dispatch::pass;
use super::population::Shard;
use super::week::{Block, Week};

/// The touches of one customer so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// up to 2: whether there was any, and whether the last is another than the first
    n: u8,
    first: u8,
    last: u8,
    /// a bit for each tactic that had a touch between the first and the last
    middle: u64,
    /// a bit for each tactic whose touch was followed by one of another channel
    sent_on: u64,
}

impl Touched {
    /// One more touch. `channels` by tactic.
    fn meet(&mut self, tactic: u8, channels: &[usize]) {
        if self.n == 0 {
            self.first = tactic;
        } else {
            let last = 1 << self.last;
            if self.n > 1 {
                self.middle |= last;
            }
            if channels[usize::from(self.last)] != channels[usize::from(tactic)] {
                self.sent_on |= last;
            }
        }
        self.last = tactic;
        self.n = (self.n + 1).min(2);
    }

    /// Was a touch of this tactic ever followed by one of another channel?
    pub fn sent_on(&self, tactic: usize) -> bool {
        self.sent_on >> tactic & 1 != 0
    }
}

pass! {
    /// A bit for a tactic in the masks of those it was in contact with.
    fn mark(counts: &[u32], bit: u64, masks: &mut [u64]) {
        for (mask, &count) in masks.iter_mut().zip(counts) {
            *mask |= if count > 0 { bit } else { 0 };
        }
    }
}

/// Step 4: the week's touches join those so far, in the order of their moments.
pub(super) fn note(shard: &mut Shard, week: &Week<'_>, block: Block) {
    let n = block.live().len();
    if shard.touched.is_empty() || n == 0 {
        return;
    }
    let n_tactics = week.contacts.len();
    let scratch = &mut shard.scratch;
    let masks = &mut scratch.touches[..n];
    masks.fill(0);
    for t in (0..n_tactics).filter(|&t| scratch.had[t]) {
        mark(week.isa, &scratch.counts[t][..n], 1 << t, masks);
    }
    let purposes = &week.coefficients.segments[shard.segment].purpose.touch;
    let mut order: Vec<(u32, u8)> = Vec::with_capacity(n_tactics);
    for offset in 0..n {
        let mask = shard.scratch.touches[offset];
        if mask == 0 {
            continue;
        }
        let number = shard.number(block.start + offset);
        order.clear();
        for (t, purpose) in (0u8..).zip(purposes).filter(|(t, _)| mask >> t & 1 != 0) {
            // One touch alone needs no moment.
            let alone = mask.is_power_of_two();
            let moment = if alone { 0 } else { week.luck.draw(week.place(*purpose, 0), number) };
            order.push((moment, t));
        }
        order.sort_unstable();
        let touched = &mut shard.touched[block.start + offset];
        for &(_, tactic) in &order {
            touched.meet(tactic, week.channels);
        }
    }
}

/// A first order: what part each tactic had in it.
pub(super) fn order(shard: &mut Shard, i: usize) {
    let Some(touched) = shard.touched.get(i).filter(|t| t.n > 0) else { return };
    let roles = &mut shard.tally.roles;
    roles[usize::from(touched.first)].first += 1;
    roles[usize::from(touched.last)].last += 1;
    for (t, roles) in roles.iter_mut().enumerate() {
        roles.middle += touched.middle >> t & 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tactics: &[u8]) -> Touched {
        let mut touched = Touched::default();
        for &t in tactics {
            touched.meet(t, &[0, 1, 1]);
        }
        touched
    }

    #[test]
    fn touches_are_first_and_last_once_and_all_others_lie_between() {
        let one = of(&[1]);
        assert_eq!((one.first, one.last, one.middle, one.sent_on), (1, 1, 0, 0));
        let two = of(&[1, 0]);
        assert_eq!((two.first, two.last, two.middle, two.sent_on), (1, 0, 0, 0b010));
        let back = of(&[0, 1, 0]);
        assert_eq!((back.first, back.last, back.middle, back.sent_on), (0, 0, 0b010, 0b011));
        let many = of(&[2, 2, 1, 2, 0]);
        assert_eq!((many.first, many.last, many.middle), (2, 0, 0b110));
        assert!(many.sent_on(2) && !many.sent_on(1) && !many.sent_on(0), "1 and 2 are one channel");
    }
}
