//! Reads: repeated with patience, stopped by the breaker.

use super::line::Line;
use super::pace::Allowance;
use super::retry::RetryPolicy;
use super::{REQUEST_ID, bring_home, faults};
use crate::clock::Clock;
use crate::suppliers::{RawAnswer, SupplierError};
use reqwest::header::{ACCEPT, HeaderMap, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};
use url::Url;

/// Statuses from here on count against the supplier.
const FIRST_SERVER_FAULT: u16 = 500;

/// How often a read is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tries {
    /// Of an order's jobs, which come again by themselves.
    One,
    /// With waits between them, as the policy says.
    Several,
}

/// The client for everything that may be asked twice.
pub struct Reader {
    client: Client,
    retry: RetryPolicy,
    waiting_limit: Duration,
    line: Arc<Line>,
    clock: Clock,
}

/// An answer, and what the supplier says besides of the pace that it wants.
pub struct Answer {
    pub raw: RawAnswer,
    pub retry_after: Option<Duration>,
    /// What is left of its rate limit, if it says so.
    pub allowance: Option<Allowance>,
}

impl Reader {
    pub(super) fn new(
        client: Client,
        retry: RetryPolicy,
        waiting_limit: Duration,
        line: Arc<Line>,
        clock: Clock,
    ) -> Self {
        Self { client, retry, waiting_limit, line, clock }
    }

    /// The start of a request for JSON, under our id.
    pub fn request(&self, method: Method, url: Url, request_id: &str) -> RequestBuilder {
        self.client.request(method, url).header(ACCEPT, "application/json").header(REQUEST_ID, request_id)
    }

    /// One try, through the breaker, counted as `call`. Whatever is answered is `Ok`; Err is `LeftAlone`, or `Unavailable` when no whole
    /// answer came.
    pub async fn once(&self, call: &'static str, request: RequestBuilder) -> Result<Answer, SupplierError> {
        self.once_unless(call, request, |_| false).await
    }

    /// As `once`; an answer that is `no_fault` never counts against the supplier, whatever its status.
    pub async fn once_unless(
        &self,
        call: &'static str,
        request: RequestBuilder,
        no_fault: impl Fn(&Answer) -> bool,
    ) -> Result<Answer, SupplierError> {
        let failed = |outcome: &Result<Answer, SupplierError>| match outcome {
            Ok(answer) => answer.raw.status >= FIRST_SERVER_FAULT && !no_fault(answer),
            Err(_) => true,
        };
        match self.line.reading.call(self.beside_the_breaker(call, request), failed).await {
            Some(outcome) => outcome,
            None => {
                self.line.calls.left_alone(call);
                Err(SupplierError::LeftAlone)
            }
        }
    }

    /// One try at another server than the supplier's own, such as the one that issues tokens.
    pub async fn beside_the_breaker(
        &self,
        call: &'static str,
        request: RequestBuilder,
    ) -> Result<Answer, SupplierError> {
        let under_way = self.line.calls.begin(call);
        let silent = |reason| SupplierError::Unavailable { reason, retry_after: None };
        let response = request.send().await.map_err(|error| silent(faults::in_words(error)))?;
        let (raw, headers) = bring_home(response, under_way.since).await.map_err(silent)?;
        under_way.answered(raw.status);
        tracing::debug!(
            call,
            status = raw.status,
            bytes = raw.body.len(),
            took_ms = raw.took.as_millis(),
            request_id = raw.request_id,
            "the supplier answered"
        );
        Ok(Answer {
            retry_after: retry_after(&headers, &self.clock),
            allowance: Allowance::read(&headers, self.clock.now().0),
            raw,
        })
    }

    /// Gives up early: nobody looks at an empty page for a minute. Err is `Unavailable` when the time is over.
    pub async fn while_somebody_waits<T>(
        &self,
        reading: impl Future<Output = Result<T, SupplierError>>,
    ) -> Result<T, SupplierError> {
        let over = |_| SupplierError::Unavailable {
            reason: format!("no answer within {} ms", self.waiting_limit.as_millis()),
            retry_after: None,
        };
        tokio::time::timeout(self.waiting_limit, reading).await.map_err(over)?
    }

    /// Makes the attempt once, or repeats it as the policy says.
    pub async fn tried<T, F>(&self, tries: Tries, mut attempt: impl FnMut() -> F) -> Result<T, SupplierError>
    where
        F: Future<Output = Result<T, SupplierError>>,
    {
        match tries {
            Tries::One => attempt().await,
            Tries::Several => self.patiently(attempt).await,
        }
    }

    /// Repeats the attempt as the policy says.
    pub async fn patiently<T, F>(&self, attempt: impl FnMut() -> F) -> Result<T, SupplierError>
    where
        F: Future<Output = Result<T, SupplierError>>,
    {
        self.retry.run(attempt).await
    }
}

/// `Retry-After` in seconds or as a date (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap, clock: &Clock) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    let now = Duration::from_secs(u64::try_from(clock.now().0).unwrap_or(0));
    Some(until.saturating_sub(now))
}
