//! Reading input: plain files only, never more than a cap. Start at [`read_capped`].

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::StoreError;

/// The bytes of an input file.
///
/// Errors: [`StoreError::TooLarge`] beyond `max_bytes` (no more than that is read), [`StoreError::NotAFile`] for a
/// folder, a pipe or a device, [`StoreError::Io`] for what the system refuses.
pub fn read_capped(path: &Path, max_bytes: usize) -> Result<Vec<u8>, StoreError> {
    // Before opening: opening a pipe without a writer waits for ever.
    let found = fs::metadata(path).map_err(StoreError::io(path, "open"))?;
    if !found.is_file() {
        let found = if found.is_dir() { "a folder" } else { "a pipe or device" };
        return Err(StoreError::NotAFile { path: path.to_owned(), found });
    }
    let file = File::open(path).map_err(StoreError::io(path, "open"))?;
    let mut bytes = Vec::new();
    // The cap holds while reading, not by the length that was announced: a file may grow, and those of /proc say 0.
    let most = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    file.take(most).read_to_end(&mut bytes).map_err(StoreError::io(path, "read"))?;
    if bytes.len() > max_bytes {
        return Err(StoreError::TooLarge { path: path.to_owned(), max_bytes });
    }
    Ok(bytes)
}

/// The files directly in a folder whose names end in `.ending` and do not begin with a dot, in order of their names.
///
/// Errors: [`StoreError::NoneInside`] if there is none, [`StoreError::Io`] for what the system refuses.
pub fn files_in(folder: &Path, ending: &'static str) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(StoreError::io(folder, "list it"))? {
        let path = entry.map_err(StoreError::io(folder, "list it"))?.path();
        let is_hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if !is_hidden && path.extension().is_some_and(|e| e == ending) && !path.is_dir() {
            found.push(path);
        }
    }
    if found.is_empty() {
        return Err(StoreError::NoneInside { path: folder.to_owned(), ending });
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_up_to_the_cap_and_no_further() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, b"12345").unwrap();
        assert_eq!(read_capped(&path, 5).unwrap(), b"12345");
        assert!(matches!(read_capped(&path, 4), Err(StoreError::TooLarge { max_bytes: 4, .. })));
    }

    #[test]
    fn a_folder_gives_its_files_in_order_and_nothing_hidden_or_deeper() {
        let folder = tempfile::tempdir().unwrap();
        let error = files_in(folder.path(), "toml").unwrap_err();
        assert_eq!((error.kind(), error.exit_code()), ("IO", 5), "{error}");
        for name in ["b.toml", "a.toml", ".c.toml", "d.txt", "toml"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("e.toml")).unwrap();
        let found = files_in(folder.path(), "toml").unwrap();
        assert_eq!(found, ["a.toml", "b.toml"].map(|n| folder.path().join(n)));
        assert_eq!(files_in(Path::new("/no/such/folder"), "toml").unwrap_err().exit_code(), 5);
    }

    #[test]
    fn refuses_what_is_no_file_and_says_which() {
        let folder = tempfile::tempdir().unwrap();
        let error = read_capped(folder.path(), 9).unwrap_err();
        assert!(matches!(error, StoreError::NotAFile { found: "a folder", .. }));
        let missing = folder.path().join("missing.toml");
        let error = read_capped(&missing, 9).unwrap_err();
        assert_eq!(error.exit_code(), 5);
        assert!(error.to_string().contains("missing.toml: cannot open: "), "{error}");
        #[cfg(unix)]
        assert!(matches!(
            read_capped(Path::new("/dev/zero"), 9),
            Err(StoreError::NotAFile { found: "a pipe or device", .. })
        ));
    }
}
