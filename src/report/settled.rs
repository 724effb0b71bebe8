//! Which rankings this many histories leave open, and about what would settle them: in words and for programs.

use serde::Serialize;

use crate::analysis::{Answer, SettledBy, Unsettled};
use crate::model::Scenario;

use super::words::{grouped, quoted, two_digits_up, with_error};

/// Lines of the terminal before the rest is counted.
const MOST_LINES: usize = 4;
/// More worlds than this is not advice.
const MOST_WORLDS: f64 = 1e7;

/// A ranking that is not settled, for `manifest.json` and `--json`.
#[derive(Clone, Debug, Serialize)]
pub struct UnsettledRow {
    /// ranked before `worse`
    pub better: String,
    pub worse: String,
    pub net_diff_mean: Option<f64>,
    pub net_diff_se: Option<f64>,
    /// about so many more, two digits; none where no number of worlds would do
    pub more_worlds: Option<u64>,
}

/// What is not settled, neighbours in the ranking first.
pub fn unsettled_rows(scenario: &Scenario, answer: &Answer) -> Vec<UnsettledRow> {
    let id = |s: usize| scenario.strategies[s].id.clone();
    answer
        .unsettled
        .iter()
        .map(|u| UnsettledRow {
            better: id(u.better),
            worse: id(u.worse),
            net_diff_mean: u.net_diff.value,
            net_diff_se: u.net_diff.se,
            more_worlds: more_worlds(u),
        })
        .collect()
}

fn more_worlds(unsettled: &Unsettled) -> Option<u64> {
    match unsettled.settled_by {
        SettledBy::Worlds(more) if more <= MOST_WORLDS => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "above 0 and at most MOST_WORLDS, give or take its rounding"
            )]
            let more = two_digits_up(more) as u64;
            Some(more)
        }
        _ => None,
    }
}

/// What is not settled, in words: a line each, the rest counted. One line if everything is; nothing where there is no
/// error to tell by.
pub fn settled_text(scenario: &Scenario, answer: &Answer) -> String {
    if answer.strategies.len() < 2 {
        return String::new();
    }
    let told: Vec<String> =
        answer.unsettled.iter().filter_map(|u| line(scenario, answer, u)).collect();
    if told.is_empty() {
        return match answer.unsettled.is_empty() {
            true => "The order is settled at this size: neighbours differ by more than two errors of their difference.\n".into(),
            false => String::new(),
        };
    }
    let mut text = String::from("Not settled at this size:\n");
    for line in told.iter().take(MOST_LINES) {
        text.push_str(&format!("  {line}\n"));
    }
    if told.len() > MOST_LINES {
        text.push_str(&format!("  and {} more: manifest.json\n", told.len() - MOST_LINES));
    }
    text
}

fn line(scenario: &Scenario, answer: &Answer, unsettled: &Unsettled) -> Option<String> {
    let place = |s: usize| answer.ranking.iter().position(|&r| r == s).map_or(0, |at| at + 1);
    let name = |s: usize| format!("{} {}", place(s), quoted(&scenario.strategies[s].label));
    let (better, worse) = (name(unsettled.better), name(unsettled.worse));
    let currency = &scenario.market.currency;
    let digits = i32::try_from(currency.digits).unwrap_or(2);
    let ahead = || {
        format!(
            "{better} is {} {} ahead of {worse}",
            with_error(unsettled.net_diff, 0, digits),
            currency.code
        )
    };
    match unsettled.settled_by {
        SettledBy::Nothing => {
            Some(format!("{better} and {worse} come out the same in every history"))
        }
        SettledBy::Worlds(_) => Some(match more_worlds(unsettled) {
            Some(1) => format!("{}: about 1 more world would settle it", ahead()),
            Some(more) => {
                #[expect(clippy::cast_precision_loss, reason = "at most MOST_WORLDS")]
                let more = grouped(more as f64, 0);
                format!("{}: about {more} more worlds would settle it", ahead())
            }
            None => format!("{}: no number of worlds that one would run settles it", ahead()),
        }),
        // One world has no error; a note says so.
        SettledBy::Unknown => {
            unsettled.net_diff.se.map(|_| format!("{better} and {worse} are level on average"))
        }
    }
}
