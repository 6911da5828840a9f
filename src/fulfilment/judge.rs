//! What an answer does to an attempt: the guarded second half of buying.

use super::collect::settle_lines;
use super::deliver::{accept, deliver_esim, deliver_top_up};
use super::next_step::Limits;
use super::stand_in;
use crate::domain::fulfilment::AttemptState;
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::store::{Attempt, Family, Line, Result, StoreError, TaskKind, Tx};
use crate::suppliers::Reading;
use std::time::Duration;

/// How often a change that lost the race for the order's lock is tried again.
const TRIES: usize = 8;

/// A line is tried at most this often.
const ATTEMPTS_A_LINE: usize = 3;

/// What a proof takes beside the socket limit and the quiet time: the pause before the attempt, the time to send it, and
/// the pace of the look-ups.
const BESIDE_THE_PROOF: Duration = Duration::from_secs(60);

/// Applies an answer to its attempt, whatever happened to the order meanwhile.
pub async fn judge(services: &Services, attempt: &Attempt, reading: Reading, limits: &Limits) -> Result<()> {
    for _ in 0..TRIES {
        match apply(services, attempt, &reading, limits).await {
            Err(StoreError::Conflict) => {}
            other => return other,
        }
    }
    Err(StoreError::Conflict)
}

/// Proven that nothing was sold: another try, or none.
pub async fn conclude_absent(services: &Services, attempt: &Attempt, limits: &Limits) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(mut family) = tx.family(&attempt.order).await? else { return Ok(()) };
    tx.lock(&mut family, now).await?;
    let reason = "two look-ups a quiet time apart found nothing";
    tx.move_attempt(attempt, AttemptState::ProvenAbsent, Some(reason), now).await?;
    try_again(services, &mut tx, &family, attempt, Next::Same, limits).await?;
    let family = tx.settle(&attempt.order).await?;
    settle_lines(&mut tx, &family, now).await?;
    tx.commit("proven_absent").await
}

/// Nobody can say: a person looks, and the deadline stands.
pub async fn note_doubt(services: &Services, attempt: &Attempt, reason: &str) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(mut family) = tx.family(&attempt.order).await? else { return Ok(()) };
    if attempt.state.may_become(AttemptState::Review) {
        tx.lock(&mut family, now).await?;
        tx.move_attempt(attempt, AttemptState::Review, Some(reason), now).await?;
        tx.settle(&attempt.order).await?;
    }
    tx.raise_task(TaskKind::InDoubt, attempt.id.as_str(), Some(&attempt.order), reason, now).await?;
    tx.commit("doubt_noted").await
}

async fn apply(services: &Services, attempt: &Attempt, reading: &Reading, limits: &Limits) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(mut family) = tx.family(&attempt.order).await? else { return Ok(()) };
    let Some(current) = family.attempts.iter().find(|candidate| candidate.id == attempt.id).cloned() else {
        return Ok(());
    };
    if current.state.has_ended() {
        return after_the_end(tx, &current, reading, now).await;
    }
    tx.lock(&mut family, now).await?;
    match reading {
        Reading::Delivered(esim) => {
            deliver_esim(&mut tx, &family, &current, esim, now).await?;
        }
        Reading::ToppedUp(top_up) => {
            deliver_top_up(&mut tx, &family, &current, top_up, now).await?;
        }
        Reading::Accepted { reference, problem } => {
            accept(&mut tx, &current, reference.as_deref(), problem.as_deref(), now).await?;
        }
        Reading::Refused { reason, may_try_again } => {
            let current = if current.state.may_become(AttemptState::Refused) {
                current
            } else {
                // Found in the supplier's books, and there as a no.
                tx.move_attempt(&current, AttemptState::Accepted, None, now).await?;
                Attempt { state: AttemptState::Accepted, ..current }
            };
            tx.move_attempt(&current, AttemptState::Refused, Some(reason), now).await?;
            let next = if *may_try_again { Next::Same } else { Next::StandIn };
            try_again(services, &mut tx, &family, &current, next, limits).await?;
        }
        Reading::Unknown { reason } => {
            if current.state == AttemptState::Sending {
                tx.move_attempt(&current, AttemptState::Unknown, Some(reason), now).await?;
            }
        }
    }
    let family = tx.settle(&attempt.order).await?;
    settle_lines(&mut tx, &family, now).await?;
    tx.commit("answer_judged").await
}

/// Where a line is tried after an attempt that has sold nothing, proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// The same product; another supplier's after two tries.
    Same,
    /// Another supplier's, or none: this one has said no for good.
    StandIn,
}

/// What an attempt needs until it is proven to have sold nothing: an attempt is made only while the deadline leaves as much.
pub fn room_for_proof(limits: &Limits) -> Duration {
    limits.quiet + limits.socket + BESIDE_THE_PROOF
}

/// Gives the line of an attempt that was never sent to an equal plan of another supplier; `false`, and nothing is changed,
/// where there is none, or no time for it.
pub async fn try_another_supplier(
    services: &Services,
    tx: &mut Tx,
    family: &Family,
    attempt: &Attempt,
    reason: &str,
    limits: &Limits,
) -> Result<bool> {
    let now = services.clock.now();
    let catalogue = services.catalogue();
    let Some(line) = line_to_try(family, attempt, now, limits) else { return Ok(false) };
    let Some(offer) = stand_in::find(&catalogue, family, line) else { return Ok(false) };
    tx.move_attempt(attempt, AttemptState::ProvenAbsent, Some(reason), now).await?;
    stand_in::take(tx, &attempt.order, line, offer, now).await?;
    Ok(true)
}

/// The line of an attempt, if it may be tried once more.
fn line_to_try<'a>(family: &'a Family, attempt: &Attempt, now: UnixSeconds, limits: &Limits) -> Option<&'a Line> {
    let tried = family.attempts.iter().filter(|other| other.line == attempt.line).count();
    let leaves_room = family.order.deliver_by.is_some_and(|deadline| now + room_for_proof(limits) < deadline);
    let wanted = family.order.cancel_asked_at.is_none();
    let may_be_tried = wanted && tried < ATTEMPTS_A_LINE && leaves_room;
    family.lines.iter().find(|line| line.id == attempt.line && may_be_tried)
}

/// One more attempt, if the deadline leaves room for its own proof.
async fn try_again(
    services: &Services,
    tx: &mut Tx,
    family: &Family,
    attempt: &Attempt,
    next: Next,
    limits: &Limits,
) -> Result<()> {
    let now = services.clock.now();
    let Some(line) = line_to_try(family, attempt, now, limits) else { return Ok(()) };
    let catalogue = services.catalogue();
    let was_tried_before = family.attempts.iter().any(|other| other.line == line.id && other.id != attempt.id);
    let looks_elsewhere = next == Next::StandIn || was_tried_before;
    let other = looks_elsewhere.then(|| stand_in::find(&catalogue, family, line)).flatten();
    match (other, next) {
        (Some(offer), _) => stand_in::take(tx, &attempt.order, line, offer, now).await,
        (None, Next::Same) => {
            tx.insert_attempt(&attempt.order, &line.id, &attempt.supplier, &attempt.product, now).await.map(drop)
        }
        (None, Next::StandIn) => Ok(()),
    }
}

/// An answer for an attempt that has ended: known already, or sold after we gave up, which is our loss.
async fn after_the_end(mut tx: Tx, attempt: &Attempt, reading: &Reading, now: UnixSeconds) -> Result<()> {
    let sold = matches!(reading, Reading::Delivered(_) | Reading::ToppedUp(_) | Reading::Accepted { .. });
    if attempt.state == AttemptState::Delivered || !sold {
        return Ok(());
    }
    let evidence = "the supplier sold it after we had given up; the buyer has the money back";
    tx.raise_task(TaskKind::SoldTooLate, attempt.id.as_str(), Some(&attempt.order), evidence, now).await?;
    tx.commit("sold_too_late").await
}
