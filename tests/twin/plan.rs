//! What money buys in a week: impressions, sends, posts, calls that are answered in their order (section 2).

use super::*;

/// A call that is due; times in weeks.
#[derive(Clone, Copy)]
pub(super) struct Call {
    pub(super) segment: usize,
    pub(super) number: usize,
    pub(super) due: f64,
    pub(super) takes: f64,
    pub(super) points: f64,
}

/// What a tactic does in one week (section 4).
pub(super) enum Plan {
    Nothing,
    /// expected contacts of a person with affinity 1, by segment
    Impressions(Vec<f64>),
    /// of one who looked and of one who did not, and in how many weeks before this one
    Lookers(f64, f64, u32),
    /// the last one served: priority, segment, number; `None`: everybody is
    Direct {
        sends: u32,
        last: Option<(u32, usize, usize)>,
    },
    /// s, and whether money is what limits it
    Search(f64, bool),
    /// h of those with a need
    Found(f64),
    /// h of those who know us
    Site(f64),
    /// hazards of those near without a need, and with one
    Near(f64, f64),
    /// h of those who follow us
    Follow(f64),
    /// how many work
    Staff(u32),
}

/// Buyers met in more than one channel against those met in one: what they have spent so far.
pub(super) fn channel_gap(rules: &Rules, segments: &[TwinSegment]) -> f64 {
    let n_tactics = rules.tactics.len();
    let mut spent = [Vec::new(), Vec::new()];
    for segment in segments {
        for i in (0..segment.n_in).filter(|&i| segment.orders[i] > 0) {
            let met = |channel: &usize| {
                (0..n_tactics).any(|t| {
                    rules.tactics[t].channel == *channel && segment.seen[i * n_tactics + t] > 0
                })
            };
            match (0..rules.joint.n_channels).filter(met).count() {
                0 => {}
                1 => spent[0].push(segment.revenue[i] as f64),
                _ => spent[1].push(segment.revenue[i] as f64),
            }
        }
    }
    let [one, more] = spent.map(|s| s.iter().sum::<f64>() / s.len() as f64);
    if one > 0.0 && more.is_finite() { more / one - 1.0 } else { 0.0 }
}

/// Whole pieces that money buys; a hair short of one more, as prices in currency are, is one more.
pub(super) fn pieces(money: f64, fixed: f64, price: f64) -> f64 {
    let (exact, hair) = ((money - fixed) / price, 1e-12 * money / price);
    if exact.ceil() - exact <= hair { exact.ceil() } else { exact.floor() }
}

/// What a tactic's budget of the week buys (section 4); the cost of impressions is paid whoever sees them.
pub(super) fn plan(
    week: &Week,
    tactic_idx: usize,
    budget_minor: i64,
    segments: &[TwinSegment],
    spend: &mut i64,
) -> Plan {
    let rules = week.rules;
    let tactic = &rules.tactics[tactic_idx];
    let people_per_customer = f64::from(rules.people_per_customer);
    let budget = budget_minor as f64;
    let n_in: usize = segments.iter().map(|s| s.n_in).sum();
    if let ReachRules::Site { cost_per_week, visits_per_week } = tactic.reach {
        if pieces(budget, 0.0, cost_per_week) < 1.0 {
            return Plan::Nothing;
        }
        *spend = to_minor(cost_per_week).min(budget_minor);
        return Plan::Site(visits_per_week * week.lift_visits);
    }
    if let ReachRules::Store { cost_per_week, passes, need_adds, .. } = tactic.reach {
        if pieces(budget, 0.0, cost_per_week) < 1.0 {
            return Plan::Nothing;
        }
        *spend = to_minor(cost_per_week).min(budget_minor);
        let lift = week.lift_visits;
        return Plan::Near(passes * lift, passes * lift + need_adds * lift);
    }
    if let ReachRules::Community { cost_per_week, posts, seen } = tactic.reach {
        if pieces(budget, 0.0, cost_per_week) < 1.0 {
            return Plan::Nothing;
        }
        *spend = to_minor(cost_per_week).min(budget_minor);
        return Plan::Follow(-posts * libm::log(1.0 - seen));
    }
    if let ReachRules::People(people) = &tactic.reach {
        let staff = pieces(budget, 0.0, people.wage);
        *spend = to_minor(staff * people.wage).min(budget_minor);
        return Plan::Staff(staff as u32);
    }
    if budget_minor == 0 || n_in == 0 {
        return Plan::Nothing;
    }
    match &tactic.reach {
        ReachRules::Impressions { audience, cost_per_thousand, rise, parts, finds_gaps } => {
            let factor = rise.map_or(1.0, |(eps, reference)| libm::pow(budget / reference, eps));
            let cost_per_thousand = cost_per_thousand * factor;
            let impressions = libm::floor(1000.0 * budget / cost_per_thousand);
            *spend = to_minor(impressions * cost_per_thousand / 1000.0).min(budget_minor);
            if impressions < 1.0 {
                return Plan::Nothing;
            }
            let mut per_affinity = vec![0.0; segments.len()];
            let mut parts = parts.clone();
            if let (true, Some(gap)) = (*finds_gaps, week.gap) {
                parts[0].1 = vec![gap];
                parts[1].1 = (0..segments.len()).filter(|s| *s != gap).collect();
            }
            for (n, (share, part)) in parts.iter().enumerate() {
                let beside = parts.get(1).map_or(0.0, |(share, _)| *share) * week.sharper;
                let share = if n == 0 { share + beside } else { share - beside };
                // P·ā is the sum of affinity over the people of P
                let affinity: f64 =
                    part.iter().map(|&s| segments[s].affinity_in[tactic.channel]).sum();
                for &s in part {
                    if affinity > 0.0 {
                        per_affinity[s] =
                            share * impressions / (people_per_customer * affinity * audience);
                    }
                }
            }
            Plan::Impressions(per_affinity)
        }
        ReachRules::Lookers { audience, cost_per_thousand, rise, precision, within, most } => {
            let factor = rise.map_or(1.0, |(eps, reference)| libm::pow(budget / reference, eps));
            let (usual, mut cost_per_thousand) = (*cost_per_thousand, cost_per_thousand * factor);
            let (mut people, mut looked, mut all) = (0.0, 0.0, 0.0);
            for segment in segments {
                for i in 0..segment.n_in {
                    let affinity = segment.traits.affinity[tactic.channel][i];
                    all += affinity;
                    if segment.has_looked(i, week.number, *within) {
                        people += 1.0;
                        looked += affinity;
                    }
                }
            }
            if people == 0.0 {
                return Plan::Nothing;
            }
            let bought = libm::floor(1000.0 * budget / cost_per_thousand);
            let limit = libm::floor(most * people * people_per_customer * audience / precision);
            let impressions = bought.min(limit);
            if limit < bought {
                // the budget that these impressions use up: B = (I·c/1000/B0^e)^(1/(1−e)), and they cost all of it
                let (eps, reference) = rise.unwrap_or((0.0, 1.0));
                let root = limit * usual / 1000.0 / libm::pow(reference, eps);
                cost_per_thousand = 1000.0 * libm::pow(root, 1.0 / (1.0 - eps)) / limit.max(1.0);
            }
            *spend = to_minor(impressions * cost_per_thousand / 1000.0).min(budget_minor);
            if impressions < 1.0 {
                return Plan::Nothing;
            }
            let each = |share: f64, affinity: f64| {
                let reachable = people_per_customer * affinity * audience;
                if reachable > 0.0 { share * impressions / reachable } else { 0.0 }
            };
            let everybody_else = if people < n_in as f64 { all - looked } else { 0.0 };
            Plan::Lookers(each(*precision, looked), each(1.0 - precision, everybody_else), *within)
        }
        ReachRules::Direct { cost_per_send, sends, cost_per_issue } => {
            let written = rules.written(tactic.channel, *sends);
            let each = cost_per_send * written * people_per_customer;
            let served = pieces(budget, written * cost_per_issue, each);
            let mut queue = Vec::new();
            for (s, segment) in segments.iter().enumerate() {
                let purpose = segment.purposes.priority[tactic_idx];
                for i in (0..segment.n_in).filter(|&i| segment.may_be_sent_to(tactic, i)) {
                    queue.push((rules.draw(purpose, week.number, 0, i), s, i));
                }
            }
            if served < 1.0 || queue.is_empty() {
                return Plan::Nothing;
            }
            let last = if served < queue.len() as f64 {
                queue.sort_unstable();
                Some(queue[served as usize - 1])
            } else {
                None
            };
            Plan::Direct { sends: *sends, last }
        }
        ReachRules::Search { cost_per_click, query_share, auction } => {
            let (cost_per_click, won) = rules.click(tactic_idx, *cost_per_click, *auction);
            let mut searching = 0.0;
            for segment in segments {
                for i in (0..segment.n_in).filter(|&i| segment.stage[i] != LOST) {
                    let affinity = segment.traits.affinity[tactic.channel][i];
                    searching += affinity
                        * if segment.open[i] {
                            1.0
                        } else {
                            -libm::expm1(-segment.need_rate(week, i))
                        };
                }
            }
            let cost = cost_per_click * people_per_customer * searching;
            let most = query_share * won * week.lift_search;
            if cost > 0.0 && budget < most * cost {
                Plan::Search(budget / cost, true)
            } else {
                Plan::Search(most, false)
            }
        }
        ReachRules::Content { .. }
        | ReachRules::Site { .. }
        | ReachRules::Store { .. }
        | ReachRules::Community { .. }
        | ReachRules::People(_) => {
            unreachable!("planned above")
        }
    }
}

/// A week of a waiting line (section 14): who is free takes the first of those who wait.
pub(super) fn answer(
    week: &Week,
    tactic_idx: usize,
    staff: u32,
    (waiting, busy): &mut (Vec<Call>, Vec<f64>),
    segments: &mut [TwinSegment],
    row: &mut TwinWeek,
) {
    let ReachRules::People(people) = &week.rules.tactics[tactic_idx].reach else {
        unreachable!("people only")
    };
    let n_tactics = week.rules.tactics.len();
    let mut coming = Vec::new();
    for (s, segment) in segments.iter_mut().enumerate() {
        for called in segment.called.iter_mut().skip(tactic_idx).step_by(n_tactics) {
            *called = None;
        }
        let gone = std::mem::take(&mut segment.gone[tactic_idx]);
        row.leads_gone += gone.len() as u64;
        waiting.retain(|call| call.segment != s || !gone.contains(&call.number));
        coming.append(&mut segment.due_calls[tactic_idx]);
    }
    row.leads += coming.len() as u64;
    coming.sort_by(|a, b| {
        let who = |call: &Call| (call.segment, call.number);
        a.due.total_cmp(&b.due).then(who(a).cmp(&who(b)))
    });
    let mut coming = std::collections::VecDeque::from(coming);
    let best_first = people.points.as_ref().is_some_and(|p| p.best_first);
    let mut now = f64::from(week.number - 1);
    loop {
        while busy.len() < staff as usize && !waiting.is_empty() {
            // in order of coming, so that of equals the first is taken
            let mut next = 0;
            for (at, call) in waiting.iter().enumerate() {
                if best_first && call.points > waiting[next].points {
                    next = at;
                }
            }
            let call = waiting.remove(next);
            busy.push(now + call.takes);
            let hours = 168.0 * (now - call.due);
            let wait_force = match hours {
                h if h <= 1.0 => 1.0,
                h if h <= 24.0 => people.by_wait.0,
                _ => people.by_wait.1,
            };
            let segment = &mut segments[call.segment];
            let at = call.number * n_tactics + tactic_idx;
            let lead = segment.leads[at].as_mut().unwrap();
            segment.called[at] = Some(people.attempts[lead.calls].0 * wait_force);
            lead.calls += 1;
            lead.waits = false;
            row.leads_served += 1;
            row.wait_hours += hours;
        }
        let free = busy.iter().copied().fold(f64::INFINITY, f64::min);
        let next = coming.front().map_or(f64::INFINITY, |call| call.due);
        now = free.min(next);
        if now > f64::from(week.number) {
            break;
        }
        if free <= next {
            let at = busy.iter().position(|end| *end == free).unwrap();
            busy.remove(at);
        } else {
            waiting.extend(coming.pop_front());
        }
    }
    row.leads_waiting += waiting.len() as u64;
}

/// The posts of a week: as many whole ones as the money buys; what is left is kept.
pub(super) fn write_posts(
    reach: &ReachRules,
    week: u32,
    budget: i64,
    posts: &mut Vec<(u32, f64)>,
    left_over: &mut i64,
) -> i64 {
    let ReachRules::Content { cost_per_post, .. } = reach else { unreachable!("content only") };
    let money = budget + *left_over;
    let count = pieces(money as f64, 0.0, *cost_per_post);
    let spent = to_minor(count * cost_per_post).min(money);
    posts.push((week, count));
    *left_over = money - spent;
    spent
}

/// K: all posts of earlier weeks by their visibility.
pub(super) fn stock_of(reach: &ReachRules, week: u32, posts: &[(u32, f64)]) -> f64 {
    let ReachRules::Content { quality, fades, lag, compounds: [s, c, tau, delta], .. } = *reach
    else {
        unreachable!("content only")
    };
    let mut stock = 0.0;
    for (written, count) in posts.iter().filter(|(written, _)| *written < week) {
        let age = f64::from(week - written);
        let ordinary = libm::exp(-fades * age);
        let grown = 1.0 + (c - 1.0) * (1.0 - libm::exp(-age / tau));
        let ranked = if lag > 0.0 { 1.0 - libm::exp(-age / lag) } else { 1.0 };
        let seen = (1.0 - s) * ordinary + s * grown * libm::exp(-delta * age);
        stock += count * quality * seen * ranked;
    }
    stock
}
