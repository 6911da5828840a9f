//! What can be bought for an eSIM that is there: packages for the same countries, as the protocol's `topup` wants them.

use super::Standard;
use super::wire::{Esim, Order, object_in};
use crate::domain::esim::SimNames;
use crate::domain::ids::SupplierProductId;
use crate::domain::offer::{ProductKind, SupplierProduct};
use crate::suppliers::SupplierError;
use crate::suppliers::http::own_request_id;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::wire::json_of;

impl Standard {
    /// Nothing for one that is over, is not rechargeable, or was not sold by this supplier.
    pub(super) async fn fitting(
        &self,
        sim: &SimNames,
        request_id: &str,
    ) -> Result<Vec<SupplierProduct>, SupplierError> {
        let Some(id) = &sim.sim_id else { return Ok(Vec::new()) };
        let esim: Esim = object_in(self.esim_told(Tries::Several, id, request_id).await?).unwrap_or_default();
        if esim.status.is("expired") {
            return Ok(Vec::new());
        }
        let Some(order) = esim.order_id.0.as_ref().or(sim.reference.as_ref()) else { return Ok(Vec::new()) };
        let answer = self.api.get("orders.read", Tries::Several, &["orders", order], &[], request_id).await?;
        let order: Order = object_in(json_of(&answer)?).unwrap_or_default();
        let Some(first) = order.package_id.0.map(SupplierProductId::from) else { return Ok(Vec::new()) };
        let Some(first) = self.package(&first, &own_request_id()).await? else { return Ok(Vec::new()) };
        if first.facts.top_up != Some(true) {
            return Ok(Vec::new());
        }
        let single = match &first.facts.coverage.countries[..] {
            [country] => Some(("iso_country", country.as_str())),
            _ => None,
        };
        let mut fitting = self.packages(single.as_slice(), request_id).await?;
        fitting.retain(|package| {
            package.available && package.facts.top_up == Some(true) && package.facts.coverage == first.facts.coverage
        });
        Ok(fitting.into_iter().map(|package| SupplierProduct { kind: ProductKind::TopUp, ..package }).collect())
    }
}
