//! Orange Travel B2B: eSIMs of Orange France, Orange Spain, Welcome Travelers and Orange Travel B2B.
//!
//! One call sells one eSIM or one top-up; there is no idempotency key and nothing is pushed. Our attempt's id travels in `user_id`, by
//! which an order without an answer is found again.

mod activation;
mod api;
mod buying;
mod catalogue;
mod faults;
pub mod keyring;
mod keys;
mod networks;
mod sims;
pub mod statistics;
pub mod terms;
#[cfg(test)]
mod tests;
mod top_ups;
mod transactions;
mod wire;

pub use networks::{Network, NetworkKind};

use crate::clock::Clock;
use crate::config::OrangeTravelConfig;
use crate::domain::esim::{SimNames, Wanted};
use crate::domain::ids::{SupplierId, SupplierProductId};
use crate::domain::offer::SupplierProduct;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::UsageReport;
use crate::secret::Secret;
use crate::suppliers::http::line::Line;
use crate::suppliers::http::token::{Credentials, Shown};
use crate::suppliers::http::{Http, HttpSettings, HttpSetupError};
use crate::suppliers::{
    Capabilities, FoundOrder, ListedOrder, NetworkState, OrderIdempotency, OrderSearch, Purchase, RawAnswer, Reading,
    Sent, SimReport, Supplier, SupplierError,
};
use async_trait::async_trait;
use keyring::{KeyError, Keyring};
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::sync::Mutex;
use url::Url;

/// Orange allows 50 token requests a minute and answers 429 beyond (seed 004, "Erreurs 401").
const TOKENS_A_MINUTE: usize = 20;

/// An account at Orange, ready to use.
pub struct Settings {
    pub id: SupplierId,
    /// `https://api.orange.com/travel-b2b/v1`, with or without a slash at its end.
    pub base_url: Url,
    pub token_url: Url,
    pub client_id: String,
    pub client_secret: Secret,
    pub keys: Keyring,
    pub http: HttpSettings,
}

/// Why an account cannot be used.
#[derive(Debug, Error)]
pub enum SetupError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Http(#[from] HttpSetupError),
}

impl Settings {
    /// Reads the key files that the configuration names.
    pub fn from_config(config: &OrangeTravelConfig, socket_limit: Duration) -> Result<Self, SetupError> {
        Ok(Self {
            id: config.id.clone(),
            base_url: config.base_url.clone(),
            token_url: config.token_url.clone(),
            client_id: config.client_id.clone(),
            client_secret: config.client_secret.clone(),
            keys: Keyring::load(&config.private_key_files)?,
            http: HttpSettings { min_tls: config.min_tls, socket_limit, ..HttpSettings::default() },
        })
    }
}

/// The adapter.
pub struct OrangeTravel {
    id: SupplierId,
    capabilities: Capabilities,
    clock: Clock,
    api: api::Api,
    line: Arc<Line>,
    keys: Keyring,
    networks: Mutex<networks::Kept>,
}

impl OrangeTravel {
    /// Asks nothing yet. Err when TLS cannot be set up.
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, SetupError> {
        let Settings { id, base_url, token_url, client_id, client_secret, keys, http } = settings;
        let credentials = Credentials {
            url: token_url,
            client_id,
            client_secret,
            shown: Shown::InHeader,
            calls_a_minute: TOKENS_A_MINUTE,
            longest_life: None,
        };
        let capabilities = Capabilities {
            order_idempotency: OrderIdempotency::ClientReference,
            made_later: false,
            stock: true,
            credit: false,
            top_up: true,
            pushes: false,
            socket_limit: http.socket_limit,
        };
        let http = Http::new(&http, clock.clone())?;
        let line = Arc::clone(&http.line);
        let api = api::Api::new(base_url, credentials, http, clock.clone());
        Ok(Self { id, capabilities, clock, api, line, keys, networks: Mutex::default() })
    }
}

#[async_trait]
impl Supplier for OrangeTravel {
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
        self.offers(&self.own_request_id()).await
    }

    async fn product(&self, product: &SupplierProductId) -> Result<Option<SupplierProduct>, SupplierError> {
        self.api.while_somebody_waits(self.offer(product, &self.own_request_id())).await
    }

    async fn obstacle(&self) -> Result<Option<String>, SupplierError> {
        self.key_obstacle(&self.own_request_id()).await
    }

    async fn send(&self, purchase: &Purchase) -> Sent {
        self.buy(purchase).await
    }

    fn read(&self, answer: &RawAnswer, wanted: &Wanted) -> Reading {
        buying::read(answer, wanted, &self.keys)
    }

    async fn find_order(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError> {
        self.transactions_of(search).await
    }

    async fn orders_between(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Option<Vec<ListedOrder>>, SupplierError> {
        self.transactions_between(from, to, request_id).await.map(Some)
    }

    async fn order(&self, reference: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        self.transaction(reference, request_id).await
    }

    async fn usage(&self, sim: &SimNames, request_id: &str) -> Result<Option<UsageReport>, SupplierError> {
        self.api.while_somebody_waits(self.balances(sim, request_id)).await
    }

    async fn sim_status(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError> {
        self.api.while_somebody_waits(self.status(sim, request_id)).await
    }

    async fn network_states(&self, request_id: &str) -> Result<Vec<NetworkState>, SupplierError> {
        let networks = self.known_networks(request_id).await?;
        Ok(networks.iter().map(networks::Network::state).collect())
    }

    async fn top_ups(&self, sim: &SimNames, request_id: &str) -> Result<Vec<SupplierProduct>, SupplierError> {
        self.api.while_somebody_waits(self.top_ups_for(sim, request_id)).await
    }
}
