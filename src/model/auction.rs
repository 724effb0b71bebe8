//! Auctions of clicks (M5): each goes to the highest bid, at the price of the best of the others.

use super::number::NumberId;

/// How a click is paid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClickPrice {
    /// currency, the same for every click
    Fixed(NumberId),
    /// whoever bids most
    Auction {
        rivals: u32,
        /// currency; each rival bids from 0 to it, all amounts alike
        bid_high: NumberId,
    },
}

/// Probability that a bid wins against `rivals` others who bid U(0, `bid_high`): `F(b)^n`, `F(b) = min(1, b/bid_high)`.
///
/// Source: second-price auctions, Vickrey, "Counterspeculation, auctions, and competitive sealed tenders", 1961.
pub fn win(bid: f64, rivals: u32, bid_high: f64) -> f64 {
    libm::pow((bid / bid_high).min(1.0), f64::from(rivals))
}

/// What a won click costs on average: the mean of the highest rival bid, given that it is below ours,
/// `min(b, bid_high)·n/(n + 1)`.
pub fn price(bid: f64, rivals: u32, bid_high: f64) -> f64 {
    bid.min(bid_high) * f64::from(rivals) / f64::from(rivals + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V39.
    #[test]
    fn a_bid_of_eight_tenths_against_four_rivals_wins_and_pays_as_published() {
        let (wins, pays) = (win(0.8, 4, 1.0), price(0.8, 4, 1.0));
        assert!((wins - 0.4096).abs() < 1e-12 && (pays - 0.64).abs() < 1e-12);
        assert!((wins * pays - 0.262_144).abs() < 1e-12);
    }

    #[test]
    fn who_bids_more_than_anybody_wins_all_and_pays_the_best_rival() {
        assert!((win(3.0, 4, 1.0) - 1.0).abs() < 1e-15 && (price(3.0, 4, 1.0) - 0.8).abs() < 1e-15);
        assert!(
            (win(0.25, 1, 1.0) - 0.25).abs() < 1e-15,
            "one rival: a share of voice in proportion"
        );
    }
}
