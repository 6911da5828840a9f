//! SIMs: how they are installed, what is left on them, and the packages that they had.

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::catalogue::paged;
use super::error::AiraloError;
use super::operators::Package;
use super::{Airalo, Reply, success};
use crate::asked::Asked;
use crate::clock::sql_date;
use crate::profile::{Profile, digits};
use crate::tokens::PerMinute;

pub(super) struct Sim {
    id: u64,
    pub(super) profile: Profile,
    /// Title of the operator, whose packages fit it.
    pub(super) operator: String,
    /// Unix seconds.
    pub(super) created: i64,
    /// Package ids with the second when each came.
    pub(super) packages: Vec<(String, i64)>,
    pub(super) unlimited: bool,
    /// Megabytes.
    pub(super) total: i64,
    pub(super) used: i64,
    pub(super) days: i64,
    pub(super) activated: Option<i64>,
    pub(super) expires: Option<i64>,
    pub(super) recycled: Option<i64>,
    /// A status that was set by hand, such as `UNKNOWN`.
    pub(super) forced: Option<String>,
    /// Levels that were told.
    pub(super) told: Vec<&'static str>,
    /// The last answer about usage, and when it was given.
    cached: Option<(i64, Value)>,
    /// What nobody guesses, in the QR code's URL.
    pub(super) qr: String,
}

#[derive(Default)]
pub(super) struct Sims {
    pub(super) all: Vec<Sim>,
    by_iccid: HashMap<String, usize>,
}

impl Sim {
    /// `NOT_ACTIVE`, `ACTIVE`, `FINISHED`, `EXPIRED`, `RECYCLED`, or what was set by hand.
    pub(super) fn status(&self, now: i64) -> &str {
        if self.recycled.is_some() {
            return "RECYCLED";
        }
        if let Some(forced) = &self.forced {
            return forced;
        }
        match (self.activated, self.expires) {
            (_, Some(end)) if end <= now => "EXPIRED",
            (Some(_), _) if !self.unlimited && self.used >= self.total => "FINISHED",
            (Some(_), _) => "ACTIVE",
            (None, _) => "NOT_ACTIVE",
        }
    }

    fn usage_wire(&self, now: i64) -> Value {
        let is_recycled = self.recycled.is_some();
        let total = if self.unlimited || is_recycled { 0 } else { self.total };
        json!({
            "remaining": (total - self.used).max(0), "total": total,
            "expired_at": self.expires.filter(|_| !is_recycled).map(sql_date),
            "is_unlimited": (!is_recycled).then_some(self.unlimited), "status": self.status(now),
            "remaining_voice": 0, "remaining_text": 0, "total_voice": 0, "total_text": 0,
        })
    }
}

impl Airalo {
    pub(super) fn sim_place(&self, iccid: &str) -> Result<usize, AiraloError> {
        self.sims.by_iccid.get(iccid).copied().ok_or_else(AiraloError::not_found)
    }

    /// A new SIM with a package; answers its place. In sandbox mode it cannot be installed.
    pub(super) fn make_sim(&mut self, operator: usize, package: &Package, now: i64) -> usize {
        let mut profile = Profile::new("8910300", "lpa.airalo.example");
        if self.manners.sandbox {
            profile.matching_id = "TEST".to_owned();
            // Eighteen digits, as those of the documentation's examples.
            profile.iccid = format!("891000000{}", digits(9));
        }
        let place = self.sims.all.len();
        let sim = Sim {
            id: self.next_number(),
            operator: self.operators[operator].seed.title.clone(),
            created: now,
            packages: vec![(package.id.clone(), now)],
            unlimited: package.gigabytes == 0,
            total: package.megabytes(),
            used: 0,
            days: package.days,
            activated: None,
            expires: None,
            recycled: None,
            forced: None,
            told: Vec::new(),
            cached: None,
            qr: hex::encode(rand::random::<[u8; 32]>()),
            profile,
        };
        self.sims.by_iccid.insert(sim.profile.iccid.clone(), place);
        self.sims.all.push(sim);
        place
    }

    pub(super) fn sim_wire(&self, sim: &Sim) -> Value {
        json!({
            "id": sim.id, "created_at": sql_date(sim.created), "iccid": sim.profile.iccid,
            "lpa": sim.profile.smdp, "imsis": null, "matching_id": sim.profile.matching_id,
            "qrcode": sim.profile.lpa(),
            "qrcode_url": format!("{}/qr?id={}&signature={}", self.origin, sim.id, sim.qr),
            "direct_apple_installation_url": sim.profile.apple_url(),
            "voucher_code": null, "airalo_code": null, "apn_type": "automatic", "apn_value": null,
            "is_roaming": true, "confirmation_code": null, "order": null, "brand_settings_name": null, "msisdn": null,
        })
    }

    /// A SIM on its own, with the order that it came from where that is asked for.
    fn whole_sim_wire(&self, place: usize, include: &str) -> Value {
        let sim = &self.sims.all[place];
        let mut wire = self.sim_wire(sim);
        wire["recycled"] = sim.recycled.is_some().into();
        wire["recycled_at"] = sim.recycled.map(sql_date).into();
        let includes = |name: &str| include.split(',').any(|one| one.trim() == name);
        if includes("order") {
            let status = if includes("order.status") { "status" } else { "" };
            let order = self.orders.all.iter().find(|order| !order.is_top_up && order.sims.contains(&place));
            wire["simable"] = order.map(|order| self.listed_wire(order, status)).into();
        }
        if includes("share") {
            let link = format!("https://esims.cloud.example/{}", &sim.qr[..14]);
            wire["sharing"] = json!({"link": link, "access_code": "4812"});
        }
        wire
    }
}

/// Newest first.
pub(super) fn list(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let include = asked.parameter("include").unwrap_or_default();
    let wanted = asked.parameter("filter[iccid]");
    let found = (0..airalo.sims.all.len())
        .rev()
        .filter(|place| wanted.is_none_or(|iccid| airalo.sims.all[*place].profile.iccid == iccid))
        .map(|place| airalo.whole_sim_wire(place, include))
        .collect();
    Ok((StatusCode::OK, paged(airalo, asked, found)?.0))
}

pub(super) fn get(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let place = airalo.sim_place(asked.segment(1))?;
    success(airalo.whole_sim_wire(place, asked.parameter("include").unwrap_or_default()))
}

pub(super) fn usage(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let place = airalo.sim_place(asked.segment(1))?;
    let most = airalo.manners.usage_calls_per_minute;
    let calls = airalo.usage_calls.entry(asked.segment(1).to_owned()).or_insert_with(|| PerMinute::new(most));
    calls.set_most(most);
    calls.take(asked.now_millis).map_err(AiraloError::too_many)?;
    let (now, kept_for) = (asked.now(), airalo.manners.usage_cache_seconds);
    let sim = &mut airalo.sims.all[place];
    let wire = match &sim.cached {
        Some((at, wire)) if now - at < kept_for => wire.clone(),
        _ => sim.usage_wire(now),
    };
    if sim.cached.as_ref().is_none_or(|(at, _)| now - at >= kept_for) {
        sim.cached = Some((now, wire.clone()));
    }
    success(wire)
}

/// The packages that came onto a SIM, newest first.
pub(super) fn packages(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let sim = &airalo.sims.all[airalo.sim_place(asked.segment(1))?];
    let status = sim.status(asked.now());
    let wires: Vec<Value> = sim
        .packages
        .iter()
        .enumerate()
        .rev()
        .map(|(number, (id, at))| {
            json!({
                "id": number + 1, "package": id, "status": status, "created_at": sql_date(*at),
                "activated_at": sim.activated.map(sql_date), "expired_at": sim.expires.map(sql_date),
                "finished_at": null,
            })
        })
        .collect();
    success(wires)
}
