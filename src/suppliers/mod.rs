//! Where eSIMs are bought: one trait, what each supplier can do as data, and the registry.
//!
//! Buying is two steps, so that nothing that was sold is ever lost: `send` brings home raw bytes and judges nothing,
//! the caller stores them, then the pure `read` says what they mean and can be run again.

pub mod error;
pub mod http;
pub mod orange_travel;
mod registry;

pub use error::SupplierError;
pub use registry::{SetupError, Suppliers};

use crate::domain::esim::EsimSecrets;
use crate::domain::ids::{AttemptId, SupplierId, SupplierProductId};
use crate::domain::offer::SupplierProduct;
use crate::domain::sim_status::SimStatus;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::UsageReport;
use async_trait::async_trait;
use std::fmt;
use std::time::Duration;

/// How a supplier lets us find out what became of an order without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderIdempotency {
    /// The same key never buys twice.
    Key,
    /// Our reference is stored with the order and can be searched for.
    ClientReference,
    /// Neither: attempts are serialised per account and item.
    None,
}

/// What a supplier can do, as data: the engine asks these, never for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    pub order_idempotency: OrderIdempotency,
    /// The catalogue tells how many units are left.
    pub stock: bool,
    /// Longest time from writing a request to giving up on its answer.
    pub socket_limit: Duration,
}

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

/// What is to be bought.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// Given to the supplier as our reference.
    pub attempt: AttemptId,
    pub product: SupplierProductId,
    /// Not one byte is written after this instant (I8's other half).
    pub send_by: UnixSeconds,
    /// Goes out as `X-Request-Id`.
    pub request_id: String,
}

/// Which orders to look for.
#[derive(Clone, Debug)]
pub struct OrderSearch {
    pub attempt: AttemptId,
    pub product: SupplierProductId,
    /// Window of the supplier's sale time; the adapter widens it by a day on both sides.
    pub from: UnixSeconds,
    pub to: UnixSeconds,
    pub request_id: String,
}

/// An order of ours at the supplier; `answer` can be given to `read`.
#[derive(Debug)]
pub struct FoundOrder {
    pub reference: String,
    pub answer: RawAnswer,
}

/// How an order stands in a supplier's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Sold and delivered.
    Delivered,
    /// Accepted, or a word that nobody knows: it may be sold.
    UnderWay,
    /// A definite no.
    Refused,
}

/// An order as a supplier lists it.
#[derive(Clone, Debug)]
pub struct ListedOrder {
    /// What was given as our reference: an attempt's id, if it is an order of this shop.
    pub our_reference: Option<String>,
    /// The supplier's own.
    pub reference: String,
    pub sold_at: Option<UnixSeconds>,
    pub standing: Standing,
}

/// A delivered eSIM, as far as reads about it need it.
#[derive(Clone)]
pub struct EsimHandle {
    pub reference: String,
    pub network: String,
    pub sim_id: Option<String>,
    pub iccid: Option<String>,
    pub request_id: String,
}

/// What the supplier says of the SIM itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimReport {
    pub status: SimStatus,
    pub activated_at: Option<UnixSeconds>,
    pub expires_at: Option<UnixSeconds>,
}

/// A supplier of eSIMs. Every read may be repeated; only `send` buys.
#[async_trait]
pub trait Supplier: Send + Sync {
    /// The configured name, such as `orange`.
    fn id(&self) -> &SupplierId;

    /// What it can do.
    fn capabilities(&self) -> &Capabilities;

    /// The whole catalogue in our words.
    async fn catalogue(&self) -> Result<Vec<SupplierProduct>, SupplierError>;

    /// The present facts of one product: stock and cost, asked before a session is made and again before `sending`.
    async fn product(&self, product: &SupplierProductId) -> Result<Option<SupplierProduct>, SupplierError>;

    /// Whether its eSIMs may be sold now; `Some(reason)` when codes would be bought that nobody can read.
    async fn obstacle(&self) -> Result<Option<String>, SupplierError>;

    /// Sends one order, once: no retry, no redirect, no reused connection.
    async fn send(&self, purchase: &Purchase) -> Sent;

    /// What an answer means. Pure, but slow (RSA): call it off the async threads.
    fn read(&self, answer: &RawAnswer) -> Reading;

    /// All orders with our reference in the window, paged to the end.
    async fn find_order(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError>;

    /// Every order of the window, ours and others', paged to the end; the adapter widens the window by a day on both
    /// sides. `None` where the supplier lists none.
    async fn orders_between(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Option<Vec<ListedOrder>>, SupplierError>;

    /// The order as it stands now, for `read`.
    async fn order(&self, reference: &str, request_id: &str) -> Result<RawAnswer, SupplierError>;

    /// What is left; `None` where this network does not tell.
    async fn usage(&self, esim: &EsimHandle) -> Result<Option<UsageReport>, SupplierError>;

    /// How the SIM is; `None` where this network does not tell.
    async fn sim_status(&self, esim: &EsimHandle) -> Result<Option<SimReport>, SupplierError>;
}
