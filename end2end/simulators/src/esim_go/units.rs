//! Bundles that were bought: in the inventory or on an eSIM, what is left of them, and how an eSIM's are told.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Answer, Asked, EsimGo, Reply};
use crate::clock::{iso_date, iso_nanos};

/// Seconds after which an unused bundle lapses.
const LAPSES_AFTER: i64 = 365 * 86_400;

/// One bundle, bought once.
pub(super) struct Unit {
    /// Id of the assignment.
    pub(super) id: u64,
    /// Id of the inventory row that it was bought into.
    pub(super) usage_id: u64,
    pub(super) bundle: String,
    pub(super) description: String,
    /// Hundredths paid.
    pub(super) price: i64,
    /// Unix seconds.
    pub(super) bought: i64,
    pub(super) order: String,
    pub(super) unlimited: bool,
    pub(super) days: i64,
    /// Bytes.
    pub(super) initial: i64,
    pub(super) remaining: i64,
    /// Where it is; `None` is the inventory.
    pub(super) place: Option<Place>,
    /// Its price was paid back to the balance.
    pub(super) refunded: bool,
}

/// A bundle on an eSIM.
pub(super) struct Place {
    pub(super) iccid: String,
    /// Unix milliseconds.
    pub(super) assigned_millis: i64,
    /// Order or apply reference, `-`, number.
    pub(super) reference: String,
    /// The eSIM was there before.
    pub(super) tops_up: bool,
    /// Unix seconds of the first use and of the end.
    pub(super) started: Option<i64>,
    pub(super) ends: Option<i64>,
    /// A state that was set by hand.
    pub(super) forced: Option<String>,
    /// Percentages of use that were told.
    pub(super) told: Vec<i64>,
}

impl Unit {
    pub(super) fn is_on(&self, iccid: &str) -> bool {
        self.place.as_ref().is_some_and(|place| place.iccid == iccid)
    }

    pub(super) fn lapses(&self) -> i64 {
        self.bought + LAPSES_AFTER
    }

    /// Waits in the inventory to be applied.
    pub(super) fn is_stored(&self, now: i64) -> bool {
        self.place.is_none() && !self.refunded && now < self.lapses()
    }

    /// `processing`, `queued`, `active`, `depleted`, `expired`, `revoked` or `lapsed`; `inventory` when it is there.
    pub(super) fn state(&self, now: i64, processing_seconds: i64) -> &str {
        let Some(place) = &self.place else { return "inventory" };
        if let Some(forced) = &place.forced {
            return forced;
        }
        let is_processed = now >= place.assigned_millis.div_euclid(1000) + processing_seconds;
        match (place.started, place.ends) {
            (Some(_), Some(ends)) if ends <= now => "expired",
            (Some(_), _) if self.remaining == 0 && !self.unlimited => "depleted",
            (Some(_), _) => "active",
            (None, _) if now >= self.lapses() => "lapsed",
            (None, _) if is_processed => "queued",
            (None, _) => "processing",
        }
    }

    fn wire(&self, place: &Place, state: &str) -> Value {
        let mut wire = json!({
            "id": self.id.to_string(),
            "callTypeGroup": "data",
            "initialQuantity": self.initial,
            "remainingQuantity": self.remaining,
            "assignmentDateTime": iso_nanos(place.assigned_millis),
            "assignmentReference": place.reference,
            "bundleState": state,
            "unlimited": self.unlimited,
        });
        if let (Some(started), Some(ends)) = (place.started, place.ends) {
            wire["startTime"] = iso_date(started).into();
            wire["endTime"] = iso_date(ends).into();
        }
        wire
    }
}

impl EsimGo {
    /// Where the units on an eSIM stand, oldest first.
    pub(super) fn places_on(&self, iccid: &str) -> impl DoubleEndedIterator<Item = usize> {
        let places = self.esims.get(iccid).map(|esim| esim.units.as_slice()).unwrap_or_default();
        places.iter().copied().filter(move |place| self.units[*place].is_on(iccid))
    }

    pub(super) fn state_of(&self, place: usize, now: i64) -> &str {
        self.units[place].state(now, self.manners.processing_seconds)
    }

    /// Newest first, each with its wire form.
    fn assignments_on(&self, iccid: &str, now: i64) -> impl Iterator<Item = (&Unit, Value)> {
        self.places_on(iccid).rev().filter_map(move |place| {
            let unit = &self.units[place];
            Some((unit, unit.wire(unit.place.as_ref()?, self.state_of(place, now))))
        })
    }
}

/// `/esims/{iccid}/bundles`
pub(super) fn list(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let iccid = asked.segment(1);
    esim_go.esim(iccid)?;
    let limit = asked.count("limit", 15)?.min(200);
    let used = ["depleted", "expired", "revoked", "lapsed"];
    let is_shown = |wire: &Value| {
        asked.is_true("includeUsed") || !wire["bundleState"].as_str().is_some_and(|state| used.contains(&state))
    };
    let mut by_name: BTreeMap<&str, (&Unit, Vec<Value>)> = BTreeMap::new();
    let shown = esim_go.assignments_on(iccid, asked.now()).filter(|(_, wire)| is_shown(wire)).take(limit);
    for (unit, wire) in shown {
        by_name.entry(&unit.bundle).or_insert_with(|| (unit, Vec::new())).1.push(wire);
    }
    let bundles: Vec<Value> = by_name
        .into_iter()
        .map(|(name, (unit, wires))| json!({"name": name, "description": unit.description, "assignments": wires}))
        .collect();
    Ok(Answer::ok(json!({"bundles": bundles})))
}

/// `/esims/{iccid}/bundles/{name}`: all assignments of one bundle, used ones too.
pub(super) fn get(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let (iccid, bundle) = (asked.segment(1), asked.segment(3));
    esim_go.esim(iccid)?;
    let wires: Vec<Value> = esim_go
        .assignments_on(iccid, asked.now())
        .filter(|(unit, _)| unit.bundle == bundle)
        .map(|(_, wire)| wire)
        .collect();
    Ok(Answer::ok(json!({"assignments": wires})))
}
