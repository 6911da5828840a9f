//! The net under everything: the reconciliation, which finds nothing but what a person has been told.

use super::case::{Case, Verdict};
use super::time;
use crate::shop::START;
use escale::fulfilment::reconcile::{Report, Stretch, reconcile};
use std::time::Duration;

/// What may be under way is no difference yet: the net is cast a little later.
const A_LITTLE_LATER: Duration = Duration::from_secs(300);

/// Compares everything since the start, and lets what that sets going come to rest.
pub fn cast(case: &mut Case) -> Verdict {
    case.house.pass(A_LITTLE_LATER);
    let report = case.house.run(async |server| reconcile(&server.services, Stretch::Since(START)).await.unwrap());
    time::bring_to_rest(case)?;
    let seen = case.look()?;
    let told = |order: &str| {
        let order = seen.orders.iter().find(|seen| seen.family.order.id.as_str() == order);
        order.is_some_and(|order| order.tasks.iter().any(|task| task.done_at.is_none()))
    };
    let mut wrong = unread(&report);
    for difference in report.passes.iter().flat_map(|pass| &pass.differences) {
        let order = difference.order.as_ref().map(|order| order.as_str()).unwrap_or_default();
        if !told(order) {
            let kind = difference.kind.as_str();
            wrong.push(format!("{order}: {kind} stands and nobody is told: {}", difference.evidence));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn unread(report: &Report) -> Vec<String> {
    let problems = report.passes.iter().filter_map(|pass| pass.problem.as_ref());
    problems.map(|problem| format!("the reconciliation could not read everything: {problem}")).collect()
}
