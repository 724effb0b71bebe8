//! Measures week by week, over histories.

use crate::engine::WeekRow;
use crate::model::{Coordination, Reach, Scenario};

use super::estimate::{Estimate, Quantiles};
use super::money::{Ledger, contribution, whole};

/// A measure of `weekly.csv`; `docs/OUTPUTS.md` says what each is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Spend,
    Contacts,
    Orders,
    OrdersCumulative,
    NewCustomers,
    Revenue,
    Contribution,
    NetCumulative,
    OptOuts,
    TrustMean,
    SatisfactionMean,
    FalseDetails,
    ReferredCustomers,
    Visits,
    SocialContacts,
    ConvertedByMoney,
    ConvertedByTime,
    Awareness,
    Goodwill,
    ContentStock,
    PriceGivenUp,
    UpsellRevenue,
    Reviews,
    ReferencePrice,
    HomeStock,
    UsedAtHome,
    ResearchCost,
    TasteKnownMean,
    FitMean,
    Mismatch,
    TasteVariance,
    Leads,
    LeadsServed,
    LeadsGone,
    LeadsWaiting,
    WaitDaysMean,
    RivalOrders,
    BoughtNothing,
    ShareOfVoice,
    CoordinationCost,
    AbandonedCarts,
    RecoveredCarts,
    MissedPromotions,
    CollectedOrders,
    CollectedBaskets,
    CollectSavings,
    ServiceContacts,
    RepeatContacts,
    ServiceWaiting,
    Outage,
    ChannelGap,
}

impl Measure {
    /// Every measure there is; which of them a scenario has, says [`Measure::of_scenario`].
    pub const ALL: [Measure; 51] = [
        Measure::Spend,
        Measure::Contacts,
        Measure::Orders,
        Measure::OrdersCumulative,
        Measure::NewCustomers,
        Measure::Revenue,
        Measure::Contribution,
        Measure::NetCumulative,
        Measure::OptOuts,
        Measure::TrustMean,
        Measure::SatisfactionMean,
        Measure::FalseDetails,
        Measure::ReferredCustomers,
        Measure::Visits,
        Measure::SocialContacts,
        Measure::ConvertedByMoney,
        Measure::ConvertedByTime,
        Measure::Awareness,
        Measure::Goodwill,
        Measure::ContentStock,
        Measure::PriceGivenUp,
        Measure::UpsellRevenue,
        Measure::Reviews,
        Measure::ReferencePrice,
        Measure::HomeStock,
        Measure::UsedAtHome,
        Measure::ResearchCost,
        Measure::TasteKnownMean,
        Measure::FitMean,
        Measure::Mismatch,
        Measure::TasteVariance,
        Measure::Leads,
        Measure::LeadsServed,
        Measure::LeadsGone,
        Measure::LeadsWaiting,
        Measure::WaitDaysMean,
        Measure::RivalOrders,
        Measure::BoughtNothing,
        Measure::ShareOfVoice,
        Measure::CoordinationCost,
        Measure::AbandonedCarts,
        Measure::RecoveredCarts,
        Measure::MissedPromotions,
        Measure::CollectedOrders,
        Measure::CollectedBaskets,
        Measure::CollectSavings,
        Measure::ServiceContacts,
        Measure::RepeatContacts,
        Measure::ServiceWaiting,
        Measure::Outage,
        Measure::ChannelGap,
    ];

    /// The measures of a scenario: those whose mechanism it has.
    pub fn of_scenario(scenario: &Scenario) -> Vec<Measure> {
        Measure::ALL.into_iter().filter(|m| m.is_in(scenario)).collect()
    }

    fn is_in(self, scenario: &Scenario) -> bool {
        let reach = |is: fn(&Reach) -> bool| scenario.tactics.iter().any(|t| is(&t.reach));
        let joined =
            |has: fn(&Coordination) -> bool| scenario.coordination.as_ref().is_some_and(has);
        match self {
            Measure::OptOuts => scenario.tactics.iter().any(|t| t.opt_out_per_contact.is_some()),
            Measure::TrustMean => scenario.trust.is_some(),
            Measure::SatisfactionMean => scenario.satisfaction.is_some(),
            Measure::FalseDetails => scenario.journey.false_details_share.is_some(),
            Measure::ReferredCustomers => scenario.word_of_mouth.is_some(),
            Measure::Visits => reach(Reach::is_visited),
            Measure::ConvertedByMoney => scenario.tactics.iter().any(|t| t.sells.is_some()),
            Measure::ConvertedByTime => {
                scenario.commitment.is_some_and(|c| c.time_factor.is_some())
            }
            Measure::SocialContacts => reach(|r| matches!(r, Reach::Community { .. })),
            Measure::Awareness | Measure::Goodwill => scenario.brand.is_some(),
            Measure::ContentStock => reach(|r| matches!(r, Reach::Content { .. })),
            Measure::PriceGivenUp => scenario.strategies.iter().any(|s| !s.promotions.is_empty()),
            Measure::UpsellRevenue => scenario.tactics.iter().any(|t| t.upsell.is_some()),
            Measure::Reviews => scenario.reviews.is_some(),
            Measure::ReferencePrice => scenario.promotion.is_some(),
            Measure::HomeStock | Measure::UsedAtHome => {
                scenario.promotion.is_some_and(|p| p.takes_home())
            }
            Measure::ResearchCost => scenario.buys_research(),
            Measure::TasteKnownMean => scenario.learns_tastes(),
            Measure::FitMean | Measure::Mismatch | Measure::TasteVariance => scenario.fit.is_some(),
            Measure::Leads
            | Measure::LeadsServed
            | Measure::LeadsGone
            | Measure::LeadsWaiting
            | Measure::WaitDaysMean => reach(|r| matches!(r, Reach::People(_))),
            Measure::RivalOrders => scenario.sells_beside_rivals(),
            Measure::BoughtNothing => scenario.choice.is_some(),
            Measure::ShareOfVoice => scenario.speaks_beside_rivals(),
            Measure::CoordinationCost => {
                scenario.strategies.iter().any(|s| s.omnichannel.is_some())
            }
            Measure::AbandonedCarts | Measure::RecoveredCarts => joined(|c| c.basket.is_some()),
            Measure::MissedPromotions => joined(|c| c.promotion.is_some()),
            Measure::CollectedOrders | Measure::CollectedBaskets | Measure::CollectSavings => {
                joined(|c| c.collect.is_some())
            }
            Measure::ServiceContacts | Measure::RepeatContacts => joined(|c| c.service.is_some()),
            Measure::ServiceWaiting => {
                joined(|c| c.service.is_some_and(|s| s.contacts_per_week.is_some()))
            }
            Measure::Outage => joined(|c| c.outage_per_week.is_some()),
            Measure::ChannelGap => scenario.tells_channels_apart(),
            _ => true,
        }
    }

    /// Name in files.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Spend => "spend",
            Measure::Contacts => "contacts",
            Measure::Orders => "orders",
            Measure::OrdersCumulative => "orders_cumulative",
            Measure::NewCustomers => "new_customers",
            Measure::Revenue => "revenue",
            Measure::Contribution => "contribution",
            Measure::NetCumulative => "net_cumulative",
            Measure::OptOuts => "opt_outs",
            Measure::TrustMean => "trust_mean",
            Measure::SatisfactionMean => "satisfaction_mean",
            Measure::FalseDetails => "false_details",
            Measure::ReferredCustomers => "referred_customers",
            Measure::Visits => "visits",
            Measure::SocialContacts => "social_contacts",
            Measure::ConvertedByMoney => "converted_by_money",
            Measure::ConvertedByTime => "converted_by_time",
            Measure::Awareness => "awareness",
            Measure::Goodwill => "goodwill",
            Measure::ContentStock => "content_stock",
            Measure::PriceGivenUp => "price_given_up",
            Measure::UpsellRevenue => "upsell_revenue",
            Measure::Reviews => "reviews",
            Measure::ReferencePrice => "reference_price",
            Measure::HomeStock => "home_stock",
            Measure::UsedAtHome => "used_at_home",
            Measure::ResearchCost => "research_cost",
            Measure::TasteKnownMean => "taste_known_mean",
            Measure::FitMean => "fit_mean",
            Measure::Mismatch => "mismatch",
            Measure::TasteVariance => "taste_variance",
            Measure::Leads => "leads",
            Measure::LeadsServed => "leads_served",
            Measure::LeadsGone => "leads_gone",
            Measure::LeadsWaiting => "leads_waiting",
            Measure::WaitDaysMean => "wait_days_mean",
            Measure::RivalOrders => "rival_orders",
            Measure::BoughtNothing => "bought_nothing",
            Measure::ShareOfVoice => "share_of_voice",
            Measure::CoordinationCost => "coordination_cost",
            Measure::AbandonedCarts => "abandoned_carts",
            Measure::RecoveredCarts => "recovered_carts",
            Measure::MissedPromotions => "missed_promotions",
            Measure::CollectedOrders => "collected_orders",
            Measure::CollectedBaskets => "collected_baskets",
            Measure::CollectSavings => "collect_savings",
            Measure::ServiceContacts => "service_contacts",
            Measure::RepeatContacts => "repeat_contacts",
            Measure::ServiceWaiting => "service_waiting",
            Measure::Outage => "outage",
            Measure::ChannelGap => "channel_gap",
        }
    }

    /// Is it an amount of money?
    pub fn is_money(self) -> bool {
        matches!(
            self,
            Measure::Spend
                | Measure::Revenue
                | Measure::Contribution
                | Measure::NetCumulative
                | Measure::PriceGivenUp
                | Measure::UpsellRevenue
                | Measure::ResearchCost
                | Measure::CoordinationCost
        )
    }

    /// What the measure is a mean of, where it is one per event and not per history: the events of a week.
    fn per(self) -> Option<fn(&WeekRow) -> u64> {
        match self {
            Measure::WaitDaysMean => Some(|w| w.leads_served),
            _ => None,
        }
    }

    /// By week; of a mean per event the sum.
    fn of(self, ledger: &Ledger<'_>, s: usize, h: usize) -> Vec<f64> {
        let weeks = ledger.weeks(s, h);
        let count = |n: u64| whole(n.into());
        match self {
            Measure::Spend => weeks.iter().map(|w| ledger.units(w.spend.into())).collect(),
            Measure::Contacts => weeks.iter().map(|w| count(w.contacts)).collect(),
            Measure::Orders => weeks.iter().map(|w| count(w.orders)).collect(),
            Measure::OrdersCumulative => {
                let mut sum = 0;
                weeks
                    .iter()
                    .map(|w| {
                        sum += w.orders;
                        count(sum)
                    })
                    .collect()
            }
            Measure::NewCustomers => weeks.iter().map(|w| count(w.new_customers)).collect(),
            Measure::Revenue => weeks.iter().map(|w| ledger.units(w.revenue)).collect(),
            Measure::Contribution => weeks.iter().map(|w| ledger.units(contribution(w))).collect(),
            Measure::NetCumulative => ledger.net_cumulative(s, h),
            Measure::OptOuts => weeks.iter().map(|w| count(w.opt_outs)).collect(),
            Measure::TrustMean => weeks.iter().map(WeekRow::trust_mean).collect(),
            Measure::SatisfactionMean => weeks.iter().map(WeekRow::satisfaction_mean).collect(),
            Measure::FalseDetails => weeks.iter().map(|w| count(w.false_details)).collect(),
            Measure::ReferredCustomers => {
                weeks.iter().map(|w| count(w.referred_customers)).collect()
            }
            Measure::Visits => weeks.iter().map(|w| count(w.visits)).collect(),
            Measure::ConvertedByMoney => {
                weeks.iter().map(|w| count(w.converted_by_money)).collect()
            }
            Measure::ConvertedByTime => weeks.iter().map(|w| count(w.converted_by_time)).collect(),
            Measure::SocialContacts => weeks.iter().map(|w| count(w.social_contacts)).collect(),
            Measure::Awareness => weeks.iter().map(|w| share(w.aware, w.present)).collect(),
            Measure::Goodwill => weeks.iter().map(|w| w.goodwill).collect(),
            Measure::ContentStock => weeks.iter().map(|w| w.content_stock).collect(),
            Measure::PriceGivenUp => weeks.iter().map(|w| ledger.units(w.price_given_up)).collect(),
            Measure::UpsellRevenue => {
                weeks.iter().map(|w| ledger.units(w.upsell_revenue)).collect()
            }
            Measure::Reviews => weeks.iter().map(|w| w.reviews).collect(),
            Measure::ReferencePrice => weeks.iter().map(|w| w.reference_price).collect(),
            Measure::HomeStock => weeks.iter().map(|w| count(w.home_stock)).collect(),
            Measure::UsedAtHome => weeks.iter().map(|w| count(w.used_at_home)).collect(),
            Measure::ResearchCost => {
                weeks.iter().map(|w| ledger.units(w.research.into())).collect()
            }
            Measure::TasteKnownMean => weeks.iter().map(WeekRow::taste_known_mean).collect(),
            Measure::FitMean => weeks.iter().map(|w| w.fit).collect(),
            Measure::Mismatch => weeks.iter().map(|w| w.mismatch).collect(),
            Measure::TasteVariance => weeks.iter().map(|w| w.taste_variance).collect(),
            Measure::Leads => weeks.iter().map(|w| count(w.leads)).collect(),
            Measure::LeadsServed => weeks.iter().map(|w| count(w.leads_served)).collect(),
            Measure::LeadsGone => weeks.iter().map(|w| count(w.leads_gone)).collect(),
            Measure::LeadsWaiting => weeks.iter().map(|w| count(w.leads_waiting)).collect(),
            Measure::WaitDaysMean => weeks.iter().map(|w| w.wait_hours / 24.0).collect(),
            Measure::RivalOrders => weeks.iter().map(|w| count(w.rival_orders)).collect(),
            Measure::BoughtNothing => weeks.iter().map(|w| count(w.bought_nothing)).collect(),
            Measure::ShareOfVoice => weeks.iter().map(|w| w.share_of_voice).collect(),
            Measure::CoordinationCost => {
                weeks.iter().map(|w| ledger.units(w.coordination_cost.into())).collect()
            }
            Measure::AbandonedCarts => weeks.iter().map(|w| count(w.abandoned_carts)).collect(),
            Measure::RecoveredCarts => weeks.iter().map(|w| count(w.recovered_carts)).collect(),
            Measure::MissedPromotions => weeks.iter().map(|w| count(w.missed_promotions)).collect(),
            Measure::CollectedOrders => weeks.iter().map(|w| count(w.collected_orders)).collect(),
            Measure::CollectedBaskets => weeks.iter().map(|w| count(w.collected_baskets)).collect(),
            Measure::CollectSavings => {
                weeks.iter().map(|w| ledger.units(w.collect_savings)).collect()
            }
            Measure::ServiceContacts => weeks.iter().map(|w| w.service_contacts).collect(),
            Measure::RepeatContacts => weeks.iter().map(|w| count(w.repeat_contacts)).collect(),
            Measure::ServiceWaiting => weeks.iter().map(|w| w.service_waiting).collect(),
            Measure::Outage => weeks.iter().map(|w| count(w.outage)).collect(),
            Measure::ChannelGap => weeks.iter().map(|w| w.channel_gap).collect(),
        }
    }
}

/// A share of a count; 0 of nobody.
fn share(part: u64, of: u64) -> f64 {
    if of > 0 { whole(part.into()) / whole(of.into()) } else { 0.0 }
}

/// One measure in one week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeekAnswer {
    pub mean: Estimate,
    pub quantiles: Quantiles,
}

/// Every measure in every week for one strategy.
pub fn weekly(
    ledger: &Ledger<'_>,
    measures: &[Measure],
    s: usize,
    per_world: usize,
) -> Vec<(Measure, Vec<WeekAnswer>)> {
    let measures = measures.iter().copied();
    measures
        .map(|measure| {
            let by_history: Vec<Vec<f64>> =
                (0..ledger.n_histories()).map(|h| measure.of(ledger, s, h)).collect();
            let weeks = (0..ledger.n_weeks())
                .map(|w| {
                    let values: Vec<f64> = by_history.iter().map(|weeks| weeks[w]).collect();
                    let Some(per) = measure.per() else {
                        return WeekAnswer {
                            mean: Estimate::of_mean(&values, per_world),
                            quantiles: Quantiles::of(&values),
                        };
                    };
                    let events = |h| whole(per(&ledger.weeks(s, h)[w]).into());
                    let events: Vec<f64> = (0..ledger.n_histories()).map(events).collect();
                    let some = values.iter().zip(&events).filter(|(_, n)| **n > 0.0);
                    WeekAnswer {
                        mean: Estimate::of_ratio(&values, &events, per_world),
                        quantiles: Quantiles::of(&some.map(|(x, n)| x / n).collect::<Vec<_>>()),
                    }
                })
                .collect();
            (measure, weeks)
        })
        .collect()
}
