//! The output folder: claimed before the work, replaced after it. Start at [`OutputFolder`]; the rules are told in
//! the [room's head](super).

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::lock::Lock;
use super::settle::{allowed, exchange, heal, lay};
use super::stage::{Stage, make_folder, sync_folder};
use super::survey::{Found, listed_in, refuse_wide};
use super::{MANIFEST, StoreError, Unfit};

/// Longest name of an output folder, in bytes: most file systems allow 255, and ours are a little longer.
const NAME_BYTES_MAX: usize = 200;

/// A folder that this process alone may write, until the value is dropped.
///
/// Dropping it without [`replace`](Self::replace) leaves everything as it was before the claim.
pub struct OutputFolder {
    /// as the user wrote it, for messages
    shown: PathBuf,
    place: PathBuf,
    old: PathBuf,
    force: bool,
    // Dropped in this order: the staged folder, the lock, then the folders that were made to hold them.
    stage: Stage,
    _lock: Lock,
    parents: MadeFolders,
}

impl OutputFolder {
    /// Claims `path` before the work begins: it may be written, nobody else writes it, and there is something to
    /// write on. What a killed process left is put right.
    ///
    /// Errors: [`StoreError::Path`] (a link, a file, no name, the current or home folder in it),
    /// [`StoreError::NotOurs`] (somebody's files, without `force`), [`StoreError::Locked`] (a living process writes
    /// there; told at once), [`StoreError::Io`] (read-only, full …).
    pub fn claim(path: &Path, force: bool) -> Result<OutputFolder, StoreError> {
        let name = path.file_name().ok_or_else(|| StoreError::path(path, Unfit::NoName))?;
        if name.len() > NAME_BYTES_MAX {
            return Err(StoreError::path(path, Unfit::LongName));
        }
        let parent = path.parent().unwrap_or(Path::new(""));
        // Put together anew: `link/` names what the link leads to, `link` the link.
        check(&parent.join(name), path, force)?;
        let parents = MadeFolders::down_to(parent)?;
        // Absolute and without links, so that it stays the same place whatever happens to the path meanwhile.
        let parent = match parent {
            p if p.as_os_str().is_empty() => Path::new("."),
            p => p,
        };
        let parent = parent.canonicalize().map_err(StoreError::io(parent, "open"))?;
        let place = parent.join(name);
        let beside = |suffix: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(suffix);
            parent.join(hidden)
        };
        let lock = Lock::take(&beside(".headwater-lock"), path)?;
        let old = beside(".headwater-old");
        heal(&place, &old, path)?;
        // Again, now that nobody of ours can change it.
        check(&place, path, force)?;
        let stage = Stage::open(beside(".headwater-new"), &place, path)?;
        Ok(OutputFolder { shown: path.to_owned(), place, old, force, stage, _lock: lock, parents })
    }

    /// Replaces the folder by these files (name, bytes), among them `manifest.json`; all of them or none.
    ///
    /// Names are `[A-Za-z0-9._-]+` in at most one subfolder. Returns after everything is on the disk. After an error
    /// the folder is as it was (in a mount point or, by force, somebody's folder: without a manifest if the last step,
    /// that of moving whole files, fails half-way). Panics when names or manifest break the promise of the caller.
    pub fn replace(self, files: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        for (name, _) in files {
            assert!(allowed(name), "names of output files are plain: {name:?}");
        }
        let manifest = files.iter().find(|(name, _)| name == MANIFEST);
        assert!(
            manifest.is_some_and(|(_, bytes)| listed_in(bytes).is_some()),
            "without a manifest that names headwater and its files, the next run could not know the folder"
        );
        self.stage.write(files, &self.shown)?;
        // Once more: the work may have taken hours, and somebody may have put files there.
        let found = check(&self.place, &self.shown, self.force)?;
        let staged = self.stage.path();
        let foreign = matches!(found, Found::Foreign(_));
        let ours = if let Found::Ours(listed) = &found { Some(&listed[..]) } else { None };
        let movable = !self.stage.inside && !foreign;
        if !(movable && exchange(staged, &self.place, &self.old, ours, &self.shown)?) {
            lay(staged, &self.place, files, ours.unwrap_or_default(), &self.shown)?;
        }
        self.parents.sync()
    }

    /// Refuses an input file that `force` would let us overwrite: one that lies in the folder but is not one of our
    /// own earlier files. To be asked for every input, after the claim.
    pub fn spare(&self, input: &Path) -> Result<(), StoreError> {
        let (Ok(input), Ok(place)) = (input.canonicalize(), self.place.canonicalize()) else {
            return Ok(());
        };
        match Found::at(&self.place, &self.shown)? {
            Found::Foreign(_) if input.starts_with(&place) => {
                Err(StoreError::path(&self.shown, Unfit::HoldsInput))
            }
            _ => Ok(()),
        }
    }
}

/// What lies at `place`, if it may be written.
fn check(place: &Path, shown: &Path, force: bool) -> Result<Found, StoreError> {
    match Found::at(place, shown)? {
        Found::Missing => Ok(Found::Missing),
        found => {
            refuse_wide(place, shown)?;
            match found {
                Found::Foreign(found) if !force => {
                    Err(StoreError::NotOurs { path: shown.to_owned(), found })
                }
                found => Ok(found),
            }
        }
    }
}

/// Folders above the output folder that were missing; those still empty go when this is dropped.
pub(super) struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// Makes what is missing of `folder` and the folders above it.
    pub(super) fn down_to(folder: &Path) -> Result<MadeFolders, StoreError> {
        let mut made = MadeFolders(Vec::new());
        let mut missing: Vec<&Path> = folder
            .ancestors()
            .filter(|a| !a.as_os_str().is_empty())
            .take_while(|a| !a.exists())
            .collect();
        missing.reverse();
        for folder in missing {
            match make_folder(folder) {
                Ok(()) => made.0.push(folder.to_owned()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(StoreError::io(folder, "make the folder")(error)),
            }
        }
        Ok(made)
    }

    /// Makes the folders last through a power cut: each is an entry of the one above it.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        for folder in &self.0 {
            let above = match folder.parent() {
                Some(above) if !above.as_os_str().is_empty() => above,
                _ => Path::new("."),
            };
            sync_folder(above).map_err(StoreError::io(above, "sync it"))?;
        }
        Ok(())
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Fails, as it should, on a folder that holds something.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::crash::{files, tree};

    fn put(path: &Path, force: bool, text: &str) -> Result<(), StoreError> {
        OutputFolder::claim(path, force)?.replace(&files(text))
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn a_new_folder_is_made_with_its_parents_and_nothing_else() {
        let top = tempfile::tempdir().unwrap();
        put(&top.path().join("a/b/out/"), false, "one").unwrap();
        assert_eq!(
            tree(top.path()),
            ["a/b/out/charts/roi.svg=one", "a/b/out/manifest.json=one", "a/b/out/roi.csv=one"]
        );
    }

    #[test]
    fn a_claim_that_is_dropped_leaves_nothing() {
        let top = tempfile::tempdir().unwrap();
        drop(OutputFolder::claim(&top.path().join("a/b/out"), false).unwrap());
        assert_eq!(fs::read_dir(top.path()).unwrap().count(), 0);
    }

    #[test]
    fn our_folder_is_replaced_whole_and_notes_in_it_stay() {
        let top = tempfile::tempdir().unwrap();
        let out = top.path().join("out");
        put(&out, false, "one").unwrap();
        fs::write(out.join("notes.md"), "mine").unwrap();
        fs::write(out.join("charts/mine.svg"), "mine").unwrap();
        let mut fewer = files("two");
        fewer.retain(|(name, _)| name != "charts/roi.svg");
        OutputFolder::claim(&out, false).unwrap().replace(&fewer).unwrap();
        assert_eq!(
            tree(top.path()),
            [
                "out/charts/mine.svg=mine",
                "out/manifest.json=two",
                "out/notes.md=mine",
                "out/roi.csv=two"
            ]
        );
    }

    #[test]
    fn a_foreign_folder_is_refused_and_with_force_written_into() {
        let top = tempfile::tempdir().unwrap();
        let out = top.path().join("out");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("thesis.doc"), "mine").unwrap();
        fs::write(out.join("roi.csv"), "mine").unwrap();
        let error = put(&out, false, "one").unwrap_err();
        assert!(matches!(error, StoreError::NotOurs { .. }) && error.exit_code() == 5);
        assert_eq!(tree(top.path()), ["out/roi.csv=mine", "out/thesis.doc=mine"]);

        let claim = OutputFolder::claim(&out, true).unwrap();
        assert_eq!(claim.spare(&out.join("roi.csv")).unwrap_err().exit_code(), 2);
        claim.spare(&top.path().join("elsewhere.toml")).unwrap();
        claim.replace(&files("one")).unwrap();
        let after = |text: &str| {
            ["charts/roi.svg=", "manifest.json=", "roi.csv="]
                .map(|name| format!("out/{name}{text}"))
                .into_iter()
                .chain(["out/thesis.doc=mine".into()])
                .collect::<Vec<_>>()
        };
        assert_eq!(tree(top.path()), after("one"));
        // From now on the folder is ours, and what is not ours in it still stays.
        put(&out, false, "two").unwrap();
        assert_eq!(tree(top.path()), after("two"));
    }

    #[test]
    fn files_that_come_during_the_work_are_safe() {
        let top = tempfile::tempdir().unwrap();
        let out = top.path().join("out");
        let claim = OutputFolder::claim(&out, false).unwrap();
        fs::create_dir(&out).unwrap();
        fs::write(out.join("thesis.doc"), "mine").unwrap();
        assert!(matches!(claim.replace(&files("one")), Err(StoreError::NotOurs { .. })));
        assert_eq!(tree(top.path()), ["out/thesis.doc=mine"]);
    }

    #[test]
    fn an_error_while_writing_leaves_the_old_folder() {
        let top = tempfile::tempdir().unwrap();
        let out = top.path().join("out");
        put(&out, false, "one").unwrap();
        let before = tree(top.path());
        let claim = OutputFolder::claim(&out, false).unwrap();
        fs::remove_dir(claim.stage.path()).unwrap();
        let error = claim.replace(&files("two")).unwrap_err();
        assert!(error.to_string().contains("out/charts: cannot make the folder"), "{error}");
        assert_eq!(tree(top.path()), before);
    }

    #[test]
    fn what_a_killed_process_left_is_put_right() {
        let top = tempfile::tempdir().unwrap();
        let at = |name: &str| top.path().join(name);
        put(&at("out"), false, "one").unwrap();
        let one = tree(top.path());
        // Killed between the two renames:
        fs::rename(at("out"), at(".out.headwater-old")).unwrap();
        fs::create_dir(at(".out.headwater-new")).unwrap();
        fs::write(at(".out.headwater-lock"), "1\n").unwrap();
        drop(OutputFolder::claim(&at("out"), false).unwrap());
        assert_eq!(tree(top.path()), one);
        // Killed after them:
        fs::rename(at("out"), at(".out.headwater-old")).unwrap();
        fs::write(at(".out.headwater-old/notes.md"), "mine").unwrap();
        fs::create_dir(at("out")).unwrap();
        for (name, bytes) in files("two").iter().filter(|(name, _)| !name.contains('/')) {
            fs::write(at("out").join(name), bytes).unwrap();
        }
        drop(OutputFolder::claim(&at("out"), false).unwrap());
        assert_eq!(
            tree(top.path()),
            ["out/manifest.json=two", "out/notes.md=mine", "out/roi.csv=two"]
        );
    }

    #[test]
    fn paths_that_hold_more_than_results_are_refused_also_by_force() {
        for path in ["", ".", "..", "/", "/tmp/..", "src/.."] {
            let error = OutputFolder::claim(Path::new(path), true).err().unwrap();
            assert_eq!(error.exit_code(), 2, "{path}: {error}");
        }
        let here = std::env::current_dir().unwrap();
        let error = OutputFolder::claim(&here, true).err().unwrap();
        assert!(matches!(error, StoreError::Path { why: Unfit::HoldsCurrent, .. }));
        let long = std::env::temp_dir().join("ế".repeat(100));
        assert_eq!(OutputFolder::claim(&long, false).err().unwrap().exit_code(), 2);
    }

    #[test]
    fn a_second_claim_is_told_at_once_what_to_do() {
        let top = tempfile::tempdir().unwrap();
        let _first = OutputFolder::claim(&top.path().join("out"), false).unwrap();
        let error = OutputFolder::claim(&top.path().join("out"), true).err().unwrap();
        assert_eq!(error.exit_code(), 7);
        assert!(error.to_string().contains("wait until it ends"), "{error}");
        OutputFolder::claim(&top.path().join("other"), false).unwrap();
    }

    #[test]
    #[should_panic(expected = "names of output files are plain")]
    fn a_name_that_leaves_the_folder_is_our_own_mistake() {
        let top = tempfile::tempdir().unwrap();
        let claim = OutputFolder::claim(&top.path().join("out"), false).unwrap();
        let _ = claim.replace(&[("../roi.csv".into(), Vec::new())]);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_or_removed_through_links() {
        use std::os::unix::fs::symlink;
        let top = tempfile::tempdir().unwrap();
        let at = |name: &str| top.path().join(name);
        fs::create_dir(at("victim")).unwrap();
        fs::write(at("victim/roi.svg"), "precious").unwrap();
        symlink(at("victim"), at("link")).unwrap();
        symlink(at("victim/roi.svg"), at("file")).unwrap();
        for (path, force) in [("link", false), ("link", true), ("link/", true), ("file", true)] {
            let error = put(&at(path), force, "one").unwrap_err();
            assert!(matches!(error, StoreError::Path { why: Unfit::Symlink, .. }), "{error}");
        }
        // Inside our own folder, where the manifest lists what lies behind the link:
        put(&at("out"), false, "one").unwrap();
        fs::remove_dir_all(at("out/charts")).unwrap();
        symlink(at("victim"), at("out/charts")).unwrap();
        fs::remove_file(at("out/roi.csv")).unwrap();
        symlink(at("victim/roi.svg"), at("out/roi.csv")).unwrap();
        put(&at("out"), false, "two").unwrap();
        assert_eq!(read(&at("out/charts/roi.svg")), "two");
        assert_eq!(read(&at("out/roi.csv")), "two");
        // Inside somebody's folder, by force:
        fs::create_dir(at("theirs")).unwrap();
        symlink(at("victim"), at("theirs/charts")).unwrap();
        assert_eq!(put(&at("theirs"), true, "three").unwrap_err().exit_code(), 2);
        assert_eq!(tree(&at("victim")), ["roi.svg=precious"]);
        assert_eq!(fs::read_dir(at("theirs")).unwrap().count(), 1);
    }
}
