//! Orders and their lines; the order row is the lock of its family.

use super::attempts::Attempt;
use super::cipher::Place;
use super::payments::Payment;
use super::refunds::Refund;
use super::{Result, StoreError, Tx, all, execute, optional};
use crate::domain::email_address::EmailAddress;
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::{LineId, OfferId, OrderId, SupplierId, SupplierProductId};
use crate::domain::lang::Lang;
use crate::domain::money::{Currency, Money};
use crate::domain::offer::PlanFacts;
use crate::domain::order::{OrderState, derive};
use crate::domain::timestamp::UnixSeconds;
use crate::secret::OrderToken;

/// One buyer's order, without its secrets.
#[derive(Clone, Debug)]
pub struct Order {
    pub id: OrderId,
    /// For people, such as `E-7K3M9-Q2XW4`.
    pub number: String,
    pub draft: String,
    pub email: String,
    pub lang: Lang,
    pub state: OrderState,
    /// Raised by every change to the family (I8).
    pub version: i64,
    pub disputed: bool,
    pub late_payment: bool,
    pub total: Money,
    /// The provider's time of hold or payment.
    pub paid_at: Option<UnixSeconds>,
    /// Delivered by then, or the money goes back.
    pub deliver_by: Option<UnixSeconds>,
    pub consent_version: String,
    pub consent_at: UnixSeconds,
    pub created_at: UnixSeconds,
}

/// One eSIM within an order: facts, price and cost as they were at checkout.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: LineId,
    pub offer: OfferId,
    pub supplier: SupplierId,
    pub product: SupplierProductId,
    pub facts: PlanFacts,
    pub price: Money,
    pub cost: Money,
}

/// An order with everything that its lock guards.
#[derive(Clone, Debug)]
pub struct Family {
    pub order: Order,
    pub lines: Vec<Line>,
    /// Oldest first.
    pub payments: Vec<Payment>,
    /// Oldest first.
    pub attempts: Vec<Attempt>,
    /// Oldest first.
    pub refunds: Vec<Refund>,
}

impl Family {
    /// The newest attempt of a line.
    pub fn newest_attempt(&self, line: &LineId) -> Option<&Attempt> {
        self.attempts.iter().rev().find(|attempt| attempt.line == *line)
    }

    /// The payment that holds or held money, newest first; otherwise the newest.
    pub fn main_payment(&self) -> Option<&Payment> {
        use crate::domain::payment::PaymentState as P;
        let without_money = [P::Creating, P::Open, P::Processing, P::Expired];
        self.payments
            .iter()
            .rev()
            .find(|payment| !without_money.contains(&payment.state))
            .or(self.payments.last())
    }

    /// The state of the order as its parts say.
    pub fn derived_state(&self) -> OrderState {
        let payments: Vec<_> = self.payments.iter().map(|payment| payment.state).collect();
        let lines: Vec<_> =
            self.lines.iter().map(|line| self.newest_attempt(&line.id).map(|attempt| attempt.state)).collect();
        derive(&payments, &lines)
    }

    /// What the delivered lines cost the buyer together.
    pub fn delivered_sum(&self) -> Money {
        let delivered = self.lines.iter().filter(|line| {
            self.newest_attempt(&line.id).is_some_and(|attempt| attempt.state == AttemptState::Delivered)
        });
        // The prices are parts of a total that was checked at checkout.
        Money::new(delivered.map(|line| line.price.minor).sum(), self.order.total.currency)
    }
}

/// What a new order is made of.
#[derive(Clone, Debug)]
pub struct NewOrder {
    pub id: OrderId,
    pub number: String,
    pub draft: String,
    pub token: OrderToken,
    pub email: EmailAddress,
    pub lang: Lang,
    pub total: Money,
    pub consent_version: String,
    pub now: UnixSeconds,
    pub lines: Vec<NewLine>,
}

/// One line of a new order.
#[derive(Clone, Debug)]
pub struct NewLine {
    pub id: LineId,
    pub offer: OfferId,
    pub supplier: SupplierId,
    pub product: SupplierProductId,
    pub facts: PlanFacts,
    pub price: Money,
    pub cost: Money,
}

#[derive(sqlx::FromRow)]
struct OrderRow {
    id: String,
    number: String,
    draft: String,
    email: String,
    lang: String,
    state: String,
    version: i64,
    disputed: bool,
    late_payment: bool,
    total_minor: i64,
    currency: String,
    paid_at: Option<i64>,
    deliver_by: Option<i64>,
    consent_version: String,
    consent_at: i64,
    created_at: i64,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    offer_id: String,
    supplier: String,
    product: String,
    facts: String,
    price_minor: i64,
    currency: String,
    cost_minor: i64,
    cost_currency: String,
}

impl OrderRow {
    fn read(self) -> Result<Order> {
        Ok(Order {
            lang: Lang::parse(&self.lang).ok_or_else(|| StoreError::Unreadable("orders.lang".into()))?,
            state: OrderState::parse(&self.state).ok_or_else(|| StoreError::Unreadable("orders.state".into()))?,
            total: money(self.total_minor, &self.currency)?,
            id: self.id.into(),
            number: self.number,
            draft: self.draft,
            email: self.email,
            version: self.version,
            disputed: self.disputed,
            late_payment: self.late_payment,
            paid_at: self.paid_at.map(UnixSeconds),
            deliver_by: self.deliver_by.map(UnixSeconds),
            consent_version: self.consent_version,
            consent_at: UnixSeconds(self.consent_at),
            created_at: UnixSeconds(self.created_at),
        })
    }
}

/// An amount from its two columns.
pub(super) fn money(minor: i64, currency: &str) -> Result<Money> {
    let currency = Currency::parse(currency).map_err(|_| StoreError::Unreadable(format!("currency {currency}")))?;
    Ok(Money::new(minor, currency))
}

/// JSON from its column.
pub(super) fn json<T: serde::de::DeserializeOwned>(column: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable(format!("{column}: {error}")))
}

/// JSON for its column.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable(error.to_string()))
}

const TOKEN_KIND: &str = "order_token";

fn token_place(order: &OrderId) -> Place<'_> {
    Place { table: "orders", column: "token_sealed", row: order.as_str() }
}

impl Tx {
    /// Inserts an order with its lines; `false` when the draft was ordered before (the same click twice).
    pub async fn insert_order(&mut self, new: &NewOrder) -> Result<bool> {
        let token_sealed = self.1.seal(token_place(&new.id), new.token.expose().as_bytes())?;
        let inserted = execute!(
            self,
            "insert into orders (id, number, draft, token_hash, token_sealed, email, email_key, lang, state, version, \
             disputed, late_payment, total_minor, currency, consent_version, consent_lang, consent_at, created_at, \
             changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, false, false, $10, $11, $12, $8, $13, $13, $13) \
             on conflict (draft) do nothing",
            new.id.as_str(),
            new.number.as_str(),
            new.draft.as_str(),
            self.1.index(TOKEN_KIND, new.token.expose()),
            token_sealed,
            new.email.as_str(),
            new.email.lookup_key(),
            new.lang.as_str(),
            OrderState::AwaitingPayment.as_str(),
            new.total.minor,
            new.total.currency.as_str(),
            new.consent_version.as_str(),
            new.now.0,
        )?;
        if inserted == 0 {
            return Ok(false);
        }
        for (position, line) in (0_i64..).zip(&new.lines) {
            execute!(
                self,
                "insert into order_lines (id, order_id, position, offer_id, supplier, product, facts, price_minor, \
                 currency, cost_minor, cost_currency) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                line.id.as_str(),
                new.id.as_str(),
                position,
                line.offer.as_str(),
                line.supplier.as_str(),
                line.product.as_str(),
                to_json(&line.facts)?,
                line.price.minor,
                line.price.currency.as_str(),
                line.cost.minor,
                line.cost.currency.as_str(),
            )?;
        }
        Ok(true)
    }

    /// Takes the family's lock: every change to payments, attempts or refunds of an order comes after this.
    /// Raises the version in `family` as well; `Conflict` when somebody else was first.
    pub async fn lock(&mut self, family: &mut Family, now: UnixSeconds) -> Result<()> {
        let locked = execute!(
            self,
            "update orders set version = version + 1, changed_at = $3 where id = $1 and version = $2",
            family.order.id.as_str(),
            family.order.version,
            now.0,
        )?;
        if locked != 1 {
            return Err(StoreError::Conflict);
        }
        family.order.version += 1;
        Ok(())
    }

    /// Writes the derived state after a change; the family is read again within this transaction.
    pub async fn settle(&mut self, order: &OrderId) -> Result<Family> {
        let mut family = self
            .family(order)
            .await?
            .ok_or_else(|| StoreError::Unreadable(format!("{order} vanished")))?;
        let state = family.derived_state();
        if state != family.order.state {
            execute!(self, "update orders set state = $2 where id = $1", order.as_str(), state.as_str())?;
            family.order.state = state;
        }
        Ok(family)
    }

    /// An order with its payments, attempts and refunds.
    pub async fn family(&mut self, order: &OrderId) -> Result<Option<Family>> {
        let Some(order) = self.order(order).await? else { return Ok(None) };
        Ok(Some(Family {
            lines: self.lines(&order.id).await?,
            payments: self.payments_of(&order.id).await?,
            attempts: self.attempts_of(&order.id).await?,
            refunds: self.refunds_of(&order.id).await?,
            order,
        }))
    }

    /// One order.
    pub async fn order(&mut self, order: &OrderId) -> Result<Option<Order>> {
        let row = optional!(self, OrderRow, "select * from orders where id = $1", order.as_str())?;
        row.map(OrderRow::read).transpose()
    }

    /// The order that a draft became.
    pub async fn order_of_draft(&mut self, draft: &str) -> Result<Option<Order>> {
        let row = optional!(self, OrderRow, "select * from orders where draft = $1", draft)?;
        row.map(OrderRow::read).transpose()
    }

    /// The order that a link opens.
    pub async fn order_of_token(&mut self, token: &OrderToken) -> Result<Option<Order>> {
        let hash = self.1.index(TOKEN_KIND, token.expose());
        let row = optional!(self, OrderRow, "select * from orders where token_hash = $1", hash)?;
        row.map(OrderRow::read).transpose()
    }

    /// The link's token, for mails and redirects.
    pub async fn order_token(&mut self, order: &OrderId) -> Result<Option<OrderToken>> {
        let row: Option<(Vec<u8>,)> =
            optional!(self, (Vec<u8>,), "select token_sealed from orders where id = $1", order.as_str())?;
        let Some((sealed,)) = row else { return Ok(None) };
        Ok(OrderToken::parse(&self.1.open_text(token_place(order), &sealed)?))
    }

    /// Orders of an address, newest first, at most 50: for the mail that finds them again.
    pub async fn orders_of_email(&mut self, email: &EmailAddress) -> Result<Vec<Order>> {
        let rows = all!(
            self,
            OrderRow,
            "select * from orders where email_key = $1 order by created_at desc, id desc limit 50",
            email.lookup_key(),
        )?;
        rows.into_iter().map(OrderRow::read).collect()
    }

    /// Another order of the same address for the same offer since `since` that is open or paid.
    pub async fn similar_order(
        &mut self,
        email: &EmailAddress,
        offer: &OfferId,
        draft: &str,
        since: UnixSeconds,
    ) -> Result<Option<Order>> {
        let row = optional!(
            self,
            OrderRow,
            "select * from orders where email_key = $1 and created_at >= $2 and draft <> $3 and state not in \
             ('closed', 'given_back') and exists (select 1 from order_lines where order_lines.order_id = orders.id \
             and order_lines.offer_id = $4) order by created_at desc limit 1",
            email.lookup_key(),
            since.0,
            draft,
            offer.as_str(),
        )?;
        row.map(OrderRow::read).transpose()
    }

    /// When it was paid and by when it must be delivered; needs the lock.
    pub async fn set_clock(&mut self, order: &OrderId, paid_at: UnixSeconds, deliver_by: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "update orders set paid_at = $2, deliver_by = $3 where id = $1",
            order.as_str(),
            paid_at.0,
            deliver_by.0,
        )?;
        Ok(())
    }

    /// Marks an order that was paid after it had ended; needs the lock.
    pub async fn set_late_payment(&mut self, order: &OrderId) -> Result<()> {
        execute!(self, "update orders set late_payment = true where id = $1", order.as_str())?;
        Ok(())
    }

    /// Freezes or unfreezes an order whose charge is disputed; needs the lock.
    pub async fn set_disputed(&mut self, order: &OrderId, disputed: bool) -> Result<()> {
        execute!(self, "update orders set disputed = $2 where id = $1", order.as_str(), disputed)?;
        Ok(())
    }

    async fn lines(&mut self, order: &OrderId) -> Result<Vec<Line>> {
        let rows =
            all!(self, LineRow, "select * from order_lines where order_id = $1 order by position", order.as_str())?;
        rows.into_iter()
            .map(|row| {
                Ok(Line {
                    price: money(row.price_minor, &row.currency)?,
                    cost: money(row.cost_minor, &row.cost_currency)?,
                    facts: json("order_lines.facts", &row.facts)?,
                    id: row.id.into(),
                    offer: row.offer_id.into(),
                    supplier: row.supplier.into(),
                    product: row.product.into(),
                })
            })
            .collect()
    }
}
