//! Every plan of every supplier as staff read it: cost, price, stock and when it runs out; whether it is shown, and if not, why.

use super::desk::desk;
use crate::app::page::{Answer, PageError, PageRequest};
use crate::app::parts::badge::Badge;
use crate::app::parts::tone::Tone;
use crate::domain::catalogue::{Catalogue, Pause};
use crate::domain::ids::OfferId;
use crate::domain::lang::Lang;
use crate::domain::offer::NotSold;
use crate::domain::ranking::Advantage;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::stock_watch::run_out_at;
use crate::store::OfferRow;
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::collections::HashMap;

/// `GET /{lang}/admin/offers`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let mut tx = request.services.store.snapshot().await?;
    let offers = tx.all_offers().await?;
    let ends = run_out_at(&mut tx, request.now()).await?;
    drop(tx);
    let catalogue = request.services.catalogue();
    let rows = offers.into_iter().map(|offer| row(lang, &catalogue, &ends, offer)).collect_view();
    let content = view! {
        <p>{t(lang, "admin-offers-lead")}</p>
        <table class="records">
            <thead>
                <tr>
                    <th scope="col">{t(lang, "admin-offer-plan")}</th>
                    <th scope="col">{t(lang, "admin-supplier")}</th>
                    <th scope="col" class="figure">{t(lang, "admin-offer-cost")}</th>
                    <th scope="col" class="figure">{t(lang, "admin-offer-price")}</th>
                    <th scope="col" class="figure">{t(lang, "admin-offer-stock")}</th>
                    <th scope="col">{t(lang, "admin-offer-state")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    Ok(desk(t(lang, "admin-offers"), (), content).into())
}

fn row(
    lang: Lang,
    catalogue: &Catalogue,
    ends: &HashMap<OfferId, UnixSeconds>,
    offer: OfferRow,
) -> impl IntoView + use<> {
    let (word, tone, reason) = state(lang, catalogue, &offer);
    let price = offer.price.map_or_else(|| "–".to_owned(), |price| price.format(lang));
    let runs_out =
        ends.get(&offer.id).map(|at| t_with(lang, "admin-offer-runs-out", &[("date", at.date(lang).into())]));
    let stock = offer.stock.map_or_else(|| "–".to_owned(), |stock| stock.to_string());
    view! {
        <tr>
            <th scope="row">{offer.name}" "<small>{offer.network}</small></th>
            <td data-label=t(lang, "admin-supplier")>{offer.supplier.as_str().to_owned()}</td>
            <td data-label=t(lang, "admin-offer-cost") class="figure">{offer.cost.format(lang)}</td>
            <td data-label=t(lang, "admin-offer-price") class="figure">{price}</td>
            <td data-label=t(lang, "admin-offer-stock") class="figure">
                {stock}
                {runs_out.map(|text| view! { <small>{text}</small> })}
            </td>
            <td data-label=t(lang, "admin-offer-state")>
                <Badge text=word tone />
                {reason.map(|reason| view! { <small>{reason}</small> })}
            </td>
        </tr>
    }
}

/// Whether visitors see it, and why not.
fn state(lang: Lang, catalogue: &Catalogue, offer: &OfferRow) -> (String, Tone, Option<String>) {
    if let Some(reason) = &offer.not_sold {
        return (t(lang, "admin-offer-not-sold"), Tone::Warn, Some(why_not_sold(lang, reason)));
    }
    if let Some(outdone) = catalogue.outdone(&offer.id) {
        let key = match outdone.why {
            Advantage::Cheaper => "admin-offer-cheaper",
            Advantage::Faster => "admin-offer-faster",
            Advantage::MoreInStock => "admin-offer-more-in-stock",
            Advantage::None => "admin-offer-alike",
        };
        let reason = t_with(lang, key, &[("supplier", outdone.supplier.as_str().to_owned().into())]);
        return (t(lang, "admin-offer-outdone"), Tone::Plain, Some(reason));
    }
    if catalogue.offer(&offer.id).is_some() {
        return (t(lang, "admin-offer-shown"), Tone::Ok, None);
    }
    if let Some((_, pause)) = catalogue.paused(&offer.id) {
        let key = match pause {
            Pause::SupplierAway => "admin-offer-supplier-away",
            Pause::NoCredit => "admin-offer-no-credit",
        };
        return (t(lang, "admin-offer-pauses"), Tone::Warn, Some(t(lang, key)));
    }
    // Priced, and yet not in the catalogue: its supplier's eSIMs may not be sold now, or nothing is left.
    (t(lang, "admin-offer-not-sold"), Tone::Warn, Some(t(lang, "admin-offer-supplier-stopped")))
}

fn why_not_sold(lang: Lang, word: &str) -> String {
    let key = match NotSold::parse(word) {
        Some(NotSold::NotAnEsim) => "admin-offer-not-an-esim",
        Some(NotSold::Unavailable) => "admin-offer-unavailable",
        Some(NotSold::NoStock) => "admin-offer-no-stock",
        Some(NotSold::NoRate) => "admin-offer-no-rate",
        Some(NotSold::BelowFloor) => "admin-offer-below-floor",
        Some(NotSold::NoLeastPrice) => "admin-offer-no-least-price",
        Some(NotSold::Vanished) => "admin-offer-vanished",
        None => return word.to_owned(),
    };
    t(lang, key)
}
