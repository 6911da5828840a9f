//! An order with everything that its lock guards: read whole, locked before it is changed, settled afterwards.

use super::orders::{Line, Order};
use super::{Attempt, Payment, Refund, Result, StoreError, Tx, execute};
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::{LineId, OrderId};
use crate::domain::money::Money;
use crate::domain::order::{OrderState, derive};
use crate::domain::payment::main_payment;
use crate::domain::timestamp::UnixSeconds;
use crate::trial::Guard;

/// An order with everything that its lock guards.
#[derive(Clone, Debug)]
pub struct Family {
    pub order: Order,
    pub lines: Vec<Line>,
    /// Oldest first.
    pub payments: Vec<Payment>,
    /// Oldest first.
    pub attempts: Vec<Attempt>,
    /// Oldest first.
    pub refunds: Vec<Refund>,
}

impl Family {
    /// The newest attempt of a line. One that has not been proven to have sold nothing is the newest (I2), also where
    /// two were written down in the same second.
    pub fn newest_attempt(&self, line: &LineId) -> Option<&Attempt> {
        let of_line = || self.attempts.iter().rev().filter(|attempt| attempt.line == *line);
        of_line().find(|attempt| !attempt.state.proves_nothing_sold()).or_else(|| of_line().next())
    }

    /// Whether another supplier than the buyer chose stands in for a line: its first attempt went elsewhere.
    pub fn is_stood_in_for(&self, line: &Line) -> bool {
        let first = self.attempts.iter().find(|attempt| attempt.line == line.id);
        first.is_some_and(|first| (&first.supplier, &first.product) != (&line.supplier, &line.product))
    }

    /// The payment that the order's state follows.
    pub fn main_payment(&self) -> Option<&Payment> {
        self.payments.get(main_payment(self.payments.iter().map(|payment| payment.state))?)
    }

    /// The state of the order as its parts say.
    pub fn derived_state(&self) -> OrderState {
        let payments: Vec<_> = self.payments.iter().map(|payment| payment.state).collect();
        let lines: Vec<_> =
            self.lines.iter().map(|line| self.newest_attempt(&line.id).map(|attempt| attempt.state)).collect();
        derive(&payments, &lines)
    }

    /// Whether the order tops up a SIM, instead of buying eSIMs.
    pub fn tops_up(&self) -> bool {
        self.lines.iter().any(|line| line.tops_up.is_some())
    }

    /// What the delivered lines cost the buyer together.
    pub fn delivered_sum(&self) -> Money {
        let delivered = self.lines.iter().filter(|line| {
            self.newest_attempt(&line.id).is_some_and(|attempt| attempt.state == AttemptState::Delivered)
        });
        // The prices are parts of a total that was checked at checkout.
        Money::new(delivered.map(|line| line.price.minor).sum(), self.order.total.currency)
    }
}

impl Tx {
    /// Takes the family's lock: every change to payments, attempts or refunds of an order comes after this.
    /// Raises the version in `family` as well; `Conflict` when somebody else was first.
    pub async fn lock(&mut self, family: &mut Family, now: UnixSeconds) -> Result<()> {
        let guarded = self.stands(Guard::OrderVersion);
        let locked = execute!(
            self,
            "update orders set version = version + 1, changed_at = $3 where id = $1 and (version = $2 or not $4)",
            family.order.id.as_str(),
            family.order.version,
            now.0,
            guarded,
        )?;
        if locked != 1 {
            return Err(StoreError::Conflict);
        }
        family.order.version += 1;
        Ok(())
    }

    /// Writes the derived state after a change; the family is read again within this transaction.
    pub async fn settle(&mut self, order: &OrderId) -> Result<Family> {
        let mut family =
            self.family(order).await?.ok_or_else(|| StoreError::Unreadable(format!("{order} vanished")))?;
        let state = family.derived_state();
        if state != family.order.state {
            execute!(self, "update orders set state = $2 where id = $1", order.as_str(), state.as_str())?;
            family.order.state = state;
        }
        Ok(family)
    }

    /// An order with its payments, attempts and refunds.
    pub async fn family(&mut self, order: &OrderId) -> Result<Option<Family>> {
        let Some(order) = self.order(order).await? else { return Ok(None) };
        Ok(Some(Family {
            lines: self.lines(&order.id).await?,
            payments: self.payments_of(&order.id).await?,
            attempts: self.attempts_of(&order.id).await?,
            refunds: self.refunds_of(&order.id).await?,
            order,
        }))
    }

    /// When it was paid and by when it must be delivered; needs the lock.
    pub async fn set_clock(&mut self, order: &OrderId, paid_at: UnixSeconds, deliver_by: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "update orders set paid_at = $2, deliver_by = $3 where id = $1",
            order.as_str(),
            paid_at.0,
            deliver_by.0,
        )?;
        Ok(())
    }

    /// Marks an order that was paid after it had ended; needs the lock.
    pub async fn set_late_payment(&mut self, order: &OrderId) -> Result<()> {
        execute!(self, "update orders set late_payment = true where id = $1", order.as_str())?;
        Ok(())
    }

    /// Freezes or unfreezes an order whose charge is disputed; needs the lock.
    pub async fn set_disputed(&mut self, order: &OrderId, disputed: bool) -> Result<()> {
        execute!(self, "update orders set disputed = $2 where id = $1", order.as_str(), disputed)?;
        Ok(())
    }

    /// Staff want the money to go back before anything is delivered; needs the lock.
    pub async fn set_cancel_asked(&mut self, order: &OrderId, at: UnixSeconds) -> Result<()> {
        execute!(self, "update orders set cancel_asked_at = $2 where id = $1", order.as_str(), at.0)?;
        Ok(())
    }
}
