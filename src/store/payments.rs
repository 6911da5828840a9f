//! Payments: one row per checkout attempt.

use super::columns::{json, money, to_json};
use super::{Result, StoreError, Tx, all, execute, optional};
use crate::domain::checkout::SessionParams;
use crate::domain::ids::{OrderId, PaymentId};
use crate::domain::money::Money;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::trial::Guard;

/// One checkout attempt.
#[derive(Clone, Debug)]
pub struct Payment {
    pub id: PaymentId,
    pub order: OrderId,
    pub state: PaymentState,
    /// The exact parameters of the session: a retry sends the same values.
    pub params: SessionParams,
    pub amount: Money,
    pub session: Option<String>,
    pub session_url: Option<String>,
    pub intent: Option<String>,
    pub paid_at: Option<UnixSeconds>,
    /// When the hold runs out.
    pub capture_before: Option<UnixSeconds>,
    pub captured: Money,
    pub refunded: Money,
    /// What refunds that have not failed come to.
    pub refund_claimed: Money,
    /// The `n` of the next capture's or void's key.
    pub key_number: i64,
    pub created_at: UnixSeconds,
    pub expires_at: UnixSeconds,
}

/// What a step of the payment machine learns besides the new state; `None` keeps what is stored.
#[derive(Clone, Debug, Default)]
pub struct PaymentFacts {
    pub session: Option<String>,
    pub session_url: Option<String>,
    pub intent: Option<String>,
    pub paid_at: Option<UnixSeconds>,
    pub capture_before: Option<UnixSeconds>,
    pub captured: Option<Money>,
}

#[derive(sqlx::FromRow)]
struct PaymentRow {
    id: String,
    order_id: String,
    state: String,
    params: String,
    amount_minor: i64,
    currency: String,
    session_id: Option<String>,
    session_url: Option<String>,
    intent_id: Option<String>,
    paid_at: Option<i64>,
    capture_before: Option<i64>,
    captured_minor: i64,
    refunded_minor: i64,
    refund_claimed_minor: i64,
    key_number: i64,
    created_at: i64,
    expires_at: i64,
}

impl PaymentRow {
    fn read(self) -> Result<Payment> {
        let amount = money(self.amount_minor, &self.currency)?;
        Ok(Payment {
            state: PaymentState::parse(&self.state).ok_or_else(|| StoreError::Unreadable("payments.state".into()))?,
            params: json("payments.params", &self.params)?,
            amount,
            captured: Money::new(self.captured_minor, amount.currency),
            refunded: Money::new(self.refunded_minor, amount.currency),
            refund_claimed: Money::new(self.refund_claimed_minor, amount.currency),
            id: self.id.into(),
            order: self.order_id.into(),
            session: self.session_id,
            session_url: self.session_url,
            intent: self.intent_id,
            paid_at: self.paid_at.map(UnixSeconds),
            capture_before: self.capture_before.map(UnixSeconds),
            key_number: self.key_number,
            created_at: UnixSeconds(self.created_at),
            expires_at: UnixSeconds(self.expires_at),
        })
    }
}

impl Tx {
    /// Inserts a payment in `creating`; `false` when another session of the order is live (I1).
    pub async fn insert_payment(&mut self, params: &SessionParams, amount: Money, now: UnixSeconds) -> Result<bool> {
        let inserted = execute!(
            self,
            "insert into payments (id, order_id, state, params, amount_minor, currency, captured_minor, \
             refunded_minor, key_number, created_at, expires_at, changed_at) \
             values ($1, $2, $3, $4, $5, $6, 0, 0, 1, $7, $8, $7) on conflict do nothing",
            params.payment.as_str(),
            params.order.as_str(),
            PaymentState::Creating.as_str(),
            to_json(params)?,
            amount.minor,
            amount.currency.as_str(),
            now.0,
            params.expires_at.0,
        )?;
        Ok(inserted == 1)
    }

    /// Moves a payment one legal step and writes what was learnt; needs the order's lock. `Conflict` when the payment
    /// is not in the state that the caller saw.
    pub async fn move_payment(
        &mut self,
        payment: &Payment,
        to: PaymentState,
        facts: &PaymentFacts,
        now: UnixSeconds,
    ) -> Result<()> {
        if !payment.state.may_become(to) && self.stands(Guard::LegalSteps) {
            return Err(StoreError::Unreadable(format!("payment {:?} → {to:?} is no legal step", payment.state)));
        }
        let guarded = self.stands(Guard::PaymentState);
        let moved = execute!(
            self,
            "update payments set state = $3, changed_at = $4, session_id = coalesce($5, session_id), \
             session_url = coalesce($6, session_url), intent_id = coalesce($7, intent_id), \
             paid_at = coalesce($8, paid_at), capture_before = coalesce($9, capture_before), \
             captured_minor = coalesce($10, captured_minor) where id = $1 and (state = $2 or not $11)",
            payment.id.as_str(),
            payment.state.as_str(),
            to.as_str(),
            now.0,
            facts.session.as_deref(),
            facts.session_url.as_deref(),
            facts.intent.as_deref(),
            facts.paid_at.map(|at| at.0),
            facts.capture_before.map(|at| at.0),
            facts.captured.map(|amount| amount.minor),
            guarded,
        )?;
        if moved != 1 {
            return Err(StoreError::Conflict);
        }
        self.note(Some(&payment.order), "shop", &format!("payment.{}", to.as_str()), payment.id.as_str(), now).await
    }

    /// The next capture or void uses a new key: the last one's answer was a 5xx and changed nothing. Needs the lock.
    pub async fn next_payment_key(&mut self, payment: &PaymentId) -> Result<()> {
        execute!(self, "update payments set key_number = key_number + 1 where id = $1", payment.as_str())?;
        Ok(())
    }

    /// What was captured, where it was not us who captured it; needs the lock.
    pub async fn set_captured(&mut self, payment: &PaymentId, captured: Money) -> Result<()> {
        execute!(self, "update payments set captured_minor = $2 where id = $1", payment.as_str(), captured.minor)?;
        Ok(())
    }

    /// What was given back in all; never above what was captured (constraint). Needs the lock.
    pub async fn set_refunded(&mut self, payment: &PaymentId, refunded: Money) -> Result<()> {
        execute!(self, "update payments set refunded_minor = $2 where id = $1", payment.as_str(), refunded.minor,)?;
        Ok(())
    }

    /// The order of a payment, by our own id.
    pub async fn order_of_payment(&mut self, payment: &PaymentId) -> Result<Option<OrderId>> {
        let row = optional!(self, (String,), "select order_id from payments where id = $1", payment.as_str())?;
        Ok(row.map(|(id,)| id.into()))
    }

    /// The order of a provider's object: a session's or a PaymentIntent's id.
    pub async fn order_of_provider_object(&mut self, object: &str) -> Result<Option<OrderId>> {
        let row = optional!(
            self,
            (String,),
            "select order_id from payments where session_id = $1 or intent_id = $1",
            object,
        )?;
        Ok(row.map(|(id,)| id.into()))
    }

    /// Units of a product in sessions that can still be paid and in attempts that are under way: stock that is spoken
    /// for by others than the order of this draft.
    pub async fn units_spoken_for(&mut self, supplier: &str, product: &str, draft: &str) -> Result<i64> {
        let row = optional!(
            self,
            (i64,),
            "select cast(count(*) as bigint) from order_lines l where l.supplier = $1 and l.product = $2 \
               and not exists (select 1 from orders o where o.id = l.order_id and o.draft = $3) and ( \
               exists (select 1 from payments p where p.order_id = l.order_id and p.state in ('creating', 'open', \
               'processing')) \
               or exists (select 1 from attempts a where a.line_id = l.id and a.state in ('prepared', 'sending', \
               'unknown')))",
            supplier,
            product,
            draft,
        )?;
        Ok(row.map_or(0, |(count,)| count))
    }

    /// An order's payments, oldest first.
    pub async fn payments_of(&mut self, order: &OrderId) -> Result<Vec<Payment>> {
        // The one that is live is the newest (I1), also where two were written down in the same second.
        let rows = all!(
            self,
            PaymentRow,
            "select * from payments where order_id = $1 order by created_at, \
             case when state in ('creating', 'open') then 1 else 0 end, id",
            order.as_str(),
        )?;
        rows.into_iter().map(PaymentRow::read).collect()
    }
}
