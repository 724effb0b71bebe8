//! The distribution of ROI, a row per strategy.

use crate::analysis::Answer;
use crate::model::Scenario;

use super::super::words::{percent, percent_with_error, quoted};
use super::canvas::{Canvas, PALETTE};
use super::ridges::{self, MOST_ROWS, Ridge, Scale};
use super::weekly::{heading, sample_line};

pub(super) fn draw(canvas: &mut dyn Canvas, scenario: &Scenario, answer: &Answer) {
    heading(canvas, &title(scenario, answer), &sample_line(scenario, answer));
    let ranked: Vec<usize> =
        answer.ranking.iter().copied().filter(|&s| s != answer.baseline).collect();
    let shown = &ranked[..ranked.len().min(MOST_ROWS)];
    let rows: Vec<Ridge> = (shown.iter().enumerate())
        .map(|(rank, &s)| {
            let a = &answer.strategies[s];
            let place = answer.ranking.iter().position(|&r| r == s).unwrap_or(rank) + 1;
            let interval = match (a.roi.quantiles.p05, a.roi.quantiles.p95) {
                (Some(low), Some(high)) => format!("{} … {}", percent(low), percent(high)),
                _ => String::new(),
            };
            Ridge {
                name: format!("{place}  {}", scenario.strategies[s].label),
                color: PALETTE[rank % PALETTE.len()],
                values: a.money.iter().filter_map(|m| m.roi).collect(),
                mean: a.roi.mean.value,
                figures: [
                    format!("mean {}", percent_with_error(a.roi.mean)),
                    interval,
                    format!("loses in {}", percent_with_error(a.p_loss)),
                ],
                empty: "no ROI: it costs no more than the baseline",
            }
        })
        .collect();
    let scale = Scale {
        name: "ROI: discounted net ÷ discounted incremental cost",
        zero: "break-even",
        tick: &percent,
    };
    let more = match ranked.len() - shown.len() {
        0 => String::new(),
        hidden => format!("; {hidden} more strategies in summary.csv"),
    };
    ridges::draw(canvas, &rows, &scale, &more);
}

fn title(scenario: &Scenario, answer: &Answer) -> String {
    let best = answer.ranking[0];
    let baseline = quoted(&scenario.strategies[answer.baseline].label);
    if best == answer.baseline {
        return format!("No plan earns more than {baseline} on average");
    }
    let a = &answer.strategies[best];
    format!(
        "{} returns {} on its cost and loses money in {} of histories",
        quoted(&scenario.strategies[best].label),
        percent_with_error(a.roi.mean),
        percent_with_error(a.p_loss),
    )
}
