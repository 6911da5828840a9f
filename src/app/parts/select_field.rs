//! A choice of one among few.

use leptos::prelude::*;

/// Label and list; `options` are value and text, `chosen` is a value.
#[component]
pub fn SelectField(name: &'static str, label: String, options: Vec<(String, String)>, chosen: String) -> AnyView {
    let options = options
        .into_iter()
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select class="input" id=name name=name>{options}</select>
        </div>
    }
    .into_any()
}
