//! Checkout Sessions: the hosted page where the buyer pays.

use super::Stripe;
use super::client::{PAGE, path_id};
use super::intent::{between, stripe_amount};
use super::wire::{Linked, Metadata, ORDER_KEY, PAYMENT_KEY, WireIntent, money, payment_of};
use crate::domain::lang::Lang;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{PaymentError, SessionLine, SessionParams, SessionReading, SessionStatus};
use std::collections::HashMap;
use stripe_checkout::checkout_session::*;
use stripe_shared::{CheckoutSessionLocale, CheckoutSessionMode};
use stripe_types::Currency;

const WITH_INTENT: &str = "payment_intent.latest_charge";

impl Stripe {
    /// Makes the session. The same `params` are the same bytes, so that the same `key` gives the same session.
    pub async fn create_session(&self, params: &SessionParams, key: &str) -> Result<SessionReading, PaymentError> {
        let answer: WireSession = self.post(&create_request(params)?, key).await?;
        answer.read()
    }

    /// The session with its PaymentIntent and newest charge. Err `NotFound` when Stripe does not know it.
    pub async fn session(&self, session_id: &str) -> Result<SessionReading, PaymentError> {
        let request = RetrieveCheckoutSession::new(path_id(session_id)?).expand([WITH_INTENT.to_owned()]);
        let session: WireSession = self.get(&request).await?;
        self.with_intent(session).await?.read()
    }

    /// Closes an open session. Err `Refused` when it is complete or expired already: read it. The answer's PaymentIntent
    /// may be absent.
    pub async fn expire_session(&self, session_id: &str, key: &str) -> Result<SessionReading, PaymentError> {
        let request = ExpireCheckoutSession::new(path_id(session_id)?).expand([WITH_INTENT.to_owned()]);
        let answer: WireSession = self.post(&request, key).await?;
        answer.read()
    }

    /// Every session created in `from..=to`, ours and others', newest first.
    pub async fn sessions_created(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
    ) -> Result<Vec<SessionReading>, PaymentError> {
        let request = |after: Option<&str>| {
            let list = ListCheckoutSession::new()
                .created(between(from, to))
                .limit(PAGE)
                .expand([format!("data.{WITH_INTENT}")]);
            match after {
                Some(id) => list.starting_after(id),
                None => list,
            }
        };
        let all: Vec<WireSession> = self.whole_list(request).await?;
        let mut sessions = Vec::with_capacity(all.len());
        for session in all {
            sessions.push(self.with_intent(session).await?.read()?);
        }
        Ok(sessions)
    }

    /// Reads the PaymentIntent when the answer holds only its id.
    async fn with_intent(&self, mut session: WireSession) -> Result<WireSession, PaymentError> {
        if let Some(link) = &mut session.payment_intent {
            let intent = match (link.whole.take(), &link.id) {
                (Some(intent), _) => intent,
                (None, Some(id)) => {
                    let request = stripe_core::payment_intent::RetrievePaymentIntent::new(path_id(id)?);
                    self.get(&request).await?
                }
                (None, None) => return Ok(session),
            };
            link.whole = Some(self.with_charge(intent).await?);
        }
        Ok(session)
    }
}

/// A session, as far as it is read.
#[derive(miniserde::Deserialize)]
pub(super) struct WireSession {
    pub(super) id: String,
    status: String,
    url: Option<String>,
    livemode: bool,
    amount_total: Option<i64>,
    currency: Option<String>,
    metadata: Metadata,
    created: i64,
    payment_intent: Option<Linked<WireIntent>>,
}

impl WireSession {
    fn read(self) -> Result<SessionReading, PaymentError> {
        let status = match self.status.as_str() {
            "open" => SessionStatus::Open,
            "complete" => SessionStatus::Complete,
            "expired" => SessionStatus::Expired,
            _ => {
                return Err(PaymentError::Unknown { reason: "a session's status does not read".to_owned() });
            }
        };
        let amount = self.amount_total.zip(self.currency.as_deref());
        Ok(SessionReading {
            status,
            livemode: self.livemode,
            amount: amount.map(|(amount, currency)| money(amount, currency)).transpose()?,
            payment: payment_of(&self.metadata),
            created: UnixSeconds(self.created),
            intent: self.payment_intent.and_then(|link| link.whole).map(WireIntent::read).transpose()?,
            url: self.url,
            id: self.id,
        })
    }
}

/// The parameters: a pure function of ours (facts: docs.stripe.com/api/checkout/sessions/create).
fn create_request(params: &SessionParams) -> Result<CreateCheckoutSession, PaymentError> {
    let metadata = HashMap::from([
        (PAYMENT_KEY.to_owned(), params.payment.to_string()),
        (ORDER_KEY.to_owned(), params.order.to_string()),
    ]);
    let mut intent = CreateCheckoutSessionPaymentIntentData::new();
    intent.description = Some(params.order_number.clone());
    // The session's own metadata is not copied to the PaymentIntent.
    intent.metadata = Some(metadata.clone());
    let mut adaptive_pricing = CreateCheckoutSessionAdaptivePricing::new();
    adaptive_pricing.enabled = Some(false);

    let request = CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .line_items(params.lines.iter().map(line_item).collect::<Result<Vec<_>, _>>()?)
        .client_reference_id(params.order.as_str())
        .metadata(metadata)
        .payment_intent_data(intent)
        .customer_email(params.email.as_str())
        .customer_creation(CreateCheckoutSessionCustomerCreation::IfRequired)
        .expires_at(params.expires_at.0)
        .locale(match params.lang {
            Lang::En => CheckoutSessionLocale::En,
            Lang::Fr => CheckoutSessionLocale::Fr,
        })
        .success_url(params.success_url.as_str())
        .cancel_url(params.cancel_url.as_str())
        .adaptive_pricing(adaptive_pricing)
        .excluded_payment_method_types(delayed_methods());
    Ok(if params.hold { request.payment_method_options(held_methods()) } else { request })
}

fn line_item(line: &SessionLine) -> Result<CreateCheckoutSessionLineItems, PaymentError> {
    let Ok(currency) = line.unit.currency.stripe_code().parse::<Currency>();
    let mut price = CreateCheckoutSessionLineItemsPriceData::new(currency);
    price.unit_amount = Some(stripe_amount(line.unit)?);
    price.product_data = Some(ProductData::new(line.name.as_str()));
    let mut item = CreateCheckoutSessionLineItems::new();
    item.price_data = Some(price);
    item.quantity = Some(u64::from(line.quantity));
    Ok(item)
}

/// Methods that tell hours or days later whether the money came: never offered, an eSIM is wanted now.
fn delayed_methods() -> Vec<CreateCheckoutSessionExcludedPaymentMethodTypes> {
    use CreateCheckoutSessionExcludedPaymentMethodTypes::*;
    vec![
        AcssDebit,
        AuBecsDebit,
        BacsDebit,
        Boleto,
        CustomerBalance,
        Konbini,
        Multibanco,
        NzBankAccount,
        Oxxo,
        Payto,
        SepaDebit,
        Sofort,
        UsBankAccount,
    ]
}

/// Authorise only, method by method: a hold on the whole session would drop every method that cannot hold. Those settle at
/// once and are refunded instead.
fn held_methods() -> CreateCheckoutSessionPaymentMethodOptions {
    macro_rules! manual {
        ($options:ident: $($field:ident = $method:ident, $capture:ident;)*) => {$(
            let mut method = $method::new();
            method.capture_method = Some($capture::Manual);
            $options.$field = Some(method);
        )*};
    }
    let mut options = CreateCheckoutSessionPaymentMethodOptions::new();
    manual! { options:
        card = CreateCheckoutSessionPaymentMethodOptionsCard, CreateCheckoutSessionPaymentMethodOptionsCardCaptureMethod;
        link = CreateCheckoutSessionPaymentMethodOptionsLink, CreateCheckoutSessionPaymentMethodOptionsLinkCaptureMethod;
        paypal = CreateCheckoutSessionPaymentMethodOptionsPaypal, CreateCheckoutSessionPaymentMethodOptionsPaypalCaptureMethod;
        klarna = CreateCheckoutSessionPaymentMethodOptionsKlarna, CreateCheckoutSessionPaymentMethodOptionsKlarnaCaptureMethod;
        revolut_pay = CreateCheckoutSessionPaymentMethodOptionsRevolutPay, CreateCheckoutSessionPaymentMethodOptionsRevolutPayCaptureMethod;
        amazon_pay = CreateCheckoutSessionPaymentMethodOptionsAmazonPay, CreateCheckoutSessionPaymentMethodOptionsAmazonPayCaptureMethod;
    }
    options
}

#[cfg(test)]
mod tests;
