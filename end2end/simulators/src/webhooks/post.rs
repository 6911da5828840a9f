//! The post that carries webhooks: each letter signed when it is sent, until somebody takes it.

use std::sync::LazyLock;
use std::time::Duration;

use super::deliveries::Queued;
use super::faults::WebhookFault;
use crate::world::World;

/// What is put on the wire.
pub(super) struct Letter {
    url: String,
    body: String,
    headers: Vec<(&'static str, String)>,
}

impl Letter {
    /// Signed as of now.
    pub(super) fn written(queued: &Queued, now_unix: i64) -> Self {
        let mut body = queued.body.clone();
        let headers = queued.target.seal.headers(&body, now_unix, queued.fault.as_ref());
        if queued.fault == Some(WebhookFault::ChangedBody) {
            body.push(' ');
        }
        Self { url: queued.target.url.clone(), body, headers }
    }
}

/// The client of every world in this process: to make one takes the reading of the system's certificates.
static CLIENT: LazyLock<reqwest::Result<reqwest::Client>> = LazyLock::new(|| {
    #[allow(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        reason = "the simulated senders are strangers, not the shop's client"
    )]
    reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
});

/// Whether a URL answers HEAD with 200, as those do that want to be told.
pub(crate) async fn answers_head(url: &str) -> bool {
    let Ok(client) = &*CLIENT else { return false };
    client.head(url).send().await.is_ok_and(|answer| answer.status() == reqwest::StatusCode::OK)
}

/// Sends what is due until the task is dropped, and lets time pass for those who send.
pub(crate) async fn deliver_forever(world: World) {
    let Ok(client) = &*CLIENT else {
        tracing::error!("no HTTP client for webhooks");
        return;
    };
    let mut sending = tokio::task::JoinSet::new();
    loop {
        let letters = {
            let now = world.clock().now();
            world.lock().let_time_pass(now);
            world.post().take_due(now)
        };
        for (number, letter) in letters {
            let mut post = client.post(letter.url).header("content-type", "application/json; charset=utf-8");
            for (name, value) in letter.headers {
                post = post.header(name, value);
            }
            let post = post.body(letter.body);
            let world = world.clone();
            sending.spawn(async move {
                let status = post.send().await.ok().map(|answer| answer.status().as_u16());
                let now = world.clock().now();
                world.post().note(number, status, now);
                world.wake_deliveries();
            });
        }
        tokio::select! {
            () = world.deliveries_woken() => {}
            () = tokio::time::sleep(Duration::from_millis(50)) => {}
            Some(_) = sending.join_next() => {}
        }
    }
}
