//! What a history leaves behind: whole numbers only, so that no order of adding can matter, and the stocks of the firm itself,
//! which nobody adds up.

use crate::model::journey::N_STAGES;

/// Ages in weeks at which the contribution of new customers is kept apart, for CLV over 52 weeks.
pub const CLV_WEEKS: usize = 52;
/// Classes of customers by orders: 0, 1, … 6, and 7 or more.
pub const N_ORDER_CLASSES: usize = 8;

/// One week of a history; money in minor units, of all real people.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeekRow {
    pub spend: i64,
    /// contacts of simulated customers
    pub contacts: u64,
    /// orders of simulated customers
    pub orders: u64,
    /// simulated customers with their first order
    pub new_customers: u64,
    /// of them, those who heard of us by word of mouth
    pub referred_customers: u64,
    pub revenue: i128,
    pub unit_cost: i128,
    /// simulated customers who opted out of a channel
    pub opt_outs: u64,
    /// trust of those not lost at the end of the week, in units of 2⁻²²
    pub trust: u64,
    /// what is known of the tastes of those not lost, at the end of the week, in units of 2⁻²²
    pub taste_known: u64,
    /// customers with permission whose details are false, at the end of the week
    pub false_details: u64,
    /// satisfaction of those ascended or later at the end of the week, in units of 2⁻¹⁶
    pub satisfaction: i64,
    /// customers ascended or later, at the end of the week
    pub buyers: u64,
    /// customers who have come in and are not lost, at the end of the week
    pub people: u64,
    /// contacts of search, content, site and store
    pub visits: u64,
    /// customers whom a tripwire, and whom a commit, moved from subscribed to converted
    pub converted_by_money: u64,
    pub converted_by_time: u64,
    /// what tripwires earned beyond their unit cost, below 0 where they cost more; a part of revenue less unit cost
    pub tripwires_earned: i128,
    /// contacts of our own social pages
    pub social_contacts: u64,
    /// customers aware or later and not lost, at the end of the week
    pub aware: u64,
    /// customers who have come in
    pub present: u64,
    /// goodwill at the end of the week; 0 without a brand
    pub goodwill: f64,
    /// what interviews and the study of rivals cost; also in `spend`
    pub research: i64,
    /// mean over customers of how well the offer fits their segment, as they met it; 0 without `[fit]`
    pub fit: f64,
    /// the same of |offer − ideal|²
    pub mismatch: f64,
    /// the same of the variance of what is believed of an ideal, in each dimension
    pub taste_variance: f64,
    /// posts by their visibility, as they were found in the week; 0 without content
    pub content_stock: f64,
    /// revenue at the regular price less revenue
    pub price_given_up: i128,
    /// value of what upsells added to orders
    pub upsell_revenue: i128,
    /// reviews at the end of the week, of real people; 0 without `[reviews]`
    pub reviews: f64,
    /// needs met from home stocks
    pub used_at_home: u64,
    /// baskets at home at the end of the week
    pub home_stock: u64,
    /// calls on leads that became due
    pub leads: u64,
    /// calls that were made
    pub leads_served: u64,
    /// calls that are not made any more: who waited for one has moved, is lost or has opted out
    pub leads_gone: u64,
    /// calls that wait at the end of the week
    pub leads_waiting: u64,
    /// what those who were called had waited, all together
    pub wait_hours: f64,
    /// needs that ended this week with an order of a rival, and with nothing bought
    pub rival_orders: u64,
    pub bought_nothing: u64,
    /// our part of all bought media money; 0 without rivals
    pub share_of_voice: f64,
    /// what people expect to pay at the end of the week, currency; 0 without `[promotion]`
    pub reference_price: f64,
    /// what joining channels costs; a part of `spend`
    pub coordination_cost: i64,
    /// baskets that were left behind, and those of them that were ordered all the same
    pub abandoned_carts: u64,
    pub recovered_carts: u64,
    /// those who would have ordered at a lower price and did not find it where they ordered
    pub missed_promotions: u64,
    /// orders that were fetched from a shop, baskets that were taken there beside them, and what they cost less, in minor units
    /// of real people
    pub collected_orders: u64,
    pub collected_baskets: u64,
    pub collect_savings: i128,
    /// contacts with service staff that were handled, and those that wait at the end of the week: of simulated customers, a
    /// fraction where staff serves some of those whom one of them stands for
    pub service_contacts: f64,
    pub service_waiting: f64,
    /// contacts that came about because nobody knew what had been said before
    pub repeat_contacts: u64,
    /// 1 where one failure stopped all of our own channels
    pub outage: u64,
    /// revenue so far of a buyer with contacts in two channels or more over that of one with contacts in one, less 1; 0 where there are
    /// none of either
    pub channel_gap: f64,
}

impl WeekRow {
    /// Mean trust of those not lost; 0 where nobody is left.
    pub fn trust_mean(&self) -> f64 {
        self.mean_of(self.trust)
    }

    /// Mean share of their taste that is known of those not lost; 0 where nobody is left.
    pub fn taste_known_mean(&self) -> f64 {
        self.mean_of(self.taste_known)
    }

    fn mean_of(&self, units: u64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "an average of numbers of 22 bits")]
        let mean = units as f64 / super::trust::UNITS / (self.people.max(1) as f64);
        mean
    }

    /// Mean satisfaction of those ascended or later; 0 where nobody is.
    pub fn satisfaction_mean(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "an average, shown to people")]
        let mean =
            self.satisfaction as f64 / super::satisfaction::UNITS / (self.buyers.max(1) as f64);
        mean
    }
}

/// One stage in one week: customers at its end, and those who left it during the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageRow {
    pub customers: u64,
    pub forward: u64,
    pub back: u64,
    pub exit: u64,
    /// have been in this stage or a later one (of lost: have been lost)
    pub reached: u64,
}

/// One tactic over a history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TacticRow {
    pub spend: i64,
    /// of it, the rewards of a referral programme
    pub rewards: i64,
    pub contacts: u64,
    /// customers with at least one contact
    pub reach_1plus: u64,
    /// customers with at least three
    pub reach_3plus: u64,
    /// forward moves that were this tactic's part of the draw
    pub moves_caused: u64,
    pub roles: Roles,
    /// customers whose next touch after one of this tactic was another channel's; 0 where roles are not counted
    pub sent_on: u64,
}

/// New customers in whose first order a tactic had a part; 0 where roles are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// its touch was the first
    pub first: u64,
    /// it had one between the first and the last
    pub middle: u64,
    /// its touch was the last
    pub last: u64,
}

/// Customers of one segment with so many orders; money in minor units, of all real people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class {
    pub customers: u64,
    pub revenue: i128,
    pub contribution: i128,
    /// contribution less that of the same customers under the baseline
    pub incremental_contribution: i128,
}

/// Customers followed for a year from their first order (or from their coming in, if they had ordered before).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// customers whose 52 weeks lie inside the study
    pub followed: u64,
    /// of them, lost within the 52 weeks
    pub lost: u64,
    /// of them, those whose first order fell inside the study
    pub acquired: u64,
    /// contribution of the acquired by weeks since the first order, minor units of all real people
    pub contribution_by_age: [i128; CLV_WEEKS],
}

impl Default for Cohort {
    fn default() -> Cohort {
        Cohort { followed: 0, lost: 0, acquired: 0, contribution_by_age: [0; CLV_WEEKS] }
    }
}

impl Cohort {
    pub(super) fn add(&mut self, other: &Cohort) {
        self.followed += other.followed;
        self.lost += other.lost;
        self.acquired += other.acquired;
        for (sum, x) in self.contribution_by_age.iter_mut().zip(other.contribution_by_age) {
            *sum += x;
        }
    }
}

/// Everything a study keeps of one history.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// weeks 1 … total
    pub weeks: Vec<WeekRow>,
    /// weeks 0 … total
    pub journey: Vec<[StageRow; N_STAGES]>,
    /// by tactic
    pub tactics: Vec<TacticRow>,
    /// by segment, by orders
    pub classes: Vec<[Class; N_ORDER_CLASSES]>,
    pub cohort: Cohort,
    /// needs that arrived, and where they went
    pub needs: NeedCount,
}

/// Where needs went: arrived = met + rivals + refused + lapsed + void + open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NeedCount {
    pub arrived: u64,
    /// became an order
    pub met: u64,
    /// met by a rival
    pub rivals: u64,
    /// decided to buy nothing
    pub refused: u64,
    /// lapsed, or came on top of an open one, and no rival met it
    pub lapsed: u64,
    /// ended because their owner was lost or signed a contract
    pub void: u64,
    /// still open at the end
    pub open: u64,
}

/// Running sums of one shard; the weekly part is taken and cleared at the end of each week.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub orders: u64,
    pub new_customers: u64,
    pub referred_customers: u64,
    /// weeks in which these heard of us; where somebody is rewarded for it
    pub told_in: Vec<u16>,
    pub revenue: i128,
    pub unit_cost: i128,
    /// this week
    pub opt_outs: u64,
    pub converted_by_money: u64,
    pub converted_by_time: u64,
    pub tripwires_earned: i128,
    /// at the end of this week, as in `WeekRow`
    pub trust: u64,
    pub satisfaction: i64,
    pub taste_known: u64,
    pub false_details: u64,
    pub price_given_up: i128,
    pub upsell_revenue: i128,
    pub used_at_home: u64,
    /// needs of this week, as in `WeekRow`
    pub rival_orders: u64,
    pub bought_nothing: u64,
    /// baskets at home now
    pub home_stock: u64,
    pub abandoned_carts: u64,
    pub recovered_carts: u64,
    pub missed_promotions: u64,
    pub collected_orders: u64,
    pub collected_baskets: u64,
    pub collect_savings: i128,
    /// contacts with service staff that came about
    pub service_contacts: u64,
    pub repeat_contacts: u64,
    /// by tactic, this week
    pub contacts: Vec<u64>,
    pub forward: [u64; N_STAGES],
    pub back: [u64; N_STAGES],
    pub exit: [u64; N_STAGES],
    /// customers in each stage now
    pub customers: [u64; N_STAGES],
    /// customers who have been in each stage or a later one
    pub reached: [u64; N_STAGES],
    /// by tactic, over the history
    pub moves_caused: Vec<u64>,
    /// by tactic, over the history
    pub roles: Vec<Roles>,
    /// by word of mouth, over the history
    pub moves_by_talk: u64,
    pub cohort: Cohort,
    pub needs: NeedCount,
}

impl Tally {
    pub fn new(n_tactics: usize) -> Tally {
        Tally {
            contacts: vec![0; n_tactics],
            moves_caused: vec![0; n_tactics],
            roles: vec![Roles::default(); n_tactics],
            ..Tally::default()
        }
    }

    /// Clears what belongs to a single week.
    pub fn begin_week(&mut self) {
        self.orders = 0;
        self.new_customers = 0;
        self.referred_customers = 0;
        self.told_in.clear();
        self.revenue = 0;
        self.unit_cost = 0;
        self.price_given_up = 0;
        self.upsell_revenue = 0;
        self.used_at_home = 0;
        self.rival_orders = 0;
        self.bought_nothing = 0;
        self.abandoned_carts = 0;
        self.recovered_carts = 0;
        self.missed_promotions = 0;
        self.collected_orders = 0;
        self.collected_baskets = 0;
        self.collect_savings = 0;
        self.service_contacts = 0;
        self.repeat_contacts = 0;
        self.contacts.fill(0);
        self.opt_outs = 0;
        self.converted_by_money = 0;
        self.converted_by_time = 0;
        self.tripwires_earned = 0;
        self.trust = 0;
        self.satisfaction = 0;
        self.taste_known = 0;
        self.false_details = 0;
        self.forward = [0; N_STAGES];
        self.back = [0; N_STAGES];
        self.exit = [0; N_STAGES];
    }

    /// This week's row of each stage.
    pub fn stage_rows(&self, rows: &mut [StageRow; N_STAGES]) {
        for (s, row) in rows.iter_mut().enumerate() {
            row.customers += self.customers[s];
            row.forward += self.forward[s];
            row.back += self.back[s];
            row.exit += self.exit[s];
            row.reached += self.reached[s];
        }
    }
}
