//! Drawing from a law, through `rand_distr`, with the same bits on every machine.

use std::convert::Infallible;

use rand::TryRng;
use rand_distr::{Beta, Distribution, Gamma, LogNormal, Normal, StandardUniform, Triangular};

use super::exact::Exact;
use super::philox::philox4x32;
use crate::model::law::Z95;
use crate::model::law::{Law, LawKind, logistic, logit, lognormal_of_interval, lognormal_of_mean};

/// A generator of its own for one quantity of one customer: as many words as a rejection loop wants, and nobody else's.
#[derive(Clone, Debug)]
pub struct Stream {
    seed: [u32; 4],
    next_block: u32,
    block: [u32; 4],
    used: usize,
}

impl Stream {
    pub(super) fn new(seed: [u32; 4]) -> Stream {
        Stream { seed, next_block: 0, block: [0; 4], used: 4 }
    }

    /// The next word, uniform over all 32-bit words.
    pub fn word(&mut self) -> u32 {
        if self.used == 4 {
            let [k0, k1, c2, c3] = self.seed;
            self.block = philox4x32([self.next_block, 0, c2, c3], [k0, k1]);
            self.next_block = self.next_block.wrapping_add(1);
            self.used = 0;
        }
        let word = self.block[self.used];
        self.used += 1;
        word
    }

    /// Uniform in the open interval (0, 1).
    pub fn uniform(&mut self) -> f64 {
        let exact: Exact = rand_distr::Open01.sample(self);
        exact.0
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from(self.word()) | (u64::from(self.word()) << 32))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for chunk in dst.chunks_mut(4) {
            let bytes = self.word().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

/// A law made ready to draw from.
#[derive(Clone, Copy, Debug)]
pub struct Sampler(Kind);

#[derive(Clone, Copy, Debug)]
enum Kind {
    Point(f64),
    Normal(Normal<Exact>),
    LogNormal(LogNormal<Exact>),
    LogitNormal(Normal<Exact>),
    Gamma(Gamma<Exact>),
    Beta(Beta<Exact>),
    Uniform { low: f64, width: f64 },
    Triangular(Triangular<Exact>),
}

impl Sampler {
    /// Prepares a law. `config` has checked its parameters; should a world's draw have made them unusable all the same
    /// (a scale that underflows to 0), the law is its centre.
    pub fn new(law: &Law) -> Sampler {
        Sampler(Kind::of(law).unwrap_or_else(|| Kind::Point(law.centre())))
    }

    /// A gamma law by shape and rate, as Gamma-Gamma spend needs it.
    pub fn gamma_rate(shape: f64, rate: f64) -> Sampler {
        let kind = Gamma::new(Exact(shape), Exact(1.0 / rate)).map(Kind::Gamma);
        Sampler(kind.unwrap_or(Kind::Point(shape / rate)))
    }

    /// One draw.
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        match &self.0 {
            Kind::Point(x) => *x,
            Kind::Normal(d) => d.sample(stream).0,
            Kind::LogNormal(d) => d.sample(stream).0,
            Kind::LogitNormal(d) => logistic(d.sample(stream).0),
            Kind::Gamma(d) => d.sample(stream).0,
            Kind::Beta(d) => d.sample(stream).0,
            Kind::Uniform { low, width } => {
                let u: Exact = StandardUniform.sample(stream);
                low + width * u.0
            }
            Kind::Triangular(d) => d.sample(stream).0,
        }
    }
}

impl Kind {
    fn of(law: &Law) -> Option<Kind> {
        let [a, b, c] = law.params;
        let normal = |mean: f64, sd: f64| Normal::new(Exact(mean), Exact(sd)).ok();
        let lognormal = |(mu, sigma): (f64, f64)| {
            LogNormal::new(Exact(mu), Exact(sigma)).ok().map(Kind::LogNormal)
        };
        match law.kind {
            LawKind::Point => Some(Kind::Point(a)),
            // Its rows are drawn by whoever has them.
            LawKind::FromFile => Some(Kind::Point(b)),
            LawKind::LognormalInterval => lognormal(lognormal_of_interval(a, b)),
            LawKind::Lognormal => lognormal(lognormal_of_mean(a, b)),
            LawKind::LogitNormalInterval => {
                let (l, h) = (logit(a), logit(b));
                normal(0.5 * (l + h), (h - l) / (2.0 * Z95)).map(Kind::LogitNormal)
            }
            LawKind::NormalInterval => {
                normal(0.5 * (a + b), (b - a) / (2.0 * Z95)).map(Kind::Normal)
            }
            LawKind::Normal => normal(a, b).map(Kind::Normal),
            LawKind::Gamma => Gamma::new(Exact(b), Exact(a / b)).ok().map(Kind::Gamma),
            LawKind::Beta => Beta::new(Exact(a), Exact(b)).ok().map(Kind::Beta),
            LawKind::Uniform => Some(Kind::Uniform { low: a, width: b - a }),
            LawKind::Triangular => {
                Triangular::new(Exact(a), Exact(c), Exact(b)).ok().map(Kind::Triangular)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Luck, Place, Purpose};

    fn draws(kind: LawKind, params: [f64; 3], n: u32) -> Vec<f64> {
        let sampler = Sampler::new(&Law { kind, params });
        let luck = Luck::new(99, 0);
        let place = Place { replication: 0, week: 0, attempt: 0, purpose: Purpose::new("test") };
        (0..n).map(|i| sampler.sample(&mut luck.stream(place, i))).collect()
    }

    fn mean_and_sd(xs: &[f64]) -> (f64, f64) {
        let n = f64::from(u32::try_from(xs.len()).unwrap());
        let mean = xs.iter().sum::<f64>() / n;
        let variance = xs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        (mean, variance.sqrt())
    }

    /// Means within 5 SE at n = 200 000: would catch a swapped parameter or a missing −σ²/2 (z above 100).
    #[test]
    fn each_law_has_its_mean_and_spread() {
        let cases = [
            (LawKind::Normal, [2.0, 0.5, 0.0], 2.0, 0.5),
            (LawKind::Lognormal, [1.3, 0.5, 0.0], 1.3, 0.65),
            (LawKind::Gamma, [2.5, 1.2, 0.0], 2.5, 2.5 / 1.2f64.sqrt()),
            (LawKind::Gamma, [0.9, 0.3, 0.0], 0.9, 0.9 / 0.3f64.sqrt()),
            (LawKind::Beta, [0.8, 2.4, 0.0], 0.25, (0.8 * 2.4 / (3.2f64 * 3.2 * 4.2)).sqrt()),
            (LawKind::Uniform, [1.0, 3.0, 0.0], 2.0, 2.0 / 12f64.sqrt()),
            (LawKind::Triangular, [0.0, 1.0, 5.0], 2.0, (21.0f64 / 18.0).sqrt()),
        ];
        let n = 200_000;
        for (kind, params, mean, sd) in cases {
            let (m, s) = mean_and_sd(&draws(kind, params, n));
            let z = (m - mean) / (sd / f64::from(n).sqrt());
            assert!(z.abs() < 5.0, "{kind:?}: mean {m} for {mean}, z {z}");
            assert!((s / sd - 1.0).abs() < 0.02, "{kind:?}: sd {s} for {sd}");
        }
    }

    /// Five percent of the mass below the interval and five above: binomial bands of 5 SE at n = 200 000.
    #[test]
    fn intervals_hold_ninety_percent() {
        for (kind, params) in [
            (LawKind::LognormalInterval, [4.0, 9.0, 0.0]),
            (LawKind::LogitNormalInterval, [0.1, 0.3, 0.0]),
            (LawKind::NormalInterval, [-2.0, 5.0, 0.0]),
        ] {
            let xs = draws(kind, params, 200_000);
            let below = xs.iter().filter(|x| **x < params[0]).count();
            let above = xs.iter().filter(|x| **x > params[1]).count();
            for tail in [below, above] {
                assert!(tail.abs_diff(10_000) < 5 * 98, "{kind:?}: {tail} of 200 000");
            }
        }
    }

    /// Pinned first values: a change of `rand_distr` or of our arithmetic that moves draws is seen here.
    #[test]
    fn first_values_are_pinned() {
        for (kind, params, pinned) in [
            (LawKind::Normal, [0.0, 1.0, 0.0], [0x3fe8_5791_6fc4_c994, 0xbfb7_6a42_edc2_097e]),
            (LawKind::Gamma, [1.0, 0.5, 0.0], [0x3fd1_5ff0_8e0e_1a5b, 0x3fe5_5b38_f9d0_512d]),
            (LawKind::Beta, [0.8, 2.4, 0.0], [0x3fa5_737a_6669_fb6e, 0x3fd3_2253_d459_bfa0]),
        ] {
            let found: Vec<u64> = draws(kind, params, 2).iter().map(|x| x.to_bits()).collect();
            assert_eq!(found, pinned, "{kind:?}: {found:x?}");
        }
    }
}
