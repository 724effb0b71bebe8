//! The axis of time: weeks, or months where the scenario says when week 1 begins.

use crate::model::{Date, Scenario};

use super::super::lang::Lang;
use super::canvas::ticks;

/// Months between two ticks.
const STEPS: [u32; 9] = [1, 2, 3, 6, 12, 24, 60, 120, 240];

/// Ticks from the start (0) to `last_week`, at most about `n`: place in weeks, and what stands there.
pub(super) fn time_ticks(
    lang: Lang,
    scenario: &Scenario,
    last_week: f64,
    n: f64,
) -> Vec<(f64, String)> {
    match scenario.start {
        Some(start) => months(start, last_week, n),
        None => {
            let weeks = ticks(0.0, last_week, n).into_iter().filter(|tick| tick.fract() == 0.0);
            weeks.map(|week| (week, lang.grouped(week, 0))).collect()
        }
    }
}

/// First days of months, as `02/2026`. A point at week w is the end of week w, 7w days after the start.
fn months(start: Date, last_week: f64, n: f64) -> Vec<(f64, String)> {
    let all = f64::from(DAYS_OF_WEEK) * last_week / 30.44;
    let most = n.max(2.0);
    let step = STEPS.into_iter().find(|&step| all / f64::from(step) <= most).unwrap_or(480);
    let week_of = |day: Date| {
        let days = i32::try_from(day.days() - start.days()).unwrap_or(i32::MAX);
        f64::from(days) / f64::from(DAYS_OF_WEEK)
    };
    // Steps of several months stand on the months that a year begins with or divides into.
    let whole =
        (0..step).find(|m| (start.first_of_month(*m).month() - 1).is_multiple_of(step.min(12)));
    let first = whole.unwrap_or(0);
    (0u32..)
        .map(|k| start.first_of_month(first + k * step))
        .take_while(|day| week_of(*day) <= last_week)
        .filter(|day| week_of(*day) >= 0.0)
        .map(|day| (week_of(day), format!("{:02}/{}", day.month(), day.year())))
        .collect()
}

const DAYS_OF_WEEK: u32 = 7;

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(start: (i32, u32, u32), weeks: f64, n: f64) -> Vec<(f64, String)> {
        months(Date::new(start.0, start.1, start.2).expect("a day"), weeks, n)
    }

    #[test]
    fn months_stand_where_they_begin() {
        let found = labels((2026, 1, 5), 10.0, 8.0);
        let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["02/2026", "03/2026"]);
        assert_eq!(found[0].0, 27.0 / 7.0, "1 February is 27 days after 5 January");
        let year: Vec<String> = labels((2026, 1, 1), 52.0, 8.0).into_iter().map(|l| l.1).collect();
        assert_eq!(year, ["01/2026", "03/2026", "05/2026", "07/2026", "09/2026", "11/2026"]);
        let long = labels((2026, 5, 4), 1040.0, 8.0);
        assert!(long.iter().all(|(_, name)| name.starts_with("01/")), "{long:?}");
        assert!((3..=9).contains(&long.len()), "{long:?}");
        for weeks in 1..400 {
            let found = labels((2026, 8, 31), f64::from(weeks), 8.0);
            assert!(found.len() <= 10, "{weeks}: {found:?}");
        }
    }
}
