//! GET /catalog/packages: by country, region or world, in pages.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::face::speaks_french;
use super::packages::Package;
use super::{Reply, Standard};
use crate::asked::{Asked, BadParameter};

/// One page of a list, and the number of the next.
pub(super) fn page<T>(
    asked: &Asked<'_>,
    cap: usize,
    found: impl Iterator<Item = T>,
) -> Result<(Vec<T>, Option<usize>), BadParameter> {
    let number = asked.count("page", 1)?;
    let limit = asked.count("limit", cap)?.min(cap);
    let mut rest = found.skip((number - 1).saturating_mul(limit));
    let page: Vec<T> = rest.by_ref().take(limit).collect();
    let next = rest.next().map(|_| number + 1);
    Ok((page, next))
}

pub(super) fn list(standard: &mut Standard, asked: &Asked<'_>) -> Reply {
    let in_french = speaks_french(asked.headers);
    let fits = |package: &&Package| {
        let seed = &package.seed;
        let covers = |code: &str| seed.countries.iter().any(|known| known.eq_ignore_ascii_case(code));
        asked.parameter("iso_country").is_none_or(covers)
            && asked.parameter("region").is_none_or(|wanted| seed.region.as_deref() == Some(wanted))
            && asked.parameter("scope").is_none_or(|wanted| package.scope() == wanted)
    };
    let found = standard.packages.iter().filter(fits).map(|package| package.wire(in_french, &standard.manners));
    if standard.manners.packages_as_array {
        return Ok((StatusCode::OK, Value::Array(found.collect())));
    }
    let (packages, next) = page(asked, standard.manners.page_cap, found)?;
    Ok((StatusCode::OK, json!({"packages": packages, "next_page": next})))
}
