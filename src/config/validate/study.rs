//! `[study]` and `[market]`: how long, how many, which luck, which money.

use crate::model::{Currency, Date, Horizon, Market, Sampling, Scenario, Season};

use super::super::keys::MAX_WEEKS;
use super::super::problem::Kind;
use super::super::read::Typed;
use super::super::words::did_you_mean;
use super::Check;

impl Check<'_> {
    pub(super) fn horizon(&mut self) -> Horizon {
        let weeks = self.small("study.weeks").unwrap_or(1);
        let tail_weeks = self.small("study.tail_weeks").unwrap_or(0);
        if weeks + tail_weeks > MAX_WEEKS {
            let expected = format!("weeks and tail_weeks of at most {MAX_WEEKS} together");
            self.refuse(Kind::Lim, "study.tail_weeks", expected, "shorten one of them");
        }
        Horizon { weeks, tail_weeks }
    }

    /// First day of week 1.
    pub(super) fn start(&self) -> Option<Date> {
        match self.item("study.start")?.typed {
            Typed::Date(date) => Some(date),
            _ => None,
        }
    }

    pub(super) fn sampling(&mut self) -> Sampling {
        let worlds = self.small("study.worlds").unwrap_or(1);
        if self.integer("study.worlds") == Some(1) {
            self.warn(
                "study.worlds",
                "2 or more for a standard error",
                "with one world the results have no error bars",
            );
        }
        let seed = self.integer("study.seed").and_then(|s| u64::try_from(s).ok()).unwrap_or(0);
        Sampling { worlds, replications: self.small("study.replications").unwrap_or(1), seed }
    }

    pub(super) fn market(&mut self) -> Market {
        let typed = self.text("market.currency");
        let currency = typed.as_deref().and_then(Currency::from_code);
        if let (Some(typed), None) = (&typed, &currency) {
            let upper = typed.trim().to_uppercase();
            let hint = match Currency::from_code(&upper) {
                Some(_) => format!("write \"{upper}\""),
                None => "for example \"USD\", \"EUR\" or \"VND\"".into(),
            };
            self.refuse(
                Kind::Rng,
                "market.currency",
                "an ISO 4217 code of three capital letters",
                hint,
            );
        }
        let season = self.season();
        Market {
            // Refused above or missed as a key: this scenario is never lived, but checking goes on to what else is wrong.
            currency: currency.unwrap_or(Currency { code: "XXX".into(), digits: 2 }),
            people_per_customer: self.small("market.people_per_customer").unwrap_or(1),
            season,
        }
    }

    /// A wave, or a file with a factor for each week.
    fn season(&mut self) -> Option<Season> {
        const TABLE: &str = "market.season";
        let csv = format!("{TABLE}.csv");
        let wave = ["amplitude", "peak_week"];
        if self.has(&csv) {
            for word in wave {
                let path = format!("{TABLE}.{word}");
                if self.has(&path) {
                    let hint = "keep the file or the wave";
                    self.refuse_key(&path, format!("no {word} beside csv"), hint);
                }
            }
            return self.season_csv().map(Season::Weeks);
        }
        if !self.has(TABLE) || self.is_bad(TABLE) {
            return None;
        }
        for word in wave {
            if !self.has(&format!("{TABLE}.{word}")) {
                let expected = "amplitude and peak_week, or csv, a factor for each week";
                self.missing(TABLE, word, expected, "");
            }
        }
        Some(Season::Wave {
            amplitude: self.needed("market.season.amplitude"),
            peak_week: self.needed("market.season.peak_week"),
        })
    }

    /// The strategy that the others are measured against.
    pub(super) fn baseline(&mut self, scenario: &Scenario) -> usize {
        const PATH: &str = "study.baseline";
        let ids: Vec<&str> = scenario.strategies.iter().map(|s| s.id.as_str()).collect();
        if let Some(id) = self.text(PATH) {
            let position = ids.iter().position(|s| *s == id);
            if position.is_none() && !ids.is_empty() {
                let hint = did_you_mean(&id, &ids);
                self.refuse(Kind::Ref, PATH, "the id of a strategy of this file", hint);
            }
            return position.unwrap_or(0);
        }
        // A wrong baseline, budget or strategy was noted before; nothing can be said about the rest then.
        if self.is_bad(PATH) || ids.is_empty() || self.any_bad_below("strategy.") {
            return 0;
        }
        let idle: Vec<usize> = scenario
            .strategies
            .iter()
            .enumerate()
            .filter(|(_, s)| !super::strategies::spends(s, scenario.horizon.weeks))
            .filter(|(_, s)| !s.promotes(scenario.horizon.weeks))
            .map(|(idx, _)| idx)
            .collect();
        if let [only] = idle[..] {
            return only;
        }
        let found = match idle.len() {
            0 => "no strategy without spending".to_string(),
            n => format!("{n} strategies without spending"),
        };
        let hint = format!(
            "write baseline = \"{}\", or another strategy",
            ids[idle.first().copied().unwrap_or(0)]
        );
        let at = self.place("study");
        let expected = "baseline, or exactly one strategy that spends nothing";
        let problem = self.texts.problem(Kind::Con, at, PATH, found, expected).help(hint);
        self.problems.push(problem);
        0
    }

    pub(super) fn any_bad_below(&self, prefix: &str) -> bool {
        let below = self.reading.items.range(prefix.to_string()..);
        below.take_while(|(path, _)| path.starts_with(prefix)).any(|(path, _)| self.is_bad(path))
    }
}
