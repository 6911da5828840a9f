//! The traveller's e-mail address: the one field of the checkout.

mod suggestion;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// An address that mail can be sent to: one line, printable ASCII, at most 254 characters. Debug hides most of it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// Why the text is no address; each asks for another hint beside the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailAddressError {
    Empty,
    /// More than 254 characters, or 64 before the `@` (RFC 5321, 4.5.3.1).
    TooLong,
    /// Not exactly one `@`.
    NotOneAt,
    /// A character that no mail relay can be trusted with: spaces, accents, control characters, quotation marks.
    BadCharacter,
    /// What stands before the `@` is empty or has a dot in the wrong place.
    BadName,
    /// What stands after the `@` is no domain such as example.org.
    BadDomain,
}

impl EmailAddress {
    /// Longest address, in characters.
    pub const MAX_LENGTH: usize = 254;

    /// Reads what was typed; white space around it is ignored. Err: see each variant.
    pub fn parse(text: &str) -> Result<Self, EmailAddressError> {
        use EmailAddressError as E;
        let text = text.trim();
        if text.is_empty() {
            return Err(E::Empty);
        }
        // RFC 5322's atoms without quoted strings and comments, which nobody types on purpose.
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"@.!#$%&'*+-/=?^_`{|}~".contains(&b);
        if !text.bytes().all(allowed) {
            return Err(E::BadCharacter);
        }
        let (name, domain) = text.split_once('@').ok_or(E::NotOneAt)?;
        if domain.contains('@') {
            return Err(E::NotOneAt);
        }
        if text.len() > Self::MAX_LENGTH || name.len() > 64 {
            return Err(E::TooLong);
        }
        if name.split('.').any(str::is_empty) {
            return Err(E::BadName);
        }
        if !is_domain(domain) {
            return Err(E::BadDomain);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the `@`, in lower case.
    pub fn domain(&self) -> String {
        self.0.rsplit('@').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// Under what the address is looked up: in lower case, since no provider of note tells case apart.
    pub fn lookup_key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The address that was probably meant, when the domain looks like a slip ("gmial.com"). A hint, never a refusal.
    pub fn suggestion(&self) -> Option<Self> {
        let name = self.0.split('@').next()?;
        let domain = suggestion::likely_domain(&self.domain())?;
        Self::parse(&format!("{name}@{domain}")).ok()
    }
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(label)
        && last.len() >= 2
        && (last.bytes().all(|b| b.is_ascii_alphabetic()) || last.to_ascii_lowercase().starts_with("xn--"))
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.0.chars().next().unwrap_or('…');
        write!(f, "EmailAddress({first}…@{})", self.domain())
    }
}

impl fmt::Display for EmailAddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "no e-mail address",
            Self::TooLong => "the e-mail address is too long",
            Self::NotOneAt => "an e-mail address has one @",
            Self::BadCharacter => "the e-mail address has a character that does not belong there",
            Self::BadName => "what stands before the @ is not complete",
            Self::BadDomain => "what stands after the @ is not a domain such as example.org",
        })
    }
}

impl std::error::Error for EmailAddressError {}

impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EmailAddressError as E;
    use proptest::prelude::*;

    #[test]
    fn ordinary_addresses_are_taken() {
        for text in [
            "a@example.org",
            "  Anne.Durand+esim@mail.example.co.uk\t",
            "o'neill_1@xn--bcher-kva.example",
            "x@1und1.de",
            "x@example.xn--p1ai",
        ] {
            assert_eq!(EmailAddress::parse(text).unwrap().as_str(), text.trim());
        }
    }

    #[test]
    fn each_mistake_has_its_own_hint() {
        let long_name = format!("{}@example.org", "a".repeat(65));
        let long = format!("a@{}example.org", "abcdefghi.".repeat(25));
        for (text, error) in [
            ("", E::Empty),
            (" \n", E::Empty),
            ("anne", E::NotOneAt),
            ("a@b@example.org", E::NotOneAt),
            ("anne durand@example.org", E::BadCharacter),
            ("rené@example.org", E::BadCharacter),
            ("a@example.org\nBcc: b@example.org", E::BadCharacter),
            ("\"a\"@example.org", E::BadCharacter),
            ("<a@example.org>", E::BadCharacter),
            ("@example.org", E::BadName),
            (".a@example.org", E::BadName),
            ("a..b@example.org", E::BadName),
            ("a@", E::BadDomain),
            ("a@example", E::BadDomain),
            ("a@example..org", E::BadDomain),
            ("a@-example.org", E::BadDomain),
            ("a@127.0.0.1", E::BadDomain),
            ("a@exam_ple.org", E::BadDomain),
            (&long_name, E::TooLong),
            (&long, E::TooLong),
        ] {
            assert_eq!(EmailAddress::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn case_does_not_make_two_customers() {
        let key = |text| EmailAddress::parse(text).unwrap().lookup_key();
        assert_eq!(key("Anne@Example.ORG"), key("anne@example.org"));
        assert_ne!(key("anne+a@example.org"), key("anne@example.org"));
    }

    #[test]
    fn debug_hides_the_name() {
        let address = EmailAddress::parse("anne@example.org").unwrap();
        assert_eq!(format!("{address:?}"), "EmailAddress(a…@example.org)");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_no_line_break_gets_through(text in "\\PC*", odd in "[a.@\r\n-]{0,20}") {
            for text in [text, odd] {
                if let Ok(address) = EmailAddress::parse(&text) {
                    let _ = address.suggestion();
                    prop_assert!(address.as_str().bytes().all(|b| b.is_ascii_graphic()));
                    prop_assert!(address.as_str().len() <= EmailAddress::MAX_LENGTH);
                }
            }
        }
    }
}
