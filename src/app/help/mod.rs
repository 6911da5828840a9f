//! Help, and the pages that the law asks for.

pub mod device_page;
pub mod help_page;
pub mod legal_page;
pub mod privacy_page;
pub mod terms_page;
pub mod withdrawal_page;

use crate::app::page::Page;
use crate::app::parts::article::{Article, ArticleSection};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::masthead::Masthead;
use crate::domain::lang::Lang;
use leptos::prelude::*;

/// A page that is nothing but reading.
fn reading(lang: Lang, title: String, lead: String, sections: Vec<ArticleSection>) -> Page {
    let above = view! { <Breadcrumbs lang between=vec![] here=title.clone() /> };
    let body = view! {
        <Masthead title=title.clone() lead=Some(lead.clone()) above=above.into_any() />
        <Article sections />
    };
    Page { description: Some(lead), ..Page::new(title, body.into_any()) }
}
