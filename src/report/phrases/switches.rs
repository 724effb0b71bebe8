//! What is on in a scenario, and what is off.

use super::{Lang, say};

/// What a key means, where that begins with its own name: `trust: trust: grows …`.
fn without_name<'a>(name: &str, doc: &'a str) -> &'a str {
    doc.strip_prefix(name).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(doc)
}

pub fn is_on(name: &str, doc: &str, places: &str) -> String {
    let doc = without_name(name, doc);
    if places == name { format!("{name}: {doc}") } else { format!("{name}: {doc} ({places})") }
}

pub fn network(lang: Lang, degree: &str, clustering: &str) -> String {
    say!(
        lang,
        "who knows whom: {degree} acquaintances on average; of the pairs of a person's acquaintances the share {clustering} know each other",
        "ai quen ai: trung bình {degree} người quen; trong các cặp người quen của một người, tỷ phần {clustering} quen nhau"
    )
}

pub fn sale(lang: Lang, strategy: &str, off: &str, needed: Option<&str>, more: &str) -> String {
    let needed = match needed {
        Some(share) => say!(
            lang,
            "must sell {share} more to earn what it gives up",
            "phải bán thêm {share} mới bù được phần lãi đã bỏ"
        ),
        None => {
            lang.pick("leaves nothing to earn on a unit", "không còn lãi trên mỗi đơn vị").into()
        }
    };
    say!(
        lang,
        "{strategy}: {off} off {needed}; needs of those who may buy rise by {more} in its first week",
        "{strategy}: giảm {off} {needed}; nhu cầu của người có thể mua tăng {more} trong tuần đầu"
    )
}

pub fn first_guess(lang: Lang, fit: &str) -> String {
    say!(
        lang,
        "an offer that follows our first guess fits {fit} on average (1 is what a segment would like best)",
        "lời chào theo phỏng đoán ban đầu hợp ý trung bình {fit} (1 là điều phân khúc thích nhất)"
    )
}

/// - `fit`: none where no redesign follows what was heard
pub fn asked(
    lang: Lang,
    strategy: &str,
    interviews: &str,
    cost: &str,
    fit: Option<&str>,
) -> String {
    let Some(fit) = fit else {
        return say!(
            lang,
            "{strategy}: {interviews} interviews in each segment for {cost}, and the offer is not redesigned after them",
            "{strategy}: {interviews} phỏng vấn ở mỗi phân khúc, tốn {cost}, mà sau đó lời chào không được làm lại"
        );
    };
    say!(
        lang,
        "{strategy}: {interviews} interviews in each segment for {cost} bring it to {fit}, until tastes move on",
        "{strategy}: {interviews} phỏng vấn ở mỗi phân khúc, tốn {cost}, đưa mức ấy lên {fit}, cho đến khi sở thích đổi khác"
    )
}

pub fn choice(lang: Lang, ours: &str, rivals: &str, nothing: &str) -> String {
    let rivals = if rivals.is_empty() { String::new() } else { format!(", {rivals}") };
    say!(
        lang,
        "to whom needs go, at the regular price and with nobody persuaded: us {ours}{rivals}, nobody {nothing}",
        "nhu cầu về tay ai, ở giá thường và khi chưa thuyết phục ai: ta {ours}{rivals}, không mua {nothing}"
    )
}

pub fn choice_in(lang: Lang, segment: &str, ours: &str, rivals: &str) -> String {
    say!(
        lang,
        "of them in {segment}: us {ours}, rivals together {rivals}",
        "trong đó ở {segment}: ta {ours}, các đối thủ gộp lại {rivals}"
    )
}

pub fn studied(lang: Lang, strategy: &str, week: u32, cost: &str, gap: &str) -> String {
    say!(
        lang,
        "{strategy}: a study of the rivals in week {week} for {cost} finds that they are weakest in {gap}",
        "{strategy}: nghiên cứu đối thủ ở tuần {week}, tốn {cost}, thấy họ yếu nhất ở {gap}"
    )
}

pub fn price_elasticity(lang: Lang, elasticity: &str) -> String {
    say!(
        lang,
        "price elasticity of our share of choices: {elasticity}",
        "độ co giãn theo giá của tỷ phần chọn ta: {elasticity}"
    )
}

pub fn joined(lang: Lang, strategy: &str, cost: &str, from_week: Option<u32>) -> String {
    match from_week {
        Some(week) => say!(
            lang,
            "{strategy}: joining channels costs {cost} over the study and acts from week {week} on",
            "{strategy}: hợp các kênh tốn {cost} trong cả nghiên cứu và có tác dụng từ tuần {week}"
        ),
        None => say!(
            lang,
            "{strategy}: joining channels costs {cost} over the study and never acts in it",
            "{strategy}: hợp các kênh tốn {cost} trong cả nghiên cứu mà chưa kịp có tác dụng"
        ),
    }
}

pub fn ordered(lang: Lang, apart: &str, joined: &str) -> String {
    say!(
        lang,
        "of needs that reach the basket {apart} are ordered where channels stand side by side, {joined} where they act as one",
        "trong các nhu cầu tới được giỏ hàng, {apart} thành đơn khi các kênh đứng cạnh nhau, {joined} khi hợp làm một"
    )
}

pub fn finds_price(lang: Lang, apart: &str, joined: &str) -> String {
    say!(
        lang,
        "of those who would order at a lower price {apart} find it where channels stand side by side, {joined} where they act as one",
        "trong những người sẽ đặt hàng theo giá khuyến mãi, {apart} tìm thấy giá ấy khi các kênh đứng cạnh nhau, {joined} khi hợp làm một"
    )
}

pub fn collects(lang: Lang, apart: &str, joined: &str) -> String {
    say!(
        lang,
        "of the orders of those who live near an open shop, and were in none that week, {apart} are fetched there where channels stand side by side, {joined} where they act as one",
        "trong các đơn của người sống gần một cửa hàng đang mở mà tuần ấy chưa ghé, {apart} được khách tự đến lấy khi các kênh đứng cạnh nhau, {joined} khi hợp làm một"
    )
}

pub fn is_off(lang: Lang, name: &str, doc: &str, absent: &str, places: &str) -> String {
    let places = match places {
        "" => String::new(),
        places => say!(lang, " (off at {places})", " (tắt ở {places})"),
    };
    let doc = without_name(name, doc);
    say!(
        lang,
        "{name}: {doc}{places}; without it: {absent}",
        "{name}: {doc}{places}; không có nó thì: {absent}"
    )
}
