//! The organisation: its currency, its prepaid balance, and whether our key is taken. Its answer holds the key itself and
//! is never logged.

use super::EsimGo;
use super::wire::Organisation;
use crate::domain::money::{Currency, Money};
use crate::suppliers::{SupplierError, wire};

impl EsimGo {
    async fn organisation(&self, request_id: &str) -> Result<Organisation, SupplierError> {
        self.api.get_json("organisation", &["organisation"], &[], request_id).await.map(wire::object)
    }

    /// The currency of every price, read anew and kept.
    pub(super) async fn read_currency(&self, request_id: &str) -> Result<Currency, SupplierError> {
        let currency = currency_of(&self.organisation(request_id).await?)?;
        *self.currency.lock().await = Some(currency);
        Ok(currency)
    }

    /// The currency of every price, as it was read last.
    pub(super) async fn known_currency(&self, request_id: &str) -> Result<Currency, SupplierError> {
        let known = *self.currency.lock().await;
        match known {
            Some(currency) => Ok(currency),
            None => self.read_currency(request_id).await,
        }
    }

    /// What is left of what was paid in advance, rounded down.
    pub(super) async fn balance(&self, request_id: &str) -> Result<Money, SupplierError> {
        let organisation = self.organisation(request_id).await?;
        let currency = currency_of(&organisation)?;
        organisation
            .balance
            .0
            .as_deref()
            .and_then(|text| wire::rounded_down(text, currency).ok())
            .ok_or_else(|| SupplierError::Garbled { reason: "the organisation tells no balance".into() })
    }

    /// Why nothing may be sold: the key is refused.
    pub(super) async fn refused_key(&self, request_id: &str) -> Result<Option<String>, SupplierError> {
        match self.read_currency(request_id).await {
            Ok(_) => Ok(None),
            Err(SupplierError::Refused { status: 401 | 403, reason }) => {
                Ok(Some(format!("eSIM Go refuses the API key: {reason}")))
            }
            Err(error) => Err(error),
        }
    }
}

fn currency_of(organisation: &Organisation) -> Result<Currency, SupplierError> {
    let code = organisation.currency.as_deref().unwrap_or_default();
    Currency::parse(code)
        .map_err(|_| SupplierError::Garbled { reason: "the organisation's currency is not known".into() })
}
