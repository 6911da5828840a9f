//! Mutual TLS with a partner that demands a certificate, by a real handshake on this machine.

use super::*;
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// Who signs certificates.
struct Authority {
    certificate: CertificateDer<'static>,
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self { pem: certificate.pem(), certificate: certificate.der().clone(), issuer: Issuer::new(params, key) }
    }

    /// A certificate for a use, and its key.
    fn sign(&self, usage: ExtendedKeyUsagePurpose) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.extended_key_usages = vec![usage];
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }

    /// What a client shows, in one PEM.
    fn identity(&self) -> Secret {
        let (certificate, key) = self.sign(ExtendedKeyUsagePurpose::ClientAuth);
        Secret::new(format!("{}\n{}", certificate.pem(), key.serialize_pem()))
    }
}

/// A partner that speaks with nobody but those whom its authority has signed.
struct Partner {
    port: u16,
    authority: Authority,
    /// Requests that were read.
    seen: Arc<AtomicUsize>,
}

impl Partner {
    async fn open() -> Self {
        let authority = Authority::new();
        let (certificate, key) = authority.sign(ExtendedKeyUsagePurpose::ServerAuth);
        let mut believed = RootCertStore::empty();
        believed.add(authority.certificate.clone()).unwrap();
        let provider = Arc::new(default_provider());
        let clients =
            WebPkiClientVerifier::builder_with_provider(Arc::new(believed), Arc::clone(&provider)).build().unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(clients)
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (acceptor, seen) = (TlsAcceptor::from(Arc::new(config)), Arc::<AtomicUsize>::default());
        let counter = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(speak(acceptor.clone(), stream, Arc::clone(&counter)));
            }
        });
        Self { port, authority, seen }
    }

    /// The adapter of a shop that shows this certificate.
    fn shop(&self, identity: Option<Secret>, authorities: Option<String>) -> Standard {
        let address = |path: &str| format!("https://localhost:{}/{path}", self.port).parse().unwrap();
        let retry = RetryPolicy { tries: 1, ..RetryPolicy::default() };
        let settings = Settings {
            id: SupplierId::from("partner"),
            base_url: address(""),
            token_url: address("token"),
            client_id: "shop".into(),
            client_secret: Secret::new("secret"),
            webhook_secret: None,
            api_version: "2024-10".into(),
            locale: "fr-FR".into(),
            http: HttpSettings { retry, identity, authorities, ..HttpSettings::default() },
        };
        Standard::new(settings, Clock::standing_at(NOW)).unwrap()
    }
}

async fn speak(acceptor: TlsAcceptor, stream: TcpStream, seen: Arc<AtomicUsize>) {
    let mut stream = match acceptor.accept(stream).into_fallible().await {
        Ok(stream) => stream,
        Err((_, mut refused)) => {
            // Closed with something unread, the connection would be reset and the alert lost.
            drop(refused.read_to_end(&mut Vec::new()).await);
            return;
        }
    };
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read_buf(&mut request).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
    seen.fetch_add(1, Ordering::SeqCst);
    let body = if request.starts_with(b"POST /token") {
        r#"{"access_token": "t", "expires_in": 3600}"#
    } else {
        r#"{"packages": []}"#
    };
    let head = format!("content-type: application/json\r\ncontent-length: {}\r\nconnection: close", body.len());
    drop(stream.write_all(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}").as_bytes()).await);
    drop(stream.shutdown().await);
}

async fn refusal(shop: &Standard) -> String {
    shop.catalogue().await.unwrap_err().to_string()
}

#[tokio::test]
async fn our_certificate_is_shown_and_taken() {
    let partner = Partner::open().await;
    let shop = partner.shop(Some(partner.authority.identity()), Some(partner.authority.pem.clone()));
    assert!(shop.catalogue().await.unwrap().is_empty());
    assert!(partner.seen.load(Ordering::SeqCst) >= 2, "the token and the packages");
}

#[tokio::test]
async fn without_a_certificate_nothing_is_asked_or_bought_and_the_error_says_what_is_missing() {
    let partner = Partner::open().await;
    let shop = partner.shop(None, Some(partner.authority.pem.clone()));
    let reason = refusal(&shop).await;
    assert!(reason.contains("set client_certificate_file and client_key_file"), "{reason}");
    let sent = shop.send(&purchase(Wanted::Esim, "attempt", FRANCE)).await;
    assert!(matches!(&sent, Sent::NotSent { .. }), "{sent:?}");
    assert_eq!(partner.seen.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_certificate_of_somebody_elses_is_refused_and_the_error_says_so() {
    let partner = Partner::open().await;
    let shop = partner.shop(Some(Authority::new().identity()), Some(partner.authority.pem.clone()));
    let reason = refusal(&shop).await;
    assert!(reason.contains("the supplier refuses the certificate of client_certificate_file"), "{reason}");
    assert_eq!(partner.seen.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_partner_whose_authority_is_not_known_is_not_spoken_to() {
    let partner = Partner::open().await;
    let shop = partner.shop(Some(partner.authority.identity()), None);
    let reason = refusal(&shop).await;
    assert!(reason.contains("authority_file"), "{reason}");
    assert_eq!(partner.seen.load(Ordering::SeqCst), 0);
}
