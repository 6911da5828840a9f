//! Delivered eSIMs, sealed column by column, and the newest reads about them.

use super::cipher::Place;
use super::columns::{json, to_json};
use super::esim_secrets::SealedSecrets;
use super::{Result, StoreError, Tx, all, execute, optional};
use crate::domain::activation_code::ActivationCode;
use crate::domain::esim::{EsimSecrets, SimNames};
use crate::domain::esim_life::FIRST_LOOK;
use crate::domain::iccid::Iccid;
use crate::domain::ids::{EsimId, LineId, OrderId, SupplierId};
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::UsageReport;
use crate::store::Attempt;

/// A delivered eSIM, opened. No `Serialize`.
#[derive(Clone, Debug)]
pub struct Esim {
    pub id: EsimId,
    pub order: OrderId,
    pub line: LineId,
    pub supplier: SupplierId,
    /// The network that runs the line, such as "Orange France".
    pub network: String,
    /// The supplier's reference of the sale.
    pub reference: String,
    pub secrets: EsimSecrets,
    /// When the supplier sold it: identity papers are counted from here.
    pub sold_at: UnixSeconds,
}

impl Esim {
    /// Its names at the supplier.
    pub fn sim_names(&self) -> SimNames {
        SimNames {
            reference: Some(self.reference.clone()),
            network: Some(self.network.clone()),
            msisdn: self.secrets.msisdn.clone(),
            sim_id: self.secrets.sim_id.clone(),
            iccid: self.secrets.iccid.clone(),
        }
    }
}

/// What is stored of a delivered eSIM.
#[derive(Debug)]
pub struct NewEsim<'a> {
    pub id: EsimId,
    pub attempt: &'a Attempt,
    pub network: &'a str,
    pub reference: &'a str,
    pub secrets: &'a EsimSecrets,
    pub sold_at: UnixSeconds,
    pub now: UnixSeconds,
}

/// The newest reads about an eSIM.
#[derive(Clone, Debug, Default)]
pub struct EsimRead {
    /// When the supplier was last asked, whatever came of it.
    pub asked_at: Option<UnixSeconds>,
    /// `None` beside a `usage_at`: the network does not tell.
    pub usage: Option<UsageReport>,
    pub usage_at: Option<UnixSeconds>,
    /// The SIM's state as JSON of the caller's type.
    pub sim: Option<String>,
    pub sim_at: Option<UnixSeconds>,
}

#[derive(sqlx::FromRow)]
pub(super) struct EsimRow {
    id: String,
    order_id: String,
    line_id: String,
    supplier: String,
    network: String,
    reference_sealed: Vec<u8>,
    activation_code_sealed: Vec<u8>,
    iccid_sealed: Option<Vec<u8>>,
    msisdn_sealed: Option<Vec<u8>>,
    pin_sealed: Option<Vec<u8>>,
    puk_sealed: Option<Vec<u8>>,
    sim_id_sealed: Option<Vec<u8>>,
    confirmation_code_sealed: Option<Vec<u8>>,
    sold_at: i64,
}

#[derive(sqlx::FromRow)]
struct ReadRow {
    asked_at: i64,
    usage: Option<String>,
    usage_at: Option<i64>,
    sim: Option<String>,
    sim_at: Option<i64>,
}

/// Where its secrets are sealed.
pub(super) const TABLE: &str = "esims";

fn place<'a>(column: &'static str, row: &'a str) -> Place<'a> {
    Place { table: TABLE, column, row }
}

impl Tx {
    /// Stores a delivered eSIM; needs the order's lock.
    pub async fn insert_esim(&mut self, new: &NewEsim<'_>) -> Result<()> {
        let row = new.id.as_str();
        let sealed = SealedSecrets::seal(&self.1, TABLE, row, new.secrets)?;
        let reference = self.1.seal(place("reference_sealed", row), new.reference.as_bytes())?;
        execute!(
            self,
            "insert into esims (id, order_id, line_id, attempt_id, supplier, network, reference_sealed, \
             activation_code_sealed, iccid_sealed, iccid_key, msisdn_sealed, pin_sealed, puk_sealed, sim_id_sealed, \
             confirmation_code_sealed, sold_at, created_at, next_look_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
            row,
            new.attempt.order.as_str(),
            new.attempt.line.as_str(),
            new.attempt.id.as_str(),
            new.attempt.supplier.as_str(),
            new.network,
            reference,
            sealed.activation_code,
            sealed.iccid,
            sealed.iccid_key,
            sealed.msisdn,
            sealed.pin,
            sealed.puk,
            sealed.sim_id,
            sealed.confirmation_code,
            new.sold_at.0,
            new.now.0,
            (new.now + FIRST_LOOK).0,
        )?;
        Ok(())
    }

    /// The delivered eSIMs of an order, in the order of its lines.
    pub async fn esims_of(&mut self, order: &OrderId) -> Result<Vec<Esim>> {
        let rows = all!(
            self,
            EsimRow,
            "select esims.* from esims join order_lines on order_lines.id = esims.line_id \
             where esims.order_id = $1 order by order_lines.position",
            order.as_str(),
        )?;
        rows.into_iter().map(|row| self.read_esim(row)).collect()
    }

    /// One delivered eSIM.
    pub async fn esim(&mut self, esim: &EsimId) -> Result<Option<Esim>> {
        let row = optional!(self, EsimRow, "select * from esims where id = $1", esim.as_str())?;
        row.map(|row| self.read_esim(row)).transpose()
    }

    /// What was read last about an eSIM.
    pub async fn esim_read(&mut self, esim: &EsimId) -> Result<EsimRead> {
        let row = optional!(self, ReadRow, "select * from esim_reads where esim_id = $1", esim.as_str())?;
        let Some(row) = row else { return Ok(EsimRead::default()) };
        Ok(EsimRead {
            asked_at: Some(UnixSeconds(row.asked_at)),
            usage: row.usage.as_deref().map(|text| json("esim_reads.usage", text)).transpose()?,
            usage_at: row.usage_at.map(UnixSeconds),
            sim: row.sim,
            sim_at: row.sim_at.map(UnixSeconds),
        })
    }

    /// Claims the next question about an eSIM; `false` when it was asked after `not_since`: however often a page is
    /// reloaded, the supplier is asked once in that time.
    pub async fn claim_esim_read(&mut self, esim: &EsimId, now: UnixSeconds, not_since: UnixSeconds) -> Result<bool> {
        let claimed = execute!(
            self,
            "insert into esim_reads (esim_id, asked_at) values ($1, $2) on conflict (esim_id) do update \
             set asked_at = excluded.asked_at where esim_reads.asked_at <= $3",
            esim.as_str(),
            now.0,
            not_since.0,
        )?;
        Ok(claimed == 1)
    }

    /// Stores a usage report.
    pub async fn store_usage(&mut self, esim: &EsimId, report: &UsageReport) -> Result<()> {
        execute!(
            self,
            "update esim_reads set usage = $2, usage_at = $3 where esim_id = $1",
            esim.as_str(),
            to_json(report)?,
            report.taken_at.0,
        )?;
        Ok(())
    }

    /// Notes that the network was asked and does not tell what is left.
    pub async fn store_no_usage(&mut self, esim: &EsimId, at: UnixSeconds) -> Result<()> {
        execute!(self, "update esim_reads set usage = null, usage_at = $2 where esim_id = $1", esim.as_str(), at.0)?;
        Ok(())
    }

    /// Stores the SIM's state, as JSON.
    pub async fn store_sim(&mut self, esim: &EsimId, sim: &str, at: UnixSeconds) -> Result<()> {
        execute!(self, "update esim_reads set sim = $2, sim_at = $3 where esim_id = $1", esim.as_str(), sim, at.0)?;
        Ok(())
    }

    pub(super) fn read_esim(&self, row: EsimRow) -> Result<Esim> {
        let open = |column, sealed: &[u8]| self.1.open_text(place(column, &row.id), sealed);
        let open_option =
            |column, sealed: &Option<Vec<u8>>| sealed.as_deref().map(|sealed| open(column, sealed)).transpose();
        let activation_code = ActivationCode::parse(&open("activation_code_sealed", &row.activation_code_sealed)?)
            .map_err(|_| StoreError::Unreadable("esims.activation_code_sealed".into()))?;
        let iccid = open_option("iccid_sealed", &row.iccid_sealed)?
            .map(|text| Iccid::parse(&text).map_err(|_| StoreError::Unreadable("esims.iccid_sealed".into())))
            .transpose()?;
        Ok(Esim {
            reference: open("reference_sealed", &row.reference_sealed)?,
            secrets: EsimSecrets {
                activation_code,
                iccid,
                msisdn: open_option("msisdn_sealed", &row.msisdn_sealed)?,
                pin: open_option("pin_sealed", &row.pin_sealed)?,
                puk: open_option("puk_sealed", &row.puk_sealed)?,
                sim_id: open_option("sim_id_sealed", &row.sim_id_sealed)?,
                confirmation_code: open_option("confirmation_code_sealed", &row.confirmation_code_sealed)?,
            },
            id: row.id.into(),
            order: row.order_id.into(),
            line: row.line_id.into(),
            supplier: row.supplier.into(),
            network: row.network,
            sold_at: UnixSeconds(row.sold_at),
        })
    }
}
