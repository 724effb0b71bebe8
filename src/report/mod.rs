//! Answers → bytes: tables, charts, the terminal's text, the manifest. No arithmetic beyond rounding; writes no file.

mod batch;
mod bottleneck;
mod charts;
mod dialect;
mod dictionary;
mod explain;
mod font;
mod json;
pub(crate) mod lang;
mod lesson;
mod manifest;
mod phrases;
mod response;
mod settled;
mod tables;
mod terminal;
mod trace;
mod unspent;
mod words;

pub use batch::{BATCH_BEGINS, BATCH_TABLE, BatchFile, batch_json, batch_table, batch_terminal};
pub use charts::{ObservedSeries, charts};
pub use dialect::Dialect;
pub use dictionary::vietnamese;
pub use explain::{Switch, Untyped, explain};
pub use font::missing_glyphs;
pub use json::json;
pub use lang::Lang;
pub use lesson::{LessonEnd, LessonWords, lesson_list, lesson_page};
pub use manifest::{OUTPUT_VERSION, Timings, manifest, result_sha256, timings};
pub use tables::{
    BottleneckRow, File, ResponseRow, SummaryRow, bottleneck_table, response_table, summary, tables,
};
pub use terminal::{notes, sentence, terminal};
pub use trace::{Whose, trace};
