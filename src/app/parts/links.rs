//! Paths of the public pages, so that each is written once.

use crate::domain::country::{CountryCode, Region};
use crate::domain::ids::OfferId;
use crate::domain::lang::Lang;
use crate::secret::OrderToken;

/// The front page.
pub fn home(lang: Lang) -> String {
    format!("/{lang}")
}

/// The search; takes `q`.
pub fn search(lang: Lang) -> String {
    format!("/{lang}/search")
}

/// Every destination.
pub fn destinations(lang: Lang) -> String {
    format!("/{lang}/destinations")
}

/// The plans for a country.
pub fn destination(lang: Lang, country: CountryCode) -> String {
    format!("/{lang}/to/{}", country.slug(lang))
}

/// The countries and plans of a region.
pub fn region(lang: Lang, region: Region) -> String {
    format!("/{lang}/region/{}", region.slug(lang))
}

/// One plan.
pub fn plan(lang: Lang, offer: &OfferId) -> String {
    format!("/{lang}/plan/{offer}")
}

/// Begins the purchase of one plan.
pub fn buy(lang: Lang, offer: &OfferId) -> String {
    format!("/{lang}/buy/{offer}")
}

/// Help: installing, questions, contact.
pub fn help(lang: Lang) -> String {
    format!("/{lang}/help")
}

/// Whether a phone takes an eSIM.
pub fn device(lang: Lang) -> String {
    format!("/{lang}/help/device")
}

/// What a buyer does who has lost the link.
pub fn find_order(lang: Lang) -> String {
    format!("/{lang}/orders")
}

/// Tops up a SIM that was not sold here.
pub fn top_up(lang: Lang) -> String {
    format!("/{lang}/top-up")
}

/// Tops up an eSIM of an order; `position` counts from 1.
pub fn top_up_esim(lang: Lang, token: &OrderToken, position: u32) -> String {
    format!("{}/top-up/{position}", order(lang, token))
}

/// Withdraws from a purchase; takes `number`.
pub fn withdraw(lang: Lang) -> String {
    format!("/{lang}/withdraw")
}

/// When and how one can withdraw from a purchase.
pub fn withdrawal(lang: Lang) -> String {
    format!("/{lang}/withdrawal")
}

/// The terms of sale.
pub fn terms(lang: Lang) -> String {
    format!("/{lang}/terms")
}

/// What is known of a buyer, and for how long.
pub fn privacy(lang: Lang) -> String {
    format!("/{lang}/privacy")
}

/// Who sells.
pub fn legal(lang: Lang) -> String {
    format!("/{lang}/legal")
}

/// The checkout of a draft.
pub fn checkout(lang: Lang, draft: &str) -> String {
    format!("/{lang}/checkout/{draft}")
}

/// An order's own page: whoever holds the link may see the eSIM.
pub fn order(lang: Lang, token: &OrderToken) -> String {
    format!("/{lang}/o/{}", token.expose())
}
