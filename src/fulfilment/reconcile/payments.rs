//! Checkout Sessions and PaymentIntents against our payments. Objects are matched by the name that they carry: ours but
//! unknown to our records is money without an order; without a name of ours they are another program's.

use super::payment_rules::{Verdict, figures, judge, theirs};
use super::{Cure, PassError, Tally, Window, evidence, unless_moved};
use crate::domain::ids::{OrderId, PaymentId};
use crate::domain::reconciliation::DifferenceKind;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::payment_reading::{difference, difference_of_intent, look_at_told_payment};
use crate::payments::{IntentReading, IntentStatus, PaymentError, RefundStatus, SessionReading, SessionStatus};
use crate::services::Services;
use crate::store::{Family, Payment, SeenDifference, TaskKind};
use std::collections::BTreeMap;

/// What Stripe has of one payment.
#[derive(Default)]
struct AtStripe {
    sessions: Vec<SessionReading>,
    intents: Vec<IntentReading>,
}

impl AtStripe {
    fn add(&mut self, session: SessionReading) {
        if let Some(intent) = &session.intent {
            self.add_intent(intent.clone());
        }
        self.sessions.push(session);
    }

    fn add_intent(&mut self, intent: IntentReading) {
        self.intents.retain(|known| known.id != intent.id);
        self.intents.push(intent);
    }

    /// Its own session, or any.
    fn session_of(&self, payment: &Payment) -> Option<&SessionReading> {
        let own = self.sessions.iter().find(|session| Some(&session.id) == payment.session.as_ref());
        own.or(self.sessions.first())
    }

    /// Its own PaymentIntent, or one that has money, or any.
    fn intent_of(&self, payment: &Payment) -> Option<&IntentReading> {
        let own = self.intents.iter().find(|intent| Some(&intent.id) == payment.intent.as_ref());
        own.or_else(|| self.paid().next()).or(self.intents.first())
    }

    /// Those that have money, or had it.
    fn paid(&self) -> impl Iterator<Item = &IntentReading> {
        self.intents.iter().filter(|intent| matches!(intent.status, IntentStatus::Held | IntentStatus::Taken))
    }

    fn created(&self) -> UnixSeconds {
        let sessions = self.sessions.iter().map(|session| session.created);
        sessions.chain(self.intents.iter().map(|intent| intent.created)).min().unwrap_or_default()
    }
}

/// Compares both sides of the window, and what is under way whenever it began.
pub(super) async fn compare(services: &Services, window: Window, tally: &mut Tally) -> Result<(), PassError> {
    let mut there: BTreeMap<PaymentId, AtStripe> = BTreeMap::new();
    for session in
        services.outside("stripe.session.list", services.stripe.sessions_created(window.from, window.until)).await?
    {
        match session.payment.clone() {
            Some(payment) => there.entry(payment).or_default().add(session),
            None => tally.others += 1,
        }
    }
    for intent in
        services.outside("stripe.intent.list", services.stripe.intents_created(window.from, window.until)).await?
    {
        match intent.payment.clone() {
            Some(payment) => there.entry(payment).or_default().add_intent(intent),
            None => tally.others += 1,
        }
    }
    // Read after the lists: a payment is in our records before its session is made.
    let ours = services.store.snapshot().await?.payments_to_compare(window.from, window.until).await?;
    for (payment, order) in ours {
        if there.get(&payment).is_none_or(|found| found.sessions.is_empty()) {
            read_unlisted(services, &payment, &order, &mut there, tally).await?;
        }
    }
    for (payment, found) in &there {
        tally.compared += 1;
        let order = services.store.snapshot().await?.order_of_payment(payment).await?;
        match order {
            Some(order) => compare_one(services, payment, &order, found, tally).await?,
            None => look_at_unknown(services, payment, found, tally).await?,
        }
    }
    Ok(())
}

/// A payment of ours whose session the list does not hold is read by its id.
async fn read_unlisted(
    services: &Services,
    payment: &PaymentId,
    order: &OrderId,
    there: &mut BTreeMap<PaymentId, AtStripe>,
    tally: &mut Tally,
) -> Result<(), PassError> {
    let Some((_, payment)) = payment_of(services, payment, order).await? else { return Ok(()) };
    let Some(session) = &payment.session else { return Ok(()) };
    match services.outside("stripe.session", services.stripe.session(session)).await {
        Ok(session) => there.entry(payment.id).or_default().add(session),
        Err(PaymentError::NotFound) => {
            let theirs = format!("Stripe: it does not know the session {session}");
            let ours = format!("payment {} is {}", payment.id, payment.state.as_str());
            let seen = about(&payment, DifferenceKind::PaymentAbsent, evidence(&ours, &theirs));
            tally.find(seen, Cure::Person(TaskKind::PaymentMismatch));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn compare_one(
    services: &Services,
    payment: &PaymentId,
    order: &OrderId,
    found: &AtStripe,
    tally: &mut Tally,
) -> Result<(), PassError> {
    let Some((family, payment)) = payment_of(services, payment, order).await? else { return Ok(()) };
    let (session, intent) = (found.session_of(&payment), found.intent_of(&payment));
    let person = Cure::Person(TaskKind::PaymentMismatch);
    let wrong = session
        .and_then(|session| difference(services, &payment, session))
        .or_else(|| intent.and_then(|intent| difference_of_intent(services, &payment, intent)));
    if let Some(wrong) = wrong {
        let text = format!("{} What does not fit: {wrong}.", figures(&payment, session, intent));
        tally.find(about(&payment, DifferenceKind::PaymentMismatch, text), person);
        return Ok(());
    }
    if found.paid().count() > 1 {
        let ids: Vec<&str> = found.paid().map(|intent| intent.id.as_str()).collect();
        let theirs = format!("Stripe: {} have money for it", ids.join(", "));
        let ours = format!("payment {} is {}, one PaymentIntent", payment.id, payment.state.as_str());
        tally.find(about(&payment, DifferenceKind::PaymentDoubled, evidence(&ours, &theirs)), person);
        return Ok(());
    }
    let Some(Verdict { kind, cure, told }) = judge(&payment, session, intent, services.clock.now()) else {
        return Ok(());
    };
    tally.find(about(&payment, kind, figures(&payment, session, intent)), cure);
    if let Some(told) = told {
        let of_session = told.starts_with("checkout.session.");
        let object = if of_session { session.map(|session| &session.id) } else { intent.map(|intent| &intent.id) };
        if let Some(object) = object {
            unless_moved(look_at_told_payment(services, family, &payment, told, object).await)?;
        }
    }
    Ok(())
}

/// Money that names a payment which our records do not have, as after a restore: it is given back by a person.
async fn look_at_unknown(
    services: &Services,
    payment: &PaymentId,
    found: &AtStripe,
    tally: &mut Tally,
) -> Result<(), PassError> {
    let mut cure = None;
    for intent in &found.intents {
        match intent.status {
            IntentStatus::Held | IntentStatus::Processing => cure = Some(Cure::Person(TaskKind::UnknownPayment)),
            IntentStatus::Taken if !is_given_back(services, intent).await? => {
                cure = Some(Cure::Person(TaskKind::UnknownPayment));
            }
            _ => {}
        }
    }
    if found.sessions.iter().any(|session| session.status == SessionStatus::Open) {
        // Nothing to give back yet, but somebody may still pay.
        cure = cure.or(Some(Cure::Nothing));
    }
    let Some(cure) = cure else { return Ok(()) };
    let intent = found.paid().next().or(found.intents.first());
    let ours = format!("no payment {payment}, although it is named as this shop's");
    let seen = SeenDifference {
        kind: DifferenceKind::PaymentUnknown,
        subject: payment.as_str().to_owned(),
        subject_at: found.created(),
        order: None,
        evidence: evidence(&ours, &theirs(found.sessions.first(), intent)),
    };
    tally.find(seen, cure);
    Ok(())
}

async fn is_given_back(services: &Services, intent: &IntentReading) -> Result<bool, PassError> {
    let refunds = services.outside("stripe.refund.list", services.stripe.refunds_of(&intent.id)).await?;
    let back = refunds.iter().filter(|refund| refund.status != RefundStatus::Failed);
    Ok(back.map(|refund| refund.amount.minor).sum::<i64>() >= intent.amount_received.minor)
}

async fn payment_of(
    services: &Services,
    payment: &PaymentId,
    order: &OrderId,
) -> Result<Option<(Family, Payment)>, PassError> {
    let family = services.store.snapshot().await?.family(order).await?;
    Ok(family.and_then(|family| {
        let payment = family.payments.iter().find(|candidate| candidate.id == *payment)?.clone();
        Some((family, payment))
    }))
}

fn about(payment: &Payment, kind: DifferenceKind, evidence: String) -> SeenDifference {
    SeenDifference {
        kind,
        subject: payment.id.as_str().to_owned(),
        subject_at: payment.created_at,
        order: Some(payment.order.clone()),
        evidence,
    }
}
