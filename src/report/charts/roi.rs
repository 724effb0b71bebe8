//! The distribution of ROI, a row per strategy.

use crate::analysis::Answer;
use crate::model::Scenario;

use super::super::lang::{Lang, say};
use super::super::words::quoted;
use super::canvas::{Canvas, PALETTE};
use super::ridges::{self, MOST_ROWS, Ridge, Scale};
use super::weekly::{heading, more_strategies, sample_line};

pub(super) fn draw(canvas: &mut dyn Canvas, lang: Lang, scenario: &Scenario, answer: &Answer) {
    heading(canvas, &title(lang, scenario, answer), &sample_line(lang, scenario, answer));
    let ranked: Vec<usize> =
        answer.ranking.iter().copied().filter(|&s| s != answer.baseline).collect();
    let shown = &ranked[..ranked.len().min(MOST_ROWS)];
    let rows: Vec<Ridge> = (shown.iter().enumerate())
        .map(|(rank, &s)| {
            let a = &answer.strategies[s];
            let place = answer.ranking.iter().position(|&r| r == s).unwrap_or(rank) + 1;
            let interval = match (a.roi.quantiles.p05, a.roi.quantiles.p95) {
                (Some(low), Some(high)) => {
                    format!("{} … {}", lang.percent(low), lang.percent(high))
                }
                _ => String::new(),
            };
            let mean = lang.percent_with_error(a.roi.mean);
            let loss = lang.probability(a.p_loss);
            Ridge {
                name: format!("{place}  {}", scenario.strategies[s].label),
                color: PALETTE[rank % PALETTE.len()],
                values: a.money.iter().filter_map(|m| m.roi).collect(),
                mean: a.roi.mean.value,
                figures: [
                    say!(lang, "mean {mean}", "trung bình {mean}"),
                    interval,
                    say!(lang, "loses in {loss}", "lỗ trong {loss}"),
                ],
                empty: lang.pick(
                    "no ROI: it costs no more than the baseline",
                    "không có ROI: không tốn hơn mốc so sánh",
                ),
            }
        })
        .collect();
    let scale = Scale {
        name: lang.pick(
            "ROI: discounted net ÷ discounted incremental cost",
            "ROI: lãi góp ròng ÷ chi phí tăng thêm, đã chiết khấu",
        ),
        zero: lang.pick("break-even", "hòa vốn"),
        ticks: &|ticks| ticks.iter().map(|x| lang.percent(*x)).collect(),
    };
    let more = more_strategies(lang, ranked.len() - shown.len(), "summary.csv");
    ridges::draw(canvas, lang, &rows, &scale, &more);
}

fn title(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let best = answer.ranking[0];
    let label = quoted(&scenario.strategies[best].label);
    if best == answer.baseline {
        return say!(
            lang,
            "No plan earns more than {label} on average",
            "Trung bình không chiến lược nào lãi hơn {label}"
        );
    }
    let a = &answer.strategies[best];
    let (roi, loss) = (lang.percent_with_error(a.roi.mean), lang.probability(a.p_loss));
    say!(
        lang,
        "{label} returns {roi} on its cost and loses money in {loss} of histories",
        "{label} sinh lời {roi} trên chi phí và lỗ trong {loss} số lần mô phỏng"
    )
}
