//! Transactions: what was sold, its course over time, and how it is listed and told.

use serde_json::{Value, json};

use super::catalogue::{DISTRIBUTOR_ID, DISTRIBUTOR_NAME};
use super::error::OrangeError;
use super::sim::Sim;
use super::suppliers::Supplier;
use super::{Answer, Asked, Orange, Reply};
use crate::clock::{iso_date, read_date, rfc1123_date};
use crate::later::Later;

const DAY: i64 = 86_400;

pub(crate) struct Transaction {
    pub(crate) id: String,
    pub(crate) status: String,
    pub(super) later: Option<Later>,
    pub(super) created: i64,
    pub(super) changed: i64,
    pub(crate) offer_id: String,
    pub(crate) user_id: String,
    pub(super) voucher_id: Option<String>,
    pub(crate) supplier: Supplier,
    pub(super) product_type: String,
    pub(super) product_id: String,
    pub(super) product_name: String,
    pub(super) resell_value: Value,
    pub(super) currency: String,
    pub(super) fees: (Value, Value),
    /// The bucket as it was left by this sale.
    pub(super) offer_bucket: i64,
    /// What `activation_code` says once the status is `ok`.
    pub(crate) code_on_the_wire: String,
    /// Fills `matching_id` and `smdp_url`.
    pub(super) names_its_matching_id: bool,
    /// The SIM, for a sold eSIM.
    pub(crate) sim: Option<Sim>,
    /// What was topped up: `msisdn` or `simId`.
    pub(super) topped_up: Option<Value>,
}

impl Transaction {
    /// An eSIM that counts as sold: it is not refused and not given back.
    pub(crate) fn took_a_unit(&self) -> bool {
        self.status != "ko" && self.status != "expired"
    }

    /// The Unix second of the planned change of status.
    pub(super) fn next_change(&self) -> Option<i64> {
        self.later.as_ref().map(|later| self.created + later.after_seconds)
    }

    fn wire(&self, date: fn(i64) -> String) -> Value {
        let parameters = match (&self.sim, &self.topped_up) {
            (Some(sim), _) => self.esim_parameters(sim),
            (None, Some(target)) => target.clone(),
            (None, None) => Value::Null,
        };
        let mut wire = json!({
            "id": self.id,
            "billing_mode": "prepaid",
            "status": self.status,
            "product_type": self.product_type,
            "creation_date": date(self.created),
            "expiration_date": null,
            "change_date": date(self.changed),
            "offer_id": self.offer_id,
            "distributor_id": DISTRIBUTOR_ID,
            "resell_value": self.resell_value,
            "reference_currency": self.currency,
            "distributor_fees": self.fees.0,
            "distributor_fees_type": self.fees.1,
            "offer_bucket": self.offer_bucket,
            "user_id": self.user_id,
            "metadata": null,
            "product_id": self.product_id,
            "product_name": self.product_name,
            "supplier_name": self.supplier.name(),
            "distributor_name": DISTRIBUTOR_NAME,
            "parameters": parameters,
        });
        if let Some(voucher) = &self.voucher_id {
            wire["voucher_id"] = voucher.clone().into();
        }
        wire
    }

    fn esim_parameters(&self, sim: &Sim) -> Value {
        if self.status != "ok" {
            return json!({"supplier_ref": sim.supplier_ref, "expiration_date": "None"});
        }
        let (matching_id, smdp) =
            if self.names_its_matching_id { (sim.matching_id.as_str(), sim.smdp) } else { ("", "") };
        json!({
            "supplier_ref": sim.supplier_ref,
            "expiration_date": "None",
            "prefix": sim.prefix,
            "msisdn": sim.msisdn,
            "activation_code": self.code_on_the_wire,
            "iccid": "",
            "nsce": sim.nsce,
            "pin_code": sim.pin,
            "puk": sim.puk,
            "matching_id": matching_id,
            "smdp_url": smdp,
        })
    }

    pub(super) fn created_wire(&self) -> Value {
        self.wire(iso_date)
    }
}

impl Orange {
    /// Lets the planned changes of status happen whose time has come; a failed sale gives its unit back.
    pub(crate) fn settle(&mut self, now: i64) {
        let offers = &mut self.offers;
        self.transactions.make_changes(now, |transaction| {
            let Some(later) = transaction.later.take() else { return };
            let had_a_unit = transaction.took_a_unit();
            transaction.changed = transaction.created + later.after_seconds;
            transaction.status = later.status;
            if had_a_unit
                && !transaction.took_a_unit()
                && let Some(offer) = offers.iter_mut().find(|offer| offer.id == transaction.offer_id)
            {
                offer.bucket += 1;
            }
        });
    }

    /// The transactions that the query's filters let through, newest first.
    fn filtered(&self, asked: &Asked<'_>) -> Result<Vec<&Transaction>, OrangeError> {
        let date = |name: &str| {
            asked
                .parameter(name)
                .map(|text| {
                    read_date(text)
                        .ok_or_else(|| OrangeError::bad_request(28, format!("invalid query parameter {name}")))
                })
                .transpose()
        };
        let from = date("startDate")?;
        // A day given as end is meant whole.
        let to = date("endDate")?.map(|end| if end % DAY == 0 { end + DAY - 1 } else { end });
        let equal = |name: &str, value: &str| asked.parameter(name).is_none_or(|want| want == value);
        Ok(self
            .transactions
            .newest_first(asked.parameter("user"))
            .filter(|transaction| asked.now - transaction.created >= self.list_lag_seconds)
            .filter(|transaction| from.is_none_or(|from| transaction.created >= from))
            .filter(|transaction| to.is_none_or(|to| transaction.created <= to))
            .filter(|transaction| equal("status", &transaction.status))
            .filter(|transaction| equal("offer", &transaction.offer_id))
            .filter(|transaction| equal("supplier", transaction.supplier.id()))
            .collect())
    }
}

pub(super) fn get(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let found = orange.transactions.find(asked.id());
    found
        .map(|transaction| Answer::ok(transaction.wire(rfc1123_date)))
        .ok_or_else(|| OrangeError::not_found("transaction"))
}

pub(super) fn list(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let page = asked.page(orange.filtered(asked)?)?;
    if asked.wants_csv {
        return Ok(Answer::Csv(csv(&page)));
    }
    let wires = page.into_iter().map(|one| one.wire(iso_date)).collect();
    Ok(Answer::ok(Value::Array(wires)))
}

pub(super) fn count(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    Ok(Answer::ok(json!({"count": orange.filtered(asked)?.len()})))
}

fn csv(transactions: &[&Transaction]) -> String {
    let mut text =
        String::from("id;status;product_type;creation_date;offer_id;product_name;supplier_name;resell_value;user_id\n");
    for one in transactions {
        text.push_str(&format!(
            "{};{};{};{};{};{};{};{};{}\n",
            one.id,
            one.status,
            one.product_type,
            iso_date(one.created),
            one.offer_id,
            one.product_name,
            one.supplier.name(),
            one.resell_value,
            one.user_id
        ));
    }
    text
}
