//! Refunds: money given back after it was taken; several per payment.

use super::columns::money;
use super::{Result, StoreError, Tx, all, execute};
use crate::domain::ids::{OrderId, PaymentId, RefundId};
use crate::domain::money::Money;
use crate::domain::timestamp::UnixSeconds;
use crate::trial::Guard;

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// Asked for; the provider's answer is not stored yet.
    Sending,
    /// The provider works on it.
    Pending,
    Succeeded,
    Failed,
}

impl RefundState {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Sending, Self::Pending, Self::Succeeded, Self::Failed].into_iter().find(|state| state.as_str() == word)
    }
}

/// One refund.
#[derive(Clone, Debug)]
pub struct Refund {
    pub id: RefundId,
    pub order: OrderId,
    pub payment: PaymentId,
    pub state: RefundState,
    pub amount: Money,
    pub reason: String,
    /// The provider's id.
    pub provider: Option<String>,
    /// The `n` of its key: raised only after a quiet time and a look-up that found nothing.
    pub key_number: i64,
    /// When the provider was last asked to make it.
    pub asked_at: UnixSeconds,
    /// Since when the provider says no under the present key.
    pub refused_at: Option<UnixSeconds>,
    pub created_at: UnixSeconds,
}

impl Refund {
    /// The provider has not had its last word on it.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, RefundState::Sending | RefundState::Pending)
    }
}

#[derive(sqlx::FromRow)]
struct RefundRow {
    id: String,
    order_id: String,
    payment_id: String,
    state: String,
    amount_minor: i64,
    currency: String,
    reason: String,
    provider_id: Option<String>,
    key_number: i64,
    asked_at: i64,
    refused_at: Option<i64>,
    created_at: i64,
}

impl Tx {
    /// Writes down a refund that will be asked for; needs the order's lock. Err `Database` when the payment's refunds
    /// would come to more than was captured (constraint).
    pub async fn insert_refund(
        &mut self,
        order: &OrderId,
        payment: &PaymentId,
        refund: &RefundId,
        amount: Money,
        reason: &str,
        now: UnixSeconds,
    ) -> Result<()> {
        execute!(
            self,
            "insert into refunds (id, order_id, payment_id, state, amount_minor, currency, reason, key_number, \
             asked_at, created_at, changed_at) values ($1, $2, $3, 'sending', $4, $5, $6, 1, $7, $7, $7)",
            refund.as_str(),
            order.as_str(),
            payment.as_str(),
            amount.minor,
            amount.currency.as_str(),
            reason,
            now.0,
        )?;
        self.claim_refund(payment, amount.minor).await
    }

    /// Writes down a refund that the provider knows and our records do not; needs the order's lock. Err as above.
    pub async fn insert_known_refund(&mut self, refund: &Refund, now: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "insert into refunds (id, order_id, payment_id, state, amount_minor, currency, reason, provider_id, \
             key_number, asked_at, created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $9)",
            refund.id.as_str(),
            refund.order.as_str(),
            refund.payment.as_str(),
            refund.state.as_str(),
            refund.amount.minor,
            refund.amount.currency.as_str(),
            refund.reason.as_str(),
            refund.provider.as_deref(),
            now.0,
            refund.created_at.0,
        )?;
        let stands = refund.state != RefundState::Failed;
        self.claim_refund(&refund.payment, if stands { refund.amount.minor } else { 0 }).await
    }

    async fn claim_refund(&mut self, payment: &PaymentId, minor: i64) -> Result<()> {
        execute!(
            self,
            "update payments set refund_claimed_minor = refund_claimed_minor + $2 where id = $1",
            payment.as_str(),
            minor,
        )?;
        Ok(())
    }

    /// Moves a refund on from the state that the caller saw; needs the order's lock.
    pub async fn move_refund(
        &mut self,
        refund: &Refund,
        to: RefundState,
        provider: Option<&str>,
        now: UnixSeconds,
    ) -> Result<()> {
        let guarded = self.stands(Guard::RefundState);
        let moved = execute!(
            self,
            "update refunds set state = $3, provider_id = coalesce($4, provider_id), changed_at = $5 \
             where id = $1 and (state = $2 or not $6)",
            refund.id.as_str(),
            refund.state.as_str(),
            to.as_str(),
            provider,
            now.0,
            guarded,
        )?;
        if moved != 1 {
            return Err(StoreError::Conflict);
        }
        if to == RefundState::Failed {
            self.claim_refund(&refund.payment, -refund.amount.minor).await?;
        }
        let details = refund.amount.to_decimal();
        self.note(Some(&refund.order), "shop", &format!("refund.{}", to.as_str()), &details, now).await
    }

    /// Notes that the provider is asked again, under a new key where the last one led nowhere; needs the lock.
    pub async fn ask_refund_again(&mut self, refund: &RefundId, new_key: bool, now: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "update refunds set key_number = key_number + $2, asked_at = $3, refused_at = null where id = $1",
            refund.as_str(),
            i64::from(new_key),
            now.0,
        )?;
        Ok(())
    }

    /// Notes when the provider said no for the first time under this key; needs the lock.
    pub async fn note_refusal(&mut self, refund: &RefundId, now: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "update refunds set refused_at = coalesce(refused_at, $2) where id = $1",
            refund.as_str(),
            now.0,
        )?;
        Ok(())
    }

    pub(super) async fn refunds_of(&mut self, order: &OrderId) -> Result<Vec<Refund>> {
        let rows =
            all!(self, RefundRow, "select * from refunds where order_id = $1 order by created_at, id", order.as_str())?;
        rows.into_iter()
            .map(|row| {
                Ok(Refund {
                    state: RefundState::parse(&row.state)
                        .ok_or_else(|| StoreError::Unreadable("refunds.state".into()))?,
                    amount: money(row.amount_minor, &row.currency)?,
                    id: row.id.into(),
                    order: row.order_id.into(),
                    payment: row.payment_id.into(),
                    reason: row.reason,
                    provider: row.provider_id,
                    key_number: row.key_number,
                    asked_at: UnixSeconds(row.asked_at),
                    refused_at: row.refused_at.map(UnixSeconds),
                    created_at: UnixSeconds(row.created_at),
                })
            })
            .collect()
    }
}
