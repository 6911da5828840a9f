//! The hosted page where a session is paid: plain HTML, forms, no script.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use html_escape::{encode_double_quoted_attribute as attribute, encode_text as text};
use serde_json::Value;

use super::paying::{PaymentAttempt, PaymentWay};
use crate::world::World;

/// The name under which faults know the press of a button.
pub(crate) const PAY_CALL: &str = "stripe.page.pay";

pub(super) fn router() -> Router<World> {
    Router::new().route("/c/pay/{id}", get(show).post(press)).route("/c/pay/{id}/3ds", get(ask).post(answer))
}

/// The exponent of a currency, by Stripe's list of zero-decimal currencies.
pub(crate) fn shown_amount(minor: i64, currency: &str) -> String {
    const ZERO_DECIMAL: [&str; 15] =
        ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"];
    let code = currency.to_uppercase();
    if ZERO_DECIMAL.contains(&currency) {
        format!("{code} {minor}")
    } else {
        format!("{code} {}.{:02}", minor / 100, minor % 100)
    }
}

async fn show(State(world): State<World>, Path(id): Path<String>) -> Response {
    let now = world.clock().now();
    let mut state = world.lock();
    state.stripe.let_time_pass(now);
    let session = state.stripe.objects.copy(&id);
    let Some(plan) = state.stripe.checkouts.get(&id) else {
        return closed(StatusCode::NOT_FOUND, "This payment page does not exist.", None);
    };
    let back = session["cancel_url"].as_str();
    match session["status"].as_str() {
        Some("complete") => {
            return closed(StatusCode::OK, "This payment is complete.", back);
        }
        Some("open") => {}
        _ => return closed(StatusCode::OK, "This payment page has expired.", back),
    }
    let intent = session["payment_intent"].as_str().unwrap_or_default();
    let error = state.stripe.objects.copy(intent)["last_payment_error"]["message"].as_str().map(str::to_owned);
    let lines = state.stripe.objects.line_items(&id);
    open_page(&session, &lines["data"], &plan.methods, error.as_deref()).into_response()
}

fn open_page(session: &Value, lines: &Value, methods: &[String], error: Option<&str>) -> Html<String> {
    let currency = session["currency"].as_str().unwrap_or_default();
    let amount = |value: &Value| shown_amount(value.as_i64().unwrap_or_default(), currency);
    let rows: String = lines
        .as_array()
        .into_iter()
        .flatten()
        .map(|line| {
            format!(
                "<tr><td>{} <small>× {}</small></td><td>{}</td></tr>",
                text(line["description"].as_str().unwrap_or_default()),
                line["quantity"],
                amount(&line["amount_total"]),
            )
        })
        .collect();
    let offers = |method: &str| methods.iter().any(|offered| offered == method);
    let mut buttons = String::new();
    let mut button = |action: &str, label: &str, class: &str| {
        buttons.push_str(&format!("<button name=\"action\" value=\"{action}\" class=\"{class}\">{label}</button>"));
    };
    if offers("card") {
        button("pay", "Pay", "main");
        button("decline", "Decline", "");
        button("three_d_secure", "Require 3-D Secure", "");
    }
    if offers("ideal") {
        button("pay_bank", "Pay by bank (captured at once)", "");
    }
    if offers("sepa_debit") {
        button("pay_later", "Pay later (processing)", "");
    }
    let error =
        error.map_or_else(String::new, |error| format!("<p class=\"error\" role=\"alert\">{}</p>", text(error)));
    let back = session["cancel_url"]
        .as_str()
        .map_or_else(String::new, |url| format!("<p><a href=\"{}\">Back to shop</a></p>", attribute(url)));
    let email = session["customer_email"].as_str().unwrap_or_default();
    let body = format!(
        "<p class=\"merchant\">Escale demo shop</p><h1>{total}</h1>{error}
        <table><tbody>{rows}</tbody><tfoot><tr><th>Total</th><td>{total}</td></tr></tfoot></table>
        <form method=\"post\">
        <label>E-mail<input type=\"email\" name=\"email\" value=\"{email}\" autocomplete=\"email\"></label>
        <p class=\"card\">Test card <b>4242 4242 4242 4242</b>: choose how the payment ends.</p>
        {buttons}</form>{back}",
        total = amount(&session["amount_total"]),
        email = attribute(email),
    );
    page("Pay", &body)
}

async fn press(State(world): State<World>, Path(id): Path<String>, headers: HeaderMap, body: String) -> Response {
    let form = crate::form::pairs(&body);
    let field = |name: &str| {
        let found = form.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let way = match field("action") {
        "decline" => PaymentWay::DeclinedCard,
        "three_d_secure" => PaymentWay::CardWithThreeDSecure,
        "pay_bank" => PaymentWay::BankAtOnce,
        "pay_later" => PaymentWay::BankLater,
        _ => PaymentWay::Card,
    };
    let fault = world.strike(PAY_CALL);
    if let Some(fault) = &fault
        && let Some(struck) = fault.strike_before().await
    {
        world.note_call(PAY_CALL, &headers, struck.status().as_u16());
        return struck;
    }
    let now = world.clock().now();
    let email = Some(field("email")).filter(|email| !email.is_empty());
    let attempt = {
        let mut state = world.lock();
        let stripe = &mut state.stripe;
        stripe.let_time_pass(now);
        let plan = stripe.checkouts.get(&id);
        let offers = |method: &str| plan.is_some_and(|plan| plan.methods.iter().any(|offered| offered == method));
        if offers(way.method()) { stripe.pay_session(&id, way, email, now) } else { PaymentAttempt::Closed }
    };
    world.wake_deliveries();
    let answer = led_on(&id, attempt);
    world.note_call(PAY_CALL, &headers, answer.status().as_u16());
    match fault {
        Some(fault) => fault.strike_after(&world, answer).await,
        None => answer,
    }
}

fn led_on(id: &str, attempt: PaymentAttempt) -> Response {
    match attempt {
        PaymentAttempt::Completed { success_url } => Redirect::to(&success_url).into_response(),
        PaymentAttempt::NeedsThreeDSecure => Redirect::to(&format!("/c/pay/{id}/3ds")).into_response(),
        // The page itself shows the error or that it is closed.
        PaymentAttempt::Declined { .. } | PaymentAttempt::Closed => {
            Redirect::to(&format!("/c/pay/{id}")).into_response()
        }
    }
}

async fn ask(Path(id): Path<String>) -> Html<String> {
    let body = format!(
        "<p class=\"merchant\">Your bank</p><h1>3-D Secure</h1>
        <p>Your bank asks you to confirm this payment.</p>
        <form method=\"post\" action=\"/c/pay/{}/3ds\">
        <button name=\"result\" value=\"ok\" class=\"main\">Complete authentication</button>
        <button name=\"result\" value=\"fail\">Fail authentication</button></form>",
        attribute(&id)
    );
    page("3-D Secure", &body)
}

async fn answer(State(world): State<World>, Path(id): Path<String>, body: String) -> Response {
    let succeeds = crate::form::pairs(&body).iter().any(|(name, value)| name == "result" && value == "ok");
    led_on(&id, world.finish_three_d_secure(&id, succeeds))
}

fn closed(status: StatusCode, message: &str, back: Option<&str>) -> Response {
    let back = back.map_or_else(String::new, |url| format!("<p><a href=\"{}\">Back to shop</a></p>", attribute(url)));
    let body = format!("<p class=\"merchant\">Escale demo shop</p><h1>{message}</h1>{back}");
    (status, page("Payment", &body)).into_response()
}

const STYLE: &str = "
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f3f4f8,#15171c)}
main{background:light-dark(#fff,#1f2229);padding:2rem;width:min(26rem,calc(100vw - 2rem));box-sizing:border-box;border-radius:.8rem;box-shadow:0 .5rem 2rem #0002}
.merchant{color:light-dark(#555,#aaa);margin:0}h1{margin:.2rem 0 1rem;font-size:1.8rem}
table{width:100%;border-collapse:collapse}td,th{padding:.4rem 0;text-align:left}td:last-child{text-align:right;white-space:nowrap}tfoot{border-top:1px solid #8884;font-weight:600}
form{display:grid;gap:.6rem;margin-top:1.2rem}label{display:grid;gap:.2rem;font-size:.9rem}
input{font:inherit;padding:.55rem .7rem;border:1px solid #8888;border-radius:.4rem;background:transparent;color:inherit}
.card{margin:.2rem 0;font-size:.9rem;color:light-dark(#555,#aaa)}
button{font:inherit;padding:.6rem;border-radius:.4rem;border:1px solid #8888;background:transparent;color:inherit;cursor:pointer}
.main{background:#0b5fff;border-color:#0b5fff;color:#fff;font-weight:600}
.error{color:light-dark(#a1121f,#ff9aa2);font-weight:600}.note{font-size:.8rem;color:light-dark(#666,#999);margin:1rem 0 0}";

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">
        <title>{title} · Simulated Stripe Checkout</title><style>{STYLE}</style></head>
        <body><main>{body}<p class=\"note\">Simulated payment page: no money moves.</p></main></body></html>"
    ))
}
