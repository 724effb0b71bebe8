//! Files that a scenario names. This room opens none: callers hand over a way to read them.
//!
//! A path is relative to the file that names it. Each file is read once, however often it is named, and leaves the room
//! with the name of its copy beside the resolved scenario. Knows nothing of what the files say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::problem::{Kind, Problem};
use super::tree::{At, Texts};

/// Largest data file, in bytes.
pub const MAX_DATA_BYTES: usize = 1 << 24;
/// Most bytes of all data files of a scenario together.
const MAX_ALL_DATA_BYTES: usize = 1 << 26;

/// A way to the files that a scenario names.
pub trait Files {
    /// The bytes of a file.
    ///
    /// - `path`: relative to the scenario file
    /// - `max_bytes`: no more than that is taken
    ///
    /// # Errors
    /// What keeps it from being read, or that it is larger.
    fn read(&self, path: &Path, max_bytes: usize) -> Result<File, Unread>;
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct File {
    /// as shown in messages
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why a file was not read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// `LIM` beyond the cap, otherwise `IO`
    pub kind: Kind,
    /// a sentence for people
    pub why: String,
}

/// No files at all: a scenario that names one is refused.
#[derive(Clone, Copy, Debug)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &Path, _: usize) -> Result<File, Unread> {
        Err(Unread { kind: Kind::Io, why: "a scenario without a folder cannot name files".into() })
    }
}

/// A data file that a scenario names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// dotted keys that name it, in order
    pub keys: Vec<String>,
    /// as shown in messages
    pub name: String,
    /// what its copy beside the resolved scenario is called: made from the first key, so that it can neither clash with
    /// a result nor be a name that another system refuses
    pub copy: String,
    pub bytes: Vec<u8>,
}

/// The files that were named so far.
pub(super) struct Named<'a> {
    files: &'a dyn Files,
    /// by path relative to the scenario
    opened: BTreeMap<PathBuf, usize>,
    data: Vec<DataFile>,
    /// a file was beyond what all may hold together
    full: bool,
    /// which file is named at a place
    at: BTreeMap<At, usize>,
}

impl<'a> Named<'a> {
    pub fn new(files: &'a dyn Files) -> Named<'a> {
        Named { files, opened: BTreeMap::new(), data: Vec::new(), full: false, at: BTreeMap::new() }
    }

    /// The data file that a key names, read if it was not yet.
    ///
    /// - `typed`: the path, relative to the file in which it was typed
    pub fn open(
        &mut self,
        texts: &Texts,
        at: At,
        key: &str,
        typed: &str,
    ) -> Result<(), Box<Problem>> {
        let problem = |kind, expected: &str, hint: String| {
            Box::new(texts.problem(kind, at, key, texts.raw(at), expected).help(hint))
        };
        let path = texts.beside(at, typed);
        let idx = match self.opened.get(&path) {
            Some(&idx) => idx,
            None => {
                let before: usize = self.data.iter().map(|d| d.bytes.len()).sum();
                let most = MAX_DATA_BYTES.min(MAX_ALL_DATA_BYTES - before);
                let read = if self.full { None } else { Some(self.files.read(&path, most)) };
                let File { name, bytes } = match read {
                    Some(Ok(file)) => file,
                    // Beyond what all files may hold together no more are read.
                    Some(Err(unread)) if unread.kind != Kind::Lim || most == MAX_DATA_BYTES => {
                        return Err(problem(unread.kind, "a readable CSV file", unread.why));
                    }
                    None | Some(Err(_)) => {
                        self.full = true;
                        let expected = format!("at most {MAX_ALL_DATA_BYTES} bytes of data in all");
                        return Err(problem(Kind::Lim, &expected, "drop rows or files".into()));
                    }
                };
                self.data.push(DataFile { keys: Vec::new(), name, copy: String::new(), bytes });
                self.opened.insert(path, self.data.len() - 1);
                self.data.len() - 1
            }
        };
        self.data[idx].keys.push(key.to_string());
        self.at.insert(at, idx);
        Ok(())
    }

    /// The file that a key names, if it was opened.
    pub fn of_key(&self, key: &str) -> Option<&DataFile> {
        self.data.iter().find(|file| file.keys.iter().any(|k| k == key))
    }

    /// The file that is named at a place, with its position among all.
    pub fn at(&self, at: At) -> Option<(usize, &DataFile)> {
        self.at.get(&at).map(|idx| (*idx, &self.data[*idx]))
    }

    /// Name of the copy of the file that is named at a place.
    pub fn copy_at(&self, at: At) -> Option<&str> {
        self.at.get(&at).map(|idx| self.data[*idx].copy.as_str())
    }

    /// Names the copies, once all files are known.
    pub fn name_copies(&mut self) {
        for file in &mut self.data {
            file.keys.sort();
            file.copy = copy_name(&file.keys[0]);
        }
    }

    /// All data files, in order of their copies' names.
    pub fn into_data(mut self) -> Vec<DataFile> {
        self.data.sort_by(|a, b| a.copy.cmp(&b.copy));
        self.data
    }
}

/// `observed.csv` → `observed.csv`, `strategy.push.budget_csv` → `strategy.push.budget.csv`, anything else with `.csv`
/// behind it. Words of keys are plain, and no result has two dots or the name of a key.
fn copy_name(key: &str) -> String {
    let stem = key
        .strip_suffix(".csv")
        .or_else(|| key.strip_suffix("_csv"))
        .or_else(|| key.strip_suffix(".from_csv.file"))
        .unwrap_or(key);
    format!("{stem}.csv")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_called_after_the_key_that_names_them() {
        for (key, name) in [
            ("observed.csv", "observed.csv"),
            ("market.season.csv", "market.season.csv"),
            ("strategy.push.budget_csv", "strategy.push.budget.csv"),
            ("offer.price.from_csv.file", "offer.price.csv"),
        ] {
            assert_eq!(copy_name(key), name);
        }
    }
}
