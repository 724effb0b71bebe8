//! What lies at an output path, before anything is touched. Start at [`Found::at`].

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::stage::STAGED_INSIDE;
use super::{MANIFEST, StoreError, Unfit};

/// More than any manifest of ours; what is larger is not ours.
const MANIFEST_BYTES_MAX: usize = 16 << 20;

/// What lies at an output path.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    Missing,
    Empty,
    /// with the names that its manifest lists
    Ours(Vec<String>),
    /// with the name of something in it
    Foreign(std::path::PathBuf),
}

impl Found {
    /// Looks at `place`. Errors: [`StoreError::Path`] for a link, a file and anything else that is not a folder.
    pub(super) fn at(place: &Path, shown: &Path) -> Result<Found, StoreError> {
        match fs::symlink_metadata(place) {
            Ok(there) if there.is_symlink() => return Err(StoreError::path(shown, Unfit::Symlink)),
            Ok(there) if !there.is_dir() => return Err(StoreError::path(shown, Unfit::NotAFolder)),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Missing),
            Err(error) => return Err(StoreError::io(shown, "look at it")(error)),
        }
        if let Some(listed) = listed_by_manifest(place)? {
            return Ok(Found::Ours(listed));
        }
        let failed = |error| StoreError::io(shown, "list it")(error);
        for entry in fs::read_dir(place).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            if name != STAGED_INSIDE {
                return Ok(Found::Foreign(name.into()));
            }
        }
        Ok(Found::Empty)
    }
}

/// Refuses a folder that holds more than results: the current folder or the home folder lies in it.
pub(super) fn refuse_wide(place: &Path, shown: &Path) -> Result<(), StoreError> {
    let Ok(place) = place.canonicalize() else { return Ok(()) };
    let holds = |inner: Option<std::path::PathBuf>| {
        inner.and_then(|i| i.canonicalize().ok()).is_some_and(|i| i.starts_with(&place))
    };
    if holds(env::current_dir().ok()) {
        return Err(StoreError::path(shown, Unfit::HoldsCurrent));
    }
    if holds(env::home_dir().filter(|home| home.is_absolute())) {
        return Err(StoreError::path(shown, Unfit::HoldsHome));
    }
    Ok(())
}

/// Names that the manifest in `folder` lists, if there is one and it is ours: other programs use the same file name.
///
/// A manifest that cannot be read is an error, not a missing one: what it lists would pass for somebody's files.
pub(super) fn listed_by_manifest(folder: &Path) -> Result<Option<Vec<String>>, StoreError> {
    let path = folder.join(MANIFEST);
    match fs::symlink_metadata(&path) {
        Ok(there) if there.is_file() => {}
        // A link would let somebody else's folder pass as ours.
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(&path, "look at it")(error)),
    }
    match super::read_capped(&path, MANIFEST_BYTES_MAX) {
        Ok(bytes) => Ok(listed_in(&bytes)),
        Err(StoreError::TooLarge { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Names listed in the text of a manifest: `{"program": "headwater", "files": [{"name": "roi.csv", …}, …], …}`.
pub(super) fn listed_in(manifest: &[u8]) -> Option<Vec<String>> {
    let manifest: serde_json::Value = serde_json::from_slice(manifest).ok()?;
    if manifest["program"] != "headwater" {
        return None;
    }
    let files = manifest["files"].as_array()?;
    Some(files.iter().filter_map(|f| f["name"].as_str()).map(String::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(make: impl FnOnce(&Path)) -> Result<Found, StoreError> {
        let parent = tempfile::tempdir().unwrap();
        let place = parent.path().join("out");
        make(&place);
        Found::at(&place, Path::new("out"))
    }

    fn with_manifest(text: &'static str) -> impl FnOnce(&Path) {
        move |place| {
            fs::create_dir(place).unwrap();
            fs::write(place.join(MANIFEST), text).unwrap();
        }
    }

    #[test]
    fn a_folder_is_ours_by_the_content_of_its_manifest() {
        let ours = r#"{"program": "headwater", "files": [{"name": "roi.csv", "bytes": 1}]}"#;
        assert_eq!(found(with_manifest(ours)).unwrap(), Found::Ours(vec!["roi.csv".into()]));
        let foreign = Found::Foreign(MANIFEST.into());
        for other in [r#"{"name": "a web page", "icons": []}"#, "", "[[[", r#"{"program": 1}"#] {
            assert_eq!(found(with_manifest(other)).unwrap(), foreign, "{other}");
        }
    }

    #[test]
    fn missing_empty_and_foreign_are_told_apart() {
        assert_eq!(found(|_| ()).unwrap(), Found::Missing);
        assert_eq!(found(|p| fs::create_dir(p).unwrap()).unwrap(), Found::Empty);
        assert_eq!(
            found(|p| fs::create_dir_all(p.join("sub")).unwrap()).unwrap(),
            Found::Foreign("sub".into())
        );
        let file = found(|p| fs::write(p, "").unwrap()).unwrap_err();
        assert!(matches!(file, StoreError::Path { why: Unfit::NotAFolder, .. }));
    }

    #[test]
    fn the_current_folder_and_all_above_it_are_refused() {
        for folder in env::current_dir().unwrap().ancestors() {
            assert_eq!(refuse_wide(folder, folder).unwrap_err().exit_code(), 2);
        }
        assert!(refuse_wide(tempfile::tempdir().unwrap().path(), Path::new("t")).is_ok());
    }
}
