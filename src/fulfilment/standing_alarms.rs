//! Alarms that stand for a while: one task when it begins to be so, which settles by itself when it is over.

use crate::domain::ids::SupplierId;
use crate::domain::timestamp::UnixSeconds;
use crate::store::{Result, TaskKind, Tx};

/// The fact that holds since when it is so; empty while it is not.
fn fact(kind: TaskKind, supplier: &SupplierId) -> String {
    format!("{}:{supplier}", kind.as_str())
}

async fn since(tx: &mut Tx, kind: TaskKind, supplier: &SupplierId) -> Result<Option<String>> {
    let known = tx.fact(&fact(kind, supplier)).await?;
    Ok(known.map(|(since, _)| since).filter(|since| !since.is_empty()))
}

/// Whether the alarm stands.
pub(super) async fn stands(tx: &mut Tx, kind: TaskKind, supplier: &SupplierId) -> Result<bool> {
    Ok(since(tx, kind, supplier).await?.is_some())
}

/// Raises the alarm with its evidence, or settles it with `None`; nothing where it stands as it should already.
pub(super) async fn set(
    tx: &mut Tx,
    kind: TaskKind,
    supplier: &SupplierId,
    evidence: Option<&str>,
    now: UnixSeconds,
) -> Result<()> {
    match (since(tx, kind, supplier).await?, evidence) {
        (None, Some(evidence)) => {
            tracing::error!(%supplier, kind = kind.as_str(), evidence, "an alarm");
            tx.set_fact(&fact(kind, supplier), &now.0.to_string(), now).await?;
            tx.raise_task(kind, &format!("{supplier}:{}", now.0), None, evidence, now).await
        }
        (Some(since), None) => {
            tx.set_fact(&fact(kind, supplier), "", now).await?;
            tx.settle_task(kind, &format!("{supplier}:{since}"), "it is over", now).await
        }
        (None, None) | (Some(_), Some(_)) => Ok(()),
    }
}
