//! The money is there: held or taken. From here the order is delivered, or the money goes back.

use super::advance::limits_of;
use super::disputes::freeze;
use super::jobs::Job;
use super::provision::{OnSale, begin_sending, look_at_product, transmit};
use crate::domain::ids::RefundId;
use crate::domain::money::Money;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{IntentReading, IntentStatus};
use crate::secret::new_id;
use crate::services::Services;
use crate::store::{Attempt, Family, LedgerKind, Line, MailKind, Payment, PaymentFacts, Result, Tx};
use crate::suppliers::Supplier;
use crate::trial::Guard;
use std::sync::Arc;
use std::time::Duration;

/// So long after the payment the buyer gets a mail if the eSIM is not there yet.
const LATE_AFTER: Duration = Duration::from_secs(90);

/// Writes down that the money is held or taken, and the first attempt of each line with it (I8); the first line's goes out
/// at once, unless something stands against it.
///
/// What comes too late (the order had ended, another payment was first, the deadline is over) is given back at once.
pub async fn money_arrived(
    services: &Services,
    mut family: Family,
    payment: &Payment,
    intent: &IntentReading,
) -> Result<()> {
    let held = intent.status == IntentStatus::Held;
    let limits = limits_of(services, &mut services.store.snapshot().await?).await?;
    // The delivery clock starts at the provider's time, whenever we come to know of it.
    let paid_at = intent.charge.as_ref().map_or(intent.created, |charge| charge.created);
    let deliver_by = paid_at + limits.delivery;
    // A payment that came too late itself, and for which nothing was ever ordered, stands in nobody's way.
    let another_paid = !family.attempts.is_empty()
        || family.payments.iter().any(|other| other.id != payment.id && other.state.keeps_money());
    let came_late = payment.state == PaymentState::Expired || another_paid;
    // An order from an older backup may have been delivered in time: its attempts are looked for before anything goes back.
    let may_be_delivered = limits.may_have_forgotten(&family.order);
    let spoilt = intent.charge.as_ref().map(|charge| (charge.disputed, !held && charge.amount_refunded.minor > 0));
    let (disputed, given_back) = spoilt.unwrap_or_default();
    let is_over = |now| now >= deliver_by && !may_be_delivered && services.stands(Guard::LatePayment);
    let supplier = match family.lines.first() {
        Some(line)
            if !came_late
                && !may_be_delivered
                && !disputed
                && !given_back
                && !limits.wait_for_a_comparison()
                && !is_over(services.clock.now()) =>
        {
            on_sale(services, line).await?
        }
        _ => None,
    };
    // Of a hold that we captured before our records were set back, only what was taken counts.
    let amount = if held { payment.amount } else { intent.amount_received };

    let now = services.clock.now();
    let to = if held { PaymentState::Held } else { PaymentState::Taken };
    let facts = PaymentFacts {
        intent: Some(intent.id.clone()),
        paid_at: Some(paid_at),
        capture_before: intent.charge.as_ref().and_then(|charge| charge.capture_before),
        captured: (!held).then_some(amount),
        ..PaymentFacts::default()
    };
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    tx.move_payment(payment, to, &facts, now).await?;
    let order = &family.order.id.clone();
    let kind = if held { LedgerKind::Held } else { LedgerKind::Captured };
    tx.book(order, kind, payment.id.as_str(), amount, now).await?;
    let mut sending = None;
    if disputed {
        freeze(&mut tx, order, &intent.id, now).await?;
    }
    if given_back && !may_be_delivered {
        // Somebody gave it back before we looked: nothing is bought for it, and the rest goes back as well (I4).
        tx.set_cancel_asked(order, now).await?;
    }
    if came_late || is_over(now) {
        if !another_paid {
            tx.set_clock(order, paid_at, deliver_by).await?;
        }
        tx.set_late_payment(order).await?;
        let arrived = Payment { state: to, captured: facts.captured.unwrap_or(payment.captured), ..payment.clone() };
        start_giving_back(&mut tx, &family, &arrived, "paid too late", now).await?;
    } else {
        tx.set_clock(order, paid_at, deliver_by).await?;
        // What may have been sold before our records were set back is looked for from the payment on.
        let tried_at = if may_be_delivered { paid_at } else { now };
        for line in &family.lines {
            tx.insert_attempt(order, &line.id, &line.supplier, &line.product, tried_at).await?;
        }
        let late_at = paid_at + LATE_AFTER;
        Job::TellIfLate { order: order.clone() }.ring(&mut tx, late_at, now).await?;
        if let Some(supplier) = supplier {
            family.attempts = tx.attempts_of(order).await?;
            sending = begin_first(&mut tx, &family, supplier.as_ref(), now).await?.map(|attempt| (attempt, supplier));
        }
    }
    // Should this process end here, another takes the order up.
    let job = Job::AdvanceOrder { order: order.clone() };
    if !services.is_run_of(&job.name()) {
        job.ring(&mut tx, now + Duration::from_secs(5), now).await?;
    }
    tx.settle(order).await?;
    tx.commit("money_arrived").await?;
    match sending {
        Some((attempt, supplier)) => Box::pin(transmit(services, attempt, supplier, &limits)).await,
        None => Ok(()),
    }
}

/// The supplier of a line that can be bought this minute.
async fn on_sale(services: &Services, line: &Line) -> Result<Option<Arc<dyn Supplier>>> {
    let Some(supplier) = services.suppliers.get(&line.supplier) else { return Ok(None) };
    let found = look_at_product(services, supplier.as_ref(), &line.product, line.cost).await?;
    Ok(matches!(found, OnSale::Now).then(|| Arc::clone(supplier)))
}

/// The first line's attempt, written down as going out.
async fn begin_first(
    tx: &mut Tx,
    family: &Family,
    supplier: &dyn Supplier,
    now: UnixSeconds,
) -> Result<Option<Attempt>> {
    let first = family.lines.first().and_then(|line| family.newest_attempt(&line.id));
    match first.filter(|_| !family.order.disputed) {
        Some(attempt) => begin_sending(tx, supplier, attempt, now).await,
        None => Ok(None),
    }
}

/// Begins to give the whole of a held or taken payment back and tells the buyer; within the caller's transaction,
/// under its lock. What was captured and delivered is not touched: the caller has checked that nothing was.
pub async fn start_giving_back(
    tx: &mut Tx,
    family: &Family,
    payment: &Payment,
    reason: &str,
    now: UnixSeconds,
) -> Result<()> {
    if payment.state == PaymentState::Held {
        tx.move_payment(payment, PaymentState::Voiding, &PaymentFacts::default(), now).await?;
    } else {
        start_refund(tx, family, payment, payment.captured, reason, now).await?;
    }
    tell(tx, family, MailKind::GivenBack, now).await
}

/// Writes down a refund of a taken or captured payment; within the caller's transaction, under its lock.
pub async fn start_refund(
    tx: &mut Tx,
    family: &Family,
    payment: &Payment,
    amount: Money,
    reason: &str,
    now: UnixSeconds,
) -> Result<()> {
    let refund: RefundId = new_id(now);
    tx.insert_refund(&family.order.id, &payment.id, &refund, amount, reason, now).await?;
    tx.move_payment(payment, PaymentState::Refunding, &PaymentFacts::default(), now).await
}

/// Owes the buyer a mail, and queues its sending.
pub async fn tell(tx: &mut Tx, family: &Family, kind: MailKind, now: UnixSeconds) -> Result<()> {
    let mail = tx.insert_mail(&family.order.id, kind, &family.order.email, now).await?;
    Job::SendMail { mail }.ring(tx, now, now).await
}
