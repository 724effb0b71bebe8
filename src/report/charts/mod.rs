//! Charts for a board paper: a finding as title, direct labels, errors shown. Bytes only; `store` writes them.

mod axis;
mod canvas;
mod differences;
mod journey;
mod panels;
mod response;
mod ridges;
mod roi;
mod tornado;
mod weekly;

use crate::analysis::{Answer, Measure, StrategyAnswer};
use crate::model::Scenario;

use super::lang::Lang;
use super::tables::File;

/// What was really seen, to be drawn over what was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedSeries {
    pub measure: Measure,
    /// week, value; in order of week
    pub points: Vec<(u32, f64)>,
}

/// The charts of a study, each as SVG and PNG.
pub fn charts(
    lang: Lang,
    scenario: &Scenario,
    answer: &Answer,
    observed: &[ObservedSeries],
) -> Vec<File> {
    let mut files = Vec::new();
    let mut add = |name: &str, draw: &dyn Fn(&mut dyn canvas::Canvas)| {
        let (svg, png) = canvas::render(draw);
        files.push(File { name: format!("charts/{name}.svg"), bytes: svg });
        files.push(File { name: format!("charts/{name}.png"), bytes: png });
    };
    if scenario.strategies.len() > 1 {
        let has_roi = |s: &StrategyAnswer| s.money.iter().any(|m| m.roi.is_some());
        // Where nothing is sold there is no return to show.
        if scenario.sells_anything() && answer.strategies.iter().any(has_roi) {
            add("roi", &|canvas| roi::draw(canvas, lang, scenario, answer));
        }
        add("net", &|canvas| weekly::draw_net(canvas, lang, scenario, answer));
        add("differences", &|canvas| differences::draw(canvas, lang, scenario, answer));
    } else {
        add("orders", &|canvas| weekly::draw_orders(canvas, lang, scenario, answer));
    }
    add("journey", &|canvas| journey::draw(canvas, lang, scenario, answer));
    if !answer.response.is_empty() {
        add("response", &|canvas| response::draw(canvas, lang, scenario, answer));
    }
    if !answer.tornado.is_empty() {
        add("tornado", &|canvas| tornado::draw(canvas, lang, scenario, answer));
    }
    for series in observed {
        let name = format!("observed-{}", series.measure.name());
        add(&name, &|canvas| weekly::draw_observed(canvas, lang, scenario, answer, series));
    }
    files
}
