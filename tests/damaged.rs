//! A scenario with everything it can name – a base and four data files – damaged at random: it is refused with messages,
//! or it loads, and then its echo with the copies of its data loads to the same.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops by panicking")]

mod support;

use headwater::config::{Loaded, Problem, parse_observed, render_all};
use proptest::prelude::*;
use support::scenario::{BASE, load_bytes_in};

const CHILD: &str = "extends = \"in/base.toml\"\ntitle = \"Child\"\n\n[study]\nstart = 2026-01-05\nweeks = 9\n\n\
    [strategy.push]\nweekly_budget = { mail = 1 }\n\n[observed]\ncsv = \"in/seen.csv\"\n";

/// Paths and texts: the scenario first.
fn folder() -> Vec<(&'static str, String)> {
    let base = BASE
        .replace(
            "customers = 1000",
            "customers_csv = \"counts.csv\"\nseason = { csv = \"season.csv\" }",
        )
        .replace("share = 0.4\n", "")
        .replace("share = 0.6\n", "")
        .replace("starts = { stranger = 0.9, aware = 0.1 }\n", "")
        .replace(
            "flights = [{ tactic = \"tv\", weeks = [3, 4]",
            "budget_csv = \"../in/plan.csv\"\nflights = [{ tactic = \"tv\", weeks = [3, 4]",
        );
    let factors: String = (1..=52).map(|w| format!("{w};{},{}\n", w % 3, w % 10)).collect();
    vec![
        ("base.toml", CHILD.into()),
        ("in/base.toml", base),
        ("in/seen.csv", "week,measure,value\n1,orders,2\n2,spend,\"3.5\"\n".into()),
        (
            "in/counts.csv",
            "segment,stage,customers\na,aware,30\na,stranger,200\nb,stranger,10\n".into(),
        ),
        ("in/season.csv", format!("week;factor\n{factors}")),
        ("in/../in/plan.csv", "sep=;\nweek;tv;mail\n1;80,5;\n2;;3\n6;0;0\n7;0;0\n".into()),
    ]
}

fn load(folder: &[(&str, String)]) -> Result<Loaded, Vec<Problem>> {
    let files: Vec<(&str, &[u8])> =
        folder.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    load_bytes_in(&files[1..], &folder[0].1, &[])
}

/// The echo and the copies load to the same. Seen to fail where the echo named a file by the path that was typed.
fn echoes(loaded: &Loaded) -> Result<(), String> {
    let copies: Vec<(&str, &[u8])> =
        loaded.data.iter().map(|d| (d.copy.as_str(), d.bytes.as_slice())).collect();
    let again = load_bytes_in(&copies, &loaded.echo, &[])
        .map_err(|p| format!("{}\n{}", render_all(&p, false), loaded.echo))?;
    let data =
        |l: &Loaded| l.data.iter().map(|d| (d.copy.clone(), d.bytes.clone())).collect::<Vec<_>>();
    let same = again.scenario == loaded.scenario
        && again.echo == loaded.echo
        && data(&again) == data(loaded);
    same.then_some(()).ok_or(loaded.echo.clone())
}

#[test]
fn whole_it_loads_and_echoes() {
    let loaded = load(&folder()).unwrap_or_else(|p| panic!("{}", render_all(&p, false)));
    assert_eq!(loaded.scenario.n_customers(), 240);
    assert_eq!(loaded.data.len(), 4);
    assert_eq!(loaded.scenario.strategies[1].budget(1, 1, 9), 8050);
    echoes(&loaded).unwrap();
}

#[rustfmt::skip]
const PIECES: [&str; 31] = [
    ",", ";", "\n", "\r\n", "\"", "\"\"", "=", "sep=,\n", "nan", "1,5", "1.500", "-1", "1e999", "\u{a0}", "\u{feff}", "week",
    "[market]\n", "[strategy.push]\n", "extends = \"base.toml\"\n", "csv = \"in/plan.csv\"\n", "budget_csv = \"in/plan.csv\"\n",
    "{", "}", "0", "5200", "5", "tv", "1\n", "a,aware,1\n", "\t", "ế",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![proptest::sample::select(PIECES.to_vec()).prop_map(String::from), "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_anywhere_it_is_read_or_refused(
        cuts in proptest::collection::vec((0usize..6, 0usize..2000, 0usize..12, piece()), 1..4),
    ) {
        let mut folder = folder();
        for (file, at, len, piece) in cuts {
            let text = &mut folder[file].1;
            let at = text.floor_char_boundary(at % (text.len() + 1));
            let end = text.floor_char_boundary(at + len).max(at);
            text.replace_range(at..end, &piece);
        }
        match load(&folder) {
            Err(problems) => prop_assert!(!problems.is_empty() && !render_all(&problems, true).is_empty()),
            Ok(loaded) => echoes(&loaded).map_err(TestCaseError::fail)?,
        }
    }

    #[test]
    fn any_bytes_of_data_are_read_or_refused(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        text in "[a-z0-9,;\"\n. -]{0,200}",
    ) {
        for bytes in [bytes, format!("week,measure,value\n{text}").into_bytes()] {
            match parse_observed("d.csv", &bytes, &["orders"]) {
                Err(problems) => prop_assert!(!problems.is_empty() && !render_all(&problems, true).is_empty()),
                Ok(observed) => prop_assert!(observed.points.iter().all(|p| p.value.is_finite() && p.week > 0)),
            }
        }
    }
}
