//! Saturation: diminishing response to repeated contacts (M3).

/// Effect of an adstocked contact, in units of the effect of one contact.
///
/// `R(A) = H(A)/H(1)`, `H(A) = A^η/(A^η + K^η)`; so `R(0) = 0`, `R(1) = 1`. Written with `c = K^η`:
/// `R = (1 + c)·A^η/(A^η + c)`.
///
/// - `stock` A ≥ 0 in contacts, `half_saturation` K > 0 in contacts, `hill_exponent` η > 0
///
/// Source: Hill function as in Meridian (Jin et al. 2017); the division by H(1) is ours: `moves` is then what one contact adds.
pub fn response(stock: f64, half_saturation: f64, hill_exponent: f64) -> f64 {
    let c = libm::pow(half_saturation, hill_exponent);
    let a = libm::pow(stock, hill_exponent);
    (1.0 + c) * a / (a + c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_at_zero_one_at_one_bounded_by_one_over_hill_of_one() {
        for (k, eta) in [(5.0, 1.0), (0.5, 2.0), (50.0, 0.7)] {
            assert_eq!(response(0.0, k, eta), 0.0);
            assert!((response(1.0, k, eta) - 1.0).abs() < 1e-12);
            let hill_of_one = 1.0 / (1.0 + libm::pow(k, eta));
            assert!(response(1e12, k, eta) <= 1.0 / hill_of_one * (1.0 + 1e-12));
        }
    }

    /// V02: Hill with half saturation 50 and exponent 2, up to our division by H(1). The other curves of that case (logistic,
    /// exponential, Michaelis-Menten, tanh) are no curves of this model. Seen to catch: exponent 1, .0034 for .0385;
    /// the half saturation not raised to its power, .0136; stock and half saturation exchanged, .96.
    #[test]
    fn hill_curve_of_the_validation_table() {
        let hill_of_one = 1.0 / (1.0 + 2500.0);
        for (x, want) in
            [(10.0, 0.03846154), (25.0, 0.2), (50.0, 0.5), (100.0, 0.8), (200.0, 0.94117647)]
        {
            let found = response(x, 50.0, 2.0) * hill_of_one;
            assert!((found / want - 1.0).abs() < 2e-7, "{found} for {want} at {x}");
        }
    }
}
