//! eSIMs: how they are installed, what is left on them, and their QR code.

use std::collections::HashMap;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::error::StandardError;
use super::manners::ManualCode;
use super::ordering::new_id;
use super::{Reply, Standard};
use crate::asked::Asked;
use crate::clock::iso_date;
use crate::profile::Profile;

pub(super) struct Esim {
    pub(super) id: String,
    /// Place of the order that it came from.
    pub(super) order: usize,
    pub(super) profile: Profile,
    pub(super) countries: Vec<String>,
    pub(super) rechargeable: bool,
    /// `None` is unlimited.
    pub(super) total_mb: Option<i64>,
    pub(super) used_mb: i64,
    pub(super) days: i64,
    /// Unix seconds.
    pub(super) installed: Option<i64>,
    pub(super) activated: Option<i64>,
    pub(super) expires: Option<i64>,
    /// Percentages of use that were told.
    pub(super) told: Vec<i64>,
    /// What nobody guesses, in the QR code's URL.
    qr: String,
}

#[derive(Default)]
pub(super) struct Esims {
    pub(super) all: Vec<Esim>,
    by_id: HashMap<String, usize>,
    by_qr: HashMap<String, usize>,
}

impl Esim {
    /// `ready`, `installed`, `active`, `depleted` or `expired`.
    pub(super) fn status(&self, now: i64) -> &'static str {
        if self.expires.is_some_and(|at| at <= now) {
            "expired"
        } else if self.total_mb.is_some_and(|total| self.used_mb >= total) {
            "depleted"
        } else if self.activated.is_some() {
            "active"
        } else if self.installed.is_some() {
            "installed"
        } else {
            "ready"
        }
    }

    /// An unlimited one is never used up.
    pub(super) fn used_percent(&self) -> i64 {
        self.total_mb.map_or(0, |total| self.used_mb * 100 / total.max(1))
    }
}

impl Standard {
    pub(super) fn esim_place(&self, id: &str) -> Result<usize, StandardError> {
        self.esims.by_id.get(id).copied().ok_or_else(|| StandardError::not_found("eSIM"))
    }

    /// A new eSIM for an order that is completed.
    pub(super) fn make_esim(&mut self, order: usize) {
        let package = self.orders.all[order].package.clone();
        let Ok(seed) = self.package(&package).map(|package| package.seed.clone()) else { return };
        let place = self.esims.all.len();
        let esim = Esim {
            id: new_id("esim"),
            order,
            profile: Profile::new("8933108", "smdp.standard-esim.example"),
            countries: seed.countries,
            rechargeable: seed.rechargeable,
            total_mb: seed.data_mb,
            used_mb: 0,
            days: seed.days,
            installed: None,
            activated: None,
            expires: None,
            told: Vec::new(),
            qr: hex::encode(rand::random::<[u8; 16]>()),
        };
        self.esims.by_id.insert(esim.id.clone(), place);
        self.esims.by_qr.insert(esim.qr.clone(), place);
        self.esims.all.push(esim);
        self.orders.all[order].esim = Some(place);
    }

    /// `{secret}.png`
    pub(super) fn qr(&self, file: &str) -> Response {
        let place = file.strip_suffix(".png").and_then(|secret| self.esims.by_qr.get(secret));
        match place {
            Some(place) => {
                let png = crate::qr::png(&self.esims.all[*place].profile.lpa());
                ([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "no-store")], png).into_response()
            }
            None => StandardError::not_found("QR code").into_response(),
        }
    }
}

pub(super) fn get(standard: &mut Standard, asked: &Asked<'_>) -> Reply {
    let esim = &standard.esims.all[standard.esim_place(asked.segment(1))?];
    let date = |at: Option<i64>| at.map(iso_date);
    let manual = match standard.manners.manual_code {
        ManualCode::MatchingId => esim.profile.matching_id.clone(),
        ManualCode::Whole => esim.profile.activation_code(),
    };
    Ok((
        StatusCode::OK,
        json!({
            "esim_id": esim.id, "order_id": standard.orders.all[esim.order].id, "status": esim.status(asked.now()),
            "iccid": esim.profile.iccid, "lpa_code": esim.profile.lpa(), "smdp_address": esim.profile.smdp,
            "manual_activation_code": manual, "confirmation_code": null,
            "qr_code_url": format!("{}/qr/{}.png", standard.origin, esim.qr),
            "installed_at": date(esim.installed), "activated_at": date(esim.activated),
            "expiry_date": date(esim.expires),
        }),
    ))
}

pub(super) fn usage(standard: &mut Standard, asked: &Asked<'_>) -> Reply {
    let esim = &standard.esims.all[standard.esim_place(asked.segment(1))?];
    Ok((
        StatusCode::OK,
        json!({
            "esim_id": esim.id, "status": esim.status(asked.now()), "unlimited": esim.total_mb.is_none(),
            "data_total_mb": esim.total_mb, "data_used_mb": esim.used_mb,
            "data_remaining_mb": esim.total_mb.map(|total| (total - esim.used_mb).max(0)),
            "expiry_date": esim.expires.map(iso_date), "updated_at": iso_date(asked.now()),
        }),
    ))
}
