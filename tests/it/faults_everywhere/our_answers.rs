//! The other direction: our own answers that never arrive, to the payment provider and to the browser.

use crate::purchase::location;
use crate::shop::{Shop, on_both};
use escale::domain::order::OrderState;
use escale::fulfilment::checkout::{new_draft, order_of_draft};
use escale_simulators::{PaymentWay, WebhookFault};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

on_both! {
    async fn provider_that_never_hears_our_answer_tells_the_same_again_and_nothing_comes_of_it(shop: Shop) {
        shop.world.arm_webhook_fault("*", WebhookFault::AnswerIgnored, None);
        let family = shop.ordered().await;
        shop.pay(&family);
        // As often as the provider tries; only its pauses are cut short.
        for _ in 0..200 {
            shop.work().await;
            if shop.world.webhook_deliveries().iter().all(|delivery| delivery.state != "waiting") {
                break;
            }
            shop.world.hasten_webhooks();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let deliveries = shop.world.webhook_deliveries();
        assert!(deliveries.iter().all(|delivery| delivery.attempts > 3), "{deliveries:?}");
        assert_eq!(shop.rows("from inbox").await, i64::try_from(deliveries.len()).unwrap());
        let told = "from audit where action = 'event.checkout.session.completed'";
        assert_eq!(shop.rows(told).await, 1);
        shop.live_through(Duration::from_secs(3600)).await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Delivered);
        assert_eq!(shop.complaints(&family.order.id).await, [""; 0]);
    }
}

on_both! {
    async fn browser_that_never_sees_the_answer_to_its_form_pays_the_same_session(shop: Shop) {
        shop.world.hold_webhooks(true);
        let (draft, plan) = (new_draft(), shop.offer());
        let path = format!("/en/checkout/{draft}");
        let body = format!("plan={plan}&email=ada%40example.org&start=on&loss=on");
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{body}",
            host = shop.url.trim_start_matches("http://"),
            url = shop.url,
            length = body.len(),
        );
        for _ in 0..3 {
            let mut browser = TcpStream::connect(shop.url.trim_start_matches("http://")).await.unwrap();
            browser.write_all(head.as_bytes()).await.unwrap();
            // The connection goes before the answer comes.
            drop(browser);
        }
        for _ in 0..200 {
            let order = order_of_draft(&shop.services, &draft).await.unwrap();
            if order.is_some_and(|(family, _)| family.payments.iter().any(|payment| payment.session.is_some())) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let form = [("plan", plan.as_str()), ("email", "ada@example.org"), ("start", "on"), ("loss", "on")];
        let hosted = location(&shop.post(&path, &form).await);
        assert_eq!(shop.rows("from orders").await, 1);
        assert_eq!(shop.world.stripe_objects("checkout.session").len(), 1);
        shop.world.pay(hosted.rsplit('/').next().unwrap(), PaymentWay::Card);
        shop.live_through(Duration::from_secs(3 * 3600)).await;
        let order = shop.of_draft(&draft).await.order.id;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        assert_eq!(shop.complaints(&order).await, [""; 0]);
    }
}
