//! Reconciliation as staff read it: what differs between books and world with its safe next step, and the last comparisons.

use super::desk::desk;
use super::task_list::LONGEST_NOTE;
use super::{order_path, reconciliation_path, staff};
use crate::app::page::{Answer, PageError, PageRequest};
use crate::app::parts::badge::Badge;
use crate::app::parts::button::{Button, ButtonKind};
use crate::app::parts::empty_state::EmptyState;
use crate::app::parts::notice::Notice;
use crate::app::parts::tone::Tone;
use crate::domain::ids::DifferenceId;
use crate::domain::lang::Lang;
use crate::fulfilment::{reconcile, staff_acts};
use crate::store::{Difference, Reconciliation, Restored};
use crate::text::{t, t_with};
use leptos::prelude::*;

/// `GET /{lang}/admin/reconciliation`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let mut tx = request.services.store.snapshot().await?;
    let standing = tx.standing_differences().await?;
    let comparisons = tx.newest_reconciliations().await?;
    let restored = tx.restored().await?;
    let content = view! {
        {held_back_notice(lang, restored)}
        <p>{t(lang, "reconcile-lead")}</p>
        {differences(lang, standing)}
        <section>
            <h2>{t(lang, "reconcile-passes")}</h2>
            {table(lang, comparisons)}
        </section>
    };
    Ok(desk(t(lang, "reconcile-title"), (), content).into())
}

/// `POST /{lang}/admin/reconciliation`: settles the difference that the form names. One that is gone, or that somebody
/// else has settled meanwhile, stays as it is.
pub async fn submit(request: PageRequest) -> Result<Answer, PageError> {
    let difference = DifferenceId::from(request.form.text("difference"));
    let note: String = request.form.text("note").chars().take(LONGEST_NOTE).collect();
    staff_acts::settle_difference(&request.services, staff(&request)?, &difference, &note).await?;
    Ok(Answer::SeeOther(reconciliation_path(request.lang)))
}

/// What a restored backup means for the shop, until it was compared with the world.
pub(super) fn held_back_notice(lang: Lang, restored: Option<Restored>) -> Option<AnyView> {
    let restored = restored.filter(|restored| !restored.compared)?;
    let text = t_with(lang, "reconcile-held-back-text", &[("time", restored.at.date_time(lang).into())]);
    Some(
        view! {
            <Notice tone=Tone::Bad title=Some(t(lang, "reconcile-held-back"))>
                <p>{text}</p>
            </Notice>
        }
        .into_any(),
    )
}

/// Those of one order that stand, for its own page; `None` where there are none.
pub(super) fn standing_of_order(lang: Lang, all: Vec<Difference>) -> Option<AnyView> {
    let stands = |difference: &Difference| difference.healed_at.is_none() && difference.done_at.is_none();
    let standing: Vec<Difference> = all.into_iter().filter(stands).collect();
    (!standing.is_empty()).then(|| list(lang, standing))
}

fn differences(lang: Lang, standing: Vec<Difference>) -> AnyView {
    if standing.is_empty() {
        return view! {
            <EmptyState title=t(lang, "reconcile-none") text=t(lang, "reconcile-none-text")>
                ""
            </EmptyState>
        }
        .into_any();
    }
    list(lang, standing)
}

fn list(lang: Lang, standing: Vec<Difference>) -> AnyView {
    let items = standing.into_iter().map(|difference| item(lang, difference)).collect_view();
    view! {
        <section>
            <h2>{t(lang, "reconcile-standing")}</h2>
            <ul class="tasks">{items}</ul>
        </section>
    }
    .into_any()
}

fn item(lang: Lang, difference: Difference) -> impl IntoView {
    let (title, next) = reconcile::difference(lang, difference.kind);
    let order = difference.order_number.map(|number| {
        view! { <a href=order_path(lang, &number)>{number.clone()}</a>" · " }
    });
    let seen = [
        ("first", difference.first_seen_at.date_time(lang).into()),
        ("last", difference.last_seen_at.date_time(lang).into()),
    ];
    let field = format!("note-{}", difference.id);
    view! {
        <li class="panel">
            <h3>{title}</h3>
            <p class="muted">{order}{t_with(lang, "reconcile-seen", &seen)}</p>
            <p>{difference.evidence}</p>
            <p class="next"><b>{t(lang, "admin-task-next")}</b>" "{next}</p>
            <form class="close" method="post" action=reconciliation_path(lang)>
                <input type="hidden" name="difference" value=difference.id.as_str().to_owned() />
                <label for=field.clone()>{t(lang, "reconcile-settle-note")}</label>
                <input class="input" id=field name="note" maxlength=LONGEST_NOTE.to_string() autocomplete="off" />
                <Button label=t(lang, "reconcile-settle") kind=ButtonKind::Quiet />
            </form>
        </li>
    }
}

fn table(lang: Lang, comparisons: Vec<Reconciliation>) -> AnyView {
    if comparisons.is_empty() {
        return view! { <p>{t(lang, "reconcile-never")}</p> }.into_any();
    }
    let rows = comparisons.into_iter().map(|comparison| row(lang, comparison)).collect_view();
    view! {
        <table class="records">
            <thead>
                <tr>
                    <th scope="col">{t(lang, "reconcile-pass")}</th>
                    <th scope="col">{t(lang, "reconcile-made-at")}</th>
                    <th scope="col" class="figure">{t(lang, "reconcile-compared")}</th>
                    <th scope="col" class="figure">{t(lang, "reconcile-others")}</th>
                    <th scope="col" class="figure">{t(lang, "reconcile-healed")}</th>
                    <th scope="col" class="figure">{t(lang, "reconcile-open")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, comparison: Reconciliation) -> impl IntoView {
    let (word, tone) = match (&comparison.problem, comparison.ended_at) {
        (Some(_), _) => (t(lang, "reconcile-unreadable"), Tone::Bad),
        (None, Some(_)) => (t(lang, "reconcile-complete"), Tone::Ok),
        (None, None) => (t(lang, "reconcile-running"), Tone::Warn),
    };
    let counts = comparison.counts;
    view! {
        <tr>
            <th scope="row">{reconcile::pass(lang, &comparison.pass)}</th>
            <td data-label=t(lang, "reconcile-made-at")>
                <Badge text=word tone />
                <small>{comparison.started_at.date_time(lang)}</small>
                {comparison.problem.map(|problem| view! { <small>{problem}</small> })}
            </td>
            <td data-label=t(lang, "reconcile-compared") class="figure">{counts.compared}</td>
            <td data-label=t(lang, "reconcile-others") class="figure">{counts.others}</td>
            <td data-label=t(lang, "reconcile-healed") class="figure">{counts.healed}</td>
            <td data-label=t(lang, "reconcile-open") class="figure">{counts.standing}</td>
        </tr>
    }
}
