//! Giving back what was taken at once: one refund, whatever becomes of its answer.

use crate::audit::Ending;
use crate::crash::journey::journey;
use crate::crash::stage::Stage;
use crate::order_faults::stripe_says_no;
use escale_simulators::{Fault, PaymentWay, RefundPlan, SalePlan};
use reqwest::StatusCode;
use std::time::Duration;

/// Taken by the bank at once, and refused by the supplier; the order's page.
async fn taken_for_nothing(stage: &mut Stage) -> String {
    stage.open().await;
    let page = stage.pays_unseen(PaymentWay::BankAtOnce).await;
    stage.place.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
    page
}

journey! {
    taken_and_refused, ends: Some(Ending::GivenBack),
    points: ["commit.answer_judged", "call.stripe.refund", "commit.refunds_asked"],
    |stage| {
        let page = taken_for_nothing(stage).await;
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    refund_without_an_answer, ends: Some(Ending::GivenBack),
    points: ["call.stripe.refund", "call.stripe.refund.list"],
    |stage| {
        let page = taken_for_nothing(stage).await;
        stage.place.world.arm_fault("stripe.refunds.create", Fault::CutAfter, Some(1));
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    refund_that_takes_its_time, ends: Some(Ending::GivenBack),
    points: ["call.stripe.refund.read"],
    |stage| {
        let page = taken_for_nothing(stage).await;
        let plan = RefundPlan { status: "pending".to_owned(), succeeds_after_seconds: Some(1800), ..RefundPlan::default() };
        stage.place.world.plan_next_refund(plan);
        // The provider's lists tell nothing: the order's own look at its refund must do.
        let world = stage.place.world.clone();
        for list in ["stripe.events.list", "stripe.payment_intents.list", "stripe.refunds.list"] {
            world.arm_fault(list, stripe_says_no(), None);
        }
        stage.arm();
        stage.opens(&page).await;
        stage.pass(Duration::from_secs(3700)).await;
        world.clear_faults();
        stage.settle().await;
    }
}

journey! {
    /// Records in which the last line has ended and the refund was not begun.
    refund_left_to_the_next_step, ends: Some(Ending::GivenBack),
    points: ["commit.refund_begun"],
    |stage| {
        let page = taken_for_nothing(stage).await;
        let world = stage.place.world.clone();
        world.arm_fault("stripe.refunds.create", Fault::TooManyRequests { retry_after: 1 }, None);
        stage.opens(&page).await;
        stage.until_payment_is("refunding").await;
        stage.place.records.spoil("delete from refunds").await;
        let taken = "update payments set state = 'taken', refund_claimed_minor = 0 where state = 'refunding'";
        stage.place.records.spoil(taken).await;
        world.clear_faults();
        stage.arm();
        stage.settle().await;
    }
}

journey! {
    /// After the delivery, at a staff's word.
    given_back_by_staff, ends: Some(Ending::GivenBack),
    points: ["commit.staff_gave_back", "call.stripe.refund"],
    |stage| {
        stage.open().await;
        stage.buys().await;
        let page = format!("/en/admin/orders/{}", stage.number().await);
        let cookie = stage.staff_signs_in().await;
        let amount = format!("{:.2}", stage.place.world.payments()[0].captured as f64 / 100.0);
        let form = [("act", "give_back"), ("amount", &*amount), ("reason", "she asked for it"), ("meant", "on")];
        stage.arm();
        let status = stage.through(async |place| Ok(place.post(&page, &form, &cookie).await?.status())).await;
        // Where the first was heard and its answer lost, there is nothing left to give back.
        assert!([StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY].contains(&status), "{status}");
        stage.settle().await;
    }
}

journey! {
    refunded_in_the_dashboard, ends: Some(Ending::GivenBack),
    points: ["call.stripe.refund.list", "commit.refunds_mirrored", "commit.event_seen"],
    |stage| {
        stage.open().await;
        stage.buys().await;
        stage.arm();
        let truth = stage.place.world.payments().remove(0);
        stage.place.world.refund_in_dashboard(&truth.payment_intent, truth.captured).unwrap();
        stage.settle().await;
    }
}
