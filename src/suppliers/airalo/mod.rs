//! Airalo's Partner API v2: eSIMs and top-ups out of a prepaid credit.
//!
//! There is no idempotency key. Our attempt's id travels in the order's description, by which an order without an answer is
//! found again; the filter for it matches parts, so what it finds is compared.

mod account;
mod api;
mod buying;
mod catalogue;
mod faults;
mod finding;
mod kept;
mod pace;
mod packages;
mod push;
mod sims;
#[cfg(test)]
mod tests;
mod wire;

use crate::clock::Clock;
use crate::config::AiraloConfig;
use crate::domain::esim::{SimNames, Wanted};
use crate::domain::ids::{SupplierId, SupplierProductId};
use crate::domain::money::Money;
use crate::domain::offer::SupplierProduct;
use crate::domain::timestamp::{DAY, UnixSeconds};
use crate::domain::usage::UsageReport;
use crate::secret::Secret;
use crate::suppliers::http::line::Line;
use crate::suppliers::http::token::{Credentials, Shown};
use crate::suppliers::http::{Http, HttpSettings, HttpSetupError, address, own_request_id};
use crate::suppliers::{
    Capabilities, FoundOrder, ListedOrder, OrderIdempotency, OrderSearch, Purchase, Push, PushRefused, RawAnswer,
    Reading, Sent, SimReport, Supplier, SupplierError,
};
use async_trait::async_trait;
use reqwest::header::HeaderMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use url::Url;

/// Airalo gives three tokens a minute.
const TOKENS_A_MINUTE: usize = 3;
/// Airalo's guide says 24 hours, its answers a year: the shorter is believed.
const LONGEST_TOKEN_LIFE: Duration = DAY;

/// An account at Airalo, ready to use.
pub struct Settings {
    pub id: SupplierId,
    /// `https://partners-api.airalo.com/v2`, with or without a slash at its end.
    pub base_url: Url,
    pub client_id: String,
    pub client_secret: Secret,
    pub async_orders: bool,
    pub http: HttpSettings,
}

impl Settings {
    /// What the configuration says.
    pub fn from_config(config: &AiraloConfig, socket_limit: Duration) -> Self {
        Self {
            id: config.id.clone(),
            base_url: config.base_url.clone(),
            client_id: config.client_id.clone(),
            client_secret: config.client_secret.clone(),
            async_orders: config.async_orders,
            http: HttpSettings { min_tls: config.min_tls, socket_limit, ..HttpSettings::default() },
        }
    }
}

/// The adapter.
pub struct Airalo {
    id: SupplierId,
    capabilities: Capabilities,
    clock: Clock,
    api: api::Api,
    line: Arc<Line>,
    /// Signs the notifications.
    client_secret: Secret,
    async_orders: bool,
    kept: kept::Kept,
    pace: pace::Pace,
    /// Held while the whole catalogue is read.
    reading: Mutex<()>,
}

impl Airalo {
    /// Asks nothing yet. Err when TLS cannot be set up.
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, HttpSetupError> {
        let Settings { id, base_url, client_id, client_secret, async_orders, http } = settings;
        let credentials = Credentials {
            url: address(&base_url, &["token"], &[]),
            client_id,
            client_secret: client_secret.clone(),
            shown: Shown::InForm,
            calls_a_minute: TOKENS_A_MINUTE,
            longest_life: Some(LONGEST_TOKEN_LIFE),
        };
        let capabilities = Capabilities {
            order_idempotency: OrderIdempotency::ClientReference,
            made_later: async_orders,
            stock: false,
            credit: true,
            top_up: true,
            pushes: true,
            socket_limit: http.socket_limit,
        };
        let http = Http::new(&http, clock.clone())?;
        let line = Arc::clone(&http.line);
        let api = api::Api::new(base_url, credentials, http, clock.clone());
        let pace = pace::Pace::new(catalogue::PACKAGE_CALLS_A_MINUTE, clock.clone());
        let (kept, reading) = (kept::Kept::default(), Mutex::default());
        Ok(Self { id, capabilities, clock, api, line, client_secret, async_orders, kept, pace, reading })
    }
}

#[async_trait]
impl Supplier for Airalo {
    fn id(&self) -> &SupplierId {
        &self.id
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn line(&self) -> &Line {
        &self.line
    }

    async fn catalogue(&self) -> Result<Vec<SupplierProduct>, SupplierError> {
        self.packages(&own_request_id()).await
    }

    async fn product(&self, product: &SupplierProductId) -> Result<Option<SupplierProduct>, SupplierError> {
        self.api.while_somebody_waits(self.package(product, &own_request_id())).await
    }

    async fn obstacle(&self) -> Result<Option<String>, SupplierError> {
        self.why_not_to_buy(&own_request_id()).await
    }

    async fn send(&self, purchase: &Purchase) -> Sent {
        self.buy(purchase).await
    }

    fn read(&self, answer: &RawAnswer, wanted: &Wanted) -> Reading {
        buying::read(answer, wanted)
    }

    async fn find_order(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError> {
        self.orders_of(search).await
    }

    async fn orders_between(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Option<Vec<ListedOrder>>, SupplierError> {
        self.all_orders(from, to, request_id).await.map(Some)
    }

    async fn order(&self, reference: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        self.one_order(reference, request_id).await
    }

    async fn usage(&self, sim: &SimNames, request_id: &str) -> Result<Option<UsageReport>, SupplierError> {
        self.api.while_somebody_waits(self.left_on(sim, request_id)).await
    }

    async fn sim_status(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError> {
        self.api.while_somebody_waits(self.state_of(sim, request_id)).await
    }

    async fn top_ups(&self, sim: &SimNames, request_id: &str) -> Result<Vec<SupplierProduct>, SupplierError> {
        self.api.while_somebody_waits(self.fitting_packages(sim, request_id)).await
    }

    async fn credit(&self, request_id: &str) -> Result<Option<Money>, SupplierError> {
        self.balance(request_id).await.map(Some)
    }

    fn understand_push(&self, headers: &HeaderMap, body: &[u8]) -> Result<Push, PushRefused> {
        push::understand(&self.client_secret, headers, body)
    }

    async fn register_pushes(&self, address: &Url, request_id: &str) -> Result<(), SupplierError> {
        self.opt_in(address, request_id).await
    }
}
