//! What a study costs, mechanism by mechanism: nanoseconds of one core and bytes. Start at [`Cost::of`].
//!
//! Nanoseconds are those of a customer and a week on an x86-64 core of about 2.5 GHz with AVX2; `cargo bench --bench
//! estimates` prints them against what is measured. A new mechanism is one line in [`passes`], and one in [`columns`] if it
//! keeps something of a customer. Estimates only: nothing that is simulated depends on them.

use crate::engine::{StageRow, WeekRow};
use crate::model::journey::N_STAGES;
use crate::model::{Acquaintances, Basket, Reach, Scenario, Strategy, Tactic, Trait};

/// Loops, sums and what every customer has.
const BASE: f64 = 0.4;
/// A move: its draw and the comparison of hazards.
const MOVE: f64 = 1.7;
/// A need, with one rate for all and with one for each.
const NEED_SAME: f64 = 0.9;
const NEED_EACH: f64 = 1.9;
/// Who searches, gathered before the week.
const SEARCHING: f64 = 1.1;
/// Contacts of a week in which a tactic has money, with its adstock.
const CONTACT: f64 = 1.4;
const CONTACT_VARIED: f64 = 2.7;
const SEND: f64 = 0.7;
/// Visits to content, a site or a shop of a week in which they can be found.
const VISIT: f64 = 1.2;
/// Who looked, gathered before the week and remembered after it.
const REMIND: f64 = 1.0;
/// Adstock of a week in which it has none.
const FADE: f64 = 0.1;
/// The force that its message still has for each customer, in a week with contacts.
const WEAR: f64 = 0.8;
/// What contacts tell of tastes, and what that makes of hazards.
const LEARNS: f64 = 2.0;
/// What commitments make of hazards.
const COMMITMENT: f64 = 0.6;
/// The touches of a week, where roles are counted; and those of each tactic in contact.
const ROLES: f64 = 2.0;
const TOUCH: f64 = 4.0;
/// What a tactic adds to moves or needs: in proportion, along a Hill curve, along one with an exponent.
const EFFECT: f64 = 0.4;
const EFFECT_HILL: f64 = 0.6;
const EFFECT_POWER: f64 = 2.0;
/// What happens one by one: a need that arrives, and where it can be met the order and the moves that go with it.
const NEED: f64 = 18.0;
const ORDER: f64 = 62.0;
/// An upsell that an order may take up.
const UPSELL: f64 = 60.0;
const TRUST: f64 = 5.0;
const ANNOYANCE: f64 = 5.0;
/// Satisfaction that fades and is summed; what it makes of moves and exits; what it makes of needs.
const SATISFACTION: f64 = 1.5;
const SATISFIED_MOVE: f64 = 2.0;
const SATISFIED_NEED: f64 = 2.0;
/// For each tactic in use.
const PACING: f64 = 1.6;
const PRESSURE: f64 = 1.6;
/// What people say to each other: to everybody, in a network, and along each of its links; making a link, once.
const TALK_ALL: f64 = 0.2;
const TALK: f64 = 1.5;
const TALK_LINK: f64 = 0.05;
const LINK_MADE: f64 = 60.0;
/// Nanoseconds for each segment and week whose offer may fit or not: its tables of moves and a step
/// of taste; and for each interview.
const FITTED: f64 = 300.0;
const INTERVIEW: f64 = 145.0;
/// Staff: who is a lead, looked at for each customer.
const LEADS: f64 = 0.6;
/// A choice: our clock and that of buying nothing, and that of each rival.
const CHOICE: f64 = 60.0;
const RIVAL: f64 = 25.0;
/// Home stocks: what they make of needs, and the draw of those met from them.
const HOME: f64 = 2.5;

/// Where channels are joined, the part that a tactic has in a message of several; in how many channels a customer was met.
const PART: f64 = 0.8;
const MET: f64 = 1.5;
/// One by one: what becomes of a basket, and what a buyer asks service staff.
const BASKET: f64 = 20.0;
const SERVICE: f64 = 40.0;
const TOLD: f64 = 20.0;
const COLLECT: f64 = 20.0;

/// Nanoseconds for each customer of a (world, replication): her columns, a trait from a stream, one from a draw.
const ARRIVAL: f64 = 6.0;
const TRAIT_STREAM: f64 = 80.0;
const TRAIT_DRAW: f64 = 4.0;
/// Nanoseconds for each customer of a history: its columns.
const COLUMNS: f64 = 12.0;
/// Nanoseconds for each week of a history, however few its customers; and for what is drawn once a world.
const WEEK: f64 = 2_400.0;
const WORLD: f64 = 20_000.0;
/// Nanoseconds of summing up: for each week of a history (sorted for quantiles), and for each row of a table.
const WEEK_TOLD: f64 = 600.0;
const HISTORY_TOLD: f64 = 3_000.0;
/// Nanoseconds of reading and of tables, and of drawing a chart, whatever their size.
const START: f64 = 15e6;
const CHART: f64 = 45e6;

/// Bytes of a history in the results for each week, and of the sums of a week while a history waits to be added.
const WEEK_KEPT: f64 = bytes_of::<WeekRow>();
const WEEK_WAITING: f64 = bytes_of::<WeekRow>() + bytes_of::<[StageRow; N_STAGES]>();
/// Bytes for each week of a strategy: sum over a world, mean and square of what is counted by stage.
const WEEK_AVERAGED: f64 = 3.0 * bytes_of::<[StageRow; N_STAGES]>();
/// Bytes of a history in the tables, text included.
const HISTORY_KEPT: f64 = 700.0;
/// Bytes of the program itself, with its charts.
const PROGRAM: f64 = 30e6;

/// What a study costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cost {
    /// that threads share
    pub living_ns: f64,
    /// before and after, on one thread
    pub telling_ns: f64,
    pub bytes: f64,
}

impl Cost {
    /// The cost of a study of this scenario on so many threads.
    pub fn of(scenario: &Scenario, threads: f64) -> Cost {
        let tasks = f64::from(scenario.sampling.worlds) * f64::from(scenario.sampling.replications);
        let weeks = f64::from(scenario.horizon.total_weeks());
        let customers = real(scenario.n_customers().into());
        let strategies = &scenario.strategies;
        let per_task: f64 = arrivals(scenario)
            + strategies.iter().map(|s| history(scenario, s, weeks)).sum::<f64>();
        let histories = tasks * real(strategies.len() as u128);
        let living_ns = tasks * per_task + f64::from(scenario.sampling.worlds) * WORLD;
        let telling_ns = START
            + CHART * real(n_charts(scenario))
            + histories * (weeks * WEEK_TOLD + HISTORY_TOLD);
        // On each thread a history beside the baseline, on the same traits.
        let in_flight = threads.min(tasks).max(1.0);
        let columns = 2.0 * (columns(scenario) + talk_bytes(scenario)) + trait_columns(scenario);
        let waiting = (tasks / 64.0).clamp(4.0 * threads, 2048.0).min(tasks);
        let waiting = waiting * real(strategies.len() as u128);
        Cost {
            living_ns,
            telling_ns,
            bytes: PROGRAM
                + customers * columns * in_flight
                + waiting * weeks * WEEK_WAITING
                + real(strategies.len() as u128) * weeks * WEEK_AVERAGED
                + histories * (weeks * WEEK_KEPT + HISTORY_KEPT),
        }
    }
}

/// Charts that a run draws: `report::charts` without what was observed.
fn n_charts(scenario: &Scenario) -> u128 {
    let compares = scenario.strategies.len() > 1;
    let tornado = compares && scenario.numbers.any_uncertain() && scenario.sampling.worlds >= 10;
    2 + 2 * u128::from(compares) + u128::from(tornado)
}

/// Drawing the customers of a (world, replication).
fn arrivals(scenario: &Scenario) -> f64 {
    let audiences = scenario.tactics.iter().filter(|t| has_audience(t)).count();
    let offer = scenario.offer.as_ref();
    let of_offer = [
        offer.and_then(|o| o.dropout_per_purchase.as_ref()),
        offer.and_then(|o| o.dropout_per_week.as_ref()),
        offer.and_then(|o| o.contract.as_ref()).map(|c| &c.churn_per_renewal),
    ];
    let segments = scenario.segments.iter().map(|segment| {
        let own =
            segment.affinity.iter().map(Option::as_ref).chain([segment.needs_per_year.as_ref()]);
        let streams = own.chain(of_offer).flatten().filter(|t| matches!(t, Trait::Each(_))).count()
            + usize::from(matches!(segment.basket, Basket::Each(_) | Basket::GammaGamma { .. }));
        let per_customer =
            ARRIVAL + TRAIT_STREAM * real(streams as u128) + TRAIT_DRAW * real(audiences as u128);
        f64::from(segment.n_customers) * per_customer
    });
    let customers = real(scenario.n_customers().into());
    segments.sum::<f64>() + customers * mean_links(scenario) * LINK_MADE
}

/// Living one history.
fn history(scenario: &Scenario, strategy: &Strategy, weeks: f64) -> f64 {
    let customers = real(scenario.n_customers().into());
    let per_customer = COLUMNS + passes(scenario, strategy, weeks);
    customers * per_customer
        + weeks * WEEK
        + tastes(scenario, strategy, weeks)
        + customers * events(scenario, weeks)
}

/// Nanoseconds of a history for what segments like and people are asked, however many they are.
fn tastes(scenario: &Scenario, strategy: &Strategy, weeks: f64) -> f64 {
    let interviews = strategy.total_interviews(scenario.horizon.weeks);
    let segments = real(scenario.segments.len() as u128);
    let each = if scenario.fit.is_some() { weeks * FITTED } else { 0.0 };
    segments * (each + real(interviews.into()) * INTERVIEW)
}

/// Nanoseconds of a customer over all weeks of one history.
fn passes(scenario: &Scenario, strategy: &Strategy, weeks: f64) -> f64 {
    let media_weeks = scenario.horizon.weeks;
    let customers = real(scenario.n_customers().into()).max(1.0);
    let share_of = |holds: &dyn Fn(&crate::model::Segment) -> bool| {
        let held = scenario.segments.iter().filter(|s| holds(s)).map(|s| f64::from(s.n_customers));
        held.sum::<f64>() / customers
    };
    let needs_same = share_of(&|s| matches!(s.needs_per_year, Some(Trait::Same(_))));
    let needs_each = share_of(&|s| matches!(s.needs_per_year, Some(Trait::Each(_))));
    let mut week = BASE + NEED_SAME * needs_same + NEED_EACH * needs_each;
    let moves = scenario.journey.forward_per_week.iter().chain(&scenario.journey.exit_per_week);
    let active: Vec<(usize, &Tactic)> = (scenario.tactics.iter().enumerate())
        .filter(|(t, _)| strategy.total_budget(*t, media_weeks) > 0)
        .collect();
    let moved = |t: &Tactic| t.moves.iter().any(Option::is_some);
    let takes = scenario.rivals.iter().any(|r| r.takes_per_week.is_some());
    if takes || moves.flatten().next().is_some() || active.iter().any(|(_, t)| moved(t)) {
        week += MOVE;
    }
    let mut minds = 0.0;
    minds += if scenario.trust.is_some() { TRUST } else { 0.0 };
    minds += if scenario.annoyance.is_some() { ANNOYANCE } else { 0.0 };
    let in_time = scenario.offer.as_ref().is_some_and(|o| o.dropout_per_week.is_some());
    minds += if in_time { MOVE } else { 0.0 };
    minds += scenario.satisfaction.map_or(0.0, |of| {
        SATISFACTION
            + SATISFIED_MOVE * f64::from(u8::from(of.lifts_moves.is_some()))
            + SATISFIED_MOVE * f64::from(u8::from(of.churn_odds_per_unit.is_some()))
            + SATISFIED_NEED * f64::from(u8::from(of.lifts_needs.is_some()))
    });
    let asks = real(active.len() as u128);
    minds += if scenario.pacing.is_some() { asks * PACING } else { 0.0 };
    minds += if scenario.pressure.is_some() { asks * PRESSURE } else { 0.0 };
    let talk = match mean_links(scenario) {
        links if links > 0.0 => TALK + TALK_LINK * links,
        _ if scenario.word_of_mouth.is_some() => TALK_ALL,
        _ => 0.0,
    };
    let home = if takes_home(scenario, strategy) { HOME } else { 0.0 };
    week += if scenario.tells_channels_apart() { MET } else { 0.0 };
    let roles = if scenario.roles { ROLES } else { 0.0 };
    let commitment = if scenario.commitment.is_some() { COMMITMENT } else { 0.0 };
    let learns = if scenario.learns_tastes() { LEARNS } else { 0.0 };
    let mut all = weeks * (week + minds + talk + home + roles + commitment + learns);
    for (t, tactic) in active {
        let bought = (1..=media_weeks).filter(|&w| strategy.budget(t, w, media_weeks) > 0);
        let bought = real(bought.count() as u128);
        // What was written is found in weeks without money too.
        let in_contact = if matches!(tactic.reach, Reach::Content { .. }) { weeks } else { bought };
        all += in_contact * contact(scenario, tactic) + (weeks - in_contact) * FADE;
        let drowned = scenario.voice.is_some() && tactic.reach.is_bought();
        all += if tactic.wear.is_some() || drowned { in_contact * WEAR } else { 0.0 };
        all += if scenario.roles { in_contact * TOUCH } else { 0.0 };
        all += if matches!(tactic.reach, Reach::People(_)) { weeks * LEADS } else { 0.0 };
        let effect = match tactic.saturation {
            None => EFFECT,
            Some(s) if s.hill_exponent.is_some() => EFFECT_POWER,
            Some(_) => EFFECT_HILL,
        };
        let effects = u8::from(moved(tactic)) + u8::from(tactic.stirs_need.is_some());
        let repeats = strategy.omnichannel.is_some() && tactic.message.is_some();
        let effect = effect + if repeats { PART } else { 0.0 };
        // What persuades is looked up only where a need is decided.
        all += weeks * effect * f64::from(effects);
    }
    all
}

/// Does anybody ever take anything home?
fn takes_home(scenario: &Scenario, strategy: &Strategy) -> bool {
    let promotion = scenario.promotion.as_ref();
    promotion.is_some_and(|p| p.takes_home()) && strategy.promotes(scenario.horizon.weeks)
}

/// Nanoseconds of a week in which a tactic has money.
fn contact(scenario: &Scenario, tactic: &Tactic) -> f64 {
    let is_varied = |s: &crate::model::Segment| {
        matches!(s.affinity.get(tactic.channel), Some(Some(Trait::Each(_))))
    };
    match &tactic.reach {
        Reach::Direct { .. } => SEND,
        Reach::People(_) => FADE,
        Reach::Search { .. } => CONTACT + SEARCHING,
        Reach::Content { .. }
        | Reach::Site { .. }
        | Reach::Store { .. }
        | Reach::Community { .. } => VISIT,
        reach if reach.aims_at_lookers() => CONTACT_VARIED + REMIND,
        _ if scenario.segments.iter().any(is_varied) => CONTACT_VARIED,
        _ => CONTACT,
    }
}

/// Nanoseconds of a customer over the study, in a typical world, about, for what happens one by one.
fn events(scenario: &Scenario, weeks: f64) -> f64 {
    let typical = scenario.numbers.centre();
    let customers = real(scenario.n_customers().into()).max(1.0);
    let needs = scenario.segments.iter().map(|s| {
        let rate = match &s.needs_per_year {
            None => 0.0,
            Some(Trait::Same(rate)) => typical.get(*rate),
            Some(Trait::Each(family)) => family.law(&typical).centre(),
        };
        f64::from(s.n_customers) * rate
    });
    let each = if scenario.offer.is_some() { NEED + ORDER } else { NEED };
    let upsells = scenario.tactics.iter().filter(|t| t.upsell.is_some()).count();
    let mut each = each + UPSELL * real(upsells as u128);
    if let Some(coordination) = &scenario.coordination {
        each += if coordination.basket.is_some() { BASKET } else { 0.0 };
        each += if coordination.service.is_some() { SERVICE } else { 0.0 };
        each += if coordination.promotion.is_some() { TOLD } else { 0.0 };
        each += if coordination.collect.is_some() { COLLECT } else { 0.0 };
    }
    let choice = match scenario.choice {
        Some(_) => CHOICE + RIVAL * real(scenario.rivals.len() as u128),
        None => 0.0,
    };
    each += choice;
    needs.sum::<f64>() / customers * weeks / 52.0 * each
}

/// Bytes of a customer in one history.
fn columns(scenario: &Scenario) -> f64 {
    let mut bytes = 28.0 + 5.0 * real(scenario.tactics.len() as u128);
    bytes += 4.0 * real(scenario.tactics.iter().filter(|t| t.wear.is_some()).count() as u128);
    let staff = scenario.tactics.iter().filter(|t| matches!(t.reach, Reach::People(_))).count();
    bytes += 6.0 * real(staff as u128);
    bytes += if scenario.has_needs() { 5.0 } else { 0.0 };
    bytes += if scenario.offer.as_ref().is_some_and(|o| o.contract.is_some()) { 2.0 } else { 0.0 };
    bytes += if scenario.promotion.is_some_and(|p| p.takes_home()) { 4.0 } else { 0.0 };
    bytes += if scenario.trust.is_some() { 5.0 } else { 0.0 };
    bytes += if scenario.annoyance.is_some() { 4.0 } else { 0.0 };
    bytes += if scenario.satisfaction.is_some() { 4.0 } else { 0.0 };
    bytes += if scenario.roles { 24.0 } else { 0.0 };
    bytes += if scenario.learns_tastes() { 4.0 } else { 0.0 };
    bytes += if scenario.commitment.is_some() { 1.0 } else { 0.0 };
    bytes += if scenario.tactics.iter().any(|t| t.referral.is_some()) { 2.0 } else { 0.0 };
    bytes += if scenario.tactics.iter().any(|t| t.reach.aims_at_lookers()) { 2.0 } else { 0.0 };
    bytes
}

/// Bytes of what a customer brings with her.
fn trait_columns(scenario: &Scenario) -> f64 {
    let audiences = scenario.tactics.iter().filter(|t| has_audience(t)).count();
    let channels = scenario.channels.len();
    17.0 + real(audiences as u128) + 4.0 * real(channels as u128)
}

/// Bytes of one customer in a network: her links, at both ends and while they are made, and what she hears.
fn talk_bytes(scenario: &Scenario) -> f64 {
    match mean_links(scenario) {
        links if links > 0.0 => 45.0 + 6.0 * links,
        _ => 0.0,
    }
}

/// People that a customer of a network knows; 0 without one.
fn mean_links(scenario: &Scenario) -> f64 {
    match scenario.word_of_mouth.as_ref().map(|talk| talk.acquaintances) {
        None | Some(Acquaintances::Everybody) => 0.0,
        Some(Acquaintances::WattsStrogatz { links, .. }) => f64::from(links),
        Some(Acquaintances::BarabasiAlbert { links }) => 2.0 * f64::from(links),
    }
}

fn has_audience(tactic: &Tactic) -> bool {
    matches!(
        tactic.reach,
        Reach::Broadcast { audience: Some(_), .. }
            | Reach::Targeted { audience: Some(_), .. }
            | Reach::Store { .. }
    )
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
const fn bytes_of<T>() -> f64 {
    size_of::<T>() as f64
}

fn real(n: u128) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let x = n as f64;
    x
}
