//! Balance transactions: what each movement of money left on the account, after Stripe's fee.

use serde_json::{Value, json};

use super::error::StripeError;
use super::objects::{made, new_id};
use super::{Asked, Reply, Stripe, listing};

pub(super) fn get(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    let id = asked.segment(1);
    if stripe.objects.is_a("balance_transaction", id) {
        Ok(stripe.objects.copy(id))
    } else {
        Err(StripeError::no_such("balance_transaction", id, "id"))
    }
}

pub(super) fn list(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &["type", "source", "currency"])?;
    let equal = |movement: &Value, name: &str| asked.params.text(name).is_none_or(|want| movement[name] == want);
    stripe.page(asked, "balance_transaction", "/v1/balance_transactions", |movement| {
        ["type", "source", "currency"].iter().all(|name| equal(movement, name))
    })
}

/// What Stripe keeps of a captured amount: 1.5 %, half a unit rounded up, and 25 minor units.
fn fee_on(captured: i64) -> i64 {
    (captured * 15 + 500) / 1000 + 25
}

/// Why the balance moved, in Stripe's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Movement {
    Charge,
    Refund,
    RefundFailure,
    /// A dispute takes the money; the fee that a real account pays for it is not simulated.
    Dispute,
    DisputeReversal,
}

impl Movement {
    /// `type` and `reporting_category`.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Charge => ("charge", "charge"),
            Self::Refund => ("refund", "refund"),
            Self::RefundFailure => ("refund_failure", "refund_failure"),
            Self::Dispute => ("adjustment", "dispute"),
            Self::DisputeReversal => ("adjustment", "dispute_reversal"),
        }
    }
}

impl Stripe {
    /// Books what an object (charge, refund, dispute) did to the balance: positive comes in, negative goes out.
    /// Answers the balance transaction's id.
    pub(super) fn book(&mut self, movement: Movement, source: &str, amount: i64, now: i64) -> String {
        let (kind, category) = movement.names();
        let fee = if movement == Movement::Charge { fee_on(amount) } else { 0 };
        let currency = self.objects.find(source).map(|object| object["currency"].clone()).unwrap_or_default();
        let detail = json!({
            "amount": fee, "application": null, "currency": currency,
            "description": "Stripe processing fees", "type": "stripe_fee",
        });
        let details = if fee > 0 { vec![detail] } else { Vec::new() };
        let id = new_id("txn");
        self.objects.add(made(
            "balance_transaction",
            json!({
                "id": id, "created": now, "available_on": now, "amount": amount, "currency": currency,
                "fee": fee, "fee_details": details, "net": amount - fee, "description": null,
                "type": kind, "reporting_category": category, "source": source,
            }),
        ));
        id
    }
}

#[cfg(test)]
mod tests {
    use super::fee_on;

    #[test]
    fn half_a_unit_of_the_fee_is_rounded_up() {
        assert_eq!([fee_on(100), fee_on(1590), fee_on(1000), fee_on(1), fee_on(33)], [27, 49, 40, 25, 25]);
    }
}
