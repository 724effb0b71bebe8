//! Of what looks odd in a scenario.

use super::{Lang, quoted, say};

pub fn nothing_odd(lang: Lang) -> &'static str {
    lang.pick(
        "nothing that this program knows to look for",
        "không có gì đáng ngờ trong những điều chương trình biết kiểm tra",
    )
}

pub fn fast_hazard(lang: Lang, path: &str, hazard: &str, share: &str) -> String {
    say!(
        lang,
        "{path} is {hazard} per week: {share} of those who can do so within one week",
        "{path} là {hazard} mỗi tuần: {share} số người có thể sẽ làm vậy chỉ trong một tuần"
    )
}

pub fn fast_lapse(lang: Lang, path: &str, hazard: &str, share: &str) -> String {
    say!(
        lang,
        "{path} is {hazard} per week: {share} of needs end by themselves in their first week",
        "{path} là {hazard} mỗi tuần: {share} nhu cầu tự tắt ngay tuần đầu"
    )
}

pub fn long_memory(lang: Lang, path: &str, kept: &str, half_life: &str) -> String {
    say!(
        lang,
        "{path} keeps {kept} a week: half of a contact still acts after {half_life} weeks",
        "{path} giữ lại {kept} mỗi tuần: sau {half_life} tuần một tiếp xúc vẫn còn nửa tác động"
    )
}

pub fn wide(lang: Lang, path: &str, low: &str, high: &str, factor: &str) -> String {
    say!(
        lang,
        "{path} may be {low} or {high}, {factor} times as much: a better number is worth more than more worlds",
        "{path} có thể là {low} hay {high}, gấp {factor} lần: một con số tốt hơn đáng giá hơn thêm thế giới"
    )
}

pub fn no_margin(lang: Lang, price: &str, unit_cost: &str, currency: &str) -> String {
    say!(
        lang,
        "offer: a unit sells for {price} {currency} and costs {unit_cost}: every order loses money",
        "offer: một đơn vị bán {price} {currency} mà vốn {unit_cost}: đơn hàng nào cũng lỗ"
    )
}

pub fn high_discount(lang: Lang, rate: &str) -> String {
    say!(
        lang,
        "study.discount_per_year is {rate}: what comes after a year hardly counts",
        "study.discount_per_year là {rate}: những gì đến sau một năm gần như không tính"
    )
}

pub fn many_contacts(lang: Lang, tactic: &str, strategy: &str, per_week: &str) -> String {
    let (tactic, strategy) = (quoted(tactic), quoted(strategy));
    say!(
        lang,
        "{tactic} in {strategy}: {per_week} contacts a week for each customer it reaches",
        "{tactic} trong {strategy}: {per_week} tiếp xúc mỗi tuần cho mỗi khách nó tiếp cận"
    )
}

pub fn no_contact(
    lang: Lang,
    tactic: &str,
    strategy: &str,
    budget: &str,
    currency: &str,
    why: &str,
) -> String {
    let (tactic, strategy) = (quoted(tactic), quoted(strategy));
    let why = because(why);
    say!(
        lang,
        "{tactic} in {strategy}: {budget} {currency} buy no contact at all{why}",
        "{tactic} trong {strategy}: {budget} {currency} không mua được tiếp xúc nào{why}"
    )
}

pub fn unspent(lang: Lang, tactic: &str, strategy: &str, share: &str, why: &str) -> String {
    let (tactic, strategy) = (quoted(tactic), quoted(strategy));
    let why = because(why);
    say!(
        lang,
        "{tactic} in {strategy}: only {share} of the budget is spent{why}",
        "{tactic} trong {strategy}: chỉ {share} ngân sách được tiêu{why}"
    )
}

/// A reason behind what it explains; nothing where there is none.
fn because(why: &str) -> String {
    if why.is_empty() { String::new() } else { format!(": {why}") }
}

pub fn orders(
    lang: Lang,
    tactic: &str,
    strategy: &str,
    is_first: bool,
    found: &str,
    usual: &str,
    most: &str,
) -> String {
    let (tactic, strategy) = (quoted(tactic), quoted(strategy));
    let what = match is_first {
        true => lang.pick("more first orders", "đơn hàng đầu tiên"),
        false => lang.pick("more orders", "đơn hàng"),
    };
    say!(
        lang,
        "{tactic} in {strategy}: {found} {what} per 100 contacts; such channels are seen to bring about {usual}, and {most} would be news",
        "{tactic} trong {strategy}: thêm {found} {what} trên 100 tiếp xúc; các kênh như vậy thường đem lại khoảng {usual}, và {most} đã là chuyện lạ"
    )
}

pub fn no_fading(lang: Lang) -> String {
    lang.pick(
        "satisfaction.fades_per_week is 0: nothing that people felt is ever forgotten, and what each order or contact adds piles up over the years",
        "satisfaction.fades_per_week là 0: cảm nhận không bao giờ phai, và mỗi đơn hàng hay tiếp xúc cứ cộng dồn qua nhiều năm",
    )
    .into()
}

pub fn loud_answer(lang: Lang, rival: &str, strategy: &str, times: &str, taken: &str) -> String {
    let strategy = quoted(strategy);
    say!(
        lang,
        "rival.{rival} answers {strategy} with {times} times its weekly_spend: it takes {taken} times as many of our customers as usual",
        "rival.{rival} đáp trả {strategy} bằng {times} lần weekly_spend của mình: giành của ta gấp {taken} lần số khách so với bình thường"
    )
}

pub fn growing_line(
    lang: Lang,
    tactic: &str,
    strategy: &str,
    waiting: &str,
    served: &str,
) -> String {
    let (tactic, strategy) = (quoted(tactic), quoted(strategy));
    say!(
        lang,
        "{tactic} in {strategy}: the line grows: when media end {waiting} calls wait, and staff makes {served} a week",
        "{tactic} trong {strategy}: hàng chờ ngày càng dài: khi truyền thông kết thúc còn {waiting} cuộc gọi chờ, mà nhân viên chỉ gọi {served} cuộc mỗi tuần"
    )
}

pub fn nearly_free(
    lang: Lang,
    tactic: &str,
    strategy: &str,
    budget: &str,
    reference: &str,
    share: &str,
) -> String {
    let (tactic, strategy) = (quoted(tactic), quoted(strategy));
    say!(
        lang,
        "{tactic} in {strategy}: contacts are nearly free: at {budget} a week impressions cost {share} of cost_per_thousand, which holds at {reference}; give price_rise a reference_budget near the budgets that you try",
        "{tactic} trong {strategy}: tiếp xúc gần như miễn phí: với {budget} mỗi tuần, lượt hiển thị chỉ tốn {share} cost_per_thousand, vốn là giá ở mức {reference}; hãy đặt reference_budget của price_rise gần các ngân sách muốn thử"
    )
}

pub fn split_price(lang: Lang, tactics: [&str; 2], strategy: &str, is_auction: bool) -> String {
    let ([one, other], strategy) = (tactics.map(quoted), quoted(strategy));
    if is_auction {
        return say!(
            lang,
            "{one} and {other} in {strategy} bid in one channel, each in an auction of its own: lower bids together win what a high one would, so that the split is worth more than it can be; make them one tactic, or part query_share between them",
            "{one} và {other} trong {strategy} đấu giá trong cùng một kênh, mỗi bên một phiên riêng: hai giá thấp gộp lại thắng được như một giá cao, nên việc chia đôi lợi hơn thực tế; hãy gộp làm một chiến thuật, hoặc chia query_share cho hai bên"
        );
    }
    say!(
        lang,
        "{one} and {other} in {strategy} buy in one channel, each at a price_rise of its own: together they are cheaper than one of them with all the money, which is no merit of the split; make them one tactic, or part reference_budget between them",
        "{one} và {other} trong {strategy} mua trong cùng một kênh, mỗi bên có price_rise riêng: gộp lại rẻ hơn dồn hết tiền vào một bên, và đó không phải cái hay của việc chia; hãy gộp làm một chiến thuật, hoặc chia reference_budget cho hai bên"
    )
}

pub fn untold_programme(
    lang: Lang,
    tactic: &str,
    strategy: &str,
    reached: &str,
    spend: &str,
    rewards: &str,
) -> String {
    let (tactic, strategy) = (quoted(tactic), quoted(strategy));
    say!(
        lang,
        "{tactic} in {strategy}: the referral programme costs {spend} a week beside {rewards} of rewards and reaches {reached} of customers, yet lifts the talk of everybody: however few are told, it runs whole; give it a budget that tells those who talk, or a smaller lifts_talk",
        "{tactic} trong {strategy}: chương trình giới thiệu tốn {spend} mỗi tuần bên cạnh {rewards} tiền thưởng và tiếp cận {reached} khách hàng, mà vẫn nâng lời truyền miệng của mọi người: dù báo cho ít người đến đâu, nó vẫn chạy trọn; hãy cấp ngân sách đủ báo cho những người hay nói, hoặc giảm lifts_talk"
    )
}
