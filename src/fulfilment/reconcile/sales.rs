//! A supplier's books against our attempts: what was sold in our name is ours, or a person hears of it. What carries no
//! reference of our shape is another program's.

use super::sale_rules::{Verdict, attempt_for, judge};
use super::{Cure, PassError, Tally, Window, evidence, unless_moved};
use crate::domain::ids::{AttemptId, SupplierId};
use crate::domain::reconciliation::DifferenceKind;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::doubt::adopt;
use crate::fulfilment::provision::new_request_id;
use crate::services::Services;
use crate::store::{Attempt, Family, SeenDifference, TaskKind};
use crate::suppliers::{FoundOrder, ListedOrder, Standing, Supplier};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// A sale is in the supplier's list after so long, or it is missed.
const LIST_LAGS: Duration = Duration::from_secs(3600);

/// Compares both sides of the window.
pub(super) async fn compare(
    services: &Services,
    supplier: &SupplierId,
    window: Window,
    tally: &mut Tally,
) -> Result<(), PassError> {
    let Some(adapter) = services.suppliers.get(supplier) else { return Ok(()) };
    let request_id = new_request_id();
    let Some(listed) =
        services.outside("supplier.orders", adapter.orders_between(window.from, window.until, &request_id)).await?
    else {
        return Ok(());
    };

    let references: HashSet<String> = listed.iter().map(|order| order.reference.clone()).collect();
    let mut named: BTreeMap<AttemptId, Vec<ListedOrder>> = BTreeMap::new();
    for order in listed {
        match order.our_reference.as_deref().and_then(AttemptId::parse) {
            Some(attempt) => named.entry(attempt).or_default().push(order),
            None => tally.others += 1,
        }
    }
    for (attempt, orders) in &named {
        tally.compared += 1;
        compare_one(services, adapter, attempt, orders, tally).await?;
    }
    let until = window.until - LIST_LAGS;
    let sold = services.store.snapshot().await?.attempts_sold(supplier, window.from, until).await?;
    for (id, order) in sold.into_iter().filter(|(id, _)| !named.contains_key(id)) {
        let Some(family) = services.store.snapshot().await?.family(&order).await? else { continue };
        let Some(attempt) = family.attempts.iter().find(|attempt| attempt.id == id) else { continue };
        // Adopted under another number of its line.
        if attempt.reference.as_ref().is_some_and(|reference| references.contains(reference)) {
            continue;
        }
        let theirs = format!("{supplier}: its list of that time holds no order of this name");
        let seen = about(&family, attempt, &id, DifferenceKind::SaleAbsent, evidence(&ours(attempt), &theirs));
        tally.find(seen, Cure::Nothing);
    }
    Ok(())
}

async fn compare_one(
    services: &Services,
    adapter: &Arc<dyn Supplier>,
    named: &AttemptId,
    listed: &[ListedOrder],
    tally: &mut Tally,
) -> Result<(), PassError> {
    let mut tx = services.store.snapshot().await?;
    let family = match tx.order_of_attempt(named).await? {
        Some(order) => tx.family(&order).await?,
        None => None,
    };
    drop(tx);
    let theirs = theirs(adapter.id(), listed);
    let Some((family, attempt)) = family.as_ref().and_then(|family| Some((family, attempt_for(family, named)?))) else {
        if listed.iter().any(|order| order.standing != Standing::Refused) {
            let seen = SeenDifference {
                kind: DifferenceKind::SaleOrphan,
                subject: named.as_str().to_owned(),
                subject_at: sold_at(listed).unwrap_or(services.clock.now()),
                order: family.map(|family| family.order.id),
                evidence: evidence(&format!("nothing was ordered as {named}"), &theirs),
            };
            tally.find(seen, Cure::Person(TaskKind::OrphanSale));
        }
        return Ok(());
    };
    let (kind, cure) = match judge(attempt, listed, services.config.socket_limit, services.clock.now()) {
        Verdict::Agrees => return Ok(()),
        Verdict::Differs(kind, cure) => (kind, cure),
        Verdict::Adopt => {
            let sold = listed.iter().find(|order| order.standing != Standing::Refused);
            let is_adopted = match sold {
                Some(order) => take_over(services, adapter, attempt, order).await?,
                None => false,
            };
            (DifferenceKind::SaleBehind, if is_adopted { Cure::Done } else { Cure::Advance })
        }
    };
    tally.find(about(family, attempt, named, kind, evidence(&ours(attempt), &theirs)), cure);
    Ok(())
}

/// Adopts a sale as a look-up would; `false` when somebody else moved the order at the same moment.
async fn take_over(
    services: &Services,
    adapter: &Arc<dyn Supplier>,
    attempt: &Attempt,
    order: &ListedOrder,
) -> Result<bool, PassError> {
    // A list may leave the code out.
    let answer = services.outside("supplier.order", adapter.order(&order.reference, &new_request_id())).await?;
    let found = FoundOrder { reference: order.reference.clone(), answer };
    let adopted = adopt(services, attempt, Arc::clone(adapter), vec![found]).await;
    Ok(unless_moved(adopted)?.is_some())
}

fn ours(attempt: &Attempt) -> String {
    let reference = if attempt.reference.is_some() { "a reference of the supplier's" } else { "no reference yet" };
    format!("attempt {} is {}, {reference}", attempt.id, attempt.state.as_str())
}

/// The supplier's own references are sealed in our records: only their ends are shown.
fn theirs(supplier: &SupplierId, listed: &[ListedOrder]) -> String {
    let orders: Vec<String> = listed
        .iter()
        .map(|order| {
            let standing = match order.standing {
                Standing::Delivered => "delivered",
                Standing::UnderWay => "under way",
                Standing::Refused => "refused",
            };
            let at = order.sold_at.map_or_else(|| "at a time unknown".to_owned(), UnixSeconds::iso8601);
            format!("order {} of {at} is {standing}", end_of(&order.reference))
        })
        .collect();
    format!("{supplier}: {}", orders.join(", "))
}

/// The last four characters.
fn end_of(reference: &str) -> String {
    let skipped = reference.chars().count().saturating_sub(4);
    format!("…{}", reference.chars().skip(skipped).collect::<String>())
}

fn sold_at(listed: &[ListedOrder]) -> Option<UnixSeconds> {
    listed.iter().filter_map(|order| order.sold_at).min()
}

fn about(
    family: &Family,
    attempt: &Attempt,
    named: &AttemptId,
    kind: DifferenceKind,
    evidence: String,
) -> SeenDifference {
    SeenDifference {
        kind,
        subject: named.as_str().to_owned(),
        subject_at: attempt.sent_at.unwrap_or(attempt.created_at),
        order: Some(family.order.id.clone()),
        evidence,
    }
}
