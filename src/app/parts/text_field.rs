//! A field for one line of text.

use leptos::prelude::*;

/// Label, hint, message and input, tied together for those who cannot see them.
#[component]
pub fn TextField(
    /// Of the value in the form; also the input's id, to which the error summary leads.
    name: &'static str,
    label: String,
    #[prop(default = None)] hint: Option<String>,
    #[prop(default = None)] error: Option<String>,
    #[prop(default = String::new())] value: String,
    /// `text`, `email`, `password`, `search`, `tel`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers may fill in (WCAG 1.3.5), such as `email`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    #[prop(default = None)] max_length: Option<u16>,
) -> AnyView {
    let wrong = error.is_some();
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described = [(hint.is_some(), &hint_id), (wrong, &error_id)];
    let described: Vec<&str> = described.iter().filter(|(is, _)| *is).map(|(_, id)| id.as_str()).collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    // Addresses and passwords are no prose.
    let spellcheck = matches!(kind, "email" | "password").then_some("false");
    let capitals = matches!(kind, "email" | "password").then_some("none");
    view! {
        <div class=if wrong { "field wrong" } else { "field" }>
            <label for=name>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <input
                class="input"
                id=name
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                autocapitalize=capitals
                spellcheck=spellcheck
                maxlength=max_length.map(|length| length.to_string())
                aria-describedby=described
                aria-invalid=wrong.then_some("true")
            />
        </div>
    }
    .into_any()
}
