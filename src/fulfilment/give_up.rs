//! The deadline: a last look-up, then the attempt is closed and the money goes back in one transaction (I4).

use super::advance::limits;
use super::collect::settle_lines;
use super::doubt::last_look;
use super::next_step::deadline_of;
use super::reconcile::is_held_back;
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::AttemptId;
use crate::services::Services;
use crate::store::{Attempt, Family, Result, StoreError, TaskKind};

/// The stored reason of an attempt that its buyer did not want to wait for.
pub const CANCELLED_BY_BUYER: &str = "cancelled by the buyer";

/// The same, of an order whose money staff gave back before anything was delivered.
pub const CANCELLED_BY_STAFF: &str = "cancelled by staff";

const DEADLINE_PASSED: &str = "the delivery deadline has passed";

/// Closes an attempt that has not delivered in time.
pub async fn give_up(services: &Services, family: Family, attempt: &AttemptId) -> Result<()> {
    let Some(attempt) = family.attempts.iter().find(|candidate| candidate.id == *attempt).cloned() else {
        return Ok(());
    };
    // Also for what our records say was never sent: they may be those of an older backup.
    if last_look(services, &family, &attempt).await? {
        let now = services.clock.now();
        let still_over = services.store.snapshot().await?.family(&family.order.id).await?.is_some_and(|family| {
            let found = family.attempts.iter().find(|candidate| candidate.id == attempt.id);
            // What was found accepted has the longer deadline.
            found.is_some_and(|found| {
                !found.state.has_ended()
                    && deadline_of(&family, found, &limits(services)).is_none_or(|deadline| now >= deadline)
            })
        });
        if !still_over {
            return Ok(());
        }
    }
    let reason = if family.order.cancel_asked_at.is_some() { CANCELLED_BY_STAFF } else { DEADLINE_PASSED };
    close(services, &family, &attempt, reason).await
}

/// The buyer does not want to wait for an accepted order that is past the first deadline. `false` when that is not
/// possible (any more).
pub async fn cancel_by_buyer(services: &Services, family: &Family) -> Result<bool> {
    let now = services.clock.now();
    if family.order.deliver_by.is_none_or(|deadline| now < deadline) || is_held_back(services).await? {
        return Ok(false);
    }
    let waiting: Vec<Attempt> = family
        .lines
        .iter()
        .filter_map(|line| family.newest_attempt(&line.id))
        .filter(|attempt| attempt.state == AttemptState::Accepted)
        .cloned()
        .collect();
    for attempt in &waiting {
        close(services, family, attempt, CANCELLED_BY_BUYER).await?;
    }
    Ok(!waiting.is_empty())
}

async fn close(services: &Services, family: &Family, attempt: &Attempt, reason: &str) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(mut family) = tx.family(&family.order.id).await? else { return Ok(()) };
    let Some(attempt) = family.attempts.iter().find(|candidate| candidate.id == attempt.id).cloned() else {
        return Err(StoreError::Conflict);
    };
    if !attempt.state.may_become(AttemptState::Abandoned) {
        return Ok(());
    }
    tx.lock(&mut family, now).await?;
    tx.move_attempt(&attempt, AttemptState::Abandoned, Some(reason), now).await?;
    // What was never sent needs nobody's eyes when staff themselves have closed it.
    if reason != CANCELLED_BY_STAFF || attempt.state != AttemptState::Prepared {
        let evidence = format!("{reason}; the attempt was {}", attempt.state.as_str());
        tx.raise_task(TaskKind::DeadlinePassed, attempt.id.as_str(), Some(&family.order.id), &evidence, now).await?;
    }
    let family = tx.settle(&family.order.id).await?;
    settle_lines(&mut tx, &family, now).await?;
    tx.commit("given_up").await
}
