//! The distributor's public key, and the encryption of activation codes with it exactly as S4 shows.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::pkcs8::DecodePublicKey;
use rsa::traits::PublicKeyParts;
use rsa::{Oaep, RsaPublicKey, sha2::Sha256};
use serde_json::{Value, json};

use super::error::OrangeError;
use super::{Answer, Asked, Orange, Reply};

#[derive(Clone)]
pub(super) struct PublishedKey {
    pem: String,
    public: RsaPublicKey,
}

impl PublishedKey {
    pub(super) fn read(pem: &str) -> Option<Self> {
        let public =
            RsaPublicKey::from_public_key_pem(pem.trim()).or_else(|_| RsaPublicKey::from_pkcs1_pem(pem.trim())).ok()?;
        Some(Self { pem: pem.to_owned(), public })
    }

    /// Bytes of a ciphertext.
    pub(super) fn size(&self) -> usize {
        self.public.size()
    }

    /// RSA-OAEP, MGF1 with SHA-256, SHA-256, no label.
    pub(super) fn encrypt(&self, text: &str) -> Vec<u8> {
        self.public.encrypt(&mut rand::thread_rng(), Oaep::new::<Sha256>(), text.as_bytes()).unwrap_or_default()
    }
}

fn wire(pem: &str, asked: &Asked<'_>) -> Value {
    let value = match asked.parameter("encoding") {
        Some("base64") => STANDARD.encode(pem),
        _ => pem.to_owned(),
    };
    json!({"key_type": "rsa256", "public_key_value": value})
}

pub(super) fn get(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    match &orange.key {
        Some(key) => Ok(Answer::ok(wire(&key.pem, asked))),
        None => Err(OrangeError::not_found("distributor key")),
    }
}

pub(super) fn publish(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let body = asked.json()?;
    if body["key_type"] != "rsa256" {
        return Err(OrangeError::bad_request(24, "key_type must be rsa256".to_owned()));
    }
    let value = body["public_key_value"]
        .as_str()
        .ok_or_else(|| OrangeError::bad_request(23, "missing public_key_value parameter".to_owned()))?;
    let invalid = || OrangeError::bad_request(24, "invalid public_key_value".to_owned());
    let pem = match asked.parameter("encoding") {
        Some("base64") => {
            let bytes = STANDARD.decode(value.trim()).map_err(|_| invalid())?;
            String::from_utf8(bytes).map_err(|_| invalid())?
        }
        _ => value.to_owned(),
    };
    orange.key = Some(PublishedKey::read(&pem).ok_or_else(invalid)?);
    Ok(Answer::Json(StatusCode::CREATED, Value::Array(vec![wire(&pem, asked)])))
}
