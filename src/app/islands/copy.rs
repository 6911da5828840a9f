//! The copy button: takes an element's text from the page, never from its own props, which stand in the HTML.

use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// Copies the text of the element with the id `target`. Hidden until script runs: without it there is nothing to press.
#[island]
pub fn CopyButton(
    target: String,
    /// "Copy"
    label: String,
    /// What is copied, for those who hear the button: "SM-DP+ address".
    what: String,
    /// "Copied"
    done: String,
) -> impl IntoView {
    let (awake, wake) = signal(false);
    let (copied, set_copied) = signal(false);
    Effect::new(move |_| wake.set(true));
    let copy = move |_| {
        set_copied.set(false);
        // Set when the browser says so, a moment later: what is read out is then a change.
        copy_text_of(&target, move || set_copied.set(true));
    };
    view! {
        <button type="button" class="link-button copy no-print" hidden=move || !awake.get() on:click=copy>
            {label}
            <span class="visually-hidden">" "{what}</span>
        </button>
        <span class="copied" role="status">
            {move || copied.get().then(|| done.clone())}
        </span>
    }
}

/// Hands the element's text to the clipboard and calls `then` once it is there.
fn copy_text_of(target: &str, then: impl FnOnce() + 'static) {
    let window = window();
    let text = document().get_element_by_id(target).and_then(|element| element.text_content());
    // Elsewhere browsers have no clipboard to write to; the text can be marked by hand.
    let (Some(text), true) = (text, window.is_secure_context()) else { return };
    let clipboard: web_sys::Clipboard = window.navigator().clipboard();
    let then = Closure::once(move |_: JsValue| then());
    let _ = clipboard.write_text(text.trim()).then(&then);
    // The browser calls it later; it is freed with the page.
    then.forget();
}
