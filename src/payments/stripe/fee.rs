//! Fees: what Stripe keeps of what was taken, from the account's balance transactions.

use super::Stripe;
use super::client::PAGE;
use super::intent::between;
use super::wire::{Linked, Listed, WireIntent, money};
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{FeeReading, PaymentError};
use stripe_core::balance_transaction::ListBalanceTransaction;

#[derive(miniserde::Deserialize)]
struct WireMovement {
    id: String,
    fee: i64,
    currency: String,
    /// The charge, put in whole on request.
    source: Option<WireSource>,
}

#[derive(miniserde::Deserialize)]
struct WireSource {
    payment_intent: Option<Linked<WireIntent>>,
}

impl Listed for WireMovement {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Stripe {
    /// What was kept of each charge that was booked in `from..=to`, newest first; in the currency of the account's balance.
    /// Err `Refused` where the key may not read the balance.
    pub async fn fees_booked(&self, from: UnixSeconds, to: UnixSeconds) -> Result<Vec<FeeReading>, PaymentError> {
        let request = |after: Option<&str>| {
            let list = ListBalanceTransaction::new().created(between(from, to)).type_("charge").limit(PAGE);
            let list = list.expand(vec!["data.source".to_owned()]);
            match after {
                Some(id) => list.starting_after(id),
                None => list,
            }
        };
        let all: Vec<WireMovement> = self.whole_list(request).await?;
        all.into_iter().map(WireMovement::read).collect()
    }
}

impl WireMovement {
    fn read(self) -> Result<FeeReading, PaymentError> {
        Ok(FeeReading {
            fee: money(self.fee, &self.currency)?,
            intent: self.source.and_then(|charge| charge.payment_intent).and_then(|intent| intent.id),
            id: self.id,
        })
    }
}
