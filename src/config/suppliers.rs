//! The suppliers' accounts: a file for each kind. A kind is added by its file, its line in `KINDS` and its variant.

mod airalo;
mod esim_go;
mod orange_travel;
mod standard;

pub use airalo::AiraloConfig;
pub use esim_go::EsimGoConfig;
pub use orange_travel::OrangeTravelConfig;
pub use standard::{ClientCertificate, StandardConfig};

use super::MinTls;
use super::checks::is_loopback;
use super::read::forms::supplier_id;
use super::section::Section;
use crate::domain::ids::SupplierId;
use crate::domain::money::Rate;
use url::Url;

/// An account at a supplier; `kind` in the file says which.
#[derive(Clone, Debug)]
pub enum SupplierConfig {
    Airalo(AiraloConfig),
    EsimGo(EsimGoConfig),
    OrangeTravel(OrangeTravelConfig),
    Standard(StandardConfig),
}

/// When what is left of the money paid to a supplier in advance is called low.
#[derive(Clone, Debug)]
pub struct CreditAlarm {
    /// Below this decimal amount, in the account's own currency.
    pub below: Option<String>,
    /// When it ends within so many days, as it is spent of late.
    pub days: u32,
}

impl Default for CreditAlarm {
    fn default() -> Self {
        Self { below: None, days: 7 }
    }
}

impl CreditAlarm {
    fn read(section: &mut Section<'_>) -> Option<Self> {
        let below = section.parsed_or("credit_low", None, |text| {
            Rate::parse(text).map(|_| Some(text.to_owned())).map_err(|_| "an amount such as \"50.00\" is wanted")
        });
        let days = section.parsed_or("credit_low_days", Self::default().days, |text| {
            text.parse().ok().filter(|days| (1..=60).contains(days)).ok_or("1 to 60 days are wanted")
        });
        Some(Self { below: below?, days: days? })
    }
}

/// What the shop pays in by itself when little is left; decimal amounts in the account's own currency.
#[derive(Clone, Debug)]
pub struct PayInConfig {
    pub amount: String,
    /// It pays when less is left.
    pub below: String,
    /// At most so much within 24 hours.
    pub a_day: String,
}

impl PayInConfig {
    /// Three keys, or none of them: then it is `Some(None)`.
    fn read(section: &mut Section<'_>) -> Option<Option<Self>> {
        let mut amount = |key: &'static str| {
            section.parsed_or(key, None, |text| {
                let is_some = Rate::parse(text).is_ok_and(|rate| !rate.is_zero());
                if is_some { Ok(Some(text.to_owned())) } else { Err("an amount such as \"1000\" is wanted") }
            })
        };
        let (paid, below, a_day) = (amount("pay_in")?, amount("pay_in_below")?, amount("pay_in_a_day")?);
        match (paid, below, a_day) {
            (None, None, None) => Some(None),
            (Some(amount), Some(below), Some(a_day)) => Some(Some(Self { amount, below, a_day })),
            _ => {
                section.problem("pay_in", "pay_in_below and pay_in_a_day are wanted together, or none of them");
                None
            }
        }
    }
}

/// What every account has.
trait Account {
    fn id(&self) -> &SupplierId;
    /// Where it is spoken to, by key.
    fn addresses(&self) -> Vec<(&'static str, &Url)>;
    fn min_tls(&self) -> MinTls;
    /// Where the shop may pay in by itself.
    fn pay_in(&self) -> Option<&PayInConfig> {
        None
    }
    /// Where it is paid in advance.
    fn credit_alarm(&self) -> Option<&CreditAlarm> {
        None
    }
}

/// Reads the keys of one kind, to the section's end.
type Reader = fn(Option<SupplierId>, Section<'_>) -> Option<SupplierConfig>;

const KINDS: &[(&str, Reader)] = &[
    ("airalo", airalo::read),
    ("esim_go", esim_go::read),
    ("orange_travel", orange_travel::read),
    ("standard", standard::read),
];

impl SupplierConfig {
    fn account(&self) -> &dyn Account {
        match self {
            Self::Airalo(account) => account,
            Self::EsimGo(account) => account,
            Self::OrangeTravel(account) => account,
            Self::Standard(account) => account,
        }
    }

    /// The configured name, such as `orange`.
    pub fn id(&self) -> &SupplierId {
        self.account().id()
    }

    /// Where it is spoken to, by the key's full name.
    pub(super) fn addresses(&self) -> Vec<(String, Url)> {
        let full = |(key, url): (&str, &Url)| (format!("suppliers.{}.{key}", self.id()), url.clone());
        self.account().addresses().into_iter().map(full).collect()
    }

    /// Whether only this machine answers there: a simulator.
    pub(super) fn is_simulated(&self) -> bool {
        self.account().addresses().iter().all(|(_, url)| is_loopback(url))
    }

    /// What the shop pays in there by itself, if it is told to.
    pub(super) fn pay_in(&self) -> Option<&PayInConfig> {
        self.account().pay_in()
    }

    /// When its credit is called low; the default where it has none.
    pub(super) fn credit_alarm(&self) -> CreditAlarm {
        self.account().credit_alarm().cloned().unwrap_or_default()
    }

    /// The oldest TLS that is spoken with it.
    pub(super) fn min_tls(&self) -> MinTls {
        self.account().min_tls()
    }
}

/// One account. `None` when anything could not be read; then the section says what.
pub(super) fn read(mut section: Section<'_>) -> Option<SupplierConfig> {
    let id = section.parsed("id", supplier_id);
    let reader = section.parsed("kind", |text| {
        let kind = KINDS.iter().find(|(name, _)| *name == text);
        kind.map(|(_, reader)| *reader).ok_or_else(|| {
            let names: Vec<_> = KINDS.iter().map(|(name, _)| format!("{name:?}")).collect();
            format!("{} is wanted", names.join(" or "))
        })
    });
    // Without a kind nobody knows which keys belong here.
    reader?(id, section)
}
