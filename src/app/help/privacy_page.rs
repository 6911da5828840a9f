//! What is known of a buyer, and why.

use super::reading;
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::article::ArticleSection;
use crate::config::Merchant;
use crate::domain::lang::Lang;
use crate::text::{t, t_with};

/// `GET /{lang}/privacy`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    Ok(page(request.lang, &request.services.config.merchant).into())
}

fn page(lang: Lang, merchant: &Merchant) -> Page {
    let rights = t_with(lang, "privacy-rights-text", &[("email", merchant.support_email.clone().into())]);
    let who = t_with(lang, "privacy-who-text", &[("name", merchant.name.clone().into())]);
    let sections = vec![
        ArticleSection::new(t(lang, "privacy-who"), who),
        ArticleSection::new(t(lang, "privacy-what"), t(lang, "privacy-what-text")).and(t(lang, "privacy-what-more")),
        ArticleSection::new(t(lang, "privacy-others"), t(lang, "privacy-others-text")),
        ArticleSection::new(t(lang, "privacy-cookies"), t(lang, "privacy-cookies-text")),
        ArticleSection::new(t(lang, "privacy-kept"), t(lang, "privacy-kept-text")),
        ArticleSection::new(t(lang, "privacy-rights"), rights),
    ];
    reading(lang, t(lang, "privacy-title"), t(lang, "privacy-lead"), sections)
}
