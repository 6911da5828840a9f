//! Orders in Airalo's books: one, all of a period, and the one that carries our reference.

use super::Airalo;
use super::buying::{ORDERS, standing, status};
use super::wire::{self, Order};
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::{FoundOrder, ListedOrder, OrderSearch, RawAnswer, Standing, SupplierError};
use serde_json::Value;

/// Lists and single orders leave both out unless they are asked for.
const WHOLE: (&str, &str) = ("include", "sims,status");

impl Airalo {
    /// One order as it stands now, by Airalo's number.
    pub(super) async fn one_order(&self, reference: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        self.api.get("orders.read", Tries::One, &["orders", reference], &[WHOLE], request_id).await
    }

    /// The orders with our reference, eSIMs and top-ups alike.
    pub(super) async fn orders_of(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError> {
        let ours = search.attempt.as_str();
        let window = days(search.from, search.to);
        let filters = [("filter[description]", ours), ("filter[created_at]", window.as_str()), WHOLE];
        let mut found = Vec::new();
        for element in self.list_orders(Tries::One, &filters, &search.request_id).await? {
            let answer = RawAnswer::of_element(&element);
            let listed = listed_order(element)?;
            // The filter matches parts: another order's eSIM must not be handed to us.
            if listed.our_reference.as_deref() == Some(ours) {
                found.push(FoundOrder { reference: listed.reference, answer });
            }
        }
        Ok(found)
    }

    /// Every order of the window.
    pub(super) async fn all_orders(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Vec<ListedOrder>, SupplierError> {
        let window = days(from, to);
        let filters = [("filter[created_at]", window.as_str()), ("include", "status")];
        let listed = self.list_orders(Tries::Several, &filters, request_id).await?;
        listed.into_iter().map(listed_order).collect()
    }

    async fn list_orders(
        &self,
        tries: Tries,
        filters: &[(&str, &str)],
        request_id: &str,
    ) -> Result<Vec<Value>, SupplierError> {
        let pages = self.api.get_list("orders.list", tries, ORDERS, filters, None, request_id).await?;
        Ok(pages.into_iter().flat_map(|page| page.elements).collect())
    }
}

/// The days of a window, one more on both sides: their clock, their time zone, an exclusive end.
fn days(from: UnixSeconds, to: UnixSeconds) -> String {
    format!("{} - {}", from.plus_days(-1).civil_date(), to.plus_days(1).civil_date())
}

/// An order without a number cannot be told apart from others: the list is not to be believed.
fn listed_order(element: Value) -> Result<ListedOrder, SupplierError> {
    let order: Order = wire::object(element);
    let reference =
        order.id.0.ok_or_else(|| SupplierError::Garbled { reason: "a listed order has no number".into() })?;
    Ok(ListedOrder {
        our_reference: order.description.0,
        reference,
        sold_at: order.created_at.0,
        standing: standing(status(&order.status).as_deref()).unwrap_or(Standing::UnderWay),
    })
}
