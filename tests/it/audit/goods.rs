//! The eSIMs: each one that the supplier sold belongs to an order, and each one that was delivered is one that it sold.

use super::{Audit, name};
use crate::books::{Sold, Standing};

impl Audit {
    pub(super) fn compare_goods(&mut self, all: &[Standing], sold: &[Sold]) {
        for one in sold.iter().filter(|one| one.is_good) {
            if !all.iter().any(|order| order.family.attempts.iter().any(|attempt| one.is_for(attempt))) {
                self.lost.push(format!("{} was sold to nobody", one.reference));
            }
        }
        for order in all {
            for esim in &order.esims {
                let same = |one: &&Sold| one.reference == esim.reference;
                let code = esim.secrets.activation_code.lpa_string();
                if sold
                    .iter()
                    .find(same)
                    .is_none_or(|one| one.code.as_ref().is_none_or(|sold| code != format!("LPA:{sold}")))
                {
                    self.lost.push(format!("{}: nobody sold the eSIM {}", name(order), esim.reference));
                }
            }
        }
    }
}
