//! What staff give back: a part or all of what was taken, or an order's whole money before anything is delivered.

use super::arrival::tell;
use super::jobs::Job;
use super::next_step::all_lines_ended;
use crate::domain::ids::{OrderId, RefundId};
use crate::domain::money::Money;
use crate::domain::payment::PaymentState;
use crate::secret::new_id;
use crate::services::Services;
use crate::session::Staff;
use crate::store::{Family, MailKind, Payment, PaymentFacts, Result};
use thiserror::Error;

/// What can be given back of an order now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returnable {
    /// Nothing is delivered yet: all of it, once the supplier's answer is in, if one is awaited.
    Everything,
    /// It was taken: up to that much.
    UpTo(Money),
}

/// Why nothing is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CannotGiveBack {
    #[error("a disputed charge is never refunded by us")]
    Disputed,
    #[error("nothing of this order can be given back")]
    Nothing,
    #[error("more than what is left")]
    TooMuch,
    #[error("it was asked for already")]
    Asked,
}

/// What can be given back of an order now.
pub fn returnable(family: &Family) -> std::result::Result<Returnable, CannotGiveBack> {
    if family.order.disputed {
        return Err(CannotGiveBack::Disputed);
    }
    let payment = family.main_payment().ok_or(CannotGiveBack::Nothing)?;
    if payment.state.has_money() && !all_lines_ended(family) {
        return if family.order.cancel_asked_at.is_some() {
            Err(CannotGiveBack::Asked)
        } else {
            Ok(Returnable::Everything)
        };
    }
    let left = left_of(payment);
    let taken = matches!(
        payment.state,
        PaymentState::Taken | PaymentState::Captured | PaymentState::Refunding | PaymentState::RefundFailed
    );
    if taken && left.minor > 0 { Ok(Returnable::UpTo(left)) } else { Err(CannotGiveBack::Nothing) }
}

fn left_of(payment: &Payment) -> Money {
    Money::new(payment.captured.minor - payment.refund_claimed.minor, payment.amount.currency)
}

/// Begins to give back; `amount` is ignored before anything is delivered, when it is always everything. The worker does
/// the rest; before delivery it waits while an order is on its way to a supplier (I4).
pub async fn give_back(
    services: &Services,
    staff: &Staff,
    order: &OrderId,
    amount: Money,
    reason: &str,
) -> Result<std::result::Result<(), CannotGiveBack>> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(mut family) = tx.family(order).await? else { return Ok(Err(CannotGiveBack::Nothing)) };
    let returnable = match returnable(&family) {
        Ok(returnable) => returnable,
        Err(refusal) => return Ok(Err(refusal)),
    };
    tx.lock(&mut family, now).await?;
    match returnable {
        Returnable::Everything => {
            tx.set_cancel_asked(order, now).await?;
            tx.note(Some(order), &staff.email, "order.cancelled", reason, now).await?;
        }
        Returnable::UpTo(left) => {
            if amount.minor < 1 || amount.minor > left.minor || amount.currency != left.currency {
                return Ok(Err(CannotGiveBack::TooMuch));
            }
            let Some(payment) = family.main_payment() else { return Ok(Err(CannotGiveBack::Nothing)) };
            tx.insert_refund(order, &payment.id, &new_id::<RefundId>(now), amount, reason, now).await?;
            if payment.state != PaymentState::Refunding {
                tx.move_payment(payment, PaymentState::Refunding, &PaymentFacts::default(), now).await?;
            }
            let details = format!("{} · {reason}", amount.to_decimal());
            tx.note(Some(order), &staff.email, "order.given_back", &details, now).await?;
            tell(&mut tx, &family, MailKind::GivenBack, now).await?;
        }
    }
    Job::AdvanceOrder { order: order.clone() }.ring(&mut tx, now, now).await?;
    tx.settle(order).await?;
    tx.commit("staff_gave_back").await?;
    services.bell.notify_one();
    Ok(Ok(()))
}
