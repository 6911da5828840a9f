//! DELETE of a bundle on an eSIM: back to the inventory or the balance when unused, lost when used.

use super::error::EsimGoError;
use super::inventory::REFUNDABLE_FOR;
use super::{Answer, Asked, EsimGo, Reply};

impl EsimGo {
    /// Whether a unit can still be used.
    fn lives(&self, place: usize, now: i64) -> bool {
        matches!(self.state_of(place, now), "processing" | "queued" | "active")
    }
}

/// Of a bundle's assignments the newest, or the one that is named. `type` is `transaction` unless it says `validate`.
pub(super) fn revoke(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let (iccid, bundle) = (asked.segment(1), asked.segment(3));
    let assignment = Some(asked.segment(5)).filter(|id| !id.is_empty());
    esim_go.esim(iccid)?;
    let is_meant = |place: usize| {
        let unit = &esim_go.units[place];
        unit.bundle == bundle && assignment.is_none_or(|id| id == unit.id.to_string())
    };
    let found = esim_go.places_on(iccid).rev().find(|place| is_meant(*place) && esim_go.lives(*place, asked.now()));
    let place = found.ok_or_else(|| EsimGoError::bad_request("No bundle to revoke"))?;
    let unit = &esim_go.units[place];
    let is_unused = unit.place.as_ref().is_some_and(|place| place.started.is_none());
    let to_balance = asked.is_true("refundToBalance");
    if to_balance {
        esim_go.check_refunds()?;
        if !is_unused || asked.now() - unit.bought > REFUNDABLE_FOR {
            return Err(EsimGoError::bad_request("Bundle cannot be refunded"));
        }
    }
    match asked.parameter("type") {
        Some("validate") => return Ok(Answer::status("valid")),
        None | Some("transaction") => {}
        Some(_) => return Err(EsimGoError::bad_request("Invalid value for parameter type")),
    }
    let what = match (to_balance, is_unused) {
        (true, _) => "Bundle Refunded To Balance",
        (false, true) => "Bundle Refunded To Inventory",
        (false, false) => "Bundle Revoked",
    };
    esim_go.esims.note(iccid, what, bundle, asked.now());
    if is_unused && !to_balance {
        esim_go.units[place].place = None;
    } else if let Some(place) = &mut esim_go.units[place].place {
        place.forced = Some("revoked".to_owned());
    }
    if to_balance {
        esim_go.pay_back(place);
    }
    if !esim_go.places_on(iccid).any(|place| esim_go.lives(place, asked.now())) {
        esim_go.esims.note(iccid, "eSIM Returned", "", asked.now());
    }
    Ok(Answer::status("Successfully revoked bundle"))
}
