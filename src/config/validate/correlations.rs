//! `correlations`: which uncertain numbers hang together, and whether they can.

use crate::model::{Correlations, LawKind, RankPair};

use super::super::problem::Kind;
use super::super::read::Typed;
use super::super::words::did_you_mean;
use super::Check;

/// Most numbers with a rank correlation: their matrix is looked at as a whole.
const MOST_MEMBERS: usize = 200;

impl Check<'_> {
    pub(super) fn correlations(&mut self) -> Correlations {
        const TABLE: &str = "correlations";
        let mut pairs: Vec<RankPair> = Vec::new();
        let mut rows = self.below(TABLE);
        rows.sort_by_key(|row| row.parse::<usize>().unwrap_or(usize::MAX));
        for row in rows {
            let path = format!("{TABLE}.{row}.between");
            let Some(pair) = self.rank_pair(&path, &format!("{TABLE}.{row}.rank")) else {
                continue;
            };
            let same = |other: &RankPair| {
                let [a, b] = pair.between;
                other.between == [a, b] || other.between == [b, a]
            };
            if pairs.iter().any(same) {
                self.refuse_found(
                    Kind::Con,
                    &path,
                    "the same two numbers again",
                    "each pair once",
                    "",
                );
                continue;
            }
            pairs.push(pair);
        }
        let mut members: Vec<u32> = pairs.iter().flat_map(|p| p.between.map(|id| id.0)).collect();
        members.sort_unstable();
        members.dedup();
        if members.len() > MOST_MEMBERS {
            let found = format!("{} numbers", members.len());
            let expected = format!("at most {MOST_MEMBERS} numbers with a rank correlation");
            self.refuse_found(Kind::Lim, TABLE, found, expected, "leave out weak correlations");
            return Correlations::default();
        }
        match Correlations::new(&pairs) {
            Ok(correlations) => correlations,
            Err(refusal) => {
                // Written without noise: of ranks that make two numbers the same it is 0, not 10⁻¹⁷.
                let smallest = libm::round(refusal.smallest_eigenvalue * 1e6) / 1e6 + 0.0;
                let found = format!("ranks whose correlation matrix has the eigenvalue {smallest}");
                let expected = "a positive definite matrix: all eigenvalues above 0";
                let hint = "no numbers can hang together like that: bring ranks nearer to 0";
                self.refuse_found(Kind::Con, TABLE, found, expected, hint);
                Correlations::default()
            }
        }
    }

    fn rank_pair(&mut self, between: &str, rank: &str) -> Option<RankPair> {
        let Typed::IdList(paths) = &self.item(between)?.typed else { return None };
        let uncertain: Vec<&str> = (self.reading.rows.iter())
            .filter(|(_, number)| !number.law.is_point())
            .map(|(path, _)| path.as_str())
            .collect();
        let mut ids = Vec::new();
        for (path, at) in paths {
            let (kind, found) = match self.reading.rows.get(path) {
                Some(number) if number.law.kind == LawKind::FromFile => {
                    let found = format!("{path}, which a file gives");
                    let expected = "a number with a law of its own";
                    let problem = self.texts.problem(Kind::Con, *at, between, found, expected);
                    let hint = "its correlations are those of the rows of the file";
                    self.problems.push(problem.help(hint));
                    continue;
                }
                Some(number) if !number.law.is_point() => {
                    ids.extend(self.numbers.get(path.as_str()));
                    continue;
                }
                Some(number) => (Kind::Con, format!("{path}, which is {}", number.law.describe())),
                // What was wrong with the number itself was noted before.
                None if self.is_bad(path) => continue,
                None => (Kind::Ref, path.clone()),
            };
            let expected = "the path of an uncertain number of one draw per world";
            let problem = self.texts.problem(kind, *at, between, found, expected);
            self.problems.push(problem.help(did_you_mean(path, &uncertain)));
        }
        let [a, b] = ids[..] else { return None };
        if a == b {
            let expected = "two different numbers";
            self.refuse_found(Kind::Con, between, "the same number twice", expected, "");
            return None;
        }
        Some(RankPair { between: [a, b], rank: self.fixed(rank)? })
    }
}
