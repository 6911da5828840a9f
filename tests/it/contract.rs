//! What every supplier must keep, whatever its protocol: the same orders over each adapter, on both databases, compared with
//! the world's own books. A supplier is put under the contract by its file in `contract/`.

mod airalo;
mod airalo_later;
mod esim_go;
mod esims;
mod faults;
mod orange;
mod standard;
mod top_ups;

use crate::shop::setup::Account;
use crate::shop::{Database, Shop};
use escale::domain::ids::OrderId;
use escale::domain::payment::PaymentState;
use escale::fulfilment::catalogue_sync::sync_catalogue;
use escale::fulfilment::pushes::register_pushes;
use escale::fulfilment::supplier_watch::look_at_supplier;
use escale_simulators::{Fault, PaymentWay, World};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// A supplier under the contract: how the world knows it.
pub struct Party {
    /// Its account in the configuration.
    pub account: Account,
    /// The calls that sell, all by the beginning of their names.
    pub sells: &'static str,
    /// The calls that only read.
    pub reads: &'static [&'static str],
    /// The activation codes that it has sold, `LPA:1$…`; one for each unit that left its stock.
    pub sold: fn(&World) -> Vec<String>,
    /// Its next order is a definite no.
    pub refuse: fn(&World),
    /// Its next order is accepted, and can be had only so many seconds later; `None` where it delivers at once, always.
    pub delay: Option<fn(&World, i64)>,
    /// The call that puts more on a SIM.
    pub tops_up: &'static str,
    /// How many top-ups it has sold.
    pub topped_up: fn(&World) -> usize,
    /// Its next top-up is a definite no.
    pub refuse_top_up: fn(&World),
    /// The supplier's own words for that, or a part of them.
    pub why_no_top_up: &'static str,
}

impl Shop {
    /// An order whose buyer has paid with a card, and what became of it within an hour and a half.
    async fn buys(&self) -> OrderId {
        let order = self.paid(PaymentWay::Card).await;
        self.live_through(90 * MINUTE).await;
        order
    }

    /// The activation codes that buyers hold.
    async fn codes(&self, order: &OrderId) -> Vec<String> {
        let esims = self.services.store.snapshot().await.unwrap().esims_of(order).await.unwrap();
        esims.iter().map(|esim| esim.secrets.activation_code.lpa_string()).collect()
    }

    /// What is wrong with an order at rest: it is delivered and was paid once, or not delivered and nothing was kept.
    /// `sold_before` were sold to others.
    async fn breaches(&self, party: &Party, order: &OrderId, sold_before: usize) -> Vec<String> {
        let mut breaches = Vec::new();
        let family = self.family(order).await;
        let codes = self.codes(order).await;
        let sold = (party.sold)(&self.world).split_off(sold_before);
        let truth =
            self.world.payments().into_iter().find(|truth| {
                family.payments.iter().any(|payment| payment.intent.as_ref() == Some(&truth.payment_intent))
            });
        let (kept, held) = truth.map_or((0, 0), |truth| (truth.kept(), truth.standing_hold()));
        let tasks = self.tasks(order).await;
        if sold.len() > 1 {
            breaches.push(format!("{} were sold for one line", sold.len()));
        }
        if codes.iter().any(|code| !sold.contains(code)) {
            breaches.push(format!("delivered {codes:?}, sold {sold:?}"));
        }
        if held > 0 {
            breaches.push(format!("{held} is still held; {:?}", family.payments));
        }
        match codes.len() {
            0 if kept > 0 => breaches.push(format!("{kept} kept for nothing")),
            0 if !sold.is_empty() && tasks.is_empty() => {
                breaches.push("sold for nobody, and nobody is told".to_owned())
            }
            1 if kept != family.order.total.minor => breaches.push(format!("delivered, and {kept} kept")),
            0 | 1 => {}
            more => breaches.push(format!("{more} eSIMs for one line")),
        }
        let ends = [PaymentState::Captured, PaymentState::Voided];
        if !family.payments.iter().all(|payment| ends.contains(&payment.state)) {
            breaches.push(format!("{:?}", family.payments));
        }
        breaches
    }
}

/// Opens a shop that sells this supplier's plans alone; `None` where the database is not there.
#[allow(clippy::print_stderr, reason = "a test that is not run says so")]
async fn open(database: Database, party: &Party) -> Option<Shop> {
    let shop = Shop::open_selling(database, &[party.account]).await;
    if shop.is_none() {
        eprintln!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set");
    }
    shop
}

/// Puts a supplier under each rule, on both databases.
macro_rules! under_contract {
    ($party:ident; $($room:ident: $($rule:ident),*;)*) => {$($(
        mod $rule {
            #[tokio::test]
            async fn on_sqlite() {
                $crate::contract::hold($crate::shop::Database::Sqlite, &super::$party, $crate::contract::$room::$rule).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                $crate::contract::hold($crate::shop::Database::Postgres, &super::$party, $crate::contract::$room::$rule).await;
            }
        }
    )*)*};
}
pub(crate) use under_contract;

/// Every rule of the contract, for a party's file.
macro_rules! whole_contract {
    ($party:ident) => {
        $crate::contract::under_contract! { $party;
            esims:
                catalogue_can_be_sold, paid_order_is_delivered_once_with_the_code_that_was_sold,
                no_gives_the_money_back, accepted_order_is_waited_for, books_list_what_was_sold, use_can_be_asked_for;
            faults:
                answer_lost_after_the_sale_is_adopted, order_that_never_arrived_is_proven_absent_and_bought_once,
                whatever_comes_back_nothing_is_bought_twice, whatever_is_read_nothing_panics_and_nothing_is_lost;
            top_ups:
                top_up_is_bought_once, top_up_whose_answer_was_lost_is_adopted,
                refused_top_up_costs_nothing_and_says_why;
        }
    };
}
pub(crate) use whole_contract;

async fn hold<F: Future<Output = ()>>(
    database: Database,
    party: &'static Party,
    rule: impl FnOnce(Shop, &'static Party) -> F,
) {
    if let Some(shop) = open(database, party).await {
        starts(&shop).await;
        rule(shop.clone(), party).await;
        shop.is_not_about_the_rest("mails and jobs are every order's; the contract is about what suppliers do");
    }
}

/// What every start does: suppliers that push are told where to, and what is sold is looked at.
async fn starts(shop: &Shop) {
    for supplier in shop.services.suppliers.iter() {
        register_pushes(&shop.services, supplier.id()).await.unwrap();
        assert!(look_at_supplier(&shop.services, supplier.id()).await.unwrap());
        sync_catalogue(&shop.services, supplier.id()).await.unwrap();
    }
}

/// Calls that fail: what a patient reader tries again, with pauses that are real.
fn failures() -> Vec<Fault> {
    vec![
        Fault::CutInBody,
        Fault::CutAfter,
        Fault::CutBefore,
        Fault::ErrorBefore,
        Fault::ErrorAfter,
        Fault::TooManyRequests { retry_after: 1 },
    ]
}

/// Answers that are none.
fn strange_answers() -> Vec<Fault> {
    let answer = |status, body: &str| Fault::Answer { status, body: body.to_owned() };
    vec![
        Fault::EmptyBody,
        Fault::GarbageBody,
        Fault::HtmlBody,
        answer(200, r#"{"error": "no", "code": 500, "message": "not today"}"#),
        answer(200, r#"{"data": {"id": {"a": []}, "sims": "x"}, "order": 7, "status": [], "price": -1}"#),
        answer(200, "[]"),
        answer(200, "null"),
        answer(302, ""),
        answer(404, "<html>not here</html>"),
        answer(418, r#"{"message": "teapot"}"#),
    ]
}
