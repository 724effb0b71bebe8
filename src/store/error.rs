//! What can go wrong between bytes and disk, and how a person is told. Start at [`StoreError`].

use std::fmt;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// A failure at a path.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused an operation; `doing` completes "cannot …".
    #[error("{}: cannot {doing}: {source}{}", shown(path), next_step(source))]
    Io { path: PathBuf, doing: &'static str, source: Error },
    /// The system refused the bytes of an output file.
    #[error("{}: cannot write its {bytes} bytes: {source}{}", shown(path), next_step(source))]
    Write { path: PathBuf, bytes: usize, source: Error },
    /// The output folder holds somebody else's files.
    #[error(
        "{} is not empty (it holds {}) and has no manifest.json of headwater: choose another folder with -o, or use \
         --force to write into it (files of the same name are overwritten, others stay)",
        shown(path),
        shown(found)
    )]
    NotOurs { path: PathBuf, found: PathBuf },
    /// A file of the name that has to be written is somebody else's.
    #[error(
        "{} is there and not one of ours: choose another path with -o, or use --force to write over it",
        shown(path)
    )]
    NotOurFile { path: PathBuf },
    /// A folder of inputs without any.
    #[error(
        "{} holds no file ending in .{ending}: name a folder with scenarios, or the files themselves",
        shown(path)
    )]
    NoneInside { path: PathBuf, ending: &'static str },
    /// Another living process writes to the same folder.
    #[error(
        "{} is being written by {}: wait until it ends, or choose another folder with -o",
        shown(path), process(*owner)
    )]
    Locked { path: PathBuf, owner: Option<u32> },
    /// The path cannot be written, `--force` or not.
    #[error("{} {why}: choose another path with -o", shown(path))]
    Path { path: PathBuf, why: Unfit },
    /// An input that is no plain file.
    #[error("{} is {found}, not a file: name a file", shown(path))]
    NotAFile { path: PathBuf, found: &'static str },
    /// An input beyond the cap of its kind.
    #[error(
        "{} is larger than {max_bytes} bytes, the most that is read of such a file: make it smaller",
        shown(path)
    )]
    TooLarge { path: PathBuf, max_bytes: usize },
}

/// Why a path cannot be an output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    Symlink,
    NotAFolder,
    Folder,
    NoName,
    NoFileName,
    LongName,
    HoldsCurrent,
    HoldsHome,
    HoldsInput,
    Leftover,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Unfit::Symlink => "is a symbolic link, through which nothing is written",
            Unfit::NotAFolder => "exists and is not a folder",
            Unfit::Folder => "is a folder where a file has to be written",
            Unfit::NoName => "does not end in the name of a folder",
            Unfit::NoFileName => "does not end in the name of a file",
            Unfit::LongName => "ends in a name of more than 200 bytes",
            Unfit::HoldsCurrent => "is or holds the current folder, more than results",
            Unfit::HoldsHome => "is or holds your home folder, more than results",
            Unfit::HoldsInput => "holds an input of this run, which could be overwritten",
            Unfit::Leftover => {
                "looks like a leftover of headwater but is none; move it away or remove it, or"
            }
        })
    }
}

impl StoreError {
    /// Name of the kind, as in other messages: IO, LCK, PTH or LIM.
    pub fn kind(&self) -> &'static str {
        match self {
            StoreError::Io { .. }
            | StoreError::Write { .. }
            | StoreError::NotOurs { .. }
            | StoreError::NotOurFile { .. }
            | StoreError::NoneInside { .. }
            | StoreError::NotAFile { .. } => "IO",
            StoreError::Locked { .. } => "LCK",
            StoreError::Path { .. } => "PTH",
            StoreError::TooLarge { .. } => "LIM",
        }
    }

    /// Exit code of a program that stops because of it.
    pub fn exit_code(&self) -> u8 {
        match self.kind() {
            "PTH" => 2,
            "LIM" => 4,
            "LCK" => 7,
            _ => 5,
        }
    }

    /// For `map_err`: the operation `doing` failed at `path`.
    pub(super) fn io(path: &Path, doing: &'static str) -> impl FnOnce(Error) -> StoreError {
        move |source| StoreError::Io { path: path.to_owned(), doing, source }
    }

    pub(super) fn path(path: &Path, why: Unfit) -> StoreError {
        StoreError::Path { path: path.to_owned(), why }
    }
}

/// A path as text that cannot talk to the terminal: control characters are escaped.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text.is_empty() {
        return "(empty path)".into();
    }
    text.chars()
        .map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() })
        .collect()
}

fn process(owner: Option<u32>) -> String {
    owner.map_or("another process".into(), |pid| format!("process {pid}"))
}

fn next_step(source: &Error) -> &'static str {
    match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "; free some space, or choose another folder with -o"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "; check who may use it, or choose another path"
        }
        ErrorKind::NotFound => "; check the path",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_where_what_and_what_to_do() {
        let error = StoreError::NotOurs { path: "out\n\x1b[2J".into(), found: "thesis.doc".into() };
        let text = error.to_string();
        assert!(text.starts_with("out\\n\\u{1b}[2J is not empty (it holds thesis.doc)"), "{text}");
        assert!(text.contains("-o") && text.contains("--force"), "{text}");
        let source = Error::from(ErrorKind::StorageFull);
        let error = StoreError::Write { path: "out/roi.csv".into(), bytes: 9, source };
        assert!(
            error.to_string().starts_with("out/roi.csv: cannot write its 9 bytes: "),
            "{error}"
        );
        assert!(error.to_string().contains("free some space"), "{error}");
    }

    #[test]
    fn kinds_have_their_exit_codes() {
        let codes = |e: StoreError| (e.kind(), e.exit_code());
        let path = PathBuf::from("p");
        assert_eq!(codes(StoreError::path(&path, Unfit::Symlink)), ("PTH", 2));
        assert_eq!(codes(StoreError::TooLarge { path: path.clone(), max_bytes: 1 }), ("LIM", 4));
        assert_eq!(codes(StoreError::NotAFile { path: path.clone(), found: "a" }), ("IO", 5));
        assert_eq!(codes(StoreError::Locked { path, owner: None }), ("LCK", 7));
    }
}
