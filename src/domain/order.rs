//! An order's state: a pure function of its payments and supplier attempts.

use super::fulfilment::AttemptState;
use super::payment::{PaymentState, main_payment};
use serde::{Deserialize, Serialize};

/// What an order looks like from outside. Derived, kept as a column for lists only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    AwaitingPayment,
    Fulfilling,
    Delivered,
    PartlyDelivered,
    GivingBack,
    GivenBack,
    Closed,
    NeedsAPerson,
}

use OrderState::*;

impl OrderState {
    /// All states, in the order in which they are declared.
    pub const ALL: &'static [Self] =
        &[AwaitingPayment, Fulfilling, Delivered, PartlyDelivered, GivingBack, GivenBack, Closed, NeedsAPerson];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            AwaitingPayment => "awaiting_payment",
            Fulfilling => "fulfilling",
            Delivered => "delivered",
            PartlyDelivered => "partly_delivered",
            GivingBack => "giving_back",
            GivenBack => "given_back",
            Closed => "closed",
            NeedsAPerson => "needs_a_person",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.as_str() == word)
    }
}

/// One line as far as the order's state cares: the state of its newest attempt, if it has one.
pub type LineProgress = Option<AttemptState>;

/// The order's state from its payments (oldest first) and the newest attempt of each line.
///
/// A line without an attempt waits for the money; a line whose newest attempt has ended otherwise than delivered will
/// not be tried again (a second try is written in the same transaction that ends the first).
pub fn derive(payments: &[PaymentState], lines: &[LineProgress]) -> OrderState {
    use AttemptState as A;
    use PaymentState as P;
    if payments.contains(&P::RefundFailed) || payments.contains(&P::Review) || lines.contains(&Some(A::Review)) {
        return NeedsAPerson;
    }
    let main = main_payment(payments.iter().copied()).and_then(|place| payments.get(place));
    let Some(payment) = main.filter(|state| state.was_paid()) else {
        return if payments.iter().any(|state| *state != P::Expired) { AwaitingPayment } else { Closed };
    };
    let delivered = lines.iter().filter(|line| **line == Some(A::Delivered)).count();
    let ended = lines.iter().flatten().filter(|state| state.has_ended()).count();
    match payment {
        P::Voiding => GivingBack,
        P::Voided => GivenBack,
        P::Refunded => GivenBack,
        P::Refunding if delivered == 0 => GivingBack,
        _ if ended < lines.len() => Fulfilling,
        _ if delivered == lines.len() => Delivered,
        _ if delivered > 0 => PartlyDelivered,
        _ => GivingBack,
    }
}
