//! Checkout Sessions: made under a durable key, or found again when the answer was lost.

use super::jobs::Job;
use super::next_step::next_poll;
use crate::domain::ids::PaymentId;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{PaymentError, SessionParams, SessionReading};
use crate::services::Services;
use crate::store::{Family, Payment, PaymentFacts, Result};
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
    let key = services.provider_key(format!("sess:{}", payment.id));
    let asked = if is_over(&payment, services.clock.now()) {
        // Nobody could pay it any more: it is only looked for.
        None
    } else {
        match services.outside("stripe.session.create", services.stripe.create_session(&params, &key)).await {
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
            // What was queued in case this fails is not needed before the session's own polls.
            let poll = Job::AdvanceOrder { order: family.order.id.clone() };
            poll.put_off(&mut tx, next_poll(&payment, now)).await?;
        }
        None => tx.move_payment(&payment, PaymentState::Expired, &PaymentFacts::default(), now).await?,
    }
    tx.settle(&family.order.id).await?;
    tx.commit("session_made").await
}

/// Whether nobody can pay a session any more.
pub fn is_over(payment: &Payment, now: UnixSeconds) -> bool {
    now >= payment.expires_at + CLOSED_AFTER
}

/// A session that carries our payment's id, among all that were made in its time.
async fn find_session(
    services: &Services,
    payment: &Payment,
) -> std::result::Result<Option<SessionReading>, PaymentError> {
    let (from, to) = (payment.created_at - CLOCKS_DIFFER, payment.expires_at + CLOCKS_DIFFER);
    let sessions = services.outside("stripe.session.list", services.stripe.sessions_created(from, to)).await?;
    Ok(sessions.into_iter().find(|session| session.payment.as_ref() == Some(&payment.id)))
}
