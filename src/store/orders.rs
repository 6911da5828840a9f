//! Orders and their lines.

use super::cipher::Place;
use super::columns::{json, money, to_json};
use super::sims_to_top_up::SimRow;
use super::{Result, StoreError, Tx, all, execute, optional};
use crate::domain::email_address::EmailAddress;
use crate::domain::esim::SimToTopUp;
use crate::domain::ids::{LineId, OfferId, OrderId, SupplierId, SupplierProductId};
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::offer::{Offer, PlanFacts};
use crate::domain::order::OrderState;
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
    /// Since when staff want the money to go back before anything is delivered.
    pub cancel_asked_at: Option<UnixSeconds>,
    pub consent_version: String,
    pub consent_at: UnixSeconds,
    pub created_at: UnixSeconds,
}

/// One eSIM or one top-up within an order: facts, price and cost as they were at checkout.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: LineId,
    pub offer: OfferId,
    pub supplier: SupplierId,
    pub product: SupplierProductId,
    pub facts: PlanFacts,
    pub price: Money,
    pub cost: Money,
    /// The SIM that it tops up; `None` for a new eSIM.
    pub tops_up: Option<SimToTopUp>,
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
    /// The SIM that it tops up; `None` for a new eSIM.
    pub tops_up: Option<SimToTopUp>,
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
    cancel_asked_at: Option<i64>,
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
    #[sqlx(flatten)]
    sim: SimRow,
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
            cancel_asked_at: self.cancel_asked_at.map(UnixSeconds),
            consent_version: self.consent_version,
            consent_at: UnixSeconds(self.consent_at),
            created_at: UnixSeconds(self.created_at),
        })
    }
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
            if let Some(sim) = &line.tops_up {
                self.make_top_up(&line.id, sim).await?;
            }
        }
        Ok(true)
    }

    /// Moves a line to another offer at the price that was agreed; needs the order's lock.
    pub async fn move_line(&mut self, line: &Line, offer: &Offer) -> Result<()> {
        execute!(
            self,
            "update order_lines set offer_id = $2, supplier = $3, product = $4, facts = $5, cost_minor = $6, \
             cost_currency = $7 where id = $1",
            line.id.as_str(),
            offer.id.as_str(),
            offer.supplier.as_str(),
            offer.product.as_str(),
            to_json(&offer.facts)?,
            offer.cost.minor,
            offer.cost.currency.as_str(),
        )?;
        Ok(())
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

    /// Another order of the same address for the same offer since `since` that is open or paid; a top-up is none of an eSIM.
    pub async fn similar_order(
        &mut self,
        email: &EmailAddress,
        offer: &OfferId,
        draft: &str,
        tops_up: bool,
        since: UnixSeconds,
    ) -> Result<Option<Order>> {
        let row = optional!(
            self,
            OrderRow,
            "select * from orders where email_key = $1 and created_at >= $2 and draft <> $3 and state not in \
             ('closed', 'given_back') and exists (select 1 from order_lines where order_lines.order_id = orders.id \
             and order_lines.offer_id = $4 and order_lines.kind = $5) order by created_at desc limit 1",
            email.lookup_key(),
            since.0,
            draft,
            offer.as_str(),
            if tops_up { "top_up" } else { "esim" },
        )?;
        row.map(OrderRow::read).transpose()
    }

    pub(super) async fn lines(&mut self, order: &OrderId) -> Result<Vec<Line>> {
        let rows =
            all!(self, LineRow, "select * from order_lines where order_id = $1 order by position", order.as_str())?;
        rows.into_iter()
            .map(|row| {
                Ok(Line {
                    tops_up: row.sim.read(&self.1, &row.id)?,
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
