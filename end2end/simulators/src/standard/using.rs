//! What travellers do with their eSIMs: install, activate, use data, let them expire.

use serde_json::{Value, json};

use super::{Due, Standard};
use crate::clock::iso_date;

/// Percentages of use that are told.
const THRESHOLDS: [i64; 2] = [80, 100];
const DAY: i64 = 86_400;

impl Standard {
    pub(super) fn install(&mut self, place: usize, now: i64) {
        let esim = &mut self.esims.all[place];
        if esim.installed.is_none() {
            esim.installed = Some(now);
            self.tell("esim.installed", place, json!({"installed_at": iso_date(now)}), now);
        }
    }

    /// Installs where that was not done; the days count from the first activation.
    pub(super) fn activate(&mut self, place: usize, now: i64) {
        self.install(place, now);
        let esim = &mut self.esims.all[place];
        if esim.activated.is_some() {
            return;
        }
        let expires = now + esim.days * DAY;
        esim.activated = Some(now);
        esim.expires = Some(expires);
        self.agenda.insert((expires, Due::Expiry(place)));
        let dates = json!({"activated_at": iso_date(now), "expiry_date": iso_date(expires)});
        self.tell("esim.activated", place, dates, now);
    }

    /// Uses data, in megabytes; false when the eSIM has expired.
    pub(super) fn use_data(&mut self, place: usize, megabytes: i64, now: i64) -> bool {
        self.activate(place, now);
        let esim = &mut self.esims.all[place];
        if esim.status(now) == "expired" {
            return false;
        }
        esim.used_mb = (esim.used_mb + megabytes).min(esim.total_mb.unwrap_or(i64::MAX));
        let used = esim.used_percent();
        let (used_mb, total_mb) = (esim.used_mb, esim.total_mb.unwrap_or(0));
        for threshold in THRESHOLDS {
            if used >= threshold && !self.esims.all[place].told.contains(&threshold) {
                self.esims.all[place].told.push(threshold);
                let more = json!({
                    "threshold": threshold, "data_used_mb": used_mb, "data_remaining_mb": total_mb - used_mb,
                });
                self.tell("usage.threshold_reached", place, more, now);
            }
        }
        true
    }

    /// The end that was planned for this time has come, unless a top-up moved it.
    pub(super) fn expire(&mut self, place: usize, at: i64, now: i64) {
        if self.esims.all[place].expires == Some(at) {
            self.tell("esim.expired", place, json!({"expiry_date": Value::from(iso_date(at))}), now);
        }
    }
}
