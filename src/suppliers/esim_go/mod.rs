//! eSIM Go v2.4: eSIMs and top-ups out of a prepaid balance.
//!
//! An order carries no reference of ours and no idempotency key. The engine therefore sends one order for a bundle at a
//! time, and finds one without an answer by its bundle and its time.

mod account;
mod api;
pub mod assignments;
mod buying;
mod catalogue;
mod faults;
mod orders;
mod push;
mod sims;
#[cfg(test)]
mod tests;
mod top_ups;
mod wire;

use crate::clock::Clock;
use crate::config::EsimGoConfig;
use crate::domain::esim::{SimNames, Wanted};
use crate::domain::ids::{SupplierId, SupplierProductId};
use crate::domain::money::{Currency, Money};
use crate::domain::offer::SupplierProduct;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::UsageReport;
use crate::secret::Secret;
use crate::suppliers::http::line::Line;
use crate::suppliers::http::{Http, HttpSettings, HttpSetupError, own_request_id};
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

/// An account at eSIM Go, ready to use.
pub struct Settings {
    pub id: SupplierId,
    /// `https://api.esim-go.com/v2.4`, with or without a slash at its end.
    pub base_url: Url,
    pub api_key: Secret,
    pub http: HttpSettings,
}

impl Settings {
    pub fn from_config(config: &EsimGoConfig, socket_limit: Duration) -> Self {
        Self {
            id: config.id.clone(),
            base_url: config.base_url.clone(),
            api_key: config.api_key.clone(),
            http: HttpSettings { min_tls: config.min_tls, socket_limit, ..HttpSettings::default() },
        }
    }
}

/// The adapter.
pub struct EsimGo {
    id: SupplierId,
    capabilities: Capabilities,
    clock: Clock,
    api: api::Api,
    line: Arc<Line>,
    /// Signs the callbacks.
    api_key: Secret,
    /// Of every price; the catalogue itself does not tell.
    currency: Mutex<Option<Currency>>,
    /// The catalogue as it was read last: what a top-up is chosen from.
    bundles: Mutex<Arc<[SupplierProduct]>>,
}

impl EsimGo {
    /// Asks nothing yet. Err when TLS cannot be set up.
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, HttpSetupError> {
        let Settings { id, base_url, api_key, http } = settings;
        let capabilities = Capabilities {
            order_idempotency: OrderIdempotency::None,
            made_later: false,
            stock: false,
            credit: true,
            top_up: true,
            pushes: true,
            socket_limit: http.socket_limit,
        };
        let http = Http::new(&http, clock.clone())?;
        let line = Arc::clone(&http.line);
        let api = api::Api::new(base_url, api_key.clone(), http);
        let (currency, bundles) = (Mutex::default(), Mutex::new(Arc::from([])));
        Ok(Self { id, capabilities, clock, api, line, api_key, currency, bundles })
    }
}

#[async_trait]
impl Supplier for EsimGo {
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
        self.read_catalogue(&own_request_id()).await
    }

    async fn product(&self, product: &SupplierProductId) -> Result<Option<SupplierProduct>, SupplierError> {
        self.api.while_somebody_waits(self.bundle(product, &own_request_id())).await
    }

    async fn obstacle(&self) -> Result<Option<String>, SupplierError> {
        self.refused_key(&own_request_id()).await
    }

    async fn send(&self, purchase: &Purchase) -> Sent {
        self.buy(purchase).await
    }

    fn read(&self, answer: &RawAnswer, wanted: &Wanted) -> Reading {
        buying::read(answer, wanted)
    }

    async fn find_order(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError> {
        self.orders_like(search).await
    }

    async fn orders_between(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Option<Vec<ListedOrder>>, SupplierError> {
        self.listed_orders(from, to, request_id).await.map(Some)
    }

    async fn order(&self, reference: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        self.assignments_of(reference, request_id).await
    }

    async fn usage(&self, sim: &SimNames, request_id: &str) -> Result<Option<UsageReport>, SupplierError> {
        self.api.while_somebody_waits(self.balances(sim, request_id)).await
    }

    async fn sim_status(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError> {
        self.api.while_somebody_waits(self.status(sim, request_id)).await
    }

    async fn top_ups(&self, sim: &SimNames, request_id: &str) -> Result<Vec<SupplierProduct>, SupplierError> {
        self.api.while_somebody_waits(self.fitting_bundles(sim, request_id)).await
    }

    async fn pay_in(&self, amount: Money, send_by: UnixSeconds, request_id: &str) -> Sent {
        self.api.pay_in(&amount.to_decimal(), request_id, send_by).await
    }

    async fn credit(&self, request_id: &str) -> Result<Option<Money>, SupplierError> {
        self.balance(request_id).await.map(Some)
    }

    fn understand_push(&self, headers: &HeaderMap, body: &[u8]) -> Result<Push, PushRefused> {
        push::understand(&self.api_key, headers, body)
    }
}
