//! GET /packages: by type and country, in pages of countries; and the pages of all lists.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::error::AiraloError;
use super::operators::Operator;
use super::{Airalo, Reply};
use crate::asked::{Asked, BadParameter};

/// How many items a page has when nothing is said.
const USUAL_LIMIT: usize = 25;

/// A page of a list with its links and its place; the second value is the place of its first item.
pub(super) fn paged(airalo: &Airalo, asked: &Asked<'_>, found: Vec<Value>) -> Result<(Value, usize), BadParameter> {
    let limit = asked.count("limit", USUAL_LIMIT)?.min(airalo.manners.page_cap);
    let number = asked.count("page", 1)?;
    let start = (number - 1).saturating_mul(limit);
    let total = found.len();
    let page: Vec<Value> = found.into_iter().skip(start).take(limit).collect();
    let last = total.div_ceil(limit).max(1);
    let path = format!("{}{}/{}", airalo.origin, super::BASE_PATH, asked.segments.join("/"));
    let link = |page: usize| format!("{path}?page={page}");
    let links = json!({
        "first": link(1), "last": link(last),
        "prev": (number > 1).then(|| link(number - 1)), "next": (number < last).then(|| link(number + 1)),
    });
    let meta = json!({
        "message": "success", "current_page": number, "from": (!page.is_empty()).then_some(start + 1),
        "last_page": last, "path": path, "per_page": limit.to_string(),
        "to": (!page.is_empty()).then_some(start + page.len()), "total": total,
    });
    Ok((json!({"data": page, "links": links, "meta": meta}), start))
}

pub(super) fn list(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    airalo.package_calls.take(asked.now_millis).map_err(AiraloError::too_many)?;
    let kind = asked.parameter("filter[type]");
    let country = asked.parameter("filter[country]");
    let with_top_ups = asked.parameter("include").is_some_and(|list| list.split(',').any(|one| one == "topup"));
    let fits = |operator: &&Operator| {
        let code = operator.seed.country.as_deref();
        kind.is_none_or(|kind| (kind == "local") == code.is_some()) && country.is_none_or(|wanted| code == Some(wanted))
    };
    // One entry for each country or region, in the order in which they were added.
    let mut places: Vec<(&str, Vec<&Operator>)> = Vec::new();
    for operator in airalo.operators.iter().filter(fits) {
        match places.iter_mut().find(|(place, _)| *place == operator.seed.place) {
            Some((_, operators)) => operators.push(operator),
            None => places.push((&operator.seed.place, vec![operator])),
        }
    }
    let entries = places
        .into_iter()
        .map(|(place, operators)| {
            let code = operators.first().and_then(|operator| operator.seed.country.as_deref()).unwrap_or_default();
            let operators: Vec<Value> =
                operators.iter().map(|operator| operator.wire(with_top_ups, &airalo.manners)).collect();
            json!({
                "slug": place.to_lowercase().replace(' ', "-"), "country_code": code, "title": place,
                "image": {"url": "", "width": 132, "height": 99}, "operators": operators,
            })
        })
        .collect();
    let (mut body, start) = paged(airalo, asked, entries)?;
    if start > 0 && airalo.manners.later_pages_as_object {
        let data = body["data"].as_array().cloned().unwrap_or_default();
        let named: Map<String, Value> =
            data.into_iter().enumerate().map(|(place, entry)| ((start + place).to_string(), entry)).collect();
        body["data"] = Value::Object(named);
    }
    body["pricing"] = airalo.pricing();
    Ok((StatusCode::OK, body))
}

impl Airalo {
    pub(super) fn pricing(&self) -> Value {
        if self.manners.discount_pricing {
            json!({"model": "discount_pricing", "discount_percentage": 20})
        } else {
            json!({"model": "net_pricing", "discount_percentage": 0})
        }
    }
}
