//! Living all histories of a study on several threads.
//!
//! One task is a (world, replication): its strategies back to back on one thread. Where there are fewer tasks than
//! threads, the shards of each history are shared out instead. Results are folded in order of task, so the bytes are the
//! same for any number of threads.

use rayon::prelude::*;

use crate::engine::{Engine, Executor, Outcome, Serial, Shard, ShardTraits, WeekRow, draw_world};
use crate::model::World;

use super::cells::{Cells, CohortRow, Moments, RoleRow};
use super::plan::Study;

/// Who watches a run, and may end it. Called from several threads.
pub trait Observer: Sync {
    /// So many more histories are done.
    fn finished(&self, histories: u64);
    /// Asked at least once a week of every history: end the run?
    fn stop(&self) -> bool;
}

/// Watches nothing, ends nothing.
pub struct Quiet;

impl Observer for Quiet {
    fn finished(&self, _histories: u64) {}
    fn stop(&self) -> bool {
        false
    }
}

/// What all histories of a study left behind, as owned columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Histories {
    pub n_worlds: usize,
    pub n_replications: usize,
    pub n_weeks: usize,
    /// where the quantities of `StrategyHistories::moments` lie
    pub cells: Cells,
    /// by strategy
    pub strategies: Vec<StrategyHistories>,
    /// by world: the values of the table of numbers
    pub worlds: Vec<World>,
}

/// Histories of one strategy; history h = world · replications + replication.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategyHistories {
    /// `[history][week]`, flat
    weeks: Vec<WeekRow>,
    n_weeks: usize,
    /// by world
    pub cohorts: Vec<CohortRow>,
    /// by world, by tactic; empty where roles are not counted
    pub roles: Vec<Vec<RoleRow>>,
    /// over worlds, of world means
    pub moments: Moments,
}

impl StrategyHistories {
    /// The weeks 1 … total of one history.
    pub fn weeks(&self, history: usize) -> &[WeekRow] {
        &self.weeks[history * self.n_weeks..(history + 1) * self.n_weeks]
    }
}

impl Study<'_> {
    /// Lives all histories; `None` if the observer ended the run.
    ///
    /// # Panics
    /// If the operating system refuses to start threads.
    pub fn run(&self, observer: &dyn Observer) -> Option<Histories> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .expect("the operating system starts threads");
        pool.install(|| self.run_here(observer))
    }

    fn run_here(&self, observer: &dyn Observer) -> Option<Histories> {
        let sampling = self.scenario.sampling;
        let n_worlds = sampling.worlds as usize;
        let n_replications = sampling.replications as usize;
        let n_tasks = n_worlds * n_replications;
        let mut folded = Fold::new(self);
        let by_task = n_tasks >= self.threads;
        // Enough tasks at a time that threads rarely wait for the last one, few enough that outcomes do not pile up.
        let at_a_time = (n_tasks / 64).clamp(self.threads * 4, 2048);
        for from in (0..n_tasks).step_by(at_a_time) {
            let tasks = from..(from + at_a_time).min(n_tasks);
            let outcomes: Vec<Option<Vec<Outcome>>> = if by_task {
                let serial = Watched { inner: &Serial, observer };
                tasks.into_par_iter().map(|task| self.live(task, &serial)).collect()
            } else {
                let parallel = Watched { inner: &ByShard, observer };
                tasks.map(|task| self.live(task, &parallel)).collect()
            };
            for outcome in outcomes {
                folded.add(outcome?);
            }
        }
        Some(folded.finish())
    }

    /// All strategies of one (world, replication), the baseline first.
    fn live(&self, task: usize, executor: &Watched<'_>) -> Option<Vec<Outcome>> {
        let replications = self.scenario.sampling.replications as usize;
        let world_idx = u32::try_from(task / replications).expect("worlds are counted in u32");
        let replication = u32::try_from(task % replications).expect("replications too");
        let world = draw_world(self.scenario, world_idx);
        let engine = Engine::new(self.scenario, &world, world_idx, self.isa);
        let traits = engine.traits(replication, executor);
        if executor.stopped() {
            // Some traits may not have been drawn.
            return None;
        }
        let watch = &mut |_: u32, _: &crate::engine::Population| {};
        let baseline_idx = self.scenario.baseline;
        let (outcome, baseline) = engine.history(&traits, baseline_idx, None, executor, watch)?;
        executor.observer.finished(1);
        let mut baseline_outcome = Some(outcome);
        (0..self.scenario.strategies.len())
            .map(|strategy| {
                if strategy == baseline_idx {
                    return baseline_outcome.take();
                }
                let (outcome, _) =
                    engine.history(&traits, strategy, Some(&baseline), executor, watch)?;
                executor.observer.finished(1);
                Some(outcome)
            })
            .collect()
    }
}

/// An executor that the observer can stop.
struct Watched<'a> {
    inner: &'a dyn Executor,
    observer: &'a dyn Observer,
}

impl Executor for Watched<'_> {
    fn each_shard(&self, shards: &mut [Shard], work: &(dyn Fn(usize, &mut Shard) + Sync)) {
        self.inner.each_shard(shards, &|idx, shard| {
            // Once the run is to end, what is left of the week no longer matters: `history` gives up at its next look.
            if !self.observer.stop() {
                work(idx, shard);
            }
        });
    }

    fn each_trait(&self, shards: &mut [ShardTraits], work: &(dyn Fn(&mut ShardTraits) + Sync)) {
        self.inner.each_trait(shards, &|shard| {
            if !self.observer.stop() {
                work(shard);
            }
        });
    }

    fn stopped(&self) -> bool {
        self.observer.stop()
    }
}

/// Shards shared out over the threads of the pool.
struct ByShard;

impl Executor for ByShard {
    fn each_shard(&self, shards: &mut [Shard], work: &(dyn Fn(usize, &mut Shard) + Sync)) {
        shards.par_iter_mut().enumerate().for_each(|(idx, shard)| work(idx, shard));
    }

    fn each_trait(&self, shards: &mut [ShardTraits], work: &(dyn Fn(&mut ShardTraits) + Sync)) {
        shards.par_iter_mut().for_each(work);
    }
}

/// Results so far, in order of task.
struct Fold<'a> {
    study: &'a Study<'a>,
    histories: Histories,
    /// sums over the replications of the current world, by strategy
    world_sums: Vec<Vec<f64>>,
    in_world: usize,
}

impl<'a> Fold<'a> {
    fn new(study: &'a Study<'a>) -> Fold<'a> {
        let scenario = study.scenario;
        let cells = Cells::new(scenario);
        let n_weeks = scenario.horizon.total_weeks() as usize;
        let n_histories =
            scenario.sampling.worlds as usize * scenario.sampling.replications as usize;
        let strategy = |_| {
            let mut weeks = Vec::new();
            // Room for all, so that growing never needs twice the room; a caller who allows more than the machine has gets
            // as far as it goes, and may stop before.
            let _ = weeks.try_reserve_exact(n_histories.saturating_mul(n_weeks));
            StrategyHistories {
                weeks,
                n_weeks,
                cohorts: Vec::new(),
                roles: Vec::new(),
                moments: Moments::default(),
            }
        };
        Fold {
            study,
            histories: Histories {
                n_worlds: scenario.sampling.worlds as usize,
                n_replications: scenario.sampling.replications as usize,
                n_weeks,
                cells,
                strategies: (0..scenario.strategies.len()).map(strategy).collect(),
                worlds: Vec::new(),
            },
            world_sums: vec![vec![0.0; cells.len()]; scenario.strategies.len()],
            in_world: 0,
        }
    }

    fn add(&mut self, outcomes: Vec<Outcome>) {
        let cells = self.histories.cells;
        let scenario = self.study.scenario;
        for ((strategy, sums), outcome) in
            self.histories.strategies.iter_mut().zip(&mut self.world_sums).zip(outcomes)
        {
            if self.in_world == 0 {
                sums.fill(0.0);
                strategy.cohorts.push(CohortRow::default());
                if scenario.roles {
                    strategy.roles.push(vec![RoleRow::default(); scenario.tactics.len()]);
                }
            }
            cells.add(&outcome, sums);
            if let Some(row) = strategy.cohorts.last_mut() {
                row.add(&outcome.cohort);
            }
            for (row, tactic) in
                strategy.roles.last_mut().into_iter().flatten().zip(&outcome.tactics)
            {
                row.add(&tactic.roles);
            }
            strategy.weeks.extend(outcome.weeks);
        }
        self.in_world += 1;
        if self.in_world == self.histories.n_replications {
            self.end_world();
        }
    }

    fn end_world(&mut self) {
        let replications = f64::from(self.study.scenario.sampling.replications);
        for (strategy, sums) in self.histories.strategies.iter_mut().zip(&mut self.world_sums) {
            for sum in sums.iter_mut() {
                *sum /= replications;
            }
            strategy.moments.add(sums);
        }
        let world_idx =
            u32::try_from(self.histories.worlds.len()).expect("worlds are counted in u32");
        self.histories.worlds.push(draw_world(self.study.scenario, world_idx));
        self.in_world = 0;
    }

    fn finish(self) -> Histories {
        self.histories
    }
}
