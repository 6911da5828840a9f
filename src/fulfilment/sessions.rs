//! Checkout Sessions: made under a durable key, read until they are paid or closed.

use super::arrival::money_arrived;
use super::collect::hold_was_let_go;
use crate::domain::ids::PaymentId;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{IntentReading, IntentStatus, PaymentError, SessionParams, SessionReading, SessionStatus};
use crate::services::Services;
use crate::store::{Family, Payment, PaymentFacts, Result, TaskKind};
use std::time::Duration;

/// Stands for the order's token in stored session parameters: the token itself is stored sealed only.
pub const TOKEN_PLACE: &str = "{ORDER_TOKEN}";

/// So long after its end nobody can pay a session any more, whatever clock the provider goes by.
const CLOSED_AFTER: Duration = Duration::from_secs(60);

/// The provider's clock may differ from ours by so much when a session is looked for by its time.
const CLOCKS_DIFFER: Duration = Duration::from_secs(600);

/// Makes the hosted session of a payment, or finds the one that was made when its answer was lost.
pub async fn create_session(services: &Services, family: Family, payment: &PaymentId) -> Result<()> {
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment).cloned() else {
        return Ok(());
    };
    let Some(token) = services.store.snapshot().await?.order_token(&family.order.id).await? else { return Ok(()) };
    let params = SessionParams {
        success_url: payment.params.success_url.replace(TOKEN_PLACE, token.expose()),
        ..payment.params.clone()
    };
    let key = format!("sess:{}", payment.id);
    let asked = if is_over(&payment, services.clock.now()) {
        // Nobody could pay it any more: it is only looked for.
        None
    } else {
        match services.stripe.create_session(&params, &key).await {
            Ok(session) => Some(session),
            Err(PaymentError::Refused { code, reason }) => {
                tracing::warn!(order = %family.order.id, code, reason, "the payment provider made no session");
                None
            }
            Err(error) => {
                tracing::warn!(order = %family.order.id, %error, "no word of the new session; asked again with the same key");
                return Ok(());
            }
        }
    };
    let made = match asked {
        Some(session) => Some(session),
        // Under an old key a lost session may exist all the same: it would carry our payment's id.
        None => match find_session(services, &payment).await {
            Ok(found) => found,
            Err(_) => return Ok(()),
        },
    };
    let now = services.clock.now();
    let mut family = family;
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    match made {
        Some(session) => {
            let facts = PaymentFacts {
                session: Some(session.id),
                session_url: session.url,
                intent: session.intent.map(|intent| intent.id),
                ..PaymentFacts::default()
            };
            tx.move_payment(&payment, PaymentState::Open, &facts, now).await?;
        }
        None => tx.move_payment(&payment, PaymentState::Expired, &PaymentFacts::default(), now).await?,
    }
    tx.settle(&family.order.id).await?;
    tx.commit().await
}

fn is_over(payment: &Payment, now: UnixSeconds) -> bool {
    now >= payment.expires_at + CLOSED_AFTER
}

/// A session that carries our payment's id, among all that were made in its time.
async fn find_session(
    services: &Services,
    payment: &Payment,
) -> std::result::Result<Option<SessionReading>, PaymentError> {
    let (from, to) = (payment.created_at - CLOCKS_DIFFER, payment.expires_at + CLOCKS_DIFFER);
    let sessions = services.stripe.sessions_created(from, to).await?;
    Ok(sessions.into_iter().find(|session| session.payment.as_ref() == Some(&payment.id)))
}

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
    let session = match services.stripe.session(session).await {
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
    if let Some(difference) = difference(services, payment, &session) {
        return raise_mismatch(services, &family, payment, &difference, now).await;
    }
    let status = session.intent.as_ref().map(|intent| intent.status);
    match (status, session.status) {
        (Some(IntentStatus::Held | IntentStatus::Taken), _) => {
            // `status` is of the intent.
            let Some(intent) = session.intent else { return Ok(()) };
            money_arrived(services, family, payment, &intent, now).await
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

/// Looks at what an event tells of a payment that no poll looks at any more: one that had ended for us, or whose hold
/// may be gone. `named` is the payment that the object itself names. `false` when the provider could not be asked.
pub async fn look_at_told_payment(
    services: &Services,
    family: Family,
    named: Option<&PaymentId>,
    kind: &str,
    object: &str,
) -> Result<bool> {
    let told = family.payments.iter().find(|payment| {
        named == Some(&payment.id)
            || payment.session.as_deref() == Some(object)
            || payment.intent.as_deref() == Some(object)
    });
    let Some(payment) = told.cloned() else { return Ok(true) };
    let of_session = kind.starts_with("checkout.session.");
    match payment.state {
        PaymentState::Expired if of_session => read_session(services, family, &payment, object).await,
        PaymentState::Expired => read_intent(services, family, &payment, object).await,
        PaymentState::Held if matches!(kind, "payment_intent.canceled" | "charge.expired") => {
            read_intent(services, family, &payment, object).await
        }
        _ => Ok(true),
    }
}

async fn read_intent(services: &Services, family: Family, payment: &Payment, intent: &str) -> Result<bool> {
    let intent = match services.stripe.intent(intent).await {
        Ok(intent) => intent,
        Err(error) => {
            tracing::warn!(order = %family.order.id, %error, "could not read the payment");
            return Ok(!may_answer_later(&error));
        }
    };
    let now = services.clock.now();
    if let Some(difference) = difference_of_intent(services, payment, &intent) {
        raise_mismatch(services, &family, payment, &difference, now).await?;
    } else {
        match (intent.status, payment.state) {
            (IntentStatus::Held | IntentStatus::Taken, PaymentState::Expired) => {
                money_arrived(services, family, payment, &intent, now).await?;
            }
            (IntentStatus::Canceled, PaymentState::Held) => hold_was_let_go(services, family, payment).await?,
            _ => {}
        }
    }
    Ok(true)
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
    tx.commit().await
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
    tx.commit().await
}
