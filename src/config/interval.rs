//! `"4 to 9"`: the text of an interval, read strictly, with both readings where it has two.

use super::problem::Kind;

/// Why a text is no interval.
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    pub kind: Kind,
    pub expected: &'static str,
    pub hint: String,
}

const NEEDS: &str = "a number, or an interval in quotes such as \"4 to 9\"";

/// The two ends of an interval, finite and rising; whether they suit a quantity is not decided here.
pub(super) fn parse(text: &str) -> Result<(f64, f64), Refusal> {
    let refuse = |kind, expected, hint: String| -> Result<(f64, f64), Refusal> {
        Err(Refusal { kind, expected, hint })
    };
    let ends: Vec<&str> = text.trim().split(" to ").map(str::trim).collect();
    let [low_text, high_text] = ends[..] else {
        return refuse(Kind::Typ, NEEDS, about_no_interval(text));
    };
    if ends.iter().any(|end| has_digit_groups(end)) {
        let decimal = ends.iter().map(|e| as_decimal(e)).collect::<Vec<_>>().join(" to ");
        let grouped =
            ends.iter().map(|e| e.replace([',', '.'], "_")).collect::<Vec<_>>().join(" to ");
        return refuse(
            Kind::Typ,
            "numbers that can be read in one way only",
            format!(
                "write \"{decimal}\" if you mean decimals, \"{grouped}\" if you mean thousands"
            ),
        );
    }
    let (Some(low), Some(high)) = (literal(low_text), literal(high_text)) else {
        let mended = ends.iter().map(|e| mend(e)).collect::<Vec<_>>();
        let hint = if mended.iter().all(|m| literal(m).is_some()) {
            format!("write \"{}\"", mended.join(" to "))
        } else {
            "both ends are plain numbers, as in \"4 to 9\"".into()
        };
        return refuse(Kind::Typ, NEEDS, hint);
    };
    if !low.is_finite()
        || !high.is_finite()
        || underflows(low_text, low)
        || underflows(high_text, high)
    {
        return refuse(
            Kind::Rng,
            "numbers a computer can hold",
            "write smaller or larger ends".into(),
        );
    }
    if low > high {
        return refuse(
            Kind::Con,
            "the smaller end first",
            format!("write \"{high_text} to {low_text}\""),
        );
    }
    // `low > high` is gone: what is not below is the same.
    if low >= high {
        return refuse(
            Kind::Con,
            "two different ends",
            format!("write the number itself: {low_text}"),
        );
    }
    Ok((low + 0.0, high + 0.0))
}

/// Did a literal that is not 0 become 0, because it is smaller than any number a computer holds?
pub(super) fn underflows(literal: &str, x: f64) -> bool {
    let mantissa = literal.split(['e', 'E']).next().unwrap_or("");
    x == 0.0 && mantissa.bytes().any(|b| (b'1'..=b'9').contains(&b))
}

/// A number as TOML would write it.
fn literal(text: &str) -> Option<f64> {
    let plain = text.replace('_', "");
    let digits = plain.trim_start_matches(['+', '-']);
    let shaped = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && !digits.contains(".e")
        && plain.len() <= digits.len() + 1
        && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    if shaped { plain.parse().ok() } else { None }
}

/// `22.000`, `1,250,000`: a dot or comma with exactly three digits behind it may part thousands or decimals. A number
/// that starts with 0 can only be a decimal.
fn has_digit_groups(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    let mut groups = digits.split(['.', ',']);
    let first = groups.next().unwrap_or("");
    let mut n = 0;
    let threes = groups.all(|g| {
        n += 1;
        g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit())
    });
    threes
        && n > 0
        && (1..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_digit())
        && !first.starts_with('0')
}

/// The decimal reading of digit groups, written so that it has no other.
fn as_decimal(text: &str) -> String {
    match text.split_once(['.', ',']) {
        Some((whole, part)) if part.bytes().all(|b| b == b'0') => whole.to_string(),
        Some((whole, part)) if !part.contains(['.', ',']) => format!("{whole}.{part}0"),
        _ => text.replace([',', '.'], "_"),
    }
}

/// `5 %` → `0.05`, `0,05` → `0.05`, `.5` → `0.5`.
fn mend(text: &str) -> String {
    let mut mended = text.trim().to_string();
    if mended.starts_with('.') {
        mended.insert(0, '0');
    }
    if mended.matches(',').count() == 1 && !mended.contains('.') {
        mended = mended.replace(',', ".");
    }
    if let Some(percent) = mended.strip_suffix('%')
        && let Some(x) = literal(percent.trim())
    {
        return format!("{}", x / 100.0);
    }
    mended
}

fn about_no_interval(text: &str) -> String {
    let text = text.trim();
    if literal(text).is_some() {
        return format!("write the number without quotes: {text}");
    }
    if literal(&mend(text)).is_some() {
        return format!("write {}", mend(text));
    }
    for dash in ["–", "—", "..", "-", "…"] {
        if let Some((low, high)) = text.split_once(dash)
            && let (Some(_), Some(_)) = (literal(low.trim()), literal(high.trim()))
        {
            return format!("write \"{} to {}\"", low.trim(), high.trim());
        }
    }
    "an interval is two numbers with \" to \" between them".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(text: &str) -> String {
        parse(text).expect_err("refused").hint
    }

    #[test]
    fn plain_intervals() {
        assert_eq!(parse("4 to 9"), Ok((4.0, 9.0)));
        assert_eq!(parse(" -1.5 to +2e3 "), Ok((-1.5, 2000.0)));
        assert_eq!(parse("22_000 to 35_000"), Ok((22_000.0, 35_000.0)));
        assert_eq!(parse("0.125 to 0.250"), Ok((0.125, 0.25)));
    }

    #[test]
    fn thousands_or_decimals_are_refused_with_both_readings() {
        assert_eq!(
            hint("22.000 to 35.000"),
            "write \"22 to 35\" if you mean decimals, \"22_000 to 35_000\" if you mean thousands"
        );
        assert_eq!(
            hint("1.125 to 2.5"),
            "write \"1.1250 to 2.50\" if you mean decimals, \"1_125 to 2_5\" if you mean thousands"
        );
        assert!(hint("1,250,000 to 2,000,000").contains("1_250_000 to 2_000_000"));
    }

    #[test]
    fn slips_have_advice() {
        assert_eq!(hint("5 % to 10 %"), "write \"0.05 to 0.1\"");
        assert_eq!(hint("0,05 to 0,1"), "write \"0.05 to 0.1\"");
        assert_eq!(hint(".5 to .7"), "write \"0.5 to 0.7\"");
        assert_eq!(hint("100"), "write the number without quotes: 100");
        assert_eq!(hint("5 %"), "write 0.05");
        assert_eq!(hint("4–9"), "write \"4 to 9\"");
        assert_eq!(hint("4-9"), "write \"4 to 9\"");
        assert_eq!(hint("9 to 4"), "write \"4 to 9\"");
        assert_eq!(hint("4 to 4"), "write the number itself: 4");
        for text in
            ["nan to 4", "inf to 4", "1 to 2 to 3", "", " to ", "a to b", "1.e4 to 2", "-- to -"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(parse("1 to 1e400").expect_err("too large").kind, Kind::Rng);
        assert_eq!(parse("1e-400 to 1").expect_err("too small").kind, Kind::Rng);
    }
}
