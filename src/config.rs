//! The configuration: read once at start from a TOML file and the environment, checked as a whole, refused with one
//! clear line for each thing that is wrong.
//!
//! Every key can come from the environment: `ESCALE__STRIPE__SECRET_KEY`, lists by index
//! (`ESCALE__STRIPE__WEBHOOK_SECRETS__0`), suppliers by their id (`ESCALE__SUPPLIERS__ORANGE__CLIENT_SECRET`).
//! Every secret can come from a file: beside each secret `name` stands `name_file`, of the same shape, with paths in
//! place of the secrets. Paths are relative to the working directory.

mod checks;
mod network;
mod overlay;
mod read;
mod section;
mod suppliers;
#[cfg(test)]
mod tests;

pub use network::Network;
pub use suppliers::{
    AiraloConfig, ClientCertificate, CreditAlarm, EsimGoConfig, OrangeTravelConfig, PayInConfig, StandardConfig,
    SupplierConfig,
};

use crate::domain::ids::SupplierId;
use crate::domain::pricing::PriceRules;
use crate::secret::Secret;
use lettre::message::Mailbox;
use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Duration;
use thiserror::Error;
use url::Url;

/// Everything that the merchant decides.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where visitors find the shop; without path. Links in mails and at the payment provider begin with it.
    pub public_url: Url,
    pub listen: SocketAddr,
    /// `sqlite://data/escale.db` or `postgres://…`, which may hold a password.
    pub database_url: Secret,
    /// From the hold or payment to the delivery; then the money is given back.
    pub delivery_deadline: Duration,
    /// The same where the supplier has accepted the order.
    pub accepted_deadline: Duration,
    /// How long a checkout can be paid.
    pub session_life: Duration,
    /// Between two look-ups that prove together that nothing was sold.
    pub quiet_time: Duration,
    /// Longest time from writing a request to a supplier to giving up on its answer.
    pub socket_limit: Duration,
    pub catalogue_sync_every: Duration,
    /// Whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: Vec<Network>,
    /// A banner on every page says that nothing here is real.
    pub demo: bool,
    pub log: LogFormat,
    pub vault: VaultConfig,
    pub stripe: StripeConfig,
    pub mail: MailConfig,
    pub suppliers: Vec<SupplierConfig>,
    pub pricing: PriceRules,
    pub merchant: Merchant,
    /// Whoever shows it reads the metrics; without it there are none.
    pub metrics_token: Option<Secret>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Human,
    Json,
}

/// The keys of sealing at rest; `active` is one of `keys`.
#[derive(Clone)]
pub struct VaultConfig {
    pub active: String,
    pub keys: BTreeMap<String, [u8; 32]>,
    pub index_key: [u8; 32],
}

/// The payment provider.
#[derive(Clone, Debug)]
pub struct StripeConfig {
    pub secret_key: Secret,
    /// At least one; two while one is being rotated.
    pub webhook_secrets: Vec<Secret>,
    pub api_url: Url,
    /// Scheme, host and port of the hosted page, as `form-action` lists it: `https://checkout.stripe.com`.
    pub checkout_origin: String,
    pub capture: Capture,
}

impl StripeConfig {
    /// Whether the key moves real money (`sk_live_…`, `rk_live_…`): every object that is read must say the same.
    pub fn is_live(&self) -> bool {
        self.secret_key.expose().contains("_live_")
    }
}

/// When the buyer's money is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capture {
    /// Held at first, taken once the eSIM is delivered.
    OnDelivery,
    /// Taken at once, given back if nothing is delivered.
    Immediate,
}

/// The relay for mails.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// `smtp://host:port` or `smtps://user:password@host:port`.
    pub smtp_url: Secret,
    pub from: Mailbox,
    pub min_tls: MinTls,
}

/// The oldest TLS that is accepted outwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MinTls {
    V1_2,
    V1_3,
}

/// Who sells: shown on every page and in every mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merchant {
    pub name: String,
    /// The legal address, one line; empty when it is not set.
    pub address: String,
    pub support_email: String,
}

/// Everything that is wrong with a configuration, one line each.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct ConfigProblems(pub Vec<String>);

impl Config {
    /// Reads the file, if there is one, and the variables that begin with `ESCALE__`. Err lists every problem found.
    pub fn load(path: Option<&Path>, env: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigProblems> {
        let mut problems = Vec::new();
        let mut table = path.map_or_else(toml::Table::default, |path| overlay::file(path, &mut problems));
        overlay::environment(&mut table, env, &mut problems);
        let config = read::config(table, &mut problems);
        match config {
            Some(config) if problems.is_empty() => {
                checks::all(&config, &mut problems);
                if problems.is_empty() { Ok(config) } else { Err(ConfigProblems(problems)) }
            }
            _ => Err(ConfigProblems(problems)),
        }
    }

    /// The environment, as `load` wants it; a variable that is not text is left out.
    pub fn environment() -> impl Iterator<Item = (String, String)> {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
    }

    /// What is allowed and yet unwise, one line each; said at every start.
    pub fn warnings(&self) -> Vec<String> {
        checks::warnings(self)
    }

    /// A link into the shop; `path` begins with a slash.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    /// Where this supplier may push to. `None` where its pushes would travel in clear; simulators on this machine may.
    pub fn push_address(&self, supplier: &SupplierId) -> Option<Url> {
        let account = self.suppliers.iter().find(|account| account.id() == supplier)?;
        let may_push = self.public_url.scheme() == "https" || account.is_simulated();
        may_push.then(|| self.public_url.join(&format!("/webhooks/suppliers/{supplier}")).ok())?
    }

    /// When what is left of the money paid to this supplier in advance is called low.
    pub fn credit_alarm(&self, supplier: &SupplierId) -> CreditAlarm {
        let account = self.suppliers.iter().find(|account| account.id() == supplier);
        account.map(SupplierConfig::credit_alarm).unwrap_or_default()
    }

    /// What the shop pays in at this supplier by itself; `None` unless it is told to.
    pub fn pay_in(&self, supplier: &SupplierId) -> Option<&PayInConfig> {
        self.suppliers.iter().find(|account| account.id() == supplier)?.pay_in()
    }

    /// Whether `X-Forwarded-*` of this neighbour is believed.
    pub fn trusts(&self, proxy: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(proxy))
    }
}

impl fmt::Debug for VaultConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.keys.keys().collect();
        f.debug_struct("VaultConfig").field("active", &self.active).field("keys", &names).finish_non_exhaustive()
    }
}

impl fmt::Display for ConfigProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}
