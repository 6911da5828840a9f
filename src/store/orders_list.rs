//! Orders as staff look for them: a list that is paged by key, and one order by anything that names it.

use super::attempts::reference_kind;
use super::columns::{json, money};
use super::{Result, StoreError, Tx, all, optional};
use crate::domain::email_address::EmailAddress;
use crate::domain::iccid::Iccid;
use crate::domain::ids::{OrderId, SupplierId, TaskId};
use crate::domain::money::Money;
use crate::domain::offer::PlanFacts;
use crate::domain::order::OrderState;
use crate::domain::timestamp::UnixSeconds;

/// Rows a page.
const ORDERS_A_PAGE: usize = 50;

/// Which orders, newest first.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    pub state: Option<OrderState>,
    pub email: Option<EmailAddress>,
    /// Only orders older than this one: the last row of the page before.
    pub after: Option<(UnixSeconds, OrderId)>,
}

/// One row of the list.
#[derive(Clone, Debug)]
pub struct OrderSummary {
    pub id: OrderId,
    pub number: String,
    pub email: String,
    pub state: OrderState,
    pub disputed: bool,
    pub late_payment: bool,
    pub total: Money,
    pub created_at: UnixSeconds,
    /// The plan of the first line.
    pub plan: String,
    pub lines: i64,
    /// Tasks of the order that wait for a person.
    pub open_tasks: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    number: String,
    email: String,
    state: String,
    disputed: bool,
    late_payment: bool,
    total_minor: i64,
    currency: String,
    created_at: i64,
    first_facts: String,
    lines: i64,
    open_tasks: i64,
}

impl Row {
    fn read(self) -> Result<OrderSummary> {
        let facts: PlanFacts = json("order_lines.facts", &self.first_facts)?;
        Ok(OrderSummary {
            state: OrderState::parse(&self.state).ok_or_else(|| StoreError::Unreadable("orders.state".into()))?,
            total: money(self.total_minor, &self.currency)?,
            plan: facts.name,
            id: self.id.into(),
            number: self.number,
            email: self.email,
            disputed: self.disputed,
            late_payment: self.late_payment,
            created_at: UnixSeconds(self.created_at),
            lines: self.lines,
            open_tasks: self.open_tasks,
        })
    }
}

/// One text for each filter, so that each runs along its own index; one row more than a page tells whether there is
/// another.
macro_rules! list {
    ($filter:literal) => {
        concat!(
            "select o.id, o.number, o.email, o.state, o.disputed, o.late_payment, o.total_minor, o.currency, \
             o.created_at, \
             (select l.facts from order_lines l where l.order_id = o.id order by l.position limit 1) as first_facts, \
             (select cast(count(*) as bigint) from order_lines l where l.order_id = o.id) as lines, \
             (select cast(count(*) as bigint) from tasks t where t.order_id = o.id and t.done_at is null) as open_tasks \
             from orders o where (o.created_at, o.id) < ($1, $2) ",
            $filter,
            " order by o.created_at desc, o.id desc limit 51"
        )
    };
}

impl Tx {
    /// A page of the list, and whether there are older orders behind it.
    pub async fn list_orders(&mut self, filter: &OrderFilter) -> Result<(Vec<OrderSummary>, bool)> {
        // No order is younger than the end of time.
        let (at, id) = filter.after.as_ref().map_or((i64::MAX, ""), |(at, id)| (at.0, id.as_str()));
        let state = filter.state.map(OrderState::as_str);
        let email = filter.email.as_ref().map(EmailAddress::lookup_key);
        let mut rows = match (state, email) {
            (None, None) => all!(self, Row, list!(""), at, id)?,
            (Some(state), None) => all!(self, Row, list!("and o.state = $3"), at, id, state)?,
            (None, Some(email)) => all!(self, Row, list!("and o.email_key = $3"), at, id, email.as_str())?,
            (Some(state), Some(email)) => {
                all!(self, Row, list!("and o.email_key = $3 and o.state = $4"), at, id, email.as_str(), state)?
            }
        };
        let more = rows.len() > ORDERS_A_PAGE;
        rows.truncate(ORDERS_A_PAGE);
        let orders: Result<Vec<_>> = rows.into_iter().map(Row::read).collect();
        Ok((orders?, more))
    }

    /// The order of that number.
    pub async fn order_of_number(&mut self, number: &str) -> Result<Option<OrderId>> {
        let row = optional!(self, (String,), "select id from orders where number = $1", number)?;
        Ok(row.map(|(id,)| id.into()))
    }

    /// The order that a reference names: our ids, the payment provider's, a supplier's reference or an ICCID.
    pub async fn order_named(&mut self, name: &str, suppliers: &[SupplierId]) -> Result<Option<OrderId>> {
        let ours = optional!(
            self,
            (String,),
            "select id from orders where id = $1 \
             union select order_id from attempts where id = $1 \
             union select order_id from payments where id = $1 or session_id = $1 or intent_id = $1 \
             union select order_id from refunds where id = $1 or provider_id = $1",
            name,
        )?;
        if let Some((id,)) = ours {
            return Ok(Some(id.into()));
        }
        for supplier in suppliers {
            let key = self.1.index(&reference_kind(supplier), name);
            let found = optional!(
                self,
                (String,),
                "select order_id from attempts where supplier = $1 and reference_key = $2",
                supplier.as_str(),
                key,
            )?;
            if let Some((id,)) = found {
                return Ok(Some(id.into()));
            }
        }
        let Ok(iccid) = Iccid::parse(name) else {
            return Ok(None);
        };
        let key = self.1.index("iccid", iccid.as_str());
        let found = optional!(
            self,
            (String,),
            "select order_id from esims where iccid_key = $1 order by created_at desc limit 1",
            key,
        )?;
        Ok(found.map(|(id,)| id.into()))
    }

    /// The order that a task is about, if it is about one.
    pub async fn order_of_task(&mut self, task: &TaskId) -> Result<Option<OrderId>> {
        let row = optional!(self, (Option<String>,), "select order_id from tasks where id = $1", task.as_str())?;
        Ok(row.and_then(|(order,)| order).map(Into::into))
    }

    /// How many orders stand in each state that is not the end of an order.
    pub async fn orders_under_way(&mut self) -> Result<Vec<(OrderState, i64)>> {
        let rows = all!(
            self,
            (String, i64),
            "select state, cast(count(*) as bigint) from orders where state in ('awaiting_payment', 'fulfilling', \
             'giving_back', 'needs_a_person') group by state",
        )?;
        Ok(rows.into_iter().filter_map(|(state, count)| Some((OrderState::parse(&state)?, count))).collect())
    }
}
