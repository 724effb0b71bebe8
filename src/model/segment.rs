//! Segments: who the customers are and when they come in.

use super::law::Family;
use super::number::NumberId;
use super::purchase::Basket;

/// A quantity of a customer: the same for all of a segment in one world, or one draw per customer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trait {
    Same(NumberId),
    Each(Family),
}

/// A group of customers who draw their traits from the same laws.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    pub id: String,
    pub label: String,
    /// simulated customers, by largest remainder of the shares, or the sum of `entry`
    pub n_customers: u32,
    /// when customers come in; absent: all are there from the start
    pub entry: Option<Entry>,
    /// absent: no needs
    pub needs_per_year: Option<Trait>,
    /// hazard per week that an open need lapses; absent only where no customer can be before `buys_from`
    pub lapse_per_week: Option<NumberId>,
    pub basket: Basket,
    /// by channel (index into `Scenario::channels`); absent is 1
    pub affinity: Vec<Option<Trait>>,
    /// exponent of the need rate in affinity: who buys much is met more often everywhere; absent is 0
    pub selection: Option<NumberId>,
    /// share of customers who start in each stage (lost cannot be a start); sums to 1
    pub starts: [f64; 9],
    /// exact numbers of customers by stage in place of draws: the first start as strangers, then those aware, …
    pub start_counts: Option<[u32; 9]>,
}

/// Customers who come in day by day or week by week, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub unit: EntryUnit,
    /// customers who come in on day 1, 2, … or in week 1, 2, …
    pub counts: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryUnit {
    /// day d is the moment d/7 weeks
    Day,
    /// week w is a keyed uniform moment of week w
    Week,
}

impl Entry {
    /// The week (from 1) in which the customers of one entry of `counts` come in.
    pub fn week_of(&self, count_idx: usize) -> u32 {
        let number = u32::try_from(count_idx).expect("config caps the list") + 1;
        match self.unit {
            EntryUnit::Day => number.div_ceil(7),
            EntryUnit::Week => number,
        }
    }

    /// Moment within the entry week, in (0, 1], of those who enter on a day; weeks have no fixed moment.
    pub fn moment_of(&self, count_idx: usize) -> Option<f64> {
        match self.unit {
            EntryUnit::Day => {
                let day_of_week = u32::try_from(count_idx % 7).expect("below 7") + 1;
                Some(f64::from(day_of_week) / 7.0)
            }
            EntryUnit::Week => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_seven_is_the_end_of_week_one() {
        let e = Entry { unit: EntryUnit::Day, counts: vec![1; 15] };
        assert_eq!((e.week_of(0), e.week_of(6), e.week_of(7)), (1, 1, 2));
        assert_eq!(e.moment_of(6), Some(1.0));
        assert_eq!(e.moment_of(7), Some(1.0 / 7.0));
    }
}
