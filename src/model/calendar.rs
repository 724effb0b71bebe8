//! Dates of weeks: the Gregorian calendar, counted in days.
//!
//! Formulas of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013): years begin on 1 March, so that the
//! day which some years lack comes last.

use std::fmt;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    /// 1 to 12
    month: u32,
    /// 1 to the last of the month
    day: u32,
}

impl Date {
    /// A day of the calendar; `None` where there is no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        let typed = Date { year, month, day };
        // Only a day that is there is the day of its own number.
        let exists = (1..=12).contains(&month) && (1..=31).contains(&day);
        (exists && Date::from_days(typed.days()) == typed).then_some(typed)
    }

    /// Days since 1 January 1970.
    pub fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let months_since_march = i64::from((self.month + 9) % 12);
        let day_of_year = (153 * months_since_march + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day so many days after 1 January 1970.
    pub fn from_days(days: i64) -> Date {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let months_since_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
        let month = (months_since_march + 2) % 12 + 1;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let small = |x: i64| u32::try_from(x).expect("a month or a day");
        let year = i32::try_from(year).expect("config caps years and weeks");
        Date { year, month: small(month), day: small(day) }
    }

    /// First day of week `week` (from 1) of a study that begins on this day.
    pub fn of_week(self, week: u32) -> Date {
        Date::from_days(self.days() + 7 * (i64::from(week) - 1))
    }

    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> u32 {
        self.month
    }

    /// 1 to the last of the month.
    pub fn day(self) -> u32 {
        self.day
    }

    /// The first day of the month `months` later.
    pub fn first_of_month(self, months: u32) -> Date {
        let since_year_0 =
            i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        let (year, month) = (since_year_0.div_euclid(12), since_year_0.rem_euclid(12) + 1);
        Date {
            year: i32::try_from(year).expect("config caps years and weeks"),
            month: u32::try_from(month).expect("a month"),
            day: 1,
        }
    }
}

/// ISO 8601: `2026-02-17`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> Date {
        Date::new(year, month, day).expect("a day of the calendar")
    }

    #[test]
    fn known_days_have_their_numbers() {
        for (day, number) in [
            (date(1970, 1, 1), 0),
            (date(1969, 12, 31), -1),
            (date(2000, 2, 29), 11_016),
            (date(2000, 3, 1), 11_017),
            (date(2026, 1, 5), 20_458),
            (date(1900, 3, 1), -25_508),
            (date(2100, 3, 1), 47_541),
        ] {
            assert_eq!(day.days(), number, "{day}");
            assert_eq!(Date::from_days(number), day);
        }
        assert_eq!(
            date(2026, 1, 5).days().rem_euclid(7),
            4,
            "a Monday: 1 January 1970 was a Thursday"
        );
    }

    /// Day after day through more than 400 years, with the lengths of months said independently.
    #[test]
    fn every_day_follows_the_one_before() {
        let mut number = date(1899, 12, 31).days();
        for year in 1900..2310 {
            let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            let lengths = [31, 28 + u32::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            for (month, length) in (1..).zip(lengths) {
                for day in 1..=length {
                    number += 1;
                    assert_eq!(date(year, month, day).days(), number);
                    assert_eq!(Date::from_days(number), date(year, month, day));
                }
                assert_eq!(Date::new(year, month, length + 1), None);
            }
        }
        for (year, month, day) in [(2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 2, 30)] {
            assert_eq!(Date::new(year, month, day), None);
        }
    }

    #[test]
    fn weeks_and_months_go_over_the_end_of_the_year() {
        let start = date(2025, 12, 29);
        assert_eq!(start.of_week(1), start);
        assert_eq!(start.of_week(8).to_string(), "2026-02-16", "the week of Tết 2026, the 17th");
        assert_eq!(start.first_of_month(0), date(2025, 12, 1));
        assert_eq!(start.first_of_month(14), date(2027, 2, 1));
    }
}
