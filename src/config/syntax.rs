//! Bytes to tree: size, encoding and TOML, with advice for the slips that people and spreadsheets make.
//!
//! Knows nothing of keys. Everything here is linear in the size of the text, which is capped first.

use toml::de::{DeTable, DeValue};

use super::problem::{Kind, Problem};
use super::tree::{self, Node, Table, Texts};
use super::{MAX_BYTES, MAX_PROBLEMS, Source};

/// The text of a file: at most [`MAX_BYTES`], UTF-8, byte order mark removed.
pub(super) fn decode(name: &str, bytes: &[u8], max_bytes: usize) -> Result<String, Box<Problem>> {
    let whole = |kind, found: String, expected: String, hint: &str| {
        Err(Box::new(Problem::new(kind, name, "", found, expected).help(hint)))
    };
    if bytes.len() > max_bytes {
        return whole(
            Kind::Lim,
            format!("{} bytes", bytes.len()),
            format!("at most {max_bytes} bytes"),
            "keep data in CSV files beside the scenario, and one question per file",
        );
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.iter().take(64).filter(|b| **b == 0).count() >= 16;
    if utf16 {
        return whole(
            Kind::Enc,
            "UTF-16 text".into(),
            "UTF-8 text".into(),
            "save the file as UTF-8 (in Notepad: save as, encoding UTF-8)",
        );
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_string()),
        Err(e) => {
            let (good, bad) = bytes.split_at(e.valid_up_to());
            let line_start = good.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
            let before = String::from_utf8_lossy(&good[line_start..]).into_owned();
            let found = format!("byte 0x{:02x}", bad.first().copied().unwrap_or(0));
            let mut problem = Problem::new(Kind::Enc, name, "", found, "UTF-8 text")
                .help("save the file as UTF-8; it looks like an older code page such as Windows-1258 or Latin-1");
            problem.line = Some(good.split(|b| *b == b'\n').count());
            problem.column = Some(before.chars().count() + 1);
            problem.snippet = Some(before);
            Err(Box::new(problem))
        }
    }
}

/// The text of a scenario file.
pub(super) fn decode_source(source: &Source) -> Result<Texts, Box<Problem>> {
    decode(&source.name, &source.text, MAX_BYTES).map(|text| Texts::new(&source.name, text))
}

/// The tree of the file, and every syntax problem found on the way; what could not be read is not in the tree.
///
/// - `text`: number of the file in `texts`
pub(super) fn parse(texts: &Texts, text: usize, problems: &mut Vec<Problem>) -> Table {
    if let Some(problem) = not_toml_at_all(texts, text) {
        problems.push(problem);
        return Table::new();
    }
    let file = texts.text(text);
    let readable = &file[..readable_bytes(file)];
    let (table, errors) = DeTable::parse_recoverable(readable);
    let mut last_line = None;
    for error in errors {
        // Where the text was cut off, something may be open that is closed behind the cut.
        let at_cut = error.span().is_some_and(|span| span.end + 1 >= readable.len());
        if at_cut && readable.len() < file.len() && !problems.is_empty() {
            continue;
        }
        let at = texts.at(text, error.span().unwrap_or(0..0));
        // One slip often makes several errors; the first on a line is the one to mend.
        let line = Some(texts.line_idx(at));
        if line != last_line && problems.len() < MAX_PROBLEMS {
            last_line = line;
            problems.push(syntax_problem(texts, at, error.message()));
        }
    }
    tree::plant(texts, text, table.get_ref(), problems)
}

/// How many bytes of a file are searched for errors: all of it, unless it is large and broken. Every error takes a few
/// hundred bytes, and there may be one for every two bytes of the file.
fn readable_bytes(file: &str) -> usize {
    const SEARCHED: usize = 1 << 17;
    if file.len() <= SEARCHED {
        return file.len();
    }
    let Err(first) = DeTable::parse(file) else { return file.len() };
    let from = first.span().map_or(0, |span| span.end).max(SEARCHED).min(file.len());
    let rest = file.as_bytes().iter().skip(from);
    rest.take_while(|b| **b != b'\n').count() + from
}

/// The value of an override, if it is TOML.
pub(super) fn parse_value(
    texts: &Texts,
    text: usize,
    value: &str,
    problems: &mut Vec<Problem>,
) -> Result<Node, String> {
    match DeValue::parse(value) {
        Ok(parsed) => Ok(tree::plant_node(texts, text, &parsed, problems)),
        Err(error) => Err(error.message().to_string()),
    }
}

fn not_toml_at_all(texts: &Texts, text: usize) -> Option<Problem> {
    let file = texts.text(text);
    let problem = |at: usize, found: &str, hint: &str| {
        let at = texts.at(text, at..at);
        Some(texts.problem(Kind::Syn, at, "", found, "TOML").help(hint))
    };
    let bytes = file.as_bytes();
    let lone_cr = bytes
        .iter()
        .zip(bytes.iter().skip(1).chain(&[0]))
        .position(|(a, b)| *a == b'\r' && *b != b'\n');
    if let Some(at) = lone_cr {
        return problem(
            at,
            "a carriage return without a line feed",
            "save the file with line ends of Unix (LF) or Windows (CRLF)",
        );
    }
    let start = file.trim_start();
    if start.starts_with('{')
        || start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'))
    {
        return problem(
            file.len() - start.len(),
            "JSON",
            "write the scenario in TOML: [study] on a line of its own, then weeks = 52",
        );
    }
    let mut at = 0;
    for line in file.split_inclusive('\n') {
        if line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>") || line.starts_with("|||||||")
        {
            return problem(
                at,
                "a conflict marker",
                "this is an unfinished merge: keep one side and delete the marker lines",
            );
        }
        at += line.len();
    }
    None
}

fn syntax_problem(texts: &Texts, at: tree::At, message: &str) -> Problem {
    let line = texts.locate(at).map_or("", |(_, _, line)| line);
    let (key, value) = match line.split_once('=') {
        Some((key, value)) => (key.trim(), value.trim()),
        None => ("", line.trim()),
    };
    let found = if value.is_empty() { "nothing" } else { value };
    let expected = match message.split_once(", expected ") {
        Some((what, expected)) => format!("{expected} ({what})"),
        None => format!("valid TOML ({message})"),
    };
    let dotted = match table_above(texts, at) {
        Some(table) if !key.is_empty() => format!("{table}.{key}"),
        _ => key.to_string(),
    };
    let mut problem = texts.problem(Kind::Syn, at, &dotted, found, expected);
    problem.hint = advice(key, value, message, line);
    problem
}

/// Name of the table that a place is in, if its header is not far above.
fn table_above(texts: &Texts, at: tree::At) -> Option<&str> {
    const LINES: usize = 200;
    let above = texts.above(at).lines().rev().take(LINES);
    let header = above.map(str::trim_start).find(|line| line.starts_with('['))?;
    header.trim_start_matches('[').split(']').next().map(str::trim)
}

/// What the writer probably meant.
fn advice(key: &str, value: &str, message: &str, line: &str) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.parse::<f64>().is_ok();
    let plain = value.split('#').next().unwrap_or("").trim();
    let advice = if line.contains(['“', '”', '„', '‘', '’', '«', '»']) {
        "use straight quotes: \"…\"".into()
    } else if line.contains('\u{a0}') {
        "replace the no-break space by a plain space".into()
    } else if line.chars().any(|c| c.is_control() && c != '\t') {
        "remove the control character, or write it as \\u0000 inside quotes".into()
    } else if message.contains("duplicate key") {
        "each key and each [table] once: remove or rename one of them".into()
    } else if !key.is_ascii() && !key.starts_with(['"', '\'']) {
        "keys are plain ASCII (a-z, 0-9, _ and -); names in any language go into label".into()
    } else if let Some((whole, part)) = plain.split_once(',')
        && is_number(whole.trim())
        && is_number(part.trim())
    {
        format!("use a decimal point: {}.{}", whole.trim(), part.trim())
    } else if let Some(percent) = plain.strip_suffix('%')
        && let Ok(percent) = percent.trim().parse::<f64>()
    {
        format!("write the share: {}", percent / 100.0)
    } else if plain.starts_with('.') && is_number(plain) {
        format!("write a digit before the point: 0{plain}")
    } else if plain.ends_with('.') && is_number(plain) {
        format!("write a digit after the point: {plain}0")
    } else if plain.len() > 1
        && plain.starts_with('0')
        && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    {
        format!("write it without leading zeros: {}", plain.trim_start_matches('0'))
    } else if !key.is_empty() && plain.is_empty() {
        "write a value after the =".into()
    } else if plain.starts_with(['"', '\''])
        && plain.chars().filter(|c| plain.starts_with(*c)).count() == 1
    {
        "close the quotes at the end of the text".into()
    } else if plain.contains(" to ") && !plain.starts_with(['"', '[', '{']) {
        format!("put an interval in quotes: \"{plain}\"")
    } else if plain.starts_with(|c: char| c.is_alphabetic()) && !key.is_empty() {
        format!("put text in quotes: \"{plain}\"")
    } else if key.is_empty() && line.contains(':') && !line.trim_start().starts_with('[') {
        "write key = value".into()
    } else {
        return None;
    };
    Some(advice)
}
