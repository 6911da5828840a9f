//! PaymentIntents: how the money stands, taking it, letting a hold go.

use super::client::{PAGE, path_id};
use super::error::refused;
use super::wire::WireIntent;
use super::{Stripe, StripeRequest};
use crate::domain::money::Money;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{IntentReading, PaymentError};
use stripe_core::charge::RetrieveCharge;
use stripe_core::payment_intent::{
    CancelPaymentIntent, CapturePaymentIntent, ListPaymentIntent, RetrievePaymentIntent,
};
use stripe_types::{RangeBoundsTs, RangeQueryTs};

const WITH_CHARGE: &str = "latest_charge";

impl Stripe {
    /// The PaymentIntent with its newest charge. Err `NotFound` when Stripe does not know it.
    pub async fn intent(&self, intent_id: &str) -> Result<IntentReading, PaymentError> {
        let request = RetrievePaymentIntent::new(path_id(intent_id)?).expand([WITH_CHARGE.to_owned()]);
        let intent = self.get(&request).await?;
        self.with_charge(intent).await?.read()
    }

    /// Takes `amount` of what is held, once; the rest is let go. `key` is `cap:{pi}:{n}`. The answer's charge may be absent.
    pub async fn capture(&self, intent_id: &str, amount: Money, key: &str) -> Result<IntentReading, PaymentError> {
        let answer: WireIntent = self.post(&capture_request(path_id(intent_id)?, amount)?, key).await?;
        answer.read()
    }

    /// Lets a hold go. Err `Refused` unless the money is held. The answer's charge may be absent.
    pub async fn cancel(&self, intent_id: &str, key: &str) -> Result<IntentReading, PaymentError> {
        let request = CancelPaymentIntent::new(path_id(intent_id)?).expand([WITH_CHARGE.to_owned()]);
        let answer: WireIntent = self.post(&request, key).await?;
        answer.read()
    }

    /// Every PaymentIntent created in `from..=to`, ours and others', newest first.
    pub async fn intents_created(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
    ) -> Result<Vec<IntentReading>, PaymentError> {
        let request = |after: Option<&str>| {
            let list =
                ListPaymentIntent::new().created(between(from, to)).limit(PAGE).expand([format!("data.{WITH_CHARGE}")]);
            match after {
                Some(id) => list.starting_after(id),
                None => list,
            }
        };
        let all: Vec<WireIntent> = self.whole_list(request).await?;
        all.into_iter().map(WireIntent::read).collect()
    }

    /// Reads the newest charge when the answer holds only its id.
    pub(super) async fn with_charge(&self, mut intent: WireIntent) -> Result<WireIntent, PaymentError> {
        if let Some(link) = &mut intent.latest_charge
            && let Some(id) = &link.id
        {
            link.whole = Some(self.get(&RetrieveCharge::new(path_id(id)?)).await?);
        }
        Ok(intent)
    }
}

fn capture_request(intent_id: &str, amount: Money) -> Result<impl StripeRequest + use<>, PaymentError> {
    Ok(CapturePaymentIntent::new(intent_id).amount_to_capture(stripe_amount(amount)?).expand([WITH_CHARGE.to_owned()]))
}

/// A window of creation times, both ends included.
pub(super) fn between(from: UnixSeconds, to: UnixSeconds) -> RangeQueryTs {
    RangeQueryTs::Bounds(RangeBoundsTs { gte: Some(from.0), lte: Some(to.0), ..RangeBoundsTs::default() })
}

/// The integer that Stripe takes. Err `Refused`, nothing sent, when it cannot take the amount exactly.
pub(super) fn stripe_amount(amount: Money) -> Result<i64, PaymentError> {
    amount.stripe_amount().map_err(|error| refused("amount", &error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;
    use crate::payments::stripe::tests::{body_pairs, pair};

    #[test]
    fn a_capture_names_what_was_delivered() {
        let request = capture_request("pi_1", Money::new(1299, Currency::EUR)).unwrap();
        assert_eq!(request.build().path, "/payment_intents/pi_1/capture");
        assert_eq!(body_pairs(&request), [pair("amount_to_capture", "1299"), pair("expand[0]", "latest_charge")]);
    }

    #[test]
    fn amounts_go_out_in_stripes_own_units() {
        for (minor, currency, expected) in
            [(500, "JPY", Some(500)), (5, "ISK", Some(500)), (5000, "KWD", Some(5000)), (5001, "KWD", None)]
        {
            let amount = Money::new(minor, Currency::parse(currency).unwrap());
            assert_eq!(stripe_amount(amount).ok(), expected, "{currency}");
        }
    }
}
