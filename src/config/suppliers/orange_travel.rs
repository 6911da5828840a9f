//! `kind = "orange_travel"`: an account at Orange Travel B2B.

use super::super::read::forms::web_address;
use super::super::read::min_tls;
use super::super::section::Section;
use super::{Account, MinTls, SupplierConfig};
use crate::domain::ids::SupplierId;
use crate::secret::Secret;
use std::convert::Infallible;
use std::path::PathBuf;
use url::Url;

/// An account at Orange Travel B2B (`kind = "orange_travel"`).
#[derive(Clone, Debug)]
pub struct OrangeTravelConfig {
    pub id: SupplierId,
    /// Without a slash at its end.
    pub base_url: Url,
    pub token_url: Url,
    pub client_id: String,
    pub client_secret: Secret,
    /// RSA-4096 in PEM, PKCS#8 or PKCS#1; the first is active, the others still decrypt.
    pub private_key_files: Vec<PathBuf>,
    pub min_tls: MinTls,
}

impl Account for OrangeTravelConfig {
    fn id(&self) -> &SupplierId {
        &self.id
    }

    fn addresses(&self) -> Vec<(&'static str, &Url)> {
        vec![("base_url", &self.base_url), ("token_url", &self.token_url)]
    }

    fn min_tls(&self) -> MinTls {
        self.min_tls
    }
}

pub(super) fn read(id: Option<SupplierId>, mut section: Section<'_>) -> Option<SupplierConfig> {
    let base_url = section.parsed("base_url", |text| web_address(text.trim_end_matches('/')));
    let token_url = section.parsed("token_url", web_address);
    let client_id = section.text("client_id");
    let client_secret = section.secret("client_secret");
    let private_key_files = section.list("private_key_files", |text| Ok::<_, Infallible>(PathBuf::from(text)));
    if private_key_files.as_ref().is_some_and(Vec::is_empty) {
        section.problem("private_key_files", "at least one is wanted; `escale keys orange new` makes a key");
    }
    let min_tls = min_tls(&mut section);
    section.end();
    Some(SupplierConfig::OrangeTravel(OrangeTravelConfig {
        id: id?,
        base_url: base_url?,
        token_url: token_url?,
        client_id: client_id?,
        client_secret: client_secret?,
        private_key_files: private_key_files?,
        min_tls: min_tls?,
    }))
}
