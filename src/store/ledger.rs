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
    /// What the buyer owes us for what was delivered; negative: what we owe the buyer.
    Buyer,
    /// What was sold.
    Sales,
    /// What the provider keeps for its work.
    Fees,
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
            Self::Buyer => "buyer",
            Self::Fees => "fees",
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
    /// A hold or the rest of it is gone: captured, let go, or run out.
    Released,
    /// A line was delivered.
    Sold,
    Captured,
    Refunded,
    /// A refund came back: the buyer has not got it.
    RefundFailed,
    /// What was delivered is not charged after all: given back out of goodwill.
    Returned,
    /// A line was bought from its supplier.
    Bought,
    /// The provider's fee, where it says so.
    Fee,
}

impl LedgerKind {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Released => "released",
            Self::Sold => "sold",
            Self::Captured => "captured",
            Self::Refunded => "refunded",
            Self::RefundFailed => "refund_failed",
            Self::Returned => "returned",
            Self::Bought => "bought",
            Self::Fee => "fee",
        }
    }

    /// The two accounts, the first debited.
    fn accounts(self) -> (Account, Account) {
        match self {
            Self::Held => (Account::Held, Account::Holds),
            Self::Released => (Account::Holds, Account::Held),
            Self::Sold => (Account::Buyer, Account::Sales),
            Self::Captured | Self::RefundFailed => (Account::Provider, Account::Buyer),
            Self::Refunded => (Account::Buyer, Account::Provider),
            Self::Returned => (Account::Sales, Account::Buyer),
            Self::Bought => (Account::SupplierCost, Account::SupplierDue),
            Self::Fee => (Account::Fees, Account::Provider),
        }
    }
}

/// How an order stands with its buyer, derived from the ledger alone; in the currency in which it was paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Minor units on hold at the provider.
    pub held: i64,
    /// Minor units taken.
    pub paid: i64,
    /// Minor units given back.
    pub refunded: i64,
    /// Minor units that the buyer owes for what was delivered; negative: that we owe the buyer.
    pub due: i64,
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
        // Both sides in one statement: an entry is never half there.
        execute!(
            self,
            "insert into ledger (entry_id, account, order_id, kind, amount_minor, currency, at) \
             values ($1, $2, $4, $5, $6, $8, $9), ($1, $3, $4, $5, $7, $8, $9)",
            entry.as_str(),
            debit.as_str(),
            credit.as_str(),
            order.as_str(),
            kind.as_str(),
            amount.minor,
            negative,
            amount.currency.as_str(),
            now.0,
        )?;
        Ok(())
    }

    /// What an order's ledger says of its buyer's money. Only the accounts that hold the order's own currency count.
    pub async fn balance_of(&mut self, order: &OrderId) -> Result<Balance> {
        let mut balance = Balance::default();
        for row in self.ledger_of(order).await? {
            let minor = row.amount.minor;
            match (row.account.as_str(), row.kind.as_str()) {
                ("memo:held", _) => balance.held += minor,
                ("buyer", kind) => {
                    balance.due += minor;
                    match kind {
                        "captured" => balance.paid -= minor,
                        "refunded" | "refund_failed" => balance.refunded += minor,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        Ok(balance)
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
