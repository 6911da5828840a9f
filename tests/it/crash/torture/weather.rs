//! What goes wrong outside while the shop is being killed.

use crate::crash::place::Place;
use crate::order_faults::{orange_says_no, stripe_says_no};
use escale_simulators::{CodeForm, Fault, Later, RefundPlan, SalePlan, WebhookFault};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

/// Calls that a fault may strike. Reads at the supplier are left out: they are repeated with waits of real seconds.
const CALLS: [&str; 8] = [
    "orange.transactions.create",
    "orange.transactions.create",
    "stripe.checkout.sessions.create",
    "stripe.checkout.sessions.get",
    "stripe.payment_intents.get",
    "stripe.payment_intents.capture",
    "stripe.payment_intents.cancel",
    "stripe.refunds.create",
];

/// Perhaps arms something.
pub fn change(place: &Place, dice: &mut StdRng) {
    let world = &place.world;
    match dice.random_range(0..10) {
        0..4 => {
            let call = CALLS.choose(dice).unwrap();
            world.arm_fault(call, fault(call, dice), Some(1));
        }
        4 => world.arm_fault("orange.transactions.list", orange_says_no(), Some(1)),
        5 | 6 => world.plan_next_sale(sale(dice)),
        7 => {
            let faults = [WebhookFault::Drop, WebhookFault::Duplicate, WebhookFault::AnswerIgnored];
            world.arm_webhook_fault("*", faults.choose(dice).unwrap().clone(), Some(dice.random_range(1..=4)));
        }
        8 => match dice.random_range(0..2) {
            0 => world.reject_next_recipient("451 try again"),
            _ => world.plan_next_refund(RefundPlan {
                status: "pending".to_owned(),
                succeeds_after_seconds: Some(1800),
                ..RefundPlan::default()
            }),
        },
        _ => {}
    }
}

/// From now on everything outside does what it should.
pub fn clear(place: &Place) {
    place.world.clear_faults();
    place.world.clear_webhook_faults();
}

fn fault(call: &str, dice: &mut StdRng) -> Fault {
    let no = if call.starts_with("stripe") { stripe_says_no() } else { orange_says_no() };
    let faults = [
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::CutInBody,
        Fault::DelayBefore { millis: 80 },
        Fault::DelayAfter { millis: 80 },
        Fault::TooManyRequests { retry_after: 1 },
        no,
        Fault::ErrorBefore,
        Fault::ErrorAfter,
        Fault::ErrorKept,
        Fault::EmptyBody,
        Fault::GarbageBody,
        Fault::HtmlBody,
    ];
    faults.choose(dice).unwrap().clone()
}

fn sale(dice: &mut StdRng) -> SalePlan {
    let usual = SalePlan::default();
    let later = |status: &str, dice: &mut StdRng| {
        Some(Later { after_seconds: dice.random_range(10..=300), status: status.to_owned() })
    };
    match dice.random_range(0..6) {
        0 | 1 => SalePlan { status: "pending".to_owned(), later: later("ok", dice), ..usual },
        2 => SalePlan { status: "created".to_owned(), later: later("ko", dice), ..usual },
        3 => SalePlan { refuse: Some("busy".to_owned()), ..usual },
        4 => SalePlan { status: "ko".to_owned(), ..usual },
        _ => SalePlan { code: CodeForm::Undecryptable, ..usual },
    }
}
