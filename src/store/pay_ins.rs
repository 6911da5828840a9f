//! Money that the shop paid in at suppliers by itself.

use super::columns::money;
use super::{Result, StoreError, Tx, all, execute};
use crate::domain::ids::{PayInId, SupplierId};
use crate::domain::money::Money;
use crate::domain::timestamp::UnixSeconds;

/// What became of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayInState {
    /// On its way, or its sender is gone.
    Sending,
    Done,
    /// A definite no.
    Refused,
    /// It may have been paid, and counts as paid.
    Unknown,
}

impl PayInState {
    const ALL: [Self; 4] = [Self::Sending, Self::Done, Self::Refused, Self::Unknown];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// One.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayIn {
    pub id: PayInId,
    pub amount: Money,
    pub state: PayInState,
    pub sent_at: UnixSeconds,
    /// What was answered, in one or two sentences.
    pub evidence: String,
}

impl Tx {
    /// Writes down that one goes out; `false` where another is under way.
    pub async fn insert_pay_in(&mut self, supplier: &SupplierId, pay_in: &PayIn) -> Result<bool> {
        let inserted = execute!(
            self,
            "insert into pay_ins (id, supplier, amount_minor, currency, state, sent_at, evidence) \
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            pay_in.id.as_str(),
            supplier.as_str(),
            pay_in.amount.minor,
            pay_in.amount.currency.as_str(),
            pay_in.state.as_str(),
            pay_in.sent_at.0,
            pay_in.evidence.as_str(),
        )?;
        Ok(inserted == 1)
    }

    /// Writes down what became of one that is under way; `false` when somebody has done so before.
    pub async fn end_pay_in(&mut self, pay_in: &PayInId, state: PayInState, evidence: &str) -> Result<bool> {
        let ended = execute!(
            self,
            "update pay_ins set state = $2, evidence = $3 where id = $1 and state = 'sending'",
            pay_in.as_str(),
            state.as_str(),
            evidence,
        )?;
        Ok(ended == 1)
    }

    /// Those of a supplier since then, oldest first, and every one that is still under way.
    pub async fn pay_ins(&mut self, supplier: &SupplierId, since: UnixSeconds) -> Result<Vec<PayIn>> {
        let rows = all!(
            self,
            (String, i64, String, String, i64, String),
            "select id, amount_minor, currency, state, sent_at, evidence from pay_ins \
             where supplier = $1 and (sent_at >= $2 or state = 'sending') order by sent_at, id",
            supplier.as_str(),
            since.0,
        )?;
        let read = |(id, minor, currency, state, at, evidence): (String, i64, String, String, i64, String)| {
            let state = PayInState::ALL.into_iter().find(|known| known.as_str() == state);
            Ok(PayIn {
                id: id.into(),
                amount: money(minor, &currency)?,
                state: state.ok_or_else(|| StoreError::Unreadable("pay_ins.state".into()))?,
                sent_at: UnixSeconds(at),
                evidence,
            })
        };
        rows.into_iter().map(read).collect()
    }
}
