//! A page of reading: sections with a title and paragraphs.

use leptos::prelude::*;

/// One section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleSection {
    pub title: String,
    pub paragraphs: Vec<String>,
}

impl ArticleSection {
    /// A section of one paragraph.
    pub fn new(title: String, paragraph: String) -> Self {
        Self { title, paragraphs: vec![paragraph] }
    }

    /// With one more paragraph.
    pub fn and(mut self, paragraph: String) -> Self {
        self.paragraphs.push(paragraph);
        self
    }
}

/// The sections in order.
#[component]
pub fn Article(sections: Vec<ArticleSection>) -> AnyView {
    let sections = sections
        .into_iter()
        .map(|section| {
            let text = section.paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
            view! { <h2>{section.title}</h2>{text} }
        })
        .collect_view();
    view! { <div class="section wrap"><div class="reading flow">{sections}</div></div> }.into_any()
}
