//! Every word that a visitor reads: looked up by language and key in `locales/{en,fr}/*.ftl`, embedded in the binary.
//!
//! A key is always written out (`t(lang, "order-title")`), never glued together: a `match` names each. The tests hold
//! that every key used exists, that every key is used, and that both languages say the same things.

#[cfg(test)]
mod tests;

use crate::domain::lang::Lang;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid};
use std::collections::HashMap;

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks are for mixed directions; here they would only end up in what people copy.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const ENGLISH: LanguageIdentifier = langid!("en");
const FRENCH: LanguageIdentifier = langid!("fr");

/// What stands for `{ $name }` in a text; made from text or a number with `.into()`. A number picks the plural form.
pub type Value<'a> = FluentValue<'a>;

/// The text of a key, such as `"order-title"` or, for an attribute, `"order-title.label"`.
/// A key that does not exist shows itself.
pub fn t(lang: Lang, key: &str) -> String {
    t_with(lang, key, &[])
}

/// The text of a key with its placeholders filled in. A key that does not exist, or a missing placeholder, shows the key.
pub fn t_with(lang: Lang, key: &str, values: &[(&str, Value<'_>)]) -> String {
    let values: HashMap<&str, Value<'_>> = values.iter().cloned().collect();
    let found = match lang {
        Lang::En => LOCALES.lookup_single_language(&ENGLISH, key, Some(&values)),
        Lang::Fr => LOCALES.lookup_single_language(&FRENCH, key, Some(&values)).map(french_spaces),
    };
    found.unwrap_or_else(|error| {
        tracing::error!(key, lang = lang.as_str(), %error, "a text is missing");
        key.to_owned()
    })
}

/// No-break spaces where French wants one: thin before `;!?`, wide before `:`, `%`, `€` and inside « ».
/// The files are written with ordinary spaces, which nobody has to see to get right.
fn french_spaces(text: String) -> String {
    const RULES: [(&str, &str); 8] = [
        (" ;", "\u{202F};"),
        (" !", "\u{202F}!"),
        (" ?", "\u{202F}?"),
        (" :", "\u{A0}:"),
        (" %", "\u{A0}%"),
        (" €", "\u{A0}€"),
        (" »", "\u{A0}»"),
        ("« ", "«\u{A0}"),
    ];
    RULES
        .iter()
        .filter(|(plain, _)| text.contains(plain))
        .fold(text.clone(), |text, (plain, set)| text.replace(plain, set))
}
