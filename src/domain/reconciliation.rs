//! The words of the reconciliation: what is compared with the world, and in which ways books and world can differ.

use super::ids::SupplierId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// One comparison of our records with the world.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pass {
    /// Orders that are under way, and the jobs that move them on.
    Jobs,
    /// Stripe's events that never arrived.
    Events,
    /// Checkout Sessions and PaymentIntents.
    Payments,
    /// The orders in one supplier's books.
    Supplier(SupplierId),
    /// Refunds at Stripe.
    Refunds,
    /// What buyers' banks say of charges.
    Disputes,
    /// The ledger and the stored states, against each other.
    Ledger,
}

impl Pass {
    /// All of a shop with these suppliers, in the order in which one helps the next: money is known before sales are.
    pub fn all(suppliers: impl IntoIterator<Item = SupplierId>) -> Vec<Self> {
        let suppliers = suppliers.into_iter().map(Self::Supplier);
        [Self::Jobs, Self::Events, Self::Payments].into_iter().chain(suppliers).chain(Self::DAILY).collect()
    }

    /// Those that a shop need not make more often than every day.
    const DAILY: [Self; 3] = [Self::Refunds, Self::Disputes, Self::Ledger];

    /// Whether it is made once a day only.
    pub fn is_daily(&self) -> bool {
        Self::DAILY.contains(self)
    }

    /// The time from one to the next.
    pub fn every(&self) -> Duration {
        Duration::from_secs(match self {
            Self::Jobs => 5 * 60,
            Self::Events => 15 * 60,
            Self::Payments | Self::Supplier(_) => 3600,
            Self::Refunds | Self::Disputes | Self::Ledger => 24 * 3600,
        })
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.split_once(':') {
            Some(("supplier", id)) => Self::Supplier(id.into()),
            _ => [Self::Jobs, Self::Events, Self::Payments]
                .into_iter()
                .chain(Self::DAILY)
                .find(|pass| pass.to_string() == word)?,
        })
    }
}

/// The stored word, such as `payments` or `supplier:orange`.
impl fmt::Display for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jobs => f.write_str("jobs"),
            Self::Events => f.write_str("events"),
            Self::Payments => f.write_str("payments"),
            Self::Supplier(id) => write!(f, "supplier:{id}"),
            Self::Refunds => f.write_str("refunds"),
            Self::Disputes => f.write_str("disputes"),
            Self::Ledger => f.write_str("ledger"),
        }
    }
}

/// How books and world differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DifferenceKind {
    /// An order is under way, and nothing was going to move it on.
    JobMissing,
    /// An event about an order of ours never arrived.
    EventLost,
    /// Stripe is a step further than our records; looking again is enough.
    PaymentBehind,
    /// Amount, currency or mode are not the order's.
    PaymentMismatch,
    /// Money at Stripe that names a payment of ours which is not in our records.
    PaymentUnknown,
    /// Stripe does not know a session of ours.
    PaymentAbsent,
    /// Two objects at Stripe have money for one payment.
    PaymentDoubled,
    /// What was held, taken or let go is not what our records say.
    MoneyDiffers,
    /// The supplier has sold what our records are not sure of; looking again is enough.
    SaleBehind,
    /// The supplier has sold what we had given up.
    SaleTooLate,
    /// The supplier has sold something in our name that is not in our records.
    SaleOrphan,
    /// The supplier has sold more than once for one attempt.
    SaleDoubled,
    /// The supplier's books do not hold what it has delivered.
    SaleAbsent,
    /// The supplier's reference is not the one in our records.
    SaleDiffers,
    /// Given back at Stripe by somebody else, such as in the Dashboard.
    RefundElsewhere,
    /// A refund's state or amount is not what our records say.
    RefundDiffers,
    /// An order is not frozen as its buyer's bank says, or is frozen without need.
    DisputeUnseen,
    /// An entry of the ledger does not sum to zero.
    LedgerUnbalanced,
    /// The ledger and the rows that it was written for do not say the same.
    LedgerDiffers,
    /// An order's stored state is not the one that follows from its parts.
    StateDiffers,
}

impl DifferenceKind {
    /// All kinds, in the order in which they are declared.
    pub const ALL: &'static [Self] = &[
        Self::JobMissing,
        Self::EventLost,
        Self::PaymentBehind,
        Self::PaymentMismatch,
        Self::PaymentUnknown,
        Self::PaymentAbsent,
        Self::PaymentDoubled,
        Self::MoneyDiffers,
        Self::SaleBehind,
        Self::SaleTooLate,
        Self::SaleOrphan,
        Self::SaleDoubled,
        Self::SaleAbsent,
        Self::SaleDiffers,
        Self::RefundElsewhere,
        Self::RefundDiffers,
        Self::DisputeUnseen,
        Self::LedgerUnbalanced,
        Self::LedgerDiffers,
        Self::StateDiffers,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JobMissing => "job_missing",
            Self::EventLost => "event_lost",
            Self::PaymentBehind => "payment_behind",
            Self::PaymentMismatch => "payment_mismatch",
            Self::PaymentUnknown => "payment_unknown",
            Self::PaymentAbsent => "payment_absent",
            Self::PaymentDoubled => "payment_doubled",
            Self::MoneyDiffers => "money_differs",
            Self::SaleBehind => "sale_behind",
            Self::SaleTooLate => "sale_too_late",
            Self::SaleOrphan => "sale_orphan",
            Self::SaleDoubled => "sale_doubled",
            Self::SaleAbsent => "sale_absent",
            Self::SaleDiffers => "sale_differs",
            Self::RefundElsewhere => "refund_elsewhere",
            Self::RefundDiffers => "refund_differs",
            Self::DisputeUnseen => "dispute_unseen",
            Self::LedgerUnbalanced => "ledger_unbalanced",
            Self::LedgerDiffers => "ledger_differs",
            Self::StateDiffers => "state_differs",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_words_are_read_again() {
        for pass in Pass::all(["orange".into(), "second-one".into()]) {
            assert_eq!(Pass::parse(&pass.to_string()), Some(pass));
        }
        for kind in DifferenceKind::ALL {
            assert_eq!(DifferenceKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!((Pass::parse("supplier"), Pass::parse("jobs:x")), (None, None));
    }
}
