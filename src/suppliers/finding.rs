//! Looking for orders in a supplier's books.

use super::RawAnswer;
use crate::domain::esim::Wanted;
use crate::domain::ids::{AttemptId, SupplierProductId};
use crate::domain::timestamp::UnixSeconds;

/// Which orders to look for.
#[derive(Clone, Debug)]
pub struct OrderSearch {
    pub wanted: Wanted,
    pub attempt: AttemptId,
    pub product: SupplierProductId,
    /// Window of the supplier's sale time; the adapter widens it by a day on both sides.
    pub from: UnixSeconds,
    pub to: UnixSeconds,
    pub request_id: String,
}

/// An order of ours at the supplier; `answer` can be given to `read`.
#[derive(Debug)]
pub struct FoundOrder {
    pub reference: String,
    pub answer: RawAnswer,
}

/// How an order stands in a supplier's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Sold and delivered.
    Delivered,
    /// Accepted, or a word that nobody knows: it may be sold.
    UnderWay,
    /// A definite no.
    Refused,
}

/// An order as a supplier lists it.
#[derive(Clone, Debug)]
pub struct ListedOrder {
    /// What was given as our reference: an attempt's id, if it is an order of this shop.
    pub our_reference: Option<String>,
    /// The supplier's own.
    pub reference: String,
    pub sold_at: Option<UnixSeconds>,
    pub standing: Standing,
}
