//! One living process per output folder: a lock that the kernel frees when its holder dies. Start at [`Lock::take`].

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::{StoreError, Unfit};

/// Rounds of "somebody removed it while we looked"; each costs microseconds and needs another process to come or go.
const ROUNDS: u32 = 1000;

/// Held until dropped or until the process ends, however it ends.
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock file at `path`, for the folder called `folder` in messages.
    ///
    /// A file that a dead process left is removed and made anew rather than written: it might be a link to
    /// somebody's file. Errors: [`StoreError::Locked`] at once when a living process holds it.
    pub(super) fn take(path: &Path, folder: &Path) -> Result<Lock, StoreError> {
        let failed = |source| StoreError::io(folder, "write beside it")(source);
        for _ in 0..ROUNDS {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
            match options.open(path) {
                Ok(file) => {
                    if !try_lock(&file).map_err(failed)? {
                        return Err(locked(folder, &file));
                    }
                    if is_at(&file, path) {
                        // From here on dropping removes the file, also when the disk has no room for the number.
                        let mut lock = Lock { path: path.to_owned(), file };
                        writeln!(lock.file, "{}", std::process::id()).map_err(failed)?;
                        return Ok(lock);
                    }
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    remove_if_dead(path, folder)?;
                }
                Err(error) => return Err(failed(error)),
            }
        }
        Err(StoreError::Locked { path: folder.to_owned(), owner: None })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held, so that nobody can be locking this very file; a failure leaves a dead file,
        // which the next process removes.
        if is_at(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn remove_if_dead(path: &Path, folder: &Path) -> Result<(), StoreError> {
    let failed = StoreError::io(path, "open");
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => return Err(StoreError::path(path, Unfit::Leftover)),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    }
    // For writing only because locks on network file systems ask for it.
    let file = match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    if !try_lock(&file).map_err(StoreError::io(path, "lock"))? {
        return Err(locked(folder, &file));
    }
    if is_at(&file, path) {
        fs::remove_file(path).map_err(StoreError::io(path, "remove"))?;
    }
    Ok(())
}

fn try_lock(file: &File) -> std::io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn locked(folder: &Path, file: &File) -> StoreError {
    let mut text = String::new();
    // The holder's number is a courtesy; it may not be written yet.
    let _ = file.take(20).read_to_string(&mut text);
    StoreError::Locked { path: folder.to_owned(), owner: text.trim().parse().ok() }
}

/// Whether `path` still names this very file, not a link to it and not a later one: a lock on a removed file guards nothing.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let here = |m: fs::Metadata| (m.dev(), m.ino());
        matches!(
            (file.metadata().map(here), fs::symlink_metadata(path).map(here)),
            (Ok(ours), Ok(there)) if ours == there
        )
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        path.exists()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    #[test]
    fn of_many_at_once_exactly_one_wins_and_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        fs::write(&path, "1\n").unwrap(); // left by a dead process
        let (start, end) = (Barrier::new(64), Barrier::new(64));
        let takes = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..64)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        let take = Lock::take(&path, Path::new("out"));
                        end.wait();
                        take.map(|_| ())
                    })
                })
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect::<Vec<_>>()
        });
        assert_eq!(takes.iter().filter(|t| t.is_ok()).count(), 1);
        let errors = takes.into_iter().filter_map(Result::err);
        assert!(errors.into_iter().all(|e| e.exit_code() == 7));
        assert!(!path.exists());

        let _held = Lock::take(&path, Path::new("out")).unwrap();
        let error = Lock::take(&path, Path::new("out")).err().unwrap();
        let owner = format!("out is being written by process {}: wait", std::process::id());
        assert!(error.to_string().starts_with(&owner), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_planted_link_is_refused_and_its_victim_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let (path, victim) = (folder.path().join("lock"), folder.path().join("victim"));
        fs::write(&victim, "precious").unwrap();
        std::os::unix::fs::symlink(&victim, &path).unwrap();
        assert_eq!(Lock::take(&path, Path::new("out")).err().unwrap().exit_code(), 2);
        fs::remove_file(&path).unwrap();
        fs::hard_link(&victim, &path).unwrap();
        drop(Lock::take(&path, Path::new("out")).unwrap());
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    }
}
