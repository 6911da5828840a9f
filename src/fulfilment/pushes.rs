//! What suppliers tell by themselves: stored once with its job, then only a reason to read again.

use super::jobs::Job;
use super::provision::new_request_id;
use super::usage_sync::refresh_told_esim;
use crate::domain::ids::{AttemptId, SupplierId};
use crate::services::Services;
use crate::store::{InboxEvent, Pushed, Result, Tx};
use crate::suppliers::{Push, Subject, SupplierError};

/// Apart from the payment provider's events, whatever a supplier is called.
fn source(supplier: &SupplierId) -> String {
    format!("supplier:{supplier}")
}

/// Stores a push and its job in one transaction; `false` when it is known.
pub async fn receive_push(services: &Services, supplier: &SupplierId, push: &Push) -> Result<bool> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let object = match &push.about {
        Subject::Sim(iccid) => Some(format!("sim:{}", tx.sim_key(iccid))),
        Subject::Sale(reference) => Some(format!("sale:{}", tx.sale_key(supplier, reference))),
        Subject::Attempt(attempt) => Some(format!("attempt:{attempt}")),
        Subject::Account => Some("account:".to_owned()),
        Subject::Nothing => None,
    };
    let event = InboxEvent { id: push.id.clone(), source: source(supplier), kind: push.kind.clone(), object };
    if !tx.insert_event(&event, now).await? {
        return Ok(false);
    }
    Job::SupplierPush { supplier: supplier.clone(), event: push.id.clone() }.ring(&mut tx, now, now).await?;
    tx.commit("push_stored").await?;
    services.bell.notify_one();
    Ok(true)
}

/// How a look at a push ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Done,
    /// Nothing came of it for this reason: worth another look.
    NotYet(&'static str),
}

/// Its sale may just be being written down; or it is another shop's.
const UNKNOWN: &str = "nothing of ours is known by this name";
const UNREAD: &str = "the supplier could not be asked about the eSIM";

/// Reads again what a push is about. It is closed last: whatever ends this earlier, it is looked into again.
pub async fn look_into_push(services: &Services, supplier: &SupplierId, event: &str) -> Result<Told> {
    let mut tx = services.store.snapshot().await?;
    let Some(stored) = tx.open_event(&source(supplier), event).await? else { return Ok(Told::Done) };
    let object = stored.object.clone().unwrap_or_default();
    let named = object.split_once(':');
    let pushed = pushed(&mut tx, supplier, named).await?;
    let esim = match pushed.as_ref().and_then(|pushed| pushed.esim.as_ref()) {
        Some(esim) => tx.esim(esim).await?,
        None => None,
    };
    drop(tx);
    match (named, &pushed) {
        (Some(("account", _)), _) => {}
        (Some(_), None) => return Ok(Told::NotYet(UNKNOWN)),
        (None, _) | (_, Some(_)) => {}
    }
    if let Some(esim) = &esim
        && !refresh_told_esim(services, esim).await?
    {
        return Ok(Told::NotYet(UNREAD));
    }
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    if let Some(Pushed { order, .. }) = &pushed {
        tx.note(Some(order), supplier.as_str(), &format!("push.{}", stored.kind), "", now).await?;
        // An eSIM is delivered: nothing of its order waits for the supplier.
        if esim.is_none() {
            Job::AdvanceOrder { order: order.clone() }.ring(&mut tx, now, now).await?;
        }
    }
    if let Some(("account", _)) = named {
        Job::WatchCredit { supplier: supplier.clone() }.ring(&mut tx, now, now).await?;
    }
    tx.close_event(&source(supplier), event, now).await?;
    tx.commit("push_seen").await?;
    services.bell.notify_one();
    Ok(Told::Done)
}

async fn pushed(tx: &mut Tx, supplier: &SupplierId, named: Option<(&str, &str)>) -> Result<Option<Pushed>> {
    match named {
        Some(("sim", key)) => tx.pushed_sim(supplier, key).await,
        Some(("sale", key)) => tx.pushed_sale(supplier, key).await,
        Some(("attempt", attempt)) => tx.pushed_attempt(supplier, &AttemptId::from(attempt)).await,
        _ => Ok(None),
    }
}

/// Closes a push of which nothing came: what stays unknown is none of ours, and an eSIM is read again anyway.
pub async fn give_up_on_push(services: &Services, supplier: &SupplierId, event: &str, why: &str) -> Result<()> {
    tracing::warn!(%supplier, event, why, "nothing came of a push");
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.close_event(&source(supplier), event, now).await?;
    tx.commit("push_given_up").await
}

/// Tells a supplier where it may push to; nothing for one that does not, or where pushes would travel in clear.
pub async fn register_pushes(services: &Services, supplier: &SupplierId) -> std::result::Result<(), SupplierError> {
    let Some(adapter) = services.suppliers.get(supplier).filter(|adapter| adapter.capabilities().pushes) else {
        return Ok(());
    };
    let Some(address) = services.config.push_address(supplier) else {
        tracing::warn!(%supplier, "no pushes are asked for: public_url is not https");
        return Ok(());
    };
    services.outside("supplier.register_pushes", adapter.register_pushes(&address, &new_request_id())).await?;
    tracing::info!(%supplier, "the supplier knows where to push to");
    Ok(())
}
