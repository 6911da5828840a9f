//! Buying: sent once, its answer stored before it is judged, doubt resolved by looking and never by ordering again.

use super::credit_watch::covers;
use super::doubt::{adopt, look, may_be_found};
use super::judge::judge;
use super::next_step::{Limits, STALE_PREPARED};
use super::unsent;
use crate::domain::esim::Wanted;
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::{AttemptId, SupplierProductId};
use crate::domain::money::Money;
use crate::domain::timestamp::UnixSeconds;
use crate::secret::random_base32;
use crate::services::Services;
use crate::store::{Attempt, Family, NewAnswer, Result, TaskKind, Tx};
use crate::suppliers::{OrderIdempotency, Purchase, RawAnswer, Reading, Sent, Supplier, SupplierError};
use crate::trial::Guard;
use std::sync::Arc;
use std::time::Duration;

/// After the commit of `sending`, not one byte of the order is written later than this.
const SEND_WITHIN: Duration = Duration::from_secs(5);

/// Buys: the attempt is `sending` on disk before the socket opens.
pub async fn send(services: &Services, mut family: Family, attempt: &AttemptId, limits: &Limits) -> Result<()> {
    let Some((attempt, supplier)) = find(services, &family, attempt).await? else { return Ok(()) };
    let now = services.clock.now();
    let one_at_a_time = supplier.capabilities().order_idempotency == OrderIdempotency::None;
    if one_at_a_time && !services.store.snapshot().await?.is_way_free(&attempt).await? {
        return unsent::no_turn_yet(services, family, &attempt, limits).await;
    }
    let may_have_forgotten = limits.may_have_forgotten(&family.order);
    let is_stale = now.since(attempt.created_at) > STALE_PREPARED || may_have_forgotten;
    if is_stale && may_be_found(supplier.as_ref(), &attempt, may_have_forgotten) {
        match look(services, supplier.as_ref(), &attempt, now).await? {
            Ok(found) if !found.is_empty() => return adopt(services, &attempt, supplier, found).await,
            Ok(_) => {}
            Err(_) => return Ok(()),
        }
    }
    let Some(cost) = family.lines.iter().find(|line| line.id == attempt.line).map(|line| line.cost) else {
        return Ok(());
    };
    match look_at_product(services, supplier.as_ref(), &attempt.product, cost).await? {
        OnSale::Now => {}
        OnSale::Unknown => return Ok(()),
        OnSale::Gone => return unsent::sold_out(services, family, &attempt, limits).await,
    }
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    let Some(sending) = begin_sending(&mut tx, supplier.as_ref(), &attempt, now).await? else { return Ok(()) };
    tx.commit("sending").await?;
    transmit(services, sending, supplier, limits).await
}

/// Writes down that an attempt goes out now, within the caller's transaction; `None` when it has to wait for another one,
/// `Conflict` unless the money is there (I8).
pub async fn begin_sending(
    tx: &mut Tx,
    supplier: &dyn Supplier,
    attempt: &Attempt,
    now: UnixSeconds,
) -> Result<Option<Attempt>> {
    let one_at_a_time = supplier.capabilities().order_idempotency == OrderIdempotency::None;
    if one_at_a_time && !tx.take_turn(attempt, now).await? {
        return Ok(None);
    }
    let send_by = now + SEND_WITHIN;
    tx.move_attempt(attempt, AttemptState::Sending, None, now).await?;
    tx.set_sending(&attempt.id, now, send_by).await?;
    Ok(Some(Attempt {
        state: AttemptState::Sending,
        sent_at: Some(now),
        send_by: Some(send_by),
        first_absent_at: None,
        ..attempt.clone()
    }))
}

/// Sends what is written down as `sending`, once, and stores the answer before it is judged.
pub async fn transmit(
    services: &Services,
    attempt: Attempt,
    supplier: Arc<dyn Supplier>,
    limits: &Limits,
) -> Result<()> {
    let written_by = attempt.send_by.filter(|_| services.stands(Guard::SendBy));
    let purchase = Purchase {
        wanted: attempt.wanted.clone(),
        attempt: attempt.id.clone(),
        product: attempt.product.clone(),
        send_by: written_by.unwrap_or(UnixSeconds(i64::MAX)),
        request_id: new_request_id(),
    };
    match services.outside("supplier.send", supplier.send(&purchase)).await {
        Sent::Answer(answer) => {
            store_answer(services, &attempt, "send", &purchase.request_id, &answer).await?;
            let reading = read(services, &supplier, &answer, &attempt.wanted).await;
            let reading = confirm_no(services, &attempt, &supplier, &answer, reading).await?;
            judge(services, &attempt, reading, limits).await
        }
        Sent::NotSent { reason, .. } => {
            tracing::warn!(attempt = %attempt.id, reason, "the order did not leave this machine");
            step_back(services, &attempt, &reason).await
        }
        Sent::Unknown { reason } => {
            tracing::warn!(attempt = %attempt.id, reason, "nobody knows whether the order arrived");
            judge(services, &attempt, Reading::Unknown { reason }, limits).await
        }
    }
}

/// Takes up an attempt whose sender is gone: its answer may be stored already.
pub async fn read_stored_answer(services: &Services, family: Family, attempt: &AttemptId) -> Result<()> {
    let Some((attempt, supplier)) = find(services, &family, attempt).await? else { return Ok(()) };
    let stored = services.store.snapshot().await?.newest_answer(&attempt.id, "send").await?;
    let reading = match stored {
        Some((status, content_type, body)) => {
            let answer = RawAnswer { status, content_type, body, request_id: None, took: Duration::ZERO };
            let reading = read(services, &supplier, &answer, &attempt.wanted).await;
            confirm_no(services, &attempt, &supplier, &answer, reading).await?
        }
        None => Reading::Unknown { reason: "the answer was lost".to_owned() },
    };
    judge(services, &attempt, reading, &super::advance::limits(services)).await
}

/// Asks about an order that the supplier has accepted.
pub async fn poll(services: &Services, family: Family, attempt: &AttemptId) -> Result<()> {
    let Some((attempt, supplier)) = find(services, &family, attempt).await? else { return Ok(()) };
    let Some(reference) = attempt.reference.clone() else {
        let now = services.clock.now();
        return match look(services, supplier.as_ref(), &attempt, now).await? {
            Ok(found) if !found.is_empty() => adopt(services, &attempt, supplier, found).await,
            _ => Ok(()),
        };
    };
    let request_id = new_request_id();
    match services.outside("supplier.order", supplier.order(&reference, &request_id)).await {
        Ok(answer) => {
            let reading = read(services, &supplier, &answer, &attempt.wanted).await;
            // "Not yet" is heard many times; only what moves the order is kept.
            if !matches!(reading, Reading::Accepted { .. } | Reading::Unknown { .. }) {
                store_answer(services, &attempt, "order", &request_id, &answer).await?;
            }
            let reading = confirm_no(services, &attempt, &supplier, &answer, reading).await?;
            if matches!(reading, Reading::Unknown { .. }) {
                return Ok(());
            }
            judge(services, &attempt, reading, &super::advance::limits(services)).await
        }
        Err(error) => {
            tracing::warn!(attempt = %attempt.id, %error, "could not ask about an accepted order");
            Ok(())
        }
    }
}

/// The attempt and its supplier; a task when the supplier is gone from the configuration.
pub async fn find(
    services: &Services,
    family: &Family,
    attempt: &AttemptId,
) -> Result<Option<(Attempt, Arc<dyn Supplier>)>> {
    let Some(attempt) = family.attempts.iter().find(|candidate| candidate.id == *attempt).cloned() else {
        return Ok(None);
    };
    if let Some(supplier) = services.suppliers.get(&attempt.supplier) {
        return Ok(Some((attempt, Arc::clone(supplier))));
    }
    let now = services.clock.now();
    let evidence = format!("the supplier `{}` is not configured any more", attempt.supplier);
    let mut tx = services.store.begin().await?;
    tx.raise_task(TaskKind::SupplierRefuses, attempt.id.as_str(), Some(&attempt.order), &evidence, now).await?;
    tx.commit("supplier_missing").await?;
    Ok(None)
}

/// Whether a product can be bought this minute.
pub enum OnSale {
    Now,
    /// Not any more: nothing is left, it is not sold to us, or our credit does not cover it.
    Gone,
    /// The supplier cannot be asked, or its codes could not be read at present.
    Unknown,
}

/// The free checks before money is spent: codes can be read, the product is there and in stock, our credit covers it.
pub async fn look_at_product(
    services: &Services,
    supplier: &dyn Supplier,
    product: &SupplierProductId,
    cost: Money,
) -> Result<OnSale> {
    let obstacle = services.store.snapshot().await?.fact(&super::supplier_watch::obstacle_fact(supplier.id())).await?;
    if let Some((obstacle, _)) = obstacle.filter(|(text, _)| !text.is_empty()) {
        tracing::error!(supplier = %supplier.id(), obstacle, "not bought: the supplier's eSIMs may not be sold now");
        return Ok(OnSale::Unknown);
    }
    Ok(match services.outside("supplier.product", supplier.product(product)).await {
        Ok(Some(product)) if product.available && product.stock != Some(0) => {
            if covers(services, supplier, cost).await { OnSale::Now } else { OnSale::Gone }
        }
        Ok(_) | Err(SupplierError::NotFound) => OnSale::Gone,
        Err(error) => {
            tracing::warn!(supplier = %supplier.id(), %product, %error, "not sent yet: stock is not known");
            OnSale::Unknown
        }
    })
}

/// A "no" inside a success answer is read once more before it is believed.
async fn confirm_no(
    services: &Services,
    attempt: &Attempt,
    supplier: &Arc<dyn Supplier>,
    answer: &RawAnswer,
    reading: Reading,
) -> Result<Reading> {
    if !(matches!(reading, Reading::Refused { .. }) && (200..300).contains(&answer.status)) {
        return Ok(reading);
    }
    match look(services, supplier.as_ref(), attempt, services.clock.now()).await? {
        Ok(found) => match found.into_iter().next() {
            Some(found) => {
                let request_id = new_request_id();
                store_answer(services, attempt, "find", &request_id, &found.answer).await?;
                Ok(read(services, supplier, &found.answer, &attempt.wanted).await)
            }
            None => Ok(reading),
        },
        Err(error) => Ok(Reading::Unknown { reason: format!("a refusal could not be confirmed: {error}") }),
    }
}

/// What an answer means, read off the async threads.
pub async fn read(services: &Services, supplier: &Arc<dyn Supplier>, answer: &RawAnswer, wanted: &Wanted) -> Reading {
    let (supplier, answer, wanted) = (Arc::clone(supplier), answer.clone(), wanted.clone());
    let read = services.compute(move || supplier.read(&answer, &wanted)).await;
    read.unwrap_or_else(|| Reading::Unknown { reason: "the answer could not be read".to_owned() })
}

/// Stores an answer before anybody judges it.
pub async fn store_answer(
    services: &Services,
    attempt: &Attempt,
    call: &'static str,
    request_id: &str,
    answer: &RawAnswer,
) -> Result<()> {
    let new = NewAnswer {
        call,
        status: answer.status,
        content_type: &answer.content_type,
        body: &answer.body,
        request_id,
        supplier_request_id: answer.request_id.as_deref(),
        took_ms: i64::try_from(answer.took.as_millis()).unwrap_or(i64::MAX),
        at: services.clock.now(),
    };
    let mut tx = services.store.begin().await?;
    tx.insert_answer(attempt, &new).await?;
    tx.commit("answer_stored").await
}

/// Not a byte was sent: the attempt is prepared again.
async fn step_back(services: &Services, attempt: &Attempt, reason: &str) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(mut family) = tx.family(&attempt.order).await? else { return Ok(()) };
    tx.lock(&mut family, now).await?;
    tx.move_attempt(attempt, AttemptState::Prepared, Some(reason), now).await?;
    tx.settle(&attempt.order).await?;
    tx.commit("stepped_back").await
}

/// Goes out as `X-Request-Id` and stands in the timeline.
pub fn new_request_id() -> String {
    random_base32(20)
}
