//! From the money to the eSIM, and what suppliers say other than yes.

use crate::audit::Ending;
use crate::crash::journey::journey;
use crate::crash::stage::Stage;
use crate::order_faults::orange_says_no;
use escale::store::TaskKind;
use escale_simulators::{Fault, Later, PaymentWay, SalePlan};
use std::time::Duration;

journey! {
    not_on_sale_for_a_moment, ends: Some(Ending::Delivered),
    points: ["call.supplier.product", "commit.sending"],
    |stage| {
        stage.open_with_a_delivery().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.world.arm_fault("orange.offers.get", orange_says_no(), Some(1));
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    sold_out, ends: Some(Ending::GivenBack),
    points: ["commit.unsent_ended", "call.stripe.void"],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.set_stock(0).await;
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    pending_at_first, ends: Some(Ending::Delivered),
    points: ["call.supplier.order", "commit.late_told", "commit.answer_stored"],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        let later = Later { after_seconds: 150, status: "ok".to_owned() };
        let plan = SalePlan { status: "pending".to_owned(), later: Some(later), ..SalePlan::default() };
        stage.place.world.plan_next_sale(plan);
        stage.opens(&page).await;
        stage.arm();
        stage.settle().await;
    }
}

journey! {
    refused, ends: Some(Ending::GivenBack),
    points: ["commit.answer_stored", "commit.answer_judged", "call.stripe.void"],
    // A no that was not heard is a doubt.
    perhaps: &[TaskKind::InDoubt, TaskKind::DeadlinePassed],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    no_that_is_read_once_more, ends: Some(Ending::GivenBack),
    points: ["call.supplier.find_order", "commit.answer_judged"],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.world.plan_every_sale(SalePlan { status: "ko".to_owned(), ..SalePlan::default() });
        stage.arm();
        stage.opens(&page).await;
        stage.settle().await;
    }
}

journey! {
    /// The token ends between the look at the product and the order, and there is no new one at once.
    did_not_leave, ends: Some(Ending::Delivered),
    points: ["commit.stepped_back"],
    |stage| {
        let world = stage.place.world.clone();
        world.set_token_seconds(30);
        stage.open_with_a_delivery().await;
        stage.pays_unseen(PaymentWay::Card).await;
        let looked = world.calls_seen("orange.offers.get");
        world.arm_fault("orange.offers.get", Fault::KeepBack, Some(1));
        stage.arm();
        stage.place.hold_webhooks(false);
        stage.until(async |place| place.world.calls_seen("orange.offers.get") > looked).await;
        stage.place.pass(Duration::from_secs(30));
        world.set_token_seconds(3600);
        world.clear_faults();
        world.arm_fault("orange.token", Fault::CutBefore, Some(1));
        stage.settle().await;
    }
}

journey! {
    /// The merchant takes a supplier out of the configuration while an order waits for it.
    supplier_gone, ends: Some(Ending::GivenBack),
    points: ["commit.supplier_missing", "commit.given_up"],
    tasks: &[TaskKind::SupplierRefuses, TaskKind::DeadlinePassed],
    |stage| {
        stage.open().await;
        let page = stage.pays_unseen(PaymentWay::Card).await;
        stage.place.world.arm_fault("orange.offers.get", orange_says_no(), None);
        stage.opens(&page).await;
        stage.pull_the_plug().await;
        stage.place.rename_supplier();
        stage.place.pass(Duration::from_secs(60));
        stage.arm();
        stage.open().await;
        stage.place.pass(Duration::from_secs(14 * 60));
        stage.settle().await;
    }
}
