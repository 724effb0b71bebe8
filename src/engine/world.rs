//! A world: one draw of everything uncertain.

use crate::model::law::{Law, LawKind};
use crate::model::quantile::at_score;
use crate::model::{Number, NumberId, Scenario, World};
use crate::random::{Luck, Place, Purpose, Sampler};

use super::purposes::rows_purpose;

/// Draws world `world_idx` (from 0): one value for each row of the table of numbers, each from a stream of its own.
///
/// Numbers with rank correlations come from correlated normal scores instead, by the quantiles of their own laws; numbers of a
/// file from one of its rows.
pub fn draw_world(scenario: &Scenario, world_idx: u32) -> World {
    let luck = Luck::new(scenario.sampling.seed, world_idx);
    let draw = |what: &str, number: &Number, law: &Law| {
        let purpose = Purpose::new(&format!("{what}:{}", number.path));
        let place = Place { replication: 0, week: 0, attempt: 0, purpose };
        Sampler::new(law).sample(&mut luck.stream(place, 0))
    };
    let rows = scenario.numbers.rows();
    let mut values: Vec<f64> = rows.iter().map(|row| draw("number", row, &row.law)).collect();
    let members = scenario.correlations.members();
    let normal = Law { kind: LawKind::Normal, params: [0.0, 1.0, 0.0] };
    let number = |id: &NumberId| scenario.numbers.get(*id);
    let alone: Vec<f64> = members.iter().map(|id| draw("copula", number(id), &normal)).collect();
    for (id, score) in members.iter().zip(scenario.correlations.scores(&alone)) {
        values[id.0 as usize] = at_score(&number(id).law, score);
    }
    for draws in &scenario.draws {
        let purpose = Purpose::new(&rows_purpose(scenario, draws));
        let place = Place { replication: 0, week: 0, attempt: 0, purpose };
        // A uniform row: the high part of draw × rows.
        let row = (u64::from(luck.draw(place, 0)) * u64::from(draws.n_rows)) >> 32;
        for (id, column) in &draws.columns {
            values[id.0 as usize] = column[usize::try_from(row).expect("below n_rows")];
        }
    }
    World::new(values)
}
