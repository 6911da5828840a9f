//! What the shop writes: from an order's facts to a mail, in the order's language. Texts are in `locales/*/mail.ftl`.

use super::qr::qr_png;
use super::{Composed, Picture};
use crate::config::Config;
use crate::domain::esim::EsimSecrets;
use crate::domain::ids::OrderId;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::offer::{IdentityPapers, PlanFacts, Validity};
use crate::domain::timestamp::UnixSeconds;
use crate::text::{Value, t, t_with};
use askama::Template;
use thiserror::Error;

/// Least side of the QR code's picture in pixels.
const QR_SIDE: u32 = 600;

/// Who writes.
#[derive(Clone, Debug)]
pub struct Letterhead {
    pub shop: String,
    pub address: String,
    pub support_email: String,
    /// The public host: the right half of each Message-ID.
    pub host: String,
}

impl Letterhead {
    /// From the configuration.
    pub fn of(config: &Config) -> Self {
        Self {
            shop: config.merchant.name.clone(),
            address: config.merchant.address.clone(),
            support_email: config.merchant.support_email.clone(),
            host: config.public_url.host_str().unwrap_or("localhost").to_owned(),
        }
    }
}

/// The order that a mail is about.
#[derive(Clone, Copy, Debug)]
pub struct AboutOrder<'a> {
    pub id: &'a OrderId,
    pub number: &'a str,
    pub lang: Lang,
    /// The absolute address of the order's page; whoever has it sees the eSIM.
    pub link: &'a str,
}

/// A delivered eSIM of the order.
#[derive(Clone, Copy, Debug)]
pub struct EsimToInstall<'a> {
    pub facts: &'a PlanFacts,
    pub secrets: &'a EsimSecrets,
    /// The supplier's time of sale: identity papers are counted from here.
    pub sold_at: UnixSeconds,
}

/// Why the money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyGivenBack {
    /// The deadline passed without an eSIM.
    NotInTime,
    /// The supplier said no.
    NotAvailable,
    /// The payment came after the order had been closed.
    PaidTooLate,
    /// The buyer cancelled.
    CancelledByBuyer,
    /// The staff decided so.
    DecidedByStaff,
}

/// How the money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowGivenBack {
    /// It was only held.
    Released,
    /// It was taken, and is refunded.
    Refunded,
}

/// A template did not render, or an activation code does not fit a QR code.
#[derive(Debug, Error)]
#[error("the mail cannot be composed: {0}")]
pub struct NotComposed(String);

/// The eSIMs of an order with everything that installs them. Pictures may not show: the text alone is enough.
pub fn esim_ready(
    letterhead: &Letterhead,
    order: AboutOrder<'_>,
    esims: &[EsimToInstall<'_>],
) -> Result<Composed, NotComposed> {
    let letter = Letter { letterhead, order };
    let mut cards = Vec::new();
    let mut pictures = Vec::new();
    for (index, esim) in esims.iter().enumerate() {
        let place = index + 1;
        let content_id = format!("qr-{place}.{}@{}", order.id, letterhead.host);
        let png = qr_png(&esim.secrets.activation_code.lpa_string(), QR_SIDE)
            .ok_or_else(|| NotComposed("the activation code is too long for a QR code".to_owned()))?;
        cards.push(Card::of(order.lang, esim, &content_id, (esims.len() > 1).then_some((place, esims.len()))));
        pictures.push(Picture { content_id, file_name: format!("esim-{}-{place}.png", order.number), png });
    }
    let values = [("number", order.number.into()), ("count", esims.len().into())];
    let subject = t_with(order.lang, "mail-esim-subject", &values);
    let intro = t_with(order.lang, "mail-esim-intro", &values[1..]);
    let html = EsimReadyHtml { letter, intro: &intro, cards: &cards };
    let text = EsimReadyText { letter, intro: &intro, cards: &cards };
    letter.compose("esim_ready", subject, &html, &text, pictures)
}

/// The payment is here and the eSIM is late. `deliver_by`: then the money goes back by itself.
pub fn payment_received(
    letterhead: &Letterhead,
    order: AboutOrder<'_>,
    amount: Money,
    deliver_by: UnixSeconds,
) -> Result<Composed, NotComposed> {
    let (lang, letter) = (order.lang, Letter { letterhead, order });
    let amount = amount.format(lang);
    let time = deliver_by.date_time(lang);
    let subject = t_with(lang, "mail-payment-subject", &[("number", order.number.into())]);
    let paragraphs = [
        t_with(lang, "mail-payment-arrived", &[("amount", amount.into())]),
        t(lang, "mail-payment-wait"),
        t_with(lang, "mail-payment-deadline", &[("time", time.into())]),
    ];
    let html = PaymentReceivedHtml { letter, paragraphs: &paragraphs };
    let text = PaymentReceivedText { letter, paragraphs: &paragraphs };
    letter.compose("payment_received", subject, &html, &text, Vec::new())
}

/// Nothing could be delivered; the money goes back.
pub fn given_back(
    letterhead: &Letterhead,
    order: AboutOrder<'_>,
    amount: Money,
    why: WhyGivenBack,
    how: HowGivenBack,
) -> Result<Composed, NotComposed> {
    let (lang, letter) = (order.lang, Letter { letterhead, order });
    let amount: Value<'_> = amount.format(lang).into();
    let subject = t_with(lang, "mail-back-subject", &[("number", order.number.into())]);
    let why = match why {
        WhyGivenBack::NotInTime => t(lang, "mail-back-not-in-time"),
        WhyGivenBack::NotAvailable => t(lang, "mail-back-not-available"),
        WhyGivenBack::PaidTooLate => t(lang, "mail-back-paid-too-late"),
        WhyGivenBack::CancelledByBuyer => t(lang, "mail-back-cancelled"),
        WhyGivenBack::DecidedByStaff => t(lang, "mail-back-by-staff"),
    };
    let how = match how {
        HowGivenBack::Released => t_with(lang, "mail-back-released", &[("amount", amount)]),
        HowGivenBack::Refunded => t_with(lang, "mail-back-refunded", &[("amount", amount)]),
    };
    let paragraphs = [why, how, t(lang, "mail-back-nothing-to-do")];
    let html = GivenBackHtml { letter, paragraphs: &paragraphs };
    let text = GivenBackText { letter, paragraphs: &paragraphs };
    letter.compose("given_back", subject, &html, &text, Vec::new())
}

/// What every template has: who writes, about which order.
#[derive(Clone, Copy)]
struct Letter<'a> {
    letterhead: &'a Letterhead,
    order: AboutOrder<'a>,
}

impl Letter<'_> {
    fn t(&self, key: &str) -> String {
        t(self.order.lang, key)
    }

    fn reason(&self) -> String {
        let values = [("number", self.order.number.into()), ("shop", self.letterhead.shop.as_str().into())];
        t_with(self.order.lang, "mail-reason", &values)
    }

    fn questions(&self) -> String {
        t_with(self.order.lang, "mail-questions", &[("email", self.letterhead.support_email.as_str().into())])
    }

    fn compose(
        &self,
        kind: &str,
        subject: String,
        html: &impl Template,
        text: &impl Template,
        pictures: Vec<Picture>,
    ) -> Result<Composed, NotComposed> {
        let failed = |error: askama::Error| NotComposed(error.to_string());
        Ok(Composed {
            message_id: format!("<{}.{kind}@{}>", self.order.id, self.letterhead.host),
            subject,
            text: text.render().map_err(failed)?,
            html: html.render().map_err(failed)?,
            reply_to: self.letterhead.support_email.clone(),
            pictures,
        })
    }
}

/// One eSIM in words.
struct Card {
    /// "eSIM 1 of 2", where there are several.
    heading: Option<String>,
    plan: String,
    validity: String,
    content_id: String,
    lpa: String,
    apple_url: String,
    android_url: String,
    /// What is typed by hand: label and value.
    details: Vec<(String, String)>,
    papers: Option<Papers>,
}

/// What the law asks of the traveller.
struct Papers {
    deadline: String,
    url: Option<String>,
}

impl Card {
    fn of(lang: Lang, esim: &EsimToInstall<'_>, content_id: &str, place: Option<(usize, usize)>) -> Self {
        let secrets = esim.secrets;
        let code = &secrets.activation_code;
        let details = [
            (t(lang, "mail-esim-smdp"), Some(code.smdp().as_str())),
            (t(lang, "mail-esim-matching-id"), Some(code.matching_id().as_str()).filter(|id| !id.is_empty())),
            (t(lang, "mail-esim-code"), Some(code.manual_code())),
            (t(lang, "mail-esim-confirmation-code"), secrets.confirmation_code.as_deref()),
            (t(lang, "mail-esim-phone-number"), secrets.msisdn.as_deref()),
            (t(lang, "mail-esim-pin"), secrets.pin.as_deref()),
            (t(lang, "mail-esim-puk"), secrets.puk.as_deref()),
        ];
        Self {
            heading: place.map(|(place, count)| {
                t_with(lang, "mail-esim-heading", &[("place", place.into()), ("count", count.into())])
            }),
            plan: esim.facts.name.clone(),
            validity: validity(lang, esim.facts.validity),
            content_id: content_id.to_owned(),
            lpa: code.lpa_string(),
            apple_url: code.apple_install_url(),
            android_url: code.android_install_url(),
            details: details.into_iter().filter_map(|(label, value)| Some((label, value?.to_owned()))).collect(),
            papers: match &esim.facts.identity_papers {
                IdentityPapers::NotRequired => None,
                IdentityPapers::Required { within_days, url } => {
                    let until = esim.sold_at.plus_days(i64::from(*within_days)).date(lang);
                    Some(Papers {
                        deadline: t_with(lang, "mail-papers-deadline", &[("date", until.into())]),
                        url: url.clone(),
                    })
                }
            },
        }
    }
}

fn validity(lang: Lang, validity: Validity) -> String {
    match validity {
        Validity::Days(count) => t_with(lang, "mail-validity-days", &[("count", count.into())]),
        Validity::Months(count) => t_with(lang, "mail-validity-months", &[("count", count.into())]),
        Validity::Years(count) => t_with(lang, "mail-validity-years", &[("count", count.into())]),
        Validity::Unlimited => t(lang, "mail-validity-unlimited"),
    }
}

/// The HTML and the text of one message have the same parts.
macro_rules! templates {
    ($($html:ident $html_path:literal, $text:ident $text_path:literal { $($field:ident: $type:ty),* })*) => {$(
        #[derive(Template)]
        #[template(path = $html_path)]
        struct $html<'a> { letter: Letter<'a>, $($field: $type),* }

        #[derive(Template)]
        #[template(path = $text_path)]
        struct $text<'a> { letter: Letter<'a>, $($field: $type),* }
    )*};
}

templates! {
    EsimReadyHtml "esim_ready/body.html", EsimReadyText "esim_ready/body.txt" { intro: &'a str, cards: &'a [Card] }
    PaymentReceivedHtml "payment_received/body.html", PaymentReceivedText "payment_received/body.txt" { paragraphs: &'a [String] }
    GivenBackHtml "given_back/body.html", GivenBackText "given_back/body.txt" { paragraphs: &'a [String] }
}

#[cfg(test)]
mod tests;
