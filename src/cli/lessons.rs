//! `headwater lessons`: shipped questions whose answer one number turns round, lived when asked.

use crate::analysis::{answer, pair_of};
use crate::config::{
    End, Kind, LESSONS, Lesson, Override, Problem, Source, did_you_mean, lesson, load,
};
use crate::engine::Isa;
use crate::report::{Lang, LessonEnd, LessonWords, lesson_list, lesson_page};
use crate::store;
use crate::study::{Caps, Study};

use super::failure::Failure;
use super::watch::{Signals, Watch};
use super::{args, run};

/// More than any lesson needs.
const CAPS: Caps = Caps { memory_gb: 4.0, hours: 1.0 };

/// Lists the lessons, tells one, or prints its scenario.
pub fn lessons(arguments: &args::Lessons) -> Result<(), Failure> {
    let lang = arguments.reader.lang;
    let Some(name) = &arguments.name else {
        let listed: Vec<(&str, &str)> =
            LESSONS.iter().map(|l| (l.id, of(lang, l.question()))).collect();
        store::print(&lesson_list(lang, &listed))?;
        return Ok(());
    };
    let Some(lesson) = lesson(name) else {
        let known: Vec<&str> = LESSONS.iter().map(|l| l.id).collect();
        let expected = format!("the name of a lesson: {}", known.join(", "));
        let problem = Problem::new(Kind::Use, "lessons", "", name, expected);
        return Err(vec![problem.help(did_you_mean(name, &known))].into());
    };
    if arguments.scenario {
        store::print(lesson.text)?;
        return Ok(());
    }
    let signals = Signals::listen();
    let ends = lesson.ends.iter().map(|end| live(lang, lesson, end, &signals));
    let ends: Vec<LessonEnd> = ends.collect::<Result<_, Failure>>()?;
    let words = LessonWords {
        id: lesson.id,
        question: of(lang, lesson.question()),
        about: of(lang, lesson.about),
        number: lesson.number,
        range: of(lang, lesson.range),
        look_at: of(lang, lesson.look_at),
    };
    store::print(&lesson_page(lang, words, &ends))?;
    Ok(())
}

/// Lives one end, and compares the two plans.
fn live(lang: Lang, lesson: &Lesson, end: &End, signals: &Signals) -> Result<LessonEnd, Failure> {
    let set = lesson.set(end);
    let source =
        Source { name: format!("{}.toml", lesson.id), text: lesson.text.as_bytes().to_vec() };
    let change = Override::parse(&set).map_err(|problem| vec![*problem])?;
    let scenario = load(&source, &[change])?.scenario;
    let study = Study::plan(&scenario, run::default_threads(), Isa::detect(), CAPS)?;
    let n = u64::try_from(study.estimate().histories).unwrap_or(u64::MAX);
    let watch = Watch::new(signals, n, false, lang, &format!("{set} "));
    let histories = study.run(&watch);
    watch.clear();
    watch.stopped()?;
    let Some(histories) = histories else { return Err(Failure::Signal(2)) };
    let answer = answer(&scenario, &histories);
    let place = |id: &str| scenario.strategies.iter().position(|s| s.id == id).unwrap_or(0);
    let (ahead, behind) = (place(end.ahead), place(end.behind));
    let pair = pair_of(&answer.pairs, ahead, behind);
    Ok(LessonEnd {
        set,
        ahead: scenario.strategies[ahead].label.clone(),
        behind: scenario.strategies[behind].label.clone(),
        net_diff: pair.map_or(crate::analysis::Estimate::NONE, |pair| pair.net_diff.mean),
        currency: scenario.market.currency.code.clone(),
        n_worlds: answer.n_worlds,
    })
}

fn of(lang: Lang, [english, vietnamese]: [&'static str; 2]) -> &'static str {
    lang.pick(english, vietnamese)
}
