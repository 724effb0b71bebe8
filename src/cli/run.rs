//! `headwater run`: the main job.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::analysis::{Answer, Measure, answer, bottleneck, response};
use crate::config::{Kind, Override, Problem, parse_scalings};
use crate::engine::Isa;
use crate::model::{EasedPlan, ScaledPlan, Scenario, WithCopies};
use crate::report::lang::{Lang, say};
use crate::report::{
    Dialect, File, ObservedSeries, Timings, bottleneck_table, charts, json, manifest,
    missing_glyphs, response_table, result_sha256, tables, terminal, timings,
};
use crate::store::{self, OutputFolder};
use crate::study::{Caps, Histories, Study};

use super::failure::Failure;
use super::input::{self, Given};
use super::watch::{Signals, Watch};
use super::{args, batch};

/// One thread per processor.
pub fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// What holds for every file of one command.
pub struct Settings<'a> {
    pub arguments: &'a args::Run,
    pub overrides: Vec<Override>,
    pub threads: usize,
    pub caps: Caps,
    pub isa: Isa,
    pub signals: Signals,
}

/// A file that was run, and whose results are in their place.
pub struct Finished {
    pub given: Arc<Given>,
    pub report: Report,
    place: PathBuf,
    names: Vec<String>,
    customer_weeks: u128,
    simulation_seconds: f64,
}

/// Runs one scenario, or several.
pub fn run(arguments: &args::Run) -> Result<(), Failure> {
    let (files, is_batch) = input::files(&arguments.input)?;
    let settings = Settings {
        arguments,
        overrides: input::changes(&arguments.input.change)?,
        threads: arguments.threads.unwrap_or_else(default_threads),
        caps: Caps { memory_gb: arguments.caps.max_gb, hours: arguments.caps.max_hours },
        isa: instruction_set()?,
        signals: Signals::listen(),
    };
    if arguments.dry_run {
        if !is_batch {
            return files.iter().try_for_each(|file| dry(&settings, file));
        }
        return batch::verdict(&batch::each(&files, |file| dry(&settings, file))?);
    }
    if is_batch {
        return batch::run(&settings, &files);
    }
    for file in &files {
        let place = arguments.output.clone().unwrap_or_else(|| default_folder(file));
        let finished = one(&settings, file, &place, &files, "")?;
        if arguments.json {
            store::print(&answer_json(settings.arguments.reader.lang, &finished))?;
        } else if !arguments.quiet {
            store::print(&answer_text(&settings, &finished))?;
        }
    }
    Ok(())
}

/// Prints one scenario as it would be run, below a comment with what that takes: the whole is a scenario again.
fn dry(settings: &Settings<'_>, file: &Path) -> Result<(), Failure> {
    let (given, copied) = read(settings, file)?;
    let study = Study::plan(&copied.scenario, settings.threads, settings.isa, settings.caps)?;
    let size = study.estimate();
    super::eprint(&input::render_warnings(&given.loaded.warnings));
    let lang = settings.arguments.reader.lang;
    let (file, threads, echo) = (file.display(), settings.threads, &given.loaded.echo);
    let histories = lang.grouped(float(size.histories), 0);
    let weeks = lang.grouped(float(size.customer_weeks) / 1e9, 3);
    let (time, memory) = (lang.duration(size.seconds), lang.two_digits(size.memory_gb));
    store::print(&say!(
        lang,
        "# {file}: {histories} histories, {weeks} G customer-weeks; a run takes about {time} and {memory} GB on {threads} threads. Nothing was run or written.\n{echo}\n",
        "# {file}: {histories} lần mô phỏng, {weeks} tỷ khách-tuần; chạy mất khoảng {time} và {memory} GB trên {threads} luồng. Chưa chạy và chưa ghi gì.\n{echo}\n"
    ))?;
    Ok(())
}

/// Runs one scenario into its place. None of the `inputs` of the command is written over; `prefix` stands before the bar.
pub fn one(
    settings: &Settings<'_>,
    file: &Path,
    place: &Path,
    inputs: &[PathBuf],
    prefix: &str,
) -> Result<Finished, Failure> {
    let arguments = settings.arguments;
    let started = Instant::now();
    let (given, copied) = read(settings, file)?;
    let given = Arc::new(given);
    let scenario = &given.loaded.scenario;
    let study = Study::plan(&copied.scenario, settings.threads, settings.isa, settings.caps)?;
    let size = study.estimate();
    let histories = u64::try_from(size.histories).unwrap_or(u64::MAX);
    let lang = arguments.reader.lang;
    let watch = Watch::new(&settings.signals, histories, arguments.quiet, lang, prefix);
    let folder = OutputFolder::claim(place, arguments.force)?;
    for input in inputs.iter().chain(&given.inputs) {
        folder.spare(input)?;
    }
    if !arguments.quiet {
        super::eprint(&input::render_warnings(&given.loaded.warnings));
        if !arguments.no_charts {
            super::eprint(&glyph_warnings(lang, scenario));
        }
    }

    let simulated = Instant::now();
    let histories = study.run(&watch);
    watch.clear();
    watch.stopped()?;
    let Some(histories) = histories else { return Err(Failure::Signal(2)) };
    let simulation_seconds = simulated.elapsed().as_secs_f64();
    let mut report = watch.unless_stopped({
        let given = Arc::clone(&given);
        let (excel, with_charts) = (arguments.excel, !arguments.no_charts);
        let (plans, eased) = (copied.plans.clone(), copied.eased.clone());
        move || Report::new(lang, &given, &histories, (&plans, &eased), excel, with_charts)
    })?;
    report.files.push(timings(&Timings {
        threads: settings.threads,
        instruction_set: settings.isa.name(),
        simulation_seconds,
        total_seconds: started.elapsed().as_secs_f64(),
        customer_weeks: size.customer_weeks.to_string(),
        customer_weeks_per_second: float(size.customer_weeks) / simulation_seconds.max(1e-9),
    }));
    let files: Vec<(String, Vec<u8>)> = report.files.drain(..).map(|f| (f.name, f.bytes)).collect();
    folder.replace(&files)?;
    Ok(Finished {
        report,
        place: place.to_owned(),
        names: files.into_iter().map(|(name, _)| name).collect(),
        customer_weeks: size.customer_weeks,
        simulation_seconds,
        given,
    })
}

/// The answer for programs.
pub fn answer_json(lang: Lang, finished: &Finished) -> String {
    let loaded = &finished.given.loaded;
    let warnings: Vec<String> =
        loaded.warnings.iter().map(|w| w.render(false).trim_end().to_string()).collect();
    let place = finished.place.display().to_string();
    json(
        lang,
        &loaded.scenario,
        &finished.report.answer,
        &warnings,
        &place,
        &finished.report.result,
    )
}

/// The answer for people.
pub fn answer_text(settings: &Settings<'_>, finished: &Finished) -> String {
    let arguments = settings.arguments;
    let lang = arguments.reader.lang;
    let mut text = terminal(lang, &finished.given.loaded.scenario, &finished.report.answer);
    let place = finished.place.display();
    text.push_str(&match arguments.no_charts {
        true => say!(lang, "\ntables: {place}\n", "\nbảng: {place}\n"),
        false => {
            say!(lang, "\ntables and charts: {place}\n", "\nbảng và biểu đồ: {place}\n")
        }
    });
    if arguments.verbose {
        let lived = float(finished.customer_weeks);
        let weeks = lang.grouped(lived / 1e9, 3);
        let seconds = lang.grouped(finished.simulation_seconds, 1);
        let rate = lang.grouped(lived / finished.simulation_seconds.max(1e-9) / 1e6, 1);
        let (threads, isa) = (settings.threads, settings.isa.name());
        let (result, files) = (&finished.report.result, finished.names.join(", "));
        text.push_str(&say!(
            lang,
            "{weeks} G customer-weeks in {seconds} s on {threads} threads ({isa}): {rate} M a second\nresult {result}\nfiles: {files}\n",
            "{weeks} tỷ khách-tuần trong {seconds} giây trên {threads} luồng ({isa}): {rate} triệu mỗi giây\nkết quả {result}\ntệp: {files}\n"
        ));
    }
    text
}

/// The scenario, and the same with scaled copies of its strategies.
fn read(settings: &Settings<'_>, file: &Path) -> Result<(Given, WithCopies), Failure> {
    let scalings = |scenario| parse_scalings(&settings.arguments.scale_budget, scenario);
    match input::read(file, &settings.overrides) {
        Ok(given) => {
            let scenario = &given.loaded.scenario;
            let copied = WithCopies::new(scenario, &scalings(Some(scenario))?);
            let copied = match settings.arguments.bottleneck {
                true => copied.with_easier_steps(scenario.strategies.len()),
                false => copied,
            };
            Ok((given, copied))
        }
        Err(Failure::Input(mut problems)) => {
            problems.extend(scalings(None).err().unwrap_or_default());
            Err(problems.into())
        }
        Err(failure) => Err(failure),
    }
}

/// What becomes of the histories: the answer, and every file that does not depend on the machine.
pub struct Report {
    pub answer: Answer,
    files: Vec<File>,
    /// hash of the plain tables
    result: String,
}

impl Report {
    fn new(
        lang: Lang,
        given: &Given,
        histories: &Histories,
        (plans, eased): (&[ScaledPlan], &[EasedPlan]),
        excel: bool,
        with_charts: bool,
    ) -> Report {
        let scenario = &given.loaded.scenario;
        let echo = &given.loaded.echo;
        let answer = Answer {
            response: response(scenario, plans, histories),
            bottleneck: bottleneck(scenario, eased, histories),
            ..answer(scenario, histories)
        };
        let plain = tables(scenario, &answer, Dialect::Plain);
        let result = result_sha256(&plain);
        let dialect = if excel { Dialect::Excel } else { Dialect::Plain };
        let mut files = if excel { tables(scenario, &answer, dialect) } else { plain };
        files.extend(response_table(scenario, &answer, dialect));
        files.extend(bottleneck_table(scenario, &answer, dialect));
        files.push(File { name: "scenario.toml".into(), bytes: echo.clone().into_bytes() });
        let copies = given.loaded.data.iter();
        files.extend(copies.map(|d| File { name: d.copy.clone(), bytes: d.bytes.clone() }));
        if with_charts {
            files.extend(charts(lang, scenario, &answer, &observed(given)));
        }
        files.push(manifest(lang, scenario, &answer, echo, &result, &files));
        Report { answer, files, result }
    }
}

/// `output/<scenario file's name>`.
fn default_folder(file: &Path) -> PathBuf {
    PathBuf::from("output").join(file.file_stem().unwrap_or_default())
}

/// The widest instruction set, or the one that `HEADWATER_ISA` names (for tests: the results are the same).
fn instruction_set() -> Result<Isa, Failure> {
    let Some(name) = std::env::var_os("HEADWATER_ISA") else { return Ok(Isa::detect()) };
    let name = name.to_string_lossy();
    Isa::named(&name).ok_or_else(|| {
        let wanted = "avx512, avx2 or baseline, and a machine that has it";
        vec![Problem::new(Kind::Use, "environment", "HEADWATER_ISA", name, wanted)].into()
    })
}

/// A line for each name that the charts cannot draw whole.
fn glyph_warnings(lang: Lang, scenario: &Scenario) -> String {
    let labels = scenario.strategies.iter().map(|s| &s.label);
    let names = labels.chain([&scenario.title]);
    let warned = names.filter_map(|name| {
        let missing: String = missing_glyphs(name).into_iter().collect();
        (!missing.is_empty()).then(|| {
            say!(
                lang,
                "note: the charts have no glyphs for {missing} in {name}; tables hold it whole\n",
                "lưu ý: biểu đồ không có ký tự {missing} trong {name}; các bảng giữ trọn tên\n"
            )
        })
    });
    warned.collect()
}

/// The observed series by measure, in order of measure.
fn observed(given: &Given) -> Vec<ObservedSeries> {
    let points_of = |measure: Measure| -> Vec<(u32, f64)> {
        let named = given.observed.points.iter().filter(|p| p.measure == measure.name());
        let mut points: Vec<(u32, f64)> = named.map(|p| (p.week, p.value)).collect();
        points.sort_by_key(|p| p.0);
        points
    };
    Measure::of_scenario(&given.loaded.scenario)
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
