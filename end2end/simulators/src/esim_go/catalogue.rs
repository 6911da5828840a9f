//! The catalogue with its filters and pages, one bundle, and the networks of countries.

use serde_json::{Value, json};

use super::bundles::Bundle;
use super::error::EsimGoError;
use super::{Answer, Asked, EsimGo, Reply};
use crate::countries::{COUNTRIES, name};

impl EsimGo {
    /// `Err`: no bundle has exactly this name.
    pub(super) fn bundle(&self, name: &str) -> Result<&Bundle, EsimGoError> {
        let found = self.bundles.iter().find(|bundle| bundle.seed.name == name);
        found.ok_or_else(|| EsimGoError::bad_request(format!("Bundle {name} does not exist")))
    }
}

pub(super) fn list(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let countries: Option<Vec<&str>> =
        asked.parameter("countries").map(|codes| codes.split(',').map(str::trim).collect());
    let description = asked.parameter("description").map(|text| text.trim_matches('*').to_lowercase());
    let mut found: Vec<&Bundle> = esim_go
        .bundles
        .iter()
        .filter(|bundle| countries.as_ref().is_none_or(|codes| codes.iter().any(|code| bundle.has_base(code))))
        .filter(|bundle| asked.parameter("region").is_none_or(|region| bundle.is_based_in(region)))
        .filter(|bundle| asked.parameter("group").is_none_or(|group| bundle.seed.group == group))
        .filter(|bundle| description.as_ref().is_none_or(|text| bundle.seed.description.to_lowercase().contains(text)))
        .collect();
    match asked.parameter("orderBy") {
        None => {}
        Some("name") => found.sort_by(|one, other| one.seed.name.cmp(&other.seed.name)),
        Some("price") => found.sort_by_key(|bundle| bundle.price),
        Some(_) => return Err(EsimGoError::bad_request("Invalid value for parameter orderBy")),
    }
    if asked.parameter("direction") == Some("desc") {
        found.reverse();
    }
    let page_size = asked.count("perPage", 50)?.min(esim_go.manners.catalogue_page_cap);
    let start = (asked.count("page", 1)? - 1).saturating_mul(page_size);
    let page: Vec<&Value> = found.iter().skip(start).take(page_size).map(|bundle| bundle.wire()).collect();
    if esim_go.manners.catalogue_as_array {
        return Ok(Answer::ok(json!(page)));
    }
    let pages = found.len().div_ceil(page_size);
    Ok(Answer::ok(json!({"bundles": page, "pageCount": pages, "rows": found.len(), "pageSize": page_size})))
}

pub(super) fn get(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let mut wire = esim_go.bundle(asked.segment(2))?.wire().clone();
    // The schema of one bundle knows no groups.
    if let Some(fields) = wire.as_object_mut() {
        fields.remove("groups");
    }
    Ok(Answer::ok(wire))
}

pub(super) fn networks(_: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let listed = |list: &str, wanted: &str| list.split(',').any(|one| one.trim().eq_ignore_ascii_case(wanted));
    let (names, codes) = (asked.parameter("countries"), asked.parameter("isos"));
    if names.is_none() && codes.is_none() && !asked.is_true("returnAll") {
        return Err(EsimGoError::bad_request("countries, isos or returnAll is required"));
    }
    let wanted = COUNTRIES.iter().map(|(code, ..)| *code).filter(|code| {
        asked.is_true("returnAll")
            || names.is_some_and(|list| listed(list, name(code)))
            || codes.is_some_and(|list| listed(list, code))
    });
    let countries: Vec<Value> = wanted.map(country_networks).collect();
    Ok(Answer::ok(json!({"countryNetworks": countries})))
}

/// Two networks of a country, named after it.
fn country_networks(code: &str) -> Value {
    let network = |number: u32| {
        json!({
            "name": format!("{} Mobile {number}", name(code)), "brandName": format!("{code} {number}"),
            "mcc": "208", "mnc": format!("{number:02}"), "tagid": format!("{code}A{number:02}"),
            "speed": ["4G", "5G"],
        })
    };
    json!({"name": code, "networks": [network(1), network(2)]})
}
