//! What the provider says of a payment, and the step that it calls for: read until it is paid or closed.

use super::arrival::money_arrived;
use super::collect::hold_was_let_go;
use super::sessions::is_over;
use crate::domain::ids::PaymentId;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{ChargeReading, IntentReading, IntentStatus, PaymentError, SessionReading, SessionStatus};
use crate::services::Services;
use crate::store::{Family, Payment, PaymentFacts, Result, TaskKind};
use crate::trial::Guard;

/// Reads the session and its PaymentIntent, and takes the step that they call for. `false` when the provider could not
/// be asked: then nothing is known, and somebody should ask again soon.
pub async fn read_payment(services: &Services, family: Family, payment: &PaymentId) -> Result<bool> {
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment).cloned() else {
        return Ok(true);
    };
    let Some(session) = payment.session.clone() else { return Ok(true) };
    read_session(services, family, &payment, &session).await
}

async fn read_session(services: &Services, family: Family, payment: &Payment, session: &str) -> Result<bool> {
    let session = match services.outside("stripe.session", services.stripe.session(session)).await {
        Ok(session) => session,
        Err(error) => {
            tracing::warn!(order = %family.order.id, %error, "could not read the payment");
            return Ok(!may_answer_later(&error));
        }
    };
    act_on_session(services, family, payment, session).await?;
    Ok(true)
}

fn may_answer_later(error: &PaymentError) -> bool {
    matches!(error, PaymentError::Unknown { .. } | PaymentError::TryLater { .. })
}

async fn act_on_session(services: &Services, family: Family, payment: &Payment, session: SessionReading) -> Result<()> {
    let now = services.clock.now();
    let difference = difference(services, payment, &session).filter(|_| services.stands(Guard::AmountCheck));
    if let Some(difference) = difference {
        return match &session.intent {
            Some(intent) => put_before_a_person(services, family, payment, intent, &difference, now).await,
            None => raise_mismatch(services, &family, payment, &difference, now).await,
        };
    }
    let status = session.intent.as_ref().map(|intent| intent.status);
    match (status, session.status) {
        (Some(IntentStatus::Held | IntentStatus::Taken), _) => {
            // `status` is of the intent.
            let Some(intent) = session.intent else { return Ok(()) };
            believe(services, family, payment, &intent).await
        }
        (Some(IntentStatus::Processing), _) if payment.state == PaymentState::Open => {
            let intent = session.intent.map(|intent| intent.id);
            move_on(services, family, payment, PaymentState::Processing, intent, now).await
        }
        // Only a session that has ended is proven closed (I1).
        (Some(IntentStatus::Canceled), SessionStatus::Complete | SessionStatus::Expired)
        | (None | Some(IntentStatus::Unpaid), SessionStatus::Expired)
            if payment.state.may_become(PaymentState::Expired) =>
        {
            move_on(services, family, payment, PaymentState::Expired, None, now).await
        }
        // A delayed method that was declined, perhaps before anybody looked: the session is complete, nothing will come.
        (Some(IntentStatus::Unpaid), SessionStatus::Complete)
            if payment.state == PaymentState::Processing
                || (payment.state == PaymentState::Open && is_over(payment, now)) =>
        {
            move_on(services, family, payment, PaymentState::Expired, None, now).await
        }
        _ => Ok(()),
    }
}

/// The payment that an event is about: `named` is the one that the object itself names.
pub fn told_payment(family: &Family, named: Option<&PaymentId>, object: &str) -> Option<Payment> {
    family.payments.iter().find(|payment| named == Some(&payment.id) || is_told_of(payment, object)).cloned()
}

/// Looks at what an event tells of a payment that no poll looks at any more: one that had ended for us, one that stands
/// before a person, or one whose hold may be gone. `false` when the provider could not be asked.
pub async fn look_at_told_payment(
    services: &Services,
    family: Family,
    payment: &Payment,
    kind: &str,
    object: &str,
) -> Result<bool> {
    let of_session = kind.starts_with("checkout.session.");
    match payment.state {
        PaymentState::Expired if of_session => read_session(services, family, payment, object).await,
        PaymentState::Expired | PaymentState::Review if !of_session => {
            read_intent(services, family, payment, object).await
        }
        PaymentState::Held if matches!(kind, "payment_intent.canceled" | "charge.expired") => {
            read_intent(services, family, payment, object).await
        }
        _ => Ok(true),
    }
}

/// Whether the provider's object is a payment's session or PaymentIntent.
pub fn is_told_of(payment: &Payment, object: &str) -> bool {
    payment.session.as_deref() == Some(object) || payment.intent.as_deref() == Some(object)
}

async fn read_intent(services: &Services, family: Family, payment: &Payment, intent: &str) -> Result<bool> {
    let intent = match services.outside("stripe.intent", services.stripe.intent(intent)).await {
        Ok(intent) => intent,
        Err(error) => {
            tracing::warn!(order = %family.order.id, %error, "could not read the payment");
            return Ok(!may_answer_later(&error));
        }
    };
    let now = services.clock.now();
    if payment.state == PaymentState::Review {
        // What was never captured of a hold counts as refunded as well: all of it, not what was received.
        let given_back = |charge: ChargeReading| charge.amount_refunded.minor >= intent.amount.minor;
        let to = match intent.status {
            IntentStatus::Canceled => PaymentState::Voided,
            IntentStatus::Taken if intent.charge.clone().is_some_and(given_back) => PaymentState::Refunded,
            _ => return Ok(true),
        };
        move_on(services, family, payment, to, None, now).await?;
    } else if let Some(difference) = difference_of_intent(services, payment, &intent) {
        put_before_a_person(services, family, payment, &intent, &difference, now).await?;
    } else {
        match (intent.status, payment.state) {
            (IntentStatus::Held | IntentStatus::Taken, PaymentState::Expired) => {
                believe(services, family, payment, &intent).await?;
            }
            (IntentStatus::Canceled, PaymentState::Held) => hold_was_let_go(services, family, payment).await?,
            _ => {}
        }
    }
    Ok(true)
}

/// Money that is held or taken: all of it, or a person looks. Of a hold that we captured before our records were set back
/// a part may be missing.
async fn believe(services: &Services, family: Family, payment: &Payment, intent: &IntentReading) -> Result<()> {
    let part = intent.status == IntentStatus::Taken && intent.amount_received.minor < payment.amount.minor;
    if part && services.store.snapshot().await?.restored().await?.is_none() {
        let (part, whole) = (intent.amount_received.to_decimal(), payment.amount.to_decimal());
        let difference = format!("only {part} of {whole} was taken, and not by this shop");
        return put_before_a_person(services, family, payment, intent, &difference, services.clock.now()).await;
    }
    money_arrived(services, family, payment, intent).await
}

/// What was paid is not what was asked for: nothing is bought, and a person gives it back.
async fn put_before_a_person(
    services: &Services,
    family: Family,
    payment: &Payment,
    intent: &IntentReading,
    difference: &str,
    now: UnixSeconds,
) -> Result<()> {
    raise_mismatch(services, &family, payment, difference, now).await?;
    let paid = matches!(intent.status, IntentStatus::Held | IntentStatus::Taken);
    if paid && payment.state.may_become(PaymentState::Review) {
        move_on(services, family, payment, PaymentState::Review, Some(intent.id.clone()), now).await?;
    }
    Ok(())
}

async fn move_on(
    services: &Services,
    mut family: Family,
    payment: &Payment,
    to: PaymentState,
    intent: Option<String>,
    now: UnixSeconds,
) -> Result<()> {
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    tx.move_payment(payment, to, &PaymentFacts { intent, ..PaymentFacts::default() }, now).await?;
    tx.settle(&family.order.id).await?;
    tx.commit("payment_moved").await
}

/// What differs between what we asked for and what is there; nothing is delivered on it.
pub fn difference(services: &Services, payment: &Payment, session: &SessionReading) -> Option<String> {
    let live = services.config.stripe.is_live();
    if session.livemode != live {
        return Some(format!("livemode is {}, expected {live}", session.livemode));
    }
    // Both were read by an id that is ours; a name that is missing says nothing against it, another one does.
    if session.payment.as_ref().is_some_and(|named| *named != payment.id) {
        return Some("the session names another payment".to_owned());
    }
    if session.amount.is_some_and(|amount| amount != payment.amount) {
        return Some(format!("the session's amount is not {}", payment.amount.to_decimal()));
    }
    difference_of_intent(services, payment, session.intent.as_ref()?)
}

/// The same of a PaymentIntent that was read by itself.
pub fn difference_of_intent(services: &Services, payment: &Payment, intent: &IntentReading) -> Option<String> {
    let live = services.config.stripe.is_live();
    if intent.livemode != live {
        return Some(format!("the payment's livemode is {}, expected {live}", intent.livemode));
    }
    if intent.payment.as_ref().is_some_and(|named| *named != payment.id) {
        return Some("the PaymentIntent names another payment".to_owned());
    }
    (intent.amount != payment.amount).then(|| {
        format!(
            "the PaymentIntent is over {} {}, expected {} {}",
            intent.amount.to_decimal(),
            intent.amount.currency.as_str(),
            payment.amount.to_decimal(),
            payment.amount.currency.as_str()
        )
    })
}

/// A payment that is not what was asked for stands before a person.
pub async fn raise_mismatch(
    services: &Services,
    family: &Family,
    payment: &Payment,
    difference: &str,
    now: UnixSeconds,
) -> Result<()> {
    tracing::error!(order = %family.order.id, difference, "a payment is not what was asked for");
    let mut tx = services.store.begin().await?;
    let order = Some(&family.order.id);
    tx.raise_task(TaskKind::PaymentMismatch, payment.id.as_str(), order, difference, now).await?;
    tx.commit("payment_mismatch").await
}
