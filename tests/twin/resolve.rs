//! From the scenario and a world to the rules that a history is lived by.

use super::*;

/// The numbers of one world, each at its place.
pub(super) fn resolve(
    scenario: &Scenario,
    world: &World,
    world_idx: u32,
    replication: u32,
    strategy_idx: usize,
) -> Rules {
    let journey = &scenario.journey;
    let offer = scenario.offer.as_ref();
    let minor = scenario.market.currency.minor_per_unit();
    let tactics: Vec<TacticRules> =
        scenario.tactics.iter().map(|t| resolve_tactic(scenario, world, t)).collect();
    Rules {
        luck: Luck::new(scenario.sampling.seed, world_idx),
        replication,
        media_weeks: scenario.horizon.weeks,
        total_weeks: scenario.horizon.weeks + scenario.horizon.tail_weeks,
        roles: scenario.roles,
        strategy: scenario.strategies[strategy_idx].clone(),
        buys_from: offer.map_or(EXCITED, |o| o.buys_from as u8),
        renews_every_weeks: offer.and_then(|o| o.contract.as_ref()).map(|c| c.renews_every_weeks),
        people_per_customer: scenario.market.people_per_customer,
        season: season_of(scenario, world),
        brand: scenario.brand.map(|b| BrandRules {
            starts: world.get_or(b.starts, 0.0),
            fades: world.get(b.fades_per_week),
            lifts_moves: world.get_or(b.lifts_moves, 0.0),
            lifts_visits: world.get_or(b.lifts_visits, 0.0),
            lifts_search: world.get_or(b.lifts_search, 0.0),
        }),
        fit: scenario.fit.map(|f| {
            let spread = world.get(f.taste_spread);
            let research = scenario.research;
            FitRules {
                dimensions: f.dimensions as usize,
                spread,
                step: world.get_or(f.drift_per_quarter, 0.0) * spread / libm::sqrt(13.0),
                lifts: world.get(f.lifts_moves),
                reference: world.get_or(f.reference, 1.0),
                targeting_gain: world.get_or(f.targeting_gain, 0.0),
                cost: world.get_or(research.map(|r| r.cost_per_interview), 0.0) * minor,
                noise: world.get_or(research.map(|r| r.noise), 0.0),
            }
        }),
        commitment: {
            let of = |pick: fn(&Commitment) -> Option<NumberId>| {
                world.get_or(scenario.commitment.as_ref().and_then(pick), 1.0)
            };
            [of(|c| c.money_factor), of(|c| c.time_factor)]
        },
        choice: scenario.choice.map(|c| ChoiceRules {
            ours: world.get(c.attraction),
            per_goodwill: world.get_or(scenario.brand.and_then(|b| b.lifts_choice), 0.0),
            per_price: world.get_or(scenario.promotion.and_then(|p| p.lifts_choice), 0.0),
            per_fit: world.get_or(scenario.fit.and_then(|f| f.lifts_choice), 0.0),
            rivals: (0..scenario.segments.len())
                .map(|s| {
                    let v = |r: &Rival| r.attraction_by_segment[s].or(r.attraction);
                    scenario.rivals.iter().map(|r| v(r).map(|v| world.get(v))).collect()
                })
                .collect(),
        }),
        rivals: (scenario.rivals.iter())
            .map(|r| RivalRules {
                usual: world.get_or(r.weekly_spend, 0.0) * minor,
                reacts: world.get_or(r.reacts, 0.0),
                takes: world.get_or(r.takes_per_week, 0.0),
            })
            .collect(),
        voice: scenario.voice.map(|v| (world.get(v.interference), world.get_or(v.reference, 1.0))),
        minor_per_unit: minor,
        joint: resolve_joint(scenario, world, minor),
        promotion: scenario.promotion.map(|p| PromotionRules {
            lifts: world.get_or(p.lifts_needs, 0.0),
            gain: world.get_or(p.gain_lifts_needs, 0.0),
            loss: world.get_or(p.loss_lowers_needs, 0.0),
            kept: world.get_or(p.reference_kept_per_week, 1.0),
            deal_buyers: world.get_or(p.deal_buyers_share, 1.0),
            extra: p.extra_baskets,
            forward: world.get_or(p.brought_forward_share, 0.0),
            lowers: world.get_or(p.home_stock_lowers_needs, 0.0),
        }),
        hazards: std::array::from_fn(|s| {
            [journey.exit_per_week[s], journey.back_per_week[s], journey.forward_per_week[s]]
                .map(|id| world.get_or(id, 0.0))
        }),
        back_to: std::array::from_fn(|s| match journey.back_to[s] {
            Some(to) => to as u8,
            None => s.saturating_sub(1) as u8,
        }),
        price: offer.map_or(0.0, |o| libm::round(world.get(o.price) * minor)),
        unit_cost: offer.map_or(0.0, |o| world.get_or(o.unit_cost, 0.0) * minor),
        movers: std::array::from_fn(|s| {
            (0..tactics.len()).filter(|&t| tactics[t].moves[s] > 0.0).collect()
        }),
        minds: resolve_minds(scenario, world),
        satisfaction: scenario.satisfaction.map(|s| SatisfactionRules {
            starts: world.get_or(s.starts, 0.0),
            per_care: world.get_or(s.gain_per_care, 0.0),
            per_fit: world.get_or(s.gain_per_fit, 0.0),
            expects: world.get_or(s.expects_per_order, 0.0),
            fades: world.get_or(s.fades_per_week, 0.0),
            odds: world.get_or(s.churn_odds_per_unit, 1.0),
            lifts_needs: world.get_or(s.lifts_needs, 0.0),
            lifts_moves: world.get_or(s.lifts_moves, 0.0),
            talks_above: world.get_or(s.talks_above, f64::NEG_INFINITY),
            warns_below: world.get_or(s.warns_below, f64::NEG_INFINITY),
        }),
        reviews: scenario.reviews.map(|r| {
            [world.get(r.starts), world.get_or(r.fades_per_week, 0.0), world.get(r.elasticity)]
        }),
        odds_per_order: world.get_or(offer.and_then(|o| o.churn_odds_per_order), 1.0),
        talk: scenario.word_of_mouth.as_ref().map(|talk| TalkRules {
            talks_from: talk.talks_from as u8,
            moves: talk.moves.map(|id| world.get_or(id, 0.0)),
            warns: world.get_or(talk.warns_per_week, 0.0),
            knows: knows(scenario, world, world_idx, replication),
        }),
        stirrers: (0..tactics.len()).filter(|&t| tactics[t].stirs != 0.0).collect(),
        tactics,
    }
}

pub(super) fn resolve_tactic(scenario: &Scenario, world: &World, tactic: &Tactic) -> TacticRules {
    let minor = scenario.market.currency.minor_per_unit();
    let all: Vec<usize> = (0..scenario.segments.len()).collect();
    let rise = |rise: &Option<PriceRise>| {
        rise.map(|r| (world.get(r.exponent), world.get(r.reference_budget) * minor))
    };
    let reach = match &tactic.reach {
        Reach::Broadcast { audience, cost_per_thousand, price_rise } => ReachRules::Impressions {
            audience: world.get_or(*audience, 1.0),
            cost_per_thousand: world.get(*cost_per_thousand) * minor,
            rise: rise(price_rise),
            parts: vec![(1.0, all)],
            finds_gaps: false,
        },
        Reach::Targeted {
            audience,
            cost_per_thousand,
            price_rise,
            precision,
            aim: Aim::Lookers { within_weeks, most_per_week },
            ..
        } => ReachRules::Lookers {
            audience: world.get_or(*audience, 1.0),
            cost_per_thousand: world.get(*cost_per_thousand) * minor,
            rise: rise(price_rise),
            precision: world.get(*precision),
            within: *within_weeks,
            most: world.get(*most_per_week),
        },
        Reach::Targeted {
            audience,
            cost_per_thousand,
            price_rise,
            precision,
            aim: Aim::Segments(segments),
            finds_gaps,
        } => {
            let (named, rest) = all.into_iter().partition(|s| segments.contains(s));
            let precision = world.get(*precision);
            ReachRules::Impressions {
                audience: world.get_or(*audience, 1.0),
                cost_per_thousand: world.get(*cost_per_thousand) * minor,
                rise: rise(price_rise),
                parts: vec![(precision, named), (1.0 - precision, rest)],
                finds_gaps: *finds_gaps,
            }
        }
        Reach::Direct { cost_per_send, sends_per_week, cost_per_issue, .. } => ReachRules::Direct {
            cost_per_send: world.get(*cost_per_send) * minor,
            sends: *sends_per_week,
            cost_per_issue: world.get_or(*cost_per_issue, 0.0) * minor,
        },
        Reach::Search { price, query_share } => ReachRules::Search {
            cost_per_click: match price {
                ClickPrice::Fixed(id) => world.get(*id) * minor,
                ClickPrice::Auction { .. } => 0.0,
            },
            auction: match price {
                ClickPrice::Fixed(_) => None,
                ClickPrice::Auction { rivals, bid_high } => {
                    Some((*rivals, world.get(*bid_high) * minor))
                }
            },
            query_share: world.get(*query_share),
        },
        Reach::Content {
            cost_per_post,
            found_per_post,
            fades_per_week,
            compounds,
            lag_weeks,
            quality,
        } => ReachRules::Content {
            cost_per_post: world.get(*cost_per_post) * minor,
            found_per_post: world.get(*found_per_post),
            quality: world.get_or(*quality, 1.0),
            fades: world.get(*fades_per_week),
            lag: world.get_or(*lag_weeks, 0.0),
            compounds: compounds.map_or([0.0, 1.0, 1.0, 0.0], |c| {
                [c.share, c.factor, c.weeks, c.fades_per_week].map(|id| world.get(id))
            }),
        },
        Reach::Community { cost_per_week, posts_per_week, seen_share } => ReachRules::Community {
            cost_per_week: world.get(*cost_per_week) * minor,
            posts: world.get(*posts_per_week),
            seen: world.get(*seen_share),
        },
        Reach::Store { cost_per_week, near_share, passes_per_week, need_adds_per_week } => {
            ReachRules::Store {
                cost_per_week: world.get(*cost_per_week) * minor,
                near: world.get(*near_share),
                passes: world.get(*passes_per_week),
                need_adds: world.get_or(*need_adds_per_week, 0.0),
            }
        }
        Reach::Site { cost_per_week, visits_per_week } => ReachRules::Site {
            cost_per_week: world.get(*cost_per_week) * minor,
            visits_per_week: world.get(*visits_per_week),
        },
        Reach::People(people) => ReachRules::People(PeopleRules {
            wage: world.get(people.wage_per_week) * minor,
            calls_per_week: world.get(people.leads_per_week),
            serves: people.serves,
            attempts: match people.attempts.is_empty() {
                true => vec![(1.0, 1.0)],
                false => (people.attempts.iter())
                    .map(|a| (world.get(a.force), world.get_or(a.called_share, 1.0)))
                    .collect(),
            },
            by_wait: (people.force_by_wait)
                .map_or((1.0, 1.0), |f| (world.get(f.within_day), world.get(f.later))),
            points: people.score.as_ref().map(|score| PointRules {
                visit: world.get_or(score.per_visit, 0.0),
                need: world.get_or(score.open_need, 0.0),
                profile: score.profile.iter().map(|id| world.get_or(*id, 0.0)).collect(),
                least: score.routed_from.map(|id| world.get(id)),
                best_first: score.first == First::Best,
            }),
        }),
    };
    let medium = world.get_or(tactic.richness.medium, 1.0);
    let message = world.get_or(tactic.richness.message, 1.0);
    let gets_through = if medium < message { medium / message } else { 1.0 };
    TacticRules {
        asks: tactic.says.level(),
        cares: tactic.says == Says::Care,
        asks_review: tactic.says == Says::AskReview,
        upsell: (tactic.upsell).map(|u| {
            (world.get(u.accepts_per_contact) * gets_through, world.get(u.adds_to_basket))
        }),
        referral: tactic.referral.map(|r| {
            (world.get_or(r.reward_per_referred, 0.0) * minor, world.get_or(r.lifts_talk, 0.0))
        }),
        goes_to: match tactic.reach {
            Reach::Direct { to, .. } => to,
            _ => [false; N_STAGES],
        },
        value: world.get_or(tactic.value, 0.0),
        annoys: world.get_or(tactic.annoys, 0.0),
        tells: world.get_or(tactic.learns_taste, 0.0),
        opt_out: world.get_or(tactic.opt_out_per_contact, 0.0),
        channel: tactic.channel,
        kept: world.get_or(tactic.adstock_per_week, 0.0),
        wears_in: tactic.wear.and_then(|w| w.in_contacts).map(|id| world.get(id)),
        wears_out: (tactic.wear.and_then(|w| w.out))
            .map(|out| (world.get(out.after_contacts), world.get(out.decay_contacts))),
        hill: tactic.saturation.map(|s| {
            let eta = world.get_or(s.hill_exponent, 1.0);
            (libm::pow(world.get(s.half_saturation), eta), eta)
        }),
        moves: tactic.moves.map(|id| world.get_or(id, 0.0) * gets_through),
        stirs: world.get_or(tactic.stirs_need, 0.0) * gets_through,
        sells: tactic.sells.map(|s| {
            let cost = world.get_or(s.unit_cost, 0.0);
            (to_minor(world.get(s.price) * minor), to_minor(cost * minor))
        }),
        persuades: world.get_or(tactic.persuades, 0.0) * gets_through,
        builds: world.get_or(tactic.builds_brand, 0.0),
        reach,
    }
}

pub(super) fn resolve_joint(scenario: &Scenario, world: &World, minor: f64) -> JointRules {
    let of = scenario.coordination;
    let both = |b: headwater::model::Both| [world.get(b.multichannel), world.get(b.omnichannel)];
    let told = of.and_then(|c| c.promotion);
    let collect = of.and_then(|c| c.collect);
    let (basket, service) = (of.and_then(|c| c.basket), of.and_then(|c| c.service));
    let tactics = &scenario.tactics;
    let alike = |t: usize| -> Vec<usize> {
        let same = |u: &usize| {
            *u == t || (tactics[t].message.is_some() && tactics[*u].message == tactics[t].message)
        };
        (0..tactics.len()).filter(same).collect()
    };
    let loyalty = of.and_then(|c| c.loyalty);
    JointRules {
        alike: (0..tactics.len()).map(alike).collect(),
        abandoned: world.get_or(basket.map(|b| b.abandoned_share), 0.0),
        kept: basket.map_or([0.0; 2], |b| both(b.kept)),
        elsewhere: world.get_or(told.map(|p| p.elsewhere_share), 0.0),
        known: told.map_or([0.0; 2], |p| both(p.known)),
        price_loss: world.get_or(told.and_then(|p| p.satisfaction_loss), 0.0),
        collected: collect.map_or([0.0; 2], |c| both(c.share)),
        saved: to_minor(world.get_or(collect.and_then(|c| c.saves_per_order), 0.0) * minor),
        buys_more: world.get_or(collect.and_then(|c| c.buys_more_share), 0.0),
        requests: world.get_or(service.map(|s| s.requests_per_order), 0.0),
        handed_over: service.map_or([0.0; 2], |s| both(s.handed_over)),
        contact_cost: world.get_or(service.and_then(|s| s.cost_per_contact), 0.0) * minor,
        staff: service.and_then(|s| s.contacts_per_week),
        annoys: world.get_or(service.and_then(|s| s.annoys_per_repeat), 0.0),
        trust_loss: world.get_or(service.and_then(|s| s.trust_loss_per_repeat), 0.0),
        satisfaction_loss: world.get_or(service.and_then(|s| s.satisfaction_loss_per_repeat), 0.0),
        outage: world.get_or(of.and_then(|c| c.outage_per_week), 0.0),
        odds: match loyalty {
            Some(Loyalty::Odds(odds)) => world.get(odds),
            _ => 1.0,
        },
        keeps_more: match loyalty {
            Some(Loyalty::KeepsMore(more)) => world.get(more),
            _ => 0.0,
        },
        waiting_loss: world.get_or(service.and_then(|s| s.satisfaction_loss_per_week_waited), 0.0),
        has_service: service.is_some(),
        tells_channels: of.is_some() || scenario.segments.iter().any(|s| s.selection.is_some()),
        n_channels: scenario.channels.len(),
    }
}

pub(super) fn resolve_minds(scenario: &Scenario, world: &World) -> MindRules {
    let trust = scenario.trust.as_ref();
    let of_trust = |pick: fn(&Trust) -> Option<NumberId>| world.get_or(trust.and_then(pick), 0.0);
    let of_pacing = |pick: fn(&Pacing) -> Option<NumberId>| {
        world.get_or(scenario.pacing.as_ref().and_then(pick), 0.0)
    };
    let of_annoyance = |pick: fn(&Annoyance) -> Option<NumberId>| {
        world.get_or(scenario.annoyance.as_ref().and_then(pick), 0.0)
    };
    let threshold = |s: usize| trust.and_then(|t| t.threshold[s]).map(|id| world.get(id));
    MindRules {
        any: trust.is_some()
            || scenario.pacing.is_some()
            || scenario.annoyance.is_some()
            || scenario.tactics.iter().any(|t| t.opt_out_per_contact.is_some()),
        has_trust: trust.is_some(),
        start: trust.and_then(|t| t.starts).map(|id| world.get(id)),
        per_value: of_trust(|t| t.gain_per_value),
        per_order: of_trust(|t| t.gain_per_order),
        fades: of_trust(|t| t.fades_per_week),
        loss: of_trust(|t| t.loss_per_level),
        steepness: of_trust(|t| t.steepness),
        threshold: std::array::from_fn(|s| threshold(s).unwrap_or(THRESHOLDS[s])),
        reference: trust.and_then(|t| t.reference).map(|id| world.get(id)),
        calms: of_trust(|t| t.calms_opt_out),
        acceptance_loss: of_pacing(|p| p.acceptance_loss_per_level),
        annoyance_per_level: if scenario.annoyance.is_some() {
            of_pacing(|p| p.annoyance_per_level)
        } else {
            0.0
        },
        opt_out_per_level: of_pacing(|p| p.opt_out_per_level),
        annoyance_fades: of_annoyance(|a| a.fades_per_week),
        tolerated: of_annoyance(|a| a.tolerated),
        opt_out_per_unit: of_annoyance(|a| a.opt_out_per_unit),
        acceptance_loss_per_unit: of_annoyance(|a| a.acceptance_loss_per_unit),
        tolerated_contacts: scenario.pressure.map_or(0, |p| p.tolerated_per_week),
        per_extra_contact: scenario
            .pressure
            .map_or(0.0, |p| world.get(p.opt_out_per_extra_contact)),
        false_details: world.get_or(scenario.journey.false_details_share, 0.0),
        n_channels: scenario.channels.len(),
    }
}

/// `s_w = exp(a·cos(2π(w − peak)/52)) / mean over 52 weeks`, week 1 first.
pub(super) fn season_of(scenario: &Scenario, world: &World) -> Vec<f64> {
    let (amplitude, peak) = match &scenario.market.season {
        None => return vec![1.0; 52],
        Some(Season::Weeks(factors)) => return factors.to_vec(),
        Some(Season::Wave { amplitude, peak_week }) => {
            (world.get(*amplitude), world.get(*peak_week))
        }
    };
    let wave = |w: u32| {
        let angle = 2.0 * std::f64::consts::PI * (f64::from(w) - peak) / 52.0;
        libm::exp(amplitude * libm::cos(angle))
    };
    let mean = (1..=52).map(wave).sum::<f64>() / 52.0;
    (1..=52).map(|w| wave(w) / mean).collect()
}

/// Section 7: every number of the world from its own stream.
pub fn world_of(scenario: &Scenario, world_idx: u32) -> World {
    let luck = Luck::new(scenario.sampling.seed, world_idx);
    let number = |path: &str, sampler: Sampler| {
        let purpose = Purpose::new(&format!("number:{path}"));
        let place = Place { replication: 0, week: 0, attempt: 0, purpose };
        sampler.sample(&mut luck.stream(place, 0))
    };
    let rows = scenario.numbers.rows().iter();
    World::new(rows.map(|row| number(&row.path, Sampler::new(&row.law))).collect())
}
