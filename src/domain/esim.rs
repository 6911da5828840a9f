//! A delivered eSIM: the secrets that install it, and what is known of it without them.

use super::activation_code::ActivationCode;
use super::iccid::Iccid;
use super::timestamp::UnixSeconds;
use std::fmt;

/// Everything that a supplier hands over with one eSIM. No `Serialize`: it is written sealed, field by field.
#[derive(Clone, PartialEq, Eq)]
pub struct EsimSecrets {
    pub activation_code: ActivationCode,
    pub iccid: Option<Iccid>,
    /// The line's phone number, as the supplier writes it.
    pub msisdn: Option<String>,
    pub pin: Option<String>,
    pub puk: Option<String>,
    /// The supplier's own number of the SIM (Orange: NSCE or simId).
    pub sim_id: Option<String>,
    /// Asked for at installation where the activation code says so.
    pub confirmation_code: Option<String>,
}

impl fmt::Debug for EsimSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EsimSecrets(…)")
    }
}

/// When the supplier sold it: identity papers are counted from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoldAt(pub UnixSeconds);
