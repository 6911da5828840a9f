//! Orders of which nobody knows whether they arrived: looked for, and never simply sent again.

use crate::audit::Ending;
use crate::crash::journey::journey;
use crate::crash::stage::Stage;
use escale::store::TaskKind;
use escale_simulators::{Fault, PaymentWay};
use std::time::Duration;

const SELL: &str = "orange.transactions.create";

journey! {
    answer_cut_off, ends: Some(Ending::Delivered),
    points: [
        "call.supplier.send", "call.supplier.find_order", "commit.answer_stored", "commit.answer_judged",
        "call.stripe.capture",
    ],
    |stage| {
        stage.open_with_a_delivery().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.world.arm_fault(SELL, Fault::CutAfter, Some(1));
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    never_arrived, ends: Some(Ending::Delivered),
    points: ["call.supplier.find_order", "commit.first_absent", "commit.proven_absent", "commit.sending"],
    |stage| {
        // Without a known delivery, absence proves nothing.
        stage.open_with_a_delivery().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.world.arm_fault(SELL, Fault::CutBefore, Some(1));
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
        assert_eq!(stage.place.world.esims_sold().len(), 2);
    }
}

journey! {
    nobody_can_say, ends: Some(Ending::GivenBack),
    points: ["commit.doubt_noted", "commit.given_up", "call.stripe.void", "commit.void_ended", "call.mail.send"],
    tasks: &[TaskKind::InDoubt, TaskKind::DeadlinePassed],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.world.arm_fault(SELL, Fault::CutBefore, Some(1));
        stage.opens(&page).await;
        stage.arm();
        stage.settle().await;
        assert!(stage.place.world.esims_sold().is_empty());
    }
}

journey! {
    /// The supplier sells at once, shows it to nobody, and answers after the money went back: our loss, before a person.
    sold_after_it_was_given_up, ends: Some(Ending::GivenBack),
    points: ["commit.answer_stored", "commit.sold_too_late"],
    tasks: &[TaskKind::InDoubt, TaskKind::DeadlinePassed],
    perhaps: &[TaskKind::SoldTooLate],
    |stage| {
        stage.open().await;
        stage.place.world.set_orange_list_lag(24 * 3600);
        stage.place.world.arm_fault(SELL, Fault::KeepBack, Some(1));
        stage.pays_unseen(PaymentWay::Card).await;
        stage.place.hold_webhooks(false);
        stage.until(async |place| !place.world.esims_sold().is_empty()).await;
        // Whoever sent it waits for the answer; when the lease is over, another takes the order up.
        stage.place.pass(Duration::from_secs(121));
        stage.settle().await;
        stage.arm();
        stage.place.world.clear_faults();
        stage.until_struck().await;
        assert_eq!(stage.place.world.esims_sold().len(), 1);
    }
}
