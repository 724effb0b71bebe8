//! A need, the choice that it ends in, the order, and what an order leaves behind.

use super::*;

impl TwinSegment {
    /// Section 12: utility of each alternative but us, with its part of luck; the largest, and whether it is a rival's.
    pub(super) fn best_of_others(&self, week: &Week, i: usize, attempt: u32) -> (f64, bool) {
        let rules = week.rules;
        let luck = |purpose| {
            let u = (f64::from(rules.draw(purpose, week.number, attempt, i)) + 0.5) / TWO32;
            -libm::log(-libm::log(u))
        };
        let mut best = (luck(self.purposes.nothing), false);
        if let Some(choice) = &rules.choice {
            for (v, purpose) in choice.rivals[self.idx].iter().zip(&self.purposes.rivals) {
                if let Some(v) = v {
                    let utility = v + luck(*purpose);
                    if utility > best.0 {
                        best = (utility, true);
                    }
                }
            }
        }
        best
    }

    pub(super) fn chooses_us(
        &self,
        week: &Week,
        i: usize,
        attempt: u32,
        off: f64,
        row: &mut TwinWeek,
        log: &mut Log,
    ) -> bool {
        let rules = week.rules;
        if rules.choice.is_none() {
            return true;
        }
        let mut v = week.attractions[self.idx];
        if let Some(choice) = &rules.choice {
            v += choice.per_price * (off - week.price_off);
        }
        for (t, tactic) in rules.tactics.iter().enumerate() {
            v += tactic.persuades * self.taken(week, i, t);
        }
        let draw = rules.draw(self.purposes.choice, week.number, attempt, i);
        let u = (f64::from(draw) + 0.5) / TWO32;
        let ours = v.clamp(-30.0, 30.0) - libm::log(-libm::log(u));
        let (theirs, is_rival) = self.best_of_others(week, i, attempt);
        if log.below(libm::exp(theirs - ours), 1.0) {
            return true;
        }
        if is_rival {
            row.needs_rivals += 1;
        } else {
            row.needs_refused += 1;
        }
        false
    }

    /// A need before `buys_from` that ends: a rival meets it, or nobody.
    pub(super) fn ends_without_us(&self, week: &Week, i: usize, attempt: u32, row: &mut TwinWeek) {
        if self.best_of_others(week, i, attempt).1 {
            row.needs_rivals += 1;
        } else {
            row.needs_lapsed += 1;
        }
    }

    /// Section 8: what the week leaves in her mind; all of it seen with the trust, annoyance and level of its start.
    pub(super) fn make_up_mind(
        &mut self,
        week: &Week,
        i: usize,
        row: &mut TwinWeek,
        log: &mut Log,
    ) {
        let rules = week.rules;
        let minds = &rules.minds;
        if !minds.any {
            return;
        }
        let (trust, annoyance, level) = (self.trust[i], self.annoyance[i], self.level[i]);
        let mut missing = 1.0 - trust;
        let mut annoyed = 0.0;
        for (tactic, &contacts) in rules.tactics.iter().zip(&self.contacts) {
            for _ in 0..contacts {
                missing *= 1.0 - minds.per_value * tactic.value;
                annoyed += tactic.annoys;
            }
        }
        for _ in 0..self.n_kept {
            missing *= 1.0 - minds.per_order;
        }
        annoyed += rules.joint.annoys * f64::from(self.n_again);
        // what was accepted offends nobody
        for &(level, asker) in &self.accepted {
            for (t, tactic) in rules.tactics.iter().enumerate() {
                if asker == Asker::Tactic(t) || (asker == Asker::Level && tactic.asks == level) {
                    self.contacts[t] = 0;
                }
            }
        }
        let too_far = |asks: u8| f64::from(asks.saturating_sub(level + 2));
        for channel in 0..minds.n_channels {
            let (mut hazard, mut so_far) = (0.0, 0);
            for (tactic, &contacts) in rules.tactics.iter().zip(&self.contacts) {
                let refusable =
                    matches!(tactic.reach, ReachRules::Direct { .. } | ReachRules::People(_));
                if tactic.channel != channel || !refusable {
                    continue;
                }
                for _ in 0..contacts {
                    so_far += 1;
                    let extra = f64::from(so_far - minds.tolerated_contacts.min(so_far));
                    hazard += tactic.opt_out
                        * libm::exp(minds.opt_out_per_level * too_far(tactic.asks))
                        * (1.0 + minds.per_extra_contact * extra);
                }
            }
            if hazard > 0.0 {
                let above = (annoyance - minds.tolerated).max(0.0);
                hazard *= libm::exp(minds.opt_out_per_unit * above - minds.calms * trust);
                let draw = rules.draw(self.purposes.opt_out[channel], week.number, 0, i);
                if log.below(unit(draw), -libm::expm1(-hazard)) {
                    self.opted_out[channel][i] = true;
                    row.opt_outs += 1;
                }
            }
        }
        let mut levels = 0.0;
        for (tactic, &contacts) in rules.tactics.iter().zip(&self.contacts) {
            levels += too_far(tactic.asks) * f64::from(contacts);
        }
        let kept = libm::exp(-minds.fades) * libm::pow(1.0 - minds.loss, levels);
        let again = libm::pow(1.0 - rules.joint.trust_loss, f64::from(self.n_again));
        self.trust[i] = (1.0 - missing) * kept * again;
        self.annoyance[i] = annoyance * libm::exp(-minds.annoyance_fades)
            + annoyed
            + minds.annoyance_per_level * levels;
        for &(asked, _) in &self.accepted {
            let level = &mut self.level[i];
            *level = (*level).max(asked.min(*level + 2)).min(12);
        }
    }

    /// m_trust of section 8.
    pub(super) fn lean(&self, rules: &Rules, i: usize, stage: u8) -> f64 {
        let minds = &rules.minds;
        if stage > 7 || minds.steepness == 0.0 {
            return 1.0;
        }
        let threshold = minds.threshold[stage as usize];
        let sigma = |t: f64| 1.0 / (1.0 + libm::exp(-minds.steepness * (t - threshold)));
        sigma(self.trust[i]) / sigma(minds.reference.unwrap_or(threshold))
    }

    /// r of section 3: `λ · s_w/52 · (1 + Σ_t stirs_t · R_t(A_t of the week before))`; 0 for the lost and under contract.
    pub(super) fn need_rate(&self, week: &Week, i: usize) -> f64 {
        let rules = week.rules;
        if self.traits.need_rate.is_empty()
            || (self.stage[i] == LOST && !self.has_rivals(rules))
            || self.signed[i] != NO_CONTRACT
        {
            return 0.0;
        }
        let stocks = &self.stocks[i * rules.tactics.len()..];
        let mut stirred = 0.0;
        for &t in &rules.stirrers {
            stirred += rules.tactics[t].stirs * week.felt(t, stocks);
        }
        let felt = if self.may_buy(rules, i) { week.m_price } else { 1.0 };
        let rate = self.traits.need_rate[i] * week.season / 52.0 * (1.0 + stirred) * felt;
        let felt = (rules.satisfaction.as_ref().filter(|_| self.stage[i] != LOST))
            .map_or(0.0, |s| s.lifts_needs * self.satisfaction[i]);
        rate * libm::exp(felt) * self.needs_left_by_home(week, i)
    }

    pub(super) fn may_buy(&self, rules: &Rules, i: usize) -> bool {
        (rules.buys_from..LOST).contains(&self.stage[i])
    }

    /// Can her segment choose somebody else?
    pub(super) fn has_rivals(&self, rules: &Rules) -> bool {
        rules.choice.as_ref().is_some_and(|c| c.rivals.iter().flatten().any(Option::is_some))
    }

    /// `e^{−η·H}` of section 10.
    pub(super) fn needs_left_by_home(&self, week: &Week, i: usize) -> f64 {
        week.rules
            .promotion
            .as_ref()
            .map_or(1.0, |p| libm::exp(-p.lowers * f64::from(self.home[i])))
    }

    /// Needs that stay away because of the home stock are met from it; gives those that it cannot meet.
    pub(super) fn use_home(
        &mut self,
        week: &Week,
        i: usize,
        row: &mut TwinWeek,
        log: &mut Log,
    ) -> u32 {
        let left = self.needs_left_by_home(week, i);
        if self.home[i] == 0 || left == 1.0 {
            return 0;
        }
        let felt = if self.may_buy(week.rules, i) { week.m_price } else { 1.0 };
        let mean = self.need_rate(week, i) / felt / left * (1.0 - left);
        let draw = week.rules.draw(self.purposes.home, week.number, 0, i);
        let needs = log.poisson(unit(draw), mean, libm::exp(-mean));
        let used = needs.min(self.home[i]);
        self.home[i] -= used;
        row.used_at_home += u64::from(used);
        needs - used
    }

    /// What is taken off the price where she orders, as she finds it; `None`: she came for more, and goes.
    pub(super) fn finds_price(
        &mut self,
        week: &Week,
        i: usize,
        attempt: u32,
        row: &mut TwinWeek,
        log: &mut Log,
    ) -> Option<f64> {
        let joint = &week.rules.joint;
        if week.price_off == 0.0 || joint.elsewhere == 0.0 {
            return Some(week.price_off);
        }
        let draw = |purpose| unit(week.rules.draw(purpose, week.number, attempt, i));
        let (away, known) = (draw(self.purposes.elsewhere), draw(self.purposes.known));
        let came = draw(self.purposes.came_anyway);
        let missed =
            log.below(away, joint.elsewhere) && !log.below(known, joint.known[week.joined]);
        if !missed {
            return Some(week.price_off);
        }
        row.missed_promotions += 1;
        self.satisfaction[i] -= joint.price_loss;
        (attempt == 0 || log.below(came, week.came_anyway)).then_some(0.0)
    }

    /// Does she fetch her order from a shop near her that is open, and in which she was not this week?
    fn fetches(&self, week: &Week, i: usize, attempt: u32, log: &mut Log) -> bool {
        let open = |t: &usize| matches!(week.plans[*t], Plan::Near(..));
        let shops: Vec<usize> = (0..week.plans.len()).filter(open).collect();
        let near = shops.iter().any(|t| self.traits.in_audience[*t][i]);
        let been_there = shops.iter().any(|t| self.contacts[*t] > 0);
        let draw = week.rules.draw(self.purposes.collected, week.number, attempt, i);
        near && !been_there && log.below(unit(draw), week.rules.joint.collected[week.joined])
    }

    /// Step 6: value and cost, the stage that follows, the contract.
    ///
    /// - `off`: taken off the price, as a share of it
    pub(super) fn order(
        &mut self,
        week: &Week,
        i: usize,
        attempt: u32,
        off: f64,
        row: &mut TwinWeek,
        log: &mut Log,
    ) {
        let rules = week.rules;
        let stream = || rules.stream(self.purposes.basket, week.number, attempt, i);
        let units = match &self.traits.basket_law {
            BasketLaw::Column => self.traits.basket[i],
            BasketLaw::EachOrder(sampler) => sampler.sample(&mut stream()),
            BasketLaw::Gamma(p) => {
                Sampler::gamma_rate(*p, self.traits.basket[i]).sample(&mut stream())
            }
        };
        let fetched = attempt != RENEWAL && self.fetches(week, i, attempt, log);
        let draw = rules.draw(self.purposes.buys_more, week.number, attempt, i);
        let takes_more = fetched && log.below(unit(draw), rules.joint.buys_more);
        row.collected_orders += u64::from(fetched);
        row.collected_baskets += u64::from(takes_more);
        let mut baskets = 1 + u32::from(takes_more);
        let mut price = rules.price;
        if off > 0.0 {
            price = libm::round(rules.price * (1.0 - off));
            if let Some(p) = &rules.promotion
                && self.buys_ahead[i]
            {
                let by_price = (1.0 - 1.0 / week.m_price).max(0.0);
                let draw = rules.draw(self.purposes.brought_forward, week.number, attempt, i);
                let forward = attempt > 0 && unit(draw) < p.forward * by_price;
                self.home[i] += p.extra + u32::from(forward);
                baskets += p.extra;
            }
        }
        let mut units = units * f64::from(baskets);
        let mut more = 1.0;
        for (t, tactic) in rules.tactics.iter().enumerate() {
            let Some((accepts, adds)) = tactic.upsell else { continue };
            let lean = self.leaning(week, i, self.stage[i]);
            let hazard = self.push(week, i, t, accepts) * lean;
            let draw = rules.draw(self.purposes.upsell[t], week.number, attempt, i);
            if hazard > 0.0 && log.below(unit(draw), -libm::expm1(-hazard)) {
                more += adds;
                self.accepted.push((tactic.asks, Asker::Tactic(t)));
            }
        }
        let came_for = to_minor(price * units);
        units *= more;
        let value = to_minor(price * units);
        row.upsell_revenue += i128::from(value - came_for) * i128::from(rules.people_per_customer);
        let saved = if fetched { rules.joint.saved } else { 0 };
        row.collect_savings += i128::from(saved) * i128::from(rules.people_per_customer);
        let cost = to_minor(rules.unit_cost * units) - saved;
        let given_up = to_minor(rules.price * units) - value;
        row.price_given_up += i128::from(given_up) * i128::from(rules.people_per_customer);
        self.satisfaction[i] += week.order_adds[self.idx];
        self.orders[i] += 1;
        self.n_kept += 1;
        if attempt != RENEWAL {
            self.accepted.push((8, Asker::Level));
            self.false_details[i] = false;
        }
        self.contribution[i] += value - cost;
        self.revenue[i] += value;
        row.orders += 1;
        row.revenue += i128::from(value) * i128::from(rules.people_per_customer);
        row.unit_cost += i128::from(cost) * i128::from(rules.people_per_customer);
        if !self.has_ordered[i] {
            self.has_ordered[i] = true;
            row.new_customers += 1;
            row.referred_customers += u64::from(self.referred[i].is_some());
            row.told_in.extend(self.referred[i]);
            if let Some([first, .., last]) = self.touches.get(i).map(Vec::as_slice) {
                self.roles[first.2][0] += 1;
                self.roles[last.2][2] += 1;
            } else if let Some([only]) = self.touches.get(i).map(Vec::as_slice) {
                self.roles[only.2][0] += 1;
                self.roles[only.2][2] += 1;
            }
            for t in 0..rules.tactics.len() {
                let touches = self.touches.get(i).map_or(&[][..], Vec::as_slice);
                let between = touches.iter().skip(1).rev().skip(1);
                self.roles[t][1] += u64::from(between.into_iter().any(|touch| touch.2 == t));
            }
        }
        self.stage[i] = self.stage[i].max(ASCENDED);
        if rules.renews_every_weeks.is_some() && attempt != RENEWAL {
            self.signed[i] = week.number;
        }
    }

    /// Moment, in units of 2⁻³² weeks, at which she drops out without an order, if it is in this week.
    pub(super) fn goes(
        &self,
        week: &Week,
        i: usize,
        stage: u8,
        here: bool,
        log: &mut Log,
    ) -> Option<f64> {
        if self.traits.dropout_in_time.is_empty() || !(ASCENDED..LOST).contains(&stage) {
            return None;
        }
        let felt = week.rules.satisfaction.as_ref();
        let felt = felt.map_or(1.0, |s| libm::pow(s.odds, self.satisfaction[i]));
        let joint = if week.joined > 0 { week.rules.joint.odds } else { 1.0 };
        let rate = self.traits.dropout_in_time[i] * felt * joint;
        let u = unit(week.rules.draw(self.purposes.dropout_in_time, week.number, 0, i));
        if !log.below(u, -libm::expm1(-rate)) {
            return None;
        }
        let from = if here { 0.0 } else { self.traits.entry_moment[i] / TWO32 };
        let moment = from - libm::log(1.0 - u) / rate;
        (moment < 1.0).then_some(libm::floor(moment * TWO32))
    }

    pub(super) fn drops_out(&mut self, week: &Week, i: usize, attempt: u32, log: &mut Log) -> bool {
        if self.traits.dropout.is_empty() {
            return false;
        }
        let draw = week.rules.draw(self.purposes.dropout, week.number, attempt, i);
        let lost =
            log.below(unit(draw), self.leaving(week.rules, i, week.leaves(self.traits.dropout[i])));
        if lost {
            self.lose(i);
        }
        lost
    }

    /// A probability to leave, its odds times what satisfaction and orders so far make of them.
    pub(super) fn leaving(&self, rules: &Rules, i: usize, p: f64) -> f64 {
        let felt =
            rules.satisfaction.as_ref().map_or(1.0, |s| libm::pow(s.odds, self.satisfaction[i]));
        let factor = felt * libm::pow(rules.odds_per_order, f64::from(self.orders[i]));
        p * factor / (p * factor + 1.0 - p)
    }

    /// Is the basket of a need left behind, and not waiting for her?
    pub(super) fn leaves_basket(
        &self,
        week: &Week,
        i: usize,
        attempt: u32,
        row: &mut TwinWeek,
        log: &mut Log,
    ) -> bool {
        let joint = &week.rules.joint;
        let draw = |purpose| unit(week.rules.draw(purpose, week.number, attempt, i));
        if joint.abandoned == 0.0 || !log.below(draw(self.purposes.abandoned), joint.abandoned) {
            return false;
        }
        row.abandoned_carts += 1;
        let kept = log.below(draw(self.purposes.kept), joint.kept[week.joined]);
        row.recovered_carts += u64::from(kept);
        !kept
    }

    /// What the buyer of an order asks service staff.
    pub(super) fn ask(
        &mut self,
        week: &Week,
        i: usize,
        attempt: u32,
        row: &mut TwinWeek,
        log: &mut Log,
    ) {
        let joint = &week.rules.joint;
        if joint.requests == 0.0 {
            return;
        }
        let draw = week.rules.draw(self.purposes.request, week.number, attempt, i);
        let requests = log.poisson(unit(draw), joint.requests, libm::exp(-joint.requests));
        let mut words = week.rules.stream(self.purposes.handed_over, week.number, attempt, i);
        for _ in 0..requests {
            row.asked += 1;
            self.satisfaction[i] -= joint.waiting_loss * week.weeks_waited;
            if !log.below(unit(words.word()), joint.handed_over[week.joined]) {
                row.asked += 1;
                row.repeat_contacts += 1;
                self.n_again += 1;
                self.satisfaction[i] -= joint.satisfaction_loss;
            }
        }
    }
}
