//! What proves nothing if it notices nothing: the audit and the stage, shown what they are there for.

use super::place::Place;
use super::stage::Stage;
use crate::audit::{Audit, audit};
use crate::records::Records;
use crate::shop::{Database, Shop, on_both};
use escale::domain::esim::Wanted;
use escale::domain::ids::{AttemptId, SupplierId};
use escale::domain::timestamp::UnixSeconds;
use escale::suppliers::{Purchase, Sent};
use escale::trial::Guard;
use escale_simulators::{Fault, PaymentWay};
use std::time::Duration;

impl Shop {
    async fn audited(&self) -> Audit {
        let orders = Records::connect(&self.database_url).await.orders().await;
        audit(&self.services.store, &self.world, &orders, self.services.clock.now()).await
    }
}

on_both! {
    async fn the_audit_notices_what_was_bought_twice(shop: Shop) {
        // A supplier that shows no sale, and an engine that takes silence for absence.
        shop.services.store.trial().take_away(Guard::PositiveControl);
        shop.world.set_orange_list_lag(24 * 3600);
        shop.world.arm_fault("orange.transactions.create", Fault::CutAfter, Some(1));
        shop.paid(PaymentWay::Card).await;
        shop.work_for(Duration::from_secs(300), Duration::from_secs(10)).await;
        let found = shop.audited().await;
        assert_eq!((found.doubled.len(), shop.world.esims_sold().len()), (1, 2), "{found:#?}");
    }
}

on_both! {
    async fn the_audit_notices_what_was_lost(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert!(shop.audited().await.complaints().is_empty());
        let records = Records::connect(&shop.database_url).await;
        // A sale of which nobody knows.
        let supplier = shop.services.suppliers.get(&SupplierId::from("orange")).unwrap();
        let purchase = Purchase {
            wanted: Wanted::Esim,
            attempt: AttemptId::from("att_of_nobody"),
            product: shop.family(&order).await.lines[0].product.clone(),
            send_by: UnixSeconds(i64::MAX),
            request_id: "of-nobody".to_owned(),
        };
        assert!(matches!(supplier.send(&purchase).await, Sent::Answer(_)));
        assert_eq!(shop.audited().await.lost.len(), 1);
        // A mail that says that it was sent, and was not; an eSIM that is gone from the records; money that is not.
        shop.world.clear_mails();
        assert_eq!(shop.audited().await.lost.len(), 3, "neither the mail nor the code");
        records.spoil("delete from esims").await;
        records.spoil("update attempts set state = 'abandoned'").await;
        let found = shop.audited().await;
        assert!(found.lost.iter().any(|line| line.contains("of the buyer's money for 0")), "{found:#?}");
        records.spoil("update payments set captured_minor = 0").await;
        assert!(shop.audited().await.wrong.iter().any(|line| line.contains("captured in our rows: 0")));
    }
}

#[tokio::test]
#[should_panic(expected = "the shop ended by itself")]
async fn the_stage_notices_an_end_that_nobody_ordered() {
    let place = Place::with_catalogue(Database::Sqlite).await.unwrap();
    let mut stage = Stage::new(place, "commit.order_made:before".to_owned());
    stage.open().await;
    stage.arm();
    stage.kill();
    stage.sent_to_pay().await;
}

#[tokio::test]
#[should_panic(expected = "is not on the way of")]
async fn a_point_that_is_never_passed_is_noticed() {
    use super::journey::Journey;
    const NEVER: Journey =
        Journey { points: &["commit.refunds_asked"], ..super::journeys::paying::never_paid::JOURNEY };
    NEVER.walk_once(Database::Sqlite, "commit.refunds_asked:after").await;
}
