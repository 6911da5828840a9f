//! `kind = "airalo"`: an account at Airalo's Partner API.

use super::super::read::forms::{known_url, web_address};
use super::super::read::min_tls;
use super::super::section::Section;
use super::{Account, CreditAlarm, MinTls, SupplierConfig};
use crate::domain::ids::SupplierId;
use crate::secret::Secret;
use url::Url;

const DEFAULT_BASE_URL: &str = "https://partners-api.airalo.com/v2";

/// An account at Airalo's Partner API (`kind = "airalo"`).
#[derive(Clone, Debug)]
pub struct AiraloConfig {
    pub id: SupplierId,
    /// Without a slash at its end; `https://sandbox-partners-api.airalo.com/v2` sells nothing real.
    pub base_url: Url,
    pub client_id: String,
    /// Asks for tokens, and signs the notifications.
    pub client_secret: Secret,
    /// Whether orders are accepted first and made later. Airalo then wants an address that it may notify.
    pub async_orders: bool,
    pub credit_alarm: CreditAlarm,
    pub min_tls: MinTls,
}

impl Account for AiraloConfig {
    fn id(&self) -> &SupplierId {
        &self.id
    }

    fn addresses(&self) -> Vec<(&'static str, &Url)> {
        vec![("base_url", &self.base_url)]
    }

    fn min_tls(&self) -> MinTls {
        self.min_tls
    }

    fn credit_alarm(&self) -> Option<&CreditAlarm> {
        Some(&self.credit_alarm)
    }
}

pub(super) fn read(id: Option<SupplierId>, mut section: Section<'_>) -> Option<SupplierConfig> {
    let address = |text: &str| web_address(text.trim_end_matches('/'));
    let base_url = section.parsed_or("base_url", known_url(DEFAULT_BASE_URL)?, address);
    let client_id = section.text("client_id");
    let client_secret = section.secret("client_secret");
    let async_orders = section.flag("async_orders");
    let credit_alarm = CreditAlarm::read(&mut section);
    let min_tls = min_tls(&mut section);
    section.end();
    Some(SupplierConfig::Airalo(AiraloConfig {
        id: id?,
        base_url: base_url?,
        client_id: client_id?,
        client_secret: client_secret?,
        async_orders: async_orders?,
        credit_alarm: credit_alarm?,
        min_tls: min_tls?,
    }))
}
