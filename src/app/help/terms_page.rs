//! The terms of sale.

use super::reading;
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::article::ArticleSection;
use crate::config::{Capture, Config};
use crate::domain::lang::Lang;
use crate::text::{t, t_with};

/// `GET /{lang}/terms`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    Ok(page(request.lang, &request.services.config).into())
}

fn page(lang: Lang, config: &Config) -> Page {
    let merchant = &config.merchant;
    let minutes = config.delivery_deadline.as_secs() / 60;
    let seller = t_with(lang, "terms-seller-text", &[("name", merchant.name.clone().into())]);
    let payment = match config.stripe.capture {
        Capture::OnDelivery => t(lang, "terms-payment-on-delivery"),
        Capture::Immediate => t(lang, "terms-payment-immediate"),
    };
    let delivery = t_with(lang, "terms-delivery-text", &[("minutes", minutes.into())]);
    let fault = t_with(lang, "terms-fault-text", &[("email", merchant.support_email.clone().into())]);
    let sections = vec![
        ArticleSection::new(t(lang, "terms-seller"), seller),
        ArticleSection::new(t(lang, "terms-object"), t(lang, "terms-object-text")),
        ArticleSection::new(t(lang, "terms-payment"), payment),
        ArticleSection::new(t(lang, "terms-delivery"), delivery),
        ArticleSection::new(t(lang, "terms-withdrawal"), t(lang, "terms-withdrawal-text")),
        ArticleSection::new(t(lang, "terms-papers"), t(lang, "terms-papers-text")),
        ArticleSection::new(t(lang, "terms-fault"), fault),
    ];
    reading(lang, t(lang, "terms-title"), t(lang, "terms-lead"), sections)
}
