//! The comparison of the records with the world: what it finds is found again by the next one.

use crate::audit::Ending;
use crate::crash::journey::journey;
use crate::crash::stage::Stage;
use escale::store::TaskKind;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

journey! {
    compared_on_schedule, ends: Some(Ending::Delivered),
    points: [
        "commit.pass_begun", "call.stripe.event.list", "call.stripe.intent.list", "call.stripe.session.list",
        "call.supplier.orders", "commit.pass_ended",
    ],
    |stage| {
        stage.open().await;
        stage.buys().await;
        stage.arm();
        stage.pass(10 * MINUTE).await;
        // What a dead worker had in hand is another's by then.
        stage.pass(3 * MINUTE).await;
    }
}

journey! {
    compared_by_hand, ends: Some(Ending::Delivered),
    points: ["commit.pass_begun", "call.stripe.dispute.opened", "call.stripe.fee.list", "commit.fee_booked", "commit.pass_ended", "commit.compared"],
    |stage| {
        stage.open().await;
        stage.buys().await;
        stage.arm();
        assert!(stage.runs(&["reconcile", "--full"]).await, "books and world agree");
    }
}

journey! {
    /// A payment in the shop's name that is in no record.
    difference_settled_by_staff, ends: Some(Ending::Delivered),
    points: ["commit.difference_settled"],
    tasks: &[TaskKind::UnknownPayment],
    |stage| {
        stage.open().await;
        stage.buys().await;
        stage.pays_by_themselves(&[("metadata[escale_payment]", "pay_00000000000000000000000000")]).await;
        stage.pass(20 * MINUTE).await;
        let cookie = stage.staff_signs_in().await;
        let standing = stage.place.store.snapshot().await.unwrap().standing_differences().await.unwrap();
        assert_eq!(standing.len(), 1, "{standing:?}");
        stage.arm();
        let form = [("difference", standing[0].id.as_str()), ("note", "paid by hand")];
        stage.posts("/en/admin/reconciliation", &form, &cookie).await;
        stage.rest().await;
        assert!(stage.place.store.snapshot().await.unwrap().standing_differences().await.unwrap().is_empty());
    }
}
