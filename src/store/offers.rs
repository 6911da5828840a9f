//! Offers: the catalogue as the last sync left it.

use super::columns::{json, money, to_json};
use super::{Result, StoreError, Tx, all, execute, optional};
use crate::domain::ids::{OfferId, SupplierId, SupplierProductId};
use crate::domain::money::Money;
use crate::domain::offer::{NotSold, Offer, PlanFacts};
use crate::domain::timestamp::UnixSeconds;

/// One product as a sync found it, priced.
#[derive(Clone, Debug)]
pub struct SyncedOffer {
    pub supplier: SupplierId,
    pub product: SupplierProductId,
    pub facts: PlanFacts,
    pub cost: Money,
    /// The price, or why it is not sold.
    pub price: std::result::Result<Money, NotSold>,
    pub stock: Option<u32>,
}

/// One row for staff: also what is not sold, and why.
#[derive(Clone, Debug)]
pub struct OfferRow {
    pub id: OfferId,
    pub supplier: SupplierId,
    pub name: String,
    pub network: String,
    pub cost: Money,
    pub price: Option<Money>,
    pub stock: Option<i64>,
    /// The stored word of `NotSold`.
    pub not_sold: Option<String>,
    pub seen_at: UnixSeconds,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    supplier: String,
    product: String,
    facts: String,
    cost_minor: i64,
    cost_currency: String,
    price_minor: Option<i64>,
    currency: Option<String>,
    stock: Option<i64>,
    not_sold: Option<String>,
    seen_at: i64,
}

impl Row {
    fn price(&self) -> Result<Option<Money>> {
        match (self.price_minor, &self.currency) {
            (Some(minor), Some(currency)) => Ok(Some(money(minor, currency)?)),
            _ => Ok(None),
        }
    }
}

impl Tx {
    /// Writes what a sync found of one product.
    pub async fn upsert_offer(&mut self, offer: &SyncedOffer, now: UnixSeconds) -> Result<()> {
        let price = offer.price.as_ref().ok();
        execute!(
            self,
            "insert into offers (id, supplier, product, facts, cost_minor, cost_currency, price_minor, currency, stock, \
             not_sold, seen_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) \
             on conflict (id) do update set facts = excluded.facts, cost_minor = excluded.cost_minor, \
             cost_currency = excluded.cost_currency, price_minor = excluded.price_minor, \
             currency = excluded.currency, stock = excluded.stock, not_sold = excluded.not_sold, \
             seen_at = excluded.seen_at, updated_at = excluded.updated_at",
            OfferId::of(&offer.supplier, &offer.product).as_str(),
            offer.supplier.as_str(),
            offer.product.as_str(),
            to_json(&offer.facts)?,
            offer.cost.minor,
            offer.cost.currency.as_str(),
            price.map(|price| price.minor),
            price.map(|price| price.currency.as_str()),
            offer.stock.map(i64::from),
            offer.price.as_ref().err().map(|reason| reason.as_str()),
            now.0,
        )?;
        Ok(())
    }

    /// What a sync did not see any more is not sold any more.
    pub async fn retire_offers(&mut self, supplier: &SupplierId, not_seen_since: UnixSeconds) -> Result<u64> {
        execute!(
            self,
            "update offers set not_sold = 'vanished', price_minor = null, currency = null \
             where supplier = $1 and seen_at < $2 and (not_sold is null or not_sold <> 'vanished')",
            supplier.as_str(),
            not_seen_since.0,
        )
    }

    /// Stops or resumes the sale of one product whose stock was just read.
    pub async fn set_stock(&mut self, offer: &OfferId, stock: u32) -> Result<()> {
        execute!(self, "update offers set stock = $2 where id = $1", offer.as_str(), i64::from(stock))?;
        Ok(())
    }

    /// Everything that is sold: priced, and with stock where the supplier counts it.
    pub async fn sellable_offers(&mut self) -> Result<Vec<Offer>> {
        let rows = all!(self, Row, "select * from offers where not_sold is null and price_minor is not null")?;
        rows.into_iter()
            .filter(|row| row.stock != Some(0))
            .map(|row| {
                let price = row.price()?.ok_or_else(|| StoreError::Unreadable("offers.currency".into()))?;
                Ok(Offer {
                    price,
                    cost: money(row.cost_minor, &row.cost_currency)?,
                    facts: json("offers.facts", &row.facts)?,
                    stock: row.stock.and_then(|stock| u32::try_from(stock).ok()),
                    id: row.id.into(),
                    supplier: row.supplier.into(),
                    product: row.product.into(),
                })
            })
            .collect()
    }

    /// The facts of a plan that is sold or once was; `None` for what was never a plan of ours.
    pub async fn plan_facts(&mut self, offer: &OfferId) -> Result<Option<PlanFacts>> {
        let row = optional!(
            self,
            Row,
            "select * from offers where id = $1 and (not_sold is null or not_sold <> 'not_an_esim')",
            offer.as_str()
        )?;
        row.map(|row| json("offers.facts", &row.facts)).transpose()
    }

    /// Every offer of every supplier, for staff.
    pub async fn all_offers(&mut self) -> Result<Vec<OfferRow>> {
        let rows = all!(self, Row, "select * from offers order by supplier, id")?;
        rows.into_iter()
            .map(|row| {
                let facts: PlanFacts = json("offers.facts", &row.facts)?;
                Ok(OfferRow {
                    price: row.price()?,
                    cost: money(row.cost_minor, &row.cost_currency)?,
                    name: facts.name,
                    network: facts.network,
                    id: row.id.into(),
                    supplier: row.supplier.into(),
                    stock: row.stock,
                    not_sold: row.not_sold,
                    seen_at: UnixSeconds(row.seen_at),
                })
            })
            .collect()
    }
}
