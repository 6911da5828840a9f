//! Delivery: what the supplier handed over is stored, and booked, in the transaction that ends the attempt.

use super::jobs::Job;
use crate::domain::esim::SimToTopUp;
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::EsimId;
use crate::domain::timestamp::UnixSeconds;
use crate::secret::new_id;
use crate::store::{Attempt, Family, LedgerKind, Line, NewEsim, NewTopUp, Result, TaskKind, Tx};
use crate::suppliers::{DeliveredEsim, ToppedUp};
use std::time::Duration;

/// What is left of our credit is read so long after a purchase.
const SPENT_FOR: Duration = Duration::from_secs(60);

/// A new eSIM; needs the order's lock.
pub async fn deliver_esim(
    tx: &mut Tx,
    family: &Family,
    attempt: &Attempt,
    esim: &DeliveredEsim,
    now: UnixSeconds,
) -> Result<()> {
    let Some(line) = line_of(family, attempt) else { return Ok(()) };
    if line.tops_up.is_some() {
        let problem = "the supplier handed over an eSIM, where a top-up was ordered";
        return accept(tx, attempt, Some(&esim.reference), Some(problem), now).await;
    }
    let Some(attempt) = arrive(tx, attempt, &esim.reference, now).await? else { return Ok(()) };
    let new = NewEsim {
        id: new_id::<EsimId>(now),
        attempt: &attempt,
        network: esim.network.as_deref().unwrap_or(&line.facts.network),
        reference: &esim.reference,
        secrets: &esim.secrets,
        sold_at: esim.sold_at.unwrap_or(now),
        now,
    };
    tx.insert_esim(&new).await?;
    book(tx, &attempt, line, now).await
}

/// More on a SIM; where the supplier exchanged it, the new one takes its place. Needs the order's lock.
pub async fn deliver_top_up(
    tx: &mut Tx,
    family: &Family,
    attempt: &Attempt,
    top_up: &ToppedUp,
    now: UnixSeconds,
) -> Result<()> {
    let Some(line) = line_of(family, attempt) else { return Ok(()) };
    let Some(SimToTopUp { esim, .. }) = &line.tops_up else {
        let problem = "the supplier says that it topped up a SIM, where an eSIM was ordered";
        return accept(tx, attempt, Some(&top_up.reference), Some(problem), now).await;
    };
    let Some(attempt) = arrive(tx, attempt, &top_up.reference, now).await? else { return Ok(()) };
    let exchanged = match (esim, &top_up.exchanged) {
        (Some(esim), Some(secrets)) => tx.exchange_esim(esim, &attempt, secrets, now).await?,
        _ => false,
    };
    if top_up.exchanged.is_some() && !exchanged {
        let evidence = "the supplier exchanged a SIM that was not sold here: its owner needs the new one";
        tx.raise_task(TaskKind::StrangeAnswer, attempt.id.as_str(), Some(&attempt.order), evidence, now).await?;
    }
    let new = NewTopUp {
        id: new_id(now),
        attempt: &attempt,
        reference: &top_up.reference,
        exchanged,
        sold_at: top_up.sold_at.unwrap_or(now),
        now,
    };
    tx.insert_top_up(&new).await?;
    if let Some(esim) = esim {
        tx.release_esim_read(esim).await?;
    }
    book(tx, &attempt, line, now).await
}

/// Sold, and not handed over yet, or not as it should be; `problem` is for a person. Needs the order's lock.
pub async fn accept(
    tx: &mut Tx,
    attempt: &Attempt,
    reference: Option<&str>,
    problem: Option<&str>,
    now: UnixSeconds,
) -> Result<()> {
    if attempt.state != AttemptState::Accepted {
        tx.move_attempt(attempt, AttemptState::Accepted, problem, now).await?;
    }
    if let Some(reference) = reference
        && !tx.claim_reference(attempt, reference).await?
    {
        raise_taken_reference(tx, attempt, now).await?;
    }
    if let Some(problem) = problem {
        tx.raise_task(TaskKind::UnreadableCode, attempt.id.as_str(), Some(&attempt.order), problem, now).await?;
    }
    Ok(())
}

/// The attempt once it is delivered; `None` when its reference belongs to another line (I6), and a person looks.
async fn arrive(tx: &mut Tx, attempt: &Attempt, reference: &str, now: UnixSeconds) -> Result<Option<Attempt>> {
    let attempt = if attempt.state == AttemptState::Accepted {
        attempt.clone()
    } else {
        tx.move_attempt(attempt, AttemptState::Accepted, None, now).await?;
        Attempt { state: AttemptState::Accepted, ..attempt.clone() }
    };
    if !tx.claim_reference(&attempt, reference).await? {
        raise_taken_reference(tx, &attempt, now).await?;
        return Ok(None);
    }
    tx.move_attempt(&attempt, AttemptState::Delivered, None, now).await?;
    Ok(Some(attempt))
}

async fn raise_taken_reference(tx: &mut Tx, attempt: &Attempt, now: UnixSeconds) -> Result<()> {
    let evidence = "the supplier's reference belongs to another line already";
    tx.raise_task(TaskKind::StrangeAnswer, attempt.id.as_str(), Some(&attempt.order), evidence, now).await
}

async fn book(tx: &mut Tx, attempt: &Attempt, line: &Line, now: UnixSeconds) -> Result<()> {
    tx.book(&attempt.order, LedgerKind::Sold, line.id.as_str(), line.price, now).await?;
    tx.book(&attempt.order, LedgerKind::Bought, attempt.id.as_str(), line.cost, now).await?;
    // Several purchases are one look.
    Job::WatchCredit { supplier: attempt.supplier.clone() }.bring_forward(tx, now + SPENT_FOR).await
}

fn line_of<'a>(family: &'a Family, attempt: &Attempt) -> Option<&'a Line> {
    family.lines.iter().find(|line| line.id == attempt.line)
}
