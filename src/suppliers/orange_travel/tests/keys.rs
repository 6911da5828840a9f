//! The key at Orange: compared however it is written, published as PEM, and no sale without it.

use super::super::keyring::PublicKey;
use super::listener::{Reply, reply};
use super::samples::public;
use super::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::{EncodePublicKey, LineEnding};
use serde_json::{Value, json};

const KEYS: &str = "/v1/distributors/keys";

async fn obstacle_when_orange_says(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Option<String> {
    let listener = Listener::new(move |_| answer()).await;
    orange(&listener, Clock::standing_at(NOW)).obstacle().await.expect("an answer")
}

#[test]
fn a_key_is_the_same_however_it_is_written() {
    let key = public(DEMO_KEY);
    let pem = key.to_public_key_pem(LineEnding::LF).expect("PEM");
    let der = key.to_public_key_der().expect("DER");
    let one_line = pem.replace('\n', "");
    let written = [
        pem.clone(),
        pem.replace('\n', "\r\n"),
        pem.replace('\n', "\\n"),
        one_line,
        STANDARD.encode(&pem),
        STANDARD.encode(der.as_bytes()),
        key.to_pkcs1_pem(LineEnding::LF).expect("PEM"),
        format!("\n {pem}\n\n"),
    ];
    for written in written {
        assert_eq!(PublicKey::parse(&written).expect("a key"), *keyring().active(), "{written}");
    }
    for garbage in ["", "-----BEGIN PUBLIC KEY-----", "AAAA", "no key at all"] {
        assert!(PublicKey::parse(garbage).is_err(), "{garbage}");
    }
}

#[test]
fn a_fingerprint_is_the_sha_256_of_the_spki_in_hex_with_colons() {
    assert_eq!(keyring().active().fingerprint().to_string(), DEMO_FINGERPRINT);
}

#[tokio::test]
async fn nothing_is_sold_unless_orange_holds_the_active_key() {
    let pem = keyring().active().pem().to_owned();
    let ours = json!({"key_type": "rsa256", "public_key_value": pem});
    let in_an_array = json!([ours.clone()]);
    assert_eq!(obstacle_when_orange_says(move || reply(200, ours.clone())).await, None);
    assert_eq!(obstacle_when_orange_says(move || reply(200, in_an_array.clone())).await, None);

    let other = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key").to_public_key();
    let other = json!({"public_key_value": other.to_public_key_pem(LineEnding::LF).expect("PEM")});
    assert!(obstacle_when_orange_says(move || reply(200, other.clone())).await.is_some());

    let missing = json!({"code": 60, "message": "Not Found", "description": "no key"});
    assert!(obstacle_when_orange_says(move || reply(404, missing.clone())).await.is_some());
    for nothing in [json!({}), json!([]), json!(null), json!({"public_key_value": "None"})] {
        assert!(obstacle_when_orange_says(move || reply(200, nothing.clone())).await.is_some());
    }
}

#[tokio::test]
async fn a_key_is_published_as_pem() {
    let listener = Listener::new(|_| reply(201, json!([]))).await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    orange.publish_key(orange.active_key(), "req-1").await.expect("published");
    let asked = listener.asked(KEYS);
    let body: Value = serde_json::from_str(&asked[0].body).expect("JSON");
    assert_eq!((asked.len(), asked[0].method.as_str()), (1, "POST"));
    assert_eq!(body, json!({"key_type": "rsa256", "public_key_value": keyring().active().pem()}));
}
