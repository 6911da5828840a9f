//! The form from a choice to the payment: what is ordered, the address, two consents, the button that obliges to pay.

use super::why_not::{FormNotice, WhyNot};
use crate::app::page::{Page, PageRequest};
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
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::offer::PlanFacts;
use crate::fulfilment::checkout::CheckedOut;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// What is being bought.
pub(in crate::app) struct Chosen {
    pub facts: PlanFacts,
    /// Of one.
    pub price: Money,
    pub quantity: Quantity,
    /// The SIM that it tops up, as the buyer calls it; `None` for new eSIMs.
    pub tops_up: Option<String>,
    /// Where something else can be chosen: path and name.
    pub choice: (String, String),
    /// What the form sends along unseen.
    pub kept: Vec<(&'static str, String)>,
}

/// What the form shows besides.
#[derive(Default)]
pub(in crate::app) struct FormState {
    pub email: String,
    pub start: bool,
    pub loss: bool,
    pub errors: FormErrors,
    pub notice: Option<FormNotice>,
}

impl FormState {
    /// What was sent; Err shows it again with what has to be mended.
    pub(in crate::app) fn sent(request: &PageRequest) -> Result<(EmailAddress, Self), Self> {
        let (lang, form) = (request.lang, &request.form);
        let mut state = Self {
            email: form.text("email").to_owned(),
            start: form.get("start").is_some(),
            loss: form.get("loss").is_some(),
            ..Self::default()
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
        match email {
            Ok(email) if state.errors.is_empty() => Ok((email, state)),
            _ => Err(state),
        }
    }

    /// The same, with the reason why nothing was ordered.
    pub(in crate::app) fn noticing(self, notice: FormNotice) -> Self {
        Self { notice: Some(notice), ..self }
    }
}

/// Where the buyer goes next; Err is why the form is shown again, `None` in it where it cannot be: all is gone.
pub(in crate::app) fn leads_to(lang: Lang, outcome: CheckedOut) -> Result<String, Option<FormNotice>> {
    match outcome {
        CheckedOut::PayAt(url) => Ok(url),
        CheckedOut::SeeOrder(token) => Ok(links::order(lang, &token)),
        CheckedOut::Gone => Err(None),
        CheckedOut::Similar { number, made_at } => Err(Some(FormNotice::Similar { number, made_at })),
        CheckedOut::PriceChanged => Err(Some(FormNotice::PriceChanged)),
        CheckedOut::TooFew { left } => Err(Some(FormNotice::TooFew { left })),
        CheckedOut::TryAgain => Err(Some(FormNotice::TryAgain)),
        CheckedOut::NotNow => Err(Some(FormNotice::NotNow)),
        CheckedOut::Paused => Err(Some(FormNotice::Paused)),
    }
}

/// The page; `chooser` stands below what is ordered.
pub(in crate::app) fn page(request: &PageRequest, chosen: &Chosen, state: FormState, chooser: Option<AnyView>) -> Page {
    let lang = request.lang;
    let title = state.errors.title(lang, t(lang, "checkout-title"));
    let status = if state.notice.is_some() { 422 } else { state.errors.status() };
    let suggestion = EmailAddress::parse(&state.email).ok().and_then(|email| email.suggestion());
    let total = chosen.price.times(chosen.quantity.get().into()).unwrap_or(chosen.price).format(lang);
    let similar = matches!(state.notice, Some(FormNotice::Similar { .. }));
    let action = request.url.split('?').next().unwrap_or_default().to_owned();
    let above = view! { <Breadcrumbs lang between=vec![chosen.choice.clone()] here=t(lang, "checkout-title") /> };
    let hint = if chosen.tops_up.is_some() { t(lang, "top-up-email-hint") } else { t(lang, "checkout-email-hint") };
    let kept = chosen.kept.iter().map(|(name, value)| view! { <input type="hidden" name=*name value=value.clone() /> });
    let body = view! {
        <Masthead
            title=t(lang, "checkout-title")
            lead=Some(plan_words::short(&chosen.facts, lang))
            above=above.into_any()
        />
        <div class="section wrap reading flow">
            <ErrorSummary lang errors=state.errors.clone() />
            {state.notice.map(|notice| view! { <WhyNot lang notice /> })}
            <section class="panel" aria-labelledby="check">
                <h2 id="check">{t(lang, "checkout-check")}</h2>
                <Facts facts=facts(lang, chosen, &total) />
                {chooser}
            </section>
            <form method="post" action=action class="checkout flow" novalidate>
                {kept.collect_view()}
                <TextField
                    name="email"
                    label=t(lang, "checkout-email")
                    hint=Some(hint)
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
                {consents(request, chosen, &state.errors, state.start, state.loss)}
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

fn facts(lang: Lang, chosen: &Chosen, total: &str) -> Vec<Fact> {
    let change = Some((chosen.choice.0.clone(), t(lang, "change")));
    let sim = chosen.tops_up.as_ref().map(|sim| Fact::new(t(lang, "top-up-sim"), sim.clone()));
    let quantity = Fact::new(t(lang, "checkout-quantity"), chosen.quantity.get().to_string());
    let mut facts = vec![
        Fact { change, ..Fact::new(t(lang, "checkout-plan"), chosen.facts.name.clone()) },
        Fact::new(t(lang, "label-data"), plan_words::data(&chosen.facts.allowance.data, lang)),
        Fact::new(t(lang, "label-validity"), plan_words::validity(chosen.facts.validity, lang)),
        Fact::new(t(lang, "label-coverage"), plan_words::coverage(&chosen.facts.coverage, lang)),
    ];
    facts.push(sim.unwrap_or(quantity));
    facts.push(Fact::new(t(lang, "checkout-total"), total));
    facts
}

/// Never ticked beforehand.
fn consents(request: &PageRequest, chosen: &Chosen, errors: &FormErrors, start: bool, loss: bool) -> AnyView {
    let lang = request.lang;
    let minutes = request.services.config.delivery_deadline.as_secs() / 60;
    let tops_up = chosen.tops_up.is_some();
    let loss_label = if tops_up { t(lang, "top-up-loss") } else { t(lang, "checkout-loss") };
    view! {
        <CheckBox name="start" label=t(lang, "checkout-start") error=errors.of("start") checked=start />
        <CheckBox
            name="loss"
            label=loss_label
            hint=Some(t_with(lang, "checkout-loss-hint", &[("minutes", minutes.into())]))
            error=errors.of("loss")
            checked=loss
        />
    }
    .into_any()
}
