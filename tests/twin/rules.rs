//! What the scenario fixes for a history: numbers of one world and one strategy, with the forms that they enter.

use super::*;

/// What is true for everybody, as plain numbers of one world.
pub(super) struct Rules {
    pub(super) luck: Luck,
    pub(super) replication: u32,
    pub(super) media_weeks: u32,
    pub(super) total_weeks: u32,
    pub(super) roles: bool,
    pub(super) strategy: Strategy,
    pub(super) buys_from: u8,
    pub(super) renews_every_weeks: Option<u32>,
    pub(super) people_per_customer: u32,
    pub(super) season: Vec<f64>,
    pub(super) brand: Option<BrandRules>,
    pub(super) fit: Option<FitRules>,
    pub(super) promotion: Option<PromotionRules>,
    /// u of money, of time
    pub(super) commitment: [f64; 2],
    pub(super) choice: Option<ChoiceRules>,
    pub(super) rivals: Vec<RivalRules>,
    /// γ, SOV₀
    pub(super) voice: Option<(f64, f64)>,
    pub(super) joint: JointRules,
    pub(super) minor_per_unit: f64,
    /// exit, back, natural forward, by stage
    pub(super) hazards: [[f64; 3]; N_STAGES],
    pub(super) back_to: [u8; N_STAGES],
    /// whole minor units
    pub(super) price: f64,
    /// minor units
    pub(super) unit_cost: f64,
    pub(super) tactics: Vec<TacticRules>,
    pub(super) minds: MindRules,
    pub(super) satisfaction: Option<SatisfactionRules>,
    /// V₀, δ and ε of reviews
    pub(super) reviews: Option<[f64; 3]>,
    /// factor on the odds to leave for each order so far
    pub(super) odds_per_order: f64,
    pub(super) talk: Option<TalkRules>,
    /// tactics with `moves` at a stage, by stage
    pub(super) movers: [Vec<usize>; N_STAGES],
    /// tactics with `stirs_need`
    pub(super) stirrers: Vec<usize>,
}

/// Section 8 of the model: trust, pacing, pressure; absent keys are 0.
pub(super) struct MindRules {
    /// is there anything of it in the scenario?
    pub(super) any: bool,
    pub(super) has_trust: bool,
    pub(super) start: Option<f64>,
    pub(super) per_value: f64,
    pub(super) per_order: f64,
    pub(super) fades: f64,
    pub(super) loss: f64,
    pub(super) steepness: f64,
    pub(super) threshold: [f64; N_STAGES],
    pub(super) reference: Option<f64>,
    pub(super) calms: f64,
    pub(super) acceptance_loss: f64,
    pub(super) annoyance_per_level: f64,
    pub(super) opt_out_per_level: f64,
    pub(super) annoyance_fades: f64,
    pub(super) tolerated: f64,
    pub(super) opt_out_per_unit: f64,
    pub(super) acceptance_loss_per_unit: f64,
    pub(super) tolerated_contacts: u32,
    pub(super) per_extra_contact: f64,
    pub(super) false_details: f64,
    pub(super) n_channels: usize,
}

pub(super) struct TacticRules {
    pub(super) asks: u8,
    pub(super) asks_review: bool,
    /// what one contact adds to the hazard to take it up, and u
    pub(super) upsell: Option<(f64, f64)>,
    /// minor units for each referred customer, and by how much more talk moves
    pub(super) referral: Option<(f64, f64)>,
    pub(super) cares: bool,
    /// by stage: direct only
    pub(super) goes_to: [bool; N_STAGES],
    pub(super) value: f64,
    pub(super) annoys: f64,
    /// ℓ
    pub(super) tells: f64,
    pub(super) opt_out: f64,
    pub(super) channel: usize,
    /// θ
    pub(super) kept: f64,
    /// n_in, and n_out with τ_out
    pub(super) wears_in: Option<f64>,
    pub(super) wears_out: Option<(f64, f64)>,
    /// `(K^η, η)`
    pub(super) hill: Option<(f64, f64)>,
    pub(super) moves: [f64; N_STAGES],
    pub(super) stirs: f64,
    /// price and cost of what a tripwire sells, minor units
    pub(super) sells: Option<(i64, i64)>,
    pub(super) persuades: f64,
    /// goodwill that one contact for everybody adds
    pub(super) builds: f64,
    pub(super) reach: ReachRules,
}

pub(super) struct BrandRules {
    pub(super) starts: f64,
    /// δ
    pub(super) fades: f64,
    pub(super) lifts_moves: f64,
    pub(super) lifts_visits: f64,
    pub(super) lifts_search: f64,
}

/// Section 12 of the model.
pub(super) struct ChoiceRules {
    pub(super) ours: f64,
    pub(super) per_goodwill: f64,
    pub(super) per_price: f64,
    pub(super) per_fit: f64,
    /// V by segment and rival, if anybody there chooses it
    pub(super) rivals: Vec<Vec<Option<f64>>>,
}

/// Money in minor units.
pub(super) struct RivalRules {
    pub(super) usual: f64,
    pub(super) reacts: f64,
    pub(super) takes: f64,
}

/// Section 11 of the model.
pub(super) struct FitRules {
    pub(super) dimensions: usize,
    /// τ₀
    pub(super) spread: f64,
    /// a week's step
    pub(super) step: f64,
    /// b
    pub(super) lifts: f64,
    pub(super) reference: f64,
    /// g
    pub(super) targeting_gain: f64,
    /// minor units
    pub(super) cost: f64,
    /// σ
    pub(super) noise: f64,
}

/// Section 12 of the model; absent keys at their neutral values.
pub(super) struct SatisfactionRules {
    pub(super) starts: f64,
    pub(super) per_care: f64,
    pub(super) per_fit: f64,
    pub(super) expects: f64,
    pub(super) fades: f64,
    pub(super) odds: f64,
    pub(super) lifts_needs: f64,
    pub(super) lifts_moves: f64,
    pub(super) talks_above: f64,
    pub(super) warns_below: f64,
}

/// Section 16 of the model; pairs are those of multichannel and omnichannel.
pub(super) struct JointRules {
    /// by tactic: those with the same message, itself among them
    pub(super) alike: Vec<Vec<usize>>,
    pub(super) abandoned: f64,
    pub(super) kept: [f64; 2],
    pub(super) elsewhere: f64,
    pub(super) known: [f64; 2],
    pub(super) price_loss: f64,
    pub(super) collected: [f64; 2],
    /// minor units
    pub(super) saved: i64,
    pub(super) buys_more: f64,
    pub(super) requests: f64,
    pub(super) handed_over: [f64; 2],
    /// minor units
    pub(super) contact_cost: f64,
    pub(super) staff: Option<u64>,
    pub(super) annoys: f64,
    pub(super) trust_loss: f64,
    pub(super) satisfaction_loss: f64,
    pub(super) outage: f64,
    pub(super) odds: f64,
    pub(super) keeps_more: f64,
    /// satisfaction per week that a request waits
    pub(super) waiting_loss: f64,
    pub(super) has_service: bool,
    pub(super) tells_channels: bool,
    pub(super) n_channels: usize,
}

/// Section 10 of the model; absent keys at their neutral values.
pub(super) struct PromotionRules {
    /// β, λ₊, λ₋
    pub(super) lifts: f64,
    pub(super) gain: f64,
    pub(super) loss: f64,
    /// α
    pub(super) kept: f64,
    pub(super) deal_buyers: f64,
    /// q
    pub(super) extra: u32,
    /// f
    pub(super) forward: f64,
    /// η
    pub(super) lowers: f64,
}

/// Costs in minor units.
pub(super) enum ReachRules {
    /// `parts`: share of the impressions and the segments it falls on
    Impressions {
        audience: f64,
        cost_per_thousand: f64,
        /// ε, B₀
        rise: Option<(f64, f64)>,
        parts: Vec<(f64, Vec<usize>)>,
        finds_gaps: bool,
    },
    Lookers {
        audience: f64,
        cost_per_thousand: f64,
        /// ε, B₀
        rise: Option<(f64, f64)>,
        precision: f64,
        within: u32,
        most: f64,
    },
    Direct {
        cost_per_send: f64,
        sends: u32,
        cost_per_issue: f64,
    },
    Search {
        cost_per_click: f64,
        query_share: f64,
        /// n, h
        auction: Option<(u32, f64)>,
    },
    Content {
        cost_per_post: f64,
        found_per_post: f64,
        quality: f64,
        /// λ
        fades: f64,
        /// L
        lag: f64,
        /// s, c, τ, δ
        compounds: [f64; 4],
    },
    Site {
        cost_per_week: f64,
        visits_per_week: f64,
    },
    Store {
        cost_per_week: f64,
        near: f64,
        passes: f64,
        need_adds: f64,
    },
    Community {
        cost_per_week: f64,
        posts: f64,
        seen: f64,
    },
    People(PeopleRules),
}

/// Staff (section 14).
pub(super) struct PeopleRules {
    pub(super) wage: f64,
    pub(super) calls_per_week: f64,
    pub(super) serves: [bool; N_STAGES],
    /// force, called share
    pub(super) attempts: Vec<(f64, f64)>,
    /// between an hour and a day, later
    pub(super) by_wait: (f64, f64),
    pub(super) points: Option<PointRules>,
}

pub(super) struct PointRules {
    pub(super) visit: f64,
    pub(super) need: f64,
    pub(super) profile: Vec<f64>,
    pub(super) least: Option<f64>,
    pub(super) best_first: bool,
}

pub(super) struct Purposes {
    pub(super) need: Purpose,
    pub(super) need_moment: Purpose,
    pub(super) moves: Purpose,
    pub(super) lapse: Purpose,
    pub(super) dropout: Purpose,
    pub(super) dropout_in_time: Purpose,
    pub(super) renewal: Purpose,
    pub(super) basket: Purpose,
    /// by tactic
    pub(super) contact: Vec<Purpose>,
    /// by tactic
    pub(super) priority: Vec<Purpose>,
    /// by tactic
    pub(super) touch: Vec<Purpose>,
    /// by tactic
    pub(super) cap: Vec<Purpose>,
    /// by tactic
    pub(super) upsell: Vec<Purpose>,
    /// by tactic
    pub(super) lead: Vec<Purpose>,
    /// by tactic
    pub(super) service: Vec<Purpose>,
    /// by tactic
    pub(super) again: Vec<Purpose>,
    /// by channel
    pub(super) opt_out: Vec<Purpose>,
    pub(super) details: Purpose,
    pub(super) home: Purpose,
    pub(super) brought_forward: Purpose,
    pub(super) choice: Purpose,
    pub(super) nothing: Purpose,
    pub(super) rivals: Vec<Purpose>,
    pub(super) abandoned: Purpose,
    pub(super) elsewhere: Purpose,
    pub(super) known: Purpose,
    pub(super) came_anyway: Purpose,
    pub(super) kept: Purpose,
    pub(super) collected: Purpose,
    pub(super) buys_more: Purpose,
    pub(super) request: Purpose,
    pub(super) handed_over: Purpose,
}

impl Rules {
    /// Section 15: once rivals were studied, the first of the segments in which they are weakest together.
    pub(super) fn gap(&self, week: u32) -> Option<usize> {
        let choice = self.choice.as_ref()?;
        self.strategy.rival_analysis.filter(|a| week > a.week)?;
        let (mut best, mut least) = (0, f64::INFINITY);
        for (s, rivals) in choice.rivals.iter().enumerate() {
            let together: f64 =
                rivals.iter().flatten().map(|v| libm::exp(v.clamp(-30.0, 30.0))).sum();
            if together < least {
                (best, least) = (s, together);
            }
        }
        Some(best)
    }

    pub(super) fn draw(&self, purpose: Purpose, week: u32, attempt: u32, number: usize) -> u32 {
        self.luck.draw(self.place(purpose, week, attempt), number as u32)
    }

    pub(super) fn stream(
        &self,
        purpose: Purpose,
        week: u32,
        attempt: u32,
        number: usize,
    ) -> Stream {
        self.luck.stream(self.place(purpose, week, attempt), number as u32)
    }

    pub(super) fn place(&self, purpose: Purpose, week: u32, attempt: u32) -> Place {
        Place { replication: self.replication, week, attempt, purpose }
    }

    /// What a click costs, and the share that is won (section 4).
    pub(super) fn click(
        &self,
        tactic: usize,
        fixed: f64,
        auction: Option<(u32, f64)>,
    ) -> (f64, f64) {
        let Some((n, h)) = auction else { return (fixed, 1.0) };
        let bid = self.strategy.bids[tactic].unwrap_or(0.0);
        let below = if bid < h { bid } else { h };
        let won = (0..n).map(|_| below / h).product();
        (below * f64::from(n) / f64::from(n + 1), won)
    }

    /// Messages of a week that are written for a direct tactic (section 4).
    pub(super) fn written(&self, channel: usize, sends: u32) -> f64 {
        f64::from(self.strategy.caps[channel].map_or(sends, |cap| cap.min(sends)))
    }
}

impl TacticRules {
    /// q of section 4 for the middle one of x contacts, the last of which is her n-th.
    pub(super) fn force(&self, n: f64, x: f64) -> f64 {
        if x == 0.0 {
            return 0.0;
        }
        let middle = n - (x - 1.0) / 2.0;
        let mut force = 1.0;
        if let Some(wears_in) = self.wears_in {
            force *= 1.0 - libm::exp(-middle / wears_in);
        }
        if let Some((after, decay)) = self.wears_out
            && middle > after
        {
            force *= libm::exp(-(middle - after) / decay);
        }
        force
    }

    /// R(A) of section 3: `(1 + K^η)·A^η/(A^η + K^η)`, A itself without saturation.
    pub(super) fn response(&self, stock: f64) -> f64 {
        match self.hill {
            None => stock,
            Some(_) if stock == 0.0 => 0.0,
            Some((c, 1.0)) => (1.0 + c) * stock / (stock + c),
            Some((c, eta)) => {
                let a = libm::pow(stock, eta);
                (1.0 + c) * a / (a + c)
            }
        }
    }
}
