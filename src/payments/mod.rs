//! The payment provider: Stripe's hosted Checkout, in the shop's own words.
//!
//! A POST whose answer is lost or cannot be read is `PaymentError::Unknown`: the caller reads the object before it
//! decides anything. Every POST carries a durable key of ours; nothing here retries.

pub mod stripe;

pub use crate::domain::checkout::{SessionLine, SessionParams};
use crate::domain::ids::{PaymentId, RefundId};
use crate::domain::money::Money;
use crate::domain::timestamp::UnixSeconds;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use thiserror::Error;

/// What a caller treats differently.
#[derive(Debug, Error)]
pub enum PaymentError {
    /// The outcome is unknown: no answer, a 5xx, or an answer that does not parse. Read, then decide.
    #[error("the payment provider's outcome is unknown: {reason}")]
    Unknown { reason: String },
    /// Not executed, worth another try with the same key: 409 in use, 429, connection refused.
    #[error("the payment provider cannot be reached at present: {reason}")]
    TryLater { reason: String, retry_after: Option<Duration> },
    /// A definite no, such as capturing what was captured.
    #[error("the payment provider refuses ({code}): {reason}")]
    Refused { code: String, reason: String },
    /// It does not know the object.
    #[error("the payment provider does not know the object")]
    NotFound,
}

/// Our account there, pinned at the first start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: String,
    /// `None` until an object with a livemode was read (`/v1/account` has no such field).
    pub livemode: Option<bool>,
}

/// How a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStatus {
    Open,
    Complete,
    Expired,
}

/// A Checkout Session with its PaymentIntent, as read.
#[derive(Clone, Debug)]
pub struct SessionReading {
    pub id: String,
    pub status: SessionStatus,
    /// Where the buyer pays; absent once the session has ended.
    pub url: Option<String>,
    pub livemode: bool,
    pub amount: Option<Money>,
    /// Our payment's id from the metadata; `None` when the object is not ours.
    pub payment: Option<PaymentId>,
    pub created: UnixSeconds,
    pub intent: Option<IntentReading>,
}

/// How a PaymentIntent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntentStatus {
    /// `requires_payment_method`, `requires_confirmation`, `requires_action`.
    Unpaid,
    Processing,
    /// `requires_capture`.
    Held,
    /// `succeeded`.
    Taken,
    Canceled,
    /// A word that this version does not know.
    Other,
}

/// A PaymentIntent with its newest charge, as read.
#[derive(Clone, Debug)]
pub struct IntentReading {
    pub id: String,
    pub status: IntentStatus,
    pub livemode: bool,
    pub amount: Money,
    pub amount_capturable: Money,
    pub amount_received: Money,
    /// Our payment's id from the metadata; `None` when the object is not ours.
    pub payment: Option<PaymentId>,
    pub created: UnixSeconds,
    pub charge: Option<ChargeReading>,
}

/// The newest charge of a PaymentIntent.
#[derive(Clone, Debug)]
pub struct ChargeReading {
    pub id: String,
    /// When the provider authorised or took the money: the delivery clock starts here.
    pub created: UnixSeconds,
    /// When the hold runs out.
    pub capture_before: Option<UnixSeconds>,
    pub amount_refunded: Money,
    pub disputed: bool,
}

/// How a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundStatus {
    Pending,
    Succeeded,
    Failed,
}

/// A refund, as read.
#[derive(Clone, Debug)]
pub struct RefundReading {
    pub id: String,
    /// The PaymentIntent out of which it is paid.
    pub intent: Option<String>,
    pub status: RefundStatus,
    pub amount: Money,
    /// Our refund's id from the metadata; `None` when it was made elsewhere (the Dashboard).
    pub refund: Option<RefundId>,
    pub created: UnixSeconds,
}

/// What the provider kept of a payment, as read.
#[derive(Clone, Debug)]
pub struct FeeReading {
    /// Of the movement on the account's balance.
    pub id: String,
    /// The PaymentIntent whose money moved.
    pub intent: Option<String>,
    /// In the currency of the account's balance.
    pub fee: Money,
}

/// How a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeStatus {
    /// Not decided yet, an inquiry (`warning_…`) included; words that this version does not know as well.
    Open,
    /// `won` or `warning_closed`: the money is ours.
    Won,
    Lost,
}

/// A dispute, as read.
#[derive(Clone, Debug)]
pub struct DisputeReading {
    pub id: String,
    /// The PaymentIntent whose charge is disputed.
    pub intent: Option<String>,
    pub status: DisputeStatus,
}

/// What is read of a webhook, once its signature is good: a hint to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookEnvelope {
    pub id: String,
    pub kind: String,
    pub object_id: Option<String>,
    /// The PaymentIntent that the object belongs to: how a charge, refund or dispute leads to its order.
    pub intent_id: Option<String>,
    pub livemode: bool,
    pub created: UnixSeconds,
}

/// Why a webhook is refused (400, nothing stored).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WebhookRefusal {
    #[error("no signature that can be read")]
    Unsigned,
    #[error("the signature is not ours")]
    BadSignature,
    #[error("the signature's time is more than five minutes off")]
    Stale,
    #[error("the body is no event")]
    NotAnEvent,
}
