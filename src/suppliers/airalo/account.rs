//! The account at Airalo: its credit, and where its notifications go.

use super::Airalo;
use super::wire::{self, Balance, Notification};
use crate::domain::money::{Currency, Money};
use crate::suppliers::SupplierError;
use crate::suppliers::wire::rounded_down;
use serde_json::Value;
use url::Url;

const OPT_IN: &[&str] = &["notifications", "opt-in"];
const ASYNC_ORDERS: &str = "async_orders";
const KINDS: [&str; 3] = ["webhook_low_data", "webhook_credit_limit", ASYNC_ORDERS];

impl Airalo {
    /// What is left of the money that was paid in advance.
    pub(super) async fn balance(&self, request_id: &str) -> Result<Money, SupplierError> {
        read_balance(self.api.get_data("balance.read", &["balance"], &[], request_id).await?)
    }

    /// Opts in to every kind of notification that does not go to this address yet. Airalo looks with HEAD whether somebody
    /// answers there. Err is the first that failed; the others were tried all the same.
    pub(super) async fn opt_in(&self, address: &Url, request_id: &str) -> Result<(), SupplierError> {
        let mut outcome = Ok(());
        for kind in KINDS {
            outcome = outcome.and(self.opt_in_to(kind, address, request_id).await);
        }
        outcome
    }

    async fn opt_in_to(&self, kind: &str, address: &Url, request_id: &str) -> Result<(), SupplierError> {
        if self.opted_in(kind, request_id).await?.as_deref() == Some(address.as_str()) {
            return Ok(());
        }
        let form = [("type", kind), ("webhook_url", address.as_str())];
        self.api.post("notifications.write", OPT_IN, &form, request_id).await.map(drop)
    }

    /// Where a kind of notification goes now.
    async fn opted_in(&self, kind: &str, request_id: &str) -> Result<Option<String>, SupplierError> {
        let known = match self.api.get_data("notifications.read", OPT_IN, &[("type", kind)], request_id).await {
            Ok(mut answer) => answer.get_mut("notification").map(Value::take).unwrap_or_default(),
            Err(SupplierError::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let known: Notification = wire::object(known);
        Ok(known.contact_point.0.filter(|_| known.kind.is(kind)))
    }

    /// Why nothing may be bought: the account is refused, or orders that are made later would be refused.
    pub(super) async fn why_not_to_buy(&self, request_id: &str) -> Result<Option<String>, SupplierError> {
        match self.balance(request_id).await {
            Err(SupplierError::Refused { status, reason }) => {
                return Ok(Some(format!("Airalo refuses this account ({status}): {reason}")));
            }
            outcome => outcome?,
        };
        let nobody_is_told = self.async_orders && self.opted_in(ASYNC_ORDERS, request_id).await?.is_none();
        Ok(nobody_is_told.then(|| "async_orders is set, and Airalo knows no address to notify of them".to_owned()))
    }
}

pub(super) fn read_balance(mut answer: Value) -> Result<Money, SupplierError> {
    let garbled = |reason: &str| SupplierError::Garbled { reason: format!("the balance {reason}") };
    let mut balances = wire::list_of(answer.get_mut("balances").map(Value::take).unwrap_or_default());
    let balance: Balance = match (balances.pop(), balances.is_empty()) {
        (Some(balance), true) => wire::object(balance),
        _ => return Err(garbled("is not one")),
    };
    let currency = balance.available.currency.as_deref().and_then(|code| Currency::parse(code).ok());
    let currency = currency.ok_or_else(|| garbled("has no currency"))?;
    let amount = balance.available.amount.0.as_deref().ok_or_else(|| garbled("has no amount"))?;
    rounded_down(amount, currency).map_err(|_| garbled("is no amount"))
}
