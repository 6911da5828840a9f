//! The audit log and an order's timeline; append-only.

use super::{Result, Tx, all, execute};
use crate::domain::ids::OrderId;
use crate::domain::timestamp::UnixSeconds;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// `shop`, `buyer`, or a member of the staff.
    pub actor: String,
    /// Such as `payment.held`, `attempt.sending`, `mail.sent`.
    pub action: String,
    /// In a few words; never a secret.
    pub details: String,
    pub at: UnixSeconds,
}

/// One call to a supplier, for the timeline.
#[derive(Clone, Debug)]
pub struct SupplierCall {
    pub call: String,
    pub status: i64,
    pub request_id: String,
    pub supplier_request_id: Option<String>,
    pub took_ms: i64,
    pub at: UnixSeconds,
}

#[derive(sqlx::FromRow)]
struct Row {
    actor: String,
    action: String,
    details: String,
    at: i64,
}

#[derive(sqlx::FromRow)]
struct CallRow {
    call: String,
    status: i64,
    request_id: String,
    supplier_request_id: Option<String>,
    took_ms: i64,
    at: i64,
}

impl Tx {
    /// Notes what happened, in the transaction in which it happens.
    pub async fn note(
        &mut self,
        order: Option<&OrderId>,
        actor: &str,
        action: &str,
        details: &str,
        now: UnixSeconds,
    ) -> Result<()> {
        // Version 7 ids keep the order of notes within one second.
        let id = uuid::Uuid::now_v7().simple().to_string();
        execute!(
            self,
            "insert into audit (id, order_id, actor, action, details, at) values ($1, $2, $3, $4, $5, $6)",
            id,
            order.map(OrderId::as_str),
            actor,
            action,
            details,
            now.0,
        )?;
        Ok(())
    }

    /// Everything that happened to an order, oldest first.
    pub async fn audit_of(&mut self, order: &OrderId) -> Result<Vec<AuditRow>> {
        let rows = all!(
            self,
            Row,
            "select actor, action, details, at from audit where order_id = $1 order by at, id",
            order.as_str(),
        )?;
        Ok(rows
            .into_iter()
            .map(|row| AuditRow { actor: row.actor, action: row.action, details: row.details, at: UnixSeconds(row.at) })
            .collect())
    }

    /// Every call to a supplier for an order, oldest first.
    pub async fn supplier_calls_of(&mut self, order: &OrderId) -> Result<Vec<SupplierCall>> {
        let rows = all!(
            self,
            CallRow,
            "select call, status, request_id, supplier_request_id, took_ms, at from supplier_answers \
             where order_id = $1 order by at, id",
            order.as_str(),
        )?;
        Ok(rows
            .into_iter()
            .map(|row| SupplierCall {
                call: row.call,
                status: row.status,
                request_id: row.request_id,
                supplier_request_id: row.supplier_request_id,
                took_ms: row.took_ms,
                at: UnixSeconds(row.at),
            })
            .collect())
    }
}
