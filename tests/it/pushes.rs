//! Suppliers' pushes from end to end: registered, verified, stored once, followed by a read.

use crate::buyer::{ESIM_READY, PAYMENT_IN};
use crate::shop::setup::{STANDARD_SECRET, standard};
use crate::shop::{Database, Shop};
use escale::domain::ids::SupplierId;
use escale::domain::order::OrderState;
use escale::domain::sim_status::SimStatus;
use escale::domain::usage::DataAmount;
use escale::fulfilment::jobs::Job;
use escale::fulfilment::usage_sync::{known_use, refresh_esim};
use escale::store::Esim;
use escale_simulators::{Fault, PaymentWay, StandardOrderPlan, WebhookFault, body_signature};
use reqwest::{Method, StatusCode};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const OWN: &str = "/webhooks/suppliers/partner";
const ANY: &str = "/api/webhooks/esim";

/// Runs a rule in a shop of this partner, which knows where to push to, on both databases.
macro_rules! pushing {
    (async fn $name:ident($shop:ident: $type:ty) $body:block) => {
        mod $name {
            use super::*;

            async fn rule($shop: $type) $body

            #[tokio::test]
            async fn on_sqlite() {
                hold(Database::Sqlite, rule).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                hold(Database::Postgres, rule).await;
            }
        }
    };
}

#[allow(clippy::print_stderr, reason = "a test that is not run says so")]
async fn hold<F: Future<Output = ()>>(database: Database, rule: impl FnOnce(Shop) -> F) {
    match Shop::open_selling(database, &[standard]).await {
        Some(shop) => {
            shop.registers_pushes().await;
            rule(shop.clone()).await;
            shop.leaves_nothing_behind().await;
        }
        None => eprintln!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set"),
    }
}

impl Shop {
    async fn registers_pushes(&self) {
        let (now, mut tx) = (self.services.clock.now(), self.services.store.begin().await.unwrap());
        let supplier = SupplierId::from("partner");
        Job::RegisterPushes { supplier }.ring(&mut tx, now, now).await.unwrap();
        tx.commit("test").await.unwrap();
        self.work().await;
    }

    /// A delivered eSIM, whose buyer has been written to.
    async fn delivered_esim(&self) -> Esim {
        let order = self.paid(PaymentWay::Card).await;
        self.work().await;
        self.hear_webhooks().await;
        assert_eq!(self.family(&order).await.order.state, OrderState::Delivered);
        assert_eq!(self.subjects(), [ESIM_READY]);
        self.services.store.snapshot().await.unwrap().esims_of(&order).await.unwrap().remove(0)
    }

    /// A push as the partner would sign it with this secret; its answer.
    async fn is_told(&self, path: &str, body: &str, secret: &str) -> StatusCode {
        let signature = format!("sha256={}", hex::encode(body_signature(body, secret)));
        let request = self.http.post(format!("{}{path}", self.url)).header("x-webhook-signature", signature);
        request.body(body.to_owned()).send().await.unwrap().status()
    }

    async fn pushes_stored(&self) -> i64 {
        self.rows("from inbox where source = 'supplier:partner'").await
    }
}

pushing! {
    async fn use_that_is_pushed_is_read_although_it_was_asked_for_just_now(shop: Shop) {
        let esim = shop.delivered_esim().await;
        let id = esim.secrets.sim_id.clone().unwrap();
        refresh_esim(&shop.services, &esim).await.unwrap();
        shop.world.standard_use(&id, 4000);
        shop.hear_webhooks().await;
        let known = known_use(&shop.services, &esim.id).await.unwrap();
        assert_eq!(known.read.usage.unwrap().balances[0].data, Some(DataAmount::gigabytes(1)));
        assert_eq!(known.sim.unwrap().status(), SimStatus::Available);
        let told = shop.column("select action from audit where actor = 'partner' order by action").await;
        assert_eq!(told, ["push.esim.activated", "push.esim.installed", "push.usage.threshold_reached"]);
        shop.world.standard_use(&id, 4000);
        shop.pass(30 * 24 * 60 * MINUTE);
        shop.hear_webhooks().await;
        assert_eq!(known_use(&shop.services, &esim.id).await.unwrap().sim.unwrap().status(), SimStatus::Expired);
        assert_eq!(shop.pushes_stored().await, 5);
        assert_eq!(shop.rows("from inbox where done_at is null").await, 0);
        shop.is_not_about_the_rest("what its buyer is written of it is the watch's");
    }
}

pushing! {
    async fn the_same_push_again_is_nothing_new(shop: Shop) {
        let esim = shop.delivered_esim().await;
        for fault in [WebhookFault::Duplicate, WebhookFault::AnswerIgnored] {
            shop.world.arm_webhook_fault("standard.esim.*", fault, Some(1));
        }
        shop.world.standard_activate(esim.secrets.sim_id.as_deref().unwrap());
        for _ in 0..100 {
            shop.work().await;
            if shop.world.webhook_deliveries().iter().all(|delivery| delivery.state != "waiting") {
                break;
            }
            shop.world.hasten_webhooks();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        shop.hear_webhooks().await;
        assert_eq!(shop.pushes_stored().await, 2);
        assert_eq!(shop.rows("from audit where actor = 'partner'").await, 2);
    }
}

pushing! {
    async fn forged_push_is_refused_and_nothing_is_stored(shop: Shop) {
        let esim = shop.delivered_esim().await;
        for fault in [WebhookFault::WrongSignature, WebhookFault::ChangedBody] {
            shop.world.clear_webhook_faults();
            shop.world.arm_webhook_fault("standard.*", fault, None);
            shop.world.standard_activate(esim.secrets.sim_id.as_deref().unwrap());
            shop.world.standard_use(esim.secrets.sim_id.as_deref().unwrap(), 4000);
            tokio::time::sleep(Duration::from_millis(300)).await;
            assert!(shop.world.webhook_deliveries().iter().any(|delivery| delivery.last_status == Some(401)));
            assert_eq!(shop.pushes_stored().await, 0);
        }
        shop.world.hold_webhooks(true);
        let body = r#"{"id": "evt_1", "type": "esim.activated", "data": {}}"#;
        for path in [OWN, ANY] {
            assert_eq!(shop.is_told(path, body, "another-secret-of-nobody").await, StatusCode::UNAUTHORIZED);
            assert_eq!(shop.is_told(path, "<html>", STANDARD_SECRET).await, StatusCode::BAD_REQUEST);
            let unsigned = shop.http.post(format!("{}{path}", shop.url)).body(body).send().await.unwrap();
            assert_eq!(unsigned.status(), StatusCode::UNAUTHORIZED);
            let huge = "x".repeat(300 * 1024);
            assert_eq!(shop.is_told(path, &huge, STANDARD_SECRET).await, StatusCode::PAYLOAD_TOO_LARGE);
        }
        assert_eq!(shop.pushes_stored().await, 0);
    }
}

pushing! {
    async fn both_addresses_take_pushes_and_are_tried_with_head(shop: Shop) {
        let body = r#"{"id": "evt_1", "type": "esim.eaten", "data": {"esim_id": "esim_1"}}"#;
        for path in [OWN, ANY] {
            let tried = shop.http.request(Method::HEAD, format!("{}{path}", shop.url)).send().await.unwrap();
            assert_eq!(tried.status(), StatusCode::OK);
            assert_eq!(shop.is_told(path, body, STANDARD_SECRET).await, StatusCode::OK);
        }
        shop.work().await;
        assert_eq!(shop.pushes_stored().await, 1, "the same event, whichever way it came");
        assert_eq!(shop.is_told("/webhooks/suppliers/nobody", body, STANDARD_SECRET).await, StatusCode::NOT_FOUND);
    }
}

pushing! {
    async fn push_about_an_order_moves_it_on(shop: Shop) {
        shop.world.plan_next_standard_order(StandardOrderPlan {
            status: "processing".to_owned(),
            later: Some(escale_simulators::Later { after_seconds: 1, status: "completed".to_owned() }),
            refuse: None,
        });
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Fulfilling);
        shop.world.clock().advance(1);
        let attempt = shop.family(&order).await.attempts[0].id.clone();
        let body = format!(
            r#"{{"id": "evt_1", "type": "order.completed", "data": {{"external_reference": "{attempt}"}}}}"#
        );
        assert_eq!(shop.is_told(OWN, &body, STANDARD_SECRET).await, StatusCode::OK);
        shop.work().await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        assert_eq!(shop.subjects(), [PAYMENT_IN, ESIM_READY]);
    }
}

pushing! {
    async fn sim_is_found_by_its_iccid_which_the_inbox_does_not_hold(shop: Shop) {
        let esim = shop.delivered_esim().await;
        let iccid = esim.secrets.iccid.clone().unwrap();
        let body = format!(r#"{{"id": "evt_1", "type": "esim.installed", "data": {{"iccid": "{}"}}}}"#, iccid.as_str());
        assert_eq!(shop.is_told(OWN, &body, STANDARD_SECRET).await, StatusCode::OK);
        let stored = shop.column("select object_id from inbox where source = 'supplier:partner'").await;
        assert!(stored[0].starts_with("sim:") && !stored[0].contains(iccid.as_str()), "{stored:?}");
        shop.work().await;
        assert!(known_use(&shop.services, &esim.id).await.unwrap().sim.is_some());
    }
}

pushing! {
    async fn push_about_nothing_of_ours_is_waited_for_and_then_let_go(shop: Shop) {
        let body = r#"{"id": "evt_1", "type": "esim.expired", "data": {"order_id": "ord_of_another_shop"}}"#;
        assert_eq!(shop.is_told(OWN, body, STANDARD_SECRET).await, StatusCode::OK);
        shop.work().await;
        assert_eq!(shop.rows("from inbox where done_at is null").await, 1);
        shop.live_through(20 * MINUTE).await;
        assert_eq!(shop.rows("from inbox where done_at is null").await, 0);
        assert_eq!(shop.rows("from outbox where name like 'push:%'").await, 0);
        assert_eq!(shop.rows("from tasks").await, 0);
    }
}

pushing! {
    async fn push_whose_read_fails_is_read_again(shop: Shop) {
        let esim = shop.delivered_esim().await;
        shop.pass(6 * MINUTE);
        for call in ["standard.esims.get", "standard.esims.usage"] {
            shop.world.arm_fault(call, Fault::GarbageBody, Some(1));
        }
        shop.world.standard_activate(esim.secrets.sim_id.as_deref().unwrap());
        shop.hear_webhooks().await;
        shop.live_through(MINUTE).await;
        let known = known_use(&shop.services, &esim.id).await.unwrap();
        assert_eq!(known.sim.unwrap().status(), SimStatus::Available);
        assert_eq!(shop.rows("from inbox where done_at is null").await, 0);
    }
}

pushing! {
    async fn registration_is_tried_until_the_partner_listens(shop: Shop) {
        shop.world.arm_fault("standard.webhooks.list", Fault::ErrorBefore, Some(2));
        shop.registers_pushes().await;
        assert_eq!(shop.rows("from outbox where name = 'register_pushes:partner'").await, 1);
        shop.live_through(MINUTE).await;
        assert_eq!(shop.rows("from outbox where name = 'register_pushes:partner'").await, 0);
        assert_eq!(shop.world.calls_seen("standard.webhooks.register"), 1);
    }
}
