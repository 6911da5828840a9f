//! Answers of the payment provider that belong to somebody else, or say too much.

use super::at_once::steps;
use super::{Verdict, holds};
use crate::shop::Shop;
use escale::fulfilment::checkout::{check_out, new_draft};
use escale_simulators::{Fault, PaymentWay, SalePlan};
use serde_json::{Value, json};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// A PaymentIntent with its charge, as it is asked for.
fn intent(shop: &Shop, id: &str) -> Value {
    let mut intent = shop.world.stripe_object(id).unwrap();
    let charge = intent["latest_charge"].as_str().and_then(|charge| shop.world.stripe_object(charge));
    intent["latest_charge"] = charge.unwrap_or(Value::Null);
    intent
}

fn answer(body: &Value) -> Fault {
    Fault::Answer { status: 200, body: body.to_string() }
}

pub async fn another_buyers_session(shop: &Shop) -> Verdict {
    let other = shop.ordered().await.payments[0].session.clone().unwrap();
    let strange = answer(&shop.world.stripe_object(&other).unwrap());
    shop.world.arm_fault("stripe.checkout.sessions.create", strange, Some(1));
    let form = shop.form(&new_draft());
    drop(check_out(&shop.services, &form).await);
    let session = shop.of_draft(&form.draft).await.payments[0].session.clone();
    holds(session != Some(other), || "two orders lead to one page".to_owned())
}

pub async fn another_buyers_money(shop: &Shop) -> Verdict {
    shop.paid(PaymentWay::Card).await;
    shop.work().await;
    let family = shop.ordered().await;
    let mut session = shop.world.stripe_object(family.payments[0].session.as_deref().unwrap()).unwrap();
    let mut paid = intent(shop, &shop.world.payments()[0].payment_intent);
    paid["metadata"] = json!({});
    session["status"] = "complete".into();
    session["payment_intent"] = paid;
    shop.world.arm_fault("stripe.checkout.sessions.get", answer(&session), Some(1));
    steps(shop, &family.order.id).await;
    let (sold, paid) = (shop.world.esims_sold().len(), shop.world.payments().len());
    holds(sold <= paid, || format!("{sold} eSIMs were bought, {paid} was paid"))
}

pub async fn another_buyers_refund(shop: &Shop) -> Verdict {
    let nothing = SalePlan { status: "ko".to_owned(), ..SalePlan::default() };
    shop.world.plan_every_sale(nothing);
    shop.paid(PaymentWay::BankAtOnce).await;
    shop.work().await;
    shop.paid(PaymentWay::BankAtOnce).await;
    let strange = answer(&shop.world.stripe_objects("refund")[0]);
    shop.world.arm_fault("stripe.refunds.create", strange, Some(1));
    shop.work_for(10 * MINUTE, 10 * SECOND).await;
    let kept: i64 = shop.world.payments().iter().map(|truth| truth.kept()).sum();
    holds(kept == 0, || format!("{kept} was kept of buyers who got nothing"))
}

pub async fn more_captured_than_was_asked_for(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    let mut strange = intent(shop, &shop.world.payments()[0].payment_intent);
    strange["status"] = "succeeded".into();
    strange["amount_received"] = (strange["amount"].as_i64().unwrap() + 100).into();
    shop.world.arm_fault("stripe.payment_intents.capture", answer(&strange), Some(1));
    shop.work_for(5 * MINUTE, 15 * SECOND).await;
    let payment = &shop.family(&order).await.payments[0];
    let (captured, asked) = (payment.captured.minor, payment.amount.minor);
    holds(captured <= asked, || format!("{captured} is booked as captured, {asked} was asked for"))
}
