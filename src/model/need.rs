//! Needs: when people want something of this kind (M19, M25).

use super::season::WEEKS_PER_YEAR;

/// Need rate of a week as a multiple of the customer's yearly rate:
/// `season/52 · (1 + Σ stirs_need · R(A of the week before))`.
///
/// - `season`: this week's seasonal factor
/// - `stirred`: Σ over tactics of `stirs_need · R(A)`, with the adstock at the end of the week before
pub fn weekly_factor(season: f64, stirred: f64) -> f64 {
    season / WEEKS_PER_YEAR * (1.0 + stirred)
}
