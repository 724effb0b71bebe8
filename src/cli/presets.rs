//! `headwater presets`: what comes with the program, with its sources.

use crate::config::{
    Kind, PRODUCTS, Problem, ProductPreset, TacticPreset, did_you_mean, product_preset,
    tactic_preset, tactic_presets,
};
use crate::store;

use super::args;
use super::failure::Failure;

/// Lists all presets, or shows one whole.
pub fn presets(arguments: &args::Presets) -> Result<(), Failure> {
    let text = match &arguments.name {
        None => list(),
        Some(name) => match (product_preset(name), tactic_preset(name)) {
            (Some(product), _) => product.text.to_string(),
            (None, Some(preset)) => whole(&preset),
            (None, None) => return Err(unknown("presets", name).into()),
        },
    };
    store::print(&text)?;
    Ok(())
}

/// The products, a line each.
pub fn products() -> String {
    let line = |p: &ProductPreset| format!("  {:<10} {}\n{:13}{}\n", p.id, p.name, "", p.title());
    PRODUCTS.iter().map(line).collect()
}

/// A name that is none.
pub fn unknown(command: &str, name: &str) -> Vec<Problem> {
    let tactics = tactic_presets();
    let known: Vec<&str> =
        PRODUCTS.iter().map(|p| p.id).chain(tactics.iter().map(|p| p.id.as_str())).collect();
    let hint = match did_you_mean(name, &known) {
        hint if hint.starts_with("did") => hint,
        _ => "headwater presets lists them".into(),
    };
    let problem = Problem::new(Kind::Use, command, "", name, "the name of a preset");
    vec![problem.help(hint)]
}

fn list() -> String {
    let mut text = String::from("Products: headwater new NAME writes a scenario to begin with\n");
    text.push_str(&products());
    text.push_str(
        "\nTactics: like = \"NAME\" in a [tactic.ID]; headwater presets NAME shows all of its values\n",
    );
    for preset in tactic_presets() {
        text.push_str(&format!("  {:<14} {}\n", preset.id, preset.name));
        for value in preset.values.iter().filter(|v| v.unit.starts_with("currency")) {
            text.push_str(&format!(
                "{:17}{} {}\n",
                "",
                value.value.trim_matches('"'),
                sourced(value)
            ));
        }
    }
    text.push_str(
        "\nMoney is in US dollars; \"a to b\" is a 90 % interval. Grades: A experiments or a meta-analysis, B one study or a\n\
         respected model, C a benchmark, X an assumption.\n",
    );
    text
}

/// Unit, grade and source of a value.
fn sourced(value: &crate::config::PresetValue) -> String {
    let unit = value.unit.replace("currency", "USD");
    let Some(evidence) = &value.evidence else { return unit };
    let source = evidence.source.as_deref().unwrap_or("assumption");
    format!("{unit} [{}] {source}", evidence.grade.name())
}

/// A preset of a tactic, as a table that could be typed in its place.
fn whole(preset: &TacticPreset) -> String {
    let mut text = format!("# {}: {}\n", preset.name, preset.about);
    if let Some(contacts) = preset.contacts_per_week {
        text.push_str(&format!(
            "# Strength was set at {contacts} contacts per reachable person and week.\n"
        ));
    }
    text.push_str("# A tactic with like = \"");
    text.push_str(&preset.id);
    text.push_str("\" has these values; what is typed below the like wins over them. Money is in US dollars.\n");
    for value in &preset.values {
        let evidence =
            value.evidence.as_ref().map_or(String::new(), |_| format!("  # {}", sourced(value)));
        text.push_str(&format!("{} = {}{evidence}\n", value.path, value.value));
    }
    text
}
