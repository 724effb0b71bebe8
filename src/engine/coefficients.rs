//! The numbers of one world, resolved for the passes: nothing is looked up by name or asked for its presence in a loop.

use crate::model::auction;
use crate::model::content::{Compounds, Visibility};
use crate::model::journey::N_STAGES;
use crate::model::law::Family;
use crate::model::media::{Price, Sending};
use crate::model::money::to_minor;
use crate::model::season::season;
use crate::model::trust::exponent_of_share;
use crate::model::visit;
use crate::model::{
    Aim, Basket, ClickPrice, Compounding, NumberId, Pacing, PriceRise, Reach, Scenario, Season,
    Segment, Stage, Tactic, Trait, World,
};
use crate::random::{Purpose, Sampler};

use super::brand::BrandOf;
use super::choice::ChoiceOf;
use super::commitment::{CommitmentOf, SellsOf};
use super::content::ContentOf;
use super::coordination::CoordinationOf;
use super::fit::FitOf;
use super::pacing::AskOf;
use super::people::PeopleOf;
use super::pressure::AnnoyanceOf;
use super::promotion::PromotionOf;
use super::purposes::{SegmentPurposes, trait_purpose};
use super::reviews::ReviewsOf;
use super::rival::{RivalOf, VoiceOf};
use super::satisfaction::SatisfactionOf;
use super::saturation::Response;
use super::trust::TrustOf;
use super::upsell::UpsellOf;
use super::wear::WearOf;
use super::word_of_mouth::Talk;

/// A quantity of customers: one value, or a law to draw each customer's from.
#[derive(Clone, Copy, Debug)]
pub(super) enum PerCustomer {
    Same(f64),
    Each(Sampler, Purpose),
}

/// What an order holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum BasketOf {
    /// the customer's own number of units
    Customer(PerCustomer),
    /// one draw per order
    Order(Sampler),
    /// ν per customer, then Gamma(p, rate ν) per order
    GammaGamma { p: f64, nu: PerCustomer },
}

/// Numbers of one segment.
#[derive(Clone, Debug)]
pub(super) struct SegmentOf {
    pub needs_per_year: Option<PerCustomer>,
    pub lapse_per_week: f64,
    pub basket: BasketOf,
    /// by channel
    pub affinity: Vec<PerCustomer>,
    /// exponent of the need rate over its mean, and that mean; absent: affinity has nothing to do with needs
    pub selection: Option<(f64, f64)>,
    pub dropout: Option<PerCustomer>,
    pub dropout_in_time: Option<PerCustomer>,
    pub churn: Option<PerCustomer>,
    /// `⌈2³²·(starts_0 + … + starts_s)⌉` by stage
    pub start_bounds: [u64; 9],
    /// exact numbers by stage, in place of the draw
    pub start_counts: Option<[u32; 9]>,
    pub purpose: SegmentPurposes,
}

/// Numbers of one tactic.
#[derive(Clone, Debug)]
pub(super) struct TacticOf {
    pub kept: f32,
    /// absent: every contact joins the stock whole, since its message does not wear and no voice drowns it
    pub wear: Option<WearOf>,
    pub response: Response,
    /// by stage, padded so that any 4-bit index is in range
    pub moves: [f32; 16],
    pub has_moves: bool,
    /// what a tripwire sells
    pub sells: Option<SellsOf>,
    pub stirs_need: f32,
    /// what one contact adds to the attraction of our offer
    pub persuades: f64,
    pub ask: AskOf,
    /// what one contact adds to trust, as an exponent
    pub learns: f32,
    /// what one contact tells of a customer's taste, as an exponent
    pub learns_taste: f32,
    /// can what it says be made for one person, where tastes are learned?
    pub is_personal: bool,
    /// annoyance that one contact adds
    pub annoys: f32,
    pub builds_brand: f64,
    /// satisfaction that one contact adds
    pub cares: f32,
    /// absent: it adds nothing to orders
    pub upsell: Option<UpsellOf>,
    /// a referral programme: factor on talk, and reward in minor units
    pub referral: Option<(f64, f64)>,
    /// direct: the stages it goes to, one bit for each
    pub to: u16,
    pub reach: ReachOf,
}

/// Reach with its numbers; costs in minor units.
#[derive(Clone, Debug)]
pub(super) enum ReachOf {
    Broadcast {
        audience: f64,
        price: Price,
    },
    Targeted {
        audience: f64,
        price: Price,
        precision: f64,
        aim: AimOf,
        finds_gaps: bool,
    },
    Direct(Sending),
    Search {
        price: ClickPriceOf,
        query_share: f64,
    },
    Content(ContentOf),
    Site {
        cost_per_week: f64,
        visits_per_week: f64,
    },
    Store {
        cost_per_week: f64,
        near_share: f64,
        passes_per_week: f64,
        need_adds_per_week: f64,
    },
    /// `seen_per_week`: hazard that a follower of affinity 1 sees any post
    Community {
        cost_per_week: f64,
        seen_per_week: f64,
    },
    People(PeopleOf),
}

/// How a click is paid; amounts in minor units.
#[derive(Clone, Copy, Debug)]
pub(super) enum ClickPriceOf {
    Fixed(f64),
    Auction { rivals: u32, bid_high: f64 },
}

impl ClickPriceOf {
    /// What a click costs, and the share of clicks that a bid wins; all of them where they have one price.
    pub fn at(self, bid: Option<f64>) -> (f64, f64) {
        match self {
            ClickPriceOf::Fixed(price) => (price, 1.0),
            ClickPriceOf::Auction { rivals, bid_high } => {
                let bid = bid.unwrap_or(0.0);
                (auction::price(bid, rivals, bid_high), auction::win(bid, rivals, bid_high))
            }
        }
    }
}

/// Whom targeted impressions are meant for.
#[derive(Clone, Debug)]
pub(super) enum AimOf {
    Segments(Vec<usize>),
    Lookers { within_weeks: u32, most_per_week: f64 },
}

/// Everything the passes need of a scenario in one world.
#[derive(Clone, Debug)]
pub(super) struct Coefficients {
    pub season: [f64; 52],
    /// minor units
    pub price: f64,
    /// minor units
    pub unit_cost: f64,
    /// absent: nobody buys more or less for another price
    pub promotion: Option<PromotionOf>,
    /// absent: a need of who may buy is an order
    pub choice: Option<ChoiceOf>,
    pub rivals: Vec<RivalOf>,
    /// absent: no voice drowns ours
    pub voice: Option<VoiceOf>,
    /// `[exit, back, forward]` by stage
    pub natural: [[f32; 3]; N_STAGES],
    pub brand: Option<BrandOf>,
    /// absent: every offer fits as well as any other
    pub fit: Option<FitOf>,
    pub coordination: CoordinationOf,
    pub tactics: Vec<TacticOf>,
    /// can anybody be lost at a moment of her own, between needs?
    pub drops_out_in_time: bool,
    /// does any tactic sell more with an order?
    pub upsells: bool,
    pub segments: Vec<SegmentOf>,
    pub minds: MindsOf,
    /// absent: nobody stays, buys or talks for being satisfied
    pub satisfaction: Option<SatisfactionOf>,
    /// absent: nobody reads reviews
    pub reviews: Option<ReviewsOf>,
    /// log of the factor on the odds to leave for each order so far
    pub ln_odds_per_order: f64,
    /// absent: a small commitment changes nothing after it
    pub commitment: Option<CommitmentOf>,
    /// absent: nobody talks
    pub talk: Option<Talk>,
}

/// What people make of contacts, in one world.
#[derive(Clone, Debug)]
pub(super) struct MindsOf {
    pub trust: Option<TrustOf>,
    pub annoyance: Option<AnnoyanceOf>,
    /// does anything depend on the level that somebody has reached?
    pub levels: bool,
    /// do asks that go too far lose force?
    pub paced: bool,
    /// j₀ and b of M13
    pub tolerated_contacts: f32,
    pub per_extra_contact: f32,
    pub false_details: f64,
    /// by channel: can people opt out of it?
    pub opts_out: Vec<bool>,
    /// by channel: can it be that no message reaches somebody with permission?
    pub bars: Vec<bool>,
}

impl MindsOf {
    fn new(scenario: &Scenario, world: &World) -> MindsOf {
        let pacing = scenario.pacing.as_ref();
        let of = |pick: fn(&Pacing) -> Option<NumberId>| world.get_or(pacing.and_then(pick), 0.0);
        let trust = scenario.trust.as_ref().map(|t| TrustOf::new(t, world));
        let per_level = of(|p| p.annoyance_per_level);
        let paced = of(|p| p.acceptance_loss_per_level) > 0.0;
        let direct = |t: &&Tactic| t.reach.needs_permission();
        let false_details = world.get_or(scenario.journey.false_details_share, 0.0);
        let channels = |what: &dyn Fn(&Tactic) -> bool| -> Vec<bool> {
            let of = |c: usize| {
                scenario.tactics.iter().filter(direct).any(|t| t.channel == c && what(t))
            };
            (0..scenario.channels.len()).map(of).collect()
        };
        let opts_out = channels(&|t| world.get_or(t.opt_out_per_contact, 0.0) > 0.0);
        let bars = channels(&|t| opts_out[t.channel] || false_details > 0.0);
        MindsOf {
            annoyance: (scenario.annoyance.as_ref()).map(|a| AnnoyanceOf::new(a, per_level, world)),
            levels: paced
                || per_level > 0.0
                || of(|p| p.opt_out_per_level) > 0.0
                || trust.is_some_and(|t| t.doubts_per_level > 0.0),
            paced,
            tolerated_contacts: scenario
                .pressure
                .map_or(0.0, |p| narrow(f64::from(p.tolerated_per_week))),
            per_extra_contact: scenario
                .pressure
                .map_or(0.0, |p| narrow(world.get(p.opt_out_per_extra_contact))),
            trust,
            false_details,
            opts_out,
            bars,
        }
    }

    /// Must a week keep the contacts of each tactic apart until its end?
    pub fn watch(&self) -> bool {
        self.trust.is_some()
            || self.annoyance.is_some()
            || self.levels
            || self.opts_out.contains(&true)
    }
}

impl Coefficients {
    /// Can a need that we do not meet go to a rival?
    pub fn has_rivals(&self) -> bool {
        self.choice.as_ref().is_some_and(|of| of.has_rivals)
    }

    pub fn new(scenario: &Scenario, world: &World) -> Coefficients {
        let minor = scenario.market.currency.minor_per_unit();
        let natural = scenario.journey.hazards(world).map(|h| h.map(narrow));
        let season = match &scenario.market.season {
            None => [1.0; 52],
            Some(Season::Wave { amplitude, peak_week }) => {
                season(world.get(*amplitude), world.get(*peak_week))
            }
            Some(Season::Weeks(factors)) => **factors,
        };
        let offer = scenario.offer.as_ref();
        Coefficients {
            season,
            price: offer.map_or(0.0, |o| minor_f64(to_minor(world.get(o.price) * minor))),
            unit_cost: offer.map_or(0.0, |o| world.get_or(o.unit_cost, 0.0) * minor),
            promotion: (scenario.promotion.as_ref()).map(|p| PromotionOf::new(p, scenario, world)),
            choice: ChoiceOf::new(scenario, world),
            rivals: scenario.rivals.iter().map(|r| RivalOf::new(r, world, minor)).collect(),
            voice: VoiceOf::new(scenario, world),
            natural,
            brand: scenario.brand.as_ref().map(|brand| BrandOf::new(brand, world)),
            fit: FitOf::new(scenario, world),
            coordination: CoordinationOf::new(scenario, world, minor),
            tactics: (scenario.tactics.iter())
                .map(|t| TacticOf::new(t, scenario, world, minor))
                .collect(),
            upsells: scenario.tactics.iter().any(|t| t.upsell.is_some()),
            drops_out_in_time: offer.is_some_and(|o| o.dropout_per_week.is_some()),
            minds: MindsOf::new(scenario, world),
            satisfaction: SatisfactionOf::new(scenario, world),
            reviews: scenario.reviews.map(|reviews| ReviewsOf::new(&reviews, world)),
            ln_odds_per_order: libm::log(
                world.get_or(offer.and_then(|o| o.churn_odds_per_order), 1.0),
            ),
            commitment: (scenario.commitment.as_ref()).map(|c| CommitmentOf::new(c, world)),
            segments: (0..scenario.segments.len())
                .map(|s| SegmentOf::new(scenario, s, world))
                .collect(),
            talk: Talk::new(scenario, world),
        }
    }
}

impl ReachOf {
    fn new(reach: &Reach, scenario: &Scenario, world: &World, minor: f64) -> ReachOf {
        let price = |cost: NumberId, rise: Option<PriceRise>| Price {
            per_thousand: world.get(cost) * minor,
            exponent: world.get_or(rise.map(|r| r.exponent), 0.0),
            reference: rise.map_or(1.0, |r| world.get(r.reference_budget) * minor),
        };
        match reach {
            Reach::Broadcast { audience, cost_per_thousand, price_rise } => ReachOf::Broadcast {
                audience: world.get_or(*audience, 1.0),
                price: price(*cost_per_thousand, *price_rise),
            },
            Reach::Targeted {
                audience,
                cost_per_thousand,
                price_rise,
                precision,
                aim,
                finds_gaps,
            } => ReachOf::Targeted {
                audience: world.get_or(*audience, 1.0),
                price: price(*cost_per_thousand, *price_rise),
                precision: world.get(*precision),
                finds_gaps: *finds_gaps,
                aim: match aim {
                    Aim::Segments(segments) => AimOf::Segments(segments.clone()),
                    Aim::Lookers { within_weeks, most_per_week } => AimOf::Lookers {
                        within_weeks: *within_weeks,
                        most_per_week: world.get(*most_per_week),
                    },
                },
            },
            Reach::Direct { cost_per_send, sends_per_week, cost_per_issue, to: _ } => {
                ReachOf::Direct(Sending {
                    per_send: world.get(*cost_per_send) * minor,
                    per_issue: world.get_or(*cost_per_issue, 0.0) * minor,
                    sends_per_week: *sends_per_week,
                })
            }
            Reach::Search { price, query_share } => ReachOf::Search {
                price: match *price {
                    ClickPrice::Fixed(price) => ClickPriceOf::Fixed(world.get(price) * minor),
                    ClickPrice::Auction { rivals, bid_high } => {
                        ClickPriceOf::Auction { rivals, bid_high: world.get(bid_high) * minor }
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
            } => {
                let of = |part: fn(&Compounding) -> NumberId, neutral| {
                    world.get_or(compounds.as_ref().map(part), neutral)
                };
                let visibility = Visibility {
                    quality: world.get_or(*quality, 1.0),
                    fades_per_week: world.get(*fades_per_week),
                    lag_weeks: world.get_or(*lag_weeks, 0.0),
                    compounds: Compounds {
                        share: of(|c| c.share, 0.0),
                        factor: of(|c| c.factor, 1.0),
                        weeks: of(|c| c.weeks, 1.0),
                        fades_per_week: of(|c| c.fades_per_week, 0.0),
                    },
                };
                let cost = world.get(*cost_per_post) * minor;
                let found = world.get(*found_per_post);
                ReachOf::Content(ContentOf::new(
                    cost,
                    found,
                    visibility,
                    scenario.horizon.total_weeks(),
                ))
            }
            Reach::Site { cost_per_week, visits_per_week } => ReachOf::Site {
                cost_per_week: world.get(*cost_per_week) * minor,
                visits_per_week: world.get(*visits_per_week),
            },
            Reach::Store { cost_per_week, near_share, passes_per_week, need_adds_per_week } => {
                ReachOf::Store {
                    cost_per_week: world.get(*cost_per_week) * minor,
                    near_share: world.get(*near_share),
                    passes_per_week: world.get(*passes_per_week),
                    need_adds_per_week: world.get_or(*need_adds_per_week, 0.0),
                }
            }
            Reach::Community { cost_per_week, posts_per_week, seen_share } => ReachOf::Community {
                cost_per_week: world.get(*cost_per_week) * minor,
                seen_per_week: visit::seen(world.get(*posts_per_week), world.get(*seen_share)),
            },
            Reach::People(people) => ReachOf::People(PeopleOf::new(people, world, minor)),
        }
    }
}

impl TacticOf {
    fn new(tactic: &Tactic, scenario: &Scenario, world: &World, minor: f64) -> TacticOf {
        let carried = tactic.richness.carried(world);
        let drowned = VoiceOf::new(scenario, world).is_some();
        let mut moves = [0.0; 16];
        for (slot, id) in moves.iter_mut().zip(tactic.moves) {
            *slot = narrow(world.get_or(id, 0.0) * carried);
        }
        let response = tactic.saturation.map_or(Response::Linear, |s| {
            Response::hill(world.get(s.half_saturation), world.get_or(s.hill_exponent, 1.0))
        });
        TacticOf {
            kept: narrow(world.get_or(tactic.adstock_per_week, 0.0)),
            wear: (tactic.wear.map(|wear| WearOf::new(wear.at(world))))
                .or_else(|| (drowned && tactic.reach.is_bought()).then_some(WearOf::NEVER)),
            response,
            moves,
            sells: tactic.sells.map(|sells| {
                let cost = world.get_or(sells.unit_cost, 0.0) * minor;
                SellsOf::new(world.get(sells.price) * minor, cost)
            }),
            has_moves: moves.iter().any(|&m| m > 0.0),
            stirs_need: narrow(world.get_or(tactic.stirs_need, 0.0) * carried),
            persuades: world.get_or(tactic.persuades, 0.0) * carried,
            ask: AskOf::new(tactic, scenario.pacing.as_ref(), world),
            learns: narrow(exponent_of_share(
                world.get_or(scenario.trust.as_ref().and_then(|t| t.gain_per_value), 0.0)
                    * world.get_or(tactic.value, 0.0),
            )),
            learns_taste: narrow(exponent_of_share(world.get_or(tactic.learns_taste, 0.0))),
            is_personal: scenario.learns_tastes() && tactic.reach.is_personal(),
            annoys: narrow(world.get_or(tactic.annoys, 0.0)),
            builds_brand: world.get_or(tactic.builds_brand, 0.0),
            cares: SatisfactionOf::per_contact(tactic, scenario, world),
            upsell: tactic.upsell.map(|upsell| UpsellOf::new(&upsell, world, carried)),
            referral: tactic.referral.map(|of| {
                let reward = world.get_or(of.reward_per_referred, 0.0);
                (1.0 + world.get_or(of.lifts_talk, 0.0), reward * minor)
            }),
            to: match &tactic.reach {
                Reach::Direct { to, .. } => {
                    (0..N_STAGES).filter(|&s| to[s]).fold(0, |bits, s| bits | 1 << s)
                }
                _ => 0,
            },
            reach: ReachOf::new(&tactic.reach, scenario, world, minor),
        }
    }

    /// Does staff call on people for it?
    pub fn has_staff(&self) -> bool {
        matches!(self.reach, ReachOf::People(_))
    }
}

impl SegmentOf {
    fn new(scenario: &Scenario, segment_idx: usize, world: &World) -> SegmentOf {
        let segment = &scenario.segments[segment_idx];
        let id = &segment.id;
        let of = |t: &Trait, path: &str| match t {
            Trait::Same(number) => PerCustomer::Same(world.get(*number)),
            Trait::Each(family) => each(family, world, path, id),
        };
        let basket_path = format!("segment.{id}.basket");
        let basket = match &segment.basket {
            Basket::One => BasketOf::Customer(PerCustomer::Same(1.0)),
            Basket::Same(n) => BasketOf::Customer(PerCustomer::Same(world.get(*n))),
            Basket::Each(family) => BasketOf::Customer(each(family, world, &basket_path, id)),
            Basket::EachOrder(family) => BasketOf::Order(Sampler::new(&family.law(world))),
            Basket::GammaGamma { p, q, gamma } => BasketOf::GammaGamma {
                p: world.get(*p),
                nu: PerCustomer::Each(
                    Sampler::gamma_rate(world.get(*q), world.get(*gamma)),
                    trait_purpose(&basket_path, id),
                ),
            },
        };
        let offer = scenario.offer.as_ref();
        let dropout = offer.and_then(|o| o.dropout_per_purchase.as_ref());
        let in_time = offer.and_then(|o| o.dropout_per_week.as_ref());
        let churn = offer.and_then(|o| o.contract.as_ref()).map(|c| &c.churn_per_renewal);
        SegmentOf {
            needs_per_year: segment
                .needs_per_year
                .as_ref()
                .map(|t| of(t, &format!("segment.{id}.needs_per_year"))),
            lapse_per_week: world.get_or(segment.lapse_per_week, 0.0),
            basket,
            affinity: (segment.affinity.iter().zip(&scenario.channels))
                .map(|(a, channel)| {
                    a.as_ref().map_or(PerCustomer::Same(1.0), |a| {
                        of(a, &format!("segment.{id}.affinity.{}", channel.id))
                    })
                })
                .collect(),
            selection: selection(segment, world),
            dropout: dropout.map(|t| of(t, "offer.dropout_per_purchase")),
            dropout_in_time: in_time.map(|t| of(t, "offer.dropout_per_week")),
            churn: churn.map(|t| of(t, "offer.contract.churn_per_renewal")),
            start_bounds: start_bounds(&segment.starts),
            start_counts: segment.start_counts,
            purpose: SegmentPurposes::new(scenario, id),
        }
    }
}

/// Exponent of the need rate in affinity, and the mean rate; absent where it changes nothing.
fn selection(segment: &Segment, world: &World) -> Option<(f64, f64)> {
    let exponent = world.get_or(segment.selection, 0.0);
    match &segment.needs_per_year {
        Some(Trait::Each(family)) if exponent > 0.0 => {
            Some((exponent, family.law(world).centre())).filter(|(_, mean)| *mean > 0.0)
        }
        _ => None,
    }
}

fn each(family: &Family, world: &World, path: &str, segment: &str) -> PerCustomer {
    PerCustomer::Each(Sampler::new(&family.law(world)), trait_purpose(path, segment))
}

/// The bounds of the starting draw; the last stage with any share takes what rounding left over.
fn start_bounds(starts: &[f64; 9]) -> [u64; 9] {
    const TWO32: f64 = 4_294_967_296.0;
    let last = starts.iter().rposition(|&s| s > 0.0).unwrap_or(Stage::Stranger.idx());
    let mut sum = 0.0;
    let mut bounds = [0; 9];
    for (idx, (bound, share)) in bounds.iter_mut().zip(starts).enumerate() {
        sum += share;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 2^32 by the clamp"
        )]
        let scaled = libm::ceil(sum * TWO32).clamp(0.0, TWO32) as u64;
        *bound = if idx >= last { 1 << 32 } else { scaled };
    }
    bounds
}

/// A parameter as the passes hold it; the slow twin in the tests holds it in full.
pub(super) fn narrow(x: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "columns are f32 on purpose")]
    let narrow = x as f32;
    narrow
}

pub(super) fn minor_f64(minor: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "config bounds prices and budgets below 2^53")]
    let x = minor as f64;
    x
}
