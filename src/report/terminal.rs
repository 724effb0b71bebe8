//! The answer as a person reads it in a terminal: ranking first, one sentence, then what to watch out for.

use unicode_width::UnicodeWidthStr;

use crate::analysis::{Answer, Estimate, StrategyAnswer};
use crate::model::{Reach, Scenario};

use super::response::response_text;
use super::settled::settled_text;
use super::words::{grouped, percent, percent_with_error, quoted, with_error};

/// A tactic that spent less than this share of its budget is named.
const UNDERSPENT: f64 = 0.9;

/// Assumptions that are named one by one.
const MOST_NAMED: usize = 6;

/// The whole answer.
pub fn terminal(scenario: &Scenario, answer: &Answer) -> String {
    let mut out = heading(scenario, answer);
    out.push('\n');
    if scenario.strategies.len() == 1 {
        out.push_str(&totals(scenario, answer));
        out.push_str("± is the Monte Carlo standard error.\n\n");
    } else {
        out.push_str(&table(scenario, answer));
        out.push_str(
            "± is the Monte Carlo standard error; the interval holds 90 % of histories.\n\n",
        );
    }
    out.push_str(&sentence(scenario, answer));
    out.push_str(&spread(scenario, answer));
    out.push_str(&settled_text(scenario, answer));
    for note in notes(scenario, answer) {
        out.push_str(&format!("note: {note}\n"));
    }
    out.push_str(&response_text(scenario, answer));
    out
}

fn heading(scenario: &Scenario, answer: &Answer) -> String {
    let title = if scenario.title.is_empty() { "headwater" } else { &scenario.title };
    let weeks = match scenario.horizon.tail_weeks {
        0 => format!("{} weeks", scenario.horizon.weeks),
        tail => format!("{} weeks of media and {tail} after", scenario.horizon.weeks),
    };
    let against = match scenario.strategies.len() {
        1 => String::new(),
        _ => format!(", against {}", quoted(&scenario.strategies[answer.baseline].label)),
    };
    format!(
        "{title}\n{}, {} customers, {weeks}; {}{against}\n",
        histories(answer),
        grouped(count(scenario.n_customers()), 0),
        scenario.market.currency.code,
    )
}

/// `200 worlds × 2 replications`.
pub fn histories(answer: &Answer) -> String {
    let worlds = grouped(count(answer.n_worlds as u64), 0);
    let plural = if answer.n_worlds == 1 { "" } else { "s" };
    match answer.n_replications {
        1 => format!("{worlds} world{plural}"),
        n => format!("{worlds} world{plural} × {} replications", grouped(count(n as u64), 0)),
    }
}

fn count(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "shown to the thousands")]
    let x = n as f64;
    x
}

fn table(scenario: &Scenario, answer: &Answer) -> String {
    let currency = &scenario.market.currency.code;
    let mut rows = vec![
        [
            "",
            "strategy",
            &format!("net, {currency}"),
            "ROI",
            "90 % of ROIs",
            "P(loss)",
            "P(best)",
            "pays back",
        ]
        .map(String::from)
        .to_vec(),
    ];
    for (rank, &s) in (1..).zip(&answer.ranking) {
        let a = &answer.strategies[s];
        let label = scenario.strategies[s].label.clone();
        let row = if s == answer.baseline {
            [
                format!("{rank}"),
                label,
                "0 (baseline)".into(),
                "–".into(),
                "–".into(),
                "–".into(),
                percent_with_error(a.p_best),
                "–".into(),
            ]
        } else {
            [
                format!("{rank}"),
                label,
                with_error(
                    a.net.mean,
                    0,
                    i32::try_from(scenario.market.currency.digits).unwrap_or(2),
                ),
                percent_with_error(a.roi.mean),
                interval(a),
                percent_with_error(a.p_loss),
                percent_with_error(a.p_best),
                payback(a),
            ]
        };
        rows.push(row.to_vec());
    }
    aligned(&rows)
}

/// What happened under the only strategy, where there is nothing to rank.
fn totals(scenario: &Scenario, answer: &Answer) -> String {
    let a = &answer.strategies[answer.baseline];
    let currency = &scenario.market.currency.code;
    let rows = [
        ("orders of simulated customers".to_string(), with_error(a.orders, 0, 2)),
        (format!("revenue, {currency}"), with_error(a.revenue, 0, 2)),
        (format!("contribution, {currency}"), with_error(a.contribution, 0, 2)),
        (format!("cost, {currency}"), with_error(a.spend, 0, 2)),
        ("new customers".to_string(), with_error(a.new_customers, 0, 2)),
        ("kept for 52 weeks".to_string(), percent_with_error(a.retention_52w)),
    ];
    aligned(&rows.map(|(name, figure)| vec![String::new(), name, figure]))
}

fn interval(a: &StrategyAnswer) -> String {
    match (a.roi.quantiles.p05, a.roi.quantiles.p95) {
        (Some(low), Some(high)) => format!("{} … {}", percent(low), percent(high)),
        _ => "–".into(),
    }
}

fn payback(a: &StrategyAnswer) -> String {
    match (a.payback_week_p50, a.never_pays_back) {
        (Some(week), _) => format!("week {}", grouped(week, 0)),
        (None, Some(never)) => format!("never in {}", percent(never)),
        (None, None) => "–".into(),
    }
}

/// Columns side by side: text to the left, figures to the right.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..columns).map(|c| rows.iter().map(|r| r[c].width()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (c, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width - cell.width());
            let gap = if c > 0 { "  " } else { "" };
            line.push_str(gap);
            if c <= 1 {
                line.push_str(cell);
                line.push_str(&pad);
            } else {
                line.push_str(&pad);
                line.push_str(cell);
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// One sentence that a strategist can repeat.
pub fn sentence(scenario: &Scenario, answer: &Answer) -> String {
    let baseline = quoted(&scenario.strategies[answer.baseline].label);
    if scenario.strategies.len() == 1 {
        let a = &answer.strategies[answer.baseline];
        return format!(
            "{baseline} is the only strategy here, so nothing is ranked: it brings {} orders.\n",
            with_error(a.orders, 0, 2)
        );
    }
    let best = answer.ranking[0];
    let currency = &scenario.market.currency.code;
    if best == answer.baseline {
        let second = answer.ranking[1];
        let a = &answer.strategies[second];
        return format!(
            "{baseline} stays the best choice: the next, {}, would change net contribution by {} {currency} and lose money in {} of histories.\n",
            quoted(&scenario.strategies[second].label),
            with_error(a.net.mean, 0, 2),
            percent_with_error(a.p_loss),
        );
    }
    let a = &answer.strategies[best];
    let mut text = format!(
        "{} earns {} {currency} more than {baseline}, after its cost; it loses money in {} of histories and is the best of {} in {}.",
        quoted(&scenario.strategies[best].label),
        with_error(a.net.mean, 0, 2),
        percent_with_error(a.p_loss),
        scenario.strategies.len(),
        percent_with_error(a.p_best),
    );
    if let Some(losers) = losers(scenario, answer) {
        text.push_str(&losers);
    }
    text.push('\n');
    text
}

/// How much of the spread of the best plan's net comes from not knowing, and how much from chance.
fn spread(scenario: &Scenario, answer: &Answer) -> String {
    let best = answer.ranking.iter().copied().find(|&s| s != answer.baseline);
    let share = best.and_then(|s| answer.strategies[s].variance_share_worlds);
    let (Some(s), Some(share), true) = (best, share, scenario.numbers.any_uncertain()) else {
        return String::new();
    };
    let label = quoted(&scenario.strategies[s].label);
    if share <= 0.0 {
        return format!(
            "The spread of {label}'s net is chance: what is not known adds nothing that shows.\n"
        );
    }
    format!(
        "Of the variance of {label}'s net, {} comes from what is not known, {} from chance.\n",
        percent(share),
        percent(1.0 - share),
    )
}

/// Strategies that lose money on average, by more than two of their errors.
fn losers(scenario: &Scenario, answer: &Answer) -> Option<String> {
    let names: Vec<String> = (answer.ranking.iter())
        .filter(|&&s| s != answer.baseline && surely_below_zero(answer.strategies[s].net.mean))
        .map(|&s| quoted(&scenario.strategies[s].label))
        .collect();
    (!names.is_empty()).then(|| format!(" On average {} loses money.", names.join(" and ")))
}

fn surely_below_zero(e: Estimate) -> bool {
    matches!((e.value, e.se), (Some(value), Some(se)) if value < -2.0 * se)
}

/// What a reader should know before using the figures.
pub fn notes(scenario: &Scenario, answer: &Answer) -> Vec<String> {
    let mut notes = Vec::new();
    for &s in &answer.ranking {
        for a in &answer.strategies[s].tactics {
            let (Some(spend), true) = (a.spend.value, a.budget > 0.0) else { continue };
            if spend >= UNDERSPENT * a.budget {
                continue;
            }
            let tactic = &scenario.tactics[a.tactic];
            notes.push(format!(
                "{} in {} spent {} of its budget: {}",
                quoted(&tactic.label),
                quoted(&scenario.strategies[s].label),
                percent(spend / a.budget),
                why_underspent(&tactic.reach),
            ));
        }
    }
    if answer.n_worlds == 1 {
        notes.push("one world has no error: set study.worlds to 2 or more".into());
    }
    let assumed: Vec<&str> = scenario.numbers.assumptions().map(|n| n.path.as_str()).collect();
    if !assumed.is_empty() {
        let named = &assumed[..assumed.len().min(MOST_NAMED)];
        let more = match assumed.len() - named.len() {
            0 => String::new(),
            n => format!(" and {n} more, see manifest.json"),
        };
        notes.push(format!("assumed, measured by nobody: {}{more}", named.join(", ")));
    }
    let people = scenario.market.people_per_customer;
    if people > 1 {
        notes.push(format!(
            "each simulated customer stands for {people} people: chance is that of the simulated ones, so too wide by about √{people}"
        ));
    }
    notes
}

fn why_underspent(reach: &Reach) -> &'static str {
    match reach {
        Reach::Search { .. } => "too few people had a need to search with",
        Reach::Direct { cost_per_issue: Some(_), .. } => {
            "too few people had given permission, or it did not pay for writing one message"
        }
        Reach::Direct { .. } => "too few people had given permission",
        Reach::Content { .. } => "it was not enough for one more post",
        Reach::Site { .. } => {
            "a week of the site costs less, or more than the budget of the week, and then it did not run"
        }
        Reach::Broadcast { .. } | Reach::Targeted { .. } => {
            "there was nobody in the market to show it to, or less than one impression to buy"
        }
    }
}
