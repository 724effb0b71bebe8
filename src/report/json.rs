//! The answer for programs: one JSON document on standard output. Its fields are described in `docs/OUTPUTS.md`.

use serde::Serialize;

use crate::analysis::Answer;
use crate::model::Scenario;

use super::lang::Lang;
use super::settled::{UnsettledRow, unsettled_rows};
use super::tables::{BottleneckRow, ResponseRow, SummaryRow, bottleneck, response, summary};
use super::terminal::{notes, sentence};

#[derive(Serialize)]
struct Document<'a> {
    program: &'static str,
    version: &'static str,
    title: &'a str,
    currency: &'a str,
    baseline: &'a str,
    /// strategies by mean net, best first
    ranking: Vec<&'a str>,
    sentence: String,
    /// the rows of `summary.csv`
    strategies: Vec<SummaryRow>,
    /// rankings that this many worlds leave open
    unsettled: Vec<UnsettledRow>,
    /// the rows of `response.csv`
    response: Vec<ResponseRow>,
    /// the rows of `bottleneck.csv`
    bottleneck: Vec<BottleneckRow>,
    notes: Vec<String>,
    warnings: &'a [String],
    /// folder with the files of the run
    output: &'a str,
    result_sha256: &'a str,
}

/// The document, ending in a line end.
pub fn json(
    lang: Lang,
    scenario: &Scenario,
    answer: &Answer,
    warnings: &[String],
    output: &str,
    result_sha256: &str,
) -> String {
    let id = |s: &usize| scenario.strategies[*s].id.as_str();
    let document = Document {
        program: "headwater",
        version: env!("CARGO_PKG_VERSION"),
        title: &scenario.title,
        currency: &scenario.market.currency.code,
        baseline: id(&answer.baseline),
        ranking: answer.ranking.iter().map(id).collect(),
        sentence: sentence(lang, scenario, answer).trim_end().to_string(),
        strategies: summary(scenario, answer),
        unsettled: unsettled_rows(scenario, answer),
        response: response(scenario, answer),
        bottleneck: bottleneck(scenario, answer),
        notes: notes(lang, scenario, answer),
        warnings,
        output,
        result_sha256,
    };
    let mut text = serde_json::to_string_pretty(&document).expect("plain structs become JSON");
    text.push('\n');
    text
}
