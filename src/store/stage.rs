//! A folder of files, written and synced where nobody looks yet. Start at [`Stage::open`] and [`Stage::write`].

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{StoreError, Unfit};

/// Name of a staged folder that has to live inside its output folder; see [`Stage::open`].
pub(super) const STAGED_INSIDE: &str = ".headwater-new";

/// A staged folder; what is in it when it is dropped is removed.
pub(super) struct Stage {
    folder: PathBuf,
    /// lies inside the output folder, which therefore cannot be exchanged for it
    pub(super) inside: bool,
}

impl Stage {
    /// Makes an empty staged folder, at `beside` or, if that lies on another file system than the output folder
    /// `place`, inside it. Leftovers of a dead process are removed first; the caller holds the lock.
    pub(super) fn open(beside: PathBuf, place: &Path, shown: &Path) -> Result<Stage, StoreError> {
        let within = place.join(STAGED_INSIDE);
        clear(&beside)?;
        clear(&within)?;
        let failed = |error| StoreError::io(shown, "write to it")(error);
        make_folder(&beside).map_err(failed)?;
        let mut stage = Stage { folder: beside, inside: false };
        if place.exists() {
            // A trial, because no number tells a bind mount apart: renames do not cross mounts.
            match fs::rename(&stage.folder, &within) {
                Ok(()) => fs::rename(&within, &stage.folder).map_err(failed)?,
                Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                    make_folder(&within).map_err(failed)?;
                    stage = Stage { folder: within, inside: true };
                }
                Err(error) => return Err(failed(error)),
            }
        }
        Ok(stage)
    }

    pub(super) fn path(&self) -> &Path {
        &self.folder
    }

    /// Writes and syncs every file, then every folder. Messages call the folder `shown`.
    pub(super) fn write(
        &self,
        files: &[(String, Vec<u8>)],
        shown: &Path,
    ) -> Result<(), StoreError> {
        for folder in subfolders(files) {
            make_folder(&self.folder.join(folder))
                .map_err(StoreError::io(&shown.join(folder), "make the folder"))?;
        }
        for (name, bytes) in files {
            write_synced(&self.folder.join(name), bytes).map_err(|source| StoreError::Write {
                path: shown.join(name),
                bytes: bytes.len(),
                source,
            })?;
        }
        let failed = |error| StoreError::io(shown, "sync it")(error);
        for folder in subfolders(files) {
            sync_folder(&self.folder.join(folder)).map_err(failed)?;
        }
        sync_folder(&self.folder).map_err(failed)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Already gone after a success; after a failure what cannot be removed is cleared by the next claim.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Subfolders named by the files, each once.
pub(super) fn subfolders(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    let mut folders: Vec<&str> = files
        .iter()
        .filter_map(|(name, _)| name.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    folders.sort_unstable();
    folders.dedup();
    folders
}

/// Makes one folder, mode 0755 & ~umask; fails on anything that exists, also on a link to nowhere.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o755);
    builder.create(path)
}

/// Makes renames in `folder` last through a power cut.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        // Some network and user-space file systems cannot sync a folder and say so.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {
            Ok(())
        }
        result => result,
    }
}

/// `create_new` never opens what is already there, so it follows no link.
pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Removes a staged folder of a dead process; the removal never follows links.
fn clear(path: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_dir() => {
            fs::remove_dir_all(path).map_err(StoreError::io(path, "remove this leftover"))
        }
        Ok(_) => Err(StoreError::path(path, Unfit::Leftover)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io(path, "look at it")(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_stage_leaves_nothing() {
        let parent = tempfile::tempdir().unwrap();
        let beside = parent.path().join("new");
        let place = parent.path().join("out");
        let stage = Stage::open(beside.clone(), &place, &place).unwrap();
        stage.write(&[("a/b.txt".into(), b"b".to_vec())], &place).unwrap();
        assert_eq!(fs::read(beside.join("a/b.txt")).unwrap(), b"b");
        drop(stage);
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_leftover_is_refused() {
        let parent = tempfile::tempdir().unwrap();
        let victim = tempfile::tempdir().unwrap();
        fs::write(victim.path().join("v"), "precious").unwrap();
        let beside = parent.path().join("new");
        std::os::unix::fs::symlink(victim.path(), &beside).unwrap();
        let error = Stage::open(beside, &parent.path().join("out"), parent.path()).err().unwrap();
        assert!(matches!(error, StoreError::Path { why: Unfit::Leftover, .. }));
        assert_eq!(fs::read_to_string(victim.path().join("v")).unwrap(), "precious");
    }
}
