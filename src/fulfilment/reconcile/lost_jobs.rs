//! Orders that are under way while no job would move them on: rung again.

use super::{Cure, PassError, Tally, Window, evidence};
use crate::domain::ids::OrderId;
use crate::domain::reconciliation::DifferenceKind;
use crate::fulfilment::advance::limits_of;
use crate::fulfilment::next_step::{Next, next_step};
use crate::services::Services;
use crate::store::SeenDifference;
use std::collections::HashSet;

/// Looks at every order that is not at rest.
pub(super) async fn compare(services: &Services, window: Window, tally: &mut Tally) -> Result<(), PassError> {
    let mut after = String::new();
    loop {
        let mut tx = services.store.snapshot().await?;
        let limits = limits_of(services, &mut tx).await?;
        let found = tx.orders_without_job(&after).await?;
        let Some((last, _)) = found.last() else { return Ok(()) };
        after = last.as_str().to_owned();
        for (order, job_error) in &found {
            tally.compared += 1;
            let Some(family) = tx.family(order).await? else { continue };
            if next_step(&family, services.clock.now(), &limits, &HashSet::new()) == Next::Rest {
                continue;
            }
            let ours = format!("the order is {}, something is still to be done for it", family.order.state.as_str());
            let job = match job_error {
                None => "No job would have done it; it is rung".to_owned(),
                Some(error) => format!("Its job had failed for good ({error}); it is rung again"),
            };
            let seen = SeenDifference {
                kind: DifferenceKind::JobMissing,
                subject: order.as_str().to_owned(),
                subject_at: window.until,
                order: Some(OrderId::clone(order)),
                evidence: evidence(&ours, &job),
            };
            tally.find(seen, Cure::Advance);
        }
    }
}
