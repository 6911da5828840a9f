//! Callbacks: what eSIM Go tells by itself, in the forms of V2 and V3.

use serde_json::{Value, json};
use uuid::Uuid;

use super::EsimGo;
use super::units::Unit;
use crate::amount::{number, shortest};
use crate::clock::iso_date;
use crate::webhooks::{Parcel, Scheme, Seal, Target};

impl EsimGo {
    /// Queues a callback; without a URL in the portal nobody is told. There is no event id on the wire.
    pub(super) fn tell(&self, kind: &str, body: &Value, now: i64) {
        let Some(url) = &self.callback_url else { return };
        let scheme = if self.manners.callbacks_v2 {
            Scheme::EsimGoUnsigned
        } else {
            Scheme::EsimGo { in_hex: self.manners.signature_in_hex }
        };
        let parcel = Parcel { id: Uuid::new_v4().to_string(), kind: format!("esim_go.{kind}"), body: body.to_string() };
        let target = Target { url: url.clone(), seal: Seal::new(scheme, &self.api_key), can_move: false };
        self.post.send(&parcel, &target, now);
    }

    /// Text, or a number of nineteen digits.
    fn told_iccid(&self, iccid: &str) -> Value {
        if self.manners.iccid_as_number { number(iccid) } else { iccid.into() }
    }

    fn told_quantity(&self, bytes: i64) -> Value {
        if self.manners.quantities_as_text { bytes.to_string().into() } else { bytes.into() }
    }

    fn told_bundle(&self, unit: &Unit) -> Value {
        let place = unit.place.as_ref();
        let date = |at: Option<i64>| at.map(iso_date);
        let mut bundle = json!({
            "name": unit.bundle,
            "initialQuantity": self.told_quantity(unit.initial),
            "remainingQuantity": self.told_quantity(unit.remaining),
            "startTime": date(place.and_then(|place| place.started)),
            "endTime": date(place.and_then(|place| place.ends)),
        });
        if !self.manners.callbacks_v2 {
            bundle["id"] = unit.id.to_string().into();
            bundle["reference"] = place.map(|place| place.reference.clone()).into();
            bundle["description"] = unit.description.clone().into();
            bundle["unlimited"] = unit.unlimited.into();
        }
        bundle
    }

    /// An alert about a bundle on an eSIM: `Utilisation`, `FirstUse`.
    pub(super) fn tell_of_bundle(&self, alert: &str, place: usize, now: i64) {
        let unit = &self.units[place];
        let iccid = unit.place.as_ref().map(|place| self.told_iccid(&place.iccid));
        self.tell(alert, &json!({"iccid": iccid, "alertType": alert, "bundle": self.told_bundle(unit)}), now);
    }

    pub(super) fn tell_of_first_attachment(&self, iccid: &str, now: i64) {
        let body = json!({"iccid": self.told_iccid(iccid), "alertType": "FirstAttachment"});
        self.tell("FirstAttachment", &body, now);
    }

    pub(super) fn tell_of_country(&self, iccid: &str, code: &str, now: i64) {
        let country = json!({"code": code, "name": crate::countries::name(code)});
        let body = json!({"iccid": self.told_iccid(iccid), "alertType": "CountryChange", "country": country});
        self.tell("CountryChange", &body, now);
    }

    /// `esim.deletion_scheduled` or `esim.deleted`.
    pub(super) fn tell_of_end(&self, event: &str, iccid: &str, now: i64) {
        self.tell(event, &json!({"date": iso_date(now), "event": event, "iccid": self.told_iccid(iccid)}), now);
    }

    pub(super) fn tell_of_top_up(&self, before: i64, now: i64) {
        let amounts = json!({"oldAmount": shortest(before), "newAmount": shortest(self.account.balance)});
        self.tell("Topup", &json!({"alertType": "Topup", "bundle": amounts}), now);
    }

    /// Tells of a balance that is low or used up.
    pub(super) fn tell_of_low_balance(&self, now: i64) {
        let (balance, threshold) = (self.account.balance, self.account.low_balance);
        if balance > threshold {
            return;
        }
        let alert = if balance <= 0 { "InsufficientBalance" } else { "LowBalance" };
        let info = json!({
            "balance": shortest(balance), "threshold": shortest(threshold),
            "thresholdPercentRemaining": balance * 100 / threshold.max(1),
        });
        self.tell(alert, &json!({"alertType": alert, "balanceInfo": info}), now);
    }
}
