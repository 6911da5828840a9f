//! The inbox: events that others sent us, each stored once.

use super::{Result, Tx, execute, optional};
use crate::domain::timestamp::UnixSeconds;

/// An event as far as it is believed: a hint to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxEvent {
    /// The sender's id of the event.
    pub id: String,
    pub source: String,
    pub kind: String,
    pub object: Option<String>,
}

impl Tx {
    /// Stores an event; `false` when it is known.
    pub async fn insert_event(&mut self, event: &InboxEvent, now: UnixSeconds) -> Result<bool> {
        let inserted = execute!(
            self,
            "insert into inbox (id, source, kind, object_id, received_at) values ($1, $2, $3, $4, $5) \
             on conflict (id) do nothing",
            format!("{}:{}", event.source, event.id),
            event.source.as_str(),
            event.kind.as_str(),
            event.object.as_deref(),
            now.0,
        )?;
        Ok(inserted == 1)
    }

    /// An event that was stored, if its job has not ended.
    pub async fn open_event(&mut self, source: &str, id: &str) -> Result<Option<InboxEvent>> {
        let row = optional!(
            self,
            (String, Option<String>),
            "select kind, object_id from inbox where id = $1 and done_at is null",
            format!("{source}:{id}"),
        )?;
        Ok(row.map(|(kind, object)| InboxEvent { id: id.to_owned(), source: source.to_owned(), kind, object }))
    }

    /// Marks an event as looked into.
    pub async fn close_event(&mut self, source: &str, id: &str, now: UnixSeconds) -> Result<()> {
        execute!(self, "update inbox set done_at = $2 where id = $1", format!("{source}:{id}"), now.0)?;
        Ok(())
    }
}
