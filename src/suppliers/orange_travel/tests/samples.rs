//! The seeds' samples, and activation codes enciphered as Orange does it.

use crate::suppliers::RawAnswer;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePrivateKey;
use rsa::sha2::Sha256;
use rsa::{Oaep, RsaPrivateKey, RsaPublicKey};
use serde_json::{Value, json};
use std::time::Duration;

/// RSA-4096, made for tests and protecting nothing.
pub(super) const DEMO_KEY: &str = include_str!("../../../../end2end/simulators/keys/demo.pem");

pub(super) const CODE: &str = "1$smdp.example.com$K2-1ABCDE-2FGHIJ";

pub(super) fn public(pem: &str) -> RsaPublicKey {
    RsaPrivateKey::from_pkcs8_pem(pem).expect("a key").to_public_key()
}

/// As the server's code in seed 004: OAEP, SHA-256 twice, no label, standard base64.
pub(super) fn enciphered(clear: &str, key: &RsaPublicKey) -> String {
    let bytes = key.encrypt(&mut rsa::rand_core::OsRng, Oaep::new::<Sha256>(), clear.as_bytes()).expect("enciphered");
    STANDARD.encode(bytes)
}

/// The transaction of seed 004, with a code that deciphers to `clear`.
pub(super) fn transaction(clear: &str) -> Value {
    json!({
        "id": "386c9673-33f8-4364-bb78-e7b18371be5a",
        "billing_mode": "prepaid",
        "status": "ok",
        "product_type": "eSim",
        "creation_date": "2024-07-16T12:52:11Z",
        "expiration_date": null,
        "change_date": "2024-07-16T12:52:11Z",
        "offer_id": "07966928-d3a3-453e-9944-b7ff1081794d",
        "distributor_id": "8822b635-f710-47f1-a24c-5b9e58a84e7e",
        "resell_value": 27.5,
        "reference_currency": "EUR",
        "distributor_fees": 0.0,
        "distributor_fees_type": "value",
        "offer_bucket": 0,
        "user_id": "att_1",
        "metadata": null,
        "product_id": "004088d8-20f3-4913-9b89-4bee25e0be79",
        "product_name": "eSim for preprod",
        "supplier_name": "Orange France",
        "distributor_name": "FakeDistributor",
        "parameters": {
            "supplier_ref": "3561292346865",
            "expiration_date": "None",
            "prefix": "33",
            "msisdn": "0678578522",
            "activation_code": enciphered(clear, &public(DEMO_KEY)),
            "iccid": "",
            "nsce": "02322145207458",
            "pin_code": "0000",
            "puk": "71289750",
            "matching_id": "",
            "smdp_url": ""
        }
    })
}

/// The offer of seed 004, as an eSIM.
pub(super) fn offer() -> Value {
    json!({
        "id": "12fee06a-273e-45c8-9e04-8841e74a749a",
        "name": "My custom offer name",
        "product": {
            "id": "e3585509-8f4e-4bca-a98f-20a323532690",
            "orange_travel_id": "OT456360478",
            "name": "Holiday Europe",
            "description": "<b>Includes: </b></br>5GB in Europe</br>",
            "type": "eSim",
            "status": "available",
            "delivery": ["api"],
            "reference_currency": "EUR",
            "bonus_value": 0.0,
            "bonus_activation_date": null,
            "bonus_expiration_date": null,
            "supplier_id": "7413e966-c97c-11ed-b80c-fa163e78aa28",
            "metadata": {
                "validity_duration": 14,
                "validity_unit": "days",
                "sms": 0,
                "sms_cost": null,
                "airtime_duration": 2,
                "airtime_unit": "hours",
                "airtime_cost": null,
                "data_amount": 5,
                "data_unit": "Gb"
            },
            "coverage_zone": []
        },
        "distributor_id": "e80797d1-e182-4079-a757-194d67998d2f",
        "bucket_update_date": null,
        "tags": "",
        "creation_date": "2024-07-16T12:52:11Z",
        "expiration_date": null,
        "bucket": 101,
        "resell_value": 7.92,
        "distributor_fees": 10.0,
        "distributor_fees_type": "percent",
        "metadata": "some additional information"
    })
}

/// The list of seed 004.
pub(super) fn suppliers() -> Value {
    json!([
        {"id": "7413e966-c97c-11ed-b80c-fa163e78aa28", "name": "Orange France", "connector_status": true},
        {"id": "92d376d4-0c18-4da8-9e6e-4dd173bc554e", "name": "Welcome Travelers", "connector_status": true},
        {"id": "e0c798dd-54a2-462d-8f87-79a44f7547a1", "name": "Orange Spain", "connector_status": false,
            "last_outage_date": "2025-03-06T19:07:34Z"},
        {"id": "e2c44763-fa73-11ef-bc0c-fa163ed2cb6e", "name": "Orange Travel B2B", "connector_status": true}
    ])
}

pub(super) fn raw(status: u16, body: impl Into<Vec<u8>>) -> RawAnswer {
    RawAnswer {
        status,
        content_type: "application/json".into(),
        body: body.into(),
        request_id: None,
        took: Duration::ZERO,
    }
}
