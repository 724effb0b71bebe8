//! Contacts of a week: who is met by what, what was asked too early, and how hard it presses.

use super::*;

impl TwinSegment {
    /// Section 14: is she a lead, and is a call due?
    pub(super) fn follow_up(&mut self, week: &Week, i: usize, log: &mut Log) {
        let rules = week.rules;
        let n_tactics = rules.tactics.len();
        for (t, tactic) in rules.tactics.iter().enumerate() {
            let ReachRules::People(people) = &tactic.reach else { continue };
            if rules.strategy.total_budget(t, rules.media_weeks) == 0 {
                continue;
            }
            let stage = self.stage[i];
            let refuses = self.opted_out[tactic.channel][i] || self.false_details[i];
            let stays = people.serves[stage as usize] && !refuses;
            let lead = &mut self.leads[i * n_tactics + t];
            if let Some(old) = *lead
                && !(stays && old.stage == stage)
            {
                if old.waits {
                    self.gone[t].push(i);
                }
                *lead = None;
            }
            if !stays {
                continue;
            }
            let mut points = 0.0;
            if let Some(rule) = &people.points {
                let mut visits = 0;
                for (other, visited) in rules.tactics.iter().enumerate() {
                    if matches!(
                        visited.reach,
                        ReachRules::Search { .. }
                            | ReachRules::Content { .. }
                            | ReachRules::Site { .. }
                            | ReachRules::Store { .. }
                    ) {
                        visits += self.seen[i * n_tactics + other].min(3);
                    }
                }
                points = rule.profile[self.idx]
                    + rule.visit * f64::from(visits)
                    + if self.open[i] { rule.need } else { 0.0 };
                if lead.is_none() && rule.least.is_some_and(|least| points < least) {
                    continue;
                }
            }
            let known = lead.get_or_insert(Lead { stage, calls: 0, waits: false, done: false });
            if known.waits || known.done {
                continue;
            }
            let Some((_, share)) = people.attempts.get(known.calls) else {
                known.done = true;
                continue;
            };
            if *share < 1.0 {
                let attempt = known.calls as u32;
                let draw = rules.draw(self.purposes.again[t], week.number, attempt, i);
                if !log.below(unit(draw), *share) {
                    known.done = true;
                    continue;
                }
            }
            known.waits = true;
            let moment = rules.draw(self.purposes.lead[t], week.number, 0, i);
            let service = rules.draw(self.purposes.service[t], week.number, 0, i);
            self.due_calls[t].push(Call {
                segment: self.idx,
                number: i,
                due: f64::from(week.number - 1) + (f64::from(moment) + 1.0) / TWO32,
                takes: -libm::log((f64::from(service) + 0.5) / TWO32) / people.calls_per_week,
                points,
            });
        }
    }

    /// Contacts of the week and what is left of them: `A_t = x_t + θ_t·A_{t−1}`.
    #[expect(clippy::too_many_arguments, reason = "one customer, what surrounds her and two books")]
    pub(super) fn meet_tactics(
        &mut self,
        week: &Week,
        draws: &Draws,
        p_none: &mut [(f64, f64)],
        i: usize,
        searches: bool,
        row: &mut TwinWeek,
        log: &mut Log,
    ) {
        let tactics = &week.rules.tactics;
        for (t, tactic) in tactics.iter().enumerate() {
            let affinity = self.traits.affinity[tactic.channel][i];
            let contacts = match &week.plans[t] {
                Plan::Nothing => 0,
                Plan::Impressions(per_affinity) => {
                    let mean = affinity * per_affinity[self.idx];
                    if mean <= 0.0 || !self.traits.in_audience[t][i] {
                        0
                    } else {
                        if mean != p_none[t].0 {
                            p_none[t] = (mean, libm::exp(-mean));
                        }
                        log.poisson(unit(draws.contact[t][i % TILE]), mean, p_none[t].1)
                    }
                }
                Plan::Lookers(looker, other, within) => {
                    let looked = self.has_looked(i, week.number, *within);
                    let mean = affinity * if looked { *looker } else { *other };
                    if mean <= 0.0 || !self.traits.in_audience[t][i] {
                        0
                    } else {
                        log.poisson(unit(draws.contact[t][i % TILE]), mean, libm::exp(-mean))
                    }
                }
                Plan::Direct { sends, last } => {
                    let permission = self.may_be_sent_to(tactic, i);
                    let served = |last: (u32, usize, usize)| {
                        let purpose = self.purposes.priority[t];
                        let draw = week.rules.draw(purpose, week.number, 0, i);
                        (draw, self.idx, i) <= last
                    };
                    if permission && last.is_none_or(served) { *sends } else { 0 }
                }
                Plan::Staff(_) => u32::from(self.called[i * tactics.len() + t].is_some()),
                Plan::Search(share, _) => {
                    let p = (share * affinity).min(1.0);
                    u32::from(searches && log.below(unit(draws.contact[t][i % TILE]), p))
                }
                Plan::Near(calm, in_need) => {
                    let h = if searches { in_need } else { calm };
                    let may = self.traits.in_audience[t][i] && self.stage[i] != LOST;
                    let p = -libm::expm1(-h * affinity);
                    u32::from(may && log.below(unit(draws.contact[t][i % TILE]), p))
                }
                Plan::Found(h) | Plan::Site(h) | Plan::Follow(h) => {
                    let may = match &week.plans[t] {
                        Plan::Found(_) => searches,
                        Plan::Follow(_) => (AWARE + 1..LOST).contains(&self.stage[i]),
                        _ => (AWARE..LOST).contains(&self.stage[i]),
                    };
                    let p = -libm::expm1(-h * affinity);
                    u32::from(may && log.below(unit(draws.contact[t][i % TILE]), p))
                }
            };
            self.contacts[t] = contacts;
        }
        let visits = tactics.iter().zip(&self.contacts).any(|(tactic, contacts)| {
            let waits = matches!(
                tactic.reach,
                ReachRules::Search { .. }
                    | ReachRules::Content { .. }
                    | ReachRules::Site { .. }
                    | ReachRules::Store { .. }
            );
            waits && *contacts > 0
        });
        if visits {
            self.looked[i] = Some(week.number);
        }
        self.keep_caps(week, i);
        if let Some(s) = &week.rules.satisfaction {
            for (tactic, contacts) in tactics.iter().zip(&self.contacts) {
                if tactic.cares {
                    self.satisfaction[i] += s.per_care * f64::from(*contacts);
                }
            }
        }
        if week.rules.roles {
            for t in (0..tactics.len()).filter(|t| self.contacts[*t] > 0) {
                let moment = week.rules.draw(self.purposes.touch[t], week.number, 0, i);
                self.touches[i].push((week.number, moment, t));
            }
            self.touches[i].sort_unstable();
        }
        let stocks = &mut self.stocks[i * tactics.len()..][..tactics.len()];
        for (t, &contacts) in self.contacts.iter().enumerate() {
            if contacts > 0 {
                row.contacts[t] += u64::from(contacts);
                self.seen[i * tactics.len() + t] += contacts;
            }
        }
        for (t, tactic) in tactics.iter().enumerate() {
            let contacts = self.contacts[t];
            let only = [t];
            let of = if week.joined > 0 { &week.rules.joint.alike[t][..] } else { &only[..] };
            let met: u32 = of.iter().map(|u| self.seen[i * tactics.len() + u]).sum();
            let now: u32 = of.iter().map(|u| self.contacts[*u]).sum();
            let heard = match tactic.reach {
                ReachRules::Impressions { .. } | ReachRules::Lookers { .. } => week.heard,
                _ => 1.0,
            };
            let call = self.called[i * tactics.len() + t].unwrap_or(1.0);
            let fresh =
                tactic.force(f64::from(met), f64::from(now)) * f64::from(contacts) * heard * call;
            let stock = fresh + tactic.kept * stocks[t];
            stocks[t] = if stock < 1e-18 { 0.0 } else { stock };
        }
    }

    /// Direct contacts beyond a channel's cap do not happen: tactics are served in order of a keyed priority.
    pub(super) fn keep_caps(&mut self, week: &Week, i: usize) {
        let rules = week.rules;
        for (channel, cap) in rules.strategy.caps.iter().enumerate() {
            let Some(cap) = *cap else { continue };
            let direct = |t: &usize| {
                let tactic = &rules.tactics[*t];
                tactic.channel == channel && matches!(tactic.reach, ReachRules::Direct { .. })
            };
            let mut order: Vec<(u32, usize)> = (0..rules.tactics.len())
                .filter(direct)
                .map(|t| (rules.draw(self.purposes.cap[t], week.number, 0, i), t))
                .collect();
            order.sort_unstable();
            let mut room = cap;
            for (_, t) in order {
                self.contacts[t] = self.contacts[t].min(room);
                room -= self.contacts[t];
            }
        }
    }

    /// What multiplies every hazard forward of hers.
    pub(super) fn leaning(&self, week: &Week, i: usize, stage: u8) -> f64 {
        let fits = week.fits.get(self.idx).copied().unwrap_or(1.0);
        let felt = &week.rules.satisfaction;
        let felt = felt.as_ref().map_or(0.0, |s| s.lifts_moves * self.satisfaction[i]);
        let committed = match self.committed[i] {
            how @ 1.. if stage == CONVERTED || stage == EXCITED => {
                week.rules.commitment[usize::from(how) - 1]
            }
            _ => 1.0,
        };
        week.lift_moves * fits * self.lean(week.rules, i, stage) * libm::exp(felt) * committed
    }

    /// A tactic's part of a hazard that one contact raises by so much.
    pub(super) fn push(&self, week: &Week, i: usize, t: usize, per_contact: f64) -> f64 {
        let tactic = &week.rules.tactics[t];
        let gain = week.gains.get(self.idx).copied().unwrap_or(0.0);
        let made_for_her = match tactic.reach {
            ReachRules::Direct { .. } | ReachRules::Site { .. } => libm::exp(gain * self.known[i]),
            _ => 1.0,
        };
        per_contact * self.taken(week, i, t) * made_for_her
    }

    /// What is left of a tactic in her, less what she does not take because it asks too much or annoys.
    pub(super) fn taken(&self, week: &Week, i: usize, t: usize) -> f64 {
        let (tactic, minds) = (&week.rules.tactics[t], &week.rules.minds);
        let too_far = tactic.asks.saturating_sub(self.level[i] + 2);
        let acceptance = libm::exp(-minds.acceptance_loss * f64::from(too_far));
        let patience = libm::exp(-minds.acceptance_loss_per_unit * self.annoyance[i]);
        let stocks = &self.stocks[i * week.rules.tactics.len()..];
        acceptance * week.felt(t, stocks) * patience
    }

    /// Did she visit in one of the `within` weeks before this one?
    pub(super) fn has_looked(&self, i: usize, week: u32, within: u32) -> bool {
        self.looked[i].is_some_and(|last| last < week && week - last <= within)
    }

    pub(super) fn may_be_sent_to(&self, tactic: &TacticRules, i: usize) -> bool {
        tactic.goes_to.get(self.stage[i] as usize).is_some_and(|goes| *goes)
            && !self.opted_out[tactic.channel][i]
            && !self.false_details[i]
    }
}
