//! A first scenario from a few answers: the scenario of a product, with the answers written into it and plans to spend
//! the budget on the channels that one has.
//!
//! Pure: [`Answers`] in, text out. Who asks is `interview`; who reads and writes is `cli`.

use std::fmt::Write;
use std::ops::Range;

use crate::model::Currency;

use super::presets::{self, TacticPreset};
use super::products::ProductPreset;
use super::syntax;
use super::tree::{Node, Table, Texts, Value};

/// Simulated customers of a draft: a run takes a few seconds.
const CUSTOMERS: f64 = 4000.0;
/// How much longer than today a list may become.
const LIST_GROWS: f64 = 3.0;
/// Plans with one channel alone, where nothing else tells channels apart.
const MOST_ALONE: usize = 4;

/// What a first scenario is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    pub product: &'static ProductPreset,
    pub currency: Currency,
    /// what a US dollar costs in the currency: 1 for US dollars. Prices of channels are known in dollars only
    pub per_dollar: f64,
    pub price: f64,
    pub unit_cost: f64,
    /// people who could ever buy
    pub people: f64,
    /// of them, those who have bought before
    pub customers: f64,
    /// of them, those who gave an address and have not bought
    pub addresses: f64,
    /// how often an average person wants something of the kind
    pub needs_per_year: f64,
    /// presets of tactics, each once
    pub channels: Vec<String>,
    pub monthly_budget: f64,
    pub weeks: u32,
}

/// One plan: id, label, weekly money by channel; `until`: the week after which it is spent.
struct Plan {
    id: String,
    label: String,
    weekly: Vec<(String, f64)>,
}

/// How a channel reaches people, as far as plans care.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// bought whatever people need
    Push,
    /// found by those who look
    Pull,
    /// sent to those who gave an address
    List,
}

struct Channel {
    preset: TacticPreset,
    way: Way,
}

/// The scenario of the answers, as commented TOML.
///
/// Amounts are whole minor units, whole numbers where the currency has none.
pub fn draft(answers: &Answers) -> String {
    let Answers { product, currency, .. } = answers;
    let texts = Texts::new(product.id, product.text.to_string());
    let tree = syntax::parse(&texts, 0, &mut Vec::new());
    let mut edits = Edits { texts: &texts, tree: &tree, edits: Vec::new() };
    let money = Money { currency };

    let per_customer = (answers.people / CUSTOMERS).ceil().max(1.0);
    edits.value("title", &format!("\"{}\"", title(answers)));
    let weeks = format!("{:<25}# weeks in which money is spent …", answers.weeks);
    edits.line("study.weeks", &weeks);
    edits.value("market.customers", &grouped((answers.people / per_customer).round()));
    edits.value("market.people_per_customer", &grouped(per_customer));
    edits.value("market.currency", &format!("\"{}\"", currency.code));
    edits.line("offer.price", &money.amount(answers.price));
    edits.line("offer.unit_cost", &money.cost(answers.unit_cost));
    let factor = answers.needs_per_year / needs_per_year(product).unwrap_or(answers.needs_per_year);
    for segment in edits.below("segment") {
        edits.needs(&segment, factor);
        edits.starts(&segment, answers);
        edits.affinity(&segment, &answers.channels);
    }

    let body = edits.apply(product.text);
    let kept = body.find("\n[tactic.").map_or(body.as_str(), |at| &body[..at]);
    let kept = kept.find("title = ").map_or(kept, |at| &kept[at..]);
    let mut text = head(answers);
    text.push_str(kept);
    tactics(&mut text, answers, &money);
    strategies(&mut text, answers, &money);
    text
}

/// Needs of an average person in the scenario of a product.
pub(super) fn needs_per_year(product: &ProductPreset) -> Option<f64> {
    let texts = Texts::new(product.id, product.text.to_string());
    let tree = syntax::parse(&texts, 0, &mut Vec::new());
    let edits = Edits { texts: &texts, tree: &tree, edits: Vec::new() };
    let of = |segment: &String| {
        let share = edits.number(&format!("segment.{segment}.share"))?;
        let mean = format!("segment.{segment}.needs_per_year.value.each.gamma.mean");
        Some(share * edits.number(&mean)?)
    };
    edits.below("segment").iter().map(of).sum()
}

/// What the dearest plan of the scenario of a product spends in a month of 52/12 weeks on channels that a draft can have.
pub(super) fn monthly_budget(product: &ProductPreset) -> f64 {
    let texts = Texts::new(product.id, product.text.to_string());
    let tree = syntax::parse(&texts, 0, &mut Vec::new());
    let edits = Edits { texts: &texts, tree: &tree, edits: Vec::new() };
    let needs_others = |tactic: &str| {
        let like = edits.node(&format!("tactic.{tactic}.like"));
        let like = like.map(|node| texts.raw(node.at).trim_matches('"'));
        like.and_then(presets::tactic_preset).is_some_and(|preset| !preset.stands_alone())
    };
    let weekly = |strategy: &String| -> f64 {
        let budgets = format!("strategy.{strategy}.weekly_budget");
        let amount = |tactic: &String| edits.number(&format!("{budgets}.{tactic}")).unwrap_or(0.0);
        let paid = edits.below(&budgets);
        let drafted = paid.iter().all(|tactic| !needs_others(tactic));
        if drafted { paid.iter().map(amount).sum() } else { 0.0 }
    };
    edits.below("strategy").iter().map(weekly).fold(0.0, f64::max) * 52.0 / 12.0
}

/// A number of the scenario of a product, the middle of one that is not known.
pub(super) fn number_of(product: &ProductPreset, path: &str) -> Option<f64> {
    let texts = Texts::new(product.id, product.text.to_string());
    let tree = syntax::parse(&texts, 0, &mut Vec::new());
    Edits { texts: &texts, tree: &tree, edits: Vec::new() }.number(path)
}

fn title(answers: &Answers) -> String {
    let budget = grouped(answers.monthly_budget).replace('_', " ");
    let code = &answers.currency.code;
    format!("{}: how to spend {budget} {code} a month?", answers.product.name)
}

fn head(answers: &Answers) -> String {
    format!(
        "# A first scenario, from the answers to headwater new --ask. Numbers with a grade are those of the preset {}:\n\
         # A experiments, B one study, C a benchmark, X an assumption that nobody has measured. Change whatever you know better.\n\
         # \"a to b\" is not known: each world draws its own, and 90 % of them lie between.\n",
        answers.product.id
    )
}

fn channels(answers: &Answers) -> Vec<Channel> {
    let preset = |id: &String| {
        let preset = presets::tactic_preset(id)?;
        let reach = preset.values.iter().find_map(|v| v.path.strip_prefix("reach."))?;
        let way = match reach.split('.').next() {
            Some("direct") => Way::List,
            Some("broadcast" | "targeted") => Way::Push,
            _ => Way::Pull,
        };
        Some(Channel { preset, way })
    };
    answers.channels.iter().filter_map(preset).collect()
}

fn tactics(text: &mut String, answers: &Answers, money: &Money<'_>) {
    for (idx, Channel { preset, way }) in channels(answers).iter().enumerate() {
        let TacticPreset { id, name, .. } = preset;
        put(text, format_args!("\n[tactic.{id}]\nlabel = \"{name}\"\n"));
        let comment = if idx == 0 {
            format!(
                "  # headwater presets {id} shows what this writes out; keys below it win over it"
            )
        } else {
            String::new()
        };
        put(text, format_args!("like = \"{id}\"{comment}\n"));
        if *way == Way::List {
            text.push_str("channel = \"list\"\n");
        }
        let first = answers.product.text.lines().find_map(|line| {
            line.strip_prefix("[segment.").map(|rest| rest.trim_end_matches(']').to_string())
        });
        if let (true, Some(first)) =
            (preset.values.iter().any(|v| v.path == "reach.targeted.precision"), first)
        {
            put(text, format_args!("reach.targeted.segments = [\"{first}\"]\n"));
        }
        if answers.currency.code != "USD" {
            for value in preset.values.iter().filter(|v| v.unit.starts_with("currency")) {
                let dollars = value.value.trim_matches('"');
                let rate = money.cost(answers.per_dollar);
                let local = money.interval(dollars, answers.per_dollar);
                let line = format!("{} = {local}", value.path);
                put(text, format_args!("{line}  # {dollars} US dollars, at {rate} each\n"));
            }
        }
    }
}

fn strategies(text: &mut String, answers: &Answers, money: &Money<'_>) {
    text.push_str("\n[strategy.nothing]\nlabel = \"Do nothing\"\n");
    for plan in plans(answers, money) {
        let weekly: Vec<String> = plan
            .weekly
            .iter()
            .map(|(id, amount)| format!("{id} = {}", money.amount(*amount)))
            .collect();
        put(
            text,
            format_args!(
                "\n[strategy.{}]\nlabel = \"{}\"\nweekly_budget = {{ {} }}\n",
                plan.id,
                plan.label,
                weekly.join(", ")
            ),
        );
    }
}

/// Ways to spend the budget on the channels that one has: push against pull against both, or one by one; messages to the
/// list, which cannot take much, go beside all of them.
fn plans(answers: &Answers, money: &Money<'_>) -> Vec<Plan> {
    let channels = channels(answers);
    let weekly = answers.monthly_budget * 12.0 / 52.0;
    let of = |way: Way| -> Vec<&Channel> { channels.iter().filter(|c| c.way == way).collect() };
    let (push, pull, list) = (of(Way::Push), of(Way::Pull), of(Way::List));
    let media: Vec<&Channel> = channels.iter().filter(|c| c.way != Way::List).collect();
    let postage = postage(answers, &list, if media.is_empty() { weekly } else { weekly / 2.0 });
    let media_weekly = weekly - postage;

    let spread = |channels: &[&Channel], amount: f64| -> Vec<(String, f64)> {
        let each = |c: &&Channel| (c.preset.id.clone(), amount / float(channels.len()));
        channels.iter().map(each).collect()
    };
    let plan = |id: &str, label: String, parts: Vec<(String, f64)>| {
        let parts = parts.into_iter().map(|(id, amount)| (id, money.round(amount)));
        Plan { id: id.into(), label, weekly: parts.filter(|(_, amount)| *amount > 0.0).collect() }
    };
    let posted = |mut parts: Vec<(String, f64)>| {
        parts.extend(spread(&list, postage));
        parts
    };
    let names = |channels: &[&Channel]| -> String {
        channels.iter().map(|c| c.preset.name.clone()).collect::<Vec<_>>().join(", ")
    };
    let mut plans = Vec::new();
    if !push.is_empty() && !pull.is_empty() {
        plans.push(plan(
            "push",
            format!("Push: {}", names(&push)),
            posted(spread(&push, media_weekly)),
        ));
        plans.push(plan(
            "pull",
            format!("Pull: {}", names(&pull)),
            posted(spread(&pull, media_weekly)),
        ));
        let mut both = spread(&push, media_weekly / 2.0);
        both.extend(spread(&pull, media_weekly / 2.0));
        plans.push(plan("both", "Both, half and half".into(), posted(both)));
    } else if media.len() > 1 {
        for channel in media.iter().take(MOST_ALONE) {
            let id = format!("only_{}", channel.preset.id);
            let parts = posted(spread(&[channel], media_weekly));
            let label = match list.is_empty() {
                true => format!("{} alone", channel.preset.name),
                false => format!("{}, and {}", channel.preset.name, names(&list)),
            };
            plans.push(plan(&id, label, parts));
        }
        plans.push(plan("all", "Evenly on all".into(), posted(spread(&media, media_weekly))));
    } else {
        let all: Vec<(String, f64)> = posted(spread(&media, media_weekly));
        let scaled = |by: f64| all.iter().map(|(id, amount)| (id.clone(), amount * by)).collect();
        plans.push(plan("all", "The budget".into(), scaled(1.0)));
        plans.push(plan("half", "Half the budget".into(), scaled(0.5)));
        if let (Some(only), false) = (media.first(), list.is_empty()) {
            let parts = spread(&[only], weekly);
            plans.push(plan("media", format!("{} alone", only.preset.name), parts));
        } else {
            plans.push(plan("double", "Twice the budget".into(), scaled(2.0)));
        }
    }
    plans
}

/// Weekly money for messages: twice the writing, and what a list three times as long could cost; at most `most`.
fn postage(answers: &Answers, list: &[&Channel], most: f64) -> f64 {
    let people = (answers.customers + answers.addresses).max(answers.people / 50.0);
    let cost = |c: &&Channel| -> f64 {
        let of = |key: &str| {
            let path = format!("reach.direct.{key}");
            let value = c.preset.values.iter().find(|v| v.path == path)?;
            middle(value.value.trim_matches('"'))
        };
        let message = 2.0 * of("cost_per_issue").unwrap_or(0.0)
            + LIST_GROWS * people * of("cost_per_send").unwrap_or(0.0);
        of("sends_per_week").unwrap_or(1.0) * message * answers.per_dollar
    };
    list.iter().map(cost).sum::<f64>().min(most)
}

/// A number, or the middle of an interval of what is above 0: the geometric mean of its ends.
fn middle(text: &str) -> Option<f64> {
    let number = |part: &str| part.trim().replace('_', "").parse::<f64>().ok();
    match text.split_once(" to ") {
        Some((low, high)) => Some(libm::sqrt(number(low)? * number(high)?)),
        None => number(text),
    }
}

/// Amounts in a currency, as typed.
struct Money<'a> {
    currency: &'a Currency,
}

impl Money<'_> {
    /// The nearest amount that people would plan with: two digits or whole units, never finer than the minor unit.
    fn round(&self, amount: f64) -> f64 {
        let minor = self.currency.minor_per_unit();
        if amount >= 100.0 {
            let step = libm::pow(10.0, libm::floor(libm::log10(amount)) - 2.0);
            return libm::round(amount / step) * step;
        }
        if amount >= 10.0 { libm::round(amount) } else { libm::round(amount * minor) / minor }
    }

    /// An amount of whole minor units.
    fn amount(&self, amount: f64) -> String {
        let minor = self.currency.minor_per_unit();
        plain(libm::round(amount * minor) / minor, self.currency.digits as usize)
    }

    /// A price of the world, which may be finer than the minor unit where it is small.
    fn cost(&self, amount: f64) -> String {
        if amount >= 100.0 { self.amount(self.round(amount)) } else { significant(amount) }
    }

    /// A price in dollars in this currency.
    fn interval(&self, dollars: &str, rate: f64) -> String {
        let number = |part: &str| part.trim().parse::<f64>().unwrap_or(0.0) * rate;
        // Inside quotes, thousands are not grouped.
        let cost = |part: &str| self.cost(number(part)).replace('_', "");
        match dollars.split_once(" to ") {
            Some((low, high)) => format!("\"{} to {}\"", cost(low), cost(high)),
            None => self.cost(number(dollars)),
        }
    }
}

/// Three digits that say something.
fn significant(x: f64) -> String {
    if x <= 0.0 {
        return "0".into();
    }
    let digits = (2.0 - libm::floor(libm::log10(x))).clamp(0.0, 9.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 9")]
    let digits = digits as usize;
    plain(x, digits)
}

/// A number with at most so many decimals, thousands grouped.
fn plain(x: f64, decimals: usize) -> String {
    let text = format!("{x:.decimals$}");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut plain = String::new();
    for (idx, c) in whole.chars().enumerate() {
        if idx > 0 && (whole.len() - idx).is_multiple_of(3) {
            plain.push('_');
        }
        plain.push(c);
    }
    match part.trim_end_matches('0') {
        "" => plain,
        part => format!("{plain}.{part}"),
    }
}

fn grouped(x: f64) -> String {
    plain(x, 0)
}

fn float(n: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of channels")]
    let x = n as f64;
    x
}

fn put(text: &mut String, words: std::fmt::Arguments<'_>) {
    text.write_fmt(words).expect("writing into a String does not fail");
}

/// Changes of a text whose values know their places.
struct Edits<'a> {
    texts: &'a Texts,
    tree: &'a Table,
    edits: Vec<(Range<usize>, String)>,
}

impl Edits<'_> {
    fn node(&self, path: &str) -> Option<&Node> {
        let mut words = path.split('.');
        let mut node = &self.tree.get(words.next()?)?.node;
        for word in words {
            let Value::Table(table) = &node.value else { return None };
            node = &table.get(word)?.node;
        }
        Some(node)
    }

    fn number(&self, path: &str) -> Option<f64> {
        let node = self.node(path)?;
        let node = match &node.value {
            Value::Table(table) => &table.get("value")?.node,
            _ => node,
        };
        middle(self.texts.raw(node.at).trim_matches('"'))
    }

    fn below(&self, path: &str) -> Vec<String> {
        match self.node(path).map(|node| &node.value) {
            Some(Value::Table(table)) => table.keys().cloned().collect(),
            _ => Vec::new(),
        }
    }

    fn value(&mut self, path: &str, with: &str) {
        if let Some(node) = self.node(path) {
            self.edits.push((self.texts.span(node.at), with.to_string()));
        }
    }

    /// Replaces a value and the comment behind it.
    fn line(&mut self, path: &str, with: &str) {
        if let Some(node) = self.node(path) {
            let span = self.texts.span(node.at);
            let rest = self.texts.text(0)[span.end..].find('\n').unwrap_or(0);
            self.edits.push((span.start..span.end + rest, with.to_string()));
        }
    }

    fn needs(&mut self, segment: &str, factor: f64) {
        let path = format!("segment.{segment}.needs_per_year");
        let part = |word: &str| self.number(&format!("{path}.value.each.gamma.{word}"));
        if let (Some(mean), Some(shape)) = (part("mean"), part("shape"))
            && libm::fabs(factor - 1.0) > 1e-9
        {
            let mean = significant(mean * factor);
            self.value(
                &path,
                &format!("{{ each = {{ gamma = {{ mean = {mean}, shape = {shape} }} }} }}"),
            );
        }
    }

    /// Who is known to us: as answered, the same in every segment; the other stages share what is left as before.
    fn starts(&mut self, segment: &str, answers: &Answers) {
        let path = format!("segment.{segment}.starts");
        let millionths = |share: f64| libm::round(share * 1e6);
        let mut shares: Vec<(&str, f64)> = Vec::new();
        let known = [
            ("subscribed", millionths(answers.addresses / answers.people)),
            ("ascended", millionths(answers.customers / answers.people)),
        ];
        let left = 1e6 - known.iter().map(|(_, n)| n).sum::<f64>();
        let before = |word: &str| self.number(&format!("{path}.{word}")).unwrap_or(0.0);
        let others = ["aware", "engaged"];
        let all: f64 = before("stranger") + others.iter().map(|word| before(word)).sum::<f64>();
        let rest = others.map(|word| (word, millionths(left / 1e6 * before(word) / all)));
        shares.push(("stranger", left - rest.iter().map(|(_, n)| n).sum::<f64>()));
        shares.extend(rest);
        shares.extend(known);
        let shares: Vec<String> = shares
            .iter()
            .filter(|(_, n)| *n > 0.0)
            .map(|(word, n)| format!("{word} = {}", n / 1e6))
            .collect();
        self.value(&path, &format!("{{ {} }}", shares.join(", ")));
    }

    /// Drops an affinity to a channel that is not there.
    fn affinity(&mut self, segment: &str, channels: &[String]) {
        let path = format!("segment.{segment}.affinity");
        let there = self.below(&path).iter().all(|channel| channels.contains(channel));
        if let (Some(node), false) = (self.node(&path), there) {
            let span = self.texts.span(node.at);
            let text = self.texts.text(0);
            let start = text[..span.start].rfind('\n').unwrap_or(0);
            let end = span.end + text[span.end..].find('\n').unwrap_or(0);
            self.edits.push((start..end, String::new()));
        }
    }

    fn apply(mut self, text: &str) -> String {
        self.edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut text = text.to_string();
        for (range, with) in self.edits {
            text.replace_range(range, &with);
        }
        text
    }
}
