//! POST /distributors/transactions: the checks in Orange's order, then the sale.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::{Value, json};
use uuid::Uuid;

use super::error::OrangeError;
use super::keys::PublishedKey;
use super::plan::{CodeForm, SalePlan};
use super::sim::Sim;
use super::suppliers::Supplier;
use super::transactions::Transaction;
use super::{Answer, Asked, Orange, Reply};

fn refuse(description: String) -> OrangeError {
    OrangeError::bad_request(0, description)
}

pub(super) fn create(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let body = asked.json()?;
    let offer_id = body["offer_id"].as_str().ok_or_else(|| refuse("missing offer_id parameter in body".to_owned()))?;
    let index = orange
        .offers
        .iter()
        .position(|offer| offer.id == offer_id)
        .ok_or_else(|| refuse("invalid offer_id parameter".to_owned()))?;
    let seed = orange.offers[index].seed.clone();
    if seed.status != "available" {
        return Err(refuse(format!(
            "product {} not available ({}) for offer {offer_id}",
            orange.offers[index].product_id(),
            seed.status
        )));
    }
    let is_topup = seed.product_type == "topup";
    if !is_topup && orange.key.is_none() {
        return Err(OrangeError::new(StatusCode::FORBIDDEN, 50, "no public key is set for this distributor"));
    }
    if orange.offers[index].bucket <= 0 {
        return Err(refuse(format!("bucket empty for offer {offer_id}")));
    }
    let topped_up = if is_topup { Some(topup_target(&body, seed.supplier, offer_id)?) } else { None };
    let plan = orange.plans.pop_front().unwrap_or_else(|| orange.usual_plan.clone());
    if let Some(reason) = plan.refuse {
        return Err(refuse(format!(
            "transaction failed (bucket unchanged) supplier {} product {} offer {offer_id} distributor {} message {reason}",
            seed.supplier.id(),
            orange.offers[index].product_id(),
            super::catalogue::DISTRIBUTOR_ID,
        )));
    }
    let transaction = sale(orange, index, &body, plan, topped_up, asked.now);
    let wire = transaction.created_wire();
    orange.transactions.add(transaction);
    Ok(Answer::Json(StatusCode::CREATED, wire))
}

/// Orange France and Spain take a msisdn of which the last nine digits count, Welcome Travelers a simId.
fn topup_target(body: &Value, supplier: Supplier, offer_id: &str) -> Result<Value, OrangeError> {
    let parameters = &body["parameters"];
    if !parameters.is_object() {
        return Err(refuse("missing parameters parameter in body".to_owned()));
    }
    let bad = || refuse(format!("bad parameter for transaction for offer {offer_id}"));
    if supplier == Supplier::WelcomeTravelers {
        let sim_id = parameters["simId"].as_str().unwrap_or_default();
        let is_valid = !sim_id.is_empty() && sim_id.bytes().all(|byte| byte.is_ascii_digit());
        return is_valid.then(|| json!({"simId": sim_id})).ok_or_else(bad);
    }
    let msisdn = parameters["msisdn"].as_str().unwrap_or_default();
    let digits: Vec<char> = msisdn.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 9 {
        return Err(bad());
    }
    let last_nine: String = digits[digits.len() - 9..].iter().collect();
    Ok(json!({"msisdn": last_nine}))
}

fn sale(
    orange: &mut Orange,
    index: usize,
    body: &Value,
    plan: SalePlan,
    topped_up: Option<Value>,
    now: i64,
) -> Transaction {
    orange.sales += 1;
    let url_safe = orange.sales.is_multiple_of(2);
    let offer = &mut orange.offers[index];
    let seed = &offer.seed;
    let sim = topped_up.is_none().then(|| Sim::new(seed, now));
    let code_on_the_wire = match (&sim, &orange.key) {
        (Some(sim), Some(key)) => write_code(sim, key, plan.code, url_safe),
        _ => String::new(),
    };
    let gave_a_unit = plan.status != "ko" && plan.status != "expired";
    if gave_a_unit {
        offer.bucket -= 1;
    }
    if let Some(target) = &topped_up
        && gave_a_unit
        && let Some(sim) = orange.transactions.sims_mut().find(|sim| sim.is_meant_by(target))
    {
        sim.add_bucket(seed, now);
        sim.last_topup = Some(now);
    }
    Transaction {
        id: Uuid::new_v4().to_string(),
        status: plan.status,
        later: plan.later,
        created: now,
        changed: now,
        offer_id: offer.id.clone(),
        user_id: body["user_id"].as_str().unwrap_or_default().to_owned(),
        voucher_id: body["voucher_id"].as_str().map(str::to_owned),
        supplier: offer.supplier,
        product_type: match (seed.product_type.as_str(), seed.airtime_minutes) {
            ("topup", 0) => "data topup".to_owned(),
            ("topup", _) => "airtime topup".to_owned(),
            (other, _) => other.to_owned(),
        },
        product_id: offer.product_id().to_owned(),
        product_name: seed.name.clone(),
        resell_value: crate::amount::number(&seed.resell_value),
        currency: seed.currency.clone(),
        fees: offer.fees(),
        offer_bucket: offer.bucket,
        code_on_the_wire,
        names_its_matching_id: plan.code == CodeForm::BareMatchingId,
        sim,
        topped_up,
    }
}

impl Sim {
    fn is_meant_by(&self, target: &Value) -> bool {
        target["simId"] == self.nsce || target["msisdn"].as_str().is_some_and(|msisdn| self.msisdn.ends_with(msisdn))
    }
}

pub(super) fn write_code(sim: &Sim, key: &PublishedKey, form: CodeForm, url_safe: bool) -> String {
    let plain = sim.activation_code();
    let bytes = match form {
        CodeForm::Plain => key.encrypt(&plain),
        CodeForm::LpaPrefix => key.encrypt(&format!("LPA:{plain}")),
        CodeForm::BareMatchingId => key.encrypt(&sim.matching_id),
        CodeForm::Garbage => key.encrypt("the profile is being prepared"),
        CodeForm::Undecryptable => (0..key.size()).map(|_| rand::random::<u8>()).collect(),
        CodeForm::TooShort => key.encrypt(&plain)[..64].to_vec(),
        CodeForm::Missing => return String::new(),
    };
    if url_safe { URL_SAFE.encode(bytes) } else { STANDARD.encode(bytes) }
}
