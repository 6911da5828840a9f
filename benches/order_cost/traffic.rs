//! How fast a webhook is answered while pages are read beside it: a figure, no gate.

use crate::place::{Database, PORT, Place};
use escale::config::Capture;
use escale::web;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

const PAGES_A_SECOND: u64 = 500;
const WEBHOOKS_A_SECOND: u64 = 50;
const SECONDS: u64 = 10;

pub async fn webhooks_beside_pages() {
    let place = Place::open(Database::Sqlite, Capture::OnDelivery).await.unwrap();
    let listener = TcpListener::bind(("127.0.0.1", PORT)).await.unwrap();
    let router = web::router(place.services.clone(), web::assets::Assets::load());
    let server = tokio::spawn(web::serve(listener, router, std::future::pending()));
    place.paid_order().await;
    let event = place.told().await.remove(0);
    let http = reqwest::Client::new();
    let offer = place.services.catalogue().offers().first().unwrap().id.clone();
    let pages = ["/en".to_owned(), "/fr".to_owned(), format!("/en/plan/{offer}"), "/en/help".to_owned()];
    let at = |path: &str| format!("http://127.0.0.1:{PORT}{path}");

    let began = Instant::now();
    let (mut reading, mut telling) = (JoinSet::new(), JoinSet::new());
    for tick in 0..PAGES_A_SECOND * SECONDS {
        let due = began + Duration::from_micros(1_000_000 * tick / PAGES_A_SECOND);
        tokio::time::sleep_until(due.into()).await;
        let page = http.get(at(&pages[tick as usize % pages.len()]));
        reading.spawn(async move { timed(due, page).await });
        if tick % (PAGES_A_SECOND / WEBHOOKS_A_SECOND) == 0 {
            let mut event = event.clone();
            event["id"] = format!("evt_bench_{tick}").into();
            let body = event.to_string();
            let webhook = http.post(at("/webhooks/stripe")).header("stripe-signature", place.signature(&body));
            telling.spawn(async move { timed(due, webhook.body(body)).await });
        }
    }
    for (what, asked) in [("pages", reading), ("webhooks", telling)] {
        let mut times = asked.join_all().await;
        times.sort();
        let share = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
        let rate = times.len() as f64 / began.elapsed().as_secs_f64();
        println!(
            "{what}: {} ({rate:.0} a second), p50 {:.1} ms, p99 {:.1} ms (client, server and world share this machine)",
            times.len(),
            share(50),
            share(99)
        );
    }
    server.abort();
}

/// From the moment when it was due, so that a stalled machine does not look fast.
async fn timed(due: Instant, request: reqwest::RequestBuilder) -> Duration {
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    drop(answer.bytes().await.unwrap());
    due.elapsed()
}
