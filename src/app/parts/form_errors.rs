//! What is wrong with a form: collected by the page, shown above the form and at each field.

use crate::domain::lang::Lang;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// Messages by the name of their field, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<(&'static str, String)>);

impl FormErrors {
    /// Notes what is wrong with a field, and how to mend it.
    pub fn add(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.push((field, message.into()));
    }

    /// The first message of a field.
    pub fn of(&self, field: &str) -> Option<String> {
        let found = self.0.iter().find(|(name, _)| *name == field);
        found.map(|(_, message)| message.clone())
    }

    /// Whether the form can be accepted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The page's title, which says first that something is wrong.
    pub fn title(&self, lang: Lang, title: String) -> String {
        if self.is_empty() { title } else { t_with(lang, "form-error-title", &[("title", title.into())]) }
    }

    /// 200 or, with errors, 422.
    pub fn status(&self) -> u16 {
        if self.is_empty() { 200 } else { 422 }
    }
}

/// The list above a form; each message leads to its field. Nothing while nothing is wrong.
#[component]
pub fn ErrorSummary(lang: Lang, errors: FormErrors) -> AnyView {
    let links = |errors: FormErrors| {
        errors
            .0
            .into_iter()
            .map(|(field, message)| view! { <li><a href=format!("#{field}")>{message}</a></li> })
            .collect_view()
    };
    (!errors.is_empty())
        .then(|| {
            view! {
                <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">
                    <h2 id="error-summary-title">{t(lang, "form-error-summary")}</h2>
                    <ul>{links(errors)}</ul>
                </div>
            }
        })
        .into_any()
}
