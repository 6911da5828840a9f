//! How many eSIMs are bought at once, and what a checkout attempt asks of the payment provider: stored before the first
//! try, so that a retry sends the same.

use super::ids::{OrderId, PaymentId};
use super::lang::Lang;
use super::money::Money;
use super::timestamp::UnixSeconds;
use serde::{Deserialize, Serialize};

/// How many eSIMs of one plan an order holds: 1 to 9, each a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Quantity(u8);

impl Quantity {
    /// What nearly everybody buys.
    pub const ONE: Self = Self(1);
    /// The most that one order holds.
    pub const MOST: Self = Self(9);

    /// Reads a form's text; `None` for anything but 1 to 9.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<u8>().ok().and_then(|number| Self::try_from(number).ok())
    }

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl Default for Quantity {
    fn default() -> Self {
        Self::ONE
    }
}

impl TryFrom<u8> for Quantity {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        if (Self::ONE.0..=Self::MOST.0).contains(&number) { Ok(Self(number)) } else { Err("1 to 9 eSIMs at once") }
    }
}

impl From<Quantity> for u8 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

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
