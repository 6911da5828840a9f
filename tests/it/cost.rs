//! What an order costs: how often it waits for the disk, and that its arithmetic does not keep others waiting.

use crate::shop::{Database, Shop, on_both};
use escale::domain::esim::Wanted;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::suppliers::RawAnswer;
use escale_simulators::{PaymentWay, signature_header};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Commits from the buyer's form to captured and mailed.
const MOST_COMMITS: u64 = 10;

impl Shop {
    /// Delivers the one event that tells of a payment, as the provider does.
    async fn tell_of_the_payment(&self) {
        let events = self.world.stripe_objects("event");
        let event = events.iter().find(|event| event["type"] == "checkout.session.completed").unwrap();
        let body = event.to_string();
        let signature = signature_header(&body, &["whsec_escale_demo".to_owned()], self.services.clock.now().0);
        let post = self.http.post(format!("{}/webhooks/stripe", self.url)).header("stripe-signature", signature);
        assert!(post.body(body).send().await.unwrap().status().is_success());
    }
}

on_both! {
    async fn order_waits_for_the_disk_ten_times_at_most(shop: Shop) {
        shop.world.hold_webhooks(true);
        let before = shop.services.store.trial().passed();
        let family = shop.ordered().await;
        shop.pay(&family);
        shop.tell_of_the_payment().await;
        shop.work().await;
        let after = shop.services.store.trial().passed();
        let family = shop.books_agree(&family.order.id).await;
        assert_eq!((family.order.state, family.payments[0].state), (OrderState::Delivered, PaymentState::Captured));
        assert_eq!(shop.subjects().len(), 1);
        let made = after.iter().filter(|(point, _)| point.starts_with("commit."));
        let made: Vec<(&str, u64)> = made
            .map(|(point, times)| (point.as_str(), times - before.get(point).copied().unwrap_or(0)))
            .filter(|(_, times)| *times > 0)
            .collect();
        let commits: u64 = made.iter().map(|(_, times)| times).sum();
        println!("{commits} commits: {made:?}");
        assert!(commits <= MOST_COMMITS, "{commits}: {made:?}");
    }
}

/// One async thread: what is not moved off it stops everything.
#[tokio::test]
async fn fifty_answers_are_read_while_the_heart_beats() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    let attempt = shop.family(&order).await.attempts[0].clone();
    let mut tx = shop.services.store.snapshot().await.unwrap();
    let (status, content_type, body) = tx.newest_answer(&attempt.id, "send").await.unwrap().unwrap();
    drop(tx);
    let answer = RawAnswer { status, content_type, body, request_id: None, took: Duration::ZERO };
    let supplier = shop.services.suppliers.get(&attempt.supplier).unwrap();
    let began = Instant::now();
    drop(supplier.read(&answer, &Wanted::Esim));
    let one = began.elapsed();

    let done = Arc::new(AtomicBool::new(false));
    let heart = tokio::spawn({
        let done = Arc::clone(&done);
        async move {
            let (mut beats, mut longest, mut last) = (0_u32, Duration::ZERO, Instant::now());
            while !done.load(Ordering::SeqCst) {
                tokio::time::sleep(Duration::from_millis(1)).await;
                longest = longest.max(last.elapsed());
                last = Instant::now();
                beats += 1;
            }
            (beats, longest)
        }
    });
    let reads = (0..50).map(|_| {
        let (supplier, answer) = (Arc::clone(supplier), answer.clone());
        shop.services.compute(move || drop(supplier.read(&answer, &Wanted::Esim)))
    });
    let began = Instant::now();
    assert!(futures_util::future::join_all(reads).await.iter().all(Option::is_some));
    let all = began.elapsed();
    done.store(true, Ordering::SeqCst);
    let (beats, longest) = heart.await.unwrap();
    println!("50 answers in {all:?}, one in {one:?}; {beats} beats meanwhile, the longest pause {longest:?}");
    // On the async thread itself not one beat would fall between the first answer and the last.
    assert!(beats >= 5, "{beats}");
    assert!(longest < all * 3 / 4, "{longest:?} of {all:?}");
}
