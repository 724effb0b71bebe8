//! Lessons: each question's answer turns round between the two ends of its number, and its page says so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod bed;
mod support;

use bed::Bed;
use headwater::config::{LESSONS, Lesson};
use support::{number, run_text};

/// Worlds at which the flips are held: fewer than a lesson has, so that its own size shows them the more surely.
const WORLDS: &str = "study.worlds=40";

/// Net of one plan beyond that of another, and its error.
fn ahead(lesson: &Lesson, set: &str, a: &str, b: &str) -> (f64, f64) {
    let rows = run_text(lesson.text, &[set, WORLDS]).rows("comparison.csv");
    let find = |a: &str, b: &str| {
        rows.iter().find(|r| r["strategy_a"] == a && r["strategy_b"] == b).cloned()
    };
    let (row, sign) = match find(a, b) {
        Some(row) => (row, 1.0),
        None => (find(b, a).unwrap_or_else(|| panic!("{a} against {b}")), -1.0),
    };
    (sign * number(&row, "net_diff_mean"), number(&row, "net_diff_se"))
}

/// At either end the plan that is named is ahead by three standard errors of the paired difference. That the mechanism is what
/// turns the answer is held, formula by formula, beside the others.
#[test]
fn every_answer_turns_round_between_the_ends() {
    for lesson in LESSONS {
        for end in &lesson.ends {
            let set = lesson.set(end);
            let (net, se) = ahead(lesson, &set, end.ahead, end.behind);
            println!(
                "{:<18} {set:<44} {} over {}: z {:.1}",
                lesson.id,
                end.ahead,
                end.behind,
                net / se
            );
            assert!(net >= 3.0 * se, "{} at {set}: {net} ± {se}", lesson.id);
        }
        let [one, other] = lesson.ends;
        assert_eq!((one.ahead, one.behind), (other.behind, other.ahead), "the same two plans");
    }
}

#[test]
fn every_lesson_asks_in_both_languages() {
    let foreign = |text: &str| !text.is_ascii();
    for lesson in LESSONS {
        let pairs = [lesson.question(), lesson.about, lesson.range];
        for [english, vietnamese] in pairs {
            assert!(foreign(vietnamese) && english != vietnamese, "{}: {vietnamese}", lesson.id);
            assert!(!english.is_empty());
        }
        assert!(lesson.question()[0].ends_with('?') && lesson.question()[1].ends_with('?'));
    }
}

#[test]
fn a_page_says_what_to_change_what_to_look_at_and_what_happened() {
    let bed = Bed::new();
    let list = bed.ok(&["lessons"]).out;
    let listed = bed.ok(&["lessons", "--lang", "vi"]).out;
    for lesson in LESSONS {
        assert!(list.contains(lesson.id) && list.contains(lesson.question()[0]), "{list}");
        assert!(listed.contains(lesson.question()[1]), "{listed}");
    }
    let page = bed.ok(&["lessons", "early-or-earned"]).out;
    for text in [
        "Ask at once, or earn the ask first?\n",
        "What to change\n  pacing.acceptance_loss_per_level: 0.3 to 1",
        "pacing.acceptance_loss_per_level=0.3: “Eager: offers from week 1” is ",
        "pacing.acceptance_loss_per_level=1: “Patient: letters, trial, then offers” is ",
        "(100 worlds)",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(!page.contains('−'), "who is named ahead is ahead\n{page}");
    let page = bed.ok(&["lessons", "early-or-earned", "--lang", "vi"]).out;
    assert!(page.contains("Thay đổi gì\n") && page.contains(" hơn “"), "{page}");
    // What is printed runs as it stands.
    let scenario = bed.ok(&["lessons", "flash-sale", "--scenario"]).out;
    bed.put("mine.toml", &scenario);
    bed.ok(&["check", "mine.toml"]);
    let said = bed.refused(2, &["lessons", "flashsale"]);
    assert!(said.contains("flash-sale"), "{said}");
    bed.refused(2, &["lessons", "--scenario"]);
}
