//! A delivered eSIM: the secrets that install it, and what is known of it without them.

use super::activation_code::ActivationCode;
use super::iccid::Iccid;
use super::ids::EsimId;
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

/// A SIM by each of its names; what is not known is `None`. Reads and top-ups take the name that its network goes by. It
/// need not have been sold here. No `Serialize`: numbers are personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SimNames {
    /// The supplier's own reference of the sale.
    pub reference: Option<String>,
    /// The network that runs the line, such as "Orange France".
    pub network: Option<String>,
    /// The line's phone number.
    pub msisdn: Option<String>,
    /// The supplier's own number of the SIM (Orange: NSCE or simId).
    pub sim_id: Option<String>,
    pub iccid: Option<Iccid>,
}

impl fmt::Debug for SimNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SimNames(…)")
    }
}

/// The SIM that a top-up is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimToTopUp {
    /// The eSIM of ours; `None` for a SIM that was not sold here.
    pub esim: Option<EsimId>,
    /// As they are when the top-up is ordered.
    pub names: SimNames,
}

impl SimToTopUp {
    /// The same SIM, of that network where its own is not known.
    pub fn of_network(&self, network: &str) -> Self {
        let mut sim = self.clone();
        sim.names.network.get_or_insert_with(|| network.to_owned());
        sim
    }
}

/// What is bought at a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A new eSIM.
    Esim,
    /// More for a SIM that is there already.
    TopUp(SimNames),
}

/// When the supplier sold it: identity papers are counted from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoldAt(pub UnixSeconds);
