//! Who sells.

use super::reading;
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::article::ArticleSection;
use crate::config::Merchant;
use crate::domain::lang::Lang;
use crate::text::{t, t_with};

/// `GET /{lang}/legal`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    Ok(page(request.lang, &request.services.config.merchant).into())
}

fn page(lang: Lang, merchant: &Merchant) -> Page {
    let mut seller = ArticleSection::new(t(lang, "legal-seller"), merchant.name.clone());
    if !merchant.address.is_empty() {
        seller = seller.and(merchant.address.clone());
    }
    let email = t_with(lang, "legal-contact-text", &[("email", merchant.support_email.clone().into())]);
    let sections = vec![
        seller,
        ArticleSection::new(t(lang, "legal-contact"), email),
        ArticleSection::new(t(lang, "legal-payment"), t(lang, "legal-payment-text")),
        ArticleSection::new(t(lang, "legal-access"), t(lang, "legal-access-text")),
    ];
    reading(lang, t(lang, "legal-title"), t(lang, "legal-lead"), sections)
}
