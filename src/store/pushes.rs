//! What suppliers' pushes are about. The inbox holds look-up keys in hexadecimal, never an ICCID or a reference in clear.

use super::attempts::reference_kind;
use super::{Result, Tx, optional};
use crate::domain::iccid::Iccid;
use crate::domain::ids::{AttemptId, EsimId, OrderId, SupplierId};

/// An order of ours that a push is about, and its eSIM once it is delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    pub order: OrderId,
    pub esim: Option<EsimId>,
}

type Row = (String, Option<String>);

impl Tx {
    /// What a SIM is found by.
    pub fn sim_key(&self, iccid: &Iccid) -> String {
        hex::encode(self.1.index("iccid", iccid.as_str()))
    }

    /// What a sale is found by.
    pub fn sale_key(&self, supplier: &SupplierId, reference: &str) -> String {
        hex::encode(self.1.index(&reference_kind(supplier), reference))
    }

    /// The newest eSIM with this ICCID.
    pub async fn pushed_sim(&mut self, supplier: &SupplierId, key: &str) -> Result<Option<Pushed>> {
        let row = optional!(
            self,
            Row,
            "select order_id, id from esims where supplier = $1 and iccid_key = $2 order by created_at desc, id desc \
             limit 1",
            supplier.as_str(),
            hex::decode(key).unwrap_or_default(),
        )?;
        Ok(row.map(Pushed::of))
    }

    /// The sale with this reference.
    pub async fn pushed_sale(&mut self, supplier: &SupplierId, key: &str) -> Result<Option<Pushed>> {
        let row = optional!(
            self,
            Row,
            "select attempts.order_id, esims.id from attempts left join esims on esims.attempt_id = attempts.id \
             where attempts.supplier = $1 and attempts.reference_key = $2",
            supplier.as_str(),
            hex::decode(key).unwrap_or_default(),
        )?;
        Ok(row.map(Pushed::of))
    }

    /// An attempt at this supplier.
    pub async fn pushed_attempt(&mut self, supplier: &SupplierId, attempt: &AttemptId) -> Result<Option<Pushed>> {
        let row = optional!(
            self,
            Row,
            "select attempts.order_id, esims.id from attempts left join esims on esims.attempt_id = attempts.id \
             where attempts.supplier = $1 and attempts.id = $2",
            supplier.as_str(),
            attempt.as_str(),
        )?;
        Ok(row.map(Pushed::of))
    }
}

impl Pushed {
    fn of((order, esim): Row) -> Self {
        Self { order: order.into(), esim: esim.map(Into::into) }
    }
}
