//! What a checkout attempt asks of the payment provider: stored before the first try, so that a retry sends the same.

use super::ids::{OrderId, PaymentId};
use super::lang::Lang;
use super::money::Money;
use super::timestamp::UnixSeconds;
use serde::{Deserialize, Serialize};

/// Everything that goes into a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionParams {
    pub payment: PaymentId,
    pub order: OrderId,
    pub order_number: String,
    pub email: String,
    pub lang: Lang,
    pub lines: Vec<SessionLine>,
    /// True: authorise only, we capture on delivery. False: take at once.
    pub hold: bool,
    /// 30 minutes to 24 hours after creation.
    pub expires_at: UnixSeconds,
    pub success_url: String,
    pub cancel_url: String,
}

/// One line of the hosted page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub name: String,
    pub unit: Money,
    pub quantity: u32,
}
