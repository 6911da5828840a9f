//! Stripe's lists: newest first, by pages in both directions, by the second of creation.

use serde_json::Value;

use crate::{StripeClient, start};

fn ids(list: &Value) -> Vec<String> {
    list["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn list_is_paged_in_both_directions_without_gap_or_repetition() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let began = running.world.clock().now();
    running.world.clock().freeze_at(began);
    let mut made = Vec::new();
    for number in 0..5 {
        made.push(stripe.session().await["id"].as_str().unwrap().to_owned());
        // The first two were made in the same second.
        running.world.clock().advance(if number == 0 { 0 } else { 10 });
    }
    let newest_first: Vec<String> = made.iter().rev().cloned().collect();
    let list = async |query: &str| stripe.get(&format!("/v1/checkout/sessions?limit=2&{query}")).await.1;

    let first = list("").await;
    assert_eq!((ids(&first), &first["has_more"]), (newest_first[..2].to_vec(), &Value::Bool(true)));
    let second = list(&format!("starting_after={}", newest_first[1])).await;
    assert_eq!(ids(&second), newest_first[2..4]);
    let last = list(&format!("starting_after={}", newest_first[3])).await;
    assert_eq!((ids(&last), &last["has_more"]), (newest_first[4..].to_vec(), &Value::Bool(false)));
    let back = list(&format!("ending_before={}", newest_first[4])).await;
    assert_eq!((ids(&back), &back["has_more"]), (newest_first[2..4].to_vec(), &Value::Bool(true)));
    let back = list(&format!("ending_before={}", newest_first[2])).await;
    assert_eq!((ids(&back), &back["has_more"]), (newest_first[..2].to_vec(), &Value::Bool(false)));

    let in_time = async |query: String| ids(&stripe.get(&format!("/v1/checkout/sessions?{query}")).await.1);
    assert_eq!(in_time(format!("created={began}")).await, newest_first[3..]);
    assert_eq!(in_time(format!("created[gt]={began}&created[lte]={}", began + 20)).await, newest_first[1..3]);
    assert_eq!(in_time(format!("created[gte]={}&created[lt]={}", began + 20, began + 30)).await, newest_first[1..2]);
    assert!(in_time(format!("created[gt]={}&created[lt]={began}", began + 20)).await.is_empty());
    assert_eq!(stripe.get("/v1/checkout/sessions?starting_after=cs_none").await.0, 404);
}
