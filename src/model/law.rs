//! Probability laws as plain parameters: what a number that is not known, or that differs between people, can be.
//!
//! Drawing from a law is the business of `random`; here are its parameters, its centre and its support.

use super::number::{Domain, NumberId, World};

/// Standard normal quantile at 95 %: `"a to b"` puts 5 % of the mass below `a` and 5 % above `b`.
pub const Z95: f64 = 1.644_853_626_951_472_7;

/// The families a number may be drawn from, with the names and order of their parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LawKind {
    /// always the same: `[x]`
    Point,
    /// `"a to b"` of a positive quantity: lognormal with 5 % below `a`, 5 % above `b`: `[a, b]`
    LognormalInterval,
    /// `"a to b"` of a share: the logit is normal, 5 % below `a`, 5 % above `b`: `[a, b]`
    LogitNormalInterval,
    /// `"a to b"` of any real: normal, 5 % below `a`, 5 % above `b`: `[a, b]`
    NormalInterval,
    /// `[mean, sd]`
    Normal,
    /// `[mean, cv]`: mean of the variable itself and its coefficient of variation
    Lognormal,
    /// `[mean, shape]`
    Gamma,
    /// `[a, b]`, mean `a/(a+b)`
    Beta,
    /// `[low, high]`
    Uniform,
    /// `[low, mode, high]`
    Triangular,
    /// a row of a file per world, see [`super::scenario::Draws`]: `[least, mean, largest]` of its column
    FromFile,
}

impl LawKind {
    /// Name in the scenario file (`"a to b"` families have no name there; this is what the echo calls them).
    pub fn name(self) -> &'static str {
        match self {
            LawKind::Point => "point",
            LawKind::LognormalInterval => "lognormal, 90 % interval",
            LawKind::LogitNormalInterval => "logit-normal, 90 % interval",
            LawKind::NormalInterval => "normal, 90 % interval",
            LawKind::Normal => "normal",
            LawKind::Lognormal => "lognormal",
            LawKind::Gamma => "gamma",
            LawKind::Beta => "beta",
            LawKind::Uniform => "uniform",
            LawKind::Triangular => "triangular",
            LawKind::FromFile => "from_csv, one row per world",
        }
    }

    /// Names of the parameters, in the order in which [`Law::params`] holds them.
    pub fn parameter_names(self) -> &'static [&'static str] {
        match self {
            LawKind::Point => &["x"],
            LawKind::LognormalInterval
            | LawKind::LogitNormalInterval
            | LawKind::NormalInterval
            | LawKind::Uniform => &["low", "high"],
            LawKind::Normal => &["mean", "sd"],
            LawKind::Lognormal => &["mean", "cv"],
            LawKind::Gamma => &["mean", "shape"],
            LawKind::Beta => &["a", "b"],
            LawKind::Triangular => &["low", "mode", "high"],
            LawKind::FromFile => &["least", "mean", "largest"],
        }
    }

    /// The family that a 90 % interval means for a quantity of this domain.
    pub fn of_interval(domain: Domain) -> LawKind {
        match domain {
            Domain::Real { .. } => LawKind::NormalInterval,
            Domain::Share | Domain::ShareBelowOne | Domain::PositiveShare => {
                LawKind::LogitNormalInterval
            }
            Domain::Positive { .. } | Domain::NonNegative { .. } => LawKind::LognormalInterval,
        }
    }
}

/// One probability law with its parameters as numbers; unused places of `params` are 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    pub kind: LawKind,
    pub params: [f64; 3],
}

impl Law {
    /// The law of a number that is known.
    pub fn point(x: f64) -> Law {
        Law { kind: LawKind::Point, params: [x, 0.0, 0.0] }
    }

    /// Is the number known?
    pub fn is_point(&self) -> bool {
        self.kind == LawKind::Point
    }

    /// The law as people write it: `0.03`, `0.02 to 0.05 (lognormal, 90 % interval)`, `gamma: mean 90, shape 30`.
    pub fn describe(&self) -> String {
        let [a, b, _] = self.params;
        match self.kind {
            LawKind::Point => format!("{a}"),
            LawKind::LognormalInterval | LawKind::LogitNormalInterval | LawKind::NormalInterval => {
                format!("{a} to {b} ({})", self.kind.name())
            }
            _ => {
                let names = self.kind.parameter_names().iter().zip(self.params);
                let parts: Vec<String> = names.map(|(name, x)| format!("{name} {x}")).collect();
                format!("{}: {}", self.kind.name(), parts.join(", "))
            }
        }
    }

    /// Mean of the law (of the logit-normal: its median, which needs no integral); used for estimates of size only.
    pub fn centre(&self) -> f64 {
        let [a, b, c] = self.params;
        match self.kind {
            LawKind::Point | LawKind::Normal | LawKind::Lognormal | LawKind::Gamma => a,
            LawKind::LognormalInterval => {
                let (mu, sigma) = lognormal_of_interval(a, b);
                libm::exp(mu + 0.5 * sigma * sigma)
            }
            LawKind::LogitNormalInterval => logistic(0.5 * (logit(a) + logit(b))),
            LawKind::NormalInterval | LawKind::Uniform => 0.5 * (a + b),
            LawKind::Beta => a / (a + b),
            LawKind::Triangular => (a + b + c) / 3.0,
            LawKind::FromFile => b,
        }
    }
}

/// A law whose parameters are themselves numbers of the table: one law per world, drawn once per customer or order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Family {
    pub kind: LawKind,
    pub params: [NumberId; 3],
}

impl Family {
    /// The law in one world. Places of `params` that the family does not use hold any id and are ignored.
    pub fn law(&self, world: &World) -> Law {
        let mut params = [0.0; 3];
        for (slot, id) in params.iter_mut().zip(self.params).take(self.kind.parameter_names().len())
        {
            *slot = world.get(id);
        }
        Law { kind: self.kind, params }
    }
}

/// `(mu, sigma)` of the lognormal with 5 % of its mass below `low` and 5 % above `high`, `0 < low < high`.
pub fn lognormal_of_interval(low: f64, high: f64) -> (f64, f64) {
    let (l, h) = (libm::log(low), libm::log(high));
    (0.5 * (l + h), (h - l) / (2.0 * Z95))
}

/// `(mu, sigma)` of the lognormal with this mean and coefficient of variation:
/// `sigma² = ln(1 + cv²)`, `mu = ln mean − sigma²/2`.
pub fn lognormal_of_mean(mean: f64, cv: f64) -> (f64, f64) {
    let variance = libm::log1p(cv * cv);
    (libm::log(mean) - 0.5 * variance, libm::sqrt(variance))
}

/// `ln(p/(1−p))`, `0 < p < 1`.
pub fn logit(p: f64) -> f64 {
    libm::log(p) - libm::log1p(-p)
}

/// `1/(1+e^{−x})`.
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_ninety_percent_of_its_lognormal() {
        let (mu, sigma) = lognormal_of_interval(4.0, 9.0);
        assert!((libm::exp(mu - Z95 * sigma) - 4.0).abs() < 1e-12);
        assert!((libm::exp(mu + Z95 * sigma) - 9.0).abs() < 1e-12);
    }

    #[test]
    fn mean_and_cv_of_a_lognormal_come_back() {
        let (mu, sigma) = lognormal_of_mean(1.3, 0.5);
        let mean = libm::exp(mu + 0.5 * sigma * sigma);
        let variance = (libm::exp(sigma * sigma) - 1.0) * mean * mean;
        assert!((mean - 1.3).abs() < 1e-12);
        assert!((libm::sqrt(variance) / mean - 0.5).abs() < 1e-12);
    }

    #[test]
    fn logistic_undoes_logit() {
        for p in [1e-9, 0.02, 0.5, 0.999] {
            assert!((logistic(logit(p)) - p).abs() < 1e-12);
        }
    }
}
