//! Supplier attempts.

use super::cipher::Place;
use super::sims_to_top_up::SimRow;
use super::{Result, StoreError, Tx, all, execute, optional};
use crate::domain::esim::Wanted;
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::{AttemptId, LineId, OrderId, SupplierId, SupplierProductId};
use crate::domain::timestamp::UnixSeconds;
use crate::trial::Guard;

/// One try to buy one line.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub id: AttemptId,
    pub order: OrderId,
    pub line: LineId,
    pub supplier: SupplierId,
    pub product: SupplierProductId,
    /// What its line is.
    pub wanted: Wanted,
    pub state: AttemptState,
    /// The supplier's own reference, once it is known.
    pub reference: Option<String>,
    pub send_by: Option<UnixSeconds>,
    pub sent_at: Option<UnixSeconds>,
    pub accepted_at: Option<UnixSeconds>,
    /// The first look-up that found nothing.
    pub first_absent_at: Option<UnixSeconds>,
    /// Why it is where it is, for staff.
    pub reason: Option<String>,
    pub created_at: UnixSeconds,
    pub changed_at: UnixSeconds,
}

#[derive(sqlx::FromRow)]
struct AttemptRow {
    id: String,
    order_id: String,
    line_id: String,
    supplier: String,
    product: String,
    state: String,
    reference_sealed: Option<Vec<u8>>,
    send_by: Option<i64>,
    sent_at: Option<i64>,
    accepted_at: Option<i64>,
    first_absent_at: Option<i64>,
    reason: Option<String>,
    created_at: i64,
    changed_at: i64,
    #[sqlx(flatten)]
    sim: SimRow,
}

/// Attempts with what their lines are for.
macro_rules! attempts {
    ($which:literal) => {
        concat!(
            "select a.*, l.kind, l.top_up_of, l.sim_network, l.sim_reference_sealed, l.sim_msisdn_sealed, ",
            "l.sim_id_sealed, l.sim_iccid_sealed from attempts a join order_lines l on l.id = a.line_id where ",
            $which
        )
    };
}

fn reference_place(attempt: &str) -> Place<'_> {
    Place { table: "attempts", column: "reference_sealed", row: attempt }
}

impl Tx {
    /// Seconds from sending an order to its eSIM, on average of what was delivered since; by supplier.
    pub async fn delivery_speeds(&mut self, since: UnixSeconds) -> Result<Vec<(SupplierId, i64)>> {
        let rows = all!(
            self,
            (String, i64),
            "select supplier, cast(sum(changed_at - sent_at) / count(*) as bigint) from attempts \
             where state = 'delivered' and sent_at is not null and created_at >= $1 group by supplier order by supplier",
            since.0,
        )?;
        Ok(rows.into_iter().map(|(supplier, seconds)| (supplier.into(), seconds)).collect())
    }

    /// Writes down the line's next try to buy, not sent yet. `Conflict` when it has one that may have sold (I2).
    pub async fn insert_attempt(
        &mut self,
        order: &OrderId,
        line: &LineId,
        supplier: &SupplierId,
        product: &SupplierProductId,
        now: UnixSeconds,
    ) -> Result<AttemptId> {
        let before = optional!(
            self,
            (i64,),
            "select cast(count(*) as bigint) from attempts where line_id = $1",
            line.as_str(),
        )?;
        let before = before.and_then(|(count,)| usize::try_from(count).ok()).unwrap_or(0);
        let id = AttemptId::of(line, before + 1);
        let inserted = execute!(
            self,
            "insert into attempts (id, order_id, line_id, supplier, product, state, created_at, changed_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict do nothing",
            id.as_str(),
            order.as_str(),
            line.as_str(),
            supplier.as_str(),
            product.as_str(),
            AttemptState::Prepared.as_str(),
            now.0,
        )?;
        if inserted == 1 { Ok(id) } else { Err(StoreError::Conflict) }
    }

    /// Moves an attempt one legal step; needs the order's lock. `Conflict` when it is not in the state that the
    /// caller saw.
    pub async fn move_attempt(
        &mut self,
        attempt: &Attempt,
        to: AttemptState,
        reason: Option<&str>,
        now: UnixSeconds,
    ) -> Result<()> {
        if !attempt.state.may_become(to) && self.stands(Guard::LegalSteps) {
            return Err(StoreError::Unreadable(format!("attempt {:?} → {to:?} is no legal step", attempt.state)));
        }
        let guarded = self.stands(Guard::AttemptState);
        let moved = execute!(
            self,
            "update attempts set state = $3, changed_at = $4, reason = coalesce($5, reason), \
             accepted_at = case when $3 = 'accepted' then coalesce(accepted_at, $4) else accepted_at end \
             where id = $1 and (state = $2 or not $6)",
            attempt.id.as_str(),
            attempt.state.as_str(),
            to.as_str(),
            now.0,
            reason,
            guarded,
        )?;
        if moved != 1 {
            return Err(StoreError::Conflict);
        }
        self.note(Some(&attempt.order), "shop", &format!("attempt.{}", to.as_str()), reason.unwrap_or(""), now).await
    }

    /// When it goes out, and until when it may; needs the lock. `Conflict` unless a payment of its order holds the money
    /// as stored, whatever the caller believes (I8).
    pub async fn set_sending(&mut self, attempt: &AttemptId, now: UnixSeconds, send_by: UnixSeconds) -> Result<()> {
        let guarded = self.stands(Guard::MoneyBeforeSending);
        let sent = execute!(
            self,
            "update attempts set sent_at = $2, send_by = $3, first_absent_at = null where id = $1 and (not $4 or \
             exists (select 1 from payments p where p.order_id = attempts.order_id and p.state in ('held', 'taken')))",
            attempt.as_str(),
            now.0,
            send_by.0,
            guarded,
        )?;
        if sent == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// The first look-up that found nothing; needs the lock.
    pub async fn set_first_absent(&mut self, attempt: &AttemptId, at: UnixSeconds) -> Result<()> {
        execute!(self, "update attempts set first_absent_at = $2 where id = $1", attempt.as_str(), at.0)?;
        Ok(())
    }

    /// Binds the supplier's reference to the attempt; `false` when it belongs to another one (I6). Needs the lock.
    pub async fn claim_reference(&mut self, attempt: &Attempt, reference: &str) -> Result<bool> {
        match self.owner_of(&attempt.supplier, reference).await? {
            Some(owner) => Ok(owner == attempt.id),
            None => {
                let key = self.1.index(&reference_kind(&attempt.supplier), reference);
                let sealed = self.1.seal(reference_place(attempt.id.as_str()), reference.as_bytes())?;
                execute!(
                    self,
                    "update attempts set reference_key = $2, reference_sealed = $3 where id = $1",
                    attempt.id.as_str(),
                    key,
                    sealed,
                )?;
                Ok(true)
            }
        }
    }

    /// The attempt that the supplier's reference belongs to.
    pub(super) async fn owner_of(&mut self, supplier: &SupplierId, reference: &str) -> Result<Option<AttemptId>> {
        let key = self.1.index(&reference_kind(supplier), reference);
        let owner = optional!(
            self,
            (String,),
            "select id from attempts where supplier = $1 and reference_key = $2",
            supplier.as_str(),
            key.as_slice(),
        )?;
        Ok(owner.map(|(owner,)| owner.into()))
    }

    /// A delivered attempt of the supplier, newest first, other than `except`: the known order that a look-up must be
    /// able to find before its silence counts as proof.
    pub async fn known_delivery(&mut self, supplier: &SupplierId, except: &AttemptId) -> Result<Option<Attempt>> {
        let row = optional!(
            self,
            AttemptRow,
            attempts!(
                "a.supplier = $1 and a.state = 'delivered' and a.id <> $2 order by a.created_at desc, a.id desc limit 1"
            ),
            supplier.as_str(),
            except.as_str(),
        )?;
        row.map(|row| self.read_attempt(row)).transpose()
    }

    /// An order's attempts, oldest first.
    pub async fn attempts_of(&mut self, order: &OrderId) -> Result<Vec<Attempt>> {
        let rows = all!(self, AttemptRow, attempts!("a.order_id = $1 order by a.created_at, a.id"), order.as_str())?;
        rows.into_iter().map(|row| self.read_attempt(row)).collect()
    }

    fn read_attempt(&self, row: AttemptRow) -> Result<Attempt> {
        let reference = row
            .reference_sealed
            .as_deref()
            .map(|sealed| self.1.open_text(reference_place(&row.id), sealed))
            .transpose()?;
        let sim = row.sim.read(&self.1, &row.line_id)?;
        Ok(Attempt {
            wanted: sim.map_or(Wanted::Esim, |sim| Wanted::TopUp(sim.names)),
            state: AttemptState::parse(&row.state).ok_or_else(|| StoreError::Unreadable("attempts.state".into()))?,
            reference,
            id: row.id.into(),
            order: row.order_id.into(),
            line: row.line_id.into(),
            supplier: row.supplier.into(),
            product: row.product.into(),
            send_by: row.send_by.map(UnixSeconds),
            sent_at: row.sent_at.map(UnixSeconds),
            accepted_at: row.accepted_at.map(UnixSeconds),
            first_absent_at: row.first_absent_at.map(UnixSeconds),
            reason: row.reason,
            created_at: UnixSeconds(row.created_at),
            changed_at: UnixSeconds(row.changed_at),
        })
    }
}

/// References of different suppliers may look the same.
pub(super) fn reference_kind(supplier: &SupplierId) -> String {
    format!("reference:{supplier}")
}
