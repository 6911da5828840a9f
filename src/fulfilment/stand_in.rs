//! Another supplier for a line whose own has sold nothing, proven: an equal offer, at the price that the buyer agreed to.

use crate::domain::catalogue::Catalogue;
use crate::domain::ids::OrderId;
use crate::domain::offer::Offer;
use crate::domain::timestamp::UnixSeconds;
use crate::store::{Family, Line, Result, Tx};

/// The cheapest offer that keeps what the buyer was promised, of a supplier that was not tried for this line.
pub fn find<'a>(catalogue: &'a Catalogue, family: &Family, line: &Line) -> Option<&'a Offer> {
    // More for a SIM can only come from the SIM's own network.
    if line.tops_up.is_some() {
        return None;
    }
    let was_tried = |offer: &Offer| {
        family.attempts.iter().any(|attempt| attempt.line == line.id && attempt.supplier == offer.supplier)
    };
    let fits = |offer: &Offer| {
        let affordable = offer.price.currency == line.price.currency && offer.price.minor <= line.price.minor;
        affordable && offer.stock != Some(0) && !was_tried(offer) && offer.facts.keeps_the_promise_of(&line.facts)
    };
    // The catalogue holds only what may be sold now, the cheapest first.
    catalogue.offers().iter().map(AsRef::as_ref).find(|offer| fits(offer))
}

/// Moves the line to the offer, with its first attempt there, within the caller's transaction and under the order's lock.
/// The price stays.
pub async fn take(tx: &mut Tx, order: &OrderId, line: &Line, offer: &Offer, now: UnixSeconds) -> Result<()> {
    tx.move_line(line, offer).await?;
    let details = format!("{} ({}) → {} ({})", line.facts.name, line.supplier, offer.facts.name, offer.supplier);
    tx.note(Some(order), "worker", "line.stand_in", &details, now).await?;
    tx.insert_attempt(order, &line.id, &offer.supplier, &offer.product, now).await.map(drop)
}
