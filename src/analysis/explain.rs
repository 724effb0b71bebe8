//! What a scenario says before it is run: what each tactic does and costs, what is not known, what looks odd.
//!
//! Figures of contacts, costs and orders are not guessed from formulas: a small market is lived through in a typical world,
//! with and without each tactic, on the same luck. Words are the report's. Start at [`explain`].

use super::money::whole;
use super::oddity::{self, Oddity};
use super::used::{Used, lives, smaller, used};
use crate::engine::{Engine, Isa, Serial, draw_world};
use crate::model::choice::{own_elasticity, shares, weight};
use crate::model::fit::{Belief, mean_fit};
use crate::model::journey::N_STAGES;
use crate::model::law::Z95;
use crate::model::people::staff;
use crate::model::promotion::{break_even, need_factor};
use crate::model::queue::mean_wait;
use crate::model::rival::gap;
use crate::model::wear::{Wearing, force};
use crate::model::{
    Aim, Direction, First, LawKind, Number, People, Reach, Says, Scenario, Stage, Stream, Tactic,
    World,
};

/// Draws from which the range of a law without a formula for it is taken.
const DRAWS: u32 = 2000;

/// Everything that is told of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// by tactic
    pub tactics: Vec<TacticFacts>,
    /// tactics that a strategy spends on, by strategy, by tactic
    pub used: Vec<Used>,
    /// numbers that are not known, in order of path
    pub unknown: Vec<Unknown>,
    pub oddities: Vec<Oddity>,
    /// who knows whom, where not everybody knows everybody: acquaintances of a person on average, and the mean share of
    /// pairs of them who know each other
    pub network: Option<(f64, f64)>,
    /// prices below the regular one, by strategy, the smallest cut first
    pub sales: Vec<Sale>,
    /// with `[fit]`: the mean fit of the first guess, and of what each strategy that asks offers once it has asked
    pub fit: Option<(f64, Vec<Asked>)>,
    /// with `[choice]`: to whom needs go
    pub choice: Option<ChoiceFacts>,
    /// plans whose channels act as one
    pub joined: Vec<Joined>,
    /// with `[coordination.basket]`: share of needs at the basket that are ordered, side by side and joined
    pub ordered: Option<[f64; 2]>,
    /// with `[coordination.promotion]`: share of those who would order at a lower price who find it, side by side and joined
    pub found: Option<[f64; 2]>,
    /// with `[coordination.collect]`: share of the orders of those near an open shop that they fetch, side by side and joined
    pub collected: Option<[f64; 2]>,
    /// simulated customers of the small market
    pub customers: u64,
    /// how often it was lived
    pub lives: u32,
}

/// The research of a strategy, in a typical world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    pub strategy: usize,
    /// over the study, in each segment
    pub interviews: u64,
    /// those of them that a redesign follows within the study
    pub followed: u64,
    /// currency over the study
    pub cost: f64,
    /// of the offer that follows these, before tastes move on
    pub fit: f64,
}

/// To whom a need of somebody who may buy goes in a typical world, at the regular price and with nobody persuaded.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceFacts {
    /// shares: ours, of each rival that somebody chooses (its index), of buying nothing
    pub ours: f64,
    pub rivals: Vec<(usize, f64)>,
    /// shares by segment: its index, ours, of rivals together; none where rivals are equally strong everywhere
    pub by_segment: Vec<(usize, f64, f64)>,
    /// what a study of the rivals finds: strategy, week, cost in currency, the segment in which they are weakest
    pub studies: Vec<(usize, u32, f64, usize)>,
    pub nothing: f64,
    /// of our share by our price; absent where a price turns nobody
    pub price_elasticity: Option<f64>,
}

/// A strategy that joins its channels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joined {
    pub strategy: usize,
    /// currency over the study, tail included
    pub cost: f64,
    /// first week in which it acts; none where the study ends before
    pub from_week: Option<u32>,
}

/// What one contact of a tactic does in a typical world.
#[derive(Clone, Debug, PartialEq)]
pub struct TacticFacts {
    pub direction: Direction,
    pub stream: Stream,
    /// share of people who can be reached at all, where it is not everybody
    pub audience: Option<f64>,
    /// named segments, where it names some
    pub segments: Vec<usize>,
    /// weeks for which people who looked are remembered, where it aims at them
    pub lookers_weeks: Option<u32>,
    /// from which stage, and the hazard per week that one contact adds
    pub moves: Vec<(Stage, f64)>,
    /// share of the need rate that one contact adds
    pub stirs_need: f64,
    /// share of its message that the medium carries; `moves` and `stirs_need` are what is left
    pub medium_carries: f64,
    /// our share of choices once it has had one contact with everybody; absent where it persuades nobody
    pub persuades_to: Option<f64>,
    /// goodwill that one contact for every person of the market adds
    pub builds_brand: f64,
    /// share of the missing trust that one contact earns
    pub earns_trust: f64,
    /// satisfaction that one contact adds, standard deviations
    pub satisfies: f64,
    /// share of orders that take up an upsell after one contact, and what it then adds to the basket
    pub upsell: Option<(f64, f64)>,
    /// reward for each new customer who came by word of mouth, and the share by which talk moves more
    pub referral: Option<(f64, f64)>,
    /// direct: the stages it goes to, where it does not go to everybody with permission
    pub goes_to: Vec<Stage>,
    /// share of what is not known of a customer's taste that one contact tells
    pub learns_taste: f64,
    /// tactics that aim at whoever visits here
    pub looked_for_by: Vec<usize>,
    /// tactics whose staff calls a lead the sooner for a visit here
    pub scored_by: Vec<usize>,
    /// its money makes us louder among rivals
    pub speaks: bool,
    /// some strategy joins channels, and another tactic has its message
    pub repeats: bool,
    /// price and cost of the small thing that it sells, currency
    pub sells: Option<(f64, f64)>,
    /// annoyance that one contact adds
    pub annoys: f64,
    /// `1/(1 − θ)`: what a contact adds over all time, in units of its first week
    pub carried: f64,
    /// contacts with half the largest effect
    pub half_saturation: Option<f64>,
    /// absent where its message does not wear
    pub wear: Option<WearFacts>,
    /// absent where nobody calls
    pub staff: Option<StaffFacts>,
}

/// Staff that calls on leads.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffFacts {
    /// stages whose customers are leads
    pub serves: Vec<Stage>,
    /// of one member
    pub calls_per_week: f64,
    /// currency
    pub wage: f64,
    /// most calls that a lead gets, and the force of the last of them
    pub attempts: (usize, f64),
    /// force of a call after more than an hour, and after more than a day
    pub by_wait: Option<(f64, f64)>,
    /// points below which a lead is not called
    pub routed_from: Option<f64>,
    pub best_first: bool,
    /// strategy, most staff of a week, and days that a lead waits on average where leads are [`USUAL_LOAD`] of what it can do
    pub hired: Vec<(usize, u32, f64)>,
}

/// A share of the calls that staff can make at which waits are told: as busy as a desk is run, as a rule.
pub const USUAL_LOAD: f64 = 0.8;

/// Force of a message as a person meets it again and again, as a share of its full force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WearFacts {
    pub at_first: f64,
    /// which contact is the strongest, and its force
    pub strongest: (u32, f64),
    /// of contact number [`WEAR_AT`]
    pub late: f64,
}

/// A number of contacts that a person who is met often has within half a year.
pub const WEAR_AT: u32 = 30;

/// A price below the regular one in a strategy, in a typical world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sale {
    pub strategy: usize,
    /// share of the regular price
    pub price_off: f64,
    /// how many more units it must sell to earn what it gives up, as a share; absent where a unit earns nothing any more
    pub needed: Option<f64>,
    /// by which share the needs of those who may buy rise while the regular price is expected
    pub more_needs: f64,
}

/// A number that is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// position in the table of numbers
    pub row: usize,
    pub centre: f64,
    /// 5 % lie below, 5 % above
    pub range: (f64, f64),
}

/// Everything about a scenario.
pub fn explain(scenario: &Scenario, isa: Isa) -> Explained {
    let typical = scenario.numbers.centre();
    let small = smaller(scenario);
    let lives = lives(&small);
    let mut used = used(&small, &typical, isa, lives);
    used.sort_by_key(|u| (u.tactic, u.strategy));
    let unknown = unknown(scenario);
    let mut oddities = oddity::of_numbers(scenario, &typical, &unknown);
    oddities.extend(oddity::of_plans(scenario));
    oddities.extend(used.iter().flat_map(|u| oddity::of_use(scenario, &typical, u)));
    Explained {
        tactics: (0..scenario.tactics.len()).map(|t| facts(scenario, t, &typical)).collect(),
        used,
        unknown,
        oddities,
        network: network(&small, &typical, isa),
        sales: sales(scenario, &typical),
        fit: fit(scenario, &typical),
        choice: choice(scenario, &typical),
        joined: joined(scenario),
        ordered: scenario.coordination.and_then(|c| c.basket).map(|b| b.ordered(&typical)),
        found: scenario.coordination.and_then(|c| c.promotion).map(|p| p.found(&typical)),
        collected: (scenario.coordination.and_then(|c| c.collect))
            .map(|c| [c.share.multichannel, c.share.omnichannel].map(|s| typical.get(s))),
        customers: small.n_customers(),
        lives,
    }
}

/// Weights of us (with this much persuasion), of rivals by index, of buying nothing, in a segment.
fn weights(
    scenario: &Scenario,
    typical: &World,
    segment: usize,
    persuaded: f64,
) -> Option<Vec<f64>> {
    let ours = weight(typical.get(scenario.choice?.attraction) + persuaded);
    let rivals = scenario
        .rivals
        .iter()
        .map(|r| r.attraction_in(segment).map_or(0.0, |v| weight(typical.get(v))));
    Some(std::iter::once(ours).chain(rivals).chain([1.0]).collect())
}

/// Shares of choices as [`weights`] has them: where a rival is not equally strong everywhere, the mean over customers.
fn mean_shares(scenario: &Scenario, typical: &World, persuaded: f64) -> Option<Vec<f64>> {
    let first = shares(&weights(scenario, typical, 0, persuaded)?);
    if !differs(scenario) {
        return Some(first);
    }
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 people")]
    let all = scenario.n_customers() as f64;
    let mut mean = vec![0.0; first.len()];
    for (s, segment) in scenario.segments.iter().enumerate() {
        for (sum, share) in mean.iter_mut().zip(shares(&weights(scenario, typical, s, persuaded)?))
        {
            *sum += share * f64::from(segment.n_customers) / all;
        }
    }
    Some(mean)
}

/// Is a rival stronger in one segment than in another?
fn differs(scenario: &Scenario) -> bool {
    scenario.rivals.iter().any(|r| r.attraction_by_segment.iter().any(Option::is_some))
}

fn choice(scenario: &Scenario, typical: &World) -> Option<ChoiceFacts> {
    let of_segment = |s: usize| -> Option<(usize, f64, f64)> {
        let shares = shares(&weights(scenario, typical, s, 0.0)?);
        let (ours, nothing) = (*shares.first()?, *shares.last()?);
        Some((s, ours, 1.0 - ours - nothing))
    };
    let segments = 0..scenario.segments.len();
    let together = |s: usize| -> f64 {
        let of =
            |r: &crate::model::Rival| r.attraction_in(s).map_or(0.0, |v| weight(typical.get(v)));
        scenario.rivals.iter().map(of).sum()
    };
    let gap = gap(&segments.clone().map(together).collect::<Vec<f64>>())?;
    let minor = scenario.market.currency.minor_per_unit();
    let studies = scenario.strategies.iter().enumerate().filter_map(|(idx, plan)| {
        let of = plan.rival_analysis?;
        Some((idx, of.week, whole(of.cost.into()) / minor, gap))
    });
    let shares = mean_shares(scenario, typical, 0.0)?;
    let (ours, nothing) = (*shares.first()?, *shares.last()?);
    let slope = scenario.promotion.map_or(0.0, |p| typical.get_or(p.lifts_choice, 0.0));
    Some(ChoiceFacts {
        ours,
        rivals: (shares[1..].iter().take(scenario.rivals.len()).copied().enumerate())
            .filter(|(r, _)| scenario.rivals[*r].is_chosen())
            .collect(),
        by_segment: segments.filter(|_| differs(scenario)).filter_map(of_segment).collect(),
        studies: studies.collect(),
        nothing,
        price_elasticity: (slope > 0.0).then(|| own_elasticity(-slope, 1.0, ours)),
    })
}

/// Every depth of cut of every strategy once.
fn sales(scenario: &Scenario, typical: &World) -> Vec<Sale> {
    let Some(offer) = &scenario.offer else { return Vec::new() };
    let margin = 1.0 - typical.get_or(offer.unit_cost, 0.0) / typical.get(offer.price);
    let mut sales = Vec::new();
    for (strategy, plan) in scenario.strategies.iter().enumerate() {
        let mut cuts: Vec<f64> = plan.promotions.iter().map(|p| p.share).collect();
        cuts.retain(|share| *share > 0.0);
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        sales.extend(cuts.into_iter().map(|price_off| {
            Sale {
                strategy,
                price_off,
                needed: Some(break_even(price_off, margin)).filter(|share| share.is_finite()),
                more_needs: scenario
                    .promotion
                    .map_or(0.0, |p| need_factor(1.0 - price_off, 1.0, p.effects(typical)) - 1.0),
            }
        }));
    }
    sales
}

/// Mean degree and clustering of the network of the small market.
fn network(scenario: &Scenario, typical: &World, isa: Isa) -> Option<(f64, f64)> {
    scenario.word_of_mouth.as_ref()?;
    let traits = Engine::new(scenario, typical, 0, isa).traits(0, &Serial);
    traits.network().map(|network| (network.mean_degree(), network.clustering()))
}

/// How well offers fit on average, before and after people were asked.
fn fit(scenario: &Scenario, typical: &World) -> Option<(f64, Vec<Asked>)> {
    let of = scenario.fit?;
    let before = Belief::before(typical.get(of.taste_spread));
    let research = scenario.research;
    let noise = typical.get_or(research.map(|r| r.noise), 1.0);
    let each = typical.get_or(research.map(|r| r.cost_per_interview), 0.0);
    let asked = scenario.strategies.iter().enumerate().filter_map(|(strategy, plan)| {
        let interviews = plan.total_interviews(scenario.horizon.weeks);
        let followed =
            plan.interviews_followed(scenario.horizon.weeks, scenario.horizon.total_weeks());
        let known = (0..followed).fold(before, |b, _| b.after(&before.mean, noise));
        let people = i128::from(interviews) * scenario.segments.len() as i128;
        (interviews > 0).then(|| Asked {
            strategy,
            interviews,
            followed,
            cost: whole(people) * each,
            fit: mean_fit(known.variance, of.dimensions),
        })
    });
    Some((mean_fit(before.variance, of.dimensions), asked.collect()))
}

/// What joining channels costs, and from when it acts.
fn joined(scenario: &Scenario) -> Vec<Joined> {
    let weeks = scenario.horizon.total_weeks();
    let minor = scenario.market.currency.minor_per_unit();
    let plans = scenario.strategies.iter().enumerate();
    plans
        .filter_map(|(strategy, plan)| {
            let plan = plan.omnichannel?;
            let cost: i64 = (1..=weeks).map(|week| plan.cost(week)).sum();
            let from_week = (1..=weeks).find(|&week| plan.acts(week));
            Some(Joined { strategy, cost: whole(cost.into()) / minor, from_week })
        })
        .collect()
}

fn facts(scenario: &Scenario, tactic_idx: usize, typical: &World) -> TacticFacts {
    let tactic = &scenario.tactics[tactic_idx];
    let carried = tactic.richness.carried(typical);
    let moves = Stage::ALL
        .into_iter()
        .map(|stage| (stage, typical.get_or(tactic.moves[stage.idx()], 0.0) * carried))
        .filter(|(_, hazard)| *hazard > 0.0);
    let (audience, segments) = match &tactic.reach {
        Reach::Broadcast { audience, .. } => (*audience, &[][..]),
        Reach::Targeted { audience, aim: Aim::Segments(named), .. } => (*audience, &named[..]),
        Reach::Targeted { audience, .. } => (*audience, &[][..]),
        Reach::Store { near_share, .. } => (Some(*near_share), &[][..]),
        _ => (None, &[][..]),
    };
    let visited = tactic.reach.is_visited();
    let joins = scenario.strategies.iter().any(|s| s.omnichannel.is_some());
    let others = |is: &dyn Fn(&Tactic) -> bool| -> Vec<usize> {
        let others = scenario.tactics.iter().enumerate().filter(|(t, _)| *t != tactic_idx);
        others.filter(|(_, other)| is(other)).map(|(t, _)| t).collect()
    };
    let gain_per_value =
        scenario.trust.as_ref().map_or(0.0, |trust| typical.get_or(trust.gain_per_value, 0.0));
    TacticFacts {
        audience: audience.map(|a| typical.get(a)),
        segments: segments.to_vec(),
        lookers_weeks: match &tactic.reach {
            Reach::Targeted { aim: Aim::Lookers { within_weeks, .. }, .. } => Some(*within_weeks),
            _ => None,
        },
        direction: tactic.direction(),
        stream: tactic.stream(typical),
        moves: moves.collect(),
        stirs_need: typical.get_or(tactic.stirs_need, 0.0) * carried,
        medium_carries: carried,
        persuades_to: Some(typical.get_or(tactic.persuades, 0.0) * carried)
            .filter(|persuades| *persuades > 0.0)
            .and_then(|persuades| mean_shares(scenario, typical, persuades)?.first().copied()),
        builds_brand: typical.get_or(tactic.builds_brand, 0.0),
        earns_trust: gain_per_value * typical.get_or(tactic.value, 0.0),
        satisfies: match (tactic.says, scenario.satisfaction) {
            (Says::Care, Some(of)) => typical.get_or(of.gain_per_care, 0.0),
            _ => 0.0,
        },
        upsell: tactic.upsell.map(|of| {
            let accepts = -libm::expm1(-typical.get(of.accepts_per_contact));
            (accepts, typical.get(of.adds_to_basket))
        }),
        referral: tactic.referral.map(|of| {
            (typical.get_or(of.reward_per_referred, 0.0), typical.get_or(of.lifts_talk, 0.0))
        }),
        goes_to: match tactic.reach {
            Reach::Direct { to, .. } => served(to),
            _ => Vec::new(),
        },
        learns_taste: match scenario.fit {
            Some(_) => typical.get_or(tactic.learns_taste, 0.0),
            None => 0.0,
        },
        looked_for_by: others(&|other| visited && other.reach.aims_at_lookers()),
        scored_by: others(&|other| visited && scores_visits(other, typical)),
        speaks: tactic.reach.speaks()
            && scenario.voice.is_some_and(|of| typical.get(of.interference) > 0.0),
        repeats: joins
            && !others(&|o| o.message.is_some() && o.message == tactic.message).is_empty(),
        sells: (tactic.sells).map(|s| (typical.get(s.price), typical.get_or(s.unit_cost, 0.0))),
        annoys: match scenario.annoyance {
            Some(_) => typical.get_or(tactic.annoys, 0.0),
            None => 0.0,
        },
        carried: 1.0 / (1.0 - typical.get_or(tactic.adstock_per_week, 0.0)),
        half_saturation: tactic.saturation.map(|s| typical.get(s.half_saturation)),
        wear: tactic.wear.map(|wear| wear_facts(wear.at(typical))),
        staff: match &tactic.reach {
            Reach::People(people) => Some(staff_facts(scenario, tactic_idx, people, typical)),
            _ => None,
        },
    }
}

/// Do visits give points to the leads of its staff?
fn scores_visits(tactic: &Tactic, typical: &World) -> bool {
    match &tactic.reach {
        Reach::People(people) => people
            .score
            .as_ref()
            .and_then(|score| score.per_visit)
            .is_some_and(|per_visit| typical.get(per_visit) != 0.0),
        _ => false,
    }
}

fn staff_facts(scenario: &Scenario, tactic: usize, people: &People, typical: &World) -> StaffFacts {
    let calls = typical.get(people.leads_per_week);
    let wage = typical.get(people.wage_per_week);
    let minor = scenario.market.currency.minor_per_unit();
    let weeks = scenario.horizon.weeks;
    let hired = scenario.strategies.iter().enumerate().filter_map(|(s, strategy)| {
        let most = (1..=weeks).map(|w| strategy.budget(tactic, w, weeks)).max()?;
        let staff = staff(most, wage * minor);
        let days = 7.0 * mean_wait(staff, USUAL_LOAD * f64::from(staff) * calls, calls)?;
        Some((s, staff, days))
    });
    let score = people.score.as_ref();
    StaffFacts {
        serves: people.stages().collect(),
        calls_per_week: calls,
        wage,
        attempts: match people.attempts.last() {
            None => (1, 1.0),
            Some(last) => (people.attempts.len(), typical.get(last.force)),
        },
        by_wait: people.force_by_wait.map(|f| (typical.get(f.within_day), typical.get(f.later))),
        routed_from: score.and_then(|s| s.routed_from).map(|id| typical.get(id)),
        best_first: score.is_some_and(|s| s.first == First::Best),
        hired: hired.collect(),
    }
}

/// Stages that messages go to; empty where they go to everybody with permission.
pub(super) fn served(to: [bool; N_STAGES]) -> Vec<Stage> {
    let served: Vec<Stage> = Stage::ALL.into_iter().filter(|s| to[s.idx()]).collect();
    let everybody = Stage::Promoter.idx() - Stage::Subscribed.idx() + 1;
    if served.len() == everybody { Vec::new() } else { served }
}

fn wear_facts(wear: Wearing) -> WearFacts {
    let at = |n: u32| force(f64::from(n), wear);
    let mut strongest = (1, at(1));
    for n in 2..=WEAR_AT {
        if at(n) > strongest.1 {
            strongest = (n, at(n));
        }
    }
    WearFacts { at_first: at(1), strongest, late: at(WEAR_AT) }
}

/// The numbers that are not known, with their ranges.
fn unknown(scenario: &Scenario) -> Vec<Unknown> {
    let rows = scenario.numbers.rows();
    let open: Vec<usize> = (0..rows.len()).filter(|&r| !rows[r].law.is_point()).collect();
    let drawn = open.iter().any(|&r| range_by_formula(&rows[r]).is_none());
    let n_worlds = if drawn { DRAWS } else { 0 };
    let worlds: Vec<World> = (0..n_worlds).map(|w| draw_world(scenario, w)).collect();
    open.into_iter()
        .map(|row| {
            let range = range_by_formula(&rows[row]).unwrap_or_else(|| {
                let mut values: Vec<f64> = worlds.iter().map(|w| w.values()[row]).collect();
                values.sort_by(f64::total_cmp);
                let at = |share: usize| values.get(values.len() * share / 100).copied();
                (at(5).unwrap_or(0.0), at(95).unwrap_or(0.0))
            });
            Unknown { row, centre: rows[row].law.centre(), range }
        })
        .collect()
}

/// The 5 % and 95 % quantiles of laws that have a formula for them.
fn range_by_formula(number: &Number) -> Option<(f64, f64)> {
    let [a, b, _] = number.law.params;
    match number.law.kind {
        LawKind::Point => Some((a, a)),
        LawKind::LognormalInterval | LawKind::LogitNormalInterval | LawKind::NormalInterval => {
            Some((a, b))
        }
        LawKind::Normal => Some((a - Z95 * b, a + Z95 * b)),
        LawKind::Uniform => Some((a + 0.05 * (b - a), a + 0.95 * (b - a))),
        _ => None,
    }
}
