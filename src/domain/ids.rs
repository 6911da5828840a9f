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
    /// One eSIM, or one top-up of a SIM, within an order.
    LineId = "lin";
    /// One checkout attempt at the payment provider.
    PaymentId = "pay";
    /// One try to buy one eSIM; it is also the reference that we give to the supplier.
    AttemptId = "att";
    /// A delivered eSIM.
    EsimId = "sim";
    /// A delivered top-up.
    TopUpId = "top";
    /// Money that we give back after it was taken.
    RefundId = "ref";
    /// Money that we pay in at a supplier.
    PayInId = "pin";
    /// A thing that waits for a person.
    TaskId = "tsk";
    /// One comparison of our records with the world.
    ReconciliationId = "rec";
    /// A difference between our records and the world.
    DifferenceId = "dif";
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

impl AttemptId {
    /// The try of that number for a line, from 1. The line stands in it: records that have forgotten the try, such as
    /// those of an older backup, learn from the supplier's books whose it was.
    pub fn of(line: &LineId, number: usize) -> Self {
        Self(format!("{}_{}_{number}", Self::PREFIX, bare(line)))
    }

    /// Reads a reference in a supplier's books; `None` when it is none of ours: others may use the same account.
    pub fn parse(reference: &str) -> Option<Self> {
        let (line, number) = reference.strip_prefix(Self::PREFIX)?.strip_prefix('_')?.split_once('_')?;
        let is_line = line.len() == 32 && line.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_number = (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        (is_line && is_number).then(|| Self(reference.to_owned()))
    }

    /// The line that the try is for.
    pub fn line(&self) -> LineId {
        let line = self.0.split('_').nth(1).unwrap_or_default();
        LineId(format!("{}_{line}", LineId::PREFIX))
    }
}

/// A line's identifier without its prefix.
fn bare(line: &LineId) -> &str {
    line.as_str().split_once('_').map_or(line.as_str(), |(_, bare)| bare)
}

impl OfferId {
    /// The offer of one product of one supplier; stable over catalogue syncs.
    pub fn of(supplier: &SupplierId, product: &SupplierProductId) -> Self {
        Self(format!("{supplier}-{product}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_names_its_line_and_nothing_else_is_taken_for_one() {
        let line = LineId::from("lin_019e1c2d3e4f70819aabbccddeeff001");
        let attempt = AttemptId::of(&line, 2);
        assert_eq!(attempt.as_str(), "att_019e1c2d3e4f70819aabbccddeeff001_2");
        assert_eq!(attempt.line(), line);
        assert_eq!(AttemptId::parse(attempt.as_str()), Some(attempt));
        for other in [
            "",
            "att_",
            "att_1_1",
            "ord_019e1c2d3e4f70819aabbccddeeff001_1",
            "customer 42",
            "att_019e1c2d3e4f70819aabbccddeeff001",
            "att_019e1c2d3e4f70819aabbccddeeff001_",
            "att_019e1c2d3e4f70819aabbccddeeff001_x",
        ] {
            assert_eq!(AttemptId::parse(other), None, "{other}");
        }
    }
}
