//! Refunds at Stripe against ours. One that somebody made elsewhere, such as in the Dashboard, or that failed days after it
//! succeeded, is followed.

use super::{Cure, PassError, Tally, UNDER_WAY, Window, evidence, figure, unless_moved};
use crate::domain::reconciliation::DifferenceKind;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::refund_mirror::mirror_refunds;
use crate::payments::{PaymentError, RefundReading, RefundStatus};
use crate::services::Services;
use crate::store::{Family, Refund, RefundState, SeenDifference, TaskKind};
use std::collections::HashSet;

/// Compares both sides of the window.
pub(super) async fn compare(services: &Services, window: Window, tally: &mut Tally) -> Result<(), PassError> {
    let listed =
        services.outside("stripe.refund.list", services.stripe.refunds_created(window.from, window.until)).await?;
    let mut seen = HashSet::new();
    for reading in &listed {
        let mut tx = services.store.snapshot().await?;
        let order = match &reading.intent {
            Some(intent) => tx.order_of_provider_object(intent).await?,
            None => None,
        };
        let family = match &order {
            Some(order) => tx.family(order).await?,
            None => None,
        };
        drop(tx);
        let Some(family) = family else {
            tally.others += 1;
            continue;
        };
        tally.compared += 1;
        let known = family.refunds.iter().find(|refund| is_same(refund, reading));
        seen.extend(known.map(|refund| refund.id.clone()));
        let Some((kind, cure)) = judge(known, reading, services.clock.now()) else { continue };
        let ours = known.map_or_else(|| "no such refund".to_owned(), words);
        tally.find(about(&family, kind, &reading.id, reading.created, &ours, &theirs(reading)), cure);
        let of =
            family.payments.iter().find(|payment| payment.intent == reading.intent).map(|payment| payment.id.clone());
        if let Some(payment) = of.filter(|_| cure == Cure::Advance) {
            unless_moved(mirror_refunds(services, family, &payment).await)?;
        }
    }
    let ours = services.store.snapshot().await?.refunds_made(window.from, window.until - UNDER_WAY).await?;
    for (id, order) in ours.into_iter().filter(|(id, _)| !seen.contains(id)) {
        let Some(family) = services.store.snapshot().await?.family(&order).await? else { continue };
        let Some(refund) = family.refunds.iter().find(|refund| refund.id == id) else { continue };
        let Some(provider) = &refund.provider else { continue };
        tally.compared += 1;
        match services.outside("stripe.refund.read", services.stripe.refund_reading(provider)).await {
            Ok(_) => {}
            Err(PaymentError::NotFound) => {
                let theirs = format!("Stripe: it does not know the refund {provider}");
                let kind = DifferenceKind::RefundDiffers;
                let seen = about(&family, kind, id.as_str(), refund.created_at, &words(refund), &theirs);
                tally.find(seen, Cure::Person(TaskKind::RefundFailed));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn is_same(refund: &Refund, reading: &RefundReading) -> bool {
    reading.refund.as_ref() == Some(&refund.id) || refund.provider.as_deref() == Some(&*reading.id)
}

/// `None` when both sides agree, or will by themselves in a moment.
fn judge(known: Option<&Refund>, reading: &RefundReading, now: UnixSeconds) -> Option<(DifferenceKind, Cure)> {
    let Some(refund) = known else {
        let moves_money = reading.status != RefundStatus::Failed;
        return moves_money.then_some((DifferenceKind::RefundElsewhere, Cure::Advance));
    };
    if refund.amount != reading.amount {
        return Some((DifferenceKind::RefundDiffers, Cure::Person(TaskKind::RefundFailed)));
    }
    let cure = match (refund.state, reading.status) {
        (RefundState::Succeeded, RefundStatus::Succeeded)
        | (RefundState::Pending, RefundStatus::Pending)
        | (RefundState::Failed, RefundStatus::Failed) => return None,
        (RefundState::Sending, _) if now.since(refund.asked_at) < UNDER_WAY => return None,
        // The order's run asks again and reads it; one that failed days later is followed at once.
        (RefundState::Sending | RefundState::Pending, _) | (RefundState::Succeeded, RefundStatus::Failed) => {
            Cure::Advance
        }
        (RefundState::Succeeded | RefundState::Failed, _) => Cure::Person(TaskKind::RefundFailed),
    };
    Some((DifferenceKind::RefundDiffers, cure))
}

fn words(refund: &Refund) -> String {
    format!("refund {} of {} is {}", refund.id, figure(refund.amount), refund.state.as_str())
}

fn theirs(reading: &RefundReading) -> String {
    let status = match reading.status {
        RefundStatus::Pending => "under way",
        RefundStatus::Succeeded => "done",
        RefundStatus::Failed => "failed",
    };
    let intent = reading.intent.as_deref().unwrap_or("nothing");
    let (amount, at) = (figure(reading.amount), reading.created.iso8601());
    format!("Stripe: refund {} of {amount} out of {intent}, made {at}, is {status}", reading.id)
}

fn about(
    family: &Family,
    kind: DifferenceKind,
    subject: &str,
    subject_at: UnixSeconds,
    ours: &str,
    theirs: &str,
) -> SeenDifference {
    SeenDifference {
        kind,
        subject: subject.to_owned(),
        subject_at,
        order: Some(family.order.id.clone()),
        evidence: evidence(ours, theirs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::{Currency, Money};
    use std::time::Duration;

    const NOW: UnixSeconds = UnixSeconds(1_795_262_400);

    fn refund(state: RefundState, asked_ago: u64) -> Refund {
        let at = NOW - Duration::from_secs(asked_ago);
        Refund {
            id: "ref_1".into(),
            order: "ord_1".into(),
            payment: "pay_1".into(),
            state,
            amount: Money::new(450, Currency::EUR),
            reason: String::new(),
            provider: Some("re_1".to_owned()),
            key_number: 1,
            asked_at: at,
            refused_at: None,
            created_at: at,
        }
    }

    fn reading(status: RefundStatus) -> RefundReading {
        RefundReading {
            id: "re_1".to_owned(),
            intent: Some("pi_1".to_owned()),
            status,
            amount: Money::new(450, Currency::EUR),
            refund: None,
            created: NOW,
        }
    }

    #[test]
    fn a_refund_that_failed_after_it_had_succeeded_is_followed() {
        let found = judge(Some(&refund(RefundState::Succeeded, 3600)), &reading(RefundStatus::Failed), NOW);
        assert_eq!(found, Some((DifferenceKind::RefundDiffers, Cure::Advance)));
    }

    #[test]
    fn what_is_further_at_stripe_is_read_by_the_orders_run() {
        let found = judge(Some(&refund(RefundState::Pending, 3600)), &reading(RefundStatus::Succeeded), NOW);
        assert_eq!(found, Some((DifferenceKind::RefundDiffers, Cure::Advance)));
        let asking = judge(Some(&refund(RefundState::Sending, 5)), &reading(RefundStatus::Succeeded), NOW);
        assert_eq!(asking, None, "its answer is on its way");
    }

    #[test]
    fn a_refund_of_somebody_else_is_told_unless_it_failed() {
        let kind = judge(None, &reading(RefundStatus::Succeeded), NOW).map(|(kind, _)| kind);
        assert_eq!(kind, Some(DifferenceKind::RefundElsewhere));
        assert_eq!(judge(None, &reading(RefundStatus::Failed), NOW), None);
    }

    #[test]
    fn another_amount_is_told() {
        let other = RefundReading { amount: Money::new(400, Currency::EUR), ..reading(RefundStatus::Succeeded) };
        assert!(judge(Some(&refund(RefundState::Succeeded, 3600)), &other, NOW).is_some());
    }
}
