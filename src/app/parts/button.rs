//! The button that sends a form.

use leptos::prelude::*;

/// How loudly a button speaks; at most one `Main` a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// What the page is for.
    #[default]
    Main,
    /// Everything else.
    Quiet,
    /// What cannot be taken back.
    Danger,
}

impl ButtonKind {
    /// The classes, for links that look like buttons.
    pub fn class(self) -> &'static str {
        match self {
            Self::Main => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// Sends the form around it; with `name` and `value` the form tells which button it was.
#[component]
pub fn Button(
    label: String,
    #[prop(default = ButtonKind::Main)] kind: ButtonKind,
    #[prop(default = None)] name: Option<&'static str>,
    #[prop(default = None)] value: Option<String>,
) -> AnyView {
    view! { <button class=kind.class() name=name value=value>{label}</button> }.into_any()
}

/// A link that looks like a button: for steps that change nothing.
#[component]
pub fn ButtonLink(href: String, label: String, #[prop(default = ButtonKind::Main)] kind: ButtonKind) -> AnyView {
    view! { <a class=kind.class() href=href>{label}</a> }.into_any()
}
