//! The answer as a person reads it in a terminal: ranking first, one sentence, then what to watch out for.

use unicode_width::UnicodeWidthStr;

use crate::analysis::{
    Answer, Estimate, Lived, Measure, StrategyAnswer, TELLS_FEW, TacticAnswer, unspent, weighed,
};
use crate::model::Scenario;

use super::bottleneck::bottleneck_text;
use super::lang::{Lang, say};
use super::response::response_text;
use super::settled::settled_text;
use super::unspent::why_left;
use super::words::quoted;

/// A tactic that spent less than this share of its budget is named.
const UNDERSPENT: f64 = 0.9;

/// Assumptions that are named one by one.
const MOST_NAMED: usize = 6;

/// The whole answer.
pub fn terminal(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let mut out = heading(lang, scenario, answer);
    out.push('\n');
    if scenario.strategies.len() == 1 {
        out.push_str(&totals(lang, scenario, answer));
        out.push_str(
            lang.pick("± is the Monte Carlo standard error.", "± là sai số chuẩn Monte Carlo."),
        );
    } else {
        let table = table(lang, scenario, answer);
        let bounds = table.contains(['≤', '≥']);
        out.push_str(&table);
        out.push_str(lang.pick(
            "± is the Monte Carlo standard error; the interval holds 90 % of histories.",
            "± là sai số chuẩn Monte Carlo; khoảng chứa 90% số lần mô phỏng.",
        ));
        if bounds {
            out.push_str(lang.pick(
                " Where every world agrees, ≤ and ≥ are bounds at 95 %.",
                " Khi mọi thế giới đều như nhau, ≤ và ≥ là cận ở mức 95%.",
            ));
        }
    }
    out.push_str("\n\n");
    out.push_str(&sentence(lang, scenario, answer));
    out.push_str(&spread(lang, scenario, answer));
    out.push_str(&settled_text(lang, scenario, answer));
    let mark = lang.pick("note", "lưu ý");
    for note in notes(lang, scenario, answer) {
        out.push_str(&format!("{mark}: {note}\n"));
    }
    out.push_str(&response_text(lang, scenario, answer));
    out.push_str(&bottleneck_text(lang, scenario, answer));
    out
}

fn heading(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let title = if scenario.title.is_empty() { "headwater" } else { lang.title(&scenario.title) };
    let weeks = lang.weeks(scenario.horizon.weeks);
    let weeks = match scenario.horizon.tail_weeks {
        0 => weeks,
        tail => say!(
            lang,
            "{weeks} of media and {tail} after",
            "{weeks} truyền thông và {tail} tuần sau đó"
        ),
    };
    let baseline = quoted(&scenario.strategies[answer.baseline].label);
    let against = match scenario.strategies.len() {
        1 => String::new(),
        _ => say!(lang, ", against {baseline}", ", so với {baseline}"),
    };
    let customers = lang.grouped(count(scenario.n_customers()), 0);
    let customers = say!(lang, "{customers} customers", "{customers} khách hàng");
    format!(
        "{title}\n{}, {customers}, {weeks}; {}{against}\n",
        histories(lang, answer),
        scenario.market.currency.code,
    )
}

/// `200 worlds × 2 replications`.
pub fn histories(lang: Lang, answer: &Answer) -> String {
    let worlds = lang.grouped(count(answer.n_worlds as u64), 0);
    let plural = if answer.n_worlds == 1 { "" } else { "s" };
    let worlds = match lang {
        Lang::En => format!("{worlds} world{plural}"),
        Lang::Vi => format!("{worlds} thế giới"),
    };
    match answer.n_replications {
        1 => worlds,
        n => {
            let n = lang.grouped(count(n as u64), 0);
            say!(lang, "{worlds} × {n} replications", "{worlds} × {n} lần lặp")
        }
    }
}

fn count(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "shown to the thousands")]
    let x = n as f64;
    x
}

fn table(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let currency = &scenario.market.currency;
    let code = &currency.code;
    let heads = match lang {
        Lang::En => ["strategy", "net", "ROI", "90 % of ROIs", "P(loss)", "P(best)", "pays back"],
        Lang::Vi => {
            ["chiến lược", "lãi góp ròng", "ROI", "90% các ROI", "P(lỗ)", "P(tốt nhất)", "hoàn vốn"]
        }
    };
    let mut heads = heads.map(String::from);
    heads[1] = format!("{}, {code}", heads[1]);
    let mut rows = vec![std::iter::once(String::new()).chain(heads).collect::<Vec<_>>()];
    // Where nothing is sold there is no return and no loss, and the best is the cheapest.
    let sells = scenario.sells_anything();
    let digits = i32::try_from(currency.digits).unwrap_or(2);
    for (rank, &s) in (1..).zip(&answer.ranking) {
        let a = &answer.strategies[s];
        let label = scenario.strategies[s].label.clone();
        let none = || String::from("–");
        let figures = if s == answer.baseline {
            let net = lang.pick("0 (baseline)", "0 (mốc so sánh)").into();
            let best = lang.probability(a.p_best);
            [net, none(), none(), none(), if sells { best } else { none() }, none()]
        } else if !sells {
            let net = lang.with_error(a.net.mean, 0, digits);
            [net, none(), none(), none(), none(), none()]
        } else {
            [
                lang.with_error(a.net.mean, 0, digits),
                lang.percent_with_error(a.roi.mean),
                interval(lang, a),
                lang.probability(a.p_loss),
                lang.probability(a.p_best),
                payback(lang, a),
            ]
        };
        rows.push([rank.to_string(), label].into_iter().chain(figures).collect());
    }
    aligned(&rows)
}

/// What happened under the only strategy, where there is nothing to rank.
fn totals(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let a = &answer.strategies[answer.baseline];
    let code = &scenario.market.currency.code;
    let rows = [
        (
            lang.pick("orders of simulated customers", "đơn hàng của khách mô phỏng").to_string(),
            lang.with_error(a.orders, 0, 2),
        ),
        (say!(lang, "revenue, {code}", "doanh thu, {code}"), lang.with_error(a.revenue, 0, 2)),
        (
            say!(lang, "contribution, {code}", "lãi góp, {code}"),
            lang.with_error(a.contribution, 0, 2),
        ),
        (say!(lang, "cost, {code}", "chi phí, {code}"), lang.with_error(a.spend, 0, 2)),
        (
            lang.pick("new customers", "khách hàng mới").to_string(),
            lang.with_error(a.new_customers, 0, 2),
        ),
        (
            lang.pick("kept for 52 weeks", "còn giữ được sau 52 tuần").to_string(),
            lang.percent_with_error(a.retention_52w),
        ),
    ];
    aligned(&rows.map(|(name, figure)| vec![String::new(), name, figure]))
}

fn interval(lang: Lang, a: &StrategyAnswer) -> String {
    match (a.roi.quantiles.p05, a.roi.quantiles.p95) {
        (Some(low), Some(high)) => format!("{} … {}", lang.percent(low), lang.percent(high)),
        _ => "–".into(),
    }
}

fn payback(lang: Lang, a: &StrategyAnswer) -> String {
    match (a.payback_week_p50, a.never_pays_back) {
        (Some(week), _) => {
            let week = lang.grouped(week, 0);
            say!(lang, "week {week}", "tuần {week}")
        }
        (None, Some(never)) => {
            let never = lang.percent(never);
            say!(lang, "never in {never}", "{never} không bao giờ")
        }
        (None, None) => "–".into(),
    }
}

/// Columns side by side: text to the left, figures to the right.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..columns).map(|c| rows.iter().map(|r| r[c].width()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (c, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width - cell.width());
            let gap = if c > 0 { "  " } else { "" };
            line.push_str(gap);
            if c <= 1 {
                line.push_str(cell);
                line.push_str(&pad);
            } else {
                line.push_str(&pad);
                line.push_str(cell);
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// One sentence that a strategist can repeat.
pub fn sentence(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let name = |s: usize| quoted(&scenario.strategies[s].label);
    let baseline = name(answer.baseline);
    let mut text = if scenario.strategies.len() == 1 {
        let orders = lang.with_error(answer.strategies[answer.baseline].orders, 0, 2);
        say!(
            lang,
            "{baseline} is the only strategy here, so nothing is ranked: it brings {orders} orders.",
            "{baseline} là chiến lược duy nhất ở đây nên không có gì để xếp hạng: nó đem về {orders} đơn hàng."
        )
    } else if !scenario.sells_anything() {
        cheapest(lang, scenario, answer)
    } else {
        let best = answer.ranking[0];
        let told = if best == answer.baseline { answer.ranking[1] } else { best };
        let a = &answer.strategies[told];
        let net = lang.with_error(a.net.mean, 0, 2);
        let (loss, wins) = (lang.probability(a.p_loss), lang.probability(a.p_best));
        let (name, code) = (name(told), &scenario.market.currency.code);
        if best == answer.baseline {
            say!(
                lang,
                "{baseline} stays the best choice: the next, {name}, would change net contribution by {net} {code} and lose money in {loss} of histories.",
                "{baseline} vẫn là lựa chọn tốt nhất: chiến lược kế tiếp, {name}, sẽ làm lãi góp ròng thay đổi {net} {code} và lỗ trong {loss} số lần mô phỏng."
            )
        } else {
            let n = scenario.strategies.len();
            let losers = losers(lang, scenario, answer).unwrap_or_default();
            say!(
                lang,
                "{name} earns {net} {code} more than {baseline}, after its cost; it loses money in {loss} of histories and is the best of {n} in {wins}.{losers}",
                "{name} đem về nhiều hơn {baseline} {net} {code}, sau khi trừ chi phí; nó lỗ trong {loss} số lần mô phỏng và tốt nhất trong {n} chiến lược ở {wins}.{losers}"
            )
        }
    };
    text.push('\n');
    text
}

/// Where orders have no value: what each plan costs is all that can be told.
fn cheapest(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    let (first, next) = (answer.ranking[0], answer.ranking[1]);
    let name = |s: usize| quoted(&scenario.strategies[s].label);
    let (first, next) = (name(first), name(next));
    say!(
        lang,
        "Orders have no value here, so only cost is compared: {first} costs least, then {next}.",
        "Ở đây đơn hàng không có giá trị nên chỉ so chi phí: {first} tốn ít nhất, rồi đến {next}."
    )
}

/// How much of the spread of the best plan's net comes from not knowing, and how much from chance.
fn spread(lang: Lang, scenario: &Scenario, answer: &Answer) -> String {
    if !scenario.sells_anything() {
        return String::new();
    }
    let best = answer.ranking.iter().copied().find(|&s| s != answer.baseline);
    let share = best.and_then(|s| answer.strategies[s].variance_share_worlds);
    let (Some(s), Some(share), true) = (best, share, scenario.numbers.any_uncertain()) else {
        return String::new();
    };
    let label = quoted(&scenario.strategies[s].label);
    if share <= 0.0 {
        return say!(
            lang,
            "The spread of {label}'s net is chance: what is not known adds nothing that shows.\n",
            "Độ phân tán lãi góp ròng của {label} là may rủi: điều chưa biết không thêm gì thấy được.\n"
        );
    }
    let (unknown, chance) = (lang.percent(share), lang.percent(1.0 - share));
    say!(
        lang,
        "Of the variance of {label}'s net, {unknown} comes from what is not known, {chance} from chance.\n",
        "Trong phương sai lãi góp ròng của {label}, {unknown} đến từ điều chưa biết, {chance} từ may rủi.\n"
    )
}

/// Strategies that lose money on average, by more than two of their errors.
fn losers(lang: Lang, scenario: &Scenario, answer: &Answer) -> Option<String> {
    let names: Vec<String> = (answer.ranking.iter())
        .filter(|&&s| s != answer.baseline && surely_below_zero(answer.strategies[s].net.mean))
        .map(|&s| quoted(&scenario.strategies[s].label))
        .collect();
    let named = names.join(lang.pick(" and ", " và "));
    let verb = if names.len() == 1 { "loses" } else { "lose" };
    (!names.is_empty()).then(|| match lang {
        Lang::En => format!(" On average {named} {verb} money."),
        Lang::Vi => format!(" Trung bình thì {named} lỗ."),
    })
}

fn surely_below_zero(e: Estimate) -> bool {
    matches!((e.value, e.se), (Some(value), Some(se)) if value < -2.0 * se)
}

/// What a reader should know before using the figures.
pub fn notes(lang: Lang, scenario: &Scenario, answer: &Answer) -> Vec<String> {
    let mut notes = Vec::new();
    if !scenario.sells_anything() {
        notes.push(
            lang.pick(
                "orders have no value here, for nothing has a price: give an [offer] to compare what plans earn",
                "ở đây đơn hàng không có giá trị vì không có gì được định giá: hãy thêm [offer] để so lợi nhuận của các chiến lược",
            )
            .into(),
        );
    }
    let worlds = weighed(scenario, answer.n_worlds);
    for &s in &answer.ranking {
        for a in &answer.strategies[s].tactics {
            let (Some(spend), true) = (a.spend.value, a.budget > 0.0) else { continue };
            if spend >= UNDERSPENT * a.budget {
                continue;
            }
            let described = &scenario.tactics[a.tactic];
            let (tactic, strategy) =
                (quoted(&described.label), quoted(&scenario.strategies[s].label));
            let share = lang.percent(spend / a.budget);
            let lived = lived(&answer.strategies[s], a, spend);
            let left = unspent(scenario, &worlds, (s, a.tactic), &lived);
            let why = why_left(lang, scenario, &left);
            notes.push(say!(
                lang,
                "{tactic} in {strategy} spent {share} of its budget: {why}",
                "{tactic} trong {strategy} chỉ tiêu {share} ngân sách: {why}"
            ));
        }
    }
    for &s in &answer.ranking {
        let of = answer.strategies[s].weekly.iter().find(|(m, _)| *m == Measure::ResearchCost);
        let cost: f64 =
            of.map_or(0.0, |(_, weeks)| weeks.iter().filter_map(|w| w.mean.value).sum());
        if cost > 0.0 {
            let strategy = quoted(&scenario.strategies[s].label);
            let cost = format!("{} {}", lang.short(cost), scenario.market.currency.code);
            notes.push(say!(
                lang,
                "research cost {strategy} {cost}, beside what its tactics spent",
                "nghiên cứu tốn của {strategy} {cost}, ngoài tiền các chiến thuật đã tiêu"
            ));
        }
    }
    for &s in &answer.ranking {
        for a in &answer.strategies[s].tactics {
            notes.extend(untold_programme(lang, scenario, s, a));
        }
    }
    notes.extend(answer.ranking.iter().filter_map(|&s| backlog(lang, scenario, answer, s)));
    for &s in &answer.ranking {
        let Some(won) = answer.strategies[s].won else { continue };
        if s != answer.baseline && surely_below_zero(won.stolen) {
            let more = Estimate { value: won.stolen.value.map(|x| -x), se: won.stolen.se };
            let more = lang.with_error(more, 0, 2);
            let strategy = quoted(&scenario.strategies[s].label);
            notes.push(say!(
                lang,
                "under {strategy} rivals sell {more} orders more than under the baseline: it makes needs that they meet",
                "dưới {strategy} các đối thủ bán thêm {more} đơn hàng so với mốc: nó tạo ra nhu cầu mà họ đáp ứng"
            ));
        }
    }
    if answer.n_worlds == 1 {
        notes.push(
            lang.pick(
                "one world has no error: set study.worlds to 2 or more",
                "một thế giới thì không có sai số: đặt study.worlds từ 2 trở lên",
            )
            .into(),
        );
    }
    let assumed: Vec<&str> = scenario.numbers.assumptions().map(|n| n.path.as_str()).collect();
    if !assumed.is_empty() {
        let named = &assumed[..assumed.len().min(MOST_NAMED)];
        let more = match assumed.len() - named.len() {
            0 => String::new(),
            n => {
                say!(lang, " and {n} more, see manifest.json", " và {n} số nữa, xem manifest.json")
            }
        };
        let named = named.join(", ");
        notes.push(say!(
            lang,
            "assumed, measured by nobody: {named}{more}",
            "giả định, chưa ai đo: {named}{more}"
        ));
    }
    let people = scenario.market.people_per_customer;
    if people > 1 {
        let wide = lang.short(libm::sqrt(f64::from(people)));
        notes.push(say!(
            lang,
            "each simulated customer stands for {people} people: chance is that of the simulated ones, so about {wide} times too wide",
            "mỗi khách mô phỏng đại diện cho {people} người: may rủi là của khách mô phỏng, nên rộng hơn thật khoảng {wide} lần"
        ));
    }
    notes
}

/// A referral programme acts on everybody's talk, however few its medium tells of it.
fn untold_programme(lang: Lang, scenario: &Scenario, s: usize, a: &TacticAnswer) -> Option<String> {
    let described = &scenario.tactics[a.tactic];
    described.referral?;
    let reached = a.reach_1plus.value?;
    if a.spend.value? <= 0.0 || reached >= TELLS_FEW {
        return None;
    }
    let (tactic, strategy) = (quoted(&described.label), quoted(&scenario.strategies[s].label));
    let reached = lang.percent_to(reached, 1);
    Some(say!(
        lang,
        "the referral programme {tactic} in {strategy} reaches {reached} of customers and yet lifts the talk of everybody: its answer is that of a programme which everybody knows",
        "chương trình giới thiệu {tactic} trong {strategy} tiếp cận {reached} khách hàng mà vẫn nâng lời truyền miệng của mọi người: kết quả này là của một chương trình mà ai cũng biết"
    ))
}

/// Requests that wait for longer than a week when the study ends: too few answer them.
fn backlog(lang: Lang, scenario: &Scenario, answer: &Answer, s: usize) -> Option<String> {
    let staff = scenario.coordination?.service?.contacts_per_week?;
    let (_, weeks) =
        answer.strategies[s].weekly.iter().find(|(m, _)| *m == Measure::ServiceWaiting)?;
    // of simulated customers, as staff is not
    let real = f64::from(scenario.market.people_per_customer);
    let waiting = weeks.last()?.mean.times(real);
    #[expect(clippy::cast_precision_loss, reason = "contacts of a week, for people")]
    let weeks = waiting.value? / staff as f64;
    if weeks <= 1.0 {
        return None;
    }
    let strategy = quoted(&scenario.strategies[s].label);
    let (waiting, weeks) = (lang.with_error(waiting, 0, 2), lang.short(weeks));
    Some(say!(
        lang,
        "in {strategy} {waiting} requests still wait for service staff when the study ends, {weeks} weeks of its work: answering them is paid with the last week, and too few answer",
        "trong {strategy} còn {waiting} yêu cầu chờ nhân viên dịch vụ khi nghiên cứu kết thúc, bằng {weeks} tuần làm việc: chi phí trả lời tính vào tuần cuối, và nhân viên quá ít"
    ))
}

/// What a tactic did over all histories.
fn lived(of: &StrategyAnswer, tactic: &TacticAnswer, spend: f64) -> Lived {
    let outages = of.weekly.iter().find(|(m, _)| *m == Measure::Outage);
    let outages = outages.map_or(&[][..], |(_, weeks)| weeks);
    Lived {
        spend,
        contacts: tactic.contacts.value.unwrap_or(0.0),
        outages: outages.iter().map(|w| w.mean.value.unwrap_or(0.0)).collect(),
    }
}
