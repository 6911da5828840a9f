//! Whether the records are those of an older backup, and whether they were compared with the world since.

use super::{Result, StoreError, Tx, all};
use crate::domain::timestamp::UnixSeconds;

/// The records come from a backup that was put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    pub at: UnixSeconds,
    /// The whole of the records was compared with the world afterwards. Until then nothing may be bought, let go or
    /// refunded on the strength of them.
    pub compared: bool,
}

/// When the backup was put back.
const RESTORED: &str = "restored_at";
/// When the comparison after it ended; empty before.
const COMPARED: &str = "restored_and_compared_at";

impl Tx {
    /// `None` when no backup was ever put back.
    pub async fn restored(&mut self) -> Result<Option<Restored>> {
        let rows = all!(
            self,
            (String, String),
            "select name, value from facts where name in ('restored_at', 'restored_and_compared_at')",
        )?;
        let value = |name: &str| rows.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
        let Some(at) = value(RESTORED) else { return Ok(None) };
        let at = at.parse().map_err(|_| StoreError::Unreadable(format!("facts.{RESTORED}")))?;
        let compared = value(COMPARED).is_some_and(|value| !value.is_empty());
        Ok(Some(Restored { at: UnixSeconds(at), compared }))
    }

    /// Notes that these records are a backup's.
    pub async fn mark_restored(&mut self, now: UnixSeconds) -> Result<()> {
        self.set_fact(RESTORED, &now.0.to_string(), now).await?;
        self.set_fact(COMPARED, "", now).await?;
        self.note(None, "shop", "records.restored", "", now).await
    }

    /// Notes that the restored records were compared with the world.
    pub async fn mark_compared(&mut self, now: UnixSeconds) -> Result<()> {
        self.set_fact(COMPARED, &now.0.to_string(), now).await?;
        self.note(None, "shop", "records.compared", "", now).await
    }
}
