//! The overview: what waits for a person, what is under way, whether the suppliers' eSIMs are sold.

use super::desk::desk;
use super::reconciliation_page::held_back_notice;
use super::supplier_table::{SupplierState, supplier_table};
use super::words::order_state;
use super::{identity_papers_page, identity_papers_path, orders_path, reconciliation_path, tasks_path};
use crate::app::page::{Answer, PageError, PageRequest};
use crate::domain::order::OrderState;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// `GET /{lang}/admin`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let mut tx = request.services.store.snapshot().await?;
    let restored = tx.restored().await?;
    let differing = tx.count_standing(None).await?;
    let tasks = tx.open_tasks().await?.len();
    let papers = identity_papers_page::count(&mut tx, request.now()).await?;
    let under_way = tx.orders_under_way().await?;
    let offers = tx.all_offers().await?;
    let mut suppliers = Vec::new();
    for supplier in request.services.suppliers.iter() {
        suppliers.push(SupplierState::read(&mut tx, supplier.as_ref(), &offers).await?);
    }
    let tiles: Vec<_> = UNDER_WAY
        .into_iter()
        .map(|state| {
            let count = under_way.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count);
            let href = format!("{}?state={}", orders_path(lang), state.as_str());
            figure(href, count, order_state(lang, state).0, state == OrderState::NeedsAPerson && count > 0)
        })
        .collect();
    let waiting = t_with(lang, "admin-overview-tasks", &[("count", tasks.into())]);
    let differences = t_with(lang, "reconcile-figure", &[("count", differing.into())]);
    let cut = t_with(lang, "admin-overview-papers", &[("count", papers.into())]);
    let content = view! {
        {held_back_notice(lang, restored)}
        <ul class="figures">
            {figure(tasks_path(lang), i64::try_from(tasks).unwrap_or(i64::MAX), waiting, tasks > 0)}
            {figure(reconciliation_path(lang), differing, differences, differing > 0)}
            {figure(identity_papers_path(lang), i64::try_from(papers).unwrap_or(i64::MAX), cut, papers > 0)}
            {tiles}
        </ul>
        <section>
            <h2>{t(lang, "admin-suppliers")}</h2>
            {supplier_table(lang, suppliers)}
        </section>
    };
    Ok(desk(t(lang, "admin-overview"), (), content).into())
}

/// In the order of the tiles.
const UNDER_WAY: [OrderState; 4] =
    [OrderState::NeedsAPerson, OrderState::Fulfilling, OrderState::GivingBack, OrderState::AwaitingPayment];

fn figure(href: String, count: i64, text: String, alarming: bool) -> impl IntoView {
    let class = if alarming { "count bad" } else { "count" };
    view! { <li><a class=class href=href><b>{count}</b><span>{text}</span></a></li> }
}
