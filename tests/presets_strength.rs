//! How strong the presets of tactics are, in standard markets: `cargo test --test presets -- --nocapture` prints the lift and
//! elasticity of each beside the target, with standard errors.
//!
//! Targets: lifts of 663 field experiments (Gordon et al. 2023, medians: 28 % of visits, 19 % of details left, 6 % of orders);
//! elasticity of sales to all advertising 0.09 to 0.12 in the short run (Henningsen et al. 2011; Sethuraman et al. 2011); 3.75
//! orders per 100 clicks on search; 54 to 119 % more orders after one selling mail (Hillstrom 2008). Bands are wide, because
//! the experiments are: they catch a preset that is off by half an order of magnitude.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a test may stop at the first surprise; counts are small"
)]
#![allow(clippy::disallowed_methods, reason = "printed and held to wide bands")]

use std::collections::BTreeMap;

use headwater::config::{self, Override, Source, TacticPreset, tactic_preset, tactic_presets};
use headwater::engine::Isa;
use headwater::model::Stage;
use headwater::study::{Caps, JourneyCell, Quiet, Study, TacticCell};

/// Weeks of a campaign, as of the field experiments.
const WEEKS: u32 = 8;
/// Independent batches of worlds, for standard errors of ratios.
const BATCHES: u64 = 8;
const CUSTOMERS: u32 = 10_000;
/// Clicks of a usual week.
const CLICKS: f64 = 100.0;

/// A market with a business in it before any advertising: people hear of it, look, leave details, buy and forget at rates
/// in the ranges of the journey (aware 0.02 to 0.15 a week, engaged 0.05 to 0.3). Two halves of equal people, so that
/// targeting has somebody to miss.
const MARKET: &str = r#"
    [study]
    weeks = 8
    worlds = 8
    seed = 0
    [market]
    customers = 10_000
    currency = "USD"
    [segment.half]
    share = 0.5
    needs_per_year = { each = { gamma = { mean = 3, shape = 1.5 } } }
    lapse_per_week = 0.2
    starts = STARTS
    [segment.other]
    share = 0.5
    needs_per_year = { each = { gamma = { mean = 3, shape = 1.5 } } }
    lapse_per_week = 0.2
    starts = STARTS
    [offer]
    price = 50
    buys_from = "engaged"
    [journey.stranger]
    forward_per_week = 0.004
    [journey.aware]
    forward_per_week = 0.03
    exit_per_week = 0.05
    [journey.engaged]
    forward_per_week = 0.1
    back_per_week = 0.05
    exit_per_week = 0.05
    [journey.subscribed]
    forward_per_week = 0.03
    back_per_week = 0.05
    exit_per_week = 0.02
    [journey.lost]
    returns_per_week = 0.02
    [strategy.nothing]
"#;
const PEOPLE: &str =
    "{ stranger = 0.5, aware = 0.25, engaged = 0.1, subscribed = 0.08, ascended = 0.07 }";
const LIST: &str = "{ subscribed = 0.6, ascended = 0.4 }";

/// What a strategy did in eight weeks.
#[derive(Clone, Copy, Debug)]
struct Done {
    visits: f64,
    details: f64,
    orders: f64,
    contacts: f64,
    spend: f64,
}

/// Mean and standard error over batches.
#[derive(Clone, Copy)]
struct Figure {
    mean: f64,
    se: f64,
}

fn figure(values: &[f64]) -> Figure {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
    Figure { mean, se: (squares / (n - 1.0) / n).sqrt() }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>6.1} ± {:<4.1}", 100.0 * self.mean, 100.0 * self.se)
    }
}

/// One batch: what each strategy did, by id.
fn live(text: &str, seed: u64) -> BTreeMap<String, Done> {
    let overrides = vec![Override { path: "study.seed".into(), value: seed.to_string() }];
    let source = Source { name: "market".into(), text: text.into() };
    let loaded = config::load(&source, &overrides)
        .unwrap_or_else(|p| panic!("{}", config::render_all(&p, false)));
    let scenario = &loaded.scenario;
    let caps = Caps { memory_gb: 1.0, hours: 0.1 };
    let study = Study::plan(scenario, 2, Isa::detect(), caps).unwrap();
    let histories = study.run(&Quiet).unwrap();
    let cells = histories.cells;
    let forward = |moments: &headwater::study::Moments, stage: Stage| -> f64 {
        (1..=WEEKS as usize)
            .map(|w| moments.mean(cells.journey(w, stage.idx(), JourneyCell::Forward)))
            .sum()
    };
    let done = scenario.strategies.iter().zip(&histories.strategies).map(|(strategy, lived)| {
        let of_tactics = |cell: TacticCell| -> f64 {
            (0..scenario.tactics.len()).map(|t| lived.moments.mean(cells.tactic(t, cell))).sum()
        };
        let n_histories = histories.n_worlds * histories.n_replications;
        let orders: u64 = (0..n_histories).flat_map(|h| lived.weeks(h)).map(|w| w.orders).sum();
        let done = Done {
            visits: forward(&lived.moments, Stage::Aware),
            details: forward(&lived.moments, Stage::Engaged),
            orders: orders as f64 / n_histories as f64,
            contacts: of_tactics(TacticCell::Contacts),
            spend: of_tactics(TacticCell::Spend),
        };
        (strategy.id.clone(), done)
    });
    done.collect()
}

/// How a preset reaches people.
fn kind(preset: &TacticPreset) -> &str {
    let reach = preset.values.iter().find_map(|v| v.path.strip_prefix("reach."));
    reach.and_then(|rest| rest.split('.').next()).unwrap()
}

/// The middle of an interval of a preset.
fn middle(preset: &TacticPreset, path: &str) -> f64 {
    let value = &preset.values.iter().find(|v| v.path == path).unwrap().value;
    let ends: Vec<f64> =
        value.trim_matches('"').split(" to ").map(|x| x.parse().unwrap()).collect();
    (ends[0] * ends[ends.len() - 1]).sqrt()
}

/// A tactic of the preset that reaches everybody at a round price, and its money for a usual week.
fn alone(preset: &TacticPreset) -> (String, f64) {
    let contacts = preset.contacts_per_week.unwrap_or(0.0) * f64::from(CUSTOMERS);
    let (keys, weekly) = match kind(preset) {
        "broadcast" => (
            "reach.broadcast.cost_per_thousand = 10\nreach.broadcast.audience = 1\n",
            contacts / 100.0,
        ),
        "targeted" => (
            "reach.targeted.cost_per_thousand = 10\nreach.targeted.audience = 1\nreach.targeted.segments = [\"half\"]\n",
            contacts / 100.0,
        ),
        "direct" => (
            "reach.direct.cost_per_send = 0.01\nreach.direct.cost_per_issue = 0\n",
            contacts * 0.01,
        ),
        // at once in its rank, so that eight weeks show what visits bring
        "content" => (
            "reach.content.cost_per_post = 100\nreach.content.found_per_post = 0.2\nreach.content.lag_weeks = 0\n",
            CLICKS,
        ),
        _ => ("reach.search.cost_per_click = 1\nreach.search.query_share = 0.4\n", CLICKS),
    };
    (format!("[tactic.it]\nlike = \"{}\"\n{keys}", preset.id), weekly)
}

/// The market with plans that spend these amounts a week, and 0.8 and 1.25 times as much.
fn plans(market: &str, tactics: &str, weekly: &[(&str, f64)]) -> String {
    let mut text = format!("{market}{tactics}");
    for (id, factor) in [("usual", 1.0), ("low", 0.8), ("high", 1.25)] {
        let cents = |amount: f64| (amount * factor * 100.0).round() / 100.0;
        let amounts: Vec<String> = weekly
            .iter()
            .map(|(tactic, amount)| format!("{tactic} = {}", cents(*amount)))
            .collect();
        text.push_str(&format!("[strategy.{id}]\nweekly_budget = {{ {} }}\n", amounts.join(", ")));
    }
    text
}

/// What the batches of a market say.
struct Measured {
    visits: Figure,
    details: Figure,
    orders: Figure,
    elasticity: Figure,
    /// orders caused per contact
    per_contact: Figure,
}

fn measure(text: &str) -> Measured {
    let batches: Vec<_> = (1..=BATCHES).map(|seed| live(text, seed)).collect();
    let over = |of: &dyn Fn(&BTreeMap<String, Done>) -> f64| {
        figure(&batches.iter().map(of).collect::<Vec<_>>())
    };
    let lift = |what: fn(&Done) -> f64| over(&|b| what(&b["usual"]) / what(&b["nothing"]) - 1.0);
    let log_ratio = |b: &BTreeMap<String, Done>, what: fn(&Done) -> f64| {
        (what(&b["high"]) / what(&b["low"])).ln()
    };
    Measured {
        visits: lift(|d| d.visits),
        details: lift(|d| d.details),
        orders: lift(|d| d.orders),
        elasticity: over(&|b| log_ratio(b, |d| d.orders) / log_ratio(b, |d| d.spend)),
        per_contact: over(&|b| (b["usual"].orders - b["nothing"].orders) / b["usual"].contacts),
    }
}

fn print(name: &str, m: &Measured) {
    println!(
        "{name:<14} {}   {}   {}   {}   {}",
        m.visits, m.details, m.orders, m.elasticity, m.per_contact
    );
}

/// Is a figure surely inside its band, four standard errors away from either end?
fn hold(preset: &str, what: &str, figure: Figure, band: (f64, f64)) {
    let (low, high) = (figure.mean - 4.0 * figure.se, figure.mean + 4.0 * figure.se);
    assert!(band.0 < low && high < band.1, "{preset}: {what} {figure} %, band {band:?}");
}

/// Seen to catch: moves.aware of TV ten times as strong (visits +196 %) or a tenth (+3.7 %), or typed for engaged (+1.2 %); a
/// radio that stirs ten times as much (orders +34 %); search with a fifth or eight times its moves (0.2 and 16 orders per 100
/// clicks); letters that stir 3 or 0.03 (orders +274 % and +2.8 %); a half_saturation of 0.002 contacts (elasticity 0.7 %).
/// A single stirs_need left out is not caught here but below.
#[test]
fn presets_are_about_as_strong_as_field_experiments_found() {
    println!(
        "in % ± SE       visits        details       orders        elasticity    orders per contact"
    );
    println!(
        "{:<14} {:>6}        {:>6}        {:>6}        {:>6}",
        "target", 28, 19, 6, "9 to 12, all media together"
    );
    for preset in tactic_presets() {
        // What needs another tactic beside it was set to ranges, not to experiments.
        if !preset.stands_alone() {
            continue;
        }
        let kind = kind(&preset);
        let (tactic, weekly) = alone(&preset);
        let starts = if kind == "direct" { LIST } else { PEOPLE };
        let market = MARKET.replace("STARTS", starts);
        let m = measure(&plans(&market, &tactic, &[("it", weekly)]));
        print(&preset.id, &m);
        match kind {
            "broadcast" | "targeted" => {
                hold(&preset.id, "lift of visits", m.visits, (0.12, 0.60));
                hold(&preset.id, "lift of orders", m.orders, (0.02, 0.15));
                hold(&preset.id, "elasticity", m.elasticity, (0.01, 0.12));
            }
            "search" | "content" => {
                hold(&preset.id, "orders per visit", m.per_contact, (0.012, 0.06))
            }
            _ if preset.id == "email_nurture" => {
                hold(&preset.id, "lift of orders", m.orders, (0.02, 0.2))
            }
            // More than nothing like Hillstrom's single mail, less than it.
            _ => hold(&preset.id, "lift of orders", m.orders, (0.1, 0.6)),
        }
    }
}

/// Seen to catch: stirs_need left out of TV, social and display (5.0 ± 0.2 %).
#[test]
fn usual_media_together_have_the_elasticity_of_advertising() {
    let mut tactics = String::new();
    let mut weekly = Vec::new();
    for id in ["tv", "paid_social", "display", "paid_search"] {
        let preset = tactic_preset(id).unwrap();
        tactics.push_str(&format!("[tactic.{id}]\nlike = \"{id}\"\n"));
        let kind = kind(&preset);
        if kind == "targeted" {
            tactics.push_str("reach.targeted.segments = [\"half\"]\n");
        }
        let amount = match preset.contacts_per_week {
            Some(contacts) => {
                let reachable =
                    f64::from(CUSTOMERS) * middle(&preset, &format!("reach.{kind}.audience"));
                contacts * reachable / 1000.0
                    * middle(&preset, &format!("reach.{kind}.cost_per_thousand"))
            }
            None => CLICKS * middle(&preset, "reach.search.cost_per_click"),
        };
        weekly.push((id, amount));
    }
    let m = measure(&plans(&MARKET.replace("STARTS", PEOPLE), &tactics, &weekly));
    print("all together", &m);
    hold("all together", "elasticity", m.elasticity, (0.055, 0.18));
}
