//! Lists: read to their end, and in the order that they promise.

use super::{NOW, PRICE, euros, paid, params, world};
use escale::domain::timestamp::UnixSeconds;
use escale::payments::IntentStatus;
use escale::payments::stripe::EVENT_TYPES;
use escale_simulators::PaymentWay;

#[tokio::test]
async fn lists_are_read_beyond_their_first_page() {
    let (running, stripe) = world().await;
    for index in 0..101 {
        let payment = format!("pay_{index}");
        stripe.create_session(&params(&payment), &format!("sess:{payment}")).await.unwrap();
    }
    let all = stripe.sessions_created(NOW, NOW).await.unwrap();
    assert_eq!(all.len(), 101);
    assert!(stripe.sessions_created(UnixSeconds(NOW.0 + 1), UnixSeconds(NOW.0 + 9)).await.unwrap().is_empty());
    running.world.pay(&all[0].id, PaymentWay::Card);
    let intents = stripe.intents_created(NOW, NOW).await.unwrap();
    assert_eq!(intents.iter().map(|intent| intent.status).collect::<Vec<_>>(), [IntentStatus::Held]);
    assert!(intents[0].charge.is_some());
}

#[tokio::test]
async fn events_tell_what_happened_oldest_first() {
    let (running, stripe) = world().await;
    let (session, intent) = paid(&running, &stripe, PaymentWay::Card).await;
    running.world.clock().advance(5);
    stripe.capture(&intent.id, euros(PRICE), "cap:1").await.unwrap();
    let events = stripe.events_since(EVENT_TYPES, NOW).await.unwrap();
    let position = |kind: &str| events.iter().position(|event| event.kind == kind).unwrap();
    let (completed, taken) = (position("checkout.session.completed"), position("payment_intent.succeeded"));
    assert!(completed < taken);
    assert_eq!(events[completed].object_id.as_deref(), Some(session.as_str()));
    assert_eq!(events[taken].object_id.as_deref(), Some(intent.id.as_str()));
    assert_eq!(events[taken].created, UnixSeconds(NOW.0 + 5));
    let only = stripe.events_since(&["payment_intent.succeeded"], NOW).await.unwrap();
    assert_eq!(only, [events[taken].clone()]);
}
