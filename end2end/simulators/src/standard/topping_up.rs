//! POST /esims/{id}/topup: a package for the same countries onto an eSIM that is there.

use axum::http::StatusCode;

use super::error::StandardError;
use super::ordering::text;
use super::{Due, Reply, Standard};
use crate::asked::Asked;

const DAY: i64 = 86_400;

pub(super) fn top_up(standard: &mut Standard, asked: &Asked<'_>) -> Reply {
    let body = asked.json()?;
    let place = standard.esim_place(asked.segment(1))?;
    let wanted = standard.package(text(&body, "package_id")?)?;
    let esim = &standard.esims.all[place];
    let fits = esim.rechargeable && esim.countries == wanted.seed.countries && wanted.seed.rechargeable;
    if !fits {
        return Err(StandardError::refused("package_incompatible", "this package does not fit the eSIM"));
    }
    if esim.status(asked.now()) == "expired" {
        return Err(StandardError::refused("esim_expired", "the eSIM has expired"));
    }
    let order = standard.agree(&body, Some(place), asked)?;
    let place = standard.accept(order, asked.now());
    let mut wire = standard.order_wire(&standard.orders.all[place]);
    wire["topup_id"] = wire["order_id"].clone();
    Ok((StatusCode::CREATED, wire))
}

impl Standard {
    /// The data of a top-up comes onto the eSIM, and its days after those that are left.
    pub(super) fn fill_up(&mut self, esim: usize, order: usize, now: i64) {
        let package = self.orders.all[order].package.clone();
        let Ok(seed) = self.package(&package).map(|package| package.seed.clone()) else { return };
        let filled = &mut self.esims.all[esim];
        filled.total_mb = filled.total_mb.zip(seed.data_mb).map(|(before, more)| before + more);
        filled.days += seed.days;
        let used = filled.used_percent();
        filled.told.retain(|threshold| *threshold <= used);
        if let Some(expires) = &mut filled.expires {
            self.agenda.remove(&(*expires, Due::Expiry(esim)));
            *expires = (*expires).max(now) + seed.days * DAY;
            self.agenda.insert((*expires, Due::Expiry(esim)));
        }
    }
}
