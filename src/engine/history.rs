//! One history from its first to its last week: open, live, settle.

use crate::model::bottleneck::EASIER;
use crate::model::journey::N_STAGES;
use crate::model::media::ClickAccount;
use crate::model::money::to_minor;
use crate::model::reviews::READERS;
use crate::model::{Reach, Says, Scenario, Stage, Strategy, World};
use crate::random::Luck;

use super::brand::{Goodwill, Lifts};
use super::coefficients::{Coefficients, ReachOf};
use super::content::{self, Library};
use super::coordination::{Desk, channel_gap};
use super::dispatch::Isa;
use super::fit::Tastes;
use super::journey::Moves;
use super::media::{self, Contacts};
use super::need::{self, fixed};
use super::people;
use super::population::{Entries, Population, Rules, Shard};
use super::promotion::{Expected, Offered};
use super::queue::Queue;
use super::remind::{self, Pool};
use super::reviews::Written;
use super::rival::{Rivals, Spoken};
use super::tally::{
    Class, Cohort, N_ORDER_CLASSES, NeedCount, Outcome, StageRow, TacticRow, WeekRow,
};
use super::traits::{ShardTraits, Traits};
use super::week::{self, Week};
use super::word_of_mouth::{Heard, Programmes};

/// Runs work on shards, one after the other or on several threads; the engine does not know which.
pub trait Executor: Sync {
    /// Calls `work` once for each shard with its index.
    fn each_shard(&self, shards: &mut [Shard], work: &(dyn Fn(usize, &mut Shard) + Sync));
    /// As [`Executor::each_shard`], for the week that customers live through: who follows one of them looks on here.
    fn each_living(&self, shards: &mut [Shard], work: &(dyn Fn(usize, &mut Shard) + Sync)) {
        self.each_shard(shards, work);
    }
    /// Calls `work` once for each shard's traits.
    fn each_trait(&self, shards: &mut [ShardTraits], work: &(dyn Fn(&mut ShardTraits) + Sync)) {
        for shard in shards {
            work(shard);
        }
    }
    /// Should the history be given up?
    fn stopped(&self) -> bool {
        false
    }
}

/// One shard after the other on the calling thread.
pub struct Serial;

impl Executor for Serial {
    fn each_shard(&self, shards: &mut [Shard], work: &(dyn Fn(usize, &mut Shard) + Sync)) {
        for (idx, shard) in shards.iter_mut().enumerate() {
            work(idx, shard);
        }
    }
}

/// A scenario in one world, ready to live.
pub struct Engine<'a> {
    scenario: &'a Scenario,
    coefficients: Coefficients,
    entries: Vec<Option<Entries>>,
    rules: Rules,
    back_to: [u8; N_STAGES],
    luck: Luck,
    isa: Isa,
    /// by tactic
    channels: Vec<usize>,
}

/// What *open* needs to know of customers, gathered at the end of the week before in whole numbers.
pub(super) struct Gathered {
    /// simulated customers who have come in, by segment
    pub people: Vec<u64>,
    /// their affinities summed by segment and channel, in units of 2⁻³²
    pub affinity: Vec<Vec<u128>>,
    /// searching people by tactic, in units of 2⁻³²
    pub searching: Vec<u128>,
    /// people who looked, by tactic; empty where no tactic aims at them
    pub pools: Vec<Pool>,
}

impl<'a> Engine<'a> {
    /// Resolves the numbers of one world (`world_idx` from 0, which keys its luck).
    pub fn new(scenario: &'a Scenario, world: &World, world_idx: u32, isa: Isa) -> Engine<'a> {
        let total_weeks = scenario.horizon.total_weeks();
        let back_to = Stage::ALL
            .map(|s| scenario.journey.back_target(s).map_or(Stage::Stranger as u8, |to| to as u8));
        let coefficients = Coefficients::new(scenario, world);
        Engine {
            scenario,
            entries: (scenario.segments.iter())
                .map(|s| s.entry.as_ref().map(|e| Entries::new(e, total_weeks)))
                .collect(),
            rules: Rules::new(scenario, coefficients.has_rivals()),
            coefficients,
            back_to,
            luck: Luck::new(scenario.sampling.seed, world_idx),
            isa,
            channels: scenario.tactics.iter().map(|t| t.channel).collect(),
        }
    }

    /// Share of contacts carried into the next week, by tactic.
    pub(super) fn tactics_kept(&self) -> Vec<f32> {
        self.coefficients.tactics.iter().map(|t| t.kept).collect()
    }

    /// Draws the customers of one replication (from 0).
    pub fn traits(&self, replication: u32, executor: &dyn Executor) -> Traits {
        Traits::draw(self.scenario, &self.coefficients, self.luck, replication, executor)
    }

    /// Lives one strategy. `observe` sees the population at the start (week 0) and after every week; `baseline` is the
    /// population that the baseline left, for what each customer brought more. `None` if the executor was stopped.
    pub fn history(
        &self,
        traits: &Traits,
        strategy_idx: usize,
        baseline: Option<&Population>,
        executor: &dyn Executor,
        observe: &mut dyn FnMut(u32, &Population),
    ) -> Option<(Outcome, Population)> {
        let scenario = self.scenario;
        let strategy = &scenario.strategies[strategy_idx];
        let media_weeks = scenario.horizon.weeks;
        let n_tactics = scenario.tactics.len();
        let active: Vec<bool> =
            (0..n_tactics).map(|t| strategy.total_budget(t, media_weeks) > 0).collect();
        let joins = strategy.omnichannel.is_some();
        let coordination = &self.coefficients.coordination;
        let watch = self.coefficients.minds.watch()
            || strategy.caps.iter().any(Option::is_some)
            || scenario.roles
            || scenario.learns_tastes()
            || (joins && coordination.counts_repetitions());
        let promotes = strategy.promotes(media_weeks);
        let reminds =
            (scenario.tactics.iter().zip(&active)).any(|(t, a)| *a && t.reach.aims_at_lookers());
        let mut population =
            Population::new(scenario, &self.coefficients, traits, &active, watch, promotes, joins);
        let mut outcome = self.begin(&mut population, traits);
        observe(0, &population);
        let mut gathered = self.gather(&population, traits, None);
        let mut heard = (self.coefficients.talk.zip(traits.network.as_ref()))
            .map(|(talk, network)| Heard::new(talk, network));
        let mut goodwill = Goodwill::new(&self.coefficients);
        let mut expected = Expected::new(&self.coefficients);
        let mut tastes = Tastes::new(scenario, &self.coefficients, self.luck, traits.replication);
        let mut reviews = Written::new(&self.coefficients);
        let mut rivals = Rivals::new(&self.coefficients);
        let mut desk = Desk::default();
        let mut libraries: Vec<Library> = vec![Library::default(); n_tactics];
        let mut accounts = vec![ClickAccount::default(); n_tactics];
        let mut queues: Vec<Queue> = vec![Queue::default(); n_tactics];
        let mut programmes = Programmes::default();
        let mut written_before = 0.0;
        for week_number in 1..=self.rules.total_weeks {
            if executor.stopped() {
                return None;
            }
            let budgets: Vec<i64> =
                (0..n_tactics).map(|t| strategy.budget(t, week_number, media_weeks)).collect();
            if let Some(heard) = &mut heard {
                heard.listen(&population);
            }
            let mut week = self.open(
                strategy,
                traits.replication,
                week_number,
                &active,
                &budgets,
                &population,
            );
            week.heard = heard.as_ref();
            let beyond = |s| tastes.as_ref().map_or(0.0, |t| t.beyond_reference(s));
            let segments = 0..scenario.segments.len();
            if let Some(of) = &self.coefficients.satisfaction {
                week.order_satisfies = segments.clone().map(|s| of.per_order(beyond(s))).collect();
            }
            week.lifts = goodwill.lifts();
            week.personal = tastes.as_ref().map_or(Vec::new(), Tastes::gains);
            week.sharper = tastes.as_ref().map_or(0.0, Tastes::sharper);
            if let Some(service) = &coordination.service {
                week.wait_dissatisfies = desk.wait_dissatisfies(service);
            }
            let price_off = strategy.price_off(week_number, media_weeks);
            week.offered = expected.meets(price_off);
            if let Some(of) = &self.coefficients.choice {
                let ours = |s| of.attraction(goodwill.gained(), price_off, beyond(s));
                week.attractions = segments.map(ours).collect();
            }
            if week.search.contains(&true) {
                self.gather_searching(&mut population, traits, &week, executor, &mut gathered);
            }
            if reminds {
                gathered.pools = remind::gather(&mut population, traits, &week, executor);
            }
            week.contacts = (0..n_tactics)
                .map(|t| match self.coefficients.tactics[t].reach {
                    ReachOf::Content(_) => content::plan(&week, t, budgets[t], &mut libraries[t]),
                    ReachOf::Search { .. } => {
                        let money = accounts[t].money(budgets[t]);
                        media::plan(&week, t, money, &gathered, &mut population)
                    }
                    _ => media::plan(&week, t, budgets[t], &gathered, &mut population),
                })
                .collect();
            // What the plan of the media says, before anybody moves: programmes that run, and our voice among those of rivals.
            for lifts_talk in programmes.open(&week, &budgets) {
                week.moves.lift_talk(lifts_talk);
            }
            if let Some(stage) = strategy.eased {
                week.moves.ease(stage, EASIER);
            }
            if let Some(reviews) = &reviews {
                week.moves.lift_stages(READERS, reviews.proof());
            }
            week.speak(rivals.speak(media::voice(&week)));
            if self.coefficients.brand.is_some() || tastes.is_some() {
                week.lift(&tastes.as_ref().map_or(Vec::new(), Tastes::factors));
            }
            let is_out =
                week.joined && coordination.is_out(&self.luck, traits.replication, week_number);
            if is_out {
                week.shut_down();
            } else {
                week.shops = week.open_shops();
            }
            executor.each_living(&mut population.shards, &|idx, shard| {
                week::live(shard, &traits.shards[idx], &week);
            });
            let contacts =
                self.settle(&week, &budgets, &programmes, &population, &mut accounts, &mut outcome);
            let written = self.written(&population);
            if let Some(row) = outcome.weeks.last_mut() {
                people::serve(&week, &mut queues, &mut population, row);
                if let Some(reviews) = &mut reviews {
                    row.reviews = reviews.settle(written - written_before);
                    written_before = written;
                }
                if let Some(plan) = &strategy.omnichannel {
                    row.coordination_cost = plan.cost(week_number);
                    row.spend += row.coordination_cost;
                    row.outage = u64::from(is_out);
                }
                if scenario.tells_channels_apart() {
                    row.channel_gap = channel_gap(scenario, &population.shards);
                }
                if let Some(service) = &coordination.service {
                    let asked = population.shards.iter().map(|s| s.tally.service_contacts).sum();
                    let people = scenario.market.people_per_customer.into();
                    let is_last = week_number == self.rules.total_weeks;
                    desk.settle(service, asked, people, is_last, row);
                }
                row.goodwill = goodwill.settle(&contacts, gathered.people.iter().sum());
                row.content_stock = self.content_stock(week_number, &libraries);
                row.reference_price = self.of_price(expected.settle(price_off));
                if let Some(tastes) = &mut tastes {
                    tastes.settle(week_number, strategy, media_weeks, row);
                }
                let studied = strategy.rival_analysis_cost(week_number);
                row.research += studied;
                row.spend += studied;
            }
            observe(week_number, &population);
            gathered = self.gather(&population, traits, Some(gathered));
        }
        self.finish(&population, baseline, &active, &mut outcome);
        Some((outcome, population))
    }

    /// Week 0: those who are there from the start.
    fn begin(&self, population: &mut Population, traits: &Traits) -> Outcome {
        let mut start = [StageRow::default(); N_STAGES];
        for (shard, t) in population.shards.iter_mut().zip(&traits.shards) {
            if self.entries[shard.segment].is_none() {
                shard.admit(t, t.n, 0, &self.rules);
            }
            shard.tally.stage_rows(&mut start);
        }
        Outcome {
            weeks: Vec::with_capacity(self.rules.total_weeks as usize),
            journey: vec![start],
            tactics: vec![TacticRow::default(); self.scenario.tactics.len()],
            classes: vec![[Class::default(); N_ORDER_CLASSES]; self.scenario.segments.len()],
            cohort: Cohort::default(),
            needs: NeedCount::default(),
        }
    }

    /// *Open*, apart from the contacts, which need what was gathered.
    fn open<'w>(
        &'w self,
        strategy: &'w Strategy,
        replication: u32,
        week: u32,
        active: &[bool],
        budgets: &[i64],
        population: &Population,
    ) -> Week<'w> {
        let tactics = &self.coefficients.tactics;
        let uses = |what: fn(&super::coefficients::TacticOf) -> bool| {
            tactics.iter().zip(active).any(|(t, &a)| a && what(t))
        };
        let mut moves = Moves::new(&self.coefficients);
        if let Some(talk) = &self.coefficients.talk {
            talk.hear(population, self.isa, &mut moves);
        }
        Week {
            scenario: self.scenario,
            coefficients: &self.coefficients,
            entries: &self.entries,
            caps: &strategy.caps,
            bids: &strategy.bids,
            channels: &self.channels,
            rules: self.rules,
            back_to: &self.back_to,
            luck: self.luck,
            replication,
            isa: self.isa,
            week,
            contacts: vec![Contacts::None; tactics.len()],
            need_factor: Week::need_factor(&self.coefficients, week),
            stirs: uses(|t| t.stirs_need > 0.0),
            anyone_moves: moves.any(active),
            heard: None,
            moves,
            fitted: Vec::new(),
            sharper: 0.0,
            gap: self.gap(strategy, week),
            personal: Vec::new(),
            wait_dissatisfies: 0.0,
            lifts: Lifts::NONE,
            order_satisfies: Vec::new(),
            joined: strategy.omnichannel.is_some_and(|plan| plan.acts(week)),
            shops: Vec::new(),
            offered: Offered::regularly(self.coefficients.price),
            attractions: Vec::new(),
            spoken: Spoken::ALONE,
            search: (self.scenario.tactics.iter().zip(budgets))
                .map(|(t, &b)| b > 0 && media::is_search(&t.reach))
                .collect(),
        }
    }

    /// Where rivals are weakest, once a study has told.
    fn gap(&self, strategy: &Strategy, week: u32) -> Option<usize> {
        self.coefficients.choice.as_ref().filter(|_| strategy.knows_gap(week))?.gap
    }

    /// People and affinities; without entries they never change.
    fn gather(
        &self,
        population: &Population,
        traits: &Traits,
        before: Option<Gathered>,
    ) -> Gathered {
        let n_tactics = self.scenario.tactics.len();
        if let Some(before) = before
            && self.entries.iter().all(Option::is_none)
        {
            return before;
        }
        let n_segments = self.scenario.segments.len();
        let n_channels = self.scenario.channels.len();
        let mut gathered = Gathered {
            people: vec![0; n_segments],
            affinity: vec![vec![0; n_channels]; n_segments],
            searching: vec![0; n_tactics],
            pools: Vec::new(),
        };
        for (shard, t) in population.shards.iter().zip(&traits.shards) {
            gathered.people[shard.segment] += shard.present as u64;
            for (sum, column) in gathered.affinity[shard.segment].iter_mut().zip(&t.affinity) {
                *sum += match column {
                    super::traits::Column::Same(a) => fixed(*a) * shard.present as u128,
                    super::traits::Column::Each(a) => {
                        a[..shard.present].iter().map(|&a| fixed(f64::from(a))).sum()
                    }
                };
            }
        }
        gathered
    }

    fn gather_searching(
        &self,
        population: &mut Population,
        traits: &Traits,
        week: &Week<'_>,
        executor: &dyn Executor,
        gathered: &mut Gathered,
    ) {
        let n_tactics = self.scenario.tactics.len();
        let parts = std::sync::Mutex::new(vec![0u128; n_tactics]);
        executor.each_shard(&mut population.shards, &|idx, shard| {
            let mut sums = vec![0u128; n_tactics];
            need::gather_searching(shard, &traits.shards[idx], week, &mut sums);
            let mut parts = parts.lock().expect("no thread panics while it adds");
            for (part, sum) in parts.iter_mut().zip(sums) {
                *part += sum;
            }
        });
        gathered.searching = parts.into_inner().expect("no thread panics while it adds");
    }

    /// *Settle*: the week's sums and what the media cost; gives the contacts by tactic.
    fn settle(
        &self,
        week: &Week<'_>,
        budgets: &[i64],
        programmes: &Programmes,
        population: &Population,
        accounts: &mut [ClickAccount],
        outcome: &mut Outcome,
    ) -> Vec<u64> {
        let people = f64::from(self.scenario.market.people_per_customer);
        let mut row = WeekRow::default();
        let mut stages = [StageRow::default(); N_STAGES];
        let mut contacts = vec![0u64; budgets.len()];
        for shard in &population.shards {
            let tally = &shard.tally;
            tally.stage_rows(&mut stages);
            row.orders += tally.orders;
            row.new_customers += tally.new_customers;
            row.referred_customers += tally.referred_customers;
            row.revenue += tally.revenue;
            row.unit_cost += tally.unit_cost;
            row.opt_outs += tally.opt_outs;
            row.converted_by_money += tally.converted_by_money;
            row.converted_by_time += tally.converted_by_time;
            row.tripwires_earned += tally.tripwires_earned;
            row.trust += tally.trust;
            row.satisfaction += tally.satisfaction;
            row.buyers +=
                tally.customers[Stage::Ascended.idx()..Stage::Lost.idx()].iter().sum::<u64>();
            row.taste_known += tally.taste_known;
            row.false_details += tally.false_details;
            row.price_given_up += tally.price_given_up;
            row.upsell_revenue += tally.upsell_revenue;
            row.used_at_home += tally.used_at_home;
            row.home_stock += tally.home_stock;
            row.rival_orders += tally.rival_orders;
            row.bought_nothing += tally.bought_nothing;
            row.abandoned_carts += tally.abandoned_carts;
            row.recovered_carts += tally.recovered_carts;
            row.missed_promotions += tally.missed_promotions;
            row.collected_orders += tally.collected_orders;
            row.collected_baskets += tally.collected_baskets;
            row.collect_savings += tally.collect_savings;
            row.repeat_contacts += tally.repeat_contacts;
            row.people += tally.customers[..Stage::Lost.idx()].iter().sum::<u64>();
            for (sum, count) in contacts.iter_mut().zip(&tally.contacts) {
                *sum += count;
            }
        }
        for (t, &count) in contacts.iter().enumerate() {
            let mut spend = media::cost(week, t, budgets[t], count);
            if media::is_search(&self.scenario.tactics[t].reach) {
                let by_money = matches!(week.contacts[t], Contacts::Search { by_money: true, .. });
                accounts[t].settle(budgets[t], spend, by_money);
            }
            if let Some((_, reward)) = self.coefficients.tactics[t].referral {
                let rewards = to_minor(reward * real(programmes.owe(t, population)) * people);
                outcome.tactics[t].rewards += rewards;
                spend += rewards;
            }
            row.contacts += count;
            row.spend += spend;
            if self.scenario.tactics[t].reach.is_visited() {
                row.visits += count;
            }
            if let Reach::Community { .. } = self.scenario.tactics[t].reach {
                row.social_contacts += count;
            }
            outcome.tactics[t].contacts += count;
            outcome.tactics[t].spend += spend;
        }
        row.share_of_voice = week.spoken.share;
        row.present = stages.iter().map(|s| s.customers).sum();
        row.aware =
            stages[Stage::Aware.idx()..=Stage::Promoter.idx()].iter().map(|s| s.customers).sum();
        outcome.weeks.push(row);
        outcome.journey.push(stages);
        contacts
    }

    /// People who have written a review so far: those whom an ask for one has moved.
    fn written(&self, population: &Population) -> f64 {
        let asks = |t: &usize| self.scenario.tactics[*t].says == Says::AskReview;
        let asks: Vec<usize> = (0..self.scenario.tactics.len()).filter(asks).collect();
        let moved =
            population.shards.iter().flat_map(|s| asks.iter().map(|&t| s.tally.moves_caused[t]));
        real(moved.sum()) * f64::from(self.scenario.market.people_per_customer)
    }

    /// A share of the regular price in currency units; 0 without `[promotion]`.
    fn of_price(&self, share: f64) -> f64 {
        let minor = self.scenario.market.currency.minor_per_unit();
        self.coefficients.promotion.map_or(0.0, |_| share * self.coefficients.price / minor)
    }

    /// K of all content together, as it was found in a week.
    fn content_stock(&self, week: u32, libraries: &[Library]) -> f64 {
        let tactics = self.coefficients.tactics.iter().zip(libraries);
        tactics
            .map(|(tactic, library)| match &tactic.reach {
                ReachOf::Content(of) => library.stock(week, of),
                _ => 0.0,
            })
            .sum()
    }

    /// After the last week: reach, classes of customers, the cohort.
    fn finish(
        &self,
        population: &Population,
        baseline: Option<&Population>,
        active: &[bool],
        outcome: &mut Outcome,
    ) {
        let people = i128::from(self.scenario.market.people_per_customer);
        for (idx, shard) in population.shards.iter().enumerate() {
            for (t, row) in outcome.tactics.iter_mut().enumerate() {
                row.moves_caused += shard.tally.moves_caused[t];
                let roles = &shard.tally.roles[t];
                row.roles.first += roles.first;
                row.roles.middle += roles.middle;
                row.roles.last += roles.last;
                row.sent_on +=
                    shard.touched.iter().filter(|touched| touched.sent_on(t)).count() as u64;
                if active[t] {
                    row.reach_1plus += count(&shard.seen[t], 1);
                    row.reach_3plus += count(&shard.seen[t], 3);
                }
            }
            outcome.cohort.add(&shard.tally.cohort);
            let needs = &shard.tally.needs;
            outcome.needs.arrived += needs.arrived;
            outcome.needs.met += needs.met;
            outcome.needs.rivals += needs.rivals;
            outcome.needs.refused += needs.refused;
            outcome.needs.lapsed += needs.lapsed;
            outcome.needs.void += needs.void;
            outcome.needs.open += count(&shard.open, 1);
            let other = baseline.map(|b| &b.shards[idx].contribution);
            for i in 0..shard.present {
                let class = (shard.orders[i] as usize).min(N_ORDER_CLASSES - 1);
                let row = &mut outcome.classes[shard.segment][class];
                let contribution = i128::from(shard.contribution[i]);
                let before = other.map_or(contribution, |other| i128::from(other[i]));
                row.customers += 1;
                row.revenue += i128::from(shard.revenue[i]) * people;
                row.contribution += contribution * people;
                row.incremental_contribution += (contribution - before) * people;
            }
        }
    }
}

fn real(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 people are ever simulated")]
    let x = n as f64;
    x
}

fn count(flags: &[u8], at_least: u8) -> u64 {
    flags.iter().map(|&f| u64::from(f >= at_least)).sum()
}
