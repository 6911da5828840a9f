//! What was left at suppliers over time, of our money and of their stock.

use super::columns::money;
use super::{Result, Tx, all, execute, optional};
use crate::domain::ids::{SupplierId, SupplierProductId};
use crate::domain::level::Level;
use crate::domain::money::{Currency, Money};
use crate::domain::timestamp::UnixSeconds;

/// Whose level it is: our credit, or a product's stock.
#[derive(Clone, Copy, Debug)]
pub enum LevelOf<'a> {
    Credit(Currency),
    Stock(&'a SupplierProductId),
}

impl LevelOf<'_> {
    fn product(&self) -> &str {
        match self {
            Self::Credit(_) => "",
            Self::Stock(product) => product.as_str(),
        }
    }

    fn currency(&self) -> &str {
        match self {
            Self::Credit(currency) => currency.as_str(),
            Self::Stock(_) => "",
        }
    }
}

impl Tx {
    /// Keeps a level. Where the two before it say the same, the newest of them moves on instead.
    pub async fn keep_level(&mut self, supplier: &SupplierId, of: LevelOf<'_>, level: Level) -> Result<()> {
        let newest = all!(
            self,
            (i64, i64),
            "select taken_at, amount from supplier_levels where supplier = $1 and product = $2 and currency = $3 \
             order by taken_at desc limit 2",
            supplier.as_str(),
            of.product(),
            of.currency(),
        )?;
        if let [(at, amount), (_, before)] = newest.as_slice()
            && (*amount, *before) == (level.amount, level.amount)
        {
            execute!(
                self,
                "update supplier_levels set taken_at = $4 \
                 where supplier = $1 and product = $2 and taken_at = $3 and taken_at < $4",
                supplier.as_str(),
                of.product(),
                *at,
                level.taken_at.0,
            )?;
            return Ok(());
        }
        execute!(
            self,
            "insert into supplier_levels (supplier, product, taken_at, amount, currency) values ($1, $2, $3, $4, $5) \
             on conflict (supplier, product, taken_at) do update \
             set amount = excluded.amount, currency = excluded.currency",
            supplier.as_str(),
            of.product(),
            level.taken_at.0,
            level.amount,
            of.currency(),
        )?;
        Ok(())
    }

    /// The levels since then, oldest first.
    pub async fn levels(&mut self, supplier: &SupplierId, of: LevelOf<'_>, since: UnixSeconds) -> Result<Vec<Level>> {
        let rows = all!(
            self,
            (i64, i64),
            "select taken_at, amount from supplier_levels where supplier = $1 and product = $2 and currency = $3 \
             and taken_at >= $4 order by taken_at",
            supplier.as_str(),
            of.product(),
            of.currency(),
            since.0,
        )?;
        Ok(rows.into_iter().map(|(at, amount)| Level { taken_at: UnixSeconds(at), amount }).collect())
    }

    /// The stock of every product that has levels since then, oldest first.
    pub async fn stock_levels(
        &mut self,
        since: UnixSeconds,
    ) -> Result<Vec<(SupplierId, SupplierProductId, Vec<Level>)>> {
        let rows = all!(
            self,
            (String, String, i64, i64),
            "select supplier, product, taken_at, amount from supplier_levels where product <> '' and taken_at >= $1 \
             order by supplier, product, taken_at",
            since.0,
        )?;
        let mut buckets: Vec<(SupplierId, SupplierProductId, Vec<Level>)> = Vec::new();
        for (supplier, product, at, amount) in rows {
            let level = Level { taken_at: UnixSeconds(at), amount };
            match buckets.last_mut() {
                Some((s, p, levels)) if s.as_str() == supplier && p.as_str() == product => levels.push(level),
                _ => buckets.push((supplier.into(), product.into(), vec![level])),
            }
        }
        Ok(buckets)
    }

    /// What was left of our money when it was read last, and when that was.
    pub async fn newest_credit(&mut self, supplier: &SupplierId) -> Result<Option<(Money, UnixSeconds)>> {
        let row = optional!(
            self,
            (i64, i64, String),
            "select amount, taken_at, currency from supplier_levels where supplier = $1 and product = '' \
             order by taken_at desc limit 1",
            supplier.as_str(),
        )?;
        row.map(|(amount, at, currency)| Ok((money(amount, &currency)?, UnixSeconds(at)))).transpose()
    }

    /// What may still be spent: what was read last, without what was ordered since, is under way, or is spoken for by
    /// other orders than the one of `draft`. `None` before the first read.
    pub async fn spendable_credit(&mut self, supplier: &SupplierId, draft: &str) -> Result<Option<Money>> {
        let Some((credit, read_at)) = self.newest_credit(supplier).await? else { return Ok(None) };
        let row = optional!(
            self,
            (i64,),
            "select cast(coalesce(sum(l.cost_minor), 0) as bigint) from order_lines l \
             where l.supplier = $1 and l.cost_currency = $2 \
             and not exists (select 1 from orders o where o.id = l.order_id and o.draft = $3) and ( \
             exists (select 1 from payments p where p.order_id = l.order_id and p.state in ('creating', 'open', \
             'processing')) \
             or exists (select 1 from attempts a where a.line_id = l.id and (a.state in ('prepared', 'sending', \
             'unknown') or (a.state in ('accepted', 'delivered', 'review') and a.sent_at >= $4))))",
            supplier.as_str(),
            credit.currency.as_str(),
            draft,
            read_at.0,
        )?;
        let spoken_for = row.map_or(0, |(sum,)| sum);
        Ok(Some(Money::new(credit.minor.saturating_sub(spoken_for), credit.currency)))
    }

    /// Forgets what was before.
    pub async fn forget_levels(&mut self, supplier: &SupplierId, before: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "delete from supplier_levels where supplier = $1 and taken_at < $2",
            supplier.as_str(),
            before.0
        )?;
        Ok(())
    }
}
