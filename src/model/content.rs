//! Content: posts that are written once and found for long (M7).

use super::money::{to_minor, whole_units};

/// How visible a post is by its age, and what makes it so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visibility {
    /// q: factor on everything; 1 is the best there is
    pub quality: f64,
    /// λ: hazard at which an ordinary post is forgotten
    pub fades_per_week: f64,
    /// L: weeks over which a post climbs to its rank; 0 is at once
    pub lag_weeks: f64,
    pub compounds: Compounds,
}

/// The part of posts that is found more as it ages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compounds {
    /// s: share of posts; 0 is none
    pub share: f64,
    /// c: how many times as visible as when new, before fading
    pub factor: f64,
    /// τ > 0: weeks over which it grows
    pub weeks: f64,
    /// δ
    pub fades_per_week: f64,
}

impl Visibility {
    /// Visibility of one post at age a ≥ 0 weeks, a post of quality 1 that neither fades nor grows being 1:
    /// `q·[(1−s)·e^{−λa} + s·(1 + (c−1)·(1−e^{−a/τ}))·e^{−δa}]·(1−e^{−a/L})`, the last factor 1 where L is 0.
    pub fn at(&self, age_weeks: f64) -> f64 {
        let Compounds { share, factor, weeks, fades_per_week } = self.compounds;
        let ordinary = libm::exp(-self.fades_per_week * age_weeks);
        let grown = 1.0 + (factor - 1.0) * -libm::expm1(-age_weeks / weeks);
        let compounding = grown * libm::exp(-fades_per_week * age_weeks);
        let ranked =
            if self.lag_weeks > 0.0 { -libm::expm1(-age_weeks / self.lag_weeks) } else { 1.0 };
        self.quality * ((1.0 - share) * ordinary + share * compounding) * ranked
    }
}

/// Posts that money buys, and the money left over for the next week: `⌊money/cost⌋`, in minor units.
///
/// - `money_minor`: this week's budget and what was left over before
/// - gives (posts, cost in whole minor units, at most the money)
pub fn posts(money_minor: i64, cost_per_post_minor: f64) -> (f64, i64) {
    let posts = whole_units(money_minor, 0.0, cost_per_post_minor);
    (posts, to_minor(posts * cost_per_post_minor).min(money_minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Visibility = Visibility {
        quality: 1.0,
        fades_per_week: 0.1,
        lag_weeks: 0.0,
        compounds: Compounds { share: 0.0, factor: 1.0, weeks: 1.0, fades_per_week: 0.0 },
    };

    #[test]
    fn an_ordinary_post_is_forgotten_at_its_rate() {
        for age in [0.0, 1.0, 26.0] {
            assert_eq!(PLAIN.at(age).to_bits(), libm::exp(-0.1 * age).to_bits());
        }
    }

    /// M7: a compounding post has 2.5 times its first visits after six months.
    #[test]
    fn a_compounding_post_grows_to_its_factor() {
        let compounds = Compounds { share: 1.0, factor: 2.5, weeks: 6.0, fades_per_week: 0.0 };
        let post = Visibility { compounds, ..PLAIN };
        assert_eq!(post.at(0.0), 1.0);
        assert!((post.at(6.0) - (1.0 + 1.5 * (1.0 - libm::exp(-1.0)))).abs() < 1e-12);
        assert!((post.at(26.0) - 2.5).abs() < 0.02 && post.at(260.0) == 2.5);
        let fading = Compounds { fades_per_week: 0.01, ..compounds };
        let post = Visibility { compounds: fading, ..PLAIN };
        assert!((post.at(260.0) - 2.5 * libm::exp(-2.6)).abs() < 1e-12);
    }

    #[test]
    fn shares_quality_and_rank_lag_act_as_written() {
        let compounds = Compounds { share: 0.1, factor: 2.5, weeks: 13.0, fades_per_week: 0.01 };
        let post = Visibility { quality: 0.4, lag_weeks: 13.0, compounds, ..PLAIN };
        let e = libm::exp;
        let want = 0.4
            * (0.9 * e(-1.3) + 0.1 * (1.0 + 1.5 * (1.0 - e(-1.0))) * e(-0.13))
            * (1.0 - e(-1.0));
        assert!((post.at(13.0) - want).abs() < 1e-12, "{} for {want}", post.at(13.0));
        assert_eq!(post.at(0.0), 0.0, "nobody finds it before it has a rank");
    }

    #[test]
    fn money_buys_whole_posts_and_the_rest_is_kept() {
        assert_eq!(posts(999, 300.0), (3.0, 900));
        assert_eq!(posts(299, 300.0), (0.0, 0));
        assert_eq!(posts(1000, 333.4), (2.0, 667));
    }
}
