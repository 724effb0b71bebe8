//! Several files at once: each in its own place, a failure never stops the rest, one table over all.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::config::{Kind, Problem};
use crate::report::{
    BATCH_BEGINS, BATCH_TABLE, BatchFile, Dialect, batch_json, batch_table, batch_terminal,
};
use crate::store::{self, OutputFile};

use super::failure::Failure;
use super::input;
use super::run::{self, Settings};

/// What became of several files; a signal ends it early.
///
/// `work` does one file; a panic in it is a failure of that file. Each failure is told as it comes.
pub fn each<T>(
    files: &[PathBuf],
    mut work: impl FnMut(&Path) -> Result<T, Failure>,
) -> Result<Vec<Result<T, Failure>>, Failure> {
    let mut outcomes = Vec::with_capacity(files.len());
    for file in files {
        let outcome = caught(|| work(file));
        match outcome {
            Err(Failure::Signal(signal)) => {
                let done = outcomes.iter().filter(|o: &&Result<T, _>| o.is_ok()).count();
                super::eprint(&format!(
                    "stopped: {done} of {} files were done, and what they wrote stays\n",
                    files.len()
                ));
                return Err(Failure::Batch(Failure::Signal(signal).exit_code()));
            }
            Err(failure) => {
                if let Failure::Panicked(_) | Failure::TooLarge(_) = &failure {
                    super::eprint(&format!("{}: ", file.display()));
                }
                failure.report();
                outcomes.push(Err(failure));
            }
            done => outcomes.push(done),
        }
    }
    Ok(outcomes)
}

/// The end of several files: 0 if all were done, the first one's exit code if none was, else 1.
pub fn verdict<T>(outcomes: &[Result<T, Failure>]) -> Result<(), Failure> {
    let failures: Vec<&Failure> = outcomes.iter().filter_map(|o| o.as_ref().err()).collect();
    match failures.first() {
        None => Ok(()),
        Some(first) if failures.len() == outcomes.len() => Err(Failure::Batch(first.exit_code())),
        Some(_) => Err(Failure::Batch(1)),
    }
}

/// Runs several files.
pub fn run(settings: &Settings<'_>, files: &[PathBuf]) -> Result<(), Failure> {
    let arguments = settings.arguments;
    let lang = arguments.reader.lang;
    let top = arguments.output.clone().unwrap_or_else(|| PathBuf::from("output"));
    let places = places(&top, files)?;
    let table = OutputFile::claim(&top, BATCH_TABLE, &BATCH_BEGINS, arguments.force)?;
    // By force alone a folder that is not ours is written to; data of a later file may lie in an earlier one's.
    let inputs: Vec<PathBuf> = match arguments.force {
        true => files.iter().flat_map(|f| input::named(f, &settings.overrides)).collect(),
        false => files.to_vec(),
    };
    let mut at = 0;
    let outcomes = each(files, |file| {
        at += 1;
        let prefix = format!("{} ({at} of {}) ", name(file), files.len());
        let finished = run::one(settings, file, &places[at - 1], &inputs, &prefix)?;
        if arguments.verbose {
            store::print(&format!("{}\n", run::answer_text(settings, &finished)))?;
        }
        let document = arguments.json.then(|| run::answer_json(lang, &finished));
        let given = &finished.given.loaded;
        let answer = &finished.report.answer;
        Ok(BatchFile::done(lang, &name(file), &given.scenario, answer, document))
    })?;
    let end = verdict(&outcomes);
    let rows: Vec<BatchFile> = outcomes
        .into_iter()
        .zip(files)
        .map(|(outcome, file)| outcome.unwrap_or_else(|failure| failed(file, &failure)))
        .collect();
    let dialect = if arguments.excel { Dialect::Excel } else { Dialect::Plain };
    table.replace(&batch_table(&rows, dialect))?;
    if arguments.json {
        store::print(&batch_json(&rows))?;
    } else if !arguments.quiet {
        let (shown, text) = (top.join(BATCH_TABLE), batch_terminal(lang, &rows));
        let tables = lang.pick("tables", "bảng");
        store::print(&format!("{text}{tables}: {}\n", shown.display()))?;
    }
    end
}

/// The row of a file that was not done. Results tell no paths, so a message calls the file by its name.
fn failed(file: &Path, failure: &Failure) -> BatchFile {
    let message = failure.line().replace(&file.display().to_string(), &name(file));
    BatchFile::failed(&name(file), failure.exit_code(), &message)
}

/// Where each file's results go; no two may share a place, also where capitals do not count.
fn places(top: &Path, files: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let stems: Vec<String> = files
        .iter()
        .map(|f| f.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    let lower: Vec<String> = stems.iter().map(|s| s.to_lowercase()).collect();
    let mut problems = Vec::new();
    for (idx, stem) in lower.iter().enumerate() {
        let twin = lower[..idx].iter().position(|s| s == stem);
        let taken = match twin {
            Some(twin) => files[twin].display().to_string(),
            None if stem == BATCH_TABLE => format!("the table {BATCH_TABLE}"),
            None => continue,
        };
        let found = format!("{} beside {taken}", files[idx].display());
        let expected =
            format!("a place of its own for each file: both go to {}", top.join(stem).display());
        let problem = Problem::new(Kind::Use, "command line", "FILE", found, expected);
        problems.push(problem.help("rename one of them, or run them one by one with -o"));
    }
    if problems.is_empty() {
        Ok(stems.iter().map(|stem| top.join(stem)).collect())
    } else {
        Err(problems.into())
    }
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A panic is a failure like others; its words are on standard error already.
fn caught<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // What the work was changing is dropped with it: a claimed folder stays as it was.
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|cause| Err(Failure::Panicked(words(cause.as_ref()))))
}

fn words(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(|s| (*s).to_string());
    text.or_else(|| cause.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no reason given".into())
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a panic is what is tested")]
mod tests {
    use super::*;
    use crate::store::StoreError;

    fn files(names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(PathBuf::from).collect()
    }

    fn missing() -> Failure {
        StoreError::NotAFile { path: "b".into(), found: "a folder" }.into()
    }

    #[test]
    fn one_that_fails_and_one_that_panics_do_not_stop_the_rest() {
        let outcomes = each(&files(&["a", "b", "c", "d"]), |file| match name(file).as_str() {
            "b" => Err(missing()),
            "c" => std::panic::panic_any("on purpose"),
            other => Ok(other.to_string()),
        })
        .unwrap();
        let codes: Vec<u8> =
            outcomes.iter().map(|o| o.as_ref().err().map_or(0, Failure::exit_code)).collect();
        assert_eq!(codes, [0, 5, 101, 0]);
        assert!(outcomes[2].as_ref().unwrap_err().line().contains("on purpose"));
        assert_eq!(verdict(&outcomes).unwrap_err().exit_code(), 1, "partial");
    }

    #[test]
    fn if_all_fail_the_first_one_decides_and_if_none_does_all_is_well() {
        let none = each(&files(&["a", "b"]), |_| Ok(())).unwrap();
        assert!(verdict(&none).is_ok());
        let all: Vec<Result<(), Failure>> =
            each(&files(&["a", "b"]), |file| match name(file).as_str() {
                "a" => Err(missing()),
                _ => std::panic::panic_any("later"),
            })
            .unwrap();
        assert_eq!(verdict(&all).unwrap_err().exit_code(), 5);
    }

    #[test]
    fn a_signal_ends_the_batch_with_its_own_code() {
        let mut begun = 0;
        let ended = each(&files(&["a", "b", "c"]), |file| {
            begun += 1;
            if name(file) == "b" { Err(Failure::Signal(15)) } else { Ok(()) }
        });
        assert_eq!((ended.unwrap_err().exit_code(), begun), (143, 2));
    }

    #[test]
    fn two_files_of_one_name_are_refused_before_anything_is_done() {
        let top = Path::new("out");
        assert_eq!(
            places(top, &files(&["x/a.toml", "b.toml"])).unwrap(),
            files(&["out/a", "out/b"])
        );
        for twins in [["x/a.toml", "y/a.toml"], ["a.toml", "A.toml"], ["a.toml", "batch.csv.toml"]]
        {
            let failure = places(top, &files(&twins)).unwrap_err();
            assert_eq!(failure.exit_code(), 2, "{twins:?}");
            assert!(failure.line().contains(twins[1]), "{}", failure.line());
        }
    }
}
