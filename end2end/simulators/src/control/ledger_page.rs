//! The ledger as a page: true holds, captures, releases and refunds, each with what can befall it.

use axum::extract::State;
use axum::response::Html;
use html_escape::encode_text as text;
use serde_json::Value;

use super::form_parts::{button, form, hidden, input, table};
use super::page;
use crate::clock::iso_date;
use crate::stripe::{PaymentTruth, shown_amount};
use crate::world::World;

pub(super) async fn show(State(world): State<World>) -> Html<String> {
    let payments = world.payments();
    let rows = payments.iter().rev().map(|truth| {
        let amount = |minor: i64| shown_amount(minor, &truth.currency);
        vec![
            format!(
                "<code>{}</code><br>{}",
                truth.payment_intent,
                text(truth.client_reference_id.as_deref().unwrap_or_default())
            ),
            text(&truth.status).into_owned(),
            amount(truth.standing_hold()),
            amount(truth.captured),
            amount(truth.released),
            amount(truth.refunded),
            history(truth),
            buttons(truth),
        ]
    });
    let heads = ["Payment", "Status", "Held", "Captured", "Released", "Refunded", "History", "What can befall it"];
    let body = [
        table(&heads, rows),
        "<h2>Refunds</h2>".to_owned(),
        refunds(&world),
        "<h2>Disputes</h2>".to_owned(),
        disputes(&world),
    ]
    .concat();
    page("Ledger", &body)
}

fn history(truth: &PaymentTruth) -> String {
    let lines = truth.movements.iter().map(|movement| {
        let kind = serde_json::to_value(movement.kind).unwrap_or_default();
        format!(
            "{} {} {}<br>",
            iso_date(movement.at),
            kind.as_str().unwrap_or_default(),
            shown_amount(movement.amount, &truth.currency)
        )
    });
    lines.collect()
}

fn buttons(truth: &PaymentTruth) -> String {
    let intent = [("payment_intent", truth.payment_intent.as_str())];
    let settle = |arrives| [intent[0], ("arrives", arrives)];
    match truth.status.as_str() {
        "requires_capture" => [
            button("expire_hold", &intent, "Let the hold run out"),
            by_hand("capture_in_dashboard", truth, truth.standing_hold(), "Capture in the Dashboard"),
            button("cancel_in_dashboard", &intent, "Cancel in the Dashboard"),
        ]
        .concat(),
        "processing" => [
            button("settle_delayed_payment", &settle("true"), "Payment arrives"),
            button("settle_delayed_payment", &settle("false"), "Payment fails"),
        ]
        .concat(),
        "succeeded" => [
            by_hand("refund_in_dashboard", truth, truth.kept(), "Refund in the Dashboard"),
            button("dispute", &intent, "Dispute"),
            button("warn_of_fraud", &intent, "Warn of fraud"),
        ]
        .concat(),
        _ => String::new(),
    }
}

/// A form of an act of a person's, with its amount in minor units.
fn by_hand(knob: &str, truth: &PaymentTruth, amount: i64, label: &str) -> String {
    let fields = hidden("payment_intent", &truth.payment_intent) + &input("Amount", "amount", amount);
    form(knob, &fields, label)
}

fn field<'a>(object: &'a Value, name: &str) -> &'a str {
    object[name].as_str().unwrap_or_default()
}

fn refunds(world: &World) -> String {
    let refunds = world.stripe_objects("refund");
    let rows = refunds.iter().map(|refund| {
        let id = field(refund, "id");
        let amount = refund["amount"].as_i64().unwrap_or_default();
        let fail = if field(refund, "status") == "failed" {
            String::new()
        } else {
            button("fail_refund", &[("refund", id)], "Let it fail")
        };
        vec![
            format!("<code>{id}</code>"),
            format!("<code>{}</code>", field(refund, "payment_intent")),
            field(refund, "status").to_owned(),
            shown_amount(amount, field(refund, "currency")),
            fail,
        ]
    });
    table(&["Refund", "Payment", "Status", "Amount", ""], rows)
}

fn disputes(world: &World) -> String {
    let disputes = world.stripe_objects("dispute");
    let rows = disputes.iter().map(|dispute| {
        let id = field(dispute, "id");
        let close = |is_won| [("dispute", id), ("is_won", is_won)];
        vec![
            format!("<code>{id}</code>"),
            format!("<code>{}</code>", field(dispute, "payment_intent")),
            field(dispute, "status").to_owned(),
            button("close_dispute", &close("true"), "Won") + &button("close_dispute", &close("false"), "Lost"),
        ]
    });
    table(&["Dispute", "Payment", "Status", ""], rows)
}
