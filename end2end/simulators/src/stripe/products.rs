//! Products, prices and payment methods: as much as Checkout and the official tools need.

use serde_json::{Value, json};

use super::error::StripeError;
use super::objects::{made, new_id};
use super::params::Params;
use super::{Asked, Reply, Stripe, listing};

fn find(stripe: &Stripe, asked: &Asked<'_>, kind: &str) -> Reply {
    let id = asked.segment(1);
    if stripe.objects.is_a(kind, id) { Ok(stripe.objects.copy(id)) } else { Err(StripeError::no_such(kind, id, "id")) }
}

pub(super) fn get_product(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    find(stripe, asked, "product")
}

pub(super) fn list_products(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &["active", "ids.*"])?;
    stripe.page(asked, "product", "/v1/products", |_| true)
}

pub(super) fn get_price(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    find(stripe, asked, "price")
}

pub(super) fn list_prices(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &["active", "currency", "product", "type"])?;
    stripe.page(asked, "price", "/v1/prices", |_| true)
}

pub(super) fn get_payment_method(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    find(stripe, asked, "payment_method")
}

pub(super) fn create_product(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    let name = asked.params.required("name")?.to_owned();
    let fields = json!({
        "description": asked.params.text("description"),
        "metadata": asked.params.metadata("metadata", &Value::Null)?,
        "tax_code": asked.params.text("tax_code"),
    });
    let id = add_product(stripe, &name, fields, asked.now);
    Ok(stripe.objects.copy(&id))
}

fn add_product(stripe: &mut Stripe, name: &str, fields: Value, now: i64) -> String {
    let id = new_id("prod");
    let mut product = made("product", json!({"id": id, "name": name, "created": now, "updated": now}));
    super::objects::lay_over(&mut product, fields);
    stripe.objects.add(product);
    id
}

pub(super) fn create_price(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    let params = &asked.params;
    let currency = params.required("currency")?.to_lowercase();
    params.required("unit_amount")?;
    let amount = params.integer("unit_amount")?.unwrap_or_default();
    let product = match params.text("product") {
        Some(id) if stripe.objects.is_a("product", id) => id.to_owned(),
        Some(id) => return Err(StripeError::no_such("product", id, "product")),
        None => {
            let name = params.required("product_data.name")?.to_owned();
            add_product(stripe, &name, json!({}), asked.now)
        }
    };
    let price = price(amount, &currency, &product, asked.now);
    stripe.objects.add(price.clone());
    Ok(price)
}

fn price(amount: i64, currency: &str, product: &str, now: i64) -> Value {
    made(
        "price",
        json!({
            "id": new_id("price"), "created": now, "currency": currency, "product": product,
            "unit_amount": amount, "unit_amount_decimal": amount.to_string(),
        }),
    )
}

/// A line's price and its product's name, out of `price_data`.
pub(super) fn price_from_data(
    stripe: &mut Stripe,
    params: &Params,
    path: &str,
    now: i64,
) -> Result<(Value, String), StripeError> {
    let at = |name: &str| format!("{path}.{name}");
    let currency = params.required(&at("currency"))?.to_lowercase();
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Err(StripeError::invalid("line_items[price_data][currency]", format!("Invalid currency: {currency}")));
    }
    params.required(&at("unit_amount"))?;
    let amount = params.integer(&at("unit_amount"))?.unwrap_or_default();
    if amount < 0 {
        return Err(StripeError::invalid("line_items[price_data][unit_amount]", "Invalid non-negative integer"));
    }
    let (product, name) = match params.text(&at("product")) {
        Some(id) => {
            let product = stripe.objects.copy(id);
            let name = product["name"].as_str().unwrap_or_default().to_owned();
            (id.to_owned(), name)
        }
        None => {
            let name = params.required(&at("product_data.name"))?.to_owned();
            let description = params.text(&at("product_data.description"));
            let fields = json!({"description": description, "active": false});
            (add_product(stripe, &name, fields, now), name)
        }
    };
    let mut price = price(amount, &currency, &product, now);
    price["active"] = false.into();
    price["tax_behavior"] = params.text(&at("tax_behavior")).unwrap_or("unspecified").into();
    stripe.objects.add(price.clone());
    Ok((price, name))
}

pub(super) fn create_payment_method(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    let params = &asked.params;
    let kind = params.required("type")?.to_owned();
    let id = new_id("pm");
    let mut method = made("payment_method", json!({"id": id, "type": kind, "created": asked.now}));
    for name in ["email", "name", "phone"] {
        if let Some(text) = params.text(&format!("billing_details.{name}")) {
            method["billing_details"][name] = text.into();
        }
    }
    let behaviour = match kind.as_str() {
        "card" => params.text("card.token").or(params.text("card.number")).unwrap_or("tok_visa").to_owned(),
        _ => {
            if let Some(wire) = method.as_object_mut() {
                wire.remove("card");
                wire.insert(kind.clone(), json!({}));
            }
            // Stripe's test account whose debits fail.
            let fails = params.text(&format!("{kind}.iban")) == Some("AT861904300235473202");
            format!("{kind}{}", if fails { "_fails" } else { "" })
        }
    };
    stripe.tokens.insert(id.clone(), behaviour);
    stripe.objects.add(method);
    Ok(stripe.objects.copy(&id))
}
