//! A SIM that was sold: its numbers, the plain activation code, its status and what is left on it.

use serde_json::{Value, json};

use super::catalogue::OfferSeed;
use super::suppliers::Supplier;
use crate::amount::number;
use crate::clock::iso_date;
use crate::profile::{digits, matching_id};

/// The eleven words of S4's table.
pub const SIM_STATUSES: [&str; 11] = [
    "free",
    "not installed",
    "available",
    "suspended fraud",
    "suspended kyc default",
    "suspended by operator",
    "suspended following a theft or loss",
    "expired",
    "uninstalled",
    "revoked by operator",
    "sim swap",
];

const DAY: i64 = 86_400;

pub(crate) struct Sim {
    pub(super) msisdn: String,
    /// Serial number; for Welcome Travelers also the simId.
    pub(super) nsce: String,
    pub(super) pin: String,
    pub(super) puk: String,
    pub(super) supplier_ref: String,
    pub(super) prefix: &'static str,
    pub(super) smdp: &'static str,
    pub(super) matching_id: String,
    pub(crate) status: String,
    pub(super) created: i64,
    pub(crate) activated: Option<i64>,
    pub(super) last_topup: Option<i64>,
    pub(crate) expires: Option<i64>,
    pub(super) number_expires: i64,
    /// Balances in the form in which usagebalances answers them.
    pub(crate) buckets: Vec<Value>,
}

impl Sim {
    pub(super) fn new(offer: &OfferSeed, now: i64) -> Self {
        let (prefix, smdp) = match offer.supplier {
            Supplier::OrangeFrance => ("33", "rsp.orange-france.example"),
            Supplier::OrangeSpain => ("34", "smdp.orange-spain.example"),
            Supplier::WelcomeTravelers => ("33", "smdp.welcome-travelers.example"),
            Supplier::OrangeTravelB2b => ("33", "smdp.orange-travel.example"),
        };
        let mut sim = Self {
            msisdn: format!("06{}", digits(8)),
            nsce: format!("0232{}", digits(10)),
            pin: "0000".to_owned(),
            puk: digits(8),
            supplier_ref: format!("356{}", digits(10)),
            prefix,
            smdp,
            matching_id: matching_id(),
            status: "not installed".to_owned(),
            created: now,
            activated: None,
            last_topup: None,
            expires: None,
            number_expires: now + 180 * DAY,
            buckets: Vec::new(),
        };
        sim.add_bucket(offer, now);
        sim
    }

    /// `1$<SM-DP+>$<matching id>`
    pub(crate) fn activation_code(&self) -> String {
        format!("1${}${}", self.smdp, self.matching_id)
    }

    /// A new balance, as after the purchase or a top-up.
    pub(super) fn add_bucket(&mut self, offer: &OfferSeed, now: i64) {
        let days = match offer.validity.1.as_str() {
            "months" => offer.validity.0 * 30,
            "years" => offer.validity.0 * 365,
            "unlimited" => 3650,
            _ => offer.validity.0,
        };
        self.buckets.push(json!({
            "activation_date": null,
            "expiration_date": iso_date(now + (days.max(1) + 90) * DAY),
            "data_remaining": number(&offer.data.0), "data_unit": offer.data.1,
            "airtime_remaining": offer.airtime_minutes * 60, "airtime_unit": "seconds",
            "sms_remaining": offer.sms,
            "name": offer.name,
        }));
    }

    pub(super) fn status_wire(&self) -> Value {
        let date = |at: Option<i64>| at.map_or(Value::Null, |at| iso_date(at).into());
        json!({
            "status": self.status,
            "creation_date": iso_date(self.created),
            "activation_date": date(self.activated),
            "last_topup_date": date(self.last_topup),
            "expiration_date": date(self.expires),
        })
    }

    pub(super) fn usage_wire(&self) -> Value {
        json!({
            "first_activation_date": self.activated.map(iso_date),
            "number_expiration_date": iso_date(self.number_expires),
            "buckets": self.buckets,
        })
    }
}
