//! Data files → parts of the scenario: budgets by week, the season of a year, the customers to start with.

use std::collections::BTreeMap;

use crate::model::{Flight, Scenario, Stage, normalised};

use super::super::csv_text::{CsvText, Row, Rows};
use super::super::keys::{MAX_CUSTOMERS, MAX_WEEKS};
use super::super::problem::Kind;
use super::Check;

/// Customers by segment (in order of ids) and stage.
pub(super) type StartCounts = Vec<[u32; 9]>;

impl Check<'_> {
    /// The text of the file that a key names.
    fn csv(&mut self, key: &str) -> Option<CsvText> {
        let file = self.files.of_key(key)?;
        CsvText::decode(&file.name, &file.bytes)
            .map_err(|problem| self.problems.push(*problem))
            .ok()
    }

    /// Notes the problems of a file's rows; what was found, if there are none.
    fn noted<T>(&mut self, mut rows: Rows<'_>, found: Option<T>) -> Option<T> {
        let good = rows.problems.is_empty();
        self.problems.append(&mut rows.problems);
        found.filter(|_| good)
    }

    /// `market.season.csv`: a factor for each of the 52 weeks of the year.
    pub(super) fn season_csv(&mut self) -> Option<Box<[f64; 52]>> {
        let text = self.csv("market.season.csv")?;
        let mut rows = text.rows();
        let found = season(&mut rows);
        self.noted(rows, found)
    }

    /// `market.customers_csv`: how many customers of each segment start in each stage.
    pub(super) fn customers_csv(&mut self, ids: &[&str]) -> Option<StartCounts> {
        if self.has(CUSTOMERS) {
            let hint = "remove it: the file says how many customers start where";
            if self.has("market.customers") {
                self.refuse_key("market.customers", "no customers beside customers_csv", hint);
            }
            for id in ids {
                for word in ["share", "starts", "enters"] {
                    let path = format!("segment.{id}.{word}");
                    if self.has(&path) {
                        let expected = format!("no {word} beside market.customers_csv");
                        self.refuse_key(&path, expected, hint);
                    }
                }
            }
        }
        let text = self.csv(CUSTOMERS)?;
        let mut rows = text.rows();
        let found = customers(&mut rows, ids);
        let (counts, total) = self.noted(rows, found)?;
        if total > MAX_CUSTOMERS {
            let found = format!("{total} customers in all rows");
            let hint = "simulate fewer customers and set people_per_customer";
            self.refuse_found(Kind::Lim, CUSTOMERS, found, super::customers_cap(), hint);
            return None;
        }
        let mut starts = vec![[0; 9]; ids.len()];
        for ((of, at), n) in &counts {
            starts[*of][*at] = *n;
        }
        for (id, of) in ids.iter().zip(0..) {
            if !counts.keys().any(|(segment, _)| *segment == of) {
                let found = format!("no row of segment {id}");
                let hint = "it has no customers, then";
                self.warn_found(CUSTOMERS, found, "rows of every segment, as a rule", hint);
            }
        }
        Some(starts)
    }

    /// `strategy.ID.budget_csv`: budgets of the weeks that it lists, as flights, in order.
    pub(super) fn budget_csv(&mut self, key: &str, scenario: &Scenario) -> Vec<Flight> {
        let tactics: Vec<&str> = scenario.tactics.iter().map(|t| t.id.as_str()).collect();
        let Some(text) = self.csv(key) else { return Vec::new() };
        let mut rows = text.rows();
        let found = budgets(&mut rows, &tactics, |amount| self.minor_of(amount, scenario));
        let Some(Budgets { weeks, largest }) = self.noted(rows, found) else { return Vec::new() };
        for (tactic, (amount, week)) in largest {
            let found = format!("{amount} for {} in week {week}", tactics[tactic]);
            self.few_contacts(key, &found, amount, tactic, scenario);
        }
        self.weeks_make_sense(key, &weeks, &tactics, scenario.horizon.weeks);
        let mut flights: Vec<Flight> = Vec::new();
        for ((tactic, week), weekly_budget) in weeks {
            match flights.last_mut() {
                Some(f)
                    if f.tactic == tactic
                        && f.last + 1 == week
                        && f.weekly_budget == weekly_budget =>
                {
                    f.last = week;
                }
                _ => flights.push(Flight { tactic, first: week, last: week, weekly_budget }),
            }
        }
        flights
    }

    /// Warns of weeks that never come and of weeks left out between others.
    fn weeks_make_sense(
        &mut self,
        key: &str,
        weeks: &BTreeMap<(usize, u32), i64>,
        tactics: &[&str],
        media_weeks: u32,
    ) {
        let last = weeks.keys().map(|(_, week)| *week).max().unwrap_or(0);
        if self.integer("study.weeks").is_some() && last > media_weeks {
            let expected = format!("weeks up to {media_weeks}, the last with media");
            self.warn_found(key, format!("week {last}"), expected, "later weeks never come");
        }
        for (tactic, id) in tactics.iter().enumerate() {
            let of_tactic = || weeks.range((tactic, 0)..=(tactic, u32::MAX)).map(|((_, w), _)| *w);
            let (Some(first), Some(last)) = (of_tactic().next(), of_tactic().next_back()) else {
                continue;
            };
            let gaps: Vec<u32> =
                (first..=last).filter(|week| !weeks.contains_key(&(tactic, *week))).collect();
            if !gaps.is_empty() {
                let found = format!("{id} without {}", spans(&gaps));
                let expected = "every week between the first and the last, as a rule";
                self.warn_found(key, found, expected, "weekly_budget holds in weeks left out");
            }
        }
    }
}

pub(super) const CUSTOMERS: &str = "market.customers_csv";
/// Largest factor of a week before they are brought to a mean of 1.
const MAX_FACTOR: f64 = 1e9;

/// Budgets in minor units by tactic and week, and the largest amount of each tactic with its week.
#[derive(Default)]
struct Budgets {
    weeks: BTreeMap<(usize, u32), i64>,
    largest: BTreeMap<usize, (f64, u32)>,
}

/// A factor for each of the 52 weeks of the year, brought to a mean of 1.
fn season(rows: &mut Rows<'_>) -> Option<Box<[f64; 52]>> {
    let [week, factor] = rows.columns(["week", "factor"])?;
    let mut factors = [None; 52];
    while let Some(row) = rows.next_row() {
        let parsed = (rows.week(&row, week, 52), rows.amount(&row, factor));
        let (Some(number), Some(x)) = parsed else { continue };
        if x > MAX_FACTOR {
            rows.refuse(&row, factor, &format!("a factor up to {MAX_FACTOR}"), "");
        }
        let slot = &mut factors[number as usize - 1];
        if slot.replace(x).is_some() {
            again(rows, &row, week, &format!("week {number} again"), "each week once");
        }
    }
    if !rows.problems.is_empty() {
        return None;
    }
    let weeks = || (1..).zip(&factors);
    let missing: Vec<u32> = weeks().filter(|(_, f)| f.is_none()).map(|(w, _)| w).collect();
    if !missing.is_empty() {
        let found = format!("no {}", spans(&missing));
        rows.refuse_whole(&found, "a factor for each week from 1 to 52", "");
        return None;
    }
    let factors = factors.map(|f| f.unwrap_or(0.0));
    if factors.iter().sum::<f64>() <= 0.0 {
        rows.refuse_whole("factors of sum 0", "a week with needs", "");
        return None;
    }
    Some(Box::new(normalised(factors)))
}

/// Customers by segment (index into the ids) and stage.
type ByStage = BTreeMap<(usize, usize), u32>;

/// How many customers start where, and their sum.
fn customers(rows: &mut Rows<'_>, ids: &[&str]) -> Option<(ByStage, u64)> {
    let stages: Vec<&str> =
        Stage::ALL.into_iter().filter(|s| *s != Stage::Lost).map(Stage::name).collect();
    let columns = rows.columns(["segment", "stage", "customers"])?;
    let [segment, stage, customers] = columns;
    let mut counts: ByStage = ByStage::new();
    let mut total = 0;
    while let Some(row) = rows.next_row() {
        let parsed = (
            rows.word(&row, segment, ids),
            rows.word(&row, stage, &stages),
            rows.count(&row, customers, MAX_CUSTOMERS),
        );
        let (Some(of), Some(at), Some(n)) = parsed else { continue };
        if counts.contains_key(&(of, at)) {
            let found = format!("{} of {} again", stages[at], ids[of]);
            again(rows, &row, segment, &found, "each stage of a segment once");
        }
        total += n;
        counts.insert((of, at), u32::try_from(n).unwrap_or(u32::MAX));
    }
    if rows.problems.is_empty() && total == 0 {
        rows.refuse_whole("no customers at all", "at least one customer", "");
    }
    Some((counts, total))
}

/// Budgets in rows of `week,tactic,budget`, or with a column for each tactic beside `week`; an empty field of the
/// latter lists nothing.
///
/// - `minor_of`: an amount in minor units, or what is needed and what to do
fn budgets(
    rows: &mut Rows<'_>,
    tactics: &[&str],
    minor_of: impl Fn(f64) -> Result<i64, (String, &'static str)>,
) -> Option<Budgets> {
    let names = rows.header("week,tactic,budget")?;
    let position = |name: &str| names.iter().position(|n| n == name);
    let long = match (position("tactic"), position("budget")) {
        (Some(tactic), Some(budget)) if names.len() == 3 => Some((tactic, budget)),
        _ => None,
    };
    let Some(week) = position("week") else {
        let found = format!("the columns {}", names.join(", "));
        let expected = "a column week, then tactic and budget or one column for each tactic";
        rows.refuse_whole(&found, expected, "add the column week");
        return None;
    };
    let header = rows.header_row();
    // Ids differ in more than capitals, and headers are read without them.
    let ids: Vec<String> = tactics.iter().map(|id| id.to_lowercase()).collect();
    let known: Vec<&str> = ids.iter().map(String::as_str).collect();
    let columns: Vec<(usize, usize)> = match long {
        Some(_) => Vec::new(),
        None => (0..names.len())
            .filter(|idx| *idx != week)
            .filter_map(|idx| {
                let tactic = known.iter().position(|id| *id == names[idx]);
                if tactic.is_none() {
                    let found = format!("column {}", names[idx]);
                    let expected = format!("week and ids of tactics: {}", tactics.join(", "));
                    let hint = super::super::words::did_you_mean(&names[idx], tactics);
                    rows.refuse_found(&header, idx, &found, &expected, &hint);
                }
                tactic.map(|tactic| (idx, tactic))
            })
            .collect(),
    };
    if long.is_none() && columns.is_empty() && rows.problems.is_empty() {
        rows.refuse_whole("the column week alone", "a column for a tactic", "");
    }
    if !rows.problems.is_empty() {
        return None;
    }
    let mut budgets = Budgets::default();
    while let Some(row) = rows.next_row() {
        let number = rows.week(&row, week, MAX_WEEKS);
        let cells: Vec<(usize, Option<usize>)> = match long {
            Some((tactic, budget)) => vec![(budget, rows.word(&row, tactic, tactics))],
            None => {
                let typed = columns.iter().filter(|(idx, _)| !row.fields[*idx].text.is_empty());
                typed.map(|(idx, tactic)| (*idx, Some(*tactic))).collect()
            }
        };
        for (idx, tactic) in cells {
            let amount = rows.amount(&row, idx);
            let (Some(number), Some(tactic), Some(amount)) = (number, tactic, amount) else {
                continue;
            };
            if budgets.weeks.contains_key(&(tactic, number)) {
                let found = format!("{} of week {number} again", tactics[tactic]);
                again(rows, &row, week, &found, "each tactic once a week");
                continue;
            }
            match minor_of(amount) {
                Ok(minor) => budgets.weeks.insert((tactic, number), minor),
                Err((expected, hint)) => {
                    rows.refuse(&row, idx, &expected, hint);
                    continue;
                }
            };
            let most = budgets.largest.entry(tactic).or_insert((amount, number));
            if amount > most.0 {
                *most = (amount, number);
            }
        }
    }
    Some(budgets)
}

fn again<'t>(rows: &mut Rows<'t>, row: &Row<'t>, idx: usize, found: &str, expected: &str) {
    rows.refuse_found(row, idx, found, expected, "remove one");
}

/// `weeks 3 to 5 and 9`, at most a few of them.
fn spans(weeks: &[u32]) -> String {
    const SHOWN: usize = 4;
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for &week in weeks {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == week => *last = week,
            _ => spans.push((week, week)),
        }
    }
    let word = if weeks.len() == 1 { "week" } else { "weeks" };
    let shown: Vec<String> = spans
        .iter()
        .take(SHOWN)
        .map(|(a, b)| if a == b { a.to_string() } else { format!("{a} to {b}") })
        .collect();
    let more = if spans.len() > SHOWN { " and others" } else { "" };
    format!("{word} {}{more}", shown.join(", "))
}
