//! Topping up at Orange: which name a network knows a SIM by, what fits it, and what a top-up's transaction means.
//!
//! Orange France and Orange Spain know a line by the last nine digits of its number, Welcome Travelers a SIM by its simId
//! (seed 004, "Gestion des recharges"), also for SIMs that Orange did not sell through this account.

use super::OrangeTravel;
use super::networks::NetworkKind;
use super::wire::Transaction;
use crate::domain::esim::SimNames;
use crate::domain::offer::{ProductKind, SupplierProduct};
use crate::suppliers::{Reading, SupplierError, ToppedUp};
use serde_json::{Value, json};

/// Digits of a number that count.
const COUNTED: usize = 9;

/// What stands before the network's own words in a refusal (OpenAPI, createTransaction: "transaction failed").
const BEFORE_THE_WORDS: &str = " message ";

impl OrangeTravel {
    /// The top-ups that fit the SIM and are there now.
    pub(super) async fn top_ups_for(
        &self,
        sim: &SimNames,
        request_id: &str,
    ) -> Result<Vec<SupplierProduct>, SupplierError> {
        if !NetworkKind::ALL.into_iter().any(|kind| parameters(kind, sim).is_some()) {
            return Ok(Vec::new());
        }
        let mut offers = self.offers(request_id).await?;
        offers.retain(|offer| {
            let network = NetworkKind::named(&offer.facts.network);
            offer.kind == ProductKind::TopUp && offer.available && parameters(network, sim).is_some()
        });
        Ok(offers)
    }
}

/// How a network is told which SIM is meant; `None` where the SIM is not its own, or cannot be topped up.
fn parameters(network: NetworkKind, sim: &SimNames) -> Option<Value> {
    if sim.network.as_deref().is_some_and(|name| NetworkKind::named(name) != network) {
        return None;
    }
    match network {
        NetworkKind::OrangeFrance => counted(sim.msisdn.as_deref()?, sim.network.is_some(), "33"),
        NetworkKind::OrangeSpain => counted(sim.msisdn.as_deref()?, sim.network.is_some(), "34"),
        NetworkKind::WelcomeTravelers => sim.sim_id.as_deref().map(|sim_id| json!({"simId": sim_id})),
        NetworkKind::Other => None,
    }
}

/// The digits that count. A number of an unknown network is this country's if it says so, or names none: nine digits, or
/// ten with the zero that France writes in front.
fn counted(msisdn: &str, is_its_own: bool, country: &str) -> Option<Value> {
    let digits: String = msisdn.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().checked_sub(COUNTED)?;
    let (before, last) = digits.split_at(from);
    let fits = match before {
        "" => !msisdn.starts_with('+'),
        "0" => country == "33",
        named => named == country,
    };
    (fits || is_its_own).then(|| json!({"msisdn": last}))
}

/// What goes out with the order; Err says what is missing.
pub(super) fn order_parameters(sim: &SimNames) -> Result<Value, &'static str> {
    let network = sim.network.as_deref().map(NetworkKind::named).ok_or("the network of the SIM is not known")?;
    parameters(network, sim).ok_or("the network does not know the SIM by any name that we have")
}

/// A done transaction; Err says what a person should look at: it is sold all the same.
pub(super) fn topped_up(transaction: Transaction) -> Result<ToppedUp, String> {
    let Transaction { id, product_type, creation_date, .. } = transaction;
    // "topup", "data topup", "bundle topup" and their like.
    if product_type.as_deref().is_some_and(|kind| !kind.to_lowercase().contains("topup")) {
        return Err("what was sold is no top-up".into());
    }
    Ok(ToppedUp { reference: id.0.ok_or("the order has no number")?, sold_at: creation_date.0, exchanged: None })
}

/// A refusal in the network's own words, which the buyer reads. Where the network itself has said no to this SIM, asking
/// again says the same.
pub(super) fn plain_no(status: u16, reading: Reading) -> Reading {
    match reading {
        Reading::Refused { reason, may_try_again } => {
            let words = reason.strip_prefix(&format!("{status} ")).unwrap_or(&reason);
            let words = words.split_once(BEFORE_THE_WORDS).map_or(words, |(_, words)| words.trim());
            Reading::Refused { reason: words.to_owned(), may_try_again: may_try_again && status != 400 }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sim(network: Option<&str>, msisdn: Option<&str>, sim_id: Option<&str>) -> SimNames {
        let text = |text: Option<&str>| text.map(str::to_owned);
        SimNames { network: text(network), msisdn: text(msisdn), sim_id: text(sim_id), ..SimNames::default() }
    }

    #[test]
    fn each_network_is_told_the_name_that_it_knows() {
        let told = |network, msisdn, sim_id| order_parameters(&sim(Some(network), msisdn, sim_id)).ok();
        let nine = Some(json!({"msisdn": "612345678"}));
        for number in ["0612345678", "+33612345678", "612345678"] {
            assert_eq!(told("Orange France", Some(number), Some("0232")), nine, "{number}");
            assert_eq!(told("Orange Spain", Some(number), None), nine, "{number}");
        }
        assert_eq!(told("Welcome Travelers", Some("0612345678"), Some("0232")), Some(json!({"simId": "0232"})));
        assert_eq!(told("Welcome Travelers", Some("0612345678"), None), None);
        assert_eq!(told("Orange Travel B2B", Some("0612345678"), Some("0232")), None);
        assert_eq!(told("Orange France", Some("12345678"), None), None);
    }

    #[test]
    fn a_bare_number_fits_the_countries_that_it_may_belong_to() {
        let fits = |number: &str| -> Vec<NetworkKind> {
            let sim = sim(None, Some(number), None);
            NetworkKind::ALL.into_iter().filter(|kind| parameters(*kind, &sim).is_some()).collect()
        };
        let (france, spain) = (NetworkKind::OrangeFrance, NetworkKind::OrangeSpain);
        for (number, networks) in [
            ("0612345678", vec![france]),
            ("+33612345678", vec![france]),
            ("+34612345678", vec![spain]),
            ("612345678", vec![france, spain]),
            ("+44612345678", vec![]),
            ("+612345678", vec![]),
        ] {
            assert_eq!(fits(number), networks, "{number}");
        }
    }

    #[test]
    fn the_networks_own_words_are_what_the_buyer_reads() {
        let no = |reason: &str| Reading::Refused { reason: reason.to_owned(), may_try_again: true };
        let said = "transaction failed (bucket unchanged) supplier x product y message this number is not ours";
        let Reading::Refused { reason, may_try_again } = plain_no(400, no(said)) else { panic!() };
        assert_eq!((reason.as_str(), may_try_again), ("this number is not ours", false));
        let Reading::Refused { may_try_again, .. } = plain_no(429, no("too many")) else { panic!() };
        assert!(may_try_again);
    }
}
