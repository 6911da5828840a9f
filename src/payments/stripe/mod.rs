//! Stripe: hosted Checkout, hold, capture, give-back, and the webhook's signature.
//!
//! Requests are the crates' typed ones, because a misspelt parameter is then no program; they go out by our own client
//! (`http.rs`). Answers are read by our own tolerant types (`wire.rs`): the crates' refuse an object that lacks any one
//! field.

mod client;
mod dispute;
mod error;
mod event;
mod fee;
mod http;
mod intent;
mod refund;
mod session;
mod webhook;
mod wire;

#[cfg(test)]
mod tests;

pub use event::EVENT_TYPES;

use super::{Account, PaymentError};
use crate::config::StripeConfig;
use crate::secret::Secret;
use http::Http;
use std::sync::Arc;
use std::time::Duration;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use url::Url;

/// What the configuration says about Stripe.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sk_…` or, better, a restricted `rk_…`.
    pub secret_key: Secret,
    /// `whsec_…`; two while one is being rotated.
    pub webhook_secrets: Vec<Secret>,
    /// `https://api.stripe.com`, or a simulator's address (plain http is allowed).
    pub api_url: Url,
    /// The longest that one request may take, answer included.
    pub timeout: Duration,
}

/// The way to Stripe. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Stripe {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    http: Http,
    webhook_secrets: Vec<Secret>,
}

/// The longest that one request to Stripe may take.
const REQUEST_LIMIT: Duration = Duration::from_secs(20);

impl From<&StripeConfig> for Settings {
    fn from(config: &StripeConfig) -> Self {
        Self {
            secret_key: config.secret_key.clone(),
            webhook_secrets: config.webhook_secrets.clone(),
            api_url: config.api_url.clone(),
            timeout: REQUEST_LIMIT,
        }
    }
}

impl Stripe {
    /// Makes the client; connects to nothing. Err when the key cannot be sent or the machine has no root certificates.
    pub fn new(settings: Settings) -> Result<Self, PaymentError> {
        let http = Http::new(&settings)?;
        Ok(Self { inner: Arc::new(Inner { http, webhook_secrets: settings.webhook_secrets }) })
    }

    /// Whose account the secret key opens (`GET /v1/account`).
    pub async fn account(&self) -> Result<Account, PaymentError> {
        // The crate that has this call typed is by far the heaviest; the call has no parameters.
        let request = RequestBuilder::new(StripeMethod::Get, "/account");
        let account: wire::WireAccount = self.inner.http.ask(request, None).await?;
        Ok(Account { id: account.id, livemode: None })
    }
}
