//! What fits an eSIM: of the catalogue, what works where the eSIM does, as far as eSIM Go calls it compatible.

use super::EsimGo;
use crate::domain::country::CountryCode;
use crate::domain::esim::SimNames;
use crate::domain::iccid::Iccid;
use crate::domain::offer::{ProductKind, SupplierProduct};
use crate::suppliers::SupplierError;
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

/// Each is asked about by itself, and somebody waits.
const MOST_ASKED: usize = 8;

impl EsimGo {
    /// Bundles that can be put on the eSIM, the same countries first, then cheapest first.
    pub(super) async fn fitting_bundles(
        &self,
        sim: &SimNames,
        request_id: &str,
    ) -> Result<Vec<SupplierProduct>, SupplierError> {
        let Some(iccid) = &sim.iccid else { return Ok(Vec::new()) };
        let catalogue = self.last_catalogue(request_id).await?;
        let on_it = self.bundles_on(iccid.as_str(), request_id).await?;
        let names: HashSet<&str> = on_it.iter().filter_map(|(bundle, _)| bundle.name.as_deref()).collect();
        let mut fitting = Vec::new();
        for product in nearest(&catalogue, &names).into_iter().take(MOST_ASKED) {
            if self.is_compatible(iccid, product, request_id).await? {
                fitting.push(SupplierProduct { kind: ProductKind::TopUp, ..product.clone() });
            }
        }
        Ok(fitting)
    }

    async fn last_catalogue(&self, request_id: &str) -> Result<Arc<[SupplierProduct]>, SupplierError> {
        let last = Arc::clone(&*self.bundles.lock().await);
        if last.is_empty() { self.read_catalogue(request_id).await.map(Arc::from) } else { Ok(last) }
    }

    async fn is_compatible(
        &self,
        iccid: &Iccid,
        product: &SupplierProduct,
        request_id: &str,
    ) -> Result<bool, SupplierError> {
        let path = ["esims", iccid.as_str(), "compatible", product.product.as_str()];
        match self.api.get_json("compatible", &path, &[], request_id).await {
            Ok(answer) => Ok(answer["compatible"] == Value::Bool(true)),
            // It left the catalogue meanwhile.
            Err(SupplierError::NotFound | SupplierError::Refused { status: 400, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// What shares a country with the bundles that are or were on the eSIM: most of their countries first, then fewest others,
/// then cheapest.
fn nearest<'a>(catalogue: &'a [SupplierProduct], on_it: &HashSet<&str>) -> Vec<&'a SupplierProduct> {
    let is_on_it = |product: &&SupplierProduct| on_it.contains(product.product.as_str());
    let wanted: HashSet<&CountryCode> =
        catalogue.iter().filter(is_on_it).flat_map(|product| &product.facts.coverage.countries).collect();
    let rank = |product: &SupplierProduct| {
        let countries = &product.facts.coverage.countries;
        let shared = countries.iter().filter(|country| wanted.contains(country)).count();
        (Reverse(shared), countries.len() - shared, product.cost.minor)
    };
    let mut near: Vec<_> = catalogue.iter().filter(|product| rank(product).0.0 > 0).collect();
    near.sort_by_cached_key(|product| rank(product));
    near
}
