//! What the shop writes: from an order's facts to a mail, in the order's language. Texts are in `locales/*/mail.ftl`.

mod card;
mod esim_notice;
mod given_back;
mod order_links;
mod topped_up;
mod withdrawal_received;

use super::qr::qr_png;
use super::{Composed, Picture};
use crate::config::Config;
use crate::domain::esim::EsimSecrets;
use crate::domain::ids::MailId;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::offer::PlanFacts;
use crate::domain::timestamp::UnixSeconds;
use crate::text::{t, t_with};
use askama::Template;
use card::Card;
pub use esim_notice::{EsimNews, What, esim_notice};
pub use given_back::{HowGivenBack, WhyGivenBack, given_back};
pub use order_links::{OrderLink, order_links};
use thiserror::Error;
pub use topped_up::topped_up;
pub use withdrawal_received::withdrawal_received;

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
    /// The mail itself: however often it is sent, it has one Message-ID, which no other has.
    pub mail: &'a MailId,
    pub number: &'a str,
    pub lang: Lang,
    /// The absolute address of the order's page; whoever has it sees the eSIM.
    pub link: &'a str,
    /// It tops up a SIM, instead of buying eSIMs.
    pub tops_up: bool,
}

/// A delivered eSIM of the order.
#[derive(Clone, Copy, Debug)]
pub struct EsimToInstall<'a> {
    pub facts: &'a PlanFacts,
    /// The plan is another supplier's than the buyer chose.
    pub stands_in: bool,
    pub secrets: &'a EsimSecrets,
    /// The supplier's time of sale: identity papers are counted from here.
    pub sold_at: UnixSeconds,
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
        let content_id = format!("qr-{place}.{}@{}", order.mail, letterhead.host);
        let png = qr_png(&esim.secrets.activation_code.lpa_string(), QR_SIDE)
            .ok_or_else(|| NotComposed("the activation code is too long for a QR code".to_owned()))?;
        cards.push(Card::of(order.lang, esim, &content_id, (esims.len() > 1).then_some((place, esims.len()))));
        pictures.push(Picture { content_id, file_name: format!("esim-{}-{place}.png", order.number), png });
    }
    let values = [("number", order.number.into()), ("count", esims.len().into())];
    let subject = t_with(order.lang, "mail-esim-subject", &values);
    let intro = t_with(order.lang, "mail-esim-intro", &values[1..]);
    let advice = t_with(order.lang, "mail-esim-advice", &values[1..]);
    let html = EsimReadyHtml { letter, intro: &intro, advice: &advice, cards: &cards };
    let text = EsimReadyText { letter, intro: &intro, advice: &advice, cards: &cards };
    letter.compose(subject, &html, &text, pictures)
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
        if order.tops_up { t(lang, "mail-payment-wait-top-up") } else { t(lang, "mail-payment-wait") },
        t_with(lang, "mail-payment-deadline", &[("time", time.into())]),
    ];
    let html = PaymentReceivedHtml { letter, paragraphs: &paragraphs };
    let text = PaymentReceivedText { letter, paragraphs: &paragraphs };
    letter.compose(subject, &html, &text, Vec::new())
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

    fn label(&self, label: impl AsRef<str>) -> String {
        t_with(self.order.lang, "mail-label", &[("label", label.as_ref().into())])
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
        subject: String,
        html: &impl Template,
        text: &impl Template,
        pictures: Vec<Picture>,
    ) -> Result<Composed, NotComposed> {
        let failed = |error: askama::Error| NotComposed(error.to_string());
        Ok(Composed {
            message_id: format!("<{}@{}>", self.order.mail, self.letterhead.host),
            subject,
            text: text.render().map_err(failed)?,
            html: html.render().map_err(failed)?,
            reply_to: self.letterhead.support_email.clone(),
            pictures,
        })
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
    EsimReadyHtml "esim_ready/body.html", EsimReadyText "esim_ready/body.txt" { intro: &'a str, advice: &'a str, cards: &'a [Card] }
    PaymentReceivedHtml "payment_received/body.html", PaymentReceivedText "payment_received/body.txt" { paragraphs: &'a [String] }
}

#[cfg(test)]
mod tests;
