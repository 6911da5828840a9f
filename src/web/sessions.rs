//! Staff's sessions: the cookie, the records behind it, and how long they last.
//!
//! A visitor has no cookie; signing in makes one. It lasts as long as the browser is open, at most `IDLE` without a
//! request and at most `WHOLE` in all (both by the shop's clock). The database holds a hash of its value.

use super::Site;
use crate::accounts;
use crate::clock::Clock;
use crate::domain::ids::StaffId;
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::session::Staff;
use crate::store::{Store, StoreError};
use async_trait::async_trait;
use aws_lc_rs::digest::{SHA256, digest};
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Error, Id, Record};
use tower_sessions::session_store::{self, SessionStore};
use tower_sessions::{Expiry, Session, SessionManagerLayer};

/// A session ends after so long without a request.
const IDLE: Duration = Duration::from_secs(2 * 60 * 60);

/// A session ends after so long in any case.
const WHOLE: Duration = Duration::from_secs(12 * 60 * 60);

/// A session that is in use is written again after so long, not with each request.
const TOUCHED_EVERY: Duration = Duration::from_secs(5 * 60);

const SIGNED_IN: &str = "signed_in";

/// What a session says: who, since when, and when they were last seen.
#[derive(Serialize, Deserialize)]
struct SignedIn {
    staff: StaffId,
    since: UnixSeconds,
    seen: UnixSeconds,
}

/// The layer that reads and sets the cookie.
pub(super) fn layer(site: &Site) -> SessionManagerLayer<Records> {
    let records = Records { store: site.services.store.clone(), clock: site.services.clock.clone() };
    SessionManagerLayer::new(records)
        // `__Host-`: browsers take it from https only, for this host alone and its every path.
        .with_name(if site.https { "__Host-escale" } else { "escale" })
        .with_secure(site.https)
        .with_http_only(true)
        // Lax, so that a link in a mail to the staff opens signed in. Posts from elsewhere meet the cross-site layer.
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}

/// Who is signed in.
pub(super) async fn signed_in(session: &Session, services: &Services) -> Result<Option<Staff>, StoreError> {
    // Without a cookie there is nothing to look up.
    if session.id().is_none() {
        return Ok(None);
    }
    let Some(signed_in) = session.get::<SignedIn>(SIGNED_IN).await.map_err(unavailable)? else {
        return Ok(None);
    };
    let now = services.clock.now();
    let staff = accounts::signed_in(services, &signed_in.staff).await?;
    if staff.is_none() || now.since(signed_in.since) >= WHOLE {
        session.flush().await.map_err(unavailable)?;
        return Ok(None);
    }
    if now.since(signed_in.seen) >= TOUCHED_EVERY {
        session.insert(SIGNED_IN, SignedIn { seen: now, ..signed_in }).await.map_err(unavailable)?;
    }
    Ok(staff)
}

/// Begins a session. Its id is a new one, so that an id planted in the browser before is worth nothing.
pub(super) async fn begin(session: &Session, services: &Services, staff: StaffId) -> Result<(), StoreError> {
    let now = services.clock.now();
    session.cycle_id().await.map_err(unavailable)?;
    session.insert(SIGNED_IN, SignedIn { staff, since: now, seen: now }).await.map_err(unavailable)
}

/// Ends the session, here and in the records.
pub(super) async fn end(session: &Session) -> Result<(), StoreError> {
    if session.id().is_none() {
        return Ok(());
    }
    session.flush().await.map_err(unavailable)
}

/// Browsers ignore a `__Host-` cookie that is not `Secure`, its removal included; the session layer leaves it out.
pub(super) async fn mend_removal(mut response: Response) -> Response {
    let mended = response.headers().get(SET_COOKIE).and_then(|cookie| {
        let cookie = cookie.to_str().ok()?;
        let bare = cookie.starts_with("__Host-") && !cookie.contains("; Secure");
        bare.then(|| HeaderValue::from_str(&format!("{cookie}; Secure; HttpOnly; SameSite=Lax")).ok())?
    });
    if let Some(cookie) = mended {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

fn unavailable(error: Error) -> StoreError {
    StoreError::Unreadable(format!("session: {error}"))
}

/// The sessions in the shop's own records.
#[derive(Clone)]
pub(super) struct Records {
    store: Store,
    clock: Clock,
}

impl Records {
    async fn insert(&self, record: &mut Record) -> Result<(), StoreError> {
        let data = data(record)?;
        loop {
            let mut tx = self.store.begin().await?;
            if tx.insert_session(&row(&record.id), &data, self.clock.now() + IDLE).await? {
                return tx.commit("session_inserted").await;
            }
            record.id = Id::default();
        }
    }

    async fn update(&self, record: &Record) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.update_session(&row(&record.id), &data(record)?, self.clock.now() + IDLE).await?;
        tx.commit("session_updated").await
    }

    async fn read(&self, id: &Id) -> Result<Option<Record>, StoreError> {
        let now = self.clock.now();
        let Some(data) = self.store.snapshot().await?.session(&row(id), now).await? else {
            return Ok(None);
        };
        // Written by another version, it is no session any more.
        let Ok(data) = serde_json::from_slice(&data) else {
            return Ok(None);
        };
        // The end that counts stands in the records; the session layer only wants one that lies ahead.
        let expiry_date = time::OffsetDateTime::from_unix_timestamp((now + IDLE).0)
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn remove(&self, id: &Id) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.delete_session(&row(id)).await?;
        tx.commit("session_removed").await
    }
}

#[async_trait]
impl SessionStore for Records {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        self.insert(record).await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.update(record).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        self.read(id).await.map_err(backend)
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.remove(id).await.map_err(backend)
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Records")
    }
}

/// The row's name: a hash, so that nobody who reads the table can sign in with what it holds. The id has 128 random
/// bits, so a plain hash cannot be searched backwards.
fn row(id: &Id) -> String {
    hex::encode(digest(&SHA256, &id.0.to_le_bytes()))
}

fn data(record: &Record) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(&record.data).map_err(|error| StoreError::Unreadable(error.to_string()))
}

fn backend(error: StoreError) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}
