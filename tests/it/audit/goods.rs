//! The eSIMs: each one that the supplier sold belongs to an order, and each one that was delivered is one that it sold.

use super::{Audit, name};
use crate::books::Standing;
use escale::store::Attempt;
use escale_simulators::SoldEsim;

impl Audit {
    pub(super) fn compare_goods(&mut self, all: &[Standing], sold: &[SoldEsim]) {
        for one in sold.iter().filter(|one| !["ko", "expired"].contains(&&*one.status)) {
            let bought = |attempt: &Attempt| attempt.id.as_str() == one.user_id;
            if !all.iter().any(|order| order.family.attempts.iter().any(bought)) {
                self.lost.push(format!("{} was sold to nobody", one.transaction_id));
            }
        }
        for order in all {
            for esim in &order.esims {
                let same = |one: &&SoldEsim| one.transaction_id == esim.reference;
                let code = esim.secrets.activation_code.lpa_string();
                if !sold.iter().find(same).is_some_and(|one| code == format!("LPA:{}", one.activation_code)) {
                    self.lost.push(format!("{}: nobody sold the eSIM {}", name(order), esim.reference));
                }
            }
        }
    }
}
