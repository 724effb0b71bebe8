//! Who the customers are: traits drawn once, and who knows whom.

use super::*;

/// What is drawn once for a customer (section 1), or is the same for all; empty where it does not exist.
pub(super) struct Traits {
    pub(super) entry_week: Vec<u32>,
    /// in units of 2⁻³² weeks
    pub(super) entry_moment: Vec<f64>,
    pub(super) first_stage: Vec<u8>,
    pub(super) need_rate: Vec<f64>,
    pub(super) dropout: Vec<f64>,
    pub(super) dropout_in_time: Vec<f64>,
    pub(super) churn: Vec<f64>,
    /// units in a basket, or ν of Gamma-Gamma
    pub(super) basket: Vec<f64>,
    pub(super) basket_law: BasketLaw,
    /// by channel
    pub(super) affinity: Vec<Vec<f64>>,
    /// by tactic
    pub(super) in_audience: Vec<Vec<bool>>,
    pub(super) p_lapse: f64,
}

pub(super) enum BasketLaw {
    /// the column holds it
    Column,
    EachOrder(Sampler),
    /// p of Gamma-Gamma
    Gamma(f64),
}

impl Traits {
    pub(super) fn draw(
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
                ReachRules::Store { near, .. } => near,
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

/// Word of mouth (section 2).
pub(super) struct TalkRules {
    pub(super) talks_from: u8,
    pub(super) moves: [f64; N_STAGES],
    pub(super) warns: f64,
    /// whom each customer knows, customers counted over all segments; `None`: everybody
    pub(super) knows: Option<Vec<Vec<usize>>>,
}

impl TalkRules {
    /// What everybody hears in the coming week.
    pub(super) fn spread(&self, felt: Option<&SatisfactionRules>, segments: &mut [TwinSegment]) {
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

pub(super) fn share<'a>(says: impl Iterator<Item = &'a bool>, n: usize) -> f64 {
    says.filter(|s| **s).count() as f64 / n as f64
}

/// Who knows whom (section 2), link by link on sets.
pub(super) fn knows(
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
