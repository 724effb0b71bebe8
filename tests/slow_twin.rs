//! The engine walks the same paths as the slow twin, customer by customer and week by week.
//!
//! In the small scenarios everything is equal to the last unit. In the large one a customer may part from her twin where a
//! draw lay within 2·10⁻⁶ of its threshold: the engine decides in 32 bits, the twin in 64. Such draws are logged, and a
//! customer who parts without one fails the test.
//!
//! Seen to fail (customers who parted, in the scenario that showed most): moves decided with last week's adstock, in the
//! engine (23 094 in large); a second shard that takes the first one's move draws, in the engine (8752 in large). And, in
//! the twin, 63 breakages one at a time, each of them caught; among them: natural moves laid after the tactics (none parted,
//! but `moves_caused`), one more customer served by direct (27 in media), clicks capped below certainty (4 in media),
//! needs decided by number in place of moment (2368 in cohorts), the need that a contract voids (3292 in contracts), contacts
//! withheld from the lost (1569 in large), posts found in their own week (125 in stocks), money left over that buys no post
//! (1580 in stocks), natural moves that the brand does not lift (7276 in stocks), talk that it does not lift, in the engine, goodwill wrong by 10⁻⁴ (1 in stocks), an
//! exponent of the price of media wrong by 10⁻³ (17 in stocks), an unrounded price (8355 in media), an exponent of saturation wrong by 10⁻⁴ (3 in
//! media), a position along the hazards wrong by 10⁻⁴ (20 in large).

#![allow(clippy::panic, clippy::cast_precision_loss, reason = "a test; counts stay below 2^53")]

mod support;
mod twin;

use std::collections::BTreeMap;

use headwater::config::{Source, load, render_all};
use headwater::engine::{Engine, Isa, Outcome, Population, Serial, draw_world};
use headwater::model::Scenario;
use twin::{Twin, resolve::world_of};

/// A customer, by segment and number, and the week at whose end she first differed.
type Parted = BTreeMap<(usize, usize), (u32, String)>;

/// What a comparison of many histories found.
#[derive(Default)]
struct Found {
    histories: u32,
    draws: u64,
    near: usize,
    parted: usize,
    unexplained: Vec<String>,
    orders: u64,
    contacts: u64,
}

fn scenario(text: &str) -> Scenario {
    let source = Source { name: "twin.toml".into(), text: text.as_bytes().to_vec() };
    match load(&source, &[]) {
        Ok(loaded) => loaded.scenario,
        Err(problems) => panic!("{}", render_all(&problems, false)),
    }
}

/// Lives every history of a study twice.
fn compare(scenario: &Scenario) -> Found {
    let mut found = Found::default();
    for world_idx in 0..scenario.sampling.worlds {
        let world = draw_world(scenario, world_idx);
        assert_eq!(world, world_of(scenario, world_idx), "numbers of world {world_idx}");
        let engine = Engine::new(scenario, &world, world_idx, Isa::detect());
        for replication in 0..scenario.sampling.replications {
            let traits = engine.traits(replication, &Serial);
            for strategy_idx in 0..scenario.strategies.len() {
                let mut twin = Twin::new(scenario, &world, world_idx, replication, strategy_idx);
                let mut parted = Parted::new();
                let mut observe = |week: u32, population: &Population| {
                    if week > 0 {
                        twin.live_week();
                    }
                    compare_customers(population, &twin, week, &mut parted);
                };
                let (outcome, _) = engine
                    .history(&traits, strategy_idx, None, &Serial, &mut observe)
                    .expect("nobody stops it");
                twin.count_reach();
                let name = format!(
                    "world {world_idx}, replication {replication}, strategy {}",
                    scenario.strategies[strategy_idx].id
                );
                explain(&name, &parted, &twin, &mut found);
                compare_ledgers(&name, &outcome, &twin, &mut found);
            }
        }
    }
    found
}

fn compare_customers(population: &Population, twin: &Twin, week: u32, parted: &mut Parted) {
    for shard in population.shards() {
        let segment = &twin.segments[shard.segment_idx()];
        let first = shard.first_number() as usize;
        for (k, &stage) in shard.stages().iter().enumerate() {
            let i = first + k;
            let open = shard.open().get(k).is_some_and(|o| *o != 0);
            let home = shard.home().get(k).is_none_or(|h| *h == segment.home[i]);
            let barred = |c: &Vec<u8>| c.get(k).is_some_and(|b| *b != 0);
            let engine = (stage, shard.orders()[k], shard.contribution()[k], open);
            let slow =
                (segment.stage[i], segment.orders[i], segment.contribution[i], segment.open[i]);
            let minds = shard.levels().get(k).is_none_or(|l| *l == segment.level[i])
                && near(shard.trust().get(k), segment.trust[i])
                && near(shard.annoyance().get(k), segment.annoyance[i])
                && near(shard.satisfaction().get(k), segment.satisfaction[i])
                && near(shard.taste_known().get(k), segment.known[i])
                && shard.barred().iter().zip(&segment.opted_out).all(|(column, opted_out)| {
                    column.is_empty()
                        || barred(column) == (opted_out[i] || segment.false_details[i])
                });
            if engine != slow || !minds || !home {
                parted.entry((shard.segment_idx(), i)).or_insert_with(|| {
                    (week, format!("(stage, orders, contribution, open) {engine:?} for {slow:?}"))
                });
            }
        }
    }
}

/// Trust, annoyance and satisfaction are kept in 32 bits.
fn near(fast: Option<&f32>, slow: f64) -> bool {
    fast.is_none_or(|fast| (f64::from(*fast) - slow).abs() <= 5e-6 * (1.0 + slow.abs()))
}

/// Every customer who parted must have had a draw within rounding of its threshold by then.
fn explain(history: &str, parted: &Parted, twin: &Twin, found: &mut Found) {
    for ((segment, number), (week, what)) in parted {
        let near = (twin.log.near.iter())
            .find(|n| (n.segment, n.number) == (*segment, *number) && n.week <= *week);
        let text = format!("{history}: segment {segment}, customer {number}, week {week}: {what}");
        match near {
            Some(near) => println!(
                "explained: {text}; in week {} {} met {}",
                near.week, near.draw, near.threshold
            ),
            None => found.unexplained.push(text),
        }
    }
    found.histories += 1;
    found.draws += twin.log.draws;
    found.near += twin.log.near.len();
    found.parted += parted.len();
}

/// More than one click costs in any of these scenarios, in minor units.
const CLICK: i128 = 1_000;

/// Exact as long as no draw of the history was near its threshold; after that, within one unit for each such draw.
fn compare_ledgers(history: &str, outcome: &Outcome, twin: &Twin, found: &mut Found) {
    let allowed = |until: u32| twin.log.near.iter().filter(|n| n.week <= until).count() as u64;
    assert_eq!(outcome.weeks.len(), twin.weeks.len());
    for (week, (fast, slow)) in (1..).zip(outcome.weeks.iter().zip(&twin.weeks)) {
        let near = allowed(week);
        let mut check = |what: &str, fast: i128, slow: i128, one: i128| {
            if (fast - slow).abs() > i128::from(near) * one {
                found.unexplained.push(format!("{history}, week {week}: {what} {fast} for {slow}"));
            }
        };
        let contacts: u64 = slow.contacts.iter().sum();
        let spend: i64 =
            slow.spend.iter().sum::<i64>() + slow.research + slow.coordination + slow.service;
        // one unit of money is the largest order seen so far, roughly: a hundred times the mean one
        let order_value = 100 * (slow.revenue / i128::from(slow.orders.max(1)) + 1);
        check("spend", fast.spend.into(), spend.into(), CLICK);
        check("contacts", fast.contacts.into(), contacts.into(), 10);
        check("orders", fast.orders.into(), slow.orders.into(), 1);
        check("opt-outs", fast.opt_outs.into(), slow.opt_outs.into(), 1);
        check("new customers", fast.new_customers.into(), slow.new_customers.into(), 1);
        check(
            "referred customers",
            fast.referred_customers.into(),
            slow.referred_customers.into(),
            1,
        );
        check("revenue", fast.revenue, slow.revenue, order_value);
        check("unit cost", fast.unit_cost, slow.unit_cost, order_value);
        check("price given up", fast.price_given_up, slow.price_given_up, order_value);
        check("upsell revenue", fast.upsell_revenue, slow.upsell_revenue, order_value);
        check("used at home", fast.used_at_home.into(), slow.used_at_home.into(), 1);
        check("home stock", fast.home_stock.into(), slow.home_stock.into(), 10);
        check("rival orders", fast.rival_orders.into(), slow.needs_rivals.into(), 1);
        let nothing = slow.needs_refused + slow.needs_lapsed;
        check("bought nothing", fast.bought_nothing.into(), nothing.into(), 1);
        check("coordination cost", fast.coordination_cost.into(), slow.coordination.into(), 0);
        check("abandoned carts", fast.abandoned_carts.into(), slow.abandoned_carts.into(), 1);
        check("recovered carts", fast.recovered_carts.into(), slow.recovered_carts.into(), 1);
        check("collected", fast.collected_orders.into(), slow.collected_orders.into(), 1);
        check("baskets", fast.collected_baskets.into(), slow.collected_baskets.into(), 1);
        check("savings", fast.collect_savings, slow.collect_savings, order_value);
        check("missed", fast.missed_promotions.into(), slow.missed_promotions.into(), 1);
        check("repeat contacts", fast.repeat_contacts.into(), slow.repeat_contacts.into(), 10);
        check("outages", fast.outage.into(), slow.outage.into(), 0);
        check("visits", fast.visits.into(), slow.visits.into(), 10);
        let converted = [fast.converted_by_money, fast.converted_by_time];
        check("by money", converted[0].into(), slow.converted_by_money.into(), 1);
        check("by time", converted[1].into(), slow.converted_by_time.into(), 1);
        let small = [fast.tripwires_earned, slow.tripwires_earned];
        check("tripwires earned", small[0], small[1], order_value);
        check("leads", fast.leads.into(), slow.leads.into(), 10);
        check("calls", fast.leads_served.into(), slow.leads_served.into(), 10);
        check("leads gone", fast.leads_gone.into(), slow.leads_gone.into(), 10);
        check("leads that wait", fast.leads_waiting.into(), slow.leads_waiting.into(), 10);
        // Stocks are no whole numbers; a contact too many is a sliver of goodwill.
        for (what, fast, slow) in [
            ("goodwill", fast.goodwill, slow.goodwill),
            ("content stock", fast.content_stock, slow.content_stock),
            ("reference price", fast.reference_price, slow.reference_price),
            ("reviews", fast.reviews, slow.reviews),
            ("fit", fast.fit, slow.fit),
            ("mismatch", fast.mismatch, slow.mismatch),
            ("share of voice", fast.share_of_voice, slow.share_of_voice),
            ("taste variance", fast.taste_variance, slow.taste_variance),
            ("waits", fast.wait_hours, slow.wait_hours),
            ("service contacts", fast.service_contacts, slow.service_contacts),
            ("service waiting", fast.service_waiting, slow.service_waiting),
            ("channel gap", fast.channel_gap, slow.channel_gap),
        ] {
            let slack = 1e-9 + near as f64;
            if (fast - slow).abs() > slack * slow.abs().max(1.0) {
                found.unexplained.push(format!("{history}, week {week}: {what} {fast} for {slow}"));
            }
        }
        let felt = fast.satisfaction_mean() * slow.buyers as f64;
        if (felt - slow.satisfaction).abs() > (1e-4 + near as f64) * slow.buyers.max(1) as f64 {
            let slow = slow.satisfaction;
            found
                .unexplained
                .push(format!("{history}, week {week}: satisfaction {felt} for {slow}"));
        }
        found.orders += slow.orders;
        found.contacts += contacts;
    }
    let near = allowed(u32::MAX);
    for (t, fast) in outcome.tactics.iter().enumerate() {
        let mut check = |what: &str, fast: u64, slow: u64| {
            if fast.abs_diff(slow) > near {
                found.unexplained.push(format!("{history}, tactic {t}: {what} {fast} for {slow}"));
            }
        };
        check("reach_1plus", fast.reach_1plus, twin.reach_1plus[t]);
        check("reach_3plus", fast.reach_3plus, twin.reach_3plus[t]);
        check("moves_caused", fast.moves_caused, sum(twin, |w| w.moves_caused[t]));
        let roles = [fast.roles.first, fast.roles.middle, fast.roles.last, fast.sent_on];
        for (role, slow) in roles.into_iter().zip(twin.roles[t]) {
            check("roles", role, slow);
        }
        check("contacts", fast.contacts, sum(twin, |w| w.contacts[t]));
        let spend: i64 = twin.weeks.iter().map(|w| w.spend[t]).sum();
        if i128::from(fast.spend - spend).abs() > i128::from(near) * CLICK {
            let text = format!("{history}, tactic {t}: spend {} for {spend}", fast.spend);
            found.unexplained.push(text);
        }
    }
    let needs = outcome.needs;
    for (what, fast, slow) in [
        ("needs arrived", needs.arrived, sum(twin, |w| w.needs_arrived)),
        ("needs met", needs.met, sum(twin, |w| w.needs_met)),
        ("needs met by rivals", needs.rivals, sum(twin, |w| w.needs_rivals)),
        ("needs refused", needs.refused, sum(twin, |w| w.needs_refused)),
        ("needs lapsed", needs.lapsed, sum(twin, |w| w.needs_lapsed)),
    ] {
        if fast.abs_diff(slow) > near {
            found.unexplained.push(format!("{history}: {what} {fast} for {slow}"));
        }
    }
}

fn sum(twin: &Twin, of: impl Fn(&twin::TwinWeek) -> u64) -> u64 {
    twin.weeks.iter().map(of).sum()
}

/// Not one customer, week or unit of money may differ.
fn check_exact(name: &str, text: &str) {
    let found = compare(&scenario(text));
    report(name, &found);
    let exact = found.unexplained.is_empty() && found.parted == 0;
    assert!(exact, "{name}: {} parted, {}", found.parted, first_lines(&found));
    assert!(found.orders > 100, "{name}: so few orders test nothing");
}

fn report(name: &str, found: &Found) {
    println!(
        "{name}: {} histories, {} draws compared, {} near their threshold, {} customers parted, {} \
         unexplained differences; {} orders, {} contacts",
        found.histories,
        found.draws,
        found.near,
        found.parted,
        found.unexplained.len(),
        found.orders,
        found.contacts,
    );
}

fn first_lines(found: &Found) -> String {
    let lines: Vec<&str> = found.unexplained.iter().take(20).map(String::as_str).collect();
    format!("{} differences\n{}", found.unexplained.len(), lines.join("\n"))
}

const MEDIA: &str = include_str!("twin/media.toml");
const COHORTS: &str = include_str!("twin/cohorts.toml");
const CONTRACTS: &str = include_str!("twin/contracts.toml");
const PURE_JOURNEY: &str = include_str!("twin/pure_journey.toml");
const EXTREMES: &str = include_str!("twin/extremes.toml");
const MINDS: &str = include_str!("twin/minds.toml");
const STOCKS: &str = include_str!("twin/stocks.toml");
const PROMOTIONS: &str = include_str!("twin/promotions.toml");
const SATISFACTION: &str = include_str!("twin/satisfaction.toml");
const RIVALS: &str = include_str!("twin/rivals.toml");
const WEAR: &str = include_str!("twin/wear.toml");
const CALLS: &str = include_str!("twin/calls.toml");
const COORDINATION: &str = include_str!("twin/coordination.toml");
const LARGE: &str = include_str!("twin/large.toml");

#[test]
fn media_needs_and_orders_of_three_segments() {
    check_exact("media", MEDIA);
}

/// Customers by count, a listed season, budgets by week: what a file says is lived as the model says. Seen to fail with
/// customers counted from the last stage backward, in the twin.
#[test]
fn what_data_files_say() {
    let mut text = MEDIA
        .replace("customers = 1_500", "customers_csv = \"customers.csv\"")
        .replace("{ amplitude = \"0.2 to 0.5\", peak_week = 20 }", "{ csv = \"season.csv\" }")
        + "budget_csv = \"budget.csv\"\n";
    let shares_and_starts =
        |line: &&str| !line.starts_with("share =") && !line.starts_with("starts =");
    text = text.lines().filter(shares_and_starts).map(|line| format!("{line}\n")).collect();
    let factors: String = (1..=52).map(|w| format!("{w},{}\n", 1 + w % 5)).collect();
    let files = [
        ("season.csv", format!("week,factor\n{factors}")),
        ("budget.csv", "week,tactic,budget\n4,radio,500\n5,radio,500\n9,search,120.5\n".into()),
        (
            "customers.csv",
            "segment;stage;customers\ncasual;stranger;700\ncasual;aware;50\nkeen;promoter;123\n\
             keen;ascended;300\nkeen;stranger;77\nrare;subscribed;250\n"
                .into(),
        ),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let loaded = support::scenario::load_in(&files, &text, &[]);
    let scenario = loaded.unwrap_or_else(|p| panic!("{}", render_all(&p, false))).scenario;
    assert_eq!(scenario.n_customers(), 1500);
    let found = compare(&scenario);
    report("data files", &found);
    assert!(found.unexplained.is_empty() && found.parted == 0, "{}", first_lines(&found));
    assert!(found.orders > 100);
}

/// Seen to fail with: the last contact of a week in place of its middle one (1848 customers parted), a first contact of 99 % where
/// nothing wears in (5).
#[test]
fn messages_that_wear_in_and_out_with_every_contact() {
    check_exact("wear", WEAR);
}

/// Orders that feel the fit, care, talk that hangs on what people feel, upsells, reviews and a referral programme. Seen to fail with: a
/// fit better by 0.01 than it is (17 969 customers parted), exits at a tenth less of what is felt (616), the dissatisfied who do not
/// warn (5777), an upsell taken up that is no ask accepted (4220).
#[test]
fn what_customers_feel_about_what_they_got() {
    check_exact("satisfaction", SATISFACTION);
}

/// With needs and without, among people who come in, are satisfied or trust. Seen to fail with those who come in there from the
/// start of their week (106 customers parted).
#[test]
fn people_who_leave_at_a_moment_of_their_own() {
    for (name, text) in [
        ("media", MEDIA),
        ("cohorts", COHORTS),
        ("minds", MINDS),
        ("satisfaction", SATISFACTION),
        ("pure journey", PURE_JOURNEY),
    ] {
        let rate = "dropout_per_week = { each = { gamma = { mean = 0.04, shape = 0.7 } } }";
        let leave = text.replace("[offer]\n", &format!("[offer]\n{rate}\n"));
        assert!(leave.contains(rate), "{name} sells something");
        check_exact(&format!("{name} with dropout in time"), &leave);
    }
}

/// Under contract, among people who come in and leave.
#[test]
fn what_customers_under_contract_feel() {
    let table = "[satisfaction]\nstarts = 0.37\nexpects_per_order = 0.2\nfades_per_week = 0.02\n\
                 churn_odds_per_unit = 0.6\nlifts_needs = 0.2\nlifts_moves = 0.3\n";
    for (name, text) in [("contracts", CONTRACTS), ("cohorts", COHORTS), ("minds", MINDS)] {
        let loyal = text.replace("[offer]\n", "[offer]\nchurn_odds_per_order = 0.9\n");
        check_exact(&format!("{name} with satisfaction"), &format!("{loyal}\n{table}"));
    }
}

#[test]
fn staff_that_calls_on_leads_by_points_and_by_turn() {
    check_exact("calls", CALLS);
}

#[test]
fn needs_that_are_a_choice_and_rivals_who_speak_and_take() {
    check_exact("rivals", RIVALS);
    let felt =
        "\n[satisfaction]\ngain_per_fit = 0.3\nfades_per_week = 0.05\nchurn_odds_per_unit = 0.6\n";
    check_exact("rivals with satisfaction", &format!("{RIVALS}{felt}"));
}

/// Channels side by side and joined: messages that repeat each other and wear, baskets, service, outages, heavy buyers who are met
/// more often, dropouts and renewals at other odds.
#[test]
fn channels_side_by_side_and_joined() {
    check_exact("coordination", COORDINATION);
    let claim = COORDINATION
        .replace("churn_odds = \"0.75 to 0.95\"", "keeps_more_share = 0.2")
        .replace("{ each = { beta = [1.5, 4] } }", "{ each = { uniform = [0.2, 0.9] } }");
    assert!(claim.contains("uniform"));
    check_exact("a vendor's claim", &claim);
    let contract = COORDINATION
        .replace(
            "dropout_per_purchase =",
            "contract = { renews_every_weeks = 4, churn_per_renewal =",
        )
        .replace("deal_buyers_share = 0.6\nextra_baskets = 1\n", "")
        .replace("brought_forward_share = 0.3\nhome_stock_lowers_needs = 0.2\n", "")
        .replace("[1.5, 4] } }", "[1.5, 4] } } }")
        .replace("dropout_per_week = \"0.005 to 0.03\"\n", "");
    check_exact("renewals", &contract);
}

/// Seen to fail with: carried needs brought forward (106 customers parted), needs before `buys_from` that feel the price (2851),
/// home stocks that do not slow the count of needs (1697), promotions that go on in the tail (1521).
#[test]
fn prices_that_fall_what_people_expect_and_what_they_have_at_home() {
    check_exact("promotions", PROMOTIONS);
}

/// Among customers who come in, among those who trust or tire, and beside content and a brand.
#[test]
fn prices_that_fall_beside_everything_else() {
    let start = PROMOTIONS.find("[promotion]").expect("the table");
    let table = PROMOTIONS[start..].split("\n\n").next().expect("the table");
    let sale =
        "promotions = [{ weeks = [4, 6], price_off = 0.3 }, { weeks = [9, 9], price_off = 0.1 }]";
    for (name, text) in [("cohorts", COHORTS), ("minds", MINDS), ("stocks", STOCKS)] {
        let strategies = text.matches("\n[strategy.").count();
        let mut with = format!("{text}\n{table}\n");
        for id in text.split("\n[strategy.").skip(1).filter_map(|rest| rest.split(']').next()) {
            let head = format!("[strategy.{id}]");
            if id != "nothing" {
                with = with.replace(&head, &format!("{head}\n{sale}"));
            }
        }
        assert!(strategies > 1 && with.contains(sale));
        check_exact(&format!("{name} with a sale"), &with);
    }
}

/// A price that is told in one channel and not known in another, where a need is a choice and where customers come in.
/// Seen to catch: a choice by the lower price all the same; needs that were open before taken to come for it.
#[test]
fn prices_that_are_not_known_everywhere() {
    let sale = "promotions = [{ weeks = [4, 9], price_off = 0.3 }]";
    let told = "[coordination.promotion]\nelsewhere_share = 0.6\nknown = { multichannel = 0.3, omnichannel = 0.8 }\n";
    for (name, text) in [("rivals", RIVALS), ("cohorts", COHORTS), ("pure journey", PURE_JOURNEY)] {
        let mut with = format!("{text}\n{told}");
        if !text.contains("[promotion]") && name != "pure journey" {
            let choice = if name == "rivals" { "lifts_choice = 2\n" } else { "" };
            with += &format!("[promotion]\nlifts_needs = 2\n{choice}");
        }
        for id in text.split("\n[strategy.").skip(1).filter_map(|rest| rest.split(']').next()) {
            let head = format!("[strategy.{id}]");
            if id != "nothing" && !text.contains("promotions =") {
                with = with.replace(&head, &format!("{head}\n{sale}"));
            }
        }
        check_exact(&format!("{name}, not known everywhere"), &with);
    }
}

/// Orders that are fetched from two shops in one street, where customers come in, sign contracts, or order by moving on.
/// Seen to catch: a renewal that is fetched; who was in a shop in an earlier week or block taken to be in it now.
#[test]
fn orders_that_are_fetched() {
    let shops = "[tactic.corner]\nchannel = \"street\"\nreach.store = { cost_per_week = 4, near_share = 0.4, passes_per_week = 0.2 }\nsays = \"offer\"\nmoves = { stranger = 0.1, aware = 0.1 }\n[tactic.hall]\nchannel = \"street\"\nreach.store = { cost_per_week = 4, near_share = 0.7, passes_per_week = 0.1 }\nsays = \"brand\"\nmoves = { stranger = 0.1 }\n[coordination.collect]\nshare = { multichannel = 0.5, omnichannel = 0.9 }\nsaves_per_order = \"1 to 3\"\nbuys_more_share = 0.3\n";
    for (name, text) in
        [("cohorts", COHORTS), ("contracts", CONTRACTS), ("pure journey", PURE_JOURNEY)]
    {
        let paid = text.replace("weekly_budget = { ", "weekly_budget = { corner = 5, hall = 5, ");
        assert_ne!(paid, text);
        check_exact(&format!("{name}, fetched"), &format!("{paid}\n{shops}"));
    }
}

/// Seen to fail with renewals below the regular price (7018 parted).
#[test]
fn a_price_off_for_those_who_sign_a_contract_and_none_for_those_who_renew() {
    let table = PROMOTIONS.split("[promotion]").nth(1).and_then(|rest| rest.split("\n\n").next());
    let text = PROMOTIONS
        .replace(table.expect("a [promotion]"), "\nlifts_needs = 2\ngain_lifts_needs = 1")
        .replace(
            "dropout_per_purchase = 0.1",
            "contract = { renews_every_weeks = 4, churn_per_renewal = 0.2 }",
        );
    check_exact("promotions, contracts", &text);
}

#[test]
fn content_a_site_and_a_brand_that_lifts_everything() {
    check_exact("stocks", STOCKS);
}

/// Segments with tastes of their own, plans that ask more or less of them, with everything else that lifts.
///
/// Seen to fail with an offer that is redesigned every week and a gain of v/(v + σ), in the engine (3053 parted in fit).
#[test]
fn tastes_that_drift_and_firms_that_ask() {
    check_exact("fit", &with_fit(STOCKS));
    let minds = format!("{}{MINDS_TALK}", with_fit(MINDS));
    check_exact("fit and minds", &minds);
    let learns = |text: &str, tactic: &str| {
        let table = format!("[tactic.{tactic}]\n");
        assert!(text.contains(&table));
        text.replace(&table, &format!("{table}learns_taste = \"0.1 to 0.4\"\n"))
    };
    check_exact("known one by one", &learns(&learns(&with_fit(STOCKS), "home"), "blog"));
    check_exact("known by those who mind", &learns(&learns(&minds, "letter"), "search"));
    let certain = with_fit(STOCKS).replace("taste_spread = \"0.5 to 1.5\"", "taste_spread = 0");
    check_exact("nothing to learn", &certain);
    check_exact("fit and media", &with_fit(MEDIA));
}

/// The last strategy of the scenario, and all before it, ask; the offer follows every third week.
fn with_fit(text: &str) -> String {
    let asks = "research = [{ weeks = [2, 3], interviews = 3 }, { weeks = [6, 9], interviews = 1 }]\n\
                redesign_every_weeks = 3\n";
    let tables = "[fit]\ndimensions = 3\ntaste_spread = \"0.5 to 1.5\"\ndrift_per_quarter = 0.15\n\
                  lifts_moves = \"1 to 3\"\nreference = 0.6\nGAIN\n[research]\n\
                  cost_per_interview = 12.345\nnoise = \"1 to 3\"\n\n";
    let at = text.find("\n[strategy.").expect("a strategy") + 1;
    let (before, strategies) = text.split_at(at);
    let strategies: String = (strategies.lines())
        .map(|line| match line.starts_with("[strategy.") && !line.contains("nothing") {
            true => format!("{line}\n{asks}"),
            false => format!("{line}\n"),
        })
        .collect();
    let aims = before.contains("segments = [");
    let tables = tables.replace("GAIN", if aims { "targeting_gain = 0.8\n" } else { "" });
    format!("{before}{tables}{strategies}")
}

/// Everything that multiplies or adds to a hazard forward, together.
#[test]
fn a_brand_lifts_what_trust_and_talk_bring() {
    let minds = "\n[trust]\ngain_per_value = 0.1\ngain_per_order = 0.2\nfades_per_week = 0.01\nloss_per_level = 0.1\nsteepness = 8\n\n[pacing]\nacceptance_loss_per_level = 0.4\nannoyance_per_level = 0.3\nopt_out_per_level = 0.5\n\n[annoyance]\nfades_per_week = 0.3\ntolerated = 0.2\nopt_out_per_unit = 0.4\nacceptance_loss_per_unit = 0.2\n";
    let talk = "\n[word_of_mouth]\ntalks_from = \"ascended\"\nmoves = { stranger = 0.2, aware = 0.1 }\nwarns_per_week = 0.1\n";
    let mut text = format!("{STOCKS}{minds}{talk}");
    for (tactic, keys) in [
        ("blog", "value = 0.5\n"),
        ("home", "value = 0.3\nannoys = 0.05\n"),
        ("mail", "opt_out_per_contact = 0.02\n"),
    ] {
        let table = format!("[tactic.{tactic}]\n");
        assert!(text.contains(&table));
        text = text.replace(&table, &format!("{table}{keys}"));
    }
    check_exact("stocks, minds and talk", &text);
}

#[test]
fn a_brand_among_customers_who_come_in_week_by_week() {
    let mut text = STOCKS.replace("customers = 1_500\n", "");
    for (share, weeks) in [("share = 0.6", "300, 200, 100, 100"), ("share = 0.4", "0, 0, 500")] {
        assert!(text.contains(share));
        text = text.replace(share, &format!("enters = {{ each_week = [{weeks}] }}"));
    }
    check_exact("stocks, entering", &text);
}

#[test]
fn customers_who_come_in_day_by_day_and_week_by_week() {
    check_exact("cohorts", COHORTS);
}

#[test]
fn customers_who_come_in_with_a_contract() {
    let dropout = "dropout_per_purchase = 0.05";
    let contract =
        "contract = { renews_every_weeks = 3, churn_per_renewal = { each = { beta = [1, 2] } } }";
    let back = "back_per_week = 0.2\nback_to = \"aware\"\n";
    assert!(COHORTS.contains(dropout) && COHORTS.contains(back));
    check_exact("cohorts, contracts", &COHORTS.replace(dropout, contract).replace(back, ""));
}

#[test]
fn contracts_that_needs_sign_and_renewals_end() {
    check_exact("contracts", CONTRACTS);
}

#[test]
fn a_journey_without_needs() {
    check_exact("pure journey", PURE_JOURNEY);
}

#[test]
fn a_journey_without_needs_under_contract() {
    let dropout = "dropout_per_purchase = { each = { beta = [1, 3] } }";
    let contract = "contract = { renews_every_weeks = 5, churn_per_renewal = 0.2 }";
    assert!(PURE_JOURNEY.contains(dropout));
    check_exact("pure journey, contracts", &PURE_JOURNEY.replace(dropout, contract));
}

#[test]
fn numbers_near_the_ends_of_their_ranges() {
    check_exact("extremes", EXTREMES);
}

/// Everybody knows everybody, in a pure journey and in one with every mechanism.
#[test]
fn people_who_talk_to_everybody() {
    let cases = [
        ("media", MEDIA, MEDIA_TALK),
        ("pure journey", PURE_JOURNEY, PURE_TALK),
        ("minds", MINDS, MINDS_TALK),
    ];
    for (name, text, talk) in cases {
        check_exact(&format!("{name}, word of mouth"), &format!("{text}{talk}"));
    }
}

/// The same in networks, which the twin builds for itself.
#[test]
fn people_who_talk_to_those_they_know() {
    let worlds = "network = { watts_strogatz = { links = 10, rewired_share = \"0.05 to 0.4\" } }\n";
    let hubs = "network = { barabasi_albert = { links = 3 } }\n";
    for network in [worlds, hubs] {
        check_exact("media in a network", &format!("{MEDIA}{MEDIA_TALK}{network}"));
        check_exact("pure journey in a network", &format!("{PURE_JOURNEY}{PURE_TALK}{network}"));
        check_exact("minds in a network", &format!("{MINDS}{MINDS_TALK}{network}"));
    }
    let entering = format!("{COHORTS}{COHORTS_TALK}{hubs}");
    check_exact("cohorts in a network", &entering);
}

const COHORTS_TALK: &str = r#"
[word_of_mouth]
talks_from = "ascended"
moves = { stranger = 2, aware = 1 }
"#;
const MINDS_TALK: &str = r#"
[word_of_mouth]
talks_from = "ascended"
moves = { stranger = 0.2, aware = 0.3, advocate = 0.2 }
"#;
const MEDIA_TALK: &str = r#"
[word_of_mouth]
talks_from = "advocate"
moves = { stranger = 0.4, aware = "0.2 to 0.5", engaged = 0.2, ascended = 0.1 }
warns_per_week = 0.3
"#;
const PURE_TALK: &str = r#"
[word_of_mouth]
talks_from = "converted"
moves = { stranger = 0.2, subscribed = 0.1, excited = 0.3, advocate = 0.2 }
warns_per_week = "0.2 to 0.4"
"#;

#[test]
fn people_who_trust_or_tire() {
    check_exact("minds", MINDS);
    let tight = MINDS.replace("{ letter = 20, push = 10,", "{ letter = 3, push = 10,");
    assert!(tight != MINDS, "a budget that does not reach everybody, under a cap");
    check_exact("minds, a tight budget", &tight);
}

#[test]
fn a_hundred_thousand_customers() {
    let large = scenario(LARGE);
    let found = compare(&large);
    report("large", &found);
    assert!(found.unexplained.is_empty(), "{}", first_lines(&found));
    assert!(found.draws >= 20_000_000);
    assert!((found.parted as f64) < found.draws as f64 / 1e6);

    let world = draw_world(&large, 0);
    let start = cpu_seconds();
    let mut twin = Twin::new(&large, &world, 0, 0, 1);
    for _ in 0..large.horizon.total_weeks() {
        twin.live_week();
    }
    let customer_weeks = large.n_customers() as f64 * f64::from(large.horizon.total_weeks());
    let rate = customer_weeks / (cpu_seconds() - start) / 1e6;
    println!("large: the twin lives {rate:.1} million customer-weeks per second of one core");
}

fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
