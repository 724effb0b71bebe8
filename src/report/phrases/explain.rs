//! Of a scenario before it is run.

use super::{Lang, quoted, say};

pub fn reached(lang: Lang) -> &'static str {
    lang.pick("Who is reached by what", "Ai được tiếp cận bằng gì")
}

pub fn on(lang: Lang) -> &'static str {
    lang.pick("What is on", "Những gì đang bật")
}

pub fn off(lang: Lang) -> &'static str {
    lang.pick("What is off", "Những gì đang tắt")
}

pub fn unknown(lang: Lang) -> &'static str {
    lang.pick(
        "What is not known: one draw per world",
        "Những gì chưa biết: rút một lần cho mỗi thế giới",
    )
}

pub fn untyped_heading(lang: Lang) -> &'static str {
    lang.pick(
        "What was not typed, and what it is the same as",
        "Những gì không được ghi, và điều đó bằng với gì",
    )
}

pub fn odd(lang: Lang) -> &'static str {
    lang.pick("What looks odd", "Những gì trông lạ")
}

pub fn unknown_columns(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::En => ["  number", "law", "centre", "90 % range", "unit", "grade", "source"],
        Lang::Vi => ["  con số", "luật", "giữa", "khoảng 90%", "đơn vị", "hạng", "nguồn"],
    }
}

pub fn heading(
    lang: Lang,
    title: &str,
    weeks: u32,
    tail_weeks: u32,
    customers: &str,
    people: u32,
    currency: &str,
) -> String {
    let weeks = lang.weeks(weeks);
    let tail = match tail_weeks {
        0 => String::new(),
        tail => say!(lang, " of media and {tail} after", " truyền thông và {tail} tuần sau đó"),
    };
    let people = match people {
        1 => String::new(),
        n => say!(lang, ", each for {n} people", ", mỗi khách thay cho {n} người"),
    };
    say!(
        lang,
        "{title}\n{weeks}{tail}, {customers} customers{people}; {currency}\n",
        "{title}\n{weeks}{tail}, {customers} khách hàng{people}; {currency}\n"
    )
}

pub fn typical(lang: Lang, customers: &str, lives: u32) -> String {
    say!(
        lang,
        "as lived {lives} times by {customers} customers in one typical world, every number at its centre, with and without each tactic; ± is the standard error of chance",
        "mô phỏng {lives} lần với {customers} khách hàng trong một thế giới điển hình, mọi con số ở giữa, có và không có từng chiến thuật; ± là sai số chuẩn của may rủi"
    )
}

pub fn no_tactics(lang: Lang) -> &'static str {
    lang.pick("by nothing: there are no tactics", "bằng không gì cả: không có chiến thuật nào")
}

pub fn tactic(
    lang: Lang,
    label: &str,
    direction: &str,
    stream: &str,
    reach: &str,
    says: &str,
    channel: Option<&str>,
) -> String {
    let channel =
        channel.map_or_else(String::new, |c| say!(lang, " in the channel {c}", " trong kênh {c}"));
    let (label, reach) = (quoted(label), lang.word(reach));
    let says = lang.word(says).replace('_', " ");
    say!(
        lang,
        "{label}: {reach}, says {says}{channel}; {direction}, {stream}",
        "{label}: {reach}, nội dung: {says}{channel}; {direction}, {stream}"
    )
}

fn reachable(lang: Lang, audience: Option<&str>) -> String {
    audience.map_or_else(String::new, |a| format!("; {}", only(lang, a)))
}

fn only(lang: Lang, audience: &str) -> String {
    say!(
        lang,
        "only {audience} of people can be reached at all",
        "chỉ {audience} số người có thể tiếp cận được"
    )
}

pub fn lookers(lang: Lang, weeks: &str, audience: Option<&str>) -> String {
    let share = reachable(lang, audience);
    say!(
        lang,
        "aims at people who looked at us within {weeks}{share}",
        "nhắm vào người đã ghé xem ta trong {weeks}{share}"
    )
}

/// Who can be reached at all, by the name of a reach; nothing where it goes without saying.
pub fn who(lang: Lang, reach: &str, segments: &str, audience: Option<&str>) -> Option<String> {
    let share = reachable(lang, audience);
    let told = match reach {
        "broadcast" => only(lang, audience?),
        "targeted" => say!(lang, "aims at {segments}{share}", "nhắm vào {segments}{share}"),
        "direct" => lang
            .pick(
                "for those who gave permission: subscribed and later",
                "cho người đã cho phép: từ giai đoạn đăng ký trở đi",
            )
            .into(),
        "search" => lang
            .pick("for those who have a need and search", "cho người có nhu cầu và tìm kiếm")
            .into(),
        "content" => lang
            .pick(
                "for those who have a need and find one of the posts",
                "cho người có nhu cầu và tìm thấy một bài viết",
            )
            .into(),
        "site" => lang
            .pick(
                "for those who know us: aware and later",
                "cho người đã biết ta: từ giai đoạn nhận biết trở đi",
            )
            .into(),
        "store" => {
            let near = audience.unwrap_or_default();
            say!(
                lang,
                "for those who live near: {near} of all, whether they know us or not; who needs something comes more often",
                "cho người sống gần: {near} tổng số người, dù đã biết ta hay chưa; ai có nhu cầu thì ghé nhiều hơn"
            )
        }
        "community" => lang
            .pick(
                "for those who follow us: engaged and later",
                "cho người theo dõi ta: từ giai đoạn tương tác trở đi",
            )
            .into(),
        _ => return None,
    };
    Some(told)
}

/// - `leads`: stages in words
pub fn staff(lang: Lang, leads: &str, calls: &str, wage: &str) -> String {
    say!(
        lang,
        "staff calls on whoever is {leads}: {calls} calls a week each, for {wage}",
        "nhân viên gọi cho ai đang ở giai đoạn {leads}: mỗi người {calls} cuộc mỗi tuần, lương {wage}"
    )
}

pub fn attempts(lang: Lang, calls: usize, last: &str) -> String {
    say!(
        lang,
        "up to {calls} calls, one a week; the last has {last} of its force",
        "nhiều nhất {calls} cuộc gọi, mỗi tuần một cuộc; cuộc cuối còn {last} sức mạnh"
    )
}

pub fn waits(lang: Lang, within_day: &str, later: &str) -> String {
    say!(
        lang,
        "a call after more than an hour of waiting has {within_day} of its force, after more than a day {later}",
        "gọi sau hơn một giờ chờ thì còn {within_day} sức mạnh, sau hơn một ngày còn {later}"
    )
}

pub fn routed(lang: Lang, points: &str) -> String {
    say!(
        lang,
        "leads with fewer than {points} points are not called",
        "khách tiềm năng dưới {points} điểm không được gọi"
    )
}

pub fn best_first(lang: Lang) -> &'static str {
    lang.pick("who has most points is called first", "ai nhiều điểm nhất được gọi trước")
}

/// - `calls`: of all of them in a week; `share`: of these, leads that come; `days`: their mean wait by Erlang's formula
pub fn hires(
    lang: Lang,
    strategy: &str,
    staff: &str,
    calls: &str,
    share: &str,
    days: &str,
) -> String {
    let strategy = quoted(strategy);
    say!(
        lang,
        "in {strategy} {staff} of them make {calls} calls a week; by Erlang's formula for a line that is {share} busy one waits {days} days on average",
        "trong {strategy}, {staff} nhân viên gọi {calls} cuộc mỗi tuần; theo công thức Erlang cho hàng chờ bận {share} thì mỗi người chờ trung bình {days} ngày"
    )
}

pub fn moves(from: &str, to: &str, hazard: &str) -> String {
    format!("{from} → {to} {hazard}")
}

pub fn one_contact_moves(lang: Lang, moves: &str) -> String {
    say!(
        lang,
        "one contact adds to the hazard per week: {moves}",
        "một tiếp xúc cộng vào cường độ mỗi tuần: {moves}"
    )
}

/// - `helps`: other tactics gain by it
/// - `repels`: it annoys, or drives people to opt out
pub fn moves_nobody(lang: Lang, helps: bool, repels: bool) -> String {
    let rest = match (helps, repels) {
        (true, _) => lang.pick(" by itself", ", nếu chỉ tính riêng nó"),
        (false, true) => {
            lang.pick(": it costs and repels", ": chỉ tốn tiền và làm người ta xa lánh")
        }
        (false, false) => lang.pick(": it only costs", ": chỉ tốn tiền"),
    };
    say!(
        lang,
        "moves nobody, stirs no need, persuades nobody, builds no brand, earns no trust and satisfies nobody{rest}",
        "không dịch chuyển ai, không khơi nhu cầu, không thuyết phục ai, không xây thương hiệu, không giành lòng tin, không làm ai hài lòng{rest}"
    )
}

pub fn fetched(lang: Lang) -> &'static str {
    lang.pick(
        "orders of those who live near are fetched from it",
        "người ở gần đến đây lấy hàng đã đặt",
    )
}

pub fn speaks(lang: Lang) -> &'static str {
    lang.pick(
        "its money makes us louder among rivals",
        "tiền của nó làm tiếng ta lớn hơn giữa các đối thủ",
    )
}

pub fn looked_for(lang: Lang, tactics: &str) -> String {
    say!(
        lang,
        "whoever comes by it is then aimed at by {tactics}",
        "ai tìm đến qua nó thì sau đó được {tactics} nhắm tới"
    )
}

pub fn scored(lang: Lang, tactics: &str) -> String {
    say!(
        lang,
        "each visit counts in the points of leads of {tactics}",
        "mỗi lượt ghé được tính vào điểm khách tiềm năng của {tactics}"
    )
}

pub fn stirs(lang: Lang, share: &str) -> String {
    say!(
        lang,
        "one contact raises the need rate by {share}",
        "một tiếp xúc làm mức nhu cầu tăng {share}"
    )
}

pub fn persuades(lang: Lang, before: &str, after: &str) -> String {
    say!(
        lang,
        "one contact with somebody who decides raises our share of choices from {before} to {after}",
        "một tiếp xúc với người đang quyết định nâng tỷ phần chọn ta từ {before} lên {after}"
    )
}

pub fn builds(lang: Lang, goodwill: &str) -> String {
    say!(
        lang,
        "one contact for every person of the market builds {goodwill} of goodwill",
        "một tiếp xúc cho mỗi người của thị trường xây thêm {goodwill} uy tín"
    )
}

pub fn earns_trust(lang: Lang, share: &str) -> String {
    say!(
        lang,
        "one contact earns {share} of the trust that is missing",
        "một tiếp xúc giành được {share} phần lòng tin còn thiếu"
    )
}

/// Who gets messages that do not go to everybody with permission.
pub fn goes_to(lang: Lang, stages: &str) -> String {
    say!(
        lang,
        "only for those who gave permission and are {stages}",
        "chỉ cho người đã cho phép và đang ở giai đoạn {stages}"
    )
}

pub fn finds_gaps(lang: Lang) -> &'static str {
    lang.pick(
        "once a strategy has studied the rivals, it aims at the segment in which they are weakest",
        "khi chiến lược đã nghiên cứu đối thủ, nó nhắm vào phân khúc mà họ yếu nhất",
    )
}

pub fn satisfies(lang: Lang, deviations: &str) -> String {
    say!(
        lang,
        "one contact adds {deviations} standard deviations to satisfaction",
        "một tiếp xúc làm sự hài lòng tăng {deviations} độ lệch chuẩn"
    )
}

pub fn sells_more(lang: Lang, accepts: &str, adds: &str) -> String {
    say!(
        lang,
        "after one contact {accepts} of orders hold {adds} more",
        "sau một tiếp xúc {accepts} số đơn hàng mua thêm {adds}"
    )
}

pub fn rewards(lang: Lang, lifts: &str, reward: &str) -> String {
    say!(
        lang,
        "while its medium runs talk moves {lifts} more, and each new customer who came by word of mouth costs {reward}",
        "khi phương tiện của nó đang chạy, lời truyền miệng dịch chuyển thêm {lifts}, và mỗi khách mới do truyền miệng tốn {reward}"
    )
}

pub fn learns_taste(lang: Lang, share: &str) -> String {
    say!(
        lang,
        "one contact tells {share} of what is not known of her taste; what is sent to her alone then fits better",
        "một tiếp xúc cho biết {share} phần chưa biết về sở thích của khách; tin gửi riêng sau đó hợp ý hơn"
    )
}

pub fn sells(lang: Lang, price: &str, cost: &str, currency: &str) -> String {
    say!(
        lang,
        "whoever it converts pays {price} {currency} for something that costs {cost}",
        "ai được nó chuyển đổi thì trả {price} {currency} cho món có giá vốn {cost}"
    )
}

pub fn annoys(lang: Lang, annoyance: &str) -> String {
    say!(lang, "one contact annoys by {annoyance}", "một tiếp xúc gây thêm {annoyance} khó chịu")
}

pub fn medium_carries(lang: Lang, share: &str) -> String {
    say!(
        lang,
        "its medium carries {share} of the message: what a contact does is already less by that",
        "phương tiện chỉ chở được {share} thông điệp: tác dụng của tiếp xúc đã bớt đi chừng ấy"
    )
}

pub fn carried(lang: Lang, factor: &str) -> String {
    say!(
        lang,
        "a contact is remembered: over all time it adds {factor} times that",
        "một tiếp xúc được nhớ: tính cả về sau nó cộng {factor} lần như thế"
    )
}

pub fn saturates(lang: Lang, half: &str) -> String {
    say!(
        lang,
        "repetition loses force: half the largest effect at {half} contacts",
        "lặp lại thì yếu dần: {half} tiếp xúc đạt nửa tác động lớn nhất"
    )
}

pub fn wears(
    lang: Lang,
    at_first: &str,
    strongest: &str,
    at_best: &str,
    late: &str,
    at_late: &str,
) -> String {
    if strongest == late {
        return say!(
            lang,
            "the message wears in: the first contact has {at_first} of its force, contact {late} has {at_late}",
            "thông điệp ngấm dần: tiếp xúc đầu có {at_first} sức mạnh, tiếp xúc thứ {late} có {at_late}"
        );
    }
    say!(
        lang,
        "the message wears: the first contact has {at_first} of its force, contact {strongest} the most, {at_best}, contact {late} {at_late}",
        "thông điệp ngấm rồi nhàm: tiếp xúc đầu có {at_first} sức mạnh, tiếp xúc thứ {strongest} mạnh nhất, {at_best}, tiếp xúc thứ {late} còn {at_late}"
    )
}

/// - `repeats`: some strategy joins its channels
pub fn same_message(lang: Lang, others: &str, repeats: bool) -> String {
    let repeated = match repeats {
        true => lang.pick(
            "where channels act as one they repeat each other",
            "nơi các kênh hợp làm một, chúng nhắc lại cho nhau",
        ),
        false => lang.pick(
            "no strategy joins its channels, so nothing repeats it",
            "không chiến lược nào hợp các kênh nên không gì nhắc lại nó",
        ),
    };
    say!(
        lang,
        "the same message as {others}: {repeated}",
        "cùng thông điệp với {others}: {repeated}"
    )
}

pub fn unused(lang: Lang) -> &'static str {
    lang.pick("no strategy spends on it", "không chiến lược nào chi cho nó")
}

pub fn reaches_nobody(lang: Lang, strategy: &str, budget: &str) -> String {
    let strategy = quoted(strategy);
    say!(
        lang,
        "{strategy}: {budget} a week reach nobody",
        "{strategy}: {budget} mỗi tuần không tiếp cận được ai"
    )
}

#[expect(clippy::too_many_arguments, reason = "the words of one sentence")]
pub fn reaches(
    lang: Lang,
    strategy: &str,
    spend: &str,
    reached: &str,
    per_week: &str,
    per_reached: &str,
    cost: &str,
    moves: &str,
    orders: &str,
) -> String {
    let strategy = quoted(strategy);
    say!(
        lang,
        "{strategy}: {spend} a week reach {reached} of customers; {per_week} contacts a week per customer, {per_reached} per reached one, at {cost} each; 1000 contacts bring {moves} moves and {orders} more orders",
        "{strategy}: {spend} mỗi tuần tiếp cận {reached} khách hàng; {per_week} tiếp xúc mỗi tuần trên một khách, {per_reached} trên một khách được tiếp cận, giá {cost} mỗi lần; 1000 tiếp xúc đem lại {moves} bước dịch chuyển và thêm {orders} đơn hàng"
    )
}

/// How long those who were called had waited.
pub fn waited(lang: Lang, days: &str, waiting: &str) -> String {
    say!(
        lang,
        "as lived, a call had waited {days} days, and {waiting} wait when media end",
        "như đã sống, mỗi cuộc gọi đã chờ {days} ngày, và còn {waiting} cuộc chờ khi truyền thông kết thúc"
    )
}

/// What a referral programme pays beside its budget.
pub fn paid_beside(lang: Lang, rewards: &str) -> String {
    say!(
        lang,
        "rewards beside it, for each week of media: {rewards}",
        "tiền thưởng trả thêm, tính trên mỗi tuần truyền thông: {rewards}"
    )
}

pub fn untyped(name: &str, doc: &str, same_as: &str, places: &str) -> String {
    let places = if places == name { String::new() } else { format!(" ({places})") };
    format!("{name} = {same_as}: {doc}{places}")
}

pub fn and_more(lang: Lang, named: &str, more: usize) -> String {
    say!(lang, "{named} and {more} more", "{named} và {more} chỗ nữa")
}

pub fn all_known(lang: Lang) -> &'static str {
    lang.pick(
        "nothing: every number is one value, so worlds differ by luck alone",
        "không có gì: mọi con số chỉ một giá trị, nên các thế giới chỉ khác nhau vì may rủi",
    )
}
