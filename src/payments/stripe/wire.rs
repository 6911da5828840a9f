//! Stripe's objects as far as the shop reads them. Tolerant: a field that is not listed may be missing or new.
//!
//! The crates' own types refuse an answer that lacks any of hundreds of fields; what is read here is what is decided on.

use crate::domain::ids::{PaymentId, RefundId};
use crate::domain::money::{Currency, Money};
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{ChargeReading, IntentReading, IntentStatus, PaymentError, RefundReading, RefundStatus};
use miniserde::de::{Deserialize, Map, Visitor};
use miniserde::json::{Number, Value};
use miniserde::{Result as MiniResult, make_place};
use std::collections::BTreeMap;

/// Metadata keys of ours; an account may be shared with other programs.
pub(super) const PAYMENT_KEY: &str = "escale_payment";
pub(super) const ORDER_KEY: &str = "escale_order";
pub(super) const REFUND_KEY: &str = "escale_refund";

pub(super) type Metadata = Option<BTreeMap<String, String>>;

/// A page of a list.
#[derive(miniserde::Deserialize)]
pub(super) struct Page<T> {
    pub(super) data: Vec<T>,
    pub(super) has_more: bool,
}

/// What a list is paged by.
pub(super) trait Listed {
    fn id(&self) -> &str;
}

macro_rules! listed {
    ($($wire:ty),*) => {$(
        impl Listed for $wire {
            fn id(&self) -> &str {
                &self.id
            }
        }
    )*};
}
listed!(super::session::WireSession, WireIntent, WireRefund, super::event::WireEvent);

/// An answer that is no success.
#[derive(miniserde::Deserialize)]
pub(super) struct WireError {
    pub(super) error: Said,
}

#[derive(miniserde::Deserialize)]
pub(super) struct Said {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
}

#[derive(miniserde::Deserialize)]
pub(super) struct WireAccount {
    pub(super) id: String,
}

#[derive(miniserde::Deserialize)]
pub(super) struct WireIntent {
    id: String,
    status: String,
    livemode: bool,
    currency: String,
    amount: i64,
    amount_capturable: Option<i64>,
    amount_received: Option<i64>,
    metadata: Metadata,
    created: i64,
    pub(super) latest_charge: Option<Linked<WireCharge>>,
}

impl WireIntent {
    /// Err when an amount is none that we know.
    pub(super) fn read(self) -> Result<IntentReading, PaymentError> {
        let amount = |minor| money(minor, &self.currency);
        Ok(IntentReading {
            status: match self.status.as_str() {
                "requires_payment_method" | "requires_confirmation" | "requires_action" => IntentStatus::Unpaid,
                "processing" => IntentStatus::Processing,
                "requires_capture" => IntentStatus::Held,
                "succeeded" => IntentStatus::Taken,
                "canceled" => IntentStatus::Canceled,
                _ => IntentStatus::Other,
            },
            livemode: self.livemode,
            amount: amount(self.amount)?,
            amount_capturable: amount(self.amount_capturable.unwrap_or(0))?,
            amount_received: amount(self.amount_received.unwrap_or(0))?,
            payment: payment_of(&self.metadata),
            created: UnixSeconds(self.created),
            charge: self.latest_charge.and_then(|charge| charge.whole).map(WireCharge::read).transpose()?,
            id: self.id,
        })
    }
}

#[derive(miniserde::Deserialize)]
pub(super) struct WireCharge {
    id: String,
    created: i64,
    currency: String,
    amount_refunded: Option<i64>,
    disputed: Option<bool>,
    payment_method_details: Option<BTreeMap<String, Value>>,
}

impl WireCharge {
    fn read(self) -> Result<ChargeReading, PaymentError> {
        Ok(ChargeReading {
            created: UnixSeconds(self.created),
            capture_before: self.payment_method_details.as_ref().and_then(capture_before),
            amount_refunded: money(self.amount_refunded.unwrap_or(0), &self.currency)?,
            disputed: self.disputed.unwrap_or(false),
            id: self.id,
        })
    }
}

/// `payment_method_details[<its type>].capture_before`, whatever the method.
fn capture_before(details: &BTreeMap<String, Value>) -> Option<UnixSeconds> {
    let Some(Value::String(method)) = details.get("type") else {
        return None;
    };
    let Some(Value::Object(facts)) = details.get(method) else {
        return None;
    };
    match facts.get("capture_before") {
        Some(Value::Number(Number::U64(seconds))) => i64::try_from(*seconds).ok().map(UnixSeconds),
        _ => None,
    }
}

#[derive(miniserde::Deserialize)]
pub(super) struct WireRefund {
    id: String,
    payment_intent: Option<Linked<WireIntent>>,
    status: Option<String>,
    amount: i64,
    currency: String,
    metadata: Metadata,
    created: i64,
}

impl WireRefund {
    /// Err when the amount is none that we know.
    pub(super) fn read(self) -> Result<RefundReading, PaymentError> {
        Ok(RefundReading {
            // `pending`, `requires_action` and words to come are looked at again.
            status: match self.status.as_deref() {
                Some("succeeded") => RefundStatus::Succeeded,
                Some("failed" | "canceled") => RefundStatus::Failed,
                _ => RefundStatus::Pending,
            },
            amount: money(self.amount, &self.currency)?,
            intent: self.payment_intent.and_then(|intent| intent.id),
            refund: named(&self.metadata, REFUND_KEY).map(RefundId::from),
            created: UnixSeconds(self.created),
            id: self.id,
        })
    }
}

/// Stripe's integer as money. Err (an answer that we cannot read) on an unknown currency or a broken step.
pub(super) fn money(amount: i64, currency: &str) -> Result<Money, PaymentError> {
    let unreadable = |what: String| PaymentError::Unknown { reason: format!("an amount does not read: {what}") };
    let currency = Currency::parse(currency).map_err(|error| unreadable(error.to_string()))?;
    Money::from_stripe(amount, currency).map_err(|error| unreadable(error.to_string()))
}

pub(super) fn payment_of(metadata: &Metadata) -> Option<PaymentId> {
    named(metadata, PAYMENT_KEY).map(PaymentId::from)
}

fn named<'a>(metadata: &'a Metadata, key: &str) -> Option<&'a str> {
    metadata.as_ref()?.get(key).map(String::as_str)
}

/// A related object: its id alone, or the whole of it where `expand` was asked for and obeyed.
pub(super) struct Linked<T> {
    pub(super) id: Option<String>,
    pub(super) whole: Option<T>,
}

make_place!(Place);

impl<T: Deserialize> Deserialize for Linked<T> {
    fn begin(out: &mut Option<Self>) -> &mut dyn Visitor {
        Place::new(out)
    }
}

impl<T: Deserialize> Visitor for Place<Linked<T>> {
    fn string(&mut self, id: &str) -> MiniResult<()> {
        self.out = Some(Linked { id: Some(id.to_owned()), whole: None });
        Ok(())
    }

    fn map(&mut self) -> MiniResult<Box<dyn Map + '_>> {
        let linked = self.out.insert(Linked { id: None, whole: None });
        T::begin(&mut linked.whole).map()
    }
}
