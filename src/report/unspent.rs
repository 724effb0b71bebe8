//! Why money was left, in words.

use crate::analysis::{Left, Why};
use crate::model::Scenario;

use super::lang::{Lang, say};

/// The reasons in one line, the weightiest first.
pub(super) fn why_left(lang: Lang, scenario: &Scenario, left: &[Left]) -> String {
    let told: Vec<String> = left.iter().map(|l| why(lang, scenario, l.why)).collect();
    told.join("; ")
}

fn why(lang: Lang, scenario: &Scenario, why: Why) -> String {
    // A mean over worlds, where a price is not known.
    let about = match scenario.numbers.any_uncertain() {
        true => lang.pick("about ", "khoảng "),
        false => "",
    };
    let money = |x: f64| format!("{about}{} {}", lang.short(x), scenario.market.currency.code);
    let one = one_customer(lang, scenario);
    let plain = |en: &'static str, vi: &'static str| lang.pick(en, vi).to_string();
    match why {
        Why::Outage => {
            plain("in weeks of failure it sends nothing", "tuần nào có sự cố thì không gửi gì")
        }
        Why::NoQueries => plain(
            "query_share is 0, so bids reach nobody",
            "query_share là 0 nên không ai thấy quảng cáo",
        ),
        Why::NoMoreClicks { seen, wins } => no_more_clicks(lang, scenario, seen, wins),
        Why::DearClick { cost } => {
            let cost = money(cost);
            say!(
                lang,
                "a click of {one} costs {cost}, so that it buys few and chance decides how many",
                "một lượt nhấp của {one} tốn {cost}, nên mua được ít và số lượt là may rủi"
            )
        }
        Why::BelowOneSend { cost } => {
            let cost = money(cost);
            say!(
                lang,
                "a week of it is below the {cost} that {one} costs, and then nothing is sent",
                "ngân sách tuần chưa đủ {cost} để gửi cho {one}, nên không gửi gì"
            )
        }
        Why::NoMoreSends { cost } => {
            let cost = money(cost);
            say!(
                lang,
                "what is left in a week is below the {cost} that one more customer costs, {one}",
                "phần còn lại mỗi tuần chưa đủ {cost} để gửi thêm cho {one}"
            )
        }
        Why::NobodyPermitted => plain(
            "nobody whom it goes to had given permission",
            "không ai trong số người nó gửi đến đã cho phép",
        ),
        Why::EverybodySent { capped: true, .. } => plain(
            "all messages that the cap allows, to everybody whom it goes to, cost less",
            "gửi hết mức giới hạn cho mọi người nó gửi đến cũng không tốn đến thế",
        ),
        Why::EverybodySent { some_stages: true, .. } => plain(
            "the messages to everybody in the stages that it goes to, with permission, cost less",
            "gửi cho mọi người đã cho phép ở các giai đoạn nó gửi đến cũng không tốn đến thế",
        ),
        Why::EverybodySent { .. } => plain(
            "the messages to everybody who had given permission cost less",
            "gửi cho mọi người đã cho phép cũng không tốn đến thế",
        ),
        Why::BelowOnePost { cost } => {
            let cost = money(cost);
            say!(
                lang,
                "it was not enough for one more post, which costs {cost}",
                "số tiền không đủ cho thêm một bài viết, giá {cost}"
            )
        }
        Why::BelowOneWeek { cost } => {
            let cost = money(cost);
            say!(
                lang,
                "a week that costs more than its budget did not run: it costs {cost}",
                "tuần nào tốn hơn ngân sách thì không chạy: một tuần tốn {cost}"
            )
        }
        Why::WholeWeek { cost } => {
            let cost = money(cost);
            say!(
                lang,
                "a week costs {cost}, and more is not needed",
                "một tuần chỉ tốn {cost}, không cần nhiều hơn"
            )
        }
        Why::BelowOneWage { wage } => {
            let wage = money(wage);
            say!(
                lang,
                "it is below one wage of {wage}, so nobody was hired",
                "ngân sách chưa bằng một suất lương {wage} nên không thuê được ai"
            )
        }
        Why::NoMoreStaff { wage } => {
            let wage = money(wage);
            say!(
                lang,
                "what is left of it does not hire one more member of staff for {wage}",
                "phần còn lại không đủ thuê thêm một nhân viên, lương {wage}"
            )
        }
        Why::BelowOneImpression => {
            plain("it buys less than one impression", "không đủ tiền cho một lượt hiển thị")
        }
        Why::FewLookers => plain(
            "too few people had looked lately, and each of them is shown only so much",
            "quá ít người vừa ghé xem, và mỗi người chỉ được cho xem bấy nhiêu",
        ),
        Why::NobodyThere => plain(
            "there was nobody in the market to show it to",
            "không có ai trong thị trường để hiển thị",
        ),
    }
}

/// Everything that limits clicks but money.
fn no_more_clicks(lang: Lang, scenario: &Scenario, seen: f64, wins: Option<f64>) -> String {
    let seen = lang.percent_to(seen, if seen < 0.01 { 1 } else { 0 });
    let lifted = scenario.brand.is_some_and(|brand| brand.lifts_search.is_some());
    let lifted = match lifted {
        true => lang.pick(", more where the brand lifts it", ", thương hiệu kéo lên thì nhiều hơn"),
        false => "",
    };
    let wins = wins.map_or_else(String::new, |wins| {
        let wins = lang.percent_to(wins, if wins < 0.01 { 1 } else { 0 });
        say!(
            lang,
            ", and its bid wins {wins} of these clicks",
            ", và giá thầu thắng {wins} số lượt nhấp ấy"
        )
    });
    say!(
        lang,
        "where money was left, every click that was to be had was paid: query_share is {seen} of those with a need{lifted}{wins}",
        "khi còn tiền thì đã trả cho mọi lượt nhấp có thể có: query_share là {seen} số người có nhu cầu{lifted}{wins}"
    )
}

/// One simulated customer, where she stands for more people than herself.
fn one_customer(lang: Lang, scenario: &Scenario) -> String {
    match scenario.market.people_per_customer {
        1 => lang.pick("one customer", "một khách hàng").into(),
        people => {
            let people = lang.grouped(f64::from(people), 0);
            say!(
                lang,
                "one simulated customer for {people} people",
                "một khách mô phỏng thay cho {people} người"
            )
        }
    }
}
