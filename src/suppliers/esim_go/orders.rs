//! Orders at eSIM Go: all of a period, those that could be one of ours, and what an order's eSIMs are installed with.

use super::EsimGo;
use super::api::List;
use super::wire::{Item, Order};
use crate::domain::esim::Wanted;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::{FoundOrder, ListedOrder, OrderSearch, RawAnswer, Standing, SupplierError, wire};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::time::Duration;

/// As many on a page as other lists of eSIM Go's allow.
const PAGE_SIZE: (&str, &str) = ("limit", "100");

/// A day on both sides of a window: their clock, their time zone, an exclusive end.
const BESIDE_THE_WINDOW_DAYS: i64 = 1;

/// What was sold so long before we sent it was not sold to us, however wrong a clock is. An account whose clock is further
/// from ours fails the positive control, and nothing is concluded there.
const CLOCKS_DIFFER: Duration = Duration::from_secs(600);

/// The content type of [`AssignmentsOfOrder`].
pub(super) const ASSIGNMENTS_OF_ORDER: &str = "application/vnd.escale.esim-go-assignments+json";

/// Assignments as they came, byte by byte, with the reference of their order, which they do not tell.
#[derive(Serialize, Deserialize)]
pub(super) struct AssignmentsOfOrder {
    pub reference: String,
    pub content_type: String,
    pub body: Bytes,
}

/// Written as base64.
pub(super) struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}

impl EsimGo {
    /// What the eSIMs of an order are installed with.
    pub(super) async fn assignments_of(&self, reference: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        const CALL: &str = "assignments";
        let path = ["esims", "assignments"];
        let query = [("reference", reference)];
        let answer = match self.api.get(CALL, Tries::One, &path, &query, request_id).await {
            // Seed 001 shows the older form, with the reference in the path.
            Err(SupplierError::NotFound) => {
                self.api.get(CALL, Tries::One, &[path[0], path[1], reference], &[], request_id).await?
            }
            other => other?,
        };
        let RawAnswer { content_type, body, .. } = answer;
        let whole = AssignmentsOfOrder { reference: reference.to_owned(), content_type, body: Bytes(body) };
        let garbled = |error: serde_json::Error| SupplierError::Garbled { reason: error.to_string() };
        let body = serde_json::to_vec(&whole).map_err(garbled)?;
        Ok(RawAnswer { content_type: ASSIGNMENTS_OF_ORDER.to_owned(), body, ..answer })
    }

    /// Every order of the window.
    pub(super) async fn listed_orders(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Vec<ListedOrder>, SupplierError> {
        let elements = self.orders_in(Tries::Several, from, to, request_id).await?;
        elements.into_iter().map(|element| Listed::read(element).map(Listed::in_our_words)).collect()
    }

    /// All orders for one of the same bundle that may have been sold for the search: whose they are, its caller knows.
    pub(super) async fn orders_like(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError> {
        let mut found = Vec::new();
        for element in self.orders_in(Tries::One, search.from, search.to, &search.request_id).await? {
            let answer = RawAnswer::of_element(&element);
            let listed = Listed::read(element)?;
            if listed.fits(search) {
                found.push(FoundOrder { reference: listed.reference, answer });
            }
        }
        Ok(found)
    }

    async fn orders_in(
        &self,
        tries: Tries,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Vec<Value>, SupplierError> {
        let since = format!("gte:{}", from.plus_days(-BESIDE_THE_WINDOW_DAYS).iso8601());
        let until = format!("lte:{}", to.plus_days(BESIDE_THE_WINDOW_DAYS).iso8601());
        let list = List {
            path: &["orders"],
            wrapped: "orders",
            page_size: PAGE_SIZE,
            filters: &[("includeIccids", "true"), ("createdAt", &since), ("createdAt", &until)],
            name: |order| {
                let reference = ["orderReference", "reference"].iter().find_map(|field| order.get(field));
                reference.unwrap_or(order).to_string()
            },
        };
        self.api.get_list("orders", tries, &list, request_id).await
    }
}

/// An order of the list.
struct Listed {
    reference: String,
    order: Order,
    items: Vec<Item>,
}

impl Listed {
    /// An order without a reference cannot be told apart from others, one without its bundles may be anybody's: the list
    /// is not to be believed.
    fn read(element: Value) -> Result<Self, SupplierError> {
        let garbled = |reason: &str| SupplierError::Garbled { reason: reason.to_owned() };
        let mut order: Order = wire::object(element);
        let reference =
            order.reference().map(str::to_owned).ok_or_else(|| garbled("a listed order has no reference"))?;
        let items: Vec<Item> = wire::list_of(order.order.take()).into_iter().map(wire::object).collect();
        if items.is_empty() || items.iter().any(|item| item.item.0.is_none()) {
            return Err(garbled("a listed order does not say what was ordered"));
        }
        Ok(Self { reference, order, items })
    }

    /// Whether it can be what was sent: one of this bundle, for this SIM, not sold before.
    fn fits(&self, search: &OrderSearch) -> bool {
        let [item] = self.items.as_slice() else { return false };
        let named = item.named();
        let same_sim = match &search.wanted {
            Wanted::Esim => true,
            Wanted::TopUp(sim) => {
                named.is_empty()
                    || sim.iccid.as_ref().is_some_and(|iccid| named.iter().any(|told| told == iccid.as_str()))
            }
        };
        item.item.as_deref() == Some(search.product.as_str())
            && item.quantity.0.is_none_or(|quantity| quantity == 1)
            && self.order.sold_at().is_none_or(|at| at + CLOCKS_DIFFER >= search.from)
            && same_sim
    }

    fn in_our_words(self) -> ListedOrder {
        let standing = if self.order.status.is("completed") { Standing::Delivered } else { Standing::UnderWay };
        ListedOrder { our_reference: None, sold_at: self.order.sold_at(), reference: self.reference, standing }
    }
}
