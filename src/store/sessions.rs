//! Sessions of signed-in visitors. The row's id is a hash of the cookie's: whoever reads the table cannot sign in with it.

use super::{Result, Tx, execute, optional};
use crate::domain::timestamp::UnixSeconds;

impl Tx {
    /// Starts a session; `false` when one of that id exists.
    pub async fn insert_session(&mut self, id: &str, data: &[u8], expires_at: UnixSeconds) -> Result<bool> {
        let inserted = execute!(
            self,
            "insert into sessions (id, data, expires_at) values ($1, $2, $3) on conflict (id) do nothing",
            id,
            data,
            expires_at.0,
        )?;
        Ok(inserted == 1)
    }

    /// Writes a session that exists; one that was ended meanwhile stays ended.
    pub async fn update_session(&mut self, id: &str, data: &[u8], expires_at: UnixSeconds) -> Result<()> {
        execute!(self, "update sessions set data = $2, expires_at = $3 where id = $1", id, data, expires_at.0)?;
        Ok(())
    }

    /// The data of a session that has not run out.
    pub async fn session(&mut self, id: &str, now: UnixSeconds) -> Result<Option<Vec<u8>>> {
        let row =
            optional!(self, (Vec<u8>,), "select data from sessions where id = $1 and expires_at > $2", id, now.0,)?;
        Ok(row.map(|(data,)| data))
    }

    /// Ends a session.
    pub async fn delete_session(&mut self, id: &str) -> Result<()> {
        execute!(self, "delete from sessions where id = $1", id)?;
        Ok(())
    }

    /// Forgets the sessions that have run out; gives their number.
    pub async fn delete_expired_sessions(&mut self, now: UnixSeconds) -> Result<u64> {
        execute!(self, "delete from sessions where expires_at <= $1", now.0)
    }
}
