//! Mails that we owe somebody; what they say is composed from the order when they are sent.

use super::{Result, StoreError, Tx, all, execute, optional};
use crate::domain::ids::{MailId, OrderId};
use crate::domain::timestamp::UnixSeconds;
use crate::secret::new_id;

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailKind {
    EsimReady,
    /// A SIM has more on it now.
    ToppedUp,
    PaymentReceived,
    GivenBack,
    /// The links of all orders of an address, for a buyer who has lost them.
    OrderLinks,
    /// That a buyer's withdrawal was received, with date and time.
    WithdrawalReceived,
    /// How an eSIM stands: its notice says what of it.
    EsimNotice,
}

impl MailKind {
    /// All kinds, in the order in which they are declared.
    pub const ALL: &'static [Self] = &[
        Self::EsimReady,
        Self::ToppedUp,
        Self::PaymentReceived,
        Self::GivenBack,
        Self::OrderLinks,
        Self::WithdrawalReceived,
        Self::EsimNotice,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EsimReady => "esim_ready",
            Self::ToppedUp => "topped_up",
            Self::PaymentReceived => "payment_received",
            Self::GivenBack => "given_back",
            Self::OrderLinks => "order_links",
            Self::WithdrawalReceived => "withdrawal_received",
            Self::EsimNotice => "esim_notice",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}

/// One mail.
#[derive(Clone, Debug)]
pub struct Mail {
    pub id: MailId,
    pub order: OrderId,
    pub kind: MailKind,
    pub recipient: String,
    /// `waiting`, `sent` or `failed`.
    pub state: String,
    pub tries: i64,
    pub last_error: Option<String>,
    pub created_at: UnixSeconds,
    pub sent_at: Option<UnixSeconds>,
}

#[derive(sqlx::FromRow)]
struct MailRow {
    id: String,
    order_id: String,
    kind: String,
    recipient: String,
    state: String,
    tries: i64,
    last_error: Option<String>,
    created_at: i64,
    sent_at: Option<i64>,
}

impl MailRow {
    fn read(self) -> Result<Mail> {
        Ok(Mail {
            kind: MailKind::parse(&self.kind).ok_or_else(|| StoreError::Unreadable("mails.kind".into()))?,
            id: self.id.into(),
            order: self.order_id.into(),
            recipient: self.recipient,
            state: self.state,
            tries: self.tries,
            last_error: self.last_error,
            created_at: UnixSeconds(self.created_at),
            sent_at: self.sent_at.map(UnixSeconds),
        })
    }
}

impl Tx {
    /// Writes down a mail that is owed.
    pub async fn insert_mail(
        &mut self,
        order: &OrderId,
        kind: MailKind,
        recipient: &str,
        now: UnixSeconds,
    ) -> Result<MailId> {
        let id: MailId = new_id(now);
        execute!(
            self,
            "insert into mails (id, order_id, kind, recipient, state, tries, created_at) \
             values ($1, $2, $3, $4, 'waiting', 0, $5)",
            id.as_str(),
            order.as_str(),
            kind.as_str(),
            recipient,
            now.0,
        )?;
        Ok(id)
    }

    /// One mail.
    pub async fn mail(&mut self, mail: &MailId) -> Result<Option<Mail>> {
        let row = optional!(self, MailRow, "select * from mails where id = $1", mail.as_str())?;
        row.map(MailRow::read).transpose()
    }

    /// All mails of an order, oldest first.
    pub async fn mails_of(&mut self, order: &OrderId) -> Result<Vec<Mail>> {
        let rows =
            all!(self, MailRow, "select * from mails where order_id = $1 order by created_at, id", order.as_str())?;
        rows.into_iter().map(MailRow::read).collect()
    }

    /// What became of a try to send it: `Ok` sent, `Err((error, for_good))`.
    pub async fn mark_mail(
        &mut self,
        mail: &MailId,
        outcome: std::result::Result<(), (&str, bool)>,
        now: UnixSeconds,
    ) -> Result<()> {
        let (state, error) = match outcome {
            Ok(()) => ("sent", None),
            Err((error, true)) => ("failed", Some(error)),
            Err((error, false)) => ("waiting", Some(error)),
        };
        execute!(
            self,
            "update mails set state = $2, last_error = $3, tries = tries + 1, \
             sent_at = case when $2 = 'sent' then $4 else sent_at end where id = $1",
            mail.as_str(),
            state,
            error,
            now.0,
        )?;
        Ok(())
    }
}
