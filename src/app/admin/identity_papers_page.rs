//! The lines that are about to be cut because nobody may have registered identity papers for them.

use super::desk::desk;
use super::order_path;
use crate::app::page::{Answer, PageError, PageRequest};
use crate::app::parts::badge::Badge;
use crate::app::parts::empty_state::EmptyState;
use crate::app::parts::tone::Tone;
use crate::domain::lang::Lang;
use crate::domain::sim_status::SimStatus;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::usage_sync::{StoredSim, stored_use};
use crate::store::{PapersDue, Tx};
use crate::text::{t, t_with};
use leptos::prelude::*;

/// A line is about to be cut when its term ends within so many days.
const SOON_DAYS: i64 = 10;
/// It is urgent from so many days on: the last reminder is out.
const URGENT_DAYS: i64 = 3;
/// Lines on the page.
const AT_MOST: u32 = 200;

/// One line that is about to be cut.
struct Line {
    order_number: String,
    plan: String,
    until: UnixSeconds,
    status: Option<SimStatus>,
    reminders: usize,
}

/// `GET /{lang}/admin/identity-papers`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let (lang, now) = (request.lang, request.now());
    let mut tx = request.services.store.snapshot().await?;
    let lines = lines(&mut tx, now).await?;
    let content = if lines.is_empty() {
        view! {
            <EmptyState title=t(lang, "admin-papers-none") text=t(lang, "admin-papers-none-text")>
                ""
            </EmptyState>
        }
        .into_any()
    } else {
        table(lang, now, lines)
    };
    Ok(desk(t(lang, "admin-papers"), (), content).into())
}

/// How many lines are about to be cut.
pub(super) async fn count(tx: &mut Tx, now: UnixSeconds) -> Result<usize, PageError> {
    Ok(lines(tx, now).await?.len())
}

async fn lines(tx: &mut Tx, now: UnixSeconds) -> Result<Vec<Line>, PageError> {
    let mut lines = Vec::new();
    for due in tx.papers_due(now, now.plus_days(SOON_DAYS), AT_MOST).await? {
        lines.extend(line(tx, due).await?);
    }
    Ok(lines)
}

/// `None` for a line that is over already: no papers can help it.
async fn line(tx: &mut Tx, due: PapersDue) -> Result<Option<Line>, PageError> {
    let esim = &due.esim;
    let status = stored_use(tx, &esim.id).await?.sim.as_ref().map(StoredSim::status);
    if matches!(status, Some(SimStatus::Expired | SimStatus::RevokedByOperator)) {
        return Ok(None);
    }
    let Some(family) = tx.family(&esim.order).await? else { return Ok(None) };
    let plan = family.lines.iter().find(|line| line.id == esim.line).map(|line| line.facts.name.clone());
    let reminders = tx.notices_of(&esim.id).await?.iter().filter(|(notice, _)| notice.is_about_papers()).count();
    let plan = plan.unwrap_or_default();
    Ok(Some(Line { order_number: family.order.number, plan, until: due.until, status, reminders }))
}

fn table(lang: Lang, now: UnixSeconds, lines: Vec<Line>) -> AnyView {
    let rows = lines.into_iter().map(|line| row(lang, now, line)).collect_view();
    view! {
        <p>{t(lang, "admin-papers-text")}</p>
        <table class="records">
            <thead>
                <tr>
                    <th scope="col">{t(lang, "admin-papers-order")}</th>
                    <th scope="col">{t(lang, "admin-papers-plan")}</th>
                    <th scope="col">{t(lang, "admin-papers-until")}</th>
                    <th scope="col">{t(lang, "admin-papers-sim")}</th>
                    <th scope="col" class="figure">{t(lang, "admin-papers-reminders")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, now: UnixSeconds, line: Line) -> impl IntoView {
    let days = now.days_until(line.until);
    let tone = if days <= URGENT_DAYS { Tone::Bad } else { Tone::Warn };
    let left = t_with(lang, "admin-papers-left", &[("days", days.into())]);
    let sim = line.status.map_or_else(|| t(lang, "admin-papers-sim-unknown"), |status| t(lang, status.key()));
    view! {
        <tr>
            <th scope="row"><a href=order_path(lang, &line.order_number)>{line.order_number.clone()}</a></th>
            <td data-label=t(lang, "admin-papers-plan")>{line.plan}</td>
            <td data-label=t(lang, "admin-papers-until")>
                <Badge text=left tone />
                <small>{line.until.date_time(lang)}</small>
            </td>
            <td data-label=t(lang, "admin-papers-sim")>{sim}</td>
            <td data-label=t(lang, "admin-papers-reminders") class="figure">{line.reminders}</td>
        </tr>
    }
}
