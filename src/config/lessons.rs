//! Lessons: shipped scenarios whose answer one number turns round, each with that number, its two ends, and who wins there.
//!
//! What happened is never typed: `headwater lessons NAME` lives both ends when it is asked, and a test holds every flip.

mod media;

/// A scenario that teaches one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// what `headwater lessons` is given
    pub id: &'static str,
    /// the scenario, commented
    pub text: &'static str,
    /// path of the number that decides
    pub number: &'static str,
    pub ends: [End; 2],
    /// what the lesson is about, in English and Vietnamese
    pub about: [&'static str; 2],
    /// why the number may lie anywhere between its ends: a source, or that nobody has measured it
    pub range: [&'static str; 2],
    /// where to look in what a run writes
    pub look_at: [&'static str; 2],
}

/// The answer at one value of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// value of the number, as TOML
    pub value: &'static str,
    /// id of the strategy that is ahead here
    pub ahead: &'static str,
    /// id of the one that is ahead at the other end
    pub behind: &'static str,
}

/// All of them.
pub const LESSONS: &[Lesson] = &[
    Lesson {
        id: "content-or-ads",
        text: include_str!("../../configs/lessons/content-or-ads.toml"),
        number: "study.weeks",
        ends: [
            End { value: "13", ahead: "bid", behind: "write" },
            End { value: "104", ahead: "write", behind: "bid" },
        ],
        about: [
            "What is found goes on being found; what is bid for stops with the money. Which is better hangs on how long one looks.",
            "Nội dung thì người ta còn tìm thấy mãi; lượt nhấp mua thì hết tiền là dừng. Cái nào hơn là tùy nhìn bao lâu.",
        ],
        range: [
            "a quarter to two years of media, with half a year after",
            "từ một quý đến hai năm truyền thông, cộng nửa năm sau đó",
        ],
        look_at: ["horizons.csv; charts/net", "horizons.csv; charts/net"],
    },
    Lesson {
        id: "early-or-earned",
        text: include_str!("../../configs/lessons/early-or-earned.toml"),
        number: "pacing.acceptance_loss_per_level",
        ends: [
            End { value: "0.3", ahead: "eager", behind: "patient" },
            End { value: "1", ahead: "patient", behind: "eager" },
        ],
        about: [
            "An ask that skips levels of intimacy comes sooner and is refused more often. Both plans write as often, for the same money.",
            "Lời mời nhảy cóc các bậc thân thiết thì đến sớm hơn nhưng dễ bị từ chối hơn. Hai kế hoạch viết nhiều như nhau, tốn tiền như nhau.",
        ],
        range: [
            "0.3 to 1 for each level skipped: measured by nobody",
            "0,3 đến 1 cho mỗi bậc nhảy qua: chưa ai đo",
        ],
        look_at: [
            "weekly.csv: trust_mean, opt_outs; charts/journey",
            "weekly.csv: trust_mean, opt_outs; charts/journey",
        ],
    },
    Lesson {
        id: "speed-without-skipping",
        text: include_str!("../../configs/lessons/speed-without-skipping.toml"),
        number: "pacing.opt_out_per_level",
        ends: [
            End { value: "0.5", ahead: "quick", behind: "slow" },
            End { value: "2", ahead: "slow", behind: "quick" },
        ],
        about: [
            "It is not the pace that repels but the ask that comes before its step was taken. How many have taken it decides, not the week.",
            "Không phải nhịp nhanh làm khách ngại, mà là lời mời đến khi bước trước chưa đi. Bao nhiêu người đã đi bước ấy mới quyết định, không phải số tuần.",
        ],
        range: [
            "0.5 to 2 as the log of a factor on opting out, for each level skipped: measured by nobody",
            "0,5 đến 2, là log của hệ số lên việc rút tên, cho mỗi bậc nhảy qua: chưa ai đo",
        ],
        look_at: [
            "weekly.csv: opt_outs; summary.csv: the plan that leaves steps out",
            "weekly.csv: opt_outs; summary.csv: kế hoạch bỏ bước",
        ],
    },
    Lesson {
        id: "brand-and-search",
        text: include_str!("../../configs/lessons/brand-and-search.toml"),
        number: "brand.lifts_moves",
        ends: [
            End { value: "0", ahead: "nothing", behind: "brand_and_search" },
            End { value: "0.1", ahead: "brand_and_search", behind: "nothing" },
        ],
        about: [
            "Upstream money builds a name that lets downstream money work. Where a name lifts nothing, it only costs.",
            "Tiền ở thượng nguồn xây cái tên để tiền ở hạ nguồn phát huy. Nơi cái tên không nâng được gì, nó chỉ tốn tiền.",
        ],
        range: [
            "0 to 0.1 more moves for each goodwill: no credible measurement",
            "0 đến 0,1 bước thêm cho mỗi đơn vị uy tín: chưa có phép đo đáng tin",
        ],
        look_at: [
            "weekly.csv: goodwill, awareness; tactics.csv: stream",
            "weekly.csv: goodwill, awareness; tactics.csv: stream",
        ],
    },
    Lesson {
        id: "word-of-mouth",
        text: include_str!("../../configs/lessons/word-of-mouth.toml"),
        number: "word_of_mouth.moves.stranger",
        ends: [
            End { value: "0.05", ahead: "reach", behind: "referral" },
            End { value: "0.6", ahead: "referral", behind: "reach" },
        ],
        about: [
            "Reach moves those it falls on. A happy customer who talks brings others, who may talk too.",
            "Truyền thông chỉ lay động người nó chạm tới. Khách hài lòng mà kể thì kéo theo người khác, rồi họ lại kể.",
        ],
        range: [
            "0.05 to 0.6 a week where everybody one knows recommends: plausible, measured by nobody",
            "0,05 đến 0,6 mỗi tuần khi mọi người quen đều giới thiệu: hợp lý, chưa ai đo",
        ],
        look_at: [
            "weekly.csv: referred_customers; journey.csv",
            "weekly.csv: referred_customers; journey.csv",
        ],
    },
    Lesson {
        id: "flash-sale",
        text: include_str!("../../configs/lessons/flash-sale.toml"),
        number: "promotion.brought_forward_share",
        ends: [
            End { value: "0", ahead: "flash", behind: "regular" },
            End { value: "0.14", ahead: "regular", behind: "flash" },
        ],
        about: [
            "A sale sells more this week. It earns only if the orders are new and not those of the weeks after.",
            "Đợt giảm giá bán nhiều hơn trong tuần. Nó chỉ có lãi nếu đơn hàng là mới chứ không phải của các tuần sau.",
        ],
        range: [
            "0 to 14 % of its orders: Gupta 1988; van Heerde and others 2003",
            "0 đến 14% số đơn của đợt giảm giá: Gupta 1988; van Heerde và cộng sự 2003",
        ],
        look_at: ["weekly.csv: orders, week by week", "weekly.csv: orders, từng tuần"],
    },
    Lesson {
        id: "ask-first",
        text: include_str!("../../configs/lessons/ask-first.toml"),
        number: "fit.lifts_moves",
        ends: [
            End { value: "1", ahead: "at_once", behind: "ask_first" },
            End { value: "3", ahead: "ask_first", behind: "at_once" },
        ],
        about: [
            "Interviews say what people would like to hear, so that the same campaign moves more of them. They pay only if people mind what fits.",
            "Phỏng vấn cho biết người ta muốn nghe gì, nên cùng một chiến dịch lay động được nhiều người hơn. Chỉ đáng tiền nếu người ta để ý đến sự hợp ý.",
        ],
        range: [
            "1 to 3 as the log of a factor, from no fit to full fit: measured by nobody",
            "1 đến 3, là log của hệ số từ không hợp đến hợp hoàn toàn: chưa ai đo",
        ],
        look_at: ["weekly.csv: fit_mean, taste_variance", "weekly.csv: fit_mean, taste_variance"],
    },
    Lesson {
        id: "many-or-one",
        text: include_str!("../../configs/lessons/many-or-one.toml"),
        number: "coordination.basket.kept.omnichannel",
        ends: [
            End { value: "0.6", ahead: "side_by_side", behind: "as_one" },
            End { value: "0.9", ahead: "as_one", behind: "side_by_side" },
        ],
        about: [
            "Channels that act as one keep the basket, the message and what service was told. They cost a system, weeks before it acts, more service, and failures that stop all of them.",
            "Các kênh hợp làm một thì giữ được giỏ hàng, thông điệp và điều khách đã nói với dịch vụ. Đổi lại tốn hệ thống, chờ nhiều tuần mới có tác dụng, thêm việc cho dịch vụ, và một sự cố làm dừng tất cả.",
        ],
        range: [
            "0.6 to 0.9 of the baskets left behind: plausible, measured by nobody",
            "0,6 đến 0,9 số giỏ bị bỏ lại: hợp lý, chưa ai đo",
        ],
        look_at: [
            "weekly.csv: coordination_cost, recovered_carts, repeat_contacts; charts/net",
            "weekly.csv: coordination_cost, recovered_carts, repeat_contacts; charts/net",
        ],
    },
    Lesson {
        id: "fresh-or-frequent",
        text: include_str!("../../configs/lessons/fresh-or-frequent.toml"),
        number: "tactic.film.wear.out.decay_contacts",
        ends: [
            End { value: "5", ahead: "fresh", behind: "one" },
            End { value: "20", ahead: "one", behind: "fresh" },
        ],
        about: [
            "A film that everybody knows wears out; a new one must wear in first. Both plans buy the same impressions.",
            "Phim ai cũng biết thì nhàm dần; phim mới thì phải ngấm đã. Hai kế hoạch mua cùng số lượt hiển thị.",
        ],
        range: [
            "5 to 20 further contacts that leave 37 % of its force: measured by nobody for all media",
            "5 đến 20 tiếp xúc thêm làm nó chỉ còn 37% sức mạnh: chưa ai đo cho mọi phương tiện",
        ],
        look_at: [
            "tactics.csv: moves_caused of each film; weekly.csv: new_customers",
            "tactics.csv: moves_caused của mỗi phim; weekly.csv: new_customers",
        ],
    },
    Lesson {
        id: "push-or-pull-hobby",
        text: include_str!("../../configs/lessons/push-or-pull-hobby.toml"),
        number: "study.weeks",
        ends: [
            End { value: "13", ahead: "push", behind: "pull" },
            End { value: "104", ahead: "pull", behind: "push" },
        ],
        about: [
            "What is bought on a whim answers an advertisement at once. What is written is found later, and goes on being found.",
            "Thứ mua theo hứng đáp lại quảng cáo ngay. Bài viết thì về sau mới được tìm thấy, rồi còn được tìm thấy mãi.",
        ],
        range: [
            "a quarter to two years of money, with half a year after; 26 and 52 lie between",
            "từ một quý đến hai năm chi tiền, cộng nửa năm sau đó; 26 và 52 nằm giữa",
        ],
        look_at: ["horizons.csv; charts/net", "horizons.csv; charts/net"],
    },
    Lesson {
        id: "push-or-pull-durable",
        text: include_str!("../../configs/lessons/push-or-pull-durable.toml"),
        number: "study.weeks",
        ends: [
            End { value: "13", ahead: "push", behind: "pull" },
            End { value: "104", ahead: "pull", behind: "push" },
        ],
        about: [
            "Even where people look around for months, those about to buy answer an advertisement first; what they find when they look wins later.",
            "Ngay cả khi người ta xem xét hàng tháng trời, người sắp mua vẫn đáp lại quảng cáo trước; thứ họ tìm thấy khi tìm hiểu thì thắng về sau.",
        ],
        range: [
            "a quarter to two years of money, with half a year after; 26 and 52 lie between",
            "từ một quý đến hai năm chi tiền, cộng nửa năm sau đó; 26 và 52 nằm giữa",
        ],
        look_at: ["horizons.csv; charts/net", "horizons.csv; charts/net"],
    },
    Lesson {
        id: "push-or-pull-grocery",
        text: include_str!("../../configs/lessons/push-or-pull-grocery.toml"),
        number: "study.weeks",
        ends: [
            End { value: "13", ahead: "push", behind: "pull" },
            End { value: "104", ahead: "pull", behind: "push" },
        ],
        about: [
            "On thin margins and with orders every week posters earn at once. What households find for themselves takes most of two years to win.",
            "Lãi mỏng, tuần nào cũng mua thì áp phích sinh lời ngay. Thứ các hộ tự tìm thấy phải mất gần hai năm mới thắng.",
        ],
        range: [
            "a quarter to two years of money, with half a year after; 26 and 52 lie between",
            "từ một quý đến hai năm chi tiền, cộng nửa năm sau đó; 26 và 52 nằm giữa",
        ],
        look_at: ["horizons.csv; charts/net", "horizons.csv; charts/net"],
    },
    Lesson {
        id: "push-or-pull-fashion",
        text: include_str!("../../configs/lessons/push-or-pull-fashion.toml"),
        number: "study.weeks",
        ends: [
            End { value: "13", ahead: "push", behind: "pull" },
            End { value: "104", ahead: "pull", behind: "push" },
        ],
        about: [
            "Returns eat most of an order, so each customer must come cheaply. Banners earn little, but now; looks that are found earn late.",
            "Hàng trả lại ăn gần hết một đơn, nên mỗi khách phải đến thật rẻ. Biểu ngữ lời ít nhưng ngay; bài được tìm thấy thì lời muộn.",
        ],
        range: [
            "a quarter to two years of money, with half a year after; 26 and 52 lie between",
            "từ một quý đến hai năm chi tiền, cộng nửa năm sau đó; 26 và 52 nằm giữa",
        ],
        look_at: ["horizons.csv; charts/net", "horizons.csv; charts/net"],
    },
    Lesson {
        id: "push-or-pull-saas",
        text: include_str!("../../configs/lessons/push-or-pull-saas.toml"),
        number: "study.weeks",
        ends: [
            End { value: "13", ahead: "nothing", behind: "pull" },
            End { value: "104", ahead: "pull", behind: "nothing" },
        ],
        about: [
            "Few firms want such a service just now. Calls reach them all the same and are forgotten; what is found by those who look builds trust, late.",
            "Ít doanh nghiệp đang cần dịch vụ như thế. Gọi thì vẫn tới được họ, nhưng rồi bị quên; thứ mà người đang tìm tìm thấy thì gây dựng lòng tin, tuy muộn.",
        ],
        range: [
            "a quarter to two years of money, with half a year after; 26 and 52 lie between",
            "từ một quý đến hai năm chi tiền, cộng nửa năm sau đó; 26 và 52 nằm giữa",
        ],
        look_at: ["horizons.csv; weekly.csv: trust_mean", "horizons.csv; weekly.csv: trust_mean"],
    },
    Lesson {
        id: "upstream-or-downstream",
        text: include_str!("../../configs/lessons/upstream-or-downstream.toml"),
        number: "brand.lifts_moves",
        ends: [
            End { value: "0", ahead: "all_down", behind: "half_up" },
            End { value: "0.03", ahead: "half_up", behind: "all_down" },
        ],
        about: [
            "Upstream money works through downstream money and the other way round: where a name lifts anything, the best split lies between the ends.",
            "Tiền thượng nguồn phát huy qua tiền hạ nguồn và ngược lại: nơi cái tên nâng được gì, cách chia tốt nhất nằm ở giữa.",
        ],
        range: [
            "0 to 0.03 more moves for each goodwill: no credible measurement",
            "0 đến 0,03 bước thêm cho mỗi đơn vị uy tín: chưa có phép đo đáng tin",
        ],
        look_at: [
            "summary.csv: net_mean of the five splits; weekly.csv: goodwill",
            "summary.csv: net_mean của năm cách chia; weekly.csv: goodwill",
        ],
    },
    Lesson {
        id: "after-the-sale",
        text: include_str!("../../configs/lessons/after-the-sale.toml"),
        number: "satisfaction.churn_odds_per_unit",
        ends: [
            End { value: "0.6", ahead: "keep", behind: "hunt" },
            End { value: "0.9", ahead: "hunt", behind: "keep" },
        ],
        about: [
            "Each order raises what a buyer expects of the next one. Both plans spend the same; one keeps a part of it for those who have bought.",
            "Mỗi đơn hàng khiến người mua mong đợi hơn ở đơn sau. Hai kế hoạch chi như nhau; một kế hoạch dành một phần cho người đã mua.",
        ],
        range: [
            "odds to leave times 0.6 to 0.9 for each standard deviation of satisfaction: the direction is known from 245 studies, the size is not",
            "tỷ lệ cược rời đi nhân 0,6 đến 0,9 cho mỗi độ lệch chuẩn hài lòng: hướng thì 245 nghiên cứu đã cho thấy, độ lớn thì chưa rõ",
        ],
        look_at: [
            "weekly.csv: satisfaction_mean; summary.csv: retention_52w_mean; customers.csv",
            "weekly.csv: satisfaction_mean; summary.csv: retention_52w_mean; customers.csv",
        ],
    },
    Lesson {
        id: "friends-for-a-reward",
        text: include_str!("../../configs/lessons/friends-for-a-reward.toml"),
        number: "tactic.friends.referral.reward_per_referred",
        ends: [
            End { value: "10", ahead: "friends", behind: "ads" },
            End { value: "50", ahead: "ads", behind: "friends" },
        ],
        about: [
            "A programme makes customers talk half as much again, and pays for every friend who comes, those too who would have come anyway.",
            "Chương trình khiến khách kể nhiều gấp rưỡi, và trả thưởng cho mọi người bạn đến, kể cả người đằng nào cũng đến.",
        ],
        range: [
            "rewards of 10 to 50 US dollars: what programmes pay, of no study",
            "phần thưởng từ 10 đến 50 đô la Mỹ: mức các chương trình hay trả, không từ nghiên cứu nào",
        ],
        look_at: [
            "weekly.csv: referred_customers; tactics.csv: spend of the programme",
            "weekly.csv: referred_customers; tactics.csv: spend của chương trình",
        ],
    },
    Lesson {
        id: "tripwire-or-letter",
        text: include_str!("../../configs/lessons/tripwire-or-letter.toml"),
        number: "commitment.money_factor",
        ends: [
            End { value: "1.5", ahead: "letters", behind: "tripwire" },
            End { value: "6", ahead: "tripwire", behind: "letters" },
        ],
        about: [
            "A tripwire turns leads into buyers of something small, at a loss. It is worth it only if who has paid once goes on more readily.",
            "Món mồi giá rẻ biến người đăng ký thành người mua một món nhỏ, và chịu lỗ. Chỉ đáng nếu ai đã trả tiền một lần thì dễ đi tiếp hơn.",
        ],
        range: [
            "1.5 to 6 times: past buyers buy more, but mostly because they are others; measured by nobody",
            "1,5 đến 6 lần: người từng mua thì mua nhiều hơn, nhưng phần lớn vì họ vốn khác; chưa ai đo",
        ],
        look_at: [
            "weekly.csv: converted_by_money, contribution; journey.csv",
            "weekly.csv: converted_by_money, contribution; journey.csv",
        ],
    },
    Lesson {
        id: "third-seller",
        text: include_str!("../../configs/lessons/third-seller.toml"),
        number: "tactic.sellers.reach.people.leads_per_week",
        ends: [
            End { value: "10", ahead: "seller", behind: "advertise" },
            End { value: "40", ahead: "advertise", behind: "seller" },
        ],
        about: [
            "A lead that waits grows cold. More advertising brings more of them to sellers who are late already; where sellers are quick, a third one waits for the telephone to ring.",
            "Khách tiềm năng chờ lâu thì nguội. Quảng cáo thêm chỉ dồn thêm khách cho người bán vốn đã trễ; còn khi người bán gọi kịp, người thứ ba ngồi chờ điện thoại reo.",
        ],
        range: [
            "10 to 40 calls that a seller makes in a week: measured by nobody for all trades",
            "10 đến 40 cuộc gọi mỗi người bán mỗi tuần: chưa ai đo cho mọi ngành",
        ],
        look_at: [
            "weekly.csv: wait_days_mean, leads_waiting, leads_gone",
            "weekly.csv: wait_days_mean, leads_waiting, leads_gone",
        ],
    },
    Lesson {
        id: "fight-or-widen",
        text: include_str!("../../configs/lessons/fight-or-widen.toml"),
        number: "choice.attraction",
        ends: [
            End { value: "-2.2", ahead: "fight", behind: "widen" },
            End { value: "0.7", ahead: "widen", behind: "fight" },
        ],
        about: [
            "To persuade wins needs that others got; to stir brings needs of which we get our share. The leader gets most of what anybody stirs, the challenger gives it away.",
            "Thuyết phục thì giành nhu cầu vốn về tay người khác; khơi nhu cầu thì ta chỉ được phần của mình. Kẻ dẫn đầu hưởng gần hết những gì được khơi lên, kẻ thách thức thì biếu người khác.",
        ],
        range: [
            "-2.2 to 0.7 as the log of the odds against buying nothing: nothing is then bought in 73 to 31 % of needs; assumed",
            "-2,2 đến 0,7, là log tỷ lệ so với không mua: khi đó 73 đến 31% nhu cầu không mua gì; giả định",
        ],
        look_at: [
            "summary.csv: stolen_orders_mean, new_orders_mean; weekly.csv: rival_orders, bought_nothing",
            "summary.csv: stolen_orders_mean, new_orders_mean; weekly.csv: rival_orders, bought_nothing",
        ],
    },
    Lesson {
        id: "if-they-answer",
        text: include_str!("../../configs/lessons/if-they-answer.toml"),
        number: "rival.leader.reacts",
        ends: [
            End { value: "0", ahead: "shout", behind: "be_found" },
            End { value: "1", ahead: "be_found", behind: "shout" },
        ],
        about: [
            "Television brings more people than search, and the rival sees it. What it answers with takes those whom television brought, and those whom we had.",
            "Truyền hình đem về nhiều người hơn tìm kiếm, nhưng đối thủ nhìn thấy. Nó đáp trả và giành mất người mới lẫn người cũ.",
        ],
        range: [
            "0 to 1 of what our media cost: measured by nobody for all trades",
            "0 đến 1 phần tiền truyền thông của ta: chưa ai đo cho mọi ngành",
        ],
        look_at: [
            "weekly.csv: rival_orders, share_of_voice; journey.csv: exit; summary.csv: stolen_orders_mean",
            "weekly.csv: rival_orders, share_of_voice; journey.csv: exit; summary.csv: stolen_orders_mean",
        ],
    },
    Lesson {
        id: "shout-or-be-found",
        text: include_str!("../../configs/lessons/shout-or-be-found.toml"),
        number: "rival.leader.weekly_spend",
        ends: [
            End { value: "400", ahead: "shout", behind: "be_found" },
            End { value: "3600", ahead: "be_found", behind: "shout" },
        ],
        about: [
            "A film among nine of the rival is hardly remembered. Who searches has a need, and there no voice drowns the other.",
            "Một phim giữa chín phim của đối thủ thì khó ai nhớ. Người tìm kiếm là người có nhu cầu, và ở đó không tiếng nói nào lấn át tiếng nào.",
        ],
        range: [
            "400 to 3600 a week beside our 400: rivals have 50 to 90 % of the voice; assumed",
            "400 đến 3600 mỗi tuần bên cạnh 400 của ta: đối thủ chiếm 50 đến 90% tiếng nói; giả định",
        ],
        look_at: [
            "weekly.csv: share_of_voice; tactics.csv: moves_caused",
            "weekly.csv: share_of_voice; tactics.csv: moves_caused",
        ],
    },
    Lesson {
        id: "find-the-gap",
        text: include_str!("../../configs/lessons/find-the-gap.toml"),
        number: "rival.leader.attraction_by_segment.country",
        ends: [
            End { value: "0.3", ahead: "start", behind: "study" },
            End { value: "-2", ahead: "study", behind: "start" },
        ],
        about: [
            "A study of the rival costs the same whatever it finds. It pays where the rival is weak somewhere and we had been looking elsewhere.",
            "Nghiên cứu đối thủ tốn như nhau dù tìm ra điều gì. Nó đáng tiền khi đối thủ yếu ở một nơi mà ta đã không nhìn tới.",
        ],
        range: [
            "-2 to 0.3 as the log of the odds against buying nothing: nothing is then bought in 66 to 37 % of needs there; assumed",
            "-2 đến 0,3, là log tỷ lệ so với không mua: khi đó 66 đến 37% nhu cầu ở đó không mua gì; giả định",
        ],
        look_at: [
            "summary.csv: stolen_orders_mean; weekly.csv: research_cost, orders",
            "summary.csv: stolen_orders_mean; weekly.csv: research_cost, orders",
        ],
    },
    media::FOLLOW_OR_SPREAD,
    media::BID_HIGH_OR_LOW,
    media::ASK_HER_TASTE,
    media::ASK_FOR_REVIEWS,
    media::MORE_OR_AGAIN,
    media::LARGE_OR_SMALL_SCREEN,
    media::OWN_PAGES_OR_PAID,
    media::CAP_OR_NOT,
    media::TEACH_OR_CHASE,
    media::ONE_PRICE_EVERYWHERE,
    media::COLLECT_OR_DELIVER,
];

/// The lesson of a name.
pub fn lesson(id: &str) -> Option<&'static Lesson> {
    LESSONS.iter().find(|lesson| lesson.id == id)
}

impl Lesson {
    /// What its scenario asks, in English and Vietnamese: the two halves of its title.
    pub fn question(&self) -> [&'static str; 2] {
        let line = self.text.lines().find_map(|line| line.strip_prefix("title = "));
        let title = line.unwrap_or_default().trim_matches('"');
        let (english, vietnamese) = title.split_once(" / ").unwrap_or((title, title));
        [english, vietnamese]
    }

    /// What to set for the answer at an end, as `PATH=VALUE`.
    pub fn set(&self, end: &End) -> String {
        format!("{}={}", self.number, end.value)
    }
}
