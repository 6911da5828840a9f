//! The payment machine: every state that one checkout attempt can be in, and every legal step between them.

use serde::{Deserialize, Serialize};

/// Where one checkout attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// Our row exists, the provider has not answered yet.
    Creating,
    /// The hosted page can be paid.
    Open,
    /// The money is authorised, not taken.
    Held,
    /// The method took the money by itself.
    Taken,
    /// The method has not decided yet.
    Processing,
    /// Paid, but not what was asked for (amount, currency, mode): nothing is bought, a person gives it back.
    Review,
    /// Our capture is on its way.
    Capturing,
    /// We took what was delivered.
    Captured,
    /// Delivered, but the hold was gone: never a new charge.
    Uncollected,
    /// Ended unpaid.
    Expired,
    /// We are letting the hold go.
    Voiding,
    /// The hold is gone, nothing was taken.
    Voided,
    /// A refund is on its way.
    Refunding,
    /// Everything that was taken is given back.
    Refunded,
    /// The provider could not give it back.
    RefundFailed,
}

use PaymentState::*;

/// Every legal step. A step that is not listed does not happen; the diagram in `fulfilment` is printed from this table.
pub const PAYMENT_STEPS: &[(PaymentState, PaymentState)] = &[
    (Creating, Open),
    (Creating, Expired),
    (Open, Held),
    (Open, Taken),
    (Open, Processing),
    (Open, Expired),
    (Processing, Held),
    (Processing, Taken),
    (Processing, Expired),
    // Paid, but not what was asked for; a person gives it back at the provider.
    (Open, Review),
    (Processing, Review),
    (Expired, Review),
    (Review, Voided),
    (Review, Refunded),
    // Paid although the session had ended for us: given back at once.
    (Expired, Held),
    (Expired, Taken),
    (Held, Capturing),
    (Held, Voiding),
    (Held, Voided),
    (Held, Taken),
    (Capturing, Captured),
    (Capturing, Uncollected),
    (Voiding, Voided),
    (Voiding, Refunding),
    (Taken, Refunding),
    (Captured, Refunding),
    (Refunding, Refunded),
    (Refunding, RefundFailed),
    // A part was given back; the rest stays ours.
    (Refunding, Captured),
    // The provider's failed refund was mended by a person's new one.
    (RefundFailed, Refunding),
    // The buyer's bank sent it back days later.
    (Refunded, RefundFailed),
];

impl PaymentState {
    /// All states, in the order in which they are declared.
    pub const ALL: &'static [Self] = &[
        Creating,
        Open,
        Held,
        Taken,
        Processing,
        Review,
        Capturing,
        Captured,
        Uncollected,
        Expired,
        Voiding,
        Voided,
        Refunding,
        Refunded,
        RefundFailed,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Creating => "creating",
            Open => "open",
            Held => "held",
            Taken => "taken",
            Processing => "processing",
            Review => "review",
            Capturing => "capturing",
            Captured => "captured",
            Uncollected => "uncollected",
            Expired => "expired",
            Voiding => "voiding",
            Voided => "voided",
            Refunding => "refunding",
            Refunded => "refunded",
            RefundFailed => "refund_failed",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.as_str() == word)
    }

    /// Whether the table allows the step.
    pub fn may_become(self, next: Self) -> bool {
        PAYMENT_STEPS.contains(&(self, next))
    }

    /// The session could still be paid (I1: at most one such payment an order).
    pub fn is_live_session(self) -> bool {
        matches!(self, Creating | Open)
    }

    /// The buyer's money is with the provider or with us: what was bought for it must be delivered or given back (I5, I8).
    pub fn has_money(self) -> bool {
        matches!(self, Held | Taken)
    }

    /// Which of an order's payments count more: those that keep the buyer's money before those that give it back or let
    /// it go, and any of these before those that never had it.
    fn weight(self) -> u8 {
        match self {
            Held | Taken | Review | Capturing | Captured | Uncollected => 3,
            Refunding | Refunded | RefundFailed => 2,
            Voiding | Voided => 1,
            Creating | Open | Processing | Expired => 0,
        }
    }

    /// The buyer's money is held or taken, and none of it is on its way back.
    pub fn keeps_money(self) -> bool {
        self.weight() == 3
    }

    /// The buyer has paid, whatever became of the money.
    pub fn was_paid(self) -> bool {
        self.weight() > 0
    }

    /// Nothing will change any more by itself.
    pub fn is_final(self) -> bool {
        matches!(self, Captured | Uncollected | Expired | Voided | Refunded)
    }
}

/// Where among an order's payments (oldest first) the one stands that its state follows: a second payment that goes back
/// does not hide the first. The newest where several weigh the same; `None` without any.
pub fn main_payment(states: impl IntoIterator<Item = PaymentState>) -> Option<usize> {
    states.into_iter().enumerate().max_by_key(|(place, state)| (state.weight(), *place)).map(|(place, _)| place)
}
