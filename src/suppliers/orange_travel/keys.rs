//! The public key that Orange holds for us. There is one for each distributor; a new one replaces it for good.

use super::OrangeTravel;
use super::keyring::PublicKey;
use super::wire::{self, DistributorKey};
use crate::suppliers::SupplierError;
use serde_json::json;

const KEYS: [&str; 2] = ["distributors", "keys"];

impl OrangeTravel {
    /// The key with which Orange should encrypt: our active one.
    pub fn active_key(&self) -> &PublicKey {
        self.keys.active()
    }

    /// The key with which Orange encrypts now; `None` before the first was sent, when Orange sells no eSIM.
    pub async fn published_key(&self, request_id: &str) -> Result<Option<PublicKey>, SupplierError> {
        let answer = match self.api.get_json("keys.read", &KEYS, &[], request_id).await {
            Ok(answer) => answer,
            Err(SupplierError::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let keys = wire::list_of(answer).into_iter().map(wire::object::<DistributorKey>);
        let Some(text) = keys.filter_map(|key| key.public_key_value.0).next() else {
            return Ok(None);
        };
        PublicKey::parse(&text)
            .map(Some)
            .map_err(|error| SupplierError::Garbled { reason: format!("the key that Orange holds: {error}") })
    }

    /// Sends a key. From then on Orange encrypts with it alone, and this cannot be undone.
    pub async fn publish_key(&self, key: &PublicKey, request_id: &str) -> Result<(), SupplierError> {
        let body = json!({"key_type": "rsa256", "public_key_value": key.pem()});
        self.api.post("keys.write", &KEYS, &body, request_id).await?;
        Ok(())
    }

    /// Why codes would be bought that nobody can read; `None` while Orange's key is our active one.
    pub(super) async fn key_obstacle(&self, request_id: &str) -> Result<Option<String>, SupplierError> {
        let ours = self.keys.active().fingerprint();
        Ok(match self.published_key(request_id).await? {
            Some(published) if published.fingerprint() == ours => None,
            Some(published) => Some(format!(
                "Orange encrypts with another key ({}) than our active one ({ours})",
                published.fingerprint()
            )),
            None => Some(format!("Orange holds no key of ours yet; the active one is {ours}")),
        })
    }
}
