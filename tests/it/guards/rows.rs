//! Rows that the shop refuses to write, or writes once however often it is asked.

use super::{Verdict, holds};
use crate::shop::Shop;
use escale::domain::email_address::EmailAddress;
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::{LineId, RefundId, SupplierId};
use escale::domain::lang::Lang;
use escale::domain::money::Money;
use escale::domain::payment::PaymentState;
use escale::domain::staff::Role;
use escale::fulfilment::catalogue_sync::sync_catalogue;
use escale::fulfilment::checkout::{CONSENT_VERSION, check_out, new_draft};
use escale::fulfilment::jobs::Job;
use escale::secret::{OrderToken, Secret, new_id, new_order_number};
use escale::store::{NewLine, NewOrder, NewStaff, PaymentFacts, StoreError, TaskKind, Tx};
use escale_simulators::{PaymentWay, signature_header};
use std::time::Duration;

/// Does something in a transaction of its own; what fails leaves nothing.
pub(super) async fn written<T>(
    shop: &Shop,
    write: impl AsyncFnOnce(&mut Tx) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let mut tx = shop.services.store.begin().await?;
    let value = write(&mut tx).await?;
    tx.commit("test").await?;
    Ok(value)
}

pub(super) fn failed(error: StoreError) -> String {
    error.to_string()
}

/// The database must refuse the statement.
pub(super) async fn refused(shop: &Shop, sql: &str) -> Verdict {
    holds(shop.sql(sql).await.is_err(), || format!("the database took `{sql}`"))
}

async fn once(shop: &Shop, from: &str) -> Verdict {
    let rows = shop.rows(from).await;
    holds(rows == 1, || format!("{rows} rows {from}"))
}

fn new_order(shop: &Shop) -> NewOrder {
    let now = shop.services.clock.now();
    let catalogue = shop.services.catalogue();
    let offer = catalogue.offers().first().unwrap();
    NewOrder {
        id: new_id(now),
        number: new_order_number(),
        draft: new_draft(),
        token: OrderToken::random(),
        email: EmailAddress::parse("ada@example.org").unwrap(),
        lang: Lang::En,
        total: offer.price,
        consent_version: CONSENT_VERSION.to_owned(),
        now,
        lines: vec![NewLine {
            id: new_id::<LineId>(now),
            offer: offer.id.clone(),
            supplier: offer.supplier.clone(),
            product: offer.product.clone(),
            facts: offer.facts.clone(),
            price: offer.price,
            cost: offer.cost,
            tops_up: None,
        }],
    }
}

/// Of two orders with something in common only the first is written.
async fn only_one_order(shop: &Shop, one: NewOrder, two: NewOrder) -> Verdict {
    written(shop, async |tx: &mut Tx| tx.insert_order(&one).await).await.map_err(failed)?;
    drop(written(shop, async |tx: &mut Tx| tx.insert_order(&two).await).await);
    once(shop, "from orders").await
}

pub async fn same_number_twice(shop: &Shop) -> Verdict {
    let one = new_order(shop);
    let two = NewOrder { number: one.number.clone(), ..new_order(shop) };
    only_one_order(shop, one, two).await
}

pub async fn same_link_twice(shop: &Shop) -> Verdict {
    let one = new_order(shop);
    let two = NewOrder { token: one.token.clone(), ..new_order(shop) };
    only_one_order(shop, one, two).await
}

pub async fn same_click_twice(shop: &Shop) -> Verdict {
    shop.world.hold_webhooks(true);
    let form = shop.form(&new_draft());
    let (one, two) = tokio::join!(check_out(&shop.services, &form), check_out(&shop.services, &form));
    one.and(two).map_err(failed)?;
    once(shop, "from orders").await?;
    let sessions = shop.world.stripe_objects("checkout.session").len();
    holds(sessions == 1, || format!("{sessions} pages for one click"))
}

pub async fn same_place_in_an_order_twice(shop: &Shop) -> Verdict {
    shop.ordered().await;
    let columns =
        "order_id, position, offer_id, supplier, product, facts, price_minor, currency, cost_minor, cost_currency";
    let again = format!("insert into order_lines (id, {columns}) select 'twin', {columns} from order_lines");
    refused(shop, &again).await
}

pub async fn same_product_twice(shop: &Shop) -> Verdict {
    let before = shop.rows("from offers").await;
    sync_catalogue(&shop.services, &SupplierId::from("orange")).await.map_err(|error| error.to_string())?;
    let after = shop.rows("from offers").await;
    holds(before == after, || format!("{after} offers of {before} products"))
}

pub async fn same_product_under_another_id(shop: &Shop) -> Verdict {
    let again = "insert into offers select 'twin' || id, supplier, product, facts, cost_minor, cost_currency, price_minor, \
                 currency, stock, not_sold, seen_at, updated_at from offers";
    refused(shop, again).await
}

pub async fn same_job_twice(shop: &Shop) -> Verdict {
    let now = shop.services.clock.now();
    for _ in 0..2 {
        written(shop, async |tx: &mut Tx| Job::SweepSessions.ring(tx, now, now).await).await.map_err(failed)?;
    }
    once(shop, "from outbox where name = 'sweep_sessions'").await
}

pub async fn same_event_twice(shop: &Shop) -> Verdict {
    shop.world.hold_webhooks(true);
    shop.pay(&shop.ordered().await);
    let events = shop.world.stripe_objects("event");
    let event = events.iter().find(|event| event["type"] == "checkout.session.completed").unwrap();
    let body = event.to_string();
    let signature = signature_header(&body, &["whsec_escale_demo".to_owned()], shop.services.clock.now().0);
    for _ in 0..2 {
        let post = shop.http.post(format!("{}/webhooks/stripe", shop.url)).header("stripe-signature", &signature);
        let status = post.body(body.clone()).send().await.unwrap().status();
        holds(status.is_success(), || format!("the event was answered {status}"))?;
    }
    once(shop, "from inbox").await?;
    once(shop, "from audit where action = 'event.checkout.session.completed'").await
}

pub async fn same_task_twice(shop: &Shop) -> Verdict {
    let now = shop.services.clock.now();
    for _ in 0..2 {
        let raised =
            written(shop, async |tx: &mut Tx| tx.raise_task(TaskKind::DeadJob, "one", None, "evidence", now).await);
        raised.await.map_err(failed)?;
    }
    once(shop, "from tasks").await
}

pub async fn same_member_of_the_staff_twice(shop: &Shop) -> Verdict {
    let now = shop.services.clock.now();
    for _ in 0..2 {
        let new = NewStaff {
            id: new_id(now),
            email: EmailAddress::parse("owner@example.org").unwrap(),
            name: "Owner".to_owned(),
            password_hash: Secret::new("none"),
            role: Role::Owner,
            now,
        };
        written(shop, async |tx: &mut Tx| tx.insert_staff(&new).await).await.map_err(failed)?;
    }
    once(shop, "from staff").await
}

pub async fn same_fact_twice(shop: &Shop) -> Verdict {
    let now = shop.services.clock.now();
    for value in ["1", "2"] {
        written(shop, async |tx: &mut Tx| tx.set_fact("one", value, now).await).await.map_err(failed)?;
    }
    once(shop, "from facts where name = 'one'").await
}

pub async fn same_session_twice(shop: &Shop) -> Verdict {
    let until = shop.services.clock.now() + Duration::from_secs(60);
    for _ in 0..2 {
        written(shop, async |tx: &mut Tx| tx.insert_session("one", b"", until).await).await.map_err(failed)?;
    }
    once(shop, "from sessions").await
}

pub async fn same_question_twice(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    let now = shop.services.clock.now();
    let esim = shop.services.store.snapshot().await.unwrap().esims_of(&order).await.unwrap().remove(0).id;
    let mut asked = 0;
    for _ in 0..2 {
        let ask =
            written(shop, async |tx: &mut Tx| tx.claim_esim_read(&esim, now, now - Duration::from_secs(300)).await);
        asked += i32::from(ask.await.map_err(failed)?);
    }
    holds(asked == 1, || format!("the supplier is asked {asked} times"))
}

pub async fn step_that_no_table_has(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    let now = shop.services.clock.now();
    let family = shop.family(&order).await;
    let (payment, attempt) = (&family.payments[0], &family.attempts[0]);
    let void = written(shop, async |tx: &mut Tx| {
        tx.lock(&mut family.clone(), now).await?;
        tx.move_payment(payment, PaymentState::Voiding, &PaymentFacts::default(), now).await
    });
    drop(void.await);
    let abandon = written(shop, async |tx: &mut Tx| tx.move_attempt(attempt, AttemptState::Abandoned, None, now).await);
    drop(abandon.await);
    let now = shop.family(&order).await;
    let states = (now.payments[0].state, now.attempts[0].state);
    let right = states == (PaymentState::Captured, AttemptState::Delivered);
    holds(right, || format!("a captured payment and a delivered attempt stand as {states:?}"))
}

pub async fn more_given_back_than_was_taken(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    let payment = shop.family(&order).await.payments[0].clone();
    let more = Money::new(payment.captured.minor + 1, payment.captured.currency);
    drop(written(shop, async |tx: &mut Tx| tx.set_refunded(&payment.id, more).await).await);
    let refunded = shop.family(&order).await.payments[0].refunded.minor;
    holds(refunded <= payment.captured.minor, || format!("{refunded} given back of {}", payment.captured.minor))
}

pub async fn more_refunds_begun_than_was_taken(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    let payment = shop.family(&order).await.payments[0].clone();
    let more = Money::new(payment.captured.minor + 1, payment.captured.currency);
    let refund = new_id::<RefundId>(shop.services.clock.now());
    let now = shop.services.clock.now();
    let begin = async |tx: &mut Tx| tx.insert_refund(&order, &payment.id, &refund, more, "too much", now).await;
    drop(written(shop, begin).await);
    let begun = shop.family(&order).await.payments[0].refund_claimed.minor;
    holds(begun <= payment.captured.minor, || {
        format!("{begun} is begun to be given back of {}", payment.captured.minor)
    })
}

pub async fn same_difference_twice(shop: &Shop) -> Verdict {
    let run = "insert into reconciliations (id, pass, from_at, until_at, started_at, compared, others, healed, standing) \
               values ('run', 'jobs', 0, 0, 0, 0, 0, 0, 0)";
    shop.sql(run).await.map_err(|error| error.to_string())?;
    let seen = |id: &str| {
        format!(
            "insert into differences (id, pass, kind, subject, subject_at, evidence, run_id, first_seen_at, last_seen_at) \
             values ('{id}', 'jobs', 'job_missing', 'ord_1', 0, '', 'run', 0, 0)"
        )
    };
    shop.sql(&seen("one")).await.map_err(|error| error.to_string())?;
    refused(shop, &seen("two")).await
}
