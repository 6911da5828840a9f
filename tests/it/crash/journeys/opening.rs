//! The shop's own routine: opening for the first time, the catalogue, what is not sold any more.

use crate::audit::Ending;
use crate::crash::journey::journey;
use crate::crash::stage::Stage;
use crate::crash::steps::ADA;
use crate::crash::visitor::Led;
use std::time::Duration;

const LEASE: Duration = Duration::from_secs(121);

journey! {
    first_opening, ends: Some(Ending::Delivered),
    points: [
        "call.stripe.account", "commit.account_pinned", "commit.scheduled", "commit.job_claimed", "commit.job_ended",
        "call.supplier.obstacle", "commit.supplier_seen", "call.supplier.catalogue", "commit.catalogue_synced",
        "commit.sessions_swept",
    ],
    from_nothing: true,
    |stage| {
        stage.arm();
        stage.open().await;
        stage.pass(LEASE).await;
        stage.buys().await;
    }
}

journey! {
    gone_before_paying, ends: Some(Ending::Delivered),
    points: ["call.supplier.product", "commit.offer_replaced"],
    |stage| {
        stage.open().await;
        let checkout = stage.begins().await;
        let plan = stage.place.offer().await;
        stage.place.set_stock(0).await;
        stage.arm();
        let led = stage.through(async |place| place.check_out(&checkout, &plan.id, ADA).await).await;
        assert!(matches!(led, Led::To(_) | Led::Gone), "{led:?}");
        assert!(stage.place.records.orders().await.is_empty());
        // There is more of it, and the next sync sees that.
        stage.place.world.set_stock(plan.product.as_str(), 10);
        stage.pass(Duration::from_secs(1800)).await;
        assert_eq!(stage.place.offer().await.id, plan.id);
        stage.buys().await;
    }
}
