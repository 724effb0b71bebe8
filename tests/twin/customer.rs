//! One customer and her week, step by step (section 3).

use super::*;

impl TwinSegment {
    /// Those whose week of coming in this is, at their starting stage (section 1).
    pub(super) fn come_in(&mut self, rules: &Rules, week: u32) {
        while self.n_in < self.stage.len() && self.traits.entry_week[self.n_in] == week {
            let i = self.n_in;
            self.n_in += 1;
            self.stage[i] = self.traits.first_stage[i];
            if self.stage[i] >= ASCENDED {
                self.has_ordered[i] = true;
                if rules.renews_every_weeks.is_some() {
                    self.signed[i] = week;
                }
            }
            for (sum, affinity) in self.affinity_in.iter_mut().zip(&self.traits.affinity) {
                *sum += affinity[i];
            }
        }
    }

    pub(super) fn live(&mut self, week: &Week, row: &mut TwinWeek, log: &mut Log) {
        let rules = week.rules;
        let n_before = self.n_in;
        self.come_in(rules, week.number);
        log.segment = self.idx;
        let n_tactics = rules.tactics.len();
        let mut draws =
            Draws { need: [0; TILE], moves: [0; TILE], contact: vec![[0; TILE]; n_tactics] };
        // mean and e^{−mean} of the last customer by tactic: most often the next one has the same
        let mut p_none = vec![(0.0, 1.0); n_tactics];
        for first in (0..self.n_in).step_by(TILE) {
            draws.fill(week, self, first);
            for i in first..self.n_in.min(first + TILE) {
                log.number = i;
                self.live_customer(week, &draws, &mut p_none, i, i < n_before, row, log);
            }
        }
    }

    /// Steps 3 to 7 of section 3 for one customer; `here`: she had come in before this week.
    #[expect(clippy::too_many_arguments, reason = "one customer, what surrounds her and two books")]
    pub(super) fn live_customer(
        &mut self,
        week: &Week,
        draws: &Draws,
        p_none: &mut [(f64, f64)],
        i: usize,
        here: bool,
        row: &mut TwinWeek,
        log: &mut Log,
    ) {
        let rules = week.rules;
        let stage = self.stage[i];
        let buys = stage >= rules.buys_from && stage != LOST;
        let carried = self.open[i];
        self.contacts.clear();
        self.contacts.resize(rules.tactics.len(), 0);
        self.accepted.clear();
        self.n_kept = 0;
        self.n_again = 0;

        // 3. needs arrive
        let mut n_needs = 0;
        self.due.clear();
        let rate = self.need_rate(week, i);
        if rate > 0.0 {
            n_needs = log.poisson(unit(draws.need[i % TILE]), rate, libm::exp(-rate));
            let beyond = self.use_home(week, i, row, log);
            n_needs += beyond;
            if n_needs > 0 && (buys || !here) {
                for j in 1..=n_needs {
                    let moment = rules.draw(self.purposes.need_moment, week.number, j, i);
                    if here || f64::from(moment) > self.traits.entry_moment[i] {
                        self.due.push((moment, j));
                    }
                }
                n_needs = self.due.len() as u32;
            }
            row.needs_arrived += u64::from(n_needs);
            if n_needs > 0 && stage == LOST {
                for j in 1..=n_needs {
                    self.ends_without_us(week, i, j, row);
                }
            } else if n_needs > 0 && !buys {
                // the first of them is the open one, if none was open before
                for j in 1 + u32::from(!carried)..=n_needs {
                    let attempt = if here { j } else { self.due[j as usize - 1].1 };
                    self.ends_without_us(week, i, attempt, row);
                }
                self.open[i] = true;
                self.due.clear();
            }
        }

        let goes = self.goes(week, i, stage, here, log);

        // 4. contacts, then adstock; 5. the move: none of it in the week she comes in
        let mut event = None;
        if here {
            let searches = carried || (n_needs > 0 && stage != LOST);
            self.meet_tactics(week, draws, p_none, i, searches, row, log);
            event = self.decide_move(week, i, stage, unit(draws.moves[i % TILE]), log);
        }

        // 6. orders, in order of their moment
        if buys {
            if carried {
                self.due.push((rules.draw(self.purposes.need_moment, week.number, 0, i), 0));
                self.open[i] = false;
            }
            self.due.sort_unstable();
            let mut left = false;
            for k in 0..self.due.len() {
                left |= goes.is_some_and(|goes| goes < f64::from(self.due[k].0));
                if left {
                    // void, unless a rival is there
                    if self.has_rivals(rules) {
                        self.ends_without_us(week, i, self.due[k].1, row);
                    }
                    continue;
                }
                let attempt = self.due[k].1;
                let Some(off) = self.finds_price(week, i, attempt, row, log) else {
                    row.needs_lapsed += 1;
                    continue;
                };
                if !self.chooses_us(week, i, attempt, off, row, log) {
                    continue;
                }
                if self.leaves_basket(week, i, attempt, row, log) {
                    row.needs_lapsed += 1;
                    continue;
                }
                if stage < ASCENDED {
                    event = None;
                }
                self.order(week, i, attempt, off, row, log);
                self.ask(week, i, attempt, row, log);
                row.needs_met += 1;
                if self.drops_out(week, i, attempt, log) {
                    event = None;
                    left = true;
                    continue;
                }
                if rules.renews_every_weeks.is_some() {
                    break;
                }
            }
        }
        if goes.is_some() && self.stage[i] != LOST {
            event = None;
            self.lose(i);
        }
        if let Some(event) = event {
            self.apply(week, i, event, row, log);
        }

        // 7. end of week
        if self.open[i] && self.traits.p_lapse > 0.0 {
            let draw = rules.draw(self.purposes.lapse, week.number, 0, i);
            if log.below(unit(draw), self.traits.p_lapse) {
                self.open[i] = false;
                self.ends_without_us(week, i, 0, row);
            }
        }
        if let Some(every) = rules.renews_every_weeks
            && self.signed[i] < week.number
            && (week.number - self.signed[i]).is_multiple_of(every)
        {
            let draw = rules.draw(self.purposes.renewal, week.number, 0, i);
            if log.below(unit(draw), self.leaving(rules, i, week.leaves(self.traits.churn[i]))) {
                self.lose(i);
            } else {
                self.order(week, i, RENEWAL, 0.0, row, log);
            }
        }
        if let Some(s) = &rules.satisfaction {
            self.satisfaction[i] *= libm::exp(-s.fades);
        }
        for (tactic, contacts) in rules.tactics.iter().zip(&self.contacts) {
            for _ in 0..*contacts {
                self.known[i] += (1.0 - self.known[i]) * tactic.tells;
            }
        }
        self.make_up_mind(week, i, row, log);
        if here {
            self.follow_up(week, i, log);
        }
    }

    /// The one equation of a move (section 2).
    pub(super) fn decide_move(
        &mut self,
        week: &Week,
        i: usize,
        stage: u8,
        u: f64,
        log: &mut Log,
    ) -> Option<Event> {
        let rules = week.rules;
        let movers = &rules.movers[stage as usize];
        let [mut exit, back, natural] = rules.hazards[stage as usize];
        if (AWARE..LOST).contains(&stage) {
            exit += week.taken;
        }
        let reads = (AWARE..=EXCITED).contains(&stage);
        let lean = self.leaning(week, i, stage) * if reads { week.proof } else { 1.0 };
        if let Some(s) = &rules.satisfaction
            && (ASCENDED..LOST).contains(&stage)
        {
            exit *= libm::pow(s.odds, self.satisfaction[i]);
        }
        let natural = natural * lean;
        let mut talked = 0.0;
        if let Some(talk) = &rules.talk {
            talked = talk.moves[stage as usize] * week.lift_talk * self.talkers[i] * lean;
            if (AWARE..=EXCITED).contains(&stage) {
                exit += talk.warns * self.disappointed[i];
            }
        }
        let mut total = exit + back + natural + talked;
        self.pushes.clear();
        for &t in movers {
            let push = self.push(week, i, t, rules.tactics[t].moves[stage as usize]) * lean;
            self.pushes.push(push);
            total += push;
        }
        if total <= 0.0 {
            return None;
        }
        let p_any = -libm::expm1(-total);
        if !log.below(u, p_any) {
            return None;
        }
        let position = u * total / p_any;
        let mut edge = 0.0;
        let mut found = None;
        let parts = [
            (exit, Event::Exit),
            (back, Event::Back),
            (natural, Event::Forward(None)),
            (talked, Event::Referred),
        ];
        let pushes = movers.iter().zip(&self.pushes).map(|(&t, &h)| (h, Event::Forward(Some(t))));
        for (hazard, event) in parts.into_iter().chain(pushes) {
            if hazard > 0.0 {
                found = Some(event);
                edge += hazard;
                if log.compare(position, edge) {
                    break;
                }
            }
        }
        found
    }

    pub(super) fn apply(
        &mut self,
        week: &Week,
        i: usize,
        event: Event,
        row: &mut TwinWeek,
        log: &mut Log,
    ) {
        let stage = self.stage[i];
        match event {
            Event::Exit => {
                if self.open[i] && self.has_rivals(week.rules) {
                    self.ends_without_us(week, i, 0, row);
                }
                self.lose(i);
            }
            Event::Back => self.stage[i] = week.rules.back_to[stage as usize],
            Event::Forward(_) | Event::Referred => {
                let cause = match event {
                    Event::Forward(cause) => cause,
                    _ => None,
                };
                if matches!(event, Event::Referred) && stage == STRANGER {
                    self.referred[i] = Some(week.number);
                }
                if let Some(t) = cause {
                    row.moves_caused[t] += 1;
                }
                if stage == EXCITED {
                    // without needs this move is the order
                    let off = self.finds_price(week, i, 0, row, log).unwrap_or(0.0);
                    self.order(week, i, 0, off, row, log);
                    self.ask(week, i, 0, row, log);
                    self.drops_out(week, i, 0, log);
                }
                let asker = cause.map_or(Asker::Nobody, Asker::Tactic);
                let next = LEVELS.get(stage as usize + 1).copied().unwrap_or(0);
                self.accepted.push((cause.map_or(next, |t| week.rules.tactics[t].asks), asker));
                if stage == SUBSCRIBED {
                    let asks = cause.map_or(0, |t| week.rules.tactics[t].asks);
                    self.committed[i] = match asks {
                        7 => 1,
                        6 => 2,
                        _ => 0,
                    };
                    row.converted_by_money += u64::from(asks == 7);
                    row.converted_by_time += u64::from(asks == 6);
                    if let Some((price, cost)) = cause.and_then(|t| week.rules.tactics[t].sells) {
                        let people = i128::from(week.rules.people_per_customer);
                        self.contribution[i] += price - cost;
                        self.revenue[i] += price;
                        row.revenue += i128::from(price) * people;
                        row.unit_cost += i128::from(cost) * people;
                        row.tripwires_earned += i128::from(price - cost) * people;
                    }
                }
                if stage != EXCITED {
                    self.stage[i] = if stage == LOST { AWARE } else { stage + 1 };
                    if self.stage[i] == SUBSCRIBED {
                        let draw = week.rules.draw(self.purposes.details, week.number, 0, i);
                        let share = week.rules.minds.false_details;
                        self.false_details[i] = share > 0.0 && log.below(unit(draw), share);
                        for column in &mut self.opted_out {
                            column[i] = false;
                        }
                    }
                }
            }
        }
    }

    /// Becoming lost ends an open need and a contract.
    pub(super) fn lose(&mut self, i: usize) {
        self.stage[i] = LOST;
        self.open[i] = false;
        self.signed[i] = NO_CONTRACT;
    }

    pub(super) fn new(
        scenario: &Scenario,
        world: &World,
        rules: &Rules,
        idx: usize,
        segment: &Segment,
        log: &mut Log,
    ) -> TwinSegment {
        let n = segment.n_customers as usize;
        let n_tactics = scenario.tactics.len();
        let by_tactic = |what: &str| {
            let name = |t: &Tactic| Purpose::new(&format!("{what}:{}@{}", t.id, segment.id));
            scenario.tactics.iter().map(name).collect()
        };
        let purpose = |what: &str| Purpose::new(&format!("{what}@{}", segment.id));
        let traits = Traits::draw(scenario, world, rules, segment, log);
        let minds = &rules.minds;
        let start_trust = |&stage: &u8| match (minds.has_trust, minds.start, stage) {
            (false, ..) | (true, None, 0) => 0.0,
            (true, Some(start), _) => start,
            (true, None, stage) => minds.threshold[stage as usize - 1],
        };
        let false_at_start = |(i, &stage): (usize, &u8)| {
            log.number = i;
            let left = (SUBSCRIBED..ASCENDED).contains(&stage) && minds.false_details > 0.0;
            left && log.below(unit(rules.draw(purpose("details"), 0, 0, i)), minds.false_details)
        };
        TwinSegment {
            satisfaction: vec![rules.satisfaction.as_ref().map_or(0.0, |s| s.starts); n],
            trust: traits.first_stage.iter().map(start_trust).collect(),
            annoyance: vec![0.0; n],
            level: traits.first_stage.iter().map(|&s| LEVELS[s as usize]).collect(),
            opted_out: vec![vec![false; n]; scenario.channels.len()],
            false_details: traits.first_stage.iter().enumerate().map(false_at_start).collect(),
            contacts: Vec::new(),
            accepted: Vec::new(),
            n_kept: 0,
            n_again: 0,
            revenue: vec![0; n],
            stage: vec![ABSENT; n],
            orders: vec![0; n],
            contribution: vec![0; n],
            open: vec![false; n],
            home: vec![0; n],
            buys_ahead: (0..n)
                .map(|i| match &rules.promotion {
                    None => false,
                    Some(p) => unit(rules.draw(purpose("deal"), 0, 0, i)) < p.deal_buyers,
                })
                .collect(),
            idx,
            n_in: 0,
            affinity_in: vec![0.0; scenario.channels.len()],
            signed: vec![NO_CONTRACT; n],
            has_ordered: vec![false; n],
            referred: vec![None; n],
            talkers: vec![0.0; if rules.talk.is_some() { n } else { 0 }],
            disappointed: vec![0.0; if rules.talk.is_some() { n } else { 0 }],
            stocks: vec![0.0; n * n_tactics],
            seen: vec![0; n * n_tactics],
            leads: vec![None; n * n_tactics],
            called: vec![None; n * n_tactics],
            due_calls: vec![Vec::new(); n_tactics],
            gone: vec![Vec::new(); n_tactics],
            traits,
            purposes: Purposes {
                need: purpose("need"),
                need_moment: purpose("need_moment"),
                moves: purpose("move"),
                lapse: purpose("lapse"),
                dropout: purpose("dropout"),
                dropout_in_time: purpose("dropout_in_time"),
                renewal: purpose("renewal"),
                basket: purpose("basket"),
                contact: by_tactic("contact"),
                priority: by_tactic("priority"),
                touch: by_tactic("touch"),
                cap: by_tactic("cap"),
                upsell: by_tactic("upsell"),
                lead: by_tactic("lead"),
                service: by_tactic("service"),
                again: by_tactic("again"),
                opt_out: (scenario.channels.iter())
                    .map(|c| Purpose::new(&format!("opt_out:{}@{}", c.id, segment.id)))
                    .collect(),
                details: purpose("details"),
                home: purpose("home"),
                brought_forward: purpose("brought_forward"),
                choice: purpose("choice"),
                nothing: purpose("nothing"),
                rivals: (scenario.rivals.iter())
                    .map(|r| Purpose::new(&format!("rival:{}@{}", r.id, segment.id)))
                    .collect(),
                abandoned: purpose("abandoned"),
                elsewhere: purpose("elsewhere"),
                known: purpose("known"),
                came_anyway: purpose("came_anyway"),
                kept: purpose("kept"),
                collected: purpose("collected"),
                buys_more: purpose("buys_more"),
                request: purpose("request"),
                handed_over: purpose("handed_over"),
            },
            due: Vec::new(),
            pushes: Vec::new(),
            known: vec![0.0; n],
            committed: vec![0; n],
            looked: vec![None; n],
            touches: vec![Vec::new(); if rules.roles { n } else { 0 }],
            roles: vec![[0; 3]; n_tactics],
        }
    }
}
