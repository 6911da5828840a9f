//! A meter: how much is left of something.

use leptos::prelude::*;

/// From so many per cent on it is little that is left.
const LITTLE_PERCENT: u8 = 20;

/// What is left in words, a bar where the whole is known, and a note such as "as of 14:05".
#[component]
pub fn Meter(
    /// What is measured, for those who do not see the bar.
    label: String,
    /// "3.2 GB"
    left: String,
    /// "left of 5 GB"
    rest: String,
    /// 0 to 100; `None` without a known whole.
    percent: Option<u8>,
    #[prop(default = None)] note: Option<String>,
) -> AnyView {
    let low = percent.is_some_and(|percent| percent <= LITTLE_PERCENT);
    view! {
        <div class=if low { "meter low" } else { "meter" }>
            <p><span class="left">{left}</span>" "{rest}</p>
            {percent.map(|percent| view! { <progress value=percent.to_string() max="100" aria-label=label></progress> })}
            {note.map(|note| view! { <small>{note}</small> })}
        </div>
    }
    .into_any()
}
