//! `headwater explain`: a scenario in words, before it is run.

use crate::analysis;
use crate::engine::Isa;
use crate::report::{self, Switch, Untyped};
use crate::store;

use super::failure::Failure;
use super::{args, input};

/// Explains one scenario.
pub fn explain(arguments: &args::Explain) -> Result<(), Failure> {
    let input = &arguments.input;
    let loaded = input::read(&input.file, &input::changes(&input.change)?)?.loaded;
    let switches: Vec<Switch> = (loaded.uses.mechanisms.into_iter())
        .map(|m| Switch {
            name: m.name,
            doc: m.doc.into(),
            absent: m.absent.into(),
            on: m.on,
            off: m.off,
        })
        .collect();
    let untyped: Vec<Untyped> = (loaded.uses.untyped.into_iter())
        .map(|u| Untyped {
            name: u.name,
            doc: u.doc.into(),
            same_as: u.same_as.into(),
            paths: u.paths,
        })
        .collect();
    let explained = analysis::explain(&loaded.scenario, Isa::detect());
    let lang = arguments.reader.lang;
    store::print(&report::explain(lang, &loaded.scenario, &explained, &switches, &untyped))?;
    Ok(())
}
