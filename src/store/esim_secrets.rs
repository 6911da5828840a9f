//! An eSIM's secrets as they stand in a row: sealed, each in its column.

use super::Result;
use super::cipher::{Place, Vault};
use crate::domain::esim::EsimSecrets;
use crate::domain::iccid::Iccid;

/// The values of the columns, in their order.
pub(super) struct SealedSecrets {
    pub(super) activation_code: Vec<u8>,
    pub(super) iccid: Option<Vec<u8>>,
    /// What the ICCID is looked up by.
    pub(super) iccid_key: Option<Vec<u8>>,
    pub(super) msisdn: Option<Vec<u8>>,
    pub(super) pin: Option<Vec<u8>>,
    pub(super) puk: Option<Vec<u8>>,
    pub(super) sim_id: Option<Vec<u8>>,
    pub(super) confirmation_code: Option<Vec<u8>>,
}

impl SealedSecrets {
    /// Seals them for one row of one table: they open nowhere else.
    pub(super) fn seal(vault: &Vault, table: &'static str, row: &str, secrets: &EsimSecrets) -> Result<Self> {
        let seal = |column, text: &str| vault.seal(Place { table, column, row }, text.as_bytes());
        let seal_option = |column, text: Option<&str>| text.map(|text| seal(column, text)).transpose();
        let iccid = secrets.iccid.as_ref().map(Iccid::as_str);
        Ok(Self {
            activation_code: seal("activation_code_sealed", &secrets.activation_code.lpa_string())?,
            iccid: seal_option("iccid_sealed", iccid)?,
            iccid_key: iccid.map(|iccid| vault.index("iccid", iccid)),
            msisdn: seal_option("msisdn_sealed", secrets.msisdn.as_deref())?,
            pin: seal_option("pin_sealed", secrets.pin.as_deref())?,
            puk: seal_option("puk_sealed", secrets.puk.as_deref())?,
            sim_id: seal_option("sim_id_sealed", secrets.sim_id.as_deref())?,
            confirmation_code: seal_option("confirmation_code_sealed", secrets.confirmation_code.as_deref())?,
        })
    }
}
