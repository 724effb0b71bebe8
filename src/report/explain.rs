//! A scenario in words before it is run: who is reached by what, what is on and off, what is not known, what looks odd.
//! The words are in [`super::phrases`].

use crate::analysis::{
    Estimate, Explained, Oddity, StaffFacts, USUAL_LOAD, Unknown, Used, WEAR_AT,
};
use crate::model::{Reach, Scenario, Stage};

use super::lang::Lang;
use super::phrases::{explain as say, odd, switches};
use super::terminal::aligned;
use super::unspent::why_left;
use super::words::quoted;

/// A mechanism of the scenario file that is on or off.
#[derive(Clone, Debug)]
pub struct Switch {
    pub name: String,
    /// what it means
    pub doc: String,
    /// what its absence means
    pub absent: String,
    /// paths where it is on
    pub on: Vec<String>,
    /// paths where it could be and is not
    pub off: Vec<String>,
}

/// A key that was left at its default.
#[derive(Clone, Debug)]
pub struct Untyped {
    pub name: String,
    pub doc: String,
    pub same_as: String,
    pub paths: Vec<String>,
}

/// Most paths that are named on a line.
const NAMED: usize = 4;

/// The whole explanation.
pub fn explain(
    lang: Lang,
    scenario: &Scenario,
    explained: &Explained,
    switches: &[Switch],
    untyped: &[Untyped],
) -> String {
    let title = if scenario.title.is_empty() { "headwater" } else { lang.title(&scenario.title) };
    let horizon = scenario.horizon;
    let mut out = say::heading(
        lang,
        title,
        horizon.weeks,
        horizon.tail_weeks,
        &lang.grouped(count(scenario.n_customers()), 0),
        scenario.market.people_per_customer,
        &scenario.market.currency.code,
    );
    section(
        &mut out,
        say::reached(lang),
        &[say::typical(lang, &lang.grouped(count(explained.customers), 0), explained.lives)],
    );
    for t in 0..scenario.tactics.len() {
        out.push_str(&tactic(lang, scenario, explained, t));
    }
    if scenario.tactics.is_empty() {
        out.push_str(&item(say::no_tactics(lang)));
    }
    let on = switches.iter().filter(|s| !s.on.is_empty());
    let mut on: Vec<String> =
        on.map(|s| switches::is_on(&s.name, lang.word(&s.doc), &places(lang, &s.on))).collect();
    if let Some((degree, clustering)) = explained.network {
        on.push(switches::network(lang, &lang.grouped(degree, 1), &lang.grouped(clustering, 3)));
    }
    on.extend(explained.sales.iter().map(|sale| {
        let needed = sale.needed.map(|share| lang.percent(share));
        let strategy = &scenario.strategies[sale.strategy].label;
        let (off, more) = (lang.percent(sale.price_off), lang.percent(sale.more_needs));
        switches::sale(lang, strategy, &off, needed.as_deref(), &more)
    }));
    if let Some((guess, asked)) = &explained.fit {
        on.push(switches::first_guess(lang, &lang.grouped(*guess, 2)));
        for a in asked {
            let cost = format!("{} {}", lang.short(a.cost), scenario.market.currency.code);
            let label = &scenario.strategies[a.strategy].label;
            let interviews = lang.grouped(count(a.interviews), 0);
            let fit = (a.followed > 0).then(|| lang.grouped(a.fit, 2));
            on.push(switches::asked(lang, label, &interviews, &cost, fit.as_deref()));
        }
    }
    if let Some(choice) = &explained.choice {
        let rivals: Vec<String> = (choice.rivals.iter())
            .map(|(r, share)| format!("{} {}", scenario.rivals[*r].label, lang.percent(*share)))
            .collect();
        let [ours, nothing] = [choice.ours, choice.nothing].map(|share| lang.percent(share));
        on.push(switches::choice(lang, &ours, &rivals.join(", "), &nothing));
        for (s, ours, rivals) in &choice.by_segment {
            let [ours, rivals] = [*ours, *rivals].map(|share| lang.percent(share));
            on.push(switches::choice_in(lang, &scenario.segments[*s].label, &ours, &rivals));
        }
        for (strategy, week, cost, gap) in &choice.studies {
            let cost = format!("{} {}", lang.short(*cost), scenario.market.currency.code);
            let (strategy, gap) =
                (&scenario.strategies[*strategy].label, &scenario.segments[*gap].label);
            on.push(switches::studied(lang, strategy, *week, &cost, gap));
        }
        if let Some(elasticity) = choice.price_elasticity {
            on.push(switches::price_elasticity(lang, &lang.grouped(elasticity, 2)));
        }
    }
    on.extend(explained.joined.iter().map(|j| {
        let cost = format!("{} {}", lang.short(j.cost), scenario.market.currency.code);
        switches::joined(lang, &scenario.strategies[j.strategy].label, &cost, j.from_week)
    }));
    if let Some([apart, joined]) = explained.ordered {
        on.push(switches::ordered(lang, &lang.percent(apart), &lang.percent(joined)));
    }
    if let Some([apart, joined]) = explained.found {
        on.push(switches::finds_price(lang, &lang.percent(apart), &lang.percent(joined)));
    }
    if let Some([apart, joined]) = explained.collected {
        on.push(switches::collects(lang, &lang.percent(apart), &lang.percent(joined)));
    }
    section(&mut out, say::on(lang), &on);
    let off = switches.iter().filter(|s| !s.off.is_empty());
    let off: Vec<String> = off
        .map(|s| {
            let places = if s.on.is_empty() { String::new() } else { places(lang, &s.off) };
            switches::is_off(lang, &s.name, lang.word(&s.doc), lang.word(&s.absent), &places)
        })
        .collect();
    section(&mut out, say::off(lang), &off);
    out.push_str(&format!("\n{}\n", say::unknown(lang)));
    out.push_str(&unknown(lang, scenario, &explained.unknown));
    let untyped: Vec<String> = (untyped.iter())
        .map(|u| {
            say::untyped(&u.name, lang.word(&u.doc), lang.word(&u.same_as), &places(lang, &u.paths))
        })
        .collect();
    section(&mut out, say::untyped_heading(lang), &untyped);
    let mut odd: Vec<String> =
        explained.oddities.iter().map(|oddity| sentence(lang, scenario, oddity)).collect();
    if odd.is_empty() {
        odd.push(odd::nothing_odd(lang).into());
    }
    section(&mut out, say::odd(lang), &odd);
    out
}

fn section(out: &mut String, heading: &str, items: &[String]) {
    out.push_str(&format!("\n{heading}\n"));
    for text in items {
        out.push_str(&item(text));
    }
}

fn item(text: &str) -> String {
    format!("  {text}\n")
}

/// The first paths, and how many more there are.
fn places(lang: Lang, paths: &[String]) -> String {
    let named = paths.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(NAMED) {
        0 => named,
        more => say::and_more(lang, &named, more),
    }
}

fn tactic(lang: Lang, scenario: &Scenario, explained: &Explained, t: usize) -> String {
    let described = &scenario.tactics[t];
    let facts = &explained.tactics[t];
    let channel = &scenario.channels[described.channel].id;
    let mut out = item(&say::tactic(
        lang,
        &described.label,
        lang.direction(facts.direction),
        lang.stream(facts.stream),
        described.reach.name(),
        described.says.name(),
        (*channel != described.id).then_some(channel.as_str()),
    ));
    let mut add = |text: String| out.push_str(&item(&format!("  {text}")));
    let named: Vec<&str> =
        facts.segments.iter().map(|&s| &scenario.segments[s].label[..]).collect();
    let audience = facts.audience.map(|a| lang.percent(a));
    if let Some(weeks) = facts.lookers_weeks {
        add(say::lookers(lang, &lang.weeks(weeks), audience.as_deref()));
    } else if !facts.goes_to.is_empty() {
        let stages: Vec<&str> = facts.goes_to.iter().map(|s| lang.stage(*s)).collect();
        add(say::goes_to(lang, &stages.join(", ")));
    } else if let Some(who) =
        say::who(lang, described.reach.name(), &named.join(", "), audience.as_deref())
    {
        add(who);
    }
    let moves: Vec<String> = (facts.moves.iter())
        .map(|(stage, hazard)| {
            let to = match stage {
                Stage::Lost => Some(Stage::Aware),
                stage => stage.next(),
            };
            let to = to.map_or("", |s| lang.stage(s));
            say::moves(lang.stage(*stage), to, &lang.short(*hazard))
        })
        .collect();
    if described.reach.finds_gaps() {
        add(say::finds_gaps(lang).into());
    }
    let others = [
        facts.stirs_need,
        facts.builds_brand,
        facts.earns_trust,
        facts.satisfies,
        facts.learns_taste,
    ];
    let idle = facts.upsell.is_none() && facts.referral.is_none() && facts.persuades_to.is_none();
    let fetched = matches!(described.reach, Reach::Store { .. })
        && scenario.coordination.is_some_and(|c| c.collect.is_some());
    if moves.is_empty() && idle && others.iter().all(|&x| x <= 0.0) {
        let helps = facts.repeats
            || facts.speaks
            || fetched
            || !facts.looked_for_by.is_empty()
            || !facts.scored_by.is_empty();
        add(say::moves_nobody(lang, helps, facts.annoys > 0.0 || described.opts_out()));
    }
    let labels = |tactics: &[usize]| -> String {
        let labels = tactics.iter().map(|t| quoted(&scenario.tactics[*t].label));
        labels.collect::<Vec<String>>().join(", ")
    };
    if fetched {
        add(say::fetched(lang).into());
    }
    if facts.speaks {
        add(say::speaks(lang).into());
    }
    if !facts.looked_for_by.is_empty() {
        add(say::looked_for(lang, &labels(&facts.looked_for_by)));
    }
    if !facts.scored_by.is_empty() {
        add(say::scored(lang, &labels(&facts.scored_by)));
    }
    if !moves.is_empty() {
        add(say::one_contact_moves(lang, &moves.join(", ")));
    }
    if facts.stirs_need > 0.0 {
        add(say::stirs(lang, &lang.percent(facts.stirs_need)));
    }
    if let (Some(share), Some(choice)) = (facts.persuades_to, &explained.choice) {
        add(say::persuades(lang, &lang.percent_to(choice.ours, 1), &lang.percent_to(share, 1)));
    }
    if facts.builds_brand > 0.0 {
        add(say::builds(lang, &lang.short(facts.builds_brand)));
    }
    if facts.earns_trust > 0.0 {
        add(say::earns_trust(lang, &lang.percent_to(facts.earns_trust, 1)));
    }
    if facts.satisfies > 0.0 {
        add(say::satisfies(lang, &lang.short(facts.satisfies)));
    }
    if let Some((accepts, adds)) = facts.upsell {
        add(say::sells_more(lang, &lang.percent(accepts), &lang.percent(adds)));
    }
    if let Some((reward, lifts)) = facts.referral {
        let reward = format!("{} {}", lang.short(reward), scenario.market.currency.code);
        add(say::rewards(lang, &lang.percent(lifts), &reward));
    }
    if facts.learns_taste > 0.0 {
        add(say::learns_taste(lang, &lang.percent_to(facts.learns_taste, 1)));
    }
    if let Some((price, cost)) = facts.sells {
        let currency = &scenario.market.currency.code;
        add(say::sells(lang, &lang.short(price), &lang.short(cost), currency));
    }
    if facts.annoys > 0.0 {
        add(say::annoys(lang, &lang.short(facts.annoys)));
    }
    if facts.medium_carries < 1.0 {
        add(say::medium_carries(lang, &lang.percent(facts.medium_carries)));
    }
    if facts.carried > 1.0 {
        add(say::carried(lang, &lang.short(facts.carried)));
    }
    if let Some(half) = facts.half_saturation {
        add(say::saturates(lang, &lang.short(half)));
    }
    if let Some(wear) = facts.wear {
        let [first, best, late] =
            [wear.at_first, wear.strongest.1, wear.late].map(|share| lang.percent(share));
        let n = |n: u32| lang.grouped(f64::from(n), 0);
        add(say::wears(lang, &first, &n(wear.strongest.0), &best, &n(WEAR_AT), &late));
    }
    for text in facts.staff.iter().flat_map(|staff| people(lang, scenario, staff)) {
        add(text);
    }
    let others = scenario.tactics.iter().filter(|o| o.id != described.id);
    let alike = others.filter(|o| o.message.is_some() && o.message == described.message);
    let alike: Vec<&str> = alike.map(|o| o.label.as_str()).collect();
    if !alike.is_empty() {
        add(say::same_message(lang, &alike.join(", "), facts.repeats));
    }
    let used: Vec<&Used> = explained.used.iter().filter(|u| u.tactic == t).collect();
    if used.is_empty() {
        add(say::unused(lang).into());
    }
    for u in used {
        add(in_strategy(lang, scenario, u));
    }
    out
}

/// Who is called, by how many, and what a call is worth.
fn people(lang: Lang, scenario: &Scenario, staff: &StaffFacts) -> Vec<String> {
    let currency = &scenario.market.currency.code;
    let stages: Vec<&str> = staff.serves.iter().map(|s| lang.stage(*s)).collect();
    let calls = |x: f64| lang.short(x);
    let wage = format!("{} {currency}", lang.short(staff.wage));
    let mut told = vec![say::staff(lang, &stages.join(", "), &calls(staff.calls_per_week), &wage)];
    let (attempts, last) = staff.attempts;
    if attempts > 1 {
        told.push(say::attempts(lang, attempts, &lang.percent(last)));
    }
    if let Some((within_day, later)) = staff.by_wait {
        told.push(say::waits(lang, &lang.percent(within_day), &lang.percent(later)));
    }
    if let Some(points) = staff.routed_from {
        told.push(say::routed(lang, &lang.short(points)));
    }
    if staff.best_first {
        told.push(say::best_first(lang).into());
    }
    told.extend(staff.hired.iter().map(|&(strategy, n, days)| {
        say::hires(
            lang,
            &scenario.strategies[strategy].label,
            &lang.grouped(f64::from(n), 0),
            &calls(f64::from(n) * staff.calls_per_week),
            &lang.percent(USUAL_LOAD),
            &lang.short(days),
        )
    }));
    told
}

fn in_strategy(lang: Lang, scenario: &Scenario, u: &Used) -> String {
    let currency = &scenario.market.currency.code;
    let weeks = f64::from(scenario.horizon.weeks);
    let money = |x: f64| format!("{} {currency}", lang.short(x));
    let label = &scenario.strategies[u.strategy].label;
    if u.cost_per_contact.value.is_none() {
        return say::reaches_nobody(lang, label, &money(u.budget / weeks));
    }
    let reaches = say::reaches(
        lang,
        label,
        &format!("{} {currency}", figure(lang, u.spend.times(1.0 / weeks))),
        &lang.percent_with_error(u.reached),
        &figure(lang, u.contacts_per_week),
        &figure(lang, u.contacts_per_reached_week),
        &format!("{} {currency}", figure(lang, u.cost_per_contact)),
        &figure(lang, u.moves_per_thousand),
        &figure(lang, u.orders_per_contact.times(1000.0)),
    );
    let mut told = vec![reaches];
    let rewards = u.rewards.times(1.0 / weeks);
    if rewards.value.is_some_and(|paid| paid > 0.0) {
        told.push(say::paid_beside(lang, &format!("{} {currency}", figure(lang, rewards))));
    }
    if let Some(line) = u.line {
        let waiting = figure(lang, line.waiting[1]);
        told.push(say::waited(lang, &figure(lang, line.wait_days), &waiting));
    }
    told.join("; ")
}

/// A figure with its error; where every life gave the same, but for rounding to cents, to three digits.
fn figure(lang: Lang, e: Estimate) -> String {
    match (e.value, e.se) {
        (Some(value), Some(se)) if se <= 1e-4 * value.abs() => lang.short(value),
        _ => lang.with_error(e, 2, 6),
    }
}

fn unknown(lang: Lang, scenario: &Scenario, unknown: &[Unknown]) -> String {
    if unknown.is_empty() {
        return item(say::all_known(lang));
    }
    let mut rows = vec![say::unknown_columns(lang).map(String::from).to_vec()];
    for u in unknown {
        let number = &scenario.numbers.rows()[u.row];
        let evidence = number.evidence.as_ref();
        rows.push(vec![
            format!("  {}", number.path),
            lang.word(number.law.kind.name()).into(),
            lang.short(u.centre),
            format!("{} … {}", lang.short(u.range.0), lang.short(u.range.1)),
            lang.word(number.unit).into(),
            evidence.map_or("–", |e| e.grade.name()).into(),
            evidence.and_then(|e| e.source.clone()).unwrap_or_else(|| "–".into()),
        ]);
    }
    aligned(&rows)
}

fn sentence(lang: Lang, scenario: &Scenario, oddity: &Oddity) -> String {
    let strategy = |s: usize| scenario.strategies[s].label.as_str();
    let tactic = |t: usize| scenario.tactics[t].label.as_str();
    let currency = &scenario.market.currency.code;
    match oddity {
        Oddity::FastHazard { path, per_week } => {
            let share = lang.percent(-libm::expm1(-per_week));
            odd::fast_hazard(lang, path, &lang.short(*per_week), &share)
        }
        Oddity::FastLapse { path, per_week } => {
            let share = lang.percent(-libm::expm1(-per_week));
            odd::fast_lapse(lang, path, &lang.short(*per_week), &share)
        }
        Oddity::LongMemory { path, kept } => odd::long_memory(
            lang,
            path,
            &lang.percent(*kept),
            &lang.short(libm::log(0.5) / libm::log(*kept)),
        ),
        Oddity::Wide { path, range } => odd::wide(
            lang,
            path,
            &lang.short(range.0),
            &lang.short(range.1),
            &lang.short(range.1 / range.0),
        ),
        Oddity::NoFading => odd::no_fading(lang),
        Oddity::LoudAnswer { rival, strategy: s, times } => odd::loud_answer(
            lang,
            &scenario.rivals[*rival].id,
            strategy(*s),
            &lang.short(*times),
            &lang.short(libm::sqrt(*times)),
        ),
        Oddity::NoMargin { price, unit_cost } => {
            odd::no_margin(lang, &lang.short(*price), &lang.short(*unit_cost), currency)
        }
        Oddity::HighDiscount { per_year } => odd::high_discount(lang, &lang.percent(*per_year)),
        Oddity::ManyContacts { strategy: s, tactic: t, per_week } => {
            odd::many_contacts(lang, tactic(*t), strategy(*s), &lang.short(*per_week))
        }
        Oddity::NoContact { strategy: s, tactic: t, budget, why } => {
            let why = why_left(lang, scenario, why);
            odd::no_contact(lang, tactic(*t), strategy(*s), &lang.short(*budget), currency, &why)
        }
        Oddity::Unspent { strategy: s, tactic: t, share, why } => {
            let why = why_left(lang, scenario, why);
            odd::unspent(lang, tactic(*t), strategy(*s), &lang.percent(*share), &why)
        }
        Oddity::NearlyFree { strategy: s, tactic: t, budget, reference, share } => {
            let [budget, reference] =
                [budget, reference].map(|x| format!("{} {currency}", lang.short(*x)));
            let share = lang.percent_to(*share, if *share < 0.01 { 2 } else { 0 });
            odd::nearly_free(lang, tactic(*t), strategy(*s), &budget, &reference, &share)
        }
        Oddity::SplitPrice { strategy: s, tactics: (a, b), is_auction } => {
            odd::split_price(lang, [tactic(*a), tactic(*b)], strategy(*s), *is_auction)
        }
        Oddity::UntoldProgramme { strategy: s, tactic: t, reached, spend, rewards } => {
            let [spend, rewards] =
                [spend, rewards].map(|x| format!("{} {currency}", lang.short(*x)));
            let reached = lang.percent_to(*reached, if *reached < 0.1 { 1 } else { 0 });
            odd::untold_programme(lang, tactic(*t), strategy(*s), &reached, &spend, &rewards)
        }
        Oddity::GrowingLine { strategy: s, tactic: t, waiting, served } => odd::growing_line(
            lang,
            tactic(*t),
            strategy(*s),
            &lang.short(*waiting),
            &lang.short(*served),
        ),
        Oddity::Orders { strategy: s, tactic: t, is_first, per_contact, usual } => odd::orders(
            lang,
            tactic(*t),
            strategy(*s),
            *is_first,
            &lang.short(100.0 * per_contact),
            &lang.short(100.0 * usual.0),
            &lang.short(100.0 * usual.1),
        ),
    }
}

fn count(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "shown to the unit, far below 2^53")]
    let x = n as f64;
    x
}
