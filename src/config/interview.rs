//! A dozen questions, each with what is allowed and a default, and the scenario of the answers.
//!
//! Pure: the caller shows [`Question`]s and hands over lines; nothing here knows a terminal. Start at [`Interview`].

use crate::model::Currency;

use super::draft::{self, Answers, draft};
use super::presets;
use super::problem::Problem;
use super::products::{PRODUCTS, ProductPreset, product_preset};
use super::words::did_you_mean;
use super::{Source, load};

/// Round rates of 2025, offered as defaults: what a US dollar costs.
const RATES: [(&str, f64); 4] = [("VND", 26_000.0), ("EUR", 0.9), ("GBP", 0.75), ("JPY", 150.0)];
/// Most people of a market.
const MOST_PEOPLE: f64 = 1e9;
/// Longest campaign: ten years.
const LONGEST_WEEKS: f64 = 520.0;

/// What is asked now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    /// what an empty answer means; none: an answer is needed
    pub default: Option<String>,
    /// what can be answered
    pub allowed: String,
}

/// Questions in their order; the later ones depend on earlier answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Product,
    Currency,
    Rate,
    Price,
    UnitCost,
    People,
    Customers,
    Addresses,
    Needs,
    Channels,
    Weeks,
    Budget,
}

const TOPICS: [Topic; 12] = [
    Topic::Product,
    Topic::Currency,
    Topic::Rate,
    Topic::Price,
    Topic::UnitCost,
    Topic::People,
    Topic::Customers,
    Topic::Addresses,
    Topic::Needs,
    Topic::Channels,
    Topic::Weeks,
    Topic::Budget,
];

/// A conversation: [`question`](Interview::question), [`answer`](Interview::answer), and so on until nothing is asked;
/// then [`text`](Interview::text).
#[derive(Clone, Debug)]
pub struct Interview {
    topic: usize,
    answers: Answers,
}

impl Default for Interview {
    fn default() -> Interview {
        Interview::new()
    }
}

impl Interview {
    /// Before the first question; every answer is its default.
    pub fn new() -> Interview {
        let mut interview = Interview {
            topic: 0,
            answers: defaults(&PRODUCTS[0], Currency { code: "USD".into(), digits: 2 }, 1.0),
        };
        interview.skip();
        interview
    }

    /// The question to be answered now; none when all are.
    pub fn question(&self) -> Option<Question> {
        let topic = *TOPICS.get(self.topic)?;
        let a = &self.answers;
        let code = &a.currency.code;
        let known: Vec<&str> = PRODUCTS.iter().map(|p| p.id).collect();
        let number = |x: f64| Some(shown(x));
        let (text, default, allowed) = match topic {
            Topic::Product => (
                "What do you sell?".to_string(),
                Some(a.product.id.to_string()),
                format!("one of {}", known.join(", ")),
            ),
            Topic::Currency => (
                "Which currency?".into(),
                Some(code.clone()),
                "an ISO 4217 code such as USD, EUR or VND".into(),
            ),
            Topic::Rate => (
                format!("What does a US dollar cost in {code}? (prices of channels are known in dollars)"),
                RATES.iter().find(|(c, _)| c == code).map(|(_, rate)| shown(*rate)),
                "a number above 0".into(),
            ),
            Topic::Price => (
                format!("Price of one unit of what you sell, in {code}?"),
                number(a.price),
                format!("an amount above 0{}", decimals(&a.currency)),
            ),
            Topic::UnitCost => (
                format!("What does that unit cost you, goods, payment and shipping, in {code} or as % of the price?"),
                number(a.unit_cost),
                "an amount from 0, below the price, or a percentage such as 55%".into(),
            ),
            Topic::People => (
                "How many people could ever buy from you?".into(),
                number(a.people),
                "a whole number from 100 to 1 000 000 000".into(),
            ),
            Topic::Customers => (
                "How many of them have bought from you?".into(),
                number(a.customers),
                format!("a whole number from 0, below {}", shown(a.people)),
            ),
            Topic::Addresses => (
                "How many more gave you an address, but have not bought?".into(),
                number(a.addresses),
                format!("a whole number from 0, below {}", shown(a.people - a.customers)),
            ),
            Topic::Needs => (
                "How often a year would one of these people buy from you, if all of them knew you? (rivals get the rest)".into(),
                number(a.needs_per_year),
                "a number above 0, up to 300; 0.5 is every second year".into(),
            ),
            Topic::Channels => (
                "Which channels do you have?".into(),
                Some(a.channels.join(", ")),
                format!("some of {}, with commas", presets_known().join(", ")),
            ),
            Topic::Weeks => (
                "For how many weeks is money spent?".into(),
                number(f64::from(a.weeks)),
                "a whole number from 4 to 520".into(),
            ),
            Topic::Budget => (
                format!("What can be spent a month, in {code}?"),
                number(a.monthly_budget),
                "an amount above 0 that buys at most 1000 contacts per person and week".into(),
            ),
        };
        Some(Question { text, default, allowed })
    }

    /// Takes in a line; an empty one is the default.
    ///
    /// # Errors
    /// What it needs, in words; the same question stands.
    pub fn answer(&mut self, line: &str) -> Result<(), String> {
        let Some(question) = self.question() else { return Ok(()) };
        let typed = line.trim();
        let typed = match (&question.default, typed) {
            (Some(default), "") => default.clone(),
            (None, "") => return Err(format!("an answer: {}", question.allowed)),
            (_, typed) => typed.to_string(),
        };
        let mut next = self.clone();
        next.take(&typed).map_err(|why| match why {
            why if why.is_empty() => question.allowed.clone(),
            why => format!("{}; {why}", question.allowed),
        })?;
        next.topic += 1;
        next.skip();
        *self = next;
        Ok(())
    }

    /// The scenario of the answers so far, as commented TOML.
    pub fn text(&self) -> String {
        draft(&self.answers)
    }

    /// Passes over what need not be asked.
    fn skip(&mut self) {
        let rate = TOPICS.get(self.topic) == Some(&Topic::Rate);
        if rate && self.answers.currency.code == "USD" {
            self.topic += 1;
        }
    }

    fn take(&mut self, typed: &str) -> Result<(), String> {
        let Some(topic) = TOPICS.get(self.topic) else { return Ok(()) };
        let a = &mut self.answers;
        match topic {
            Topic::Product => {
                let known: Vec<&str> = PRODUCTS.iter().map(|p| p.id).collect();
                let Some(product) = product_preset(&typed.to_lowercase()) else {
                    return Err(did_you_mean(typed, &known));
                };
                *a = defaults(product, a.currency.clone(), a.per_dollar);
            }
            Topic::Currency => {
                let currency = Currency::from_code(&typed.to_uppercase()).ok_or("")?;
                *a = defaults(a.product, currency, 1.0);
            }
            Topic::Rate => {
                let rate = amount(typed)?;
                within(rate > 0.0 && rate < 1e9)?;
                *a = defaults(a.product, a.currency.clone(), rate);
            }
            Topic::Price => {
                let margin = a.unit_cost / a.price;
                let price = amount(typed)?;
                within(price > 0.0 && price < 1e12)?;
                whole_minor(price, &a.currency)?;
                a.price = price;
                a.unit_cost = round(price * margin, &a.currency);
            }
            Topic::UnitCost => {
                let cost = match typed.strip_suffix('%') {
                    Some(percent) => a.price * amount(percent)? / 100.0,
                    None => amount(typed)?,
                };
                within(cost >= 0.0 && cost < a.price)?;
                a.unit_cost = cost;
            }
            Topic::People => {
                let people = count(typed)?;
                within((100.0..=MOST_PEOPLE).contains(&people))?;
                let scale = people / a.people;
                a.customers = libm::floor(a.customers * scale);
                a.addresses = libm::floor(a.addresses * scale);
                a.monthly_budget = round(a.monthly_budget * scale, &a.currency);
                a.people = people;
            }
            Topic::Customers => {
                let customers = count(typed)?;
                within(customers < a.people)?;
                a.customers = customers;
                a.addresses = a.addresses.min(a.people - customers - 1.0);
            }
            Topic::Addresses => {
                let addresses = count(typed)?;
                within(addresses < a.people - a.customers)?;
                a.addresses = addresses;
            }
            Topic::Needs => {
                let needs = amount(typed)?;
                within(needs > 0.0 && needs <= 300.0)?;
                a.needs_per_year = needs;
            }
            Topic::Channels => a.channels = channels(typed)?,
            Topic::Weeks => {
                let weeks = count(typed)?;
                within((4.0..=LONGEST_WEEKS).contains(&weeks))?;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "4 to 520"
                )]
                let weeks = weeks as u32;
                a.weeks = weeks;
            }
            Topic::Budget => {
                let budget = amount(typed)?;
                within(budget > 0.0 && budget < 1e12)?;
                whole_minor(budget, &a.currency)?;
                a.monthly_budget = budget;
                // Everything is known now: whatever the answers make together that no scenario can be is said here.
                self.whole()
                    .map_err(|p| format!("{}: found {}, needs {}", p.key, p.found, p.expected))?;
            }
        }
        Ok(())
    }

    /// Is the scenario of the answers valid?
    fn whole(&self) -> Result<(), Box<Problem>> {
        let source = Source { name: "the answers".into(), text: self.text().into() };
        match load(&source, &[]) {
            Ok(_) => Ok(()),
            Err(problems) => match problems.into_iter().next() {
                Some(first) => Err(Box::new(first)),
                None => Ok(()),
            },
        }
    }
}

/// The answers of a product's own scenario, in a currency.
fn defaults(product: &'static ProductPreset, currency: Currency, per_dollar: f64) -> Answers {
    let number = |path: &str, otherwise: f64| draft::number_of(product, path).unwrap_or(otherwise);
    let people = number("market.customers", 4000.0) * number("market.people_per_customer", 1.0);
    let monthly = draft::monthly_budget(product) * per_dollar;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "weeks of a preset"
    )]
    let weeks = number("study.weeks", 52.0) as u32;
    Answers {
        price: round(number("offer.price", 1.0) * per_dollar, &currency),
        unit_cost: round(number("offer.unit_cost", 0.0) * per_dollar, &currency),
        monthly_budget: round(monthly, &currency),
        people,
        customers: libm::floor(people / 50.0),
        addresses: libm::floor(people / 50.0),
        needs_per_year: libm::round(draft::needs_per_year(product).unwrap_or(1.0) * 1000.0)
            / 1000.0,
        channels: product.channels(),
        weeks,
        product,
        currency,
        per_dollar,
    }
}

fn presets_known() -> Vec<String> {
    let presets = presets::tactic_presets().into_iter();
    presets.filter(presets::TacticPreset::stands_alone).map(|preset| preset.id).collect()
}

fn within(inside: bool) -> Result<(), String> {
    if inside { Ok(()) } else { Err(String::new()) }
}

/// Names of presets with commas or spaces between, each once.
fn channels(typed: &str) -> Result<Vec<String>, String> {
    let known = presets_known();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut chosen: Vec<String> = Vec::new();
    for word in typed.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        if !known.contains(&word.as_str()) {
            let hint = did_you_mean(&word, &known);
            let hint = if hint.starts_with("did") { hint } else { format!("{word} is none") };
            return Err(hint);
        }
        if !chosen.contains(&word) {
            chosen.push(word);
        }
    }
    if chosen.is_empty() { Err(String::new()) } else { Ok(chosen) }
}

/// A number as people type it: digits, a decimal point, thousands with `_` or spaces.
fn amount(typed: &str) -> Result<f64, String> {
    let plain: String =
        typed.trim().chars().filter(|c| !matches!(c, '_' | ' ' | '\u{a0}' | '\u{202f}')).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if plain.contains(',') {
        return Err("write a decimal point, and thousands without commas".into());
    }
    let parts: Vec<&str> = plain.split('.').collect();
    match parts[..] {
        [whole] if digits(whole) => {}
        [whole, part] if digits(whole) && digits(part) => {
            if part.len() == 3 && whole != "0" {
                return Err(format!(
                    "write {whole}{part} or {whole}.{part}0: {plain} may mean both"
                ));
            }
        }
        [_, _, ..] if parts.iter().all(|part| digits(part)) => {
            return Err(format!("write {}", parts.concat()));
        }
        _ => return Err(String::new()),
    }
    plain.parse().map_err(|_| String::new())
}

fn count(typed: &str) -> Result<f64, String> {
    let n = amount(typed)?;
    within(libm::floor(n).to_bits() == n.to_bits())?;
    Ok(n)
}

fn whole_minor(amount: f64, currency: &Currency) -> Result<(), String> {
    let minor = currency.minor_per_unit();
    within((libm::round(amount * minor) / minor).to_bits() == amount.to_bits())
}

fn decimals(currency: &Currency) -> String {
    match currency.digits {
        0 => format!(", whole in {}", currency.code),
        n => format!(", with at most {n} decimals"),
    }
}

/// An amount that people would type: three digits from 100 on, never finer than the minor unit.
fn round(amount: f64, currency: &Currency) -> f64 {
    let minor = currency.minor_per_unit();
    if amount < 100.0 {
        return libm::round(amount * minor) / minor;
    }
    let step = libm::pow(10.0, (libm::floor(libm::log10(amount)) - 2.0).max(0.0));
    libm::round(amount / step) * step
}

/// A number as it can be typed again.
fn shown(x: f64) -> String {
    let text = format!("{x}");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (idx, c) in whole.chars().enumerate() {
        if idx > 0 && (whole.len() - idx).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(c);
    }
    if part.is_empty() { grouped } else { format!("{grouped}.{part}") }
}
