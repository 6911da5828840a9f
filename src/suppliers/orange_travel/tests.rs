//! The adapter against a listener on loopback that answers whatever a test wants, and against every odd answer that the
//! seeds and Orange's schema show.

mod any_bytes;
mod asking;
mod buying;
mod catalogue;
mod deciphering;
mod finding;
mod keys;
mod listener;
mod offers;
mod plans;
mod reading;
mod renewing;
mod samples;

use super::*;
use crate::domain::esim::{SimNames, Wanted};
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::http::retry::RetryPolicy;
use listener::Listener;
use samples::DEMO_KEY;
use std::time::Duration;

/// 2024-07-16T12:52:11Z, the day of the seeds' samples.
const NOW: UnixSeconds = UnixSeconds(1_721_134_331);

/// `openssl pkey -in demo.pem -pubout -outform DER | sha256sum`, with colons.
const DEMO_FINGERPRINT: &str =
    "b1:b9:79:6a:57:19:a5:92:32:c2:0e:93:40:a5:7c:7b:f2:4e:d4:10:59:3b:5f:e5:47:9c:44:ce:e8:ec:1a:43";

fn keyring() -> Keyring {
    Keyring::from_pems([("demo", DEMO_KEY)]).expect("the demo key")
}

/// An adapter that speaks to the listener, with waits too short to notice.
fn orange(listener: &Listener, clock: Clock) -> OrangeTravel {
    orange_at(listener.base_url(), listener.token_url(), clock)
}

fn orange_at(base_url: Url, token_url: Url, clock: Clock) -> OrangeTravel {
    let retry = RetryPolicy { first_wait: Duration::from_millis(1), ..RetryPolicy::default() };
    orange_with(base_url, token_url, HttpSettings { retry, ..HttpSettings::default() }, clock)
}

fn orange_with(base_url: Url, token_url: Url, http: HttpSettings, clock: Clock) -> OrangeTravel {
    let settings = Settings {
        id: SupplierId::from("orange"),
        base_url,
        token_url,
        client_id: "shop".into(),
        client_secret: Secret::new("hush-hush"),
        keys: keyring(),
        http,
    };
    OrangeTravel::new(settings, clock).expect("an adapter")
}
