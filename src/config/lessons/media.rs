//! Lessons of media, messages and what follows a sale.

use super::{End, Lesson};

pub(super) const FOLLOW_OR_SPREAD: Lesson = Lesson {
    id: "follow-or-spread",
    text: include_str!("../../../configs/lessons/follow-or-spread.toml"),
    number: "tactic.follow.saturation.half_saturation",
    ends: [
        End { value: "1.5", ahead: "spread", behind: "follow" },
        End { value: "10", ahead: "follow", behind: "spread" },
    ],
    about: [
        "Who looked has a need just now, and is few. Ten banners for each of them help only if the tenth still does something.",
        "Người đã xem là người đang có nhu cầu, nhưng ít. Cho mỗi người thấy mười lần chỉ có ích nếu lần thứ mười vẫn còn tác dụng.",
    ],
    range: [
        "half of all effect at 1.5 contacts (AMSS) to 10 (attitude peaks there: Schmidt & Eisend 2015)",
        "nửa tác dụng ở 1,5 lần tiếp xúc (AMSS) đến 10 lần (thái độ đạt đỉnh ở đó: Schmidt & Eisend 2015)",
    ],
    look_at: [
        "tactics.csv: spend, contacts and moves_caused of the two banners; weekly.csv: orders",
        "tactics.csv: spend, contacts và moves_caused của hai loại biểu ngữ; weekly.csv: orders",
    ],
};

pub(super) const BID_HIGH_OR_LOW: Lesson = Lesson {
    id: "bid-high-or-low",
    text: include_str!("../../../configs/lessons/bid-high-or-low.toml"),
    number: "offer.unit_cost",
    ends: [
        End { value: "450", ahead: "low", behind: "high" },
        End { value: "360", ahead: "high", behind: "low" },
    ],
    about: [
        "A higher bid wins more clicks, and the further ones are dearer than the average tells. The best bid is what a click is worth.",
        "Trả giá cao hơn thì được thêm lượt nhấp, mà những lượt thêm ấy đắt hơn giá trung bình. Giá tốt nhất là đúng bằng cái một lượt nhấp đáng.",
    ],
    range: [
        "a cost of 450 to 360 at a price of 600: durables leave 25 to 40 %; assumed",
        "giá vốn từ 450 đến 360 trên giá bán 600: hàng lâu bền lãi gộp 25 đến 40%; giả định",
    ],
    look_at: [
        "tactics.csv: spend, contacts and cost_per_contact; summary.csv: roi_mean beside net_mean",
        "tactics.csv: spend, contacts và cost_per_contact; summary.csv: roi_mean bên cạnh net_mean",
    ],
};

pub(super) const ASK_HER_TASTE: Lesson = Lesson {
    id: "ask-her-taste",
    text: include_str!("../../../configs/lessons/ask-her-taste.toml"),
    number: "fit.lifts_moves",
    ends: [
        End { value: "1", ahead: "same", behind: "hers" },
        End { value: "3", ahead: "hers", behind: "same" },
    ],
    about: [
        "A letter goes one way; a question brings an answer, and the next letter is made for her. It pays only if people mind what fits.",
        "Thư thì chỉ đi một chiều; hỏi thì có câu trả lời, và lá thư sau viết cho đúng người ấy. Chỉ đáng tiền nếu người ta để ý đến sự hợp ý.",
    ],
    range: [
        "1 to 3 as the log of a factor, from no fit to full fit: measured by nobody",
        "1 đến 3, là log của hệ số từ không hợp đến hợp hoàn toàn: chưa ai đo",
    ],
    look_at: [
        "weekly.csv: taste_known_mean, fit_mean; tactics.csv: moves_caused of the letter",
        "weekly.csv: taste_known_mean, fit_mean; tactics.csv: moves_caused của lá thư",
    ],
};

pub(super) const ASK_FOR_REVIEWS: Lesson = Lesson {
    id: "ask-for-reviews",
    text: include_str!("../../../configs/lessons/ask-for-reviews.toml"),
    number: "tactic.ask.opt_out_per_contact",
    ends: [
        End { value: "0.001", ahead: "ask", behind: "leave" },
        End { value: "0.005", ahead: "leave", behind: "ask" },
    ],
    about: [
        "Reviews bring those who have not bought yet. Asking for them loses some who have, and with them the letters that bring them back.",
        "Đánh giá kéo người chưa mua. Nhưng xin đánh giá thì mất một số người đã mua, mất luôn những lá thư gọi họ quay lại.",
    ],
    range: [
        "0.001 to 0.005 who unsubscribe at each mail; 0.0017 on average over 30 billion mails (Campaign Monitor)",
        "0,001 đến 0,005 người rút tên sau mỗi thư; trung bình 0,0017 trên 30 tỷ thư (Campaign Monitor)",
    ],
    look_at: [
        "weekly.csv: reviews, opt_outs; tactics.csv: contacts of the letter",
        "weekly.csv: reviews, opt_outs; tactics.csv: contacts của lá thư",
    ],
};

pub(super) const MORE_OR_AGAIN: Lesson = Lesson {
    id: "more-or-again",
    text: include_str!("../../../configs/lessons/more-or-again.toml"),
    number: "tactic.take_more.upsell.adds_to_basket",
    ends: [
        End { value: "0.1", ahead: "again", behind: "more" },
        End { value: "0.5", ahead: "more", behind: "again" },
    ],
    about: [
        "The same letter can bring a buyer back sooner, or make the next order larger. It cannot do both.",
        "Cùng một lá thư có thể kéo khách quay lại sớm hơn, hoặc làm đơn sau lớn hơn. Không làm được cả hai.",
    ],
    range: [
        "0.1 to 0.5 of the basket more when it is taken up: measured by nobody",
        "0,1 đến 0,5 giỏ hàng thêm khi khách nhận lời: chưa ai đo",
    ],
    look_at: [
        "weekly.csv: upsell_revenue, orders, revenue",
        "weekly.csv: upsell_revenue, orders, revenue",
    ],
};

pub(super) const LARGE_OR_SMALL_SCREEN: Lesson = Lesson {
    id: "large-or-small-screen",
    text: include_str!("../../../configs/lessons/large-or-small-screen.toml"),
    number: "tactic.television.reach.broadcast.cost_per_thousand",
    ends: [
        End { value: "12", ahead: "large", behind: "small" },
        End { value: "36", ahead: "small", behind: "large" },
    ],
    about: [
        "A film needs room. A small screen shows it for less money and lets through only a part of what it says.",
        "Phim cần chỗ. Màn hình nhỏ chiếu rẻ hơn nhưng chỉ truyền được một phần điều phim nói.",
    ],
    range: [
        "12 to 36 US dollars per 1000: cable, other hours, prime time (Solomon Partners for OAAA 2022)",
        "12 đến 36 đô la Mỹ mỗi 1000 lượt: truyền hình cáp, giờ thường, giờ vàng (Solomon Partners cho OAAA 2022)",
    ],
    look_at: [
        "tactics.csv: contacts beside moves_caused of the two screens",
        "tactics.csv: contacts bên cạnh moves_caused của hai màn hình",
    ],
};

pub(super) const OWN_PAGES_OR_PAID: Lesson = Lesson {
    id: "own-pages-or-paid",
    text: include_str!("../../../configs/lessons/own-pages-or-paid.toml"),
    number: "tactic.pages.reach.community.seen_share",
    ends: [
        End { value: "0.02", ahead: "paid", behind: "pages" },
        End { value: "0.06", ahead: "pages", behind: "paid" },
    ],
    about: [
        "A post of ours is worth much to the few followers who see it; a paid one is seen by everybody and worth little.",
        "Bài của mình đáng giá với số ít người theo dõi nhìn thấy; bài trả tiền thì ai cũng thấy mà chẳng đáng mấy.",
    ],
    range: [
        "2 to 6 % of followers see a post: measured by nobody",
        "2 đến 6% người theo dõi thấy một bài: chưa ai đo",
    ],
    look_at: [
        "weekly.csv: social_contacts, orders; tactics.csv: contacts of pages and paid posts",
        "weekly.csv: social_contacts, orders; tactics.csv: contacts của trang và của bài trả tiền",
    ],
};

pub(super) const CAP_OR_NOT: Lesson = Lesson {
    id: "cap-or-not",
    text: include_str!("../../../configs/lessons/cap-or-not.toml"),
    number: "pressure.opt_out_per_extra_contact",
    ends: [
        End { value: "0", ahead: "four", behind: "two" },
        End { value: "1", ahead: "two", behind: "four" },
    ],
    about: [
        "Each further letter of a week does less and may cost more readers. The best cap hangs on how much more.",
        "Mỗi lá thư thêm trong tuần tác dụng kém dần và có thể mất thêm người đọc. Giới hạn nào tốt nhất là tùy mất thêm bao nhiêu.",
    ],
    range: [
        "0 to 1: the second letter of a week costs as many readers as the first, or twice as many; sources disagree",
        "0 đến 1: lá thư thứ hai trong tuần làm mất số người đọc bằng lá đầu, hay gấp đôi; các nguồn không thống nhất",
    ],
    look_at: [
        "weekly.csv: opt_outs; tactics.csv: contacts",
        "weekly.csv: opt_outs; tactics.csv: contacts",
    ],
};

pub(super) const TEACH_OR_CHASE: Lesson = Lesson {
    id: "teach-or-chase",
    text: include_str!("../../../configs/lessons/teach-or-chase.toml"),
    number: "trust.gain_per_value",
    ends: [
        End { value: "0.03", ahead: "chase", behind: "teach" },
        End { value: "0.15", ahead: "teach", behind: "chase" },
    ],
    about: [
        "Essays by those who know ask for nothing and sell nothing; they earn trust. Advertisements bring people to a step that asks for it.",
        "Bài của người am hiểu không mời, không bán; chúng gây lòng tin. Quảng cáo thì đưa người ta đến bước cần có lòng tin.",
    ],
    range: [
        "0.03 to 0.15 of the missing trust for each thing of value: measured by nobody",
        "0,03 đến 0,15 phần lòng tin còn thiếu cho mỗi điều có giá trị: chưa ai đo",
    ],
    look_at: [
        "weekly.csv: trust_mean; horizons.csv; charts/journey",
        "weekly.csv: trust_mean; horizons.csv; charts/journey",
    ],
};

pub(super) const ONE_PRICE_EVERYWHERE: Lesson = Lesson {
    id: "one-price-everywhere",
    text: include_str!("../../../configs/lessons/one-price-everywhere.toml"),
    number: "coordination.promotion.known.omnichannel",
    ends: [
        End { value: "0.6", ahead: "side_by_side", behind: "as_one" },
        End { value: "0.9", ahead: "as_one", behind: "side_by_side" },
    ],
    about: [
        "Half of the orders of a sale are placed where nobody told of it. Whoever came for the price and does not find it goes. A system that knows costs money whether or not it is asked.",
        "Nửa số đơn trong đợt giảm giá đặt ở nơi không ai báo giá ấy. Ai đến vì giá mà không thấy thì bỏ đi. Hệ thống biết giá thì tốn tiền dù có ai hỏi hay không.",
    ],
    range: [
        "0.6 to 0.9 of orders in another channel: a guess, for nobody has measured it",
        "0,6 đến 0,9 số đơn ở kênh khác: phỏng đoán, chưa ai đo",
    ],
    look_at: [
        "weekly.csv: missed_promotions, orders, coordination_cost",
        "weekly.csv: missed_promotions, orders, coordination_cost",
    ],
};

pub(super) const COLLECT_OR_DELIVER: Lesson = Lesson {
    id: "collect-or-deliver",
    text: include_str!("../../../configs/lessons/collect-or-deliver.toml"),
    number: "strategy.as_one.coordination.omnichannel.setup_weeks",
    ends: [
        End { value: "8", ahead: "as_one", behind: "side_by_side" },
        End { value: "26", ahead: "side_by_side", behind: "as_one" },
    ],
    about: [
        "An order that is fetched is not driven, and some who fetch one take more. A system that joins page and counter costs from its first day and helps from the day it is ready.",
        "Đơn khách tự đến lấy thì không phải giao, và có người mua thêm khi ở đó. Hệ thống nối trang và quầy tốn tiền từ ngày đầu mà chỉ có ích từ ngày làm xong.",
    ],
    range: [
        "8 to 26 weeks to set up: a guess, for nobody has measured it",
        "8 đến 26 tuần để dựng: phỏng đoán, chưa ai đo",
    ],
    look_at: [
        "weekly.csv: collected_orders, collected_baskets, collect_savings, coordination_cost",
        "weekly.csv: collected_orders, collected_baskets, collect_savings, coordination_cost",
    ],
};
