//! The sentences of `explain` and `trace`, in one place and in every language.

pub mod explain;
pub mod odd;
pub mod switches;
pub mod trace;

use super::lang::{Lang, say};
use super::words::quoted;
