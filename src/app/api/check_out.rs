//! Orders and opens the payment page, for programs; visitors have the checkout page, which calls the same function.

use crate::domain::checkout::Quantity;
use crate::domain::lang::Lang;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

/// Where the buyer goes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadsTo {
    /// The payment provider's page, or a path of the shop.
    pub url: String,
}

/// Both consents of the checkout page; a program has to give them as a visitor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consents {
    /// Delivery shall begin at once.
    pub start: bool,
    /// The right of withdrawal ends with the delivery.
    pub loss: bool,
}

/// Orders the plan. `draft` names the purchase, 32 random characters (0-9, a-z without i, l, o, u): the same draft is the
/// same order, however often it is sent.
#[server(prefix = "/sf", endpoint = "check_out", input = Json)]
pub async fn check_out(
    draft: String,
    plan: String,
    email: String,
    consents: Consents,
    /// 1 to 9; one if it is left out.
    #[server(default)]
    quantity: Quantity,
    another: bool,
    lang: Lang,
) -> Result<LeadsTo, ServerFnError> {
    use crate::app::asking;
    use crate::app::parts::links;
    use crate::domain::email_address::EmailAddress;
    use crate::domain::ids::OfferId;
    use crate::fulfilment::checkout::{self, CheckedOut, Checkout};
    let services = asking::services()?;
    if !checkout::is_draft(&draft) {
        return Err(asking::not_found(lang));
    }
    let Ok(email) = EmailAddress::parse(&email) else { return Err(asking::wrong(lang, "checkout-email-wrong")) };
    if !consents.start {
        return Err(asking::wrong(lang, "checkout-start-missing"));
    }
    if !consents.loss {
        return Err(asking::wrong(lang, "checkout-loss-missing"));
    }
    let offer = OfferId::from(plan);
    let wanted = Checkout { draft, offer: offer.clone(), quantity, email, lang, although_similar: another };
    let outcome = checkout::check_out(&services, &wanted).await.map_err(|error| asking::refuse(lang, error.into()))?;
    match outcome {
        CheckedOut::PayAt(url) => Ok(LeadsTo { url }),
        CheckedOut::SeeOrder(token) => Ok(LeadsTo { url: links::order(lang, &token) }),
        CheckedOut::Gone => Ok(LeadsTo { url: links::plan(lang, &offer) }),
        CheckedOut::Similar { .. } => Err(asking::wrong(lang, "checkout-similar")),
        CheckedOut::TooFew { .. } => Err(asking::wrong(lang, "checkout-too-few-text")),
        CheckedOut::PriceChanged => Err(asking::wrong(lang, "checkout-price-changed-text")),
        CheckedOut::TryAgain => Err(asking::wrong(lang, "checkout-try-again-text")),
        CheckedOut::NotNow => Err(asking::wrong(lang, "checkout-not-now-text")),
        CheckedOut::Paused => Err(asking::wrong(lang, "checkout-paused-text")),
    }
}
