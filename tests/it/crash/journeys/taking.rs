//! Taking the money, or letting the hold go: once, whatever becomes of the answer.

use crate::audit::Ending;
use crate::crash::journey::journey;
use crate::crash::stage::Stage;
use crate::order_faults::orange_says_no;
use escale_simulators::{Fault, PaymentWay, SalePlan};
use std::time::Duration;

journey! {
    capture_without_an_answer, ends: Some(Ending::Delivered),
    points: ["call.stripe.capture", "call.stripe.intent", "commit.capture_ended"],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.world.arm_fault("stripe.payment_intents.capture", Fault::CutAfter, Some(1));
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    void_without_an_answer, ends: Some(Ending::GivenBack),
    points: ["call.stripe.void", "call.stripe.intent", "commit.void_ended"],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
        stage.place.world.arm_fault("stripe.payment_intents.cancel", Fault::CutAfter, Some(1));
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    /// The hold runs out before anything was bought.
    hold_let_go_elsewhere, ends: Some(Ending::GivenBack),
    points: ["call.stripe.intent", "commit.hold_gone", "commit.event_seen"],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        let world = stage.place.world.clone();
        world.arm_fault("orange.offers.get", orange_says_no(), None);
        stage.opens(&page).await;
        stage.arm();
        world.expire_hold(&world.payments()[0].payment_intent);
        stage.place.hold_webhooks(false);
        stage.settle().await;
        assert!(world.esims_sold().is_empty());
    }
}

journey! {
    /// Records in which the last line has ended and the money has not begun to move.
    capture_left_to_the_next_step, ends: Some(Ending::Delivered),
    points: ["commit.collecting", "call.stripe.capture"],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        let busy = Fault::TooManyRequests { retry_after: 1 };
        stage.place.world.arm_fault("stripe.payment_intents.capture", busy, Some(1));
        stage.opens(&page).await;
        stage.rest().await;
        stage.place.records.spoil("update payments set state = 'held' where state = 'capturing'").await;
        stage.arm();
        stage.pass(Duration::from_secs(60)).await;
        stage.settle().await;
    }
}
