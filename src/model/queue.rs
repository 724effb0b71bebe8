//! Waiting lines (M10): what a queue with several servers does on average, and how long one service takes.
//!
//! Served in order of arrival, arrivals Poisson, services exponential: M/M/c. Source: A. K. Erlang, "Solution of some problems in
//! the theory of probabilities of significance in automatic telephone exchanges" (1917).

/// Probability that all of `servers` are busy where nobody waits (whoever finds them busy goes away), by the recursion
/// `B_0 = 1, B_k = a·B_{k−1}/(k + a·B_{k−1})`.
///
/// - `load` a ≥ 0: arrivals per mean service
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |blocked, k| {
        let offered = load * blocked;
        offered / (f64::from(k) + offered)
    })
}

/// Probability that somebody who arrives has to wait: `C = B/(1 − ρ·(1 − B))`, ρ = a/c; 1 where the load is no less than the
/// servers can do.
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let share = load / f64::from(servers);
    if share >= 1.0 {
        return 1.0;
    }
    let blocked = erlang_b(servers, load);
    blocked / (1.0 - share * (1.0 - blocked))
}

/// Mean wait until service begins, `W_q = C/(c·μ − λ)`; `None` where the line grows without end.
///
/// - `arrivals` λ and `served` μ per server, in the same unit of time
pub fn mean_wait(servers: u32, arrivals: f64, served: f64) -> Option<f64> {
    let spare = f64::from(servers) * served - arrivals;
    (spare > 0.0).then(|| erlang_c(servers, arrivals / served) / spare)
}

/// Mean number of those who wait: `L_q = λ·W_q` (Little); `None` where the line grows without end.
pub fn mean_waiting(servers: u32, arrivals: f64, served: f64) -> Option<f64> {
    mean_wait(servers, arrivals, served).map(|wait| arrivals * wait)
}

/// How long a service takes under a 32-bit draw u: exponential of mean 1/`served`, `−ln((u + ½)/2³²)/served`.
pub fn service(draw: u32, served: f64) -> f64 {
    -libm::log((f64::from(draw) + 0.5) / 4_294_967_296.0) / served
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, want: f64) {
        assert!((found - want).abs() <= 1e-7 * want, "{found} for {want}");
    }

    /// V28: (λ, μ, c) = (8, 1, 10) and (2, 1.5, 2).
    #[test]
    fn erlang_says_how_many_wait_and_how_long() {
        for (arrivals, served, servers, [b, c, wait, waiting]) in [
            (8.0, 1.0, 10, [0.121_661_06, 0.409_180_15, 0.204_590_08, 1.636_721]),
            (2.0, 1.5, 2, [0.275_862_07, 0.533_333_33, 0.533_333_33, 1.066_667]),
        ] {
            let load = arrivals / served;
            near(erlang_b(servers, load), b);
            near(erlang_c(servers, load), c);
            near(mean_wait(servers, arrivals, served).unwrap(), wait);
            let found = mean_waiting(servers, arrivals, served).unwrap();
            assert!((found - waiting).abs() < 1e-6, "{found} for {waiting}");
        }
        assert_eq!(mean_wait(2, 3.0, 1.5), None, "as many arrive as can be served");
    }

    #[test]
    fn one_server_is_the_line_that_everybody_knows() {
        near(erlang_c(1, 0.7), 0.7);
        near(mean_wait(1, 0.7, 1.0).unwrap(), 0.7 / 0.3);
    }

    /// Quantiles of the exponential law, the median among them; every draw gives a time above 0.
    #[test]
    fn services_are_exponential() {
        near(service(0x7fff_ffff, 2.0), std::f64::consts::LN_2 / 2.0);
        assert!(service(u32::MAX, 1.0) > 0.0);
        assert!(service(0, 1.0) < 23.0);
    }
}
