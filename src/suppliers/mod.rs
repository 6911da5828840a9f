//! Where eSIMs are bought: one trait, what each supplier can do as data, and the registry.
//!
//! Buying is two steps, so that nothing that was sold is ever lost: `send` brings home raw bytes and judges nothing,
//! the caller stores them, then the pure `read` says what they mean and can be run again.

pub mod airalo;
mod buying;
pub mod error;
pub mod esim_go;
mod finding;
pub mod http;
pub mod orange_travel;
mod push;
mod registry;
pub mod standard;
pub mod wire;

pub use buying::{DeliveredEsim, Purchase, RawAnswer, Reading, Sent, ToppedUp};
pub use error::SupplierError;
pub use finding::{FoundOrder, ListedOrder, OrderSearch, Standing};
pub use push::{Push, PushRefused, Subject};
pub use registry::{SetupError, Suppliers};

use crate::domain::esim::{SimNames, Wanted};
use crate::domain::ids::{SupplierId, SupplierProductId};
use crate::domain::money::Money;
use crate::domain::offer::SupplierProduct;
use crate::domain::sim_status::SimStatus;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::UsageReport;
use async_trait::async_trait;
use http::line::Line;
use reqwest::header::HeaderMap;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::Url;

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
    /// An eSIM's order is accepted first, and in no list until it is made: that it is not found proves nothing.
    pub made_later: bool,
    /// The catalogue tells how many units are left.
    pub stock: bool,
    /// We pay in advance, and what is left can be read: `Supplier::credit`.
    pub credit: bool,
    /// More data can be bought for a SIM: `Supplier::top_ups`, and `send` with `Wanted::TopUp`.
    pub top_up: bool,
    /// It tells by itself what happens to its SIMs: `Supplier::understand_push`.
    pub pushes: bool,
    /// Longest time from writing a request to giving up on its answer.
    pub socket_limit: Duration,
}

/// What the supplier says of the SIM itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimReport {
    pub status: SimStatus,
    pub activated_at: Option<UnixSeconds>,
    pub expires_at: Option<UnixSeconds>,
}

/// One of the networks behind a supplier, as the supplier sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkState {
    pub name: String,
    /// Whether the supplier's connection to it works; `None` where it does not say.
    pub connected: Option<bool>,
    pub last_outage_at: Option<UnixSeconds>,
}

/// A supplier of eSIMs. Every read may be repeated; only `send` buys.
#[async_trait]
pub trait Supplier: Send + Sync {
    /// The configured name, such as `orange`.
    fn id(&self) -> &SupplierId;

    /// What it can do.
    fn capabilities(&self) -> &Capabilities;

    /// How the line to it stands, and the calls that were made on it.
    fn line(&self) -> &Line;

    /// The whole catalogue in our words.
    async fn catalogue(&self) -> Result<Vec<SupplierProduct>, SupplierError>;

    /// The present facts of one product: stock and cost, asked before a session is made and again before `sending`.
    async fn product(&self, product: &SupplierProductId) -> Result<Option<SupplierProduct>, SupplierError>;

    /// Whether its eSIMs may be sold now; `Some(reason)` when codes would be bought that nobody can read.
    async fn obstacle(&self) -> Result<Option<String>, SupplierError>;

    /// Sends one order, once: no retry, no redirect, no reused connection.
    async fn send(&self, purchase: &Purchase) -> Sent;

    /// What an answer means. Pure, but slow (RSA): call it off the async threads.
    fn read(&self, answer: &RawAnswer, wanted: &Wanted) -> Reading;

    /// All orders with our reference in the window, paged to the end; where the supplier takes no reference, all of the
    /// same product for the same SIM, of which the caller knows its own.
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
    async fn usage(&self, sim: &SimNames, request_id: &str) -> Result<Option<UsageReport>, SupplierError>;

    /// How the SIM is; `None` where this network does not tell.
    async fn sim_status(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError>;

    /// What fits a SIM and can be bought for it now, in our words; empty where nothing fits or nothing is sold.
    async fn top_ups(&self, _sim: &SimNames, _request_id: &str) -> Result<Vec<SupplierProduct>, SupplierError> {
        Ok(Vec::new())
    }

    /// What is left of the money that we paid in advance; `None` where we pay afterwards.
    async fn credit(&self, _request_id: &str) -> Result<Option<Money>, SupplierError> {
        Ok(None)
    }

    /// Pays in at the supplier from the means that are stored there. Once: there is no key, and what is unknown may be paid.
    async fn pay_in(&self, _amount: Money, _send_by: UnixSeconds, _request_id: &str) -> Sent {
        Sent::NotSent { reason: "nothing can be paid in at this supplier".to_owned(), retry_after: None }
    }

    /// The networks behind it and their outages; empty where it tells none.
    async fn network_states(&self, _request_id: &str) -> Result<Vec<NetworkState>, SupplierError> {
        Ok(Vec::new())
    }

    /// Whether a push is the supplier's, and what it is about. Pure.
    fn understand_push(&self, _headers: &HeaderMap, _body: &[u8]) -> Result<Push, PushRefused> {
        Err(PushRefused::NotExpected)
    }

    /// Tells the supplier, on start, where it may push to; nothing where its portal does that. May be repeated.
    async fn register_pushes(&self, _address: &Url, _request_id: &str) -> Result<(), SupplierError> {
        Ok(())
    }
}
