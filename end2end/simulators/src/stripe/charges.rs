//! Charges, read only: they come from PaymentIntents.

use super::error::StripeError;
use super::{Asked, Reply, Stripe, listing};

fn find(stripe: &Stripe, asked: &Asked<'_>) -> Reply {
    let id = asked.segment(1);
    if stripe.objects.is_a("charge", id) {
        Ok(stripe.objects.copy(id))
    } else {
        Err(StripeError::no_such("charge", id, "id"))
    }
}

pub(super) fn get(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    find(stripe, asked)
}

pub(super) fn list(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &["payment_intent", "customer"])?;
    let intent = asked.params.text("payment_intent");
    stripe.page(asked, "charge", "/v1/charges", |charge| intent.is_none_or(|want| charge["payment_intent"] == want))
}

pub(super) fn refunds(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &[])?;
    find(stripe, asked)?;
    let id = asked.segment(1);
    let url = format!("/v1/charges/{id}/refunds");
    stripe.page(asked, "refund", &url, |refund| refund["charge"] == id)
}
