//! What waits for a person, oldest first.

use super::desk::desk;
use super::task_list::{LONGEST_NOTE, Listed, task_list};
use super::{staff, tasks_path};
use crate::app::page::{Answer, PageError, PageRequest};
use crate::app::parts::empty_state::EmptyState;
use crate::domain::ids::TaskId;
use crate::fulfilment::staff_acts;
use crate::store::{Task, Tx};
use crate::text::t;
use leptos::prelude::*;

/// `GET /{lang}/admin/tasks`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let mut tx = request.services.store.snapshot().await?;
    let open = tx.open_tasks().await?;
    let tasks = with_numbers(&mut tx, open).await?;
    let content = if tasks.is_empty() {
        view! {
            <EmptyState title=t(lang, "admin-tasks-none") text=t(lang, "admin-tasks-none-text")>
                ""
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <section>
                <h2>{t(lang, "admin-tasks-open")}</h2>
                {task_list(lang, tasks, &tasks_path(lang), request.now())}
            </section>
        }
        .into_any()
    };
    Ok(desk(t(lang, "admin-tasks"), (), content).into())
}

/// `POST /{lang}/admin/tasks`
pub async fn submit(request: PageRequest) -> Result<Answer, PageError> {
    close(&request).await?;
    Ok(Answer::SeeOther(tasks_path(request.lang)))
}

/// Closes the task that the form names. One that somebody else has closed meanwhile stays as they left it.
pub(super) async fn close(request: &PageRequest) -> Result<(), PageError> {
    let task = TaskId::from(request.form.text("task"));
    let note: String = request.form.text("note").chars().take(LONGEST_NOTE).collect();
    staff_acts::close_task(&request.services, staff(request)?, &task, &note).await?;
    Ok(())
}

/// The tasks with their orders' numbers.
pub(super) async fn with_numbers(tx: &mut Tx, tasks: Vec<Task>) -> Result<Vec<Listed>, PageError> {
    let mut listed = Vec::with_capacity(tasks.len());
    for task in tasks {
        let order_number = match &task.order {
            Some(order) => tx.order(order).await?.map(|order| order.number),
            None => None,
        };
        listed.push(Listed { task, order_number });
    }
    Ok(listed)
}
