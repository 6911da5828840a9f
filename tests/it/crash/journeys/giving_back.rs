//! Giving back what was taken at once: one refund, whatever becomes of its answer.

use crate::audit::Ending;
use crate::crash::journey::journey;
use crate::crash::stage::Stage;
use escale_simulators::{Fault, PaymentWay, RefundPlan, SalePlan};

/// Taken by the bank at once, and refused by the supplier; the order's page.
async fn taken_for_nothing(stage: &mut Stage) -> String {
    stage.open().await;
    let page = stage.pays_unseen(PaymentWay::BankAtOnce).await;
    stage.place.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
    page
}

journey! {
    taken_and_refused, ends: Some(Ending::GivenBack),
    points: ["commit.answer_judged", "call.stripe.refund", "commit.refunds_asked", "call.mail.send"],
    |stage| {
        let page = taken_for_nothing(stage).await;
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    refund_without_an_answer, ends: Some(Ending::GivenBack),
    points: ["call.stripe.refund", "call.stripe.refund.list", "commit.refunds_asked"],
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
    points: ["call.stripe.refund", "call.stripe.refund.read", "commit.refunds_asked"],
    |stage| {
        let page = taken_for_nothing(stage).await;
        let plan = RefundPlan { status: "pending".to_owned(), succeeds_after_seconds: Some(1800), ..RefundPlan::default() };
        stage.place.world.plan_next_refund(plan);
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    /// Records in which the last line has ended and the refund was not begun.
    refund_left_to_the_next_step, ends: Some(Ending::GivenBack),
    points: ["commit.refund_begun", "call.stripe.refund"],
    |stage| {
        let page = taken_for_nothing(stage).await;
        let world = stage.place.world.clone();
        world.arm_fault("stripe.refunds.create", Fault::TooManyRequests { retry_after: 1 }, None);
        stage.opens(&page).await;
        stage.until_payment_is("refunding").await;
        stage.place.records.spoil("delete from refunds").await;
        stage.place.records.spoil("update payments set state = 'taken' where state = 'refunding'").await;
        world.clear_faults();
        stage.arm();
        stage.settle().await;
    }
}
