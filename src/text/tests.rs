//! Both languages say the same, and the sources and the texts fit each other.

mod sources;

use super::{Lang, french_spaces, t, t_with};
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Key (or key.attribute) → what it refers to.
type Texts = BTreeMap<String, References>;

#[derive(Default, Debug)]
struct References {
    placeholders: BTreeSet<String>,
    messages: BTreeSet<String>,
    words: String,
}

fn files(lang: Lang) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang.as_str());
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn texts(lang: Lang) -> Texts {
    let mut texts = Texts::new();
    for file in files(lang) {
        let source = std::fs::read_to_string(&file).unwrap();
        let resource = fluent_syntax::parser::parse(source.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{} cannot be read: {errors:?}", file.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name.to_owned();
            let attributes = message.attributes.iter().map(|a| (format!("{id}.{}", a.id.name), &a.value));
            for (key, pattern) in message.value.iter().map(|value| (id.clone(), value)).chain(attributes) {
                let mut references = References::default();
                walk(pattern, &mut references);
                let twice = texts.insert(key.clone(), references);
                assert!(twice.is_none(), "{key} stands twice in locales/{}", lang.as_str());
            }
        }
    }
    texts
}

fn walk(pattern: &Pattern<&str>, found: &mut References) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => found.words.push_str(value),
            PatternElement::Placeable { expression } => walk_expression(expression, found),
        }
    }
}

fn walk_expression(expression: &Expression<&str>, found: &mut References) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, found),
        Expression::Select { selector, variants } => {
            walk_inline(selector, found);
            variants.iter().for_each(|variant| walk(&variant.value, found));
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, found: &mut References) {
    let mut walk_arguments = |arguments: &CallArguments<&str>| {
        arguments.positional.iter().for_each(|argument| walk_inline(argument, found));
        arguments.named.iter().for_each(|argument| walk_inline(&argument.value, found));
    };
    match inline {
        InlineExpression::VariableReference { id } => {
            found.placeholders.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, attribute } => {
            let key = attribute.as_ref().map_or(id.name.to_owned(), |a| format!("{}.{}", id.name, a.name));
            found.messages.insert(key);
        }
        InlineExpression::FunctionReference { arguments, .. } => walk_arguments(arguments),
        InlineExpression::TermReference { arguments, .. } => arguments.iter().for_each(walk_arguments),
        InlineExpression::Placeable { expression } => walk_expression(expression, found),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
    }
}

#[test]
fn both_languages_have_the_same_files_keys_and_placeholders() {
    let names = |lang| files(lang).iter().map(|f| f.file_name().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(Lang::En), names(Lang::Fr));
    let (english, french) = (texts(Lang::En), texts(Lang::Fr));
    let differing: Vec<_> = english
        .keys()
        .chain(french.keys())
        .filter(|key| match (english.get(*key), french.get(*key)) {
            (Some(en), Some(fr)) => en.placeholders != fr.placeholders,
            _ => true,
        })
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    assert!(differing.is_empty(), "keys missing on one side, or with other placeholders: {differing:#?}");
}

#[test]
fn every_text_is_embedded_and_typeset() {
    for lang in [Lang::En, Lang::Fr] {
        for (key, references) in texts(lang) {
            let values: Vec<_> = references.placeholders.iter().map(|name| (name.as_str(), "1".into())).collect();
            let shown = t_with(lang, &key, &values);
            assert_ne!(shown, key, "{key} is not embedded");
            assert!(!shown.contains(['\u{2068}', '\u{2069}']), "{key} carries isolation marks");
            assert!(!references.words.contains(['\'', '"']), "{key}: use ’ and “ ” or « » in {}", lang.as_str());
        }
    }
}

#[test]
fn every_key_used_in_the_sources_exists_with_its_placeholders() {
    let texts = texts(Lang::En);
    let mut wrong = Vec::new();
    for call in sources::calls() {
        let place = &call.file;
        match (texts.get(&call.key), call.placeholders) {
            (None, _) => wrong.push(format!("{place}: no text {:?}", call.key)),
            (Some(text), Some(given)) if given != text.placeholders => {
                wrong.push(format!("{place}: {:?} is given {given:?} and wants {:?}", call.key, text.placeholders));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_key_is_glued_together_and_none_is_unused() {
    let texts = texts(Lang::En);
    let mut used = sources::literals();
    used.extend(texts.values().flat_map(|text| text.messages.iter().cloned()));
    let unused: Vec<_> = texts.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "no source names these keys in full: {unused:#?}");
}

#[test]
fn a_missing_key_shows_itself() {
    assert_eq!(t(Lang::Fr, "no-such-key"), "no-such-key");
}

#[test]
fn french_gets_its_no_break_spaces() {
    let set = french_spaces("Payé : « oui » ! 5 % ? 3 € ;".to_owned());
    assert_eq!(set, "Payé\u{A0}: «\u{A0}oui\u{A0}»\u{202F}! 5\u{A0}%\u{202F}? 3\u{A0}€\u{202F};");
}
