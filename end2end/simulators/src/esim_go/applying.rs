//! POST /esims/apply: bundles out of the inventory onto eSIMs, new or old.

use serde_json::{Value, json};
use uuid::Uuid;

use super::error::EsimGoError;
use super::{Answer, Asked, EsimGo, Reply};

/// `{iccid?, name, repeat?, allowReassign?}` or `{bundles: [{name, repeat?, allowReassign?}]}`.
pub(super) fn apply(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let body = asked.json()?;
    let wishes: Vec<&Value> = match body["bundles"].as_array() {
        Some(bundles) if bundles.is_empty() => return Err(EsimGoError::bad_request("Missing required field bundles")),
        Some(bundles) => bundles.iter().collect(),
        None => vec![&body],
    };
    let iccid = body["iccid"].as_str().filter(|iccid| !iccid.is_empty());
    let mut places = Vec::new();
    for wish in wishes {
        let name = wish["name"].as_str().ok_or_else(|| EsimGoError::bad_request("Missing required field name"))?;
        esim_go.bundle(name)?;
        let repeat = usize::try_from(wish["repeat"].as_u64().unwrap_or(1)).unwrap_or(usize::MAX);
        let allow_reassign = wish["allowReassign"] == true;
        if let Some(iccid) = iccid {
            if repeat > 1 {
                return Err(EsimGoError::bad_request("repeat cannot be used with iccid"));
            }
            if !esim_go.is_compatible(iccid, name)? && !allow_reassign {
                return Err(EsimGoError::bad_request(format!("Bundle {name} is not compatible with eSIM {iccid}")));
            }
        }
        let taken = &places;
        let stored = esim_go.units.iter().enumerate().filter(|(place, unit)| {
            unit.bundle == name && unit.is_stored(asked.now()) && !taken.iter().any(|(other, _)| other == place)
        });
        let found: Vec<(usize, bool)> = stored.take(repeat).map(|(place, _)| (place, allow_reassign)).collect();
        if found.len() < repeat {
            return Err(EsimGoError::forbidden("no available bundles"));
        }
        places.extend(found);
    }

    let reference = Uuid::new_v4().to_string();
    let mut told = Vec::new();
    let mut iccids = Vec::new();
    for (place, allow_reassign) in places {
        let bundle = esim_go.units[place].bundle.clone();
        let numbered = format!("{reference}-{}", iccids.len());
        let iccid = esim_go.put_on_esim(place, iccid, allow_reassign, numbered, asked.now_millis)?;
        told.push(json!({"iccid": iccid, "status": "ACTIVE", "bundle": bundle}));
        iccids.push(iccid);
    }
    esim_go.applied.insert(reference.clone(), iccids);
    Ok(Answer::ok(json!({"esims": told, "applyReference": reference})))
}
