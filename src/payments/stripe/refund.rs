//! Refunds: giving back what was taken.

use super::client::{PAGE, path_id};
use super::intent::{between, stripe_amount};
use super::wire::{REFUND_KEY, WireRefund};
use super::{Stripe, StripeRequest};
use crate::domain::ids::RefundId;
use crate::domain::money::Money;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{PaymentError, RefundReading};
use std::collections::HashMap;
use stripe_core::refund::{CreateRefund, ListRefund, RetrieveRefund};

impl Stripe {
    /// Gives `amount` of a taken PaymentIntent back; our refund's id goes along as metadata, so that a lost answer can be
    /// found by `refunds_of`.
    pub async fn refund(
        &self,
        intent_id: &str,
        amount: Money,
        refund: &RefundId,
        key: &str,
    ) -> Result<RefundReading, PaymentError> {
        let answer: WireRefund = self.post(&refund_request(path_id(intent_id)?, amount, refund)?, key).await?;
        answer.read()
    }

    /// A refund by Stripe's id (`re_…`). Err `NotFound` when Stripe does not know it.
    pub async fn refund_reading(&self, refund_id: &str) -> Result<RefundReading, PaymentError> {
        let refund: WireRefund = self.get(&RetrieveRefund::new(path_id(refund_id)?)).await?;
        refund.read()
    }

    /// Every refund of a PaymentIntent, ours and the Dashboard's, newest first.
    pub async fn refunds_of(&self, intent_id: &str) -> Result<Vec<RefundReading>, PaymentError> {
        let intent_id = path_id(intent_id)?;
        self.refunds(|| ListRefund::new().payment_intent(intent_id)).await
    }

    /// Every refund created in `from..=to`, ours and others', newest first.
    pub async fn refunds_created(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
    ) -> Result<Vec<RefundReading>, PaymentError> {
        self.refunds(|| ListRefund::new().created(between(from, to))).await
    }

    async fn refunds(&self, of: impl Fn() -> ListRefund) -> Result<Vec<RefundReading>, PaymentError> {
        let request = |after: Option<&str>| {
            let list = of().limit(PAGE);
            match after {
                Some(id) => list.starting_after(id),
                None => list,
            }
        };
        let all: Vec<WireRefund> = self.whole_list(request).await?;
        all.into_iter().map(WireRefund::read).collect()
    }
}

fn refund_request(
    intent_id: &str,
    amount: Money,
    refund: &RefundId,
) -> Result<impl StripeRequest + use<>, PaymentError> {
    Ok(CreateRefund::new()
        .payment_intent(intent_id)
        .amount(stripe_amount(amount)?)
        .metadata(HashMap::from([(REFUND_KEY.to_owned(), refund.to_string())])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;
    use crate::payments::stripe::tests::{body_pairs, pair};

    #[test]
    fn a_refund_names_ours() {
        let request = refund_request("pi_1", Money::new(450, Currency::EUR), &RefundId::from("ref_7")).unwrap();
        assert_eq!(request.build().path, "/refunds");
        assert_eq!(
            body_pairs(&request),
            [pair("amount", "450"), pair("metadata[escale_refund]", "ref_7"), pair("payment_intent", "pi_1")]
        );
    }
}
