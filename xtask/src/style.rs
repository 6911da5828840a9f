//! The style sheet: `style/*.css` as one file, `main.css` first (it names the cascade layers), the others by name.

use std::fs;

use anyhow::{Context, Result};

use crate::pack::{self, Brotli};

/// Builds and publishes `escale.css`.
///
/// # Errors
/// `style/` cannot be read or `target/site` cannot be written.
pub fn build() -> Result<Brotli> {
    let folder = crate::root().join("style");
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    files.sort_by_key(|path| (!path.ends_with("main.css"), path.clone()));
    let mut sheet = String::new();
    for file in files {
        sheet.push_str(&fs::read_to_string(file)?);
        sheet.push('\n');
    }
    let squeezed = squeeze(&sheet);
    let size = pack::publish("escale.css", squeezed.as_bytes())?;
    println!("  escale.css {} bytes, {} after brotli", squeezed.len(), size.0);
    Ok(size)
}

/// Drops comments and the white space that no rule needs; strings stay as they are.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut gap = false;
    while let Some(letter) = rest.next() {
        if letter == '/' && rest.peek() == Some(&'*') {
            let mut before = ' ';
            rest.next();
            for inside in rest.by_ref() {
                if before == '*' && inside == '/' {
                    break;
                }
                before = inside;
            }
            continue;
        }
        if letter.is_whitespace() {
            gap = true;
            continue;
        }
        let tight = |letter: char| matches!(letter, '{' | '}' | ';' | ',');
        if gap && !tight(letter) && out.chars().last().is_some_and(|last| !tight(last)) {
            out.push(' ');
        }
        gap = false;
        if letter == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push(letter);
        if letter == '"' || letter == '\'' {
            copy_string(letter, &mut rest, &mut out);
        }
    }
    out
}

fn copy_string(quote: char, rest: &mut impl Iterator<Item = char>, out: &mut String) {
    while let Some(letter) = rest.next() {
        out.push(letter);
        if letter == '\\' {
            out.extend(rest.next());
        } else if letter == quote {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn comments_and_spare_space_go() {
        let css = "/* why */\n.a,\n.b {\n  color : red; /* and */\n  margin: 0 auto;\n}\n";
        assert_eq!(squeeze(css), ".a,.b{color : red;margin: 0 auto}");
    }

    #[test]
    fn meaning_is_kept() {
        assert_eq!(squeeze("a :hover { width: calc(1px + 2px) }"), "a :hover{width: calc(1px + 2px)}");
        assert_eq!(squeeze(r#"a::after { content: "  { /* \" "; }"#), r#"a::after{content: "  { /* \" "}"#);
        assert_eq!(
            squeeze("@layer reset, base;\n@layer base { & > p { --x: ; } }"),
            "@layer reset,base;@layer base{& > p{--x:}}"
        );
    }
}
