//! From the click to the money, however the shop comes to know of it.

use crate::audit::Ending;
use crate::crash::journey::journey;
use crate::crash::stage::Stage;
use crate::crash::steps::ADA;
use crate::order_faults::stripe_says_no;
use escale::store::TaskKind;
use escale_simulators::{Fault, PaymentWay};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const CREATE: &str = "stripe.checkout.sessions.create";

journey! {
    told_by_webhook_and_page, ends: Some(Ending::Delivered),
    points: [
        "call.supplier.product", "commit.order_made", "call.stripe.session.create", "commit.session_made",
        "commit.event_stored", "call.stripe.session", "commit.money_arrived", "call.supplier.send",
        "commit.answer_stored", "commit.answer_judged", "call.stripe.capture", "commit.capture_ended", "call.mail.send",
    ],
    |stage| {
        stage.open_with_a_delivery().await;
        stage.arm();
        stage.buys().await;
    }
}

journey! {
    told_by_webhook_alone, ends: Some(Ending::Delivered),
    points: [
        "commit.event_stored", "commit.job_claimed", "commit.job_ended", "call.stripe.session", "commit.money_arrived",
        "call.supplier.send", "commit.answer_stored", "commit.answer_judged", "call.stripe.capture",
        "commit.capture_ended", "call.mail.send",
    ],
    |stage| {
        stage.open_with_a_delivery().await;
        let to_pay = stage.sent_to_pay().await;
        stage.arm();
        stage.place.pay(&to_pay.session, PaymentWay::Card);
        stage.settle().await;
    }
}

journey! {
    told_by_page_alone, ends: Some(Ending::Delivered),
    points: [
        "call.stripe.session", "call.supplier.product", "commit.money_arrived", "call.supplier.send",
        "commit.answer_stored", "commit.answer_judged", "call.stripe.capture", "commit.capture_ended", "call.mail.send",
    ],
    |stage| {
        stage.open_with_a_delivery().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    found_by_the_poll, ends: Some(Ending::Delivered),
    points: ["commit.job_claimed", "call.stripe.session", "commit.money_arrived", "call.supplier.send"],
    |stage| {
        stage.open_with_a_delivery().await;
        stage.pays_unseen(PaymentWay::Card).await;
        stage.arm();
        stage.settle().await;
    }
}

journey! {
    session_without_an_answer, ends: Some(Ending::Delivered),
    points: ["call.stripe.session.create", "commit.session_made"],
    |stage| {
        stage.open().await;
        stage.place.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        stage.arm();
        stage.buys().await;
    }
}

journey! {
    /// The provider says no to a key under which it has made the session: it is found in the list.
    session_refused_under_its_key, ends: Some(Ending::Delivered),
    points: ["call.stripe.session.list", "commit.session_made"],
    |stage| {
        stage.open().await;
        stage.place.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        stage.place.world.arm_fault(CREATE, stripe_says_no(), Some(1));
        stage.arm();
        stage.buys().await;
    }
}

journey! {
    never_paid, ends: Some(Ending::Unpaid),
    points: ["call.stripe.session", "commit.payment_moved", "commit.job_ended"],
    |stage| {
        stage.open().await;
        stage.sent_to_pay().await;
        stage.arm();
        stage.settle().await;
    }
}

journey! {
    second_session, ends: Some(Ending::Delivered),
    points: ["commit.session_again", "call.stripe.session.create", "commit.session_made"],
    |stage| {
        stage.open().await;
        let first = stage.sent_to_pay().await;
        stage.settle().await;
        stage.arm();
        let session = stage.sends_form(&first.checkout).await;
        assert_ne!(session, first.session);
        let page = stage.place.pay(&session, PaymentWay::Card);
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    /// The shop is closed from the payment until after the deadline.
    paid_too_late, ends: Some(Ending::GivenBack),
    points: ["commit.money_arrived", "call.stripe.void", "commit.void_ended", "call.mail.send"],
    |stage| {
        stage.open().await;
        stage.pays_unseen(PaymentWay::Card).await;
        stage.pull_the_plug().await;
        stage.place.pass(20 * MINUTE);
        stage.arm();
        stage.start().await;
        stage.settle().await;
    }
}

journey! {
    /// The session exists, but its answer and the look for it said otherwise.
    paid_after_it_was_given_up, ends: Some(Ending::GivenBack),
    points: ["call.stripe.intent", "commit.event_seen", "commit.money_arrived", "commit.void_ended"],
    |stage| {
        stage.open().await;
        stage.place.hold_webhooks(true);
        let nothing = r#"{"object":"list","url":"/v1/checkout/sessions","has_more":false,"data":[]}"#;
        let nothing = Fault::Answer { status: 200, body: nothing.to_owned() };
        let world = stage.place.world.clone();
        world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        world.arm_fault(CREATE, stripe_says_no(), Some(1));
        world.arm_fault("stripe.checkout.sessions.list", nothing, Some(1));
        let checkout = stage.begins().await;
        let plan = stage.place.offer().await.id;
        stage.through(async |place| place.check_out(&checkout, &plan, ADA).await).await;
        stage.settle().await;
        let sessions = world.stripe_objects("checkout.session");
        stage.arm();
        world.pay(sessions[0]["id"].as_str().unwrap(), PaymentWay::Card);
        stage.place.hold_webhooks(false);
        stage.settle().await;
    }
}

journey! {
    paid_another_amount, ends: Some(Ending::BeforeAPerson),
    points: ["commit.payment_mismatch"],
    tasks: &[TaskKind::PaymentMismatch],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.records.spoil("update payments set amount_minor = amount_minor + 100").await;
        stage.arm();
        stage.opens(&page).await;
        stage.pass(60 * MINUTE).await;
        assert!(stage.place.world.esims_sold().is_empty());
    }
}
