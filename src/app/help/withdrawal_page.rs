//! How to withdraw from a purchase, and when the right to it ends.

use super::reading;
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::article::ArticleSection;
use crate::config::Merchant;
use crate::domain::lang::Lang;
use crate::text::{t, t_with};

/// `GET /{lang}/withdrawal`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    Ok(page(request.lang, &request.services.config.merchant).into())
}

fn page(lang: Lang, merchant: &Merchant) -> Page {
    let values = [("name", merchant.name.clone().into()), ("email", merchant.support_email.clone().into())];
    let how = t_with(lang, "withdrawal-how-text", &values);
    let sections = vec![
        ArticleSection::new(t(lang, "withdrawal-right"), t(lang, "withdrawal-right-text")),
        ArticleSection::new(t(lang, "withdrawal-ends"), t(lang, "withdrawal-ends-text")),
        ArticleSection::new(t(lang, "withdrawal-how"), how).and(t(lang, "withdrawal-how-model")),
        ArticleSection::new(t(lang, "withdrawal-then"), t(lang, "withdrawal-then-text")),
        ArticleSection::new(t(lang, "withdrawal-fault"), t(lang, "withdrawal-fault-text")),
    ];
    reading(lang, t(lang, "withdrawal-title"), t(lang, "withdrawal-lead"), sections)
}
