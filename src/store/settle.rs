//! Putting a staged folder in its place, and ending what a killed process began. Start at [`exchange`]; [`heal`] is
//! the way back from every point at which it can be cut off, [`lay`] the way for folders that are not ours to move.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::stage::{make_folder, subfolders, sync_folder};
use super::survey::{Found, listed_by_manifest};
use super::{MANIFEST, StoreError, Unfit};

/// Puts `staged` where `place` is; a previous folder of ours, whose manifest lists `ours`, goes to
/// `old` and is settled.
///
/// Gives whether it could: a folder that cannot be renamed is left as it is.
pub(super) fn exchange(
    staged: &Path,
    place: &Path,
    old: &Path,
    ours: Option<&[String]>,
    shown: &Path,
) -> Result<bool, StoreError> {
    let failed = |error| StoreError::io(shown, "put the new folder in its place")(error);
    if let Ok(previous) = fs::metadata(place) {
        // Who may read the results is the owner's choice, also after the next run.
        fs::set_permissions(staged, previous.permissions()).map_err(failed)?;
    }
    // Onto nothing or an empty folder one rename does it. Onto anything else the system refuses it, so files that
    // came since we looked are safe.
    match fs::rename(staged, place) {
        Ok(()) => return sync_parent(place).map(|()| true).map_err(failed),
        Err(error) if ours.is_some() && not_empty(&error) => {}
        Err(error) if is_fixed(&error) => return Ok(false),
        Err(error) => return Err(failed(error)),
    }
    match fs::rename(place, old) {
        Err(error) if is_fixed(&error) => return Ok(false),
        result => result.map_err(failed)?,
    }
    // A kill here is what `heal` mends.
    if let Err(error) = fs::rename(staged, place) {
        fs::rename(old, place).map_err(failed)?;
        return Err(failed(error));
    }
    sync_parent(place).map_err(failed)?;
    settle(old, place, ours.unwrap_or_default()).map_err(StoreError::io(
        old,
        "clear away the previous results (the new ones are in place)",
    ))?;
    Ok(true)
}

/// Ends what a process began that was killed in [`exchange`]: puts `old` back or clears it away.
pub(super) fn heal(place: &Path, old: &Path, shown: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(old) {
        Ok(there) if there.is_dir() => {}
        Ok(_) => return Err(StoreError::path(old, Unfit::Leftover)),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(old, "look at it")(error)),
    }
    match Found::at(place, shown)? {
        Found::Missing | Found::Empty => fs::rename(old, place)
            .and_then(|()| sync_parent(place))
            .map_err(StoreError::io(old, "put it back")),
        Found::Ours(_) => {
            let cleared = "clear away these previous results";
            match listed_by_manifest(old)? {
                Some(listed) => settle(old, place, &listed).map_err(StoreError::io(old, cleared)),
                // Its manifest goes last, so it is empty; what is not empty is not ours to clear.
                None => match fs::remove_dir(old) {
                    Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {
                        Err(StoreError::path(old, Unfit::Leftover))
                    }
                    result => result.map_err(StoreError::io(old, cleared)),
                },
            }
        }
        // Somebody made a folder of the same name since; both stay, and the claim says what it thinks of it.
        Found::Foreign(_) => Ok(()),
    }
}

/// Puts the staged files into `place` one by one, the manifest last, and removes those of `listed` that are no longer
/// written. Everything is checked before the first file moves.
pub(super) fn lay(
    staged: &Path,
    place: &Path,
    files: &[(String, Vec<u8>)],
    listed: &[String],
    shown: &Path,
) -> Result<(), StoreError> {
    let is_real_folder = |path: &Path| fs::symlink_metadata(path).map(|m| m.is_dir());
    for folder in subfolders(files) {
        match is_real_folder(&place.join(folder)) {
            Ok(true) => {}
            Ok(false) => return Err(StoreError::path(&shown.join(folder), Unfit::NotAFolder)),
            Err(_) => make_folder(&place.join(folder))
                .map_err(StoreError::io(&shown.join(folder), "make the folder"))?,
        }
    }
    for (name, _) in files {
        if is_real_folder(&place.join(name)).unwrap_or(false) {
            return Err(StoreError::path(&shown.join(name), Unfit::Folder));
        }
    }
    let failed = |error| StoreError::io(shown, "put the new files into it")(error);
    let sync_all = || {
        let folders = subfolders(files);
        folders
            .iter()
            .try_for_each(|f| sync_folder(&place.join(f)))
            .and_then(|()| sync_folder(place))
    };
    remove_if_there(&place.join(MANIFEST)).and_then(|()| sync_folder(place)).map_err(failed)?;
    let is_written = |name: &str| files.iter().any(|(n, _)| n == name);
    for name in listed.iter().filter(|name| allowed(name) && !is_written(name)) {
        let inside = name
            .split_once('/')
            .is_none_or(|(folder, _)| is_real_folder(&place.join(folder)).unwrap_or(false));
        if inside {
            remove_if_there(&place.join(name)).map_err(failed)?;
        }
    }
    for (name, _) in files.iter().filter(|(name, _)| name != MANIFEST) {
        fs::rename(staged.join(name), place.join(name)).map_err(failed)?;
    }
    sync_all().map_err(failed)?;
    if is_written(MANIFEST) {
        fs::rename(staged.join(MANIFEST), place.join(MANIFEST)).map_err(failed)?;
    }
    sync_folder(place).map_err(failed)
}

/// Names that we write: `[A-Za-z0-9._-]+`, in at most one subfolder, none of them `.` or `..`.
pub(super) fn allowed(name: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    };
    name.split('/').count() <= 2 && name.split('/').all(plain)
}

/// Empties `old` and removes it: what its manifest lists or `new` has again is deleted, the rest (somebody's notes)
/// moves to `new`. The manifest goes last, so that this can be ended after a kill.
fn settle(old: &Path, new: &Path, listed: &[String]) -> io::Result<()> {
    for entry in entries(old)? {
        let name = entry.file_name();
        let text = name.to_string_lossy().into_owned();
        // A link is moved or removed itself; `file_type` does not follow it.
        let is_folder = entry.file_type()?.is_dir();
        let is_ours = listed.iter().any(|l| l.split_once('/').is_some_and(|(f, _)| f == text));
        if name == MANIFEST {
            continue;
        } else if is_folder && (is_ours || new.join(&name).is_dir()) {
            for inner in entries(&entry.path())? {
                let path = format!("{text}/{}", inner.file_name().to_string_lossy());
                let to = new.join(&name).join(inner.file_name());
                discard_or_keep(&inner.path(), &to, listed.contains(&path))?;
            }
            fs::remove_dir(entry.path())?;
        } else {
            discard_or_keep(&entry.path(), &new.join(&name), listed.contains(&text))?;
        }
    }
    sync_folder(new)?;
    remove_if_there(&old.join(MANIFEST))?;
    fs::remove_dir(old)?;
    sync_parent(old)
}

/// All at once: a listing that is read while its entries go may skip some.
fn entries(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    fs::read_dir(folder)?.collect()
}

fn discard_or_keep(from: &Path, to: &Path, listed: bool) -> io::Result<()> {
    let is_folder = fs::symlink_metadata(from)?.is_dir();
    if !is_folder && (listed || fs::symlink_metadata(to).is_ok()) {
        return fs::remove_file(from);
    }
    if let Some(parent) = to.parent()
        && !parent.exists()
    {
        make_folder(parent)?;
    }
    fs::rename(from, to)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync_folder)
}

/// Whether the folder cannot be renamed as such: a mount point, or a folder of a lower layer of a container.
fn is_fixed(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::CrossesDevices | ErrorKind::ResourceBusy)
}

/// The system's words for "there is something in the folder onto which you rename".
fn not_empty(error: &io::Error) -> bool {
    // Windows renames onto no folder at all, not even an empty one.
    let is_windows_no = cfg!(windows) && error.kind() == ErrorKind::PermissionDenied;
    is_windows_no || matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_the_folder() {
        for name in ["roi.csv", "charts/roi.svg", "a-b_C.9", "..."] {
            assert!(allowed(name), "{name}");
        }
        for name in
            ["", ".", "..", "/x", "x/", "../x", "x/..", "a/b/c", "a\\b", "tết.csv", "a b", "x\0"]
        {
            assert!(!allowed(name), "{name}");
        }
    }
}
