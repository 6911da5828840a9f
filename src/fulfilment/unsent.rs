//! An attempt of which not a byte was sent, and that has nothing to wait for: its plan is sold out, or another order's doubt
//! stands before it for too long. Nothing was sold, so that an equal plan may take the line over at once.

use super::collect::settle_lines;
use super::judge::{room_for_proof, try_another_supplier};
use super::next_step::Limits;
use crate::domain::fulfilment::AttemptState;
use crate::services::Services;
use crate::store::{Attempt, Family, Result};

/// What becomes of the line where no plan is equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Otherwise {
    /// The attempt goes on waiting.
    Wait,
    /// Its money goes back.
    GiveBack,
}

/// The plan is sold out, or not sold any more.
pub async fn sold_out(services: &Services, family: Family, attempt: &Attempt, limits: &Limits) -> Result<()> {
    end(services, family, attempt, "out of stock, or of our credit, after the payment", Otherwise::GiveBack, limits)
        .await
}

/// Another order of the same plan is on its way, or in doubt. The attempt waits while there is time for its own turn; then
/// it makes way while there is still time for another supplier's.
pub async fn no_turn_yet(services: &Services, family: Family, attempt: &Attempt, limits: &Limits) -> Result<()> {
    let now = services.clock.now();
    let is_late = family.order.deliver_by.is_some_and(|deadline| now + 2 * room_for_proof(limits) >= deadline);
    if !is_late {
        return Ok(());
    }
    let reason = "not sent: another order of the same plan stands in doubt before it";
    end(services, family, attempt, reason, Otherwise::Wait, limits).await
}

async fn end(
    services: &Services,
    mut family: Family,
    attempt: &Attempt,
    reason: &str,
    otherwise: Otherwise,
    limits: &Limits,
) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    // Records that are older than the world do not know what was sent.
    let is_unsent = attempt.state == AttemptState::Prepared && !limits.may_have_forgotten(&family.order);
    let stands_in = is_unsent && try_another_supplier(services, &mut tx, &family, attempt, reason, limits).await?;
    match (stands_in, otherwise) {
        (true, _) => {}
        (false, Otherwise::Wait) => return Ok(()),
        (false, Otherwise::GiveBack) => {
            tx.move_attempt(attempt, AttemptState::Abandoned, Some(reason), now).await?;
        }
    }
    let family = tx.settle(&attempt.order).await?;
    settle_lines(&mut tx, &family, now).await?;
    tx.commit("unsent_ended").await
}
