//! `headwater check`: is this scenario valid, and how big is it?

use std::path::Path;

use crate::config::Override;
use crate::engine::Isa;
use crate::report::lang::say;
use crate::store;
use crate::study::{Caps, Study};

use super::failure::Failure;
use super::{args, batch, input};

/// Checks one scenario, or several.
pub fn check(arguments: &args::Check) -> Result<(), Failure> {
    let overrides = input::changes(&arguments.input.change)?;
    let (files, is_batch) = input::files(&arguments.input)?;
    if !is_batch {
        return files.iter().try_for_each(|file| one(arguments, file, &overrides));
    }
    let outcomes = batch::each(&files, |file| one(arguments, file, &overrides))?;
    if !arguments.quiet {
        let valid = outcomes.iter().filter(|o| o.is_ok()).count();
        let all = files.len();
        store::print(&say!(
            arguments.reader.lang,
            "{valid} of {all} files are valid\n",
            "{valid} trong {all} tệp hợp lệ\n"
        ))?;
    }
    batch::verdict(&outcomes)
}

fn one(arguments: &args::Check, file: &Path, overrides: &[Override]) -> Result<(), Failure> {
    let given = input::read(file, overrides)?;
    let scenario = &given.loaded.scenario;
    let caps = Caps { memory_gb: arguments.caps.max_gb, hours: arguments.caps.max_hours };
    let study = Study::plan(scenario, super::run::default_threads(), Isa::detect(), caps)?;
    if arguments.quiet {
        return Ok(());
    }
    super::eprint(&input::render_warnings(&given.loaded.warnings));
    let size = study.estimate();
    let lang = arguments.reader.lang;
    let uncertain = scenario.numbers.rows().iter().filter(|n| !n.law.is_point()).count();
    let assumed = scenario.numbers.assumptions().count();
    let (file, strategies) = (file.display(), scenario.strategies.len());
    let customers = lang.grouped(float(scenario.n_customers().into()), 0);
    let histories = lang.grouped(float(size.histories), 0);
    let weeks = lang.grouped(float(size.customer_weeks) / 1e9, 3);
    let (time, memory) = (lang.duration(size.seconds), lang.two_digits(size.memory_gb));
    let threads = super::run::default_threads();
    store::print(&say!(
        lang,
        "{file}: valid\n{strategies} strategies, {customers} customers, {histories} histories, {weeks} G customer-weeks; {uncertain} uncertain numbers, {assumed} assumed\nabout {time} and {memory} GB on {threads} threads\n",
        "{file}: hợp lệ\n{strategies} chiến lược, {customers} khách hàng, {histories} lần mô phỏng, {weeks} tỷ khách-tuần; {uncertain} con số bất định, {assumed} giả định\nkhoảng {time} và {memory} GB trên {threads} luồng\n"
    ))?;
    let people = scenario.market.people_per_customer;
    if people > 1 {
        let wide = lang.short(f64::from(people).sqrt());
        store::print(&say!(
            lang,
            "each simulated customer stands for {people} people: chance comes out about {wide} times too wide\n",
            "mỗi khách mô phỏng đại diện cho {people} người: may rủi rộng hơn thật khoảng {wide} lần\n"
        ))?;
    }
    Ok(())
}

fn float(n: u128) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "shown to a few digits")]
    let x = n as f64;
    x
}
