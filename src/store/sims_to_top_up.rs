//! What a line is for: a new eSIM, or more for a SIM, whose names stand sealed in the line's row.

use super::cipher::{Place, Vault};
use super::{Result, StoreError, Tx, execute};
use crate::domain::esim::{SimNames, SimToTopUp};
use crate::domain::iccid::Iccid;
use crate::domain::ids::LineId;

/// The columns of `order_lines` that say so, in the order of the row.
#[derive(sqlx::FromRow)]
pub(super) struct SimRow {
    kind: String,
    top_up_of: Option<String>,
    sim_network: Option<String>,
    sim_reference_sealed: Option<Vec<u8>>,
    sim_msisdn_sealed: Option<Vec<u8>>,
    sim_id_sealed: Option<Vec<u8>>,
    sim_iccid_sealed: Option<Vec<u8>>,
}

fn place<'a>(column: &'static str, line: &'a str) -> Place<'a> {
    Place { table: "order_lines", column, row: line }
}

impl SimRow {
    /// `None` for a line that is a new eSIM.
    pub(super) fn read(self, vault: &Vault, line: &str) -> Result<Option<SimToTopUp>> {
        if self.kind == "esim" {
            return Ok(None);
        }
        let open = |column, sealed: Option<Vec<u8>>| {
            sealed.map(|sealed| vault.open_text(place(column, line), &sealed)).transpose()
        };
        let iccid = open("sim_iccid_sealed", self.sim_iccid_sealed)?
            .map(|text| Iccid::parse(&text).map_err(|_| StoreError::Unreadable("order_lines.sim_iccid_sealed".into())))
            .transpose()?;
        Ok(Some(SimToTopUp {
            esim: self.top_up_of.map(Into::into),
            names: SimNames {
                reference: open("sim_reference_sealed", self.sim_reference_sealed)?,
                network: self.sim_network,
                msisdn: open("sim_msisdn_sealed", self.sim_msisdn_sealed)?,
                sim_id: open("sim_id_sealed", self.sim_id_sealed)?,
                iccid,
            },
        }))
    }
}

impl Tx {
    /// Makes a line that has just been written a top-up of that SIM.
    pub(super) async fn make_top_up(&mut self, line: &LineId, sim: &SimToTopUp) -> Result<()> {
        let vault = std::sync::Arc::clone(&self.1);
        let seal = |column, text: Option<&str>| {
            text.map(|text| vault.seal(place(column, line.as_str()), text.as_bytes())).transpose()
        };
        let names = &sim.names;
        execute!(
            self,
            "update order_lines set kind = 'top_up', top_up_of = $2, sim_network = $3, sim_reference_sealed = $4, \
             sim_msisdn_sealed = $5, sim_id_sealed = $6, sim_iccid_sealed = $7 where id = $1",
            line.as_str(),
            sim.esim.as_ref().map(|esim| esim.as_str()),
            names.network.as_deref(),
            seal("sim_reference_sealed", names.reference.as_deref())?,
            seal("sim_msisdn_sealed", names.msisdn.as_deref())?,
            seal("sim_id_sealed", names.sim_id.as_deref())?,
            seal("sim_iccid_sealed", names.iccid.as_ref().map(Iccid::as_str))?,
        )?;
        Ok(())
    }
}
