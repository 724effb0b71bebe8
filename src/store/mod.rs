//! Bytes → disk: the only room that writes files. It knows names and bytes, nothing of scenarios or results.
//!
//! Start at [`OutputFolder`]: [`claim`](OutputFolder::claim) before the work, [`replace`](OutputFolder::replace) after
//! it. Input comes in by [`read_capped`], the terminal is spoken to by [`print`](print()) and [`print_error`].
//!
//! # Which folder may be written
//! - Missing or empty: written.
//! - Ours, that is with a `manifest.json` of headwater: replaced whole. What its manifest does not list and the new
//!   files do not replace (somebody's notes) is carried over.
//! - Any other: refused without `--force`. With it, our files are put into it one by one, each whole, the manifest
//!   last; a file of the same name is overwritten, nothing else is touched.
//! - Never, `--force` or not: a symlink, a file, `/`, `.`, `..`, and a folder that holds the current or the home folder.
//!
//! # Whole or not at all
//! Everything is written to `.NAME.headwater-new` beside the folder NAME, each file and then each folder synced. Then
//! NAME is renamed to `.NAME.headwater-old`, the new folder to NAME, their parent synced, and the old one removed.
//! A process that is killed leaves NAME whole, old or new; in the one instant between the two renames there is no
//! NAME but a whole `.NAME.headwater-old`, which the next claim puts back. Leftovers of the dead need no unlocking and
//! no clean-up by hand: their names are fixed, and `.NAME.headwater-lock` is held by the kernel for one living process.
//!
//! A folder that cannot be renamed (a mount point) is written like somebody else's: into it, one by one. There, and
//! only there, a kill can leave new files beside old ones; the manifest is then missing, so nobody takes them for whole.
//!
//! Someone who may write to the parent folder could still swap folders for links between our check and our rename;
//! that user could as well replace the results, so no defence is attempted.
#![forbid(unsafe_code)]

mod error;
mod file;
mod folder;
mod input;
mod lock;
mod print;
mod settle;
mod stage;
mod survey;

#[cfg(test)]
mod crash;

pub use error::{StoreError, Unfit};
pub use file::OutputFile;
pub use folder::OutputFolder;
pub use input::{files_in, read_capped};
pub use print::{Printed, print, print_error};

/// The file by which a folder is known as ours; written last, removed last.
const MANIFEST: &str = "manifest.json";
