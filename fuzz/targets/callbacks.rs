//! What suppliers push: signed, and then anything. Unsigned, nothing of it is read.
#![no_main]

use aws_lc_rs::hmac;
use escale::suppliers::PushRefused;
use escale_fuzz::{SECRET, SUPPLIERS};
use libfuzzer_sys::fuzz_target;
use reqwest::header::HeaderMap;

/// Header, what stands before the signature, and the algorithm, of eSIM Go, Airalo and the generic protocol.
const SIGNATURES: [(&str, &str, &hmac::Algorithm); 3] = [
    ("x-signature-sha256", "", &hmac::HMAC_SHA256),
    ("airalo-signature", "", &hmac::HMAC_SHA512),
    ("x-webhook-signature", "sha256=", &hmac::HMAC_SHA256),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, body)) = bytes.split_first() else { return };
    let place = usize::from(*choice) % SIGNATURES.len();
    let (name, before, algorithm) = SIGNATURES[place];
    let unsigned = SUPPLIERS[place].understand_push(&HeaderMap::new(), body);
    assert!(matches!(unsigned, Err(PushRefused::BadSignature)));
    let tag = hmac::sign(&hmac::Key::new(*algorithm, SECRET.as_bytes()), body);
    let mut headers = HeaderMap::new();
    headers.insert(name, format!("{before}{}", hex::encode(tag)).parse().expect("plain letters"));
    match SUPPLIERS[place].understand_push(&headers, body) {
        Ok(push) => assert!(!push.id.is_empty() && push.id.len() <= 100 && push.kind.chars().count() <= 60),
        Err(refused) => assert!(matches!(refused, PushRefused::Unreadable), "it was signed"),
    }
});
