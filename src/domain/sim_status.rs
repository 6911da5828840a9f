//! The state of a line, in the eleven words of Orange's Travel B2B documentation ("Tableau des statuts").

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// What the network says about the SIM.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SimStatus {
    /// Attached to no plan.
    Free,
    NotInstalled,
    /// In use.
    Available,
    /// The network saw something abnormal.
    SuspendedFraud,
    /// Identity papers were not registered in time.
    SuspendedKycDefault,
    SuspendedByOperator,
    SuspendedTheftOrLoss,
    /// Over for good.
    Expired,
    /// Removed from the device on which it was first installed.
    Uninstalled,
    RevokedByOperator,
    SimSwap,
    /// A word that the documentation does not have.
    Unknown(String),
}

/// What the traveller can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextStep {
    InstallIt,
    NothingToDo,
    RegisterPapers,
    /// Add a plan to this eSIM, where that is sold, or buy another eSIM.
    TopUpOrBuy,
    /// This eSIM is over: buy another.
    BuyAnother,
    ContactUs,
}

impl SimStatus {
    /// The documented states, in the documentation's order.
    pub const DOCUMENTED: [Self; 11] = [
        Self::Free,
        Self::NotInstalled,
        Self::Available,
        Self::SuspendedFraud,
        Self::SuspendedKycDefault,
        Self::SuspendedByOperator,
        Self::SuspendedTheftOrLoss,
        Self::Expired,
        Self::Uninstalled,
        Self::RevokedByOperator,
        Self::SimSwap,
    ];

    /// Reads the network's word in any case, with spaces, hyphens or underscores; another word becomes `Unknown`.
    pub fn parse(text: &str) -> Self {
        let words = text.split(|c: char| c.is_whitespace() || c == '_' || c == '-').filter(|word| !word.is_empty());
        let word = words.collect::<Vec<_>>().join(" ").to_lowercase();
        let known = Self::DOCUMENTED.into_iter().find(|status| status.as_str() == word);
        known.unwrap_or_else(|| Self::Unknown(text.trim().to_owned()))
    }

    /// The network's own word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Free => "free",
            Self::NotInstalled => "not installed",
            Self::Available => "available",
            Self::SuspendedFraud => "suspended fraud",
            Self::SuspendedKycDefault => "suspended kyc default",
            Self::SuspendedByOperator => "suspended by operator",
            Self::SuspendedTheftOrLoss => "suspended following a theft or loss",
            Self::Expired => "expired",
            Self::Uninstalled => "uninstalled",
            Self::RevokedByOperator => "revoked by operator",
            Self::SimSwap => "sim swap",
            Self::Unknown(word) => word,
        }
    }

    /// The key of its sentence in `locales/`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Free => "sim-status-free",
            Self::NotInstalled => "sim-status-not-installed",
            Self::Available => "sim-status-available",
            Self::SuspendedFraud => "sim-status-suspended-fraud",
            Self::SuspendedKycDefault => "sim-status-suspended-kyc-default",
            Self::SuspendedByOperator => "sim-status-suspended-by-operator",
            Self::SuspendedTheftOrLoss => "sim-status-suspended-theft-or-loss",
            Self::Expired => "sim-status-expired",
            Self::Uninstalled => "sim-status-uninstalled",
            Self::RevokedByOperator => "sim-status-revoked-by-operator",
            Self::SimSwap => "sim-status-sim-swap",
            Self::Unknown(_) => "sim-status-unknown",
        }
    }

    /// Whether the line does not work though it should: shown as a warning, and worth a look by staff.
    pub fn is_problem(&self) -> bool {
        match self {
            Self::SuspendedFraud
            | Self::SuspendedKycDefault
            | Self::SuspendedByOperator
            | Self::SuspendedTheftOrLoss
            | Self::RevokedByOperator => true,
            Self::Free
            | Self::NotInstalled
            | Self::Available
            | Self::Expired
            | Self::Uninstalled
            | Self::SimSwap
            | Self::Unknown(_) => false,
        }
    }

    /// What the traveller can do about it.
    pub fn next_step(&self) -> NextStep {
        match self {
            Self::NotInstalled => NextStep::InstallIt,
            Self::Available => NextStep::NothingToDo,
            Self::SuspendedKycDefault => NextStep::RegisterPapers,
            Self::Free => NextStep::TopUpOrBuy,
            Self::Expired => NextStep::BuyAnother,
            // A QR code installs once: another try needs the network's leave.
            Self::Uninstalled
            | Self::SuspendedFraud
            | Self::SuspendedByOperator
            | Self::SuspendedTheftOrLoss
            | Self::RevokedByOperator
            | Self::SimSwap
            | Self::Unknown(_) => NextStep::ContactUs,
        }
    }
}

impl NextStep {
    /// Every step, for tests of `locales/`.
    pub const ALL: [Self; 6] =
        [Self::InstallIt, Self::NothingToDo, Self::RegisterPapers, Self::TopUpOrBuy, Self::BuyAnother, Self::ContactUs];

    /// The key of its sentence in `locales/`.
    pub fn key(self) -> &'static str {
        match self {
            Self::InstallIt => "next-step-install-it",
            Self::NothingToDo => "next-step-nothing-to-do",
            Self::RegisterPapers => "next-step-register-papers",
            Self::TopUpOrBuy => "next-step-top-up-or-buy",
            Self::BuyAnother => "next-step-buy-another",
            Self::ContactUs => "next-step-contact-us",
        }
    }
}

impl fmt::Display for SimStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for SimStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for SimStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_eleven_documented_words_are_eleven_states_with_a_sentence_each() {
        let words = "free · not installed · available · suspended fraud · suspended kyc default · suspended by operator · \
            suspended following a theft or loss · expired · uninstalled · revoked by operator · sim swap";
        let read: Vec<SimStatus> = words.split(" · ").map(SimStatus::parse).collect();
        assert_eq!(read, SimStatus::DOCUMENTED);
        let keys: BTreeSet<_> = read.iter().map(SimStatus::key).collect();
        assert_eq!(keys.len(), 11);
    }

    #[test]
    fn spelling_does_not_matter() {
        assert_eq!(SimStatus::parse(" Not_Installed "), SimStatus::NotInstalled);
        assert_eq!(SimStatus::parse("SIM-SWAP"), SimStatus::SimSwap);
        assert_eq!(SimStatus::parse("suspended  KYC default"), SimStatus::SuspendedKycDefault);
    }

    #[test]
    fn an_unknown_word_is_kept_and_leads_to_us() {
        let status = SimStatus::parse(" Hibernating ");
        assert_eq!(status, SimStatus::Unknown("Hibernating".to_owned()));
        assert_eq!((status.as_str(), status.key()), ("Hibernating", "sim-status-unknown"));
        assert_eq!(status.next_step(), NextStep::ContactUs);
        assert!(!status.is_problem());
    }

    #[test]
    fn a_line_cut_for_missing_papers_asks_for_the_papers() {
        let cut = SimStatus::SuspendedKycDefault;
        assert!(cut.is_problem());
        assert_eq!(cut.next_step(), NextStep::RegisterPapers);
        assert_eq!(SimStatus::Available.next_step(), NextStep::NothingToDo);
        assert!(!SimStatus::Available.is_problem());
    }
}
