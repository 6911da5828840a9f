//! Tasks as staff read them: what it is, what was seen, the safe next step, and a form to close it.

use super::words::task;
use super::{order_path, words};
use crate::app::parts::button::{Button, ButtonKind};
use crate::domain::lang::Lang;
use crate::domain::timestamp::UnixSeconds;
use crate::store::Task;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// The longest note, in characters.
pub(super) const LONGEST_NOTE: usize = 500;

/// A task with its order's number.
#[derive(Clone)]
pub(super) struct Listed {
    pub(super) task: Task,
    pub(super) order_number: Option<String>,
}

/// The tasks; `action` is the page that the forms post to.
pub(super) fn task_list(lang: Lang, tasks: Vec<Listed>, action: &str, now: UnixSeconds) -> impl IntoView + use<> {
    let action = action.to_owned();
    let items = tasks.into_iter().map(|listed| item(lang, listed, action.clone(), now)).collect_view();
    view! { <ul class="tasks">{items}</ul> }
}

fn item(lang: Lang, listed: Listed, action: String, now: UnixSeconds) -> impl IntoView {
    let Listed { task: open, order_number } = listed;
    let (title, next) = task(lang, open.kind);
    let order = order_number.map(|number| {
        view! { <a href=order_path(lang, &number)>{number.clone()}</a>" · " }
    });
    let closed = open.done_at.map(|at| {
        let who = open.done_by.clone().unwrap_or_default();
        let values = [("name", who.into()), ("time", at.date_time(lang).into())];
        let note = open.note.clone().filter(|note| !note.is_empty());
        view! {
            <p class="muted">{t_with(lang, "admin-task-closed", &values)}</p>
            {note.map(|note| view! { <p>{note}</p> })}
        }
    });
    let form = open.done_at.is_none().then(|| close_form(lang, open.id.as_str().to_owned(), action));
    view! {
        <li class="panel">
            <h3>{title}</h3>
            <p class="muted">{order}{words::age(lang, now.since(open.created_at))}</p>
            <p>{open.evidence}</p>
            {closed}
            {form.map(|form| view! { <p class="next"><b>{t(lang, "admin-task-next")}</b>" "{next}</p>{form} })}
        </li>
    }
}

fn close_form(lang: Lang, task: String, action: String) -> impl IntoView {
    let field = format!("note-{task}");
    view! {
        <form class="close" method="post" action=action>
            <input type="hidden" name="task" value=task />
            <label for=field.clone()>{t(lang, "admin-task-note")}</label>
            <input class="input" id=field name="note" maxlength=LONGEST_NOTE.to_string() autocomplete="off" />
            <Button label=t(lang, "admin-task-done") kind=ButtonKind::Quiet name=Some("act") value=Some("close".to_owned()) />
        </form>
    }
}
