//! Buying: one request, one connection, once; and an honest word about what became of it.
//!
//! `NotSent` is said only when no byte of the request can have left: the connector itself looks at the clock after DNS,
//! TCP and TLS, in the last moment before the request is written (MONEY, "Buying": `send_by`).

use super::line::Line;
use super::{bring_home, faults};
use crate::clock::Clock;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::Sent;
use reqwest::header::ACCEPT;
use reqwest::{Client, RequestBuilder};
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower::{Layer, Service};
use url::Url;

tokio::task_local! {
    /// The purchase under way: not one byte after this instant. Without an idle pool the connector runs in the same task.
    static SEND_BY: UnixSeconds;
}

/// Runs what sends; the connector hands over no connection from `send_by` on.
pub(super) async fn sending_until<T>(send_by: UnixSeconds, sending: impl Future<Output = T>) -> T {
    SEND_BY.scope(send_by, sending).await
}

/// The client for what must never be sent twice.
pub struct Buyer {
    client: Client,
    line: Arc<Line>,
    clock: Clock,
}

impl Buyer {
    pub(super) fn new(client: Client, line: Arc<Line>, clock: Clock) -> Self {
        Self { client, line, clock }
    }

    /// The start of an order.
    pub fn post(&self, url: Url, request_id: &str) -> RequestBuilder {
        self.client.post(url).header(ACCEPT, "application/json").header(super::REQUEST_ID, request_id)
    }

    /// Sends the order unless `send_by` has come or the breaker is open; counted as `call`.
    pub async fn send(&self, call: &'static str, request: RequestBuilder, send_by: UnixSeconds) -> Sent {
        if self.clock.now() >= send_by {
            return too_late();
        }
        let failed = |outcome: &Outcome| outcome.against_the_supplier;
        match self.line.buying.call(self.once(call, request, send_by), failed).await {
            Some(outcome) => outcome.sent,
            None => {
                self.line.calls.left_alone(call);
                Sent::NotSent {
                    reason: "the supplier is left alone for a while after too many failures".into(),
                    retry_after: Some(self.line.buying.rest()),
                }
            }
        }
    }

    async fn once(&self, call: &'static str, request: RequestBuilder, send_by: UnixSeconds) -> Outcome {
        let under_way = self.line.calls.begin(call);
        let response = match sending_until(send_by, request.send()).await {
            Ok(response) => response,
            Err(error) if faults::caused_by::<TooLate>(&error) => {
                under_way.was_none();
                return Outcome { sent: too_late(), against_the_supplier: false };
            }
            Err(error) => {
                let not_sent = error.is_connect() || error.is_builder();
                let reason = faults::in_words(error);
                let sent =
                    if not_sent { Sent::NotSent { reason, retry_after: None } } else { Sent::Unknown { reason } };
                return Outcome { sent, against_the_supplier: true };
            }
        };
        match bring_home(response, under_way.since).await {
            Ok((answer, _)) => {
                under_way.answered(answer.status);
                Outcome { against_the_supplier: answer.status >= 500, sent: Sent::Answer(answer) }
            }
            Err(reason) => Outcome { sent: Sent::Unknown { reason }, against_the_supplier: true },
        }
    }
}

struct Outcome {
    sent: Sent,
    against_the_supplier: bool,
}

fn too_late() -> Sent {
    Sent::NotSent { reason: TooLate.to_string(), retry_after: None }
}

/// The connection stood, but the time to send had passed.
#[derive(Debug)]
struct TooLate;

impl fmt::Display for TooLate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time to send it had passed")
    }
}

impl Error for TooLate {}

/// Wraps the connector of the buying client.
#[derive(Clone)]
pub(super) struct SendByLayer {
    clock: Clock,
}

impl SendByLayer {
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock }
    }
}

impl<S> Layer<S> for SendByLayer {
    type Service = SendByConnector<S>;

    fn layer(&self, inner: S) -> Self::Service {
        SendByConnector { inner, clock: self.clock.clone() }
    }
}

/// A connector that hands over no connection after `send_by`.
#[derive(Clone)]
pub(super) struct SendByConnector<S> {
    inner: S,
    clock: Clock,
}

type BoxError = Box<dyn Error + Send + Sync>;

impl<S, Target> Service<Target> for SendByConnector<S>
where
    S: Service<Target, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, target: Target) -> Self::Future {
        let connecting = self.inner.call(target);
        let clock = self.clock.clone();
        Box::pin(async move {
            let connection = connecting.await?;
            // Outside of a purchase nothing may be sent by this client at all.
            let in_time = SEND_BY.try_with(|send_by| clock.now() < *send_by).unwrap_or(false);
            if in_time { Ok(connection) } else { Err(TooLate.into()) }
        })
    }
}
