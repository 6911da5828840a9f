//! The supplier's markup as plain text.

use ammonia::Builder;
use std::collections::HashSet;

/// Elements that begin a new line; everything else only wraps words.
const LINES: [&str; 14] = ["br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Text without any markup: scripts and styles gone, entities decoded, a line for each block, no empty lines.
pub fn plain_text(html: &str) -> String {
    // What comes out is well-formed: every `<` that is left begins a tag of LINES, every other one is an entity.
    let mut cleaner = Builder::empty();
    cleaner.tags(HashSet::from(LINES));
    let mut clean = cleaner.clean(html).to_string();
    // In markup a line break in the source means a space; in plain text it means what it looks like.
    if clean.contains('<') {
        clean = clean.replace(['\n', '\r'], " ");
    }
    let mut text = String::with_capacity(clean.len());
    let mut in_tag = false;
    for letter in clean.chars() {
        match letter {
            '<' => {
                in_tag = true;
                text.push('\n');
            }
            '>' => in_tag = false,
            _ if in_tag => {}
            _ => text.push(letter),
        }
    }
    // The ampersand last, so that nothing is decoded twice.
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn the_seeds_sample_becomes_lines() {
        let sample = "<b>This top up includes: </b></br>5GB in Europe</br><..... card validity for 1 month.</b>";
        assert_eq!(plain_text(sample), "This top up includes:\n5GB in Europe\n<..... card validity for 1 month.");
    }

    #[test]
    fn scripts_are_gone_with_their_content_and_nothing_that_looks_like_markup_is_made() {
        assert_eq!(plain_text("<script>alert(1)</script><style>b{}</style>10&nbsp;GB &amp; calls"), "10 GB & calls");
        assert_eq!(plain_text("5 &lt; 6 &amp;lt; 7"), "5 < 6 &lt; 7");
        assert_eq!(plain_text("<img src=x onerror=alert(1)>hello<a href='javascript:x'>there</a>"), "hellothere");
    }

    #[test]
    fn blocks_and_lists_become_lines_and_white_space_is_tidied() {
        assert_eq!(plain_text("<p>Data:  12\n GB</p><ul><li>calls</li><li>SMS</li></ul>"), "Data: 12 GB\ncalls\nSMS");
        assert_eq!(plain_text(" two plain \n lines "), "two plain\nlines");
        assert_eq!(plain_text(""), "");
    }
}
