//! The guards in the code that a trial can take away.

/// What keeps something from happening twice, other than an index. Each can be taken away in a trial, to see that a
/// test notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// A change to an order's family names the version that it expects (I8).
    OrderVersion,
    /// A payment moves on only from the state that the caller saw (I8).
    PaymentState,
    /// An attempt moves on only from the state that the caller saw (I8).
    AttemptState,
    /// A refund moves on only from the state that the caller saw.
    RefundState,
    /// A machine takes only steps of its table.
    LegalSteps,
    /// `prepared → sending` requires the money to be held or taken (I8).
    MoneyBeforeSending,
    /// Not one byte of an order leaves after `send_by`.
    SendBy,
    /// A job's end is written only by the worker that holds its lease.
    JobLease,
    /// A job that is leased is not claimed by another worker.
    JobClaim,
    /// A retried request to the payment provider carries the key of the first.
    ProviderKey,
    /// Absence is believed only after two look-ups a quiet time apart.
    QuietTime,
    /// Absence is believed only where the same look-up finds a known order.
    PositiveControl,
    /// A payment's amount, currency and mode are compared with the order's before anything is bought.
    AmountCheck,
    /// Nothing is ordered for a payment first seen after the deadline.
    LatePayment,
}

impl Guard {
    /// All guards, in the order in which they are declared.
    pub const ALL: &'static [Self] = &[
        Self::OrderVersion,
        Self::PaymentState,
        Self::AttemptState,
        Self::RefundState,
        Self::LegalSteps,
        Self::MoneyBeforeSending,
        Self::SendBy,
        Self::JobLease,
        Self::JobClaim,
        Self::ProviderKey,
        Self::QuietTime,
        Self::PositiveControl,
        Self::AmountCheck,
        Self::LatePayment,
    ];
}
