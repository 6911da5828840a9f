//! The page of knobs: everything that can be turned by hand, without script.

use axum::extract::State;
use axum::response::Html;
use html_escape::encode_text as text;
use serde::Serialize;

use super::form_parts::{button, form, input, select, table};
use super::page;
use crate::clock::iso_date;
use crate::orange::CodeForm;
use crate::world::World;
use crate::{Fault, SIM_STATUSES, Supplier, WebhookFault};

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) async fn show(State(world): State<World>) -> Html<String> {
    let body =
        [addresses(&world), clock(&world), faults(&world), sales(&world), sims(&world), webhooks(&world), mail()]
            .concat();
    page("Knobs of the simulated world", &body)
}

fn addresses(world: &World) -> String {
    let Some(addresses) = world.addresses() else {
        return String::new();
    };
    format!(
        "<dl><dt>Orange</dt><dd><code>{}</code></dd><dt>Token</dt><dd><code>{}</code></dd>
        <dt>Stripe</dt><dd><code>{}</code></dd><dt>Mail</dt><dd><code>{}</code></dd>
        <dt>eSIM Go</dt><dd><code>{}</code></dd><dt>Generic</dt><dd><code>{}</code></dd>
        <dt>Airalo</dt><dd><code>{}</code></dd></dl>",
        addresses.orange_base_url,
        addresses.orange_token_url,
        addresses.stripe_url,
        addresses.smtp_url,
        addresses.esim_go_base_url,
        addresses.standard_base_url,
        addresses.airalo_base_url
    )
}

fn clock(world: &World) -> String {
    let steps =
        [("3600", "an hour"), ("60", "a minute"), ("86400", "a day"), ("604800", "a week"), ("2592000", "30 days")];
    format!(
        "<h2>Clock</h2><p>It is {}.</p>{}{}",
        iso_date(world.clock().now()),
        form("advance_clock", &select("Forward by", "seconds", steps), "Move the clock"),
        button("reset_clock", &[], "Back to the real time"),
    )
}

fn faults(world: &World) -> String {
    let names = World::call_names();
    let kinds = Fault::examples();
    let armed: Vec<String> =
        world.lock().faults.0.iter().map(|fault| format!("<li><code>{}</code></li>", text(&json(fault)))).collect();
    let fields = [
        select("Call", "call", names.iter().map(|name| (*name, *name))),
        select("Fault", "fault", kinds.iter().map(|kind| (json(kind), shown(&json(kind))))),
        input("Times (0: always)", "times", 1),
    ]
    .concat();
    format!(
        "<h2>Faults of calls</h2><ul>{}</ul>{}{}",
        armed.concat(),
        form("arm_fault", &fields, "Arm the fault"),
        button("clear_faults", &[], "Disarm all"),
    )
}

/// `{"kind":"delay_before","millis":3000}` → `delay_before, millis 3000`
fn shown(json: &str) -> String {
    json.trim_matches(['{', '}']).replace("\"kind\":", "").replace("\":", " ").replace(",\"", ", ").replace('"', "")
}

fn sales(world: &World) -> String {
    let offers: Vec<(String, String, i64)> = world
        .lock()
        .orange
        .offers
        .iter()
        .map(|offer| (offer.id.clone(), offer.seed.name.clone(), offer.bucket))
        .collect();
    let offer_options = offers.iter().map(|(id, name, bucket)| (id.as_str(), format!("{name} ({bucket} left)")));
    let statuses = ["ok", "created", "pending", "ko", "expired", "mystery"];
    let later = [
        ("", "nothing".to_owned()),
        (r#"{"after_seconds":20,"status":"ok"}"#, "ok after 20 s".to_owned()),
        (r#"{"after_seconds":300,"status":"ok"}"#, "ok after 5 min".to_owned()),
        (r#"{"after_seconds":20,"status":"ko"}"#, "ko after 20 s".to_owned()),
        (r#"{"after_seconds":300,"status":"expired"}"#, "expired after 5 min".to_owned()),
    ];
    let plan = [
        select("Status", "status", statuses.map(|status| (status, status))),
        select("Then", "later", later),
        select("Activation code", "code", CodeForm::ALL.map(|form| (form.name(), form.name()))),
        input("Refuse with this reason", "refuse", ""),
    ]
    .concat();
    let stock = [select("Offer", "offer", offer_options), input("Units", "bucket", 0)].concat();
    let outage = [
        select("Supplier", "supplier", Supplier::ALL.map(|one| (json(&one).replace('"', ""), one.name()))),
        select("Connector", "is_down", [("true", "down"), ("false", "works")]),
    ]
    .concat();
    format!(
        "<h2>Orange</h2><h3>Stock</h3>{}<h3>Next sale</h3>{}<h3>Every sale without a plan</h3>{}<h3>Tokens and connectors</h3>{}{}",
        form("set_stock", &stock, "Set the stock"),
        form("plan_next_sale", &plan, "Plan the next sale"),
        form("plan_every_sale", &plan, "Plan every sale"),
        button("expire_tokens", &[], "End all tokens"),
        form("set_outage", &outage, "Set the connector"),
    )
}

fn sims(world: &World) -> String {
    let rows = world.esims_sold().into_iter().rev().map(|esim| {
        let sale = esim.transaction_id.as_str();
        let sale_field = super::form_parts::hidden("sale", sale);
        let status = sale_field.clone() + &select("SIM", "status", SIM_STATUSES.map(|status| (status, status)));
        let left = sale_field.clone() + &input("Data left", "remaining", "1.5");
        let course = sale_field + &select("Sale", "status", ["ok", "ko", "expired"].map(|status| (status, status)));
        vec![
            format!("<code>{}</code>", text(&esim.user_id)),
            format!("{} <code>{}</code>", text(&esim.status), text(&esim.activation_code)),
            form("set_sim_status", &status, "Set"),
            form("set_data_remaining", &left, "Set"),
            form("set_sale_status", &course, "Set"),
        ]
    });
    let heads = ["user_id", "Code in clear", "SIM status", "Usage", "Sale status"];
    format!("<h2>eSIMs sold</h2>{}", table(&heads, rows))
}

fn webhooks(world: &World) -> String {
    let types = [
        "*",
        "checkout.session.completed",
        "checkout.session.expired",
        "payment_intent.amount_capturable_updated",
        "payment_intent.succeeded",
        "refund.*",
        "charge.*",
        "esim_go.*",
        "standard.*",
        "airalo.*",
    ];
    let kinds = WebhookFault::examples();
    let fields = [
        select("Event", "type", types.map(|kind| (kind, kind))),
        select("Fault", "fault", kinds.iter().map(|kind| (json(kind), shown(&json(kind))))),
        input("Times (0: always)", "times", 1),
    ]
    .concat();
    let forgeries = ["wrong_secret", "unknown_type", "garbage"];
    let forgery = select("Forgery", "forgery", forgeries.map(|name| (name, name)));
    let rows = world.webhook_deliveries().into_iter().rev().take(40).map(|one| {
        vec![
            text(&one.event_type).into_owned(),
            one.state.to_owned(),
            one.attempts.to_string(),
            one.last_status.map_or_else(|| "–".to_owned(), |status| status.to_string()),
            button("deliver_event_again", &[("event", &one.event_id)], "Deliver again"),
        ]
    });
    let heads = ["Event", "State", "Attempts", "Last status", ""];
    let rows = table(&heads, rows);
    format!(
        "<h2>Webhooks</h2>{}{}{}{}{}{}{}{}<h3>Deliveries</h3>{rows}",
        form("arm_webhook_fault", &fields, "Arm the fault"),
        button("clear_webhook_faults", &[], "Disarm all"),
        button("hold_webhooks", &[("held", "true")], "Hold all webhooks"),
        button("hold_webhooks", &[("held", "false")], "Let them go"),
        button("hasten_webhooks", &[], "Try waiting ones now"),
        button("webhooks_by_the_clock", &[("is_on", "true")], "Try for three days of the clock above"),
        button("webhooks_by_the_clock", &[("is_on", "false")], "Try for ten seconds"),
        form("send_forgery", &forgery, "Send a forgery"),
    )
}

fn mail() -> String {
    let answers =
        [("451 4.3.0 try again later", "451 try again later"), ("550 5.1.1 no such user", "550 no such user")];
    let fields = select("Answer", "answer", answers);
    format!("<h2>Mail</h2>{}", form("reject_next_recipient", &fields, "Reject the next recipient"))
}
