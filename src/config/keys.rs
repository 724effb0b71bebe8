//! The table of keys: every key a scenario file may hold, once.
//!
//! Checks of names and types, suggestions, overrides and the order of the echo all walk [`KEYS`]; a new key is one line
//! here and one use in `validate`. Knows nothing of values.

use crate::model::{Domain, Stage};

use super::problem::Kind;

/// One key of the scenario file.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// dotted path; `*` stands for an id or a position in a list, `a|b` for either word
    pub pattern: &'static str,
    pub what: What,
    pub absent: Absent,
    /// what it means, in one line
    pub doc: &'static str,
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// a table with keys of its own
    Table,
    /// a table whose keys are ids that the file defines
    Ids,
    /// a table of which exactly one key is given
    OneOf,
    /// a list of tables
    Rows,
    /// a number, perhaps uncertain
    Number { unit: &'static str, domain: Domain, scopes: Scopes },
    /// a whole number; above `high` is a problem of kind `cap`
    Integer { low: i64, high: i64, cap: Kind },
    /// a list of whole numbers from 0
    Counts,
    /// the paths of two uncertain numbers
    NumberPair,
    /// the number whose path is the key, given by assumption
    Assumption,
    /// first and last week
    Weeks,
    /// text for people
    Text,
    /// a day, as TOML has it
    Date,
    /// path of a file, relative to the file that names it
    File,
    /// true or false
    Switch,
    /// one of a few words
    Word(&'static [&'static str]),
    /// an id defined elsewhere, or here
    Id,
    /// a list of such ids
    IdList,
    /// a list of a few words, each once
    WordList(&'static [&'static str]),
}

/// How uncertain a number may be, and between whom it may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scopes {
    /// known: it says how we look
    Fixed,
    /// known: the marketer decides it
    Decision,
    /// one value, or one draw per world
    World,
    /// also one draw per customer
    Each,
    /// also one draw per order
    EachOrder,
}

/// What it means that a key is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// a problem, wherever its table is given
    Required,
    /// the same as this
    Is(&'static str),
    /// no value stands for it: other keys decide, as this says, whether it must be there or may not
    Depends(&'static str),
}

impl Scopes {
    /// May the number differ between customers?
    pub fn each(self) -> bool {
        matches!(self, Each | EachOrder)
    }

    /// May it be unknown?
    pub fn uncertain(self) -> bool {
        !matches!(self, Fixed | Decision)
    }

    /// The forms that are allowed, for messages.
    pub fn describe(self) -> &'static str {
        match self {
            Fixed => "one known number",
            Decision => "one known number: a decision cannot be uncertain",
            World => "a number, or a law of one draw per world",
            Each => "a number, a law of one draw per world, or { each = … }",
            EachOrder => {
                "a number, a law of one draw per world, { each = … } or { each_order = … }"
            }
        }
    }
}

impl Key {
    /// The parts of the pattern.
    pub fn parts(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.pattern.split('.')
    }

    /// Does the pattern match this path, or begin with it?
    pub fn matches(&self, path: &[String]) -> Match {
        let mut parts = self.parts();
        for word in path {
            match parts.next() {
                Some(part) if part_matches(part, word) => {}
                _ => return Match::No,
            }
        }
        if parts.next().is_none() { Match::Whole } else { Match::Begins }
    }
}

/// How a pattern relates to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    No,
    /// the path is where a table of the pattern would be
    Begins,
    Whole,
}

fn part_matches(part: &str, word: &str) -> bool {
    part == "*" || part.split('|').any(|p| p == word)
}

/// The key of a path, with its position in the table.
pub fn find(path: &[String]) -> Option<(usize, &'static Key)> {
    KEYS.iter().enumerate().find(|(_, key)| key.matches(path) == Match::Whole)
}

/// The keys right below a path, one word each; ids (`*`) are left out.
pub fn words_below(path: &[String]) -> Vec<&'static str> {
    let mut words = Vec::new();
    for key in KEYS.iter().filter(|k| k.matches(path) == Match::Begins) {
        for word in key.parts().nth(path.len()).unwrap_or("*").split('|') {
            if word != "*" && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// The keys right below a table, with the word that each has there.
pub fn children(path: &[String]) -> impl Iterator<Item = (&'static Key, &'static str)> + use<'_> {
    KEYS.iter().filter_map(move |key| {
        let last = key.parts().last()?;
        let below = key.parts().count() == path.len() + 1 && key.matches(path) == Match::Begins;
        (below && last != "*" && !last.contains('|')).then_some((key, last))
    })
}

/// The pattern of the table in which a word is a key, if any is.
pub fn home_of(word: &str) -> Option<String> {
    KEYS.iter().find_map(|key| {
        let (table, last) = key.pattern.rsplit_once('.')?;
        (last != "*" && part_matches(last, word)).then(|| table.replace('*', "ID"))
    })
}

const STAGES: &[&str] = &[
    "stranger",
    "aware",
    "engaged",
    "subscribed",
    "converted",
    "excited",
    "ascended",
    "advocate",
    "promoter",
];
/// Stages that a purchase may start from.
const BUYS_FROM: &[&str] = &["aware", "engaged", "subscribed", "converted", "excited"];
/// Stages from which people may talk.
const TALKS_FROM: &[&str] =
    &["aware", "engaged", "subscribed", "converted", "excited", "ascended", "advocate", "promoter"];
/// Stages whose people have left their details.
const PERMITTED: &[&str] =
    &["subscribed", "converted", "excited", "ascended", "advocate", "promoter"];
/// What a tactic can say in this version.
pub(super) const SAYS: &[&str] = &[
    "brand",
    "teach",
    "remind",
    "lead_magnet",
    "nurture",
    "commit",
    "tripwire",
    "offer",
    "upsell",
    "ask_review",
    "ask_referral",
    "care",
];

/// Whom staff calls first.
const FIRST: &[&str] = &["oldest", "best"];

/// Longest study, in weeks: a hundred years.
pub(super) const MAX_WEEKS: u32 = 5200;
/// Most simulated customers: they are counted in 32 bits.
pub(super) const MAX_CUSTOMERS: u64 = 4_000_000_000;

const HAZARD: Domain = Domain::NonNegative { high: 1000.0 };
const AMOUNT: Domain = Domain::NonNegative { high: 1e12 };
const UNIT_COST: Domain = Domain::Positive { high: 1e9 };
const PER_WEEK: &str = "per week";
const SHARE: &str = "share";
const PER_GOODWILL: &str = "log of the factor per goodwill";
const DEVIATIONS: &str = "standard deviations";
const PER_DEVIATION: &str = "log of the factor per standard deviation";
const PER_PRICE: &str = "log of the factor per share of the price";
const LOG_ODDS: &str = "log of the odds against buying nothing";
const ATTRACTION: Domain = Domain::Real { low: -30.0, high: 30.0 };
const TOLERANCES: &str = "tolerances";
const CPM: &str = "currency per 1000 impressions";

const fn key(pattern: &'static str, what: What, absent: Absent, doc: &'static str) -> Key {
    Key { pattern, what, absent, doc }
}

const fn number(unit: &'static str, domain: Domain, scopes: Scopes) -> What {
    What::Number { unit, domain, scopes }
}

const fn whole(low: i64, high: i64, cap: Kind) -> What {
    What::Integer { low, high, cap }
}

const fn stage_names() -> &'static [&'static str] {
    // The words here and the stages of the model are the same thing; a change of either must change both.
    assert!(STAGES.len() + 1 == Stage::ALL.len());
    STAGES
}

use Absent::{Depends, Is, Required};
use Scopes::{Decision, Each, EachOrder, Fixed, World};
use What::{
    Assumption, Counts, Date, File, Id, IdList, Ids, NumberPair, OneOf, Rows, Switch, Table, Text,
    Weeks, Word, WordList,
};

/// Every key, in the order of the echo.
#[rustfmt::skip]
pub static KEYS: &[Key] = &[
    key("extends", File, Is("a scenario of its own"), "scenario that this one goes on from: tables merge, values and lists replace"),
    key("title", Text, Is("empty"), "what the file asks, for people"),

    key("correlations", Rows, Is("all numbers are independent"), "uncertain numbers that hang together over worlds"),
    key("correlations.*.between", NumberPair, Required, "paths of two uncertain numbers, each of one draw per world"),
    key("correlations.*.rank", number("rank correlation", Domain::Real { low: -1.0, high: 1.0 }, Fixed), Required, "Spearman's rank correlation of the two over worlds; 0 is the same as no row"),

    key("study", Table, Required, "how we look"),
    key("study.weeks", whole(1, MAX_WEEKS as i64, Kind::Lim), Required, "weeks with media"),
    key("study.tail_weeks", whole(0, MAX_WEEKS as i64, Kind::Lim), Is("0"), "weeks after the last media in which their effects still count"),
    key("study.start", Date, Is("weeks have no dates"), "first day of week 1, for dates in weekly.csv and on charts; moves no number, and week 1 stays week 1 of the season"),
    key("study.worlds", whole(1, 10_000_000, Kind::Lim), Required, "draws of what is not known"),
    key("study.replications", whole(1, 10_000_000, Kind::Lim), Is("1"), "lucks per world"),
    key("study.seed", whole(0, i64::MAX, Kind::Rng), Required, "number that all luck comes from"),
    key("study.baseline", Id, Is("the only strategy that spends nothing and takes nothing off the price"), "strategy that the others are measured against"),
    key("study.roles", Switch, Is("false"), "also count what part the touches of each tactic have in first orders, and whom they send on to another channel"),
    key("study.discount_per_year", number("per year", Domain::NonNegative { high: 10.0 }, Fixed), Is("0"), "interest of a year; 0.1 is 10 %"),

    key("market", Table, Required, "the market as a whole"),
    key("market.customers", whole(1, 1_000_000_000_000, Kind::Lim), Is("the sum of enters or of customers_csv"), "simulated customers; required without them"),
    key("market.customers_csv", File, Is("customers, share and starts say it"), "CSV file of the customers to start with, in place of customers, share and starts: columns segment, stage, customers"),
    key("market.people_per_customer", whole(1, 1_000_000, Kind::Rng), Is("1"), "real people for each simulated customer: speed for precision"),
    key("market.currency", Text, Required, "ISO 4217 code of all money"),
    key("market.season", Table, Is("no season"), "season of needs"),
    key("market.season.amplitude", number("log of the factor at the peak", Domain::NonNegative { high: 5.0 }, World), Depends("given by csv"), "strength; 0 is no season"),
    key("market.season.peak_week", number("week of the year", Domain::Real { low: 1.0, high: 52.0 }, World), Depends("given by csv"), "week with the most needs, in a year that begins with week 1 of the study"),
    key("market.season.csv", File, Is("a wave of amplitude and peak_week"), "CSV file in place of the wave: columns week (1 to 52, each once, counted from week 1 of the study) and factor, brought to a mean of 1"),

    key("segment", Ids, Required, "groups of customers"),
    key("segment.*", Table, Is("no such segment"), "one group of customers"),
    key("segment.*.label", Text, Is("the id"), "name for people"),
    key("segment.*.share", number(SHARE, Domain::Share, Fixed), Depends("given by enters or market.customers_csv"), "share of the market's customers; required without them"),
    key("segment.*.enters", OneOf, Is("all are there from the start"), "when customers come in"),
    key("segment.*.enters.each_day", Counts, Is("off"), "customers who come in on day 1, 2, …"),
    key("segment.*.enters.each_week", Counts, Is("off"), "customers who come in during week 1, 2, …"),
    key("segment.*.needs_per_year", number("needs per year", Domain::NonNegative { high: 5200.0 }, Each), Is("no needs"), "how often a customer wants something of this kind"),
    key("segment.*.lapse_per_week", number(PER_WEEK, HAZARD, World), Depends("required with needs"), "hazard that an open need ends by itself"),
    key("segment.*.basket", number("units per order", Domain::Positive { high: 1e6 }, EachOrder), Is("1"), "units in an order"),
    key("segment.*.basket.gamma_gamma", Table, Is("off"), "gamma orders whose rate is gamma between customers"),
    key("segment.*.basket.gamma_gamma.p", number("shape of orders", Domain::Positive { high: 1e6 }, World), Required, "shape of a customer's orders"),
    key("segment.*.basket.gamma_gamma.q", number("shape of customers", Domain::Positive { high: 1e6 }, World), Required, "shape of rates between customers; above 1"),
    key("segment.*.basket.gamma_gamma.gamma", number("rate of customers", Domain::Positive { high: 1e9 }, World), Required, "rate of rates between customers"),
    key("segment.*.affinity", Table, Is("1 for every channel"), "how much more a channel reaches them, by channel"),
    key("segment.*.affinity.*", number("factor", HAZARD, Each), Is("1"), "factor on contacts in this channel"),
    key("segment.*.selection", number("exponent", Domain::NonNegative { high: 10.0 }, World), Is("0"), "who needs it twice as often is met 2 to the power of this times as often, in every channel: heavy buyers use more of them, and none of that is an effect"),
    key("segment.*.starts", Table, Is("all are strangers"), "share that starts in each stage; sums to 1"),
    key("segment.*.starts.stranger|aware|engaged|subscribed|converted|excited|ascended|advocate|promoter", number(SHARE, Domain::Share, Fixed), Is("0"), "share that starts here"),

    key("offer", Table, Is("orders have no value"), "what is sold"),
    key("offer.price", number("currency", Domain::Positive { high: 1e12 }, World), Required, "price of one unit"),
    key("offer.unit_cost", number("currency", AMOUNT, World), Is("0"), "cost of one unit"),
    key("offer.buys_from", Word(BUYS_FROM), Is("excited"), "first stage from which a need becomes an order"),
    key("offer.dropout_per_purchase", number(SHARE, Domain::Share, Each), Is("0"), "probability to be lost after an order"),
    key("offer.dropout_per_week", number(PER_WEEK, HAZARD, Each), Is("0"), "hazard at which someone who has bought is lost without an order, at a moment of her own"),
    key("offer.churn_odds_per_order", number("factor on the odds", Domain::PositiveShare, World), Is("1"), "what each order so far makes of the odds to leave after an order, or not to renew: a habit beyond what differs between customers, who stay the longer the likelier they were to stay"),
    key("offer.contract", Table, Is("no contracts"), "orders sign a contract that renews"),
    key("offer.contract.renews_every_weeks", whole(1, MAX_WEEKS as i64, Kind::Rng), Required, "weeks from one renewal to the next"),
    key("offer.contract.churn_per_renewal", number(SHARE, Domain::Share, Each), Required, "probability not to renew"),

    key("promotion", Table, Is("nobody buys more or less for another price"), "how people take a price below the regular one, and the regular one after it"),
    key("promotion.lifts_needs", number(PER_PRICE, HAZARD, World), Is("0"), "what each share of the price taken off does to the needs of those who may buy"),
    key("promotion.lifts_choice", number(PER_PRICE, HAZARD, World), Is("0"), "what it adds to the attraction of our offer where needs are a choice"),
    key("promotion.gain_lifts_needs", number(PER_PRICE, HAZARD, World), Is("0"), "what each share by which the price is below the reference price does to them"),
    key("promotion.loss_lowers_needs", number(PER_PRICE, HAZARD, World), Is("0"), "what each share by which it is above takes from them"),
    key("promotion.reference_kept_per_week", number("share kept per week", Domain::Share, World), Is("1"), "share of the reference price, what people expect to pay, that a week leaves as it was; the rest follows the week's price"),
    key("promotion.deal_buyers_share", number(SHARE, Domain::Share, World), Is("1"), "share of customers who buy ahead when the price is low"),
    key("promotion.extra_baskets", whole(0, 1000, Kind::Rng), Is("0"), "baskets that a deal buyer adds to an order below the regular price, for the home stock"),
    key("promotion.brought_forward_share", number(SHARE, Domain::Share, World), Is("0"), "of a deal buyer's orders that only the price brought, the share in place of a later one: these go to the home stock"),
    key("promotion.home_stock_lowers_needs", number("log of the factor per basket", HAZARD, World), Is("0"), "what each basket at home takes from needs; needs that stay away are met from the stock"),

    key("choice", Table, Is("needs from the stage buys_from on are orders"), "what a need becomes: an order with us, one with a rival, or nothing"),
    key("choice.attraction", number(LOG_ODDS, ATTRACTION, World), Required, "how attractive our offer is at its regular price to somebody whom nothing persuades; 0 is as likely as buying nothing"),

    key("rival", Ids, Is("no rivals"), "the firms that want the same customers"),
    key("rival.*", Table, Is("no such rival"), "one of them"),
    key("rival.*.label", Text, Is("the id"), "name for people"),
    key("rival.*.attraction", number(LOG_ODDS, ATTRACTION, World), Is("nobody ever chooses it"), "how attractive its offer is"),
    key("rival.*.attraction_by_segment", Table, Is("its attraction everywhere"), "how attractive its offer is to single segments"),
    key("rival.*.attraction_by_segment.*", number(LOG_ODDS, ATTRACTION, World), Is("its attraction"), "how attractive its offer is in this segment"),
    key("rival.*.weekly_spend", number("currency per week", AMOUNT, World), Is("0"), "its media money per week as long as we buy no media"),
    key("rival.*.reacts", number("currency per currency of ours", HAZARD, World), Is("0"), "media money that it adds a week later for each unit of ours on bought media"),
    key("rival.*.takes_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard, at its weekly_spend, that somebody who knows us is lost to it; it goes with the root of its media money"),

    key("voice", Table, Is("contacts have their force, however loud rivals are"), "how the voice of rivals drowns ours"),
    key("voice.interference", number("exponent", Domain::NonNegative { high: 10.0 }, World), Required, "bought contacts have the force of our share of voice over the reference, to this power; 0 is none"),
    key("voice.reference", number(SHARE, Domain::PositiveShare, World), Is("1"), "share of voice at which bought contacts have just their force"),

    key("journey", Table, Is("customers move by tactics and orders alone"), "natural moves, by the stage they start from"),
    key("journey.stranger|aware|engaged|subscribed|converted|excited|ascended|advocate|promoter|lost", Table, Is("no natural moves"), "natural moves from this stage"),
    key("journey.stranger|aware|engaged|subscribed|converted|excited|ascended|advocate.forward_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard of a step to the next stage"),
    key("journey.engaged|subscribed|converted|excited|ascended|advocate|promoter.back_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard of a step back"),
    key("journey.engaged|subscribed|converted|excited|ascended|advocate|promoter.back_to", Word(stage_names()), Is("the stage before"), "where a step back leads"),
    key("journey.aware|engaged|subscribed|converted|excited|ascended|advocate|promoter.exit_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard to be lost"),
    key("journey.lost.returns_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard that a lost customer is aware of us again"),

    key("journey.subscribed.false_details_share", number(SHARE, Domain::Share, World), Is("0"), "share of those who come to be subscribed whose details are false: no message reaches them"),

    key("commitment", Table, Is("a small commitment changes nothing after it"), "what a first small commitment does to the steps after it, of money or of time"),
    key("commitment.money_factor", number("factor", Domain::Positive { high: 1e6 }, World), Is("1"), "factor on the hazards forward from converted and excited of those whom a tripwire converted"),
    key("commitment.time_factor", number("factor", Domain::Positive { high: 1e6 }, World), Is("1"), "the same of those whom a commit converted"),

    key("trust", Table, Is("nobody trusts or doubts"), "trust: grows by what people get, lets them come further"),
    key("trust.starts", number(SHARE, Domain::Share, World), Is("what the stage they start in asked for"), "trust of everybody at the start"),
    key("trust.gain_per_value", number("share of the missing trust", Domain::ShareBelowOne, World), Is("0"), "what a contact of value 1 adds"),
    key("trust.gain_per_order", number("share of the missing trust", Domain::ShareBelowOne, World), Is("0"), "what an order adds, a promise kept"),
    key("trust.fades_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard at which trust fades"),
    key("trust.loss_per_level", number("share of trust", Domain::ShareBelowOne, World), Is("0"), "what a refused early ask costs, for each level it goes too far"),
    key("trust.steepness", number("per unit of trust", Domain::NonNegative { high: 50.0 }, World), Is("0"), "how sharply trust counts in a move forward"),
    key("trust.threshold", Table, Is("0, .05, .15, .30, .35, .50, .65, .75 from stranger to advocate"), "trust that a move asks for, by the stage it starts from"),
    key("trust.threshold.stranger|aware|engaged|subscribed|converted|excited|ascended|advocate", number(SHARE, Domain::Share, World), Is("as in the line above"), "trust that the move asks for"),
    key("trust.reference", number(SHARE, Domain::Share, World), Is("the threshold of each stage"), "trust at which a move has just its own hazard"),
    key("trust.calms_opt_out", number("log factor", HAZARD, World), Is("0"), "how much full trust lowers the hazard to opt out"),

    key("pacing", Table, Is("no ask comes too early"), "asks that skip more than one of the twelve levels"),
    key("pacing.acceptance_loss_per_level", number("log factor per level", HAZARD, World), Is("0"), "what the ask loses in force, for each level it goes too far"),
    key("pacing.annoyance_per_level", number("annoyance per level", HAZARD, World), Is("0"), "annoyance that a refused early ask adds, for each level it goes too far"),
    key("pacing.opt_out_per_level", number("log factor per level", HAZARD, World), Is("0"), "what the hazard to opt out gains, for each level it goes too far"),

    key("annoyance", Table, Is("nobody is annoyed"), "annoyance: fades faster than memory"),
    key("annoyance.fades_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard at which annoyance fades"),
    key("annoyance.tolerated", number("annoyance", HAZARD, World), Is("0"), "annoyance that costs no permission"),
    key("annoyance.opt_out_per_unit", number("log factor per unit", HAZARD, World), Is("0"), "what the hazard to opt out gains, for each unit above what is tolerated"),
    key("annoyance.acceptance_loss_per_unit", number("log factor per unit", HAZARD, World), Is("0"), "what tactics lose in force, for each unit"),

    key("pressure", Table, Is("a further contact costs what the first one costs"), "contacts of a week in one channel"),
    key("pressure.tolerated_per_week", whole(0, 1000, Kind::Rng), Required, "contacts of a week in one channel that press nobody"),
    key("pressure.opt_out_per_extra_contact", number("share per contact", HAZARD, World), Required, "what each further contact adds to the hazard to opt out, as a share of it"),
    key("satisfaction", Table, Is("nobody stays, buys or talks for being satisfied"), "satisfaction: what people got beside what they expected, in standard deviations between people"),
    key("satisfaction.starts", number(DEVIATIONS, Domain::Real { low: -10.0, high: 10.0 }, World), Is("0"), "satisfaction of everybody at the start; 0 is as expected"),
    key("satisfaction.gain_per_care", number("standard deviations per contact", Domain::NonNegative { high: 10.0 }, World), Is("0"), "what a contact of a tactic that says care adds"),
    key("satisfaction.gain_per_fit", number("standard deviations per unit of fit", Domain::NonNegative { high: 10.0 }, World), Is("0"), "what an order adds where the offer fits better than the reference, and takes where it fits worse"),
    key("satisfaction.expects_per_order", number("standard deviations per order", Domain::NonNegative { high: 10.0 }, World), Is("0"), "what an order adds to what she expects: without care satisfaction falls by it"),
    key("satisfaction.fades_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard at which it returns to 0"),
    key("satisfaction.churn_odds_per_unit", number("factor on the odds", Domain::PositiveShare, World), Is("1"), "what each unit makes of the odds to leave: dropout_per_purchase, dropout_per_week, churn_per_renewal, and exits from ascended on"),
    key("satisfaction.lifts_needs", number(PER_DEVIATION, Domain::NonNegative { high: 10.0 }, World), Is("0"), "what each unit does to the need rate"),
    key("satisfaction.lifts_moves", number(PER_DEVIATION, Domain::NonNegative { high: 10.0 }, World), Is("0"), "what each unit does to every hazard forward"),
    key("satisfaction.talks_above", number(DEVIATIONS, Domain::Real { low: -100.0, high: 100.0 }, World), Is("everybody may talk"), "who is less satisfied than this does not talk"),
    key("satisfaction.warns_below", number(DEVIATIONS, Domain::Real { low: -100.0, high: 100.0 }, World), Is("only the lost warn"), "who has ordered and is less satisfied than this warns, as those do who were lost"),
    key("reviews", Table, Is("nobody reads what buyers have written"), "reviews that buyers write when they are asked, and that others read before they buy"),
    key("reviews.starts", number("reviews", Domain::Positive { high: 1e9 }, World), Required, "reviews that there are at the start"),
    key("reviews.fades_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard at which a review is no longer read"),
    key("reviews.elasticity", number("elasticity", Domain::NonNegative { high: 10.0 }, World), Required, "by how many hundredths one hundredth more reviews raise every hazard forward of those who know of us and have not bought"),
    key("brand", Table, Is("no brand"), "goodwill that contacts build and time takes away"),
    key("brand.starts", number("goodwill", Domain::NonNegative { high: 1e9 }, World), Is("0"), "goodwill at the start"),
    key("brand.fades_per_week", number(PER_WEEK, HAZARD, World), Required, "hazard at which goodwill is forgotten; 0 is never"),
    key("brand.lifts_moves", number(PER_GOODWILL, HAZARD, World), Is("0"), "what goodwill beyond the start does to every hazard forward"),
    key("brand.lifts_visits", number(PER_GOODWILL, HAZARD, World), Is("0"), "what it does to visits of content, site and store"),
    key("brand.lifts_search", number(PER_GOODWILL, HAZARD, World), Is("0"), "what it does to clicks in search"),
    key("brand.lifts_choice", number(PER_GOODWILL, HAZARD, World), Is("0"), "what it adds to the attraction of our offer where needs are a choice"),

    key("fit", Table, Is("every offer fits as well as any other"), "what each segment would like best, which we do not know, and what a fitting offer does"),
    key("fit.dimensions", whole(1, 4, Kind::Rng), Is("1"), "ways in which an offer can miss a segment's taste"),
    key("fit.taste_spread", number(TOLERANCES, HAZARD, World), Required, "how far what a segment would like best lies from our first guess, in each dimension: a standard deviation; 0 is nothing to learn"),
    key("fit.drift_per_quarter", number("share of taste_spread per quarter", HAZARD, World), Is("0"), "how far tastes move in 13 weeks, in each dimension: a standard deviation"),
    key("fit.lifts_moves", number("log of the factor per unit of fit", HAZARD, World), Required, "what fit beyond the reference does to every hazard forward"),
    key("fit.lifts_choice", number("log of the factor per unit of fit", HAZARD, World), Is("0"), "what it adds to the attraction of our offer where needs are a choice"),
    key("fit.reference", number(SHARE, Domain::Share, World), Is("1"), "the fit at which people move as the journey says"),
    key("fit.targeting_gain", number(SHARE, Domain::Share, World), Is("0"), "share of the impressions beside the segments aimed at that would fall on them, were all tastes known"),

    key("research", Table, Is("nobody is asked"), "interviews that tell what segments would like"),
    key("research.cost_per_interview", number("currency per interview", Domain::Positive { high: 1e6 }, World), Required, "price of one interview"),
    key("research.noise", number(TOLERANCES, Domain::Positive { high: 1e6 }, World), Required, "how far one interview lies from what the segment would like best, in each dimension: a standard deviation"),

    key("tactic", Ids, Is("no tactics"), "what money is spent on"),
    key("tactic.*", Table, Is("no such tactic"), "one thing money is spent on"),
    key("tactic.*.label", Text, Is("the id"), "name for people"),
    key("tactic.*.like", Text, Is("every number is typed"), "a preset of sourced values, see `headwater presets`; keys typed here win over it"),
    key("tactic.*.channel", Id, Is("the tactic's own id"), "where its contacts happen"),
    key("tactic.*.reach", OneOf, Required, "how it comes into contact with people"),
    key("tactic.*.reach.broadcast", Table, Is("off"), "bought impressions on everybody"),
    key("tactic.*.reach.broadcast.audience", number(SHARE, Domain::PositiveShare, World), Is("1"), "share of people who can be reached at all"),
    key("tactic.*.reach.broadcast.cost_per_thousand", number(CPM, UNIT_COST, World), Required, "price of 1000 impressions"),
    key("tactic.*.reach.broadcast.price_rise", Table, Is("one price for any budget"), "how the price of impressions rises with the budget"),
    key("tactic.*.reach.broadcast.price_rise.exponent", number("exponent", Domain::ShareBelowOne, World), Required, "twice the budget raises the price by the factor 2^exponent; 0 is no rise"),
    key("tactic.*.reach.broadcast.price_rise.reference_budget", number("currency per week", Domain::Positive { high: 1e12 }, World), Required, "weekly budget at which cost_per_thousand holds"),
    key("tactic.*.reach.targeted", Table, Is("off"), "bought impressions on named segments, or on people who looked"),
    key("tactic.*.reach.targeted.audience", number(SHARE, Domain::PositiveShare, World), Is("1"), "share of people who can be reached at all"),
    key("tactic.*.reach.targeted.cost_per_thousand", number(CPM, UNIT_COST, World), Required, "price of 1000 impressions"),
    key("tactic.*.reach.targeted.price_rise", Table, Is("one price for any budget"), "how the price of impressions rises with the budget"),
    key("tactic.*.reach.targeted.price_rise.exponent", number("exponent", Domain::ShareBelowOne, World), Required, "twice the budget raises the price by the factor 2^exponent; 0 is no rise"),
    key("tactic.*.reach.targeted.price_rise.reference_budget", number("currency per week", Domain::Positive { high: 1e12 }, World), Required, "weekly budget at which cost_per_thousand holds"),
    key("tactic.*.reach.targeted.precision", number(SHARE, Domain::Share, World), Required, "share of impressions that falls on the named segments, or on people who looked"),
    key("tactic.*.reach.targeted.segments", IdList, Depends("lookers in its place"), "the named segments"),
    key("tactic.*.reach.targeted.finds_gaps", Switch, Is("false"), "once rivals were studied, aims at the segment in which they are weakest, in place of the named ones"),
    key("tactic.*.reach.targeted.lookers", Table, Is("it aims at segments"), "aims at people who lately came to our content, site or store, or clicked in search"),
    key("tactic.*.reach.targeted.lookers.within_weeks", whole(1, MAX_WEEKS as i64, Kind::Rng), Required, "weeks for which somebody who looked is remembered"),
    key("tactic.*.reach.targeted.lookers.most_per_week", number("impressions per person and week", Domain::Positive { high: 1000.0 }, World), Required, "most impressions for each of them, on average; money for more is not spent"),
    key("tactic.*.reach.direct", Table, Is("off"), "messages to people with permission"),
    key("tactic.*.reach.direct.cost_per_issue", number("currency per message", Domain::NonNegative { high: 1e12 }, World), Is("0"), "cost of writing one message, to however many it goes; paid from the budget"),
    key("tactic.*.reach.direct.cost_per_send", number("currency per send", UNIT_COST, World), Required, "price of one message"),
    key("tactic.*.reach.direct.sends_per_week", whole(1, 1000, Kind::Rng), Required, "messages a week to each person"),
    key("tactic.*.reach.direct.to", WordList(PERMITTED), Is("everybody with permission"), "stages whose people it goes to"),
    key("tactic.*.reach.search", Table, Is("off"), "bids on open needs"),
    key("tactic.*.reach.search.cost_per_click", number("currency per click", UNIT_COST, World), Depends("an auction in its place"), "price of one click"),
    key("tactic.*.reach.search.auction", Table, Is("every click has the same price"), "clicks go to the highest bid, at the price of the best of the others"),
    key("tactic.*.reach.search.auction.rivals", whole(1, 1000, Kind::Rng), Required, "rivals who bid for each click"),
    key("tactic.*.reach.search.auction.bid_high", number("currency per click", UNIT_COST, World), Required, "highest bid of a rival: each bids anything from 0 to it, for each click anew"),
    key("tactic.*.reach.search.query_share", number(SHARE, Domain::Share, World), Required, "share of searching people that bids can reach"),
    key("tactic.*.reach.content", Table, Is("off"), "posts that people with open needs find"),
    key("tactic.*.reach.content.cost_per_post", number("currency per post", UNIT_COST, World), Required, "price of one post; money that is not enough for one is kept for the next week"),
    key("tactic.*.reach.content.found_per_post", number("per week and post", HAZARD, World), Required, "hazard that someone with a need finds one post of full visibility"),
    key("tactic.*.reach.content.fades_per_week", number(PER_WEEK, HAZARD, World), Required, "hazard at which an ordinary post is forgotten"),
    key("tactic.*.reach.content.compounds", Table, Is("no post does"), "posts that are found more as they age"),
    key("tactic.*.reach.content.compounds.share", number(SHARE, Domain::Share, World), Required, "share of posts that do"),
    key("tactic.*.reach.content.compounds.factor", number("factor", Domain::Positive { high: 1e6 }, World), Required, "how many times as visible as when new they get"),
    key("tactic.*.reach.content.compounds.weeks", number("weeks", Domain::Positive { high: 5200.0 }, World), Required, "weeks over which they grow"),
    key("tactic.*.reach.content.compounds.fades_per_week", number(PER_WEEK, HAZARD, World), Required, "hazard at which they are forgotten"),
    key("tactic.*.reach.content.lag_weeks", number("weeks", Domain::NonNegative { high: 5200.0 }, World), Is("0"), "weeks over which a post climbs to its rank"),
    key("tactic.*.reach.content.quality", number(SHARE, Domain::Share, World), Is("1"), "factor on the visibility of all posts"),
    key("tactic.*.reach.site", Table, Is("off"), "our own site, visited by people who know us"),
    key("tactic.*.reach.site.cost_per_week", number("currency per week", UNIT_COST, World), Required, "price of a week; the site runs in weeks with at least this budget"),
    key("tactic.*.reach.site.visits_per_week", number(PER_WEEK, HAZARD, World), Required, "hazard that someone aware of us, or further, visits"),
    key("tactic.*.reach.store", Table, Is("off"), "our own shop, visited by people who live near"),
    key("tactic.*.reach.store.cost_per_week", number("currency per week", UNIT_COST, World), Required, "price of a week; the shop is open in weeks with at least this budget"),
    key("tactic.*.reach.store.near_share", number(SHARE, Domain::PositiveShare, World), Required, "share of people who live near"),
    key("tactic.*.reach.store.passes_per_week", number(PER_WEEK, HAZARD, World), Required, "hazard that someone who lives near comes in, whether she knows us or not"),
    key("tactic.*.reach.store.need_adds_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "what a need, open or new this week, adds to that hazard"),
    key("tactic.*.reach.community", Table, Is("off"), "our own pages in social media, seen by people who follow them"),
    key("tactic.*.reach.community.cost_per_week", number("currency per week", UNIT_COST, World), Required, "price of a week; the pages are kept in weeks with at least this budget"),
    key("tactic.*.reach.community.posts_per_week", number("posts per week", Domain::NonNegative { high: 1000.0 }, World), Required, "posts of a week"),
    key("tactic.*.reach.community.seen_share", number(SHARE, Domain::ShareBelowOne, World), Required, "share of followers, people engaged or further, who see a post"),
    key("tactic.*.reach.people", Table, Is("off"), "staff who call on leads: so many a week each, the others wait"),
    key("tactic.*.reach.people.wage_per_week", number("currency per week", UNIT_COST, World), Required, "cost of one member of staff; a budget hires as many whole ones as it pays, the rest is not spent"),
    key("tactic.*.reach.people.leads_per_week", number("calls per week", Domain::Positive { high: 1e6 }, World), Required, "calls that one member of staff makes in a week, on average"),
    key("tactic.*.reach.people.serves", IdList, Required, "stages whose customers are leads: who comes into one is called"),
    key("tactic.*.reach.people.attempts", Rows, Is("one call of full force"), "calls that a lead gets one after the other, one a week, as long as she does not move"),
    key("tactic.*.reach.people.attempts.*.force", number(SHARE, Domain::Share, World), Required, "share of its full force that this call has"),
    key("tactic.*.reach.people.attempts.*.called_share", number(SHARE, Domain::Share, World), Is("1"), "share of the leads whose turn it is who get this call; the others get no more"),
    key("tactic.*.reach.people.force_by_wait", Table, Is("waiting costs nothing"), "what a wait leaves of the force of a call; up to an hour all of it"),
    key("tactic.*.reach.people.force_by_wait.within_day", number(SHARE, Domain::Share, World), Required, "share of its force after a wait of more than an hour and up to a day"),
    key("tactic.*.reach.people.force_by_wait.later", number(SHARE, Domain::Share, World), Required, "share of its force after a longer wait"),
    key("tactic.*.reach.people.score", Table, Is("all leads are alike"), "points of a lead: what she did, what she needs, who she is"),
    key("tactic.*.reach.people.score.per_visit", number("points per visit", HAZARD, World), Is("0"), "points for each of the first three visits of each tactic with reach search, content, site or store"),
    key("tactic.*.reach.people.score.open_need", number("points", HAZARD, World), Is("0"), "points for an open need"),
    key("tactic.*.reach.people.score.profile", Table, Is("0 for every segment"), "points for belonging to a segment"),
    key("tactic.*.reach.people.score.profile.*", number("points", HAZARD, World), Is("0"), "points of this segment"),
    key("tactic.*.reach.people.score.routed_from", number("points", HAZARD, World), Is("everybody is called"), "points from which a lead is called"),
    key("tactic.*.reach.people.score.first", Word(FIRST), Is("oldest"), "who is called first: who has waited longest, or who has most points"),
    key("tactic.*.says", Word(SAYS), Required, "what it says"),
    key("tactic.*.sells", Table, Is("it sells no small thing"), "the small thing that a tripwire sells to whom it moves from subscribed to converted"),
    key("tactic.*.sells.price", number("currency", Domain::Positive { high: 1e9 }, World), Required, "price of one"),
    key("tactic.*.sells.unit_cost", number("currency", Domain::NonNegative { high: 1e9 }, World), Is("0"), "cost of one; may well be above its price"),
    key("tactic.*.message", Id, Is("the tactic's own id"), "what it is about: where channels act as one, tactics with the same message repeat each other"),
    key("tactic.*.adstock_per_week", number("share kept per week", Domain::ShareBelowOne, World), Is("0"), "share of contacts carried into the next week"),
    key("tactic.*.saturation", Table, Is("effect in proportion to contacts"), "how repeated contacts lose force"),
    key("tactic.*.saturation.half_saturation", number("contacts", Domain::Positive { high: 1000.0 }, World), Required, "contacts that have half the largest effect"),
    key("tactic.*.saturation.hill_exponent", number("exponent", Domain::Positive { high: 10.0 }, World), Is("1"), "shape of the curve"),
    key("tactic.*.wear", Table, Is("every contact has the same force"), "how a message wears in and out, by the contacts of a person with it"),
    key("tactic.*.wear.in_contacts", number("contacts", Domain::Positive { high: 1e6 }, World), Is("all its force from the first contact"), "contacts over which it wears in: after so many it has 63 % of its force"),
    key("tactic.*.wear.out", Table, Is("it never wears out"), "when it wears out, and how fast"),
    key("tactic.*.wear.out.after_contacts", number("contacts", Domain::NonNegative { high: 1e6 }, World), Required, "contacts up to which it keeps its force"),
    key("tactic.*.wear.out.decay_contacts", number("contacts", Domain::Positive { high: 1e6 }, World), Required, "further contacts that leave 37 % of it"),
    key("tactic.*.upsell", Table, Is("orders hold what they hold"), "more in the same order, for those who take it up"),
    key("tactic.*.upsell.accepts_per_contact", number("per order and contact", HAZARD, World), Required, "hazard that one contact adds: an order takes it up as a move is made"),
    key("tactic.*.upsell.adds_to_basket", number("share of the basket", Domain::NonNegative { high: 100.0 }, World), Required, "what an order then holds more, as a share of it"),
    key("tactic.*.referral", Table, Is("no programme"), "a referral programme: runs in weeks in which the tactic has a budget that its medium can use"),
    key("tactic.*.referral.reward_per_referred", number("currency", AMOUNT, World), Is("0"), "what each new customer costs who heard of us by word of mouth while it ran, in the week of her first order, beside the budget"),
    key("tactic.*.referral.lifts_talk", number(SHARE, HAZARD, World), Is("0"), "share by which talk moves more while it runs"),
    key("tactic.*.medium_richness", number(SHARE, Domain::Share, World), Is("1"), "how rich a message its medium carries: a large screen 1, a phone less; what is missing takes from moves, stirs_need, persuades and accepts_per_contact of an upsell"),
    key("tactic.*.message_richness", number(SHARE, Domain::PositiveShare, World), Is("1"), "how rich a medium its message needs for its full force"),
    key("tactic.*.moves", Table, Is("moves nobody"), "what one contact adds to the hazard forward, by the stage it starts from"),
    key("tactic.*.moves.stranger|aware|engaged|subscribed|converted|excited|ascended|advocate|lost", number("per week and contact", HAZARD, World), Is("0"), "hazard that one contact adds; of the lost, to be aware of us again"),
    key("tactic.*.stirs_need", number("share of the need rate per contact", HAZARD, World), Is("0"), "what one contact adds to the need rate, as a share of it"),
    key("tactic.*.persuades", number("log of the odds per contact", HAZARD, World), Is("0"), "what one contact adds to the attraction of our offer when a need is decided"),
    key("tactic.*.builds_brand", number("goodwill per contact and person", HAZARD, World), Is("0"), "goodwill that one contact for every person of the market adds"),

    key("tactic.*.value", number(SHARE, Domain::Share, World), Is("0"), "what one contact gives to the person who asked for it; inbound only"),
    key("tactic.*.learns_taste", number(SHARE, Domain::ShareBelowOne, World), Is("0"), "share of what we do not know of a customer's taste that one contact tells us; inbound only"),
    key("tactic.*.annoys", number("annoyance per contact", HAZARD, World), Is("0"), "annoyance that one contact adds"),
    key("tactic.*.opt_out_per_contact", number("per contact", HAZARD, World), Is("0"), "hazard to opt out of the channel that one contact brings; direct and people only"),
    key("word_of_mouth", Table, Is("nobody talks"), "what people say to the people they know"),
    key("word_of_mouth.talks_from", Word(TALKS_FROM), Required, "first stage whose people talk about us"),
    key("word_of_mouth.moves", Table, Is("moves nobody"), "what talk adds to the hazard forward, by the stage it starts from"),
    key("word_of_mouth.moves.stranger|aware|engaged|subscribed|converted|excited|ascended|advocate", number(PER_WEEK, HAZARD, World), Is("0"), "hazard added where everybody one knows talks"),
    key("word_of_mouth.warns_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard to be lost, from aware to excited, added where everybody one knows was lost after an order"),
    key("word_of_mouth.network", OneOf, Is("everybody knows everybody"), "who knows whom"),
    key("word_of_mouth.network.watts_strogatz", Table, Is("off"), "a small world: neighbours on a ring, and some links to anybody"),
    key("word_of_mouth.network.watts_strogatz.links", whole(2, 1000, Kind::Rng), Required, "people that everybody knows on average, an even number"),
    key("word_of_mouth.network.watts_strogatz.rewired_share", number(SHARE, Domain::Share, World), Required, "share of links that lead to anybody in place of a neighbour"),
    key("word_of_mouth.network.barabasi_albert", Table, Is("off"), "a network with hubs: who knows many gets to know more"),
    key("word_of_mouth.network.barabasi_albert.links", whole(1, 100, Kind::Rng), Required, "people that a newcomer gets to know; half the mean"),

    key("coordination", Table, Is("it changes nothing that channels know of each other"), "what it changes that channels know of each other: multichannel side by side, omnichannel as one"),
    key("coordination.basket", Table, Is("no basket is left behind"), "needs that reach the basket and are left there: another device, another channel"),
    key("coordination.basket.abandoned_share", number(SHARE, Domain::Share, World), Required, "share of baskets that are left behind"),
    key("coordination.basket.kept", Table, Required, "share of these that is waiting where the customer goes on, and is ordered; the need of the others is lost"),
    key("coordination.basket.kept.multichannel", number(SHARE, Domain::Share, World), Required, "where channels stand side by side"),
    key("coordination.basket.kept.omnichannel", number(SHARE, Domain::Share, World), Required, "where they act as one"),
    key("coordination.promotion", Table, Is("a price below the regular one is known in every channel"), "prices below the regular one that one channel tells of and another one does not know"),
    key("coordination.promotion.elsewhere_share", number(SHARE, Domain::Share, World), Required, "share of orders that are placed in another channel than the one that told of the price"),
    key("coordination.promotion.known", Table, Required, "share of these at which the price is known there; at the others whoever came for it goes, and the rest pay the regular price"),
    key("coordination.promotion.known.multichannel", number(SHARE, Domain::Share, World), Required, "where channels stand side by side"),
    key("coordination.promotion.known.omnichannel", number(SHARE, Domain::Share, World), Required, "where they act as one"),
    key("coordination.promotion.satisfaction_loss", number("satisfaction", HAZARD, World), Is("0"), "what not finding it costs in satisfaction"),
    key("coordination.collect", Table, Is("every order is brought to her door"), "orders that customers who live near fetch from our own shop"),
    key("coordination.collect.share", Table, Required, "share of orders of those who live near an open shop, and were in none this week, that they fetch there"),
    key("coordination.collect.share.multichannel", number(SHARE, Domain::Share, World), Required, "where channels stand side by side"),
    key("coordination.collect.share.omnichannel", number(SHARE, Domain::Share, World), Required, "where they act as one"),
    key("coordination.collect.saves_per_order", number("currency per order", Domain::NonNegative { high: 1e6 }, World), Is("0"), "what an order costs less that is not driven to her door"),
    key("coordination.collect.buys_more_share", number(SHARE, Domain::Share, World), Is("0"), "share of those who fetch an order and take another basket with it"),
    key("coordination.service", Table, Is("buyers ask nobody anything"), "what buyers ask service staff"),
    key("coordination.service.requests_per_order", number("requests per order", Domain::NonNegative { high: 100.0 }, World), Required, "requests that an order brings on average"),
    key("coordination.service.handed_over", Table, Required, "share of requests of which the next one in charge knows; the others are told again, which is one more contact"),
    key("coordination.service.handed_over.multichannel", number(SHARE, Domain::Share, World), Required, "where channels stand side by side"),
    key("coordination.service.handed_over.omnichannel", number(SHARE, Domain::Share, World), Required, "where they act as one"),
    key("coordination.service.cost_per_contact", number("currency per contact", AMOUNT, World), Is("0"), "cost of one contact with service staff, in the week in which it is handled"),
    key("coordination.service.contacts_per_week", whole(1, 1_000_000_000_000, Kind::Lim), Is("any number"), "contacts that the staff can handle in a week; others wait for the next"),
    key("coordination.service.annoys_per_repeat", number("annoyance per contact", HAZARD, World), Is("0"), "annoyance of having to say it all again"),
    key("coordination.service.trust_loss_per_repeat", number("share of trust", Domain::ShareBelowOne, World), Is("0"), "what it costs in trust"),
    key("coordination.service.satisfaction_loss_per_repeat", number("satisfaction per contact", HAZARD, World), Is("0"), "what it costs in satisfaction"),
    key("coordination.service.satisfaction_loss_per_week_waited", number("satisfaction per request and week", HAZARD, World), Is("0"), "what each week that a request waits for staff costs in satisfaction"),
    key("coordination.outage_per_week", number(PER_WEEK, HAZARD, World), Is("0"), "hazard of a week in which one failure stops all of our own channels (all but broadcast and targeted); omnichannel only"),
    key("coordination.churn_odds", number("odds ratio", Domain::Positive { high: 1000.0 }, World), Is("1"), "odds of being lost after an order, at a renewal or in time (dropout_per_week) under omnichannel, over those under multichannel"),
    key("coordination.keeps_more_share", number("share of retention", Domain::NonNegative { high: 1000.0 }, World), Is("0"), "a vendor's way to say it, in place of churn_odds: how much more of the customers stay, as a share of those who stay anyway"),

    key("strategy", Ids, Required, "the plans to try"),
    key("strategy.*", Table, Is("no such strategy"), "one plan"),
    key("strategy.*.label", Text, Is("the id"), "name for people"),
    key("strategy.*.weekly_budget", Table, Is("spends nothing"), "money per week, by tactic"),
    key("strategy.*.weekly_budget.*", number("currency per week", AMOUNT, Decision), Is("0"), "money per week for this tactic"),
    key("strategy.*.budget_csv", File, Is("weekly_budget in every week"), "CSV file of budgets that replace weekly_budget in the weeks it lists: columns week, tactic, budget, or week and a column for each tactic"),
    key("strategy.*.flights", Rows, Is("no flights"), "weeks in which another budget replaces the weekly one"),
    key("strategy.*.flights.*.tactic", Id, Required, "whose budget"),
    key("strategy.*.flights.*.weeks", Weeks, Required, "first and last week, both included"),
    key("strategy.*.flights.*.weekly_budget", number("currency per week", AMOUNT, Decision), Required, "money per week in these weeks"),

    key("strategy.*.bids", Table, Is("no bids"), "most that is offered for a click, by tactic with an auction"),
    key("strategy.*.bids.*", number("currency per click", UNIT_COST, Decision), Depends("required for tactics with an auction and a budget"), "bid for each click"),

    key("strategy.*.promotions", Rows, Is("the regular price in every week"), "weeks below the regular price"),
    key("strategy.*.promotions.*.weeks", Weeks, Required, "first and last week, both included"),
    key("strategy.*.promotions.*.price_off", number("share of the price", Domain::ShareBelowOne, Decision), Required, "share of the regular price that is taken off in these weeks"),

    key("strategy.*.research", Rows, Is("nobody is asked"), "weeks with interviews, which are paid beside the budgets"),
    key("strategy.*.research.*.weeks", Weeks, Required, "first and last week, both included"),
    key("strategy.*.research.*.interviews", whole(1, 1000, Kind::Rng), Required, "interviews a week in each segment"),
    key("strategy.*.redesign_every_weeks", whole(1, MAX_WEEKS as i64, Kind::Rng), Is("1"), "weeks from one redesign of the offer to the next: it then fits what is known"),

    key("strategy.*.coordination", OneOf, Is("multichannel: channels stand side by side"), "how channels work together"),
    key("strategy.*.coordination.omnichannel", Table, Is("off"), "channels act as one once that is set up"),
    key("strategy.*.coordination.omnichannel.setup_weeks", whole(0, MAX_WEEKS as i64, Kind::Rng), Required, "weeks before it acts"),
    key("strategy.*.coordination.omnichannel.setup_cost", number("currency", AMOUNT, Decision), Required, "cost of setting it up, paid in week 1 beside the budgets"),
    key("strategy.*.coordination.omnichannel.weekly_cost", number("currency per week", AMOUNT, Decision), Required, "cost of running it, in every week from week 1 on, the tail too"),
    key("strategy.*.rival_analysis", Table, Is("nobody studies the rivals"), "a study of the rivals, paid beside the budgets: it finds the segment in which they are weakest"),
    key("strategy.*.rival_analysis.week", whole(1, MAX_WEEKS as i64, Kind::Rng), Required, "week of the study; from the next on tactics with finds_gaps aim at the gap"),
    key("strategy.*.rival_analysis.cost", number("currency", AMOUNT, Decision), Required, "what the study costs"),

    key("strategy.*.caps", Table, Is("no caps"), "most direct contacts of a person in a week, by channel"),
    key("strategy.*.caps.*", whole(1, 1000, Kind::Rng), Is("no cap"), "contacts a week; those beyond are dropped by lot and not paid"),

    key("assumptions", Table, Is("none"), "constants that nobody has measured: grade X, named in every report"),
    key("assumptions.*", Assumption, Is("not assumed"), "the value of the number with this path, e.g. \"journey.aware.forward_per_week\""),

    key("observed", Table, Is("nothing was observed"), "what really happened, for a chart"),
    key("observed.csv", File, Required, "CSV file with columns week, measure, value"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn path(dotted: &str) -> Vec<String> {
        dotted.split('.').map(String::from).collect()
    }

    #[test]
    fn every_key_has_its_table_in_the_table() {
        for key in KEYS {
            if let Some((table, _)) = key.pattern.rsplit_once('.') {
                let example = table.replace('*', "x");
                let example: Vec<String> =
                    example.split('.').map(|p| p.split('|').next().unwrap_or("").into()).collect();
                let rows =
                    ["flights.*", "promotions.*", "research.*", "correlations.*", "attempts.*"];
                let position = rows.iter().any(|row| table.ends_with(row));
                assert!(position || find(&example).is_some(), "{}", key.pattern);
            }
        }
    }

    #[test]
    fn words_are_the_stages_of_the_model() {
        for stage in Stage::ALL.into_iter().filter(|s| *s != Stage::Lost) {
            assert_eq!(STAGES[stage.idx()], stage.name());
            assert!(find(&path(&format!("segment.x.starts.{}", stage.name()))).is_some());
            assert!(find(&path(&format!("journey.{}", stage.name()))).is_some());
        }
        assert_eq!(SAYS, crate::model::Says::ALL.map(crate::model::Says::name));
    }

    #[test]
    fn a_key_in_the_wrong_place_has_a_home() {
        assert_eq!(home_of("worlds").as_deref(), Some("study"));
        assert_eq!(home_of("cost_per_click").as_deref(), Some("tactic.ID.reach.search"));
        assert_eq!(home_of("nonsense"), None);
        assert_eq!(words_below(&path("study"))[0], "weeks");
        assert!(words_below(&path("journey.aware")).contains(&"exit_per_week"));
        assert!(!words_below(&path("journey.aware")).contains(&"back_per_week"));
    }
}
