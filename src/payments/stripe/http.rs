//! One request, one connection, one answer: TLS 1.3 at least, a time limit, no redirect, and nothing is sent twice.
//!
//! The crates build the requests; their own client is not used: it can demand no version of TLS, keeps neither
//! `Retry-After` nor `Request-Id` of an answer, and of a failure only its text.

use super::Settings;
use super::error::{meaning_of_answer, meaning_of_failure, refused, unreadable};
use super::wire::WireError;
use crate::payments::PaymentError;
use crate::secret::random_base32;
use miniserde::{Deserialize, json};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Method, Response, redirect, retry, tls};
use std::time::Duration;
use stripe_client_core::{IdempotencyKey, RequestBuilder, StripeMethod, VERSION};

/// DNS, TCP and TLS together; a failure within it is known to have sent nothing.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

const STRIPE_VERSION: HeaderName = HeaderName::from_static("stripe-version");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const OUR_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const STRIPES_REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

#[derive(Debug)]
pub(super) struct Http {
    client: Client,
    /// What stands before `/v1`.
    base: String,
}

impl Http {
    /// Err `Refused` when the secret key fits into no header or the machine has no root certificates.
    pub(super) fn new(settings: &Settings) -> Result<Self, PaymentError> {
        let header = |text: &str| {
            HeaderValue::try_from(text).map_err(|_| refused("configuration", "no header can hold the secret key"))
        };
        let mut bearer = header(&format!("Bearer {}", settings.secret_key.expose()))?;
        bearer.set_sensitive(true);
        // The version that the crates' requests were generated for.
        let headers = HeaderMap::from_iter([(AUTHORIZATION, bearer), (STRIPE_VERSION, header(VERSION.as_str())?)]);
        #[expect(clippy::disallowed_methods, reason = "the one place that makes a client for Stripe")]
        let client = Client::builder()
            .user_agent(concat!("escale/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .tls_version_min(tls::Version::TLS_1_3)
            .connect_timeout(CONNECT_LIMIT)
            .timeout(settings.timeout)
            // The library sends again, without a word, what met a connection from the pool that was dead, or that HTTP/2
            // refused. Without idle connections, HTTP/2 and its own retries each request is written once.
            .pool_max_idle_per_host(0)
            .http1_only()
            .retry(retry::never())
            // A redirect would carry the secret key elsewhere, or a payment to a second place.
            .redirect(redirect::Policy::none())
            // Only the configuration decides where requests go, not a variable of the environment.
            .no_proxy()
            .build()
            .map_err(|error| refused("configuration", &format!("no TLS: {}", super::error::cause(&error))))?;
        Ok(Self { client, base: settings.api_url.as_str().trim_end_matches('/').to_owned() })
    }

    /// Asks once and reads the answer. Err as `PaymentError` says.
    pub(super) async fn ask<T: Deserialize>(
        &self,
        asked: RequestBuilder,
        key: Option<&IdempotencyKey>,
    ) -> Result<T, PaymentError> {
        let method = match asked.method {
            StripeMethod::Get => Method::GET,
            StripeMethod::Post => Method::POST,
            StripeMethod::Delete => Method::DELETE,
        };
        let query = asked.query.map(|query| format!("?{query}")).unwrap_or_default();
        let url = format!("{}/v1{}{query}", self.base, asked.path);
        let request_id = random_base32(20);
        let mut request = self.client.request(method.clone(), url).header(OUR_REQUEST_ID, &request_id);
        if let Some(key) = key {
            request = request.header(IDEMPOTENCY_KEY, key.as_str());
        }
        if let Some(form) = asked.body {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        }

        let sent = request.send().await;
        let stripes_id = sent.as_ref().ok().and_then(|answer| header(answer, &STRIPES_REQUEST_ID));
        let outcome = match sent {
            Ok(answer) => read(answer).await,
            Err(error) => Err(meaning_of_failure(&error)),
        };
        let path = asked.path;
        match &outcome {
            Ok(_) => tracing::debug!(%method, path, request_id, stripes_id, "Stripe answered"),
            Err(error) => tracing::warn!(%method, path, request_id, stripes_id, %error, "Stripe did not do it"),
        }
        outcome
    }
}

async fn read<T: Deserialize>(answer: Response) -> Result<T, PaymentError> {
    let status = answer.status();
    // Its other form, a date, is none that Stripe sends.
    let retry_after = header(&answer, &RETRY_AFTER).and_then(|text| text.parse().ok()).map(Duration::from_secs);
    let body = answer.bytes().await.map_err(|error| meaning_of_failure(&error))?;
    let text = std::str::from_utf8(&body).map_err(|_| unreadable(status))?;
    if status.is_success() {
        return json::from_str(text).map_err(|_| unreadable(status));
    }
    let said: WireError = json::from_str(text).map_err(|_| unreadable(status))?;
    Err(meaning_of_answer(&said.error, status.as_u16(), retry_after))
}

fn header(answer: &Response, name: &HeaderName) -> Option<String> {
    answer.headers().get(name)?.to_str().ok().map(str::to_owned)
}
