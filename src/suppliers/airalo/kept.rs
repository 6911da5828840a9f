//! The catalogue as it was read last: Airalo wants it to be asked for about once an hour.

use super::packages::{Listed, Place};
use crate::domain::ids::SupplierProductId;
use crate::domain::offer::SupplierProduct;
use crate::domain::timestamp::UnixSeconds;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The whole catalogue is read again after this long.
const KEPT_FOR: Duration = Duration::from_secs(3600);
/// One place is looked at again after this long, before something of it is sold.
const LOOKED_AT_FOR: Duration = Duration::from_secs(60);

/// What is known of the packages.
#[derive(Default)]
pub(super) struct Kept(Mutex<Known>);

#[derive(Default)]
struct Known {
    read_at: Option<UnixSeconds>,
    listed: Vec<Listed>,
    looked_at: HashMap<Place, UnixSeconds>,
}

impl Kept {
    /// Everything, while it is fresh.
    pub(super) fn fresh(&self, now: UnixSeconds) -> Option<Vec<SupplierProduct>> {
        let known = self.known();
        let is_fresh = known.read_at.is_some_and(|read_at| now.since(read_at) < KEPT_FOR);
        is_fresh.then(|| known.listed.iter().map(|listed| listed.product.clone()).collect())
    }

    /// One package as it is known.
    pub(super) fn package(&self, id: &SupplierProductId) -> Option<SupplierProduct> {
        self.known().find(id).map(|listed| listed.product.clone())
    }

    /// Where a package is listed, and whether that place was looked at just now.
    pub(super) fn place(&self, id: &SupplierProductId, now: UnixSeconds) -> Option<(Place, bool)> {
        let known = self.known();
        let place = known.find(id)?.place.clone();
        let looked_at = known.looked_at.get(&place).copied().max(known.read_at);
        Some((place, looked_at.is_some_and(|looked_at| now.since(looked_at) < LOOKED_AT_FOR)))
    }

    /// The whole was read.
    pub(super) fn replace(&self, listed: Vec<Listed>, now: UnixSeconds) {
        *self.known() = Known { read_at: Some(now), listed, looked_at: HashMap::new() };
    }

    /// One place was read.
    pub(super) fn replace_place(&self, place: &Place, listed: Vec<Listed>, now: UnixSeconds) {
        let mut known = self.known();
        known.listed.retain(|one| one.place != *place);
        // A filter that is ignored brings the other places as well.
        known.listed.extend(listed.into_iter().filter(|one| one.place == *place));
        known.looked_at.insert(place.clone(), now);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Replaced in whole pieces: whoever panicked left nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn find(&self, id: &SupplierProductId) -> Option<&Listed> {
        self.listed.iter().find(|listed| listed.product.product == *id)
    }
}
