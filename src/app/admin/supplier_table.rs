//! The suppliers: whether their eSIMs are sold and why not, how they answer, the last sync, what is sold out.

use crate::app::page::PageError;
use crate::app::parts::badge::Badge;
use crate::app::parts::tone::Tone;
use crate::domain::ids::SupplierId;
use crate::domain::lang::Lang;
use crate::domain::offer::NotSold;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::credit_watch::{Credit, known_credit};
use crate::fulfilment::supplier_watch::{known_networks, obstacle_fact};
use crate::store::{OfferRow, Tx};
use crate::suppliers::http::breaker::Circuit;
use crate::suppliers::http::calls::Lately;
use crate::suppliers::{NetworkState, Supplier};
use crate::text::{t, t_with};
use leptos::prelude::*;

/// How one supplier stands.
pub(super) struct SupplierState {
    supplier: SupplierId,
    /// Why its eSIMs are not sold (empty: they are), and since when; `None` before the first look.
    obstacle: Option<(String, UnixSeconds)>,
    /// As this server sees it: reading and buying.
    circuits: [Circuit; 2],
    lately: Lately,
    credit: Option<Credit>,
    networks: Vec<NetworkState>,
    synced_at: Option<UnixSeconds>,
    sold: usize,
    sold_out: usize,
    not_sold: usize,
}

impl SupplierState {
    /// From what the shop remembers; no supplier is asked.
    pub(super) async fn read(tx: &mut Tx, supplier: &dyn Supplier, offers: &[OfferRow]) -> Result<Self, PageError> {
        let (line, supplier) = (supplier.line(), supplier.id());
        let ours = || offers.iter().filter(|offer| offer.supplier == *supplier);
        let sold_out =
            |offer: &OfferRow| offer.stock == Some(0) || offer.not_sold.as_deref() == Some(NotSold::NoStock.as_str());
        let sold = |offer: &OfferRow| offer.not_sold.is_none() && !sold_out(offer);
        Ok(Self {
            supplier: supplier.clone(),
            obstacle: tx.fact(&obstacle_fact(supplier)).await?,
            circuits: line.circuits().map(|(_, circuit)| circuit),
            lately: line.calls.lately(),
            credit: known_credit(tx, supplier).await?,
            networks: known_networks(tx, supplier).await?,
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
                    <th scope="col">{t(lang, "admin-supplier-line")}</th>
                    <th scope="col">{t(lang, "admin-supplier-credit")}</th>
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
            <td data-label=t(lang, "admin-supplier-line")>{line(lang, state.circuits, &state.lately)} {outages(lang, state.networks)}</td>
            <td data-label=t(lang, "admin-supplier-credit")>{credit(lang, state.credit)}</td>
            <td data-label=t(lang, "admin-supplier-synced")>{synced}</td>
            <td data-label=t(lang, "admin-supplier-sold") class="figure">{state.sold}</td>
            <td data-label=t(lang, "admin-supplier-sold-out") class="figure">{state.sold_out}</td>
            <td data-label=t(lang, "admin-supplier-not-sold") class="figure">{state.not_sold}</td>
        </tr>
    }
}

/// The worse of both circuits, and the calls of late.
fn line(lang: Lang, circuits: [Circuit; 2], lately: &Lately) -> impl IntoView + use<> {
    let (word, tone) = match circuits.into_iter().max() {
        None | Some(Circuit::Closed) => (t(lang, "admin-supplier-answers"), Tone::Ok),
        Some(Circuit::Trial) => (t(lang, "admin-supplier-on-trial"), Tone::Warn),
        Some(Circuit::Open) => (t(lang, "admin-supplier-left-alone"), Tone::Bad),
    };
    let figures = lately.p95.map(|p95| {
        let milliseconds = u64::try_from(p95.as_millis()).unwrap_or(u64::MAX);
        // Tenths of a percent, so that half a percent is seen.
        let errors = format!("{:.1}", lately.error_share() * 100.0);
        let errors = if lang == Lang::Fr { errors.replace('.', ",") } else { errors };
        let of = [("ms", milliseconds.into()), ("errors", errors.into()), ("count", lately.calls.into())];
        view! { <small>{t_with(lang, "admin-supplier-lately", &of)}</small> }
    });
    view! { <Badge text=word tone />{figures} }
}

/// What is left of what was paid in advance, when it ends, and when it was read.
fn credit(lang: Lang, credit: Option<Credit>) -> impl IntoView + use<> {
    let Some(Credit { left, read_at, ends_at }) = credit else { return "–".into_any() };
    let dated = |key: &str, date: String| t_with(lang, key, &[("date", date.into())]);
    let ends = ends_at.map(|at| dated("admin-supplier-credit-ends", at.date(lang)));
    let read = dated("admin-supplier-credit-read", read_at.date_time(lang));
    let told = ends.map_or_else(|| read.clone(), |ends| format!("{ends} · {read}"));
    view! { {left.format(lang)}" "<small>{told}</small> }.into_any()
}

/// The networks that are down, or were and when.
fn outages(lang: Lang, networks: Vec<NetworkState>) -> impl IntoView {
    let told = networks.into_iter().filter_map(|network| {
        let date = network.last_outage_at.map(|at| at.date_time(lang));
        let key = match (network.connected, &date) {
            (Some(false), Some(_)) => "admin-supplier-network-down-since",
            (Some(false), None) => "admin-supplier-network-down",
            (_, Some(_)) => "admin-supplier-network-was-down",
            (_, None) => return None,
        };
        let of = [("name", network.name.into()), ("date", date.unwrap_or_default().into())];
        Some(view! { <small>{t_with(lang, key, &of)}</small> })
    });
    told.collect_view()
}
