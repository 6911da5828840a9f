//! The generic protocol of an eSIM API (seed 002): whoever speaks it is attached by configuration alone.
//!
//! An order carries a key, under which it is sold once however often it is sent, and our reference, by which it is found.
//! The protocol leaves names of some answers open; `docs/suppliers.md` says what is expected of a partner.

mod api;
mod buying;
mod catalogue;
mod faults;
mod orders;
mod pushes;
mod sims;
#[cfg(test)]
mod tests;
mod top_ups;
mod wire;

use crate::clock::Clock;
use crate::config::{ClientCertificate, StandardConfig};
use crate::domain::country::CountryCode;
use crate::domain::esim::{SimNames, Wanted};
use crate::domain::ids::{SupplierId, SupplierProductId};
use crate::domain::offer::SupplierProduct;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::UsageReport;
use crate::secret::Secret;
use crate::suppliers::http::line::Line;
use crate::suppliers::http::token::{Credentials, Shown};
use crate::suppliers::http::{Http, HttpSettings, HttpSetupError, own_request_id};
use crate::suppliers::{
    Capabilities, FoundOrder, ListedOrder, OrderIdempotency, OrderSearch, Purchase, Push, PushRefused, RawAnswer,
    Reading, Sent, SimReport, Supplier, SupplierError,
};
use async_trait::async_trait;
use reqwest::header::HeaderMap;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use thiserror::Error;
use url::Url;

/// The protocol names no limit; a token lives an hour.
const TOKENS_A_MINUTE: usize = 20;

/// An account at a supplier that speaks the protocol, ready to use.
pub struct Settings {
    pub id: SupplierId,
    /// With or without a slash at its end; it may hold the version (`…/v2`).
    pub base_url: Url,
    pub token_url: Url,
    pub client_id: String,
    pub client_secret: Secret,
    /// Without it no push is registered or taken.
    pub webhook_secret: Option<Secret>,
    pub api_version: String,
    pub locale: String,
    pub http: HttpSettings,
}

/// Why an account cannot be used.
#[derive(Debug, Error)]
pub enum SetupError {
    #[error("{path}: the file cannot be read: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Http(#[from] HttpSetupError),
}

impl Settings {
    /// Reads the certificate's files where the configuration names any.
    pub fn from_config(config: &StandardConfig, socket_limit: Duration) -> Result<Self, SetupError> {
        let identity = config.client_certificate.as_ref().map(identity).transpose()?;
        let authorities = config.authority_file.as_ref().map(read_file).transpose()?;
        let http =
            HttpSettings { min_tls: config.min_tls, socket_limit, identity, authorities, ..HttpSettings::default() };
        Ok(Self {
            id: config.id.clone(),
            base_url: config.base_url.clone(),
            token_url: config.token_url.clone(),
            client_id: config.client_id.clone(),
            client_secret: config.client_secret.clone(),
            webhook_secret: config.webhook_secret.clone(),
            api_version: config.api_version.clone(),
            locale: config.locale.clone(),
            http,
        })
    }
}

/// Certificate and key in one PEM.
fn identity(files: &ClientCertificate) -> Result<Secret, SetupError> {
    Ok(Secret::new(format!("{}\n{}", read_file(&files.certificate_file)?, read_file(&files.key_file)?)))
}

fn read_file(path: &PathBuf) -> Result<String, SetupError> {
    std::fs::read_to_string(path).map_err(|source| SetupError::File { path: path.clone(), source })
}

/// The adapter.
pub struct Standard {
    id: SupplierId,
    capabilities: Capabilities,
    clock: Clock,
    api: api::Api,
    line: Arc<Line>,
    webhook_secret: Option<Secret>,
    /// Of the packages for one country, which: then the list can be asked for that country alone.
    countries: Mutex<HashMap<SupplierProductId, CountryCode>>,
}

impl Standard {
    /// Asks nothing yet. Err when TLS cannot be set up.
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, SetupError> {
        let Settings { id, base_url, token_url, client_id, client_secret, webhook_secret, api_version, locale, http } =
            settings;
        let credentials = Credentials {
            url: token_url,
            client_id,
            client_secret,
            shown: Shown::InHeader,
            calls_a_minute: TOKENS_A_MINUTE,
            longest_life: None,
        };
        let capabilities = Capabilities {
            order_idempotency: OrderIdempotency::Key,
            made_later: false,
            stock: false,
            credit: false,
            top_up: true,
            pushes: webhook_secret.is_some(),
            socket_limit: http.socket_limit,
        };
        let http = Http::new(&http, clock.clone())?;
        let line = Arc::clone(&http.line);
        let api = api::Api::new(base_url, [api_version, locale], credentials, http, clock.clone());
        Ok(Self { id, capabilities, clock, api, line, webhook_secret, countries: Mutex::default() })
    }
}

#[async_trait]
impl Supplier for Standard {
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
        self.packages(&[], &own_request_id()).await
    }

    async fn product(&self, product: &SupplierProductId) -> Result<Option<SupplierProduct>, SupplierError> {
        self.api.while_somebody_waits(self.package(product, &own_request_id())).await
    }

    /// Nothing of ours can be wrong beyond the credentials, which the question itself tries.
    async fn obstacle(&self) -> Result<Option<String>, SupplierError> {
        self.api.is_there(&own_request_id()).await.map(|()| None)
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
        self.orders_of_window(from, to, request_id).await.map(Some)
    }

    async fn order(&self, reference: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        self.order_with_its_esim(reference, request_id).await
    }

    async fn usage(&self, sim: &SimNames, request_id: &str) -> Result<Option<UsageReport>, SupplierError> {
        self.api.while_somebody_waits(self.use_of(sim, request_id)).await
    }

    async fn sim_status(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError> {
        self.api.while_somebody_waits(self.state_of(sim, request_id)).await
    }

    async fn top_ups(&self, sim: &SimNames, request_id: &str) -> Result<Vec<SupplierProduct>, SupplierError> {
        self.api.while_somebody_waits(self.fitting(sim, request_id)).await
    }

    fn understand_push(&self, headers: &HeaderMap, body: &[u8]) -> Result<Push, PushRefused> {
        let secret = self.webhook_secret.as_ref().ok_or(PushRefused::NotExpected)?;
        pushes::understand(secret, headers, body)
    }

    async fn register_pushes(&self, address: &Url, request_id: &str) -> Result<(), SupplierError> {
        match &self.webhook_secret {
            Some(secret) => self.register(address, secret, request_id).await,
            None => Ok(()),
        }
    }
}
