//! A box to tick.

use leptos::prelude::*;

/// Box, label, hint and message, tied together. Sends `on` when it is ticked.
#[component]
pub fn CheckBox(
    /// Of the value in the form; also the input's id, to which the error summary leads.
    name: &'static str,
    label: String,
    #[prop(default = None)] hint: Option<String>,
    #[prop(default = None)] error: Option<String>,
    #[prop(default = false)] checked: bool,
) -> AnyView {
    let wrong = error.is_some();
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described = [(hint.is_some(), &hint_id), (wrong, &error_id)];
    let described: Vec<&str> = described.iter().filter(|(is, _)| *is).map(|(_, id)| id.as_str()).collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    view! {
        <div class=if wrong { "check wrong" } else { "check" }>
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <input
                type="checkbox"
                id=name
                name=name
                checked=checked
                aria-describedby=described
                aria-invalid=wrong.then_some("true")
            />
            <label for=name>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
    .into_any()
}
