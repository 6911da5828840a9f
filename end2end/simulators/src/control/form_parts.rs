//! Small pieces of HTML forms for the pages of knobs.

use std::fmt::Display;

use html_escape::{encode_double_quoted_attribute as attribute, encode_text as text};

/// A form that turns one knob.
pub(super) fn form(knob: &str, fields: &str, button: &str) -> String {
    format!("<form method=\"post\" action=\"/_world/{knob}\">{fields}<button>{}</button></form>", text(button))
}

/// A form of one button that turns a knob with fixed values.
pub(super) fn button(knob: &str, fixed: &[(&str, &str)], label: &str) -> String {
    let fields: String = fixed.iter().map(|(name, value)| hidden(name, value)).collect();
    form(knob, &fields, label)
}

pub(super) fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", attribute(value))
}

pub(super) fn input(label: &str, name: &str, value: impl Display) -> String {
    format!("<label>{}<input name=\"{name}\" value=\"{}\"></label>", text(label), attribute(&value.to_string()))
}

/// A list to choose from: value and what is shown.
pub(super) fn select<V: AsRef<str>, S: AsRef<str>>(
    label: &str,
    name: &str,
    options: impl IntoIterator<Item = (V, S)>,
) -> String {
    let options: String = options
        .into_iter()
        .map(|(value, shown)| {
            format!("<option value=\"{}\">{}</option>", attribute(value.as_ref()), text(shown.as_ref()))
        })
        .collect();
    format!("<label>{}<select name=\"{name}\">{options}</select></label>", text(label))
}

/// A table; the cells are HTML.
pub(super) fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let rows: String = rows
        .into_iter()
        .map(|cells| {
            let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
            format!("<tr>{cells}</tr>")
        })
        .collect();
    format!("<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>")
}
