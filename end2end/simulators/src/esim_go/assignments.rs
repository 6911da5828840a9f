//! How to install the eSIMs of an order or an apply: as JSON, as CSV, or as QR codes in a ZIP.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::archive::zip;
use super::error::EsimGoError;
use super::esims::Esim;
use super::manners::{AssignmentsForm, FieldNames};
use super::{Answer, Asked, EsimGo, Reply};
use crate::clock::iso_date;

pub(super) fn by_query(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    if esim_go.manners.assignments_by_path_only {
        return Err(EsimGoError::new(StatusCode::NOT_FOUND, "Not Found"));
    }
    let reference =
        asked.parameter("reference").ok_or_else(|| EsimGoError::bad_request("Missing required field reference"))?;
    esim_go.tell_assignments(reference, asked)
}

pub(super) fn by_path(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    esim_go.tell_assignments(asked.segment(2), asked)
}

/// What `Accept` names; CSV is the default.
fn asked_form(accept: &str) -> AssignmentsForm {
    if accept.contains("application/json") {
        AssignmentsForm::Json
    } else if accept.contains("application/zip") {
        AssignmentsForm::Zip
    } else {
        AssignmentsForm::Csv
    }
}

impl EsimGo {
    fn tell_assignments(&self, reference: &str, asked: &Asked<'_>) -> Reply {
        let esims = self.esims_of(reference, asked.now())?;
        let form = match self.manners.assignments_form {
            AssignmentsForm::AsAsked => asked_form(asked.header("accept")),
            form => form,
        };
        let csv = || csv(&esims, self).into_bytes();
        match form {
            AssignmentsForm::Csv => Ok(Answer::Bytes("text/csv", csv())),
            AssignmentsForm::Zip => {
                let mut entries: Vec<(String, Vec<u8>)> = esims
                    .iter()
                    .map(|(esim, _)| (format!("{}.png", esim.profile.iccid), crate::qr::png(&esim.profile.lpa())))
                    .collect();
                entries.push((format!("{reference}.csv"), csv()));
                Ok(Answer::Bytes("application/zip", zip(&entries)))
            }
            AssignmentsForm::Json | AssignmentsForm::JsonArray | AssignmentsForm::AsAsked => {
                let with_link = asked.parameter("additionalFields") == Some("appleInstallUrl");
                let mut wires: Vec<Value> = esims.iter().map(|(esim, _)| self.json(esim, with_link)).collect();
                let is_bare = form == AssignmentsForm::Json && wires.len() == 1;
                Ok(Answer::ok(if is_bare { wires.remove(0) } else { Value::Array(wires) }))
            }
        }
    }

    /// The eSIMs behind an order or apply reference, each with the bundle that it got.
    fn esims_of(&self, reference: &str, now: i64) -> Result<Vec<(&Esim, &str)>, EsimGoError> {
        let iccids: Vec<&String> = match (self.orders.get(reference), self.applied.get(reference)) {
            (Some(order), _) if order.assigned_from > now => {
                return Err(EsimGoError::processing(order.assigned_from - now));
            }
            (Some(order), _) => order.iccids().collect(),
            (None, Some(iccids)) => iccids.iter().collect(),
            (None, None) => {
                return Err(EsimGoError::bad_request(format!("No eSIMs found for reference {reference}")));
            }
        };
        let bundle = |iccid: &str| self.places_on(iccid).next().map_or("", |place| &self.units[place].bundle);
        Ok(iccids.into_iter().filter_map(|iccid| Some((self.esims.get(iccid)?, bundle(iccid)))).collect())
    }

    fn json(&self, esim: &Esim, with_link: bool) -> Value {
        let mut wire = json!({
            "profileStatus": esim.profile_status(), "pin": esim.profile.pin, "puk": esim.profile.puk,
            "firstInstalledDateTime": esim.installed.map(iso_date),
        });
        let [iccid, matching_id, smdp] = match self.manners.field_names {
            FieldNames::Schema => ["iccid", "matchingId", "smdpAddress"],
            FieldNames::Spaced => ["ICCID", "Matching ID", "SMDP Address"],
            FieldNames::RspUrl => ["iccid", "matchingId", "rspUrl"],
        };
        wire[iccid] = esim.profile.iccid.clone().into();
        wire[matching_id] = esim.profile.matching_id.clone().into();
        wire[smdp] = esim.smdp(self.manners.smdp).into();
        if with_link {
            wire["appleInstallUrl"] = esim.profile.apple_url().into();
        }
        wire
    }
}

fn csv(esims: &[(&Esim, &str)], esim_go: &EsimGo) -> String {
    let head = match esim_go.manners.field_names {
        FieldNames::Schema => "ICCID,Matching ID,RSP URL,Bundle",
        FieldNames::Spaced => "ICCID,Matching ID,SMDP Address,Bundle",
        FieldNames::RspUrl => "iccid,matchingId,rspUrl,bundle",
    };
    let mut text = format!("{head}\r\n");
    for (esim, bundle) in esims {
        let smdp = esim.smdp(esim_go.manners.smdp);
        text.push_str(&format!("{},{},{smdp},{bundle}\r\n", esim.profile.iccid, esim.profile.matching_id));
    }
    text
}
