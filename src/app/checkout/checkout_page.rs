//! The checkout: one field, two consents, a look at what is ordered, and the button that obliges to pay.

use super::quantity_form::quantity_form;
use super::why_not::{FormNotice, WhyNot};
use crate::app::page::{Answer, Page, PageError, PageRequest, Values};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::button::Button;
use crate::app::parts::check_box::CheckBox;
use crate::app::parts::facts::{Fact, Facts};
use crate::app::parts::form_errors::{ErrorSummary, FormErrors};
use crate::app::parts::masthead::Masthead;
use crate::app::parts::text_field::TextField;
use crate::app::parts::{links, plan_words};
use crate::domain::checkout::Quantity;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::OfferId;
use crate::domain::money::Money;
use crate::domain::offer::PlanFacts;
use crate::domain::payment::PaymentState;
use crate::fulfilment::checkout::{CheckedOut, Checkout, check_out, is_draft, order_of_draft};
use crate::secret::OrderToken;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// What is being bought, from the catalogue or from the order that the draft became.
struct Chosen {
    offer: OfferId,
    facts: PlanFacts,
    /// Of one.
    price: Money,
    quantity: Quantity,
    /// An order's number of eSIMs stands; a draft's can be chosen.
    ordered: bool,
    /// The address, once it was given.
    email: String,
}

/// What the form shows besides the plan.
#[derive(Default)]
struct FormState {
    email: String,
    start: bool,
    loss: bool,
    errors: FormErrors,
    notice: Option<FormNotice>,
}

enum Opened {
    Form(Box<Chosen>),
    Paid(OrderToken),
    /// Sold out or withdrawn since the page was opened: its plan's page says so.
    Gone(OfferId),
}

/// `GET /{lang}/checkout/{draft}`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    match open(&request, &request.query).await? {
        Opened::Paid(token) => Ok(Answer::SeeOther(links::order(request.lang, &token))),
        Opened::Gone(offer) => Ok(Answer::SeeOther(links::plan(request.lang, &offer))),
        Opened::Form(chosen) => {
            let state = FormState { email: chosen.email.clone(), ..FormState::default() };
            Ok(page(&request, &chosen, state).into())
        }
    }
}

/// `POST /{lang}/checkout/{draft}`
pub async fn order(request: PageRequest) -> Result<Answer, PageError> {
    let chosen = match open(&request, &request.form).await? {
        Opened::Paid(token) => return Ok(Answer::SeeOther(links::order(request.lang, &token))),
        Opened::Gone(offer) => return Ok(Answer::SeeOther(links::plan(request.lang, &offer))),
        Opened::Form(chosen) => *chosen,
    };
    let lang = request.lang;
    let mut state = FormState {
        email: request.form.text("email").to_owned(),
        start: request.form.get("start").is_some(),
        loss: request.form.get("loss").is_some(),
        ..FormState::default()
    };
    let email = EmailAddress::parse(&state.email);
    if email.is_err() {
        let key = if state.email.is_empty() { "checkout-email-missing" } else { "checkout-email-wrong" };
        state.errors.add("email", t(lang, key));
    }
    if !state.start {
        state.errors.add("start", t(lang, "checkout-start-missing"));
    }
    if !state.loss {
        state.errors.add("loss", t(lang, "checkout-loss-missing"));
    }
    let (Ok(email), true) = (email, state.errors.is_empty()) else { return Ok(page(&request, &chosen, state).into()) };
    let checkout = Checkout {
        draft: request.param("draft").to_owned(),
        offer: chosen.offer.clone(),
        quantity: chosen.quantity,
        email,
        lang,
        although_similar: request.form.get("another").is_some(),
    };
    let outcome = check_out(&request.services, &checkout).await?;
    match outcome {
        CheckedOut::PayAt(url) => Ok(Answer::SeeOther(url)),
        CheckedOut::SeeOrder(token) => Ok(Answer::SeeOther(links::order(lang, &token))),
        CheckedOut::Gone => Ok(Answer::SeeOther(links::plan(lang, &chosen.offer))),
        CheckedOut::Similar { number, made_at } => {
            state.notice = Some(FormNotice::Similar { number, made_at });
            Ok(page(&request, &chosen, state).into())
        }
        CheckedOut::PriceChanged => {
            state.notice = Some(FormNotice::PriceChanged);
            // The order of this draft, if there is one, keeps its price: the new price is a new draft.
            let catalogue = request.services.catalogue();
            let Some(offer) = catalogue.offer(&chosen.offer) else {
                return Ok(Answer::SeeOther(links::plan(lang, &chosen.offer)));
            };
            if order_of_draft(&request.services, &checkout.draft).await?.is_some() {
                return Ok(Answer::SeeOther(links::plan(lang, &chosen.offer)));
            }
            let chosen = Chosen { price: offer.price, facts: offer.facts.clone(), ..chosen };
            Ok(page(&request, &chosen, state).into())
        }
        CheckedOut::TooFew { left } => {
            state.notice = Some(FormNotice::TooFew { left });
            Ok(page(&request, &chosen, state).into())
        }
        CheckedOut::TryAgain => {
            state.notice = Some(FormNotice::TryAgain);
            Ok(page(&request, &chosen, state).into())
        }
        CheckedOut::Paused => {
            state.notice = Some(FormNotice::Paused);
            Ok(page(&request, &chosen, state).into())
        }
    }
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
        return Ok(Opened::Form(Box::new(Chosen {
            offer: line.offer,
            facts: line.facts,
            price: line.price,
            quantity: quantity.unwrap_or_default(),
            ordered: true,
            email: family.order.email,
        })));
    }
    let catalogue = request.services.catalogue();
    let wanted = OfferId::from(wish.text("plan"));
    let Some(offer) = catalogue.offer(&wanted) else {
        let known = request.services.store.snapshot().await?.plan_facts(&wanted).await?;
        return known.map(|_| Opened::Gone(wanted)).ok_or(PageError::NotFound);
    };
    Ok(Opened::Form(Box::new(Chosen {
        offer: offer.id.clone(),
        facts: offer.facts.clone(),
        price: offer.price,
        quantity: Quantity::parse(wish.text("quantity")).unwrap_or_default(),
        ordered: false,
        email: String::new(),
    })))
}

fn page(request: &PageRequest, chosen: &Chosen, state: FormState) -> Page {
    let lang = request.lang;
    let title = state.errors.title(lang, t(lang, "checkout-title"));
    let status = if state.notice.is_some() { 422 } else { state.errors.status() };
    let suggestion = EmailAddress::parse(&state.email).ok().and_then(|email| email.suggestion());
    let minutes = request.services.config.delivery_deadline.as_secs() / 60;
    let total = chosen.price.times(chosen.quantity.get().into()).unwrap_or(chosen.price).format(lang);
    let facts = vec![
        Fact {
            change: Some((links::plan(lang, &chosen.offer), t(lang, "change"))),
            ..Fact::new(t(lang, "checkout-plan"), chosen.facts.name.clone())
        },
        Fact::new(t(lang, "label-data"), plan_words::data(&chosen.facts.allowance.data, lang)),
        Fact::new(t(lang, "label-validity"), plan_words::validity(chosen.facts.validity, lang)),
        Fact::new(t(lang, "label-coverage"), plan_words::coverage(&chosen.facts.coverage, lang)),
        Fact::new(t(lang, "checkout-quantity"), chosen.quantity.get().to_string()),
        Fact::new(t(lang, "checkout-total"), total.clone()),
    ];
    let similar = matches!(state.notice, Some(FormNotice::Similar { .. }));
    let action = request.url.split('?').next().unwrap_or_default().to_owned();
    let between = vec![(links::plan(lang, &chosen.offer), chosen.facts.name.clone())];
    let above = view! { <Breadcrumbs lang between here=t(lang, "checkout-title") /> }.into_any();
    let body = view! {
        <Masthead title=t(lang, "checkout-title") lead=Some(plan_words::short(&chosen.facts, lang)) above=above />
        <div class="section wrap reading flow">
            <ErrorSummary lang errors=state.errors.clone() />
            {state.notice.map(|notice| view! { <WhyNot lang notice /> })}
            <section class="panel" aria-labelledby="check">
                <h2 id="check">{t(lang, "checkout-check")}</h2>
                <Facts facts />
                {(!chosen.ordered).then(|| quantity_form(lang, &chosen.offer, chosen.quantity, &action))}
            </section>
            <form method="post" action=action class="checkout flow" novalidate>
                <input type="hidden" name="plan" value=chosen.offer.to_string() />
                <input type="hidden" name="quantity" value=chosen.quantity.get().to_string() />
                <TextField
                    name="email"
                    label=t(lang, "checkout-email")
                    hint=Some(t(lang, "checkout-email-hint"))
                    error=state.errors.of("email")
                    value=state.email
                    kind="email"
                    autocomplete="email"
                    max_length=Some(254)
                />
                {suggestion
                    .map(|email| {
                        view! {
                            <p class="hint">
                                {t_with(lang, "checkout-email-suggestion", &[("email", email.as_str().to_owned().into())])}
                            </p>
                        }
                    })}
                <CheckBox
                    name="start"
                    label=t(lang, "checkout-start")
                    error=state.errors.of("start")
                    checked=state.start
                />
                <CheckBox
                    name="loss"
                    label=t(lang, "checkout-loss")
                    hint=Some(t_with(lang, "checkout-loss-hint", &[("minutes", minutes.into())]))
                    error=state.errors.of("loss")
                    checked=state.loss
                />
                {similar.then(|| view! { <input type="hidden" name="another" value="yes" /> })}
                <Button label=t_with(
                    lang,
                    if similar { "checkout-pay-another" } else { "checkout-pay" },
                    &[("price", total.into())],
                ) />
                <p class="muted">{t(lang, "checkout-after")}</p>
                <p class="muted">
                    <a href=links::terms(lang)>{t(lang, "checkout-terms")}</a>
                    " · "
                    <a href=links::withdrawal(lang)>{t(lang, "checkout-withdrawal")}</a>
                </p>
            </form>
        </div>
    };
    Page { status, leads_to_checkout: true, ..Page::private(title, body.into_any()) }
}
