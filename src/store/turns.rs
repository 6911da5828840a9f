//! Turns: where a supplier takes no reference of ours, one attempt for a product is on its way at a time, as the supplier's
//! list would not tell two apart.

use super::{Attempt, Result, Tx, optional};
use crate::domain::ids::{SupplierId, SupplierProductId};
use crate::domain::timestamp::UnixSeconds;

impl Tx {
    /// Whether no other attempt for the same product is on its way, or may have been sold unseen.
    pub async fn is_way_free(&mut self, attempt: &Attempt) -> Result<bool> {
        let others = optional!(
            self,
            (i64,),
            "select cast(count(*) as bigint) from attempts where supplier = $1 and product = $2 and id <> $3 and \
             (state in ('sending', 'unknown', 'review') or (state = 'accepted' and reference_key is null))",
            attempt.supplier.as_str(),
            attempt.product.as_str(),
            attempt.id.as_str(),
        )?;
        Ok(others.is_none_or(|(count,)| count == 0))
    }

    /// Takes the turn of an attempt that goes out within this transaction; `false` when it is another's. The turn is one
    /// row, for which a second transaction waits: two at once never both find the way free.
    pub async fn take_turn(&mut self, attempt: &Attempt, now: UnixSeconds) -> Result<bool> {
        let turn = format!("turn:{}:{}", attempt.supplier, attempt.product);
        self.set_fact(&turn, attempt.id.as_str(), now).await?;
        self.is_way_free(attempt).await
    }

    /// Whether one of the product's attempts may have been sold unseen.
    pub async fn is_in_doubt(&mut self, supplier: &SupplierId, product: &SupplierProductId) -> Result<bool> {
        let found = optional!(
            self,
            (i64,),
            "select cast(count(*) as bigint) from attempts where supplier = $1 and product = $2 and \
             state in ('unknown', 'review')",
            supplier.as_str(),
            product.as_str(),
        )?;
        Ok(found.is_some_and(|(count,)| count > 0))
    }

    /// Whether the supplier's reference belongs to another attempt than this one (I6).
    pub async fn is_of_another(&mut self, attempt: &Attempt, reference: &str) -> Result<bool> {
        Ok(self.owner_of(&attempt.supplier, reference).await?.is_some_and(|owner| owner != attempt.id))
    }
}
