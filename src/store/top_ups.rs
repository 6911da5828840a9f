//! Delivered top-ups, and what installed an eSIM before its supplier exchanged it.

use super::cipher::Place;
use super::esim_secrets::SealedSecrets;
use super::{Attempt, Result, Tx, all, esims, execute};
use crate::domain::esim::EsimSecrets;
use crate::domain::ids::{EsimId, LineId, OrderId, TopUpId};
use crate::domain::timestamp::UnixSeconds;
use crate::secret::random_base32;

const FORMER: &str = "former_esims";

/// A delivered top-up.
#[derive(Clone, Debug)]
pub struct TopUp {
    pub id: TopUpId,
    pub line: LineId,
    /// The supplier's reference of the sale.
    pub reference: String,
    /// The supplier gave a new eSIM in place of the old one, which must be installed.
    pub exchanged: bool,
    pub sold_at: UnixSeconds,
}

/// What is stored of a delivered top-up.
#[derive(Debug)]
pub struct NewTopUp<'a> {
    pub id: TopUpId,
    pub attempt: &'a Attempt,
    pub reference: &'a str,
    pub exchanged: bool,
    pub sold_at: UnixSeconds,
    pub now: UnixSeconds,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    line_id: String,
    reference_sealed: Vec<u8>,
    exchanged: bool,
    sold_at: i64,
}

fn place(row: &str) -> Place<'_> {
    Place { table: "top_ups", column: "reference_sealed", row }
}

impl Tx {
    /// Stores a delivered top-up; needs the order's lock.
    pub async fn insert_top_up(&mut self, new: &NewTopUp<'_>) -> Result<()> {
        let reference = self.1.seal(place(new.id.as_str()), new.reference.as_bytes())?;
        execute!(
            self,
            "insert into top_ups (id, order_id, line_id, attempt_id, supplier, reference_sealed, exchanged, sold_at, \
             created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            new.id.as_str(),
            new.attempt.order.as_str(),
            new.attempt.line.as_str(),
            new.attempt.id.as_str(),
            new.attempt.supplier.as_str(),
            reference,
            new.exchanged,
            new.sold_at.0,
            new.now.0,
        )?;
        Ok(())
    }

    /// The delivered top-ups of an order, in the order of its lines.
    pub async fn top_ups_of(&mut self, order: &OrderId) -> Result<Vec<TopUp>> {
        let rows = all!(
            self,
            Row,
            "select top_ups.* from top_ups join order_lines on order_lines.id = top_ups.line_id \
             where top_ups.order_id = $1 order by order_lines.position",
            order.as_str(),
        )?;
        rows.into_iter()
            .map(|row| {
                Ok(TopUp {
                    reference: self.1.open_text(place(&row.id), &row.reference_sealed)?,
                    id: row.id.into(),
                    line: row.line_id.into(),
                    exchanged: row.exchanged,
                    sold_at: UnixSeconds(row.sold_at),
                })
            })
            .collect()
    }

    /// Puts a new eSIM in the place of the old one, which is kept; `attempt` is the top-up that brought it. Needs the
    /// lock of the top-up's order. `false` when there is no such eSIM.
    pub async fn exchange_esim(
        &mut self,
        esim: &EsimId,
        attempt: &Attempt,
        secrets: &EsimSecrets,
        now: UnixSeconds,
    ) -> Result<bool> {
        let Some(before) = self.esim(esim).await? else { return Ok(false) };
        let id = random_base32(26);
        let former = SealedSecrets::seal(&self.1, FORMER, &id, &before.secrets)?;
        execute!(
            self,
            "insert into former_esims (id, esim_id, attempt_id, activation_code_sealed, iccid_sealed, iccid_key, \
             msisdn_sealed, pin_sealed, puk_sealed, sim_id_sealed, confirmation_code_sealed, exchanged_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            id.as_str(),
            esim.as_str(),
            attempt.id.as_str(),
            former.activation_code,
            former.iccid,
            former.iccid_key,
            former.msisdn,
            former.pin,
            former.puk,
            former.sim_id,
            former.confirmation_code,
            now.0,
        )?;
        let new = SealedSecrets::seal(&self.1, esims::TABLE, esim.as_str(), secrets)?;
        let changed = execute!(
            self,
            "update esims set activation_code_sealed = $2, iccid_sealed = $3, iccid_key = $4, msisdn_sealed = $5, \
             pin_sealed = $6, puk_sealed = $7, sim_id_sealed = $8, confirmation_code_sealed = $9 where id = $1",
            esim.as_str(),
            new.activation_code,
            new.iccid,
            new.iccid_key,
            new.msisdn,
            new.pin,
            new.puk,
            new.sim_id,
            new.confirmation_code,
        )?;
        Ok(changed == 1)
    }

    /// Lets the next look at an eSIM ask its supplier, however lately it was asked: what is left has just changed.
    pub async fn release_esim_read(&mut self, esim: &EsimId) -> Result<()> {
        execute!(self, "update esim_reads set asked_at = 0 where esim_id = $1", esim.as_str())?;
        Ok(())
    }
}
