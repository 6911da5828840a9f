//! Time in a case: the clock jumps from job to job, and at the end until nothing is left to do.

use super::case::Case;
use super::command::Hearing;
use super::seen::SeenOrder;
use escale::domain::payment::PaymentState;
use escale::domain::timestamp::UnixSeconds;
use escale_simulators::SalePlan;
use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Jobs may be a little late: so long after the start of a wait, the clock jumps at least so far, both in seconds.
const STRIDES: [(u64, u64); 5] =
    [(DAY, 6 * HOUR), (2 * HOUR, 30 * MINUTE), (20 * MINUTE, 5 * MINUTE), (2 * MINUTE, 30), (0, 5)];

/// Once all is well again, nothing is bought and no money is in suspense for longer than the deadlines and the longest
/// pause between two tries.
const LONGEST_SUSPENSE: u64 = 4 * HOUR;

/// What was not at rest by then never will be.
const LONGEST: u64 = 16 * DAY;

/// Lets time pass with the worker at work.
pub fn work_for(case: &mut Case, time: Duration) -> Result<(), String> {
    let mut passed = 0;
    case.work();
    while passed < time.as_secs() {
        let step = next_step(case, passed).unwrap_or(u64::MAX).min(time.as_secs() - passed);
        case.house.pass(Duration::from_secs(step));
        passed += step;
        case.work();
    }
    Ok(())
}

/// Ends every trouble, delivers what was not lost, and works until nothing is left to do.
pub fn bring_to_rest(case: &mut Case) -> Result<(), Vec<String>> {
    let world = case.house.world.clone();
    world.clear_faults();
    world.set_orange_list_lag(0);
    world.plan_every_sale(SalePlan::default());
    world.set_stock(case.buyers.offer.product.as_str(), 50);
    for (index, truth) in world.payments().iter().enumerate() {
        if truth.status == "processing" {
            world.settle_delayed_payment(&truth.payment_intent, index % 2 == 0);
        }
    }
    let mut passed = 0;
    loop {
        let heard = case.post.hear(&case.house, Hearing::All { reversed: false });
        heard.map_err(|wrong| vec![wrong])?;
        case.work();
        let seen = case.look()?;
        let Some(step) = next_step(case, passed) else { return Ok(()) };
        if passed > LONGEST_SUSPENSE {
            let suspense = seen.orders.iter().filter(|order| is_in_suspense(order));
            let suspense: Vec<_> =
                suspense.map(|order| format!("{}: still in suspense", order.family.order.id)).collect();
            if !suspense.is_empty() {
                return Err(suspense);
            }
        }
        if passed > LONGEST {
            return Ok(());
        }
        case.house.pass(Duration::from_secs(step));
        passed += step;
    }
}

/// Something may still be delivered, or a hold stands. A disputed order waits for the bank.
fn is_in_suspense(order: &SeenOrder) -> bool {
    use PaymentState as P;
    let family = &order.family;
    let money = |state: P| matches!(state, P::Held | P::Capturing | P::Voiding);
    let open = family.attempts.iter().any(|attempt| !attempt.state.has_ended());
    !family.order.disputed && (open || family.payments.iter().any(|payment| money(payment.state)))
}

/// Seconds until the next job is ready, or rather more; `None` without one.
fn next_step(case: &Case, passed: u64) -> Option<u64> {
    let next: Option<(UnixSeconds, UnixSeconds)> = case.house.run(async |server| {
        let next = server.services.store.snapshot().await.unwrap().next_job_at().await.unwrap();
        next.map(|next| (next, server.services.clock.now()))
    });
    let (at, now) = next?;
    let stride = STRIDES.iter().find(|(from, _)| passed >= *from).map_or(1, |(_, stride)| *stride);
    Some(u64::try_from(at.0 - now.0).unwrap_or(0).max(stride))
}
