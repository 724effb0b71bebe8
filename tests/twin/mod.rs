//! The slow twin: docs/MODEL.md once more, as an obvious program in f64 that lives a history customer by customer.
//!
//! It takes the scenario's types and the keyed draws from the library, and nothing else: no formula, no pass, no
//! coefficient, so that it can be wrong only on its own. Comments name the sections of docs/MODEL.md.
//! Start at [`Twin::live_week`], then [`TwinSegment::live_customer`].
#![allow(clippy::unwrap_used, reason = "somebody is found in 4096 tries")]
#![allow(dead_code, reason = "the benchmark uses less of it than the test")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "amounts stay below 2^53, customers below 2^32"
)]

mod contacts;
mod customer;
mod orders;
mod plan;
pub mod resolve;
mod rules;
mod taste;
mod traits;

use headwater::model::{
    Acquaintances, Aim, Annoyance, Basket, ClickPrice, Commitment, EntryUnit, Family, First, Law,
    LawKind, Loyalty, NumberId, Pacing, PriceRise, Reach, Rival, Says, Scenario, Season, Segment,
    Stage, Strategy, Tactic, Trait, Trust, World,
};
use headwater::random::{Luck, Place, Purpose, Sampler, Stream, TILE};

use plan::*;
use resolve::resolve;
use rules::*;
use taste::*;
use traits::*;

/// Stage of a customer who has not come in yet.
pub const ABSENT: u8 = 10;

const STRANGER: u8 = Stage::Stranger as u8;
const AWARE: u8 = Stage::Aware as u8;
const SUBSCRIBED: u8 = Stage::Subscribed as u8;
const CONVERTED: u8 = Stage::Converted as u8;
const EXCITED: u8 = Stage::Excited as u8;
const ASCENDED: u8 = Stage::Ascended as u8;
const LOST: u8 = Stage::Lost as u8;
const N_STAGES: usize = 10;
/// Level of the ask that leads into each stage.
const LEVELS: [u8; 9] = [0, 1, 2, 4, 6, 7, 8, 11, 12];

/// Trust that a move from each stage asks for, where the scenario does not say.
const THRESHOLDS: [f64; N_STAGES] = [0.0, 0.05, 0.15, 0.30, 0.35, 0.50, 0.65, 0.75, 0.0, 0.0];

const NO_CONTRACT: u32 = u32::MAX;
/// The attempt number of a renewal.
const RENEWAL: u32 = 65_535;

const TWO32: f64 = 4_294_967_296.0;
/// A draw this close to its threshold, relative to the threshold, may fall on either side of it in 32-bit arithmetic.
const NEAR: f64 = 2e-6;

/// The same where trust or annoyance count: 32 bits of them, carried from week to week, move a hazard by as much.
const NEAR_MINDS: f64 = 5e-5;

/// One history: a strategy lived in one world with the luck of one replication.
pub struct Twin {
    pub segments: Vec<TwinSegment>,
    /// week 1 first
    pub weeks: Vec<TwinWeek>,
    /// customers reached at least once, by tactic
    pub reach_1plus: Vec<u64>,
    /// customers reached at least three times, by tactic
    pub reach_3plus: Vec<u64>,
    /// first, middle, last in first orders, and people sent on, by tactic; 0 without roles
    pub roles: Vec<[u64; 4]>,
    pub log: Log,
    rules: Rules,
    /// at the end of the last week
    goodwill: f64,
    /// reviews at the end of the last week
    reviews: f64,
    /// what people expect to pay, as a share of the regular price
    reference: f64,
    /// by segment; empty where everything fits
    tastes: Vec<Taste>,
    /// by tactic: week and number of the posts of each week
    posts: Vec<Vec<(u32, f64)>>,
    /// by tactic: money that was not enough for a post; that chance left of a budget for clicks, or took beyond it
    left_over: Vec<i64>,
    /// our bought media money of the week before, minor units
    bought_before: f64,
    /// by week and tactic: did its referral programme run?
    programmes: Vec<Vec<bool>>,
    /// contacts of real people that wait for service staff
    waiting: u64,
    /// by tactic: calls that wait, and when those who make one will be free
    lines: Vec<(Vec<Call>, Vec<f64>)>,
}

/// A customer in a stage that staff serves, from her coming into it on.
#[derive(Clone, Copy, PartialEq)]
struct Lead {
    stage: u8,
    calls: usize,
    waits: bool,
    done: bool,
}

/// The customers of one segment, a column for each thing that is known of them.
pub struct TwinSegment {
    /// `Stage as u8`, or [`ABSENT`]
    pub stage: Vec<u8>,
    pub orders: Vec<u32>,
    /// value − cost of her orders so far, minor units, of one real person
    pub contribution: Vec<i64>,
    pub open: Vec<bool>,
    /// baskets at home
    pub home: Vec<u32>,
    buys_ahead: Vec<bool>,
    pub satisfaction: Vec<f64>,
    pub trust: Vec<f64>,
    pub annoyance: Vec<f64>,
    pub level: Vec<u8>,
    /// by channel
    pub opted_out: Vec<Vec<bool>>,
    pub false_details: Vec<bool>,
    idx: usize,
    /// how many have come in: they are the first so many
    n_in: usize,
    /// affinity of those who have come in, summed by channel
    affinity_in: Vec<f64>,
    /// week in which her contract was signed
    signed: Vec<u32>,
    has_ordered: Vec<bool>,
    /// heard of us by word of mouth
    /// week in which she left stranger by word of mouth
    referred: Vec<Option<u32>>,
    /// share of her acquaintances who talk, and who are disappointed; empty where nobody talks
    talkers: Vec<f64>,
    disappointed: Vec<f64>,
    /// adstock at the end of the last week, `[customer][tactic]`
    stocks: Vec<f64>,
    /// contacts so far, `[customer][tactic]`
    seen: Vec<u32>,
    /// `[customer][tactic]`
    leads: Vec<Option<Lead>>,
    /// force of last week's call, `[customer][tactic]`
    called: Vec<Option<f64>>,
    /// this week's: calls that are due, calls that will not be made, by tactic
    due_calls: Vec<Vec<Call>>,
    gone: Vec<Vec<usize>>,
    traits: Traits,
    purposes: Purposes,
    /// the needs to decide this week: moment, attempt
    due: Vec<(u32, u32)>,
    /// what each tactic adds to the forward hazard of the customer at hand
    pushes: Vec<f64>,
    /// this week's contacts of the customer at hand, by tactic
    contacts: Vec<u32>,
    /// what she accepted this week: the level, and whose asks were meant
    accepted: Vec<(u8, Asker)>,
    /// her orders this week
    n_kept: u32,
    /// share of her taste that is known
    pub known: Vec<f64>,
    /// 1 by money, 2 by time
    committed: Vec<u8>,
    /// week of her last visit
    looked: Vec<Option<u32>>,
    /// every touch: week, moment, tactic; `[customer]`, empty without roles
    touches: Vec<Vec<(u32, u32, usize)>>,
    /// first, middle, last, by tactic
    roles: Vec<[u64; 3]>,
    /// how often she had to say it again this week
    n_again: u32,
    /// minor units, so far
    revenue: Vec<i64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Asker {
    Nobody,
    Tactic(usize),
    /// all that ask for this level
    Level,
}

/// One row of the ledger; money in minor units of all real people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TwinWeek {
    /// by tactic
    pub spend: Vec<i64>,
    /// by tactic, of simulated customers
    pub contacts: Vec<u64>,
    /// by tactic: forward moves that were its part of the draw
    pub moves_caused: Vec<u64>,
    pub orders: u64,
    pub new_customers: u64,
    pub referred_customers: u64,
    /// weeks in which they were told
    pub told_in: Vec<u32>,
    pub revenue: i128,
    pub unit_cost: i128,
    pub needs_arrived: u64,
    pub needs_met: u64,
    pub needs_lapsed: u64,
    pub needs_rivals: u64,
    pub needs_refused: u64,
    pub share_of_voice: f64,
    pub opt_outs: u64,
    pub converted_by_money: u64,
    pub converted_by_time: u64,
    pub tripwires_earned: i128,
    /// contacts of search, content, site and store
    pub visits: u64,
    pub goodwill: f64,
    pub content_stock: f64,
    pub price_given_up: i128,
    pub used_at_home: u64,
    pub home_stock: u64,
    /// currency
    pub reference_price: f64,
    pub leads: u64,
    pub leads_served: u64,
    pub leads_gone: u64,
    pub leads_waiting: u64,
    pub wait_hours: f64,
    /// what interviews cost
    pub research: i64,
    pub fit: f64,
    pub mismatch: f64,
    pub taste_variance: f64,
    pub upsell_revenue: i128,
    pub reviews: f64,
    /// satisfaction of those ascended or later, together, and how many they are
    pub satisfaction: f64,
    pub buyers: u64,
    /// what joined channels cost, and service staff
    pub coordination: i64,
    pub service: i64,
    pub abandoned_carts: u64,
    pub recovered_carts: u64,
    pub missed_promotions: u64,
    pub collected_orders: u64,
    pub collected_baskets: u64,
    pub collect_savings: i128,
    /// contacts with service staff that came about
    pub asked: u64,
    pub repeat_contacts: u64,
    pub service_contacts: f64,
    pub service_waiting: f64,
    pub outage: u64,
    pub channel_gap: f64,
}

/// How many draws were compared, and which of them were so close that rounding may decide.
#[derive(Default)]
pub struct Log {
    pub draws: u64,
    pub near: Vec<NearDraw>,
    segment: usize,
    number: usize,
    week: u32,
    within: f64,
}

/// A draw within rounding of its threshold.
#[derive(Clone, Copy, Debug)]
pub struct NearDraw {
    pub segment: usize,
    pub number: usize,
    pub week: u32,
    pub draw: f64,
    pub threshold: f64,
}

/// One week, as all customers see it.
struct Week<'a> {
    rules: &'a Rules,
    number: u32,
    season: f64,
    lift_moves: f64,
    /// by segment; empty where everything fits: m_fit, and b·(1 − fit)
    fits: Vec<f64>,
    gains: Vec<f64>,
    lift_visits: f64,
    lift_search: f64,
    /// on the hazards forward of those who read reviews
    proof: f64,
    /// on what talk moves
    lift_talk: f64,
    /// by segment: what an order adds to satisfaction
    order_adds: Vec<f64>,
    /// g·(1 − v/τ₀²)
    sharper: f64,
    /// 1 where channels act as one, else 0
    joined: usize,
    /// weeks that a request of this week waits for service staff
    weeks_waited: f64,
    /// the segment that a study of rivals found, from the week after it
    gap: Option<usize>,
    /// share of the regular price taken off
    price_off: f64,
    /// on the needs of those who may buy
    m_price: f64,
    /// share of this week's needs that do not hang on the price
    came_anyway: f64,
    /// V of our offer by segment, before persuasion
    attractions: Vec<f64>,
    /// force of a bought contact
    heard: f64,
    /// hazard to be lost to a rival
    taken: f64,
    plans: Vec<Plan>,
}

/// Draws of 256 customers for what everybody needs every week.
struct Draws {
    need: [u32; TILE],
    moves: [u32; TILE],
    /// by tactic
    contact: Vec<[u32; TILE]>,
}

#[derive(Clone, Copy)]
enum Event {
    Exit,
    Back,
    /// by which tactic
    Forward(Option<usize>),
    /// forward by word of mouth
    Referred,
}

impl Log {
    /// Is the draw `u` below `threshold`, both in [0, 1]?
    fn below(&mut self, u: f64, threshold: f64) -> bool {
        self.draws += 1;
        self.compare(u, threshold)
    }

    /// The same for one more threshold of the same draw.
    #[inline(always)]
    fn compare(&mut self, u: f64, threshold: f64) -> bool {
        if (u - threshold).abs() <= self.within * threshold {
            self.note(u, threshold);
        }
        u < threshold
    }

    #[cold]
    fn note(&mut self, draw: f64, threshold: f64) {
        let Log { segment, number, week, .. } = *self;
        self.near.push(NearDraw { segment, number, week, draw, threshold });
    }

    /// The Poisson count of a draw: `#{k ≥ 1: u < P(N ≥ k)}`. Tails below 2⁻³² are beyond a 32-bit draw.
    #[inline(always)]
    fn poisson(&mut self, u: f64, mean: f64, p_none: f64) -> u32 {
        assert!(mean < 700.0, "e^-{mean} is 0 in f64");
        self.draws += 1;
        let (mut count, mut mass, mut tail) = (0, p_none, 1.0 - p_none);
        while tail * TWO32 >= 1.0 && self.compare(u, tail) {
            count += 1;
            mass *= mean / f64::from(count);
            tail -= mass;
        }
        count
    }
}

fn unit(draw: u32) -> f64 {
    f64::from(draw) / TWO32
}

fn to_minor(amount: f64) -> i64 {
    libm::round(amount) as i64
}

impl Week<'_> {
    /// R of section 3; of section 16 where others repeat the message of a tactic.
    fn felt(&self, t: usize, stocks: &[f64]) -> f64 {
        let tactic = &self.rules.tactics[t];
        let alike = &self.rules.joint.alike[t];
        if self.joined == 0 || alike.len() < 2 {
            return tactic.response(stocks[t]);
        }
        let together: f64 = alike.iter().map(|&u| stocks[u]).sum();
        if together == 0.0 { 0.0 } else { tactic.response(together) * stocks[t] / together }
    }

    /// P(lost) of section 16.
    fn leaves(&self, p: f64) -> f64 {
        let joint = &self.rules.joint;
        if self.joined == 0 {
            return p;
        }
        let p = p * joint.odds / (1.0 - p + p * joint.odds);
        1.0 - (1.0 + joint.keeps_more) * (1.0 - p)
    }
}

impl Twin {
    /// Everybody at the end of week 0.
    pub fn new(
        scenario: &Scenario,
        world: &World,
        world_idx: u32,
        replication: u32,
        strategy_idx: usize,
    ) -> Twin {
        let rules = resolve(scenario, world, world_idx, replication, strategy_idx);
        let n_tactics = rules.tactics.len();
        let minds = scenario.trust.is_some()
            || scenario.annoyance.is_some()
            || scenario.satisfaction.is_some()
            || scenario.learns_tastes();
        let mut log = Log { within: if minds { NEAR_MINDS } else { NEAR }, ..Log::default() };
        let mut segments = Vec::new();
        for (idx, segment) in scenario.segments.iter().enumerate() {
            log.segment = idx;
            let mut twin = TwinSegment::new(scenario, world, &rules, idx, segment, &mut log);
            twin.come_in(&rules, 0);
            segments.push(twin);
        }
        Twin {
            segments,
            weeks: Vec::new(),
            reach_1plus: vec![0; n_tactics],
            reach_3plus: vec![0; n_tactics],
            roles: vec![[0; 4]; n_tactics],
            log,
            reference: 1.0,
            reviews: rules.reviews.map_or(0.0, |[starts, ..]| starts),
            tastes: match &rules.fit {
                None => Vec::new(),
                Some(fit) => (scenario.segments.iter())
                    .map(|s| Taste::new(&rules, fit, s, scenario.n_customers()))
                    .collect(),
            },
            goodwill: rules.brand.as_ref().map_or(0.0, |brand| brand.starts),
            posts: vec![Vec::new(); n_tactics],
            lines: vec![(Vec::new(), Vec::new()); n_tactics],
            left_over: vec![0; n_tactics],
            bought_before: 0.0,
            programmes: Vec::new(),
            waiting: 0,
            rules,
        }
    }

    /// One week (section 3): open, live, settle.
    pub fn live_week(&mut self) {
        let rules = &self.rules;
        let number = self.weeks.len() as u32 + 1;
        let n_tactics = rules.tactics.len();
        let season = rules.season[(number as usize - 1) % 52];
        let budgets: Vec<i64> =
            (0..n_tactics).map(|t| rules.strategy.budget(t, number, rules.media_weeks)).collect();
        let mut row = TwinWeek {
            spend: vec![0; n_tactics],
            contacts: vec![0; n_tactics],
            moves_caused: vec![0; n_tactics],
            ..TwinWeek::default()
        };
        self.log.week = number;
        if let Some(talk) = &rules.talk {
            talk.spread(rules.satisfaction.as_ref(), &mut self.segments);
        }

        let lift = |of: fn(&BrandRules) -> f64| match &rules.brand {
            None => 1.0,
            Some(brand) => {
                libm::exp((of(brand) * (self.goodwill - brand.starts)).clamp(-30.0, 30.0))
            }
        };
        let in_plan = |p: &&headwater::model::PriceOff| {
            p.first <= number && number <= p.last && number <= rules.media_weeks
        };
        let price_off = rules.strategy.promotions.iter().find(in_plan).map_or(0.0, |p| p.share);
        let price = 1.0 - price_off;
        let m_at = |price: f64| match &rules.promotion {
            None => 1.0,
            Some(p) => {
                let below = (self.reference - price).max(0.0);
                let above = (price - self.reference).max(0.0);
                let exponent = p.lifts * (1.0 - price) + p.gain * below - p.loss * above;
                libm::exp(exponent.clamp(-30.0, 30.0))
            }
        };
        let m_price = m_at(price);
        let order_adds = |(k, _): (usize, &TwinSegment)| {
            let beyond = match (&rules.fit, self.tastes.get(k)) {
                (Some(fit), Some(t)) => libm::exp(-t.misses() / 2.0) - fit.reference,
                _ => 0.0,
            };
            rules.satisfaction.as_ref().map_or(0.0, |s| s.per_fit * beyond - s.expects)
        };
        let attractions = match &rules.choice {
            None => Vec::new(),
            Some(choice) => (0..self.segments.len())
                .map(|s| {
                    let goodwill =
                        rules.brand.as_ref().map_or(0.0, |brand| self.goodwill - brand.starts);
                    let fit = rules.fit.as_ref().map_or(0.0, |fit| {
                        libm::exp(-self.tastes[s].misses() / 2.0) - fit.reference
                    });
                    choice.ours
                        + choice.per_goodwill * goodwill
                        + choice.per_price * price_off
                        + choice.per_fit * fit
                })
                .collect(),
        };
        let joined = rules.strategy.omnichannel.is_some_and(|plan| number > plan.setup_weeks);
        let mut week = Week {
            proof: (rules.reviews).map_or(1.0, |[v, _, e]| libm::pow(self.reviews / v, e)),
            lift_talk: 1.0,
            order_adds: self.segments.iter().enumerate().map(order_adds).collect(),
            attractions,
            heard: 1.0,
            taken: 0.0,
            joined: usize::from(joined),
            weeks_waited: rules.joint.staff.map_or(0.0, |most| self.waiting as f64 / most as f64),
            price_off,
            m_price,
            came_anyway: (m_at(1.0) / m_price).min(1.0),
            rules,
            number,
            season,
            lift_moves: lift(|b| b.lifts_moves),
            gains: match &rules.fit {
                None => Vec::new(),
                Some(fit) => (self.tastes.iter())
                    .map(|t| (fit.lifts * (1.0 - libm::exp(-t.misses() / 2.0))).min(30.0))
                    .collect(),
            },
            fits: match &rules.fit {
                None => Vec::new(),
                Some(fit) => (self.tastes.iter())
                    .map(|t| fit.lifts * (libm::exp(-t.misses() / 2.0) - fit.reference))
                    .map(|exponent| libm::exp(exponent.clamp(-30.0, 30.0)))
                    .collect(),
            },
            sharper: match (&rules.fit, self.tastes.first()) {
                (Some(fit), Some(taste)) if fit.spread > 0.0 => {
                    let left = 1.0 / taste.precision / (fit.spread * fit.spread);
                    if left < 1.0 { fit.targeting_gain * (1.0 - left) } else { 0.0 }
                }
                _ => 0.0,
            },
            gap: rules.gap(number),
            lift_visits: lift(|b| b.lifts_visits),
            lift_search: lift(|b| b.lifts_search),
            plans: Vec::new(),
        };
        let people_before: usize = self.segments.iter().map(|s| s.n_in).sum();
        for (t, (budget, spend)) in budgets.iter().zip(&mut row.spend).enumerate() {
            let plan = if let ReachRules::Content { found_per_post, .. } = rules.tactics[t].reach {
                let posts = &mut self.posts[t];
                *spend = write_posts(
                    &rules.tactics[t].reach,
                    number,
                    *budget,
                    posts,
                    &mut self.left_over[t],
                );
                let stock = stock_of(&rules.tactics[t].reach, number, posts);
                row.content_stock += stock;
                Plan::Found(found_per_post * stock * week.lift_visits)
            } else {
                // clicks that cost more than their week had are owed by the weeks after it
                let left = if *budget > 0 { self.left_over[t] } else { 0 };
                plan(&week, t, (*budget + left).max(0), &self.segments, spend)
            };
            week.plans.push(plan);
        }
        // What is bought is known now: our voice, and which referral programmes have a medium that runs.
        let mut bought = 0.0;
        let mut programmes = vec![false; n_tactics];
        for (t, tactic) in rules.tactics.iter().enumerate() {
            if matches!(tactic.reach, ReachRules::Impressions { .. } | ReachRules::Lookers { .. }) {
                bought += row.spend[t] as f64;
            }
            let acts = match &week.plans[t] {
                Plan::Nothing => false,
                Plan::Search(share, _) => *share > 0.0,
                Plan::Found(hazard) => *hazard > 0.0 || row.spend[t] > 0,
                Plan::Staff(staff) => *staff > 0,
                _ => true,
            };
            if let (Some((_, more)), true) = (tactic.referral, acts && budgets[t] > 0) {
                programmes[t] = true;
                week.lift_talk *= 1.0 + more;
            }
        }
        self.programmes.push(programmes);
        let mut theirs = 0.0;
        for rival in &rules.rivals {
            let spends = rival.usual + rival.reacts * self.bought_before;
            theirs += spends;
            if rival.takes > 0.0 {
                week.taken += rival.takes * libm::sqrt(spends / rival.usual);
            }
        }
        self.bought_before = bought;
        if !rules.rivals.is_empty() && bought > 0.0 {
            row.share_of_voice = bought / (bought + theirs);
            if let Some((gamma, reference)) = rules.voice {
                week.heard = libm::pow(row.share_of_voice / reference, gamma);
            }
        }
        if joined && rules.joint.outage > 0.0 {
            let draw = rules.draw(Purpose::new("outage"), number, 0, 0);
            row.outage = u64::from(unit(draw) < -libm::expm1(-rules.joint.outage));
        }
        for (plan, tactic) in week.plans.iter_mut().zip(&rules.tactics) {
            let bought =
                matches!(tactic.reach, ReachRules::Impressions { .. } | ReachRules::Lookers { .. });
            if row.outage > 0 && !bought {
                *plan = match plan {
                    Plan::Staff(_) => Plan::Staff(0),
                    _ => Plan::Nothing,
                };
            }
        }
        for segment in &mut self.segments {
            segment.live(&week, &mut row, &mut self.log);
        }
        for (t, line) in self.lines.iter_mut().enumerate() {
            if let Plan::Staff(staff) = week.plans[t] {
                answer(&week, t, staff, line, &mut self.segments, &mut row);
            }
        }
        if let Some(p) = &rules.promotion {
            self.reference = p.kept * self.reference + (1.0 - p.kept) * price;
            row.reference_price = self.reference * rules.price / rules.minor_per_unit;
        }
        if let Some(fit) = &rules.fit {
            let interviews = (rules.strategy.research.iter())
                .find(|r| r.first <= number && number <= r.last && number <= rules.media_weeks)
                .map_or(0, |r| r.each);
            let asked = f64::from(interviews) * self.tastes.len() as f64;
            row.research = to_minor(asked * fit.cost);
            for taste in &mut self.tastes {
                row.fit += taste.share * libm::exp(-taste.misses() / 2.0);
                row.mismatch += taste.share * taste.misses();
                row.taste_variance += taste.share / taste.precision;
                taste.live(rules, fit, number, interviews);
            }
        }
        if let Some(plan) = &rules.strategy.omnichannel {
            row.coordination = plan.weekly_cost + if number == 1 { plan.setup_cost } else { 0 };
        }
        if rules.joint.has_service {
            let people = u64::from(rules.people_per_customer);
            let all = self.waiting + row.asked * people;
            let handled = all.min(rules.joint.staff.unwrap_or(u64::MAX));
            self.waiting = all - handled;
            let unpaid = if number == rules.total_weeks { self.waiting } else { 0 };
            row.service = to_minor((handled + unpaid) as f64 * rules.joint.contact_cost);
            row.service_contacts = handled as f64 / people as f64;
            row.service_waiting = self.waiting as f64 / people as f64;
        }
        if rules.joint.tells_channels {
            row.channel_gap = channel_gap(rules, &self.segments);
        }
        if let Some(study) = rules.strategy.rival_analysis.filter(|a| a.week == number) {
            row.research += study.cost;
        }
        for segment in &self.segments {
            row.home_stock += segment.home.iter().map(|h| u64::from(*h)).sum::<u64>();
            for (s, stage) in segment.satisfaction.iter().zip(&segment.stage) {
                if (ASCENDED..LOST).contains(stage) {
                    row.satisfaction += s;
                    row.buyers += 1;
                }
            }
        }
        let people = f64::from(rules.people_per_customer);
        for (t, tactic) in rules.tactics.iter().enumerate() {
            let contacts = row.contacts[t] as f64 * people;
            match tactic.reach {
                ReachRules::Impressions { .. }
                | ReachRules::Lookers { .. }
                | ReachRules::Content { .. }
                | ReachRules::Site { .. }
                | ReachRules::Store { .. }
                | ReachRules::Community { .. }
                | ReachRules::People(_) => {}
                ReachRules::Direct { cost_per_send, sends, cost_per_issue } => {
                    if contacts > 0.0 {
                        let written = rules.written(tactic.channel, sends);
                        let cost = written * cost_per_issue + contacts * cost_per_send;
                        row.spend[t] = to_minor(cost).min(budgets[t]);
                    }
                }
                ReachRules::Search { cost_per_click, auction, .. } => {
                    let cost_per_click = rules.click(t, cost_per_click, auction).0;
                    row.spend[t] = to_minor(contacts * cost_per_click);
                    let left = self.left_over[t] + budgets[t] - row.spend[t];
                    let limited = matches!(week.plans[t], Plan::Search(_, true));
                    // what nobody clicked for is no one's
                    let most = if limited { left } else { self.left_over[t].max(0) };
                    self.left_over[t] = left.min(most);
                }
            }
            if matches!(
                tactic.reach,
                ReachRules::Search { .. }
                    | ReachRules::Content { .. }
                    | ReachRules::Site { .. }
                    | ReachRules::Store { .. }
            ) {
                row.visits += row.contacts[t];
            }
        }
        for (t, tactic) in rules.tactics.iter().enumerate() {
            if let Some((reward, _)) = tactic.referral {
                let promised = row.told_in.iter().filter(|w| self.programmes[**w as usize - 1][t]);
                row.spend[t] += to_minor(reward * promised.count() as f64 * people);
            }
        }
        if let Some([_, fades, _]) = rules.reviews {
            let mut written = 0.0;
            for (tactic, moved) in rules.tactics.iter().zip(&row.moves_caused) {
                written += if tactic.asks_review { *moved as f64 * people } else { 0.0 };
            }
            let gain = if fades > 0.0 { -libm::expm1(-fades) / fades } else { 1.0 };
            self.reviews = self.reviews * libm::exp(-fades) + written * gain;
            row.reviews = self.reviews;
        }
        if let Some(brand) = &rules.brand {
            let mut built = 0.0;
            for (tactic, contacts) in rules.tactics.iter().zip(&row.contacts) {
                built += tactic.builds * *contacts as f64;
            }
            let input = if people_before > 0 { built / people_before as f64 } else { 0.0 };
            let kept = libm::exp(-brand.fades);
            let gain =
                if brand.fades > 0.0 { -libm::expm1(-brand.fades) / brand.fades } else { 1.0 };
            self.goodwill = self.goodwill * kept + input * gain;
            row.goodwill = self.goodwill;
        }
        self.weeks.push(row);
    }

    /// Counts whom each tactic has reached so far.
    pub fn count_reach(&mut self) {
        let n_tactics = self.rules.tactics.len();
        for t in 0..n_tactics {
            let seen = || self.segments.iter().flat_map(|s| s.seen[t..].iter().step_by(n_tactics));
            self.reach_1plus[t] = seen().filter(|n| **n >= 1).count() as u64;
            self.reach_3plus[t] = seen().filter(|n| **n >= 3).count() as u64;
            for segment in &self.segments {
                let [first, middle, last] = segment.roles[t];
                let sums = self.roles[t];
                let sent_on = segment.touches.iter().filter(|touches| {
                    let channel = |touch: &(u32, u32, usize)| self.rules.tactics[touch.2].channel;
                    touches.windows(2).any(|w| w[0].2 == t && channel(&w[0]) != channel(&w[1]))
                });
                self.roles[t] = [
                    sums[0] + first,
                    sums[1] + middle,
                    sums[2] + last,
                    sums[3] + sent_on.count() as u64,
                ];
            }
        }
    }
}

impl Draws {
    fn fill(&mut self, week: &Week, segment: &TwinSegment, first: usize) {
        let fill = |purpose, out: &mut [u32]| {
            let place = week.rules.place(purpose, week.number, 0);
            week.rules.luck.fill(place, first as u32, out);
        };
        if !segment.traits.need_rate.is_empty() {
            fill(segment.purposes.need, &mut self.need);
        }
        fill(segment.purposes.moves, &mut self.moves);
        for (t, plan) in week.plans.iter().enumerate() {
            if matches!(
                plan,
                Plan::Impressions(_)
                    | Plan::Lookers(..)
                    | Plan::Search(..)
                    | Plan::Found(_)
                    | Plan::Site(_)
                    | Plan::Near(..)
                    | Plan::Follow(_)
            ) {
                fill(segment.purposes.contact[t], &mut self.contact[t]);
            }
        }
    }
}
