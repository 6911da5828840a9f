//! The catalogue: read whole once an hour, and one country at a time before something of it is sold.

use super::Airalo;
use super::packages::{self, Listed, Place};
use crate::domain::ids::SupplierProductId;
use crate::domain::offer::SupplierProduct;
use crate::suppliers::SupplierError;
use crate::suppliers::http::reading::Tries;
use std::collections::HashSet;

const PACKAGES: &[&str] = &["packages"];

/// Airalo takes 40 calls for packages a minute; two servers and a person with curl stay below it.
pub(super) const PACKAGE_CALLS_A_MINUTE: usize = 18;
/// So many of them are left to reading the whole catalogue.
const LEFT_TO_THE_WHOLE: usize = 8;

impl Airalo {
    /// Every package, no older than an hour.
    pub(super) async fn packages(&self, request_id: &str) -> Result<Vec<SupplierProduct>, SupplierError> {
        let _one_at_a_time = self.reading.lock().await;
        if let Some(fresh) = self.kept.fresh(self.clock.now()) {
            return Ok(fresh);
        }
        let listed = self.read_packages(&[], request_id).await?;
        tracing::info!(packages = listed.len(), "Airalo's catalogue was read");
        let products = listed.iter().map(|listed| listed.product.clone()).collect();
        self.kept.replace(listed, self.clock.now());
        Ok(products)
    }

    /// One package as it stands now: its country is read again unless that was done within a minute. Where the minute's
    /// calls are spoken for, what is known is the answer, as long as it is no older than an hour.
    pub(super) async fn package(
        &self,
        id: &SupplierProductId,
        request_id: &str,
    ) -> Result<Option<SupplierProduct>, SupplierError> {
        let Some((place, just_looked_at)) = self.kept.place(id, self.clock.now()) else {
            return Ok(self.packages(request_id).await?.into_iter().find(|product| product.product == *id));
        };
        if just_looked_at {
            return Ok(self.kept.package(id));
        }
        if self.pace.left() <= LEFT_TO_THE_WHOLE {
            let whole = self.packages(request_id).await?;
            return Ok(whole.into_iter().find(|product| product.product == *id));
        }
        let mut filters = vec![("filter[type]", "global")];
        if let Place::Country(code) = &place {
            filters = vec![("filter[type]", "local"), ("filter[country]", code)];
        }
        let listed = self.read_packages(&filters, request_id).await?;
        self.kept.replace_place(&place, listed, self.clock.now());
        Ok(self.kept.package(id))
    }

    async fn read_packages(&self, filters: &[(&str, &str)], request_id: &str) -> Result<Vec<Listed>, SupplierError> {
        let mut query = vec![("include", "topup")];
        query.extend_from_slice(filters);
        let pages =
            self.api.get_list("packages.list", Tries::Several, PACKAGES, &query, Some(&self.pace), request_id).await?;
        let mut listed = Vec::new();
        let mut seen = HashSet::new();
        for page in pages {
            for entry in page.elements {
                // A package that two regions list is one package.
                let new = packages::of_entry(entry, &page.pricing).into_iter();
                listed.extend(new.filter(|one| seen.insert(one.product.product.clone())));
            }
        }
        Ok(listed)
    }
}
