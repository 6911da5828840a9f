//! The ledger: append-only, double entry; each entry sums to zero per currency.

use super::columns::money;
use super::{Result, StoreError, Tx, all, execute};
use crate::domain::ids::OrderId;
use crate::domain::money::Money;
use crate::domain::timestamp::UnixSeconds;

/// The accounts. Holds live in memo accounts: they are no money yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// Memo: authorised on buyers' cards.
    Held,
    /// Memo: the other side of `Held`.
    Holds,
    /// What the provider owes us.
    Provider,
    /// What was sold.
    Sales,
    /// What suppliers bill us.
    SupplierCost,
    /// What we owe suppliers, or have prepaid.
    SupplierDue,
}

impl Account {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "memo:held",
            Self::Holds => "memo:holds",
            Self::Provider => "provider",
            Self::Sales => "sales",
            Self::SupplierCost => "supplier_cost",
            Self::SupplierDue => "supplier_due",
        }
    }
}

/// Why money moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerKind {
    Held,
    Released,
    Captured,
    Refunded,
    Bought,
}

impl LedgerKind {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Released => "released",
            Self::Captured => "captured",
            Self::Refunded => "refunded",
            Self::Bought => "bought",
        }
    }

    /// The two accounts, the first debited.
    fn accounts(self) -> (Account, Account) {
        match self {
            Self::Held => (Account::Held, Account::Holds),
            Self::Released => (Account::Holds, Account::Held),
            Self::Captured => (Account::Provider, Account::Sales),
            Self::Refunded => (Account::Sales, Account::Provider),
            Self::Bought => (Account::SupplierCost, Account::SupplierDue),
        }
    }
}

/// One side of an entry.
#[derive(Clone, Debug)]
pub struct LedgerRow {
    pub entry: String,
    pub account: String,
    pub kind: String,
    pub amount: Money,
    pub at: UnixSeconds,
}

impl Tx {
    /// Writes an entry. `about` names its cause, such as a payment's id: one cause is booked once per kind.
    pub async fn book(
        &mut self,
        order: &OrderId,
        kind: LedgerKind,
        about: &str,
        amount: Money,
        now: UnixSeconds,
    ) -> Result<()> {
        let entry = format!("{}:{about}", kind.as_str());
        let (debit, credit) = kind.accounts();
        let negative = amount.minor.checked_neg().ok_or_else(|| StoreError::Unreadable("amount".into()))?;
        for (account, minor) in [(debit, amount.minor), (credit, negative)] {
            execute!(
                self,
                "insert into ledger (entry_id, account, order_id, kind, amount_minor, currency, at) \
                 values ($1, $2, $3, $4, $5, $6, $7)",
                entry.as_str(),
                account.as_str(),
                order.as_str(),
                kind.as_str(),
                minor,
                amount.currency.as_str(),
                now.0,
            )?;
        }
        Ok(())
    }

    /// All rows of an order, oldest first.
    pub async fn ledger_of(&mut self, order: &OrderId) -> Result<Vec<LedgerRow>> {
        let rows = all!(
            self,
            (String, String, String, i64, String, i64),
            "select entry_id, account, kind, amount_minor, currency, at from ledger where order_id = $1 \
             order by at, entry_id, account",
            order.as_str(),
        )?;
        rows.into_iter()
            .map(|(entry, account, kind, minor, currency, at)| {
                Ok(LedgerRow { entry, account, kind, amount: money(minor, &currency)?, at: UnixSeconds(at) })
            })
            .collect()
    }
}
