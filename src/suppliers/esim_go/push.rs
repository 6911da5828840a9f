//! Callbacks of version 3: signed with the API key, without an id or a time of their own. Version 2 is not signed, and
//! therefore refused.

use super::wire::Callback;
use crate::domain::iccid::Iccid;
use crate::secret::Secret;
use crate::suppliers::wire;
use crate::suppliers::{Push, PushRefused, Subject};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// HMAC-SHA256 of the raw body; the reference shows base64, the guide hexadecimal.
const SIGNATURE: &str = "x-signature-sha256";

/// Longest kind that is kept.
const LONGEST_KIND: usize = 60;

/// What happened to the balance.
const OF_THE_ACCOUNT: [&str; 4] = ["topup", "autotopup", "lowbalance", "insufficientbalance"];

/// Believes nothing of the body before its signature is good.
pub(super) fn understand(api_key: &Secret, headers: &HeaderMap, body: &[u8]) -> Result<Push, PushRefused> {
    let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).ok_or(PushRefused::BadSignature)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, api_key.expose().as_bytes());
    let tags = [STANDARD.decode(signature.trim()).ok(), hex::decode(signature.trim()).ok()];
    // Compares in constant time.
    if !tags.into_iter().flatten().any(|tag| hmac::verify(&key, body, &tag).is_ok()) {
        return Err(PushRefused::BadSignature);
    }
    let told = serde_json::from_slice::<Value>(body).ok().filter(Value::is_object).ok_or(PushRefused::Unreadable)?;
    let told: Callback = wire::object(told);
    let kind = told.alert_type.0.or(told.event.0).unwrap_or_default();
    let is_of_the_account = OF_THE_ACCOUNT.iter().any(|word| kind.eq_ignore_ascii_case(word));
    // Nineteen digits may come as a JSON number: `Text` has them as they were written.
    let iccid = told.iccid.as_deref().and_then(|text| Iccid::parse(text).ok());
    Ok(Push {
        id: hex::encode(digest(&SHA256, body)),
        about: match iccid {
            Some(iccid) => Subject::Sim(iccid),
            None if is_of_the_account => Subject::Account,
            None => Subject::Nothing,
        },
        kind: kind.chars().take(LONGEST_KIND).collect(),
    })
}
