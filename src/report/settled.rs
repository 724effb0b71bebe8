//! Which rankings this many histories leave open, and about what would settle them: in words and for programs.

use serde::Serialize;

use crate::analysis::{Answer, SettledBy, Unsettled};
use crate::model::Scenario;

use super::lang::{Lang, say};
use super::words::{quoted, two_digits_up};

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
pub fn settled_text(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    if answer.strategies.len() < 2 {
        return String::new();
    }
    let told: Vec<String> =
        answer.unsettled.iter().filter_map(|u| line(lang, scenario, answer, u)).collect();
    if told.is_empty() {
        let all = lang.pick(
            "The order is settled at this size: neighbours differ by more than two errors of their difference.\n",
            "Thứ hạng đã chắc ở cỡ mẫu này: các chiến lược kề nhau chênh nhau hơn hai lần sai số của hiệu.\n",
        );
        return if answer.unsettled.is_empty() { all.into() } else { String::new() };
    }
    let mut text =
        String::from(lang.pick("Not settled at this size:\n", "Chưa ngã ngũ ở cỡ mẫu này:\n"));
    for line in told.iter().take(MOST_LINES) {
        text.push_str(&format!("  {line}\n"));
    }
    if told.len() > MOST_LINES {
        let more = told.len() - MOST_LINES;
        text.push_str(&say!(
            lang,
            "  and {more} more: manifest.json\n",
            "  và {more} cặp nữa: manifest.json\n"
        ));
    }
    text
}

fn line(lang: Lang, scenario: &Scenario, answer: &Answer, unsettled: &Unsettled) -> Option<String> {
    let place = |s: usize| answer.ranking.iter().position(|&r| r == s).map_or(0, |at| at + 1);
    let name = |s: usize| format!("{} {}", place(s), quoted(&scenario.strategies[s].label));
    let (better, worse) = (name(unsettled.better), name(unsettled.worse));
    let currency = &scenario.market.currency;
    let digits = i32::try_from(currency.digits).unwrap_or(2);
    let net = lang.with_error(unsettled.net_diff, 0, digits);
    let code = &currency.code;
    let ahead = say!(
        lang,
        "{better} is {net} {code} ahead of {worse}",
        "{better} hơn {worse} {net} {code}"
    );
    match unsettled.settled_by {
        SettledBy::Nothing => Some(say!(
            lang,
            "{better} and {worse} come out the same in every history",
            "{better} và {worse} cho kết quả như nhau trong mọi lần mô phỏng"
        )),
        SettledBy::Worlds(_) => Some(match more_worlds(unsettled) {
            Some(1) => say!(
                lang,
                "{ahead}: about 1 more world would settle it",
                "{ahead}: thêm khoảng 1 thế giới nữa là ngã ngũ"
            ),
            Some(more) => {
                #[expect(clippy::cast_precision_loss, reason = "at most MOST_WORLDS")]
                let more = lang.grouped(more as f64, 0);
                say!(
                    lang,
                    "{ahead}: about {more} more worlds would settle it",
                    "{ahead}: thêm khoảng {more} thế giới nữa là ngã ngũ"
                )
            }
            None => say!(
                lang,
                "{ahead}: no number of worlds that one would run settles it",
                "{ahead}: không số thế giới nào chạy nổi làm nó ngã ngũ"
            ),
        }),
        // One world has no error; a note says so.
        SettledBy::Unknown => unsettled.net_diff.se.map(|_| {
            say!(
                lang,
                "{better} and {worse} are level on average",
                "{better} và {worse} trung bình ngang nhau"
            )
        }),
    }
}
