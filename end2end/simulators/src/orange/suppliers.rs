//! Orange's four suppliers, the list of them, and the sign of life.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Answer, Asked, Orange, Reply};
use crate::clock::iso_date;

/// Who runs the network behind an offer; identifiers as in S4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Supplier {
    OrangeFrance,
    WelcomeTravelers,
    OrangeSpain,
    OrangeTravelB2b,
}

impl Supplier {
    pub const ALL: [Self; 4] = [Self::OrangeFrance, Self::WelcomeTravelers, Self::OrangeSpain, Self::OrangeTravelB2b];

    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::OrangeFrance => "7413e966-c97c-11ed-b80c-fa163e78aa28",
            Self::WelcomeTravelers => "92d376d4-0c18-4da8-9e6e-4dd173bc554e",
            Self::OrangeSpain => "e0c798dd-54a2-462d-8f87-79a44f7547a1",
            Self::OrangeTravelB2b => "e2c44763-fa73-11ef-bc0c-fa163ed2cb6e",
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OrangeFrance => "Orange France",
            Self::WelcomeTravelers => "Welcome Travelers",
            Self::OrangeSpain => "Orange Spain",
            Self::OrangeTravelB2b => "Orange Travel B2B",
        }
    }

    /// Usage balances exist for these two only (S4, "Gestion des soldes d'utilisation").
    pub(crate) fn tells_usage(self) -> bool {
        matches!(self, Self::OrangeFrance | Self::WelcomeTravelers)
    }

    pub(crate) fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|supplier| supplier.id() == id)
    }
}

impl fmt::Display for Supplier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

pub(super) fn list(orange: &mut Orange, _: &Asked<'_>) -> Reply {
    let suppliers = Supplier::ALL.into_iter().map(|supplier| {
        let outage = orange.outages.get(&supplier);
        let mut wire = json!({
            "id": supplier.id(), "name": supplier.name(), "connector_status": outage.is_none(),
        });
        if let Some(since) = outage {
            wire["last_outage_date"] = iso_date(*since).into();
        }
        wire
    });
    Ok(Answer::ok(Value::Array(suppliers.collect())))
}

pub(super) fn live(_: &mut Orange, _: &Asked<'_>) -> Reply {
    Ok(Answer::ok(json!({"isAlive": true, "version": "1.7.4"})))
}
