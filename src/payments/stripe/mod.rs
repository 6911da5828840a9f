//! Stripe: hosted Checkout, hold, capture, give-back, and the webhook's signature.
//!
//! Requests are the crates' typed ones and go out by their client, because a misspelt parameter is then no program.
//! Answers are read by our own tolerant types (`wire.rs`): the crates' refuse an object that lacks any one field.

mod client;
mod error;
mod event;
mod intent;
mod refund;
mod session;
mod webhook;
mod wire;

#[cfg(test)]
mod tests;

pub use event::EVENT_TYPES;

use super::{Account, PaymentError};
use crate::secret::Secret;
use std::sync::Arc;
use std::time::Duration;
use stripe::{ClientBuilder, RequestStrategy};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use url::Url;

/// What the configuration says about Stripe.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sk_…` or, better, a restricted `rk_…`.
    pub secret_key: Secret,
    /// `whsec_…`; two while one is being rotated.
    pub webhook_secrets: Vec<Secret>,
    /// `https://api.stripe.com`, or a simulator's address (plain http is allowed by the connector).
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
    client: stripe::Client,
    webhook_secrets: Vec<Secret>,
}

impl Stripe {
    /// Makes the client; connects to nothing. Err when the key or the address cannot be sent.
    ///
    /// # Panics
    /// When the machine has no root certificates at all (the crate's connector asks for them even for plain http).
    pub fn new(settings: Settings) -> Result<Self, PaymentError> {
        let mut url = settings.api_url.to_string();
        if !url.ends_with('/') {
            url.push('/');
        }
        let client = ClientBuilder::new(settings.secret_key.expose())
            .url(url)
            .timeout(settings.timeout)
            .request_strategy(RequestStrategy::Once)
            .app_info("Escale", Some(env!("CARGO_PKG_VERSION").to_owned()), None)
            .build()
            .map_err(error::meaning_of)?;
        Ok(Self { inner: Arc::new(Inner { client, webhook_secrets: settings.webhook_secrets }) })
    }

    /// Whose account the secret key opens (`GET /v1/account`).
    pub async fn account(&self) -> Result<Account, PaymentError> {
        // The crate that has this call typed is by far the heaviest; the call has no parameters.
        let request = RequestBuilder::new(StripeMethod::Get, "/account");
        let account: wire::WireAccount = self.send(request, RequestStrategy::Once).await?;
        Ok(Account { id: account.id, livemode: None })
    }
}
