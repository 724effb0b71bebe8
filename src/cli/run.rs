//! `headwater run`: the main job.

use std::path::PathBuf;
use std::time::Instant;

use crate::analysis::{Measure, answer};
use crate::config::OBSERVED_COPY;
use crate::engine::Isa;
use crate::model::Scenario;
use crate::report::{
    Dialect, File, ObservedSeries, Timings, charts, json, manifest, missing_glyphs, result_sha256,
    tables, terminal, timings,
};
use crate::store::{self, OutputFolder};
use crate::study::{Caps, Study};

use super::args;
use super::failure::Failure;
use super::input::{self, Given};
use super::watch::Watch;

/// One thread per processor.
pub fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Runs one scenario.
pub fn run(arguments: &args::Run) -> Result<(), Failure> {
    let started = Instant::now();
    let given = input::read(&arguments.input)?;
    let scenario = &given.loaded.scenario;
    let threads = arguments.threads.map_or_else(default_threads, usize::from);
    let caps = Caps { memory_gb: arguments.caps.max_gb, hours: arguments.caps.max_hours };
    let isa = instruction_set();
    let study = Study::plan(scenario, threads, isa, caps)?;
    let folder_path = arguments.output.clone().unwrap_or_else(|| default_folder(arguments));
    let folder = OutputFolder::claim(&folder_path, arguments.force)?;
    folder.spare(&arguments.input.file)?;
    if let Some(data) = &given.observed {
        folder.spare(&data.path)?;
    }
    let warnings = input::render_warnings(&given.loaded.warnings);
    if !arguments.quiet {
        super::eprint(&warnings);
    }

    let size = study.estimate();
    let watch = Watch::new(u64::try_from(size.histories).unwrap_or(u64::MAX), arguments.quiet);
    let simulated = Instant::now();
    let histories = study.run(&watch);
    watch.clear();
    watch.stopped()?;
    let Some(histories) = histories else { return Err(Failure::Signal(2)) };
    let simulation_seconds = simulated.elapsed().as_secs_f64();
    let answer = answer(scenario, &histories);

    let plain = tables(scenario, &answer, Dialect::Plain);
    let result = result_sha256(&plain);
    let mut files = if arguments.excel { tables(scenario, &answer, Dialect::Excel) } else { plain };
    let echo = &given.loaded.echo;
    files.push(File { name: "scenario.toml".into(), bytes: echo.clone().into_bytes() });
    if let Some(data) = &given.observed {
        files.push(File { name: OBSERVED_COPY.into(), bytes: data.bytes.clone() });
    }
    if !arguments.no_charts {
        if !arguments.quiet {
            super::eprint(&glyph_warnings(scenario));
        }
        files.extend(charts(scenario, &answer, &observed(&given)));
    }
    files.push(manifest(scenario, echo, &result, &files));
    let customer_weeks_per_second = float(size.customer_weeks) / simulation_seconds.max(1e-9);
    files.push(timings(&Timings {
        threads,
        instruction_set: isa.name(),
        simulation_seconds,
        total_seconds: started.elapsed().as_secs_f64(),
        customer_weeks: size.customer_weeks.to_string(),
        customer_weeks_per_second,
    }));
    watch.stopped()?;
    let names: Vec<String> = files.iter().map(|f| f.name.clone()).collect();
    let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|f| (f.name, f.bytes)).collect();
    folder.replace(&files)?;

    if arguments.quiet {
        return Ok(());
    }
    let shown_folder = folder_path.display().to_string();
    if arguments.json {
        let warnings: Vec<String> =
            given.loaded.warnings.iter().map(|w| w.render(false).trim_end().to_string()).collect();
        store::print(&json(scenario, &answer, &warnings, &shown_folder, &result))?;
        return Ok(());
    }
    let mut text = terminal(scenario, &answer);
    text.push_str(&format!("\ntables and charts: {shown_folder}\n"));
    if arguments.verbose {
        text.push_str(&format!(
            "{:.3} G customer-weeks in {simulation_seconds:.1} s on {threads} threads ({}): {:.1} M a second\nresult {result}\nfiles: {}\n",
            float(size.customer_weeks) / 1e9,
            isa.name(),
            customer_weeks_per_second / 1e6,
            names.join(", "),
        ));
    }
    store::print(&text)?;
    Ok(())
}

/// `output/<scenario file's name>`.
fn default_folder(arguments: &args::Run) -> PathBuf {
    let stem = arguments.input.file.file_stem().unwrap_or_default();
    PathBuf::from("output").join(stem)
}

/// The widest instruction set, or the one that `HEADWATER_ISA` names (for tests: the results are the same).
fn instruction_set() -> Isa {
    std::env::var("HEADWATER_ISA")
        .ok()
        .and_then(|name| Isa::named(&name))
        .unwrap_or_else(Isa::detect)
}

/// A line for each name that the charts cannot draw whole.
fn glyph_warnings(scenario: &Scenario) -> String {
    let labels = scenario.strategies.iter().map(|s| &s.label);
    let names = labels.chain([&scenario.title]);
    let warned = names.filter_map(|name| {
        let missing: String = missing_glyphs(name).into_iter().collect();
        (!missing.is_empty()).then(|| {
            format!(
                "note: the charts have no glyphs for {missing} in {name}; tables hold it whole\n"
            )
        })
    });
    warned.collect()
}

/// The observed series by measure, in order of measure.
fn observed(given: &Given) -> Vec<ObservedSeries> {
    let Some(data) = &given.observed else { return Vec::new() };
    let points_of = |measure: Measure| -> Vec<(u32, f64)> {
        let named = data.observed.points.iter().filter(|p| p.measure == measure.name());
        let mut points: Vec<(u32, f64)> = named.map(|p| (p.week, p.value)).collect();
        points.sort_by_key(|p| p.0);
        points
    };
    Measure::ALL
        .into_iter()
        .map(|measure| ObservedSeries { measure, points: points_of(measure) })
        .filter(|series| !series.points.is_empty())
        .collect()
}

fn float(n: u128) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "shown to three places")]
    let x = n as f64;
    x
}
