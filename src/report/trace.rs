//! One life in words, week by week, as the engine's columns tell it; quiet weeks are folded. The words are in
//! [`super::phrases`].

use crate::engine::{ABSENT, Counted, Held, Life, LifeWeek, held};
use crate::model::{Reach, Scenario, Stage};

use super::lang::Lang;
use super::phrases::trace as say;

/// Columns that are told as events; any other is told as it stands, in weeks in which something happens.
const TOLD: [&str; 17] = [
    "stage",
    "committed",
    "orders",
    "revenue",
    "contribution",
    "first_order",
    "open",
    "renews_at",
    "opted_out",
    "false_details",
    "stock",
    "seen",
    "calls",
    "waits_for_call",
    "no_more_calls",
    "last_visit",
    "contacts_so_far",
];

/// Whose life, and where it was lived.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    pub scenario: &'a Scenario,
    pub strategy: usize,
    pub segment: usize,
    /// number in the segment
    pub number: u32,
    /// from 1
    pub world: u32,
    /// from 1, in the world
    pub replication: u32,
}

/// The whole life.
pub fn trace(lang: Lang, whose: Whose<'_>, life: &Life) -> String {
    let scenario = whose.scenario;
    let segment = &scenario.segments[whose.segment];
    let strategy = &scenario.strategies[whose.strategy];
    let id = format!("{}.{}", segment.id, whose.number);
    let mut out =
        say::heading(lang, &id, &segment.label, &strategy.label, whose.world, whose.replication);
    for text in traits(lang, scenario, &life.traits) {
        out.push_str(&format!("  {text}\n"));
    }
    let start = match stage(&life.start) {
        Some(stage) => say::starts(lang, stage),
        None => say::not_yet_in(lang).to_string(),
    };
    out.push_str(&format!("  {start}\n\n"));

    let mut before = &life.start;
    let mut quiet: Option<Quiet> = None;
    for week in &life.weeks {
        let events = events(lang, whose, before, week);
        if events.is_empty() {
            quiet.get_or_insert_with(|| Quiet::new(scenario, week)).add(week);
        } else {
            out.push_str(&quiet.take().map_or_else(String::new, |q| q.told(lang, scenario)));
            let mut label = say::week(lang, week.week);
            for event in events.into_iter().chain(asides(lang, scenario, before, week)) {
                out.push_str(&line(&label, &event));
                label.clear();
            }
        }
        before = &week.held;
    }
    out.push_str(&quiet.map_or_else(String::new, |q| q.told(lang, scenario)));
    out.push_str(&format!("\n{}\n", ending(lang, scenario, life)));
    out
}

/// Label to the left, what happened to the right.
fn line(label: &str, event: &str) -> String {
    format!("{label:<14}{event}\n")
}

fn stage(columns: &[Held]) -> Option<Stage> {
    let code = held(columns, "stage", None);
    Stage::ALL.into_iter().find(|s| f64::from(*s as u8) == code && f64::from(ABSENT) != code)
}

/// What she brought with her and others did not.
fn traits(lang: Lang, scenario: &Scenario, traits: &[Held]) -> Vec<String> {
    let told = traits.iter().filter_map(|t| match (t.name, t.of) {
        ("start", _) => None,
        ("affinity", Some(c)) => {
            Some(say::affinity(lang, &scenario.channels.get(c)?.id, &lang.short(t.value)))
        }
        ("audience", Some(tactic)) => {
            let of = scenario.tactics.get(tactic)?;
            let told = match of.reach {
                Reach::Store { .. } => say::lives_far,
                _ => say::out_of_audience,
            };
            (t.value <= 0.0).then(|| told(lang, &of.label))
        }
        (name, _) => Some(say::own_trait(lang, name, &lang.short(t.value))),
    });
    told.collect()
}

/// Everything that happened to her in a week, contacts apart where nothing else did.
fn events(lang: Lang, whose: Whose<'_>, before: &[Held], week: &LifeWeek) -> Vec<String> {
    let scenario = whose.scenario;
    let after = &week.held;
    let delta = |name: &str| held(after, name, None) - held(before, name, None);
    let orders = delta("orders");
    let mut events = Vec::new();
    let (was, is) = (stage(before), stage(after));
    if let (None, Some(_)) = (was, is) {
        events.push(say::comes_in(lang));
    }
    needs(lang, (before, after), &week.counted, orders, finds(whose), &mut events);
    let was_due = held(before, "renews_at", None) == f64::from(week.week);
    if orders > 0.0 {
        let money = |name: &str| amount(lang, scenario, delta(name));
        let is_first = held(after, "first_order", None) == f64::from(week.week)
            && held(before, "first_order", None) != f64::from(week.week);
        let (value, margin) = (money("revenue"), money("contribution"));
        let count = lang.grouped(orders, 0);
        events.push(if was_due {
            say::renews(lang, &value, &margin)
        } else {
            say::order(lang, &count, orders > 1.0, is_first, &value, &margin)
        });
    }
    if orders <= 0.0 && delta("revenue") > 0.0 {
        let (value, margin) = (
            amount(lang, scenario, delta("revenue")),
            amount(lang, scenario, delta("contribution")),
        );
        events.push(say::small_sale(lang, &value, &margin));
    }
    let asked = week.counted.service_contacts;
    if asked > 0 {
        events.push(say::asks_service(lang, asked, week.counted.repeat_contacts));
    }
    let went_home = delta("home_stock") + real(week.counted.used_at_home);
    if went_home > 0.0 {
        events.push(say::goes_home(lang, &lang.grouped(went_home, 0)));
    }
    if let (Some(was), Some(is)) = (was, is)
        && (was != is || week.counted.exit.iter().any(|&n| n > 0))
    {
        events.push(moved(lang, scenario, was, is, week, orders, was_due));
    }
    for (c, channel) in scenario.channels.iter().enumerate() {
        let turned = |name: &str| held(after, name, Some(c)) - held(before, name, Some(c));
        if turned("opted_out") > 0.0 {
            events.push(say::opts_out(lang, &channel.id));
        }
        if turned("false_details") > 0.0 {
            events.push(say::false_details(lang, &channel.id));
        }
    }
    for (t, tactic) in scenario.tactics.iter().enumerate() {
        in_line(lang, (t, &tactic.label), before, week, &mut events);
    }
    if !events.is_empty()
        && let Some(contacts) = contacts(scenario, &week.contacts)
    {
        events.insert(0, say::contacts(lang, &contacts));
    }
    events
}

/// What happened to her in the line of a sales desk: she leaves it, joins it, is called, or is called no more.
fn in_line(
    lang: Lang,
    (t, label): (usize, &str),
    before: &[Held],
    week: &LifeWeek,
    events: &mut Vec<String>,
) {
    let holds = |columns: &[Held], name: &str| held(columns, name, Some(t)) > 0.0;
    let counted = |of: &[bool]| of.get(t).is_some_and(|it| *it);
    let (left, due) = (counted(&week.counted.left_line), counted(&week.counted.call_due));
    if left {
        events.push(say::leaves_line(lang, label));
    }
    let waits = holds(&week.held, "waits_for_call");
    let waited = holds(before, "waits_for_call") && !left;
    if waits && due {
        events.push(say::waits_for_call(lang, label));
    } else if (waited || due) && !waits {
        let number = lang.grouped(held(&week.held, "calls", Some(t)), 0);
        events.push(say::is_called(lang, label, &number));
    }
    let done = |columns: &[Held]| holds(columns, "no_more_calls");
    if done(&week.held) && !done(before) {
        events.push(say::no_more_calls(lang, label));
    }
}

/// Does her strategy pay for something that people with a need find or come to?
fn finds(whose: Whose<'_>) -> bool {
    let scenario = whose.scenario;
    let plan = &scenario.strategies[whose.strategy];
    let found = |t: &usize| {
        matches!(
            scenario.tactics[*t].reach,
            Reach::Search { .. } | Reach::Content { .. } | Reach::Store { .. }
        )
    };
    let paid = |t: usize| plan.total_budget(t, scenario.horizon.weeks) > 0;
    (0..scenario.tactics.len()).filter(found).any(paid)
}

fn needs(
    lang: Lang,
    (before, after): (&[Held], &[Held]),
    counted: &Counted,
    orders: f64,
    finds: bool,
    events: &mut Vec<String>,
) {
    let at_home = counted.used_at_home;
    if at_home > 0 {
        events.push(say::met_at_home(lang, at_home));
    }
    let was_open = held(before, "open", None) > 0.0;
    let is_open = held(after, "open", None) > 0.0;
    let n = &counted.needs;
    if n.arrived > 0 {
        events.push(say::needs_arrive(lang, n.arrived, was_open));
    }
    if is_open && !was_open {
        events.push(say::need_stays_open(lang, finds).into());
    }
    if was_open
        && !is_open
        && orders > 0.0
        && n.met > n.arrived.saturating_sub(n.rivals + n.refused + n.lapsed + n.void)
    {
        events.push(say::open_need_ordered(lang).into());
    }
    if n.rivals > 0 {
        events.push(say::needs_to_rivals(lang, n.rivals));
    }
    if n.refused > 0 {
        events.push(say::needs_refused(lang, n.refused));
    }
    if counted.missed_promotions > 0 {
        events.push(say::misses_price(lang, counted.missed_promotions));
    }
    if counted.collected_orders > 0 {
        let (orders, more) = (counted.collected_orders, counted.collected_baskets);
        events.push(say::collects(lang, orders, more));
    }
    let (left, waiting) = (counted.abandoned_carts, counted.recovered_carts);
    if left > 0 {
        events.push(say::leaves_basket(lang, left, waiting));
    }
    if n.lapsed > 0 {
        events.push(say::needs_lapse(lang, n.lapsed));
    }
    if n.void > 0 {
        events.push(say::needs_void(lang, n.void));
    }
}

/// From which stage to which, and why.
fn moved(
    lang: Lang,
    scenario: &Scenario,
    was: Stage,
    is: Stage,
    week: &LifeWeek,
    orders: f64,
    was_due: bool,
) -> String {
    let counted = &week.counted;
    let by = counted.moves_caused.iter().position(|&n| n > 0);
    let why = if is == Stage::Lost {
        match (orders > 0.0, was_due) {
            (true, _) => say::dropped_out(lang).to_string(),
            (false, true) => say::did_not_renew(lang).to_string(),
            (false, false) => say::left(lang).to_string(),
        }
    } else if was == Stage::Lost {
        say::came_back(lang).to_string()
    } else if is < was {
        say::fell_back(lang).to_string()
    } else if let Some(label) = by.and_then(|t| scenario.tactics.get(t)).map(|t| &t.label) {
        say::moved_by(lang, label)
    } else if counted.moves_by_talk > 0 {
        say::moved_by_talk(lang).to_string()
    } else if orders > 0.0 {
        say::moved_by_order(lang).to_string()
    } else {
        say::moved_by_herself(lang).to_string()
    };
    say::moves(lang, was, is, &why)
}

/// Columns without events of their own, as they stand, where the week changed them.
fn asides(lang: Lang, scenario: &Scenario, before: &[Held], week: &LifeWeek) -> Option<String> {
    let told = week.held.iter().filter(|h| !TOLD.contains(&h.name));
    let told = told.filter(|h| before.iter().all(|b| b != *h));
    let now: Vec<String> = told
        .map(|h| {
            let of = h.of.and_then(|t| scenario.tactics.get(t)).map(|t| t.label.as_str());
            say::column(lang, h.name, of, &lang.short(h.value))
        })
        .collect();
    (!now.is_empty()).then(|| say::now(lang, &now.join(", ")))
}

/// `TV 3, Paid search 1`; nothing where there was no contact.
fn contacts(scenario: &Scenario, counts: &[u32]) -> Option<String> {
    let named: Vec<String> = (scenario.tactics.iter().zip(counts))
        .filter(|(_, n)| **n > 0)
        .map(|(tactic, n)| format!("{} {n}", tactic.label))
        .collect();
    (!named.is_empty()).then(|| named.join(", "))
}

/// Weeks in a row in which nothing happened but contacts.
struct Quiet {
    first: u32,
    last: u32,
    stage: Option<Stage>,
    has_open_need: bool,
    contacts: Vec<u32>,
}

impl Quiet {
    fn new(scenario: &Scenario, week: &LifeWeek) -> Quiet {
        Quiet {
            first: week.week,
            last: week.week,
            stage: stage(&week.held),
            has_open_need: held(&week.held, "open", None) > 0.0,
            contacts: vec![0; scenario.tactics.len()],
        }
    }

    fn add(&mut self, week: &LifeWeek) {
        self.last = week.week;
        for (sum, n) in self.contacts.iter_mut().zip(&week.contacts) {
            *sum += n;
        }
    }

    fn told(self, lang: Lang, scenario: &Scenario) -> String {
        let label = say::weeks(lang, self.first, self.last);
        let contacts = contacts(scenario, &self.contacts);
        let text = say::quiet(lang, self.stage, self.has_open_need, contacts.as_deref());
        line(&label, &text)
    }
}

fn ending(lang: Lang, scenario: &Scenario, life: &Life) -> String {
    let last = life.weeks.last().map_or(&life.start, |w| &w.held);
    let mut sums = vec![0; scenario.tactics.len()];
    for week in &life.weeks {
        for (sum, n) in sums.iter_mut().zip(&week.contacts) {
            *sum += n;
        }
    }
    let money = |name: &str| amount(lang, scenario, held(last, name, None));
    say::ending(
        lang,
        life.weeks.len(),
        stage(last),
        &lang.grouped(held(last, "orders", None), 0),
        &money("revenue"),
        &money("contribution"),
        contacts(scenario, &sums).as_deref(),
    )
}

fn real(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "needs of one customer and week")]
    let x = n as f64;
    x
}

fn amount(lang: Lang, scenario: &Scenario, minor: f64) -> String {
    let currency = &scenario.market.currency;
    #[expect(clippy::cast_possible_truncation, reason = "whole minor units of one customer")]
    let minor = libm::round(minor) as i128;
    format!("{} {}", lang.money(minor, currency.digits), currency.code)
}
