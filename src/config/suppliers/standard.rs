//! `kind = "standard"`: an account at a supplier that speaks the generic protocol, such as a contract partner.

use super::super::read::forms::web_address;
use super::super::read::min_tls;
use super::super::section::Section;
use super::{Account, MinTls, SupplierConfig};
use crate::domain::ids::SupplierId;
use crate::secret::Secret;
use std::path::PathBuf;
use url::Url;

/// The version of the contract (seed 002, "Prérequis techniques").
const DEFAULT_VERSION: &str = "2024-10";
/// The same seed's example, and English where that is not spoken.
const DEFAULT_LOCALE: &str = "fr-FR, en;q=0.8";
/// A shorter secret can be guessed.
const SHORTEST_WEBHOOK_SECRET: usize = 16;

/// An account at a supplier that speaks the generic protocol (`kind = "standard"`).
#[derive(Clone, Debug)]
pub struct StandardConfig {
    pub id: SupplierId,
    /// Without a slash at its end; it may hold the version (`…/v2`).
    pub base_url: Url,
    pub token_url: Url,
    pub client_id: String,
    pub client_secret: Secret,
    /// What pushes are signed with; without it none is registered or taken.
    pub webhook_secret: Option<Secret>,
    /// Goes out as `X-API-Version`.
    pub api_version: String,
    /// Goes out as `Accept-Language`.
    pub locale: String,
    /// For mutual TLS, where the supplier asks for it.
    pub client_certificate: Option<ClientCertificate>,
    /// Where the partner's own certificate comes from an authority that machines do not know.
    pub authority_file: Option<PathBuf>,
    pub min_tls: MinTls,
}

/// Who we are to a supplier that asks for it.
#[derive(Clone, Debug)]
pub struct ClientCertificate {
    /// The chain in PEM, ours first.
    pub certificate_file: PathBuf,
    /// In PEM.
    pub key_file: PathBuf,
}

impl Account for StandardConfig {
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
    let webhook_secret = section.optional_secret("webhook_secret");
    let too_short = |secret: &Secret| secret.expose().len() < SHORTEST_WEBHOOK_SECRET;
    if webhook_secret.as_ref().is_some_and(|secret| secret.as_ref().is_some_and(too_short)) {
        section.problem("webhook_secret", "at least 16 characters are wanted");
    }
    let api_version = section.parsed_or("api_version", DEFAULT_VERSION.to_owned(), header_text);
    let locale = section.parsed_or("locale", DEFAULT_LOCALE.to_owned(), header_text);
    let client_certificate = client_certificate(&mut section);
    let authority_file = section.optional_text("authority_file").map(PathBuf::from);
    let min_tls = min_tls(&mut section);
    section.end();
    Some(SupplierConfig::Standard(StandardConfig {
        id: id?,
        base_url: base_url?,
        token_url: token_url?,
        client_id: client_id?,
        client_secret: client_secret?,
        webhook_secret: webhook_secret?,
        api_version: api_version?,
        locale: locale?,
        client_certificate,
        authority_file,
        min_tls: min_tls?,
    }))
}

fn client_certificate(section: &mut Section<'_>) -> Option<ClientCertificate> {
    let certificate = section.optional_text("client_certificate_file");
    let key = section.optional_text("client_key_file");
    if certificate.is_some() != key.is_some() {
        section.problem("client_certificate_file", "and client_key_file are wanted together, or neither");
    }
    Some(ClientCertificate { certificate_file: certificate?.into(), key_file: key?.into() })
}

fn header_text(text: &str) -> Result<String, &'static str> {
    if text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        Ok(text.to_owned())
    } else {
        Err("plain letters, digits and signs are wanted")
    }
}
