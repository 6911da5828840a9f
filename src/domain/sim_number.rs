//! What is printed on a SIM: the number of its line, or the SIM's own number. Typed by people, with spaces and signs.

use std::fmt;

/// A phone number: 9 to 15 digits, with `+` in front where the country is named. Personal: neither `Serialize` nor `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Msisdn(String);

/// A network's own number of a SIM (Orange: NSCE or simId): 10 to 22 digits.
#[derive(Clone, PartialEq, Eq)]
pub struct SimId(String);

/// The text is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl Msisdn {
    /// Reads digits with spaces, dots, dashes and brackets between them; `00` in front is `+`.
    pub fn parse(text: &str) -> Result<Self, NotANumber> {
        let text = text.trim();
        let (named, rest) = match text.strip_prefix('+').or_else(|| text.strip_prefix("00")) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let digits = digits(rest, &['.', '-', '(', ')', '/']).ok_or(NotANumber)?;
        if !(9..=15).contains(&digits.len()) {
            return Err(NotANumber);
        }
        Ok(Self(if named { format!("+{digits}") } else { digits }))
    }

    /// As it goes to the supplier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SimId {
    /// Reads digits, spaces between them being ignored.
    pub fn parse(text: &str) -> Result<Self, NotANumber> {
        let digits = digits(text.trim(), &[]).ok_or(NotANumber)?;
        if (10..=22).contains(&digits.len()) { Ok(Self(digits)) } else { Err(NotANumber) }
    }

    /// As it goes to the supplier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The digits of a text that has nothing else but these signs and spaces.
fn digits(text: &str, signs: &[char]) -> Option<String> {
    let kept: String = text.chars().filter(|letter| !letter.is_whitespace() && !signs.contains(letter)).collect();
    kept.bytes().all(|byte| byte.is_ascii_digit()).then_some(kept)
}

impl fmt::Debug for Msisdn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Msisdn(…)")
    }
}

impl fmt::Debug for SimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SimId(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (text, read) in [
            ("06 12 34 56 78", "0612345678"),
            ("+33 (6) 12.34.56.78", "+33612345678"),
            ("0034-612-345-678", "+34612345678"),
            ("612345678", "612345678"),
        ] {
            assert_eq!(Msisdn::parse(text).map(|number| number.0).as_deref(), Ok(read), "{text}");
        }
        for text in ["", "12345678", "+33 6 12 34 56 78 99 99 99", "06 12 34 56 7x", "++33612345678"] {
            assert_eq!(Msisdn::parse(text), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn a_sims_own_number_is_digits_alone() {
        assert_eq!(SimId::parse(" 0232 1234567890 ").map(|id| id.0).as_deref(), Ok("02321234567890"));
        for text in ["", "123456789", "0232-1234567890", "8".repeat(23).as_str()] {
            assert_eq!(SimId::parse(text), Err(NotANumber), "{text}");
        }
    }
}
