//! The accounts of the merchant's staff: adding somebody, signing in, and whether a signed-in person still may.

mod password;

pub use password::{LONGEST_PASSWORD, SHORTEST_PASSWORD};

use crate::domain::email_address::EmailAddress;
use crate::domain::ids::StaffId;
use crate::domain::staff::Role;
use crate::secret::{Secret, new_id};
use crate::services::Services;
use crate::session::Staff;
use crate::store::{NewStaff, StaffRow, StoreError};
use thiserror::Error;

/// Why nobody was added, or nobody could sign in.
#[derive(Debug, Error)]
pub enum AccountError {
    /// Another member of the staff has this address.
    #[error("{0} is on the staff already")]
    EmailTaken(String),
    /// Too short or too long.
    #[error("a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")]
    BadPassword,
    /// The arithmetic did not run; nothing is known of the password.
    #[error("the password could not be hashed")]
    NotHashed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds an owner, who may do everything.
pub async fn create_owner(
    services: &Services,
    email: &EmailAddress,
    name: &str,
    password: &Secret,
) -> Result<StaffId, AccountError> {
    if !password::is_acceptable(password) {
        return Err(AccountError::BadPassword);
    }
    let secret = password.clone();
    let password_hash =
        services.compute(move || password::hash(&secret)).await.flatten().ok_or(AccountError::NotHashed)?;
    let now = services.clock.now();
    let id: StaffId = new_id(now);
    let new =
        NewStaff { id: id.clone(), email: email.clone(), name: name.to_owned(), password_hash, role: Role::Owner, now };
    let mut tx = services.store.begin().await?;
    if !tx.insert_staff(&new).await? {
        return Err(AccountError::EmailTaken(email.as_str().to_owned()));
    }
    tx.commit("owner_added").await?;
    Ok(id)
}

/// Who signs in with this address and password; `None` for every reason not to, in the same time for each, so that
/// the answer does not tell which addresses are on the staff.
pub async fn sign_in(services: &Services, email: &str, password: &Secret) -> Result<Option<Staff>, AccountError> {
    let row = match EmailAddress::parse(email) {
        Ok(email) => services.store.snapshot().await?.staff_of_email(&email).await?,
        Err(_) => None,
    };
    let hash = row.as_ref().map(|row| row.password_hash.clone());
    let secret = password.clone();
    let matches =
        services.compute(move || password::matches(&secret, hash.as_ref())).await.ok_or(AccountError::NotHashed)?;
    Ok(row.filter(|row| matches && !row.disabled).map(seen))
}

/// The person behind a session; `None` once they are gone from the staff or disabled.
pub async fn signed_in(services: &Services, id: &StaffId) -> Result<Option<Staff>, StoreError> {
    let row = services.store.snapshot().await?.staff(id).await?;
    Ok(row.filter(|row| !row.disabled).map(seen))
}

fn seen(row: StaffRow) -> Staff {
    Staff { id: row.id, email: row.email, role: row.role }
}
