//! A price, and what a gigabyte comes to.

use crate::domain::lang::Lang;
use crate::domain::offer::Offer;
use crate::text::t_with;
use leptos::prelude::*;
use std::sync::Arc;

/// The price of a plan; below it the price per gigabyte where the plan counts them.
#[component]
pub fn Price(lang: Lang, offer: Arc<Offer>) -> AnyView {
    let per_gigabyte = offer.price_per_gigabyte().map(|price| {
        let text = t_with(lang, "price-per-gigabyte", &[("price", price.format(lang).into())]);
        view! { <p class="price-per">{text}</p> }
    });
    view! {
        <p class="price">{offer.price.format(lang)}</p>
        {per_gigabyte}
    }
    .into_any()
}
