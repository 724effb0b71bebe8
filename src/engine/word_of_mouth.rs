//! Word of mouth (M23): who talks at the end of a week, in whole numbers, and what it adds to next week's hazards.

use crate::model::journey::N_STAGES;
use crate::model::word_of_mouth::{LISTENERS, hazard};
use crate::model::{Scenario, Stage, World};

use super::coefficients::narrow;
use super::dispatch::{Isa, pass};
use super::journey::{EXIT, Moves};
use super::population::{NEVER, Population};

/// Word of mouth with the numbers of one world.
#[derive(Clone, Copy, Debug)]
pub(super) struct Talk {
    talks_from: usize,
    /// by stage
    moves: [f64; N_STAGES],
    warns_per_week: f64,
}

impl Talk {
    pub fn new(scenario: &Scenario, world: &World) -> Option<Talk> {
        scenario.word_of_mouth.as_ref().map(|talk| Talk {
            talks_from: talk.talks_from.idx(),
            moves: talk.moves.map(|id| world.get_or(id, 0.0)),
            warns_per_week: world.get_or(talk.warns_per_week, 0.0),
        })
    }

    /// What all customers together say, as hazards of the coming week: everybody knows everybody.
    pub fn hear(&self, population: &Population, isa: Isa, moves: &mut Moves) {
        let all = count(population.shards.iter().map(|s| s.stage.len() as u64).sum());
        let talking = self.talks_from..=Stage::Promoter.idx();
        let talking: u64 = (population.shards.iter())
            .map(|s| s.tally.customers[talking.clone()].iter().sum::<u64>())
            .sum();
        for (slot, strength) in moves.referred.iter_mut().zip(self.moves) {
            *slot = narrow(hazard(strength, count(talking), all));
        }
        if self.warns_per_week > 0.0 {
            let warning: u64 = (population.shards.iter())
                .map(|s| u64::from(disappointed(isa, &s.stage, &s.first_order)))
                .sum();
            let warned = narrow(hazard(self.warns_per_week, count(warning), all));
            for exit in &mut moves.backward[EXIT][LISTENERS] {
                *exit += warned;
            }
        }
    }
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
