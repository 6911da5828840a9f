//! The list of orders: by state, by buyer, newest first; a reference leads straight to its order.

use super::desk::desk;
use super::words::order_state;
use super::{order_path, orders_path};
use crate::app::page::{Answer, PageError, PageRequest};
use crate::app::parts::badge::Badge;
use crate::app::parts::button::{Button, ButtonKind, ButtonLink};
use crate::app::parts::empty_state::EmptyState;
use crate::app::parts::select_field::SelectField;
use crate::app::parts::text_field::TextField;
use crate::app::parts::tone::Tone;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::OrderId;
use crate::domain::lang::Lang;
use crate::domain::order::OrderState;
use crate::domain::timestamp::UnixSeconds;
use crate::store::{OrderFilter, OrderSummary};
use crate::text::{t, t_with};
use leptos::prelude::*;
use url::form_urlencoded::Serializer;

/// `GET /{lang}/admin/orders`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let sought = request.query.text("q").to_owned();
    let state = OrderState::parse(request.query.text("state"));
    let mut tx = request.services.store.snapshot().await?;
    let email = EmailAddress::parse(&sought).ok();
    if email.is_none() && !sought.is_empty() {
        let suppliers: Vec<_> = request.services.suppliers.iter().map(|supplier| supplier.id().clone()).collect();
        let number = tx.order_of_number(&as_number(&sought)).await?;
        let found = match number {
            Some(order) => Some(order),
            None => tx.order_named(&sought, &suppliers).await?,
        };
        if let Some(order) = found
            && let Some(order) = tx.order(&order).await?
        {
            return Ok(Answer::SeeOther(order_path(lang, &order.number)));
        }
    }
    // What is neither an address nor a reference that we know is found nowhere.
    let nowhere = email.is_none() && !sought.is_empty();
    let filter = OrderFilter { state, email, after: cursor(request.query.text("after")) };
    let (orders, more) = if nowhere { (Vec::new(), false) } else { tx.list_orders(&filter).await? };
    let older = orders.last().filter(|_| more).map(|last| page_after(lang, &sought, state, last));
    let content = view! {
        <Search lang sought=sought.clone() state />
        {if orders.is_empty() { none(lang).into_any() } else { table(lang, orders).into_any() }}
        {older.map(|href| {
            view! { <p><ButtonLink href label=t(lang, "admin-orders-older") kind=ButtonKind::Quiet /></p> }
        })}
    };
    Ok(desk(t(lang, "admin-orders"), (), content).into())
}

/// `e-7k3m9 q2xw4`, as somebody says it on the telephone, is `E-7K3M9-Q2XW4`.
fn as_number(text: &str) -> String {
    let bare: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    match bare.strip_prefix('E').filter(|rest| rest.len() == 10) {
        Some(rest) => format!("E-{}-{}", &rest[..5], &rest[5..]),
        None => text.to_owned(),
    }
}

/// The place in the list: time and id of the last order of the page before.
fn cursor(text: &str) -> Option<(UnixSeconds, OrderId)> {
    let (at, id) = text.split_once('.')?;
    Some((UnixSeconds(at.parse().ok()?), OrderId::from(id)))
}

fn page_after(lang: Lang, sought: &str, state: Option<OrderState>, last: &OrderSummary) -> String {
    let mut query = Serializer::new(String::new());
    if !sought.is_empty() {
        query.append_pair("q", sought);
    }
    if let Some(state) = state {
        query.append_pair("state", state.as_str());
    }
    query.append_pair("after", &format!("{}.{}", last.created_at.0, last.id));
    format!("{}?{}", orders_path(lang), query.finish())
}

#[component]
fn Search(lang: Lang, sought: String, state: Option<OrderState>) -> impl IntoView {
    let mut options = vec![(String::new(), t(lang, "admin-orders-all-states"))];
    options.extend(OrderState::ALL.iter().map(|state| (state.as_str().to_owned(), order_state(lang, *state).0)));
    view! {
        <form class="seek" action=orders_path(lang) role="search">
            <TextField
                name="q"
                label=t(lang, "admin-orders-search")
                kind="search"
                value=sought
                max_length=Some(254)
            />
            <SelectField
                name="state"
                label=t(lang, "admin-orders-state")
                options
                chosen=state.map_or_else(String::new, |state| state.as_str().to_owned())
            />
            <Button label=t(lang, "admin-orders-search-button") />
        </form>
    }
}

fn none(lang: Lang) -> impl IntoView {
    view! {
        <EmptyState title=t(lang, "admin-orders-none") text=t(lang, "admin-orders-none-text")>
            <a href=orders_path(lang)>{t(lang, "admin-orders-show-all")}</a>
        </EmptyState>
    }
}

fn table(lang: Lang, orders: Vec<OrderSummary>) -> impl IntoView {
    let rows = orders.into_iter().map(|order| row(lang, order)).collect_view();
    view! {
        <table class="records">
            <thead>
                <tr>
                    <th scope="col">{t(lang, "admin-orders-number")}</th>
                    <th scope="col">{t(lang, "admin-orders-state")}</th>
                    <th scope="col">{t(lang, "admin-orders-buyer")}</th>
                    <th scope="col">{t(lang, "admin-orders-plan")}</th>
                    <th scope="col" class="figure">{t(lang, "admin-orders-total")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(lang: Lang, order: OrderSummary) -> impl IntoView {
    let (state, tone) = order_state(lang, order.state);
    let plan = if order.lines > 1 { format!("{} × {}", order.lines, order.plan) } else { order.plan };
    let tasks = (order.open_tasks > 0).then(|| {
        let text = t_with(lang, "admin-orders-tasks", &[("count", order.open_tasks.into())]);
        view! { " "<Badge text tone=Tone::Bad /> }
    });
    let disputed = order.disputed.then(|| view! { " "<Badge text=t(lang, "admin-order-disputed") tone=Tone::Bad /> });
    let late =
        order.late_payment.then(|| view! { " "<Badge text=t(lang, "admin-order-late-payment") tone=Tone::Warn /> });
    view! {
        <tr>
            <th scope="row">
                <a href=order_path(lang, &order.number)>{order.number.clone()}</a>
                <small>{order.created_at.date_time(lang)}</small>
            </th>
            <td data-label=t(lang, "admin-orders-state")><Badge text=state tone />{tasks}{disputed}{late}</td>
            <td data-label=t(lang, "admin-orders-buyer")>{order.email}</td>
            <td data-label=t(lang, "admin-orders-plan")>{plan}</td>
            <td data-label=t(lang, "admin-orders-total") class="figure">{order.total.format(lang)}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_be_typed_as_it_is_heard() {
        for text in ["E-7K3M9-Q2XW4", "e7k3m9q2xw4", "e-7k3m9 q2xw4", "E 7K3M9 Q2XW4"] {
            assert_eq!(as_number(text), "E-7K3M9-Q2XW4");
        }
        for text in ["7K3M9-Q2XW4", "pi_123", "", "E-ÉÉÉÉÉÉÉÉÉÉ"] {
            assert_eq!(as_number(text), text);
        }
    }

    #[test]
    fn a_garbled_place_in_the_list_is_its_beginning() {
        assert_eq!(cursor("1795270500.ord_1"), Some((UnixSeconds(1_795_270_500), OrderId::from("ord_1"))));
        for text in ["", "1795270500", "x.ord_1", ".ord_1"] {
            assert_eq!(cursor(text), None);
        }
    }
}
