//! Transactions at Orange: one, all of a period, and the one that carries our reference.

use super::OrangeTravel;
use super::api::Tries;
use super::buying::TRANSACTIONS;
use super::wire::{self, SimParameters, Transaction};
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::{FoundOrder, OrderSearch, RawAnswer, SupplierError};
use serde_json::Value;
use std::time::Duration;

/// A transaction of a list, for the reconciliation.
#[derive(Debug)]
pub struct ListedTransaction {
    /// What was given as `user_id`: the attempt's id, if it is an order of this shop.
    pub our_reference: Option<String>,
    pub order: FoundOrder,
}

impl OrangeTravel {
    /// One transaction as it stands now.
    pub(super) async fn transaction(&self, id: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        let [distributors, transactions] = TRANSACTIONS;
        self.api.get(Tries::One, &[distributors, transactions, id], &[], request_id).await
    }

    /// Every transaction from the day of `from` to the day of `to`, read to the end.
    pub async fn transactions_between(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Vec<ListedTransaction>, SupplierError> {
        let (start, end) = (from.civil_date().to_string(), to.civil_date().to_string());
        let listed = self
            .api
            .get_list(Tries::Several, &TRANSACTIONS, &[("startDate", &start), ("endDate", &end)], request_id)
            .await?;
        listed.into_iter().map(listed_transaction).collect()
    }

    /// The transactions with our reference, a day more on both sides (their clock, their time zone, an exclusive end).
    pub(super) async fn transactions_of(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError> {
        let start = search.from.plus_days(-1).civil_date().to_string();
        let end = search.to.plus_days(1).civil_date().to_string();
        let ours = search.attempt.as_str();
        let filters = [("startDate", start.as_str()), ("endDate", end.as_str()), ("user", ours)];
        let listed = self.api.get_list(Tries::One, &TRANSACTIONS, &filters, &search.request_id).await?;
        let mut found = Vec::new();
        for element in listed {
            let listed = listed_transaction(element)?;
            // A filter that matches a part, or none at all, must not hand us another order's eSIM.
            if listed.our_reference.as_deref() == Some(ours) {
                found.push(self.with_its_code(listed.order, &search.request_id).await);
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

/// A transaction without a number cannot be told apart from others: the list is not to be believed.
fn listed_transaction(element: Value) -> Result<ListedTransaction, SupplierError> {
    let body = element.to_string().into_bytes();
    let transaction: Transaction = wire::object(element);
    let reference = transaction
        .id
        .0
        .ok_or_else(|| SupplierError::Garbled { reason: "a listed transaction has no number".into() })?;
    let answer = RawAnswer {
        status: 200,
        content_type: "application/json".into(),
        body,
        request_id: None,
        took: Duration::ZERO,
    };
    Ok(ListedTransaction { our_reference: transaction.user_id.0, order: FoundOrder { reference, answer } })
}
