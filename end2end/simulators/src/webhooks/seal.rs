//! How each sender signs its webhooks.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::faults::WebhookFault;

/// Which headers carry the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `Stripe-Signature: t=…,v1=…`, one `v1` for each secret.
    Stripe,
    /// `X-Signature-SHA256` of the body under the API key: base64 in the API reference, hex in the guide.
    EsimGo { in_hex: bool },
    /// eSIM Go's callbacks V2 are not signed.
    EsimGoUnsigned,
    /// `X-Webhook-Signature: sha256=<hex>` of the body.
    Standard,
    /// `airalo-signature`: HMAC-SHA-512 of the body in hex, under the client's secret.
    Airalo,
}

/// A scheme with its secrets; where only one can sign, the first does.
#[derive(Clone, Debug)]
pub(crate) struct Seal {
    pub(crate) scheme: Scheme,
    pub(crate) secrets: Vec<String>,
}

impl Seal {
    pub(crate) fn new(scheme: Scheme, secret: &str) -> Self {
        Self { scheme, secrets: vec![secret.to_owned()] }
    }

    /// The headers of a letter that is signed at this time, as the fault mangles them.
    pub(super) fn headers(&self, body: &str, now: i64, fault: Option<&WebhookFault>) -> Vec<(&'static str, String)> {
        let (mut secrets, mut at) = (self.secrets.clone(), now);
        match fault {
            Some(WebhookFault::WrongSignature) => secrets = vec!["whsec_forged".to_owned()],
            Some(WebhookFault::StaleTimestamp { seconds }) => at -= seconds,
            Some(WebhookFault::SignedWith { secret }) => secrets = vec![secret.clone()],
            _ => {}
        }
        let secret = secrets.first().map_or("", String::as_str);
        let sha256 = || body_signature(body, secret);
        let (agent, signature) = match self.scheme {
            Scheme::Stripe => (
                "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                Some(("stripe-signature", signature_header(body, &secrets, at))),
            ),
            Scheme::EsimGo { in_hex: true } => ("eSIM-Go", Some(("x-signature-sha256", hex::encode(sha256())))),
            Scheme::EsimGo { in_hex: false } => ("eSIM-Go", Some(("x-signature-sha256", STANDARD.encode(sha256())))),
            Scheme::EsimGoUnsigned => ("eSIM-Go", None),
            Scheme::Standard => {
                ("eSIM-API/2024-10", Some(("x-webhook-signature", format!("sha256={}", hex::encode(sha256())))))
            }
            Scheme::Airalo => ("Airalo-Webhook", Some(("airalo-signature", sha512_signature(body, secret)))),
        };
        let mut headers = vec![("user-agent", agent.to_owned())];
        headers.extend(signature);
        headers
    }
}

/// HMAC-SHA-256 of a body.
#[must_use]
pub fn body_signature(body: &str, secret: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), body.as_bytes()).as_ref().to_vec()
}

/// HMAC-SHA-512 of a body, in hex: Airalo's.
#[must_use]
pub fn sha512_signature(body: &str, secret: &str) -> String {
    hex::encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA512, secret.as_bytes()), body.as_bytes()))
}

/// Stripe's `t=…,v1=…`: one v1 for each secret, over the time and the body.
#[must_use]
pub fn signature_header(body: &str, secrets: &[String], unix_seconds: i64) -> String {
    let signed = format!("{unix_seconds}.{body}");
    let mut header = format!("t={unix_seconds}");
    for secret in secrets {
        header.push_str(&format!(",v1={}", hex::encode(body_signature(&signed, secret))));
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test`
    #[test]
    fn stripes_signature_is_what_openssl_computes() {
        let header = signature_header(r#"{"id":"evt_1"}"#, &["whsec_test".to_owned()], 1_700_000_000);
        assert_eq!(header, "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925");
    }

    /// `printf '{"iccid":1}' | openssl dgst -sha256 -hmac key` and the same with `-sha512`, and in base64.
    #[test]
    fn the_suppliers_signatures_are_what_openssl_computes() {
        let signed = |scheme| Seal::new(scheme, "key").headers(r#"{"iccid":1}"#, 0, None).remove(1).1;
        assert_eq!(
            signed(Scheme::EsimGo { in_hex: true }),
            "b3c303bae9cfac0b13b8b23805f353f9e2f295b7d0ecc039f36769f1dec0caca"
        );
        assert_eq!(signed(Scheme::EsimGo { in_hex: false }), "s8MDuunPrAsTuLI4BfNT+eLylbfQ7MA582dp8d7Ayso=");
        assert_eq!(signed(Scheme::Standard), "sha256=b3c303bae9cfac0b13b8b23805f353f9e2f295b7d0ecc039f36769f1dec0caca");
        assert_eq!(
            signed(Scheme::Airalo),
            "f308b375765b2c304087c1c555c00fb26fadab6f57d4b5aa1a3ac3b0275b08003b5921bbb8b0756e4620a5a6e928061fb34e75b4621b73b2b4d675b85c2c3895"
        );
    }
}
