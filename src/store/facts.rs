//! Single facts with a name, such as the catalogue's version or the pinned Stripe account.

use super::{Result, Tx, execute, optional};
use crate::domain::timestamp::UnixSeconds;

impl Tx {
    /// A fact and when it last changed.
    pub async fn fact(&mut self, name: &str) -> Result<Option<(String, UnixSeconds)>> {
        let row = optional!(self, (String, i64), "select value, changed_at from facts where name = $1", name)?;
        Ok(row.map(|(value, at)| (value, UnixSeconds(at))))
    }

    /// Writes a fact.
    pub async fn set_fact(&mut self, name: &str, value: &str, now: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "insert into facts (name, value, changed_at) values ($1, $2, $3) on conflict (name) do update \
             set value = excluded.value, changed_at = excluded.changed_at",
            name,
            value,
            now.0,
        )?;
        Ok(())
    }
}
