//! The networks behind Orange (its "suppliers"): their ids, names, outages, and what differs between them.

use super::OrangeTravel;
use super::wire::{self, SupplierLight};
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::{NetworkState, SupplierError};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// The list is looked up again after this long.
const KEPT_FOR: Duration = Duration::from_secs(3600);

/// The networks that Orange names, told apart where they can do different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkKind {
    OrangeFrance,
    OrangeSpain,
    WelcomeTravelers,
    /// Orange Travel B2B, and whatever comes later.
    Other,
}

impl NetworkKind {
    /// Each, in the order in which they are declared.
    pub(super) const ALL: [Self; 4] = [Self::OrangeFrance, Self::OrangeSpain, Self::WelcomeTravelers, Self::Other];

    /// By the name in lists and transactions; in any case, in English or French.
    pub fn named(name: &str) -> Self {
        match name.trim().to_lowercase().as_str() {
            "orange france" => Self::OrangeFrance,
            "orange spain" | "orange espagne" | "orange españa" => Self::OrangeSpain,
            "welcome travelers" | "welcome travellers" => Self::WelcomeTravelers,
            _ => Self::Other,
        }
    }

    /// Where a traveller registers identity papers (seed 004, "Gestion KYC"); `None` where Orange names no page.
    pub(super) fn papers_page(self) -> Option<&'static str> {
        match self {
            Self::OrangeFrance => Some("https://travel.orange.com/fr/orange-holidays"),
            Self::WelcomeTravelers => Some("https://travel.orange.com/fr/welcome-travelers"),
            Self::OrangeSpain | Self::Other => None,
        }
    }

    /// Whether its lines can be topped up through the API (seed 004, "Gestion des recharges").
    pub(super) fn top_up(self) -> Option<bool> {
        match self {
            Self::OrangeFrance | Self::OrangeSpain | Self::WelcomeTravelers => Some(true),
            Self::Other => None,
        }
    }

    /// Whether Orange tells what is left (seed 004, "Gestion des soldes d'utilisation").
    pub(super) fn tells_usage(self) -> bool {
        matches!(self, Self::OrangeFrance | Self::WelcomeTravelers)
    }
}

/// One network as Orange lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Orange's id of it, part of the addresses of usage and SIM status.
    pub id: String,
    pub name: String,
    pub kind: NetworkKind,
    /// Whether Orange's connection to it works; `None` where it does not say.
    pub connected: Option<bool>,
    pub last_outage_at: Option<UnixSeconds>,
}

impl Network {
    fn read(value: Value) -> Option<Self> {
        let wire: SupplierLight = wire::object(value);
        let (id, name) = (wire.id.0?, wire.name.0?);
        Some(Self {
            kind: NetworkKind::named(&name),
            connected: wire.connector_status.as_ref().and_then(Value::as_bool),
            last_outage_at: wire.last_outage_date.0,
            id,
            name,
        })
    }
}

impl Network {
    pub(super) fn state(&self) -> NetworkState {
        let Self { name, connected, last_outage_at, .. } = self;
        NetworkState { name: name.clone(), connected: *connected, last_outage_at: *last_outage_at }
    }
}

/// The list and when it was looked up.
pub(super) type Kept = Option<(UnixSeconds, Arc<Vec<Network>>)>;

impl OrangeTravel {
    /// Every network, with its outages, as Orange says now.
    pub async fn networks(&self, request_id: &str) -> Result<Arc<Vec<Network>>, SupplierError> {
        let answer = self.api.get_json("suppliers.list", &["distributors", "suppliers"], &[], request_id).await?;
        let networks: Vec<_> = wire::list_of(answer).into_iter().filter_map(Network::read).collect();
        let networks = Arc::new(networks);
        *self.networks.lock().await = Some((self.clock.now(), Arc::clone(&networks)));
        Ok(networks)
    }

    /// The same, an hour old at most.
    pub(super) async fn known_networks(&self, request_id: &str) -> Result<Arc<Vec<Network>>, SupplierError> {
        if let Some((since, networks)) = &*self.networks.lock().await
            && self.clock.now().since(*since) < KEPT_FOR
        {
            return Ok(Arc::clone(networks));
        }
        self.networks(request_id).await
    }

    /// The network of a delivered eSIM; `None` when Orange lists none of this name.
    pub(super) async fn network_named(&self, name: &str, request_id: &str) -> Result<Option<Network>, SupplierError> {
        let (kind, wanted) = (NetworkKind::named(name), name.trim().to_lowercase());
        let fits = |network: &&Network| match kind {
            NetworkKind::Other => network.name.trim().to_lowercase() == wanted,
            kind => network.kind == kind,
        };
        Ok(self.known_networks(request_id).await?.iter().find(fits).cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn outages_are_read_and_a_nameless_entry_is_left_out() {
        let answer = json!([
            {"id": "92d376d4", "name": "Welcome Travelers", "connector_status": true},
            {"id": "e0c798dd", "name": "Orange Spain", "connector_status": false, "last_outage_date": "2025-03-06T19:07:34Z"},
            {"id": "e2c44763", "name": "Orange Travel B2B", "status": "approved"},
            {"id": "x"}, "garbage",
        ]);
        let networks: Vec<_> = wire::list_of(answer).into_iter().filter_map(Network::read).collect();
        assert_eq!(networks.len(), 3);
        assert_eq!(networks[0].kind, NetworkKind::WelcomeTravelers);
        assert_eq!(
            (networks[1].connected, networks[1].last_outage_at),
            (Some(false), Some(UnixSeconds(1_741_288_054)))
        );
        assert_eq!((networks[2].kind, networks[2].connected), (NetworkKind::Other, None));
    }

    #[test]
    fn only_two_networks_tell_what_is_left_and_have_a_page_for_papers() {
        let telling = ["Orange France", "ORANGE FRANCE ", "Welcome Travelers"];
        for name in telling {
            assert!(
                NetworkKind::named(name).tells_usage() && NetworkKind::named(name).papers_page().is_some(),
                "{name}"
            );
        }
        for name in ["Orange Spain", "Orange Espagne", "Orange Travel B2B", ""] {
            assert!(
                !NetworkKind::named(name).tells_usage() && NetworkKind::named(name).papers_page().is_none(),
                "{name}"
            );
        }
    }
}
