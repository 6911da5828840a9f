//! Tasks: what waits for a person, each with its evidence.

use super::{Result, StoreError, Tx, all, execute};
use crate::domain::ids::{OrderId, TaskId};
use crate::domain::timestamp::UnixSeconds;
use crate::secret::new_id;

/// What a person is asked to look at. The safe next step of each is text in `locales/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// Sold, but the activation code cannot be read.
    UnreadableCode,
    /// The supplier answered something that it never documented.
    StrangeAnswer,
    /// Nobody can say whether it was sold.
    InDoubt,
    /// The delivery deadline passed; the money went back.
    DeadlinePassed,
    /// The supplier sold it after we had given up.
    SoldTooLate,
    /// The supplier sold something in our name that is not in our records.
    OrphanSale,
    /// Delivered, but the money could not be collected.
    Uncollected,
    /// The provider could not give the money back.
    RefundFailed,
    /// The provider could not be asked to give money back for a while, or has not done it for days; it is tried on.
    RefundSlow,
    /// Staff wanted everything back, and the supplier had sold it meanwhile: nothing was given back.
    SoldMeanwhile,
    /// A hold runs out soon and is neither collected nor let go.
    HoldEnding,
    /// Amount, currency, mode or account differ from the order's.
    PaymentMismatch,
    /// The buyer's bank disputes the charge.
    Disputed,
    /// A payment that names us but that we do not know.
    UnknownPayment,
    /// A job failed for good.
    DeadJob,
    /// A mail could not be delivered.
    MailFailed,
    /// The supplier refuses us.
    SupplierRefuses,
    /// What we have paid to a supplier in advance is running out.
    CreditLow,
    /// The shop paid in at a supplier by itself, or tried to.
    PaidIn,
    /// A supplier's stock of what we sell is running out.
    StockLow,
    /// A buyer withdraws from the purchase and waits for an answer.
    Withdrawal,
}

impl TaskKind {
    /// All kinds, in the order in which they are declared.
    pub const ALL: &'static [Self] = &[
        Self::UnreadableCode,
        Self::StrangeAnswer,
        Self::InDoubt,
        Self::DeadlinePassed,
        Self::SoldTooLate,
        Self::OrphanSale,
        Self::Uncollected,
        Self::RefundFailed,
        Self::RefundSlow,
        Self::SoldMeanwhile,
        Self::HoldEnding,
        Self::PaymentMismatch,
        Self::Disputed,
        Self::UnknownPayment,
        Self::DeadJob,
        Self::MailFailed,
        Self::SupplierRefuses,
        Self::CreditLow,
        Self::PaidIn,
        Self::StockLow,
        Self::Withdrawal,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnreadableCode => "unreadable_code",
            Self::StrangeAnswer => "strange_answer",
            Self::InDoubt => "in_doubt",
            Self::DeadlinePassed => "deadline_passed",
            Self::SoldTooLate => "sold_too_late",
            Self::OrphanSale => "orphan_sale",
            Self::Uncollected => "uncollected",
            Self::RefundFailed => "refund_failed",
            Self::RefundSlow => "refund_slow",
            Self::SoldMeanwhile => "sold_meanwhile",
            Self::HoldEnding => "hold_ending",
            Self::PaymentMismatch => "payment_mismatch",
            Self::Disputed => "disputed",
            Self::UnknownPayment => "unknown_payment",
            Self::DeadJob => "dead_job",
            Self::MailFailed => "mail_failed",
            Self::SupplierRefuses => "supplier_refuses",
            Self::CreditLow => "credit_low",
            Self::PaidIn => "paid_in",
            Self::StockLow => "stock_low",
            Self::Withdrawal => "withdrawal",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}

/// One task.
#[derive(Clone, Debug)]
pub struct Task {
    pub id: TaskId,
    pub kind: TaskKind,
    pub order: Option<OrderId>,
    /// What was seen, in one or two sentences; never a secret.
    pub evidence: String,
    pub created_at: UnixSeconds,
    pub done_at: Option<UnixSeconds>,
    pub done_by: Option<String>,
    pub note: Option<String>,
}

#[derive(sqlx::FromRow)]
struct TaskRow {
    id: String,
    kind: String,
    order_id: Option<String>,
    evidence: String,
    created_at: i64,
    done_at: Option<i64>,
    done_by: Option<String>,
    note: Option<String>,
}

impl TaskRow {
    fn read(self) -> Result<Task> {
        Ok(Task {
            kind: TaskKind::parse(&self.kind).ok_or_else(|| StoreError::Unreadable("tasks.kind".into()))?,
            id: self.id.into(),
            order: self.order_id.map(Into::into),
            evidence: self.evidence,
            created_at: UnixSeconds(self.created_at),
            done_at: self.done_at.map(UnixSeconds),
            done_by: self.done_by,
            note: self.note,
        })
    }
}

impl Tx {
    /// Raises a task; the same kind about the same thing is raised once.
    pub async fn raise_task(
        &mut self,
        kind: TaskKind,
        about: &str,
        order: Option<&OrderId>,
        evidence: &str,
        now: UnixSeconds,
    ) -> Result<()> {
        let id: TaskId = new_id(now);
        execute!(
            self,
            "insert into tasks (id, name, kind, order_id, evidence, created_at) values ($1, $2, $3, $4, $5, $6) \
             on conflict (name) do nothing",
            id.as_str(),
            format!("{}:{about}", kind.as_str()),
            kind.as_str(),
            order.map(OrderId::as_str),
            evidence,
            now.0,
        )?;
        Ok(())
    }

    /// Open tasks, oldest first, at most 200.
    pub async fn open_tasks(&mut self) -> Result<Vec<Task>> {
        let rows = all!(self, TaskRow, "select * from tasks where done_at is null order by created_at, id limit 200")?;
        rows.into_iter().map(TaskRow::read).collect()
    }

    /// All tasks of an order, oldest first.
    pub async fn tasks_of(&mut self, order: &OrderId) -> Result<Vec<Task>> {
        let rows =
            all!(self, TaskRow, "select * from tasks where order_id = $1 order by created_at, id", order.as_str())?;
        rows.into_iter().map(TaskRow::read).collect()
    }

    /// Closes a task with a note; `false` when it was closed before.
    pub async fn close_task(&mut self, task: &TaskId, by: &str, note: &str, now: UnixSeconds) -> Result<bool> {
        let closed = execute!(
            self,
            "update tasks set done_at = $2, done_by = $3, note = $4 where id = $1 and done_at is null",
            task.as_str(),
            now.0,
            by,
            note,
        )?;
        Ok(closed == 1)
    }

    /// Closes a task that has settled by itself, by what it is about.
    pub async fn settle_task(&mut self, kind: TaskKind, about: &str, note: &str, now: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "update tasks set done_at = $2, done_by = 'worker', note = $3 where name = $1 and done_at is null",
            format!("{}:{about}", kind.as_str()),
            now.0,
            note,
        )?;
        Ok(())
    }
}
