//! From the click on "pay" to the payment provider's page: the same draft is the same order and the same session.

use super::advance::advance_order_within;
use super::jobs::Job;
use super::reconcile::is_held_back;
use super::sessions::TOKEN_PLACE;
use super::still_sold::look_at_offer;
use super::top_up::look_at_top_up;
use crate::config::Capture;
use crate::domain::checkout::{Quantity, SessionLine, SessionParams};
use crate::domain::email_address::EmailAddress;
use crate::domain::esim::SimToTopUp;
use crate::domain::ids::{LineId, OfferId, OrderId, PaymentId};
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::offer::Offer;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::secret::{OrderToken, new_id, new_order_number, random_base32};
use crate::services::Services;
use crate::store::{Family, NewLine, NewOrder, Order, Result, Tx};
use std::time::Duration;

/// The version of the wording to which buyers consent; raised whenever the texts of `checkout.ftl` change.
pub const CONSENT_VERSION: &str = "2026-11";

/// Another order of the same address for the same plan within this time is shown before paying.
const SIMILAR_WITHIN: Duration = Duration::from_secs(600);

/// The buyer waits so long for the session, or for what became of it. The steps go on without a browser that leaves:
/// an order to a supplier is never broken off half way.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the buyer has filled in; both consents were given, or the form would not have come here.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// Random, from the page's URL.
    pub draft: String,
    pub offer: OfferId,
    /// So many eSIMs, a line each.
    pub quantity: Quantity,
    pub email: EmailAddress,
    pub lang: Lang,
    /// The buyer has seen that there is a similar order and wants this one as well.
    pub although_similar: bool,
}

/// Where the buyer goes next.
#[derive(Debug)]
pub enum CheckedOut {
    /// To the provider's page, at its own origin.
    PayAt(String),
    /// This draft is paid, or on its way: to the order's page.
    SeeOrder(OrderToken),
    /// There is another order for the same plan: asked before paying.
    Similar { number: String, made_at: UnixSeconds },
    /// The plan's price has changed: the page shows the new one, and nothing was ordered.
    PriceChanged,
    /// Nothing is left, or it is not sold any more.
    Gone,
    /// Fewer are left than were wanted, but some.
    TooFew { left: u32 },
    /// It pauses: its supplier fails and is left alone, or has too little of our credit. Nothing was ordered.
    NotNow,
    /// The supplier or the payment provider cannot be reached at present; nothing was paid, the form can be sent again.
    TryAgain,
    /// The records are those of a backup and are being compared with the world: nothing is sold until that is done.
    Paused,
}

/// A draft's random name: 160 bits.
pub fn new_draft() -> String {
    random_base32(32)
}

/// Whether text from a URL can be a draft's name.
pub fn is_draft(text: &str) -> bool {
    OrderToken::parse(text).is_some()
}

/// The order that a draft became, with its link; for the checkout page that is opened again.
pub async fn order_of_draft(services: &Services, draft: &str) -> Result<Option<(Family, OrderToken)>> {
    let mut tx = services.store.snapshot().await?;
    let Some(order) = tx.order_of_draft(draft).await? else { return Ok(None) };
    let family = tx.family(&order.id).await?;
    let token = tx.order_token(&order.id).await?;
    Ok(family.zip(token))
}

/// Orders and opens the provider's page, or says why not.
pub async fn check_out(services: &Services, checkout: &Checkout) -> Result<CheckedOut> {
    order_once(services, checkout, None).await
}

/// The same draft is the same order. `top_up`: the SIM, and the price that the buyer has seen.
pub(super) async fn order_once(
    services: &Services,
    checkout: &Checkout,
    top_up: Option<(&SimToTopUp, Money)>,
) -> Result<CheckedOut> {
    let paused = is_held_back(services).await?;
    if let Some((family, token)) = order_of_draft(services, &checkout.draft).await? {
        let is_paid = family.main_payment().is_some_and(|payment| payment.state.was_paid());
        return if paused && !is_paid { Ok(CheckedOut::Paused) } else { resume(services, family, token).await };
    }
    if paused {
        return Ok(CheckedOut::Paused);
    }
    let looked = match top_up {
        Some((sim, _)) => look_at_top_up(services, &checkout.offer, sim, &checkout.draft).await?,
        None => look_at_offer(services, &checkout.offer, checkout.quantity, &checkout.draft).await?,
    };
    let offer = match looked {
        Ok(offer) if top_up.is_some_and(|(_, seen)| seen != offer.price) => return Ok(CheckedOut::PriceChanged),
        Ok(offer) => offer,
        Err(outcome) => return Ok(outcome),
    };
    let now = services.clock.now();
    if !checkout.although_similar
        && let Some(similar) = similar_order(services, checkout, top_up.is_some(), now).await?
    {
        return Ok(CheckedOut::Similar { number: similar.number, made_at: similar.created_at });
    }
    let Some((order, token)) = insert_order(services, checkout, &offer, top_up.map(|(sim, _)| sim), now).await? else {
        // The same click, twice at once: the other request has made the order.
        return match order_of_draft(services, &checkout.draft).await? {
            Some((family, token)) => resume(services, family, token).await,
            None => Ok(CheckedOut::TryAgain),
        };
    };
    open_session(services, &order, token).await
}

/// The same draft again: the same session while it can be paid, the order's page once it is.
async fn resume(services: &Services, mut family: Family, token: OrderToken) -> Result<CheckedOut> {
    advance_order_within(services, &family.order.id, PATIENCE).await;
    if let Some(now) = services.store.snapshot().await?.family(&family.order.id).await? {
        family = now;
    }
    let main = family.main_payment().map(|payment| (payment.state, payment.session_url.clone()));
    match main {
        Some((PaymentState::Open, Some(url))) => Ok(CheckedOut::PayAt(url)),
        Some((PaymentState::Creating, _)) => Ok(CheckedOut::TryAgain),
        // The session has ended unpaid: a new one for the same order, at the same price if that still holds.
        None | Some((PaymentState::Expired, _)) => {
            let quantity = u8::try_from(family.lines.len()).ok().and_then(|number| Quantity::try_from(number).ok());
            let (Some(line), Some(quantity)) = (family.lines.first(), quantity) else { return Ok(CheckedOut::Gone) };
            let draft = &family.order.draft;
            let looked = match &line.tops_up {
                Some(sim) => look_at_top_up(services, &line.offer, sim, draft).await?,
                None => look_at_offer(services, &line.offer, quantity, draft).await?,
            };
            let offer = match looked {
                Ok(offer) => offer,
                Err(outcome) => return Ok(outcome),
            };
            if offer.price != line.price {
                return Ok(CheckedOut::PriceChanged);
            }
            let now = services.clock.now();
            let params = session_params(services, &family.order, &line.facts.name, line.price, quantity, now);
            let mut tx = services.store.begin().await?;
            tx.lock(&mut family, now).await?;
            tx.insert_payment(&params, family.order.total, now).await?;
            tx.settle(&family.order.id).await?;
            poll_session(&mut tx, &family.order.id, now).await?;
            tx.commit("session_again").await?;
            open_session(services, &family.order.id, token).await
        }
        Some(_) => Ok(CheckedOut::SeeOrder(token)),
    }
}

async fn open_session(services: &Services, order: &OrderId, token: OrderToken) -> Result<CheckedOut> {
    advance_order_within(services, order, PATIENCE).await;
    let family = services.store.snapshot().await?.family(order).await?;
    let main = family.and_then(|family| family.main_payment().cloned());
    Ok(match main.map(|payment| (payment.state, payment.session_url)) {
        Some((PaymentState::Open, Some(url))) => CheckedOut::PayAt(url),
        Some((PaymentState::Creating | PaymentState::Expired, _)) | None => CheckedOut::TryAgain,
        Some(_) => CheckedOut::SeeOrder(token),
    })
}

async fn similar_order(
    services: &Services,
    checkout: &Checkout,
    tops_up: bool,
    now: UnixSeconds,
) -> Result<Option<Order>> {
    let since = now - SIMILAR_WITHIN;
    let mut tx = services.store.snapshot().await?;
    tx.similar_order(&checkout.email, &checkout.offer, &checkout.draft, tops_up, since).await
}

async fn insert_order(
    services: &Services,
    checkout: &Checkout,
    offer: &Offer,
    tops_up: Option<&SimToTopUp>,
    now: UnixSeconds,
) -> Result<Option<(OrderId, OrderToken)>> {
    let token = OrderToken::random();
    let line = || NewLine {
        id: new_id::<LineId>(now),
        offer: offer.id.clone(),
        supplier: offer.supplier.clone(),
        product: offer.product.clone(),
        facts: offer.facts.clone(),
        price: offer.price,
        cost: offer.cost,
        // A SIM that was not sold here is of the network whose top-up its owner chose.
        tops_up: tops_up.map(|sim| sim.of_network(&offer.facts.network)),
    };
    let Ok(total) = offer.price.times(checkout.quantity.get().into()) else { return Ok(None) };
    let new = NewOrder {
        id: new_id(now),
        number: new_order_number(),
        draft: checkout.draft.clone(),
        token: token.clone(),
        email: checkout.email.clone(),
        lang: checkout.lang,
        total,
        consent_version: CONSENT_VERSION.to_owned(),
        now,
        lines: (0..checkout.quantity.get()).map(|_| line()).collect(),
    };
    let mut tx = services.store.begin().await?;
    if !tx.insert_order(&new).await? {
        return Ok(None);
    }
    let Some(order) = tx.order(&new.id).await? else { return Ok(None) };
    let params = session_params(services, &order, &offer.facts.name, offer.price, checkout.quantity, now);
    tx.insert_payment(&params, total, now).await?;
    tx.note(Some(&new.id), "buyer", "order.made", &new.number, now).await?;
    poll_session(&mut tx, &new.id, now).await?;
    tx.commit("order_made").await?;
    Ok(Some((new.id, token)))
}

/// The session's own polls, whatever webhooks bring; they end with the order.
async fn poll_session(tx: &mut Tx, order: &OrderId, now: UnixSeconds) -> Result<()> {
    Job::AdvanceOrder { order: order.clone() }.ring(tx, now + Duration::from_secs(15), now).await
}

/// Everything that the session's request is made of, once and for all tries.
fn session_params(
    services: &Services,
    order: &Order,
    name: &str,
    unit: Money,
    quantity: Quantity,
    now: UnixSeconds,
) -> SessionParams {
    let config = &services.config;
    let lang = order.lang.as_str();
    let lines = vec![SessionLine { name: name.to_owned(), unit, quantity: quantity.get().into() }];
    SessionParams {
        payment: new_id::<PaymentId>(now),
        order: order.id.clone(),
        order_number: order.number.clone(),
        email: order.email.clone(),
        lang: order.lang,
        lines,
        hold: config.stripe.capture == Capture::OnDelivery,
        expires_at: now + config.session_life,
        success_url: config.link(&format!("/{lang}/o/{TOKEN_PLACE}")),
        cancel_url: config.link(&format!("/{lang}/checkout/{}", order.draft)),
    }
}
