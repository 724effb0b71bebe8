//! The font of the charts, compiled in: no machine needs one, and Vietnamese is whole everywhere.

use std::sync::Once;

use plotters::style::{FontStyle, register_font};

/// Family name under which charts ask for it.
pub const FAMILY: &str = "Headwater Sans";
/// Regular face, a subset of DejaVu Sans; see `assets/README.md`.
pub const REGULAR: &[u8] = include_bytes!("../../assets/DejaVuSans-subset.ttf");
/// Bold face.
pub const BOLD: &[u8] = include_bytes!("../../assets/DejaVuSans-Bold-subset.ttf");

static REGISTERED: Once = Once::new();

/// Makes the font known to plotters; does nothing the second time.
pub(super) fn register() {
    REGISTERED.call_once(|| {
        for (style, bytes) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, BOLD)] {
            assert!(register_font(FAMILY, style, bytes).is_ok(), "our own font files are fonts");
        }
    });
}

/// The characters of a text that the charts cannot draw, each once, in order.
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let mut missing: Vec<char> = Vec::new();
    for c in text.chars() {
        if !covered(c) && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

/// Ranges of the subset, as in `assets/README.md`.
const RANGES: [(char, char); 15] = [
    ('\u{20}', '\u{7e}'),
    ('\u{a0}', '\u{17f}'),
    ('\u{1a0}', '\u{1a1}'),
    ('\u{1af}', '\u{1b0}'),
    ('\u{391}', '\u{3a1}'),
    ('\u{3a3}', '\u{3c9}'),
    ('\u{1ea0}', '\u{1ef9}'),
    ('\u{2010}', '\u{2026}'),
    ('\u{2030}', '\u{2030}'),
    ('\u{2039}', '\u{203a}'),
    ('\u{20a0}', '\u{20b5}'),
    ('\u{2190}', '\u{2193}'),
    ('\u{2212}', '\u{2212}'),
    ('\u{2264}', '\u{2265}'),
    ('\u{20ab}', '\u{20ac}'),
];

fn covered(c: char) -> bool {
    RANGES.iter().any(|&(from, to)| (from..=to).contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_is_covered() {
        let vietnamese =
            "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ";
        assert_eq!(vietnamese.chars().count(), 73);
        assert!(missing_glyphs(vietnamese).is_empty());
        assert!(missing_glyphs(&vietnamese.to_uppercase()).is_empty());
        assert_eq!(missing_glyphs("Tết 漢漢🎉"), ['漢', '🎉']);
    }
}
