//! What a failed request says of itself, without the URL (it may name an order or a SIM).

use rustls::AlertDescription;
use std::error::Error;
use std::io;

/// The error and its causes in one line.
pub(super) fn in_words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_words = inner.to_string();
        if !words.contains(&inner_words) {
            words.push_str(": ");
            words.push_str(&inner_words);
        }
        cause = inner.source();
    }
    if let Some(advice) = advice(&error) {
        words.push_str(": ");
        words.push_str(advice);
    }
    words
}

/// What to do about a handshake that failed, where TLS says enough.
fn advice(error: &reqwest::Error) -> Option<&'static str> {
    Some(match find_cause::<rustls::Error>(error)? {
        rustls::Error::AlertReceived(AlertDescription::CertificateRequired) => {
            "the supplier wants a certificate of ours: set client_certificate_file and client_key_file"
        }
        rustls::Error::AlertReceived(
            AlertDescription::AccessDenied
            | AlertDescription::BadCertificate
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateUnknown
            | AlertDescription::DecryptError
            | AlertDescription::UnknownCA
            | AlertDescription::UnsupportedCertificate,
        ) => "the supplier refuses the certificate of client_certificate_file: ask it which one it expects",
        rustls::Error::InvalidCertificate(_) => {
            "the supplier's own certificate is not believed: an authority of its own is named by authority_file"
        }
        _ => return None,
    })
}

/// Whether an error of type `E` is among the causes.
pub(super) fn caused_by<E: Error + 'static>(error: &reqwest::Error) -> bool {
    find_cause::<E>(error).is_some()
}

fn find_cause<E: Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(found) = inner.downcast_ref::<E>() {
            return Some(found);
        }
        // An I/O error shows what it wraps as its own text, not as its source.
        cause = match inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => inner.source(),
        };
    }
    None
}
