//! Following one customer through a history that is lived as always: what her columns hold at the end of each week, and
//! what the week counted because of her.
//!
//! Nothing is computed anew. What no column tells (a need that came and lapsed in one week, the tactic whose part of the
//! draw a move was) is told by living her shard's week once more without her: the difference of the sums is hers, because
//! customers of a shard do not touch each other within a week. Start at [`Engine::life`].

use std::sync::Mutex;

use crate::model::adstock::adstock;
use crate::model::journey::N_STAGES;

use super::history::{Engine, Executor};
use super::population::{ABSENT, NEVER, Shard};
use super::pressure::{FALSE_DETAILS, OPTED_OUT};
use super::tally::NeedCount;
use super::traits::{Column, ShardTraits, Traits};

/// One column at one customer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    pub name: &'static str,
    /// of which tactic or channel, where there is one column for each
    pub of: Option<usize>,
    pub value: f64,
}

/// What a week counted because of one customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub needs: NeedCount,
    /// needs met from her home stock
    pub used_at_home: u64,
    /// baskets left behind, and those of them that were waiting for her
    pub abandoned_carts: u64,
    pub recovered_carts: u64,
    /// lower prices that she did not find where she ordered
    pub missed_promotions: u64,
    /// orders that she fetched from a shop, and baskets that she took there beside them
    pub collected_orders: u64,
    pub collected_baskets: u64,
    /// contacts with service staff, and those in which she had to say it again
    pub service_contacts: u64,
    pub repeat_contacts: u64,
    /// by stage: steps from it
    pub forward: [u64; N_STAGES],
    pub back: [u64; N_STAGES],
    pub exit: [u64; N_STAGES],
    /// by tactic
    pub moves_caused: Vec<u64>,
    /// forward by word of mouth
    pub moves_by_talk: u64,
    /// by tactic: has a call become due, and has she left the line without one?
    pub call_due: Vec<bool>,
    pub left_line: Vec<bool>,
}

/// One week of one customer.
#[derive(Clone, Debug, PartialEq)]
pub struct LifeWeek {
    /// from 1
    pub week: u32,
    /// at its end; see [`Shard::held`]
    pub held: Vec<Held>,
    /// by tactic
    pub contacts: Vec<u32>,
    pub counted: Counted,
}

/// One customer through one history.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// what she brought with her; see [`ShardTraits::held`]
    pub traits: Vec<Held>,
    /// at the start
    pub start: Vec<Held>,
    /// weeks 1 … total
    pub weeks: Vec<LifeWeek>,
}

impl Held {
    fn one(name: &'static str, value: impl Into<f64>) -> Held {
        Held { name, of: None, value: value.into() }
    }

    /// 1 where a column of flags holds this one.
    fn bit(self, flag: u8) -> Held {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "made from eight bits"
        )]
        let flags = self.value as u8;
        Held { value: f64::from(u8::from(flags & flag != 0)), ..self }
    }
}

/// The value of a column, 0 where there is none: absent is off.
pub fn held(columns: &[Held], name: &str, of: Option<usize>) -> f64 {
    columns.iter().find(|h| h.name == name && h.of == of).map_or(0.0, |h| h.value)
}

impl Shard {
    /// Everything the engine keeps of the customer at a position, in a fixed order. A new column is one line here.
    ///
    /// `stage` as in [`Shard::stages`]; `open` is 1 with an open need; `revenue` and `contribution` so far, minor units of
    /// one real person; `first_order` and `renews_at` are weeks, 65 535 for never; `opted_out` and `false_details` are 1
    /// where they hold, by channel; `stock`, `seen` (contacts up to 3) and `contacts_so_far` (all of them, where the
    /// message wears or somebody calls), `calls` (that she has had in this stage), `waits_for_call` and `no_more_calls` by tactic.
    pub fn held(&self, i: usize) -> Vec<Held> {
        let mut held = vec![
            Held::one("stage", self.stage[i]),
            Held::one("orders", self.orders[i]),
            Held::one("revenue", minor(self.revenue[i])),
            Held::one("contribution", minor(self.contribution[i])),
            Held::one("first_order", self.first_order[i]),
        ];
        held.extend(self.open.get(i).map(|&x| Held::one("open", x)));
        held.extend(self.home.get(i).map(|&x| Held::one("home_stock", x)));
        held.extend(self.renews_at.get(i).map(|&x| Held::one("renews_at", x)));
        held.extend(self.satisfaction.get(i).map(|&x| Held::one("satisfaction", x)));
        held.extend(self.taste_known.get(i).map(|&x| Held::one("taste_known", x)));
        held.extend(self.committed.get(i).map(|&x| Held::one("committed", x)));
        held.extend(self.trust.get(i).map(|&x| Held::one("trust", x)));
        held.extend(self.level.get(i).map(|&x| Held::one("level", x)));
        held.extend(self.annoyance.get(i).map(|&x| Held::one("annoyance", x)));
        held.extend(of_each("opted_out", &self.barred, i).map(|h| h.bit(OPTED_OUT)));
        held.extend(of_each("false_details", &self.barred, i).map(|h| h.bit(FALSE_DETAILS)));
        held.extend(of_each("stock", &self.stocks, i));
        held.extend(of_each("seen", &self.seen, i));
        held.extend(self.last_visit.get(i).map(|&x| Held::one("last_visit", x)));
        held.extend(of_each("contacts_so_far", &self.so_far, i));
        for (t, leads) in self.leads.iter().enumerate().filter(|(_, l)| !l.state.is_empty()) {
            held.push(Held { name: "calls", of: Some(t), value: leads.calls[i].into() });
            let waits = f64::from(u8::from(leads.waits(i)));
            held.push(Held { name: "waits_for_call", of: Some(t), value: waits });
            let done = f64::from(u8::from(leads.is_done(i)));
            held.push(Held { name: "no_more_calls", of: Some(t), value: done });
        }
        held
    }

    /// The shard before a week, without the customer at a position: she has not come in, and carries nothing.
    fn without(&self, i: usize) -> Shard {
        let mut rest = self.clone();
        rest.stage[i] = ABSENT;
        for (column, nothing) in [(&mut rest.open, 0), (&mut rest.furthest, 0)] {
            if let Some(x) = column.get_mut(i) {
                *x = nothing;
            }
        }
        if let Some(chance) = rest.chance.get_mut(i) {
            *chance = 0.0;
        }
        if let Some(renews_at) = rest.renews_at.get_mut(i) {
            *renews_at = NEVER;
        }
        for leads in &mut rest.leads {
            leads.forget(i);
        }
        rest.ripe.retain(|&ripe| ripe != i);
        rest
    }

    /// What this shard counted beyond one that lived the same week without her, the customer at a position.
    fn counted_beyond(&self, rest: &Shard, i: usize) -> Counted {
        let (all, rest) = (&self.tally, &rest.tally);
        let by_stage = |all: &[u64; N_STAGES], rest: &[u64; N_STAGES]| {
            std::array::from_fn(|s| all[s].saturating_sub(rest[s]))
        };
        Counted {
            needs: NeedCount {
                arrived: all.needs.arrived - rest.needs.arrived,
                met: all.needs.met - rest.needs.met,
                rivals: all.needs.rivals - rest.needs.rivals,
                refused: all.needs.refused - rest.needs.refused,
                lapsed: all.needs.lapsed - rest.needs.lapsed,
                void: all.needs.void - rest.needs.void,
                open: 0,
            },
            used_at_home: all.used_at_home - rest.used_at_home,
            abandoned_carts: all.abandoned_carts - rest.abandoned_carts,
            recovered_carts: all.recovered_carts - rest.recovered_carts,
            missed_promotions: all.missed_promotions - rest.missed_promotions,
            collected_orders: all.collected_orders - rest.collected_orders,
            collected_baskets: all.collected_baskets - rest.collected_baskets,
            service_contacts: all.service_contacts - rest.service_contacts,
            repeat_contacts: all.repeat_contacts - rest.repeat_contacts,
            forward: by_stage(&all.forward, &rest.forward),
            back: by_stage(&all.back, &rest.back),
            exit: by_stage(&all.exit, &rest.exit),
            moves_caused: (all.moves_caused.iter().zip(&rest.moves_caused))
                .map(|(all, rest)| all - rest)
                .collect(),
            moves_by_talk: all.moves_by_talk - rest.moves_by_talk,
            call_due: self.leads.iter().map(|leads| leads.is_due(i)).collect(),
            left_line: self.leads.iter().map(|leads| leads.has_gone(i)).collect(),
        }
    }
}

impl ShardTraits {
    /// What the customer at a position brought with her, whatever the strategy. A new trait is one line here.
    ///
    /// Numbers that are the same for everybody are left out. `affinity` by channel, `audience` (1 if she can be reached at
    /// all) by tactic.
    pub fn held(&self, i: usize) -> Vec<Held> {
        let own = |name: &'static str, of: Option<usize>, column: &Column| match column {
            Column::Same(_) => None,
            Column::Each(_) => Some(Held { name, of, value: column.at(i) }),
        };
        let mut held = vec![Held::one("start", self.start[i])];
        let columns = [
            ("needs_per_year", self.needs_per_year.as_ref()),
            ("dropout_per_purchase", self.dropout.as_ref()),
            ("dropout_per_week", self.dropout_in_time.as_ref()),
            ("churn_per_renewal", self.churn.as_ref()),
            ("basket", Some(&self.basket)),
        ];
        held.extend(columns.into_iter().filter_map(|(name, c)| own(name, None, c?)));
        held.extend(self.deals.iter().map(|deals| Held::one("deal_buyer", deals[i])));
        let affinity = self.affinity.iter().enumerate();
        held.extend(affinity.filter_map(|(c, column)| own("affinity", Some(c), column)));
        let audience = self.audience.iter().enumerate();
        held.extend(audience.filter_map(|(t, member)| {
            let value = f64::from(member.as_ref()?[i]);
            Some(Held { name: "audience", of: Some(t), value })
        }));
        held
    }
}

impl Engine<'_> {
    /// Lives one strategy, and tells the life of customer `number` of a segment; `None` if there is no such customer.
    ///
    /// The history is the one that [`Engine::history`] lives for the same traits: following changes nothing in it.
    pub fn life(
        &self,
        traits: &Traits,
        strategy_idx: usize,
        segment_idx: usize,
        number: u32,
    ) -> Option<Life> {
        let of_shard = |t: &&ShardTraits| {
            t.segment == segment_idx && t.first <= number && ((number - t.first) as usize) < t.n
        };
        let shard = traits.shards.iter().position(|t| of_shard(&t))?;
        let i = (number - traits.shards[shard].first) as usize;
        let follow = Follow { shard, i, counted: Mutex::new(Vec::new()) };
        let mut states = Vec::new();
        let observe = &mut |_: u32, population: &super::Population| {
            states.push(population.shards[shard].held(i));
        };
        self.history(traits, strategy_idx, None, &follow, observe)?;
        let counted = follow.counted.into_inner().unwrap_or_default();
        let weeks = (1..).zip(counted).zip(states.windows(2)).map(|((week, counted), pair)| {
            let contacts = self.contacts_between(&pair[0], &pair[1]);
            LifeWeek { week, held: pair[1].clone(), contacts, counted }
        });
        let weeks: Vec<LifeWeek> = weeks.collect();
        Some(Life { traits: traits.shards[shard].held(i), start: states.swap_remove(0), weeks })
    }

    /// Contacts of a week by tactic: by what she has had so far where that is kept, else from the stocks before and after it:
    /// what is there beyond what was carried over.
    fn contacts_between(&self, before: &[Held], after: &[Held]) -> Vec<u32> {
        let tactics = self.tactics_kept().into_iter().enumerate();
        tactics
            .map(|(t, kept)| {
                let stock = |columns| narrow(held(columns, "stock", Some(t)));
                let so_far = |columns| held(columns, "contacts_so_far", Some(t));
                let is_kept = after.iter().any(|h| h.name == "contacts_so_far" && h.of == Some(t));
                let fresh = if is_kept {
                    narrow(so_far(after) - so_far(before))
                } else {
                    stock(after) - adstock(0.0, kept, stock(before))
                };
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "contacts of a week are whole, 0 or more, and far below 2^24"
                )]
                let contacts = libm::roundf(fresh).max(0.0) as u32;
                contacts
            })
            .collect()
    }
}

/// Lives shard after shard, and the followed one's week once more without the followed customer.
struct Follow {
    shard: usize,
    i: usize,
    /// by week
    counted: Mutex<Vec<Counted>>,
}

impl Executor for Follow {
    fn each_shard(&self, shards: &mut [Shard], work: &(dyn Fn(usize, &mut Shard) + Sync)) {
        super::Serial.each_shard(shards, work);
    }

    fn each_living(&self, shards: &mut [Shard], work: &(dyn Fn(usize, &mut Shard) + Sync)) {
        let mut rest = shards[self.shard].without(self.i);
        self.each_shard(shards, work);
        work(self.shard, &mut rest);
        let counted = shards[self.shard].counted_beyond(&rest, self.i);
        if let Ok(mut weeks) = self.counted.lock() {
            weeks.push(counted);
        }
    }
}

fn of_each<T: Copy + Into<f64>>(
    name: &'static str,
    columns: &[Vec<T>],
    i: usize,
) -> impl Iterator<Item = Held> {
    let values = columns.iter().enumerate();
    values.filter_map(move |(t, column)| {
        Some(Held { name, of: Some(t), value: (*column.get(i)?).into() })
    })
}

fn minor(x: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "money of one customer, shown to people")]
    let x = x as f64;
    x
}

fn narrow(x: f64) -> f32 {
    super::coefficients::narrow(x)
}
