//! Word of mouth (M23): who talks at the end of a week, in whole numbers, and what it adds to next week's hazards.

use crate::model::journey::N_STAGES;
use crate::model::word_of_mouth::{LISTENERS, hazard};
use crate::model::{Acquaintances, Network, Scenario, Stage, World};
use crate::random::{Luck, Place, Purpose};

use super::coefficients::{SegmentOf, narrow};
use super::dispatch::{Isa, pass};
use super::journey::{EXIT, Moves};
use super::media;
use super::population::{NEVER, Population};
use super::satisfaction::SatisfactionOf;
use super::week::Week;

/// Word of mouth with the numbers of one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct Talk {
    talks_from: usize,
    /// by stage
    moves: [f64; N_STAGES],
    warns_per_week: f64,
    /// the satisfaction below which nobody talks, and below which buyers warn; absent: it does not matter
    felt: Option<(f32, f32)>,
    /// absent: everybody knows everybody
    links: Option<Links>,
}

impl Talk {
    pub fn new(scenario: &Scenario, world: &World) -> Option<Talk> {
        scenario.word_of_mouth.as_ref().map(|talk| Talk {
            talks_from: talk.talks_from.idx(),
            moves: talk.moves.map(|id| world.get_or(id, 0.0)),
            warns_per_week: world.get_or(talk.warns_per_week, 0.0),
            felt: (SatisfactionOf::new(scenario, world)).and_then(|of| of.speaks()),
            links: match talk.acquaintances {
                Acquaintances::Everybody => None,
                Acquaintances::WattsStrogatz { links, rewired_share } => {
                    Some(Links::WattsStrogatz { links, rewired_share: world.get(rewired_share) })
                }
                Acquaintances::BarabasiAlbert { links } => Some(Links::BarabasiAlbert { links }),
            },
        })
    }

    /// What a customer of this stage, who first ordered then and feels so about us, says.
    fn says(&self, stage: u8, first_order: u16, felt: f32) -> u8 {
        if let Some((talks_above, warns_below)) = self.felt {
            let has_ordered = first_order != NEVER && stage < Stage::Lost as u8;
            if has_ordered && felt < warns_below {
                return WARNS;
            }
            if felt < talks_above && stage < Stage::Lost as u8 {
                return 0;
            }
        }
        if (self.talks_from..=Stage::Promoter.idx()).contains(&usize::from(stage)) {
            TALKS
        } else if stage == Stage::Lost as u8 && first_order != NEVER {
            WARNS
        } else {
            0
        }
    }

    /// What all customers together say, as hazards of the coming week; in a network what each acquaintance in a hundred
    /// adds hangs on the customer, and these are the hazards where all of them speak.
    pub fn hear(&self, population: &Population, isa: Isa, moves: &mut Moves) {
        if self.links.is_some() {
            moves.referred = table(self.moves);
            moves.warned[LISTENERS].fill(narrow(self.warns_per_week));
            return;
        }
        let all = count(population.shards.iter().map(|s| s.stage.len() as u64).sum());
        let talking = self.talks_from..=Stage::Promoter.idx();
        let said = self.felt.map(|_| self.count(population));
        let talking: u64 = match said {
            Some((talking, _)) => talking,
            None => (population.shards.iter())
                .map(|s| s.tally.customers[talking.clone()].iter().sum::<u64>())
                .sum(),
        };
        moves.referred = table(self.moves.map(|strength| hazard(strength, count(talking), all)));
        if self.warns_per_week > 0.0 {
            let warning: u64 = match said {
                Some((_, warning)) => warning,
                None => (population.shards.iter())
                    .map(|s| u64::from(disappointed(isa, &s.stage, &s.first_order)))
                    .sum(),
            };
            let warned = narrow(hazard(self.warns_per_week, count(warning), all));
            for exit in &mut moves.backward[EXIT][LISTENERS] {
                *exit += warned;
            }
        }
    }

    /// How many talk and how many warn, where it matters how they feel.
    fn count(&self, population: &Population) -> (u64, u64) {
        let mut counts = [0u64; 3];
        for shard in &population.shards {
            let customers = shard.stage.iter().zip(&shard.first_order).zip(&shard.satisfaction);
            for ((&stage, &first_order), &felt) in customers {
                counts[usize::from(self.says(stage, first_order, felt))] += 1;
            }
        }
        (counts[usize::from(TALKS)], counts[usize::from(WARNS)])
    }

    /// Who knows whom in one replication; `None` where everybody knows everybody. Customers are counted over all segments
    /// in order of id and number; their order in the network hangs on neither.
    pub fn network(
        &self,
        scenario: &Scenario,
        segments: &[SegmentOf],
        luck: Luck,
        replication: u32,
    ) -> Option<Network> {
        let links = self.links?;
        let place = |purpose, week, attempt| Place { replication, week, attempt, purpose };
        let mut order: Vec<(u32, u32)> = Vec::new();
        for (segment, of) in scenario.segments.iter().zip(segments) {
            let at = place(of.purpose.network, 0, 0);
            for number in 0..segment.n_customers {
                let person = u32::try_from(order.len()).expect("config caps customers below 2^32");
                order.push((luck.draw(at, number), person));
            }
        }
        order.sort_unstable();
        let order: Vec<u32> = order.into_iter().map(|(_, person)| person).collect();
        let link = Purpose::new(LINK);
        let words =
            |at: u32, link_idx: u32, attempt: u32| luck.draw(place(link, attempt, link_idx), at);
        Some(match links {
            Links::WattsStrogatz { links, rewired_share } => {
                Network::watts_strogatz(&order, links, rewired_share, &words)
            }
            Links::BarabasiAlbert { links } => Network::barabasi_albert(&order, links, &words),
        })
    }
}

/// The referral programmes of a history: what is promised in a week is paid when who was told then orders, however late.
#[derive(Clone, Debug, Default)]
pub(super) struct Programmes {
    /// by week, by tactic: ran it? Empty where no tactic has a programme
    ran: Vec<Vec<bool>>,
}

impl Programmes {
    /// Which run this week, once it is known what the budgets buy; gives by how much each of these lifts talk.
    pub fn open(&mut self, week: &Week<'_>, budgets: &[i64]) -> Vec<f64> {
        let tactics = &week.coefficients.tactics;
        if tactics.iter().all(|t| t.referral.is_none()) {
            return Vec::new();
        }
        let runs = |t: usize| tactics[t].referral.is_some() && media::runs(week, t, budgets[t]);
        let ran: Vec<bool> = (0..tactics.len()).map(runs).collect();
        let lifts = tactics.iter().zip(&ran).filter(|(_, ran)| **ran);
        let lifts =
            lifts.filter_map(|(t, _)| t.referral.map(|(lifts_talk, _)| lifts_talk)).collect();
        self.ran.push(ran);
        lifts
    }

    /// New customers of the week who were told while the programme of a tactic ran.
    pub fn owe(&self, tactic: usize, population: &Population) -> u64 {
        let told_in = population.shards.iter().flat_map(|s| &s.tally.told_in);
        told_in.filter(|week| self.ran[usize::from(**week) - 1][tactic]).count() as u64
    }
}

/// Purpose of the draws that link the places of a network.
pub(super) const LINK: &str = "link";

#[derive(Clone, Copy, Debug)]
enum Links {
    WattsStrogatz { links: u32, rewired_share: f64 },
    BarabasiAlbert { links: u32 },
}

/// What each customer hears from those she knows, kept up to date by those who begin or cease to speak: whole numbers,
/// so no order of adding can matter.
#[derive(Clone, Debug)]
pub(super) struct Heard<'a> {
    network: &'a Network,
    talk: Talk,
    /// what each customer said at the end of the last week: 0 nothing, `TALKS` or `WARNS`
    says: Vec<u8>,
    talkers: Vec<u32>,
    disappointed: Vec<u32>,
    /// share of her acquaintances who talk
    pub talking: Vec<f32>,
    /// share of her acquaintances who warn
    pub warning: Vec<f32>,
}

const TALKS: u8 = 1;
const WARNS: u8 = 2;

impl<'a> Heard<'a> {
    /// Nobody has said anything yet.
    pub fn new(talk: Talk, network: &'a Network) -> Heard<'a> {
        let n = network.n_people();
        Heard {
            network,
            talk,
            says: vec![0; n],
            talkers: vec![0; n],
            disappointed: vec![0; n],
            talking: vec![0.0; n],
            warning: vec![0.0; n],
        }
    }

    /// Looks at everybody at the end of a week.
    pub fn listen(&mut self, population: &Population) {
        for shard in &population.shards {
            let customers = shard.stage.iter().zip(&shard.first_order);
            for (i, (&stage, &first_order)) in customers.enumerate() {
                let person = shard.base + i;
                let felt = shard.satisfaction.get(i).copied().unwrap_or(0.0);
                let now = self.talk.says(stage, first_order, felt);
                let before = std::mem::replace(&mut self.says[person], now);
                if now != before {
                    let network = self.network;
                    for &other in network.of(person) {
                        self.tell(other as usize, before, now);
                    }
                }
            }
        }
    }

    /// One acquaintance says something else than before.
    fn tell(&mut self, person: usize, before: u8, now: u8) {
        let all = share_of(self.network.of(person).len());
        for (what, counts, shares) in [
            (TALKS, &mut self.talkers, &mut self.talking),
            (WARNS, &mut self.disappointed, &mut self.warning),
        ] {
            if (before == what) != (now == what) {
                let step = if now == what { 1 } else { u32::MAX };
                counts[person] = counts[person].wrapping_add(step);
                shares[person] = share_of(counts[person] as usize) / all;
            }
        }
    }
}

fn share_of(n: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "columns are f32 on purpose")]
    let x = n as f32;
    x
}

fn table(hazards: [f64; N_STAGES]) -> [f32; 16] {
    let mut table = [0.0; 16];
    for (slot, h) in table.iter_mut().zip(hazards) {
        *slot = narrow(h);
    }
    table
}

fn count(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 people are ever simulated")]
    let x = n as f64;
    x
}

pass! {
    /// Customers who were lost after having ordered.
    fn disappointed(stages: &[u8], first_orders: &[u16]) -> u32 {
        let mut sum = 0u32;
        for (&stage, &first_order) in stages.iter().zip(first_orders) {
            let lost = u32::from(stage == 9) & u32::from(first_order != NEVER);
            sum = sum.wrapping_add(lost);
        }
        sum
    }
}

const _: () = assert!(Stage::Lost as u8 == 9);
