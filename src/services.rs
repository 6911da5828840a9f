//! What every request and every job is given.

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::catalogue::Catalogue;
use crate::mail::Mailer;
use crate::payments::stripe::Stripe;
use crate::store::Store;
use crate::suppliers::Suppliers;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Notify, Semaphore};

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
}

impl Services {
    /// Brings the parts together; the catalogue is empty until it is loaded.
    pub fn new(config: Arc<Config>, clock: Clock, store: Store, suppliers: Suppliers, stripe: Stripe, mailer: Mailer) -> Self {
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
