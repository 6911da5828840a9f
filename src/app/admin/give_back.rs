//! The form with which staff give money back: how much, why, and a tick that it is meant.

use super::staff;
use crate::app::page::{PageError, PageRequest};
use crate::app::parts::button::{Button, ButtonKind};
use crate::app::parts::check_box::CheckBox;
use crate::app::parts::form_errors::FormErrors;
use crate::app::parts::text_field::TextField;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::fulfilment::staff_refund::{CannotGiveBack, Returnable, give_back, returnable};
use crate::store::Family;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// Longest reason, in characters: it stands in the timeline.
const LONGEST_REASON: usize = 200;

/// What was typed, for a form that is shown again.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    amount: Option<String>,
    reason: String,
}

/// The panel; `None` where nothing can be given back and nothing needs saying.
pub(super) fn panel(lang: Lang, family: &Family, here: &str, typed: &Typed, errors: &FormErrors) -> Option<AnyView> {
    let form = match returnable(family) {
        Ok(returnable) => form(lang, returnable, here, typed, errors).into_any(),
        Err(CannotGiveBack::Disputed) => {
            let text = t(lang, "admin-back-disputed");
            view! { <p class="muted">{text}</p> }.into_any()
        }
        Err(CannotGiveBack::Asked) => {
            let text = t(lang, "admin-back-asked");
            view! { <p class="muted">{text}</p> }.into_any()
        }
        Err(CannotGiveBack::Nothing | CannotGiveBack::TooMuch) => return None,
    };
    Some(
        view! {
            <section class="panel">
                <h2>{t(lang, "admin-back")}</h2>
                {form}
            </section>
        }
        .into_any(),
    )
}

fn form(lang: Lang, returnable: Returnable, here: &str, typed: &Typed, errors: &FormErrors) -> impl IntoView + use<> {
    let (amount, lead) = match returnable {
        Returnable::Everything => (None, t(lang, "admin-back-everything")),
        Returnable::UpTo(left) => {
            let value = typed.amount.clone().unwrap_or_else(|| left.to_decimal());
            let label = t_with(lang, "admin-back-amount", &[("currency", left.currency.as_str().into())]);
            let field = view! { <TextField name="amount" label value error=errors.of("amount") max_length=Some(20) /> };
            (Some(field), t_with(lang, "admin-back-left", &[("amount", left.format(lang).into())]))
        }
    };
    let length = u16::try_from(LONGEST_REASON).ok();
    let here = here.to_owned();
    let (reason, wrong_reason, wrong_tick) = (typed.reason.clone(), errors.of("reason"), errors.of("meant"));
    view! {
        <p class="muted">{lead}</p>
        <form class="flow" method="post" action=here>
            {amount}
            <TextField
                name="reason"
                label=t(lang, "admin-back-reason")
                value=reason
                error=wrong_reason
                max_length=length
            />
            <CheckBox name="meant" label=t(lang, "admin-back-meant") error=wrong_tick />
            <Button
                label=t(lang, "admin-back-button")
                kind=ButtonKind::Danger
                name=Some("act")
                value=Some("give_back".to_owned())
            />
        </form>
    }
}

/// Reads the form and begins to give back. Err holds what is wrong with it and what was typed.
pub(super) async fn submit(
    request: &PageRequest,
    family: &Family,
) -> Result<std::result::Result<(), (Typed, FormErrors)>, PageError> {
    let (lang, form) = (request.lang, &request.form);
    let typed = Typed {
        amount: form.get("amount").map(|amount| amount.trim().to_owned()),
        reason: form.text("reason").chars().take(LONGEST_REASON).collect(),
    };
    let mut errors = FormErrors::default();
    let currency = family.order.total.currency;
    let zero = Money::new(0, currency);
    let amount = match (returnable(family), &typed.amount) {
        (Ok(Returnable::UpTo(left)), Some(text)) => {
            // Both decimal signs are typed; the shop's own is the point.
            let amount = Money::parse_decimal(&text.replace(',', "."), currency).unwrap_or(zero);
            if amount.minor < 1 || amount.minor > left.minor {
                errors.add("amount", t_with(lang, "admin-back-wrong-amount", &[("amount", left.format(lang).into())]));
            }
            amount
        }
        _ => zero,
    };
    if typed.reason.is_empty() {
        errors.add("reason", t(lang, "admin-back-no-reason"));
    }
    if form.get("meant").is_none() {
        errors.add("meant", t(lang, "admin-back-not-meant"));
    }
    if errors.is_empty() {
        match give_back(&request.services, staff(request)?, &family.order.id, amount, &typed.reason).await? {
            Ok(()) => return Ok(Ok(())),
            // The order has moved on since the page was shown.
            Err(refusal) => errors.add("meant", refused(lang, refusal)),
        }
    }
    Ok(Err((typed, errors)))
}

fn refused(lang: Lang, refusal: CannotGiveBack) -> String {
    match refusal {
        CannotGiveBack::Disputed => t(lang, "admin-back-disputed"),
        CannotGiveBack::Asked => t(lang, "admin-back-asked"),
        CannotGiveBack::Nothing | CannotGiveBack::TooMuch => t(lang, "admin-back-moved-on"),
    }
}
