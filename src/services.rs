//! What every request and every job is given.

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::catalogue::Catalogue;
use crate::mail::{Mailer, MailerError};
use crate::payments::PaymentError;
use crate::payments::stripe::Stripe;
use crate::secret::random_base32;
use crate::store::cipher::{Vault, VaultError};
use crate::store::{Store, StoreError};
use crate::suppliers::{self, Suppliers};
use crate::trial::{Boundary, Guard, Trial};
use std::sync::{Arc, PoisonError, RwLock};
use thiserror::Error;
use tokio::sync::{Notify, Semaphore};

/// Why the shop cannot open; one line for the engineer.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Suppliers(#[from] suppliers::SetupError),
    #[error("stripe: {0}")]
    Stripe(#[from] PaymentError),
    #[error(transparent)]
    Mail(#[from] MailerError),
}

/// Handles to everything outside a request. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub config: Arc<Config>,
    pub clock: Clock,
    pub store: Store,
    pub suppliers: Suppliers,
    pub stripe: Stripe,
    pub mailer: Mailer,
    /// Rung when a job may be ready at once, so that the worker does not wait for its next look.
    pub bell: Arc<Notify>,
    /// RSA and argon2 run off the async threads, no more at once than there are processors.
    heavy: Arc<Semaphore>,
    catalogue: Arc<RwLock<Arc<Catalogue>>>,
    /// The name of the job for whose run this handle is.
    job: Option<Arc<str>>,
}

impl Services {
    /// Opens everything that the configuration names. Asks nobody but the database.
    pub async fn open(config: Config, clock: Clock, trial: Trial) -> Result<Self, OpenError> {
        let suppliers = Suppliers::from_config(&config.suppliers, config.socket_limit, &clock)?;
        let vault = Vault::new(&config.vault.active, &config.vault.keys, &config.vault.index_key)?;
        let store = Store::connect(config.database_url.expose(), vault).await?.under(trial);
        Self::over(config, clock, store, suppliers)
    }

    /// As `open`, over records that are open already and suppliers of the caller's choice.
    pub fn over(config: Config, clock: Clock, store: Store, suppliers: Suppliers) -> Result<Self, OpenError> {
        let stripe = Stripe::new((&config.stripe).into())?;
        let mailer = Mailer::new(&config.mail, &config.public_url)?;
        Ok(Self::new(Arc::new(config), clock, store, suppliers, stripe, mailer))
    }

    /// Brings the parts together; the catalogue is empty until it is loaded.
    fn new(
        config: Arc<Config>,
        clock: Clock,
        store: Store,
        suppliers: Suppliers,
        stripe: Stripe,
        mailer: Mailer,
    ) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            config,
            clock,
            store,
            suppliers,
            stripe,
            mailer,
            bell: Arc::default(),
            heavy: Arc::new(Semaphore::new(processors)),
            catalogue: Arc::default(),
            job: None,
        }
    }

    /// The snapshot of everything that is sold.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Swaps the snapshot, whole.
    pub fn replace_catalogue(&self, catalogue: Catalogue) {
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
    }

    /// The same, for the run of a job.
    pub fn for_job(&self, name: &str) -> Self {
        Self { job: Some(name.into()), ..self.clone() }
    }

    /// Whether this is the run of that job, which then need not be rung: its lease sees to it that it is taken up.
    pub fn is_run_of(&self, name: &str) -> bool {
        self.job.as_deref() == Some(name)
    }

    /// Asks somebody outside. `name` is the call's, for trials: `stripe.capture`, `supplier.send`.
    pub async fn outside<T>(&self, name: &str, asking: impl Future<Output = T>) -> T {
        self.store.trial().around(Boundary::Call, name, asking).await
    }

    /// The key of a request to the payment provider: durable, so that a repeated request carries it again.
    pub fn provider_key(&self, key: String) -> String {
        if self.stands(Guard::ProviderKey) { key } else { format!("{key}:{}", random_base32(8)) }
    }

    /// Whether a guard stands: always, unless a trial took it away.
    pub fn stands(&self, guard: Guard) -> bool {
        self.store.trial().stands(guard)
    }

    /// Runs slow arithmetic off the async threads. `None` only if it panicked.
    pub async fn compute<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let permit = Arc::clone(&self.heavy).acquire_owned().await.ok()?;
        tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        })
        .await
        .ok()
    }
}
