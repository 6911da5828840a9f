//! Topping up: what fits a SIM, and the order for it, on the same path as an eSIM's.

use super::catalogue_sync::price;
use super::checkout::{CheckedOut, Checkout, order_once};
use super::provision::new_request_id;
use super::still_sold::obstacle_to_buying;
use super::usage_sync::{EsimUse, StoredSim};
use crate::domain::checkout::Quantity;
use crate::domain::esim::SimToTopUp;
use crate::domain::ids::OfferId;
use crate::domain::money::Money;
use crate::domain::offer::{Offer, SupplierProduct};
use crate::services::Services;
use crate::store::{Esim, EsimRead, Result};
use crate::suppliers::{Supplier, SupplierError};
use std::sync::Arc;

/// What can be bought for a SIM now.
#[derive(Debug, Default)]
pub struct Fitting {
    /// Cheapest first.
    pub offers: Vec<Offer>,
    /// A supplier could not be asked: there may be more.
    pub incomplete: bool,
}

/// An eSIM of ours, to be topped up at its own supplier.
pub fn sim_of(esim: &Esim) -> SimToTopUp {
    SimToTopUp { esim: Some(esim.id.clone()), names: esim.sim_names() }
}

/// What fits a SIM at `suppliers` that sell top-ups, priced by the shop's own rules.
pub async fn fitting_top_ups(
    services: &Services,
    sim: &SimToTopUp,
    suppliers: impl Iterator<Item = &Arc<dyn Supplier>>,
) -> Fitting {
    let mut fitting = Fitting::default();
    for supplier in suppliers.filter(|supplier| supplier.capabilities().top_up) {
        match ask(services, supplier.as_ref(), sim).await {
            Ok(offers) => fitting.offers.extend(offers),
            Err(error) => {
                tracing::warn!(supplier = %supplier.id(), %error, "top-ups cannot be offered now");
                fitting.incomplete = true;
            }
        }
    }
    fitting.offers.sort_by(|a, b| (a.price.minor, &a.id).cmp(&(b.price.minor, &b.id)));
    fitting
}

/// Orders a top-up and opens the provider's page, or says why not. `seen` is the price on the buyer's page.
pub async fn check_out_top_up(
    services: &Services,
    checkout: &Checkout,
    sim: &SimToTopUp,
    seen: Money,
) -> Result<CheckedOut> {
    order_once(services, checkout, Some((sim, seen))).await
}

/// The top-up as it is sold for this SIM this minute. The form's word for what fits is never taken.
pub(super) async fn look_at_top_up(
    services: &Services,
    offer: &OfferId,
    sim: &SimToTopUp,
    draft: &str,
) -> Result<std::result::Result<Offer, CheckedOut>> {
    let own = |supplier: &&Arc<dyn Supplier>| offer.as_str().starts_with(&format!("{}-", supplier.id()));
    let fitting = fitting_top_ups(services, sim, services.suppliers.iter().filter(own)).await;
    let Some(offer) = fitting.offers.into_iter().find(|candidate| candidate.id == *offer) else {
        return Ok(Err(if fitting.incomplete { CheckedOut::TryAgain } else { CheckedOut::Gone }));
    };
    Ok(match obstacle_to_buying(services, &offer, Quantity::ONE, draft).await? {
        Some(outcome) => Err(outcome),
        None => Ok(offer),
    })
}

async fn ask(
    services: &Services,
    supplier: &dyn Supplier,
    sim: &SimToTopUp,
) -> std::result::Result<Vec<Offer>, SupplierError> {
    let request_id = new_request_id();
    let products = services.outside("supplier.top_ups", supplier.top_ups(&sim.names, &request_id)).await?;
    Ok(products.into_iter().filter_map(|product| offer_of(services, supplier, product)).collect())
}

fn offer_of(services: &Services, supplier: &dyn Supplier, product: SupplierProduct) -> Option<Offer> {
    let price = price(services, &product).ok()?;
    Some(Offer {
        id: OfferId::of(supplier.id(), &product.product),
        supplier: supplier.id().clone(),
        product: product.product,
        facts: product.facts,
        cost: product.cost,
        price,
        stock: product.stock,
    })
}

/// How a SIM that was not sold here is, asked of the network whose top-ups fit it. `None` for a SIM that was not named by
/// its own number: who types a phone number may not be its owner.
pub async fn look_at_sim(services: &Services, sim: &SimToTopUp, fitting: &Fitting) -> Option<EsimUse> {
    sim.names.sim_id.as_ref()?;
    let offer = fitting.offers.first()?;
    let supplier = services.suppliers.get(&offer.supplier)?;
    let names = sim.of_network(&offer.facts.network).names;
    let request_id = new_request_id();
    let (usage, report) = tokio::join!(
        services.outside("supplier.usage", supplier.usage(&names, &request_id)),
        services.outside("supplier.sim_status", supplier.sim_status(&names, &request_id)),
    );
    let now = services.clock.now();
    let told = |error: SupplierError| tracing::warn!(supplier = %supplier.id(), %error, "a SIM could not be looked at");
    let usage = usage.map_err(told);
    let usage_at = usage.is_ok().then_some(now);
    let sim = report.map_err(told).ok().flatten().map(StoredSim::from);
    let sim_at = sim.as_ref().map(|_| now);
    let read = EsimRead { asked_at: Some(now), usage: usage.ok().flatten(), usage_at, sim: None, sim_at };
    Some(EsimUse { read, sim, runs_out_at: None })
}
