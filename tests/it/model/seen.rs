//! Everything that can be seen at one moment: the shop's records and the simulators' own ledgers.

use super::house::House;
use escale::domain::ids::OrderId;
use escale::domain::timestamp::UnixSeconds;
use escale::store::{self, Esim, Family, LedgerRow, Result, Task, Tx};
use escale_simulators::{Mail, PaymentTruth, SoldEsim};

/// One order with all that hangs on it.
#[derive(Clone, Debug)]
pub struct SeenOrder {
    pub family: Family,
    pub ledger: Vec<LedgerRow>,
    pub mails: Vec<store::Mail>,
    pub tasks: Vec<Task>,
    pub esims: Vec<Esim>,
}

/// A Checkout Session as Stripe has it.
#[derive(Clone, Debug)]
pub struct SeenSession {
    pub is_open: bool,
    /// The names that the shop gave it.
    pub order: String,
    pub payment: String,
}

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    pub message_id: String,
    pub text: String,
}

impl Letter {
    /// All that arrived, oldest first.
    pub fn all(house: &House) -> Vec<Self> {
        let letter = |mail: &Mail| Self { to: mail.to.join(","), message_id: mail.message_id(), text: mail.text() };
        house.world.mails().iter().map(letter).collect()
    }
}

/// One moment.
#[derive(Clone, Debug)]
pub struct Seen {
    pub now: UnixSeconds,
    pub orders: Vec<SeenOrder>,
    /// Every payment as the payer's bank sees it.
    pub payments: Vec<PaymentTruth>,
    pub sessions: Vec<SeenSession>,
    /// Our names of the refunds that Stripe has made.
    pub refunds: Vec<String>,
    /// Every eSIM that the supplier has sold.
    pub sold: Vec<SoldEsim>,
    /// Jobs that are ready or dead.
    pub jobs: Vec<(String, bool, Option<String>)>,
    pub next_job_at: Option<UnixSeconds>,
}

impl Seen {
    /// Looks at everything.
    pub fn now(house: &House, drafts: &[String]) -> Self {
        house.run(async |server| {
            let now = server.services.clock.now();
            let mut tx = server.services.store.snapshot().await.unwrap();
            let mut orders = Vec::new();
            for draft in drafts {
                if let Some(order) = tx.order_of_draft(draft).await.unwrap() {
                    orders.push(see(&mut tx, &order.id).await.unwrap());
                }
            }
            let jobs = tx.jobs_waiting(now).await.unwrap();
            let next_job_at = tx.next_job_at().await.unwrap();
            let world = &house.world;
            Self {
                now,
                orders,
                payments: world.payments(),
                sessions: sessions(house),
                refunds: refunds(house),
                sold: world.esims_sold(),
                jobs,
                next_job_at,
            }
        })
    }

    /// The provider's payments of an order.
    pub fn payments_of(&self, order: &OrderId) -> Vec<&PaymentTruth> {
        let names = |truth: &&PaymentTruth| truth.client_reference_id.as_deref() == Some(order.as_str());
        self.payments.iter().filter(names).collect()
    }
}

async fn see(tx: &mut Tx, order: &OrderId) -> Result<SeenOrder> {
    Ok(SeenOrder {
        family: tx.family(order).await?.unwrap(),
        ledger: tx.ledger_of(order).await?,
        mails: tx.mails_of(order).await?,
        tasks: tx.tasks_of(order).await?,
        esims: tx.esims_of(order).await?,
    })
}

fn sessions(house: &House) -> Vec<SeenSession> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let all = house.world.stripe_objects("checkout.session");
    let seen = all.iter().map(|session| SeenSession {
        is_open: session["status"] == "open",
        order: text(&session["client_reference_id"]),
        payment: text(&session["metadata"]["escale_payment"]),
    });
    seen.collect()
}

fn refunds(house: &House) -> Vec<String> {
    let all = house.world.stripe_objects("refund");
    all.iter().filter_map(|refund| refund["metadata"]["escale_refund"].as_str().map(str::to_owned)).collect()
}
