//! Deliveries that nobody took: tried again by the world's clock and at a new address.

use escale_simulators::Running;

use crate::world::webhooks::{PATIENCE, Receiver, SECRET};
use crate::{StripeClient, start};

/// One event for a receiver: a session that ran out.
async fn expired_session(running: &Running) {
    let session = StripeClient::new(running).session().await;
    running.world.expire_session(session["id"].as_str().unwrap());
}

#[tokio::test]
async fn by_the_clock_a_webhook_is_tried_for_three_days_and_no_longer() {
    let running = start().await;
    let began = running.world.clock().now();
    running.world.clock().freeze_at(began);
    let (receiver, url) = Receiver::listen(usize::MAX).await;
    running.world.set_webhook_target(url, &[SECRET]);
    running.world.webhooks_by_the_clock(true);
    expired_session(&running).await;
    let pauses = [60, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 24 * 3600, 30 * 3600];
    for (attempts, pause) in pauses.into_iter().enumerate() {
        assert!(running.world.webhooks_settled(PATIENCE).await);
        running.world.clock().advance(pause - 1);
        assert!(running.world.webhooks_settled(PATIENCE).await);
        assert_eq!(receiver.letters().len(), attempts + 1, "not before its time");
        running.world.clock().advance(1);
    }
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let delivery = running.world.webhook_deliveries().remove(0);
    assert_eq!((delivery.state, delivery.attempts, delivery.last_status), ("given_up", 9, Some(503)));
    assert!(running.world.clock().now() - began < 3 * 86_400);
    running.world.clock().advance(14 * 86_400);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    assert_eq!(receiver.letters().len(), 9);
    let (_, listed) = StripeClient::new(&running).get("/v1/events?delivery_success=false").await;
    assert_eq!(listed["data"][0]["type"], "checkout.session.expired");
}

#[tokio::test]
async fn by_the_clock_a_webhook_is_delivered_at_once_where_it_is_taken() {
    let running = start().await;
    running.world.clock().freeze_at(running.world.clock().now());
    let (receiver, url) = Receiver::listen(1).await;
    running.world.set_webhook_target(url, &[SECRET]);
    running.world.webhooks_by_the_clock(true);
    expired_session(&running).await;
    assert!(running.world.webhooks_settled(PATIENCE).await);
    running.world.clock().advance(60);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    assert_eq!(receiver.letters().len(), 2);
    assert_eq!(running.world.webhook_deliveries()[0].state, "delivered");
}

#[tokio::test]
async fn what_waits_goes_to_the_new_address_under_the_new_secret() {
    let running = start().await;
    // Nobody listens here any more.
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    running.world.set_webhook_target(format!("http://{gone}/"), &["whsec_old"]);
    running.world.clock().freeze_at(running.world.clock().now());
    running.world.webhooks_by_the_clock(true);
    expired_session(&running).await;
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let (receiver, url) = Receiver::listen(0).await;
    running.world.set_webhook_target(&url, &[SECRET]);
    running.world.hasten_webhooks();
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let (body, signature) = receiver.letters().remove(0);
    let at = running.world.clock().now();
    assert_eq!(signature, escale_simulators::signature_header(&body, &[SECRET.to_owned()], at));
    let delivery = running.world.webhook_deliveries().remove(0);
    assert_eq!((delivery.state, delivery.url, delivery.attempts), ("delivered", url, 2));
}
