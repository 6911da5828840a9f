//! The supplier attempt's machine: one try to buy one eSIM.

use serde::{Deserialize, Serialize};

/// Where one try to buy one eSIM stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Written down, not sent.
    Prepared,
    /// The request may be on its way; committed before the socket opens.
    Sending,
    /// The supplier has sold it; the code is not with us yet.
    Accepted,
    /// The eSIM's secrets are stored.
    Delivered,
    /// A definite no: nothing was sold.
    Refused,
    /// No answer that can be believed: it may have been sold.
    Unknown,
    /// Proven by look-ups, or never sent: nothing was sold.
    ProvenAbsent,
    /// Cannot be proven either way: a person decides.
    Review,
    /// Given up; the money goes back.
    Abandoned,
}

use AttemptState::*;

/// Every legal step. A step that is not listed does not happen; the diagram in `fulfilment` is printed from this table.
pub const ATTEMPT_STEPS: &[(AttemptState, AttemptState)] = &[
    (Prepared, Sending),
    // Not a byte left this machine: it is as if it had never been tried.
    (Sending, Prepared),
    (Sending, Accepted),
    (Sending, Refused),
    (Sending, Unknown),
    (Accepted, Delivered),
    // Sold first, taken back by the supplier before it delivered.
    (Accepted, Refused),
    (Unknown, Accepted),
    (Unknown, ProvenAbsent),
    (Unknown, Review),
    // A look-up before the first send, or after a person's, found it.
    (Prepared, Accepted),
    (Review, Accepted),
    (Review, ProvenAbsent),
    // Never sent, and another supplier's plan takes the line over.
    (Prepared, ProvenAbsent),
    (Prepared, Abandoned),
    (Unknown, Abandoned),
    (Accepted, Abandoned),
    (Review, Abandoned),
];

impl AttemptState {
    /// All states, in the order in which they are declared.
    pub const ALL: &'static [Self] =
        &[Prepared, Sending, Accepted, Delivered, Refused, Unknown, ProvenAbsent, Review, Abandoned];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Prepared => "prepared",
            Sending => "sending",
            Accepted => "accepted",
            Delivered => "delivered",
            Refused => "refused",
            Unknown => "unknown",
            ProvenAbsent => "proven_absent",
            Review => "review",
            Abandoned => "abandoned",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.as_str() == word)
    }

    /// Whether the table allows the step.
    pub fn may_become(self, next: Self) -> bool {
        ATTEMPT_STEPS.contains(&(self, next))
    }

    /// Proven that nothing was sold: another attempt for the line is allowed (I2).
    pub fn proves_nothing_sold(self) -> bool {
        matches!(self, Refused | ProvenAbsent)
    }

    /// The line is done with this attempt, one way or the other.
    pub fn has_ended(self) -> bool {
        matches!(self, Delivered | Refused | ProvenAbsent | Abandoned)
    }
}
