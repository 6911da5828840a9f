//! The suppliers: whether their eSIMs are sold and why not, the last sync, what is sold out.

use crate::app::page::PageError;
use crate::app::parts::badge::Badge;
use crate::app::parts::tone::Tone;
use crate::domain::ids::SupplierId;
use crate::domain::lang::Lang;
use crate::domain::offer::NotSold;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::supplier_watch::obstacle_fact;
use crate::store::{OfferRow, Tx};
use crate::text::t;
use leptos::prelude::*;

/// How one supplier stands.
pub(super) struct SupplierState {
    supplier: SupplierId,
    /// Why its eSIMs are not sold (empty: they are), and since when; `None` before the first look.
    obstacle: Option<(String, UnixSeconds)>,
    synced_at: Option<UnixSeconds>,
    sold: usize,
    sold_out: usize,
    not_sold: usize,
}

impl SupplierState {
    /// From what the shop remembers; no supplier is asked.
    pub(super) async fn read(tx: &mut Tx, supplier: &SupplierId, offers: &[OfferRow]) -> Result<Self, PageError> {
        let ours = || offers.iter().filter(|offer| offer.supplier == *supplier);
        let sold_out =
            |offer: &OfferRow| offer.stock == Some(0) || offer.not_sold.as_deref() == Some(NotSold::NoStock.as_str());
        let sold = |offer: &OfferRow| offer.not_sold.is_none() && !sold_out(offer);
        Ok(Self {
            supplier: supplier.clone(),
            obstacle: tx.fact(&obstacle_fact(supplier)).await?,
            synced_at: tx.fact(&format!("synced:{supplier}")).await?.map(|(_, at)| at),
            sold: ours().filter(|offer| sold(offer)).count(),
            sold_out: ours().filter(|offer| sold_out(offer)).count(),
            not_sold: ours().filter(|offer| !sold(offer) && !sold_out(offer)).count(),
        })
    }
}

/// One row a supplier.
pub(super) fn supplier_table(lang: Lang, suppliers: Vec<SupplierState>) -> impl IntoView {
    let rows = suppliers.into_iter().map(|supplier| row(lang, supplier)).collect_view();
    view! {
        <table class="records">
            <thead>
                <tr>
                    <th scope="col">{t(lang, "admin-supplier")}</th>
                    <th scope="col">{t(lang, "admin-supplier-state")}</th>
                    <th scope="col">{t(lang, "admin-supplier-synced")}</th>
                    <th scope="col" class="figure">{t(lang, "admin-supplier-sold")}</th>
                    <th scope="col" class="figure">{t(lang, "admin-supplier-sold-out")}</th>
                    <th scope="col" class="figure">{t(lang, "admin-supplier-not-sold")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(lang: Lang, state: SupplierState) -> impl IntoView {
    let (word, tone) = match &state.obstacle {
        None => (t(lang, "admin-supplier-unknown"), Tone::Warn),
        Some((reason, _)) if reason.is_empty() => (t(lang, "admin-supplier-sells"), Tone::Ok),
        Some(_) => (t(lang, "admin-supplier-stopped"), Tone::Bad),
    };
    let reason = state.obstacle.filter(|(reason, _)| !reason.is_empty()).map(|(reason, since)| {
        view! { <small>{reason}" · "{since.date_time(lang)}</small> }
    });
    let synced = state.synced_at.map_or_else(|| t(lang, "admin-supplier-never"), |at| at.date_time(lang));
    view! {
        <tr>
            <th scope="row">{state.supplier.as_str().to_owned()}</th>
            <td data-label=t(lang, "admin-supplier-state")><Badge text=word tone />{reason}</td>
            <td data-label=t(lang, "admin-supplier-synced")>{synced}</td>
            <td data-label=t(lang, "admin-supplier-sold") class="figure">{state.sold}</td>
            <td data-label=t(lang, "admin-supplier-sold-out") class="figure">{state.sold_out}</td>
            <td data-label=t(lang, "admin-supplier-not-sold") class="figure">{state.not_sold}</td>
        </tr>
    }
}
