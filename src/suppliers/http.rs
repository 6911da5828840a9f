//! How suppliers are spoken to over HTTP: a patient client that reads, and a strict one that buys.

pub mod account;
pub mod breaker;
pub mod buying;
pub mod calls;
mod faults;
pub mod line;
pub mod pace;
pub mod reading;
pub mod retry;
mod tls;
pub mod token;

use crate::clock::Clock;
use crate::config::MinTls;
use crate::secret::{Secret, random_base32};
use crate::suppliers::RawAnswer;
use breaker::BreakerPolicy;
use buying::Buyer;
use line::Line;
use reading::Reader;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use retry::RetryPolicy;
use std::sync::Arc;
use std::time::{Duration, Instant};
use thiserror::Error;
use url::Url;

/// The header that carries our id of a request to the supplier, and back in its answer.
pub const REQUEST_ID: &str = "x-request-id";

/// An answer longer than this is refused: no catalogue is so large, and memory is finite.
const LONGEST_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// How a supplier's client behaves.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    pub min_tls: MinTls,
    /// For mutual TLS: our certificate chain and its key, in PEM.
    pub identity: Option<Secret>,
    /// Authorities in PEM that are believed beside the machine's: a partner may have its own.
    pub authorities: Option<String>,
    /// DNS, TCP and TLS together.
    pub connect_limit: Duration,
    /// One try of a read, from first to last byte.
    pub read_limit: Duration,
    /// A read with all its tries, where a visitor waits for it.
    pub waiting_limit: Duration,
    /// Buying, from the first byte to giving up on the answer.
    pub socket_limit: Duration,
    pub retry: RetryPolicy,
    pub breaker: BreakerPolicy,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            min_tls: MinTls::V1_3,
            identity: None,
            authorities: None,
            connect_limit: Duration::from_secs(4),
            read_limit: Duration::from_secs(20),
            waiting_limit: Duration::from_secs(8),
            socket_limit: Duration::from_secs(30),
            retry: RetryPolicy::default(),
            breaker: BreakerPolicy::default(),
        }
    }
}

/// The TLS library or its root certificates could not be set up.
#[derive(Debug, Error)]
#[error("the HTTP client cannot be made: {0}")]
pub struct HttpSetupError(String);

/// Both clients of one supplier. They share no connection and no breaker.
pub struct Http {
    pub reader: Reader,
    pub buyer: Buyer,
    pub line: Arc<Line>,
}

impl Http {
    /// Err when TLS cannot be set up.
    pub fn new(settings: &HttpSettings, clock: Clock) -> Result<Self, HttpSetupError> {
        let line = Arc::new(Line::new(&settings.breaker));
        Ok(Self {
            reader: Reader::new(
                tls::reading_client(settings)?,
                settings.retry.clone(),
                settings.waiting_limit,
                Arc::clone(&line),
                clock.clone(),
            ),
            buyer: Buyer::new(tls::buying_client(settings, clock.clone())?, Arc::clone(&line), clock),
            line,
        })
    }
}

/// An address below the supplier's base, each segment and value escaped.
pub fn address(base: &Url, path: &[&str], query: &[(&str, &str)]) -> Url {
    let mut url = base.clone();
    // Err only for addresses such as `mailto:`, which the configuration refuses.
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}

/// An id for a request that no visitor caused.
pub fn own_request_id() -> String {
    format!("job-{}", random_base32(20))
}

/// Reads an answer to its end. Err says why it did not come whole.
async fn bring_home(mut response: reqwest::Response, since: Instant) -> Result<(RawAnswer, HeaderMap), String> {
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(faults::in_words)? {
        if body.len() + chunk.len() > LONGEST_ANSWER_BYTES {
            return Err(format!("the answer is longer than {LONGEST_ANSWER_BYTES} bytes"));
        }
        body.extend_from_slice(&chunk);
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let answer = RawAnswer {
        status,
        content_type: text(CONTENT_TYPE.as_str()).unwrap_or_default(),
        body,
        request_id: text(REQUEST_ID).or_else(|| text("x-oapi-request-id")),
        took: since.elapsed(),
    };
    Ok((answer, headers))
}

#[cfg(test)]
mod tests;
