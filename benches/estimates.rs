//! What `check` and `run --dry-run` say a study takes, against what it takes, on one thread: `cargo bench --bench estimates`.
//! CPU time of reading, living, summing up, tables and charts; every ratio should lie between 0.5 and 2.
#![allow(clippy::panic, reason = "a bench: it may stop at the first surprise")]

use headwater::analysis::answer;
use headwater::config::{Override, Source, load, load_with};
use headwater::engine::Isa;
use headwater::report::{Dialect, Lang, charts, tables};
use headwater::study::{Caps, Quiet, Study};

/// Scenarios as they are shipped, and larger and smaller ones.
const CASES: [(&str, &[&str]); 22] = [
    ("configs/quickstart.toml", &[]),
    ("configs/quickstart.toml", &["market.customers=40000", "study.worlds=20"]),
    ("configs/quickstart.toml", &["market.customers=200", "study.worlds=2000"]),
    ("configs/quickstart.toml", &["study.worlds=2", "study.replications=1"]),
    ("configs/lessons/early-or-earned.toml", &[]),
    ("configs/textbook/journey.toml", &[]),
    ("configs/textbook/mailing-a.toml", &[]),
    ("configs/textbook/hillstrom.toml", &[]),
    ("configs/textbook/renewals.toml", &[]),
    ("configs/textbook/reach.toml", &[]),
    ("configs/textbook/buyers.toml", &[]),
    ("configs/textbook/cdnow.toml", &[]),
    ("configs/textbook/prices.toml", &[]),
    ("configs/textbook/beta-binomial.toml", &[]),
    ("configs/bench/w1.toml", &["market.customers=100000"]),
    ("tests/twin/minds.toml", &["market.customers=50000"]),
    ("tests/twin/stocks.toml", &["market.customers=50000"]),
    ("configs/lessons/content-or-ads.toml", &[]),
    ("configs/lessons/brand-and-search.toml", &[]),
    ("configs/lessons/word-of-mouth.toml", &[]),
    ("configs/bench/w1-word-of-mouth.toml", &["market.customers=100000"]),
    (
        "configs/bench/w1-word-of-mouth.toml",
        &[
            "market.customers=100000",
            "word_of_mouth.network={ watts_strogatz = { links = 10, rewired_share = 0.1 } }",
        ],
    ),
];

fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    #[expect(clippy::cast_precision_loss, reason = "seconds of a process")]
    let seconds = time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9;
    seconds
}

/// The data files of a scenario, from its folder.
struct Beside(std::path::PathBuf);

impl headwater::config::Files for Beside {
    fn read(
        &self,
        path: &std::path::Path,
        _: usize,
    ) -> Result<headwater::config::File, headwater::config::Unread> {
        let path = self.0.join(path);
        let bytes = std::fs::read(&path).unwrap_or_default();
        Ok(headwater::config::File { name: path.display().to_string(), bytes })
    }
}

fn main() {
    println!("{:<58} {:>9} {:>9} {:>7}", "case", "estimate", "measured", "ratio");
    let only = std::env::args().nth(1).filter(|a| !a.starts_with('-'));
    for (path, sets) in CASES {
        let name = format!("{path} {}", sets.join(" "));
        if only.as_ref().is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let started = cpu_seconds();
        let text = std::fs::read(path).expect("the scenario is in the repository");
        let sets: Vec<Override> =
            sets.iter().map(|s| Override::parse(s).unwrap_or_else(|p| panic!("{p}"))).collect();
        let source = Source { name: path.into(), text };
        let beside = Beside(std::path::Path::new(path).parent().expect("a folder").to_owned());
        let loaded = load_with(&source, &sets, &beside).or_else(|_| load(&source, &sets));
        let scenario = match loaded {
            Ok(loaded) => loaded.scenario,
            Err(problems) => panic!("{}", headwater::config::render_all(&problems, false)),
        };
        let caps = Caps { memory_gb: 100.0, hours: 100.0 };
        let study = Study::plan(&scenario, 1, Isa::detect(), caps).expect("a small study");
        let histories = study.run(&Quiet).expect("nobody stops it");
        let lived = cpu_seconds();
        let answer = answer(&scenario, &histories);
        std::hint::black_box(tables(&scenario, &answer, Dialect::Plain).len());
        let told = cpu_seconds();
        std::hint::black_box(charts(Lang::En, &scenario, &answer, &[]).len());
        let done = cpu_seconds();
        let estimate = study.estimate().seconds;
        let measured = done - started;
        println!(
            "{name:<58} {estimate:>8.2}s {measured:>8.2}s {:>7.2}  (living {:.2}, tables {:.2}, charts {:.2})",
            estimate / measured,
            lived - started,
            told - lived,
            done - told,
        );
    }
}
