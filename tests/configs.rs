//! Every scenario that comes with the program: it is valid, and a small run of it writes all it should.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod bed;

const FILES: [&str; 10] = [
    "customers.csv",
    "horizons.csv",
    "journey.csv",
    "manifest.json",
    "roi.csv",
    "scenario.toml",
    "summary.csv",
    "tactics.csv",
    "timings.json",
    "weekly.csv",
];
/// Simulated customers of a small run.
const CUSTOMERS: i64 = 500;

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Scenario files below `configs/`, by their path from here.
fn configs() -> Vec<String> {
    scenarios_below("configs")
}

fn scenarios_below(folder: &str) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "toml") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&home().join(folder), &mut found);
    found.sort();
    let below = |path: &PathBuf| path.strip_prefix(home()).unwrap().to_str().unwrap().to_owned();
    found.iter().map(below).collect()
}

/// Runs the program; what it said on standard error if it failed or, unless `warnings` are fine, if it said anything.
fn run(arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    let output = command.args(arguments).current_dir(home()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    match output.status.code() {
        Some(0) => Ok(()),
        code => Err(format!("{arguments:?}: exit code {code:?}\n{said}")),
    }
}

/// A small run of one scenario: `Err` says what is missing.
fn small_run(config: &str) -> Result<(), String> {
    run(&["check", config])?;
    let text = fs::read_to_string(home().join(config)).unwrap();
    let scenario: toml::Table = text.parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let customers = format!("market.customers={CUSTOMERS}");
    let mut arguments = vec!["run", config, "--worlds", "2", "--replications", "1"];
    arguments.extend(["-o", out.to_str().unwrap()]);
    let typed = scenario["market"].get("customers").and_then(toml::Value::as_integer);
    if typed.is_some_and(|n| n > CUSTOMERS) {
        arguments.extend(["--set", &customers]);
    }
    run(&arguments)?;

    let mut promised: Vec<String> = FILES.map(String::from).to_vec();
    // A baseline alone has no ROI to show, nor have plans that cost no more than it, nor any where nothing is sold.
    let n_strategies = scenario["strategy"].as_table().unwrap().len();
    let mut rows = csv::Reader::from_path(out.join("roi.csv")).unwrap();
    let roi = rows.headers().unwrap().iter().position(|name| name == "roi").unwrap();
    let has_roi = rows.records().any(|row| !row.unwrap()[roi].is_empty());
    let mut charts = vec!["journey"];
    match n_strategies {
        1 => charts.push("orders"),
        _ => charts.extend(["net", "differences"]),
    }
    charts.extend((has_roi && scenario.contains_key("offer")).then_some("roi"));
    for chart in charts {
        promised.extend([format!("charts/{chart}.svg"), format!("charts/{chart}.png")]);
    }
    if n_strategies > 1 {
        promised.push("comparison.csv".into());
    }
    if scenario.contains_key("observed") {
        promised.push("observed.csv".into());
    }
    let is_there = |name: &String| fs::metadata(out.join(name)).is_ok_and(|file| file.len() > 0);
    promised.retain(|name| !is_there(name));
    if !promised.is_empty() {
        return Err(format!("{config}: without {promised:?}"));
    }
    let observed = fs::read_dir(out.join("charts"))
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with("observed-"))
        .count();
    if scenario.contains_key("observed") != (observed > 0) {
        return Err(format!("{config}: {observed} charts of observed measures"));
    }
    Ok(())
}

#[test]
fn every_scenario_is_valid_and_a_small_run_writes_all_it_should() {
    let configs = configs();
    assert!(configs.contains(&"configs/quickstart.toml".into()), "{configs:?}");
    let wrong: Vec<String> = configs.iter().filter_map(|c| small_run(c).err()).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_scenario_says_what_it_asks() {
    for config in configs() {
        let text = fs::read_to_string(home().join(&config)).unwrap();
        let scenario: toml::Table = text.parse().unwrap();
        let title = scenario.get("title").and_then(toml::Value::as_str).unwrap_or_default();
        assert!(!title.is_empty(), "{config} has a title");
        assert!(text.starts_with('#'), "{config} begins with what it shows and how to run it");
    }
}

#[test]
fn every_scenario_fits_the_schema() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    let printed = command.arg("schema").output().unwrap();
    assert!(printed.status.success() && printed.stderr.is_empty());
    let schema: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    // The twin's scenarios use about every key.
    for config in configs().into_iter().chain(scenarios_below("tests/twin")) {
        let text = fs::read_to_string(home().join(&config)).unwrap();
        let scenario: toml::Table = text.parse().unwrap();
        let scenario = bed::as_json(scenario);
        let problems: Vec<String> = validator
            .iter_errors(&scenario)
            .map(|e| format!("{config}: {} at {}", e, e.instance_path()))
            .collect();
        assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    }
}
