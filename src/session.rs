//! Who is asking: the signed-in member of the staff.

use crate::domain::ids::StaffId;
pub use crate::domain::staff::Role;

/// A signed-in member of the merchant's staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    pub email: String,
    pub role: Role,
}
