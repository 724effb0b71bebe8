//! What can be wrong with an input, and how a person is told: where, what was found, what is needed, what to do.
//!
//! Knows nothing of scenarios. Whatever the user typed is shown shortened and with control characters escaped, so that
//! a file can never talk to the terminal.

use std::fmt;

use unicode_width::UnicodeWidthChar;

/// Most problems that are shown at once; the rest is counted.
pub const SHOWN: usize = 20;
/// Longest piece of the user's own text in a message, in characters.
const FOUND_CHARS: usize = 80;
const SENTENCE_CHARS: usize = 400;
/// Characters of a source line shown around the place.
const SNIPPET_CHARS: usize = 100;

/// Kinds of problems; the kind decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// not TOML
    Syn,
    /// not UTF-8
    Enc,
    /// value of the wrong type
    Typ,
    /// unknown key
    Unk,
    /// required key is missing
    Mis,
    /// value outside its domain
    Rng,
    /// keys contradict each other
    Con,
    /// refers to something that is not defined
    Ref,
    /// beyond what a study may ask for
    Lim,
    /// unsafe path or name
    Pth,
    /// bad row of a data file
    Dat,
    /// operating system
    Io,
    /// locked by another run
    Lck,
    /// corrupt or incompatible file
    Cor,
    /// command line
    Use,
    /// accepted, with a warning
    Okw,
}

impl Kind {
    /// Name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Syn => "SYN",
            Kind::Enc => "ENC",
            Kind::Typ => "TYP",
            Kind::Unk => "UNK",
            Kind::Mis => "MIS",
            Kind::Rng => "RNG",
            Kind::Con => "CON",
            Kind::Ref => "REF",
            Kind::Lim => "LIM",
            Kind::Pth => "PTH",
            Kind::Dat => "DAT",
            Kind::Io => "IO",
            Kind::Lck => "LCK",
            Kind::Cor => "COR",
            Kind::Use => "USE",
            Kind::Okw => "OKW",
        }
    }

    /// Exit code of a program that stops because of it; a warning stops nothing.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Okw => 0,
            Kind::Dat => 3,
            Kind::Lim => 4,
            Kind::Io => 5,
            Kind::Cor => 6,
            Kind::Lck => 7,
            Kind::Syn
            | Kind::Enc
            | Kind::Typ
            | Kind::Unk
            | Kind::Mis
            | Kind::Rng
            | Kind::Con
            | Kind::Ref
            | Kind::Pth
            | Kind::Use => 2,
        }
    }
}

/// One thing that is wrong, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: Kind,
    /// name of the source as shown in messages, or `--set PATH`
    pub file: String,
    /// from 1; absent for what has no line (`--set`, a file as a whole)
    pub line: Option<usize>,
    /// from 1, in characters
    pub column: Option<usize>,
    /// dotted key; empty where there is none
    pub key: String,
    /// what stands there, as typed
    pub found: String,
    /// what is allowed
    pub expected: String,
    /// what to do
    pub hint: Option<String>,
    /// the source line, as typed
    pub snippet: Option<String>,
}

impl Problem {
    /// A problem without a place; see [`Problem::help`] and the fields.
    pub fn new(
        kind: Kind,
        file: impl Into<String>,
        key: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Problem {
        Problem {
            kind,
            file: file.into(),
            line: None,
            column: None,
            key: key.into(),
            found: found.into(),
            expected: expected.into(),
            hint: None,
            snippet: None,
        }
    }

    /// The same problem with advice on what to do; no words are no advice.
    #[must_use]
    pub fn help(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into()).filter(|hint| !hint.is_empty());
        self
    }

    /// The message: place, kind, key, found and needed on the first line, then the source line and the advice.
    /// No line feed at the end.
    pub fn render(&self, color: bool) -> String {
        let (bold, red, cyan, off) =
            if color { ("\x1b[1m", "\x1b[31m", "\x1b[36m", "\x1b[0m") } else { ("", "", "", "") };
        let numbers = [self.line, self.column].into_iter().flatten();
        let place: String = std::iter::once(clean(&self.file, FOUND_CHARS))
            .chain(numbers.map(|number| number.to_string()))
            .collect::<Vec<_>>()
            .join(":");
        let key = match self.key.as_str() {
            "" => String::new(),
            key => format!(" {}", clean(key, FOUND_CHARS)),
        };
        let mut lines = vec![format!(
            "{bold}{place}{off}: {red}{}{off}{key}: found {}, needs {}",
            self.kind.name(),
            clean(&self.found, FOUND_CHARS),
            clean(&self.expected, SENTENCE_CHARS),
        )];
        if let (Some(snippet), Some(line), Some(column)) = (&self.snippet, self.line, self.column) {
            let (shown, indent) = excerpt(snippet, column);
            let gutter = line.to_string().len();
            lines.push(format!("  {line} | {shown}"));
            lines.push(format!("  {:gutter$} | {:indent$}{red}^{off}", "", ""));
        }
        if let Some(hint) = &self.hint {
            lines.push(format!("  {cyan}help:{off} {}", clean(hint, SENTENCE_CHARS)));
        }
        lines.join("\n")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problem {}

/// All problems, at most [`SHOWN`] of them, one under the other; the rest is counted.
pub fn render_all(problems: &[Problem], color: bool) -> String {
    let mut lines: Vec<String> = problems.iter().take(SHOWN).map(|p| p.render(color)).collect();
    if problems.len() > SHOWN {
        lines.push(format!("and {} more", problems.len() - SHOWN));
    }
    lines.join("\n")
}

/// Exit code for a list of problems: that of the first one that is no warning.
pub fn exit_code(problems: &[Problem]) -> u8 {
    problems.iter().map(|p| p.kind.exit_code()).find(|&code| code != 0).unwrap_or(0)
}

/// Does this character steer a terminal or the direction of text instead of showing itself?
pub(super) fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// The user's text, harmless and short.
pub(super) fn clean(text: &str, max_chars: usize) -> String {
    let mut shown = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == max_chars {
            shown.push('…');
            break;
        }
        push_clean(&mut shown, c);
    }
    shown
}

fn push_clean(shown: &mut String, c: char) {
    if steers(c) {
        shown.extend(c.escape_default());
    } else {
        shown.push(c);
    }
}

/// The part of a line around a column, harmless, and the width of what stands before the column in it.
fn excerpt(line: &str, column: usize) -> (String, usize) {
    let skip = if column > SNIPPET_CHARS - 20 { column - 40 } else { 0 };
    let mut shown = String::new();
    let mut indent = 0;
    if skip > 0 {
        shown.push('…');
        indent = 1;
    }
    for (n, c) in line.chars().enumerate().skip(skip) {
        if n == skip + SNIPPET_CHARS {
            shown.push('…');
            break;
        }
        let from = shown.len();
        push_clean(&mut shown, if c == '\t' { ' ' } else { c });
        if n + 1 < column {
            indent += shown[from..].chars().map(|c| c.width().unwrap_or(0)).sum::<usize>();
        }
    }
    (shown, indent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Problem {
        Problem {
            line: Some(12),
            column: Some(9),
            snippet: Some("share = 1.2".into()),
            ..Problem::new(Kind::Rng, "a.toml", "segment.x.share", "1.2", "a share from 0 to 1")
                .help("write 0.2")
        }
    }

    #[test]
    fn a_problem_says_where_what_found_what_allowed_what_to_do() {
        assert_eq!(
            example().to_string(),
            "a.toml:12:9: RNG segment.x.share: found 1.2, needs a share from 0 to 1\n  \
             12 | share = 1.2\n     |         ^\n  help: write 0.2"
        );
    }

    #[test]
    fn control_characters_are_never_sent_raw() {
        let mut p = example();
        p.found = format!("\u{1b}[31m{}", "ế".repeat(100));
        p.snippet = Some("x = \"\u{1b}[31m\u{202e}\"".into());
        p.file = "a\rb".into();
        let text = p.to_string();
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}') && !text.contains('\r'));
        assert!(text.contains('…'));
    }

    #[test]
    fn at_most_twenty_are_shown() {
        let text = render_all(&vec![example(); 23], false);
        assert_eq!(text.matches("RNG").count(), 20);
        assert!(text.ends_with("and 3 more"));
        assert_eq!(exit_code(&[example()]), 2);
    }

    #[test]
    fn a_place_far_to_the_right_is_shown_with_its_surroundings() {
        let line = format!("{}HERE{}", "x".repeat(5_000), "y".repeat(5_000));
        let (shown, indent) = excerpt(&line, 5_001);
        assert!(shown.len() < 120 && shown.contains("HERE"));
        assert_eq!(shown.find("HERE").map(|at| at - '…'.len_utf8() + 1), Some(indent));
    }
}
