//! The configured suppliers, by their ids.

use super::Supplier;
use super::airalo::{self, Airalo};
use super::esim_go::{self, EsimGo};
use super::http::HttpSetupError;
use super::orange_travel::{self, OrangeTravel};
use super::standard::{self, Standard};
use crate::clock::Clock;
use crate::config::SupplierConfig;
use crate::domain::ids::SupplierId;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;

/// Every supplier of this shop. Cheap to clone.
#[derive(Clone)]
pub struct Suppliers(Arc<[Arc<dyn Supplier>]>);

/// A supplier that cannot be set up.
#[derive(Debug, Error)]
pub enum SetupError {
    #[error("supplier {id}: {source}")]
    Airalo { id: SupplierId, source: HttpSetupError },
    #[error("supplier {id}: {source}")]
    EsimGo { id: SupplierId, source: HttpSetupError },
    #[error("supplier {id}: {source}")]
    OrangeTravel { id: SupplierId, source: orange_travel::SetupError },
    #[error("supplier {id}: {source}")]
    Standard { id: SupplierId, source: standard::SetupError },
}

impl Suppliers {
    /// In the order of the configuration.
    pub fn new(suppliers: Vec<Arc<dyn Supplier>>) -> Self {
        Self(suppliers.into())
    }

    /// The adapter of each account, by its kind. Reads key files, asks nobody. Err names the account.
    pub fn from_config(configs: &[SupplierConfig], socket_limit: Duration, clock: &Clock) -> Result<Self, SetupError> {
        let adapter = |config: &SupplierConfig| -> Result<Arc<dyn Supplier>, SetupError> {
            match config {
                SupplierConfig::Airalo(account) => {
                    Airalo::new(airalo::Settings::from_config(account, socket_limit), clock.clone())
                        .map(|adapter| Arc::new(adapter) as Arc<dyn Supplier>)
                        .map_err(|source| SetupError::Airalo { id: account.id.clone(), source })
                }
                SupplierConfig::EsimGo(account) => {
                    EsimGo::new(esim_go::Settings::from_config(account, socket_limit), clock.clone())
                        .map(|adapter| Arc::new(adapter) as Arc<dyn Supplier>)
                        .map_err(|source| SetupError::EsimGo { id: account.id.clone(), source })
                }
                SupplierConfig::OrangeTravel(orange) => orange_travel::Settings::from_config(orange, socket_limit)
                    .and_then(|settings| OrangeTravel::new(settings, clock.clone()))
                    .map(|adapter| Arc::new(adapter) as Arc<dyn Supplier>)
                    .map_err(|source| SetupError::OrangeTravel { id: orange.id.clone(), source }),
                SupplierConfig::Standard(account) => standard::Settings::from_config(account, socket_limit)
                    .and_then(|settings| Standard::new(settings, clock.clone()))
                    .map(|adapter| Arc::new(adapter) as Arc<dyn Supplier>)
                    .map_err(|source| SetupError::Standard { id: account.id.clone(), source }),
            }
        };
        Ok(Self::new(configs.iter().map(adapter).collect::<Result<_, _>>()?))
    }

    /// The supplier with this id; `None` when it is not configured any more.
    pub fn get(&self, id: &SupplierId) -> Option<&Arc<dyn Supplier>> {
        self.iter().find(|supplier| supplier.id() == id)
    }

    /// Those whose line is down, as this server finds it.
    pub fn away(&self) -> BTreeSet<SupplierId> {
        self.iter().filter(|supplier| !supplier.line().is_up()).map(|supplier| supplier.id().clone()).collect()
    }

    /// All, in the order of the configuration.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Supplier>> {
        self.0.iter()
    }
}
