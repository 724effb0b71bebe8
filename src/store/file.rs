//! A single output file beside output folders, claimed before the work and written whole or not at all. Start at
//! [`OutputFile::claim`].

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::folder::MadeFolders;
use super::lock::Lock;
use super::stage::{sync_folder, write_synced};
use super::{StoreError, Unfit};

/// A file that this process alone may write, until the value is dropped.
///
/// Dropping it without [`replace`](Self::replace) leaves everything as it was before the claim.
pub struct OutputFile {
    /// as the user wrote it, for messages
    shown: PathBuf,
    place: PathBuf,
    new: PathBuf,
    /// how files begin that may be written over
    ours: Vec<Vec<u8>>,
    force: bool,
    // Dropped in this order: the lock, then the folders that were made to hold it.
    _lock: Lock,
    parents: MadeFolders,
}

impl OutputFile {
    /// Claims the file `name` in `folder` (made if it is missing): it may be written, and nobody else writes it. A file
    /// of that name is ours if it begins like one of `ours`.
    ///
    /// Errors: [`StoreError::Path`] (a link or a folder of that name), [`StoreError::NotOurFile`] (somebody's, without
    /// `force`), [`StoreError::Locked`], [`StoreError::Io`].
    ///
    /// # Panics
    /// If `name` is not a plain name: `[A-Za-z0-9._-]+`, no folder.
    pub fn claim(
        folder: &Path,
        name: &str,
        ours: &[&[u8]],
        force: bool,
    ) -> Result<OutputFile, StoreError> {
        assert!(super::settle::allowed(name) && !name.contains('/'), "a plain name: {name:?}");
        OutputFile::claim_any(folder, OsStr::new(name), ours, force)
    }

    /// Claims a file that the user named, whatever its name: it may be written if it is not there, or with `force`.
    ///
    /// Errors: as those of [`claim`](Self::claim), and [`StoreError::Path`] for a path without a name.
    pub fn claim_path(path: &Path, force: bool) -> Result<OutputFile, StoreError> {
        let name = path.file_name().ok_or_else(|| StoreError::path(path, Unfit::NoFileName))?;
        OutputFile::claim_any(path.parent().unwrap_or(Path::new("")), name, &[], force)
    }

    fn claim_any(
        folder: &Path,
        name: &OsStr,
        ours: &[&[u8]],
        force: bool,
    ) -> Result<OutputFile, StoreError> {
        let shown = folder.join(name);
        let ours: Vec<Vec<u8>> = ours.iter().map(|o| o.to_vec()).collect();
        let parents = MadeFolders::down_to(folder)?;
        let folder = match folder {
            p if p.as_os_str().is_empty() => Path::new("."),
            p => p,
        };
        let folder = folder.canonicalize().map_err(StoreError::io(folder, "open"))?;
        let place = folder.join(name);
        check(&place, &shown, &ours, force)?;
        let beside = |suffix: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(suffix);
            folder.join(hidden)
        };
        let lock = Lock::take(&beside(".headwater-lock"), &shown)?;
        Ok(OutputFile {
            place,
            new: beside(".headwater-new"),
            ours,
            force,
            _lock: lock,
            parents,
            shown,
        })
    }

    /// Writes the file: all of these bytes or none. Returns after they are on the disk.
    pub fn replace(self, bytes: &[u8]) -> Result<(), StoreError> {
        // Once more: the work may have taken hours.
        check(&self.place, &self.shown, &self.ours, self.force)?;
        clear(&self.new)?;
        let written = write_synced(&self.new, bytes).map_err(|source| StoreError::Write {
            path: self.shown.clone(),
            bytes: bytes.len(),
            source,
        });
        let moved = written.and_then(|()| {
            fs::rename(&self.new, &self.place)
                .map_err(StoreError::io(&self.shown, "put the new file in its place"))
        });
        if moved.is_err() {
            // What cannot be removed is cleared by the next one who writes here.
            let _ = fs::remove_file(&self.new);
        }
        moved?;
        let folder = self.place.parent().unwrap_or(Path::new("/"));
        sync_folder(folder).map_err(StoreError::io(folder, "sync it"))?;
        self.parents.sync()
    }
}

/// May what lies at `place` be written over?
fn check(place: &Path, shown: &Path, ours: &[Vec<u8>], force: bool) -> Result<(), StoreError> {
    match fs::symlink_metadata(place) {
        Ok(there) if there.is_symlink() => return Err(StoreError::path(shown, Unfit::Symlink)),
        Ok(there) if !there.is_file() => return Err(StoreError::path(shown, Unfit::Folder)),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(shown, "look at it")(error)),
    }
    if force {
        return Ok(());
    }
    let longest = ours.iter().map(Vec::len).max().unwrap_or(0);
    let mut beginning = Vec::new();
    let most = u64::try_from(longest).unwrap_or(u64::MAX);
    fs::File::open(place)
        .and_then(|file| file.take(most).read_to_end(&mut beginning))
        .map_err(StoreError::io(shown, "read"))?;
    if ours.iter().any(|o| beginning.starts_with(o)) {
        return Ok(());
    }
    Err(StoreError::NotOurFile { path: shown.to_owned() })
}

/// Removes the unfinished file of a dead process.
fn clear(path: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_file() => {
            fs::remove_file(path).map_err(StoreError::io(path, "remove this leftover"))
        }
        Ok(_) => Err(StoreError::path(path, Unfit::Leftover)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io(path, "look at it")(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &[&[u8]] = &[b"file,status"];

    fn put(folder: &Path, force: bool, text: &str) -> Result<(), StoreError> {
        OutputFile::claim(folder, "batch.csv", OURS, force)?.replace(text.as_bytes())
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_made_with_its_folders_and_replaced_by_the_next() {
        let top = tempfile::tempdir().unwrap();
        let folder = top.path().join("a/b");
        drop(OutputFile::claim(&folder, "batch.csv", OURS, false).unwrap());
        assert_eq!(names(top.path()), [""; 0], "a claim that is dropped leaves nothing");
        put(&folder, false, "file,status\n1\n").unwrap();
        put(&folder, false, "file,status\n2\n").unwrap();
        assert_eq!(names(&folder), ["batch.csv"]);
        assert_eq!(fs::read_to_string(folder.join("batch.csv")).unwrap(), "file,status\n2\n");
    }

    #[test]
    fn somebodys_file_stays_unless_forced() {
        let top = tempfile::tempdir().unwrap();
        let file = top.path().join("batch.csv");
        for theirs in ["", "file", "week,measure\n"] {
            fs::write(&file, theirs).unwrap();
            let error = put(top.path(), false, "file,status\n").unwrap_err();
            assert!(matches!(error, StoreError::NotOurFile { .. }), "{error}");
            assert_eq!(error.exit_code(), 5);
            assert_eq!(fs::read_to_string(&file).unwrap(), theirs);
        }
        put(top.path(), true, "file,status\n").unwrap();
        assert_eq!(names(top.path()), ["batch.csv"]);
    }

    #[test]
    fn a_file_the_user_names_is_never_written_over_without_force() {
        let top = tempfile::tempdir().unwrap();
        let path = top.path().join("kế hoạch.toml");
        let write = |force, text: &str| {
            OutputFile::claim_path(&path, force).and_then(|file| file.replace(text.as_bytes()))
        };
        write(false, "first").unwrap();
        assert!(matches!(write(false, "second"), Err(StoreError::NotOurFile { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        write(true, "third").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "third");
        assert_eq!(names(top.path()), ["kế hoạch.toml"]);
        let error = OutputFile::claim_path(Path::new(".."), true).err().unwrap();
        assert_eq!(error.exit_code(), 2, "{error}");
    }

    #[test]
    fn a_second_claim_is_told_at_once_and_leftovers_of_the_dead_are_no_hindrance() {
        let top = tempfile::tempdir().unwrap();
        fs::write(top.path().join(".batch.csv.headwater-new"), "half").unwrap();
        fs::write(top.path().join(".batch.csv.headwater-lock"), "1\n").unwrap();
        let first = OutputFile::claim(top.path(), "batch.csv", OURS, false).unwrap();
        let error = OutputFile::claim(top.path(), "batch.csv", OURS, true).err().unwrap();
        assert_eq!(error.exit_code(), 7, "{error}");
        first.replace(b"file,status\n").unwrap();
        assert_eq!(names(top.path()), ["batch.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_folders_are_refused_also_by_force() {
        let top = tempfile::tempdir().unwrap();
        let victim = top.path().join("victim");
        fs::write(&victim, "precious").unwrap();
        std::os::unix::fs::symlink(&victim, top.path().join("batch.csv")).unwrap();
        let error = put(top.path(), true, "file,status\n").unwrap_err();
        assert!(matches!(error, StoreError::Path { why: Unfit::Symlink, .. }), "{error}");
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
        fs::remove_file(top.path().join("batch.csv")).unwrap();
        fs::create_dir(top.path().join("batch.csv")).unwrap();
        let error = put(top.path(), true, "file,status\n").unwrap_err();
        assert!(matches!(error, StoreError::Path { why: Unfit::Folder, .. }), "{error}");
    }
}
