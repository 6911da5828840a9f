//! Doubt: an order that may or may not have been sold is looked for, adopted when it is found, and proven absent
//! before anything is ordered again.

use super::advance::limits_of;
use super::judge::{conclude_absent, judge, note_doubt};
use super::next_step::Limits;
use super::provision::{find, new_request_id, read, store_answer};
use crate::domain::esim::Wanted;
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::AttemptId;
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::store::{Attempt, Family, Result};
use crate::suppliers::{FoundOrder, OrderIdempotency, OrderSearch, Reading, Supplier, SupplierError};
use crate::trial::Guard;
use std::sync::Arc;

/// Looks for an attempt in doubt. Absence is proven by two look-ups a quiet time apart, in an account where the same
/// kind of look-up has found a known order.
pub async fn look_up(services: &Services, family: Family, attempt: &AttemptId, limits: &Limits) -> Result<()> {
    let Some((attempt, supplier)) = find(services, &family, attempt).await? else { return Ok(()) };
    let now = services.clock.now();
    let found = match look(services, supplier.as_ref(), &attempt, now).await? {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(attempt = %attempt.id, %error, "could not look for an order in doubt");
            return Ok(());
        }
    };
    if !found.is_empty() {
        return adopt(services, &attempt, supplier, found).await;
    }
    // What is made later may be made yet, however often it is not found: it is looked for until the deadline.
    if supplier.capabilities().made_later && attempt.wanted == Wanted::Esim {
        return Ok(());
    }
    // As long as the answer may still be under way, absence says nothing.
    let settled_at = attempt.send_by.unwrap_or(attempt.changed_at) + limits.socket;
    if now <= settled_at {
        return Ok(());
    }
    let Some(first_absent_at) = attempt.first_absent_at else {
        let mut family = family;
        let mut tx = services.store.begin().await?;
        // The look itself took time: the quiet time begins when it had ended.
        let seen_at = services.clock.now();
        tx.lock(&mut family, seen_at).await?;
        tx.set_first_absent(&attempt.id, seen_at).await?;
        return tx.commit("first_absent").await;
    };
    if now.since(first_absent_at) < limits.quiet && services.stands(Guard::QuietTime) {
        return Ok(());
    }
    match finds_known_order(services, supplier.as_ref(), &attempt, now).await? {
        Ok(true) => conclude_absent(services, &attempt, limits).await,
        Ok(false) => note_doubt(services, &attempt, "no known order of this account could be found the same way").await,
        // No verdict either way: the next run makes the control again.
        Err(error) => {
            tracing::warn!(attempt = %attempt.id, %error, "could not look for a known order");
            Ok(())
        }
    }
}

/// Whether the attempt's order is found at the supplier after all; it is then adopted.
pub async fn last_look(services: &Services, family: &Family, attempt: &Attempt) -> Result<bool> {
    let Some((attempt, supplier)) = find(services, family, &attempt.id).await? else { return Ok(false) };
    let limits = limits_of(services, &mut services.store.snapshot().await?).await?;
    if !may_be_found(supplier.as_ref(), &attempt, limits.may_have_forgotten(&family.order)) {
        return Ok(false);
    }
    match look(services, supplier.as_ref(), &attempt, services.clock.now()).await? {
        Ok(found) if !found.is_empty() => {
            adopt(services, &attempt, supplier, found).await?;
            Ok(true)
        }
        Ok(_) => Ok(false),
        Err(error) => {
            tracing::warn!(attempt = %attempt.id, %error, "the last look-up failed");
            Ok(false)
        }
    }
}

/// Takes over what was found: one order is ours, several are a doubt.
pub async fn adopt(
    services: &Services,
    attempt: &Attempt,
    supplier: Arc<dyn Supplier>,
    mut found: Vec<FoundOrder>,
) -> Result<()> {
    if found.len() > 1 {
        let reason = format!("{} orders could each be this attempt's", found.len());
        return note_doubt(services, attempt, &reason).await;
    }
    let Some(found) = found.pop() else { return Ok(()) };
    store_answer(services, attempt, "find", &new_request_id(), &found.answer).await?;
    let reading = match read(services, &supplier, &found.answer, &attempt.wanted).await {
        // It is in the supplier's books: whatever else, it has been accepted.
        Reading::Unknown { reason } => Reading::Accepted { reference: Some(found.reference), problem: Some(reason) },
        reading => reading,
    };
    judge(services, attempt, reading, &super::advance::limits(services)).await
}

/// The positive control: can this kind of look-up find an order that we know to be there?
async fn finds_known_order(
    services: &Services,
    supplier: &dyn Supplier,
    attempt: &Attempt,
    now: UnixSeconds,
) -> Result<std::result::Result<bool, SupplierError>> {
    let known = services.store.snapshot().await?.known_delivery(&attempt.supplier, &attempt.id).await?;
    if !services.stands(Guard::PositiveControl) {
        return Ok(Ok(true));
    }
    let Some(known) = known else { return Ok(Ok(false)) };
    let is_known = |found: &FoundOrder| known.reference.as_ref().is_none_or(|reference| *reference == found.reference);
    Ok(look(services, supplier, &known, now).await?.map(|found| found.iter().any(is_known)))
}

/// Whether what is found can be the attempt's. Where the supplier takes no reference, what was never sent has left no order
/// there: what is found is another's, unless our records are older than the world.
pub fn may_be_found(supplier: &dyn Supplier, attempt: &Attempt, may_have_forgotten: bool) -> bool {
    may_have_forgotten
        || attempt.state != AttemptState::Prepared
        || supplier.capabilities().order_idempotency != OrderIdempotency::None
}

/// All orders that carry the attempt's reference; where the supplier takes none, all that can be the attempt's and are no
/// other's.
pub async fn look(
    services: &Services,
    supplier: &dyn Supplier,
    attempt: &Attempt,
    now: UnixSeconds,
) -> Result<std::result::Result<Vec<FoundOrder>, SupplierError>> {
    let search = OrderSearch {
        wanted: attempt.wanted.clone(),
        attempt: attempt.id.clone(),
        product: attempt.product.clone(),
        from: attempt.sent_at.unwrap_or(attempt.created_at),
        to: now,
        request_id: new_request_id(),
    };
    let found = match services.outside("supplier.find_order", supplier.find_order(&search)).await {
        Ok(found) if supplier.capabilities().order_idempotency == OrderIdempotency::None => found,
        carry_our_reference => return Ok(carry_our_reference),
    };
    let mut tx = services.store.snapshot().await?;
    let mut left = Vec::new();
    for order in found {
        if !tx.is_of_another(attempt, &order.reference).await? {
            left.push(order);
        }
    }
    Ok(Ok(left))
}
