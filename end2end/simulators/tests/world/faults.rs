//! Faults on the wire: what the caller sees, and what happened nonetheless.

use std::time::Duration;

use escale_simulators::Fault;
use serde_json::json;

use crate::{OrangeClient, StripeClient, start};

const SELL: &str = "orange.transactions.create";

#[tokio::test]
async fn a_sale_that_is_cut_off_is_an_error_to_the_caller_and_sold_all_the_same() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id("Orange Travel Japan 3GB").unwrap();
    let body = json!({"offer_id": offer, "user_id": "line-7"});
    running.world.arm_fault(SELL, Fault::CutAfter, Some(1));
    let error = orange.post("/distributors/transactions", body.clone()).await.unwrap_err();
    assert!(error.is_request(), "no answer at all: {error:?}");
    assert_eq!(running.world.esims_sold()[0].user_id, "line-7");

    running.world.arm_fault(SELL, Fault::CutBefore, Some(1));
    assert!(orange.post("/distributors/transactions", body.clone()).await.is_err());
    assert_eq!(running.world.esims_sold().len(), 1);

    running.world.arm_fault(SELL, Fault::CutInBody, Some(1));
    let error = orange.post("/distributors/transactions", body).await.unwrap_err();
    assert!(error.is_body() || error.is_decode(), "an answer without its end: {error:?}");
    assert_eq!(running.world.esims_sold().len(), 2);
}

#[tokio::test]
async fn a_caller_that_gives_up_does_not_undo_the_sale() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id("Orange Travel Japan 3GB").unwrap();
    running.world.arm_fault(SELL, Fault::DelayBefore { millis: 300 }, Some(1));
    let sale = orange.post("/distributors/transactions", json!({"offer_id": offer}));
    assert!(tokio::time::timeout(Duration::from_millis(100), sale).await.is_err());
    assert!(running.world.esims_sold().is_empty());
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(running.world.esims_sold().len(), 1);
}

#[tokio::test]
async fn a_fault_strikes_as_often_as_told_and_no_longer() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let fault = Fault::TooManyRequests { retry_after: 7 };
    running.world.arm_fault("stripe.account.*", fault, Some(2));
    for expected in [429, 429, 200] {
        assert_eq!(stripe.get("/v1/account").await.0, expected);
    }
    for (fault, status) in [(Fault::EmptyBody, 200), (Fault::HtmlBody, 200), (Fault::ErrorBefore, 500)] {
        running.world.arm_fault("stripe.account.get", fault, Some(1));
        let (seen, body) = stripe.get("/v1/account").await;
        assert_eq!(seen, status);
        assert_ne!(body["object"], "account");
    }
}

#[tokio::test]
async fn an_answer_that_is_kept_back_comes_when_the_faults_are_cleared() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id("Orange Travel Japan 3GB").unwrap();
    running.world.arm_fault(SELL, Fault::KeepBack, Some(1));
    let sale = orange.post("/distributors/transactions", json!({"offer_id": offer}));
    let let_go = async {
        while running.world.esims_sold().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        running.world.clear_faults();
    };
    let (sold, ()) = tokio::join!(sale, let_go);
    assert!(sold.is_ok());
}
