//! Checkout Sessions: made under a durable key, read until they are paid or closed.

use super::arrival::money_arrived;
use crate::domain::ids::PaymentId;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{IntentStatus, PaymentError, SessionParams, SessionReading, SessionStatus};
use crate::services::Services;
use crate::store::{Family, Payment, PaymentFacts, Result, TaskKind};

/// Stands for the order's token in stored session parameters: the token itself is stored sealed only.
pub const TOKEN_PLACE: &str = "{ORDER_TOKEN}";

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
    let made = match services.stripe.create_session(&params, &key).await {
        Ok(session) => Some(session),
        Err(PaymentError::Refused { code, reason }) => {
            tracing::warn!(order = %family.order.id, code, reason, "the payment provider made no session");
            // Under an old key a lost session may exist all the same: it would carry our payment's id.
            match services.stripe.sessions_created(payment.created_at, payment.expires_at).await {
                Ok(sessions) => sessions.into_iter().find(|session| session.payment.as_ref() == Some(&payment.id)),
                Err(_) => return Ok(()),
            }
        }
        Err(error) => {
            tracing::warn!(order = %family.order.id, %error, "no word of the new session; asked again with the same key");
            return Ok(());
        }
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

/// Reads the session and its PaymentIntent, and takes the step that they call for.
pub async fn read_payment(services: &Services, family: Family, payment: &PaymentId) -> Result<()> {
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment).cloned() else {
        return Ok(());
    };
    let Some(session_id) = payment.session.as_deref() else { return Ok(()) };
    let session = match services.stripe.session(session_id).await {
        Ok(session) => session,
        Err(error) => {
            tracing::warn!(order = %family.order.id, %error, "could not read the payment");
            return Ok(());
        }
    };
    let now = services.clock.now();
    if let Some(difference) = difference(services, &payment, &session) {
        return raise_mismatch(services, &family, &payment, &difference, now).await;
    }
    let status = session.intent.as_ref().map(|intent| intent.status);
    match (status, session.status) {
        (Some(IntentStatus::Held | IntentStatus::Taken), _) => {
            // `status` is of the intent.
            let Some(intent) = session.intent else { return Ok(()) };
            money_arrived(services, family, &payment, &intent, now).await
        }
        (Some(IntentStatus::Processing), _) if payment.state == PaymentState::Open => {
            let intent = session.intent.map(|intent| intent.id);
            move_on(services, family, &payment, PaymentState::Processing, intent, now).await
        }
        (Some(IntentStatus::Canceled), _) | (None | Some(IntentStatus::Unpaid), SessionStatus::Expired)
            if payment.state.may_become(PaymentState::Expired) =>
        {
            move_on(services, family, &payment, PaymentState::Expired, None, now).await
        }
        // A delayed method that was declined: the session is complete, nothing will come.
        (Some(IntentStatus::Unpaid), SessionStatus::Complete) if payment.state == PaymentState::Processing => {
            move_on(services, family, &payment, PaymentState::Expired, None, now).await
        }
        _ => Ok(()),
    }
}

/// Reads a payment that had ended for us, when an event says that something happened to it.
pub async fn look_at_closed_payment(services: &Services, family: Family, object: &str) -> Result<()> {
    let closed = family.payments.iter().find(|payment| {
        payment.state == PaymentState::Expired
            && (payment.session.as_deref() == Some(object) || payment.intent.as_deref() == Some(object))
    });
    match closed.map(|payment| payment.id.clone()) {
        Some(id) => read_payment(services, family, &id).await,
        None => Ok(()),
    }
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
fn difference(services: &Services, payment: &Payment, session: &SessionReading) -> Option<String> {
    let live = services.config.stripe.is_live();
    if session.livemode != live {
        return Some(format!("livemode is {}, expected {live}", session.livemode));
    }
    if session.payment.as_ref() != Some(&payment.id) {
        return Some("the session names another payment".to_owned());
    }
    if session.amount.is_some_and(|amount| amount != payment.amount) {
        return Some(format!("the session's amount is not {}", payment.amount.to_decimal()));
    }
    let intent = session.intent.as_ref()?;
    if intent.livemode != live {
        return Some(format!("the payment's livemode is {}, expected {live}", intent.livemode));
    }
    if intent.payment.as_ref() != Some(&payment.id) {
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

async fn raise_mismatch(
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
