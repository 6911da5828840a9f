//! What a distributor may change of its own offers: their name, its fees, its metadata. What Orange bills never changes.

use super::OrangeTravel;
use super::wire::{self, Terms};
use crate::suppliers::SupplierError;
use serde_json::{Map, Number, Value};

const OFFERS: [&str; 2] = ["distributors", "offers"];

/// An offer as its distributor sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfferTerms {
    pub name: Option<String>,
    /// Decimal text without zeros at its end: Orange may write 2.50 as 2.5.
    pub fees: Option<String>,
    /// `percent` or `value`.
    pub fees_type: Option<String>,
    pub metadata: Value,
    /// What Orange bills, decimal text.
    pub resell_value: Option<String>,
}

/// What is to be changed; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfferChange {
    pub name: Option<String>,
    pub fees: Option<Number>,
    /// `percent` or `value`.
    pub fees_type: Option<&'static str>,
    pub metadata: Option<Map<String, Value>>,
}

impl OfferChange {
    fn wire(&self) -> Value {
        let fields = [
            ("name", self.name.clone().map(Value::from)),
            ("distributor_fees", self.fees.clone().map(Value::Number)),
            ("distributor_fees_type", self.fees_type.map(Value::from)),
            ("metadata", self.metadata.clone().map(Value::Object)),
        ];
        fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect::<Map<_, _>>().into()
    }

    /// The terms as they will be.
    pub fn applied_to(&self, terms: &OfferTerms) -> OfferTerms {
        OfferTerms {
            name: self.name.clone().or_else(|| terms.name.clone()),
            fees: self.fees.as_ref().map(|fees| shortest(&fees.to_string())).or_else(|| terms.fees.clone()),
            fees_type: self.fees_type.map(str::to_owned).or_else(|| terms.fees_type.clone()),
            metadata: self.metadata.clone().map_or_else(|| terms.metadata.clone(), Value::Object),
            resell_value: terms.resell_value.clone(),
        }
    }
}

impl OrangeTravel {
    /// The terms of an offer now; `None` where Orange does not know it.
    pub async fn offer_terms(&self, offer: &str, request_id: &str) -> Result<Option<OfferTerms>, SupplierError> {
        match self.api.get_json("offers.read", &[OFFERS[0], OFFERS[1], offer], &[], request_id).await {
            Ok(answer) => Ok(wire::list_of(answer).into_iter().next().map(read)),
            Err(SupplierError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Changes an offer; the same change may be made twice.
    pub async fn customise_offer(
        &self,
        offer: &str,
        change: &OfferChange,
        request_id: &str,
    ) -> Result<(), SupplierError> {
        self.api.patch("offers.change", &[OFFERS[0], OFFERS[1], offer], &change.wire(), request_id).await.map(drop)
    }
}

fn read(value: Value) -> OfferTerms {
    let terms: Terms = wire::object(value);
    OfferTerms {
        name: terms.name.0,
        fees: terms.fees.0.as_deref().map(shortest),
        fees_type: terms.fees_type.0,
        metadata: terms.metadata,
        resell_value: terms.resell_value.0,
    }
}

fn shortest(decimal: &str) -> String {
    let text = if decimal.contains('.') { decimal.trim_end_matches('0').trim_end_matches('.') } else { decimal };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn either_spelling_of_the_fees_is_read() {
        for spelling in ["distributor_fees", "distribution_fees"] {
            let fees_type = format!("{spelling}_type");
            let terms = read(json!({"name": "A", spelling: "2.50", fees_type: "value", "metadata": null}));
            assert_eq!((terms.fees.as_deref(), terms.fees_type.as_deref()), (Some("2.5"), Some("value")), "{spelling}");
        }
    }

    #[test]
    fn only_what_is_to_change_is_sent_and_amounts_are_sent_as_they_were_typed() {
        let change = OfferChange { fees: "2.50".parse().ok(), fees_type: Some("percent"), ..OfferChange::default() };
        assert_eq!(change.wire().to_string(), r#"{"distributor_fees":2.50,"distributor_fees_type":"percent"}"#);
    }
}
