//! What suppliers tell by themselves: a hint to read again, never a fact.

use crate::domain::iccid::Iccid;
use crate::domain::ids::AttemptId;
use thiserror::Error;

/// A push that its supplier has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// The sender's id of the event, or a hash of its body where it gives none; the same push again has the same.
    pub id: String,
    /// The supplier's own word for what happened, at most 60 characters; for staff.
    pub kind: String,
    pub about: Subject,
}

/// What is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A SIM.
    Sim(Iccid),
    /// A sale, by the supplier's reference.
    Sale(String),
    /// An order that was accepted, by ours.
    Attempt(AttemptId),
    /// The account: credit.
    Account,
    /// Nothing that we follow.
    Nothing,
}

/// Why a push is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PushRefused {
    /// This supplier pushes nothing, or not under this configuration.
    #[error("no pushes are expected from this supplier")]
    NotExpected,
    #[error("the signature does not fit")]
    BadSignature,
    #[error("the body cannot be understood")]
    Unreadable,
}
