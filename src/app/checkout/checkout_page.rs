//! The checkout: one field, two consents, a look at what is ordered, and the button that obliges to pay.

use super::form::{self, Chosen, FormState, leads_to};
use super::quantity_form::quantity_form;
use super::why_not::FormNotice;
use crate::app::page::{Answer, PageError, PageRequest, Values};
use crate::app::parts::links;
use crate::app::parts::sim_words::sim_in_words;
use crate::domain::checkout::Quantity;
use crate::domain::ids::OfferId;
use crate::domain::payment::PaymentState;
use crate::fulfilment::checkout::{Checkout, check_out, is_draft, order_of_draft};
use crate::secret::OrderToken;
use crate::text::t;

/// A purchase that is not paid: of the catalogue, or of the order that the draft became.
struct Purchase {
    offer: OfferId,
    chosen: Chosen,
    /// An order's number of eSIMs stands; a draft's can be chosen.
    ordered: bool,
    /// The address, once it was given.
    email: String,
}

enum Opened {
    Form(Box<Purchase>),
    Paid(OrderToken),
    /// Sold out or withdrawn since the page was opened: this page says so.
    Gone(String),
}

/// `GET /{lang}/checkout/{draft}`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    match open(&request, &request.query).await? {
        Opened::Paid(token) => Ok(Answer::SeeOther(links::order(request.lang, &token))),
        Opened::Gone(elsewhere) => Ok(Answer::SeeOther(elsewhere)),
        Opened::Form(purchase) => {
            let state = FormState { email: purchase.email.clone(), ..FormState::default() };
            Ok(page(&request, &purchase, state))
        }
    }
}

/// `POST /{lang}/checkout/{draft}`
pub async fn order(request: PageRequest) -> Result<Answer, PageError> {
    let mut purchase = match open(&request, &request.form).await? {
        Opened::Paid(token) => return Ok(Answer::SeeOther(links::order(request.lang, &token))),
        Opened::Gone(elsewhere) => return Ok(Answer::SeeOther(elsewhere)),
        Opened::Form(purchase) => *purchase,
    };
    let lang = request.lang;
    let (email, state) = match FormState::sent(&request) {
        Ok(sent) => sent,
        Err(state) => return Ok(page(&request, &purchase, state)),
    };
    let checkout = Checkout {
        draft: request.param("draft").to_owned(),
        offer: purchase.offer.clone(),
        quantity: purchase.chosen.quantity,
        email,
        lang,
        although_similar: request.form.get("another").is_some(),
    };
    let notice = match leads_to(lang, check_out(&request.services, &checkout).await?) {
        Ok(to) => return Ok(Answer::SeeOther(to)),
        Err(None) => return Ok(Answer::SeeOther(purchase.chosen.choice.0)),
        Err(Some(notice)) => notice,
    };
    if matches!(notice, FormNotice::PriceChanged) {
        // The order of this draft, if there is one, keeps its price: the new price is a new draft.
        let catalogue = request.services.catalogue();
        let (Some(offer), None) =
            (catalogue.offer(&purchase.offer), order_of_draft(&request.services, &checkout.draft).await?)
        else {
            return Ok(Answer::SeeOther(purchase.chosen.choice.0));
        };
        purchase.chosen.price = offer.price;
        purchase.chosen.facts = offer.facts.clone();
    }
    Ok(page(&request, &purchase, state.noticing(notice)))
}

/// What is bought: the order's line where the draft is ordered, else what the query or form names.
async fn open(request: &PageRequest, wish: &Values) -> Result<Opened, PageError> {
    let draft = request.param("draft");
    if !is_draft(draft) {
        return Err(PageError::NotFound);
    }
    if let Some((family, token)) = order_of_draft(&request.services, draft).await? {
        let unpaid = |state: PaymentState| state.is_live_session() || state == PaymentState::Expired;
        if !family.payments.iter().all(|payment| unpaid(payment.state)) {
            return Ok(Opened::Paid(token));
        }
        let quantity = u8::try_from(family.lines.len()).ok().and_then(|lines| Quantity::try_from(lines).ok());
        let line = family.lines.into_iter().next().ok_or(PageError::NotFound)?;
        let lang = request.lang;
        let (tops_up, choice) = match line.tops_up {
            Some(sim) => (Some(sim_in_words(lang, &sim)), (links::top_up(lang), t(lang, "top-up-title"))),
            None => (None, (links::plan(lang, &line.offer), line.facts.name.clone())),
        };
        let quantity = quantity.unwrap_or_default();
        let kept = kept(&line.offer, quantity);
        let chosen = Chosen { facts: line.facts, price: line.price, quantity, tops_up, choice, kept };
        let purchase = Purchase { offer: line.offer, chosen, ordered: true, email: family.order.email };
        return Ok(Opened::Form(Box::new(purchase)));
    }
    let catalogue = request.services.catalogue();
    let wanted = OfferId::from(wish.text("plan"));
    let Some(offer) = catalogue.offer(&wanted) else {
        let known = request.services.store.snapshot().await?.plan_facts(&wanted).await?;
        let elsewhere = links::plan(request.lang, &wanted);
        return known.map(|_| Opened::Gone(elsewhere)).ok_or(PageError::NotFound);
    };
    let quantity = Quantity::parse(wish.text("quantity")).unwrap_or_default();
    let chosen = Chosen {
        facts: offer.facts.clone(),
        price: offer.price,
        quantity,
        tops_up: None,
        choice: (links::plan(request.lang, &offer.id), offer.facts.name.clone()),
        kept: kept(&offer.id, quantity),
    };
    let purchase = Purchase { offer: offer.id.clone(), chosen, ordered: false, email: String::new() };
    Ok(Opened::Form(Box::new(purchase)))
}

fn kept(offer: &OfferId, quantity: Quantity) -> Vec<(&'static str, String)> {
    vec![("plan", offer.to_string()), ("quantity", quantity.get().to_string())]
}

fn page(request: &PageRequest, purchase: &Purchase, state: FormState) -> Answer {
    let action = request.url.split('?').next().unwrap_or_default();
    let quantity = purchase.chosen.quantity;
    let chooser = (!purchase.ordered).then(|| quantity_form(request.lang, &purchase.offer, quantity, action));
    form::page(request, &purchase.chosen, state, chooser).into()
}
