//! The list of offers and one of them, as they come over the wire.

use super::listener::reply;
use super::samples::{offer, suppliers};
use super::*;
use serde_json::json;

#[tokio::test]
async fn one_unreadable_offer_does_not_hide_the_others() {
    let listener = Listener::new(|asked| match (asked.path.as_str(), asked.query.get("offset").map(String::as_str)) {
        ("/v1/distributors/suppliers", _) => reply(200, suppliers()),
        (_, Some("0")) => {
            let mut second = offer();
            second["id"] = json!("second");
            reply(200, json!([{"id": "odd"}, offer(), null, "garbage", second]))
        }
        _ => reply(200, json!([])),
    })
    .await;
    let products = orange(&listener, Clock::standing_at(NOW)).catalogue().await.expect("a catalogue");
    let ids: Vec<_> = products.iter().map(|product| product.product.as_str()).collect();
    assert_eq!(ids, ["12fee06a-273e-45c8-9e04-8841e74a749a", "second"]);
    assert_eq!(products[0].facts.network, "Orange France");
}

#[tokio::test]
async fn one_offer_is_read_from_an_object_or_an_array_and_may_be_gone() {
    for body in [offer(), json!([offer()])] {
        let listener = Listener::new(move |asked| match asked.path.as_str() {
            "/v1/distributors/suppliers" => reply(200, suppliers()),
            _ => reply(200, body.clone()),
        })
        .await;
        let orange = orange(&listener, Clock::standing_at(NOW));
        let id = SupplierProductId::from("12fee06a-273e-45c8-9e04-8841e74a749a");
        assert_eq!(orange.product(&id).await.expect("an answer").and_then(|product| product.stock), Some(101));
        let other = SupplierProductId::from("other");
        assert_eq!(orange.product(&other).await.expect("an answer"), None);
    }
    let gone = Listener::new(|_| reply(404, json!({"code": 60, "message": "Not Found"}))).await;
    let product = orange(&gone, Clock::standing_at(NOW)).product(&SupplierProductId::from("x")).await;
    assert_eq!(product.expect("an answer"), None);
}

#[tokio::test]
async fn one_offer_that_cannot_be_read_by_itself_is_read_from_the_list() {
    let listener = Listener::new(|asked| match asked.path.as_str() {
        "/v1/distributors/suppliers" => reply(200, suppliers()),
        "/v1/distributors/offers" => reply(200, json!([offer()])),
        _ => reply(404, json!({"code": 60, "message": "Not Found"})),
    })
    .await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    let id = SupplierProductId::from("12fee06a-273e-45c8-9e04-8841e74a749a");
    assert_eq!(orange.product(&id).await.expect("an answer").and_then(|product| product.stock), Some(101));
    assert_eq!(orange.product(&SupplierProductId::from("gone")).await.expect("an answer"), None);
}
