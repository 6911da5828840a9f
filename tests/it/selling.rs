//! What is sold, and what is not: the supplier is asked once more before anybody pays.

use crate::buyer::ESIM_READY;
use crate::purchase::location;
use crate::shop::{Shop, on_both};
use escale::domain::ids::SupplierId;
use escale::domain::order::OrderState;
use escale::domain::timestamp::UnixSeconds;
use escale::fulfilment::checkout::{new_draft, order_of_draft};
use escale::fulfilment::{catalogue_sync, supplier_watch};
use escale_simulators::{DEMO_PUBLIC_KEY_PEM, PaymentWay};
use reqwest::{Response, StatusCode};

impl Shop {
    /// Sends the checkout's form for the cheapest plan.
    async fn order_by_form(&self, draft: &str) -> Response {
        let offer = self.services.catalogue().offers().first().unwrap().id.clone();
        let form = [("plan", offer.as_str()), ("email", "ada@example.org"), ("start", "on"), ("loss", "on")];
        self.post(&format!("/en/checkout/{draft}"), &form).await
    }

    fn cheapest_product(&self) -> String {
        self.services.catalogue().offers().first().unwrap().product.to_string()
    }
}

on_both! {
    async fn stock_that_is_gone_between_page_and_payment_is_told_before_paying(shop: Shop) {
        let offer = shop.services.catalogue().offers().first().unwrap().id.clone();
        shop.world.set_stock(&shop.cheapest_product(), 0);
        let draft = new_draft();
        let answer = shop.order_by_form(&draft).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(location(&answer), format!("/en/plan/{offer}"), "back to the plan, which says that it is gone");
        assert!(order_of_draft(&shop.services, &draft).await.unwrap().is_none(), "nothing was ordered");
        assert!(shop.world.stripe_objects("checkout.session").is_empty());
    }
}

on_both! {
    async fn last_unit_is_promised_to_one_buyer(shop: Shop) {
        shop.world.set_stock(&shop.cheapest_product(), 1);
        assert!(location(&shop.order_by_form(&new_draft()).await).starts_with("http://127.0.0.1"));
        let offer = shop.services.catalogue().offers().first().unwrap().id.clone();
        let form = [("plan", offer.as_str()), ("email", "bob@example.org"), ("start", "on"), ("loss", "on")];
        let second = shop.post(&format!("/en/checkout/{}", new_draft()), &form).await;
        assert_eq!(location(&second), format!("/en/plan/{offer}"));
        assert_eq!(shop.world.stripe_objects("checkout.session").len(), 1);
    }
}

on_both! {
    async fn nothing_of_orange_is_sold_while_its_key_is_not_ours(shop: Shop) {
        let orange = SupplierId::from("orange");
        assert!(shop.services.catalogue().offers().len() > 20);
        shop.world.set_distributor_key(None);
        assert!(supplier_watch::look_at_supplier(&shop.services, &orange).await.unwrap());
        assert!(shop.services.catalogue().offers().is_empty());
        // A sync changes nothing about it; the right key does.
        catalogue_sync::sync_catalogue(&shop.services, &orange).await.unwrap();
        assert!(shop.services.catalogue().offers().is_empty());
        shop.world.set_distributor_key(Some(DEMO_PUBLIC_KEY_PEM));
        assert!(supplier_watch::look_at_supplier(&shop.services, &orange).await.unwrap());
        assert!(shop.services.catalogue().offers().len() > 20);
    }
}

on_both! {
    async fn consents_are_stored_with_their_wording_and_time(shop: Shop) {
        let draft = new_draft();
        shop.order_by_form(&draft).await;
        let (family, _) = order_of_draft(&shop.services, &draft).await.unwrap().unwrap();
        assert_eq!(family.order.consent_version, escale::fulfilment::checkout::CONSENT_VERSION);
        assert_eq!(family.order.consent_at, UnixSeconds(crate::shop::START.0));
    }
}

on_both! {
    async fn same_plan_ordered_twice_is_shown_before_paying(shop: Shop) {
        assert_eq!(shop.order_by_form(&new_draft()).await.status(), StatusCode::SEE_OTHER);
        let again = new_draft();
        let asked = shop.order_by_form(&again).await;
        assert_eq!(asked.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.text().await.unwrap().contains(r#"name="another""#), "one more can be ordered");
        assert!(order_of_draft(&shop.services, &again).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn records_that_are_gone_answer_503_and_lose_nothing() {
    let shop = Shop::open(crate::shop::Database::Sqlite).await.unwrap();
    let draft = new_draft();
    shop.order_by_form(&draft).await;
    let (family, token) = order_of_draft(&shop.services, &draft).await.unwrap().unwrap();
    // Webhooks would wait for the records as long as the shop does.
    shop.world.hold_webhooks(true);
    shop.world.pay(family.payments[0].session.as_deref().unwrap(), PaymentWay::Card);
    let page = format!("/en/o/{}", token.expose());
    shop.services.store.close().await;
    assert_eq!(shop.get(&page).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(shop.get("/health/ready").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    // What reads the catalogue alone goes on.
    assert_eq!(shop.get("/en").await.status(), StatusCode::OK);
    // The records come back (another process opens them): the order is there and is delivered.
    let config = shop.services.config.as_ref().clone();
    let reopened =
        escale::services::Services::open(config, shop.services.clock.clone(), escale::trial::Trial::default())
            .await
            .unwrap();
    escale::fulfilment::advance::advance_order(&reopened, &family.order.id).await.unwrap();
    let family = reopened.store.snapshot().await.unwrap().family(&family.order.id).await.unwrap().unwrap();
    assert_eq!(family.order.state, OrderState::Delivered);
    escale::fulfilment::worker::run_ready(&reopened).await.unwrap();
    assert_eq!(shop.subjects(), [ESIM_READY]);
    shop.leaves_nothing_behind().await;
}
