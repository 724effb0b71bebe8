//! Of one life, week by week.

use super::{Lang, quoted, say};
use crate::model::Stage;

pub fn heading(
    lang: Lang,
    id: &str,
    segment: &str,
    strategy: &str,
    world: u32,
    replication: u32,
) -> String {
    let (segment, strategy) = (quoted(segment), quoted(strategy));
    say!(
        lang,
        "customer {id} of {segment}, under {strategy}, in world {world}, replication {replication}\n",
        "khách hàng {id} thuộc {segment}, dưới {strategy}, ở thế giới {world}, lần lặp {replication}\n"
    )
}

pub fn own_trait(lang: Lang, name: &str, value: &str) -> String {
    match name {
        "needs_per_year" => say!(
            lang,
            "wants something of this kind {value} times a year",
            "cần loại hàng này {value} lần một năm"
        ),
        "dropout_per_purchase" => say!(
            lang,
            "is lost after an order with probability {value}",
            "rời bỏ sau một đơn hàng với xác suất {value}"
        ),
        "dropout_per_week" => say!(
            lang,
            "once she has bought, is lost at the hazard {value} per week",
            "khi đã mua rồi, rời bỏ với cường độ {value} mỗi tuần"
        ),
        "churn_per_renewal" => say!(
            lang,
            "does not renew with probability {value}",
            "không gia hạn với xác suất {value}"
        ),
        "deal_buyer" if value == "1" => {
            lang.pick("buys ahead when the price is low", "mua trữ khi giá thấp").into()
        }
        "deal_buyer" => lang.pick("never buys ahead", "không bao giờ mua trữ").into(),
        "basket" => say!(lang, "basket: {value}", "giỏ hàng: {value}"),
        name => format!("{}: {value}", lang.word(name).replace('_', " ")),
    }
}

pub fn affinity(lang: Lang, channel: &str, value: &str) -> String {
    say!(lang, "affinity to {channel}: {value}", "độ hợp với kênh {channel}: {value}")
}

pub fn out_of_audience(lang: Lang, tactic: &str) -> String {
    let tactic = quoted(tactic);
    say!(lang, "cannot be reached by {tactic}", "{tactic} không thể tiếp cận")
}

pub fn lives_far(lang: Lang, shop: &str) -> String {
    let shop = quoted(shop);
    say!(lang, "does not live near {shop}", "không ở gần {shop}")
}

pub fn starts(lang: Lang, stage: Stage) -> String {
    let stage = lang.stage(stage);
    say!(lang, "starts as {stage}", "khởi đầu ở giai đoạn {stage}")
}

pub fn not_yet_in(lang: Lang) -> &'static str {
    lang.pick("has not come in at the start", "lúc đầu chưa xuất hiện")
}

pub fn comes_in(lang: Lang) -> String {
    lang.pick("comes in", "xuất hiện").into()
}

pub fn week(lang: Lang, week: u32) -> String {
    say!(lang, "week {week}", "tuần {week}")
}

pub fn weeks(lang: Lang, first: u32, last: u32) -> String {
    if first == last {
        return week(lang, first);
    }
    say!(lang, "weeks {first}–{last}", "tuần {first}–{last}")
}

pub fn quiet(
    lang: Lang,
    stage: Option<Stage>,
    has_open_need: bool,
    contacts: Option<&str>,
) -> String {
    let who = stage.map_or(lang.pick("not yet in", "chưa xuất hiện"), |s| lang.stage(s));
    let need = lang.pick(", a need open", ", có một nhu cầu đang mở");
    let need = if has_open_need { need } else { "" };
    let contacts =
        contacts.map_or_else(String::new, |c| say!(lang, "; contacts: {c}", "; tiếp xúc: {c}"));
    format!("– {who}{need}{contacts}")
}

pub fn contacts(lang: Lang, contacts: &str) -> String {
    say!(lang, "contacts: {contacts}", "tiếp xúc: {contacts}")
}

pub fn needs_arrive(lang: Lang, n: u64, one_is_open: bool) -> String {
    let what = match (lang, n) {
        (Lang::En, 1) => "a need arrives".into(),
        (Lang::En, n) => format!("{n} needs arrive"),
        (Lang::Vi, 1) => "nảy sinh một nhu cầu".into(),
        (Lang::Vi, n) => format!("nảy sinh {n} nhu cầu"),
    };
    let beside = lang.pick(", on top of the open one", ", bên cạnh nhu cầu đang mở");
    if one_is_open { format!("{what}{beside}") } else { what }
}

/// - `finds`: search, content or a shop may answer it
pub fn need_stays_open(lang: Lang, finds: bool) -> &'static str {
    match finds {
        true => lang.pick(
            "a need stays open: she is not ready to buy, and may look for it",
            "một nhu cầu còn mở: khách chưa sẵn sàng mua, và có thể tìm kiếm",
        ),
        false => lang.pick(
            "a need stays open: she is not ready to buy",
            "một nhu cầu còn mở: khách chưa sẵn sàng mua",
        ),
    }
}

pub fn open_need_ordered(lang: Lang) -> &'static str {
    lang.pick("the open need becomes an order", "nhu cầu đang mở thành đơn hàng")
}

pub fn met_at_home(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "a need is met from the home stock".into(),
        (Lang::En, n) => format!("{n} needs are met from the home stock"),
        (Lang::Vi, n) => format!("{n} nhu cầu được đáp ứng từ kho trữ ở nhà"),
    }
}

pub fn goes_home(lang: Lang, baskets: &str) -> String {
    say!(lang, "baskets for the home stock: {baskets}", "số giỏ vào kho trữ ở nhà: {baskets}")
}

pub fn needs_lapse(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "a need lapses".into(),
        (Lang::En, n) => format!("{n} needs lapse"),
        (Lang::Vi, n) => format!("{n} nhu cầu tự tắt"),
    }
}

pub fn needs_to_rivals(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "a rival meets a need".into(),
        (Lang::En, n) => format!("rivals meet {n} needs"),
        (Lang::Vi, 1) => "đối thủ đáp ứng một nhu cầu".into(),
        (Lang::Vi, n) => format!("đối thủ đáp ứng {n} nhu cầu"),
    }
}

pub fn needs_refused(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "a need is decided: buys nothing".into(),
        (Lang::En, n) => format!("{n} needs are decided: buys nothing"),
        (Lang::Vi, n) => format!("{n} nhu cầu được quyết định: không mua gì"),
    }
}

pub fn leaves_basket(lang: Lang, left: u64, waiting: u64) -> String {
    match (lang, left, waiting) {
        (Lang::En, 1, 1) => "a basket left behind was waiting for her".into(),
        (Lang::En, 1, 0) => "a basket is left behind, and nobody kept it".into(),
        (Lang::En, n, k) => format!("{n} baskets left behind, {k} of them waiting for her"),
        (Lang::Vi, n, k) => format!("{n} giỏ bị bỏ lại, {k} giỏ vẫn chờ khách"),
    }
}

pub fn misses_price(lang: Lang, n: u64) -> String {
    say!(
        lang,
        "where she orders nobody knows of the lower price: {n}",
        "nơi khách đặt hàng không ai biết giá khuyến mãi: {n}"
    )
}

pub fn collects(lang: Lang, orders: u64, more: u64) -> String {
    say!(
        lang,
        "fetches from the shop: {orders}, and takes another basket with it: {more}",
        "tự đến cửa hàng lấy: {orders}, mua thêm một giỏ khi ở đó: {more}"
    )
}

pub fn asks_service(lang: Lang, contacts: u64, again: u64) -> String {
    say!(
        lang,
        "contacts with service staff: {contacts}, of them {again} to say it again",
        "số lần liên hệ nhân viên dịch vụ: {contacts}, trong đó {again} lần phải kể lại từ đầu"
    )
}

pub fn needs_void(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "a need is void".into(),
        (Lang::En, n) => format!("{n} needs are void"),
        (Lang::Vi, n) => format!("{n} nhu cầu không còn hiệu lực"),
    }
}

/// What a tripwire sold her.
pub fn small_sale(lang: Lang, value: &str, contribution: &str) -> String {
    say!(
        lang,
        "buys the small thing of the tripwire: {value}, of it {contribution} contribution",
        "mua món nhỏ của chiến thuật mồi: {value}, trong đó lãi góp {contribution}"
    )
}

pub fn order(
    lang: Lang,
    count: &str,
    is_plural: bool,
    is_first: bool,
    value: &str,
    contribution: &str,
) -> String {
    let what = match (lang, is_plural, is_first) {
        (Lang::En, false, true) => "her first order".into(),
        (Lang::En, false, false) => "an order".into(),
        (Lang::En, true, true) => format!("her first {count} orders"),
        (Lang::En, true, false) => format!("{count} orders"),
        (Lang::Vi, false, true) => "đơn hàng đầu tiên".into(),
        (Lang::Vi, false, false) => "một đơn hàng".into(),
        (Lang::Vi, true, true) => format!("{count} đơn hàng đầu tiên"),
        (Lang::Vi, true, false) => format!("{count} đơn hàng"),
    };
    say!(
        lang,
        "{what}: {value}, of it {contribution} contribution",
        "{what}: {value}, trong đó lãi góp {contribution}"
    )
}

pub fn renews(lang: Lang, value: &str, contribution: &str) -> String {
    say!(
        lang,
        "renews the contract: {value}, of it {contribution} contribution",
        "gia hạn hợp đồng: {value}, trong đó lãi góp {contribution}"
    )
}

pub fn moves(lang: Lang, from: Stage, to: Stage, why: &str) -> String {
    format!("{} → {}: {why}", lang.stage(from), lang.stage(to))
}

pub fn moved_by(lang: Lang, tactic: &str) -> String {
    let tactic = quoted(tactic);
    say!(lang, "moved by {tactic}", "nhờ {tactic}")
}

pub fn moved_by_talk(lang: Lang) -> &'static str {
    lang.pick("by word of mouth", "nhờ truyền miệng")
}

pub fn moved_by_order(lang: Lang) -> &'static str {
    lang.pick("by the order", "nhờ đơn hàng")
}

pub fn moved_by_herself(lang: Lang) -> &'static str {
    lang.pick("by herself", "tự mình")
}

pub fn fell_back(lang: Lang) -> &'static str {
    lang.pick("falls back", "lùi lại")
}

pub fn came_back(lang: Lang) -> &'static str {
    lang.pick("comes back", "quay lại")
}

pub fn left(lang: Lang) -> &'static str {
    lang.pick("leaves", "rời bỏ")
}

pub fn dropped_out(lang: Lang) -> &'static str {
    lang.pick("drops out after the order", "rời bỏ sau đơn hàng")
}

pub fn did_not_renew(lang: Lang) -> &'static str {
    lang.pick("does not renew", "không gia hạn")
}

pub fn is_called(lang: Lang, tactic: &str, number: &str) -> String {
    say!(
        lang,
        "{tactic}: call {number} is made; it is felt next week",
        "{tactic}: cuộc gọi thứ {number} được thực hiện; tuần sau mới có tác động"
    )
}

pub fn waits_for_call(lang: Lang, tactic: &str) -> String {
    say!(lang, "{tactic}: waits for a call", "{tactic}: chờ được gọi")
}

pub fn leaves_line(lang: Lang, tactic: &str) -> String {
    say!(
        lang,
        "{tactic}: leaves the line without a call",
        "{tactic}: rời hàng chờ mà chưa được gọi"
    )
}

pub fn no_more_calls(lang: Lang, tactic: &str) -> String {
    say!(
        lang,
        "{tactic}: is not called again in this stage",
        "{tactic}: không được gọi nữa trong giai đoạn này"
    )
}

pub fn opts_out(lang: Lang, channel: &str) -> String {
    say!(
        lang,
        "opts out: nothing of the channel {channel} reaches her any more",
        "hủy nhận tin: không gì của kênh {channel} đến được khách nữa"
    )
}

pub fn false_details(lang: Lang, channel: &str) -> String {
    say!(
        lang,
        "leaves false details: nothing of the channel {channel} reaches her",
        "để lại thông tin giả: không gì của kênh {channel} đến được khách"
    )
}

pub fn column(lang: Lang, name: &str, of: Option<&str>, value: &str) -> String {
    let name = lang.word(name).replace('_', " ");
    match of {
        None => format!("{name} {value}"),
        Some(of) => say!(lang, "{name} of {of} {value}", "{name} của {of} {value}"),
    }
}

pub fn now(lang: Lang, columns: &str) -> String {
    say!(lang, "now: {columns}", "lúc này: {columns}")
}

pub fn ending(
    lang: Lang,
    weeks: usize,
    stage: Option<Stage>,
    orders: &str,
    revenue: &str,
    contribution: &str,
    contacts: Option<&str>,
) -> String {
    let who = stage.map_or(lang.pick("not yet in", "chưa xuất hiện"), |s| lang.stage(s));
    let contacts = contacts.unwrap_or(lang.pick("none", "không có"));
    say!(
        lang,
        "after {weeks} weeks: {who}; orders: {orders}, {revenue}, of it {contribution} contribution; contacts: {contacts}",
        "sau {weeks} tuần: {who}; đơn hàng: {orders}, {revenue}, trong đó lãi góp {contribution}; tiếp xúc: {contacts}"
    )
}
