//! The serial number of a SIM.

use std::fmt;

/// 18 to 22 digits, kept as text. Sealed at rest, so it has neither `Serialize` nor `Display`; Debug shows the last four.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Iccid(String);

/// The text is not 18 to 22 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnIccid;

impl Iccid {
    /// Reads digits, spaces between them being ignored. Err: see [`NotAnIccid`].
    pub fn parse(text: &str) -> Result<Self, NotAnIccid> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if (18..=22).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(NotAnIccid)
        }
    }

    /// All digits: for sealing, for look-ups and for the supplier.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four digits, which may be shown and logged.
    pub fn last4(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }

    /// Whether the check digit (ITU-T E.118, Luhn) fits. Advice only: suppliers' own examples fail it.
    pub fn luhn_ok(&self) -> bool {
        let sum: u32 = (self.0.bytes().rev().enumerate())
            .map(|(position, digit)| {
                let digit = u32::from(digit - b'0') * if position % 2 == 1 { 2 } else { 1 };
                digit / 10 + digit % 10
            })
            .sum();
        sum.is_multiple_of(10)
    }
}

impl fmt::Debug for Iccid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iccid(…{})", self.last4())
    }
}

impl fmt::Display for NotAnIccid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an ICCID has 18 to 22 digits")
    }
}

impl std::error::Error for NotAnIccid {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_iccid_is_18_to_22_digits() {
        for text in ["893310000000000001", " 8933 1000 0000 0000 0018 ", "8944100000000000000012"] {
            assert!(Iccid::parse(text).is_ok(), "{text}");
        }
        let too_long = "8".repeat(23);
        for text in ["", "12345678901234567", &too_long, "89331000000000000O1", "8933100000000000018F"] {
            assert_eq!(Iccid::parse(text), Err(NotAnIccid), "{text}");
        }
    }

    #[test]
    fn only_the_last_four_digits_are_shown() {
        let iccid = Iccid::parse("8931080000000012345").unwrap();
        assert_eq!(format!("{iccid:?}"), "Iccid(…2345)");
    }

    #[test]
    fn the_check_digit_is_advice() {
        // 7992739871 + 3 is Luhn's textbook example; zeros in front change nothing.
        assert!(Iccid::parse("0000000079927398713").unwrap().luhn_ok());
        let doubtful = Iccid::parse("0000000079927398714").unwrap();
        assert!(!doubtful.luhn_ok());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            if let Ok(iccid) = Iccid::parse(&text) {
                let _ = (iccid.last4(), iccid.luhn_ok());
            }
        }
    }
}
