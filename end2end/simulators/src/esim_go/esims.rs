//! The organisation's eSIMs: the list, one, its history, and whether a bundle fits it.

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::error::EsimGoError;
use super::manners::SmdpForm;
use super::{Answer, Asked, EsimGo, Reply};
use crate::clock::iso_date;
use crate::profile::Profile;

/// eSIM Go's ICCIDs begin so.
const ISSUER: &str = "8944538";

pub(super) struct Esim {
    pub(super) profile: Profile,
    /// The family of bundles that fit it.
    pub(super) family: String,
    pub(super) customer_ref: String,
    /// Unix seconds.
    pub(super) assigned: i64,
    pub(super) installed: Option<i64>,
    pub(super) attached: Option<i64>,
    /// Where it was seen last, ISO 3166-1 alpha-2.
    pub(super) country: Option<String>,
    /// What happened, the bundle that it happened to, and the Unix second; oldest first.
    pub(super) history: Vec<(&'static str, String, i64)>,
    /// Every unit that was ever put on it, by its place.
    pub(super) units: Vec<usize>,
    /// It was deleted at the network.
    pub(super) is_gone: bool,
}

#[derive(Default)]
pub(super) struct Esims {
    all: Vec<Esim>,
    by_iccid: HashMap<String, usize>,
}

impl Esims {
    pub(super) fn get_mut(&mut self, iccid: &str) -> Option<&mut Esim> {
        self.by_iccid.get(iccid).map(|place| &mut self.all[*place])
    }

    pub(super) fn get(&self, iccid: &str) -> Option<&Esim> {
        self.by_iccid.get(iccid).map(|place| &self.all[*place])
    }

    /// A new one; answers its ICCID.
    pub(super) fn add(&mut self, family: &str, now: i64) -> String {
        let profile = Profile::new(ISSUER, "rsp.esim-go.example");
        let iccid = profile.iccid.clone();
        self.by_iccid.insert(iccid.clone(), self.all.len());
        self.all.push(Esim {
            profile,
            family: family.to_owned(),
            customer_ref: String::new(),
            assigned: now,
            installed: None,
            attached: None,
            country: None,
            history: Vec::new(),
            units: Vec::new(),
            is_gone: false,
        });
        iccid
    }

    /// Writes into an eSIM's history.
    pub(super) fn note(&mut self, iccid: &str, what: &'static str, bundle: &str, now: i64) {
        if let Some(esim) = self.get_mut(iccid) {
            esim.history.push((what, bundle.to_owned(), now));
        }
    }
}

impl Esim {
    /// `Released`, `Installed`, or `Deleted`.
    pub(super) fn profile_status(&self) -> &'static str {
        match (self.is_gone, self.installed) {
            (true, _) => "Deleted",
            (_, Some(_)) => "Installed",
            (_, None) => "Released",
        }
    }

    pub(super) fn smdp(&self, form: SmdpForm) -> String {
        match form {
            SmdpForm::Host => self.profile.smdp.to_owned(),
            SmdpForm::WithScheme => format!("http://{}", self.profile.smdp),
            SmdpForm::WithSchemeAndSlash => format!("https://{}/", self.profile.smdp),
        }
    }

    /// The value of a column that the list can be filtered by.
    fn column(&self, name: &str) -> Option<String> {
        let last = self.history.last();
        Some(match name {
            "iccid" => self.profile.iccid.clone(),
            "customerRef" => self.customer_ref.clone(),
            "lastAction" => last.map(|(what, ..)| (*what).to_owned()).unwrap_or_default(),
            "actionDate" => iso_date(last.map_or(self.assigned, |(_, _, at)| *at)),
            "assignedDate" => iso_date(self.assigned),
            _ => return None,
        })
    }

    fn summary(&self) -> Value {
        let mut summary = json!({"physical": false});
        for name in ["iccid", "customerRef", "lastAction", "actionDate", "assignedDate"] {
            summary[name] = self.column(name).into();
        }
        summary
    }
}

impl EsimGo {
    /// `Err`: there is none, or it left the account; the two look alike.
    pub(super) fn esim(&self, iccid: &str) -> Result<&Esim, EsimGoError> {
        let found = self.esims.get(iccid).filter(|esim| !esim.is_gone);
        found.ok_or_else(|| EsimGoError::forbidden("access denied: eSIM is not accessible"))
    }

    fn esim_mut(&mut self, iccid: &str) -> Result<&mut Esim, EsimGoError> {
        self.esim(iccid)?;
        self.esims.get_mut(iccid).ok_or_else(|| EsimGoError::forbidden("access denied"))
    }

    /// Whether a bundle fits an eSIM's profile.
    pub(super) fn is_compatible(&self, iccid: &str, bundle: &str) -> Result<bool, EsimGoError> {
        Ok(self.bundle(bundle)?.seed.profile == self.esim(iccid)?.family)
    }
}

pub(super) fn list(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let page_size = asked.count("perPage", 25)?;
    if ![10, 25, 50, 100].contains(&page_size) {
        return Err(EsimGoError::bad_request("Invalid value for parameter perPage"));
    }
    let column = asked.parameter("filterBy");
    let filter = asked.parameter("filter").unwrap_or_default().to_lowercase();
    let mut found = Vec::new();
    for esim in esim_go.esims.all.iter().filter(|esim| !esim.is_gone) {
        let fits = match column {
            None => true,
            Some(column) => {
                let wrong = || EsimGoError::bad_request("Invalid value for parameter filterBy");
                esim.column(column).ok_or_else(wrong)?.to_lowercase().contains(&filter)
            }
        };
        if fits {
            found.push(esim);
        }
    }
    match asked.parameter("orderBy") {
        Some("iccid") => found.sort_by(|one, other| one.profile.iccid.cmp(&other.profile.iccid)),
        _ => found.reverse(),
    }
    if asked.parameter("direction") == Some("desc") {
        found.reverse();
    }
    let start = (asked.count("page", 1)? - 1).saturating_mul(page_size);
    let page: Vec<Value> = found.iter().skip(start).take(page_size).map(|esim| esim.summary()).collect();
    Ok(Answer::ok(json!({"esims": page})))
}

/// `iccid` and `customerRef` stand in the query or in the body.
pub(super) fn update(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let body = if asked.body.is_empty() { Value::Null } else { asked.json()? };
    let field = |name: &str| {
        let given = asked.parameter(name).or_else(|| body[name].as_str()).map(str::to_owned);
        given.ok_or_else(|| EsimGoError::bad_request(format!("Missing required field {name}")))
    };
    let (iccid, customer_ref) = (field("iccid")?, field("customerRef")?);
    let now = asked.now();
    let esim = esim_go.esim_mut(&iccid)?;
    esim.customer_ref = customer_ref;
    esim.history.push(("eSIM Updated", String::new(), now));
    Ok(Answer::status("success"))
}

pub(super) fn get(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let esim = esim_go.esim(asked.segment(1))?;
    let mut wire = json!({
        "iccid": esim.profile.iccid, "pin": esim.profile.pin, "puk": esim.profile.puk,
        "matchingId": esim.profile.matching_id, "smdpAddress": esim.smdp(esim_go.manners.smdp),
        "profileStatus": esim.profile_status(), "customerRef": esim.customer_ref,
        "firstInstalledDateTime": esim.installed.map(|at| at * 1000),
    });
    if asked.parameter("additionalFields") == Some("appleInstallUrl") {
        wire["appleInstallUrl"] = esim.profile.apple_url().into();
    }
    Ok(Answer::ok(wire))
}

/// Newest first.
pub(super) fn history(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let entries = &esim_go.esim(asked.segment(1))?.history;
    let wires = entries.iter().rev().map(|(what, bundle, at)| {
        let mut wire = json!({"name": what, "date": iso_date(*at)});
        if !bundle.is_empty() {
            wire["bundleName"] = bundle.clone().into();
        }
        wire
    });
    Ok(Answer::ok(Value::Array(wires.collect())))
}

pub(super) fn refresh(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let now = asked.now();
    esim_go.esim_mut(asked.segment(1))?.history.push(("eSIM Refreshed", String::new(), now));
    Ok(Answer::status("Successfully refreshed SIM"))
}

pub(super) fn location(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let esim = esim_go.esim(asked.segment(1))?;
    let code = esim.country.as_deref().unwrap_or_default();
    Ok(Answer::ok(json!({
        "mobileNetworkCode": format!("{code}A01"), "networkName": format!("{code} Mobile 1"),
        "networkBrandName": format!("{code} 1"), "country": code, "lastSeen": esim.attached.map(iso_date),
    })))
}

pub(super) fn sms(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let body = asked.json()?;
    esim_go.esim(asked.segment(1))?;
    let length = body["message"].as_str().map_or(0, |message| message.chars().count());
    if !(1..=160).contains(&length) {
        return Err(EsimGoError::new(StatusCode::BAD_REQUEST, "message must have 1 to 160 characters"));
    }
    Ok(Answer::status("sent"))
}

pub(super) fn compatible(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let compatible = esim_go.is_compatible(asked.segment(1), asked.segment(3))?;
    Ok(Answer::ok(json!({"compatible": compatible})))
}
