//! `kind = "esim_go"`: an account at eSIM Go.

use super::super::read::forms::{known_url, web_address};
use super::super::read::min_tls;
use super::super::section::Section;
use super::{Account, CreditAlarm, MinTls, PayInConfig, SupplierConfig};
use crate::domain::ids::SupplierId;
use crate::secret::Secret;
use url::Url;

const DEFAULT_BASE_URL: &str = "https://api.esim-go.com/v2.4";

/// An account at eSIM Go (`kind = "esim_go"`). It should sell for this shop alone: its orders carry no reference of ours.
#[derive(Clone, Debug)]
pub struct EsimGoConfig {
    pub id: SupplierId,
    /// Without a slash at its end.
    pub base_url: Url,
    pub api_key: Secret,
    pub credit_alarm: CreditAlarm,
    /// Charged to the card that is stored there.
    pub pay_in: Option<PayInConfig>,
    pub min_tls: MinTls,
}

impl Account for EsimGoConfig {
    fn id(&self) -> &SupplierId {
        &self.id
    }

    fn addresses(&self) -> Vec<(&'static str, &Url)> {
        vec![("base_url", &self.base_url)]
    }

    fn min_tls(&self) -> MinTls {
        self.min_tls
    }

    fn pay_in(&self) -> Option<&PayInConfig> {
        self.pay_in.as_ref()
    }

    fn credit_alarm(&self) -> Option<&CreditAlarm> {
        Some(&self.credit_alarm)
    }
}

pub(super) fn read(id: Option<SupplierId>, mut section: Section<'_>) -> Option<SupplierConfig> {
    let address = |text: &str| web_address(text.trim_end_matches('/'));
    let base_url = section.parsed_or("base_url", known_url(DEFAULT_BASE_URL)?, address);
    let api_key = section.secret("api_key");
    let credit_alarm = CreditAlarm::read(&mut section);
    let pay_in = PayInConfig::read(&mut section);
    let min_tls = min_tls(&mut section);
    section.end();
    Some(SupplierConfig::EsimGo(EsimGoConfig {
        id: id?,
        base_url: base_url?,
        api_key: api_key?,
        credit_alarm: credit_alarm?,
        pay_in: pay_in?,
        min_tls: min_tls?,
    }))
}
