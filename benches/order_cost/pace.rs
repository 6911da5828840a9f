//! How many orders a second a machine delivers, captures and mails: figures, no gates.

use crate::place::{Database, Place};
use axum::body::Body;
use axum::http::Request;
use escale::config::Capture;
use escale::fulfilment::worker;
use escale::web;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tower::ServiceExt;

const ORDERS: usize = 200;

pub async fn orders_a_second() {
    for (database, workers) in
        [(Database::Sqlite, 1), (Database::Postgres, 1), (Database::Postgres, 2), (Database::Postgres, 4)]
    {
        let Some(place) = Place::open(database, Capture::OnDelivery).await else {
            println!("{database:?}: not run, ESCALE_TEST_POSTGRES_URL is not set");
            continue;
        };
        let taken = take(&place, workers).await;
        let rate = ORDERS as f64 / taken.as_secs_f64();
        println!("{database:?}, {workers} worker(s): {ORDERS} orders in {taken:.2?}, {rate:.1} a second");
    }
}

/// From the first job to the last mail; every webhook has come before.
async fn take(place: &Place, workers: usize) -> Duration {
    let router = web::router(place.services.clone(), web::assets::Assets::load());
    for _ in 0..ORDERS {
        place.paid_order().await;
    }
    for event in place.told().await {
        let body = event.to_string();
        let webhook = Request::post("/webhooks/stripe").header("stripe-signature", place.signature(&body));
        let answer = router.clone().oneshot(webhook.body(Body::from(body)).unwrap()).await.unwrap();
        assert!(answer.status().is_success());
    }
    let mut servers = vec![place.services.clone()];
    while servers.len() < workers {
        servers.push(place.another_server().await);
    }
    let (stop, stopped) = watch::channel(false);
    let began = Instant::now();
    let running: Vec<_> =
        servers.into_iter().map(|services| tokio::spawn(worker::run(services, stopped.clone()))).collect();
    let waiting = async || {
        let now = place.services.clock.now();
        place.services.store.snapshot().await.unwrap().jobs_waiting(now).await.unwrap().len()
    };
    while waiting().await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let taken = began.elapsed();
    stop.send(true).unwrap();
    for worker in running {
        worker.await.unwrap();
    }
    let captured = place.world.objects("payment_intent").await;
    let captured = captured.iter().filter(|intent| intent["status"] == "succeeded").count();
    assert_eq!(captured, ORDERS, "every order is captured");
    taken
}
