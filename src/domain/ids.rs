//! Identifiers: one type for each kind of row, so that an order's id is never taken for a payment's.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What all identifiers share: made from stored text, shown as text, told apart by a prefix.
pub trait Id: Sized {
    /// The first letters of every identifier of this kind, without the underscore.
    const PREFIX: &'static str;
    /// Wraps text that came from the database or from the generator.
    fn from_text(text: String) -> Self;
    /// The identifier as stored.
    fn as_str(&self) -> &str;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_text(text: String) -> Self {
                Self(text)
            }
            fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl $name {
            /// The identifier as stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// An order of one buyer.
    OrderId = "ord";
    /// One eSIM within an order.
    LineId = "lin";
    /// One checkout attempt at the payment provider.
    PaymentId = "pay";
    /// One try to buy one eSIM; it is also the reference that we give to the supplier.
    AttemptId = "att";
    /// A delivered eSIM.
    EsimId = "sim";
    /// Money that we give back after it was taken.
    RefundId = "ref";
    /// A thing that waits for a person.
    TaskId = "tsk";
    /// A job in the outbox.
    JobId = "job";
    /// A mail that we owe somebody.
    MailId = "mai";
    /// A member of the merchant's staff.
    StaffId = "stf";
    /// A configured supplier, such as `orange`.
    SupplierId = "sup";
    /// A supplier's own name of what we buy.
    SupplierProductId = "prd";
    /// What we sell: supplier and product.
    OfferId = "off";
}

impl OfferId {
    /// The offer of one product of one supplier; stable over catalogue syncs.
    pub fn of(supplier: &SupplierId, product: &SupplierProductId) -> Self {
        Self(format!("{supplier}-{product}"))
    }
}
