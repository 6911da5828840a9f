//! The merchant's staff.

use super::{Result, StoreError, Tx, execute, optional};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::StaffId;
use crate::domain::staff::Role;
use crate::domain::timestamp::UnixSeconds;
use crate::secret::Secret;

/// Somebody to be added to the staff.
#[derive(Clone, Debug)]
pub struct NewStaff {
    pub id: StaffId,
    pub email: EmailAddress,
    pub name: String,
    /// A PHC string, such as `$argon2id$…`.
    pub password_hash: Secret,
    pub role: Role,
    pub now: UnixSeconds,
}

/// A member of the staff.
#[derive(Clone, Debug)]
pub struct StaffRow {
    pub id: StaffId,
    pub email: String,
    pub name: String,
    pub password_hash: Secret,
    pub role: Role,
    /// May not sign in, and sessions that are open count no more.
    pub disabled: bool,
}

#[derive(sqlx::FromRow)]
struct Columns {
    id: String,
    email: String,
    name: String,
    password_hash: String,
    role: String,
    disabled: bool,
}

impl Columns {
    fn read(self) -> Result<StaffRow> {
        Ok(StaffRow {
            role: Role::parse(&self.role).ok_or_else(|| StoreError::Unreadable("staff.role".into()))?,
            id: self.id.into(),
            email: self.email,
            name: self.name,
            password_hash: Secret::new(self.password_hash),
            disabled: self.disabled,
        })
    }
}

impl Tx {
    /// Adds somebody; `false` when the address is on the staff already.
    pub async fn insert_staff(&mut self, new: &NewStaff) -> Result<bool> {
        let inserted = execute!(
            self,
            "insert into staff (id, email, name, password_hash, role, disabled, created_at) \
             values ($1, $2, $3, $4, $5, false, $6) on conflict (email) do nothing",
            new.id.as_str(),
            new.email.lookup_key(),
            new.name.as_str(),
            new.password_hash.expose(),
            new.role.as_str(),
            new.now.0,
        )?;
        Ok(inserted == 1)
    }

    /// Who signs in with this address.
    pub async fn staff_of_email(&mut self, email: &EmailAddress) -> Result<Option<StaffRow>> {
        let row = optional!(self, Columns, "select * from staff where email = $1", email.lookup_key())?;
        row.map(Columns::read).transpose()
    }

    /// One member of the staff.
    pub async fn staff(&mut self, id: &StaffId) -> Result<Option<StaffRow>> {
        let row = optional!(self, Columns, "select * from staff where id = $1", id.as_str())?;
        row.map(Columns::read).transpose()
    }
}
