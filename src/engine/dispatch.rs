//! Instruction sets: every pass is plain safe Rust, compiled three times, chosen once. The results are the same bits.

/// Which of the three compilations of a pass to run. Only [`Isa::detect`] and [`Isa::named`] make one, so a set that the
/// machine lacks cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Isa(pub(super) Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Isa {
    /// The widest set this machine has.
    pub fn detect() -> Isa {
        ["avx512", "avx2"].into_iter().find_map(Isa::named).unwrap_or(Isa(Kind::Baseline))
    }

    /// The set of this name (`avx512`, `avx2`, `baseline`), if the machine has it.
    pub fn named(name: &str) -> Option<Isa> {
        match name {
            "baseline" => Some(Isa(Kind::Baseline)),
            #[cfg(target_arch = "x86_64")]
            "avx2" if std::arch::is_x86_feature_detected!("avx2") => Some(Isa(Kind::Avx2)),
            #[cfg(target_arch = "x86_64")]
            "avx512" if ["avx512f", "avx512bw", "avx512dq", "avx512vl"].iter().all(|f| has(f)) => {
                Some(Isa(Kind::Avx512))
            }
            _ => None,
        }
    }

    /// Name of the set.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Baseline => "baseline",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => "avx512",
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn has(feature: &str) -> bool {
    match feature {
        "avx512f" => std::arch::is_x86_feature_detected!("avx512f"),
        "avx512bw" => std::arch::is_x86_feature_detected!("avx512bw"),
        "avx512dq" => std::arch::is_x86_feature_detected!("avx512dq"),
        _ => std::arch::is_x86_feature_detected!("avx512vl"),
    }
}

/// Defines a pass: a function whose body is compiled for each instruction set. The body must not use integer arithmetic
/// that can overflow (overflow checks would keep the loop from being vectorised): `wrapping_*` where it is meant.
macro_rules! pass {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)? $body:block) => {
        $(#[$meta])*
        #[allow(unsafe_code, reason = "calling a function compiled for more instructions")]
        #[allow(clippy::too_many_arguments, reason = "a pass names each column it touches")]
        $vis fn $name(isa: $crate::engine::dispatch::Isa, $($arg: $ty),*) $(-> $ret)? {
            #[inline(always)]
            fn body($($arg: $ty),*) $(-> $ret)? $body
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
            fn avx512($($arg: $ty),*) $(-> $ret)? {
                body($($arg),*)
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn avx2($($arg: $ty),*) $(-> $ret)? {
                body($($arg),*)
            }
            match isa.0 {
                // SAFETY: an `Isa` of this kind exists only where the machine was seen to have these instructions.
                #[cfg(target_arch = "x86_64")]
                $crate::engine::dispatch::Kind::Avx512 => unsafe { avx512($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                $crate::engine::dispatch::Kind::Avx2 => unsafe { avx2($($arg),*) },
                $crate::engine::dispatch::Kind::Baseline => body($($arg),*),
            }
        }
    };
}
pub(super) use pass;
