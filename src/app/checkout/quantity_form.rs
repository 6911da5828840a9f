//! How many eSIMs: a form of its own, so that the total is on the page before the button that obliges to pay.

use crate::app::parts::button::{Button, ButtonKind};
use crate::app::parts::select_field::SelectField;
use crate::domain::checkout::Quantity;
use crate::domain::ids::OfferId;
use crate::domain::lang::Lang;
use crate::text::t;
use leptos::prelude::*;

/// Chooses the number of eSIMs: the page is shown again with its total, before anything is typed.
pub(super) fn quantity_form(lang: Lang, offer: &OfferId, chosen: Quantity, action: &str) -> AnyView {
    let numbers = Quantity::ONE.get()..=Quantity::MOST.get();
    let options: Vec<_> = numbers.map(|number| (number.to_string(), number.to_string())).collect();
    let (plan, quantity, action) = (offer.to_string(), chosen.get().to_string(), action.to_owned());
    view! {
        <form method="get" action=action class="button-row">
            <input type="hidden" name="plan" value=plan />
            <SelectField name="quantity" label=t(lang, "checkout-quantity") options chosen=quantity />
            <Button label=t(lang, "checkout-quantity-change") kind=ButtonKind::Quiet />
        </form>
    }
    .into_any()
}
