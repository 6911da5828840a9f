//! Who is asking: the signed-in member of the staff.

use crate::domain::ids::StaffId;

/// A signed-in member of the merchant's staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    pub email: String,
    pub role: Role,
}

/// What a member of the staff may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Owner,
    Support,
}

impl Role {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Support => "support",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Owner, Self::Support].into_iter().find(|role| role.as_str() == word)
    }
}
