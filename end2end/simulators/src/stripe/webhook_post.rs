//! The post that carries webhooks: each letter signed when it is sent, until somebody takes it.

use std::sync::LazyLock;
use std::time::Duration;

use aws_lc_rs::hmac;

use super::deliveries::Queued;
use super::webhook_faults::WebhookFault;
use crate::world::World;

/// What is put on the wire.
pub(super) struct Letter {
    url: String,
    body: String,
    signature: String,
}

impl Letter {
    /// Signed as of now.
    pub(super) fn written(queued: &Queued, now_unix: i64) -> Self {
        let mut body = queued.body.clone();
        let mut secrets = queued.target.secrets.clone();
        let mut at = now_unix;
        match &queued.fault {
            Some(WebhookFault::WrongSignature) => secrets = vec!["whsec_forged".to_owned()],
            Some(WebhookFault::StaleTimestamp { seconds }) => at -= seconds,
            Some(WebhookFault::SignedWith { secret }) => secrets = vec![secret.clone()],
            _ => {}
        }
        let signature = signature_header(&body, &secrets, at);
        if queued.fault == Some(WebhookFault::ChangedBody) {
            body.push(' ');
        }
        Self { url: queued.target.url.clone(), body, signature }
    }
}

/// `t=…,v1=…`: one v1 for each secret, over the time and the body.
#[must_use]
pub fn signature_header(body: &str, secrets: &[String], unix_seconds: i64) -> String {
    let signed = format!("{unix_seconds}.{body}");
    let mut header = format!("t={unix_seconds}");
    for secret in secrets {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let tag = hmac::sign(&key, signed.as_bytes());
        header.push_str(&format!(",v1={}", hex::encode(tag)));
    }
    header
}

/// The client of every world in this process: to make one takes the reading of the system's certificates.
static CLIENT: LazyLock<reqwest::Result<reqwest::Client>> = LazyLock::new(|| {
    #[allow(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        reason = "the simulated Stripe sends as a stranger, not through the shop's client"
    )]
    reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
});

/// Sends what is due until the task is dropped, and lets the account's time pass.
pub(crate) async fn deliver_forever(world: World) {
    let Ok(client) = &*CLIENT else {
        tracing::error!("no HTTP client for webhooks");
        return;
    };
    let mut sending = tokio::task::JoinSet::new();
    loop {
        let letters = {
            let now = world.clock().now();
            let mut state = world.lock();
            state.stripe.let_time_pass(now);
            state.stripe.webhooks.take_due(now)
        };
        for (number, letter) in letters {
            let post = client
                .post(letter.url)
                .header("stripe-signature", letter.signature)
                .header("content-type", "application/json; charset=utf-8")
                .header("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                .body(letter.body);
            let world = world.clone();
            sending.spawn(async move {
                let status = post.send().await.ok().map(|answer| answer.status().as_u16());
                let now = world.clock().now();
                world.lock().stripe.webhooks.note(number, status, now);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test`
    #[test]
    fn the_signature_is_what_openssl_computes() {
        let header = signature_header(r#"{"id":"evt_1"}"#, &["whsec_test".to_owned()], 1_700_000_000);
        assert_eq!(header, "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925");
    }
}
