//! POST /orders: one package for one new eSIM.

use axum::http::StatusCode;
use serde_json::Value;

use super::error::StandardError;
use super::orders::Order;
use super::{Reply, Standard};
use crate::asked::Asked;

pub(super) fn text<'b>(body: &'b Value, name: &str) -> Result<&'b str, StandardError> {
    let found = body[name].as_str().filter(|text| !text.is_empty());
    found.ok_or_else(|| StandardError::invalid(format!("missing field {name}")))
}

pub(super) fn create(standard: &mut Standard, asked: &Asked<'_>) -> Reply {
    let body = asked.json()?;
    if !matches!(body["quantity"].as_i64(), None | Some(1)) {
        return Err(StandardError::invalid("an order is for one eSIM"));
    }
    let order = standard.agree(&body, None, asked)?;
    let place = standard.accept(order, asked.now());
    Ok((StatusCode::CREATED, standard.order_wire(&standard.orders.all[place])))
}

pub(super) fn new_id(kind: &str) -> String {
    format!("{kind}_{}", hex::encode(rand::random::<[u8; 10]>()))
}

impl Standard {
    /// The order as it will be kept; `esim` is the one to top up. Nothing is sold when this is an `Err`.
    pub(super) fn agree(
        &mut self,
        body: &Value,
        esim: Option<usize>,
        asked: &Asked<'_>,
    ) -> Result<Order, StandardError> {
        let id = text(body, "package_id")?;
        let external_reference = text(body, "external_reference")?.to_owned();
        let package = self.package(id)?;
        if package.stock <= 0 {
            return Err(StandardError::refused("package_unavailable", format!("package {id} is sold out")));
        }
        let (price, currency) = (package.seed.price.clone(), package.seed.currency.clone());
        let plan = self.plans.pop_front().unwrap_or_default();
        if let Some(reason) = plan.refuse {
            return Err(StandardError::refused("order_refused", reason));
        }
        Ok(Order {
            id: new_id("ord"),
            is_top_up: esim.is_some(),
            package: id.to_owned(),
            external_reference,
            key: asked.header("x-idempotency-key").to_owned(),
            status: plan.status,
            later: plan.later,
            created: asked.now(),
            changed: asked.now(),
            esim,
            price,
            currency,
        })
    }
}
