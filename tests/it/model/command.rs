//! What can happen to a shop in one step, and how often each happens.
//!
//! A command names its order, payment or event by its place among those that it can concern when it is performed,
//! newest first. So every sequence makes sense, also one from which commands were taken away.

use super::trouble::{sale_plan, stripe_trouble, supplier_trouble};
use escale_simulators::{Fault, PaymentWay, RefundPlan, SalePlan};
use proptest::prelude::*;

/// A place, newest first; beyond the end it begins again.
pub type Place = u8;

/// One step.
#[derive(Clone, Debug)]
pub enum Command {
    /// A buyer sends the checkout form.
    Order(Click),
    /// An order of several lines, as programs make it.
    OrderSeveral {
        lines: u8,
    },
    /// The form of an order that is there already, sent once more.
    SendFormAgain {
        which: Place,
    },
    /// The buyer opens the order's page.
    OpenPage {
        which: Place,
    },
    /// The buyer does not want to wait any longer.
    Cancel {
        which: Place,
    },
    Pay {
        which: Place,
        way: PaymentWay,
    },
    FinishThreeDSecure {
        which: Place,
        well: bool,
    },
    /// A delayed payment arrives, or does not.
    Settle {
        which: Place,
        well: bool,
    },
    /// A webhook comes, or something that pretends to be one.
    Hear(Hearing),
    Work(Workers),
    /// The shop's process ends while something is under way and is started again.
    Crash {
        during: During,
        polls: u16,
    },
    /// Time passes, and the shop is shut.
    Close {
        seconds: u64,
    },
    /// Time passes, and the worker is at work.
    Wait {
        seconds: u64,
    },
    /// The next such call goes wrong.
    Trouble {
        call: &'static str,
        fault: Fault,
    },
    /// The course of the supplier's next sale.
    Sale(SalePlan),
    /// Seconds until a sale shows in the supplier's list.
    ListLag {
        seconds: i64,
    },
    /// Units left of the plan that is sold.
    Stock {
        units: i64,
    },
    /// The mail server takes nothing for so many tries.
    MailTrouble {
        tries: u8,
    },
    Dispute {
        which: Place,
    },
    DisputeEnds {
        which: Place,
        won: bool,
    },
    /// A hold ends, not by us.
    HoldEnds {
        which: Place,
        how: HoldEnd,
    },
    /// The session ends early.
    SessionEnds {
        which: Place,
    },
    /// The course of the next refund.
    Refund(RefundPlan),
}

/// How the form is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Click {
    Once,
    TwiceAtOnce,
}

/// What becomes of webhooks. Until then they are on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    One {
        which: Place,
        how: Delivery,
    },
    /// All that are on their way.
    All {
        reversed: bool,
    },
    /// It never arrives.
    Lost {
        which: Place,
    },
    Forged(Forgery),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Once,
    Twice,
    ThreeTimesAtOnce,
    /// Stripe does not hear our answer, and will send it again.
    AnswerIgnored,
}

/// A webhook that must not be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgery {
    /// Signed with a secret that is not ours.
    WrongSecret,
    /// Rightly signed, six minutes ago.
    Stale,
    /// Changed after it was signed.
    Changed,
}

/// Who works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workers {
    One,
    /// Two servers over the same records.
    Two,
    /// Two servers, of which one stops for good in the middle of a job.
    OneOfTwoStops {
        after_polls: u16,
    },
    /// Two servers, and the buyer looks at the order.
    TwoAndABuyer {
        which: Place,
    },
}

/// What a crash comes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum During {
    Work,
    /// The steps that an order's page makes.
    Page {
        which: Place,
    },
    Checkout,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldEnd {
    /// Its time is over.
    RunsOut,
    /// Somebody cancels it in the Dashboard.
    Cancelled,
    /// Somebody captures it in the Dashboard.
    Captured,
}

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
        1 => place().prop_map(|which| Workers::TwoAndABuyer { which }),
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

fn hold_end() -> impl Strategy<Value = HoldEnd> {
    prop::sample::select(vec![HoldEnd::RunsOut, HoldEnd::Cancelled, HoldEnd::Captured])
}

/// One step.
fn command() -> impl Strategy<Value = Command> {
    let buyers = prop_oneof![
        6 => prop_oneof![5 => Just(Click::Once), 1 => Just(Click::TwiceAtOnce)].prop_map(Command::Order),
        2 => (2_u8..4).prop_map(|lines| Command::OrderSeveral { lines }),
        2 => place().prop_map(|which| Command::SendFormAgain { which }),
        4 => place().prop_map(|which| Command::OpenPage { which }),
        2 => place().prop_map(|which| Command::Cancel { which }),
        10 => (place(), way()).prop_map(|(which, way)| Command::Pay { which, way }),
        2 => (place(), prop::bool::weighted(0.7)).prop_map(|(which, well)| Command::FinishThreeDSecure { which, well }),
        1 => (place(), any::<bool>()).prop_map(|(which, well)| Command::Settle { which, well }),
    ];
    let shop = prop_oneof![
        6 => workers().prop_map(Command::Work),
        3 => (during(), polls()).prop_map(|(during, polls)| Command::Crash { during, polls }),
        2 => seconds().prop_map(|seconds| Command::Close { seconds }),
        5 => seconds().prop_map(|seconds| Command::Wait { seconds }),
        6 => hearing().prop_map(Command::Hear),
    ];
    let world = prop_oneof![
        5 => supplier_trouble(),
        4 => stripe_trouble(),
        4 => sale_plan().prop_map(Command::Sale),
        1 => prop::sample::select(vec![0_i64, 30, 110]).prop_map(|seconds| Command::ListLag { seconds }),
        1 => prop::sample::select(vec![0_i64, 1, 50]).prop_map(|units| Command::Stock { units }),
        1 => (1_u8..5).prop_map(|tries| Command::MailTrouble { tries }),
        1 => place().prop_map(|which| Command::Dispute { which }),
        1 => (place(), any::<bool>()).prop_map(|(which, won)| Command::DisputeEnds { which, won }),
        1 => (place(), hold_end()).prop_map(|(which, how)| Command::HoldEnds { which, how }),
        1 => place().prop_map(|which| Command::SessionEnds { which }),
        1 => refund().prop_map(Command::Refund),
    ];
    prop_oneof![4 => buyers, 4 => shop, 3 => world]
}

/// A case: up to so many steps, of which the first is an order.
pub fn commands(most: usize) -> impl Strategy<Value = Vec<Command>> {
    prop::collection::vec(command(), 1..most).prop_map(|mut commands| {
        commands.insert(0, Command::Order(Click::Once));
        commands
    })
}
