//! Transactions at Orange: one, all of a period, and the one that carries our reference.

use super::OrangeTravel;
use super::buying::TRANSACTIONS;
use super::wire::{self, SimParameters, Transaction};
use crate::domain::esim::Wanted;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::{FoundOrder, ListedOrder, OrderSearch, RawAnswer, Standing, SupplierError};
use serde_json::Value;

impl OrangeTravel {
    /// One transaction as it stands now.
    pub(super) async fn transaction(&self, id: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        let [distributors, transactions] = TRANSACTIONS;
        self.api.get("transactions.read", Tries::One, &[distributors, transactions, id], &[], request_id).await
    }

    /// Every transaction of the window. A list that holds fewer than Orange counts is not believed: what is missing in it
    /// would be taken for never sold.
    pub(super) async fn transactions_between(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Vec<ListedOrder>, SupplierError> {
        let (start, end) = days(from, to);
        let window = [("startDate", start.as_str()), ("endDate", end.as_str())];
        // Counted first: what is sold meanwhile makes the list longer, never shorter.
        let counted = match self.transactions_counted(from.plus_days(-1), to.plus_days(1), request_id).await {
            Ok(counted) => counted,
            Err(error) => {
                tracing::warn!(%error, "Orange does not count: its list of transactions is believed as it is");
                0
            }
        };
        let listed = self.api.get_list("transactions.list", Tries::Several, &TRANSACTIONS, &window, request_id).await?;
        if usize::try_from(counted).is_ok_and(|counted| listed.len() < counted) {
            let reason = format!("the list holds {} of the {counted} transactions that Orange counts", listed.len());
            return Err(SupplierError::Garbled { reason });
        }
        listed.into_iter().map(listed_order).collect()
    }

    /// The transactions with our reference.
    pub(super) async fn transactions_of(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError> {
        let (start, end) = days(search.from, search.to);
        let ours = search.attempt.as_str();
        let filters = [("startDate", start.as_str()), ("endDate", end.as_str()), ("user", ours)];
        let listed =
            self.api.get_list("transactions.list", Tries::One, &TRANSACTIONS, &filters, &search.request_id).await?;
        let mut found = Vec::new();
        for element in listed {
            let answer = RawAnswer::of_element(&element);
            let listed = listed_order(element)?;
            // A filter that matches a part, or none at all, must not hand us another order's eSIM.
            if listed.our_reference.as_deref() == Some(ours) {
                let found_order = FoundOrder { reference: listed.reference, answer };
                found.push(match search.wanted {
                    Wanted::Esim => self.with_its_code(found_order, &search.request_id).await,
                    Wanted::TopUp(_) => found_order,
                });
            }
        }
        Ok(found)
    }

    /// Lists may leave the code out: then the detail has it. That the order exists is known without it.
    async fn with_its_code(&self, listed: FoundOrder, request_id: &str) -> FoundOrder {
        let transaction: Transaction =
            serde_json::from_slice(&listed.answer.body).map(wire::object).unwrap_or_default();
        let parameters: SimParameters = wire::object(transaction.parameters);
        if !transaction.status.is("ok") || parameters.activation_code.0.is_some() {
            return listed;
        }
        match self.transaction(&listed.reference, request_id).await {
            Ok(answer) => FoundOrder { answer, ..listed },
            Err(error) => {
                tracing::warn!(%error, "the order was found, but not its detail");
                listed
            }
        }
    }
}

/// The days of a window, one more on both sides: their clock, their time zone, an exclusive end.
fn days(from: UnixSeconds, to: UnixSeconds) -> (String, String) {
    (from.plus_days(-1).civil_date().to_string(), to.plus_days(1).civil_date().to_string())
}

/// A transaction without a number cannot be told apart from others: the list is not to be believed.
fn listed_order(element: Value) -> Result<ListedOrder, SupplierError> {
    let transaction: Transaction = wire::object(element);
    let reference = transaction
        .id
        .0
        .ok_or_else(|| SupplierError::Garbled { reason: "a listed transaction has no number".into() })?;
    let standing = match transaction.status.as_deref().map(str::to_lowercase).as_deref() {
        Some("ok") => Standing::Delivered,
        Some("ko" | "expired") => Standing::Refused,
        _ => Standing::UnderWay,
    };
    Ok(ListedOrder { our_reference: transaction.user_id.0, reference, sold_at: transaction.creation_date.0, standing })
}
