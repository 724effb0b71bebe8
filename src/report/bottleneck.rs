//! Which step of the journey holds a plan back, as a person reads it in a terminal: a table of the best plan.

use crate::analysis::{Answer, Bottleneck, EasedStep};
use crate::model::{Scenario, Stage};

use super::lang::{Lang, say};
use super::terminal::aligned;
use super::words::quoted;

/// The steps of the best plan, and its bottleneck in words; nothing where it was not asked for.
pub fn bottleneck_text(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let of = |s: usize| answer.bottleneck.iter().find(|b| b.strategy == s);
    let best = answer.ranking.iter().copied().find(|&s| s != answer.baseline);
    let Some(found) = of(best.unwrap_or(answer.baseline)) else { return String::new() };
    let label = quoted(&scenario.strategies[found.strategy].label);
    let mut out = say!(
        lang,
        "\nWhat an easier step would bring to {label}:\n",
        "\nNếu một bước dễ hơn thì {label} được gì:\n"
    );
    out.push_str(&aligned(&table(lang, scenario, found)));
    out.push_str(lang.pick(
        "A step is easier: every hazard of it 10 % larger, the baseline as it is. Elasticity: per cent of net for each per cent.\n",
        "Một bước dễ hơn: mọi cường độ của nó lớn thêm 10%, mốc so sánh giữ nguyên. Độ co giãn: phần trăm lãi góp ròng trên mỗi phần trăm.\n",
    ));
    out.push_str(&sentence(lang, scenario, found, &label));
    out
}

fn table(lang: Lang, scenario: &Scenario, found: &Bottleneck) -> Vec<Vec<String>> {
    let code = &scenario.market.currency.code;
    let gain = say!(lang, "net gain, {code}", "lãi góp thêm, {code}");
    let heads = match lang {
        Lang::En => ["", "step", &gain, "elasticity of net"],
        Lang::Vi => ["", "bước", &gain, "độ co giãn"],
    };
    let digits = i32::try_from(scenario.market.currency.digits).unwrap_or(2);
    let row = |step: &EasedStep| {
        vec![
            String::new(),
            name(lang, step.stage),
            lang.with_error(step.net_gain, 0, digits),
            lang.with_error(step.elasticity_of_net, 2, 3),
        ]
    };
    let mut rows = vec![heads.map(String::from).to_vec()];
    rows.extend(found.steps.iter().map(row));
    rows
}

fn sentence(lang: Lang, scenario: &Scenario, found: &Bottleneck, label: &str) -> String {
    let Some(step) = found.step() else {
        return say!(
            lang,
            "No step shows as the bottleneck of {label} at this size.\n",
            "Ở cỡ mẫu này chưa thấy bước nào là điểm nghẽn của {label}.\n"
        );
    };
    let (name, code) = (name(lang, step.stage), &scenario.market.currency.code);
    let gain = lang.with_error(step.net_gain, 0, 2);
    say!(
        lang,
        "The bottleneck of {label} is {name}: a tenth more of it brings {gain} {code}.\n",
        "Điểm nghẽn của {label} là {name}: thêm một phần mười ở đó đem lại {gain} {code}.\n"
    )
}

/// `aware → engaged`.
fn name(lang: Lang, from: Stage) -> String {
    let to = if from == Stage::Lost { Some(Stage::Aware) } else { from.next() };
    format!("{} → {}", lang.stage(from), to.map_or("", |s| lang.stage(s)))
}
