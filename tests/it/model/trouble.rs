//! What can go wrong outside: every kind of fault, at each call that money or an eSIM hangs on.

use super::command::Command;
use escale_simulators::{CodeForm, Fault, Later, SalePlan};
use proptest::prelude::*;

/// The calls to the payment provider.
const STRIPE: [&str; 9] = [
    "stripe.checkout.sessions.create",
    "stripe.checkout.sessions.get",
    "stripe.checkout.sessions.list",
    "stripe.payment_intents.get",
    "stripe.payment_intents.capture",
    "stripe.payment_intents.cancel",
    "stripe.refunds.create",
    "stripe.refunds.get",
    "stripe.refunds.list",
];

/// Reads of the supplier's.
const ORANGE_READS: [&str; 3] = ["orange.offers.get", "orange.transactions.list", "orange.transactions.get"];

/// Every kind of fault that costs next to no real time.
fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => prop::sample::select(vec![Fault::CutBefore, Fault::CutAfter, Fault::CutInBody]),
        3 => prop::sample::select(vec![Fault::ErrorBefore, Fault::ErrorAfter, Fault::ErrorKept]),
        2 => prop::sample::select(vec![Fault::EmptyBody, Fault::GarbageBody, Fault::HtmlBody]),
        1 => prop::sample::select(vec![
            Fault::TooManyRequests { retry_after: 2 },
            Fault::Answer { status: 503, body: "{}".to_owned() },
            Fault::Answer { status: 408, body: String::new() },
        ]),
        1 => prop::sample::select(vec![
            Fault::DelayBefore { millis: 40 },
            Fault::DelayAfter { millis: 40 },
            Fault::SlowBody { chunks: 3, pause_millis: 10 },
        ]),
    ]
}

/// Longer than the shop waits for an answer to an order.
const TOO_SLOW: Fault = Fault::DelayAfter { millis: 1300 };

/// Something goes wrong at the supplier, once or a few times.
pub fn supplier_trouble() -> impl Strategy<Value = Command> {
    let order = prop_oneof![20 => fault(), 1 => Just(TOO_SLOW)];
    prop_oneof![
        4 => (order, times()).prop_map(|(fault, times)| Command::Trouble { call: "orange.transactions.create", fault, times }),
        1 => (prop::sample::select(ORANGE_READS.to_vec()), times())
            .prop_map(|(call, times)| Command::Trouble { call, fault: orange_says_no(), times }),
    ]
}

/// Something goes wrong at the payment provider, once or a few times.
pub fn stripe_trouble() -> impl Strategy<Value = Command> {
    let call = prop::sample::select(STRIPE.to_vec());
    (call, fault(), times()).prop_map(|(call, fault, times)| Command::Trouble { call, fault, times })
}

/// Somebody cannot be used at all, until it is mended.
pub fn outage() -> impl Strategy<Value = Command> {
    prop::sample::select(vec![
        ("stripe.*", Fault::ErrorBefore),
        ("stripe.*", Fault::CutBefore),
        ("stripe.payment_intents.*", Fault::CutAfter),
        ("stripe.refunds.*", Fault::ErrorAfter),
        ("orange.transactions.create", Fault::CutBefore),
        ("orange.transactions.list", orange_says_no()),
        ("orange.offers.get", orange_says_no()),
    ])
    .prop_map(|(call, fault)| Command::Trouble { call, fault, times: None })
}

fn times() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![3 => Just(Some(1)), 1 => (2_u32..4).prop_map(Some)]
}

/// A definite no to a read: it is not repeated, so that it costs no real time.
fn orange_says_no() -> Fault {
    Fault::Answer { status: 400, body: r#"{"code":28,"message":"No."}"#.to_owned() }
}

/// How a sale goes that does not simply go well.
pub fn sale_plan() -> impl Strategy<Value = SalePlan> {
    let later = |status: &str, after_seconds: i64, then: &str| SalePlan {
        status: status.to_owned(),
        later: Some(Later { after_seconds, status: then.to_owned() }),
        ..SalePlan::default()
    };
    let simply = |status: &str| SalePlan { status: status.to_owned(), ..SalePlan::default() };
    let refuse = |reason: &str| SalePlan { refuse: Some(reason.to_owned()), ..SalePlan::default() };
    let code = prop::sample::select(vec![
        CodeForm::LpaPrefix,
        CodeForm::BareMatchingId,
        CodeForm::Garbage,
        CodeForm::Undecryptable,
        CodeForm::TooShort,
        CodeForm::Missing,
    ]);
    prop_oneof![
        3 => prop::sample::select(vec![
            later("pending", 10, "ok"),
            later("pending", 700, "ok"),
            later("pending", 1200, "ok"),
            later("created", 60, "ok"),
            later("pending", 4000, "ok"),
            later("strange", 300, "ok"),
        ]),
        2 => prop::sample::select(vec![later("pending", 20, "ko"), later("pending", 1000, "expired")]),
        1 => Just(simply("pending")),
        2 => prop::sample::select(vec![simply("ko"), simply("expired")]),
        2 => prop::sample::select(vec![refuse("busy"), refuse("bucket empty")]),
        2 => code.prop_map(|code| SalePlan { code, ..SalePlan::default() }),
    ]
}
