//! The way out for mails: one relay over SMTP, with time limits and TLS. What mails say is in `messages`.

pub mod messages;
pub mod qr;

#[cfg(test)]
mod tests;

use crate::config::{MailConfig, MinTls};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::client::{Tls, TlsParameters, TlsVersion};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{self, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::fmt;
use std::time::Duration;
use thiserror::Error;
use url::{Host, Url};

/// Longest wait for one answer of the relay.
const ANSWER_LIMIT: Duration = Duration::from_secs(15);
/// Longest time for a whole mail.
const MAIL_LIMIT: Duration = Duration::from_secs(60);

/// A mail that is ready to go. It may hold an eSIM's secrets: no `Serialize`, and `Debug` shows the subject alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Composed {
    /// The same however often the mail is sent: a mailbox takes what arrives twice for one.
    pub message_id: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub reply_to: String,
    /// Each is shown within the HTML (`cid:`) and attached as well: many mail programs do only one of the two.
    pub pictures: Vec<Picture>,
}

/// A PNG of a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub content_id: String,
    pub file_name: String,
    pub png: Vec<u8>,
}

/// Why a mail did not go.
#[derive(Debug, Error)]
pub enum MailError {
    /// Worth another try: the relay cannot be reached, is busy, or does not let us in.
    #[error("the mail relay did not take it at present: {0}")]
    Temporary(String),
    /// It will never go: the relay refuses this mail, or the address cannot be one.
    #[error("the mail relay refuses it: {0}")]
    Permanent(String),
}

/// The relay's address cannot be used.
#[derive(Debug, Error)]
#[error("mail.smtp_url: {0}")]
pub struct MailerError(String);

/// Sends mails through the configured relay. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// Sets the relay up without asking it; `public_url` names us to it. Err: the address cannot be used.
    pub fn new(config: &MailConfig, public_url: &Url) -> Result<Self, MailerError> {
        let address = config.smtp_url.expose();
        let url = Url::parse(address).map_err(|error| MailerError(error.to_string()))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(address)
            .map_err(|error| MailerError(in_words(&error)))?
            .tls(tls(&url, config.min_tls)?)
            .timeout(Some(ANSWER_LIMIT))
            .hello_name(hello_name(public_url))
            .pool_config(PoolConfig::new().max_size(4))
            .build();
        Ok(Self { transport, from: config.from.clone() })
    }

    /// Hands one mail to the relay.
    pub async fn send(&self, to: &str, mail: &Composed) -> Result<(), MailError> {
        let message = self.message(to, mail)?;
        match tokio::time::timeout(MAIL_LIMIT, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(judge(&error)),
            Err(_) => Err(MailError::Temporary(format!("no end after {} seconds", MAIL_LIMIT.as_secs()))),
        }
    }

    /// Whether the relay lets us in; nothing is sent.
    pub async fn check(&self) -> Result<(), MailError> {
        match tokio::time::timeout(MAIL_LIMIT, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(MailError::Temporary("it does not answer NOOP".to_owned())),
            Ok(Err(error)) => Err(judge(&error)),
            Err(_) => Err(MailError::Temporary(format!("no answer after {} seconds", MAIL_LIMIT.as_secs()))),
        }
    }

    /// multipart/mixed of: alternative (text, related (HTML, pictures within it)), the pictures attached.
    fn message(&self, to: &str, mail: &Composed) -> Result<Message, MailError> {
        let never = |error: &dyn std::error::Error| MailError::Permanent(error.to_string());
        let png = ContentType::parse("image/png").map_err(|error| never(&error))?;
        let inline = mail.pictures.iter().map(|picture| {
            let name = picture.file_name.clone();
            Attachment::new_inline_with_name(picture.content_id.clone(), name).body(picture.png.clone(), png.clone())
        });
        let related =
            inline.fold(MultiPart::related().singlepart(SinglePart::html(mail.html.clone())), MultiPart::singlepart);
        let text = SinglePart::builder()
            .header(ContentType::TEXT_PLAIN)
            .header(ContentTransferEncoding::QuotedPrintable)
            .body(mail.text.clone());
        let alternative = MultiPart::alternative().singlepart(text).multipart(related);
        let attached = mail
            .pictures
            .iter()
            .map(|picture| Attachment::new(picture.file_name.clone()).body(picture.png.clone(), png.clone()));
        let body = attached.fold(MultiPart::mixed().multipart(alternative), MultiPart::singlepart);
        Message::builder()
            .from(self.from.clone())
            .reply_to(mail.reply_to.parse().map_err(|error| never(&error))?)
            .to(to.parse().map_err(|error| never(&error))?)
            .subject(mail.subject.clone())
            .message_id(Some(mail.message_id.clone()))
            // RFC 3834: no out-of-office note comes back.
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
            .multipart(body)
            .map_err(|error| never(&error))
    }
}

/// `smtps` is TLS from the first byte. Plain `smtp` is for this machine; elsewhere the relay must offer STARTTLS, unless
/// the address says `?tls=opportunistic`.
fn tls(url: &Url, min: MinTls) -> Result<Tls, MailerError> {
    let host = url.host_str().unwrap_or_default();
    let local = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        // Schemes other than http leave an address of numbers as text.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        None => false,
    };
    let min = match min {
        MinTls::V1_2 => TlsVersion::Tlsv12,
        MinTls::V1_3 => TlsVersion::Tlsv13,
    };
    // Reading the machine's root certificates takes a while: only where they are used.
    let parameters = || {
        let parameters = TlsParameters::builder(host.to_owned()).set_min_tls_version(min).build();
        parameters.map_err(|error| MailerError(in_words(&error)))
    };
    let opportunistic = url.query_pairs().any(|(key, value)| key == "tls" && value == "opportunistic");
    Ok(match url.scheme() {
        "smtps" => Tls::Wrapper(parameters()?),
        _ if local => Tls::None,
        _ if opportunistic => Tls::Opportunistic(parameters()?),
        _ => Tls::Required(parameters()?),
    })
}

/// How we introduce ourselves: the shop's own host (RFC 5321, 4.1.1.1).
fn hello_name(public_url: &Url) -> ClientId {
    match public_url.host() {
        Some(Host::Domain(name)) => ClientId::Domain(name.to_owned()),
        Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
        Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
        None => ClientId::default(),
    }
}

/// A refusal of the mail is for good; a refusal of us (530, 534, 535, 538: RFC 4954) is mended by the merchant, and
/// everything else by waiting.
fn judge(error: &smtp::Error) -> MailError {
    let code = error.status().map(u16::from);
    let of_us = matches!(code, Some(530 | 534 | 535 | 538));
    if error.is_permanent() && !of_us {
        MailError::Permanent(in_words(error))
    } else {
        MailError::Temporary(in_words(error))
    }
}

/// An error with its causes, on one line.
fn in_words(error: &smtp::Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_words = inner.to_string();
        if !words.contains(&inner_words) {
            words = format!("{words}: {inner_words}");
        }
        cause = inner.source();
    }
    words.replace(['\r', '\n'], " ")
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from).finish_non_exhaustive()
    }
}

impl fmt::Debug for Composed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Composed").field("subject", &self.subject).finish_non_exhaustive()
    }
}
