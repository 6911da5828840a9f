//! The one function that moves an order on: the worker, the webhook, the landing page and the island all call it.

use super::next_step::{Limits, Next, Step, next_step};
use super::{collect, doubt, give_up, payment_reading, provision, refund, sessions};
use crate::domain::ids::OrderId;
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::store::{Family, StoreError, Tx};
use std::collections::HashSet;
use std::time::Duration;

/// When somebody should look again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    At(UnixSeconds),
    Never,
}

/// A payment that could not be read is read again so soon: the next poll may be past the delivery deadline.
const READ_AGAIN: Duration = Duration::from_secs(15);

/// No order needs so many steps in one run; the rest is for the next run.
const STEPS_A_RUN: usize = 40;

/// Makes every step that can be made now. Safe to call at any time, from anywhere, at the same time.
///
/// `Err` only for the database; suppliers and the payment provider may fail as they like.
pub async fn advance_order(services: &Services, order: &OrderId) -> Result<Later, StoreError> {
    let mut made = HashSet::new();
    let mut nobody_answered = false;
    for _ in 0..STEPS_A_RUN {
        let mut tx = services.store.snapshot().await?;
        let Some(family) = tx.family(order).await? else { return Ok(Later::Never) };
        let limits = limits_of(services, &mut tx).await?;
        drop(tx);
        let now = services.clock.now();
        let step = match next_step(&family, now, &limits, &made) {
            Next::Make(step) => step,
            Next::Wait(at) if nobody_answered => return Ok(Later::At(at.min(now + READ_AGAIN))),
            Next::Wait(at) => return Ok(Later::At(at)),
            Next::Rest => return Ok(Later::Never),
        };
        made.insert(step.clone());
        tracing::debug!(order = %order, ?step, "next step");
        // Steps are deep, and what waits for one need not be as large.
        match Box::pin(make(services, family, &step, &limits)).await {
            Ok(answered) => nobody_answered |= !answered,
            // Somebody else moved the order: look again, decide again.
            Err(StoreError::Conflict) => {
                made.remove(&step);
                tracing::debug!(order = %order, ?step, "somebody else was first");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Later::At(services.clock.now() + Duration::from_secs(5)))
}

/// As `advance_order`, but comes back after `patience` at the latest; the steps go on without the caller.
pub async fn advance_order_within(services: &Services, order: &OrderId, patience: Duration) {
    let task = tokio::spawn({
        let (services, order) = (services.clone(), order.clone());
        async move {
            let advanced = advance_order(&services, &order).await;
            // A worker does what is ready next by itself; here somebody has to tell it.
            services.bell.notify_one();
            advanced
        }
    });
    match tokio::time::timeout(patience, task).await {
        Ok(Ok(Ok(_))) | Err(_) => {}
        Ok(Ok(Err(error))) => tracing::warn!(order = %order, %error, "could not advance an order for its page"),
        Ok(Err(error)) => tracing::error!(order = %order, %error, "advancing an order broke"),
    }
}

/// The limits of the configuration, and what a restored backup adds to them.
pub async fn limits_of(services: &Services, tx: &mut Tx) -> Result<Limits, StoreError> {
    Ok(Limits { restored: tx.restored().await?, ..limits(services) })
}

/// The limits of the configuration.
pub fn limits(services: &Services) -> Limits {
    let config = &services.config;
    Limits {
        quiet: config.quiet_time,
        socket: config.socket_limit,
        delivery: config.delivery_deadline,
        accepted: config.accepted_deadline,
        restored: None,
    }
}

/// `false` when the payment could not be read.
async fn make(services: &Services, family: Family, step: &Step, limits: &Limits) -> Result<bool, StoreError> {
    match step {
        Step::ReadPayment(payment) => return payment_reading::read_payment(services, family, payment).await,
        Step::CreateSession(payment) => sessions::create_session(services, family, payment).await,
        Step::Send(attempt) => provision::send(services, family, attempt, limits).await,
        Step::ReadStoredAnswer(attempt) => provision::read_stored_answer(services, family, attempt).await,
        Step::LookUp(attempt) => doubt::look_up(services, family, attempt, limits).await,
        Step::Poll(attempt) => provision::poll(services, family, attempt).await,
        Step::GiveUp(attempt) => give_up::give_up(services, family, attempt).await,
        Step::Capture(payment) => collect::capture(services, family, payment).await,
        Step::Void(payment) => collect::void(services, family, payment).await,
        Step::RefundUndelivered(payment) => refund::refund_undelivered(services, family, payment).await,
        Step::AskRefunds(payment) => refund::ask_refunds(services, family, payment, limits).await,
        Step::WarnOfHold(payment) => collect::warn_of_hold(services, &family, payment).await,
    }?;
    Ok(true)
}
