//! Content of one history (M7): the posts that money has bought so far, and how much of them is found this week.

use crate::model::content::{Visibility, posts};
use crate::model::visit;

use super::coefficients::ReachOf;
use super::media::Contacts;
use super::visit::Who;
use super::week::Week;

/// Numbers of one content tactic in one world; costs in minor units.
#[derive(Clone, Debug)]
pub(super) struct ContentOf {
    pub cost_per_post: f64,
    pub found_per_post: f64,
    /// of one post by its age in weeks, up to the longest there can be
    pub visibility: Vec<f64>,
}

/// The posts of one tactic.
#[derive(Clone, Debug, Default)]
pub(super) struct Library {
    /// week and number of posts, in order
    posts: Vec<(u32, f64)>,
    /// minor units that were not enough for a post
    kept: i64,
}

impl ContentOf {
    pub fn new(cost: f64, found: f64, visibility: Visibility, total_weeks: u32) -> ContentOf {
        ContentOf {
            cost_per_post: cost,
            found_per_post: found,
            visibility: (0..=total_weeks).map(|age| visibility.at(f64::from(age))).collect(),
        }
    }
}

impl Library {
    /// This week's posts are written; gives their cost.
    fn write(&mut self, week: u32, budget: i64, cost_per_post: f64) -> i64 {
        let money = self.kept + budget;
        let (count, cost) = posts(money, cost_per_post);
        if count > 0.0 {
            self.posts.push((week, count));
        }
        self.kept = money - cost;
        cost
    }

    /// K of a week: posts of the weeks before, each as visible as its age makes it.
    pub fn stock(&self, week: u32, of: &ContentOf) -> f64 {
        let visible = |(written, count): &(u32, f64)| {
            week.checked_sub(*written)
                .filter(|age| *age > 0)
                .map_or(0.0, |age| count * of.visibility[age as usize])
        };
        self.posts.iter().map(visible).sum()
    }
}

/// Step 2 of the week for a content tactic: posts are written, and those of the weeks before are found.
pub(super) fn plan(
    week: &Week<'_>,
    tactic_idx: usize,
    budget: i64,
    library: &mut Library,
) -> Contacts {
    let ReachOf::Content(of) = &week.coefficients.tactics[tactic_idx].reach else {
        return Contacts::None;
    };
    let cost = library.write(week.week, budget, of.cost_per_post);
    let found = of.found_per_post * library.stock(week.week, of);
    let hazard = visit::hazard(found, week.lifts.visits);
    Contacts::Visits { hazard, who: Who::InNeed, cost }
}
