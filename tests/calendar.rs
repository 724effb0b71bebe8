//! `study.start`: weeks get dates, and nothing else changes.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use headwater::config::{Kind, render_all};
use support::run;
use support::scenario::{BASE, load_in};

/// Tết is found on the axis: 17 February 2026 lies in the week that begins on the 16th.
#[test]
fn weeks_have_dates_and_the_numbers_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    std::fs::write(&path, BASE).unwrap();
    let path = path.to_str().unwrap();
    let (plain, dated) = (run(path, &[]), run(path, &["study.start=2026-01-05"]));
    let mut rows = dated.rows("weekly.csv");
    assert!(!plain.rows("weekly.csv")[0].contains_key("date"), "without a start no such column");
    for row in &mut rows {
        let (week, date) = (row["week"].clone(), row.remove("date").unwrap());
        match week.as_str() {
            "1" => assert_eq!(date, "2026-01-05"),
            "7" => assert_eq!(date, "2026-02-16"),
            "10" => assert_eq!(date, "2026-03-09"),
            _ => {}
        }
    }
    assert_eq!(rows, plain.rows("weekly.csv"));
    assert_eq!(dated.rows("roi.csv"), plain.rows("roi.csv"));
    let header = std::fs::read_to_string(dated.folder().join("weekly.csv")).unwrap();
    assert!(header.starts_with("strategy,week,date,measure,"), "{header}");
    let echo = std::fs::read_to_string(dated.folder().join("scenario.toml")).unwrap();
    assert!(echo.contains("\nstart = 2026-01-05\n"), "{echo}");
}

#[test]
fn what_is_no_day_is_refused() {
    let cases = [
        ("\"2026-01-05\"", Kind::Typ, "write it without quotes"),
        ("2026-01-05T07:00:00", Kind::Typ, "write the day alone"),
        ("07:32:00", Kind::Typ, "write the day alone"),
        ("20260105", Kind::Typ, "a day from 1900-01-01"),
        ("1066-10-14", Kind::Rng, "a day from 1900-01-01"),
        ("2026-02-30", Kind::Syn, "2026-02-30"),
    ];
    for (typed, kind, says) in cases {
        let text = BASE.replace("weeks = 10", &format!("weeks = 10\nstart = {typed}"));
        let problems = load_in(&[], &text, &[]).map(|_| ()).unwrap_err();
        let told = render_all(&problems, false);
        assert!(problems.len() == 1 && problems[0].kind == kind, "{typed}: {told}");
        assert!(told.contains(says) && problems[0].key == "study.start", "{typed}: {told}");
    }
    assert!(load_in(&[], BASE, &["study.start=2024-02-29"]).is_ok());
}
