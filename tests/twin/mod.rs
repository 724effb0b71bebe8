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

use headwater::model::{
    Acquaintances, Aim, Annoyance, Basket, ClickPrice, Commitment, EntryUnit, Family, First, Law,
    LawKind, Loyalty, NumberId, Pacing, PriceRise, Reach, Says, Scenario, Season, Segment, Stage,
    Strategy, Tactic, Trait, Trust, World,
};
use headwater::random::{Luck, Place, Purpose, Sampler, Stream, TILE};

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
    /// by tactic: money that was not enough for a post
    left_over: Vec<i64>,
    /// our bought media money of the week before, minor units
    bought_before: f64,
    /// contacts of real people that wait for service staff
    waiting: u64,
    /// by tactic: calls that wait, and when those who make one will be free
    lines: Vec<(Vec<Call>, Vec<f64>)>,
}

/// A call that is due; times in weeks.
#[derive(Clone, Copy)]
struct Call {
    segment: usize,
    number: usize,
    due: f64,
    takes: f64,
    points: f64,
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
    referred: Vec<bool>,
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
    /// contacts of search, content and site
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
    /// contacts with service staff that came about
    pub asked: u64,
    pub repeat_contacts: u64,
    pub service_contacts: f64,
    pub service_waiting: f64,
    pub outage: u64,
    pub channel_gap: f64,
}

/// Section 11: what a segment would like best, what is known of it, what is offered.
struct Taste {
    ideal: [f64; 4],
    /// precision of what is believed; infinite where nothing is to be learned
    precision: f64,
    believed: [f64; 4],
    offer: [f64; 4],
    asked: usize,
    share: f64,
    taste: Purpose,
    drift: Purpose,
    interview: Purpose,
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

/// What is true for everybody, as plain numbers of one world.
struct Rules {
    luck: Luck,
    replication: u32,
    media_weeks: u32,
    roles: bool,
    strategy: Strategy,
    buys_from: u8,
    renews_every_weeks: Option<u32>,
    people_per_customer: u32,
    season: Vec<f64>,
    brand: Option<BrandRules>,
    fit: Option<FitRules>,
    promotion: Option<PromotionRules>,
    /// u of money, of time
    commitment: [f64; 2],
    choice: Option<ChoiceRules>,
    rivals: Vec<RivalRules>,
    /// γ, SOV₀
    voice: Option<(f64, f64)>,
    joint: JointRules,
    minor_per_unit: f64,
    /// exit, back, natural forward, by stage
    hazards: [[f64; 3]; N_STAGES],
    back_to: [u8; N_STAGES],
    /// whole minor units
    price: f64,
    /// minor units
    unit_cost: f64,
    tactics: Vec<TacticRules>,
    minds: MindRules,
    satisfaction: Option<SatisfactionRules>,
    /// V₀, δ and ε of reviews
    reviews: Option<[f64; 3]>,
    /// factor on the odds to leave for each order so far
    odds_per_order: f64,
    talk: Option<TalkRules>,
    /// tactics with `moves` at a stage, by stage
    movers: [Vec<usize>; N_STAGES],
    /// tactics with `stirs_need`
    stirrers: Vec<usize>,
}

/// Section 8 of the model: trust, pacing, pressure; absent keys are 0.
struct MindRules {
    /// is there anything of it in the scenario?
    any: bool,
    has_trust: bool,
    start: Option<f64>,
    per_value: f64,
    per_order: f64,
    fades: f64,
    loss: f64,
    steepness: f64,
    threshold: [f64; N_STAGES],
    reference: Option<f64>,
    calms: f64,
    acceptance_loss: f64,
    annoyance_per_level: f64,
    opt_out_per_level: f64,
    annoyance_fades: f64,
    tolerated: f64,
    opt_out_per_unit: f64,
    acceptance_loss_per_unit: f64,
    tolerated_contacts: u32,
    per_extra_contact: f64,
    false_details: f64,
    n_channels: usize,
}

/// Word of mouth (section 2).
struct TalkRules {
    talks_from: u8,
    moves: [f64; N_STAGES],
    warns: f64,
    /// whom each customer knows, customers counted over all segments; `None`: everybody
    knows: Option<Vec<Vec<usize>>>,
}

struct TacticRules {
    asks: u8,
    asks_review: bool,
    /// what one contact adds to the hazard to take it up, and u
    upsell: Option<(f64, f64)>,
    /// minor units for each referred customer, and by how much more talk moves
    referral: Option<(f64, f64)>,
    cares: bool,
    /// by stage: direct only
    goes_to: [bool; N_STAGES],
    value: f64,
    annoys: f64,
    /// ℓ
    tells: f64,
    opt_out: f64,
    channel: usize,
    /// θ
    kept: f64,
    /// n_in, and n_out with τ_out
    wears_in: Option<f64>,
    wears_out: Option<(f64, f64)>,
    /// `(K^η, η)`
    hill: Option<(f64, f64)>,
    moves: [f64; N_STAGES],
    stirs: f64,
    /// price and cost of what a tripwire sells, minor units
    sells: Option<(i64, i64)>,
    persuades: f64,
    /// goodwill that one contact for everybody adds
    builds: f64,
    reach: ReachRules,
}

struct BrandRules {
    starts: f64,
    /// δ
    fades: f64,
    lifts_moves: f64,
    lifts_visits: f64,
    lifts_search: f64,
}

/// Section 12 of the model.
struct ChoiceRules {
    ours: f64,
    per_goodwill: f64,
    per_price: f64,
    per_fit: f64,
    /// V by rival, if anybody chooses it
    rivals: Vec<Option<f64>>,
}

/// Money in minor units.
struct RivalRules {
    usual: f64,
    reacts: f64,
    takes: f64,
}

/// Section 11 of the model.
struct FitRules {
    dimensions: usize,
    /// τ₀
    spread: f64,
    /// a week's step
    step: f64,
    /// b
    lifts: f64,
    reference: f64,
    /// g
    targeting_gain: f64,
    /// minor units
    cost: f64,
    /// σ
    noise: f64,
}

/// Section 12 of the model; absent keys at their neutral values.
struct SatisfactionRules {
    starts: f64,
    per_care: f64,
    per_fit: f64,
    expects: f64,
    fades: f64,
    odds: f64,
    lifts_needs: f64,
    lifts_moves: f64,
    talks_above: f64,
    warns_below: f64,
}

/// Section 16 of the model; pairs are those of multichannel and omnichannel.
struct JointRules {
    /// by tactic: those with the same message, itself among them
    alike: Vec<Vec<usize>>,
    abandoned: f64,
    kept: [f64; 2],
    requests: f64,
    handed_over: [f64; 2],
    /// minor units
    contact_cost: f64,
    staff: Option<u64>,
    annoys: f64,
    trust_loss: f64,
    satisfaction_loss: f64,
    outage: f64,
    odds: f64,
    keeps_more: f64,
    has_service: bool,
    tells_channels: bool,
    n_channels: usize,
}

/// Section 10 of the model; absent keys at their neutral values.
struct PromotionRules {
    /// β, λ₊, λ₋
    lifts: f64,
    gain: f64,
    loss: f64,
    /// α
    kept: f64,
    deal_buyers: f64,
    /// q
    extra: u32,
    /// f
    forward: f64,
    /// η
    lowers: f64,
}

/// Costs in minor units.
enum ReachRules {
    /// `parts`: share of the impressions and the segments it falls on
    Impressions {
        audience: f64,
        cost_per_thousand: f64,
        /// ε, B₀
        rise: Option<(f64, f64)>,
        parts: Vec<(f64, Vec<usize>)>,
    },
    Lookers {
        audience: f64,
        cost_per_thousand: f64,
        /// ε, B₀
        rise: Option<(f64, f64)>,
        precision: f64,
        within: u32,
        most: f64,
    },
    Direct {
        cost_per_send: f64,
        sends: u32,
        cost_per_issue: f64,
    },
    Search {
        cost_per_click: f64,
        query_share: f64,
        /// n, h
        auction: Option<(u32, f64)>,
    },
    Content {
        cost_per_post: f64,
        found_per_post: f64,
        quality: f64,
        /// λ
        fades: f64,
        /// L
        lag: f64,
        /// s, c, τ, δ
        compounds: [f64; 4],
    },
    Site {
        cost_per_week: f64,
        visits_per_week: f64,
    },
    Community {
        cost_per_week: f64,
        posts: f64,
        seen: f64,
    },
    People(PeopleRules),
}

/// Staff (section 14).
struct PeopleRules {
    wage: f64,
    calls_per_week: f64,
    serves: [bool; N_STAGES],
    /// force, called share
    attempts: Vec<(f64, f64)>,
    /// between an hour and a day, later
    by_wait: (f64, f64),
    points: Option<PointRules>,
}

struct PointRules {
    visit: f64,
    need: f64,
    profile: Vec<f64>,
    least: Option<f64>,
    best_first: bool,
}

/// What is drawn once for a customer (section 1), or is the same for all; empty where it does not exist.
struct Traits {
    entry_week: Vec<u32>,
    /// in units of 2⁻³² weeks
    entry_moment: Vec<f64>,
    first_stage: Vec<u8>,
    need_rate: Vec<f64>,
    dropout: Vec<f64>,
    dropout_in_time: Vec<f64>,
    churn: Vec<f64>,
    /// units in a basket, or ν of Gamma-Gamma
    basket: Vec<f64>,
    basket_law: BasketLaw,
    /// by channel
    affinity: Vec<Vec<f64>>,
    /// by tactic
    in_audience: Vec<Vec<bool>>,
    p_lapse: f64,
}

enum BasketLaw {
    /// the column holds it
    Column,
    EachOrder(Sampler),
    /// p of Gamma-Gamma
    Gamma(f64),
}

struct Purposes {
    need: Purpose,
    need_moment: Purpose,
    moves: Purpose,
    lapse: Purpose,
    dropout: Purpose,
    dropout_in_time: Purpose,
    renewal: Purpose,
    basket: Purpose,
    /// by tactic
    contact: Vec<Purpose>,
    /// by tactic
    priority: Vec<Purpose>,
    /// by tactic
    touch: Vec<Purpose>,
    /// by tactic
    cap: Vec<Purpose>,
    /// by tactic
    upsell: Vec<Purpose>,
    /// by tactic
    lead: Vec<Purpose>,
    /// by tactic
    service: Vec<Purpose>,
    /// by tactic
    again: Vec<Purpose>,
    /// by channel
    opt_out: Vec<Purpose>,
    details: Purpose,
    home: Purpose,
    brought_forward: Purpose,
    choice: Purpose,
    nothing: Purpose,
    rivals: Vec<Purpose>,
    abandoned: Purpose,
    kept: Purpose,
    request: Purpose,
    handed_over: Purpose,
}

/// What a tactic does in one week (section 4).
enum Plan {
    Nothing,
    /// expected contacts of a person with affinity 1, by segment
    Impressions(Vec<f64>),
    /// of one who looked and of one who did not, and in how many weeks before this one
    Lookers(f64, f64, u32),
    /// the last one served: priority, segment, number; `None`: everybody is
    Direct {
        sends: u32,
        last: Option<(u32, usize, usize)>,
    },
    /// s
    Search(f64),
    /// h of those with a need
    Found(f64),
    /// h of those who know us
    Site(f64),
    /// h of those who follow us
    Follow(f64),
    /// how many work
    Staff(u32),
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
    /// share of the regular price taken off
    price_off: f64,
    /// on the needs of those who may buy
    m_price: f64,
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

impl Rules {
    fn draw(&self, purpose: Purpose, week: u32, attempt: u32, number: usize) -> u32 {
        self.luck.draw(self.place(purpose, week, attempt), number as u32)
    }

    fn stream(&self, purpose: Purpose, week: u32, attempt: u32, number: usize) -> Stream {
        self.luck.stream(self.place(purpose, week, attempt), number as u32)
    }

    fn place(&self, purpose: Purpose, week: u32, attempt: u32) -> Place {
        Place { replication: self.replication, week, attempt, purpose }
    }

    /// What a click costs, and the share that is won (section 4).
    fn click(&self, tactic: usize, fixed: f64, auction: Option<(u32, f64)>) -> (f64, f64) {
        let Some((n, h)) = auction else { return (fixed, 1.0) };
        let bid = self.strategy.bids[tactic].unwrap_or(0.0);
        let below = if bid < h { bid } else { h };
        let won = (0..n).map(|_| below / h).product();
        (below * f64::from(n) / f64::from(n + 1), won)
    }

    /// Messages of a week that are written for a direct tactic (section 4).
    fn written(&self, channel: usize, sends: u32) -> f64 {
        f64::from(self.strategy.caps[channel].map_or(sends, |cap| cap.min(sends)))
    }
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

impl Taste {
    /// Before anybody was asked.
    fn new(rules: &Rules, fit: &FitRules, segment: &Segment, customers: u64) -> Taste {
        let purpose = |what: &str| Purpose::new(&format!("{what}@{}", segment.id));
        let taste = purpose("taste");
        Taste {
            ideal: normal_point(rules, fit, taste, 0, 0, fit.spread),
            precision: 1.0 / (fit.spread * fit.spread),
            believed: [0.0; 4],
            offer: [0.0; 4],
            asked: 0,
            share: f64::from(segment.n_customers) / customers as f64,
            taste,
            drift: purpose("drift"),
            interview: purpose("interview"),
        }
    }

    fn misses(&self) -> f64 {
        let miss = |i: usize| self.offer[i] - self.ideal[i];
        (0..4).map(|i| miss(i) * miss(i)).sum()
    }

    /// The interviews of a week, the redesign if it is due, and what time does to tastes.
    fn live(&mut self, rules: &Rules, fit: &FitRules, week: u32, interviews: u32) {
        for _ in 0..interviews {
            let missed = normal_point(rules, fit, self.interview, 0, self.asked, fit.noise);
            self.asked += 1;
            if fit.spread == 0.0 {
                continue;
            }
            let one = 1.0 / (fit.noise * fit.noise);
            let known = self.precision;
            self.precision += one;
            for (i, missed) in missed.into_iter().enumerate() {
                let heard = self.ideal[i] + missed;
                self.believed[i] = (known * self.believed[i] + one * heard) / self.precision;
            }
        }
        if week.is_multiple_of(rules.strategy.redesign_every_weeks) {
            self.offer = self.believed;
        }
        for (z, step) in
            self.ideal.iter_mut().zip(normal_point(rules, fit, self.drift, week, 0, fit.step))
        {
            *z += step;
        }
        self.precision = 1.0 / (1.0 / self.precision + fit.step * fit.step);
    }
}

fn normal_point(
    rules: &Rules,
    fit: &FitRules,
    purpose: Purpose,
    week: u32,
    number: usize,
    spread: f64,
) -> [f64; 4] {
    let law = Law { kind: LawKind::Normal, params: [0.0, 1.0, 0.0] };
    let mut stream = rules.stream(purpose, week, 0, number);
    std::array::from_fn(|i| {
        if i < fit.dimensions && spread > 0.0 {
            spread * Sampler::new(&law).sample(&mut stream)
        } else {
            0.0
        }
    })
}

impl TalkRules {
    /// What everybody hears in the coming week.
    fn spread(&self, felt: Option<&SatisfactionRules>, segments: &mut [TwinSegment]) {
        let (mut talks, mut warns) = (Vec::new(), Vec::new());
        for segment in &*segments {
            for (i, &stage) in segment.stage.iter().enumerate() {
                let s = segment.satisfaction[i];
                let cross = felt.is_some_and(|f| s < f.warns_below) && stage < LOST;
                let warning = segment.has_ordered[i] && (stage == LOST || cross);
                let silent = felt.is_some_and(|f| s < f.talks_above);
                warns.push(warning);
                talks.push((self.talks_from..LOST).contains(&stage) && !warning && !silent);
            }
        }
        let share_of_all = |says: &[bool]| share(says.iter(), says.len());
        let (all_talk, all_warn) = (share_of_all(&talks), share_of_all(&warns));
        let mut person = 0;
        for segment in segments {
            for i in 0..segment.stage.len() {
                (segment.talkers[i], segment.disappointed[i]) = match &self.knows {
                    None => (all_talk, all_warn),
                    Some(knows) => {
                        let known = &knows[person];
                        let among = |says: &[bool]| {
                            share(known.iter().map(|&other| &says[other]), known.len())
                        };
                        (among(&talks), among(&warns))
                    }
                };
                person += 1;
            }
        }
    }
}

fn share<'a>(says: impl Iterator<Item = &'a bool>, n: usize) -> f64 {
    says.filter(|s| **s).count() as f64 / n as f64
}

/// Who knows whom (section 2), link by link on sets.
fn knows(
    scenario: &Scenario,
    world: &World,
    world_idx: u32,
    replication: u32,
) -> Option<Vec<Vec<usize>>> {
    let luck = Luck::new(scenario.sampling.seed, world_idx);
    let draw = |purpose: &str, week, attempt, number: usize| {
        let place = Place { replication, week, attempt, purpose: Purpose::new(purpose) };
        luck.draw(place, number as u32)
    };
    let mut queue = Vec::new();
    for segment in &scenario.segments {
        for i in 0..segment.n_customers as usize {
            queue.push((draw(&format!("network@{}", segment.id), 0, 0, i), queue.len()));
        }
    }
    queue.sort_unstable();
    let n = queue.len();
    let mut linked = vec![std::collections::BTreeSet::new(); n];
    let somebody = |among: usize, place, link: u32, attempt: u32| {
        (f64::from(draw("link", attempt, link, place)) * among as f64 / TWO32) as usize
    };
    match scenario.word_of_mouth.as_ref()?.acquaintances {
        Acquaintances::Everybody => return None,
        Acquaintances::WattsStrogatz { links, rewired_share } => {
            for place in 0..n {
                for d in 1..=links as usize / 2 {
                    linked[place].insert((place + d) % n);
                    linked[(place + d) % n].insert(place);
                }
            }
            for d in 1..=links / 2 {
                for place in 0..n {
                    if unit(draw("link", 0, d, place)) < world.get(rewired_share) {
                        let found = (1..4096)
                            .map(|t| somebody(n, place, d, t))
                            .find(|other| *other != place && !linked[place].contains(other));
                        if let Some(other) = found {
                            let neighbour = (place + d as usize) % n;
                            linked[place].remove(&neighbour);
                            linked[neighbour].remove(&place);
                            linked[place].insert(other);
                            linked[other].insert(place);
                        }
                    }
                }
            }
        }
        Acquaintances::BarabasiAlbert { links } => {
            let m = links as usize;
            let mut ends = Vec::new();
            for place in 1..n {
                let mut mine: Vec<usize> = Vec::new();
                if place <= m {
                    mine.extend(0..place);
                } else {
                    for j in 0..links {
                        let tries = (0..4096).map(|t| ends[somebody(ends.len(), place, j, t)]);
                        mine.push(tries.into_iter().find(|e| !mine.contains(e)).unwrap());
                    }
                }
                for other in mine {
                    ends.extend([place, other]);
                    linked[place].insert(other);
                    linked[other].insert(place);
                }
            }
        }
    }
    let mut knows = vec![Vec::new(); n];
    for (place, others) in linked.iter().enumerate() {
        knows[queue[place].1] = others.iter().map(|&other| queue[other].1).collect();
    }
    Some(knows)
}

impl TacticRules {
    /// q of section 4 for the middle one of x contacts, the last of which is her n-th.
    fn force(&self, n: f64, x: f64) -> f64 {
        if x == 0.0 {
            return 0.0;
        }
        let middle = n - (x - 1.0) / 2.0;
        let mut force = 1.0;
        if let Some(wears_in) = self.wears_in {
            force *= 1.0 - libm::exp(-middle / wears_in);
        }
        if let Some((after, decay)) = self.wears_out
            && middle > after
        {
            force *= libm::exp(-(middle - after) / decay);
        }
        force
    }

    /// R(A) of section 3: `(1 + K^η)·A^η/(A^η + K^η)`, A itself without saturation.
    fn response(&self, stock: f64) -> f64 {
        match self.hill {
            None => stock,
            Some(_) if stock == 0.0 => 0.0,
            Some((c, 1.0)) => (1.0 + c) * stock / (stock + c),
            Some((c, eta)) => {
                let a = libm::pow(stock, eta);
                (1.0 + c) * a / (a + c)
            }
        }
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
        let m_price = match &rules.promotion {
            None => 1.0,
            Some(p) => {
                let below = (self.reference - price).max(0.0);
                let above = (price - self.reference).max(0.0);
                let exponent = p.lifts * price_off + p.gain * below - p.loss * above;
                libm::exp(exponent.clamp(-30.0, 30.0))
            }
        };
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
            price_off,
            m_price,
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
                plan(&week, t, *budget, &self.segments, spend)
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
                Plan::Search(share) => *share > 0.0,
                Plan::Found(hazard) => *hazard > 0.0 || row.spend[t] > 0,
                Plan::Staff(staff) => *staff > 0,
                _ => true,
            };
            if let (Some((_, more)), true) = (tactic.referral, acts && budgets[t] > 0) {
                programmes[t] = true;
                week.lift_talk *= 1.0 + more;
            }
        }
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
            if row.outage > 0 && !matches!(tactic.reach, ReachRules::Impressions { .. }) {
                *plan = Plan::Nothing;
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
            row.service = to_minor(handled as f64 * rules.joint.contact_cost);
            row.service_contacts = handled as f64 / people as f64;
            row.service_waiting = self.waiting as f64 / people as f64;
        }
        if rules.joint.tells_channels {
            row.channel_gap = channel_gap(rules, &self.segments);
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
                    row.spend[t] = to_minor(contacts * cost_per_click).min(budgets[t]);
                }
            }
            if matches!(
                tactic.reach,
                ReachRules::Search { .. } | ReachRules::Content { .. } | ReachRules::Site { .. }
            ) {
                row.visits += row.contacts[t];
            }
        }
        for (t, tactic) in rules.tactics.iter().enumerate() {
            if let (Some((reward, _)), true) = (tactic.referral, programmes[t]) {
                row.spend[t] += to_minor(reward * row.referred_customers as f64 * people);
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

/// Buyers met in more than one channel against those met in one: what they have spent so far.
fn channel_gap(rules: &Rules, segments: &[TwinSegment]) -> f64 {
    let n_tactics = rules.tactics.len();
    let mut spent = [Vec::new(), Vec::new()];
    for segment in segments {
        for i in (0..segment.n_in).filter(|&i| segment.orders[i] > 0) {
            let met = |channel: &usize| {
                (0..n_tactics).any(|t| {
                    rules.tactics[t].channel == *channel && segment.seen[i * n_tactics + t] > 0
                })
            };
            match (0..rules.joint.n_channels).filter(met).count() {
                0 => {}
                1 => spent[0].push(segment.revenue[i] as f64),
                _ => spent[1].push(segment.revenue[i] as f64),
            }
        }
    }
    let [one, more] = spent.map(|s| s.iter().sum::<f64>() / s.len() as f64);
    if one > 0.0 && more.is_finite() { more / one - 1.0 } else { 0.0 }
}

/// Whole pieces that money buys; a hair short of one more, as prices in currency are, is one more.
fn pieces(money: f64, fixed: f64, price: f64) -> f64 {
    let (exact, hair) = ((money - fixed) / price, 1e-12 * money / price);
    if exact.ceil() - exact <= hair { exact.ceil() } else { exact.floor() }
}

/// What a tactic's budget of the week buys (section 4); the cost of impressions is paid whoever sees them.
fn plan(
    week: &Week,
    tactic_idx: usize,
    budget_minor: i64,
    segments: &[TwinSegment],
    spend: &mut i64,
) -> Plan {
    let rules = week.rules;
    let tactic = &rules.tactics[tactic_idx];
    let people_per_customer = f64::from(rules.people_per_customer);
    let budget = budget_minor as f64;
    let n_in: usize = segments.iter().map(|s| s.n_in).sum();
    if let ReachRules::Site { cost_per_week, visits_per_week } = tactic.reach {
        if pieces(budget, 0.0, cost_per_week) < 1.0 {
            return Plan::Nothing;
        }
        *spend = to_minor(cost_per_week).min(budget_minor);
        return Plan::Site(visits_per_week * week.lift_visits);
    }
    if let ReachRules::Community { cost_per_week, posts, seen } = tactic.reach {
        if pieces(budget, 0.0, cost_per_week) < 1.0 {
            return Plan::Nothing;
        }
        *spend = to_minor(cost_per_week).min(budget_minor);
        return Plan::Follow(-posts * libm::log(1.0 - seen));
    }
    if let ReachRules::People(people) = &tactic.reach {
        let staff = pieces(budget, 0.0, people.wage);
        *spend = to_minor(staff * people.wage).min(budget_minor);
        return Plan::Staff(staff as u32);
    }
    if budget_minor == 0 || n_in == 0 {
        return Plan::Nothing;
    }
    match &tactic.reach {
        ReachRules::Impressions { audience, cost_per_thousand, rise, parts } => {
            let factor = rise.map_or(1.0, |(eps, reference)| libm::pow(budget / reference, eps));
            let cost_per_thousand = cost_per_thousand * factor;
            let impressions = libm::floor(1000.0 * budget / cost_per_thousand);
            *spend = to_minor(impressions * cost_per_thousand / 1000.0).min(budget_minor);
            if impressions < 1.0 {
                return Plan::Nothing;
            }
            let mut per_affinity = vec![0.0; segments.len()];
            for (n, (share, part)) in parts.iter().enumerate() {
                let beside = parts.get(1).map_or(0.0, |(share, _)| *share) * week.sharper;
                let share = if n == 0 { share + beside } else { share - beside };
                // P·ā is the sum of affinity over the people of P
                let affinity: f64 =
                    part.iter().map(|&s| segments[s].affinity_in[tactic.channel]).sum();
                for &s in part {
                    if affinity > 0.0 {
                        per_affinity[s] =
                            share * impressions / (people_per_customer * affinity * audience);
                    }
                }
            }
            Plan::Impressions(per_affinity)
        }
        ReachRules::Lookers { audience, cost_per_thousand, rise, precision, within, most } => {
            let factor = rise.map_or(1.0, |(eps, reference)| libm::pow(budget / reference, eps));
            let (usual, mut cost_per_thousand) = (*cost_per_thousand, cost_per_thousand * factor);
            let (mut people, mut looked, mut all) = (0.0, 0.0, 0.0);
            for segment in segments {
                for i in 0..segment.n_in {
                    let affinity = segment.traits.affinity[tactic.channel][i];
                    all += affinity;
                    if segment.has_looked(i, week.number, *within) {
                        people += 1.0;
                        looked += affinity;
                    }
                }
            }
            if people == 0.0 {
                return Plan::Nothing;
            }
            let bought = libm::floor(1000.0 * budget / cost_per_thousand);
            let limit = libm::floor(most * people * people_per_customer * audience / precision);
            let impressions = bought.min(limit);
            if limit < bought {
                // the budget that these impressions use up: B = (I·c/1000/B0^e)^(1/(1−e)), and they cost all of it
                let (eps, reference) = rise.unwrap_or((0.0, 1.0));
                let root = limit * usual / 1000.0 / libm::pow(reference, eps);
                cost_per_thousand = 1000.0 * libm::pow(root, 1.0 / (1.0 - eps)) / limit.max(1.0);
            }
            *spend = to_minor(impressions * cost_per_thousand / 1000.0).min(budget_minor);
            if impressions < 1.0 {
                return Plan::Nothing;
            }
            let each = |share: f64, affinity: f64| {
                let reachable = people_per_customer * affinity * audience;
                if reachable > 0.0 { share * impressions / reachable } else { 0.0 }
            };
            let everybody_else = if people < n_in as f64 { all - looked } else { 0.0 };
            Plan::Lookers(each(*precision, looked), each(1.0 - precision, everybody_else), *within)
        }
        ReachRules::Direct { cost_per_send, sends, cost_per_issue } => {
            let written = rules.written(tactic.channel, *sends);
            let each = cost_per_send * written * people_per_customer;
            let served = pieces(budget, written * cost_per_issue, each);
            let mut queue = Vec::new();
            for (s, segment) in segments.iter().enumerate() {
                let purpose = segment.purposes.priority[tactic_idx];
                for i in (0..segment.n_in).filter(|&i| segment.may_be_sent_to(tactic, i)) {
                    queue.push((rules.draw(purpose, week.number, 0, i), s, i));
                }
            }
            if served < 1.0 || queue.is_empty() {
                return Plan::Nothing;
            }
            let last = if served < queue.len() as f64 {
                queue.sort_unstable();
                Some(queue[served as usize - 1])
            } else {
                None
            };
            Plan::Direct { sends: *sends, last }
        }
        ReachRules::Search { cost_per_click, query_share, auction } => {
            let (cost_per_click, won) = rules.click(tactic_idx, *cost_per_click, *auction);
            let mut searching = 0.0;
            for segment in segments {
                for i in (0..segment.n_in).filter(|&i| segment.stage[i] != LOST) {
                    let affinity = segment.traits.affinity[tactic.channel][i];
                    searching += affinity
                        * if segment.open[i] {
                            1.0
                        } else {
                            -libm::expm1(-segment.need_rate(week, i))
                        };
                }
            }
            let cost = cost_per_click * people_per_customer * searching;
            let most = query_share * won * week.lift_search;
            Plan::Search(if cost > 0.0 { most.min(budget / cost) } else { most })
        }
        ReachRules::Content { .. }
        | ReachRules::Site { .. }
        | ReachRules::Community { .. }
        | ReachRules::People(_) => {
            unreachable!("planned above")
        }
    }
}

/// A week of a waiting line (section 14): who is free takes the first of those who wait.
fn answer(
    week: &Week,
    tactic_idx: usize,
    staff: u32,
    (waiting, busy): &mut (Vec<Call>, Vec<f64>),
    segments: &mut [TwinSegment],
    row: &mut TwinWeek,
) {
    let ReachRules::People(people) = &week.rules.tactics[tactic_idx].reach else {
        unreachable!("people only")
    };
    let n_tactics = week.rules.tactics.len();
    let mut coming = Vec::new();
    for (s, segment) in segments.iter_mut().enumerate() {
        for called in segment.called.iter_mut().skip(tactic_idx).step_by(n_tactics) {
            *called = None;
        }
        let gone = std::mem::take(&mut segment.gone[tactic_idx]);
        row.leads_gone += gone.len() as u64;
        waiting.retain(|call| call.segment != s || !gone.contains(&call.number));
        coming.append(&mut segment.due_calls[tactic_idx]);
    }
    row.leads += coming.len() as u64;
    coming.sort_by(|a, b| {
        let who = |call: &Call| (call.segment, call.number);
        a.due.total_cmp(&b.due).then(who(a).cmp(&who(b)))
    });
    let mut coming = std::collections::VecDeque::from(coming);
    let best_first = people.points.as_ref().is_some_and(|p| p.best_first);
    let mut now = f64::from(week.number - 1);
    loop {
        while busy.len() < staff as usize && !waiting.is_empty() {
            // in order of coming, so that of equals the first is taken
            let mut next = 0;
            for (at, call) in waiting.iter().enumerate() {
                if best_first && call.points > waiting[next].points {
                    next = at;
                }
            }
            let call = waiting.remove(next);
            busy.push(now + call.takes);
            let hours = 168.0 * (now - call.due);
            let wait_force = match hours {
                h if h <= 1.0 => 1.0,
                h if h <= 24.0 => people.by_wait.0,
                _ => people.by_wait.1,
            };
            let segment = &mut segments[call.segment];
            let at = call.number * n_tactics + tactic_idx;
            let lead = segment.leads[at].as_mut().unwrap();
            segment.called[at] = Some(people.attempts[lead.calls].0 * wait_force);
            lead.calls += 1;
            lead.waits = false;
            row.leads_served += 1;
            row.wait_hours += hours;
        }
        let free = busy.iter().copied().fold(f64::INFINITY, f64::min);
        let next = coming.front().map_or(f64::INFINITY, |call| call.due);
        now = free.min(next);
        if now > f64::from(week.number) {
            break;
        }
        if free <= next {
            let at = busy.iter().position(|end| *end == free).unwrap();
            busy.remove(at);
        } else {
            waiting.extend(coming.pop_front());
        }
    }
    row.leads_waiting += waiting.len() as u64;
}

/// The posts of a week: as many whole ones as the money buys; what is left is kept.
fn write_posts(
    reach: &ReachRules,
    week: u32,
    budget: i64,
    posts: &mut Vec<(u32, f64)>,
    left_over: &mut i64,
) -> i64 {
    let ReachRules::Content { cost_per_post, .. } = reach else { unreachable!("content only") };
    let money = budget + *left_over;
    let count = pieces(money as f64, 0.0, *cost_per_post);
    let spent = to_minor(count * cost_per_post).min(money);
    posts.push((week, count));
    *left_over = money - spent;
    spent
}

/// K: all posts of earlier weeks by their visibility.
fn stock_of(reach: &ReachRules, week: u32, posts: &[(u32, f64)]) -> f64 {
    let ReachRules::Content { quality, fades, lag, compounds: [s, c, tau, delta], .. } = *reach
    else {
        unreachable!("content only")
    };
    let mut stock = 0.0;
    for (written, count) in posts.iter().filter(|(written, _)| *written < week) {
        let age = f64::from(week - written);
        let ordinary = libm::exp(-fades * age);
        let grown = 1.0 + (c - 1.0) * (1.0 - libm::exp(-age / tau));
        let ranked = if lag > 0.0 { 1.0 - libm::exp(-age / lag) } else { 1.0 };
        let seen = (1.0 - s) * ordinary + s * grown * libm::exp(-delta * age);
        stock += count * quality * seen * ranked;
    }
    stock
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
                    | Plan::Search(_)
                    | Plan::Found(_)
                    | Plan::Site(_)
                    | Plan::Follow(_)
            ) {
                fill(segment.purposes.contact[t], &mut self.contact[t]);
            }
        }
    }
}

impl TwinSegment {
    /// Those whose week of coming in this is, at their starting stage (section 1).
    fn come_in(&mut self, rules: &Rules, week: u32) {
        while self.n_in < self.stage.len() && self.traits.entry_week[self.n_in] == week {
            let i = self.n_in;
            self.n_in += 1;
            self.stage[i] = self.traits.first_stage[i];
            if self.stage[i] >= ASCENDED {
                self.has_ordered[i] = true;
                if rules.renews_every_weeks.is_some() {
                    self.signed[i] = week;
                }
            }
            for (sum, affinity) in self.affinity_in.iter_mut().zip(&self.traits.affinity) {
                *sum += affinity[i];
            }
        }
    }

    fn live(&mut self, week: &Week, row: &mut TwinWeek, log: &mut Log) {
        let rules = week.rules;
        let n_before = self.n_in;
        self.come_in(rules, week.number);
        log.segment = self.idx;
        let n_tactics = rules.tactics.len();
        let mut draws =
            Draws { need: [0; TILE], moves: [0; TILE], contact: vec![[0; TILE]; n_tactics] };
        // mean and e^{−mean} of the last customer by tactic: most often the next one has the same
        let mut p_none = vec![(0.0, 1.0); n_tactics];
        for first in (0..self.n_in).step_by(TILE) {
            draws.fill(week, self, first);
            for i in first..self.n_in.min(first + TILE) {
                log.number = i;
                self.live_customer(week, &draws, &mut p_none, i, i < n_before, row, log);
            }
        }
    }

    /// Steps 3 to 7 of section 3 for one customer; `here`: she had come in before this week.
    #[expect(clippy::too_many_arguments, reason = "one customer, what surrounds her and two books")]
    fn live_customer(
        &mut self,
        week: &Week,
        draws: &Draws,
        p_none: &mut [(f64, f64)],
        i: usize,
        here: bool,
        row: &mut TwinWeek,
        log: &mut Log,
    ) {
        let rules = week.rules;
        let stage = self.stage[i];
        let buys = stage >= rules.buys_from && stage != LOST;
        let carried = self.open[i];
        self.contacts.clear();
        self.contacts.resize(rules.tactics.len(), 0);
        self.accepted.clear();
        self.n_kept = 0;
        self.n_again = 0;

        // 3. needs arrive
        let mut n_needs = 0;
        self.due.clear();
        let rate = self.need_rate(week, i);
        if rate > 0.0 {
            n_needs = log.poisson(unit(draws.need[i % TILE]), rate, libm::exp(-rate));
            let beyond = self.use_home(week, i, row, log);
            n_needs += beyond;
            if n_needs > 0 && (buys || !here) {
                for j in 1..=n_needs {
                    let moment = rules.draw(self.purposes.need_moment, week.number, j, i);
                    if here || f64::from(moment) > self.traits.entry_moment[i] {
                        self.due.push((moment, j));
                    }
                }
                n_needs = self.due.len() as u32;
            }
            row.needs_arrived += u64::from(n_needs);
            if n_needs > 0 && !buys {
                // the first of them is the open one, if none was open before
                for j in 1 + u32::from(!carried)..=n_needs {
                    let attempt = if here { j } else { self.due[j as usize - 1].1 };
                    self.ends_without_us(week, i, attempt, row);
                }
                self.open[i] = true;
                self.due.clear();
            }
        }

        let goes = self.goes(week, i, stage, here, log);

        // 4. contacts, then adstock; 5. the move: none of it in the week she comes in
        let mut event = None;
        if here {
            let searches = carried || n_needs > 0;
            self.meet_tactics(week, draws, p_none, i, searches, row, log);
            event = self.decide_move(week, i, stage, unit(draws.moves[i % TILE]), log);
        }

        // 6. orders, in order of their moment
        if buys {
            if carried {
                self.due.push((rules.draw(self.purposes.need_moment, week.number, 0, i), 0));
                self.open[i] = false;
            }
            self.due.sort_unstable();
            for k in 0..self.due.len() {
                if goes.is_some_and(|goes| goes < f64::from(self.due[k].0)) {
                    break;
                }
                let attempt = self.due[k].1;
                if !self.chooses_us(week, i, attempt, row, log) {
                    continue;
                }
                if self.leaves_basket(week, i, attempt, row, log) {
                    row.needs_lapsed += 1;
                    continue;
                }
                if stage < ASCENDED {
                    event = None;
                }
                self.order(week, i, attempt, row, log);
                self.ask(week, i, attempt, row, log);
                row.needs_met += 1;
                if self.drops_out(week, i, attempt, log) {
                    event = None;
                    break;
                }
                if rules.renews_every_weeks.is_some() {
                    break;
                }
            }
        }
        if goes.is_some() && self.stage[i] != LOST {
            event = None;
            self.lose(i);
        }
        if let Some(event) = event {
            self.apply(week, i, event, row, log);
        }

        // 7. end of week
        if self.open[i] && self.traits.p_lapse > 0.0 {
            let draw = rules.draw(self.purposes.lapse, week.number, 0, i);
            if log.below(unit(draw), self.traits.p_lapse) {
                self.open[i] = false;
                self.ends_without_us(week, i, 0, row);
            }
        }
        if let Some(every) = rules.renews_every_weeks
            && self.signed[i] < week.number
            && (week.number - self.signed[i]).is_multiple_of(every)
        {
            let draw = rules.draw(self.purposes.renewal, week.number, 0, i);
            if log.below(unit(draw), self.leaving(rules, i, week.leaves(self.traits.churn[i]))) {
                self.lose(i);
            } else {
                self.order(week, i, RENEWAL, row, log);
            }
        }
        if let Some(s) = &rules.satisfaction {
            self.satisfaction[i] *= libm::exp(-s.fades);
        }
        for (tactic, contacts) in rules.tactics.iter().zip(&self.contacts) {
            for _ in 0..*contacts {
                self.known[i] += (1.0 - self.known[i]) * tactic.tells;
            }
        }
        self.make_up_mind(week, i, row, log);
        if here {
            self.follow_up(week, i, log);
        }
    }

    /// Section 14: is she a lead, and is a call due?
    fn follow_up(&mut self, week: &Week, i: usize, log: &mut Log) {
        let rules = week.rules;
        let n_tactics = rules.tactics.len();
        for (t, tactic) in rules.tactics.iter().enumerate() {
            let ReachRules::People(people) = &tactic.reach else { continue };
            if rules.strategy.total_budget(t, rules.media_weeks) == 0 {
                continue;
            }
            let stage = self.stage[i];
            let refuses = self.opted_out[tactic.channel][i] || self.false_details[i];
            let stays = people.serves[stage as usize] && !refuses;
            let lead = &mut self.leads[i * n_tactics + t];
            if let Some(old) = *lead
                && !(stays && old.stage == stage)
            {
                if old.waits {
                    self.gone[t].push(i);
                }
                *lead = None;
            }
            if !stays {
                continue;
            }
            let mut points = 0.0;
            if let Some(rule) = &people.points {
                let mut visits = 0;
                for (other, visited) in rules.tactics.iter().enumerate() {
                    if matches!(
                        visited.reach,
                        ReachRules::Search { .. }
                            | ReachRules::Content { .. }
                            | ReachRules::Site { .. }
                    ) {
                        visits += self.seen[i * n_tactics + other].min(3);
                    }
                }
                points = rule.profile[self.idx]
                    + rule.visit * f64::from(visits)
                    + if self.open[i] { rule.need } else { 0.0 };
                if lead.is_none() && rule.least.is_some_and(|least| points < least) {
                    continue;
                }
            }
            let known = lead.get_or_insert(Lead { stage, calls: 0, waits: false, done: false });
            if known.waits || known.done {
                continue;
            }
            let Some((_, share)) = people.attempts.get(known.calls) else {
                known.done = true;
                continue;
            };
            if *share < 1.0 {
                let attempt = known.calls as u32;
                let draw = rules.draw(self.purposes.again[t], week.number, attempt, i);
                if !log.below(unit(draw), *share) {
                    known.done = true;
                    continue;
                }
            }
            known.waits = true;
            let moment = rules.draw(self.purposes.lead[t], week.number, 0, i);
            let service = rules.draw(self.purposes.service[t], week.number, 0, i);
            self.due_calls[t].push(Call {
                segment: self.idx,
                number: i,
                due: f64::from(week.number - 1) + (f64::from(moment) + 1.0) / TWO32,
                takes: -libm::log((f64::from(service) + 0.5) / TWO32) / people.calls_per_week,
                points,
            });
        }
    }

    /// Section 12: utility of each alternative but us, with its part of luck; the largest, and whether it is a rival's.
    fn best_of_others(&self, week: &Week, i: usize, attempt: u32) -> (f64, bool) {
        let rules = week.rules;
        let luck = |purpose| {
            let u = (f64::from(rules.draw(purpose, week.number, attempt, i)) + 0.5) / TWO32;
            -libm::log(-libm::log(u))
        };
        let mut best = (luck(self.purposes.nothing), false);
        if let Some(choice) = &rules.choice {
            for (v, purpose) in choice.rivals.iter().zip(&self.purposes.rivals) {
                if let Some(v) = v {
                    let utility = v + luck(*purpose);
                    if utility > best.0 {
                        best = (utility, true);
                    }
                }
            }
        }
        best
    }

    fn chooses_us(
        &self,
        week: &Week,
        i: usize,
        attempt: u32,
        row: &mut TwinWeek,
        log: &mut Log,
    ) -> bool {
        let rules = week.rules;
        if rules.choice.is_none() {
            return true;
        }
        let mut v = week.attractions[self.idx];
        for (t, tactic) in rules.tactics.iter().enumerate() {
            let stock = self.stocks[i * rules.tactics.len() + t];
            v += tactic.persuades * tactic.response(stock);
        }
        let draw = rules.draw(self.purposes.choice, week.number, attempt, i);
        let u = (f64::from(draw) + 0.5) / TWO32;
        let ours = v.clamp(-30.0, 30.0) - libm::log(-libm::log(u));
        let (theirs, is_rival) = self.best_of_others(week, i, attempt);
        if log.below(libm::exp(theirs - ours), 1.0) {
            return true;
        }
        if is_rival {
            row.needs_rivals += 1;
        } else {
            row.needs_refused += 1;
        }
        false
    }

    /// A need before `buys_from` that ends: a rival meets it, or nobody.
    fn ends_without_us(&self, week: &Week, i: usize, attempt: u32, row: &mut TwinWeek) {
        if self.best_of_others(week, i, attempt).1 {
            row.needs_rivals += 1;
        } else {
            row.needs_lapsed += 1;
        }
    }

    /// Section 8: what the week leaves in her mind; all of it seen with the trust, annoyance and level of its start.
    fn make_up_mind(&mut self, week: &Week, i: usize, row: &mut TwinWeek, log: &mut Log) {
        let rules = week.rules;
        let minds = &rules.minds;
        if !minds.any {
            return;
        }
        let (trust, annoyance, level) = (self.trust[i], self.annoyance[i], self.level[i]);
        let mut missing = 1.0 - trust;
        let mut annoyed = 0.0;
        for (tactic, &contacts) in rules.tactics.iter().zip(&self.contacts) {
            for _ in 0..contacts {
                missing *= 1.0 - minds.per_value * tactic.value;
                annoyed += tactic.annoys;
            }
        }
        for _ in 0..self.n_kept {
            missing *= 1.0 - minds.per_order;
        }
        annoyed += rules.joint.annoys * f64::from(self.n_again);
        // what was accepted offends nobody
        for &(level, asker) in &self.accepted {
            for (t, tactic) in rules.tactics.iter().enumerate() {
                if asker == Asker::Tactic(t) || (asker == Asker::Level && tactic.asks == level) {
                    self.contacts[t] = 0;
                }
            }
        }
        let too_far = |asks: u8| f64::from(asks.saturating_sub(level + 2));
        for channel in 0..minds.n_channels {
            let (mut hazard, mut so_far) = (0.0, 0);
            for (tactic, &contacts) in rules.tactics.iter().zip(&self.contacts) {
                let refusable =
                    matches!(tactic.reach, ReachRules::Direct { .. } | ReachRules::People(_));
                if tactic.channel != channel || !refusable {
                    continue;
                }
                for _ in 0..contacts {
                    so_far += 1;
                    let extra = f64::from(so_far - minds.tolerated_contacts.min(so_far));
                    hazard += tactic.opt_out
                        * libm::exp(minds.opt_out_per_level * too_far(tactic.asks))
                        * (1.0 + minds.per_extra_contact * extra);
                }
            }
            if hazard > 0.0 {
                let above = (annoyance - minds.tolerated).max(0.0);
                hazard *= libm::exp(minds.opt_out_per_unit * above - minds.calms * trust);
                let draw = rules.draw(self.purposes.opt_out[channel], week.number, 0, i);
                if log.below(unit(draw), -libm::expm1(-hazard)) {
                    self.opted_out[channel][i] = true;
                    row.opt_outs += 1;
                }
            }
        }
        let mut levels = 0.0;
        for (tactic, &contacts) in rules.tactics.iter().zip(&self.contacts) {
            levels += too_far(tactic.asks) * f64::from(contacts);
        }
        let kept = libm::exp(-minds.fades) * libm::pow(1.0 - minds.loss, levels);
        let again = libm::pow(1.0 - rules.joint.trust_loss, f64::from(self.n_again));
        self.trust[i] = (1.0 - missing) * kept * again;
        self.annoyance[i] = annoyance * libm::exp(-minds.annoyance_fades)
            + annoyed
            + minds.annoyance_per_level * levels;
        for &(asked, _) in &self.accepted {
            let level = &mut self.level[i];
            *level = (*level).max(asked.min(*level + 2)).min(12);
        }
    }

    /// m_trust of section 8.
    fn lean(&self, rules: &Rules, i: usize, stage: u8) -> f64 {
        let minds = &rules.minds;
        if stage > 7 || minds.steepness == 0.0 {
            return 1.0;
        }
        let threshold = minds.threshold[stage as usize];
        let sigma = |t: f64| 1.0 / (1.0 + libm::exp(-minds.steepness * (t - threshold)));
        sigma(self.trust[i]) / sigma(minds.reference.unwrap_or(threshold))
    }

    /// r of section 3: `λ · s_w/52 · (1 + Σ_t stirs_t · R_t(A_t of the week before))`; 0 for the lost and under contract.
    fn need_rate(&self, week: &Week, i: usize) -> f64 {
        let rules = week.rules;
        if self.traits.need_rate.is_empty()
            || self.stage[i] == LOST
            || self.signed[i] != NO_CONTRACT
        {
            return 0.0;
        }
        let stocks = &self.stocks[i * rules.tactics.len()..];
        let mut stirred = 0.0;
        for &t in &rules.stirrers {
            stirred += rules.tactics[t].stirs * week.felt(t, stocks);
        }
        let felt = if self.stage[i] >= rules.buys_from { week.m_price } else { 1.0 };
        let rate = self.traits.need_rate[i] * week.season / 52.0 * (1.0 + stirred) * felt;
        let felt =
            rules.satisfaction.as_ref().map_or(0.0, |s| s.lifts_needs * self.satisfaction[i]);
        rate * libm::exp(felt) * self.needs_left_by_home(week, i)
    }

    /// `e^{−η·H}` of section 10.
    fn needs_left_by_home(&self, week: &Week, i: usize) -> f64 {
        week.rules
            .promotion
            .as_ref()
            .map_or(1.0, |p| libm::exp(-p.lowers * f64::from(self.home[i])))
    }

    /// Needs that stay away because of the home stock are met from it; gives those that it cannot meet.
    fn use_home(&mut self, week: &Week, i: usize, row: &mut TwinWeek, log: &mut Log) -> u32 {
        let left = self.needs_left_by_home(week, i);
        if self.home[i] == 0 || left == 1.0 {
            return 0;
        }
        let felt = if self.stage[i] >= week.rules.buys_from { week.m_price } else { 1.0 };
        let mean = self.need_rate(week, i) / felt / left * (1.0 - left);
        let draw = week.rules.draw(self.purposes.home, week.number, 0, i);
        let needs = log.poisson(unit(draw), mean, libm::exp(-mean));
        let used = needs.min(self.home[i]);
        self.home[i] -= used;
        row.used_at_home += u64::from(used);
        needs - used
    }

    /// Contacts of the week and what is left of them: `A_t = x_t + θ_t·A_{t−1}`.
    #[expect(clippy::too_many_arguments, reason = "one customer, what surrounds her and two books")]
    fn meet_tactics(
        &mut self,
        week: &Week,
        draws: &Draws,
        p_none: &mut [(f64, f64)],
        i: usize,
        searches: bool,
        row: &mut TwinWeek,
        log: &mut Log,
    ) {
        let tactics = &week.rules.tactics;
        for (t, tactic) in tactics.iter().enumerate() {
            let affinity = self.traits.affinity[tactic.channel][i];
            let contacts = match &week.plans[t] {
                Plan::Nothing => 0,
                Plan::Impressions(per_affinity) => {
                    let mean = affinity * per_affinity[self.idx];
                    if mean <= 0.0 || !self.traits.in_audience[t][i] {
                        0
                    } else {
                        if mean != p_none[t].0 {
                            p_none[t] = (mean, libm::exp(-mean));
                        }
                        log.poisson(unit(draws.contact[t][i % TILE]), mean, p_none[t].1)
                    }
                }
                Plan::Lookers(looker, other, within) => {
                    let looked = self.has_looked(i, week.number, *within);
                    let mean = affinity * if looked { *looker } else { *other };
                    if mean <= 0.0 || !self.traits.in_audience[t][i] {
                        0
                    } else {
                        log.poisson(unit(draws.contact[t][i % TILE]), mean, libm::exp(-mean))
                    }
                }
                Plan::Direct { sends, last } => {
                    let permission = self.may_be_sent_to(tactic, i);
                    let served = |last: (u32, usize, usize)| {
                        let purpose = self.purposes.priority[t];
                        let draw = week.rules.draw(purpose, week.number, 0, i);
                        (draw, self.idx, i) <= last
                    };
                    if permission && last.is_none_or(served) { *sends } else { 0 }
                }
                Plan::Staff(_) => u32::from(self.called[i * tactics.len() + t].is_some()),
                Plan::Search(share) => {
                    let p = (share * affinity).min(1.0);
                    u32::from(searches && log.below(unit(draws.contact[t][i % TILE]), p))
                }
                Plan::Found(h) | Plan::Site(h) | Plan::Follow(h) => {
                    let may = match &week.plans[t] {
                        Plan::Found(_) => searches,
                        Plan::Follow(_) => (AWARE + 1..LOST).contains(&self.stage[i]),
                        _ => (AWARE..LOST).contains(&self.stage[i]),
                    };
                    let p = -libm::expm1(-h * affinity);
                    u32::from(may && log.below(unit(draws.contact[t][i % TILE]), p))
                }
            };
            self.contacts[t] = contacts;
        }
        let visits = tactics.iter().zip(&self.contacts).any(|(tactic, contacts)| {
            let waits = matches!(
                tactic.reach,
                ReachRules::Search { .. } | ReachRules::Content { .. } | ReachRules::Site { .. }
            );
            waits && *contacts > 0
        });
        if visits {
            self.looked[i] = Some(week.number);
        }
        self.keep_caps(week, i);
        if let Some(s) = &week.rules.satisfaction {
            for (tactic, contacts) in tactics.iter().zip(&self.contacts) {
                if tactic.cares {
                    self.satisfaction[i] += s.per_care * f64::from(*contacts);
                }
            }
        }
        if week.rules.roles {
            for t in (0..tactics.len()).filter(|t| self.contacts[*t] > 0) {
                let moment = week.rules.draw(self.purposes.touch[t], week.number, 0, i);
                self.touches[i].push((week.number, moment, t));
            }
            self.touches[i].sort_unstable();
        }
        let stocks = &mut self.stocks[i * tactics.len()..][..tactics.len()];
        for (t, &contacts) in self.contacts.iter().enumerate() {
            if contacts > 0 {
                row.contacts[t] += u64::from(contacts);
                self.seen[i * tactics.len() + t] += contacts;
            }
        }
        for (t, tactic) in tactics.iter().enumerate() {
            let contacts = self.contacts[t];
            let only = [t];
            let of = if week.joined > 0 { &week.rules.joint.alike[t][..] } else { &only[..] };
            let met: u32 = of.iter().map(|u| self.seen[i * tactics.len() + u]).sum();
            let now: u32 = of.iter().map(|u| self.contacts[*u]).sum();
            let heard = match tactic.reach {
                ReachRules::Impressions { .. } | ReachRules::Lookers { .. } => week.heard,
                _ => 1.0,
            };
            let call = self.called[i * tactics.len() + t].unwrap_or(1.0);
            let fresh =
                tactic.force(f64::from(met), f64::from(now)) * f64::from(contacts) * heard * call;
            let stock = fresh + tactic.kept * stocks[t];
            stocks[t] = if stock < 1e-18 { 0.0 } else { stock };
        }
    }

    /// Direct contacts beyond a channel's cap do not happen: tactics are served in order of a keyed priority.
    fn keep_caps(&mut self, week: &Week, i: usize) {
        let rules = week.rules;
        for (channel, cap) in rules.strategy.caps.iter().enumerate() {
            let Some(cap) = *cap else { continue };
            let direct = |t: &usize| {
                let tactic = &rules.tactics[*t];
                tactic.channel == channel && matches!(tactic.reach, ReachRules::Direct { .. })
            };
            let mut order: Vec<(u32, usize)> = (0..rules.tactics.len())
                .filter(direct)
                .map(|t| (rules.draw(self.purposes.cap[t], week.number, 0, i), t))
                .collect();
            order.sort_unstable();
            let mut room = cap;
            for (_, t) in order {
                self.contacts[t] = self.contacts[t].min(room);
                room -= self.contacts[t];
            }
        }
    }

    /// What multiplies every hazard forward of hers.
    fn leaning(&self, week: &Week, i: usize, stage: u8) -> f64 {
        let fits = week.fits.get(self.idx).copied().unwrap_or(1.0);
        let felt = &week.rules.satisfaction;
        let felt = felt.as_ref().map_or(0.0, |s| s.lifts_moves * self.satisfaction[i]);
        let committed = match self.committed[i] {
            how @ 1.. if stage == CONVERTED || stage == EXCITED => {
                week.rules.commitment[usize::from(how) - 1]
            }
            _ => 1.0,
        };
        week.lift_moves * fits * self.lean(week.rules, i, stage) * libm::exp(felt) * committed
    }

    /// A tactic's part of a hazard that one contact raises by so much.
    fn push(&self, week: &Week, i: usize, t: usize, per_contact: f64) -> f64 {
        let (tactic, minds) = (&week.rules.tactics[t], &week.rules.minds);
        let too_far = tactic.asks.saturating_sub(self.level[i] + 2);
        let acceptance = libm::exp(-minds.acceptance_loss * f64::from(too_far));
        let patience = libm::exp(-minds.acceptance_loss_per_unit * self.annoyance[i]);
        let stocks = &self.stocks[i * week.rules.tactics.len()..];
        let gain = week.gains.get(self.idx).copied().unwrap_or(0.0);
        let made_for_her = match tactic.reach {
            ReachRules::Direct { .. } | ReachRules::Site { .. } => libm::exp(gain * self.known[i]),
            _ => 1.0,
        };
        per_contact * acceptance * week.felt(t, stocks) * patience * made_for_her
    }

    /// The one equation of a move (section 2).
    fn decide_move(
        &mut self,
        week: &Week,
        i: usize,
        stage: u8,
        u: f64,
        log: &mut Log,
    ) -> Option<Event> {
        let rules = week.rules;
        let movers = &rules.movers[stage as usize];
        let [mut exit, back, natural] = rules.hazards[stage as usize];
        if (AWARE..LOST).contains(&stage) {
            exit += week.taken;
        }
        let reads = (AWARE..=EXCITED).contains(&stage);
        let lean = self.leaning(week, i, stage) * if reads { week.proof } else { 1.0 };
        if let Some(s) = &rules.satisfaction
            && (ASCENDED..LOST).contains(&stage)
        {
            exit *= libm::pow(s.odds, self.satisfaction[i]);
        }
        let natural = natural * lean;
        let mut talked = 0.0;
        if let Some(talk) = &rules.talk {
            talked = talk.moves[stage as usize] * week.lift_talk * self.talkers[i] * lean;
            if (AWARE..=EXCITED).contains(&stage) {
                exit += talk.warns * self.disappointed[i];
            }
        }
        let mut total = exit + back + natural + talked;
        self.pushes.clear();
        for &t in movers {
            let push = self.push(week, i, t, rules.tactics[t].moves[stage as usize]) * lean;
            self.pushes.push(push);
            total += push;
        }
        if total <= 0.0 {
            return None;
        }
        let p_any = -libm::expm1(-total);
        if !log.below(u, p_any) {
            return None;
        }
        let position = u * total / p_any;
        let mut edge = 0.0;
        let mut found = None;
        let parts = [
            (exit, Event::Exit),
            (back, Event::Back),
            (natural, Event::Forward(None)),
            (talked, Event::Referred),
        ];
        let pushes = movers.iter().zip(&self.pushes).map(|(&t, &h)| (h, Event::Forward(Some(t))));
        for (hazard, event) in parts.into_iter().chain(pushes) {
            if hazard > 0.0 {
                found = Some(event);
                edge += hazard;
                if log.compare(position, edge) {
                    break;
                }
            }
        }
        found
    }

    fn apply(&mut self, week: &Week, i: usize, event: Event, row: &mut TwinWeek, log: &mut Log) {
        let stage = self.stage[i];
        match event {
            Event::Exit => self.lose(i),
            Event::Back => self.stage[i] = week.rules.back_to[stage as usize],
            Event::Forward(_) | Event::Referred => {
                let cause = match event {
                    Event::Forward(cause) => cause,
                    _ => None,
                };
                if matches!(event, Event::Referred) && stage == STRANGER {
                    self.referred[i] = true;
                }
                if let Some(t) = cause {
                    row.moves_caused[t] += 1;
                }
                if stage == EXCITED {
                    // without needs this move is the order
                    self.order(week, i, 0, row, log);
                    self.ask(week, i, 0, row, log);
                    self.drops_out(week, i, 0, log);
                }
                let asker = cause.map_or(Asker::Nobody, Asker::Tactic);
                let next = LEVELS.get(stage as usize + 1).copied().unwrap_or(0);
                self.accepted.push((cause.map_or(next, |t| week.rules.tactics[t].asks), asker));
                if stage == SUBSCRIBED {
                    let asks = cause.map_or(0, |t| week.rules.tactics[t].asks);
                    self.committed[i] = match asks {
                        7 => 1,
                        6 => 2,
                        _ => 0,
                    };
                    row.converted_by_money += u64::from(asks == 7);
                    row.converted_by_time += u64::from(asks == 6);
                    if let Some((price, cost)) = cause.and_then(|t| week.rules.tactics[t].sells) {
                        let people = i128::from(week.rules.people_per_customer);
                        self.contribution[i] += price - cost;
                        self.revenue[i] += price;
                        row.revenue += i128::from(price) * people;
                        row.unit_cost += i128::from(cost) * people;
                    }
                }
                if stage != EXCITED {
                    self.stage[i] = if stage == LOST { AWARE } else { stage + 1 };
                    if self.stage[i] == SUBSCRIBED {
                        let draw = week.rules.draw(self.purposes.details, week.number, 0, i);
                        let share = week.rules.minds.false_details;
                        self.false_details[i] = share > 0.0 && log.below(unit(draw), share);
                        for column in &mut self.opted_out {
                            column[i] = false;
                        }
                    }
                }
            }
        }
    }

    /// Step 6: value and cost, the stage that follows, the contract.
    fn order(&mut self, week: &Week, i: usize, attempt: u32, row: &mut TwinWeek, log: &mut Log) {
        let rules = week.rules;
        let stream = || rules.stream(self.purposes.basket, week.number, attempt, i);
        let units = match &self.traits.basket_law {
            BasketLaw::Column => self.traits.basket[i],
            BasketLaw::EachOrder(sampler) => sampler.sample(&mut stream()),
            BasketLaw::Gamma(p) => {
                Sampler::gamma_rate(*p, self.traits.basket[i]).sample(&mut stream())
            }
        };
        let mut units = units;
        let mut price = rules.price;
        if week.price_off > 0.0 && attempt != RENEWAL {
            price = libm::round(rules.price * (1.0 - week.price_off));
            if let Some(p) = &rules.promotion
                && self.buys_ahead[i]
            {
                let by_price = (1.0 - 1.0 / week.m_price).max(0.0);
                let draw = rules.draw(self.purposes.brought_forward, week.number, attempt, i);
                let forward = attempt > 0 && unit(draw) < p.forward * by_price;
                self.home[i] += p.extra + u32::from(forward);
                units *= f64::from(1 + p.extra);
            }
        }
        let mut more = 1.0;
        for (t, tactic) in rules.tactics.iter().enumerate() {
            let Some((accepts, adds)) = tactic.upsell else { continue };
            let lean = self.leaning(week, i, self.stage[i]);
            let hazard = self.push(week, i, t, accepts) * lean;
            let draw = rules.draw(self.purposes.upsell[t], week.number, attempt, i);
            if hazard > 0.0 && log.below(unit(draw), -libm::expm1(-hazard)) {
                more += adds;
                self.accepted.push((tactic.asks, Asker::Tactic(t)));
            }
        }
        let came_for = to_minor(price * units);
        units *= more;
        let value = to_minor(price * units);
        row.upsell_revenue += i128::from(value - came_for) * i128::from(rules.people_per_customer);
        let cost = to_minor(rules.unit_cost * units);
        let given_up = to_minor(rules.price * units) - value;
        row.price_given_up += i128::from(given_up) * i128::from(rules.people_per_customer);
        self.satisfaction[i] += week.order_adds[self.idx];
        self.orders[i] += 1;
        self.n_kept += 1;
        if attempt != RENEWAL {
            self.accepted.push((8, Asker::Level));
            self.false_details[i] = false;
        }
        self.contribution[i] += value - cost;
        self.revenue[i] += value;
        row.orders += 1;
        row.revenue += i128::from(value) * i128::from(rules.people_per_customer);
        row.unit_cost += i128::from(cost) * i128::from(rules.people_per_customer);
        if !self.has_ordered[i] {
            self.has_ordered[i] = true;
            row.new_customers += 1;
            row.referred_customers += u64::from(self.referred[i]);
            if let Some([first, .., last]) = self.touches.get(i).map(Vec::as_slice) {
                self.roles[first.2][0] += 1;
                self.roles[last.2][2] += 1;
            } else if let Some([only]) = self.touches.get(i).map(Vec::as_slice) {
                self.roles[only.2][0] += 1;
                self.roles[only.2][2] += 1;
            }
            for t in 0..rules.tactics.len() {
                let touches = self.touches.get(i).map_or(&[][..], Vec::as_slice);
                let between = touches.iter().skip(1).rev().skip(1);
                self.roles[t][1] += u64::from(between.into_iter().any(|touch| touch.2 == t));
            }
        }
        self.stage[i] = self.stage[i].max(ASCENDED);
        if rules.renews_every_weeks.is_some() && attempt != RENEWAL {
            self.signed[i] = week.number;
        }
    }

    /// Moment, in units of 2⁻³² weeks, at which she drops out without an order, if it is in this week.
    fn goes(&self, week: &Week, i: usize, stage: u8, here: bool, log: &mut Log) -> Option<f64> {
        if self.traits.dropout_in_time.is_empty() || !(ASCENDED..LOST).contains(&stage) {
            return None;
        }
        let felt = week.rules.satisfaction.as_ref();
        let felt = felt.map_or(1.0, |s| libm::pow(s.odds, self.satisfaction[i]));
        let rate = self.traits.dropout_in_time[i] * felt;
        let u = unit(week.rules.draw(self.purposes.dropout_in_time, week.number, 0, i));
        if !log.below(u, -libm::expm1(-rate)) {
            return None;
        }
        let from = if here { 0.0 } else { self.traits.entry_moment[i] / TWO32 };
        let moment = from - libm::log(1.0 - u) / rate;
        (moment < 1.0).then_some(libm::floor(moment * TWO32))
    }

    fn drops_out(&mut self, week: &Week, i: usize, attempt: u32, log: &mut Log) -> bool {
        if self.traits.dropout.is_empty() {
            return false;
        }
        let draw = week.rules.draw(self.purposes.dropout, week.number, attempt, i);
        let lost =
            log.below(unit(draw), self.leaving(week.rules, i, week.leaves(self.traits.dropout[i])));
        if lost {
            self.lose(i);
        }
        lost
    }

    /// A probability to leave, its odds times what satisfaction and orders so far make of them.
    fn leaving(&self, rules: &Rules, i: usize, p: f64) -> f64 {
        let felt =
            rules.satisfaction.as_ref().map_or(1.0, |s| libm::pow(s.odds, self.satisfaction[i]));
        let factor = felt * libm::pow(rules.odds_per_order, f64::from(self.orders[i]));
        p * factor / (p * factor + 1.0 - p)
    }

    /// Is the basket of a need left behind, and not waiting for her?
    fn leaves_basket(
        &self,
        week: &Week,
        i: usize,
        attempt: u32,
        row: &mut TwinWeek,
        log: &mut Log,
    ) -> bool {
        let joint = &week.rules.joint;
        let draw = |purpose| unit(week.rules.draw(purpose, week.number, attempt, i));
        if joint.abandoned == 0.0 || !log.below(draw(self.purposes.abandoned), joint.abandoned) {
            return false;
        }
        row.abandoned_carts += 1;
        let kept = log.below(draw(self.purposes.kept), joint.kept[week.joined]);
        row.recovered_carts += u64::from(kept);
        !kept
    }

    /// What the buyer of an order asks service staff.
    fn ask(&mut self, week: &Week, i: usize, attempt: u32, row: &mut TwinWeek, log: &mut Log) {
        let joint = &week.rules.joint;
        if joint.requests == 0.0 {
            return;
        }
        let draw = week.rules.draw(self.purposes.request, week.number, attempt, i);
        let requests = log.poisson(unit(draw), joint.requests, libm::exp(-joint.requests));
        let mut words = week.rules.stream(self.purposes.handed_over, week.number, attempt, i);
        for _ in 0..requests {
            row.asked += 1;
            if !log.below(unit(words.word()), joint.handed_over[week.joined]) {
                row.asked += 1;
                row.repeat_contacts += 1;
                self.n_again += 1;
                self.satisfaction[i] -= joint.satisfaction_loss;
            }
        }
    }

    /// Becoming lost ends an open need and a contract.
    fn lose(&mut self, i: usize) {
        self.stage[i] = LOST;
        self.open[i] = false;
        self.signed[i] = NO_CONTRACT;
    }

    /// Did she visit in one of the `within` weeks before this one?
    fn has_looked(&self, i: usize, week: u32, within: u32) -> bool {
        self.looked[i].is_some_and(|last| last < week && week - last <= within)
    }

    fn may_be_sent_to(&self, tactic: &TacticRules, i: usize) -> bool {
        tactic.goes_to.get(self.stage[i] as usize).is_some_and(|goes| *goes)
            && !self.opted_out[tactic.channel][i]
            && !self.false_details[i]
    }

    fn new(
        scenario: &Scenario,
        world: &World,
        rules: &Rules,
        idx: usize,
        segment: &Segment,
        log: &mut Log,
    ) -> TwinSegment {
        let n = segment.n_customers as usize;
        let n_tactics = scenario.tactics.len();
        let by_tactic = |what: &str| {
            let name = |t: &Tactic| Purpose::new(&format!("{what}:{}@{}", t.id, segment.id));
            scenario.tactics.iter().map(name).collect()
        };
        let purpose = |what: &str| Purpose::new(&format!("{what}@{}", segment.id));
        let traits = Traits::draw(scenario, world, rules, segment, log);
        let minds = &rules.minds;
        let start_trust = |&stage: &u8| match (minds.has_trust, minds.start, stage) {
            (false, ..) | (true, None, 0) => 0.0,
            (true, Some(start), _) => start,
            (true, None, stage) => minds.threshold[stage as usize - 1],
        };
        let false_at_start = |(i, &stage): (usize, &u8)| {
            log.number = i;
            let left = (SUBSCRIBED..ASCENDED).contains(&stage) && minds.false_details > 0.0;
            left && log.below(unit(rules.draw(purpose("details"), 0, 0, i)), minds.false_details)
        };
        TwinSegment {
            satisfaction: vec![rules.satisfaction.as_ref().map_or(0.0, |s| s.starts); n],
            trust: traits.first_stage.iter().map(start_trust).collect(),
            annoyance: vec![0.0; n],
            level: traits.first_stage.iter().map(|&s| LEVELS[s as usize]).collect(),
            opted_out: vec![vec![false; n]; scenario.channels.len()],
            false_details: traits.first_stage.iter().enumerate().map(false_at_start).collect(),
            contacts: Vec::new(),
            accepted: Vec::new(),
            n_kept: 0,
            n_again: 0,
            revenue: vec![0; n],
            stage: vec![ABSENT; n],
            orders: vec![0; n],
            contribution: vec![0; n],
            open: vec![false; n],
            home: vec![0; n],
            buys_ahead: (0..n)
                .map(|i| match &rules.promotion {
                    None => false,
                    Some(p) => unit(rules.draw(purpose("deal"), 0, 0, i)) < p.deal_buyers,
                })
                .collect(),
            idx,
            n_in: 0,
            affinity_in: vec![0.0; scenario.channels.len()],
            signed: vec![NO_CONTRACT; n],
            has_ordered: vec![false; n],
            referred: vec![false; n],
            talkers: vec![0.0; if rules.talk.is_some() { n } else { 0 }],
            disappointed: vec![0.0; if rules.talk.is_some() { n } else { 0 }],
            stocks: vec![0.0; n * n_tactics],
            seen: vec![0; n * n_tactics],
            leads: vec![None; n * n_tactics],
            called: vec![None; n * n_tactics],
            due_calls: vec![Vec::new(); n_tactics],
            gone: vec![Vec::new(); n_tactics],
            traits,
            purposes: Purposes {
                need: purpose("need"),
                need_moment: purpose("need_moment"),
                moves: purpose("move"),
                lapse: purpose("lapse"),
                dropout: purpose("dropout"),
                dropout_in_time: purpose("dropout_in_time"),
                renewal: purpose("renewal"),
                basket: purpose("basket"),
                contact: by_tactic("contact"),
                priority: by_tactic("priority"),
                touch: by_tactic("touch"),
                cap: by_tactic("cap"),
                upsell: by_tactic("upsell"),
                lead: by_tactic("lead"),
                service: by_tactic("service"),
                again: by_tactic("again"),
                opt_out: (scenario.channels.iter())
                    .map(|c| Purpose::new(&format!("opt_out:{}@{}", c.id, segment.id)))
                    .collect(),
                details: purpose("details"),
                home: purpose("home"),
                brought_forward: purpose("brought_forward"),
                choice: purpose("choice"),
                nothing: purpose("nothing"),
                rivals: (scenario.rivals.iter())
                    .map(|r| Purpose::new(&format!("rival:{}@{}", r.id, segment.id)))
                    .collect(),
                abandoned: purpose("abandoned"),
                kept: purpose("kept"),
                request: purpose("request"),
                handed_over: purpose("handed_over"),
            },
            due: Vec::new(),
            pushes: Vec::new(),
            known: vec![0.0; n],
            committed: vec![0; n],
            looked: vec![None; n],
            touches: vec![Vec::new(); if rules.roles { n } else { 0 }],
            roles: vec![[0; 3]; n_tactics],
        }
    }
}

impl Traits {
    fn draw(
        scenario: &Scenario,
        world: &World,
        rules: &Rules,
        segment: &Segment,
        log: &mut Log,
    ) -> Traits {
        let n = segment.n_customers as usize;
        let drawn = |path: &str, sampler: Sampler| -> Vec<f64> {
            let purpose = Purpose::new(&format!("trait:{path}@{}", segment.id));
            let one = |i| f64::from(sampler.sample(&mut rules.stream(purpose, 0, 0, i)) as f32);
            (0..n).map(one).collect()
        };
        let sampler = |family: &Family| Sampler::new(&family.law(world));
        let column = |path: &str, of: Option<&Trait>| match of {
            None => Vec::new(),
            Some(Trait::Same(id)) => vec![world.get(*id); n],
            Some(Trait::Each(family)) => drawn(path, sampler(family)),
        };
        let in_segment = |key: &str| format!("segment.{}.{key}", segment.id);
        let once = |what: &str, i: usize| {
            rules.draw(Purpose::new(&format!("{what}@{}", segment.id)), 0, 0, i)
        };

        let mut first_stage = Vec::new();
        if let Some(counts) = &segment.start_counts {
            for (stage, count) in (0u8..).zip(counts) {
                first_stage.extend((0..*count).map(|_| stage));
            }
        }
        for i in first_stage.len()..n {
            log.number = i;
            let u = unit(once("start", i));
            log.draws += 1;
            let (mut edge, mut found) = (0.0, 0);
            for (stage, share) in segment.starts.iter().enumerate() {
                if *share > 0.0 {
                    found = stage as u8;
                    edge += share;
                    if log.compare(u, edge) {
                        break;
                    }
                }
            }
            first_stage.push(found);
        }

        let (mut entry_week, mut entry_moment) = (vec![0; n], vec![0.0; n]);
        if let Some(entry) = &segment.entry {
            let mut i = 0;
            for (idx, count) in entry.counts.iter().enumerate() {
                let number = idx as u32 + 1;
                for _ in 0..*count {
                    (entry_week[i], entry_moment[i]) = match entry.unit {
                        EntryUnit::Week => (number, f64::from(once("entry", i))),
                        EntryUnit::Day => {
                            let week = number.div_ceil(7);
                            (week, f64::from(number - 7 * (week - 1)) / 7.0 * TWO32)
                        }
                    };
                    i += 1;
                }
            }
        }

        let (basket, basket_law) = match &segment.basket {
            Basket::One => (vec![1.0; n], BasketLaw::Column),
            Basket::Same(id) => (vec![world.get(*id); n], BasketLaw::Column),
            Basket::Each(family) => {
                (drawn(&in_segment("basket"), sampler(family)), BasketLaw::Column)
            }
            Basket::EachOrder(family) => (Vec::new(), BasketLaw::EachOrder(sampler(family))),
            Basket::GammaGamma { p, q, gamma } => {
                let nu = Sampler::gamma_rate(world.get(*q), world.get(*gamma));
                (drawn(&in_segment("basket"), nu), BasketLaw::Gamma(world.get(*p)))
            }
        };

        let offer = scenario.offer.as_ref();
        let need_rate = column(&in_segment("needs_per_year"), segment.needs_per_year.as_ref());
        let selection = world.get_or(segment.selection, 0.0);
        let more = |i: usize| match &segment.needs_per_year {
            Some(Trait::Each(family)) if selection > 0.0 => {
                libm::pow(need_rate[i] / family.law(world).centre(), selection)
            }
            _ => 1.0,
        };
        let affinity = scenario.channels.iter().zip(&segment.affinity).map(|(channel, of)| {
            let mut own = match of {
                None => vec![1.0; n],
                of => column(&in_segment(&format!("affinity.{}", channel.id)), of.as_ref()),
            };
            if selection > 0.0 {
                for (i, a) in own.iter_mut().enumerate() {
                    *a = f64::from((*a * more(i)) as f32);
                }
            }
            own
        });
        let affinity: Vec<Vec<f64>> = affinity.collect();
        let in_audience = scenario.tactics.iter().zip(&rules.tactics).map(|(tactic, tr)| {
            let audience = match tr.reach {
                ReachRules::Impressions { audience, .. } | ReachRules::Lookers { audience, .. } => {
                    audience
                }
                _ => 1.0,
            };
            let what = format!("audience:{}", scenario.channels[tactic.channel].id);
            let mut belongs = |i| {
                log.number = i;
                audience >= 1.0 || log.below(unit(once(&what, i)), audience)
            };
            (0..n).map(&mut belongs).collect()
        });
        Traits {
            entry_week,
            entry_moment,
            first_stage,
            need_rate,
            dropout: column(
                "offer.dropout_per_purchase",
                offer.and_then(|o| o.dropout_per_purchase.as_ref()),
            ),
            dropout_in_time: column(
                "offer.dropout_per_week",
                offer.and_then(|o| o.dropout_per_week.as_ref()),
            ),
            churn: column(
                "offer.contract.churn_per_renewal",
                offer.and_then(|o| o.contract.as_ref()).map(|c| &c.churn_per_renewal),
            ),
            basket,
            basket_law,
            affinity,
            in_audience: in_audience.collect(),
            p_lapse: -libm::expm1(-world.get_or(segment.lapse_per_week, 0.0)),
        }
    }
}

/// The numbers of one world, each at its place.
fn resolve(
    scenario: &Scenario,
    world: &World,
    world_idx: u32,
    replication: u32,
    strategy_idx: usize,
) -> Rules {
    let journey = &scenario.journey;
    let offer = scenario.offer.as_ref();
    let minor = scenario.market.currency.minor_per_unit();
    let tactics: Vec<TacticRules> =
        scenario.tactics.iter().map(|t| resolve_tactic(scenario, world, t)).collect();
    Rules {
        luck: Luck::new(scenario.sampling.seed, world_idx),
        replication,
        media_weeks: scenario.horizon.weeks,
        roles: scenario.roles,
        strategy: scenario.strategies[strategy_idx].clone(),
        buys_from: offer.map_or(EXCITED, |o| o.buys_from as u8),
        renews_every_weeks: offer.and_then(|o| o.contract.as_ref()).map(|c| c.renews_every_weeks),
        people_per_customer: scenario.market.people_per_customer,
        season: season_of(scenario, world),
        brand: scenario.brand.map(|b| BrandRules {
            starts: world.get_or(b.starts, 0.0),
            fades: world.get(b.fades_per_week),
            lifts_moves: world.get_or(b.lifts_moves, 0.0),
            lifts_visits: world.get_or(b.lifts_visits, 0.0),
            lifts_search: world.get_or(b.lifts_search, 0.0),
        }),
        fit: scenario.fit.map(|f| {
            let spread = world.get(f.taste_spread);
            let research = scenario.research;
            FitRules {
                dimensions: f.dimensions as usize,
                spread,
                step: world.get_or(f.drift_per_quarter, 0.0) * spread / libm::sqrt(13.0),
                lifts: world.get(f.lifts_moves),
                reference: world.get_or(f.reference, 1.0),
                targeting_gain: world.get_or(f.targeting_gain, 0.0),
                cost: world.get_or(research.map(|r| r.cost_per_interview), 0.0) * minor,
                noise: world.get_or(research.map(|r| r.noise), 0.0),
            }
        }),
        commitment: {
            let of = |pick: fn(&Commitment) -> Option<NumberId>| {
                world.get_or(scenario.commitment.as_ref().and_then(pick), 1.0)
            };
            [of(|c| c.money_factor), of(|c| c.time_factor)]
        },
        choice: scenario.choice.map(|c| ChoiceRules {
            ours: world.get(c.attraction),
            per_goodwill: world.get_or(scenario.brand.and_then(|b| b.lifts_choice), 0.0),
            per_price: world.get_or(scenario.promotion.and_then(|p| p.lifts_choice), 0.0),
            per_fit: world.get_or(scenario.fit.and_then(|f| f.lifts_choice), 0.0),
            rivals: scenario.rivals.iter().map(|r| r.attraction.map(|v| world.get(v))).collect(),
        }),
        rivals: (scenario.rivals.iter())
            .map(|r| RivalRules {
                usual: world.get_or(r.weekly_spend, 0.0) * minor,
                reacts: world.get_or(r.reacts, 0.0),
                takes: world.get_or(r.takes_per_week, 0.0),
            })
            .collect(),
        voice: scenario.voice.map(|v| (world.get(v.interference), world.get_or(v.reference, 1.0))),
        minor_per_unit: minor,
        joint: resolve_joint(scenario, world, minor),
        promotion: scenario.promotion.map(|p| PromotionRules {
            lifts: world.get_or(p.lifts_needs, 0.0),
            gain: world.get_or(p.gain_lifts_needs, 0.0),
            loss: world.get_or(p.loss_lowers_needs, 0.0),
            kept: world.get_or(p.reference_kept_per_week, 1.0),
            deal_buyers: world.get_or(p.deal_buyers_share, 1.0),
            extra: p.extra_baskets,
            forward: world.get_or(p.brought_forward_share, 0.0),
            lowers: world.get_or(p.home_stock_lowers_needs, 0.0),
        }),
        hazards: std::array::from_fn(|s| {
            [journey.exit_per_week[s], journey.back_per_week[s], journey.forward_per_week[s]]
                .map(|id| world.get_or(id, 0.0))
        }),
        back_to: std::array::from_fn(|s| match journey.back_to[s] {
            Some(to) => to as u8,
            None => s.saturating_sub(1) as u8,
        }),
        price: offer.map_or(0.0, |o| libm::round(world.get(o.price) * minor)),
        unit_cost: offer.map_or(0.0, |o| world.get_or(o.unit_cost, 0.0) * minor),
        movers: std::array::from_fn(|s| {
            (0..tactics.len()).filter(|&t| tactics[t].moves[s] > 0.0).collect()
        }),
        minds: resolve_minds(scenario, world),
        satisfaction: scenario.satisfaction.map(|s| SatisfactionRules {
            starts: world.get_or(s.starts, 0.0),
            per_care: world.get_or(s.gain_per_care, 0.0),
            per_fit: world.get_or(s.gain_per_fit, 0.0),
            expects: world.get_or(s.expects_per_order, 0.0),
            fades: world.get_or(s.fades_per_week, 0.0),
            odds: world.get_or(s.churn_odds_per_unit, 1.0),
            lifts_needs: world.get_or(s.lifts_needs, 0.0),
            lifts_moves: world.get_or(s.lifts_moves, 0.0),
            talks_above: world.get_or(s.talks_above, f64::NEG_INFINITY),
            warns_below: world.get_or(s.warns_below, f64::NEG_INFINITY),
        }),
        reviews: scenario.reviews.map(|r| {
            [world.get(r.starts), world.get_or(r.fades_per_week, 0.0), world.get(r.elasticity)]
        }),
        odds_per_order: world.get_or(offer.and_then(|o| o.churn_odds_per_order), 1.0),
        talk: scenario.word_of_mouth.as_ref().map(|talk| TalkRules {
            talks_from: talk.talks_from as u8,
            moves: talk.moves.map(|id| world.get_or(id, 0.0)),
            warns: world.get_or(talk.warns_per_week, 0.0),
            knows: knows(scenario, world, world_idx, replication),
        }),
        stirrers: (0..tactics.len()).filter(|&t| tactics[t].stirs != 0.0).collect(),
        tactics,
    }
}

fn resolve_tactic(scenario: &Scenario, world: &World, tactic: &Tactic) -> TacticRules {
    let minor = scenario.market.currency.minor_per_unit();
    let all: Vec<usize> = (0..scenario.segments.len()).collect();
    let rise = |rise: &Option<PriceRise>| {
        rise.map(|r| (world.get(r.exponent), world.get(r.reference_budget) * minor))
    };
    let reach = match &tactic.reach {
        Reach::Broadcast { audience, cost_per_thousand, price_rise } => ReachRules::Impressions {
            audience: world.get_or(*audience, 1.0),
            cost_per_thousand: world.get(*cost_per_thousand) * minor,
            rise: rise(price_rise),
            parts: vec![(1.0, all)],
        },
        Reach::Targeted {
            audience,
            cost_per_thousand,
            price_rise,
            precision,
            aim: Aim::Lookers { within_weeks, most_per_week },
        } => ReachRules::Lookers {
            audience: world.get_or(*audience, 1.0),
            cost_per_thousand: world.get(*cost_per_thousand) * minor,
            rise: rise(price_rise),
            precision: world.get(*precision),
            within: *within_weeks,
            most: world.get(*most_per_week),
        },
        Reach::Targeted {
            audience,
            cost_per_thousand,
            price_rise,
            precision,
            aim: Aim::Segments(segments),
        } => {
            let (named, rest) = all.into_iter().partition(|s| segments.contains(s));
            let precision = world.get(*precision);
            ReachRules::Impressions {
                audience: world.get_or(*audience, 1.0),
                cost_per_thousand: world.get(*cost_per_thousand) * minor,
                rise: rise(price_rise),
                parts: vec![(precision, named), (1.0 - precision, rest)],
            }
        }
        Reach::Direct { cost_per_send, sends_per_week, cost_per_issue, .. } => ReachRules::Direct {
            cost_per_send: world.get(*cost_per_send) * minor,
            sends: *sends_per_week,
            cost_per_issue: world.get_or(*cost_per_issue, 0.0) * minor,
        },
        Reach::Search { price, query_share } => ReachRules::Search {
            cost_per_click: match price {
                ClickPrice::Fixed(id) => world.get(*id) * minor,
                ClickPrice::Auction { .. } => 0.0,
            },
            auction: match price {
                ClickPrice::Fixed(_) => None,
                ClickPrice::Auction { rivals, bid_high } => {
                    Some((*rivals, world.get(*bid_high) * minor))
                }
            },
            query_share: world.get(*query_share),
        },
        Reach::Content {
            cost_per_post,
            found_per_post,
            fades_per_week,
            compounds,
            lag_weeks,
            quality,
        } => ReachRules::Content {
            cost_per_post: world.get(*cost_per_post) * minor,
            found_per_post: world.get(*found_per_post),
            quality: world.get_or(*quality, 1.0),
            fades: world.get(*fades_per_week),
            lag: world.get_or(*lag_weeks, 0.0),
            compounds: compounds.map_or([0.0, 1.0, 1.0, 0.0], |c| {
                [c.share, c.factor, c.weeks, c.fades_per_week].map(|id| world.get(id))
            }),
        },
        Reach::Community { cost_per_week, posts_per_week, seen_share } => ReachRules::Community {
            cost_per_week: world.get(*cost_per_week) * minor,
            posts: world.get(*posts_per_week),
            seen: world.get(*seen_share),
        },
        Reach::Site { cost_per_week, visits_per_week } => ReachRules::Site {
            cost_per_week: world.get(*cost_per_week) * minor,
            visits_per_week: world.get(*visits_per_week),
        },
        Reach::People(people) => ReachRules::People(PeopleRules {
            wage: world.get(people.wage_per_week) * minor,
            calls_per_week: world.get(people.leads_per_week),
            serves: people.serves,
            attempts: match people.attempts.is_empty() {
                true => vec![(1.0, 1.0)],
                false => (people.attempts.iter())
                    .map(|a| (world.get(a.force), world.get_or(a.called_share, 1.0)))
                    .collect(),
            },
            by_wait: (people.force_by_wait)
                .map_or((1.0, 1.0), |f| (world.get(f.within_day), world.get(f.later))),
            points: people.score.as_ref().map(|score| PointRules {
                visit: world.get_or(score.per_visit, 0.0),
                need: world.get_or(score.open_need, 0.0),
                profile: score.profile.iter().map(|id| world.get_or(*id, 0.0)).collect(),
                least: score.routed_from.map(|id| world.get(id)),
                best_first: score.first == First::Best,
            }),
        }),
    };
    let medium = world.get_or(tactic.richness.medium, 1.0);
    let message = world.get_or(tactic.richness.message, 1.0);
    let gets_through = if medium < message { medium / message } else { 1.0 };
    TacticRules {
        asks: tactic.says.level(),
        cares: tactic.says == Says::Care,
        asks_review: tactic.says == Says::AskReview,
        upsell: (tactic.upsell).map(|u| {
            (world.get(u.accepts_per_contact) * gets_through, world.get(u.adds_to_basket))
        }),
        referral: tactic.referral.map(|r| {
            (world.get_or(r.reward_per_referred, 0.0) * minor, world.get_or(r.lifts_talk, 0.0))
        }),
        goes_to: match tactic.reach {
            Reach::Direct { to, .. } => to,
            _ => [false; N_STAGES],
        },
        value: world.get_or(tactic.value, 0.0),
        annoys: world.get_or(tactic.annoys, 0.0),
        tells: world.get_or(tactic.learns_taste, 0.0),
        opt_out: world.get_or(tactic.opt_out_per_contact, 0.0),
        channel: tactic.channel,
        kept: world.get_or(tactic.adstock_per_week, 0.0),
        wears_in: tactic.wear.and_then(|w| w.in_contacts).map(|id| world.get(id)),
        wears_out: (tactic.wear.and_then(|w| w.out))
            .map(|out| (world.get(out.after_contacts), world.get(out.decay_contacts))),
        hill: tactic.saturation.map(|s| {
            let eta = world.get_or(s.hill_exponent, 1.0);
            (libm::pow(world.get(s.half_saturation), eta), eta)
        }),
        moves: tactic.moves.map(|id| world.get_or(id, 0.0) * gets_through),
        stirs: world.get_or(tactic.stirs_need, 0.0) * gets_through,
        sells: tactic.sells.map(|s| {
            let cost = world.get_or(s.unit_cost, 0.0);
            (to_minor(world.get(s.price) * minor), to_minor(cost * minor))
        }),
        persuades: world.get_or(tactic.persuades, 0.0) * gets_through,
        builds: world.get_or(tactic.builds_brand, 0.0),
        reach,
    }
}

fn resolve_joint(scenario: &Scenario, world: &World, minor: f64) -> JointRules {
    let of = scenario.coordination;
    let both = |b: headwater::model::Both| [world.get(b.multichannel), world.get(b.omnichannel)];
    let (basket, service) = (of.and_then(|c| c.basket), of.and_then(|c| c.service));
    let tactics = &scenario.tactics;
    let alike = |t: usize| -> Vec<usize> {
        let same = |u: &usize| {
            *u == t || (tactics[t].message.is_some() && tactics[*u].message == tactics[t].message)
        };
        (0..tactics.len()).filter(same).collect()
    };
    let loyalty = of.and_then(|c| c.loyalty);
    JointRules {
        alike: (0..tactics.len()).map(alike).collect(),
        abandoned: world.get_or(basket.map(|b| b.abandoned_share), 0.0),
        kept: basket.map_or([0.0; 2], |b| both(b.kept)),
        requests: world.get_or(service.map(|s| s.requests_per_order), 0.0),
        handed_over: service.map_or([0.0; 2], |s| both(s.handed_over)),
        contact_cost: world.get_or(service.and_then(|s| s.cost_per_contact), 0.0) * minor,
        staff: service.and_then(|s| s.contacts_per_week),
        annoys: world.get_or(service.and_then(|s| s.annoys_per_repeat), 0.0),
        trust_loss: world.get_or(service.and_then(|s| s.trust_loss_per_repeat), 0.0),
        satisfaction_loss: world.get_or(service.and_then(|s| s.satisfaction_loss_per_repeat), 0.0),
        outage: world.get_or(of.and_then(|c| c.outage_per_week), 0.0),
        odds: match loyalty {
            Some(Loyalty::Odds(odds)) => world.get(odds),
            _ => 1.0,
        },
        keeps_more: match loyalty {
            Some(Loyalty::KeepsMore(more)) => world.get(more),
            _ => 0.0,
        },
        has_service: service.is_some(),
        tells_channels: of.is_some() || scenario.segments.iter().any(|s| s.selection.is_some()),
        n_channels: scenario.channels.len(),
    }
}

fn resolve_minds(scenario: &Scenario, world: &World) -> MindRules {
    let trust = scenario.trust.as_ref();
    let of_trust = |pick: fn(&Trust) -> Option<NumberId>| world.get_or(trust.and_then(pick), 0.0);
    let of_pacing = |pick: fn(&Pacing) -> Option<NumberId>| {
        world.get_or(scenario.pacing.as_ref().and_then(pick), 0.0)
    };
    let of_annoyance = |pick: fn(&Annoyance) -> Option<NumberId>| {
        world.get_or(scenario.annoyance.as_ref().and_then(pick), 0.0)
    };
    let threshold = |s: usize| trust.and_then(|t| t.threshold[s]).map(|id| world.get(id));
    MindRules {
        any: trust.is_some()
            || scenario.pacing.is_some()
            || scenario.annoyance.is_some()
            || scenario.tactics.iter().any(|t| t.opt_out_per_contact.is_some()),
        has_trust: trust.is_some(),
        start: trust.and_then(|t| t.starts).map(|id| world.get(id)),
        per_value: of_trust(|t| t.gain_per_value),
        per_order: of_trust(|t| t.gain_per_order),
        fades: of_trust(|t| t.fades_per_week),
        loss: of_trust(|t| t.loss_per_level),
        steepness: of_trust(|t| t.steepness),
        threshold: std::array::from_fn(|s| threshold(s).unwrap_or(THRESHOLDS[s])),
        reference: trust.and_then(|t| t.reference).map(|id| world.get(id)),
        calms: of_trust(|t| t.calms_opt_out),
        acceptance_loss: of_pacing(|p| p.acceptance_loss_per_level),
        annoyance_per_level: if scenario.annoyance.is_some() {
            of_pacing(|p| p.annoyance_per_level)
        } else {
            0.0
        },
        opt_out_per_level: of_pacing(|p| p.opt_out_per_level),
        annoyance_fades: of_annoyance(|a| a.fades_per_week),
        tolerated: of_annoyance(|a| a.tolerated),
        opt_out_per_unit: of_annoyance(|a| a.opt_out_per_unit),
        acceptance_loss_per_unit: of_annoyance(|a| a.acceptance_loss_per_unit),
        tolerated_contacts: scenario.pressure.map_or(0, |p| p.tolerated_per_week),
        per_extra_contact: scenario
            .pressure
            .map_or(0.0, |p| world.get(p.opt_out_per_extra_contact)),
        false_details: world.get_or(scenario.journey.false_details_share, 0.0),
        n_channels: scenario.channels.len(),
    }
}

/// `s_w = exp(a·cos(2π(w − peak)/52)) / mean over 52 weeks`, week 1 first.
fn season_of(scenario: &Scenario, world: &World) -> Vec<f64> {
    let (amplitude, peak) = match &scenario.market.season {
        None => return vec![1.0; 52],
        Some(Season::Weeks(factors)) => return factors.to_vec(),
        Some(Season::Wave { amplitude, peak_week }) => {
            (world.get(*amplitude), world.get(*peak_week))
        }
    };
    let wave = |w: u32| {
        let angle = 2.0 * std::f64::consts::PI * (f64::from(w) - peak) / 52.0;
        libm::exp(amplitude * libm::cos(angle))
    };
    let mean = (1..=52).map(wave).sum::<f64>() / 52.0;
    (1..=52).map(|w| wave(w) / mean).collect()
}

/// Section 7: every number of the world from its own stream.
pub fn world_of(scenario: &Scenario, world_idx: u32) -> World {
    let luck = Luck::new(scenario.sampling.seed, world_idx);
    let number = |path: &str, sampler: Sampler| {
        let purpose = Purpose::new(&format!("number:{path}"));
        let place = Place { replication: 0, week: 0, attempt: 0, purpose };
        sampler.sample(&mut luck.stream(place, 0))
    };
    let rows = scenario.numbers.rows().iter();
    World::new(rows.map(|row| number(&row.path, Sampler::new(&row.law))).collect())
}
