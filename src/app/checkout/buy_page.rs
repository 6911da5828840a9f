//! The "buy" button: gives the purchase its draft name and leads to the checkout. Stores nothing.

use crate::app::page::{Answer, PageError, PageRequest};
use crate::app::parts::links;
use crate::domain::ids::OfferId;
use crate::fulfilment::checkout::new_draft;

/// `GET /{lang}/buy/{offer}`
pub async fn lead_on(request: PageRequest) -> Result<Answer, PageError> {
    let offer = OfferId::from(request.param("offer"));
    if request.services.catalogue().offer(&offer).is_none() {
        // The plan's own page says that it is gone, and what there is instead.
        return Ok(Answer::SeeOther(links::plan(request.lang, &offer)));
    }
    let checkout = links::checkout(request.lang, &new_draft());
    Ok(Answer::SeeOther(format!("{checkout}?plan={offer}")))
}
