//! Quantiles of the laws a number may be drawn from, by standard normal score: what a Gaussian copula needs.
//!
//! Drawing from a law alone is the business of `random`; here a score is turned into the value with the same probability
//! below it. Everything is `libm`, so the bits are the same on every machine.

use super::law::{Law, LawKind, Z95, logistic, logit, lognormal_of_interval, lognormal_of_mean};

/// The value of the law that has as much mass below it as the standard normal has below `score`: `F⁻¹(Φ(score))`.
pub fn at_score(law: &Law, score: f64) -> f64 {
    let [a, b, c] = law.params;
    let lognormal = |(mu, sigma): (f64, f64)| libm::exp(mu + sigma * score);
    match law.kind {
        LawKind::Point => a,
        LawKind::LognormalInterval => lognormal(lognormal_of_interval(a, b)),
        LawKind::Lognormal => lognormal(lognormal_of_mean(a, b)),
        LawKind::LogitNormalInterval => {
            let (l, h) = (logit(a), logit(b));
            logistic(0.5 * (l + h) + score * (h - l) / (2.0 * Z95))
        }
        LawKind::NormalInterval => 0.5 * (a + b) + score * (b - a) / (2.0 * Z95),
        LawKind::Normal => a + b * score,
        LawKind::Gamma => a / b * gamma(b, Tails::of_score(score)),
        LawKind::Beta => beta(a, b, Tails::of_score(score)),
        LawKind::Uniform => {
            let Tails { below, above } = Tails::of_score(score);
            if below < above { a + (b - a) * below } else { b - (b - a) * above }
        }
        LawKind::Triangular => triangular([a, b, c], Tails::of_score(score)),
        // `config` lets no number from a file have a rank correlation: the rows of the file have theirs.
        LawKind::FromFile => b,
    }
}

/// A probability and what it lacks to 1, each with all its digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    pub below: f64,
    pub above: f64,
}

impl Tails {
    /// Mass of the standard normal below and above a score: `Φ(z) = erfc(−z/√2)/2`.
    pub fn of_score(z: f64) -> Tails {
        let x = z * std::f64::consts::FRAC_1_SQRT_2;
        Tails { below: 0.5 * libm::erfc(-x), above: 0.5 * libm::erfc(x) }
    }
}

/// Quantile of the triangular law `[low, mode, high]`.
fn triangular([low, mode, high]: [f64; 3], p: Tails) -> f64 {
    let width = high - low;
    if p.below * width <= mode - low {
        low + libm::sqrt(p.below * width * (mode - low))
    } else {
        high - libm::sqrt(p.above * width * (high - mode))
    }
}

/// Quantile of the gamma law of this shape and scale 1: the x with P(shape, x) = p, the inverse of the regularised
/// incomplete gamma function.
pub fn gamma(shape: f64, p: Tails) -> f64 {
    // In u = ln x the mass moves by x·f(x) = x^a e^(−x)/Γ(a), and quantiles of tiny shapes keep their digits.
    let high = libm::log(shape + 40.0 * libm::sqrt(shape) + 800.0);
    let u = solve(p, -745.0, high, |u| {
        let x = libm::exp(u);
        (gamma_tails(shape, x), gamma_weight(shape, x))
    });
    libm::exp(u)
}

/// Quantile of the beta law: the x with I_x(a, b) = p, the inverse of the regularised incomplete beta function.
pub fn beta(a: f64, b: f64, p: Tails) -> f64 {
    // In u = logit x the mass moves by x(1 − x)f(x) = x^a (1 − x)^b / B(a, b).
    let u = solve(p, -745.0, 745.0, |u| {
        let (x, y) = (logistic(u), logistic(-u));
        (beta_tails(a, b, x, y), beta_weight(a, b, x, y))
    });
    logistic(u)
}

/// The u at which a rising share reaches p: Newton's steps on the logarithm of the smaller tail, halving where a step
/// leaves the bracket. `share` gives the tails at u and the density of u.
fn solve(p: Tails, mut low: f64, mut high: f64, share: impl Fn(f64) -> (Tails, f64)) -> f64 {
    let by_low = p.below <= p.above;
    let target = if by_low { p.below } else { p.above };
    let mut u = 0.5 * (low + high);
    // 1100 halvings would settle any bracket; Newton needs about ten steps.
    for _ in 0..1100 {
        let (tails, density) = share(u);
        let tail = if by_low { tails.below } else { tails.above };
        let too_low = if by_low { tail < target } else { tail > target };
        if too_low {
            low = u
        } else {
            high = u
        }
        let slope = if by_low { density } else { -density };
        let newton = u - tail * libm::log(tail / target) / slope;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - u).abs() <= 4.0 * f64::EPSILON * u.abs().max(1.0) {
            return next;
        }
        u = next;
    }
    u
}

/// `x^a e^(−x)/Γ(a)`, with the large terms of a large shape taken together (Stirling): they would cost its digits.
fn gamma_weight(a: f64, x: f64) -> f64 {
    let log = a * log_ratio(x, a) - (x - a) + 0.5 * libm::log(a / (2.0 * std::f64::consts::PI));
    libm::exp(log - stirling(a))
}

/// P(a, x) and Q(a, x): the series below the mean, the continued fraction above (Abramowitz & Stegun 6.5.29, 6.5.31).
pub fn gamma_tails(a: f64, x: f64) -> Tails {
    let weight = gamma_weight(a, x);
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * (0.25 * f64::EPSILON) {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        let below = (weight * sum).min(1.0);
        return Tails { below, above: 1.0 - below };
    }
    // Lentz's way through b₀ + a₁/(b₁ + a₂/(b₂ + …)).
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for n in 1..MOST_TERMS {
        let n = f64::from(n);
        let part = -n * (n - a);
        b += 2.0;
        d = 1.0 / away_from_zero(part * d + b);
        c = away_from_zero(b + part / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    let above = (weight * fraction).min(1.0);
    Tails { below: 1.0 - above, above }
}

/// `x^a y^b / B(a, b)`, y = 1 − x.
fn beta_weight(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let log = a * log_ratio(x, a / n)
        + b * log_ratio(y, b / n)
        + 0.5 * libm::log(a * (b / n) / (2.0 * std::f64::consts::PI));
    libm::exp(log + stirling(n) - stirling(a) - stirling(b))
}

/// I_x(a, b) and 1 − I_x(a, b), y = 1 − x, by the continued fraction (Abramowitz & Stegun 26.5.8) on the side where it
/// converges fast.
pub fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> Tails {
    let weight = beta_weight(a, b, x, y);
    if x * (a + b + 2.0) < a + 1.0 {
        let below = (weight * beta_fraction(a, b, x) / a).min(1.0);
        Tails { below, above: 1.0 - below }
    } else {
        let above = (weight * beta_fraction(b, a, y) / b).min(1.0);
        Tails { below: 1.0 - above, above }
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..MOST_TERMS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

/// Terms of a continued fraction: they converge in about √shape terms, and shapes reach 10⁶.
const MOST_TERMS: u32 = 100_000;
const TINY: f64 = 1e-300;

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// `ln(x/m)`, near x = m without the loss of digits in `x/m`.
fn log_ratio(x: f64, m: f64) -> f64 {
    let away = (x - m) / m;
    if away.abs() < 0.5 { libm::log1p(away) } else { libm::log(x) - libm::log(m) }
}

/// `ln Γ(a) − ((a − ½) ln a − a + ½ ln 2π)`: what Stirling's formula lacks (Abramowitz & Stegun 6.1.41).
fn stirling(a: f64) -> f64 {
    if a < 16.0 {
        let main = (a - 0.5) * libm::log(a) - a + 0.5 * libm::log(2.0 * std::f64::consts::PI);
        return libm::lgamma(a) - main;
    }
    let r = 1.0 / (a * a);
    (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r / 1188.0)))) / a
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Beta, ContinuousCDF, Gamma};

    const SCORES: [f64; 9] = [-6.0, -3.0, -1.644_853_626_951_472_7, -0.5, 0.0, 0.3, 1.2, 3.0, 6.0];

    fn close(case: &str, expected: f64, found: f64, relative: f64) {
        let off = (found - expected).abs() / expected.abs().max(1e-300);
        assert!(off <= relative, "{case}: expected {expected}, found {found}, off by {off:.1e}");
    }

    // statrs has the distribution functions; its tails are taken on the side where they keep their digits.
    // Seen to catch: the odd terms of the beta's continued fraction with the sign of the even ones.
    #[test]
    fn quantiles_of_gamma_and_beta_have_the_mass_that_was_asked_for() {
        for shape in [0.01, 0.3, 1.0, 2.5, 30.0, 900.0, 20_000.0] {
            let law = Gamma::new(shape, 1.0).unwrap();
            for z in SCORES {
                let p = Tails::of_score(z);
                let x = gamma(shape, p);
                let case = format!("gamma {shape} at {z}");
                if x < 1e-290 {
                    continue;
                }
                if z <= 0.0 {
                    close(&case, p.below, law.cdf(x), 1e-9);
                } else {
                    close(&case, p.above, law.sf(x), 1e-9);
                }
            }
        }
        for (a, b) in
            [(0.05, 0.7), (0.8, 2.4), (1.0, 1.0), (6.0, 4.0), (300.0, 5.0), (900.0, 4000.0)]
        {
            let law = Beta::new(a, b).unwrap();
            for z in SCORES {
                let p = Tails::of_score(z);
                let x = beta(a, b, p);
                let case = format!("beta {a} {b} at {z}");
                if z <= 0.0 {
                    close(&case, p.below, law.cdf(x), 1e-9);
                } else if 1.0 - x > 1e-4 {
                    close(&case, p.above, law.sf(x), 1e-9);
                }
            }
        }
    }

    // Closed forms: exponential, uniform, power; nothing else knows the extreme tails to all digits.
    // Seen to catch: the stop rule of `solve` at 1e-6.
    #[test]
    fn quantiles_with_a_closed_form_have_all_their_digits() {
        for z in SCORES {
            let p = Tails::of_score(z);
            let above = if z < 0.0 { libm::log1p(-p.below) } else { libm::log(p.above) };
            close("exponential", -above, gamma(1.0, p), 1e-13);
            close("uniform", p.below, beta(1.0, 1.0, p), 1e-13);
            close("power", libm::exp(libm::log(p.below) / 3.0), beta(3.0, 1.0, p), 1e-13);
            close("gamma ½", libm::erfc(libm::sqrt(gamma(0.5, p))), p.above, 1e-13);
        }
    }

    // Shapes beyond statrs' digits: a gamma of large shape is normal up to its skew (Wilson & Hilferty 1931 to 1e-6).
    #[test]
    fn large_shapes_do_not_lose_their_digits() {
        let shape: f64 = 1e6;
        let c: f64 = 1.0 / (9.0 * shape);
        for z in [-3.0, 0.0, 2.0] {
            let cube = 1.0 - c + z * c.sqrt();
            close("gamma 1e6", shape * cube * cube * cube, gamma(shape, Tails::of_score(z)), 1e-8);
            let x = beta(shape, shape, Tails::of_score(z));
            close("beta 1e6", 0.5 + 0.5 * z / (2.0 * shape + 1.0).sqrt(), x, 1e-7);
        }
    }

    #[test]
    fn a_score_of_zero_is_the_median_and_ends_are_never_passed() {
        let law = |kind, params| Law { kind, params };
        let cases = [
            (law(LawKind::LognormalInterval, [4.0, 9.0, 0.0]), 6.0),
            (law(LawKind::Uniform, [1.0, 3.0, 0.0]), 2.0),
            (law(LawKind::Triangular, [0.0, 1.0, 2.0]), 1.0),
            (law(LawKind::Beta, [2.0, 2.0, 0.0]), 0.5),
            (law(LawKind::NormalInterval, [-2.0, 5.0, 0.0]), 1.5),
            (law(LawKind::LogitNormalInterval, [0.2, 0.8, 0.0]), 0.5),
        ];
        for (law, median) in cases {
            close(&law.describe(), median, at_score(&law, 0.0), 1e-12);
        }
        let triangular = law(LawKind::Triangular, [30.0, 45.0, 50.0]);
        for z in [-40.0, 40.0] {
            assert!((30.0..=50.0).contains(&at_score(&triangular, z)));
        }
        let interval = law(LawKind::LogitNormalInterval, [0.1, 0.3, 0.0]);
        close("5 %", 0.1, at_score(&interval, -Z95), 1e-12);
        close("95 %", 0.3, at_score(&interval, Z95), 1e-12);
    }
}
