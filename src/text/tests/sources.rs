//! Reads the sources as far as the texts care: string literals, and calls of `t` and `t_with`.

use std::collections::BTreeSet;
use std::path::Path;

/// One call with a key that stands there in full.
pub(super) struct Call {
    pub file: String,
    pub key: String,
    /// The names given; `None` when they are not written out in the call.
    pub placeholders: Option<BTreeSet<String>>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Mark(char),
}

/// Every string literal of the sources.
pub(super) fn literals() -> BTreeSet<String> {
    let tokens = sources().into_iter().flat_map(|(_, tokens)| tokens);
    tokens.filter_map(|token| if let Token::Text(text) = token { Some(text) } else { None }).collect()
}

/// Every call of `t` or `t_with`.
pub(super) fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    for (file, tokens) in sources() {
        for at in 0..tokens.len().saturating_sub(1) {
            let Token::Word(name) = &tokens[at] else {
                continue;
            };
            let defined = at > 0 && tokens[at - 1] == Token::Word("fn".to_owned());
            if !matches!(name.as_str(), "t" | "t_with") || tokens[at + 1] != Token::Mark('(') || defined {
                continue;
            }
            let arguments = arguments(&tokens[at + 2..]);
            // `t(lang, "key", …)`, or `something.t("key", …)` where the language is known.
            let Some(position) = arguments.iter().take(2).position(|a| matches!(a[..], [Token::Text(_)])) else {
                continue;
            };
            let Token::Text(key) = &arguments[position][0] else {
                continue;
            };
            let placeholders = match arguments.get(position + 1).map(Vec::as_slice) {
                None | Some([]) => Some(BTreeSet::new()),
                Some([Token::Mark('&'), Token::Mark('['), rest @ ..]) => Some(names(rest)),
                Some(_) => None,
            };
            calls.push(Call { file: file.clone(), key: key.clone(), placeholders });
        }
    }
    calls
}

/// The arguments after an opening parenthesis, up to the one that closes it.
fn arguments(tokens: &[Token]) -> Vec<Vec<Token>> {
    let (mut depth, mut arguments) = (0_usize, vec![Vec::new()]);
    for token in tokens {
        match token {
            Token::Mark(')') if depth == 0 => break,
            Token::Mark(',') if depth == 0 => {
                arguments.push(Vec::new());
                continue;
            }
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        arguments.last_mut().expect("there is one from the start").push(token.clone());
    }
    arguments
}

/// The names in `("a", …), ("b", …)]`.
fn names(tokens: &[Token]) -> BTreeSet<String> {
    let mut depth = 0_usize;
    let mut names = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark('(') => {
                if let (0, Some(Token::Text(name))) = (depth, tokens.get(at + 1)) {
                    names.insert(name.clone());
                }
                depth += 1;
            }
            Token::Mark('[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    names
}

/// Every source that may name a text, without this room itself.
fn sources() -> Vec<(String, Vec<Token>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !name.starts_with("text") {
                found.push((name, tokens(&std::fs::read_to_string(&path).unwrap())));
            } else if path.extension().is_some_and(|e| e == "html" || e == "txt") {
                found.push((name, template_tokens(&std::fs::read_to_string(&path).unwrap())));
            }
        }
    }
    assert!(found.len() > 20, "the sources were not found");
    found
}

/// The tokens within `{{ … }}` and `{% … %}`.
fn template_tokens(source: &str) -> Vec<Token> {
    source
        .split("{{")
        .flat_map(|part| part.split("{%"))
        .skip(1)
        .filter_map(|part| part.split(['}', '%']).next())
        .flat_map(tokens)
        .collect()
}

fn tokens(source: &str) -> Vec<Token> {
    let characters: Vec<char> = source.chars().collect();
    let (mut at, mut tokens) = (0, Vec::new());
    let upto = |from: usize, end: &str| {
        let end: Vec<char> = end.chars().collect();
        (from..characters.len()).find(|&i| characters[i..].starts_with(&end)).unwrap_or(characters.len())
    };
    while at < characters.len() {
        let (character, next) = (characters[at], characters.get(at + 1).copied().unwrap_or(' '));
        let first = at;
        match character {
            '/' if next == '/' => at = upto(at, "\n"),
            '"' => {
                at += 1;
                while at < characters.len() && characters[at] != '"' {
                    at += if characters[at] == '\\' { 2 } else { 1 };
                }
                tokens.push(Token::Text(characters[first + 1..at.min(characters.len())].iter().collect()));
                at += 1;
            }
            'r' if next == '#' && characters.get(at + 2) == Some(&'"') => {
                at = upto(at + 3, "\"#");
                tokens.push(Token::Text(characters[first + 3..at].iter().collect()));
                at += 2;
            }
            '\'' if next == '\\' => at = upto(at + 3, "'") + 1,
            '\'' if characters.get(at + 2) == Some(&'\'') => at += 3,
            _ if character.is_alphanumeric() || character == '_' => {
                while at < characters.len() && (characters[at].is_alphanumeric() || characters[at] == '_') {
                    at += 1;
                }
                tokens.push(Token::Word(characters[first..at].iter().collect()));
            }
            _ => {
                at += 1;
                if !character.is_whitespace() {
                    tokens.push(Token::Mark(character));
                }
            }
        }
    }
    tokens
}

#[test]
fn the_scanner_reads_what_we_write() {
    let source = r#"
        // t(lang, "comment")
        fn t(lang: Lang, key: &'a str) -> String { '"' }
        p.t("short"); t(lang, "plain"); text::t_with(page.lang(), "full", &[("a", f(&["x"]).into()), ("b", 1.into())]);
    "#;
    let tokens = tokens(source);
    assert_eq!(tokens.iter().filter(|token| matches!(token, Token::Text(_))).count(), 6);
    let at = tokens.iter().position(|token| *token == Token::Word("t_with".to_owned())).unwrap();
    let arguments = arguments(&tokens[at + 2..]);
    assert_eq!(arguments.len(), 3);
    assert_eq!(names(&arguments[2][2..]), BTreeSet::from(["a".to_owned(), "b".to_owned()]));
    assert_eq!(template_tokens(r#"<a href="x">{{ t("link") }}</a>{% if a %}"#).len(), 6);
}
