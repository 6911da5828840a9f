//! Notifications: asked for once, signed, and understood in both shapes.

use super::*;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use escale::suppliers::{PushRefused, Subject};
use std::sync::{Arc, Mutex};
use url::Url;

type Letters = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

/// An address that is told things.
pub(super) struct Hook {
    pub(super) address: Url,
    letters: Letters,
}

impl Hook {
    pub(super) async fn new() -> Self {
        let letters = Letters::default();
        let router = Router::new().fallback(keep).with_state(Arc::clone(&letters));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap()).parse().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, letters }
    }

    /// Everything that was told, once it has arrived.
    async fn told(&self, running: &Running) -> Vec<(HeaderMap, Bytes)> {
        assert!(running.world.webhooks_settled(Duration::from_secs(10)).await);
        std::mem::take(&mut self.letters.lock().unwrap())
    }
}

async fn keep(State(letters): State<Letters>, method: Method, headers: HeaderMap, body: Bytes) -> StatusCode {
    if method == Method::POST {
        letters.lock().unwrap().push((headers, body));
    }
    StatusCode::OK
}

#[tokio::test]
async fn registering_again_changes_nothing_and_a_new_address_is_told() {
    let (running, airalo, _) = world().await;
    let (hook, other) = (Hook::new().await, Hook::new().await);
    for _ in 0..2 {
        airalo.register_pushes(&hook.address, "req").await.unwrap();
    }
    assert_eq!(running.world.calls_seen("airalo.notifications.opt_in"), 3);
    airalo.register_pushes(&other.address, "req").await.unwrap();
    assert_eq!(running.world.calls_seen("airalo.notifications.opt_in"), 6);
    let deaf: Url = "http://127.0.0.1:9/hook".parse().unwrap();
    assert!(airalo.register_pushes(&deaf, "req").await.is_err());
}

#[tokio::test]
async fn every_notification_says_what_is_to_be_read_again() {
    let (running, _, clock) = world().await;
    let airalo = airalo_as(&running, "airalo-secret", true, &clock);
    let hook = Hook::new().await;
    airalo.register_pushes(&hook.address, "req").await.unwrap();
    running.world.set_airalo_balance("4.00");
    for flat in [false, true] {
        with_manners(&running, |manners| manners.flat_notifications = flat);
        running.world.set_airalo_balance("1000.00");
        send(&airalo, &purchase(1 + usize::from(flat))).await;
        let letters = hook.told(&running).await;
        let push = airalo.understand_push(&letters[0].0, &letters[0].1).unwrap();
        assert_eq!(push.about, Subject::Attempt(attempt(1 + usize::from(flat))), "{flat}");
    }
    running.world.plan_next_airalo_order(AiraloOrderPlan { refuse_code: Some(33), ..AiraloOrderPlan::default() });
    send(&airalo, &purchase(3)).await;
    let failed = hook.told(&running).await.remove(0);
    assert_eq!(airalo.understand_push(&failed.0, &failed.1).unwrap().about, Subject::Nothing);
    running.world.set_airalo_balance("4.00");
    send(&airalo, &purchase(4)).await;
    let subjects: Vec<_> = hook
        .told(&running)
        .await
        .iter()
        .map(|(headers, body)| airalo.understand_push(headers, body).unwrap().about)
        .collect();
    assert!(subjects.contains(&Subject::Account) && subjects.contains(&Subject::Attempt(attempt(4))), "{subjects:?}");

    let sold = running.world.airalo_sold();
    running.world.airalo_use(&sold[0].iccids[0], 800);
    let (headers, body) = hook.told(&running).await.remove(0);
    let push = airalo.understand_push(&headers, &body).unwrap();
    assert_eq!((push.kind.as_str(), &push.about), ("75%", &Subject::Sim(Iccid::parse(&sold[0].iccids[0]).unwrap())));
    assert_eq!(airalo.understand_push(&headers, &body).unwrap().id, push.id);
    let other = airalo_as(&running, "another-secret", false, &clock);
    assert_eq!(other.understand_push(&headers, &body), Err(PushRefused::BadSignature));
    assert_eq!(airalo.understand_push(&HeaderMap::new(), &body), Err(PushRefused::BadSignature));
    assert_eq!(airalo.understand_push(&headers, &body[1..]), Err(PushRefused::BadSignature));
}
