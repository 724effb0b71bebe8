//! The sentences of `explain` and `trace`, in one place: another language is another set of these functions.

use super::words::quoted;

/// Of a scenario before it is run.
pub mod explain {
    use super::quoted;

    pub const REACHED: &str = "Who is reached by what";
    pub const ON: &str = "What is on";
    pub const OFF: &str = "What is off";
    pub const UNKNOWN: &str = "What is not known: one draw per world";
    pub const UNTYPED: &str = "What was not typed, and what it is the same as";
    pub const ODD: &str = "What looks odd";
    pub const UNKNOWN_COLUMNS: [&str; 7] =
        ["  number", "law", "centre", "90 % range", "unit", "grade", "source"];

    pub fn heading(
        title: &str,
        weeks: u32,
        tail_weeks: u32,
        customers: &str,
        people: u32,
        currency: &str,
    ) -> String {
        let tail = match tail_weeks {
            0 => String::new(),
            tail => format!(" of media and {tail} after"),
        };
        let people = match people {
            1 => String::new(),
            n => format!(", each for {n} people"),
        };
        format!("{title}\n{weeks} weeks{tail}, {customers} customers{people}; {currency}\n")
    }

    pub fn typical(customers: &str) -> String {
        format!(
            "as lived by {customers} customers in one typical world, every number at its centre, with and without each tactic"
        )
    }

    pub fn no_tactics() -> &'static str {
        "by nothing: there are no tactics"
    }

    pub fn tactic(
        label: &str,
        direction: &str,
        stream: &str,
        reach: &str,
        says: &str,
        channel: Option<&str>,
    ) -> String {
        let channel = channel.map_or_else(String::new, |c| format!(" in the channel {c}"));
        let says = says.replace('_', " ");
        format!("{}: {reach}, says {says}{channel}; {direction}, {stream}", quoted(label))
    }

    /// Who can be reached at all, by the name of a reach; nothing where it goes without saying.
    pub fn who(reach: &str, segments: &str, audience: Option<&str>) -> Option<String> {
        let share =
            audience.map_or_else(String::new, |a| format!("; {a} of people can be reached at all"));
        match reach {
            "broadcast" if audience.is_none() => None,
            "broadcast" => Some(format!("for everybody{share}")),
            "targeted" => Some(format!("aims at {segments}{share}")),
            "direct" => Some("for those who gave permission: subscribed and later".into()),
            "search" => Some("for those who have a need and search".into()),
            "content" => Some("for those who have a need and find one of the posts".into()),
            "site" => Some("for those who know us: aware and later".into()),
            _ => None,
        }
    }

    pub fn moves(from: &str, to: &str, hazard: &str) -> String {
        format!("{from} → {to} {hazard}")
    }

    pub fn one_contact_moves(moves: &str) -> String {
        format!("one contact adds to the hazard per week: {moves}")
    }

    pub fn moves_nobody() -> &'static str {
        "moves nobody, stirs no need and builds no brand: it only costs"
    }

    pub fn stirs(share: &str) -> String {
        format!("one contact raises the need rate by {share}")
    }

    pub fn builds(goodwill: &str) -> String {
        format!("one contact for every person of the market builds {goodwill} of goodwill")
    }

    pub fn carried(factor: &str) -> String {
        format!("a contact is remembered: over all time it adds {factor} times that")
    }

    pub fn saturates(half: &str) -> String {
        format!("repetition loses force: half the largest effect at {half} contacts")
    }

    pub fn unused() -> &'static str {
        "no strategy spends on it"
    }

    pub fn reaches_nobody(strategy: &str, budget: &str) -> String {
        format!("{}: {budget} a week reach nobody", quoted(strategy))
    }

    #[expect(clippy::too_many_arguments, reason = "the words of one sentence")]
    pub fn reaches(
        strategy: &str,
        spend: &str,
        reached: &str,
        per_week: &str,
        per_reached: &str,
        cost: &str,
        moves: &str,
        orders: &str,
    ) -> String {
        format!(
            "{}: {spend} a week reach {reached} of customers; {per_week} contacts a week per customer, {per_reached} per reached one, at {cost} each; 1000 contacts bring {moves} moves and {orders} more orders",
            quoted(strategy)
        )
    }

    pub fn is_on(name: &str, doc: &str, places: &str) -> String {
        if places == name { format!("{name}: {doc}") } else { format!("{name}: {doc} ({places})") }
    }

    pub fn network(degree: &str, clustering: &str) -> String {
        format!(
            "who knows whom: {degree} acquaintances on average; of the pairs of a person's acquaintances the share {clustering} know each other"
        )
    }

    pub fn is_off(name: &str, doc: &str, absent: &str, places: &str) -> String {
        let places = if places.is_empty() { String::new() } else { format!(" (off at {places})") };
        format!("{name}: {doc}{places}; without it: {absent}")
    }

    pub fn untyped(name: &str, doc: &str, same_as: &str, places: &str) -> String {
        let places = if places == name { String::new() } else { format!(" ({places})") };
        format!("{name} = {same_as}: {doc}{places}")
    }

    pub fn and_more(named: &str, more: usize) -> String {
        format!("{named} and {more} more")
    }

    pub fn all_known() -> &'static str {
        "nothing: every number is one value, so worlds differ by luck alone"
    }

    pub fn nothing_odd() -> &'static str {
        "nothing that this program knows to look for"
    }

    pub fn fast_hazard(path: &str, hazard: &str, share: &str) -> String {
        format!("{path} is {hazard} per week: {share} of those who can do so within one week")
    }

    pub fn fast_lapse(path: &str, hazard: &str, share: &str) -> String {
        format!(
            "{path} is {hazard} per week: {share} of needs end by themselves in their first week"
        )
    }

    pub fn long_memory(path: &str, kept: &str, half_life: &str) -> String {
        format!("{path} keeps {kept} a week: half of a contact still acts after {half_life} weeks")
    }

    pub fn wide(path: &str, low: &str, high: &str, factor: &str) -> String {
        format!(
            "{path} may be {low} or {high}, {factor} times as much: a better number is worth more than more worlds"
        )
    }

    pub fn no_margin(price: &str, unit_cost: &str, currency: &str) -> String {
        format!(
            "offer: a unit sells for {price} {currency} and costs {unit_cost}: every order loses money"
        )
    }

    pub fn high_discount(rate: &str) -> String {
        format!("study.discount_per_year is {rate}: what comes after a year hardly counts")
    }

    pub fn many_contacts(tactic: &str, strategy: &str, per_week: &str) -> String {
        format!(
            "{} in {}: {per_week} contacts a week for each customer it reaches",
            quoted(tactic),
            quoted(strategy)
        )
    }

    pub fn no_contact(tactic: &str, strategy: &str, budget: &str, currency: &str) -> String {
        format!(
            "{} in {}: {budget} {currency} buy no contact at all",
            quoted(tactic),
            quoted(strategy)
        )
    }

    pub fn unspent(tactic: &str, strategy: &str, share: &str) -> String {
        format!(
            "{} in {}: only {share} of the budget finds somebody to reach",
            quoted(tactic),
            quoted(strategy)
        )
    }

    pub fn orders(tactic: &str, strategy: &str, found: &str, usual: &str, most: &str) -> String {
        format!(
            "{} in {}: {found} more orders per 100 contacts; such channels are seen to bring about {usual}, and {most} would be news",
            quoted(tactic),
            quoted(strategy)
        )
    }
}

/// Of one life, week by week.
pub mod trace {
    use super::quoted;
    use crate::model::Stage;

    pub fn heading(
        id: &str,
        segment: &str,
        strategy: &str,
        world: u32,
        replication: u32,
    ) -> String {
        format!(
            "customer {id} of {}, under {}, in world {world}, replication {replication}\n",
            quoted(segment),
            quoted(strategy)
        )
    }

    pub fn own_trait(name: &str, value: &str) -> String {
        match name {
            "needs_per_year" => format!("wants something of this kind {value} times a year"),
            "dropout_per_purchase" => format!("is lost after an order with probability {value}"),
            "churn_per_renewal" => format!("does not renew with probability {value}"),
            "basket" => format!("basket: {value}"),
            name => format!("{}: {value}", name.replace('_', " ")),
        }
    }

    pub fn affinity(channel: &str, value: &str) -> String {
        format!("affinity to {channel}: {value}")
    }

    pub fn out_of_audience(tactic: &str) -> String {
        format!("cannot be reached by {}", quoted(tactic))
    }

    pub fn starts(stage: Stage) -> String {
        format!("starts as {}", stage.name())
    }

    pub fn not_yet_in() -> &'static str {
        "has not come in at the start"
    }

    pub fn comes_in() -> String {
        "comes in".into()
    }

    pub fn week(week: u32) -> String {
        format!("week {week}")
    }

    pub fn weeks(first: u32, last: u32) -> String {
        if first == last { week(first) } else { format!("weeks {first}–{last}") }
    }

    pub fn quiet(stage: Option<Stage>, has_open_need: bool, contacts: Option<&str>) -> String {
        let who = stage.map_or("not yet in", Stage::name);
        let need = if has_open_need { ", a need open" } else { "" };
        let contacts = contacts.map_or_else(String::new, |c| format!("; contacts: {c}"));
        format!("– {who}{need}{contacts}")
    }

    pub fn contacts(contacts: &str) -> String {
        format!("contacts: {contacts}")
    }

    pub fn needs_arrive(n: u64, one_is_open: bool) -> String {
        let what = if n == 1 { "a need arrives".into() } else { format!("{n} needs arrive") };
        if one_is_open { format!("{what}, on top of the open one") } else { what }
    }

    pub fn need_stays_open() -> &'static str {
        "a need stays open: she is not ready to buy, and will search"
    }

    pub fn open_need_ordered() -> &'static str {
        "the open need becomes an order"
    }

    pub fn needs_lapse(n: u64) -> String {
        if n == 1 { "a need lapses".into() } else { format!("{n} needs lapse") }
    }

    pub fn needs_void(n: u64) -> String {
        if n == 1 { "a need is void".into() } else { format!("{n} needs are void") }
    }

    pub fn order(
        count: &str,
        is_plural: bool,
        is_first: bool,
        value: &str,
        contribution: &str,
    ) -> String {
        let what = match (is_plural, is_first) {
            (false, true) => "her first order".into(),
            (false, false) => "an order".into(),
            (true, true) => format!("her first {count} orders"),
            (true, false) => format!("{count} orders"),
        };
        format!("{what}: {value}, of it {contribution} contribution")
    }

    pub fn renews(value: &str, contribution: &str) -> String {
        format!("renews the contract: {value}, of it {contribution} contribution")
    }

    pub fn moves(from: Stage, to: Stage, why: &str) -> String {
        format!("{} → {}: {why}", from.name(), to.name())
    }

    pub fn moved_by(tactic: &str) -> String {
        format!("moved by {}", quoted(tactic))
    }

    pub fn moved_by_order() -> &'static str {
        "by the order"
    }

    pub fn moved_by_herself() -> &'static str {
        "by herself"
    }

    pub fn fell_back() -> &'static str {
        "falls back"
    }

    pub fn came_back() -> &'static str {
        "comes back"
    }

    pub fn left() -> &'static str {
        "leaves"
    }

    pub fn dropped_out() -> &'static str {
        "drops out after the order"
    }

    pub fn did_not_renew() -> &'static str {
        "does not renew"
    }

    pub fn opts_out(channel: &str) -> String {
        format!("opts out: nothing of the channel {channel} reaches her any more")
    }

    pub fn false_details(channel: &str) -> String {
        format!("leaves false details: nothing of the channel {channel} reaches her")
    }

    pub fn column(name: &str, of: Option<&str>, value: &str) -> String {
        let name = name.replace('_', " ");
        of.map_or_else(|| format!("{name} {value}"), |of| format!("{name} of {of} {value}"))
    }

    pub fn now(columns: &str) -> String {
        format!("now: {columns}")
    }

    pub fn ending(
        weeks: usize,
        stage: Option<Stage>,
        orders: &str,
        revenue: &str,
        contribution: &str,
        contacts: Option<&str>,
    ) -> String {
        let who = stage.map_or("not yet in", Stage::name);
        let contacts = contacts.map_or_else(|| "none".into(), String::from);
        format!(
            "after {weeks} weeks: {who}; orders: {orders}, {revenue}, of it {contribution} contribution; contacts: {contacts}"
        )
    }
}
