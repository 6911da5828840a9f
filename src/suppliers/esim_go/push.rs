//! Callbacks of version 3: signed with the API key, without an id or a time of their own. Version 2 is not signed, and
//! therefore refused.

use super::wire::Callback;
use crate::domain::iccid::Iccid;
use crate::secret::Secret;
use crate::suppliers::wire;
use crate::suppliers::{Push, PushRefused, Subject, push};
use aws_lc_rs::hmac::HMAC_SHA256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// HMAC-SHA256 of the raw body; the reference shows base64, the guide hexadecimal.
const SIGNATURE: &str = "x-signature-sha256";

/// What happened to the balance.
const OF_THE_ACCOUNT: [&str; 4] = ["topup", "autotopup", "lowbalance", "insufficientbalance"];

/// Believes nothing of the body before its signature is good.
pub(super) fn understand(api_key: &Secret, headers: &HeaderMap, body: &[u8]) -> Result<Push, PushRefused> {
    let ways: [push::Way; 2] = [|text| STANDARD.decode(text).ok(), |text| hex::decode(text).ok()];
    push::verify(HMAC_SHA256, api_key, headers, SIGNATURE, body, ways)?;
    let told = serde_json::from_slice::<Value>(body).ok().filter(Value::is_object).ok_or(PushRefused::Unreadable)?;
    let told: Callback = wire::object(told);
    let kind = told.alert_type.0.or(told.event.0).unwrap_or_default();
    let is_of_the_account = OF_THE_ACCOUNT.iter().any(|word| kind.eq_ignore_ascii_case(word));
    // Nineteen digits may come as a JSON number: `Text` has them as they were written.
    let iccid = told.iccid.as_deref().and_then(|text| Iccid::parse(text).ok());
    let about = match iccid {
        Some(iccid) => Subject::Sim(iccid),
        None if is_of_the_account => Subject::Account,
        None => Subject::Nothing,
    };
    Ok(Push::new(None, body, &kind, about))
}
