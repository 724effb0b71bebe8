//! `f64` whose functions give the same bits on every machine, so that `rand_distr` does.
//!
//! std's `exp`, `ln`, `powf` … may differ by CPU (the C library picks its code at run time); `libm` does not.
//! `rand_distr` is generic over `num_traits::Float`, and this is the `Float` we give it.

use std::num::FpCategory;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Rem, Sub, SubAssign};

use num_traits::{Float, Num, NumCast, One, ToPrimitive, Zero};
use rand::Rng;
use rand_distr::{Distribution, Exp1, Open01, StandardNormal, StandardUniform};

/// See the module's text.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Exact(pub f64);

const TWO53: f64 = 9_007_199_254_740_992.0;

/// The 53 high bits of a word as a number from 0 to 2⁵³ − 1.
fn high_bits<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
    let x = (rng.next_u64() >> 11) as f64;
    x
}

impl Distribution<Exact> for Open01 {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> Exact {
        Exact((high_bits(rng) + 0.5) / TWO53)
    }
}

impl Distribution<Exact> for StandardUniform {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> Exact {
        Exact(high_bits(rng) / TWO53)
    }
}

impl Distribution<Exact> for Exp1 {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> Exact {
        let u: Exact = Open01.sample(rng);
        Exact(-libm::log(u.0))
    }
}

impl Distribution<Exact> for StandardNormal {
    /// Marsaglia's polar method; the second value of a pair is left unused, so that a draw keeps no state.
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> Exact {
        loop {
            let u: Exact = Open01.sample(rng);
            let v: Exact = Open01.sample(rng);
            let (x, y) = (2.0 * u.0 - 1.0, 2.0 * v.0 - 1.0);
            let s = x * x + y * y;
            if s > 0.0 && s < 1.0 {
                return Exact(x * libm::sqrt(-2.0 * libm::log(s) / s));
            }
        }
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        impl $trait for Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                Exact(self.0 $op other.0)
            }
        }
    )*};
}
operators!(Add add +, Sub sub -, Mul mul *, Div div /, Rem rem %);

impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact(-self.0)
    }
}

impl AddAssign for Exact {
    fn add_assign(&mut self, other: Exact) {
        self.0 += other.0;
    }
}

impl SubAssign for Exact {
    fn sub_assign(&mut self, other: Exact) {
        self.0 -= other.0;
    }
}

impl Zero for Exact {
    fn zero() -> Exact {
        Exact(0.0)
    }
    fn is_zero(&self) -> bool {
        self.0 == 0.0
    }
}

impl One for Exact {
    fn one() -> Exact {
        Exact(1.0)
    }
}

impl Num for Exact {
    type FromStrRadixErr = num_traits::ParseFloatError;
    fn from_str_radix(text: &str, radix: u32) -> Result<Exact, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(Exact)
    }
}

impl ToPrimitive for Exact {
    fn to_i64(&self) -> Option<i64> {
        self.0.to_i64()
    }
    fn to_u64(&self) -> Option<u64> {
        self.0.to_u64()
    }
    fn to_f64(&self) -> Option<f64> {
        Some(self.0)
    }
}

impl NumCast for Exact {
    fn from<T: ToPrimitive>(n: T) -> Option<Exact> {
        n.to_f64().map(Exact)
    }
}

/// Functions of one argument, from `libm`.
macro_rules! from_libm {
    ($($method:ident $function:ident),*) => {$(
        fn $method(self) -> Exact {
            Exact(libm::$function(self.0))
        }
    )*};
}

/// Constants of the type.
macro_rules! constants {
    ($($method:ident $value:expr),*) => {$(
        fn $method() -> Exact {
            Exact($value)
        }
    )*};
}

/// Questions about the number.
macro_rules! questions {
    ($($method:ident),*) => {$(
        fn $method(self) -> bool {
            self.0.$method()
        }
    )*};
}

impl Float for Exact {
    constants!(
        nan f64::NAN, infinity f64::INFINITY, neg_infinity f64::NEG_INFINITY, neg_zero -0.0,
        min_value f64::MIN, min_positive_value f64::MIN_POSITIVE, max_value f64::MAX,
        epsilon f64::EPSILON
    );
    questions!(is_nan, is_infinite, is_finite, is_normal, is_sign_positive, is_sign_negative);
    from_libm!(
        floor floor, ceil ceil, round round, trunc trunc, abs fabs, sqrt sqrt, exp exp, exp2 exp2,
        ln log, log2 log2, log10 log10, cbrt cbrt, sin sin, cos cos, tan tan, asin asin, acos acos,
        atan atan, exp_m1 expm1, ln_1p log1p, sinh sinh, cosh cosh, tanh tanh, asinh asinh,
        acosh acosh, atanh atanh
    );
    fn classify(self) -> FpCategory {
        self.0.classify()
    }
    fn fract(self) -> Exact {
        Exact(self.0 - libm::trunc(self.0))
    }
    fn signum(self) -> Exact {
        Exact(self.0.signum())
    }
    /// Two roundings: a fused multiply-add would give other bits on other machines.
    fn mul_add(self, a: Exact, b: Exact) -> Exact {
        Exact(self.0 * a.0 + b.0)
    }
    fn recip(self) -> Exact {
        Exact(1.0 / self.0)
    }
    fn powi(self, n: i32) -> Exact {
        Exact(libm::pow(self.0, <f64 as From<i32>>::from(n)))
    }
    fn powf(self, n: Exact) -> Exact {
        Exact(libm::pow(self.0, n.0))
    }
    fn log(self, base: Exact) -> Exact {
        Exact(libm::log(self.0) / libm::log(base.0))
    }
    fn max(self, other: Exact) -> Exact {
        Exact(libm::fmax(self.0, other.0))
    }
    fn min(self, other: Exact) -> Exact {
        Exact(libm::fmin(self.0, other.0))
    }
    fn abs_sub(self, other: Exact) -> Exact {
        Exact(libm::fdim(self.0, other.0))
    }
    fn hypot(self, other: Exact) -> Exact {
        Exact(libm::hypot(self.0, other.0))
    }
    fn atan2(self, other: Exact) -> Exact {
        Exact(libm::atan2(self.0, other.0))
    }
    fn sin_cos(self) -> (Exact, Exact) {
        (self.sin(), self.cos())
    }
    fn integer_decode(self) -> (u64, i16, i8) {
        Float::integer_decode(self.0)
    }
}
