//! Orders at the supplier: one, all of a period, and those that carry our reference.

use super::Standard;
use super::api::ORDERS;
use super::buying::together;
use super::wire::{Order, OrderWord, object_in};
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::wire::json_of;
use crate::suppliers::{FoundOrder, ListedOrder, OrderSearch, RawAnswer, Standing, SupplierError};
use serde_json::Value;

impl Standard {
    /// One order as it stands now, with its eSIM once there is one.
    pub(super) async fn order_with_its_esim(&self, id: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        let answer = self.api.get("orders.read", Tries::One, &["orders", id], &[], request_id).await?;
        match esim_to_ask(&answer) {
            Some(esim) => Ok(together(answer, &self.esim_told(Tries::One, &esim, request_id).await?)),
            None => Ok(answer),
        }
    }

    /// What is told of an eSIM.
    pub(super) async fn esim_told(&self, tries: Tries, id: &str, request_id: &str) -> Result<Value, SupplierError> {
        json_of(&self.api.get("esims.read", tries, &["esims", id], &[], request_id).await?)
    }

    /// Every order of the window. The protocol has no filter by time: all are read.
    pub(super) async fn orders_of_window(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Vec<ListedOrder>, SupplierError> {
        let window = from.plus_days(-1)..=to.plus_days(1);
        let listed = self.api.list(Tries::Several, &ORDERS, &[], request_id).await?;
        let orders = listed.into_iter().map(listed_order).collect::<Result<Vec<_>, _>>()?;
        // One without a readable time may be of the window.
        Ok(orders.into_iter().filter(|order| order.sold_at.is_none_or(|at| window.contains(&at))).collect())
    }

    /// The orders with our reference.
    pub(super) async fn orders_of(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError> {
        let ours = search.attempt.as_str();
        let filters = [("external_reference", ours)];
        let listed = self.api.list(Tries::One, &ORDERS, &filters, &search.request_id).await?;
        let mut found = Vec::new();
        for element in listed {
            let answer = RawAnswer::of_element(&element);
            let listed = listed_order(element)?;
            // A filter that matches a part, or none at all, must not hand us another order's eSIM.
            if listed.our_reference.as_deref() == Some(ours) {
                let answer = self.with_its_esim(answer, &search.request_id).await;
                found.push(FoundOrder { reference: listed.reference, answer });
            }
        }
        Ok(found)
    }

    /// That the order exists is known without its eSIM.
    async fn with_its_esim(&self, order: RawAnswer, request_id: &str) -> RawAnswer {
        let Some(esim) = esim_to_ask(&order) else { return order };
        match self.esim_told(Tries::One, &esim, request_id).await {
            Ok(esim) => together(order, &esim),
            Err(error) => {
                tracing::warn!(%error, "the order was found, but not its eSIM");
                order
            }
        }
    }
}

/// The eSIM of a completed order, to be asked for; a top-up brings none.
fn esim_to_ask(answer: &RawAnswer) -> Option<String> {
    let order: Order = object_in(serde_json::from_slice(&answer.body).ok()?)?;
    (order.standing() == OrderWord::Completed && !order.is_top_up()).then_some(order.esim_id.0)?
}

/// An order without a number cannot be told apart from others: the list is not to be believed.
fn listed_order(element: Value) -> Result<ListedOrder, SupplierError> {
    let order: Order = object_in(element).unwrap_or_default();
    let reference =
        order.reference().ok_or_else(|| SupplierError::Garbled { reason: "a listed order has no number".into() })?;
    let standing = match order.standing() {
        OrderWord::Completed => Standing::Delivered,
        OrderWord::Failed => Standing::Refused,
        OrderWord::UnderWay | OrderWord::Strange(_) | OrderWord::None => Standing::UnderWay,
    };
    let Order { external_reference, created_at, .. } = order;
    Ok(ListedOrder { our_reference: external_reference.0, reference, sold_at: created_at.0, standing })
}
