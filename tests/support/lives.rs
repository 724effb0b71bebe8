//! Histories lived by the engine itself, for what no file tells.

use headwater::config::{Source, load, render_all};
use headwater::engine::{Engine, Isa, Outcome, Serial, draw_world};

/// One replication of each world of a scenario, by world and strategy.
pub fn lived(text: &str) -> Vec<Vec<Outcome>> {
    let loaded = load(&Source { name: "lived.toml".into(), text: text.into() }, &[]);
    let scenario = loaded.unwrap_or_else(|p| panic!("{}", render_all(&p, false))).scenario;
    (0..scenario.sampling.worlds)
        .map(|world_idx| {
            let world = draw_world(&scenario, world_idx);
            let engine = Engine::new(&scenario, &world, world_idx, Isa::detect());
            let traits = engine.traits(0, &Serial);
            (0..scenario.strategies.len())
                .map(|s| engine.history(&traits, s, None, &Serial, &mut |_, _| {}).unwrap().0)
                .collect()
        })
        .collect()
}
