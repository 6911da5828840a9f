//! Faults that a call can be made to suffer, and the list of those that are waiting to strike.

use std::time::Duration;

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};

use crate::serve::CutConnection;
use crate::world::World;

/// What goes wrong. "Before" means that nothing was executed, "after" that everything was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Fault {
    /// The connection is closed; nothing was executed.
    CutBefore,
    /// The call is executed, then the connection is closed without an answer.
    CutAfter,
    /// The call is executed, then the connection is closed in the middle of the answer's body.
    CutInBody,
    /// Waits, then executes; a caller that gave up in the meantime does not stop it.
    DelayBefore { millis: u64 },
    /// Executes, then waits with the answer.
    DelayAfter { millis: u64 },
    /// Executes, then keeps the answer back until [`World::clear_faults`].
    KeepBack,
    /// 429 with `Retry-After`; nothing was executed.
    TooManyRequests { retry_after: u64 },
    /// A status and body of choice; nothing was executed.
    Answer { status: u16, body: String },
    /// 500; nothing was executed, nothing is kept under an idempotency key.
    ErrorBefore,
    /// 500 although everything was executed. Stripe keeps the 500 under the idempotency key.
    ErrorAfter,
    /// 500; execution began and achieved nothing. Stripe keeps the 500 under the idempotency key.
    ErrorKept,
    /// Executed; the answer is 200 with an empty body.
    EmptyBody,
    /// Executed; the answer is 200 with bytes that are no JSON.
    GarbageBody,
    /// Executed; the answer is 200 with a proxy's HTML page.
    HtmlBody,
    /// Executed; the body comes in `chunks` pieces with a pause before each.
    SlowBody { chunks: u32, pause_millis: u64 },
}

impl Fault {
    /// Every kind that ends by itself, with an example of its values, for the page of knobs.
    #[must_use]
    pub fn examples() -> Vec<Self> {
        vec![
            Self::CutBefore,
            Self::CutAfter,
            Self::CutInBody,
            Self::DelayBefore { millis: 3000 },
            Self::DelayAfter { millis: 3000 },
            Self::TooManyRequests { retry_after: 2 },
            Self::Answer { status: 503, body: "{}".to_owned() },
            Self::ErrorBefore,
            Self::ErrorAfter,
            Self::ErrorKept,
            Self::EmptyBody,
            Self::GarbageBody,
            Self::HtmlBody,
            Self::SlowBody { chunks: 10, pause_millis: 500 },
        ]
    }

    /// The answer that replaces execution, when this fault strikes before it; waits where it must.
    pub(crate) async fn strike_before(&self) -> Option<Response> {
        match self {
            Self::CutBefore => Some(cut()),
            Self::DelayBefore { millis } => {
                tokio::time::sleep(Duration::from_millis(*millis)).await;
                None
            }
            Self::TooManyRequests { retry_after } => {
                let body = serde_json::json!({
                    "code": 53, "message": "Too Many Requests", "description": "Slow down.",
                    "error": {"type": "invalid_request_error", "code": "rate_limit", "message": "Too many requests."},
                });
                let mut answer = (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response();
                answer.headers_mut().insert(header::RETRY_AFTER, (*retry_after).into());
                Some(answer)
            }
            Self::Answer { status, body } => {
                let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                Some((status, [json_type()], body.clone()).into_response())
            }
            Self::ErrorBefore => Some(server_error()),
            _ => None,
        }
    }

    /// The answer after execution, as this fault mangles it.
    pub(crate) async fn strike_after(&self, world: &World, answer: Response) -> Response {
        match self {
            Self::CutAfter => cut(),
            Self::DelayAfter { millis } => {
                tokio::time::sleep(Duration::from_millis(*millis)).await;
                answer
            }
            Self::KeepBack => {
                world.kept_back().notified().await;
                answer
            }
            Self::ErrorAfter | Self::ErrorKept => server_error(),
            Self::EmptyBody => (StatusCode::OK, [json_type()], "").into_response(),
            Self::GarbageBody => {
                let bytes = b"\x1f\x8b\x00{\"id\": \xff\xfe\xfd".as_slice();
                (StatusCode::OK, [json_type()], bytes).into_response()
            }
            Self::HtmlBody => {
                let page = "<html><body><h1>It works</h1><p>Proxy default page</p></body></html>";
                (StatusCode::OK, [(header::CONTENT_TYPE, "text/html")], page).into_response()
            }
            Self::CutInBody => torn(answer).await,
            Self::SlowBody { chunks, pause_millis } => {
                dripping(answer, *chunks, Duration::from_millis(*pause_millis)).await
            }
            _ => answer,
        }
    }
}

fn json_type() -> (header::HeaderName, &'static str) {
    (header::CONTENT_TYPE, "application/json")
}

fn cut() -> Response {
    let mut answer = StatusCode::BAD_GATEWAY.into_response();
    answer.extensions_mut().insert(CutConnection);
    answer
}

fn server_error() -> Response {
    let body = serde_json::json!({
        "code": 1, "message": "Internal Server Error", "description": "An unexpected error occurred.",
        "error": {"type": "api_error", "message": "An unexpected error occurred."},
    });
    (StatusCode::INTERNAL_SERVER_ERROR, axum::Json(body)).into_response()
}

async fn whole_body(answer: Response) -> (axum::http::response::Parts, bytes::Bytes) {
    let (parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    (parts, bytes)
}

/// Half of the body, then an error that makes the server close the connection.
async fn torn(answer: Response) -> Response {
    let (parts, bytes) = whole_body(answer).await;
    let half = bytes.slice(..bytes.len() / 2);
    let pieces = stream::unfold(Some(half), |half| async move {
        if let Some(half) = half {
            return Some((Ok(half), None));
        }
        // What was written so far has to leave the buffer first, else nothing arrives at all.
        tokio::time::sleep(Duration::from_millis(30)).await;
        Some((Err(std::io::Error::other("cut on purpose")), None))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}

async fn dripping(answer: Response, chunks: u32, pause: Duration) -> Response {
    let (parts, bytes) = whole_body(answer).await;
    let size = bytes.len().div_ceil(chunks.max(1) as usize).max(1);
    let drops = stream::unfold(bytes, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let drop = rest.split_to(size.min(rest.len()));
        Some((Ok::<_, std::io::Error>(drop), rest))
    });
    Response::from_parts(parts, Body::from_stream(drops))
}

/// A fault that waits for a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArmedFault {
    /// The call's name, such as `orange.transactions.create`; a trailing `*` stands for any ending.
    pub call: String,
    /// How often it will still strike; `None` is always.
    #[serde(default = "once")]
    pub times: Option<u32>,
    #[serde(flatten)]
    pub fault: Fault,
}

fn once() -> Option<u32> {
    Some(1)
}

/// The faults that wait, first in, first struck.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<ArmedFault>);

impl Faults {
    /// The fault that this call suffers now, if any.
    pub(crate) fn take(&mut self, call: &str) -> Option<Fault> {
        let position = self.0.iter().position(|armed| {
            armed.call.strip_suffix('*').map_or(armed.call == call, |start| call.starts_with(start))
        })?;
        let armed = &mut self.0[position];
        let fault = armed.fault.clone();
        if let Some(times) = &mut armed.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                self.0.remove(position);
            }
        }
        Some(fault)
    }
}

impl World {
    /// Arms a fault: the next `times` calls of that name suffer it, or all with `None`.
    ///
    /// # Panics
    /// When no call has this name: a fault that can never strike would make a test pass for nothing.
    pub fn arm_fault(&self, call: &str, fault: Fault, times: Option<u32>) {
        assert!(Self::knows_call(call), "no call is named {call}, there are: {:?}", Self::call_names());
        self.lock().faults.0.push(ArmedFault { call: call.to_owned(), times, fault });
    }

    /// Disarms every fault, and lets the answers go that were kept back.
    pub fn clear_faults(&self) {
        self.lock().faults.0.clear();
        self.kept_back().notify_waiters();
    }

    /// The fault that this call suffers now, if any.
    pub(crate) fn strike(&self, call: &str) -> Option<Fault> {
        self.lock().faults.take(call)
    }
}
