//! What the firm believes about the tastes of a segment.

use super::*;

/// Section 11: what a segment would like best, what is known of it, what is offered.
pub(super) struct Taste {
    pub(super) ideal: [f64; 4],
    /// precision of what is believed; infinite where nothing is to be learned
    pub(super) precision: f64,
    pub(super) believed: [f64; 4],
    pub(super) offer: [f64; 4],
    pub(super) asked: usize,
    pub(super) share: f64,
    pub(super) taste: Purpose,
    pub(super) drift: Purpose,
    pub(super) interview: Purpose,
}

impl Taste {
    /// Before anybody was asked.
    pub(super) fn new(rules: &Rules, fit: &FitRules, segment: &Segment, customers: u64) -> Taste {
        let purpose = |what: &str| Purpose::new(&format!("{what}@{}", segment.id));
        let taste = purpose("taste");
        Taste {
            ideal: normal_point(rules, fit, taste, 0, 0, fit.spread),
            precision: 1.0 / (fit.spread * fit.spread),
            believed: [0.0; 4],
            offer: [0.0; 4],
            asked: 0,
            share: f64::from(segment.n_customers) / customers as f64,
            taste,
            drift: purpose("drift"),
            interview: purpose("interview"),
        }
    }

    pub(super) fn misses(&self) -> f64 {
        let miss = |i: usize| self.offer[i] - self.ideal[i];
        (0..4).map(|i| miss(i) * miss(i)).sum()
    }

    /// The interviews of a week, the redesign if it is due, and what time does to tastes.
    pub(super) fn live(&mut self, rules: &Rules, fit: &FitRules, week: u32, interviews: u32) {
        for _ in 0..interviews {
            let missed = normal_point(rules, fit, self.interview, 0, self.asked, fit.noise);
            self.asked += 1;
            if fit.spread == 0.0 {
                continue;
            }
            let one = 1.0 / (fit.noise * fit.noise);
            let known = self.precision;
            self.precision += one;
            for (i, missed) in missed.into_iter().enumerate() {
                let heard = self.ideal[i] + missed;
                self.believed[i] = (known * self.believed[i] + one * heard) / self.precision;
            }
        }
        if week.is_multiple_of(rules.strategy.redesign_every_weeks) {
            self.offer = self.believed;
        }
        for (z, step) in
            self.ideal.iter_mut().zip(normal_point(rules, fit, self.drift, week, 0, fit.step))
        {
            *z += step;
        }
        self.precision = 1.0 / (1.0 / self.precision + fit.step * fit.step);
    }
}

pub(super) fn normal_point(
    rules: &Rules,
    fit: &FitRules,
    purpose: Purpose,
    week: u32,
    number: usize,
    spread: f64,
) -> [f64; 4] {
    let law = Law { kind: LawKind::Normal, params: [0.0, 1.0, 0.0] };
    let mut stream = rules.stream(purpose, week, 0, number);
    std::array::from_fn(|i| {
        if i < fit.dimensions && spread > 0.0 {
            spread * Sampler::new(&law).sample(&mut stream)
        } else {
            0.0
        }
    })
}
