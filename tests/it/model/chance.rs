//! Which steps a case is made of, and how often each comes.

use super::command::{Click, Command, Delivery, During, Forgery, Hearing, HoldEnd, Place, Workers};
use super::trouble::{outage, sale_plan, stripe_trouble, supplier_trouble};
use escale_simulators::{PaymentWay, RefundPlan};
use proptest::prelude::*;

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![6 => Just(0_u8), 3 => 1_u8..3, 1 => 3_u8..8]
}

/// Up to two hours, and now and then eight days: a hold stands for seven.
fn seconds() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => prop::sample::select(vec![5_u64, 20, 60]),
        4 => prop::sample::select(vec![130_u64, 300, 600]),
        3 => prop::sample::select(vec![900_u64, 2700, 7200]),
        1 => Just(8 * 86_400_u64),
    ]
}

fn way() -> impl Strategy<Value = PaymentWay> {
    prop_oneof![
        8 => Just(PaymentWay::Card),
        3 => Just(PaymentWay::BankAtOnce),
        1 => Just(PaymentWay::BankLater),
        1 => Just(PaymentWay::DeclinedCard),
        2 => Just(PaymentWay::CardWithThreeDSecure),
    ]
}

fn hearing() -> impl Strategy<Value = Hearing> {
    let how = prop_oneof![
        4 => Just(Delivery::Once),
        1 => Just(Delivery::Twice),
        1 => Just(Delivery::ThreeTimesAtOnce),
        1 => Just(Delivery::AnswerIgnored),
    ];
    let forgery = prop::sample::select(vec![Forgery::WrongSecret, Forgery::Stale, Forgery::Changed]);
    prop_oneof![
        4 => (place(), how).prop_map(|(which, how)| Hearing::One { which, how }),
        3 => any::<bool>().prop_map(|reversed| Hearing::All { reversed }),
        2 => place().prop_map(|which| Hearing::Lost { which }),
        1 => forgery.prop_map(Hearing::Forged),
    ]
}

/// A run of the worker that buys an eSIM takes a few hundred.
fn polls() -> impl Strategy<Value = u16> {
    prop_oneof![2 => 1_u16..60, 3 => 60_u16..250, 1 => 250_u16..600]
}

fn workers() -> impl Strategy<Value = Workers> {
    prop_oneof![
        5 => Just(Workers::One),
        2 => Just(Workers::Two),
        2 => polls().prop_map(|after_polls| Workers::OneOfTwoStops { after_polls }),
        3 => (polls(), prop::sample::select(vec![6_u64, 130, 300, 1000, 4000]))
            .prop_map(|(after_polls, seconds)| Workers::OneOfTwoSleeps { after_polls, seconds }),
        2 => place().prop_map(|which| Workers::TwoAndABuyer { which }),
    ]
}

fn during() -> impl Strategy<Value = During> {
    prop_oneof![
        4 => Just(During::Work),
        2 => place().prop_map(|which| During::Page { which }),
        1 => Just(During::Checkout),
    ]
}

fn refund() -> impl Strategy<Value = RefundPlan> {
    let pending = |succeeds| RefundPlan {
        status: "pending".to_owned(),
        succeeds_after_seconds: succeeds,
        ..RefundPlan::default()
    };
    prop_oneof![Just(pending(Some(7200))), Just(RefundPlan { fails_after_seconds: Some(60), ..pending(None) }),]
}

/// Always shorter than the quiet time, which is what makes an absence a proof.
fn list_lag() -> impl Strategy<Value = i64> {
    prop::sample::select(vec![0_i64, 30, 110])
}

fn hold_end() -> impl Strategy<Value = HoldEnd> {
    prop::sample::select(vec![HoldEnd::RunsOut, HoldEnd::Cancelled, HoldEnd::Captured])
}

/// One step.
fn command() -> impl Strategy<Value = Command> {
    let click = prop_oneof![5 => Just(Click::Once), 1 => Just(Click::TwiceAtOnce)];
    let buyers = prop_oneof![
        3 => click.prop_map(Command::Order),
        6 => way().prop_map(|way| Command::Buy { way }),
        3 => (2_u8..4).prop_map(|lines| Command::OrderSeveral { lines }),
        1 => place().prop_map(|which| Command::SendFormAgain { which }),
        4 => place().prop_map(|which| Command::OpenPage { which }),
        2 => place().prop_map(|which| Command::Cancel { which }),
        14 => (place(), way()).prop_map(|(which, way)| Command::Pay { which, way }),
        2 => (place(), prop::bool::weighted(0.7)).prop_map(|(which, well)| Command::FinishThreeDSecure { which, well }),
        1 => (place(), any::<bool>()).prop_map(|(which, well)| Command::Settle { which, well }),
    ];
    let shop = prop_oneof![
        5 => workers().prop_map(Command::Work),
        4 => (during(), polls()).prop_map(|(during, polls)| Command::Crash { during, polls }),
        2 => seconds().prop_map(|seconds| Command::Close { seconds }),
        5 => seconds().prop_map(|seconds| Command::Wait { seconds }),
        6 => hearing().prop_map(Command::Hear),
    ];
    let world = prop_oneof![
        6 => supplier_trouble(),
        5 => stripe_trouble(),
        2 => outage(),
        2 => Just(Command::Mended),
        5 => sale_plan().prop_map(Command::Sale),
        1 => place().prop_map(|which| Command::CodeMended { which }),
        2 => list_lag().prop_map(|seconds| Command::SoldInSilence { seconds }),
        1 => list_lag().prop_map(|seconds| Command::ListLag { seconds }),
        2 => prop::sample::select(vec![0_i64, 1, 50]).prop_map(|units| Command::Stock { units }),
        1 => (1_u8..5, prop::bool::weighted(0.2))
            .prop_map(|(tries, for_good)| Command::MailTrouble { tries, for_good }),
        2 => place().prop_map(|which| Command::Dispute { which }),
        1 => (place(), any::<bool>()).prop_map(|(which, won)| Command::DisputeEnds { which, won }),
        3 => (place(), hold_end()).prop_map(|(which, how)| Command::HoldEnds { which, how }),
        1 => place().prop_map(|which| Command::SessionEnds { which }),
        2 => refund().prop_map(Command::Refund),
        1 => place().prop_map(|which| Command::RefundComesBack { which }),
    ];
    prop_oneof![4 => buyers, 4 => shop, 4 => world]
}

/// A case: up to so many steps, of which the first is an order.
pub fn commands(most: usize) -> impl Strategy<Value = Vec<Command>> {
    prop::collection::vec(command(), most / 4..most).prop_map(|mut commands| {
        commands.insert(0, Command::Order(Click::Once));
        commands
    })
}
