//! What is bought and what came of it, in our words.

use crate::domain::esim::{EsimSecrets, Wanted};
use crate::domain::ids::{AttemptId, SupplierProductId};
use crate::domain::timestamp::UnixSeconds;
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// An answer as it came, before anybody judged it.
#[derive(Clone)]
pub struct RawAnswer {
    pub status: u16,
    pub content_type: String,
    pub body: Vec<u8>,
    /// The supplier's own id of the request, where it gives one.
    pub request_id: Option<String>,
    pub took: Duration,
}

impl RawAnswer {
    /// One element of a list as if it had been asked for alone.
    pub fn of_element(element: &Value) -> Self {
        Self {
            status: 200,
            content_type: "application/json".into(),
            body: element.to_string().into_bytes(),
            request_id: None,
            took: Duration::ZERO,
        }
    }
}

impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAnswer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("took", &self.took)
            .finish_non_exhaustive()
    }
}

/// What became of sending an order.
#[derive(Debug)]
pub enum Sent {
    /// The supplier answered something.
    Answer(RawAnswer),
    /// Not one byte of the order left this machine (no token, open breaker, DNS, connect or TLS failed, too late).
    NotSent { reason: String, retry_after: Option<Duration> },
    /// It may have been sold: time-out, reset, anything after the first byte.
    Unknown { reason: String },
}

/// What an answer means.
#[derive(Debug)]
pub enum Reading {
    /// Sold, and the eSIM's secrets are here.
    Delivered(Box<DeliveredEsim>),
    /// Sold: the SIM has more on it now.
    ToppedUp(Box<ToppedUp>),
    /// Sold or about to be; `problem` names what a person should look at (an unreadable code, an unknown word).
    Accepted { reference: Option<String>, problem: Option<String> },
    /// A definite no from the adapter's own table of definite noes.
    Refused { reason: String, may_try_again: bool },
    /// Nothing that can be believed.
    Unknown { reason: String },
}

/// One eSIM as the supplier delivered it.
#[derive(Debug)]
pub struct DeliveredEsim {
    /// The supplier's own reference of the sale.
    pub reference: String,
    pub secrets: EsimSecrets,
    /// When the supplier says that it sold it.
    pub sold_at: Option<UnixSeconds>,
    /// The network that runs the line, such as "Orange France", where the answer says so.
    pub network: Option<String>,
}

/// A top-up as the supplier booked it.
#[derive(Debug)]
pub struct ToppedUp {
    /// The supplier's own reference of the sale.
    pub reference: String,
    pub sold_at: Option<UnixSeconds>,
    /// The SIM was exchanged for a new one, which must be installed (a supplier that reassigns).
    pub exchanged: Option<Box<EsimSecrets>>,
}

/// What is to be bought.
#[derive(Clone, Debug)]
pub struct Purchase {
    pub wanted: Wanted,
    /// Given to the supplier as our reference.
    pub attempt: AttemptId,
    pub product: SupplierProductId,
    /// Not one byte is written after this instant (I8's other half).
    pub send_by: UnixSeconds,
    /// Goes out as `X-Request-Id`.
    pub request_id: String,
}
