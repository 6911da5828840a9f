//! The words of the reconciliation, for the staff's page and for the command's report.

use crate::domain::lang::Lang;
use crate::domain::reconciliation::{DifferenceKind, Pass};
use crate::text::{t, t_with};

/// What a pass compares.
pub fn pass(lang: Lang, pass: &Pass) -> String {
    match pass {
        Pass::Jobs => t(lang, "reconcile-pass-jobs"),
        Pass::Events => t(lang, "reconcile-pass-events"),
        Pass::Payments => t(lang, "reconcile-pass-payments"),
        Pass::Supplier(id) => t_with(lang, "reconcile-pass-supplier", &[("supplier", id.as_str().to_owned().into())]),
        Pass::Refunds => t(lang, "reconcile-pass-refunds"),
        Pass::Disputes => t(lang, "reconcile-pass-disputes"),
        Pass::Ledger => t(lang, "reconcile-pass-ledger"),
    }
}

/// What a difference is, and the safe next step: one that cannot buy, charge or give back twice.
pub fn difference(lang: Lang, kind: DifferenceKind) -> (String, String) {
    use DifferenceKind as K;
    match kind {
        K::JobMissing => (t(lang, "reconcile-job-missing"), t(lang, "reconcile-next-by-itself")),
        K::EventLost => (t(lang, "reconcile-event-lost"), t(lang, "reconcile-next-by-itself")),
        K::PaymentBehind => (t(lang, "reconcile-payment-behind"), t(lang, "reconcile-next-by-itself")),
        K::PaymentMismatch => (t(lang, "reconcile-payment-mismatch"), t(lang, "reconcile-next-payment-mismatch")),
        K::PaymentUnknown => (t(lang, "reconcile-payment-unknown"), t(lang, "reconcile-next-payment-unknown")),
        K::PaymentAbsent => (t(lang, "reconcile-payment-absent"), t(lang, "reconcile-next-payment-absent")),
        K::PaymentDoubled => (t(lang, "reconcile-payment-doubled"), t(lang, "reconcile-next-payment-doubled")),
        K::MoneyDiffers => (t(lang, "reconcile-money-differs"), t(lang, "reconcile-next-money-differs")),
        K::SaleBehind => (t(lang, "reconcile-sale-behind"), t(lang, "reconcile-next-by-itself")),
        K::SaleTooLate => (t(lang, "reconcile-sale-too-late"), t(lang, "reconcile-next-sale-too-late")),
        K::SaleOrphan => (t(lang, "reconcile-sale-orphan"), t(lang, "reconcile-next-sale-orphan")),
        K::SaleDoubled => (t(lang, "reconcile-sale-doubled"), t(lang, "reconcile-next-sale-doubled")),
        K::SaleAbsent => (t(lang, "reconcile-sale-absent"), t(lang, "reconcile-next-sale-absent")),
        K::SaleDiffers => (t(lang, "reconcile-sale-differs"), t(lang, "reconcile-next-sale-differs")),
        K::RefundElsewhere => (t(lang, "reconcile-refund-elsewhere"), t(lang, "reconcile-next-refund-elsewhere")),
        K::RefundDiffers => (t(lang, "reconcile-refund-differs"), t(lang, "reconcile-next-refund-differs")),
        K::DisputeUnseen => (t(lang, "reconcile-dispute-unseen"), t(lang, "reconcile-next-dispute-unseen")),
        K::LedgerUnbalanced => (t(lang, "reconcile-ledger-unbalanced"), t(lang, "reconcile-next-ledger")),
        K::LedgerDiffers => (t(lang, "reconcile-ledger-differs"), t(lang, "reconcile-next-ledger")),
        K::StateDiffers => (t(lang, "reconcile-state-differs"), t(lang, "reconcile-next-ledger")),
    }
}
