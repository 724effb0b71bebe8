//! `[segment.ID]`: how many, when they come in, what they want, where they start.

use crate::model::{Basket, Channel, Entry, EntryUnit, Horizon, Scenario, Segment, Stage};

use super::super::keys::MAX_CUSTOMERS;
use super::super::problem::Kind;
use super::super::quantity::Quantity;
use super::super::read::Typed;
use super::super::words::did_you_mean;
use super::data::CUSTOMERS;
use super::{Check, customers_cap};

/// Shares may miss 1 by this much: the sum of typed decimals is not exact.
const SUM_TOLERANCE: f64 = 1e-9;

impl Check<'_> {
    pub(super) fn segments(&mut self, channels: &[Channel], horizon: Horizon) -> Vec<Segment> {
        let ids = self.below("segment");
        let entries: Vec<Option<Entry>> =
            ids.iter().map(|id| self.enters(&format!("segment.{id}.enters"), horizon)).collect();
        let listed = self.customers_csv(&ids);
        let counts = match &listed {
            Some(counts) => counts.iter().map(|of| of.iter().sum()).collect(),
            None => self.customers(&ids, &entries),
        };
        let mut segments = Vec::with_capacity(ids.len());
        for (idx, ((id, entry), n_customers)) in ids.iter().zip(entries).zip(counts).enumerate() {
            let start_counts = listed.as_ref().map(|counts| counts[idx]);
            let path = |word: &str| format!("segment.{id}.{word}");
            let affinity =
                channels.iter().map(|c| self.trait_of(&format!("{}.{}", path("affinity"), c.id)));
            segments.push(Segment {
                id: (*id).to_string(),
                label: self.label("segment", id),
                n_customers,
                entry,
                needs_per_year: self.trait_of(&path("needs_per_year")),
                lapse_per_week: self.number(&path("lapse_per_week")),
                affinity: affinity.collect(),
                selection: self.number(&path("selection")),
                basket: self.basket(&path("basket")),
                starts: match start_counts {
                    Some(counts) => shares_of(&counts),
                    None => self.starts(&path("starts")),
                },
                start_counts,
            });
        }
        segments
    }

    fn enters(&mut self, path: &str, horizon: Horizon) -> Option<Entry> {
        let days = format!("{path}.each_day");
        let weeks = format!("{path}.each_week");
        for (path, unit) in [(days, EntryUnit::Day), (weeks, EntryUnit::Week)] {
            let Some(Typed::Counts(counts)) = self.item(&path).map(|item| &item.typed) else {
                continue;
            };
            let total = usize::try_from(horizon.total_weeks()).unwrap_or(usize::MAX);
            let (per_week, word) = if unit == EntryUnit::Day { (7, "days") } else { (1, "weeks") };
            if counts.len() > total * per_week && self.integer("study.weeks").is_some() {
                self.refuse_found(
                    Kind::Con,
                    &path,
                    format!("{} {word}", counts.len()),
                    format!(
                        "at most {} {word}: the study ends with week {total}",
                        total * per_week
                    ),
                    "lengthen study.weeks, or drop those who come too late",
                );
            }
            return Some(Entry { unit, counts: counts.clone() });
        }
        None
    }

    /// Customers of each segment.
    fn customers(&mut self, ids: &[&str], entries: &[Option<Entry>]) -> Vec<u32> {
        let none = vec![0; ids.len()];
        if self.has(CUSTOMERS) {
            return none;
        }
        let entering = ids.iter().filter(|id| self.has(&format!("segment.{id}.enters"))).count();
        if entering == 0 {
            return self.customers_by_share(ids);
        }
        for id in ids {
            let enters = format!("segment.{id}.enters");
            if !self.has(&enters) {
                let table = format!("segment.{id}");
                self.refuse_found(
                    Kind::Con,
                    &table,
                    "no enters",
                    "enters in every segment or in none",
                    "give this segment enters, or all segments a share",
                );
            }
            let share = format!("segment.{id}.share");
            if self.has(&share) {
                let hint = "remove it: the segment's size is the sum of enters";
                self.refuse_key(&share, "no share where customers enter", hint);
            }
        }
        if self.has("market.customers") {
            let hint = "remove it: the market's size is the sum of enters";
            self.refuse_key("market.customers", "no customers where segments have enters", hint);
        }
        if entering != ids.len() || entries.iter().any(Option::is_none) {
            return none;
        }
        let sums: Vec<u64> = entries
            .iter()
            .map(|e| e.as_ref().map_or(0, |e| e.counts.iter().map(|c| u64::from(*c)).sum()))
            .collect();
        let total: u64 = sums.iter().sum();
        if total > MAX_CUSTOMERS || total == 0 {
            let kind = if total == 0 { Kind::Con } else { Kind::Lim };
            let expected =
                if total == 0 { "at least one customer".into() } else { customers_cap() };
            self.refuse_found(
                kind,
                "segment",
                format!("{total} customers in all enters"),
                expected,
                "",
            );
            return none;
        }
        sums.into_iter().map(|sum| u32::try_from(sum).unwrap_or(u32::MAX)).collect()
    }

    fn customers_by_share(&mut self, ids: &[&str]) -> Vec<u32> {
        let none = vec![0; ids.len()];
        let hint = "or give every segment enters";
        if !self.has("market.customers") && self.has("market") && !ids.is_empty() {
            self.missing("market", "customers", "simulated customers, a whole number", hint);
        }
        for id in ids {
            if !self.has(&format!("segment.{id}.share")) && !self.is_bad(&format!("segment.{id}")) {
                let expected = "the segment's share of the market, from 0 to 1";
                self.missing(&format!("segment.{id}"), "share", expected, hint);
            }
        }
        let customers = self.integer("market.customers").and_then(|n| u64::try_from(n).ok());
        if customers.is_some_and(|n| n > MAX_CUSTOMERS) {
            let hint = "simulate fewer customers and set people_per_customer";
            self.refuse(Kind::Lim, "market.customers", customers_cap(), hint);
            return none;
        }
        let shares: Option<Vec<f64>> =
            ids.iter().map(|id| self.fixed(&format!("segment.{id}.share"))).collect();
        let Some(shares) = shares.filter(|s| !s.is_empty()) else { return none };
        let sum: f64 = shares.iter().sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            let terms: Vec<String> = shares.iter().take(8).map(f64::to_string).collect();
            let found = format!("shares of sum {}: {}", short(sum), terms.join(" + "));
            let hint = format!("the shares of all segments {}", off_one(sum));
            self.refuse_found(
                Kind::Con,
                &format!("segment.{}.share", ids[0]),
                found,
                "sum 1",
                hint,
            );
            return none;
        }
        customers.map_or(none, |n| largest_remainder(n, &shares))
    }

    fn basket(&self, path: &str) -> Basket {
        match self.quantity(path) {
            Some(Quantity::Same(_)) => Basket::Same(self.needed(path)),
            Some(Quantity::Each(spread)) => Basket::Each(self.family(spread)),
            Some(Quantity::EachOrder(spread)) => Basket::EachOrder(self.family(spread)),
            None if self.has(path) => Basket::GammaGamma {
                p: self.needed(&format!("{path}.gamma_gamma.p")),
                q: self.needed(&format!("{path}.gamma_gamma.q")),
                gamma: self.needed(&format!("{path}.gamma_gamma.gamma")),
            },
            None => Basket::One,
        }
    }

    fn starts(&mut self, path: &str) -> [f64; 9] {
        let mut starts = [0.0; 9];
        if !self.has(path) {
            starts[Stage::Stranger.idx()] = 1.0;
            return starts;
        }
        for (slot, stage) in starts.iter_mut().zip(Stage::ALL) {
            *slot = self.fixed(&format!("{path}.{}", stage.name())).unwrap_or(0.0);
        }
        let sum: f64 = starts.iter().sum();
        let whole = !self.is_bad(path) && !self.any_bad_below(&format!("{path}."));
        if whole && (sum - 1.0).abs() > SUM_TOLERANCE {
            let hint = format!("the shares of all stages {}", off_one(sum));
            self.refuse_found(
                Kind::Con,
                path,
                format!("shares of sum {}", short(sum)),
                "sum 1",
                hint,
            );
        }
        starts
    }

    /// Affinities are for channels that exist and where they matter.
    pub(super) fn affinities(&mut self, scenario: &Scenario) {
        if self.any_bad_below("tactic.") || self.may_lack("tactic") {
            return;
        }
        let known: Vec<&str> = scenario.channels.iter().map(|c| c.id.as_str()).collect();
        for segment in &scenario.segments {
            let table = format!("segment.{}.affinity", segment.id);
            for channel in self.below(&table) {
                let path = format!("{table}.{channel}");
                let Some(idx) = known.iter().position(|k| *k == channel) else {
                    let at = self.item(&path).map_or(self.texts.end(), |item| item.key_at);
                    let found = format!("channel {channel}");
                    let expected = "a channel of a tactic of this file";
                    let problem = self.texts.problem(Kind::Ref, at, &path, found, expected);
                    self.problems.push(problem.help(did_you_mean(channel, &known)));
                    continue;
                };
                let mut tactics = scenario.tactics.iter().filter(|t| t.channel == idx);
                if tactics.all(|t| t.reach.needs_permission()) {
                    let expected = "an affinity to a channel with bought media or search";
                    let hint = "remove it: direct reaches everyone with permission alike, and staff whoever is a lead";
                    self.refuse_key(&path, expected, hint);
                }
            }
        }
    }
}

/// Shares of counts; all strangers where there is nobody.
fn shares_of(counts: &[u32; 9]) -> [f64; 9] {
    let sum: f64 = counts.iter().map(|n| f64::from(*n)).sum();
    if sum == 0.0 {
        return std::array::from_fn(|stage| f64::from(u8::from(stage == Stage::Stranger.idx())));
    }
    counts.map(|n| f64::from(n) / sum)
}

/// A sum without the noise of its last digits.
fn short(sum: f64) -> f64 {
    libm::round(sum * 1e12) / 1e12
}

/// Splits `customers` by shares that sum to 1: whole parts first, the rest to the largest fractions, ties by position.
fn largest_remainder(customers: u64, shares: &[f64]) -> Vec<u32> {
    let customers = u32::try_from(customers).unwrap_or(u32::MAX);
    let sum: f64 = shares.iter().sum();
    let quotas: Vec<f64> = shares.iter().map(|share| share / sum * f64::from(customers)).collect();
    // A quota a hair below a whole number is that number: 0.29 of 100 is 29, not 28.999….
    let whole: Vec<f64> = quotas.iter().map(|q| libm::floor(q + 1e-6)).collect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a number that fits 32 bits"
    )]
    let mut counts: Vec<u32> = whole.iter().map(|w| *w as u32).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let fraction = |i: usize| libm::round((quotas[i] - whole[i]) * 1e6);
    order.sort_by(|&a, &b| fraction(b).total_cmp(&fraction(a)).then(a.cmp(&b)));
    let given: u64 = counts.iter().map(|c| u64::from(*c)).sum();
    let rest = u64::from(customers).saturating_sub(given);
    for &i in order.iter().cycle().take(usize::try_from(rest).unwrap_or(0)) {
        counts[i] += 1;
    }
    counts
}

/// How a sum is not 1: `exceed 1 by 0.2`, `miss 1 by 0.1`.
fn off_one(sum: f64) -> String {
    let verb = if sum > 1.0 { "exceed" } else { "miss" };
    format!("{verb} 1 by {}", short((sum - 1.0).abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_remainder_adds_up_and_breaks_ties_by_order() {
        assert_eq!(largest_remainder(100, &[0.29, 0.71]), [29, 71]);
        assert_eq!(largest_remainder(10, &[0.25, 0.25, 0.5]), [3, 2, 5]);
        assert_eq!(largest_remainder(2, &[1.0 / 3.0; 3]), [1, 1, 0]);
        assert_eq!(largest_remainder(4_000_000_000, &[0.3, 0.7]), [1_200_000_000, 2_800_000_000]);
        for n in 0..200 {
            let counts = largest_remainder(n, &[0.123, 0.456, 0.421]);
            assert_eq!(counts.iter().map(|c| u64::from(*c)).sum::<u64>(), n);
        }
    }
}
