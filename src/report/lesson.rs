//! A lesson as a page: its question, what to change, what to look at, and what happened when both ends were lived.

use crate::analysis::Estimate;

use super::lang::{Lang, say};
use super::words::quoted;

/// What a lesson says of itself, in the language of the reader.
#[derive(Clone, Copy, Debug)]
pub struct LessonWords<'a> {
    pub id: &'a str,
    pub question: &'a str,
    pub about: &'a str,
    /// path of the number that decides
    pub number: &'a str,
    pub range: &'a str,
    pub look_at: &'a str,
}

/// What happened at one value of the number.
#[derive(Clone, Debug)]
pub struct LessonEnd {
    /// the number and its value, as on the command line
    pub set: String,
    /// names of the plan that was expected ahead, and of the other
    pub ahead: String,
    pub behind: String,
    /// net of the first beyond the second, currency units
    pub net_diff: Estimate,
    pub currency: String,
    pub n_worlds: usize,
}

/// The page.
pub fn lesson_page(lang: Lang, words: LessonWords<'_>, ends: &[LessonEnd]) -> String {
    let LessonWords { id, question, about, number, range, look_at } = words;
    let mut out = say!(
        lang,
        "{question}\n\n{about}\n\nWhat to change\n  {number}: {range}\nWhat to look at\n  {look_at}\nWhat happened\n",
        "{question}\n\n{about}\n\nThay đổi gì\n  {number}: {range}\nNhìn vào đâu\n  {look_at}\nĐiều đã xảy ra\n"
    );
    for end in ends {
        let LessonEnd { set, ahead, behind, net_diff, currency, n_worlds } = end;
        let (ahead, behind) = (quoted(ahead), quoted(behind));
        let net = lang.with_error(*net_diff, 0, 0);
        out.push_str(&say!(
            lang,
            "  {set}: {ahead} is {net} {currency} ahead of {behind} ({n_worlds} worlds)\n",
            "  {set}: {ahead} hơn {behind} {net} {currency} ({n_worlds} thế giới)\n"
        ));
    }
    let set = ends.first().map_or("", |end| end.set.as_str());
    out.push_str(&say!(
        lang,
        "± is the Monte Carlo standard error.\n\nTry it\n  headwater lessons {id} --scenario > {id}.toml\n  headwater run {id}.toml --set {set}\n",
        "± là sai số chuẩn Monte Carlo.\n\nThử xem\n  headwater lessons {id} --scenario > {id}.toml\n  headwater run {id}.toml --set {set} --lang vi\n"
    ));
    out
}

/// The list: name and question of each.
pub fn lesson_list(lang: Lang, lessons: &[(&str, &str)]) -> String {
    let mut out = String::from(lang.pick(
        "Lessons: one number turns each answer round; headwater lessons NAME shows how\n",
        "Bài học: mỗi câu trả lời đảo chiều theo một con số; headwater lessons TÊN cho thấy ra sao\n",
    ));
    let width = lessons.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
    for (id, question) in lessons {
        out.push_str(&format!("  {id:<width$} {question}\n"));
    }
    out
}
