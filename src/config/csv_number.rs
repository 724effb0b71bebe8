//! Numbers of data files: read in one way, or refused with every way in which they could be meant.
//!
//! Half the world writes `1.5` and separates thousands by commas, the other half does the reverse, and spreadsheets write
//! files of both. Knows nothing of files; `delimiter` is what stands between fields.

/// Which sign separates whole and parts in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Point,
    Comma,
    /// nothing in the file tells: with `;` between fields both are usual
    Unknown,
}

/// Digits, the mark, digits, such that the mark cannot separate thousands: not one group of three behind one to three.
pub(super) fn is_decimal(text: &str, mark: char) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    match text.split_once(mark) {
        Some((whole, part)) if digits(whole) && digits(part) => {
            part.len() != 3 || whole.len() > 3 || whole.starts_with('0')
        }
        _ => false,
    }
}

/// A finite number, or what to do.
pub(super) fn number(text: &str, mark: Mark, delimiter: char) -> Result<f64, String> {
    let is_body = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    let squeezed: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '\'' && *c != '_').collect();
    if squeezed != text && is_body(&squeezed) {
        return Err(format!("write it without separators between digits: {squeezed}"));
    }
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !is_body(body) || !body.bytes().any(|b| b.is_ascii_digit()) {
        return plain(text);
    }
    if body.starts_with(['.', ',']) || body.ends_with(['.', ',']) {
        return Err("write digits before and behind the decimal mark".into());
    }
    let with_point = || text.replace(',', ".");
    match (body.matches('.').count(), body.matches(',').count()) {
        (0, 0) => plain(text),
        (1, 0) if mark == Mark::Point || (mark == Mark::Unknown && is_decimal(body, '.')) => {
            plain(text)
        }
        (0, 1) if mark == Mark::Comma || (mark == Mark::Unknown && is_decimal(body, ',')) => {
            plain(&with_point())
        }
        (1, 0) if !is_decimal(body, '.') => Err(both_readings(body, '.', ',')),
        (0, 1) if !is_decimal(body, ',') => {
            Err(both_readings(body, ',', if mark == Mark::Point { '.' } else { ',' }))
        }
        (1, 0) => Err(format!("this file has decimal commas: write {}", text.replace('.', ","))),
        (0, 1) if delimiter == ',' => Err(format!(
            "use a decimal point: {}; decimal commas need ; between fields",
            with_point()
        )),
        (0, 1) => Err(format!("this file has decimal points: write {}", with_point())),
        // Several marks of one kind, or both kinds: the first one separates thousands.
        _ => {
            let first = body.find(['.', ',']).map_or("", |at| &body[at..=at]);
            let hint = body.replace(first, "");
            Err(format!("write it without thousands separators: {hint}"))
        }
    }
}

/// A number with a decimal point.
fn plain(text: &str) -> Result<f64, String> {
    let allowed = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    match text.parse::<f64>() {
        Ok(x) if allowed && x.is_finite() => {
            // A number that is not 0 and cannot be told from it has lost its meaning.
            let digits = text.split(['e', 'E']).next().unwrap_or("");
            if x == 0.0 && digits.bytes().any(|b| matches!(b, b'1'..=b'9')) {
                return Err("it is so small that it would become 0".into());
            }
            Ok(x + 0.0)
        }
        _ => Err(match text.strip_suffix('%').map(|t| t.trim().parse::<f64>()) {
            Some(Ok(percent)) => format!("write the share: {}", percent / 100.0),
            _ => String::new(),
        }),
    }
}

/// Advice for `1.500` or `1,500`, which may be one and a half or one thousand five hundred.
///
/// - `mark`: what separates whole and parts in such a file
fn both_readings(unsigned: &str, separator: char, mark: char) -> String {
    let thousands = unsigned.replace(separator, "");
    // One more digit than a group of thousands has, or without the zeros at the end: read in one way only.
    let decimal = unsigned.replace(separator, &mark.to_string());
    let decimal = match decimal.trim_end_matches('0') {
        short if short.ends_with(mark) => short.trim_end_matches(mark).to_string(),
        short if short.len() < decimal.len() => short.to_string(),
        _ if mark == '.' && separator == ',' => decimal,
        _ => format!("{decimal}0"),
    };
    format!(
        "write {thousands} if you mean thousands, or {decimal} if {separator} begins the decimals"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mark: Mark, delimiter: char) -> Result<f64, String> {
        number(text, mark, delimiter)
    }

    #[test]
    fn numbers_are_read_in_one_way_or_refused_with_both() {
        use Mark::{Comma, Point, Unknown};
        let good: [(&str, Mark, char, f64); 11] = [
            ("1.5", Point, ',', 1.5),
            ("1.500", Point, ',', 1.5),
            ("-0", Point, ',', 0.0),
            ("2e3", Point, ',', 2000.0),
            ("1,5", Comma, ';', 1.5),
            ("1,500", Comma, ';', 1.5),
            ("-1,25", Unknown, ';', -1.25),
            ("1.500", Point, ';', 1.5),
            ("0.985", Unknown, ';', 0.985),
            ("1500", Unknown, ';', 1500.0),
            ("0,985", Unknown, ';', 0.985),
        ];
        for (text, mark, delimiter, expected) in good {
            let x = read(text, mark, delimiter).expect(text);
            assert_eq!(x.to_bits(), expected.to_bits(), "{text}");
        }
        #[rustfmt::skip]
        let bad = [
            ("1,5", Point, ',', "use a decimal point: 1.5; decimal commas need ; between fields"),
            ("1,000", Point, ',', "write 1000 if you mean thousands, or 1 if , begins the decimals"),
            ("1,234", Point, ',', "write 1234 if you mean thousands, or 1.234 if , begins the decimals"),
            ("1.500", Unknown, ';', "write 1500 if you mean thousands, or 1,5 if . begins the decimals"),
            ("1.234", Comma, ';', "write 1234 if you mean thousands, or 1,2340 if . begins the decimals"),
            ("1,234", Unknown, ';', "write 1234 if you mean thousands, or 1,2340 if , begins the decimals"),
            ("1.5", Comma, ';', "this file has decimal commas: write 1,5"),
            ("1,5", Point, ';', "this file has decimal points: write 1.5"),
            ("1.234.567", Comma, ';', "write it without thousands separators: 1234567"),
            ("1.234,5", Comma, ';', "write it without thousands separators: 1234,5"),
            ("1,234.5", Point, ',', "write it without thousands separators: 1234.5"),
            ("1 000", Point, ',', "write it without separators between digits: 1000"),
            ("1\u{a0}000", Point, ',', "write it without separators between digits: 1000"),
            ("1e-400", Point, ',', "it is so small that it would become 0"),
            ("5%", Point, ',', "write the share: 0.05"),
            ("nan", Point, ',', ""),
            ("inf", Point, ',', ""),
            ("1e999", Point, ',', ""),
            ("", Point, ',', ""),
            ("-", Unknown, ';', ""),
            ("0x10", Point, ',', ""),
            (".", Unknown, ';', ""),
            (",", Unknown, ';', ""),
        ];
        for (text, mark, delimiter, hint) in bad {
            let found = read(text, mark, delimiter);
            assert_eq!(found.as_ref().map_err(String::as_str), Err(hint), "{text}");
        }
    }
}
