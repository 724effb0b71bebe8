//! The languages of what people read: the terminal, charts, `explain`, `trace`. Files for programs have one spelling.
//!
//! Both texts of a sentence stand side by side where it is said, so that neither is forgotten: [`say!`] for a sentence
//! with figures, [`Lang::pick`] for plain words. What comes from the table of keys is in [`super::dictionary`]; numbers
//! are in [`super::words`].

use crate::model::{Date, Direction, Stage, Stream};

use super::dictionary;

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    En,
    /// Vietnamese: `1.234,5`, `12,3%`
    Vi,
}

/// A text with figures, in the language of the reader: `say!(lang, "{n} weeks", "{n} tuần")`.
macro_rules! say {
    ($lang:expr, $en:literal, $vi:literal $(, $arg:expr)* $(,)?) => {
        match $lang {
            $crate::report::lang::Lang::En => format!($en $(, $arg)*),
            $crate::report::lang::Lang::Vi => format!($vi $(, $arg)*),
        }
    };
}
pub(crate) use say;

impl Lang {
    /// Every language.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Vi];

    /// Its ISO 639-1 code.
    pub fn code(self) -> &'static str {
        self.pick("en", "vi")
    }

    /// The text of this language.
    pub(crate) fn pick<'a>(self, en: &'a str, vi: &'a str) -> &'a str {
        match self {
            Lang::En => en,
            Lang::Vi => vi,
        }
    }

    /// A title as this language reads it: where it is a question in English and in Vietnamese, parted by ` / `, its own half.
    pub fn title(self, title: &str) -> &str {
        match title.split_once(" / ") {
            Some((en, vi)) if en.ends_with('?') && vi.ends_with('?') => self.pick(en, vi),
            _ => title,
        }
    }

    /// A text that comes in English from elsewhere (the table of keys, the names of reaches and laws); as it is where the
    /// dictionary lacks it.
    pub(super) fn word(self, english: &str) -> &str {
        match self {
            Lang::En => english,
            Lang::Vi => dictionary::vietnamese(english).unwrap_or(english),
        }
    }

    /// A stage of the journey.
    pub(super) fn stage(self, stage: Stage) -> &'static str {
        match (self, stage) {
            (Lang::En, stage) => stage.name(),
            (Lang::Vi, Stage::Stranger) => "người lạ",
            (Lang::Vi, Stage::Aware) => "nhận biết",
            (Lang::Vi, Stage::Engaged) => "tương tác",
            (Lang::Vi, Stage::Subscribed) => "đăng ký",
            (Lang::Vi, Stage::Converted) => "chuyển đổi",
            (Lang::Vi, Stage::Excited) => "hào hứng",
            (Lang::Vi, Stage::Ascended) => "thăng hạng",
            (Lang::Vi, Stage::Advocate) => "ủng hộ",
            (Lang::Vi, Stage::Promoter) => "quảng bá",
            (Lang::Vi, Stage::Lost) => "đã rời bỏ",
        }
    }

    /// Who starts the contact.
    pub(super) fn direction(self, direction: Direction) -> &'static str {
        match self {
            Lang::En => direction.name(),
            Lang::Vi => match direction {
                Direction::Inbound => "inbound (khách tìm đến hoặc cho phép)",
                Direction::Outbound => "outbound (ta tìm khách)",
            },
        }
    }

    /// What it works on.
    pub(super) fn stream(self, stream: Stream) -> &'static str {
        match self {
            Lang::En => stream.name(),
            Lang::Vi => match stream {
                Stream::Upstream => "thượng nguồn",
                Stream::Downstream => "hạ nguồn",
            },
        }
    }

    /// A day: `2026-01-05`, `05/01/2026`.
    pub(super) fn day(self, day: Date) -> String {
        match self {
            Lang::En => day.to_string(),
            Lang::Vi => {
                let (year, month) = (day.year(), day.month());
                format!("{:02}/{month:02}/{year}", day.day())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_in_two_languages_is_read_in_one_and_any_other_title_whole() {
        let both = "Push or pull? / Đẩy hay kéo?";
        assert_eq!((Lang::En.title(both), Lang::Vi.title(both)), ("Push or pull?", "Đẩy hay kéo?"));
        for whole in ["E-mail / SMS", "Giày / áo: đẩy hay kéo?", "Which pays?", ""] {
            assert_eq!((Lang::En.title(whole), Lang::Vi.title(whole)), (whole, whole));
        }
    }
}
