//! Laws that can be named in the file: their words, their parameters, and which quantities they suit.

use crate::model::{Domain, LawKind};

use super::keys::Scopes;

/// What is known of a key that holds a number.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    pub unit: &'static str,
    pub domain: Domain,
    pub scopes: Scopes,
}

/// Laws that can be named in the file.
pub(super) const NAMED: [LawKind; 7] = [
    LawKind::Point,
    LawKind::Normal,
    LawKind::Lognormal,
    LawKind::Gamma,
    LawKind::Beta,
    LawKind::Uniform,
    LawKind::Triangular,
];

/// The parts of a number with evidence, in the order of the echo.
pub(super) const EVIDENCE: [&str; 3] = ["value", "source", "grade"];

/// A law of one draw per world that a file gives, and what names it, in the order of the echo.
pub(super) const FROM_CSV: &str = "from_csv";
pub(super) const FILE_PARTS: [&str; 2] = ["file", "column"];

/// Smallest shape parameter: below, nearly all draws are 0.
const SHAPE_MIN: f64 = 1e-3;
/// Smallest shape where the end of the support is not allowed: draws must not round onto it.
const OPEN_SHAPE_MIN: f64 = 1.0;

/// Can this word stand in a path into a number?
pub(super) fn is_law_word(word: &str) -> bool {
    matches!(word, "each" | "each_order")
        || word == FROM_CSV
        || EVIDENCE.contains(&word)
        || FILE_PARTS.contains(&word)
        || word.parse::<u8>().is_ok()
        || NAMED.iter().any(|k| k.name() == word || k.parameter_names().contains(&word))
}

/// Is this a law that can be named, and this one of its parameters?
pub(super) fn has_parameter(law: &str, parameter: &str) -> bool {
    let kind = NAMED.into_iter().find(|k| k.name() == law);
    kind.is_some_and(|k| k.parameter_names().contains(&parameter))
}

/// Position of a parameter in the list of a law that is written as a list.
pub(super) fn parameter_idx(law: &str, parameter: &str) -> Option<usize> {
    let kind = NAMED.into_iter().find(|k| k.name() == law && as_list(*k))?;
    kind.parameter_names().iter().position(|p| *p == parameter)
}

/// Names of parameters, and the parts of evidence, in the order of the file, for the echo.
pub(super) fn parameter_order(word: &str) -> Option<usize> {
    let parts = [&EVIDENCE[..], &FILE_PARTS[..]];
    if let Some(position) = parts.iter().find_map(|p| p.iter().position(|part| *part == word)) {
        return Some(position);
    }
    NAMED.iter().find_map(|k| k.parameter_names().iter().position(|p| *p == word))
}

/// Is the law written as a list of its parameters, not as a table?
pub(super) fn as_list(kind: LawKind) -> bool {
    matches!(kind, LawKind::Beta | LawKind::Uniform | LawKind::Triangular)
}

/// Laws to use in place of one that could give values outside the domain; `None` where it suits.
///
/// Upper bounds of amounts are bounds on what is typed, not on what may be drawn: they catch slips, no mechanism needs
/// them. So are those of a real number.
pub(super) fn alternatives(kind: LawKind, domain: Domain) -> Option<&'static str> {
    match (domain, kind) {
        (Domain::Real { .. }, LawKind::Lognormal | LawKind::Gamma | LawKind::Beta) => {
            Some("normal, uniform or triangular")
        }
        (Domain::Positive { .. } | Domain::NonNegative { .. }, LawKind::Normal) => {
            Some("lognormal or gamma")
        }
        (
            Domain::Share | Domain::ShareBelowOne | Domain::PositiveShare,
            LawKind::Normal | LawKind::Lognormal | LawKind::Gamma,
        ) => Some("beta, uniform or triangular"),
        _ => None,
    }
}

/// Unit and domain of a law's parameter, and the least value it may have.
pub(super) fn parameter_spec(kind: LawKind, name: &str, spec: Spec) -> (&'static str, Domain, f64) {
    let high = match spec.domain {
        Domain::Real { high, .. } | Domain::Positive { high } | Domain::NonNegative { high } => {
            high
        }
        Domain::Share | Domain::ShareBelowOne | Domain::PositiveShare => 1.0,
    };
    let shape = Domain::Positive { high: 1e6 };
    let open_low = matches!(spec.domain, Domain::Positive { .. } | Domain::PositiveShare);
    let open_high = spec.domain == Domain::ShareBelowOne;
    let least = |open| if open { OPEN_SHAPE_MIN } else { SHAPE_MIN };
    match (kind, name) {
        (LawKind::Normal, "sd") => (spec.unit, Domain::NonNegative { high: 1e12 }, 0.0),
        (LawKind::Lognormal, "cv") => ("share of the mean", Domain::Positive { high: 100.0 }, 0.0),
        (LawKind::Lognormal | LawKind::Gamma, "mean") => {
            (spec.unit, Domain::Positive { high }, 0.0)
        }
        // A gamma of small shape gives draws below the smallest number above 0: 1e-308^shape is the chance of it.
        (LawKind::Gamma, _) | (LawKind::Beta, "a") => {
            ("shape", shape, if open_low { 0.1 } else { SHAPE_MIN })
        }
        (LawKind::Beta, _) => ("shape", shape, least(open_high)),
        _ => (spec.unit, spec.domain, f64::NEG_INFINITY),
    }
}
